/*
 * Fee: what the books should say of a case, reckoned from its events, its fee agreements, its time and the law: splits, fees
 * earned, costs awarded, and what becomes of advances. Pure; enforcement/books holds it against the journal, simulate shows
 * it for events that have not happened, and an audit may reckon it once more.
 *
 * A price is taken under the agreement that holds on the day of the work: the payment, the filing, the hour. A share and
 * what is worked by the hour run on: each posting is the rounded whole so far less what was booked before it, so that
 * parts add up to the whole to the øre; minimum and cap are of a case and phase.
 */
#ifndef PAAKRAV_FEE_H
#define PAAKRAV_FEE_H

#include "enforcement/ledger.h"
#include "enforcement/split.h"
#include "enforcement/terms.h"

/* Time worked on a case. */
typedef struct TimeLine {
	int64_t id; /* 1, 2, 3 … over the whole house */
	Date on;
	int minutes;
} TimeLine;

/* A court fee that the operator paid for the client and that the books hold. */
typedef struct Advance {
	Date on;
	Money amount;
} Advance;

typedef struct FeeCase {
	const Case *c;
	const Law *law;
	Date today;
	const GPtrArray *terms; /* Terms* */
	const GArray *times; /* TimeLine, by day then id; those that count */
	const GArray *advances; /* Advance, by day */
	Money refunded; /* by the court, of them, that no event tells of */
	Money by_hand; /* of them, that a person charged or wrote off */
	bool ended; /* against every debtor */
	int64_t ended_by; /* number of the last event; 0 */
} FeeCase;

/* An entry that should stand. key: what it is of within case and kind, "12.share". */
typedef struct FeeDue {
	PostingKind kind;
	char *key;
	Money amount;
	int64_t event; /* that it follows from; 0: none (time) */
	const char *clause; /* "share" "fixed" "hourly" "reminder_fees" "interest" "awarded_costs" "withdrawal" "loss"; NULL */
	Date on; /* of the work or the payment */
	const Terms *terms; /* borrowed; NULL */
	FeePhase phase;
	bool has_base;
	Money base; /* so far, what a share is of */
	int64_t time; /* of an hourly line; 0 */
} FeeDue;

/* What a person should know: no agreement, an unlawful one, a sum that is not known. */
typedef struct FeeNote {
	const char *id, *name; /* "A01" "agreement-missing" */
	char *about; /* "case", "event/12" */
	char *da, *en;
	const char *statute, *quote; /* NULL */
	int64_t event; /* whose entries are left as they stand; 0 */
} FeeNote;

typedef struct FeePlan {
	GPtrArray *dues; /* FeeDue*, in the order of time */
	GPtrArray *notes; /* FeeNote* */
	GPtrArray *splits; /* Split*, of every payment */
	Money recovered; /* to anybody */
	Money refunded; /* of the advances, in all */
} FeePlan;

/* The caller's; borrows from the case, the terms and the law. */
FeePlan *fee_plan(const FeeCase *of);
void fee_plan_free(FeePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FeePlan, fee_plan_free)

/* The day from which the price of the court's phase holds (bek1475 § 1 stk. 2); DATE_NONE: not yet. */
Date fee_filed_on(const Case *c);

/* A note more; da and en are taken over. */
void fee_note(FeePlan *plan, const char *id, const char *name, int64_t event, char *da, char *en);

/* For enforcement/advance.c: what becomes of court fees advanced and what a court awarded, added to the plan. */
void fee_plan_advances(const FeeCase *of, FeePlan *plan);
void fee_plan_awards(const FeeCase *of, FeePlan *plan);
FeeDue *fee_due(FeePlan *plan, PostingKind kind, const char *key, Money amount, const Event *event);

#endif
