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
	Sheet sheet;
	sheet_open(&sheet, text);
	bool fine = bytes[0] == 'o' ? odt_part(bytes + 1, size - 1, ODT_BODY, &sheet, &error)
	            : bytes[0] == 'f' ? odt_part(bytes + 1, size - 1, ODT_FOOTER, &sheet, &error)
	                              : docx_part(bytes + 1, size - 1, &sheet, &error);
	if (fine == (error != NULL))
		abort();
	sheet_close(&sheet);
	return 0;
}
