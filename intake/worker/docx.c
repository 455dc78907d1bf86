#include "intake/worker/docx.h"

#include "intake/limits.h"

#include <assert.h>
#include <string.h>

/* What has to be known of an element when it ends. */
typedef enum Kind { KIND_OTHER, KIND_SILENT, KIND_TEXT, KIND_RUN, KIND_PARAGRAPH, KIND_ROW, KIND_TABLE } Kind;

typedef struct Docx {
	Galley *galley;
	Kind open[LIMIT_XML_DEPTH + 2];
	int depth;
	int silent; /* open elements whose text does not count */
	bool hidden; /* the run being read is not shown */
} Docx;

static bool is_word(const char *uri)
{
	return g_str_has_suffix(uri, "/wordprocessingml/2006/main") || g_str_has_suffix(uri, "/wordprocessingml/main") ||
	       g_str_has_suffix(uri, "/word/2003/wordml");
}

/* Deleted and moved away; what programs without the newer drawing get to see a second time. */
static bool is_silent(const char *local)
{
	static const char *const silent[] = { "del", "moveFrom", "Fallback", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", NULL };
	return g_strv_contains(silent, local);
}

/* The attribute of that name in any namespace: they are all qualified. */
static char *attribute(const XmlScan *scan, const char *name)
{
	const char *uri;
	for (int i = 0; i < xml_attribute_count(scan); i++)
		if (strcmp(xml_attribute_name(scan, i, &uri), name) == 0)
			return xml_attribute_text(scan, i);
	return NULL;
}

/* "<w:x w:val='false'/>" is off. */
static bool is_on(const XmlScan *scan)
{
	g_autofree char *value = attribute(scan, "val");
	return value == NULL || !(strcmp(value, "false") == 0 || strcmp(value, "0") == 0 || strcmp(value, "off") == 0);
}

static void take_break(Docx *docx, const XmlScan *scan)
{
	g_autofree char *type = attribute(scan, "type");
	if (type != NULL && strcmp(type, "page") == 0)
		galley_break_page(docx->galley, true);
	else
		galley_end_line(docx->galley);
}

static Kind take_element(Docx *docx, const XmlScan *scan, const char *local)
{
	Galley *galley = docx->galley;
	if (strcmp(local, "t") == 0)
		return KIND_TEXT;
	if (strcmp(local, "r") == 0)
		return KIND_RUN;
	if (strcmp(local, "p") == 0)
		return KIND_PARAGRAPH;
	if (strcmp(local, "tr") == 0)
		return KIND_ROW;
	if (strcmp(local, "tbl") == 0) {
		galley_open_table(galley);
		return KIND_TABLE;
	}
	if (strcmp(local, "tc") == 0)
		galley_open_cell(galley);
	else if (strcmp(local, "tab") == 0 || strcmp(local, "ptab") == 0)
		galley_space(galley);
	else if (strcmp(local, "br") == 0)
		take_break(docx, scan);
	else if (strcmp(local, "cr") == 0 || (strcmp(local, "txbxContent") == 0 && galley->line->len > 0))
		galley_end_line(galley);
	else if (strcmp(local, "noBreakHyphen") == 0)
		galley_add(galley, "-", 1);
	else if (strcmp(local, "lastRenderedPageBreak") == 0 || (strcmp(local, "pageBreakBefore") == 0 && is_on(scan)))
		galley_break_page(galley, false);
	else if (strcmp(local, "vanish") == 0 && is_on(scan) && docx->depth >= 2 && docx->open[docx->depth - 2] == KIND_RUN)
		docx->hidden = true; /* until its run ends; on a paragraph's own mark it hides nothing */
	return KIND_OTHER;
}

static bool open_element(void *self, XmlScan *scan, const char *uri, const char *local)
{
	Docx *docx = self;
	Kind kind = KIND_OTHER;
	if (docx->silent > 0 || is_silent(local))
		kind = KIND_SILENT;
	else if (is_word(uri))
		kind = take_element(docx, scan, local);
	docx->silent += kind == KIND_SILENT;
	assert(docx->depth <= LIMIT_XML_DEPTH);
	docx->open[docx->depth++] = kind;
	return true;
}

static bool close_element(void *self, XmlScan *scan)
{
	(void)scan;
	Docx *docx = self;
	switch (docx->open[--docx->depth]) {
	case KIND_SILENT: docx->silent--; break;
	case KIND_RUN: docx->hidden = false; break;
	case KIND_PARAGRAPH: galley_end_line(docx->galley); break;
	case KIND_ROW: galley_close_row(docx->galley); break;
	case KIND_TABLE: galley_close_table(docx->galley); break;
	case KIND_TEXT:
	case KIND_OTHER: break;
	}
	return true;
}

static bool add_text(void *self, XmlScan *scan, const char *text, size_t size)
{
	(void)scan;
	const Docx *docx = self;
	if (docx->silent == 0 && !docx->hidden && docx->depth > 0 && docx->open[docx->depth - 1] == KIND_TEXT)
		galley_add(docx->galley, text, size);
	return true;
}

bool docx_part(const void *bytes, size_t size, Galley *galley, GError **error)
{
	static const XmlHandler handler = { open_element, close_element, add_text };
	XmlText text;
	if (!xml_text_open(bytes, size, &text, error))
		return false;
	Docx docx = { .galley = galley };
	bool fine = xml_parse(&text, &handler, &docx, error);
	xml_text_clear(&text);
	return fine;
}
