/* Editions in the store: which is in force, what is kept, which rule versions an edition runs, what differs, the wire. */
#include "assess/bundle.h"
#include "assess/law_diff.h"
#include "assess/law_tables.h"
#include "intake/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scratch.h"

static const StoreRoom no_room = { NULL, NULL };
static char *folder;
static Store *store;

static int open_all(void **state)
{
	(void)state;
	const StoreRoom rooms[] = { intake_room, assess_room, no_room };
	folder = scratch_make();
	store = store_open(folder, STORE_WRITE, rooms, digest_random, NULL);
	return store == NULL;
}

static int close_all(void **state)
{
	(void)state;
	store_free(store);
	scratch_remove(folder);
	g_free(folder);
	return 0;
}

static Date day(const char *text)
{
	Date out;
	assert_true(date_parse(text, &out));
	return out;
}

/* The program's law with one file edited. */
static Law *edited(const char *name, const char *from, const char *to)
{
	g_autoptr(Law) own = law_embedded(NULL);
	g_autoptr(GPtrArray) files = law_files(own), out = law_files_new();
	for (guint i = 0; i < files->len; i++) {
		const LawFile *file = files->pdata[i];
		gsize size;
		const char *bytes = g_bytes_get_data(file->bytes, &size);
		g_autoptr(GString) text = g_string_new_len(bytes, (gssize)size);
		if (strcmp(file->name, name) == 0)
			assert_int_equal(g_string_replace(text, from, to, 1), 1);
		g_autoptr(GBytes) copy = g_bytes_new(text->str, text->len);
		law_files_add(out, file->name, copy);
	}
	Law *law = law_of_files(out, NULL);
	assert_non_null(law);
	return law;
}

static Law *smaller(void)
{
	return edited("limits.csv", "2011-10-01,,100000", "2011-10-01,,50000");
}

static bool installed(const Law *law, int64_t serial, GError **error)
{
	LawBundle row = { .serial = serial, .made_on = day("2026-11-20"), .manifest_sha256 = "m", .signature_sha256 = "s" };
	assert_true(store_begin(store, NULL));
	if (law_install(store, law, &row, day("2026-11-22"), error))
		return store_commit(store, error);
	store_rollback(store);
	return false;
}

static void without_a_bundle_the_program_decides(void **state)
{
	(void)state;
	g_autoptr(Law) own = law_embedded(NULL);
	g_autoptr(Law) here = law_in_force(store, NULL);
	g_autoptr(Law) nowhere = law_in_force(NULL, NULL);
	assert_string_equal(law_edition(own), law_edition(here));
	assert_string_equal(law_edition(own), law_edition(nowhere));
	assert_int_equal(law_serial(here), LAW_SERIAL);
}

static void the_highest_serial_is_in_force(void **state)
{
	(void)state;
	g_autoptr(Law) law = smaller();
	g_autoptr(GError) error = NULL;
	assert_false(installed(law, LAW_SERIAL, &error));
	assert_int_equal(error_class(error), ERROR_INTEGRITY);
	assert_string_equal(error_code(error), "law-older");
	assert_true(installed(law, LAW_SERIAL + 1, NULL));
	assert_false(installed(law, LAW_SERIAL + 1, NULL));
	g_autoptr(Law) now = law_in_force(store, NULL);
	assert_string_equal(law_edition(now), law_edition(law));
	assert_int_equal(law_serial(now), LAW_SERIAL + 1);
	assert_int_equal(date_compare(law_made_on(now), day("2026-11-20")), 0);
	/* The program's own tables may come back under a higher number. */
	g_autoptr(Law) own = law_embedded(NULL);
	assert_true(installed(own, LAW_SERIAL + 2, NULL));
	g_autoptr(Law) back = law_in_force(store, NULL);
	assert_string_equal(law_edition(back), law_edition(own));
	g_autoptr(Law) kept = law_kept(store, law_edition(law), NULL);
	assert_string_equal(law_edition(kept), law_edition(law));
}

static void an_edition_is_kept_once(void **state)
{
	(void)state;
	g_autoptr(Law) law = law_embedded(NULL);
	bool kept = true;
	assert_true(law_is_kept(store, law_edition(law), &kept, NULL) && !kept);
	for (int i = 0; i < 2; i++) {
		assert_true(store_begin(store, NULL));
		assert_true(law_keep(store, law, day("2026-11-22"), NULL) && store_commit(store, NULL));
	}
	g_autoptr(Query) rows = store_query(store, NULL, "SELECT count(*) FROM law_edition", "");
	assert_true(query_next(rows, NULL));
	assert_int_equal(query_int(rows, 0), 1);
	g_autoptr(Law) again = law_kept(store, law_edition(law), NULL);
	assert_string_equal(law_edition(again), law_edition(law));
	g_autoptr(GError) error = NULL;
	g_autofree char *none = g_strnfill(64, '0');
	assert_null(law_kept(store, none, &error));
	assert_string_equal(error_code(error), "law-not-kept");
}

static void rows_are_for_ever(void **state)
{
	(void)state;
	g_autoptr(Law) law = smaller();
	assert_true(installed(law, 5, NULL));
	static const char *const attacks[] = {
		"UPDATE law_edition SET serial = 9",
		"DELETE FROM law_edition",
		"INSERT OR REPLACE INTO law_edition (id, edition, source, serial, recorded_on) VALUES (1, 'x', 'bundle', 9, '2026-11-22')",
		"UPDATE law_file SET sha256 = 'x'",
		"DELETE FROM law_file",
		"INSERT OR REPLACE INTO law_file SELECT edition, name, 'x' FROM law_file",
		"INSERT INTO assessment VALUES (7, 'c', '2026-11-22', 'e', 1, 'r', 'h', 'h', '2026-11-22')",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(attacks); i++) {
		g_autoptr(GError) error = NULL;
		assert_false(store_run(store, &error, attacks[i], ""));
		assert_string_equal(error_code(error), "append-only");
	}
}

static void editions_go_by_name(void **state)
{
	(void)state;
	g_autoptr(Law) law = smaller();
	assert_true(installed(law, 5, NULL));
	g_autofree char *prefix = g_strndup(law_edition(law), 8);
	g_autoptr(Law) found = law_by_name(store, prefix, NULL);
	assert_string_equal(law_edition(found), law_edition(law));
	g_autoptr(Law) now = law_by_name(store, "in-force", NULL);
	assert_string_equal(law_edition(now), law_edition(law));
	g_autoptr(Law) own = law_by_name(store, "embedded", NULL);
	assert_string_not_equal(law_edition(own), law_edition(law));
	static const char *const wrong[] = { "abc", "zzzz", "", "0123456789abcdef", "*", "%" };
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		assert_null(law_by_name(store, wrong[i], &error));
		assert_int_equal(error_class(error), ERROR_USAGE);
		assert_string_equal(error_code(error), "no-such-edition");
	}
}

static void an_edition_runs_the_rule_versions_of_its_day(void **state)
{
	(void)state;
	g_autoptr(Law) own = law_embedded(NULL);
	assert_true(law_runs_rule(own, "U06", 1));
	g_autoptr(Law) later = edited(LAW_RULES, "RULE(U08, 1,", "RULE(U06, 2, \"x\")\nRULE(U08, 1,");
	assert_false(law_runs_rule(later, "U06", 1));
	assert_true(law_runs_rule(later, "U06", 2));
	assert_true(law_runs_rule(later, "U08", 1));
	assert_string_not_equal(law_edition(own), law_edition(later));
	g_autoptr(Law) before = edited(LAW_RULES, "RULE(U08, 1,", "RULF(U08, 1,");
	assert_false(law_runs_rule(before, "U08", 1));
	g_autoptr(cJSON) diff = law_diff_json(own, later);
	const cJSON *rows = json_get(diff, "rows");
	assert_int_equal(cJSON_GetArraySize(rows), 2);
	assert_string_equal(json_get_text(cJSON_GetArrayItem(rows, 0), "before"), "U06/1");
	assert_string_equal(json_get_text(cJSON_GetArrayItem(rows, 1), "after"), "U06/2");
}

static void rows_added_and_removed_are_told(void **state)
{
	(void)state;
	g_autoptr(Law) own = law_embedded(NULL);
	g_autoptr(Law) other = edited("postcodes.csv", "0783,", "0001,");
	g_autoptr(cJSON) diff = law_diff_json(own, other);
	const cJSON *rows = json_get(diff, "rows");
	assert_false(json_get_bool(diff, "same"));
	assert_int_equal(cJSON_GetArraySize(rows), 2);
	assert_string_equal(json_get_text(cJSON_GetArrayItem(rows, 0), "change"), "removed");
	assert_string_equal(json_get_text(cJSON_GetArrayItem(rows, 1), "change"), "added");
	assert_null(json_get_text(cJSON_GetArrayItem(rows, 1), "before"));
	g_autoptr(cJSON) same = law_diff_json(own, own);
	assert_true(json_get_bool(same, "same"));
	assert_int_equal(cJSON_GetArraySize(json_get(same, "rows")), 0);
}

static void only_https_is_fetched(void **state)
{
	(void)state;
	static const char *const wrong[] = { "http://127.0.0.1:1/x", "file:///etc/hostname", "ftp://127.0.0.1/x", "127.0.0.1", "" };
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) bytes = NULL;
		assert_false(wire_fetch(wrong[i], 1000, 1, NULL, &bytes, &error));
		assert_null(bytes);
		assert_string_equal(error_code(error), "not-https");
	}
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = NULL;
	assert_false(wire_fetch("https://user:word@127.0.0.1:1/file?token=hidden", 1000, 2, NULL, &bytes, &error));
	assert_int_equal(error_class(error), ERROR_DELIVERY);
	assert_string_equal(error_file(error), "https://127.0.0.1:1/file");
	g_autofree char *sentence = error_sentence(error, LANG_EN);
	assert_null(strstr(sentence, "hidden"));
	assert_null(strstr(sentence, "word"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(without_a_bundle_the_program_decides, open_all, close_all),
		cmocka_unit_test_setup_teardown(the_highest_serial_is_in_force, open_all, close_all),
		cmocka_unit_test_setup_teardown(an_edition_is_kept_once, open_all, close_all),
		cmocka_unit_test_setup_teardown(rows_are_for_ever, open_all, close_all),
		cmocka_unit_test_setup_teardown(editions_go_by_name, open_all, close_all),
		cmocka_unit_test(an_edition_runs_the_rule_versions_of_its_day),
		cmocka_unit_test(rows_added_and_removed_are_told),
		cmocka_unit_test(only_https_is_fetched),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
