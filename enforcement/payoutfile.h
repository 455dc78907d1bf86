/*
 * Payoutfile: an approved payout as the bank reads it: ISO 20022 pain.001.001.03, one payment information, one transaction a
 * transfer, all in kroner, each to an IBAN. The same payout gives the same bytes.
 */
#ifndef PAAKRAV_PAYOUTFILE_H
#define PAAKRAV_PAYOUTFILE_H

#include "enforcement/payoutbook.h"

/*
 * home: whose paakrav.conf names the firm ([firm] name) and its bank ([client-account] bic, which may be unsaid). An Error of
 * ERROR_INPUT when a number or name was erased or the firm is not named. The caller's; NULL at an Error.
 */
GBytes *payout_file(Store *store, const Payout *payout, const char *home, GError **error);

/*
 * Is the file what the payout says: number of transfers, control sum, and each transfer's id, amount, holder and account? *why: what
 * is not, NULL when all is. A transfer whose account was erased is not held against the file.
 */
bool payout_file_fits(Store *store, const Payout *payout, GBytes *file, char **why, GError **error);

#endif
