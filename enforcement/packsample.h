/*
 * Packsample: entries of a period drawn by a seed, so that whoever has the pack draws the same again. The i-th draw (0, 1, 2 …)
 * is the first 8 bytes, big-endian, of SHA-256("paakrav-sample/1\nSEED\nHEAD\ni\n"), modulo the number of the period's entries:
 * the place in them, in the order of the books. One that was drawn before is passed over. The head is in it, so that nobody
 * can choose entries by the seed before the books are closed.
 */
#ifndef PAAKRAV_PACKSAMPLE_H
#define PAAKRAV_PACKSAMPLE_H

#include "enforcement/pack.h"

/* The place of the i-th draw among n. */
int64_t sample_draw(int64_t seed, const char head[DIGEST_HEX], int64_t i, int64_t n);

/* samples.csv, samples/N.json and documents/. */
bool samples_write(Pack *pack, const PackPart *part, GError **error);

#endif
