#include "intake/worker/textfile.h"

#include "intake/reading.h"
#include "intake/worker/html.h"
#include "intake/worker/meaning.h"
#include "intake/worker/plain.h"
#include "intake/worker/quote.h"

#include <string.h>

Reading *textfile_read(const char *name, const void *bytes, size_t size)
{
	g_autofree char *declared = html_charset(bytes, size);
	g_autofree char *plain = plain_utf8(bytes, size, NULL);
	bool html = html_suspected(plain);
	if (html && declared != NULL) {
		g_free(plain);
		plain = plain_utf8(bytes, size, declared);
	}
	g_autoptr(Text) text = text_new();
	TextPage *page = text_add_page(text, 0, 0);
	Envelope none = { .sent_on = DATE_NONE };
	/* What does not fit any more is left out: the page says what was read. */
	(void)!(html ? html_add(text, page, plain, strlen(plain)) : plain_add(text, page, plain, (PlainFlow){ false, false }, 0));
	quote_mark(text, &none);
	Reading *reading = reading_new("text");
	meaning_read(text, &none, name, reading);
	return reading;
}
