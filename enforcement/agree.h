/* Agree: the commands on fee agreements. */
#ifndef PAAKRAV_AGREE_H
#define PAAKRAV_AGREE_H

#include "enforcement/terms.h"
#include "intake/command.h"

extern const OptionRow agreement_set_options[], agreement_show_options[], agreement_simulate_options[];

/* agreement set --case CASE | --creditor X … */
int agreement_set_run(const Call *call, cJSON **result, GError **error);
/* agreement show [CASE | --creditor X] */
int agreement_show_run(const Call *call, cJSON **result, GError **error);
void agreement_text(const Call *call, const cJSON *result, GString *out);
/* agreement simulate CASE … */
int agreement_simulate_run(const Call *call, cJSON **result, GError **error);
void agreement_simulate_text(const Call *call, const cJSON *result, GString *out);

/* "12345678" and "cvr-12345678" are "cvr-12345678", a case id its own scope; an Error for what is neither. The caller's. */
char *agreement_scope(const char *creditor, GError **error);

/* A clause in words: "35 % af hovedstol", of a phase. Newly allocated. */
char *terms_price_words(const TermsPrice *price, Lang lang);

#endif
