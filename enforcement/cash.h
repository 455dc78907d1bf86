/*
 * Cash: a business may not receive the limit or more in cash, linked payments added (hvl § 5). A payment is cash when it is
 * noted so (note CASE payment --cash): its ground begins with the word.
 */
#ifndef PAAKRAV_CASH_H
#define PAAKRAV_CASH_H

#include "assess/law.h"
#include "intake/store.h"

#define CASH_GROUND "kontant"

/* "kontant", or "kontant; GROUND", of what was paid in cash; else the ground as it is. The caller's. */
char *cash_ground(const char *ground, bool cash);

/*
 * May the payment to the operator be received? All cash on the case is one sum. An Error of ERROR_INPUT, code "cash-limit",
 * when it reaches the limit of its day, or when that is not known. What is not cash may.
 */
bool cash_allows(Store *store, const Law *law, const char *case_id, const Event *event, GError **error);

#endif
