/* A text of pages parted by form feeds, as court post and as a contract; the first byte says whether it is a mail's. */
#include "intake/reading.h"
#include "intake/worker/contract.h"
#include "intake/worker/courtpost.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static Text *text_of(const char *plain)
{
	Text *text = text_new();
	g_auto(GStrv) pages = g_strsplit(plain, "\f", 20);
	for (char **page = pages; *page != NULL; page++)
		text_add_plain(text, text_add_page(text, 0, 0), *page, 0);
	return text;
}

/* What goes out of the locked room must be believed at its other end. */
static void travels(const Reading *reading)
{
	g_autoptr(cJSON) json = reading_json(reading);
	g_autofree char *text = json_print_compact(json);
	g_autoptr(cJSON) parsed = json_parse(text, strlen(text));
	g_autoptr(Reading) back = parsed != NULL ? reading_of_json(parsed) : NULL;
	if (back == NULL || back->facts->len != reading->facts->len)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	g_autofree char *plain = g_strndup((const char *)bytes + 1, size - 1);
	g_autoptr(Text) text = text_of(plain);
	char from[] = "Retten i Odense <odense@domstol.dk>";
	const Envelope envelope = { .from = from, .is_mail = true, .sent_on = { 20500 } }, none = { .sent_on = DATE_NONE };
	const Envelope *around = bytes[0] == 'm' ? &envelope : &none;
	g_autoptr(Reading) reading = reading_new("text");
	if (courtpost_score(text, around) > 100 || contract_score(text) > 100)
		abort();
	courtpost_read(text, around, reading);
	contract_read(text, around, reading);
	travels(reading);
	return 0;
}
