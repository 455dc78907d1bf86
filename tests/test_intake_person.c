/* Who and why: no command takes nobody's name, or a reason without words, whatever else it is told. */
#include "intake/cli.h"
#include "intake/person.h"
#include "intake/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const Command *const tables[] = { intake_commands, assess_commands, filing_commands, enforcement_commands, NULL };

/* The exit code of the command with as many arguments as it wants, the option said so; *told: its code of an error. */
static int ran(const Command *command, const char *option, const char *value, char **told)
{
	FILE *out = tmpfile(), *err = tmpfile();
	assert_non_null(out);
	assert_non_null(err);
	const Surroundings around = { .tables = tables, .today = { 20000 }, .home = "/nowhere", .out = out, .err = err };
	g_auto(GStrv) words = g_strsplit(command->name, " ", -1);
	g_autofree char *flag = g_strconcat("--", option, NULL);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_ptr_array_add(argv, (char *)"paakrav");
	for (char **word = words; *word != NULL; word++)
		g_ptr_array_add(argv, *word);
	for (int i = 0; i < command->args_min; i++)
		g_ptr_array_add(argv, (char *)"1");
	const char *const rest[] = { "--format", "json", flag, value };
	for (size_t i = 0; i < G_N_ELEMENTS(rest); i++)
		g_ptr_array_add(argv, (char *)(uintptr_t)rest[i]);
	int argc = (int)argv->len;
	g_ptr_array_add(argv, NULL);
	int code = cli_main(&around, argc, (char *const *)argv->pdata);
	char text[4096];
	rewind(out);
	size_t n = fread(text, 1, sizeof text - 1, out);
	text[n] = '\0';
	g_autoptr(cJSON) object = cJSON_Parse(text);
	*told = g_strdup(object != NULL ? json_get_text(json_get(object, "error"), "code") : NULL);
	if (*told == NULL && object != NULL)
		*told = g_strdup(json_get_text(object, "code"));
	fclose(out);
	fclose(err);
	return code;
}

static void test_every_command(void **state)
{
	static const char *const nobody[] = { " ", ".", "", "7 .", "An\nna", "An\xE2\x80\x8Bna" };
	guint names = 0, reasons = 0;
	(void)state;
	for (const Command *const *table = tables; *table != NULL; table++) {
		for (const Command *command = *table; command->name != NULL; command++) {
			for (const OptionRow *row = command->options; row != NULL && row->name != NULL; row++) {
				if (row->metavar == NULL)
					continue;
				bool why = strcmp(row->name, "why") == 0;
				bool by = strcmp(row->name, "by") == 0 || strcmp(row->name, "by-whom") == 0 || strcmp(row->name, "approved-by") == 0;
				if ((!why && !by) || strcmp(row->metavar, "DATE") == 0)
					continue;
				for (size_t i = 0; i < (why ? 3 : G_N_ELEMENTS(nobody)); i++) {
					g_autofree char *told = NULL;
					int code = ran(command, row->name, nobody[i], &told);
					if (code != 2 || g_strcmp0(told, why ? "why" : "who") != 0)
						fail_msg("%s --%s '%s': exit %d, %s", command->name, row->name, nobody[i], code, told);
				}
				*(why ? &reasons : &names) += 1;
			}
		}
	}
	assert_true(names > 30);
	assert_true(reasons > 10);
}

static void is_kept(const char *said, const char *kept)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *name = person_said("--by", said, &error);
	assert_string_equal(name, kept);
}

static void test_name(void **state)
{
	(void)state;
	is_kept("  Anna Vest\t", "Anna Vest");
	is_kept("A\xCC\x8Ase", "\xC3\x85se");
	g_autofree char *most = g_strnfill(200, 'a'), *more = g_strnfill(201, 'a');
	is_kept(most, most);
	g_autoptr(GError) error = NULL;
	assert_null(person_said("--by", more, &error));
	g_autofree char *sentence = error_sentence(error, LANG_EN);
	assert_non_null(strstr(sentence, "--by"));
	g_autofree char *lines = reason_said("--why", " first\nthen ", NULL);
	assert_string_equal(lines, "first\nthen");
}

static void test_same(void **state)
{
	(void)state;
	assert_true(person_same("Anna B. Vest", "ANNA b vest"));
	assert_true(person_same("Anna", "An na."));
	assert_false(person_same("Anna", "Anna B."));
	assert_false(person_same("Anna", "Bo"));
	assert_false(person_same(NULL, "Bo"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_command), cmocka_unit_test(test_name), cmocka_unit_test(test_same) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
