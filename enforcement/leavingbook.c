#include "enforcement/leavingbook.h"

#include "intake/seal.h"

#include <string.h>

#define NUMBERED(table)                                                                                                        \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_next BEFORE INSERT ON " table                                                                  \
	" WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM " table ")"                                                   \
	" BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"

const char leaving_tables[] =
	"CREATE TABLE leaving_word ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), way TEXT NOT NULL, point TEXT NOT NULL,"
	"  subject TEXT NOT NULL, despite INTEGER NOT NULL, said_on TEXT NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX leaving_word_of_case ON leaving_word (case_id);"
	"CREATE TABLE leaving_word_text (id INTEGER PRIMARY KEY, salt BLOB, by TEXT, why TEXT, document TEXT) STRICT;"
	"CREATE TABLE leaving ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), way TEXT NOT NULL, left_on TEXT NOT NULL,"
	"  sha256 TEXT, assignment INTEGER NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX leaving_of_case ON leaving (case_id);"
	"CREATE TABLE leaving_person (id INTEGER PRIMARY KEY, salt BLOB, by TEXT, receiver TEXT) STRICT;"
	NUMBERED("leaving_word") NUMBERED("leaving");

const char *leaving_way_name(LeavingWay way)
{
	return way == LEAVING_CLOSE ? "close" : "handover";
}

static void word_free(void *data)
{
	LeavingWord *word = data;
	g_free(word->point);
	g_free(word->subject);
	g_free(word->by);
	g_free(word->why);
	g_free(word->document);
	g_free(word);
}

GPtrArray *leaving_words(Store *store, const char *case_id, LeavingWay way, GError **error)
{
	GError *fault = NULL;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(word_free);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT w.point, w.subject, w.despite, w.said_on, t.by, t.why, t.document FROM leaving_word w"
	                                     " LEFT JOIN leaving_word_text t ON t.id = w.id WHERE w.case_id = ?1 AND w.way = ?2 AND w.id ="
	                                     " (SELECT max(n.id) FROM leaving_word n WHERE n.case_id = ?1 AND n.way = ?2 AND n.point = w.point)"
	                                     " ORDER BY w.id",
	                                     "ss", case_id, leaving_way_name(way));
	if (query == NULL)
		return NULL;
	while (query_next(query, &fault)) {
		LeavingWord *word = g_new0(LeavingWord, 1);
		*word = (LeavingWord){ g_strdup(query_text(query, 0)), g_strdup(query_text(query, 1)), query_int(query, 2) != 0,
			               query_date(query, 3),           g_strdup(query_text(query, 4)), g_strdup(query_text(query, 5)),
			               g_strdup(query_text(query, 6)) };
		g_ptr_array_add(words, word);
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return NULL;
	}
	return g_steal_pointer(&words);
}

static bool number(Query *query, int64_t *out, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) owned = query;
	if (query == NULL)
		return false;
	*out = query_next(owned, &fault) ? query_int(owned, 0) : 0;
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

bool leaving_say(Store *store, const char *case_id, LeavingWay way, const LeavingWord *word, GError **error)
{
	int64_t last;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, word->by);
	seal_add(seal, word->why);
	seal_add(seal, word->document);
	return number(store_query(store, error, "SELECT max(id) FROM leaving_word", ""), &last, error) &&
	       seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO leaving_word (id, case_id, way, point, subject, despite, said_on, commitment)"
	                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	                 "issssidb", last + 1, case_id, leaving_way_name(way), word->point, word->subject, (int64_t)word->despite,
	                 word->on, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO leaving_word_text (id, salt, by, why, document) VALUES (?, ?, ?, ?, ?)", "ibsss",
	                 last + 1, seal->salt_bytes, word->by, word->why, word->document);
}

bool leaving_left(Store *store, const char *case_id, Date *on, LeavingWay *way, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT left_on, way FROM leaving l WHERE case_id = ?1 AND assignment ="
	                                     " (SELECT coalesce(max(id), 0) FROM docket_assignment WHERE case_id = ?1)"
	                                     " ORDER BY id DESC LIMIT 1",
	                                     "s", case_id);
	*on = DATE_NONE;
	if (query == NULL)
		return false;
	if (query_next(query, &fault)) {
		*on = query_date(query, 0);
		*way = strcmp(query_text(query, 1), "close") == 0 ? LEAVING_CLOSE : LEAVING_HANDOVER;
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

bool leaving_record(Store *store, const char *case_id, LeavingWay way, const char *sha256, const char *to, const char *by, Date on,
                    GError **error)
{
	int64_t last, assignment;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, by);
	seal_add(seal, to);
	return number(store_query(store, error, "SELECT max(id) FROM leaving", ""), &last, error) &&
	       number(store_query(store, error, "SELECT max(id) FROM docket_assignment WHERE case_id = ?", "s", case_id), &assignment,
	              error) &&
	       seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO leaving (id, case_id, way, left_on, sha256, assignment, commitment) VALUES (?, ?, ?, ?, ?, ?, ?)",
	                 "issdsib", last + 1, case_id, leaving_way_name(way), on, sha256, assignment, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO leaving_person (id, salt, by, receiver) VALUES (?, ?, ?, ?)", "ibss", last + 1,
	                 seal->salt_bytes, by, to) &&
	       store_run(store, error, "INSERT OR IGNORE INTO docket_stale VALUES (?)", "s", case_id);
}

static void departure_free(void *data)
{
	Departure *departure = data;
	g_free(departure->by);
	g_free(departure->to);
	g_free(departure);
}

GPtrArray *leaving_all(Store *store, const char *case_id, GError **error)
{
	GError *fault = NULL;
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(departure_free);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT l.way, l.left_on, p.by, p.receiver, l.assignment ="
	                                     " (SELECT coalesce(max(id), 0) FROM docket_assignment WHERE case_id = ?1)"
	                                     " FROM leaving l LEFT JOIN leaving_person p ON p.id = l.id WHERE l.case_id = ?1 ORDER BY l.id",
	                                     "s", case_id);
	if (query == NULL)
		return NULL;
	while (query_next(query, &fault)) {
		Departure *departure = g_new(Departure, 1);
		*departure = (Departure){ strcmp(query_text(query, 0), "close") == 0 ? LEAVING_CLOSE : LEAVING_HANDOVER, query_date(query, 1),
			                  g_strdup(query_text(query, 2)), g_strdup(query_text(query, 3)), query_int(query, 4) != 0 };
		g_ptr_array_add(all, departure);
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return NULL;
	}
	return g_steal_pointer(&all);
}

const Departure *leaving_standing(const GPtrArray *departures)
{
	const Departure *last = departures->len > 0 ? departures->pdata[departures->len - 1] : NULL;
	return last != NULL && last->stands ? last : NULL;
}

void departure_json(cJSON *row, const Departure *departure)
{
	json_text(row, "way", leaving_way_name(departure->way));
	json_date(row, "on", departure->on);
	json_text(row, "by", departure->by);
	json_text(row, "to", departure->to);
	json_bool(row, "stands", departure->stands);
}
