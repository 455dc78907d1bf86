#include "enforcement/states.h"

#include "assess/execution.h"
#include "assess/instalments.h"
#include "assess/limitation.h"
#include "enforcement/walk.h"

#include <string.h>

const char *state_flag_name(int i)
{
	static const char *const names[STATE_FLAGS] = { "DISPUTED", "HENSTAND",   "PLAN",     "PROTECT490", "BANKRUPT",
		                                        "DEBTRELIEF", "DECEASED", "REKON",    "APPEALED" };
	return names[i];
}

/* ---- what a case brings ---- */

bool item_owed_by(const Item *item, const Party *debtor)
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
		if (item_kind_is_principal(item->kind) && item_owed_by(item, debtor) && field_date(&item->due_on, &due))
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
static Date paid_on(const Assessment *a, const Owed *owed)
{
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

/* Paid in full, or with what an offer that was met asked for. */
static const char *paid_word(const Owed *owed)
{
	return money_is_zero(owed->waived) ? "fully_paid" : "discount_accepted";
}

static void route_at_end(Walk *walk, Date on)
{
	const Assessment *a = walk->assessment;
	switch (a->route) {
	case ROUTE_BETALINGSPAAKRAV:
		walk_bring_to_route(walk, "route_bp", on, false);
		break;
	case ROUTE_CIVIL_CLAIM:
		walk_bring_to_route(walk, "route_civil", on, false);
		break;
	case ROUTE_UDLAEG:
		if (walk_is(walk, "OPEN"))
			walk_compute(walk, "title_at_intake", on);
		else
			walk_bring_to_route(walk, "title_found", on, false);
		break;
	case ROUTE_PERSON:
		if (walk_is(walk, "COLLECT"))
			walk_compute(walk, "court_ready", on);
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
		return walk_is(walk, "TITLE_WAIT") ? walk->act_on : walk->until_on;
	static const char *const filed[] = { "precourt", NULL };
	bool draft = walk_is(walk, "BP_DRAFT") || walk_is(walk, "SC_DRAFT") || walk_is(walk, "BP_PARKED");
	if (draft || g_strv_contains(filed, walk->at->phase))
		return walk_is(walk, "OPEN") && date_known(walk->due_on) ? walk->due_on : walk->assessment->limitation_on;
	/* Limitation of the title is a deadline for those who can act on it, not for the court or the debtor. */
	bool ours = g_strcmp0(walk->at->who, "operator") == 0 || g_strcmp0(walk->at->who, "creditor") == 0;
	if (!ours || !walk->at->has_title || !date_known(walk->out->title_on))
		return DATE_NONE;
	return clock_end(walk->law, law_clock(walk->law, "T41"), walk->out->title_on).last_day;
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
	g_ptr_array_free(out->clocks, TRUE);
	g_free(out);
}

/* ---- limitation, and what time will bring ---- */

/* Limitation of the principal against this debtor: the earliest day; *over_on: the day on which the last item was barred. */
static void limitation_look(Walk *walk, Date on, Date *over_on)
{
	DebtorState *out = walk->out;
	bool all_barred = true, all_end = true, any = false;
	*over_on = DATE_NONE;
	for (guint i = 0; i < walk->c->items->len; i++) {
		const Item *item = walk->c->items->pdata[i];
		if (!item_kind_is_principal(item->kind) || !item_owed_by(item, out->debtor))
			continue;
		g_autoptr(Limitation) one = limitation_of(walk->c, item, out->debtor, walk->law, on);
		any = true;
		all_barred = all_barred && one->known && one->barred;
		all_end = all_end && one->known && !one->held;
		if (!one->known)
			continue;
		bool first = !date_known(out->limitation_on);
		if (first || (out->limitation_held && !one->held) ||
		    (out->limitation_held == one->held && date_before(one->last_on, out->limitation_on))) {
			out->limitation_on = one->last_on;
			out->limitation_held = one->held;
		}
		*over_on = date_max(*over_on, date_add_days(one->last_on, 1));
	}
	out->barred_on = any && all_end ? *over_on : DATE_NONE;
	if (!any || !all_barred)
		*over_on = DATE_NONE;
}

/* While a court or an estate has the claim, that it was late is the debtor's to plead and a person's to see. */
static bool lapses_by_itself(const State *state)
{
	static const char *const names[] = { "ROUTE", "BP_DRAFT", "BP_PARKED", "SC_DRAFT", "UDLAEG", "PLAN_FOGED",
		                             "NOTHING_FOUND", "DORMANT", "FOREIGN", NULL };
	return strcmp(state->phase, "intake") == 0 || strcmp(state->phase, "precourt") == 0 ||
	       strcmp(state->phase, "title") == 0 || g_strv_contains(names, state->name);
}

static Date since(const DebtorState *out)
{
	if (out->steps->len == 0)
		return DATE_NONE;
	return ((const Step *)out->steps->pdata[out->steps->len - 1])->on;
}

static Date change_of(const Walk *walk, Date on)
{
	const DebtorState *out = walk->out;
	const Assessment *a = walk->assessment;
	Date change = DATE_NONE, next[] = { DATE_NONE, DATE_NONE, DATE_NONE, DATE_NONE };
	if (walk->at->terminal)
		return DATE_NONE;
	if (walk_is(walk, "OPEN") && date_known(walk->due_on))
		next[0] = date_add_days(walk->due_on, 1);
	if (walk_is(walk, "VARSEL") || walk_is(walk, "TITLE_WAIT") || walk_is(walk, "HENSTAND"))
		next[0] = walk->act_on;
	for (guint i = 0; i < out->clocks->len && (walk_is(walk, "UDLAEG") || walk_is(walk, "PLAN_FOGED")); i++) {
		const RunningClock *clock = out->clocks->pdata[i];
		if (clock->fate == FATE_RUNS && (strcmp(clock->clock->id, "T33") == 0 || strcmp(clock->clock->id, "T36") == 0))
			next[1] = date_max(next[1], date_add_days(running_last_day(clock), 1));
	}
	if (date_known(out->limitation_on) && !out->limitation_held && lapses_by_itself(walk->at))
		next[2] = date_add_days(out->limitation_on, 1);
	if (strcmp(walk->at->phase, "precourt") == 0 || strcmp(walk->at->phase, "intake") == 0)
		next[3] = a->ready_on;
	for (size_t i = 0; i < G_N_ELEMENTS(next); i++)
		if (date_known(next[i]) && date_before(on, next[i]))
			change = date_min(change, next[i]);
	return change;
}

static void flags_at_end(Walk *walk, Date on)
{
	DebtorState *out = walk->out;
	const RunningClock *rest = clock_running(out, "T31");
	if (walk_is(walk, "HENSTAND"))
		out->flags |= FLAG_HENSTAND;
	g_autoptr(Plan) plan = plan_of(walk->c, out->debtor, walk->law, on);
	if (walk_is(walk, "PLAN_OUT") || walk_is(walk, "PLAN_FOGED") || plan_runs(plan))
		out->flags |= FLAG_PLAN;
	if (rest != NULL && date_before(on, running_act_from(rest)))
		out->flags |= FLAG_PROTECT490;
	if (walk->at->terminal)
		out->flags = 0;
}

/* ---- the walk ---- */

/* The events about this debtor that have happened by then, in order; a demand read in the facts among them. */
static GPtrArray *events_about(const Case *c, const Party *debtor, Date on, Event **letter)
{
	GPtrArray *events = g_ptr_array_new();
	bool demand = false;
	for (guint i = 0; i < c->events->len; i++) {
		Event *event = c->events->pdata[i];
		bool about = event->debtor == NULL || strcmp(event->debtor, debtor->id) == 0;
		if (!event->replaced && about && !date_before(on, event->on)) {
			g_ptr_array_add(events, event);
			demand = demand || strcmp(event->name, "demand_sent") == 0;
		}
	}
	*letter = demand ? NULL : demand_in_facts(c);
	if (*letter != NULL && !date_before(on, (*letter)->on))
		g_ptr_array_add(events, *letter);
	g_ptr_array_sort(events, by_day);
	return events;
}

static void walk_events(Walk *walk, const GPtrArray *events, const Owed *owed, Date paid)
{
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (date_known(paid) && date_before(paid, event->on) && !walk->at->terminal)
			walk_compute(walk, paid_word(owed), paid);
		walk_happen(walk, event);
		if (strcmp(event->name, "payment") == 0 && !walk->at->terminal &&
		    (!date_known(paid) || date_before(event->on, paid)))
			walk_compute(walk, "part_paid", event->on);
	}
}

static DebtorState *debtor_walk(const Case *c, const Assessment *assessment, const Law *law, const Party *debtor, Date on)
{
	DebtorState *out = g_new0(DebtorState, 1);
	*out = (DebtorState){ .debtor = debtor,
		              .since_on = DATE_NONE,
		              .by_on = DATE_NONE,
		              .steps = g_ptr_array_new_with_free_func(g_free),
		              .misfits = g_ptr_array_new_with_free_func(misfit_free),
		              .clocks = g_ptr_array_new_with_free_func(g_free),
		              .title_on = DATE_NONE,
		              .until_on = DATE_NONE,
		              .change_on = DATE_NONE,
		              .limitation_on = DATE_NONE,
		              .barred_on = DATE_NONE };
	Walk walk = { .c = c,
		      .assessment = assessment,
		      .law = law,
		      .out = out,
		      .at = state_find("OPEN"),
		      .due_on = first_due(c, debtor),
		      .until_on = DATE_NONE,
		      .act_on = DATE_NONE,
		      .henstand_lapsed_on = DATE_NONE };
	g_autoptr(Event) letter = NULL;
	g_autoptr(GPtrArray) events = events_about(c, debtor, on, &letter);
	g_autoptr(Owed) own = execution_owed(c, debtor, law, on);
	const Owed *owed = own != NULL ? own : assessment->owed;
	Date paid = paid_on(assessment, owed), over_on;
	walk_events(&walk, events, owed, paid);
	walk_days_pass(&walk, date_known(paid) ? paid : on);
	if (date_known(paid) && !walk.at->terminal)
		walk_compute(&walk, paid_word(owed), paid);
	limitation_look(&walk, on, &over_on);
	if (date_known(over_on) && lapses_by_itself(walk.at))
		walk_compute(&walk, "limitation_passed", date_max(over_on, since(out)));
	else
		route_at_end(&walk, on);
	if (!lapses_by_itself(walk.at))
		out->barred_on = DATE_NONE;
	out->state = walk.at;
	out->until_on = walk.until_on;
	out->act_on = walk.act_on;
	out->due_on = walk.due_on;
	out->fees = walk.fees;
	out->by_on = next_by(&walk);
	flags_at_end(&walk, on);
	out->change_on = change_of(&walk, on);
	return out;
}

Walk walk_at(const Case *c, const Assessment *assessment, const Law *law, const DebtorState *debtor)
{
	return (Walk){ .c = c,
		       .assessment = assessment,
		       .law = law,
		       .out = (DebtorState *)debtor,
		       .at = debtor->state,
		       .due_on = debtor->due_on,
		       .until_on = debtor->until_on,
		       .act_on = debtor->act_on,
		       .henstand_lapsed_on = DATE_NONE,
		       .fees = debtor->fees };
}

States *states_of(const Case *c, const Assessment *assessment, const Law *law, Date on)
{
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

bool state_plan_runs(const DebtorState *state)
{
	return state != NULL && (state->flags & FLAG_PLAN) != 0 && strcmp(state->state->phase, "precourt") == 0 &&
	       strcmp(state->state->name, "PLAN_OUT") != 0;
}

Say state_words(const DebtorState *state)
{
	if (state_plan_runs(state))
		return (Say){ "Der løber en afdragsordning", "An instalment plan is running" };
	return state != NULL ? state->state->word : state_find("OPEN")->word;
}

bool state_took(const DebtorState *state, const Event *event)
{
	for (guint i = 0; i < state->steps->len; i++)
		if (event->id != 0 && ((const Step *)state->steps->pdata[i])->event_id == event->id)
			return true;
	return false;
}

void states_free(States *states)
{
	if (states == NULL)
		return;
	g_ptr_array_free(states->debtors, TRUE);
	g_free(states);
}
