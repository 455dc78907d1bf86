/* Whole answers on cases built in memory (trial.h): sums, routes, explanations, and what holds whatever happens. */
#include "assess/explain.h"
#include "assess/report.h"
#include "trial.h"

/* Fees counted once, whether told as an item, by the reminder, or both. */
static void a_fee_is_counted_once(void **state)
{
	(void)state;
	const char *const changes[] = { "@reminder_sent 2026-09-10 amount=100",
		                        "item/f item.kind=reminder-fee;item/f item.principal_ore=10000;item/f item.arisen_on=2026-09-10",
		                        ("@reminder_sent 2026-09-10 amount=100;item/f item.kind=reminder-fee;"
		                         "item/f item.principal_ore=10000;item/f item.arisen_on=2026-09-10"),
		                        "@reminder_sent 2026-09-10 amount=100;item/f item.kind=reminder-fee;item/f item.principal_ore=10000" };
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autoptr(Case) c = build(changes[i], NULL);
		g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
		assert_true(a->owed->known);
		assert_int_equal(money_ore(a->owed->costs), 10000);
	}
}

/* A day in the past is reckoned with what was there by then. */
static void an_earlier_day_knows_less(void **state)
{
	(void)state;
	g_autoptr(Case) c = build("@reminder_sent 2026-09-20 amount=100;@payment 2026-10-20 amount=500;"
	                          "item/k item.kind=compensation;item/k item.principal_ore=31000;item/k item.arisen_on=2026-09-03", NULL);
	const struct {
		const char *on;
		int64_t costs, payments;
	} rows[] = { { "2026-09-02", 0, 0 }, { "2026-09-03", 31000, 0 }, { "2026-09-20", 41000, 0 }, { "2026-10-20", 41000, 50000 } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Assessment) a = assess(c, law, day(rows[i].on));
		assert_true(a->owed->known);
		assert_int_equal(money_ore(a->owed->costs), rows[i].costs);
		assert_int_equal(money_ore(a->owed->payments), rows[i].payments);
	}
}

/* A consumer's interest starts 30 days after the invoice, but never before the due date. */
static void interest_starts_as_the_basis_says(void **state)
{
	(void)state;
	const struct {
		const char *change, *first;
	} rows[] = { { "", "2026-09-03" },
		     { CONSUMER, "2026-09-03" },
		     { CONSUMER "invoice/1001 invoice.due_on=2026-08-17", "2026-09-03" },
		     { CONSUMER "invoice/1001 invoice.due_on=2026-08-17;invoice/1001 item.due_basis=agreed", "2026-08-18" },
		     { "invoice/1001 invoice.due_on=2026-08-17", "2026-08-18" },
		     { CONSUMER "invoice/1001 invoice.due_on=2026-08-17;@invoice_sent 2026-08-10", "2026-09-10" } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Case) c = build(rows[i].change, NULL);
		g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
		assert_true(a->owed->known && a->owed->periods->len > 0);
		g_autofree char *first = date_iso(((const Period *)a->owed->periods->pdata[0])->from_on);
		assert_string_equal(first, rows[i].first);
	}
}

static void routes_have_track_fee_and_day(void **state)
{
	(void)state;
	const struct {
		const char *change, *track;
		int64_t fee;
		const char *ready;
	} rows[] = { { "", NULL, 75000, NULL },
		     { OVER, "ordinary", 150000, NULL },
		     { "@objection_received 2026-11-01", "kap39", 75000, NULL },
		     { "-@demand_sent", NULL, 75000, "2026-12-03" },
		     { "@bankruptcy_notice 2026-11-01", NULL, -1, NULL } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Case) c = build(rows[i].change, NULL);
		g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
		g_autoptr(cJSON) json = assessment_json(a, LANG_DA, false);
		if (rows[i].track == NULL)
			assert_null(json_get_text(json, "track"));
		else
			assert_string_equal(json_get_text(json, "track"), rows[i].track);
		assert_int_equal(json_get_int(json, "court_fee_ore", -1), rows[i].fee);
		if (rows[i].ready == NULL)
			assert_null(json_get_text(json, "ready_on"));
		else
			assert_string_equal(json_get_text(json, "ready_on"), rows[i].ready);
	}
}

static void explain_shows_figures_facts_and_quote(void **state)
{
	(void)state;
	g_autoptr(Case) c = build(OVER, NULL);
	g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
	g_autoptr(cJSON) json = explain_json(a, LANG_DA, "U04", false);
	const cJSON *row = cJSON_GetArrayItem(json_get(json, "rules"), 0);
	assert_non_null(row);
	assert_int_equal(cJSON_GetArraySize(json_get(json, "rules")), 1);
	assert_int_equal(json_get_int(json_get(row, "figures"), "principal_ore", 0), 10000001);
	assert_int_equal(json_get_int(json_get(row, "figures"), "limit_ore", 0), 10000000);
	assert_int_equal(cJSON_GetArraySize(json_get(row, "facts")), 1);
	assert_non_null(strstr(json_get_text(row, "quote"), "højst 100.000 kr."));
	assert_non_null(strstr(json_get_text(row, "because"), "100.000,01 kr."));
	assert_non_null(strstr(json_get_text(row, "because"), "0,01 kr."));
}

/* Same record, same law, same day: same bytes. */
static void assessment_repeats_to_the_byte(void **state)
{
	(void)state;
	char *texts[2];
	for (int i = 0; i < 2; i++) {
		g_autoptr(Case) c = build(SECOND_ITEM, "@payment 2026-11-01 amount=700");
		g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
		g_autoptr(cJSON) json = assessment_json(a, LANG_DA, true);
		texts[i] = json_print(json);
	}
	assert_string_equal(texts[0], texts[1]);
	g_free(texts[0]);
	g_free(texts[1]);
}

static bool has_effect(const Assessment *a, Effect effect)
{
	for (guint i = 0; i < a->findings->len; i++)
		if (((const Finding *)a->findings->pdata[i])->effect == effect)
			return true;
	return false;
}

/* Design section 3, said once more and another way round. */
static void route_follows_effects(const Assessment *a)
{
	bool waits = has_effect(a, EFFECT_WAIT) || has_effect(a, EFFECT_FIX) || has_effect(a, EFFECT_MISSING);
	switch (a->route) {
	case ROUTE_BETALINGSPAAKRAV:
		assert_false(has_effect(a, EFFECT_BLOCK_BP));
		assert_true(a->principal_known && a->owed->known && a->court != NULL && a->court_fee_known);
		break;
	case ROUTE_CIVIL_CLAIM:
		assert_true(has_effect(a, EFFECT_BLOCK_BP) && a->track != TRACK_NONE);
		break;
	case ROUTE_MISSING:
		assert_true(waits);
		break;
	case ROUTE_UNSUITABLE:
		assert_true(has_effect(a, EFFECT_BLOCK_ALL));
		break;
	case ROUTE_PERSON:
		assert_true(has_effect(a, EFFECT_HUMAN));
		break;
	case ROUTE_UDLAEG:
	case ROUTES:
		break;
	}
	if (a->route != ROUTE_UNSUITABLE)
		assert_false(has_effect(a, EFFECT_BLOCK_ALL));
	if (a->route != ROUTE_UNSUITABLE && a->route != ROUTE_PERSON)
		assert_false(has_effect(a, EFFECT_HUMAN));
	if (route_yields_package(a->route))
		assert_false(waits);
}

static const char *const changes[] = {
	"", "-debtor/d1 debtor.kind", CONSUMER, OVER, "-@demand_sent", "-creditor party.name", "-creditor creditor.account",
	"-debtor/d1 party.name", "-debtor/d1 party.address", "-debtor/d1 party.postcode", "-debtor/d1 party.country",
	"debtor/d1 party.country=SE", "debtor/d1 party.country=GL", "debtor/d1 party.postcode=2100",
	"debtor/d1 debtor.court=Retten i Esbjerg", "-invoice/1001 invoice.payable_ore", "-invoice/1001 invoice.due_on",
	"-invoice/1001 invoice.issue_on", "invoice/1001 invoice.due_on=2026-11-22", "invoice/1001 invoice.due_on=2023-10-02",
	"invoice/1001 invoice.due_on=1999-10-02", "invoice/1001 invoice.payable_ore+=1", "invoice/1001 invoice.payable_ore=0",
	"invoice/1001 invoice.payable_ore=-5", "invoice/1001 invoice.currency=EUR", "invoice/1001 item.due_basis=filing",
	"invoice/1001 item.due_basis=info", "invoice/1001 item.agreed_interest_bp=2400", "invoice/1001 item.agreed_how=silence",
	"invoice/1001 item.debtors=d9", "item/2 item.kind=not-money", "item/2 item.kind=other-money;item/2 item.principal_ore=100",
	"item/3 item.kind=reminder-fee", "item/3 item.kind=reminder-fee;item/3 item.principal_ore=10000",
	"item/4 item.kind=inkasso-fee;item/4 item.principal_ore=10000", "item/5 item.kind=compensation;item/5 item.principal_ore=31000",
	"item/6 item.kind=collection-cost;item/6 item.principal_ore=31000", "@payment 2026-10-20 amount=12500.00",
	"@payment 2026-08-01 amount=99999.00", "@credit 2026-09-10 amount=100.00", "@credit 2026-09-10 amount=20000.00",
	"@objection_received 2026-11-01", "@bankruptcy_notice 2026-11-01", "@death_notice 2026-11-01", "@nothing_found 2026-01-01",
	"@title_at_intake 2026-11-01", "@reminder_sent 2026-09-10 amount=100", "@reminder_sent 2026-09-15 amount=100",
	"@henstand_granted 2026-11-01 deadline=2027-01-01", "@acknowledged 2026-10-01", "@bp_filed 2026-10-25",
	"claim instruction.objection_expected=yes", "claim instruction.unpaid=no", "claim operator.kind=lawyer", "#a.pdf contract",
	"#b.pdf demand", "debtor/d2 party.name=Ole Prøvesen;debtor/d2 debtor.kind=consumer",
	"invoice/1001 ref.billing=1001;invoice/1001 invoice.kind=credit_note",
};

/* Whatever two things happen to a case together: an answer that holds together, in both languages. */
static void any_two_changes_hold_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		for (size_t j = i; j < G_N_ELEMENTS(changes); j++) {
			g_autoptr(Case) c = build(changes[i], i == j ? NULL : changes[j]);
			g_autoptr(Assessment) a = assess(c, law, day((i + j) % 3 == 0 ? "2027-01-05" : "2026-11-22"));
			route_follows_effects(a);
			g_autoptr(cJSON) json = assessment_json(a, LANG_EN, true);
			g_autoptr(cJSON) why = explain_json(a, LANG_DA, NULL, true);
			GString *text = g_string_new(NULL);
			assessment_text(text, LANG_DA, json);
			explain_text(text, LANG_DA, why);
			assert_null(strstr(text->str, "(null)"));
			assert_null(strstr(text->str, "{0}"));
			g_string_free(text, TRUE);
		}
	}
}

static void rows_are_whole(void **state)
{
	(void)state;
	for (const Rule *rule = rules(); rule->id != NULL; rule++) {
		assert_non_null(rule_quote(rule));
		assert_true(*rule_quote(rule) != '\0');
		assert_true(strchr("SPD", rule->mark) != NULL);
		assert_true(rule->if_unknown == EFFECT_MISSING || rule->if_unknown == EFFECT_HUMAN ||
		            rule->if_unknown == EFFECT_WARN || rule->if_unknown == EFFECT_INFO);
		assert_ptr_equal(rule_find(rule->id), rule);
	}
	assert_null(rule_find("U99"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fee_is_counted_once),
		cmocka_unit_test(an_earlier_day_knows_less),
		cmocka_unit_test(interest_starts_as_the_basis_says),
		cmocka_unit_test(routes_have_track_fee_and_day),
		cmocka_unit_test(explain_shows_figures_facts_and_quote),
		cmocka_unit_test(assessment_repeats_to_the_byte),
		cmocka_unit_test(any_two_changes_hold_together),
		cmocka_unit_test(rows_are_whole),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
