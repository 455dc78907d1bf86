/* letter next CASE: the sequence in force on a case, what of it is done and what comes next. */
#include "filing/letter.h"

#include "assess/edition.h"
#include "filing/sequence.h"
#include "intake/record.h"

#include <string.h>

#define DAYS_AHEAD 60 /* what the law does not allow within two months waits for something else than days */

static void row_json(cJSON *rows, const SequenceStep *step, const char *state, const SequenceOutlook *outlook, Lang lang)
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
static char *steps_json(cJSON *rows, GArray *steps, guint done, const Call *call, const Case *c, const Law *law)
{
	for (guint i = 0; i < done; i++) {
		const SequenceStep *step = &g_array_index(steps, SequenceStep, i);
		row_json(rows, step, date_known(step->done_on) ? "done" : "skipped", NULL, call->lang);
	}
	char *stop = sequence_stop(c, law, call->today, call->lang);
	if (stop != NULL || done == steps->len)
		return stop;
	SequenceStep *next = &g_array_index(steps, SequenceStep, done);
	SequenceOutlook outlook;
	Date meant = law_next_open_day(law, next->planned_on);
	if (!sequence_plan(next, &outlook, c, law, call->today, DAYS_AHEAD, call->lang))
		return outlook.because;
	int late = date_diff(meant, date_max(next->planned_on, call->today)); /* those after it keep their distance */
	for (guint i = done; i < steps->len; i++) {
		SequenceStep *step = &g_array_index(steps, SequenceStep, i);
		if (step != next)
			step->planned_on = law_next_open_day(law, date_add_days(step->planned_on, late));
		row_json(rows, step, step == next ? "next" : "later", step == next ? &outlook : NULL, call->lang);
	}
	g_free(outlook.because);
	return NULL;
}

int letter_next_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	g_autoptr(Sequence) sequence = c != NULL ? sequence_open(store_home(call->store), error) : NULL;
	if (sequence == NULL)
		return -1;
	g_autoptr(Claimed) claimed = claimed_of(c, law, call->today);
	Date due = sequence_due(claimed);
	*result = json_result("letter-next");
	json_text(*result, "case", c->id);
	json_text(*result, "sequence", sequence_name(sequence));
	json_date(*result, "due_on", due);
	cJSON *rows = json_array(*result, "steps");
	if (!date_known(due)) {
		json_null(*result, "because");
		return EXIT_NO;
	}
	guint done;
	g_autoptr(GArray) steps = sequence_steps(sequence, c, due, call->today, &done);
	g_autofree char *stop = steps_json(rows, steps, done, call, c, law);
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
