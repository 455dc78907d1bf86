/*
 * Person: who it was, and why, as they are said on a command line or in a row of a batch. One door for every command: what is
 * recorded under nobody's name, or for no reason, cannot be asked about afterwards.
 */
#ifndef PAAKRAV_PERSON_H
#define PAAKRAV_PERSON_H

#include "intake/command.h"

/*
 * A name: trimmed, composed (NFC), with a letter in it, at most LIMIT_NAME_CHARS, on one line, with no sign that cannot be seen.
 * Newly allocated; else NULL and an Error of ERROR_USAGE that names the option.
 */
char *person_said(const char *option, const char *text, GError **error);

/* A reason: trimmed, composed, with a letter or a figure in it, at most LIMIT_FACT_BYTES; may have several lines. The same. */
char *reason_said(const char *option, const char *text, GError **error);

/*
 * One and the same person, as far as the names tell: without case, blanks and signs. "Anna" and "Anna B." are two names, and
 * whether they are two persons nothing here can know. A name that was erased (NULL) is nobody's.
 */
bool person_same(const char *one, const char *other);

/* Every value of rows that is a name (metavar NAME, NAVN) or a reason (why), checked and put as it is to be kept. */
bool person_options_said(const OptionRow *rows, GHashTable *options, GError **error);

#endif
