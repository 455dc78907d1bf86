/* E-invoices: every row of the oracle agrees, and the traps of the dialects. */
#include "corpora.h"
#include "intake/csv.h"
#include "intake/reading.h"
#include "intake/worker/minor.h"
#include "intake/worker/opener.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *value_of(const Reading *reading, const char *name)
{
	const char *found = NULL;
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, name) != 0)
			continue;
		assert_null(found); /* one fact a name */
		found = fact->value;
	}
	return found;
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

static void expect(const Reading *reading, const char *file, const char *name, const char *wanted)
{
	const char *got = value_of(reading, name);
	if (wanted == NULL ? got != NULL : g_strcmp0(got, wanted) != 0)
		fail_msg("%s: %s is %s, expected %s", file, name, got != NULL ? got : "absent", wanted != NULL ? wanted : "absent");
}

/* "-12.5" of the oracle as "-1250": by text, so that the test shares no arithmetic with the reader. */
static char *hundredths(const char *decimal)
{
	const char *point = strchr(decimal, '.');
	size_t whole = point != NULL ? (size_t)(point - decimal) : strlen(decimal);
	g_autofree char *fraction = g_strdup_printf("%s00", point != NULL ? point + 1 : "");
	g_autofree char *all = g_strdup_printf("%.*s%.2s", (int)whole, decimal, fraction);
	bool negative = *all == '-';
	const char *digits = all + negative;
	while (*digits == '0' && digits[1] != '\0')
		digits++;
	return g_strdup_printf("%s%s", negative && strcmp(digits, "0") != 0 ? "-" : "", digits);
}

static char *cvr_wanted(const char *id, const char *vat)
{
	const char *digits = g_str_has_prefix(id, "DK") ? id + 2 : id;
	if (digits_are(digits, (int)strlen(digits)) && strlen(digits) == 8)
		return g_strdup(digits);
	if (g_str_has_prefix(vat, "DK") && strlen(vat) == 10 && digits_are(vat + 2, 8))
		return g_strdup(vat + 2);
	return NULL;
}

/* Eight digits of a party abroad are no CVR number; none there has a Danish VAT number either. */
static bool abroad(const Reading *reading, const char *country)
{
	const char *value = value_of(reading, country);
	return value != NULL && strcmp(value, "DK") != 0;
}

typedef struct Oracle {
	const Csv *csv;
	const CsvRow *row;
} Oracle;

static const char *cell(const Oracle *oracle, const char *column)
{
	const char *text = csv_cell(oracle->csv, oracle->row, column);
	return text != NULL ? text : "";
}

static void check_row(const Oracle *oracle, const Reading *reading)
{
	static const char *const same[][2] = {
		{ "id", "invoice.number" }, { "issue", "invoice.issue_on" }, { "due", "invoice.due_on" }, { "currency", "invoice.currency" },
		{ "seller", "seller.name" }, { "seller_id", "seller.id" }, { "seller_endpoint", "seller.endpoint" },
		{ "buyer", "buyer.name" }, { "buyer_id", "buyer.id" }, { "buyer_endpoint", "buyer.endpoint" },
		{ "nlines", "invoice.line_count" }, { "pm_code", "payment.means" }, { "pm_id", "payment.id" },
		{ "pm_instr", "payment.instruction" }, { "account", "payment.account" }, { "bank", "payment.bank" },
		{ "billing_ref", "ref.billing" }, { "order_ref", "ref.order" }, { "contract_ref", "ref.contract" },
	};
	static const char *const amounts[][2] = {
		{ "lines_total", "invoice.lines_total_ore" }, { "net", "invoice.net_ore" }, { "tax", "invoice.vat_ore" },
		{ "gross", "invoice.total_ore" }, { "prepaid", "invoice.prepaid_ore" }, { "rounding", "invoice.rounding_ore" },
		{ "payable", "invoice.payable_ore" },
	};
	const char *file = cell(oracle, "file");
	for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
		if (*cell(oracle, same[i][0]) != '\0')
			expect(reading, file, same[i][1], cell(oracle, same[i][0]));
	for (size_t i = 0; i < G_N_ELEMENTS(amounts); i++) {
		if (*cell(oracle, amounts[i][0]) == '\0')
			continue;
		g_autofree char *minor = hundredths(cell(oracle, amounts[i][0]));
		expect(reading, file, amounts[i][1], minor);
	}
	bool credit = strcmp(cell(oracle, "root"), "CreditNote") == 0 || strcmp(cell(oracle, "type"), "381") == 0;
	expect(reading, file, "invoice.kind", credit ? "credit_note" : "invoice");
	g_autofree char *seller = cvr_wanted(cell(oracle, "seller_id"), cell(oracle, "seller_vat"));
	g_autofree char *buyer = cvr_wanted(cell(oracle, "buyer_id"), cell(oracle, "buyer_vat"));
	expect(reading, file, "seller.cvr", abroad(reading, "seller.country") ? NULL : seller);
	expect(reading, file, "buyer.cvr", abroad(reading, "buyer.country") ? NULL : buyer);
	g_autofree char *subject = g_strdup_printf("invoice/%s", cell(oracle, "id"));
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		assert_string_equal(fact->subject, subject);
		assert_int_equal(fact->status, FACT_READ);
		assert_non_null(strstr(fact->proof.place, " line "));
		assert_true(fact_value_fits(fact_name_find(fact->name), fact->value));
	}
}

static void check_reminder(const Oracle *oracle, const Reading *reading)
{
	const char *file = cell(oracle, "file");
	g_autofree char *payable = hundredths(cell(oracle, "payable")), *principal = hundredths(cell(oracle, "lines_total"));
	expect(reading, file, "letter.kind", "reminder");
	expect(reading, file, "letter.sent_on", cell(oracle, "issue"));
	expect(reading, file, "letter.from", cell(oracle, "seller"));
	expect(reading, file, "letter.to", cell(oracle, "buyer"));
	expect(reading, file, "letter.amount_ore", payable);
	expect(reading, file, "letter.principal_ore", principal);
	expect(reading, file, "letter.invoice", cell(oracle, "billing_ref"));
	/* Due before it was issued: not the day that the reminder gives. */
	bool before = strcmp(cell(oracle, "due"), cell(oracle, "issue")) < 0;
	expect(reading, file, "letter.deadline_on", before ? NULL : cell(oracle, "due"));
	for (guint i = 0; i < reading->facts->len; i++)
		assert_string_equal(((const Fact *)reading->facts->pdata[i])->subject, "letter/1");
}

static int check_oracle(const char *folder)
{
	static const struct {
		const char *root, *media;
	} kinds[] = { { "Invoice", "ubl-invoice" }, { "CreditNote", "ubl-creditnote" }, { "Reminder", "ubl-reminder" },
		      { "Statement", "ubl-statement" }, { "CrossIndustryInvoice", "cii" } };
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(folder, "oracle", "einvoice-xml.csv", NULL), *text = NULL;
	gsize size;
	assert_true(g_file_get_contents(path, &text, &size, NULL));
	g_autoptr(Csv) csv = csv_parse(text, size, path, &error);
	assert_non_null(csv);
	int checked = 0;
	for (guint r = 0; r < csv->rows->len; r++) {
		const Oracle oracle = { csv, csv->rows->pdata[r] };
		g_autofree char *file = g_build_filename(folder, cell(&oracle, "file"), NULL), *bytes = NULL;
		if (*cell(&oracle, "error") != '\0')
			continue;
		assert_true(g_file_get_contents(file, &bytes, &size, NULL));
		g_autoptr(Reading) reading = opener_read(file, bytes, size, NULL, &error);
		if (reading == NULL)
			fail_msg("%s: %s", file, error->message);
		for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
			if (strcmp(kinds[i].root, cell(&oracle, "root")) == 0)
				assert_string_equal(reading->media, kinds[i].media);
		if (strcmp(reading->media, "ubl-reminder") == 0) {
			check_reminder(&oracle, reading);
			continue;
		}
		if (strcmp(reading->media, "ubl-statement") == 0) {
			assert_int_equal(reading->facts->len, 0);
			continue;
		}
		check_row(&oracle, reading);
		checked++;
	}
	return checked;
}

static void oracle_of_the_fixtures_agrees(void **state)
{
	(void)state;
	assert_true(check_oracle("../fixtures/corpora") >= 10);
}

static void oracle_of_the_corpora_agrees(void **state)
{
	(void)state;
	const char *folder = corpora_folder("oracle/einvoice-xml.csv", "test_intake_worker_ubl");
	if (folder == NULL)
		skip();
	assert_true(check_oracle(folder) >= 80);
}

#define UBL "urn:oasis:names:specification:ubl:schema:xsd:"
#define ROOT(name)                                                                                                    \
	"<" name " xmlns='" UBL name "-2' xmlns:cac='" UBL "CommonAggregateComponents-2' xmlns:cbc='" UBL             \
	"CommonBasicComponents-2'>"

static Reading *read_text(const char *text)
{
	g_autoptr(GError) error = NULL;
	Reading *reading = opener_read("faktura.xml", text, strlen(text), NULL, &error);
	if (reading == NULL)
		fail_msg("%s", error->message);
	return reading;
}

static Reading *read_invoice(const char *inside)
{
	g_autofree char *text = g_strconcat(ROOT("Invoice"), "<cbc:ID>7</cbc:ID>", inside, "</Invoice>", NULL);
	return read_text(text);
}

static char *totals_of(const char *customization, const char *gross)
{
	return g_strdup_printf("<cbc:CustomizationID>%s</cbc:CustomizationID><cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>"
	                       "<cac:TaxTotal><cbc:TaxAmount currencyID='DKK'>25.00</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>"
	                       "<cbc:LineExtensionAmount currencyID='DKK'>110.00</cbc:LineExtensionAmount>"
	                       "<cbc:TaxExclusiveAmount currencyID='DKK'>25.00</cbc:TaxExclusiveAmount>"
	                       "<cbc:TaxInclusiveAmount currencyID='DKK'>%s</cbc:TaxInclusiveAmount>"
	                       "<cbc:AllowanceTotalAmount currencyID='DKK'>15.00</cbc:AllowanceTotalAmount>"
	                       "<cbc:ChargeTotalAmount currencyID='DKK'>5.00</cbc:ChargeTotalAmount></cac:LegalMonetaryTotal>",
	                       customization, gross);
}

static void oioubl2_means_vat_by_tax_exclusive(void **state)
{
	(void)state;
	g_autofree char *good = totals_of("OIOUBL-2.02", "125.00"), *bad_text = totals_of("OIOUBL-2.02", "126.00");
	g_autofree char *other_text = totals_of("urn:cen.eu:en16931:2017", "125.00");
	g_autoptr(Reading) a = read_invoice(good);
	expect(a, "oioubl2", "invoice.net_ore", "10000");
	expect(a, "oioubl2", "invoice.vat_ore", "2500");
	/* Where the parts do not add up nothing is computed. */
	g_autoptr(Reading) b = read_invoice(bad_text);
	expect(b, "oioubl2", "invoice.net_ore", NULL);
	g_autoptr(Reading) c = read_invoice(other_text);
	expect(c, "peppol", "invoice.net_ore", "2500");
}

static void amounts_are_exact_or_absent(void **state)
{
	(void)state;
	static const struct {
		const char *currency, *qualifier, *text, *wanted;
	} rows[] = {
		{ "DKK", "DKK", "100", "10000" },       { "DKK", "DKK", "100.5", "10050" },     { "DKK", "DKK", "-0.05", "-5" },
		{ "DKK", "DKK", "100.000", NULL },      { "DKK", "DKK", "1,50", NULL },         { "DKK", "DKK", "1.000,50", NULL },
		{ "DKK", "DKK", "ti", NULL },           { "DKK", "EUR", "100", NULL },          { "JPY", "JPY", "100", "100" },
		{ "JPY", "JPY", "100.00", "100" },      { "JPY", "JPY", "100.10", NULL },       { "KWD", "KWD", "1.234", "1234" },
		{ "KWD", "KWD", "1.2345", NULL },       { "kroner", "kroner", "100", NULL },    { "DKK", "DKK", "99999999999999999999", NULL },
		{ "DKK", "DKK", "100000000000", "10000000000000" }, { "DKK", "DKK", "100000000000.01", NULL }, { "DKK", "DKK", ".", NULL },
		{ "DKK", "DKK", "+7.", "700" },         { "DKK", "DKK", " 7 ", "700" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *inside = g_strdup_printf("<cbc:DocumentCurrencyCode>%s</cbc:DocumentCurrencyCode><cac:LegalMonetaryTotal>"
		                                          "<cbc:PayableAmount currencyID='%s'>%s</cbc:PayableAmount></cac:LegalMonetaryTotal>",
		                                          rows[i].currency, rows[i].qualifier, rows[i].text);
		g_autoptr(Reading) reading = read_invoice(inside);
		expect(reading, rows[i].text, "invoice.payable_ore", rows[i].wanted);
		expect(reading, rows[i].text, "invoice.currency", rows[i].currency);
	}
}

static void payment_lines(void **state)
{
	(void)state;
#define MEANS(code, id, instruction, account)                                                                          \
	"<cac:PaymentMeans><cbc:PaymentMeansCode>" code "</cbc:PaymentMeansCode><cbc:InstructionID>" instruction       \
	"</cbc:InstructionID><cbc:PaymentID>" id "</cbc:PaymentID>" account "</cac:PaymentMeans>"
#define CREDIT(number) "<cac:CreditAccount><cbc:AccountID>" number "</cbc:AccountID></cac:CreditAccount>"
#define PAYEE(number) "<cac:PayeeFinancialAccount><cbc:ID>" number "</cbc:ID></cac:PayeeFinancialAccount>"
	static const struct {
		const char *inside, *fik, *iban;
		int confidence;
	} rows[] = {
		{ MEANS("93", "71", "026840149965328", CREDIT("12345678")), "+71<026840149965328+12345678", NULL, 100 },
		{ MEANS("93", "71", "026840149965327", CREDIT("12345678")), "+71<026840149965327+12345678", NULL, 50 },
		{ MEANS("93", "71", "26840149965328", CREDIT("12345678")), NULL, NULL, 0 },
		{ MEANS("93", "75", "0026840149965328", CREDIT("12345678")), "+75<0026840149965328+12345678", NULL, 100 },
		{ MEANS("93", "73", "", CREDIT("12345678")), "+73<+12345678", NULL, 100 },
		{ MEANS("93", "71#026840149965328", "", PAYEE("12345678")), "+71<026840149965328+12345678", NULL, 100 },
		{ MEANS("93", "71", "026840149965328", ""), NULL, NULL, 0 },
		{ MEANS("50", "01", "026840149965328", CREDIT("1234567")), NULL, NULL, 0 },
		{ MEANS("42", "", "", PAYEE("DK50 0040 0440 1162 43")), NULL, "DK5000400440116243", 0 },
		{ MEANS("42", "", "", PAYEE("12345678901234567")), NULL, NULL, 0 },
		{ MEANS("42", "x", "", PAYEE("1")) MEANS("93", "71", "026840149965328", CREDIT("12345678")), "+71<026840149965328+12345678",
		  NULL, 100 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Reading) reading = read_invoice(rows[i].inside);
		expect(reading, rows[i].inside, "payment.fik", rows[i].fik);
		expect(reading, rows[i].inside, "payment.iban", rows[i].iban);
		if (rows[i].fik != NULL)
			assert_int_equal(fact_of(reading, "payment.fik")->confidence, rows[i].confidence);
	}
}

static void kinds_and_dates(void **state)
{
	(void)state;
	g_autoptr(Reading) proforma = read_invoice("<cbc:InvoiceTypeCode>325</cbc:InvoiceTypeCode>");
	expect(proforma, "325", "invoice.kind", NULL);
	g_autoptr(Reading) credit = read_invoice("<cbc:InvoiceTypeCode>381</cbc:InvoiceTypeCode>");
	expect(credit, "381", "invoice.kind", "credit_note");
	assert_string_equal(credit->media, "ubl-invoice");
	g_autoptr(Reading) note = read_text(ROOT("CreditNote") "<cbc:ID>K1</cbc:ID><cac:BillingReference><cac:InvoiceDocumentReference>"
	                                    "<cbc:ID>7</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference></CreditNote>");
	assert_string_equal(note->media, "ubl-creditnote");
	expect(note, "credit note", "invoice.kind", "credit_note");
	expect(note, "credit note", "ref.billing", "7");
	g_autoptr(Reading) zone = read_invoice("<cbc:IssueDate>2026-02-01+01:00</cbc:IssueDate><cbc:DueDate>2026-02-30</cbc:DueDate>");
	expect(zone, "zone", "invoice.issue_on", "2026-02-01");
	expect(zone, "zone", "invoice.due_on", NULL);
	g_autoptr(Reading) two = read_invoice("<cac:PaymentMeans><cbc:PaymentDueDate>2026-02-01</cbc:PaymentDueDate></cac:PaymentMeans>"
	                                      "<cac:PaymentMeans><cbc:PaymentDueDate>2026-03-01</cbc:PaymentDueDate></cac:PaymentMeans>");
	expect(two, "two due dates", "invoice.due_on", NULL);
	g_autoptr(Reading) nameless = read_text(ROOT("Invoice") "<cbc:IssueDate>2026-02-01</cbc:IssueDate></Invoice>");
	assert_string_equal(fact_of(nameless, "invoice.issue_on")->subject, "invoice/faktura.xml");
	g_autoptr(Reading) foreign = read_text("<Invoice xmlns='urn:example:other'><ID>1</ID></Invoice>");
	assert_string_equal(foreign->media, "xml");
}

static void lines_and_places(void **state)
{
	(void)state;
	g_autoptr(Reading) reading = read_invoice(
	    "<cbc:Note>Tak\nfor handlen</cbc:Note><cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>\n"
	    "<cac:InvoiceLine>\n<cbc:InvoicedQuantity unitCode='EA'>2</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID='DKK'>10.00"
	    "</cbc:LineExtensionAmount><cac:Item><cbc:Name>S\xC3\xB8m &amp; skruer</cbc:Name></cac:Item></cac:InvoiceLine>"
	    "<cac:InvoiceLine><cac:Item><cbc:Description>Tr\xC3\xA6</cbc:Description></cac:Item></cac:InvoiceLine>");
	assert_int_equal(reading->lines->len, 2);
	const InvoiceLine *first = reading->lines->pdata[0], *second = reading->lines->pdata[1];
	assert_string_equal(first->text, "S\xC3\xB8m & skruer");
	assert_string_equal(first->quantity, "2");
	assert_string_equal(first->unit, "EA");
	assert_true(first->has_amount);
	assert_int_equal(first->amount_minor, 1000);
	assert_string_equal(second->text, "Tr\xC3\xA6");
	assert_false(second->has_amount);
	assert_string_equal(reading->notes->pdata[0], "Tak\nfor handlen");
	expect(reading, "lines", "invoice.description", "S\xC3\xB8m & skruer; Tr\xC3\xA6");
	assert_string_equal(fact_of(reading, "invoice.number")->proof.place, "/Invoice/cbc:ID line 1");
	assert_string_equal(fact_of(reading, "invoice.currency")->proof.place, "/Invoice/cbc:DocumentCurrencyCode line 2");
}

#define CHARGE(indicator, reason, amount, currency)                                                                    \
	"<cac:AllowanceCharge><cbc:ChargeIndicator>" indicator "</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>" reason \
	"</cbc:AllowanceChargeReasonCode><cbc:Amount currencyID='" currency "'>" amount "</cbc:Amount></cac:AllowanceCharge>"
#define ABOUT(number)                                                                                                  \
	"<cac:ReminderLine><cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>" number                        \
	"</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference></cac:ReminderLine>"

static void reminders_are_letters(void **state)
{
	(void)state;
	g_autoptr(Reading) reading = read_text(ROOT(
	    "Reminder") "<cbc:ID>R1</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate>"
	                "<cbc:ReminderSequenceNumeric>2</cbc:ReminderSequenceNumeric><cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>"
	                "<cac:PaymentMeans><cbc:PaymentDueDate>2026-03-11</cbc:PaymentDueDate></cac:PaymentMeans>" CHARGE(
	                    "true", "PenaltyFee", "100.00", "DKK") CHARGE("true", "PenaltyFee", "50.00", "DKK")
	                    CHARGE("false", "PenaltyFee", "10.00", "DKK") CHARGE("true", "PenaltyRate", "12.34", "DKK") ABOUT("7") ABOUT("8")
	                        ABOUT("7") "</Reminder>");
	expect(reading, "reminder", "letter.number", "2");
	expect(reading, "reminder", "letter.fee_ore", "15000");
	expect(reading, "reminder", "letter.interest_ore", "1234");
	expect(reading, "reminder", "letter.deadline_on", "2026-03-11");
	int about = 0;
	for (guint i = 0; i < reading->facts->len; i++)
		about += strcmp(((const Fact *)reading->facts->pdata[i])->name, "letter.invoice") == 0;
	assert_int_equal(about, 2);
	g_autoptr(Reading) euro = read_text(ROOT("Reminder") "<cbc:ID>R2</cbc:ID>" CHARGE("true", "PenaltyFee", "100.00", "EUR")
	                                        CHARGE("true", "PenaltyFee", "100.00", "DKK") "</Reminder>");
	expect(euro, "reminder in euro", "letter.fee_ore", NULL);
	expect(euro, "reminder in euro", "letter.kind", "reminder");
}

#define UNCEFACT "urn:un:unece:uncefact:data:standard:"

/* ZUGFeRD 1: the same in the elements of an older edition. */
static void zugferd_1_says_the_same(void **state)
{
	(void)state;
	g_autoptr(Reading) reading = read_text(
	    "<rsm:CrossIndustryDocument xmlns:rsm='urn:ferd:CrossIndustryDocument:invoice:1p0' xmlns:ram='" UNCEFACT
	    "ReusableAggregateBusinessInformationEntity:12' xmlns:udt='" UNCEFACT "UnqualifiedDataType:15'>"
	    "<rsm:HeaderExchangedDocument><ram:ID>R-5</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>"
	    "<udt:DateTimeString format='102'>20140305</udt:DateTimeString></ram:IssueDateTime></rsm:HeaderExchangedDocument>"
	    "<rsm:SpecifiedSupplyChainTradeTransaction><ram:ApplicableSupplyChainTradeAgreement><ram:SellerTradeParty>"
	    "<ram:Name>Firma A</ram:Name><ram:PostalTradeAddress><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>"
	    "<ram:SpecifiedTaxRegistration><ram:ID schemeID='FC'>12345678</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>"
	    "<ram:BuyerTradeParty><ram:ID>7</ram:ID><ram:GlobalID schemeID='0184'>29403473</ram:GlobalID><ram:Name>Firma B</ram:Name>"
	    "</ram:BuyerTradeParty></ram:ApplicableSupplyChainTradeAgreement><ram:ApplicableSupplyChainTradeSettlement>"
	    "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementMonetarySummation>"
	    "<ram:LineTotalAmount currencyID='EUR'>100.00</ram:LineTotalAmount><ram:TaxBasisTotalAmount currencyID='EUR'>100.00"
	    "</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID='EUR'>19.00</ram:TaxTotalAmount><ram:GrandTotalAmount currencyID='EUR'>"
	    "119.00</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation></ram:ApplicableSupplyChainTradeSettlement>"
	    "<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>Ware</ram:Name></ram:SpecifiedTradeProduct>"
	    "</ram:IncludedSupplyChainTradeLineItem></rsm:SpecifiedSupplyChainTradeTransaction></rsm:CrossIndustryDocument>");
	assert_string_equal(reading->media, "cii");
	expect(reading, "zugferd 1", "invoice.number", "R-5");
	expect(reading, "zugferd 1", "invoice.issue_on", "2014-03-05");
	expect(reading, "zugferd 1", "invoice.kind", "invoice");
	expect(reading, "zugferd 1", "invoice.net_ore", "10000");
	expect(reading, "zugferd 1", "invoice.vat_ore", "1900");
	expect(reading, "zugferd 1", "invoice.total_ore", "11900");
	expect(reading, "zugferd 1", "invoice.line_count", "1");
	expect(reading, "zugferd 1", "seller.name", "Firma A");
	expect(reading, "zugferd 1", "seller.cvr", NULL);
	expect(reading, "zugferd 1", "buyer.cvr", "29403473");
	assert_string_equal(fact_of(reading, "invoice.number")->proof.reader, "cii");
}

static void check_digits(void **state)
{
	(void)state;
	assert_true(luhn_holds("026840149965328"));
	assert_false(luhn_holds("026840149965329"));
	bool holds;
	g_autofree char *good = iban_form("DK5000400440116243", &holds);
	assert_non_null(good);
	assert_true(holds);
	g_autofree char *bad = iban_form("DK5100400440116243", &holds);
	assert_non_null(bad);
	assert_false(holds);
	assert_null(iban_form("DK50004004401162", &holds));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oracle_of_the_fixtures_agrees), cmocka_unit_test(oracle_of_the_corpora_agrees),
		cmocka_unit_test(oioubl2_means_vat_by_tax_exclusive), cmocka_unit_test(amounts_are_exact_or_absent),
		cmocka_unit_test(payment_lines), cmocka_unit_test(kinds_and_dates), cmocka_unit_test(lines_and_places),
		cmocka_unit_test(reminders_are_letters), cmocka_unit_test(zugferd_1_says_the_same), cmocka_unit_test(check_digits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
