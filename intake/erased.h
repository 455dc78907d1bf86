/*
 * Erased: the cases whose personal data were taken out when the law no longer let them be kept. What stays of such a case
 * are rows that say nothing personal: entries, sums, days, hashes. Whoever reads one is told so.
 */
#ifndef PAAKRAV_ERASED_H
#define PAAKRAV_ERASED_H

#include "intake/store.h"

/* The day that the case was erased; DATE_NONE: it is not. False and an Error when the store cannot be read. */
bool erased_on(Store *store, const char *case_id, Date *out, GError **error);

/* True when it is not erased; else an Error of ERROR_INPUT, code "case-erased", with its day. */
bool erased_not(Store *store, const char *case_id, GError **error);

/* Append, inside the caller's transaction; by and why are sealed. What is personal is removed by enforcement/erase. */
bool erased_add(Store *store, const char *case_id, Date on, const char *by, const char *why, GError **error);

/* Its tables, a script of intake_room. */
extern const char erased_tables[];

#endif
