/* What-next: what may happen now to each debtor of a case, what each step needs, what it costs, and by when. */
#ifndef PAAKRAV_WHATNEXT_H
#define PAAKRAV_WHATNEXT_H

#include "intake/command.h"

/* what-next CASE [--debtor ID] */
int whatnext_run(const Call *call, cJSON **result, GError **error);
void whatnext_text(const Call *call, const cJSON *result, GString *out);

/* Does next.csv have the row of that transition? For the test: every step that a person records has one. */
bool whatnext_has_words(int n);

#endif
