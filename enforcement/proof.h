/*
 * Proof: a creditor's own entries in the books, each with its path to a signed root over all entries (RFC 6962), so that
 * he can see that they are in the same books that the auditor reads, and sees nobody else's. Two proofs of different days
 * show that the later books are the earlier ones with more behind.
 *
 * The list of rows is signed, so that none can be taken out of the file unseen. What it cannot show: that the house put in all
 * of the case's. That is its signed word; the settlement statement and the audit show it.
 */
#ifndef PAAKRAV_PROOF_H
#define PAAKRAV_PROOF_H

#include "intake/command.h"

/* proof CASE [--since FILE]: FILE is an earlier proof; the new one shows that its tree has grown from that one's. */
int proof_run(const Call *call, cJSON **result, GError **error);
/* proof verify FILE [--since FILE] [--certificate FILE] [--authority FILE]: without the store. */
int proof_verify_run(const Call *call, cJSON **result, GError **error);
void proof_text(const Call *call, const cJSON *result, GString *out);
void proof_verify_text(const Call *call, const cJSON *result, GString *out);

extern const OptionRow proof_options[], proof_verify_options[];

#endif
