/* The fee agreement of a case, as the fee law asks for it. What the record does not say stays unsaid. */
#ifndef PAAKRAV_ASSESS_AGREEMENT_H
#define PAAKRAV_ASSESS_AGREEMENT_H

#include "assess/economics.h"

/* Does the record say anything of a fee? */
bool agreement_stated(const Case *c);

/*
 * The terms on a day. Once a fee is stated the phase of the court is always covered, since the case is on its way there:
 * a contract over both phases states the price of each.
 */
FeeContract agreement_of(const Case *c, Date on);
FeePrice agreement_price(const Case *c, FeePhase phase);

#endif
