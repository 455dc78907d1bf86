/*
 * Stored: a zip as archive.c writes it, walked from its first byte to its last. Nothing is interpreted: each head and each row of
 * the directory must be the bytes that archive.c would write for that name, size, checksum and day, so that there is one
 * way to read it. Any other zip is answered with the place where it differs.
 */
#ifndef PAAKRAV_STORED_H
#define PAAKRAV_STORED_H

#include "intake/date.h"
#include "intake/digest.h"

typedef struct StoredPart {
	char *name;
	int64_t at, size; /* of its bytes in the zip */
	uint8_t digest[DIGEST_BYTES];
	uint32_t checksum; /* CRC-32 of its bytes */
	bool checked; /* the zip's own checksum agrees */
} StoredPart;

typedef struct Stored {
	GPtrArray *parts; /* StoredPart*, in order */
	Date dated_on;
	char *where; /* the part at or behind which the zip is not as we write it; NULL: all of it is */
	int64_t at; /* and the byte */
} Stored;
void stored_free(Stored *stored);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stored, stored_free)

/* Walk the zip open at fd. NULL and an Error only when it cannot be read at all, or is over a limit. The caller's. */
Stored *stored_read(int fd, const char *name, GError **error);

const StoredPart *stored_find(const Stored *stored, const char *name);
/* The bytes of a part of at most limit bytes; NULL when it is larger or cannot be read. The caller's. */
GBytes *stored_bytes(int fd, const StoredPart *part, int64_t limit);

#endif
