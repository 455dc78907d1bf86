/* Parties of a case: who claims, who owes, and which of the debtors an invoice was made out to. Parts of case_build. */
#ifndef PAAKRAV_PARTIES_H
#define PAAKRAV_PARTIES_H

#include "intake/field.h"

Party *party_new(const char *id, const char *subject);
void party_free(Party *party);

/* The debtors that facts are about; without any, "d1" when some invoice names a buyer. */
void parties_find_debtors(Case *c, const FactIndex *index);
/* With debtors and items in place: fill creditor, representative and debtors from their own facts and the invoices'. */
void parties_fill(Case *c, const FactIndex *index);
/* What the address service is asked about a debtor, "Overgade 7, 5000"; NULL when one of the two is not known. */
char *party_address_asked(const Party *debtor);

#endif
