/*
 * Run: the main job. Every submission of an inbox is looked at, recorded, assessed and laid out; N case workers do the
 * reading and the paper, one writer records and puts in place, in byte order of path, so that the outcome is the same for
 * any number of workers and after any kill.
 */
#ifndef PAAKRAV_RUN_H
#define PAAKRAV_RUN_H

#include "intake/command.h"

/* run INBOX --out DIR [--workers N] */
int run_run(const Call *call, cJSON **result, GError **error);
/* inbox DIR: the same without papers */
int inbox_run(const Call *call, cJSON **result, GError **error);
/* submit [--case CASE] PATH… */
int submit_run(const Call *call, cJSON **result, GError **error);
/* One line a submission, then the totals. */
void run_text(const Call *call, const cJSON *result, GString *out);

/* The folder papers go to: --out, else the key `out` of paakrav.conf, else HOME/out. Newly allocated. */
char *out_folder(const Call *call);
/* The same for a call whose --out means something else: what the configuration says, else HOME/out. */
char *out_usual(const Call *call);

#endif
