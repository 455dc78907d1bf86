/*
 * Text of a PDF by the bare library, with and without the places of its letters, as words in lines with their places, and
 * as a whole reading: microseconds of CPU a page, the best of some rounds taken in turn. One JSON line.
 * pages FILE
 */
#include "intake/limits.h"
#include "intake/worker/opener.h"
#include "intake/worker/pdfpage.h"

#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define ROUNDS 15

static int64_t cpu_us(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

/* What any program does that wants the text, or the text and where it stands. */
static int library(const char *bytes, gsize size, bool places)
{
	GBytes *held = g_bytes_new_static(bytes, size);
	PopplerDocument *document = poppler_document_new_from_bytes(held, NULL, NULL);
	int pages = document != NULL ? poppler_document_get_n_pages(document) : 0;
	for (int i = 0; i < pages; i++) {
		PopplerPage *page = poppler_document_get_page(document, i);
		g_free(poppler_page_get_text(page));
		PopplerRectangle *boxes = NULL;
		guint n = 0;
		if (places && poppler_page_get_text_layout(page, &boxes, &n))
			g_free(boxes);
		g_object_unref(page);
	}
	g_clear_object(&document);
	g_bytes_unref(held);
	return pages;
}

static int bare(const char *bytes, gsize size)
{
	return library(bytes, size, false);
}

static int bare_places(const char *bytes, gsize size)
{
	return library(bytes, size, true);
}

static int placed(const char *bytes, gsize size)
{
	g_autoptr(PdfFile) file = pdf_open(bytes, size, NULL);
	g_autoptr(Text) text = text_new();
	int pages = pdf_pages(file);
	for (int i = 1; i <= pages; i++) {
		int width = 0, height = 0;
		g_autoptr(GArray) words = pdf_page_words(file, i, &width, &height);
		lines_fill(text, text_add_page(text, width, height), words, 0);
	}
	return pages;
}

static int whole(const char *bytes, gsize size)
{
	g_autoptr(Reading) reading = opener_read("a.pdf", bytes, size, NULL, NULL);
	return reading != NULL ? (int)reading->pages->len : 0;
}

int main(int argc, char **argv)
{
	static int (*const ways[4])(const char *, gsize) = { bare, bare_places, placed, whole };
	g_autofree char *bytes = NULL;
	gsize size = 0;
	if (argc != 2 || !g_file_get_contents(argv[1], &bytes, &size, NULL))
		return 2;
	int64_t best[4] = { G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64 };
	int pages = 0;
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < 4; i++) {
			int64_t start = cpu_us();
			pages = ways[i](bytes, size);
			best[i] = MIN(best[i], cpu_us() - start);
		}
	}
	if (pages < 1)
		return 1;
	printf("{\"pages\": %d, \"bare_us\": %lld, \"bare_places_us\": %lld, \"placed_us\": %lld, \"whole_us\": %lld}\n", pages,
	       (long long)best[0] / pages, (long long)best[1] / pages, (long long)best[2] / pages, (long long)best[3] / pages);
	return 0;
}
