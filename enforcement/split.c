#include "enforcement/split.h"

#include "assess/award.h"

#include <assert.h>
#include <string.h>

void split_free(Split *split)
{
	if (split == NULL)
		return;
	g_free(split->da);
	g_free(split->en);
	g_free(split);
}

bool split_wanted(const Event *event, Date today)
{
	return strcmp(event->name, "payment") == 0 && !event->replaced && event->has_amount && !money_is_zero(event->amount) &&
	       !money_is_negative(event->amount) && !date_before(today, event->on);
}

/* ---- the case as it was on the day ---- */

/* A case whose events and credits are ours, and all else borrowed. */
typedef struct View {
	Case c;
	GPtrArray *made; /* Event* */
	GPtrArray *credits; /* Credit* */
} View;

static void view_clear(View *view)
{
	g_ptr_array_unref(view->c.events);
	g_ptr_array_unref(view->c.credits);
	g_ptr_array_unref(view->made);
	g_ptr_array_unref(view->credits);
}

static bool award_between(const Case *c, Date after, Date up_to)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && award_gives(event->name) && event->has_amount && !date_before(event->on, after) &&
		    !date_before(up_to, event->on))
			return true;
	}
	return false;
}

static void view_events(View *view, const Case *c, Date on, Date today)
{
	for (guint i = 0; i < c->events->len; i++) {
		Event *event = c->events->pdata[i];
		bool later_credit = strcmp(event->name, "credit") == 0 && !event->replaced && date_before(on, event->on) &&
		                    !date_before(today, event->on) && !award_between(c, on, event->on);
		if (award_gives(event->name) && date_compare(event->on, on) == 0)
			continue;
		if (later_credit) {
			event = event_copy(event);
			event->on = on;
			g_ptr_array_add(view->made, event);
		}
		g_ptr_array_add(view->c.events, event);
	}
}

static void view_credits(View *view, const Case *c, Date on, Date today)
{
	for (guint i = 0; i < c->credits->len; i++) {
		Credit *credit = c->credits->pdata[i];
		Date issued;
		if (field_date(&credit->issue_on, &issued) && date_before(on, issued) && !date_before(today, issued) &&
		    !award_between(c, on, issued)) {
			credit = g_memdup2(credit, sizeof *credit);
			credit->issue_on = (Field){ .state = FIELD_ABSENT };
			g_ptr_array_add(view->credits, credit);
		}
		g_ptr_array_add(view->c.credits, credit);
	}
}

static void view_init(View *view, const Case *c, Date on, Date today)
{
	view->c = *c;
	view->c.events = g_ptr_array_new();
	view->c.credits = g_ptr_array_new();
	view->made = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
	view->credits = g_ptr_array_new_with_free_func(g_free);
	view_events(view, c, on, today);
	view_credits(view, c, on, today);
}

/* ---- which posting, and which costs ---- */

/* Payments of the same day that come after it in the order of the record. */
static guint later_that_day(const Case *c, const Event *payment)
{
	guint later = 0;
	bool after = false;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (event == payment)
			after = true;
		else if (after && strcmp(event->name, "payment") == 0 && !event->replaced && event->has_amount &&
		         date_compare(event->on, payment->on) == 0)
			later++;
	}
	return later;
}

static bool is_reminder_fee(const Case *c, const Cost *cost)
{
	const Item *item = cost->claim != NULL ? case_item(c, cost->claim) : NULL;
	return g_strcmp0(cost->claim, award_costs_claim) != 0 && (item == NULL || (item->kind != ITEM_INKASSO_FEE && item->kind != ITEM_COMPENSATION &&
	                        item->kind != ITEM_COLLECTION_COST));
}

/* Costs in the order in which owed_on pays them: oldest first, equal days as given. */
static guint *costs_sorted(const GArray *costs)
{
	guint *order = g_new(guint, costs->len + 1);
	for (guint i = 0; i < costs->len; i++) {
		guint k = i;
		for (; k > 0 && date_before(g_array_index(costs, Cost, i).on, g_array_index(costs, Cost, order[k - 1]).on); k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	return order;
}

static void take(Money *rest, Money *open, Money *taken)
{
	Money part = money_min(*rest, *open);
	bool good = money_sub(*rest, part, rest) && money_sub(*open, part, open) && money_add(*taken, part, taken);
	assert(good);
	(void)good;
}

static bool is_awarded(const Case *c, const Cost *cost)
{
	(void)c;
	return g_strcmp0(cost->claim, award_costs_claim) == 0;
}

/* What of a posting's costs went to costs of that kind: the allocation of owed_on once more, cost by cost. */
static Money cost_part(const Case *c, const Claimed *claimed, guint at, bool (*of_kind)(const Case *, const Cost *))
{
	const GArray *costs = claimed->costs;
	if (costs->len == 0)
		return money_zero();
	g_autofree guint *order = costs_sorted(costs);
	g_autofree Money *open = g_new(Money, costs->len + 1);
	for (guint i = 0; i < costs->len; i++)
		open[i] = g_array_index(costs, Cost, i).amount;
	Money part = money_zero();
	for (guint p = 0; p <= at; p++) {
		const Posting *posting = claimed->owed->postings->pdata[p];
		Money rest = posting->to_costs, others = money_zero();
		part = money_zero();
		for (int pass = posting->claim != NULL ? 0 : 1; pass < 2; pass++)
			for (guint i = 0; i < costs->len; i++) {
				const Cost *cost = &g_array_index(costs, Cost, order[i]);
				bool there = !date_known(cost->on) || !date_before(posting->on, cost->on);
				if (there && !cost->interest && (pass == 1 || g_strcmp0(cost->claim, posting->claim) == 0))
					take(&rest, &open[order[i]], of_kind(c, cost) ? &part : &others);
			}
	}
	return part;
}

static Split *unknown(Split *split, const char *da, const char *en)
{
	split->known = false;
	split->da = g_strdup(da != NULL ? da : "Det kan ikke regnes ud, hvad betalingen går til.");
	split->en = g_strdup(en != NULL ? en : "What the payment goes to cannot be reckoned.");
	return split;
}

/* ---- payments of a case, one after the other ---- */

struct SplitRun {
	const Case *c;
	const Law *law;
	Date today, on; /* on: of what follows; DATE_NONE: none yet */
	View view;
	Claimed *claimed;
};

SplitRun *split_run_new(const Case *c, const Law *law, Date today)
{
	SplitRun *run = g_new0(SplitRun, 1);
	run->c = c;
	run->law = law;
	run->today = today;
	run->on = DATE_NONE;
	return run;
}

static void day_clear(SplitRun *run)
{
	if (!date_known(run->on))
		return;
	claimed_free(run->claimed);
	view_clear(&run->view);
	run->on = DATE_NONE;
}

void split_run_free(SplitRun *run)
{
	if (run == NULL)
		return;
	day_clear(run);
	g_free(run);
}

/* The case as it was on the day: once for all payments of that day. */
static const Claimed *day_of(SplitRun *run, Date on)
{
	if (date_known(run->on) && date_compare(run->on, on) == 0)
		return run->claimed;
	day_clear(run);
	view_init(&run->view, run->c, on, run->today);
	run->claimed = claimed_of(&run->view.c, run->law, on);
	run->on = on;
	return run->claimed;
}

Split *split_next(SplitRun *run, const Event *payment)
{
	Split *split = g_new0(Split, 1);
	split->event = payment;
	split->costs = split->interest = split->principal = split->surplus = money_zero();
	split->reminder_fees = split->awarded_costs = money_zero();
	const Claimed *claimed = day_of(run, payment->on);
	const Case *c = &run->view.c;
	const Owed *owed = claimed->owed;
	if (!owed->known)
		return unknown(split, owed->unknown_da, owed->unknown_en);
	guint later = later_that_day(c, payment);
	if (owed->postings->len < later + 2)
		return unknown(split, NULL, NULL);
	guint at = owed->postings->len - 2 - later;
	const Posting *posting = owed->postings->pdata[at];
	if (posting->statement || money_compare(posting->amount, payment->amount) != 0)
		return unknown(split, NULL, NULL);
	split->known = true;
	split->costs = posting->to_costs;
	split->interest = posting->to_interest;
	split->principal = posting->to_principal;
	split->surplus = posting->surplus;
	Award award;
	bool awarded = award_of(c, NULL, payment->on, &award);
	if (awarded && !award.as_asked)
		split->awarded_costs = split->costs;
	else
		split->reminder_fees = cost_part(c, claimed, at, is_reminder_fee);
	if (awarded && award.as_asked)
		split->awarded_costs = cost_part(c, claimed, at, is_awarded);
	return split;
}
