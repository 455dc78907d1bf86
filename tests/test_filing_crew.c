/* The crew: every job is answered once, a worker that dies loses its own job alone. */
#include "filing/crew.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void *begin(void *context)
{
	return context;
}

static char *answer(void *state, const char *job)
{
	if (strcmp(job, "die") == 0)
		_exit(3);
	if (strcmp(job, "large") == 0)
		return g_strnfill(3 * 1000 * 1000, 'x');
	return g_strdup_printf("%s:%s", (const char *)state, job);
}

static void every_job_is_answered_once(void **unused)
{
	(void)unused;
	g_autoptr(Crew) crew = crew_new(3, (CrewDuty){ begin, answer, (void *)(uintptr_t) "a" }, NULL);
	assert_non_null(crew);
	enum { JOBS = 500 };
	bool seen[JOBS] = { false };
	for (size_t i = 0; i < JOBS; i++) {
		g_autofree char *job = i % 50 == 7 ? g_strdup("die") : g_strdup_printf("%zu", i);
		crew_send(crew, i, job, i % 3 == 0);
	}
	assert_int_equal(crew_pending(crew), JOBS);
	while (crew_pending(crew) > 0) {
		CrewAnswer got;
		assert_true(crew_receive(crew, &got, NULL));
		assert_in_range(got.ticket, 0, JOBS - 1);
		assert_false(seen[got.ticket]);
		seen[got.ticket] = true;
		if (got.ticket % 50 == 7) {
			assert_null(got.text);
			continue;
		}
		g_autofree char *want = g_strdup_printf("a:%zu", got.ticket);
		assert_string_equal(got.text, want);
		g_free(got.text);
	}
}

static void large_answers_pass(void **unused)
{
	(void)unused;
	g_autoptr(Crew) crew = crew_new(2, (CrewDuty){ begin, answer, NULL }, NULL);
	for (size_t i = 0; i < 4; i++)
		crew_send(crew, i, "large", false);
	for (size_t i = 0; i < 4; i++) {
		CrewAnswer got;
		assert_true(crew_receive(crew, &got, NULL));
		assert_int_equal(strlen(got.text), 3 * 1000 * 1000);
		g_free(got.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_job_is_answered_once), cmocka_unit_test(large_answers_pass) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
