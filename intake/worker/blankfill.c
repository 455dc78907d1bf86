/* A blank filled: values set, and each drawn, from the pages of a layer. */
#include "intake/worker/blank.h"

#include "intake/worker/blankfile.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define PT_PER_UM (72 / 25400.0)

typedef struct Fill {
	Blank *blank;
	qpdf_data layer;
	const CraftDocument *layer_document;
	int layers;
	GArray *forms; /* qpdf_oh: what was made of each page of the layer; 0: not yet */
	GPtrArray *stamped; /* GString*, by page: what is to be drawn on it; NULL: nothing */
} Fill;

static void fill_clear(Fill *fill)
{
	if (fill->layer != NULL)
		qpdf_cleanup(&fill->layer);
	g_clear_pointer(&fill->forms, g_array_unref);
	g_clear_pointer(&fill->stamped, g_ptr_array_unref);
}

static void string_free(void *data)
{
	if (data != NULL)
		g_string_free(data, TRUE);
}

/* Numbers as PDF writes them, whatever the locale. */
static void number_add(GString *out, double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(text, sizeof text, "%.4f", value);
	g_string_append_printf(out, "%s ", text);
}

static void numbers_add(GString *out, int n, ...)
{
	va_list values;
	va_start(values, n);
	for (int i = 0; i < n; i++)
		number_add(out, va_arg(values, double));
	va_end(values);
}

static qpdf_oh parsed(const Fill *fill, const char *text)
{
	return qpdf_oh_parse(fill->blank->pdf, text);
}

static qpdf_oh stream_of(const Fill *fill, const char *dict, const char *bytes, size_t size)
{
	qpdf_data pdf = fill->blank->pdf;
	qpdf_oh stream = qpdf_oh_new_stream(pdf), own = qpdf_oh_get_dict(pdf, stream), rows = parsed(fill, dict);
	qpdf_oh_begin_dict_key_iter(pdf, rows);
	while (qpdf_oh_dict_more_keys(pdf)) {
		const char *key = qpdf_oh_dict_next_key(pdf);
		qpdf_oh_replace_key(pdf, own, key, qpdf_oh_get_key(pdf, rows, key));
	}
	qpdf_oh_replace_stream_data(pdf, stream, (const unsigned char *)bytes, size, qpdf_oh_new_null(pdf), qpdf_oh_new_null(pdf));
	return stream;
}

/* A page of the layer as something that can be drawn in the blank: its words, and the fonts it shares with the others. */
static qpdf_oh form_of(Fill *fill, int n, double *width, double *height)
{
	qpdf_data pdf = fill->blank->pdf;
	if (n < 0 || n >= fill->layers)
		return 0;
	qpdf_oh page = qpdf_get_page_n(fill->layer, (size_t)n), box = qpdf_oh_get_key(fill->layer, page, "/MediaBox");
	*width = qpdf_oh_get_numeric_value(fill->layer, qpdf_oh_get_array_item(fill->layer, box, 2));
	*height = qpdf_oh_get_numeric_value(fill->layer, qpdf_oh_get_array_item(fill->layer, box, 3));
	qpdf_oh kept = g_array_index(fill->forms, qpdf_oh, n);
	if (kept != 0)
		return kept;
	unsigned char *bytes = NULL;
	size_t size = 0;
	if ((qpdf_oh_get_page_content_data(fill->layer, page, &bytes, &size) & QPDF_ERRORS) != 0)
		return 0;
	g_autoptr(GString) dict = g_string_new("<< /Type /XObject /Subtype /Form /BBox [0 0 ");
	numbers_add(dict, 2, *width, *height);
	g_string_append(dict, "] >>");
	qpdf_oh form = stream_of(fill, dict->str, (const char *)bytes, size);
	free(bytes);
	qpdf_oh resources = qpdf_oh_get_key(fill->layer, page, "/Resources");
	if (!qpdf_oh_is_indirect(fill->layer, resources))
		resources = qpdf_make_indirect_object(fill->layer, resources);
	qpdf_oh_replace_key(pdf, qpdf_oh_get_dict(pdf, form), "/Resources", qpdf_oh_copy_foreign_object(pdf, fill->layer, resources));
	g_array_index(fill->forms, qpdf_oh, n) = form;
	return form;
}

static bool fault(const Fill *fill, const char *what, GError **error)
{
	error_set(error, ERROR_INPUT, "blank-field", "Blanketten har ikke stedet %s, som skulle udfyldes.",
	          "The blank has no place %s, which was to be filled.", what);
	error_at(error, fill->blank->document->name, 0, 0);
	return false;
}

/* ---- fields ---- */

static void colour_add(const Fill *fill, qpdf_oh look, const char *key, bool stroke, GString *out)
{
	qpdf_data pdf = fill->blank->pdf;
	static const char *const fills[] = { "", "g", "", "rg", "k" }, *const strokes[] = { "", "G", "", "RG", "K" };
	qpdf_oh array = qpdf_oh_get_key_if_dict(pdf, look, key);
	int n = qpdf_oh_is_array(pdf, array) ? qpdf_oh_get_array_n_items(pdf, array) : 0;
	if (n != 1 && n != 3 && n != 4)
		return;
	for (int i = 0; i < n; i++)
		number_add(out, qpdf_oh_get_numeric_value(pdf, qpdf_oh_get_array_item(pdf, array, i)));
	g_string_append_printf(out, "%s ", stroke ? strokes[n] : fills[n]);
}

/* The ground and border that the field's old appearance had from its description. */
static void ground_add(const Fill *fill, const BlankPlace *place, double width, double height, GString *out)
{
	qpdf_data pdf = fill->blank->pdf;
	qpdf_oh look = qpdf_oh_get_key(pdf, place->widget, "/MK");
	if (!qpdf_oh_is_dictionary(pdf, look))
		return;
	double line = 1;
	qpdf_oh style = qpdf_oh_get_key(pdf, place->widget, "/BS");
	if (qpdf_oh_is_dictionary(pdf, style) && qpdf_oh_has_key(pdf, style, "/W"))
		qpdf_oh_get_value_as_number(pdf, qpdf_oh_get_key(pdf, style, "/W"), &line);
	g_autoptr(GString) colour = g_string_new(NULL);
	colour_add(fill, look, "/BG", false, colour);
	if (colour->len > 0) {
		g_string_append_printf(out, "q %s0 0 ", colour->str);
		numbers_add(out, 2, width, height);
		g_string_append(out, "re f Q\n");
	}
	g_string_truncate(colour, 0);
	colour_add(fill, look, "/BC", true, colour);
	if (colour->len > 0 && line > 0 && line < 10) {
		g_string_append_printf(out, "q %s", colour->str);
		numbers_add(out, 5, line, line / 2, line / 2, width - line, height - line);
		g_string_append(out, "re S Q\n");
	}
}

static const char *turn_matrix(int turn)
{
	return turn == 90 ? "[0 1 -1 0 0 0]" : turn == 180 ? "[-1 0 0 -1 0 0]" : turn == 270 ? "[0 -1 1 0 0 0]" : "[1 0 0 1 0 0]";
}

/* What stands in a place: its ground, and the page of the layer over it; form 0: the ground alone. */
static void appearance_set(const Fill *fill, const BlankPlace *place, qpdf_oh form)
{
	qpdf_data pdf = fill->blank->pdf;
	bool lying = place->turn % 180 != 0;
	double across = place->right - place->left, up = place->top - place->bottom;
	double width = lying ? up : across, height = lying ? across : up;
	g_autoptr(GString) dict = g_string_new("<< /Type /XObject /Subtype /Form /BBox [0 0 ");
	numbers_add(dict, 2, width, height);
	g_string_append_printf(dict, "] /Matrix %s /Resources << /XObject << >> >> >>", turn_matrix(place->turn));
	g_autoptr(GString) content = g_string_new(NULL);
	ground_add(fill, place, width, height, content);
	g_string_append(content, "/Tx BMC\n");
	if (form != 0)
		g_string_append(content, "q /Layer Do Q\n");
	g_string_append(content, "EMC\n");
	qpdf_oh look = stream_of(fill, dict->str, content->str, content->len);
	if (form != 0)
		qpdf_oh_replace_key(pdf, qpdf_oh_get_key(pdf, qpdf_oh_get_key(pdf, qpdf_oh_get_dict(pdf, look), "/Resources"), "/XObject"), "/Layer",
		                    form);
	qpdf_oh states = qpdf_oh_new_dictionary(pdf);
	qpdf_oh_replace_key(pdf, states, "/N", look);
	qpdf_oh_replace_key(pdf, place->widget, "/AP", states);
}

static bool text_set(Fill *fill, const cJSON *row, GError **error)
{
	const char *name = json_get_text(row, "name"), *text = json_get_text(row, "text");
	const cJSON *layers = json_get(row, "layers");
	qpdf_data pdf = fill->blank->pdf;
	bool any = false;
	for (guint i = 0; name != NULL && text != NULL && i < fill->blank->places->len; i++) {
		const BlankPlace *place = fill->blank->places->pdata[i];
		if (strcmp(place->name, name) != 0 || (place->kind != PLACE_TEXT && place->kind != PLACE_CHOICE))
			continue;
		const cJSON *layer = cJSON_GetArrayItem(layers, place->number);
		double width, height;
		qpdf_oh form = layer != NULL && layer->string == NULL && cJSON_IsNumber(layer) ? form_of(fill, layer->valueint, &width, &height) : 0;
		appearance_set(fill, place, form);
		qpdf_oh_replace_key(pdf, place->field, "/V", qpdf_oh_new_unicode_string(pdf, text));
		qpdf_oh_remove_key(pdf, place->field, "/RV");
		qpdf_oh_remove_key(pdf, place->field, "/I");
		any = true;
	}
	return any || fault(fill, name != NULL ? name : "?", error);
}

/* A box that has no look of its own when it is ticked gets a cross. */
static void cross_draw(const Fill *fill, const BlankPlace *place)
{
	qpdf_data pdf = fill->blank->pdf;
	double width = place->right - place->left, height = place->top - place->bottom, edge = MIN(width, height) / 5;
	g_autoptr(GString) dict = g_string_new("<< /Type /XObject /Subtype /Form /BBox [0 0 ");
	numbers_add(dict, 2, width, height);
	g_string_append(dict, "] >>");
	g_autoptr(GString) content = g_string_new(NULL);
	ground_add(fill, place, width, height, content);
	qpdf_oh off = stream_of(fill, dict->str, content->str, content->len);
	g_string_append(content, "q 1.2 w ");
	numbers_add(content, 2, edge, edge);
	g_string_append(content, "m ");
	numbers_add(content, 2, width - edge, height - edge);
	g_string_append(content, "l ");
	numbers_add(content, 2, edge, height - edge);
	g_string_append(content, "m ");
	numbers_add(content, 2, width - edge, edge);
	g_string_append(content, "l S Q\n");
	qpdf_oh states = qpdf_oh_new_dictionary(pdf), normal = qpdf_oh_new_dictionary(pdf);
	g_autofree char *key = g_strconcat("/", place->state, NULL);
	qpdf_oh_replace_key(pdf, normal, key, stream_of(fill, dict->str, content->str, content->len));
	qpdf_oh_replace_key(pdf, normal, "/Off", off);
	qpdf_oh_replace_key(pdf, states, "/N", normal);
	qpdf_oh_replace_key(pdf, place->widget, "/AP", states);
}

static bool tick_set(Fill *fill, const cJSON *row, GError **error)
{
	const char *name = json_get_text(row, "name"), *state = json_get_text(row, "state");
	qpdf_data pdf = fill->blank->pdf;
	bool any = false;
	for (guint i = 0; name != NULL && state != NULL && i < fill->blank->places->len; i++) {
		const BlankPlace *place = fill->blank->places->pdata[i];
		if (strcmp(place->name, name) != 0 || place->state == NULL)
			continue;
		bool on = strcmp(place->state, state) == 0;
		g_autofree char *key = g_strconcat("/", place->state, NULL);
		qpdf_oh normal = qpdf_oh_get_key_if_dict(pdf, qpdf_oh_get_key(pdf, place->widget, "/AP"), "/N");
		if (on && !(qpdf_oh_is_dictionary(pdf, normal) && qpdf_oh_is_stream(pdf, qpdf_oh_get_key(pdf, normal, key))))
			cross_draw(fill, place);
		qpdf_oh_replace_key(pdf, place->widget, "/AS", qpdf_oh_new_name(pdf, on ? key : "/Off"));
		if (on)
			qpdf_oh_replace_key(pdf, place->field, "/V", qpdf_oh_new_name(pdf, key));
		any = any || on;
	}
	g_autofree char *what = g_strdup_printf("%s = %s", name != NULL ? name : "?", state != NULL ? state : "?");
	return any || fault(fill, what, error);
}

/* ---- measured places ---- */

static bool stamp_set(Fill *fill, const cJSON *row, GError **error)
{
	int64_t n = json_get_int(row, "page", 0);
	double x = (double)json_get_int(row, "left_um", 0) * PT_PER_UM, y = (double)json_get_int(row, "top_um", 0) * PT_PER_UM;
	double width = 0, height = 0;
	int layer = (int)json_get_int(row, "layer", -1);
	qpdf_oh form = form_of(fill, layer, &width, &height);
	if (n < 1 || n > fill->blank->n_pages || form == 0)
		return fault(fill, "på den side", error);
	const BlankPage *page = &fill->blank->pages[n - 1];
	GString **out = (GString **)&fill->stamped->pdata[n - 1];
	if (*out == NULL)
		*out = g_string_new(NULL);
	g_string_append(*out, "q ");
	switch (page->turn) {
	case 90:
		numbers_add(*out, 6, 0.0, 1.0, -1.0, 0.0, page->left + y + height, page->bottom + x);
		break;
	case 180:
		numbers_add(*out, 6, -1.0, 0.0, 0.0, -1.0, page->right - x, page->bottom + y + height);
		break;
	case 270:
		numbers_add(*out, 6, 0.0, -1.0, 1.0, 0.0, page->right - y - height, page->top - x);
		break;
	default:
		numbers_add(*out, 6, 1.0, 0.0, 0.0, 1.0, page->left + x, page->top - y - height);
	}
	g_string_append_printf(*out, "cm /PaakravLayer%d Do Q\n", layer);
	qpdf_data pdf = fill->blank->pdf;
	qpdf_oh resources = qpdf_oh_get_key(pdf, page->page, "/Resources"), forms;
	if (!qpdf_oh_is_dictionary(pdf, resources)) {
		resources = qpdf_oh_new_dictionary(pdf);
		qpdf_oh_replace_key(pdf, page->page, "/Resources", resources);
	}
	forms = qpdf_oh_get_key(pdf, resources, "/XObject");
	if (!qpdf_oh_is_dictionary(pdf, forms)) {
		forms = qpdf_oh_new_dictionary(pdf);
		qpdf_oh_replace_key(pdf, resources, "/XObject", forms);
	}
	g_autofree char *key = g_strdup_printf("/PaakravLayer%d", layer);
	qpdf_oh_replace_key(pdf, forms, key, form);
	return true;
}

/* The page's own words first, as they were, then the stamps, whatever state of the pen the page ends in. */
static void stamps_draw(const Fill *fill)
{
	qpdf_data pdf = fill->blank->pdf;
	for (int i = 0; i < fill->blank->n_pages; i++) {
		const GString *stamps = fill->stamped->pdata[i];
		if (stamps == NULL)
			continue;
		qpdf_oh page = fill->blank->pages[i].page, own = qpdf_oh_get_key(pdf, page, "/Contents"), all = qpdf_oh_new_array(pdf);
		g_autofree char *after = g_strconcat("\nQ\n", stamps->str, NULL);
		qpdf_oh_append_item(pdf, all, stream_of(fill, "<< >>", "q\n", 2));
		if (qpdf_oh_is_array(pdf, own))
			for (int k = 0; k < qpdf_oh_get_array_n_items(pdf, own); k++)
				qpdf_oh_append_item(pdf, all, qpdf_oh_get_array_item(pdf, own, k));
		else if (qpdf_oh_is_stream(pdf, own))
			qpdf_oh_append_item(pdf, all, own);
		qpdf_oh_append_item(pdf, all, stream_of(fill, "<< >>", after, strlen(after)));
		qpdf_oh_replace_key(pdf, page, "/Contents", all);
	}
}

/* ---- the whole ---- */

static bool layer_open(Fill *fill, const CraftDocument *document, GError **error)
{
	fill->layer_document = document;
	fill->layer = qpdf_init();
	qpdf_set_suppress_warnings(fill->layer, QPDF_TRUE);
	qpdf_silence_errors(fill->layer);
	if ((qpdf_read_memory(fill->layer, document->name, document->bytes, document->size, NULL) & QPDF_ERRORS) != 0)
		return error_set(error, ERROR_INPUT, "pdf-damaged", "Laget til blanketten kan ikke læses.", "The blank's layer cannot be read.");
	fill->layers = qpdf_get_num_pages(fill->layer);
	fill->forms = g_array_new(FALSE, TRUE, sizeof(qpdf_oh));
	g_array_set_size(fill->forms, (guint)MAX(fill->layers, 0));
	fill->stamped = g_ptr_array_new_with_free_func(string_free);
	g_ptr_array_set_size(fill->stamped, fill->blank->n_pages);
	return true;
}

/* A window's title, where the blank brings none. */
static void title_set(const Fill *fill, const char *title)
{
	qpdf_data pdf = fill->blank->pdf;
	qpdf_oh trailer = qpdf_get_trailer(pdf), told = qpdf_oh_get_key(pdf, trailer, "/Info");
	if (title == NULL)
		return;
	if (!qpdf_oh_is_dictionary(pdf, told)) {
		told = qpdf_make_indirect_object(pdf, qpdf_oh_new_dictionary(pdf));
		qpdf_oh_replace_key(pdf, trailer, "/Info", told);
	}
	if (!qpdf_oh_has_key(pdf, told, "/Title"))
		qpdf_oh_replace_key(pdf, told, "/Title", qpdf_oh_new_unicode_string(pdf, title));
}

/* A form whose list of fields is none gets one, of those that its pages know of: other programs look nowhere else. */
static void list_mend(const Fill *fill, qpdf_oh form)
{
	qpdf_data pdf = fill->blank->pdf;
	if (qpdf_oh_is_array(pdf, qpdf_oh_get_key(pdf, form, "/Fields")))
		return;
	qpdf_oh list = qpdf_oh_new_array(pdf);
	g_autoptr(GHashTable) listed = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < fill->blank->places->len; i++) {
		qpdf_oh field = ((const BlankPlace *)fill->blank->places->pdata[i])->field;
		if (!qpdf_oh_has_key(pdf, field, "/Parent") && g_hash_table_add(listed, GINT_TO_POINTER(qpdf_oh_get_object_id(pdf, field))))
			qpdf_oh_append_item(pdf, list, field);
	}
	qpdf_oh_replace_key(pdf, form, "/Fields", list);
}

static bool all_set(Fill *fill, const cJSON *order, GError **error)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(order, "texts")) if (!text_set(fill, row, error)) return false;
	cJSON_ArrayForEach(row, json_get(order, "ticks")) if (!tick_set(fill, row, error)) return false;
	cJSON_ArrayForEach(row, json_get(order, "stamps")) if (!stamp_set(fill, row, error)) return false;
	stamps_draw(fill);
	qpdf_data pdf = fill->blank->pdf;
	qpdf_oh root = qpdf_get_root(pdf), form = qpdf_oh_get_key(pdf, root, "/AcroForm"), permissions = qpdf_oh_get_key(pdf, root, "/Perms");
	if (qpdf_oh_is_dictionary(pdf, form)) {
		qpdf_oh_remove_key(pdf, form, "/NeedAppearances");
		qpdf_oh_remove_key(pdf, form, "/SigFlags");
		list_mend(fill, form);
	}
	if (qpdf_oh_is_dictionary(pdf, permissions))
		qpdf_oh_remove_key(pdf, root, "/Perms"); /* rights to use a reader's extras, bound to the bytes as they were */
	if (!qpdf_oh_has_key(pdf, root, "/Lang"))
		qpdf_oh_replace_key(pdf, root, "/Lang", qpdf_oh_new_string(pdf, "da"));
	title_set(fill, json_get_text(order, "title"));
	return true;
}

static bool write_out(const Fill *fill, const Hatch *hatch, GError **error)
{
	qpdf_data pdf = fill->blank->pdf;
	bool fine = !qpdf_has_error(pdf) && (qpdf_init_write_memory(pdf) & QPDF_ERRORS) == 0;
	if (fine) {
		qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
		qpdf_set_preserve_encryption(pdf, QPDF_FALSE);
		fine = (qpdf_write(pdf) & QPDF_ERRORS) == 0;
	}
	if (!fine)
		return blank_error(fill->blank, "pdf-damaged", "Blanketten er beskadiget og kan ikke udfyldes.",
		                   "The blank is damaged and cannot be filled.", error);
	if (hatch->child(hatch->self, "blank.pdf", qpdf_get_buffer(pdf), qpdf_get_buffer_length(pdf)))
		return true;
	return error_set(error, ERROR_INPUT, "blank-large", "Den udfyldte blanket er for stor.", "The filled blank is too large.");
}

cJSON *blank_fill(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	g_autoptr(Blank) blank = blank_open(&tray->documents[0], error);
	if (blank == NULL)
		return NULL;
	__attribute__((cleanup(fill_clear))) Fill fill = { .blank = blank };
	if (!layer_open(&fill, &tray->documents[1], error) || !all_set(&fill, tray->order, error) || !write_out(&fill, hatch, error))
		return NULL;
	cJSON *answer = cJSON_CreateObject();
	json_int(answer, "pages", blank->n_pages);
	return answer;
}
