#include "intake/digeststamp.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#define NONCE_BYTES 8

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_REQ, TS_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_RESP, TS_RESP_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_MSG_IMPRINT, TS_MSG_IMPRINT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_TST_INFO, TS_TST_INFO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_VERIFY_CTX, TS_VERIFY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ASN1_INTEGER, ASN1_INTEGER_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PKCS7, PKCS7_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)

void stamp_told_clear(StampTold *told)
{
	g_clear_pointer(&told->time, g_free);
	g_clear_pointer(&told->authority, g_free);
}

static bool fault(GError **error, ErrorClass class, const char *name, const char *code, const char *da, const char *en)
{
	ERR_clear_error();
	error_set_texts(error, class, code, da, en);
	error_at(error, name, 0, 0);
	return false;
}

/* ---- the request ---- */

static bool fill_imprint(TS_REQ *request, GBytes *bytes)
{
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	uint8_t hash[DIGEST_BYTES];
	digest_bytes(data, size, hash);
	g_autoptr(TS_MSG_IMPRINT) imprint = TS_MSG_IMPRINT_new();
	g_autoptr(X509_ALGOR) algorithm = X509_ALGOR_new();
	return imprint != NULL && algorithm != NULL &&
	       X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
	       TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 && TS_MSG_IMPRINT_set_msg(imprint, hash, sizeof hash) == 1 &&
	       TS_REQ_set_msg_imprint(request, imprint) == 1;
}

static bool fill_nonce(TS_REQ *request, RandomSource random)
{
	uint8_t nonce[NONCE_BYTES];
	if (!random(nonce, sizeof nonce))
		return false;
	nonce[0] = (uint8_t)((nonce[0] & 0x3f) | 0x40); /* positive, and of one length */
	g_autoptr(BIGNUM) number = BN_bin2bn(nonce, sizeof nonce, NULL);
	g_autoptr(ASN1_INTEGER) integer = number != NULL ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
	return integer != NULL && TS_REQ_set_nonce(request, integer) == 1;
}

GBytes *stamp_request(GBytes *bytes, RandomSource random, GError **error)
{
	g_autoptr(TS_REQ) request = TS_REQ_new();
	unsigned char *der = NULL;
	int n = request != NULL && TS_REQ_set_version(request, 1) == 1 && TS_REQ_set_cert_req(request, 1) == 1 &&
	                fill_imprint(request, bytes) && fill_nonce(request, random)
	            ? i2d_TS_REQ(request, &der)
	            : 0;
	if (n <= 0) {
		fault(error, ERROR_INTEGRITY, NULL, "crypto", "Forespørgslen om tidsstempel kunne ikke laves.",
		      "The request for a timestamp could not be made.");
		return NULL;
	}
	GBytes *out = g_bytes_new(der, (gsize)n);
	OPENSSL_free(der);
	return out;
}

/* ---- what a token is held against ---- */

/* Certificates are judged on the day that the token tells, not on today's: no clock is asked. */
static bool set_moment(X509_STORE *store, const TS_TST_INFO *info)
{
	struct tm when;
	const ASN1_GENERALIZEDTIME *told = TS_TST_INFO_get_time(info);
	if (told == NULL || ASN1_TIME_to_tm(told, &when) != 1)
		return false;
	int days, seconds;
	g_autofree char *epoch = g_strdup("19700101000000Z");
	ASN1_TIME *start = ASN1_TIME_new();
	bool ok = start != NULL && ASN1_TIME_set_string(start, epoch) == 1 && ASN1_TIME_diff(&days, &seconds, start, told) == 1;
	ASN1_TIME_free(start);
	if (ok)
		X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)days * 86400 + seconds);
	return ok;
}

/* The authority's own certificates that it sent along; they stand in the token for who wants to trust them. */
static bool trust_own(X509_STORE *store, PKCS7 *token)
{
	STACK_OF(X509) *all = token->d.sign->cert;
	for (int i = 0; i < sk_X509_num(all); i++)
		if (X509_STORE_add_cert(store, sk_X509_value(all, i)) != 1)
			return false;
	return X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN) == 1;
}

static X509_STORE *store_for(PKCS7 *token, const TS_TST_INFO *info, const char *ca_file)
{
	g_autoptr(X509_STORE) store = X509_STORE_new();
	bool ok = store != NULL && set_moment(store, info) &&
	          (ca_file != NULL ? X509_STORE_load_file(store, ca_file) == 1 : trust_own(store, token));
	return ok ? g_steal_pointer(&store) : NULL;
}

static bool signature_ok(PKCS7 *token, const TS_TST_INFO *info, const char *ca_file)
{
	g_autoptr(TS_VERIFY_CTX) ctx = TS_VERIFY_CTX_new();
	X509_STORE *store = store_for(token, info, ca_file);
	if (ctx == NULL || store == NULL) {
		X509_STORE_free(store);
		return false;
	}
	TS_VERIFY_CTX_set_flags(ctx, TS_VFY_VERSION | TS_VFY_SIGNATURE);
	TS_VERIFY_CTX_set_store(ctx, store); /* the context's now */
	return TS_RESP_verify_token(ctx, token) == 1;
}

static bool imprint_is(const TS_TST_INFO *info, const uint8_t hash[DIGEST_BYTES])
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint((TS_TST_INFO *)info);
	const ASN1_OBJECT *algorithm = NULL;
	X509_ALGOR_get0(&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
	const ASN1_OCTET_STRING *message = TS_MSG_IMPRINT_get_msg(imprint);
	return OBJ_obj2nid(algorithm) == NID_sha256 && ASN1_STRING_length(message) == DIGEST_BYTES &&
	       memcmp(ASN1_STRING_get0_data(message), hash, DIGEST_BYTES) == 0;
}

/* ---- the answer ---- */

static bool answers(const char *name, TS_REQ *request, const TS_TST_INFO *info, GError **error)
{
	const ASN1_INTEGER *asked = TS_REQ_get_nonce(request), *told = TS_TST_INFO_get_nonce(info);
	if (told == NULL || ASN1_INTEGER_cmp(asked, told) != 0)
		return fault(error, ERROR_DELIVERY, name, "stamp-nonce", "Tidsstemplet svarer ikke på vores forespørgsel (nonce).",
		             "The timestamp does not answer our request (nonce).");
	const ASN1_OCTET_STRING *hash = TS_MSG_IMPRINT_get_msg(TS_REQ_get_msg_imprint(request));
	if (!imprint_is(info, ASN1_STRING_get0_data(hash)))
		return fault(error, ERROR_DELIVERY, name, "stamp-hash", "Tidsstemplet er for noget andet end det, der blev sendt.",
		             "The timestamp is of something else than what was sent.");
	return true;
}

static GBytes *der_of(PKCS7 *token)
{
	unsigned char *der = NULL;
	int n = i2d_PKCS7(token, &der);
	GBytes *bytes = n > 0 ? g_bytes_new(der, (gsize)n) : NULL;
	OPENSSL_free(der);
	return bytes;
}

GBytes *stamp_token(const char *name, GBytes *request_der, GBytes *answer, const char *ca_file, GError **error)
{
	gsize size;
	const unsigned char *data = g_bytes_get_data(request_der, &size);
	g_autoptr(TS_REQ) request = d2i_TS_REQ(NULL, &data, (long)size);
	assert(request != NULL);
	data = g_bytes_get_data(answer, &size);
	const unsigned char *end = data;
	g_autoptr(TS_RESP) response = data != NULL && size <= LONG_MAX ? d2i_TS_RESP(NULL, &end, (long)size) : NULL;
	if (response == NULL || end != data + size) {
		fault(error, ERROR_DELIVERY, name, "stamp-answer", "Svaret er ikke et tidsstempel.", "The answer is no timestamp.");
		return NULL;
	}
	long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response)));
	PKCS7 *token = TS_RESP_get_token(response);
	const TS_TST_INFO *info = TS_RESP_get_tst_info(response);
	if ((status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) || token == NULL || info == NULL) {
		fault(error, ERROR_DELIVERY, name, "stamp-refused", "Tidsstempeltjenesten sagde nej.", "The timestamp authority said no.");
		return NULL;
	}
	if (!answers(name, request, info, error))
		return NULL;
	if (!signature_ok(token, info, ca_file)) {
		fault(error, ERROR_DELIVERY, name, "stamp-signature",
		      "Tidsstemplet er ikke underskrevet under det certifikat, der er sat op, eller certifikatet var udløbet.",
		      "The timestamp is not signed under the configured certificate, or the certificate had expired.");
		return NULL;
	}
	ERR_clear_error();
	return der_of(token);
}

/* ---- a token by itself ---- */

static char *time_text(const TS_TST_INFO *info)
{
	struct tm when;
	const ASN1_GENERALIZEDTIME *told = TS_TST_INFO_get_time(info);
	if (told == NULL || ASN1_TIME_to_tm(told, &when) != 1)
		return NULL;
	return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", when.tm_year + 1900, when.tm_mon + 1, when.tm_mday, when.tm_hour,
	                       when.tm_min, when.tm_sec);
}

static char *signer_name(PKCS7 *token)
{
	STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
	g_autoptr(BIO) bio = BIO_new(BIO_s_mem());
	char *name = NULL, *text = NULL;
	if (sk_X509_num(signers) > 0 && bio != NULL &&
	    X509_NAME_print_ex(bio, X509_get_subject_name(sk_X509_value(signers, 0)), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0) {
		long n = BIO_get_mem_data(bio, &text);
		g_autofree char *copy = g_strndup(text, (gsize)n);
		name = g_utf8_make_valid(copy, -1);
	}
	sk_X509_free(signers);
	return name;
}

bool stamp_check(const char *name, GBytes *token_der, GBytes *bytes, const char *ca_file, StampTold *told, GError **error)
{
	gsize size;
	const unsigned char *data = g_bytes_get_data(token_der, &size), *end = data;
	g_autoptr(PKCS7) token = data != NULL && size <= LONG_MAX ? d2i_PKCS7(NULL, &end, (long)size) : NULL;
	g_autoptr(TS_TST_INFO) info = NULL;
	if (token != NULL && end == data + size && PKCS7_type_is_signed(token))
		info = PKCS7_to_TS_TST_INFO(token);
	if (info == NULL)
		return fault(error, ERROR_INTEGRITY, name, "stamp-answer", "Det, der skulle være et tidsstempel, er det ikke.",
		             "What should be a timestamp is none.");
	uint8_t hash[DIGEST_BYTES];
	data = g_bytes_get_data(bytes, &size);
	digest_bytes(data, size, hash);
	if (!imprint_is(info, hash))
		return fault(error, ERROR_INTEGRITY, name, "stamp-hash", "Tidsstemplet er for noget andet.", "The timestamp is of something else.");
	if (!signature_ok(token, info, ca_file))
		return fault(error, ERROR_INTEGRITY, name, "stamp-signature",
		             ca_file != NULL ? "Tidsstemplet er ikke underskrevet under det certifikat, der blev givet."
		                             : "Tidsstemplets underskrift holder ikke.",
		             ca_file != NULL ? "The timestamp is not signed under the certificate that was given."
		                             : "The timestamp's signature does not hold.");
	told->time = time_text(info);
	told->authority = signer_name(token);
	ERR_clear_error();
	return true;
}
