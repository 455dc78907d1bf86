/* Costs: every row of cost_vectors.csv, the conditions of out-of-court costs, reminders, and the table's own checks. */
#include "assess/costs.h"
#include "assess/law_tables.h"
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

static CostAnswer reminders_every(Date first, int count, int gap)
{
	Reminder letters[8];
	ReminderAnswer answers[8];
	for (int i = 0; i < count; i++)
		letters[i] = (Reminder){ "invoice/1", "d1", date_add_days(first, i * gap), kroner("100") };
	return cost_reminders(law, letters, count, answers);
}

/* The most that may be added to a claim: three reminders and an inkassogebyr, between businesses the compensation too. */
static CostAnswer package(Date on, Money value, DebtorKind debtor, bool collected)
{
	CostAnswer sum = cost_add(reminders_every(on, 3, 11), cost_inkassogebyr(law, on, KNOWN_YES, false));
	if (debtor != DEBTOR_CONSUMER)
		sum = cost_add(sum, cost_compensation(law, on, debtor, 1));
	return collected ? cost_add(cost_cap(law, COST_FREMMEDINKASSO, on, value), sum) : sum;
}

static CostAnswer answer_to(const char *scenario, Date on, Money value)
{
	for (int kind = 0; kind < COST_KINDS; kind++)
		if (strcmp(scenario, cost_kind_name((CostKind)kind)) == 0)
			return cost_cap(law, (CostKind)kind, on, value);
	if (strcmp(scenario, "b2b_max_package") == 0)
		return package(on, value, DEBTOR_BUSINESS, true);
	if (strcmp(scenario, "b2b_fees_without_cap") == 0)
		return package(on, value, DEBTOR_BUSINESS, false);
	if (strcmp(scenario, "consumer_fees_without_cap") == 0)
		return package(on, value, DEBTOR_CONSUMER, false);
	if (strcmp(scenario, "b2b_three_invoices_compensation") == 0)
		return cost_compensation(law, on, DEBTOR_BUSINESS, 3);
	if (strcmp(scenario, "court_tariff_after_deduction") == 0)
		return cost_tariff_less(law, on, value, cost_cap(law, COST_FREMMEDINKASSO, on, value).amount);
	if (strcmp(scenario, "reminder_fees_4_reminders_gaps_10") == 0)
		return reminders_every(on, 4, 10);
	if (strcmp(scenario, "reminder_fees_gap_9_days") == 0)
		return reminders_every(on, 2, 9);
	if (strcmp(scenario, "vat_on_success_fee") == 0)
		return cost_vat_on(law, value, on);
	if (strcmp(scenario, "vat_bad_debt_base") == 0)
		return cost_loss_base(law, value, on);
	if (strcmp(scenario, "vat_bad_debt_vat") == 0)
		return cost_loss_vat(law, value, on);
	fail_msg("%s: nobody answers this scenario", scenario);
	return (CostAnswer){ .status = COST_UNKNOWN };
}

static void cost_vectors_hold(void **state)
{
	(void)state;
	g_autoptr(Table) t = vectors("cost_vectors.csv");
	for (int row = 0; row < table_rows(t); row++) {
		const char *scenario = table_find(t, row, "scenario"), *want = table_find(t, row, "expected_dkk");
		CostAnswer answer =
		    answer_to(scenario, day_of(table_find(t, row, "claim_date")), kroner(table_find(t, row, "value_dkk")));
		g_autofree char *got = told(answer);
		if (strcmp(got, want) != 0)
			print_message("%s %s: %s, not %s\n", table_find(t, row, "id"), scenario, got, want);
		assert_string_equal(got, want);
		/* What is not an amount says why, in both languages, and carries none. */
		assert_true((answer.status == COST_KNOWN) == (answer.because.da == NULL));
		assert_true((answer.because.da == NULL) == (answer.because.en == NULL));
		assert_true(answer.status == COST_KNOWN || money_is_zero(answer.amount));
	}
	assert_int_equal(table_rows(t), 44);
}

/* Each row of the table without a figure is unknown over its whole period and at each edge of its bracket. */
static void unestablished_rows_are_unknown(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) rows = law_rows(law, "collection_cost_caps", DATE_NONE);
	int seen = 0;
	for (guint i = 0; i < rows->len; i++) {
		const LawRow *row = g_ptr_array_index(rows, i);
		if (row->mark != 'U')
			continue;
		g_auto(GStrv) edges = g_strsplit(*row->range != '\0' ? row->range : "0-", "-", 2);
		Date last = date_known(row->valid_to) ? row->valid_to : date_add_days(row->valid_from, 3650);
		for (int edge = 0; edge < 4; edge++) {
			Money value = kroner(edge < 2 || *edges[1] == '\0' ? edges[0] : edges[1]), out;
			const LawRow *found;
			assert_int_equal(
			    law_cost_cap(law, row->name, edge % 2 ? last : row->valid_from, value, &out, &found),
			    LAW_CAP_UNKNOWN);
			assert_ptr_equal(found, row);
		}
		seen++;
	}
	assert_int_equal(seen, 11);
}

static void a_day_decides(void **state)
{
	(void)state;
	static const struct {
		CostKind kind;
		const char *on, *value, *want, *statute;
		CostVat vat;
	} rows[] = {
		{ COST_FREMMEDINKASSO, "2024-06-30", "1000", "400.00", "BEK 476/2016 bilag 1", VAT_EXCLUDED },
		{ COST_FREMMEDINKASSO, "2024-07-01", "1000", "unknown", "BEK 719/2024", VAT_EXCLUDED },
		{ COST_FREMMEDINKASSO, "2009-06-30", "1000", "300.00", "BEK 601/2002 bilag 1", VAT_EXCLUDED },
		{ COST_FREMMEDINKASSO, "2009-07-01", "1000", "350.00", "BEK 423/2009 bilag 1", VAT_EXCLUDED },
		{ COST_FREMMEDINKASSO, "2002-07-31", "1000", "unknown", NULL, VAT_OUTSIDE },
		{ COST_FREMMEDINKASSO, "2020-05-01", "0", "400.00", "BEK 476/2016 bilag 1", VAT_EXCLUDED },
		{ COST_FREMMEDINKASSO, "2020-05-01", "1000.99", "400.00", "BEK 476/2016 bilag 1", VAT_EXCLUDED },
		{ COST_FREMMEDINKASSO, "2020-05-01", "500000.99", "6400.00", "BEK 476/2016 bilag 1", VAT_EXCLUDED },
		{ COST_FREMMEDINKASSO, "2020-05-01", "500001", "6400.01", "BEK 476/2016 bilag 1", VAT_EXCLUDED },
		{ COST_FREMMEDINKASSO, "2020-05-01", "500001.50", "6400.02", "BEK 476/2016 bilag 1",
		  VAT_EXCLUDED }, /* 1.5 øre up */
		{ COST_EGENINKASSO, "2005-05-01", "500001", "3000.01", "BEK 601/2002 bilag 2", VAT_INCLUDED },
		{ COST_EGENINKASSO, "2009-07-01", "1000", "unknown", "BEK 423/2009 bilag 2", VAT_INCLUDED },
		{ COST_RYKKERGEBYR, "2002-08-01", "0", "100.00", "rl § 9 b stk. 2", VAT_OUTSIDE },
		{ COST_RYKKERGEBYR, "2002-07-31", "0", "unknown", NULL, VAT_OUTSIDE },
		{ COST_KOMPENSATION, "2013-02-28", "0", "unknown", NULL, VAT_OUTSIDE },
		{ COST_KOMPENSATION, "2013-03-01", "0", "310.00", "BEK 105/2013", VAT_OUTSIDE },
		{ COST_COURT_CAP_KAP39, "2026-01-01", "0", "1500.00", "rpl § 408 stk. 2", VAT_EXCLUDED },
		{ COST_COURT_CAP_KAP39, "2007-12-31", "1000", "unknown", NULL, VAT_OUTSIDE },
		{ COST_COURT_TARIFF, "2025-08-31", "25000.50", "2240.00", "landsret guideline tariff 1 June 2017",
		  VAT_EXCLUDED },
		{ COST_COURT_TARIFF, "2025-08-31", "50001", "unknown", "landsret guideline tariff 1 June 2017",
		  VAT_EXCLUDED },
		{ COST_COURT_TARIFF, "2025-08-31", "10000", "unknown", NULL, VAT_OUTSIDE },
		{ COST_COURT_TARIFF, "2025-09-01", "20000", "unknown", "landsret guideline tariff 1 September 2025",
		  VAT_EXCLUDED },
		{ COST_FOGED_ATTENDANCE, "2026-01-01", "20000", "unknown",
		  "landsret guideline for foged cases 1 October 2014", VAT_EXCLUDED },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		CostAnswer answer = cost_cap(law, rows[i].kind, day_of(rows[i].on), kroner(rows[i].value));
		g_autofree char *got = told(answer);
		if (strcmp(got, rows[i].want) != 0)
			print_message("row %d: %s\n", (int)i, got);
		assert_string_equal(got, rows[i].want);
		assert_int_equal(answer.vat, rows[i].vat);
		assert_string_equal(answer.row == NULL ? "" : answer.row->statute,
		                    rows[i].statute == NULL ? "" : rows[i].statute);
		assert_non_null(answer.quote);
	}
	assert_int_equal(cost_cap(law, COST_FREMMEDINKASSO, DATE_NONE, kroner("10")).status, COST_UNKNOWN);
	assert_int_equal(cost_cap(law, COST_FREMMEDINKASSO, day_of("2020-05-01"), kroner("-1")).status, COST_UNKNOWN);
	assert_int_equal(cost_cap(law, COST_FREMMEDINKASSO, day_of("2199-05-01"), kroner("1")).status, COST_UNKNOWN);
	/* A huge claim: 6400 + 1 % of what is over 500000, exactly. */
	g_autofree char *huge = told(cost_cap(law, COST_FREMMEDINKASSO, day_of("2020-05-01"), kroner("1000500000")));
	assert_string_equal(huge, "10006400.00");
}

static void collection_has_conditions(void **state)
{
	(void)state;
	static const struct {
		CostKind kind;
		Known warned, agreement, deducts;
		const char *arose_on, *want;
	} rows[] = {
		{ COST_FREMMEDINKASSO, KNOWN_YES, KNOWN_UNSAID, KNOWN_YES, "2020-05-01", "1300.00" },
		{ COST_FREMMEDINKASSO, KNOWN_YES, KNOWN_UNSAID, KNOWN_NO, "2020-05-01", "1625.00" },
		{ COST_FREMMEDINKASSO, KNOWN_YES, KNOWN_UNSAID, KNOWN_UNSAID, "2020-05-01", "unknown" },
		{ COST_FREMMEDINKASSO, KNOWN_NO, KNOWN_UNSAID, KNOWN_YES, "2020-05-01", "not_allowed" },
		{ COST_FREMMEDINKASSO, KNOWN_NO, KNOWN_UNSAID, KNOWN_YES, "2025-05-01", "not_allowed" },
		{ COST_FREMMEDINKASSO, KNOWN_UNSAID, KNOWN_UNSAID, KNOWN_YES, "2020-05-01", "unknown" },
		{ COST_FREMMEDINKASSO, KNOWN_YES, KNOWN_UNSAID, KNOWN_YES, "2025-05-01", "unknown" },
		{ COST_EGENINKASSO, KNOWN_YES, KNOWN_YES, KNOWN_UNSAID, "2005-05-01", "600.00" }, /* VAT is in it */
		{ COST_EGENINKASSO, KNOWN_YES, KNOWN_NO, KNOWN_NO, "2005-05-01", "not_allowed" },
		{ COST_EGENINKASSO, KNOWN_YES, KNOWN_UNSAID, KNOWN_NO, "2005-05-01", "unknown" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Collection of = { rows[i].kind,      day_of(rows[i].arose_on), kroner("10000"),     rows[i].warned,
			          rows[i].agreement, rows[i].deducts,          day_of("2026-11-23") };
		g_autofree char *got = told(cost_collection(law, &of));
		if (strcmp(got, rows[i].want) != 0)
			print_message("row %d: %s\n", (int)i, got);
		assert_string_equal(got, rows[i].want);
	}
	Date on = day_of("2026-11-23");
	assert_int_equal(cost_compensation(law, on, DEBTOR_CONSUMER, 1).status, COST_NOT_ALLOWED);
	assert_int_equal(cost_compensation(law, on, DEBTOR_UNSAID, 1).status, COST_UNKNOWN);
	assert_int_equal(money_ore(cost_compensation(law, on, DEBTOR_PUBLIC, 2).amount), 62000);
	assert_int_equal(cost_inkassogebyr(law, on, KNOWN_YES, true).status, COST_NOT_ALLOWED);
	assert_int_equal(cost_inkassogebyr(law, on, KNOWN_NO, false).status, COST_NOT_ALLOWED);
	assert_int_equal(cost_inkassogebyr(law, on, KNOWN_UNSAID, false).status, COST_UNKNOWN);
	/* More charged out of court than the tariff gives: nothing is left, nothing is owed back. */
	assert_int_equal(
	    money_ore(cost_tariff_less(law, day_of("2021-04-16"), kroner("18545.25"), kroner("2240.01")).amount), 0);
	assert_int_equal(cost_tariff_less(law, on, kroner("18545.25"), kroner("0")).status, COST_UNKNOWN);
	assert_int_equal(cost_vat_on(law, kroner("1"), day_of("1991-12-31")).status, COST_UNKNOWN);
}

/* Letters as "performance/arrears day fee", told as verdict and gap, doubtful ones with '?'. */
static void letters_are(const char *letters, const char *want)
{
	g_auto(GStrv) lines = g_strsplit(letters, ";", -1);
	int n = (int)g_strv_length(lines);
	g_autofree Reminder *all = g_new0(Reminder, (gsize)n);
	g_autofree ReminderAnswer *answers = g_new0(ReminderAnswer, (gsize)n);
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (int i = 0; i < n; i++) {
		char **word = g_strsplit(lines[i], " ", -1);
		g_ptr_array_add(words, word);
		all[i] = (Reminder){ strcmp(word[0], "-") == 0 ? NULL : word[0], strcmp(word[1], "-") == 0 ? NULL : word[1],
			             strcmp(word[2], "?") == 0 ? DATE_NONE : day_of(word[2]), kroner(word[3]) };
	}
	CostAnswer sum = cost_reminders(law, all, n, answers);
	g_autoptr(GString) got = g_string_new(NULL);
	for (int i = 0; i < n; i++)
		g_string_append_printf(got, "%s%s ", reminder_verdict_name(answers[i].verdict),
		                       answers[i].doubtful ? "?" : "");
	g_autofree char *amount = told(sum);
	g_string_append(got, amount);
	assert_string_equal(got->str, want);
}

static void reminders_are_counted(void **state)
{
	(void)state;
	letters_are("a x 2026-03-01 100;a x 2026-03-12 100;a x 2026-03-23 100;a x 2026-04-03 100",
	            "allowed allowed allowed too_many 300.00");
	/* The counter sits on the debt relation, not on the invoice. */
	letters_are("a x 2026-03-01 100;b x 2026-03-12 100;c x 2026-03-23 100;d x 2026-04-03 100",
	            "allowed allowed allowed too_many 300.00");
	letters_are("a x 2026-03-01 100;b y 2026-03-02 100", "allowed allowed 200.00");
	letters_are("a - 2026-03-01 100;b - 2026-03-02 100",
	            "allowed too_soon 100.00"); /* nobody said otherwise: one period */
	/* The same performance counts over two periods of arrears. */
	letters_are("a x 2026-03-01 100;a x 2026-03-12 100;a y 2026-04-23 100;a y 2026-05-23 100",
	            "allowed allowed allowed too_many 300.00");
	/* Nine days is too soon, ten is doubtful, eleven is not. The refused one starts no new gap. */
	letters_are("a x 2026-03-01 100;a x 2026-03-10 100;a x 2026-03-11 100", "allowed too_soon allowed? 200.00");
	letters_are("a x 2026-03-01 100;a x 2026-03-11 100", "allowed allowed? 200.00");
	letters_are("a x 2026-03-01 100;a x 2026-03-12 100", "allowed allowed 200.00");
	/* A letter without a fee takes none of the three, but makes the gap doubtful under the stricter reading. */
	letters_are("a x 2026-03-01 0;a x 2026-03-06 100;a x 2026-03-20 100", "free allowed? allowed 200.00");
	letters_are("a x 2026-03-01 250;a x 2026-03-12 60.50", "cut allowed 160.50");
	/* By their days, not by the order given. */
	letters_are("a x 2026-03-12 100;a x 2026-03-01 100;a x 2026-03-08 100", "allowed? allowed too_soon 200.00");
	letters_are("a x ? 100;a x 2026-03-12 100", "undated allowed unknown");
	letters_are("a x 2002-07-31 100", "unknown unknown");
	letters_are("a x 2002-08-01 100", "allowed 100.00");
	Reminder sent[] = { { "a", "x", day_of("2026-03-01"), kroner("100") } };
	Reminder next = { "a", "x", day_of("2026-03-10"), kroner("100") };
	assert_int_equal(cost_next_reminder(law, sent, 1, &next).verdict, REMINDER_TOO_SOON);
	next.sent_on = day_of("2026-03-12");
	assert_int_equal(cost_next_reminder(law, sent, 1, &next).verdict, REMINDER_ALLOWED);
	assert_int_equal(cost_next_reminder(law, NULL, 0, &next).gap_days, -1);
	Money max;
	assert_true(law_limit_money(law, "rykkergebyr_max", day_of("2026-03-01"), &max)); /* the two tables agree */
	assert_int_equal(money_compare(max, cost_cap(law, COST_RYKKERGEBYR, day_of("2026-03-01"), money_zero()).amount), 0);
}

/* A wrong table is refused when the law is loaded. */
static void a_wrong_ceiling_is_named(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to, *says;
	} rows[] = {
		{ "2002-08-01,2009-06-30,1001,2500,500", "2002-08-01,2009-06-30,1002,2500,500", "brackets do not meet" },
		{ "2002-08-01,2009-06-30,1001,2500,500", "2002-08-01,2009-06-30,1000,2500,500", "brackets do not meet" },
		{ "fremmedinkasso,2024-07-01,", "fremmedinkasso,2024-06-30,", "periods overlap" },
		{ "fremmedinkasso,2002-08-01,2009-06-30,0,1000,300,,,excl",
		  "fremmedinkasso,2002-08-01,2009-06-30,0,1000,300,,,plus", "neither outside, excl nor incl" },
		{ "fremmedinkasso,2002-08-01,2009-06-30,500001,,4500,1.00,500000",
		  "fremmedinkasso,2002-08-01,2009-06-30,500001,,4500,1.00,", "cannot be read" },
	};
	int n = 0;
	while (embedded_tables[n].name != NULL)
		n++;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Embedded *e = embedded_find(embedded_tables, "collection_cost_caps.csv");
		g_autoptr(GString) text = g_string_new_len((const char *)e->bytes, (gssize)e->size);
		assert_int_equal(g_string_replace(text, rows[i].from, rows[i].to, 1), 1);
		g_autofree Embedded *list = g_new0(Embedded, (gsize)n + 1);
		for (int k = 0; k < n; k++) {
			list[k] = embedded_tables[k];
			if (strcmp(list[k].name, "collection_cost_caps.csv") == 0)
				list[k] = (Embedded){ list[k].name, (const unsigned char *)text->str, text->len };
		}
		g_autoptr(GError) error = NULL;
		assert_null(law_from(list, &error));
		assert_int_equal(error_class(error), ERROR_INTEGRITY);
		if (strstr(error_text(error, LANG_EN), rows[i].says) == NULL)
			print_message("row %d: %s\n", (int)i, error_sentence(error, LANG_EN));
		assert_non_null(strstr(error_text(error, LANG_EN), rows[i].says));
	}
}

int main(void)
{
	law = the_law();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cost_vectors_hold),     cmocka_unit_test(unestablished_rows_are_unknown),
		cmocka_unit_test(a_day_decides),         cmocka_unit_test(collection_has_conditions),
		cmocka_unit_test(reminders_are_counted), cmocka_unit_test(a_wrong_ceiling_is_named),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	law_free(law);
	return failed;
}
