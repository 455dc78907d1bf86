/* Any text as a mail and as a paper: what is read out of it travels, fits its names, and points into the text. */
#include "intake/reading.h"
#include "intake/worker/letter.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_as(const char *plain, bool is_mail)
{
	g_autoptr(Text) text = text_new();
	const char *body = strchr(plain, '\n');
	g_autofree char *subject = body != NULL ? g_strndup(plain, (gsize)(body - plain)) : g_strdup(plain);
	TextPage *page = text_add_page(text, 0, 0);
	text_add_plain(text, page, plain, 0);
	for (guint i = 0; i < page->lines->len; i++) {
		TextLine *line = page->lines->pdata[i];
		if (line->words->len > 0 && ((const TextWord *)line->words->pdata[0])->text[0] == '>')
			line->marked = 1;
	}
	Envelope envelope = { .is_mail = is_mail, .subject = is_mail ? subject : NULL, .sent_on = DATE_NONE };
	g_autoptr(Reading) reading = reading_new("mail");
	int score = letter_score(text, &envelope);
	if (score < 0 || score > 100)
		abort();
	letters_read(text, &envelope, reading);
	g_autoptr(cJSON) json = reading_json(reading);
	g_autofree char *printed = json_print_compact(json);
	g_autoptr(cJSON) parsed = json_parse(printed, strlen(printed));
	g_autoptr(Reading) back = parsed != NULL ? reading_of_json(parsed) : NULL;
	if (back == NULL || back->facts->len != reading->facts->len)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size > 20000)
		return 0;
	g_autofree char *raw = g_strndup((const char *)bytes, size);
	g_autofree char *plain = g_utf8_make_valid(raw, -1);
	read_as(plain, true);
	read_as(plain, false);
	return 0;
}
