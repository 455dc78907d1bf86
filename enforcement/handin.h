/*
 * Hand-in: papers that a person approved were handed in. The event for each debtor, the use of the approval and the court
 * fee are one transaction; what is not approved for that very day is refused; a second run changes nothing.
 */
#ifndef PAAKRAV_HANDIN_H
#define PAAKRAV_HANDIN_H

#include "intake/command.h"

/* filed CASE… --on DATE, filed --from CSV */
int filed_run(const Call *call, cJSON **result, GError **error);
void filed_text(const Call *call, const cJSON *result, GString *out);

#endif
