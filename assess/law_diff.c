#include "assess/law_diff.h"

#include "assess/law_tables.h"

#include <string.h>

/* The columns that name a row of each table. */
static const struct {
	const char *table, *columns;
} keys[] = {
	{ "clocks", "id" },
	{ "collection_cost_caps", "kind,valid_from,claim_from_dkk" },
	{ "court_fees", "act,valid_from,from_dkk" },
	{ "districts", "court,municipality_code" },
	{ "holidays", "id,valid_from" },
	{ "limits", "name,valid_from" },
	{ "postcodes", "postcode,municipality_code" },
	{ "reference_rates", "valid_from" },
	{ "states", "id" },
	{ "suitability", "id" },
	{ "transitions", "n" },
};

/* A row's name; the second of two rows of one name is counted, so that each is compared with its like. */
static char *row_key(const Table *t, int row, char **columns, GHashTable *seen)
{
	g_autoptr(GString) key = g_string_new(NULL);
	for (char **c = columns; *c != NULL; c++) {
		const char *cell = table_find(t, row, *c);
		if (cell != NULL && *cell != '\0')
			g_string_append_printf(key, "%s%s", key->len > 0 ? " " : "", cell);
	}
	int n = GPOINTER_TO_INT(g_hash_table_lookup(seen, key->str)) + 1;
	g_hash_table_insert(seen, g_strdup(key->str), GINT_TO_POINTER(n));
	if (n > 1)
		g_string_append_printf(key, " #%d", n);
	return g_string_free(g_steal_pointer(&key), FALSE);
}

static GPtrArray *row_keys(const Table *t, char **columns)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < table_rows(t); i++)
		g_ptr_array_add(out, row_key(t, i, columns, seen));
	return out;
}

static void add(cJSON *rows, const char *table, const char *change, const char *row, const char *column, const char *before,
                const char *after)
{
	cJSON *object = json_push(rows);
	json_text(object, "table", table);
	json_text(object, "change", change);
	json_text(object, "row", row);
	json_text(object, "column", column);
	json_text(object, "before", before);
	json_text(object, "after", after);
}

/* The whole row, column by column, the empty ones left out. */
static char *row_whole(const Table *t, int row)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < table_columns(t); i++)
		if (*table_cell(t, row, i) != '\0')
			g_string_append_printf(text, "%s%s=%s", text->len > 0 ? "; " : "", table_heading(t, i), table_cell(t, row, i));
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static const char *cell_or_null(const char *cell)
{
	return *cell != '\0' ? cell : NULL;
}

static void diff_cells(cJSON *rows, const char *name, const char *key, const Table *a, int i, const Table *b, int j)
{
	for (int c = 0; c < table_columns(a); c++) {
		const char *before = table_cell(a, i, c), *after = table_cell(b, j, c);
		if (strcmp(before, after) != 0)
			add(rows, name, "changed", key, table_heading(a, c), cell_or_null(before), cell_or_null(after));
	}
}

static void diff_table(cJSON *rows, const char *name, const char *columns_text, const Table *a, const Table *b)
{
	g_auto(GStrv) columns = g_strsplit(columns_text, ",", -1);
	g_autoptr(GPtrArray) in_a = row_keys(a, columns), in_b = row_keys(b, columns);
	g_autoptr(GHashTable) at_a = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) at_b = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < in_a->len; i++)
		g_hash_table_insert(at_a, in_a->pdata[i], GINT_TO_POINTER((int)i + 1));
	for (guint j = 0; j < in_b->len; j++)
		g_hash_table_insert(at_b, in_b->pdata[j], GINT_TO_POINTER((int)j + 1));
	for (guint i = 0; i < in_a->len; i++) {
		int j = GPOINTER_TO_INT(g_hash_table_lookup(at_b, in_a->pdata[i])) - 1;
		if (j >= 0) {
			diff_cells(rows, name, in_a->pdata[i], a, (int)i, b, j);
			continue;
		}
		g_autofree char *whole = row_whole(a, (int)i);
		add(rows, name, "removed", in_a->pdata[i], NULL, whole, NULL);
	}
	for (guint j = 0; j < in_b->len; j++) {
		if (g_hash_table_contains(at_a, in_b->pdata[j]))
			continue;
		g_autofree char *whole = row_whole(b, (int)j);
		add(rows, name, "added", in_b->pdata[j], NULL, NULL, whole);
	}
}

static bool listed(const GPtrArray *list, const char *text)
{
	for (guint i = 0; i < list->len; i++)
		if (strcmp(list->pdata[i], text) == 0)
			return true;
	return false;
}

static void diff_rules(cJSON *rows, const Law *from, const Law *to)
{
	g_autoptr(GPtrArray) a = law_rules_run(from), b = law_rules_run(to);
	for (guint i = 0; i < a->len; i++)
		if (!listed(b, a->pdata[i]))
			add(rows, "rules", "removed", a->pdata[i], NULL, a->pdata[i], NULL);
	for (guint i = 0; i < b->len; i++)
		if (!listed(a, b->pdata[i]))
			add(rows, "rules", "added", b->pdata[i], NULL, NULL, b->pdata[i]);
}

static void side(cJSON *result, const char *key, const Law *law)
{
	cJSON *object = json_object(result, key);
	json_text(object, "edition", law_edition(law));
	json_int(object, "serial", law_serial(law));
	json_date(object, "made_on", law_made_on(law));
}

cJSON *law_diff_json(const Law *from, const Law *to)
{
	cJSON *result = json_result("law-diff");
	side(result, "from", from);
	side(result, "to", to);
	json_bool(result, "same", strcmp(law_edition(from), law_edition(to)) == 0);
	cJSON *rows = json_array(result, "rows");
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		diff_table(rows, keys[i].table, keys[i].columns, law_table(from, keys[i].table)->table,
		           law_table(to, keys[i].table)->table);
	diff_rules(rows, from, to);
	return result;
}
