#include "intake/worker/image.h"

#include "intake/limits.h"
#include "intake/worker/meaning.h"
#include "intake/worker/ocr.h"
#include "intake/worker/pdf.h"

#include <leptonica/allheaders.h>
#include <string.h>

#define PIXELS_LEAST 32 /* across or down: a smaller picture holds no line of text */

typedef enum ImageKind { IMAGE_TIFF, IMAGE_JPEG, IMAGE_PNG, IMAGE_OTHER } ImageKind;

static ImageKind kind_of(const unsigned char *bytes, size_t size)
{
	if (size >= 3 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0)
		return IMAGE_JPEG;
	if (size >= 8 && memcmp(bytes, "\x89PNG\r\n\x1A\n", 8) == 0)
		return IMAGE_PNG;
	if (size >= 4 && (memcmp(bytes, "II*\0", 4) == 0 || memcmp(bytes, "MM\0*", 4) == 0))
		return IMAGE_TIFF;
	return IMAGE_OTHER;
}

static bool refuse_kind(GError **error)
{
	error_set(error, ERROR_INPUT, "image-format", "Billeder af denne slags læses ikke.", "Images of this kind are not read.");
	error_remedy(error, "Gem det som PDF, TIFF, JPEG eller PNG.", "Save it as PDF, TIFF, JPEG or PNG.");
	return false;
}

static bool refuse_damaged(GError **error)
{
	error_set(error, ERROR_INPUT, "image-damaged", "Billedet er beskadiget og kan ikke læses.", "The image is damaged and cannot be read.");
	error_remedy(error, "Tag eller indskan det igen.", "Take or scan it again.");
	return false;
}

/* Size from the head alone. False when there is no such page. */
static bool head_of(ImageKind kind, const void *bytes, size_t size, int page, int *width, int *height)
{
	l_int32 bits = 0, samples = 0, other = 0, more = 0, format = 0;
	switch (kind) {
	case IMAGE_TIFF:
		return readHeaderMemTiff(bytes, size, page - 1, width, height, &bits, &samples, &other, &more, &format) == 0;
	case IMAGE_JPEG:
		return page == 1 && readHeaderMemJpeg(bytes, size, width, height, &samples, &other, &more) == 0;
	case IMAGE_PNG:
		return page == 1 && readHeaderMemPng(bytes, size, width, height, &bits, &samples, &other) == 0;
	case IMAGE_OTHER:
		return false;
	}
	return false;
}

/* A number of n bytes in the order that the camera chose; 0 past the end. */
static unsigned number(const unsigned char *bytes, size_t size, size_t at, size_t n, bool little)
{
	unsigned value = 0;
	if (at > size || n > size - at)
		return 0;
	for (size_t i = 0; i < n; i++)
		value = value << 8 | bytes[little ? at + n - 1 - i : at + i];
	return value;
}

/* The orientation among the tags of a TIFF head that an EXIF part holds. */
static int orientation_tag(const unsigned char *tiff, size_t size)
{
	bool little = size >= 2 && tiff[0] == 'I';
	size_t at = number(tiff, size, 4, 4, little);
	unsigned tags = number(tiff, size, at, 2, little);
	for (unsigned i = 0; i < MIN(tags, 200); i++) {
		size_t tag = at + 2 + (size_t)i * 12;
		if (number(tiff, size, tag, 2, little) == 0x0112) {
			unsigned value = number(tiff, size, tag + 8, 2, little);
			return value >= 1 && value <= 8 ? (int)value : 1;
		}
	}
	return 1;
}

int image_orientation(const void *data, size_t size)
{
	const unsigned char *bytes = data;
	if (kind_of(bytes, size) != IMAGE_JPEG)
		return 1;
	for (size_t at = 2; at + 4 <= size && bytes[at] == 0xFF && bytes[at + 1] != 0xDA;) {
		size_t length = number(bytes, size, at + 2, 2, false);
		if (length < 2 || length > size - at - 2)
			return 1;
		const unsigned char *part = bytes + at + 4;
		if (bytes[at + 1] == 0xE1 && length > 2 + 6 && memcmp(part, "Exif\0\0", 6) == 0)
			return orientation_tag(part + 6, length - 2 - 6);
		at += 2 + length;
	}
	return 1;
}

static PIX *turned_upright(PIX *picture, int orientation)
{
	static const struct {
		int quarters;
		bool mirrored;
	} moves[9] = { [1] = { 0, false }, [2] = { 0, true },  [3] = { 2, false }, [4] = { 2, true },
		       [5] = { 1, true },  [6] = { 1, false }, [7] = { 3, true },  [8] = { 3, false } };
	PIX *turned = pixRotateOrth(picture, moves[orientation].quarters);
	if (turned != NULL && moves[orientation].mirrored)
		pixFlipLR(turned, turned);
	pixDestroy(&picture);
	return turned;
}

static int credible_dpi(const PIX *picture)
{
	int longest = MAX(pixGetWidth(picture), pixGetHeight(picture)), dpi = pixGetXRes(picture);
	/* What a camera writes of a page's size is often a lie: a sheet is between a receipt and A2. */
	if (dpi >= 50 && longest / dpi <= 24 && longest / dpi >= 2)
		return dpi;
	return MAX(longest * 10 / 117, 30);
}

PIX *image_picture(const void *bytes, size_t size, int page, int *dpi, GError **error)
{
	ImageKind kind = kind_of(bytes, size);
	int width = 0, height = 0;
	setMsgSeverity(L_SEVERITY_NONE);
	if (kind == IMAGE_OTHER) {
		refuse_kind(error);
		return NULL;
	}
	if (page < 1 || !head_of(kind, bytes, size, page, &width, &height) || width < 1 || height < 1) {
		refuse_damaged(error);
		return NULL;
	}
	if ((int64_t)width * height > LIMIT_IMAGE_PIXELS) {
		error_set(error, ERROR_INPUT, "image-too-large", "Billedet har %d gange %d punkter; der læses højst %ld millioner.",
		          "The image has %d times %d dots; at most %ld million are read.", width, height, LIMIT_IMAGE_PIXELS / 1000000);
		error_remedy(error, "Gem det i 300 punkter pr. tomme.", "Save it at 300 dots an inch.");
		return NULL;
	}
	PIX *picture = kind == IMAGE_TIFF   ? pixReadMemTiff(bytes, size, page - 1)
	               : kind == IMAGE_JPEG ? pixReadMemJpeg(bytes, size, 0, 1, NULL, 0)
	                                    : pixReadMemPng(bytes, size);
	if (picture != NULL)
		picture = turned_upright(picture, image_orientation(bytes, size));
	if (picture == NULL) {
		refuse_damaged(error);
		return NULL;
	}
	*dpi = credible_dpi(picture);
	return picture;
}

typedef struct ImageLook {
	const void *bytes;
	size_t size;
	int page;
	GError *error;
} ImageLook;

static PIX *look_at(void *self, int *dpi)
{
	ImageLook *look = self;
	return image_picture(look->bytes, look->size, look->page, dpi, &look->error);
}

/* False when the document's text became too long. */
static bool read_page(Text *text, ImageLook *look, const Hatch *hatch, GString *unread)
{
	g_autoptr(SeenPage) seen = ocr_recall(hatch, look->page, look_at, look);
	TextPage *page = text_add_page(text, 0, 0);
	if (seen == NULL || seen->unread)
		unread_note(unread, look->page, look->page);
	return seen == NULL || seen_fill(seen, text, page);
}

/* The head of each page is looked at before anything is unpacked: what is no image at all, or a bomb, is an Error. */
static int count_pages(ImageKind kind, const void *bytes, size_t size)
{
	int pages = 0, width = 0, height = 0;
	while (pages <= LIMIT_OCR_PAGES && head_of(kind, bytes, size, pages + 1, &width, &height))
		pages++;
	return pages;
}

int image_pages(const void *bytes, size_t size)
{
	setMsgSeverity(L_SEVERITY_NONE);
	return count_pages(kind_of(bytes, size), bytes, size);
}

static bool has_lines(ImageKind kind, const void *bytes, size_t size)
{
	int width = 0, height = 0;
	return kind == IMAGE_TIFF || !head_of(kind, bytes, size, 1, &width, &height) || MIN(width, height) >= PIXELS_LEAST;
}

Reading *image_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error)
{
	setMsgSeverity(L_SEVERITY_NONE);
	ImageKind kind = kind_of(bytes, size);
	if (kind == IMAGE_OTHER) {
		refuse_kind(error);
		return NULL;
	}
	if (!ocr_ready()) {
		error_set(error, ERROR_INPUT, "ocr-missing", "Billeder kan ikke læses: den danske tekstgenkendelse mangler.",
		          "Images cannot be read: the Danish text recognition is missing.");
		error_remedy(error, "Installer pakken tesseract-ocr-dan.", "Install the package tesseract-ocr-dan.");
		return NULL;
	}
	int pages = count_pages(kind, bytes, size);
	g_autoptr(Text) text = text_new();
	g_autoptr(GString) unread = g_string_new(NULL);
	g_autoptr(GError) first_error = NULL;
	int number = 1, last = MIN(MAX(pages, 1), LIMIT_OCR_PAGES), failed = 0;
	for (bool on = has_lines(kind, bytes, size); on && number <= last; number++) {
		ImageLook look = { bytes, size, number, NULL };
		on = read_page(text, &look, hatch, unread);
		failed += look.error != NULL;
		if (look.error != NULL && first_error == NULL)
			first_error = g_steal_pointer(&look.error);
		g_clear_error(&look.error);
	}
	if (failed == last) {
		g_propagate_error(error, g_steal_pointer(&first_error));
		return NULL;
	}
	unread_note(unread, number, pages);
	g_autoptr(Reading) reading = reading_new("image");
	text_facts(text, unread, reading);
	Envelope none = { .sent_on = DATE_NONE };
	meaning_read(text, &none, name, reading);
	return g_steal_pointer(&reading);
}
