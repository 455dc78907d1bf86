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

static void a_page_says_what_it_lacks(void **state)
{
	(void)state;
	assert_null(pages_lacking("Łódź Αθήνα خالد æøå €", NULL));
	g_autofree char *lacks = pages_lacking("漢 a 字 漢", NULL);
	assert_string_equal(lacks, "漢字");
}

/* What the tools of others say of the pages. */
static char *told(const char *tool, const char *option, GBytes *pdf)
{
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("page-XXXXXX.pdf", &path, NULL);
	assert_true(fd >= 0 && write(fd, g_bytes_get_data(pdf, NULL), g_bytes_get_size(pdf)) == (ssize_t)g_bytes_get_size(pdf));
	close(fd);
	const char *argv[] = { tool, option, path, strcmp(tool, "pdftotext") == 0 ? "-" : NULL, NULL };
	char *out = NULL;
	int status = -1;
	assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, NULL));
	unlink(path);
	assert_int_equal(status, 0); /* qpdf --check: 3 when it has to warn */
	return out;
}

static GBytes *letter(void)
{
	Date day;
	assert_true(date_parse("2026-11-22", &day));
	PagesInfo info = { .title = "Brev", .made_on = day, .language = "sv" };
	g_autoptr(Pages) pages = pages_new(&info, NULL);
	const Cell columns[] = { { .twelfths = 7, .text = "Wółczańska Łucja\nΝικόλαος Παπαδόπουλος\nعبد الله", .face = FACE_TEXT },
		                     { .twelfths = 5, .text = "Fra\nÆbleskov ApS", .face = FACE_TEXT } };
	pages_columns(pages, columns, 2);
	pages_link(pages, FACE_TEXT, "Se opgørelsen", "#opgørelse");
	pages_link(pages, FACE_TEXT, "Skriv til os", "mailto:post@firma.example?subject=Sag 1");
	pages_link(pages, FACE_TEXT, "Ikke et link", "javascript:alert(1)");
	for (int i = 0; i < 80; i++)
		pages_text(pages, FACE_TEXT, "Et afsnit, som er længere end linjen, så at det brydes, og som siger det samme hver gang, det "
		                             "står her.");
	pages_anchor(pages, "opgørelse");
	pages_fixed(pages, FACE_HEAD, "Opgørelse");
	pages_link(pages, FACE_SMALL, "Til brevet", "#top");
	pages_anchor(pages, "top");
	g_autoptr(GError) error = NULL;
	GBytes *bytes = pages_finish(pages, NULL, &error);
	assert_null(error);
	return bytes;
}

static guint times(GBytes *pdf, const char *what)
{
	gsize size, n = strlen(what);
	const char *data = g_bytes_get_data(pdf, &size), *at = data;
	guint count = 0;
	while ((at = memmem(at, size - (gsize)(at - data), what, n)) != NULL) {
		count++;
		at += n;
	}
	return count;
}

static void links_lead_where_they_should(void **state)
{
	(void)state;
	g_autoptr(GBytes) pdf = letter();
	assert_int_equal(times(pdf, "/Subtype /Link"), 3);
	assert_int_equal(times(pdf, "/Dest ["), 2);
	assert_int_equal(times(pdf, "/URI ("), 1);
	assert_int_equal(times(pdf, "/URI (mailto:post@firma.example?subject=Sag%201)"), 1);
	assert_int_equal(times(pdf, "javascript"), 0);
	g_autofree char *fine = told("qpdf", "--check", pdf);
	assert_non_null(fine);
}

static void pages_are_tagged_in_their_language(void **state)
{
	(void)state;
	g_autoptr(GBytes) pdf = letter();
	assert_int_equal(times(pdf, "/Lang (sv)"), 1);
	assert_int_equal(times(pdf, "/DisplayDocTitle true"), 1);
	assert_int_equal(times(pdf, "/MarkInfo << /Marked true >>"), 1);
	int count = 0;
	g_autoptr(GBytes) boxes = sample(&count);
	assert_int_equal(times(boxes, "/Lang (da)"), 1);
	assert_int_equal(times(boxes, "/S /H1"), 1);
	assert_int_equal(times(boxes, "/S /Table"), 1);
	assert_int_equal(times(boxes, "/S /TR"), 301); /* the head once, however often it is repeated */
	assert_int_equal(times(boxes, "/S /TH"), 2);
	assert_int_equal(times(boxes, "/S /TD"), 600);
	g_autofree char *fine = told("qpdf", "--check", boxes);
	assert_non_null(fine);
	g_autofree char *structure = told("pdfinfo", "-struct-text", pdf);
	/* A broken line is one text, its space included. */
	assert_non_null(strstr(structure, "det brydes, og som siger det samme hver gang, det står her."));
}

static void names_can_be_copied(void **state)
{
	(void)state;
	g_autoptr(GBytes) pdf = letter();
	g_autofree char *text = told("pdftotext", "-layout", pdf);
	static const char *const names[] = { "Wółczańska Łucja", "Νικόλαος Παπαδόπουλος", "عبد", "الله", "Æbleskov ApS" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		assert_non_null(strstr(text, names[i]));
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
		cmocka_unit_test(a_page_says_what_it_lacks),
		cmocka_unit_test(links_lead_where_they_should),
		cmocka_unit_test(pages_are_tagged_in_their_language),
		cmocka_unit_test(names_can_be_copied),
		cmocka_unit_test(the_day_is_the_one_handed_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
