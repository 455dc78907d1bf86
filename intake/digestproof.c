#include "intake/digestproof.h"

#include <limits.h>
#include <string.h>

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)

/* Borrows the bytes. */
static BIO *bio_of(GBytes *bytes)
{
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	return size <= INT_MAX ? BIO_new_mem_buf(size > 0 ? data : "", (int)size) : NULL;
}

static GBytes *der_of(const X509 *certificate)
{
	unsigned char *der = NULL;
	int n = i2d_X509(certificate, &der);
	GBytes *bytes = n > 0 ? g_bytes_new(der, (gsize)n) : NULL;
	OPENSSL_free(der);
	return bytes;
}

static X509 *x509_of(GBytes *der)
{
	gsize size;
	const unsigned char *data = g_bytes_get_data(der, &size), *end = data;
	X509 *certificate = data != NULL && size <= LONG_MAX ? d2i_X509(NULL, &end, (long)size) : NULL;
	if (certificate != NULL && end == data + size)
		return certificate;
	X509_free(certificate);
	ERR_clear_error();
	return NULL;
}

static CMS_ContentInfo *cms_of(GBytes *der)
{
	gsize size;
	const unsigned char *data = g_bytes_get_data(der, &size), *end = data;
	CMS_ContentInfo *cms = data != NULL && size <= LONG_MAX ? d2i_CMS_ContentInfo(NULL, &end, (long)size) : NULL;
	if (cms != NULL && end == data + size)
		return cms;
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return NULL;
}

GBytes *certificate_of_file(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	gsize size = 0;
	GBytes *certificate = NULL;
	if (g_file_get_contents(path, &text, &size, NULL) && size <= INT_MAX) {
		g_autoptr(BIO) bio = BIO_new_mem_buf(text, (int)size);
		g_autoptr(X509) x509 = bio != NULL ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
		certificate = x509 != NULL ? der_of(x509) : NULL;
		ERR_clear_error();
	}
	if (certificate != NULL)
		return certificate;
	error_set(error, ERROR_INPUT, "certificate", "Filen er ikke et certifikat (PEM) eller kan ikke læses.",
	          "The file is no certificate (PEM) or cannot be read.");
	error_at(error, path, 0, 0);
	return NULL;
}

GBytes *certificate_of_signature(GBytes *signature)
{
	g_autoptr(CMS_ContentInfo) cms = cms_of(signature);
	STACK_OF(X509) *all = cms != NULL ? CMS_get1_certs(cms) : NULL;
	GBytes *certificate = sk_X509_num(all) == 1 ? der_of(sk_X509_value(all, 0)) : NULL;
	sk_X509_pop_free(all, X509_free);
	return certificate;
}

char *certificate_subject(GBytes *certificate)
{
	g_autoptr(X509) x509 = x509_of(certificate);
	g_autoptr(BIO) bio = BIO_new(BIO_s_mem());
	if (x509 == NULL || bio == NULL || X509_NAME_print_ex(bio, X509_get_subject_name(x509), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0)
		return NULL;
	char *text = NULL;
	long n = BIO_get_mem_data(bio, &text);
	g_autofree char *name = g_strndup(text, (gsize)n);
	return g_utf8_make_valid(name, -1);
}

bool signature_holds(GBytes *signature, GBytes *bytes, GBytes *certificate)
{
	g_autoptr(CMS_ContentInfo) cms = cms_of(signature);
	g_autoptr(X509) x509 = x509_of(certificate);
	g_autoptr(BIO) content = bio_of(bytes);
	STACK_OF(X509) *signers = sk_X509_new_null();
	bool ok = cms != NULL && x509 != NULL && content != NULL && signers != NULL && sk_X509_push(signers, x509) > 0 &&
	          CMS_verify(cms, signers, NULL, content, NULL,
	                     CMS_DETACHED | CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY) == 1;
	sk_X509_free(signers);
	ERR_clear_error();
	return ok;
}

/* As DER, which is what OpenSSL checks. */
static int der_of_raw(const uint8_t raw[64], unsigned char **der)
{
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(raw, 32, NULL), *s = BN_bin2bn(raw + 32, 32, NULL);
	int n = 0;
	if (pair != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(pair, r, s) == 1) {
		r = s = NULL; /* the pair's now */
		n = i2d_ECDSA_SIG(pair, der);
	}
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(pair);
	return n;
}

bool signature_holds_raw(GBytes *raw, GBytes *bytes, GBytes *certificate)
{
	g_autoptr(X509) x509 = x509_of(certificate);
	EVP_PKEY *key = x509 != NULL ? X509_get0_pubkey(x509) : NULL;
	if (key == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC || g_bytes_get_size(raw) != 64) {
		ERR_clear_error();
		return false;
	}
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	unsigned char *der = NULL;
	int n = der_of_raw(g_bytes_get_data(raw, NULL), &der);
	g_autoptr(EVP_MD_CTX) ctx = EVP_MD_CTX_new();
	bool ok = n > 0 && ctx != NULL && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
	          EVP_DigestVerify(ctx, der, (size_t)n, size > 0 ? data : (const void *)"", size) == 1;
	OPENSSL_free(der);
	ERR_clear_error();
	return ok;
}
