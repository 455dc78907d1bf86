/*
 * Case file: all that the record knows of one case, in one container that can be checked without the store: ASiC-E with a
 * XAdES signature and, where an authority is configured, its timestamp. What is in it: docs/decisions/export.md.
 */
#ifndef PAAKRAV_CASEFILE_H
#define PAAKRAV_CASEFILE_H

#include "intake/command.h"

/* export CASE [--out FILE] [--papers DIR] */
int export_run(const Call *call, cJSON **result, GError **error);
void export_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow export_options[];

#endif
