/*
 * Payoutbook: payouts as the store keeps them, append-only. A payout is a batch of transfers out of the client account; a
 * transfer goes to one receiver and has its parts, each of one case and one account of the books. A word on the batch says that
 * it was approved or rejected; an outcome of a transfer says that the bank's line booked it, that the bank sent it back, or that it
 * was never carried out. Account numbers stand in enforcement/payoutaccount alone.
 *
 * From approval to the bank's line a transfer is in transit: what it takes is the client's still, but nothing else may take it.
 */
#ifndef PAAKRAV_PAYOUTBOOK_H
#define PAAKRAV_PAYOUTBOOK_H

#include "enforcement/clientbank.h"

typedef struct PayoutPart {
	int64_t id;
	char *case_id;
	PostingKind kind; /* payout_costs … surplus_returned */
	Money amount, held; /* held: on the case's account when it was prepared */
} PayoutPart;

typedef enum TransferState {
	TRANSFER_PREPARED,
	TRANSFER_REJECTED, /* with its batch, before approval */
	TRANSFER_IN_TRANSIT, /* approved; the bank has not told of it */
	TRANSFER_BOOKED,
	TRANSFER_RETURNED, /* carried out, and sent back */
	TRANSFER_REFUSED /* approved, and never carried out */
} TransferState;
const char *transfer_state_name(TransferState state); /* "prepared" "rejected" "in_transit" "booked" "returned" "refused" */
Say transfer_state_say(TransferState state);

typedef struct PayoutTransfer {
	int64_t id, number; /* number: in its batch */
	char *end_to_end, *receiver;
	int64_t account_id; /* a payout_account */
	Money sum;
	TransferState state;
	Date on; /* of the outcome; DATE_NONE */
	int64_t line; /* the bank's, 0 */
	GPtrArray *parts; /* PayoutPart* */
} PayoutTransfer;

typedef struct Payout {
	int64_t id, seq; /* seq: the journal's last entry when it was prepared */
	Date prepared_on, execute_on; /* execute_on: as approved, else as prepared */
	Money sum;
	char *by; /* who prepared; NULL: erased */
	char *word; /* "approved" "rejected"; NULL: it waits */
	Date said_on;
	char *said_by, *why; /* NULL: erased, or none */
	char *sha256; /* of the file; NULL */
	int64_t client_account; /* of client_account_text: paid from */
	GPtrArray *transfers; /* PayoutTransfer* */
} Payout;
void payout_free(Payout *payout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Payout, payout_free)

Payout *payout_new(void);
PayoutTransfer *payout_transfer_new(Payout *payout, const char *receiver, int64_t account_id); /* borrowed */
PayoutPart *payout_part_new(PayoutTransfer *transfer, const char *case_id, PostingKind kind, Money amount, Money held);

/* NULL and an Error "no-such-payout" when there is none. The caller's. */
Payout *payout_read(Store *store, int64_t id, GError **error);

/* Append it with its transfers and parts; its ids, numbers and end-to-end ids are set. */
bool payout_add(Store *store, Payout *payout, GError **error);
bool payout_say_add(Store *store, const Payout *payout, GError **error); /* word, said_on, said_by, why, sha256, execute_on */
bool payout_outcome_add(Store *store, int64_t transfer_id, TransferState state, int64_t line, Date on, const char *by, const char *why,
                        GError **error);

/* The name of the batch in the bank's file: the same length and letters as an end-to-end id. The caller's. */
char *payout_batch_name(const Payout *payout);
/* The account of the books that a part of that kind takes from: posting_debit. */
#define PAYOUT_KINDS 4
extern const PostingKind payout_kinds[PAYOUT_KINDS];

/*
 * What approved transfers in transit will take of an account, øre: of a case, or (case_id NULL) of a client. prepared: what waits
 * for approval too; but 0, or a payout that does not count.
 */
bool payout_reserved(Store *store, const char *client, const char *case_id, const char *account, bool prepared, int64_t but, Money *out,
                     GError **error);

/*
 * What of the money held for a client at the end of a day was prepared to be paid out, by a later day: neither booked by the bank
 * on the first day nor taken back since (rejected, refused, returned).
 */
bool payout_prepared(Store *store, const char *client, Date held_on, Date by_on, Money *out, GError **error);

/* ---- the bank's line ---- */

typedef enum PayoutMatch {
	PAYOUT_NONE, /* it names no transfer of ours */
	PAYOUT_MATCHED, /* booked, and linked to the line */
	PAYOUT_ASKED /* it names one and cannot be it: *why says so */
} PayoutMatch;

/*
 * A line of a client account that bears the end-to-end id of a transfer: money out books its parts on the line's day, money back
 * in takes them back. Another amount, a transfer that is settled, and money that is no longer there book nothing. *why: a word of
 * bank review, with the transfer's id after a colon; the caller's.
 */
bool payout_line(const Call *call, const BankLine *line, Date day, PayoutMatch *match, char **why, GError **error);

/* Its tables, a script of enforcement_room. */
extern const char payout_tables[];

#endif
