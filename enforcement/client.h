/*
 * Client: whose money it is. A case belongs to one client from its first entry in the books on; a creditor's number that is
 * corrected later moves no money by itself.
 */
#ifndef PAAKRAV_CLIENT_H
#define PAAKRAV_CLIENT_H

#include "intake/store.h"

/*
 * The client of a case: "cvr-12345678" of a creditor with a CVR number, else "sag-2026-000017", a client of that case
 * alone. Recorded the first time it is asked inside a transaction; else as it would be recorded. The caller's; NULL at an
 * Error.
 */
char *client_of(Store *store, const Case *c, GError **error);

/* The client that is recorded for a case; *out NULL: none yet. The caller's. */
bool client_recorded(Store *store, const char *case_id, char **out, GError **error);

/* The cases of a client that are in the books, in the order of their numbers: char*. The caller's; NULL at an Error. */
GPtrArray *client_cases(Store *store, const char *client, GError **error);

/*
 * Money held for a client on a day, øre, above zero: all accounts of class CLIENT of its cases (il §§ 14–16). client NULL:
 * everybody's, with what is not placed yet. DATE_NONE: all days.
 */
bool client_balance(Store *store, const char *client, Date on, Money *out, GError **error);

/* Its tables, a script of enforcement_room. */
extern const char client_tables[];

#endif
