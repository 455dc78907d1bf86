#include "enforcement/bankbook.h"

#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

const char bank_tables[] =
	/* The bank's files and their lines, for ever. Recorded rows hold days, amounts and commitments; what is personal (names,
	 * accounts, messages, references) stands in side tables and can be erased. A line's key is personal too: it is a
	 * hash of little. What became of a line is the last row of bank_match about it. */
	"CREATE TABLE bank_file ("
	"  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, imported_on TEXT NOT NULL,"
	"  lines INTEGER NOT NULL, taken INTEGER NOT NULL" /* in it; those that were new */
	") STRICT;"
	"CREATE TABLE bank_line ("
	"  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL REFERENCES bank_file (id), line INTEGER NOT NULL,"
	"  booked_on TEXT NOT NULL, value_on TEXT, amount_minor INTEGER NOT NULL, currency TEXT NOT NULL,"
	"  reversal INTEGER NOT NULL, parts INTEGER NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE bank_line_text ("
	"  id INTEGER PRIMARY KEY REFERENCES bank_line (id), salt BLOB NOT NULL, key TEXT NOT NULL UNIQUE, entry_key TEXT,"
	"  account TEXT NOT NULL, bank_reference TEXT, reference TEXT, name TEXT, counter_account TEXT, text TEXT"
	") STRICT;"
	"CREATE INDEX bank_line_by_entry ON bank_line_text (entry_key) WHERE entry_key IS NOT NULL;"
	"CREATE TABLE bank_match ("
	"  id INTEGER PRIMARY KEY, line_id INTEGER NOT NULL REFERENCES bank_line (id), kind TEXT NOT NULL,"
	"  case_id TEXT, event_id INTEGER, confidence INTEGER NOT NULL, matched_on TEXT NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX bank_match_by_line ON bank_match (line_id, id);"
	"CREATE TABLE bank_match_text (id INTEGER PRIMARY KEY REFERENCES bank_match (id), salt BLOB NOT NULL, by TEXT, why TEXT) STRICT;"
	"CREATE TRIGGER bank_file_no_update BEFORE UPDATE ON bank_file BEGIN SELECT RAISE(ABORT, 'append-only: bank_file'); END;"
	"CREATE TRIGGER bank_file_no_delete BEFORE DELETE ON bank_file BEGIN SELECT RAISE(ABORT, 'append-only: bank_file'); END;"
	"CREATE TRIGGER bank_file_next BEFORE INSERT ON bank_file"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM bank_file) OR EXISTS (SELECT 1 FROM bank_file WHERE sha256 = NEW.sha256)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_file'); END;"
	"CREATE TRIGGER bank_line_no_update BEFORE UPDATE ON bank_line BEGIN SELECT RAISE(ABORT, 'append-only: bank_line'); END;"
	"CREATE TRIGGER bank_line_no_delete BEFORE DELETE ON bank_line BEGIN SELECT RAISE(ABORT, 'append-only: bank_line'); END;"
	"CREATE TRIGGER bank_line_next BEFORE INSERT ON bank_line"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM bank_line)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_line'); END;"
	"CREATE TRIGGER bank_line_text_no_update BEFORE UPDATE ON bank_line_text"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_line_text'); END;"
	"CREATE TRIGGER bank_line_text_no_replace BEFORE INSERT ON bank_line_text"
	"  WHEN EXISTS (SELECT 1 FROM bank_line_text WHERE id = NEW.id OR key = NEW.key)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_line_text'); END;"
	"CREATE TRIGGER bank_match_no_update BEFORE UPDATE ON bank_match BEGIN SELECT RAISE(ABORT, 'append-only: bank_match'); END;"
	"CREATE TRIGGER bank_match_no_delete BEFORE DELETE ON bank_match BEGIN SELECT RAISE(ABORT, 'append-only: bank_match'); END;"
	"CREATE TRIGGER bank_match_next BEFORE INSERT ON bank_match"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM bank_match)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_match'); END;"
	"CREATE TRIGGER bank_match_text_no_update BEFORE UPDATE ON bank_match_text"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_match_text'); END;"
	"CREATE TRIGGER bank_match_text_no_replace BEFORE INSERT ON bank_match_text"
	"  WHEN EXISTS (SELECT 1 FROM bank_match_text WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_match_text'); END;";

void bank_fate_clear(BankFate *fate)
{
	g_clear_pointer(&fate->kind, g_free);
	g_clear_pointer(&fate->why, g_free);
	g_clear_pointer(&fate->case_id, g_free);
	g_clear_pointer(&fate->by, g_free);
}

/* The one number that a query answers; *out 0 when it answers none. */
static bool one(Query *query, int64_t *out, GError **error)
{
	GError *fault = NULL;
	*out = 0;
	if (query == NULL)
		return false;
	if (query_next(query, &fault) && !query_is_null(query, 0))
		*out = query_int(query, 0);
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

bool bank_file_known(Store *store, const char *sha256, int64_t *id, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT id FROM bank_file WHERE sha256 = ?", "s", sha256);
	return one(query, id, error);
}

bool bank_file_add(Store *store, const BankFile *file, Date on, int64_t taken, GError **error)
{
	return store_run(store, error,
	                 "INSERT INTO bank_file (id, sha256, kind, imported_on, lines, taken)"
	                 " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? FROM bank_file",
	                 "ssdii", file->sha256, file->kind, on, (int64_t)file->lines->len, taken);
}

/* ---- lines ---- */

static bool give_way(Store *store, int64_t whole, Date on, bool *known, GError **error)
{
	g_auto(BankFate) fate = { 0 };
	if (!bank_fate_read(store, whole, &fate, error))
		return false;
	if (strcmp(fate.kind, "open") != 0 && strcmp(fate.kind, "asked") != 0 && strcmp(fate.kind, "split") != 0)
		return true; /* the whole was used: its parts say nothing new */
	int64_t used;
	g_autoptr(Query) query = store_query(store, error, "SELECT id FROM client_link WHERE line_id = ? LIMIT 1", "i", whole);
	if (!one(query, &used, error))
		return false;
	/* Money out that is in the books as one sum: likewise. */
	if (strcmp(fate.kind, "open") == 0 && used != 0)
		return true;
	*known = false;
	if (strcmp(fate.kind, "split") == 0)
		return true;
	const BankFate split = { .line_id = whole, .kind = (char *)"split" };
	return bank_fate_add(store, &split, on, error);
}

bool bank_line_known(Store *store, const BankLine *line, Date on, bool *known, GError **error)
{
	int64_t id;
	*known = true;
	{
		g_autoptr(Query) same = store_query(store, error, "SELECT id FROM bank_line_text WHERE key = ?", "s", line->key);
		if (!one(same, &id, error) || id != 0)
			return id != 0;
	}
	*known = false;
	if (line->entry_key == NULL)
		return true;
	/* An entry that stood in another number of parts. */
	g_autoptr(Query) other = store_query(store, error,
	                                     "SELECT l.id, l.parts FROM bank_line_text t JOIN bank_line l ON l.id = t.id"
	                                     " WHERE t.entry_key = ? AND l.parts <> ? ORDER BY l.id LIMIT 1",
	                                     "si", line->entry_key, (int64_t)line->parts);
	if (!one(other, &id, error))
		return false;
	if (id == 0)
		return true;
	bool was_whole = query_int(other, 1) == 1;
	g_clear_pointer(&other, query_free);
	*known = true;
	return !was_whole || give_way(store, id, on, known, error);
}

bool bank_line_add(Store *store, BankLine *line, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	const char *const texts[] = { line->key,       line->entry_key, line->account, line->bank_reference,
		                      line->reference, line->name,      line->counter_account, line->text };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		seal_add(seal, texts[i]);
	if (!seal_close(seal, store, error) ||
	    !store_run(store, error,
	               "INSERT INTO bank_line (id, file_id, line, booked_on, value_on, amount_minor, currency, reversal, parts, commitment)"
	               " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM bank_line), (SELECT max(id) FROM bank_file), ?, ?, ?, ?, ?, ?, ?, ?)",
	               "iddisiib", (int64_t)line->line, line->booked_on, line->value_on, line->minor, line->currency, (int64_t)line->reversal,
	               (int64_t)line->parts, seal->commitment_bytes))
		return false;
	line->id = store_last_id(store);
	return store_run(store, error,
	                 "INSERT INTO bank_line_text (id, salt, key, entry_key, account, bank_reference, reference, name, counter_account, text)"
	                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	                 "ibssssssss", line->id, seal->salt_bytes, line->key, line->entry_key, line->account, line->bank_reference,
	                 line->reference, line->name, line->counter_account, line->text);
}

BankLine *bank_line_read(Store *store, int64_t id, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT l.line, l.booked_on, l.value_on, l.amount_minor, l.currency, l.reversal, l.parts, t.account,"
	                                     " t.bank_reference, t.reference, t.name, t.counter_account, t.text"
	                                     " FROM bank_line l LEFT JOIN bank_line_text t ON t.id = l.id WHERE l.id = ?",
	                                     "i", id);
	GError *fault = NULL;
	if (query == NULL)
		return NULL;
	if (!query_next(query, &fault)) {
		if (fault != NULL) {
			g_propagate_error(error, fault);
			return NULL;
		}
		error_set(error, ERROR_INPUT, "no-such-line", "Der er ingen banklinje %" PRId64 ".", "There is no bank line %" PRId64 ".", id);
		error_remedy(error, "Se dem med bank review.", "See them with bank review.");
		return NULL;
	}
	BankLine *line = g_new0(BankLine, 1);
	*line = (BankLine){ .id = id,
		            .line = (int)query_int(query, 0),
		            .booked_on = query_date(query, 1),
		            .value_on = query_date(query, 2),
		            .minor = query_int(query, 3),
		            .reversal = query_int(query, 5) != 0,
		            .parts = (int)query_int(query, 6),
		            .account = g_strdup(query_text(query, 7)),
		            .bank_reference = g_strdup(query_text(query, 8)),
		            .reference = g_strdup(query_text(query, 9)),
		            .name = g_strdup(query_text(query, 10)),
		            .counter_account = g_strdup(query_text(query, 11)),
		            .text = g_strdup(query_text(query, 12)) };
	g_strlcpy(line->currency, query_text(query, 4), sizeof line->currency);
	return line;
}

bool bank_line_reversed(Store *store, const BankLine *reversal, int64_t *id, GError **error)
{
	/* A bank that gives references gives the reversed line's; else the words must be the same. */
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT l.id, count(*) FROM bank_line l JOIN bank_line_text t ON t.id = l.id"
	    " WHERE l.amount_minor = ?1 AND l.currency = ?2 AND l.booked_on <= ?3 AND l.reversal = 0 AND t.account = ?4"
	    " AND ((?5 IS NOT NULL AND t.bank_reference = ?5) OR (?6 IS NOT NULL AND t.reference = ?6)"
	    "  OR (?7 IS NOT NULL AND t.name = ?7 AND t.text IS ?8))"
	    " AND NOT EXISTS (SELECT 1 FROM bank_match m WHERE m.line_id = l.id AND m.kind = 'reversed')",
	    "isdsssss", -reversal->minor, reversal->currency, reversal->booked_on, reversal->account, reversal->bank_reference,
	    reversal->reference, reversal->name, reversal->text);
	GError *fault = NULL;
	*id = 0;
	if (query == NULL)
		return false;
	if (query_next(query, &fault) && query_int(query, 1) == 1)
		*id = query_int(query, 0);
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

/* ---- fates ---- */

bool bank_fate_read(Store *store, int64_t line_id, BankFate *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT m.kind, m.case_id, m.event_id, m.confidence, t.by, t.why FROM bank_match m"
	                                     " LEFT JOIN bank_match_text t ON t.id = m.id WHERE m.line_id = ? ORDER BY m.id DESC LIMIT 1",
	                                     "i", line_id);
	GError *fault = NULL;
	*out = (BankFate){ .line_id = line_id };
	if (query == NULL)
		return false;
	if (query_next(query, &fault)) {
		out->kind = g_strdup(query_text(query, 0));
		out->case_id = g_strdup(query_text(query, 1));
		out->event_id = query_is_null(query, 2) ? 0 : query_int(query, 2);
		out->confidence = (int)query_int(query, 3);
		out->by = g_strdup(query_text(query, 4));
		out->why = g_strdup(query_text(query, 5));
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	if (out->kind == NULL)
		out->kind = g_strdup("open");
	return true;
}

bool bank_fate_add(Store *store, const BankFate *fate, Date on, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, fate->by);
	seal_add(seal, fate->why);
	g_autofree char *event = fate->event_id != 0 ? g_strdup_printf("%" PRId64, fate->event_id) : NULL;
	if (!seal_close(seal, store, error) ||
	    !store_run(store, error,
	               "INSERT INTO bank_match (id, line_id, kind, case_id, event_id, confidence, matched_on, commitment)"
	               " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM bank_match), ?, ?, ?, CAST(? AS INTEGER), ?, ?, ?)",
	               "isssidb", fate->line_id, fate->kind, fate->case_id, event, (int64_t)fate->confidence, on, seal->commitment_bytes))
		return false;
	return store_run(store, error, "INSERT INTO bank_match_text (id, salt, by, why) VALUES (?, ?, ?, ?)", "ibss", store_last_id(store),
	                 seal->salt_bytes, fate->by, fate->why);
}
