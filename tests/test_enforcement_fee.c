/* What the books should say: splits as owed has them, fees by phase, version and clause, and sums that are the whole. */
#include "enforcement/fee.h"

#include "tests/trial.h"

#define COLLECTOR "claim operator.kind=collector;claim operator.authorised_from=2026-01-01;claim operator.authorised_to=2027-12-31;"

/* A desk for one case: its agreements, hours and advances. */
typedef struct Desk {
	Case *c;
	GPtrArray *terms;
	GArray *times, *advances;
	FeeCase of;
	FeePlan *plan;
} Desk;

static Terms *share(int64_t version, const char *from, RateBp bp, unsigned base)
{
	Terms *terms = g_new0(Terms, 1);
	terms->version = version;
	terms->scope = g_strdup("cvr-99001011");
	terms->from_on = terms->agreed_on = terms->recorded_on = day(from);
	terms->operator_kind = OPERATOR_COLLECTOR;
	terms->client = CLIENT_BUSINESS;
	terms->authorised_from = day("2026-01-01");
	terms->authorised_to = day("2027-12-31");
	terms->prices[PHASE_OUT_OF_COURT] = (TermsPrice){ .basis = FEE_PERCENT, .share = bp, .base = base };
	terms->prices[PHASE_COURT] = (TermsPrice){ .basis = FEE_FIXED, .success_only = KNOWN_NO, .amount = money_of_ore(250000) };
	terms->vat = KNOWN_YES;
	terms->direct_payments = KNOWN_NO;
	terms->loss_is_ours = KNOWN_NO;
	return terms;
}

static void desk_open(Desk *desk, const char *change, Terms *terms)
{
	*desk = (Desk){ .c = build(COLLECTOR, change), .terms = g_ptr_array_new_with_free_func((GDestroyNotify)terms_free) };
	desk->times = g_array_new(FALSE, FALSE, sizeof(TimeLine));
	desk->advances = g_array_new(FALSE, FALSE, sizeof(Advance));
	if (terms != NULL)
		g_ptr_array_add(desk->terms, terms);
	desk->of = (FeeCase){ .c = desk->c, .law = law, .today = day("2026-11-22"), .terms = desk->terms, .times = desk->times,
		              .advances = desk->advances, .refunded = money_zero() };
}

static FeePlan *plan_of(Desk *desk)
{
	fee_plan_free(desk->plan);
	desk->plan = fee_plan(&desk->of);
	return desk->plan;
}

static void desk_close(Desk *desk)
{
	fee_plan_free(desk->plan);
	g_ptr_array_unref(desk->terms);
	g_array_unref(desk->times);
	g_array_unref(desk->advances);
	case_free(desk->c);
}

/* Sum and number of what is due of a kind, and of a clause when one is given. */
static int64_t due_sum(const FeePlan *plan, PostingKind kind, const char *clause, guint *count)
{
	int64_t sum = 0;
	guint n = 0;
	for (guint i = 0; i < plan->dues->len; i++) {
		const FeeDue *due = plan->dues->pdata[i];
		if (due->kind != kind || (clause != NULL && g_strcmp0(clause, due->clause) != 0))
			continue;
		sum += money_ore(due->amount);
		n++;
	}
	if (count != NULL)
		*count = n;
	return sum;
}

static int64_t fee(const FeePlan *plan, const char *clause)
{
	return due_sum(plan, POSTING_fee_earned, clause, NULL);
}

static bool noted(const FeePlan *plan, const char *id)
{
	for (guint i = 0; i < plan->notes->len; i++)
		if (strcmp(((const FeeNote *)plan->notes->pdata[i])->id, id) == 0)
			return true;
	return false;
}

/* ---- splits ---- */

static void a_split_is_owed_s_posting(void **state)
{
	(void)state;
	static const char change[] = "@payment 2026-09-20 amount=300 paid-to=operator;@payment 2026-10-25 amount=0.01 paid-to=operator;"
	                             "@payment 2026-10-25 amount=7000 paid-to=creditor;@payment 2026-11-22 amount=9000 paid-to=operator";
	Desk desk;
	desk_open(&desk, change, NULL);
	const FeePlan *plan = plan_of(&desk);
	g_autoptr(Claimed) claimed = claimed_of(desk.c, law, day("2026-11-22"));
	assert_true(claimed->owed->known);
	assert_int_equal(plan->splits->len, 4);
	assert_int_equal(claimed->owed->postings->len, 5);
	for (guint i = 0; i < 4; i++) {
		const Split *split = plan->splits->pdata[i];
		const Posting *posting = claimed->owed->postings->pdata[i];
		assert_true(split->known);
		assert_int_equal(money_ore(split->costs), money_ore(posting->to_costs));
		assert_int_equal(money_ore(split->interest), money_ore(posting->to_interest));
		assert_int_equal(money_ore(split->principal), money_ore(posting->to_principal));
		assert_int_equal(money_ore(split->surplus), money_ore(posting->surplus));
	}
	/* Only what came to the operator is booked. */
	guint n;
	due_sum(plan, POSTING_split_principal, NULL, &n);
	assert_int_equal(n, 2);
	assert_true(due_sum(plan, POSTING_split_surplus, NULL, NULL) > 0);
	desk_close(&desk);
}

static void a_credit_counts_whenever_it_was_given(void **state)
{
	(void)state;
	Desk before, after;
	desk_open(&before, "@payment 2026-10-25 amount=12500 paid-to=operator;@credit 2026-10-20 amount=5000", NULL);
	desk_open(&after, "@payment 2026-10-25 amount=12500 paid-to=operator;@credit 2026-11-20 amount=5000", NULL);
	int64_t early = due_sum(plan_of(&before), POSTING_split_surplus, NULL, NULL);
	assert_true(early > 480000);
	assert_int_equal(due_sum(plan_of(&after), POSTING_split_surplus, NULL, NULL), early);
	desk_close(&before);
	desk_close(&after);
}

static void the_split_of_a_payment_does_not_move_with_the_days(void **state)
{
	(void)state;
	Desk desk;
	desk_open(&desk, "@payment 2026-10-25 amount=5000 paid-to=operator", NULL);
	int64_t then = due_sum(plan_of(&desk), POSTING_split_principal, NULL, NULL);
	static const char *const days[] = { "2026-10-25", "2026-12-31", "2029-06-01", "2041-01-01" };
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		desk.of.today = day(days[i]);
		assert_int_equal(due_sum(plan_of(&desk), POSTING_split_principal, NULL, NULL), then);
	}
	desk.of.today = day("2026-10-24");
	assert_int_equal(plan_of(&desk)->splits->len, 0);
	desk_close(&desk);
}

static void an_award_of_the_day_has_the_payment_in_it(void **state)
{
	(void)state;
	Desk desk;
	desk_open(&desk, "@payment 2026-10-25 amount=2000 paid-to=operator;@judgment_for_us 2026-10-25 amount=11000;"
	                 "@payment 2026-11-10 amount=1000 paid-to=operator", NULL);
	const FeePlan *plan = plan_of(&desk);
	const Split *first = plan->splits->pdata[0], *second = plan->splits->pdata[1];
	assert_true(first->known);
	assert_int_equal(money_ore(first->awarded_costs), 0);
	assert_int_equal(money_ore(first->principal) + money_ore(first->interest), 200000);
	assert_true(second->known);
	assert_int_equal(money_ore(second->awarded_costs), money_ore(second->costs));
	desk_close(&desk);
}

static void an_unknown_rate_splits_nothing(void **state)
{
	(void)state;
	Desk desk;
	desk_open(&desk, "@payment 2026-11-01 amount=1000 paid-to=operator;@payment 2027-02-01 amount=1000 paid-to=operator",
	          share(1, "2026-01-01", 3500, BASE_PRINCIPAL));
	desk.of.today = day("2027-03-01");
	guint n;
	const FeePlan *plan = plan_of(&desk);
	due_sum(plan, POSTING_split_principal, NULL, &n);
	assert_int_equal(n, 1);
	assert_true(noted(plan, "A06"));
	assert_true(noted(plan, "A04"));
	due_sum(plan, POSTING_fee_earned, NULL, &n);
	assert_int_equal(n, 1);
	desk_close(&desk);
}

/* ---- shares ---- */

static void thirty_five_percent_of_ten_thousand(void **state)
{
	(void)state;
	Desk desk;
	desk_open(&desk, "@payment 2026-08-20 amount=10000 paid-to=operator", share(1, "2026-01-01", 3500, BASE_PRINCIPAL));
	int64_t earned = fee(plan_of(&desk), "share");
	assert_int_equal(earned, 350000);
	CostAnswer vat = cost_vat_on(law, money_of_ore(earned), day("2026-08-20"));
	assert_int_equal(vat.status, COST_KNOWN);
	assert_int_equal(money_ore(vat.amount), 87500);
	desk_close(&desk);
}

static void one_ore(void **state)
{
	(void)state;
	static const struct {
		RateBp bp;
		int64_t fee;
	} rows[] = { { 3500, 0 }, { 4999, 0 }, { 5000, 1 }, { 10000, 1 } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Desk desk;
		desk_open(&desk, "@payment 2026-08-20 amount=0.01 paid-to=operator", share(1, "2026-01-01", rows[i].bp, BASE_PRINCIPAL));
		assert_int_equal(fee(plan_of(&desk), NULL), rows[i].fee);
		desk_close(&desk);
	}
}

/* Each rounded by itself would give nothing, or twice as much; together they are a share of the whole. */
static void many_small_sums_are_the_whole(void **state)
{
	(void)state;
	static const RateBp rates[] = { 3500, 1, 5000, 3333, 9999 };
	GString *change = g_string_new(NULL);
	for (int i = 0; i < 600; i++)
		g_string_append(change, i % 3 == 0 ? "@payment 2026-08-20 amount=0.03 paid-to=operator;" : "@payment 2026-08-20 amount=0.01 paid-to=operator;");
	Desk desk;
	desk_open(&desk, change->str, share(1, "2026-01-01", rates[0], BASE_PRINCIPAL));
	for (size_t i = 0; i < G_N_ELEMENTS(rates); i++) {
		((Terms *)desk.terms->pdata[0])->prices[PHASE_OUT_OF_COURT].share = rates[i];
		Money whole;
		assert_true(money_scale(money_of_ore(1000), rates[i], 10000, &whole));
		assert_int_equal(fee(plan_of(&desk), NULL), money_ore(whole));
		assert_int_equal(due_sum(desk.plan, POSTING_split_principal, NULL, NULL), 1000);
	}
	g_string_free(change, TRUE);
	desk_close(&desk);
}

static void minimum_and_cap_hold_for_the_case(void **state)
{
	(void)state;
	static const char change[] = "@payment 2026-08-20 amount=100 paid-to=operator;@payment 2026-08-21 amount=2000 paid-to=operator;"
	                             "@payment 2026-08-22 amount=5000 paid-to=operator;@payment 2026-08-23 amount=100 paid-to=operator";
	Terms *terms = share(1, "2026-01-01", 3500, BASE_PRINCIPAL);
	TermsPrice *price = &terms->prices[PHASE_OUT_OF_COURT];
	price->has_minimum = price->has_cap = true;
	price->minimum = money_of_ore(50000);
	price->cap = money_of_ore(200000);
	Desk desk;
	desk_open(&desk, change, terms);
	static const int64_t steps[] = { 50000, 23500, 126500 };
	const FeePlan *plan = plan_of(&desk);
	guint at = 0;
	for (guint i = 0; i < plan->dues->len; i++) {
		const FeeDue *due = plan->dues->pdata[i];
		if (due->kind != POSTING_fee_earned)
			continue;
		assert_true(at < G_N_ELEMENTS(steps));
		assert_int_equal(money_ore(due->amount), steps[at++]);
	}
	assert_int_equal(at, G_N_ELEMENTS(steps));
	desk_close(&desk);
}

static void no_recovery_no_fee(void **state)
{
	(void)state;
	Terms *terms = share(1, "2026-01-01", 3500, BASE_PRINCIPAL);
	terms->prices[PHASE_OUT_OF_COURT].has_minimum = true;
	terms->prices[PHASE_OUT_OF_COURT].minimum = money_of_ore(50000);
	Desk desk;
	desk_open(&desk, "@payment 2026-08-20 amount=1000 paid-to=creditor", terms);
	assert_int_equal(fee(plan_of(&desk), NULL), 0);
	/* Paid to the client himself: a fee only where that was agreed; unsaid, somebody is asked. */
	terms->direct_payments = KNOWN_UNSAID;
	assert_int_equal(fee(plan_of(&desk), NULL), 0);
	assert_true(noted(desk.plan, "A03"));
	terms->direct_payments = KNOWN_YES;
	assert_int_equal(fee(plan_of(&desk), NULL), 50000);
	assert_int_equal(due_sum(desk.plan, POSTING_split_principal, NULL, NULL), 0);
	desk_close(&desk);
}

static void a_version_holds_from_its_day(void **state)
{
	(void)state;
	Desk desk;
	desk_open(&desk, "@payment 2026-08-20 amount=1000 paid-to=operator;@payment 2026-08-25 amount=1000 paid-to=operator",
	          share(1, "2026-01-01", 3500, BASE_PRINCIPAL));
	g_ptr_array_add(desk.terms, share(2, "2026-08-25", 1000, BASE_PRINCIPAL));
	assert_int_equal(fee(plan_of(&desk), NULL), 35000 + 10000);
	/* The case's own goes before its client's, whatever their days; of two of one day the later version holds. */
	Terms *own = share(3, "2026-02-01", 2000, BASE_PRINCIPAL);
	g_free(own->scope);
	own->scope = g_strdup(desk.c->id);
	g_ptr_array_add(desk.terms, own);
	assert_int_equal(fee(plan_of(&desk), NULL), 40000);
	Terms *again = share(4, "2026-02-01", 3000, BASE_PRINCIPAL);
	g_free(again->scope);
	again->scope = g_strdup(desk.c->id);
	g_ptr_array_add(desk.terms, again);
	assert_int_equal(fee(plan_of(&desk), NULL), 60000);
	desk_close(&desk);
}

static void before_the_first_version_nothing_is_taken(void **state)
{
	(void)state;
	Desk desk;
	desk_open(&desk, "@payment 2026-08-20 amount=1000 paid-to=operator", share(1, "2026-08-21", 3500, BASE_PRINCIPAL));
	assert_int_equal(fee(plan_of(&desk), NULL), 0);
	assert_true(noted(desk.plan, "A01"));
	desk_close(&desk);
}

static void the_unlawful_is_not_taken(void **state)
{
	(void)state;
	Terms *terms = share(1, "2026-01-01", 3500, BASE_PRINCIPAL);
	terms->operator_kind = OPERATOR_LAWYER;
	Desk desk;
	desk_open(&desk, "@payment 2026-08-20 amount=1000 paid-to=operator", terms);
	assert_int_equal(fee(plan_of(&desk), NULL), 0);
	assert_true(noted(desk.plan, "A02"));
	/* An authorisation that had run out on the day of the payment. */
	terms->operator_kind = OPERATOR_COLLECTOR;
	terms->authorised_to = day("2026-08-19");
	assert_int_equal(fee(plan_of(&desk), NULL), 0);
	assert_true(noted(desk.plan, "A02"));
	terms->authorised_to = day("2026-08-20");
	assert_int_equal(fee(plan_of(&desk), NULL), 35000);
	desk_close(&desk);
}

/* ---- what is kept ---- */

static void reminder_fees_and_interest_are_kept_before_filing_alone(void **state)
{
	(void)state;
	static const char change[] = "@reminder_sent 2026-09-14 amount=100;@payment 2026-10-02 amount=1000 paid-to=operator;"
	                             "@reminder_sent 2026-10-10 amount=100;@bp_filed 2026-11-01;@payment 2026-11-02 amount=1000 paid-to=operator";
	Terms *terms = share(1, "2026-01-01", 1000, BASE_PRINCIPAL | BASE_INTEREST | BASE_COSTS);
	terms->reminder_fees = terms->interest = KEEPER_OPERATOR;
	Desk desk;
	desk_open(&desk, change, terms);
	const FeePlan *plan = plan_of(&desk);
	const Split *first = plan->splits->pdata[0], *second = plan->splits->pdata[1];
	assert_int_equal(money_ore(first->reminder_fees), 10000);
	assert_int_equal(money_ore(second->reminder_fees), 10000);
	assert_int_equal(fee(plan, "reminder_fees"), 10000);
	assert_int_equal(fee(plan, "interest"), money_ore(first->interest));
	/* A share of the rest, and of nothing twice. */
	Money rest;
	assert_true(money_scale(first->principal, 1000, 10000, &rest));
	assert_int_equal(fee(plan, "share"), money_ore(rest));
	assert_int_equal(fee(plan, "fixed"), 250000);
	desk_close(&desk);
}

/* ---- fixed prices, hours, success ---- */

static void a_price_on_success_waits_for_it(void **state)
{
	(void)state;
	static const char filed[] = "@bp_filed 2026-11-01;", title[] = "@bp_endorsed_plain 2026-11-15 amount=13000;",
			  paid[] = "@payment 2026-11-10 amount=500 paid-to=operator;";
	static const struct {
		TermsWin win;
		bool title, paid, earned;
	} rows[] = { { WIN_UNSAID, true, false, false }, { WIN_UNSAID, false, true, true }, { WIN_PAYMENT, true, false, false },
		     { WIN_PAYMENT, false, true, true }, { WIN_TITLE, true, false, true },   { WIN_TITLE, false, true, false },
		     { WIN_BOTH, true, false, false },   { WIN_BOTH, false, true, false },   { WIN_BOTH, true, true, true } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Terms *terms = share(1, "2026-01-01", 3500, BASE_PRINCIPAL);
		terms->prices[PHASE_COURT].success_only = KNOWN_YES;
		terms->decided = true;
		terms->win = rows[i].win;
		g_autofree char *change = g_strconcat(filed, rows[i].title ? title : "", rows[i].paid ? paid : "", NULL);
		Desk desk;
		desk_open(&desk, change, terms);
		assert_int_equal(fee(plan_of(&desk), "fixed"), rows[i].earned ? 250000 : 0);
		desk_close(&desk);
	}
}

static void a_tariff_follows_the_principal(void **state)
{
	(void)state;
	static const struct {
		const char *principal;
		int64_t fee;
	} rows[] = { { "1", 50000 }, { "999999", 50000 }, { "1000000", 120000 }, { "5000000", 300000 } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Terms *terms = share(1, "2026-01-01", 3500, BASE_PRINCIPAL);
		TermsPrice *price = &terms->prices[PHASE_COURT];
		price->amount = money_zero();
		price->n_steps = 3;
		price->steps[0] = (TariffStep){ money_zero(), money_of_ore(50000) };
		price->steps[1] = (TariffStep){ money_of_ore(1000000), money_of_ore(120000) };
		price->steps[2] = (TariffStep){ money_of_ore(5000000), money_of_ore(300000) };
		g_autofree char *change = g_strdup_printf("@bp_filed 2026-11-01;invoice/1001 invoice.payable_ore=%s", rows[i].principal);
		Desk desk;
		desk_open(&desk, change, terms);
		assert_int_equal(fee(plan_of(&desk), "fixed"), rows[i].fee);
		desk_close(&desk);
	}
}

static void hours_are_rounded_over_all_of_them(void **state)
{
	(void)state;
	Terms *terms = share(1, "2026-01-01", 3500, BASE_PRINCIPAL);
	terms->prices[PHASE_OUT_OF_COURT] = (TermsPrice){ .basis = FEE_HOURLY, .success_only = KNOWN_NO, .amount = money_of_ore(100000) };
	Desk desk;
	desk_open(&desk, "@bp_filed 2026-11-01", terms);
	for (int64_t i = 1; i <= 3001; i++) {
		TimeLine line = { i, day(i <= 3000 ? "2026-10-01" : "2026-11-02"), 1 };
		g_array_append_val(desk.times, line);
	}
	/* 3,000 minutes out of court; the one in court has a fixed price already. */
	assert_int_equal(fee(plan_of(&desk), "hourly"), 5000000);
	desk_close(&desk);
}

static void a_withdrawal_has_its_price_once(void **state)
{
	(void)state;
	Terms *terms = share(1, "2026-01-01", 3500, BASE_PRINCIPAL);
	terms->has_withdrawal = true;
	terms->withdrawal = money_of_ore(80000);
	Desk desk;
	desk_open(&desk, "@route_client_stop 2026-11-01;@client_stop 2026-11-02", terms);
	assert_int_equal(fee(plan_of(&desk), NULL), 80000);
	desk_close(&desk);
}

/* ---- advances ---- */

static void what_comes_in_pays_the_advance_first(void **state)
{
	(void)state;
	Terms *terms = share(1, "2026-01-01", 3500, BASE_PRINCIPAL);
	terms->loss_is_ours = KNOWN_YES;
	terms->decided = true;
	Desk desk;
	desk_open(&desk, "@bp_filed 2026-10-01;@payment 2026-10-10 amount=200 paid-to=operator;@payment 2026-10-20 amount=100 paid-to=operator", terms);
	Advance advance = { day("2026-10-01"), money_of_ore(75000) };
	g_array_append_val(desk.advances, advance);
	assert_int_equal(due_sum(plan_of(&desk), POSTING_advance_charged, NULL, NULL), 30000);
	assert_int_equal(due_sum(desk.plan, POSTING_advance_lost, NULL, NULL), 0);
	desk.of.ended = true;
	assert_int_equal(due_sum(plan_of(&desk), POSTING_advance_charged, NULL, NULL), 30000);
	assert_int_equal(due_sum(desk.plan, POSTING_advance_lost, NULL, NULL), 45000);
	/* What the court gave back is no loss. */
	desk.of.refunded = money_of_ore(20000);
	assert_int_equal(due_sum(plan_of(&desk), POSTING_advance_lost, NULL, NULL), 25000);
	desk.of.refunded = money_zero();
	/* What a person charged by hand is not charged again. */
	desk.of.by_hand = money_of_ore(75000);
	assert_int_equal(due_sum(plan_of(&desk), POSTING_advance_charged, NULL, NULL), 0);
	assert_int_equal(due_sum(desk.plan, POSTING_advance_lost, NULL, NULL), 0);
	desk.of.by_hand = money_of_ore(50000);
	assert_int_equal(due_sum(plan_of(&desk), POSTING_advance_charged, NULL, NULL) + due_sum(desk.plan, POSTING_advance_lost, NULL, NULL), 25000);
	desk.of.by_hand = money_zero();
	terms->loss_is_ours = KNOWN_NO;
	assert_int_equal(due_sum(plan_of(&desk), POSTING_advance_charged, NULL, NULL), 75000);
	terms->loss_is_ours = KNOWN_UNSAID;
	assert_int_equal(due_sum(plan_of(&desk), POSTING_advance_lost, NULL, NULL), 0);
	assert_true(noted(desk.plan, "A07"));
	desk_close(&desk);
}

static void the_same_plan_twice(void **state)
{
	(void)state;
	Desk desk;
	desk_open(&desk, "@payment 2026-10-10 amount=200 paid-to=operator;@payment 2026-10-20 amount=100 paid-to=operator",
	          share(1, "2026-01-01", 3500, BASE_PRINCIPAL));
	g_autoptr(FeePlan) one = fee_plan(&desk.of);
	const FeePlan *other = plan_of(&desk);
	assert_int_equal(one->dues->len, other->dues->len);
	for (guint i = 0; i < one->dues->len; i++) {
		const FeeDue *a = one->dues->pdata[i], *b = other->dues->pdata[i];
		assert_string_equal(a->key, b->key);
		assert_int_equal(money_ore(a->amount), money_ore(b->amount));
		for (guint k = 0; k < i; k++) /* no two of one name */
			assert_false(((const FeeDue *)one->dues->pdata[k])->kind == a->kind &&
			             strcmp(((const FeeDue *)one->dues->pdata[k])->key, a->key) == 0);
	}
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_split_is_owed_s_posting),
		cmocka_unit_test(a_credit_counts_whenever_it_was_given),
		cmocka_unit_test(the_split_of_a_payment_does_not_move_with_the_days),
		cmocka_unit_test(an_award_of_the_day_has_the_payment_in_it),
		cmocka_unit_test(an_unknown_rate_splits_nothing),
		cmocka_unit_test(thirty_five_percent_of_ten_thousand),
		cmocka_unit_test(one_ore),
		cmocka_unit_test(many_small_sums_are_the_whole),
		cmocka_unit_test(minimum_and_cap_hold_for_the_case),
		cmocka_unit_test(no_recovery_no_fee),
		cmocka_unit_test(a_version_holds_from_its_day),
		cmocka_unit_test(before_the_first_version_nothing_is_taken),
		cmocka_unit_test(the_unlawful_is_not_taken),
		cmocka_unit_test(reminder_fees_and_interest_are_kept_before_filing_alone),
		cmocka_unit_test(a_price_on_success_waits_for_it),
		cmocka_unit_test(a_tariff_follows_the_principal),
		cmocka_unit_test(hours_are_rounded_over_all_of_them),
		cmocka_unit_test(a_withdrawal_has_its_price_once),
		cmocka_unit_test(what_comes_in_pays_the_advance_first),
		cmocka_unit_test(the_same_plan_twice),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
