/* Court fees: every row of fee_vectors.csv, none put off; what lapses or comes back; the life of a fee on its last day. */
#include "assess/courtfee.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Law *law;

static char *told(CostAnswer answer)
{
	return answer.status == COST_KNOWN ? money_plain(answer.amount) : g_strdup(cost_status_name(answer.status));
}

/* Each scenario of the vectors that is more than one act of the table. */
static bool story(const char *scenario, Money value, Date on, CostAnswer *out)
{
	BpFiling ticked = { value, on, true, true }, bare = { value, on, false, false };
	Udlaeg one = { value, on, 1, TIE_UNSAID },
	       late = { value, date_add_days(date_add_months(on, 12), 1), 1, TIE_UNSAID };
	Udlaeg two = { value, on, 2, TIE_NONE }, spouses = { value, on, 2, TIE_SPOUSES };
	Udlaeg soon = { value, date_add_months(on, 12), 1, TIE_UNSAID };
	BpCourse unserved = { .unserved = true };
	if (strcmp(scenario, "udlaeg_two_debtors") == 0)
		*out = court_fee_udlaeg(law, &two);
	else if (strcmp(scenario, "udlaeg_two_spouses") == 0)
		*out = court_fee_udlaeg(law, &spouses);
	else if (strcmp(scenario, "bp_then_udlaeg_ticked_within_1y") == 0)
		*out = cost_add(court_fee_bp(law, &ticked), court_fee_udlaeg_on_bp(law, &ticked, &soon));
	else if (strcmp(scenario, "bp_then_new_udlaeg_after_1y") == 0)
		*out = cost_add(court_fee_bp(law, &ticked), court_fee_udlaeg_on_bp(law, &ticked, &late));
	else if (strcmp(scenario, "bp_not_served_barred") == 0)
		*out = court_fee_bp_kept(law, &ticked, &unserved);
	else if (strcmp(scenario, "bp_then_case_ticked") == 0)
		*out = cost_add(court_fee_bp(law, &ticked), court_fee_case_on_bp(law, &ticked, on));
	else if (strcmp(scenario, "bp_then_new_claim_not_ticked") == 0)
		*out = cost_add(court_fee_bp(law, &bare), court_fee_case_on_bp(law, &bare, on));
	else if (strcmp(scenario, "civil_then_udlaeg") == 0)
		*out = cost_add(court_fee_civil(law, value, on), court_fee_udlaeg(law, &one));
	else
		return false;
	return true;
}

static void fee_vectors_hold(void **state)
{
	(void)state;
	g_autoptr(Table) t = vectors("fee_vectors.csv");
	int stories = 0;
	for (int row = 0; row < table_rows(t); row++) {
		const char *scenario = table_find(t, row, "scenario"), *want = table_find(t, row, "expected_dkk");
		Money value = kroner(table_find(t, row, "value_dkk"));
		Date on = day_of(table_find(t, row, "event_date"));
		bool udlaeg = strcmp(scenario, "bp_both") == 0 || strcmp(scenario, "bp_udlaeg_only") == 0;
		bool court_case = strcmp(scenario, "bp_both") == 0 || strcmp(scenario, "bp_case_only") == 0;
		Udlaeg one = { value, on, 1, TIE_UNSAID };
		CostAnswer answer;
		if (story(scenario, value, on, &answer))
			stories++;
		else if (g_str_has_prefix(scenario, "bp_"))
			answer = court_fee_bp(law, &(BpFiling){ value, on, udlaeg, court_case });
		else if (strcmp(scenario, "civil_filing") == 0)
			answer = court_fee_civil(law, value, on);
		else if (strcmp(scenario, "civil_hearing") == 0)
			answer = court_fee_hearing(law, value, on);
		else if (strcmp(scenario, "udlaeg") == 0)
			answer = court_fee_udlaeg(law, &one);
		else
			answer = court_fee_act(law, scenario, value, on);
		g_autofree char *got = told(answer);
		if (strcmp(got, want) != 0)
			print_message("%s %s: %s, not %s\n", table_find(t, row, "id"), scenario, got, want);
		assert_string_equal(got, want);
		assert_non_null(answer.quote);
		assert_true((answer.status == COST_KNOWN) == (answer.because.da == NULL));
	}
	assert_int_equal(table_rows(t), 108);
	assert_int_equal(stories, 8);
}

/* The form of the old act: what is owed in the end of what was paid on filing. */
static void old_fees_lapse_in_part(void **state)
{
	(void)state;
	enum { SERVED = 0, UNSERVED = 1, ENDORSED = 2, BEGUN = 4, REFUSED = 8, CASE = 16 };
	static const struct {
		const char *value;
		bool udlaeg, court_case;
		int course;
		const char *want, *where;
	} rows[] = {
		/* ral14 § 15 a: 400, and 300 for udlæg or 100 for the case alone. */
		{ "50000", true, true, ENDORSED | BEGUN, "700.00", "ral14 § 15 a stk. 4" },
		{ "50000", true, true, ENDORSED | BEGUN | REFUSED, "400.00", "ral14 § 15 a stk. 4" },
		{ "50000", true, true, ENDORSED | BEGUN | REFUSED | CASE, "500.00", "ral14 § 15 a stk. 4" },
		{ "50000", true, true, ENDORSED | BEGUN | CASE, "700.00", "ral14 § 15 a stk. 4" },
		{ "50000", true, true, CASE, "500.00", "ral14 § 15 a stk. 4" },
		{ "50000", true, true, ENDORSED, "400.00", "ral14 § 15 a stk. 4" },
		{ "50000", true, false, ENDORSED | BEGUN, "700.00", "ral14 § 15 a stk. 2" },
		{ "50000", true, false, ENDORSED, "400.00", "ral14 § 15 a stk. 2" },
		{ "50000", true, false, ENDORSED | BEGUN | REFUSED, "400.00", "ral14 § 15 a stk. 2" },
		{ "50000", false, true, CASE, "500.00", "ral14 § 15 a stk. 3" },
		{ "50000", false, true, ENDORSED, "400.00", "ral14 § 15 a stk. 3" },
		{ "50000", false, false, ENDORSED, "400.00", "ral14 § 15 a stk. 3" },
		{ "50000", true, true, UNSERVED, "0.00", "ral14 § 15 a stk. 5" },
		/* ral14 § 15 b: 750 + 1.2 % of what exceeds 50000, and 300 + 0.5 % of what exceeds 3000. */
		{ "80000", true, true, ENDORSED | BEGUN, "1800.00", "ral14 § 15 b stk. 2" },
		{ "80000", true, true, ENDORSED | BEGUN | REFUSED, "1110.00", "ral14 § 15 b stk. 2" },
		{ "80000", true, true, ENDORSED, "1110.00", "ral14 § 15 b stk. 2" },
		{ "80000", true, true, CASE, "1110.00", "ral14 § 15 b stk. 2" },
		{ "80000", true, true, SERVED, "400.00", "ral14 § 15 b stk. 1" },
		{ "80000", false, false, SERVED, "400.00", "ral14 § 15 b stk. 1" },
		{ "80000", true, true, UNSERVED, "0.00", "ral14 § 15 b stk. 3" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		BpFiling bp = { kroner(rows[i].value), day_of("2020-05-04"), rows[i].udlaeg, rows[i].court_case };
		int c = rows[i].course;
		BpCourse course = { c & UNSERVED, c & ENDORSED, c & BEGUN, c & REFUSED, c & CASE };
		CostAnswer answer = court_fee_bp_kept(law, &bp, &course);
		g_autofree char *got = told(answer);
		if (strcmp(got, rows[i].want) != 0 || strcmp(answer.quote->where, rows[i].where) != 0)
			print_message("row %d: %s %s\n", (int)i, got, answer.quote->where);
		assert_string_equal(got, rows[i].want);
		assert_string_equal(answer.quote->where, rows[i].where);
		/* The new act takes one fee, whatever became of it, except unserved. */
		bp.filed_on = day_of("2021-10-01");
		g_autofree char *now = told(court_fee_bp_kept(law, &bp, &course));
		assert_string_equal(now, c & UNSERVED ? "0.00" : "750.00");
		bp.filed_on = day_of("2011-09-30"); /* before the first row */
		bp.value = kroner("50000");
		assert_int_equal(court_fee_bp_kept(law, &bp, &course).status, COST_UNKNOWN);
	}
}

static void a_fee_lives_a_year(void **state)
{
	(void)state;
	static const struct {
		const char *liable, *again, *want;
	} rows[] = {
		{ "2025-11-23", "2026-11-22", "0.00" },
		{ "2025-11-23", "2026-11-23", "0.00" },
		{ "2025-11-23", "2026-11-24", "750.00" },
		{ "2024-02-29", "2025-02-28", "0.00" },
		{ "2024-02-29", "2025-03-01", "750.00" },
		{ "2021-09-30", "2021-12-30", "unknown" }, /* the old act's three months */
		{ "2021-10-01", "2022-10-01", "0.00" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Udlaeg again = { kroner("20000"), day_of(rows[i].again), 1, TIE_UNSAID };
		g_autofree char *got = told(court_fee_udlaeg_again(law, day_of(rows[i].liable), &again));
		assert_string_equal(got, rows[i].want);
	}
	/* By the choice on the form. */
	BpFiling ticked = { kroner("20000"), day_of("2026-11-23"), true, false },
		 bare = { kroner("20000"), day_of("2026-11-23"), false, false };
	Udlaeg soon = { kroner("20000"), day_of("2027-01-04"), 1, TIE_UNSAID };
	assert_int_equal(money_ore(court_fee_udlaeg_on_bp(law, &ticked, &soon).amount), 0);
	assert_int_equal(money_ore(court_fee_udlaeg_on_bp(law, &bare, &soon).amount), 75000);
	assert_int_equal(court_fee_udlaeg_again(law, DATE_NONE, &soon).status, COST_UNKNOWN);
}

static void each_debtor_costs(void **state)
{
	(void)state;
	static const struct {
		int debtors;
		DebtorTie tie;
		const char *want, *on_form; /* a request by itself, and ticked on the form */
	} rows[] = {
		{ 1, TIE_UNSAID, "750.00", "0.00" },   { 2, TIE_UNSAID, "unknown", "unknown" },
		{ 2, TIE_NONE, "1500.00", "unknown" }, { 3, TIE_NONE, "2250.00", "unknown" },
		{ 2, TIE_SPOUSES, "750.00", "0.00" },  { 3, TIE_SPOUSES, "unknown", "unknown" },
		{ 3, TIE_LAND, "750.00", "0.00" },
	};
	BpFiling bp = { kroner("20000"), day_of("2026-11-23"), true, true };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Udlaeg ask = { kroner("20000"), day_of("2026-11-23"), rows[i].debtors, rows[i].tie };
		g_autofree char *got = told(court_fee_udlaeg(law, &ask));
		g_autofree char *form = told(court_fee_udlaeg_on_bp(law, &bp, &ask));
		assert_string_equal(got, rows[i].want);
		assert_string_equal(form, rows[i].on_form);
	}
	/* The old act's percentage is for each debtor: 2 × 350. */
	Udlaeg old = { kroner("12000"), day_of("2020-05-04"), 2, TIE_NONE };
	g_autofree char *got = told(court_fee_udlaeg(law, &old));
	assert_string_equal(got, "700.00");
	assert_int_equal(money_ore(court_fee_udlaeg_away(law, day_of("2020-05-04")).amount), 40000);
	assert_int_equal(money_ore(court_fee_udlaeg_away(law, day_of("2021-10-01")).amount), 0);
	assert_int_equal(court_fee_udlaeg_away(law, day_of("2009-05-04")).status, COST_UNKNOWN);
}

static void a_hearing_may_be_waived(void **state)
{
	(void)state;
	static const struct {
		const char *value, *filed, *hearing, *told_on, *want;
	} rows[] = {
		{ "150000", "2026-01-05", "2026-11-23", "2026-11-09", "0.00" }, /* two weeks to the day */
		{ "150000", "2026-01-05", "2026-11-23", "2026-11-10", "3000.00" },
		{ "150000", "2026-01-05", "2026-11-23", NULL, "3000.00" },
		{ "150000", "2026-01-05", NULL, "2026-11-10", "unknown" },
		{ "100000", "2026-01-05", NULL, "2026-11-10", "0.00" }, /* there is none */
		{ "150000", "2021-09-30", "2022-11-23", "2022-01-10", "unknown" }, /* the old act: six weeks, a third back */
		{ "150000", "2021-09-30", "2022-11-23", NULL, "1950.00" },
		{ "150000", "2011-09-30", "2012-11-23", NULL, "unknown" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *got =
		    told(court_fee_hearing_kept(law, kroner(rows[i].value), day_of(rows[i].filed),
		                                rows[i].hearing == NULL ? DATE_NONE : day_of(rows[i].hearing),
		                                rows[i].told_on == NULL ? DATE_NONE : day_of(rows[i].told_on)));
		if (strcmp(got, rows[i].want) != 0)
			print_message("row %d: %s\n", (int)i, got);
		assert_string_equal(got, rows[i].want);
	}
}

static void some_fees_come_back(void **state)
{
	(void)state;
	for (int relief = 0; relief < FEE_RELIEFS; relief++) {
		CostAnswer now = court_fee_relieved(law, (FeeRelief)relief, day_of("2021-10-01"));
		assert_int_equal(now.status, COST_KNOWN);
		assert_true(money_is_zero(now.amount));
		assert_true(g_str_has_prefix(now.quote->where, "ral § "));
		CostAnswer old = court_fee_relieved(law, (FeeRelief)relief, day_of("2021-09-30"));
		bool read = relief == RELIEF_BARRED_UNSERVED || relief == RELIEF_UDLAEG_REFUSED;
		assert_int_equal(old.status, read ? COST_KNOWN : COST_UNKNOWN);
		assert_int_equal(court_fee_relieved(law, (FeeRelief)relief, DATE_NONE).status, COST_UNKNOWN);
	}
	/* A case on a form of the old act: no filing fee then; and a hearing fee of that act. */
	BpFiling bp = { kroner("80000"), day_of("2020-05-04"), true, true };
	assert_string_equal(court_fee_case_on_bp(law, &bp, day_of("2020-06-04")).quote->where, "ral14 § 1 stk. 3");
	assert_int_equal(money_ore(court_fee_hearing(law, bp.value, bp.filed_on).amount), 111000);
	bp.court_case = false; /* a claim of its own, after the new act came: its fee is the new one */
	assert_int_equal(money_ore(court_fee_case_on_bp(law, &bp, day_of("2021-10-01")).amount), 75000);
	bp.filed_on = day_of("2009-05-04");
	bp.court_case = true;
	assert_int_equal(court_fee_case_on_bp(law, &bp, day_of("2009-06-04")).status, COST_UNKNOWN);
}

int main(void)
{
	law = the_law();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fee_vectors_hold),        cmocka_unit_test(old_fees_lapse_in_part),
		cmocka_unit_test(a_fee_lives_a_year),      cmocka_unit_test(each_debtor_costs),
		cmocka_unit_test(a_hearing_may_be_waived), cmocka_unit_test(some_fees_come_back),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	law_free(law);
	return failed;
}
