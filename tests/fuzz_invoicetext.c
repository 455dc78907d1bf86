/*
 * Lines of text as an invoice: the first byte says whether the words have places (four letters wide each) and whether they
 * were recognised. No answer is out of its form, and the same text gives the same answer.
 */
#include "intake/reading.h"
#include "intake/worker/invoicetext.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void place(TextPage *page, bool recognised)
{
	page->width = 2100;
	page->height = 2970;
	page->recognised = recognised;
	for (guint i = 0; i < page->lines->len; i++) {
		const TextLine *line = page->lines->pdata[i];
		int left = 0;
		for (guint j = 0; j < line->words->len; j++) {
			TextWord *word = line->words->pdata[j];
			int width = (int)MIN(strlen(word->text), 100u) * 20;
			/* A word of one mark is followed by a column. */
			word->box = (PageBox){ left, (int)(i % 60) * 50, left + width, (int)(i % 60) * 50 + 40 };
			left += width + (width == 20 ? 300 : 20);
			word->confidence = recognised ? 40 + width % 60 : 100;
		}
	}
}

static Reading *read_once(const uint8_t *bytes, size_t size)
{
	g_autoptr(Text) text = text_new();
	g_autofree char *plain = g_strndup((const char *)bytes + 1, size - 1);
	TextPage *page = text_add_page(text, 0, 0);
	text_add_plain(text, page, plain, 0);
	if (bytes[0] % 4 > 0)
		place(page, bytes[0] % 4 == 3);
	Reading *reading = reading_new("pdf");
	int score = invoicetext_score(text);
	if (score < 0 || score > 100)
		abort();
	invoicetext_read(text, "fuzz.pdf", reading);
	return reading;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size < 2 || size > 20000)
		return 0;
	g_autoptr(Reading) a = read_once(bytes, size);
	g_autoptr(Reading) b = read_once(bytes, size);
	if (a->facts->len != b->facts->len)
		abort();
	for (guint i = 0; i < a->facts->len; i++) {
		const Fact *fact = a->facts->pdata[i], *same = b->facts->pdata[i];
		if (strcmp(fact->value, same->value) != 0 || !fact_value_fits(fact_name_find(fact->name), fact->value))
			abort();
	}
	return 0;
}
