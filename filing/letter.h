/* Letter: the commands that draw letters, approve them, and record by hand that they went or came back. */
#ifndef PAAKRAV_FILING_LETTER_H
#define PAAKRAV_FILING_LETTER_H

#include "intake/command.h"

extern const OptionRow letter_options[], letter_approve_options[], letter_sent_options[], letter_returned_options[];

/* letter CASE KIND …: draw it for a day, to one debtor or each */
int letter_run(const Call *call, cJSON **result, GError **error);
void letter_text(const Call *call, const cJSON *result, GString *out);
/* letters [CASE] */
int letters_run(const Call *call, cJSON **result, GError **error);
void letters_text(const Call *call, const cJSON *result, GString *out);
/* letter kinds */
int letter_kinds_run(const Call *call, cJSON **result, GError **error);
void letter_kinds_text(const Call *call, const cJSON *result, GString *out);
/* letter next CASE: the house's or the firm's sequence from the due date, what of it is done and what comes next */
int letter_next_run(const Call *call, cJSON **result, GError **error);
void letter_next_text(const Call *call, const cJSON *result, GString *out);
/* letter approve CASE N… --by NAME */
int letter_approve_run(const Call *call, cJSON **result, GError **error);
/* letter sent CASE N --by NAME --how HOW [--on DATE] */
int letter_sent_run(const Call *call, cJSON **result, GError **error);
/* letter returned CASE N --by NAME --on DATE [--ground TEXT] */
int letter_returned_run(const Call *call, cJSON **result, GError **error);
/* of the three above */
void letter_step_text(const Call *call, const cJSON *result, GString *out);

#endif
