/* Submissions: the four outcomes, each with a reason; the same one again; adding to a case; a kill at any moment. */
#include "intake/document.h"
#include "intake/submission.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scratch.h"

#define FIXTURES "../fixtures/inbox/"

typedef struct House {
	char *folder, *home, *inbox, *scratch;
	Store *store;
	Reader *reader;
	Date today;
} House;

static Store *opened(const char *home)
{
	const StoreRoom rooms[] = { intake_room, { NULL, NULL } };
	Store *store = store_open(home, STORE_WRITE, rooms, digest_random, NULL);
	assert_non_null(store);
	return store;
}

static int move_in(void **state)
{
	House *house = g_new0(House, 1);
	house->folder = scratch_make();
	house->home = g_build_filename(house->folder, "home", NULL);
	house->inbox = g_build_filename(house->folder, "inbox", NULL);
	house->scratch = g_build_filename(house->folder, "scratch", NULL);
	assert_int_equal(mkdir(house->inbox, 0755), 0);
	house->store = opened(house->home);
	house->reader = reader_new(NULL);
	assert_true(date_parse("2026-11-22", &house->today));
	*state = house;
	return 0;
}

static int move_out(void **state)
{
	House *house = *state;
	reader_free(house->reader);
	store_free(house->store);
	scratch_remove(house->folder);
	g_free(house->folder);
	g_free(house->home);
	g_free(house->inbox);
	g_free(house->scratch);
	g_free(house);
	return 0;
}

static Submission *handed_in(House *house, const char *path, const char *label)
{
	GError *error = NULL;
	Submission *submission = submission_look(house->reader, path, label, house->scratch);
	if (!submission_record(house->store, submission, house->today, &error))
		fail_msg("%s", error->message);
	return submission;
}

static char *in_inbox(const House *house, const char *name)
{
	return g_build_filename(house->inbox, name, NULL);
}

static char *text_of(const char *path)
{
	char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		fail_msg("%s is missing", path);
	return text;
}

/* A folder in the inbox with the files of a fixture. */
static void lay_in(const House *house, const char *name, const char *fixture)
{
	static const char *const files[] = { "claim.xml", "faktura.xml" };
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *from = g_strconcat(FIXTURES, fixture, "/", files[i], NULL);
		g_autofree char *to = g_build_filename(name, files[i], NULL);
		g_autofree char *text = text_of(from);
		scratch_write(house->inbox, to, text);
	}
}

static void expect(const Submission *submission, Outcome outcome, const char *case_id, const char *code)
{
	if (submission->outcome != outcome)
		fail_msg("%s: %s", submission->path, outcome_name(submission->outcome));
	if (case_id == NULL)
		assert_null(submission->case_id);
	else
		assert_string_equal(submission->case_id, case_id);
	if (code == NULL) {
		assert_int_equal(submission->reasons->len, 0);
		return;
	}
	assert_int_equal(submission->reasons->len, 1);
	const Reason *reason = submission->reasons->pdata[0];
	assert_string_equal(reason->code, code);
	assert_true(strlen(reason->da) > 10 && strlen(reason->en) > 10);
}

static int64_t count_of(House *house, const char *sql)
{
	g_autoptr(Query) query = store_query(house->store, NULL, sql, "");
	assert_true(query_next(query, NULL));
	return query_int(query, 0);
}

static void taken_once_then_seen(void **state)
{
	House *house = *state;
	lay_in(house, "a", "01-erhverv");
	lay_in(house, "b", "01-erhverv");
	g_autofree char *a = in_inbox(house, "a"), *b = in_inbox(house, "b");
	g_autoptr(Submission) first = handed_in(house, a, "a");
	expect(first, OUTCOME_TAKEN, "2026-000001", NULL);
	assert_false(first->seen_before);
	g_autoptr(Case) c = case_read(house->store, "2026-000001", 0, NULL);
	assert_int_equal(c->documents->len, 2);
	assert_int_equal(c->events->len, 2);
	assert_int_equal(c->items->len, 1);
	assert_int_equal(c->conflicts->len, 0);
	for (guint i = 0; i < c->facts->len; i++)
		assert_non_null(((Fact *)c->facts->pdata[i])->proof.sha256);
	for (guint i = 0; i < c->documents->len; i++) {
		int fd = store_open_document(house->store, ((Document *)c->documents->pdata[i])->sha256, NULL);
		assert_true(fd >= 0);
		close(fd);
	}

	g_autoptr(Submission) again = handed_in(house, a, "a");
	expect(again, OUTCOME_TAKEN, "2026-000001", NULL);
	assert_true(again->seen_before);
	g_autoptr(Submission) copy = handed_in(house, b, "b");
	expect(copy, OUTCOME_DUPLICATE, "2026-000001", "duplicate-of");
	g_autoptr(Submission) copy_again = handed_in(house, b, "b");
	expect(copy_again, OUTCOME_DUPLICATE, "2026-000001", "duplicate-of");
	assert_true(copy_again->seen_before);
	g_autoptr(Submission) zip = handed_in(house, FIXTURES "02-samme-igen.zip", "zip");
	expect(zip, OUTCOME_DUPLICATE, "2026-000001", "duplicate-of");
	assert_int_equal(count_of(house, "SELECT count(*) FROM cases"), 1);
	assert_int_equal(count_of(house, "SELECT count(*) FROM submission"), 3);
}

static void zip_first_then_folder(void **state)
{
	House *house = *state;
	lay_in(house, "a", "01-erhverv");
	g_autofree char *a = in_inbox(house, "a");
	g_autoptr(Submission) zip = handed_in(house, FIXTURES "02-samme-igen.zip", "02-samme-igen.zip");
	expect(zip, OUTCOME_TAKEN, "2026-000001", NULL);
	g_autoptr(Submission) folder = handed_in(house, a, "a");
	expect(folder, OUTCOME_DUPLICATE, "2026-000001", "duplicate-of");
}

static void refusals_name_file_and_place(void **state)
{
	House *house = *state;
	static const struct {
		const char *path, *code, *file, *place;
	} rows[] = {
		{ "90-doctype", "xml-doctype", "claim.xml", "line 2, column 1" },
		{ "91-claim-med-fejl", "claim-amount", "claim.xml", NULL },
		{ "92-claim-afbrudt", "xml-malformed", "claim.xml", NULL },
		{ "93-ud-af-mappen.zip", "zip-path", NULL, NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = g_strconcat(FIXTURES, rows[i].path, NULL);
		g_autoptr(Submission) submission = handed_in(house, path, rows[i].path);
		expect(submission, OUTCOME_REFUSED, NULL, rows[i].code);
		const Reason *reason = submission->reasons->pdata[0];
		if (rows[i].file != NULL)
			assert_string_equal(reason->file, rows[i].file);
		if (rows[i].place != NULL)
			assert_string_equal(reason->place, rows[i].place);
		g_autoptr(Submission) again = handed_in(house, path, rows[i].path);
		assert_true(again->seen_before);
		assert_int_equal(again->outcome, OUTCOME_REFUSED);
	}
	assert_int_equal(count_of(house, "SELECT count(*) FROM submission"), G_N_ELEMENTS(rows));
	assert_int_equal(count_of(house, "SELECT count(*) FROM cases"), 0);
}

static void what_lies_wrong_is_refused(void **state)
{
	House *house = *state;
	g_autofree char *empty = in_inbox(house, "empty"), *linked = in_inbox(house, "linked"), *link = in_inbox(house, "link");
	g_autofree char *pipe = in_inbox(house, "pipe"), *single = in_inbox(house, "single.xml"), *deep = in_inbox(house, "deep");
	assert_int_equal(mkdir(empty, 0755), 0);
	scratch_write(house->inbox, "linked/a.txt", "a");
	g_autofree char *inner = g_build_filename(linked, "b.txt", NULL);
	assert_int_equal(symlink("/etc/hostname", inner), 0);
	assert_int_equal(symlink(linked, link), 0);
	assert_int_equal(mkdir(pipe, 0755), 0);
	g_autofree char *fifo = g_build_filename(pipe, "fifo", NULL);
	assert_int_equal(mkfifo(fifo, 0644), 0);
	scratch_write(house->inbox, "single.xml", "<a/>");
	scratch_write(house->inbox, "deep/1/2/3/4/5/6/7/8/9/a.txt", "a");
	g_autofree char *nowhere = in_inbox(house, "nowhere");
	g_autofree char *text = text_of(FIXTURES "01-erhverv/claim.xml");
	scratch_write(house->inbox, "two/claim.xml", text);
	scratch_write(house->inbox, "two/b/claim.xml", text);
	g_autofree char *two = in_inbox(house, "two");
	const struct {
		const char *path, *code;
	} rows[] = { { empty, "empty" },       { linked, "link" },      { link, "link" },           { pipe, "file-kind" },
		     { single, "single-file" }, { deep, "too-deep" }, { nowhere, "unreadable" }, { two, "two-claims" } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Submission) submission = handed_in(house, rows[i].path, rows[i].path);
		expect(submission, OUTCOME_REFUSED, NULL, rows[i].code);
		g_autoptr(Submission) again = handed_in(house, rows[i].path, rows[i].path);
		assert_true(again->seen_before);
	}
}

static void claim_names_what_is_not_there(void **state)
{
	House *house = *state;
	g_autofree char *text = text_of(FIXTURES "01-erhverv/claim.xml");
	scratch_write(house->inbox, "a/claim.xml", text); /* it names faktura.xml */
	g_autofree char *a = in_inbox(house, "a");
	g_autoptr(Submission) missing = handed_in(house, a, "a");
	expect(missing, OUTCOME_REFUSED, NULL, "document-missing");
	assert_string_equal(((Reason *)missing->reasons->pdata[0])->file, "claim.xml");
	assert_non_null(strstr(((Reason *)missing->reasons->pdata[0])->place, "line "));
	assert_int_equal(count_of(house, "SELECT count(*) FROM cases"), 0);
	g_autoptr(Submission) again = handed_in(house, a, "a");
	assert_true(again->seen_before);

	/* Corrected under the same path: looked at afresh. */
	lay_in(house, "a", "01-erhverv");
	g_autoptr(Submission) whole = handed_in(house, a, "a");
	expect(whole, OUTCOME_TAKEN, "2026-000001", NULL);
}

static void event_in_the_future_waits_for_its_day(void **state)
{
	House *house = *state;
	lay_in(house, "a", "01-erhverv");
	g_autofree char *a = in_inbox(house, "a");
	Date then = house->today;
	assert_true(date_parse("2026-01-01", &house->today));
	g_autoptr(Submission) early = handed_in(house, a, "a");
	expect(early, OUTCOME_REFUSED, NULL, "event-future");
	house->today = then;
	g_autoptr(Submission) late = handed_in(house, a, "a");
	expect(late, OUTCOME_TAKEN, "2026-000001", NULL);
}

static void unfinished_waits(void **state)
{
	House *house = *state;
	static const char *const names[] = { ".a", "a.part", "a.tmp" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *inside = g_strdup_printf("in%zu/%s", i, names[i]), *folder = g_strdup_printf("in%zu", i);
		scratch_write(house->inbox, inside, "x");
		scratch_write(house->inbox, names[i], "x");
		g_autofree char *outer = in_inbox(house, names[i]), *holder = in_inbox(house, folder);
		g_autoptr(Submission) one = handed_in(house, outer, names[i]);
		expect(one, OUTCOME_WAITING, NULL, "unfinished");
		g_autoptr(Submission) other = handed_in(house, holder, folder);
		expect(other, OUTCOME_WAITING, NULL, "unfinished");
	}
	assert_int_equal(count_of(house, "SELECT count(*) FROM submission"), 0);
	g_autoptr(GPtrArray) list = inbox_list(house->inbox, NULL);
	assert_int_equal(list->len, 6);
	assert_string_equal(list->pdata[0], ".a");
	GError *error = NULL;
	assert_null(inbox_list("nowhere", &error));
	assert_int_equal(error_class(error), ERROR_INPUT);
	g_clear_error(&error);
}

static void changed_between_look_and_record_waits(void **state)
{
	House *house = *state;
	lay_in(house, "a", "01-erhverv");
	g_autofree char *a = in_inbox(house, "a");
	g_autoptr(Submission) submission = submission_look(house->reader, a, "a", house->scratch);
	assert_int_equal(submission->outcome, OUTCOME_TAKEN);
	scratch_write(house->inbox, "a/faktura.xml", "<other/>");
	assert_true(submission_record(house->store, submission, house->today, NULL));
	expect(submission, OUTCOME_WAITING, NULL, "changing");
	assert_int_equal(count_of(house, "SELECT count(*) FROM submission"), 0);
}

static void letters_are_kept_unread_but_xml_must_be_whole(void **state)
{
	House *house = *state;
	lay_in(house, "a", "01-erhverv");
	scratch_write(house->inbox, "a/brev.html", "<!DOCTYPE html><html><body>Hej<br></body></html>");
	scratch_write(house->inbox, "a/noter.txt", "hej");
	scratch_write(house->inbox, "a/.DS_Store", "junk");
	g_autofree char *a = in_inbox(house, "a");
	g_autoptr(Submission) taken = handed_in(house, a, "a");
	expect(taken, OUTCOME_TAKEN, "2026-000001", NULL);
	g_autoptr(Case) c = case_read(house->store, "2026-000001", 0, NULL);
	assert_int_equal(c->documents->len, 4);
	scratch_write(house->inbox, "b/faktura2.xml", "<Invoice><unfinished></Invoice>");
	g_autofree char *b = in_inbox(house, "b");
	g_autoptr(Submission) refused = handed_in(house, b, "b");
	expect(refused, OUTCOME_REFUSED, NULL, "xml-malformed");
	assert_string_equal(((Reason *)refused->reasons->pdata[0])->file, "faktura2.xml");
}

static void another_case_under_a_known_path_is_noted(void **state)
{
	House *house = *state;
	lay_in(house, "a", "01-erhverv");
	g_autofree char *a = in_inbox(house, "a");
	g_autoptr(Submission) first = handed_in(house, a, "a");
	expect(first, OUTCOME_TAKEN, "2026-000001", NULL);
	lay_in(house, "a", "03-forbruger");
	scratch_write(house->inbox, "a/aftale.pdf", "%PDF-1.4");
	scratch_write(house->inbox, "a/mail.eml", "x");
	g_autoptr(Submission) second = handed_in(house, a, "a");
	expect(second, OUTCOME_TAKEN, "2026-000002", "path-seen");
	g_autoptr(Submission) again = handed_in(house, a, "a");
	expect(again, OUTCOME_TAKEN, "2026-000002", "path-seen");
	assert_true(again->seen_before);
}

static void the_same_invoice_elsewhere_is_a_twin(void **state)
{
	House *house = *state;
	g_autoptr(Submission) first = handed_in(house, FIXTURES "25-faktura.zip", "25");
	g_autoptr(Submission) second = handed_in(house, FIXTURES "26-samme-faktura", "26");
	assert_int_equal(second->outcome, OUTCOME_TAKEN);
	g_autoptr(Case) c = case_read(house->store, second->case_id, 0, NULL);
	assert_int_equal(c->twins->len, 1);
	assert_string_equal(((Twin *)c->twins->pdata[0])->case_id, first->case_id);
}

static void conflict_is_found_and_decided(void **state)
{
	House *house = *state;
	g_autoptr(Submission) submission = handed_in(house, FIXTURES "24-modstrid", "24");
	g_autoptr(Case) c = case_read(house->store, submission->case_id, 0, NULL);
	assert_int_equal(c->conflicts->len, 1);
	const Conflict *conflict = c->conflicts->pdata[0];
	assert_string_equal(conflict->name, "invoice.payable_ore");
	const Fact *read = conflict->facts->pdata[1];
	assert_true(store_begin(house->store, NULL));
	assert_true(decision_record(house->store, c->id, read->id, FACT_ACCEPTED, NULL, "Nora", house->today, NULL));
	assert_true(store_commit(house->store, NULL));
	g_autoptr(Case) decided = case_read(house->store, c->id, 0, NULL);
	assert_int_equal(decided->conflicts->len, 0);
	assert_true(field_is(&((Item *)decided->items->pdata[0])->principal, read->value));
}

static void supplement_adds_what_is_new(void **state)
{
	House *house = *state;
	lay_in(house, "a", "01-erhverv");
	scratch_write(house->inbox, "more/claim.xml",
	              "<claim xmlns=\"urn:paakrav:claim:1\"><document file=\"faktura.xml\" kind=\"contract\"/>"
	              "<event name=\"call_logged\" on=\"2026-11-01\"/></claim>");
	scratch_write(house->inbox, "more/faktura.xml", "<note>ikke den samme</note>");
	g_autofree char *a = in_inbox(house, "a"), *more = in_inbox(house, "more");
	g_autoptr(Submission) first = handed_in(house, a, "a");
	g_autoptr(Submission) same = submission_look(house->reader, a, "a2", house->scratch);
	assert_true(submission_supplement(house->store, same, first->case_id, house->today, NULL));
	expect(same, OUTCOME_TAKEN, "2026-000001", "nothing-new");

	for (int round = 0; round < 2; round++) {
		g_autoptr(Submission) added = submission_look(house->reader, more, "more", house->scratch);
		assert_true(submission_supplement(house->store, added, first->case_id, house->today, NULL));
		expect(added, OUTCOME_TAKEN, "2026-000001", NULL);
		assert_int_equal(added->seen_before, round == 1);
		g_autoptr(Case) c = case_read(house->store, first->case_id, 0, NULL);
		assert_int_equal(c->documents->len, 4);
		assert_int_equal(c->events->len, 3);
		const Document *renamed = case_document_named(c, "faktura-2.xml");
		assert_non_null(renamed);
		assert_string_equal(document_kind(renamed), "contract"); /* claim.xml's word went with it */
		assert_non_null(case_document_named(c, "claim-2.xml"));
	}
	GError *error = NULL;
	g_autoptr(Submission) lost = submission_look(house->reader, more, "more", house->scratch);
	assert_false(submission_supplement(house->store, lost, "2026-000099", house->today, &error));
	assert_string_equal(error_code(error), "no-such-case");
	g_clear_error(&error);
}

static void cvr_number_under_another_name_is_told(void **state)
{
	House *house = *state;
	static const char *const claims[] = {
		"<claim xmlns=\"urn:paakrav:claim:1\"><creditor><name>Abel ApS</name><cvr>99000011</cvr></creditor></claim>",
		"<claim xmlns=\"urn:paakrav:claim:1\"><creditor><name>Bertel ApS</name><cvr>99000011</cvr></creditor></claim>",
		"<claim xmlns=\"urn:paakrav:claim:1\"><creditor><name>ABEL aps</name><cvr>99000011</cvr></creditor></claim>",
	};
	static const char *const codes[] = { NULL, "party-other-name", NULL };
	for (size_t i = 0; i < G_N_ELEMENTS(claims); i++) {
		g_autofree char *name = g_strdup_printf("c%zu", i), *file = g_strdup_printf("c%zu/claim.xml", i);
		scratch_write(house->inbox, file, claims[i]);
		g_autofree char *path = in_inbox(house, name), *id = g_strdup_printf("2026-%06zu", i + 1);
		g_autoptr(Submission) submission = handed_in(house, path, name);
		expect(submission, OUTCOME_TAKEN, id, codes[i]);
	}
	assert_int_equal(count_of(house, "SELECT count(*) FROM party"), 1);
	assert_int_equal(count_of(house, "SELECT count(*) FROM case_party"), 3);
}

static void missing_worker_is_not_remembered(void **state)
{
	House *house = *state;
	reader_free(house->reader);
	house->reader = reader_new("/nowhere/paakrav-worker");
	lay_in(house, "a", "01-erhverv");
	g_autofree char *a = in_inbox(house, "a");
	g_autoptr(Submission) submission = handed_in(house, a, "a");
	expect(submission, OUTCOME_REFUSED, NULL, "worker-missing");
	assert_int_equal(count_of(house, "SELECT count(*) FROM submission"), 0);
}

/* Killed after so many microseconds of recording, then run again: the store is whole and every case is there once. */
static void killed_anywhere_and_run_again(void **state)
{
	House *house = *state;
	static const char *const fixtures[] = { "01-erhverv", "03-forbruger", "25-faktura.zip", "91-claim-med-fejl", "24-modstrid" };
	store_free(house->store);
	for (useconds_t delay = 2000; delay < 60000; delay += 4000) {
		pid_t child = fork();
		if (child == 0) {
			house->store = opened(house->home);
			Reader *reader = reader_new(NULL);
			for (size_t i = 0; i < G_N_ELEMENTS(fixtures); i++) {
				g_autofree char *path = g_strconcat(FIXTURES, fixtures[i], NULL);
				Submission *submission = submission_look(reader, path, fixtures[i], house->scratch);
				submission_record(house->store, submission, house->today, NULL);
			}
			reader_free(reader);
			_exit(0);
		}
		usleep(delay);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	house->store = opened(house->home);
	for (size_t i = 0; i < G_N_ELEMENTS(fixtures); i++) {
		g_autofree char *path = g_strconcat(FIXTURES, fixtures[i], NULL);
		g_autoptr(Submission) submission = handed_in(house, path, fixtures[i]);
		assert_int_equal(submission->outcome, i == 3 ? OUTCOME_REFUSED : OUTCOME_TAKEN);
	}
	assert_int_equal(count_of(house, "SELECT count(*) FROM cases"), 4);
	assert_int_equal(count_of(house, "SELECT count(*) FROM submission"), 5);
	assert_int_equal(count_of(house, "SELECT count(*) FROM fact f WHERE NOT EXISTS (SELECT 1 FROM fact_value v"
	                                 " WHERE v.case_id = f.case_id AND v.id = f.id)"),
	                 0);
	g_autoptr(Query) query = store_query(house->store, NULL, "PRAGMA integrity_check", "");
	assert_true(query_next(query, NULL));
	assert_string_equal(query_text(query, 0), "ok");
}

int main(void)
{
#define UNIT(test) cmocka_unit_test_setup_teardown(test, move_in, move_out)
	const struct CMUnitTest tests[] = {
		UNIT(taken_once_then_seen),
		UNIT(zip_first_then_folder),
		UNIT(refusals_name_file_and_place),
		UNIT(what_lies_wrong_is_refused),
		UNIT(claim_names_what_is_not_there),
		UNIT(event_in_the_future_waits_for_its_day),
		UNIT(unfinished_waits),
		UNIT(changed_between_look_and_record_waits),
		UNIT(letters_are_kept_unread_but_xml_must_be_whole),
		UNIT(another_case_under_a_known_path_is_noted),
		UNIT(the_same_invoice_elsewhere_is_a_twin),
		UNIT(conflict_is_found_and_decided),
		UNIT(supplement_adds_what_is_new),
		UNIT(cvr_number_under_another_name_is_told),
		UNIT(missing_worker_is_not_remembered),
		UNIT(killed_anywhere_and_run_again),
	};
	return cmocka_run_group_tests_name("submission", tests, NULL, NULL);
}
