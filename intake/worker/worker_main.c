/*
 * paakrav-worker: the locked room. Started by the program with one socket, at descriptor 3; takes a job, answers,
 * takes the next. It is never given a path, and could not open one.
 */
#include "intake/channel.h"
#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/answer.h"
#include "intake/worker/jail.h"
#include "intake/worker/opener.h"
#include "intake/worker/unzip.h"
#include "intake/worker/xml.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define SOCKET 3

typedef struct Job {
	FrameKind kind;
	char name[LIMIT_JOB_NAME_BYTES];
	int fd;
} Job;

static bool read_all(void *out, size_t n)
{
	for (char *p = out; n > 0;) {
		ssize_t got = read(SOCKET, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

/* The head carries the document's descriptor. */
static bool take_job(Job *job)
{
	FrameHead head;
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec piece = { &head, sizeof head };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
	ssize_t got;
	do {
		got = recvmsg(SOCKET, &message, MSG_WAITALL);
	} while (got < 0 && errno == EINTR);
	const struct cmsghdr *rights = got == (ssize_t)sizeof head ? CMSG_FIRSTHDR(&message) : NULL;
	if (rights == NULL || rights->cmsg_type != SCM_RIGHTS || rights->cmsg_len != CMSG_LEN(sizeof(int)) ||
	    head.size >= sizeof job->name)
		return false;
	memcpy(&job->fd, CMSG_DATA(rights), sizeof job->fd);
	job->kind = (FrameKind)head.kind;
	job->name[head.size] = '\0';
	return read_all(job->name, head.size);
}

static bool answer_text(FrameKind kind, char *text)
{
	bool sent = channel_send(SOCKET, kind, text, strlen(text));
	g_free(text);
	return sent;
}

static bool do_read(const Job *job, const void *bytes, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = job->kind == FRAME_LOOKUP ? answer_read(job->name, bytes, size, &error)
	                                                       : opener_read(job->name, bytes, size, NULL, &error);
	if (reading == NULL)
		return answer_text(FRAME_ERROR, channel_error_text(error));
	g_autoptr(cJSON) json = reading_json(reading);
	return answer_text(FRAME_READING, json_print_compact(json));
}

static bool send_entry(void *self, const char *name)
{
	(void)self;
	return channel_send(SOCKET, FRAME_ENTRY, name, strlen(name));
}

static bool send_data(void *self, const void *bytes, size_t size)
{
	(void)self;
	return channel_send(SOCKET, FRAME_DATA, bytes, size);
}

static bool do_unzip(const void *bytes, size_t size)
{
	static const UnzipSink sink = { send_entry, send_data };
	g_autoptr(GError) error = NULL;
	if (!unzip_walk(bytes, size, &sink, NULL, &error))
		return answer_text(FRAME_ERROR, channel_error_text(error));
	return channel_send(SOCKET, FRAME_END, "", 0);
}

static bool do_job(const Job *job)
{
	off_t end = lseek(job->fd, 0, SEEK_END);
	if (end < 0)
		return false;
	size_t size = (size_t)end;
	void *bytes = size > 0 ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, job->fd, 0) : NULL;
	close(job->fd);
	if (bytes == MAP_FAILED)
		return false;
	bool reads = job->kind == FRAME_READ || job->kind == FRAME_LOOKUP;
	bool fine = reads                      ? do_read(job, bytes != NULL ? bytes : "", size)
	            : job->kind == FRAME_UNZIP ? do_unzip(bytes != NULL ? bytes : "", size)
	                                       : false;
	if (bytes != NULL)
		munmap(bytes, size);
	return fine;
}

/* Whatever a library sets up on first use, it sets up before the lock. */
static void warm_up(void)
{
	g_autoptr(GError) error = NULL;
	static const char page[] = "<a b='&amp;'/>";
	g_autoptr(Reading) reading = opener_read("a.xml", page, sizeof page - 1, NULL, &error);
	(void)reading;
}

int main(void)
{
	/* Asking for memory page by page, and giving it back between jobs, costs more than a small document does. */
	mallopt(M_TOP_PAD, 4 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
	mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
	warm_up();
	if (!jail_enter(SOCKET))
		_exit(WORKER_UNLOCKED);
	Job job;
	while (take_job(&job))
		if (!jail_wind() || !do_job(&job))
			_exit(4);
	_exit(0);
}
