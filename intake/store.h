/*
 * Store: the one SQLite file, paakrav.db, and the folder documents/ beside it. The only door to SQLite.
 * One process writes at a time; the others wait, bounded, or are told why. WAL with full sync: a committed step is on disk.
 * Recorded rows are append-only (triggers refuse UPDATE, DELETE and REPLACE); personal values stand in erasable side
 * tables, the append-only row holds a salted commitment to them (design rule 13).
 */
#ifndef PAAKRAV_STORE_H
#define PAAKRAV_STORE_H

#include "intake/case.h"
#include "intake/digest.h"
#include "intake/document.h"
#include "intake/error.h"

#include <glib.h>

typedef struct Store Store;

typedef enum StoreAccess { STORE_READ, STORE_WRITE } StoreAccess;

/*
 * A room's tables: an append-only list of SQL scripts, version = how many of them were run. NULL ends it. A script that
 * begins with '@' stands for the file of that name among embedded_intake.
 */
typedef struct StoreRoom {
	const char *name; /* "intake", "filing" … */
	const char *const *migrations;
} StoreRoom;

/* The rooms' own; main joins them, as it joins their commands. */
extern const StoreRoom intake_room;
extern const StoreRoom assess_room;
extern const StoreRoom filing_room;
extern const StoreRoom enforcement_room;

/*
 * Open the store in the folder home. With STORE_WRITE folder and store are made on first use and migrated; with
 * STORE_READ nothing is ever written, a store that does not exist is an Error, one from a newer program too.
 * rooms is ended by a NULL name. The result is the caller's.
 */
Store *store_open(const char *home, StoreAccess access, const StoreRoom *rooms, RandomSource random, GError **error);
/* The same store once more, read-only: for a forked worker, which must not touch its parent's connection. */
Store *store_open_again(const Store *store, GError **error);
void store_free(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_free)

const char *store_home(const Store *store);
/* Wait for another writer this long instead of LIMIT_STORE_BUSY_MS. */
void store_patience(Store *store, int busy_ms);
/*
 * Copy the whole database to the new file path, as it stands at one moment, while others go on reading and writing. The
 * documents beside it are not copied. Outside a transaction.
 */
bool store_copy(Store *store, const char *path, GError **error);
/*
 * For an erasure: store_secure before its transaction lets removed bytes be overwritten; store_scrub after it makes the whole
 * file anew and empties the log, so that neither holds a byte that no row holds. An Error "store-busy" while others read.
 */
bool store_secure(Store *store, GError **error);
bool store_scrub(Store *store, GError **error);
/* Does the database hold together? An Error of ERROR_INTEGRITY, code "store-corrupt", with the first thing that does not. */
bool store_sound(Store *store, GError **error);
/* n random bytes, at most 1024: drawn from the RandomSource ahead of need, so a forked child must have a Store of its own. */
bool store_random(Store *store, void *out, size_t n, GError **error);

/* One step is one transaction. store_begin waits LIMIT_STORE_BUSY_MS at most for another writer, then is an Error. */
bool store_begin(Store *store, GError **error);
bool store_commit(Store *store, GError **error);
void store_rollback(Store *store);

/* Is a transaction open? */
bool store_stepping(const Store *store);

/*
 * SQL for the rooms. types: one letter an argument: s text (NULL is null), i int64_t, d Date (null when unknown),
 * b GBytes* (NULL is null), then the arguments. Statements are cached by their text, so sql must be a literal.
 * A step that the append-only guards refuse is an Error of code "append-only".
 */
typedef struct Query Query;
bool store_run(Store *store, GError **error, const char *sql, const char *types, ...);
Query *store_query(Store *store, GError **error, const char *sql, const char *types, ...);
bool query_next(Query *query, GError **error); /* false at the end, and with *error set at a fault */
/* The same told apart: 1 a row, 0 the end, -1 a fault; a NULL query is a fault that was already told. */
int query_step(Query *query, GError **error);
const char *query_text(Query *query, int column); /* NULL when null; valid until the next query_next */
int64_t query_int(Query *query, int column);
bool query_is_null(Query *query, int column);
Date query_date(Query *query, int column); /* ISO text; DATE_NONE when null */
GBytes *query_bytes(Query *query, int column); /* NULL when null; the caller's */
const void *query_blob(Query *query, int column, size_t *size); /* the same, borrowed until the next query_next */
void query_free(Query *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Query, query_free)
int64_t store_last_id(Store *store);

/*
 * Documents, by hash: documents/ab/abcdef… . Written beside, synced, renamed, folder synced, before a row names them.
 * Bytes that do not have that hash are not kept: an Error of code "document-changed".
 */
bool store_keep(Store *store, int fd, const char *sha256, GError **error);
/*
 * The same in two steps, so that many processes copy and one names. In any of them: is it kept already; copy fd's bytes to
 * the new file path below home, not yet synced. Then in the one that writes, once path is synced: give it its name, and
 * when all of a step have theirs, sync the shelves before the row is committed. Where path stood nothing is left.
 */
bool store_has_document(const char *home, const char *sha256);
bool store_copy_ahead(int fd, const char *sha256, const char *path, GError **error);
bool store_keep_ahead(Store *store, const char *path, const char *sha256, GError **error);
bool store_settle_documents(Store *store, const GPtrArray *sha256s, GError **error); /* char*: each once or more */
int store_open_document(Store *store, const char *sha256, GError **error); /* a read-only fd, or -1 */
/* The same for bytes in memory; out is their hash. */
bool store_keep_bytes(Store *store, GBytes *bytes, char out[DIGEST_HEX], GError **error);
/* All of a document, its hash checked: an Error of ERROR_INTEGRITY, code "document-changed", when it is not as it was kept. */
GBytes *store_read_document(Store *store, const char *sha256, GError **error);

#endif
