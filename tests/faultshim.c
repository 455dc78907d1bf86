/*
 * A disk that fails: loaded before libc into paakrav alone (LD_PRELOAD), it counts each call that changes a file below
 * $FAULT_UNDER and lets the one numbered $FAULT_AT fail, by $FAULT_KIND:
 *
 *     EIO      that call alone fails, as a bad sector does
 *     ENOSPC   that call and every later one that needs room fails, as a full disk does; a write gives half first
 *     KILL     the process is killed in its place: kill -9, a power cut between two calls
 *
 * Without $FAULT_AT it counts alone; the count of the process and its forks goes to $FAULT_LOG at the end.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long *count; /* NULL: not in paakrav; shared with its forks */
static long fail_at;
static char kind; /* 'E' 'N' 'K' */
static const char *under;
static pid_t first;

__attribute__((constructor)) static void begin(void)
{
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	const char *name = n > 0 ? (exe[n] = '\0', strrchr(exe, '/')) : NULL;
	under = getenv("FAULT_UNDER");
	if (name == NULL || strcmp(name, "/paakrav") != 0 || under == NULL)
		return;
	const char *at = getenv("FAULT_AT"), *what = getenv("FAULT_KIND");
	fail_at = at != NULL ? strtol(at, NULL, 10) : 0;
	kind = what == NULL || strcmp(what, "EIO") == 0 ? 'E' : strcmp(what, "ENOSPC") == 0 ? 'N' : 'K';
	first = getpid();
	void *shared = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared != MAP_FAILED)
		count = shared;
}

__attribute__((destructor)) static void end(void)
{
	const char *log = getenv("FAULT_LOG");
	FILE *out = count != NULL && getpid() == first && log != NULL ? fopen(log, "w") : NULL;
	if (out == NULL)
		return;
	fprintf(out, "%ld\n", atomic_load(count));
	fclose(out);
}

static int below(const char *path)
{
	size_t n = strlen(under);
	return strncmp(path, under, n) == 0;
}

static int fd_below(int fd)
{
	char link[64], path[4096];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	int kept = errno;
	ssize_t n = readlink(link, path, sizeof path - 1);
	errno = kept;
	if (n <= 0)
		return 0;
	path[n] = '\0';
	return below(path);
}

/* A relative name counts by its folder. */
static int path_below(int folder, const char *path)
{
	if (path[0] == '/')
		return below(path);
	if (folder != AT_FDCWD)
		return fd_below(folder);
	char here[4096], *whole = NULL;
	int is = getcwd(here, sizeof here) != NULL && asprintf(&whole, "%s/%s", here, path) > 0 && below(whole);
	free(whole);
	return is;
}

/* Is this the call that fails? room: does it need any. */
static int fails(int counted, int room)
{
	if (count == NULL || !counted)
		return 0;
	long n = atomic_fetch_add(count, 1) + 1;
	if (fail_at == 0 || n < fail_at || (n > fail_at && !(kind == 'N' && room)))
		return 0;
	if (kind == 'K') {
		kill(first, SIGKILL);
		kill(getpid(), SIGKILL);
	}
	if (kind == 'N' && !room)
		return 0;
	errno = kind == 'N' ? ENOSPC : EIO;
	return 1;
}

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (fails(count != NULL && fd > 2 && fd_below(fd), 1)) {
		int why = errno;
		if (kind == 'N' && n > 1 && REAL(write)(fd, bytes, n / 2) > 0)
			return (ssize_t)(n / 2);
		errno = why;
		return -1;
	}
	return REAL(write)(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return fails(count != NULL && fd_below(fd), 1) ? -1 : REAL(pwrite)(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
	return fails(count != NULL && fd_below(fd), 1) ? -1 : REAL(pwrite64)(fd, bytes, n, at);
}

int fsync(int fd)
{
	return fails(count != NULL && fd_below(fd), 0) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
	return fails(count != NULL && fd_below(fd), 0) ? -1 : REAL(fdatasync)(fd);
}

int ftruncate(int fd, off_t size)
{
	return fails(count != NULL && fd_below(fd), 1) ? -1 : REAL(ftruncate)(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
	return fails(count != NULL && fd_below(fd), 1) ? -1 : REAL(ftruncate64)(fd, size);
}

int posix_fallocate(int fd, off_t at, off_t n)
{
	return fails(count != NULL && fd_below(fd), 1) ? errno : REAL(posix_fallocate)(fd, at, n);
}

int rename(const char *from, const char *to)
{
	return fails(count != NULL && path_below(AT_FDCWD, to), 0) ? -1 : REAL(rename)(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return fails(count != NULL && path_below(to_folder, to), 0) ? -1 : REAL(renameat)(from_folder, from, to_folder, to);
}

int unlink(const char *path)
{
	return fails(count != NULL && path_below(AT_FDCWD, path), 0) ? -1 : REAL(unlink)(path);
}

int mkdir(const char *path, mode_t mode)
{
	return fails(count != NULL && path_below(AT_FDCWD, path), 1) ? -1 : REAL(mkdir)(path, mode);
}

/* Opening counts where it makes a file. */
#define OPEN(name, folder)                                                                      \
	mode_t mode = 0;                                                                        \
	if ((flags & (O_CREAT | O_TMPFILE)) != 0) {                                             \
		va_list args;                                                                   \
		va_start(args, flags);                                                          \
		mode = va_arg(args, mode_t);                                                    \
		va_end(args);                                                                   \
	}                                                                                       \
	if (fails(count != NULL && (flags & O_CREAT) != 0 && path_below(folder, path), 1))      \
		return -1

int open(const char *path, int flags, ...)
{
	OPEN(open, AT_FDCWD);
	return REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	OPEN(open64, AT_FDCWD);
	return REAL(open64)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	OPEN(openat, folder);
	return REAL(openat)(folder, path, flags, mode);
}
