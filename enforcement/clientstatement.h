/*
 * Clientstatement: one settlement of all the client's cases in a period: what each case's own settlement says at its end less what
 * it said before its first day. Held before, received and covered less set off, paid out and returned is what is held at the
 * end, to the øre. With it stand the invoices of the period and the payout that is prepared.
 */
#ifndef PAAKRAV_CLIENTSTATEMENT_H
#define PAAKRAV_CLIENTSTATEMENT_H

#include "enforcement/invoice.h"
#include "enforcement/settlement.h"

/* What moved in the period and what stands at its end: of a case, or of them all. */
typedef struct ClientSums {
	Money held_before;
	Money received, costs, interest, principal, surplus, covered, set_off, paid_out, returned, client_paid_us, fee, advance_charged;
	Money held, surplus_held, unsplit, fee_unbilled, vat_to_come, receivable, advance_open, advance_lost, due; /* at the end */
	bool due_known; /* all of them */
} ClientSums;

typedef struct ClientRow {
	char *case_id, *debtors;
	ClientSums sums;
	Settlement *end; /* the case's own settlement of the last day */
} ClientRow;

typedef struct ClientStatement {
	char *client, *creditor, *address; /* creditor, address: NULL where no case says */
	Date from, to; /* from DATE_NONE: all there was */
	int64_t seq; /* the last entry that counts */
	int cases; /* of the client in the books; those with nothing to tell have no row */
	GPtrArray *rows; /* ClientRow*, by case */
	ClientSums sums;
	GPtrArray *invoices; /* Invoice*: issued in the period, or for exactly it */
	Money vat_rounding; /* VAT is of an invoice's total: what that makes of the cases' own VAT to come */
	Money payout; /* prepared from its last day on, before the next period is over; zero: none */
} ClientStatement;
void clientstatement_free(ClientStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientStatement, clientstatement_free)

/* today: of the payouts that are prepared. The caller's; NULL at an Error. */
ClientStatement *clientstatement_read(Store *store, const char *client, Date from, Date to, const Law *law, Date today, GError **error);
GBytes *clientstatement_pages(const ClientStatement *statement, const char *home, Lang lang, int *pages, GError **error);

/* settlement --creditor X [--period P] [--on D] [--pdf FILE] */
int clientstatement_run(const Call *call, cJSON **result, GError **error);
void clientstatement_text(const Call *call, const cJSON *result, GString *out);
/* settlement issue --creditor X --period P: its invoice first, then the statement */
extern const OptionRow settlement_issue_options[];
int settlement_issue_run(const Call *call, cJSON **result, GError **error);

#endif
