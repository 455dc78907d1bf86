/* Any bytes as a mail, with everything that lies in it; each line of its text belongs to one letter. */
#include "intake/worker/mail.h"
#include "intake/worker/quote.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool take(void *self, const char *name, const void *bytes, size_t size)
{
	int *count = self;
	if (bytes == NULL || size == 0 || strchr(name, '/') != NULL || !g_utf8_validate(name, -1, NULL) || strlen(name) > 255)
		abort();
	return ++*count < 200;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	int count = 0;
	Hatch hatch = { .child = take, .self = &count };
	Brood brood;
	brood_init(&brood, &hatch);
	Envelope envelope = { .sent_on = DATE_NONE };
	g_autoptr(Text) text = text_new();
	g_autoptr(GError) error = NULL;
	if (mail_open(bytes, size, &envelope, text, &brood, &error) == (error != NULL))
		abort();
	guint lines = 0, told = 0;
	for (guint i = 0; i < text->pages->len; i++)
		lines += ((const TextPage *)text->pages->pdata[i])->lines->len;
	g_autoptr(GPtrArray) parts = quote_parts(text, &envelope);
	for (guint i = 0; i < parts->len; i++)
		told += ((const QuotePart *)parts->pdata[i])->lines->len + ((const QuotePart *)parts->pdata[i])->header->len;
	if (lines != told)
		abort();
	envelope_clear(&envelope);
	brood_clear(&brood);
	return 0;
}
