#include "filing/typeset.h"

#include "filing/phrase.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include <string.h>
#include <unistd.h>

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

bool typeset_open(GError **error)
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
char *typeset_clean(const char *text)
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

/*
 * pango makes the space at which a line broke a glyph that is none, and cairo then writes it beside the text. A space of no
 * width is a letter like the others, and a reader aloud goes on after it.
 */
static void spaces_restore(PangoLayout *layout, const char *text)
{
	for (GSList *l = pango_layout_get_lines(layout); l != NULL; l = l->next) {
		for (GSList *r = ((PangoLayoutLine *)l->data)->runs; r != NULL; r = r->next) {
			PangoLayoutRun *run = r->data;
			for (int i = 0; i < run->glyphs->num_glyphs; i++) {
				hb_codepoint_t space;
				PangoGlyphInfo *glyph = &run->glyphs->glyphs[i];
				if (glyph->glyph == PANGO_GLYPH_EMPTY && text[run->item->offset + run->glyphs->log_clusters[i]] == ' ' &&
				    hb_font_get_nominal_glyph(pango_font_get_hb_font(run->item->analysis.font), ' ', &space))
					glyph->glyph = space;
			}
		}
	}
}

static PangoLayout *layout_in(const PangoFontDescription *font, double width, const char *text)
{
	PangoLayout *layout = pango_layout_new(shop.context);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	PangoAttrList *attributes = attributes_of(text);
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	pango_layout_set_text(layout, text, -1);
	spaces_restore(layout, text);
	return layout;
}

static PangoLayout *layout_make(Face face, double width, const char *text)
{
	return layout_in(shop.faces[face], width, text);
}

PangoLayout *typeset_sized(GPtrArray *layouts, int *unknown, double size, double width, const char *text)
{
	g_autofree char *cleaned = typeset_clean(text);
	PangoFontDescription *font = pango_font_description_copy(shop.faces[FACE_TEXT]);
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	PangoLayout *layout = layout_in(font, width, cleaned);
	pango_font_description_free(font);
	*unknown += pango_layout_get_unknown_glyphs_count(layout);
	g_ptr_array_add(layouts, layout);
	return layout;
}

PangoLayout *typeset_words(GPtrArray *layouts, int *unknown, Face face, double width, const char *text, bool fixed)
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
	g_autofree char *cleaned = typeset_clean(text);
	PangoLayout *layout = layout_make(face, width, cleaned);
	*unknown += pango_layout_get_unknown_glyphs_count(layout);
	g_ptr_array_add(layouts, layout);
	return layout;
}

char *pages_lacking(const char *text, GError **error)
{
	if (!typeset_open(error))
		return NULL;
	g_autofree char *cleaned = typeset_clean(text);
	bool lacks = false;
	/* Line by line: pango's time grows with the square of what is in one layout. */
	g_auto(GStrv) lines = g_strsplit(cleaned, "\n", -1);
	for (char **line = lines; !lacks && *line != NULL; line++) {
		PangoLayout *layout = layout_make(FACE_TEXT, 1000, *line);
		lacks = pango_layout_get_unknown_glyphs_count(layout) > 0;
		g_object_unref(layout);
	}
	if (!lacks)
		return NULL;
	GString *out = g_string_new(NULL);
	for (const char *p = cleaned; *p != '\0'; p = g_utf8_next_char(p)) {
		char one[7] = "";
		g_unichar_to_utf8(g_utf8_get_char(p), one);
		if (strstr(out->str, one) != NULL)
			continue;
		PangoLayout *layout = layout_make(FACE_TEXT, 1000, one);
		if (pango_layout_get_unknown_glyphs_count(layout) > 0)
			g_string_append(out, one);
		g_object_unref(layout);
	}
	return g_string_free(out, FALSE);
}

double typeset_line_height(PangoLayoutLine *line, double *ascent, double *width)
{
	PangoRectangle logical;
	pango_layout_line_get_extents(line, NULL, &logical);
	if (ascent != NULL)
		*ascent = -(double)logical.y / PANGO_SCALE;
	if (width != NULL)
		*width = (double)logical.width / PANGO_SCALE;
	return (double)logical.height / PANGO_SCALE;
}
