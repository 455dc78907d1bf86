/*
 * Bank: payments in. bank import takes a bank's file whole or not at all: its lines are kept once, each line of money in is
 * matched to a case or asked of a person, and a matched one becomes the event `payment`, paid to the operator, booked as
 * `note` books it. bank review lists what a person is asked; bank match and bank dismiss answer.
 */
#ifndef PAAKRAV_BANK_H
#define PAAKRAV_BANK_H

#include "intake/command.h"

/* bank import FILE [--account NUMBER] [--profile NAME] */
int bank_import_run(const Call *call, cJSON **result, GError **error);
/* bank review [--all] */
int bank_review_run(const Call *call, cJSON **result, GError **error);
/* bank match LINE CASE --by NAME --why TEXT [--debtor ID] */
int bank_match_run(const Call *call, cJSON **result, GError **error);
/* bank dismiss LINE --by NAME --why TEXT */
int bank_dismiss_run(const Call *call, cJSON **result, GError **error);
void bank_text(const Call *call, const cJSON *result, GString *out);

extern const OptionRow bank_import_options[], bank_review_options[], bank_match_options[], bank_dismiss_options[];

#endif
