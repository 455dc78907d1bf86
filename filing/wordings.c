#include "filing/wordings.h"

#include "assess/edition.h"
#include "filing/package.h"
#include "filing/statement.h"
#include "filing/template.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

/* ---- statement CASE ---- */

static const Fact *fact_numbered(const Case *c, int64_t id)
{
	for (guint i = 0; i < c->facts->len; i++)
		if (((const Fact *)c->facts->pdata[i])->id == id)
			return c->facts->pdata[i];
	return NULL;
}

static const Event *event_numbered(const Case *c, int64_t id)
{
	for (guint i = 0; i < c->events->len; i++)
		if (((const Event *)c->events->pdata[i])->id == id)
			return c->events->pdata[i];
	return NULL;
}

static void fact_row(cJSON *array, const Fact *fact, Lang lang)
{
	cJSON *row = json_push(array);
	g_autofree char *subject = fact_subject_called(fact->subject, lang);
	const FactName *name = fact_name_find(fact->name);
	json_int(row, "id", fact->id);
	json_text(row, "subject", fact->subject);
	json_text(row, "name", fact->name);
	json_text(row, "called", name != NULL ? say(name->called, lang) : fact->name);
	json_text(row, "of", subject);
	json_text(row, "value", fact->value);
	json_text(row, "document", fact->proof.document);
	if (fact->proof.page > 0)
		json_int(row, "page", fact->proof.page);
	else
		json_null(row, "page");
	json_text(row, "place", fact->proof.place);
}

static void sentence_row(cJSON *array, const Case *c, const Sentence *sentence, Lang lang)
{
	cJSON *row = json_push(array);
	json_text(row, "key", sentence->key);
	json_text(row, "text", sentence->text);
	cJSON *facts = json_array(row, "facts");
	for (guint i = 0; sentence->sources.facts != NULL && i < sentence->sources.facts->len; i++) {
		const Fact *fact = fact_numbered(c, g_array_index(sentence->sources.facts, int64_t, i));
		if (fact != NULL)
			fact_row(facts, fact, lang);
	}
	cJSON *events = json_array(row, "events");
	for (guint i = 0; sentence->sources.events != NULL && i < sentence->sources.events->len; i++) {
		const Event *event = event_numbered(c, g_array_index(sentence->sources.events, int64_t, i));
		if (event != NULL)
			event_json(json_push(events), event);
	}
}

static void paragraphs_json(cJSON *object, const Case *c, const Statement *statement, Lang lang)
{
	cJSON *paragraphs = json_array(object, "paragraphs");
	for (guint i = 0; i < statement->paragraphs->len; i++) {
		const Paragraph *paragraph = statement->paragraphs->pdata[i];
		cJSON *row = json_push(paragraphs);
		json_text(row, "topic", paragraph->topic);
		json_text(row, "heading", paragraph->heading);
		cJSON *sentences = json_array(row, "sentences");
		for (guint k = 0; k < paragraph->sentences->len; k++)
			sentence_row(sentences, c, paragraph->sentences->pdata[k], lang);
		cJSON *rows = json_array(row, "rows");
		for (guint k = 0; k < paragraph->lines->len; k++)
			json_push_text(rows, paragraph->lines->pdata[k]);
	}
	cJSON *open = json_array(object, "open");
	for (guint i = 0; i < statement->open->len; i++) {
		const OpenTopic *topic = statement->open->pdata[i];
		cJSON *row = json_push(open);
		json_text(row, "topic", topic->topic);
		json_text(row, "text", lang == LANG_EN ? topic->en : topic->da);
	}
}

int statement_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	g_autoptr(Templates) templates = c != NULL ? templates_open(store_home(call->store), error) : NULL;
	if (templates == NULL)
		return -1;
	g_autoptr(Assessment) assessment = assess(c, law, call->today);
	g_autoptr(Claimed) claimed = claimed_of(c, law, call->today);
	g_autoptr(Sums) sums = sums_of(assessment, claimed, error);
	if (sums == NULL)
		return -1;
	bool civil = assessment->route == ROUTE_CIVIL_CLAIM;
	g_autoptr(Statement) statement =
	    statement_write(assessment, claimed, sums, civil ? &voice_claim : &voice_form, templates, error);
	if (statement == NULL)
		return -1;
	g_autofree char *wordings = package_wordings(templates);
	*result = json_result("statement");
	json_text(*result, "case", c->id);
	json_date(*result, "on", call->today);
	json_text(*result, "kind", civil ? "civil_claim" : "betalingspaakrav");
	json_text(*result, "wordings", wordings);
	paragraphs_json(*result, c, statement, call->lang);
	return EXIT_FINE;
}

/* "    faktura A-1001, udstedt: 2026-08-03 (faktura.xml, side 1, linje 7)" */
static void fact_line(const cJSON *fact, bool da, GString *out)
{
	const char *document = json_get_text(fact, "document"), *place = json_get_text(fact, "place");
	int64_t page = json_get_int(fact, "page", 0);
	const FactName *name = fact_name_find(json_get_text(fact, "name"));
	const char *value = json_get_text(fact, "value");
	gint64 minor;
	g_autofree char *amount = NULL;
	if (name != NULL && name->type == FACT_MINOR && g_ascii_string_to_signed(value, 10, -LIMIT_MONEY_ORE, LIMIT_MONEY_ORE, &minor, NULL))
		amount = money_danish(money_of_ore(minor));
	g_string_append_printf(out, "      %s, %s: %s", json_get_text(fact, "of"), json_get_text(fact, "called"), amount != NULL ? amount : value);
	if (document != NULL)
		g_string_append_printf(out, " (%s", document);
	if (document != NULL && page > 0)
		g_string_append_printf(out, ", %s %d", da ? "side" : "page", (int)page);
	if (document != NULL)
		g_string_append_printf(out, "%s%s)", place != NULL ? ", " : "", place != NULL ? place : "");
	g_string_append_c(out, '\n');
}

static void event_line(const cJSON *event, Lang lang, GString *out)
{
	const EventKind *kind = event_kind_find(json_get_text(event, "name"));
	const char *document = json_get_text(event, "document");
	g_string_append_printf(out, "      %s: %s", json_get_text(event, "on"),
	                       kind != NULL ? (lang == LANG_EN ? kind->en : kind->da) : json_get_text(event, "name"));
	g_string_append_printf(out, "%s%s%s\n", document != NULL ? " (" : "", document != NULL ? document : "", document != NULL ? ")" : "");
}

void statement_print(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *paragraph, *sentence, *row;
	cJSON_ArrayForEach(paragraph, json_get(result, "paragraphs"))
	{
		g_string_append_printf(out, "%s\n", json_get_text(paragraph, "heading"));
		cJSON_ArrayForEach(sentence, json_get(paragraph, "sentences"))
		{
			g_string_append_printf(out, "  %s  [%s]\n", json_get_text(sentence, "text"), json_get_text(sentence, "key"));
			cJSON_ArrayForEach(row, json_get(sentence, "facts"))
				fact_line(row, da, out);
			cJSON_ArrayForEach(row, json_get(sentence, "events"))
				event_line(row, call->lang, out);
		}
		cJSON_ArrayForEach(row, json_get(paragraph, "rows"))
			g_string_append_printf(out, "  - %s\n", row->valuestring);
		g_string_append_c(out, '\n');
	}
	cJSON_ArrayForEach(row, json_get(result, "open"))
		g_string_append_printf(out, "%s %s\n", da ? "Åbent:" : "Open:", json_get_text(row, "text"));
}

/* ---- texts [FILE] ---- */

int texts_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Templates) templates = templates_open(call->home, error);
	if (templates == NULL)
		return -1;
	*result = json_result("texts");
	json_text(*result, "wordings", templates_hash(templates));
	if (templates_json(templates, call->argc > 0 ? call->argv[0] : NULL, json_array(*result, "texts")))
		return EXIT_FINE;
	error_set(error, ERROR_USAGE, "no-such-texts", "Der er ingen tekster i en fil med navnet %s.", "There are no wordings in a file called %s.",
	          call->argv[0]);
	error_remedy(error, "paakrav texts viser dem alle.", "paakrav texts shows them all.");
	g_clear_pointer(result, cJSON_Delete);
	return -1;
}

void texts_print(const Call *call, const cJSON *result, GString *out)
{
	const char *file = "";
	const cJSON *row, *place;
	cJSON_ArrayForEach(row, json_get(result, "texts"))
	{
		if (strcmp(file, json_get_text(row, "file")) != 0) {
			file = json_get_text(row, "file");
			g_string_append_printf(out, "%s# %s/%s\n\n", out->len > 0 ? "\n" : "", TEMPLATE_FOLDER, file);
		}
		bool own = json_get_bool(row, "own");
		if (own)
			g_string_append(out, call->lang == LANG_EN ? "# the firm's own\n" : "# firmaets egen\n");
		g_string_append_printf(out, "[%s]", json_get_text(row, "key"));
		cJSON_ArrayForEach(place, json_get(row, "places"))
			g_string_append_printf(out, " %s%s", json_get_bool(place, "must") ? "*" : "", json_get_text(place, "name"));
		g_string_append_printf(out, "\n%s\n\n", json_get_text(row, "text"));
	}
}
