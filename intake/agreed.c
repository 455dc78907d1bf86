#include "intake/agreed.h"

#include "intake/field.h"
#include "intake/letters.h"

#include <string.h>

static bool names_party(const Contract *contract, const Party *party)
{
	for (guint i = 0; i < contract->parties->len; i++)
		if (party_named(party, ((const Fact *)contract->parties->pdata[i])->value))
			return true;
	return false;
}

static bool names_both(const Case *c, const Contract *contract)
{
	bool debtor = false;
	for (guint i = 0; i < c->debtors->len; i++)
		debtor = debtor || names_party(contract, c->debtors->pdata[i]);
	return debtor && names_party(contract, c->creditor);
}

/* The word of item.agreed_how for it; NULL when it binds nobody by itself. */
static const char *way_of(const Contract *contract)
{
	if (field_is(&contract->is_signed, "signature_block") || field_is(&contract->is_signed, "digital_signature"))
		return "signed";
	return field_is(&contract->is_signed, "mail_acceptance") ? "accepted-in-writing" : NULL;
}

static const Contract *only_contract(const Case *c)
{
	const Contract *only = NULL;
	for (guint i = 0; i < c->contracts->len; i++) {
		const Contract *contract = c->contracts->pdata[i];
		if (!field_is(&contract->kind, "contract") && !field_is(&contract->kind, "order"))
			continue;
		if (only != NULL)
			return NULL;
		only = contract;
	}
	return only != NULL && way_of(only) != NULL && names_both(c, only) ? only : NULL;
}

static void derive(Case *c, const Item *item, Field *field, const char *name, const char *value, const Fact *from)
{
	if (field->state != FIELD_ABSENT)
		return;
	Fact *fact = fact_copy(from);
	g_free(fact->subject);
	g_free(fact->name);
	g_free(fact->value);
	fact->subject = g_strdup(item->id);
	fact->name = g_strdup(name);
	fact->value = g_strdup(value);
	g_ptr_array_add(c->derived, fact);
	field_derive(field, fact);
}

/* Does the invoice give the days of the contract, to the day? */
static bool gives_days(const Item *item, const Contract *contract)
{
	Date issued, due;
	const char *text = field_text(&contract->payment_days);
	gint64 days;
	return text != NULL && g_ascii_string_to_signed(text, 10, 0, 366, &days, NULL) && field_date(&item->issue_on, &issued) &&
	       field_date(&item->due_on, &due) && date_diff(issued, due) == (int)days;
}

void agreed_fill(Case *c)
{
	const Contract *contract = only_contract(c);
	for (guint i = 0; contract != NULL && i < c->items->len; i++) {
		Item *item = c->items->pdata[i];
		Date issued, signed_on;
		/* One that was signed later is another agreement, or none at all. */
		if (!item_kind_is_principal(item->kind) || !field_date(&item->issue_on, &issued) ||
		    (field_date(&contract->signed_on, &signed_on) && date_before(issued, signed_on)))
			continue;
		derive(c, item, &item->agreed_how, "item.agreed_how", way_of(contract), contract->is_signed.fact);
		if (contract->signed_on.state == FIELD_KNOWN)
			derive(c, item, &item->agreed_on, "item.agreed_on", contract->signed_on.fact->value, contract->signed_on.fact);
		if (gives_days(item, contract))
			derive(c, item, &item->due_basis, "item.due_basis", "agreed", contract->payment_days.fact);
	}
}
