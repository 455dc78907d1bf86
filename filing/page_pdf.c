/* From marks to the bytes of a PDF, with cairo. */
#include "filing/page_chart.h"
#include "filing/page_marks.h"

#include <cairo-pdf.h>

#include <assert.h>
#include <string.h>

/*
 * cairo 1.16 writes no destination for a link to a page that comes later, and a damaged file for one by name: a link inside
 * the document is written as an address, which page_catalog then makes a destination.
 */
static void link_open(const Pages *p, cairo_t *cr, const Mark *m)
{
	if (*m->target != '#') {
		g_autofree char *attributes = g_strdup_printf("uri='%s'", m->target);
		cairo_tag_begin(cr, CAIRO_TAG_LINK, attributes);
		return;
	}
	const Anchor *place = NULL;
	for (guint i = 0; i < p->anchors->len && place == NULL; i++)
		if (strcmp(g_array_index(p->anchors, Anchor, i).name, m->target) == 0)
			place = &g_array_index(p->anchors, Anchor, i);
	assert(place != NULL); /* a link to an anchor that never came */
	g_autofree char *attributes =
	    g_strdup_printf("uri='" PAGE_PLACE "%06u:%04d'", place->sheet, (int)(PAGE_HEIGHT - place->y + 4));
	cairo_tag_begin(cr, CAIRO_TAG_LINK, attributes);
}

/* Of charts: each a step darker than the next on a printer without colour too. */
static const double inks[][3] = {
	[INK_DEEP] = { 0.13, 0.24, 0.38 },
	[INK_SOFT] = { 0.55, 0.66, 0.77 },
	[INK_PALE] = { 0.93, 0.94, 0.96 },
	[INK_WARN] = { 0.66, 0.27, 0.16 },
};

/* A colour set again is a pattern made again. */
static void grey(cairo_t *cr, double *set, double level)
{
	if (*set == level)
		return;
	cairo_set_source_rgb(cr, level, level, level);
	*set = level;
}

/* set: the grey that is set; -1: another colour. */
static void mark_draw(const Pages *p, cairo_t *cr, const Mark *m, double *set)
{
	switch (m->kind) {
	case MARK_OPEN:
		if (m->target != NULL)
			link_open(p, cr, m);
		else
			cairo_tag_begin(cr, m->tag, NULL);
		break;
	case MARK_CLOSE:
		cairo_tag_end(cr, m->tag);
		break;
	case MARK_LINE:
		if (m->target != NULL) {
			cairo_set_source_rgb(cr, 0, 0, 0.55);
			*set = -1;
		} else {
			grey(cr, set, m->grey ? 0.35 : 0);
		}
		cairo_move_to(cr, m->x, m->y);
		pango_cairo_show_layout_line(cr, m->line);
		break;
	case MARK_FRAME:
		grey(cr, set, 0.25);
		cairo_rectangle(cr, m->x, m->y, m->width, m->height);
		cairo_stroke(cr);
		break;
	case MARK_GROUND:
		grey(cr, set, 0.93);
		cairo_rectangle(cr, m->x, m->y, m->width, m->height);
		cairo_fill(cr);
		break;
	case MARK_BLOCK:
		cairo_set_source_rgb(cr, inks[m->ink][0], inks[m->ink][1], inks[m->ink][2]);
		*set = -1;
		cairo_rectangle(cr, m->x, m->y, m->width, m->height);
		cairo_fill(cr);
		break;
	case MARK_RULE:
		grey(cr, set, m->grey ? 0.75 : 0.25);
		cairo_move_to(cr, m->x, m->y);
		cairo_rel_line_to(cr, m->width, 0);
		cairo_stroke(cr);
		break;
	}
}

static void footer_draw(Pages *p, cairo_t *cr, guint page)
{
	cairo_set_source_rgb(cr, 0, 0, 0);
	g_autofree char *number = g_strdup_printf("%s %u %s %u", p->words->page, page + 1, p->words->of,
	                                          p->all_pages > 0 ? (guint)p->all_pages : p->sheets->len);
	PangoLayout *right = page_words(p, FACE_SMALL, 40 * MM, number, true);
	PangoLayoutLine *line = pango_layout_get_line_readonly(right, 0);
	double width;
	typeset_line_height(line, NULL, &width);
	cairo_move_to(cr, PAGE_WIDTH - PAGE_MARGIN - width, PAGE_HEIGHT - 12 * MM);
	pango_cairo_show_layout_line(cr, line);
	if (p->footer == NULL)
		return;
	PangoLayout *left = page_words(p, FACE_SMALL, PAGE_WIDTH - 2 * PAGE_MARGIN - 42 * MM, p->footer, false);
	cairo_move_to(cr, PAGE_MARGIN, PAGE_HEIGHT - 12 * MM);
	pango_cairo_show_layout_line(cr, pango_layout_get_line_readonly(left, 0));
}

static cairo_status_t take(void *closure, const unsigned char *data, unsigned int n)
{
	g_byte_array_append(closure, data, n);
	return CAIRO_STATUS_SUCCESS;
}

static void metadata(cairo_surface_t *surface, const Pages *p)
{
	const struct {
		cairo_pdf_metadata_t key;
		const char *text;
	} rows[] = { { CAIRO_PDF_METADATA_TITLE, p->title },
		         { CAIRO_PDF_METADATA_AUTHOR, p->author },
		         { CAIRO_PDF_METADATA_SUBJECT, p->subject } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].text != NULL)
			cairo_pdf_surface_set_metadata(surface, rows[i].key, rows[i].text);
	g_autofree char *day = date_iso(p->made_on);
	g_autofree char *when = g_strdup_printf("%sT00:00:00Z", day != NULL ? day : "1970-01-01");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
}

GBytes *pages_finish(Pages *p, int *count, GError **error)
{
	assert(!p->framed && p->heading == NULL);
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, bytes, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
	metadata(surface, p);
	cairo_t *cr = cairo_create(surface);
	cairo_tag_begin(cr, "Document", NULL);
	for (guint page = 0; page < p->sheets->len; page++) {
		const GArray *sheet = g_ptr_array_index(p->sheets, page);
		double set = -1;
		cairo_set_line_width(cr, 0.5);
		for (guint i = 0; i < sheet->len; i++)
			mark_draw(p, cr, &g_array_index(sheet, Mark, i), &set);
		if (page + 1 == p->sheets->len)
			cairo_tag_end(cr, "Document");
		footer_draw(p, cr, page);
		cairo_show_page(cr);
	}
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status == CAIRO_STATUS_SUCCESS && !page_catalog(bytes, p->words->language))
		status = CAIRO_STATUS_TAG_ERROR;
	if (status != CAIRO_STATUS_SUCCESS) {
		g_byte_array_unref(bytes);
		error_set(error, ERROR_INPUT, "page-failed", "Siden kunne ikke tegnes: %s.", "The page could not be drawn: %s.",
		          cairo_status_to_string(status));
		return NULL;
	}
	if (count != NULL)
		*count = (int)p->sheets->len;
	return g_byte_array_free_to_bytes(bytes);
}
