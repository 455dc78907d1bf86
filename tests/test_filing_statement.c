/* Box 5: its figures are box 4's to the øre, its sentences are grammatical for one and for several, and it keeps confidences. */
#include "tests/story.h"

#include "tests/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const Sentence *sentence_of(const Statement *statement, const char *key)
{
	for (guint i = 0; i < statement->paragraphs->len; i++) {
		const Paragraph *paragraph = statement->paragraphs->pdata[i];
		for (guint k = 0; k < paragraph->sentences->len; k++) {
			const Sentence *sentence = paragraph->sentences->pdata[k];
			if (strcmp(sentence->key, key) == 0)
				return sentence;
		}
	}
	return NULL;
}

static void says(const Statement *statement, const char *key, const char *text)
{
	const Sentence *sentence = sentence_of(statement, key);
	if (sentence == NULL)
		fail_msg("no sentence %s", key);
	assert_string_equal(sentence->text, text);
}

static Statement *told(Story *story, Route route, const Voice *voice, Sums **sums)
{
	story_tell(story, route);
	g_autoptr(Sums) reckoned = sums_of(story->assessment, story->claimed, NULL);
	assert_non_null(reckoned);
	Statement *statement = story_statement(story, reckoned, voice);
	if (sums != NULL)
		*sums = g_steal_pointer(&reckoned);
	return statement;
}

/* The øre that a text names before "kr.", added up. */
static int64_t ore_in(const char *text)
{
	int64_t sum = 0;
	for (const char *at = strstr(text, " kr."); at != NULL; at = strstr(at + 1, " kr.")) {
		const char *start = at;
		while (start > text && (g_ascii_isdigit(start[-1]) || start[-1] == '.' || start[-1] == ','))
			start--;
		int64_t ore = 0;
		for (const char *digit = start; digit < at; digit++)
			if (g_ascii_isdigit(*digit))
				ore = ore * 10 + (*digit - '0');
		sum += ore;
	}
	return sum;
}

/* With fees, compensation, a credit, payments before and after the reminders: what is left, part by part. */
static void the_figures_are_those_of_box_4(void **unused)
{
	(void)unused;
	static const int64_t payments[] = { 0, 5000, 20000, 31234, 700001 };
	for (size_t i = 0; i < G_N_ELEMENTS(payments); i++) {
		Story *story = story_ordinary();
		story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
		story_invoice(story, "A-2", "331133", "2026-08-20", "2026-09-19");
		story_fact(story, "item/3", "item.kind", "compensation");
		story_fact(story, "item/3", "item.principal_ore", "31000");
		story_fact(story, "item/3", "item.arisen_on", "2026-09-03");
		story_event(story, "reminder_sent", "2026-09-28", NULL, 10000);
		if (payments[i] > 0)
			story_event(story, "payment", "2026-10-30", NULL, payments[i]);
		g_autoptr(Sums) sums = NULL;
		g_autoptr(Statement) statement = told(story, ROUTE_BETALINGSPAAKRAV, &voice_form, &sums);
		g_autofree char *text = statement_text(statement);
		const Money parts[] = { sums->principal, sums->interest, sums->reminder_fees, sums->compensation, sums->total };
		for (size_t k = 0; k < G_N_ELEMENTS(parts); k++) {
			g_autofree char *kroner = money_danish(parts[k]), *words = g_strconcat(kroner, " kr.", NULL);
			if (!money_is_zero(parts[k]) && strstr(text, words) == NULL)
				fail_msg("%s is not in: %s", words, text);
		}
		/* The sentence of the sum names the parts and the total: twice the total. */
		assert_int_equal(ore_in(sentence_of(statement, "sum")->text), 2 * money_ore(sums->total));
		/* A payment is used up to the øre. */
		const Sentence *paid = sentence_of(statement, "payments");
		assert_int_equal(paid != NULL ? ore_in(paid->text) : 0, 2 * payments[i]);
		const Sentence *interest = sentence_of(statement, "interest.sum");
		const char *covered = strstr(interest->text, "hvoraf");
		int64_t all = ore_in(interest->text), less = covered != NULL ? ore_in(covered) : 0;
		assert_int_equal(all - 2 * less, money_ore(sums->interest));
		story_end(story);
	}
}

static void one_and_several(void **unused)
{
	(void)unused;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	g_autoptr(Statement) one = told(story, ROUTE_BETALINGSPAAKRAV, &voice_form, NULL);
	says(one, "agreement",
	     "Kreditor indgik den 20. juli 2026 aftale med skyldner om »Hejsetavle med beslag, montering« (faktura A-1). Aftalen er "
	     "underskrevet.");
	says(one, "delivery", "Ydelsen blev leveret den 3. august 2026.");
	says(one, "items.due", "Kravet er forfaldent til betaling.");
	says(one, "reminders", "Kreditor sendte en rykkerskrivelse til skyldner den 14. september 2026 (rykkergebyr 100,00 kr.).");
	says(one, "costs.reminder-fees",
	     "Der kræves rykkergebyr på 100,00 kr. for rykkerskrivelsen af 14. september 2026, jf. rentelovens § 9 b, stk. 2.");
	story_end(story);

	story = story_ordinary();
	story_party(story, "debtor/d2", "Tage Tvillingsen", NULL, "5000", "Odense C");
	story_fact(story, "debtor/d1", "debtor.liability", "hæfter solidarisk som interessent");
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_invoice(story, "A-2", "1575000", "2026-08-10", "2026-09-09");
	story_event(story, "reminder_sent", "2026-09-28", NULL, 10000);
	story_event(story, "demand_sent", "2026-10-07", "2026-10-21", 0)->debtor = g_strdup("d1");
	story_event(story, "demand_sent", "2026-10-07", "2026-10-21", 0)->debtor = g_strdup("d2");
	g_autoptr(Statement) several = told(story, ROUTE_CIVIL_CLAIM, &voice_claim, NULL);
	g_autofree char *text = statement_text(several);
	says(several, "agreement",
	     "Sagsøger indgik den 20. juli 2026 aftale med Solsikkens Cafe ApS om »Hejsetavle med beslag, montering« (faktura A-1 og A-2). "
	     "Aftalen er underskrevet.");
	says(several, "delivery", "Ydelsen blev leveret den 3. august 2026 (faktura A-1).");
	says(several, "items.due", "Kravene er forfaldne til betaling.");
	says(several, "reminders",
	     "Sagsøger sendte rykkerskrivelser til de sagsøgte den 14. september 2026 (rykkergebyr 100,00 kr.) og den 28. september 2026 "
	     "(rykkergebyr 100,00 kr.).");
	assert_non_null(strstr(text, "De sagsøgtes stilling til kravet"));
	assert_non_null(strstr(text, "en påkravsskrivelse til Solsikkens Cafe ApS og Tage Tvillingsen med betalingsfrist den 21. oktober 2026."));
	story_end(story);
}

/* The method that the case chose is the one that is told. */
static void the_count_of_days_is_told(void **unused)
{
	(void)unused;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_fact(story, "claim", "choice.day_count", "E30_360");
	g_autoptr(Statement) statement = told(story, ROUTE_BETALINGSPAAKRAV, &voice_form, NULL);
	assert_non_null(strstr(sentence_of(statement, "interest.sum")->text, "med 30 dage pr. måned og 360 dage pr. år. Til og med"));
	story_end(story);
}

static void a_demand_that_came_back_is_not_told(void **unused)
{
	(void)unused;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_event(story, "demand_returned", "2026-10-09", NULL, 0);
	story_event(story, "demand_sent", "2026-10-12", "2026-10-26", 0);
	g_autoptr(Statement) statement = told(story, ROUTE_BETALINGSPAAKRAV, &voice_form, NULL);
	g_autofree char *text = statement_text(statement);
	assert_null(strstr(text, "5. oktober 2026"));
	assert_non_null(strstr(text, "Kreditor sendte den 12. oktober 2026 en påkravsskrivelse til skyldner med betalingsfrist den 26. oktober 2026."));
	story_end(story);
}

static bool asks(const Statement *statement, const char *words)
{
	for (guint i = 0; i < statement->open->len; i++)
		if (strstr(((const OpenTopic *)statement->open->pdata[i])->da, words) != NULL)
			return true;
	return false;
}

/* An offer to settle, and what stands in an internal paper, never reaches the court in our words; a person is told. */
static void confidences_are_kept(void **unused)
{
	(void)unused;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_event(story, "objection_received", "2026-10-12", NULL, 0)->ground = g_strdup("Vi tilbyder 8.000 kr. som forlig");
	g_autoptr(Statement) offer = told(story, ROUTE_CIVIL_CLAIM, &voice_claim, NULL);
	says(offer, "silence.objection", "Sagsøgte gjorde den 12. oktober 2026 indsigelse mod kravet.");
	assert_true(asks(offer, "12. oktober 2026 er ikke gengivet"));
	story_end(story);

	story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	Document *note = g_new0(Document, 1);
	note->id = 1;
	note->name = g_strdup("notat.txt");
	note->sha256 = g_strdup("00");
	g_ptr_array_add(story->documents, note);
	story_fact(story, "document/notat.txt", "document.use", "internal");
	Event *event = story_event(story, "objection_received", "2026-10-12", NULL, 0);
	event->ground = g_strdup("hun lyder usikker, vi bør presse på");
	event->document = g_strdup("notat.txt");
	g_autoptr(Statement) internal = told(story, ROUTE_CIVIL_CLAIM, &voice_claim, NULL);
	g_autofree char *text = statement_text(internal);
	assert_null(strstr(text, "usikker"));
	assert_true(asks(internal, "12. oktober 2026 er ikke gengivet"));
	story_end(story);
}

static void an_objection_that_was_cleared(void **unused)
{
	(void)unused;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_event(story, "objection_received", "2026-10-12", NULL, 0)->ground = g_strdup("forkert adresse");
	story_event(story, "objection_cleared", "2026-10-14", NULL, 0);
	story_event(story, "acknowledged", "2026-10-15", NULL, 1575000);
	g_autoptr(Statement) statement = told(story, ROUTE_BETALINGSPAAKRAV, &voice_form, NULL);
	says(statement, "silence.cleared", "Indsigelsen er afklaret den 14. oktober 2026.");
	says(statement, "silence.acknowledged", "Skyldner erkendte den 15. oktober 2026 skriftligt at skylde 15.750,00 kr.");
	says(statement, "silence.none",
	     "Kreditor er pr. 20. november 2026 ikke bekendt med andre indsigelser mod kravet og forventer ikke, at der fremsættes nogen.");
	story_end(story);
}

/* A firm's own words stand, and a place without a value in this case is an Error and no paper. */
static void a_firm_speaks_its_own_words(void **unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	g_autofree char *home = scratch_make();
	scratch_write(home, "tekster/statement.txt", "[delivery]\nDen {day} fik {debtor} varen.\n[payments.unpaid]\n{day} betaltes intet.\n");
	assert_null(templates_open(home, &error));
	assert_string_equal(error_code(error), "template-unknown-place");
	g_clear_error(&error);
	scratch_write(home, "tekster/statement.txt", "[delivery]\nVaren kom den\n{day}.\n[agreement]\nAftale {day} med {with}.\n");
	g_autoptr(Templates) templates = templates_open(home, &error);
	assert_non_null(templates);
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	g_autoptr(Sums) sums = sums_of(story->assessment, story->claimed, NULL);
	g_autoptr(Statement) statement = statement_write(story->assessment, story->claimed, sums, &voice_form, templates, &error);
	says(statement, "delivery", "Varen kom den 3. august 2026.");
	says(statement, "agreement", "Aftale 20. juli 2026 med skyldner.");
	story_end(story);

	/* Two debtors, and no invoice that says which of them agreed. */
	story = story_ordinary();
	story_party(story, "debtor/d2", "Tage Tvillingsen", NULL, "5000", "Odense C");
	story_fact(story, "item/1", "item.kind", "other-money");
	story_fact(story, "item/1", "item.principal_ore", "100000");
	story_fact(story, "item/1", "item.agreed_on", "2026-07-20");
	story_fact(story, "item/1", "invoice.due_on", "2026-09-02");
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	g_autoptr(Sums) others = sums_of(story->assessment, story->claimed, NULL);
	assert_null(statement_write(story->assessment, story->claimed, others, &voice_form, templates, &error));
	assert_string_equal(error_code(error), "template-place");
	assert_string_equal(error_file(error), "tekster/statement.txt");
	assert_int_equal(error_line(error), 4);
	story_end(story);
	scratch_remove(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_figures_are_those_of_box_4), cmocka_unit_test(one_and_several),
		cmocka_unit_test(the_count_of_days_is_told),      cmocka_unit_test(a_demand_that_came_back_is_not_told),
		cmocka_unit_test(confidences_are_kept),           cmocka_unit_test(an_objection_that_was_cleared),
		cmocka_unit_test(a_firm_speaks_its_own_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
