/* Any bytes as a kept page, which must come back as it was told, and as a photo's head. */
#include "intake/worker/image.h"
#include "intake/worker/seen.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	int way = image_orientation(bytes, size);
	if (way < 1 || way > 8)
		abort();
	g_autofree char *text = g_strndup((const char *)bytes, size);
	g_autoptr(SeenPage) seen = seen_parse(text);
	if (seen == NULL)
		return 0;
	g_autofree char *told = seen_text(seen);
	g_autoptr(SeenPage) back = seen_parse(told);
	if (back == NULL || back->words->len != seen->words->len)
		abort();
	g_autofree char *again = seen_text(back);
	if (strcmp(told, again) != 0)
		abort();
	g_autoptr(Text) lines = text_new();
	TextPage *page = text_add_page(lines, 0, 0);
	if (!seen_fill(seen, lines, page))
		return 0;
	for (guint i = 0; i < page->lines->len; i++) {
		const TextLine *line = page->lines->pdata[i];
		g_autofree char *place = text_place(page, line, 0, line->words->len - 1);
		if (place == NULL || line->words->len == 0)
			abort();
	}
	return 0;
}
