/* Handover: a looked-at submission as text, from the case worker that looked to the writer that records. */
#ifndef PAAKRAV_HANDOVER_H
#define PAAKRAV_HANDOVER_H

#include "intake/json.h"
#include "intake/submission.h"

/* The caller's. */
cJSON *submission_json(const Submission *submission);
/* NULL when the text is not whole. */
Submission *submission_of_json(const cJSON *json);

/* {"code","text","file","place"} of the contract, added to array. */
void reason_json(cJSON *array, const Reason *reason, Lang lang);

#endif
