#include "filing/page.h"

#include "filing/page_marks.h"

#include <assert.h>
#include <string.h>

#define BOTTOM (PAGE_HEIGHT - 20 * MM)
#define PAD (1.4 * MM) /* between a frame and what stands in it */
#define TICK (2.9 * MM)

/* One cell on its way to the paper: its lines not yet drawn. */
typedef struct Strip {
	double x, width;
	Align align;
	GSList *lines;
	const char *target; /* of a link; NULL */
} Strip;

PangoLayout *page_words(Pages *p, Face face, double width, const char *text, bool fixed)
{
	return typeset_words(p->layouts, &p->unknown, face, width, text, fixed);
}

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

static void sheet_add(Pages *p)
{
	g_ptr_array_add(p->sheets, g_array_new(FALSE, FALSE, sizeof(Mark)));
	p->y = PAGE_MARGIN;
}

static void flow(Pages *p, const char *tag, PangoLayout *layout, double right);

static void frame_begin(Pages *p, bool again)
{
	p->frame_top = p->y;
	p->y += PAD;
	if (p->frame_label == NULL)
		return;
	g_autofree char *label = again ? g_strdup_printf("%s (%s)", p->frame_label, p->words->continued) : g_strdup(p->frame_label);
	flow(p, again ? NULL : "P", page_words(p, FACE_LABEL, p->right - p->left, label, true), p->right);
	p->y += 0.6 * MM;
}

static void frame_end(Pages *p)
{
	mark(p, (Mark){ .kind = MARK_FRAME, .x = PAGE_MARGIN, .y = p->frame_top, .width = PAGE_WIDTH - 2 * PAGE_MARGIN,
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

static double strip_height(const Strip *strip)
{
	double height = 0;
	for (const GSList *l = strip->lines; l != NULL; l = l->next)
		height += typeset_line_height(l->data, NULL, NULL);
	return height;
}

/*
 * Draws lines from top as long as they end above bottom; moves strip on; where they end. In the tag, unless it is NULL: one P for
 * each line of an address, which would else be told as one word.
 */
static double strip_draw(Pages *p, const char *tag, Strip *strip, double top, double bottom)
{
	double y = top;
	if (tag != NULL)
		mark(p, (Mark){ .kind = MARK_OPEN, .tag = tag, .target = strip->target });
	while (strip->lines != NULL) {
		PangoLayoutLine *line = strip->lines->data;
		double ascent, width, height = typeset_line_height(line, &ascent, &width);
		if (y + height > bottom)
			break;
		bool again = line->is_paragraph_start && y > top && tag != NULL && strcmp(tag, "P") == 0 && line->length > 0;
		if (again) {
			tag_close(p, tag);
			mark(p, (Mark){ .kind = MARK_OPEN, .tag = tag, .target = strip->target });
		}
		double x = strip->x;
		if (strip->align == ALIGN_RIGHT || line->resolved_dir == PANGO_DIRECTION_RTL)
			x += MAX(strip->width - width, 0);
		if (line->length > 0)
			mark(p, (Mark){ .kind = MARK_LINE, .x = x, .y = y + ascent, .line = line, .target = strip->target });
		y += height;
		strip->lines = strip->lines->next;
	}
	if (tag != NULL)
		tag_close(p, tag);
	return y;
}

static Strip strip_of(PangoLayout *layout, double x, double width, Align align)
{
	return (Strip){ .x = x, .width = width, .align = align, .lines = pango_layout_get_lines_readonly(layout) };
}

static bool strip_blank(const Strip *strip)
{
	for (const GSList *l = strip->lines; l != NULL; l = l->next)
		if (((const PangoLayoutLine *)l->data)->length > 0)
			return false;
	return true;
}

/* Part after part, page by page: tags of parts are leaves, since a leaf must not go over to another page. */
static void flow_strip(Pages *p, const char *part, Strip *strip)
{
	double bottom = p->framed ? BOTTOM - PAD : BOTTOM;
	if (p->y + typeset_line_height(strip->lines->data, NULL, NULL) > bottom)
		next_page(p);
	p->y = strip_draw(p, part, strip, p->y, bottom);
	while (strip->lines != NULL) {
		next_page(p);
		p->y = strip_draw(p, part, strip, p->y, bottom);
	}
}

static void flow(Pages *p, const char *tag, PangoLayout *layout, double right)
{
	Strip strip = strip_of(layout, p->left, right - p->left, ALIGN_LEFT);
	double bottom = p->framed ? BOTTOM - PAD : BOTTOM;
	if (tag == NULL || strip_blank(&strip)) {
		flow_strip(p, NULL, &strip);
	} else if (p->y + strip_height(&strip) <= bottom) {
		flow_strip(p, tag, &strip);
	} else {
		tag_open(p, tag);
		flow_strip(p, "Span", &strip);
		tag_close(p, tag);
	}
}

static const char *tag_of(Face face)
{
	return face == FACE_TITLE ? "H1" : face == FACE_HEAD ? "H2" : "P";
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

/* The words of the page itself, in the language of its document. */
static const PageWords *words_in(const char *language)
{
	static const PageWords rows[] = {
		{ "da", "fortsat", "side", "af" },
		{ "en", "continued", "page", "of" },
		{ "sv", "forts.", "sida", "av" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_strcmp0(language, rows[i].language) == 0)
			return &rows[i];
	return &rows[0];
}

Pages *pages_new(const PagesInfo *info, GError **error)
{
	if (!typeset_open(error))
		return NULL;
	Pages *p = g_new0(Pages, 1);
	p->title = g_strdup(info->title);
	p->author = g_strdup(info->author);
	p->subject = g_strdup(info->subject);
	p->footer = g_strdup(info->footer);
	p->words = words_in(info->language);
	p->made_on = info->made_on;
	p->all_pages = info->all_pages;
	p->strings = g_string_chunk_new(256);
	p->anchors = g_array_new(FALSE, FALSE, sizeof(Anchor));
	p->sheets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	p->layouts = g_ptr_array_new_with_free_func(g_object_unref);
	p->cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	p->left = PAGE_MARGIN;
	p->right = PAGE_WIDTH - PAGE_MARGIN;
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
	g_string_chunk_free(p->strings);
	g_array_unref(p->anchors);
	g_ptr_array_unref(p->sheets);
	g_ptr_array_unref(p->layouts);
	g_hash_table_unref(p->cells);
	g_free(p);
}

void pages_fixed(Pages *p, Face face, const char *text)
{
	double right = right_edge(p);
	flow(p, tag_of(face), page_words(p, face, right - p->left, text, true), right);
}

void pages_text(Pages *p, Face face, const char *text)
{
	double right = right_edge(p);
	flow(p, tag_of(face), page_words(p, face, right - p->left, text, false), right);
}

/* Only what a reader may be sent to, in characters that an address may have; the rest is percent-encoded. */
static char *link_target(const char *target)
{
	static const char *const schemes[] = { "https:", "http:", "mailto:", "tel:", "#" };
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (g_str_has_prefix(target, schemes[i]))
			return g_uri_escape_string(target, ":/?#@!$&*+,;=%", FALSE);
	return NULL;
}

void pages_link(Pages *p, Face face, const char *text, const char *target)
{
	g_autofree char *safe = link_target(target);
	double right = right_edge(p);
	PangoLayout *layout = page_words(p, face, right - p->left, text, false);
	Strip strip = strip_of(layout, p->left, right - p->left, ALIGN_LEFT);
	if (safe == NULL || strip_blank(&strip)) {
		flow(p, tag_of(face), layout, right);
		return;
	}
	strip.target = g_string_chunk_insert(p->strings, safe);
	tag_open(p, tag_of(face));
	flow_strip(p, "Link", &strip);
	tag_close(p, tag_of(face));
}

void pages_anchor(Pages *p, const char *name)
{
	g_autofree char *marked = g_strconcat("#", name, NULL), *safe = link_target(marked);
	Anchor anchor = { g_string_chunk_insert(p->strings, safe), p->sheets->len - 1, p->y };
	g_array_append_val(p->anchors, anchor);
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
	p->y += p->y > PAGE_MARGIN ? HEADING_GAP : 0;
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
	tag_open(p, "Sect");
	p->framed = true;
	p->frame_label = g_strdup(label);
	p->left = PAGE_MARGIN + PAD;
	p->right = PAGE_WIDTH - PAGE_MARGIN - PAD;
	frame_begin(p, false);
}

void pages_frame_close(Pages *p)
{
	assert(p->framed);
	frame_end(p);
	tag_close(p, "Sect");
	p->y += PAD;
	p->framed = false;
	g_clear_pointer(&p->frame_label, g_free);
	p->left = PAGE_MARGIN;
	p->right = PAGE_WIDTH - PAGE_MARGIN;
}

/* The cross is a letter, so that it is there in the text too. */
static void tick_draw(Pages *p, double x, double y, bool on)
{
	mark(p, (Mark){ .kind = MARK_FRAME, .x = x, .y = y, .width = TICK, .height = TICK });
	if (!on)
		return;
	PangoLayoutLine *line = pango_layout_get_line_readonly(page_words(p, FACE_SUM, 2 * TICK, "X", true), 0);
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
		Strip strip = strip_of(page_words(p, FACE_LABEL, width, cell->label, true), x, width, ALIGN_LEFT);
		y = draw ? strip_draw(p, "P", &strip, y, PAGE_HEIGHT) : y + strip_height(&strip);
		y += 0.4 * MM;
	}
	double room = width;
	double row = 0;
	for (const Tick *tick = cell->ticks; tick != NULL && tick->text != NULL; tick++) {
		PangoLayout *layout = page_words(p, FACE_TEXT, width - TICK - 2 * MM, tick->text, true);
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
			tag_open(p, "P");
			tick_draw(p, at, y + 0.35 * MM, tick->on);
			strip_draw(p, NULL, &strip, y, PAGE_HEIGHT);
			tag_close(p, "P");
		}
		room -= needs;
		row = MAX(row, (double)logical.height / PANGO_SCALE + 0.6 * MM);
	}
	return y + row;
}

/* The frames of a row of cells, or the grey ground of those left open. */
static void cells_mark(Pages *p, MarkKind kind, const Cell *cells, int n, double top, double height)
{
	double x = PAGE_MARGIN, unit = (PAGE_WIDTH - 2 * PAGE_MARGIN) / 12;
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

/* What of a row's cells stands on this page; first: with their heads. */
static void cells_draw(Pages *p, const Cell *cells, Strip *strips, int n, double top, double end, bool first)
{
	double x = PAGE_MARGIN, unit = (PAGE_WIDTH - 2 * PAGE_MARGIN) / 12;
	for (int i = 0; i < n; i++) {
		double start = top + PAD;
		bool words = !strip_blank(&strips[i]);
		if (words || first)
			tag_open(p, "Div");
		if (first)
			start = cell_head(p, &cells[i], x + PAD, strips[i].width, start, true);
		strip_draw(p, words ? "P" : NULL, &strips[i], start, end - PAD + 0.01);
		if (words || first)
			tag_close(p, "Div");
		x += cells[i].twelfths * unit;
	}
}

static void row_of_cells(Pages *p, const Cell *cells, int n, bool framed)
{
	assert(n > 0 && n <= CELLS_MAX && !p->framed);
	below_corner(p);
	Strip strips[CELLS_MAX];
	double x = PAGE_MARGIN, unit = (PAGE_WIDTH - 2 * PAGE_MARGIN) / 12, high = framed ? 9 * MM : 0, head = 0;
	for (int i = 0; i < n; i++) {
		double width = cells[i].twelfths * unit - 2 * PAD;
		PangoLayout *layout = page_words(p, cells[i].face, width, cells[i].text != NULL ? cells[i].text : "", false);
		strips[i] = strip_of(layout, x + PAD, width, cells[i].align);
		if (cells[i].text == NULL)
			strips[i].lines = NULL;
		double top = cell_head(p, &cells[i], x, width, 0, false);
		head = MAX(head, top);
		high = MAX(high, MAX(cells[i].high_mm * MM, top + strip_height(&strips[i]) + 2 * PAD));
		x += cells[i].twelfths * unit;
	}
	/* A row that would fit on a page of its own is not torn apart; a larger one starts here if a good part fits. */
	heading_settle(p, high < BOTTOM - PAGE_MARGIN - HEADING_GAP - HEADING ? high : head + 25 * MM);
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
		cells_draw(p, cells, strips, n, top, end, first);
		if (framed)
			cells_mark(p, MARK_FRAME, cells, n, top, end - top);
		p->y = end;
		first = false;
	} while (strips_left(strips, n));
}

void pages_boxes(Pages *p, const Cell *cells, int n)
{
	row_of_cells(p, cells, n, true);
}

void pages_columns(Pages *p, const Cell *cells, int n)
{
	row_of_cells(p, cells, n, false);
}

static PangoLayout *cell_layout(Pages *p, Face face, double width, const char *text)
{
	g_autofree char *key = g_strdup_printf("%d/%d/%s", (int)face, (int)(width * 16), text);
	PangoLayout *layout = g_hash_table_lookup(p->cells, key);
	if (layout == NULL) {
		layout = page_words(p, face, width, text, false);
		g_hash_table_insert(p->cells, g_steal_pointer(&key), layout);
	}
	return layout;
}

/* One row of a table; on a new page the head, a row of FACE_LABEL without a tag, comes first. */
static void table_row(Pages *p, const char *tag, const Column *columns, int n, char *const *texts, Face face)
{
	bool head = face == FACE_LABEL;
	Strip strips[CELLS_MAX];
	int shares = 0;
	for (int i = 0; i < n; i++)
		shares += columns[i].share;
	double x = p->left, unit = (p->right - p->left) / shares, high = 0;
	for (int i = 0; i < n; i++) {
		double width = columns[i].share * unit - 1.6 * MM;
		PangoLayout *layout = head ? page_words(p, FACE_LABEL, width, columns[i].title, true)
		                           : cell_layout(p, face, width, texts[i] != NULL ? texts[i] : "");
		strips[i] = strip_of(layout, x, width, columns[i].align);
		high = MAX(high, strip_height(&strips[i]));
		x += columns[i].share * unit;
	}
	double bottom = BOTTOM - 2 * PAD;
	bool whole = high < bottom - PAGE_MARGIN - 30 * MM; /* a row that no page holds may as well begin here */
	if (!head && p->y + high > bottom && (whole ? p->y > PAGE_MARGIN + 30 * MM : p->y + 20 * MM > bottom)) {
		next_page(p);
		table_row(p, NULL, columns, n, NULL, FACE_LABEL);
	}
	for (;;) {
		double reached = p->y;
		if (tag != NULL)
			tag_open(p, "TR");
		for (int i = 0; i < n; i++) {
			double end = strip_draw(p, tag, &strips[i], p->y, bottom);
			reached = MAX(reached, end);
		}
		if (tag != NULL)
			tag_close(p, "TR");
		p->y = reached + 0.5 * MM;
		if (!strips_left(strips, n))
			break;
		next_page(p);
		table_row(p, NULL, columns, n, NULL, FACE_LABEL);
	}
	mark(p, (Mark){ .kind = MARK_RULE, .x = p->left, .y = p->y, .width = p->right - p->left, .grey = !head });
	p->y += 0.5 * MM;
}

void pages_table(Pages *p, const Column *columns, int n_columns, const GPtrArray *rows, char *const *sum)
{
	assert(n_columns > 0 && n_columns <= CELLS_MAX);
	pages_need(p, 16);
	p->y += 1 * MM;
	tag_open(p, "Table");
	table_row(p, "TH", columns, n_columns, NULL, FACE_LABEL);
	for (guint i = 0; i < rows->len; i++)
		table_row(p, "TD", columns, n_columns, g_ptr_array_index(rows, i), FACE_SMALL);
	if (sum != NULL)
		table_row(p, "TD", columns, n_columns, sum, FACE_SUM);
	tag_close(p, "Table");
	p->y += 0.8 * MM;
}

int pages_unknown(const Pages *p)
{
	return p->unknown;
}
