#include "intake/worker/spots.h"

#include "intake/limits.h"
#include "intake/worker/pdfpage.h"

#include <leptonica/allheaders.h>

#define UM_IN_TENTH 100
#define UM_IN_INCH 25400
#define INK_DPI 150
#define DARK 128 /* of 255 */

static bool inside(const cJSON *place, const PageBox *box)
{
	int64_t x = ((int64_t)box->left + box->right) * UM_IN_TENTH / 2, y = ((int64_t)box->top + box->bottom) * UM_IN_TENTH / 2;
	int64_t left = json_get_int(place, "left_um", 0), top = json_get_int(place, "top_um", 0);
	return x >= left && x < left + json_get_int(place, "width_um", 0) && y >= top && y < top + json_get_int(place, "height_um", 0);
}

/* The words at the place as lines; NULL: there are none. */
static char *place_text(const cJSON *place, const GArray *words)
{
	g_autoptr(GArray) here = placed_words_new();
	for (guint i = 0; i < words->len; i++) {
		const PlacedWord *word = &g_array_index(words, PlacedWord, i);
		if (!inside(place, &word->box))
			continue;
		PlacedWord copy = *word;
		copy.text = g_strdup(word->text);
		g_array_append_val(here, copy);
	}
	if (here->len == 0)
		return NULL;
	g_autoptr(Text) text = text_new();
	TextPage *page = text_add_page(text, 0, 0);
	lines_fill(text, page, here, 0);
	return text_page_plain(page);
}

static int dots(int64_t um, int dpi)
{
	return (int)(um * dpi / UM_IN_INCH);
}

static cJSON *place_ink(const cJSON *place, PIX *picture, int dpi)
{
	int64_t left = json_get_int(place, "left_um", 0), top = json_get_int(place, "top_um", 0);
	int x0 = MAX(dots(left, dpi), 0), x1 = MIN(dots(left + json_get_int(place, "width_um", 0), dpi), pixGetWidth(picture));
	int y0 = MAX(dots(top, dpi), 0), y1 = MIN(dots(top + json_get_int(place, "height_um", 0), dpi), pixGetHeight(picture));
	int64_t dark = 0, all = 0;
	for (int y = y0; y < y1; y++)
		for (int x = x0; x < x1; x++, all++) {
			l_uint32 grey = 0;
			dark += pixGetPixel(picture, x, y, &grey) == 0 && grey < DARK;
		}
	cJSON *ink = cJSON_CreateObject();
	json_int(ink, "permille", all > 0 ? dark * 1000 / all : 0);
	return ink;
}

/* Pages are drawn one after the other, each once, and only those that are asked about. */
static void inks_tell(const PdfFile *file, int pages, const cJSON *places, cJSON *inks)
{
	int n = cJSON_GetArraySize(places);
	g_autofree cJSON **told = g_new0(cJSON *, (gsize)MAX(n, 1));
	for (int number = 1; number <= pages; number++) {
		PIX *picture = NULL;
		int dpi = INK_DPI, at = 0;
		bool drawn = false;
		const cJSON *place;
		cJSON_ArrayForEach(place, places)
		{
			if (json_get_bool(place, "ink") && json_get_int(place, "page", 0) == number) {
				picture = drawn ? picture : pdf_page_picture(file, number, false, &dpi);
				drawn = true;
				told[at] = picture != NULL ? place_ink(place, picture, dpi) : NULL;
			}
			at++;
		}
		pixDestroy(&picture);
	}
	for (int i = 0; i < n; i++)
		cJSON_AddItemToArray(inks, told[i] != NULL ? told[i] : cJSON_CreateNull());
}

static void word_tell(cJSON *all, const PlacedWord *word, int page)
{
	cJSON *row = json_push(all);
	json_text(row, "text", word->text);
	json_int(row, "page", page);
	json_int(row, "left", word->box.left);
	json_int(row, "top", word->box.top);
}

cJSON *spots_told(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	(void)hatch;
	g_autoptr(PdfFile) file = pdf_open(tray->documents[0].bytes, tray->documents[0].size, error);
	if (file == NULL) {
		error_at(error, tray->documents[0].name, 0, 0);
		return NULL;
	}
	int pages = MIN(pdf_pages(file), LIMIT_BLANK_PAGES), width, height;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	cJSON *answer = cJSON_CreateObject(), *texts = json_array(answer, "texts"), *all = json_array(answer, "words");
	for (int number = 1; number <= pages; number++) {
		GArray *page = pdf_page_words(file, number, &width, &height);
		g_ptr_array_add(words, page != NULL ? page : placed_words_new());
		for (guint i = 0; page != NULL && i < page->len; i++)
			word_tell(all, &g_array_index(page, PlacedWord, i), number);
	}
	const cJSON *place;
	cJSON_ArrayForEach(place, json_get(tray->order, "places"))
	{
		int64_t number = json_get_int(place, "page", 0);
		g_autofree char *text = number >= 1 && number <= pages ? place_text(place, words->pdata[number - 1]) : NULL;
		cJSON_AddItemToArray(texts, text != NULL ? cJSON_CreateString(text) : cJSON_CreateNull());
	}
	inks_tell(file, pages, json_get(tray->order, "places"), json_array(answer, "inks"));
	return answer;
}
