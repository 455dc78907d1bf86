#include "intake/folder.h"

#include "intake/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fault(GError **error, const char *path, const char *da, const char *en)
{
	int number = errno;
	const char *why = g_strerror(number);
	g_autofree char *danish = g_strdup_printf("%s (%s).", da, why), *english = g_strdup_printf("%s (%s).", en, why);
	error_set_texts(error, ERROR_DELIVERY, number == ENOSPC ? "disk-full" : "file", danish, english);
	error_at(error, path, 0, 0);
	if (number == ENOSPC || number == EDQUOT)
		error_remedy(error, "Gør plads på disken, og kør igen; intet er gået tabt.",
		             "Free some disk space and run again; nothing is lost.");
	else if (number == EACCES || number == EPERM || number == EROFS)
		error_remedy(error, "Giv adgang til mappen, og kør igen.", "Give access to the folder and run again.");
	return false;
}

bool folder_make(const char *path, GError **error)
{
	if (g_mkdir_with_parents(path, 0777) == 0)
		return true;
	return fault(error, path, "Mappen kan ikke laves", "The folder cannot be made");
}

int folder_enter(const char *path, GError **error)
{
	enum { STEP_MS = 50 };
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		fault(error, path, "Mappen kan ikke åbnes", "The folder cannot be opened");
		return -1;
	}
	for (int waited_ms = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; waited_ms += STEP_MS) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fd; /* a file system without locks: as before there were any */
		if (waited_ms >= LIMIT_FOLDER_BUSY_MS) {
			close(fd);
			error_set(error, ERROR_DELIVERY, "out-busy", "Et andet program skriver i mappen og blev ikke færdigt i tide.",
			          "Another program writes in the folder and was not done in time.");
			error_at(error, path, 0, 0);
			error_remedy(error, "Vent, til den anden kørsel er færdig, og prøv igen.",
			             "Wait until the other run is done, then try again.");
			return -1;
		}
		g_usleep(STEP_MS * 1000);
	}
	return fd;
}

void folder_leave(int *lock)
{
	if (*lock >= 0)
		close(*lock);
	*lock = -1;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *folder_list(const char *path, GError **error)
{
	DIR *dir = opendir(path);
	if (dir == NULL) {
		fault(error, path, "Mappen kan ikke åbnes", "The folder cannot be opened");
		return NULL;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const struct dirent *entry;
	while ((entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			g_ptr_array_add(names, g_strdup(entry->d_name));
	closedir(dir);
	g_ptr_array_sort(names, by_bytes);
	return names;
}

bool folder_remove(const char *path, GError **error)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return errno == ENOENT || fault(error, path, "Kan ikke fjernes", "Cannot be removed");
	if (!S_ISDIR(st.st_mode))
		return unlink(path) == 0 || fault(error, path, "Kan ikke fjernes", "Cannot be removed");
	g_autoptr(GPtrArray) names = folder_list(path, error);
	if (names == NULL)
		return false;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *inner = g_build_filename(path, names->pdata[i], NULL);
		if (!folder_remove(inner, error))
			return false;
	}
	return rmdir(path) == 0 || fault(error, path, "Kan ikke fjernes", "Cannot be removed");
}

bool folder_sync(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fault(error, path, "Mappen kan ikke åbnes", "The folder cannot be opened");
	int done = fsync(fd);
	close(fd);
	return done == 0 || fault(error, path, "Mappen kan ikke gemmes", "The folder cannot be synced");
}

static bool pour(int fd, GBytes *bytes)
{
	size_t n;
	const char *p = g_bytes_get_data(bytes, &n);
	while (n > 0) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool file_write(const char *path, GBytes *bytes, GError **error)
{
	g_autofree char *beside = g_strconcat(path, ".part", NULL);
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return fault(error, path, "Filen kan ikke skrives", "The file cannot be written");
	bool fine = pour(fd, bytes) && fdatasync(fd) == 0;
	if (!fine)
		fault(error, path, "Filen kan ikke skrives", "The file cannot be written");
	if (close(fd) != 0 && fine)
		fine = fault(error, path, "Filen kan ikke skrives", "The file cannot be written");
	if (fine && rename(beside, path) == 0)
		return true;
	if (fine)
		fault(error, path, "Filen kan ikke skrives", "The file cannot be written");
	unlink(beside);
	return false;
}

bool file_put(const char *path, GBytes *bytes, GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
	bool fine = fd >= 0 && pour(fd, bytes);
	if (!fine)
		fault(error, path, "Filen kan ikke skrives", "The file cannot be written");
	if (fd >= 0 && close(fd) != 0 && fine)
		fine = fault(error, path, "Filen kan ikke skrives", "The file cannot be written");
	if (fd >= 0 && !fine)
		unlink(path);
	return fine;
}

bool files_sync(const GPtrArray *paths, GError **error)
{
	/* First all are set going, then each is waited for: most find that the one before has carried them along. */
	for (int wait = 0; wait <= 1; wait++) {
		for (guint i = 0; i < paths->len; i++) {
			int fd = open(paths->pdata[i], O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
			bool fine = fd >= 0;
			if (fine && wait == 0)
				sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE); /* of speed only */
			else if (fine)
				fine = fdatasync(fd) == 0;
			if (!fine)
				fault(error, paths->pdata[i], "Filen kan ikke gemmes", "The file cannot be synced");
			if (fd >= 0)
				close(fd);
			if (!fine)
				return false;
		}
	}
	return true;
}

/* The file's bytes, in chunks: its size may change while it is read. */
static GBytes *drain(int fd, int64_t limit)
{
	g_autoptr(GByteArray) all = g_byte_array_new();
	guint8 chunk[65536];
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return NULL;
		if (n == 0)
			return g_byte_array_free_to_bytes(g_steal_pointer(&all));
		if ((int64_t)all->len + n > limit) {
			errno = EFBIG;
			return NULL;
		}
		g_byte_array_append(all, chunk, (guint)n);
	}
}

GBytes *file_read(const char *path, int64_t limit, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	GBytes *bytes = fd >= 0 ? drain(fd, limit) : NULL;
	if (bytes == NULL)
		fault(error, path, "Filen kan ikke læses", "The file cannot be read");
	if (fd >= 0)
		close(fd);
	return bytes;
}

bool file_move(const char *from, const char *to, GError **error)
{
	return rename(from, to) == 0 || fault(error, to, "Kan ikke sættes på plads", "Cannot be put in place");
}

bool file_exists(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}
