/* Outlook: the five outcomes of a case under its own agreement, and the proof that a disputed case would lack. */
#ifndef PAAKRAV_ASSESS_OUTLOOK_H
#define PAAKRAV_ASSESS_OUTLOOK_H

#include "assess/economics.h"

/* What economy_of is asked about an assessed case. The route is the one that would follow when all that is asked for comes. */
EconomyCase outlook_of(const Assessment *assessment);

/* The result of `economics CASE`: economy_json with the case, the day, and evidence_missing. The caller's. */
cJSON *outlook_json(const Assessment *assessment, Lang lang);
void outlook_text(GString *out, Lang lang, const cJSON *result);

#endif
