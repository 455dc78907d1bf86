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

/* The sentence that decides, and what else the rule rests on. */
static void add_quotes(cJSON *row, const Rule *rule)
{
	json_text(row, "quote", rule_quote(rule));
	json_text(row, "quote_from", rule_quote_where(rule));
	cJSON *array = json_array(row, "beside");
	const RuleQuote *quote;
	for (size_t i = 0; (quote = rule_beside(rule, i)) != NULL; i++) {
		cJSON *one = json_push(array);
		json_text(one, "quote", quote->text);
		json_text(one, "quote_from", quote->where);
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
		add_quotes(row, finding->rule);
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
		const char *value = json_get_text(fact, "value");
		g_string_append_printf(out, "      %s %s = %s  (%s%s%s, %s)\n", json_get_text(fact, "subject"),
		                       json_get_text(fact, "name"), value != NULL ? value : "?",
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

static void beside_text(GString *out, const cJSON *row)
{
	const cJSON *beside;
	cJSON_ArrayForEach(beside, json_get(row, "beside"))
		g_string_append_printf(out, "    %s: \"%s\"\n", json_get_text(beside, "quote_from"), json_get_text(beside, "quote"));
}

void explain_text(GString *out, Lang lang, const cJSON *result)
{
	g_string_append_printf(out, lang == LANG_EN ? "Case %s on %s: %s\n" : "Sag %s den %s: %s\n", json_get_text(result, "case"),
	                       json_get_text(result, "on"), json_get_text(result, "route"));
	const cJSON *row, *figure;
	cJSON_ArrayForEach(row, json_get(result, "rules"))
	{
		const char *quote = json_get_text(row, "quote");
		/* A title says what the rule would find; where that is not known it must not read as if it were so. */
		bool open = g_strcmp0(json_get_text(row, "verdict"), "UNKNOWN") == 0;
		g_string_append_printf(out, "\n%s/%d %s%s  %s  %s  %s\n", json_get_text(row, "id"),
		                       (int)json_get_int(row, "version", 0), json_get_text(row, "title"), open ? "?" : "",
		                       json_get_text(row, "verdict"), json_get_text(row, "effect"), json_get_text(row, "about"));
		g_string_append_printf(out, "    %s\n", json_get_text(row, "because"));
		if (quote != NULL)
			g_string_append_printf(out, "    %s: \"%s\"  [%s]\n", json_get_text(row, "quote_from"), quote,
			                       json_get_text(row, "mark"));
		beside_text(out, row);
		cJSON_ArrayForEach(figure, json_get(row, "figures"))
		{
			g_autofree char *value = json_print_compact(figure);
			g_string_append_printf(out, "      %s = %s\n", figure->string, value);
		}
		explain_facts(out, lang, row);
	}
}

const char *rule_seen_in(const Rule *rule)
{
	static const struct {
		const char *id, *test;
	} elsewhere[] = {
		{ "U10", "tests/test_assess_rules.c" }, { "R06", "tests/assess.bats" },         { "R10", "tests/test_assess_rules.c" },
		{ "R11", "tests/test_assess_rules.c" }, { "R12", "tests/test_assess_rules.c" }, { "R13", "tests/test_assess_rules.c" },
		{ "R15", "tests/test_assess_rules.c" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(elsewhere); i++)
		if (strcmp(elsewhere[i].id, rule->id) == 0)
			return elsewhere[i].test;
	return NULL;
}

/* Where the rule can be seen to strike and to spare; seen_in: it takes more than one submission or a look-up. */
static void add_fixtures(cJSON *object, const Rule *rule)
{
	const char *seen_in = rule_seen_in(rule);
	g_autofree char *bad = g_strdup_printf("fixtures/bad/%s", rule->id), *edge = g_strdup_printf("fixtures/edge/%s", rule->id);
	json_text(object, "bad", seen_in == NULL ? bad : NULL);
	json_text(object, "edge", seen_in == NULL ? edge : NULL);
	json_text(object, "seen_in", seen_in);
}

cJSON *rules_json(Lang lang, const char *rule_id)
{
	cJSON *result = json_result("rules");
	cJSON *array = json_array(result, "rules");
	for (const Rule *rule = rules(); rule->id != NULL; rule++) {
		if (rule_id != NULL ? rule != rule_find(rule_id) : !rule_is_newest(rule))
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
		add_quotes(row, rule);
		add_fixtures(json_object(row, "fixtures"), rule);
	}
	return result;
}

/* What stands below a rule's row. */
static void rule_text(GString *out, Lang lang, const cJSON *row)
{
	const cJSON *fixtures = json_get(row, "fixtures");
	const char *seen_in = json_get_text(fixtures, "seen_in");
	g_string_append_printf(out, "    %s: \"%s\"\n", json_get_text(row, "quote_from"), json_get_text(row, "quote"));
	beside_text(out, row);
	g_string_append_printf(out, lang == LANG_EN ? "    decided by: %s\n" : "    afgøres efter: %s\n", json_get_text(row, "keyed_on"));
	if (seen_in != NULL)
		g_string_append_printf(out, lang == LANG_EN ? "    seen in %s\n" : "    ses i %s\n", seen_in);
	else
		g_string_append_printf(out, lang == LANG_EN ? "    strikes %s, spares %s\n" : "    rammer %s, skåner %s\n",
		                       json_get_text(fixtures, "bad"), json_get_text(fixtures, "edge"));
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
			rule_text(out, lang, row);
	}
}
