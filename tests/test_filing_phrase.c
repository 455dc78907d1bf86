/* Where a line of Danish legal text may not break. */
#include "filing/phrase.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The spaces that bind are written as _ in what is expected. */
static void expect(const char *bound)
{
	char text[200], got[200];
	size_t n = strlen(bound);
	assert_true(n < sizeof text);
	for (size_t i = 0; i <= n; i++)
		text[i] = bound[i] == '_' ? ' ' : bound[i];
	for (size_t i = 0; i <= n; i++)
		got[i] = text[i] == ' ' && phrase_binds(text, text + i) ? '_' : text[i];
	assert_string_equal(got, bound);
}

static void phrases_hold_together(void **state)
{
	(void)state;
	expect("jf. retsplejelovens §_477_b, stk._1, jf. §_238, stk._1.");
	expect("rentelovens §_9_b, stk._2, nr._3");
	expect("den 22._november_2026 kl. 9");
	expect("i alt 1.000,00_kr., heraf 10,00_% rente");
	expect("uge 7 i maj_2026");
}

static void other_words_may_part(void **state)
{
	(void)state;
	expect("");
	expect(" ");
	expect(" 1 ");
	expect("bygning 4 b, sal 2 i nr._3");
	expect("§ a 12 b");
	expect("trin 3. Montering");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phrases_hold_together),
		cmocka_unit_test(other_words_may_part),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
