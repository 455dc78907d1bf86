/*
 * What the locked room costs: the same document read in this process and by a pool of one, which must differ little, and by
 * pools of one and two with all jobs handed in at once. One JSON line; microseconds a job: CPU of all processes, the room's start
 * left out, and of the wall clock the best of the rounds.
 * pool WORKER FILE
 */
#include "intake/error.h"
#include "intake/reader.h"
#include "intake/worker/opener.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define JOBS 20
#define ROUNDS 8 /* fewer jobs together than one worker is kept for */

static int64_t wall_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t cpu_us(int who)
{
	struct rusage usage;
	getrusage(who, &usage);
	return (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static void give_up(const char *what, const GError *error)
{
	g_autofree char *sentence = error != NULL ? error_sentence(error, LANG_EN) : g_strdup("");
	fprintf(stderr, "%s: %s\n", what, sentence);
	exit(1);
}

static void read_here(const char *bytes, gsize size)
{
	g_autoptr(GError) error = NULL;
	for (int i = 0; i < JOBS; i++) {
		g_autoptr(Reading) reading = opener_read("a.pdf", bytes, size, NULL, &error);
		if (reading == NULL)
			give_up("here", error);
	}
}

static void read_there(Reader *reader, int fd)
{
	g_autoptr(GError) error = NULL;
	for (int i = 0; i < JOBS; i++) {
		g_autoptr(Reading) reading = reader_read(reader, "a.pdf", fd, &error);
		if (reading == NULL)
			give_up("pool", error);
	}
}

static void read_many(Reader *reader, int fd)
{
	g_autoptr(GError) error = NULL;
	for (int i = 0; i < JOBS; i++)
		reader_begin(reader, "a.pdf", fd, -1, "");
	while (reader_begun(reader) > 0) {
		g_autoptr(Reading) reading = reader_end(reader, &error);
		if (reading == NULL)
			give_up("pool", error);
	}
}

/* CPU that one document needs in a room of its own and here, all processes ended: mostly the room's start. */
static int64_t single_us(const char *worker, int fd)
{
	int64_t began = cpu_us(RUSAGE_SELF) + cpu_us(RUSAGE_CHILDREN);
	Reader *reader = reader_pool(worker, 1);
	g_autoptr(Reading) reading = reader_read(reader, "a.pdf", fd, NULL);
	reader_free(reader);
	return cpu_us(RUSAGE_SELF) + cpu_us(RUSAGE_CHILDREN) - began;
}

int main(int argc, char **argv)
{
	g_autofree char *bytes = NULL;
	gsize size;
	int fd = argc == 3 ? open(argv[2], O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0 || !g_file_get_contents(argv[2], &bytes, &size, NULL)) {
		fprintf(stderr, "usage: pool WORKER FILE\n");
		return 2;
	}
	/* In turns, so that whatever else this machine does falls on all alike. */
	int64_t best[4] = { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX }, cpu[2] = { 0, 0 }, single = INT64_MAX;
	for (int i = 0; i < 3; i++) {
		int64_t spent = single_us(argv[1], fd);
		single = spent < single ? spent : single;
	}
	Reader *alone = reader_pool(argv[1], 1);
	g_autoptr(Reader) one = reader_pool(argv[1], 1);
	g_autoptr(Reader) two = reader_pool(argv[1], 2);
	for (int round = 0; round < ROUNDS; round++)
		for (int way = 0; way < 4; way++) {
			int64_t began = wall_us(), cpu_began = cpu_us(RUSAGE_SELF);
			if (way == 0)
				read_here(bytes, size);
			else if (way == 1)
				read_there(alone, fd);
			else
				read_many(way == 2 ? one : two, fd);
			int64_t spent = (wall_us() - began) / JOBS;
			best[way] = spent < best[way] ? spent : best[way];
			if (way < 2)
				cpu[way] += cpu_us(RUSAGE_SELF) - cpu_began;
		}
	int64_t ended = cpu_us(RUSAGE_CHILDREN);
	reader_free(alone);
	cpu[1] += cpu_us(RUSAGE_CHILDREN) - ended;
	close(fd);
	const int64_t n = JOBS * ROUNDS;
	printf("{\"here_cpu_us\": %lld, \"pool_cpu_us\": %lld, \"here_us\": %lld, \"pool_us\": %lld, \"one_us\": %lld, \"two_us\": %lld}\n",
	       (long long)(cpu[0] / n), (long long)((cpu[1] - single + cpu[0] / n) / n), (long long)best[0], (long long)best[1],
	       (long long)best[2], (long long)best[3]);
	return 0;
}
