#include "intake/person.h"

#include "intake/field.h"
#include "intake/limits.h"

#include <string.h>

/* A sign that a reader does not see would make two names of one. */
static bool is_seen(gunichar c, bool lines)
{
	GUnicodeType type = g_unichar_type(c);
	if (type == G_UNICODE_CONTROL)
		return lines && (c == '\n' || c == '\t');
	return type != G_UNICODE_FORMAT && type != G_UNICODE_UNASSIGNED && type != G_UNICODE_PRIVATE_USE &&
	       type != G_UNICODE_SURROGATE && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

static char *trimmed(const char *text)
{
	const char *from = text, *to = text + strlen(text);
	while (*from != '\0' && g_unichar_isspace(g_utf8_get_char(from)))
		from = g_utf8_next_char(from);
	while (to > from && g_unichar_isspace(g_utf8_get_char(g_utf8_prev_char(to))))
		to = g_utf8_prev_char(to);
	return g_strndup(from, (gsize)(to - from));
}

/* NULL when it is not UTF-8 or has a sign that cannot be seen; *words: has a letter, or a figure where those will do. */
static char *put(const char *text, bool reason, bool *words)
{
	*words = false;
	g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
	g_autofree char *out = composed != NULL ? trimmed(composed) : NULL;
	for (const char *at = out; at != NULL && *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (!is_seen(c, reason))
			return NULL;
		*words = *words || (reason ? g_unichar_isalnum(c) : g_unichar_isalpha(c));
	}
	return g_steal_pointer(&out);
}

char *person_said(const char *option, const char *text, GError **error)
{
	bool words;
	g_autofree char *name = put(text, false, &words);
	if (name != NULL && words && g_utf8_strlen(name, -1) <= LIMIT_NAME_CHARS)
		return g_steal_pointer(&name);
	error_set(error, ERROR_USAGE, "who", "%s: her skal stå et navn på én linje, med mindst ét bogstav og højst %d tegn.",
	          "%s: a name must stand here, on one line, with at least one letter and at most %d characters.", option,
	          LIMIT_NAME_CHARS);
	return NULL;
}

char *reason_said(const char *option, const char *text, GError **error)
{
	bool words;
	g_autofree char *why = put(text, true, &words);
	if (why != NULL && words && strlen(why) <= LIMIT_FACT_BYTES)
		return g_steal_pointer(&why);
	error_set(error, ERROR_USAGE, "why", "%s: her skal stå en grund med ord, uden styretegn og på højst %d bytes.",
	          "%s: a reason in words must stand here, without control characters and of at most %d bytes.", option,
	          LIMIT_FACT_BYTES);
	return NULL;
}

bool person_same(const char *one, const char *other)
{
	g_autofree char *a = one != NULL ? text_key(one) : NULL, *b = other != NULL ? text_key(other) : NULL;
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool values_said(const OptionRow *row, GPtrArray *values, GError **error)
{
	bool person = strcmp(row->metavar, "NAME") == 0 || strcmp(row->metavar, "NAVN") == 0;
	if (values == NULL || (!person && strcmp(row->name, "why") != 0))
		return true;
	g_autofree char *option = g_strconcat("--", row->name, NULL);
	for (guint i = 0; i < values->len; i++) {
		char *kept = person ? person_said(option, values->pdata[i], error) : reason_said(option, values->pdata[i], error);
		if (kept == NULL)
			return false;
		g_free(values->pdata[i]);
		values->pdata[i] = kept;
	}
	return true;
}

bool person_options_said(const OptionRow *rows, GHashTable *options, GError **error)
{
	for (const OptionRow *row = rows; row != NULL && row->name != NULL; row++)
		if (row->metavar != NULL && !values_said(row, g_hash_table_lookup(options, row->name), error))
			return false;
	return true;
}
