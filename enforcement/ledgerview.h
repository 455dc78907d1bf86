/*
 * Ledgerview: the books read: entries by case, client, account, kind and period, the trial balance, and one voucher a day for
 * the main books. Every sum stands with its count.
 */
#ifndef PAAKRAV_LEDGERVIEW_H
#define PAAKRAV_LEDGERVIEW_H

#include "intake/command.h"

/* ledger [--case CASE] [--client KEY] [--account NAME] [--kind KIND] [--from D] [--to D] */
int ledger_run(const Call *call, cJSON **result, GError **error);
void ledger_text(const Call *call, const cJSON *result, GString *out);
/* ledger balance [--on D] */
int ledger_balance_run(const Call *call, cJSON **result, GError **error);
void ledger_balance_text(const Call *call, const cJSON *result, GString *out);
/* ledger summary [--from D] [--to D] */
int ledger_summary_run(const Call *call, cJSON **result, GError **error);
void ledger_summary_text(const Call *call, const cJSON *result, GString *out);

extern const OptionRow ledger_options[], ledger_balance_options[], ledger_summary_options[];

#endif
