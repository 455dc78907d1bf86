/* The form, the account and the portal's fields: sums to the øre, nothing said that nobody said, open boxes named. */
#include "tests/story.h"

#include "filing/claim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/scratch.h"

typedef struct Paper {
	Sums *sums;
	Statement *statement;
	Sheet *sheet;
} Paper;

static Paper paper_of(Story *story)
{
	g_autoptr(GError) error = NULL;
	Paper paper = { .sums = sums_of(story->assessment, story->claimed, &error) };
	assert_null(error);
	paper.statement = story_statement(story, paper.sums, &voice_form);
	const Edition *edition = edition_on(story->today, &error);
	assert_non_null(edition);
	paper.sheet = form_fill(edition, story->assessment, paper.sums, paper.statement);
	return paper;
}

static void paper_free(Paper *paper)
{
	sheet_free(paper->sheet);
	statement_free(paper->statement);
	sums_free(paper->sums);
}

static const Box *box_numbered(const Sheet *sheet, int number)
{
	for (guint i = 0; i < sheet->boxes->len; i++)
		if (((Box *)sheet->boxes->pdata[i])->number == number)
			return sheet->boxes->pdata[i];
	fail_msg("no box %d", number);
	return NULL;
}

static int64_t ore_of(const Sheet *sheet, int number)
{
	const Box *box = box_numbered(sheet, number);
	return box->has_amount ? money_ore(box->amount) : 0;
}

static bool listed(const Sheet *sheet, const char *words)
{
	for (guint i = 0; i < sheet->open->len; i++)
		if (strstr(((OpenPoint *)sheet->open->pdata[i])->da, words) != NULL)
			return true;
	return false;
}

static void the_ordinary_form_is_filled(void **state)
{
	(void)state;
	Story *story = story_ordinary();
	story_invoice(story, "A-1001", "1575000", "2026-08-03", "2026-09-02");
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	Paper paper = paper_of(story);
	assert_int_equal(ore_of(paper.sheet, 11), 1575000);
	assert_int_equal(ore_of(paper.sheet, 14), money_ore(story->assessment->owed->interest));
	assert_int_equal(ore_of(paper.sheet, 15), 10000);
	assert_int_equal(ore_of(paper.sheet, 19), ore_of(paper.sheet, 11) + ore_of(paper.sheet, 14) + ore_of(paper.sheet, 15));
	assert_int_equal(ore_of(paper.sheet, 19), money_ore(story->assessment->owed->total));
	assert_string_equal(box_numbered(paper.sheet, 10)->value, "Retten i Odense");
	assert_true(box_numbered(paper.sheet, 12)->from_filing);
	assert_null(box_numbered(paper.sheet, 13)->value);
	assert_null(box_numbered(paper.sheet, 18)->value);
	assert_true(box_numbered(paper.sheet, 26)->open);
	/* Only what a person must do at hand-in is left, and the director that CVR knows. */
	assert_int_equal(paper.sheet->open->len, 2);
	g_autofree char *text = statement_text(paper.statement);
	assert_non_null(strstr(text, "betalingsfrist den 19. oktober 2026. Fristen er udløbet."));
	assert_non_null(strstr(text, "i alt 16."));
	paper_free(&paper);
	story_end(story);
}

/* Without the creditor's word nothing is said of payment or objections; the boxes say what is missing. */
static void nothing_is_said_that_nobody_said(void **state)
{
	(void)state;
	Story *story = story_begin();
	story_party(story, "creditor", "Nordlys Tavler ApS", "99001011", "2870", "Dyssegård");
	story_fact(story, "debtor/d1", "party.name", "Solsikkens Cafe ApS");
	story_fact(story, "debtor/d1", "debtor.kind", "business");
	story_fact(story, "invoice/A-1", "item.kind", "invoice");
	story_fact(story, "invoice/A-1", "invoice.number", "A-1");
	story_fact(story, "invoice/A-1", "invoice.payable_ore", "500000");
	story_fact(story, "invoice/A-1", "invoice.due_on", "2026-09-02");
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	Paper paper = paper_of(story);
	g_autofree char *text = statement_text(paper.statement);
	const char *const unsaid[] = { "indsigelse", "betalt", "indgik", "leveret den", "påkrav til", "rykker", "hæfter", "aftalt på forhånd" };
	for (size_t i = 0; i < G_N_ELEMENTS(unsaid); i++)
		if (strstr(text, unsaid[i]) != NULL)
			fail_msg("says \"%s\": %s", unsaid[i], text);
	const char *const asked[] = { "indsigelser", "ubetalt", "hvornår og hvordan aftalen", "blev leveret", "§ 10",
		                          "hvorfor Solsikkens Cafe ApS hæfter", "Mangler: vej og nummer, postnummer, by",
		                          "momsregistreret", "kontonummer" };
	for (size_t i = 0; i < G_N_ELEMENTS(asked); i++)
		if (!listed(paper.sheet, asked[i]))
			fail_msg("does not ask: %s", asked[i]);
	paper_free(&paper);
	story_end(story);
}

static void an_objection_is_told_and_silence_is_not(void **state)
{
	(void)state;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_event(story, "objection_received", "2026-10-12", NULL, 0)->ground = g_strdup("varen var i stykker");
	story_tell(story, ROUTE_CIVIL_CLAIM);
	Paper paper = paper_of(story);
	g_autofree char *text = statement_text(paper.statement);
	assert_non_null(strstr(text, "Skyldner gjorde den 12. oktober 2026 indsigelse mod kravet: »varen var i stykker«."));
	assert_null(strstr(text, "ikke bekendt med"));
	paper_free(&paper);
	story_end(story);
}

/* A payment goes to costs, interest, principal; the boxes show what is left and still add up. */
static void payments_are_told_and_add_up(void **state)
{
	(void)state;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_event(story, "payment", "2026-11-02", NULL, 500000);
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	Paper paper = paper_of(story);
	assert_int_equal(ore_of(paper.sheet, 15), 0);
	assert_int_equal(ore_of(paper.sheet, 19), money_ore(story->assessment->owed->total));
	g_autofree char *text = statement_text(paper.statement);
	assert_non_null(strstr(text, "Den 2. november 2026 er der betalt 5.000,00 kr., som er anvendt til dækning af omkostninger (100,00 kr.), "));
	assert_non_null(strstr(text, "Kravet er pr. 20. november 2026 i øvrigt ikke betalt."));
	paper_free(&paper);
	story_end(story);
}

/* Every sentence that speaks of the case can be traced; words of our own reckoning alone may stand without. */
static void sentences_know_their_facts(void **state)
{
	(void)state;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	Paper paper = paper_of(story);
	int traced = 0;
	for (guint i = 0; i < paper.statement->paragraphs->len; i++) {
		const Paragraph *paragraph = paper.statement->paragraphs->pdata[i];
		for (guint k = 0; k < paragraph->sentences->len; k++) {
			const Sentence *sentence = paragraph->sentences->pdata[k];
			bool known = sentence->sources.facts != NULL || sentence->sources.events != NULL;
			bool own = strcmp(sentence->key, "sum") == 0 || strcmp(sentence->key, "interest.sum") == 0;
			if (!known && !own)
				fail_msg("no facts behind: %s", sentence->text);
			traced += known;
			for (guint f = 0; sentence->sources.facts != NULL && f < sentence->sources.facts->len; f++)
				assert_in_range(g_array_index(sentence->sources.facts, int64_t, f), 1, story->c->facts->len);
		}
	}
	assert_in_range(traced, 8, 40);
	paper_free(&paper);
	story_end(story);
}

static void large_and_odd_cases_fit(void **state)
{
	(void)state;
	Story *story = story_ordinary();
	for (int i = 0; i < 300; i++) {
		g_autofree char *number = g_strdup_printf("A-%d", 1000 + i), *due = g_strdup_printf("2026-09-%02d", 1 + i % 28);
		story_invoice(story, number, "31250", "2026-08-03", due);
	}
	g_autoptr(GString) address = g_string_new(NULL);
	for (int i = 0; i < 40; i++)
		g_string_append_printf(address, "%sLinje %d af en lang adresse خالد Łódź Αθήνα", i > 0 ? "\n" : "", i);
	story_party(story, "debtor/d2", "Tage Tvillingsen", NULL, "6000", "Kolding");
	story_fact(story, "debtor/d3", "party.address", address->str);
	story_fact(story, "debtor/d3", "party.name", "Et navn uden mellemrum: Abcdefghijklmnopqrstuvwxyzæøåabcdefghijklmnopqrstuvwxyzæøåabcdefghijkl");
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	Paper paper = paper_of(story);
	g_autoptr(GError) error = NULL;
	int pages = 0;
	g_autoptr(GBytes) pdf = form_pages(edition_on(story->today, NULL), paper.sheet, paper.statement, &pages, &error);
	assert_null(error);
	assert_non_null(pdf);
	assert_in_range(pages, 10, 40);
	assert_int_equal(ore_of(paper.sheet, 11), 300 * 31250);
	paper_free(&paper);
	story_end(story);
}

static void run(const char *const *arguments)
{
	g_autofree char *out = NULL;
	int status = 0;
	g_autoptr(GError) error = NULL;
	assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error));
	assert_int_equal(status, 0);
}

/* Rendered, because only the page itself can tell: 70 by 35 mm at the upper right of page 1 are white. */
static void the_corner_stays_empty(void **state)
{
	(void)state;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_tell(story, ROUTE_BETALINGSPAAKRAV);
	Paper paper = paper_of(story);
	g_autoptr(GBytes) pdf = form_pages(edition_on(story->today, NULL), paper.sheet, paper.statement, NULL, NULL);
	assert_non_null(pdf);
	g_autofree char *folder = scratch_make();
	g_autofree char *file = g_build_filename(folder, "form.pdf", NULL), *image = g_build_filename(folder, "page", NULL);
	g_autofree char *page = g_strconcat(image, ".pgm", NULL);
	assert_true(g_file_set_contents(file, g_bytes_get_data(pdf, NULL), (gssize)g_bytes_get_size(pdf), NULL));
	run((const char *const[]){ "qpdf", "--check", file, NULL });
	/* 100 dpi: the page is 827 dots wide, the corner 276 by 138. */
	run((const char *const[]){ "pdftoppm", "-r", "100", "-gray", "-f", "1", "-singlefile", "-x", "551", "-y", "0", "-W", "276",
	                             "-H", "138", file, image, NULL });
	g_autofree char *dots = NULL;
	gsize size = 0;
	assert_true(g_file_get_contents(page, &dots, &size, NULL));
	assert_true(size > 276 * 138);
	for (gsize i = size - 276 * 138; i < size; i++)
		assert_int_equal((guint8)dots[i], 255);
	/* Left of it there is something: the title. */
	run((const char *const[]){ "pdftoppm", "-r", "100", "-gray", "-f", "1", "-singlefile", "-x", "0", "-y", "0", "-W", "551",
	                             "-H", "138", file, image, NULL });
	g_free(dots);
	assert_true(g_file_get_contents(page, &dots, &size, NULL));
	assert_non_null(memchr(dots + size - 551 * 138, 0, 551 * 138));
	scratch_remove(folder);
	paper_free(&paper);
	story_end(story);
}

static void a_form_past_its_edition_is_not_made(void **state)
{
	(void)state;
	g_autoptr(GError) error = NULL;
	assert_null(edition_on(story_day("2025-12-31"), &error));
	assert_string_equal(error_code(error), "form-expired");
	const Edition *edition = edition_on(story_day("2026-01-01"), NULL);
	assert_string_equal(edition->name, "betalingspaakrav-2026");
	assert_int_equal(edition->rows->len, 26);
}

static char *demand_of(Story *story, Say *why)
{
	g_autoptr(Sums) sums = sums_of(story->assessment, story->claimed, NULL);
	g_autoptr(Templates) templates = templates_open(NULL, NULL);
	return claim_demand(story->assessment, story->claimed, sums, templates, why, NULL);
}

static void the_demand_names_principal_rate_and_start(void **state)
{
	(void)state;
	Say why;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "6000000", "2026-08-03", "2026-09-02");
	story_invoice(story, "A-2", "5200000", "2026-08-03", "2026-09-10");
	story_tell(story, ROUTE_CIVIL_CLAIM);
	g_autofree char *text = demand_of(story, &why);
	assert_string_equal(text, "Sagsøgte tilpligtes til sagsøger at betale 112.100,00 kr. med tillæg af procesrente af 60.000,00 kr. "
	                          "fra den 3. september 2026 og procesrente af 52.000,00 kr. fra den 11. september 2026, indtil "
	                          "betaling sker. Beløbet består af hovedstol 112.000,00 kr. og rykkergebyrer 100,00 kr.");
	story_end(story);

	story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	story_event(story, "payment", "2026-11-02", NULL, 500000);
	story_tell(story, ROUTE_CIVIL_CLAIM);
	g_autofree char *paid = demand_of(story, &why);
	assert_non_null(strstr(paid, "fra den 23. november 2026, indtil betaling sker."));
	assert_non_null(strstr(paid, "renter til og med den 22. november 2026"));
	story_end(story);

	story = story_ordinary();
	story_fact(story, "item/1", "item.kind", "not-money");
	story_fact(story, "item/1", "item.description", "udlevering af en trailer");
	story_tell(story, ROUTE_CIVIL_CLAIM);
	assert_null(demand_of(story, &why));
	assert_non_null(why.da);
	story_end(story);
}

static void exhibit_document(Story *story, int64_t id, const char *name, const char *media, const char *use, const char *on)
{
	Document *document = g_new0(Document, 1);
	document->id = id;
	document->name = g_strdup(name);
	document->media = g_strdup(media);
	document->sha256 = g_strdup("00");
	document->size = 9;
	g_ptr_array_add(story->documents, document);
	g_autofree char *subject = g_strdup_printf("document/%s", name);
	if (use != NULL)
		story_fact(story, subject, "document.use", use);
	if (on != NULL)
		story_fact(story, subject, "document.dated_on", on);
}

static void exhibits_are_numbered_by_date(void **state)
{
	(void)state;
	Story *story = story_ordinary();
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	exhibit_document(story, 1, "aftale.pdf", "pdf", "exhibit", "2026-07-20");
	exhibit_document(story, 2, "claim.xml", "claim", NULL, NULL);
	exhibit_document(story, 3, "faktura.xml", "ubl-invoice", NULL, "2026-08-03");
	exhibit_document(story, 4, "foto.png", "image", "exhibit", NULL);
	exhibit_document(story, 5, "mail.eml", "mail", "internal", "2026-01-01");
	exhibit_document(story, 6, "noter.txt", "text", NULL, NULL);
	exhibit_document(story, 7, "x.pdf", "other", "exhibit", "2026-08-04");
	exhibit_document(story, 8, "tom.pdf", "other", "exhibit", "2026-08-05");
	((Document *)story->documents->pdata[7])->size = 0;
	story_tell(story, ROUTE_CIVIL_CLAIM);
	g_autoptr(Sheet) sheet = claim_sheet(story->assessment);
	g_autoptr(GPtrArray) exhibits = exhibits_of(story->c, sheet);
	const char *const want[] = { "bilag-01.pdf", "bilag-02.pdf", "bilag-03.pdf", "bilag-04.pdf" };
	assert_int_equal(exhibits->len, G_N_ELEMENTS(want));
	for (guint i = 0; i < exhibits->len; i++)
		assert_string_equal(((Exhibit *)exhibits->pdata[i])->file, want[i]);
	g_autofree char *ending = exhibit_ending(exhibits->pdata[3]);
	assert_string_equal(ending, "png");
	assert_string_equal(((Exhibit *)exhibits->pdata[3])->title, "Foto");
	assert_true(listed(sheet, "bilag eller internt"));
	assert_true(listed(sheet, "Filen er tom"));
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ordinary_form_is_filled),
		cmocka_unit_test(nothing_is_said_that_nobody_said),
		cmocka_unit_test(an_objection_is_told_and_silence_is_not),
		cmocka_unit_test(payments_are_told_and_add_up),
		cmocka_unit_test(sentences_know_their_facts),
		cmocka_unit_test(large_and_odd_cases_fit),
		cmocka_unit_test(the_corner_stays_empty),
		cmocka_unit_test(a_form_past_its_edition_is_not_made),
		cmocka_unit_test(the_demand_names_principal_rate_and_start),
		cmocka_unit_test(exhibits_are_numbered_by_date),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
