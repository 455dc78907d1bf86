/* Every table whose rows are for ever stands in recorded.def: one that is forgotten there is one that no audit sees. */
#include "enforcement/erasable.h"
#include "enforcement/recorded.h"
#include "tests/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static Store *house(const char *folder)
{
	const StoreRoom rooms[] = { intake_room, assess_room, filing_room, enforcement_room, { NULL, NULL } };
	GError *error = NULL;
	Store *store = store_open(folder, STORE_WRITE, rooms, digest_random, &error);
	assert_null(error);
	return store;
}

static void none_is_forgotten(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	{
		g_autoptr(Store) store = house(folder);
		g_autoptr(GPtrArray) forgotten = recorded_forgotten(store, NULL);
		assert_non_null(forgotten);
		for (guint i = 0; i < forgotten->len; i++)
			print_error("put %s into enforcement/recorded.def\n", (const char *)forgotten->pdata[i]);
		assert_int_equal(forgotten->len, 0);
	}
	scratch_remove(folder);
}

static void a_new_one_is_noticed(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	{
		g_autoptr(Store) store = house(folder);
		assert_true(store_run(store, NULL, "CREATE TABLE diary (id INTEGER PRIMARY KEY)", ""));
		assert_true(store_run(store, NULL, "CREATE TRIGGER diary_no_delete BEFORE DELETE ON diary BEGIN SELECT RAISE(ABORT, 'x'); END", ""));
		assert_true(store_run(store, NULL, "CREATE TABLE diary_text (id INTEGER PRIMARY KEY, salt BLOB, text TEXT)", ""));
		g_autoptr(GPtrArray) forgotten = recorded_forgotten(store, NULL);
		assert_int_equal(forgotten->len, 2);
		assert_string_equal(forgotten->pdata[0], "diary");
		assert_string_equal(forgotten->pdata[1], "diary_text");
	}
	scratch_remove(folder);
}

static void each_belongs_to_a_case_or_the_house(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	{
		g_autoptr(Store) store = house(folder);
		g_autoptr(GPtrArray) undecided = erasable_undecided(store, NULL);
		assert_non_null(undecided);
		for (guint i = 0; i < undecided->len; i++)
			print_error("whose are the rows of %s? say so in enforcement/erasable.c\n", (const char *)undecided->pdata[i]);
		assert_int_equal(undecided->len, 0);
	}
	scratch_remove(folder);
}

static void an_empty_house_is_whole(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	{
		g_autoptr(Store) store = house(folder);
		g_autoptr(JournalReport) report = journal_verify(store, NULL, NULL);
		assert_true(recorded_verify(store, report, NULL));
		assert_int_equal(report->faults->len, 0);
	}
	scratch_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_is_forgotten),
		cmocka_unit_test(a_new_one_is_noticed),
		cmocka_unit_test(each_belongs_to_a_case_or_the_house),
		cmocka_unit_test(an_empty_house_is_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
