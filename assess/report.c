/* An assessment as the contract writes it. */
#include "assess/report.h"

#include <string.h>

static const char *in_lang(Lang lang, const char *da, const char *en)
{
	return lang == LANG_EN ? en : da;
}

void finding_json(cJSON *object, const Finding *finding, Lang lang)
{
	json_text(object, "id", finding->rule->id);
	json_int(object, "version", finding->rule->version);
	json_text(object, "name", finding->rule->name);
	json_text(object, "title", say(finding->rule->title, lang));
	json_text(object, "severity", severity_name(finding->severity));
	json_text(object, "effect", effect_name(finding->effect));
	json_text(object, "verdict", verdict_name(finding->verdict));
	json_text(object, "about", finding->about);
	json_text(object, "because", finding_because(finding, lang));
	json_text(object, "statute", finding->rule->statute);
	json_text(object, "mark", (char[]){ finding->rule->mark, '\0' });
}

/* What the creditor is asked for: MISSING, FIX and WAIT findings that carry a request. */
static void add_missing(cJSON *result, const Assessment *assessment, Lang lang)
{
	cJSON *missing = json_array(result, "missing");
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		bool asked = finding->effect == EFFECT_MISSING || finding->effect == EFFECT_FIX || finding->effect == EFFECT_WAIT ||
		             (finding->effect == EFFECT_HUMAN && finding->ask != NULL);
		if (!asked || finding->ask == NULL)
			continue;
		cJSON *row = json_push(missing);
		json_text(row, "what", finding_asked(finding, lang));
		json_text(row, "why", finding_because(finding, lang));
		json_text(row, "about", finding->about);
		json_text(row, "id", finding->rule->id);
		json_text(row, "effect", effect_name(finding->effect));
		json_date(row, "ready_on", finding->ready_on);
		/* An answer that comes after the claim is barred is no use. */
		json_date(row, "by_on", assessment->limitation_on);
	}
}

cJSON *assessment_json(const Assessment *assessment, Lang lang, bool all)
{
	cJSON *result = json_result("assess");
	json_text(result, "case", assessment->on_case->id);
	json_date(result, "on", assessment->on);
	json_text(result, "law_edition", assessment->law_edition);
	json_int(result, "up_to_seq", assessment->on_case->up_to_seq);
	json_text(result, "route", route_name(assessment->route));
	json_text(result, "track", track_name(assessment->track));
	if (assessment->principal_known)
		json_money(result, "principal_ore", assessment->principal);
	else
		json_null(result, "principal_ore");
	add_missing(result, assessment, lang);
	json_date(result, "ready_on", assessment->ready_on);
	cJSON *findings = json_array(result, "findings");
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		if (all || finding->verdict != VERDICT_CLEAR)
			finding_json(json_push(findings), finding, lang);
	}
	json_text(result, "court", assessment->court);
	cJSON *candidates = json_array(result, "court_candidates");
	for (guint i = 0; i < assessment->court_candidates->len; i++)
		json_push_text(candidates, assessment->court_candidates->pdata[i]);
	if (assessment->court_fee_known)
		json_money(result, "court_fee_ore", assessment->court_fee);
	else
		json_null(result, "court_fee_ore");
	json_date(result, "limitation_on", assessment->limitation_on);
	json_date(result, "limitation_by_on", assessment->limitation_by_on);
	cJSON *owed = owed_json(assessment->owed, assessment->on_case->id, lang);
	cJSON_DeleteItemFromObjectCaseSensitive(owed, "schema");
	cJSON_AddItemToObject(result, "owed", owed);
	cJSON *choices = json_object(result, "choices");
	json_bool(choices, "serve_if_barred", assessment->serve_if_barred);
	json_bool(choices, "udlaeg", assessment->udlaeg);
	json_bool(choices, "court_case", assessment->court_case);
	return result;
}

/* ---- for people ---- */

static void kroner(GString *out, Lang lang, const cJSON *object, const char *key, const char *label_da, const char *label_en)
{
	const cJSON *value = json_get(object, key);
	const char *label = in_lang(lang, label_da, label_en);
	if (value == NULL || cJSON_IsNull(value)) {
		g_string_append_printf(out, "  %-28s %20s\n", label, in_lang(lang, "ukendt", "unknown"));
		return;
	}
	Money money = money_of_ore(json_get_int(object, key, 0));
	g_autofree char *text = lang == LANG_EN ? money_plain(money) : money_danish(money);
	g_string_append_printf(out, "  %-28s %20s\n", label, text);
}

static char *day_text(const char *iso, Lang lang)
{
	Date day;
	if (iso == NULL || !date_parse(iso, &day))
		return g_strdup(in_lang(lang, "ukendt", "unknown"));
	return lang == LANG_EN ? date_english(day) : date_danish_long(day);
}

void owed_text_rows(GString *out, Lang lang, const cJSON *owed)
{
	kroner(out, lang, owed, "principal_ore", "Hovedstol", "Principal");
	kroner(out, lang, owed, "interest_ore", "Renter", "Interest");
	kroner(out, lang, owed, "costs_ore", "Gebyrer og omkostninger", "Fees and costs");
	kroner(out, lang, owed, "payments_ore", "Betalt", "Paid");
	kroner(out, lang, owed, "total_ore", "I alt skyldigt", "Total owed");
}

void owed_text_periods(GString *out, Lang lang, const cJSON *owed)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(owed, "periods"))
	{
		Money principal = money_of_ore(json_get_int(row, "principal_ore", 0));
		Money interest = money_of_ore(json_get_int(row, "interest_ore", 0));
		g_autofree char *on = lang == LANG_EN ? money_plain(principal) : money_danish(principal);
		g_autofree char *gives = lang == LANG_EN ? money_plain(interest) : money_danish(interest);
		g_autofree char *rate = rate_danish((RateBp)json_get_int(row, "rate_bp", 0));
		g_string_append_printf(out, "  %-20s %s – %s  %4d %s  %6s %%  %s %16s  = %12s\n", json_get_text(row, "claim"),
		                       json_get_text(row, "from_on"), json_get_text(row, "to_on"),
		                       (int)json_get_int(row, "days", 0), in_lang(lang, "dage", "days"), rate,
		                       in_lang(lang, "af", "of"), on, gives);
	}
}

static void append_findings(GString *out, const cJSON *result, const char *severity, const char *heading)
{
	const cJSON *row;
	bool first = true;
	cJSON_ArrayForEach(row, json_get(result, "findings"))
	{
		if (strcmp(json_get_text(row, "severity"), severity) != 0 || strcmp(json_get_text(row, "verdict"), "CLEAR") == 0)
			continue;
		if (first)
			g_string_append_printf(out, "\n%s\n", heading);
		first = false;
		g_string_append_printf(out, "  %s %-9s %s: %s  [%s]\n", json_get_text(row, "id"), json_get_text(row, "effect"),
		                       json_get_text(row, "about"), json_get_text(row, "because"),
		                       json_get_text(row, "statute"));
	}
}

void assessment_text(GString *out, Lang lang, const cJSON *result)
{
	const char *route = json_get_text(result, "route"), *track = json_get_text(result, "track");
	Say name = { route, route };
	for (int i = 0; i < ROUTES; i++)
		if (strcmp(route_name((Route)i), route) == 0)
			name = route_say((Route)i);
	g_autofree char *on = day_text(json_get_text(result, "on"), lang);
	const char *last = json_get_text(result, "limitation_on"), *by = json_get_text(result, "limitation_by_on");
	g_autofree char *bar = day_text(by != NULL ? by : last, lang), *law_day = day_text(last, lang);
	const char *court = json_get_text(result, "court");
	g_string_append_printf(out, in_lang(lang, "Sag %s, vurderet den %s: %s", "Case %s, assessed on %s: %s"),
	                       json_get_text(result, "case"), on, say(name, lang));
	if (track != NULL)
		g_string_append(out, strcmp(track, "kap39") == 0
		                         ? in_lang(lang, ", den forenklede proces (kapitel 39)", ", simplified procedure (chapter 39)")
		                         : in_lang(lang, ", almindelig sag", ", ordinary case"));
	g_string_append(out, "\n\n");
	owed_text_rows(out, lang, json_get(result, "owed"));
	kroner(out, lang, result, "court_fee_ore", "Retsafgift", "Court fee");
	g_string_append_printf(out, "  %-28s %s\n", in_lang(lang, "Ret", "Court"),
	                       court != NULL ? court : in_lang(lang, "ikke afgjort", "undecided"));
	g_string_append_printf(out, "  %-28s %s", in_lang(lang, "Kan senest afbrydes", "Limitation"), bar);
	if (by != NULL && g_strcmp0(by, last) != 0)
		g_string_append_printf(out, in_lang(lang, "; lovens sidste dag %s", "; the law's last day %s"), law_day);
	g_string_append_c(out, '\n');
	const cJSON *row;
	bool first = true;
	cJSON_ArrayForEach(row, json_get(result, "missing"))
	{
		if (first)
			g_string_append(out, in_lang(lang, "\nDet mangler:\n", "\nMissing:\n"));
		first = false;
		g_string_append_printf(out, "  - %s\n", json_get_text(row, "what"));
	}
	if (json_get_text(result, "ready_on") != NULL) {
		g_autofree char *ready = day_text(json_get_text(result, "ready_on"), lang);
		g_string_append_printf(out, in_lang(lang, "  Kan tidligst gå videre den %s.\n", "  It can go on from %s.\n"), ready);
	}
	/* What closes betalingspåkrav stops nothing when the civil claim is the route. */
	bool goes_on = strcmp(route, route_name(ROUTE_CIVIL_CLAIM)) == 0;
	append_findings(out, result, "BLOCK",
	                goes_on ? in_lang(lang, "Lukker for betalingspåkrav:", "Closes betalingspåkrav:")
	                        : in_lang(lang, "Standser:", "Stops it:"));
	append_findings(out, result, "WARN", in_lang(lang, "Vær opmærksom på:", "Mind:"));
	append_findings(out, result, "NOTE", in_lang(lang, "Noter:", "Notes:"));
	g_string_append_printf(out, in_lang(lang, "\nLovudgave %.12s…\n", "\nLaw edition %.12s…\n"),
	                       json_get_text(result, "law_edition"));
}
