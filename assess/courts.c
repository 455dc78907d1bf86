/* Districts: from a municipality or a postcode to the courts that it may belong to (rpl § 9, § 235). */
#include "assess/law_tables.h"

#include <string.h>

/* Danish place names as people write them: case, spaces, "å" for "aa" and the word kommune do not matter. */
static char *fold(const char *text)
{
	g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
	if (normal == NULL)
		return g_strdup("");
	g_autofree char *lower = g_utf8_casefold(normal, -1);
	g_auto(GStrv) words = g_strsplit_set(g_strstrip(lower), " \t\n", -1);
	GString *s = g_string_new(NULL);
	for (char **w = words; *w != NULL; w++)
		if (**w != '\0' && strcmp(*w, "kommune") != 0)
			g_string_append(s, *w);
	g_string_replace(s, "å", "aa", 0);
	return g_string_free(s, FALSE);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The list under key, made when new; keeps the names sorted and each once. The key is copied. */
static GPtrArray *list_at(GHashTable *of, const char *key)
{
	GPtrArray *list = g_hash_table_lookup(of, key);
	if (list == NULL) {
		list = g_ptr_array_new();
		g_hash_table_insert(of, g_strdup(key), list);
	}
	return list;
}

static void add_court(GPtrArray *list, const char *court)
{
	for (guint i = 0; i < list->len; i++)
		if (strcmp(g_ptr_array_index(list, i), court) == 0)
			return;
	g_ptr_array_add(list, (gpointer)court);
	g_ptr_array_sort(list, compare_names);
}

static bool is_code(const char *text)
{
	return strlen(text) == 4 && strspn(text, "0123456789") == 4;
}

static void free_list(gpointer list)
{
	g_ptr_array_free(list, TRUE);
}

static GHashTable *new_lists(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list);
}

/* One past the last row of the municipality. */
static int last_of(const Table *t, const char *code)
{
	int last = table_rows(t);
	while (last > 0 && strcmp(table_find(t, last - 1, "municipality_code"), code) != 0)
		last--;
	return last;
}

static bool load_districts(Law *law, GError **error)
{
	const LawTable *of = law_table(law, "districts");
	const Table *t = of->table;
	for (int i = 0; i < table_rows(t); i++) {
		const char *court = table_find(t, i, "court"), *code = table_find(t, i, "municipality_code"),
		           *name = table_find(t, i, "municipality"), *coverage = table_find(t, i, "coverage");
		if (!is_code(code))
			return table_fault(t, i, table_column(t, "municipality_code"), error, "kommunekoden er ikke fire cifre.",
			                   "the municipality code is not four digits.");
		bool part = strcmp(coverage, "part") == 0;
		if (!part && strcmp(coverage, "whole") != 0)
			return table_fault(t, i, table_column(t, "coverage"), error, "dækningen er hverken whole eller part.",
			                   "the coverage is neither whole nor part.");
		if (!part && g_hash_table_contains(law->municipalities, code))
			return table_fault(t, i, 0, error, "kommunen ligger helt i mere end én retskreds.",
			                   "the municipality lies wholly in more than one district.");
		g_autofree char *folded = fold(name);
		GPtrArray *by_code = list_at(law->municipalities, code), *by_name = list_at(law->municipalities, folded);
		if (of->rows[i].mark == 'U') { /* not established: the place is known, its court is not */
			g_hash_table_add(law->open_places, g_strdup(code));
			g_hash_table_add(law->open_places, g_strdup(folded));
			continue;
		}
		g_hash_table_insert(law->courts, (gpointer)court, (gpointer)court);
		add_court(by_code, court);
		add_court(by_name, court);
		if (part && i + 1 == last_of(t, code) && by_code->len < 2)
			return table_fault(t, i, 0, error, "en delt kommune har kun én retskreds.",
			                   "a municipality in parts has one district only.");
	}
	return true;
}

static bool load_postcodes(Law *law, GError **error)
{
	const Table *t = law_table(law, "postcodes")->table;
	int c_post = table_column(t, "postcode"), c_code = table_column(t, "municipality_code");
	for (int i = 0; i < table_rows(t); i++) {
		const char *post = table_cell(t, i, c_post);
		if (!is_code(post))
			return table_fault(t, i, c_post, error, "postnummeret er ikke fire cifre.", "the postcode is not four digits.");
		const GPtrArray *courts = g_hash_table_lookup(law->municipalities, table_cell(t, i, c_code));
		if (courts == NULL)
			return table_fault(t, i, c_code, error, "kommunen mangler i districts.csv.",
			                   "the municipality is missing in districts.csv.");
		if (g_hash_table_contains(law->open_places, table_cell(t, i, c_code)))
			g_hash_table_add(law->open_places, g_strconcat("post ", post, NULL));
		GPtrArray *list = list_at(law->postcodes, post);
		for (guint k = 0; k < courts->len; k++)
			add_court(list, g_ptr_array_index(courts, k));
	}
	return true;
}

bool courts_load(Law *law, GError **error)
{
	law->municipalities = new_lists();
	law->postcodes = new_lists();
	law->courts = g_hash_table_new(g_str_hash, g_str_equal);
	law->open_places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return load_districts(law, error) && load_postcodes(law, error);
}

void courts_clear(Law *law)
{
	g_clear_pointer(&law->municipalities, g_hash_table_destroy);
	g_clear_pointer(&law->postcodes, g_hash_table_destroy);
	g_clear_pointer(&law->courts, g_hash_table_destroy);
	g_clear_pointer(&law->open_places, g_hash_table_destroy);
}

/* The key under which the municipality stands in the table; NULL. */
static char *municipality_key(const Law *law, const char *municipality)
{
	g_autofree char *key = fold(municipality);
	if (g_hash_table_contains(law->municipalities, key))
		return g_steal_pointer(&key);
	/* The possessive: "Københavns Kommune" is København, and "Nordfyn" is the table's Nordfyns. */
	size_t n = strlen(key);
	g_autofree char *other = n > 1 && key[n - 1] == 's' ? g_strndup(key, n - 1) : g_strconcat(key, "s", NULL);
	return g_hash_table_contains(law->municipalities, other) ? g_steal_pointer(&other) : NULL;
}

/* "2600", "DK-2600" and "DK 2600" are one postcode: its four digits, or something that no table has. */
static void postcode_key(const char *postcode, char digits[5])
{
	const char *p = postcode;
	while (*p == ' ')
		p++;
	if (g_ascii_strncasecmp(p, "DK", 2) == 0)
		p += 2;
	while (*p == ' ' || *p == '-')
		p++;
	g_strlcpy(digits, p, 5);
	const char *rest = p + strlen(digits);
	while (*rest == ' ')
		rest++;
	if (*rest != '\0')
		*digits = '\0';
}

static const GPtrArray *place_list(const Law *law, const char *municipality, const char *postcode)
{
	if (municipality != NULL) {
		g_autofree char *key = municipality_key(law, municipality);
		return key != NULL ? g_hash_table_lookup(law->municipalities, key) : NULL;
	}
	if (postcode == NULL)
		return NULL;
	char digits[5];
	postcode_key(postcode, digits);
	return g_hash_table_lookup(law->postcodes, digits);
}

GPtrArray *law_courts(const Law *law, const char *municipality, const char *postcode)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	const GPtrArray *list = place_list(law, municipality, postcode);
	for (guint i = 0; list != NULL && i < list->len; i++)
		g_ptr_array_add(out, g_strdup(g_ptr_array_index(list, i)));
	return out;
}

bool law_place_open(const Law *law, const char *municipality, const char *postcode)
{
	if (municipality != NULL) {
		g_autofree char *key = municipality_key(law, municipality);
		return key != NULL && g_hash_table_contains(law->open_places, key);
	}
	char digits[5], key[16];
	postcode_key(postcode != NULL ? postcode : "", digits);
	g_snprintf(key, sizeof key, "post %s", digits);
	return g_hash_table_contains(law->open_places, key);
}

bool law_court_exists(const Law *law, const char *court)
{
	return g_hash_table_contains(law->courts, court);
}

bool law_municipality_exists(const Law *law, const char *municipality)
{
	return place_list(law, municipality, NULL) != NULL;
}

bool law_postcode_exists(const Law *law, const char *postcode)
{
	return place_list(law, NULL, postcode) != NULL;
}
