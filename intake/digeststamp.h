/*
 * Stamp: timestamps of RFC 3161, an authority's signed word that bytes were there at a moment. A token is the DER of the
 * authority's CMS message, what `openssl ts -verify -token_in` takes. Nothing here reads a clock: the authority's
 * certificate is judged on the moment that the token tells.
 */
#ifndef PAAKRAV_DIGESTSTAMP_H
#define PAAKRAV_DIGESTSTAMP_H

#include "intake/digest.h"

/* What to send to an authority about bytes: their SHA-256, a random nonce, and the wish for its certificate. The caller's. */
GBytes *stamp_request(GBytes *bytes, RandomSource random, GError **error);

/*
 * The token out of an authority's answer to that request, when the answer grants it, carries nonce and hash of the request
 * and is signed under ca_file (PEM). Else NULL and an Error of ERROR_DELIVERY, code "stamp-answer" (not an answer),
 * "stamp-refused", "stamp-nonce", "stamp-hash" or "stamp-signature"; name is shown in it. The caller's.
 */
GBytes *stamp_token(const char *name, GBytes *request, GBytes *answer, const char *ca_file, GError **error);

typedef struct StampTold {
	char *time; /* "2026-11-22T10:11:12Z" */
	char *authority; /* whose certificate signed it */
} StampTold;
void stamp_told_clear(StampTold *told);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StampTold, stamp_told_clear)

/*
 * Is the token about bytes, and signed under ca_file? With ca_file NULL the signature is held against the certificates in
 * the token alone, for which nobody vouches. false and an Error of ERROR_INTEGRITY, codes as above, when not.
 */
bool stamp_check(const char *name, GBytes *token, GBytes *bytes, const char *ca_file, StampTold *told, GError **error);

#endif
