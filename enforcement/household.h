/*
 * Household: income and expenses that a debtor has told, for a plan: only what it needs, and no longer than it needs. The
 * amounts and words stand in side tables; erasing takes them out of the file, and what stays is a commitment to them.
 */
#ifndef PAAKRAV_HOUSEHOLD_H
#define PAAKRAV_HOUSEHOLD_H

#include "intake/command.h"

extern const OptionRow household_options[], household_show_options[];

/* household CASE --income "Løn=18500" --cost "Husleje=7200" …: in place of what was told before */
int household_run(const Call *call, cJSON **result, GError **error);
int household_show_run(const Call *call, cJSON **result, GError **error);
/* household erase CASE */
int household_erase_run(const Call *call, cJSON **result, GError **error);
void household_text(const Call *call, const cJSON *result, GString *out);

extern const char household_tables[];

#endif
