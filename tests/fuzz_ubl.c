/* Any bytes as a document of a submission: sniffed and, where it is an e-invoice, read. */
#include "intake/reading.h"
#include "intake/worker/opener.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("faktura.xml", bytes, size, NULL, &error);
	if ((reading == NULL) != (error != NULL))
		abort();
	if (reading == NULL)
		return 0;
	g_autoptr(cJSON) json = reading_json(reading);
	g_autofree char *text = json_print_compact(json);
	g_autoptr(cJSON) parsed = json_parse(text, strlen(text));
	g_autoptr(Reading) back = parsed != NULL ? reading_of_json(parsed) : NULL;
	if (back == NULL || back->facts->len != reading->facts->len || back->lines->len != reading->lines->len)
		abort();
	return 0;
}
