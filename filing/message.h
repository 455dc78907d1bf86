/*
 * Message: what each creditor is told after a run, one text file a creditor under til-kreditor/: what was taken and what
 * happens next, what is missing, why and by when, what is unsuitable and what would help.
 */
#ifndef PAAKRAV_MESSAGE_H
#define PAAKRAV_MESSAGE_H

#include "intake/json.h"
#include "intake/submission.h"

/* Gathered beside, put in place by the end: a message folder that is there is whole. */
bool messages_begin(const char *out, GError **error);
/* Add one submission's section. answer is the case worker's (caseworker.h), NULL for outcomes without a case of their own. */
bool message_add(const cJSON *answer, const Submission *submission, const char *out, Lang lang, GError **error);
bool messages_end(const char *out, GError **error);

#endif
