/* The compressed RTF of Outlook (LZFu). */
#ifndef PAAKRAV_WORKER_LZFU_H
#define PAAKRAV_WORKER_LZFU_H

#include <glib.h>
#include <stddef.h>

/* The RTF, at most LIMIT_DOCUMENT_TEXT_BYTES of it; NULL when the bytes are no such thing; the caller's. */
GByteArray *lzfu_unpack(const void *bytes, size_t size);

#endif
