#include "intake/worker/crop.h"

#include "intake/limits.h"
#include "intake/worker/image.h"
#include "intake/worker/pdfpage.h"
#include "intake/worker/sniff.h"

#include <leptonica/allheaders.h>
#include <string.h>

#define CROP_DPI 200 /* read easily on a screen */
#define MARGIN_TENTHS 60 /* the words around: six millimetres */

static PIX *draw_page(const void *bytes, size_t size, int page, int *dpi, GError **error)
{
	const char *media = sniff_media(bytes, size);
	if (strcmp(media, "image") == 0)
		return image_picture(bytes, size, page, dpi, error);
	PIX *picture = NULL;
	if (strcmp(media, "pdf") == 0) {
		g_autoptr(PdfFile) file = pdf_open(bytes, size, error);
		if (file == NULL)
			return NULL;
		*dpi = CROP_DPI;
		picture = pdf_page_picture(file, page, true, dpi);
	}
	if (picture == NULL)
		error_set(error, ERROR_INPUT, "crop-page", "Side %d kan ikke tegnes.", "Page %d cannot be drawn.", page);
	return picture;
}

static int dots(int tenths, int dpi)
{
	return (int)CLAMP((int64_t)tenths * dpi / 254, -100000, 100000);
}

/* The box with its margin; the picture itself for an empty one, or one that lies off the page. */
static PIX *cut(PIX *picture, PageBox box, int dpi)
{
	if (box.right <= box.left || box.bottom <= box.top)
		return pixClone(picture);
	int left = MAX(dots(box.left - MARGIN_TENTHS, dpi), 0), top = MAX(dots(box.top - MARGIN_TENTHS, dpi), 0);
	int right = MIN(dots(box.right + MARGIN_TENTHS, dpi), pixGetWidth(picture));
	int bottom = MIN(dots(box.bottom + MARGIN_TENTHS, dpi), pixGetHeight(picture));
	if (right <= left || bottom <= top)
		return pixClone(picture);
	BOX *part = boxCreate(left, top, right - left, bottom - top);
	PIX *piece = part != NULL ? pixClipRectangle(picture, part, NULL) : NULL;
	boxDestroy(&part);
	return piece;
}

/* No finer than a screen shows. */
static PIX *shrink(PIX *piece, int dpi)
{
	if (piece == NULL || dpi <= CROP_DPI + CROP_DPI / 4)
		return piece;
	float scale = (float)CROP_DPI / (float)dpi;
	PIX *small = pixGetDepth(piece) == 1 ? pixScaleToGray(piece, scale) : pixScale(piece, scale, scale);
	pixDestroy(&piece);
	return small;
}

GBytes *crop_draw(const void *bytes, size_t size, int page, PageBox box, GError **error)
{
	int dpi = CROP_DPI;
	PIX *whole = draw_page(bytes, size, page, &dpi, error);
	if (whole == NULL)
		return NULL;
	PIX *piece = shrink(cut(whole, box, dpi), dpi);
	pixDestroy(&whole);
	l_uint8 *data = NULL;
	size_t length = 0;
	bool written = piece != NULL && pixWriteMem(&data, &length, piece, IFF_PNG) == 0 && length <= (size_t)LIMIT_CROP_BYTES;
	pixDestroy(&piece);
	GBytes *png = written ? g_bytes_new(data, length) : NULL;
	lept_free(data);
	if (png == NULL)
		error_set(error, ERROR_INPUT, "crop-page", "Side %d kan ikke tegnes.", "Page %d cannot be drawn.", page);
	return png;
}
