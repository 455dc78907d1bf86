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

typedef enum AccountClass {
	ACCOUNT_BANK,
	ACCOUNT_CLIENT, /* somebody else's money */
	ACCOUNT_ASSET,
	ACCOUNT_LIABILITY,
	ACCOUNT_INCOME,
	ACCOUNT_COST,
	ACCOUNT_MEMO
} AccountClass;

/* The chart of accounts: the i-th name, NULL past the last; what a name is and how it is said. */
const char *ledger_account_at(size_t i);
bool ledger_account_known(const char *name);
AccountClass ledger_account_class(const char *name); /* of a known one */
Say ledger_account_say(const char *name);

const char *posting_name(PostingKind kind);
PostingKind posting_kind_of(const char *name); /* POSTING_none: no such kind */
const char *posting_debit(PostingKind kind);
const char *posting_credit(PostingKind kind);
PostingKind posting_reversed_by(PostingKind kind); /* POSTING_none: it is itself a reversal */
Say posting_say(PostingKind kind);

/* The case of entries that belong to none: a receipt that is not placed yet, a bank's charge. */
#define LEDGER_NO_CASE "-"

/*
 * One entry to be booked. id: the caller's own name for it, the same at every retry ("fee_earned/2026-000017/12").
 * payload: a JSON object that says what the figure rests on, so that an audit can reckon it again: "event" (its number),
 * "entry" (the id of what it follows), "terms" (version of the fee agreement), "law" (edition), "invoice", "bank_line",
 * "by", "why"; erasable side data, held by the entry's commitment. NULL is "{}".
 */
typedef struct Booking {
	PostingKind kind;
	const char *id, *case_id;
	Date booked_on;
	Money amount; /* above zero */
	const char *payload;
} Booking;

/*
 * Book it inside the caller's transaction. The same id with the same content changes nothing; with other content it is an
 * Error of ERROR_INTEGRITY, code "journal-id-taken". Refused with an Error: a day in a closed month.
 */
bool ledger_post(Store *store, const Booking *booking, GError **error);

/* Is there an entry of that id, and none that reverses it? */
bool ledger_stands(Store *store, const char *id, bool *out, GError **error);

/*
 * Take an entry back on a day, with its whole amount and a reason: the entry "KIND_back/REST" of an entry "KIND/REST".
 * Once only; an entry that is not there, or is itself a reversal, is an Error of ERROR_INPUT.
 */
bool ledger_reverse(Store *store, const char *id, Date booked_on, const char *payload, GError **error);

/*
 * What stands on an account at the end of a day, debit less credit: bank and assets are above zero, client money and debts
 * below. case_id NULL: all; DATE_NONE: all days.
 */
bool ledger_balance(Store *store, const char *account, const char *case_id, Date on, Money *out, GError **error);

/*
 * Book the court fee of a hand-in (own_account: as case_own_account), inside the caller's transaction with the event that records it. Zero books nothing.
 * Again for the same event changes nothing.
 */
bool ledger_book_court_fee(Store *store, const char *case_id, bool own_account, const Event *filed, Money fee, Date booked_on,
                           GError **error);

/* How a payment's receipt is booked. */
typedef struct Receipt {
	Date booked_on, today; /* today: of what follows from it: its split, its fee */
	int64_t bank_line; /* that tells of it; 0: none */
	bool held; /* the line's money stands as not placed: it is placed, not received anew */
} Receipt;

/*
 * Book what a noted event moves: a payment to the operator is client money; an event that replaces a booked one reverses
 * it first, and what was paid out of it since is covered from own money and owed by the client. A payment to the creditor
 * directly moves what is owed and books nothing. A payment that the bank still has is not taken back by a person's word once its money
 * was set off, paid out or sent: an Error of ERROR_INPUT, code "payment-used". Inside the caller's transaction.
 */
bool ledger_book_event(Store *store, const Case *c, const Event *event, const Receipt *receipt, GError **error);

/* What is booked for an event under its number and not reversed; POSTING_none when nothing is. */
bool ledger_booked(Store *store, const char *case_id, int64_t event_id, PostingKind *kind, Money *amount, GError **error);

/* Court fees paid on the case so far, whoever bears them, less what the court refunded. */
bool ledger_cost(Store *store, const char *case_id, Money *out, GError **error);

#endif
