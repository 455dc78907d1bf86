#include "filing/page_layer.h"

#include "filing/typeset.h"

#include <cairo-pdf.h>

#include <math.h>
#include <string.h>

#define SIDE 2.0 /* between a place's edge and its text, in points */
#define STEP_CPT 50
#define UM (72 / 25400.0) /* in points */

/* One place with its words, laid out. */
typedef struct Leaf {
	LayerPlace place;
	PangoLayout *layout; /* borrowed from the layer */
	int lines; /* of the layout that stand here */
	GPtrArray *letters; /* PangoLayout*, one a cell; NULL */
} Leaf;

struct Layer {
	GPtrArray *leaves; /* Leaf* */
	GPtrArray *layouts; /* PangoLayout*, owned */
};

static void leaf_free(void *data)
{
	Leaf *leaf = data;
	if (leaf->letters != NULL)
		g_ptr_array_unref(leaf->letters);
	g_free(leaf);
}

Layer *layer_new(GError **error)
{
	if (!typeset_open(error))
		return NULL;
	Layer *layer = g_new0(Layer, 1);
	layer->leaves = g_ptr_array_new_with_free_func(leaf_free);
	layer->layouts = g_ptr_array_new_with_free_func(g_object_unref);
	return layer;
}

void layer_free(Layer *layer)
{
	if (layer == NULL)
		return;
	g_ptr_array_unref(layer->leaves);
	g_ptr_array_unref(layer->layouts);
	g_free(layer);
}

/* How many of its lines the place holds. */
static int lines_held(const LayerPlace *place, PangoLayout *layout)
{
	double room = (double)place->height_um * UM - (place->lines ? SIDE : 0), wide = (double)place->width_um * UM - 2 * SIDE + 0.01, y = 0;
	int n = 0;
	for (GSList *l = pango_layout_get_lines_readonly(layout); l != NULL; l = l->next, n++) {
		double width, height = typeset_line_height(l->data, NULL, &width);
		if (y + height > room || width > wide || (!place->lines && n == 1))
			break;
		y += height;
	}
	return n;
}

/* Letters in cells: each laid out by itself. */
static Leaf *cells_lay(Layer *layer, const LayerPlace *place, const char *text, double size, int *unknown)
{
	g_autofree char *letters = g_utf8_make_valid(text, -1);
	if (g_utf8_strlen(letters, -1) > place->cells)
		return NULL;
	Leaf *leaf = g_new0(Leaf, 1);
	leaf->place = *place;
	leaf->letters = g_ptr_array_new();
	double cell = (double)place->width_um * UM / place->cells;
	for (const char *p = letters; *p != '\0'; p = g_utf8_next_char(p)) {
		g_autofree char *letter = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
		PangoLayout *layout = typeset_sized(layer->layouts, unknown, size, (double)place->width_um * UM, letter);
		double width, height = typeset_line_height(pango_layout_get_line_readonly(layout, 0), NULL, &width);
		g_ptr_array_add(leaf->letters, layout);
		if (width > cell || height > (double)place->height_um * UM) {
			leaf_free(leaf);
			return NULL;
		}
	}
	return leaf;
}

/* All of text in the places at that size; NULL when it does not fit. */
static GPtrArray *lay(Layer *layer, const LayerPlace *places, int n, const char *text, double size, char **parts, int *unknown)
{
	g_autoptr(GPtrArray) leaves = g_ptr_array_new_with_free_func(leaf_free);
	g_autofree char *rest = g_strdup(text);
	for (int i = 0; i < n; i++) {
		int missing = 0;
		Leaf *leaf;
		if (places[i].cells > 0) {
			leaf = cells_lay(layer, &places[i], rest, size, &missing);
			if (leaf == NULL)
				return NULL;
			g_ptr_array_add(leaves, leaf);
			parts[i] = g_steal_pointer(&rest);
			rest = g_strdup("");
			*unknown += missing;
			continue;
		}
		double width = MAX((double)places[i].width_um * UM - 2 * SIDE, 1);
		PangoLayout *layout = typeset_sized(layer->layouts, &missing, size, places[i].lines ? width : 14400, rest);
		leaf = g_new0(Leaf, 1);
		*leaf = (Leaf){ .place = places[i], .layout = layout, .lines = *rest != '\0' ? lines_held(&places[i], layout) : 0 };
		g_ptr_array_add(leaves, leaf);
		const char *laid = pango_layout_get_text(layout);
		int all = *rest != '\0' ? pango_layout_get_line_count(layout) : 0;
		size_t end = leaf->lines < all ? (size_t)pango_layout_get_line_readonly(layout, leaf->lines)->start_index : strlen(laid);
		parts[i] = g_strchomp(g_strndup(laid, end));
		while (laid[end] == '\n')
			end++; /* a break between paragraphs is made by the place's end */
		char *after = g_strdup(laid + end);
		g_free(rest);
		rest = after;
		*unknown = i == 0 ? missing : *unknown; /* the first layout saw all of it */
	}
	return *rest == '\0' ? g_steal_pointer(&leaves) : NULL;
}

int layer_text(Layer *layer, const LayerPlace *places, int n, const char *text, int size_cpt, int least_cpt, char **parts,
               int *unknown)
{
	*unknown = 0;
	for (int size = size_cpt; size >= MIN(least_cpt, size_cpt); size -= STEP_CPT) {
		for (int i = 0; i < n; i++)
			g_clear_pointer(&parts[i], g_free);
		g_autoptr(GPtrArray) leaves = lay(layer, places, n, text, size / 100.0, parts, unknown);
		if (leaves == NULL)
			continue;
		int first = (int)layer->leaves->len;
		g_ptr_array_extend_and_steal(layer->leaves, g_steal_pointer(&leaves));
		return first;
	}
	for (int i = 0; i < n; i++)
		g_clear_pointer(&parts[i], g_free);
	return -1;
}

/* ---- to PDF ---- */

static void line_draw(cairo_t *cr, PangoLayoutLine *line, double x, double width, LayerAlign align, double y)
{
	double ascent, own;
	typeset_line_height(line, &ascent, &own);
	if (align == LAYER_RIGHT || (align == LAYER_LEFT && line->resolved_dir == PANGO_DIRECTION_RTL))
		x += MAX(width - own, 0);
	else if (align == LAYER_CENTER)
		x += MAX((width - own) / 2, 0);
	cairo_move_to(cr, x, y + ascent);
	pango_cairo_show_layout_line(cr, line);
}

static void leaf_draw(cairo_t *cr, const Leaf *leaf)
{
	double width = (double)leaf->place.width_um * UM, height = (double)leaf->place.height_um * UM;
	for (guint i = 0; leaf->letters != NULL && i < leaf->letters->len; i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(leaf->letters->pdata[i], 0);
		double cell = width / leaf->place.cells, tall = typeset_line_height(line, NULL, NULL);
		line_draw(cr, line, cell * i, cell, LAYER_CENTER, (height - tall) / 2);
	}
	double total = 0, y = 0.7 * SIDE;
	for (int i = 0; i < leaf->lines; i++)
		total += typeset_line_height(pango_layout_get_line_readonly(leaf->layout, i), NULL, NULL);
	/* One line stands in the middle of a low place, however many that place may take. */
	if (!leaf->place.lines || (leaf->lines == 1 && height < 2 * total))
		y = MAX((height - total) / 2, 0);
	for (int i = 0; i < leaf->lines; i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(leaf->layout, i);
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

GBytes *layer_finish(Layer *layer, Date made_on, GError **error)
{
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, bytes, 10, 10);
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
	g_autofree char *day = date_iso(made_on);
	g_autofree char *when = g_strdup_printf("%sT00:00:00Z", day != NULL ? day : "1970-01-01");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
	cairo_t *cr = cairo_create(surface);
	for (guint i = 0; i < layer->leaves->len; i++) {
		const Leaf *leaf = layer->leaves->pdata[i];
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
