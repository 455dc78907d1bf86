/* The bundle: front, exhibits with a strip on each page, bookmarks, and links from the index. */
#include "intake/worker/binder.h"
#include "intake/worker/disarm.h"
#include "intake/worker/leaf.h"

#include <string.h>

/* Points, on a page of usual size. */
#define STRIP 20.0
#define LETTERS 8.0
#define BASELINE 7.0
#define MARGIN 24.0
#define WIDTH_LEAST 210.0 /* what both texts need; a narrower page has them smaller */
#define WIDTH_USUAL 842.0 /* A4 on its side; a wider one has them larger, as it is shrunk on paper */
#define LENGTH_MOST 14400.0 /* a side that viewers still take */

typedef struct Binding {
	const CraftTray *tray;
	BinderPdf out;
	qpdf_oh font;
	int first_char;
	GArray *widths; /* int, thousandths of the size, from first_char on */
	qpdf_oh before; /* the stream before the last page's content: pages of one size share it */
	char *before_text;
	int total; /* pages of all */
	GArray *firsts, *lengths; /* int, of each exhibit: its first page, from 0; its pages */
} Binding;

/* ---- the stamps' font ---- */

static const char letters[] = "Bilag 0123456789, side af";

/* Up to the last small letter: a table of all letters would cost more than the rest of the font. */
static char *take_widths(Binding *b, BinderPdf ink, qpdf_oh font)
{
	g_array_set_size(b->widths, 0);
	qpdf_oh first = qpdf_oh_get_key(ink, font, "/FirstChar"), widths = qpdf_oh_get_key(ink, font, "/Widths");
	b->first_char = qpdf_oh_is_integer(ink, first) ? (int)qpdf_oh_get_int_value(ink, first) : 0;
	int n = qpdf_oh_is_array(ink, widths) ? qpdf_oh_get_array_n_items(ink, widths) : 0;
	GString *text = g_string_new("[");
	for (int i = 0; i < n && b->first_char + i <= 'z'; i++) {
		int width = (int)qpdf_oh_get_numeric_value(ink, qpdf_oh_get_array_item(ink, widths, i));
		g_array_append_val(b->widths, width);
		g_string_append_printf(text, " %d", width);
	}
	g_string_append(text, " ]");
	return g_string_free(text, FALSE);
}

/* The same font with as many letters as the stamps need. */
static qpdf_oh lesser_font(Binding *b, BinderPdf ink, qpdf_oh font)
{
	static const char *const plain[] = { "/Subtype", "/BaseFont", "/Encoding" }, *const parts[] = { "/FontDescriptor", "/ToUnicode" };
	g_autofree char *widths = take_widths(b, ink, font);
	g_autofree char *text = b->widths->len > 0 ? g_strdup_printf("<< /Type /Font /FirstChar %d /LastChar %d /Widths %s >>", b->first_char,
	                                                             b->first_char + (int)b->widths->len - 1, widths)
	                                           : g_strdup("<< /Type /Font >>");
	qpdf_oh lesser = qpdf_make_indirect_object(b->out, qpdf_oh_parse(b->out, text));
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
		const char *name = qpdf_oh_get_name(ink, qpdf_oh_get_key(ink, font, plain[i]));
		if (name != NULL && *name == '/')
			qpdf_oh_replace_key(b->out, lesser, plain[i], qpdf_oh_new_name(b->out, name));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		qpdf_oh part = qpdf_oh_get_key(ink, font, parts[i]);
		if (qpdf_oh_is_indirect(ink, part))
			qpdf_oh_replace_key(b->out, lesser, parts[i], qpdf_oh_copy_foreign_object(b->out, ink, part));
	}
	return lesser;
}

/* Upright and of usual weight, with every letter of the stamps: a subset gives no width to what it leaves out. */
static bool font_serves(Binding *b, qpdf_oh font)
{
	const char *name = qpdf_oh_get_name(b->out, qpdf_oh_get_key(b->out, font, "/BaseFont"));
	if (!qpdf_oh_is_indirect(b->out, font) || name == NULL || strstr(name, "Bold") != NULL || strstr(name, "Italic") != NULL ||
	    !qpdf_oh_is_name_and_equals(b->out, qpdf_oh_get_key(b->out, font, "/Encoding"), "/WinAnsiEncoding"))
		return false;
	g_autofree char *widths = take_widths(b, b->out, font);
	for (const char *at = letters; *at != '\0'; at++) {
		int code = *at - b->first_char;
		if (code < 0 || code >= (int)b->widths->len || g_array_index(b->widths, int, code) <= 0)
			return false;
	}
	return true;
}

/* The front is set in the font of the stamps; as a rule it has their letters, and a second copy of the font is saved. */
static bool front_font(Binding *b)
{
	qpdf_push_inherited_attributes_to_page(b->out);
	qpdf_oh resources = qpdf_oh_get_key(b->out, qpdf_get_page_n(b->out, 0), "/Resources");
	qpdf_oh fonts = qpdf_oh_get_key_if_dict(b->out, resources, "/Font");
	bool found = false;
	if (!qpdf_oh_is_dictionary(b->out, fonts))
		return false;
	qpdf_oh_begin_dict_key_iter(b->out, fonts);
	while (qpdf_oh_dict_more_keys(b->out)) {
		qpdf_oh font = qpdf_oh_get_key(b->out, fonts, qpdf_oh_dict_next_key(b->out));
		if (!found && font_serves(b, font)) {
			b->font = font;
			found = true;
			break;
		}
	}
	return found;
}

/* Our own page has one font with the letters' usual codes; another page would be our own mistake. */
static bool take_font(Binding *b, BinderPdf ink)
{
	qpdf_push_inherited_attributes_to_page(ink);
	qpdf_oh page = qpdf_get_page_n(ink, 0), resources = qpdf_oh_get_key(ink, page, "/Resources");
	qpdf_oh fonts = qpdf_oh_get_key_if_dict(ink, resources, "/Font");
	g_autofree char *name = NULL;
	if (!qpdf_oh_is_dictionary(ink, fonts))
		return false;
	qpdf_oh_begin_dict_key_iter(ink, fonts);
	while (qpdf_oh_dict_more_keys(ink)) {
		const char *key = qpdf_oh_dict_next_key(ink);
		qpdf_oh font = qpdf_oh_get_key(ink, fonts, key), encoding = qpdf_oh_get_key_if_dict(ink, font, "/Encoding");
		if (name == NULL && qpdf_oh_is_name_and_equals(ink, encoding, "/WinAnsiEncoding"))
			name = g_strdup(key);
	}
	if (name == NULL)
		return false;
	b->font = lesser_font(b, ink, qpdf_oh_get_key(ink, fonts, name));
	return !qpdf_has_error(ink);
}

static double text_width(const Binding *b, const char *text)
{
	int sum = 0;
	for (const char *at = text; *at != '\0'; at++) {
		int code = (unsigned char)*at - b->first_char;
		int width = code >= 0 && code < (int)b->widths->len ? g_array_index(b->widths, int, code) : 0;
		sum += width > 0 ? width : 556;
	}
	return sum * LETTERS / 1000;
}

/* ---- one page ---- */

static void strip_text(GString *out, double x, const char *text)
{
	g_string_append(out, "1 0 0 1");
	leaf_number(out, x);
	leaf_number(out, BASELINE);
	g_string_append_printf(out, " Tm (%s) Tj\n", text);
}

/* What is to be seen of the page stays what it was: nothing that lay outside its edges comes into the strip. */
static qpdf_oh before_page(Binding *b, const Leaf *leaf)
{
	g_autoptr(GString) text = g_string_new("q");
	leaf_number(text, leaf->left);
	leaf_number(text, leaf->bottom);
	leaf_number(text, leaf->right - leaf->left);
	leaf_number(text, leaf->top - leaf->bottom);
	g_string_append(text, " re W n\n");
	if (b->before_text == NULL || strcmp(b->before_text, text->str) != 0) {
		g_free(b->before_text);
		b->before_text = g_strdup(text->str);
		b->before = leaf_stream(b->out, text->str, text->len);
	}
	return b->before;
}

static void stamp_page(Binding *b, qpdf_oh page, const char *label, const char *number)
{
	Leaf leaf = leaf_of(b->out, page);
	double width = leaf_width(&leaf) * leaf.unit;
	double scale = width < WIDTH_LEAST ? width / WIDTH_LEAST : width > WIDTH_USUAL ? width / WIDTH_USUAL : 1;
	/* A page as high as viewers take has no room above: the strip lies on it. */
	bool grows = leaf_height(&leaf) * leaf.unit + STRIP * scale <= LENGTH_MOST;
	double units = scale / leaf.unit, wide = width / scale;
	g_autoptr(GString) text = g_string_new("\nQ q\n/Artifact BMC\n");
	leaf_matrix(&leaf, leaf.rotate, units, true, text);
	if (!grows)
		g_string_append_printf(text, "1 0 0 1 0 -%d cm\n", (int)STRIP);
	g_string_append(text, "1 g 0 0");
	leaf_number(text, wide);
	leaf_number(text, STRIP);
	g_string_append(text, " re f 0.6 G 0.5 w 0 0.25 m");
	leaf_number(text, wide);
	g_string_append_printf(text, " 0.25 l S\n0 g BT /PaakravStamp %d Tf 0 Tr 0 Tc 0 Tw 100 Tz 0 Ts\n", (int)LETTERS);
	strip_text(text, MARGIN, label);
	strip_text(text, wide - MARGIN - text_width(b, number), number);
	g_string_append(text, "ET\nEMC\nQ\n");
	qpdf_oh after = leaf_stream(b->out, text->str, text->len);
	leaf_wrap(b->out, page, before_page(b, &leaf), after);
	leaf_resource(b->out, page, "/Font", "/PaakravStamp", b->font);
	Leaf grown = leaf_grown(&leaf, STRIP * units);
	leaf_put(b->out, page, grows ? &grown : &leaf);
	qpdf_oh_release(b->out, after);
}

/* ---- the exhibits ---- */

static const cJSON *exhibit_order(const Binding *b, int i)
{
	return cJSON_GetArrayItem(json_get(b->tray->order, "exhibits"), i);
}

static bool add_exhibit(Binding *b, BinderPdf pdf, int pages)
{
	int first = qpdf_get_num_pages(b->out);
	g_array_append_val(b->firsts, first);
	g_array_append_val(b->lengths, pages);
	qpdf_push_inherited_attributes_to_page(pdf);
	for (int i = 0; i < pages; i++) {
		qpdf_oh page = qpdf_get_page_n(pdf, (size_t)i);
		if ((qpdf_add_page(b->out, pdf, page, QPDF_FALSE) & QPDF_ERRORS) != 0)
			return false;
		qpdf_oh_release(pdf, page);
	}
	return !qpdf_has_error(pdf);
}

static void stamp_exhibit(Binding *b, int exhibit)
{
	const char *stamp = json_get_text(exhibit_order(b, exhibit), "stamp");
	int first = g_array_index(b->firsts, int, exhibit), pages = g_array_index(b->lengths, int, exhibit);
	for (int i = 0; i < pages; i++) {
		qpdf_oh page = qpdf_get_page_n(b->out, (size_t)(first + i));
		g_autofree char *label = g_strdup_printf("%s, side %d af %d", stamp, i + 1, pages);
		g_autofree char *number = g_strdup_printf("side %d af %d", first + i + 1, b->total);
		disarm_page(b->out, page, NULL);
		stamp_page(b, page, label, number);
		qpdf_oh_release(b->out, page);
	}
}

/* ---- the way to them ---- */

static qpdf_oh destination(Binding *b, int page)
{
	qpdf_oh to = qpdf_oh_new_array(b->out), leaf = qpdf_get_page_n(b->out, (size_t)page), fit = qpdf_oh_new_name(b->out, "/Fit");
	qpdf_oh_append_item(b->out, to, leaf);
	qpdf_oh_append_item(b->out, to, fit);
	qpdf_oh_release(b->out, leaf);
	qpdf_oh_release(b->out, fit);
	return to;
}

static void put(BinderPdf pdf, qpdf_oh dictionary, const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(pdf, dictionary, key, value);
	qpdf_oh_release(pdf, value);
}

static qpdf_oh bookmark(Binding *b, qpdf_oh all, const char *title, int page)
{
	qpdf_oh item = qpdf_make_indirect_object(b->out, qpdf_oh_new_dictionary(b->out));
	put(b->out, item, "/Title", qpdf_oh_new_unicode_string(b->out, title));
	qpdf_oh_replace_key(b->out, item, "/Parent", all);
	put(b->out, item, "/Dest", destination(b, page));
	return item;
}

static void add_bookmarks(Binding *b)
{
	qpdf_oh root = qpdf_get_root(b->out), all = qpdf_make_indirect_object(b->out, qpdf_oh_new_dictionary(b->out));
	qpdf_oh last = bookmark(b, all, "Forside og indhold", 0);
	qpdf_oh_replace_key(b->out, all, "/First", last);
	for (guint i = 0; i < b->firsts->len; i++) {
		const char *title = json_get_text(exhibit_order(b, (int)i), "title");
		qpdf_oh item = bookmark(b, all, title != NULL ? title : "", g_array_index(b->firsts, int, i));
		qpdf_oh_replace_key(b->out, last, "/Next", item);
		qpdf_oh_replace_key(b->out, item, "/Prev", last);
		last = item;
	}
	qpdf_oh_replace_key(b->out, all, "/Last", last);
	put(b->out, all, "/Count", qpdf_oh_new_integer(b->out, b->firsts->len + 1));
	qpdf_oh_replace_key(b->out, root, "/Outlines", all);
	put(b->out, root, "/PageMode", qpdf_oh_new_name(b->out, "/UseOutlines"));
	put(b->out, root, "/ViewerPreferences", qpdf_oh_parse(b->out, "<< /DisplayDocTitle true >>"));
	put(b->out, root, "/Lang", qpdf_oh_new_unicode_string(b->out, "da"));
}

static void add_link(Binding *b, const cJSON *link, int fronts)
{
	int page = (int)json_get_int(link, "page", 0), exhibit = (int)json_get_int(link, "exhibit", -1);
	if (page < 1 || page > fronts || exhibit < 0 || exhibit >= (int)b->firsts->len)
		return;
	qpdf_oh front = qpdf_get_page_n(b->out, (size_t)(page - 1)), there = qpdf_oh_get_key(b->out, front, "/Annots");
	Leaf leaf = leaf_of(b->out, front);
	static const char *const keys[] = { "left", "bottom", "right", "top" };
	g_autoptr(GString) text = g_string_new("<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Rect [");
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		double points = (double)json_get_int(link, keys[i], 0) * 72 / 254;
		leaf_number(text, i % 2 == 0 ? leaf.left + points : leaf.top - points);
	}
	g_string_append(text, " ] >>");
	qpdf_oh note = qpdf_make_indirect_object(b->out, qpdf_oh_parse(b->out, text->str));
	put(b->out, note, "/Dest", destination(b, g_array_index(b->firsts, int, exhibit)));
	qpdf_oh notes = qpdf_oh_is_array(b->out, there) ? there : qpdf_oh_new_array(b->out);
	qpdf_oh_append_item(b->out, notes, note);
	qpdf_oh_replace_key(b->out, front, "/Annots", notes);
}

/* ---- all of it ---- */

static bool unusable(GError **error)
{
	return error_set(error, ERROR_INPUT, "bundle-failed", "Bilagene kan ikke samles i én fil.", "The exhibits cannot be put into one file.");
}

static cJSON *finish(Binding *b, const Hatch *hatch, GError **error)
{
	const unsigned char *bytes = NULL;
	size_t size = 0;
	if (qpdf_init_write_memory(b->out) != QPDF_SUCCESS) {
		unusable(error);
		return NULL;
	}
	qpdf_set_stream_data_mode(b->out, qpdf_s_preserve);
	if (!binder_write(b->out, json_get_text(b->tray->order, "id"), &bytes, &size) || !hatch->child(hatch->self, "samlet.pdf", bytes, size)) {
		unusable(error);
		return NULL;
	}
	cJSON *answer = cJSON_CreateObject();
	json_int(answer, "pages", b->total);
	return answer;
}

static void sources_free(void *data)
{
	BinderPdf pdf = data;
	binder_close(&pdf);
}

static bool gather(Binding *b, GPtrArray *sources, GError **error)
{
	for (int i = 2; i < b->tray->count; i++) {
		const CraftDocument *document = &b->tray->documents[i];
		BinderPdf pdf = binder_open(document, NULL, error);
		if (pdf == NULL)
			return false;
		g_ptr_array_add(sources, pdf);
		if (!add_exhibit(b, pdf, qpdf_get_num_pages(pdf)))
			return binder_damaged(document, error);
	}
	b->total = qpdf_get_num_pages(b->out);
	return true;
}

cJSON *binder_bind(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	g_auto(BinderPdf) out = binder_open(&tray->documents[0], NULL, error);
	if (out == NULL)
		return NULL;
	g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(sources_free); /* until it is written */
	g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(int)), firsts = g_array_new(FALSE, FALSE, sizeof(int)),
	                  lengths = g_array_new(FALSE, FALSE, sizeof(int));
	Binding b = { .tray = tray, .out = out, .widths = widths, .firsts = firsts, .lengths = lengths };
	int fronts = qpdf_get_num_pages(out);
	cJSON *answer = NULL;
	bool own = front_font(&b);
	g_auto(BinderPdf) ink = own ? NULL : binder_open(&tray->documents[1], NULL, error);
	if (!own && ink == NULL)
		return NULL;
	if (!own && !take_font(&b, ink))
		unusable(error);
	else if (gather(&b, sources, error)) {
		for (guint i = 0; i < firsts->len; i++)
			stamp_exhibit(&b, (int)i);
		const cJSON *link;
		cJSON_ArrayForEach(link, json_get(tray->order, "links")) add_link(&b, link, fronts);
		add_bookmarks(&b);
		answer = finish(&b, hatch, error);
	}
	g_free(b.before_text);
	return answer;
}
