/*
 * Event: something that happened, with its day: a letter sent, a payment, an objection, a judgment.
 * Events are recorded and append-only; a wrong one is corrected by a new one that names it. States are computed
 * from them elsewhere (enforcement/), never stored. Names and the fields each may and must carry: events.csv.
 */
#ifndef PAAKRAV_EVENT_H
#define PAAKRAV_EVENT_H

#include "intake/date.h"
#include "intake/error.h"
#include "intake/json.h"
#include "intake/money.h"

#include <glib.h>

typedef struct Event {
	int64_t id; /* 1, 2, 3 … within its case; 0 before it is stored */
	char *name; /* a name of events.csv */
	Date on;
	char *debtor; /* "d1"; NULL: all debtors, or not about a debtor */
	char *claim; /* subject of a claim item ("invoice/1001"); NULL: all */
	bool has_amount;
	Money amount;
	Date deadline_on;
	char *paid_to; /* "creditor" | "operator"; NULL */
	char *ground; /* free text: ground of an objection, the court's number, a reason */
	char *document; /* file that proves it; NULL */
	char *by; /* who recorded it: "claim.xml" or a person's name */
	char *place; /* where in its file a reader found it, "line 7"; NULL. Not stored */
	char *letter; /* the letter that it was read from, "letter/3"; NULL. Not stored: it follows from the letter's facts */
	int64_t replaces; /* id of the event that this one corrects; 0 */
	bool replaced; /* a later event corrects this one: it no longer counts */
} Event;

void event_free(Event *event);
Event *event_copy(const Event *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Event, event_free)

/* A row of events.csv. */
typedef struct EventKind {
	char *name;
	char *needs; /* fields that must be there, separated by spaces: debtor amount deadline paid-to … */
	char *may; /* fields that may be there */
	char *clocks; /* names of clocks.csv's start_event that it starts, separated by spaces; read by assess */
	char *da, *en; /* what it is called */
} EventKind;

const EventKind *event_kind_find(const char *name); /* NULL when unknown */
const GPtrArray *event_kinds(void); /* EventKind*, in file order */

/* Is the event one that could have happened: name known, day present, no needed field absent? An Error else. */
bool event_check(const Event *event, Date today, GError **error);

/* The members of one entry of `events[]` of the contract, added to object. */
void event_json(cJSON *object, const Event *event);

#endif
