/* The folder documents/ of the store: files by hash, each written once. */
#include "intake/store.h"

#include "intake/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool vault_fault(GError **error, const char *sha256, int why)
{
	if (why == ENOSPC || why == EDQUOT) {
		error_set(error, ERROR_STORE, "disk-full", "Der er ikke plads på disken; intet af trinnet er gemt.",
		          "The disk is full; nothing of this step was kept.");
		error_remedy(error, "Skaf plads og kør igen.", "Free some space and run again.");
	} else {
		error_set(error, ERROR_STORE, "document-file", "Dokumentet kan ikke læses eller skrives i sagsmappen: %s.",
		          "The document cannot be read or written in the store: %s.", g_strerror(why));
		error_remedy(error, "Giv brugeren adgang til mappen documents, og se efter disken.",
		             "Give the user access to the folder documents, and check the disk.");
	}
	g_autofree char *file = g_strdup_printf("documents/%.2s/%s", sha256, sha256);
	error_at(error, file, 0, 0);
	return false;
}

static bool hash_fits(const char *sha256)
{
	return strlen(sha256) == DIGEST_HEX - 1 && strspn(sha256, "0123456789abcdef") == DIGEST_HEX - 1;
}

/* Copy all of from into to, hashing what is written. False with errno set. */
static bool copy_hashed(int from, int to, char hex[DIGEST_HEX])
{
	char buffer[64 * 1024];
	g_autoptr(Digest) digest = digest_new();
	for (off_t at = 0;;) {
		ssize_t got = pread(from, buffer, sizeof buffer, at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		for (ssize_t wrote = 0; wrote < got;) {
			ssize_t n = write(to, buffer + wrote, (size_t)(got - wrote));
			if (n < 0 && errno != EINTR)
				return false;
			wrote += n > 0 ? n : 0;
		}
		digest_update(digest, buffer, (size_t)got);
		at += got;
	}
	uint8_t sum[DIGEST_BYTES];
	digest_finish(g_steal_pointer(&digest), sum);
	digest_to_hex(sum, hex);
	return true;
}

static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

/*
 * The folder of documents with its shelf for that hash. A new one gets all its shelves at once: each made alone would cost
 * the writer of a batch one more sync, until the last is there.
 */
static bool make_shelf(const char *home, const char *sha256)
{
	g_autofree char *documents = g_build_filename(home, "documents", NULL);
	bool fresh = mkdir(documents, 0700) == 0;
	if (!fresh && errno != EEXIST)
		return false;
	for (unsigned i = 0; i < 256; i++) {
		g_autofree char *number = g_strdup_printf("%02x", i);
		g_autofree char *shelf = g_build_filename(documents, number, NULL);
		if ((fresh || strncmp(number, sha256, 2) == 0) && mkdir(shelf, 0700) != 0 && errno != EEXIST)
			return false;
	}
	return sync_folder(documents) && (!fresh || sync_folder(home));
}

/* Open documents/ab, made and synced into its parent when it was not there. -1 with errno set. */
static int open_shelf(const char *home, const char *sha256)
{
	g_autofree char *shelf = g_strdup_printf("%s/documents/%.2s", home, sha256);
	int fd = open(shelf, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 || errno != ENOENT || !make_shelf(home, sha256))
		return fd;
	return open(shelf, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool changed_fault(GError **error)
{
	error_set(error, ERROR_INPUT, "document-changed", "Filen blev ændret, mens den blev læst.",
	          "The file was changed while it was being read.");
	error_remedy(error, "Vent, til afsenderen er færdig, og kør igen.", "Wait until the sender is done, then run again.");
	return false;
}

static bool keep_on(Store *store, int shelf, int fd, const char *sha256, GError **error)
{
	uint64_t token;
	char hex[DIGEST_HEX];
	if (!store_random(store, &token, sizeof token, error))
		return false;
	g_autofree char *beside = g_strdup_printf(".%016" G_GINT64_MODIFIER "x.part", token);
	int out = openat(shelf, beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (out < 0)
		return vault_fault(error, sha256, errno);
	bool ok = copy_hashed(fd, out, hex) && fdatasync(out) == 0;
	int why = errno;
	close(out);
	bool same = ok && strcmp(hex, sha256) == 0;
	if (same && renameat(shelf, beside, shelf, sha256) == 0)
		return fsync(shelf) == 0 || vault_fault(error, sha256, errno);
	if (same)
		why = errno;
	unlinkat(shelf, beside, 0);
	return !ok || same ? vault_fault(error, sha256, why) : changed_fault(error);
}

bool store_keep(Store *store, int fd, const char *sha256, GError **error)
{
	assert(hash_fits(sha256));
	int shelf = open_shelf(store_home(store), sha256);
	if (shelf < 0)
		return vault_fault(error, sha256, errno);
	struct stat st;
	bool ok;
	if (fstatat(shelf, sha256, &st, AT_SYMLINK_NOFOLLOW) == 0)
		/* It has its name, so its bytes are on disk; the name itself may not be yet, if its writer was killed. */
		ok = fsync(shelf) == 0 || vault_fault(error, sha256, errno);
	else
		ok = keep_on(store, shelf, fd, sha256, error);
	close(shelf);
	return ok;
}

bool store_has_document(const char *home, const char *sha256)
{
	assert(hash_fits(sha256));
	g_autofree char *path = g_strdup_printf("%s/documents/%.2s/%s", home, sha256, sha256);
	struct stat st;
	return lstat(path, &st) == 0;
}

bool store_copy_ahead(int fd, const char *sha256, const char *path, GError **error)
{
	char hex[DIGEST_HEX];
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (out < 0)
		return vault_fault(error, sha256, errno);
	bool ok = copy_hashed(fd, out, hex);
	int why = errno;
	close(out);
	if (ok && strcmp(hex, sha256) == 0)
		return true;
	unlink(path);
	return ok ? changed_fault(error) : vault_fault(error, sha256, why);
}

bool store_keep_ahead(Store *store, const char *path, const char *sha256, GError **error)
{
	assert(hash_fits(sha256));
	int shelf = open_shelf(store_home(store), sha256);
	if (shelf < 0)
		return vault_fault(error, sha256, errno);
	bool ok = renameat(AT_FDCWD, path, shelf, sha256) == 0;
	int why = errno;
	close(shelf);
	if (ok || why != EXDEV)
		return ok || vault_fault(error, sha256, why);
	/* documents/ lies on a disk of its own. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ok = fd >= 0 ? store_keep(store, fd, sha256, error) : vault_fault(error, sha256, errno);
	if (fd >= 0)
		close(fd);
	unlink(path);
	return ok;
}

bool store_settle_documents(Store *store, const GPtrArray *sha256s, GError **error)
{
	bool seen[256] = { false };
	for (guint i = 0; i < sha256s->len; i++) {
		const char *sha256 = sha256s->pdata[i];
		int number = g_ascii_xdigit_value(sha256[0]) * 16 + g_ascii_xdigit_value(sha256[1]);
		if (seen[number])
			continue;
		seen[number] = true;
		int shelf = open_shelf(store_home(store), sha256);
		bool ok = shelf >= 0 && fsync(shelf) == 0;
		int why = errno;
		if (shelf >= 0)
			close(shelf);
		if (!ok)
			return vault_fault(error, sha256, why);
	}
	return true;
}

int store_open_document(Store *store, const char *sha256, GError **error)
{
	assert(hash_fits(sha256));
	g_autofree char *path = g_strdup_printf("%s/documents/%.2s/%s", store_home(store), sha256, sha256);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		vault_fault(error, sha256, errno);
	return fd;
}

bool store_keep_bytes(Store *store, GBytes *bytes, char out[DIGEST_HEX], GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	digest_hex(data, size, out);
	int fd = memfd_create("document", MFD_CLOEXEC);
	bool ok = fd >= 0;
	for (gsize at = 0; ok && at < size;) {
		ssize_t n = write(fd, data + at, size - at);
		ok = n > 0 || (n < 0 && errno == EINTR);
		at += n > 0 ? (gsize)n : 0;
	}
	ok = ok ? store_keep(store, fd, out, error) : vault_fault(error, out, errno);
	if (fd >= 0)
		close(fd);
	return ok;
}

GBytes *store_read_document(Store *store, const char *sha256, GError **error)
{
	int fd = store_open_document(store, sha256, error);
	if (fd < 0)
		return NULL;
	char hash[DIGEST_HEX];
	int64_t size;
	g_autofree char *data = NULL;
	bool ok = digest_file(fd, sha256, hash, &size, error);
	if (ok && strcmp(hash, sha256) == 0) {
		data = g_malloc((gsize)size + 1);
		ok = pread(fd, data, (size_t)size, 0) == size;
		/* Hashed again from the memory that is handed out. */
		if (ok)
			digest_hex(data, (size_t)size, hash);
	}
	close(fd);
	if (ok && strcmp(hash, sha256) == 0)
		return g_bytes_new_take(g_steal_pointer(&data), (gsize)size);
	if (error == NULL || *error == NULL) {
		error_set(error, ERROR_INTEGRITY, "document-changed", "Filen i sagsmappen er ikke den, der blev gemt.",
		          "The file in the store is not the one that was kept.");
		error_at(error, sha256, 0, 0);
		error_remedy(error, "Hent sagsmappen fra en sikkerhedskopi.", "Restore the store from a backup.");
	}
	return NULL;
}
