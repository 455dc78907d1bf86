#include "filing/crew.h"

#include "intake/channel.h"
#include "intake/limits.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Job {
	size_t ticket;
	char *text;
} Job;

typedef struct Hand {
	pid_t pid; /* 0: not running */
	int fd;
	bool busy;
	size_t ticket;
} Hand;

struct Crew {
	CrewDuty duty;
	Hand *hands;
	int n;
	GQueue urgent, waiting; /* Job* */
	size_t under_way;
};

static void job_free(void *data)
{
	Job *job = data;
	g_free(job->text);
	g_free(job);
}

static bool read_all(int fd, void *bytes, size_t n)
{
	char *p = bytes;
	while (n > 0) {
		ssize_t done = recv(fd, p, n, 0);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static bool write_text(int fd, const char *text)
{
	uint64_t size = strlen(text);
	return channel_write(fd, &size, sizeof size) && channel_write(fd, text, size);
}

/* NULL at the end of the stream. Both ends are our own processes; the bound only stops a damaged length. */
static char *read_text(int fd)
{
	uint64_t size;
	if (!read_all(fd, &size, sizeof size) || size > (uint64_t)LIMIT_SUBMISSION_BYTES)
		return NULL;
	char *text = g_malloc(size + 1);
	text[size] = '\0';
	if (!read_all(fd, text, size)) {
		g_free(text);
		return NULL;
	}
	return text;
}

static _Noreturn void serve(const CrewDuty *duty, int fd)
{
	void *state = duty->begin(duty->context);
	for (;;) {
		g_autofree char *job = read_text(fd);
		if (job == NULL)
			_exit(0);
		g_autofree char *answer = duty->work(state, job);
		if (!write_text(fd, answer))
			_exit(0);
	}
}

static bool hire(Crew *crew, Hand *hand, GError **error)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return error_set(error, ERROR_STORE, "crew", "En arbejder kan ikke startes: %s.", "A worker cannot be started: %s.",
		                 g_strerror(errno));
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid < 0) {
		close(pair[0]);
		close(pair[1]);
		return error_set(error, ERROR_STORE, "crew", "En arbejder kan ikke startes: %s.", "A worker cannot be started: %s.",
		                 g_strerror(errno));
	}
	if (pid == 0) {
		/* A worker must not outlive the run: a killed parent leaves nobody who would collect its answers. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(0);
		for (int i = 0; i < crew->n; i++)
			if (crew->hands[i].pid != 0)
				close(crew->hands[i].fd);
		close(pair[0]);
		serve(&crew->duty, pair[1]);
	}
	close(pair[1]);
	*hand = (Hand){ .pid = pid, .fd = pair[0] };
	return true;
}

static void dismiss(Hand *hand)
{
	if (hand->pid == 0)
		return;
	close(hand->fd);
	kill(hand->pid, SIGKILL);
	while (waitpid(hand->pid, NULL, 0) < 0 && errno == EINTR)
		;
	*hand = (Hand){ 0 };
}

Crew *crew_new(int n, CrewDuty duty, GError **error)
{
	assert(n > 0 && n <= LIMIT_WORKERS);
	Crew *crew = g_new0(Crew, 1);
	crew->duty = duty;
	crew->n = n;
	crew->hands = g_new0(Hand, (size_t)n);
	g_queue_init(&crew->urgent);
	g_queue_init(&crew->waiting);
	for (int i = 0; i < n; i++) {
		if (!hire(crew, &crew->hands[i], error)) {
			crew_free(crew);
			return NULL;
		}
	}
	return crew;
}

void crew_free(Crew *crew)
{
	if (crew == NULL)
		return;
	for (int i = 0; i < crew->n; i++)
		dismiss(&crew->hands[i]);
	g_queue_clear_full(&crew->urgent, job_free);
	g_queue_clear_full(&crew->waiting, job_free);
	g_free(crew->hands);
	g_free(crew);
}

void crew_send(Crew *crew, size_t ticket, const char *job, bool urgent)
{
	Job *new = g_new0(Job, 1);
	new->ticket = ticket;
	new->text = g_strdup(job);
	g_queue_push_tail(urgent ? &crew->urgent : &crew->waiting, new);
}

size_t crew_pending(const Crew *crew)
{
	return crew->under_way + crew->urgent.length + crew->waiting.length;
}

/* Give every idle hand a job. A hand that died idle is replaced first. */
static bool assign(Crew *crew, GError **error)
{
	for (int i = 0; i < crew->n; i++) {
		Hand *hand = &crew->hands[i];
		if (hand->busy)
			continue;
		Job *job = g_queue_pop_head(crew->urgent.length > 0 ? &crew->urgent : &crew->waiting);
		if (job == NULL)
			return true;
		bool sent = hand->pid != 0 && write_text(hand->fd, job->text);
		if (!sent) {
			dismiss(hand);
			if (!hire(crew, hand, error)) {
				job_free(job);
				return false;
			}
			sent = write_text(hand->fd, job->text);
		}
		hand->busy = true;
		hand->ticket = job->ticket;
		crew->under_way++;
		job_free(job);
	}
	return true;
}

bool crew_receive(Crew *crew, CrewAnswer *answer, GError **error)
{
	assert(crew_pending(crew) > 0);
	if (!assign(crew, error))
		return false;
	struct pollfd watch[LIMIT_WORKERS];
	for (int i = 0; i < crew->n; i++)
		watch[i] = (struct pollfd){ .fd = crew->hands[i].busy ? crew->hands[i].fd : -1, .events = POLLIN };
	while (poll(watch, (nfds_t)crew->n, -1) < 0)
		if (errno != EINTR)
			return error_set(error, ERROR_STORE, "crew", "Arbejderne kan ikke høres: %s.",
			                 "The workers cannot be heard: %s.", g_strerror(errno));
	for (int i = 0; i < crew->n; i++) {
		Hand *hand = &crew->hands[i];
		if (watch[i].revents == 0)
			continue;
		*answer = (CrewAnswer){ .ticket = hand->ticket, .text = read_text(hand->fd) };
		hand->busy = false;
		crew->under_way--;
		if (answer->text == NULL)
			dismiss(hand);
		return true;
	}
	assert(false);
	return false;
}
