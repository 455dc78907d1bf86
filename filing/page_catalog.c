/* The last touches to the bytes of a PDF that cairo wrote: its file ends with the catalog, the table of places and the trailer. */
#include "filing/page_marks.h"

#include <string.h>

#define PLACE_HEAD "/A <<\n      /Type /Action\n      /S /URI\n      /URI (" PAGE_PLACE
#define PLACE_DIGITS 11 /* "000012:0745" */
#define PLACE_TAIL ")\n   >>"

static guint8 *find(const GByteArray *pdf, gsize from, const char *what)
{
	return from < pdf->len ? memmem(pdf->data + from, pdf->len - from, what, strlen(what)) : NULL;
}

static guint8 *find_last(const GByteArray *pdf, const char *what)
{
	size_t n = strlen(what);
	for (gsize at = pdf->len; at >= n; at--)
		if (memcmp(pdf->data + at - n, what, n) == 0)
			return pdf->data + at - n;
	return NULL;
}

/* The objects of the pages, by page, from "/Kids [ 2 0 R 12 0 R ]". */
static bool kids_read(const GByteArray *pdf, GArray *kids)
{
	static const char head[] = "/Type /Pages\n   /Kids [ ";
	const guint8 *at = find_last(pdf, head);
	if (at == NULL)
		return false;
	const char *text = (const char *)at + strlen(head);
	while (g_ascii_isdigit(*text)) {
		char *end;
		guint number = (guint)g_ascii_strtoull(text, &end, 10);
		if (!g_str_has_prefix(end, " 0 R "))
			return false;
		g_array_append_val(kids, number);
		text = end + strlen(" 0 R ");
	}
	return *text == ']' && kids->len > 0;
}

/* Each place becomes a destination of the same length, so that nothing after it moves. */
static bool places_settle(GByteArray *pdf, const GArray *kids)
{
	const size_t long_all = strlen(PLACE_HEAD) + PLACE_DIGITS + strlen(PLACE_TAIL);
	guint8 *at;
	for (gsize from = 0; (at = find(pdf, from, PLACE_HEAD)) != NULL; from = (gsize)(at - pdf->data)) {
		char digits[PLACE_DIGITS + 1], place[128];
		if ((gsize)(at - pdf->data) + long_all > pdf->len || memcmp(at + long_all - strlen(PLACE_TAIL), PLACE_TAIL, strlen(PLACE_TAIL)) != 0)
			return false;
		memcpy(digits, at + strlen(PLACE_HEAD), PLACE_DIGITS);
		digits[PLACE_DIGITS] = '\0';
		guint64 page = g_ascii_strtoull(digits, NULL, 10), height = g_ascii_strtoull(digits + 7, NULL, 10);
		if (page >= kids->len)
			return false;
		int n = g_snprintf(place, sizeof place, "/Dest [ %u 0 R /XYZ 0 %u 0 ]", g_array_index(kids, guint, page), (guint)height);
		memset(at, ' ', long_all);
		memcpy(at, place, (size_t)n);
		at += long_all;
	}
	return true;
}

/* The catalog is the last object, so that only the table of places moves when it grows. */
bool page_catalog(GByteArray *pdf, const char *language)
{
	static const char catalog[] = "<< /Type /Catalog\n", table[] = "\nxref\n", start[] = "startxref\n";
	g_autoptr(GArray) kids = g_array_new(FALSE, FALSE, sizeof(guint));
	g_byte_array_append(pdf, (const guint8 *)"", 1); /* ends what is read as text */
	bool fine = kids_read(pdf, kids) && places_settle(pdf, kids);
	g_byte_array_set_size(pdf, pdf->len - 1);
	const guint8 *root = find_last(pdf, catalog), *xref = find_last(pdf, table), *last = find_last(pdf, start);
	if (!fine || root == NULL || xref == NULL || last == NULL || root > xref || xref > last)
		return false;
	gsize root_end = (gsize)(root - pdf->data) + strlen(catalog), xref_at = (gsize)(xref - pdf->data) + 1;
	gsize trailer_end = (gsize)(last - pdf->data);
	g_autofree char *more = g_strdup_printf("   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n", language);
	g_autofree char *tail = g_strdup_printf("startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", xref_at + strlen(more));
	g_autofree guint8 *rest = g_memdup2(pdf->data + root_end, trailer_end - root_end);
	g_byte_array_set_size(pdf, (guint)root_end);
	g_byte_array_append(pdf, (const guint8 *)more, (guint)strlen(more));
	g_byte_array_append(pdf, rest, (guint)(trailer_end - root_end));
	g_byte_array_append(pdf, (const guint8 *)tail, (guint)strlen(tail));
	return true;
}
