/*
 * Leaving book: what a person said of the points on which a case leaves the house, and that it left: append-only; names, reasons
 * and documents stand aside and can be erased.
 */
#ifndef PAAKRAV_LEAVINGBOOK_H
#define PAAKRAV_LEAVINGBOOK_H

#include "intake/json.h"
#include "intake/store.h"

typedef enum LeavingWay { LEAVING_CLOSE, LEAVING_HANDOVER } LeavingWay;
const char *leaving_way_name(LeavingWay way); /* "close" "handover" */

/* A person's word on a point: it is done, or the case leaves in spite of it. It holds as long as the point is about the same. */
typedef struct LeavingWord {
	char *point, *subject;
	bool despite;
	Date on;
	char *by, *why, *document; /* NULL: none, or erased */
} LeavingWord;

/* The last word on each point of a case, in the order said (LeavingWord*, the caller's). */
GPtrArray *leaving_words(Store *store, const char *case_id, LeavingWay way, GError **error);
/* Append, inside the caller's transaction. */
bool leaving_say(Store *store, const char *case_id, LeavingWay way, const LeavingWord *word, GError **error);

/* The case left on that day; DATE_NONE: it has not, or it was assigned to somebody since. */
bool leaving_left(Store *store, const char *case_id, Date *on, LeavingWay *way, GError **error);
/* Each time the case left, the oldest first (Departure*, the caller's); names NULL: none said, or erased. */
typedef struct Departure {
	LeavingWay way;
	Date on;
	char *by, *to;
	bool stands; /* nobody was given the case since */
} Departure;
GPtrArray *leaving_all(Store *store, const char *case_id, GError **error);
/* The one that stands; NULL: the case has not left. Borrowed from leaving_all's. */
const Departure *leaving_standing(const GPtrArray *departures);
void departure_json(cJSON *row, const Departure *departure);

/* Append, inside the caller's transaction: its clocks are nobody's in this house any more. sha256: of the file handed over; NULL. */
bool leaving_record(Store *store, const char *case_id, LeavingWay way, const char *sha256, const char *to, const char *by, Date on,
                    GError **error);

/* Its tables, a script of enforcement_room. */
extern const char leaving_tables[];

#endif
