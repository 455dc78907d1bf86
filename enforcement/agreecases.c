#include "enforcement/agreecases.h"

#include "assess/edition.h"
#include "enforcement/books.h"
#include "enforcement/client.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

/* Those of a client: the ones in the books, and the ones whose papers name its number, for only reading tells whose they are. */
static GPtrArray *candidates(Store *store, const char *client, GError **error)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
	const char *digits = strchr(client, '-');
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT case_id FROM client_case WHERE client = ?1 AND case_id NOT IN (SELECT case_id FROM erased)"
	    " UNION SELECT case_id FROM fact_value WHERE replace(replace(replace(value, ' ', ''), '-', ''), '.', '') LIKE '%' || ?2 || '%'"
	    " AND case_id NOT IN (SELECT case_id FROM erased) ORDER BY 1",
	    "ss", client, digits != NULL ? digits + 1 : client);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		g_ptr_array_add(out, g_strdup(query_text(query, 0)));
	return found == 0 ? g_steal_pointer(&out) : NULL;
}

GPtrArray *agreement_cases(Store *store, const char *scope, GError **error)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
	if (!g_str_has_prefix(scope, "cvr-")) {
		g_ptr_array_add(out, g_strdup(scope));
		return g_steal_pointer(&out);
	}
	g_autoptr(GPtrArray) list = candidates(store, scope, error);
	for (guint i = 0; list != NULL && i < list->len; i++) {
		g_autoptr(Case) c = case_read(store, list->pdata[i], 0, error);
		g_autofree char *client = c != NULL ? client_of(store, c, error) : NULL;
		if (client == NULL)
			return NULL;
		if (strcmp(client, scope) == 0)
			g_ptr_array_add(out, g_strdup(list->pdata[i]));
	}
	return list != NULL ? g_steal_pointer(&out) : NULL;
}

/* ---- the books ---- */

static bool last_entry(Store *store, int64_t *seq, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT coalesce(max(seq), 0) FROM journal", "");
	if (query == NULL || !query_next(query, error))
		return false;
	*seq = query_int(query, 0);
	return true;
}

static bool entries_json(Store *store, const char *case_id, int64_t after, cJSON *row, Lang lang, GError **error)
{
	cJSON *entries = json_array(row, "entries");
	g_autoptr(Query) query = store_query(store, error, "SELECT id, kind, amount_ore FROM journal WHERE case_id = ? AND seq > ? ORDER BY seq",
	                                     "si", case_id, after);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		cJSON *entry = json_push(entries);
		PostingKind kind = posting_kind_of(query_text(query, 1));
		json_text(entry, "id", query_text(query, 0));
		json_text(entry, "kind", query_text(query, 1));
		json_text(entry, "text", kind != POSTING_none ? say(posting_say(kind), lang) : query_text(query, 1));
		json_money(entry, "amount_ore", money_of_ore(query_int(query, 2)));
	}
	return found == 0;
}

static bool follow_one(const Call *call, const Law *law, const char *case_id, cJSON *rows, GError **error)
{
	g_auto(BooksDone) done = { 0 };
	int64_t before;
	if (!last_entry(call->store, &before, error) || !books_follow(call->store, case_id, NULL, law, call->today, &done, error))
		return false;
	if (done.posted == 0 && done.reversed == 0 && (done.notes == NULL || done.notes->len == 0))
		return true;
	cJSON *row = json_push(rows);
	json_text(row, "case", case_id);
	json_int(row, "posted", done.posted);
	json_int(row, "reversed", done.reversed);
	fee_notes_json(row, done.notes, call->lang);
	return entries_json(call->store, case_id, before, row, call->lang, error);
}

bool agreement_follow(const Call *call, const GPtrArray *cases, cJSON *object, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	cJSON *rows = json_array(object, "books");
	for (guint i = 0; law != NULL && i < cases->len; i++)
		if (!follow_one(call, law, cases->pdata[i], rows, error))
			return false;
	return law != NULL;
}

/* ---- who does not go by it ---- */

/* Why the case does not go by the version; NULL: it does. Newly allocated. */
static char *why_apart(const Case *c, const Terms *terms, const Terms *held, Lang lang)
{
	bool da = lang == LANG_DA;
	if (case_own_account(c) && terms->operator_kind != OPERATOR_SELF && terms->operator_kind != OPERATOR_BUYER)
		return g_strdup_printf(
		    da ? "i sagen står operatøren som %s: kreditor inddriver selv, så der bogføres intet salær og ingen klientmidler. Gør I det for "
		         "kreditor, så ret oplysningen operator.kind, før der noteres betalinger: facts %s viser dens nummer, decide %s NR correct collector."
		       : "the case itself says operator %s: the creditor collects on his own, so no fee and no client money is booked. If you do it for "
		         "him, correct the fact operator.kind before payments are noted: facts %s shows its number, decide %s NO correct collector.",
		    field_text(&c->operator_kind), c->id, c->id);
	if (held == NULL || held->version == terms->version)
		return NULL;
	if (held->version == 0)
		return g_strdup(da ? "den aftale, der står i sagen selv, går forud." : "what the case itself states of the fee goes before it.");
	return g_strdup_printf(da ? "aftale nr. %" PRId64 " går forud." : "agreement %" PRId64 " goes before it.", held->version);
}

bool agreement_apart(const Call *call, const GPtrArray *cases, const Terms *terms, cJSON *object, GError **error)
{
	cJSON *rows = json_array(object, "apart");
	for (guint i = 0; i < cases->len; i++) {
		g_autoptr(Case) c = case_read(call->store, cases->pdata[i], 0, error);
		g_autoptr(GPtrArray) list = c != NULL ? terms_list(call->store, c, error) : NULL;
		if (list == NULL)
			return false;
		g_autofree char *why = why_apart(c, terms, terms_pick(list, c, date_max(call->today, terms->from_on)), call->lang);
		if (why == NULL)
			continue;
		cJSON *row = json_push(rows);
		json_text(row, "case", c->id);
		json_text(row, "operator", field_text(&c->operator_kind));
		json_text(row, "because", why);
	}
	return true;
}

void agreement_cases_text(const cJSON *result, Lang lang, GString *out)
{
	bool da = lang == LANG_DA;
	const cJSON *row, *entry;
	cJSON_ArrayForEach(row, json_get(result, "books"))
	{
		cJSON_ArrayForEach(entry, json_get(row, "entries"))
		{
			g_autofree char *kroner = money_danish(money_of_ore(json_get_int(entry, "amount_ore", 0)));
			g_string_append_printf(out, da ? "  %s: bogført: %s, %s kr.\n" : "  %s: booked: %s, DKK %s\n", json_get_text(row, "case"),
			                       json_get_text(entry, "text"), kroner);
		}
		cJSON_ArrayForEach(entry, json_get(row, "findings")) g_string_append_printf(
		    out, "  %s: %s %s\n", json_get_text(row, "case"), json_get_text(entry, "id"), json_get_text(entry, "because"));
	}
	cJSON_ArrayForEach(row, json_get(result, "apart"))
	    g_string_append_printf(out, da ? "  %s følger ikke aftalen: %s\n" : "  %s does not follow it: %s\n", json_get_text(row, "case"),
	                           json_get_text(row, "because"));
}
