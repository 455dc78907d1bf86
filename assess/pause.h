/*
 * Pause: the days on which interest rests because a plan or a settlement says so. One that was agreed without interest asks for
 * none while it is kept (the deed's point 3), and interest runs again from the day after the notice of default ran out (its
 * point 4): what rested does not come back. Law has no rule of its own here: interest is as agreed (practice 59).
 */
#ifndef PAAKRAV_PAUSE_H
#define PAAKRAV_PAUSE_H

#include "assess/instalments.h"
#include "assess/owed.h"

/* What an agreement's own words say of interest while it is paid. */
typedef enum PlanInterest {
	PLAN_INTEREST_RESTS,
	PLAN_INTEREST_RUNS, /* "med renter"; or a court's plan, which spreads the payment of a title and says nothing of its interest */
	PLAN_INTEREST_OPEN /* recorded without its terms: read for the debtor, as one that asks for none */
} PlanInterest;
PlanInterest plan_interest(const Event *agreement);
/* The fee "med gebyr KR" that the agreement asks for; false: none. */
bool plan_fee(const Event *agreement, Money *out);
/* The day up to which the sum agreed was reckoned: "opgjort DATE", else the agreement's own. */
Date plan_reckoned_on(const Event *agreement);

/* Agreements about the debtor on the day by which interest rests or rested: Pause, by day, apart. The caller's. */
GArray *pauses_of(const Case *c, const Party *debtor, const Law *law, Date on);
/* The days on which it rests for all who owe the item (NULL: for all): against one who agreed nothing it runs. The caller's. */
GArray *pauses_of_item(const Case *c, const Item *item, const Law *law, Date on);
/* Does it rest, or has it rested, for some and not for others? Then the sum is another for each. */
bool pauses_differ(const Case *c, const Law *law, Date on);

#endif
