#include "intake/pool.h"

#include "intake/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKER_SOCKET 3 /* where paakrav-worker expects it */
#define IN_FLIGHT 2
#define BURST 64 /* reads from one worker before the others and the clocks are looked at again */

typedef struct Worker {
	pid_t process; /* 0: none running */
	bool small; /* it is the smaller room, and passes on what it does not open */
	int socket;
	int clock; /* a timer, since nothing below main reads a clock */
	Job *jobs[IN_FLIGHT]; /* in the order of answers */
	int flying;
	int answered; /* since it was started */
	FrameHead head; /* of the frame that is coming in */
	size_t head_got, got;
	char *payload;
} Worker;

struct Pool {
	char *program, *small_program; /* the latter beside the former, with "-xml" to its name; NULL where there is none */
	pid_t owner; /* the process that started the workers: a fork starts its own */
	int wall_s;
	int size;
	Worker *workers;
	GQueue waiting; /* Job*, borrowed */
};

/* Why a job ended without an answer. */
typedef enum Fall { FALL_NONE, FALL_DIED, FALL_WALL, FALL_FLOOD, FALL_MEMORY } Fall;

Pool *pool_new(const char *program, int workers)
{
	assert(workers > 0 && workers <= LIMIT_WORKERS);
	Pool *pool = g_new0(Pool, 1);
	pool->program = g_strdup(program);
	pool->small_program = g_strconcat(program, "-xml", NULL);
	if (access(pool->small_program, X_OK) != 0)
		g_clear_pointer(&pool->small_program, g_free);
	pool->wall_s = LIMIT_JOB_WALL_S;
	pool->size = workers;
	pool->owner = getpid();
	pool->workers = g_new0(Worker, workers);
	for (int i = 0; i < workers; i++)
		pool->workers[i].socket = pool->workers[i].clock = -1;
	g_queue_init(&pool->waiting);
	return pool;
}

void pool_wall(Pool *pool, int seconds)
{
	pool->wall_s = seconds;
}

/* ---- processes ---- */

/* End the worker and say how it ended; one inherited over a fork is left to its own parent. */
static int bury(const Pool *pool, Worker *worker)
{
	int status = 0;
	if (worker->socket >= 0)
		close(worker->socket);
	if (worker->clock >= 0)
		close(worker->clock);
	if (worker->process > 0 && pool->owner == getpid()) {
		kill(worker->process, SIGKILL);
		while (waitpid(worker->process, &status, 0) < 0 && errno == EINTR)
			;
	}
	g_free(worker->payload);
	*worker = (Worker){ .socket = -1, .clock = -1 };
	return status;
}

/* One that closed its end is about to end by itself, and tells how; it is given a second. */
static int bury_ended(const Pool *pool, Worker *worker)
{
	int watched = pidfd_open(worker->process, 0), status = 0;
	struct pollfd end = { watched, POLLIN, 0 };
	while (watched >= 0 && poll(&end, 1, 1000) < 0 && errno == EINTR)
		;
	if (watched >= 0)
		close(watched);
	pid_t ended = waitpid(worker->process, &status, WNOHANG);
	if (ended == worker->process)
		worker->process = 0;
	int killed = bury(pool, worker);
	return ended > 0 ? status : killed;
}

void pool_free(Pool *pool)
{
	if (pool == NULL)
		return;
	for (int i = 0; i < pool->size; i++)
		bury(pool, &pool->workers[i]);
	g_queue_clear(&pool->waiting);
	g_free(pool->workers);
	g_free(pool->program);
	g_free(pool->small_program);
	g_free(pool);
}

/* Between fork and exec: the socket at its place, nothing else open, and no environment but what keeps OCR to one thread. */
static void become_worker(const char *program, int socket, const char *parent)
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
	char *const arguments[] = { (char *)"paakrav-worker", (char *)parent, NULL };
	char *const environment[] = { (char *)"OMP_THREAD_LIMIT=1", NULL };
	execve(program, arguments, environment);
	_exit(127);
}

static bool start(const Pool *pool, Worker *worker, bool small, GError **error)
{
	int pair[2];
	const char *program = small ? pool->small_program : pool->program;
	if (access(program, X_OK) != 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		error_set(error, ERROR_INPUT, "worker-missing", "Programmet paakrav-worker kan ikke startes.",
		          "The program paakrav-worker cannot be started.");
		error_remedy(error, "Det skal ligge ved siden af paakrav.", "It must lie beside paakrav.");
		return false;
	}
	char parent[16];
	g_snprintf(parent, sizeof parent, "%d", (int)getpid());
	worker->clock = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	pid_t child = worker->clock >= 0 ? fork() : -1;
	if (child == 0)
		become_worker(program, pair[1], parent);
	close(pair[1]);
	worker->socket = pair[0];
	worker->process = MAX(child, 0);
	worker->small = small;
	if (child > 0)
		return true;
	bury(pool, worker);
	return error_set(error, ERROR_INPUT, "worker-missing", "Der kan ikke startes en læseproces.", "No reading process can be started.");
}

/* seconds 0: stopped. */
static bool wind_clock(const Worker *worker, int seconds)
{
	struct itimerspec span = { .it_value = { .tv_sec = seconds } };
	return timerfd_settime(worker->clock, 0, &span, NULL) == 0;
}

/* The head carries the descriptors. Two jobs fit the socket's buffer, so a worker that does not read cannot hold us. */
static bool send_job(const Worker *worker, const Job *job)
{
	size_t length = strlen(job->told);
	int descriptors[2] = { job->document, job->kept };
	size_t carried = (job->kept >= 0 ? 2 : 1) * sizeof(int);
	FrameHead head = { (uint32_t)job->kind, (uint32_t)length };
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof descriptors)];
	} control = { 0 };
	struct iovec pieces[] = { { &head, sizeof head }, { job->told, length } };
	struct msghdr message = {
		.msg_iov = pieces, .msg_iovlen = 2, .msg_control = &control, .msg_controllen = CMSG_SPACE(carried)
	};
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(carried);
	memcpy(CMSG_DATA(rights), descriptors, carried);
	ssize_t sent;
	do {
		sent = sendmsg(worker->socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
	} while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)(sizeof head + length);
}

/* ---- what becomes of jobs ---- */

static bool fail_died(GError **error, int status)
{
	bool signalled = WIFSIGNALED(status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_UNLOCKED) {
		error_set(error, ERROR_INPUT, "worker-unlocked", "Læseprocessen kan ikke låses inde på denne maskine; intet læses.",
		          "The reading process cannot be locked in on this machine; nothing is read.");
		error_remedy(error, "Kernen skal tillade seccomp.", "The kernel must allow seccomp.");
		return false;
	}
	if (signalled && WTERMSIG(status) == SIGXCPU)
		return error_set(error, ERROR_INPUT, "limit-cpu", "Filen kræver mere end %d sekunders regnetid.",
		                 "The file needs more than %d seconds of computing.", LIMIT_JOB_CPU_S);
	/* How GLib and C++ end when they are refused memory. */
	if (signalled && (WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGTRAP))
		return error_set(error, ERROR_INPUT, "limit-memory", "Filen kræver mere end %ld MiB hukommelse.",
		                 "The file needs more than %ld MiB of memory.", LIMIT_JOB_MEMORY_BYTES / (1024 * 1024));
	return error_set(error, ERROR_INPUT, "worker-died", "Læsningen af filen brød sammen (%s %d).",
	                 "Reading the file broke down (%s %d).", signalled ? "signal" : "status",
	                 signalled ? WTERMSIG(status) : WEXITSTATUS(status));
}

static void fail_fall(GError **error, Fall fall, int status, int wall_s)
{
	if (fall == FALL_WALL)
		error_set(error, ERROR_INPUT, "limit-wall", "Filen tog mere end %d sekunder at læse.",
		          "The file took more than %d seconds to read.", wall_s);
	else if (fall == FALL_FLOOD)
		error_set(error, ERROR_INPUT, "limit-answer", "Filen giver et svar på mere end %ld MiB.",
		          "The file yields an answer of more than %ld MiB.", LIMIT_JOB_ANSWER_BYTES / (1024 * 1024));
	else if (fall == FALL_MEMORY)
		error_set(error, ERROR_INPUT, "limit-memory", "Filen kræver mere end %ld MiB hukommelse.",
		          "The file needs more than %ld MiB of memory.", LIMIT_JOB_MEMORY_BYTES / (1024 * 1024));
	else
		fail_died(error, status);
}

/* The job in front leaves its worker. */
static Job *shift(Worker *worker)
{
	Job *job = worker->jobs[0];
	worker->jobs[0] = worker->jobs[1];
	worker->jobs[1] = NULL;
	worker->flying--;
	return job;
}

/* What was behind the guilty job is sent again, and first. */
static void send_again(Pool *pool, Worker *worker)
{
	while (worker->flying > 0) {
		Job *job = worker->jobs[--worker->flying];
		job->again(job);
		job->alone = true;
		g_queue_push_head(&pool->waiting, job);
	}
}

/* The worker is gone or sent away; the job in front says which limit it passed, unless it has its Error already. */
static void fall(Pool *pool, Worker *worker, Fall why)
{
	Job *guilty = shift(worker);
	send_again(pool, worker);
	int status = why == FALL_DIED ? bury_ended(pool, worker) : bury(pool, worker);
	if (guilty->error == NULL)
		fail_fall(&guilty->error, why, status, pool->wall_s);
	guilty->done = true;
}

/* The job in front is answered, or passed on to the larger room. */
static void finish(Pool *pool, Worker *worker, bool done)
{
	Job *job = shift(worker);
	job->done = done;
	if (!done) {
		job->again(job);
		job->small = false;
		g_queue_push_head(&pool->waiting, job);
	}
	worker->answered++;
	wind_clock(worker, worker->flying > 0 ? pool->wall_s : 0);
	/* Libraries leak; a worker is not kept for ever. */
	if (worker->flying == 0 && worker->answered >= LIMIT_WORKER_JOBS)
		bury(pool, worker);
}

/* Does the job need the larger room? */
static bool needs_large(const Pool *pool, const Job *job)
{
	return !job->small || pool->small_program == NULL;
}

/*
 * Which worker takes the next job: an idle one, a new one, an idle one of the smaller room to be replaced, or one that has
 * a single job; NULL when all are busy.
 */
static Worker *choose(const Pool *pool, const Job *job)
{
	Worker *fresh = NULL, *replaced = NULL, *shared = NULL;
	bool large = needs_large(pool, job);
	for (int i = 0; i < pool->size; i++) {
		Worker *worker = &pool->workers[i];
		bool fits = !large || !worker->small;
		if (worker->process == 0)
			fresh = fresh != NULL ? fresh : worker;
		else if (worker->flying == 0 && fits)
			return worker;
		else if (worker->flying == 0)
			replaced = worker;
		else if (worker->flying < IN_FLIGHT && fits && !worker->jobs[0]->alone && worker->answered < LIMIT_WORKER_JOBS)
			shared = shared != NULL ? shared : worker;
	}
	return fresh != NULL ? fresh : replaced != NULL ? replaced : job->alone ? NULL : shared;
}

static bool hand_over(const Pool *pool, Worker *worker, Job *job)
{
	if (!send_job(worker, job) || (worker->flying == 0 && !wind_clock(worker, pool->wall_s)))
		return false;
	worker->jobs[worker->flying++] = job;
	return true;
}

/* A worker that died since its last job is no fault of this one: it is started anew, once. */
static bool begin(const Pool *pool, Worker *worker, Job *job)
{
	bool small = !needs_large(pool, job);
	if (worker->process > 0 && (small || !worker->small) && hand_over(pool, worker, job))
		return true;
	if (worker->flying > 0)
		return false; /* its end is seen when it is read */
	bury(pool, worker);
	if (!start(pool, worker, small, &job->error)) {
		job->done = true;
		return true;
	}
	if (hand_over(pool, worker, job))
		return true;
	bury(pool, worker);
	error_set(&job->error, ERROR_INPUT, "worker-died", "Læseprocessen tager ikke imod.", "The reading process does not answer.");
	job->done = true;
	return true;
}

static void dispatch(Pool *pool)
{
	while (!g_queue_is_empty(&pool->waiting)) {
		Job *job = g_queue_peek_head(&pool->waiting);
		Worker *worker = choose(pool, job);
		if (worker == NULL || !begin(pool, worker, job))
			return;
		g_queue_pop_head(&pool->waiting);
	}
}

/* ---- answers ---- */

static size_t frame_most(uint32_t kind)
{
	switch (kind) {
	case FRAME_DATA:
		return CHANNEL_CHUNK;
	case FRAME_READING:
	case FRAME_CRAFTED:
		return (size_t)LIMIT_JOB_ANSWER_BYTES;
	case FRAME_PICTURE:
		return (size_t)LIMIT_CROP_BYTES;
	case FRAME_KEEP:
		return LIMIT_KEPT_PAGE_BYTES + sizeof(uint32_t);
	default:
		return LIMIT_FRAME_BYTES;
	}
}

/* The frame is here in full. */
static Fall take(Pool *pool, Worker *worker)
{
	Job *job = worker->jobs[0];
	g_autofree char *payload = g_steal_pointer(&worker->payload);
	worker->head_got = worker->got = 0;
	if (worker->head.kind == FRAME_PASS && worker->small) {
		finish(pool, worker, false);
		return FALL_NONE;
	}
	switch (job->take(job, (FrameKind)worker->head.kind, payload, worker->head.size)) {
	case TAKE_MORE:
		return FALL_NONE;
	case TAKE_TIME:
		return wind_clock(worker, pool->wall_s) ? FALL_NONE : FALL_DIED;
	case TAKE_DONE:
		finish(pool, worker, true);
		return FALL_NONE;
	case TAKE_LIE:
	case TAKE_STOP:
		break;
	}
	return FALL_FLOOD;
}

/* Some bytes of the answer, lengths checked before anything is allocated. more: there may be others at once. */
static Fall receive(Pool *pool, Worker *worker, bool *more)
{
	bool heading = worker->head_got < sizeof worker->head;
	char *to = heading ? (char *)&worker->head + worker->head_got : worker->payload + worker->got;
	size_t missing = heading ? sizeof worker->head - worker->head_got : worker->head.size - worker->got;
	ssize_t n = recv(worker->socket, to, missing, MSG_DONTWAIT);
	*more = n > 0 || (n < 0 && errno == EINTR);
	if (n <= 0)
		return n < 0 && (errno == EINTR || errno == EAGAIN) ? FALL_NONE : FALL_DIED;
	*(heading ? &worker->head_got : &worker->got) += (size_t)n;
	if (worker->head_got < sizeof worker->head)
		return FALL_NONE;
	if (heading) {
		if (worker->head.size > frame_most(worker->head.kind))
			return FALL_FLOOD;
		worker->payload = g_try_malloc(worker->head.size + 1);
		if (worker->payload == NULL)
			return FALL_FLOOD;
		worker->payload[worker->head.size] = '\0';
	}
	return worker->got == worker->head.size ? take(pool, worker) : FALL_NONE;
}

#ifdef PAAKRAV_SANITIZED
/* Address space means nothing under a sanitizer: what is really used is watched instead. */
static bool too_fat(const Worker *worker)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/statm", (int)worker->process);
	g_autofree char *text = NULL;
	long size, resident;
	if (!g_file_get_contents(path, &text, NULL, NULL) || sscanf(text, "%ld %ld", &size, &resident) != 2)
		return false;
	return resident > LIMIT_JOB_MEMORY_BYTES / sysconf(_SC_PAGESIZE);
}
#define PATIENCE_MS 100
#else
static bool too_fat(const Worker *worker)
{
	(void)worker;
	return false;
}
#define PATIENCE_MS (-1)
#endif

/* What this worker has to say, its clock first: a job that trickles is over when its time is. */
static void attend(Pool *pool, Worker *worker, bool rang, bool ready)
{
	Fall why = rang ? FALL_WALL : too_fat(worker) ? FALL_MEMORY : FALL_NONE;
	bool more = ready;
	for (int i = 0; why == FALL_NONE && more && i < BURST && worker->flying > 0; i++)
		why = receive(pool, worker, &more);
	if (why != FALL_NONE)
		fall(pool, worker, why);
}

/* Wait for any worker to say something, or for a clock to ring. */
static void listen_once(Pool *pool)
{
	struct pollfd ears[2 * LIMIT_WORKERS];
	Worker *busy[LIMIT_WORKERS];
	nfds_t n = 0;
	for (int i = 0; i < pool->size; i++) {
		Worker *worker = &pool->workers[i];
		if (worker->flying == 0)
			continue;
		busy[n / 2] = worker;
		ears[n++] = (struct pollfd){ worker->socket, POLLIN, 0 };
		ears[n++] = (struct pollfd){ worker->clock, POLLIN, 0 };
	}
	if (n == 0 || (poll(ears, n, PATIENCE_MS) < 0 && errno == EINTR))
		return;
	for (nfds_t i = 0; i < n; i += 2)
		attend(pool, busy[i / 2], ears[i + 1].revents != 0, ears[i].revents != 0);
}

/*
 * Before the pool is listened to again: a fork has none of its parent's workers; and a clock that rang while nobody
 * listened may have rung for a worker that was only waiting to be heard.
 */
static void return_to(Pool *pool)
{
	bool forked = pool->owner != getpid();
	for (int i = 0; i < pool->size; i++) {
		Worker *worker = &pool->workers[i];
		uint64_t rung;
		if (forked) {
			send_again(pool, worker);
			bury(pool, worker);
		} else if (worker->flying > 0 && read(worker->clock, &rung, sizeof rung) > 0) {
			wind_clock(worker, pool->wall_s);
		}
	}
	pool->owner = getpid();
}

void pool_add(Pool *pool, Job *job)
{
	return_to(pool);
	g_queue_push_tail(&pool->waiting, job);
	dispatch(pool);
}

void pool_await(Pool *pool, const Job *job)
{
	return_to(pool);
	for (;;) {
		dispatch(pool);
		if (job->done)
			return;
		listen_once(pool);
	}
}

void pool_make_room(Pool *pool)
{
	return_to(pool);
	for (;;) {
		dispatch(pool);
		if (g_queue_is_empty(&pool->waiting))
			return;
		listen_once(pool);
	}
}
