/* Any bytes as Outlook's own mail: its properties, its receivers, what is attached. */
#include "intake/worker/outlook.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool take(void *self, const char *name, const void *bytes, size_t size)
{
	int *count = self;
	if (bytes == NULL || size == 0 || strchr(name, '/') != NULL)
		abort();
	return ++*count < 200;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	int count = 0;
	Hatch hatch = { .child = take, .self = &count };
	Brood brood;
	brood_init(&brood, &hatch);
	Envelope envelope = { .sent_on = DATE_NONE };
	g_autoptr(Text) text = text_new();
	g_autoptr(GError) error = NULL;
	if (outlook_open(bytes, size, &envelope, text, &brood, &error) == (error != NULL))
		abort();
	envelope_clear(&envelope);
	brood_clear(&brood);
	return 0;
}
