/* Outlook: the five outcomes of a case under its own agreement, and the proof that a disputed case would lack. */
#ifndef PAAKRAV_ASSESS_OUTLOOK_H
#define PAAKRAV_ASSESS_OUTLOOK_H

#include "assess/economics.h"

/* The result of `economics CASE`: economy_json with the case, the day, and evidence_missing. The caller's. */
cJSON *outlook_json(const Assessment *assessment, Lang lang);
void outlook_text(GString *out, Lang lang, const cJSON *result);

#endif
