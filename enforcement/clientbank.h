/*
 * Clientbank: the client account at the bank against the books. Every line of its statements is booked on the day it bears:
 * a payment that has its case, a receipt that is not placed yet, a charge of the bank (covered from own money), money out that
 * the books already have, and money out that nobody can explain yet (covered until somebody does). Which entries a line is in
 * the books is recorded, append-only. All inside the caller's transaction.
 *
 * The client account is [client-account] number in paakrav.conf (several: NUMBER;NUMBER). Where that is not said, each of the
 * accounts in [bank] is one but [own-account] number, unless every case of the house is its operator's own.
 */
#ifndef PAAKRAV_CLIENTBANK_H
#define PAAKRAV_CLIENTBANK_H

#include "enforcement/bankbook.h"
#include "enforcement/ledger.h"

typedef struct ClientBank {
	GPtrArray *numbers; /* char*, account_plain */
	char *own; /* the office's own account; NULL: not said */
	char **charges; /* words that a bank's charge bears, lower case */
} ClientBank;
/* ours: char*, the accounts of [bank]; NULL: read them. */
ClientBank *clientbank_open(Store *store, const char *home, const GPtrArray *ours, GError **error);
void clientbank_free(ClientBank *bank);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientBank, clientbank_free)
bool clientbank_holds(const ClientBank *bank, const BankLine *line); /* is the line of a client account, in kroner? */
bool clientbank_has(const ClientBank *bank, const char *account);
/* Does the money come from our own account? */
bool clientbank_from_own(const ClientBank *bank, const BankLine *line);

/* ---- recorded ---- */

/* The line is one of a client account. */
bool clientline_add(Store *store, const BankLine *line, GError **error);
bool clientline_is(Store *store, int64_t line_id, bool *out, GError **error);
/* The entry of that id is that line, or a part of it. An entry is of one line; again for the same line changes nothing. */
bool clientline_link(Store *store, int64_t line_id, const char *entry, Date on, GError **error);
/* The balances of the file's statements of client accounts; the first of an account books what stood on it before. */
bool clientbank_statements(Store *store, const ClientBank *bank, const BankFile *file, GError **error);

/* ---- booked ---- */

/* Day that a bank's line is booked on: its own, or the first open one. */
bool clientbank_day(Store *store, const BankLine *line, Date *out, GError **error);
/* Is it held as not placed? */
bool clientline_unplaced(Store *store, int64_t line_id, bool *out, GError **error);
/* Book money in as not placed, once, on a day. */
bool clientline_hold(Store *store, const BankLine *line, Date day, GError **error);
/* A standing entry of a noted payment of that case and amount that no line tells of yet: event_id, 0: none. */
bool clientline_noted(Store *store, const BankLine *line, const char *case_id, int64_t *event_id, GError **error);
/* Money in from our own account: the cover that it is. *found false: none waits. */
bool clientline_cover(Store *store, const BankLine *line, bool *found, GError **error);

typedef enum ClientOut {
	CLIENT_OUT_BOOKED, /* the books had it: linked */
	CLIENT_OUT_CHARGE, /* the bank's charge: covered */
	CLIENT_OUT_UNEXPLAINED /* covered, and asked */
} ClientOut;
/* Money out of the client account; taken_back: a reversal whose payment is not known. */
bool clientline_out(Store *store, const ClientBank *bank, const BankLine *line, bool taken_back, ClientOut *out, GError **error);

/* What stands booked for the line, changed by a person's word on a day. */
bool clientline_charge(Store *store, const BankLine *line, Date day, const char *payload, GError **error); /* the bank's charge after all */
bool clientline_return(Store *store, const BankLine *line, Date day, const char *payload, GError **error); /* a receipt that is sent back */
/* It is these entries of the books (char*), whose sum must be the line's amount. */
bool clientline_explain(Store *store, const BankLine *line, char **entries, int n, Date day, GError **error);
/* The line gave way to its parts: what was booked for the whole is taken back. */
bool clientline_give_way(Store *store, Date on, GError **error);

/* Its tables, a script of enforcement_room. */
extern const char clientbank_tables[];

#endif
