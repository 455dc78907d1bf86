/* The lock on the room: no new privileges, no network, no writing, limits on everything (design rule 9). */
#ifndef PAAKRAV_WORKER_JAIL_H
#define PAAKRAV_WORKER_JAIL_H

#include <stdbool.h>

/*
 * Once, at the start, with the socket at fd open and nothing else needed. false when the lock does not hold.
 * opens_files: files below LIMIT_JOB_FOLDERS may be opened, for reading only; where the kernel cannot hold to that list
 * (no Landlock), and without opens_files, none can.
 */
bool jail_enter(int fd, bool opens_files);

/* Before each job, and each recognised page of one: LIMIT_JOB_CPU_S seconds of CPU from here on. */
bool jail_wind(void);

#endif
