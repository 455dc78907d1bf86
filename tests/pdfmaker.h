/* Small PDFs made by hand: objects put together with their table. Helvetica is not embedded, as in many invoices. */
#ifndef PAAKRAV_TEST_PDFMAKER_H
#define PAAKRAV_TEST_PDFMAKER_H

#include <glib.h>
#include <string.h>

typedef struct PdfMaker {
	GString *out;
	GArray *places; /* gsize, of object 1, 2 … */
} PdfMaker;

static inline PdfMaker pdf_begin(void)
{
	return (PdfMaker){ g_string_new("%PDF-1.7\n"), g_array_new(FALSE, FALSE, sizeof(gsize)) };
}

/* The next object; its number. */
static inline guint pdf_object(PdfMaker *maker, const char *body)
{
	g_array_append_val(maker->places, maker->out->len);
	g_string_append_printf(maker->out, "%u 0 obj\n%s\nendobj\n", maker->places->len, body);
	return maker->places->len;
}

static inline guint pdf_stream(PdfMaker *maker, const char *entries, const void *bytes, gsize size)
{
	g_array_append_val(maker->places, maker->out->len);
	g_string_append_printf(maker->out, "%u 0 obj\n<< %s /Length %zu >>\nstream\n", maker->places->len, entries, size);
	g_string_append_len(maker->out, bytes, (gssize)size);
	g_string_append(maker->out, "\nendstream\nendobj\n");
	return maker->places->len;
}

/* The whole file, the caller's; root is the number of its catalogue. */
static inline GString *pdf_end(PdfMaker *maker, guint root)
{
	gsize table = maker->out->len;
	g_string_append_printf(maker->out, "xref\n0 %u\n0000000000 65535 f \n", maker->places->len + 1);
	for (guint i = 0; i < maker->places->len; i++)
		g_string_append_printf(maker->out, "%010zu 00000 n \n", g_array_index(maker->places, gsize, i));
	g_string_append_printf(maker->out, "trailer\n<< /Size %u /Root %u 0 R >>\nstartxref\n%zu\n%%%%EOF\n", maker->places->len + 1, root,
	                       table);
	g_array_unref(maker->places);
	return maker->out;
}

/* Pages of A4 that show the content, each with these further entries; root: further entries of the catalogue. */
static inline GString *pdf_of(const char *content, int pages, const char *entries, const char *root)
{
	PdfMaker maker = pdf_begin();
	g_autoptr(GString) kids = g_string_new(NULL);
	guint font = pdf_object(&maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
	guint stream = pdf_stream(&maker, "", content, strlen(content));
	guint tree = (guint)pages + 3;
	for (int i = 0; i < pages; i++) {
		g_autofree char *page = g_strdup_printf("<< /Type /Page /Parent %u 0 R /MediaBox [0 0 595.276 841.89] %s /Contents %u 0 R "
		                                        "/Resources << /Font << /F %u 0 R >> >> >>",
		                                        tree, entries, stream, font);
		g_string_append_printf(kids, "%u 0 R ", pdf_object(&maker, page));
	}
	g_autofree char *all = g_strdup_printf("<< /Type /Pages /Kids [%s] /Count %d >>", kids->str, pages);
	pdf_object(&maker, all);
	g_autofree char *catalogue = g_strdup_printf("<< /Type /Catalog /Pages %u 0 R %s >>", tree, root);
	return pdf_end(&maker, pdf_object(&maker, catalogue));
}

/* An invoice of invented firms, its amounts in a column of their own. */
#define PDF_INVOICE \
	"BT /F 22 Tf 60 770 Td (FAKTURA) Tj ET " \
	"BT /F 12 Tf 60 730 Td (Birkelunds Snedkeri ApS) Tj 0 -16 Td (Havnegade 12, 8000 Aarhus C) Tj " \
	"0 -16 Td (CVR-nr. 13585628) Tj ET " \
	"BT /F 12 Tf 60 660 Td (Fakturanummer) Tj ET BT /F 12 Tf 180 660 Td (2026-1047) Tj ET " \
	"BT /F 12 Tf 60 644 Td (Fakturadato) Tj ET BT /F 12 Tf 180 644 Td (03.08.2026) Tj ET " \
	"BT /F 12 Tf 60 600 Td (Reol i egetr\\346, leveret og monteret) Tj ET BT /F 12 Tf 430 600 Td (14.400,00) Tj ET " \
	"BT /F 12 Tf 60 568 Td (Moms 25 %) Tj ET BT /F 12 Tf 430 568 Td (3.600,00) Tj ET " \
	"BT /F 12 Tf 60 552 Td (I alt at betale DKK) Tj ET BT /F 12 Tf 430 552 Td (18.000,00) Tj ET " \
	"BT /F 12 Tf 60 500 Td (Betalingsfrist 8 dage. Ved for sen betaling tilskrives rente efter renteloven.) Tj ET "

#endif
