/* What only one receiver may read. */
#include "intake/digest.h"

#include "intake/folder.h"
#include "intake/limits.h"

#include <string.h>
#include <time.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CMS_ContentInfo, CMS_ContentInfo_free)

static void certificate_fault(GError **error, const char *file, const char *da, const char *en)
{
	ERR_clear_error();
	error_set_texts(error, ERROR_INPUT, "certificate", da, en);
	error_at(error, file, 0, 0);
	error_remedy(error, "Hent modtagerens gældende certifikat, og læg det i filen.",
	             "Get the receiver's certificate in force and put it in the file.");
}

static bool has_passed(const X509 *certificate, Date on)
{
	struct tm end;
	Date last;
	return ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1 ||
	       !date_make(end.tm_year + 1900, end.tm_mon + 1, end.tm_mday, &last) || date_before(last, on);
}

/* The certificate in the file, if it may be encrypted to on that day. */
static X509 *receiver_read(const char *file, Date on, GError **error)
{
	g_autoptr(GBytes) pem = file_read(file, LIMIT_CERTIFICATE_BYTES, NULL);
	gsize size = 0;
	const void *data = pem != NULL ? g_bytes_get_data(pem, &size) : NULL;
	g_autoptr(BIO) bio = size > 0 ? BIO_new_mem_buf(data, (int)size) : NULL;
	g_autoptr(X509) certificate = bio != NULL ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
	if (certificate == NULL) {
		certificate_fault(error, file, "Certifikatet kan ikke læses.", "The certificate cannot be read.");
		return NULL;
	}
	if (has_passed(certificate, on)) {
		certificate_fault(error, file, "Certifikatet er udløbet.", "The certificate has expired.");
		return NULL;
	}
	/* UINT32_MAX: it says nothing of its use. */
	uint32_t use = X509_get_key_usage(certificate);
	if ((use & (KU_KEY_ENCIPHERMENT | KU_KEY_AGREEMENT)) == 0) {
		certificate_fault(error, file, "Certifikatet er ikke til at kryptere med.",
		                  "The certificate is not one to encrypt to.");
		return NULL;
	}
	return g_steal_pointer(&certificate);
}

GBytes *digest_envelope(const char *certificate_file, Date on, GBytes *bytes, GError **error)
{
	g_autoptr(X509) certificate = receiver_read(certificate_file, on, error);
	if (certificate == NULL)
		return NULL;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	STACK_OF(X509) *receivers = sk_X509_new_null();
	g_autoptr(BIO) content = size > 0 && size <= INT32_MAX ? BIO_new_mem_buf(data, (int)size) : NULL;
	g_autoptr(CMS_ContentInfo) cms = NULL;
	if (receivers != NULL && content != NULL && sk_X509_push(receivers, certificate) > 0)
		cms = CMS_encrypt(receivers, content, EVP_aes_256_cbc(), CMS_BINARY);
	sk_X509_free(receivers);
	unsigned char *der = NULL;
	int n = cms != NULL ? i2d_CMS_ContentInfo(cms, &der) : -1;
	if (n <= 0) {
		certificate_fault(error, certificate_file, "Der kan ikke krypteres med certifikatet.",
		                  "The certificate cannot be encrypted to.");
		return NULL;
	}
	GBytes *out = g_bytes_new(der, (gsize)n);
	OPENSSL_free(der);
	return out;
}
