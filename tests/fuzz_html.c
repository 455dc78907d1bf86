/* Any bytes as HTML: lines of valid text come out of it, whatever is open or unclosed. */
#include "intake/worker/html.h"
#include "intake/worker/plain.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	g_autofree char *charset = html_charset(bytes, size);
	g_autofree char *utf8 = plain_utf8(bytes, size, charset);
	g_autoptr(Text) text = text_new();
	TextPage *page = text_add_page(text, 0, 0);
	html_add(text, page, utf8, strlen(utf8));
	g_autofree char *plain = text_page_plain(page);
	if (!g_utf8_validate(plain, -1, NULL))
		abort();
	return 0;
}
