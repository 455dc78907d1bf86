/*
 * Vat: the output VAT of our own fees in a period: each invoice and each credit note of it, a credit note of an earlier
 * period's invoice as the correction that it is, and their sum held against what moved on vat_payable in the journal.
 */
#ifndef PAAKRAV_VAT_H
#define PAAKRAV_VAT_H

#include "intake/command.h"

extern const OptionRow vat_report_options[];
/* vat report --period 2026-Q3; exit 1 when documents and journal do not say the same */
int vat_report_run(const Call *call, cJSON **result, GError **error);
void vat_report_text(const Call *call, const cJSON *result, GString *out);

#endif
