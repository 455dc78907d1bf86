#include "intake/tray.h"

#include "intake/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static bool lock(int memory)
{
	return fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0;
}

static bool too_large(const char *name, int64_t most, GError **error)
{
	error_set(error, ERROR_INPUT, "file-too-large", "Filen fylder mere end %ld MiB.", "The file is larger than %ld MiB.",
	          (long)(most / (1024 * 1024)));
	error_at(error, name, 0, 0);
	return false;
}

static bool unreadable(const char *name, GError **error)
{
	error_set(error, ERROR_INPUT, "file-unreadable", "Filen kan ikke læses, eller den ændrede sig imens.",
	          "The file cannot be read, or it changed meanwhile.");
	error_at(error, name, 0, 0);
	return false;
}

/* All of the document behind what is in memory; room: how many bytes may still come. */
static bool pour(int memory, const CraftInput *input, int64_t room, int64_t *size, GError **error)
{
	struct stat stat;
	if (fstat(input->fd, &stat) != 0 || !S_ISREG(stat.st_mode)) {
		error_set(error, ERROR_INPUT, "file-kind", "Det er ikke en almindelig fil.", "It is not an ordinary file.");
		error_at(error, input->name, 0, 0);
		return false;
	}
	if (stat.st_size > LIMIT_FILE_BYTES || stat.st_size > room)
		return too_large(input->name, MIN(LIMIT_FILE_BYTES, MAX(room, 0)), error);
	off_t at = 0;
	while (at < stat.st_size) {
		ssize_t n = sendfile(memory, input->fd, &at, (size_t)(stat.st_size - at));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return unreadable(input->name, error);
	}
	*size = stat.st_size;
	return true;
}

int tray_seal(const CraftInput *inputs, int n, int64_t most, int64_t *sizes, GError **error)
{
	int memory = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	bool fine = memory >= 0;
	if (!fine)
		unreadable(n > 0 ? inputs[0].name : NULL, error);
	for (int i = 0; fine && i < n; i++) {
		fine = pour(memory, &inputs[i], most, &sizes[i], error);
		most -= fine ? sizes[i] : 0;
	}
	if (fine && !lock(memory))
		fine = unreadable(NULL, error);
	if (fine)
		return memory;
	if (memory >= 0)
		close(memory);
	return -1;
}

static bool write_all(int memory, const char *text, size_t size)
{
	while (size > 0) {
		ssize_t n = write(memory, text, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text += n;
		size -= (size_t)n;
	}
	return true;
}

int tray_text(const char *text, GError **error)
{
	int memory = memfd_create("order", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (memory >= 0 && write_all(memory, text, strlen(text)) && lock(memory))
		return memory;
	if (memory >= 0)
		close(memory);
	unreadable(NULL, error);
	return -1;
}
