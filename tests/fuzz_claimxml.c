/* Any bytes as claim.xml: a reading whose facts fit, or an error with a place. */
#include "intake/reading.h"
#include "intake/worker/opener.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("claim.xml", bytes, size, NULL, &error);
	if ((reading == NULL) != (error != NULL))
		abort();
	if (reading == NULL) {
		/* A file over its size limit has no place; everything else does. */
		if (error_line(error) < 1 && size < 1024 * 1024)
			abort();
		return 0;
	}
	/* What goes over the socket must be believed at the other end. */
	g_autoptr(cJSON) json = reading_json(reading);
	g_autofree char *text = json_print_compact(json);
	g_autoptr(cJSON) parsed = json_parse(text, strlen(text));
	g_autoptr(Reading) back = parsed != NULL ? reading_of_json(parsed) : NULL;
	if (back == NULL || back->facts->len != reading->facts->len || back->events->len != reading->events->len)
		abort();
	return 0;
}
