#include "enforcement/docketstore.h"

#include "enforcement/handler.h"
#include "enforcement/leavingbook.h"
#include "enforcement/nextstep.h"
#include "intake/record.h"
#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

/* ---- the tables ---- */

#define GUARDED(table)                                                                                              \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table \
	"'); END;"                                                                                                  \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table \
	"'); END;"                                                                                                  \
	"CREATE TRIGGER " table "_next BEFORE INSERT ON " table                                                     \
	" WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM " table ")"                                      \
	" BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"
/* Whatever is recorded of a case makes its rows stale, in the step that records it, whoever does. */
#define STALE(table, column)                                                                                        \
	"CREATE TRIGGER " table "_stales_docket AFTER INSERT ON " table                                             \
	" WHEN NOT EXISTS (SELECT 1 FROM docket_stale WHERE case_id = NEW." column ")"                              \
	" BEGIN INSERT INTO docket_stale VALUES (NEW." column "); END;"

const char docket_tables[] =
	"CREATE TABLE docket_own ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), debtor TEXT, clock TEXT, start_on TEXT,"
	"  by_on TEXT NOT NULL, made_on TEXT NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX docket_own_of_case ON docket_own (case_id);"
	"CREATE TABLE docket_own_text (id INTEGER PRIMARY KEY, salt BLOB, why TEXT, by TEXT) STRICT;"
	"CREATE TABLE docket_done ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), key TEXT NOT NULL, by_on TEXT NOT NULL,"
	"  done_on TEXT NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX docket_done_of_case ON docket_done (case_id);"
	"CREATE TABLE docket_done_person (id INTEGER PRIMARY KEY, salt BLOB, by TEXT) STRICT;"
	"CREATE TABLE docket_assignment ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), assigned_on TEXT NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE docket_assignment_person (id INTEGER PRIMARY KEY, salt BLOB, owner TEXT, deputy TEXT) STRICT;"
	GUARDED("docket_own") GUARDED("docket_done") GUARDED("docket_assignment")
	/* Computed, all five: may be dropped and made again. Days are counted from 1970. */
	"CREATE TABLE docket ("
	"  by_on INTEGER NOT NULL, case_id TEXT NOT NULL, key TEXT NOT NULL, kind INTEGER NOT NULL, debtor TEXT, clock TEXT,"
	"  about TEXT, event TEXT, last_on INTEGER, start_on INTEGER, own INTEGER, seq INTEGER NOT NULL,"
	"  PRIMARY KEY (by_on, case_id, key)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX docket_of_case ON docket (case_id);"
	"CREATE TABLE docket_case ("
	"  case_id TEXT PRIMARY KEY, computed_on INTEGER NOT NULL, change_on INTEGER"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE docket_stale (case_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
	"CREATE TABLE docket_owner (case_id TEXT PRIMARY KEY, owner TEXT, deputy TEXT) STRICT, WITHOUT ROWID;"
	"CREATE TABLE docket_law (one INTEGER PRIMARY KEY CHECK (one = 1), edition TEXT NOT NULL) STRICT;"
	"INSERT INTO docket_stale SELECT id FROM cases;" STALE("cases", "id") STALE("document", "case_id") STALE("fact", "case_id")
	    STALE("decision", "case_id") STALE("event", "case_id");
const char docket_approvals[] = STALE("approval", "case_id") STALE("hand_in", "case_id");

static Date day_of(Query *query, int column)
{
	return query_is_null(query, column) ? DATE_NONE : (Date){ (int32_t)query_int(query, column) };
}

/* ---- the rows of one case ---- */

typedef struct Entry {
	DocketTask *task;
	char *case_id;
	int64_t own, seq;
} Entry;

static void entry_free(void *data)
{
	Entry *entry = data;
	docket_task_free(entry->task);
	g_free(entry->case_id);
	g_free(entry);
}

static bool done_keys(Store *store, const char *case_id, GHashTable *done, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT key, by_on FROM docket_done WHERE case_id = ?", "s", case_id);
	if (query == NULL)
		return false;
	while (query_next(query, &fault))
		g_hash_table_add(done, g_strconcat(query_text(query, 0), " ", query_text(query, 1), NULL));
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

static bool is_done(GHashTable *done, const DocketTask *task)
{
	g_autofree char *by = date_iso(task->by_on);
	g_autofree char *both = g_strconcat(task->key, " ", by, NULL);
	return g_hash_table_contains(done, both);
}

bool docket_done_drop(Store *store, const char *case_id, GPtrArray *tasks, GError **error)
{
	g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!done_keys(store, case_id, done, error))
		return false;
	for (guint i = tasks->len; i-- > 0;)
		if (is_done(done, tasks->pdata[i]))
			g_ptr_array_remove_index(tasks, i);
	return true;
}

static bool own_tasks(Store *store, const char *case_id, GPtrArray *entries, int64_t seq, GHashTable *done, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT id, debtor, clock, start_on, by_on FROM docket_own WHERE case_id = ? ORDER BY id", "s", case_id);
	if (query == NULL)
		return false;
	while (query_next(query, &fault)) {
		DocketTask *task = g_new0(DocketTask, 1);
		*task = (DocketTask){ .key = g_strdup_printf("own/%" PRId64, query_int(query, 0)),
			              .kind = TASK_OWN,
			              .debtor = g_intern_string(query_text(query, 1)),
			              .clock = g_intern_string(query_text(query, 2)),
			              .start_on = query_date(query, 3),
			              .by_on = query_date(query, 4),
			              .last_on = query_date(query, 4),
			              .change_on = DATE_NONE };
		if (is_done(done, task)) {
			docket_task_free(task);
			continue;
		}
		Entry *entry = g_new(Entry, 1);
		*entry = (Entry){ task, g_strdup(case_id), query_int(query, 0), seq };
		g_ptr_array_add(entries, entry);
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

bool docket_own_take(Store *store, const char *case_id, Date on, GPtrArray *tasks, GError **error)
{
	Date left;
	LeavingWay way;
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
	g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!leaving_left(store, case_id, &left, &way, error))
		return false;
	if (date_known(left) && !date_before(on, left))
		return true;
	if (!done_keys(store, case_id, done, error) || !own_tasks(store, case_id, entries, 0, done, error))
		return false;
	for (guint i = 0; i < entries->len; i++) {
		GError *fault = NULL;
		Entry *entry = entries->pdata[i];
		g_autoptr(Query) query = store_query(store, error, "SELECT why FROM docket_own_text WHERE id = ?", "i", entry->own);
		if (query == NULL)
			return false;
		if (query_next(query, &fault))
			entry->task->why = g_strdup(query_text(query, 0));
		if (fault != NULL) {
			g_propagate_error(error, fault);
			return false;
		}
		g_ptr_array_add(tasks, g_steal_pointer(&entry->task));
	}
	return true;
}

/* Of a case on its day: when time alone changes it next; when it was lost to limitation. DATE_NONE. */
typedef struct CaseDays {
	Date change_on, lost_on;
} CaseDays;

/* All that stands on one case on a day, onto entries (Entry*). */
static bool entries_of(Store *store, const Law *law, const Sequence *sequence, const char *case_id, Date on, GPtrArray *entries, CaseDays *days,
                       GError **error)
{
	Date left;
	LeavingWay way;
	*days = (CaseDays){ DATE_NONE, DATE_NONE };
	if (!leaving_left(store, case_id, &left, &way, error))
		return false;
	if (date_known(left) && !date_before(on, left))
		return true; /* its clocks are nobody's here any more */
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (c == NULL || !done_keys(store, case_id, done, error))
		return false;
	g_autoptr(Assessment) assessment = assess(c, law, on);
	g_autoptr(States) states = states_of(c, assessment, law, on);
	NextGround ground = { .c = c, .assessment = assessment, .states = states, .law = law, .sequence = sequence, .on = on };
	if (!nextstep_read(store, &ground, error))
		return false;
	g_autoptr(GPtrArray) tasks = nextstep_docket(&ground);
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *debtor = states->debtors->pdata[i];
		days->change_on = date_min(days->change_on, debtor->change_on);
		if (strcmp(debtor->state->name, "TIME_BARRED") == 0)
			days->lost_on = date_min(days->lost_on, date_known(debtor->since_on) ? debtor->since_on : on);
	}
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (date_before(on, event->on)) /* a day before some of what happened was asked for */
			days->change_on = date_min(days->change_on, event->on);
	}
	g_ptr_array_set_free_func(tasks, NULL);
	for (guint i = 0; i < tasks->len; i++) {
		DocketTask *task = tasks->pdata[i];
		if (date_before(on, task->change_on))
			days->change_on = date_min(days->change_on, task->change_on);
		if (is_done(done, task)) {
			docket_task_free(task);
			continue;
		}
		Entry *entry = g_new(Entry, 1);
		*entry = (Entry){ task, g_strdup(case_id), 0, c->up_to_seq };
		g_ptr_array_add(entries, entry);
	}
	return own_tasks(store, case_id, entries, c->up_to_seq, done, error);
}

/* ---- making rows ---- */

static bool entry_store(Store *store, const Entry *entry, GError **error)
{
	const DocketTask *task = entry->task;
	g_autofree char *last = date_known(task->last_on) ? g_strdup_printf("%d", task->last_on.day) : NULL;
	g_autofree char *start = date_known(task->start_on) ? g_strdup_printf("%d", task->start_on.day) : NULL;
	return store_run(store, error,
	                 "INSERT INTO docket (by_on, case_id, key, kind, debtor, clock, about, event, last_on, start_on, own, seq)"
	                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, cast(? AS INTEGER), cast(? AS INTEGER), nullif(?, 0), ?)",
	                 "ississssssii", (int64_t)task->by_on.day, entry->case_id, task->key, (int64_t)task->kind, task->debtor,
	                 task->clock, task->about, task->event, last, start, entry->own, entry->seq);
}

static bool case_refresh(Store *store, const Law *law, const Sequence *sequence, const char *case_id, Date today, GError **error)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
	CaseDays days;
	if (!entries_of(store, law, sequence, case_id, today, entries, &days, error) ||
	    !store_run(store, error, "DELETE FROM docket WHERE case_id = ?", "s", case_id))
		return false;
	for (guint i = 0; i < entries->len; i++)
		if (!entry_store(store, entries->pdata[i], error))
			return false;
	g_autofree char *change = date_known(days.change_on) ? g_strdup_printf("%d", days.change_on.day) : NULL;
	g_autofree char *lost = date_known(days.lost_on) ? g_strdup_printf("%d", days.lost_on.day) : NULL;
	return store_run(store, error,
	                 "INSERT OR REPLACE INTO docket_case (case_id, computed_on, change_on, lost_on)"
	                 " VALUES (?, ?, cast(? AS INTEGER), cast(? AS INTEGER))",
	                 "siss", case_id, (int64_t)today.day, change, lost) &&
	       store_run(store, error, "DELETE FROM docket_stale WHERE case_id = ?", "s", case_id);
}

static bool ids_of(Query *query, GPtrArray *ids, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) owned = query;
	if (query == NULL)
		return false;
	while (query_next(owned, &fault))
		g_ptr_array_add(ids, g_strdup(query_text(owned, 0)));
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

#define DOCKET_SHAPE " 2" /* raised when the program makes other rows of the same record */

/* What the rows rest on besides the record. Newly allocated. */
static char *ground_of(const Law *law, const Sequence *sequence)
{
	g_autofree char *mark = sequence_mark(sequence);
	return g_strconcat(law_edition(law), " ", mark, DOCKET_SHAPE, NULL);
}

/* Another edition of the law, or other steps of the firm's, reckon every case anew. */
static bool law_follow(Store *store, const char *ground, bool *same, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) query = store_query(store, error, "SELECT 1 FROM docket_law WHERE edition = ?", "s", ground);
	if (query == NULL)
		return false;
	*same = query_next(query, &fault);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

/* Steps of this many cases: a reader waits no longer than one of them takes, and a kill loses no more. */
enum { CASES_IN_A_STEP = 200 };

static bool cases_refresh(Store *store, const Law *law, const Sequence *sequence, const GPtrArray *ids, Date today, GError **error)
{
	for (guint i = 0; i < ids->len;) {
		if (!store_begin(store, error))
			return false;
		guint end = MIN(ids->len, i + CASES_IN_A_STEP);
		bool fine = true;
		for (; fine && i < end; i++)
			fine = case_refresh(store, law, sequence, ids->pdata[i], today, error);
		if (!fine || !store_commit(store, error)) {
			store_rollback(store);
			return false;
		}
	}
	return true;
}

bool docket_refresh(Store *store, const Law *law, Date today, int64_t *cases, GError **error)
{
	bool same;
	*cases = 0;
	g_autoptr(Sequence) sequence = sequence_open(store_home(store), error);
	g_autofree char *ground = sequence != NULL ? ground_of(law, sequence) : NULL;
	if (sequence == NULL || !law_follow(store, ground, &same, error))
		return false;
	if (!same)
		return docket_rebuild(store, law, today, cases, error);
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	if (!ids_of(store_query(store, error,
	                        "SELECT case_id FROM docket_stale UNION SELECT case_id FROM docket_case"
	                        " WHERE computed_on > ?1 OR (computed_on < ?1 AND change_on <= ?1)",
	                        "i", (int64_t)today.day),
	            ids, error))
		return false;
	*cases = ids->len;
	return cases_refresh(store, law, sequence, ids, today, error);
}

bool docket_rebuild(Store *store, const Law *law, Date today, int64_t *cases, GError **error)
{
	g_autoptr(Sequence) sequence = sequence_open(store_home(store), error);
	g_autofree char *ground = sequence != NULL ? ground_of(law, sequence) : NULL;
	g_autoptr(GPtrArray) ids = ground != NULL ? case_list(store, error) : NULL;
	if (ids == NULL || !store_begin(store, error))
		return false;
	bool fine = store_run(store, error, "DELETE FROM docket", "") && store_run(store, error, "DELETE FROM docket_case", "") &&
	            store_run(store, error, "DELETE FROM docket_owner", "") &&
	            store_run(store, error,
	                      "INSERT INTO docket_owner SELECT a.case_id, p.owner, p.deputy FROM docket_assignment a"
	                      " JOIN docket_assignment_person p ON p.id = a.id"
	                      " WHERE a.id = (SELECT max(id) FROM docket_assignment n WHERE n.case_id = a.case_id)",
	                      "") &&
	            store_run(store, error, "INSERT OR IGNORE INTO docket_stale SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM erased)", "") &&
	            store_run(store, error, "INSERT OR REPLACE INTO docket_law VALUES (1, ?)", "s", ground) &&
	            store_commit(store, error);
	if (!fine) {
		store_rollback(store);
		return false;
	}
	*cases = ids->len;
	return cases_refresh(store, law, sequence, ids, today, error);
}

/* ---- reading ---- */

static int by_day(gconstpointer a, gconstpointer b)
{
	const Entry *x = *(const Entry *const *)a, *y = *(const Entry *const *)b;
	int order = date_compare(x->task->by_on, y->task->by_on);
	if (order == 0)
		order = strcmp(x->case_id, y->case_id);
	return order != 0 ? order : strcmp(x->task->key, y->task->key);
}

/* Cases that are different on another day than today. */
static bool other_cases(Store *store, Date today, Date on, GPtrArray *ids, GError **error)
{
	if (date_before(on, today))
		return ids_of(store_query(store, error, "SELECT case_id FROM docket_case", ""), ids, error);
	return ids_of(store_query(store, error, "SELECT case_id FROM docket_case WHERE change_on <= ?", "i", (int64_t)on.day), ids,
	              error);
}

typedef struct Reading {
	Store *store;
	GPtrArray *extra; /* Entry*, sorted: of the cases reckoned anew */
	guint next;
	GHashTable *anew; /* their ids */
	Date until;
	const char *owner; /* as handler_said */
	DocketSeen seen;
	void *data;
	GError *fault;
} Reading;

/* One that is not in the rows; who has the case and why are looked up. */
static bool extra_give(Reading *r)
{
	const Entry *entry = r->extra->pdata[r->next++];
	const DocketTask *task = entry->task;
	if (date_known(r->until) && date_before(r->until, task->by_on))
		return true;
	g_autoptr(Query) query =
	    store_query(r->store, &r->fault,
	                "SELECT o.owner, o.deputy, t.why FROM (SELECT 1) LEFT JOIN docket_owner o ON o.case_id = ?1"
	                " LEFT JOIN docket_own_text t ON t.id = ?2",
	                "si", entry->case_id, entry->own);
	if (query == NULL || !query_next(query, &r->fault))
		return false;
	const char *owner = query_text(query, 0), *deputy = query_text(query, 1);
	if (r->owner != NULL && !handler_among(r->owner, owner) && !handler_among(r->owner, deputy))
		return true;
	const DocketRow row = { entry->case_id, task->key,     task->debtor,   task->clock,          task->about, task->event, task->kind,
		                task->by_on,    task->last_on, task->start_on, query_text(query, 2), owner,       deputy,      entry->seq };
	return r->seen(&row, r->data);
}

static bool extra_before(const Reading *r, const DocketRow *row)
{
	if (r->next >= r->extra->len)
		return false;
	const Entry *entry = r->extra->pdata[r->next];
	int order = date_compare(entry->task->by_on, row->by_on);
	return order < 0 || (order == 0 && strcmp(entry->case_id, row->case_id) < 0);
}

#define DOCKET_ROWS                                                                                                 \
	"SELECT d.case_id, d.key, d.debtor, d.clock, d.about, d.event, d.kind, d.by_on, d.last_on, d.start_on, t.why, o.owner," \
	" o.deputy, d.seq FROM docket d LEFT JOIN docket_owner o ON o.case_id = d.case_id"                                      \
	" LEFT JOIN docket_own_text t ON t.id = d.own WHERE d.by_on <= ?1"

static bool rows_give(Reading *r)
{
	int64_t until = date_known(r->until) ? r->until.day : INT32_MAX;
	g_autoptr(Query) query =
	    r->owner == NULL
	        ? store_query(r->store, &r->fault, DOCKET_ROWS " ORDER BY d.by_on, d.case_id, d.key", "i", until)
	        : store_query(r->store, &r->fault,
	                      DOCKET_ROWS " AND " HANDLER_SQL " ORDER BY d.by_on, d.case_id, d.key", "is", until, r->owner);
	if (query == NULL)
		return false;
	while (query_next(query, &r->fault)) {
		const DocketRow row = { .case_id = query_text(query, 0),
			                .key = query_text(query, 1),
			                .debtor = query_text(query, 2),
			                .clock = query_text(query, 3),
			                .about = query_text(query, 4),
			                .event = query_text(query, 5),
			                .kind = (TaskKind)query_int(query, 6),
			                .by_on = day_of(query, 7),
			                .last_on = day_of(query, 8),
			                .start_on = day_of(query, 9),
			                .why = query_text(query, 10),
			                .owner = query_text(query, 11),
			                .deputy = query_text(query, 12),
			                .seq = query_int(query, 13) };
		while (extra_before(r, &row))
			if (!extra_give(r))
				return false;
		if (r->anew != NULL && g_hash_table_contains(r->anew, row.case_id))
			continue;
		if (!r->seen(&row, r->data))
			return false;
	}
	while (r->fault == NULL && r->next < r->extra->len)
		if (!extra_give(r))
			return false;
	return r->fault == NULL;
}

bool docket_each(Store *store, const Law *law, Date today, Date on, Date until, const char *owner, DocketSeen seen, void *data,
                 GError **error)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) extra = g_ptr_array_new_with_free_func(entry_free);
	g_autoptr(GHashTable) anew = g_hash_table_new(g_str_hash, g_str_equal);
	CaseDays days;
	g_autoptr(Sequence) sequence = sequence_open(store_home(store), error);
	if (sequence == NULL)
		return false;
	if (date_compare(today, on) != 0 && !other_cases(store, today, on, ids, error))
		return false;
	for (guint i = 0; i < ids->len; i++) {
		g_hash_table_add(anew, ids->pdata[i]);
		if (!entries_of(store, law, sequence, ids->pdata[i], on, extra, &days, error))
			return false;
	}
	g_ptr_array_sort(extra, by_day);
	Reading r = { store, extra, 0, ids->len > 0 ? anew : NULL, until, owner, seen, data, NULL };
	bool fine = rows_give(&r);
	if (r.fault != NULL)
		g_propagate_error(error, r.fault);
	return fine;
}

bool docket_lost_each(Store *store, DocketLost seen, void *data, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT d.case_id, o.owner, d.lost_on FROM docket_case d"
	                                     " LEFT JOIN docket_owner o ON o.case_id = d.case_id"
	                                     " WHERE d.lost_on IS NOT NULL ORDER BY d.case_id",
	                                     "");
	if (query == NULL)
		return false;
	while (query_next(query, &fault) && seen(query_text(query, 0), query_text(query, 1), day_of(query, 2), data)) {
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

/* ---- what people write ---- */

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

static bool stale(Store *store, const char *case_id, GError **error)
{
	return store_run(store, error, "INSERT OR IGNORE INTO docket_stale VALUES (?)", "s", case_id);
}

bool docket_own_add(Store *store, const char *case_id, const char *debtor, const char *clock, Date start_on, Date by_on,
                    const char *why, const char *by, Date made_on, char **key, GError **error)
{
	int64_t id;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, why);
	seal_add(seal, by);
	bool fine = next_id(store_query(store, error, "SELECT max(id) FROM docket_own", ""), &id, error) &&
	            seal_close(seal, store, error) &&
	            store_run(store, error,
	                      "INSERT INTO docket_own (id, case_id, debtor, clock, start_on, by_on, made_on, commitment)"
	                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	                      "isssdddb", id, case_id, debtor, clock, start_on, by_on, made_on, seal->commitment_bytes) &&
	            store_run(store, error, "INSERT INTO docket_own_text (id, salt, why, by) VALUES (?, ?, ?, ?)", "ibss", id,
	                      seal->salt_bytes, why, by) &&
	            stale(store, case_id, error);
	*key = fine ? g_strdup_printf("own/%" PRId64, id) : NULL;
	return fine;
}

bool docket_done_add(Store *store, const char *case_id, const char *key, Date by_on, const char *by, Date done_on, GError **error)
{
	int64_t id;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, by);
	return next_id(store_query(store, error, "SELECT max(id) FROM docket_done", ""), &id, error) &&
	       seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO docket_done (id, case_id, key, by_on, done_on, commitment) VALUES (?, ?, ?, ?, ?, ?)",
	                 "issddb", id, case_id, key, by_on, done_on, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO docket_done_person (id, salt, by) VALUES (?, ?, ?)", "ibs", id,
	                 seal->salt_bytes, by) &&
	       stale(store, case_id, error);
}

bool docket_assign(Store *store, const char *case_id, const char *owner, const char *deputy, Date on, GError **error)
{
	int64_t id;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, owner);
	seal_add(seal, deputy);
	return next_id(store_query(store, error, "SELECT max(id) FROM docket_assignment", ""), &id, error) &&
	       seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO docket_assignment (id, case_id, assigned_on, commitment) VALUES (?, ?, ?, ?)", "isdb", id,
	                 case_id, on, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO docket_assignment_person (id, salt, owner, deputy) VALUES (?, ?, ?, ?)", "ibss",
	                 id, seal->salt_bytes, owner, deputy) &&
	       store_run(store, error, "INSERT OR REPLACE INTO docket_owner (case_id, owner, deputy) VALUES (?, ?, ?)", "sss",
	                 case_id, owner, deputy) &&
	       stale(store, case_id, error); /* one that had left is ours again */
}

bool docket_find(Store *store, const char *case_id, const char *key, bool *found, TaskKind *kind, Date *by_on, Date *last_on,
                 GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT kind, by_on, last_on FROM docket WHERE case_id = ? AND key = ?", "ss", case_id, key);
	if (query == NULL)
		return false;
	*found = query_next(query, &fault);
	if (*found) {
		*kind = (TaskKind)query_int(query, 0);
		*by_on = day_of(query, 1);
		*last_on = day_of(query, 2);
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}
