/* Registers' answers: what the shapes of docs/decisions/lookup.md say, and that nothing else is believed. */
#include "intake/document.h"
#include "intake/limits.h"
#include "intake/parties.h"
#include "intake/reader.h"
#include "intake/worker/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static char *recorded(const char *name)
{
	g_autofree char *path = g_build_filename("../fixtures/lookup", name, NULL);
	char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

/* "NAME=VALUE (RAW) at PLACE;" of each fact, in their order; the Error's code in its place. */
static char *told(const char *what, const char *text, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = answer_read(what, text, size, &error);
	if (reading == NULL)
		return g_strdup(error_code(error));
	GString *all = g_string_new(NULL);
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		assert_string_equal(fact->subject, "debtor");
		assert_string_equal(fact->proof.reader, "lookup");
		assert_int_equal(fact->status, FACT_READ);
		assert_true(fact_value_fits(fact_name_find(fact->name), fact->value));
		g_string_append_printf(all, "%s=%s (%s) at %s;", fact->name, fact->value, fact->raw, fact->proof.place);
	}
	return g_string_free(all, FALSE);
}

static void says(const char *what, const char *name, const char *want)
{
	g_autofree char *text = recorded(name), *got = told(what, text, strlen(text));
	assert_string_equal(got, want);
}

static void has(const char *name, const char *want)
{
	g_autofree char *text = recorded(name), *got = told("company", text, strlen(text));
	if (strstr(got, want) == NULL)
		fail_msg("%s: %s, wanted %s", name, got, want);
}

static void a_company_is_read(void **state)
{
	(void)state;
#define DEEP "/hits/hits/0/_source/Vrvirksomhed"
	says("company", "company-active.json",
	     "party.cvr=99002018 (99002018) at " DEEP "/cvrNummer;"
	     "debtor.status=active (NORMAL) at " DEEP "/virksomhedMetadata/sammensatStatus;"
	     "debtor.registered_name=Solsikkens Cafe ApS (Solsikkens Cafe ApS) at " DEEP "/virksomhedMetadata/nyesteNavn/navn;"
	     "debtor.registered_form=APS (APS) at " DEEP "/virksomhedMetadata/nyesteVirksomhedsform/kortBeskrivelse;");
	has("company-bankrupt.json", "debtor.status=bankrupt (UNDERKONKURS)");
	has("company-reconstruction.json", "debtor.status=reconstruction (UNDERREKONSTRUKTION)");
	has("company-dissolved.json", "debtor.status=dissolved (OPLØSTEFTERKONKURS)");
	has("company-winding-up.json", "debtor.status=unknown (UNDERTVANGSOPLØSNING)");
	/* The flat shape without a word of status never shows that a company is active. */
	says("company", "company-flat.json",
	     "party.cvr=99002018 (99002018) at /vat;debtor.status=unknown (-) at /;"
	     "debtor.registered_name=Solsikkens Cafe ApS (Solsikkens Cafe ApS) at /name;"
	     "debtor.registered_form=Anpartsselskab (Anpartsselskab) at /companydesc;");
	has("company-flat-ended.json", "debtor.status=dissolved (30/06 - 2026) at /enddate;");
}

static void an_address_is_read(void **state)
{
	(void)state;
	says("address", "address-nested.json",
	     "debtor.municipality=Odense (Odense) at /0/adgangsadresse/kommune/navn;"
	     "debtor.municipality=0461 (0461) at /0/adgangsadresse/kommune/kode;"
	     "debtor.court_district=Retten i Odense (Retten i Odense) at /0/adgangsadresse/retskreds/navn;"
	     "party.postcode=5000 (5000) at /0/adgangsadresse/postnummer/nr;");
	says("address", "address-flat.json",
	     "debtor.municipality=København (København) at /0/kommunenavn;debtor.municipality=0101 (0101) at /0/kommunekode;"
	     "debtor.court_district=Københavns Byret (Københavns Byret) at /0/retskredsnavn;party.postcode=2100 (2100) at /0/postnr;");
	/* What the flats do not agree on is not said. */
	says("address", "address-split.json",
	     "debtor.court_district=Retten i Odense (Retten i Odense) at /0/retskredsnavn;party.postcode=5000 (5000) at /0/postnr;");
	says("address", "address-none.json", "lookup-answer");
}

static void what_is_no_answer_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *what, *text, *code;
	} rows[] = {
		{ "company", "", "lookup-json" },
		{ "company", "<html>busy</html>", "lookup-json" },
		{ "company", "{\"vat\":99002018,\"name\":\"A", "lookup-json" },
		{ "company", "{\"vat\":99002018,\"name\":\"A\"} x", "lookup-json" },
		{ "company", "{\"vat\":99002018,\"name\":\"\xff\"}", "lookup-json" },
		{ "company", "null", "lookup-answer" },
		{ "company", "7", "lookup-answer" },
		{ "company", "[[[[]]]]", "lookup-answer" },
		{ "company", "{}", "lookup-answer" },
		{ "company", "{\"error\":\"NOT_FOUND\"}", "lookup-answer" },
		{ "company", "{\"hits\":{\"hits\":[]}}", "lookup-answer" },
		{ "company", "{\"hits\":{\"hits\":[{},{}]}}", "lookup-answer" },
		{ "company", "{\"hits\":{\"hits\":7}}", "lookup-answer" },
		{ "company", "{\"vat\":{},\"name\":\"A\"}", "lookup-answer" },
		{ "company", "{\"vat\":99002018,\"name\":\"A\\u0007B\"}", "lookup-answer" },
		{ "company", "{\"vat\":99002018,\"name\":\"\"}", "lookup-answer" },
		{ "address", "{}", "lookup-answer" },
		{ "address", "[{}]", "lookup-answer" },
		{ "address", "[7,null,[]]", "lookup-answer" },
		{ "address", "[{\"kommune\":[\"Odense\"]}]", "lookup-answer" },
		{ "address", "[{\"kommunenavn\":\"Odense\"},{}]", "lookup-answer" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *got = told(rows[i].what, rows[i].text, strlen(rows[i].text));
		if (strcmp(got, rows[i].code) != 0)
			fail_msg("%s: %s, wanted %s", rows[i].text, got, rows[i].code);
	}
	g_autofree char *long_name = g_strnfill(LIMIT_NAME_CHARS + 1, 'A');
	g_autofree char *text = g_strdup_printf("{\"vat\":99002018,\"name\":\"%s\"}", long_name);
	g_autofree char *got = told("company", text, strlen(text));
	assert_string_equal(got, "lookup-answer");
	g_autofree char *huge = g_strnfill(LIMIT_LOOKUP_BYTES + 1, ' ');
	g_autofree char *refused = told("company", huge, LIMIT_LOOKUP_BYTES + 1);
	assert_string_equal(refused, "lookup-size");
	g_autofree char *deep = g_strnfill(LIMIT_LOOKUP_BYTES, '[');
	g_autofree char *nested = told("company", deep, LIMIT_LOOKUP_BYTES);
	assert_string_equal(nested, "lookup-json");
}

/* A code that came as a number has its zeros again. */
static void a_code_has_four_digits(void **state)
{
	(void)state;
	static const char text[] = "[{\"kommunekode\":461}]";
	g_autofree char *got = told("address", text, sizeof text - 1);
	assert_string_equal(got, "debtor.municipality=0461 (461) at /0/kommunekode;");
}

/* The same through the locked room; and a submission cannot pass for an answer. */
static void the_locked_room_reads_it(void **state)
{
	(void)state;
	g_autofree char *text = recorded("company-active.json");
	int fd = memfd_create("answer", MFD_CLOEXEC);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = reader_lookup(reader, "company", "opslag/x.json", fd, &error);
	assert_non_null(reading);
	assert_string_equal(reading->media, "lookup-company");
	assert_int_equal(reading->facts->len, 4);
	g_autoptr(Reading) submitted = reader_read(reader, "opslag/virksomhed-99002018-2026-11-22.json", fd, &error);
	assert_non_null(submitted);
	assert_string_equal(submitted->media, "text");
	/* What it says of itself, and nothing of a debtor. */
	for (guint i = 0; i < submitted->facts->len; i++)
		assert_string_equal(((const Fact *)submitted->facts->pdata[i])->subject, "document");
	close(fd);
}

static Fact *say_fact(GPtrArray *facts, const char *name, const char *value, const char *reader)
{
	Fact *fact = fact_new("debtor/d1", name, value, NULL);
	fact->id = facts->len + 1;
	fact->status = strcmp(reader, "claim") == 0 ? FACT_STATED : FACT_READ;
	fact->proof.reader = g_strdup(reader);
	g_ptr_array_add(facts, fact);
	return fact;
}

/* The debtor moved: the older answer on the municipality does not contradict the newer one; the creditor's word does. */
static void an_answer_replaces_the_older(void **state)
{
	(void)state;
	for (int stated = 0; stated < 2; stated++) {
		GPtrArray *facts = g_ptr_array_new();
		if (stated)
			say_fact(facts, "debtor.municipality", "Aarhus", "claim");
		say_fact(facts, "party.address", "Overgade 7", "claim");
		say_fact(facts, "party.postcode", "5000", "claim");
		say_fact(facts, "debtor.address_looked_up_on", "2026-11-01", "lookup");
		say_fact(facts, "debtor.looked_up_address", "Nygade 1, 8000", "lookup");
		say_fact(facts, "debtor.municipality", "Aarhus", "lookup");
		say_fact(facts, "debtor.court_district", "Retten i Aarhus", "lookup");
		say_fact(facts, "debtor.address_looked_up_on", "2026-11-20", "lookup");
		say_fact(facts, "debtor.looked_up_address", "Overgade 7, 5000", "lookup");
		say_fact(facts, "debtor.municipality", "Odense", "lookup");
		g_autoptr(Case) c = case_build(NULL, facts, g_ptr_array_new(), g_ptr_array_new());
		const Party *debtor = c->debtors->pdata[0];
		assert_int_equal(debtor->municipality.state, stated ? FIELD_CONFLICT : FIELD_KNOWN);
		assert_int_equal(debtor->court_district.state, FIELD_ABSENT);
		assert_string_equal(field_text(&debtor->address_looked_up_on), "2026-11-20");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_company_is_read),        cmocka_unit_test(an_address_is_read),
		cmocka_unit_test(what_is_no_answer_is_refused), cmocka_unit_test(a_code_has_four_digits),
		cmocka_unit_test(the_locked_room_reads_it), cmocka_unit_test(an_answer_replaces_the_older),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
