/* PDF: words in their lines and places, locked and damaged files, the e-invoice inside, and how signed ones are told. */
#include "corpora.h"
#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/opener.h"
#include "intake/worker/pdfpage.h"
#include "pdfmaker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static Reading *read_pdf(const GString *pdf, const Hatch *hatch)
{
	GError *error = NULL;
	Reading *reading = opener_read("faktura.pdf", pdf->str, pdf->len, hatch, &error);
	if (reading == NULL)
		fail_msg("%s", error_text(error, LANG_EN));
	return reading;
}

static const Fact *fact_of(const Reading *reading, const char *name)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, name) == 0)
			return fact;
	}
	return NULL;
}

static void assert_fact(const Reading *reading, const char *name, const char *value)
{
	const Fact *fact = fact_of(reading, name);
	if (fact == NULL || g_strcmp0(fact->value, value) != 0)
		fail_msg("%s is %s, not %s", name, fact == NULL ? "absent" : fact->value, value);
}

static void refused(const void *bytes, size_t size, const char *code)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("faktura.pdf", bytes, size, NULL, &error);
	assert_null(reading);
	assert_string_equal(error_code(error), code);
	assert_non_null(error_remedy_text(error, LANG_DA));
}

static TextLine *line_with(const TextPage *page, const char *first)
{
	for (guint i = 0; i < page->lines->len; i++) {
		TextLine *line = page->lines->pdata[i];
		if (line->words->len > 0 && strcmp(((TextWord *)line->words->pdata[0])->text, first) == 0)
			return line;
	}
	fail_msg("no line begins with %s", first);
	return NULL;
}

static TextPage *lay(const GString *pdf, Text *text)
{
	g_autoptr(PdfFile) file = pdf_open(pdf->str, pdf->len, NULL);
	assert_non_null(file);
	int width = 0, height = 0;
	g_autoptr(GArray) words = pdf_page_words(file, 1, &width, &height);
	assert_non_null(words);
	TextPage *page = text_add_page(text, width, height);
	assert_true(lines_fill(text, page, words, 0));
	return page;
}

static void near(int is, int should)
{
	if (abs(is - should) > 10)
		fail_msg("%d is not about %d", is, should);
}

static void words_stand_in_lines_and_places(void **state)
{
	(void)state;
	GString *pdf = pdf_of(PDF_INVOICE, 1, "", "");
	g_autoptr(Text) text = text_new();
	const TextPage *page = lay(pdf, text);
	near(page->width, 2100);
	near(page->height, 2970);
	g_autofree char *plain = text_page_plain(page);
	assert_non_null(strstr(plain, "FAKTURA\n"));
	assert_non_null(strstr(plain, "Fakturanummer 2026-1047\nFakturadato 03.08.2026\n"));
	assert_non_null(strstr(plain, "Reol i egetræ, leveret og monteret 14.400,00\n"));
	/* The amounts' column stands apart. */
	const TextLine *total = line_with(page, "I");
	g_autofree char *gaps = text_line_plain(total, 100);
	assert_string_equal(gaps, "I alt at betale DKK\t18.000,00");
	/* 430 points from the left; its baseline 552 from below. */
	const TextWord *amount = total->words->pdata[total->words->len - 1];
	near(amount->box.left, 430 * 254 / 72);
	assert_true(amount->box.top < (842 - 552) * 254 / 72 && amount->box.bottom > (842 - 552) * 254 / 72);
	assert_int_equal(amount->confidence, 100);
	g_string_free(pdf, TRUE);
}

static void a_turned_page_is_read_as_it_is_shown(void **state)
{
	(void)state;
	GString *pdf = pdf_of(PDF_INVOICE, 1, "/Rotate 90", "");
	g_autoptr(Text) text = text_new();
	const TextPage *page = lay(pdf, text);
	near(page->width, 2970);
	near(page->height, 2100);
	/* The heading, written down the right edge of the page as it is shown: one line, its words not upright. */
	const TextLine *heading = line_with(page, "FAKTURA");
	const TextWord *word = heading->words->pdata[0];
	near(word->box.top, 60 * 254 / 72);
	assert_true(word->box.left > 2600 && word->box.bottom - word->box.top > word->box.right - word->box.left);
	g_string_free(pdf, TRUE);
}

static void plain_reading(void **state)
{
	(void)state;
	GString *pdf = pdf_of(PDF_INVOICE, 2, "", "");
	g_autoptr(Reading) reading = read_pdf(pdf, NULL);
	assert_string_equal(reading->media, "pdf");
	assert_int_equal(reading->pages->len, 2);
	const PageText *second = reading->pages->pdata[1];
	assert_int_equal(second->page, 2);
	assert_false(second->recognised);
	assert_fact(reading, "document.text", "text");
	assert_null(fact_of(reading, "document.signature"));
	assert_null(fact_of(reading, "document.unread"));
	g_string_free(pdf, TRUE);
	GString *blank = pdf_of("", 1, "", "");
	g_autoptr(Reading) nothing = read_pdf(blank, NULL);
	assert_fact(nothing, "document.text", "none");
	g_string_free(blank, TRUE);
}

static void signed_ones_are_told(void **state)
{
	(void)state;
	PdfMaker maker = pdf_begin();
	guint font = pdf_object(&maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
	static const char words[] = "BT /F 12 Tf 60 700 Td (Aftale om levering) Tj ET";
	guint content = pdf_stream(&maker, "", words, strlen(words));
	guint value = pdf_object(&maker, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached "
	                                 "/ByteRange [0 100 200 100] /Contents <3000> >>");
	g_autofree char *field = g_strdup_printf("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Underskrift) /V %u 0 R /Rect [0 0 0 0] >>", value);
	guint annot = pdf_object(&maker, field);
	g_autofree char *page = g_strdup_printf("<< /Type /Page /Parent 6 0 R /MediaBox [0 0 595 842] /Annots [%u 0 R] /Contents %u 0 R "
	                                        "/Resources << /Font << /F %u 0 R >> >> >>",
	                                        annot, content, font);
	guint one = pdf_object(&maker, page);
	g_autofree char *tree = g_strdup_printf("<< /Type /Pages /Kids [%u 0 R] /Count 1 >>", one);
	assert_int_equal(pdf_object(&maker, tree), 6);
	g_autofree char *catalogue = g_strdup_printf("<< /Type /Catalog /Pages 6 0 R /AcroForm << /SigFlags 3 /Fields [%u 0 R] >> >>", annot);
	GString *pdf = pdf_end(&maker, pdf_object(&maker, catalogue));
	g_autoptr(Reading) reading = read_pdf(pdf, NULL);
	assert_fact(reading, "document.signature", "digital");
	g_string_free(pdf, TRUE);
}

static void locked_ones_are_refused(void **state)
{
	(void)state;
	g_autofree char *bytes = NULL, *open = NULL;
	gsize size = 0, open_size = 0;
	assert_true(g_file_get_contents("../fixtures/pages/locked.pdf", &bytes, &size, NULL));
	refused(bytes, size, "pdf-encrypted");
	/* Encrypted, but for nobody: printing is forbidden, reading is not. */
	assert_true(g_file_get_contents("../fixtures/pages/no-printing.pdf", &open, &open_size, NULL));
	g_autoptr(Reading) reading = opener_read("a.pdf", open, open_size, NULL, NULL);
	assert_non_null(reading);
	assert_non_null(strstr(((const PageText *)reading->pages->pdata[0])->text, "Fakturanummer 2026-1047"));
}

static void damaged_ones_give_what_is_there(void **state)
{
	(void)state;
	GString *pdf = pdf_of(PDF_INVOICE, 1, "", "");
	refused("%PDF-1.7\nhvad er dette", 22, "pdf-damaged");
	refused(pdf->str, 200, "pdf-damaged");
	/* Cut off within its table, and within its last object: put together again. */
	size_t cuts[] = { (size_t)(g_strrstr(pdf->str, "xref\n0") - pdf->str) + 20, (size_t)(g_strrstr(pdf->str, ">>\nendobj") - pdf->str) + 4 };
	for (int i = 0; i < 2; i++) {
		g_autofree char *cut = g_memdup2(pdf->str, cuts[i]);
		g_autoptr(Reading) rebuilt = opener_read("a.pdf", cut, cuts[i], NULL, NULL);
		assert_non_null(rebuilt);
		assert_non_null(strstr(((const PageText *)rebuilt->pages->pdata[0])->text, "18.000,00"));
	}
	for (gsize n = 0; n < pdf->len; n += 61) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = opener_read("a.pdf", pdf->str, n, NULL, &error);
		assert_true((reading == NULL) == (error != NULL));
	}
	/* Bytes of the structure turned over, one at a time. */
	for (gsize n = 9; n < pdf->len; n += 17) {
		char was = pdf->str[n];
		pdf->str[n] ^= 0x15;
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = opener_read("a.pdf", pdf->str, pdf->len, NULL, &error);
		assert_true((reading == NULL) == (error != NULL));
		pdf->str[n] = was;
	}
	g_string_free(pdf, TRUE);
}

static void pages_over_the_limit_are_told(void **state)
{
	(void)state;
	GString *pdf = pdf_of("BT /F 12 Tf 60 700 Td (Side) Tj ET", LIMIT_PAGES + 3, "", "");
	g_autoptr(Reading) reading = read_pdf(pdf, NULL);
	assert_int_equal(reading->pages->len, LIMIT_PAGES);
	g_autofree char *rest = g_strdup_printf("%d-%d", LIMIT_PAGES + 1, LIMIT_PAGES + 3);
	assert_fact(reading, "document.unread", rest);
	g_string_free(pdf, TRUE);
}

/* ---- what lies inside ---- */

#define UBL(number) \
	"<?xml version='1.0'?><Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2' " \
	"xmlns:cac='urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2' " \
	"xmlns:cbc='urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'>" \
	"<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>" number "</cbc:ID><cbc:IssueDate>2026-08-03</cbc:IssueDate>" \
	"<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>" \
	"<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID='DKK'>14400.00</cbc:LineExtensionAmount>" \
	"<cbc:TaxExclusiveAmount currencyID='DKK'>14400.00</cbc:TaxExclusiveAmount>" \
	"<cbc:TaxInclusiveAmount currencyID='DKK'>18000.00</cbc:TaxInclusiveAmount>" \
	"<cbc:PayableAmount currencyID='DKK'>18000.00</cbc:PayableAmount></cac:LegalMonetaryTotal></Invoice>"

typedef struct Inside {
	const char *name, *bytes;
} Inside;

static GString *pdf_with(const Inside *inside, int n)
{
	PdfMaker maker = pdf_begin();
	g_autoptr(GString) names = g_string_new(NULL);
	guint font = pdf_object(&maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
	guint content = pdf_stream(&maker, "", PDF_INVOICE, strlen(PDF_INVOICE));
	guint tree = 4;
	g_autofree char *page = g_strdup_printf("<< /Type /Page /Parent %u 0 R /MediaBox [0 0 595 842] /Contents %u 0 R "
	                                        "/Resources << /Font << /F %u 0 R >> >> >>",
	                                        tree, content, font);
	guint one = pdf_object(&maker, page);
	g_autofree char *pages = g_strdup_printf("<< /Type /Pages /Kids [%u 0 R] /Count 1 >>", one);
	assert_int_equal(pdf_object(&maker, pages), tree);
	for (int i = 0; i < n; i++) {
		guint stream = pdf_stream(&maker, "/Type /EmbeddedFile", inside[i].bytes, strlen(inside[i].bytes));
		g_autofree char *spec = g_strdup_printf("<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %u 0 R >> >>", inside[i].name,
		                                        inside[i].name, stream);
		g_string_append_printf(names, "(%d) %u 0 R ", i, pdf_object(&maker, spec));
	}
	g_autofree char *catalogue = g_strdup_printf("<< /Type /Catalog /Pages %u 0 R /Names << /EmbeddedFiles << /Names [%s] >> >> >>", tree,
	                                             names->str);
	return pdf_end(&maker, pdf_object(&maker, catalogue));
}

static bool take_child(void *self, const char *name, const void *bytes, size_t size)
{
	g_string_append_printf(self, "%s=%.*s\n", name, (int)MIN(size, 12), (const char *)bytes);
	return true;
}

static void the_invoice_inside_speaks(void **state)
{
	(void)state;
	const Inside inside[] = { { "vilkaar.txt", "Salgs- og leveringsbetingelser" }, { "andet.xml", "<a>ikke en faktura</a>" },
		                  { "faktura.xml", UBL("2026-1047") }, { "kopi.xml", UBL("2026-1048") } };
	GString *pdf = pdf_with(inside, 4);
	g_autoptr(GString) children = g_string_new(NULL);
	Hatch hatch = { .child = take_child, .self = children };
	g_autoptr(Reading) reading = read_pdf(pdf, &hatch);
	assert_string_equal(children->str, "vilkaar.txt=Salgs- og le\nandet.xml=<a>ikke en f\nkopi.xml=<?xml versio\n");
	assert_string_equal(reading->media, "pdf");
	int invoices = 0;
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (!g_str_has_prefix(fact->subject, "invoice/"))
			continue;
		invoices++;
		assert_string_equal(fact->subject, "invoice/2026-1047");
		assert_string_equal(fact->proof.reader, "ubl");
		assert_true(g_str_has_prefix(fact->proof.place, "faktura.xml: /Invoice/"));
	}
	assert_true(invoices > 4);
	assert_fact(reading, "invoice.payable_ore", "1800000");
	/* What can be seen stays findable. */
	assert_int_equal(reading->pages->len, 1);
	assert_non_null(strstr(((const PageText *)reading->pages->pdata[0])->text, "I alt at betale DKK 18.000,00"));
	g_string_free(pdf, TRUE);
}

static void a_broken_invoice_inside_is_a_document_of_its_own(void **state)
{
	(void)state;
	const Inside inside[] = { { "factur-x.xml", "<?xml version='1.0'?><Invoice xmlns='urn:oasis:names" } };
	GString *pdf = pdf_with(inside, 1);
	g_autoptr(GString) children = g_string_new(NULL);
	Hatch hatch = { .child = take_child, .self = children };
	g_autoptr(Reading) reading = read_pdf(pdf, &hatch);
	assert_string_equal(children->str, "factur-x.xml=<?xml versio\n");
	assert_fact(reading, "document.text", "text");
	g_string_free(pdf, TRUE);
}

/* Every PDF of the list gives its text or an Error; those said to have words, words. */
static void corpus_files_give_words(void **state)
{
	(void)state;
	const char *corpora = corpora_folder("oracle/pdf-status.tsv", "test_intake_worker_pdf");
	if (corpora == NULL)
		return;
	g_autofree char *list = g_build_filename(corpora, "oracle/pdf-status.tsv", NULL), *table = NULL;
	assert_true(g_file_get_contents(list, &table, NULL, NULL));
	g_auto(GStrv) rows = g_strsplit(table, "\n", -1);
	int files = 0, wordless = 0;
	for (int i = 1; rows[i] != NULL && *rows[i] != '\0'; i++) {
		g_auto(GStrv) cells = g_strsplit(rows[i], "\t", -1);
		g_autofree char *path = g_build_filename(corpora, cells[0], NULL), *bytes = NULL;
		gsize size = 0;
		if (!g_file_get_contents(path, &bytes, &size, NULL))
			continue;
		g_autoptr(GError) error = NULL;
		g_autoptr(PdfFile) file = pdf_open(bytes, size, &error);
		assert_true((file == NULL) == (error != NULL));
		files++;
		guint words = 0;
		for (int page = 1; file != NULL && page <= MIN(pdf_pages(file), 3); page++) {
			int width = 0, height = 0;
			g_autoptr(GArray) of_page = pdf_page_words(file, page, &width, &height);
			words += of_page != NULL ? of_page->len : 0;
		}
		wordless += file != NULL && words == 0 && atoi(cells[5]) > 10;
	}
	assert_true(files > 200);
	assert_int_equal(wordless, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_stand_in_lines_and_places),
		cmocka_unit_test(a_turned_page_is_read_as_it_is_shown),
		cmocka_unit_test(plain_reading),
		cmocka_unit_test(signed_ones_are_told),
		cmocka_unit_test(locked_ones_are_refused),
		cmocka_unit_test(damaged_ones_give_what_is_there),
		cmocka_unit_test(pages_over_the_limit_are_told),
		cmocka_unit_test(the_invoice_inside_speaks),
		cmocka_unit_test(a_broken_invoice_inside_is_a_document_of_its_own),
		cmocka_unit_test(corpus_files_give_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
