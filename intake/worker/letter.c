#include "intake/worker/letter.h"

#include "intake/limits.h"
#include "intake/worker/letterhead.h"
#include "intake/worker/lettersums.h"
#include "intake/worker/letterverdict.h"

#include <stdio.h>
#include <string.h>

enum { RAW_MOST = 240, QUOTED_LEAST = 3, QUOTED_PERCENT = 85, LIKELY = 50 };

/* One letter while it is read. */
typedef struct Maker {
	Reading *reading;
	const Envelope *envelope; /* of the whole text */
	const QuotePart *part;
	GArray *lines; /* LetterLine: the heading, then the letter's own */
	LetterWords *words;
	LetterFigures *figures;
	LetterVerdict *verdict;
	LetterHead head;
	char *subject; /* "letter/2" */
	const char *reader;
	bool quoted;
} Maker;

/* ---- facts ---- */

static int lowered(const Maker *maker, int confidence)
{
	return maker->quoted ? confidence * QUOTED_PERCENT / 100 : confidence;
}

static void add_fact(const Maker *maker, const char *name, const char *value, const char *raw, const char *place, int page, int confidence)
{
	if (value == NULL || value[0] == '\0')
		return;
	g_autofree char *valid = g_utf8_make_valid(value, -1);
	if (strlen(valid) > LIMIT_SUMMARY_BYTES)
		*g_utf8_find_prev_char(valid, valid + LIMIT_SUMMARY_BYTES) = '\0';
	Fact *fact = fact_new(maker->subject, name, valid, raw != NULL ? raw : valid);
	fact->confidence = CLAMP(confidence, 0, 100);
	fact->status = FACT_READ;
	fact->proof.page = page;
	fact->proof.place = g_strdup(place);
	fact->proof.reader = g_strdup(maker->reader);
	g_ptr_array_add(maker->reading->facts, fact);
}

/* A fact that words first … last of the letter tell. raw NULL: those words. */
static void add_told(const Maker *maker, const char *name, const char *value, const char *raw, guint first, guint last, int confidence)
{
	const LetterWord *from = letter_word(maker->words, first);
	guint end = from->at;
	int seen = 100;
	for (guint i = first; i <= last; i++) {
		const LetterWord *word = letter_word(maker->words, i);
		seen = MIN(seen, text_confidence(word->where.line, word->at, word->at));
		if (word->where.line == from->where.line)
			end = word->at;
	}
	g_autofree char *words = letter_words_raw(maker->words, first, last);
	g_autofree char *place = from->where.page->number == 0 ? g_strdup("Subject")
	                                                       : text_place(from->where.page, from->where.line, from->at, end);
	/* Words that OCR was not sure of tell no more than it was. */
	add_fact(maker, name, value, raw != NULL ? raw : words, place, from->where.page->number,
	         MIN(lowered(maker, confidence), MAX(seen, 30)));
}

static void add_head_as(const Maker *maker, const char *name, const char *value, const HeadText *text, int confidence)
{
	g_autofree char *place = text_place(text->where.page, text->where.line, 0, text->where.line->words->len > 0 ? text->where.line->words->len - 1 : 0);
	add_fact(maker, name, value != NULL ? value : text->text, text->text, place, text->where.page->number, lowered(maker, confidence));
}

static void add_head(const Maker *maker, const char *name, const char *value, const HeadText *text)
{
	add_head_as(maker, name, value, text, text->confidence);
}

/* The sentence of a hit, or of a long one the words around it. */
static char *words_around(const Maker *maker, const LetterHit *hit)
{
	const LetterSentence *within = &g_array_index(maker->words->sentences, LetterSentence, hit->sentence);
	guint first = within->first, last = within->end - 1;
	if (last - first > 30) {
		first = MAX(within->first, hit->first > 8 ? hit->first - 8 : 0);
		last = MIN(within->end - 1, hit->last + 8);
	}
	char *raw = letter_words_raw(maker->words, first, last);
	if (strlen(raw) > RAW_MOST)
		*g_utf8_find_prev_char(raw, raw + RAW_MOST) = '\0';
	return raw;
}

static void add_hit(const Maker *maker, const char *name, const char *value, const LetterHit *hit, int confidence)
{
	g_autofree char *raw = words_around(maker, hit);
	add_told(maker, name, value, raw, hit->first, hit->last, confidence);
}

/* ---- who, when, how ---- */

static void add_heading(const Maker *maker)
{
	const Envelope *envelope = maker->envelope;
	const QuotePart *part = maker->part;
	bool mail = envelope->is_mail && part->depth == 0;
	add_fact(maker, "letter.channel", envelope->is_mail || part->header->len > 0 ? "mail" : "paper", NULL, NULL, 0, mail ? 100 : 80);
	if (maker->quoted)
		add_fact(maker, "letter.quoted", "yes", NULL, NULL, 0, 95);
	g_autofree char *header = NULL;
	int page = 0;
	if (part->header->len > 0) {
		const QuoteLine *first = &g_array_index(part->header, QuoteLine, 0);
		header = text_place(first->page, first->line, 0, MAX(first->line->words->len, 1) - 1);
		page = first->page->number;
	}
	if (mail)
		add_fact(maker, "letter.message", envelope->message_id, NULL, "Message-ID", 0, 100);
	int sure = mail ? 100 : lowered(maker, 90);
	if (part->who != NULL)
		add_fact(maker, "letter.from", part->who, NULL, mail ? "From" : header, page, sure);
	else if (maker->head.from.text != NULL)
		add_head(maker, "letter.from", NULL, &maker->head.from);
	if (part->whom != NULL)
		add_fact(maker, "letter.to", part->whom, NULL, mail ? "To" : header, page, sure);
	else if (maker->head.to.text != NULL)
		add_head(maker, "letter.to", NULL, &maker->head.to);
	add_fact(maker, "letter.subject", part->subject, NULL, mail ? "Subject" : header, page, sure);
	g_autofree char *on = date_iso(part->on);
	g_autofree char *head_on = date_iso(maker->head.sent_on);
	bool demands = strcmp(maker->verdict->kind, "demand") == 0 || strcmp(maker->verdict->kind, "reminder") == 0;
	/* Its day stands in the header, which the verdict does not see. */
	if (on != NULL && demands)
		add_fact(maker, "letter.element", "dispatch", on, mail ? "Date" : header, page, lowered(maker, 80));
	if (on != NULL)
		add_fact(maker, "letter.sent_on", on, NULL, mail ? "Date" : header, page, mail ? 95 : lowered(maker, 90));
	else if (head_on != NULL)
		add_head(maker, "letter.sent_on", head_on, &maker->head.day);
}

/* ---- what it says ---- */

static void add_says(const Maker *maker)
{
	const LetterVerdict *verdict = maker->verdict;
	const LetterHit *deciding = verdict->deciding;
	if (deciding != NULL)
		add_hit(maker, "letter.kind", verdict->kind, deciding, verdict->confidence);
	else
		add_fact(maker, "letter.kind", verdict->kind, "", NULL, 0, lowered(maker, verdict->confidence));
	for (guint i = 0; i < verdict->sayings->len; i++) {
		const LetterSaying *one = &g_array_index(verdict->sayings, LetterSaying, i);
		if (one->hit != NULL)
			add_hit(maker, one->name, one->value, one->hit, one->confidence);
		else if (one->head != NULL)
			add_head_as(maker, one->name, one->value, one->head, one->confidence);
		else
			add_told(maker, one->name, one->value, NULL, one->first, one->last, one->confidence);
	}
}

static void add_figures(const Maker *maker)
{
	const LetterVerdict *verdict = maker->verdict;
	for (guint i = 0; i < verdict->figures->len; i++) {
		const LetterFigure *one = &g_array_index(verdict->figures, LetterFigure, i);
		add_told(maker, one->name, one->value, NULL, one->first, one->last, one->confidence);
	}
}

/* ---- one letter ---- */

static bool is_answer(const char *subject)
{
	static const char *const marks[] = { "re:", "sv:", "vs:", "fw:", "fwd:", "aw:", "wg:", "antw:", "videresend", "ang.", "svar", "re ", NULL };
	g_autofree char *small = g_utf8_strdown(subject, -1);
	for (const char *const *mark = marks; *mark != NULL; mark++)
		if (g_str_has_prefix(g_strstrip(small), *mark))
			return true;
	return false;
}

/* The heading as a line of its own, on a page 0; an answer's repeats what the other side wrote. */
static void add_subject_line(Maker *maker, Text *head)
{
	const char *subject = maker->part->subject;
	if (subject == NULL || is_answer(subject))
		return;
	TextPage *page = text_add_page(head, 0, 0);
	page->number = 0;
	text_add_plain(head, page, subject, 0);
	for (guint i = 0; i < page->lines->len; i++) {
		LetterLine line = { .page = page, .line = page->lines->pdata[i] };
		g_array_append_val(maker->lines, line);
	}
	LetterLine blank = { .page = page, .line = text_add_line(page) };
	g_array_append_val(maker->lines, blank);
}

static const char *reader_name(const Reading *reading, const Envelope *envelope, const Text *text)
{
	if (envelope->is_mail)
		return "mail";
	const TextPage *page = text->pages->len > 0 ? text->pages->pdata[0] : NULL;
	if (page != NULL && page->recognised)
		return "ocr";
	return reading != NULL && g_strcmp0(reading->media, "office") == 0 ? "office" : "text";
}

/* "bogholderi@", "inkasso@": an address that sends out invoices. */
static bool is_office(const char *who)
{
	static const char *const names[] = { "bogholderi", "regnskab", "faktura", "inkasso", "debitor", "okonomi", "oekonomi", "accounts", "billing",
		                             "invoice", "finance", "buchhaltung", "ekonomi", "kredit", "opkraevning", NULL };
	g_autofree char *small = who != NULL ? g_ascii_strdown(who, -1) : g_strdup("");
	const char *address = strchr(small, '<') != NULL ? strchr(small, '<') + 1 : small;
	for (const char *const *name = names; *name != NULL; name++)
		if (strchr(address, '@') != NULL && g_str_has_prefix(address, *name))
			return true;
	return false;
}

/* "Sv: Rykker", "Re: Invoice 12": an answer, once, to what a creditor sends. */
static bool answers_bill(const char *subject)
{
	static const char *const bills[] = { "faktura", "rykker", "regning", "betaling", "inkasso", "invoice", "reminder", "rechnung", "mahnung",
		                             "paminnelse", "pamindelse", "krav", "erindring", "payment", "demand", "overdue", "gebyr", NULL };
	static const char *const forwards[] = { "vs", "fw", "wg", "videresend", NULL };
	if (subject == NULL || !is_answer(subject))
		return false;
	for (const char *const *forward = forwards; *forward != NULL; forward++)
		if (g_ascii_strncasecmp(subject, *forward, strlen(*forward)) == 0)
			return false;
	const char *rest = strchr(subject, ':');
	g_autofree char *folded = letter_fold(rest != NULL ? rest + 1 : subject);
	if (is_answer(folded))
		return false;
	for (const char *const *bill = bills; *bill != NULL; bill++)
		if (strstr(folded, *bill) != NULL)
			return true;
	return false;
}

/* Who speaks, by the addresses, and by the letter that this one answers: it comes from the other side. */
static LetterVoice voice_around(const Maker *maker, const Maker *answered)
{
	bool from = is_office(maker->part->who), to = is_office(maker->part->whom);
	if (from != to)
		return from ? VOICE_CREDITOR : VOICE_DEBTOR;
	if (maker->envelope->is_mail && maker->part->depth == 0 && answers_bill(maker->part->subject))
		return VOICE_DEBTOR;
	if (answered == NULL || answered->verdict->confidence < LIMIT_CONFIDENCE || answered->part->depth <= maker->part->depth ||
	    (maker->part->who != NULL && g_strcmp0(maker->part->who, answered->part->who) == 0))
		return VOICE_ANY;
	LetterVoice voice = answered->verdict->voice;
	return voice == VOICE_CREDITOR ? VOICE_DEBTOR : voice == VOICE_DEBTOR ? VOICE_CREDITOR : VOICE_ANY;
}

/* answered: the earlier letter quoted in it, already open; NULL. */
static void maker_open(Maker *maker, const Text *text, Text *head, DateOrder order, AmountStyle style, const Maker *answered)
{
	maker->quoted = maker->part->depth > 0;
	maker->lines = g_array_new(FALSE, FALSE, sizeof(LetterLine));
	letter_head_read(maker->part->lines, order, &maker->head);
	add_subject_line(maker, head);
	g_array_append_vals(maker->lines, maker->part->lines->data, maker->part->lines->len);
	maker->words = letter_words_new(maker->lines);
	Date written = date_known(maker->part->on) ? maker->part->on : maker->head.sent_on;
	maker->figures = letter_figures_new(maker->words, maker->lines, style, order, written);
	maker->verdict = letter_verdict_new(maker->words, maker->figures, &maker->head, written, voice_around(maker, answered));
	maker->reader = reader_name(maker->reading, maker->envelope, text);
}

static void maker_close(Maker *maker)
{
	letter_verdict_free(maker->verdict);
	letter_figures_free(maker->figures);
	letter_words_free(maker->words);
	letter_head_clear(&maker->head);
	g_array_unref(maker->lines);
	g_free(maker->subject);
}

/* Letters that the reading has already. */
static guint letters_in(const Reading *reading)
{
	guint most = 0;
	for (guint i = 0; i < reading->facts->len; i++) {
		unsigned n = 0;
		const Fact *fact = reading->facts->pdata[i];
		if (sscanf(fact->subject, "letter/%9u", &n) == 1)
			most = MAX(most, n);
	}
	return most;
}

const char *letters_read(const Text *text, const Envelope *envelope, Reading *reading)
{
	g_autoptr(GPtrArray) parts = quote_parts(text, envelope);
	g_autoptr(Text) head = text_new();
	DateOrder order = dates_order(text);
	AmountStyle style = amounts_style(text);
	guint n = letters_in(reading);
	const char *own = NULL; /* kinds are words of the program, not of the verdict */
	guint count = MIN(parts->len, LIMIT_LETTERS);
	g_autofree Maker *makers = g_new0(Maker, count);
	/* The earliest first: what a letter answers helps to tell who writes it. */
	for (guint i = count; i > 0; i--) {
		makers[i - 1] = (Maker){ .reading = reading, .envelope = envelope, .part = parts->pdata[i - 1] };
		maker_open(&makers[i - 1], text, head, order, style, i < count ? &makers[i] : NULL);
	}
	for (guint i = 0; i < count; i++) {
		Maker *maker = &makers[i];
		bool empty = maker->words->words->len < (maker->quoted ? QUOTED_LEAST : 1);
		if (!empty || (i == 0 && envelope->is_mail)) {
			maker->subject = g_strdup_printf("letter/%u", ++n);
			add_says(maker);
			add_heading(maker);
			add_figures(maker);
			if (i == 0 && maker->verdict->confidence >= LIMIT_CONFIDENCE)
				own = maker->verdict->kind;
		}
	}
	for (guint i = 0; i < count; i++)
		maker_close(&makers[i]);
	return own;
}

int letter_score(const Text *text, const Envelope *envelope)
{
	if (envelope->is_mail)
		return 100;
	g_autoptr(GPtrArray) parts = quote_parts(text, envelope);
	g_autoptr(Text) head = text_new();
	Maker maker = { .envelope = envelope, .part = parts->pdata[0] };
	maker_open(&maker, text, head, dates_order(text), amounts_style(text), NULL);
	int score = (maker.head.greets ? 25 : 0) + (maker.head.signs ? 25 : 0) + (maker.head.addresses > 0 ? 10 : 0) +
	            (maker.head.day.text != NULL ? 10 : 0) + (parts->len > 1 || maker.part->header->len > 1 ? 40 : 0);
	if (strcmp(maker.verdict->kind, "other") != 0)
		score += maker.verdict->confidence * 2 / 3;
	/* Fifteen dense pages are no letter, whatever single words in them say. */
	if (maker.words->words->len >= LIMIT_LETTER_WORDS)
		score = MIN(score, LIKELY - 10);
	maker_close(&maker);
	return MIN(score, 95);
}
