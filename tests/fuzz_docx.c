/* Any bytes as a part of a DOCX or an ODT; the first byte chooses which. */
#include "intake/worker/docx.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	g_autoptr(Text) text = text_new();
	g_autoptr(GError) error = NULL;
	Galley galley;
	galley_open(&galley, text);
	bool fine = bytes[0] == 'o' ? odt_part(bytes + 1, size - 1, ODT_BODY, &galley, &error)
	            : bytes[0] == 'f' ? odt_part(bytes + 1, size - 1, ODT_FOOTER, &galley, &error)
	                              : docx_part(bytes + 1, size - 1, &galley, &error);
	if (fine == (error != NULL))
		abort();
	galley_close(&galley);
	return 0;
}
