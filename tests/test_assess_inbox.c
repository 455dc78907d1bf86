/*
 * The stories of fixtures/inbox and the pairs of fixtures/bad and fixtures/edge, from their bytes to a route: each is read, viewed as a case and assessed, without a store.
 * What needs the store (the same invoice in another case, the same submission again) is left to the inbox tests.
 */
#include "assess/assess.h"
#include "assess/explain.h"
#include "intake/reading.h"
#include "intake/document.h"
#include "intake/worker/opener.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Law *law;

typedef struct Story {
	GPtrArray *facts, *events, *documents;
} Story;

static void take_file(Story *story, const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL), *bytes = NULL;
	gsize size;
	assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read(name, bytes, size, NULL, &error);
	if (reading == NULL)
		fail_msg("%s: %s", path, error_text(error, LANG_EN));
	Document *document = g_new0(Document, 1);
	document->id = story->documents->len + 1;
	document->name = g_strdup(name);
	document->sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, size);
	document->size = (int64_t)size;
	document->media = g_strdup(reading->media);
	g_ptr_array_add(story->documents, document);
	reading_prove(reading, name, document->sha256);
	for (guint i = 0; i < reading->facts->len; i++) {
		Fact *fact = fact_copy(reading->facts->pdata[i]);
		fact->id = story->facts->len + 1;
		g_ptr_array_add(story->facts, fact);
	}
	for (guint i = 0; i < reading->events->len; i++) {
		Event *event = event_copy(reading->events->pdata[i]);
		event->id = story->events->len + 1;
		g_ptr_array_add(story->events, event);
	}
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static Case *read_story(const char *root, const char *name)
{
	g_autofree char *folder = g_strconcat("../fixtures/", root, name, NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	if (dir == NULL)
		fail_msg("%s cannot be opened", folder);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (const char *entry; (entry = g_dir_read_name(dir)) != NULL;)
		g_ptr_array_add(names, g_strdup(entry));
	g_ptr_array_sort(names, by_name);
	Story story = { g_ptr_array_new_with_free_func((GDestroyNotify)fact_free),
		        g_ptr_array_new_with_free_func((GDestroyNotify)event_free),
		        g_ptr_array_new_with_free_func((GDestroyNotify)document_free) };
	for (guint i = 0; i < names->len; i++)
		take_file(&story, folder, names->pdata[i]);
	return case_build(name, story.facts, story.events, story.documents);
}

static void show(const Assessment *assessment)
{
	g_autoptr(cJSON) json = assessment_json(assessment, LANG_EN, false);
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(json, "findings"))
		print_error("  %s %s %s: %s\n", json_get_text(row, "id"), json_get_text(row, "effect"),
		            json_get_text(row, "about"), json_get_text(row, "because"));
}

static Date demo_day(void)
{
	Date on;
	assert_true(date_make(2026, 11, 22, &on));
	return on;
}

static char **table(const char *path)
{
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return g_strsplit(text, "\n", -1);
}

/* The finding of that rule that says most: found, else unknown, else clear. */
static const Finding *loudest(const Assessment *assessment, const char *rule)
{
	static const int loud[] = { [VERDICT_CLEAR] = 0, [VERDICT_UNKNOWN] = 1, [VERDICT_FOUND] = 2 };
	const Finding *best = NULL;
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		if (strcmp(finding->rule->id, rule) == 0 && (best == NULL || loud[finding->verdict] > loud[best->verdict]))
			best = finding;
	}
	return best;
}

/* path,rule,verdict,effect,route: what each rule says of the case it strikes and of the twin just inside. */
static void rules_strike_and_spare(void **state)
{
	(void)state;
	g_auto(GStrv) lines = table("../fixtures/rules.csv");
	int tried = 0, wrong = 0;
	for (char **line = lines + 1; *line != NULL; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, ",", 5);
		if (g_strv_length(cells) < 5)
			continue;
		g_autoptr(Case) c = read_story("", cells[0]);
		g_autoptr(Assessment) assessment = assess(c, law, demo_day());
		const Finding *finding = loudest(assessment, cells[1]);
		tried++;
		if (finding != NULL && strcmp(verdict_name(finding->verdict), cells[2]) == 0 &&
		    strcmp(effect_name(finding->effect), cells[3]) == 0 &&
		    strcmp(route_name(assessment->route), cells[4]) == 0)
			continue;
		print_error("%s: %s %s %s, wanted %s %s %s\n", cells[0], verdict_name(finding->verdict),
		            effect_name(finding->effect), route_name(assessment->route), cells[2], cells[3], cells[4]);
		show(assessment);
		wrong++;
	}
	assert_true(tried >= 60);
	assert_int_equal(wrong, 0);
}

static bool has_row(char **lines, const char *side, const char *rule)
{
	g_autofree char *start = g_strdup_printf("%s/%s,%s,", side, rule, rule);
	for (char **line = lines; *line != NULL; line++)
		if (g_str_has_prefix(*line, start))
			return true;
	return false;
}

/* The exception names the test where the rule is seen instead, and that test speaks of it. */
static bool is_excused(char **exceptions, const char *rule)
{
	for (char **line = exceptions + 1; *line != NULL; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, ",", 3);
		if (g_strv_length(cells) < 3 || strcmp(cells[0], rule) != 0)
			continue;
		g_autofree char *test = g_build_filename("..", cells[1], NULL), *text = NULL;
		assert_true(strlen(cells[2]) > 20);
		if (!g_file_get_contents(test, &text, NULL, NULL) || strstr(text, rule) == NULL)
			fail_msg("%s does not speak of %s", cells[1], rule);
		return true;
	}
	return false;
}

/* fixtures/rules.csv has a case that each rule strikes and its twin, or fixtures/exceptions.csv says why there is none. */
static void every_rule_has_both_fixtures(void **state)
{
	(void)state;
	g_auto(GStrv) rows = table("../fixtures/rules.csv");
	g_auto(GStrv) exceptions = table("../fixtures/exceptions.csv");
	int lacking = 0;
	for (const Rule *rule = rules(); rule->id != NULL; rule++) {
		bool both = has_row(rows, "bad", rule->id) && has_row(rows, "edge", rule->id), excused = is_excused(exceptions, rule->id);
		const char *seen_in = rule_seen_in(rule);
		assert_int_equal(seen_in != NULL, excused); /* the program says the same */
		if (both == excused) {
			print_error("%s: %s\n", rule->id, both ? "has both fixtures and an exception" : "lacks bad or edge");
			lacking++;
		}
	}
	assert_int_equal(lacking, 0);
}

static void stories_take_their_routes(void **state)
{
	(void)state;
	Date on = demo_day();
	g_auto(GStrv) lines = table("../fixtures/inbox.csv");
	int tried = 0, wrong = 0;
	for (char **line = lines + 1; *line != NULL; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, ",", 4);
		if (g_strv_length(cells) < 4 || strcmp(cells[1], "taken") != 0 || g_str_has_suffix(cells[0], ".zip") ||
		    strcmp(cells[0], "26-samme-faktura") == 0)
			continue;
		g_autoptr(Case) c = read_story("inbox/", cells[0]);
		g_autoptr(Assessment) assessment = assess(c, law, on);
		tried++;
		if (strcmp(route_name(assessment->route), cells[2]) == 0)
			continue;
		print_error("%s: %s, wanted %s\n", cells[0], route_name(assessment->route), cells[2]);
		show(assessment);
		wrong++;
	}
	assert_true(tried >= 20);
	assert_int_equal(wrong, 0);
}

static int load(void **state)
{
	(void)state;
	g_autoptr(GError) error = NULL;
	law = law_embedded(&error);
	return law == NULL;
}

static int unload(void **state)
{
	(void)state;
	law_free(law);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(stories_take_their_routes),
		                            cmocka_unit_test(rules_strike_and_spare),
		                            cmocka_unit_test(every_rule_has_both_fixtures) };
	return cmocka_run_group_tests(tests, load, unload);
}
