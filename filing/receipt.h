/*
 * Receipt: what says of a package what it was made from, CASE.receipt.json. It is sealed: its member "seal" is a signature
 * (base64 of ECDSA's r and s: a CMS has bytes that no signature covers) over all the others but the timestamp, printed
 * as one line; among them is the hash of the .p7s.
 */
#ifndef PAAKRAV_RECEIPT_H
#define PAAKRAV_RECEIPT_H

#include "intake/digest.h"
#include "intake/json.h"

/* What the seal is over. The caller's. */
GBytes *receipt_sealed(const cJSON *receipt);
/* Seal it under the key in HOME/keys, anew when it was sealed before; its timestamp is then null. */
bool receipt_seal(const char *home, cJSON *receipt, RandomSource random, GError **error);

/* What the timestamp is about: four lines, "paakrav-receipt/1", the zip's hash, the journal's seq and hash. The caller's. */
GBytes *receipt_stamped(const cJSON *receipt);
/*
 * Give it its timestamp: {"time", "authority", "token" (base64)}, or null when no authority is configured. Errors as
 * stamp_fetch.
 */
bool receipt_stamp(const char *home, cJSON *receipt, RandomSource random, GError **error);

#endif
