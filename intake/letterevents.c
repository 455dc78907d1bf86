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

/* ---- one letter in several places ---- */

/* A thread may be long, and whoever sends it may mean harm: every question here is one look-up. */
typedef struct Teller {
	Case *c;
	const FactIndex *index;
	GHashTable *sent; /* "document\nevent" → Letter*: the first that stands there as sent */
	GHashTable *originals; /* "event\nday": letters that stand as sent; set */
	GHashTable *told; /* "event\nday…": what is recorded or told by now; set */
	GHashTable *inside; /* Letters that a mail around them tells: set */
	GHashTable *carried; /* Letter* → Letter*: a mail, and the letter within it that tells the same */
} Teller;

#define ANCESTORS 64 /* mails that one document lies in, one within the other: more than these are not looked at */

/* The documents that this one was found in, and those that these were found in; names borrowed from facts. */
static GPtrArray *ancestors_of(const FactIndex *index, const char *name)
{
	GPtrArray *all = g_ptr_array_new();
	const char *at = name;
	for (guint next = 0; at != NULL; at = next < all->len ? all->pdata[next] : NULL, next++) {
		g_autofree char *subject = g_strconcat("document/", at, NULL);
		const GPtrArray *parents = fact_index_find(index, subject, "document.parent");
		for (guint i = 0; parents != NULL && i < parents->len && all->len < ANCESTORS; i++) {
			char *parent = ((const Fact *)parents->pdata[i])->value;
			if (!g_ptr_array_find_with_equal_func(all, parent, g_str_equal, NULL))
				g_ptr_array_add(all, parent);
		}
	}
	return all;
}

static char *key_of(const char *first, const char *second)
{
	return g_strconcat(first, "\n", second, NULL);
}

static char *day_key(const char *event, Date day)
{
	g_autofree char *iso = date_iso(day);
	return key_of(event, iso);
}

static bool has(GHashTable *set, char *key)
{
	g_autofree char *owned = key;
	return g_hash_table_contains(set, owned);
}

static void note_sent(Teller *teller, Letter *letter)
{
	const EventRow *row = row_of(letter);
	const char *name = name_of(teller->c, letter);
	Date day;
	if (row == NULL || is_quoted(letter) || !field_date(&letter->sent_on, &day))
		return;
	g_hash_table_add(teller->originals, day_key(row->event, day));
	char *key = name != NULL ? key_of(name, row->event) : NULL;
	if (key != NULL && !g_hash_table_contains(teller->sent, key))
		g_hash_table_insert(teller->sent, key, letter);
	else
		g_free(key);
}

static bool sets_day(const Letter *letter)
{
	return letter->deadline_on.state != FIELD_ABSENT || letter->deadline_days.state != FIELD_ABSENT;
}

/* A mail and the reminder attached to it are one reminder, sent with the mail. */
static void find_carrier(Teller *teller, Letter *letter)
{
	const EventRow *row = row_of(letter);
	const char *name = name_of(teller->c, letter);
	if (row == NULL || name == NULL)
		return;
	g_autoptr(GPtrArray) ancestors = ancestors_of(teller->index, name);
	for (guint i = 0; i < ancestors->len; i++) {
		g_autofree char *key = key_of(ancestors->pdata[i], row->event);
		Letter *mail = g_hash_table_lookup(teller->sent, key);
		if (mail == NULL || mail == letter)
			continue;
		g_hash_table_add(teller->inside, letter);
		/* Of several, the one that sets a day. */
		const Letter *before = g_hash_table_lookup(teller->carried, mail);
		if (before == NULL || (!sets_day(before) && sets_day(letter)))
			g_hash_table_insert(teller->carried, mail, letter);
		return;
	}
}

/* Quoted in an answer, and there as it was sent too; or a letter in a mail that tells the same. */
static bool is_copy(const Teller *teller, const EventRow *row, const Letter *letter, Date day)
{
	return g_hash_table_contains(teller->inside, letter) ||
	       (is_quoted(letter) && has(teller->originals, day_key(row->event, day)));
}

static void remember(Teller *teller, const Event *event)
{
	g_autofree char *day = day_key(event->name, event->on);
	if (event->letter == NULL) {
		g_hash_table_add(teller->told, g_strdup(day));
		if (event->document != NULL)
			g_hash_table_add(teller->told, g_strconcat(event->name, "\ndocument\n", event->document, NULL));
		return;
	}
	g_hash_table_add(teller->told, g_strconcat(day, "\nsomebody", NULL));
	g_hash_table_add(teller->told, g_strconcat(day, "\ndebtor\n", event->debtor, NULL));
}

/*
 * Told already: by a person or claim.xml, on that day, with that document, or on the day that claim.xml gives the document;
 * or by a letter to or from the same debtor on that day.
 */
static bool is_told(const Teller *teller, const Letter *letter, const char *event, Date day)
{
	const Document *document = case_document(teller->c, letter->document);
	Date dated;
	g_autofree char *key = day_key(event, day);
	if (g_hash_table_contains(teller->told, key))
		return true;
	if (document != NULL && (has(teller->told, g_strconcat(event, "\ndocument\n", document->name, NULL)) ||
	                         (field_date(&document->dated_on, &dated) && has(teller->told, day_key(event, dated)))))
		return true;
	if (letter->party == NULL)
		return has(teller->told, g_strconcat(key, "\nsomebody", NULL));
	return has(teller->told, g_strconcat(key, "\ndebtor\n", letter->party->id, NULL)) ||
	       has(teller->told, g_strconcat(key, "\ndebtor\n", NULL));
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

/* What a mail carries may say more than the mail. */
static const Letter *fuller(const Teller *teller, const Letter *letter)
{
	const Letter *inner = g_hash_table_lookup(teller->carried, letter);
	return inner != NULL ? inner : letter;
}

static void tell(Teller *teller, const EventRow *row, const Letter *letter, Date on, const Item *claim)
{
	Case *c = teller->c;
	Event *event = g_new0(Event, 1);
	const Letter *full = fuller(teller, letter);
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

static void tell_letter(Teller *teller, const Letter *letter)
{
	Case *c = teller->c;
	const EventRow *row = row_of(letter);
	Date day;
	if (row == NULL || !field_date(&letter->sent_on, &day) || is_copy(teller, row, letter, day) ||
	    is_told(teller, letter, row->event, day) || !is_ours(teller->index, row, letter))
		return;
	guint first = c->events->len;
	/* A reminder is one letter whatever it reminds of; the others are about each item by itself. */
	bool whole = letter->items->len == 0 || letter->items->len == c->items->len || strcmp(row->kind, "reminder") == 0;
	if (whole && letter->items->len != 1)
		tell(teller, row, letter, day, NULL);
	else
		for (guint n = 0; n < letter->items->len; n++)
			tell(teller, row, letter, day, c->items->len > 1 ? letter->items->pdata[n] : NULL);
	for (guint i = first; i < c->events->len; i++)
		remember(teller, c->events->pdata[i]);
}

void letters_tell(Case *c, const FactIndex *index)
{
	if (c->letters->len == 0)
		return;
	Teller teller = {
		.c = c,
		.index = index,
		.sent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.originals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.inside = g_hash_table_new(NULL, NULL),
		.carried = g_hash_table_new(NULL, NULL),
	};
	for (guint i = 0; i < c->events->len; i++)
		remember(&teller, c->events->pdata[i]);
	for (guint i = 0; i < c->letters->len; i++)
		note_sent(&teller, c->letters->pdata[i]);
	for (guint i = 0; i < c->letters->len; i++)
		find_carrier(&teller, c->letters->pdata[i]);
	for (guint i = 0; i < c->letters->len; i++)
		tell_letter(&teller, c->letters->pdata[i]);
	g_hash_table_unref(teller.sent);
	g_hash_table_unref(teller.originals);
	g_hash_table_unref(teller.told);
	g_hash_table_unref(teller.inside);
	g_hash_table_unref(teller.carried);
}
