/* Mbox: several mails in one file, each after a line "From …". */
#ifndef PAAKRAV_WORKER_MBOX_H
#define PAAKRAV_WORKER_MBOX_H

#include "intake/error.h"
#include "intake/worker/brood.h"

#include <stddef.h>

/* Does it begin with "From jens@example.dk Sat May  3 10:12:00 2025": who and when, in one line? */
bool mbox_is_mark(const char *bytes, size_t size);

bool mbox_suspected(const void *bytes, size_t size); /* it begins with such a line */
bool mbox_holds_several(const void *bytes, size_t size);
/* The first mail's first byte. */
const char *mbox_past_mark(const void *bytes, size_t size);

/*
 * Each mail goes to brood as "0001-SUBJECT.eml", with ">From " at the beginning of a line put back to "From ".
 * false and an Error when there are more than LIMIT_CHILDREN.
 */
bool mbox_split(const void *bytes, size_t size, Brood *brood, GError **error);

#endif
