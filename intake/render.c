#include "intake/render.h"

#include "intake/event.h"

#include <string.h>

cJSON *render_error(const GError *error, Lang lang)
{
	cJSON *object = json_result("error");
	json_text(object, "code", error_code(error));
	json_text(object, "text", error_text(error, lang));
	json_text(object, "file", error_file(error));
	if (error_line(error) > 0)
		json_int(object, "line", error_line(error));
	else
		json_null(object, "line");
	if (error_column(error) > 0)
		json_int(object, "column", error_column(error));
	else
		json_null(object, "column");
	json_text(object, "remedy", error_remedy_text(error, lang));
	return object;
}

static void cell(GString *out, const char *text, bool *first)
{
	if (!*first)
		g_string_append_c(out, ',');
	*first = false;
	if (strpbrk(text, ",\"\r\n") == NULL) {
		g_string_append(out, text);
		return;
	}
	g_string_append_c(out, '"');
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *p);
	}
	g_string_append_c(out, '"');
}

static void header(const cJSON *object, GString *out, bool *first)
{
	for (const cJSON *item = object->child; item != NULL; item = item->next) {
		if (!cJSON_IsObject(item)) {
			cell(out, item->string, first);
			continue;
		}
		for (const cJSON *inner = item->child; inner != NULL; inner = inner->next) {
			g_autofree char *name = g_strdup_printf("%s.%s", item->string, inner->string);
			cell(out, name, first);
		}
	}
}

static void value(const cJSON *item, GString *out, bool *first)
{
	if (item == NULL || cJSON_IsNull(item)) {
		cell(out, "", first);
	} else if (cJSON_IsString(item) || cJSON_IsRaw(item)) {
		cell(out, item->valuestring, first);
	} else {
		g_autofree char *text = json_print_compact(item);
		cell(out, text, first);
	}
}

/* The row in the order of the header's object: a key that this row lacks is an empty cell. */
static void row(const cJSON *shape, const cJSON *object, GString *out)
{
	bool first = true;
	for (const cJSON *key = shape->child; key != NULL; key = key->next) {
		const cJSON *item = json_get(object, key->string);
		if (!cJSON_IsObject(key)) {
			value(item, out, &first);
			continue;
		}
		for (const cJSON *inner = key->child; inner != NULL; inner = inner->next)
			value(item == NULL ? NULL : json_get(item, inner->string), out, &first);
	}
	g_string_append_c(out, '\n');
}

void render_csv(const cJSON *array, GString *out)
{
	const cJSON *shape = array != NULL ? array->child : NULL;
	if (shape == NULL)
		return;
	bool first = true;
	header(shape, out, &first);
	g_string_append_c(out, '\n');
	for (const cJSON *object = shape; object != NULL; object = object->next)
		row(shape, object, out);
}

void render_padded(GString *out, const char *text, int width)
{
	g_string_append(out, text);
	for (glong n = g_utf8_strlen(text, -1); n < width; n++)
		g_string_append_c(out, ' ');
}

static void help_line(GString *out, const char *left, const char *right)
{
	g_string_append(out, "  ");
	render_padded(out, left, 34);
	g_string_append_printf(out, " %s\n", right);
}

static void option_lines(const OptionRow *rows, Lang lang, GString *out)
{
	for (const OptionRow *o = rows; o != NULL && o->name != NULL; o++) {
		g_autofree char *left = o->metavar != NULL ? g_strdup_printf("--%s %s", o->name, o->metavar)
		                                           : g_strdup_printf("--%s", o->name);
		help_line(out, left, say(o->help, lang));
	}
}

/* The events that note and claim.xml know, each with the fields it must carry; any may carry a debtor and a claim. */
static void event_lines(Lang lang, GString *out)
{
	const GPtrArray *kinds = event_kinds();
	g_string_append_printf(out, "\n%s:\n", lang == LANG_DA ? "Hændelser" : "Events");
	for (guint i = 0; i < kinds->len; i++) {
		const EventKind *kind = kinds->pdata[i];
		g_autofree char *needs = *kind->needs == '\0' ? NULL
		                                              : g_strdup_printf(lang == LANG_DA ? " (skal have %s)" : " (needs %s)", kind->needs);
		g_autofree char *right = g_strconcat(lang == LANG_DA ? kind->da : kind->en, needs, NULL);
		help_line(out, kind->name, right);
	}
}

bool render_group(const Command *const *tables, const char *word, Lang lang, GString *out)
{
	size_t n = strlen(word), before = out->len;
	for (const Command *const *table = tables; *table != NULL; table++) {
		for (const Command *c = *table; c->name != NULL; c++) {
			if (strncmp(c->name, word, n) != 0 || (c->name[n] != ' ' && c->name[n] != 's'))
				continue;
			g_autofree char *left = g_strdup_printf("%s %s", c->name, c->args != NULL ? c->args : "");
			help_line(out, left, say(c->summary, lang));
		}
	}
	return out->len > before;
}

void render_help(const Command *const *tables, const Command *command, const OptionRow *globals, Lang lang, GString *out)
{
	bool da = lang == LANG_DA;
	if (command != NULL) {
		g_string_append_printf(out, "%s: paakrav %s %s\n\n%s\n", da ? "Brug" : "Usage", command->name,
		                       command->args != NULL ? command->args : "", say(command->summary, lang));
		if (command->options != NULL) {
			g_string_append_printf(out, "\n%s:\n", da ? "Valg" : "Options");
			option_lines(command->options, lang, out);
		}
		if (strcmp(command->name, "note") == 0)
			event_lines(lang, out);
	} else {
		g_string_append_printf(out, "%s: paakrav [%s] %s [...]\n\n", da ? "Brug" : "Usage",
		                       da ? "FÆLLES VALG" : "GLOBAL OPTIONS", da ? "KOMMANDO" : "COMMAND");
		for (const Command *const *table = tables; *table != NULL; table++) {
			for (const Command *c = *table; c->name != NULL; c++) {
				g_autofree char *left = g_strdup_printf("%s %s", c->name, c->args != NULL ? c->args : "");
				help_line(out, left, say(c->summary, lang));
			}
		}
	}
	g_string_append_printf(out, "\n%s:\n", da ? "Fælles valg" : "Global options");
	option_lines(globals, lang, out);
	g_string_append(out, da ? "\nUdgangskoder: 0 i orden · 1 retten eller en del siger nej · 2 brug · 3 afvist indhold · 4 lager · "
	                          "5 aflevering · 6 ægthed · 7 ikke tilladt\n"
	                        : "\nExit codes: 0 fine · 1 the law or part of a batch says no · 2 usage · 3 input refused · 4 store · "
	                          "5 delivery · 6 integrity · 7 not permitted\n");
}
