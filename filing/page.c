#include "filing/page.h"

#include "filing/phrase.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <assert.h>
#include <string.h>
#include <unistd.h>

#define MM (72.0 / 25.4)
#define PAGE_WIDTH (210 * MM)
#define PAGE_HEIGHT (297 * MM)
#define MARGIN (18 * MM)
#define BOTTOM (PAGE_HEIGHT - 20 * MM)
#define PAD (1.4 * MM) /* between a frame and what stands in it */
#define TICK (2.9 * MM)
#define CACHED_WORDS 1000 /* a form has about 100 fixed words; the rest of the room is for a change of edition */

/* Only these files: what else is installed must not change a page. */
static const char *const fonts[] = {
	"/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
	"/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf",
	"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
	"/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
};

static const struct {
	double size;
	PangoWeight weight;
} faces[FACES] = {
	[FACE_TITLE] = { 17, PANGO_WEIGHT_BOLD },    [FACE_HEAD] = { 10.5, PANGO_WEIGHT_BOLD },
	[FACE_LABEL] = { 7.2, PANGO_WEIGHT_NORMAL }, [FACE_TEXT] = { 9.5, PANGO_WEIGHT_NORMAL },
	[FACE_BOLD] = { 9.5, PANGO_WEIGHT_BOLD },    [FACE_SMALL] = { 8, PANGO_WEIGHT_NORMAL },
	[FACE_SUM] = { 8, PANGO_WEIGHT_BOLD },
};

/* What is made once per process: pango answers from a thread of its own, which a fork leaves behind. */
static struct Shop {
	pid_t pid;
	PangoContext *context;
	PangoFontDescription *faces[FACES];
	PangoAttrList *plain; /* a broken word gets no hyphen: a name is not to be changed */
	GHashTable *words; /* "face/width/text" → PangoLayout */
} shop;

typedef enum MarkKind { MARK_LINE, MARK_FRAME, MARK_GROUND, MARK_RULE } MarkKind;

/* One thing to draw; kept until the number of pages is known. */
typedef struct Mark {
	MarkKind kind;
	double x, y, width, height; /* MARK_LINE: x and baseline y */
	PangoLayoutLine *line; /* borrowed from a layout that pages or shop owns */
	bool grey;
} Mark;

struct Pages {
	char *title, *author, *subject, *footer;
	Date made_on;
	GPtrArray *sheets; /* GArray of Mark, one a page */
	GPtrArray *layouts; /* PangoLayout, owned */
	GHashTable *cells; /* "width/text" → PangoLayout, borrowed: what tables repeat is laid out once */
	double y, left, right;
	double corner_x, corner_bottom; /* page 1 only */
	bool framed;
	double frame_top;
	char *frame_label;
	const char *heading; /* of a section that waits for its first box; borrowed from the caller */
	int unknown;
};

/* One cell on its way to the paper: its lines not yet drawn. */
typedef struct Strip {
	double x, width;
	Align align;
	GSList *lines;
} Strip;

static bool shop_open(GError **error)
{
	if (shop.pid == getpid())
		return true;
	FcConfig *config = FcConfigCreate();
	for (size_t i = 0; i < G_N_ELEMENTS(fonts); i++) {
		if (!FcConfigAppFontAddFile(config, (const FcChar8 *)fonts[i])) {
			FcConfigDestroy(config);
			error_set(error, ERROR_INPUT, "fonts-missing", "Skrifttypen %s kan ikke læses.",
			          "The font %s cannot be read.", fonts[i]);
			error_remedy(error, "Installér pakkerne fonts-liberation2 og fonts-dejavu-core.",
			             "Install the packages fonts-liberation2 and fonts-dejavu-core.");
			return false;
		}
	}
	/* Before pango looks for the host's configuration: with one set, it loads no other and writes no cache. */
	FcConfigSetCurrent(config);
	PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
	FcConfigDestroy(config);
	shop.context = pango_font_map_create_context(map);
	g_object_unref(map);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(shop.context, options);
	cairo_font_options_destroy(options);
	pango_context_set_language(shop.context, pango_language_from_string("da"));
	pango_context_set_base_dir(shop.context, PANGO_DIRECTION_LTR);
	pango_context_set_round_glyph_positions(shop.context, FALSE);
	for (int face = 0; face < FACES; face++) {
		PangoFontDescription *font = pango_font_description_new();
		pango_font_description_set_family_static(font, "Liberation Sans");
		pango_font_description_set_absolute_size(font, faces[face].size * PANGO_SCALE);
		pango_font_description_set_weight(font, faces[face].weight);
		shop.faces[face] = font;
	}
	shop.plain = pango_attr_list_new();
	pango_attr_list_insert(shop.plain, pango_attr_insert_hyphens_new(FALSE));
	shop.words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
	shop.pid = getpid();
	return true;
}

/* Line feeds stay; tabs become spaces; other controls, and what would show text in another order, go. */
static char *clean(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_sized_new(strlen(valid));
	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == '\n')
			g_string_append_c(out, '\n');
		else if (c == '\t')
			g_string_append_c(out, ' ');
		else if (c >= 0x20 && !(c >= 0x7f && c < 0xa0) && !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069))
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

/* The spaces stay what they are, so that text copied out of the page is the text put in; lines only do not break there. */
static PangoAttrList *attributes_of(const char *text)
{
	PangoAttrList *list = NULL;
	for (const char *at = strchr(text, ' '); at != NULL; at = strchr(at + 1, ' ')) {
		if (!phrase_binds(text, at))
			continue;
		if (list == NULL)
			list = pango_attr_list_copy(shop.plain);
		PangoAttribute *whole = pango_attr_allow_breaks_new(FALSE);
		whole->start_index = (guint)(at - text);
		whole->end_index = whole->start_index + 2;
		pango_attr_list_insert(list, whole);
	}
	return list != NULL ? list : pango_attr_list_ref(shop.plain);
}

static PangoLayout *layout_make(Face face, double width, const char *text)
{
	PangoLayout *layout = pango_layout_new(shop.context);
	pango_layout_set_font_description(layout, shop.faces[face]);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	PangoAttrList *attributes = attributes_of(text);
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

/* Borrowed by the caller from pages or shop. */
static PangoLayout *layout_of(Pages *p, Face face, double width, const char *text, bool fixed)
{
	if (fixed) {
		g_autofree char *key = g_strdup_printf("%d/%d/%s", (int)face, (int)(width * 16), text);
		PangoLayout *layout = g_hash_table_lookup(shop.words, key);
		if (layout != NULL)
			return layout;
		if (g_hash_table_size(shop.words) < CACHED_WORDS) {
			layout = layout_make(face, width, text);
			g_hash_table_insert(shop.words, g_steal_pointer(&key), layout);
			return layout;
		}
	}
	g_autofree char *cleaned = clean(text);
	PangoLayout *layout = layout_make(face, width, cleaned);
	p->unknown += pango_layout_get_unknown_glyphs_count(layout);
	g_ptr_array_add(p->layouts, layout);
	return layout;
}

static void mark(Pages *p, Mark m)
{
	GArray *sheet = g_ptr_array_index(p->sheets, p->sheets->len - 1);
	g_array_append_val(sheet, m);
}

static void sheet_add(Pages *p)
{
	g_ptr_array_add(p->sheets, g_array_new(FALSE, FALSE, sizeof(Mark)));
	p->y = MARGIN;
}

static void frame_begin(Pages *p, bool again)
{
	p->frame_top = p->y;
	p->y += PAD;
	if (p->frame_label == NULL)
		return;
	g_autofree char *label = again ? g_strdup_printf("%s (fortsat)", p->frame_label) : g_strdup(p->frame_label);
	pages_fixed(p, FACE_LABEL, label);
	p->y += 0.6 * MM;
}

static void frame_end(Pages *p)
{
	mark(p, (Mark){ .kind = MARK_FRAME, .x = MARGIN, .y = p->frame_top, .width = PAGE_WIDTH - 2 * MARGIN,
	                .height = p->y + PAD - p->frame_top });
}

static void next_page(Pages *p)
{
	if (p->framed)
		frame_end(p);
	sheet_add(p);
	if (p->framed)
		frame_begin(p, true);
}

static double line_height(PangoLayoutLine *line, double *ascent, double *width)
{
	PangoRectangle logical;
	pango_layout_line_get_extents(line, NULL, &logical);
	if (ascent != NULL)
		*ascent = -(double)logical.y / PANGO_SCALE;
	if (width != NULL)
		*width = (double)logical.width / PANGO_SCALE;
	return (double)logical.height / PANGO_SCALE;
}

static double strip_height(const Strip *strip)
{
	double height = 0;
	for (const GSList *l = strip->lines; l != NULL; l = l->next)
		height += line_height(l->data, NULL, NULL);
	return height;
}

/* Draws lines from top as long as they end above bottom; moves strip on; where they end. */
static double strip_draw(Pages *p, Strip *strip, double top, double bottom)
{
	double y = top;
	while (strip->lines != NULL) {
		PangoLayoutLine *line = strip->lines->data;
		double ascent, width, height = line_height(line, &ascent, &width);
		if (y + height > bottom)
			break;
		double x = strip->x;
		if (strip->align == ALIGN_RIGHT || line->resolved_dir == PANGO_DIRECTION_RTL)
			x += MAX(strip->width - width, 0);
		if (line->length > 0)
			mark(p, (Mark){ .kind = MARK_LINE, .x = x, .y = y + ascent, .line = line });
		y += height;
		strip->lines = strip->lines->next;
	}
	return y;
}

static Strip strip_of(PangoLayout *layout, double x, double width, Align align)
{
	return (Strip){ .x = x, .width = width, .align = align, .lines = pango_layout_get_lines_readonly(layout) };
}

static void flow(Pages *p, PangoLayout *layout, double right)
{
	Strip strip = strip_of(layout, p->left, right - p->left, ALIGN_LEFT);
	double bottom = p->framed ? BOTTOM - PAD : BOTTOM;
	p->y = strip_draw(p, &strip, p->y, bottom);
	while (strip.lines != NULL) {
		next_page(p);
		p->y = strip_draw(p, &strip, p->y, bottom);
	}
}

/* On page 1 a line must not reach into the empty corner. */
static double right_edge(const Pages *p)
{
	return p->sheets->len == 1 && p->y < p->corner_bottom ? MIN(p->right, p->corner_x) : p->right;
}

static void below_corner(Pages *p)
{
	if (p->sheets->len == 1)
		p->y = MAX(p->y, p->corner_bottom);
}

Pages *pages_new(const PagesInfo *info, GError **error)
{
	if (!shop_open(error))
		return NULL;
	Pages *p = g_new0(Pages, 1);
	p->title = g_strdup(info->title);
	p->author = g_strdup(info->author);
	p->subject = g_strdup(info->subject);
	p->footer = g_strdup(info->footer);
	p->made_on = info->made_on;
	p->sheets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	p->layouts = g_ptr_array_new_with_free_func(g_object_unref);
	p->cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	p->left = MARGIN;
	p->right = PAGE_WIDTH - MARGIN;
	p->corner_x = PAGE_WIDTH - info->corner_width_mm * MM;
	p->corner_bottom = info->corner_height_mm * MM;
	sheet_add(p);
	return p;
}

void pages_free(Pages *p)
{
	if (p == NULL)
		return;
	g_free(p->title);
	g_free(p->author);
	g_free(p->subject);
	g_free(p->footer);
	g_free(p->frame_label);
	g_ptr_array_unref(p->sheets);
	g_ptr_array_unref(p->layouts);
	g_hash_table_unref(p->cells);
	g_free(p);
}

void pages_fixed(Pages *p, Face face, const char *text)
{
	double right = right_edge(p);
	flow(p, layout_of(p, face, right - p->left, text, true), right);
}

void pages_text(Pages *p, Face face, const char *text)
{
	double right = right_edge(p);
	flow(p, layout_of(p, face, right - p->left, text, false), right);
}

#define HEADING_GAP (2.6 * MM) /* above a heading; less at the top of a page */
#define HEADING (5.2 * MM) /* its line, and the room below it */

void pages_section(Pages *p, const char *text)
{
	below_corner(p);
	p->heading = text;
}

/* Draws the heading that waits, on a page where `needs` more fits below it. */
static void heading_settle(Pages *p, double needs)
{
	const char *text = p->heading;
	double all = needs + (text != NULL ? HEADING_GAP + HEADING : 0);
	p->heading = NULL;
	if (p->y + all > BOTTOM)
		next_page(p);
	if (text == NULL)
		return;
	p->y += p->y > MARGIN ? HEADING_GAP : 0;
	double top = p->y;
	pages_fixed(p, FACE_HEAD, text);
	p->y = MAX(p->y, top + HEADING);
}

void pages_gap(Pages *p, double mm)
{
	p->y += mm * MM;
}

void pages_need(Pages *p, double mm)
{
	if (p->y + mm * MM > BOTTOM)
		next_page(p);
}

void pages_rule(Pages *p)
{
	mark(p, (Mark){ .kind = MARK_RULE, .x = p->left, .y = p->y, .width = right_edge(p) - p->left });
}

void pages_frame_open(Pages *p, const char *label)
{
	assert(!p->framed);
	below_corner(p);
	heading_settle(p, 20 * MM);
	p->framed = true;
	p->frame_label = g_strdup(label);
	p->left = MARGIN + PAD;
	p->right = PAGE_WIDTH - MARGIN - PAD;
	frame_begin(p, false);
}

void pages_frame_close(Pages *p)
{
	assert(p->framed);
	frame_end(p);
	p->y += PAD;
	p->framed = false;
	g_clear_pointer(&p->frame_label, g_free);
	p->left = MARGIN;
	p->right = PAGE_WIDTH - MARGIN;
}

/* The cross is a letter, so that it is there in the text too. */
static void tick_draw(Pages *p, double x, double y, bool on)
{
	mark(p, (Mark){ .kind = MARK_FRAME, .x = x, .y = y, .width = TICK, .height = TICK });
	if (!on)
		return;
	PangoLayoutLine *line = pango_layout_get_line_readonly(layout_of(p, FACE_SUM, 2 * TICK, "X", true), 0);
	PangoRectangle ink;
	pango_layout_line_get_extents(line, &ink, NULL);
	double wide = (double)ink.width / PANGO_SCALE, high = (double)ink.height / PANGO_SCALE;
	mark(p, (Mark){ .kind = MARK_LINE, .x = x + (TICK - wide) / 2 - (double)ink.x / PANGO_SCALE,
	                .y = y + (TICK - high) / 2 - (double)ink.y / PANGO_SCALE, .line = line });
}

/* The label and the ticks on top of a cell; where they end. */
static double cell_head(Pages *p, const Cell *cell, double x, double width, double y, bool draw)
{
	if (cell->label != NULL) {
		Strip strip = strip_of(layout_of(p, FACE_LABEL, width, cell->label, true), x, width, ALIGN_LEFT);
		y = draw ? strip_draw(p, &strip, y, PAGE_HEIGHT) : y + strip_height(&strip);
		y += 0.4 * MM;
	}
	double room = width;
	double row = 0;
	for (const Tick *tick = cell->ticks; tick != NULL && tick->text != NULL; tick++) {
		PangoLayout *layout = layout_of(p, FACE_TEXT, width - TICK - 2 * MM, tick->text, true);
		PangoRectangle logical;
		pango_layout_get_extents(layout, NULL, &logical);
		double needs = (double)logical.width / PANGO_SCALE + TICK + 6 * MM;
		if (row > 0 && needs > room) {
			y += row;
			row = 0;
			room = width;
		}
		double at = x + width - room;
		if (draw) {
			Strip strip = strip_of(layout, at + TICK + 1.2 * MM, width, ALIGN_LEFT);
			strip_draw(p, &strip, y, PAGE_HEIGHT);
			tick_draw(p, at, y + 0.35 * MM, tick->on);
		}
		room -= needs;
		row = MAX(row, (double)logical.height / PANGO_SCALE + 0.6 * MM);
	}
	return y + row;
}

/* The frames of a row of cells, or the grey ground of those left open. */
static void cells_mark(Pages *p, MarkKind kind, const Cell *cells, int n, double top, double height)
{
	double x = MARGIN, unit = (PAGE_WIDTH - 2 * MARGIN) / 12;
	for (int i = 0; i < n; i++) {
		if (kind == MARK_FRAME || cells[i].open)
			mark(p, (Mark){ .kind = kind, .x = x, .y = top, .width = cells[i].twelfths * unit, .height = height });
		x += cells[i].twelfths * unit;
	}
}

static bool strips_left(const Strip *strips, int n)
{
	for (int i = 0; i < n; i++)
		if (strips[i].lines != NULL)
			return true;
	return false;
}

#define CELLS_MAX 12

void pages_boxes(Pages *p, const Cell *cells, int n)
{
	assert(n > 0 && n <= CELLS_MAX && !p->framed);
	below_corner(p);
	Strip strips[CELLS_MAX];
	double x = MARGIN, unit = (PAGE_WIDTH - 2 * MARGIN) / 12, high = 9 * MM, head = 0;
	for (int i = 0; i < n; i++) {
		double width = cells[i].twelfths * unit - 2 * PAD;
		PangoLayout *layout = layout_of(p, cells[i].face, width, cells[i].text != NULL ? cells[i].text : "", false);
		strips[i] = strip_of(layout, x + PAD, width, cells[i].align);
		if (cells[i].text == NULL)
			strips[i].lines = NULL;
		double top = cell_head(p, &cells[i], x, width, 0, false);
		head = MAX(head, top);
		high = MAX(high, MAX(cells[i].high_mm * MM, top + strip_height(&strips[i]) + 2 * PAD));
		x += cells[i].twelfths * unit;
	}
	/* A row that would fit on a page of its own is not torn apart; a larger one starts here if a good part fits. */
	heading_settle(p, high < BOTTOM - MARGIN - HEADING_GAP - HEADING ? high : head + 25 * MM);
	bool first = true;
	do {
		if (!first) {
			next_page(p);
			high = 0;
			for (int i = 0; i < n; i++)
				high = MAX(high, strip_height(&strips[i]) + 2 * PAD);
		}
		double top = p->y, end = MIN(top + high, BOTTOM);
		cells_mark(p, MARK_GROUND, cells, n, top, end - top);
		x = MARGIN;
		for (int i = 0; i < n; i++) {
			double start = top + PAD;
			if (first)
				start = cell_head(p, &cells[i], x + PAD, strips[i].width, start, true);
			strip_draw(p, &strips[i], start, end - PAD + 0.01);
			x += cells[i].twelfths * unit;
		}
		cells_mark(p, MARK_FRAME, cells, n, top, end - top);
		p->y = end;
		first = false;
	} while (strips_left(strips, n));
}

static PangoLayout *cell_layout(Pages *p, Face face, double width, const char *text)
{
	g_autofree char *key = g_strdup_printf("%d/%d/%s", (int)face, (int)(width * 16), text);
	PangoLayout *layout = g_hash_table_lookup(p->cells, key);
	if (layout == NULL) {
		layout = layout_of(p, face, width, text, false);
		g_hash_table_insert(p->cells, g_steal_pointer(&key), layout);
	}
	return layout;
}

/* One row of a table; on a new page the head, a row of FACE_LABEL, comes first. */
static void table_row(Pages *p, const Column *columns, int n, char *const *texts, Face face)
{
	bool head = face == FACE_LABEL;
	Strip strips[CELLS_MAX];
	int shares = 0;
	for (int i = 0; i < n; i++)
		shares += columns[i].share;
	double x = p->left, unit = (p->right - p->left) / shares, high = 0;
	for (int i = 0; i < n; i++) {
		double width = columns[i].share * unit - 1.6 * MM;
		PangoLayout *layout = head ? layout_of(p, FACE_LABEL, width, columns[i].title, true)
		                           : cell_layout(p, face, width, texts[i] != NULL ? texts[i] : "");
		strips[i] = strip_of(layout, x, width, columns[i].align);
		high = MAX(high, strip_height(&strips[i]));
		x += columns[i].share * unit;
	}
	double bottom = BOTTOM - 2 * PAD;
	bool whole = high < bottom - MARGIN - 30 * MM; /* a row that no page holds may as well begin here */
	if (!head && p->y + high > bottom && (whole ? p->y > MARGIN + 30 * MM : p->y + 20 * MM > bottom)) {
		next_page(p);
		table_row(p, columns, n, NULL, FACE_LABEL);
	}
	for (;;) {
		double reached = p->y;
		for (int i = 0; i < n; i++) {
			double end = strip_draw(p, &strips[i], p->y, bottom);
			reached = MAX(reached, end);
		}
		p->y = reached + 0.5 * MM;
		if (!strips_left(strips, n))
			break;
		next_page(p);
		table_row(p, columns, n, NULL, FACE_LABEL);
	}
	mark(p, (Mark){ .kind = MARK_RULE, .x = p->left, .y = p->y, .width = p->right - p->left, .grey = !head });
	p->y += 0.5 * MM;
}

void pages_table(Pages *p, const Column *columns, int n_columns, const GPtrArray *rows, char *const *sum)
{
	assert(n_columns > 0 && n_columns <= CELLS_MAX);
	pages_need(p, 16);
	p->y += 1 * MM;
	table_row(p, columns, n_columns, NULL, FACE_LABEL);
	for (guint i = 0; i < rows->len; i++)
		table_row(p, columns, n_columns, g_ptr_array_index(rows, i), FACE_SMALL);
	if (sum != NULL)
		table_row(p, columns, n_columns, sum, FACE_SUM);
	p->y += 0.8 * MM;
}

int pages_unknown(const Pages *p)
{
	return p->unknown;
}

static void mark_draw(cairo_t *cr, const Mark *m)
{
	switch (m->kind) {
	case MARK_LINE:
		cairo_set_source_rgb(cr, 0, 0, 0);
		cairo_move_to(cr, m->x, m->y);
		pango_cairo_show_layout_line(cr, m->line);
		break;
	case MARK_FRAME:
		cairo_set_source_rgb(cr, 0.25, 0.25, 0.25);
		cairo_rectangle(cr, m->x, m->y, m->width, m->height);
		cairo_stroke(cr);
		break;
	case MARK_GROUND:
		cairo_set_source_rgb(cr, 0.93, 0.93, 0.93);
		cairo_rectangle(cr, m->x, m->y, m->width, m->height);
		cairo_fill(cr);
		break;
	case MARK_RULE:
		cairo_set_source_rgb(cr, m->grey ? 0.75 : 0.25, m->grey ? 0.75 : 0.25, m->grey ? 0.75 : 0.25);
		cairo_move_to(cr, m->x, m->y);
		cairo_rel_line_to(cr, m->width, 0);
		cairo_stroke(cr);
		break;
	}
}

static void footer_draw(Pages *p, cairo_t *cr, guint page)
{
	cairo_set_source_rgb(cr, 0, 0, 0);
	g_autofree char *number = g_strdup_printf("side %u af %u", page + 1, p->sheets->len);
	PangoLayout *right = layout_of(p, FACE_SMALL, 40 * MM, number, true);
	PangoLayoutLine *line = pango_layout_get_line_readonly(right, 0);
	double width;
	line_height(line, NULL, &width);
	cairo_move_to(cr, PAGE_WIDTH - MARGIN - width, PAGE_HEIGHT - 12 * MM);
	pango_cairo_show_layout_line(cr, line);
	if (p->footer == NULL)
		return;
	PangoLayout *left = layout_of(p, FACE_SMALL, PAGE_WIDTH - 2 * MARGIN - 42 * MM, p->footer, false);
	cairo_move_to(cr, MARGIN, PAGE_HEIGHT - 12 * MM);
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
	for (guint page = 0; page < p->sheets->len; page++) {
		const GArray *sheet = g_ptr_array_index(p->sheets, page);
		cairo_set_line_width(cr, 0.5);
		for (guint i = 0; i < sheet->len; i++)
			mark_draw(cr, &g_array_index(sheet, Mark, i));
		footer_draw(p, cr, page);
		cairo_show_page(cr);
	}
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
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
