/*
 * Opening mails against gmime alone, in the same run: CPU microseconds a mail, as one JSON line.
 * mail ROUNDS FILE…: gmime alone parses, decodes the headers that count, and every part to memory, texts to UTF-8;
 * ours does that and chooses, cleans, tells lines and quotations, and names the attachments.
 */
#include "intake/worker/mail.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static size_t seen; /* so that nothing is left out as useless */

static int64_t spent_us(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static bool take(void *self, const char *name, const void *bytes, size_t size)
{
	(void)self;
	seen += size + (size_t)*name + (size_t) * (const char *)bytes;
	return true;
}

static void open_ours(const char *bytes, size_t size)
{
	Hatch hatch = { .child = take };
	Brood brood;
	brood_init(&brood, &hatch);
	Envelope envelope = { .sent_on = DATE_NONE };
	g_autoptr(Text) text = text_new();
	if (mail_open(bytes, size, &envelope, text, &brood, NULL))
		seen += text->bytes;
	envelope_clear(&envelope);
	brood_clear(&brood);
}

static void decode_part(GMimeObject *parent, GMimeObject *part, gpointer self)
{
	(void)parent;
	(void)self;
	GMimeDataWrapper *content = GMIME_IS_PART(part) ? g_mime_part_get_content((GMimePart *)part) : NULL;
	if (content == NULL)
		return;
	GMimeStream *memory = g_mime_stream_mem_new();
	const char *charset = g_mime_object_get_content_type_parameter(part, "charset");
	GMimeFilter *filter = charset != NULL ? g_mime_filter_charset_new(charset, "utf-8") : NULL;
	if (filter != NULL) {
		GMimeStream *filtered = g_mime_stream_filter_new(memory);
		g_mime_stream_filter_add((GMimeStreamFilter *)filtered, filter);
		g_mime_data_wrapper_write_to_stream(content, filtered);
		g_mime_stream_flush(filtered);
		g_object_unref(filtered);
		g_object_unref(filter);
	} else {
		g_mime_data_wrapper_write_to_stream(content, memory);
	}
	const char *name = g_mime_part_get_filename((GMimePart *)part);
	seen += g_mime_stream_mem_get_byte_array((GMimeStreamMem *)memory)->len + (name != NULL ? (size_t)*name : 0);
	g_object_unref(memory);
}

static void open_bare(const char *bytes, size_t size)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	if (message != NULL) {
		const char *subject = g_mime_message_get_subject(message);
		g_autofree char *from = internet_address_list_to_string(g_mime_message_get_from(message), NULL, FALSE);
		g_autofree char *to = internet_address_list_to_string(g_mime_message_get_to(message), NULL, FALSE);
		GDateTime *date = g_mime_message_get_date(message);
		seen += (size_t)((subject != NULL) + (from != NULL) + (to != NULL) + (date != NULL));
		g_mime_message_foreach(message, decode_part, NULL);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
	enum { ROUNDS_MOST = 99, EACH = 20 };
	int rounds = argc > 2 ? MIN(atoi(argv[1]), ROUNDS_MOST) : 0, n = argc - 2;
	if (rounds < 1)
		return 2;
	g_autofree char **bytes = g_new0(char *, (gsize)n);
	g_autofree gsize *sizes = g_new0(gsize, (gsize)n);
	gsize total = 0;
	for (int i = 0; i < n; i++) {
		if (!g_file_get_contents(argv[i + 2], &bytes[i], &sizes[i], NULL))
			return 3;
		total += sizes[i];
	}
	mail_prepare();
	int64_t ours[ROUNDS_MOST], bare[ROUNDS_MOST];
	for (int round = 0; round < rounds; round++) {
		int64_t start = spent_us();
		for (int k = 0; k < EACH; k++)
			for (int i = 0; i < n; i++)
				open_ours(bytes[i], sizes[i]);
		int64_t middle = spent_us();
		for (int k = 0; k < EACH; k++)
			for (int i = 0; i < n; i++)
				open_bare(bytes[i], sizes[i]);
		ours[round] = middle - start;
		bare[round] = spent_us() - middle;
	}
	qsort(ours, (size_t)rounds, sizeof *ours, by_value);
	qsort(bare, (size_t)rounds, sizeof *bare, by_value);
	double us = (double)ours[rounds / 2] / EACH / n, us_bare = (double)bare[rounds / 2] / EACH / n;
	printf("{\"mails\": %d, \"bytes\": %zu, \"ours_us\": %.1f, \"gmime_us\": %.1f, \"ratio\": %.2f, \"seen\": %zu}\n", n, total, us, us_bare,
	       us / us_bare, seen);
	for (int i = 0; i < n; i++)
		g_free(bytes[i]);
	return 0;
}
