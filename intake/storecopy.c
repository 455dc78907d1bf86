/* A copy of the store while others use it, for store.h; with store.c and query.c the one door to SQLite. */
#include "intake/storeinside.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define COPY_PAGES 4096 /* at a time: a writer waits for one batch of them, not for the whole */

static bool copy_pages(Store *store, sqlite3 *to, GError **error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->db, "main");
	if (backup == NULL)
		return store_fault(store, error, sqlite3_errcode(to));
	int rc;
	do
		rc = sqlite3_backup_step(backup, COPY_PAGES);
	while (rc == SQLITE_OK);
	int end = sqlite3_backup_finish(backup);
	return (rc == SQLITE_DONE && end == SQLITE_OK) || store_fault(store, error, rc == SQLITE_DONE ? end : rc);
}

static bool look(Store *store, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT count(*) FROM sqlite_master", "");
	return query != NULL && query_next(query, error);
}

bool store_copy(Store *store, const char *path, GError **error)
{
	sqlite3 *to = NULL;
	int rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	/* One reading transaction, begun by its first look: the copy is the store at one moment, however many write meanwhile. */
	bool ok = (rc == SQLITE_OK || store_fault(store, error, rc)) && store_run(store, error, "BEGIN", "");
	if (ok) {
		ok = look(store, error) && copy_pages(store, to, error);
		store_run(store, NULL, "ROLLBACK", "");
	}
	/* The copy lies still: it needs no log beside it, and can be read from a folder that nobody may write. */
	if (ok) {
		rc = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
		ok = rc == SQLITE_OK || store_fault(store, error, rc);
	}
	rc = sqlite3_close(to);
	return ok && (rc == SQLITE_OK || store_fault(store, error, rc));
}

bool store_secure(Store *store, GError **error)
{
	int rc = sqlite3_exec(store->db, "PRAGMA secure_delete = ON", NULL, NULL, NULL);
	return rc == SQLITE_OK || store_fault(store, error, rc);
}

bool store_scrub(Store *store, GError **error)
{
	int rc = sqlite3_exec(store->db, "VACUUM", NULL, NULL, NULL);
	int in_log = 0, moved = 0;
	if (rc == SQLITE_OK)
		rc = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, &in_log, &moved);
	return rc == SQLITE_OK || store_fault(store, error, rc);
}

bool store_sound(Store *store, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "PRAGMA integrity_check(1)", "");
	if (query == NULL || !query_next(query, error))
		return false;
	if (g_strcmp0(query_text(query, 0), "ok") == 0)
		return true;
	error_set(error, ERROR_INTEGRITY, "store-corrupt", "Sagsdatabasen er beskadiget: %s.", "The store is damaged: %s.",
	          query_text(query, 0));
	error_at(error, "paakrav.db", 0, 0);
	return false;
}
