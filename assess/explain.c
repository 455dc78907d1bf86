#include "assess/explain.h"

#include "assess/report.h"
#include "intake/facts.h"

#include <string.h>

static void add_figures(cJSON *object, const Finding *finding)
{
	cJSON *figures = json_object(object, "figures");
	for (guint i = 0; i < finding->figures.len; i++) {
		const Figure *figure = finding->figures.pdata[i];
		if (cJSON_GetObjectItemCaseSensitive(figures, figure->name) != NULL)
			continue;
		switch (figure->kind) {
		case FIGURE_NUMBER:
			json_int(figures, figure->name, figure->number);
			break;
		case FIGURE_DATE:
			json_date(figures, figure->name, figure->date);
			break;
		case FIGURE_TEXT:
			json_text(figures, figure->name, figure->text);
			break;
		}
	}
}

cJSON *explain_json(const Assessment *assessment, Lang lang, const char *rule_id, bool all)
{
	cJSON *result = json_result("explain");
	json_text(result, "case", assessment->on_case->id);
	json_date(result, "on", assessment->on);
	json_text(result, "law_edition", assessment->law_edition);
	json_text(result, "route", route_name(assessment->route));
	json_text(result, "track", track_name(assessment->track));
	cJSON *array = json_array(result, "rules");
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		if (rule_id != NULL ? strcmp(rule_id, finding->rule->id) != 0 : !all && finding->verdict == VERDICT_CLEAR)
			continue;
		cJSON *row = json_push(array);
		finding_json(row, finding, lang);
		json_text(row, "quote", rule_quote(finding->rule));
		json_text(row, "quote_from", rule_quote_where(finding->rule));
		json_text(row, "keyed_on", finding->rule->keyed_on);
		json_date(row, "ready_on", finding->ready_on);
		add_figures(row, finding);
		cJSON *facts = json_array(row, "facts");
		for (guint j = 0; j < finding->facts.len; j++)
			fact_json(facts, finding->facts.pdata[j]);
		cJSON *events = json_array(row, "events");
		for (guint j = 0; j < finding->events.len; j++)
			event_json(json_push(events), finding->events.pdata[j]);
	}
	return result;
}

static void explain_facts(GString *out, Lang lang, const cJSON *row)
{
	const cJSON *fact, *event;
	cJSON_ArrayForEach(fact, json_get(row, "facts"))
	{
		const cJSON *proof = json_get(fact, "proof");
		const char *document = json_get_text(proof, "document"), *place = json_get_text(proof, "place");
		g_string_append_printf(out, "      %s %s = %s  (%s%s%s, %s)\n", json_get_text(fact, "subject"),
		                       json_get_text(fact, "name"), json_get_text(fact, "value"),
		                       document != NULL ? document : "?", place != NULL ? " " : "", place != NULL ? place : "",
		                       json_get_text(fact, "status"));
	}
	cJSON_ArrayForEach(event, json_get(row, "events"))
	{
		const char *by = json_get_text(event, "by"), *deadline = json_get_text(event, "deadline_on");
		g_string_append_printf(out, "      %s %s%s%s  (%s)\n", json_get_text(event, "on"), json_get_text(event, "name"),
		                       deadline != NULL ? lang == LANG_EN ? ", deadline " : ", frist " : "",
		                       deadline != NULL ? deadline : "", by != NULL ? by : "?");
	}
}

void explain_text(GString *out, Lang lang, const cJSON *result)
{
	g_string_append_printf(out, lang == LANG_EN ? "Case %s on %s: %s\n" : "Sag %s den %s: %s\n", json_get_text(result, "case"),
	                       json_get_text(result, "on"), json_get_text(result, "route"));
	const cJSON *row, *figure;
	cJSON_ArrayForEach(row, json_get(result, "rules"))
	{
		const char *quote = json_get_text(row, "quote");
		g_string_append_printf(out, "\n%s/%d %s  %s  %s  %s\n", json_get_text(row, "id"),
		                       (int)json_get_int(row, "version", 0), json_get_text(row, "title"),
		                       json_get_text(row, "verdict"), json_get_text(row, "effect"), json_get_text(row, "about"));
		g_string_append_printf(out, "    %s\n", json_get_text(row, "because"));
		if (quote != NULL)
			g_string_append_printf(out, "    %s: \"%s\"  [%s]\n", json_get_text(row, "quote_from"), quote,
			                       json_get_text(row, "mark"));
		cJSON_ArrayForEach(figure, json_get(row, "figures"))
		{
			g_autofree char *value = json_print_compact(figure);
			g_string_append_printf(out, "      %s = %s\n", figure->string, value);
		}
		explain_facts(out, lang, row);
	}
}

cJSON *rules_json(Lang lang, const char *rule_id)
{
	cJSON *result = json_result("rules");
	cJSON *array = json_array(result, "rules");
	for (const Rule *rule = rules(); rule->id != NULL; rule++) {
		if (rule_id != NULL && strcmp(rule_id, rule->id) != 0)
			continue;
		cJSON *row = json_push(array);
		json_text(row, "id", rule->id);
		json_int(row, "version", rule->version);
		json_text(row, "name", rule->name);
		json_text(row, "title", say(rule->title, lang));
		json_text(row, "effect", effect_name(rule->effect));
		json_text(row, "if_unknown", effect_name(rule->if_unknown));
		json_text(row, "statute", rule->statute);
		json_text(row, "mark", (char[]){ rule->mark, '\0' });
		json_text(row, "keyed_on", rule->keyed_on);
		json_text(row, "quote", rule_quote(rule));
		json_text(row, "quote_from", rule_quote_where(rule));
	}
	return result;
}

void rules_text(GString *out, Lang lang, const cJSON *result, bool whole)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "rules"))
	{
		g_string_append_printf(out, "%s/%d  %-9s %-9s %s  %s  [%s]\n", json_get_text(row, "id"),
		                       (int)json_get_int(row, "version", 0), json_get_text(row, "effect"),
		                       json_get_text(row, "if_unknown"), json_get_text(row, "mark"), json_get_text(row, "title"),
		                       json_get_text(row, "statute"));
		if (whole)
			g_string_append_printf(out, lang == LANG_EN ? "    %s: \"%s\"\n    decided by: %s\n"
			                                            : "    %s: \"%s\"\n    afgøres efter: %s\n",
			                       json_get_text(row, "quote_from"), json_get_text(row, "quote"),
			                       json_get_text(row, "keyed_on"));
	}
}
