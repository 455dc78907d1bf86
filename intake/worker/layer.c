#include "intake/worker/layer.h"

#include <string.h>

#define FONT_LETTERS 255 /* codes 1 … 255 of one font */
#define POINTS_PER_TENTH (72.0 / 254.0)

struct Layer {
	qpdf_data pdf;
	GHashTable *codes; /* letter → its number from 1 */
	GArray *letters; /* gunichar */
	GArray *fonts; /* qpdf_oh: dictionaries that are filled at the end */
};

Layer *layer_new(qpdf_data pdf)
{
	Layer *layer = g_new0(Layer, 1);
	layer->pdf = pdf;
	layer->codes = g_hash_table_new(NULL, NULL);
	layer->letters = g_array_new(FALSE, FALSE, sizeof(gunichar));
	layer->fonts = g_array_new(FALSE, FALSE, sizeof(qpdf_oh));
	return layer;
}

void layer_free(Layer *layer)
{
	if (layer == NULL)
		return;
	g_hash_table_unref(layer->codes);
	g_array_unref(layer->letters);
	g_array_unref(layer->fonts);
	g_free(layer);
}

/* The letter's number, from 0. */
static guint number_of(Layer *layer, gunichar c)
{
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(layer->codes, GUINT_TO_POINTER(c)));
	if (known > 0)
		return known - 1;
	g_array_append_val(layer->letters, c);
	g_hash_table_insert(layer->codes, GUINT_TO_POINTER(c), GUINT_TO_POINTER(layer->letters->len));
	if (layer->letters->len % FONT_LETTERS == 1) {
		qpdf_oh font = qpdf_make_indirect_object(layer->pdf, qpdf_oh_new_dictionary(layer->pdf));
		g_array_append_val(layer->fonts, font);
	}
	return layer->letters->len - 1;
}

static void use_font(GString *out, guint font, double size, guint64 *used)
{
	g_string_append_printf(out, "/PaakravText%u", font);
	leaf_number(out, size);
	g_string_append(out, " Tf\n");
	*used |= G_GUINT64_CONSTANT(1) << MIN(font, 63);
}

/* A word as wide as its box, with a space behind it: some readers part words by nothing else. */
static void write_word(Layer *layer, const PlacedWord *word, int height, GString *out, guint *font, guint64 *used)
{
	glong letters = g_utf8_strlen(word->text, -1);
	int wide = MAX(word->box.right - word->box.left, 1), high = CLAMP(word->box.bottom - word->box.top, 4, 400);
	double size = high * 0.85;
	if (letters < 1)
		return;
	*font = G_MAXUINT;
	g_string_append(out, "1 0 0 1");
	leaf_number(out, word->box.left);
	leaf_number(out, height - word->box.bottom + high * 0.15);
	g_string_append(out, " Tm");
	leaf_number(out, 100.0 * wide / ((double)letters * 0.5 * size));
	g_string_append(out, " Tz\n");
	bool open = false;
	for (const char *at = word->text;; at = g_utf8_next_char(at)) {
		gunichar c = *at != '\0' ? g_utf8_get_char(at) : ' ';
		guint number = number_of(layer, c);
		if (number / FONT_LETTERS != *font) {
			if (open)
				g_string_append(out, "> Tj\n");
			*font = number / FONT_LETTERS;
			use_font(out, *font, size, used);
			open = false;
		}
		g_string_append_printf(out, "%s%02X", open ? "" : "<", number % FONT_LETTERS + 1);
		open = true;
		if (*at == '\0')
			break;
	}
	g_string_append(out, "> Tj\n");
}

void layer_words(Layer *layer, qpdf_oh page, const Leaf *leaf, int rotate, int height, const GArray *words, GString *out)
{
	guint font = G_MAXUINT;
	guint64 used = 0;
	if (words->len == 0)
		return;
	g_string_append(out, "q\n");
	leaf_matrix(leaf, rotate, POINTS_PER_TENTH, false, out);
	g_string_append(out, "BT 3 Tr 0 Tc 0 Tw 0 Ts\n");
	for (guint i = 0; i < words->len; i++)
		write_word(layer, &g_array_index(words, PlacedWord, i), height, out, &font, &used);
	g_string_append(out, "ET\nQ\n");
	for (guint i = 0; i < layer->fonts->len; i++) {
		g_autofree char *name = g_strdup_printf("/PaakravText%u", i);
		if ((used & G_GUINT64_CONSTANT(1) << MIN(i, 63)) != 0)
			leaf_resource(layer->pdf, page, "/Font", name, g_array_index(layer->fonts, qpdf_oh, i));
	}
}

static void put(qpdf_data pdf, qpdf_oh dictionary, const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(pdf, dictionary, key, value);
	qpdf_oh_release(pdf, value);
}

/* Which letter each code is, for copying and searching. */
static qpdf_oh to_unicode(const Layer *layer, guint from, guint n)
{
	g_autoptr(GString) map = g_string_new("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	                                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
	                                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	                                      "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n");
	for (guint i = 0; i < n; i++) {
		gunichar c = g_array_index(layer->letters, gunichar, from + i);
		if (i % 100 == 0)
			g_string_append_printf(map, "%u beginbfchar\n", MIN(n - i, 100));
		if (c > 0xFFFF)
			g_string_append_printf(map, "<%02X> <%04X%04X>\n", i + 1, 0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
		else
			g_string_append_printf(map, "<%02X> <%04X>\n", i + 1, c);
		if (i % 100 == 99 || i + 1 == n)
			g_string_append(map, "endbfchar\n");
	}
	g_string_append(map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	return leaf_stream(layer->pdf, map->str, map->len);
}

static void write_font(const Layer *layer, guint index, qpdf_oh empty)
{
	qpdf_data pdf = layer->pdf;
	guint from = index * FONT_LETTERS, n = MIN(layer->letters->len - from, FONT_LETTERS);
	qpdf_oh font = g_array_index(layer->fonts, qpdf_oh, index), letters = qpdf_oh_new_dictionary(pdf);
	g_autoptr(GString) codes = g_string_new("<< /Type /Encoding /Differences [1"), widths = g_string_new("[");
	for (guint i = 0; i < n; i++) {
		g_autofree char *name = g_strdup_printf("/p%u", i + 1);
		qpdf_oh_replace_key(pdf, letters, name, empty);
		g_string_append_printf(codes, " %s", name);
		g_string_append(widths, " 500");
	}
	g_string_append(codes, "] >>");
	g_string_append(widths, " ]");
	put(pdf, font, "/Type", qpdf_oh_new_name(pdf, "/Font"));
	put(pdf, font, "/Subtype", qpdf_oh_new_name(pdf, "/Type3"));
	put(pdf, font, "/FontBBox", qpdf_oh_parse(pdf, "[0 -200 500 800]"));
	put(pdf, font, "/FontMatrix", qpdf_oh_parse(pdf, "[0.001 0 0 0.001 0 0]"));
	put(pdf, font, "/Resources", qpdf_oh_new_dictionary(pdf));
	put(pdf, font, "/FirstChar", qpdf_oh_new_integer(pdf, 1));
	put(pdf, font, "/LastChar", qpdf_oh_new_integer(pdf, n));
	put(pdf, font, "/Widths", qpdf_oh_parse(pdf, widths->str));
	put(pdf, font, "/Encoding", qpdf_oh_parse(pdf, codes->str));
	put(pdf, font, "/CharProcs", letters);
	put(pdf, font, "/ToUnicode", to_unicode(layer, from, n));
}

void layer_settle(Layer *layer)
{
	qpdf_oh empty = layer->fonts->len > 0 ? leaf_stream(layer->pdf, "500 0 d0\n", 9) : 0;
	for (guint i = 0; i < layer->fonts->len; i++)
		write_font(layer, i, empty);
}
