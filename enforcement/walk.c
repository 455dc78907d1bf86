#include "enforcement/walk.h"

#include "assess/asset.h"
#include "enforcement/clockwords.h"

#include <assert.h>
#include <string.h>

bool walk_is(const Walk *walk, const char *state_name)
{
	return strcmp(walk->at->name, state_name) == 0;
}

/* ---- clocks ---- */

Date running_last_day(const RunningClock *clock)
{
	return date_known(clock->stated_on) ? clock->stated_on : clock->end.last_day;
}

Date running_act_from(const RunningClock *clock)
{
	return date_known(clock->stated_on) ? date_add_days(clock->stated_on, 1) : clock->end.act_from;
}

Date running_file_by(const RunningClock *clock)
{
	return date_known(clock->stated_on) ? clock->stated_on : clock->end.file_by;
}

static RunningClock *running_of(GPtrArray *clocks, const char *id)
{
	for (guint i = clocks->len; i-- > 0;) {
		RunningClock *clock = clocks->pdata[i];
		if (clock->fate == FATE_RUNS && strcmp(clock->clock->id, id) == 0)
			return clock;
	}
	return NULL;
}

const RunningClock *clock_running(const DebtorState *state, const char *id)
{
	return running_of(state->clocks, id);
}

static bool is_settlement(const char *ground)
{
	g_autofree char *low = g_utf8_strdown(ground != NULL ? ground : "", -1);
	return strstr(low, "forlig") != NULL || strstr(low, "gældsbrev") != NULL || strstr(low, "settlement") != NULL;
}

/* Is the clock one that the event does not start after all? */
static bool clock_spared(const Walk *walk, const char *id, const Event *event, const char *name)
{
	Money limit;
	if (strcmp(id, "T16") == 0) /* only when ordered (rpl § 477 f) */
		return event == NULL || !date_known(event->deadline_on);
	if (strcmp(id, "T33") == 0)
		return event != NULL && !attachment_lapses(walk->c, walk->out->debtor, event);
	/* A title that came with the case: a settlement or a note waits by § 484, a judgment by § 480. */
	if (strcmp(name, "title_at_intake") == 0 && (strcmp(id, "T20") == 0 || strcmp(id, "T21") == 0))
		return (strcmp(id, "T21") == 0) != (event != NULL && is_settlement(event->ground));
	if (strcmp(id, "T31") == 0) /* a refusal is no meeting: the rest period that runs runs on (rpl § 490 stk. 1) */
		return strcmp(name, "foged_refused_490") == 0 && clock_running(walk->out, "T31") != NULL;
	if (strcmp(id, "T23") == 0)
		return event != NULL && walk->assessment->principal_known &&
		       law_limit_money(walk->law, "appeal_limit_without_leave", event->on, &limit) &&
		       money_compare(walk->assessment->principal, limit) > 0;
	return false;
}

static void clock_stop(RunningClock *clock, ClockFate fate, Date on)
{
	clock->fate = fate;
	clock->fate_on = on;
}

static RunningClock *clock_begin(Walk *walk, const char *id, const char *name, const Event *event, Date on)
{
	const Clock *clock = law_clock(walk->law, id);
	assert(clock != NULL);
	RunningClock *before = running_of(walk->out->clocks, id);
	/* Each attachment has its own life; every other clock runs once. */
	if (before != NULL && strcmp(id, "T33") != 0 && strcmp(id, "T35") != 0)
		clock_stop(before, FATE_STOPPED, on);
	RunningClock *begun = g_new0(RunningClock, 1);
	*begun = (RunningClock){ .clock = clock,
		                 .start_on = on,
		                 .end = clock_end(walk->law, clock, on),
		                 .stated_on = DATE_NONE,
		                 .event = g_intern_string(name),
		                 .event_id = event != NULL ? event->id : 0,
		                 .fate = FATE_RUNS,
		                 .fate_on = DATE_NONE };
	g_ptr_array_add(walk->out->clocks, begun);
	return begun;
}

/* The clock that is the period of the state it leads to; a day that the event states is its end. */
static bool is_period(const char *id, const char *name)
{
	static const char *const periods[] = { "T01", "T02", "T10", "T11", "T13", "T16", "T17", "T18", "T20", "T21",
		                               "T22", "T34", "T36", "T50", "T51", "T53", "T60", NULL };
	return g_strv_contains(periods, id) && !(strcmp(id, "T22") == 0 && strcmp(name, "judgment_for_us") == 0);
}

static void period_set(Walk *walk, RunningClock *clock, Date stated_on)
{
	clock->stated_on = stated_on;
	walk->until_on = running_last_day(clock);
	walk->act_on = running_act_from(clock);
	if (!date_known(walk->act_on))
		walk->act_on = date_add_days(walk->until_on, 1);
}

static void clocks_hold(Walk *walk, const char *id, ClockFate fate, Date on)
{
	for (guint i = 0; i < walk->out->clocks->len; i++) {
		RunningClock *clock = walk->out->clocks->pdata[i];
		if (clock->fate == FATE_RUNS && strcmp(clock->clock->id, id) == 0)
			clock_stop(clock, fate, on);
	}
}

/*
 * title_at_intake brought by the documents has no day of its own: the due date is never too late. Limitation counts from
 * the due date (fl § 2 stk. 1), not from the day after, on which the claim is seen to be overdue.
 */
static Date start_of(const Walk *walk, const char *clock, const char *name, const Event *event, Date on)
{
	bool undated = event == NULL && g_str_has_prefix(name, "title_");
	bool overdue = strcmp(clock, "T40") == 0 && strcmp(name, "due_date_passed") == 0;
	return (undated || overdue) && date_known(walk->due_on) ? walk->due_on : on;
}

static void clocks_move(Walk *walk, const Transition *t, const char *name, const Event *event, Date on)
{
	Date stated_on = event != NULL ? event->deadline_on : DATE_NONE;
	bool titled_by_file = event == NULL && g_str_has_prefix(name, "title_"), period = false;
	for (guint i = 0; i < t->moves->len; i++) {
		const ClockMove *move = &g_array_index(t->moves, ClockMove, i);
		const Clock *clock = law_clock(walk->law, move->clock);
		assert(clock != NULL);
		if (move->what == START_STOP || move->what == START_HOLD) {
			clocks_hold(walk, move->clock, move->what == START_HOLD ? FATE_HELD : FATE_STOPPED, on);
			continue;
		}
		bool waiting = strcmp(move->clock, "T20") == 0 || strcmp(move->clock, "T21") == 0;
		if (move->what != START_BEGIN || !event_starts(name, clock->start_event) ||
		    clock_spared(walk, move->clock, event, name) || (titled_by_file && waiting))
			continue;
		RunningClock *begun = clock_begin(walk, move->clock, name, event, start_of(walk, move->clock, name, event, on));
		if (is_period(move->clock, name) && !period) {
			period_set(walk, begun, stated_on);
			period = true;
		}
	}
	for (int i = 0; clock_also_started(name, i) != NULL; i++)
		clock_begin(walk, clock_also_started(name, i), name, event, on);
	/* The day of a promise is the debtor's, and no court's; it stands in the docket by itself. */
	if (!period && date_known(stated_on) && strcmp(name, "call_logged") != 0) {
		walk->until_on = stated_on;
		walk->act_on = date_add_days(stated_on, 1);
	}
}

/* A closed case runs no clock but the one for deleting what was listed (enforcement.md section 14). */
static void clocks_cancel(Walk *walk, Date on)
{
	for (guint i = 0; i < walk->out->clocks->len; i++) {
		RunningClock *clock = walk->out->clocks->pdata[i];
		if (clock->fate != FATE_STOPPED && strcmp(clock->clock->id, "T52") != 0)
			clock_stop(clock, FATE_STOPPED, on);
	}
}

/* ---- flags and the title ---- */

static void flags_move(Walk *walk, const char *name)
{
	static const struct {
		const char *event;
		int set, clear;
	} rows[] = {
		{ "objection_received", FLAG_DISPUTED, 0 },
		{ "bp_objection", FLAG_DISPUTED, 0 },
		{ "objection_cleared", 0, FLAG_DISPUTED },
		{ "bankruptcy_notice", FLAG_BANKRUPT, FLAG_REKON },
		{ "petition_filed", FLAG_BANKRUPT, 0 },
		{ "debt_relief_notice", FLAG_DEBTRELIEF, 0 },
		{ "relief_refused", 0, FLAG_DEBTRELIEF },
		{ "death_notice", FLAG_DECEASED, 0 },
		{ "reconstruction_notice", FLAG_REKON, 0 },
		{ "reconstruction_ended", 0, FLAG_REKON },
		{ "debtor_appeal_in_time", FLAG_APPEALED, 0 },
		{ "debtor_appeal_late", FLAG_APPEALED, 0 },
		{ "appeal_for_us", 0, FLAG_APPEALED },
		{ "reopening_requested", FLAG_APPEALED, 0 },
		{ "reopening_refused", 0, FLAG_APPEALED },
		{ "reopened", 0, FLAG_APPEALED },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].event, name) == 0)
			walk->out->flags = (walk->out->flags | rows[i].set) & ~rows[i].clear;
}

static void title_move(Walk *walk, const Transition *t, const char *name, const Event *event, Date on)
{
	for (guint i = 0; i < t->moves->len; i++) {
		const ClockMove *move = &g_array_index(t->moves, ClockMove, i);
		if (strcmp(move->clock, "T41") != 0)
			continue;
		if (move->what == START_BEGIN) {
			walk->out->title_on = event != NULL ? on : DATE_NONE;
			walk->out->title_event = g_intern_string(name);
			walk->out->flags &= ~FLAG_DISPUTED; /* the court, or the debtor's own signature, has settled it */
		} else if (move->what == START_STOP) {
			walk->out->title_on = DATE_NONE;
			walk->out->title_event = NULL;
		}
	}
}

/* ---- states ---- */

static bool returning(const State *state)
{
	static const char *const names[] = { "HENSTAND", "DEBT_RELIEF", "REKON", NULL };
	return g_strv_contains(names, state->name);
}

/* Entering one of them again unwinds to it: where it goes back to stays. */
static void returns_enter(Walk *walk, const State *to)
{
	for (int i = 0; i < walk->n_returns; i++)
		if (walk->returns[i].in == to) {
			walk->n_returns = i + 1;
			return;
		}
	assert(walk->n_returns < WALK_RETURNS);
	walk->returns[walk->n_returns++] = (Return){ to, walk->at, walk->until_on, walk->act_on };
}

static bool returns_leave(Walk *walk, Return *back)
{
	for (int i = walk->n_returns; i-- > 0;)
		if (walk->returns[i].in == walk->at) {
			*back = walk->returns[i];
			walk->n_returns = i;
			return true;
		}
	return false;
}

static void move_to(Walk *walk, const State *to, const Return *back, Date on)
{
	walk->out->since_on = on;
	if (returning(to) && back == NULL)
		returns_enter(walk, to);
	else if (back == NULL)
		walk->n_returns = 0;
	walk->until_on = back != NULL ? back->until_on : DATE_NONE;
	walk->act_on = back != NULL ? back->act_on : DATE_NONE;
	walk->at = to;
	if (to->terminal)
		clocks_cancel(walk, on);
}

void walk_take(Walk *walk, const Transition *t, const char *name, const Event *event, Date on)
{
	const State *to = walk->at;
	Return back;
	bool returned = false;
	if (strcmp(t->to, "RETURN") == 0) {
		returned = returns_leave(walk, &back);
		to = returned ? back.to : walk->at;
	} else if (strcmp(t->to, "SAME") != 0) {
		to = state_find(t->to);
	}
	assert(to != NULL);
	Step *step = g_new0(Step, 1);
	*step = (Step){ on, g_intern_string(name), event != NULL ? event->id : 0, walk->at, to, t->n, t->statute };
	g_ptr_array_add(walk->out->steps, step);
	if (to != walk->at)
		move_to(walk, to, returned ? &back : NULL, on);
	if (!to->terminal)
		clocks_move(walk, t, name, event, on);
	title_move(walk, t, name, event, on);
	flags_move(walk, name);
	if (strcmp(name, "reminder_sent") == 0 && event != NULL && event->has_amount && !money_is_zero(event->amount))
		walk->fees++;
}

bool walk_compute(Walk *walk, const char *name, Date on)
{
	bool known;
	const Transition *t = transition_find(walk->at, name, &known);
	assert(known);
	if (t == NULL)
		return false;
	/* What a state waited for while something else held it back comes when it is back in that state. */
	const GPtrArray *steps = walk->out->steps;
	Date last = steps->len > 0 ? ((const Step *)steps->pdata[steps->len - 1])->on : DATE_NONE;
	walk_take(walk, t, name, NULL, date_max(on, last));
	return true;
}

static void misfit(Walk *walk, const Event *event, char *da, char *en)
{
	Misfit *m = g_new0(Misfit, 1);
	*m = (Misfit){ event->id, g_intern_string(event->name), event->on, walk->at, da, en };
	g_ptr_array_add(walk->out->misfits, m);
}

static bool reached(Date day, Date on)
{
	return date_known(day) && !date_before(on, day);
}

/* The attachment whose year is over first; NULL: none has run out by then. */
static const RunningClock *attachment_over(const Walk *walk, Date on)
{
	const RunningClock *hindered = clock_running(walk->out, "T36");
	if (hindered != NULL)
		return date_before(running_last_day(hindered), on) ? hindered : NULL;
	const RunningClock *last = NULL;
	for (guint i = 0; i < walk->out->clocks->len; i++) {
		const RunningClock *clock = walk->out->clocks->pdata[i];
		if (clock->fate == FATE_RUNS && strcmp(clock->clock->id, "T33") == 0)
			last = clock;
	}
	return last != NULL && date_before(running_last_day(last), on) ? last : NULL;
}

void walk_days_pass(Walk *walk, Date on)
{
	for (;;) {
		bool moved = false;
		const RunningClock *over;
		if (walk_is(walk, "OPEN") && date_known(walk->due_on) && date_before(walk->due_on, on)) {
			moved = walk_compute(walk, "due_date_passed", date_add_days(walk->due_on, 1));
		} else if (walk_is(walk, "VARSEL") && reached(walk->act_on, on)) {
			moved = walk_compute(walk, "demand_expired", walk->act_on);
		} else if (walk_is(walk, "TITLE_WAIT") && reached(walk->act_on, on)) {
			moved = walk_compute(walk, "waiting_time_over", walk->act_on);
		} else if (walk_is(walk, "HENSTAND") && reached(walk->act_on, on)) {
			walk->henstand_lapsed_on = walk->act_on;
			moved = walk_compute(walk, "henstand_ended", walk->act_on);
		} else if ((walk_is(walk, "UDLAEG") || walk_is(walk, "PLAN_FOGED")) && (over = attachment_over(walk, on)) != NULL) {
			moved = walk_compute(walk, "udlaeg_lapsed", date_add_days(running_last_day(over), 1));
		}
		if (!moved)
			return;
	}
}

void walk_bring_to_route(Walk *walk, const char *route_event, Date on, bool decided)
{
	if (walk_is(walk, "OPEN"))
		walk_compute(walk, "due_date_passed", on);
	if (walk_is(walk, "VARSEL") && reached(walk->act_on, on))
		walk_compute(walk, "demand_expired", walk->act_on);
	if (walk_is(walk, "OVERDUE") || walk_is(walk, "REMINDED") || walk_is(walk, "VARSEL"))
		walk_compute(walk, "demand_not_needed", on);
	if (walk_is(walk, "DISPUTE") && decided)
		walk_compute(walk, "objection_stands", on);
	if (walk_is(walk, "COLLECT"))
		walk_compute(walk, "court_ready", on);
	/* A disputed claim is none for a betalingspåkrav (rpl § 477 a stk. 1). */
	bool barred = strcmp(route_event, "route_bp") == 0 && (walk->out->flags & FLAG_DISPUTED) != 0;
	if (walk_is(walk, "ROUTE") && !barred)
		walk_compute(walk, route_event, on);
}

/* ---- recorded events ---- */

/* false: a guard that holds the state back has failed. */
static bool guards_pass(Walk *walk, const Transition *t, const Event *event)
{
	for (guint i = 0; i < t->guards->len; i++) {
		const Guard *guard = t->guards->pdata[i];
		if (guard->kind != GUARD_RECORD || guard_answer(walk, guard, event, event->on) != ANSWER_FAILS)
			continue;
		const char *statute = *guard->statute != '\0' ? guard->statute : t->statute;
		misfit(walk, event,
		       g_strdup_printf(guard->stays ? "Dette holder ikke: »%s« (%s). Hændelsen er gemt, og stadet er uændret."
		                                    : "Dette holder ikke: »%s« (%s). Se efter, om dagene er rigtige.",
		                       guard->say.da, statute),
		       g_strdup_printf(guard->stays ? "This does not hold: \"%s\" (%s). The event is kept; the state is unchanged."
		                                    : "This does not hold: \"%s\" (%s). Check the days.",
		                       guard->say.en, statute));
		if (guard->stays)
			return false;
	}
	return true;
}

static const char *const titles[] = { "judgment_for_us", "default_judgment", "court_settlement", "bp_endorsed_udlaeg", "bp_endorsed_plain", NULL };

static void misfit_state(Walk *walk, const Event *event)
{
	if (strcmp(event->name, "bp_filed") == 0 && (walk->out->flags & FLAG_DISPUTED) != 0) {
		misfit(walk, event,
		       g_strdup("Kravet er bestridt, og et bestridt krav kan ikke gå som betalingspåkrav (rpl § 477 a stk. 1). Er "
		                "indsigelsen afklaret, så noter det først. Hændelsen er gemt, og stadet er uændret."),
		       g_strdup("The claim is disputed, and a disputed claim is none for a payment demand (rpl § 477 a stk. 1). If the "
		                "objection was cleared, record that first. The event is kept; the state is unchanged."));
		return;
	}
	/* What gives a title counts as one, whatever came before it: the case then follows the title. */
	bool title = g_strv_contains(titles, event->name);
	misfit(walk, event,
	       g_strdup_printf("Hændelsen passer ikke til, hvor sagen stod da: »%s«. %s", walk->at->word.da,
	                       title ? "Den er gemt og tæller som fundament; noter også, hvad der gik forud."
	                             : "Den er gemt, og stadet er uændret."),
	       g_strdup_printf("The event does not fit where the case then stood: \"%s\". %s", walk->at->word.en,
	                       title ? "It is kept and counts as a title; record what came before it too." : "It is kept; the state is unchanged."));
}

void walk_happen(Walk *walk, const Event *event)
{
	walk_days_pass(walk, event->on);
	if (strcmp(event->name, "bp_filed") == 0)
		walk_bring_to_route(walk, "route_bp", event->on, true);
	else if (strcmp(event->name, "claim_filed") == 0)
		walk_bring_to_route(walk, "route_civil", event->on, true);
	bool known;
	const Transition *t = transition_find(walk->at, event->name, &known);
	if (!known)
		return; /* no state hangs on it: payment, credit, court_number */
	if (t == NULL) {
		/* That time given has ended is no news once the day itself has said so. */
		if (strcmp(event->name, "henstand_ended") != 0 || !date_known(walk->henstand_lapsed_on))
			misfit_state(walk, event);
		/* What comes after a title stands on it, and is not told that the case still waits for one. */
		if (g_strv_contains(titles, event->name) && walk->assessment->route == ROUTE_UDLAEG)
			walk_bring_to_route(walk, "title_found", event->on, false);
		return;
	}
	if (guards_pass(walk, t, event))
		walk_take(walk, t, event->name, event, event->on);
}
