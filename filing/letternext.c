/*
 * The sequence before the court: steps counted from the due date, by sequences.csv or the firm's own days ([letters] of
 * HOME/paakrav.conf: sequence = NAME, and a step's name = DAYS). What was done is told by the events; what comes next is
 * held to the law of its day.
 */
#include "filing/letter.h"

#include "assess/edition.h"
#include "assess/mailing.h"
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

/* The step that a letter of ours is, by its kind in the name of its document (paper_document); NULL: it tells none. */
static Step *step_named(GArray *steps, const Event *event)
{
	for (guint i = 0; event->document != NULL && i < steps->len; i++) {
		Step *step = &g_array_index(steps, Step, i);
		g_autofree char *tail = g_strdup_printf("-%s.pdf", step->name);
		if (g_str_has_prefix(event->document, "breve/") && g_str_has_suffix(event->document, tail))
			return step;
	}
	return NULL;
}

/* The first step told by such an event that is not done. */
static Step *step_open(GArray *steps, const char *event)
{
	for (guint i = 0; i < steps->len; i++) {
		Step *step = &g_array_index(steps, Step, i);
		if (strcmp(step->event, event) == 0 && !date_known(step->done_on))
			return step;
	}
	return NULL;
}

/* A letter of ours is the step of its kind; another is the next of those told by its event. One day is one step, whoever got it. */
static void steps_match(GArray *steps, const Case *c, Date due, Date today)
{
	for (guint i = 0; i < steps->len; i++) {
		Step *step = &g_array_index(steps, Step, i);
		step->planned_on = date_add_days(due, step->day);
	}
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		bool met = event->replaced || date_before(event->on, due) || date_before(today, event->on) || letter_came_back(c, event, today) ||
		           (strcmp(event->name, "reminder_sent") == 0 && letter_demand(c, event) != NULL);
		Step *own = step_named(steps, event);
		for (guint k = 0; own == NULL && k < steps->len; k++) {
			const Step *step = &g_array_index(steps, Step, k);
			met = met || (strcmp(step->event, event->name) == 0 && date_known(step->done_on) && date_compare(step->done_on, event->on) == 0);
		}
		Step *step = own != NULL ? own : step_open(steps, event->name);
		if (!met && step != NULL && !date_known(step->done_on))
			step->done_on = event->on;
	}
}

/* ---- the next step, held to the law ---- */

#define DAYS_AHEAD 60 /* what the law does not allow within two months waits for something else than days */

typedef struct Outlook {
	Date on; /* the first day that the step may be taken */
	bool found, fee_known;
	Money fee;
	char *because; /* why not before, or why never, or why without a fee; NULL */
	bool never;
} Outlook;

/* What stops every reminder, whatever the day; NULL: nothing does. */
static char *stop_of(const Case *c, const Law *law, Date today, Lang lang)
{
	g_autoptr(GPtrArray) bp = case_events(c, "bp_filed", NULL, NULL);
	g_autoptr(GPtrArray) writ = case_events(c, "claim_filed", NULL, NULL);
	if (bp->len + writ->len > 0)
		return g_strdup(lang == LANG_DA ? "Sagen er indleveret til retten." : "The case has been handed in to the court.");
	g_autoptr(Assessment) assessment = assess(c, law, today);
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		bool human = finding->effect == EFFECT_HUMAN && strcmp(finding->rule->id, "U06") != 0; /* the sequence itself mends U06 */
		if (finding->verdict == VERDICT_FOUND && (human || strcmp(finding->rule->id, "U08") == 0 || strcmp(finding->rule->id, "U32") == 0))
			return g_strdup_printf("%s: %s", finding->rule->id, finding_because(finding, lang));
	}
	return NULL;
}

/*
 * A reminder waits for the day that it may carry its fee, when there is one within sight. A call and the choice of way are
 * held to what a reminder is held to.
 */
static void look_ahead(Outlook *out, const Case *c, const Law *law, const Step *step, Lang lang)
{
	const PaperKind *own = paper_kind_find(step->name), *kind = own != NULL ? own : paper_kind_find("reminder_1");
	const Party *debtor = c->debtors->len > 0 ? c->debtors->pdata[0] : NULL;
	Date first = out->on;
	if (debtor == NULL)
		return;
	for (int i = 0; i < DAYS_AHEAD; i++) {
		g_autoptr(MissiveOrder) order = missive_order_new(kind, date_add_days(first, i));
		order->debtor = g_strdup(debtor->id);
		g_autoptr(Assessment) assessment = assess(c, law, order->on);
		g_autoptr(Claimed) claimed = claimed_of(c, law, order->on);
		g_autoptr(Leave) leave = missive_law(assessment, claimed, order);
		const Refusal *refusal = leave->refusals->len > 0 ? leave->refusals->pdata[0] : NULL;
		const char *why = refusal != NULL ? (lang == LANG_DA ? refusal->da : refusal->en)
		                  : own == NULL   ? NULL
		                  : lang == LANG_DA ? leave->fee_da
		                                    : leave->fee_en;
		if (out->because == NULL || leave->disputed) {
			g_free(out->because);
			out->because = leave->disputed ? g_strdup(lang == LANG_DA ? "Skyldner har gjort indsigelse: svar på den først."
			                                                          : "The debtor has objected: answer that first.")
			                               : g_strdup(why);
		}
		out->never = leave->disputed || (refusal != NULL && !out->found);
		if (leave->disputed)
			return;
		if (refusal != NULL)
			continue;
		bool wait = own != NULL && g_str_has_prefix(own->name, "reminder_") && leave->fee_da != NULL;
		if (!out->found || !wait) {
			out->on = order->on;
			out->fee_known = own != NULL;
			out->fee = leave->fee;
		}
		out->found = true;
		if (!wait)
			return;
	}
}

static void row_json(cJSON *rows, const Step *step, const char *state, const Outlook *outlook, Lang lang)
{
	cJSON *row = json_push(rows);
	json_text(row, "step", step->name);
	json_text(row, "title", lang == LANG_DA ? step->da : step->en);
	json_date(row, "planned_on", step->planned_on);
	json_date(row, "done_on", step->done_on);
	json_text(row, "state", state);
	if (outlook != NULL && outlook->fee_known)
		json_money(row, "fee_ore", outlook->fee);
	else
		json_null(row, "fee_ore");
	json_text(row, "because", outlook != NULL ? outlook->because : NULL);
}

/* Rows of what was done and what comes; nothing comes when something stops the case, and why is told. */
static char *steps_json(cJSON *rows, GArray *steps, const Call *call, const Case *c, const Law *law)
{
	guint done = 0; /* up to and with the last that was done */
	for (guint i = 0; i < steps->len; i++)
		if (date_known(g_array_index(steps, Step, i).done_on))
			done = i + 1;
	for (guint i = 0; i < done; i++) {
		const Step *step = &g_array_index(steps, Step, i);
		row_json(rows, step, date_known(step->done_on) ? "done" : "skipped", NULL, call->lang);
	}
	char *stop = stop_of(c, law, call->today, call->lang);
	if (stop != NULL || done == steps->len)
		return stop;
	Step *next = &g_array_index(steps, Step, done);
	Outlook outlook = { .on = date_max(next->planned_on, call->today), .fee = money_zero() };
	look_ahead(&outlook, c, law, next, call->lang);
	if (outlook.never)
		return outlook.because;
	int late = date_diff(next->planned_on, outlook.on); /* those after it keep their distance */
	for (guint i = done; i < steps->len; i++) {
		Step *step = &g_array_index(steps, Step, i);
		step->planned_on = date_add_days(step->planned_on, late);
		row_json(rows, step, step == next ? "next" : "later", step == next ? &outlook : NULL, call->lang);
	}
	g_free(outlook.because);
	return NULL;
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
	if (!date_known(due)) {
		json_null(*result, "because");
		return EXIT_NO;
	}
	steps_match(steps, c, due, call->today);
	g_autofree char *stop = steps_json(rows, steps, call, c, law);
	json_text(*result, "because", stop);
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
		bool passed = strcmp(json_get_text(row, "state"), "skipped") == 0; /* its day no longer matters */
		g_string_append_printf(out, "%-10s  %-14s %s%s%s\n", done != NULL ? done : passed ? "" : json_get_text(row, "planned_on"), state,
		                       json_get_text(row, "title"), why != NULL ? ": " : "", why != NULL ? why : "");
	}
	const char *stop = json_get_text(result, "because");
	if (stop != NULL)
		g_string_append_printf(out, "%s %s\n", da ? "Intet næste skridt:" : "No next step:", stop);
}
