#include "enforcement/states.h"

#include "assess/calendar.h"
#include "intake/csv.h"
#include "intake/embedded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- the tables ---- */

typedef struct Transition {
	int n;
	char **from; /* ids, or "*" or "*T" alone */
	const char *event;
	const char *to; /* an id, "SAME" or "RETURN" */
	const char *statute;
} Transition;

static GArray *state_rows; /* State */
static GPtrArray *transition_rows; /* Transition* */

static Csv *table_of(const Embedded *list, const char *name)
{
	const Embedded *file = embedded_find(list, name);
	assert(file != NULL);
	Csv *csv = csv_parse((const char *)file->bytes, file->size, name, NULL);
	assert(csv != NULL);
	return csv;
}

static const char *kept(const Csv *csv, const CsvRow *row, const char *column)
{
	return g_intern_string(csv_cell(csv, row, column));
}

static void words_of(State *state, const Csv *words)
{
	for (guint i = 0; i < words->rows->len; i++) {
		const CsvRow *row = words->rows->pdata[i];
		if (strcmp(csv_cell(words, row, "name"), state->name) != 0)
			continue;
		state->word = (Say){ kept(words, row, "da"), kept(words, row, "en") };
		state->next = (Say){ kept(words, row, "next_da"), kept(words, row, "next_en") };
		const char *who = kept(words, row, "who");
		state->who = *who != '\0' ? who : NULL;
		return;
	}
	assert(false && "a state without words");
}

static void states_load(void)
{
	g_autoptr(Csv) rows = table_of(embedded_tables, "states.csv");
	g_autoptr(Csv) words = table_of(embedded_enforcement, "states.csv");
	GArray *states = g_array_new(FALSE, TRUE, sizeof(State));
	for (guint i = 0; i < rows->rows->len; i++) {
		const CsvRow *row = rows->rows->pdata[i];
		State state = { .id = kept(rows, row, "id"),
			        .name = kept(rows, row, "name"),
			        .phase = kept(rows, row, "phase"),
			        .has_title = *csv_cell(rows, row, "has_title") == '1',
			        .terminal = *csv_cell(rows, row, "terminal") == '1',
			        .rank = (int)i };
		words_of(&state, words);
		g_array_append_val(states, state);
	}
	state_rows = states;
}

static void transitions_add(const Csv *rows)
{
	for (guint i = 0; i < rows->rows->len; i++) {
		const CsvRow *row = rows->rows->pdata[i];
		Transition *t = g_new0(Transition, 1);
		t->n = atoi(csv_cell(rows, row, "n"));
		t->from = g_strsplit(csv_cell(rows, row, "from"), "|", -1);
		t->event = kept(rows, row, "event");
		t->to = kept(rows, row, "to");
		t->statute = kept(rows, row, "statute");
		g_ptr_array_add(transition_rows, t);
	}
}

static void tables_load(void)
{
	if (state_rows != NULL)
		return;
	states_load();
	transition_rows = g_ptr_array_new();
	g_autoptr(Csv) law = table_of(embedded_tables, "transitions.csv");
	g_autoptr(Csv) own = table_of(embedded_enforcement, "transitions.csv");
	transitions_add(law);
	transitions_add(own);
}

const State *state_find(const char *id_or_name)
{
	tables_load();
	for (guint i = 0; i < state_rows->len; i++) {
		const State *state = &g_array_index(state_rows, State, i);
		if (strcmp(state->id, id_or_name) == 0 || strcmp(state->name, id_or_name) == 0)
			return state;
	}
	return NULL;
}

static bool leads_from(const Transition *t, const State *state)
{
	if (strcmp(t->from[0], "*") == 0)
		return !state->terminal;
	if (strcmp(t->from[0], "*T") == 0)
		return !state->terminal && state->has_title;
	return g_strv_contains((const char *const *)t->from, state->id);
}

/* The transition for event out of state; NULL: it does not fit. *known: some row knows the event at all. */
static const Transition *transition_find(const State *state, const char *event, bool *known)
{
	*known = false;
	for (guint i = 0; i < transition_rows->len; i++) {
		const Transition *t = transition_rows->pdata[i];
		if (strcmp(t->event, event) != 0)
			continue;
		*known = true;
		if (leads_from(t, state))
			return t;
	}
	return NULL;
}

/* ---- one debtor's walk ---- */

typedef struct Walk {
	const Case *c;
	const Assessment *assessment;
	const Law *law;
	DebtorState *out;
	const State *at;
	const State *back; /* for RETURN */
	Date due_on; /* the earliest due date of what this debtor owes */
	Date until_on; /* the last day of the period that runs in the present state */
	Date act_on; /* the first day after it for us */
	Date title_on;
} Walk;

static bool is(const Walk *walk, const char *name)
{
	return strcmp(walk->at->name, name) == 0;
}

/* The period that an event starts in the state it led to; its stated day comes before the statute's count. */
static void clock_start(Walk *walk, const char *event, Date on, Date stated_on)
{
	static const struct {
		const char *event, *clock;
	} starts[] = {
		{ "demand_sent", "T02" },          { "reminder_sent", "T01" },       { "bp_served", "T10" },
		{ "bp_served_abroad", "T13" },     { "claim_served_kap39", "T11" },  { "claim_served_ordinary", "T17" },
		{ "judgment_for_us", "T20" },      { "default_judgment", "T20" },    { "appeal_for_us", "T20" },
		{ "judgment_against", "T22" },     { "fee_notice_received", "T18" }, { "objection_received", "T60" },
		{ "instalment_defaulted", "T21" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		if (strcmp(starts[i].event, event) != 0)
			continue;
		const Clock *clock = law_clock(walk->law, starts[i].clock);
		assert(clock != NULL);
		Deadline end = clock_end(walk->law, clock, on);
		walk->until_on = end.last_day;
		walk->act_on = date_known(end.act_from) ? end.act_from : date_add_days(end.last_day, 1);
	}
	if (date_known(stated_on)) {
		walk->until_on = stated_on;
		walk->act_on = date_add_days(stated_on, 1);
	}
}

static void take(Walk *walk, const Transition *t, const char *event, int64_t id, Date on, Date stated_on)
{
	const State *to = walk->at;
	if (strcmp(t->to, "RETURN") == 0)
		to = walk->back != NULL ? walk->back : walk->at;
	else if (strcmp(t->to, "SAME") != 0)
		to = state_find(t->to);
	assert(to != NULL);
	Step *step = g_new0(Step, 1);
	*step = (Step){ on, g_intern_string(event), id, walk->at, to, t->n, t->statute };
	g_ptr_array_add(walk->out->steps, step);
	if (to != walk->at) {
		walk->out->since_on = on;
		walk->until_on = walk->act_on = DATE_NONE;
		static const char *const returning[] = { "HENSTAND", "DEBT_RELIEF", "REKON", NULL };
		if (g_strv_contains(returning, to->name))
			walk->back = walk->at;
		if (to->has_title && !walk->at->has_title)
			walk->title_on = on;
		walk->at = to;
	}
	clock_start(walk, event, on, stated_on);
}

/* A computed event: taken where the table has it, else nothing. */
static bool compute(Walk *walk, const char *event, Date on)
{
	bool known;
	const Transition *t = transition_find(walk->at, event, &known);
	assert(known);
	if (t == NULL)
		return false;
	take(walk, t, event, 0, on, DATE_NONE);
	return true;
}

static void misfit(Walk *walk, const Event *event, char *da, char *en)
{
	Misfit *m = g_new0(Misfit, 1);
	*m = (Misfit){ event->id, g_intern_string(event->name), event->on, walk->at, da, en };
	g_ptr_array_add(walk->out->misfits, m);
}

/* What the calendar alone has brought by the start of day on. */
static void days_pass(Walk *walk, Date on)
{
	for (;;) {
		if (is(walk, "OPEN") && date_known(walk->due_on) && date_before(walk->due_on, on))
			compute(walk, "due_date_passed", date_add_days(walk->due_on, 1));
		else if (is(walk, "VARSEL") && date_known(walk->act_on) && !date_before(on, walk->act_on))
			compute(walk, "demand_expired", walk->act_on);
		else if (is(walk, "TITLE_WAIT") && date_known(walk->act_on) && !date_before(on, walk->act_on))
			compute(walk, "waiting_time_over", walk->act_on);
		else
			return;
	}
}

/*
 * The route was chosen by day on: take the computed events that lead to route_bp or route_civil. decided: a person has
 * answered an objection by approving the papers.
 */
static void bring_to_route(Walk *walk, const char *route_event, Date on, bool decided)
{
	if (is(walk, "OPEN"))
		compute(walk, "due_date_passed", on);
	if (is(walk, "VARSEL") && date_known(walk->act_on) && !date_before(on, walk->act_on))
		compute(walk, "demand_expired", walk->act_on);
	if (is(walk, "OVERDUE") || is(walk, "REMINDED") || is(walk, "VARSEL"))
		compute(walk, "demand_not_needed", on);
	if (is(walk, "DISPUTE") && decided)
		compute(walk, "objection_stands", on);
	if (is(walk, "COLLECT"))
		compute(walk, "court_ready", on);
	if (is(walk, "ROUTE"))
		compute(walk, route_event, on);
}

/* The guards of the table that the record can answer. false: the event does not fit. */
static bool guard_holds(Walk *walk, const Event *event)
{
	if (strcmp(event->name, "bp_objection") == 0 && is(walk, "BP_SERVED") && date_known(walk->until_on) &&
	    date_before(walk->until_on, event->on)) {
		g_autofree char *da = date_danish_long(walk->until_on);
		g_autofree char *en = date_english(walk->until_on);
		misfit(walk, event,
		       g_strdup_printf("Indsigelsen kom efter fristens sidste dag, %s; sagens stade er uændret.", da),
		       g_strdup_printf("The objection came after the last day to object, %s; the state is unchanged.", en));
		return false;
	}
	if (g_str_has_prefix(event->name, "bp_endorsed") && is(walk, "BP_SERVED") && date_known(walk->until_on) &&
	    !date_before(walk->until_on, event->on)) {
		g_autofree char *da = date_danish_long(walk->until_on);
		g_autofree char *en = date_english(walk->until_on);
		misfit(
		    walk, event,
		    g_strdup_printf(
			"Påtegningen har en dag før indsigelsesfristens udløb, %s: se efter, om dagene er rigtige.", da),
		    g_strdup_printf("The endorsement is dated before the time to object ended, %s: check both days.", en));
	}
	return true;
}

static void happen(Walk *walk, const Event *event)
{
	days_pass(walk, event->on);
	if (strcmp(event->name, "bp_filed") == 0)
		bring_to_route(walk, "route_bp", event->on, true);
	else if (strcmp(event->name, "claim_filed") == 0)
		bring_to_route(walk, "route_civil", event->on, true);
	bool known;
	const Transition *t = transition_find(walk->at, event->name, &known);
	if (!known)
		return; /* no state hangs on it: payment, credit, court_number */
	if (t == NULL) {
		misfit(walk, event,
		       g_strdup_printf(
			   "Hændelsen passer ikke til, hvor sagen stod da: »%s«. Den er gemt, og stadet er uændret.",
			   walk->at->word.da),
		       g_strdup_printf(
			   "The event does not fit where the case then stood: \"%s\". It is kept; the state is unchanged.",
			   walk->at->word.en));
		return;
	}
	if (guard_holds(walk, event))
		take(walk, t, event->name, event->id, event->on, event->deadline_on);
}

/* ---- what a case brings ---- */

static bool owes(const Item *item, const Party *debtor)
{
	for (guint i = 0; item->debtors != NULL && i < item->debtors->len; i++)
		if (item->debtors->pdata[i] == debtor)
			return true;
	return item->debtors == NULL || item->debtors->len == 0;
}

static Date first_due(const Case *c, const Party *debtor)
{
	Date first = DATE_NONE, due;
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (item_kind_is_principal(item->kind) && owes(item, debtor) && field_date(&item->due_on, &due))
			first = date_min(first, due);
	}
	return first;
}

/* A demand letter that stands as a document or letter fact, when no event tells of one. The event is the caller's. */
static Event *demand_in_facts(const Case *c)
{
	g_autoptr(Event) found = NULL;
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (strcmp(fact->name, "letter.kind") != 0 || fact->status == FACT_REJECTED ||
		    strcmp(fact->value, "demand") != 0)
			continue;
		Event letter = { .name = (char *)"demand_sent", .on = DATE_NONE, .deadline_on = DATE_NONE };
		for (guint j = 0; j < c->facts->len; j++) {
			const Fact *of = c->facts->pdata[j];
			if (strcmp(of->subject, fact->subject) != 0 || of->status == FACT_REJECTED)
				continue;
			if (strcmp(of->name, "letter.sent_on") == 0 && !date_parse(of->value, &letter.on))
				letter.on = DATE_NONE;
			if (strcmp(of->name, "letter.deadline_on") == 0 && !date_parse(of->value, &letter.deadline_on))
				letter.deadline_on = DATE_NONE;
		}
		if (date_known(letter.on) && (found == NULL || date_before(found->on, letter.on))) {
			g_clear_pointer(&found, event_free);
			found = event_copy(&letter);
		}
	}
	return g_steal_pointer(&found);
}

static int by_day(gconstpointer a, gconstpointer b)
{
	const Event *x = *(const Event *const *)a, *y = *(const Event *const *)b;
	int days = date_compare(x->on, y->on);
	return days != 0 ? days : (x->id > y->id) - (x->id < y->id);
}

/* The day on which what is owed reached zero, from the postings; DATE_NONE when it has not. */
static Date paid_on(const Assessment *a)
{
	const Owed *owed = a->owed;
	if (owed == NULL || !owed->known || !money_is_zero(owed->total))
		return DATE_NONE;
	Date on = DATE_NONE;
	for (guint i = 0; i < owed->postings->len; i++) {
		const Posting *posting = owed->postings->pdata[i];
		if (!posting->statement)
			on = posting->on;
	}
	for (guint i = 0; i < a->on_case->events->len; i++) {
		const Event *event = a->on_case->events->pdata[i];
		if (!event->replaced && strcmp(event->name, "credit") == 0 && !date_before(a->on, event->on))
			on = date_max(on, event->on);
	}
	if (!date_known(on) && a->on_case->credits->len > 0)
		on = a->on; /* credited away from the start */
	return on;
}

static void route_at_end(Walk *walk, Date on)
{
	const Assessment *a = walk->assessment;
	switch (a->route) {
	case ROUTE_BETALINGSPAAKRAV:
		bring_to_route(walk, "route_bp", on, false);
		break;
	case ROUTE_CIVIL_CLAIM:
		bring_to_route(walk, "route_civil", on, false);
		break;
	case ROUTE_UDLAEG:
		if (is(walk, "OPEN"))
			compute(walk, "title_at_intake", on);
		else
			bring_to_route(walk, "title_found", on, false);
		break;
	case ROUTE_PERSON:
		if (is(walk, "COLLECT"))
			compute(walk, "court_ready", on);
		break;
	case ROUTE_MISSING:
	case ROUTE_UNSUITABLE:
	case ROUTES:
		break;
	}
}

/* When what is next should have happened: the period that runs, else limitation before a title and after it. */
static Date next_by(const Walk *walk)
{
	if (walk->at->terminal)
		return DATE_NONE;
	if (date_known(walk->until_on))
		return is(walk, "TITLE_WAIT") ? walk->act_on : walk->until_on;
	static const char *const filed[] = { "precourt", NULL };
	bool draft = is(walk, "BP_DRAFT") || is(walk, "SC_DRAFT") || is(walk, "BP_PARKED");
	if (draft || g_strv_contains(filed, walk->at->phase))
		return is(walk, "OPEN") && date_known(walk->due_on) ? walk->due_on : walk->assessment->limitation_on;
	/* Limitation of the title is a deadline for those who can act on it, not for the court or the debtor. */
	bool ours = g_strcmp0(walk->at->who, "operator") == 0 || g_strcmp0(walk->at->who, "creditor") == 0;
	if (!ours || !walk->at->has_title || !date_known(walk->title_on))
		return DATE_NONE;
	return clock_end(walk->law, law_clock(walk->law, "T41"), walk->title_on).last_day;
}

static void step_free(void *data)
{
	g_free(data);
}

static void misfit_free(void *data)
{
	Misfit *m = data;
	g_free(m->da);
	g_free(m->en);
	g_free(m);
}

static void debtor_state_free(void *data)
{
	DebtorState *out = data;
	g_ptr_array_free(out->steps, TRUE);
	g_ptr_array_free(out->misfits, TRUE);
	g_free(out);
}

static DebtorState *debtor_walk(const Case *c, const Assessment *assessment, const Law *law, const Party *debtor, Date on)
{
	DebtorState *out = g_new0(DebtorState, 1);
	*out = (DebtorState){ .debtor = debtor,
		              .since_on = DATE_NONE,
		              .by_on = DATE_NONE,
		              .steps = g_ptr_array_new_with_free_func(step_free),
		              .misfits = g_ptr_array_new_with_free_func(misfit_free) };
	g_autoptr(GPtrArray) events = g_ptr_array_new();
	bool demand = false;
	for (guint i = 0; i < c->events->len; i++) {
		Event *event = c->events->pdata[i];
		bool about = event->debtor == NULL || strcmp(event->debtor, debtor->id) == 0;
		if (!event->replaced && about && !date_before(on, event->on)) {
			g_ptr_array_add(events, event);
			demand = demand || strcmp(event->name, "demand_sent") == 0;
		}
	}
	g_autoptr(Event) letter = demand ? NULL : demand_in_facts(c);
	if (letter != NULL && !date_before(on, letter->on))
		g_ptr_array_add(events, letter);
	g_ptr_array_sort(events, by_day);

	Walk walk = { .c = c,
		      .assessment = assessment,
		      .law = law,
		      .out = out,
		      .at = state_find("OPEN"),
		      .due_on = first_due(c, debtor),
		      .until_on = DATE_NONE,
		      .act_on = DATE_NONE,
		      .title_on = DATE_NONE };
	Date paid = paid_on(assessment);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (date_known(paid) && date_before(paid, event->on) && !walk.at->terminal)
			compute(&walk, "fully_paid", paid);
		happen(&walk, event);
		if (strcmp(event->name, "payment") == 0 && !walk.at->terminal &&
		    (!date_known(paid) || date_before(event->on, paid)))
			compute(&walk, "part_paid", event->on);
	}
	days_pass(&walk, date_known(paid) ? paid : on);
	if (date_known(paid) && !walk.at->terminal)
		compute(&walk, "fully_paid", paid);
	route_at_end(&walk, on);
	out->state = walk.at;
	out->by_on = next_by(&walk);
	return out;
}

States *states_of(const Case *c, const Assessment *assessment, const Law *law, Date on)
{
	tables_load();
	States *states = g_new0(States, 1);
	states->debtors = g_ptr_array_new_with_free_func(debtor_state_free);
	for (guint i = 0; i < c->debtors->len; i++) {
		DebtorState *out = debtor_walk(c, assessment, law, c->debtors->pdata[i], on);
		g_ptr_array_add(states->debtors, out);
		if (states->least == NULL || out->state->rank < states->least->state->rank)
			states->least = out;
	}
	return states;
}

void states_free(States *states)
{
	if (states == NULL)
		return;
	g_ptr_array_free(states->debtors, TRUE);
	g_free(states);
}
