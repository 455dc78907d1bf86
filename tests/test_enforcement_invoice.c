/* Invoices: numbers without gaps, VAT to the øre over thousands of small fees, set-off within what is held, credit notes. */
#include "assess/edition.h"
#include "enforcement/client.h"
#include "enforcement/invoice.h"
#include "intake/folder.h"
#include "intake/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CLIENT "cvr-10150817"

typedef struct Desk {
	char *home;
	Store *store;
	Law *law;
	char *case_id;
	int64_t terms; /* VAT and set-off */
} Desk;

static Date day(const char *text)
{
	Date on;
	assert_true(date_parse(text, &on));
	return on;
}

static char *case_of(Desk *desk)
{
	static const char *const said[][3] = { { "creditor", "party.name", "Alfa Havn ApS" }, { "creditor", "party.cvr", "10150817" },
		                               { "creditor", "party.address", "Kajen 1" },    { "creditor", "party.postcode", "6700" },
		                               { "creditor", "party.city", "Esbjerg" },       { "debtor/d1", "party.name", "Beta Bro ApS" },
		                               { "claim", "operator.kind", "lawyer" } };
	char *id = NULL;
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	assert_true(case_open(desk->store, day("2026-11-01"), &id, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
		Fact *row = fact_new(said[i][0], said[i][1], said[i][2], said[i][2]);
		row->status = FACT_STATED;
		row->confidence = 100;
		row->proof.document = g_strdup("creditor");
		row->proof.reader = g_strdup("person");
		g_ptr_array_add(facts, row);
	}
	assert_true(facts_record(desk->store, id, facts, day("2026-11-01"), NULL));
	g_autoptr(Case) c = case_read(desk->store, id, 0, NULL);
	g_autofree char *client = client_of(desk->store, c, NULL);
	assert_string_equal(client, CLIENT);
	return id;
}

static int64_t agree(Desk *desk, Known vat, Known set_off)
{
	g_autoptr(Terms) terms = g_new0(Terms, 1);
	terms->scope = g_strdup(CLIENT);
	terms->operator_kind = OPERATOR_LAWYER;
	terms->client = CLIENT_BUSINESS;
	terms->from_on = terms->agreed_on = day("2026-11-01");
	terms->authorised_from = terms->authorised_to = DATE_NONE;
	for (int phase = 0; phase < FEE_PHASES; phase++)
		terms->prices[phase] = (TermsPrice){ .basis = FEE_FIXED, .success_only = KNOWN_NO, .amount = money_of_ore(10000) };
	terms->vat = vat;
	terms->set_off = set_off;
	assert_true(terms_record(desk->store, terms, "Anna", NULL, day("2026-11-01"), NULL));
	return terms->version;
}

static int desk_set(void **state)
{
	Desk *desk = g_new0(Desk, 1);
	const StoreRoom rooms[] = { intake_room, assess_room, filing_room, enforcement_room, { NULL, NULL } };
	g_autofree char *folder = g_dir_make_tmp("paakrav-invoice-XXXXXX", NULL);
	desk->home = g_build_filename(folder, "home", NULL);
	desk->store = store_open(desk->home, STORE_WRITE, rooms, digest_random, NULL);
	g_autofree char *conf = g_build_filename(desk->home, "paakrav.conf", NULL);
	assert_true(g_file_set_contents(conf,
	                                "[firm]\nname=Vest Inkasso ApS\naddress=Havnegade 12\npostcode=6700\ncity=Esbjerg\ncvr=99 00 20 20\n"
	                                "account=0400 0001234567\n",
	                                -1, NULL));
	assert_true(store_begin(desk->store, NULL));
	desk->law = law_embedded(NULL);
	desk->case_id = case_of(desk);
	desk->terms = agree(desk, KNOWN_YES, KNOWN_YES);
	*state = desk;
	return 0;
}

static int desk_clear(void **state)
{
	Desk *desk = *state;
	store_rollback(desk->store);
	store_free(desk->store);
	law_free(desk->law);
	g_autofree char *folder = g_path_get_dirname(desk->home);
	assert_true(folder_remove(folder, NULL));
	g_free(desk->home);
	g_free(desk->case_id);
	g_free(desk);
	return 0;
}

static void post(Desk *desk, PostingKind kind, const char *key, int64_t ore, int64_t terms)
{
	g_autofree char *id = g_strdup_printf("%s/%s/%s", posting_name(kind), desk->case_id, key);
	g_autofree char *payload =
	    g_strdup_printf("{\"terms\":%d,\"on\":\"2026-11-02\",\"clause\":\"%s\",\"phase\":\"court\"}", (int)terms, kind == POSTING_fee_earned ? "fixed" : "loss");
	const Booking booking = { kind, id, desk->case_id, day("2026-11-10"), money_of_ore(ore), payload };
	assert_true(ledger_post(desk->store, &booking, NULL));
}

static Invoice *issue_on(Desk *desk, const char *on, GError **error)
{
	const InvoiceOrder order = { CLIENT, NULL, DATE_NONE, DATE_NONE, DATE_NONE, "Anna", LANG_DA };
	Invoice *invoice = NULL;
	return invoice_issue(desk->store, &order, desk->law, day(on), &invoice, error) ? invoice : NULL;
}

static Invoice *issue(Desk *desk)
{
	GError *error = NULL;
	Invoice *invoice = issue_on(desk, "2026-11-22", &error);
	assert_null(error);
	return invoice;
}

static Invoice *credit(Desk *desk, int64_t number, int from, int to)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(int));
	for (int line = from; line <= to; line++)
		g_array_append_val(lines, line);
	Invoice *note = NULL;
	assert_true(invoice_credit(desk->store, number, lines, "rettelse", "Anna", desk->law, day("2026-11-23"), &note, NULL));
	return note;
}

static int64_t stands(Desk *desk, const char *account)
{
	Money out;
	assert_true(ledger_balance(desk->store, account, NULL, DATE_NONE, &out, NULL));
	return money_ore(out);
}

/* The audit finds nothing: neither in the chain nor in the invoices. */
static void is_whole(Desk *desk)
{
	g_autoptr(JournalReport) report = journal_verify(desk->store, NULL, NULL);
	assert_true(invoice_audit(desk->store, report, NULL));
	for (guint i = 0; i < report->faults->len; i++) {
		const JournalFault *fault = report->faults->pdata[i];
		print_error("%s %s: %s\n", fault->what, fault->where, fault->en);
	}
	assert_int_equal(report->faults->len, 0);
}

static void vat_of_two_thousand_fees_of_one_ore(void **state)
{
	Desk *desk = *state;
	for (int i = 1; i <= 2000; i++) {
		g_autofree char *key = g_strdup_printf("%d.fixed.1", i);
		post(desk, POSTING_fee_earned, key, 1, desk->terms);
	}
	g_autoptr(Invoice) invoice = issue(desk);
	assert_int_equal(invoice->lines->len, 2000);
	assert_int_equal(money_ore(invoice->net), 2000);
	assert_int_equal(money_ore(invoice->vat), 500);
	assert_int_equal(money_ore(invoice->total), 2500);
	assert_int_equal(stands(desk, "vat_payable"), -500);
	assert_int_equal(stands(desk, "fee_unbilled"), 0);
	for (guint i = 0; i < invoice->lines->len; i++)
		assert_in_range(money_ore(((const BilledLine *)invoice->lines->pdata[i])->vat), 0, 1);
	/* Taken back in two parts it is all gone, whatever the parts were rounded to. */
	g_autoptr(Invoice) half = credit(desk, 1, 1, 999);
	g_autoptr(Invoice) rest = credit(desk, 1, 1000, 2000);
	assert_int_equal(money_ore(half->vat) + money_ore(rest->vat), 500);
	assert_int_equal(stands(desk, "vat_payable"), 0);
	assert_int_equal(stands(desk, "client_receivable"), 0);
	assert_int_equal(stands(desk, "fee_unbilled"), 2000);
	is_whole(desk);
}

static void one_ore_and_nothing(void **state)
{
	Desk *desk = *state;
	assert_null(issue(desk));
	post(desk, POSTING_fee_earned, "1.fixed.1", 1, desk->terms);
	g_autoptr(Invoice) invoice = issue(desk);
	/* What was nothing took no number. */
	assert_int_equal(invoice->number, 1);
	assert_int_equal(money_ore(invoice->total), 1);
	assert_int_equal(money_ore(invoice->vat), 0);
	assert_int_equal(invoice->vat_percent, 25);
	assert_null(issue(desk));
	is_whole(desk);
}

static void hold(Desk *desk, int64_t costs, int64_t interest, int64_t principal)
{
	const int64_t parts[] = { costs, interest, principal };
	const PostingKind kinds[] = { POSTING_split_costs, POSTING_split_interest, POSTING_split_principal };
	post(desk, POSTING_client_payment, "9", costs + interest + principal, desk->terms);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (parts[i] > 0)
			post(desk, kinds[i], "9.1", parts[i], desk->terms);
}

static void set_off_is_within_what_is_held(void **state)
{
	Desk *desk = *state;
	hold(desk, 300, 200, 1000);
	post(desk, POSTING_fee_earned, "1.fixed.1", 400, desk->terms);
	post(desk, POSTING_fee_earned, "2.fixed.1", 400, desk->terms);
	g_autoptr(Invoice) invoice = issue(desk);
	assert_int_equal(money_ore(invoice->total), 1000);
	assert_int_equal(money_ore(invoice->set_off), 1000);
	const InvoiceOffset *offset = invoice->offsets->pdata[0];
	assert_int_equal(money_ore(offset->costs), 300);
	assert_int_equal(money_ore(offset->interest), 200);
	assert_int_equal(money_ore(offset->principal), 500);
	assert_int_equal(stands(desk, "client_bank"), 500);
	assert_int_equal(stands(desk, "client_receivable"), 0);
	/* A line goes back: so does what was set off for it, and no more; what came last first. */
	g_autoptr(Invoice) note = credit(desk, 1, 2, 2);
	assert_int_equal(money_ore(note->set_off), 500);
	assert_int_equal(stands(desk, "client_principal"), -1000);
	assert_int_equal(stands(desk, "client_bank"), 1000);
	assert_int_equal(stands(desk, "client_receivable"), 0);
	/* The line is billed anew; another set-off takes what is there. */
	g_autoptr(Invoice) again = issue_on(desk, "2026-11-23", NULL);
	assert_int_equal(again->number, 3);
	assert_int_equal(money_ore(again->set_off), 500);
	is_whole(desk);
}

static void more_than_is_held_stays_to_pay(void **state)
{
	Desk *desk = *state;
	hold(desk, 0, 0, 100);
	post(desk, POSTING_fee_earned, "1.fixed.1", 400, desk->terms);
	g_autoptr(Invoice) invoice = issue(desk);
	assert_int_equal(money_ore(invoice->set_off), 100);
	assert_int_equal(stands(desk, "client_receivable"), 400);
	/* Minus after the credit note is what we owe: nothing is set off against it again. */
	g_autoptr(Invoice) note = credit(desk, 1, 1, 1);
	assert_int_equal(money_ore(note->set_off), 100);
	assert_int_equal(stands(desk, "client_receivable"), 0);
	assert_int_equal(stands(desk, "client_bank"), 100);
	is_whole(desk);
}

static void without_the_agreements_word_nothing_is_set_off(void **state)
{
	Desk *desk = *state;
	int64_t other = agree(desk, KNOWN_YES, KNOWN_UNSAID);
	hold(desk, 0, 0, 1000);
	post(desk, POSTING_fee_earned, "1.fixed.1", 400, other);
	g_autoptr(Invoice) invoice = issue(desk);
	assert_int_equal(money_ore(invoice->set_off), 0);
	assert_int_equal(stands(desk, "client_bank"), 1000);
	is_whole(desk);
}

static void an_advance_is_outside_vat_and_no_debt_twice(void **state)
{
	Desk *desk = *state;
	post(desk, POSTING_court_fee_advanced, "3", 75000, desk->terms);
	post(desk, POSTING_advance_charged, "3.1", 75000, desk->terms);
	post(desk, POSTING_fee_earned, "1.fixed.1", 400, desk->terms);
	g_autoptr(Invoice) invoice = issue(desk);
	assert_int_equal(money_ore(invoice->exempt), 75000);
	assert_int_equal(money_ore(invoice->net), 400);
	assert_int_equal(money_ore(invoice->total), 75500);
	assert_int_equal(stands(desk, "client_receivable"), 75500);
	is_whole(desk);
}

static void refused(Desk *desk, const char *on, const char *code, const char *word)
{
	GError *error = NULL;
	assert_null(issue_on(desk, on, &error));
	assert_non_null(error);
	assert_string_equal(error_code(error), code);
	if (word != NULL)
		assert_non_null(strstr(error_text(error, LANG_EN), word));
	g_error_free(error);
}

static void what_is_missing_is_named(void **state)
{
	Desk *desk = *state;
	int64_t silent = agree(desk, KNOWN_UNSAID, KNOWN_NO);
	post(desk, POSTING_fee_earned, "1.fixed.1", 400, silent);
	g_autofree char *conf = g_build_filename(desk->home, "paakrav.conf", NULL);
	refused(desk, "2026-11-22", "invoice-incomplete", "agreement 2: vat");
	assert_true(g_file_set_contents(conf, "[firm]\nname=Vest Inkasso ApS\n", -1, NULL));
	refused(desk, "2026-11-22", "invoice-incomplete", "[firm] address, [firm] cvr, [firm] postcode");
}

static void days_rise_and_closed_months_stay(void **state)
{
	Desk *desk = *state;
	post(desk, POSTING_fee_earned, "1.fixed.1", 400, desk->terms);
	g_autoptr(Invoice) invoice = issue(desk);
	assert_int_equal(invoice->number, 1);
	post(desk, POSTING_fee_earned, "2.fixed.1", 400, desk->terms);
	refused(desk, "2026-11-21", "invoice-day-back", NULL);
	assert_true(store_run(desk->store, NULL,
	                      "INSERT INTO period_close (id, last_on, closed_on, seq, hash, commitment) VALUES (1, '2026-11-30', '2026-12-01', 1, '', x'00')", ""));
	refused(desk, "2026-11-25", "month-closed", NULL);
	g_autoptr(Invoice) open = issue_on(desk, "2026-12-02", NULL);
	assert_int_equal(open->number, 2);
}

static void nothing_is_withdrawn_without_an_invoice(void **state)
{
	Desk *desk = *state;
	hold(desk, 0, 0, 1000);
	g_autofree char *id = g_strdup_printf("withdrawal/%s/f1", desk->case_id);
	const Booking booking = { POSTING_withdrawal, id, desk->case_id, day("2026-11-22"), money_of_ore(100), NULL };
	GError *error = NULL;
	assert_false(ledger_post(desk->store, &booking, &error));
	assert_string_equal(error_code(error), "append-only");
	g_error_free(error);
}

static void a_period_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *text, *from, *to;
	} good[] = { { "2026-10", "2026-10-01", "2026-10-31" }, { "2026-Q1", "2026-01-01", "2026-03-31" },
		     { "2026-Q4", "2026-10-01", "2026-12-31" }, { "2024", "2024-01-01", "2024-12-31" }, { "2024-02", "2024-02-01", "2024-02-29" } };
	static const char *const bad[] = { "", "2026-13", "2026-Q5", "2026-Q0", "26", "2026-1", "2026-10-01", "oktober" };
	Date from, to;
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		assert_true(period_parse(good[i].text, &from, &to, NULL));
		assert_int_equal(date_compare(from, day(good[i].from)), 0);
		assert_int_equal(date_compare(to, day(good[i].to)), 0);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_false(period_parse(bad[i], &from, &to, NULL));
}

#define ON_A_DESK(test) cmocka_unit_test_setup_teardown(test, desk_set, desk_clear)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_DESK(vat_of_two_thousand_fees_of_one_ore),
		ON_A_DESK(one_ore_and_nothing),
		ON_A_DESK(set_off_is_within_what_is_held),
		ON_A_DESK(more_than_is_held_stays_to_pay),
		ON_A_DESK(without_the_agreements_word_nothing_is_set_off),
		ON_A_DESK(an_advance_is_outside_vat_and_no_debt_twice),
		ON_A_DESK(what_is_missing_is_named),
		ON_A_DESK(days_rise_and_closed_months_stay),
		ON_A_DESK(nothing_is_withdrawn_without_an_invoice),
		cmocka_unit_test(a_period_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
