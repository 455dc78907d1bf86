/*
 * The sequence before the court: steps counted from the due date, by sequences.csv or the firm's own days ([letters] of
 * HOME/paakrav.conf: sequence = NAME, and a step's name = DAYS). What was done is told by the events; what comes next is
 * held to the law of its day.
 */
#include "filing/letter.h"

#include "assess/edition.h"
#include "filing/missive.h"
#include "intake/conf.h"
#include "intake/csv.h"
#include "intake/embedded.h"
#include "intake/record.h"

#include <assert.h>
#include <string.h>

#define SEQUENCE_HOUSE "standard"
#define DAYS_MOST 3650 /* after ten years no step of a sequence is meant */

typedef struct Step {
	const char *name, *event, *da, *en; /* borrowed from the table; event "": a person's choice */
	int day;
	Date planned_on, done_on;
} Step;

static bool step_day(const char *home, Step *step, GError **error)
{
	g_autofree char *own = conf_text(home, "letters", step->name);
	gint64 n;
	if (own == NULL)
		return true;
	if (!g_ascii_string_to_signed(own, 10, 1, DAYS_MOST, &n, NULL))
		return error_set(error, ERROR_INPUT, "sequence-day", "[letters] %s i paakrav.conf er intet antal dage.",
		                 "[letters] %s in paakrav.conf is no number of days.", step->name);
	step->day = (int)n;
	return true;
}

static gint by_day(gconstpointer a, gconstpointer b)
{
	return ((const Step *)a)->day - ((const Step *)b)->day;
}

/* The steps of the sequence in force (Step), by day. */
static GArray *steps_of(const Csv *csv, const char *home, const char *sequence, GError **error)
{
	g_autoptr(GArray) steps = g_array_new(FALSE, TRUE, sizeof(Step));
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		if (strcmp(csv_cell(csv, row, "sequence"), sequence) != 0)
			continue;
		Step step = { .name = csv_cell(csv, row, "step"), .event = csv_cell(csv, row, "event"), .da = csv_cell(csv, row, "da"),
			          .en = csv_cell(csv, row, "en"), .planned_on = DATE_NONE, .done_on = DATE_NONE };
		gint64 day;
		bool good = g_ascii_string_to_signed(csv_cell(csv, row, "day"), 10, 0, DAYS_MOST, &day, NULL);
		assert(good);
		step.day = (int)day;
		if (!step_day(home, &step, error))
			return NULL;
		g_array_append_val(steps, step);
	}
	g_array_sort(steps, by_day);
	if (steps->len > 0)
		return g_steal_pointer(&steps);
	error_set(error, ERROR_INPUT, "no-such-sequence", "Der er ingen rækkefølge »%s«.", "There is no sequence \"%s\".", sequence);
	error_remedy(error, "Skriv standard, hurtig eller svensk under [letters] i paakrav.conf.",
	             "Write standard, hurtig or svensk under [letters] in paakrav.conf.");
	return NULL;
}

/* The oldest due date; DATE_NONE: none is known. */
static Date due_of(const Claimed *claimed)
{
	Date due = DATE_NONE;
	for (guint i = 0; i < claimed->items->len; i++)
		due = date_min(due, ((const ClaimedItem *)claimed->items->pdata[i])->due_on);
	return due;
}

/* The nth of two steps that are told by the same event is done by the nth such event. */
static void steps_match(GArray *steps, const Case *c, Date due, Date today)
{
	for (guint i = 0; i < steps->len; i++) {
		Step *step = &g_array_index(steps, Step, i);
		step->planned_on = date_add_days(due, step->day);
		if (*step->event == '\0')
			continue;
		guint before = 0;
		for (guint k = 0; k < i; k++)
			before += strcmp(g_array_index(steps, Step, k).event, step->event) == 0;
		g_autoptr(GPtrArray) events = case_events(c, step->event, NULL, NULL);
		for (guint k = 0; k < events->len; k++) {
			const Event *event = events->pdata[k];
			if (date_before(event->on, due) || date_before(today, event->on))
				continue;
			if (before-- == 0) {
				step->done_on = event->on;
				break;
			}
		}
	}
}

/* What the law says of the next step's letter on the first day that it may go. */
static void law_json(cJSON *row, const Call *call, const Case *c, const Law *law, const Step *step)
{
	const PaperKind *kind = paper_kind_find(step->name);
	const Party *debtor = c->debtors->len > 0 ? c->debtors->pdata[0] : NULL;
	json_null(row, "fee_ore");
	if (kind == NULL || debtor == NULL) {
		json_null(row, "because");
		return;
	}
	g_autoptr(MissiveOrder) order = missive_order_new(kind, date_max(step->planned_on, call->today));
	order->debtor = g_strdup(debtor->id);
	g_autoptr(Assessment) assessment = assess(c, law, order->on);
	g_autoptr(Claimed) claimed = claimed_of(c, law, order->on);
	g_autoptr(Leave) leave = missive_law(assessment, claimed, order);
	const Refusal *refusal = leave->refusals->len > 0 ? leave->refusals->pdata[0] : NULL;
	if (refusal == NULL) {
		cJSON_DeleteItemFromObjectCaseSensitive(row, "fee_ore");
		json_money(row, "fee_ore", leave->fee);
	}
	bool da = call->lang == LANG_DA;
	json_text(row, "because", refusal != NULL ? (da ? refusal->da : refusal->en) : da ? leave->fee_da : leave->fee_en);
}

static void steps_json(cJSON *rows, const GArray *steps, const Call *call, const Case *c, const Law *law)
{
	guint last = steps->len; /* the last that was done */
	for (guint i = 0; i < steps->len; i++)
		if (date_known(g_array_index(steps, Step, i).done_on))
			last = i;
	bool next_told = false;
	for (guint i = 0; i < steps->len; i++) {
		const Step *step = &g_array_index(steps, Step, i);
		bool done = date_known(step->done_on), passed = last < steps->len && i < last, next = !done && !passed && !next_told;
		cJSON *row = json_push(rows);
		json_text(row, "step", step->name);
		json_text(row, "title", call->lang == LANG_DA ? step->da : step->en);
		json_date(row, "planned_on", step->planned_on);
		json_date(row, "done_on", step->done_on);
		json_text(row, "state", done ? "done" : passed ? "skipped" : next ? "next" : "later");
		next_told = next_told || next;
		if (next) {
			law_json(row, call, c, law, step);
		} else {
			json_null(row, "fee_ore");
			json_null(row, "because");
		}
	}
}

int letter_next_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	const Embedded *file = embedded_find(embedded_papers, "sequences.csv");
	assert(file != NULL);
	g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, "sequences.csv", NULL);
	assert(csv != NULL);
	g_autofree char *own = conf_text(store_home(call->store), "letters", "sequence");
	const char *sequence = own != NULL ? own : SEQUENCE_HOUSE;
	g_autoptr(GArray) steps = c != NULL ? steps_of(csv, store_home(call->store), sequence, error) : NULL;
	if (steps == NULL)
		return -1;
	g_autoptr(Claimed) claimed = claimed_of(c, law, call->today);
	Date due = due_of(claimed);
	*result = json_result("letter-next");
	json_text(*result, "case", c->id);
	json_text(*result, "sequence", sequence);
	json_date(*result, "due_on", due);
	cJSON *rows = json_array(*result, "steps");
	if (!date_known(due))
		return EXIT_NO;
	steps_match(steps, c, due, call->today);
	steps_json(rows, steps, call, c, law);
	return EXIT_FINE;
}

void letter_next_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	static const struct {
		const char *state;
		Say say;
	} words[] = { { "done", { "gjort", "done" } },
		          { "skipped", { "sprunget over", "passed over" } },
		          { "next", { "NÆSTE", "NEXT" } },
		          { "later", { "senere", "later" } } };
	const cJSON *row;
	if (json_get_text(result, "due_on") == NULL)
		g_string_append(out, da ? "Forfaldsdagen er ikke kendt.\n" : "The due date is not known.\n");
	cJSON_ArrayForEach(row, json_get(result, "steps"))
	{
		const char *state = json_get_text(row, "state"), *done = json_get_text(row, "done_on"), *why = json_get_text(row, "because");
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strcmp(words[i].state, state) == 0)
				state = say(words[i].say, call->lang);
		g_string_append_printf(out, "%s  %-14s %s%s%s\n", done != NULL ? done : json_get_text(row, "planned_on"), state,
		                       json_get_text(row, "title"), why != NULL ? ": " : "", why != NULL ? why : "");
	}
}
