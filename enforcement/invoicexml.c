/*
 * An invoice or a credit note as OIOUBL 2.1. Made only for a client with a CVR number: a receiver without one has no
 * electronic address that we know. In OIOUBL 2 TaxExclusiveAmount is the VAT.
 */
#include "enforcement/invoice.h"

#include <inttypes.h>
#include <string.h>

static void put(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put(GString *out, const char *format, ...)
{
	va_list more;
	va_start(more, format);
	/* Escapes what is put in; the format is ours. */
	g_autofree char *text = g_markup_vprintf_escaped(format, more);
	va_end(more);
	g_string_append(out, text);
}

static void amount(GString *out, const char *name, Money value)
{
	g_autofree char *plain = money_plain(value);
	put(out, "<cbc:%s currencyID=\"DKK\">%s</cbc:%s>", name, plain, name);
}

#define CODE "schemeAgencyID=\"320\" schemeID=\"urn:oioubl:id:"

static void address(GString *out, const InvoiceParty *party)
{
	const char *gap = party->place != NULL ? strchr(party->place, ' ') : NULL;
	g_autofree char *zone = gap != NULL ? g_strndup(party->place, (gsize)(gap - party->place)) : NULL;
	put(out, "<cac:PostalAddress><cbc:AddressFormatCode listAgencyID=\"320\" listID=\"urn:oioubl:codelist:addressformatcode-1.1\">"
	         "Unstructured</cbc:AddressFormatCode><cac:AddressLine><cbc:Line>%s</cbc:Line></cac:AddressLine>",
	    party->address);
	if (zone != NULL)
		put(out, "<cac:AddressLine><cbc:Line>%s %s</cbc:Line></cac:AddressLine>", zone, gap + 1);
	g_string_append(out, "</cac:PostalAddress>");
}

/* Digits alone: however the number was written. */
static char *digits_of(const char *text)
{
	GString *out = g_string_new(NULL);
	for (; text != NULL && *text != '\0'; text++)
		if (g_ascii_isdigit(*text))
			g_string_append_c(out, *text);
	return g_string_free(out, FALSE);
}

static void party(GString *out, const char *name, const InvoiceParty *of, bool seller)
{
	g_autofree char *cvr = digits_of(of->cvr);
	put(out, "<cac:%s><cac:Party><cbc:EndpointID schemeID=\"DK:CVR\">DK%s</cbc:EndpointID>", name, cvr);
	put(out, "<cac:PartyIdentification><cbc:ID schemeID=\"DK:CVR\">DK%s</cbc:ID></cac:PartyIdentification>", cvr);
	put(out, "<cac:PartyName><cbc:Name>%s</cbc:Name></cac:PartyName>", of->name);
	address(out, of);
	if (seller)
		put(out, "<cac:PartyTaxScheme><cbc:CompanyID schemeID=\"DK:SE\">DK%s</cbc:CompanyID><cac:TaxScheme><cbc:ID " CODE
		         "taxschemeid-1.1\">63</cbc:ID><cbc:Name>Moms</cbc:Name></cac:TaxScheme></cac:PartyTaxScheme>",
		    cvr);
	put(out, "<cac:PartyLegalEntity><cbc:RegistrationName>%s</cbc:RegistrationName><cbc:CompanyID schemeID=\"DK:CVR\">DK%s</cbc:CompanyID>"
	         "</cac:PartyLegalEntity><cac:Contact><cbc:ID>%s</cbc:ID>",
	    of->name, cvr, seller ? "1" : "ref");
	if (seller && of->phone != NULL)
		put(out, "<cbc:Telephone>%s</cbc:Telephone>", of->phone);
	if (seller && of->email != NULL)
		put(out, "<cbc:ElectronicMail>%s</cbc:ElectronicMail>", of->email);
	put(out, "</cac:Contact></cac:Party></cac:%s>", name);
}

static void subtotal(GString *out, Money base, Money vat, bool bears, int percent)
{
	g_string_append(out, "<cac:TaxSubtotal>");
	amount(out, "TaxableAmount", base);
	amount(out, "TaxAmount", vat);
	put(out, "<cac:TaxCategory><cbc:ID " CODE "taxcategoryid-1.1\">%s</cbc:ID><cbc:Percent>%d</cbc:Percent><cac:TaxScheme><cbc:ID " CODE
	         "taxschemeid-1.1\">63</cbc:ID><cbc:Name>Moms</cbc:Name></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>",
	    bears ? "StandardRated" : "ZeroRated", bears ? percent : 0);
}

static void totals(GString *out, const Invoice *i)
{
	Money lines, payable;
	bool credit = i->credits != 0, off = !credit && !money_is_zero(i->set_off);
	if (!money_add(i->net, i->exempt, &lines))
		lines = i->net;
	if (credit || !money_sub(i->total, i->set_off, &payable))
		payable = i->total;
	g_string_append(out, "<cac:TaxTotal>");
	amount(out, "TaxAmount", i->vat);
	if (i->vat_percent >= 0)
		subtotal(out, i->net, i->vat, true, i->vat_percent);
	if (!money_is_zero(i->exempt))
		subtotal(out, i->exempt, money_zero(), false, 0);
	g_string_append(out, "</cac:TaxTotal><cac:LegalMonetaryTotal>");
	amount(out, "LineExtensionAmount", lines);
	amount(out, "TaxExclusiveAmount", i->vat);
	amount(out, "TaxInclusiveAmount", i->total);
	if (off)
		amount(out, "PrepaidAmount", i->set_off);
	amount(out, "PayableAmount", payable);
	g_string_append(out, "</cac:LegalMonetaryTotal>");
}

static void line_put(GString *out, const Invoice *i, const BilledLine *line)
{
	bool credit = i->credits != 0;
	const char *kind = credit ? "CreditNoteLine" : "InvoiceLine", *quantity = credit ? "CreditedQuantity" : "InvoicedQuantity";
	put(out, "<cac:%s><cbc:ID>%d</cbc:ID><cbc:%s unitCode=\"EA\">1.00</cbc:%s>", kind, line->line, quantity, quantity);
	amount(out, "LineExtensionAmount", line->amount);
	g_string_append(out, "<cac:TaxTotal>");
	amount(out, "TaxAmount", line->vat);
	subtotal(out, line->amount, line->vat, line->bears_vat, i->vat_percent);
	g_string_append(out, "</cac:TaxTotal>");
	g_autofree char *what = g_strdup_printf("%s %s: %s", i->lang == LANG_DA ? "Sag" : "Case", line->case_id, line->text[i->lang]);
	g_autofree char *name = g_utf8_substring(what, 0, MIN(g_utf8_strlen(what, -1), 40));
	put(out, "<cac:Item><cbc:Description>%s</cbc:Description><cbc:Name>%s</cbc:Name></cac:Item><cac:Price>", what, name);
	amount(out, "PriceAmount", line->amount);
	put(out, "<cbc:BaseQuantity unitCode=\"EA\">1</cbc:BaseQuantity><cbc:OrderableUnitFactorRate>1</cbc:OrderableUnitFactorRate></cac:Price></cac:%s>",
	    kind);
}

/* A Danish account: four digits, then up to ten. */
static void payment(GString *out, const Invoice *i)
{
	g_autofree char *digits = digits_of(i->account), *due = date_iso(i->due_on);
	Money left;
	if (!money_sub(i->total, i->set_off, &left))
		return;
	size_t n = strlen(digits);
	if (n > 4 && n <= 14 && !money_is_zero(left)) {
		g_autofree char *number = g_strdup_printf("%010" PRId64, g_ascii_strtoll(digits + 4, NULL, 10));
		put(out, "<cac:PaymentMeans><cbc:ID>1</cbc:ID><cbc:PaymentMeansCode>42</cbc:PaymentMeansCode><cbc:PaymentDueDate>%s</cbc:PaymentDueDate>"
		         "<cbc:PaymentChannelCode listAgencyID=\"320\" listID=\"urn:oioubl:codelist:paymentchannelcode-1.1\">DK:BANK</cbc:PaymentChannelCode>"
		         "<cac:PayeeFinancialAccount><cbc:ID>%s</cbc:ID><cbc:PaymentNote>%" PRId64
		         "</cbc:PaymentNote><cac:FinancialInstitutionBranch><cbc:ID>%.4s</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>"
		         "</cac:PaymentMeans>",
		    due, number, i->number, digits);
		put(out, "<cac:PaymentTerms><cbc:ID>1</cbc:ID><cbc:PaymentMeansID>1</cbc:PaymentMeansID>");
		amount(out, "Amount", left);
		g_string_append(out, "</cac:PaymentTerms>");
	}
	if (money_is_zero(i->set_off))
		return;
	g_autofree char *day = date_iso(i->issued_on);
	g_string_append(out, "<cac:PrepaidPayment><cbc:ID>1</cbc:ID>");
	amount(out, "PaidAmount", i->set_off);
	put(out, "<cbc:ReceivedDate>%s</cbc:ReceivedDate></cac:PrepaidPayment>", day);
}

GBytes *invoice_oioubl(const Invoice *i)
{
	bool credit = i->credits != 0;
	const char *root = credit ? "CreditNote" : "Invoice";
	g_autofree char *issued = date_iso(i->issued_on), *seller = digits_of(i->seller.cvr), *buyer = digits_of(i->buyer.cvr);
	if (strlen(seller) != 8 || strlen(buyer) != 8)
		return NULL;
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	put(out, "<%s xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:%s-2\"", root, root);
	g_string_append(out, " xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\""
	                     " xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">"
	                     "<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:CustomizationID>OIOUBL-2.1</cbc:CustomizationID>"
	                     "<cbc:ProfileID " CODE "profileid-1.2\">urn:www.nesubl.eu:profiles:profile5:ver2.0</cbc:ProfileID>");
	put(out, "<cbc:ID>%" PRId64 "</cbc:ID><cbc:CopyIndicator>false</cbc:CopyIndicator><cbc:IssueDate>%s</cbc:IssueDate>", i->number, issued);
	if (!credit)
		g_string_append(out, "<cbc:InvoiceTypeCode listAgencyID=\"320\" listID=\"urn:oioubl:codelist:invoicetypecode-1.1\">380</cbc:InvoiceTypeCode>");
	g_string_append(out, "<cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>");
	if (!credit && date_known(i->from_on) && date_known(i->to_on)) {
		g_autofree char *from = date_iso(i->from_on), *to = date_iso(i->to_on);
		put(out, "<cac:InvoicePeriod><cbc:StartDate>%s</cbc:StartDate><cbc:EndDate>%s</cbc:EndDate></cac:InvoicePeriod>", from, to);
	}
	if (credit) {
		g_autofree char *of = date_iso(i->credited_on);
		put(out, "<cac:DiscrepancyResponse><cbc:ReferenceID>%" PRId64 "</cbc:ReferenceID><cbc:Description>%s</cbc:Description></cac:DiscrepancyResponse>"
		         "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>%" PRId64 "</cbc:ID><cbc:IssueDate>%s</cbc:IssueDate>"
		         "</cac:InvoiceDocumentReference></cac:BillingReference>",
		    i->credits, i->why, i->credits, of);
	}
	party(out, "AccountingSupplierParty", &i->seller, true);
	party(out, "AccountingCustomerParty", &i->buyer, false);
	if (!credit)
		payment(out, i);
	totals(out, i);
	for (guint k = 0; k < i->lines->len; k++)
		line_put(out, i, i->lines->pdata[k]);
	put(out, "</%s>\n", root);
	return g_string_free_to_bytes(out);
}
