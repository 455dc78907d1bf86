/*
 * Assessments a second on one core, over stored cases of mixed shape made by make_mixed.py: the cases are recorded and
 * read first, so what is measured reads and writes nothing. One JSON line.
 * assess WORKER HOME INBOX ROUNDS: HOME is a new folder.
 */
#include "assess/assess.h"
#include "intake/folder.h"
#include "intake/record.h"
#include "intake/submission.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double cpu_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void give_up(const char *what, GError *error)
{
	g_autofree char *sentence = error_sentence(error, LANG_EN);
	fprintf(stderr, "%s: %s\n", what, sentence);
	exit(1);
}

static Case *store_one(Store *store, Reader *reader, const char *inbox, const char *label, const char *scratch, Date today)
{
	GError *error = NULL;
	g_autofree char *path = g_build_filename(inbox, label, NULL);
	Submission *submission = submission_look(reader, path, label, scratch);
	if (!submission_record(store, submission, today, &error))
		give_up(path, error);
	if (submission->outcome != OUTCOME_TAKEN) {
		const Reason *why = submission->reasons->len > 0 ? submission->reasons->pdata[0] : NULL;
		fprintf(stderr, "%s: %s, %s\n", path, outcome_name(submission->outcome), why != NULL ? why->code : "no reason");
		exit(1);
	}
	Case *c = case_read(store, submission->case_id, 0, &error);
	if (c == NULL)
		give_up(path, error);
	submission_free(submission);
	return c;
}

/* Seconds of CPU to assess them all once; what came out is counted so that nobody can leave the work out. */
static double assess_all(const GPtrArray *cases, const Law *law, Date today, int64_t *findings)
{
	double begun = cpu_s();
	for (guint i = 0; i < cases->len; i++) {
		Assessment *assessment = assess(cases->pdata[i], law, today);
		*findings += assessment->findings->len;
		assessment_free(assessment);
	}
	return cpu_s() - begun;
}

static double best_of(int rounds, const GPtrArray *cases, const Law *law, Date today, int64_t *findings)
{
	double best = 0;
	for (int i = 0; i < rounds; i++) {
		*findings = 0;
		double spent = assess_all(cases, law, today, findings);
		best = i == 0 || spent < best ? spent : best;
	}
	return best;
}

/* The case with the most items, alone. */
static void say_largest(const GPtrArray *cases, const Law *law, Date today)
{
	const Case *largest = cases->pdata[0];
	for (guint i = 0; i < cases->len; i++)
		if (((const Case *)cases->pdata[i])->items->len > largest->items->len)
			largest = cases->pdata[i];
	g_autoptr(GPtrArray) again = g_ptr_array_new();
	int64_t findings;
	for (int i = 0; i < 50; i++)
		g_ptr_array_add(again, (gpointer)largest);
	printf("\"largest_items\": %u, \"largest_a_second\": %.0f}\n", largest->items->len,
	       50 / best_of(3, again, law, today, &findings));
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	GError *error = NULL;
	Date today;
	if (!date_parse("2026-11-22", &today))
		return 2;
	const StoreRoom rooms[] = { intake_room, { 0 } };
	Store *store = store_open(argv[2], STORE_WRITE, rooms, digest_random, &error);
	g_autoptr(GPtrArray) labels = store != NULL ? inbox_list(argv[3], &error) : NULL;
	g_autoptr(Law) law = labels != NULL ? law_embedded(&error) : NULL;
	g_autofree char *scratch = g_build_filename(argv[2], "scratch", NULL);
	if (law == NULL || !folder_make(scratch, &error))
		give_up(argv[2], error);
	Reader *reader = reader_new(argv[1]);
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func((GDestroyNotify)case_free);
	int64_t items = 0, findings = 0;
	for (guint i = 0; i < labels->len; i++) {
		g_autofree char *own = g_strdup_printf("%s/%u", scratch, i);
		Case *c = store_one(store, reader, argv[3], labels->pdata[i], own, today);
		items += c->items->len;
		g_ptr_array_add(cases, c);
	}
	reader_free(reader);
	store_free(store);
	double spent = best_of(atoi(argv[4]), cases, law, today, &findings);
	printf("{\"cases\": %u, \"items\": %lld, \"findings\": %lld, \"cpu_us\": %.2f, \"a_second\": %.0f, ", cases->len,
	       (long long)items, (long long)findings, spent / cases->len * 1e6, cases->len / spent);
	say_largest(cases, law, today);
	return 0;
}
