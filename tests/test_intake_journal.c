/* The journal: what is appended stays, every fault is refused or named, and anyone can recompute a hash. */
#include "intake/journal.h"
#include "intake/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scratch.h"

#define DAY ((Date){ 20700 }) /* 2026-09-04 */
#define NOTHING "0000000000000000000000000000000000000000000000000000000000000000"

static char *home;

static Store *opened(void)
{
	StoreRoom rooms[] = { intake_room, { NULL, NULL } };
	GError *error = NULL;
	Store *store = store_open(home, STORE_WRITE, rooms, digest_random, &error);
	if (error != NULL)
		print_message("%s\n", error->message);
	assert_non_null(store);
	return store;
}

static JournalEntry entry_of(const char *id, int64_t ore)
{
	return (
	    JournalEntry){ 0, id, "2026-000001", DAY, "court_fee_paid", "court_fee_paid", "own_bank", money_of_ore(ore) };
}

/* n entries called e1, e2 …; a fresh home. */
static Store *filled(int n)
{
	home = scratch_make();
	Store *store = opened();
	assert_true(store_begin(store, NULL));
	for (int i = 1; i <= n; i++) {
		g_autofree char *id = g_strdup_printf("e%d", i);
		JournalEntry entry = entry_of(id, 75000 + i);
		assert_int_equal(journal_append(store, &entry, "{\"event\":1}", NULL), JOURNAL_APPENDED);
		assert_int_equal(entry.seq, i);
	}
	assert_true(store_commit(store, NULL));
	return store;
}

static void closed(Store *store)
{
	store_free(store);
	scratch_remove(home);
	g_clear_pointer(&home, g_free);
}

static JournalReport *verified(Store *store, const GPtrArray *receipts)
{
	GError *error = NULL;
	JournalReport *report = journal_verify(store, receipts, &error);
	if (error != NULL)
		print_message("%s\n", error->message);
	assert_non_null(report);
	return report;
}

static void expect_fault(Store *store, const GPtrArray *receipts, const char *what, const char *where)
{
	g_autoptr(JournalReport) report = verified(store, receipts);
	assert_true(report->faults->len > 0);
	const JournalFault *first = report->faults->pdata[0];
	assert_string_equal(first->what, what);
	assert_string_equal(first->where, where);
	assert_non_null(first->da);
	assert_non_null(first->en);
}

static void whole_chain_verifies(void **state)
{
	(void)state;
	Store *store = filled(5);
	g_autoptr(JournalReport) report = verified(store, NULL);
	assert_int_equal(report->entries, 5);
	assert_int_equal(report->faults->len, 0);
	assert_int_equal(report->head.seq, 5);
	JournalHead head;
	assert_true(journal_head(store, &head, NULL));
	assert_string_equal(head.hash, report->head.hash);
	closed(store);
}

/* The bytes are written out here by hand, as the header says them. */
static void bytes_are_as_the_header_says(void **state)
{
	(void)state;
	Store *store = filled(1);
	g_autoptr(Query) query =
	    store_query(store, NULL, "SELECT lower(hex(commitment)), lower(hex(hash)) FROM journal", "");
	assert_true(query_next(query, NULL));
	g_autofree char *bytes =
	    g_strdup_printf("paakrav-journal/1\n1\n" NOTHING "\ne1\n2026-000001\n2026-09-04\ncourt_fee_paid\n"
	                    "court_fee_paid\nown_bank\n75001\n%s\n",
	                    query_text(query, 0));
	char hash[DIGEST_HEX];
	digest_hex(bytes, strlen(bytes), hash);
	assert_string_equal(hash, query_text(query, 1));
	g_clear_pointer(&query, query_free);
	closed(store);
}

static void same_id_is_appended_once(void **state)
{
	(void)state;
	Store *store = filled(2);
	JournalEntry same = entry_of("e1", 75001), other = entry_of("e1", 75002), text = entry_of("e1", 75001);
	GError *error = NULL;
	assert_true(store_begin(store, NULL));
	assert_int_equal(journal_append(store, &same, "{\"event\":1}", &error), JOURNAL_EXISTS);
	assert_int_equal(same.seq, 1);
	assert_int_equal(journal_append(store, &other, "{\"event\":1}", &error), JOURNAL_FAILED);
	assert_string_equal(error_code(error), "journal-id-taken");
	g_clear_error(&error);
	assert_int_equal(journal_append(store, &text, "{\"event\":2}", &error), JOURNAL_FAILED);
	assert_string_equal(error_code(error), "journal-id-taken");
	g_clear_error(&error);
	assert_true(store_commit(store, NULL));
	g_autoptr(JournalReport) report = verified(store, NULL);
	assert_int_equal(report->entries, 2);
	closed(store);
}

/* A journal whose transaction is rolled back has nothing of it. */
static void rolled_back_leaves_nothing(void **state)
{
	(void)state;
	Store *store = filled(1);
	JournalEntry entry = entry_of("e2", 1);
	assert_true(store_begin(store, NULL));
	assert_int_equal(journal_append(store, &entry, "{}", NULL), JOURNAL_APPENDED);
	store_rollback(store);
	assert_true(store_begin(store, NULL));
	assert_int_equal(journal_append(store, &entry, "{}", NULL), JOURNAL_APPENDED);
	assert_int_equal(entry.seq, 2);
	assert_true(store_commit(store, NULL));
	g_autoptr(JournalReport) report = verified(store, NULL);
	assert_int_equal(report->faults->len, 0);
	closed(store);
}

#define COPY \
	"SELECT seq, prev, id, case_id, day, kind, debit, credit, amount_ore, commitment, hash FROM journal WHERE seq = 2"

static void database_refuses_to_change_a_row(void **state)
{
	(void)state;
	Store *store = filled(3);
	GError *error = NULL;
	assert_false(store_run(store, &error, "UPDATE journal SET amount_ore = 1 WHERE seq = 2", ""));
	assert_string_equal(error_code(error), "append-only");
	g_clear_error(&error);
	assert_false(store_run(store, &error, "DELETE FROM journal WHERE seq = 3", ""));
	g_clear_error(&error);
	/* REPLACE fires no DELETE trigger: the insert guard must see it, by seq and by id. */
	assert_false(store_run(store, &error, "INSERT OR REPLACE INTO journal " COPY, ""));
	g_clear_error(&error);
	assert_false(store_run(
	    store, &error,
	    "INSERT OR REPLACE INTO journal SELECT 4, (SELECT hash FROM journal WHERE seq = 3), 'e2', case_id, day, "
	    "kind, debit, credit, 1, commitment, zeroblob(32) FROM journal WHERE seq = 2",
	    ""));
	g_clear_error(&error);
	assert_false(store_run(store, &error, "UPDATE journal_payload SET payload = x'00' WHERE seq = 1", ""));
	g_clear_error(&error);
	/* A gap, a wrong link, one account on both sides, no amount. */
	static const char *const bad[] = {
		"INSERT INTO journal SELECT 5, (SELECT hash FROM journal WHERE seq = 3), 'x', case_id, day, kind, debit, "
		"credit, 1, "
		"commitment, hash FROM journal WHERE seq = 2",
		"INSERT INTO journal SELECT 4, zeroblob(32), 'x', case_id, day, kind, debit, credit, 1, commitment, hash "
		"FROM journal "
		"WHERE seq = 2",
		"INSERT INTO journal SELECT 4, (SELECT hash FROM journal WHERE seq = 3), 'x', case_id, day, kind, debit, "
		"debit, 1, "
		"commitment, hash FROM journal WHERE seq = 2",
		"INSERT INTO journal SELECT 4, (SELECT hash FROM journal WHERE seq = 3), 'x', case_id, day, kind, debit, "
		"credit, 0, "
		"commitment, hash FROM journal WHERE seq = 2",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		assert_false(store_run(store, &error, bad[i], ""));
		g_clear_error(&error);
	}
	g_autoptr(JournalReport) report = verified(store, NULL);
	assert_int_equal(report->entries, 3);
	assert_int_equal(report->faults->len, 0);
	closed(store);
}

static void run(Store *store, const char *sql)
{
	GError *error = NULL;
	if (!store_run(store, &error, sql, "")) {
		print_message("%s: %s\n", sql, error->message);
		fail();
	}
}

/* Someone with the file and a database tool takes the lock off, edits, and puts the lock on again. */
static void edited_row_is_named(void **state)
{
	(void)state;
	static const char *const edits[] = {
		"UPDATE journal SET amount_ore = 1 WHERE seq = 2",
		"UPDATE journal SET debit = 'loss' WHERE seq = 2",
		"UPDATE journal SET day = '2026-01-01' WHERE seq = 2",
		"UPDATE journal SET case_id = '2026-000009' WHERE seq = 2",
		"UPDATE journal SET id = 'e9' WHERE seq = 2",
		"UPDATE journal SET kind = 'x' WHERE seq = 2",
		"UPDATE journal SET hash = zeroblob(32) WHERE seq = 2",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(edits); i++) {
		Store *store = filled(3);
		run(store, "DROP TRIGGER journal_no_update");
		run(store, edits[i]);
		run(store, "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, "
		           "'append-only'); END");
		expect_fault(store, NULL, "hash", "seq 2");
		closed(store);
	}
}

static void edited_payload_is_named(void **state)
{
	(void)state;
	Store *store = filled(3);
	run(store, "DROP TRIGGER journal_payload_no_update");
	run(store, "UPDATE journal_payload SET payload = CAST('{\"event\":7}' AS BLOB) WHERE seq = 2");
	expect_fault(store, NULL, "payload", "seq 2");
	closed(store);
}

/* Erasing is lawful: the commitment stays and the chain holds. */
static void erased_payload_is_no_fault(void **state)
{
	(void)state;
	Store *store = filled(3);
	run(store, "DELETE FROM journal_payload WHERE seq = 2");
	g_autoptr(JournalReport) report = verified(store, NULL);
	assert_int_equal(report->faults->len, 0);
	closed(store);
}

static void dropped_lock_is_named(void **state)
{
	(void)state;
	Store *store = filled(1);
	run(store, "DROP TRIGGER journal_next");
	expect_fault(store, NULL, "guard", "journal_next");
	closed(store);
}

static void missing_row_is_named(void **state)
{
	(void)state;
	Store *store = filled(4);
	run(store, "PRAGMA foreign_keys = OFF");
	run(store, "DROP TRIGGER journal_no_delete");
	run(store, "DELETE FROM journal WHERE seq = 2");
	expect_fault(store, NULL, "gap", "seq 2");
	closed(store);
}

static GPtrArray *receipt(JournalHead *head)
{
	GPtrArray *receipts = g_ptr_array_new();
	g_ptr_array_add(receipts, head);
	return receipts;
}

/* A chain alone does not see its end cut off; a head that left the house does. */
static void cut_off_row_is_named_by_a_receipt(void **state)
{
	(void)state;
	Store *store = filled(4);
	JournalHead head;
	assert_true(journal_head(store, &head, NULL));
	run(store, "PRAGMA foreign_keys = OFF");
	run(store, "DROP TRIGGER journal_no_delete");
	run(store, "DELETE FROM journal_payload WHERE seq = 4");
	run(store, "DELETE FROM journal WHERE seq = 4");
	run(store,
	    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append-only'); END");
	g_autoptr(JournalReport) alone = verified(store, NULL);
	assert_int_equal(alone->faults->len, 0);
	g_autoptr(GPtrArray) receipts = receipt(&head);
	expect_fault(store, receipts, "cut", "seq 4");
	closed(store);
}

/* A chain rewritten from its start is whole in itself; the receipt names another hash. */
static void rewritten_chain_is_named_by_a_receipt(void **state)
{
	(void)state;
	Store *store = filled(3);
	JournalHead head;
	assert_true(journal_head(store, &head, NULL));
	head.hash[0] = head.hash[0] == '0' ? '1' : '0';
	g_autoptr(GPtrArray) receipts = receipt(&head);
	expect_fault(store, receipts, "receipt", "seq 3");
	closed(store);
}

static void head_is_signed_and_read_back(void **state)
{
	(void)state;
	Store *store = filled(2);
	GError *error = NULL;
	cJSON *head = journal_head_json(store, digest_random, &error);
	assert_non_null(head);
	g_autofree char *text = g_strdup_printf("paakrav-head/1\n2\n%s\n", json_get_text(head, "hash"));
	gsize n;
	g_autofree guchar *der = g_base64_decode(json_get_text(head, "signature"), &n);
	g_autoptr(GBytes) signature = g_bytes_new(der, n);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_autofree char *keys = g_build_filename(home, "keys", NULL);
	assert_true(digest_verify(keys, bytes, signature, &error));
	g_autoptr(cJSON) object = json_result("receipt");
	cJSON_AddItemToObject(object, "journal", head);
	g_autofree char *printed = json_print(object);
	JournalHead read;
	assert_true(journal_head_of_receipt(printed, strlen(printed), "x", &read, &error));
	assert_int_equal(read.seq, 2);
	assert_false(journal_head_of_receipt("{}", 2, "x", &read, &error));
	assert_string_equal(error_code(error), "receipt-without-head");
	g_clear_error(&error);
	closed(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_chain_verifies),
		cmocka_unit_test(bytes_are_as_the_header_says),
		cmocka_unit_test(same_id_is_appended_once),
		cmocka_unit_test(rolled_back_leaves_nothing),
		cmocka_unit_test(database_refuses_to_change_a_row),
		cmocka_unit_test(edited_row_is_named),
		cmocka_unit_test(edited_payload_is_named),
		cmocka_unit_test(erased_payload_is_no_fault),
		cmocka_unit_test(dropped_lock_is_named),
		cmocka_unit_test(missing_row_is_named),
		cmocka_unit_test(cut_off_row_is_named_by_a_receipt),
		cmocka_unit_test(rewritten_chain_is_named_by_a_receipt),
		cmocka_unit_test(head_is_signed_and_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
