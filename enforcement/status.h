/* Status: where a case stands, what was decided and why, what comes next and who must act, in words a creditor understands. */
#ifndef PAAKRAV_STATUS_H
#define PAAKRAV_STATUS_H

#include "intake/command.h"

/* status [CASE] */
int status_run(const Call *call, cJSON **result, GError **error);
void status_text(const Call *call, const cJSON *result, GString *out);
/* Who is to act, in words: "kreditor" for "creditor". */
const char *who_word(const char *who, Lang lang);
/* show CASE: the parties, the claim, what happened, where it stands */
int show_run(const Call *call, cJSON **result, GError **error);
void show_text(const Call *call, const cJSON *result, GString *out);

#endif
