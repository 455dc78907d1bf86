#include "assess/award.h"

#include <string.h>

bool award_gives(const char *event_name)
{
	static const char *const giving[] = { "bp_endorsed_udlaeg",
		                              "bp_endorsed_plain",
		                              "default_judgment",
		                              "judgment_for_us",
		                              "appeal_for_us",
		                              "court_settlement",
		                              NULL };
	return g_strv_contains(giving, event_name);
}

static bool takes_away(const char *event_name)
{
	static const char *const taking[] = { "bp_reopened_case", "bp_reopened_no_case", "reopened", "appeal_against",
		                              NULL };
	return g_strv_contains(taking, event_name);
}

char *award_ground(Money principal, Money interest, Money costs, const char *text)
{
	g_autofree char *p = money_plain(principal);
	g_autofree char *i = money_plain(interest);
	g_autofree char *c = money_plain(costs);
	return g_strdup_printf("hovedstol %s; renter %s; omkostninger %s%s%s", p, i, c, text != NULL ? "; " : "",
	                       text != NULL ? text : "");
}

bool award_parts(const char *ground, Money *principal, Money *interest, Money *costs, const char **rest)
{
	static const char *const words[] = { "hovedstol ", "renter ", "omkostninger " };
	Money *const parts[] = { principal, interest, costs };
	const char *p = ground;
	for (size_t i = 0; p != NULL && i < G_N_ELEMENTS(words); i++) {
		if (i > 0 && g_str_has_prefix(p, "; "))
			p += 2;
		if (!g_str_has_prefix(p, words[i]))
			return false;
		p += strlen(words[i]);
		g_autofree char *amount = g_strndup(p, strcspn(p, ";"));
		if (!money_parse(amount, parts[i]) || money_is_negative(*parts[i]))
			return false;
		p += strlen(amount);
	}
	*rest = p != NULL && g_str_has_prefix(p, "; ") ? p + 2 : NULL;
	return p != NULL;
}

static void award_read(const Event *event, Award *out)
{
	*out = (Award){ .event = event,
		        .on = event->on,
		        .total = event->amount,
		        .principal = money_zero(),
		        .interest = money_zero(),
		        .costs = money_zero() };
	Money principal, interest, costs, sum;
	const char *rest;
	if (!award_parts(event->ground, &principal, &interest, &costs, &rest) || !money_add(principal, interest, &sum) ||
	    !money_add(sum, costs, &sum) || money_compare(sum, event->amount) != 0)
		return;
	out->parts_said = true;
	out->principal = principal;
	out->interest = interest;
	out->costs = costs;
}

bool award_of(const Case *c, const Party *debtor, Date on, Award *out)
{
	bool found = false;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (event->replaced || date_before(on, event->on) ||
		    (debtor != NULL && event->debtor != NULL && strcmp(event->debtor, debtor->id) != 0))
			continue;
		if (takes_away(event->name)) {
			found = false;
		} else if (award_gives(event->name) && event->has_amount) {
			award_read(event, out);
			found = true;
		}
	}
	return found;
}

/* ---- what is owed under it ---- */

/* Reductions up to and with the day, or those after it. */
static GArray *reductions_of(const Claimed *claimed, Date day, bool after)
{
	GArray *some = g_array_new(FALSE, FALSE, sizeof(Reduction));
	for (guint i = 0; i < claimed->reductions->len; i++) {
		Reduction reduction = g_array_index(claimed->reductions, Reduction, i);
		if (date_before(day, reduction.on) == after)
			g_array_append_val(some, reduction);
	}
	return some;
}

/* The parts of an award whose total alone is known. */
static void award_divide(Award *award, const Claimed *claimed, const Law *law)
{
	if (award->parts_said)
		return;
	award->principal = award->total;
	g_autoptr(GArray) before = reductions_of(claimed, award->on, false);
	g_autoptr(Owed) asked = owed_on(law, claimed->debts, claimed->costs, before, award->on, claimed->day_count);
	Money left;
	if (!asked->known || !claimed->complete)
		return;
	award->principal = money_min(award->total, asked->open_principal);
	if (!money_sub(award->total, award->principal, &left))
		left = money_zero();
	award->interest = money_min(left, asked->open_interest);
	if (!money_sub(left, award->interest, &award->costs))
		award->costs = money_zero();
}

/*
 * The awarded principal as debts: payments take the oldest due date first, so what was still open stands on the newest.
 * What is left over goes to the oldest.
 */
static GArray *debts_awarded(const Award *award, const Claimed *claimed)
{
	GArray *debts = g_array_new(FALSE, FALSE, sizeof(Debt));
	Money left = award->principal;
	for (guint i = claimed->debts->len; i-- > 0;) {
		Debt debt = g_array_index(claimed->debts, Debt, i);
		debt.principal = i == 0 ? left : money_min(left, debt.principal);
		debt.interest_from = award->on;
		if (!money_sub(left, debt.principal, &left))
			left = money_zero();
		g_array_append_val(debts, debt);
	}
	if (claimed->debts->len == 0) {
		Debt debt = { "title", award->principal, award->on, award->on, false, 0 };
		g_array_append_val(debts, debt);
	}
	return debts;
}

void award_follow(Claimed *claimed, const Case *c, const Law *law, Date on)
{
	Award award;
	if (!award_of(c, NULL, on, &award))
		return;
	award_divide(&award, claimed, law);
	g_autoptr(GArray) debts = debts_awarded(&award, claimed);
	g_autoptr(GArray) costs = g_array_new(FALSE, FALSE, sizeof(Cost));
	const Cost parts[] = { { "awarded-costs", award.costs, award.on, false },
		               { "awarded-interest", award.interest, award.on, true } };
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!money_is_zero(parts[i].amount))
			g_array_append_val(costs, parts[i]);
	g_autoptr(GArray) after = reductions_of(claimed, award.on, true);
	owed_free(claimed->owed);
	claimed->owed = owed_on(law, debts, costs, after, on, claimed->day_count);
}
