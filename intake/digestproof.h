/*
 * Proof: what can be said of a certificate and of a signature made under it, without a store of ours. A certificate is DER.
 */
#ifndef PAAKRAV_DIGESTPROOF_H
#define PAAKRAV_DIGESTPROOF_H

#include "intake/error.h"

#include <glib.h>

/* The first certificate in a PEM file. An Error of ERROR_INPUT that names the file when there is none. The caller's. */
GBytes *certificate_of_file(const char *path, GError **error);
/* The one that the key's owner put into a CMS signature; NULL when it holds not just one. The caller's. */
GBytes *certificate_of_signature(GBytes *signature);
/* Whose it says it is ("CN=paakrav signer"); NULL when it cannot be read. The caller's. */
char *certificate_subject(GBytes *certificate);

/* Does the detached CMS signature hold for bytes under the certificate, whatever the message itself carries? */
bool signature_holds(GBytes *signature, GBytes *bytes, GBytes *certificate);
/* The same for ECDSA's r and s, 32 bytes each. */
bool signature_holds_raw(GBytes *raw, GBytes *bytes, GBytes *certificate);

#endif
