#include "filing/paperkind.h"

#include "intake/csv.h"
#include "intake/embedded.h"

#include <assert.h>
#include <string.h>

static const char *const languages[] = { "da", "en", "sv" };
static const char *const tones[] = { "friendly", "neutral", "firm" };

static int row_of(const char *const *names, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (g_strcmp0(names[i], name) == 0)
			return i;
	return -1;
}

const char *paper_language_name(PaperLanguage language)
{
	return languages[language];
}

bool paper_language_parse(const char *name, PaperLanguage *out)
{
	int i = row_of(languages, PAPER_LANGUAGES, name);
	if (i >= 0)
		*out = (PaperLanguage)i;
	return i >= 0;
}

const char *paper_tone_name(PaperTone tone)
{
	return tones[tone];
}

bool paper_tone_parse(const char *name, PaperTone *out)
{
	int i = row_of(tones, PAPER_TONES, name);
	if (i >= 0)
		*out = (PaperTone)i;
	return i >= 0;
}

static const char *kept(const Csv *csv, const CsvRow *row, const char *column)
{
	const char *text = csv_cell(csv, row, column);
	assert(text != NULL);
	return *text != '\0' ? g_intern_string(text) : NULL;
}

static char **words(const Csv *csv, const CsvRow *row, const char *column)
{
	const char *text = kept(csv, row, column);
	return g_strsplit(text != NULL ? text : "", " ", -1);
}

const GPtrArray *paper_kinds(void)
{
	static GPtrArray *kinds;
	if (kinds != NULL)
		return kinds;
	const Embedded *file = embedded_find(embedded_papers, "papers.csv");
	assert(file != NULL);
	g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, "papers.csv", NULL);
	assert(csv != NULL);
	kinds = g_ptr_array_new();
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		PaperKind *kind = g_new0(PaperKind, 1);
		kind->name = kept(csv, row, "kind");
		kind->to_court = g_strcmp0(kept(csv, row, "to"), "court") == 0;
		kind->event = kept(csv, row, "event");
		kind->statute = kept(csv, row, "statute");
		kind->when = words(csv, row, "when");
		kind->fee = g_strcmp0(kept(csv, row, "fee"), "yes") == 0;
		kind->asks = words(csv, row, "asks");
		kind->takes = words(csv, row, "takes");
		for (int l = 0; l < PAPER_LANGUAGES; l++)
			kind->titles[l] = kept(csv, row, languages[l]);
		assert(kind->name != NULL && kind->event != NULL && kind->statute != NULL && kind->titles[PAPER_DA] != NULL);
		g_ptr_array_add(kinds, kind);
	}
	return kinds;
}

const PaperKind *paper_kind_find(const char *name)
{
	const GPtrArray *kinds = paper_kinds();
	for (guint i = 0; i < kinds->len; i++) {
		const PaperKind *kind = kinds->pdata[i];
		if (strcmp(kind->name, name) == 0)
			return kind;
	}
	return NULL;
}

bool paper_kind_when(const PaperKind *kind, const char *word)
{
	return g_strv_contains((const char *const *)kind->when, word);
}

bool paper_kind_uses(const PaperKind *kind, const char *option)
{
	return g_strv_contains((const char *const *)kind->asks, option) || g_strv_contains((const char *const *)kind->takes, option);
}
