/*
 * The form alone: CPU milliseconds a page, filled, written and laid out as PDF, with the fixed words cached by a first
 * one; for one invoice and for three hundred. One JSON line.
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
	printf("\"%s\": {\"pages\": %d, \"first_ms\": %.2f, \"page_ms\": %.2f}", name, pages, cold, warm / pages);
	story_end(story);
}

int main(void)
{
	printf("{");
	measure("one_invoice", 1, 200);
	printf(", ");
	measure("three_hundred", 300, 10);
	printf("}\n");
	return 0;
}
