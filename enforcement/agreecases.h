/*
 * What an agreement does to the cases that it concerns: the books follow it at once, so that an audit does not find them behind,
 * and a case that does not go by it is named with the reason.
 */
#ifndef PAAKRAV_AGREECASES_H
#define PAAKRAV_AGREECASES_H

#include "enforcement/terms.h"
#include "intake/command.h"

/* The cases that are not erased of a scope (a client or a case id), by number: char*. The caller's; NULL at an Error. Outside a transaction. */
GPtrArray *agreement_cases(Store *store, const char *scope, GError **error);

/* Inside the transaction that records the agreement: books[] of the answer, a row for each case that anything was booked or is to be said of. */
bool agreement_follow(const Call *call, const GPtrArray *cases, cJSON *object, GError **error);

/* After it: apart[] of the answer, the cases whose work does not go by that version, and why. Outside a transaction. */
bool agreement_apart(const Call *call, const GPtrArray *cases, const Terms *terms, cJSON *object, GError **error);

/* Both in words. */
void agreement_cases_text(const cJSON *result, Lang lang, GString *out);

#endif
