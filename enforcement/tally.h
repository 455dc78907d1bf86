/*
 * Tally: every balance added up from the entries themselves while the chain is walked, so that both cost one reading of the
 * books: each entry is of a kind that there is, on the accounts of its kind; no client holds less than nothing on any account
 * at the end of any day (il §§ 14-16), so that a split that was changed is noticed also where its money has left; the client
 * bank account holds what the clients hold at the end of every day.
 */
#ifndef PAAKRAV_TALLY_H
#define PAAKRAV_TALLY_H

#include "intake/journal.h"

typedef struct Tally Tally;
/* Whose each case is, is read from the store. The caller's; NULL at an Error. */
Tally *tally_new(Store *store, GError **error);
void tally_free(Tally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tally, tally_free)

/* For journal_walk; context is the Tally. */
void tally_visit(void *context, const JournalRow *row);
/* What was found wrong, appended to the report: kinds in the order of the books, then clients by name, then the bank. */
void tally_report(Tally *tally, JournalReport *report);

#endif
