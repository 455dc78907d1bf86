/*
 * Award: what an endorsement, a judgment or a court settlement gave, in all and per part. From its day on what is owed
 * follows it: the claim as asked for has been decided.
 */
#ifndef PAAKRAV_AWARD_H
#define PAAKRAV_AWARD_H

#include "assess/claimed.h"

typedef struct Award {
	const Event *event; /* borrowed from the case */
	Date on;
	Money total;
	bool parts_said; /* false: only the total was recorded, and the parts below are zero */
	Money principal, interest, costs; /* add up to the total when said */
} Award;

/* Does an event of this name give a title: an endorsement, a judgment for us, a settlement in court? */
bool award_gives(const char *event_name);

/*
 * The award that stands on day `on` against debtor (NULL: against any): the last one with an amount that no reopening and
 * no appeal has taken away since. false when there is none.
 */
bool award_of(const Case *c, const Party *debtor, Date on, Award *out);

/*
 * Let what is owed follow the award that stands on day `on`, if one does: its principal bears interest on from that day
 * at the rate of the claim; awarded interest and costs are fixed sums, among the costs of the statement. Payments after
 * the award count, those before it are in it. Where only the total was recorded it covers the principal still open that
 * day, then interest, then costs. Interest on awarded costs (rl § 8 a) is not reckoned here.
 */
void award_follow(Claimed *claimed, const Case *c, const Law *law, Date on);

/*
 * Parts are recorded at the head of the event's text: "hovedstol 12000.00; renter 250.50; omkostninger 750.00; …".
 * Newly allocated; text may be NULL.
 */
char *award_ground(Money principal, Money interest, Money costs, const char *text);
/* Read them back; false when ground does not begin with all three. *rest is what follows, borrowed, or NULL. */
bool award_parts(const char *ground, Money *principal, Money *interest, Money *costs, const char **rest);

#endif
