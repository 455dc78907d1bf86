#include "intake/worker/pdfpage.h"

#include "intake/limits.h"

#include <cairo.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <poppler.h>
#include <string.h>

/* Geometry alone is reckoned in floating point here: poppler's unit is the point, 1/72 inch. */
#define TENTHS_PER_POINT (254.0 / 72.0)

struct PdfFile {
	GBytes *bytes;
	PopplerDocument *document;
};

static int tenths(double points)
{
	double value = points * TENTHS_PER_POINT;
	return value > 1e6 ? 1000000 : value < -1e6 ? -1000000 : isnan(value) ? 0 : (int)(value < 0 ? value - 0.5 : value + 0.5);
}

static bool refuse(GError **error, const GError *reason)
{
	if (g_error_matches(reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) {
		error_set(error, ERROR_INPUT, "pdf-encrypted", "PDF-filen er låst med en adgangskode.", "The PDF is locked with a password.");
		error_remedy(error, "Åbn den, gem den uden adgangskode, og send den igen.", "Open it, save it without a password, and send it again.");
		return false;
	}
	error_set(error, ERROR_INPUT, "pdf-damaged", "PDF-filen er så beskadiget, at den ikke kan læses.",
	          "The PDF is too damaged to be read.");
	error_remedy(error, "Send filen igen, eller udskriv og indskan papiret.", "Send the file again, or print and scan the paper.");
	return false;
}

static PopplerDocument *open_held(GBytes *held, GError **reason)
{
	PopplerDocument *document = poppler_document_new_from_bytes(held, NULL, reason);
	if (document != NULL && poppler_document_get_n_pages(document) < 1)
		g_clear_object(&document);
	return document;
}

/*
 * A file that was cut off has lost its end, which says where its catalogue is. It is found by its type and named in a new
 * end; poppler puts the rest together. NULL when there is none.
 */
static GBytes *with_end(const char *bytes, size_t size)
{
	const char *found = NULL;
	for (const char *at = bytes; (at = memmem(at, size - (size_t)(at - bytes), "/Catalog", 8)) != NULL; at += 8)
		found = at;
	const char *object = found;
	while (object != NULL && object > bytes && !(size - (size_t)(object - bytes) > 4 && memcmp(object, " obj", 4) == 0))
		object = found - object < 4096 ? object - 1 : NULL;
	if (object == NULL || object == bytes)
		return NULL;
	/* "12 0 obj": back over the generation, then over the number. */
	const char *from = object;
	for (int numbers = 0; numbers < 2; numbers++) {
		while (from > bytes && g_ascii_isdigit(from[-1]))
			from--;
		if (numbers == 0 && from > bytes && from[-1] == ' ')
			from--;
	}
	g_autofree char *number = g_strndup(from, (size_t)(object - from));
	g_autofree char *end = g_strdup_printf("\nendobj\ntrailer\n<< /Root %s R >>\nstartxref\n0\n%%%%EOF\n", number);
	GByteArray *all = g_byte_array_sized_new((guint)(size + strlen(end)));
	g_byte_array_append(all, (const guint8 *)bytes, (guint)size);
	g_byte_array_append(all, (const guint8 *)end, (guint)strlen(end));
	return g_byte_array_free_to_bytes(all);
}

PdfFile *pdf_open(const void *bytes, size_t size, GError **error)
{
	g_autoptr(GError) reason = NULL;
	GBytes *held = g_bytes_new_static(bytes, size);
	PopplerDocument *document = open_held(held, &reason);
	bool locked = g_error_matches(reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
	GBytes *mended = document == NULL && !locked && size < (size_t)LIMIT_FILE_BYTES ? with_end(bytes, size) : NULL;
	if (mended != NULL) {
		g_bytes_unref(held);
		held = mended;
		document = open_held(held, NULL);
	}
	if (document == NULL) {
		g_bytes_unref(held);
		refuse(error, reason);
		return NULL;
	}
	PdfFile *file = g_new0(PdfFile, 1);
	file->bytes = held;
	file->document = document;
	return file;
}

void pdf_close(PdfFile *file)
{
	if (file == NULL)
		return;
	g_object_unref(file->document);
	g_bytes_unref(file->bytes);
	g_free(file);
}

int pdf_pages(const PdfFile *file)
{
	return poppler_document_get_n_pages(file->document);
}

bool pdf_signed(const PdfFile *file)
{
	return poppler_document_get_n_signatures(file->document) > 0;
}

/* ---- the tags ---- */

/*
 * This poppler tells tagged text as if its UTF-8 were PDFDocEncoding. The way back, by byte from 0x80; two bytes that the encoding
 * does not have (0x9f, 0xad) are lost.
 */
static const gunichar docs[] = { 0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x192,  0x2044, 0x2039, 0x203a, 0x2212,
	                             0x2030, 0x201e, 0x201c, 0x201d, 0x2018, 0x2019, 0x201a, 0x2122, 0xfb01, 0xfb02, 0x141,
	                             0x152,  0x160,  0x178,  0x17d,  0x131,  0x142,  0x153,  0x161,  0x17e };
#define LOST 0xfffd

/* The word with its lost bytes taken for that one; NULL: that is no word. */
static char *word_back(const char *word, char lost)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (const char *p = word; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		guint at = 0;
		while (at < G_N_ELEMENTS(docs) && docs[at] != c)
			at++;
		if (at < G_N_ELEMENTS(docs))
			c = 0x80 + at;
		else if (c == 0x20ac)
			c = 0xa0;
		else if (c == LOST)
			c = (guchar)lost;
		if (c > 0xff)
			return NULL;
		g_string_append_c(out, (char)(guchar)c);
	}
	return g_utf8_validate(out->str, (gssize)out->len, NULL) ? g_strdup(out->str) : NULL;
}

/* page: the text of the pages, which tells which of two bytes a lost one was. */
static char *text_back(const char *text, const char *page)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	for (char **word = words; *word != NULL; word++) {
		g_autofree char *one = word_back(*word, '\x9f'), *other = word_back(*word, '\xad');
		bool second = other != NULL && (one == NULL || (strstr(page, one) == NULL && strstr(page, other) != NULL));
		if (one == NULL && other == NULL)
			continue; /* told as it is */
		g_free(*word);
		*word = g_strdup(second ? other : one);
	}
	return g_strjoinv(" ", words);
}

typedef struct Telling {
	const char *page;
	PdfBlock told;
	void *self;
	int left; /* of LIMIT_PDF_BLOCKS */
} Telling;

#define BLOCK_DEPTH 6 /* of the tags; ours have 4 */

static bool is_words(PopplerStructureElementKind kind)
{
	return kind == POPPLER_STRUCTURE_ELEMENT_PARAGRAPH || kind == POPPLER_STRUCTURE_ELEMENT_HEADING ||
	       kind == POPPLER_STRUCTURE_ELEMENT_HEADING_1 || kind == POPPLER_STRUCTURE_ELEMENT_HEADING_2 ||
	       kind == POPPLER_STRUCTURE_ELEMENT_HEADING_3;
}

static void blocks_walk(Telling *telling, PopplerStructureElementIter *iter, int level, int depth)
{
	do {
		PopplerStructureElement *element = poppler_structure_element_iter_get_element(iter);
		PopplerStructureElementKind kind = poppler_structure_element_get_kind(element);
		if (is_words(kind)) {
			g_autofree char *raw = poppler_structure_element_get_text(element, POPPLER_STRUCTURE_GET_TEXT_RECURSIVE);
			g_autofree char *text = raw != NULL && g_utf8_validate(raw, -1, NULL) ? text_back(raw, telling->page) : NULL;
			if (text != NULL)
				telling->told(telling->self, level, text);
			telling->left--;
		} else if (kind != POPPLER_STRUCTURE_ELEMENT_TABLE && depth < BLOCK_DEPTH) {
			bool holds = level == 0 && (kind == POPPLER_STRUCTURE_ELEMENT_DIV || kind == POPPLER_STRUCTURE_ELEMENT_SECTION);
			PopplerStructureElementIter *inner = poppler_structure_element_iter_get_child(iter);
			if (holds)
				telling->told(telling->self, 0, NULL);
			if (inner != NULL)
				blocks_walk(telling, inner, holds ? 1 : level, depth + 1);
			poppler_structure_element_iter_free(inner);
		}
		g_object_unref(element);
	} while (telling->left > 0 && poppler_structure_element_iter_next(iter));
}

bool pdf_blocks(const PdfFile *file, PdfBlock told, void *self)
{
	PopplerStructureElementIter *iter = poppler_structure_element_iter_new(file->document);
	if (iter == NULL)
		return false;
	g_autoptr(GString) words = g_string_new(NULL);
	for (int i = 0; i < pdf_pages(file); i++) {
		PopplerPage *page = poppler_document_get_page(file->document, i);
		g_autofree char *text = page != NULL ? poppler_page_get_text(page) : NULL;
		g_string_append(words, text != NULL ? text : "");
		g_clear_object(&page);
	}
	Telling telling = { words->str, told, self, LIMIT_PDF_BLOCKS };
	blocks_walk(&telling, iter, 0, 0);
	poppler_structure_element_iter_free(iter);
	return true;
}

static gboolean attachment_piece(const gchar *piece, gsize count, gpointer data, GError **error)
{
	GByteArray *all = data;
	if (count > (gsize)LIMIT_FILE_BYTES - all->len) {
		g_set_error_literal(error, POPPLER_ERROR, POPPLER_ERROR_INVALID, "over LIMIT_FILE_BYTES");
		return FALSE;
	}
	g_byte_array_append(all, (const guint8 *)piece, (guint)count);
	return TRUE;
}

void pdf_embedded(const PdfFile *file, PdfTaken taken, void *self)
{
	if (!poppler_document_has_attachments(file->document))
		return;
	GList *all = poppler_document_get_attachments(file->document);
	bool on = true;
	for (GList *at = all; at != NULL; at = at->next) {
		PopplerAttachment *attachment = at->data;
		g_autoptr(GByteArray) bytes = g_byte_array_new();
		/* What came before a fault in the stream counts: a cut e-invoice is refused by its own reader. */
		if (on && attachment != NULL && (poppler_attachment_save_to_callback(attachment, attachment_piece, bytes, NULL) || bytes->len > 0)) {
			const char *name = poppler_attachment_get_name(attachment);
			g_autofree char *valid = name != NULL ? g_utf8_make_valid(name, -1) : g_strdup("");
			on = taken(self, valid, bytes->data != NULL ? bytes->data : (const guint8 *)"", bytes->len);
		}
		if (attachment != NULL)
			g_object_unref(attachment);
	}
	g_list_free(all);
}

static PopplerPage *page_of(const PdfFile *file, int number)
{
	return number >= 1 && number <= pdf_pages(file) ? poppler_document_get_page(file->document, number - 1) : NULL;
}

/* Characters of one word, in poppler's own order, with the box of each. */
typedef struct Gathering {
	const char *from, *end; /* of the word, within the page's text; from NULL: none begun */
	PopplerRectangle box; /* of all */
	PopplerRectangle first, last;
	GArray *words;
} Gathering;

static void gather_end(Gathering *gathering)
{
	if (gathering->from == NULL)
		return;
	const PopplerRectangle *first = &gathering->first, *last = &gathering->last;
	double along = fabs(last->x1 - first->x1), down = fabs(last->y1 - first->y1);
	PlacedWord word = { .text = g_strndup(gathering->from, (size_t)(gathering->end - gathering->from)),
		.box = { tenths(gathering->box.x1), tenths(gathering->box.y1), tenths(gathering->box.x2), tenths(gathering->box.y2) },
		.confidence = 100,
		.upright = down <= along };
	g_array_append_val(gathering->words, word);
	gathering->from = NULL;
}

/*
 * Poppler writes no space between words of two columns: the gap tells. Letters that a heading sets apart, which poppler
 * puts together again, stand up to 0.4 of their size from each other.
 */
static bool stands_apart(const PopplerRectangle *last, const PopplerRectangle *box)
{
	double size = MAX(last->x2 - last->x1, last->y2 - last->y1) * 0.4;
	return box->x1 - last->x2 > size || last->x1 - box->x2 > size || box->y1 - last->y2 > size || last->y1 - box->y2 > size;
}

static void gather(Gathering *gathering, const char *at, const char *next, const PopplerRectangle *box)
{
	PopplerRectangle *all = &gathering->box;
	/* The letter after the last one, as nearly all are. */
	if (gathering->from != NULL && box->x1 == gathering->last.x2 && box->y1 == gathering->last.y1 && box->y2 == gathering->last.y2) {
		all->x2 = MAX(all->x2, box->x2);
		gathering->last.x1 = box->x1;
		gathering->last.x2 = box->x2;
		gathering->end = next;
		return;
	}
	if (gathering->from != NULL && stands_apart(&gathering->last, box))
		gather_end(gathering);
	if (gathering->from == NULL) {
		gathering->from = at;
		gathering->box = *box;
		gathering->first = *box;
	}
	all->x1 = MIN(all->x1, box->x1);
	all->y1 = MIN(all->y1, box->y1);
	all->x2 = MAX(all->x2, box->x2);
	all->y2 = MAX(all->y2, box->y2);
	gathering->last = *box;
	gathering->end = next;
}

static bool parts_words(gunichar c)
{
	if (c <= ' ')
		return true;
	if (c < 0x7F)
		return false;
	return g_unichar_isspace(c) || c == 0x200B || c == 0xFEFF || (g_unichar_iscntrl(c) && c != 0xAD);
}

GArray *pdf_page_words(const PdfFile *file, int number, int *width, int *height)
{
	PopplerPage *page = page_of(file, number);
	if (page == NULL)
		return NULL;
	double wide = 0, high = 0;
	poppler_page_get_size(page, &wide, &high);
	*width = tenths(wide);
	*height = tenths(high);
	Gathering gathering = { .words = placed_words_new() };
	g_autofree char *text = poppler_page_get_text(page);
	g_autofree PopplerRectangle *boxes = NULL;
	guint n = 0, i = 0;
	if (text != NULL && g_utf8_validate(text, -1, NULL) && poppler_page_get_text_layout(page, &boxes, &n)) {
		for (const char *at = text; *at != '\0' && i < n; i++) {
			const char *next = g_utf8_next_char(at);
			if (parts_words(g_utf8_get_char(at)))
				gather_end(&gathering);
			else
				gather(&gathering, at, next, &boxes[i]);
			at = next;
		}
		gather_end(&gathering);
	}
	g_object_unref(page);
	return gathering.words;
}

bool pdf_page_scanned(const PdfFile *file, int number, int *dpi)
{
	PopplerPage *page = page_of(file, number);
	if (page == NULL)
		return false;
	double width = 0, height = 0, covered = 0;
	poppler_page_get_size(page, &width, &height);
	GList *images = poppler_page_get_image_mapping(page);
	for (const GList *at = images; at != NULL; at = at->next) {
		const PopplerImageMapping *image = at->data;
		double wide = fabs(image->area.x2 - image->area.x1), high = fabs(image->area.y2 - image->area.y1);
		double share = width > 0 && height > 0 ? wide * high / (width * height) : 0;
		if (share <= covered)
			continue;
		covered = share;
		/* How fine it is: its own size is known only once it is unpacked. */
		cairo_surface_t *surface = share > 0.4 ? poppler_page_get_image(page, image->image_id) : NULL;
		if (surface != NULL) {
			int across = cairo_image_surface_get_width(surface), down = cairo_image_surface_get_height(surface);
			*dpi = (int)lround(MAX(across, down) * 72.0 / MAX(MAX(wide, high), 1));
			cairo_surface_destroy(surface);
		}
	}
	poppler_page_free_image_mapping(images);
	g_object_unref(page);
	return covered > 0.4;
}

static PIX *picture_of(cairo_surface_t *surface, bool colour)
{
	int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
	const unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	PIX *pix = data != NULL ? pixCreateNoInit(width, height, colour ? 32 : 8) : NULL;
	if (pix == NULL)
		return NULL;
	for (int y = 0; y < height; y++) {
		const guint32 *from = (const void *)(data + (size_t)stride * (size_t)y);
		l_uint32 *line = pixGetData(pix) + (size_t)pixGetWpl(pix) * (size_t)y;
		for (int x = 0; x < width; x++) {
			guint32 red = from[x] >> 16 & 255, green = from[x] >> 8 & 255, blue = from[x] & 255;
			if (colour)
				line[x] = red << 24 | green << 16 | blue << 8;
			else
				SET_DATA_BYTE(line, x, (l_uint8)((red * 77 + green * 151 + blue * 28) >> 8));
		}
	}
	return pix;
}

PIX *pdf_page_picture(const PdfFile *file, int number, bool colour, int *dpi)
{
	PopplerPage *page = page_of(file, number);
	if (page == NULL)
		return NULL;
	double width = 0, height = 0;
	poppler_page_get_size(page, &width, &height);
	double scale = *dpi / 72.0, pixels = width * height * scale * scale;
	if (pixels > (double)LIMIT_OCR_PIXELS)
		scale *= sqrt((double)LIMIT_OCR_PIXELS / pixels);
	*dpi = (int)lround(scale * 72);
	int across = (int)ceil(width * scale), down = (int)ceil(height * scale);
	PIX *pix = NULL;
	if (width > 0 && height > 0 && *dpi > 0 && across > 0 && across < 32000 && down > 0 && down < 32000) {
		cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, across, down);
		cairo_t *context = cairo_create(surface);
		cairo_set_source_rgb(context, 1, 1, 1);
		cairo_paint(context);
		cairo_scale(context, scale, scale);
		poppler_page_render(page, context);
		cairo_destroy(context);
		cairo_surface_flush(surface);
		pix = picture_of(surface, colour);
		cairo_surface_destroy(surface);
	}
	if (pix != NULL)
		pixSetResolution(pix, *dpi, *dpi);
	g_object_unref(page);
	return pix;
}
