/* DOCX, ODT, RTF and text files: their words as a person reads them, page by page. */
#include "broodcase.h"
#include "corpora.h"
#include "intake/reading.h"
#include "intake/worker/opener.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zip.h>

#include <cmocka.h>

typedef struct Part {
	const char *name, *text;
} Part;

/* The caller's. */
static GBytes *pack(const Part *parts, size_t n)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	assert_non_null(zip);
	zip_source_keep(source);
	for (size_t i = 0; i < n; i++) {
		zip_int64_t at = zip_file_add(zip, parts[i].name, zip_source_buffer(zip, parts[i].text, strlen(parts[i].text), 0), 0);
		assert_true(at >= 0);
		assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0), 0);
	}
	assert_int_equal(zip_close(zip), 0);
	zip_stat_t stat;
	assert_int_equal(zip_source_stat(source, &stat), 0);
	guint8 *bytes = g_malloc(stat.size);
	assert_int_equal(zip_source_open(source), 0);
	assert_int_equal(zip_source_read(source, bytes, stat.size), (zip_int64_t)stat.size);
	zip_source_close(source);
	zip_source_free(source);
	return g_bytes_new_take(bytes, stat.size);
}

/* All pages, parted by "=====\n", no empty lines at the end of one; the caller's. */
static char *pages_of(const Reading *reading)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < reading->pages->len; i++) {
		g_autofree char *page = g_strdup(((const PageText *)reading->pages->pdata[i])->text);
		g_string_append_printf(out, "%s%s\n", i > 0 ? "=====\n" : "", g_strchomp(page));
	}
	return g_string_free(out, FALSE);
}

static void check_bytes(const void *bytes, size_t size, const char *media, const char *expected)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("a", bytes, size, NULL, &error);
	assert_non_null(reading);
	assert_string_equal(reading->media, media);
	g_autofree char *is = pages_of(reading);
	assert_string_equal(is, expected);
}

static void check_refused(const void *bytes, size_t size, const char *code)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("a", bytes, size, NULL, &error);
	assert_null(reading);
	assert_string_equal(error_code(error), code);
	assert_non_null(error_remedy_text(error, LANG_DA));
}

/* ---- DOCX -------------------------------------------------------------------------------------------------------- */

#define WORD "<?xml version='1.0'?><w:%s xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' " \
	     "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>%s</w:%s>"

static void check_docx(const char *body, const char *expected)
{
	g_autofree char *document = g_strdup_printf(WORD, "document", body, "document");
	g_autofree char *header = g_strdup_printf(WORD, "hdr", "<w:p><w:r><w:t>Holm ApS</w:t></w:r></w:p>", "hdr");
	g_autofree char *footer = g_strdup_printf(WORD, "ftr", "<w:p><w:r><w:t>CVR 99000001</w:t></w:r></w:p>", "ftr");
	const Part parts[] = { { "[Content_Types].xml", "<Types/>" }, { "word/document.xml", document }, { "word/header1.xml", header },
		{ "word/footer1.xml", footer }, { "word/comments.xml", "<not read" } };
	g_autoptr(GBytes) bytes = pack(parts, G_N_ELEMENTS(parts));
	g_autofree char *whole = g_strdup_printf("Holm ApS\n%sCVR 99000001\n", expected);
	check_bytes(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), "office", whole);
}

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

static void test_docx(void **state)
{
	(void)state;
	check_docx(P("Kære Bo") P("Betal &lt;1.000&gt; kr."), "Kære Bo\nBetal <1.000> kr.\n");
	check_docx("<w:p><w:r><w:t>Et</w:t><w:tab/><w:t>to</w:t><w:br/><w:t>tre-</w:t><w:noBreakHyphen/><w:t>fire</w:t></w:r></w:p>", "Et to\ntre--fire\n");
	/* Changes: what was taken out does not count, what was put in does; nor does what is hidden. */
	check_docx("<w:p><w:r><w:t>Pris </w:t></w:r><w:del><w:r><w:delText>500</w:delText><w:t>500</w:t></w:r></w:del><w:ins><w:r><w:t>600</w:t></w:r></w:ins>"
	           "<w:moveFrom><w:r><w:t>væk</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r>"
	           "<w:r><w:rPr><w:vanish w:val='false'/></w:rPr><w:t> kr.</w:t></w:r></w:p>",
	           "Pris 600 kr.\n");
	/* A field's result counts, its instruction does not; a text box once. */
	check_docx("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>"
	           "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>" P("Boks") "</w:txbxContent></mc:Choice><mc:Fallback>" P("Boks")
	           "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
	           "7\nBoks\n\n");
	/* A row is a line; cells of several lines stand beside each other. */
	check_docx("<w:tbl><w:tr><w:tc>" P("Pris") "</w:tc><w:tc>" P("100") "</w:tc></w:tr><w:tr><w:tc>" P("Nummer") P("Dato") "</w:tc><w:tc>" P("17")
	           P("3. maj 2025") "</w:tc></w:tr></w:tbl>" P("Slut"),
	           "Pris 100\nNummer 17\nDato 3. maj 2025\nSlut\n");
	/* Where the program's page ended, the paragraph that began there ends too. */
	check_docx(P("Side 1") "<w:p><w:r><w:t>Sætningen </w:t><w:lastRenderedPageBreak/><w:t>går videre</w:t></w:r></w:p>" P("Side 2")
	           "<w:p><w:r><w:br w:type='page'/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>Side 3</w:t></w:r></w:p>",
	           "Side 1\nSætningen går videre\n=====\nSide 2\n=====\nSide 3\n");
}

static void test_docx_refused(void **state)
{
	(void)state;
	const Part broken[] = { { "[Content_Types].xml", "<Types/>" }, { "word/document.xml", "<a><b></a>" } };
	g_autoptr(GBytes) bytes = pack(broken, 2);
	g_autoptr(GError) error = NULL;
	assert_null(opener_read("a", g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), NULL, &error));
	assert_non_null(error);
	check_refused(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes) - 10, "office-broken");
	static const char old[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";
	static const char locked[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
	check_refused(old, sizeof old - 1, "office-old");
	check_refused(locked, sizeof locked - 1, "office-encrypted");
	/* A spreadsheet is told by its kind alone. */
	const Part sheet[] = { { "[Content_Types].xml", "<Types/>" }, { "xl/workbook.xml", "<a/>" } };
	g_autoptr(GBytes) xlsx = pack(sheet, 2);
	check_bytes(g_bytes_get_data(xlsx, NULL), g_bytes_get_size(xlsx), "office", "");
}

static void test_docx_signed(void **state)
{
	(void)state;
	g_autofree char *document = g_strdup_printf(WORD, "document", P("Aftale"), "document");
	const Part parts[] = { { "[Content_Types].xml", "<Types/>" }, { "_xmlsignatures/sig1.xml", "<x/>" }, { "word/document.xml", document } };
	g_autoptr(GBytes) bytes = pack(parts, G_N_ELEMENTS(parts));
	g_autoptr(Reading) reading = opener_read("a", g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), NULL, NULL);
	assert_non_null(reading);
	bool told = false;
	for (guint i = 0; i < reading->facts->len; i++)
		told |= strcmp(((const Fact *)reading->facts->pdata[i])->name, "document.signature") == 0;
	assert_true(told);
}

/* A letter that is only a picture: the picture is what there is to read. */
static void test_docx_picture(void **state)
{
	(void)state;
	for (int with_text = 0; with_text < 2; with_text++) {
		g_autofree char *much = g_strnfill(400, 'x');
		g_autofree char *body = g_strdup_printf(P("%s"), with_text ? much : "Se billedet");
		g_autofree char *document = g_strdup_printf(WORD, "document", body, "document");
		g_autofree char *tail = g_strnfill(20000, 'x');
		g_autofree char *picture = g_strconcat("\xFF\xD8\xFF\xE0", tail, NULL);
		const Part parts[] = { { "[Content_Types].xml", "<Types/>" }, { "word/document.xml", document }, { "word/media/image1.jpg", picture },
			{ "word/media/logo.png", "\x89PNG\r\n\x1A\n" } };
		g_autoptr(GBytes) bytes = pack(parts, G_N_ELEMENTS(parts));
		Broodcase broodcase;
		broodcase_init(&broodcase);
		g_autoptr(Reading) reading = opener_read("a", g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &broodcase.hatch, NULL);
		assert_non_null(reading);
		g_autofree char *names = broodcase_names(&broodcase);
		assert_string_equal(names, with_text ? "" : "image1.jpg");
		broodcase_clear(&broodcase);
	}
}

/* ---- ODT --------------------------------------------------------------------------------------------------------- */

#define SPACES "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' " \
	       "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' " \
	       "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'"
#define STYLES "<x " SPACES "><style:master-page><style:header><text:p>Holm ApS</text:p></style:header><style:footer><text:p>CVR 99000001</text:p>" \
	       "</style:footer></style:master-page><style:master-page><style:header><text:p>Anden side</text:p></style:header></style:master-page></x>"

static void check_odt(const char *body, const char *expected)
{
	g_autofree char *content = g_strdup_printf("<office:document-content " SPACES "><office:automatic-styles><style:style style:name='P9'>"
	                                           "<style:paragraph-properties fo:break-before='page'/></style:style></office:automatic-styles>"
	                                           "<office:body><office:text>%s</office:text></office:body></office:document-content>", body);
	const Part parts[] = { { "mimetype", "application/vnd.oasis.opendocument.text" }, { "content.xml", content }, { "styles.xml", STYLES },
		{ "META-INF/manifest.xml", "<manifest/>" } };
	g_autoptr(GBytes) bytes = pack(parts, G_N_ELEMENTS(parts));
	g_autofree char *whole = g_strdup_printf("Holm ApS\n%sCVR 99000001\n", expected);
	check_bytes(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), "office", whole);
}

static void test_odt(void **state)
{
	(void)state;
	check_odt("<text:h>Aftale</text:h><text:p>Et<text:s text:c='3'/>to<text:tab/>tre<text:line-break/>fire</text:p>", "Aftale\nEt to tre\nfire\n");
	check_odt("<text:tracked-changes><text:changed-region><text:deletion><text:p>slettet</text:p></text:deletion></text:changed-region></text:tracked-changes>"
	          "<text:p>Pris<office:annotation><text:p>note til mig</text:p></office:annotation> 600</text:p>",
	          "Pris 600\n");
	check_odt("<text:p>Ord<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Fodnoten</text:p></text:note-body></text:note> videre</text:p>"
	          "<text:p>Slut</text:p>",
	          "Ord videre\nSlut\nFodnoten\n");
	check_odt("<table:table><table:table-row><table:table-cell><text:p>Pris</text:p></table:table-cell><table:table-cell><text:p>100</text:p>"
	          "</table:table-cell></table:table-row></table:table><text:p text:style-name='P9'>Side 2</text:p>",
	          "Pris 100\n=====\nSide 2\n");
}

static void test_odt_encrypted(void **state)
{
	(void)state;
	const Part parts[] = { { "mimetype", "application/vnd.oasis.opendocument.text" }, { "content.xml", "\x01\x02" },
		{ "META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>" } };
	g_autoptr(GBytes) bytes = pack(parts, G_N_ELEMENTS(parts));
	check_refused(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), "office-encrypted");
}

/* ---- text and HTML ------------------------------------------------------------------------------------------------ */

#define CHECK_TEXT(bytes, expected) check_bytes(bytes, sizeof(bytes) - 1, "text", expected)

static void test_text_files(void **state)
{
	(void)state;
	CHECK_TEXT("bl\xC3\xA5 r\xC3\xB8" "d\r\ngr\xC3\xB8n\r", "blå rød\ngrøn\n");
	CHECK_TEXT("\xEF\xBB\xBF" "bl\xC3\xA5\n", "blå\n");
	CHECK_TEXT("bl\xE5 r\xF8" "d\n", "blå rød\n");
	CHECK_TEXT("5 \x80 \x96 bl\xE5\n", "5 € – blå\n");
	CHECK_TEXT("\xFF\xFE" "b\0l\0\xE5\0\n\0", "blå\n");
	CHECK_TEXT("\xFE\xFF\0b\0l\0\xE5\0\n", "blå\n");
	/* Nothing says which of two it is: the sign of a currency stays what it is in the older charset. */
	CHECK_TEXT("pris 5 \xA4\n", "pris 5 ¤\n");
	CHECK_TEXT("<!DOCTYPE html><html><head><title>x</title><meta charset=\"iso-8859-1\"></head><body><h1>Bl\xE5</h1><p>Hej<br>Bo &amp; co</body></html>",
	           "Blå\n\nHej\nBo & co\n");
	check_bytes("{\\rtf1\\ansi x}", 14, "office", "x\n");
}

static void test_corpora(void **state)
{
	(void)state;
	const char *folder = corpora_folder("tika", "office corpora");
	if (folder == NULL)
		return;
	static const struct {
		const char *module, *file, *words; /* NULL: refused */
	} rows[] = {
		{ "microsoft", "testWORD_various.docx", "Row 1 Col 1 Row 1 Col 2 Row 1 Col 3" },
		{ "microsoft", "footnotes.docx", "Eto ochen prostoy text so snoskoy" },
		{ "microsoft", "testWORD_text_box.docx", "This text is inside of a text box in the body of the document." },
		{ "microsoft", "testWORD_truncated.docx", NULL },
		{ "microsoft", "testWORD_protected_passtika.docx", NULL },
		{ "miscoffice", "testODFwithOOo3.odt", "This is of course a simple footnote" },
		{ "miscoffice", "testODTEncrypted.odt", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *module = g_strdup_printf("tika-parser-%s-module", rows[i].module);
		g_autofree char *path = g_build_filename(folder, "tika/tika-parsers/tika-parsers-standard/tika-parsers-standard-modules", module,
		                                         "src/test/resources/test-documents", rows[i].file, NULL);
		g_autofree char *bytes = NULL;
		gsize size = 0;
		assert_true(g_file_get_contents(path, &bytes, &size, NULL));
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = opener_read(rows[i].file, bytes, size, NULL, &error);
		assert_int_equal(reading == NULL, rows[i].words == NULL);
		if (reading == NULL)
			continue;
		g_autofree char *is = pages_of(reading);
		assert_non_null(strstr(is, rows[i].words));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_docx), cmocka_unit_test(test_docx_refused), cmocka_unit_test(test_docx_signed), cmocka_unit_test(test_docx_picture),
		cmocka_unit_test(test_odt), cmocka_unit_test(test_odt_encrypted), cmocka_unit_test(test_text_files), cmocka_unit_test(test_corpora),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
