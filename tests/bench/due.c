/*
 * due over many open cases, as the store grows: making a case's rows, all of due with its result object and its JSON, the
 * next fourteen days alone, SQLite's bare scan of the same rows, and the report over all cases. CPU seconds of this process; one JSON line.
 * due HOME N…: HOME is a new folder, each N a size to grow to.
 */
#include "assess/edition.h"
#include "enforcement/docketstore.h"
#include "enforcement/due.h"
#include "enforcement/portfolio.h"
#include "intake/record.h"
#include "tests/bench/meter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static Date day(const char *iso)
{
	Date d;
	must(date_parse(iso, &d), NULL, iso);
	return d;
}

static void happen(Store *store, const char *id, const char *name, Date on, Date today)
{
	GError *error = NULL;
	Event event = { .name = (char *)name, .on = on, .deadline_on = DATE_NONE, .by = (char *)"lawyer", .amount = money_zero() };
	must(event_record(store, id, &event, today, &error), error, name);
}

/* One of four: before the court, served, with a title, in the rest period; due dates spread over two years. */
static void case_make(Store *store, int n, Date today)
{
	GError *error = NULL;
	g_autofree char *id = NULL;
	must(case_open(store, today, &id, &error), error, "case");
	g_autofree char *subject = g_strdup_printf("invoice/%d", n), *number = g_strdup_printf("%d", n);
	Date due = date_add_days(day("2024-09-01"), n % 700);
	g_autofree char *due_on = date_iso(due), *issue_on = date_iso(date_add_days(due, -30));
	const char *const rows[][3] = {
		{ "creditor", "party.name", "Alfa ApS" },        { "debtor/d1", "party.name", "Beta Handel ApS" },
		{ "debtor/d1", "debtor.kind", "business" },      { "debtor/d1", "party.postcode", "2600" },
		{ subject, "item.kind", "invoice" },             { subject, "invoice.number", number },
		{ subject, "invoice.payable_ore", "1250000" },   { subject, "invoice.issue_on", issue_on },
		{ subject, "invoice.due_on", due_on },           { subject, "invoice.currency", "DKK" },
	};
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		fact_add(facts, rows[i][0], rows[i][1], rows[i][2]);
	must(facts_record(store, id, facts, today, &error), error, "facts");
	static const struct {
		const char *event;
		int after, from;
	} steps[] = { { "demand_sent", 10, 0 },         { "bp_filed", 25, 1 },        { "bp_served", 30, 1 },
		      { "bp_endorsed_plain", 46, 2 },   { "foged_request_filed", 47, 3 }, { "summons_issued", 48, 3 },
		      { "meeting_opened", 60, 3 },      { "nothing_found", 60, 3 },   { "no_petition", 61, 3 } };
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		Date on = date_add_days(due, steps[i].after);
		if (n % 4 >= steps[i].from && !date_before(today, on))
			happen(store, id, steps[i].event, on, today);
	}
}

/* The same rows and columns, stepped through and thrown away. */
static double scan(Store *store, int64_t *rows)
{
	GError *error = NULL;
	double begun = cpu_s();
	g_autoptr(Query) query = store_query(store, &error,
	                                     "SELECT case_id, key, debtor, clock, about, event, kind, by_on, last_on, start_on, own, seq"
	                                     " FROM docket ORDER BY by_on, case_id, key",
	                                     "");
	must(query != NULL, error, "scan");
	for (*rows = 0; query_next(query, &error); ++*rows)
		for (int column = 0; column < 12; column++)
			(void)query_text(query, column);
	return cpu_s() - begun;
}

static double due(Store *store, Date today, const char *within, size_t *bytes)
{
	static char *const none[] = { NULL };
	GError *error = NULL;
	g_autoptr(GHashTable) options = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	if (within != NULL) {
		GPtrArray *values = g_ptr_array_new();
		g_ptr_array_add(values, (gpointer)within);
		g_hash_table_insert(options, (gpointer)"within", values);
	}
	const Call call = { .lang = LANG_DA, .today = today, .role = ROLE_LAWYER, .store = store, .argv = (char **)none, .options = options };
	double begun = cpu_s();
	g_autoptr(cJSON) result = NULL;
	must(due_run(&call, &result, &error) >= 0, error, "due");
	g_autofree char *text = json_print(result);
	*bytes = strlen(text);
	return cpu_s() - begun;
}

static double best(double (*once)(Store *, Date, const char *, size_t *), Store *store, Date today, const char *within, size_t *bytes)
{
	double least = once(store, today, within, bytes);
	for (int i = 0; i < 2; i++)
		least = MIN(least, once(store, today, within, bytes));
	return least;
}

/* report reads and judges every case anew; once is enough. */
static double report(Store *store, const char *home, Date today)
{
	static char *const none[] = { NULL };
	GError *error = NULL;
	g_autoptr(GHashTable) options = g_hash_table_new(g_str_hash, g_str_equal);
	const Call call = { .lang = LANG_DA, .today = today, .role = ROLE_LAWYER, .home = home, .store = store, .argv = (char **)none,
		            .options = options };
	double begun = cpu_s();
	g_autoptr(cJSON) result = NULL;
	must(report_run(&call, &result, &error) >= 0, error, "report");
	g_autofree char *text = json_print(result);
	must(*text != '\0', NULL, "report's text");
	return cpu_s() - begun;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	GError *error = NULL;
	const StoreRoom rooms[] = { intake_room, assess_room, filing_room, enforcement_room, { NULL, NULL } };
	g_autoptr(Store) store = store_open(argv[1], STORE_WRITE, rooms, digest_random, &error);
	must(store != NULL, error, "open");
	g_autoptr(Law) law = law_in_force(store, &error);
	must(law != NULL, error, "law");
	Date today = day("2026-11-22");
	int made = 0;
	printf("[");
	for (int a = 2; a < argc; a++) {
		int wanted = atoi(argv[a]), before = made;
		while (made < wanted) {
			must(store_begin(store, &error), error, "begin");
			for (int end = MIN(wanted, made + 500); made < end; made++)
				case_make(store, made, today);
			must(store_commit(store, &error), error, "commit");
		}
		int64_t cases, n_rows;
		size_t bytes, soon_bytes;
		double begun = cpu_s();
		must(docket_refresh(store, law, today, &cases, &error), error, "refresh");
		double refresh = cpu_s() - begun, least = scan(store, &n_rows);
		for (int i = 0; i < 2; i++)
			least = MIN(least, scan(store, &n_rows));
		double all = best(due, store, today, NULL, &bytes), soon = best(due, store, today, "14d", &soon_bytes);
		printf("%s{\"cases\": %d, \"rows\": %" PRId64 ", \"refresh_us\": %.0f, \"scan_ms\": %.1f, \"due_ms\": %.1f, \"within_ms\": %.1f, "
		       "\"bytes\": %zu, \"within_bytes\": %zu, \"report_ms\": %.1f}",
		       a > 2 ? ",\n" : "", made, n_rows, refresh / MAX(1, made - before) * 1e6, least * 1e3, all * 1e3, soon * 1e3, bytes,
		       soon_bytes, report(store, argv[1], today) * 1e3);
		fflush(stdout);
	}
	printf("]\n");
	return 0;
}
