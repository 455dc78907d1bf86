/*
 * Lookup: what registers say of a debtor, asked over https when a person says so and the configuration names them:
 * [lookup] of HOME/paakrav.conf, company and address (docs/decisions/lookup.md). The answer is kept as a document of the
 * case, opslag/…, and read into facts with its day; on the same day nobody is asked twice. No answer changes nothing.
 */
#ifndef PAAKRAV_LOOKUP_H
#define PAAKRAV_LOOKUP_H

#include "intake/command.h"

/* lookup CASE [--what company|address] [--debtor ID] */
int lookup_run(const Call *call, cJSON **result, GError **error);
extern const OptionRow lookup_options[];

#endif
