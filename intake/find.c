#include "intake/find.h"

#include "intake/limits.h"
#include "intake/pagetext.h"
#include "intake/record.h"

#include <stdio.h>

const OptionRow find_options[] = {
	{ "case", "CASE", { "kun i denne sag", "in this case alone" } },
	{ NULL, NULL, { NULL, NULL } },
};

const OptionRow index_options[] = {
	{ "rebuild", NULL, { "læs dokumenterne igen, og lav indekset forfra", "read the documents again and make the index anew" } },
	{ "case", "CASE", { "kun denne sag", "this case alone" } },
	{ NULL, NULL, { NULL, NULL } },
};

static bool case_is_there(const Call *call, const char *case_id, GError **error)
{
	g_autoptr(Case) c = case_id != NULL ? case_read(call->store, case_id, 0, error) : NULL;
	return case_id == NULL || c != NULL;
}

int find_run(const Call *call, cJSON **result, GError **error)
{
	const char *case_id = call_option(call, "case");
	if (!case_is_there(call, case_id, error))
		return -1;
	/* Words that the shell parted are one search. */
	g_autofree char *text = g_strjoinv(" ", call->argv);
	g_autoptr(GPtrArray) hits = pagetext_find(call->store, text, case_id, LIMIT_FIND, error);
	if (hits == NULL)
		return -1;
	*result = json_result("find");
	json_text(*result, "text", text);
	cJSON *array = json_array(*result, "found");
	for (guint i = 0; i < MIN(hits->len, LIMIT_FIND); i++) {
		const PageHit *hit = hits->pdata[i];
		cJSON *row = json_push(array);
		json_text(row, "case", hit->case_id);
		json_text(row, "document", hit->document);
		json_text(row, "sha256", hit->sha256);
		if (hit->page > 0)
			json_int(row, "page", hit->page);
		else
			json_null(row, "page");
		json_bool(row, "recognised", hit->recognised);
		json_text(row, "snippet", hit->snippet);
	}
	json_bool(*result, "more", hits->len > LIMIT_FIND);
	return EXIT_FINE;
}

void find_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	int n = 0;
	cJSON_ArrayForEach(row, json_get(result, "found"))
	{
		int page = (int)json_get_int(row, "page", 0);
		g_autofree char *on = page > 0 ? g_strdup_printf(da ? ", side %d" : ", page %d", page) : g_strdup("");
		g_string_append_printf(out, "%s  %s%s\n    %s\n", json_get_text(row, "case"), json_get_text(row, "document"), on,
		                       json_get_text(row, "snippet"));
		n++;
	}
	if (n == 0)
		g_string_append(out, da ? "Intet fundet.\n" : "Nothing found.\n");
	if (json_get_bool(result, "more"))
		g_string_append_printf(out, da ? "Der er flere end %d; søg snævrere.\n" : "There are more than %d; search more narrowly.\n", n);
}

static GPtrArray *cases_asked(const Call *call, GError **error)
{
	const char *case_id = call_option(call, "case");
	if (case_id == NULL)
		return case_list(call->store, error);
	if (!case_is_there(call, case_id, error))
		return NULL;
	GPtrArray *one = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(one, g_strdup(case_id));
	return one;
}

int index_run(const Call *call, cJSON **result, GError **error)
{
	if (!call_has(call, "rebuild")) {
		error_set(error, ERROR_USAGE, "usage", "Skriv index --rebuild.", "Write index --rebuild.");
		return -1;
	}
	g_autoptr(GPtrArray) cases = cases_asked(call, error);
	if (cases == NULL)
		return -1;
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autofree char *kept = g_build_filename(call->home, "cache", "pages", NULL);
	int64_t pages = 0;
	reader_remember(reader, kept);
	for (guint i = 0; i < cases->len; i++) {
		if (!pagetext_rebuild(call->store, reader, cases->pdata[i], &pages, error))
			return -1;
		if (call->progress)
			fprintf(stderr, "\r%u/%u", i + 1, cases->len);
	}
	if (call->progress)
		fputs("\r            \r", stderr);
	if (!pagetext_settle(call->store, error))
		return -1;
	*result = json_result("index");
	json_int(*result, "cases", cases->len);
	json_int(*result, "pages", pages);
	return EXIT_FINE;
}

void index_text(const Call *call, const cJSON *result, GString *out)
{
	g_string_append_printf(out, call->lang == LANG_DA ? "%d sager og %d sider læst igen.\n" : "%d cases and %d pages read again.\n",
	                       (int)json_get_int(result, "cases", 0), (int)json_get_int(result, "pages", 0));
}
