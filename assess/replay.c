#include "assess/replay.h"

#include "assess/edition.h"
#include "assess/law_tables.h"
#include "assess/report.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

/* A row of the table. */
typedef struct Kept {
	Date on;
	char *edition, *sha256;
	int64_t up_to_seq;
	bool found;
} Kept;

static void kept_clear(Kept *kept)
{
	g_free(kept->edition);
	g_free(kept->sha256);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Kept, kept_clear)

static bool query_ended(GError *fault, GError **error)
{
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

/* The bytes that are promised: what `assess CASE --format json` prints in Danish. */
static void result_hash(const cJSON *result, char out[DIGEST_HEX])
{
	g_autofree char *text = json_print(result);
	digest_hex(text, strlen(text), out);
}

/* Over each rule and version that the edition runs. */
static void rules_hash(const Law *law, char out[DIGEST_HEX])
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (const Rule *rule = rules(); rule->id != NULL; rule++)
		if (law_runs_rule(law, rule->id, rule->version))
			g_string_append_printf(text, "%s/%d\n", rule->id, rule->version);
	digest_hex(text->str, text->len, out);
}

/*
 * How far the record must be read to see the case as it is seen now: its own rows, and what is known of other cases that
 * claim the same invoices.
 */
static bool reach(Store *store, const Case *c, int64_t *out, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error,
	                "SELECT max(own.seq), max(e.seq) FROM invoice_key own"
	                " LEFT JOIN invoice_key other ON other.creditor = own.creditor AND other.number = own.number"
	                " AND other.case_id <> own.case_id LEFT JOIN event e ON e.case_id = other.case_id"
	                " WHERE own.case_id = ?",
	                "s", c->id);
	GError *fault = NULL;
	*out = c->up_to_seq;
	if (query == NULL)
		return false;
	if (query_next(query, &fault))
		*out = MAX(*out, MAX(query_int(query, 0), query_int(query, 1)));
	return query_ended(fault, error);
}

cJSON *assessment_seal(Store *store, const Assessment *assessment, GError **error)
{
	int64_t seq;
	char hash[DIGEST_HEX];
	if (!reach(store, assessment->on_case, &seq, error))
		return NULL;
	cJSON *seal = cJSON_CreateObject();
	json_text(seal, "case", assessment->on_case->id);
	json_date(seal, "on", assessment->on);
	json_text(seal, "law_edition", assessment->law_edition);
	json_int(seal, "up_to_seq", seq);
	json_text(seal, "route", route_name(assessment->route));
	rules_hash(assessment->law, hash);
	json_text(seal, "rules_sha256", hash);
	g_autoptr(cJSON) result = assessment_json(assessment, LANG_DA, false);
	result_hash(result, hash);
	json_text(seal, "sha256", hash);
	return seal;
}

/* Is the case's latest record this very one? */
static bool is_latest(Store *store, const cJSON *seal, bool *same, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT assessed_on, law_edition, up_to_seq, sha256 FROM assessment WHERE case_id = ? ORDER BY id DESC LIMIT 1",
	    "s", json_get_text(seal, "case"));
	GError *fault = NULL;
	*same = false;
	if (query == NULL)
		return false;
	if (query_next(query, &fault))
		*same = g_strcmp0(query_text(query, 0), json_get_text(seal, "on")) == 0 &&
		        g_strcmp0(query_text(query, 1), json_get_text(seal, "law_edition")) == 0 &&
		        query_int(query, 2) == json_get_int(seal, "up_to_seq", -1) &&
		        g_strcmp0(query_text(query, 3), json_get_text(seal, "sha256")) == 0;
	return query_ended(fault, error);
}

bool assessment_keep(Store *store, const cJSON *seal, const Law *law, Date recorded_on, GError **error)
{
	bool same;
	if (!is_latest(store, seal, &same, error))
		return false;
	return same || (law_keep(store, law, recorded_on, error) &&
	                store_run(store, error,
	                          "INSERT INTO assessment (id, case_id, assessed_on, law_edition, up_to_seq, route, rules_sha256,"
	                          " sha256, recorded_on) SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? FROM assessment",
	                          "sssisssd", json_get_text(seal, "case"), json_get_text(seal, "on"),
	                          json_get_text(seal, "law_edition"), json_get_int(seal, "up_to_seq", 0),
	                          json_get_text(seal, "route"), json_get_text(seal, "rules_sha256"),
	                          json_get_text(seal, "sha256"), recorded_on));
}

bool assessment_record(Store *store, const Assessment *assessment, Date recorded_on, GError **error)
{
	g_autoptr(cJSON) seal = assessment_seal(store, assessment, error);
	if (seal == NULL)
		return false;
	if (store_stepping(store))
		return assessment_keep(store, seal, assessment->law, recorded_on, error);
	if (!store_begin(store, error))
		return false;
	if (assessment_keep(store, seal, assessment->law, recorded_on, error))
		return store_commit(store, error);
	store_rollback(store);
	return false;
}

cJSON *assessment_list(Store *store, const char *case_id, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT id, assessed_on, law_edition, up_to_seq, route, recorded_on, sha256"
	                                     " FROM assessment WHERE case_id = ? ORDER BY id",
	                                     "s", case_id);
	if (query == NULL)
		return NULL;
	g_autoptr(cJSON) result = json_result("assess-list");
	json_text(result, "case", case_id);
	cJSON *rows = json_array(result, "assessments");
	GError *fault = NULL;
	while (query_next(query, &fault)) {
		cJSON *row = json_push(rows);
		json_int(row, "id", query_int(query, 0));
		json_date(row, "on", query_date(query, 1));
		json_text(row, "law_edition", query_text(query, 2));
		json_int(row, "up_to_seq", query_int(query, 3));
		json_text(row, "route", query_text(query, 4));
		json_date(row, "recorded_on", query_date(query, 5));
		json_text(row, "sha256", query_text(query, 6));
	}
	return query_ended(fault, error) ? g_steal_pointer(&result) : NULL;
}

static bool kept_read(Store *store, const char *case_id, int64_t id, Kept *kept, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT assessed_on, law_edition, up_to_seq, sha256 FROM assessment WHERE case_id = ? AND id = ?", "si",
	    case_id, id);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	kept->found = query_next(query, &fault);
	if (kept->found) {
		kept->on = query_date(query, 0);
		kept->edition = g_strdup(query_text(query, 1));
		kept->up_to_seq = query_int(query, 2);
		kept->sha256 = g_strdup(query_text(query, 3));
	}
	if (!query_ended(fault, error))
		return false;
	if (kept->found)
		return true;
	error_set(error, ERROR_INPUT, "no-such-assessment", "Sag %s har ingen gemt vurdering %" PRId64 ".",
	          "Case %s has no recorded assessment %" PRId64 ".", case_id, id);
	error_remedy(error, "Se dem med assess SAG --list.", "See them with assess CASE --list.");
	return false;
}

/* A program of today may have dropped what an edition of old ran. */
static bool rules_are_here(const Law *law, GError **error)
{
	g_autoptr(GPtrArray) then = law_rules_run(law);
	for (guint i = 0; i < then->len; i++) {
		bool here = false;
		for (const Rule *rule = rules(); rule->id != NULL && !here; rule++) {
			g_autofree char *name = g_strdup_printf("%s/%d", rule->id, rule->version);
			here = strcmp(name, then->pdata[i]) == 0;
		}
		if (here)
			continue;
		error_set(error, ERROR_INPUT, "rule-gone", "Reglen %s, som afgjorde dengang, er ikke i dette program.",
		          "The rule %s, which decided then, is not in this program.", (const char *)then->pdata[i]);
		error_remedy(error, "Brug det program, der traf afgørelsen.", "Use the program that made the decision.");
		return false;
	}
	return true;
}

cJSON *assessment_replay(Store *store, const char *case_id, int64_t id, Lang lang, bool *yields, GError **error)
{
	g_auto(Kept) kept = { 0 };
	if (!kept_read(store, case_id, id, &kept, error))
		return NULL;
	g_autoptr(Law) law = law_kept(store, kept.edition, error);
	if (law == NULL || !rules_are_here(law, error))
		return NULL;
	g_autoptr(Case) c = case_read(store, case_id, kept.up_to_seq, error);
	if (c == NULL)
		return NULL;
	g_autoptr(Assessment) assessment = assess(c, law, kept.on);
	g_autoptr(cJSON) result = assessment_json(assessment, LANG_DA, false);
	char hash[DIGEST_HEX];
	result_hash(result, hash);
	if (strcmp(hash, kept.sha256) != 0) {
		error_set(error, ERROR_INTEGRITY, "replay-differs", "Vurdering %" PRId64 " af sag %s kan ikke gives igen, som den var.",
		          "Assessment %" PRId64 " of case %s cannot be given again as it was.", id, case_id);
		error_remedy(error,
		             "Oplysninger er slettet, eller programmet regner anderledes nu: brug det program, der traf afgørelsen, på en"
		             " sikkerhedskopi.",
		             "Facts were erased, or the program reckons otherwise now: use the program that made the decision, on a"
		             " backup.");
		return NULL;
	}
	*yields = route_yields_package(assessment->route);
	return lang == LANG_DA ? g_steal_pointer(&result) : assessment_json(assessment, lang, false);
}
