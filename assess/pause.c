#include "assess/pause.h"

#include <string.h>

static bool says(const Event *agreement, const char *word)
{
	g_auto(GStrv) parts = g_strsplit(agreement->ground != NULL ? agreement->ground : "", "; ", -1);
	return g_strv_contains((const char *const *)parts, word);
}

/* What follows the word in one of the parts of the text; newly allocated, NULL: no part begins so. */
static char *said_after(const Event *agreement, const char *word)
{
	g_auto(GStrv) parts = g_strsplit(agreement->ground != NULL ? agreement->ground : "", "; ", -1);
	for (char **part = parts; *part != NULL; part++)
		if (g_str_has_prefix(*part, word))
			return g_strdup(*part + strlen(word));
	return NULL;
}

PlanInterest plan_interest(const Event *agreement)
{
	Schedule unused;
	const char *rest;
	bool ours = strcmp(agreement->name, "settlement_signed") == 0 || strcmp(agreement->name, "plan_agreed") == 0;
	if (says(agreement, "med renter"))
		return PLAN_INTEREST_RUNS;
	if (says(agreement, "uden renter"))
		return PLAN_INTEREST_RESTS;
	if (!ours)
		return PLAN_INTEREST_RUNS;
	return schedule_read(agreement, &unused, &rest) ? PLAN_INTEREST_RESTS : PLAN_INTEREST_OPEN;
}

bool plan_fee(const Event *agreement, Money *out)
{
	g_autofree char *text = schedule_bears(agreement->name) ? said_after(agreement, "med gebyr ") : NULL;
	return text != NULL && money_parse(text, out) && money_compare(*out, money_zero()) > 0;
}

Date plan_reckoned_on(const Event *agreement)
{
	Date day;
	g_autofree char *text = said_after(agreement, "opgjort ");
	return text != NULL && date_parse(text, &day) && !date_before(agreement->on, day) ? day : agreement->on;
}

/* The last day on which it rests: the one before the plan fell, the one on which it was ended or all was paid. */
static Date rests_to(const Plan *plan, const Event *over, Date on)
{
	Date last = over != NULL ? over->on : on, paid = DATE_NONE;
	if (date_known(plan->falls_on))
		last = date_min(last, date_add_days(plan->falls_on, -1));
	for (guint i = 0; plan->next < 0 && i < plan->instalments->len; i++)
		paid = date_max(paid, g_array_index(plan->instalments, Instalment, i).paid_on);
	return date_min(last, paid);
}

GArray *pauses_of(const Case *c, const Party *debtor, const Law *law, Date on)
{
	GArray *pauses = g_array_new(FALSE, FALSE, sizeof(Pause));
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i], *over;
		if (!schedule_bears(event->name) || plan_interest(event) == PLAN_INTEREST_RUNS || !plan_about(event, debtor, on))
			continue;
		g_autoptr(Plan) plan = plan_from(c, debtor, law, event, on, &over);
		Pause pause = { .from_on = date_add_days(plan_reckoned_on(event), 1), .to_on = rests_to(plan, over, on) };
		const Pause *last = pauses->len > 0 ? &g_array_index(pauses, Pause, pauses->len - 1) : NULL;
		if (last != NULL && !date_before(last->to_on, pause.from_on))
			pause.from_on = date_add_days(last->to_on, 1);
		if (!date_before(pause.to_on, pause.from_on))
			g_array_append_val(pauses, pause);
	}
	return pauses;
}

/* Days in both; takes a over. */
static GArray *common(GArray *a, const GArray *b)
{
	GArray *both = g_array_new(FALSE, FALSE, sizeof(Pause));
	for (guint i = 0; i < a->len; i++)
		for (guint k = 0; k < b->len; k++) {
			const Pause *x = &g_array_index(a, Pause, i), *y = &g_array_index(b, Pause, k);
			Pause pause = { date_max(x->from_on, y->from_on), date_min(x->to_on, y->to_on) };
			if (!date_before(pause.to_on, pause.from_on))
				g_array_append_val(both, pause);
		}
	g_array_unref(a);
	return both;
}

static bool owes(const Item *item, const Party *debtor)
{
	return item == NULL || item->debtors == NULL || item->debtors->len == 0 || g_ptr_array_find(item->debtors, debtor, NULL);
}

static bool any_agreement(const Case *c)
{
	for (guint i = 0; i < c->events->len; i++)
		if (schedule_bears(((const Event *)c->events->pdata[i])->name))
			return true;
	return false;
}

GArray *pauses_of_item(const Case *c, const Item *item, const Law *law, Date on)
{
	GArray *pauses = NULL;
	for (guint i = 0; i < c->debtors->len && any_agreement(c); i++) {
		const Party *debtor = c->debtors->pdata[i];
		if (!owes(item, debtor))
			continue;
		GArray *own = pauses_of(c, debtor, law, on);
		if (pauses == NULL) {
			pauses = own;
			continue;
		}
		pauses = common(pauses, own);
		g_array_unref(own);
	}
	return pauses != NULL ? pauses : g_array_new(FALSE, FALSE, sizeof(Pause));
}

static bool same(const GArray *a, const GArray *b)
{
	for (guint i = 0; i < a->len && i < b->len; i++) {
		const Pause *x = &g_array_index(a, Pause, i), *y = &g_array_index(b, Pause, i);
		if (date_compare(x->from_on, y->from_on) != 0 || date_compare(x->to_on, y->to_on) != 0)
			return false;
	}
	return a->len == b->len;
}

bool pauses_differ(const Case *c, const Law *law, Date on)
{
	if (c->debtors->len < 2 || !any_agreement(c))
		return false;
	g_autoptr(GArray) first = pauses_of(c, c->debtors->pdata[0], law, on);
	for (guint i = 1; i < c->debtors->len; i++) {
		g_autoptr(GArray) other = pauses_of(c, c->debtors->pdata[i], law, on);
		if (!same(first, other))
			return true;
	}
	return false;
}
