#include "enforcement/clockwords.h"

#include "intake/csv.h"
#include "intake/embedded.h"

#include <assert.h>
#include <string.h>

static GPtrArray *words; /* ClockWords* */

static ClockAct act_of(const char *text)
{
	static const char *const names[] = { "by", "from", "until", "theirs", "limitation" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(text, names[i]) == 0)
			return (ClockAct)i;
	assert(false && "a clock without an act");
	return CLOCK_THEIRS;
}

static void load(void)
{
	if (words != NULL)
		return;
	const Embedded *file = embedded_find(embedded_enforcement, "clocks.csv");
	assert(file != NULL);
	g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, "clocks.csv", NULL);
	assert(csv != NULL);
	words = g_ptr_array_new();
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		assert(row->n == csv->columns);
		ClockWords *made = g_new0(ClockWords, 1);
#define CELL(column) g_intern_string(csv_cell(csv, row, column))
		*made = (ClockWords){ .clock = CELL("clock"),
			              .act = act_of(csv_cell(csv, row, "act")),
			              .states = g_strsplit(csv_cell(csv, row, "states"), "|", -1),
			              .who = CELL("who"),
			              .paper = CELL("paper"),
			              .also = g_strsplit(csv_cell(csv, row, "also"), "|", -1),
			              .what = { CELL("da"), CELL("en") },
			              .after = { CELL("after_da"), CELL("after_en") } };
#undef CELL
		g_ptr_array_add(words, made);
	}
}

const ClockWords *clock_words(const char *clock)
{
	static const ClockWords *last; /* long lists ask for the same ones again and again */
	load();
	if (last != NULL && strcmp(last->clock, clock) == 0)
		return last;
	for (guint i = 0; i < words->len; i++) {
		const ClockWords *row = words->pdata[i];
		if (strcmp(row->clock, clock) == 0)
			return last = row;
	}
	assert(false && "a clock of the law without words");
	return NULL;
}

const char *clock_also_started(const char *event, int i)
{
	load();
	for (guint n = 0; n < words->len; n++) {
		const ClockWords *row = words->pdata[n];
		if (g_strv_contains((const char *const *)row->also, event) && i-- == 0)
			return row->clock;
	}
	return NULL;
}

bool clock_matters(const ClockWords *row, const char *state_name)
{
	return strcmp(row->states[0], "*") == 0 || g_strv_contains((const char *const *)row->states, state_name);
}
