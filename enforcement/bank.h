/*
 * Bank: payments in. bank import takes a bank's file whole or not at all: its lines are kept once, each line of money in is
 * matched to a case or asked of a person, and a matched one becomes the event `payment`, paid to the operator, booked as
 * `note` books it. bank review lists what a person is asked; bank match and bank dismiss answer.
 */
#ifndef PAAKRAV_BANK_H
#define PAAKRAV_BANK_H

#include "enforcement/bankbook.h"
#include "intake/command.h"

/* bank import FILE [--account NUMBER] [--profile NAME] */
int bank_import_run(const Call *call, cJSON **result, GError **error);
/* bank review [--all] */
int bank_review_run(const Call *call, cJSON **result, GError **error);
/* bank match LINE CASE --by NAME --why TEXT [--debtor ID] */
int bank_match_run(const Call *call, cJSON **result, GError **error);
/* bank dismiss LINE --by NAME --why TEXT */
int bank_dismiss_run(const Call *call, cJSON **result, GError **error);
/* Of lines of a client account alone: */
/* bank charge LINE --by NAME --why TEXT: the bank's charge, the office's to bear */
int bank_charge_run(const Call *call, cJSON **result, GError **error);
/* bank return LINE --by NAME --why TEXT: a receipt that is not placed is sent back */
int bank_return_run(const Call *call, cJSON **result, GError **error);
/* bank explain LINE ENTRY… --by NAME --why TEXT: it is these entries of the books */
int bank_explain_run(const Call *call, cJSON **result, GError **error);
void bank_text(const Call *call, const cJSON *result, GString *out);

extern const OptionRow bank_import_options[], bank_review_options[], bank_match_options[], bank_dismiss_options[], bank_answer_options[];

/* A line as one of lines[]. */
void bank_line_json(cJSON *row, const BankLine *line, const BankFate *fate, Lang lang);

#endif
