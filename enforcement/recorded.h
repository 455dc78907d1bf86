/*
 * Recorded: all that was ever recorded, looked at as rows (recorded.def). The journal has a chain of its own; for the other
 * tables a list of their hashes that left the house (audit, backup) shows whether a row was changed, added in between,
 * reordered or cut since.
 */
#ifndef PAAKRAV_RECORDED_H
#define PAAKRAV_RECORDED_H

#include "intake/command.h"
#include "intake/journal.h"

/*
 * [{"table", "rows", "sha256"}] of every table that has rows: SHA-256 over them in the order of recording, each as its
 * values in SQL's own notation joined by commas, ended by "\n". False and an Error when the store cannot be read.
 */
bool recorded_digests(Store *store, cJSON *array, GError **error);

/* Hold the store against such a list of an earlier day: its first rows must be those. file names the list in faults. */
bool recorded_since(Store *store, const cJSON *earlier, const char *file, JournalReport *report, GError **error);

/* Hold every personal value that is not erased against its commitment, and see that each table's guards stand. */
bool recorded_verify(Store *store, JournalReport *report, GError **error);

/* Is each table of the store whose rows are for ever, and each side table, in the list? A test asks. The caller's: the names that are not. */
GPtrArray *recorded_forgotten(Store *store, GError **error);

#endif
