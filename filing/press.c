#include "filing/press.h"

#include "intake/digest.h"
#include "intake/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void part_free(Part *part)
{
	g_free(part->name);
	g_free(part->sha256);
	g_free(part->title);
	g_free(part);
}

static Part *part_add(Press *press, const char *name, const char *role, const char *sha256, int64_t size)
{
	Part *part = g_new0(Part, 1);
	part->name = g_strdup(name);
	part->role = role;
	part->sha256 = g_strdup(sha256);
	part->size = size;
	g_ptr_array_add(press->package->parts, part);
	return part;
}

Part *press_write(Press *press, const char *name, const char *role, GBytes *bytes, GError **error)
{
	g_autofree char *path = g_build_filename(press->folder, name, NULL);
	if (!file_put(path, bytes, error))
		return NULL;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	char hex[DIGEST_HEX];
	digest_hex(data, size, hex);
	return part_add(press, name, role, hex, (int64_t)size);
}

Part *press_write_text(Press *press, const char *name, const char *role, char *text, GError **error)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	return press_write(press, name, role, bytes, error);
}

static Part *copy_fault(const char *name, GError **error)
{
	int number = errno;
	error_set(error, ERROR_DELIVERY, number == ENOSPC ? "disk-full" : "file", "Bilaget kan ikke skrives (%s).",
	          "The exhibit cannot be written (%s).", g_strerror(number));
	error_at(error, name, 0, 0);
	return NULL;
}

/* All of in to out, hashed on the way. */
static bool pour(int in, int out, Digest *digest, int64_t *size)
{
	char chunk[64 * 1024];
	for (;;) {
		ssize_t n = read(in, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		digest_update(digest, chunk, (size_t)n);
		*size += n;
		for (ssize_t done = 0; done < n;) {
			ssize_t m = write(out, chunk + done, (size_t)(n - done));
			if (m < 0 && errno != EINTR)
				return false;
			done += m > 0 ? m : 0;
		}
	}
}

Part *press_copy(Press *press, const char *name, const char *role, const Document *document, int in, GError **error)
{
	g_autofree char *path = g_build_filename(press->folder, name, NULL);
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (out < 0)
		return copy_fault(name, error);
	Digest *digest = digest_new();
	int64_t size = 0;
	bool fine = lseek(in, 0, SEEK_SET) == 0 && pour(in, out, digest, &size);
	int number = errno;
	fine = close(out) == 0 && fine;
	uint8_t sum[DIGEST_BYTES];
	char hex[DIGEST_HEX];
	digest_finish(digest, sum);
	digest_to_hex(sum, hex);
	errno = number;
	if (!fine) {
		copy_fault(name, error);
		unlink(path);
		return NULL;
	}
	if (strcmp(hex, document->sha256) != 0) {
		error_set(error, ERROR_INTEGRITY, "document-changed", "Det gemte dokument er ikke længere det indleverede.",
		          "The kept document is no longer the one handed in.");
		error_at(error, document->name, 0, 0);
		return NULL;
	}
	return part_add(press, name, role, hex, size);
}

Part *press_take(Press *press, const char *from, const char *name, const char *role, GError **error)
{
	g_autofree char *path = g_build_filename(press->folder, from, NULL), *to = g_build_filename(press->folder, name, NULL);
	if (!file_move(path, to, error))
		return NULL;
	/* As readable as the files beside it. */
	mode_t mask = umask(0);
	umask(mask);
	int fd = open(to, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fchmod(fd, 0666 & ~mask) != 0) {
		copy_fault(name, error);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	char hex[DIGEST_HEX];
	int64_t size = 0;
	bool fine = digest_file(fd, name, hex, &size, error);
	close(fd);
	return fine ? part_add(press, name, role, hex, size) : NULL;
}
