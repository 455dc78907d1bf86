/*
 * Unpacking an archive from strangers, with our own caps: libzip enforces no sizes and passes every name on.
 * The door to libzip for reading.
 */
#ifndef PAAKRAV_WORKER_UNZIP_H
#define PAAKRAV_WORKER_UNZIP_H

#include "intake/error.h"

#include <stddef.h>

typedef struct UnzipSink {
	bool (*entry)(void *self, const char *name); /* a file begins */
	bool (*data)(void *self, const void *bytes, size_t size);
} UnzipSink;

/* Entries in the order of names by byte, folders left out. false and an Error naming the entry; nothing then counts. */
bool unzip_walk(const void *bytes, size_t size, const UnzipSink *sink, void *self, GError **error);

/* The same, but only the files that wants says yes to are unpacked; all of them are looked at. */
typedef bool (*UnzipWants)(void *self, const char *name);
bool unzip_some(const void *bytes, size_t size, UnzipWants wants, const UnzipSink *sink, void *self, GError **error);

#endif
