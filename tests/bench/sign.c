/*
 * Signatures beside the bare key: CPU microseconds of one signature over 208 KB, the size of a package, against SHA-256 of
 * the same bytes and one ECDSA operation with a loaded key; and of a case file's signature with 20 parts (their hashes
 * known). Runs of both alternate, and the medians are compared. One JSON line.
 */
#include "filing/xades.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

#define BYTES (208 * 1024)
#define ROUNDS 41
#define TIMES 50

static double spent_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double median(double *values)
{
	qsort(values, ROUNDS, sizeof *values, by_size);
	return values[ROUNDS / 2];
}

static EVP_PKEY *key_of(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "signer.key", NULL);
	FILE *file = fopen(path, "r");
	EVP_PKEY *key = file != NULL ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
	if (key == NULL)
		abort();
	fclose(file);
	return key;
}

static void bare(EVP_PKEY *key, const void *data, size_t n)
{
	unsigned char out[128];
	size_t size = sizeof out;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	if (EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) != 1 || EVP_DigestSign(ctx, out, &size, data, n) != 1)
		abort();
	EVP_MD_CTX_free(ctx);
}

static void cms(const char *folder, GBytes *bytes)
{
	g_autoptr(GBytes) signature = digest_sign(folder, bytes, digest_random, NULL);
	if (signature == NULL)
		abort();
}

static void case_file(const char *folder)
{
	Date on;
	uint8_t digest[DIGEST_BYTES] = { 7 };
	g_autoptr(GBytes) certificate = digest_certificate(folder, digest_random, NULL);
	if (!date_make(2026, 11, 22, &on))
		abort();
	g_autoptr(Xades) xades = xades_new(on, certificate);
	for (int i = 0; i < 20; i++) {
		g_autofree char *name = g_strdup_printf("documents/%04d-faktura.pdf", i);
		xades_add(xades, name, "application/pdf", digest);
	}
	g_autoptr(GBytes) info = xades_signed(xades);
	xades->signature = digest_sign_raw(folder, info, digest_random, NULL);
	g_autofree char *text = xades_text(xades);
}

int main(void)
{
	g_autofree char *folder = g_dir_make_tmp("paakrav-sign-XXXXXX", NULL);
	g_autofree char *data = g_malloc0(BYTES);
	g_autoptr(GBytes) bytes = g_bytes_new(data, BYTES);
	cms(folder, bytes); /* makes the key */
	EVP_PKEY *key = key_of(folder);
	double bare_us[ROUNDS], cms_us[ROUNDS], key_us[ROUNDS], file_us[ROUNDS];
	for (int round = 0; round < ROUNDS; round++) {
		double at = spent_us();
		for (int i = 0; i < TIMES; i++)
			bare(key, data, BYTES);
		bare_us[round] = (spent_us() - at) / TIMES;
		at = spent_us();
		for (int i = 0; i < TIMES; i++)
			cms(folder, bytes);
		cms_us[round] = (spent_us() - at) / TIMES;
		at = spent_us();
		for (int i = 0; i < TIMES; i++)
			bare(key, data, 64);
		key_us[round] = (spent_us() - at) / TIMES;
		at = spent_us();
		for (int i = 0; i < TIMES; i++)
			case_file(folder);
		file_us[round] = (spent_us() - at) / TIMES;
	}
	EVP_PKEY_free(key);
	double b = median(bare_us), c = median(cms_us);
	printf("{\"bytes\": %d, \"bare_us\": %.1f, \"cms_us\": %.1f, \"ratio\": %.2f, \"key_us\": %.1f, \"case_file_us\": %.1f}\n", BYTES, b, c,
	       c / b, median(key_us), median(file_us));
	for (const char *const *name = (const char *const[]){ "signer.key", "signer.pem", NULL }; *name != NULL; name++) {
		g_autofree char *path = g_build_filename(folder, *name, NULL);
		remove(path);
	}
	remove(folder);
	return 0;
}
