/* Files of our own: whole or not there. */
#include "intake/folder.h"

#include "tests/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void written_whole_and_read_back(void **state)
{
	g_autofree char *path = g_build_filename(*state, "a", "b", "f", NULL);
	g_autofree char *above = g_path_get_dirname(path);
	assert_true(folder_make(above, NULL));
	g_autoptr(GBytes) bytes = g_bytes_new("hej", 3);
	assert_true(file_write(path, bytes, NULL));
	g_autofree char *beside = g_strconcat(path, ".part", NULL);
	assert_false(file_exists(beside));
	g_autoptr(GBytes) back = file_read(path, 3, NULL);
	assert_true(g_bytes_equal(bytes, back));
	g_autoptr(GError) error = NULL;
	assert_null(file_read(path, 2, &error));
	assert_string_equal(error_file(error), path);
}

static void links_are_removed_not_followed(void **state)
{
	g_autofree char *keep = g_build_filename(*state, "keep", NULL), *folder = g_build_filename(*state, "gone", NULL),
	                *link = g_build_filename(folder, "link", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new("x", 1);
	assert_true(file_write(keep, bytes, NULL));
	assert_true(folder_make(folder, NULL));
	assert_int_equal(symlink(keep, link), 0);
	assert_true(folder_remove(folder, NULL));
	assert_false(file_exists(folder));
	assert_true(file_exists(keep));
	assert_true(folder_remove(folder, NULL));
}

static void a_fault_names_the_file(void **state)
{
	g_autofree char *path = g_build_filename(*state, "no", "such", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new("x", 1);
	g_autoptr(GError) error = NULL;
	assert_false(file_write(path, bytes, &error));
	assert_int_equal(error_class(error), ERROR_DELIVERY);
	assert_string_equal(error_file(error), path);
	assert_string_not_equal(error_text(error, LANG_DA), error_text(error, LANG_EN));
}

static int scratch(void **state)
{
	*state = scratch_make();
	return 0;
}

static int clear(void **state)
{
	scratch_remove(*state);
	g_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(written_whole_and_read_back, scratch, clear),
		cmocka_unit_test_setup_teardown(links_are_removed_not_followed, scratch, clear),
		cmocka_unit_test_setup_teardown(a_fault_names_the_file, scratch, clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
