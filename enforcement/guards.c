/* The guards of the table that the record can answer, each a predicate under the name that guards.csv gives it. */
#include "enforcement/walk.h"

#include <string.h>

typedef GuardAnswer (*Predicate)(const Walk *walk, const Event *event, Date on);

static GuardAnswer answer(bool holds)
{
	return holds ? ANSWER_HOLDS : ANSWER_FAILS;
}

/* Has the last of these clocks run out before on? UNKNOWN when none was started. */
static GuardAnswer over(const Walk *walk, const char *a, const char *b, Date on)
{
	const RunningClock *clock = clock_running(walk->out, a);
	if (clock == NULL && b != NULL)
		clock = clock_running(walk->out, b);
	return clock == NULL ? ANSWER_UNKNOWN : answer(date_before(running_last_day(clock), on));
}

static GuardAnswer negated(GuardAnswer of)
{
	return of == ANSWER_UNKNOWN ? of : answer(of == ANSWER_FAILS);
}

static GuardAnswer unpaid(const Walk *w, const Event *e, Date on)
{
	const Owed *owed = w->assessment->owed;
	(void)e;
	if (owed == NULL || !owed->known || date_before(on, w->assessment->on))
		return ANSWER_UNKNOWN;
	return answer(!money_is_zero(owed->total));
}

static GuardAnswer balance_zero(const Walk *w, const Event *e, Date on)
{
	return negated(unpaid(w, e, on));
}

static GuardAnswer amount_above_zero(const Walk *w, const Event *e, Date on)
{
	(void)e, (void)on;
	return !w->assessment->principal_known ? ANSWER_UNKNOWN : answer(!money_is_zero(w->assessment->principal));
}

static GuardAnswer after_due(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return !date_known(w->due_on) ? ANSWER_UNKNOWN : answer(date_before(w->due_on, on));
}

static GuardAnswer not_disputed(const Walk *w, const Event *e, Date on)
{
	(void)e, (void)on;
	return answer((w->out->flags & FLAG_DISPUTED) == 0);
}

static GuardAnswer reminder_fee_free(const Walk *w, const Event *e, Date on)
{
	int most;
	if (e != NULL && (!e->has_amount || money_is_zero(e->amount)))
		return ANSWER_HOLDS; /* a letter without a fee may always be sent */
	const RunningClock *last = clock_running(w->out, "T01");
	/* The distance is to the letter itself, whatever day it gave for payment. */
	if (last != NULL && date_before(on, last->end.law_from))
		return ANSWER_FAILS;
	return law_limit_number(w->law, "rykkergebyr_count_max", on, &most) ? answer(w->fees < most) : ANSWER_UNKNOWN;
}

static GuardAnswer demand_ten_days(const Walk *w, const Event *e, Date on)
{
	int least;
	if (e == NULL || !date_known(e->deadline_on) || !law_limit_number(w->law, "demand_letter_min", on, &least))
		return ANSWER_UNKNOWN;
	return answer(date_diff(on, e->deadline_on) >= least);
}

static GuardAnswer t02_over(const Walk *w, const Event *e, Date on)
{
	(void)e;
	const RunningClock *clock = clock_running(w->out, "T02");
	return clock == NULL ? ANSWER_UNKNOWN : answer(!date_before(on, running_act_from(clock)));
}

static GuardAnswer ground_recorded(const Walk *w, const Event *e, Date on)
{
	(void)w, (void)on;
	return e != NULL && e->ground != NULL && *e->ground != '\0' ? ANSWER_HOLDS : ANSWER_UNKNOWN;
}

static GuardAnswer henstand_before_limitation(const Walk *w, const Event *e, Date on)
{
	enum { MARGIN_DAYS = 60 }; /* project parameter of the guard's own text */
	(void)on;
	if (e == NULL || !date_known(e->deadline_on) || !date_known(w->assessment->limitation_on))
		return ANSWER_UNKNOWN;
	return answer(date_before(e->deadline_on, date_add_days(w->assessment->limitation_on, -MARGIN_DAYS)));
}

static GuardAnswer demand_or_risk(const Walk *w, const Event *e, Date on)
{
	for (guint i = 0; i < w->c->events->len; i++) {
		const Event *other = w->c->events->pdata[i];
		if (!other->replaced && strcmp(other->name, "risk_recorded") == 0 && !date_before(on, other->on))
			return ANSWER_HOLDS;
	}
	for (guint i = 0; i < w->out->steps->len; i++) {
		const Step *step = w->out->steps->pdata[i];
		if (strcmp(step->event, "demand_expired") == 0)
			return ANSWER_HOLDS;
	}
	return t02_over(w, e, on);
}

/* Does a rule with that effect stand against the claim? */
static GuardAnswer no_finding(const Walk *w, Effect one, Effect other)
{
	if (w->assessment->findings == NULL)
		return ANSWER_UNKNOWN;
	for (guint i = 0; i < w->assessment->findings->len; i++) {
		const Finding *finding = w->assessment->findings->pdata[i];
		if (finding->verdict == VERDICT_FOUND && (finding->effect == one || finding->effect == other))
			return ANSWER_FAILS;
	}
	return ANSWER_HOLDS;
}

static GuardAnswer nothing_blocks(const Walk *w, const Event *e, Date on)
{
	(void)e, (void)on;
	return no_finding(w, EFFECT_BLOCK_ALL, EFFECT_WAIT);
}

static GuardAnswer nothing_blocks_bp(const Walk *w, const Event *e, Date on)
{
	(void)e, (void)on;
	return (w->out->flags & FLAG_DISPUTED) != 0 ? ANSWER_FAILS : no_finding(w, EFFECT_BLOCK_BP, EFFECT_BLOCK_BP);
}

/* Is what is claimed at most, or above, the figure of the law? */
static GuardAnswer within(const Walk *w, const char *name, Date on)
{
	Money limit;
	if (!w->assessment->principal_known || !law_limit_money(w->law, name, on, &limit))
		return ANSWER_UNKNOWN;
	return answer(money_compare(w->assessment->principal, limit) <= 0);
}

static GuardAnswer within_bp_limit(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return within(w, "betalingspaakrav_limit", on);
}

static GuardAnswer within_kap39(const Walk *w, const Event *e, Date on)
{
	(void)e;
	/* Above it a lawyer may still carry the case: a person's to say. */
	return within(w, "kap39_limit", on) == ANSWER_HOLDS ? ANSWER_HOLDS : ANSWER_UNKNOWN;
}

static GuardAnswer appeal_value(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return within(w, "appeal_limit_without_leave", on) == ANSWER_FAILS ? ANSWER_HOLDS : ANSWER_UNKNOWN;
}

static GuardAnswer foged_appeal_value(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return within(w, "foged_appeal_limit_without_leave", on) == ANSWER_FAILS ? ANSWER_HOLDS : ANSWER_UNKNOWN;
}

static GuardAnswer title_exists(const Walk *w, const Event *e, Date on)
{
	(void)e, (void)on;
	return answer(w->assessment->route == ROUTE_UDLAEG);
}

static GuardAnswer t18_expired(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return over(w, "T18", NULL, on);
}

static GuardAnswer objection_time_over(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return over(w, "T10", "T13", on);
}

static GuardAnswer objection_in_time(const Walk *w, const Event *e, Date on)
{
	return negated(objection_time_over(w, e, on));
}

static GuardAnswer title_given_by(const Walk *w, const char *prefix)
{
	const char *by = w->out->title_event;
	/* A title that came with the case may be of any kind. */
	if (by == NULL || g_str_has_prefix(by, "title_"))
		return ANSWER_UNKNOWN;
	return answer(g_str_has_prefix(by, prefix));
}

static GuardAnswer endorsed_title(const Walk *w, const Event *e, Date on)
{
	(void)e, (void)on;
	return title_given_by(w, "bp_endorsed");
}

static GuardAnswer reopening_in_time(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return negated(over(w, "T15", "T14", on));
}

static GuardAnswer endorsed_title_in_time(const Walk *w, const Event *e, Date on)
{
	return endorsed_title(w, e, on) == ANSWER_HOLDS ? reopening_in_time(w, e, on) : endorsed_title(w, e, on);
}

static GuardAnswer default_title(const Walk *w, const Event *e, Date on)
{
	(void)e, (void)on;
	return title_given_by(w, "default_judgment");
}

static GuardAnswer default_reopening_in_time(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return negated(over(w, "T28", "T25", on));
}


/* Judgment by default waits until the time to answer is over; whether it was is not known where no service is recorded. */
static GuardAnswer no_defence(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return over(w, "T11", "T17", on);
}

static GuardAnswer defence_in_time(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return negated(over(w, "T11", "T17", on));
}

static GuardAnswer date_known_guard(const Walk *w, const Event *e, Date on)
{
	(void)w, (void)on;
	return e != NULL && date_known(e->deadline_on) ? ANSWER_HOLDS : ANSWER_UNKNOWN;
}

/* That it was waived instead is a person's to say. */
static GuardAnswer appeal_time_over(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return over(w, "T22", NULL, on) == ANSWER_HOLDS ? ANSWER_HOLDS : ANSWER_UNKNOWN;
}

static GuardAnswer appeal_after_t20(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return over(w, "T20", NULL, on);
}

static GuardAnswer appeal_before_t20(const Walk *w, const Event *e, Date on)
{
	return negated(appeal_after_t20(w, e, on));
}

static GuardAnswer waiting_over(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return !date_known(w->act_on) ? ANSWER_UNKNOWN : answer(!date_before(on, w->act_on));
}

static GuardAnswer not_insolvent(const Walk *w, const Event *e, Date on)
{
	(void)e, (void)on;
	return answer((w->out->flags & (FLAG_BANKRUPT | FLAG_DEBTRELIEF | FLAG_DECEASED | FLAG_REKON)) == 0);
}

static GuardAnswer t31_over(const Walk *w, const Event *e, Date on)
{
	(void)e;
	const RunningClock *rest = clock_running(w->out, "T31");
	/* Reasonable ground to think there are assets is an exception that a person answers for (§ 490 stk. 2). */
	return rest == NULL || !date_before(on, running_act_from(rest)) ? ANSWER_HOLDS : ANSWER_UNKNOWN;
}

static GuardAnswer t31_running(const Walk *w, const Event *e, Date on)
{
	(void)e;
	const RunningClock *rest = clock_running(w->out, "T31");
	return answer(rest != NULL && !date_before(running_last_day(rest), on));
}

static GuardAnswer t41_ends_soon(const Walk *w, const Event *e, Date on)
{
	(void)e;
	Date last = w->assessment->limitation_on;
	return !date_known(last) ? ANSWER_UNKNOWN : answer(!date_before(date_add_months(on, 12), last));
}

static GuardAnswer we_attend(const Walk *w, const Event *e, Date on)
{
	Money free_to;
	(void)e;
	const Owed *owed = w->assessment->owed;
	if (owed == NULL || !owed->known || !law_limit_money(w->law, "foged_attendance_free", on, &free_to))
		return ANSWER_UNKNOWN;
	return money_compare(owed->total, free_to) <= 0 ? ANSWER_HOLDS : ANSWER_UNKNOWN;
}

static GuardAnswer udlaeg_time_over(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return over(w, "T36", "T33", on);
}

static GuardAnswer before_t33(const Walk *w, const Event *e, Date on)
{
	return negated(udlaeg_time_over(w, e, on));
}

static GuardAnswer t32_open(const Walk *w, const Event *e, Date on)
{
	(void)e;
	return negated(over(w, "T32", NULL, on));
}

static GuardAnswer limitation_over(const Walk *w, const Event *e, Date on)
{
	(void)e;
	Date last = w->assessment->limitation_on;
	return !date_known(last) ? ANSWER_UNKNOWN : answer(date_before(last, on));
}

static const struct {
	const char *name;
	Predicate predicate;
} predicates[] = {
	{ "after_due", after_due },
	{ "amount_above_zero", amount_above_zero },
	{ "appeal_after_t20", appeal_after_t20 },
	{ "appeal_before_t20", appeal_before_t20 },
	{ "appeal_time_over", appeal_time_over },
	{ "appeal_value", appeal_value },
	{ "balance_zero", balance_zero },
	{ "before_t33", before_t33 },
	{ "date_known", date_known_guard },
	{ "default_reopening_in_time", default_reopening_in_time },
	{ "default_title", default_title },
	{ "no_defence", no_defence },
	{ "defence_in_time", defence_in_time },
	{ "demand_not_needed", nothing_blocks },
	{ "demand_or_risk", demand_or_risk },
	{ "demand_or_risk_filed", demand_or_risk },
	{ "demand_ten_days", demand_ten_days },
	{ "endorsed_title", endorsed_title },
	{ "endorsed_title_in_time", endorsed_title_in_time },
	{ "flags_clear", not_insolvent },
	{ "foged_appeal_value", foged_appeal_value },
	{ "ground_recorded", ground_recorded },
	{ "henstand_before_limitation", henstand_before_limitation },
	{ "limitation_over", limitation_over },
	{ "no_objection", not_disputed },
	{ "not_disputed", not_disputed },
	{ "not_insolvent", not_insolvent },
	{ "nothing_blocks", nothing_blocks },
	{ "nothing_blocks_bp", nothing_blocks_bp },
	{ "objection_in_time", objection_in_time },
	{ "objection_time_over", objection_time_over },
	{ "reminder_fee_free", reminder_fee_free },
	{ "reopening_in_time", reopening_in_time },
	{ "rest_over_or_exception", t31_over },
	{ "t02_expired", t02_over },
	{ "t18_expired", t18_expired },
	{ "t31_over_or_exception", t31_over },
	{ "t31_running", t31_running },
	{ "t32_open", t32_open },
	{ "t41_ends_soon", t41_ends_soon },
	{ "title_exists", title_exists },
	{ "udlaeg_time_over", udlaeg_time_over },
	{ "unpaid", unpaid },
	{ "waiting_over", waiting_over },
	{ "we_attend", we_attend },
	{ "within_bp_limit", within_bp_limit },
	{ "within_kap39", within_kap39 },
};

static Predicate predicate_of(const Guard *guard)
{
	for (size_t i = 0; i < G_N_ELEMENTS(predicates); i++)
		if (strcmp(predicates[i].name, guard->name) == 0)
			return predicates[i].predicate;
	return NULL;
}

bool guard_has_predicate(const Guard *guard)
{
	return predicate_of(guard) != NULL;
}

GuardAnswer guard_answer(const Walk *walk, const Guard *guard, const Event *event, Date on)
{
	Predicate predicate = guard->kind == GUARD_RECORD ? predicate_of(guard) : NULL;
	return predicate != NULL ? predicate(walk, event, on) : ANSWER_UNKNOWN;
}
