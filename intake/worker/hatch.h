/*
 * Hatch: what a reader in the locked room may hand out and ask for while it reads. In the worker it leads to the
 * channel, in a test or fuzzer to nothing.
 */
#ifndef PAAKRAV_WORKER_HATCH_H
#define PAAKRAV_WORKER_HATCH_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Hatch {
	/* A document was found inside this one. false: enough of them, or nobody takes it. */
	bool (*child)(void *self, const char *name, const void *bytes, size_t size);
	/* What was kept of this page's recognition by an earlier run; NULL; the caller's, by g_free. */
	char *(*recall)(void *self, int page);
	void (*keep)(void *self, int page, const char *text);
	void *self;
} Hatch;

#endif
