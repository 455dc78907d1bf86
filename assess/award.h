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
	bool total_known;
	bool parts_said; /* false: only the total was recorded, and the parts below are zero */
	Money principal, interest, costs; /* add up to the total when said */
	bool costs_alone; /* only costs were recorded: nothing but costs above is known */
	bool as_asked; /* ... on an endorsement, which gives the claim as demanded and these costs (rpl § 477 c stk. 4) */
} Award;

/* Does an event of this name give a title: an endorsement, a judgment for us, a settlement in court? */
bool award_gives(const char *event_name);

/* An endorsement of a betalingspåkrav: gives what was demanded, and the costs that the court writes on it. */
bool award_endorses(const char *event_name);

/* What the event recorded. */
void award_read(const Event *event, Award *out);

/* Fill in the sums of an award as asked with what was claimed on its day, as if nothing had been awarded; false: not known. */
bool award_ask(Award *award, const Case *c, const Law *law);

/*
 * The award that stands on day `on` against debtor (NULL: against any): the last one with a sum that no reopening and
 * no appeal has taken away since. false when there is none.
 */
bool award_of(const Case *c, const Party *debtor, Date on, Award *out);

/*
 * Let what is owed follow the award that stands on day `on`, if one does: its principal bears interest on from that day
 * at the rate of the claim; awarded interest and costs are fixed sums, among the costs of the statement. Payments after
 * the award count, those before it are in it. Where only the total was recorded it covers the principal still open that
 * day, then interest, then costs. Interest on awarded costs (rl § 8 a) is not reckoned here.
 * An award as asked changes nothing but the costs, see award_costs_add; of any other with costs alone the principal is
 * unknown, and with it what is owed.
 */
void award_follow(Claimed *claimed, const Case *c, const Law *law, Date on);

/* Costs awarded beside a claim as demanded go among its costs, from the day of the award. */
void award_costs_add(Claimed *claimed, const Case *c, Date on);
extern const char award_costs_claim[]; /* the claim of awarded costs in the arrays of Claimed */

/*
 * Parts are recorded at the head of the event's text: "hovedstol 12000.00; renter 250.50; omkostninger 750.00; …".
 * Newly allocated; text may be NULL.
 */
char *award_ground(Money principal, Money interest, Money costs, const char *text);
/* As above where costs alone were said: "hovedstol som krævet; …" of an endorsement, else "hovedstol ukendt; …". */
char *award_ground_costs(const char *event_name, Money costs, const char *text);
/* Read them back; false when ground does not begin with all three. *rest is what follows, borrowed, or NULL. */
bool award_parts(const char *ground, Money *principal, Money *interest, Money *costs, const char **rest);

#endif
