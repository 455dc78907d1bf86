#include "assess/award.h"

#include <inttypes.h>
#include <string.h>

const char award_costs_claim[] = "awarded-costs";

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

bool award_endorses(const char *event_name)
{
	return g_str_has_prefix(event_name, "bp_endorsed_");
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

/* Heads of a ground where costs alone were said. */
static const char as_asked_head[] = "hovedstol som krævet; renter som krævet; omkostninger ";
static const char unknown_head[] = "hovedstol ukendt; renter ukendt; omkostninger ";

char *award_ground_costs(const char *event_name, Money costs, const char *text)
{
	g_autofree char *sum = money_plain(costs);
	return g_strconcat(award_endorses(event_name) ? as_asked_head : unknown_head, sum, text != NULL ? "; " : NULL, text, NULL);
}

static bool costs_alone(const Event *event, Money *costs)
{
	const char *ground = event->ground != NULL ? event->ground : "";
	const char *head = g_str_has_prefix(ground, as_asked_head) ? as_asked_head : unknown_head;
	if (event->has_amount || !award_gives(event->name) || !g_str_has_prefix(ground, head))
		return false;
	ground += strlen(head);
	g_autofree char *sum = g_strndup(ground, strcspn(ground, ";"));
	return money_parse(sum, costs) && !money_is_negative(*costs);
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

void award_read(const Event *event, Award *out)
{
	*out = (Award){ .event = event,
		        .on = event->on,
		        .total = event->has_amount ? event->amount : money_zero(),
		        .total_known = event->has_amount,
		        .principal = money_zero(),
		        .interest = money_zero(),
		        .costs = money_zero() };
	Money principal, interest, costs, sum;
	const char *rest;
	if (costs_alone(event, &costs)) {
		out->costs_alone = true;
		out->as_asked = award_endorses(event->name);
		out->costs = costs;
		return;
	}
	if (!event->has_amount)
		return;
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
		} else if (award_gives(event->name)) {
			Award award;
			award_read(event, &award);
			if (award.total_known || award.costs_alone) {
				*out = award;
				found = true;
			}
		}
	}
	return found;
}

bool award_ask(Award *award, const Case *c, const Law *law)
{
	Case before = *c;
	g_autoptr(GPtrArray) events = g_ptr_array_new();
	for (guint i = 0; i < c->events->len; i++) {
		Event *event = c->events->pdata[i];
		if (!award_gives(event->name))
			g_ptr_array_add(events, event);
	}
	before.events = events;
	g_autoptr(Claimed) asked = claimed_of(&before, law, award->on);
	const Owed *owed = asked->owed;
	Money costs, sum;
	if (!award->as_asked || !owed->known || !money_add(owed->open_costs, award->costs, &costs) ||
	    !money_add(owed->open_principal, owed->open_interest, &sum) || !money_add(sum, costs, &sum))
		return false;
	award->principal = owed->open_principal;
	award->interest = owed->open_interest;
	award->costs = costs;
	award->total = sum;
	award->total_known = award->parts_said = true;
	return true;
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
		Debt debt = { "title", award->principal, award->on, award->on, false, 0, claimed->pauses };
		g_array_append_val(debts, debt);
	}
	return debts;
}

void award_costs_add(Claimed *claimed, const Case *c, Date on)
{
	Award award;
	if (!award_of(c, NULL, on, &award) || !award.as_asked || money_is_zero(award.costs))
		return;
	const Cost cost = { award_costs_claim, award.costs, award.on, false };
	g_array_append_val(claimed->costs, cost);
}

/* A decision whose principal nobody wrote down: no sum may be built on it, and least of all zero. */
static void principal_unknown(Owed *owed, const Award *award)
{
	g_autofree char *day = date_iso(award->on);
	g_free(owed->unknown_da);
	g_free(owed->unknown_en);
	owed->known = owed->claimed_known = owed->principal_known = false;
	owed->unknown_da = g_strdup_printf("Af afgørelsen af %s er kun omkostningerne noteret, ikke den tilkendte hovedstol. Noter den "
					   "igen med --principal, --interest, --costs og --replaces %" PRId64 ".",
					   day, award->event->id);
	owed->unknown_en = g_strdup_printf("Of the decision of %s only the costs were recorded, not the principal awarded. Record it "
					   "again with --principal, --interest, --costs and --replaces %" PRId64 ".",
					   day, award->event->id);
	g_ptr_array_set_size(owed->periods, 0);
	g_ptr_array_set_size(owed->postings, 0);
}

void award_follow(Claimed *claimed, const Case *c, const Law *law, Date on)
{
	Award award;
	if (!award_of(c, NULL, on, &award) || award.as_asked)
		return;
	if (award.costs_alone) {
		principal_unknown(claimed->owed, &award);
		return;
	}
	award_divide(&award, claimed, law);
	g_autoptr(GArray) debts = debts_awarded(&award, claimed);
	g_autoptr(GArray) costs = g_array_new(FALSE, FALSE, sizeof(Cost));
	const Cost parts[] = { { award_costs_claim, award.costs, award.on, false },
		               { "awarded-interest", award.interest, award.on, true } };
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!money_is_zero(parts[i].amount))
			g_array_append_val(costs, parts[i]);
	g_autoptr(GArray) after = reductions_of(claimed, award.on, true);
	owed_free(claimed->owed);
	claimed->owed = owed_on(law, debts, costs, after, on, claimed->day_count);
}
