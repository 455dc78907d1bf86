/* Agreed: what the one signed contract of a case tells of items that say nothing themselves of how they were agreed. */
#ifndef PAAKRAV_AGREED_H
#define PAAKRAV_AGREED_H

#include "intake/case.h"

/*
 * With items and contracts in place: how (item.agreed_how), when (item.agreed_on) and, where the invoice gives just the
 * days of the contract, that the due date was agreed (item.due_basis). Derived facts, proved by the contract's own; none
 * when there are several contracts, when it does not name both sides, or when it was signed after the invoice.
 */
void agreed_fill(Case *c);

#endif
