/* CPR numbers and accounts are found as people write them, and what looks like them is not. */
#include "intake/private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const own[] = { "9999 0001234567", NULL };

static void numbers_are_found(void **state)
{
	(void)state;
	static const struct {
		const char *line, *found; /* NULL: nothing */
		bool cpr;
	} rows[] = {
		{ "Åse Øst, 010180-1234.", "010180-1234", true },
		{ "CPR 0101801234", "0101801234", true },
		{ "cpr-nr. 010180 1234", "010180 1234", true },
		{ "Personnr: 610180-1234", "610180-1234", true },
		{ "Ordre 0101801234", NULL, false },
		{ "tal 011380-1234 er ingen dag", NULL, false },
		{ "Reg. 1234 konto 0012345678", "0012345678", false },
		{ "Reg.nr. 1234 Kontonr.: 12345678", "12345678", false },
		{ "1234-0012345678", "1234-0012345678", false },
		{ "IBAN DK50 0040 0440 1162 43, tak", "DK50 0040 0440 1162 43", false },
		{ "IBAN DK51 0040 0440 1162 43", "0040 0440 1162 43", false }, /* mistyped, but still somebody's */
		{ "Konto 9999 0001234567", NULL, false },
		{ "Konto 9999-0001234567", NULL, false },
		{ "CVR 99001054, tlf. 70 00 02 06", NULL, false },
		{ "Betalt på konto, CVR 99001054", NULL, false },
		{ "+71<026840149965328+88888888<", NULL, false },
		{ "i alt 28.621,37 kr. den 02-09-2026", NULL, false },
		{ "", NULL, false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		g_autoptr(GArray) spans = private_find(rows[i].line, own);
		if ((spans->len > 0) != (rows[i].found != NULL))
			print_message("%s\n", rows[i].line);
		assert_int_equal(spans->len, rows[i].found != NULL);
		if (spans->len == 0)
			continue;
		const PrivateSpan *span = &g_array_index(spans, PrivateSpan, 0);
		g_autofree char *text = g_strndup(rows[i].line + span->from, span->to - span->from);
		assert_string_equal(text, rows[i].found);
		assert_int_equal(span->cpr, rows[i].cpr);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(numbers_are_found) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
