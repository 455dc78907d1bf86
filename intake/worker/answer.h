/* A register's answer, JSON: the shapes that public services give, read into facts (docs/decisions/lookup.md). */
#ifndef PAAKRAV_WORKER_ANSWER_H
#define PAAKRAV_WORKER_ANSWER_H

#include "intake/reader.h"

/* As reader_lookup, on bytes. Errors name no file: the caller does. */
Reading *answer_read(const char *what, const void *bytes, size_t size, GError **error);

#endif
