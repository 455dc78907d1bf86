/* What becomes of a court fee advanced: paid back from what comes in, else our loss or the client's, as agreed. */
#include "enforcement/fee.h"

#include "assess/award.h"

#include <string.h>

static Money advanced_by(const FeeCase *of, const FeePlan *plan, Date on)
{
	Money sum = money_zero(), all = money_zero(), more;
	for (guint i = 0; i < of->advances->len; i++) {
		const Advance *advance = &g_array_index(of->advances, Advance, i);
		if (money_add(all, advance->amount, &more))
			all = more;
		if (!(date_known(on) && date_before(on, advance->on)) && money_add(sum, advance->amount, &more))
			sum = more;
	}
	/* What the court gave back was never spent. */
	Money left;
	if (!money_sub(all, plan->refunded, &left) || money_is_negative(left))
		left = money_zero();
	return money_min(sum, left);
}

/* What is new above what was there; zero when nothing is. */
static Money above(Money whole, Money before)
{
	Money part;
	return money_compare(whole, before) > 0 && money_sub(whole, before, &part) ? part : money_zero();
}

/* Of it, what is the books' to charge: not what a person has charged or written off already. */
static Money chargeable_by(const FeeCase *of, const FeePlan *plan, Date on)
{
	return money_min(advanced_by(of, plan, on), above(advanced_by(of, plan, DATE_NONE), of->by_hand));
}

static void at_the_end(const FeeCase *of, FeePlan *plan, Money charged)
{
	Money all = chargeable_by(of, plan, DATE_NONE);
	Money rest = above(all, charged);
	if (money_is_zero(rest) || !of->ended)
		return;
	const Terms *terms = terms_pick(of->terms, of->c, of->today);
	if (terms == NULL || terms->loss_is_ours == KNOWN_UNSAID) {
		fee_note(plan, "A07", "loss-unsaid", 0,
		         g_strdup("Sagen er slut, og aftalen siger ikke, hvem der bærer den udlagte retsafgift; den står endnu som udlæg. Sig det med agreement set --loss."),
		         g_strdup("The case has ended, and the agreement does not say who bears the court fee advanced; it still stands as an advance. Say it with agreement set --loss."));
		return;
	}
	/* What came in covers the advance first, whoever bears a loss. */
	Money covered = above(money_min(all, plan->recovered), charged);
	Money lost = terms->loss_is_ours == KNOWN_YES ? above(rest, covered) : money_zero();
	Money asked = above(rest, lost);
	if (!money_is_zero(asked)) {
		FeeDue *due = fee_due(plan, POSTING_advance_charged, "end", asked, NULL);
		*due = (FeeDue){ due->kind, due->key, asked, of->ended_by, "loss", of->today, terms, PHASE_COURT, false, money_zero(), 0 };
	}
	if (!money_is_zero(lost)) {
		FeeDue *due = fee_due(plan, POSTING_advance_lost, "end", lost, NULL);
		*due = (FeeDue){ due->kind, due->key, lost, of->ended_by, "loss", of->today, terms, PHASE_COURT, false, money_zero(), 0 };
	}
}

/* What the court paid back goes off what was advanced; of more than that a person must say what it is. */
static void plan_refunds(const FeeCase *of, FeePlan *plan)
{
	Money all = advanced_by(of, plan, DATE_NONE);
	for (guint i = 0; i < of->c->events->len; i++) {
		const Event *event = of->c->events->pdata[i];
		Money sum;
		if (event->replaced || strcmp(event->name, "fee_refunded") != 0 || !event->has_amount || money_is_zero(event->amount) ||
		    money_is_negative(event->amount) || date_before(of->today, event->on))
			continue;
		if (!money_add(plan->refunded, event->amount, &sum) || money_compare(event->amount, all) > 0) {
			fee_note(plan, "A13", "refund-above-advance", event->id,
			         g_strdup("Retten har betalt mere tilbage, end der er lagt ud; det er ikke bogført."),
			         g_strdup("The court has refunded more than was advanced; it is not booked."));
			continue;
		}
		plan->refunded = sum;
		all = above(all, event->amount);
		fee_due(plan, POSTING_court_fee_refunded, NULL, event->amount, event);
	}
}

void fee_plan_advances(const FeeCase *of, FeePlan *plan)
{
	if (of->advances->len == 0)
		return;
	plan_refunds(of, plan);
	Money charged = money_zero(), recovered = money_zero(), sum;
	for (guint i = 0; i < plan->splits->len; i++) {
		const Event *event = ((const Split *)plan->splits->pdata[i])->event;
		if (money_add(recovered, event->amount, &sum))
			recovered = sum;
		const Terms *terms = terms_pick(of->terms, of->c, event->on);
		if (terms == NULL)
			continue;
		Money whole = money_min(chargeable_by(of, plan, event->on), recovered), part = above(whole, charged);
		if (money_is_zero(part))
			continue;
		FeeDue *due = fee_due(plan, POSTING_advance_charged, NULL, part, event);
		due->terms = terms;
		due->clause = "loss";
		due->phase = PHASE_COURT;
		charged = whole;
	}
	at_the_end(of, plan, charged);
}

void fee_plan_awards(const FeeCase *of, FeePlan *plan)
{
	Award award;
	if (!award_of(of->c, NULL, of->today, &award))
		return;
	if ((award.parts_said || award.costs_alone) && !money_is_zero(award.costs))
		fee_due(plan, POSTING_costs_awarded, NULL, award.costs, award.event);
	if (!award.parts_said && !award.costs_alone)
		fee_note(plan, "A08", "award-parts-unsaid", award.event->id,
		         g_strdup("Kun afgørelsens samlede beløb er noteret; hvad der er omkostninger, er ikke bogført."),
		         g_strdup("Only the total of the decision was recorded; what of it is costs is not booked."));
}
