#include "filing/casefile_record.h"

#include "assess/replay.h"
#include "filing/approval.h"
#include "filing/letter.h"
#include "filing/outbox.h"
#include "intake/facts.h"
#include "intake/journal.h"

void record_file_free(void *data)
{
	RecordFile *file = data;
	g_free(file->name);
	cJSON_Delete(file->json);
	g_free(file);
}

static void add(GPtrArray *files, char *name, const char *role, cJSON *json)
{
	RecordFile *file = g_new0(RecordFile, 1);
	*file = (RecordFile){ name, role, json };
	g_ptr_array_add(files, file);
}

/* A CPR number is masked here as everywhere: what carries it is the original document. */
static cJSON *facts_file(const Case *c)
{
	cJSON *object = json_result("facts");
	json_text(object, "case", c->id);
	cJSON *rows = json_array(object, "facts");
	for (guint i = 0; i < c->facts->len; i++)
		fact_json(rows, c->facts->pdata[i]);
	return object;
}

static cJSON *events_file(const Case *c)
{
	cJSON *object = json_result("events");
	json_text(object, "case", c->id);
	cJSON *rows = json_array(object, "events");
	for (guint i = 0; i < c->events->len; i++)
		event_json(json_push(rows), c->events->pdata[i]);
	return object;
}

/* Each that can still be given as it was; of the others the hash stands in the list. */
static void replays(GPtrArray *files, Store *store, const char *case_id, const cJSON *list, GPtrArray *notes)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(list, "assessments"))
	{
		bool yields;
		int64_t id = json_get_int(row, "id", 0);
		g_autoptr(GError) fault = NULL;
		cJSON *again = assessment_replay(store, case_id, id, LANG_DA, &yields, &fault);
		if (again != NULL)
			add(files, g_strdup_printf("assessments/%" G_GINT64_FORMAT ".json", (gint64)id), "assessment", again);
		else
			g_ptr_array_add(notes, error_sentence(fault, LANG_DA));
	}
}

static cJSON *hex_or_null(Query *query, int column)
{
	size_t n;
	const uint8_t *bytes = query_blob(query, column, &n);
	if (bytes == NULL)
		return cJSON_CreateNull();
	g_autoptr(GString) text = g_string_new(NULL);
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(text, "%02x", bytes[i]);
	return cJSON_CreateString(text->str);
}

static void journal_line(cJSON *line, Query *query)
{
	static const char *const hashes[] = { "prev", "commitment", "hash", "salt" };
	json_int(line, "seq", query_int(query, 0));
	json_text(line, "id", query_text(query, 1));
	json_text(line, "case", query_text(query, 2));
	json_text(line, "kind", query_text(query, 3));
	json_text(line, "debit", query_text(query, 4));
	json_text(line, "credit", query_text(query, 5));
	json_money(line, "amount_ore", money_of_ore(query_int(query, 6)));
	json_date(line, "booked_on", query_date(query, 7));
	for (int i = 0; i < (int)G_N_ELEMENTS(hashes); i++)
		cJSON_AddItemToObject(line, hashes[i], hex_or_null(query, 8 + i));
	json_text(line, "payload", query_text(query, 12)); /* null: erased */
}

/* With what each hash is made of, so that anyone can recompute it (intake/journal.h says how). */
static cJSON *journal_file(Store *store, const char *case_id, GError **error)
{
	JournalHead head;
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.seq, j.id, j.case_id, j.kind, j.debit, j.credit, j.amount_ore, j.day, j.prev, j.commitment, j.hash, p.salt, "
	    "CAST(p.payload AS TEXT) FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq WHERE j.case_id = ? ORDER BY j.seq",
	    "s", case_id);
	if (query == NULL || !journal_head(store, &head, error))
		return NULL;
	g_autoptr(cJSON) object = json_result("case-journal");
	json_text(object, "case", case_id);
	cJSON *told = json_object(object, "head");
	json_int(told, "seq", head.seq);
	json_text(told, "hash", head.hash);
	cJSON *lines = json_array(object, "entries");
	GError *fault = NULL;
	while (query_next(query, &fault))
		journal_line(json_push(lines), query);
	if (fault == NULL)
		return g_steal_pointer(&object);
	g_propagate_error(error, fault);
	return NULL;
}

/* What a command says of the case, in Danish; --out means another thing there, the folder of papers. */
static cJSON *as_printed(const Call *call, char *case_id, int (*run)(const Call *, cJSON **, GError **), GError **error)
{
	char *argv[] = { case_id, NULL };
	g_autoptr(GHashTable) options = g_hash_table_new(g_str_hash, g_str_equal);
	const GPtrArray *papers = call_options(call, "papers");
	if (papers != NULL)
		g_hash_table_insert(options, (gpointer) "out", (gpointer)papers);
	Call asked = *call;
	asked.argc = 1;
	asked.argv = argv;
	asked.lang = LANG_DA;
	asked.options = options;
	cJSON *json = NULL;
	return run(&asked, &json, error) >= 0 ? json : NULL;
}

GPtrArray *record_files(const Call *call, const Assessment *assessment, GPtrArray *notes, GError **error)
{
	const Case *c = assessment->on_case;
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(record_file_free);
	add(files, g_strdup("facts.json"), "facts", facts_file(c));
	add(files, g_strdup("events.json"), "events", events_file(c));
	add(files, g_strdup("assessment.json"), "assessment", assessment_json(assessment, LANG_DA, true));
	cJSON *list = assessment_list(call->store, c->id, error);
	if (list == NULL)
		return NULL;
	add(files, g_strdup("assessments.json"), "assessments", list);
	replays(files, call->store, c->id, list, notes);
	cJSON *journal = journal_file(call->store, c->id, error);
	if (journal == NULL)
		return NULL;
	add(files, g_strdup("journal.json"), "journal", journal);
	static const struct {
		const char *name, *role;
		int (*run)(const Call *call, cJSON **result, GError **error);
	} printed[] = { { "approvals.json", "approvals", approvals_run },
		        { "letters.json", "letters", letters_run },
		        { "outbox.json", "dispatches", outbox_run } };
	for (size_t i = 0; i < G_N_ELEMENTS(printed); i++) {
		cJSON *json = as_printed(call, c->id, printed[i].run, error);
		if (json == NULL)
			return NULL;
		add(files, g_strdup(printed[i].name), printed[i].role, json);
	}
	return g_steal_pointer(&files);
}
