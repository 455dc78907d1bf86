/*
 * Settlement: the creditor's statement of a case, read from the journal alone: what came in and what it went to, what was
 * deducted under which clause of which agreement, what was paid out, what is held. Received and covered less set off, paid
 * out and returned is what is held, to the øre, on any day.
 */
#ifndef PAAKRAV_SETTLEMENT_H
#define PAAKRAV_SETTLEMENT_H

#include "enforcement/fee.h"
#include "intake/command.h"

/* A payment that the books received for the case, and its split. */
typedef struct SettledReceipt {
	int64_t event; /* 0: the entry names none */
	Date on, booked_on; /* DATE_NONE: the event's day is not known */
	Money amount, costs, interest, principal, surplus;
} SettledReceipt;

/* A fee or an advance charged that stands. */
typedef struct SettledDeduction {
	char *entry; /* id in the journal */
	PostingKind kind;
	Date on, booked_on; /* of the work; DATE_NONE: unknown */
	Money amount;
	char *clause; /* "share" …; NULL */
	int phase; /* a FeePhase; -1: none */
	int64_t version; /* of the agreement; -1: none named */
	Date agreed_on, from_on; /* of that agreement; DATE_NONE */
	char *text[2]; /* the clause in words, by Lang */
} SettledDeduction;

typedef struct Settlement {
	Date on;
	int64_t seq; /* the last entry that counts */
	GPtrArray *receipts, *deductions;
	Money received, costs, interest, principal, surplus, unsplit;
	Money fee, fee_unbilled, fee_invoiced, vat_booked;
	bool vat_known; /* what VAT the fee not yet invoiced will bear */
	Money vat_to_come;
	int vat_percent; /* -1: none is added, or unknown */
	Money advanced, advance_charged, advance_lost, advance_open;
	Money set_off, client_paid_us, receivable, paid_out, returned, covered, held, surplus_held;
	bool due_known;
	Money due; /* for the client when all is deducted; below zero: the client owes it */
	Money costs_awarded;
} Settlement;
void settlement_free(Settlement *settlement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settlement, settlement_free)

/* What an entry is taken for, in words: the clause and the price that it has in those terms. terms may be NULL; phase -1: none. The caller's. */
char *settlement_clause(PostingKind kind, const char *clause, int phase, const Terms *terms, Lang lang);

/* As booked at the end of a day. The caller's; NULL at an Error. */
Settlement *settlement_read(Store *store, const Case *c, const Law *law, Date on, GError **error);
/* For the creditor, in lang; home: the firm's name and address of paakrav.conf. NULL and an Error when it cannot be drawn. */
GBytes *settlement_pages(const Settlement *settlement, const Case *c, const char *home, Lang lang, int *pages, GError **error);

extern const OptionRow settlement_options[];
/* settlement CASE [--on D] [--pdf FILE]; with --creditor: clientstatement.h */
int settlement_run(const Call *call, cJSON **result, GError **error);
void settlement_text(const Call *call, const cJSON *result, GString *out);

#endif
