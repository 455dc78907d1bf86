/*
 * Filing fee: what the court takes for a filing that an event records, so that the advance stands in the books whichever door
 * records it (filed, note, the bailiff's batch, the court's own letters), and once: not for a debtor more on the same form (ral §
 * 12), not for a filing that is recorded again, and not for a request within the year (ral § 13 stk. 6).
 */
#ifndef PAAKRAV_FILINGFEE_H
#define PAAKRAV_FILINGFEE_H

#include "assess/law.h"
#include "intake/case.h"
#include "intake/store.h"

typedef struct FilingFee {
	bool filing; /* it is an event that files something; else the rest says nothing */
	bool known; /* what the court takes is known */
	bool counted; /* recorded before, or within an earlier fee: nothing more is due */
	Money amount; /* by law for the filing; of a request within the year zero */
} FilingFee;

/* As the case stood before the event: what it replaces, and what has a number from its own on, is left out. */
FilingFee filing_fee_of(const Case *c, const Law *law, const Event *event);
/* The filing of that name that stands for the debtor (NULL: any) and has come to no end; NULL. */
const Event *filing_standing(const Case *c, const char *name, const char *debtor, Date on);
/* Book it, inside the caller's transaction, after the event was recorded; c: the case without it. */
bool filing_fee_book(Store *store, const Case *c, const Event *event, Date booked_on, GError **error);

#endif
