/*
 * Lint gate: papers with an error do not get past approval, unless a person names the rule and says why. That word is kept
 * with the approval for ever; its reason is erasable side data behind a commitment.
 */
#ifndef PAAKRAV_LINTGATE_H
#define PAAKRAV_LINTGATE_H

#include "filing/lint.h"

/*
 * Papers laid in folder for the assessment's day: an Error of code "lint" that names the first faults when one of the weight
 * ERROR is not among those that the call passes over (--despite, with --why). *passed: those that it did, "L211 L402",
 * newly allocated; NULL: none. What is only warned of is added to told as "warnings", as lint_json tells it.
 */
bool lint_gate(const Call *call, const Assessment *assessment, const char *folder, Reader *reader, char **passed, cJSON *told,
               GError **error);

/* Keep with approval id what was passed over and the call's reason. Inside its transaction; nothing when passed is NULL. */
bool lint_gate_keep(const Call *call, int64_t approval, const char *passed, GError **error);

/* The rules that an approval passed over; *out NULL: none. The caller's. */
bool lint_gate_kept(Store *store, int64_t approval, char **out, GError **error);

/* The same for a letter: its faults are in lint, from which those passed over are taken; approved: the letter's id. */
bool lint_gate_letter(const Call *call, Lint *lint, int number, char **passed, GError **error);
bool lint_gate_keep_letter(const Call *call, int64_t approved, const char *passed, GError **error);

extern const char lint_gate_migration[], lint_gate_letter_migration[];

#endif
