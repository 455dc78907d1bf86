/* What a contract tells of an invoice: only the one contract, between these two, signed before it. */
#include "intake/case.h"
#include "intake/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct Told {
	const char *subject, *name, *value;
} Told;

static const Told base[] = {
	{ "creditor", "party.name", "Havnens Blikkenslager ApS" },
	{ "debtor/d1", "party.name", "Spisehuset Lanternen ApS" },
	{ "invoice/20417", "invoice.number", "20417" },
	{ "invoice/20417", "invoice.kind", "invoice" },
	{ "invoice/20417", "invoice.payable_ore", "1843750" },
	{ "invoice/20417", "invoice.issue_on", "2026-08-03" },
	{ "invoice/20417", "invoice.due_on", "2026-09-02" },
	{ "document/kontrakt.docx", "document.shown_kind", "contract" },
	{ "document/kontrakt.docx", "contract.signed", "digital_signature" },
	{ "document/kontrakt.docx", "contract.signed_on", "2026-07-06" },
	{ "document/kontrakt.docx", "contract.payment_days", "30" },
	{ "document/kontrakt.docx", "contract.party", "Havnens Blikkenslager ApS" },
	{ "document/kontrakt.docx", "contract.party", "Spisehuset Lanternen ApS" },
};

static void add_document(GPtrArray *documents, const char *name, const char *media)
{
	Document *document = g_new0(Document, 1);
	document->id = documents->len + 1;
	document->name = g_strdup(name);
	document->media = g_strdup(media);
	g_ptr_array_add(documents, document);
}

static void add_fact(GPtrArray *facts, const Told *told)
{
	bool contract = g_str_has_prefix(told->subject, "document/"), party = g_str_has_prefix(told->name, "party.");
	Fact *fact = fact_new(told->subject, told->name, told->value, NULL);
	fact->id = facts->len + 1;
	fact->status = party ? FACT_STATED : FACT_READ;
	fact->confidence = 85;
	fact->proof.document = g_strdup(contract ? told->subject + 9 : party ? "claim.xml" : "faktura.xml");
	fact->proof.sha256 = g_strdup("00");
	fact->proof.reader = g_strdup(contract ? "office" : party ? "claim" : "ubl");
	g_ptr_array_add(facts, fact);
}

/* The case of base, with one row changed to value (NULL: left out) and more rows added. */
static Case *built(int changed, const char *value, const Told *more, size_t n)
{
	GPtrArray *facts = g_ptr_array_new(), *documents = g_ptr_array_new();
	add_document(documents, "claim.xml", "claim");
	add_document(documents, "faktura.xml", "ubl-invoice");
	add_document(documents, "kontrakt.docx", "office");
	add_document(documents, "tillaeg.docx", "office");
	for (size_t i = 0; i < G_N_ELEMENTS(base); i++) {
		Told told = base[i];
		if ((int)i == changed)
			told.value = value;
		if (told.value != NULL)
			add_fact(facts, &told);
	}
	for (size_t i = 0; i < n; i++)
		add_fact(facts, &more[i]);
	return case_build(NULL, facts, g_ptr_array_new(), documents);
}

static void a_signed_contract_tells_how_and_when(void **state)
{
	(void)state;
	g_autoptr(Case) c = built(-1, NULL, NULL, 0);
	assert_int_equal(c->items->len, 1);
	const Item *item = c->items->pdata[0];
	assert_true(field_is(&item->agreed_how, "signed"));
	assert_true(field_is(&item->agreed_on, "2026-07-06"));
	assert_true(field_is(&item->due_basis, "agreed"));
	/* And says where it has that from. */
	assert_string_equal(item->agreed_how.fact->proof.document, "kontrakt.docx");
}

static void mail_acceptance_is_in_writing(void **state)
{
	(void)state;
	g_autoptr(Case) c = built(8, "mail_acceptance", NULL, 0);
	assert_true(field_is(&((const Item *)c->items->pdata[0])->agreed_how, "accepted-in-writing"));
}

static void nothing_follows(int changed, const char *value, const Told *more, size_t n)
{
	g_autoptr(Case) c = built(changed, value, more, n);
	const Item *item = c->items->pdata[0];
	assert_int_equal(item->agreed_how.state, FIELD_ABSENT);
	assert_int_equal(item->agreed_on.state, FIELD_ABSENT);
	assert_int_equal(item->due_basis.state, FIELD_ABSENT);
}

static void what_binds_nobody_tells_nothing(void **state)
{
	(void)state;
	static const Told second[] = { { "document/tillaeg.docx", "document.shown_kind", "contract" },
		                       { "document/tillaeg.docx", "contract.signed", "unsigned" } };
	nothing_follows(8, "unsigned", NULL, 0);
	nothing_follows(8, "order_confirmation", NULL, 0);
	nothing_follows(9, "2026-08-04", NULL, 0); /* signed after the invoice */
	nothing_follows(12, "Spisehuset Fyret ApS", NULL, 0); /* with another */
	nothing_follows(12, NULL, NULL, 0);
	nothing_follows(-1, NULL, second, G_N_ELEMENTS(second)); /* which of the two? */
}

static void other_days_are_not_the_agreed_ones(void **state)
{
	(void)state;
	static const char *const days[] = { "29", "31", NULL };
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		g_autoptr(Case) c = built(10, days[i], NULL, 0);
		const Item *item = c->items->pdata[0];
		assert_true(field_is(&item->agreed_how, "signed"));
		assert_int_equal(item->due_basis.state, FIELD_ABSENT);
	}
}

static void what_the_creditor_states_stands(void **state)
{
	(void)state;
	static const Told stated[] = { { "invoice/20417", "item.agreed_how", "silence" } };
	g_autoptr(Case) c = built(-1, NULL, stated, 1);
	assert_true(field_is(&((const Item *)c->items->pdata[0])->agreed_how, "silence"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signed_contract_tells_how_and_when), cmocka_unit_test(mail_acceptance_is_in_writing),
		cmocka_unit_test(what_binds_nobody_tells_nothing),      cmocka_unit_test(other_days_are_not_the_agreed_ones),
		cmocka_unit_test(what_the_creditor_states_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
