/* Any bytes as an archive: entries with sound names within the limits, or an error. */
#include "intake/channel.h"
#include "intake/limits.h"
#include "intake/worker/unzip.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

typedef struct Got {
	char *last;
	int64_t total;
} Got;

static bool entry(void *self, const char *name)
{
	Got *got = self;
	if (entry_name_fault(name) != NULL || (got->last != NULL && strcmp(got->last, name) >= 0))
		abort();
	g_free(got->last);
	got->last = g_strdup(name);
	return true;
}

static bool data(void *self, const void *chunk, size_t n)
{
	Got *got = self;
	(void)chunk;
	got->total += (int64_t)n;
	if (got->last == NULL || got->total > LIMIT_SUBMISSION_BYTES)
		abort();
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const UnzipSink sink = { entry, data };
	Got got = { 0 };
	g_autoptr(GError) error = NULL;
	if (unzip_walk(bytes, size, &sink, &got, &error) != (error == NULL))
		abort();
	g_free(got.last);
	return 0;
}
