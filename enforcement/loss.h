/*
 * Loss: the creditor's loss on a claim for VAT relief (momsloven § 27 stk. 6): whether the loss is established, by which test
 * (practice 54), what was lost of the principal with VAT, what may be deducted from the VAT base, what is added back when
 * money comes later. Interest and fees carry no VAT and do not count. What is not in the record is unknown.
 */
#ifndef PAAKRAV_LOSS_H
#define PAAKRAV_LOSS_H

#include "intake/command.h"

extern const OptionRow loss_options[];
/* loss CASE [--pdf FILE]: 1 when it is not established, or a sum is unknown */
int loss_run(const Call *call, cJSON **result, GError **error);
void loss_text(const Call *call, const cJSON *result, GString *out);
/* The result as pages. */
GBytes *loss_pdf(const cJSON *loss, Date today, Lang lang, GError **error);

/* Words that text and pages share. */
const char *loss_test_title(const char *test, Lang lang);
char *loss_kroner(const cJSON *object, const char *key, Lang lang); /* "12.500,00 kr.", "ukendt"; newly allocated */

#endif
