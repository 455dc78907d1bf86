/* From what a UBL document said to facts: canonical values, the traps of its dialects, nothing guessed. */
#include "intake/limits.h"
#include "intake/worker/minor.h"
#include "intake/worker/ublshape.h"

#include <string.h>

typedef struct Maker {
	UblFound *found;
	Reading *reading;
	char *subject;
	const char *currency; /* borrowed; NULL when the document does not say */
	int decimals; /* of it; -1 */
	bool oioubl2; /* TaxExclusiveAmount is the VAT there (F-INV127) */
} Maker;

static const UblValue *single(const Maker *maker, UblField field)
{
	const UblValue *value = &maker->found->singles[field];
	return value->text != NULL ? value : NULL;
}

static const char *text_of(const Maker *maker, UblField field)
{
	return maker->found->singles[field].text;
}

/* from tells the place. */
static Fact *add(Maker *maker, const char *name, const char *value, const UblValue *from)
{
	const FactName *known = fact_name_find(name);
	g_assert(known != NULL);
	if (!fact_value_fits(known, value))
		return NULL;
	Fact *fact = fact_new(maker->subject, name, value, from->text);
	fact->status = FACT_READ;
	fact->proof.reader = g_strdup(maker->found->cii ? "cii" : "ubl");
	fact->proof.place = g_strdup_printf("/%s/%s line %d", maker->found->root, from->path, from->line);
	g_ptr_array_add(maker->reading->facts, fact);
	return fact;
}

static void add_text(Maker *maker, const char *name, const UblValue *value)
{
	if (value != NULL && value->text != NULL)
		add(maker, name, value->text, value);
}

/* xs:date: a day, and perhaps a time zone that does not matter to it. CII: "20250519", perhaps with a time of day. */
static char *day_of(const Maker *maker, const char *text)
{
	Date day;
	size_t length = strlen(text);
	if (maker->found->cii && (length == 8 || length == 12 || length == 14) && digits_are(text, (int)length)) {
		g_autofree char *iso = g_strdup_printf("%.4s-%.2s-%.2s", text, text + 4, text + 6);
		return date_parse(iso, &day) ? g_steal_pointer(&iso) : NULL;
	}
	if (length < 10)
		return NULL;
	g_autofree char *head = g_strndup(text, 10);
	const char *zone = text + 10;
	bool fine = *zone == '\0' || strcmp(zone, "Z") == 0 || ((*zone == '+' || *zone == '-') && strlen(zone) == 6);
	return fine && date_parse(head, &day) ? g_steal_pointer(&head) : NULL;
}

static void add_day(Maker *maker, const char *name, const UblValue *value)
{
	if (value == NULL || value->text == NULL)
		return;
	g_autofree char *day = day_of(maker, value->text);
	if (day != NULL)
		add(maker, name, day, value);
}

/* In minor units of the document's currency; an amount in another one is not an amount of it. */
static bool minor_of(const Maker *maker, const UblValue *value, int64_t *out)
{
	if (value == NULL || value->text == NULL || maker->decimals < 0)
		return false;
	if (value->qualifier != NULL && strcmp(value->qualifier, maker->currency) != 0)
		return false;
	return minor_parse(value->text, maker->decimals, out);
}

static void add_minor(Maker *maker, const char *name, int64_t minor, const UblValue *from)
{
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, minor);
	add(maker, name, text, from);
}

static void add_amount(Maker *maker, const char *name, const UblValue *value)
{
	int64_t minor;
	if (minor_of(maker, value, &minor))
		add_minor(maker, name, minor, value);
}

/* UNCL1001: credit notes, also in the self-billed and factored kinds; a proforma (325) is no invoice. */
static void add_kind(Maker *maker)
{
	static const char *const credits[] = { "81", "83", "261", "381", "396", "532", NULL };
	const UblValue *type = single(maker, UBL_TYPE), *number = single(maker, UBL_NUMBER);
	const char *code = type != NULL ? type->text : "380";
	bool credit = strcmp(maker->found->root, "CreditNote") == 0 || g_strv_contains(credits, code);
	const UblValue *from = type != NULL ? type : number;
	if (from == NULL || (!credit && strcmp(code, "325") == 0))
		return;
	add(maker, "invoice.kind", credit ? "credit_note" : "invoice", from);
}

/* The one date of all payment means; when they differ there is none. */
static const UblValue *due_of_means(const Maker *maker)
{
	const UblValue *due = NULL;
	for (guint i = 0; i < maker->found->means->len; i++) {
		const UblValue *means = maker->found->means->pdata[i];
		const UblValue *this = &means[UBL_MEANS_DUE - UBL_MEANS_CODE];
		if (this->text == NULL)
			continue;
		if (due != NULL && strcmp(due->text, this->text) != 0)
			return NULL;
		due = this;
	}
	return due;
}

static void add_dates(Maker *maker)
{
	add_day(maker, "invoice.issue_on", single(maker, UBL_ISSUE));
	const UblValue *due = single(maker, UBL_DUE);
	if (due == NULL)
		due = due_of_means(maker);
	if (due == NULL)
		due = single(maker, UBL_TERMS_DUE);
	add_day(maker, "invoice.due_on", due);
	add_day(maker, "invoice.delivered_on", single(maker, UBL_DELIVERED));
}

static bool whole_of(const Maker *maker, UblField field, int64_t *out)
{
	*out = 0;
	return single(maker, field) == NULL || minor_of(maker, single(maker, field), out);
}

/* Lines less allowances plus charges; where the document says the sum with VAT, it must agree with that. */
static void add_net_oioubl2(Maker *maker, bool has_vat, int64_t vat)
{
	const UblValue *lines = single(maker, UBL_LINES_TOTAL);
	int64_t sum, less, more, total;
	if (!minor_of(maker, lines, &sum) || !whole_of(maker, UBL_ALLOWANCES, &less) || !whole_of(maker, UBL_CHARGES, &more))
		return;
	int64_t net = sum - less + more;
	if (has_vat && minor_of(maker, single(maker, UBL_TAX_INCLUSIVE), &total) && total - vat != net)
		return;
	Fact *fact;
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, net);
	if ((fact = add(maker, "invoice.net_ore", text, lines)) != NULL && (less != 0 || more != 0))
		fact->confidence = 95; /* computed, not written */
}

/* Of several tax totals the one in the document's currency (the other is for the tax authority's). */
static const UblValue *tax_total(const Maker *maker)
{
	for (guint i = 0; i < maker->found->taxes->len; i++) {
		const UblValue *tax = maker->found->taxes->pdata[i];
		if (tax->qualifier == NULL || (maker->currency != NULL && strcmp(tax->qualifier, maker->currency) == 0))
			return tax;
	}
	return NULL;
}

static void add_amounts(Maker *maker)
{
	const UblValue *tax = tax_total(maker);
	int64_t vat = 0;
	/* OIOUBL 2 may split taxes over several totals; their sum is the TaxExclusiveAmount. */
	if (maker->oioubl2 && maker->found->taxes->len != 1 && single(maker, UBL_TAX_EXCLUSIVE) != NULL)
		tax = single(maker, UBL_TAX_EXCLUSIVE);
	bool has_vat = minor_of(maker, tax, &vat);
	if (maker->oioubl2)
		add_net_oioubl2(maker, has_vat, vat);
	else
		add_amount(maker, "invoice.net_ore", single(maker, UBL_TAX_EXCLUSIVE));
	if (has_vat)
		add_minor(maker, "invoice.vat_ore", vat, tax);
	add_amount(maker, "invoice.lines_total_ore", single(maker, UBL_LINES_TOTAL));
	add_amount(maker, "invoice.total_ore", single(maker, UBL_TAX_INCLUSIVE));
	add_amount(maker, "invoice.prepaid_ore", single(maker, UBL_PREPAID));
	add_amount(maker, "invoice.rounding_ore", single(maker, UBL_ROUNDING));
	add_amount(maker, "invoice.payable_ore", single(maker, UBL_PAYABLE));
}

/* Eight digits, with or without DK before and spaces between; NULL when it is something else. */
static char *cvr_of(const char *text, bool with_dk_only)
{
	bool dk = g_ascii_strncasecmp(text, "DK", 2) == 0;
	if (with_dk_only && !dk)
		return NULL;
	g_autofree char *digits = g_strdup(dk ? text + 2 : text);
	char *out = digits;
	for (const char *p = digits; *p != '\0'; p++)
		if (*p != ' ')
			*out++ = *p;
	*out = '\0';
	return digits_are(digits, 8) ? g_steal_pointer(&digits) : NULL;
}

static void add_cvr(Maker *maker, const char *name, const UblValue *id, const UblValue *vat, const UblValue *country)
{
	static const char *const danish[] = { "DK:CVR", "DK:SE", "0184", "0198", "9901", "9902", NULL };
	bool danish_scheme = id != NULL && id->qualifier != NULL && g_strv_contains(danish, id->qualifier);
	/* Eight digits of a party abroad are another country's number. */
	bool abroad = country != NULL && g_ascii_strcasecmp(country->text, "DK") != 0;
	g_autofree char *cvr = id != NULL && (danish_scheme || !abroad) ? cvr_of(id->text, false) : NULL;
	const UblValue *from = id;
	if (cvr == NULL && vat != NULL) {
		cvr = cvr_of(vat->text, true);
		from = vat;
	}
	if (cvr == NULL)
		return;
	Fact *fact = add(maker, name, cvr, from);
	/* Eight digits under a scheme that is none of the Danish ones may be another country's number. */
	if (fact != NULL && from == id && id->qualifier != NULL && !danish_scheme)
		fact->confidence = 70;
}

static void add_endpoint(Maker *maker, const char *name, const UblValue *value)
{
	if (value == NULL)
		return;
	/* CII writes the scheme of an address beside it, and the address is named without. */
	bool with_scheme = value->qualifier != NULL && !maker->found->cii;
	g_autofree char *text = with_scheme ? g_strdup_printf("%s:%s", value->qualifier, value->text) : g_strdup(value->text);
	add(maker, name, text, value);
}

static void append(GString *line, const char *between, const char *part)
{
	if (part == NULL)
		return;
	if (line->len > 0)
		g_string_append(line, between);
	g_string_append(line, part);
}

/* Street and number; or the free lines where an address has no street. */
static char *street_of(const UblValue *party)
{
	const char *street = party[UBL_SELLER_STREET - UBL_SELLER_FIRST].text;
	GString *line = g_string_new(street);
	if (street != NULL)
		append(line, " ", party[UBL_SELLER_HOUSE - UBL_SELLER_FIRST].text);
	append(line, ", ", party[UBL_SELLER_MORE_STREET - UBL_SELLER_FIRST].text);
	append(line, ", ", party[UBL_SELLER_ADDRESS_LINE - UBL_SELLER_FIRST].text);
	return g_string_free(line, FALSE);
}

static char *address_of(const UblValue *party, const char *street)
{
	GString *city = g_string_new(party[UBL_SELLER_POSTCODE - UBL_SELLER_FIRST].text);
	append(city, " ", party[UBL_SELLER_CITY - UBL_SELLER_FIRST].text);
	GString *line = g_string_new(street);
	append(line, ", ", city->len > 0 ? city->str : NULL);
	g_string_free(city, TRUE);
	return g_string_free(line, FALSE);
}

/* The first of the address's values that is there, to stand for the place of what is put together from them. */
static UblValue address_place(const UblValue *party, const char *raw)
{
	for (int i = UBL_SELLER_STREET - UBL_SELLER_FIRST; i <= UBL_SELLER_POSTCODE - UBL_SELLER_FIRST; i++)
		if (party[i].text != NULL)
			return (UblValue){ .text = (char *)(uintptr_t)raw, .line = party[i].line, .path = party[i].path };
	return (UblValue){ 0 };
}

static void add_party(Maker *maker, UblField first)
{
	const UblValue *party = &maker->found->singles[first];
	bool buyer = first == UBL_BUYER_FIRST;
#define NAME(part) (buyer ? "buyer." part : "seller." part)
#define PART(field) (single(maker, (UblField)((int)first + UBL_SELLER_##field - UBL_SELLER_FIRST)))
	const UblValue *name = PART(LEGAL_NAME), *id = PART(LEGAL_ID);
	add_text(maker, NAME("name"), name != NULL ? name : PART(NAME));
	id = id != NULL ? id : PART(PARTY_ID);
	add_text(maker, NAME("id"), id);
	add_cvr(maker, NAME("cvr"), id, PART(VAT), PART(COUNTRY));
	add_endpoint(maker, NAME("endpoint"), PART(ENDPOINT));
	g_autofree char *street = street_of(party);
	g_autofree char *address = address_of(party, street);
	UblValue street_from = address_place(party, street), address_from = address_place(party, address);
	if (buyer && *address != '\0')
		add(maker, "buyer.address", address, &address_from);
	if (*street != '\0')
		add(maker, NAME("street"), street, &street_from);
	add_text(maker, NAME("postcode"), PART(POSTCODE));
	add_text(maker, NAME("city"), PART(CITY));
	add_text(maker, NAME("country"), PART(COUNTRY));
	if (buyer)
		add_text(maker, "buyer.email", PART(EMAIL));
#undef PART
#undef NAME
}

/*
 * The Danish payment line. OIOUBL: card type, instruction and creditor account apart; Peppol: "71#" and digits in one,
 * the creditor number as account. NULL when it is none, or its lengths are not those of its card type.
 */
static char *payment_line(const UblValue *means, bool *holds)
{
	const char *id = means[UBL_MEANS_ID - UBL_MEANS_CODE].text;
	const char *digits = means[UBL_MEANS_INSTRUCTION - UBL_MEANS_CODE].text;
	const char *account = means[UBL_MEANS_CREDIT_ACCOUNT - UBL_MEANS_CODE].text;
	if (account == NULL)
		account = means[UBL_MEANS_ACCOUNT - UBL_MEANS_CODE].text;
	if (id == NULL || account == NULL || !digits_are(account, 8))
		return NULL;
	g_autofree char *card = g_strndup(id, 2);
	if (id[0] != '\0' && id[1] != '\0' && id[2] == '#')
		digits = id + 3;
	else if (strlen(id) != 2)
		return NULL;
	*holds = true;
	if (strcmp(card, "73") == 0)
		return g_strdup_printf("+73<+%s", account);
	int length = strcmp(card, "71") == 0 ? 15 : strcmp(card, "75") == 0 ? 16 : 0;
	if (length == 0 || digits == NULL || !digits_are(digits, length))
		return NULL;
	*holds = luhn_holds(digits);
	return g_strdup_printf("+%s<%s+%s", card, digits, account);
}

/* The first payment means stands for the document; a payment line and an IBAN are taken from any. */
static void add_payment(Maker *maker)
{
	bool has_fik = false, has_iban = false;
	for (guint i = 0; i < maker->found->means->len; i++) {
		const UblValue *means = maker->found->means->pdata[i];
		const UblValue *account = &means[UBL_MEANS_ACCOUNT - UBL_MEANS_CODE];
		const UblValue *id = &means[UBL_MEANS_ID - UBL_MEANS_CODE];
		if (account->text == NULL)
			account = &means[UBL_MEANS_CREDIT_ACCOUNT - UBL_MEANS_CODE];
		if (i == 0) {
			const UblValue *branch = &means[UBL_MEANS_BRANCH - UBL_MEANS_CODE];
			add_text(maker, "payment.means", &means[0]);
			add_text(maker, "payment.id", id);
			add_text(maker, "payment.instruction", &means[UBL_MEANS_INSTRUCTION - UBL_MEANS_CODE]);
			add_text(maker, "payment.account", account);
			add_text(maker, "payment.bank", branch->text != NULL ? branch : &means[UBL_MEANS_BANK - UBL_MEANS_CODE]);
		}
		bool holds = false;
		g_autofree char *fik = has_fik ? NULL : payment_line(means, &holds);
		if (fik != NULL) {
			Fact *fact = add(maker, "payment.fik", fik, id);
			fact->confidence = holds ? 100 : 50;
			has_fik = true;
		}
		g_autofree char *iban = has_iban || account->text == NULL ? NULL : iban_form(account->text, &holds);
		if (iban != NULL) {
			Fact *fact = add(maker, "payment.iban", iban, account);
			fact->confidence = holds ? 100 : 50;
			has_iban = true;
		}
	}
}

/* What the lines say was delivered, in one text. */
static void add_description(Maker *maker)
{
	GString *all = g_string_new(NULL);
	UblValue from = { 0 };
	bool cut = false;
	for (guint i = 0; i < maker->found->lines->len && !cut; i++) {
		const UblLine *said = maker->found->lines->pdata[i];
		const UblValue *text = said->name.text != NULL ? &said->name : &said->description;
		if (text->text == NULL)
			continue;
		cut = all->len + strlen(text->text) > LIMIT_SUMMARY_BYTES;
		if (from.path == NULL)
			from = (UblValue){ .line = text->line, .path = text->path };
		append(all, "; ", cut ? "…" : text->text);
	}
	from.text = all->str;
	if (from.path != NULL)
		add(maker, "invoice.description", all->str, &from);
	g_string_free(all, TRUE);
}

static void add_line_count(Maker *maker)
{
	bool invoice = strcmp(maker->found->root, "Invoice") == 0;
	g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, maker->found->line_count);
	UblValue from = { .text = count, .line = 1 };
	from.path = maker->found->cii ? "ram:IncludedSupplyChainTradeLineItem" : invoice ? "cac:InvoiceLine" : "cac:CreditNoteLine";
	if (maker->found->lines->len > 0) {
		const UblLine *first = maker->found->lines->pdata[0];
		from.line = MAX(first->amount.line, 1);
	}
	add(maker, "invoice.line_count", count, &from);
}

/* Moves the texts: an invoice may have tens of thousands of lines. */
static void move_lines(Maker *maker)
{
	for (guint i = 0; i < maker->found->lines->len; i++) {
		UblLine *said = maker->found->lines->pdata[i];
		InvoiceLine *line = g_new0(InvoiceLine, 1);
		line->has_amount = minor_of(maker, &said->amount, &line->amount_minor);
		UblValue *text = said->name.text != NULL ? &said->name : &said->description;
		line->text = g_steal_pointer(&text->text);
		line->quantity = g_steal_pointer(&said->quantity.text);
		line->unit = g_steal_pointer(&said->quantity.qualifier);
		g_ptr_array_add(maker->reading->lines, line);
	}
}

void ubl_facts(UblFound *found, const char *name, Reading *reading)
{
	Maker maker = { .found = found, .reading = reading, .decimals = -1 };
	const char *number = found->singles[UBL_NUMBER].text, *customization = found->singles[UBL_CUSTOMIZATION].text;
	g_autofree char *subject = g_strdup_printf("invoice/%s", number != NULL ? number : name);
	maker.subject = subject;
	maker.oioubl2 = customization != NULL && g_str_has_prefix(customization, "OIOUBL-2");
	maker.currency = text_of(&maker, UBL_CURRENCY);
	if (maker.currency == NULL)
		maker.currency = found->singles[UBL_PAYABLE].qualifier;
	if (maker.currency != NULL)
		maker.decimals = currency_decimals(maker.currency);
	add_text(&maker, "invoice.number", single(&maker, UBL_NUMBER));
	add_kind(&maker);
	add_dates(&maker);
	const UblValue *said = single(&maker, UBL_CURRENCY);
	if (maker.currency != NULL)
		add(&maker, "invoice.currency", maker.currency, said != NULL ? said : &found->singles[UBL_PAYABLE]);
	add_amounts(&maker);
	add_party(&maker, UBL_SELLER_FIRST);
	add_party(&maker, UBL_BUYER_FIRST);
	add_payment(&maker);
	add_text(&maker, "ref.billing", single(&maker, UBL_BILLING_REF));
	add_text(&maker, "ref.order", single(&maker, UBL_ORDER_REF));
	add_text(&maker, "ref.contract", single(&maker, UBL_CONTRACT_REF));
	add_description(&maker);
	add_line_count(&maker);
	move_lines(&maker);
}
