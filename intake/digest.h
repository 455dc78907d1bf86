/*
 * Digest: everything cryptographic stands behind this door (OpenSSL): hashes, salts, keys, signatures, timestamps.
 * Random bytes come from a source that main hands in, so that a test can fix them.
 */
#ifndef PAAKRAV_DIGEST_H
#define PAAKRAV_DIGEST_H

#include "intake/date.h"
#include "intake/error.h"

#include <glib.h>
#include <stdint.h>

#define DIGEST_BYTES 32
#define DIGEST_HEX 65 /* with the NUL */

/* Fills out with n random bytes; false when there are none to be had. */
typedef bool (*RandomSource)(void *out, size_t n);
/* OpenSSL's own; main hands this one in. */
bool digest_random(void *out, size_t n);

void digest_bytes(const void *bytes, size_t n, uint8_t out[DIGEST_BYTES]);
void digest_hex(const void *bytes, size_t n, char out[DIGEST_HEX]);
/* A finished digest as hex. */
void digest_to_hex(const uint8_t digest[DIGEST_BYTES], char out[DIGEST_HEX]);
/* Of all bytes of the file open at fd, from its start. */
bool digest_file(int fd, const char *name, char out[DIGEST_HEX], int64_t *size, GError **error);

/* Incremental. */
typedef struct Digest Digest;
Digest *digest_new(void);
void digest_update(Digest *digest, const void *bytes, size_t n);
void digest_finish(Digest *digest, uint8_t out[DIGEST_BYTES]); /* frees digest */
void digest_free(Digest *digest); /* without an answer */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

/* SHA-256(salt ‖ payload), the commitment that stands in append-only rows in place of erasable data (design rule 13). */
#define SALT_BYTES 16
void digest_commit(const uint8_t salt[SALT_BYTES], const void *payload, size_t n, uint8_t out[DIGEST_BYTES]);

/*
 * A detached CMS signature (DER) over bytes, ECDSA P-256 with SHA-256, by the key in folder/signer.key with its
 * self-signed certificate folder/signer.pem; both are made on first use (mode 0600, synced before they are named).
 */
GBytes *digest_sign(const char *folder, GBytes *bytes, RandomSource random, GError **error);
/* The certificate of that key (DER), made on first use as above. The caller's. */
GBytes *digest_certificate(const char *folder, RandomSource random, GError **error);
/* A signature by that key over bytes as XML signatures want it: ECDSA's r and s, 32 bytes each, one after the other. */
GBytes *digest_sign_raw(const char *folder, GBytes *bytes, RandomSource random, GError **error);
/* Does signature hold for bytes under the certificate in folder/signer.pem? An Error of ERROR_INTEGRITY when not. */
bool digest_verify(const char *folder, GBytes *bytes, GBytes *signature, GError **error);
/* The same under the certificate (PEM) in certificate_file; name is shown in the Error. */
bool digest_verify_with(const char *certificate_file, const char *name, GBytes *bytes, GBytes *signature, GError **error);

/*
 * bytes encrypted to the certificate (PEM) in certificate_file: CMS enveloped data (DER), AES-256-CBC, which only the holder of
 * its key reads. An Error of ERROR_INPUT, code "certificate", when it cannot be read, is not one to encrypt to, or is past its
 * last day on `on`.
 */
GBytes *digest_envelope(const char *certificate_file, Date on, GBytes *bytes, GError **error);

#endif
