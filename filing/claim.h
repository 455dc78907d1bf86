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
/* Fill it, in the words of templates. exhibits: Exhibit*. false: a wording asks for what this case does not have. */
bool claim_fill(Sheet *sheet, const Assessment *assessment, const Claimed *claimed, const Sums *sums,
                const Statement *statement, const GPtrArray *exhibits, const Templates *templates, GError **error);

/*
 * The påstand: principal, rate, start and each fee, retsplejelovens § 338; after payments what is left of each part, with
 * interest from the day after. NULL when a person must word it, then why; or with an Error.
 */
char *claim_demand(const Assessment *assessment, const Claimed *claimed, const Sums *sums, const Templates *templates, Say *why,
                   GError **error);

/* Did a betalingspåkrav become this case: it was handed in, and an objection to it stands on record? */
bool claim_continues(const Assessment *assessment);
/* As that, with choice 3 made: the form is put on a level with a writ, so none is handed in (retsplejelovens § 477 f). */
bool claim_has_writ(const Assessment *assessment);
/* The court may order a pleading that meets § 348 stk. 2 nr. 4-6: as that, and the form was for more than the limit of § 477 f. */
bool claim_may_need_pleading(const Assessment *assessment);

#endif
