#include "intake/worker/meaning.h"

#include "intake/limits.h"
#include "intake/worker/contract.h"
#include "intake/worker/courtpost.h"
#include "intake/worker/invoicetext.h"
#include "intake/worker/letter.h"

#include <string.h>

/* From which score on a text is what its reader takes it for; and how little is known of a text that is nothing known. */
enum { LIKELY = 50, OTHER_CONFIDENCE = 30 };

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

/* What the text shows the document to be, a word of document.kind; the first reader that knows has said it. */
static void add_shown_kind(Reading *reading, const char *kind, int confidence)
{
	for (guint i = 0; i < reading->facts->len; i++)
		if (strcmp(((const Fact *)reading->facts->pdata[i])->name, "document.shown_kind") == 0)
			return;
	Fact *fact = fact_new("document", "document.shown_kind", kind, kind);
	fact->confidence = confidence;
	fact->status = FACT_READ;
	fact->proof.reader = g_strdup("text");
	g_ptr_array_add(reading->facts, fact);
}

static void read_letter(const Text *text, const Envelope *envelope, int score, Reading *reading)
{
	const char *own = letters_read(text, envelope, reading);
	bool claims = g_strcmp0(own, "reminder") == 0 || g_strcmp0(own, "demand") == 0;
	add_shown_kind(reading, claims ? own : envelope->is_mail ? "mail" : "letter", MIN(score, 95));
}

void meaning_read(const Text *text, const Envelope *envelope, const char *name, Reading *reading)
{
	for (guint i = 0; i < text->pages->len && i < LIMIT_PAGES; i++)
		add_page(text->pages->pdata[i], reading);
	int court = courtpost_score(text, envelope), invoice = envelope->is_mail ? 0 : invoicetext_score(text);
	if (court >= LIKELY && court >= invoice) {
		courtpost_read(text, envelope, reading);
		add_shown_kind(reading, envelope->is_mail ? "mail" : "letter", MIN(court, 95));
		return;
	}
	if (invoice >= INVOICETEXT_LIKELY) {
		invoicetext_read(text, name, reading);
		return;
	}
	int letter = letter_score(text, envelope), contract = contract_score(text);
	bool is_contract = contract >= LIKELY && (envelope->is_mail || contract > letter);
	if (is_contract)
		contract_read(text, envelope, reading);
	if (letter >= LIKELY && (envelope->is_mail || !is_contract))
		read_letter(text, envelope, letter, reading);
	else if (text->bytes > 0)
		add_shown_kind(reading, "other", OTHER_CONFIDENCE);
}
