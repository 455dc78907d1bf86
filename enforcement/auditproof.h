/* Audit of the day proofs: each file is the one that was recorded, its signature holds under the house's certificate, its head is in the chain. */
#ifndef PAAKRAV_AUDITPROOF_H
#define PAAKRAV_AUDITPROOF_H

#include "intake/journal.h"

/* False and an Error only when the store cannot be read. */
bool proof_audit(Store *store, JournalReport *report, GError **error);

#endif
