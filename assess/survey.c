#include "assess/survey.h"

#include "intake/record.h"

#include <string.h>

static bool same_money(bool a_known, Money a, bool b_known, Money b)
{
	return a_known == b_known && (!a_known || money_compare(a, b) == 0);
}

static bool same_sums(const Owed *a, const Owed *b)
{
	return same_money(a->known, a->principal, b->known, b->principal) &&
	       same_money(a->known, a->interest, b->known, b->interest) && same_money(a->known, a->costs, b->known, b->costs) &&
	       same_money(a->known, a->total, b->known, b->total);
}

/* The same rules with the same verdicts and effects about the same; their sentences may name other figures. */
static bool same_findings(const GPtrArray *a, const GPtrArray *b)
{
	bool same = a->len == b->len;
	for (guint i = 0; same && i < a->len; i++) {
		const Finding *x = a->pdata[i], *y = b->pdata[i];
		same = x->rule == y->rule && x->verdict == y->verdict && x->effect == y->effect && strcmp(x->about, y->about) == 0;
	}
	return same;
}

static char *differences(const Assessment *a, const Assessment *b)
{
	const struct {
		const char *name;
		bool same;
	} parts[] = {
		{ "route", a->route == b->route },
		{ "track", a->track == b->track },
		{ "ready_on", date_compare(a->ready_on, b->ready_on) == 0 },
		{ "court", g_strcmp0(a->court, b->court) == 0 },
		{ "court_fee", same_money(a->court_fee_known, a->court_fee, b->court_fee_known, b->court_fee) },
		{ "limitation_on", date_compare(a->limitation_on, b->limitation_on) == 0 },
		{ "sums", same_sums(a->owed, b->owed) },
		{ "findings", same_findings(a->findings, b->findings) },
	};
	g_autoptr(GString) out = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!parts[i].same)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", parts[i].name);
	return out->len > 0 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

/* *changed counts the cases whose outcome is another under the other law. */
static bool add_case(const Call *call, const char *case_id, const Law *law, const Law *other, cJSON *rows, int64_t *changed,
                     GError **error)
{
	g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(Assessment) now = assess(c, law, call->today);
	g_autoptr(Assessment) then = other != NULL ? assess(c, other, call->today) : NULL;
	g_autofree char *differs = then != NULL ? differences(now, then) : NULL;
	cJSON *row = json_push(rows);
	json_text(row, "case", case_id);
	json_text(row, "route", route_name(now->route));
	json_text(row, "track", track_name(now->track));
	json_date(row, "ready_on", now->ready_on);
	json_text(row, "other_route", then != NULL ? route_name(then->route) : NULL);
	json_text(row, "other_track", then != NULL ? track_name(then->track) : NULL);
	json_date(row, "other_ready_on", then != NULL ? then->ready_on : DATE_NONE);
	json_bool(row, "changed", differs != NULL);
	json_text(row, "differs", differs);
	*changed += differs != NULL ? 1 : 0;
	return true;
}

cJSON *survey_json(const Call *call, const Law *law, const Law *other, GError **error)
{
	g_autoptr(GPtrArray) ids = case_list(call->store, error);
	if (ids == NULL)
		return NULL;
	g_autoptr(cJSON) result = json_result("assess-all");
	json_date(result, "on", call->today);
	json_text(result, "law_edition", law_edition(law));
	json_text(result, "other_edition", other != NULL ? law_edition(other) : NULL);
	cJSON *rows = json_array(result, "cases");
	int64_t changed = 0;
	for (guint i = 0; i < ids->len; i++)
		if (!add_case(call, ids->pdata[i], law, other, rows, &changed, error))
			return NULL;
	json_int(result, "count", ids->len);
	json_int(result, "changed", changed);
	return g_steal_pointer(&result);
}

static const char *route_words(const Call *call, const char *name)
{
	Route route;
	return route_parse(name, &route) ? say(route_say(route), call->lang) : "";
}

void survey_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA, two = json_get_text(result, "other_edition") != NULL;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "cases"))
	{
		const char *differs = json_get_text(row, "differs"), *route = json_get_text(row, "route"),
		           *other = json_get_text(row, "other_route");
		g_string_append_printf(out, "%s %s  %s", differs != NULL ? "*" : " ", json_get_text(row, "case"),
		                       route_words(call, route));
		if (other != NULL && strcmp(other, route) != 0)
			g_string_append_printf(out, " → %s", route_words(call, other));
		g_string_append_printf(out, differs != NULL ? "  (%s)\n" : "%s\n", differs != NULL ? differs : "");
	}
	g_string_append_printf(out, da ? "%d sager" : "%d cases", (int)json_get_int(result, "count", 0));
	if (two)
		g_string_append_printf(out, da ? ", %d får et andet udfald under lovudgave %.12s…" : ", %d with another outcome under law edition %.12s…",
		                       (int)json_get_int(result, "changed", 0), json_get_text(result, "other_edition"));
	g_string_append_c(out, '\n');
}
