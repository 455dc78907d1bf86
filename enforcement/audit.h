/*
 * Audit: the books without trusting us. Everything stored is read again and hashed again, every balance added again, every
 * split, fee, award and advance reckoned again from events, agreements, time and law, and held against what stands; then every
 * invoice: number, lines, VAT, postings, set-off and documents.
 */
#ifndef PAAKRAV_AUDIT_H
#define PAAKRAV_AUDIT_H

#include "intake/command.h"
#include "intake/journal.h"

/* ledger verify [--receipt FILE]…: the journal's chain alone. */
int ledger_verify_run(const Call *call, cJSON **result, GError **error);

/*
 * audit [--receipt FILE]…: FILE is anything that left the house with a head of the journal: a package's receipt, a backup's
 * list, a day proof, an earlier audit's own JSON; the last also says what was recorded then in every other table. The first
 * fault found is the first of faults[], and 6 the exit.
 */
int audit_run(const Call *call, cJSON **result, GError **error);

/*
 * What audit finds in the figures of the books as they stand, also inside a transaction: balances, splits, fees, invoices and
 * payouts; not what files and other tables hold. The caller's; NULL at an Error.
 */
JournalReport *audit_books(const Call *call, GError **error);

void audit_text(const Call *call, const cJSON *result, GString *out);

extern const OptionRow audit_options[];

#endif
