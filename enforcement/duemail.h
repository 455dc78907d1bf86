/*
 * Due mail: the day's list to each who handles cases: what is due within a fortnight or is late, and the limitation that is
 * near. What an owner was told of on an earlier day, is all but due, and nobody has touched since goes to the deputy too.
 * Each gets one list a day; a list that could not be handed over goes at the next call. What was told to whom is recorded,
 * append-only, the names erasable.
 */
#ifndef PAAKRAV_DUEMAIL_H
#define PAAKRAV_DUEMAIL_H

#include "enforcement/docketstore.h"
#include "filing/send.h"
#include "intake/command.h"

/* One who gets a list. */
typedef struct Recipient {
	char *name; /* as assign has it; "*": what nobody handles */
	GPtrArray *told; /* Told* */
	cJSON *own, *passed; /* lists as due prints them: of own cases, and passed on from others */
	cJSON *lost; /* lost[] of cases that limitation took */
} Recipient;

/* A task of a list, as it stood. */
typedef struct Told {
	char *case_id, *key;
	Date by_on;
	int64_t seq;
} Told;

/* ---- what was recorded ---- */

/* Its tables, a script of enforcement_room. */
extern const char due_mail_tables[];

/* Was the owner told of the task as it stands, on a day before today? */
bool due_mail_told(Store *store, const char *owner, const DocketRow *row, Date today, bool *told, GError **error);
/* Has the name its list of the day? */
bool due_mail_sent(Store *store, const char *name, Date today, bool *sent, GError **error);
/* A try, and what it tells of; each in a transaction of its own. *id names it. */
bool due_mail_begin(Store *store, const Recipient *to, const char *address, const char *message_id, Date today, int64_t *id,
                    GError **error);
bool due_mail_step(Store *store, int64_t id, const char *state, int code, GError **error);

/* ---- the command ---- */

/*
 * due --mail: adds mails[], lost[] and whether a limitation date is overdue to object. false and an Error: nothing was sent, or
 * (ERROR_DELIVERY) a list was not handed over; mails[] tells which then.
 */
bool due_mail_run(const Call *call, const Law *law, cJSON *object, bool *overdue, GError **error);
/* For a log: no names, no case. */
void due_mail_text(const Call *call, const cJSON *result, GString *out);

#endif
