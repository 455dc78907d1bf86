#include "intake/worker/room.h"

#include "intake/channel.h"
#include "intake/kept.h"
#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/tray.h"
#include "intake/worker/answer.h"
#include "intake/worker/jail.h"
#include "intake/worker/unzip.h"
#include "intake/worker/xml.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define SOCKET 3 /* where the pool puts it */
#define CHILD_NAME_BYTES 200 /* of a name inside a document: room for a number behind it */

typedef struct Errand {
	FrameKind kind;
	char name[LIMIT_JOB_NAME_BYTES];
	int fd;
	int kept; /* what earlier runs kept of the document; -1 */
} Errand;

/* The errand as it is done: its bytes, and what goes out through the hatch. */
typedef struct Sitting {
	const char *bytes, *kept;
	size_t size, kept_size;
	int children, pages;
	size_t children_bytes, kept_bytes;
	bool told[LIMIT_PAGES + 1]; /* pages handed out to be kept */
} Sitting;

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
static bool take_job(Errand *errand)
{
	FrameHead head;
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} control;
	int descriptors[2] = { -1, -1 };
	struct iovec piece = { &head, sizeof head };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
	ssize_t got;
	do {
		got = recvmsg(SOCKET, &message, MSG_WAITALL);
	} while (got < 0 && errno == EINTR);
	const struct cmsghdr *rights = got == (ssize_t)sizeof head ? CMSG_FIRSTHDR(&message) : NULL;
	if (rights == NULL || rights->cmsg_type != SCM_RIGHTS || head.size >= sizeof errand->name ||
	    (rights->cmsg_len != CMSG_LEN(sizeof(int)) && rights->cmsg_len != CMSG_LEN(sizeof descriptors)))
		return false;
	memcpy(descriptors, CMSG_DATA(rights), rights->cmsg_len - CMSG_LEN(0));
	errand->fd = descriptors[0];
	errand->kept = descriptors[1];
	errand->kind = (FrameKind)head.kind;
	errand->name[head.size] = '\0';
	return read_all(errand->name, head.size);
}

static bool answer_text(FrameKind kind, char *text)
{
	bool sent = channel_send(SOCKET, kind, text, strlen(text));
	g_free(text);
	return sent;
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

/* ---- the hatch ---- */

/* The last part of a path, without what a file name must not have; short enough for a number behind it. */
static char *child_name(const char *name)
{
	g_autofree char *valid = g_utf8_make_valid(name != NULL ? name : "", -1);
	g_strdelimit(valid, "\\", '/');
	const char *last = strrchr(valid, '/');
	g_autoptr(GString) plain = g_string_new(NULL);
	for (const char *at = last != NULL ? last + 1 : valid; *at != '\0'; at = g_utf8_next_char(at))
		g_string_append_unichar(plain, g_unichar_iscntrl(g_utf8_get_char(at)) || *at == ':' ? '_' : g_utf8_get_char(at));
	g_strstrip(plain->str);
	plain->len = strlen(plain->str);
	const char *point = strrchr(plain->str, '.');
	size_t end = point != NULL && strlen(point) <= 10 ? strlen(point) : 0;
	if (plain->len > CHILD_NAME_BYTES) {
		size_t cut = CHILD_NAME_BYTES - end;
		while (cut > 0 && ((unsigned char)plain->str[cut] & 0xC0) == 0x80)
			cut--;
		g_string_erase(plain, (gssize)cut, (gssize)(plain->len - end - cut));
	}
	if (plain->len == 0 || entry_name_fault(plain->str) != NULL)
		g_string_prepend(plain, "bilag_");
	return g_strdup(plain->str);
}

static bool hatch_child(void *self, const char *name, const void *bytes, size_t size)
{
	Sitting *sitting = self;
	g_autofree char *plain = child_name(name);
	if (sitting->children >= LIMIT_CHILDREN || size > (size_t)LIMIT_FILE_BYTES ||
	    sitting->children_bytes + size > (size_t)LIMIT_SUBMISSION_BYTES || entry_name_fault(plain) != NULL)
		return false;
	sitting->children++;
	sitting->children_bytes += size;
	if (!send_entry(NULL, plain))
		_exit(4);
	for (size_t at = 0; at < size; at += CHANNEL_CHUNK)
		if (!send_data(NULL, (const char *)bytes + at, MIN(CHANNEL_CHUNK, size - at)))
			_exit(4);
	return true;
}

static bool hatch_closed(void *self, const char *name, const void *bytes, size_t size)
{
	(void)self;
	(void)name;
	(void)bytes;
	(void)size;
	return false;
}

static char *hatch_recall(void *self, int page)
{
	const Sitting *sitting = self;
	return sitting->kept != NULL ? kept_find(sitting->kept, sitting->kept_size, page) : NULL;
}

/* Each page told earns the document as much time again; the other end counts along. */
static void hatch_keep(void *self, int page, const char *text)
{
	Sitting *sitting = self;
	size_t length = strlen(text);
	uint32_t number = (uint32_t)page;
	if (page < 1 || page > LIMIT_PAGES || length > (size_t)LIMIT_KEPT_PAGE_BYTES || sitting->pages >= LIMIT_OCR_PAGES ||
	    sitting->told[page] || sitting->kept_bytes + length > (size_t)LIMIT_KEPT_BYTES / 2)
		return;
	sitting->told[page] = true;
	sitting->pages++;
	sitting->kept_bytes += length;
	FrameHead head = { FRAME_KEEP, (uint32_t)(sizeof number + length) };
	if (!jail_wind() || !channel_write(SOCKET, &head, sizeof head) || !channel_write(SOCKET, &number, sizeof number) ||
	    !channel_write(SOCKET, text, length))
		_exit(4);
}

/* ---- errands ---- */

static bool do_read(const Room *room, const Errand *errand, Sitting *sitting)
{
	const Hatch hatch = { errand->kind == FRAME_OPEN ? hatch_child : hatch_closed, hatch_recall, hatch_keep, sitting };
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = errand->kind == FRAME_LOOKUP
	                                 ? answer_read(errand->name, sitting->bytes, sitting->size, &error)
	                                 : room->read(errand->name, sitting->bytes, sitting->size, &hatch, &error);
	if (reading == NULL && error == NULL)
		return channel_send(SOCKET, FRAME_PASS, "", 0);
	if (reading == NULL)
		return answer_text(FRAME_ERROR, channel_error_text(error));
	g_autoptr(cJSON) json = reading_json(reading);
	return answer_text(FRAME_READING, json_print_compact(json));
}

static bool do_crop(const Room *room, const Errand *errand, const Sitting *sitting)
{
	g_autoptr(GError) error = NULL;
	PageBox box;
	int page;
	if (room->crop == NULL)
		return channel_send(SOCKET, FRAME_PASS, "", 0);
	if (sscanf(errand->name, "%d %d %d %d %d", &page, &box.left, &box.top, &box.right, &box.bottom) != 5)
		return false;
	g_autoptr(GBytes) picture = room->crop(sitting->bytes, sitting->size, page, box, &error);
	if (picture == NULL)
		return answer_text(FRAME_ERROR, channel_error_text(error));
	size_t size;
	const void *bytes = g_bytes_get_data(picture, &size);
	return channel_send(SOCKET, FRAME_PICTURE, bytes, size);
}

/* The crafts' files go out as they are made; their names are ours, so they are not made plain. */
static bool hatch_file(void *self, const char *name, const void *bytes, size_t size)
{
	(void)self;
	if (!send_entry(NULL, name))
		_exit(4);
	for (size_t at = 0; at < size; at += CHANNEL_CHUNK)
		if (!send_data(NULL, (const char *)bytes + at, MIN(CHANNEL_CHUNK, size - at)))
			_exit(4);
	return true;
}

static bool do_craft(const Room *room, const Errand *errand, Sitting *sitting)
{
	if (room->craft == NULL)
		return channel_send(SOCKET, FRAME_PASS, "", 0);
	const Hatch hatch = { hatch_file, hatch_recall, hatch_keep, sitting };
	g_autoptr(GError) error = NULL;
	g_autoptr(CraftTray) tray = craft_tray(sitting->bytes, sitting->size, sitting->kept, sitting->kept_size);
	if (tray == NULL)
		return false;
	/* From here on it is recognised pages that are kept, no order. */
	const CraftDocument *last = tray->count > 0 ? &tray->documents[tray->count - 1] : NULL;
	bool recalls = last != NULL && strcmp(last->name, CRAFT_KEPT) == 0;
	const char *order = sitting->kept;
	size_t order_size = sitting->kept_size;
	sitting->kept = recalls ? last->bytes : NULL;
	sitting->kept_size = recalls ? last->size : 0;
	tray->count -= recalls;
	g_autoptr(cJSON) answer = room->craft(errand->name, tray, &hatch, &error);
	sitting->kept = order;
	sitting->kept_size = order_size;
	if (answer == NULL && error == NULL)
		return channel_send(SOCKET, FRAME_PASS, "", 0);
	return answer != NULL ? answer_text(FRAME_CRAFTED, json_print_compact(answer)) : answer_text(FRAME_ERROR, channel_error_text(error));
}

static bool do_errand(const Room *room, const Errand *errand, Sitting *sitting)
{
	switch (errand->kind) {
	case FRAME_READ:
	case FRAME_OPEN:
	case FRAME_LOOKUP:
		return do_read(room, errand, sitting);
	case FRAME_UNZIP:
		return do_unzip(sitting->bytes, sitting->size);
	case FRAME_CROP:
		return do_crop(room, errand, sitting);
	case FRAME_CRAFT:
		return do_craft(room, errand, sitting);
	case FRAME_READING:
	case FRAME_ERROR:
	case FRAME_ENTRY:
	case FRAME_DATA:
	case FRAME_END:
	case FRAME_PICTURE:
	case FRAME_KEEP:
	case FRAME_PASS:
	case FRAME_CRAFTED:
		break;
	}
	return false;
}

/* The file's bytes, and the descriptor closed. An empty one is "". false when it cannot be mapped. */
static bool map(int fd, const char **bytes, size_t *size)
{
	off_t end = lseek(fd, 0, SEEK_END);
	*size = end > 0 ? (size_t)end : 0;
	void *mapped = end > 0 ? mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
	close(fd);
	*bytes = end > 0 ? mapped : "";
	return end >= 0 && mapped != MAP_FAILED;
}

static void unmap(const char *bytes, size_t size)
{
	if (size > 0)
		munmap((void *)bytes, size);
}

static bool sit(const Room *room, const Errand *errand)
{
	static Sitting sitting;
	sitting = (Sitting){ 0 };
	if (!map(errand->fd, &sitting.bytes, &sitting.size))
		return false;
	if (errand->kept >= 0 && !map(errand->kept, &sitting.kept, &sitting.kept_size))
		return false;
	bool fine = do_errand(room, errand, &sitting);
	unmap(sitting.bytes, sitting.size);
	if (sitting.kept != NULL)
		unmap(sitting.kept, sitting.kept_size);
	return fine;
}

/* The parent's number is told, so that one that ended before the signal was asked for is seen, and process 1 is a parent too. */
static bool is_orphan(int argc, char **argv)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || (argc > 1 && g_ascii_strtoll(argv[1], NULL, 10) != getppid());
}

_Noreturn void room_serve(const Room *room, int argc, char **argv)
{
	if (is_orphan(argc, argv))
		_exit(5);
	/* Asking for memory page by page, and giving it back between jobs, costs more than a small document does. */
	mallopt(M_TOP_PAD, 4 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
	mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
	room->warm_up();
	if (!jail_enter(SOCKET, room->opens_files))
		_exit(WORKER_UNLOCKED);
	static Errand errand;
	while (take_job(&errand))
		if (!jail_wind() || !sit(room, &errand))
			_exit(4);
	_exit(0);
}
