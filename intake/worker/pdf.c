#include "intake/worker/pdf.h"

#include "intake/limits.h"
#include "intake/worker/meaning.h"
#include "intake/worker/ocr.h"
#include "intake/worker/opener.h"
#include "intake/worker/pdfpage.h"
#include "intake/worker/xml.h"

#include <leptonica/allheaders.h>
#include <string.h>

#define LETTERS_ENOUGH 300 /* a page with this many letters and digits has its own text, whatever pictures it has */

typedef struct PdfReading {
	const PdfFile *file;
	const Hatch *hatch;
	const char *name;
	Reading *reading;
	Reading *invoice; /* the e-invoice inside; NULL */
	char *inside; /* the name of its file */
	Text *text;
	GString *unread;
	int recognised;
} PdfReading;

void unread_note(GString *pages, int first, int last)
{
	if (last < first)
		return;
	g_string_append_printf(pages, last > first ? "%s%d-%d" : "%s%d", pages->len > 0 ? ", " : "", first, last);
}

static void document_fact(Reading *reading, const char *name, const char *value, const char *reader)
{
	Fact *fact = fact_new("document", name, value, value);
	fact->proof.reader = g_strdup(reader);
	g_ptr_array_add(reading->facts, fact);
}

static bool page_speaks(const TextPage *page)
{
	for (guint i = 0; i < page->lines->len; i++)
		if (((const TextLine *)page->lines->pdata[i])->words->len > 0)
			return true;
	return false;
}

void text_facts(const Text *text, const GString *unread, Reading *reading)
{
	bool own = false, recognised = false;
	for (guint i = 0; i < text->pages->len; i++) {
		const TextPage *page = text->pages->pdata[i];
		if (page_speaks(page) && page->recognised)
			recognised = true;
		else if (page_speaks(page))
			own = true;
	}
	document_fact(reading, "document.text", own && recognised ? "mixed" : own ? "text" : recognised ? "recognised" : "none",
	              recognised ? "ocr" : "text");
	if (unread->len > 0 && unread->len < LIMIT_FACT_BYTES)
		document_fact(reading, "document.unread", unread->str, recognised ? "ocr" : "text");
}

static bool is_invoice(const Reading *inside)
{
	return inside->facts->len > 0 &&
	       (strcmp(inside->media, "cii") == 0 || strcmp(inside->media, "ubl-invoice") == 0 || strcmp(inside->media, "ubl-creditnote") == 0);
}

/* The first e-invoice stays and speaks for the file; everything else goes out as a document of its own. */
static bool take_inside(void *self, const char *name, const void *bytes, size_t size)
{
	PdfReading *pdf = self;
	if (pdf->invoice == NULL && xml_suspected(bytes, size)) {
		g_autoptr(Reading) inside = opener_read(pdf->name, bytes, size, NULL, NULL);
		if (inside != NULL && is_invoice(inside)) {
			pdf->invoice = g_steal_pointer(&inside);
			pdf->inside = g_strdup(name);
			return true;
		}
	}
	return pdf->hatch != NULL && pdf->hatch->child != NULL ? pdf->hatch->child(pdf->hatch->self, name, bytes, size)
	                                                       : pdf->invoice == NULL;
}

/* What a text's characters are: a font without a table to Unicode gives signs and holes. */
typedef struct Letters {
	int known, holes, signs;
} Letters;

static Letters letters_of(const GArray *words)
{
	Letters letters = { 0 };
	for (guint i = 0; i < words->len; i++) {
		for (const char *at = g_array_index(words, PlacedWord, i).text; *at != '\0'; at = g_utf8_next_char(at)) {
			gunichar c = g_utf8_get_char(at);
			GUnicodeType type = g_unichar_type(c);
			if (c == 0xFFFD || type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_CONTROL || type == G_UNICODE_UNASSIGNED)
				letters.holes++;
			else if (g_unichar_isalnum(c))
				letters.known++;
			else
				letters.signs++;
		}
	}
	return letters;
}

static bool is_garbage(const Letters *letters)
{
	int all = letters->known + letters->holes + letters->signs;
	return all > 0 && (letters->holes * 4 > all || (all > 2 && letters->known * 5 < all * 2));
}

/* Is there a mark on it at all? */
static bool is_blank(const PdfReading *pdf, int number)
{
	int dpi = 50;
	PIX *small = pdf_page_picture(pdf->file, number, false, &dpi);
	if (small == NULL)
		return true;
	l_float32 share = 0;
	PIX *black = pixThresholdToBinary(small, 200);
	if (black != NULL)
		pixForegroundFraction(black, &share);
	pixDestroy(&black);
	pixDestroy(&small);
	return share <= 0;
}

/* Must the page be recognised? *dpi: how fine its picture is. */
static bool needs_recognition(const PdfReading *pdf, int number, const GArray *words, int *dpi)
{
	Letters letters = letters_of(words);
	*dpi = 300;
	if (is_garbage(&letters))
		return true;
	if (letters.known >= LETTERS_ENOUGH)
		return false;
	if (pdf_page_scanned(pdf->file, number, dpi)) {
		*dpi = *dpi < 150 ? 300 : MIN(*dpi, 400);
		return true;
	}
	return letters.known == 0 && !is_blank(pdf, number);
}

typedef struct PageLook {
	const PdfReading *pdf;
	int number, dpi;
} PageLook;

static PIX *page_picture(void *self, int *dpi)
{
	PageLook *look = self;
	*dpi = look->dpi;
	return pdf_page_picture(look->pdf->file, look->number, false, dpi);
}

/* The page's words by recognition; NULL when its own text is all there is. */
static SeenPage *recognise(PdfReading *pdf, int number, const GArray *words)
{
	PageLook look = { pdf, number, 300 };
	if (!needs_recognition(pdf, number, words, &look.dpi))
		return NULL;
	if (pdf->recognised >= LIMIT_OCR_PAGES) {
		unread_note(pdf->unread, number, number);
		return NULL;
	}
	pdf->recognised++;
	g_autoptr(SeenPage) seen = ocr_recall(pdf->hatch, number, page_picture, &look);
	if (seen == NULL || seen->unread)
		unread_note(pdf->unread, number, number);
	Letters own = letters_of(words);
	bool better = seen != NULL && !seen->unread && (is_garbage(&own) || seen->words->len >= words->len);
	return better ? g_steal_pointer(&seen) : NULL;
}

bool pdf_page_wordless(const PdfFile *file, int number)
{
	int width = 0, height = 0;
	const PdfReading pdf = { .file = file };
	g_autoptr(GArray) words = pdf_page_words(file, number, &width, &height);
	return words != NULL && letters_of(words).known == 0 && !is_blank(&pdf, number);
}

SeenPage *pdf_page_seen(const PdfFile *file, const Hatch *hatch, int number, int *recognised, bool *unread)
{
	int width = 0, height = 0;
	g_autoptr(GArray) words = pdf_page_words(file, number, &width, &height);
	g_autoptr(GString) given_up = g_string_new(NULL);
	PdfReading pdf = { .file = file, .hatch = hatch, .unread = given_up, .recognised = *recognised };
	SeenPage *seen = words != NULL ? recognise(&pdf, number, words) : NULL;
	*recognised = pdf.recognised;
	*unread = given_up->len > 0;
	return seen;
}

static bool read_page(PdfReading *pdf, int number)
{
	int width = 0, height = 0;
	g_autoptr(GArray) words = pdf_page_words(pdf->file, number, &width, &height);
	if (words == NULL) {
		text_add_page(pdf->text, 0, 0);
		unread_note(pdf->unread, number, number);
		return true;
	}
	g_autoptr(SeenPage) seen = recognise(pdf, number, words);
	TextPage *page = text_add_page(pdf->text, width, height);
	return seen != NULL ? seen_fill(seen, pdf->text, page) : lines_fill(pdf->text, page, words, 0);
}

static void read_pages(PdfReading *pdf)
{
	int pages = pdf_pages(pdf->file), last = MIN(pages, LIMIT_PAGES), number = 1;
	while (number <= last && read_page(pdf, number))
		number++;
	unread_note(pdf->unread, number <= last ? number : last + 1, pages);
}

/* The e-invoice's facts, each with the file inside that it stands in; what the page says of the same invoice is not added. */
static void speak_for(const PdfReading *pdf, const Reading *of_text)
{
	Reading *reading = pdf->reading;
	while (pdf->invoice->facts->len > 0) {
		Fact *fact = g_ptr_array_steal_index(pdf->invoice->facts, 0);
		char *place = g_strdup_printf("%s: %s", pdf->inside, fact->proof.place != NULL ? fact->proof.place : "");
		g_free(fact->proof.place);
		fact->proof.place = place;
		g_ptr_array_add(reading->facts, fact);
	}
	while (pdf->invoice->lines->len > 0)
		g_ptr_array_add(reading->lines, g_ptr_array_steal_index(pdf->invoice->lines, 0));
	while (pdf->invoice->notes->len > 0)
		g_ptr_array_add(reading->notes, g_ptr_array_steal_index(pdf->invoice->notes, 0));
	while (of_text->pages->len > 0)
		g_ptr_array_add(reading->pages, g_ptr_array_steal_index(of_text->pages, 0));
	for (guint i = 0; i < of_text->facts->len; i++) {
		const Fact *fact = of_text->facts->pdata[i];
		if (!g_str_has_prefix(fact->subject, "invoice/"))
			g_ptr_array_add(reading->facts, fact_copy(fact));
	}
}

Reading *pdf_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error)
{
	g_autoptr(PdfFile) file = pdf_open(bytes, size, error);
	if (file == NULL)
		return NULL;
	g_autoptr(Text) text = text_new();
	g_autoptr(GString) unread = g_string_new(NULL);
	PdfReading pdf = { .file = file, .hatch = hatch, .name = name, .reading = reading_new("pdf"), .text = text, .unread = unread };
	pdf_embedded(file, take_inside, &pdf);
	read_pages(&pdf);
	text_facts(text, unread, pdf.reading);
	if (pdf_signed(file))
		document_fact(pdf.reading, "document.signature", "digital", "text");
	Envelope none = { .sent_on = DATE_NONE };
	if (pdf.invoice != NULL) {
		g_autoptr(Reading) of_text = reading_new("pdf");
		meaning_read(text, &none, name, of_text);
		speak_for(&pdf, of_text);
	} else {
		meaning_read(text, &none, name, pdf.reading);
	}
	reading_free(pdf.invoice);
	g_free(pdf.inside);
	return pdf.reading;
}
