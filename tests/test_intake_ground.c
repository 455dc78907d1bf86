/* Money, dates, errors: the ground floor. */
#include "intake/date.h"
#include "intake/error.h"
#include "intake/fact.h"
#include "intake/limits.h"
#include "intake/money.h"
#include "intake/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int64_t parsed(const char *text)
{
	Money m;
	return money_parse(text, &m) ? money_ore(m) : INT64_MIN;
}

static void money_reads_kroner(void **state)
{
	(void)state;
	assert_int_equal(parsed("12500"), 1250000);
	assert_int_equal(parsed("12500.5"), 1250050);
	assert_int_equal(parsed("0.01"), 1);
	assert_int_equal(parsed("-3.10"), -310);
	const char *const bad[] = { "", "12,5", "1.000,00", "1.005", "1.", ".5", "+1", " 1", "1 ", "1e3", "100000000000.01", "--1" };
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_int_equal(parsed(bad[i]), INT64_MIN);
}

static int64_t typed(const char *text)
{
	Money m;
	return money_typed(text, &m) ? money_ore(m) : INT64_MIN;
}

static void money_typed_by_people(void **state)
{
	(void)state;
	assert_int_equal(typed("1250.50"), 125050);
	assert_int_equal(typed("1250,50"), 125050);
	assert_int_equal(typed("1.250,50"), 125050);
	assert_int_equal(typed("1.234.567"), 123456700);
	assert_int_equal(typed("0,5"), 50);
	assert_int_equal(typed("-12.345,6"), -1234560);
	const char *const bad[] = { "", "1.250", "1,250", "1.250,505", "12.34,50", "1250.50,00", ",50", "1,", "1.2345,00", "1,250.50", ".250,00" };
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_int_equal(typed(bad[i]), INT64_MIN);
	assert_true(money_two_ways("1.250") && money_two_ways("1,250") && !money_two_ways("1250,505") && !money_two_ways("1.25"));
}

static void money_is_checked(void **state)
{
	(void)state;
	Money top = money_of_ore(LIMIT_MONEY_ORE), one = money_of_ore(1), out = money_of_ore(7);
	assert_false(money_add(top, one, &out));
	assert_int_equal(money_ore(out), 7);
	assert_true(money_sub(top, one, &out));
	assert_false(money_times(top, 2, &out));
}

static void money_rounds_half_away_from_zero(void **state)
{
	(void)state;
	const struct {
		int64_t ore, num, den, want;
	} rows[] = { { 5, 1, 2, 3 }, { -5, 1, 2, -3 }, { 1, 1, 3, 0 }, { 2, 1, 3, 1 }, { 10, 1, 4, 3 }, { 0, 9, 7, 0 } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Money out;
		assert_true(money_scale(money_of_ore(rows[i].ore), rows[i].num, rows[i].den, &out));
		assert_int_equal(money_ore(out), rows[i].want);
	}
}

static void money_prints_danish(void **state)
{
	(void)state;
	g_autofree char *a = money_danish(money_of_ore(123456789)), *b = money_danish(money_of_ore(-5)),
	                *c = money_plain(money_of_ore(1250050));
	assert_string_equal(a, "1.234.567,89");
	assert_string_equal(b, "-0,05");
	assert_string_equal(c, "12500.50");
}

static void dates_round_trip(void **state)
{
	(void)state;
	Date first, last;
	assert_true(date_make(LIMIT_YEAR_FIRST, 1, 1, &first));
	assert_true(date_make(LIMIT_YEAR_LAST, 12, 31, &last));
	int weekday = date_weekday(first);
	for (Date d = first; date_compare(d, last) <= 0; d = date_add_days(d, 1)) {
		g_autofree char *text = date_iso(d);
		Date back;
		assert_true(date_parse(text, &back));
		assert_int_equal(back.day, d.day);
		assert_int_equal(date_weekday(d), weekday);
		weekday = weekday % 7 + 1;
	}
	Date d;
	assert_false(date_parse("2026-02-29", &d));
	assert_false(date_parse("2026-2-09", &d));
	assert_false(date_parse("1899-12-31", &d));
	assert_true(date_parse("2024-02-29", &d));
	g_autofree char *later = date_iso(date_add_months(d, 12));
	assert_string_equal(later, "2025-02-28");
	g_autofree char *easter = date_iso(date_easter(2027));
	assert_string_equal(easter, "2027-03-28");
}

static void errors_carry_both_languages(void **state)
{
	(void)state;
	g_autoptr(GError) error = NULL;
	assert_false(error_set(&error, ERROR_INPUT, "xml-doctype", "DOCTYPE i %s er ikke tilladt.", "DOCTYPE in %s is not allowed.",
	                       "a.xml"));
	error_at(&error, "a.xml", 3, 7);
	char remedy_da[] = "Fjern den.", remedy_en[] = "Remove it.";
	error_remedy(&error, remedy_da, remedy_en);
	memset(remedy_da, 'x', sizeof remedy_da - 1); /* the Error has its own */
	memset(remedy_en, 'x', sizeof remedy_en - 1);
	g_autofree char *da = error_sentence(error, LANG_DA), *en = error_sentence(error, LANG_EN);
	assert_string_equal(da, "a.xml:3:7: DOCTYPE i a.xml er ikke tilladt. Fjern den.");
	assert_string_equal(en, "a.xml:3:7: DOCTYPE in a.xml is not allowed. Remove it.");
	assert_int_equal(error_class(error), ERROR_INPUT);
}

static void facts_fit_their_type(void **state)
{
	(void)state;
	assert_true(fact_value_fits(fact_name_find("invoice.due_on"), "2026-03-01"));
	assert_false(fact_value_fits(fact_name_find("invoice.due_on"), "01-03-2026"));
	assert_true(fact_value_fits(fact_name_find("invoice.payable_ore"), "-130000"));
	assert_false(fact_value_fits(fact_name_find("invoice.line_count"), "-1"));
	assert_null(fact_name_find("invoice.colour"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_reads_kroner),
		cmocka_unit_test(money_typed_by_people),     cmocka_unit_test(money_is_checked),
		cmocka_unit_test(money_rounds_half_away_from_zero), cmocka_unit_test(money_prints_danish),
		cmocka_unit_test(dates_round_trip),       cmocka_unit_test(errors_carry_both_languages),
		cmocka_unit_test(facts_fit_their_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
