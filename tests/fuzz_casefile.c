/* Any bytes as a container's zip, and as its signature file: what is taken is what we would write, byte for byte. */
#include "filing/stored.h"
#include "filing/xades.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void as_zip(const uint8_t *bytes, size_t size)
{
	int fd = memfd_create("zip", MFD_CLOEXEC);
	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
		abort();
	g_autoptr(Stored) stored = stored_read(fd, "zip", NULL);
	if (stored == NULL)
		abort();
	/* What is whole covers the file: parts lie one after the other, inside it. */
	int64_t end = 0;
	for (guint i = 0; i < stored->parts->len; i++) {
		const StoredPart *part = stored->parts->pdata[i];
		if (part->at < end || part->at + part->size > (int64_t)size || stored_find(stored, part->name) == NULL)
			abort();
		end = part->at + part->size;
	}
	if (stored->where == NULL && stored->parts->len == 0)
		abort();
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	as_zip(bytes, size);
	g_autoptr(Xades) xades = xades_read((const char *)bytes, size);
	if (xades == NULL)
		return 0;
	g_autofree char *again = xades_text(xades);
	if (strlen(again) != size || memcmp(again, bytes, size) != 0)
		abort();
	return 0;
}
