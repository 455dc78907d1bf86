#include "intake/error.h"

#include <string.h>

typedef struct ErrorPrivate {
	char *code;
	char *en; /* the Danish text is the GError's message */
	char *file;
	int line;
	int column;
	char *remedy_da;
	char *remedy_en;
} ErrorPrivate;

static void paakrav_error_private_init(ErrorPrivate *p)
{
	memset(p, 0, sizeof *p);
}

static void paakrav_error_private_copy(const ErrorPrivate *from, ErrorPrivate *to)
{
	*to = *from;
	to->code = g_strdup(from->code);
	to->en = g_strdup(from->en);
	to->file = g_strdup(from->file);
	to->remedy_da = g_strdup(from->remedy_da);
	to->remedy_en = g_strdup(from->remedy_en);
}

static void paakrav_error_private_clear(ErrorPrivate *p)
{
	g_free(p->code);
	g_free(p->en);
	g_free(p->file);
	g_free(p->remedy_da);
	g_free(p->remedy_en);
}

G_DEFINE_EXTENDED_ERROR(Error, paakrav_error)

static ErrorPrivate *private_of(const GError *error)
{
	return error != NULL && error->domain == PAAKRAV_ERROR ? paakrav_error_get_private(error) : NULL;
}

bool error_set(GError **error, ErrorClass class, const char *code, const char *da, const char *en, ...)
{
	if (error == NULL)
		return false;
	va_list args, again;
	va_start(args, en);
	va_copy(again, args);
	*error = g_error_new_valist(PAAKRAV_ERROR, (int)class, da, args);
	ErrorPrivate *p = private_of(*error);
	p->code = g_strdup(code);
	p->en = g_strdup_vprintf(en, again);
	va_end(again);
	va_end(args);
	return false;
}

bool error_set_texts(GError **error, ErrorClass class, const char *code, const char *da, const char *en)
{
	if (error == NULL)
		return false;
	*error = g_error_new_literal(PAAKRAV_ERROR, (int)class, da);
	ErrorPrivate *p = private_of(*error);
	p->code = g_strdup(code);
	p->en = g_strdup(en);
	return false;
}

void error_at(GError **error, const char *file, int line, int column)
{
	ErrorPrivate *p = error != NULL ? private_of(*error) : NULL;
	if (p == NULL)
		return;
	g_free(p->file);
	p->file = g_strdup(file);
	p->line = line;
	p->column = column;
}

void error_remedy(GError **error, const char *da, const char *en)
{
	ErrorPrivate *p = error != NULL ? private_of(*error) : NULL;
	if (p == NULL)
		return;
	char *kept_da = g_strdup(da), *kept_en = g_strdup(en); /* they may be the ones it has */
	g_free(p->remedy_da);
	g_free(p->remedy_en);
	p->remedy_da = kept_da;
	p->remedy_en = kept_en;
}

ErrorClass error_class(const GError *error)
{
	if (private_of(error) != NULL)
		return (ErrorClass)error->code;
	return error != NULL && error->domain == G_OPTION_ERROR ? ERROR_USAGE : ERROR_INPUT;
}

const char *error_code(const GError *error)
{
	const ErrorPrivate *p = private_of(error);
	return p != NULL ? p->code : "error";
}

const char *error_text(const GError *error, Lang lang)
{
	const ErrorPrivate *p = private_of(error);
	return p != NULL && lang == LANG_EN ? p->en : error->message;
}

const char *error_file(const GError *error)
{
	const ErrorPrivate *p = private_of(error);
	return p != NULL ? p->file : NULL;
}

int error_line(const GError *error)
{
	const ErrorPrivate *p = private_of(error);
	return p != NULL ? p->line : 0;
}

int error_column(const GError *error)
{
	const ErrorPrivate *p = private_of(error);
	return p != NULL ? p->column : 0;
}

const char *error_remedy_text(const GError *error, Lang lang)
{
	const ErrorPrivate *p = private_of(error);
	if (p == NULL)
		return NULL;
	return lang == LANG_EN ? p->remedy_en : p->remedy_da;
}

char *error_sentence(const GError *error, Lang lang)
{
	GString *s = g_string_new(NULL);
	if (error_file(error) != NULL) {
		g_string_append(s, error_file(error));
		if (error_line(error) > 0)
			g_string_append_printf(s, ":%d", error_line(error));
		if (error_column(error) > 0)
			g_string_append_printf(s, ":%d", error_column(error));
		g_string_append(s, ": ");
	}
	g_string_append(s, error_text(error, lang));
	if (error_remedy_text(error, lang) != NULL)
		g_string_append_printf(s, " %s", error_remedy_text(error, lang));
	return g_string_free(s, FALSE);
}
