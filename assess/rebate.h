/*
 * Rebate: "pay this much by that day, and the rest is waived": a discount on quick payment (interest alone is waived) or a
 * settlement for a part. Event offer_made: amount, deadline. It is met by what is paid from its day to its last; then what is
 * still open is waived on that day, by reckoning alone: a payment that is reversed takes it back. It lapses by itself.
 */
#ifndef PAAKRAV_REBATE_H
#define PAAKRAV_REBATE_H

#include "intake/case.h"

typedef enum RebateState { REBATE_OPEN, REBATE_MET, REBATE_LAPSED, REBATE_WITHDRAWN } RebateState;
const char *rebate_state_name(RebateState state); /* "open" "met" "lapsed" "withdrawn" */

typedef struct Rebate {
	const Event *event; /* borrowed from the case */
	RebateState state;
	Money paid; /* within its days */
	Date met_on; /* DATE_NONE */
} Rebate;

/* The offers of a case on the day, by day (Rebate). The caller's. */
GArray *rebates_of(const Case *c, Date on);
/* The day on which the first offer was met; DATE_NONE: none was. A second offer waives nothing more. */
Date rebate_met_on(const Case *c, Date on);

#endif
