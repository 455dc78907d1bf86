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

/* The cases of a client that are in the books, erased ones left out, in the order of their numbers: char*. The caller's; NULL at an Error. */
GPtrArray *client_cases(Store *store, const char *client, GError **error);

/*
 * Money held for a client on a day, øre, above zero: all accounts of class CLIENT of its cases (il §§ 14–16). client NULL:
 * everybody's, with what is not placed yet. DATE_NONE: all days.
 */
bool client_held(Store *store, const char *client, const char *account, Date on, Money *out, GError **error); /* on one of them */
bool client_balance(Store *store, const char *client, Date on, Money *out, GError **error);

/*
 * Before an entry of that case is appended: would it take a CLIENT account of the client below zero, that evening or on a
 * later one (il §§ 14–15)? Then an Error of ERROR_INPUT, code "client-negative", which names client and entry. Inside a
 * transaction.
 */
bool client_allows(Store *store, const char *id, const char *case_id, Date day, const char *debit, Money amount,
                   GError **error);

/*
 * Bring the standing of every client (a computed table) up to the journal's last entry. Inside a transaction;
 * client_allows does it before it looks. client_rebuild reckons it from nothing.
 */
bool client_catch_up(Store *store, GError **error);
bool client_rebuild(Store *store, GError **error);

/* Money held for a client now on one account of class CLIENT, øre, above zero; as the standing has it after client_catch_up. */
bool client_standing(Store *store, const char *client, const char *account, Money *out, GError **error);

/* The least that stands on the account on any evening from the day on, now included. Inside a transaction. */
bool client_least(Store *store, const char *client, const char *account, Date day, Money *out, GError **error);

/* The client of entries that have no case, and of the account `unidentified` whatever the case: what is not placed yet. */
#define CLIENT_NOBODY "-"

/* Its tables, a script of enforcement_room. */
extern const char client_tables[];

#endif
