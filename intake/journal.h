/*
 * Journal: append-only entries in one chain. It knows bytes and order and no account; enforcement/ledger is its caller.
 *
 * The hashed bytes of an entry are text, each part on a line of its own (design rule 13):
 *
 *     paakrav-journal/1 · seq · previous hash · id · case · day · kind · debit · credit · amount in øre · commitment
 *
 * with hashes as lower-case hex and every line ended by one "\n", so that anyone can recompute them with a shell.
 * The commitment is SHA-256(salt ‖ payload). Payload and salt are side data that may be erased; the entry never changes.
 */
#ifndef PAAKRAV_JOURNAL_H
#define PAAKRAV_JOURNAL_H

#include "intake/date.h"
#include "intake/digest.h"
#include "intake/json.h"
#include "intake/merkle.h"
#include "intake/money.h"
#include "intake/store.h"

typedef struct JournalEntry {
	int64_t seq; /* 1, 2, 3 …; given by journal_append */
	const char *id; /* the caller's name for it, unique for ever: appending it again changes nothing */
	const char *case_id;
	Date day; /* the day it is booked on */
	const char *kind; /* "court_fee_advanced" */
	const char *debit, *credit; /* accounts */
	Money amount; /* above zero */
} JournalEntry;

typedef struct JournalHead {
	int64_t seq; /* 0: the journal is empty */
	char hash[DIGEST_HEX]; /* of the entry seq; 64 zeros when empty */
} JournalHead;

typedef enum JournalResult { JOURNAL_FAILED, JOURNAL_APPENDED, JOURNAL_EXISTS } JournalResult;

/*
 * Append inside the caller's transaction, read back and re-hash. An id that is there already with the same content and
 * payload answers JOURNAL_EXISTS and changes nothing; with other content it is an Error of ERROR_INTEGRITY, code
 * "journal-id-taken". entry->seq is set.
 */
JournalResult journal_append(Store *store, JournalEntry *entry, const char *payload, GError **error);

bool journal_head(Store *store, JournalHead *out, GError **error);

/* {"seq", "hash", "signature"}: the head, signed (base64 of a detached CMS over "paakrav-head/1\nSEQ\nHASH\n"). */
cJSON *journal_head_json(Store *store, RandomSource random, GError **error);

/* What the head's signature is over. The caller's. */
GBytes *journal_head_bytes(const JournalHead *head);

/* The leaves of the tree over the journal (merkle.h): the hash of each entry, 1 … to (0: all). The caller's. */
GArray *journal_leaves(Store *store, int64_t to, GError **error);

/* An entry as it is hashed, and what opens its commitment. */
typedef struct JournalText {
	int64_t seq;
	char *text; /* the canonical bytes; the entry's hash is SHA-256 of them */
	char *salt, *payload; /* hex, and the JSON; NULL when erased */
} JournalText;
void journal_text_free(void *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JournalText, journal_text_free)
/* One entry; NULL and an Error when it is not there. The caller's. */
JournalText *journal_text(Store *store, int64_t seq, GError **error);

/* The entries of a case, by seq: JournalText*. The caller's. */
GPtrArray *journal_texts(Store *store, const char *case_id, GError **error);

/* One thing that is wrong with the chain. */
typedef struct JournalFault {
	const char *what; /* "hash" "prev" "gap" "payload" "guard" "cut" "amount" "receipt" */
	char *where; /* "seq 17" */
	char *da, *en;
} JournalFault;
void journal_fault_free(JournalFault *fault);
JournalFault *journal_fault_new(const char *what, char *where, char *da, char *en);

typedef struct JournalReport {
	int64_t entries;
	JournalHead head;
	GPtrArray *faults; /* JournalFault*, the first bad row first; at most LIMIT_JOURNAL_FAULTS */
} JournalReport;
void journal_report_free(JournalReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JournalReport, journal_report_free)

/*
 * Recompute every hash from the stored values, follow every link, look for gaps, hold every payload that is not erased
 * against its commitment, and see that the database's guards stand. receipts: JournalHead*, heads that left the house;
 * each must be in the chain (NULL: none). The caller's; NULL only when the store cannot be read.
 */
JournalReport *journal_verify(Store *store, const GPtrArray *receipts, GError **error);

/* An entry as it stands in the store, borrowed for the call. */
typedef struct JournalRow {
	int64_t seq;
	const char *id, *case_id, *day, *kind, *debit, *credit;
	int64_t amount_ore;
} JournalRow;
typedef void (*JournalVisit)(void *context, const JournalRow *row);
/* journal_verify, and each entry shown on the way, so that who adds it up need not read it again. */
JournalReport *journal_walk(Store *store, const GPtrArray *receipts, JournalVisit visit, void *context, GError **error);

/* The head that a receipt (CASE.receipt.json, or any object with "journal") names; an Error of ERROR_INPUT when it names none. */
bool journal_head_of_receipt(const char *text, size_t size, const char *file, JournalHead *out, GError **error);

#endif
