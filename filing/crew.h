/*
 * Crew: the case workers of one run. Each is a forked process of our own code that takes one job at a time and answers
 * with text; the parent is the only writer and decides the order. A worker that dies loses its job alone and is replaced.
 */
#ifndef PAAKRAV_CREW_H
#define PAAKRAV_CREW_H

#include "intake/error.h"

#include <glib.h>

typedef struct Crew Crew;

/*
 * What a worker does. `begin` runs once in each new worker and makes its private state; `work` turns a job's text into
 * an answer, newly allocated. Neither may use the parent's store.
 */
typedef struct CrewDuty {
	void *(*begin)(void *context);
	char *(*work)(void *state, const char *job);
	void *context; /* borrowed, as it was at the fork */
} CrewDuty;

typedef struct CrewAnswer {
	size_t ticket; /* the job's */
	char *text; /* the caller's; NULL when the worker died over it */
} CrewAnswer;

/* n workers, started at once. */
Crew *crew_new(int n, CrewDuty duty, GError **error);
void crew_free(Crew *crew); /* ends the workers */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Crew, crew_free)

/* Queue a job; urgent ones are taken first, each kind in the order it came. */
void crew_send(Crew *crew, size_t ticket, const char *job, bool urgent);
/* Jobs that are queued or under way. */
size_t crew_pending(const Crew *crew);
/* Wait for the next answer, in whatever order they come. False and an Error when no worker can be started any more. */
bool crew_receive(Crew *crew, CrewAnswer *answer, GError **error);

#endif
