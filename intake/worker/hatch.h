/*
 * Hatch: what a reader in the locked room may hand out and ask for while it reads. In the worker it leads to the
 * channel, in a test or fuzzer to nothing.
 */
#ifndef PAAKRAV_WORKER_HATCH_H
#define PAAKRAV_WORKER_HATCH_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Hatch {
	/*
	 * A document was found inside this one; name may be anything, and is made a plain file name. false: enough of them, or
	 * nobody takes it.
	 */
	bool (*child)(void *self, const char *name, const void *bytes, size_t size);
	/* What was kept of this page's recognition by an earlier run; NULL; the caller's, by g_free. */
	char *(*recall)(void *self, int page);
	/*
	 * A page was recognised: at most LIMIT_OCR_PAGES of a document, each once and not what recall told. Each one winds CPU
	 * limit and wall clock anew. The text lives on to later editions, so it names its own form; up to LIMIT_KEPT_PAGE_BYTES.
	 */
	void (*keep)(void *self, int page, const char *text);
	void *self;
} Hatch;

#endif
