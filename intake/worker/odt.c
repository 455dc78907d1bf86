#include "intake/limits.h"
#include "intake/worker/docx.h"

#include <assert.h>
#include <string.h>

typedef enum Kind { KIND_OTHER, KIND_SILENT, KIND_PARAGRAPH, KIND_ROW, KIND_TABLE, KIND_NOTE, KIND_PLACE, KIND_STYLE } Kind;

typedef struct Odt {
	Galley *galley;
	OdtPlace place;
	Kind open[LIMIT_XML_DEPTH + 2];
	int depth;
	int silent;
	int inside; /* the wanted place; text elsewhere does not count */
	bool done; /* a header was found; the others are of other pages */
	int paragraphs; /* open, one in another where a note stands in one */
	GString *notes, *outer; /* what the notes say; the line that a note interrupts */
	char *style; /* the style being defined */
	GHashTable *breaks; /* styles that begin a page */
} Odt;

/* The attribute of that name, whatever its namespace: OpenDocument names no two alike on one element that we read. */
static char *attribute(const XmlScan *scan, const char *name)
{
	const char *uri;
	for (int i = 0; i < xml_attribute_count(scan); i++)
		if (strcmp(xml_attribute_name(scan, i, &uri), name) == 0)
			return xml_attribute_text(scan, i);
	return NULL;
}

static bool is_silent(const char *uri, const char *local)
{
	static const char *const silent[] = { "tracked-changes", "annotation", "note-citation", "ruby-text", "forms", "binary-data",
		"script", "event-listeners", "sequence-decls", NULL };
	/* What a picture is called is no text of the page. */
	return g_strv_contains(silent, local) || strstr(uri, ":svg-compatible:") != NULL;
}

static bool is_place(const Odt *odt, const char *uri, const char *local)
{
	static const char *const places[] = { "text", "header", "footer" };
	const char *space = odt->place == ODT_BODY ? ":office:1.0" : ":style:1.0";
	return !odt->done && g_str_has_suffix(uri, space) && strcmp(local, places[odt->place]) == 0;
}


static Kind take_text(Odt *odt, const XmlScan *scan, const char *local)
{
	Galley *galley = odt->galley;
	if (strcmp(local, "p") == 0 || strcmp(local, "h") == 0) {
		g_autofree char *style = attribute(scan, "style-name");
		if (style != NULL && g_hash_table_contains(odt->breaks, style))
			galley_break_page(galley, true);
		/* A frame's paragraph stands within another: the line before it ends. */
		if (odt->paragraphs > 0 && odt->outer == NULL && galley->line->len > 0)
			galley_end_line(galley);
		odt->paragraphs++;
		return KIND_PARAGRAPH;
	}
	if (strcmp(local, "note-body") == 0 && odt->outer == NULL) {
		odt->outer = galley->line;
		galley->line = g_string_new(NULL);
		return KIND_NOTE;
	}
	if (strcmp(local, "s") == 0 || strcmp(local, "tab") == 0)
		galley_space(galley);
	else if (strcmp(local, "line-break") == 0 && odt->outer == NULL)
		galley_end_line(galley);
	else if (strcmp(local, "soft-page-break") == 0 && odt->outer == NULL)
		galley_break_page(galley, false);
	return KIND_OTHER;
}

static Kind take_table(Odt *odt, const char *local)
{
	if (strcmp(local, "table") == 0) {
		galley_open_table(odt->galley);
		return KIND_TABLE;
	}
	if (strcmp(local, "table-cell") == 0)
		galley_open_cell(odt->galley);
	return strcmp(local, "table-row") == 0 ? KIND_ROW : KIND_OTHER;
}

/* Styles that begin a page stand before the text that uses them. */
static Kind take_style(Odt *odt, const XmlScan *scan, const char *local)
{
	if (strcmp(local, "style") == 0) {
		g_free(odt->style);
		odt->style = attribute(scan, "name");
		return KIND_STYLE;
	}
	g_autofree char *before = odt->style != NULL && strcmp(local, "paragraph-properties") == 0 ? attribute(scan, "break-before") : NULL;
	if (before != NULL && strcmp(before, "page") == 0)
		g_hash_table_add(odt->breaks, g_strdup(odt->style));
	return KIND_OTHER;
}

static bool open_element(void *self, XmlScan *scan, const char *uri, const char *local)
{
	Odt *odt = self;
	Kind kind = KIND_OTHER;
	if (odt->silent > 0 || (odt->inside > 0 && is_silent(uri, local)))
		kind = KIND_SILENT;
	else if (is_place(odt, uri, local))
		kind = KIND_PLACE;
	else if (odt->inside > 0 && g_str_has_suffix(uri, ":text:1.0"))
		kind = take_text(odt, scan, local);
	else if (odt->inside > 0 && g_str_has_suffix(uri, ":table:1.0") && odt->outer == NULL)
		kind = take_table(odt, local);
	else if (odt->inside == 0 && g_str_has_suffix(uri, ":style:1.0"))
		kind = take_style(odt, scan, local);
	odt->silent += kind == KIND_SILENT;
	odt->inside += kind == KIND_PLACE;
	assert(odt->depth <= LIMIT_XML_DEPTH);
	odt->open[odt->depth++] = kind;
	return true;
}

static void close_note(Odt *odt)
{
	g_string_append_printf(odt->notes, "%s\n", odt->galley->line->str);
	g_string_free(odt->galley->line, TRUE);
	odt->galley->line = g_steal_pointer(&odt->outer);
}

static bool close_element(void *self, XmlScan *scan)
{
	(void)scan;
	Odt *odt = self;
	switch (odt->open[--odt->depth]) {
	case KIND_SILENT: odt->silent--; break;
	case KIND_PARAGRAPH:
		odt->paragraphs--;
		if (odt->outer != NULL)
			galley_space(odt->galley);
		else
			galley_end_line(odt->galley);
		break;
	case KIND_ROW: galley_close_row(odt->galley); break;
	case KIND_TABLE: galley_close_table(odt->galley); break;
	case KIND_NOTE: close_note(odt); break;
	case KIND_PLACE:
		odt->inside--;
		odt->done = true;
		break;
	case KIND_STYLE: g_clear_pointer(&odt->style, g_free); break;
	case KIND_OTHER: break;
	}
	return true;
}

/* Line ends in the file are spaces; only text within paragraphs counts. */
static bool add_text(void *self, XmlScan *scan, const char *text, size_t size)
{
	(void)scan;
	const Odt *odt = self;
	if (odt->silent == 0 && odt->inside > 0 && odt->paragraphs > 0)
		galley_add(odt->galley, text, size);
	return true;
}

bool odt_part(const void *bytes, size_t size, OdtPlace place, Galley *galley, GError **error)
{
	static const XmlHandler handler = { open_element, close_element, add_text };
	XmlText text;
	if (!xml_text_open(bytes, size, &text, error))
		return false;
	Odt odt = { .galley = galley, .place = place, .notes = g_string_new(NULL),
		    .breaks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	bool fine = xml_parse(&text, &handler, &odt, error);
	if (odt.outer != NULL)
		close_note(&odt);
	for (char *p = odt.notes->str; fine && *p != '\0';) {
		size_t n = strcspn(p, "\n");
		galley_add(galley, p, n);
		galley_end_line(galley);
		p += n + 1;
	}
	g_string_free(odt.notes, TRUE);
	g_hash_table_unref(odt.breaks);
	g_free(odt.style);
	xml_text_clear(&text);
	return fine;
}
