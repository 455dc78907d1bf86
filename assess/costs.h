/*
 * Costs: what a creditor may ask of the debtor for collecting, and at most how much of it. Reminder fees, inkassogebyr,
 * the compensation between businesses, the ceilings of out-of-court collection, and what a court awards for assistance.
 *
 * Every figure comes from collection_cost_caps.csv and limits.csv. The day that chooses the row is part of the rule: a
 * ceiling follows the day the claim arose, a fee the day of the letter, the ceiling of chapter 39 the day of filing, a
 * tariff the day of the decision. A row without a figure, or no row, answers UNKNOWN; it is never zero and never the
 * figure of another year.
 *
 * The ceilings are held hard for every debtor: that costs above them may be claimed between businesses is no rule of a
 * statute read here, and is a person's to claim.
 */
#ifndef PAAKRAV_COSTS_H
#define PAAKRAV_COSTS_H

#include "assess/law.h"
#include "assess/quote.h"
#include "intake/say.h"

/* An answer to a question of fact; what nobody has said is not a no. */
typedef enum Known { KNOWN_UNSAID, KNOWN_NO, KNOWN_YES } Known;

typedef enum CostStatus {
	COST_UNKNOWN, /* the law, or a fact that decides, is not known; because says which */
	COST_KNOWN,
	COST_NOT_ALLOWED, /* may not be asked at all */
	COST_NO_CAP /* no ceiling in the statute */
} CostStatus;
const char *cost_status_name(CostStatus status); /* "unknown" "known" "not_allowed" "no_statutory_cap" */

typedef enum CostVat { VAT_OUTSIDE, VAT_EXCLUDED, VAT_INCLUDED } CostVat;

typedef struct CostAnswer {
	CostStatus status;
	Money amount; /* zero unless KNOWN */
	CostVat vat; /* is VAT in the amount, to be added to it, or not at all on it */
	const LawRow *row; /* the row that decided, also when it has no figure; NULL: none */
	const LawQuote *quote; /* the sentence that it rests on; NULL: no statute read here has it */
	Say because; /* why it is not KNOWN; both NULL when it is */
} CostAnswer;

/* The kinds of collection_cost_caps.csv. */
typedef enum CostKind {
	COST_FREMMEDINKASSO, /* pay to another for collecting: by the day the claim arose */
	COST_EGENINKASSO, /* making and administering a payment agreement oneself: by the day the claim arose */
	COST_RYKKERGEBYR, /* one reminder: by its day */
	COST_INKASSOGEBYR, /* by the day another was asked to collect */
	COST_KOMPENSATION, /* one late claim: by the day it arose */
	COST_COURT_CAP_KAP39, /* assistance in chapter 39: by the day of filing */
	COST_COURT_TARIFF, /* assistance elsewhere, guideline: by the day of the decision */
	COST_FOGED_ATTENDANCE, /* meeting in the foged court, guideline: by the day of the meeting */
	COST_KINDS
} CostKind;
const char *cost_kind_name(CostKind kind); /* as in the table: "fremmedinkasso" … */

/*
 * What the table says on the day for a claim of that value. Brackets are in whole kroner: between two edges the lower one
 * holds. The value is the principal with VAT and the interest before the due date, without default interest.
 */
CostAnswer cost_cap(const Law *law, CostKind kind, Date on, Money value);

/* Out-of-court collection that the creditor wants to pass on, rl § 9 a. */
typedef struct Collection {
	CostKind kind; /* COST_FREMMEDINKASSO or COST_EGENINKASSO */
	Date arose_on; /* the claim */
	Money value; /* as for cost_cap */
	Known warned; /* a reminder said before: pay within 10 days or more from dispatch, or further costs may follow */
	Known agreement; /* own collection: an agreement on payment was made and administered */
	Known deducts_vat; /* the creditor can deduct VAT: then none is added */
	Date charged_on; /* decides the rate of VAT */
} Collection;
/* The most that may be asked, with VAT where the creditor bears it. */
CostAnswer cost_collection(const Law *law, const Collection *of);

typedef enum DebtorKind { DEBTOR_UNSAID, DEBTOR_CONSUMER, DEBTOR_BUSINESS, DEBTOR_PUBLIC } DebtorKind;

/*
 * The compensation for n late claims that arose on the day, rl § 9 a stk. 3: pay for goods or services between businesses,
 * or owed by a public authority to a business. Never against a consumer.
 */
CostAnswer cost_compensation(const Law *law, Date arose_on, DebtorKind debtor, int claims);

/* The one fee for asking another to collect, rl § 9 b stk. 3. asked_another: did the creditor; taken: is it claimed already. */
CostAnswer cost_inkassogebyr(const Law *law, Date on, Known asked_another, bool taken);

/* A reminder letter. Two with the same performance, or with the same arrears, share a count; arrears alone share the gap. */
typedef struct Reminder {
	const char *performance; /* what it reminds of: "invoice/1001"; NULL: the debt relation as a whole */
	const char *arrears; /* the unbroken arrears of one debt relation; NULL is one such period of its own */
	Date sent_on; /* DATE_NONE: unknown, and so is the fee */
	Money fee; /* asked for; zero: a letter without a fee, always allowed */
} Reminder;

typedef enum ReminderVerdict {
	REMINDER_FREE, /* no fee was asked */
	REMINDER_ALLOWED,
	REMINDER_CUT, /* the fee is allowed up to the limit */
	REMINDER_TOO_SOON, /* no fee: too few days after the last letter with one */
	REMINDER_TOO_MANY, /* no fee: the count is used up */
	REMINDER_UNDATED, /* unknown: the day is */
	REMINDER_NO_LAW /* unknown: the tables do not reach the day */
} ReminderVerdict;
const char *reminder_verdict_name(ReminderVerdict verdict); /* "free" "allowed" … */

typedef struct ReminderAnswer {
	ReminderVerdict verdict;
	Money allowed; /* zero unless ALLOWED or CUT */
	int gap_days; /* since the last letter with an allowed fee; -1: none before */
	/*
	 * Allowed, yet two readings of rl § 9 b stk. 2 differ: the gap holds between letters with a fee but not between all
	 * letters, or it is exactly the least number of days. Warn.
	 */
	bool doubtful;
} ReminderAnswer;

/*
 * Judge n reminders in the order of their days, whatever order they come in; answers stand in the given order. The sum
 * of what is allowed is UNKNOWN when one of them is.
 */
CostAnswer cost_reminders(const Law *law, const Reminder *reminders, int n, ReminderAnswer *answers);
/* Whether a reminder on a day after those that were sent may carry a fee: the answer for it alone. */
ReminderAnswer cost_next_reminder(const Law *law, const Reminder *sent, int n, const Reminder *next);

/*
 * What a court awards for assistance by a guideline tariff, less what was charged for collecting the same claim out of
 * court, never under zero (Supreme Court 99/2020, practice). Compensation and inkassogebyr are not deducted.
 */
CostAnswer cost_tariff_less(const Law *law, Date decided_on, Money value, Money charged_out_of_court);

/* VAT on an amount without it; UNKNOWN when the rate of the day is. */
CostAnswer cost_vat_on(const Law *law, Money amount, Date on);
/* The part of an established loss, with VAT, that comes off the creditor's taxable base, ml § 27 stk. 6; VAT on that part. */
CostAnswer cost_loss_base(const Law *law, Money loss, Date on);
CostAnswer cost_loss_vat(const Law *law, Money loss, Date on);

/* a + b: unknown when one is unknown, in the order given; NOT_ALLOWED and NO_CAP likewise go through. */
CostAnswer cost_add(CostAnswer a, CostAnswer b);

#endif
