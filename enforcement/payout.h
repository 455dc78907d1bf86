/*
 * Payout: client money to those whose it is (il § 15 stk. 1: without undue delay). One person prepares: what is held for a client
 * after the set-off of issued fees, case by case, less what is not clear. Another approves: the bank's file is written. The bank's
 * line books it (payoutbook). What a debtor overpaid goes back by the same door.
 */
#ifndef PAAKRAV_PAYOUT_H
#define PAAKRAV_PAYOUT_H

#include "assess/law.h"
#include "enforcement/payoutbook.h"
#include "intake/command.h"
#include "intake/journal.h"

/* Is the day one on which banks move money: not one that the law closes, nor the banks' own closing day? */
bool payout_bank_day(const Law *law, Date on);
Date payout_next_bank_day(const Law *law, Date on); /* on itself, or the first after it */

extern const OptionRow payout_prepare_options[], payout_approve_options[], payout_reject_options[], payout_list_options[],
    payout_due_options[];

/* payout prepare [--creditor X | --case C] [--period YYYY-MM] [--on D] --by NAME: 1 when there is nothing to pay out. */
int payout_prepare_run(const Call *call, cJSON **result, GError **error);
/* payout approve N --by NAME [--out FILE]: once; again it gives the same file. */
int payout_approve_run(const Call *call, cJSON **result, GError **error);
/* payout reject N --by NAME --why TEXT [--transfer ID]: before approval the whole; after it what the bank did not carry out. */
int payout_reject_run(const Call *call, cJSON **result, GError **error);
/* payout show N */
int payout_show_run(const Call *call, cJSON **result, GError **error);
void payout_text(const Call *call, const cJSON *result, GString *out);
/* payout list [--open] */
int payout_list_run(const Call *call, cJSON **result, GError **error);
void payout_list_text(const Call *call, const cJSON *result, GString *out);
/* payout due [--creditor X] [--on D] */
int payout_due_run(const Call *call, cJSON **result, GError **error);
void payout_due_text(const Call *call, const cJSON *result, GString *out);

/* As the result of a command; the accounts by their last four digits. outcome NULL: none. */
cJSON *payout_json(const Call *call, const Payout *payout, const char *outcome, GError **error);

/*
 * For audit: sums, balances at preparation, two persons, confirmed accounts, the file, and each booked entry with its line and
 * batch. Faults are added to the report.
 */
bool payout_audit(Store *store, JournalReport *report, GError **error);

#endif
