/* A file of text: plain in any encoding that Danish programs write, or HTML. */
#ifndef PAAKRAV_WORKER_TEXTFILE_H
#define PAAKRAV_WORKER_TEXTFILE_H

#include "intake/reader.h"

#include <stddef.h>

/* A reading of media "text" with one page; the caller's. */
Reading *textfile_read(const char *name, const void *bytes, size_t size);

#endif
