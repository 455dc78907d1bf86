/* Letters in the view of a case: whose they are, what they are about, which events follow; and invoices that pages tell of. */
#include "intake/letters.h"

#include "intake/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static GPtrArray *facts, *documents, *events;

static Fact *say_in(const char *document, const char *reader, const char *subject, const char *name, const char *value)
{
	Fact *fact = fact_new(subject, name, value, NULL);
	fact->id = facts->len + 1;
	fact->status = strcmp(reader, "claim") == 0 ? FACT_STATED : FACT_READ;
	fact->confidence = 95;
	fact->proof.document = g_strdup(document);
	fact->proof.sha256 = g_strdup("00");
	fact->proof.reader = g_strdup(reader);
	g_ptr_array_add(facts, fact);
	return fact;
}

static Fact *say_fact(const char *subject, const char *name, const char *value)
{
	return say_in("mail.eml", "mail", subject, name, value);
}

static void a_document(const char *name, const char *media)
{
	Document *document = g_new0(Document, 1);
	document->id = documents->len + 1;
	document->name = g_strdup(name);
	document->media = g_strdup(media);
	g_ptr_array_add(documents, document);
}

static void the_parties(void)
{
	say_in("claim.xml", "claim", "creditor", "party.name", "Havnens Blikkenslager ApS");
	say_in("claim.xml", "claim", "creditor", "party.email", "bogholderi@havnensblik.test");
	say_in("claim.xml", "claim", "debtor/d1", "party.name", "Spisehuset Lanternen ApS");
	say_in("claim.xml", "claim", "debtor/d1", "party.email", "kontor@lanternen.test");
}

static int begin(void **state)
{
	(void)state;
	facts = g_ptr_array_new();
	documents = g_ptr_array_new();
	events = g_ptr_array_new();
	a_document("claim.xml", "claim");
	a_document("mail.eml", "mail");
	a_document("scan.pdf", "pdf");
	the_parties();
	return 0;
}

static Case *built(void)
{
	return case_build(NULL, g_steal_pointer(&facts), g_steal_pointer(&events), g_steal_pointer(&documents));
}

static void an_invoice(const char *reader, const char *number, const char *payable)
{
	const char *document = strcmp(reader, "claim") == 0 ? "claim.xml" : "scan.pdf";
	g_autofree char *subject = g_strconcat("invoice/", number, NULL);
	if (strcmp(reader, "claim") == 0)
		say_in(document, reader, subject, "item.kind", "invoice");
	say_in(document, reader, subject, "invoice.number", number);
	say_in(document, reader, subject, "invoice.payable_ore", payable);
}

static void a_letter(const char *id, const char *kind, const char *day, const char *from, const char *to)
{
	say_fact(id, "letter.kind", kind);
	if (day != NULL)
		say_fact(id, "letter.sent_on", day);
	if (from != NULL)
		say_fact(id, "letter.from", from);
	if (to != NULL)
		say_fact(id, "letter.to", to);
}

#define OURS "Bo Blik <bb@havnensblik.test>"
#define THEIRS "Lanternen <kontor@lanternen.test>"

static const Letter *letter_named(const Case *c, const char *id)
{
	for (guint i = 0; i < c->letters->len; i++)
		if (strcmp(((const Letter *)c->letters->pdata[i])->id, id) == 0)
			return c->letters->pdata[i];
	fail_msg("no %s", id);
	return NULL;
}

static const Event *event_at(const Case *c, guint i)
{
	assert_true(i < c->events->len);
	return c->events->pdata[i];
}

static void expect_event(const Event *event, const char *name, const char *day, const char *letter)
{
	g_autofree char *on = date_iso(event->on);
	assert_string_equal(event->name, name);
	assert_string_equal(on, day);
	assert_string_equal(event->letter, letter);
	assert_string_equal(event->by, "read");
	assert_int_equal(event->id, 0);
}

static void each_kind_makes_its_event(void **state)
{
	(void)state;
	an_invoice("claim", "1001", "500000");
	a_letter("letter/1", "reminder", "2026-09-14", OURS, THEIRS);
	say_fact("letter/1", "letter.fee_ore", "10000");
	say_fact("letter/1", "letter.deadline_on", "2026-09-24");
	a_letter("letter/2", "demand", "2026-10-05", OURS, THEIRS);
	say_fact("letter/2", "letter.deadline_days", "10");
	a_letter("letter/3", "objection", "2026-10-07", THEIRS, OURS);
	g_free(say_fact("letter/3", "letter.says", "objection")->raw);
	((Fact *)facts->pdata[facts->len - 1])->raw = g_strdup("vi betaler ikke. ");
	a_letter("letter/4", "acknowledgement", "2026-10-08", THEIRS, OURS);
	a_letter("letter/5", "promise", "2026-10-09", THEIRS, OURS);
	a_letter("letter/6", "payment_notice", "2026-10-10", THEIRS, OURS);
	a_letter("letter/7", "court_receipt", "2026-10-11", "Retten i Odense", NULL);
	g_autoptr(Case) c = built();
	assert_int_equal(c->letters->len, 7);
	assert_int_equal(c->events->len, 4);
	expect_event(event_at(c, 0), "reminder_sent", "2026-09-14", "letter/1");
	assert_true(event_at(c, 0)->has_amount);
	assert_int_equal(money_ore(event_at(c, 0)->amount), 10000);
	g_autofree char *first = date_iso(event_at(c, 0)->deadline_on), *second = date_iso(event_at(c, 1)->deadline_on);
	assert_string_equal(first, "2026-09-24");
	expect_event(event_at(c, 1), "demand_sent", "2026-10-05", "letter/2");
	assert_string_equal(second, "2026-10-15");
	assert_string_equal(event_at(c, 1)->document, "mail.eml");
	expect_event(event_at(c, 2), "objection_received", "2026-10-07", "letter/3");
	assert_string_equal(event_at(c, 2)->ground, "vi betaler ikke");
	assert_string_equal(event_at(c, 2)->debtor, "d1");
	expect_event(event_at(c, 3), "acknowledged", "2026-10-08", "letter/4");
	assert_int_equal(letter_named(c, "letter/7")->side, LETTER_FROM_COURT);
}

/* The same words from the wrong hand, from nobody known, without a day, or read too poorly, make nothing. */
static void what_is_not_known_makes_no_event(void **state)
{
	(void)state;
	an_invoice("claim", "1001", "500000");
	a_letter("letter/1", "objection", "2026-10-07", OURS, THEIRS);
	a_letter("letter/2", "reminder", "2026-10-07", THEIRS, OURS);
	a_letter("letter/3", "reminder", "2026-10-08", "Ukendt <x@gmail.com>", THEIRS);
	a_letter("letter/4", "reminder", NULL, OURS, THEIRS);
	a_letter("letter/5", "demand", "2026-10-09", OURS, THEIRS);
	((Fact *)facts->pdata[facts->len - 3])->confidence = 40;
	a_letter("letter/6", "demand", "2026-10-10", OURS, THEIRS);
	((Fact *)facts->pdata[facts->len - 4])->status = FACT_REJECTED;
	a_letter("letter/7", "reminder", "2026-10-11", "Havnens Blikkenslager ApS, Spisehuset Lanternen ApS", NULL);
	a_letter("letter/8", "demand", "2026-10-12", OURS, THEIRS);
	say_fact("letter/8", "letter.sent_on", "2026-10-13");
	a_letter("letter/9", "reminder", "2026-10-14", OURS, THEIRS);
	say_fact("letter/9", "letter.invoice", "9999");
	g_autoptr(Case) c = built();
	assert_int_equal(c->events->len, 0);
	assert_int_equal(letter_named(c, "letter/3")->side, LETTER_SIDE_UNKNOWN);
	assert_int_equal(letter_named(c, "letter/7")->side, LETTER_SIDE_UNKNOWN);
	assert_int_equal(letter_named(c, "letter/5")->sent_on.state, FIELD_ABSENT);
	assert_int_equal(c->conflicts->len, 0);
	assert_int_equal(c->doubts->len, 1);
}

static void what_was_recorded_is_not_told_again(void **state)
{
	(void)state;
	Event *event = g_new0(Event, 1);
	event->id = 1;
	event->name = g_strdup("reminder_sent");
	assert_true(date_parse("2026-09-14", &event->on));
	g_ptr_array_add(events, event);
	event = g_new0(Event, 1);
	event->id = 2;
	event->name = g_strdup("demand_sent");
	event->document = g_strdup("mail.eml");
	assert_true(date_parse("2026-10-06", &event->on));
	g_ptr_array_add(events, event);
	a_letter("letter/1", "reminder", "2026-09-14", OURS, THEIRS);
	a_letter("letter/2", "demand", "2026-10-05", OURS, THEIRS);
	a_letter("letter/3", "reminder", "2026-09-28", OURS, THEIRS);
	g_autoptr(Case) c = built();
	assert_int_equal(c->events->len, 3);
	expect_event(event_at(c, 1), "reminder_sent", "2026-09-28", "letter/3");
}

/* A letter that an answer quotes is one letter; a reminder attached to a mail was sent with the mail. */
static void one_letter_in_two_places(void **state)
{
	(void)state;
	a_document("mail.eml/rykker.pdf", "pdf");
	a_letter("letter/1", "reminder", "2026-09-14", OURS, THEIRS);
	a_letter("letter/2", "reminder", "2026-09-14", OURS, THEIRS);
	say_fact("letter/2", "letter.quoted", "yes");
	a_letter("letter/3", "demand", "2026-10-05", OURS, THEIRS);
	say_in("mail.eml", "mail", "document/mail.eml/rykker.pdf", "document.parent", "mail.eml");
	say_in("mail.eml/rykker.pdf", "text", "letter/4", "letter.kind", "demand");
	say_in("mail.eml/rykker.pdf", "text", "letter/4", "letter.sent_on", "2026-10-02");
	say_in("mail.eml/rykker.pdf", "text", "letter/4", "letter.from", "Havnens Blikkenslager ApS");
	say_in("mail.eml/rykker.pdf", "text", "letter/4", "letter.deadline_on", "2026-10-20");
	/* a mail within the mail that carries the same once more */
	a_document("mail.eml/a.eml", "mail");
	a_document("mail.eml/a.eml/rykker.pdf", "pdf");
	say_in("mail.eml", "mail", "document/mail.eml/a.eml", "document.parent", "mail.eml");
	say_in("mail.eml/a.eml", "mail", "document/mail.eml/a.eml/rykker.pdf", "document.parent", "mail.eml/a.eml");
	static const char *const inner[] = { "mail.eml/a.eml", "mail.eml/a.eml/rykker.pdf" }, *const ids[] = { "letter/5", "letter/6" };
	for (size_t i = 0; i < G_N_ELEMENTS(inner); i++) {
		say_in(inner[i], "mail", ids[i], "letter.kind", "demand");
		say_in(inner[i], "mail", ids[i], "letter.sent_on", "2026-10-01");
		say_in(inner[i], "mail", ids[i], "letter.from", "Havnens Blikkenslager ApS");
	}
	g_autoptr(Case) c = built();
	assert_int_equal(c->events->len, 2);
	expect_event(event_at(c, 0), "reminder_sent", "2026-09-14", "letter/1");
	expect_event(event_at(c, 1), "demand_sent", "2026-10-05", "letter/3");
	g_autofree char *deadline = date_iso(event_at(c, 1)->deadline_on);
	assert_string_equal(deadline, "2026-10-20");
}

/* An objection in a friendly letter is one; a letter that may be one stops the case. */
static void an_objection_is_not_missed(void **state)
{
	(void)state;
	an_invoice("claim", "1001", "500000");
	a_letter("letter/1", "promise", "2026-10-07", THEIRS, OURS);
	say_fact("letter/1", "letter.says", "promise");
	say_fact("letter/1", "letter.says", "objection");
	say_fact("letter/1", "letter.invoice", "9999");
	a_letter("letter/2", "objection", "2026-10-09", THEIRS, OURS);
	say_fact("letter/2", "letter.kind", "payment_notice");
	g_autoptr(Case) c = built();
	assert_int_equal(c->events->len, 1);
	expect_event(event_at(c, 0), "objection_received", "2026-10-07", "letter/1");
	assert_int_equal(c->conflicts->len, 1);
	assert_string_equal(((const Conflict *)c->conflicts->pdata[0])->subject, "letter/2");
}

static void letters_are_about_items(void **state)
{
	(void)state;
	an_invoice("claim", "1001", "500000");
	an_invoice("claim", "1002", "700000");
	a_letter("letter/1", "demand", "2026-10-05", OURS, THEIRS);
	say_fact("letter/1", "letter.invoice", "1002");
	a_letter("letter/2", "demand", "2026-10-06", OURS, THEIRS);
	say_fact("letter/2", "letter.principal_ore", "500000");
	a_letter("letter/3", "reminder", "2026-10-07", OURS, THEIRS);
	g_autoptr(Case) c = built();
	assert_int_equal(c->events->len, 3);
	assert_string_equal(event_at(c, 0)->claim, "invoice/1002");
	assert_string_equal(event_at(c, 1)->claim, "invoice/1001");
	assert_null(event_at(c, 2)->claim);
	assert_int_equal(letter_named(c, "letter/3")->items->len, 2);
}

static void names_and_addresses(void **state)
{
	(void)state;
	Fact *fact = fact_new("creditor", "party.name", "Sørens Køl og Frys A/S", NULL), *mail = fact_new("creditor", "party.email", "info@koelfrys.dk", NULL);
	Party party = { 0 };
	field_derive(&party.name, fact);
	field_derive(&party.email, mail);
	assert_true(party_named(&party, "SØRENS KØL OG FRYS A/S, Havnen 1"));
	assert_true(party_named(&party, "Sørens Køl og Frys AS"));
	assert_true(party_named(&party, "hans@soerenskoelogfrys.dk"));
	assert_true(party_named(&party, "hans@sorenskologfrys.dk"));
	assert_true(party_named(&party, "Hans <HANS@KOELFRYS.DK>"));
	assert_false(party_named(&party, "hans@gmail.com"));
	assert_false(party_named(&party, "Sørens Køl"));
	assert_false(party_named(&party, "Asørens Køl og Frysere"));
	assert_false(party_named(&party, "@ <@> koelfrys.dk"));
	assert_false(address_named("a@gmail.com", "b@gmail.com"));
	assert_true(address_named("a@gmail.com", "A@Gmail.com"));
	field_clear(&party.name);
	field_clear(&party.email);
	fact_free(fact);
	fact_free(mail);
}

/* ---- invoices that pages tell of ---- */

static void a_scan_alone_is_claimed(void **state)
{
	(void)state;
	an_invoice("ocr", "20417", "1843750");
	say_in("scan.pdf", "ocr", "invoice/20417", "buyer.name", "Spisehuset Lantemen ApS")->confidence = 70;
	say_in("scan.pdf", "ocr", "invoice/20417", "invoice.terms", "netto 30 dage");
	g_autoptr(Case) c = built();
	assert_int_equal(c->items->len, 1);
	assert_int_equal(c->conflicts->len, 0);
	const Item *item = c->items->pdata[0];
	assert_string_equal(field_text(&item->terms), "netto 30 dage");
	const Party *debtor = c->debtors->pdata[0];
	assert_string_equal(field_text(&debtor->name), "Spisehuset Lanternen ApS");
}

static void a_clear_reading_of_another_name_is_a_conflict(void **state)
{
	(void)state;
	an_invoice("text", "20417", "1843750");
	say_in("scan.pdf", "text", "invoice/20417", "buyer.name", "Spisehuset Lanterne ApS");
	g_autoptr(Case) c = built();
	assert_int_equal(c->conflicts->len, 1);
}

static void what_claim_xml_lists_is_what_is_claimed(void **state)
{
	(void)state;
	an_invoice("claim", "1001", "500000");
	an_invoice("text", "0777", "900000");
	g_autoptr(Case) c = built();
	assert_int_equal(c->items->len, 1);
	assert_string_equal(((const Item *)c->items->pdata[0])->id, "invoice/1001");
}

/* The scan of an e-invoice that is there too: the same number must say the same, a number nearly the same is a question. */
static void one_invoice_shown_twice(void **state)
{
	(void)state;
	a_document("faktura.xml", "ubl-invoice");
	say_in("faktura.xml", "ubl", "invoice/20417", "invoice.number", "20417");
	say_in("faktura.xml", "ubl", "invoice/20417", "invoice.payable_ore", "1843750");
	an_invoice("ocr", "20411", "1843750");
	say_in("scan.pdf", "ocr", "invoice/scan.pdf", "invoice.payable_ore", "1843750");
	g_autoptr(Case) c = built();
	assert_int_equal(c->items->len, 1);
	assert_int_equal(c->conflicts->len, 1);
	assert_string_equal(((const Conflict *)c->conflicts->pdata[0])->name, "invoice.number");
}

static void two_amounts_on_one_invoice_are_a_conflict(void **state)
{
	(void)state;
	a_document("faktura.xml", "ubl-invoice");
	say_in("faktura.xml", "ubl", "invoice/20417", "invoice.number", "20417");
	say_in("faktura.xml", "ubl", "invoice/20417", "invoice.payable_ore", "1843750");
	an_invoice("text", "20417", "1943750");
	g_autoptr(Case) c = built();
	assert_int_equal(c->items->len, 1);
	assert_int_equal(((const Item *)c->items->pdata[0])->principal.state, FIELD_CONFLICT);
}

static void contracts_are_seen(void **state)
{
	(void)state;
	say_in("scan.pdf", "text", "document/scan.pdf", "document.shown_kind", "contract");
	say_in("scan.pdf", "text", "document/scan.pdf", "contract.signed", "signature_block");
	say_in("scan.pdf", "text", "document/scan.pdf", "contract.payment_days", "14");
	g_autoptr(Case) c = built();
	assert_int_equal(c->contracts->len, 1);
	const Contract *contract = c->contracts->pdata[0];
	assert_int_equal(contract->document, 3);
	assert_true(field_is(&contract->kind, "contract"));
	assert_true(field_is(&contract->payment_days, "14"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_kind_makes_its_event, begin),
		cmocka_unit_test_setup(what_is_not_known_makes_no_event, begin),
		cmocka_unit_test_setup(what_was_recorded_is_not_told_again, begin),
		cmocka_unit_test_setup(one_letter_in_two_places, begin),
		cmocka_unit_test_setup(an_objection_is_not_missed, begin),
		cmocka_unit_test_setup(letters_are_about_items, begin),
		cmocka_unit_test(names_and_addresses),
		cmocka_unit_test_setup(a_scan_alone_is_claimed, begin),
		cmocka_unit_test_setup(a_clear_reading_of_another_name_is_a_conflict, begin),
		cmocka_unit_test_setup(what_claim_xml_lists_is_what_is_claimed, begin),
		cmocka_unit_test_setup(one_invoice_shown_twice, begin),
		cmocka_unit_test_setup(two_amounts_on_one_invoice_are_a_conflict, begin),
		cmocka_unit_test_setup(contracts_are_seen, begin),
	};
	return cmocka_run_group_tests_name("letters", tests, NULL, NULL);
}
