/* Opening one document: sniff it, and read what this edition reads. The same code runs in the locked room and under a fuzzer. */
#ifndef PAAKRAV_WORKER_OPENER_H
#define PAAKRAV_WORKER_OPENER_H

#include "intake/reader.h"
#include "intake/worker/hatch.h"

/* As reader_open, on bytes; hatch NULL: none. Errors carry line and column but no file: the caller names it. */
Reading *opener_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error);

#endif
