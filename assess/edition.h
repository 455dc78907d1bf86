/*
 * Edition: which law is in force. The program carries one edition; a signed bundle (assess/bundle.h) installs another
 * in the store; the one with the highest serial is in force. Every edition that decided something is kept, file by file,
 * so that what it decided can be given again after the program and the law have gone on.
 */
#ifndef PAAKRAV_EDITION_H
#define PAAKRAV_EDITION_H

#include "assess/law.h"
#include "intake/store.h"

/*
 * The law in force, checked; store NULL: the program's. The rules are always this program's, so that an installed
 * bundle of tables under a newer program is another edition. The caller's.
 */
Law *law_in_force(Store *store, GError **error);

/* A kept edition by its whole hash, rule versions included. NULL and an Error of code "law-not-kept" when it is not. */
Law *law_kept(Store *store, const char *edition, GError **error);
bool law_is_kept(Store *store, const char *edition, bool *kept, GError **error);

/*
 * Keep the law's files under its hash, unless that was done before. Inside a transaction. Nothing happens a second time.
 */
bool law_keep(Store *store, const Law *law, Date on, GError **error);

/* What a bundle said of itself. */
typedef struct LawBundle {
	int64_t serial;
	Date made_on;
	char manifest_sha256[DIGEST_HEX], signature_sha256[DIGEST_HEX]; /* both kept in documents/ */
} LawBundle;

/* Is serial above that of the edition in force? An Error of ERROR_INTEGRITY else. */
bool law_may_install(const Law *in_force, int64_t serial, GError **error);

/* Keep the law and record it as installed. Inside a transaction; a serial that is not above the one in force is refused. */
bool law_install(Store *store, const Law *law, const LawBundle *bundle, Date on, GError **error);

/*
 * The edition that a person names: "embedded" (the program's), "in-force", or the beginning, at least 4 digits long, of
 * a kept edition's hash. NULL and an Error of usage when nothing, or more than one, goes by that name.
 */
Law *law_by_name(Store *store, const char *name, GError **error);

/*
 * What is wrong with the edition in force: GError*, one for each of its files that cannot be had or read, by name; empty
 * when it holds. The caller's. NULL with *error when the store cannot answer.
 */
GPtrArray *law_faults(Store *store, GError **error);

#endif
