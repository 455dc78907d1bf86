/* Find: search the text of all documents; and make that text anew. */
#ifndef PAAKRAV_FIND_H
#define PAAKRAV_FIND_H

#include "intake/command.h"

/* find TEXT [--case CASE] */
int find_run(const Call *call, cJSON **result, GError **error);
void find_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow find_options[];

/* index --rebuild [--case CASE] */
int index_run(const Call *call, cJSON **result, GError **error);
void index_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow index_options[];

#endif
