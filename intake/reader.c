#include "intake/reader.h"

#include "intake/channel.h"
#include "intake/limits.h"
#include "intake/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKER_SOCKET 3 /* where paakrav-worker expects it */

struct Reader {
	char *program;
	pid_t owner; /* the process that started the worker: a fork starts its own */
	pid_t worker; /* 0: none running */
	int socket;
	int clock; /* a timer, since nothing below main reads a clock */
};

/* Why a job ended without an answer. */
typedef enum Fall { FALL_NONE, FALL_DIED, FALL_WALL, FALL_FLOOD, FALL_MEMORY } Fall;

static char *program_path(const char *program)
{
	const char *named = getenv("PAAKRAV_WORKER");
	if (program != NULL || named != NULL)
		return g_strdup(program != NULL ? program : named);
	/* Where /proc is not mounted, the path that this program was started by must do. */
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	const char *started = (const char *)getauxval(AT_EXECFN);
	g_autofree char *folder = g_path_get_dirname(self != NULL ? self : started != NULL ? started : "");
	return g_build_filename(folder, "paakrav-worker", NULL);
}

Reader *reader_new(const char *program)
{
	Reader *reader = g_new0(Reader, 1);
	reader->program = program_path(program);
	reader->socket = reader->clock = -1;
	return reader;
}

/* End the worker and say how it ended; a worker inherited over a fork is left to its own parent. */
static int bury(Reader *reader)
{
	int status = 0;
	if (reader->socket >= 0)
		close(reader->socket);
	if (reader->clock >= 0)
		close(reader->clock);
	if (reader->worker > 0 && reader->owner == getpid()) {
		kill(reader->worker, SIGKILL);
		while (waitpid(reader->worker, &status, 0) < 0 && errno == EINTR)
			;
	}
	reader->socket = reader->clock = -1;
	reader->worker = 0;
	return status;
}

void reader_free(Reader *reader)
{
	if (reader == NULL)
		return;
	bury(reader);
	g_free(reader->program);
	g_free(reader);
}

/* Between fork and exec: the socket at its place, nothing else open, an empty environment. */
static void become_worker(const Reader *reader, int socket)
{
	int null = open("/dev/null", O_RDWR);
	if (null < 0)
		_exit(127);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
#ifndef PAAKRAV_SANITIZED
	dup2(null, STDERR_FILENO);
#endif
	if (socket == WORKER_SOCKET)
		fcntl(socket, F_SETFD, 0);
	else if (dup2(socket, WORKER_SOCKET) < 0)
		_exit(127);
	close_range(WORKER_SOCKET + 1, ~0U, 0);
	char *const arguments[] = { (char *)"paakrav-worker", NULL };
	char *const environment[] = { NULL };
	execve(reader->program, arguments, environment);
	_exit(127);
}

static bool start(Reader *reader, GError **error)
{
	if (reader->worker > 0 && reader->owner == getpid())
		return true;
	bury(reader);
	int pair[2];
	if (access(reader->program, X_OK) != 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		error_set(error, ERROR_INPUT, "worker-missing", "Programmet paakrav-worker kan ikke startes.",
		          "The program paakrav-worker cannot be started.");
		error_remedy(error, "Det skal ligge ved siden af paakrav.", "It must lie beside paakrav.");
		return false;
	}
	reader->clock = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	pid_t child = reader->clock >= 0 ? fork() : -1;
	if (child == 0)
		become_worker(reader, pair[1]);
	close(pair[1]);
	reader->socket = pair[0];
	reader->owner = getpid();
	reader->worker = MAX(child, 0);
	if (child > 0)
		return true;
	bury(reader);
	return error_set(error, ERROR_INPUT, "worker-missing", "Der kan ikke startes en læseproces.", "No reading process can be started.");
}

static bool fail_file(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_INPUT, code, da, en);
}

/* A copy in memory that nobody can change any more: what was hashed and what is read cannot differ half-way. */
static int seal(int fd, GError **error)
{
	struct stat stat;
	if (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode)) {
		fail_file(error, "file-kind", "Det er ikke en almindelig fil.", "It is not an ordinary file.");
		return -1;
	}
	if (stat.st_size > LIMIT_FILE_BYTES) {
		error_set(error, ERROR_INPUT, "file-too-large", "Filen fylder mere end %ld MiB.", "The file is larger than %ld MiB.",
		          LIMIT_FILE_BYTES / (1024 * 1024));
		return -1;
	}
	int memory = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	off_t at = 0;
	while (memory >= 0 && at < stat.st_size) {
		ssize_t n = sendfile(memory, fd, &at, (size_t)(stat.st_size - at));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
	}
	if (memory >= 0 && at == stat.st_size &&
	    fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0)
		return memory;
	if (memory >= 0)
		close(memory);
	fail_file(error, "file-unreadable", "Filen kan ikke læses, eller den ændrede sig imens.",
	          "The file cannot be read, or it changed meanwhile.");
	return -1;
}

static bool send_job(const Reader *reader, FrameKind kind, const char *name, int document)
{
	size_t length = strlen(name);
	/* The worker needs no more of a long path than its end. */
	if (length >= LIMIT_JOB_NAME_BYTES) {
		name += length - (LIMIT_JOB_NAME_BYTES - 1);
		length = LIMIT_JOB_NAME_BYTES - 1;
	}
	FrameHead head = { (uint32_t)kind, (uint32_t)length };
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec piece = { &head, sizeof head };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(rights), &document, sizeof document);
	return sendmsg(reader->socket, &message, MSG_NOSIGNAL) == (ssize_t)sizeof head && channel_write(reader->socket, name, length);
}

#ifdef PAAKRAV_SANITIZED
/* Address space means nothing under a sanitizer: what is really used is watched instead. */
static bool too_fat(const Reader *reader)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/statm", (int)reader->worker);
	g_autofree char *text = NULL;
	long size, resident;
	if (!g_file_get_contents(path, &text, NULL, NULL) || sscanf(text, "%ld %ld", &size, &resident) != 2)
		return false;
	return resident > LIMIT_JOB_MEMORY_BYTES / sysconf(_SC_PAGESIZE);
}
#endif

/* Wait for bytes, no longer than the job's wall clock. */
static Fall wait_bytes(const Reader *reader)
{
	for (;;) {
		struct pollfd both[2] = { { reader->socket, POLLIN, 0 }, { reader->clock, POLLIN, 0 } };
#ifdef PAAKRAV_SANITIZED
		int n = poll(both, 2, 100);
		if (too_fat(reader))
			return FALL_MEMORY;
#else
		int n = poll(both, 2, -1);
#endif
		if (n < 0 && errno != EINTR)
			return FALL_DIED;
		if (n > 0 && both[1].revents != 0)
			return FALL_WALL;
		if (n > 0 && both[0].revents != 0)
			return FALL_NONE;
	}
}

static Fall receive(const Reader *reader, void *out, size_t n)
{
	for (char *p = out; n > 0;) {
		Fall fall = wait_bytes(reader);
		if (fall != FALL_NONE)
			return fall;
		ssize_t got = recv(reader->socket, p, n, MSG_DONTWAIT);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got <= 0)
			return FALL_DIED;
		p += got;
		n -= (size_t)got;
	}
	return FALL_NONE;
}

/* One frame, its length checked first; the payload ends in a NUL that size does not count. */
static Fall receive_frame(const Reader *reader, FrameHead *head, char **payload)
{
	Fall fall = receive(reader, head, sizeof *head);
	if (fall != FALL_NONE)
		return fall;
	size_t most = head->kind == FRAME_DATA ? CHANNEL_CHUNK : head->kind == FRAME_READING ? (size_t)LIMIT_JOB_ANSWER_BYTES : LIMIT_FRAME_BYTES;
	if (head->size > most)
		return FALL_FLOOD;
	*payload = g_try_malloc(head->size + 1);
	if (*payload == NULL)
		return FALL_FLOOD;
	(*payload)[head->size] = '\0';
	fall = receive(reader, *payload, head->size);
	if (fall != FALL_NONE)
		g_clear_pointer(payload, g_free);
	return fall;
}

/* The worker is gone or sent away: say which limit it passed. */
static bool fell(Reader *reader, Fall fall, GError **error)
{
	int status;
	/* One that ended by itself tells how; give its end the moment that it needs. */
	if (fall == FALL_DIED && reader->worker > 0) {
		while (waitpid(reader->worker, &status, 0) < 0 && errno == EINTR)
			;
		reader->worker = 0;
		bury(reader);
	} else {
		status = bury(reader);
	}
	if (fall == FALL_WALL)
		return error_set(error, ERROR_INPUT, "limit-wall", "Filen tog mere end %d sekunder at læse.",
		                 "The file took more than %d seconds to read.", LIMIT_JOB_WALL_S);
	if (fall == FALL_FLOOD)
		return error_set(error, ERROR_INPUT, "limit-answer", "Filen giver et svar på mere end %ld MiB.",
		                 "The file yields an answer of more than %ld MiB.", LIMIT_JOB_ANSWER_BYTES / (1024 * 1024));
	if (fall == FALL_DIED && WIFEXITED(status) && WEXITSTATUS(status) == WORKER_UNLOCKED) {
		error_set(error, ERROR_INPUT, "worker-unlocked", "Læseprocessen kan ikke låses inde på denne maskine; intet læses.",
		          "The reading process cannot be locked in on this machine; nothing is read.");
		error_remedy(error, "Kernen skal tillade seccomp.", "The kernel must allow seccomp.");
		return false;
	}
	bool signalled = fall == FALL_DIED && WIFSIGNALED(status);
	if (signalled && WTERMSIG(status) == SIGXCPU)
		return error_set(error, ERROR_INPUT, "limit-cpu", "Filen kræver mere end %d sekunders regnetid.",
		                 "The file needs more than %d seconds of computing.", LIMIT_JOB_CPU_S);
	if (fall == FALL_MEMORY || (signalled && (WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGTRAP)))
		return error_set(error, ERROR_INPUT, "limit-memory", "Filen kræver mere end %ld MiB hukommelse.",
		                 "The file needs more than %ld MiB of memory.", LIMIT_JOB_MEMORY_BYTES / (1024 * 1024));
	return error_set(error, ERROR_INPUT, "worker-died", "Læsningen af filen brød sammen (%s %d).",
	                 "Reading the file broke down (%s %d).", signalled ? "signal" : "status",
	                 signalled ? WTERMSIG(status) : WIFEXITED(status) ? WEXITSTATUS(status) : 0);
}

static bool wind_clock(const Reader *reader, long seconds)
{
	struct itimerspec span = { .it_value = { .tv_sec = seconds } };
	return timerfd_settime(reader->clock, 0, &span, NULL) == 0;
}

/* A worker that died since its last job is no fault of this one: it is started anew, once. */
static bool begin_job(Reader *reader, FrameKind kind, const char *name, int document, GError **error)
{
	for (int attempt = 0; attempt < 2; attempt++) {
		if (!start(reader, error))
			return false;
		if (wind_clock(reader, LIMIT_JOB_WALL_S) && send_job(reader, kind, name, document))
			return true;
		bury(reader);
	}
	return error_set(error, ERROR_INPUT, "worker-died", "Læseprocessen tager ikke imod.", "The reading process does not answer.");
}

/* Errors name the file as the user knows it. */
static void name_file(GError **error, const char *name)
{
	if (error != NULL && *error != NULL)
		error_at(error, name, error_line(*error), error_column(*error));
}

static Reading *answered(Reader *reader, GError **error)
{
	FrameHead head;
	g_autofree char *payload = NULL;
	Fall fall = receive_frame(reader, &head, &payload);
	if (fall == FALL_NONE && head.kind == FRAME_ERROR && channel_error_parse(payload, head.size, error)) {
		wind_clock(reader, 0);
		return NULL;
	}
	g_autoptr(cJSON) json = fall == FALL_NONE && head.kind == FRAME_READING ? json_parse(payload, head.size) : NULL;
	Reading *reading = json != NULL ? reading_of_json(json) : NULL;
	if (reading == NULL)
		fell(reader, fall != FALL_NONE ? fall : FALL_FLOOD, error);
	else
		wind_clock(reader, 0);
	return reading;
}

static Reading *read_as(Reader *reader, FrameKind kind, const char *payload, const char *name, int fd, GError **error)
{
	GError *fault = NULL;
	Reading *reading = NULL;
	int document = seal(fd, &fault);
	if (document >= 0) {
		if (begin_job(reader, kind, payload, document, &fault))
			reading = answered(reader, &fault);
		close(document);
	}
	name_file(&fault, name);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return reading;
}

Reading *reader_read(Reader *reader, const char *name, int fd, GError **error)
{
	return read_as(reader, FRAME_READ, name, name, fd, error);
}

Reading *reader_lookup(Reader *reader, const char *what, const char *name, int fd, GError **error)
{
	return read_as(reader, FRAME_LOOKUP, what, name, fd, error);
}

/* What has been unpacked so far. */
typedef struct Unpack {
	int dir_fd;
	int out; /* the open file; -1 */
	GPtrArray *entries;
	int64_t total;
} Unpack;

static void zip_entry_free(void *data)
{
	ZipEntry *entry = data;
	g_free(entry->name);
	g_free(entry->file);
	g_free(entry);
}

static bool fail_write(GError **error)
{
	int why = errno;
	error_set(error, ERROR_STORE, why == ENOSPC ? "disk-full" : "write-failed", "Arkivet kan ikke pakkes ud her: %s.",
	          "The archive cannot be unpacked here: %s.", g_strerror(why));
	return false;
}

static bool end_file(Unpack *unpack, GError **error)
{
	if (unpack->out < 0)
		return true;
	int fd = unpack->out;
	unpack->out = -1;
	return close(fd) == 0 || fail_write(error);
}

/* The locked room has checked all this; it is not believed. */
static bool begin_file(Unpack *unpack, const char *name, bool *believed, GError **error)
{
	const ZipEntry *before = unpack->entries->len > 0 ? unpack->entries->pdata[unpack->entries->len - 1] : NULL;
	*believed = entry_name_fault(name) == NULL && *name != '\0' && unpack->entries->len < LIMIT_SUBMISSION_FILES &&
	            (before == NULL || strcmp(before->name, name) < 0);
	if (!*believed || !end_file(unpack, error))
		return false;
	ZipEntry *entry = g_new0(ZipEntry, 1);
	entry->name = g_strdup(name);
	entry->file = g_strdup_printf("%u", unpack->entries->len);
	g_ptr_array_add(unpack->entries, entry);
	unpack->out = openat(unpack->dir_fd, entry->file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return unpack->out >= 0 || fail_write(error);
}

static bool add_bytes(Unpack *unpack, const char *bytes, size_t size, bool *believed, GError **error)
{
	ZipEntry *entry = unpack->out >= 0 ? unpack->entries->pdata[unpack->entries->len - 1] : NULL;
	unpack->total += (int64_t)size;
	*believed = entry != NULL && unpack->total <= LIMIT_SUBMISSION_BYTES && entry->size + (int64_t)size <= LIMIT_FILE_BYTES;
	if (!*believed)
		return false;
	entry->size += (int64_t)size;
	while (size > 0) {
		ssize_t n = write(unpack->out, bytes, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail_write(error);
		bytes += n;
		size -= (size_t)n;
	}
	return true;
}

/* One frame of the answer. false at the end, which is good when *error is NULL. */
static bool unpack_frame(Reader *reader, Unpack *unpack, GError **error)
{
	FrameHead head;
	g_autofree char *payload = NULL;
	bool believed = true;
	Fall fall = receive_frame(reader, &head, &payload);
	if (fall != FALL_NONE)
		return fell(reader, fall, error);
	if (head.kind == FRAME_ENTRY && begin_file(unpack, payload, &believed, error))
		return true;
	if (head.kind == FRAME_DATA && add_bytes(unpack, payload, head.size, &believed, error))
		return true;
	if (head.kind == FRAME_END && end_file(unpack, error)) {
		wind_clock(reader, 0);
		return false;
	}
	if (head.kind == FRAME_ERROR && channel_error_parse(payload, head.size, error)) {
		wind_clock(reader, 0);
		return false;
	}
	if (*error == NULL) /* it says what it should not */
		return fell(reader, FALL_FLOOD, error);
	/* Our own disk's fault: the worker is still sending, and is sent away. */
	bury(reader);
	return false;
}

GPtrArray *reader_unzip(Reader *reader, const char *name, int fd, int dir_fd, GError **error)
{
	GError *fault = NULL;
	Unpack unpack = { dir_fd, -1, g_ptr_array_new_with_free_func(zip_entry_free), 0 };
	int document = seal(fd, &fault);
	if (document >= 0) {
		if (begin_job(reader, FRAME_UNZIP, name, document, &fault))
			while (unpack_frame(reader, &unpack, &fault))
				;
		close(document);
	}
	if (fault == NULL)
		return unpack.entries;
	if (unpack.out >= 0)
		close(unpack.out);
	for (guint i = 0; i < unpack.entries->len; i++) {
		const ZipEntry *entry = unpack.entries->pdata[i];
		unlinkat(dir_fd, entry->file, 0);
	}
	g_ptr_array_unref(unpack.entries);
	name_file(&fault, name);
	g_propagate_error(error, fault);
	return NULL;
}
