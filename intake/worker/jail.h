/* The lock on the room: no new privileges, no network, no files, limits on everything (design rule 9). */
#ifndef PAAKRAV_WORKER_JAIL_H
#define PAAKRAV_WORKER_JAIL_H

#include <stdbool.h>

/* Once, at the start, with the socket at fd open and nothing else needed. false when the lock does not hold. */
bool jail_enter(int fd);

/* Before each job: LIMIT_JOB_CPU_S seconds of CPU from here on. */
bool jail_wind(void);

#endif
