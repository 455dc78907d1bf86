/* The store: recorded rows cannot be changed, steps are whole, faults are told, documents are kept by hash. */
#include "intake/document.h"
#include "intake/field.h"
#include "intake/record.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scratch.h"

#define DAY ((Date){ 20700 }) /* 2026-09-04 */

static const StoreRoom rooms_none[] = { { NULL, NULL } };

static Store *opened(const char *home, StoreAccess access)
{
	StoreRoom rooms[] = { intake_room, rooms_none[0] };
	GError *error = NULL;
	Store *store = store_open(home, access, rooms, digest_random, &error);
	if (error != NULL)
		print_message("%s\n", error->message);
	assert_non_null(store);
	return store;
}

static void expect_refused(Store *store, GError *error, const char *code)
{
	(void)store;
	assert_non_null(error);
	assert_string_equal(error_code(error), code);
	assert_int_equal(error_class(error), ERROR_STORE);
	g_error_free(error);
}

static char *case_with(Store *store, const char *number, const char *cvr)
{
	char *id = NULL;
	assert_true(store_begin(store, NULL));
	assert_true(case_open(store, DAY, &id, NULL));
	g_autofree char *subject = g_strconcat("invoice/", number, NULL);
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	g_ptr_array_add(facts, fact_new(subject, "invoice.number", number, NULL));
	g_ptr_array_add(facts, fact_new(subject, "invoice.payable_ore", "1250000", "12500.00"));
	if (cvr != NULL)
		g_ptr_array_add(facts, fact_new(subject, "seller.cvr", cvr, NULL));
	g_ptr_array_add(facts, fact_new(subject, "seller.name", "Møller & Søn ApS", NULL));
	assert_true(facts_record(store, id, facts, DAY, NULL));
	g_autoptr(Case) c = case_read(store, id, 0, NULL);
	assert_true(case_index(store, c, NULL, NULL));
	assert_true(store_commit(store, NULL));
	return id;
}

static void recorded_rows_stand(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	g_autoptr(Store) store = opened(home, STORE_WRITE);
	g_autofree char *id = case_with(store, "1", "10000001");
	Event event = { .name = (char *)"payment", .on = DAY, .has_amount = true, .amount = money_of_ore(100) };
	event.deadline_on = DATE_NONE;
	assert_true(store_begin(store, NULL));
	assert_true(event_record(store, id, &event, DAY, NULL));
	assert_true(decision_record(store, id, 2, FACT_ACCEPTED, NULL, "Nora", DAY, NULL));
	Document document = { .name = (char *)"a.xml", .sha256 = (char *)"00", .media = (char *)"xml" };
	assert_true(document_record(store, id, &document, DAY, NULL));
	assert_true(store_run(store, NULL, "INSERT INTO submission VALUES (1, 'f', 'taken', ?, '2026-09-04', x'00')", "s", id));
	assert_true(store_run(store, NULL, "INSERT INTO submission_detail VALUES (1, x'00', 'p', '[]')", ""));
	assert_true(store_run(store, NULL,
	                      "INSERT INTO journal VALUES (1, zeroblob(32), 'a', '', '2026-09-04', 'fee', 'x', 'y', 5,"
	                      " zeroblob(32), x'0101010101010101010101010101010101010101010101010101010101010101')",
	                      ""));
	assert_true(store_run(store, NULL, "INSERT INTO journal_payload VALUES (1, zeroblob(16), x'00')", ""));
	assert_true(store_commit(store, NULL));

	static const char *const attacks[] = {
		"UPDATE cases SET opened_on = '2020-01-01'",
		"UPDATE fact SET name = 'x'",
		"UPDATE fact_value SET value = '1'",
		"UPDATE decision SET word = 'rejected'",
		"UPDATE decision_value SET by = 'x'",
		"UPDATE event SET happened_on = '2020-01-01'",
		"UPDATE event_value SET amount_ore = 1",
		"UPDATE document SET sha256 = 'x'",
		"UPDATE document_name SET name = 'x'",
		"UPDATE submission SET outcome = 'refused'",
		"UPDATE submission_detail SET path = 'x'",
		"UPDATE party SET seq = 1",
		"UPDATE party_identity SET name = 'x'",
		"UPDATE journal SET amount_ore = 1",
		"UPDATE journal_payload SET payload = x'01'",
		"DELETE FROM cases",
		"DELETE FROM fact",
		"DELETE FROM decision",
		"DELETE FROM event",
		"DELETE FROM document",
		"DELETE FROM submission",
		"DELETE FROM party",
		"DELETE FROM journal",
		"INSERT OR REPLACE INTO cases SELECT * FROM cases",
		"INSERT OR REPLACE INTO fact SELECT * FROM fact",
		"INSERT OR REPLACE INTO fact_value SELECT * FROM fact_value",
		"INSERT OR REPLACE INTO decision SELECT * FROM decision",
		"INSERT OR REPLACE INTO decision_value SELECT * FROM decision_value",
		"INSERT OR REPLACE INTO event SELECT * FROM event",
		"INSERT OR REPLACE INTO event_value SELECT * FROM event_value",
		"INSERT OR REPLACE INTO document SELECT * FROM document",
		"INSERT OR REPLACE INTO document_name SELECT * FROM document_name",
		"INSERT OR REPLACE INTO submission SELECT * FROM submission",
		"INSERT OR REPLACE INTO submission_detail SELECT * FROM submission_detail",
		"INSERT OR REPLACE INTO party SELECT * FROM party",
		"INSERT OR REPLACE INTO party_identity SELECT * FROM party_identity",
		"INSERT OR REPLACE INTO journal SELECT * FROM journal",
		"INSERT OR REPLACE INTO journal_payload SELECT * FROM journal_payload",
		/* a gap, a wrong link, a name booked twice */
		"INSERT INTO journal SELECT 3, hash, 'b', '', day, kind, debit, credit, 5, commitment, hash FROM journal",
		"INSERT INTO journal SELECT 2, prev, 'b', '', day, kind, debit, credit, 5, commitment, hash FROM journal",
		"INSERT OR REPLACE INTO journal SELECT 2, hash, 'a', '', day, kind, debit, credit, 5, commitment, hash FROM journal",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(attacks); i++) {
		GError *error = NULL;
		if (store_run(store, &error, attacks[i], ""))
			fail_msg("not refused: %s", attacks[i]);
		expect_refused(store, error, "append-only");
	}
	static const char *const wrong[] = {
		"INSERT INTO journal SELECT 2, hash, 'b', '', day, kind, debit, debit, 5, commitment, hash FROM journal",
		"INSERT INTO journal SELECT 2, hash, 'b', '', day, kind, debit, credit, 0, commitment, hash FROM journal",
		"INSERT INTO journal SELECT 2, hash, 'b', '', day, kind, debit, credit, -5, commitment, hash FROM journal",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		GError *error = NULL;
		assert_false(store_run(store, &error, wrong[i], ""));
		expect_refused(store, error, "store-constraint");
	}
	/* Erasing is not changing: the case is read without what was erased. */
	assert_true(store_run(store, NULL, "DELETE FROM fact_value WHERE id = 4", ""));
	g_autoptr(Case) c = case_read(store, id, 0, NULL);
	assert_int_equal(c->facts->len, 3);
	assert_int_equal(c->events->len, 1);
	scratch_remove(home);
}

static void newer_store_is_left_alone(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	static const char *const two[] = { "CREATE TABLE a (x INTEGER) STRICT", "CREATE TABLE b (x INTEGER) STRICT", NULL };
	static const char *const one[] = { "CREATE TABLE a (x INTEGER) STRICT", NULL };
	const StoreRoom newer[] = { { "house", two }, { NULL, NULL } }, older[] = { { "house", one }, { NULL, NULL } };
	Store *store = store_open(home, STORE_WRITE, newer, digest_random, NULL);
	assert_non_null(store);
	store_free(store);
	for (int access = STORE_READ; access <= STORE_WRITE; access++) {
		GError *error = NULL;
		assert_null(store_open(home, (StoreAccess)access, older, digest_random, &error));
		expect_refused(NULL, error, "store-newer");
	}
	store = store_open(home, STORE_READ, newer, digest_random, NULL);
	assert_non_null(store);
	store_free(store);
	scratch_remove(home);
}

static void older_store_is_brought_up_to_date(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	static const char *const two[] = { "CREATE TABLE a (x INTEGER) STRICT", "CREATE TABLE b (x INTEGER) STRICT", NULL };
	static const char *const one[] = { "CREATE TABLE a (x INTEGER) STRICT", NULL };
	const StoreRoom newer[] = { { "house", two }, { NULL, NULL } }, older[] = { { "house", one }, { NULL, NULL } };
	store_free(store_open(home, STORE_WRITE, older, digest_random, NULL));
	GError *error = NULL;
	assert_null(store_open(home, STORE_READ, newer, digest_random, &error));
	expect_refused(NULL, error, "store-older");
	store_free(store_open(home, STORE_WRITE, newer, digest_random, NULL));
	Store *store = store_open(home, STORE_READ, newer, digest_random, NULL);
	assert_true(store_run(store, NULL, "SELECT x FROM b", ""));
	store_free(store);
	scratch_remove(home);
}

static void reading_writes_nothing(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	GError *error = NULL;
	StoreRoom rooms[] = { intake_room, rooms_none[0] };
	assert_null(store_open(home, STORE_READ, rooms, digest_random, &error));
	expect_refused(NULL, error, "no-store");
	g_autofree char *path = g_build_filename(home, "paakrav.db", NULL);
	assert_int_not_equal(access(path, F_OK), 0);
	Store *store = opened(home, STORE_WRITE);
	g_free(case_with(store, "1", NULL));
	store_free(store);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
	store = opened(home, STORE_READ);
	error = NULL;
	assert_false(store_run(store, &error, "INSERT INTO cases VALUES ('2026-000009', '2026-01-01', 9)", ""));
	expect_refused(store, error, "store-access");
	Store *again = store_open_again(store, NULL);
	g_autoptr(GPtrArray) ids = case_list(again, NULL);
	assert_int_equal(ids->len, 1);
	store_free(again);
	store_free(store);
	scratch_remove(home);
}

static void snapshot_in_a_closed_folder_is_read(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	Store *store = opened(home, STORE_WRITE);
	g_free(case_with(store, "1", NULL));
	store_free(store);
	pid_t child = fork();
	if (child == 0) {
		/* The superuser may write everywhere: be somebody else. */
		g_autofree char *path = g_build_filename(home, "paakrav.db", NULL);
		if (chmod(path, 0444) != 0 || chmod(home, 0555) != 0 || (getuid() == 0 && setuid(65534) != 0))
			_exit(2);
		StoreRoom rooms[] = { intake_room, rooms_none[0] };
		Store *snapshot = store_open(home, STORE_READ, rooms, digest_random, NULL);
		g_autoptr(GPtrArray) ids = snapshot != NULL ? case_list(snapshot, NULL) : NULL;
		bool read = ids != NULL && ids->len == 1;
		GError *error = NULL;
		bool refused = store_open(home, STORE_WRITE, rooms, digest_random, &error) == NULL &&
		               error_class(error) == ERROR_STORE;
		_exit(read && refused ? 0 : 1);
	}
	int status = 0;
	waitpid(child, &status, 0);
	assert_int_equal(chmod(home, 0755), 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	scratch_remove(home);
}

static void strange_files_are_told(void **state)
{
	(void)state;
	StoreRoom rooms[] = { intake_room, rooms_none[0] };
	static const char *const texts[] = { "This is not a database, whatever its name says. It is long enough to have a head.\n"
		                             "This is not a database, whatever its name says. It is long enough to have a head.\n" };
	g_autofree char *home = scratch_make();
	scratch_write(home, "paakrav.db", texts[0]);
	for (int access = STORE_READ; access <= STORE_WRITE; access++) {
		GError *error = NULL;
		assert_null(store_open(home, (StoreAccess)access, rooms, digest_random, &error));
		expect_refused(NULL, error, "store-not-ours");
	}
	scratch_remove(home);

	g_autofree char *other = scratch_make();
	static const char *const foreign[] = { "PRAGMA application_id = 1", NULL };
	const StoreRoom theirs[] = { { "theirs", foreign }, { NULL, NULL } };
	store_free(store_open(other, STORE_WRITE, theirs, digest_random, NULL));
	GError *error = NULL;
	assert_null(store_open(other, STORE_WRITE, rooms, digest_random, &error));
	expect_refused(NULL, error, "store-not-ours");
	scratch_remove(other);
}

static void damage_is_told(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	Store *store = opened(home, STORE_WRITE);
	for (int i = 0; i < 50; i++) {
		g_autofree char *number = g_strdup_printf("%d", i);
		g_free(case_with(store, number, NULL));
	}
	store_free(store);
	g_autofree char *path = g_build_filename(home, "paakrav.db", NULL);
	int fd = open(path, O_WRONLY);
	char junk[4096];
	memset(junk, 0x5a, sizeof junk);
	struct stat st;
	assert_int_equal(fstat(fd, &st), 0);
	for (off_t at = 4096; at < st.st_size; at += 4096)
		assert_int_equal(pwrite(fd, junk, sizeof junk, at), sizeof junk);
	close(fd);
	StoreRoom rooms[] = { intake_room, rooms_none[0] };
	GError *error = NULL;
	store = store_open(home, STORE_READ, rooms, digest_random, &error);
	if (store != NULL)
		assert_null(case_list(store, &error));
	expect_refused(store, error, "store-corrupt");
	store_free(store);
	scratch_remove(home);
}

static void one_writes_at_a_time(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	Store *one = opened(home, STORE_WRITE), *other = opened(home, STORE_WRITE);
	assert_true(store_begin(one, NULL));
	store_patience(other, 50);
	GError *error = NULL;
	assert_false(store_begin(other, &error));
	expect_refused(other, error, "store-busy");
	g_autofree char *id = NULL;
	assert_true(case_open(one, DAY, &id, NULL));
	assert_string_equal(id, "2026-000001");
	g_autoptr(GPtrArray) before = case_list(other, NULL); /* readers do not wait, and see what was committed */
	assert_int_equal(before->len, 0);
	assert_true(store_commit(one, NULL));
	assert_true(store_begin(other, NULL));
	g_autofree char *next = NULL;
	assert_true(case_open(other, DAY, &next, NULL));
	assert_string_equal(next, "2026-000002");
	store_rollback(other);
	g_autoptr(GPtrArray) after = case_list(one, NULL);
	assert_int_equal(after->len, 1);
	store_free(one);
	store_free(other);
	scratch_remove(home);
}

static void the_other_waits(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	Store *store = opened(home, STORE_WRITE);
	store_free(store);
	pid_t children[4];
	for (int i = 0; i < 4; i++) {
		children[i] = fork();
		if (children[i] != 0)
			continue;
		Store *mine = opened(home, STORE_WRITE);
		for (int n = 0; n < 25; n++) {
			g_autofree char *number = g_strdup_printf("%d-%d", i, n);
			g_free(case_with(mine, number, NULL));
		}
		store_free(mine);
		_exit(0);
	}
	for (int i = 0; i < 4; i++) {
		int status = 0;
		waitpid(children[i], &status, 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	store = opened(home, STORE_READ);
	g_autoptr(GPtrArray) ids = case_list(store, NULL);
	assert_int_equal(ids->len, 100);
	assert_string_equal(ids->pdata[99], "2026-000100");
	store_free(store);
	scratch_remove(home);
}

static void full_disk_keeps_nothing_of_the_step(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	g_autoptr(Store) store = opened(home, STORE_WRITE);
	g_free(case_with(store, "1", NULL));
	assert_true(store_run(store, NULL, "PRAGMA max_page_count = 1", "")); /* SQLite: no page more than there are */
	g_autofree char *long_text = g_strnfill(8 * 4096, 'x');
	GError *error = NULL;
	char *id = NULL;
	assert_true(store_begin(store, NULL));
	assert_true(case_open(store, DAY, &id, NULL));
	g_autoptr(Fact) fact = fact_new("claim", "item.description", long_text, NULL);
	assert_false(fact_record(store, id, fact, &error));
	expect_refused(store, error, "disk-full");
	store_rollback(store);
	g_free(id);
	g_autoptr(GPtrArray) ids = case_list(store, NULL);
	assert_int_equal(ids->len, 1);
	assert_true(store_run(store, NULL, "PRAGMA max_page_count = 1000000", ""));
	g_autofree char *second = case_with(store, "2", NULL);
	assert_string_equal(second, "2026-000002");
	scratch_remove(home);
}

static void documents_are_kept_by_hash(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	g_autoptr(Store) store = opened(home, STORE_WRITE);
	scratch_write(home, "in.txt", "abc");
	g_autofree char *path = g_build_filename(home, "in.txt", NULL);
	const char *abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	int fd = open(path, O_RDONLY);
	assert_true(store_keep(store, fd, abc, NULL));
	assert_true(store_keep(store, fd, abc, NULL)); /* twice is fine */
	GError *error = NULL;
	char wrong[DIGEST_HEX];
	digest_hex("other", 5, wrong);
	assert_false(store_keep(store, fd, wrong, &error));
	assert_string_equal(error_code(error), "document-changed");
	g_clear_error(&error);
	close(fd);
	int kept = store_open_document(store, abc, NULL);
	char text[8] = "";
	assert_int_equal(read(kept, text, sizeof text), 3);
	assert_string_equal(text, "abc");
	close(kept);
	assert_int_equal(store_open_document(store, wrong, &error), -1);
	assert_int_equal(error_class(error), ERROR_STORE);
	g_clear_error(&error);
	/* Nothing half-written lies about. */
	g_autofree char *shelf = g_strdup_printf("%s/documents/%.2s", home, wrong);
	GDir *dir = g_dir_open(shelf, 0, NULL);
	assert_null(g_dir_read_name(dir));
	g_dir_close(dir);
	scratch_remove(home);
}

static void a_case_is_read_as_it_was_known(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	g_autoptr(Store) store = opened(home, STORE_WRITE);
	g_autofree char *id = case_with(store, "1", "10000001");
	g_autoptr(Case) before = case_read(store, id, 0, NULL);
	Money amount;
	assert_true(field_money(&((Item *)before->items->pdata[0])->principal, &amount));
	assert_int_equal(money_ore(amount), 1250000);

	GError *error = NULL;
	assert_true(store_begin(store, NULL));
	assert_false(decision_record(store, id, 2, FACT_CORRECTED, "12.000,00", "Nora", DAY, &error));
	assert_string_equal(error_code(error), "fact-value");
	g_clear_error(&error);
	assert_false(decision_record(store, id, 99, FACT_ACCEPTED, NULL, "Nora", DAY, &error));
	assert_string_equal(error_code(error), "no-such-fact");
	g_clear_error(&error);
	assert_true(decision_record(store, id, 2, FACT_CORRECTED, "1200000", "Nora", DAY, NULL));
	assert_true(store_commit(store, NULL));
	g_autoptr(Case) corrected = case_read(store, id, 0, NULL);
	const Item *item = corrected->items->pdata[0];
	assert_true(field_money(&item->principal, &amount));
	assert_int_equal(money_ore(amount), 1200000);
	assert_string_equal(item->principal.fact->raw, "12500.00");
	assert_string_equal(item->principal.fact->proof.document, "Nora");
	assert_true(corrected->up_to_seq > before->up_to_seq);

	g_autoptr(Case) replayed = case_read(store, id, before->up_to_seq, NULL);
	assert_true(field_money(&((Item *)replayed->items->pdata[0])->principal, &amount));
	assert_int_equal(money_ore(amount), 1250000);
	assert_int_equal(replayed->up_to_seq, before->up_to_seq);

	/* The last word counts; the reading comes back. */
	assert_true(store_begin(store, NULL));
	assert_true(decision_record(store, id, 2, FACT_ACCEPTED, NULL, "Nora", DAY, NULL));
	assert_true(store_commit(store, NULL));
	g_autoptr(Case) accepted = case_read(store, id, 0, NULL);
	assert_true(field_is(&((Item *)accepted->items->pdata[0])->principal, "1250000"));

	assert_null(case_read(store, "2026-999999", 0, &error));
	assert_string_equal(error_code(error), "no-such-case");
	assert_int_equal(error_class(error), ERROR_INPUT);
	g_clear_error(&error);
	scratch_remove(home);
}

static void twins_are_found_while_open(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	g_autoptr(Store) store = opened(home, STORE_WRITE);
	g_autofree char *a = case_with(store, "A-1001", "10000001");
	g_autofree char *b = case_with(store, "a 1001", "10000001"); /* the same, written otherwise */
	g_autofree char *other = case_with(store, "A-1001", "10000002"); /* same name, another CVR number */
	g_autofree char *nameless = case_with(store, "A-1001", NULL); /* known by name alone */
	g_autoptr(Case) case_a = case_read(store, a, 0, NULL);
	g_autoptr(Case) case_b = case_read(store, b, 0, NULL);
	g_autoptr(Case) case_other = case_read(store, other, 0, NULL);
	g_autoptr(Case) case_nameless = case_read(store, nameless, 0, NULL);
	assert_int_equal(case_a->twins->len, 0);
	assert_int_equal(case_b->twins->len, 1);
	assert_string_equal(((Twin *)case_b->twins->pdata[0])->case_id, a);
	assert_ptr_equal(((Twin *)case_b->twins->pdata[0])->item, case_b->items->pdata[0]);
	assert_int_equal(case_other->twins->len, 0);
	assert_int_equal(case_nameless->twins->len, 3);

	Event stop = { .name = (char *)"client_stop", .on = DAY, .deadline_on = DATE_NONE };
	assert_true(store_begin(store, NULL));
	assert_true(event_record(store, a, &stop, DAY, NULL));
	assert_true(store_commit(store, NULL));
	g_autoptr(Case) alone = case_read(store, b, 0, NULL);
	assert_int_equal(alone->twins->len, 0);

	/* A corrected event no longer closes. */
	Event undo = { .name = (char *)"call_logged", .on = DAY, .deadline_on = DATE_NONE, .replaces = stop.id };
	assert_true(store_begin(store, NULL));
	assert_true(event_record(store, a, &undo, DAY, NULL));
	Event wrong = { .name = (char *)"call_logged", .on = DAY, .deadline_on = DATE_NONE, .replaces = 77 };
	assert_false(event_record(store, a, &wrong, DAY, NULL));
	assert_true(store_commit(store, NULL));
	g_autoptr(Case) again = case_read(store, b, 0, NULL);
	assert_int_equal(again->twins->len, 1);

	/* Correcting the number moves the key. */
	assert_true(store_begin(store, NULL));
	assert_true(decision_record(store, b, 1, FACT_CORRECTED, "1002", "Nora", DAY, NULL));
	assert_true(store_commit(store, NULL));
	g_autoptr(Case) moved = case_read(store, b, 0, NULL);
	assert_int_equal(moved->twins->len, 0);
	scratch_remove(home);
}

static void commitments_fit_what_they_seal(void **state)
{
	(void)state;
	g_autofree char *home = scratch_make();
	g_autoptr(Store) store = opened(home, STORE_WRITE);
	g_free(case_with(store, "1", NULL));
	g_autoptr(Query) query = store_query(store, NULL,
	                                     "SELECT f.commitment, v.salt FROM fact f JOIN fact_value v"
	                                     " ON v.case_id = f.case_id AND v.id = f.id WHERE f.id = 2",
	                                     "");
	assert_true(query_next(query, NULL));
	g_autoptr(GBytes) commitment = query_bytes(query, 0);
	g_autoptr(GBytes) salt = query_bytes(query, 1);
	const char *payload = "9:invoice/1,7:1250000,8:12500.00,-,-,-,";
	uint8_t expected[DIGEST_BYTES];
	assert_int_equal(g_bytes_get_size(salt), SALT_BYTES);
	digest_commit(g_bytes_get_data(salt, NULL), payload, strlen(payload), expected);
	assert_memory_equal(g_bytes_get_data(commitment, NULL), expected, DIGEST_BYTES);
	scratch_remove(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recorded_rows_stand),
		cmocka_unit_test(newer_store_is_left_alone),
		cmocka_unit_test(older_store_is_brought_up_to_date),
		cmocka_unit_test(reading_writes_nothing),
		cmocka_unit_test(snapshot_in_a_closed_folder_is_read),
		cmocka_unit_test(strange_files_are_told),
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(one_writes_at_a_time),
		cmocka_unit_test(the_other_waits),
		cmocka_unit_test(full_disk_keeps_nothing_of_the_step),
		cmocka_unit_test(documents_are_kept_by_hash),
		cmocka_unit_test(a_case_is_read_as_it_was_known),
		cmocka_unit_test(twins_are_found_while_open),
		cmocka_unit_test(commitments_fit_what_they_seal),
	};
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
