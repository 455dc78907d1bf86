/*
 * The bundle beside a bare merge of the same files: CPU milliseconds of binding N exhibits with stamps, links and bookmarks, and
 * of only putting their pages into one file with the same library. Arguments: front, stamps' font, exhibits; without any, seven
 * exhibits of three pages of prose. One JSON line.
 */
#include "filing/page.h"
#include "intake/worker/binder.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define TIMES 41

static double spent_ms(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

static bool forget(void *self, const char *name, const void *bytes, size_t size)
{
	(void)name;
	(void)bytes;
	*(size_t *)self = size;
	return true;
}

/* The same files, pages one behind the other in the first of them, written as the bundle is: nothing else done to them. */
static __attribute__((noinline)) int merge(const CraftTray *tray)
{
	BinderPdf all = binder_open(&tray->documents[0], NULL, NULL);
	BinderPdf *sources = g_new0(BinderPdf, (gsize)tray->count);
	for (int i = 2; i < tray->count; i++) {
		sources[i] = binder_open(&tray->documents[i], NULL, NULL);
		for (int k = 0; k < qpdf_get_num_pages(sources[i]); k++)
			qpdf_add_page(all, sources[i], qpdf_get_page_n(sources[i], (size_t)k), QPDF_FALSE);
	}
	int pages = qpdf_get_num_pages(all);
	qpdf_init_write_memory(all);
	qpdf_set_stream_data_mode(all, qpdf_s_preserve);
	qpdf_set_static_ID(all, QPDF_TRUE);
	if ((qpdf_write(all) & QPDF_ERRORS) != 0)
		abort();
	binder_close(&all);
	for (int i = 0; i < tray->count; i++)
		binder_close(&sources[i]);
	g_free(sources);
	return pages;
}

/* That many pages of prose. */
static GBytes *prose(int pages)
{
	Date day;
	if (!date_parse("2026-11-22", &day))
		return NULL;
	PagesInfo info = { .title = "Bilag", .made_on = day };
	g_autoptr(Pages) p = pages_new(&info, NULL);
	for (int i = 0; p != NULL && i < pages; i++) {
		for (int k = 0; k < 40; k++) {
			g_autofree char *text = g_strdup_printf("Bilag 0123456789, side af %d: leverancen blev modtaget på Ærø i henhold til aftalen.", 100 * i + k);
			pages_text(p, FACE_SMALL, text);
		}
		if (i + 1 < pages)
			pages_need(p, 400);
	}
	return p != NULL ? pages_finish(p, NULL, NULL) : NULL;
}

static void add(CraftTray *tray, const char *name, const char *bytes, size_t size)
{
	tray->documents[tray->count++] = (CraftDocument){ name, bytes, size };
}

static bool gather(CraftTray *tray, int argc, char **argv)
{
	tray->documents = g_new0(CraftDocument, (gsize)MAX(argc, 9));
	for (int i = 1; i < argc; i++) {
		char *bytes;
		gsize length;
		if (!g_file_get_contents(argv[i], &bytes, &length, NULL))
			return false;
		add(tray, argv[i], bytes, length);
	}
	for (int i = 0; argc == 1 && i < 9; i++) {
		GBytes *made = prose(i == 0 ? 2 : i == 1 ? 1 : 3);
		gsize length;
		const char *bytes = made != NULL ? g_bytes_get_data(made, &length) : NULL;
		if (bytes == NULL)
			return false;
		add(tray, "bilag", bytes, length);
	}
	return tray->count > 2;
}

static int order(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;
	return one < other ? -1 : one > other;
}

int main(int argc, char **argv)
{
	size_t size = 0;
	const Hatch hatch = { .child = forget, .self = &size };
	cJSON *wanted = cJSON_CreateObject(), *exhibits = json_array(wanted, "exhibits"), *links = json_array(wanted, "links");
	CraftTray tray = { .order = wanted };
	json_text(wanted, "id", "00112233445566778899aabbccddeeff");
	if (!gather(&tray, argc, argv))
		return 1;
	for (int i = 3; i <= tray.count; i++) {
		cJSON *row = json_push(exhibits), *link = json_push(links);
		g_autofree char *stamp = g_strdup_printf("Bilag %d", i - 2);
		json_text(row, "stamp", stamp);
		json_text(row, "title", stamp);
		json_int(link, "page", 1);
		json_int(link, "exhibit", i - 3);
		json_int(link, "top", 200 + 50 * i);
		json_int(link, "bottom", 240 + 50 * i);
		json_int(link, "left", 200);
		json_int(link, "right", 1900);
	}
	double bare[TIMES], bound[TIMES], ratio[TIMES]; /* of each pair, as the machine is at that moment */
	int pages = 0;
	for (int i = 0; i < TIMES; i++) {
		double start = spent_ms();
		pages = merge(&tray);
		bare[i] = spent_ms() - start;
		start = spent_ms();
		cJSON *answer = binder_bind(&tray, &hatch, NULL);
		bound[i] = spent_ms() - start;
		if (answer == NULL)
			return 1;
		cJSON_Delete(answer);
		ratio[i] = bound[i] / bare[i];
	}
	qsort(ratio, TIMES, sizeof *ratio, order);
	qsort(bare, TIMES, sizeof *bare, order);
	qsort(bound, TIMES, sizeof *bound, order);
	printf("{\"files\": %d, \"pages\": %d, \"bytes\": %zu, \"merge_ms\": %.2f, \"bind_ms\": %.2f, \"ratio\": %.2f}\n", tray.count, pages, size,
	       bare[TIMES / 2], bound[TIMES / 2], ratio[TIMES / 2]);
	return 0;
}
