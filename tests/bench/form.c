/*
 * The form alone: CPU milliseconds a page, filled, written and laid out as PDF, with the fixed words cached by a first
 * one; for one invoice, for a form of three pages, and for three hundred. write_ms: of that, a PDF written of pages that are
 * laid out, which is cairo's own. One JSON line.
 */
#include "tests/story.h"

#include <stdio.h>
#include <sys/resource.h>

static double spent_ms(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

static int form(const Story *story, const Sums *sums)
{
	const Edition *edition = edition_on(story->today, NULL);
	g_autoptr(Statement) statement = story_statement(story, sums, &voice_form);
	g_autoptr(Sheet) sheet = form_fill(edition, story->assessment, sums, statement);
	int pages = 0;
	g_autoptr(GBytes) pdf = form_pages(edition, sheet, statement, &pages, NULL);
	if (pdf == NULL)
		abort();
	return pages;
}

/* Three pages of table rows are laid out; what is measured is their way to bytes. */
static double written_ms(int pages, int times)
{
	PagesInfo info = { .title = "Betalingspåkrav", .made_on = story_day("2026-11-22") };
	g_autoptr(Pages) p = pages_new(&info, NULL);
	const Column columns[] = { { "Krav", 2, ALIGN_LEFT }, { "Dato", 1, ALIGN_LEFT }, { "Beløb, kr.", 1, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	char *row[] = { (char *)"faktura A-1001", (char *)"03-08-2026", (char *)"312,50" };
	for (int i = 0; i < 55 * pages; i++)
		g_ptr_array_add(rows, row);
	pages_table(p, columns, G_N_ELEMENTS(columns), rows, NULL);
	double spent = spent_ms();
	for (int i = 0; i < times; i++)
		g_bytes_unref(pages_finish(p, NULL, NULL));
	return (spent_ms() - spent) / times;
}

static void measure(const char *name, int invoices, int times)
{
	Story *story = story_ordinary();
	for (int i = 0; i < invoices; i++) {
		g_autofree char *number = g_strdup_printf("A-%d", 1000 + i), *due = g_strdup_printf("2026-09-%02d", 1 + i % 28);
		story_invoice(story, number, "31250", "2026-08-03", due);
	}
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	g_autoptr(Sums) sums = sums_of(story->assessment, story->claimed, NULL);
	double cold = spent_ms();
	int pages = form(story, sums);
	cold = spent_ms() - cold;
	double warm = spent_ms();
	for (int i = 0; i < times; i++)
		form(story, sums);
	warm = (spent_ms() - warm) / times;
	printf("\"%s\": {\"pages\": %d, \"first_ms\": %.2f, \"form_ms\": %.2f, \"page_ms\": %.2f, \"write_ms\": %.2f}", name, pages, cold, warm,
	       warm / pages, written_ms(pages, times));
	story_end(story);
}

int main(void)
{
	printf("{");
	measure("one_invoice", 1, 200);
	printf(", ");
	measure("three_pages", 14, 100);
	printf(", ");
	measure("three_hundred", 300, 10);
	printf("}\n");
	return 0;
}
