/* Any text: each of its lines belongs to one letter, and no letter begins before the text does. */
#include "intake/worker/plain.h"
#include "intake/worker/quote.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	g_autofree char *plain = plain_utf8(bytes, size, NULL);
	if (!g_utf8_validate(plain, -1, NULL))
		abort();
	g_autoptr(Text) text = text_new();
	TextPage *page = text_add_page(text, 0, 0);
	plain_add(text, page, plain, (PlainFlow){ size % 2 == 1, false }, 0);
	quote_mark(text, NULL);
	g_autoptr(GPtrArray) parts = quote_parts(text, NULL);
	guint told = 0;
	for (guint i = 0; i < parts->len; i++) {
		const QuotePart *part = parts->pdata[i];
		told += part->lines->len + part->header->len;
		if (part->depth < 0 || part->first > part->last || (page->lines->len > 0 && part->last >= page->lines->len))
			abort();
	}
	if (told != page->lines->len || parts->len == 0)
		abort();
	return 0;
}
