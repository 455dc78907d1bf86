/* Law: what the tables answer and do not answer, the fee vectors, the courts, and a malformed table named by its place. */
#include "assess/law.h"
#include "assess/law_tables.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Law *law;

static int64_t limit(const char *name, const char *on)
{
	Money m;
	return law_limit_money(law, name, day_of(on), &m) ? money_ore(m) : -1;
}

static int count(const char *name, const char *on)
{
	int n;
	return law_limit_number(law, name, day_of(on), &n) ? n : -1;
}

static void limits_follow_the_day(void **state)
{
	(void)state;
	assert_int_equal(limit("betalingspaakrav_limit", "2011-09-30"), 5000000);
	assert_int_equal(limit("betalingspaakrav_limit", "2011-10-01"), 10000000);
	assert_int_equal(limit("kap39_limit", "2024-06-14"), 5000000);
	assert_int_equal(limit("kap39_limit", "2024-06-15"), 10000000);
	assert_int_equal(limit("kap39_limit", "2007-12-31"), -1); /* before the first row */
	assert_int_equal(limit("consumer_board_floor", "2021-12-31"), 105000);
	assert_int_equal(limit("consumer_board_floor", "2022-01-01"), -1); /* a row without a number */
	assert_null(law_limit(law, "consumer_board_floor", day_of("2022-01-01")));
	assert_int_equal(limit("no_such_limit", "2022-01-01"), -1);
	assert_int_equal(count("limitation_general", "2026-01-01"), 3);
	assert_int_equal(count("insolvency_rest", "2024-06-15"), 12);
	const LawRow *row = law_limit(law, "demand_letter_min", day_of("2026-11-22"));
	assert_string_equal(row->value, "10");
	assert_string_equal(row->unit, "day");
	assert_string_equal(row->statute, "il § 10 stk. 3");
	assert_int_equal(row->mark, 'S');
}

static void rates_end(void **state)
{
	(void)state;
	RateBp rate;
	Date until;
	assert_true(law_reference_rate(law, day_of("2021-12-31"), &rate));
	assert_int_equal(rate, -35);
	assert_true(law_reference_span(law, day_of("2026-12-31"), &rate, &until));
	assert_int_equal(rate, 200);
	assert_int_equal(date_compare(until, law_rates_end(law)), 0);
	assert_true(law_reference_span(law, day_of("2015-07-01"), &rate, &until)); /* 0.05 % for six years */
	assert_int_equal(date_compare(until, day_of("2021-06-30")), 0);
	assert_false(law_reference_rate(law, day_of("2027-01-01"), &rate));
	assert_false(law_reference_rate(law, day_of("2003-12-31"), &rate));
	assert_false(law_reference_rate(law, day_of("2002-07-31"), &rate));
	assert_int_equal(date_compare(law_rates_end(law), day_of("2026-12-31")), 0);
	assert_false(law_surcharge(law, day_of("2002-07-31"), &rate));
	assert_true(law_surcharge(law, day_of("2013-02-28"), &rate));
	assert_int_equal(rate, 700);
	assert_true(law_surcharge(law, day_of("2013-03-01"), &rate));
	assert_int_equal(rate, 800);
	assert_false(law_surcharge(law, DATE_NONE, &rate));
}

/* Scenarios of fee_vectors.csv that need more than a table: the case's history or its debtors. */
static const struct {
	const char *scenario, *why;
} later[] = {
	{ "udlaeg_two_debtors", "one fee per debtor needs the debtors (ral § 13 stk. 4)" },
	{ "udlaeg_two_spouses", "needs who lives together (ral § 13 stk. 4)" },
	{ "bp_then_new_udlaeg_after_1y", "needs the day fee liability arose (ral § 13 stk. 6)" },
	{ "bp_not_served_barred", "needs what became of the case (ral § 12 stk. 2)" },
	{ "bp_then_new_claim_not_ticked", "needs what became of the case (ral § 1 stk. 2)" },
	{ "civil_then_udlaeg", "needs what became of the case (ral §§ 1 and 13)" },
};

static const char *put_off(const char *scenario)
{
	for (size_t i = 0; i < G_N_ELEMENTS(later); i++)
		if (strcmp(later[i].scenario, scenario) == 0)
			return later[i].why;
	return NULL;
}

static void fee_vectors_hold(void **state)
{
	(void)state;
	g_autoptr(Table) t = vectors("fee_vectors.csv");
	int skipped = 0;
	for (int row = 0; row < table_rows(t); row++) {
		const char *id = table_find(t, row, "id"), *scenario = table_find(t, row, "scenario"),
		           *want = table_find(t, row, "expected_dkk");
		if (put_off(scenario) != NULL) {
			print_message("%s %s is not the tables' to answer: %s\n", id, scenario, put_off(scenario));
			skipped++;
			continue;
		}
		Money value = kroner(table_find(t, row, "value_dkk")), fee = money_zero(), max;
		Date on = day_of(table_find(t, row, "event_date"));
		bool bp = g_str_has_prefix(scenario, "bp_");
		bool udlaeg = strcmp(scenario, "bp_both") == 0 || strcmp(scenario, "bp_udlaeg_only") == 0 ||
		              strcmp(scenario, "bp_then_udlaeg_ticked_within_1y") == 0;
		bool court_case = strcmp(scenario, "bp_both") == 0 || strcmp(scenario, "bp_case_only") == 0 ||
		                  strcmp(scenario, "bp_then_case_ticked") == 0;
		bool known = bp ? law_bp_fee(law, value, on, udlaeg, court_case, &fee) :
		                  law_court_fee(law, scenario, value, on, &fee, NULL);
		bool allowed = !bp || !law_limit_money(law, "betalingspaakrav_limit", on, &max) || money_compare(value, max) <= 0;
		g_autofree char *got = !allowed ? g_strdup("not_allowed") : known ? money_plain(fee) : g_strdup("unknown");
		if (strcmp(got, want) != 0)
			print_message("%s %s: %s, not %s\n", id, scenario, got, want);
		assert_string_equal(got, want);
	}
	assert_int_equal(table_rows(t), 108);
	assert_int_equal(skipped, 6);
}

static void fees_meet_at_the_ore(void **state)
{
	(void)state;
	Money fee;
	const LawRow *row = NULL;
	assert_true(law_court_fee(law, "civil_hearing", money_of_ore(10000000), day_of("2026-11-23"), &fee, &row));
	assert_int_equal(money_ore(fee), 0);
	assert_string_equal(row->statute, "ral § 2 stk. 1");
	assert_string_equal(row->range, "0-100000");
	assert_true(law_court_fee(law, "civil_hearing", money_of_ore(10000001), day_of("2026-11-23"), &fee, &row));
	assert_int_equal(money_ore(fee), 300000);
	/* 0.5 % of 0.01 kr is rounded up to 10 kr; at most 75000 even for a huge value. */
	assert_true(law_court_fee(law, "udlaeg", money_of_ore(300001), day_of("2020-01-01"), &fee, NULL));
	assert_int_equal(money_ore(fee), 31000);
	assert_true(law_court_fee(law, "civil_filing", money_of_ore(10000000000000), day_of("2020-01-01"), &fee, NULL));
	assert_int_equal(money_ore(fee), 7500000);
	assert_false(law_court_fee(law, "civil_filing", money_of_ore(-1), day_of("2026-01-01"), &fee, NULL));
	assert_false(law_court_fee(law, "no_such_act", money_of_ore(1), day_of("2026-01-01"), &fee, NULL));
	/* No addition under the new act, whatever is ticked. */
	assert_true(law_bp_fee(law, money_of_ore(10000000), day_of("2021-10-01"), true, true, &fee));
	assert_int_equal(money_ore(fee), 75000);
}

static void courts_are(const char *municipality, const char *postcode, const char *want)
{
	g_autoptr(GPtrArray) courts = law_courts(law, municipality, postcode);
	g_ptr_array_add(courts, NULL);
	g_autofree char *got = g_strjoinv("|", (char **)courts->pdata);
	assert_string_equal(got, want);
}

static void a_place_has_courts(void **state)
{
	(void)state;
	courts_are("0161", NULL, "Retten i Glostrup");
	courts_are("Glostrup", "8000", "Retten i Glostrup"); /* the municipality goes first */
	courts_are("glostrup kommune", NULL, "Retten i Glostrup");
	courts_are("Århus", NULL, "Retten i Aarhus");
	courts_are("Københavns Kommune", NULL, "Københavns Byret|Retten på Frederiksberg");
	courts_are("0101", NULL, "Københavns Byret|Retten på Frederiksberg");
	courts_are("Nordfyn", NULL, "Retten i Odense");
	courts_are("Frederiksberg", NULL, "Retten på Frederiksberg");
	courts_are(NULL, "8000", "Retten i Aarhus");
	courts_are(NULL, "DK-8000", "Retten i Aarhus");
	courts_are(NULL, "2100", "Københavns Byret|Retten på Frederiksberg");
	courts_are("Atlantis", "8000", "");
	courts_are(NULL, "80000", "");
	courts_are(NULL, NULL, "");
	courts_are("Christiansø", NULL, "");
	courts_are(NULL, "3760", "Retten på Bornholm");
	assert_true(law_place_open(law, NULL, "3760")); /* Christiansø shares it */
	assert_true(law_place_open(law, "0411", NULL));
	assert_false(law_place_open(law, "Bornholm", "3760"));
	assert_true(law_court_exists(law, "Retten på Bornholm"));
	assert_false(law_court_exists(law, "unknown"));
	assert_false(law_municipality_exists(law, "Atlantis"));
	assert_true(law_postcode_exists(law, "2600"));
}

/* tables' README: 118 postcodes lie in more than one district, and 411 more in Copenhagen alone. */
static void border_postcodes_are_undecided(void **state)
{
	(void)state;
	GPtrArray *rows = law_rows(law, "postcodes", DATE_NONE);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	int undecided = 0;
	for (guint i = 0; i < rows->len; i++) {
		const LawRow *row = g_ptr_array_index(rows, i);
		if (!g_hash_table_add(seen, (gpointer)row->name))
			continue;
		g_autoptr(GPtrArray) courts = law_courts(law, NULL, row->name);
		undecided += courts->len > 1 || law_place_open(law, NULL, row->name);
	}
	print_message("%d postcodes, %d undecided\n", (int)g_hash_table_size(seen), undecided);
	assert_int_equal(undecided, 118 + 411);
	g_ptr_array_free(rows, TRUE);
}

static void rows_hold_on_a_day(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) all = law_rows(law, "limits", DATE_NONE);
	g_autoptr(GPtrArray) old = law_rows(law, "limits", day_of("2010-01-01"));
	assert_int_equal(all->len, 63);
	assert_true(old->len < all->len);
	for (guint i = 0; i < old->len; i++)
		assert_true(law_row_holds(g_ptr_array_index(old, i), day_of("2010-01-01")));
	const char *const *names = law_table_names(law);
	for (int i = 0; names[i + 1] != NULL; i++)
		assert_true(strcmp(names[i], names[i + 1]) < 0);
	g_autoptr(GPtrArray) fees = law_rows(law, "court_fees", day_of("2020-01-01"));
	bool found = false;
	for (guint i = 0; i < fees->len; i++)
		found = found || strcmp(((const LawRow *)g_ptr_array_index(fees, i))->value, "750 + 1.2 % > 50000, max 75000, up10") == 0;
	assert_true(found);
}

/* The law of this build with one table replaced by text. */
static Law *law_with(const char *file, const char *text, GError **error)
{
	int n = 0;
	while (embedded_tables[n].name != NULL)
		n++;
	g_autofree Embedded *list = g_new0(Embedded, n + 1);
	for (int i = 0; i < n; i++) {
		list[i] = embedded_tables[i];
		if (strcmp(list[i].name, file) == 0)
			list[i] = (Embedded){ list[i].name, (const unsigned char *)text, strlen(text) };
	}
	return law_from(list, error);
}

/* The table's text with the first `from` replaced. */
static char *edited(const char *file, const char *from, const char *to)
{
	const Embedded *e = embedded_find(embedded_tables, file);
	g_autoptr(GString) s = g_string_new_len((const char *)e->bytes, (gssize)e->size);
	assert_int_equal(g_string_replace(s, from, to, 1), 1);
	return g_string_free(g_steal_pointer(&s), FALSE);
}

static void a_wrong_table_is_named(void **state)
{
	(void)state;
	static const struct {
		const char *file, *from, *to;
		int line, column;
		const char *says;
	} rows[] = {
		{ "limits.csv", "name,valid_from", "name,valid", 1, 6, "the column is called" },
		{ "limits.csv", "2005-01-01", "2005-02-30", 2, 24, "YYYY-MM-DD" },
		{ "limits.csv", ",50000,dkk", ",050000,dkk", 2, 46, "two decimals" },
		{ "limits.csv", "lov 450/2004,P", "lov 450/2004,X", 2, 81, "S, P, U or D" },
		{ "limits.csv", "lov 450/2004,P", ",P", 2, 68, "the statute is missing" },
		{ "limits.csv", "2011-10-01,,100000", "2011-09-30,,100000", 3, 24, "at the same time" },
		{ "limits.csv", "filing_date", "some_date", 2, 56, "the date that decides" },
		{ "limits.csv", ",100000,dkk", ",,dkk", 3, 36, "marked U" },
		{ "limits.csv", "lov 450/2004,P", "lov \"450,P", 2, 72, "inside a bare cell" },
		{ "limits.csv", "lov 450/2004,P", "\"lov 450\"x,P", 2, 77, "after a closed cell" },
		{ "limits.csv", ",lov 450/2004", "", 2, 1, "as many cells" },
		{ "reference_rates.csv", "2005-07-01", "2005-07-02", 8, 1, "right after" },
		{ "court_fees.csv", "50000.01,100000,750", "50000.02,100000,750", 3, 1, "do not meet" },
		{ "court_fees.csv", "up10", "up20", 3, 62, "rounding" },
		{ "districts.csv", "0151,whole", "0151,most", 5, 33, "neither whole nor part" },
		{ "postcodes.csv", "0783", "783", 2, 1, "four digits" },
		{ "holidays.csv", "easter", "passover", 3, 27, "the rule is unknown" },
		{ "clocks.csv", "10,day,X", "10,day,Q", 2, 26, "roll rule" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = edited(rows[i].file, rows[i].from, rows[i].to);
		g_autoptr(GError) error = NULL;
		Law *wrong = law_with(rows[i].file, text, &error);
		assert_null(wrong);
		assert_int_equal(error_class(error), ERROR_INTEGRITY);
		assert_string_equal(error_file(error), rows[i].file);
		if (error_line(error) != rows[i].line || error_column(error) != rows[i].column ||
		    strstr(error_text(error, LANG_EN), rows[i].says) == NULL)
			print_message("%d: %s\n", (int)i, error_sentence(error, LANG_EN));
		assert_int_equal(error_line(error), rows[i].line);
		assert_int_equal(error_column(error), rows[i].column);
		assert_non_null(strstr(error_text(error, LANG_EN), rows[i].says));
		assert_non_null(error_remedy_text(error, LANG_DA));
	}
}

/*
 * The tables of the program and the number they go by. When this fails the tables have changed: raise LAW_SERIAL, or an
 * installed edition with the old number would go before the new tables, and write both down here.
 */
static void changed_tables_have_a_new_number(void **state)
{
	(void)state;
	static const struct {
		int serial;
		const char *tables;
	} recorded = { 1, "cd856acb6f160200a3f85b27d23b10767b68c5b9e48cf45d533ed9eda5af4941" };
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (const Embedded *e = embedded_tables; e->name != NULL; e++) {
		if (strcmp(e->name, LAW_RULES) == 0)
			continue; /* rules have versions of their own */
		g_checksum_update(sum, (const guchar *)e->name, (gssize)strlen(e->name) + 1);
		g_checksum_update(sum, e->bytes, (gssize)e->size);
	}
	const char *now = g_checksum_get_string(sum);
	if (strcmp(now, recorded.tables) != 0)
		print_message("the tables are %s now\n", now);
	assert_string_equal(now, recorded.tables);
	assert_int_equal(LAW_SERIAL, recorded.serial);
}

static void the_edition_follows_every_byte(void **state)
{
	(void)state;
	assert_int_equal(strlen(law_edition(law)), 64);
	g_autoptr(Law) again = law_embedded(NULL);
	assert_string_equal(law_edition(law), law_edition(again));
	g_autofree char *text = edited("suitability.csv", "Not a money claim", "Not a money claim.");
	g_autoptr(Law) other = law_with("suitability.csv", text, NULL);
	assert_non_null(other);
	assert_string_not_equal(law_edition(law), law_edition(other));
}

int main(void)
{
	law = the_law();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_follow_the_day),
		cmocka_unit_test(rates_end),
		cmocka_unit_test(fee_vectors_hold),
		cmocka_unit_test(fees_meet_at_the_ore),
		cmocka_unit_test(a_place_has_courts),
		cmocka_unit_test(border_postcodes_are_undecided),
		cmocka_unit_test(rows_hold_on_a_day),
		cmocka_unit_test(a_wrong_table_is_named),
		cmocka_unit_test(changed_tables_have_a_new_number),
		cmocka_unit_test(the_edition_follows_every_byte),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	law_free(law);
	return failed;
}
