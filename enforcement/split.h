/*
 * Split: what a payment went to, as assess/owed reckons it on the payment's own day: costs, then interest, then principal;
 * what is left is the payer's. Credits count whenever they were given, for what is credited was never due; an award of
 * the same day does not: a payment of that day is in it. So a split changes when an event does and not as days pass.
 */
#ifndef PAAKRAV_SPLIT_H
#define PAAKRAV_SPLIT_H

#include "assess/claimed.h"

typedef struct Split {
	const Event *event; /* borrowed from the case */
	bool known;
	char *da, *en; /* why not */
	Money costs, interest, principal, surplus; /* add up to the payment */
	Money reminder_fees, awarded_costs; /* of the costs */
} Split;
void split_free(Split *split);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Split, split_free)

/* Is it money in that counts on the day? */
bool split_wanted(const Event *event, Date today);

/*
 * Payments of a case that split_wanted, in the order of the record; those of one day cost one reckoning. Pure. Borrows the case
 * and the law. What split_next gives is the caller's.
 */
typedef struct SplitRun SplitRun;
SplitRun *split_run_new(const Case *c, const Law *law, Date today);
Split *split_next(SplitRun *run, const Event *payment);
void split_run_free(SplitRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SplitRun, split_run_free)

#endif
