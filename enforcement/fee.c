#include "enforcement/fee.h"

#include "assess/award.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static void due_free(gpointer data)
{
	FeeDue *due = data;
	g_free(due->key);
	g_free(due);
}

static void note_free(gpointer data)
{
	FeeNote *note = data;
	g_free(note->about);
	g_free(note->da);
	g_free(note->en);
	g_free(note);
}

void fee_plan_free(FeePlan *plan)
{
	if (plan == NULL)
		return;
	g_ptr_array_unref(plan->dues);
	g_ptr_array_unref(plan->notes);
	g_ptr_array_unref(plan->splits);
	g_free(plan);
}

FeeDue *fee_due(FeePlan *plan, PostingKind kind, const char *key, Money amount, const Event *event)
{
	FeeDue *due = g_new0(FeeDue, 1);
	due->kind = kind;
	due->key = event != NULL && key != NULL ? g_strdup_printf("%" PRId64 ".%s", event->id, key)
	           : event != NULL              ? g_strdup_printf("%" PRId64, event->id)
	                                        : g_strdup(key);
	due->amount = amount;
	due->event = event != NULL ? event->id : 0;
	due->on = event != NULL ? event->on : DATE_NONE;
	due->base = money_zero();
	g_ptr_array_add(plan->dues, due);
	return due;
}

void fee_note(FeePlan *plan, const char *id, const char *name, int64_t event, char *da, char *en)
{
	FeeNote *note = g_new0(FeeNote, 1);
	*note = (FeeNote){ .id = id, .name = name, .da = da, .en = en, .event = event };
	note->about = event != 0 ? g_strdup_printf("event/%" PRId64, event) : g_strdup("case");
	g_ptr_array_add(plan->notes, note);
}

/* ---- days that decide ---- */

static const Event *first_of(const Case *c, const char *const *names, Date from, Date before, Date today)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && event->id != 0 && g_strv_contains(names, event->name) && !date_before(today, event->on) &&
		    !(date_known(from) && date_before(event->on, from)) && !(date_known(before) && !date_before(event->on, before)))
			return event;
	}
	return NULL;
}

static const char *const filings[] = { "bp_filed", "claim_filed", "foged_request_filed", "retry_request", "petition_filed", NULL };
static const char *const first_steps[] = { "reminder_sent", "demand_sent", "letter_sent", "call_logged", "payment", NULL };
static const char *const withdrawals[] = { "client_stop", "withdrawn_stop", "route_client_stop", NULL };

Date fee_filed_on(const Case *c)
{
	const Event *filed = first_of(c, filings, DATE_NONE, DATE_NONE, (Date){ INT32_MAX });
	return filed != NULL ? filed->on : DATE_NONE;
}

/* ---- a phase on its way ---- */

typedef struct PhaseRun {
	int64_t version; /* whose base is running; -1: none */
	Money base; /* under that version */
	Money before; /* earned in the phase before that version */
	Money earned; /* in the phase, all versions */
} PhaseRun;

typedef struct Run {
	const FeeCase *of;
	FeePlan *plan;
	Date filed_on;
	PhaseRun phases[FEE_PHASES];
	bool lost_count; /* a split is not known: what runs on after it is not either */
	bool said_missing;
	const FeeRuling *said; /* the ruling that was told last */
} Run;

static FeePhase phase_of(const Run *run, Date on)
{
	return date_known(run->filed_on) && !date_before(on, run->filed_on) ? PHASE_COURT : PHASE_OUT_OF_COURT;
}

static bool too_large(Run *run, int64_t event)
{
	fee_note(run->plan, "A09", "too-large", event, g_strdup("Beløbet er for stort til at regne med."),
	         g_strdup("The amount is too large to reckon with."));
	return false;
}

/* The agreement under which a price may be taken on a day; NULL, with a note, when there is none. */
static const Terms *terms_for(Run *run, Date on, int64_t event)
{
	const FeeCase *of = run->of;
	const Terms *terms = terms_pick(of->terms, of->c, on);
	if (terms == NULL) {
		if (!run->said_missing)
			fee_note(run->plan, "A01", "agreement-missing", event, g_strdup("Der er ingen salæraftale for dagen; intet salær er bogført. Skriv den ind med agreement set."),
			         g_strdup("There is no fee agreement for the day; no fee is booked. Put it down with agreement set."));
		run->said_missing = true;
		return NULL;
	}
	if (!date_known(terms->from_on)) {
		if (!run->said_missing)
			fee_note(run->plan, "A14", "agreement-undated", event,
			         g_strdup("Det er ikke oplyst, hvornår salæraftalen er indgået; den skal være lavet før arbejdet, og intet salær er bogført. Sig det med agreement set --agreed-on."),
			         g_strdup("The day of the fee agreement is not stated; it must be made before the work, and no fee is booked. Say it with agreement set --agreed-on."));
		run->said_missing = true;
		return NULL;
	}
	const FeeRuling *what = NULL;
	if (terms_permit(terms, of->c, on, &what))
		return terms;
	if (what != NULL && what != run->said) {
		fee_note(run->plan, "A02", "fee-not-permitted", event,
		         g_strdup_printf("Intet salær er bogført: %s %s", what->because.da, what->lawful.da),
		         g_strdup_printf("No fee is booked: %s %s", what->because.en, what->lawful.en));
		FeeNote *note = run->plan->notes->pdata[run->plan->notes->len - 1];
		note->statute = what->statute;
		note->quote = what->quotes[0]->text;
		run->said = what;
	}
	return NULL;
}

/* The whole so far within minimum and cap; what is new of it is due. */
static bool run_on(Run *run, FeePhase phase, const Terms *terms, Money whole, Money *part)
{
	PhaseRun *p = &run->phases[phase];
	const TermsPrice *price = &terms->prices[phase];
	Money total;
	if (!money_add(p->before, whole, &total))
		return false;
	if (price->has_minimum && money_compare(total, price->minimum) < 0 && !money_is_zero(p->base))
		total = price->minimum;
	if (price->has_cap && money_compare(total, price->cap) > 0)
		total = price->cap;
	*part = money_zero();
	if (money_compare(total, p->earned) <= 0)
		return true;
	if (!money_sub(total, p->earned, part))
		return false;
	p->earned = total;
	return true;
}

static void of_version(PhaseRun *p, int64_t version)
{
	if (p->version == version)
		return;
	p->version = version;
	p->before = p->earned;
	p->base = money_zero();
}

static FeeDue *earn(Run *run, const Event *event, const char *key, Money amount, FeePhase phase, const Terms *terms, const char *clause)
{
	if (money_is_zero(amount))
		return NULL;
	FeeDue *due = fee_due(run->plan, POSTING_fee_earned, key, amount, event);
	due->phase = phase;
	due->terms = terms;
	due->clause = clause;
	return due;
}

/* ---- payments ---- */

/* What of a payment the operator keeps by a clause of its own: not a share's base too. */
static void keep(Run *run, const Split *split, FeePhase phase, const Terms *terms, Money *interest, Money *costs)
{
	bool out = phase == PHASE_OUT_OF_COURT;
	*interest = split->interest;
	*costs = split->costs;
	Money left;
	if (out && terms->interest == KEEPER_OPERATOR) {
		earn(run, split->event, "interest", split->interest, phase, terms, "interest");
		*interest = money_zero();
	}
	if (out && terms->reminder_fees == KEEPER_OPERATOR && money_sub(*costs, split->reminder_fees, &left)) {
		earn(run, split->event, "reminder_fees", split->reminder_fees, phase, terms, "reminder_fees");
		*costs = left;
	}
	if (terms->awarded_costs == KEEPER_OPERATOR && money_sub(*costs, split->awarded_costs, &left)) {
		earn(run, split->event, "awarded_costs", split->awarded_costs, phase, terms, "awarded_costs");
		*costs = left;
	}
}

static bool share_of(Run *run, const Split *split, FeePhase phase, const Terms *terms, Money interest, Money costs)
{
	const TermsPrice *price = &terms->prices[phase];
	PhaseRun *p = &run->phases[phase];
	const Money parts[] = { split->principal, interest, costs };
	const unsigned bits[] = { BASE_PRINCIPAL, BASE_INTEREST, BASE_COSTS };
	of_version(p, terms->version);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if ((price->base & bits[i]) != 0 && !money_add(p->base, parts[i], &p->base))
			return too_large(run, split->event->id);
	Money whole, part;
	if (!money_scale(p->base, price->share, 10000, &whole) || !run_on(run, phase, terms, whole, &part))
		return too_large(run, split->event->id);
	FeeDue *due = earn(run, split->event, "share", part, phase, terms, "share");
	if (due != NULL) {
		due->has_base = true;
		due->base = p->base;
	}
	return true;
}

static void pay_fee(Run *run, const Split *split)
{
	const Event *event = split->event;
	const Terms *terms = terms_for(run, event->on, event->id);
	if (terms == NULL)
		return;
	FeePhase phase = phase_of(run, event->on);
	bool direct = g_strcmp0(event->paid_to, "operator") != 0;
	if (direct && terms->direct_payments != KNOWN_YES) {
		if (terms->direct_payments == KNOWN_UNSAID)
			fee_note(run->plan, "A03", "direct-payment-unsaid", 0,
			         g_strdup_printf("Aftalen siger ikke, om en betaling direkte til kreditor udløser salær (hændelse %" PRId64 "): sig det med agreement set --direct-payments.", event->id),
			         g_strdup_printf("The agreement does not say whether a payment straight to the creditor earns a fee (event %" PRId64 "): say it with agreement set --direct-payments.", event->id));
		return;
	}
	if (!split->known || run->lost_count) {
		run->lost_count = true;
		fee_note(run->plan, "A04", "fee-unknown", event->id, g_strdup("Salæret af betalingen kendes ikke, før fordelingen gør."),
		         g_strdup("The fee of the payment is not known until its split is."));
		return;
	}
	Money interest, costs;
	keep(run, split, phase, terms, &interest, &costs);
	if (terms->prices[phase].basis != FEE_PERCENT)
		return;
	if (terms->prices[phase].base == 0 && (!money_is_zero(interest) || !money_is_zero(costs))) {
		fee_note(run->plan, "A05", "share-of-unsaid", event->id, g_strdup("Aftalen siger ikke, om andelen også er af renter og omkostninger: sig det med agreement set --share-of."),
		         g_strdup("The agreement does not say whether the share is of interest and costs too: say it with agreement set --share-of."));
		return;
	}
	share_of(run, split, phase, terms, interest, costs);
}

static void plan_payments(Run *run)
{
	const FeeCase *of = run->of;
	g_autoptr(SplitRun) splits = split_run_new(of->c, of->law, of->today);
	for (guint i = 0; i < of->c->events->len; i++) {
		const Event *event = of->c->events->pdata[i];
		if (!split_wanted(event, of->today))
			continue;
		Split *split = split_next(splits, event);
		g_ptr_array_add(run->plan->splits, split);
		Money sum;
		if (money_add(run->plan->recovered, event->amount, &sum))
			run->plan->recovered = sum;
		bool ours = g_strcmp0(event->paid_to, "operator") == 0;
		if (ours && !split->known)
			fee_note(run->plan, "A06", "split-unknown", event->id, g_strdup_printf("Betalingen er ikke fordelt: %s", split->da),
			         g_strdup_printf("The payment is not split: %s", split->en));
		if (ours && split->known) {
			const Money parts[] = { split->costs, split->interest, split->principal, split->surplus };
			const PostingKind kinds[] = { POSTING_split_costs, POSTING_split_interest, POSTING_split_principal, POSTING_split_surplus };
			for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
				if (!money_is_zero(parts[k]))
					fee_due(run->plan, kinds[k], NULL, parts[k], event);
		}
		pay_fee(run, split);
	}
}

/* ---- fixed and hourly prices ---- */

/* The first payment in the phase that counts as a recovery. */
static const Event *recovery_in(Run *run, FeePhase phase)
{
	for (guint i = 0; i < run->plan->splits->len; i++) {
		const Event *event = ((const Split *)run->plan->splits->pdata[i])->event;
		const Terms *terms = terms_pick(run->of->terms, run->of->c, event->on);
		if (phase_of(run, event->on) == phase && terms != NULL &&
		    (g_strcmp0(event->paid_to, "operator") == 0 || terms->direct_payments == KNOWN_YES))
			return event;
	}
	return NULL;
}

static const Event *title_of(const FeeCase *of)
{
	for (guint i = 0; i < of->c->events->len; i++) {
		const Event *event = of->c->events->pdata[i];
		if (!event->replaced && award_gives(event->name) && !date_before(of->today, event->on))
			return event;
	}
	return NULL;
}

/* What makes a price payable in a phase; NULL: nothing has. */
static const Event *earned_by(Run *run, FeePhase phase, const Terms *terms, const Event *start)
{
	if (terms->prices[phase].success_only == KNOWN_NO)
		return start;
	const Event *paid = recovery_in(run, phase), *title = phase == PHASE_COURT ? title_of(run->of) : NULL;
	if (terms->win == WIN_TITLE)
		return title;
	if (terms->win == WIN_BOTH)
		return paid == NULL || title == NULL ? NULL : date_before(paid->on, title->on) ? title : paid;
	return paid;
}

static void plan_hours(Run *run, FeePhase phase)
{
	PhaseRun *p = &run->phases[phase];
	for (guint i = 0; i < run->of->times->len; i++) {
		const TimeLine *time = &g_array_index(run->of->times, TimeLine, i);
		if (phase_of(run, time->on) != phase || date_before(run->of->today, time->on))
			continue;
		const Terms *terms = terms_for(run, time->on, 0);
		if (terms == NULL || terms->prices[phase].basis != FEE_HOURLY)
			continue;
		const TermsPrice *price = &terms->prices[phase];
		const Event *by = price->success_only == KNOWN_NO ? NULL : earned_by(run, phase, terms, NULL);
		if (price->success_only != KNOWN_NO && by == NULL)
			continue;
		of_version(p, terms->version);
		/* The base is minutes here: it only runs. */
		Money whole, part, base;
		if (!money_add(p->base, money_of_ore(time->minutes), &base) ||
		    !money_scale(price->amount, money_ore(base), 60, &whole)) {
			too_large(run, 0);
			return;
		}
		p->base = base;
		if (!run_on(run, phase, terms, whole, &part) || money_is_zero(part))
			continue;
		g_autofree char *key = g_strdup_printf("t%" PRId64, time->id);
		FeeDue *due = earn(run, NULL, key, part, phase, terms, "hourly");
		due->on = time->on;
		due->time = time->id;
		due->event = by != NULL ? by->id : 0;
	}
}

/* A tariff goes by the principal that is claimed where the phase begins. */
static bool fixed_price(Run *run, const TermsPrice *price, const Event *start, Money *out)
{
	*out = price->amount;
	if (price->n_steps == 0)
		return true;
	g_autoptr(Claimed) claimed = claimed_of(run->of->c, run->of->law, start->on);
	if (claimed->sums_known)
		*out = terms_fixed_price(price, claimed->invoiced);
	else
		fee_note(run->plan, "A15", "tariff-unknown", start->id, g_strdup("Prisen følger kravets størrelse, som ikke er oplyst; den er ikke bogført."),
		         g_strdup("The price follows the size of the claim, which is not known; it is not booked."));
	return claimed->sums_known;
}

static void plan_fixed(Run *run, FeePhase phase)
{
	const FeeCase *of = run->of;
	bool court = phase == PHASE_COURT;
	const Event *start = court ? first_of(of->c, filings, DATE_NONE, DATE_NONE, of->today)
	                           : first_of(of->c, first_steps, DATE_NONE, run->filed_on, of->today);
	if (start == NULL)
		return;
	/* The work of a phase is priced where it begins; an agreement made during it holds from its own first day. */
	const Terms *terms = terms_pick(of->terms, of->c, start->on);
	for (guint i = 0; terms == NULL && i < of->terms->len; i++) {
		const Terms *later = of->terms->pdata[i];
		const Event *step = court ? NULL : first_of(of->c, first_steps, later->from_on, run->filed_on, of->today);
		if (step != NULL && terms_pick(of->terms, of->c, step->on) != NULL) {
			start = step;
			terms = terms_pick(of->terms, of->c, step->on);
		}
	}
	if (terms == NULL || terms->prices[phase].basis != FEE_FIXED)
		return;
	terms = terms_for(run, start->on, start->id);
	const Event *by = terms != NULL ? earned_by(run, phase, terms, start) : NULL;
	if (by == NULL)
		return;
	Money part, price;
	if (!fixed_price(run, &terms->prices[phase], start, &price))
		return;
	of_version(&run->phases[phase], terms->version);
	if (run_on(run, phase, terms, price, &part))
		earn(run, by, court ? "fixed-court" : "fixed", part, phase, terms, "fixed");
}

static void plan_withdrawal(Run *run)
{
	const FeeCase *of = run->of;
	const Event *stop = first_of(of->c, withdrawals, DATE_NONE, DATE_NONE, of->today);
	const Terms *terms = stop != NULL ? terms_pick(of->terms, of->c, stop->on) : NULL;
	if (terms == NULL || !terms->has_withdrawal)
		return;
	terms = terms_for(run, stop->on, stop->id);
	if (terms != NULL)
		earn(run, stop, "withdrawal", terms->withdrawal, phase_of(run, stop->on), terms, "withdrawal");
}

FeePlan *fee_plan(const FeeCase *of)
{
	FeePlan *plan = g_new0(FeePlan, 1);
	plan->dues = g_ptr_array_new_with_free_func(due_free);
	plan->notes = g_ptr_array_new_with_free_func(note_free);
	plan->splits = g_ptr_array_new_with_free_func((GDestroyNotify)split_free);
	plan->recovered = money_zero();
	plan->refunded = of->refunded;
	fee_plan_awards(of, plan);
	if (case_own_account(of->c))
		return plan;
	Run run = { .of = of, .plan = plan, .filed_on = fee_filed_on(of->c) };
	for (int phase = 0; phase < FEE_PHASES; phase++)
		run.phases[phase] = (PhaseRun){ -1, money_zero(), money_zero(), money_zero() };
	plan_payments(&run);
	for (int phase = 0; phase < FEE_PHASES; phase++) {
		plan_fixed(&run, (FeePhase)phase);
		plan_hours(&run, (FeePhase)phase);
	}
	plan_withdrawal(&run);
	fee_plan_advances(of, plan);
	return plan;
}
