/*
 * Claimed: the sums of a case on a day, from the record to the arrays that owed_on reckons with.
 * Nothing here judges; the rules do. What is unknown is kept apart, never set to zero.
 */
#ifndef PAAKRAV_CLAIMED_H
#define PAAKRAV_CLAIMED_H

#include "assess/law.h"
#include "assess/limitation.h"
#include "assess/owed.h"
#include "intake/case.h"

/* From which day a principal bears interest, money.md 2.1. */
typedef enum InterestBasis {
	BASIS_UNKNOWN,
	BASIS_AGREED_DUE, /* rl § 3 stk. 1; between businesses also a due date on the invoice */
	BASIS_DEMAND_30, /* rl § 3 stk. 2 */
	BASIS_INFO_30, /* rl § 3 stk. 3 */
	BASIS_FILING /* rl § 3 stk. 4 */
} InterestBasis;
const char *interest_basis_name(InterestBasis basis); /* "AGREED_DUE" … */

/* One principal item. */
typedef struct ClaimedItem {
	const Item *item;
	bool dkk; /* the currency is DKK, or nobody has said another */
	bool amount_known;
	Money amount; /* as invoiced */
	Money credited; /* by credit notes and credit events that name it */
	Date due_on; /* DATE_NONE: unknown */
	InterestBasis basis;
	bool basis_assumed; /* nobody has said how the due date came about: the default of money.md 2.1 */
	Date interest_from; /* accrues on the days after it */
	Date interest_barred_to; /* it began earlier, but what accrued up to this day is barred; DATE_NONE */
	Limitation *limitation; /* the earliest over those who owe it; never NULL */
	bool agreed; /* a rate of its own is reckoned with */
	bool agreed_refused; /* a rate was stated that cannot be used against this debtor */
	RateBp agreed_rate;
	GArray *pauses; /* Pause: interest rests by what those who owe it agreed */
} ClaimedItem;

/* One reminder fee, from an item or from a reminder with an amount; the same fee is counted once. */
typedef struct ClaimedFee {
	const Item *item; /* NULL when it stands on an event alone */
	const Event *event; /* the reminder; NULL when the item names a day without one */
	const Item *of; /* the principal item it reminds of; NULL: the debt relation as a whole */
	bool amount_known;
	Money amount;
	Date on; /* DATE_NONE: unknown */
} ClaimedFee;

typedef struct Claimed {
	GPtrArray *items; /* ClaimedItem*, principal items in the order of the case */
	GPtrArray *fees; /* ClaimedFee*, by day, unknown days last */
	GArray *debts, *costs, *reductions; /* for owed_on */
	GArray *pauses; /* Pause: days on which interest rests for all debtors; an item's own stand with the item */
	guint not_yet; /* principal items that are not there on the day: no debts */
	bool complete; /* every principal item has amount, currency DKK, due date and basis */
	bool principal_known;
	Money principal; /* to be filed: items less credits less what payments took of the principal */
	Money invoiced; /* items less credits, before payments; valid when sums_known */
	bool sums_known;
	DayCount day_count; /* the case's choice, else ACT_ACT_EXCL (practice 16) */
	Money payments; /* in all, up to the day */
	Owed *owed; /* on the day; never NULL */
} Claimed;

/* The caller's; borrows from c. */
Claimed *claimed_of(const Case *c, const Law *law, Date on);
void claimed_free(Claimed *claimed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Claimed, claimed_free)

const ClaimedItem *claimed_item(const Claimed *claimed, const Item *item); /* NULL: not a principal */

#endif
