/* Letters: what is said is told, what is denied or supposed is not; one word more or less turns the answer. */
#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/letter.h"
#include "intake/worker/letterphrase.h"
#include "intake/worker/opener.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Reading *read_plain(const char *plain, const Envelope *envelope)
{
	g_autoptr(Text) text = text_new();
	TextPage *page = text_add_page(text, 0, 0);
	g_auto(GStrv) lines = g_strsplit(plain, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		/* As a mail's reader does: marks are no words of the line. */
		const char *at = *line;
		int marked = 0;
		while (*at == '>' || (marked > 0 && *at == ' '))
			marked += *at++ == '>';
		g_autofree char *one = g_strconcat(at, "\n", NULL);
		text_add_plain(text, page, one, 0);
		((TextLine *)page->lines->pdata[page->lines->len - 1])->marked = marked;
	}
	Reading *reading = reading_new("mail");
	letters_read(text, envelope, reading);
	return reading;
}

static Reading *read_mail(const char *body)
{
	Envelope mail = { .is_mail = true };
	assert_true(date_make(2026, 4, 1, &mail.sent_on));
	return read_plain(body, &mail);
}

/* The nth fact of that name of the letter. */
static const Fact *fact_of(const Reading *reading, const char *subject, const char *name, guint nth)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->subject, subject) == 0 && strcmp(fact->name, name) == 0 && nth-- == 0)
			return fact;
	}
	return NULL;
}

static bool has(const Reading *reading, const char *subject, const char *name, const char *value)
{
	const Fact *fact;
	for (guint i = 0; (fact = fact_of(reading, subject, name, i)) != NULL; i++)
		if (strcmp(fact->value, value) == 0 && fact->confidence >= LIMIT_CONFIDENCE)
			return true;
	return false;
}

static void expect_kind(const char *body, const char *wanted)
{
	g_autofree char *letter = g_strdup_printf("Hej\n\n%s\n\nMed venlig hilsen\nKaj Bro\n", body);
	g_autoptr(Reading) reading = read_mail(letter);
	const Fact *kind = fact_of(reading, "letter/1", "letter.kind", 0);
	assert_non_null(kind);
	if (strcmp(kind->value, wanted) != 0 || kind->confidence < LIMIT_CONFIDENCE)
		fail_msg("%s at %d for %s: %s", kind->value, kind->confidence, wanted, body);
}

/* ---- one word turns it ---- */

static void a_denial_turns_it(void **state)
{
	(void)state;
	expect_kind("Jeg har indsigelser mod regningen.", "objection");
	expect_kind("Jeg har ingen indsigelser mod regningen.", "acknowledgement");
	expect_kind("Jeg bestrider kravet.", "objection");
	expect_kind("Jeg bestrider ikke kravet.", "acknowledgement");
	expect_kind("Vi betaler fakturaen på fredag.", "promise");
	expect_kind("Vi betaler ikke fakturaen.", "objection");
	expect_kind("Jeg skylder jer pengene.", "acknowledgement");
	expect_kind("Jeg skylder jer ikke pengene.", "objection");
	expect_kind("Jeg anerkender gælden.", "acknowledgement");
	expect_kind("Jeg kan ikke anerkende gælden.", "objection");
	expect_kind("We accept that we owe you the money.", "acknowledgement");
	expect_kind("We do not owe you the money.", "objection");
}

static void an_objection_outranks(void **state)
{
	(void)state;
	expect_kind("Jeg skal nok betale på fredag.", "promise");
	expect_kind("Jeg skal nok betale på fredag. Men taget er stadig utæt, og det skal I udbedre.", "objection");
	expect_kind("Jeg har i dag overført 500 kr.", "payment_notice");
	expect_kind("Jeg har i dag overført 500 kr. Resten betaler jeg ikke, for døren er defekt.", "objection");
	expect_kind("Kan vi aftale afdrag på 500 kr. om måneden?", "instalment_offer");
	expect_kind("Kan vi aftale afdrag på 500 kr. om måneden? Jeg mener dog ikke, at prisen er som aftalt.", "objection");
}

static void who_speaks_decides(void **state)
{
	(void)state;
	/* The creditor's standing sentences are no objection of the debtor's. */
	expect_kind("Vi har ikke modtaget din betaling af faktura 4410. Har du indsigelser mod kravet, eller er der fejl i fakturaen, så skriv til os. "
	            "Betal venligst senest den 20. april 2026.",
	            "reminder");
	expect_kind("Tak for jeres rykker. Varerne er aldrig blevet leveret.", "objection");
}

static void a_warning_with_a_day_makes_it_a_demand(void **state)
{
	(void)state;
	expect_kind("Vi har ikke modtaget din betaling. Betal venligst senest den 20. april 2026.", "reminder");
	expect_kind("Vi har ikke modtaget din betaling. Betal venligst senest den 20. april 2026, ellers sender vi sagen til inkasso.", "demand");
	expect_kind("Vi har ikke modtaget din betaling. Betaler du ikke inden 10 dage, går sagen til fogedretten.", "demand");
}

static void what_is_not_understood_is_not_sure(void **state)
{
	(void)state;
	const char *const odd[] = { "Hej\n\nMåne og ost, siger min nabo til jer.\n", "Hej\n\nDet der med gulvet, ja.\n", "", "\n\n\n", "?!,.;:" };
	for (gsize i = 0; i < G_N_ELEMENTS(odd); i++) {
		g_autoptr(Reading) reading = read_mail(odd[i]);
		const Fact *kind = fact_of(reading, "letter/1", "letter.kind", 0);
		assert_true(kind != NULL && kind->confidence < LIMIT_CONFIDENCE);
	}
}

/* ---- quotation ---- */

static void quoted_text_is_another_letter(void **state)
{
	(void)state;
	g_autoptr(Reading) reading = read_mail("Vi har udbedret fejlen, se nedenfor.\n\nMed venlig hilsen\nTagmester Holt\n\n"
	                                       "Den 2. marts 2026 kl. 10.12 skrev Karin Vad <karin@vad.example>:\n"
	                                       "> Taget er utæt, og jeg betaler ikke, før I har udbedret fejlen.\n");
	const Fact *own = fact_of(reading, "letter/1", "letter.kind", 0);
	const Fact *quoted = fact_of(reading, "letter/2", "letter.kind", 0);
	assert_non_null(own);
	assert_string_equal(own->value, "other");
	assert_non_null(quoted);
	assert_string_equal(quoted->value, "objection");
	assert_true(has(reading, "letter/2", "letter.quoted", "yes"));
	assert_true(has(reading, "letter/2", "letter.sent_on", "2026-03-02"));
	assert_true(strstr(fact_of(reading, "letter/2", "letter.from", 0)->value, "Karin Vad") != NULL);
	assert_null(fact_of(reading, "letter/1", "letter.quoted", 0));
	/* A quoted letter is less sure than the same letter as sent. */
	g_autoptr(Reading) sent = read_mail("Taget er utæt, og jeg betaler ikke, før I har udbedret fejlen.\n");
	assert_true(quoted->confidence < fact_of(sent, "letter/1", "letter.kind", 0)->confidence);
}

static void the_heading_of_an_answer_is_the_other_sides(void **state)
{
	(void)state;
	Envelope mail = { .is_mail = true, .subject = (char *)"Rykker for faktura 4410", .sent_on = DATE_NONE };
	g_autoptr(Reading) first = read_plain("Se venligst vedhæftede.\n", &mail);
	assert_string_equal(fact_of(first, "letter/1", "letter.kind", 0)->value, "reminder");
	mail.subject = (char *)"Sv: Rykker for faktura 4410";
	g_autoptr(Reading) answer = read_plain("Se venligst vedhæftede.\n", &mail);
	const Fact *kind = fact_of(answer, "letter/1", "letter.kind", 0);
	assert_true(strcmp(kind->value, "reminder") != 0 || kind->confidence < LIMIT_CONFIDENCE);
}

/* ---- spelling ---- */

static void spelling_does_not_matter(void **state)
{
	(void)state;
	static const char *const ways[] = { "Jeres arbejde er mangelfuldt udført.", "JERES ARBEJDE ER MANGELFULDT UDFØRT.", "Jeres arbejde er mangelfuldt udfoert.",
		                            "Jeres arbejde er mangel-\nfuldt udført.", "Jeres arbejde er man\302\255gel\302\255fuldt udført.",
		                            "Jeres arbejde er mangelfu1dt udført." };
	for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
		expect_kind(ways[i], "objection");
	g_autofree char *a = letter_fold("Påkrævet"), *b = letter_fold("PAAKRÆVET"), *c = letter_fold("p\xc3\xa5kr\xc3\xa6vet");
	assert_string_equal(a, b);
	assert_string_equal(a, c);
	/* "før" (before) is not "for". */
	g_autofree char *before = letter_fold("før"), *to = letter_fold("for");
	assert_string_not_equal(before, to);
}

static void places_survive(void **state)
{
	(void)state;
	g_autoptr(Reading) reading = read_mail("Kære Holt\n\nTaget er\nmangel-\nfuldt udført, jf. § 4.\n");
	const Fact *kind = fact_of(reading, "letter/1", "letter.kind", 0);
	assert_string_equal(kind->value, "objection");
	assert_string_equal(kind->raw, "Taget er mangel- udført, jf. § 4.");
	assert_int_equal(kind->proof.page, 1);
	assert_true(g_str_has_prefix(kind->proof.place, "line "));
}

/* ---- figures ---- */

static void figures_have_their_part(void **state)
{
	(void)state;
	g_autoptr(Reading) reading =
		read_mail("2. rykker\n\nVi har ikke modtaget din betaling af faktura A-4410 af 2. januar 2026.\n\n"
	                  "Hovedstol 10.000,00 kr.\nRente 10,15 % fra 1. februar 2026 81,48 kr.\nRykkergebyr 100,00 kr.\nKompensation 310,00 kr.\n"
	                  "I alt 10.491,48 kr.\n\nBetal senest den 11. april 2026 på konto 9999 0001234567.\n");
	static const struct {
		const char *name, *value;
	} wanted[] = { { "letter.number", "2" }, { "letter.invoice", "A-4410" }, { "letter.principal_ore", "1000000" }, { "letter.interest_ore", "8148" },
		       { "letter.fee_ore", "10000" }, { "letter.compensation_ore", "31000" }, { "letter.amount_ore", "1049148" },
		       { "letter.deadline_on", "2026-04-11" }, { "letter.element", "amount_split" }, { "letter.element", "payment_details" },
		       { "letter.element", "deadline" }, { "letter.element", "claim_information" } };
	for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (!has(reading, "letter/1", wanted[i].name, wanted[i].value))
			fail_msg("%s is not %s", wanted[i].name, wanted[i].value);
	assert_null(fact_of(reading, "letter/1", "letter.invoice", 1));
}

static void two_fees_are_not_sure(void **state)
{
	(void)state;
	g_autoptr(Reading) reading = read_mail("Vi har ikke modtaget din betaling.\n\nRykkergebyr 100,00 kr.\nRykkergebyr 250,00 kr.\n");
	const Fact *fee = fact_of(reading, "letter/1", "letter.fee_ore", 0);
	assert_true(fee == NULL || fee->confidence < LIMIT_CONFIDENCE);
}

static void threats_are_told(void **state)
{
	(void)state;
	const char *body = "Du skylder fortsat 500 kr. Betal senest den 20. april 2026, ellers %s.";
	static const struct {
		const char *says, *word;
	} threats[] = { { "kontakter vi din arbejdsgiver", "employer" }, { "melder vi dig til politiet", "police" }, { "bliver du registreret i RKI", "register" },
		        { "hænger vi dig ud på Facebook", "publicity" } };
	for (gsize i = 0; i < G_N_ELEMENTS(threats); i++) {
		g_autofree char *letter = g_strdup_printf(body, threats[i].says);
		g_autoptr(Reading) reading = read_mail(letter);
		assert_true(has(reading, "letter/1", "letter.threat", threats[i].word));
	}
	g_autofree char *mild = g_strdup_printf(body, "hører du fra os");
	g_autoptr(Reading) reading = read_mail(mild);
	assert_null(fact_of(reading, "letter/1", "letter.threat", 0));
}

/* ---- all of the fixtures ---- */

static bool read_file(const char *name, Reading **out)
{
	g_autofree char *path = g_build_filename("..", "fixtures", "letters", name, NULL);
	g_autofree char *bytes = NULL;
	gsize size = 0;
	if (!g_file_get_contents(path, &bytes, &size, NULL))
		return false;
	*out = opener_read(name, bytes, size, NULL, NULL);
	return *out != NULL;
}

/* No letter that was written for this is surely something else than it is; and most are what they are. */
static void no_fixture_is_wrong(void **state)
{
	(void)state;
	g_autofree char *oracle = NULL;
	gsize size = 0;
	assert_true(g_file_get_contents("../fixtures/letters/letters.csv", &oracle, &size, NULL));
	g_auto(GStrv) rows = g_strsplit(oracle, "\n", -1);
	guint right = 0, all = 0;
	for (char **row = rows + 1; *row != NULL && **row != '\0'; row++) {
		g_auto(GStrv) fields = g_strsplit(*row, ",", 5);
		g_autoptr(Reading) reading = NULL;
		assert_true(read_file(fields[0], &reading));
		if (strcmp(fields[2], "held") == 0)
			continue;
		g_autofree char *subject = g_strdup_printf("letter/%s", fields[1]);
		const Fact *kind = fact_of(reading, subject, "letter.kind", 0);
		bool sure = kind != NULL && kind->confidence >= LIMIT_CONFIDENCE;
		if (sure && strcmp(kind->value, fields[3]) != 0 && strcmp(kind->value, "other") != 0)
			fail_msg("%s %s: %s for %s", fields[0], fields[1], kind->value, fields[3]);
		right += (sure && strcmp(kind->value, fields[3]) == 0) || (kind == NULL && strcmp(fields[3], "other") == 0);
		all++;
	}
	assert_true(all >= 60);
	assert_true(right * 100 >= all * 95);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_denial_turns_it),
		cmocka_unit_test(an_objection_outranks),
		cmocka_unit_test(who_speaks_decides),
		cmocka_unit_test(a_warning_with_a_day_makes_it_a_demand),
		cmocka_unit_test(what_is_not_understood_is_not_sure),
		cmocka_unit_test(quoted_text_is_another_letter),
		cmocka_unit_test(the_heading_of_an_answer_is_the_other_sides),
		cmocka_unit_test(spelling_does_not_matter),
		cmocka_unit_test(places_survive),
		cmocka_unit_test(figures_have_their_part),
		cmocka_unit_test(two_fees_are_not_sure),
		cmocka_unit_test(threats_are_told),
		cmocka_unit_test(no_fixture_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
