/* Wordings: the commands that show which words the papers are written in, and where each sentence comes from. */
#ifndef PAAKRAV_WORDINGS_H
#define PAAKRAV_WORDINGS_H

#include "intake/command.h"

/* statement CASE: the account as it would be written today, each sentence with its wording, facts and events. */
int statement_run(const Call *call, cJSON **result, GError **error);
void statement_print(const Call *call, const cJSON *result, GString *out);

/* texts [FILE]: the wordings in force; as text a file that can be put in HOME/tekster/ and changed. */
int texts_run(const Call *call, cJSON **result, GError **error);
void texts_print(const Call *call, const cJSON *result, GString *out);

#endif
