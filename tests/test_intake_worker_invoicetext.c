/*
 * Invoices out of text: drawn ones (fixtures/invoices), as they stand on a page and as recognised badly; the invoices of
 * the corpora are counted by reading.py.
 */
#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/invoicelabel.h"
#include "intake/worker/invoicetext.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A letter is 20 wide, a line 50 high: words where they stand in the drawing. */
static void draw_line(Text *text, TextPage *page, const char *line, int row, int confidence)
{
	TextLine *out = text_add_line(page);
	int column = 0;
	for (const char *p = line; *p != '\0';) {
		if (*p == ' ') {
			column++;
			p++;
			continue;
		}
		const char *end = p;
		int letters = 0;
		while (*end != '\0' && *end != ' ') {
			end = g_utf8_next_char(end);
			letters++;
		}
		g_autofree char *word = g_strndup(p, (gsize)(end - p));
		PageBox box = { column * 20, row * 50, (column + letters) * 20, row * 50 + 40 };
		text_add_word(text, out, word, box, confidence);
		column += letters;
		p = end;
	}
}

static Text *draw(const char *art, int confidence)
{
	Text *text = text_new();
	TextPage *page = text_add_page(text, 2100, 2970);
	page->recognised = confidence < 100;
	g_auto(GStrv) lines = g_strsplit(art, "\n", -1);
	for (int i = 0; lines[i] != NULL; i++)
		draw_line(text, page, lines[i], i, confidence);
	return text;
}

static Reading *read_invoice(const Text *text)
{
	Reading *reading = reading_new("pdf");
	if (invoicetext_score(text) >= INVOICETEXT_LIKELY)
		invoicetext_read(text, "tegnet.pdf", reading);
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		assert_non_null(fact_name_find(fact->name));
		assert_true(fact_value_fits(fact_name_find(fact->name), fact->value));
		assert_true(fact->confidence >= 0 && fact->confidence <= 100);
		assert_int_equal(fact->status, FACT_READ);
		assert_non_null(fact->proof.place);
	}
	return reading;
}

/* Values that count, sorted as read and joined by '|'; told: any were told at all. */
static char *values_of(const Reading *reading, const char *name, bool *told)
{
	GString *out = g_string_new(NULL);
	*told = false;
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, name) != 0)
			continue;
		*told = true;
		if (fact_counts(fact))
			g_string_append_printf(out, "%s%s", out->len > 0 ? "|" : "", fact->value);
	}
	return g_string_free(out, FALSE);
}

/* wanted: a value; "-" never told; "?" told and not counted, or not told; "!a|b" two that disagree. */
static int check(const Reading *reading, const char *file, const char *name, const char *wanted)
{
	bool told;
	g_autofree char *got = values_of(reading, name, &told);
	bool fine = *wanted == '-'   ? !told || (strcmp(wanted, "-") != 0 && strcmp(got, wanted) == 0)
	            : *wanted == '?' ? *got == '\0'
	            : *wanted == '!' ? strcmp(got, wanted + 1) == 0
	                             : strcmp(got, wanted) == 0;
	if (!fine)
		fprintf(stderr, "%s: %s is '%s', expected '%s'\n", file, name, got, wanted);
	return !fine;
}

static int check_file(const char *path, int confidence)
{
	g_autofree char *all = NULL;
	assert_true(g_file_get_contents(path, &all, NULL, NULL));
	char *facts = strstr(all, "\n---\n");
	assert_non_null(facts);
	*facts = '\0';
	g_autoptr(Text) text = draw(all, confidence);
	g_autoptr(Reading) reading = read_invoice(text);
	g_auto(GStrv) rows = g_strsplit(facts + 5, "\n", -1);
	int faults = 0;
	for (int i = 0; rows[i] != NULL; i++) {
		char *tab = strchr(rows[i], '\t');
		if (tab == NULL)
			continue;
		*tab = '\0';
		faults += check(reading, path, rows[i], tab + 1);
	}
	return faults;
}

static void check_folder(int confidence)
{
	const char *folder = "../fixtures/invoices";
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	assert_non_null(dir);
	int faults = 0, files = 0;
	for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		faults += check_file(path, confidence);
		files++;
	}
	assert_true(files >= 15);
	assert_int_equal(faults, 0);
}

static void drawn_invoices(void **state)
{
	(void)state;
	check_folder(100);
}

static void recognised_invoices(void **state)
{
	(void)state;
	check_folder(91);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drawn_invoices), cmocka_unit_test(recognised_invoices),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
