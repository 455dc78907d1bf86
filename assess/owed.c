#include "assess/owed.h"

#include "intake/limits.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Products of øre, hundredths of a percent and days: LIMIT_MONEY_ORE leaves them room in 128 bits. */
__extension__ typedef __int128 Wide;

static const char *const count_names[] = { "ACT_ACT_EXCL", "ACT_ACT_INCL", "ACT_365_EXCL", "E30_360" };

const char *day_count_name(DayCount count)
{
	return count_names[count];
}

bool day_count_parse(const char *name, DayCount *out)
{
	for (int i = 0; i < (int)G_N_ELEMENTS(count_names); i++) {
		if (strcmp(count_names[i], name) == 0) {
			*out = (DayCount)i;
			return true;
		}
	}
	return false;
}

/* A debt on its way through the days. */
typedef struct Line {
	Debt debt;
	Money principal, interest; /* open */
	Date accrued_to; /* the last day that is already in interest; DATE_NONE: bears no interest */
} Line;

typedef struct CostLine {
	Cost cost;
	Money open;
} CostLine;

typedef struct Engine {
	const Law *law;
	Owed *owed;
	Line *lines; /* oldest due date first */
	guint n_lines;
	CostLine *costs; /* oldest first */
	guint n_costs;
	Wide running; /* interest since the last posting, in whole 1/denominator of an øre */
	int64_t denominator;
	int64_t rounded; /* running, as whole øre */
} Engine;

/* The first reason stands; later ones follow from it. */
static bool unknown(Owed *owed, char *da, char *en)
{
	if (owed->known) {
		owed->known = false;
		owed->unknown_da = da;
		owed->unknown_en = en;
	} else {
		g_free(da);
		g_free(en);
	}
	return false;
}

static bool too_much(Owed *owed)
{
	return unknown(owed, g_strdup("Beløbene er større, end programmet kan regne med."),
	               g_strdup("The amounts are larger than the program can reckon with."));
}

static bool add_to(Owed *owed, Money *sum, Money amount)
{
	return money_add(*sum, amount, sum) || too_much(owed);
}

static void take_from(Money *rest, Money amount)
{
	bool good = money_sub(*rest, amount, rest);
	assert(good); /* amount was the smaller of two */
	(void)good;
}

static bool no_rate(Engine *e, Date day)
{
	g_autofree char *da = date_danish_long(day), *en = date_english(day);
	Date end = law_rates_end(e->law);
	g_autofree char *end_da = date_danish_long(end), *end_en = date_english(end);
	return unknown(e->owed,
	               g_strdup_printf("Referencesatsen for %s kendes ikke (renteloven § 5); tabellen går til %s.", da, end_da),
	               g_strdup_printf("The reference rate for %s is not known (renteloven § 5); the table ends on %s.", en,
	                               end_en));
}

static bool no_surcharge(Engine *e, const Line *line)
{
	if (!date_known(line->debt.due_on))
		return unknown(e->owed, g_strdup_printf("Forfaldsdagen for %s kendes ikke, og den afgør rentesatsen.", line->debt.claim),
		               g_strdup_printf("The due date of %s is not known, and it decides the rate.", line->debt.claim));
	g_autofree char *da = date_danish_long(line->debt.due_on), *en = date_english(line->debt.due_on);
	return unknown(e->owed,
	               g_strdup_printf("Tillægget til referencesatsen kendes ikke for krav, der er forfaldet %s (renteloven § 5).",
	                               da),
	               g_strdup_printf("The surcharge on the reference rate is not known for claims due on %s (renteloven § 5).",
	                               en));
}

/* 30-day months since year 0: the 31st counts as the 30th. */
static int months_30(Date d)
{
	int year, month, day;
	date_split(d, &year, &month, &day);
	return 360 * year + 30 * month + MIN(day, 30);
}

/* The last day of the stretch of calendar years as long as year, looking no further than `to`. */
static Date year_type_end(int year, Date to)
{
	Date end;
	int last = year;
	while (last < date_year(to) && date_days_in_year(last + 1) == date_days_in_year(year))
		last++;
	return date_make(last, 12, 31, &end) ? date_min(end, to) : to;
}

/* The next stretch of the line up to `to` with one rate and one length of year; *end is its last day. */
static bool next_stretch(Engine *e, const Line *line, Date to, RateBp *rate, Date *end)
{
	DayCount count = e->owed->day_count;
	/* In 30/360 the day from a to a + 1 is charged at the rate of a, else the rate of the day counted. */
	Date day = count == E30_360 ? line->accrued_to : date_add_days(line->accrued_to, 1);
	*rate = line->debt.agreed_rate;
	*end = to;
	if (!line->debt.agreed) {
		RateBp reference, surcharge;
		Date until;
		if (!law_surcharge(e->law, line->debt.due_on, &surcharge))
			return no_surcharge(e, line);
		if (!law_reference_span(e->law, day, &reference, &until))
			return no_rate(e, day);
		*rate = reference + surcharge;
		*end = date_min(to, count == E30_360 ? date_add_days(until, 1) : until);
	}
	if (count == ACT_ACT_EXCL || count == ACT_ACT_INCL)
		*end = year_type_end(date_year(day), *end);
	return true;
}

/* The stretch's interest in whole 1/denominator of an øre. */
static Wide stretch_interest(const Engine *e, const Line *line, RateBp rate, int days)
{
	Wide product = (Wide)money_ore(line->principal) * rate * days;
	if (e->owed->day_count != ACT_ACT_EXCL && e->owed->day_count != ACT_ACT_INCL)
		return product;
	return product * (date_days_in_year(date_year(date_add_days(line->accrued_to, 1))) == 365 ? 366 : 365);
}

static int64_t denominator_of(DayCount count)
{
	switch (count) {
	case ACT_ACT_EXCL:
	case ACT_ACT_INCL:
		return 10000LL * 365 * 366;
	case ACT_365_EXCL:
		return 10000LL * 365;
	case E30_360:
		break;
	}
	return 10000LL * 360;
}

/* Add what the stretch earned to the running sum; the period gets what the rounded sum grew by. */
static bool add_period(Engine *e, Line *line, Date end, RateBp rate, int days)
{
	Wide running = e->running + stretch_interest(e, line, rate, days);
	Wide size = running < 0 ? -running : running;
	Wide rounded = (size + e->denominator / 2) / e->denominator; /* the denominators are even: halves go away from zero */
	if (rounded > LIMIT_MONEY_ORE)
		return too_much(e->owed);
	int64_t now = (int64_t)(running < 0 ? -rounded : rounded);
	if (now - e->rounded > LIMIT_MONEY_ORE || now - e->rounded < -LIMIT_MONEY_ORE)
		return too_much(e->owed);
	Period *p = g_new0(Period, 1);
	p->claim = g_strdup(line->debt.claim);
	p->from_on = date_add_days(line->accrued_to, 1);
	p->to_on = end;
	p->days = days;
	p->rate = rate;
	p->principal = line->principal;
	p->interest = money_of_ore(now - e->rounded);
	p->statute = line->debt.agreed ? "rl § 6" : "rl § 5 stk. 1";
	g_ptr_array_add(e->owed->periods, p);
	e->running = running;
	e->rounded = now;
	return add_to(e->owed, &line->interest, p->interest) && add_to(e->owed, &e->owed->interest, p->interest);
}

/* The pause that the day lies in, or the first after it; NULL: none. */
static const Pause *pause_at(const Line *line, Date day)
{
	for (guint i = 0; line->debt.pauses != NULL && i < line->debt.pauses->len; i++) {
		const Pause *pause = &g_array_index(line->debt.pauses, Pause, i);
		if (!date_before(pause->to_on, day))
			return pause;
	}
	return NULL;
}

static bool accrue_line(Engine *e, Line *line, Date to)
{
	while (date_known(line->accrued_to) && date_before(line->accrued_to, to)) {
		if (money_is_zero(line->principal)) {
			line->accrued_to = to;
			return true;
		}
		RateBp rate;
		Date end, day = date_add_days(line->accrued_to, 1);
		const Pause *pause = pause_at(line, day);
		if (pause != NULL && !date_before(day, pause->from_on)) {
			line->accrued_to = date_min(to, pause->to_on);
			continue;
		}
		if (!next_stretch(e, line, pause != NULL ? date_min(to, date_add_days(pause->from_on, -1)) : to, &rate, &end))
			return false;
		int days = e->owed->day_count == E30_360 ? months_30(end) - months_30(line->accrued_to) :
		                                           date_diff(line->accrued_to, end);
		if (days > 0 && !add_period(e, line, end, rate, days))
			return false;
		line->accrued_to = end;
	}
	return true;
}

static bool accrue(Engine *e, Date to)
{
	for (guint i = 0; i < e->n_lines; i++)
		if (!accrue_line(e, &e->lines[i], to))
			return false;
	return true;
}

static bool fits(const char *claim, const char *only)
{
	return only == NULL || (claim != NULL && strcmp(claim, only) == 0);
}

/* Move as much of *rest as *open takes; *moved counts it. */
static void apply(Money *rest, Money *open, Money *moved)
{
	Money part = money_min(*rest, *open);
	if (money_is_negative(part) || money_is_zero(part))
		return;
	take_from(rest, part);
	take_from(open, part);
	bool good = money_add(*moved, part, moved);
	assert(good); /* never more than the payment */
	(void)good;
}

/* Costs, then interest, then principal; oldest first in each. only: of one claim. */
static void allocate(Engine *e, Posting *p, Money *rest, const char *only)
{
	for (guint i = 0; i < e->n_costs && !money_is_zero(*rest); i++) {
		CostLine *c = &e->costs[i];
		bool arisen = !date_known(c->cost.on) || !date_before(p->on, c->cost.on);
		if (arisen && !c->cost.interest && fits(c->cost.claim, only))
			apply(rest, &c->open, &p->to_costs);
	}
	for (guint i = 0; i < e->n_costs && !money_is_zero(*rest); i++) {
		CostLine *c = &e->costs[i];
		bool arisen = !date_known(c->cost.on) || !date_before(p->on, c->cost.on);
		if (arisen && c->cost.interest && fits(c->cost.claim, only))
			apply(rest, &c->open, &p->to_interest);
	}
	for (guint i = 0; i < e->n_lines && !money_is_zero(*rest); i++)
		if (fits(e->lines[i].debt.claim, only))
			apply(rest, &e->lines[i].interest, &p->to_interest);
	for (guint i = 0; i < e->n_lines && !money_is_zero(*rest); i++)
		if (fits(e->lines[i].debt.claim, only))
			apply(rest, &e->lines[i].principal, &p->to_principal);
}

static bool sum_open(Engine *e, Posting *p)
{
	for (guint i = 0; i < e->n_costs; i++)
		if (!date_known(e->costs[i].cost.on) || !date_before(p->on, e->costs[i].cost.on))
			if (!add_to(e->owed, e->costs[i].cost.interest ? &p->open_interest : &p->open_costs, e->costs[i].open))
				return false;
	for (guint i = 0; i < e->n_lines; i++)
		if (!add_to(e->owed, &p->open_interest, e->lines[i].interest) ||
		    !add_to(e->owed, &p->open_principal, e->lines[i].principal))
			return false;
	return add_to(e->owed, &p->balance, p->open_costs) && add_to(e->owed, &p->balance, p->open_interest) &&
	       add_to(e->owed, &p->balance, p->open_principal);
}

/* A payment, or the statement when reduction is NULL. */
static bool post(Engine *e, const Reduction *reduction, Date on)
{
	if (!accrue(e, on))
		return false;
	e->running = 0;
	e->rounded = 0;
	Posting *p = g_new0(Posting, 1);
	g_ptr_array_add(e->owed->postings, p);
	p->on = on;
	p->statement = reduction == NULL;
	if (reduction != NULL) {
		p->claim = g_strdup(reduction->claim);
		p->amount = reduction->amount;
		Money rest = p->amount;
		if (reduction->claim != NULL)
			allocate(e, p, &rest, reduction->claim);
		allocate(e, p, &rest, NULL);
		p->surplus = rest;
		if (!add_to(e->owed, &e->owed->surplus, rest))
			return false;
	}
	return sum_open(e, p);
}

static bool waive(Owed *owed, Money *open)
{
	Money waived = *open;
	*open = money_zero();
	return add_to(owed, &owed->waived, waived);
}

/* What is open at the end of the day falls away; from then on nothing bears interest. */
static bool release(Engine *e, Date on)
{
	if (!accrue(e, on))
		return false;
	e->running = 0;
	e->rounded = 0;
	for (guint i = 0; i < e->n_costs; i++)
		if ((!date_known(e->costs[i].cost.on) || !date_before(on, e->costs[i].cost.on)) && !waive(e->owed, &e->costs[i].open))
			return false;
	for (guint i = 0; i < e->n_lines; i++)
		if (!waive(e->owed, &e->lines[i].interest) || !waive(e->owed, &e->lines[i].principal))
			return false;
	return true;
}

static int compare_index(guint a, guint b)
{
	return (a > b) - (a < b);
}

/* Unknown days come last; equal days keep the order in which they were given. */
static int compare_days(Date a, Date b)
{
	if (date_known(a) != date_known(b))
		return date_known(a) ? -1 : 1;
	return date_compare(a, b);
}

static int compare_debts(gconstpointer a, gconstpointer b, gpointer array)
{
	guint i = *(const guint *)a, k = *(const guint *)b;
	const Debt *x = &g_array_index((GArray *)array, Debt, i), *y = &g_array_index((GArray *)array, Debt, k);
	int order = compare_days(x->due_on, y->due_on);
	order = order != 0 ? order : strcmp(x->claim, y->claim);
	return order != 0 ? order : compare_index(i, k);
}

static int compare_costs(gconstpointer a, gconstpointer b, gpointer array)
{
	guint i = *(const guint *)a, k = *(const guint *)b;
	const Cost *x = &g_array_index((GArray *)array, Cost, i), *y = &g_array_index((GArray *)array, Cost, k);
	int order = date_compare(x->on, y->on); /* DATE_NONE: there from the start, so first */
	return order != 0 ? order : compare_index(i, k);
}

static int compare_reductions(gconstpointer a, gconstpointer b, gpointer array)
{
	guint i = *(const guint *)a, k = *(const guint *)b;
	const Reduction *x = &g_array_index((GArray *)array, Reduction, i), *y = &g_array_index((GArray *)array, Reduction, k);
	int order = compare_days(x->on, y->on);
	return order != 0 ? order : compare_index(i, k);
}

/* Positions in array, sorted; the caller's. */
static guint *sorted(const GArray *array, GCompareDataFunc compare)
{
	guint n = array != NULL ? array->len : 0, *order = g_new(guint, n + 1);
	for (guint i = 0; i < n; i++)
		order[i] = i;
	if (n > 0)
		g_qsort_with_data(order, (gint)n, sizeof(guint), compare, (gpointer)array);
	return order;
}

static bool negative(Owed *owed, const char *claim)
{
	return unknown(owed, g_strdup_printf("Et beløb er negativt (%s).", claim != NULL ? claim : "–"),
	               g_strdup_printf("An amount is negative (%s).", claim != NULL ? claim : "–"));
}

static bool take_debts(Engine *e, const GArray *debts)
{
	g_autofree guint *order = sorted(debts, compare_debts);
	e->n_lines = debts != NULL ? debts->len : 0;
	e->lines = g_new0(Line, e->n_lines + 1);
	for (guint i = 0; i < e->n_lines; i++) {
		Line *line = &e->lines[i];
		line->debt = g_array_index(debts, Debt, order[i]);
		line->principal = line->debt.principal;
		line->accrued_to = line->debt.interest_from;
		if (date_known(line->accrued_to) && e->owed->day_count == ACT_ACT_INCL)
			line->accrued_to = date_add_days(line->accrued_to, -1);
		if (money_is_negative(line->principal))
			return negative(e->owed, line->debt.claim);
		if (!add_to(e->owed, &e->owed->principal, line->principal))
			return false;
	}
	return true;
}

static bool take_costs(Engine *e, const GArray *costs)
{
	g_autofree guint *order = sorted(costs, compare_costs);
	e->costs = g_new0(CostLine, (costs != NULL ? costs->len : 0) + 1);
	for (guint i = 0; costs != NULL && i < costs->len; i++) {
		const Cost *cost = &g_array_index(costs, Cost, order[i]);
		if (date_known(cost->on) && date_before(e->owed->on, cost->on))
			continue;
		if (money_is_negative(cost->amount))
			return negative(e->owed, cost->claim);
		e->costs[e->n_costs++] = (CostLine){ *cost, cost->amount };
		if (!add_to(e->owed, cost->interest ? &e->owed->interest : &e->owed->costs, cost->amount))
			return false;
	}
	return true;
}

static bool claim_exists(const Engine *e, const char *claim)
{
	for (guint i = 0; i < e->n_lines; i++)
		if (strcmp(e->lines[i].debt.claim, claim) == 0)
			return true;
	for (guint i = 0; i < e->n_costs; i++)
		if (e->costs[i].cost.claim != NULL && strcmp(e->costs[i].cost.claim, claim) == 0)
			return true;
	return false;
}

static bool take_credit(Engine *e, const Reduction *credit)
{
	Money rest = credit->amount, off = money_zero();
	for (guint i = 0; i < e->n_lines; i++)
		if (fits(e->lines[i].debt.claim, credit->claim))
			apply(&rest, &e->lines[i].principal, &off);
	take_from(&e->owed->principal, off);
	return add_to(e->owed, &e->owed->surplus, rest);
}

/* Does the reduction count on the day of the statement, and can it be reckoned with? */
static bool check_reduction(Engine *e, const Reduction *r, bool *counts)
{
	*counts = !date_known(r->on) || !date_before(e->owed->on, r->on);
	if (!*counts)
		return true;
	if (r->kind == REDUCTION_PAYMENT && !date_known(r->on))
		return unknown(e->owed, g_strdup("En betaling mangler sin dag."), g_strdup("A payment lacks its day."));
	if (money_is_negative(r->amount))
		return negative(e->owed, r->claim);
	if (r->claim != NULL && !claim_exists(e, r->claim))
		return unknown(e->owed, g_strdup_printf("En betaling eller kreditnota gælder %s, som ikke er blandt kravene.", r->claim),
		               g_strdup_printf("A payment or credit note is for %s, which is not among the claims.", r->claim));
	return true;
}

/* What went back was surplus as far as there is one; the rest is told beside the sums, for a person to decide. */
static bool settle_returns(Owed *owed, const GArray *reductions)
{
	Money sent = money_zero();
	for (guint i = 0; reductions != NULL && i < reductions->len; i++) {
		const Reduction *r = &g_array_index(reductions, Reduction, i);
		if (r->kind == REDUCTION_RETURN && !date_before(owed->on, r->on) && !add_to(owed, &sent, r->amount))
			return false;
	}
	owed->returned = money_min(sent, owed->surplus);
	owed->returned_beyond = sent;
	take_from(&owed->returned_beyond, owed->returned);
	take_from(&owed->surplus, owed->returned);
	take_from(&owed->payments, owed->returned);
	if (money_is_zero(owed->returned_beyond))
		return true;
	g_autofree char *kroner = money_danish(owed->returned_beyond);
	owed->note_da = g_strdup_printf("%s kr. er sendt tilbage til skyldner uden (længere) at være betalt for meget. De er ikke regnet med: "
	                                "en person afgør, om de kræves igen.", kroner);
	owed->note_en = g_strdup_printf("DKK %s was sent back to the debtor but is not (or no longer) overpaid. It is left out: a person decides "
	                                "whether to claim it again.", kroner);
	return true;
}

static bool run(Engine *e, const GArray *debts, const GArray *costs, const GArray *reductions)
{
	if (!take_debts(e, debts) || !take_costs(e, costs))
		return false;
	g_autofree guint *order = sorted(reductions, compare_reductions);
	guint n = reductions != NULL ? reductions->len : 0;
	bool counts;
	for (guint i = 0; i < n; i++) {
		const Reduction *r = &g_array_index(reductions, Reduction, order[i]);
		if (!check_reduction(e, r, &counts))
			return false;
		if (counts && r->kind == REDUCTION_CREDIT && !take_credit(e, r))
			return false;
		if (counts && r->kind == REDUCTION_PAYMENT && !add_to(e->owed, &e->owed->payments, r->amount))
			return false;
	}
	e->owed->claimed_known = e->owed->principal_known = true;
	for (guint i = 0; i < n; i++) {
		const Reduction *r = &g_array_index(reductions, Reduction, order[i]);
		if (r->kind == REDUCTION_PAYMENT && !date_before(e->owed->on, r->on) && !post(e, r, r->on))
			return false;
		if (r->kind == REDUCTION_RELEASE && !date_before(e->owed->on, r->on) && !release(e, r->on))
			return false;
	}
	return post(e, NULL, e->owed->on) && settle_returns(e->owed, reductions);
}

static void period_free(gpointer p)
{
	g_free(((Period *)p)->claim);
	g_free(p);
}

static void posting_free(gpointer p)
{
	g_free(((Posting *)p)->claim);
	g_free(p);
}

Owed *owed_on(const Law *law, const GArray *debts, const GArray *costs, const GArray *reductions, Date on, DayCount count)
{
	assert(date_known(on));
	Owed *owed = g_new0(Owed, 1);
	owed->on = on;
	owed->day_count = count;
	owed->known = true;
	owed->periods = g_ptr_array_new_with_free_func(period_free);
	owed->postings = g_ptr_array_new_with_free_func(posting_free);
	Engine e = { .law = law, .owed = owed, .denominator = denominator_of(count) };
	if (run(&e, debts, costs, reductions)) {
		const Posting *last = g_ptr_array_index(owed->postings, owed->postings->len - 1);
		owed->open_costs = last->open_costs;
		owed->open_interest = last->open_interest;
		owed->open_principal = last->open_principal;
		owed->total = last->balance;
	} else { /* what was reckoned up to the gap is no answer */
		g_ptr_array_set_size(owed->periods, 0);
		g_ptr_array_set_size(owed->postings, 0);
	}
	g_free(e.lines);
	g_free(e.costs);
	return owed;
}

void owed_free(Owed *owed)
{
	if (owed == NULL)
		return;
	g_free(owed->unknown_da);
	g_free(owed->unknown_en);
	g_free(owed->note_da);
	g_free(owed->note_en);
	g_ptr_array_free(owed->periods, TRUE);
	g_ptr_array_free(owed->postings, TRUE);
	g_free(owed);
}
