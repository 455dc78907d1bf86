/*
 * Erase: the personal data of a case taken out of the store, its free pages and log, the documents, and the papers below the
 * home and --out, once the law gives no more reason to keep them. Entries, sums, days and hashes stay, so that chain, tree,
 * audit and proofs hold as before. The case is put on a list outside the store (eraselist.h) in the same step.
 */
#ifndef PAAKRAV_ERASE_H
#define PAAKRAV_ERASE_H

#include "intake/command.h"

/*
 * erase CASE… --by NAME --why TEXT [--out DIR]: all or none; a case that may not be erased is an Error of ERROR_INPUT, code
 * "not-erasable", with every ground and the first day. A case that is erased already is swept again. erase --due [--on DATE]:
 * the cases that may be.
 */
extern const OptionRow erase_options[];
int erase_run(const Call *call, cJSON **result, GError **error);
void erase_text(const Call *call, const cJSON *result, GString *out);

/* restore DIR [--certificate FILE] [--erased FILE]: a backup put back (intake/backup.h), with what was erased since erased again. */
extern const OptionRow erase_restore_options[];
int erase_restore_run(const Call *call, cJSON **result, GError **error);
void erase_restore_text(const Call *call, const cJSON *result, GString *out);

#endif
