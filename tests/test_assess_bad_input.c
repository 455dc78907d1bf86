/*
 * Bad input to the law, in one place: a sentence in both languages and no wrong figure. Tables that cannot be right,
 * days outside the tables, sums without measure. A bundle that is cut short needs a certificate: tests/editions.bats.
 */
#include "assess/law_tables.h"
#include "intake/limits.h"
#include "trial.h"

#include <inttypes.h>

/* The program's tables with one of them changed. */
static Law *law_spoiled(const char *file, const char *from, const char *to, GError **error)
{
	g_autoptr(GPtrArray) files = law_files(law), changed = law_files_new();
	for (guint i = 0; i < files->len; i++) {
		const LawFile *one = files->pdata[i];
		gsize size;
		const char *bytes = g_bytes_get_data(one->bytes, &size);
		g_autofree char *text = g_strndup(bytes, size);
		char *at = strcmp(one->name, file) == 0 ? strstr(text, from) : NULL;
		if (strcmp(one->name, file) == 0)
			assert_non_null(at);
		g_autofree char *head = at != NULL ? g_strndup(text, (gsize)(at - text)) : g_strdup(text);
		g_autofree char *whole = at != NULL ? g_strconcat(head, to, at + strlen(from), NULL) : g_strdup(text);
		g_autoptr(GBytes) kept = g_bytes_new(whole, strlen(whole));
		law_files_add(changed, one->name, kept);
	}
	return law_of_files(changed, error);
}

static void tables_that_cannot_be_right(void **state)
{
	(void)state;
	static const struct {
		const char *file, *from, *to, *says;
	} rows[] = {
		{ "limits.csv", "2011-10-01,,100000", "2011-09-30,,100000", "at the same time" }, /* rows overlap */
		{ "court_fees.csv", "50000.01,100000,750", "50000,100000,750", "do not meet" },
		{ "limits.csv", "name,valid_from", "name", "" }, /* a column is missing */
		{ "limits.csv", ",50000,dkk", ",050000,dkk", "two decimals" }, /* numbers written otherwise */
		{ "limits.csv", ",50000,dkk", ",50.000,dkk", "two decimals" },
		{ "limits.csv", ",50000,dkk", ",5e4,dkk", "two decimals" },
		{ "reference_rates.csv", "2005-07-01", "2005-07-02", "right after" }, /* a gap */
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Law) wrong = law_spoiled(rows[i].file, rows[i].from, rows[i].to, &error);
		assert_null(wrong);
		assert_int_equal(error_class(error), ERROR_INTEGRITY);
		assert_string_equal(error_file(error), rows[i].file);
		assert_true(error_line(error) > 0);
		assert_non_null(strstr(error_text(error, LANG_EN), rows[i].says));
		assert_true(strlen(error_text(error, LANG_DA)) > 10);
	}
}

static void days_before_the_first_row_are_unknown(void **state)
{
	(void)state;
	Money money;
	RateBp rate;
	int number;
	static const char *const days[] = { "1900-01-01", "1976-09-30" };
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		assert_false(law_limit_money(law, "betalingspaakrav_limit", day(days[i]), &money));
		assert_false(law_limit_number(law, "demand_letter_min", day(days[i]), &number));
		assert_false(law_reference_rate(law, day(days[i]), &rate));
		assert_false(law_surcharge(law, day(days[i]), &rate));
		assert_false(law_bp_fee(law, money_of_ore(100000), day(days[i]), true, true, &money));
	}
}

/* What a case says of a sum that is not known: null, and why in both languages. */
static void unknown_is_told(const Assessment *a)
{
	assert_false(a->owed->known);
	for (Lang lang = LANG_DA; lang <= LANG_EN; lang++) {
		g_autoptr(cJSON) json = owed_json(a->owed, "2026-000001", lang);
		assert_true(cJSON_IsNull(json_get(json, "total_ore")));
		assert_true(cJSON_IsNull(json_get(json, "interest_ore")));
		assert_true(strlen(json_get_text(json, "unknown")) > 20);
		for (guint i = 0; i < a->findings->len; i++)
			assert_true(strlen(finding_because(a->findings->pdata[i], lang)) > 5);
	}
}

static void days_of_1899_and_2199(void **state)
{
	(void)state;
	Date none;
	assert_false(date_parse("1899-12-31", &none)); /* before the calendar that the record takes in: refused by name */
	assert_false(fact_value_fits(fact_name_find("invoice.due_on"), "1899-12-31"));
	g_autoptr(Case) old = build("invoice/1001 invoice.due_on=1900-01-01", NULL);
	g_autoptr(Assessment) early = assess(old, law, day("2026-11-22"));
	unknown_is_told(early);
	assert_int_equal(early->route, ROUTE_PERSON); /* older rules of limitation: U08 */
	g_autoptr(Case) ordinary_one = build("", NULL);
	g_autoptr(Assessment) late = assess(ordinary_one, law, day("2199-12-31"));
	assert_int_equal(late->route, ROUTE_UNSUITABLE); /* time-barred since 2029, and its interest with it */
	assert_int_equal(money_ore(late->owed->interest), 0);
	g_autoptr(Case) alive = build("@acknowledged 2198-01-01 amount=12500;@acknowledged 2028-01-01 amount=12500;"
	                              "@acknowledged 2038-01-01 amount=12500", NULL);
	g_autoptr(Assessment) unread = assess(alive, law, day("2037-01-01"));
	unknown_is_told(unread); /* no rate is known after 2026 */
	g_autoptr(Case) far = build("invoice/1001 invoice.due_on=2199-12-31", NULL);
	g_autoptr(Assessment) waits = assess(far, law, day("2026-11-22"));
	assert_int_equal(waits->route, ROUTE_MISSING);
	assert_int_equal(money_ore(waits->owed->interest), 0);
	g_autoptr(Assessment) edge = assess(far, law, day("2199-12-31"));
	assert_int_equal(edge->route, ROUTE_MISSING); /* the day after is no day any more, and nothing falls over */
}

static void a_huge_principal(void **state)
{
	(void)state;
	g_autoptr(Case) too_much = build("invoice/1001 invoice.payable_ore=9223372036854775807", NULL);
	g_autoptr(Assessment) none = assess(too_much, law, day("2026-11-22"));
	assert_false(none->principal_known);
	assert_false(none->court_fee_known);
	g_autofree char *most = g_strdup_printf("%" PRId64, (int64_t)LIMIT_MONEY_ORE);
	g_autofree char *change = g_strdup_printf("invoice/1001 invoice.payable_ore=%s;invoice/1002 invoice.payable_ore=%s;"
	                                          "invoice/1002 invoice.due_on=2026-09-02;invoice/1002 invoice.issue_on=2026-08-03",
	                                          most, most);
	g_autoptr(Case) two = build(change, NULL);
	g_autoptr(Assessment) sum = assess(two, law, day("2026-11-22"));
	unknown_is_told(sum);
	assert_false(sum->principal_known);
}

static void ten_thousand_payments(void **state)
{
	(void)state;
	GString *lines = g_string_new("invoice/1001 invoice.payable_ore=9000000");
	for (int i = 0; i < 10000; i++)
		g_string_append_printf(lines, ";@payment 2026-%02d-%02d amount=1.00", 9 + i % 2, 1 + i % 28);
	g_autofree char *change = g_string_free(lines, FALSE);
	g_autoptr(Case) c = build(change, NULL);
	g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
	assert_true(a->owed->known);
	assert_int_equal(money_ore(a->owed->payments), 1000000);
	assert_int_equal(a->owed->postings->len, 10001);
	assert_int_equal(money_ore(a->owed->total),
	                 9000000 + money_ore(a->owed->interest) + money_ore(a->owed->costs) - 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_that_cannot_be_right), cmocka_unit_test(days_before_the_first_row_are_unknown),
		cmocka_unit_test(days_of_1899_and_2199),       cmocka_unit_test(a_huge_principal),
		cmocka_unit_test(ten_thousand_payments),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
