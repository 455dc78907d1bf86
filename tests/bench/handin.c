/*
 * The hand-in measured: recording hand-ins against the disk's own fdatasync rate, the status of one case among many
 * against the bare indexed read, verifying the books against hashing the same bytes. One JSON object on stdout.
 * handin HOME CASES FILED ENTRIES: HOME is a new folder.
 */
#include "assess/assess.h"
#include "enforcement/client.h"
#include "enforcement/handin.h"
#include "enforcement/ledger.h"
#include "enforcement/status.h"
#include "filing/approval.h"
#include "intake/journal.h"
#include "intake/record.h"
#include "tests/bench/meter.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char today_text[] = "2026-11-22";

static Store *opened(const char *home)
{
	const StoreRoom rooms[] = { intake_room, assess_room, filing_room, enforcement_room, { NULL, NULL } };
	GError *error = NULL;
	Store *store = store_open(home, STORE_WRITE, rooms, digest_random, &error);
	must(store != NULL, error, "open");
	return store;
}

/* One ordinary case with a demand letter, as claim.xml would tell it. */
static char *case_make(Store *store, int n, Date today)
{
	GError *error = NULL;
	char *id = NULL;
	must(case_open(store, today, &id, &error), error, "case");
	g_autofree char *subject = g_strdup_printf("invoice/%d", n);
	g_autofree char *number = g_strdup_printf("%d", n);
	const char *const rows[][3] = {
		{ "creditor", "party.name", "Alfa Tømrer ApS" },
		{ "creditor", "party.cvr", "10150817" },
		{ "creditor", "party.address", "Havnegade 1" },
		{ "creditor", "party.postcode", "2600" },
		{ "creditor", "party.city", "Glostrup" },
		{ "debtor/d1", "party.name", "Beta Handel ApS" },
		{ "debtor/d1", "party.cvr", "25313763" },
		{ "debtor/d1", "party.address", "Torvet 2" },
		{ "debtor/d1", "party.postcode", "2600" },
		{ "debtor/d1", "party.city", "Glostrup" },
		{ "debtor/d1", "party.country", "DK" },
		{ "debtor/d1", "debtor.kind", "business" },
		{ "debtor/d1", "debtor.municipality", "Glostrup" },
		{ subject, "item.kind", "invoice" },
		{ subject, "invoice.number", number },
		{ subject, "invoice.payable_ore", "1250000" },
		{ subject, "invoice.issue_on", "2026-06-01" },
		{ subject, "invoice.due_on", "2026-07-01" },
		{ subject, "invoice.currency", "DKK" },
		{ subject, "item.due_basis", "agreed" },
		{ subject, "item.description", "Tømrerarbejde" },
		{ "claim", "instruction.unpaid", "yes" },
		{ "claim", "instruction.objection_expected", "no" },
		{ "claim", "operator.kind", "lawyer" },
	};
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		fact_add(facts, rows[i][0], rows[i][1], rows[i][2]);
	must(facts_record(store, id, facts, today, &error), error, "facts");
	Event demand = { .name = (char *)"demand_sent", .by = (char *)"claim.xml", .amount = money_zero() };
	must(date_parse("2026-09-01", &demand.on) && date_parse("2026-09-15", &demand.deadline_on), NULL, "day");
	must(event_record(store, id, &demand, today, &error), error, "event");
	return id;
}

static void approval_make(Store *store, const Law *law, const char *case_id, int64_t n, Date today)
{
	GError *error = NULL;
	g_autoptr(Case) c = case_read(store, case_id, 0, &error);
	must(c != NULL, error, "read");
	static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
	must(store_run(
		 store, &error,
		 "INSERT INTO approval (id, case_id, approved_on, for_on, up_to_seq, law_edition, route, court, zip_sha256, "
		 "court_fee_ore, journal_seq, journal_hash, by_commitment, debtors, own_account) "
		 "VALUES (?, ?, ?, ?, ?, ?, 'betalingspaakrav', 'Retten i Glostrup', ?, 75000, 0, ?, ?, 'd1', 0)",
		 "isddissss", n, case_id, today, today, c->up_to_seq, law_edition(law), zeros, zeros, zeros),
	     error, "approval");
}

static double fdatasync_rate(const char *home, int n)
{
	g_autofree char *path = g_build_filename(home, "sync.bin", NULL);
	int fd = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
	char page[4096] = { 1 };
	double start = wall_s();
	for (int i = 0; i < n; i++)
		must(write(fd, page, sizeof page) == (ssize_t)sizeof page && fdatasync(fd) == 0, NULL, "fdatasync");
	double rate = n / (wall_s() - start);
	close(fd);
	unlink(path);
	return rate;
}

static void bench_filed(Store *store, GPtrArray *ids, int n, Date today)
{
	g_autoptr(GHashTable) options =
	    g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	GPtrArray *on = g_ptr_array_new();
	g_ptr_array_add(on, (char *)today_text);
	g_hash_table_insert(options, (char *)"on", on);
	Call call = { .lang = LANG_DA,
		      .today = today,
		      .role = ROLE_LAWYER,
		      .home = store_home(store),
		      .store = store,
		      .argc = n,
		      .argv = (char **)ids->pdata,
		      .options = options,
		      .random = digest_random };
	GError *error = NULL;
	g_autoptr(cJSON) result = NULL;
	double disk = fdatasync_rate(store_home(store), 2000), start = wall_s(), cpu = cpu_s();
	int code = filed_run(&call, &result, &error);
	double rate = n / (wall_s() - start);
	cpu = cpu_s() - cpu;
	must(code == EXIT_FINE, error, "filed");
	disk = (disk + fdatasync_rate(store_home(store), 2000)) / 2;
	printf("\"filed_per_s\": %.0f, \"fdatasync_per_s\": %.0f, \"filed_ratio\": %.2f, \"filed_cpu_us\": %.0f,\n", rate,
	       disk, rate / disk, cpu / n * 1e6);
}

/* The rows of one case by their index, and nothing made of them. */
static void bare_read(Store *store, const char *case_id)
{
	static const char *const sql[] = {
		"SELECT * FROM fact f JOIN fact_value v ON v.case_id = f.case_id AND v.id = f.id WHERE f.case_id = ?",
		"SELECT * FROM event f JOIN event_value v ON v.case_id = f.case_id AND v.id = f.id WHERE f.case_id = ?",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(sql); i++) {
		g_autoptr(Query) query = store_query(store, NULL, sql[i], "s", case_id);
		while (query_next(query, NULL))
			continue;
	}
}

static void bench_status(Store *store, GPtrArray *ids, Date today)
{
	g_autoptr(GHashTable) options =
	    g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	enum { TIMES = 200 };
	double bare = 0, whole = 0, cpu = 0, law_start = cpu_s();
	law_free(law_embedded(NULL));
	double law_cpu = cpu_s() - law_start;
	GError *error = NULL;
	for (guint i = 0; i < TIMES; i++) {
		char *id = ids->pdata[(i * 7919u) % ids->len];
		Call call = { .lang = LANG_DA,
			      .today = today,
			      .role = ROLE_CREDITOR,
			      .home = store_home(store),
			      .store = store,
			      .argc = 1,
			      .argv = &id,
			      .options = options,
			      .random = digest_random };
		double start = wall_s();
		bare_read(store, id);
		double middle = wall_s(), middle_cpu = cpu_s();
		g_autoptr(cJSON) result = NULL;
		must(status_run(&call, &result, &error) == EXIT_FINE, error, "status");
		bare += middle - start;
		whole += wall_s() - middle;
		cpu += cpu_s() - middle_cpu;
	}
	printf("\"status_us\": %.0f, \"status_cpu_us\": %.0f, \"of_that_the_law_tables_us\": %.0f, \"bare_read_us\": %.0f, "
	       "\"cases\": %u,\n",
	       whole / TIMES * 1e6, cpu / TIMES * 1e6, law_cpu * 1e6, bare / TIMES * 1e6, ids->len);
}

static void bench_verify(Store *store, int n, Date today)
{
	GError *error = NULL;
	JournalHead head;
	must(journal_head(store, &head, &error), error, "head");
	double start = wall_s();
	for (int i = 0; i < n; i++) {
		if (i % 1000 == 0)
			must(store_begin(store, &error), error, "begin");
		g_autofree char *id = g_strdup_printf("bench/2026-000001/%d", i);
		JournalEntry entry = {
			0, id, "2026-000001", today, "client_payment", "client_bank", "client_debt", money_of_ore(100 + i)
		};
		must(journal_append(store, &entry, "{\"event\":12345}", &error) == JOURNAL_APPENDED, error, "append");
		if (i % 1000 == 999 || i == n - 1)
			must(store_commit(store, &error), error, "commit");
	}
	double append = wall_s() - start;
	start = wall_s();
	g_autoptr(JournalReport) report = journal_verify(store, NULL, &error);
	double verify = wall_s() - start;
	must(report != NULL && report->faults->len == 0, error, "verify");
	/* The same bytes: an entry's canonical text is about 290 of them, its payload 31. */
	char bytes[290], payload[31];
	memset(bytes, 'x', sizeof bytes);
	memset(payload, 'y', sizeof payload);
	uint8_t digest[DIGEST_BYTES];
	start = wall_s();
	for (int64_t i = 0; i < report->entries; i++) {
		digest_bytes(bytes, sizeof bytes, digest);
		digest_bytes(payload, sizeof payload, digest);
	}
	double hash = wall_s() - start;
	printf("\"entries\": %lld, \"append_per_s\": %.0f, \"verify_s\": %.2f, \"hash_alone_s\": %.2f, \"verify_ratio\": "
	       "%.2f\n",
	       (long long)report->entries, n / append, verify, hash, verify / hash);
}

static void pay(Store *store, const char *case_id, int key, Date on, int64_t ore)
{
	GError *error = NULL;
	g_autofree char *id = g_strdup_printf("client_payment/%s/bench-%d", case_id, key);
	const Booking booking = { POSTING_client_payment, id, case_id, on, money_of_ore(ore), "{\"event\":12345}" };
	must(ledger_post(store, &booking, &error), error, "post");
}

/* Payments booked through the ledger, each client held above zero: one a transaction against the disk, and a thousand. */
static void bench_post(Store *store, GPtrArray *ids, int n, Date on)
{
	GError *error = NULL;
	double disk = fdatasync_rate(store_home(store), 1000), start = wall_s(), cpu = cpu_s();
	int one = MIN(n, 1000);
	for (int i = 0; i < one; i++) {
		must(store_begin(store, &error), error, "begin");
		pay(store, ids->pdata[(guint)i % ids->len], i, on, 100 + i);
		must(store_commit(store, &error), error, "commit");
	}
	double rate = one / (wall_s() - start);
	cpu = cpu_s() - cpu;
	disk = (disk + fdatasync_rate(store_home(store), 1000)) / 2;
	start = wall_s();
	must(store_begin(store, &error), error, "begin");
	for (int i = one; i < one + n; i++) {
		pay(store, ids->pdata[(guint)i % ids->len], i, on, 100 + i);
		if (i % 1000 == 999)
			must(store_commit(store, &error) && store_begin(store, &error), error, "commit");
	}
	must(store_commit(store, &error), error, "commit");
	double batched = n / (wall_s() - start);
	start = wall_s();
	Money held;
	must(client_balance(store, NULL, DATE_NONE, &held, &error), error, "balance");
	printf("\"post_per_s\": %.0f, \"post_fdatasync_per_s\": %.0f, \"post_ratio\": %.2f, \"post_cpu_us\": %.0f, "
	       "\"post_batched_per_s\": %.0f, \"all_clients_ms\": %.1f,\n",
	       rate, disk, rate / disk, cpu / one * 1e6, batched, (wall_s() - start) * 1e3);
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fputs("handin HOME CASES FILED ENTRIES\n", stderr);
		return 2;
	}
	Date today;
	GError *error = NULL;
	must(date_parse(today_text, &today), NULL, "today");
	int cases = atoi(argv[2]), filed = atoi(argv[3]), entries = atoi(argv[4]);
	g_autoptr(Law) law = law_embedded(&error);
	must(law != NULL, error, "law");
	g_autoptr(Store) store = opened(argv[1]);
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < cases; i++) {
		if (i % 500 == 0)
			must(store_begin(store, &error), error, "begin");
		g_ptr_array_add(ids, case_make(store, i, today));
		if (i < filed)
			approval_make(store, law, ids->pdata[i], i + 1, today);
		if (i % 500 == 499 || i == cases - 1)
			must(store_commit(store, &error), error, "commit");
	}
	puts("{");
	bench_filed(store, ids, MIN(filed, cases), today);
	bench_status(store, ids, today);
	bench_post(store, ids, entries, today);
	bench_verify(store, entries, today);
	puts("}");
	return 0;
}
