/* Report: an assessment for programs (the contract's JSON) and, from that, for people. */
#ifndef PAAKRAV_REPORT_H
#define PAAKRAV_REPORT_H

#include "assess/assess.h"

/* One entry of findings[]: id, version, name, title, severity, effect, verdict, about, because, statute, mark. */
void finding_json(cJSON *object, const Finding *finding, Lang lang);

/* A result of assess in plain Danish or English. */
void assessment_text(GString *out, Lang lang, const cJSON *result);
/* The sums of an owed object, and its periods a line each. */
void owed_text_rows(GString *out, Lang lang, const cJSON *owed);
void owed_text_periods(GString *out, Lang lang, const cJSON *owed);

#endif
