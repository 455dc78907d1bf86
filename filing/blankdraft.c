/* A map to begin with: what the names of a blank's fields tell of the boxes they are for. A person checks and completes it. */
#include "filing/blankmap.h"

#include <string.h>

/* Words in a field's name or label; the first row of which all are there and none of the others tells box and part. */
typedef struct Hint {
	const char *source, *part;
	const char *all; /* parted by spaces; each may offer several with '|' */
	const char *none;
} Hint;

static const Hint hints[] = {
	{ "representative_account", "text", "repraesentant|fuldmaegtig|advokat konto|reg", "" },
	{ "representative_case", "text", "repraesentant|fuldmaegtig|advokat sag", "" },
	{ "representative", "text", "repraesentant|fuldmaegtig", "" },
	{ "account", "registration", "reg kreditor|konto", "momsreg" },
	{ "account", "number", "konto", "" },
	{ "vat_registered", "yes", "moms", "nej" },
	{ "vat_registered", "no", "moms nej", "" },
	{ "phone", "text", "telefonmoede|telefonmode", "" },
	{ "debtor_director", "text", "leder|direktoer|formand", "" },
	{ "debtor", "text", "skyldner", "" },
	{ "court", "text", "fogedret|retten", "" },
	{ "principal", "text", "hovedstol", "" },
	{ "interest_statutory", "filing", "procesrente indlevering", "" },
	{ "interest_statutory", "day", "procesrente dato", "" },
	{ "interest_statutory", "text", "procesrente", "" },
	{ "interest_agreed", "filing", "rente aftalt|procent indlevering", "" },
	{ "interest_agreed", "day", "rente aftalt|procent dato", "" },
	{ "interest_agreed", "text", "rente aftalt|procent", "" },
	{ "demand", "text", "paakrav", "betalingspaakrav" },
	{ "interest", "text", "renter", "" },
	{ "reminder_fees", "text", "rykker", "" },
	{ "inkasso_fee", "text", "inkassogebyr", "" },
	{ "inkasso_fee", "text", "inkasso", "andre" },
	{ "collection_costs", "text", "andre", "" },
	{ "compensation", "text", "kompensation", "" },
	{ "total", "text", "ialt|i_alt|sum", "" },
	{ "statement", "text", "sagsfremstilling", "" },
	{ "serve_if_barred", "yes", "forkynd", "nej" },
	{ "serve_if_barred", "no", "forkynd nej", "" },
	{ "udlaeg", "yes", "udlaeg", "nej" },
	{ "udlaeg", "no", "udlaeg nej", "" },
	{ "court_case", "yes", "retssag|staevning", "nej" },
	{ "court_case", "no", "retssag|staevning nej", "" },
	{ "court_fee", "text", "afgift", "" },
	{ "signature", "text", "underskrift", "" },
	{ "creditor", "text", "kreditor", "" },
};

/* Small letters, æøå spelled out, so that names of any program compare. */
static char *plain(const char *text)
{
	GString *out = g_string_new(NULL);
	g_autofree char *small = g_utf8_strdown(text, -1);
	for (const char *p = small; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == 0xe6)
			g_string_append(out, "ae");
		else if (c == 0xf8)
			g_string_append(out, "oe");
		else if (c == 0xe5)
			g_string_append(out, "aa");
		else
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

static bool any_word(const char *text, const char *words)
{
	g_auto(GStrv) all = g_strsplit(words, "|", -1);
	for (char **word = all; *word != NULL; word++)
		if (**word != '\0' && strstr(text, *word) != NULL)
			return true;
	return false;
}

static bool hint_fits(const Hint *hint, const char *text, bool tick)
{
	if (blankmap_ticks(hint->part) != tick || (*hint->none != '\0' && any_word(text, hint->none)))
		return false;
	g_auto(GStrv) all = g_strsplit(hint->all, " ", -1);
	for (char **words = all; *words != NULL; words++)
		if (!any_word(text, *words))
			return false;
	return true;
}

static const FormRow *row_from(const Edition *edition, const char *source)
{
	for (guint i = 0; i < edition->rows->len; i++)
		if (strcmp(((const FormRow *)edition->rows->pdata[i])->source, source) == 0)
			return edition->rows->pdata[i];
	return NULL;
}

static void cell_add(GString *out, const char *text, bool last)
{
	bool quoted = strpbrk(text, ",;\"\n") != NULL;
	if (quoted)
		g_string_append_c(out, '"');
	for (const char *p = text; *p != '\0'; p++)
		g_string_append_printf(out, *p == '"' ? "\"\"" : "%c", *p);
	g_string_append_printf(out, "%s%c", quoted ? "\"" : "", last ? '\n' : ',');
}

static void mm_add(GString *out, const cJSON *field, const char *key)
{
	int64_t um = json_get_int(field, key, 0);
	int64_t tenths = (um + 50) / 100;
	g_string_append_printf(out, "%" G_GINT64_FORMAT ".%d,", (gint64)(tenths / 10), (int)(tenths % 10));
}

static int digit_in(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		if (g_ascii_isdigit(*p) && *p != '0')
			return *p - '0';
	return 1;
}

/* One place of a field, as a row; where it lies is told for a reader, and not read again while it has a field. */
static void field_row(GString *out, const Edition *edition, const cJSON *field, GHashTable *placed)
{
	const char *kind = json_get_text(field, "kind"), *name = json_get_text(field, "name"), *label = json_get_text(field, "label");
	const char *state = json_get_text(field, "state");
	bool tick = strcmp(kind, "check") == 0 || strcmp(kind, "radio") == 0, writes = strcmp(kind, "text") == 0 || strcmp(kind, "choice") == 0;
	g_autofree char *told = g_strdup_printf("%s %s %s", name, label != NULL ? label : "", state != NULL ? state : "");
	g_autofree char *text = plain(told);
	const Hint *hint = NULL;
	for (size_t i = 0; hint == NULL && (tick || writes) && !json_get_bool(field, "hidden") && i < G_N_ELEMENTS(hints); i++)
		if (hint_fits(&hints[i], text, tick))
			hint = &hints[i];
	const FormRow *row = hint != NULL ? row_from(edition, hint->source) : NULL;
	if (row != NULL) {
		g_string_append_printf(out, "%d,%s,", row->number, hint->part);
		if (row->per_debtor)
			g_string_append_printf(out, "%d", digit_in(name));
		g_hash_table_add(placed, (void *)row);
	} else {
		g_string_append(out, ",,");
	}
	g_string_append_c(out, ',');
	cell_add(out, name, false);
	cell_add(out, tick && state != NULL ? state : "", false);
	g_string_append_printf(out, "%d,", (int)json_get_int(field, "page", 0));
	mm_add(out, field, "left_um");
	mm_add(out, field, "top_um");
	mm_add(out, field, "width_um");
	mm_add(out, field, "height_um");
	g_string_append_c(out, ',');
	cell_add(out, row != NULL ? row->label : label != NULL ? label : "", true);
}

char *blankmap_draft(const Edition *edition, const char *blank_sha256, const cJSON *fields)
{
	GString *out = g_string_new("box,part,debtor,field,value,page,x_mm,y_mm,width_mm,height_mm,size_pt,label\n");
	g_string_append_printf(out, "blank,,,%s,,,,,,,,\nedition,,,%s,,,,,,,,\n", blank_sha256, edition->name);
	g_autoptr(GHashTable) placed = g_hash_table_new(NULL, NULL);
	const cJSON *field;
	cJSON_ArrayForEach(field, json_get(fields, "fields"))
	{
		bool first = json_get_int(field, "number", 0) == 0;
		if (first || json_get_text(field, "state") != NULL)
			field_row(out, edition, field, placed);
	}
	for (guint i = 0; i < edition->rows->len; i++) {
		const FormRow *row = edition->rows->pdata[i];
		if (g_hash_table_contains(placed, row))
			continue;
		for (int k = 0; k < (row->kind == BOX_CHOICE ? 2 : 1); k++) {
			g_string_append_printf(out, "%d,%s,%s,,,,,,,,,", row->number, row->kind != BOX_CHOICE ? "text" : k == 0 ? "yes" : "no",
			                       row->per_debtor ? "1" : "");
			cell_add(out, row->label, true);
		}
	}
	return g_string_free(out, FALSE);
}
