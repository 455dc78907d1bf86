#include "filing/page_overlay.h"

#include "filing/typeset.h"

#include <cairo-pdf.h>

#include <math.h>
#include <string.h>

#define SIDE 2.0 /* between a place's edge and its text, in points */
#define LINE_WIDTH 14400 /* where a text stands on one line: it does not break */
#define STEP_CPT 50
#define UM (72 / 25400.0) /* in points */

/* One place with its words, laid out. */
typedef struct Leaf {
	OverlayPlace place;
	GPtrArray *lines; /* PangoLayoutLine*, borrowed from layouts of the overlay; with cells: one a cell */
} Leaf;

struct Overlay {
	GPtrArray *leaves; /* Leaf* */
	GPtrArray *layouts; /* PangoLayout*, owned */
};

static void leaf_free(void *data)
{
	Leaf *leaf = data;
	g_ptr_array_unref(leaf->lines);
	g_free(leaf);
}

static Leaf *leaf_new(const OverlayPlace *place)
{
	Leaf *leaf = g_new0(Leaf, 1);
	leaf->place = *place;
	leaf->lines = g_ptr_array_new();
	return leaf;
}

Overlay *overlay_new(GError **error)
{
	if (!typeset_open(error))
		return NULL;
	Overlay *overlay = g_new0(Overlay, 1);
	overlay->leaves = g_ptr_array_new_with_free_func(leaf_free);
	overlay->layouts = g_ptr_array_new_with_free_func(g_object_unref);
	return overlay;
}

void overlay_free(Overlay *overlay)
{
	if (overlay == NULL)
		return;
	g_ptr_array_unref(overlay->leaves);
	g_ptr_array_unref(overlay->layouts);
	g_free(overlay);
}

/* Letters in cells: each laid out by itself. false: they do not fit. */
static bool cells_lay(Overlay *overlay, Leaf *leaf, const char *text, double size, int *unknown)
{
	g_autofree char *letters = g_utf8_make_valid(text, -1);
	if (g_utf8_strlen(letters, -1) > leaf->place.cells)
		return false;
	double width = (double)leaf->place.width_um * UM, height = (double)leaf->place.height_um * UM;
	for (const char *p = letters; *p != '\0'; p = g_utf8_next_char(p)) {
		g_autofree char *letter = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
		PangoLayout *layout = typeset_sized(overlay->layouts, unknown, size, width, letter);
		PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
		double wide, high = typeset_line_height(line, NULL, &wide);
		g_ptr_array_add(leaf->lines, line);
		if (wide > width / leaf->place.cells || high > height)
			return false;
	}
	return true;
}

/*
 * As much of text as the place holds, paragraph by paragraph: pango's time grows with the square of what is in one layout. What
 * is left over, newly allocated.
 */
static char *lines_lay(Overlay *overlay, Leaf *leaf, const char *text, double size, int *unknown)
{
	const OverlayPlace *place = &leaf->place;
	double room = (double)place->height_um * UM - (place->lines ? SIDE : 0), wide = (double)place->width_um * UM - 2 * SIDE + 0.01, y = 0;
	for (const char *at = text; *at != '\0';) {
		size_t length = strcspn(at, "\n");
		g_autofree char *paragraph = g_strndup(at, length);
		PangoLayout *layout =
		    typeset_sized(overlay->layouts, unknown, size, place->lines ? MAX(wide - 0.01, 1) : LINE_WIDTH, *paragraph != '\0' ? paragraph : " ");
		at += length + (at[length] == '\n');
		for (GSList *l = pango_layout_get_lines_readonly(layout); l != NULL; l = l->next) {
			PangoLayoutLine *line = l->data;
			double width, height = typeset_line_height(line, NULL, &width);
			if (y + height > room || width > wide || (!place->lines && leaf->lines->len == 1)) {
				const char *tail = pango_layout_get_text(layout) + (*paragraph != '\0' ? line->start_index : 1);
				return g_strconcat(tail, *at != '\0' ? "\n" : "", at, NULL);
			}
			g_ptr_array_add(leaf->lines, line);
			y += height;
		}
	}
	return g_strdup("");
}

/* All of text in the places at that size; NULL when it does not fit. */
static GPtrArray *lay(Overlay *overlay, const OverlayPlace *places, int n, const char *text, double size, char **parts, int *unknown)
{
	g_autoptr(GPtrArray) leaves = g_ptr_array_new_with_free_func(leaf_free);
	g_autofree char *rest = g_strdup(text);
	for (int i = 0; i < n; i++) {
		Leaf *leaf = leaf_new(&places[i]);
		g_ptr_array_add(leaves, leaf);
		char *after = NULL;
		if (places[i].cells == 0)
			after = lines_lay(overlay, leaf, rest, size, unknown);
		else if (cells_lay(overlay, leaf, rest, size, unknown))
			after = g_strdup("");
		if (after == NULL)
			return NULL;
		parts[i] = g_strchomp(g_strndup(rest, strlen(rest) - MIN(strlen(after), strlen(rest))));
		g_free(rest);
		rest = g_strdup(after + strspn(after, "\n")); /* a break between paragraphs is made by the place's end */
		g_free(after);
	}
	return *rest == '\0' ? g_steal_pointer(&leaves) : NULL;
}

int overlay_text(Overlay *overlay, const OverlayPlace *places, int n, const char *text, int size_cpt, int least_cpt, char **parts,
               int *unknown)
{
	g_autofree char *cleaned = typeset_clean(text);
	for (int size = size_cpt; size >= MIN(least_cpt, size_cpt); size -= STEP_CPT) {
		for (int i = 0; i < n; i++)
			g_clear_pointer(&parts[i], g_free);
		*unknown = 0;
		g_autoptr(GPtrArray) leaves = lay(overlay, places, n, cleaned, size / 100.0, parts, unknown);
		if (leaves == NULL)
			continue;
		int first = (int)overlay->leaves->len;
		g_ptr_array_extend_and_steal(overlay->leaves, g_steal_pointer(&leaves));
		return first;
	}
	for (int i = 0; i < n; i++)
		g_clear_pointer(&parts[i], g_free);
	return -1;
}

/* ---- to PDF ---- */

static void line_draw(cairo_t *cr, PangoLayoutLine *line, double x, double width, OverlayAlign align, double y)
{
	double ascent, own;
	typeset_line_height(line, &ascent, &own);
	if (align == OVERLAY_RIGHT || (align == OVERLAY_LEFT && line->resolved_dir == PANGO_DIRECTION_RTL))
		x += MAX(width - own, 0);
	else if (align == OVERLAY_CENTER)
		x += MAX((width - own) / 2, 0);
	cairo_move_to(cr, x, y + ascent);
	pango_cairo_show_layout_line(cr, line);
}

static void leaf_draw(cairo_t *cr, const Leaf *leaf)
{
	double width = (double)leaf->place.width_um * UM, height = (double)leaf->place.height_um * UM, total = 0, y = 0.7 * SIDE;
	for (guint i = 0; i < leaf->lines->len; i++) {
		double cell = width / MAX(leaf->place.cells, 1), high = typeset_line_height(leaf->lines->pdata[i], NULL, NULL);
		total += high;
		if (leaf->place.cells > 0)
			line_draw(cr, leaf->lines->pdata[i], cell * i, cell, OVERLAY_CENTER, (height - high) / 2);
	}
	if (leaf->place.cells > 0)
		return;
	/* One line stands in the middle of a low place, however many that place may take. */
	if (!leaf->place.lines || (leaf->lines->len == 1 && height < 2 * total))
		y = MAX((height - total) / 2, 0);
	for (guint i = 0; i < leaf->lines->len; i++) {
		PangoLayoutLine *line = leaf->lines->pdata[i];
		if (line->length > 0)
			line_draw(cr, line, SIDE, width - 2 * SIDE, leaf->place.align, y);
		y += typeset_line_height(line, NULL, NULL);
	}
}

static cairo_status_t take(void *closure, const unsigned char *data, unsigned int n)
{
	g_byte_array_append(closure, data, n);
	return CAIRO_STATUS_SUCCESS;
}

GBytes *overlay_finish(Overlay *overlay, Date made_on, GError **error)
{
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, bytes, 10, 10);
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
	g_autofree char *day = date_iso(made_on);
	g_autofree char *when = g_strdup_printf("%sT00:00:00Z", day != NULL ? day : "1970-01-01");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
	cairo_t *cr = cairo_create(surface);
	for (guint i = 0; i < overlay->leaves->len; i++) {
		const Leaf *leaf = overlay->leaves->pdata[i];
		cairo_pdf_surface_set_size(surface, (double)leaf->place.width_um * UM, (double)leaf->place.height_um * UM);
		leaf_draw(cr, leaf);
		cairo_show_page(cr);
	}
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		return g_byte_array_free_to_bytes(bytes);
	g_byte_array_unref(bytes);
	error_set(error, ERROR_INPUT, "page-failed", "Siden kunne ikke tegnes: %s.", "The page could not be drawn: %s.",
	          cairo_status_to_string(status));
	return NULL;
}
