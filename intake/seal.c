#include "intake/seal.h"

#include <string.h>

Seal *seal_new(void)
{
	Seal *seal = g_new0(Seal, 1);
	seal->payload = g_string_sized_new(256);
	return seal;
}

void seal_add(Seal *seal, const char *text)
{
	if (text == NULL) {
		g_string_append(seal->payload, "-,");
		return;
	}
	char digits[24];
	size_t n = strlen(text);
	g_string_append_len(seal->payload, digits, g_snprintf(digits, sizeof digits, "%zu:", n));
	g_string_append_len(seal->payload, text, (gssize)n);
	g_string_append_c(seal->payload, ',');
}

bool seal_close(Seal *seal, Store *store, GError **error)
{
	if (!store_random(store, seal->salt, sizeof seal->salt, error))
		return false;
	digest_commit(seal->salt, seal->payload->str, seal->payload->len, seal->commitment);
	seal->salt_bytes = g_bytes_new_static(seal->salt, sizeof seal->salt);
	seal->commitment_bytes = g_bytes_new_static(seal->commitment, sizeof seal->commitment);
	return true;
}

void seal_free(Seal *seal)
{
	if (seal == NULL)
		return;
	g_string_free(seal->payload, TRUE);
	g_clear_pointer(&seal->salt_bytes, g_bytes_unref);
	g_clear_pointer(&seal->commitment_bytes, g_bytes_unref);
	g_free(seal);
}
