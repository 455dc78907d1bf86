/* Bailiff CASE: what may be asked of the bailiff court today, what it would be for, and what stands against it, with the words of the law. */
#ifndef PAAKRAV_ENFORCEMENT_BAILIFF_H
#define PAAKRAV_ENFORCEMENT_BAILIFF_H

#include "filing/bailiff.h"
#include "intake/command.h"

extern const OptionRow bailiff_options[];
int bailiff_run(const Call *call, cJSON **result, GError **error);
void bailiff_text(const Call *call, const cJSON *result, GString *out);

/* Findings pushed to array: id, name, severity, about, because, statute, quote. And one line each from it. */
void bailiff_findings_json(cJSON *array, const Party *debtor, const GPtrArray *findings, Lang lang);
void bailiff_findings_text(const cJSON *findings, GString *out);
/* Members of row: what is owed on the day part by part, per further day, the fee, whether to attend. */
void bailiff_claim_json(cJSON *row, const Bailiff *bailiff);

#endif
