#include "assess/instalments.h"

#include "assess/calendar.h"

#include <string.h>

/* ---- the schedule ---- */

bool schedule_every(const char *text, Schedule *out)
{
	enum { MOST = 366 };
	out->months = out->days = 0;
	if (strcmp(text, "month") == 0)
		return (out->months = 1) == 1;
	if (strcmp(text, "week") == 0)
		return (out->days = 7) == 7;
	size_t n = strlen(text);
	gint64 count;
	g_autofree char *digits = g_strndup(text, n > 0 ? n - 1 : 0);
	if (n < 2 || !g_ascii_string_to_signed(digits, 10, 1, MOST, &count, NULL))
		return false;
	switch (text[n - 1]) {
	case 'm':
		out->months = (int)count;
		return count <= 12;
	case 'w':
		out->days = (int)count * 7;
		return out->days <= MOST;
	case 'd':
		out->days = (int)count;
		return true;
	default:
		return false;
	}
}

bool schedule_each(Money sum, int count, Money *out)
{
	int64_t ore = money_ore(sum);
	if (count < 1 || ore < count)
		return false;
	*out = money_of_ore((ore + count - 1) / count);
	Schedule whole = { .count = count, .amount = *out, .sum = sum };
	return schedule_whole(&whole);
}

bool schedule_whole(const Schedule *schedule)
{
	Money before, last;
	return schedule->count >= 1 && schedule->count <= INSTALMENTS_MOST && money_compare(schedule->amount, money_zero()) > 0 &&
	       money_times(schedule->amount, schedule->count - 1, &before) && money_sub(schedule->sum, before, &last) &&
	       money_compare(last, money_zero()) > 0 && money_compare(last, schedule->amount) <= 0;
}

Date schedule_day(const Schedule *schedule, int i)
{
	return schedule->months > 0 ? date_add_months(schedule->first_on, i * schedule->months)
	                            : date_add_days(schedule->first_on, i * schedule->days);
}

Money schedule_amount(const Schedule *schedule, int i)
{
	Money before, last;
	if (i + 1 < schedule->count || !money_times(schedule->amount, schedule->count - 1, &before) ||
	    !money_sub(schedule->sum, before, &last))
		return schedule->amount;
	return last;
}

/* ---- in an event's text ---- */

bool schedule_bears(const char *event_name)
{
	static const char *const bearing[] = { "settlement_signed", "plan_agreed", "plan_voluntary", "plan_with_udlaeg",
		                               "court_settlement", NULL };
	return g_strv_contains(bearing, event_name);
}

char *schedule_ground(const Schedule *schedule, const char *text)
{
	g_autofree char *amount = money_plain(schedule->amount);
	g_autofree char *every = schedule->months == 1 ? g_strdup("måned")
	                         : schedule->months > 1 ? g_strdup_printf("%d. måned", schedule->months)
	                                                : g_strdup_printf("%d. dag", schedule->days);
	return g_strdup_printf("%d rater a %s hver %s%s%s", schedule->count, amount, every, text != NULL ? "; " : "",
	                       text != NULL ? text : "");
}

static bool every_read(const char *text, Schedule *out)
{
	if (strcmp(text, "måned") == 0)
		return (out->months = 1) == 1;
	g_auto(GStrv) words = g_strsplit(text, ". ", 2);
	gint64 n;
	if (g_strv_length(words) != 2 || !g_ascii_string_to_signed(words[0], 10, 1, 366, &n, NULL))
		return false;
	if (strcmp(words[1], "måned") == 0)
		out->months = (int)n;
	else if (strcmp(words[1], "dag") == 0)
		out->days = (int)n;
	return out->months + out->days > 0;
}

bool schedule_read(const Event *event, Schedule *out, const char **rest)
{
	*out = (Schedule){ .sum = event->amount, .first_on = event->deadline_on };
	if (event->ground == NULL || !schedule_bears(event->name) || !event->has_amount || !date_known(event->deadline_on))
		return false;
	const char *end = strstr(event->ground, "; ");
	g_autofree char *head = end != NULL ? g_strndup(event->ground, (gsize)(end - event->ground)) : g_strdup(event->ground);
	char *amount = strstr(head, " rater a "), *every = amount != NULL ? strstr(amount, " hver ") : NULL;
	gint64 count;
	if (every == NULL)
		return false;
	*amount = *every = '\0';
	if (!g_ascii_string_to_signed(head, 10, 1, INSTALMENTS_MOST, &count, NULL) ||
	    !money_parse(amount + strlen(" rater a "), &out->amount) || !every_read(every + strlen(" hver "), out))
		return false;
	out->count = (int)count;
	*rest = end != NULL ? end + 2 : NULL;
	return schedule_whole(out);
}

/* ---- how it stands ---- */

const char *instalment_state_name(InstalmentState state)
{
	static const char *const names[] = { "ahead", "paid", "paid_late", "late" };
	return names[state];
}

const char *plan_state_name(PlanState state)
{
	static const char *const names[] = { "kept", "late", "noticed", "defaulted", "paid", "ended" };
	return names[state];
}

static bool counts(const Event *event, const char *debtor, Date on)
{
	return !event->replaced && !date_before(on, event->on) &&
	       (debtor == NULL || event->debtor == NULL || strcmp(event->debtor, debtor) == 0);
}

static bool after(const Event *event, const Event *first)
{
	int days = date_compare(event->on, first->on);
	return days > 0 || (days == 0 && event->id > first->id);
}

/* What ends a plan, whatever was paid. */
static bool ends(const char *name)
{
	static const char *const names[] = { "instalment_defaulted", "plan_ended", "auction_requested", "bankruptcy_notice",
		                             "debt_relief_notice", NULL };
	return g_strv_contains(names, name);
}

/* The last event that a plan stands on; *over: what ended it after that, or NULL. */
static const Event *plan_event(const Case *c, const char *debtor, Date on, bool schedule, const Event **over)
{
	const Event *found = NULL;
	Schedule unused;
	const char *rest;
	*over = NULL;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!counts(event, debtor, on))
			continue;
		if (schedule ? schedule_read(event, &unused, &rest) : schedule_bears(event->name)) {
			found = event;
			*over = NULL;
		} else if (found != NULL && *over == NULL && ends(event->name)) {
			*over = event;
		}
	}
	return found;
}

static void instalments_lay(Plan *plan, const Law *law)
{
	for (int i = 0; i < plan->schedule.count; i++) {
		Date due = schedule_day(&plan->schedule, i);
		Instalment one = { .due_on = due,
			           .last_on = law_next_open_day(law, due),
			           .amount = schedule_amount(&plan->schedule, i),
			           .paid = money_zero(),
			           .paid_on = DATE_NONE };
		g_array_append_val(plan->instalments, one);
	}
}

static void money_grow(Money *sum, Money part)
{
	Money grown;
	if (money_add(*sum, part, &grown))
		*sum = grown;
}

/* A payment covers the oldest instalment that is open; what is left when none is, is beyond the plan. */
static void pay(Plan *plan, Money amount, Date on)
{
	Money left = amount, open;
	for (guint i = 0; i < plan->instalments->len && !money_is_zero(left); i++) {
		Instalment *one = &g_array_index(plan->instalments, Instalment, i);
		if (!money_sub(one->amount, one->paid, &open) || money_is_zero(open))
			continue;
		Money part = money_min(left, open);
		money_grow(&one->paid, part);
		money_grow(&plan->paid, part);
		if (money_compare(one->paid, one->amount) == 0)
			one->paid_on = on;
		if (!money_sub(left, part, &left))
			return;
	}
	money_grow(&plan->over, left);
}

static void payments_take(Plan *plan, const Case *c, const char *debtor, Date on)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (counts(event, debtor, on) && strcmp(event->name, "payment") == 0 && event->has_amount &&
		    !money_is_negative(event->amount) && after(event, plan->event))
			pay(plan, event->amount, event->on);
	}
}

/* A notice of default is a letter that went, called so; whoever records one by hand writes the same word. */
static bool is_notice(const Event *event)
{
	if (strcmp(event->name, "letter_sent") != 0 || event->ground == NULL)
		return false;
	g_autofree char *small = g_utf8_strdown(event->ground, -1);
	return strstr(small, "misligholdelse") != NULL || strstr(small, "notice of default") != NULL;
}

static bool came_back(const Case *c, const Event *letter, Date on)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (counts(event, letter->debtor, on) && strcmp(event->name, "letter_returned") == 0 && after(event, letter) &&
		    g_strcmp0(event->document, letter->document) == 0)
			return true;
	}
	return false;
}

/* The last notice, with its day; one that came back told nobody anything. */
static void notice_find(Plan *plan, const Case *c, const char *debtor, Date on)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (counts(event, debtor, on) && after(event, plan->event) && is_notice(event) && date_known(event->deadline_on) &&
		    !came_back(c, event, on)) {
			plan->notice = event;
			plan->notice_until = event->deadline_on;
		}
	}
}

/*
 * The oldest instalment that was late when the notice went is what it asks for: was it paid by the day that it gives? Of an
 * agreement without its terms the default that was recorded tells.
 */
static bool notice_met(const Plan *plan, const Event *over)
{
	if (plan->instalments->len == 0)
		return over == NULL || strcmp(over->name, "instalment_defaulted") != 0;
	for (guint i = 0; i < plan->instalments->len; i++) {
		const Instalment *one = &g_array_index(plan->instalments, Instalment, i);
		if (date_before(one->last_on, plan->notice->on) && (!date_known(one->paid_on) || !date_before(one->paid_on, plan->notice->on)))
			return date_known(one->paid_on) && !date_before(plan->notice_until, one->paid_on);
	}
	return true;
}

static void instalments_judge(Plan *plan, Date on)
{
	plan->next = -1;
	for (guint i = 0; i < plan->instalments->len; i++) {
		Instalment *one = &g_array_index(plan->instalments, Instalment, i);
		Money open;
		if (date_known(one->paid_on)) {
			one->state = date_before(one->last_on, one->paid_on) ? INSTALMENT_PAID_LATE : INSTALMENT_PAID;
			continue;
		}
		one->state = date_before(one->last_on, on) ? INSTALMENT_LATE : INSTALMENT_AHEAD;
		if (plan->next < 0)
			plan->next = (int)i;
		if (!money_sub(one->amount, one->paid, &open))
			continue;
		money_grow(&plan->rest, open);
		if (one->state == INSTALMENT_LATE)
			money_grow(&plan->late, open);
	}
}

/* The day on which the plan falls when nothing more is paid: by its clause after a notice, else by the product's own wait. */
static Date falls_on(const Plan *plan, const Law *law)
{
	if (plan_needs_notice(plan))
		return plan->notice != NULL ? date_add_days(plan->notice_until, 1) : DATE_NONE;
	for (guint i = 0; i < plan->instalments->len; i++) {
		const Instalment *one = &g_array_index(plan->instalments, Instalment, i);
		const Clock *clock = law_clock(law, "T63");
		if (clock == NULL || one->state == INSTALMENT_AHEAD || one->state == INSTALMENT_PAID)
			continue;
		/* It fell on that day though it was paid afterwards: what was owed on a day does not change later. */
		Date from = clock_end(law, clock, one->last_on).act_from;
		if (one->state == INSTALMENT_LATE || !date_before(one->paid_on, from))
			return from;
	}
	return DATE_NONE;
}

static void plan_judge(Plan *plan, const Law *law, const Event *over, Date on)
{
	if (plan->notice != NULL && notice_met(plan, over)) {
		plan->notice = NULL;
		plan->notice_until = DATE_NONE;
	}
	plan->falls_on = falls_on(plan, law);
	if (over != NULL) {
		plan->ended_on = over->on;
		plan->state = strcmp(over->name, "instalment_defaulted") == 0 ? PLAN_DEFAULTED : PLAN_ENDED;
	} else if (plan->next < 0 && plan->notice == NULL) {
		plan->state = PLAN_PAID;
	} else if (date_known(plan->falls_on) && !date_before(on, plan->falls_on)) {
		plan->state = PLAN_DEFAULTED; /* by the clause itself: paying afterwards does not bring the plan back */
	} else {
		plan->state = money_is_zero(plan->late) ? PLAN_KEPT : plan->notice != NULL ? PLAN_NOTICED : PLAN_LATE;
	}
}

bool plan_needs_notice(const Plan *plan)
{
	return strcmp(plan->event->name, "settlement_signed") == 0;
}

static Plan *plan_build(const Case *c, const char *id, const Law *law, const Event *event, const Event *over, Date on)
{
	const char *rest;
	Plan *plan = g_new0(Plan, 1);
	plan->event = event;
	plan->paid = plan->over = plan->late = plan->rest = money_zero();
	plan->notice_until = plan->ended_on = plan->falls_on = DATE_NONE;
	plan->instalments = g_array_new(FALSE, FALSE, sizeof(Instalment));
	if (schedule_read(event, &plan->schedule, &rest))
		instalments_lay(plan, law);
	payments_take(plan, c, id, on);
	instalments_judge(plan, on);
	notice_find(plan, c, id, on);
	plan_judge(plan, law, over, on);
	return plan;
}

Plan *plan_of(const Case *c, const Party *debtor, const Law *law, Date on)
{
	const Event *over;
	const char *id = debtor != NULL ? debtor->id : NULL;
	const Event *event = plan_event(c, id, on, true, &over);
	return event != NULL ? plan_build(c, id, law, event, over, on) : NULL;
}

bool plan_about(const Event *event, const Party *debtor, Date on)
{
	return counts(event, debtor != NULL ? debtor->id : NULL, on);
}

Plan *plan_from(const Case *c, const Party *debtor, const Law *law, const Event *agreement, Date on, const Event **over)
{
	const char *id = debtor != NULL ? debtor->id : NULL;
	bool seen = false;
	*over = NULL;
	for (guint i = 0; i < c->events->len && *over == NULL; i++) {
		const Event *event = c->events->pdata[i];
		if (seen && counts(event, id, on) && (ends(event->name) || schedule_bears(event->name)))
			*over = event;
		seen = seen || event == agreement;
	}
	return plan_build(c, id, law, agreement, *over, *over != NULL ? (*over)->on : on);
}

void plan_free(Plan *plan)
{
	if (plan == NULL)
		return;
	g_array_unref(plan->instalments);
	g_free(plan);
}

bool plan_runs(const Plan *plan)
{
	return plan != NULL && (plan->state == PLAN_KEPT || plan->state == PLAN_LATE || plan->state == PLAN_NOTICED);
}

bool plan_stands(const Case *c, const Party *debtor, Date on)
{
	const Event *over;
	return plan_event(c, debtor != NULL ? debtor->id : NULL, on, false, &over) != NULL && over == NULL;
}
