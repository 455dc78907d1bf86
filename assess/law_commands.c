#include "assess/law_commands.h"

#include "assess/bundle.h"
#include "assess/edition.h"
#include "assess/law_diff.h"
#include "assess/law_tables.h"

#include <string.h>

const OptionRow law_show_options[] = {
	{ "on", "DATE", { "rækker, der gælder den dag (ellers i dag)", "rows that hold on that day (else today)" } },
	{ "table", "TABLE", { "kun denne tabel", "this table only" } },
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
	g_autoptr(Law) law = law_in_force(call->store, error);
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

/* ---- verify ---- */

static void table_json(cJSON *tables, const Law *law, const char *name)
{
	static const char marks[] = "SPUD";
	int64_t counts[4] = { 0 }, statutes = 0;
	Date from = DATE_NONE, to = DATE_NONE;
	g_autoptr(GPtrArray) rows = law_rows(law, name, DATE_NONE);
	bool open_end = false;
	for (guint i = 0; i < rows->len; i++) {
		const LawRow *row = rows->pdata[i];
		counts[strchr(marks, row->mark) - marks]++;
		statutes += *row->statute != '\0' ? 1 : 0;
		open_end = open_end || !date_known(row->valid_to);
		if (date_known(row->valid_from) && (!date_known(from) || date_before(row->valid_from, from)))
			from = row->valid_from;
		if (date_known(row->valid_to) && (!date_known(to) || date_before(to, row->valid_to)))
			to = row->valid_to;
	}
	cJSON *object = json_push(tables);
	json_text(object, "table", name);
	json_int(object, "rows", rows->len);
	json_int(object, "statutes", statutes);
	for (int i = 0; i < 4; i++)
		json_int(object, (char[]){ marks[i], '\0' }, counts[i]);
	json_date(object, "from_on", from);
	json_date(object, "to_on", open_end ? DATE_NONE : to);
}

static void add_fault(cJSON *faults, const GError *fault, Lang lang)
{
	cJSON *row = json_push(faults);
	json_text(row, "what", error_text(fault, lang));
	g_autofree char *where = error_line(fault) > 0 ? g_strdup_printf("%s:%d:%d", error_file(fault), error_line(fault), error_column(fault))
	                                               : g_strdup(error_file(fault));
	json_text(row, "where", where);
}

int law_verify_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autoptr(Law) law = law_in_force(call->store, &fault);
	/* What the store itself cannot answer is no verdict on the law. */
	if (law == NULL && error_class(fault) == ERROR_STORE && strcmp(error_code(fault), "store-file") != 0) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return -1;
	}
	*result = json_result("law-verify");
	json_bool(*result, "ok", law != NULL);
	json_text(*result, "edition", law != NULL ? law_edition(law) : NULL);
	if (law != NULL)
		json_int(*result, "serial", law_serial(law));
	else
		json_null(*result, "serial");
	json_date(*result, "made_on", law != NULL ? law_made_on(law) : DATE_NONE);
	json_text(*result, "source", law == NULL ? NULL : law->files != NULL ? "bundle" : "program");
	cJSON *tables = json_array(*result, "tables");
	for (const char *const *name = law != NULL ? law_table_names(law) : NULL; name != NULL && *name != NULL; name++)
		table_json(tables, law, *name);
	cJSON *faults = json_array(*result, "faults");
	if (law != NULL)
		return EXIT_FINE;
	g_autoptr(GPtrArray) all = law_faults(call->store, error);
	if (all == NULL)
		return -1;
	if (all->len == 0)
		add_fault(faults, fault, call->lang);
	for (guint i = 0; i < all->len; i++)
		add_fault(faults, all->pdata[i], call->lang);
	return (int)ERROR_INTEGRITY;
}

static void edition_line(const Call *call, const cJSON *object, GString *out)
{
	bool da = call->lang == LANG_DA;
	const char *made_on = json_get_text(object, "made_on");
	g_string_append_printf(out, "%.12s…  %s %d%s%s", or_nothing(object, "edition"), da ? "nummer" : "number",
	                       (int)json_get_int(object, "serial", 0), made_on != NULL ? da ? ", lavet " : ", made on " : "",
	                       made_on != NULL ? made_on : "");
}

void law_verify_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	if (json_get_bool(result, "ok")) {
		g_string_append(out, da ? "Lovtabellerne holder: " : "The law tables hold: ");
		edition_line(call, result, out);
		g_string_append_c(out, '\n');
	}
	cJSON_ArrayForEach(row, json_get(result, "tables"))
		g_string_append_printf(out, "  %-22s %5d %s  S %d  P %d  U %d  D %d  %s – %s\n", or_nothing(row, "table"),
		                       (int)json_get_int(row, "rows", 0), da ? "rækker" : "rows", (int)json_get_int(row, "S", 0),
		                       (int)json_get_int(row, "P", 0), (int)json_get_int(row, "U", 0), (int)json_get_int(row, "D", 0),
		                       or_nothing(row, "from_on"), or_nothing(row, "to_on"));
	cJSON_ArrayForEach(row, json_get(result, "faults"))
		g_string_append_printf(out, "%s: %s\n", or_nothing(row, "where"), or_nothing(row, "what"));
}

/* ---- diff ---- */

int law_diff_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) from = law_named(call, call->argv[0], error);
	g_autoptr(Law) to = from != NULL ? law_named(call, call->argv[1], error) : NULL;
	if (to == NULL)
		return -1;
	*result = law_diff_json(from, to);
	return EXIT_FINE;
}

void law_diff_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const char *table = "";
	g_string_append(out, da ? "fra " : "from ");
	edition_line(call, json_get(result, "from"), out);
	g_string_append(out, da ? "\ntil " : "\nto   ");
	edition_line(call, json_get(result, "to"), out);
	g_string_append_c(out, '\n');
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "rows"))
	{
		const char *column = json_get_text(row, "column");
		if (strcmp(or_nothing(row, "table"), table) != 0) {
			table = or_nothing(row, "table");
			g_string_append_printf(out, "\n%s\n", table);
		}
		if (column != NULL)
			g_string_append_printf(out, "  ~ %s: %s %s → %s\n", or_nothing(row, "row"), column, or_nothing(row, "before"),
			                       or_nothing(row, "after"));
		else if (json_get_text(row, "before") != NULL)
			g_string_append_printf(out, "  - %s\n", or_nothing(row, "before"));
		else
			g_string_append_printf(out, "  + %s\n", or_nothing(row, "after"));
	}
	if (cJSON_GetArraySize(json_get(result, "rows")) == 0)
		g_string_append(out, da ? "Ingen rækker er forskellige.\n" : "No rows differ.\n");
}

/* ---- update ---- */

static bool install(const Call *call, const Bundle *bundle, GError **error)
{
	LawBundle row = { .serial = bundle->serial, .made_on = bundle->made_on };
	/* The files are on disk before a row names them. */
	if (!store_keep_bytes(call->store, bundle->manifest, row.manifest_sha256, error) ||
	    !store_keep_bytes(call->store, bundle->signature, row.signature_sha256, error) || !store_begin(call->store, error))
		return false;
	if (law_install(call->store, bundle->law, &row, call->today, error))
		return store_commit(call->store, error);
	store_rollback(call->store);
	return false;
}

int law_update_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) before = law_in_force(call->store, error);
	g_autoptr(Bundle) bundle = before != NULL ? bundle_open(call->home, call->argv[0], error) : NULL;
	if (bundle == NULL || !law_may_install(before, bundle->serial, error) || !install(call, bundle, error))
		return -1;
	g_autoptr(cJSON) differs = law_diff_json(before, bundle->law);
	*result = json_result("law-update");
	json_text(*result, "edition", law_edition(bundle->law));
	json_text(*result, "before", law_edition(before));
	json_int(*result, "serial", bundle->serial);
	json_date(*result, "made_on", bundle->made_on);
	json_date(*result, "installed_on", call->today);
	cJSON_AddItemToObject(*result, "rows", cJSON_DetachItemFromObjectCaseSensitive(differs, "rows"));
	return EXIT_FINE;
}

void law_update_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append(out, da ? "Lovudgaven gælder nu: " : "The law edition is now in force: ");
	edition_line(call, result, out);
	g_string_append_printf(out, da ? "\n%d rækker eller felter er forskellige fra udgaven før (%.12s…).\n"
	                               : "\n%d rows or cells differ from the edition before (%.12s…).\n",
	                       cJSON_GetArraySize(json_get(result, "rows")), or_nothing(result, "before"));
}
