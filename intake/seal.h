/*
 * Seal: personal values on their way into the store. They go to a side table with a salt; the recorded row gets
 * SHA-256(salt ‖ payload), the payload being the values one after another as "LENGTH:TEXT," or "-," for none.
 */
#ifndef PAAKRAV_SEAL_H
#define PAAKRAV_SEAL_H

#include "intake/store.h"

typedef struct Seal {
	GString *payload;
	uint8_t salt[SALT_BYTES];
	uint8_t commitment[DIGEST_BYTES];
	GBytes *salt_bytes, *commitment_bytes; /* of the two above, once closed; for store_run */
} Seal;

Seal *seal_new(void);
void seal_add(Seal *seal, const char *text); /* NULL: none */
bool seal_close(Seal *seal, Store *store, GError **error);
void seal_free(Seal *seal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Seal, seal_free)

#endif
