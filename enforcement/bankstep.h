/*
 * Bankstep: what one line of a bank does, in the case and in the books: it pays, it is taken back, or it is held until somebody
 * says whose it is. All inside the caller's transaction; an Error of ERROR_INPUT from a payment has written nothing.
 */
#ifndef PAAKRAV_BANKSTEP_H
#define PAAKRAV_BANKSTEP_H

#include "enforcement/clientbank.h"
#include "intake/command.h"

/*
 * The line pays the case: the event `payment` and its entry, booked on day. Money that is held as not placed is placed; an
 * event that was noted by hand and has no line yet is the line's. client: the line is of a client account.
 */
bool bank_pay(const Call *call, bool client, const BankLine *line, const char *case_id, const char *debtor, const char *by, Date day,
              int64_t *event_id, GError **error);

/*
 * The payment of the line is taken back: by a person's word (reversal NULL: the money stays on the account, as not placed),
 * or by the bank's line that took it.
 */
bool bank_unpay(const Call *call, const BankLine *line, const BankLine *reversal, const BankFate *paid, const char *by, Date day,
                int64_t *event_id, GError **error);

/* A receipt that is held goes back with the bank's line that took it. */
bool bank_unhold(Store *store, const BankLine *line, const BankLine *reversal, Date day, GError **error);

#endif
