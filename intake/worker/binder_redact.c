/* A page with numbers struck out: drawn as a picture, painted over, and written anew. */
#include "intake/private.h"
#include "intake/worker/binder.h"
#include "intake/worker/layer.h"
#include "intake/worker/pdf.h"
#include "intake/worker/pdfpage.h"
#include "intake/worker/plate.h"
#include "intake/worker/strip.h"

#include <leptonica/allheaders.h>

#define DRAWN_DPI 200 /* read easily on paper */
#define ROOM_ACROSS 6 /* tenths of a millimetre painted beside a number, so that no edge of a digit shows */
#define ROOM_DOWN 1 /* above and below: a word's box is as high as its line already */

typedef struct Striking {
	BinderPdf pdf;
	Layer *layer;
	const char **own;
	int struck;
	GString *unread;
} Striking;

static int dots(int tenths, int dpi)
{
	return (int)((int64_t)tenths * dpi / 254);
}

static void paint(PIX *picture, const PageBox *box, int dpi)
{
	int left = dots(box->left - ROOM_ACROSS, dpi), top = dots(box->top - ROOM_DOWN, dpi);
	int right = dots(box->right + ROOM_ACROSS, dpi) + 1, bottom = dots(box->bottom + ROOM_DOWN, dpi) + 1;
	BOX *area = boxCreate(MAX(left, 0), MAX(top, 0), MAX(right - MAX(left, 0), 1), MAX(bottom - MAX(top, 0), 1));
	if (area != NULL)
		pixSetInRectArbitrary(picture, area, 0);
	boxDestroy(&area);
}

/* Which words of the line are to go; the others are kept in words. */
static void strike_line(Striking *s, const TextLine *line, PIX *picture, int dpi, GArray *words)
{
	Strip strip;
	strip_open(&strip, line);
	g_autoptr(GArray) spans = private_find(strip.text, s->own);
	g_autofree bool *gone = g_new0(bool, MAX(line->words->len, 1));
	for (guint i = 0; i < spans->len; i++) {
		const PrivateSpan *span = &g_array_index(spans, PrivateSpan, i);
		for (size_t at = span->from; at < span->to; at++)
			gone[strip_word(&strip, at)] = true;
		s->struck++;
	}
	strip_clear(&strip);
	for (guint i = 0; i < line->words->len; i++) {
		const TextWord *word = line->words->pdata[i];
		if (gone[i]) {
			paint(picture, &word->box, dpi);
			continue;
		}
		PlacedWord kept = { .text = g_strdup(word->text), .box = word->box, .confidence = 100, .upright = true };
		g_array_append_val(words, kept);
	}
}

static bool strike_page(Striking *s, const PdfFile *file, int number)
{
	int width = 0, height = 0, dpi = DRAWN_DPI;
	g_autoptr(GArray) found = pdf_page_words(file, number, &width, &height), kept = placed_words_new();
	PIX *picture = found != NULL && width > 0 && height > 0 ? pdf_page_picture(file, number, true, &dpi) : NULL;
	if (picture == NULL)
		return false;
	if (found->len == 0)
		unread_note(s->unread, number, number);
	g_autoptr(Text) text = text_new();
	TextPage *page = text_add_page(text, width, height);
	bool whole = lines_fill(text, page, found, 0);
	for (guint i = 0; whole && i < page->lines->len; i++)
		strike_line(s, page->lines->pdata[i], picture, dpi, kept);
	qpdf_oh image = whole ? plate_drawn(s->pdf, picture) : 0;
	pixDestroy(&picture);
	qpdf_oh sheet = image != 0 ? plate_page(s->pdf, image, width * 72.0 / 254, height * 72.0 / 254, 0) : 0;
	if (sheet == 0)
		return false;
	g_autoptr(GString) words = g_string_new("Q\n");
	Leaf leaf = leaf_of(s->pdf, sheet);
	layer_words(s->layer, sheet, &leaf, 0, height, kept, words);
	leaf_wrap(s->pdf, sheet, leaf_stream(s->pdf, "q\n", 2), leaf_stream(s->pdf, words->str, words->len));
	return !qpdf_has_error(s->pdf);
}

static const char **own_of(const cJSON *order)
{
	GPtrArray *list = g_ptr_array_new();
	const cJSON *item;
	cJSON_ArrayForEach(item, json_get(order, "own"))
		if (cJSON_IsString(item))
			g_ptr_array_add(list, item->valuestring);
	g_ptr_array_add(list, NULL);
	return (const char **)g_ptr_array_free(list, FALSE);
}

cJSON *binder_redact(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	const CraftDocument *document = &tray->documents[0];
	g_autoptr(PdfFile) file = pdf_open(document->bytes, document->size, error);
	if (file == NULL)
		return NULL;
	int all = pdf_pages(file);
	int from = (int)json_get_int(tray->order, "from", 1), to = MIN((int)json_get_int(tray->order, "to", 1), all);
	g_auto(BinderPdf) pdf = qpdf_init();
	qpdf_silence_errors(pdf);
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	qpdf_empty_pdf(pdf);
	g_autoptr(Layer) layer = layer_new(pdf);
	g_autoptr(GString) unread = g_string_new(NULL);
	g_autofree const char **own = own_of(tray->order);
	Striking s = { .pdf = pdf, .layer = layer, .own = own, .unread = unread };
	bool fine = true;
	for (int number = from; fine && number <= to; number++)
		fine = strike_page(&s, file, number);
	layer_settle(layer);
	if (!fine || !binder_hand_out(pdf, tray, hatch, "bilag.pdf")) {
		binder_damaged(document, error);
		return NULL;
	}
	cJSON *answer = cJSON_CreateObject();
	json_int(answer, "pages", to - from + 1);
	json_int(answer, "all", all);
	json_int(answer, "struck", s.struck);
	json_text(answer, "unread", unread->str);
	return answer;
}
