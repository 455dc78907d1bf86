/* The view of a case: which word counts, where words disagree, who owes what; and which events can have happened. */
#include "intake/case.h"

#include "intake/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static GPtrArray *facts;

static Fact *say_fact(const char *subject, const char *name, const char *value, const char *reader)
{
	if (facts == NULL)
		facts = g_ptr_array_new();
	Fact *fact = fact_new(subject, name, value, NULL);
	fact->id = facts->len + 1;
	fact->status = strcmp(reader, "claim") == 0 ? FACT_STATED : FACT_READ;
	fact->proof.reader = g_strdup(reader);
	fact->proof.document = g_strdup(strcmp(reader, "claim") == 0 ? "claim.xml" : "faktura.xml");
	g_ptr_array_add(facts, fact);
	return fact;
}

static Case *built(void)
{
	GPtrArray *documents = g_ptr_array_new();
	static const char *const names[] = { "scan.pdf", "faktura.xml", "claim.xml" }, *const media[] = { "pdf", "ubl-invoice", "claim" };
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		Document *document = g_new0(Document, 1);
		document->id = i + 1;
		document->name = g_strdup(names[i]);
		document->media = g_strdup(media[i]);
		g_ptr_array_add(documents, document);
	}
	GPtrArray *all = facts != NULL ? g_steal_pointer(&facts) : g_ptr_array_new();
	return case_build(NULL, all, g_ptr_array_new(), documents);
}

static void an_invoice(const char *number, const char *payable, const char *buyer, const char *buyer_cvr)
{
	g_autofree char *subject = g_strconcat("invoice/", number, NULL);
	say_fact(subject, "invoice.number", number, "ubl");
	say_fact(subject, "invoice.kind", "invoice", "ubl");
	say_fact(subject, "invoice.issue_on", "2026-06-01", "ubl");
	say_fact(subject, "invoice.currency", "DKK", "ubl");
	say_fact(subject, "invoice.payable_ore", payable, "ubl");
	say_fact(subject, "seller.name", "Møllers Bageri A/S", "ubl");
	say_fact(subject, "seller.cvr", "10000001", "ubl");
	say_fact(subject, "seller.city", "Odense", "ubl");
	say_fact(subject, "buyer.name", buyer, "ubl");
	if (buyer_cvr != NULL)
		say_fact(subject, "buyer.cvr", buyer_cvr, "ubl");
	say_fact(subject, "buyer.street", "Vej 1", "ubl");
	say_fact(subject, "buyer.postcode", "5000", "ubl");
}

static Item *item_at(const Case *c, guint i)
{
	return c->items->pdata[i];
}

static Party *debtor_at(const Case *c, guint i)
{
	return c->debtors->pdata[i];
}

static void empty_case_stands(void **state)
{
	(void)state;
	g_autoptr(Case) c = built();
	assert_non_null(c->creditor);
	assert_int_equal(c->creditor->name.state, FIELD_ABSENT);
	assert_null(c->representative);
	assert_int_equal(c->debtors->len + c->items->len + c->conflicts->len, 0);
}

static void invoice_alone_gives_the_parties(void **state)
{
	(void)state;
	an_invoice("1001", "1250000", "Køber ApS", "20000001");
	g_autoptr(Case) c = built();
	assert_string_equal(field_text(&c->creditor->name), "Møllers Bageri A/S");
	assert_string_equal(field_text(&c->creditor->city), "Odense");
	assert_int_equal(c->debtors->len, 1);
	assert_string_equal(debtor_at(c, 0)->id, "d1");
	assert_string_equal(field_text(&debtor_at(c, 0)->cvr), "20000001");
	assert_string_equal(field_text(&debtor_at(c, 0)->address), "Vej 1");
	assert_true(field_is(&debtor_at(c, 0)->kind, "business"));
	assert_int_equal(debtor_at(c, 0)->kind.fact->id, debtor_at(c, 0)->cvr.fact->id);
	assert_int_equal(c->items->len, 1);
	Money amount;
	assert_true(field_money(&item_at(c, 0)->principal, &amount));
	assert_int_equal(money_ore(amount), 1250000);
	assert_int_equal(item_at(c, 0)->kind, ITEM_INVOICE);
	assert_int_equal(item_at(c, 0)->document, 2);
	assert_ptr_equal(item_at(c, 0)->debtors->pdata[0], debtor_at(c, 0));
	assert_int_equal(c->conflicts->len, 0);
}

static void buyer_without_number_has_no_kind(void **state)
{
	(void)state;
	an_invoice("1001", "1250000", "Karla Kvist", NULL);
	g_autoptr(Case) c = built();
	assert_int_equal(debtor_at(c, 0)->kind.state, FIELD_ABSENT);
}

static void same_thing_written_otherwise_agrees(void **state)
{
	(void)state;
	say_fact("creditor", "party.name", "MØLLERS  bageri AS", "claim");
	say_fact("creditor", "party.cvr", "DK 10 00 00 01", "claim");
	say_fact("creditor", "party.city", "Svendborg", "claim");
	say_fact("debtor/d1", "party.name", "Køber ApS", "claim");
	say_fact("debtor/d1", "debtor.kind", "business", "claim");
	an_invoice("1001", "1250000", "køber, aps.", NULL);
	say_fact("invoice/1001", "invoice.payable_ore", "01250000", "claim");
	g_autoptr(Case) c = built();
	assert_int_equal(c->conflicts->len, 0);
	assert_string_equal(field_text(&c->creditor->name), "MØLLERS  bageri AS"); /* the first by id decides */
	assert_string_equal(field_text(&c->creditor->city), "Svendborg"); /* its own word before the invoice's */
	assert_int_equal(c->creditor->name.facts->len, 2);
	assert_string_equal(field_text(&debtor_at(c, 0)->postcode), "5000"); /* what it does not say itself */
}

static const Conflict *conflict_on(const Case *c, const char *subject, const char *name)
{
	for (guint i = 0; i < c->conflicts->len; i++) {
		const Conflict *conflict = c->conflicts->pdata[i];
		if (strcmp(conflict->subject, subject) == 0 && strcmp(conflict->name, name) == 0)
			return conflict;
	}
	return NULL;
}

static void disagreement_is_nobodys_word(void **state)
{
	(void)state;
	static const struct {
		const char *subject, *name, *value, *on, *as;
	} rows[] = {
		{ "invoice/1001", "invoice.payable_ore", "1250001", "invoice/1001", "invoice.payable_ore" },
		{ "invoice/1001", "invoice.issue_on", "2026-06-02", "invoice/1001", "invoice.issue_on" },
		{ "creditor", "party.name", "En Anden ApS", "creditor", "party.name" },
		{ "creditor", "party.cvr", "10000009", "creditor", "party.cvr" },
		{ "debtor/d1", "party.name", "Køber II ApS", "debtor/d1", "party.name" },
		{ "debtor/d1", "party.cvr", "20000009", "debtor/d1", "party.cvr" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		say_fact("creditor", "party.phone", "70000000", "claim");
		say_fact("debtor/d1", "party.phone", "70000001", "claim");
		an_invoice("1001", "1250000", "Køber ApS", "20000001");
		say_fact(rows[i].subject, rows[i].name, rows[i].value, "claim");
		g_autoptr(Case) c = built();
		assert_int_equal(c->conflicts->len, 1);
		const Conflict *conflict = conflict_on(c, rows[i].on, rows[i].as);
		assert_non_null(conflict);
		assert_int_equal(conflict->facts->len, 2);
	}
}

static void a_persons_word_settles(void **state)
{
	(void)state;
	for (int word = FACT_ACCEPTED; word <= FACT_REJECTED; word++) {
		an_invoice("1001", "1250000", "Køber ApS", NULL);
		Fact *stated = say_fact("invoice/1001", "invoice.payable_ore", "1000000", "claim");
		stated->status = (FactStatus)word;
		g_autoptr(Case) c = built();
		assert_int_equal(c->conflicts->len, 0);
		assert_string_equal(field_text(&item_at(c, 0)->principal), word == FACT_REJECTED ? "1250000" : "1000000");
	}
	/* corrected before accepted; two that disagree on one level settle nothing */
	an_invoice("1001", "1250000", "Køber ApS", NULL);
	say_fact("invoice/1001", "invoice.payable_ore", "1000000", "claim")->status = FACT_ACCEPTED;
	say_fact("invoice/1001", "invoice.payable_ore", "1100000", "claim")->status = FACT_CORRECTED;
	g_autoptr(Case) c = built();
	assert_string_equal(field_text(&item_at(c, 0)->principal), "1100000");
	an_invoice("1001", "1250000", "Køber ApS", NULL);
	say_fact("invoice/1001", "invoice.payable_ore", "1000000", "claim")->status = FACT_CORRECTED;
	say_fact("invoice/1001", "invoice.payable_ore", "1100000", "claim")->status = FACT_CORRECTED;
	g_autoptr(Case) torn = built();
	assert_int_equal(item_at(torn, 0)->principal.state, FIELD_CONFLICT);
	assert_null(field_text(&item_at(torn, 0)->principal));
}

static void the_account_may_stand_on_the_invoices(void **state)
{
	(void)state;
	static const struct {
		const char *stated, *bank, *account, *iban, *other_bank, *other_account; /* the second invoice's */
		int confidence;
		const char *known; /* NULL: open */
	} cases[] = {
		{ NULL, "1234", "567890", NULL, NULL, NULL, 100, "1234 567890" },
		{ NULL, "1234", "567890", NULL, "1234", "0000567890", 100, "1234 567890" },
		{ NULL, "1234", "567890", NULL, "1235", "567890", 100, NULL },
		{ "1234 1", "1235", "567890", NULL, NULL, NULL, 100, "1234 1" },
		{ NULL, NULL, "567890", NULL, NULL, NULL, 100, NULL },
		{ NULL, "DABADKKK", "567890", NULL, NULL, NULL, 100, NULL },
		{ NULL, "1234", "12345678901", NULL, NULL, NULL, 100, NULL },
		{ NULL, "DABADKKK", "DK5000400440116243", "DK5000400440116243", NULL, NULL, 100, "0040 0440116243" },
		{ NULL, NULL, "DK5000400440116244", "DK5000400440116244", NULL, NULL, 50, NULL },
		{ NULL, NULL, "SE4550000000058398257466", "SE4550000000058398257466", NULL, NULL, 100, NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		an_invoice("1", "10000", "Skyldner ApS", NULL);
		an_invoice("2", "20000", "Skyldner ApS", NULL);
		say_fact("invoice/C", "invoice.kind", "credit_note", "ubl");
		say_fact("invoice/C", "payment.bank", "9999", "ubl");
		say_fact("invoice/C", "payment.account", "1", "ubl");
		const Fact *source = say_fact("invoice/1", "payment.account", cases[i].account, "ubl");
		if (cases[i].bank != NULL)
			say_fact("invoice/1", "payment.bank", cases[i].bank, "ubl");
		if (cases[i].iban != NULL) {
			Fact *iban = say_fact("invoice/1", "payment.iban", cases[i].iban, "ubl");
			iban->confidence = cases[i].confidence;
			source = iban;
		}
		if (cases[i].other_bank != NULL) {
			say_fact("invoice/2", "payment.bank", cases[i].other_bank, "ubl");
			say_fact("invoice/2", "payment.account", cases[i].other_account, "ubl");
		}
		if (cases[i].stated != NULL)
			source = say_fact("creditor", "creditor.account", cases[i].stated, "claim");
		g_autoptr(Case) c = built();
		if (cases[i].known == NULL) {
			assert_int_equal(c->creditor->account.state, FIELD_ABSENT);
			continue;
		}
		assert_string_equal(field_text(&c->creditor->account), cases[i].known);
		assert_int_equal(c->creditor->account.fact->id, source->id);
		assert_int_equal(c->conflicts->len, 0);
	}
}

static void buyer_is_one_of_several_debtors(void **state)
{
	(void)state;
	say_fact("debtor/d1", "party.name", "Køber ApS", "claim");
	say_fact("debtor/d1", "party.cvr", "20000001", "claim");
	say_fact("debtor/d2", "party.name", "Karla Kvist", "claim");
	an_invoice("1001", "1250000", "Karla Kvist", NULL);
	say_fact("invoice/1001", "invoice.due_on", "2026-07-01", "ubl");
	an_invoice("1002", "1250000", "Køber Holding ApS", "20000001"); /* the number of d1, another name */
	an_invoice("1003", "1250000", "Ganske Fremmed", NULL);
	an_invoice("1004", "1250000", "Karla Kvist", NULL);
	say_fact("invoice/1004", "item.debtors", "d1", "claim"); /* d2 does not owe this one */
	g_autoptr(Case) c = built();
	assert_int_equal(c->debtors->len, 2);
	assert_string_equal(field_text(&debtor_at(c, 1)->name), "Karla Kvist");
	assert_string_equal(field_text(&debtor_at(c, 1)->address), "Vej 1");
	const Conflict *renamed = conflict_on(c, "debtor/d1", "party.name");
	assert_non_null(renamed); /* Køber ApS, Køber Holding ApS, and Karla Kvist who is not d1 */
	assert_int_equal(renamed->facts->len, 3);
	const Conflict *stranger = conflict_on(c, "invoice/1003", "buyer.name");
	assert_non_null(stranger);
	assert_int_equal(stranger->facts->len, 3);
	assert_int_equal(case_item(c, "invoice/1003")->buyer_name.state, FIELD_CONFLICT);
	assert_int_equal(case_item(c, "invoice/1004")->debtors->len, 1);
	assert_int_equal(case_item(c, "invoice/1001")->debtors->len, 2);
	assert_int_equal(c->conflicts->len, 2);
}

static void credit_note_reduces_its_invoice(void **state)
{
	(void)state;
	an_invoice("1001", "1250000", "Køber ApS", NULL);
	say_fact("invoice/K-1", "invoice.number", "K-1", "ubl");
	say_fact("invoice/K-1", "invoice.kind", "credit_note", "ubl");
	say_fact("invoice/K-1", "invoice.payable_ore", "250000", "ubl");
	say_fact("invoice/K-1", "ref.billing", "1001", "ubl");
	say_fact("invoice/K-2", "invoice.kind", "credit_note", "ubl");
	say_fact("invoice/K-2", "ref.billing", "7777", "ubl");
	say_fact("invoice/R-1", "invoice.kind", "reminder", "ubl");
	g_autoptr(Case) c = built();
	assert_int_equal(c->items->len, 1);
	assert_int_equal(c->credits->len, 2);
	const Credit *first = c->credits->pdata[0], *second = c->credits->pdata[1];
	assert_ptr_equal(first->item, c->items->pdata[0]);
	assert_true(field_is(&first->amount, "250000"));
	assert_null(second->item);
}

static void items_of_every_kind(void **state)
{
	(void)state;
	say_fact("item/2", "item.kind", "compensation", "claim");
	say_fact("item/2", "item.principal_ore", "31000", "claim");
	say_fact("item/1", "item.kind", "other-money", "claim");
	say_fact("item/1", "item.principal_ore", "500000", "claim");
	say_fact("item/1", "item.issue_on", "2026-05-01", "claim");
	an_invoice("1001", "1250000", "Køber ApS", NULL);
	g_autoptr(Case) c = built();
	assert_int_equal(c->items->len, 3);
	assert_string_equal(item_at(c, 0)->id, "item/1"); /* by day of issue, the undated last */
	assert_string_equal(item_at(c, 1)->id, "invoice/1001");
	assert_int_equal(item_at(c, 2)->kind, ITEM_COMPENSATION);
	assert_true(item_kind_is_principal(item_at(c, 0)->kind) && !item_kind_is_principal(item_at(c, 2)->kind));
}

static void documents_have_a_kind_and_a_use(void **state)
{
	(void)state;
	say_fact("document/scan.pdf", "document.kind", "contract", "claim");
	g_autoptr(Case) c = built();
	const Document *claim = c->documents->pdata[0], *invoice = c->documents->pdata[1], *scan = c->documents->pdata[2];
	assert_string_equal(claim->name, "claim.xml"); /* by name */
	assert_string_equal(document_use(claim), "internal");
	assert_string_equal(document_kind(invoice), "invoice");
	assert_string_equal(document_use(invoice), "exhibit");
	assert_string_equal(document_kind(scan), "contract");
	assert_null(document_use(scan)); /* undecided */
	assert_ptr_equal(case_document(c, 1), scan);
	assert_ptr_equal(case_document_named(c, "scan.pdf"), scan);
}

static Event *an_event(int64_t id, const char *name, int day, const char *debtor)
{
	Event *event = g_new0(Event, 1);
	event->id = id;
	event->name = g_strdup(name);
	event->on = (Date){ 20000 + day };
	event->deadline_on = DATE_NONE;
	event->debtor = g_strdup(debtor);
	return event;
}

static void corrected_events_no_longer_count(void **state)
{
	(void)state;
	say_fact("debtor/d1", "party.name", "A", "claim");
	say_fact("debtor/d2", "party.name", "B", "claim");
	GPtrArray *events = g_ptr_array_new();
	g_ptr_array_add(events, an_event(1, "payment", 9, NULL));
	g_ptr_array_add(events, an_event(2, "payment", 3, "d1"));
	g_ptr_array_add(events, an_event(3, "payment", 4, "d2"));
	Event *correction = an_event(4, "payment", 5, "d2");
	correction->replaces = 3;
	g_ptr_array_add(events, correction);
	g_autoptr(Case) c = case_build("2026-000001", g_steal_pointer(&facts), events, g_ptr_array_new());
	assert_int_equal(((Event *)c->events->pdata[0])->id, 2); /* by day */
	g_autoptr(GPtrArray) all = case_events(c, "payment", NULL, NULL);
	g_autoptr(GPtrArray) of_d2 = case_events(c, "payment", case_debtor(c, "d2"), NULL);
	g_autoptr(GPtrArray) none = case_events(c, "credit", NULL, NULL);
	assert_int_equal(all->len, 3);
	assert_int_equal(of_d2->len, 2); /* its own, and the one that names nobody */
	assert_int_equal(none->len, 0);
}

static const char *check_of(Event *event)
{
	static char code[64];
	g_autoptr(GError) error = NULL;
	g_strlcpy(code, event_check(event, (Date){ 20100 }, &error) ? "fine" : error_code(error), sizeof code);
	event_free(event);
	return code;
}

static void events_that_cannot_have_happened(void **state)
{
	(void)state;
	assert_string_equal(check_of(an_event(0, "demand_sent", 1, NULL)), "fine");
	assert_string_equal(check_of(an_event(0, "demand_sent", 100, NULL)), "fine"); /* today */
	assert_string_equal(check_of(an_event(0, "demand_sent", 101, NULL)), "event-future");
	assert_string_equal(check_of(an_event(0, "demand_sentt", 1, NULL)), "event-name");
	assert_string_equal(check_of(an_event(0, "fully_paid", 1, NULL)), "event-name"); /* computed, never recorded */
	assert_string_equal(check_of(an_event(0, "due_date_passed", 1, NULL)), "event-name");
	assert_string_equal(check_of(an_event(0, "payment", 1, NULL)), "event-field");
	assert_string_equal(check_of(an_event(0, "court_number", 1, NULL)), "event-field");
	Event *payment = an_event(0, "payment", 1, "d1");
	payment->has_amount = true;
	payment->amount = money_of_ore(-100);
	assert_string_equal(check_of(event_copy(payment)), "event-amount");
	payment->amount = money_of_ore(0);
	assert_string_equal(check_of(event_copy(payment)), "event-amount");
	payment->amount = money_of_ore(100);
	assert_string_equal(check_of(event_copy(payment)), "fine");
	payment->paid_to = g_strdup("bank");
	assert_string_equal(check_of(payment), "event-paid-to");
	Event *service = an_event(0, "service_failed", 1, NULL);
	service->has_amount = true;
	assert_string_equal(check_of(service), "event-field");
	Event *undated = an_event(0, "demand_sent", 1, NULL);
	undated->on = DATE_NONE;
	assert_string_equal(check_of(undated), "event-field");
}

static void event_table_is_whole(void **state)
{
	(void)state;
	const GPtrArray *kinds = event_kinds();
	assert_true(kinds->len > 80);
	for (guint i = 0; i < kinds->len; i++) {
		const EventKind *kind = kinds->pdata[i];
		assert_ptr_equal(event_kind_find(kind->name), kind);
		assert_true(*kind->da != '\0' && *kind->en != '\0');
	}
	assert_string_equal(event_kind_find("demand_sent")->clocks, "VARSEL_DISPATCHED");
	assert_null(event_kind_find("part_paid"));
	assert_null(event_kind_find(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_case_stands),
		cmocka_unit_test(invoice_alone_gives_the_parties),
		cmocka_unit_test(buyer_without_number_has_no_kind),
		cmocka_unit_test(same_thing_written_otherwise_agrees),
		cmocka_unit_test(disagreement_is_nobodys_word),
		cmocka_unit_test(a_persons_word_settles),
		cmocka_unit_test(the_account_may_stand_on_the_invoices),
		cmocka_unit_test(buyer_is_one_of_several_debtors),
		cmocka_unit_test(credit_note_reduces_its_invoice),
		cmocka_unit_test(items_of_every_kind),
		cmocka_unit_test(documents_have_a_kind_and_a_use),
		cmocka_unit_test(corrected_events_no_longer_count),
		cmocka_unit_test(events_that_cannot_have_happened),
		cmocka_unit_test(event_table_is_whole),
	};
	return cmocka_run_group_tests_name("case", tests, NULL, NULL);
}
