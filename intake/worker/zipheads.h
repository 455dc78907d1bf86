/*
 * The two voices of a zip: its directory and the head before each file. Where they disagree, two programs unpack two
 * different things; such an archive is refused. Padding, prefixes and junk at the end are harmless and common.
 */
#ifndef PAAKRAV_WORKER_ZIPHEADS_H
#define PAAKRAV_WORKER_ZIPHEADS_H

#include <stdbool.h>
#include <stddef.h>

/* Do the heads of all `count` files agree with the directory in name, method, checksum and sizes? */
bool zip_heads_agree(const unsigned char *bytes, size_t size, size_t count);

#endif
