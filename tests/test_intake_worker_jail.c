/* The locked room: what it may not do, what happens when it dies, hangs on to nothing, or lies. */
#include "intake/limits.h"
#include "intake/reader.h"
#include "intake/worker/jail.h"
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int document(const char *text)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	return fd;
}

/* How a child ends that enters the jail of the smaller or the larger room and then does that. */
static int jailed_in(bool large, int (*deed)(void))
{
	pid_t child = fork();
	if (child == 0) {
		int fd = open("/dev/null", O_RDWR);
		if (dup2(fd, 3) < 0 || !jail_enter(3, large))
			_exit(99);
		_exit(deed());
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static int jailed(int (*deed)(void))
{
	return jailed_in(false, deed);
}

static int do_nothing(void)
{
	return jail_wind() ? 0 : 1;
}

static int do_open(void)
{
	return open("/etc/hostname", O_RDONLY) < 0 ? 0 : 1;
}

static int do_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 0 : 1;
}

static int do_exec(void)
{
	char *const arguments[] = { (char *)"true", NULL };
	execv("/bin/true", arguments);
	return 0;
}

static int do_fork(void)
{
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	return child < 0 ? 0 : 1;
}

static int do_kill(void)
{
	return kill(getppid(), SIGUSR1) < 0 ? 0 : 1;
}

static int do_signal_parent(void)
{
	return syscall(SYS_tgkill, getppid(), getppid(), SIGUSR1) < 0 ? 0 : 1;
}

static int do_map_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? 0 : 1;
}

static int do_count(void)
{
	struct rlimit second = { 1, 2 };
	if (setrlimit(RLIMIT_CPU, &second) != 0)
		return 1;
	for (volatile unsigned long i = 0;; i++)
		;
}

static void jail_holds(void **state)
{
	(void)state;
	int nothing = jailed(do_nothing);
	assert_true(WIFEXITED(nothing) && WEXITSTATUS(nothing) == 0);
	int opened = jailed(do_open);
	assert_true(WIFEXITED(opened) && WEXITSTATUS(opened) == 0);
	int (*const forbidden[])(void) = { do_socket, do_exec, do_fork, do_kill, do_signal_parent, do_map_code };
	for (size_t i = 0; i < G_N_ELEMENTS(forbidden); i++) {
#ifdef PAAKRAV_SANITIZED
		if (forbidden[i] == do_map_code) /* the sanitizer's own memory needs freedom */
			continue;
		int status = jailed(forbidden[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
#else
		int status = jailed(forbidden[i]);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
			fail_msg("deed %zu ended with %x", i, (unsigned)status);
#endif
	}
	int counted = jailed(do_count);
	assert_true(WIFSIGNALED(counted) && WTERMSIG(counted) == SIGXCPU);
}

static int do_open_font_list(void)
{
	int fd = open("/etc/fonts/fonts.conf", O_RDONLY | O_CLOEXEC);
	char byte;
	return fd >= 0 && read(fd, &byte, 1) == 1 ? 0 : 1;
}

static int do_write(void)
{
	static const int ways[] = { O_WRONLY, O_RDWR, O_RDONLY | O_CREAT, O_RDONLY | O_TRUNC, O_RDWR | O_TMPFILE, O_WRONLY | O_APPEND };
	static const char *const places[] = { "/etc/fonts/fonts.conf", "/usr/share/fonts", "/tmp", "/tmp/written-by-a-worker", "/dev/null" };
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(places); j++)
			if (open(places[j], ways[i] | O_CLOEXEC, 0600) >= 0)
				return 1;
	return mkdir("/tmp/made-by-a-worker", 0700) == 0 || unlink("/etc/fonts/fonts.conf") == 0 || rename("/tmp", "/tmq") == 0 ||
	       chmod("/etc/fonts/fonts.conf", 0777) == 0;
}

static int do_look_around(void)
{
	static const char *const places[] = { "/etc/passwd", "/etc", "/", "/proc/self/maps", "/etc/fonts/../passwd", "/usr/share",
		"/home", "/dev/urandom", "." };
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		if (open(places[i], O_RDONLY | O_CLOEXEC) >= 0)
			return 1;
	return 0;
}

/* The larger room reads the system's fonts and nothing else; what it may not do fails, or ends it. */
static void larger_jail_holds(void **state)
{
	(void)state;
	int (*const deeds[])(void) = { do_nothing, do_write, do_look_around, do_open, do_socket, do_fork, do_signal_parent,
		do_kill, do_exec, do_open_font_list };
	for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
		int status = jailed_in(true, deeds[i]);
		bool deadly = deeds[i] == do_kill || deeds[i] == do_exec;
		if (!(WIFEXITED(status) && WEXITSTATUS(status) == 0) && !(deadly && WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS))
			fail_msg("deed %zu ended with %x", i, (unsigned)status);
	}
	int small = jailed(do_open_font_list);
	assert_false(WIFEXITED(small) && WEXITSTATUS(small) == 0);
}

/* A kernel without Landlock, as far as this process can tell. */
static int in_old_kernel(int (*deed)(void))
{
	pid_t child = fork();
	if (child == 0) {
		scmp_filter_ctx rules = seccomp_init(SCMP_ACT_ALLOW);
		int fd = open("/dev/null", O_RDWR);
		if (rules == NULL || seccomp_rule_add(rules, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0) != 0 ||
		    seccomp_load(rules) != 0 || dup2(fd, 3) < 0 || !jail_enter(3, true))
			_exit(99);
		_exit(deed());
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Where the kernel cannot hold to a list of folders, none is opened at all. */
static void without_landlock_nothing_is_opened(void **state)
{
	(void)state;
	assert_int_equal(in_old_kernel(do_nothing), 0);
	assert_int_equal(in_old_kernel(do_write), 0);
	assert_int_equal(in_old_kernel(do_look_around), 0);
	assert_int_equal(in_old_kernel(do_open_font_list), 1);
}

static void jobs_follow_each_other(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	for (int i = 0; i < 50; i++) {
		bool sound = i % 2 == 0;
		int fd = document(sound ? "<claim xmlns=\"urn:paakrav:claim:1\"><creditor><name>A</name></creditor></claim>" : "<claim>");
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = reader_read(reader, "mappe/claim.xml", fd, &error);
		close(fd);
		assert_int_equal(reading != NULL, sound);
		if (sound) {
			assert_int_equal(reading->facts->len, 1);
		} else {
			assert_string_equal(error_file(error), "mappe/claim.xml");
			assert_string_equal(error_code(error), "claim-namespace");
			assert_int_equal(error_line(error), 1);
			assert_non_null(error_remedy_text(error, LANG_EN));
		}
	}
}

/* What an error repeats of a document passes the distrust at the other end. */
static void odd_bytes_in_errors_pass(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{ "<claim xmlns=\"urn:paakrav:claim:1\"><creditor><country>\x7F</country></creditor></claim>", "claim-country" },
		{ "<claim xmlns=\"urn:paakrav:claim:1\"><item kind='&#9;a&#10;b\xC2\x85'/></claim>", "claim-word" },
		{ "<claim xmlns=\"urn:paakrav:claim:1\">\x01</claim>", "xml-malformed" },
		{ "<claim xmlns=\"urn:paakrav:claim:1\"><\x7F/></claim>", "xml-malformed" },
	};
	g_autoptr(Reader) reader = reader_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		int fd = document(rows[i][0]);
		g_autoptr(GError) error = NULL;
		assert_null(reader_read(reader, "claim.xml", fd, &error));
		assert_string_equal(error_code(error), rows[i][1]);
		close(fd);
	}
}

static void only_files_are_read(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	g_autoptr(GError) error = NULL;
	assert_null(reader_read(reader, "pipe", ends[0], &error));
	assert_string_equal(error_code(error), "file-kind");
	close(ends[0]);
	close(ends[1]);
	int large = memfd_create("large", MFD_CLOEXEC);
	assert_int_equal(ftruncate(large, LIMIT_FILE_BYTES + 1), 0);
	g_clear_error(&error);
	assert_null(reader_read(reader, "large.pdf", large, &error));
	assert_string_equal(error_code(error), "file-too-large");
	close(large);
	g_clear_error(&error);
	g_autoptr(Reader) lost = reader_new("/nowhere/paakrav-worker");
	int fd = document("x");
	assert_null(reader_read(lost, "x", fd, &error));
	assert_string_equal(error_code(error), "worker-missing");
	close(fd);
}

/* A worker of our own making; each job finds it so, is refused, and the next one starts another. */
static void bad_workers_cost_one_job(void **state)
{
	(void)state;
	static const struct {
		const char *script, *code;
	} rows[] = {
		{ "#!/bin/sh\nexit 3\n", "worker-unlocked" },
		{ "#!/bin/sh\nexit 5\n", "worker-died" },
		{ "#!/bin/sh\nkill -ABRT $$\n", "limit-memory" },
		{ "#!/bin/sh\nkill -XCPU $$\n", "limit-cpu" },
		{ "#!/bin/sh\nkill -SEGV $$\n", "worker-died" },
		{ "#!/bin/sh\nprintf '\\003\\000\\000\\000\\377\\377\\377\\377' >&3\nexec sleep 20\n", "limit-answer" },
		{ "#!/bin/sh\nprintf '\\003\\000\\000\\000\\002\\000\\000\\000{}' >&3\nexec sleep 20\n", "limit-answer" },
		{ "#!/bin/sh\nprintf '\\007\\000\\000\\000\\000\\000\\000\\000' >&3\nexec sleep 20\n", "limit-answer" },
		{ "#!/bin/sh\nprintf '\\004\\000\\000\\000\\002\\000\\000\\000{}' >&3\nexec sleep 20\n", "limit-answer" },
		{ "#!/bin/sh\nprintf '\\003\\000' >&3\n", "worker-died" },
	};
	char *folder = scratch_make();
	g_autofree char *path = g_build_filename(folder, "worker", NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		scratch_write(folder, "worker", rows[i].script);
		assert_int_equal(chmod(path, 0700), 0);
		g_autoptr(Reader) reader = reader_new(path);
		for (int job = 0; job < 2; job++) {
			int fd = document("hello");
			g_autoptr(GError) error = NULL;
			assert_null(reader_read(reader, "a.txt", fd, &error));
			close(fd);
			if (strcmp(error_code(error), rows[i].code) != 0 && strcmp(error_code(error), "worker-died") != 0)
				fail_msg("worker %zu: %s, expected %s", i, error_code(error), rows[i].code);
			assert_string_equal(error_file(error), "a.txt");
		}
	}
	/* One that names a file outside, or sends bytes without a name. */
	static const char *const liars[] = { "#!/bin/sh\nprintf '\\005\\000\\000\\000\\004\\000\\000\\000../a' >&3\nexec sleep 20\n",
		"#!/bin/sh\nprintf '\\006\\000\\000\\000\\001\\000\\000\\000x' >&3\nexec sleep 20\n" };
	for (size_t i = 0; i < G_N_ELEMENTS(liars); i++) {
		scratch_write(folder, "worker", liars[i]);
		assert_int_equal(chmod(path, 0700), 0);
		g_autoptr(Reader) reader = reader_new(path);
		int fd = document("PK"), dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		g_autoptr(GError) error = NULL;
		assert_null(reader_unzip(reader, "a.zip", fd, dir, &error));
		assert_true(strcmp(error_code(error), "limit-answer") == 0 || strcmp(error_code(error), "worker-died") == 0);
		close(fd);
		close(dir);
	}
	scratch_remove(folder);
	g_free(folder);
}

/* A fork must not share its parent's worker: answers would go to the wrong one. */
static void a_fork_has_its_own_worker(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	int fd = document("hello");
	g_autoptr(Reading) first = reader_read(reader, "a", fd, NULL);
	assert_non_null(first);
	pid_t child = fork();
	if (child == 0) {
		Reading *reading = reader_read(reader, "a", fd, NULL);
		bool fine = reading != NULL;
		reader_free(reader);
		_exit(fine ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	g_autoptr(Reading) again = reader_read(reader, "a", fd, NULL);
	assert_non_null(again);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jail_holds),          cmocka_unit_test(larger_jail_holds),
		cmocka_unit_test(only_files_are_read), cmocka_unit_test(jobs_follow_each_other),
		cmocka_unit_test(bad_workers_cost_one_job), cmocka_unit_test(without_landlock_nothing_is_opened),
		cmocka_unit_test(a_fork_has_its_own_worker), cmocka_unit_test(odd_bytes_in_errors_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
