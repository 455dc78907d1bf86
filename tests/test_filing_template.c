/* Wordings: the house's own are sound; a firm's may reword them and nothing else. */
#include "filing/template.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const Filling agreement[] = {
	{ "creditor", "kreditor" }, { "Creditor", "Kreditor" }, { "debtor", "skyldner" }, { "day", "2. marts 2026" },
	{ "with", NULL },           { "what", "»Tagrender«" },  { "signed", "1" },        { "names", "faktura {day}" },
	{ "accepted", NULL },       { "terms", "" },            { NULL, NULL },
};

static Templates *with(const char *home, const char *text, GError **error)
{
	scratch_write(home, "tekster/statement.txt", text);
	return templates_open(home, error);
}

static void the_house_has_its_words(void **unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	g_autoptr(Templates) house = templates_open(NULL, &error);
	assert_null(error);
	assert_true(template_has(house, "agreement"));
	assert_false(template_has(house, "nothing"));
	assert_int_equal(strlen(templates_hash(house)), 64);
	g_autofree char *text = template_fill(house, "agreement", agreement, &error);
	/* What a value holds is not looked at for places. */
	assert_string_equal(text, "Kreditor indgik den 2. marts 2026 aftale om »Tagrender« (faktura {day}). Aftalen er underskrevet.");
}

static void a_firm_rewords(void **unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	g_autofree char *home = scratch_make();
	g_autoptr(Templates) house = templates_open(home, &error);
	g_autoptr(Templates) firm = with(home,
	                                 "\xef\xbb\xbf# vores egne ord\r\n\r\n[agreement]\r\n\r\n"
	                                 "Aftalt {day}{with? med {with}|{what? om {what}| om intet}}.\r\n# bem.\r\nTo linjer\r\n\r\n",
	                                 &error);
	assert_null(error);
	g_autofree char *text = template_fill(firm, "agreement", agreement, &error);
	assert_string_equal(text, "Aftalt 2. marts 2026 om »Tagrender«.\nTo linjer");
	assert_string_not_equal(templates_hash(house), templates_hash(firm));
	/* Remarks are no words: they change no paper. */
	g_autoptr(Templates) again = with(home,
	                                  "[agreement]\nAftalt {day}{with? med {with}|{what? om {what}| om intet}}.\nTo linjer\n",
	                                  &error);
	assert_string_equal(templates_hash(firm), templates_hash(again));
	/* A place that the house offers without using it. */
	g_autoptr(Templates) other = with(home, "[agreement]\n{day} {debtor}\n", &error);
	g_autofree char *offered = template_fill(other, "agreement", agreement, &error);
	assert_string_equal(offered, "2. marts 2026 skyldner");
	scratch_remove(home);
}

static void a_hole_is_an_error(void **unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	g_autofree char *home = scratch_make();
	g_autoptr(Templates) firm = with(home, "# a\n[agreement]\n{day} med {with}\n", &error);
	assert_null(template_fill(firm, "agreement", agreement, &error));
	assert_string_equal(error_code(error), "template-place");
	assert_string_equal(error_file(error), "tekster/statement.txt");
	assert_int_equal(error_line(error), 2);
	scratch_remove(home);
}

static void what_is_malformed_is_named(void **unused)
{
	(void)unused;
	static const struct {
		const char *text, *code;
		int line;
	} rows[] = {
		{ "[agreement]\n{day", "template-malformed", 2 },
		{ "[agreement]\nto\n# bem.\nlinjer {day?a|b|c}", "template-malformed", 4 },
		{ "[agreement]\n\n\n}", "template-malformed", 4 },
		{ "[agreement]\n{day?{day}", "template-malformed", 2 },
		{ "[agreement]\n{}", "template-malformed", 2 },
		{ "[agreement]\n{day ?a}", "template-malformed", 2 },
		{ "[agreement]\n{a?{a?{a?{a?{a?{a?{a?{a?{a?{a?x}}}}}}}}}}", "template-malformed", 2 },
		{ "[agreement]\n\n", "template-malformed", 1 },
		{ "[agreement\nord", "template-malformed", 1 },
		{ "[]\nord", "template-malformed", 1 },
		{ "[agreement] {day}\nord", "template-malformed", 1 },
		{ "[agreement]\n{day}\n[agreement]\n{day}", "template-malformed", 3 },
		{ "\nord\n[agreement]\nord", "template-malformed", 2 },
		{ "[agreement]\nord\n\xe6", "template-malformed", 3 },
		{ "[agreement]\nord\x01", "template-malformed", 2 },
		{ "[aftale]\nord", "template-unknown-block", 1 },
		{ "[agreement]\n{day} {amount}", "template-unknown-place", 1 },
		{ "[agreement] amount\n{day}", "template-unknown-place", 1 },
		{ "\n[sum]\nI alt {total} kr. {parts}{day?}", "template-missing-place", 2 },
	};
	g_autofree char *home = scratch_make();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Templates) templates = with(home, rows[i].text, &error);
		if (templates != NULL)
			fail_msg("taken: %s", rows[i].text);
		assert_string_equal(error_code(error), rows[i].code);
		assert_string_equal(error_file(error), "tekster/statement.txt");
		if (error_line(error) != rows[i].line)
			fail_msg("line %d and not %d: %s", error_line(error), rows[i].line, rows[i].text);
	}
	scratch_remove(home);
}

static void files_are_the_houses(void **unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	g_autofree char *home = scratch_make();
	scratch_write(home, "tekster/statement.txt~", "an editor's");
	scratch_write(home, "tekster/.statement.txt", "an editor's");
	g_autoptr(Templates) templates = templates_open(home, &error);
	assert_non_null(templates);
	scratch_write(home, "tekster/statment.txt", "[agreement]\nord");
	assert_null(templates_open(home, &error));
	assert_string_equal(error_code(error), "template-unknown-file");
	scratch_remove(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_house_has_its_words), cmocka_unit_test(a_firm_rewords),
		cmocka_unit_test(a_hole_is_an_error),      cmocka_unit_test(what_is_malformed_is_named),
		cmocka_unit_test(files_are_the_houses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
