/*
 * Liability: how several debtors owe the same. They owe it jointly, each all of it, where the record says so of them; the one
 * whom the others owe it with need not say it. The program concludes it from no form of firm: no statute that it holds says so.
 */
#ifndef PAAKRAV_LIABILITY_H
#define PAAKRAV_LIABILITY_H

#include "intake/case.h"

/* Does the record say that this debtor is jointly liable ("solidarisk", "in solidum")? */
bool liability_is_joint(const Party *debtor);
/* Do those who owe the item owe it jointly: there are several, and all but one of them say so? */
bool liability_joins(const Item *item);
/* Is every principal item owed jointly, and by the same debtors? */
bool liability_joins_all(const Case *c);

#endif
