/* Hashes against known answers; signatures made, checked, checked by the openssl command line, and broken. */
#include "intake/digest.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/scratch.h"

static void hashes_are_sha256(void **state)
{
	(void)state;
	char hex[DIGEST_HEX];
	digest_hex("abc", 3, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	digest_hex("", 0, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	Digest *digest = digest_new();
	digest_update(digest, "a", 1);
	uint8_t between[DIGEST_BYTES], parts[DIGEST_BYTES], whole[DIGEST_BYTES];
	digest_bytes("other", 5, between); /* the short hashes do not disturb a long one */
	digest_update(digest, "bc", 2);
	digest_finish(digest, parts);
	digest_bytes("abc", 3, whole);
	assert_memory_equal(parts, whole, DIGEST_BYTES);
}

static void commitment_is_salt_then_payload(void **state)
{
	(void)state;
	uint8_t salt[SALT_BYTES], joined[SALT_BYTES + 3], commitment[DIGEST_BYTES], expected[DIGEST_BYTES];
	memset(salt, 7, sizeof salt);
	memcpy(joined, salt, SALT_BYTES);
	memcpy(joined + SALT_BYTES, "abc", 3);
	digest_commit(salt, "abc", 3, commitment);
	digest_bytes(joined, sizeof joined, expected);
	assert_memory_equal(commitment, expected, DIGEST_BYTES);
}

static void signature_holds_and_breaks(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	g_autofree char *keys = g_build_filename(folder, "keys", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new_static("line one\nline two\r\n", 19);
	g_autoptr(GBytes) other = g_bytes_new_static("line one\nline two\n", 18);
	GError *error = NULL;
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, digest_random, &error);
	assert_null(error);
	assert_non_null(signature);
	assert_true(digest_verify(keys, bytes, signature, &error));
	assert_null(error);
	assert_false(digest_verify(keys, other, signature, &error));
	assert_int_equal(error_class(error), ERROR_INTEGRITY);
	g_clear_error(&error);
	gsize size;
	const char *der = g_bytes_get_data(signature, &size);
	g_autofree char *bent = g_memdup2(der, size);
	bent[size - 1] ^= 1;
	g_autoptr(GBytes) forged = g_bytes_new(bent, size);
	assert_false(digest_verify(keys, bytes, forged, NULL));
	g_autoptr(GBytes) none = g_bytes_new_static("", 0);
	assert_false(digest_verify(keys, bytes, none, NULL));
	scratch_remove(folder);
}

static void key_is_made_once_and_kept_private(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	g_autofree char *key = g_build_filename(folder, "signer.key", NULL);
	g_autofree char *pem = g_build_filename(folder, "signer.pem", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
	g_autoptr(GBytes) first = digest_sign(folder, bytes, digest_random, NULL);
	struct stat st;
	assert_int_equal(stat(key, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	g_autofree char *before = NULL, *after = NULL;
	assert_true(g_file_get_contents(pem, &before, NULL, NULL));
	g_autoptr(GBytes) second = digest_sign(folder, bytes, digest_random, NULL);
	assert_true(g_file_get_contents(pem, &after, NULL, NULL));
	assert_string_equal(before, after);
	assert_true(digest_verify(folder, bytes, first, NULL));
	assert_true(digest_verify(folder, bytes, second, NULL));

	/* A kill between key and certificate: the certificate is made for the key that is there. */
	assert_int_equal(remove(pem), 0);
	g_autoptr(GBytes) third = digest_sign(folder, bytes, digest_random, NULL);
	assert_true(digest_verify(folder, bytes, third, NULL));

	/* A certificate of another key is not signed with. */
	assert_int_equal(remove(key), 0);
	GError *error = NULL;
	assert_null(digest_sign(folder, bytes, digest_random, &error));
	assert_int_equal(error_class(error), ERROR_INTEGRITY);
	assert_string_equal(error_code(error), "key-mismatch");
	g_clear_error(&error);
	scratch_remove(folder);
}

static void openssl_agrees(void **state)
{
	(void)state;
	if (system("openssl version >/dev/null 2>&1") != 0) {
		print_message("openssl is not installed: its word on our signatures is skipped\n");
		return;
	}
	g_autofree char *folder = scratch_make();
	g_autofree char *content = g_build_filename(folder, "x", NULL);
	g_autofree char *signed_path = g_build_filename(folder, "x.p7s", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new_static("a\nb\r\nc", 6);
	g_autoptr(GBytes) signature = digest_sign(folder, bytes, digest_random, NULL);
	assert_non_null(signature);
	gsize size;
	const char *der = g_bytes_get_data(signature, &size);
	assert_true(g_file_set_contents(content, "a\nb\r\nc", 6, NULL));
	assert_true(g_file_set_contents(signed_path, der, (gssize)size, NULL));
	g_autofree char *command = g_strdup_printf("cd '%s' && openssl cms -verify -inform DER -in x.p7s -content x "
	                                           "-CAfile signer.pem -purpose any -binary >/dev/null 2>verdict",
	                                           folder);
	assert_int_equal(system(command), 0);
	assert_true(g_file_set_contents(content, "a\nb\nc", 5, NULL));
	assert_int_not_equal(system(command), 0);
	scratch_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_sha256),
		cmocka_unit_test(commitment_is_salt_then_payload),
		cmocka_unit_test(signature_holds_and_breaks),
		cmocka_unit_test(key_is_made_once_and_kept_private),
		cmocka_unit_test(openssl_agrees),
	};
	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
