#include "intake/why.h"

#include "intake/facts.h"
#include "intake/pagetext.h"
#include "intake/record.h"

#include <stdlib.h>
#include <string.h>

#define AROUND 120 /* bytes of text shown on either side */

void stand_free(Stand *stand)
{
	if (stand == NULL)
		return;
	g_free(stand->name);
	g_free(stand->sha256);
	g_free(stand->media);
	g_free(stand->place);
	g_free(stand->before);
	g_free(stand->words);
	g_free(stand->after);
	g_free(stand);
}

/* ---- words on a page ---- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Does raw stand at `at`, white space alike? Its end, or NULL. */
static const char *stands_at(const char *at, const char *raw)
{
	while (*raw != '\0') {
		if (is_space(*raw)) {
			if (!is_space(*at))
				return NULL;
			while (is_space(*raw))
				raw++;
			while (is_space(*at))
				at++;
		} else if (*at++ != *raw++) {
			return NULL;
		}
	}
	return at;
}

static long line_of(const char *place)
{
	const char *line = place != NULL ? strstr(place, "line ") : NULL;
	return line != NULL ? strtol(line + strlen("line "), NULL, 10) : 0;
}

/* Not in the middle of a letter. */
static const char *back(const char *text, const char *at, size_t bytes)
{
	const char *from = (size_t)(at - text) > bytes ? at - bytes : text;
	while (((unsigned char)*from & 0xc0) == 0x80)
		from++;
	return from;
}

static const char *ahead(const char *at, size_t bytes)
{
	size_t length = strlen(at);
	const char *to = at + MIN(length, bytes);
	while (((unsigned char)*to & 0xc0) == 0x80)
		to--;
	return to;
}

static char *piece(const char *from, const char *to)
{
	g_autofree char *text = g_strndup(from, (gsize)(to - from));
	return g_strdelimit(g_steal_pointer(&text), "\n\r\t", ' ');
}

bool words_around(const char *text, const char *raw, const char *place, char **before, char **words, char **after)
{
	const char *best = NULL, *best_end = NULL;
	long line = 1, want = line_of(place), nearest = LONG_MAX;
	g_autofree char *bare = g_strstrip(g_strdup(raw));
	if (*bare == '\0')
		return false;
	for (const char *at = text; *at != '\0'; at++) {
		const char *end = *at == *bare ? stands_at(at, bare) : NULL;
		if (end != NULL && (best == NULL || (want > 0 && labs(line - want) < nearest))) {
			best = at;
			best_end = end;
			nearest = labs(line - want);
		}
		if (*at == '\n')
			line++;
	}
	if (best == NULL)
		return false;
	*before = piece(back(text, best, AROUND), best);
	*words = piece(best, best_end);
	*after = piece(best_end, ahead(best_end, AROUND));
	return true;
}

/* ---- where it stands ---- */

Stand *stand_find(Store *store, const char *case_id, const Fact *fact, GError **error)
{
	g_autoptr(Stand) stand = g_new0(Stand, 1);
	GError *fault = NULL;
	{
		g_autoptr(Query) query = store_query(store, error,
		                                     "SELECT f.document, f.page, v.place, n.name, d.sha256, d.media FROM fact f"
		                                     " JOIN fact_value v ON v.case_id = f.case_id AND v.id = f.id"
		                                     " JOIN document d ON d.case_id = f.case_id AND d.id = f.document"
		                                     " JOIN document_name n ON n.case_id = f.case_id AND n.id = f.document"
		                                     " WHERE f.case_id = ? AND f.id = ?",
		                                     "si", case_id, fact->id);
		if (query == NULL)
			return NULL;
		if (query_next(query, &fault)) {
			stand->document = query_int(query, 0);
			stand->page = (int)query_int(query, 1);
			stand->place = g_strdup(query_text(query, 2));
			stand->name = g_strdup(query_text(query, 3));
			stand->sha256 = g_strdup(query_text(query, 4));
			stand->media = g_strdup(query_text(query, 5));
		}
	}
	g_autofree char *text = fault == NULL && stand->document > 0 && stand->page > 0
	                            ? pagetext_read(store, case_id, stand->document, stand->page, &fault)
	                            : NULL;
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return NULL;
	}
	if (text != NULL && strcmp(fact->name, "debtor.cpr") != 0)
		words_around(text, fact->raw, stand->place, &stand->before, &stand->words, &stand->after);
	return g_steal_pointer(&stand);
}

/* ---- facts --why ---- */

static bool is_asked(const Fact *fact, const char *asked)
{
	gint64 id;
	if (g_ascii_string_to_signed(asked, 10, 1, G_MAXINT64, &id, NULL))
		return fact->id == id;
	size_t n = strlen(fact->subject);
	return strcmp(fact->name, asked) == 0 ||
	       (strncmp(asked, fact->subject, n) == 0 && asked[n] == ':' && strcmp(asked + n + 1, fact->name) == 0);
}

void stand_add_json(cJSON *object, const Stand *stand)
{
	cJSON *stands = json_object(object, "stands");
	json_text(stands, "document", stand->name);
	json_text(stands, "sha256", stand->sha256);
	if (stand->page > 0)
		json_int(stands, "page", stand->page);
	else
		json_null(stands, "page");
	json_text(stands, "place", stand->place);
	json_text(stands, "before", stand->before);
	json_text(stands, "words", stand->words);
	json_text(stands, "after", stand->after);
}

static bool add_stand(const Call *call, const Case *c, const Fact *fact, cJSON *array, GError **error)
{
	g_autoptr(Stand) stand = stand_find(call->store, c->id, fact, error);
	if (stand == NULL)
		return false;
	fact_json(array, fact);
	stand_add_json(array->child->prev, stand); /* the last one */
	return true;
}

int why_run(const Call *call, cJSON **result, GError **error)
{
	const char *asked = call_option(call, "why");
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("facts");
	json_text(object, "case", c->id);
	cJSON *array = json_array(object, "facts");
	for (guint i = 0; i < c->facts->len; i++)
		if (is_asked(c->facts->pdata[i], asked) && !add_stand(call, c, c->facts->pdata[i], array, error))
			return -1;
	if (array->child == NULL) {
		error_set(error, ERROR_INPUT, "no-such-fact", "Sagen %s har ingen oplysning %s.", "The case %s has no fact %s.", c->id, asked);
		error_remedy(error, "Se numre og navne med facts.", "See the numbers and names with facts.");
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void why_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "facts"))
	{
		const cJSON *stands = json_get(row, "stands"), *proof = json_get(row, "proof");
		const char *value = json_get_text(row, "value"), *document = json_get_text(stands, "document");
		const char *place = json_get_text(stands, "place"), *words = json_get_text(stands, "words");
		g_string_append_printf(out, "%" G_GINT64_FORMAT "  %s  %s = %s  (%s, %d)\n", json_get_int(row, "id", 0),
		                       json_get_text(row, "subject"), json_get_text(row, "name"), value != NULL ? value : da ? "ukendt" : "unknown",
		                       json_get_text(row, "status"), (int)json_get_int(row, "confidence", 0));
		if (document == NULL) {
			const char *who = json_get_text(proof, "document");
			g_string_append_printf(out, da ? "    sagt af %s\n" : "    said by %s\n", who != NULL ? who : "?");
			continue;
		}
		int page = (int)json_get_int(stands, "page", 0);
		g_autofree char *on = page > 0 ? g_strdup_printf(da ? ", side %d" : ", page %d", page) : g_strdup("");
		g_string_append_printf(out, "    %s%s%s%s\n", document, on, place != NULL ? ", " : "", place != NULL ? place : "");
		if (words != NULL)
			g_string_append_printf(out, "    …%s»%s«%s…\n", json_get_text(stands, "before"), words, json_get_text(stands, "after"));
		else
			g_string_append_printf(out, "    »%s«\n", json_get_text(row, "raw"));
	}
}
