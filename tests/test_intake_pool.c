/*
 * The pool: answers in order from any number of workers; one that dies, hangs or floods costs one job and no more. The
 * workers here are this program itself, which does what a document tells it.
 */
#include "intake/kept.h"
#include "intake/limits.h"
#include "intake/pool.h"
#include "intake/reader.h"
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- the worker ---- */

#define SOCKET 3

static char *slurp(int fd)
{
	struct stat stat;
	if (fd < 0 || fstat(fd, &stat) != 0)
		return g_strdup("");
	char *text = g_malloc0((size_t)stat.st_size + 1);
	if (pread(fd, text, (size_t)stat.st_size, 0) != stat.st_size)
		_exit(9);
	close(fd);
	return text;
}

static bool next_job(char **document, char **kept)
{
	FrameHead head;
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} control;
	int fds[2] = { -1, -1 };
	char name[LIMIT_JOB_NAME_BYTES];
	struct iovec piece = { &head, sizeof head };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
	if (recvmsg(SOCKET, &message, MSG_WAITALL) != (ssize_t)sizeof head)
		return false;
	const struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	memcpy(fds, CMSG_DATA(rights), rights->cmsg_len - CMSG_LEN(0));
	if (recv(SOCKET, name, head.size, MSG_WAITALL) != (ssize_t)head.size)
		return false;
	*document = slurp(fds[0]);
	*kept = slurp(fds[1]);
	return true;
}

static void tell(FrameKind kind, const void *bytes, size_t size)
{
	if (!channel_send(SOCKET, kind, bytes, size))
		_exit(8);
}

/* One line of a document; false when the answer is complete. */
static bool obey(const char *line, const char *kept)
{
	g_auto(GStrv) words = g_strsplit(line, " ", 3);
	const char *deed = words[0] != NULL ? words[0] : "", *one = *deed != '\0' && words[1] != NULL ? words[1] : "";
	const char *two = *one != '\0' && words[2] != NULL ? words[2] : "";
	if (strcmp(deed, "die") == 0)
		raise(SIGSEGV);
	if (strcmp(deed, "hang") == 0)
		pause();
	if (strcmp(deed, "shut") == 0) { /* closes its end, and stays */
		close(SOCKET);
		pause();
	}
	if (strcmp(deed, "nap") == 0)
		g_usleep(100 * 1000);
	if (strcmp(deed, "trickle") == 0) {
		FrameHead head = { FRAME_READING, 100000 };
		channel_write(SOCKET, &head, sizeof head);
		while (channel_write(SOCKET, " ", 1))
			g_usleep(1000);
	}
	if (strcmp(deed, "flood") == 0)
		for (;;)
			tell(FRAME_KEEP, "\1\0\0\0x", 5);
	if (strcmp(deed, "empty") == 0) {
		tell(FRAME_ENTRY, "a", 1);
		tell(FRAME_DATA, "", 0);
	}
	if (strcmp(deed, "child") == 0) {
		tell(FRAME_ENTRY, one, strlen(one));
		tell(FRAME_DATA, two, strlen(two));
	}
	if (strcmp(deed, "keep") == 0) {
		uint32_t page = (uint32_t)atoi(one);
		g_autofree char *frame = g_malloc0(sizeof page + strlen(two));
		memcpy(frame, &page, sizeof page);
		memcpy(frame + sizeof page, two, strlen(two));
		tell(FRAME_KEEP, frame, sizeof page + strlen(two));
	}
	if (strcmp(deed, "recall") == 0) {
		g_autofree char *text = kept_find(kept, strlen(kept), atoi(one));
		g_autofree char *json = g_strdup_printf("{\"media\":\"%s\"}", text != NULL ? text : "none");
		tell(FRAME_READING, json, strlen(json));
		return false;
	}
	if (strcmp(deed, "picture") == 0) {
		tell(FRAME_PICTURE, "\x89PNG\r\n\x1a\n...", 11);
		return false;
	}
	if (strcmp(deed, "ok") == 0) {
		g_autofree char *json = g_strdup_printf("{\"media\":\"%s\"}", one);
		tell(FRAME_READING, json, strlen(json));
		return false;
	}
	return true;
}

static void work(void)
{
	char *document, *kept;
	signal(SIGSEGV, SIG_DFL);
	while (next_job(&document, &kept)) {
		g_auto(GStrv) lines = g_strsplit(document, "\n", -1);
		for (char **line = lines; *line != NULL && obey(*line, kept); line++)
			;
	}
	_exit(0);
}

/* ---- the tests ---- */

static char *own_path;

static int document(const char *text)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	return fd;
}

static void begin(Reader *reader, const char *text)
{
	int fd = document(text);
	reader_begin(reader, text, fd, -1, "");
	close(fd);
}

/* The next answer is of that media, or an Error of that code. */
static void ends(Reader *reader, const char *media, const char *code)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = reader_end(reader, &error);
	if (media != NULL && reading == NULL)
		fail_msg("%s, expected %s", error_code(error), media);
	if (media != NULL)
		assert_string_equal(reading->media, media);
	else
		assert_string_equal(reading != NULL ? reading->media : error_code(error), code);
}

static void answers_come_in_order(void **state)
{
	(void)state;
	for (int workers = 1; workers <= 3; workers++) {
		g_autoptr(Reader) reader = reader_pool(own_path, workers);
		int ended = 0;
		for (int i = 0; i < 20; i++) {
			g_autofree char *text = g_strdup_printf("%s\nok m%d", i % 3 == 0 ? "nap" : "", i);
			begin(reader, text);
			for (; i % 7 == 6 && ended < i - 2; ended++) {
				g_autofree char *media = g_strdup_printf("m%d", ended);
				ends(reader, media, NULL);
			}
		}
		assert_int_equal(reader_begun(reader), 20 - ended);
		for (; ended < 20; ended++) {
			g_autofree char *media = g_strdup_printf("m%d", ended);
			ends(reader, media, NULL);
		}
		assert_int_equal(reader_begun(reader), 0);
	}
}

/* One job between the others, while something of theirs is under way. */
static void one_may_be_read_meanwhile(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_pool(own_path, 2);
	begin(reader, "nap\nok a");
	begin(reader, "die");
	begin(reader, "nap\nok c");
	int fd = document("ok single");
	g_autoptr(Reading) single = reader_read(reader, "single", fd, NULL);
	close(fd);
	assert_string_equal(single->media, "single");
	ends(reader, "a", NULL);
	ends(reader, NULL, "worker-died");
	ends(reader, "c", NULL);
}

/* Whatever ends the first job, the second that was in flight with it is answered, and so is the third. */
static void the_first_job_is_the_guilty_one(void **state)
{
	(void)state;
	static const char *const ways[][2] = {
		{ "die", "worker-died" },    { "shut", "worker-died" },      { "hang", "limit-wall" },       { "trickle", "limit-wall" },
		{ "flood", "limit-answer" }, { "empty\nok", "limit-answer" }, { "keep 0 x", "limit-answer" }, { "child ../x y", "limit-answer" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
		for (int workers = 1; workers <= 2; workers++) {
			g_autoptr(Reader) reader = reader_pool(own_path, workers);
			reader_wall(reader, 1);
			begin(reader, ways[i][0]);
			begin(reader, "ok second");
			begin(reader, "ok third");
			ends(reader, NULL, ways[i][1]);
			ends(reader, "second", NULL);
			ends(reader, "third", NULL);
		}
	/* Two guilty ones, each for itself. */
	g_autoptr(Reader) reader = reader_pool(own_path, 1);
	begin(reader, "die");
	begin(reader, "die");
	begin(reader, "ok third");
	ends(reader, NULL, "worker-died");
	ends(reader, NULL, "worker-died");
	ends(reader, "third", NULL);
}

/* Time in which nobody listened does not count against a worker. */
static void nobody_listening_is_no_hang(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_pool(own_path, 1);
	reader_wall(reader, 1);
	begin(reader, "nap\nok a");
	begin(reader, "nap\nnap\nok b");
	g_usleep(1100 * 1000);
	ends(reader, "a", NULL);
	ends(reader, "b", NULL);
}

/* Each recognised page earns a fresh wall clock. */
static void pages_earn_time(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_pool(own_path, 1);
	reader_wall(reader, 1);
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 1; i <= 3; i++)
		g_string_append_printf(text, "nap\nnap\nnap\nnap\nnap\nnap\nkeep %d page\n", i);
	g_autofree char *endless = g_strconcat(text->str, "hang", NULL);
	g_string_append(text, "ok patient");
	begin(reader, endless);
	begin(reader, text->str);
	ends(reader, NULL, "limit-wall");
	ends(reader, "patient", NULL);
}

static void the_unfinished_are_left(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		Reader *reader = reader_pool(own_path, 2);
		begin(reader, "hang");
		begin(reader, "ok");
		begin(reader, "hang");
		reader_free(reader);
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left, alive or dead */
		assert_int_equal(errno, ECHILD);
	}
}

/* The pids of our children, at most n. */
static int children(pid_t *out, int n)
{
	g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	int found = 0;
	for (char *at = text, *end; found < n && (out[found] = (pid_t)strtol(at, &end, 10)) > 0; at = end)
		found++;
	return found;
}

/* A program that ends without a word takes its workers with it, even those that listen to nothing. */
static void no_worker_outlives_its_owner(void **state)
{
	(void)state;
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	pid_t owner = fork();
	if (owner == 0) {
		pid_t workers[3];
		Reader *reader = reader_pool(NULL, 2);
		for (int i = 0; i < 2; i++)
			begin(reader, "hello");
		for (int i = 0; i < 2; i++)
			ends(reader, "text", NULL);
		if (children(workers, 3) != 2)
			_exit(1);
		for (int i = 0; i < 2; i++)
			kill(workers[i], SIGSTOP);
		kill(getpid(), SIGKILL);
	}
	int status = 0;
	assert_int_equal(waitpid(owner, &status, 0), owner);
	assert_true(WIFSIGNALED(status));
	for (int i = 0; i < 2; i++) {
		assert_true(waitpid(-1, &status, 0) > 0);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	}
	assert_int_equal(waitpid(-1, NULL, 0), -1);
}

static char *content(const char *folder, const char *file)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static void what_lies_inside_is_unpacked(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	g_autoptr(Reader) reader = reader_new(own_path);
	int fd = document("child b.pdf one\nchild a.pdf two\nchild b.pdf three\nchild b three\nchild b four\nok mail");
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = reader_open(reader, "x.eml", fd, dir, "7.", &error);
	assert_non_null(reading);
	static const char *const names[] = { "b.pdf", "a.pdf", "b (2).pdf", "b", "b (2)" };
	assert_int_equal(reading->children->len, G_N_ELEMENTS(names));
	for (guint i = 0; i < reading->children->len; i++) {
		const ZipEntry *child = reading->children->pdata[i];
		g_autofree char *file = g_strdup_printf("7.%u", i);
		assert_string_equal(child->name, names[i]);
		assert_string_equal(child->file, file);
	}
	g_autofree char *third = content(folder, "7.2");
	assert_string_equal(third, "three");
	/* A file that is there already is not written over. */
	assert_null(reader_open(reader, "x.eml", fd, dir, "7.", &error));
	assert_int_equal(error_class(error), ERROR_STORE);
	g_autofree char *still = content(folder, "7.2");
	assert_string_equal(still, "three");
	close(fd);
	/* Of a document that fails nothing stays. */
	fd = document("child c one\ndie");
	g_clear_error(&error);
	assert_null(reader_open(reader, "y.eml", fd, dir, "8.", &error));
	g_autofree char *path = g_build_filename(folder, "8.0", NULL);
	assert_int_equal(access(path, F_OK), -1);
	close(fd);
	/* Where nobody takes them they are a lie. */
	fd = document("child c one\nok mail");
	g_clear_error(&error);
	assert_null(reader_read(reader, "y.eml", fd, &error));
	assert_string_equal(error_code(error), "limit-answer");
	close(fd);
	close(dir);
	scratch_remove(folder);
}

static void children_are_counted(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	g_autoptr(Reader) reader = reader_new(own_path);
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < LIMIT_CHILDREN; i++)
		g_string_append_printf(text, "child n%d x\n", i);
	g_autofree char *many = g_strconcat(text->str, "child more x\nok mail", NULL);
	g_string_append(text, "ok mail");
	int fd = document(text->str), over = document(many);
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = reader_open(reader, "x", fd, dir, "a", &error);
	assert_non_null(reading);
	assert_int_equal(reading->children->len, LIMIT_CHILDREN);
	assert_null(reader_open(reader, "x", over, dir, "b", &error));
	assert_string_equal(error_code(error), "limit-answer");
	close(fd);
	close(over);
	close(dir);
	scratch_remove(folder);
}

static const char *recalled(Reader *reader, const char *text)
{
	static char media[40];
	int fd = document(text);
	g_autoptr(Reading) reading = reader_read(reader, "scan.pdf", fd, NULL);
	close(fd);
	assert_non_null(reading);
	g_strlcpy(media, reading->media, sizeof media);
	return media;
}

/* The same document sees what was kept of it, another one does not. */
static void pages_are_kept_by_document(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	g_autofree char *cache = g_build_filename(folder, "pages", NULL);
	g_autoptr(Reader) reader = reader_new(own_path);
	reader_remember(reader, cache);
	assert_string_equal(recalled(reader, "keep 2 two\nkeep 1 one\nrecall 2"), "none");
	assert_string_equal(recalled(reader, "keep 2 two\nkeep 1 one\nrecall 2"), "two");
	assert_string_equal(recalled(reader, "recall 2"), "none");
	g_autofree char *file = NULL;
	GDir *files = g_dir_open(cache, 0, NULL);
	file = g_strdup(g_dir_read_name(files));
	assert_int_equal(strlen(file), 64);
	assert_null(g_dir_read_name(files)); /* nothing half-written beside it, nothing of the document without pages */
	g_dir_close(files);
	/* One that is spoilt tells less, and harms nobody. */
	static const char *const spoilt[] = { "", "2 3\ntwo", "2 999999999999999999999\ntwo\n", "2 3 \ntwo\n", "-2 3\ntwo\n", "2 -3\ntwo\n", "2 2\ntwo\n" };
	for (size_t i = 0; i < G_N_ELEMENTS(spoilt); i++) {
		scratch_write(cache, file, spoilt[i]);
		assert_string_equal(recalled(reader, "keep 2 two\nkeep 1 one\nrecall 2"), "none");
		assert_string_equal(recalled(reader, "keep 2 two\nkeep 1 one\nrecall 2"), "two");
	}
	scratch_remove(folder);
}

static void a_part_of_a_page_is_a_picture(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(own_path);
	g_autoptr(GError) error = NULL;
	int good = document("picture"), wrong = document("ok text");
	g_autoptr(GBytes) picture = reader_crop(reader, "a.pdf", good, 1, (PageBox){ 0 }, &error);
	assert_int_equal(g_bytes_get_size(picture), 11);
	assert_null(reader_crop(reader, "a.pdf", wrong, 1, (PageBox){ 0 }, &error));
	assert_string_equal(error_code(error), "limit-answer");
	g_clear_error(&error);
	assert_null(reader_read(reader, "a.pdf", good, &error));
	assert_string_equal(error_code(error), "limit-answer");
	close(good);
	close(wrong);
}

static pid_t only_child(void)
{
	pid_t two[2];
	assert_int_equal(children(two, 2), 1);
	return two[0];
}

/* The real worker: one that is stopped or killed costs its job. */
static void a_killed_worker_is_replaced(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	reader_wall(reader, 1);
	begin(reader, "hello");
	ends(reader, "text", NULL);
	static const struct {
		bool killed;
		const char *code;
	} rows[] = { { true, "worker-died" }, { false, "limit-wall" } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		pid_t worker = only_child();
		kill(worker, SIGSTOP);
		begin(reader, "hello");
		begin(reader, "second");
		if (rows[i].killed)
			kill(worker, SIGKILL);
		ends(reader, NULL, rows[i].code);
		ends(reader, "text", NULL);
		assert_int_not_equal(only_child(), worker);
	}
}

/* What the smaller room does not open goes to the larger one, and only once. */
static void rooms_pass_on(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	static const char odd[] = { '\0', '\1', '<', 'a', '\0' };
	for (int i = 0; i < 2; i++) {
		int fd = memfd_create("odd", MFD_CLOEXEC);
		assert_int_equal(write(fd, odd, sizeof odd), sizeof odd);
		reader_begin(reader, "odd", fd, -1, "");
		begin(reader, "<Invoice/>");
		begin(reader, "hello");
		ends(reader, "other", NULL);
		ends(reader, "xml", NULL);
		ends(reader, "text", NULL);
		close(fd);
	}
}

int main(int argc, char **argv)
{
	if (argc > 0 && strcmp(argv[0], "paakrav-worker") == 0)
		work();
	own_path = g_file_read_link("/proc/self/exe", NULL);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_come_in_order),
		cmocka_unit_test(one_may_be_read_meanwhile),
		cmocka_unit_test(the_first_job_is_the_guilty_one),
		cmocka_unit_test(nobody_listening_is_no_hang),
		cmocka_unit_test(pages_earn_time),
		cmocka_unit_test(the_unfinished_are_left),
		cmocka_unit_test(no_worker_outlives_its_owner),
		cmocka_unit_test(what_lies_inside_is_unpacked),
		cmocka_unit_test(children_are_counted),
		cmocka_unit_test(pages_are_kept_by_document),
		cmocka_unit_test(a_part_of_a_page_is_a_picture),
		cmocka_unit_test(a_killed_worker_is_replaced),
		cmocka_unit_test(rooms_pass_on),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	g_free(own_path);
	return failed;
}
