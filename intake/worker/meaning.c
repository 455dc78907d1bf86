#include "intake/worker/meaning.h"

#include "intake/limits.h"
#include "intake/worker/contract.h"

#include <string.h>

void envelope_clear(Envelope *envelope)
{
	g_clear_pointer(&envelope->from, g_free);
	g_clear_pointer(&envelope->to, g_free);
	g_clear_pointer(&envelope->subject, g_free);
	g_clear_pointer(&envelope->message_id, g_free);
	envelope->sent_on = DATE_NONE;
	envelope->is_mail = false;
}

static void add_page(const TextPage *page, Reading *reading)
{
	PageText *made = g_new0(PageText, 1);
	made->page = page->number;
	made->recognised = page->recognised;
	made->text = text_page_plain(page);
	/* Cut between characters. */
	if (strlen(made->text) > LIMIT_PAGE_TEXT_BYTES) {
		char *end = g_utf8_find_prev_char(made->text, made->text + LIMIT_PAGE_TEXT_BYTES);
		*end = '\0';
	}
	g_ptr_array_add(reading->pages, made);
}

void meaning_read(const Text *text, const Envelope *envelope, const char *name, Reading *reading)
{
	(void)name;
	for (guint i = 0; i < text->pages->len && i < LIMIT_PAGES; i++)
		add_page(text->pages->pdata[i], reading);
	if (contract_score(text) >= LIMIT_CONFIDENCE)
		contract_read(text, envelope, reading);
}
