#include "intake/storeinside.h"

#include "intake/embedded.h"
#include "intake/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define APPLICATION_ID 0x504B5256 /* "PKRV": the file is ours */
#define FILE_NAME "paakrav.db"

/* ---- what can go wrong ---- */

static void fault_of(GError **error, int rc, const char *text)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		error_set(error, ERROR_STORE, "store-busy", "Et andet program skriver i sagsmappen og blev ikke færdigt i tide.",
		          "Another program is writing to the store and did not finish in time.");
		error_remedy(error, "Vent, til den anden kørsel er færdig, og prøv igen.",
		             "Wait until the other run is done, then try again.");
		break;
	case SQLITE_FULL:
		error_set(error, ERROR_STORE, "disk-full", "Der er ikke plads på disken; intet af trinnet er gemt.",
		          "The disk is full; nothing of this step was kept.");
		error_remedy(error, "Skaf plads og kør igen.", "Free some space and run again.");
		break;
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		error_set(error, ERROR_STORE, "store-access", "Sagsmappen kan ikke åbnes eller skrives (%s).",
		          "The store cannot be opened or written (%s).", text);
		error_remedy(error, "Giv brugeren adgang til mappen og filerne i den; en revisor læser i en sikkerhedskopi.",
		             "Give the user access to the folder and its files; an auditor reads a backup copy.");
		break;
	case SQLITE_NOTADB:
		error_set(error, ERROR_STORE, "store-not-ours", "Filen er ikke en sagsdatabase.", "The file is not a case store.");
		error_remedy(error, "Peg --home på den rigtige mappe, eller hent filen fra en sikkerhedskopi.",
		             "Point --home at the right folder, or restore the file from a backup.");
		break;
	case SQLITE_CORRUPT:
		error_set(error, ERROR_STORE, "store-corrupt", "Sagsdatabasen er beskadiget (%s).", "The store is damaged (%s).",
		          text);
		error_remedy(error, "Skriv ikke mere i den; hent den fra en sikkerhedskopi.",
		             "Write no more to it; restore it from a backup.");
		break;
	case SQLITE_CONSTRAINT:
		if (strncmp(text, "append-only", strlen("append-only")) == 0) {
			error_set(error, ERROR_STORE, "append-only", "Det registrerede kan ikke ændres (%s).",
			          "What is recorded cannot be changed (%s).", text);
			error_remedy(error, "Ret ved at registrere noget nyt.", "Correct it by recording something new.");
			break;
		}
		error_set(error, ERROR_STORE, "store-constraint", "Databasen afviste rækken (%s).", "The store refused the row (%s).",
		          text);
		break;
	default:
		error_set(error, ERROR_STORE, "store", "Sagsdatabasen svarede ikke som ventet (%s).",
		          "The store did not answer as expected (%s).", text);
		error_remedy(error, "Se efter disken og prøv igen.", "Check the disk and try again.");
	}
	error_at(error, FILE_NAME, 0, 0);
}

bool store_fault(Store *store, GError **error, int rc)
{
	fault_of(error, rc, store->db != NULL ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc));
	return false;
}

static bool file_fault(GError **error, const char *what, int why)
{
	if (why == ENOSPC || why == EDQUOT) {
		fault_of(error, SQLITE_FULL, "");
	} else {
		error_set(error, ERROR_STORE, "store-file", "%s kan ikke læses eller skrives: %s.",
		          "%s cannot be read or written: %s.", what, g_strerror(why));
		error_remedy(error, "Giv brugeren adgang til sagsmappen, og se efter disken.",
		             "Give the user access to the store's folder, and check the disk.");
	}
	error_at(error, what, 0, 0);
	return false;
}

/* ---- opening ---- */

static bool execute(Store *store, const char *sql, GError **error)
{
	int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK || store_fault(store, error, rc);
}

/* One whole number from the store itself; before anything is known of it. */
static bool ask(Store *store, const char *sql, int64_t *out, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	*out = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
	bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || store_fault(store, error, rc);
	sqlite3_finalize(stmt);
	return ok;
}

static const char *script(const char *migration)
{
	if (*migration != '@')
		return migration;
	const Embedded *file = embedded_find(embedded_intake, migration + 1);
	assert(file != NULL);
	return (const char *)file->bytes;
}

static bool room_version(Store *store, const char *name, int *version, GError **error)
{
	int64_t there;
	*version = 0;
	if (!ask(store, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'room'", &there, error))
		return false;
	if (there == 0)
		return true;
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, "SELECT version FROM room WHERE name = ?", -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*version = sqlite3_column_int(stmt, 0);
	bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || store_fault(store, error, rc);
	sqlite3_finalize(stmt);
	return ok;
}

/* Compare every room with what the program knows: *behind when some script has not been run yet. */
static bool rooms_compare(Store *store, bool *behind, GError **error)
{
	*behind = false;
	for (guint i = 0; i < store->rooms->len; i++) {
		const RoomVersion *room = &g_array_index(store->rooms, RoomVersion, i);
		int version;
		if (!room_version(store, room->name, &version, error))
			return false;
		if (version > room->known) {
			error_set(error, ERROR_STORE, "store-newer", "Sagsmappen er skrevet af et nyere program (%s: %d, her %d).",
			          "The store was written by a newer program (%s: %d, here %d).", room->name, version,
			          room->known);
			error_remedy(error, "Brug det nyere program; intet er ændret.", "Use the newer program; nothing was changed.");
			error_at(error, FILE_NAME, 0, 0);
			return false;
		}
		*behind = *behind || version < room->known;
	}
	return true;
}

static bool room_migrate(Store *store, const StoreRoom *room, GError **error)
{
	int version;
	if (!room_version(store, room->name, &version, error))
		return false;
	int known = version;
	for (; room->migrations[known] != NULL; known++)
		if (!execute(store, script(room->migrations[known]), error))
			return false;
	return known == version || store_run(store, error, "INSERT OR REPLACE INTO room (name, version) VALUES (?, ?)", "si",
	                                     room->name, (int64_t)known);
}

static bool migrate(Store *store, const StoreRoom *rooms, GError **error)
{
	bool behind;
	if (!store_begin(store, error))
		return false;
	/* Looked at again inside the transaction: another process may have migrated meanwhile. */
	bool ok = rooms_compare(store, &behind, error);
	if (ok && behind)
		ok = execute(store,
		             "PRAGMA application_id = 0x504B5256;"
		             "CREATE TABLE IF NOT EXISTS room ("
		             "	name TEXT PRIMARY KEY, -- a room of the program\n"
		             "	version INTEGER NOT NULL -- how many of its scripts were run\n"
		             ") STRICT, WITHOUT ROWID",
		             error);
	for (const StoreRoom *room = rooms; ok && behind && room->name != NULL; room++)
		ok = room_migrate(store, room, error);
	if (ok)
		return store_commit(store, error);
	store_rollback(store);
	return false;
}

/* A file of some other program is not touched. */
static bool check_ours(Store *store, GError **error)
{
	int64_t id, tables;
	if (!ask(store, "PRAGMA application_id", &id, error) || !ask(store, "SELECT count(*) FROM sqlite_master", &tables, error))
		return false;
	if (id == APPLICATION_ID || (id == 0 && tables == 0))
		return true;
	fault_of(error, SQLITE_NOTADB, "");
	return false;
}

static bool open_file(Store *store, StoreAccess access, GError **error)
{
	g_autofree char *path = g_build_filename(store->home, FILE_NAME, NULL);
	const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	const char *settings = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
			       "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY";
	int rc = sqlite3_open_v2(path, &store->db,
	                         flags | (access == STORE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY),
	                         NULL);
	if (rc != SQLITE_OK)
		return store_fault(store, error, rc);
	store_patience(store, LIMIT_STORE_BUSY_MS);
	return execute(store, settings, error);
}

/*
 * A store in a folder that we may not write, such as a snapshot for an auditor: SQLite would need to make its index
 * of the log there. When no log lies beside the file, the file alone is the whole store and is read without locks.
 */
static bool open_immutable(Store *store, GError **error)
{
	g_autofree char *path = g_build_filename(store->home, FILE_NAME, NULL);
	g_autofree char *log = g_strconcat(path, "-wal", NULL);
	struct stat st;
	bool logged = stat(log, &st) == 0 && st.st_size > 0;
	if (logged || access(store->home, W_OK) == 0 || stat(path, &store->opened) != 0)
		return store_fault(store, error, SQLITE_CANTOPEN);
	sqlite3_close_v2(g_steal_pointer(&store->db));
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	g_autofree char *escaped = g_uri_escape_string(absolute, "/", FALSE);
	g_autofree char *uri = g_strdup_printf("file://%s?immutable=1", escaped);
	store->immutable = true;
	int rc = sqlite3_open_v2(uri, &store->db,
	                         SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	return rc == SQLITE_OK || store_fault(store, error, rc);
}

/* Did somebody write to the store that we read without locks? */
bool store_check_still(const Store *store, GError **error)
{
	if (!store->immutable)
		return true;
	g_autofree char *path = g_build_filename(store->home, FILE_NAME, NULL);
	struct stat st;
	if (stat(path, &st) == 0 && st.st_size == store->opened.st_size && st.st_mtim.tv_sec == store->opened.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == store->opened.st_mtim.tv_nsec && st.st_ino == store->opened.st_ino)
		return true;
	fault_of(error, SQLITE_BUSY, "");
	return false;
}

/* The change to WAL needs the file alone for a moment, and SQLite does not wait for that by itself. */
static bool set_wal(Store *store, GError **error)
{
	int rc = SQLITE_OK;
	for (int waited_ms = 0; waited_ms <= LIMIT_STORE_BUSY_MS; waited_ms += 50) {
		rc = sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if ((rc & 0xff) != SQLITE_BUSY)
			break;
		sqlite3_sleep(50);
	}
	return rc == SQLITE_OK || store_fault(store, error, rc);
}

static bool open_write(Store *store, const StoreRoom *rooms, GError **error)
{
	bool behind;
	g_autofree char *path = g_build_filename(store->home, FILE_NAME, NULL);
	/* What lies here is personal: folder and file are for their owner, who may open them to a group. */
	if (g_mkdir_with_parents(store->home, 0700) != 0)
		return file_fault(error, store->home, errno);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return file_fault(error, FILE_NAME, errno);
	close(fd);
	if (!open_file(store, STORE_WRITE, error) || !check_ours(store, error) || !rooms_compare(store, &behind, error))
		return false;
	return set_wal(store, error) && (!behind || migrate(store, rooms, error));
}

static bool open_read(Store *store, GError **error)
{
	g_autofree char *path = g_build_filename(store->home, FILE_NAME, NULL);
	if (access(path, F_OK) != 0 && errno == ENOENT) {
		error_set(error, ERROR_STORE, "no-store", "Der er ingen sager i mappen %s.", "There is no store in the folder %s.",
		          store->home);
		error_remedy(error, "Peg --home på sagsmappen, eller indlevér den første sag med submit eller run.",
		             "Point --home at the store, or hand in the first case with submit or run.");
		error_at(error, FILE_NAME, 0, 0);
		return false;
	}
	g_autoptr(GError) first = NULL;
	bool behind;
	if (!open_file(store, STORE_READ, &first) || !check_ours(store, &first)) {
		bool locked_out = g_strcmp0(error_code(first), "store-access") == 0;
		if (!locked_out) {
			g_propagate_error(error, g_steal_pointer(&first));
			return false;
		}
		if (!open_immutable(store, error) || !check_ours(store, error))
			return false;
	}
	if (!rooms_compare(store, &behind, error))
		return false;
	if (!behind)
		return true;
	error_set(error, ERROR_STORE, "store-older", "Sagsmappen er skrevet af et ældre program og skal først opdateres.",
	          "The store was written by an older program and must first be brought up to date.");
	error_remedy(error, "Kør én kommando, der skriver, fx inbox på en tom mappe.",
	             "Run one command that writes, such as inbox on an empty folder.");
	error_at(error, FILE_NAME, 0, 0);
	return false;
}

static Store *store_new(const char *home, RandomSource random)
{
	Store *store = g_new0(Store, 1);
	store->home = g_strdup(home);
	store->random = random;
	store->statements = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, prepared_free);
	store->rooms = g_array_new(FALSE, FALSE, sizeof(RoomVersion));
	return store;
}

Store *store_open(const char *home, StoreAccess access, const StoreRoom *rooms, RandomSource random, GError **error)
{
	g_autoptr(Store) store = store_new(home, random);
	for (const StoreRoom *room = rooms; room->name != NULL; room++) {
		RoomVersion version = { .name = g_strdup(room->name) };
		while (room->migrations[version.known] != NULL)
			version.known++;
		g_array_append_val(store->rooms, version);
	}
	bool ok = access == STORE_WRITE ? open_write(store, rooms, error) : open_read(store, error);
	return ok ? g_steal_pointer(&store) : NULL;
}

Store *store_open_again(const Store *store, GError **error)
{
	g_autoptr(Store) again = store_new(store->home, store->random);
	for (guint i = 0; i < store->rooms->len; i++) {
		const RoomVersion *room = &g_array_index(store->rooms, RoomVersion, i);
		RoomVersion version = { .name = g_strdup(room->name), .known = room->known };
		g_array_append_val(again->rooms, version);
	}
	return open_read(again, error) ? g_steal_pointer(&again) : NULL;
}

void store_free(Store *store)
{
	if (store == NULL)
		return;
	store_rollback(store);
	g_hash_table_unref(store->statements);
	int rc = sqlite3_close(store->db);
	assert(rc == SQLITE_OK); /* else some Query was not freed */
	for (guint i = 0; i < store->rooms->len; i++)
		g_free(g_array_index(store->rooms, RoomVersion, i).name);
	g_array_unref(store->rooms);
	g_free(store->home);
	g_free(store);
}

const char *store_home(const Store *store)
{
	return store->home;
}

void store_patience(Store *store, int busy_ms)
{
	sqlite3_busy_timeout(store->db, busy_ms);
}

/* Each byte is handed out once and wiped where it was drawn. */
static bool draw_ahead(Store *store, size_t n)
{
	if (n <= store->drawn_left)
		return true;
	if (n > sizeof store->drawn || store->random == NULL || !store->random(store->drawn, sizeof store->drawn))
		return false;
	store->drawn_left = sizeof store->drawn;
	return true;
}

bool store_random(Store *store, void *out, size_t n, GError **error)
{
	if (draw_ahead(store, n)) {
		store->drawn_left -= n;
		memcpy(out, store->drawn + store->drawn_left, n);
		memset(store->drawn + store->drawn_left, 0, n);
		return true;
	}
	error_set(error, ERROR_STORE, "no-random", "Systemet gav ingen tilfældige tal.", "The system gave no random numbers.");
	error_remedy(error, "Prøv igen.", "Try again.");
	return false;
}

/* ---- steps and statements ---- */

bool store_stepping(const Store *store)
{
	return store->stepping;
}

bool store_begin(Store *store, GError **error)
{
	assert(!store->stepping);
	store->stepping = store_run(store, error, "BEGIN IMMEDIATE", "");
	return store->stepping;
}

bool store_commit(Store *store, GError **error)
{
	assert(store->stepping);
	if (!store_run(store, error, "COMMIT", "")) {
		store_rollback(store);
		return false;
	}
	store->stepping = false;
	return true;
}

void store_rollback(Store *store)
{
	if (!store->stepping)
		return;
	store->stepping = false;
	/* After a full disk SQLite may have rolled back by itself. */
	if (!sqlite3_get_autocommit(store->db))
		store_run(store, NULL, "ROLLBACK", "");
}

int64_t store_last_id(Store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}
