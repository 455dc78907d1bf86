/* New: write a submission folder with its claim.xml from flags, from an e-invoice, and on a terminal from questions. */
#ifndef PAAKRAV_NEW_H
#define PAAKRAV_NEW_H

#include "intake/command.h"

/* new DIR: a flag for every leaf of claim.xml. DIR must not exist, or be empty. */
int new_run(const Call *call, cJSON **result, GError **error);
void new_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow new_options[];

#endif
