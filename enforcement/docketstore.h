/*
 * The docket in the store: a computed row for each task of each open case, so that the whole house's day is one scan.
 * Triggers mark a case stale in the very step that records something of it; whoever asks next makes its rows anew. What
 * people have written stands beside it, append-only: own tasks, tasks done, whose case it is.
 */
#ifndef PAAKRAV_DOCKETSTORE_H
#define PAAKRAV_DOCKETSTORE_H

#include "enforcement/docket.h"
#include "intake/store.h"

/* Bring what is stale up to day: rows that something was recorded on since, and those that time alone has moved. */
bool docket_refresh(Store *store, const Law *law, Date today, int64_t *cases, GError **error);
/* Drop all of it and make it again. */
bool docket_rebuild(Store *store, const Law *law, Date today, int64_t *cases, GError **error);

/* A row as it is read: borrowed until the next one. */
typedef struct DocketRow {
	const char *case_id, *key, *debtor, *clock, *about, *event;
	TaskKind kind;
	Date by_on, last_on, start_on;
	const char *why, *owner, *deputy;
	int64_t seq; /* of the last thing recorded on its case when it was made: rises with every change */
} DocketRow;

/*
 * Each task that is to be done by until (DATE_NONE: all), of owner (as handler_said; NULL: everybody's; deputies count too), the nearest
 * first, done ones left out. On another day than today's the cases that are different then are reckoned anew, and not kept.
 */
typedef bool (*DocketSeen)(const DocketRow *row, void *data);
bool docket_each(Store *store, const Law *law, Date today, Date on, Date until, const char *owner, DocketSeen seen, void *data,
                 GError **error);

/* Each case that limitation took and nobody has closed since, by its number; owner NULL: nobody. Refresh before. */
typedef bool (*DocketLost)(const char *case_id, const char *owner, Date lost_on, void *data);
bool docket_lost_each(Store *store, DocketLost seen, void *data, GError **error);

/* Append, inside the caller's transaction. clock NULL: none; *key names the task, the caller's. */
bool docket_own_add(Store *store, const char *case_id, const char *debtor, const char *clock, Date start_on, Date by_on,
                    const char *why, const char *by, Date made_on, char **key, GError **error);
bool docket_done_add(Store *store, const char *case_id, const char *key, Date by_on, const char *by, Date done_on, GError **error);
bool docket_assign(Store *store, const char *case_id, const char *owner, const char *deputy, Date on, GError **error);
/* Does the task stand, not done? *by_on is its day, *kind what it is. */
bool docket_find(Store *store, const char *case_id, const char *key, bool *found, TaskKind *kind, Date *by_on, Date *last_on,
                 GError **error);

/* Add a case's own tasks that are not ticked off, with their words, to docket_of's; none where it has left. */
bool docket_own_take(Store *store, const char *case_id, Date on, GPtrArray *tasks, GError **error);
/* Take what is ticked off out of docket_of's tasks. */
bool docket_done_drop(Store *store, const char *case_id, GPtrArray *tasks, GError **error);

/* Its tables, a script of enforcement_room. */
extern const char docket_tables[];
/* An approval moves the docket too: another script. */
extern const char docket_approvals[];

#endif
