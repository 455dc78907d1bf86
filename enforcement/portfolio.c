#include "enforcement/portfolio.h"

#include "assess/award.h"
#include "enforcement/docket.h"
#include "enforcement/handler.h"
#include "enforcement/leavingbook.h"
#include "filing/approval.h"
#include "intake/record.h"

#include <string.h>

enum { RISK_DAYS = 90 }; /* limitation that a client should hear of */

/* ---- steps that are measured ---- */

static const struct StepKind {
	const char *from[2], *to[5];
	Say say;
} step_kinds[] = {
	{ { "bp_filed" }, { "bp_served" }, { "Betalingspåkrav: indleveret til forkyndt", "Payment demand: filed to served" } },
	{ { "bp_served" }, { "bp_endorsed_udlaeg", "bp_endorsed_plain" }, { "Betalingspåkrav: forkyndt til påtegnet", "Payment demand: served to endorsed" } },
	{ { "claim_filed" }, { "claim_served_kap39", "claim_served_ordinary" }, { "Civil sag: indleveret til forkyndt", "Civil claim: filed to served" } },
	{ { "claim_filed" }, { "judgment_for_us", "default_judgment", "court_settlement", "judgment_against" }, { "Civil sag: indleveret til afgjort", "Civil claim: filed to decided" } },
	{ { "foged_request_filed" }, { "meeting_opened" }, { "Udlæg: begæret til møde", "Attachment: request to meeting" } },
};

Say portfolio_step_say(int step)
{
	return step_kinds[step].say;
}

static bool named(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n && names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static PortfolioStep *step_at(Portfolio *portfolio, const char *court, int step)
{
	for (guint i = 0; i < portfolio->steps->len; i++) {
		PortfolioStep *one = portfolio->steps->pdata[i];
		if (one->step == step && strcmp(one->court, court) == 0)
			return one;
	}
	PortfolioStep *made = g_new(PortfolioStep, 1);
	*made = (PortfolioStep){ g_strdup(court), step, g_array_new(FALSE, FALSE, sizeof(int)) };
	g_ptr_array_add(portfolio->steps, made);
	return made;
}

/* The first end after each beginning; it is the end's day that must lie within the period. */
static void steps_take(Portfolio *portfolio, const Case *c, const char *court)
{
	for (size_t k = 0; k < G_N_ELEMENTS(step_kinds); k++) {
		Date begun = DATE_NONE;
		for (guint i = 0; i < c->events->len; i++) {
			const Event *event = c->events->pdata[i];
			if (event->replaced || date_before(portfolio->to_on, event->on))
				continue;
			if (!date_known(begun) && named(event->name, step_kinds[k].from, G_N_ELEMENTS(step_kinds[k].from))) {
				begun = event->on;
			} else if (date_known(begun) && named(event->name, step_kinds[k].to, G_N_ELEMENTS(step_kinds[k].to))) {
				int days = date_diff(begun, event->on);
				if (!date_before(event->on, portfolio->from_on))
					g_array_append_val(step_at(portfolio, court, (int)k)->days, days);
				begun = DATE_NONE;
			}
		}
	}
}

/* ---- one case ---- */

static bool within(const Portfolio *portfolio, Date day)
{
	return !date_before(day, portfolio->from_on) && !date_before(portfolio->to_on, day);
}

static bool money_take(Portfolio *portfolio, PortfolioCase *one, const Event *event)
{
	bool in = strcmp(event->name, "payment") == 0, back = strcmp(event->name, "payment_reversed") == 0;
	if ((!in && !back) || !event->has_amount)
		return true;
	if (within(portfolio, event->on))
		g_ptr_array_add(portfolio->payments, event_copy(event));
	bool (*count)(Money, Money, Money *) = in ? money_add : money_sub;
	return count(one->received, event->amount, &one->received) &&
	       (!within(portfolio, event->on) || count(one->received_now, event->amount, &one->received_now));
}

static bool events_take(Portfolio *portfolio, PortfolioCase *one, const Case *c)
{
	static const char *const settled[] = { "court_settlement", "settlement_signed" }, *const lost[] = { "judgment_against" };
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (event->replaced || date_before(portfolio->to_on, event->on))
			continue;
		if (!money_take(portfolio, one, event))
			return false;
		if (!within(portfolio, event->on))
			continue;
		if (named(event->name, settled, G_N_ELEMENTS(settled)))
			portfolio->settled++;
		else if (named(event->name, lost, G_N_ELEMENTS(lost)))
			portfolio->lost++;
		else if (award_gives(event->name))
			portfolio->won++;
	}
	return true;
}

static void limitation_take(const Portfolio *portfolio, PortfolioCase *one, const Case *c, const States *states, const Law *law)
{
	g_autoptr(GPtrArray) tasks = docket_of(c, states, law, portfolio->to_on);
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		if (task->kind != TASK_LIMITATION || date_diff(portfolio->to_on, task->last_on) > RISK_DAYS ||
		    (date_known(one->limitation_on) && !date_before(task->last_on, one->limitation_on)))
			continue;
		one->limitation_on = task->last_on;
		one->limitation_by = task->by_on;
		g_free(one->limitation_debtor);
		one->limitation_debtor = g_strdup(task->debtor);
	}
}

/* Where it stands; when all its debtors are at an end, since when. */
static bool standing(Store *store, const Portfolio *portfolio, PortfolioCase *one, const States *states, GError **error)
{
	Date left;
	LeavingWay way = LEAVING_CLOSE;
	const DebtorState *least = states->least;
	const State *state = least != NULL ? least->state : state_find("OPEN");
	one->state = state->name;
	one->phase = state->phase;
	one->due_on = DATE_NONE;
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *debtor = states->debtors->pdata[i];
		one->due_on = date_min(one->due_on, debtor->due_on);
		if (debtor->state->terminal && date_known(debtor->since_on))
			one->ended_on = date_known(one->ended_on) ? date_max(one->ended_on, debtor->since_on) : debtor->since_on;
	}
	one->outcome = state->terminal ? state->name : NULL;
	if (!leaving_left(store, one->id, &left, &way, error))
		return false;
	if (one->outcome == NULL && date_known(left) && way == LEAVING_HANDOVER && !date_before(portfolio->to_on, left)) {
		one->outcome = "HANDED_OVER";
		one->phase = "closed";
		one->ended_on = left;
	}
	if (one->outcome == NULL)
		one->ended_on = DATE_NONE;
	return true;
}

static bool sums_take(PortfolioCase *one, const Owed *owed)
{
	Money both;
	one->known = owed->known && money_add(owed->principal, owed->interest, &both) && money_add(both, owed->costs, &one->claimed);
	if (!one->known)
		one->claimed = money_zero();
	one->open = one->known && one->outcome == NULL ? owed->total : money_zero();
	return true;
}

static void case_row_free(void *data)
{
	PortfolioCase *one = data;
	g_free(one->id);
	g_free(one->creditor);
	g_free(one->court);
	g_free(one->limitation_debtor);
	g_free(one);
}

static char *same(const char *text)
{
	g_autofree char *clean = g_strstrip(g_strdup(text));
	return g_utf8_casefold(clean, -1);
}

static bool is_creditor(const Case *c, const char *wanted)
{
	const char *name = field_text(&c->creditor->name), *cvr = field_text(&c->creditor->cvr);
	if (wanted == NULL || g_strcmp0(cvr, wanted) == 0)
		return true;
	g_autofree char *a = same(name != NULL ? name : ""), *b = same(wanted);
	return name != NULL && strcmp(a, b) == 0;
}

static bool case_take(Portfolio *portfolio, Store *store, const Law *law, const char *id, Date opened_on, const char *creditor,
                      Lang lang, GError **error)
{
	g_autoptr(Approval) approval = NULL;
	g_autoptr(Case) c = case_read(store, id, 0, error);
	if (c == NULL || !approval_latest(store, id, &approval, error))
		return false;
	if (!is_creditor(c, creditor))
		return true;
	g_autoptr(Assessment) assessment = assess(c, law, portfolio->to_on);
	g_autoptr(States) states = states_of(c, assessment, law, portfolio->to_on);
	PortfolioCase *one = g_new0(PortfolioCase, 1);
	*one = (PortfolioCase){ .id = g_strdup(id), .creditor = g_strdup(field_text(&c->creditor->name)),
		                .court = g_strdup(approval != NULL && approval->court != NULL ? approval->court : assessment->court),
		                .opened_on = opened_on, .ended_on = DATE_NONE, .limitation_on = DATE_NONE, .limitation_by = DATE_NONE };
	g_ptr_array_add(portfolio->cases, one);
	if (!standing(store, portfolio, one, states, error))
		return false;
	if (!sums_take(one, assessment->owed) || !events_take(portfolio, one, c))
		return error_set(error, ERROR_INPUT, "sum-overflow", "Sag %s: beløbene er for store.", "Case %s: the amounts are too large.", id);
	if (one->outcome == NULL)
		limitation_take(portfolio, one, c, states, law);
	steps_take(portfolio, c, one->court != NULL ? one->court : lang == LANG_DA ? "Ukendt ret" : "Court not known");
	return true;
}

/* ---- all ---- */

static void step_free(void *data)
{
	PortfolioStep *step = data;
	g_free(step->court);
	g_array_unref(step->days);
	g_free(step);
}

void portfolio_free(Portfolio *portfolio)
{
	if (portfolio == NULL)
		return;
	g_ptr_array_unref(portfolio->cases);
	g_ptr_array_unref(portfolio->steps);
	g_ptr_array_unref(portfolio->payments);
	g_free(portfolio);
}

static gint by_court(gconstpointer a, gconstpointer b)
{
	const PortfolioStep *x = *(const PortfolioStep *const *)a, *y = *(const PortfolioStep *const *)b;
	int order = strcmp(x->court, y->court);
	return order != 0 ? order : x->step - y->step;
}

static gint by_days(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

typedef struct Listed {
	char *id;
	Date opened_on;
} Listed;

static void listed_clear(void *data)
{
	g_free(((Listed *)data)->id);
}

static GArray *listed(Store *store, Date to_on, const char *lawyer, GError **error)
{
	GError *fault = NULL;
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Listed));
	g_array_set_clear_func(all, listed_clear);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT c.id, c.opened_on FROM cases c LEFT JOIN docket_owner o ON o.case_id = c.id"
	                                     " WHERE c.opened_on <= ?1 AND c.id NOT IN (SELECT case_id FROM erased)"
	                                     " AND (?2 IS NULL OR " HANDLER_SQL ") ORDER BY c.id",
	                                     "ds", to_on, lawyer);
	if (query == NULL)
		return NULL;
	while (query_next(query, &fault)) {
		Listed one = { g_strdup(query_text(query, 0)), query_date(query, 1) };
		g_array_append_val(all, one);
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return NULL;
	}
	return g_steal_pointer(&all);
}

Portfolio *portfolio_read(Store *store, const Law *law, Date from_on, Date to_on, const char *creditor, const char *lawyer,
                          Lang lang, GError **error)
{
	g_autoptr(GArray) all = listed(store, to_on, lawyer, error);
	if (all == NULL)
		return NULL;
	g_autoptr(Portfolio) portfolio = g_new0(Portfolio, 1);
	portfolio->from_on = from_on;
	portfolio->to_on = to_on;
	portfolio->cases = g_ptr_array_new_with_free_func(case_row_free);
	portfolio->steps = g_ptr_array_new_with_free_func(step_free);
	portfolio->payments = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
	for (guint i = 0; i < all->len; i++) {
		const Listed *one = &g_array_index(all, Listed, i);
		if (!case_take(portfolio, store, law, one->id, one->opened_on, creditor, lang, error))
			return NULL;
	}
	g_ptr_array_sort(portfolio->steps, by_court);
	for (guint i = 0; i < portfolio->steps->len; i++)
		g_array_sort(((const PortfolioStep *)portfolio->steps->pdata[i])->days, by_days);
	return g_steal_pointer(&portfolio);
}
