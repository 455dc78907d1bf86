/*
 * Each stage of the main job alone, over an inbox made by make_cases.py: CPU milliseconds a case, as one JSON line.
 * stages WORKER HOME INBOX OUT: WORKER is paakrav-worker; HOME and OUT are new folders.
 */
#include "assess/assess.h"
#include "filing/make.h"
#include "intake/folder.h"
#include "intake/record.h"
#include "intake/submission.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static int64_t spent_us(int who)
{
	struct rusage usage;
	getrusage(who, &usage);
	return (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static int64_t wall_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

typedef struct Watch {
	int64_t cpu_us, wall_us;
} Watch;

static Watch watch_start(void)
{
	return (Watch){ spent_us(RUSAGE_SELF), wall_us() };
}

static void watch_say(Watch start, const char *stage, int64_t more_cpu_us, guint n)
{
	int64_t cpu = spent_us(RUSAGE_SELF) - start.cpu_us + more_cpu_us, wall = wall_us() - start.wall_us;
	printf("\"%s\": {\"cpu_us\": %lld, \"wall_us\": %lld}%s", stage, (long long)(cpu / n), (long long)(wall / n),
	       g_str_equal(stage, "papers") ? "" : ", ");
}

static void give_up(const char *what, GError *error)
{
	g_autofree char *sentence = error_sentence(error, LANG_EN);
	fprintf(stderr, "%s: %s\n", what, sentence);
	exit(1);
}

/* What every stage needs. */
typedef struct Bench {
	const char *worker, *inbox, *out;
	Store *store;
	Law *law;
	Date today;
	GPtrArray *labels, *looked, *cases, *assessments;
	guint n;
} Bench;

static void stage_look(Bench *b, const char *scratch)
{
	/* The locked room's own CPU counts as looking; it is known when the process has ended. */
	int64_t children = spent_us(RUSAGE_CHILDREN);
	Watch watch = watch_start();
	Reader *reader = reader_new(b->worker);
	for (guint i = 0; i < b->n; i++) {
		g_autofree char *path = g_build_filename(b->inbox, b->labels->pdata[i], NULL);
		g_autofree char *own = g_strdup_printf("%s/%u", scratch, i);
		Submission *submission = submission_look(reader, path, b->labels->pdata[i], own);
		submission_copy_ahead(submission, store_home(b->store), own);
		g_ptr_array_add(b->looked, submission);
	}
	reader_free(reader);
	watch_say(watch, "look", spent_us(RUSAGE_CHILDREN) - children, b->n);
}

static void stage_record(Bench *b)
{
	GError *error = NULL;
	Watch watch = watch_start();
	for (guint i = 0; i < b->n; i++) {
		Submission *submission = b->looked->pdata[i];
		if (!submission_record(b->store, submission, b->today, &error))
			give_up(submission->path, error);
		if (submission->outcome != OUTCOME_TAKEN) {
			fprintf(stderr, "%s was not taken\n", submission->path);
			exit(1);
		}
	}
	watch_say(watch, "record", 0, b->n);
}

static void stage_view_and_assess(Bench *b)
{
	GError *error = NULL;
	Watch watch = watch_start();
	for (guint i = 0; i < b->n; i++) {
		Case *c = case_read(b->store, ((Submission *)b->looked->pdata[i])->case_id, 0, &error);
		if (c == NULL)
			give_up("case", error);
		g_ptr_array_add(b->cases, c);
	}
	watch_say(watch, "view", 0, b->n);
	watch = watch_start();
	for (guint i = 0; i < b->n; i++)
		g_ptr_array_add(b->assessments, assess(b->cases->pdata[i], b->law, b->today));
	watch_say(watch, "assess", 0, b->n);
}

/* Pages laid out. */
static int stage_papers(Bench *b)
{
	GError *error = NULL;
	int pages = 0;
	int64_t children = spent_us(RUSAGE_CHILDREN);
	Watch watch = watch_start();
	Reader *reader = reader_new(b->worker);
	g_autofree char *stage = g_build_filename(b->out, "stage", NULL);
	g_autofree char *folder = g_build_filename(b->out, OUT_FOR_APPROVAL, NULL);
	for (guint i = 0; i < b->n; i++) {
		Assessment *assessment = b->assessments->pdata[i];
		if (!route_yields_package(assessment->route))
			continue;
		g_autoptr(Package) package = package_stage(assessment, b->store, reader, digest_random, stage, &error);
		if (package == NULL || !package_install(assessment->on_case->id, package->zip_sha256, stage, folder, &error))
			give_up(assessment->on_case->id, error);
		for (guint p = 0; p < package->parts->len; p++)
			pages += ((Part *)package->parts->pdata[p])->pages;
	}
	reader_free(reader);
	watch_say(watch, "papers", spent_us(RUSAGE_CHILDREN) - children, b->n);
	return pages;
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	GError *error = NULL;
	const char *home = argv[2];
	Bench b = { .worker = argv[1], .inbox = argv[3], .out = argv[4] };
	if (!date_parse("2026-11-22", &b.today))
		return 2;
	const StoreRoom rooms[] = { intake_room, { 0 } };
	b.store = store_open(home, STORE_WRITE, rooms, digest_random, &error);
	b.labels = b.store != NULL ? inbox_list(b.inbox, &error) : NULL;
	b.law = b.labels != NULL ? law_embedded(&error) : NULL;
	g_autofree char *scratch = g_build_filename(home, "scratch", NULL);
	if (b.law == NULL || !folder_make(b.out, &error) || !folder_make(scratch, &error))
		give_up(home, error);
	b.n = b.labels->len;
	b.looked = g_ptr_array_new_with_free_func((GDestroyNotify)submission_free);
	b.cases = g_ptr_array_new_with_free_func((GDestroyNotify)case_free);
	b.assessments = g_ptr_array_new_with_free_func((GDestroyNotify)assessment_free);
	printf("{");
	stage_look(&b, scratch);
	stage_record(&b);
	stage_view_and_assess(&b);
	int pages = stage_papers(&b);
	printf(", \"pages\": %d, \"cases\": %u}\n", pages, b.n);
	g_ptr_array_unref(b.assessments);
	g_ptr_array_unref(b.cases);
	g_ptr_array_unref(b.looked);
	g_ptr_array_unref(b.labels);
	law_free(b.law);
	store_free(b.store);
	return 0;
}
