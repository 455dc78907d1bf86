#include "intake/worker/textfile.h"

#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/html.h"
#include "intake/worker/meaning.h"
#include "intake/worker/plain.h"
#include "intake/worker/quote.h"

#include <string.h>

/* A form feed begins a page, as in text that was printed or scanned. */
static void add_pages(Text *text, const char *plain)
{
	g_auto(GStrv) pages = g_strsplit(plain, "\f", LIMIT_PAGES);
	for (char **page = pages; *page != NULL; page++)
		if (!plain_add(text, text_add_page(text, 0, 0), *page, (PlainFlow){ false, false }, 0))
			return;
	if (pages[0] == NULL)
		text_add_page(text, 0, 0);
}

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
	Envelope none = { .sent_on = DATE_NONE };
	/* What does not fit any more is left out: the page says what was read. */
	if (html)
		(void)!html_add(text, text_add_page(text, 0, 0), plain, strlen(plain));
	else
		add_pages(text, plain);
	quote_mark(text, &none);
	Reading *reading = reading_new("text");
	meaning_read(text, &none, name, reading);
	return reading;
}
