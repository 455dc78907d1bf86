#include "assess/law_commands.h"

#include <string.h>

const OptionRow law_show_options[] = {
	{ "on", "DATE", { "rækker, der gælder den dag (ellers i dag)", "rows that hold on that day (else today)" } },
	{ "table", "NAME", { "kun denne tabel", "this table only" } },
	{ "all", NULL, { "rækker for alle dage", "rows of every day" } },
	{ 0 },
};

/* Unknown is null: an empty cell of value is a figure that is not established. */
static void text_or_null(cJSON *row, const char *key, const char *text)
{
	json_text(row, key, *text != '\0' ? text : NULL);
}

static void add_rows(cJSON *array, const Law *law, const char *table, Date on)
{
	g_autoptr(GPtrArray) rows = law_rows(law, table, on);
	for (guint i = 0; i < rows->len; i++) {
		const LawRow *r = g_ptr_array_index(rows, i);
		cJSON *row = json_push(array);
		char mark[2] = { r->mark, '\0' };
		json_text(row, "table", r->table);
		json_text(row, "name", r->name);
		text_or_null(row, "range", r->range);
		json_date(row, "valid_from", r->valid_from);
		json_date(row, "valid_to", r->valid_to);
		text_or_null(row, "value", r->value);
		text_or_null(row, "unit", r->unit);
		text_or_null(row, "keyed_on", r->keyed_on);
		text_or_null(row, "statute", r->statute);
		json_text(row, "mark", mark);
		text_or_null(row, "note", r->note);
	}
}

cJSON *law_json(const Law *law, Date on, const char *table)
{
	cJSON *result = json_result("law");
	json_text(result, "edition", law_edition(law));
	json_date(result, "on", on);
	cJSON *array = json_array(result, "rows");
	for (const char *const *name = law_table_names(law); *name != NULL; name++)
		if (table != NULL ? strcmp(*name, table) == 0 : strcmp(*name, "postcodes") != 0)
			add_rows(array, law, *name, on);
	return result;
}

int law_show_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	if (!call_date(call, "on", &on, error))
		return -1;
	if (call_has(call, "all") && call_has(call, "on")) {
		error_set(error, ERROR_USAGE, "usage", "--on og --all kan ikke bruges sammen.", "--on and --all exclude each other.");
		return -1;
	}
	if (!call_has(call, "all") && !date_known(on))
		on = call->today;
	g_autoptr(Law) law = law_embedded(error);
	if (law == NULL)
		return -1;
	const char *table = call_option(call, "table");
	const char *const *names = law_table_names(law);
	if (table != NULL && !g_strv_contains(names, table)) {
		g_autofree char *list = g_strjoinv(", ", (char **)names);
		error_set(error, ERROR_USAGE, "no-such-table", "Der er ingen tabel %s. Tabellerne er: %s.",
		          "There is no table %s. The tables are: %s.", table, list);
		return -1;
	}
	*result = law_json(law, on, table);
	return EXIT_FINE;
}

static const char *or_nothing(const cJSON *row, const char *key)
{
	const char *text = json_get_text(row, key);
	return text != NULL ? text : "";
}

void law_show_text(const Call *call, const cJSON *result, GString *out)
{
	static const Say edition = { "Lovudgave", "Law edition" }, day = { "Rækker, der gælder", "Rows that hold on" },
	                 ever = { "Rækker for alle dage", "Rows of every day" }, unknown = { "ukendt", "unknown" };
	const char *on = json_get_text(result, "on"), *table = "";
	g_string_append_printf(out, "%s %s\n%s%s%s\n", say(edition, call->lang), or_nothing(result, "edition"),
	                       say(on != NULL ? day : ever, call->lang), on != NULL ? " " : "", on != NULL ? on : "");
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "rows"))
	{
		const char *value = json_get_text(row, "value"), *from = or_nothing(row, "valid_from"), *to = or_nothing(row, "valid_to");
		if (strcmp(or_nothing(row, "table"), table) != 0) {
			table = or_nothing(row, "table");
			g_string_append_printf(out, "\n%s\n", table);
		}
		g_string_append_printf(out, "  %-32s %s %s", or_nothing(row, "name"), value != NULL ? value : say(unknown, call->lang),
		                       or_nothing(row, "unit"));
		if (json_get_text(row, "range") != NULL)
			g_string_append_printf(out, " (%s)", or_nothing(row, "range"));
		if (*from != '\0' || *to != '\0')
			g_string_append_printf(out, "  %s – %s", from, to);
		g_string_append_printf(out, "  [%s] %s", or_nothing(row, "mark"), or_nothing(row, "statute"));
		if (json_get_text(row, "note") != NULL)
			g_string_append_printf(out, "; %s", or_nothing(row, "note"));
		g_string_append_c(out, '\n');
	}
}
