/* Pages: same bytes anywhere, nothing crossed or lost over page breaks, every script. */
#include "filing/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static Pages *start(void)
{
	Date day;
	assert_true(date_parse("2026-11-22", &day));
	PagesInfo info = { .title = "Prøve", .author = "paakrav", .footer = "Sag 2026-000001", .made_on = day,
		               .corner_width_mm = 70, .corner_height_mm = 35 };
	g_autoptr(GError) error = NULL;
	Pages *pages = pages_new(&info, &error);
	assert_null(error);
	return pages;
}

static GBytes *sample(int *count)
{
	g_autoptr(Pages) pages = start();
	pages_fixed(pages, FACE_TITLE, "Udkast");
	const Tick ticks[] = { { "Ja", true }, { "Nej", false }, { NULL, false } };
	GString *lines = g_string_new(NULL);
	for (int i = 0; i < 200; i++)
		g_string_append_printf(lines, "linje %d\n", i);
	const Cell cells[] = { { .twelfths = 8, .label = "Navn", .text = lines->str, .face = FACE_TEXT },
		                   { .twelfths = 4, .label = "Svar", .ticks = ticks, .open = true, .face = FACE_TEXT } };
	pages_boxes(pages, cells, 2);
	g_string_free(lines, TRUE);
	pages_frame_open(pages, "Fremstilling");
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	char *row[] = { (char *)"1001", (char *)"12.500,00" };
	for (int i = 0; i < 300; i++)
		g_ptr_array_add(rows, row);
	const Column columns[] = { { "Nummer", 2, ALIGN_LEFT }, { "Beløb", 1, ALIGN_RIGHT } };
	pages_table(pages, columns, 2, rows, NULL);
	pages_frame_close(pages);
	g_autoptr(GError) error = NULL;
	GBytes *bytes = pages_finish(pages, count, &error);
	assert_null(error);
	return bytes;
}

static void pages_are_the_same_anywhere(void **state)
{
	(void)state;
	int count = 0;
	g_autoptr(GBytes) first = sample(&count);
	assert_in_range(count, 6, 14);
	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	setenv("LC_ALL", "ar_EG.UTF-8", 1);
	setenv("LANG", "ja_JP.UTF-8", 1);
	g_autoptr(GBytes) second = sample(NULL);
	assert_true(g_bytes_equal(first, second));
}

/* Case workers are forked from a process that may have laid out pages itself. */
static void pages_survive_a_fork(void **state)
{
	(void)state;
	g_autoptr(GBytes) first = sample(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		g_autoptr(GBytes) second = sample(NULL);
		_exit(g_bytes_equal(first, second) ? 0 : 1);
	}
	int status = 0;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void unknown_characters_are_counted(void **state)
{
	(void)state;
	g_autoptr(Pages) pages = start();
	pages_text(pages, FACE_TEXT, "Łódź Żółć Αθήνα خالد бъг æøå €");
	assert_int_equal(pages_unknown(pages), 0);
	pages_text(pages, FACE_TEXT, "漢字");
	assert_int_equal(pages_unknown(pages), 2);
	/* Broken UTF-8, controls and overrides of direction do no harm. */
	pages_text(pages, FACE_TEXT, "a\xff\x01\x7f\u202e b");
	g_autoptr(GBytes) bytes = pages_finish(pages, NULL, NULL);
	assert_non_null(bytes);
}

static void the_day_is_the_one_handed_in(void **state)
{
	(void)state;
	g_autoptr(GBytes) bytes = sample(NULL);
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	assert_true(size > 1000 && memcmp(data, "%PDF-1.5", 8) == 0);
	assert_non_null(memmem(data, size, "(20261122000000Z)", 17));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_the_same_anywhere),
		cmocka_unit_test(pages_survive_a_fork),
		cmocka_unit_test(unknown_characters_are_counted),
		cmocka_unit_test(the_day_is_the_one_handed_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
