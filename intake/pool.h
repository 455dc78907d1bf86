/*
 * Pool: the worker processes behind a Reader. Each one answers its jobs in order and may have two in flight, so it never
 * waits for the next. One that dies, hangs or floods is replaced: the first unanswered job is the guilty one and becomes an
 * Error, the one behind it is sent again. Nothing here knows what a job is about.
 */
#ifndef PAAKRAV_POOL_H
#define PAAKRAV_POOL_H

#include "intake/channel.h"

typedef struct Pool Pool;
typedef struct Job Job;

/* What one frame of an answer means. */
typedef enum Take {
	TAKE_MORE, /* the answer goes on */
	TAKE_TIME, /* it goes on, and what it brought earns the job a fresh wall clock */
	TAKE_DONE,
	TAKE_LIE, /* it is not to be believed */
	TAKE_STOP /* our own fault, told in the job's error: the worker is sent away */
} Take;

struct Job {
	FrameKind kind;
	bool small; /* the smaller room may well open it; it passes on what it does not */
	char *told; /* payload of the job's frame; shorter than LIMIT_JOB_NAME_BYTES */
	int document; /* sealed memory file */
	int kept; /* what earlier runs kept of it; -1 */
	Take (*take)(Job *job, FrameKind kind, char *payload, size_t size); /* payload ends in a NUL that size does not count */
	void (*again)(Job *job); /* drop what was taken: the answer begins anew */
	GError *error; /* set when it failed */
	bool done;
	bool alone; /* the pool's: it was in flight behind a guilty job, and is never again behind any */
};

/* Processes start at first use. */
Pool *pool_new(const char *program, int workers);
void pool_free(Pool *pool);
/* Seconds of wall clock for a job, LIMIT_JOB_WALL_S unless told. */
void pool_wall(Pool *pool, int seconds);

/* Hand in a job, which stays the caller's and must stay until it is done. */
void pool_add(Pool *pool, Job *job);
/* Work until that job is done; the others go on meanwhile. */
void pool_await(Pool *pool, const Job *job);
/* Work until the pool takes another job without piling up. */
void pool_make_room(Pool *pool);

#endif
