/*
 * Outlook's own mails (MSG): properties in streams of a compound file. The door to libgsf.
 * What a MSG holds is told as mail.h tells a mail.
 */
#ifndef PAAKRAV_WORKER_OUTLOOK_H
#define PAAKRAV_WORKER_OUTLOOK_H

#include "intake/worker/brood.h"
#include "intake/worker/meaning.h"

#include <stddef.h>

/* Before the lock. */
void outlook_prepare(void);

/* A compound file: Outlook's mails and the office files of before 2007. */
bool outlook_suspected(const void *bytes, size_t size);

/*
 * One mail. The day is the one of its Date header; without one, of the time it was sent, where that is the same day in
 * Denmark as in UTC. Attachments go to brood, a mail within as a MSG of its own. false and an Error when it is no mail.
 */
bool outlook_open(const void *bytes, size_t size, Envelope *envelope, Text *text, Brood *brood, GError **error);

/* The mail as a reading of media "mail"; the caller's. */
Reading *outlook_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error);

#endif
