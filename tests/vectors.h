/* The vectors of tests/vectors, read by the same CSV reader as the law's tables. */
#ifndef PAAKRAV_TEST_VECTORS_H
#define PAAKRAV_TEST_VECTORS_H

#include "assess/law.h"
#include "assess/table.h"

static inline Table *vectors(const char *file)
{
	g_autofree char *path = g_strconcat("vectors/", file, NULL);
	g_autofree char *bytes = NULL;
	gsize size;
	if (!g_file_get_contents(path, &bytes, &size, NULL))
		g_error("%s cannot be read; tests run in tests/", path);
	Table *table = table_parse(file, bytes, size, NULL);
	if (table == NULL)
		g_error("%s is no table", path);
	return table;
}

static inline Date day_of(const char *text)
{
	Date d;
	if (!date_parse(text, &d))
		g_error("%s is no day", text);
	return d;
}

static inline Money kroner(const char *text)
{
	Money m;
	if (!money_parse(text, &m))
		g_error("%s is no amount", text);
	return m;
}

static inline Law *the_law(void)
{
	GError *error = NULL;
	Law *law = law_embedded(&error);
	if (law == NULL)
		g_error("%s", error_sentence(error, LANG_EN));
	return law;
}

#endif
