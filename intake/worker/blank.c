#include "intake/worker/blank.h"

#include "intake/worker/blankfile.h"

#include <math.h>
#include <string.h>

#define UM_PER_PT (25400.0 / 72)
#define FLAG_LINES (1 << 12)
#define FLAG_PASSWORD (1 << 13)
#define FLAG_COMB (1 << 24)

static int64_t um(double points)
{
	return llround(points * UM_PER_PT);
}

/* A rectangle of the file as it is shown: from the page's upper left corner. */
static void show(const BlankPage *page, const BlankPlace *place, double *left, double *top, double *width, double *height)
{
	double across = place->right - place->left, up = place->top - place->bottom;
	switch (page->turn) {
	case 90:
		*left = place->bottom - page->bottom;
		*top = place->left - page->left;
		break;
	case 180:
		*left = page->right - place->right;
		*top = place->bottom - page->bottom;
		break;
	case 270:
		*left = page->top - place->top;
		*top = page->right - place->right;
		break;
	default:
		*left = place->left - page->left;
		*top = page->top - place->top;
	}
	bool lying = page->turn % 180 != 0;
	*width = lying ? up : across;
	*height = lying ? across : up;
}

/* What the field says counts; a field that says nothing is as its place is shown. */
static bool ticked(const Blank *blank, const BlankPlace *place, qpdf_oh value)
{
	if (place->state == NULL)
		return false;
	qpdf_oh said = qpdf_oh_is_name(blank->pdf, value) ? value : qpdf_oh_get_key(blank->pdf, place->widget, "/AS");
	return qpdf_oh_is_name(blank->pdf, said) && strcmp(qpdf_oh_get_name(blank->pdf, said) + 1, place->state) == 0;
}

static void place_json(const Blank *blank, const BlankPlace *place, cJSON *array)
{
	static const char *const kinds[] = { "text", "check", "radio", "choice", "push", "signature" };
	static const char *const aligns[] = { "left", "center", "right" };
	const BlankPage *page = &blank->pages[place->page - 1];
	double left, top, width, height;
	show(page, place, &left, &top, &width, &height);
	bool comb = (place->flags & FLAG_COMB) != 0 && place->length > 0 && (place->flags & (FLAG_LINES | FLAG_PASSWORD)) == 0;
	cJSON *row = json_push(array);
	json_text(row, "name", place->name);
	json_text(row, "kind", kinds[place->kind]);
	json_int(row, "number", place->number);
	json_int(row, "page", place->page);
	json_int(row, "left_um", um(left));
	json_int(row, "top_um", um(top));
	json_int(row, "width_um", um(width));
	json_int(row, "height_um", um(height));
	json_bool(row, "turned", (page->turn + 360 - place->turn) % 180 != 0);
	json_bool(row, "hidden", place->hidden);
	json_bool(row, "lines", (place->flags & FLAG_LINES) != 0);
	json_bool(row, "comb", comb);
	if (place->length > 0)
		json_int(row, "length", place->length);
	else
		json_null(row, "length");
	if (place->size > 0)
		json_int(row, "size_cpt", llround(place->size * 100));
	else
		json_null(row, "size_cpt");
	json_text(row, "align", aligns[CLAMP(place->align, 0, 2)]);
	json_text(row, "state", place->state);
	json_text(row, "label", place->label);
	qpdf_oh value = qpdf_oh_get_key(blank->pdf, place->field, "/V");
	json_bool(row, "ticked", ticked(blank, place, value));
	g_autofree char *text =
	    qpdf_oh_is_string(blank->pdf, value) ? g_utf8_make_valid(qpdf_oh_get_utf8_value(blank->pdf, value), -1) : NULL;
	json_text(row, "value", text);
	cJSON *options = json_array(row, "options");
	for (guint i = 0; place->options != NULL && i < place->options->len; i++)
		json_push_text(options, place->options->pdata[i]);
}

cJSON *blank_fields(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	(void)hatch;
	g_autoptr(Blank) blank = blank_open(&tray->documents[0], error);
	if (blank == NULL)
		return NULL;
	cJSON *answer = cJSON_CreateObject();
	json_bool(answer, "restricted", blank->restricted);
	json_bool(answer, "active", blank->active);
	cJSON *pages = json_array(answer, "pages");
	for (int i = 0; i < blank->n_pages; i++) {
		const BlankPage *page = &blank->pages[i];
		double across = page->right - page->left, up = page->top - page->bottom;
		cJSON *row = json_push(pages);
		json_int(row, "width_um", um(page->turn % 180 != 0 ? up : across));
		json_int(row, "height_um", um(page->turn % 180 != 0 ? across : up));
	}
	cJSON *fields = json_array(answer, "fields");
	for (guint i = 0; i < blank->places->len; i++)
		place_json(blank, blank->places->pdata[i], fields);
	return answer;
}
