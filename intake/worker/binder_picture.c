/* Pictures as pages: the picture itself, and the words that were recognised on it. */
#include "intake/worker/binder.h"
#include "intake/worker/image.h"
#include "intake/worker/layer.h"
#include "intake/worker/ocr.h"
#include "intake/worker/pdf.h"
#include "intake/worker/plate.h"

#include <leptonica/allheaders.h>
#include <string.h>

typedef struct Plate {
	const CraftDocument *document;
	int page;
	GError *error;
} Plate;

static PIX *look_at(void *self, int *dpi)
{
	Plate *plate = self;
	return image_picture(plate->document->bytes, plate->document->size, plate->page, dpi, &plate->error);
}

/* Quarter turns that a camera asks for; -1 where it also mirrors. */
static int camera_turn(const CraftDocument *document)
{
	static const int turns[9] = { 0, 0, -1, 180, -1, -1, 90, -1, 270 };
	return turns[image_orientation(document->bytes, document->size)];
}

/* The picture on a page of its own; *rotate: how the page is turned. picture: as image_picture gives it. */
static qpdf_oh lay(BinderPdf pdf, const CraftDocument *document, PIX *picture, int dpi, int turned, int *rotate)
{
	int turn = camera_turn(document), width = 0, height = 0;
	qpdf_oh image = turn >= 0 ? plate_jpeg(pdf, document->bytes, document->size, &width, &height) : 0;
	if (image == 0) {
		turn = 0;
		width = pixGetWidth(picture);
		height = pixGetHeight(picture);
		image = plate_of(pdf, picture);
	}
	*rotate = (turn + turned) % 360;
	return image != 0 ? plate_page(pdf, image, width * 72.0 / dpi, height * 72.0 / dpi, *rotate) : 0;
}

static bool add_words(BinderPdf pdf, Layer *layer, qpdf_oh page, const SeenPage *seen, int rotate)
{
	g_autoptr(GString) text = g_string_new(NULL);
	Leaf leaf = leaf_of(pdf, page);
	layer_words(layer, page, &leaf, rotate, seen->height, seen->words, text);
	qpdf_oh before = leaf_stream(pdf, "q\n", 2), after;
	g_string_prepend(text, "Q\n");
	after = leaf_stream(pdf, text->str, text->len);
	leaf_wrap(pdf, page, before, after);
	return !qpdf_has_error(pdf);
}

static bool add_page(BinderPdf pdf, Layer *layer, const CraftDocument *document, const Hatch *hatch, int number, GString *unread, GError **error)
{
	int dpi = 0, rotate = 0;
	Plate plate = { document, number, NULL };
	PIX *picture = image_picture(document->bytes, document->size, number, &dpi, error);
	if (picture == NULL) {
		if (error != NULL && *error != NULL)
			error_at(error, document->name, 0, 0);
		return false;
	}
	g_autoptr(SeenPage) seen = ocr_recall(hatch, number, look_at, &plate);
	g_clear_error(&plate.error);
	qpdf_oh page = lay(pdf, document, picture, dpi, seen != NULL ? seen->turned : 0, &rotate);
	pixDestroy(&picture);
	if (page == 0)
		return binder_damaged(document, error);
	if (seen == NULL || seen->unread)
		unread_note(unread, number, number);
	return seen == NULL || add_words(pdf, layer, page, seen, rotate) || binder_damaged(document, error);
}

cJSON *binder_picture(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	const CraftDocument *document = &tray->documents[0];
	int all = image_pages(document->bytes, document->size);
	int from = (int)json_get_int(tray->order, "from", 1), to = MIN((int)json_get_int(tray->order, "to", 1), MAX(all, 1));
	g_auto(BinderPdf) pdf = qpdf_init();
	qpdf_silence_errors(pdf);
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	qpdf_empty_pdf(pdf);
	g_autoptr(Layer) layer = layer_new(pdf);
	g_autoptr(GString) unread = g_string_new(NULL);
	for (int number = from; number <= to; number++)
		if (!add_page(pdf, layer, document, hatch, number, unread, error))
			return NULL;
	layer_settle(layer);
	if (!binder_hand_out(pdf, tray, hatch, "bilag.pdf")) {
		binder_damaged(document, error);
		return NULL;
	}
	cJSON *answer = cJSON_CreateObject();
	json_int(answer, "pages", to - from + 1);
	json_int(answer, "all", all);
	json_text(answer, "unread", unread->str);
	return answer;
}
