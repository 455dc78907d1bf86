/*
 * Claim: the field sheet of a civil claim, in the order of the case portal (BEK 1173/2016 § 3, retsplejelovens § 348
 * stk. 2). A person enters it: the portal may shut out those who file by robot (retsplejelovens § 148 a stk. 9).
 */
#ifndef PAAKRAV_CLAIM_H
#define PAAKRAV_CLAIM_H

#include "filing/exhibits.h"
#include "filing/statement.h"

/* The sheet, still without its fields: exhibits_of lists its open points on it. */
Sheet *claim_sheet(const Assessment *assessment);
/* Fill it. exhibits: Exhibit*. */
void claim_fill(Sheet *sheet, const Assessment *assessment, const Claimed *claimed, const Sums *sums,
                const Statement *statement, const GPtrArray *exhibits);

/* The påstand: principal, rate, start and each fee, retsplejelovens § 338; NULL when a person must word it, then why. */
char *claim_demand(const Assessment *assessment, const Claimed *claimed, const Sums *sums, Say *why);

#endif
