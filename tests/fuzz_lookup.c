/* A register's answer, as the locked room reads it; the first byte says which register. */
#include "intake/reading.h"
#include "intake/worker/answer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = answer_read(bytes[0] == 'c' ? "company" : "address", bytes + 1, size - 1, &error);
	if ((reading == NULL) != (error != NULL))
		abort();
	if (reading == NULL)
		return 0;
	g_autoptr(cJSON) json = reading_json(reading);
	g_autofree char *text = json_print_compact(json);
	g_autoptr(cJSON) parsed = json_parse(text, strlen(text));
	g_autoptr(Reading) back = parsed != NULL ? reading_of_json(parsed) : NULL;
	if (back == NULL || back->facts->len != reading->facts->len)
		abort();
	return 0;
}
