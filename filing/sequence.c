/*
 * The sequence before the court: steps counted from the due date, by sequences.csv or the firm's own. What was done is told
 * by the events; what comes next is held to the law of its day.
 */
#include "filing/sequence.h"

#include "assess/mailing.h"
#include "filing/missive.h"
#include "intake/conf.h"
#include "intake/csv.h"
#include "intake/embedded.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <assert.h>
#include <string.h>

#define SEQUENCE_HOUSE "standard"
#define SEQUENCE_OWN "sekvenser.csv" /* below HOME: the same columns; a sequence there stands before ours of its name */
#define DAYS_MOST 3650 /* after ten years no step of a sequence is meant */

struct Sequence {
	char *name;
	Csv *own, *house; /* own: NULL when the firm has none */
	GArray *steps; /* SequenceStep, by day */
};

static bool step_day(const char *home, SequenceStep *step, GError **error)
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
	return ((const SequenceStep *)a)->day - ((const SequenceStep *)b)->day;
}

/* The steps of the sequence in one table; empty when it has none of that name. */
static GArray *steps_in(const Csv *csv, const char *home, const char *sequence, GError **error)
{
	g_autoptr(GArray) steps = g_array_new(FALSE, TRUE, sizeof(SequenceStep));
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		const char *named = csv_cell(csv, row, "sequence");
		if (named == NULL || strcmp(named, sequence) != 0)
			continue;
		SequenceStep step = { .name = csv_cell(csv, row, "step"), .event = csv_cell(csv, row, "event"), .da = csv_cell(csv, row, "da"),
			                  .en = csv_cell(csv, row, "en"), .planned_on = DATE_NONE, .done_on = DATE_NONE };
		const char *day = csv_cell(csv, row, "day");
		gint64 n;
		bool good = step.name != NULL && *step.name != '\0' && step.event != NULL && step.da != NULL && step.en != NULL && day != NULL &&
		            (*step.event == '\0' || event_kind_find(step.event) != NULL) &&
		            g_ascii_string_to_signed(day, 10, 0, DAYS_MOST, &n, NULL);
		if (!good) {
			error_set(error, ERROR_INPUT, "sequence-row", "Rækken skal have trin, dag, hændelse og ord på dansk og engelsk.",
			          "The row must have step, day, event and words in Danish and English.");
			error_at(error, SEQUENCE_OWN, row->line, 0);
			return NULL;
		}
		step.day = (int)n;
		if (!step_day(home, &step, error))
			return NULL;
		g_array_append_val(steps, step);
	}
	g_array_sort(steps, by_day);
	return g_steal_pointer(&steps);
}

static Csv *own_table(const char *home, bool *there, GError **error)
{
	static const char *const needed[] = { "sequence", "step", "day", "event", "da", "en" };
	g_autofree char *path = g_build_filename(home, SEQUENCE_OWN, NULL);
	*there = g_file_test(path, G_FILE_TEST_EXISTS);
	g_autoptr(GBytes) bytes = *there ? file_read(path, LIMIT_XML_BYTES, error) : NULL;
	if (bytes == NULL)
		return NULL;
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	g_autoptr(Csv) csv = csv_parse(text, n, SEQUENCE_OWN, error);
	for (size_t i = 0; csv != NULL && i < G_N_ELEMENTS(needed); i++) {
		if (csv_column(csv, needed[i]) >= 0)
			continue;
		error_set(error, ERROR_INPUT, "csv-column", "Kolonnen %s mangler.", "The column %s is missing.", needed[i]);
		error_at(error, SEQUENCE_OWN, 1, 0);
		return NULL;
	}
	return g_steal_pointer(&csv);
}

static Csv *house_table(void)
{
	const Embedded *file = embedded_find(embedded_papers, "sequences.csv");
	assert(file != NULL);
	Csv *csv = csv_parse((const char *)file->bytes, file->size, "sequences.csv", NULL);
	assert(csv != NULL);
	return csv;
}

Sequence *sequence_open(const char *home, GError **error)
{
	bool own;
	g_autoptr(Sequence) sequence = g_new0(Sequence, 1);
	sequence->name = conf_text(home, "letters", "sequence");
	if (sequence->name == NULL)
		sequence->name = g_strdup(SEQUENCE_HOUSE);
	sequence->own = own_table(home, &own, error);
	if (own && sequence->own == NULL)
		return NULL;
	sequence->house = house_table();
	if (own)
		sequence->steps = steps_in(sequence->own, home, sequence->name, error);
	if (own && sequence->steps == NULL)
		return NULL;
	if (!own || sequence->steps->len == 0) {
		g_clear_pointer(&sequence->steps, g_array_unref);
		sequence->steps = steps_in(sequence->house, home, sequence->name, error);
	}
	if (sequence->steps == NULL || sequence->steps->len > 0)
		return sequence->steps != NULL ? g_steal_pointer(&sequence) : NULL;
	error_set(error, ERROR_INPUT, "no-such-sequence", "Der er ingen rækkefølge »%s«.", "There is no sequence \"%s\".", sequence->name);
	error_remedy(error, "Skriv standard, bureau, egen, hurtig eller svensk under [letters] i paakrav.conf, eller en fra sekvenser.csv.",
	             "Write standard, bureau, egen, hurtig or svensk under [letters] in paakrav.conf, or one of sekvenser.csv.");
	return NULL;
}

void sequence_free(Sequence *sequence)
{
	if (sequence == NULL)
		return;
	g_free(sequence->name);
	g_clear_pointer(&sequence->own, csv_free);
	g_clear_pointer(&sequence->house, csv_free);
	g_clear_pointer(&sequence->steps, g_array_unref);
	g_free(sequence);
}

const char *sequence_name(const Sequence *sequence)
{
	return sequence->name;
}

char *sequence_mark(const Sequence *sequence)
{
	GString *mark = g_string_new(sequence->name);
	for (guint i = 0; i < sequence->steps->len; i++) {
		const SequenceStep *step = &g_array_index(sequence->steps, SequenceStep, i);
		g_string_append_printf(mark, " %s:%d:%s", step->name, step->day, step->event);
	}
	return g_string_free(mark, FALSE);
}

/* The oldest due date; DATE_NONE: none is known. */
Date sequence_due(const Claimed *claimed)
{
	Date due = DATE_NONE;
	for (guint i = 0; i < claimed->items->len; i++)
		due = date_min(due, ((const ClaimedItem *)claimed->items->pdata[i])->due_on);
	return due;
}

/*
 * A reminder's number is that of the record (letter_reminders), whatever it was asked for by: the first that is not done, or
 * that was done the same day; else the last. NULL: the sequence has none.
 */
static SequenceStep *step_reminder(GArray *steps, Date on)
{
	SequenceStep *last = NULL;
	for (guint i = 0; i < steps->len; i++) {
		SequenceStep *step = &g_array_index(steps, SequenceStep, i);
		if (!g_str_has_prefix(step->name, "reminder_"))
			continue;
		last = step;
		if (!date_known(step->done_on) || date_compare(step->done_on, on) == 0)
			return step;
	}
	return last;
}

/* The step that a letter of ours is, by its kind in the name of its document (paper_document); NULL: it tells none. */
static SequenceStep *step_named(GArray *steps, const Event *event)
{
	static const char *const reminders[] = { "reminder_1", "reminder_2", "reminder_3" };
	for (size_t i = 0; i < G_N_ELEMENTS(reminders); i++)
		if (letter_is_ours(event, reminders[i]))
			return step_reminder(steps, event->on);
	for (guint i = 0; i < steps->len; i++) {
		SequenceStep *step = &g_array_index(steps, SequenceStep, i);
		if (letter_is_ours(event, step->name))
			return step;
	}
	return NULL;
}

/* The first step told by such an event that is not done. */
static SequenceStep *step_open(GArray *steps, const char *event)
{
	for (guint i = 0; i < steps->len; i++) {
		SequenceStep *step = &g_array_index(steps, SequenceStep, i);
		if (strcmp(step->event, event) == 0 && !date_known(step->done_on))
			return step;
	}
	return NULL;
}

/* A letter of ours is the step of its kind; another is the next of those told by its event. One day is one step, whoever got it. */
static void steps_match(GArray *steps, const Case *c, Date due, Date today)
{
	for (guint i = 0; i < steps->len; i++) {
		SequenceStep *step = &g_array_index(steps, SequenceStep, i);
		step->planned_on = date_add_days(due, step->day);
	}
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		bool met = event->replaced || date_before(event->on, due) || date_before(today, event->on) || letter_came_back(c, event, today) ||
		           (strcmp(event->name, "reminder_sent") == 0 && letter_demand(c, event) != NULL);
		SequenceStep *own = step_named(steps, event);
		if (own == NULL && strcmp(event->name, "reminder_sent") == 0 && event->has_amount && !money_is_zero(event->amount))
			own = step_reminder(steps, event->on); /* a friendly note carries no fee */
		for (guint k = 0; own == NULL && k < steps->len; k++) {
			const SequenceStep *step = &g_array_index(steps, SequenceStep, k);
			met = met || (strcmp(step->event, event->name) == 0 && date_known(step->done_on) && date_compare(step->done_on, event->on) == 0);
		}
		SequenceStep *step = own != NULL ? own : step_open(steps, event->name);
		if (!met && step != NULL && !date_known(step->done_on))
			step->done_on = event->on;
	}
}

/* ---- the next step, held to the law ---- */

/* What stops every reminder, whatever the day; NULL: nothing does. */
char *sequence_stop(const Case *c, const Law *law, Date today, Lang lang)
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
static void look_ahead(SequenceOutlook *out, const Case *c, const Law *law, const SequenceStep *step, int days, Lang lang)
{
	const PaperKind *own = paper_kind_find(step->name), *kind = own != NULL ? own : paper_kind_find("reminder_1");
	const Party *debtor = c->debtors->len > 0 ? c->debtors->pdata[0] : NULL;
	Date first = out->on;
	if (debtor == NULL)
		return;
	for (int i = 0; i < days; i++) {
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

GArray *sequence_steps(const Sequence *sequence, const Case *c, Date due, Date today, guint *done)
{
	GArray *steps = g_array_sized_new(FALSE, TRUE, sizeof(SequenceStep), sequence->steps->len);
	g_array_append_vals(steps, sequence->steps->data, sequence->steps->len);
	steps_match(steps, c, due, today);
	*done = 0;
	for (guint i = 0; i < steps->len; i++)
		if (date_known(g_array_index(steps, SequenceStep, i).done_on))
			*done = i + 1;
	return steps;
}

/* The day after the time that the last demand gives; DATE_NONE: no demand's time is known. */
static Date demand_over(const Case *c, Date today)
{
	Date over = DATE_NONE;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && strcmp(event->name, "demand_sent") == 0 && date_known(event->deadline_on) && !date_before(today, event->on))
			over = date_max(over, date_add_days(event->deadline_on, 1));
	}
	return over;
}

bool sequence_plan(SequenceStep *step, SequenceOutlook *out, const Case *c, const Law *law, Date today, int days, Lang lang)
{
	step->planned_on = law_next_open_day(law, step->planned_on); /* nobody works on the others, and no letter leaves */
	Date start = date_max(step->planned_on, today), from = date_max(start, demand_over(c, today));
	*out = (SequenceOutlook){ .on = from, .fee = money_zero() };
	look_ahead(out, c, law, step, days, lang);
	if (date_before(start, from) && out->because == NULL) {
		SequenceOutlook first = { .on = start, .fee = money_zero() };
		look_ahead(&first, c, law, step, 1, lang);
		out->because = first.because;
	}
	/* What is possible is due on its own day, or when the demand's time was over: how late it is must be seen. */
	Date day = date_before(start, out->on) ? out->on : date_max(step->planned_on, demand_over(c, today));
	step->planned_on = law_next_open_day(law, day);
	return out->found && !out->never;
}

bool sequence_next(const Sequence *sequence, const Case *c, const Law *law, Date today, SequenceStep *out)
{
	enum { DAYS_AHEAD = 15 }; /* as long as one letter keeps the next waiting */
	guint done;
	g_autoptr(Claimed) claimed = claimed_of(c, law, today);
	Date due = sequence_due(claimed);
	if (!date_known(due))
		return false;
	g_autoptr(GArray) steps = sequence_steps(sequence, c, due, today, &done);
	if (done == steps->len)
		return false;
	*out = g_array_index(steps, SequenceStep, done);
	g_autofree char *stop = sequence_stop(c, law, today, LANG_DA);
	if (stop != NULL)
		return false;
	SequenceOutlook outlook;
	bool goes = sequence_plan(out, &outlook, c, law, today, DAYS_AHEAD, LANG_DA);
	g_free(outlook.because);
	return goes;
}

bool sequence_step_say(const Sequence *sequence, const char *name, Say *out)
{
	for (guint i = 0; i < sequence->steps->len; i++) {
		const SequenceStep *step = &g_array_index(sequence->steps, SequenceStep, i);
		if (strcmp(step->name, name) != 0)
			continue;
		*out = (Say){ step->da, step->en };
		return true;
	}
	return false;
}
