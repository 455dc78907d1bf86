/*
 * Ledger: the journal with accounts: which events are booked, on what, and what the books say (postings.def).
 * A posting names its event; a corrected event is a reversal and a new posting, booked on the day of the correction.
 *
 * Operator `self` and `buyer` pay their own court fee and receive their own money; for every other operator, and when
 * nobody has said who operates, the fee is advanced for the client and money received is the client's.
 */
#ifndef PAAKRAV_LEDGER_H
#define PAAKRAV_LEDGER_H

#include "intake/command.h"
#include "intake/event.h"
#include "intake/journal.h"

typedef enum PostingKind {
#define POSTING(kind, debit, credit, reversed, da, en) POSTING_##kind,
#include "enforcement/postings.def"
#undef POSTING
	POSTING_none
} PostingKind;

const char *posting_name(PostingKind kind);

/*
 * Book the court fee of a hand-in (own_account: as case_own_account), inside the caller's transaction with the event that records it. Zero books nothing.
 * Again for the same event changes nothing.
 */
bool ledger_book_court_fee(Store *store, const char *case_id, bool own_account, const Event *filed, Money fee, Date booked_on,
                           GError **error);

/*
 * Book what a noted event moves: a payment to the operator is client money; an event that replaces a booked one reverses
 * it first. A payment to the creditor directly moves what is owed and books nothing. Inside the caller's transaction.
 */
bool ledger_book_event(Store *store, const Case *c, const Event *event, Date booked_on, GError **error);

/* Court fees booked on the case so far. */
bool ledger_cost(Store *store, const char *case_id, Money *out, GError **error);

/* ledger [--case CASE], ledger verify [--receipt FILE]…, audit [--receipt FILE]… */
int ledger_run(const Call *call, cJSON **result, GError **error);
void ledger_text(const Call *call, const cJSON *result, GString *out);
int ledger_verify_run(const Call *call, cJSON **result, GError **error);
int audit_run(const Call *call, cJSON **result, GError **error);
void ledger_verify_text(const Call *call, const cJSON *result, GString *out);

#endif
