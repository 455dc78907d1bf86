/*
 * Sums: the amounts of box 4, what is open on the day after payments, part by part. They add up to the øre with what
 * assess reckoned, or there are none.
 */
#ifndef PAAKRAV_SUMS_H
#define PAAKRAV_SUMS_H

#include "assess/assess.h"
#include "assess/claimed.h"

typedef struct CostLine {
	ItemKind kind; /* ITEM_REMINDER_FEE, ITEM_INKASSO_FEE, ITEM_COMPENSATION or ITEM_COLLECTION_COST */
	Money amount; /* as claimed */
	Date on;
	const Item *item; /* borrowed; NULL: a fee that stands on the reminder alone */
} CostLine;

typedef struct Sums {
	bool known; /* false: assess knows no sum, as when the claim is not for money; the amounts are then zero and not to be used */
	Money principal, interest; /* open */
	Money reminder_fees, inkasso_fee, collection_costs, compensation; /* open: what payments covered went to the oldest */
	Money total;
	GPtrArray *costs; /* CostLine*, by day */
} Sums;

/* With known false when the sum is unknown. NULL and an Error of ERROR_INTEGRITY, code "sums-differ", when the parts do not add up. The caller's. */
Sums *sums_of(const Assessment *assessment, const Claimed *claimed, GError **error);
void sums_free(Sums *sums);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sums, sums_free)

#endif
