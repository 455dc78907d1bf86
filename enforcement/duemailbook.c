/* What was told to whom, and what became of each mail: append-only; names and addresses stand aside and can be erased. */
#include "enforcement/duemail.h"

#include "intake/seal.h"

#define KEPT(table)                                                                                                  \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"
#define NUMBERED(table)                                                                                              \
	KEPT(table)                                                                                                  \
	"CREATE TRIGGER " table "_next BEFORE INSERT ON " table                                                      \
	" WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM " table ")"                                       \
	" BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"

const char due_mail_tables[] =
	"CREATE TABLE due_mail ("
	"  id INTEGER PRIMARY KEY, mailed_on TEXT NOT NULL, message_id TEXT NOT NULL, tasks INTEGER NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX due_mail_of_day ON due_mail (mailed_on);"
	"CREATE TABLE due_mail_person (id INTEGER PRIMARY KEY, salt BLOB, name TEXT, address TEXT) STRICT;"
	"CREATE TABLE due_mail_step ("
	"  id INTEGER PRIMARY KEY, mail INTEGER NOT NULL REFERENCES due_mail (id),"
	"  state TEXT NOT NULL CHECK (state IN ('handing_over', 'sent', 'waiting', 'failed', 'doubt')), code INTEGER"
	") STRICT;"
	"CREATE INDEX due_mail_step_of_mail ON due_mail_step (mail);"
	"CREATE TABLE due_mail_task ("
	"  id INTEGER PRIMARY KEY, mail INTEGER NOT NULL REFERENCES due_mail (id), case_id TEXT NOT NULL REFERENCES cases (id),"
	"  key TEXT NOT NULL, by_on TEXT NOT NULL, seq INTEGER NOT NULL"
	") STRICT;"
	"CREATE INDEX due_mail_task_of_case ON due_mail_task (case_id, key);"
	NUMBERED("due_mail") NUMBERED("due_mail_step") NUMBERED("due_mail_task")
	/* Computed: when limitation took the case. All rows are made anew. */
	"ALTER TABLE docket_case ADD COLUMN lost_on INTEGER;"
	"INSERT OR IGNORE INTO docket_stale SELECT id FROM cases;";

/* Does the query answer a row? It is freed. */
static bool any(Query *query, bool *answer, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) owned = query;
	if (query == NULL)
		return false;
	*answer = query_next(owned, &fault);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

bool due_mail_told(Store *store, const char *owner, const DocketRow *row, Date today, bool *told, GError **error)
{
	return any(store_query(store, error,
	                       "SELECT 1 FROM due_mail_task t JOIN due_mail m ON m.id = t.mail JOIN due_mail_person p ON p.id = m.id"
	                       " WHERE t.case_id = ? AND t.key = ? AND t.by_on = ? AND t.seq = ? AND m.mailed_on < ? AND p.name = ?"
	                       " AND EXISTS (SELECT 1 FROM due_mail_step s WHERE s.mail = m.id AND s.state = 'sent')",
	                       "ssdids", row->case_id, row->key, row->by_on, row->seq, today, owner),
	           told, error);
}

bool due_mail_sent(Store *store, const char *name, Date today, bool *sent, GError **error)
{
	return any(store_query(store, error,
	                       "SELECT 1 FROM due_mail m JOIN due_mail_person p ON p.id = m.id JOIN due_mail_step s ON s.mail = m.id"
	                       " WHERE m.mailed_on = ? AND p.name = ? AND s.state = 'sent'",
	                       "ds", today, name),
	           sent, error);
}

static bool next_id(Query *query, int64_t *out, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) owned = query;
	if (query == NULL)
		return false;
	*out = query_next(owned, &fault) ? query_int(owned, 0) + 1 : 1;
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

static bool told_store(Store *store, int64_t mail, const GPtrArray *told, GError **error)
{
	int64_t id = 0;
	bool fine = next_id(store_query(store, error, "SELECT max(id) FROM due_mail_task", ""), &id, error);
	for (guint i = 0; fine && i < told->len; i++) {
		const Told *task = told->pdata[i];
		fine = store_run(store, error,
		                 "INSERT INTO due_mail_task (id, mail, case_id, key, by_on, seq) VALUES (?, ?, ?, ?, ?, ?)", "iissdi",
		                 id + i, mail, task->case_id, task->key, task->by_on, task->seq);
	}
	return fine;
}

bool due_mail_begin(Store *store, const Recipient *to, const char *address, const char *message_id, Date today, int64_t *id,
                    GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, to->name);
	seal_add(seal, address);
	if (!store_begin(store, error))
		return false;
	bool fine = next_id(store_query(store, error, "SELECT max(id) FROM due_mail", ""), id, error) &&
	            seal_close(seal, store, error) &&
	            store_run(store, error, "INSERT INTO due_mail (id, mailed_on, message_id, tasks, commitment) VALUES (?, ?, ?, ?, ?)",
	                      "idsib", *id, today, message_id, (int64_t)to->told->len, seal->commitment_bytes) &&
	            store_run(store, error, "INSERT INTO due_mail_person (id, salt, name, address) VALUES (?, ?, ?, ?)", "ibss", *id,
	                      seal->salt_bytes, to->name, address) &&
	            told_store(store, *id, to->told, error) && store_commit(store, error);
	if (!fine)
		store_rollback(store);
	return fine;
}

bool due_mail_step(Store *store, int64_t mail, const char *state, int code, GError **error)
{
	int64_t id;
	if (!store_begin(store, error))
		return false;
	bool fine = next_id(store_query(store, error, "SELECT max(id) FROM due_mail_step", ""), &id, error) &&
	            store_run(store, error, "INSERT INTO due_mail_step (id, mail, state, code) VALUES (?, ?, ?, nullif(?, 0))", "iisi",
	                      id, mail, state, (int64_t)code) &&
	            store_commit(store, error);
	if (!fine)
		store_rollback(store);
	return fine;
}
