#include "enforcement/recorded.h"

#include "enforcement/erasable.h"
#include "intake/limits.h"
#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

typedef struct Recorded {
	const char *table, *order;
	const char *commitment; /* NULL: nothing personal, or nothing that is checked here */
	const char *side; /* NULL: nothing personal */
} Recorded;

static const Recorded tables[] = {
#define RECORDED(table, order) { #table, order, NULL, NULL },
#define SEALED(table, order, commitment, side) { #table, order, #commitment, #side },
#define SALTED(table, order, side) { #table, order, NULL, #side },
#include "enforcement/recorded.def"
#undef SALTED
#undef RECORDED
#undef SEALED
};

static void bad(JournalReport *report, const char *what, char *where, const char *da, const char *en)
{
	if (report->faults->len < LIMIT_JOURNAL_FAULTS)
		g_ptr_array_add(report->faults, journal_fault_new(what, where, g_strdup(da), g_strdup(en)));
	else
		g_free(where);
}

/* A query with names out of our own list; the store keeps statements by their text, which must last. */
static Query *ask(Store *store, char *sql, GError **error)
{
	const char *lasting = g_intern_string(sql);
	g_free(sql);
	return store_query(store, error, lasting, "");
}

/* The columns of a table, char*. */
static GPtrArray *columns_of(Store *store, const char *table, GError **error)
{
	g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = store_query(store, error, "SELECT name FROM pragma_table_info(?) ORDER BY cid", "s", table);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		g_ptr_array_add(columns, g_strdup(query_text(query, 0)));
	return found < 0 ? NULL : g_steal_pointer(&columns);
}

static char *joined(const GPtrArray *columns, guint from, const char *before, const char *after, const char *between)
{
	GString *text = g_string_new(NULL);
	for (guint i = from; i < columns->len; i++)
		g_string_append_printf(text, "%s%s\"%s\"%s", i > from ? between : "", before, (const char *)columns->pdata[i], after);
	return g_string_free(text, FALSE);
}

/* ---- hashes of whole tables ---- */

/* Of the first `most` rows; *rows says how many there were. */
static bool digest_table(Store *store, const Recorded *of, int64_t most, int64_t *rows, char out[DIGEST_HEX], GError **error)
{
	g_autoptr(GPtrArray) columns = columns_of(store, of->table, error);
	if (columns == NULL)
		return false;
	*rows = 0;
	g_autofree char *values = joined(columns, 0, "quote(", ")", "||','||");
	g_autoptr(Query) query = columns->len == 0
	                             ? NULL
	                             : ask(store, g_strdup_printf("SELECT %s FROM %s ORDER BY %s", values, of->table, of->order), error);
	g_autoptr(Digest) digest = digest_new();
	int found = columns->len == 0 ? 0 : query == NULL ? -1 : 1;
	while (found == 1 && *rows < most && (found = query_step(query, error)) == 1) {
		const char *row = query_text(query, 0);
		digest_update(digest, row, strlen(row));
		digest_update(digest, "\n", 1);
		++*rows;
	}
	if (found < 0)
		return false;
	uint8_t sum[DIGEST_BYTES];
	digest_finish(g_steal_pointer(&digest), sum);
	digest_to_hex(sum, out);
	return true;
}

bool recorded_digests(Store *store, cJSON *array, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		int64_t rows;
		char sum[DIGEST_HEX];
		if (!digest_table(store, &tables[i], INT64_MAX, &rows, sum, error))
			return false;
		if (rows == 0)
			continue;
		cJSON *row = json_push(array);
		json_text(row, "table", tables[i].table);
		json_int(row, "rows", rows);
		json_text(row, "sha256", sum);
	}
	return true;
}

static const Recorded *find(const char *table)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		if (g_strcmp0(tables[i].table, table) == 0)
			return &tables[i];
	return NULL;
}

bool recorded_since(Store *store, const cJSON *earlier, const char *file, JournalReport *report, GError **error)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, earlier)
	{
		const char *table = json_get_text(row, "table"), *sha256 = json_get_text(row, "sha256");
		int64_t then = json_get_int(row, "rows", -1), rows;
		char sum[DIGEST_HEX];
		const Recorded *of = find(table);
		if (of == NULL || sha256 == NULL || then < 0) {
			error_set(error, ERROR_INPUT, "receipt-malformed", "Listen over registrerede rækker kan ikke læses.",
			          "The list of recorded rows cannot be read.");
			error_at(error, file, 0, 0);
			return false;
		}
		if (!digest_table(store, of, then, &rows, sum, error))
			return false;
		if (rows < then)
			bad(report, "cut", g_strdup_printf("%s %" PRId64, table, rows + 1),
			    "Rækker, som stod her, da listen forlod huset, er der ikke mere.", "Rows that stood here when the list left the house are gone.");
		else if (strcmp(sum, sha256) != 0)
			bad(report, "row", g_strdup(table), "En række er ændret, siden listen forlod huset.",
			    "A row was changed since the list left the house.");
	}
	return true;
}

/* ---- what is personal, against its commitment ---- */

static bool same_commitment(Query *query, const uint8_t digest[DIGEST_BYTES])
{
	size_t size;
	const void *bytes = query_blob(query, 1, &size);
	if (bytes == NULL)
		return false;
	if (size == DIGEST_BYTES)
		return memcmp(bytes, digest, DIGEST_BYTES) == 0;
	char hex[DIGEST_HEX];
	digest_to_hex(digest, hex);
	return size == DIGEST_HEX - 1 && memcmp(bytes, hex, size) == 0;
}

#define FIRST_VALUE 6

/*
 * Columns: where, commitment, is there a side row, salt, is its case erased, may it be gone by itself, then the values as they
 * were sealed.
 */
static void row_verify(const Recorded *table, Query *query, int values, JournalReport *report)
{
	g_autofree char *where = g_strdup_printf("%s %s", table->side, query_text(query, 0));
	bool there = query_int(query, 2) != 0, erased = query_int(query, 4) != 0;
	if (!there && (erased || query_int(query, 5) != 0))
		return;
	if (erased) {
		bad(report, "kept", g_steal_pointer(&where), "Sagen er slettet, men her står endnu, hvad der skulle være slettet.",
		    "The case was erased, but here still stands what should have been.");
		return;
	}
	if (!there || query_is_null(query, 3)) {
		bad(report, "absent", g_steal_pointer(&where), "Det, rækken forpligter sig til, mangler, og det er ikke slettet efter reglerne.",
		    "What the row commits to is missing, and it was not erased by the rules.");
		return;
	}
	size_t salt_size;
	const void *salt = query_blob(query, 3, &salt_size);
	g_autofree uint8_t *kept = g_memdup2(salt, salt_size);
	g_autoptr(Seal) seal = seal_new();
	for (int i = 0; i < values; i++)
		seal_add(seal, query_text(query, FIRST_VALUE + i));
	uint8_t digest[DIGEST_BYTES] = { 0 }, bare[DIGEST_BYTES] = { 0 };
	if (salt_size == SALT_BYTES)
		digest_commit(kept, seal->payload->str, seal->payload->len, digest);
	/* One value by itself was at first committed to as it is. */
	const char *only = values == 1 ? query_text(query, FIRST_VALUE) : NULL;
	if (salt_size == SALT_BYTES && only != NULL)
		digest_commit(kept, only, strlen(only), bare);
	if (!same_commitment(query, digest) && (only == NULL || !same_commitment(query, bare)))
		bad(report, "payload", g_steal_pointer(&where), "Værdien svarer ikke til rækkens forpligtelse: den er ændret.",
		    "The value does not match the row's commitment: it was changed.");
}

static bool side_verify(Store *store, const Recorded *table, JournalReport *report, GError **error)
{
	g_autoptr(GPtrArray) columns = columns_of(store, table->side, error);
	if (columns == NULL)
		return false;
	guint salt = 0;
	while (salt < columns->len && strcmp(columns->pdata[salt], "salt") != 0)
		salt++;
	bool by_case = columns->len > 0 && strcmp(columns->pdata[0], "case_id") == 0;
	if (salt == columns->len) {
		bad(report, "guard", g_strdup(table->side), "Tabellen er ikke, som den blev lavet.", "The table is not as it was made.");
		return true;
	}
	g_autofree char *values = joined(columns, salt + 1, "s.", "", ", "), *of = NULL;
	/* Who erased a case and why is kept. */
	if (strcmp(table->table, "erased") != 0 && !erasable_case_of(store, table->table, &of, error))
		return false;
	/* What was said in a call may be erased before its case: an event of its own names the call. */
	const char *alone = strcmp(table->table, "event") == 0
	                        ? "m.name = 'call_logged' AND EXISTS (SELECT 1 FROM event n WHERE n.case_id = m.case_id AND n.replaces = m.id AND "
	                          "n.name = 'call_erased')"
	                        : "0";
	g_autoptr(Query) query =
	    ask(store, g_strdup_printf("SELECT %s, m.%s, s.id IS NOT NULL, s.salt, coalesce((%s) IN (SELECT case_id FROM erased), 0), %s, %s"
	                               " FROM %s m LEFT JOIN %s s ON s.id = m.id%s ORDER BY m.id",
	                               by_case ? "m.case_id || ' ' || m.id" : "m.id", table->commitment, of != NULL ? of : "NULL", alone, values,
	                               table->table, table->side, by_case ? " AND s.case_id = m.case_id" : ""),
	        error);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		row_verify(table, query, (int)(columns->len - salt - 1), report);
	return found == 0;
}

/* A table's own locks: no change, no removal, and one on what may come next. */
static bool guards_verify(Store *store, const char *table, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 AND sql LIKE '%RAISE(ABORT,%' AND "
	                                     "name IN (?1 || '_no_update', ?1 || '_no_delete', ?1 || '_next', ?1 || '_insert_guard', ?1 || '_new')",
	                                     "s", table);
	if (query == NULL || !query_next(query, error))
		return false;
	if (query_int(query, 0) < 3)
		bad(report, "guard", g_strdup(table), "En af databasens låse er fjernet.", "One of the database's locks was removed.");
	return true;
}

/* An entry's text is there, unless its case was erased; the chain alone takes its absence for an erasure. */
static bool payloads_verify(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT j.seq, p.seq IS NULL FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq"
	                                     " WHERE (p.seq IS NULL) <> (j.case_id IN (SELECT case_id FROM erased)) ORDER BY j.seq",
	                                     "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		char *where = g_strdup_printf("journal_payload %" PRId64, query_int(query, 0));
		if (query_int(query, 1) != 0)
			bad(report, "absent", where, "Bogføringens tekst mangler, og sagen er ikke slettet efter reglerne.",
			    "The text of the entry is missing, and its case was not erased by the rules.");
		else
			bad(report, "kept", where, "Sagen er slettet, men bogføringens tekst står her endnu.",
			    "The case was erased, but the text of the entry still stands here.");
	}
	return found == 0;
}

bool recorded_verify(Store *store, JournalReport *report, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		if (!guards_verify(store, tables[i].table, report, error) ||
		    (tables[i].commitment != NULL && !side_verify(store, &tables[i], report, error)))
			return false;
	return payloads_verify(store, report, error);
}

GPtrArray *recorded_forgotten(Store *store, GError **error)
{
	g_autoptr(GPtrArray) forgotten = g_ptr_array_new_with_free_func(g_free);
	/* Append-only tables have a lock against removal; side tables have a salt. The journal's own is held by the chain. */
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT m.name, EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'salt') FROM sqlite_master m WHERE m.type = 'table' "
	    "AND m.name <> 'journal_payload' AND (EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'salt') OR EXISTS "
	    "(SELECT 1 FROM sqlite_master t WHERE t.type = 'trigger' AND t.name = m.name || '_no_delete')) ORDER BY m.name",
	    "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		bool listed = false;
		for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
			listed = listed || strcmp(query_text(query, 0), query_int(query, 1) != 0 && tables[i].side != NULL ? tables[i].side : tables[i].table) == 0;
		if (!listed)
			g_ptr_array_add(forgotten, g_strdup(query_text(query, 0)));
	}
	return found < 0 ? NULL : g_steal_pointer(&forgotten);
}
