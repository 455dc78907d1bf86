/* Due prepare: the papers that the docket names, made as drafts for a person to approve. */
#ifndef PAAKRAV_DUEPREPARE_H
#define PAAKRAV_DUEPREPARE_H

#include "enforcement/docketstore.h"
#include "intake/command.h"

/*
 * due --prepare: the letters and packages that the tasks of today name, those with a last day a fortnight ahead, and the package
 * of a case whose limitation is near and that no court has seen. Adds papers[] to object; one that cannot be made says why, and
 * sets *refused. What lies there already is left as it is.
 */
bool due_prepare_run(const Call *call, const Law *law, cJSON *object, bool *refused, GError **error);
void due_prepare_text(const Call *call, const cJSON *result, GString *out);

#endif
