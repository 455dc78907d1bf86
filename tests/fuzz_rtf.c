/* Any bytes as RTF, and as RTF that Outlook compressed. */
#include "intake/worker/lzfu.h"
#include "intake/worker/rtf.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	g_autoptr(GByteArray) rtf = lzfu_unpack(bytes, size);
	g_autoptr(Text) text = text_new();
	rtf_add(text, rtf != NULL ? rtf->data : bytes, rtf != NULL ? rtf->len : size);
	for (guint i = 0; i < text->pages->len; i++) {
		g_autofree char *plain = text_page_plain(text->pages->pdata[i]);
		if (!g_utf8_validate(plain, -1, NULL))
			abort();
	}
	return 0;
}
