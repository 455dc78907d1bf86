/*
 * Mail: EML and mbox. What the mail says becomes a Text, its headers an Envelope, its attachments documents of their
 * own. The door to gmime; nothing else calls it.
 */
#ifndef PAAKRAV_WORKER_MAIL_H
#define PAAKRAV_WORKER_MAIL_H

#include "intake/worker/brood.h"
#include "intake/worker/meaning.h"

#include <stddef.h>

/* Before the lock: what gmime and the encodings of mails need of the system is opened, and stays open. */
void mail_prepare(void);

/*
 * One mail. Headers decoded (RFC 2047, 2231, and raw bytes by evidence); of alternatives the plain text, unless it is
 * empty or only points to the HTML; attachments, forwarded mails and images that are more than decoration go to brood.
 * A file with several mails (mbox) has no text of its own: each mail goes to brood as "0001-SUBJECT.eml".
 * The envelope is cleared by the caller. false and an Error when a limit is passed.
 */
bool mail_open(const void *bytes, size_t size, Envelope *envelope, Text *text, Brood *brood, GError **error);

/* A header's value as people read it, from its bytes; NULL when it is empty; the caller's. */
char *mail_header_text(const char *raw);

/* The mail as a reading of media "mail"; the caller's. name is the document's; hatch may be NULL. */
Reading *mail_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error);

#endif
