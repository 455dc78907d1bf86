/* Contracts read from text, held against what a person wrote down of each before the reader existed. */
#include "oracle.h"
#include "intake/worker/contract.h"

static Reading *read_plain(const char *plain, const Envelope *envelope)
{
	g_autoptr(Text) text = text_new();
	assert_true(text_add_plain(text, text_add_page(text, 0, 0), plain, 0));
	Reading *reading = reading_new("text");
	if (contract_score(text) >= LIMIT_CONFIDENCE)
		contract_read(text, envelope, reading);
	return reading;
}

static Reading *read_for_oracle(const char *plain)
{
	return read_plain(plain, NULL);
}

static void oracle_agrees(void **state)
{
	(void)state;
	oracle_check("../fixtures/contracts", read_for_oracle, "tuned", 90);
	oracle_check("../fixtures/contracts", read_for_oracle, "held", 0);
}

static const Fact *counting(const Reading *reading, const char *name)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, name) == 0 && fact_counts(fact))
			return fact;
	}
	return NULL;
}

/* A sentence in a contract gives that value; NULL: none that counts. */
static void expect(const char *sentence, const char *name, const char *wanted)
{
	g_autofree char *plain = g_strdup_printf("SAMARBEJDSAFTALE\n\nmellem Alfa ApS og Beta ApS\n\nParterne aftaler:\n\n%s\n", sentence);
	g_autoptr(Reading) reading = read_plain(plain, NULL);
	const Fact *fact = counting(reading, name);
	const char *got = fact != NULL ? fact->value : NULL;
	if (wanted != NULL && strcmp(wanted, "*") == 0 ? got == NULL : g_strcmp0(got, wanted) != 0)
		fail_msg("\"%s\": %s is %s, expected %s", sentence, name, got != NULL ? got : "absent", wanted != NULL ? wanted : "absent");
}

static void days(void **state)
{
	(void)state;
	expect("Betalingsfristen er 14 dage netto.", "contract.payment_days", "14");
	expect("Betalingsfristen er fjorten (14) dage.", "contract.payment_days", "14");
	expect("Beløbet betales senest 30 dage efter\nfakturadato.", "contract.payment_days", "30");
	expect("Betaling: løbende måned + 30 dage.", "contract.payment_days", NULL);
	expect("Reklamation skal ske 8 dage efter levering.", "contract.payment_days", NULL);
	expect("Betaling senest 8 dage efter rykker.", "contract.payment_days", NULL);
	expect("Betaling inden 8 dage giver 2 % kontantrabat.", "contract.payment_days", NULL);
	expect("Betalings-\nfrist 21 dage.", "contract.payment_days", "21");
}

static void interest(void **state)
{
	(void)state;
	expect("Ved forsinkelse betales 2 % i rente pr. påbegyndt måned.", "contract.interest_bp", "2400");
	expect("Renten er 8,05 % p.a.", "contract.interest_bp", "805");
	expect("Der betales rente med 8 %.", "contract.interest_bp", NULL);
	expect("Rente svarer til Nationalbankens udlånsrente plus 8 % årligt.", "contract.interest_bp", NULL);
	expect("Der betales ikke rente på 2 % pr. måned.", "contract.interest_bp", NULL);
	expect("Der gives 2 % rabat pr. måned, og renter aftales senere.", "contract.interest_bp", NULL);
}

static void clauses(void **state)
{
	(void)state;
	expect("Tvister afgøres ved voldgift.", "contract.arbitration", "*");
	expect("Tvister afgøres ikke ved voldgift.", "contract.arbitration", NULL);
	expect("Parterne har ikke aftalt voldgift.", "contract.arbitration", NULL);
	expect("Voldgift er fravalgt.", "contract.arbitration", NULL);
	expect("Sagen anlægges ved Retten i Nykøbing Falster.", "contract.venue", "Retten i Nykøbing Falster");
	expect("Værnetinget er ikke Retten i Viborg.", "contract.venue", NULL);
	expect("Aftalen er undergivet dansk ret.", "contract.law", "DK");
	expect("Aftalen er ikke undergivet dansk ret.", "contract.law", NULL);
	expect("Sælger har ejendomsforbehold.", "contract.retention_of_title", "*");
	expect("Sælger har intet ejendomsforbehold.", "contract.retention_of_title", NULL);
	expect("Prisen betales i 6 rater.", "contract.instalments", "*");
	expect("Prisen kan ikke betales i 6 rater.", "contract.instalments", NULL);
}

/* An invoice is no contract, whatever terms it prints; nor is a mail that takes up an offer of instalments. */
static void others(void **state)
{
	(void)state;
	static const char *const papers[] = {
		"FAKTURA\n\nFakturanr. 12\nBetalingsbetingelser: 14 dage netto\nVores almindelige salgsbetingelser gælder.\n",
		"Rykker 2\n\nI har ikke betalt faktura 12 efter aftalen.\nBetalingsfrist 10 dage.\n",
		"Hej\n\nVi accepterer jeres tilbud om afdrag.\nMvh Jens\n",
		"Hej\n\nTak for kaffe.\n",
		"",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
		g_autoptr(Reading) reading = read_plain(papers[i], NULL);
		assert_int_equal(reading->facts->len, 0);
	}
}

static void mail_acceptance(void **state)
{
	(void)state;
	const Envelope envelope = { .is_mail = true, .sent_on = { 20500 } };
	g_autoptr(Reading) reading = read_plain("Hej\n\nJeg accepterer tilbuddet.\n\nMvh Ole\n", &envelope);
	const Fact *how = counting(reading, "contract.signed"), *on = counting(reading, "contract.signed_on");
	assert_string_equal(how->value, "mail_acceptance");
	assert_string_equal(how->raw, "Jeg accepterer tilbuddet.");
	assert_string_equal(how->proof.place, "line 3");
	assert_string_equal(how->proof.reader, "mail");
	assert_string_equal(on->value, "2026-02-16");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oracle_agrees), cmocka_unit_test(days),   cmocka_unit_test(interest),
		cmocka_unit_test(clauses),       cmocka_unit_test(others), cmocka_unit_test(mail_acceptance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
