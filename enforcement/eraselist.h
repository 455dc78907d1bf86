/*
 * Erase list: which cases were erased, kept outside the store, so that a backup from before does not bring them back. A line
 * of JSON for each, appended and synced before the erasure is:
 *
 *     {"schema":"paakrav.erasure/1","n":1,"prev":"…","case":"2026-000001","erased_on":"2032-01-02","signature":"…"}
 *
 * prev is the SHA-256 of the line before (64 zeros before the first), signature a detached CMS in base64 over
 * "paakrav-erasure/1\nN\nPREV\nCASE\nDAY\n". It says nothing personal.
 */
#ifndef PAAKRAV_ERASELIST_H
#define PAAKRAV_ERASELIST_H

#include "intake/command.h"

typedef struct Erasure {
	char *case_id;
	Date on;
} Erasure;

/*
 * Where the list of a home lies: [erase] list of paakrav.conf, else HOME.slettet beside the home. Within the home it would be
 * rolled back with it: an Error of ERROR_USAGE. *said (may be NULL): the configuration names it. The caller's; NULL at an Error.
 */
char *eraselist_path(const char *home, bool *said, GError **error);

/*
 * Erasure*, in order; the caller's. Each line must follow the one before and be signed under the certificate (PEM), else an
 * Error of ERROR_INTEGRITY, code "erasures-changed", with the line. A last line without its end was never acted on.
 */
GPtrArray *eraselist_read(const char *path, const char *certificate, GError **error);

/* Append, unless the case stands there. On disk when it returns true; a list that does not hold is not written to. */
bool eraselist_add(const char *path, const char *keys, const char *case_id, Date on, RandomSource random, GError **error);

#endif
