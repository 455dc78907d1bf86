/* Court post read from text, held against what a person wrote down of each letter before the reader existed. */
#include "oracle.h"
#include "intake/worker/courtpost.h"

/* Pages parted by form feeds, as text of a scanned pile. */
static Text *text_of(const char *plain)
{
	Text *text = text_new();
	g_auto(GStrv) pages = g_strsplit(plain, "\f", -1);
	for (char **page = pages; *page != NULL; page++)
		assert_true(text_add_plain(text, text_add_page(text, 0, 0), *page, 0));
	return text;
}

static Reading *read_post(const char *plain, const Envelope *envelope)
{
	g_autoptr(Text) text = text_of(plain);
	Reading *reading = reading_new("text");
	if (courtpost_score(text, envelope) >= LIMIT_CONFIDENCE)
		courtpost_read(text, envelope, reading);
	return reading;
}

static Reading *read_for_oracle(const char *plain)
{
	return read_post(plain, NULL);
}

static void oracle_agrees(void **state)
{
	(void)state;
	oracle_check("../fixtures/court-post", read_for_oracle, "tuned", 95);
	oracle_check("../fixtures/court-post", read_for_oracle, "held", 0);
}

/* Every court of the law's table is known by its own name at the head of a letter. */
static void every_court(void **state)
{
	(void)state;
	g_autofree char *table = oracle_text("../assess/tables", "districts.csv");
	g_autoptr(Csv) csv = csv_parse(table, strlen(table), "districts.csv", NULL);
	assert_non_null(csv);
	unsigned met = 0;
	for (guint i = 0; i < csv->rows->len; i++) {
		const char *court = csv_cell(csv, csv->rows->pdata[i], "court");
		if (!g_str_has_prefix(court, "Ret") && !g_str_has_suffix(court, "Byret"))
			continue;
		g_autofree char *plain = g_strdup_printf("%s\nFogedretten\n", court);
		g_autoptr(Text) text = text_of(plain);
		g_autoptr(Flow) flow = flow_new(text, 1, 0, 0, NULL);
		guint first, last;
		const char *found = courtpost_court(flow, true, &first, &last);
		if (g_strcmp0(found, court) != 0)
			fail_msg("%s is read as %s", court, found != NULL ? found : "no court");
		met++;
	}
	assert_true(met >= 24);
}

static const char *value_of(const Reading *reading, const char *name)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, name) == 0 && fact_counts(fact))
			return fact->value;
	}
	return NULL;
}

#define HEAD "Retten i Odense\nFogedretten\n\nSagsnr. FS-1/2026-ODE\nDato: 1. maj 2026\n\n"

static void expect(const char *body, const char *name, const char *wanted)
{
	g_autofree char *plain = g_strconcat(HEAD, body, "\n", NULL);
	g_autoptr(Reading) reading = read_post(plain, NULL);
	const char *got = value_of(reading, name);
	if (g_strcmp0(got, wanted) != 0)
		fail_msg("\"%s\": %s is %s, expected %s", body, name, got != NULL ? got : "absent", wanted != NULL ? wanted : "absent");
}

/* What is denied, threatened or promised has not happened. */
static void denied(void **state)
{
	(void)state;
	expect("Betalingspåkravet er forkyndt for skyldneren den 2. maj 2026.", "letter.kind", "court_service");
	expect("Betalingspåkravet er ikke forkyndt for skyldneren.", "letter.kind", "court_service_failed");
	expect("Skyldneren har ikke fremsat indsigelse. Fogedretten har påtegnet betalingspåkravet.", "letter.kind", "court_endorsement");
	expect("Afhjælpes manglerne ikke, må betalingspåkravet forventes afvist.", "letter.kind", "court_deficiency");
	expect("Vi vender tilbage i sagen.", "letter.kind", NULL);
	expect("Retsafgiften på 750 kr. betales senest den 15. maj 2026.", "letter.deadline_on", "2026-05-15");
	expect("Manglerne bedes afhjulpet. Mangelskrivelse. Frist: inden 14 dage.", "letter.deadline_days", "14");
	expect("Retsafgiften på 1.250 kr. betales senest\nden 15. maj 2026.", "letter.amount_ore", "125000");
}

/* A judgment for part of the claim is neither for nor against. */
static void judgments(void **state)
{
	(void)state;
	expect("DOM\nThi kendes for ret:\nB ApS skal betale 100,00 kr. til A ApS.", "letter.outcome", "for_claimant");
	expect("DOM\nThi kendes for ret:\nB ApS frifindes.", "letter.outcome", "against_claimant");
	expect("DOM\nThi kendes for ret:\nB ApS skal betale 100,00 kr. til A ApS. I øvrigt frifindes B ApS.", "letter.outcome", NULL);
}

/* Who writes to or about a court is not the court. */
static void others(void **state)
{
	(void)state;
	static const char *const papers[] = {
		"STÆVNING\n\nTil Retten i Odense\n\nA ApS mod B ApS\nSag BS-1/2026-ODE\n",
		"Kære Jens\n\nI sag BS-1/2026-ODE har vi gjort indsigelse mod betalingspåkravet.\n\nMvh Advokat Bro\n",
		"Retten er velsmagende. Opskrift følger.\n", "", "\f\f",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
		g_autoptr(Reading) reading = read_post(papers[i], NULL);
		assert_int_equal(reading->facts->len, 0);
	}
}

static void as_mail(void **state)
{
	(void)state;
	char from[] = "Retten i Odense <odense@domstol.dk>";
	const Envelope envelope = { .from = from, .is_mail = true, .sent_on = { 20500 } };
	g_autoptr(Reading) reading =
	    read_post("Betalingspåkravet mod Solsikken ApS er forkyndt den 2. maj 2026.\nSag FS-1/2026-ODE\n\nRetten i Odense\n", &envelope);
	assert_string_equal(value_of(reading, "letter.kind"), "court_service");
	assert_string_equal(value_of(reading, "letter.channel"), "mail");
	assert_string_equal(value_of(reading, "letter.sent_on"), "2026-02-16");
	assert_string_equal(value_of(reading, "letter.happened_on"), "2026-05-02");
}

/* Planted: letters that the reading has already keep their numbers. */
static void numbers_go_on(void **state)
{
	(void)state;
	g_autoptr(Text) text = text_of(HEAD "Mangelskrivelse\n");
	g_autoptr(Reading) reading = reading_new("text");
	g_ptr_array_add(reading->facts, fact_new("letter/3", "letter.kind", "other", NULL));
	courtpost_read(text, NULL, reading);
	assert_true(reading->facts->len > 2);
	for (guint i = 1; i < reading->facts->len; i++)
		assert_string_equal(((const Fact *)reading->facts->pdata[i])->subject, "letter/4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oracle_agrees), cmocka_unit_test(every_court), cmocka_unit_test(denied), cmocka_unit_test(judgments),
		cmocka_unit_test(others),        cmocka_unit_test(as_mail),     cmocka_unit_test(numbers_go_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
