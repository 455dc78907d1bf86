/* Recognition: scans and photos of every kind and way up, what is kept of them, bombs, and parts of pages drawn. */
#include "corpora.h"
#include "intake/crop.h"
#include "intake/json.h"
#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/crop.h"
#include "intake/worker/image.h"
#include "intake/worker/ocr.h"
#include "intake/worker/opener.h"
#include "intake/worker/pdfpage.h"
#include "pdfmaker.h"

#include <leptonica/allheaders.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* The invoice as a scanner would see it, turned by quarters. */
static PIX *scan(int dpi, int quarters)
{
	GString *pdf = pdf_of(PDF_INVOICE, 1, "", "");
	g_autoptr(PdfFile) file = pdf_open(pdf->str, pdf->len, NULL);
	PIX *upright = pdf_page_picture(file, 1, false, &dpi), *turned = pixRotateOrth(upright, quarters);
	pixDestroy(&upright);
	pixSetResolution(turned, dpi, dpi);
	g_string_free(pdf, TRUE);
	return turned;
}

static GBytes *bytes_of(PIX *picture, int format)
{
	l_uint8 *data = NULL;
	size_t size = 0;
	assert_int_equal(pixWriteMem(&data, &size, picture, format), 0);
	GBytes *bytes = g_bytes_new(data, size);
	lept_free(data);
	pixDestroy(&picture);
	return bytes;
}

static Reading *read_image(GBytes *bytes, const Hatch *hatch)
{
	GError *error = NULL;
	gsize size = 0;
	const void *data = g_bytes_get_data(bytes, &size);
	Reading *reading = opener_read("scan.bin", data, size, hatch, &error);
	if (reading == NULL)
		fail_msg("%s", error_text(error, LANG_EN));
	return reading;
}

static const Fact *fact_of(const Reading *reading, const char *name)
{
	for (guint i = 0; i < reading->facts->len; i++)
		if (strcmp(((const Fact *)reading->facts->pdata[i])->name, name) == 0)
			return reading->facts->pdata[i];
	return NULL;
}

static void assert_invoice(const Reading *reading, guint page)
{
	assert_true(reading->pages->len > page);
	const PageText *text = reading->pages->pdata[page];
	static const char *const said[] = { "FAKTURA", "13585628", "2026-1047", "03.08.2026", "Moms 25 % 3.600,00", "18.000,00", "egetræ", NULL };
	assert_true(text->recognised);
	for (int i = 0; said[i] != NULL; i++)
		if (strstr(text->text, said[i]) == NULL)
			fail_msg("page %u does not say %s:\n%s", page + 1, said[i], text->text);
}

static void refused(const void *bytes, size_t size, const char *code)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("scan.bin", bytes, size, NULL, &error);
	if (reading != NULL)
		fail_msg("taken as %s, not refused as %s", reading->media, code);
	assert_string_equal(error_code(error), code);
	assert_non_null(error_remedy_text(error, LANG_EN));
}

static void formats_are_read(void **state)
{
	(void)state;
	static const int formats[] = { IFF_PNG, IFF_JFIF_JPEG, IFF_TIFF_LZW };
	for (int i = 0; i < 3; i++) {
		g_autoptr(GBytes) bytes = bytes_of(scan(200, 0), formats[i]);
		g_autoptr(Reading) reading = read_image(bytes, NULL);
		assert_string_equal(reading->media, "image");
		assert_string_equal(fact_of(reading, "document.text")->value, "recognised");
		assert_invoice(reading, 0);
	}
	PIX *grey = scan(300, 0);
	g_autoptr(GBytes) fax = bytes_of(pixThresholdToBinary(grey, 150), IFF_TIFF_G4);
	pixDestroy(&grey);
	g_autoptr(Reading) reading = read_image(fax, NULL);
	assert_invoice(reading, 0);
}

static void pages_of_a_tiff(void **state)
{
	(void)state;
	PIXA *pages = pixaCreate(2);
	pixaAddPix(pages, scan(150, 0), L_INSERT);
	pixaAddPix(pages, scan(150, 2), L_INSERT);
	l_uint8 *data = NULL;
	size_t size = 0;
	assert_int_equal(pixaWriteMemMultipageTiff(&data, &size, pages), 0);
	g_autoptr(Reading) reading = opener_read("scan.tif", data, size, NULL, NULL);
	assert_non_null(reading);
	assert_int_equal(reading->pages->len, 2);
	assert_invoice(reading, 0);
	assert_invoice(reading, 1);
	pixaDestroy(&pages);
	lept_free(data);
}

static void near(int is, int should)
{
	if (abs(is - should) > 25)
		fail_msg("%d is not about %d", is, should);
}

/* Read the same; and the place of the total, on the page as it lies, is where the total was put. */
static void each_way_up(void **state)
{
	(void)state;
	/* The total on the upright page: its middle, from the left and from above. */
	const int x = 460 * 254 / 72, y = (842 - 556) * 254 / 72, width = 2100, height = 2970;
	const int lies[4][2] = { { x, y }, { height - y, x }, { width - x, height - y }, { y, width - x } };
	for (int quarters = 0; quarters < 4; quarters++) {
		PIX *picture = scan(200, quarters);
		g_autoptr(SeenPage) seen = ocr_page(picture, 200);
		pixDestroy(&picture);
		assert_non_null(seen);
		assert_int_equal(seen->turned, (4 - quarters) % 4 * 90);
		g_autoptr(Text) text = text_new();
		TextPage *page = text_add_page(text, 0, 0);
		assert_true(seen_fill(seen, text, page));
		near(page->width, width);
		near(page->height, height);
		g_autofree char *plain = text_page_plain(page);
		assert_non_null(strstr(plain, "I alt at betale DKK 18.000,00"));
		for (guint i = 0; i < page->lines->len; i++) {
			const TextLine *line = page->lines->pdata[i];
			guint last = line->words->len - 1;
			if (strcmp(((const TextWord *)line->words->pdata[last])->text, "18.000,00") != 0)
				continue;
			g_autofree char *place = text_place(page, line, last, last);
			PageBox box;
			assert_true(place_box(place, &box));
			near((box.left + box.right) / 2, lies[quarters][0]);
			near((box.top + box.bottom) / 2, lies[quarters][1]);
			assert_true(text_confidence(line, last, last) > LIMIT_CONFIDENCE);
		}
	}
}

static void askew_and_in_bad_light(void **state)
{
	(void)state;
	PIX *straight = scan(200, 0);
	PIX *askew = pixRotate(straight, 0.05F, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, pixGetWidth(straight), pixGetHeight(straight));
	g_autoptr(GBytes) bytes = bytes_of(askew, IFF_PNG);
	g_autoptr(Reading) reading = read_image(bytes, NULL);
	assert_invoice(reading, 0);
	/* From full light at the upper left to a quarter of it. */
	int width = pixGetWidth(straight), height = pixGetHeight(straight);
	for (int y = 0; y < height; y++) {
		for (int x = 0; x < width; x++) {
			l_uint32 value = 0;
			pixGetPixel(straight, x, y, &value);
			pixSetPixel(straight, x, y, value * (l_uint32)(4 * width - 2 * x - y * width / height) / (l_uint32)(4 * width));
		}
	}
	g_autoptr(GBytes) shaded = bytes_of(straight, IFF_JFIF_JPEG);
	g_autoptr(Reading) photo = read_image(shaded, NULL);
	assert_invoice(photo, 0);
}

/* ---- what is kept ---- */

typedef struct Shelf {
	char *text;
	int kept, asked;
} Shelf;

static char *recall(void *self, int page)
{
	Shelf *shelf = self;
	shelf->asked += page == 1;
	return g_strdup(shelf->text);
}

static void keep(void *self, int page, const char *text)
{
	Shelf *shelf = self;
	assert_int_equal(page, 1);
	shelf->kept++;
	g_free(shelf->text);
	shelf->text = g_strdup(text);
}

static char *as_json(const Reading *reading)
{
	g_autoptr(cJSON) json = reading_json(reading);
	return json_print_compact(json);
}

static void what_was_kept_is_not_recognised_again(void **state)
{
	(void)state;
	Shelf shelf = { NULL, 0, 0 };
	Hatch hatch = { .recall = recall, .keep = keep, .self = &shelf };
	g_autoptr(GBytes) bytes = bytes_of(scan(150, 1), IFF_PNG);
	g_autoptr(Reading) first = read_image(bytes, &hatch);
	g_autoptr(Reading) again = read_image(bytes, &hatch);
	assert_int_equal(shelf.kept, 1);
	assert_int_equal(shelf.asked, 2);
	g_autofree char *one = as_json(first), *other = as_json(again);
	assert_string_equal(one, other);
	/* What is damaged on the shelf is recognised again, and kept again. */
	shelf.text[strlen(shelf.text) - 2] = '\0';
	g_autoptr(Reading) third = read_image(bytes, &hatch);
	assert_int_equal(shelf.kept, 2);
	g_autofree char *last = as_json(third);
	assert_string_equal(one, last);
	g_free(shelf.text);
}

static void only_whole_pages_come_back(void **state)
{
	(void)state;
	static const char whole[] = "seen/1 2100 2970 90 12 0 2\n10 20 30 40 96 1 Faktura\n40 20 60 40 31 0 2026-1047\n";
	g_autoptr(SeenPage) seen = seen_parse(whole);
	assert_non_null(seen);
	assert_int_equal(seen->turned, 90);
	g_autofree char *text = seen_text(seen);
	assert_string_equal(text, whole);
	for (size_t n = 0; n < sizeof whole - 1; n++) {
		g_autofree char *cut = g_strndup(whole, n);
		assert_null(seen_parse(cut));
	}
	static const char *const wrong[] = { "seen/2 1 1 0 0 0 0\n", "seen/1 1 1 45 0 0 0\n", "seen/1 1 1 0 0 2 0\n", "seen/1 1 1 0 0 0 0\n\n",
		"seen/1 1 1 0 0 0 1\n0 0 0 0 101 1 a\n", "seen/1 1 1 0 0 0 1\n0 0 0 0 100 1 a b\n", "seen/1  1 1 0 0 0 0\n",
		"seen/1 1 1 0 0 0 1\n0 0 0 0 9 1 \xff\n", "seen/1 999999 1 0 0 0 0\n", "seen/1 1 1 0 0 0 -1\n", NULL };
	for (int i = 0; wrong[i] != NULL; i++)
		if (seen_parse(wrong[i]) != NULL)
			fail_msg("taken: %s", wrong[i]);
}

/* ---- bombs, and what is no image ---- */

static void bombs_are_told_by_their_head(void **state)
{
	(void)state;
	/* 60000 by 60000 dots in 68 bytes. */
	static const unsigned char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x01\0\0\0\0\xc7\x1b\xd7\xf3\0\0\0\nIDATx\x9c"
	                                   "c\0\0\0\2\0\1H\xaf\xa4q\0\0\0\0IEND\xae"
	                                   "B`\x82";
	refused(png, sizeof png - 1, "image-too-large");
	refused("GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\1\0\1\0\0\2\2L\1\0;", 35, "image-format");
	refused("RIFF\x10\0\0\0WEBPVP8 ", 16, "image-format");
	refused("II*\0\x08\0\0\0", 8, "image-damaged");
	g_autoptr(GBytes) jpeg = bytes_of(scan(72, 0), IFF_JFIF_JPEG);
	gsize size = 0;
	const char *data = g_bytes_get_data(jpeg, &size);
	refused(data, 100, "image-damaged");
	for (gsize n = 150; n < size; n += size / 7) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = opener_read("a.jpg", data, n, NULL, &error);
		assert_true((reading == NULL) == (error != NULL));
	}
}

static void small_and_empty_pictures_say_nothing(void **state)
{
	(void)state;
	PIX *dot = pixCreate(20, 20, 8);
	g_autoptr(GBytes) small = bytes_of(dot, IFF_PNG);
	g_autoptr(Reading) nothing = read_image(small, NULL);
	assert_string_equal(fact_of(nothing, "document.text")->value, "none");
	PIX *sheet = pixCreate(800, 1100, 8);
	pixSetAll(sheet);
	g_autoptr(GBytes) white = bytes_of(sheet, IFF_PNG);
	g_autoptr(Reading) blank = read_image(white, NULL);
	assert_string_equal(fact_of(blank, "document.text")->value, "none");
}

static void the_camera_says_which_way_up(void **state)
{
	(void)state;
	static const char tags[] = "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0";
	g_autoptr(GBytes) bytes = bytes_of(scan(150, 3), IFF_JFIF_JPEG);
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);
	g_autoptr(GString) photo = g_string_new_len(data, 2);
	const guint length = sizeof tags - 1 + 2;
	g_string_append_printf(photo, "\xff\xe1%c%c", '\0', (char)length);
	g_string_append_len(photo, tags, sizeof tags - 1);
	g_string_append_len(photo, data + 2, (gssize)size - 2);
	assert_int_equal(image_orientation(data, size), 1);
	assert_int_equal(image_orientation(photo->str, photo->len), 6);
	for (gsize n = 0; n < 60; n++)
		assert_true(image_orientation(photo->str, n) >= 1);
	int dpi = 0;
	PIX *picture = image_picture(photo->str, photo->len, 1, &dpi, NULL);
	assert_non_null(picture);
	assert_true(pixGetHeight(picture) > pixGetWidth(picture));
	pixDestroy(&picture);
	/* Turned as it says, so not turned any more by recognition. */
	g_autoptr(Reading) reading = opener_read("a.jpg", photo->str, photo->len, NULL, NULL);
	assert_non_null(reading);
	assert_invoice(reading, 0);
}

/* ---- scans in PDF ---- */

/* Both pages show the picture, the second under a heading of its own text. */
static GString *scanned_pdf(void)
{
	PIX *picture = scan(150, 0);
	char size_entries[200];
	g_snprintf(size_entries, sizeof size_entries, "/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
	           "/BitsPerComponent 8 /Filter /DCTDecode", pixGetWidth(picture), pixGetHeight(picture));
	g_autoptr(GBytes) jpeg = bytes_of(picture, IFF_JFIF_JPEG);
	gsize size = 0;
	const void *data = g_bytes_get_data(jpeg, &size);
	static const char plain[] = "q 595.276 0 0 841.89 0 0 cm /I Do Q", headed[] = "q 595.276 0 0 841.89 0 0 cm /I Do Q "
	    "BT /F 8 Tf 300 820 Td (Modtaget 5. august 2026) Tj ET";
	PdfMaker maker = pdf_begin();
	guint image = pdf_stream(&maker, size_entries, data, size);
	guint font = pdf_object(&maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
	guint contents[2] = { pdf_stream(&maker, "", plain, strlen(plain)), pdf_stream(&maker, "", headed, strlen(headed)) };
	guint pages[2];
	for (int i = 0; i < 2; i++) {
		g_autofree char *page = g_strdup_printf("<< /Type /Page /Parent 7 0 R /MediaBox [0 0 595.276 841.89] /Contents %u 0 R "
		                                        "/Resources << /XObject << /I %u 0 R >> /Font << /F %u 0 R >> >> >>",
		                                        contents[i], image, font);
		pages[i] = pdf_object(&maker, page);
	}
	g_autofree char *tree = g_strdup_printf("<< /Type /Pages /Kids [%u 0 R %u 0 R] /Count 2 >>", pages[0], pages[1]);
	assert_int_equal(pdf_object(&maker, tree), 7);
	return pdf_end(&maker, pdf_object(&maker, "<< /Type /Catalog /Pages 7 0 R >>"));
}

static void scanned_pages_of_a_pdf(void **state)
{
	(void)state;
	GString *pdf = scanned_pdf();
	g_autoptr(Reading) reading = opener_read("scan.pdf", pdf->str, pdf->len, NULL, NULL);
	assert_non_null(reading);
	assert_int_equal(reading->pages->len, 2);
	assert_invoice(reading, 0);
	assert_invoice(reading, 1);
	assert_non_null(strstr(((const PageText *)reading->pages->pdata[1])->text, "Modtaget 5. august 2026"));
	assert_string_equal(fact_of(reading, "document.text")->value, "recognised");
	g_string_free(pdf, TRUE);
}

/* Letters without a meaning, as a font without a table gives them: recognised from how the page looks. */
static void a_page_of_garbage_is_recognised(void **state)
{
	(void)state;
	PdfMaker maker = pdf_begin();
	static const char meaningless[] = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
	                                  "1 beginbfrange <00> <ff> <e000> endbfrange endcmap end";
	guint map = pdf_stream(&maker, "", meaningless, strlen(meaningless));
	g_autofree char *font = g_strdup_printf("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode %u 0 R >>", map);
	guint face = pdf_object(&maker, font), content = pdf_stream(&maker, "", PDF_INVOICE, strlen(PDF_INVOICE));
	g_autofree char *page = g_strdup_printf("<< /Type /Page /Parent 5 0 R /MediaBox [0 0 595 842] /Contents %u 0 R "
	                                        "/Resources << /Font << /F %u 0 R >> >> >>", content, face);
	guint one = pdf_object(&maker, page);
	g_autofree char *tree = g_strdup_printf("<< /Type /Pages /Kids [%u 0 R] /Count 1 >>", one);
	assert_int_equal(pdf_object(&maker, tree), 5);
	GString *pdf = pdf_end(&maker, pdf_object(&maker, "<< /Type /Catalog /Pages 5 0 R >>"));
	g_autoptr(Reading) reading = opener_read("a.pdf", pdf->str, pdf->len, NULL, NULL);
	assert_non_null(reading);
	assert_invoice(reading, 0);
	g_string_free(pdf, TRUE);
}

/* ---- parts of pages ---- */

static PIX *crop(const void *bytes, size_t size, int page, PageBox box)
{
	g_autoptr(GBytes) png = crop_draw(bytes, size, page, box, NULL);
	if (png == NULL)
		return NULL;
	gsize length = 0;
	const void *data = g_bytes_get_data(png, &length);
	return pixReadMem(data, length);
}

static void parts_of_pages_are_drawn(void **state)
{
	(void)state;
	GString *pdf = pdf_of(PDF_INVOICE, 1, "", "");
	PIX *whole = crop(pdf->str, pdf->len, 1, (PageBox){ 0 });
	assert_non_null(whole);
	assert_true(pixGetWidth(whole) > 1500 && pixGetHeight(whole) > 2200);
	/* Around the total: its words and little else. */
	PIX *part = crop(pdf->str, pdf->len, 1, (PageBox){ 1500, 990, 1750, 1040 });
	assert_non_null(part);
	assert_true(pixGetWidth(part) < 400 && pixGetHeight(part) < 200);
	g_autoptr(SeenPage) seen = ocr_page(part, 200);
	g_autofree char *text = seen_text(seen);
	assert_non_null(strstr(text, "18.000,00"));
	g_autoptr(GBytes) image = bytes_of(scan(300, 0), IFF_TIFF_LZW);
	gsize size = 0;
	const void *data = g_bytes_get_data(image, &size);
	PIX *of_scan = crop(data, size, 1, (PageBox){ 1500, 990, 1750, 1040 });
	assert_true(abs(pixGetWidth(of_scan) - pixGetWidth(part)) < 8);
	pixDestroy(&of_scan);
	pixDestroy(&part);
	pixDestroy(&whole);
	g_autoptr(GError) error = NULL;
	assert_null(crop_draw(pdf->str, pdf->len, 2, (PageBox){ 0 }, &error));
	assert_string_equal(error_code(error), "crop-page");
	g_clear_error(&error);
	assert_null(crop_draw("Kære kunde", 11, 1, (PageBox){ 0 }, &error));
	assert_string_equal(error_code(error), "crop-page");
	g_string_free(pdf, TRUE);
}

/* ---- the corpus ---- */

static char *digits_only(const char *text)
{
	GString *out = g_string_new(NULL);
	for (const char *at = text; *at != '\0'; at++)
		if (strchr(" .,-\n\t", *at) == NULL)
			g_string_append_c(out, *at);
	return g_string_free(out, FALSE);
}

static bool says(const char *page, const cJSON *row, const char *key)
{
	const cJSON *item = json_get(row, key);
	if (!cJSON_IsString(item))
		return true;
	g_autofree char *wanted = digits_only(item->valuestring);
	return strstr(page, wanted) != NULL;
}

/* Number, total and CVR number are on the page as read, of at least 95 of 100. */
static void corpus_scans_say_what_they_should(void **state)
{
	(void)state;
	const char *corpora = corpora_folder("oracle/dk-synth-oracle.json", "test_intake_worker_ocr");
	if (corpora == NULL)
		return;
	g_autofree char *oracle = g_build_filename(corpora, "oracle/dk-synth-oracle.json", NULL), *text = NULL;
	gsize size = 0;
	assert_true(g_file_get_contents(oracle, &text, &size, NULL));
	g_autoptr(cJSON) rows = json_parse(text, size);
	int scans = 0, right = 0;
	for (const cJSON *row = rows->child; row != NULL; row = row->next) {
		const char *scan_name = json_get_text(row, "scan");
		if (scan_name == NULL)
			continue;
		g_autofree char *path = g_build_filename(corpora, "dk-synth", scan_name, NULL), *bytes = NULL;
		gsize length = 0;
		if (!g_file_get_contents(path, &bytes, &length, NULL))
			fail_msg("no %s", path);
		g_autoptr(Reading) reading = opener_read(scan_name, bytes, length, NULL, NULL);
		assert_non_null(reading);
		g_autofree char *page = digits_only(((const PageText *)reading->pages->pdata[0])->text);
		bool fine = says(page, row, "invoice_number") && says(page, row, "total") && says(page, row, "seller_cvr");
		if (!fine)
			print_message("wrong: %s\n", scan_name);
		scans++;
		right += fine;
	}
	assert_true(scans >= 8);
	assert_true(right * 100 >= scans * 95);
}

static int forget(void **state)
{
	(void)state;
	ocr_forget();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_are_read),
		cmocka_unit_test(pages_of_a_tiff),
		cmocka_unit_test(each_way_up),
		cmocka_unit_test(askew_and_in_bad_light),
		cmocka_unit_test(what_was_kept_is_not_recognised_again),
		cmocka_unit_test(only_whole_pages_come_back),
		cmocka_unit_test(bombs_are_told_by_their_head),
		cmocka_unit_test(small_and_empty_pictures_say_nothing),
		cmocka_unit_test(the_camera_says_which_way_up),
		cmocka_unit_test(scanned_pages_of_a_pdf),
		cmocka_unit_test(a_page_of_garbage_is_recognised),
		cmocka_unit_test(parts_of_pages_are_drawn),
		cmocka_unit_test(corpus_scans_say_what_they_should),
	};
	return cmocka_run_group_tests(tests, NULL, forget);
}
