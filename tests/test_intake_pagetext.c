/* The text of pages: found as people type it, shown around a fact, erased whole. */
#include "intake/pagetext.h"

#include "intake/reading.h"
#include "intake/record.h"
#include "intake/why.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scratch.h"

typedef struct House {
	char *folder;
	Store *store;
	char *cases[2];
} House;

static void add_document(House *house, int which, const char *name, const char *const *pages)
{
	Document document = { .name = (char *)(uintptr_t)name, .sha256 = (char *)(uintptr_t) "00", .media = (char *)(uintptr_t) "pdf" };
	g_autoptr(Reading) reading = reading_new("pdf");
	for (int i = 0; pages[i] != NULL; i++) {
		PageText *page = g_new0(PageText, 1);
		page->page = i + 1;
		page->recognised = i == 1;
		page->text = g_strdup(pages[i]);
		g_ptr_array_add(reading->pages, page);
	}
	assert_true(document_record(house->store, house->cases[which], &document, DATE_NONE, NULL));
	assert_true(pagetext_add(house->store, house->cases[which], document.id, reading, NULL));
}

static int move_in(void **state)
{
	static const char *const letter[] = { "Påkrav om betaling\naf faktura A-1007, i alt 1.250,00 kr.\n",
		                              "Rykkergebyr ØRE for øre\nSpisehuset \"Lanternen\" A/S\n", NULL };
	static const char *const other[] = { "Betaling af påkravet sker til konto\n", NULL };
	const StoreRoom rooms[] = { intake_room, { NULL, NULL } };
	House *house = g_new0(House, 1);
	Date today;
	assert_true(date_parse("2026-11-22", &today));
	house->folder = scratch_make();
	house->store = store_open(house->folder, STORE_WRITE, rooms, digest_random, NULL);
	assert_non_null(house->store);
	assert_true(store_begin(house->store, NULL));
	for (int i = 0; i < 2; i++)
		assert_true(case_open(house->store, today, &house->cases[i], NULL));
	add_document(house, 0, "brev.pdf", letter);
	add_document(house, 1, "andet.pdf", other);
	assert_true(store_commit(house->store, NULL));
	*state = house;
	return 0;
}

static int move_out(void **state)
{
	House *house = *state;
	store_free(house->store);
	scratch_remove(house->folder);
	g_free(house->folder);
	g_free(house->cases[0]);
	g_free(house->cases[1]);
	g_free(house);
	return 0;
}

static GPtrArray *found(const House *house, const char *text, const char *case_id)
{
	GError *error = NULL;
	GPtrArray *hits = pagetext_find(house->store, text, case_id, 100, &error);
	if (hits == NULL)
		fail_msg("%s: %s", text, error->message);
	return hits;
}

static guint count(const House *house, const char *text, const char *case_id)
{
	g_autoptr(GPtrArray) hits = found(house, text, case_id);
	return hits->len;
}

static void words_are_found_as_typed(void **state)
{
	const House *house = *state;
	const struct {
		const char *text;
		guint count;
	} rows[] = {
		{ "påkrav", 1 },   { "PÅKRAV", 1 },          { "påkrav*", 2 },    { "pakrav", 0 },    { "øre", 1 },
		{ "ore", 0 },      { "betaling", 2 },        { "betaling konto", 1 }, { "\"betaling af\"", 2 },
		{ "\"af betaling\"", 0 }, { "A-1007", 1 },  { "1.250,00", 1 },   { "\"betaling af fak\"*", 1 }, { "findesikke", 0 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (count(house, rows[i].text, NULL) != rows[i].count)
			fail_msg("%s: %u", rows[i].text, count(house, rows[i].text, NULL));
	assert_int_equal(count(house, "betaling", house->cases[1]), 1);
}

static void a_place_has_document_page_and_words(void **state)
{
	const House *house = *state;
	g_autoptr(GPtrArray) hits = found(house, "rykkergebyr", NULL);
	assert_int_equal(hits->len, 1);
	const PageHit *hit = hits->pdata[0];
	assert_string_equal(hit->case_id, house->cases[0]);
	assert_string_equal(hit->document, "brev.pdf");
	assert_int_equal(hit->page, 2);
	assert_true(hit->recognised);
	assert_non_null(strstr(hit->snippet, "»Rykkergebyr«"));
}

static void no_sign_is_a_mistake(void **state)
{
	const House *house = *state;
	static const char *const odd[] = {
		"", " ", "\"", "\"\"", "*", "(", ")", "a OR", "AND", "NOT x", "NEAR(a b)", "text:a", "^a", "-a", "{a b}", "a\"b", "'", "\\", "+",
		"\xff\xfe", "a\x01", "\"a", "a\"*", "\"*\"", "%", "page_find", "a;DROP TABLE page_text", "1.250,00\"", "**", "\"a b\" * *",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(odd); i++)
		count(house, odd[i], NULL);
	assert_int_equal(count(house, "\"Lanternen\"", NULL), 1);
	assert_int_equal(count(house, "lanternen A/S", NULL), 1);
	assert_int_equal(count(house, "(faktura) OR? i alt!", NULL), 0);
	assert_int_equal(count(house, "(faktura)! i alt!", NULL), 1);
}

static void erased_text_is_nowhere(void **state)
{
	const House *house = *state;
	assert_true(store_begin(house->store, NULL));
	assert_true(pagetext_erase(house->store, house->cases[0], NULL));
	assert_true(store_commit(house->store, NULL));
	assert_true(pagetext_settle(house->store, NULL));
	assert_int_equal(count(house, "rykkergebyr", NULL), 0);
	assert_int_equal(count(house, "betaling", NULL), 1);
	GError *error = NULL;
	assert_null(pagetext_read(house->store, house->cases[0], 1, 1, &error));
	assert_null(error);
}

static void around(const char *text, const char *raw, const char *place, const char *before, const char *words, const char *after)
{
	g_autofree char *b = NULL, *w = NULL, *a = NULL;
	bool there = words_around(text, raw, place, &b, &w, &a);
	assert_int_equal(there, words != NULL);
	if (!there)
		return;
	assert_string_equal(b, before);
	assert_string_equal(w, words);
	assert_string_equal(a, after);
}

static void words_stand_between_others(void **state)
{
	(void)state;
	const char *text = "beløb 100,00 kr.\nrest 100,00 kr.\ni alt";
	around(text, "100,00", NULL, "beløb ", "100,00", " kr. rest 100,00 kr. i alt");
	around(text, "100,00", "line 2", "beløb 100,00 kr. rest ", "100,00", " kr. i alt");
	around(text, "kr. rest", NULL, "beløb 100,00 ", "kr. rest", " 100,00 kr. i alt");
	around(text, "200", NULL, NULL, NULL, NULL);
	around(text, " ", NULL, NULL, NULL, NULL);
	around("", "a", NULL, NULL, NULL, NULL);
	g_autoptr(GString) wide = g_string_new(NULL);
	for (int i = 0; i < 100; i++)
		g_string_append(wide, "øå");
	g_autofree char *both = g_strconcat(wide->str, "X", wide->str, NULL);
	g_autofree char *b = NULL, *w = NULL, *a = NULL;
	assert_true(words_around(both, "X", NULL, &b, &w, &a));
	assert_true(g_utf8_validate(b, -1, NULL) && g_utf8_validate(a, -1, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words_are_found_as_typed, move_in, move_out),
		cmocka_unit_test_setup_teardown(a_place_has_document_page_and_words, move_in, move_out),
		cmocka_unit_test_setup_teardown(no_sign_is_a_mistake, move_in, move_out),
		cmocka_unit_test_setup_teardown(erased_text_is_nowhere, move_in, move_out),
		cmocka_unit_test(words_stand_between_others),
	};
	return cmocka_run_group_tests_name("pagetext", tests, NULL, NULL);
}
