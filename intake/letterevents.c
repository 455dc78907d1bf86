/* Which events follow from the letters of a case. */
#include "intake/document.h"
#include "intake/letters.h"
#include "intake/limits.h"

#include <string.h>

typedef struct EventRow {
	const char *kind;
	const char *event;
	LetterSide side; /* who must have sent it */
} EventRow;

static const EventRow event_rows[] = {
	{ "reminder", "reminder_sent", LETTER_FROM_CREDITOR },
	{ "demand", "demand_sent", LETTER_FROM_CREDITOR },
	{ "objection", "objection_received", LETTER_FROM_DEBTOR },
	{ "acknowledgement", "acknowledged", LETTER_FROM_DEBTOR },
};

static bool says(const Letter *letter, const char *what)
{
	for (guint i = 0; i < letter->says->len; i++)
		if (strcmp(((const Fact *)letter->says->pdata[i])->value, what) == 0)
			return true;
	return false;
}

/* An objection inside a promise is an objection. */
static const EventRow *row_of(const Letter *letter)
{
	const char *kind = field_text(&letter->kind);
	const EventRow *objection = &event_rows[2];
	if (letter->side == LETTER_FROM_DEBTOR && says(letter, "objection"))
		return objection;
	for (size_t i = 0; kind != NULL && i < G_N_ELEMENTS(event_rows); i++)
		if (strcmp(event_rows[i].kind, kind) == 0)
			return event_rows[i].side == letter->side ? &event_rows[i] : NULL;
	return NULL;
}

static bool is_quoted(const Letter *letter)
{
	bool quoted = false;
	return field_yes(&letter->quoted, &quoted) && quoted;
}

static const char *name_of(const Case *c, const Letter *letter)
{
	const Document *document = case_document(c, letter->document);
	return document != NULL ? document->name : NULL;
}

/* Is the document with that name found inside the other, at whatever depth? */
static bool lies_in(const FactIndex *index, const char *name, const char *other, int depth)
{
	g_autofree char *subject = g_strconcat("document/", name, NULL);
	const GPtrArray *parents = depth > 0 ? fact_index_find(index, subject, "document.parent") : NULL;
	for (guint i = 0; parents != NULL && i < parents->len; i++) {
		const char *parent = ((const Fact *)parents->pdata[i])->value;
		if (strcmp(parent, other) == 0 || lies_in(index, parent, other, depth - 1))
			return true;
	}
	return false;
}

/* The letter that the other one carries: a mail and the reminder attached to it are one reminder, sent with the mail. */
static bool carries(const Case *c, const FactIndex *index, const Letter *mail, const Letter *letter)
{
	const char *outer = name_of(c, mail), *inner = name_of(c, letter);
	return mail != letter && outer != NULL && inner != NULL && row_of(mail) == row_of(letter) && !is_quoted(mail) &&
	       lies_in(index, inner, outer, 8);
}

/* The day that claim.xml says the letter's document is of: whoever recorded the event may have gone by it. */
static bool is_dated(const Case *c, const Letter *letter, Date day)
{
	const Document *document = case_document(c, letter->document);
	Date dated;
	return document != NULL && field_date(&document->dated_on, &dated) && date_compare(dated, day) == 0;
}

/* Told already: by a person or claim.xml, or by the same letter standing elsewhere. */
static bool is_told(const Case *c, const Letter *letter, const char *event_name, Date day)
{
	const char *document = name_of(c, letter);
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (strcmp(event->name, event_name) != 0)
			continue;
		bool same_day = date_compare(event->on, day) == 0;
		if (event->letter == NULL && (same_day || is_dated(c, letter, event->on) || (document != NULL && g_strcmp0(event->document, document) == 0)))
			return true;
		if (event->letter != NULL && same_day && strcmp(event->letter, letter->id) != 0 &&
		    (event->debtor == NULL || letter->party == NULL || strcmp(event->debtor, letter->party->id) == 0))
			return true;
	}
	return false;
}

/* Quoted in an answer, and there as it was sent too; or a letter in a mail that tells the same. */
static bool is_copy(const Case *c, const FactIndex *index, const Letter *letter, Date day)
{
	for (guint i = 0; i < c->letters->len; i++) {
		const Letter *other = c->letters->pdata[i];
		Date other_day;
		if (other == letter || !field_date(&other->sent_on, &other_day))
			continue;
		if (carries(c, index, other, letter))
			return true;
		if (is_quoted(letter) && !is_quoted(other) && date_compare(day, other_day) == 0 && row_of(other) == row_of(letter))
			return true;
	}
	return false;
}

static Date deadline_of(const Letter *letter, Date sent_on)
{
	Date deadline = DATE_NONE;
	gint64 days;
	if (field_date(&letter->deadline_on, &deadline) || letter->deadline_on.state != FIELD_ABSENT)
		return deadline;
	const char *count = field_text(&letter->deadline_days);
	if (count == NULL || !g_ascii_string_to_signed(count, 10, 0, 3650, &days, NULL))
		return DATE_NONE;
	return date_add_days(sent_on, (int)days);
}

/* The words that object, as they stand there; NULL when none were told apart. */
static char *ground_of(const Letter *letter)
{
	const char *words = letter->grounds->len > 0 ? ((const Fact *)letter->grounds->pdata[0])->raw : NULL;
	for (guint i = 0; words == NULL && i < letter->says->len; i++) {
		const Fact *fact = letter->says->pdata[i];
		if (strcmp(fact->value, "objection") == 0)
			words = fact->raw;
	}
	if (words == NULL || strlen(words) > LIMIT_SUMMARY_BYTES)
		return NULL;
	char *ground = g_strstrip(g_strdup(words));
	size_t length = strlen(ground);
	while (length > 0 && strchr(".!, ", ground[length - 1]) != NULL) /* who quotes it ends the sentence */
		ground[--length] = '\0';
	return ground;
}

/* The letter itself, or what it carries, whichever says more. */
static const Letter *fuller(const Case *c, const FactIndex *index, const Letter *letter)
{
	for (guint i = 0; i < c->letters->len; i++) {
		const Letter *other = c->letters->pdata[i];
		if (carries(c, index, letter, other))
			return other;
	}
	return letter;
}

static void tell(Case *c, const FactIndex *index, const EventRow *row, const Letter *letter, Date on, const Item *claim)
{
	Event *event = g_new0(Event, 1);
	const Letter *full = fuller(c, index, letter);
	event->name = g_strdup(row->event);
	event->on = on;
	event->debtor = letter->party != NULL && c->debtors->len > 1 ? g_strdup(letter->party->id) : NULL;
	if (letter->side == LETTER_FROM_DEBTOR && letter->party != NULL)
		event->debtor = g_strdup(letter->party->id);
	event->claim = claim != NULL ? g_strdup(claim->id) : NULL;
	event->document = g_strdup(name_of(c, letter));
	event->by = g_strdup("read");
	event->letter = g_strdup(letter->id);
	if (row->side == LETTER_FROM_CREDITOR) {
		event->deadline_on = deadline_of(letter, on);
		if (!date_known(event->deadline_on))
			event->deadline_on = deadline_of(full, on);
	} else {
		event->deadline_on = DATE_NONE;
	}
	if (strcmp(row->kind, "reminder") == 0)
		event->has_amount = field_money(&letter->fee, &event->amount) || field_money(&full->fee, &event->amount);
	else if (strcmp(row->kind, "acknowledgement") == 0)
		event->has_amount = field_money(&letter->amount, &event->amount) || field_money(&full->amount, &event->amount);
	else if (strcmp(row->kind, "objection") == 0)
		event->ground = ground_of(full->grounds->len > 0 ? full : letter);
	if (!event->has_amount)
		event->amount = money_zero();
	g_ptr_array_add(c->events, event);
}

/* Is it about this case? A letter to somebody whom the case does not know must name one of its invoices. */
static bool is_ours(const FactIndex *index, const EventRow *row, const Letter *letter)
{
	bool names = fact_index_find(index, letter->id, "letter.invoice") != NULL;
	if (strcmp(row->kind, "objection") == 0)
		return true; /* one that we may have misread the number of is an objection all the same */
	if (names)
		return letter->items->len > 0;
	return letter->party != NULL || letter->to.state == FIELD_ABSENT;
}

void letters_tell(Case *c, const FactIndex *index)
{
	for (guint i = 0; i < c->letters->len; i++) {
		const Letter *letter = c->letters->pdata[i];
		const EventRow *row = row_of(letter);
		Date day;
		if (row == NULL || !field_date(&letter->sent_on, &day) || is_copy(c, index, letter, day) ||
		    is_told(c, letter, row->event, day) || !is_ours(index, row, letter))
			continue;
		/* A reminder is one letter whatever it reminds of; the others are about each item by itself. */
		bool whole = letter->items->len == 0 || letter->items->len == c->items->len || strcmp(row->kind, "reminder") == 0;
		if (whole && letter->items->len != 1) {
			tell(c, index, row, letter, day, NULL);
			continue;
		}
		for (guint n = 0; n < letter->items->len; n++)
			tell(c, index, row, letter, day, c->items->len > 1 ? letter->items->pdata[n] : NULL);
	}
}
