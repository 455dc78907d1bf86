#include "enforcement/eraselist.h"

#include "intake/conf.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define FIRST_PREV "0000000000000000000000000000000000000000000000000000000000000000"

char *eraselist_path(const char *home, bool *said, GError **error)
{
	g_autofree char *named = conf_path(home, "erase", "list"), *outer = g_canonicalize_filename(home, NULL);
	if (said != NULL)
		*said = named != NULL;
	if (named == NULL)
		return g_strconcat(outer, ".slettet", NULL);
	g_autofree char *path = g_canonicalize_filename(named, NULL);
	gsize n = strlen(outer);
	if (strncmp(path, outer, n) != 0 || path[n] != '/')
		return g_steal_pointer(&path);
	error_set(error, ERROR_USAGE, "erasures-inside-home", "Listen over slettede sager ligger i selve sagsmappen.",
	          "The list of erased cases lies within the store's own folder.");
	error_at(error, named, 0, 0);
	error_remedy(error, "Læg den ved sikkerhedskopierne: [erase] list i paakrav.conf; ellers ruller en sikkerhedskopi den tilbage.",
	             "Put it with the backups: [erase] list in paakrav.conf; else a backup rolls it back.");
	return NULL;
}

static void erasure_free(void *data)
{
	Erasure *erasure = data;
	g_free(erasure->case_id);
	g_free(erasure);
}

static GBytes *said_bytes(int64_t n, const char *prev, const char *case_id, const char *day)
{
	char *text = g_strdup_printf("paakrav-erasure/1\n%" PRId64 "\n%s\n%s\n%s\n", n, prev, case_id, day);
	return g_bytes_new_take(text, strlen(text));
}

static bool changed(GError **error, const char *path, int64_t line)
{
	error_set(error, ERROR_INTEGRITY, "erasures-changed", "Listen over slettede sager er ikke, som den blev skrevet.",
	          "The list of erased cases is not as it was written.");
	error_at(error, path, (int)line, 0);
	error_remedy(error, "Brug en kopi af listen, der er hel, eller denne sagsmappes egen; certifikatet er keys/signer.pem.",
	             "Use a copy of the list that is whole, or this store's own; the certificate is keys/signer.pem.");
	return false;
}

/* One line held against the one before and its signature. */
static Erasure *line_read(const char *path, const char *certificate, int64_t n, const char *prev, const char *line, size_t size, GError **error)
{
	g_autoptr(cJSON) object = json_parse(line, size);
	const char *case_id = json_get_text(object, "case"), *day = json_get_text(object, "erased_on");
	const char *before = json_get_text(object, "prev"), *base64 = json_get_text(object, "signature");
	Date on;
	if (object == NULL || g_strcmp0(json_get_text(object, "schema"), "paakrav.erasure/1") != 0 || case_id == NULL || day == NULL ||
	    base64 == NULL || g_strcmp0(before, prev) != 0 || json_get_int(object, "n", 0) != n || !date_parse(day, &on)) {
		changed(error, path, n);
		return NULL;
	}
	gsize length;
	guchar *der = g_base64_decode(base64, &length);
	g_autoptr(GBytes) signature = g_bytes_new_take(der, length);
	g_autoptr(GBytes) bytes = said_bytes(n, prev, case_id, day);
	g_autoptr(GError) why = NULL;
	if (!digest_verify_with(certificate, path, bytes, signature, &why)) {
		if (error_class(why) == ERROR_INTEGRITY)
			changed(error, path, n);
		else
			g_propagate_error(error, g_steal_pointer(&why));
		return NULL;
	}
	Erasure *erasure = g_new0(Erasure, 1);
	*erasure = (Erasure){ g_strdup(case_id), on };
	return erasure;
}

/* The lines, the hash of the last, and how many bytes are whole. */
static GPtrArray *lines_read(const char *path, const char *certificate, char last[DIGEST_HEX], off_t *whole, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_ERASE_LIST_BYTES, error);
	if (bytes == NULL)
		return NULL;
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size), *at = text, *end;
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(erasure_free);
	g_strlcpy(last, FIRST_PREV, DIGEST_HEX);
	for (; at != NULL && at < text + size && (end = memchr(at, '\n', size - (size_t)(at - text))) != NULL; at = end + 1) {
		Erasure *erasure = line_read(path, certificate, all->len + 1, last, at, (size_t)(end - at), error);
		if (erasure == NULL)
			return NULL;
		g_ptr_array_add(all, erasure);
		digest_hex(at, (size_t)(end - at), last);
	}
	*whole = at == NULL ? 0 : at - text;
	return g_steal_pointer(&all);
}

GPtrArray *eraselist_read(const char *path, const char *certificate, GError **error)
{
	char last[DIGEST_HEX];
	off_t whole;
	return lines_read(path, certificate, last, &whole, error);
}

static bool write_fault(GError **error, const char *path, int why)
{
	error_set(error, ERROR_DELIVERY, why == ENOSPC || why == EDQUOT ? "disk-full" : "erasures-file",
	          "Listen over slettede sager kan ikke skrives (%s); intet er slettet.",
	          "The list of erased cases cannot be written (%s); nothing was erased.", g_strerror(why));
	error_at(error, path, 0, 0);
	error_remedy(error, "Skaf plads og adgang, og kør igen.", "See to space and access, then run again.");
	return false;
}

/* Behind what is whole: what a writer that was killed left half is cut off. */
static bool append(const char *path, const char *line, off_t whole, GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	size_t n = strlen(line);
	bool fine = fd >= 0 && ftruncate(fd, whole) == 0 && pwrite(fd, line, n, whole) == (ssize_t)n && fsync(fd) == 0;
	int why = errno;
	if (fd >= 0 && !fine && ftruncate(fd, whole) != 0)
		why = errno;
	if (fd >= 0)
		close(fd);
	g_autofree char *folder = g_path_get_dirname(path);
	return fine ? folder_sync(folder, error) : write_fault(error, path, why);
}

bool eraselist_add(const char *path, const char *keys, const char *case_id, Date on, RandomSource random, GError **error)
{
	char last[DIGEST_HEX] = FIRST_PREV;
	off_t whole = 0;
	int64_t n = 1;
	/* A first signature makes the key; the certificate that the list is held against is there after it. */
	g_autofree char *day = date_iso(on), *certificate = g_build_filename(keys, "signer.pem", NULL);
	if (g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_autoptr(GPtrArray) all = lines_read(path, certificate, last, &whole, error);
		if (all == NULL)
			return false;
		for (guint i = 0; i < all->len; i++)
			if (strcmp(((Erasure *)all->pdata[i])->case_id, case_id) == 0)
				return true;
		n = all->len + 1;
	}
	g_autoptr(GBytes) bytes = said_bytes(n, last, case_id, day);
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, random, error);
	if (signature == NULL)
		return false;
	gsize size;
	const guchar *der = g_bytes_get_data(signature, &size);
	g_autofree char *base64 = g_base64_encode(der, size);
	g_autoptr(cJSON) object = json_result("erasure");
	json_int(object, "n", n);
	json_text(object, "prev", last);
	json_text(object, "case", case_id);
	json_text(object, "erased_on", day);
	json_text(object, "signature", base64);
	g_autofree char *text = json_print_compact(object), *line = g_strconcat(text, "\n", NULL);
	return append(path, line, whole, error);
}
