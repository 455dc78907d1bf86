#include "intake/digest.h"

#include "intake/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

struct Digest {
	EVP_MD_CTX *ctx;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CMS_ContentInfo, CMS_ContentInfo_free)

bool digest_random(void *out, size_t n)
{
	assert(n <= INT32_MAX);
	return RAND_bytes(out, (int)n) == 1;
}

/* Fetched once: looking the algorithm up costs more than hashing a short text. */
static const EVP_MD *sha256(void)
{
	static EVP_MD *md;
	if (md == NULL)
		md = EVP_MD_fetch(NULL, "SHA256", NULL);
	assert(md != NULL);
	return md;
}

static void start(EVP_MD_CTX *ctx)
{
	int ok = EVP_DigestInit_ex2(ctx, sha256(), NULL);
	assert(ok == 1);
}

static void feed(EVP_MD_CTX *ctx, const void *bytes, size_t n)
{
	int ok = n == 0 || EVP_DigestUpdate(ctx, bytes, n);
	assert(ok == 1);
}

static void finish(EVP_MD_CTX *ctx, uint8_t out[DIGEST_BYTES])
{
	unsigned size = DIGEST_BYTES;
	int ok = EVP_DigestFinal_ex(ctx, out, &size);
	assert(ok == 1 && size == DIGEST_BYTES);
}

/* One context for the short hashes, used again and again: the program has no threads. */
static EVP_MD_CTX *shared(void)
{
	static EVP_MD_CTX *ctx;
	if (ctx == NULL)
		ctx = EVP_MD_CTX_new();
	assert(ctx != NULL);
	return ctx;
}

void digest_bytes(const void *bytes, size_t n, uint8_t out[DIGEST_BYTES])
{
	EVP_MD_CTX *ctx = shared();
	start(ctx);
	feed(ctx, bytes, n);
	finish(ctx, out);
}

void digest_to_hex(const uint8_t digest[DIGEST_BYTES], char out[DIGEST_HEX])
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[DIGEST_HEX - 1] = '\0';
}

void digest_hex(const void *bytes, size_t n, char out[DIGEST_HEX])
{
	uint8_t digest[DIGEST_BYTES];
	digest_bytes(bytes, n, digest);
	digest_to_hex(digest, out);
}

Digest *digest_new(void)
{
	Digest *digest = g_new(Digest, 1);
	digest->ctx = EVP_MD_CTX_new();
	assert(digest->ctx != NULL);
	start(digest->ctx);
	return digest;
}

void digest_update(Digest *digest, const void *bytes, size_t n)
{
	feed(digest->ctx, bytes, n);
}

void digest_finish(Digest *digest, uint8_t out[DIGEST_BYTES])
{
	finish(digest->ctx, out);
	digest_free(digest);
}

void digest_free(Digest *digest)
{
	if (digest == NULL)
		return;
	EVP_MD_CTX_free(digest->ctx);
	g_free(digest);
}

void digest_commit(const uint8_t salt[SALT_BYTES], const void *payload, size_t n, uint8_t out[DIGEST_BYTES])
{
	EVP_MD_CTX *ctx = shared();
	start(ctx);
	feed(ctx, salt, SALT_BYTES);
	feed(ctx, payload, n);
	finish(ctx, out);
}

/* ---- the signer: one key and its certificate in a folder of ours ---- */

static bool crypto_fault(GError **error, const char *file)
{
	char text[160] = "";
	ERR_error_string_n(ERR_peek_last_error(), text, sizeof text);
	ERR_clear_error();
	error_set(error, ERROR_INTEGRITY, "crypto", "Underskriften kunne ikke laves eller læses (%s).",
	          "The signature could not be made or read (%s).", text);
	error_at(error, file, 0, 0);
	return false;
}

static bool file_fault(GError **error, const char *path, int why)
{
	error_set(error, why == EACCES || why == EPERM || why == EROFS ? ERROR_PERMISSION : ERROR_STORE, "key-file",
	          "Nøglefilen kan ikke læses eller skrives: %s.", "The key file cannot be read or written: %s.",
	          g_strerror(why));
	error_at(error, path, 0, 0);
	error_remedy(error, "Giv brugeren adgang til mappen keys, eller skaf plads på disken.",
	             "Give the user access to the folder keys, or free some space on the disk.");
	return false;
}

static bool sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t wrote = write(fd, bytes, n);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		bytes += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

/*
 * Write the file beside, sync it and give it its name, unless another process named its own first: that one then counts.
 */
static bool file_claim(const char *folder, const char *name, BIO *content, RandomSource random, GError **error)
{
	uint8_t token[8];
	if (!random(token, sizeof token))
		return crypto_fault(error, name);
	uint64_t number;
	memcpy(&number, token, sizeof number);
	g_autofree char *beside = g_strdup_printf("%s/.%s.%016" G_GINT64_MODIFIER "x", folder, name, number);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	char *bytes = NULL;
	long size = BIO_get_mem_data(content, &bytes);
	int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return file_fault(error, path, errno);
	bool ok = write_all(fd, bytes, (size_t)size) && fsync(fd) == 0;
	int why = errno;
	close(fd);
	if (ok && link(beside, path) != 0 && errno != EEXIST) {
		ok = false;
		why = errno;
	}
	unlink(beside);
	if (ok && !sync_folder(folder)) {
		ok = false;
		why = errno;
	}
	return ok || file_fault(error, path, why);
}

/* A memory BIO with the file's bytes; NULL without an Error when there is no such file. */
static BIO *file_read(const char *path, GError **error)
{
	g_autofree char *bytes = NULL;
	gsize size = 0;
	g_autoptr(GError) fault = NULL;
	if (!g_file_get_contents(path, &bytes, &size, &fault)) {
		if (!g_error_matches(fault, G_FILE_ERROR, G_FILE_ERROR_NOENT))
			file_fault(error, path, errno != 0 ? errno : EIO);
		return NULL;
	}
	BIO *bio = BIO_new(BIO_s_mem());
	assert(bio != NULL && size <= INT32_MAX);
	if (size > 0)
		BIO_write(bio, bytes, (int)size);
	OPENSSL_cleanse(bytes, size);
	return bio;
}

static EVP_PKEY *key_load(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "signer.key", NULL);
	g_autoptr(BIO) bio = file_read(path, error);
	if (bio == NULL)
		return NULL;
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	if (key == NULL)
		crypto_fault(error, path);
	return key;
}

static X509 *certificate_read(const char *path, GError **error)
{
	g_autoptr(BIO) bio = file_read(path, error);
	if (bio == NULL)
		return NULL;
	X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	if (certificate == NULL)
		crypto_fault(error, path);
	return certificate;
}

static X509 *certificate_load(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "signer.pem", NULL);
	return certificate_read(path, error);
}

static bool key_make(const char *folder, RandomSource random, GError **error)
{
	g_autoptr(EVP_PKEY) key = EVP_EC_gen("P-256");
	g_autoptr(BIO) bio = BIO_new(BIO_s_secmem());
	if (key == NULL || bio == NULL || PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) != 1)
		return crypto_fault(error, "signer.key");
	return file_claim(folder, "signer.key", bio, random, error);
}

static bool extension_add(X509 *certificate, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, certificate, certificate, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	bool ok = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return ok;
}

/*
 * The certificate says only which key is meant; its days are fixed ones (RFC 5280's "no end" as the last), so that
 * making it reads no clock.
 */
static bool certificate_fill(X509 *certificate, EVP_PKEY *key, RandomSource random)
{
	uint8_t serial[16];
	if (!random(serial, sizeof serial))
		return false;
	serial[0] = (uint8_t)((serial[0] & 0x3f) | 0x40); /* positive, and of one length */
	BIGNUM *number = BN_bin2bn(serial, sizeof serial, NULL);
	bool ok = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
	BN_free(number);
	X509_NAME *name = X509_get_subject_name(certificate);
	return ok && X509_set_version(certificate, X509_VERSION_3) == 1 &&
	       ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20200101000000Z") == 1 &&
	       ASN1_TIME_set_string(X509_getm_notAfter(certificate), "99991231235959Z") == 1 &&
	       X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)"paakrav signer", -1, -1, 0) == 1 &&
	       X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
	       extension_add(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
	       extension_add(certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation") &&
	       extension_add(certificate, NID_subject_key_identifier, "hash") &&
	       X509_sign(certificate, key, EVP_sha256()) > 0;
}

static bool certificate_make(const char *folder, EVP_PKEY *key, RandomSource random, GError **error)
{
	g_autoptr(X509) certificate = X509_new();
	g_autoptr(BIO) bio = BIO_new(BIO_s_mem());
	if (certificate == NULL || bio == NULL || !certificate_fill(certificate, key, random) ||
	    PEM_write_bio_X509(bio, certificate) != 1)
		return crypto_fault(error, "signer.pem");
	return file_claim(folder, "signer.pem", bio, random, error);
}

/* Load key and certificate, making what is not there yet; a kill between the two is mended by the next call. */
static bool signer_load(const char *folder, RandomSource random, EVP_PKEY **key, X509 **certificate, GError **error)
{
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return file_fault(error, folder, errno);
	for (int attempt = 0; attempt < 2 && *key == NULL; attempt++) {
		GError *fault = NULL;
		*key = key_load(folder, &fault);
		if (fault == NULL && *key == NULL && attempt == 0)
			key_make(folder, random, &fault);
		if (fault != NULL) {
			g_propagate_error(error, fault);
			return false;
		}
	}
	if (*key == NULL)
		return file_fault(error, folder, ENOENT);
	for (int attempt = 0; attempt < 2 && *certificate == NULL; attempt++) {
		GError *fault = NULL;
		*certificate = certificate_load(folder, &fault);
		if (fault == NULL && *certificate == NULL && attempt == 0)
			certificate_make(folder, *key, random, &fault);
		if (fault != NULL) {
			g_propagate_error(error, fault);
			return false;
		}
	}
	if (*certificate == NULL)
		return file_fault(error, folder, ENOENT);
	if (X509_check_private_key(*certificate, *key) == 1)
		return true;
	ERR_clear_error();
	error_set(error, ERROR_INTEGRITY, "key-mismatch", "Certifikatet signer.pem hører ikke til nøglen signer.key.",
	          "The certificate signer.pem does not belong to the key signer.key.");
	error_at(error, folder, 0, 0);
	error_remedy(error, "Hent begge filer fra samme sikkerhedskopi.", "Restore both files from the same backup.");
	return false;
}

/* The signer used last: to read a key costs several times what it costs to sign with it. */
static struct {
	char *folder;
	struct stat key_was, certificate_was; /* files that differ from this are read again */
	EVP_PKEY *key;
	X509 *certificate;
} kept;

static bool stat_file(const char *folder, const char *name, struct stat *st)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	return stat(path, st) == 0;
}

static bool unchanged(const char *folder, const char *name, const struct stat *was)
{
	struct stat st;
	return stat_file(folder, name, &st) && st.st_dev == was->st_dev && st.st_ino == was->st_ino &&
	       st.st_size == was->st_size && st.st_ctim.tv_sec == was->st_ctim.tv_sec && st.st_ctim.tv_nsec == was->st_ctim.tv_nsec;
}

/* The folder's signer, borrowed until the next call. */
static bool signer_keep(const char *folder, RandomSource random, GError **error)
{
	if (kept.folder != NULL && strcmp(kept.folder, folder) == 0 && unchanged(folder, "signer.key", &kept.key_was) &&
	    unchanged(folder, "signer.pem", &kept.certificate_was))
		return true;
	g_clear_pointer(&kept.folder, g_free);
	g_clear_pointer(&kept.key, EVP_PKEY_free);
	g_clear_pointer(&kept.certificate, X509_free);
	/* Looked at before they are read: what changes in between is read again next time. */
	bool there = stat_file(folder, "signer.key", &kept.key_was) && stat_file(folder, "signer.pem", &kept.certificate_was);
	if (!signer_load(folder, random, &kept.key, &kept.certificate, error))
		return false;
	kept.folder = there ? g_strdup(folder) : NULL;
	return true;
}

GBytes *digest_sign(const char *folder, GBytes *bytes, RandomSource random, GError **error)
{
	if (!signer_keep(folder, random, error))
		return NULL;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	assert(size <= INT32_MAX);
	g_autoptr(BIO) content = BIO_new_mem_buf(size > 0 ? data : "", (int)size);
	/* No signed attributes: the only one of use would be a signing time, which nobody vouches for. */
	const unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_NOATTR | CMS_NOSMIMECAP;
	g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, NULL, flags | CMS_PARTIAL);
	if (content == NULL || cms == NULL || CMS_add1_signer(cms, kept.certificate, kept.key, EVP_sha256(), flags) == NULL ||
	    CMS_final(cms, content, NULL, flags) != 1) {
		crypto_fault(error, folder);
		return NULL;
	}
	unsigned char *der = NULL;
	int n = i2d_CMS_ContentInfo(cms, &der);
	if (n <= 0) {
		crypto_fault(error, folder);
		return NULL;
	}
	GBytes *signature = g_bytes_new(der, (gsize)n);
	OPENSSL_free(der);
	return signature;
}

GBytes *digest_certificate(const char *folder, RandomSource random, GError **error)
{
	if (!signer_keep(folder, random, error))
		return NULL;
	unsigned char *der = NULL;
	int n = i2d_X509(kept.certificate, &der);
	if (n <= 0) {
		crypto_fault(error, folder);
		return NULL;
	}
	GBytes *certificate = g_bytes_new(der, (gsize)n);
	OPENSSL_free(der);
	return certificate;
}

/* r and s at their full length, out of the DER that OpenSSL gives. */
static bool raw_of_der(const unsigned char *der, size_t n, uint8_t out[64])
{
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)n);
	bool ok = pair != NULL && BN_bn2binpad(ECDSA_SIG_get0_r(pair), out, 32) == 32 &&
	          BN_bn2binpad(ECDSA_SIG_get0_s(pair), out + 32, 32) == 32;
	ECDSA_SIG_free(pair);
	return ok;
}

GBytes *digest_sign_raw(const char *folder, GBytes *bytes, RandomSource random, GError **error)
{
	if (!signer_keep(folder, random, error))
		return NULL;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	unsigned char der[128];
	size_t n = sizeof der;
	uint8_t raw[64];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx != NULL && EVP_DigestSignInit(ctx, NULL, sha256(), NULL, kept.key) == 1 &&
	          EVP_DigestSign(ctx, der, &n, size > 0 ? data : (const void *)"", size) == 1 && raw_of_der(der, n, raw);
	EVP_MD_CTX_free(ctx);
	if (ok)
		return g_bytes_new(raw, sizeof raw);
	crypto_fault(error, folder);
	return NULL;
}

static bool verify_fault(GError **error, const char *name)
{
	ERR_clear_error();
	error_set(error, ERROR_INTEGRITY, "signature", "Underskriften passer ikke til filen.",
	          "The signature does not fit the file.");
	error_at(error, name, 0, 0);
	error_remedy(error, "Filen eller underskriften er ændret: hent dem igen fra den, der afgav dem.",
	             "The file or its signature was changed: get both again from whoever handed them over.");
	return false;
}

bool digest_verify(const char *folder, GBytes *bytes, GBytes *signature, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "signer.pem", NULL);
	return digest_verify_with(path, folder, bytes, signature, error);
}

bool digest_verify_with(const char *certificate_file, const char *name, GBytes *bytes, GBytes *signature, GError **error)
{
	GError *fault = NULL;
	g_autoptr(X509) certificate = certificate_read(certificate_file, &fault);
	if (certificate == NULL) {
		if (fault != NULL)
			g_propagate_error(error, fault);
		else
			file_fault(error, certificate_file, ENOENT);
		return false;
	}
	gsize size, signed_size;
	const void *data = g_bytes_get_data(bytes, &size);
	const unsigned char *der = g_bytes_get_data(signature, &signed_size);
	assert(size <= INT32_MAX);
	const unsigned char *end = der;
	g_autoptr(CMS_ContentInfo) cms = der != NULL ? d2i_CMS_ContentInfo(NULL, &end, (long)signed_size) : NULL;
	if (cms == NULL || end != der + signed_size)
		return verify_fault(error, name);
	g_autoptr(BIO) content = BIO_new_mem_buf(size > 0 ? data : "", (int)size);
	STACK_OF(X509) *signers = sk_X509_new_null();
	if (content == NULL || signers == NULL || sk_X509_push(signers, certificate) <= 0) {
		sk_X509_free(signers);
		return verify_fault(error, name);
	}
	/* The certificate in the folder is the only one that counts, whatever the message carries. */
	int ok = CMS_verify(cms, signers, NULL, content, NULL,
	                    CMS_DETACHED | CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY);
	sk_X509_free(signers);
	return ok == 1 || verify_fault(error, name);
}

bool digest_file(int fd, const char *name, char out[DIGEST_HEX], int64_t *size, GError **error)
{
	Digest *digest = digest_new();
	uint8_t chunk[65536], sum[DIGEST_BYTES];
	*size = 0;
	for (;;) {
		ssize_t n = pread(fd, chunk, sizeof chunk, *size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || *size + n > LIMIT_FILE_BYTES) {
			int number = n < 0 ? errno : EFBIG;
			digest_finish(digest, sum);
			error_set(error, ERROR_INPUT, "unreadable", "Filen kan ikke læses: %s.", "The file cannot be read: %s.",
			          g_strerror(number));
			error_at(error, name, 0, 0);
			return false;
		}
		if (n == 0)
			break;
		digest_update(digest, chunk, (size_t)n);
		*size += n;
	}
	digest_finish(digest, sum);
	digest_to_hex(sum, out);
	return true;
}
