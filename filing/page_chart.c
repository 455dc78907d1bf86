#include "filing/page_chart.h"

#include "filing/page_marks.h"

#include <assert.h>

#define FIGURE_SIZE 15 /* points: the figure of a tile */
#define PILLAR_SIZE 6.5 /* the words around a pillar: twelve of them share a line */

static void mark(Pages *p, Mark m)
{
	GArray *sheet = g_ptr_array_index(p->sheets, p->sheets->len - 1);
	g_array_append_val(sheet, m);
}

static void tag_open(Pages *p, const char *tag)
{
	mark(p, (Mark){ .kind = MARK_OPEN, .tag = tag });
}

static void tag_close(Pages *p, const char *tag)
{
	mark(p, (Mark){ .kind = MARK_CLOSE, .tag = tag });
}

static void block(Pages *p, Ink ink, double x, double y, double width, double height)
{
	if (width > 0 && height > 0)
		mark(p, (Mark){ .kind = MARK_BLOCK, .x = x, .y = y, .width = width, .height = height, .ink = (int)ink });
}

typedef enum Place { PLACE_LEFT, PLACE_MIDDLE, PLACE_RIGHT } Place;

/* All lines of a layout within x … x + width, from top; how high they are. tag NULL: no text of the document. */
static double words(Pages *p, const char *tag, PangoLayout *layout, double x, double width, double top, Place place, bool grey)
{
	double y = top;
	if (tag != NULL)
		tag_open(p, tag);
	for (int i = 0; i < pango_layout_get_line_count(layout); i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
		double ascent, wide, high = typeset_line_height(line, &ascent, &wide);
		double at = place == PLACE_LEFT ? x : place == PLACE_RIGHT ? x + width - wide : x + (width - wide) / 2;
		mark(p, (Mark){ .kind = MARK_LINE, .x = at, .y = y + ascent, .line = line, .grey = grey });
		y += high;
	}
	if (tag != NULL)
		tag_close(p, tag);
	return y - top;
}

static double height_of(PangoLayout *layout)
{
	double high = 0;
	for (int i = 0; i < pango_layout_get_line_count(layout); i++)
		high += typeset_line_height(pango_layout_get_line_readonly(layout, i), NULL, NULL);
	return high;
}

/* ---- tiles ---- */

#define TILES_MOST 4
#define TILE_GAP (4 * MM)

void pages_tiles(Pages *p, const Tile *tiles, int n)
{
	assert(n > 0 && n <= TILES_MOST);
	pages_need(p, 26);
	double width = (p->right - p->left - (n - 1) * TILE_GAP) / n, reached = p->y;
	for (int i = 0; i < n; i++) {
		double x = p->left + i * (width + TILE_GAP), y = p->y;
		block(p, tiles[i].warn ? INK_WARN : INK_DEEP, x, y, width, 0.7 * MM);
		y += 2.2 * MM;
		y += words(p, "P", page_words(p, FACE_LABEL, width, tiles[i].label, false), x, width, y, PLACE_LEFT, true);
		y += 0.6 * MM;
		y += words(p, "P", typeset_sized(p->layouts, &p->unknown, FIGURE_SIZE, width, tiles[i].value), x, width, y, PLACE_LEFT, false);
		if (tiles[i].under != NULL)
			y += words(p, "P", page_words(p, FACE_LABEL, width, tiles[i].under, false), x, width, y + 0.3 * MM, PLACE_LEFT, true);
		reached = MAX(reached, y);
	}
	p->y = reached + 4 * MM;
}

/* ---- bars ---- */

#define BAR_LABEL 0.32 /* shares of the width between the margins */
#define BAR_TRACK 0.36
#define BAR_VALUE 0.19
#define BAR_HIGH (3.4 * MM)

void pages_bars(Pages *p, const Bar *bars, int n)
{
	double whole = p->right - p->left, label = whole * BAR_LABEL, track = whole * BAR_TRACK, value = whole * BAR_VALUE;
	pages_need(p, 16);
	p->y += 1 * MM;
	tag_open(p, "Table");
	for (int i = 0; i < n; i++) {
		PangoLayout *name = page_words(p, FACE_SMALL, label - 2 * MM, bars[i].label, false);
		double high = MAX(height_of(name), BAR_HIGH);
		pages_need(p, high / MM + 2);
		double x = p->left + label, middle = p->y + (high - BAR_HIGH) / 2;
		block(p, INK_PALE, x, middle, track, BAR_HIGH);
		block(p, bars[i].ink, x, middle, track * bars[i].permille / 1000, BAR_HIGH);
		tag_open(p, "TR");
		words(p, "TD", name, p->left, label - 2 * MM, p->y + (high - height_of(name)) / 2, PLACE_LEFT, false);
		PangoLayout *figure = page_words(p, FACE_SMALL, value, bars[i].value, false);
		words(p, "TD", figure, x + track, value, p->y + (high - height_of(figure)) / 2, PLACE_RIGHT, false);
		if (bars[i].note != NULL) {
			double rest = whole - label - track - value;
			PangoLayout *note = page_words(p, FACE_SMALL, rest, bars[i].note, false);
			words(p, "TD", note, x + track + value, rest, p->y + (high - height_of(note)) / 2, PLACE_RIGHT, true);
		}
		tag_close(p, "TR");
		p->y += high + 1.5 * MM;
	}
	tag_close(p, "Table");
	p->y += 1 * MM;
}

/* ---- pillars ---- */

void pages_pillars(Pages *p, const Bar *bars, int n, double high_mm)
{
	if (n <= 0)
		return;
	pages_need(p, high_mm + 14);
	double width = (p->right - p->left) / n, thick = MIN(width * 0.62, 12 * MM), high = high_mm * MM, top = p->y + 5 * MM, base = top + high;
	double below = 0;
	tag_open(p, "Table");
	tag_open(p, "TR");
	for (int i = 0; i < n; i++) {
		double x = p->left + i * width, tall = high * bars[i].permille / 1000;
		block(p, bars[i].ink, x + (width - thick) / 2, base - tall, thick, tall);
		PangoLayout *figure = typeset_sized(p->layouts, &p->unknown, PILLAR_SIZE, width - 0.6 * MM, bars[i].value);
		words(p, "TD", figure, x, width, base - tall - height_of(figure) - 0.6 * MM, PLACE_MIDDLE, false);
	}
	tag_close(p, "TR");
	tag_open(p, "TR");
	for (int i = 0; i < n; i++) {
		PangoLayout *name = typeset_sized(p->layouts, &p->unknown, PILLAR_SIZE, width - 0.6 * MM, bars[i].label);
		below = MAX(below, words(p, "TD", name, p->left + i * width, width, base + 1 * MM, PLACE_MIDDLE, true));
	}
	tag_close(p, "TR");
	tag_close(p, "Table");
	mark(p, (Mark){ .kind = MARK_RULE, .x = p->left, .y = base, .width = p->right - p->left, .grey = true });
	p->y = base + 1 * MM + below + 3 * MM;
}
