#include "filing/invoice_page.h"

#include "filing/page.h"

#include <string.h>

static const char *said(const Reading *reading, const char *name)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, name) == 0)
			return fact->value;
	}
	return NULL;
}

/* Decimals of the currency, ISO 4217: those that have other than two. */
static int decimals(const char *currency)
{
	static const char *const none[] = { "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
		                                "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF" };
	static const char *const three[] = { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };
	for (size_t i = 0; currency != NULL && i < G_N_ELEMENTS(none); i++)
		if (strcmp(none[i], currency) == 0)
			return 0;
	for (size_t i = 0; currency != NULL && i < G_N_ELEMENTS(three); i++)
		if (strcmp(three[i], currency) == 0)
			return 3;
	return 2;
}

/* "1.234,50" of whole minor units in any currency; the digits alone, so that nothing is rounded. */
static char *minor_danish(const char *minor, int places)
{
	bool negative = *minor == '-';
	GString *digits = g_string_new(minor + (negative ? 1 : 0));
	while (digits->len <= (gsize)places)
		g_string_prepend_c(digits, '0');
	gssize whole = (gssize)digits->len - places;
	if (places > 0)
		g_string_insert_c(digits, whole, ',');
	for (gssize at = whole - 3; at > 0; at -= 3)
		g_string_insert_c(digits, at, '.');
	if (negative)
		g_string_prepend_c(digits, '-');
	return g_string_free(digits, FALSE);
}

static void add_line(GString *out, const char *before, const char *text)
{
	if (text != NULL)
		g_string_append_printf(out, "%s%s%s", out->len > 0 ? "\n" : "", before, text);
}

static void add_day(GString *out, const char *before, const char *text)
{
	Date day;
	if (text == NULL || !date_parse(text, &day))
		return;
	g_autofree char *long_day = date_danish_long(day);
	add_line(out, before, long_day);
}

static char *party(const Reading *reading, const char *role)
{
	static const struct {
		const char *part, *before;
	} parts[] = { { "name", "" },       { "street", "" },          { "address", "" }, { "postcode", "" }, { "city", "" },
		          { "country", "" },    { "cvr", "CVR-nr. " },     { "id", "Id: " },  { "endpoint", "Elektronisk adresse: " },
		          { "email", "Mail: " } };
	GString *out = g_string_new(NULL);
	g_autofree char *street = g_strdup_printf("%s.street", role), *address = g_strdup_printf("%s.address", role);
	/* The address in one line stands in for parts that are not there. */
	g_autofree char *cvr_name = g_strdup_printf("%s.cvr", role);
	const char *cvr = said(reading, cvr_name);
	bool whole = said(reading, street) == NULL && said(reading, address) != NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *name = g_strdup_printf("%s.%s", role, parts[i].part);
		const char *text = said(reading, name);
		bool line = strcmp(parts[i].part, "address") == 0;
		bool placed = strcmp(parts[i].part, "postcode") == 0 || strcmp(parts[i].part, "city") == 0 ||
		              strcmp(parts[i].part, "country") == 0;
		bool known = strcmp(parts[i].part, "country") == 0 && strcmp(text != NULL ? text : "", "DK") == 0;
		bool twice = strcmp(parts[i].part, "id") == 0 && g_strcmp0(text, cvr) == 0;
		if (text == NULL || (line && !whole) || (placed && whole) || known || twice)
			continue;
		g_autofree char *postcode = g_strdup_printf("%s.postcode", role);
		if (strcmp(parts[i].part, "city") == 0 && said(reading, postcode) != NULL)
			g_string_append_printf(out, " %s", text);
		else
			add_line(out, parts[i].before, text);
	}
	return g_string_free(out, FALSE);
}

static void heads(Pages *pages, const Reading *reading)
{
	g_autofree char *seller = party(reading, "seller"), *buyer = party(reading, "buyer");
	const Cell parties[] = { { .twelfths = 6, .label = "Sælger", .text = seller, .face = FACE_TEXT },
		                     { .twelfths = 6, .label = "Køber", .text = buyer, .face = FACE_TEXT } };
	pages_boxes(pages, parties, G_N_ELEMENTS(parties));
	g_autoptr(GString) days = g_string_new(NULL), refs = g_string_new(NULL);
	add_day(days, "Udstedt ", said(reading, "invoice.issue_on"));
	add_day(days, "Leveret ", said(reading, "invoice.delivered_on"));
	add_day(days, "Betales senest ", said(reading, "invoice.due_on"));
	add_line(refs, "Angår faktura ", said(reading, "ref.billing"));
	add_line(refs, "Ordre ", said(reading, "ref.order"));
	add_line(refs, "Kontrakt ", said(reading, "ref.contract"));
	const Cell cells[] = { { .twelfths = 6, .label = "Datoer", .text = days->str, .face = FACE_TEXT },
		                   { .twelfths = 6, .label = "Referencer", .text = refs->str, .face = FACE_TEXT } };
	pages_boxes(pages, cells, G_N_ELEMENTS(cells));
}

/* "1.50" of the XML as "1,5": a point would read as thousands in Danish. What is no plain number stays as written. */
static char *quantity_danish(const char *written)
{
	size_t whole = strspn(written, "-0123456789");
	if (written[whole] != '.' || written[whole + 1 + strspn(written + whole + 1, "0123456789")] != '\0')
		return g_strdup(written);
	g_autofree char *text = g_strdup(written);
	size_t end = strlen(text);
	while (end > whole + 1 && text[end - 1] == '0')
		end--;
	text[end == whole + 1 ? whole : end] = '\0';
	return g_strdelimit(g_steal_pointer(&text), ".", ',');
}

/* The common ones of UN/ECE recommendation 20 by their Danish word; others stay as they are written. */
static const char *unit_danish(const char *code)
{
	static const struct {
		const char *code, *da;
	} units[] = {
		{ "C62", "stk." }, { "EA", "stk." }, { "PCE", "stk." }, { "H87", "stk." }, { "HUR", "timer" }, { "MIN", "minutter" },
		{ "DAY", "dage" }, { "WEE", "uger" }, { "MON", "mdr." }, { "ANN", "år" },   { "KGM", "kg" },    { "TNE", "ton" },
		{ "LTR", "liter" }, { "MTR", "m" },   { "MTK", "m²" },   { "MTQ", "m³" },   { "KMT", "km" },    { "KWH", "kWh" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (g_strcmp0(code, units[i].code) == 0)
			return units[i].da;
	return code != NULL ? code : "";
}

static void lines(Pages *pages, const Reading *reading, int places)
{
	static const Column columns[] = {
		{ "Nr.", 5, ALIGN_RIGHT }, { "Tekst", 55, ALIGN_LEFT }, { "Antal", 12, ALIGN_RIGHT },
		{ "Enhed", 10, ALIGN_LEFT }, { "Beløb uden moms", 18, ALIGN_RIGHT },
	};
	if (reading->lines == NULL || reading->lines->len == 0)
		return;
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint i = 0; i < reading->lines->len; i++) {
		const InvoiceLine *line = reading->lines->pdata[i];
		g_autofree char *minor = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)line->amount_minor);
		char **cells = g_new0(char *, G_N_ELEMENTS(columns) + 1);
		cells[0] = g_strdup_printf("%u", i + 1);
		cells[1] = g_strdup(line->text != NULL ? line->text : "");
		cells[2] = line->quantity != NULL ? quantity_danish(line->quantity) : g_strdup("");
		cells[3] = g_strdup(unit_danish(line->unit));
		cells[4] = line->has_amount ? minor_danish(minor, places) : g_strdup("");
		g_ptr_array_add(rows, cells);
	}
	pages_gap(pages, 3);
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
}

static void totals(Pages *pages, const Reading *reading, int places)
{
	static const Column columns[] = { { "Opgørelse", 60, ALIGN_LEFT }, { "Beløb", 40, ALIGN_RIGHT } };
	static const struct {
		const char *name, *label;
	} sums[] = {
		{ "invoice.lines_total_ore", "Sum af linjer" }, { "invoice.net_ore", "I alt uden moms" },
		{ "invoice.vat_ore", "Moms" },                  { "invoice.total_ore", "I alt med moms" },
		{ "invoice.prepaid_ore", "Forudbetalt" },       { "invoice.rounding_ore", "Afrunding" },
		{ "invoice.payable_ore", "Til betaling" },
	};
	const char *currency = said(reading, "invoice.currency");
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++) {
		const char *minor = said(reading, sums[i].name);
		if (minor == NULL)
			continue;
		g_autofree char *amount = minor_danish(minor, places);
		char **cells = g_new0(char *, 3);
		cells[0] = g_strdup(sums[i].label);
		cells[1] = g_strdup_printf("%s %s", amount, currency != NULL ? currency : "");
		g_ptr_array_add(rows, cells);
	}
	/* What is to be paid, the last of them, stands out. */
	bool payable = said(reading, "invoice.payable_ore") != NULL;
	g_auto(GStrv) sum = payable ? g_ptr_array_steal_index(rows, rows->len - 1) : NULL;
	pages_gap(pages, 3);
	if (rows->len > 0 || sum != NULL)
		pages_table(pages, columns, 2, rows, sum);
}

static void payment(Pages *pages, const Reading *reading)
{
	static const struct {
		const char *name, *label;
	} parts[] = {
		{ "payment.fik", "Betalingslinje " },  { "payment.bank", "Reg.nr. eller bank " }, { "payment.account", "Konto " },
		{ "payment.iban", "IBAN " },           { "payment.id", "Betalings-id " },         { "payment.instruction", "Reference " },
		{ "payment.means", "Betalingsmåde, kode " },
	};
	g_autoptr(GString) text = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		add_line(text, parts[i].label, said(reading, parts[i].name));
	const Cell cell = { .twelfths = 12, .label = "Betaling", .text = text->str, .face = FACE_TEXT };
	pages_gap(pages, 3);
	if (text->len > 0)
		pages_boxes(pages, &cell, 1);
	for (guint i = 0; reading->notes != NULL && i < reading->notes->len; i++) {
		pages_gap(pages, 2);
		g_autofree char *note = g_strdup_printf("Bemærkning: %s", (const char *)reading->notes->pdata[i]);
		pages_text(pages, FACE_SMALL, note);
	}
}

GBytes *invoice_pages(const Reading *reading, int exhibit, const char *name, const char *sha256, Date made_on, int *count,
                      GError **error)
{
	const char *kind = said(reading, "invoice.kind"), *number = said(reading, "invoice.number");
	const char *what = g_strcmp0(kind, "credit_note") == 0 ? "Kreditnota" : g_strcmp0(kind, "reminder") == 0 ? "Rykker" : "Faktura";
	g_autofree char *title = g_strdup_printf("%s %s", what, number != NULL ? number : "");
	g_autofree char *footer = g_strdup_printf("Bilag %d. Gengivelse af den elektroniske %s %s", exhibit,
	                                          g_strcmp0(what, "Faktura") == 0 ? "faktura" : "meddelelse",
	                                          number != NULL ? number : "");
	PagesInfo info = { .title = title, .author = "paakrav", .subject = footer, .footer = footer, .made_on = made_on };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	g_autofree char *heading = g_strdup_printf("Bilag %d", exhibit);
	pages_text(pages, FACE_HEAD, heading);
	pages_text(pages, FACE_TITLE, title);
	pages_gap(pages, 2);
	int places = decimals(said(reading, "invoice.currency"));
	heads(pages, reading);
	lines(pages, reading, places);
	totals(pages, reading, places);
	payment(pages, reading);
	pages_gap(pages, 4);
	g_autofree char *origin = g_strdup_printf("Gengivet fra den elektroniske fil %s, SHA-256 %s.", name, sha256);
	pages_text(pages, FACE_SMALL, origin);
	return pages_finish(pages, count, error);
}
