/* Economics: the five outcomes of each route, what is unknown in them by name, and fees under the case's own agreement. */
#include "assess/economics.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Law *law;

/* A creditor who acts himself, one debtor, everything ticked. */
static EconomyCase plain(Route route, const char *principal, const char *filed_on)
{
	return (EconomyCase){ .route = route,
		              .track = TRACK_NONE,
		              .principal_known = true,
		              .interest_known = true,
		              .costs_known = true,
		              .principal = kroner(principal),
		              .filed_on = day_of(filed_on),
		              .decided_on = DATE_NONE,
		              .udlaeg = true,
		              .court_case = true,
		              .debtors = 1,
		              .represented = KNOWN_NO,
		              .deducts_vat = KNOWN_YES,
		              .agreement = { .operator_kind = OPERATOR_SELF } };
}

static void put_sum(GString *out, const EconomySum *sum)
{
	g_autofree char *known = money_plain(sum->known);
	g_string_append_printf(out, "%s%s%s ", sum->at_most ? "<=" : "", sum->unknown > 0 ? "unknown" : known,
	                       sum->unknown > 1 ? "+" : "");
}

/* now, later, may pay, receives, may receive; "+": more than one line is unknown. */
static void row_is(const Economy *economy, EconomyOutcome outcome, const char *want)
{
	const EconomyRow *row = &economy->rows[outcome];
	g_autoptr(GString) got = g_string_new(NULL);
	put_sum(got, &row->now);
	put_sum(got, &row->later);
	put_sum(got, &row->may_pay);
	put_sum(got, &row->receives);
	put_sum(got, &row->may_receive);
	g_strchomp(got->str);
	if (strcmp(got->str, want) != 0)
		print_message("%s: %s\n", economy_outcome_name(outcome), got->str);
	assert_string_equal(got->str, want);
}

static const EconomyLine *line_of(const Economy *economy, EconomyOutcome outcome, const char *id)
{
	const GArray *lines = economy->rows[outcome].lines;
	for (guint i = 0; i < lines->len; i++)
		if (strcmp(g_array_index(lines, EconomyLine, i).id, id) == 0)
			return &g_array_index(lines, EconomyLine, i);
	return NULL;
}

/* filing.md section 12, example A: 12500 and interest and two reminders, filed 4 May 2026. */
static void a_betalingspaakrav(void **state)
{
	(void)state;
	EconomyCase c = plain(ROUTE_BETALINGSPAAKRAV, "12500", "2026-05-04");
	c.interest = kroner("210.36");
	c.costs = kroner("200");
	g_autoptr(Economy) e = economy_of(law, &c);
	row_is(e, ECONOMY_LETTER, "0.00 0.00 0.00 12910.36 0.00");
	row_is(e, ECONOMY_UNDISPUTED, "750.00 0.00 0.00 12910.36 750.00");
	row_is(e, ECONOMY_NO_COVER, "750.00 0.00 750.00 0.00 0.00");
	row_is(e, ECONOMY_WON, "750.00 0.00 0.00 13660.36 0.00");
	row_is(e, ECONOMY_LOST, "750.00 0.00 unknown+ 0.00 0.00"); /* above 10000 the tariff decides, and it is not known */
	assert_int_equal(line_of(e, ECONOMY_LOST, "opponent-assistance")->amount.status, COST_UNKNOWN);
	assert_string_equal(line_of(e, ECONOMY_LOST, "opponent-assistance")->amount.row->statute,
	                    "landsret guideline tariff 1 September 2025");
	assert_string_equal(line_of(e, ECONOMY_NO_COVER, "udlaeg-fee")->amount.quote->where, "ral § 13 stk. 2");
	assert_string_equal(line_of(e, ECONOMY_NO_COVER, "udlaeg-fee-again")->amount.quote->where, "rpl § 490 stk. 1");

	c.udlaeg = c.court_case = false; /* a request of its own, and a claim of its own */
	g_autoptr(Economy) bare = economy_of(law, &c);
	row_is(bare, ECONOMY_NO_COVER, "750.00 750.00 750.00 0.00 0.00");
	row_is(bare, ECONOMY_WON, "750.00 750.00 0.00 14410.36 0.00");
	row_is(bare, ECONOMY_LOST, "750.00 750.00 unknown+ 0.00 0.00");
}

/* Chapter 39 has a ceiling to 10000 kr.; it is a ceiling on both sides and no amount. */
static void small_claims_have_a_ceiling(void **state)
{
	(void)state;
	EconomyCase c = plain(ROUTE_CIVIL_CLAIM, "5000", "2026-05-04");
	c.track = TRACK_KAP39;
	c.represented = KNOWN_YES;
	g_autoptr(Economy) e = economy_of(law, &c);
	row_is(e, ECONOMY_WON, "750.00 0.00 0.00 5750.00 <=1500.00");
	row_is(e, ECONOMY_LOST, "750.00 0.00 <=unknown 0.00 0.00");
	assert_true(line_of(e, ECONOMY_LOST, "opponent-assistance")->at_most);
	assert_int_equal(money_ore(line_of(e, ECONOMY_LOST, "opponent-assistance")->amount.amount), 150000);
	c.principal = kroner("5000.01");
	g_autoptr(Economy) more = economy_of(law, &c);
	row_is(more, ECONOMY_WON, "750.00 0.00 0.00 5750.01 <=2500.00");
	c.principal = kroner("10000.01");
	g_autoptr(Economy) open = economy_of(law, &c);
	row_is(open, ECONOMY_WON, "750.00 0.00 0.00 10750.01 unknown");
	c.principal = kroner("5000");
	c.track = TRACK_ORDINARY; /* taken out of chapter 39: no ceiling holds */
	g_autoptr(Economy) out = economy_of(law, &c);
	row_is(out, ECONOMY_WON, "750.00 0.00 0.00 5750.00 unknown");
	c.track = TRACK_NONE;
	c.represented = KNOWN_UNSAID;
	g_autoptr(Economy) unsaid = economy_of(law, &c);
	row_is(unsaid, ECONOMY_WON, "750.00 0.00 0.00 5750.00 <=1500.00");
}

/* Example C: 112000 is an ordinary case with a hearing; and an old tariff with its deduction. */
static void an_ordinary_case(void **state)
{
	(void)state;
	EconomyCase c = plain(ROUTE_CIVIL_CLAIM, "112000", "2026-05-04");
	c.track = TRACK_ORDINARY;
	g_autoptr(Economy) e = economy_of(law, &c);
	row_is(e, ECONOMY_UNDISPUTED, "1500.00 0.00 0.00 113500.00 0.00");
	row_is(e, ECONOMY_NO_COVER, "1500.00 750.00 750.00 0.00 0.00");
	row_is(e, ECONOMY_WON, "1500.00 3000.00 0.00 116500.00 0.00");
	row_is(e, ECONOMY_LOST, "1500.00 3000.00 unknown+ 0.00 0.00");

	EconomyCase old = plain(ROUTE_CIVIL_CLAIM, "18545.25", "2021-10-04");
	old.represented = KNOWN_YES;
	old.charged_out_of_court = kroner("1700");
	g_autoptr(Economy) undecided =
	    economy_of(law, &old); /* the row of that day ends: a later decision may have another */
	assert_int_equal(line_of(undecided, ECONOMY_WON, "awarded-assistance")->amount.status, COST_UNKNOWN);
	old.decided_on = day_of("2022-04-16");
	g_autoptr(Economy) decided = economy_of(law, &old);
	assert_int_equal(money_ore(line_of(decided, ECONOMY_WON, "awarded-assistance")->amount.amount), 54000);
	assert_int_equal(money_ore(line_of(decided, ECONOMY_LOST, "opponent-assistance")->amount.amount), 224000);
}

static void udlaeg_and_debtors(void **state)
{
	(void)state;
	EconomyCase c = plain(ROUTE_UDLAEG, "20000", "2026-11-23");
	c.debtors = 2;
	c.tie = TIE_NONE;
	g_autoptr(Economy) e = economy_of(law, &c);
	row_is(e, ECONOMY_UNDISPUTED, "1500.00 0.00 0.00 20000.00 1500.00");
	row_is(e, ECONOMY_NO_COVER, "1500.00 0.00 1500.00 0.00 0.00");
	row_is(e, ECONOMY_WON, "1500.00 0.00 0.00 20000.00 unknown");
	row_is(e, ECONOMY_LOST, "1500.00 0.00 unknown 0.00 0.00");
	c.represented = KNOWN_YES; /* what the foged court awards for a meeting is not established */
	g_autoptr(Economy) met = economy_of(law, &c);
	row_is(met, ECONOMY_UNDISPUTED, "1500.00 0.00 0.00 20000.00 unknown");
	c.tie = TIE_UNSAID;
	g_autoptr(Economy) unsaid = economy_of(law, &c);
	row_is(unsaid, ECONOMY_NO_COVER, "unknown 0.00 unknown 0.00 0.00");
	/* On the form: one fee for all on filing, and the second debtor's udlæg is open. */
	EconomyCase form = plain(ROUTE_BETALINGSPAAKRAV, "20000", "2026-11-23");
	form.debtors = 2;
	form.tie = TIE_NONE;
	g_autoptr(Economy) both = economy_of(law, &form);
	row_is(both, ECONOMY_NO_COVER, "750.00 unknown 1500.00 0.00 0.00");
	form.tie = TIE_SPOUSES;
	g_autoptr(Economy) spouses = economy_of(law, &form);
	row_is(spouses, ECONOMY_NO_COVER, "750.00 0.00 750.00 0.00 0.00");
}

static void fees_of_two_eras(void **state)
{
	(void)state;
	EconomyCase c = plain(ROUTE_BETALINGSPAAKRAV, "80000", "2020-05-04");
	g_autoptr(Economy) old = economy_of(law, &c);
	assert_int_equal(money_ore(old->rows[ECONOMY_WON].now.known), 180000);
	assert_int_equal(money_ore(old->rows[ECONOMY_WON].later.known), 111000); /* the hearing follows the form's act */
	assert_int_equal(old->rows[ECONOMY_NO_COVER].may_pay.unknown, 1); /* the old act's time for a new request */
	c.filed_on = day_of("2024-06-14"); /* the rest was six months: within the year of the fee */
	g_autoptr(Economy) six = economy_of(law, &c);
	row_is(six, ECONOMY_NO_COVER, "750.00 0.00 0.00 0.00 0.00");
	c.filed_on = day_of("2024-06-15");
	g_autoptr(Economy) twelve = economy_of(law, &c);
	row_is(twelve, ECONOMY_NO_COVER, "750.00 0.00 750.00 0.00 0.00");
	c.filed_on = day_of("2021-10-01");
	g_autoptr(Economy) now = economy_of(law, &c);
	row_is(now, ECONOMY_WON, "750.00 0.00 0.00 80750.00 0.00");
	c.filed_on = day_of("2009-05-04");
	c.principal = kroner("20000");
	g_autoptr(Economy) before = economy_of(law, &c);
	assert_int_equal(before->rows[ECONOMY_WON].now.unknown, 1);
	c.filed_on = DATE_NONE;
	g_autoptr(Economy) undated = economy_of(law, &c);
	assert_int_equal(undated->rows[ECONOMY_NO_COVER].now.unknown, 1);
}

static EconomyCase charged(OperatorKind operator_kind, FeeBasis before, FeeBasis after, Known success_only)
{
	EconomyCase c = plain(ROUTE_BETALINGSPAAKRAV, "10000", "2026-11-23");
	c.represented = KNOWN_YES;
	c.agreement = (FeeContract){ operator_kind,
		                     CLIENT_BUSINESS,
		                     KNOWN_YES,
		                     { true, true },
		                     { { before, success_only, false }, { after, success_only, false } } };
	c.prices[PHASE_OUT_OF_COURT] = (FeePrice){ true, kroner("500"), 3500, SHARE_OF_ALL };
	c.prices[PHASE_COURT] = (FeePrice){ true, kroner("2000"), 3500, SHARE_OF_ALL };
	return c;
}

static char *fee_in(const EconomyCase *c, EconomyOutcome outcome, const char *id)
{
	g_autoptr(Economy) e = economy_of(law, c);
	const EconomyLine *it = line_of(e, outcome, id);
	return it == NULL                        ? g_strdup("none")
	       : it->amount.status == COST_KNOWN ? money_plain(it->amount.amount)
	                                         : g_strdup("unknown");
}

static void the_agreement_decides(void **state)
{
	(void)state;
	static const struct {
		OperatorKind operator_kind;
		FeeBasis before, after;
		Known success_only;
		EconomyOutcome outcome;
		const char *out_of_court, *in_court;
	} rows[] = {
		/* 35 % of 10000 out of court; and nothing of it once it is filed. */
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_FIXED, KNOWN_NO, ECONOMY_LETTER, "3500.00", "none" },
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_FIXED, KNOWN_NO, ECONOMY_UNDISPUTED, "0.00", "2000.00" },
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_FIXED, KNOWN_NO, ECONOMY_LOST, "0.00", "2000.00" },
		/* What is refused or not settled has no figure. */
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_PERCENT, KNOWN_NO, ECONOMY_WON, "0.00", "unknown" },
		{ OPERATOR_COLLECTOR, FEE_FIXED, FEE_FIXED, KNOWN_YES, ECONOMY_WON, "0.00", "unknown" },
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_UNSAID, KNOWN_NO, ECONOMY_LETTER, "unknown", "none" },
		{ OPERATOR_LAWYER, FEE_PERCENT, FEE_FIXED, KNOWN_NO, ECONOMY_LETTER, "unknown", "none" },
		/* No win, no fee: a lawyer's; and whether a title without cover is a win the agreement must say. */
		{ OPERATOR_LAWYER, FEE_FIXED, FEE_FIXED, KNOWN_YES, ECONOMY_LETTER, "500.00", "none" },
		{ OPERATOR_LAWYER, FEE_FIXED, FEE_FIXED, KNOWN_YES, ECONOMY_WON, "0.00", "2000.00" },
		{ OPERATOR_LAWYER, FEE_FIXED, FEE_FIXED, KNOWN_YES, ECONOMY_LOST, "0.00", "0.00" },
		{ OPERATOR_LAWYER, FEE_FIXED, FEE_FIXED, KNOWN_YES, ECONOMY_NO_COVER, "0.00", "unknown" },
		{ OPERATOR_LAWYER, FEE_FIXED, FEE_FIXED, KNOWN_UNSAID, ECONOMY_LOST, "unknown", "unknown" },
		{ OPERATOR_LAWYER, FEE_FIXED, FEE_HOURLY, KNOWN_NO, ECONOMY_LOST, "500.00", "unknown" },
		{ OPERATOR_LAWYER, FEE_NONE, FEE_NONE, KNOWN_NO, ECONOMY_LOST, "0.00", "0.00" },
		{ OPERATOR_SELF, FEE_FIXED, FEE_FIXED, KNOWN_NO, ECONOMY_LOST, "none", "none" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		EconomyCase c = charged(rows[i].operator_kind, rows[i].before, rows[i].after, rows[i].success_only);
		g_autofree char *before = fee_in(&c, rows[i].outcome, "fee-out-of-court"),
				*after = fee_in(&c, rows[i].outcome, "fee-in-court");
		if (strcmp(before, rows[i].out_of_court) != 0 || strcmp(after, rows[i].in_court) != 0)
			print_message("row %d: %s %s\n", (int)i, before, after);
		assert_string_equal(before, rows[i].out_of_court);
		assert_string_equal(after, rows[i].in_court);
	}
}

static void a_share_is_of_something(void **state)
{
	(void)state;
	EconomyCase c = charged(OPERATOR_COLLECTOR, FEE_PERCENT, FEE_FIXED, KNOWN_NO);
	c.prices[PHASE_OUT_OF_COURT].of = SHARE_OF_UNSAID; /* nothing but principal comes in: the same either way */
	g_autofree char *alone = fee_in(&c, ECONOMY_LETTER, "fee-out-of-court");
	assert_string_equal(alone, "3500.00");
	c.interest = kroner("100");
	g_autofree char *unsaid = fee_in(&c, ECONOMY_LETTER, "fee-out-of-court");
	assert_string_equal(unsaid, "unknown");
	c.prices[PHASE_OUT_OF_COURT].of = SHARE_OF_ALL;
	g_autofree char *all = fee_in(&c, ECONOMY_LETTER, "fee-out-of-court");
	assert_string_equal(all, "3535.00");
	c.prices[PHASE_OUT_OF_COURT].of = SHARE_OF_PRINCIPAL;
	g_autofree char *principal = fee_in(&c, ECONOMY_LETTER, "fee-out-of-court");
	assert_string_equal(principal, "3500.00");
	c.prices[PHASE_OUT_OF_COURT].known = false;
	g_autofree char *unpriced = fee_in(&c, ECONOMY_LETTER, "fee-out-of-court");
	assert_string_equal(unpriced, "unknown");
	c.prices[PHASE_OUT_OF_COURT].known = true;
	/* VAT: a cost only of who cannot deduct it. 25 % of 3500 is 875. */
	static const struct {
		Known deducts;
		const char *now;
	} rows[] = { { KNOWN_YES, "3500.00 0.00 0.00 10100.00 0.00" },
		     { KNOWN_NO, "4375.00 0.00 0.00 10100.00 0.00" },
		     { KNOWN_UNSAID, "3500.00 0.00 875.00 10100.00 0.00" } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		c.deducts_vat = rows[i].deducts;
		g_autoptr(Economy) e = economy_of(law, &c);
		row_is(e, ECONOMY_LETTER, rows[i].now);
	}
}

static void what_is_unknown_is_named(void **state)
{
	(void)state;
	EconomyCase c = charged(OPERATOR_LAWYER, FEE_FIXED, FEE_HOURLY, KNOWN_NO);
	c.principal_known = false;
	g_autoptr(Economy) e = economy_of(law, &c);
	int unknown = 0;
	for (int outcome = 0; outcome < ECONOMY_OUTCOMES; outcome++) {
		const EconomyRow *row = &e->rows[outcome];
		for (guint i = 0; i < row->lines->len; i++) {
			const EconomyLine *it = &g_array_index(row->lines, EconomyLine, i);
			assert_non_null(it->label.da);
			assert_non_null(it->label.en);
			if (it->amount.status == COST_KNOWN)
				continue;
			unknown++;
			assert_non_null(it->amount.because.da);
			assert_non_null(it->amount.because.en);
			assert_true(money_is_zero(it->amount.amount));
		}
	}
	assert_true(unknown > 15);
	for (int outcome = ECONOMY_UNDISPUTED; outcome < ECONOMY_OUTCOMES; outcome++)
		assert_true(e->rows[outcome].now.unknown > 0);
	/* A route that is not filed: the letter alone has a figure. */
	for (int route = ROUTE_MISSING; route < ROUTES; route++) {
		c = plain((Route)route, "10000", "2026-11-23");
		g_autoptr(Economy) none = economy_of(law, &c);
		assert_false(none->applies);
		row_is(none, ECONOMY_LETTER, "0.00 0.00 0.00 10000.00 0.00");
		assert_int_equal(none->rows[ECONOMY_WON].lines->len, 0);
	}
	/* Above the limit of the form there is no fee, and no sum. */
	c = plain(ROUTE_BETALINGSPAAKRAV, "100000.01", "2026-11-23");
	g_autoptr(Economy) above = economy_of(law, &c);
	assert_int_equal(line_of(above, ECONOMY_UNDISPUTED, "court-fee")->amount.status, COST_NOT_ALLOWED);
	assert_int_equal(above->rows[ECONOMY_UNDISPUTED].now.unknown, 1);
}

static void json_has_null_for_unknown(void **state)
{
	(void)state;
	EconomyCase c = plain(ROUTE_BETALINGSPAAKRAV, "12500", "2026-05-04");
	g_autoptr(Economy) e = economy_of(law, &c);
	g_autoptr(cJSON) da = economy_json(e, LANG_DA);
	g_autoptr(cJSON) en = economy_json(e, LANG_EN);
	const cJSON *rows = json_get(en, "outcomes");
	assert_string_equal(json_get_text(en, "route"), "betalingspaakrav");
	assert_int_equal(cJSON_GetArraySize(rows), ECONOMY_OUTCOMES);
	for (int i = 0; i < ECONOMY_OUTCOMES; i++) {
		const cJSON *row = cJSON_GetArrayItem(rows, i);
		assert_string_equal(json_get_text(row, "outcome"), economy_outcome_name((EconomyOutcome)i));
		assert_string_equal(json_get_text(row, "title"), economy_outcome_say((EconomyOutcome)i).en);
		assert_int_equal(json_get_int(row, "pays_now_ore", -1), i == ECONOMY_LETTER ? 0 : 75000);
		assert_int_equal(json_get_int(row, "may_pay_ore", -1), i == ECONOMY_LOST       ? -1
		                                                       : i == ECONOMY_NO_COVER ? 75000
		                                                                               : 0);
		assert_int_equal(cJSON_GetArraySize(json_get(row, "unknown")), i == ECONOMY_LOST ? 2 : 0);
	}
	g_autofree char *danish = json_print(da);
	assert_non_null(strstr(danish, "Bestridt og tabt"));
	assert_null(strstr(danish, "Disputed"));
	c.route = ROUTE_UNSUITABLE;
	g_autoptr(Economy) none = economy_of(law, &c);
	g_autoptr(cJSON) empty = economy_json(none, LANG_EN);
	const cJSON *row = cJSON_GetArrayItem(json_get(empty, "outcomes"), ECONOMY_WON);
	assert_true(cJSON_IsNull(cJSON_GetObjectItem(row, "pays_now_ore"))); /* nothing is filed: no figure, not zero */
}

int main(void)
{
	law = the_law();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_betalingspaakrav),        cmocka_unit_test(small_claims_have_a_ceiling),
		cmocka_unit_test(an_ordinary_case),          cmocka_unit_test(udlaeg_and_debtors),
		cmocka_unit_test(fees_of_two_eras),          cmocka_unit_test(the_agreement_decides),
		cmocka_unit_test(a_share_is_of_something),   cmocka_unit_test(what_is_unknown_is_named),
		cmocka_unit_test(json_has_null_for_unknown),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	law_free(law);
	return failed;
}
