/*
 * Reminders of OIOUBL as evidence that one was sent: when, which, about which invoices, what it claims and charges.
 * The reading finds them; the law judges them.
 */
#include "intake/limits.h"
#include "intake/worker/minor.h"
#include "intake/worker/ublshape.h"

#include <string.h>

#define SUBJECT "letter/1"

static const UblRow rows[] = {
	{ "cbc:ID", UBL_NUMBER, 0 },
	{ "cbc:IssueDate", UBL_ISSUE, 0 },
	{ "cbc:DocumentCurrencyCode", UBL_CURRENCY, 0 },
	{ "cbc:ReminderSequenceNumeric", UBL_SEQUENCE, 0 },
	{ "cbc:Note", UBL_NOTE, 0 },
	{ "cac:AccountingSupplierParty/cac:Party/cac:PartyName/cbc:Name", UBL_SELLER_NAME, 0 },
	{ "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName", UBL_SELLER_LEGAL_NAME, 0 },
	{ "cac:AccountingCustomerParty/cac:Party/cac:PartyName/cbc:Name", UBL_BUYER_NAME, 0 },
	{ "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName", UBL_BUYER_LEGAL_NAME, 0 },
	{ "cac:PaymentMeans", UBL_NONE, UBL_GROUP_MEANS },
	{ "cac:PaymentMeans/cbc:PaymentDueDate", UBL_MEANS_DUE, 0 },
	{ "cac:AllowanceCharge", UBL_NONE, UBL_GROUP_CHARGE },
	{ "cac:AllowanceCharge/cbc:ChargeIndicator", UBL_CHARGE_INDICATOR, 0 },
	{ "cac:AllowanceCharge/cbc:AllowanceChargeReasonCode", UBL_CHARGE_REASON, 0 },
	{ "cac:AllowanceCharge/cbc:Amount", UBL_CHARGE_AMOUNT, 0 },
	{ "cac:LegalMonetaryTotal/cbc:LineExtensionAmount", UBL_LINES_TOTAL, 0 },
	{ "cac:LegalMonetaryTotal/cbc:PayableAmount", UBL_PAYABLE, 0 },
	{ "cac:ReminderLine", UBL_NONE, UBL_GROUP_LINE },
	{ "cac:ReminderLine/cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", UBL_LINE_NAME, 0 },
};

UblNode *ubl_reminder_tree_new(void)
{
	return ubl_tree_make(rows, G_N_ELEMENTS(rows));
}

static void add(Reading *reading, const char *name, const char *value, const UblValue *from)
{
	if (value == NULL || from->text == NULL || !fact_value_fits(fact_name_find(name), value))
		return;
	Fact *fact = fact_new(SUBJECT, name, value, from->text);
	fact->status = FACT_READ;
	fact->proof.reader = g_strdup("ubl");
	fact->proof.place = g_strdup_printf("/Reminder/%s line %d", from->path, from->line);
	g_ptr_array_add(reading->facts, fact);
}

/* Letters claim kroner: an amount in another currency is none of theirs. */
static bool ore_of(const UblFound *found, const UblValue *value, int64_t *out)
{
	const char *currency = value->qualifier != NULL ? value->qualifier : found->singles[UBL_CURRENCY].text;
	return value->text != NULL && currency != NULL && strcmp(currency, "DKK") == 0 && minor_parse(value->text, 2, out);
}

static void add_ore(Reading *reading, const char *name, int64_t ore, const UblValue *from)
{
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, ore);
	add(reading, name, text, from);
}

static void add_amount(const UblFound *found, Reading *reading, const char *name, UblField field)
{
	int64_t ore;
	if (ore_of(found, &found->singles[field], &ore))
		add_ore(reading, name, ore, &found->singles[field]);
}

/* The charges of one reason in one sum; nothing when one of them is no amount in kroner. */
static void add_charges(const UblFound *found, Reading *reading, const char *name, const char *reason)
{
	enum { REASON = UBL_CHARGE_REASON - UBL_CHARGE_INDICATOR, AMOUNT = UBL_CHARGE_AMOUNT - UBL_CHARGE_INDICATOR };
	int64_t sum = 0;
	const UblValue *from = NULL;
	for (guint i = 0; i < found->charges->len; i++) {
		const UblValue *charge = found->charges->pdata[i];
		int64_t ore;
		if (g_strcmp0(charge[0].text, "true") != 0 || g_strcmp0(charge[REASON].text, reason) != 0)
			continue;
		if (!ore_of(found, &charge[AMOUNT], &ore))
			return;
		sum += ore;
		from = from != NULL ? from : &charge[AMOUNT];
	}
	if (from != NULL && sum <= LIMIT_MONEY_ORE)
		add_ore(reading, name, sum, from);
}

/* A day of payment before the reminder itself is the invoice's, not the reminder's. */
static void add_deadline(const UblFound *found, Reading *reading, const char *sent)
{
	const UblValue *due = NULL;
	for (guint i = 0; i < found->means->len; i++) {
		const UblValue *this = &((const UblValue *)found->means->pdata[i])[UBL_MEANS_DUE - UBL_MEANS_CODE];
		if (this->text == NULL)
			continue;
		if (due != NULL && strcmp(due->text, this->text) != 0)
			return;
		due = this;
	}
	if (due == NULL || sent == NULL || strlen(due->text) < 10)
		return;
	g_autofree char *day = g_strndup(due->text, 10);
	if (strcmp(day, sent) >= 0)
		add(reading, "letter.deadline_on", day, due);
}

void ubl_reminder_facts(const UblFound *found, Reading *reading)
{
	const UblValue *root = &found->singles[UBL_NUMBER], *issue = &found->singles[UBL_ISSUE];
	const UblValue *seller = &found->singles[UBL_SELLER_LEGAL_NAME], *buyer = &found->singles[UBL_BUYER_LEGAL_NAME];
	UblValue kind = { .text = (char *)(uintptr_t)"Reminder", .line = root->line > 0 ? root->line : 1, .path = "cbc:ID" };
	add(reading, "letter.kind", "reminder", &kind);
	add(reading, "letter.says", "reminder", &kind);
	g_autofree char *sent = issue->text != NULL && strlen(issue->text) >= 10 ? g_strndup(issue->text, 10) : NULL;
	add(reading, "letter.sent_on", sent, issue);
	seller = seller->text != NULL ? seller : &found->singles[UBL_SELLER_NAME];
	buyer = buyer->text != NULL ? buyer : &found->singles[UBL_BUYER_NAME];
	add(reading, "letter.from", seller->text, seller);
	add(reading, "letter.to", buyer->text, buyer);
	add(reading, "letter.number", found->singles[UBL_SEQUENCE].text, &found->singles[UBL_SEQUENCE]);
	add_charges(found, reading, "letter.fee_ore", "PenaltyFee");
	add_charges(found, reading, "letter.interest_ore", "PenaltyRate");
	add_amount(found, reading, "letter.principal_ore", UBL_LINES_TOTAL);
	add_amount(found, reading, "letter.amount_ore", UBL_PAYABLE);
	add_deadline(found, reading, sent);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < found->lines->len; i++) {
		const UblLine *line = found->lines->pdata[i];
		if (line->name.text != NULL && g_hash_table_add(seen, line->name.text))
			add(reading, "letter.invoice", line->name.text, &line->name);
	}
}
