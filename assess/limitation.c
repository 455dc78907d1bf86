#include "assess/limitation.h"

#include "assess/calendar.h"

#include <stdlib.h>
#include <string.h>

/* What an event does to limitation. Events not named here do nothing to it. */
typedef enum Step {
	STEP_ACKNOWLEDGE, /* a new period of the claim's own length: fl § 15, § 19 stk. 2 */
	STEP_FILE, /* held while pursued: fl § 16, § 17, § 18 */
	STEP_TITLE, /* ten years from the day: fl § 5 stk. 1 nr. 3, § 19 stk. 3 */
	STEP_FOGED_END, /* a new period from the end of the bailiff's act: fl § 19 stk. 6 and 7 */
	STEP_END_TAIL, /* ended without a decision: at least a year more: fl § 20 stk. 1 and 3 */
	STEP_END_BARE, /* ended by the creditor's own doing: fl § 20 stk. 2 */
	STEP_BOARD, /* held while a board has it: fl § 21 stk. 2 and 3 */
	STEP_BOARD_END,
	STEP_UNDO_TITLE, /* the title is reopened and gone, and no case goes on */
	STEP_REOPEN /* the title is reopened and a case goes on */
} Step;

typedef struct StepRow {
	const char *event;
	Step step;
} StepRow;
static const StepRow steps[] = { /* by name */
	{ "acknowledged", STEP_ACKNOWLEDGE },
	{ "appeal_for_us", STEP_TITLE },
	{ "board_closed", STEP_BOARD_END },
	{ "board_complaint_opened", STEP_BOARD },
	{ "bp_endorsed_plain", STEP_TITLE },
	{ "bp_endorsed_udlaeg", STEP_TITLE },
	{ "bp_filed", STEP_FILE },
	{ "bp_not_served_barred", STEP_END_BARE },
	{ "bp_rejected", STEP_END_TAIL },
	{ "bp_reopened_case", STEP_REOPEN },
	{ "bp_reopened_no_case", STEP_UNDO_TITLE },
	{ "case_dismissed", STEP_END_TAIL },
	{ "case_not_requested", STEP_END_BARE },
	{ "case_started", STEP_FILE },
	{ "claim_filed", STEP_FILE },
	{ "claim_rejected", STEP_END_TAIL },
	{ "court_settlement", STEP_TITLE },
	{ "default_judgment", STEP_TITLE },
	{ "estate_claim_filed", STEP_FILE },
	{ "fee_lapsed", STEP_END_BARE },
	{ "foged_refused_490", STEP_END_TAIL },
	{ "foged_rejected_form", STEP_END_TAIL },
	{ "foged_request_filed", STEP_FILE },
	{ "judgment_against", STEP_END_BARE },
	{ "judgment_for_us", STEP_TITLE },
	{ "limitation_notice", STEP_FOGED_END },
	{ "nothing_found", STEP_FOGED_END },
	{ "petition_filed", STEP_FILE },
	{ "plan_with_udlaeg", STEP_FOGED_END },
	{ "registered_asset_taken", STEP_FOGED_END },
	{ "relief_refused", STEP_END_TAIL },
	{ "reopened", STEP_REOPEN },
	{ "retry_request", STEP_FILE },
	{ "sent_to_board", STEP_BOARD },
	{ "settlement_signed", STEP_TITLE },
	{ "sold_part", STEP_FOGED_END },
	{ "title_at_intake", STEP_TITLE },
	{ "title_found", STEP_TITLE },
	{ "udlaeg_made", STEP_FOGED_END },
	{ "udlaeg_made_part", STEP_FOGED_END },
	{ "withdrawn_reroute", STEP_END_BARE },
	{ "withdrawn_stop", STEP_END_BARE },
};

static int compare_step(const void *name, const void *row)
{
	return strcmp(name, ((const StepRow *)row)->event);
}

/* How long interest up to some day is safe, whatever its own three years say. */
typedef struct Safe {
	Date barred_to; /* what was already barred when it became safe; DATE_NONE */
	Date until; /* last day of the safety; DATE_NONE: none */
} Safe;

typedef struct Walk {
	const Law *law;
	Limitation *out;
	Date claim_last; /* last day of the period without the title, for when the title goes */
	Safe safe;
	Date filed_barred_to; /* interest barred when the pending step was taken */
	const Event *last; /* the event that decided last */
} Walk;

static Date clock_last(const Law *law, const char *id, Date start)
{
	const Clock *clock = law_clock(law, id);
	return clock != NULL ? clock_end(law, clock, start).last_day : DATE_NONE;
}

/* Interest of days up to and with the answer is past its own three years on `on`; never DATE_NONE. */
static Date slices_barred_to(const Law *law, Date on)
{
	const Clock *clock = law_clock(law, "T42");
	Date d = date_add_months(on, clock->unit == CLOCK_YEAR ? -12 * clock->n : -clock->n);
	d = date_add_days(d, 3); /* 31 May less a month count may land short of the day that just lapsed */
	while (!date_before(clock_end(law, clock, d).last_day, on))
		d = date_add_days(d, -1);
	return d;
}

/* Interest barred on `on`, as far as acknowledgements and failed steps have not kept it alive. */
static Date interest_barred(const Walk *w, Date on)
{
	if (date_known(w->safe.until) && !date_before(w->safe.until, on))
		return w->safe.barred_to;
	return slices_barred_to(w->law, on);
}

static bool lapsed(const Walk *w, Date on)
{
	return !w->out->held && date_before(w->out->last_on, on);
}

static void acknowledge(Walk *w, const Event *e, const Item *item)
{
	Money principal;
	Limitation *out = w->out;
	if (lapsed(w, e->on))
		return; /* what is barred does not come alive by it */
	/* Ten years need the amount acknowledged too, and at least the whole of this claim (fl § 5 stk. 1 nr. 3). */
	bool whole = e->has_amount && field_money(&item->principal, &principal) && money_compare(e->amount, principal) >= 0;
	w->safe = (Safe){ interest_barred(w, e->on), clock_last(w->law, "T42", e->on) };
	out->start_on = e->on;
	out->last_on = clock_last(w->law, whole || out->titled ? "T41" : "T40", e->on);
	out->from_foged = false;
	w->claim_last = out->titled ? w->claim_last : out->last_on;
	w->last = e;
}

static void file(Walk *w, const Event *e)
{
	if (lapsed(w, e->on))
		return;
	if (!w->out->held) {
		w->out->held_on = e->on;
		w->filed_barred_to = interest_barred(w, e->on);
	}
	w->out->held = true;
	w->last = e;
}

static void take_title(Walk *w, const Event *e)
{
	Limitation *out = w->out;
	out->held = false;
	out->titled = true;
	out->from_foged = false;
	out->start_on = e->on;
	out->last_on = clock_last(w->law, "T41", e->on);
	out->interest_barred_after = e->on;
	w->safe = (Safe){ DATE_NONE, DATE_NONE };
	w->last = e;
}

static void end_foged(Walk *w, const Event *e)
{
	Limitation *out = w->out;
	if (lapsed(w, e->on))
		return;
	out->held = false;
	out->start_on = e->on;
	out->last_on = clock_last(w->law, out->titled ? "T43" : "T40", e->on);
	out->from_foged = out->titled;
	/* § 19 stk. 7: the interest stated at the meeting and not yet barred gets the new ten years. */
	w->safe = (Safe){ interest_barred(w, e->on), out->titled ? out->last_on : clock_last(w->law, "T42", e->on) };
	w->last = e;
}

static void end_without_decision(Walk *w, const Event *e, bool tail)
{
	Limitation *out = w->out;
	if (!out->held)
		return;
	out->held = false;
	w->last = e;
	if (!tail)
		return;
	Date year = clock_last(w->law, "T44", e->on);
	out->last_on = date_max(out->last_on, year);
	w->safe = (Safe){ w->filed_barred_to, date_max(w->safe.until, year) };
}

static void end_board(Walk *w, const Event *e)
{
	Limitation *out = w->out;
	if (!out->held)
		return;
	Date year = clock_last(w->law, "T46", e->on);
	out->held = false;
	out->last_on = date_max(out->last_on, year);
	w->safe = (Safe){ w->filed_barred_to, date_max(w->safe.until, year) };
	w->last = e;
}

/* The title is gone: the claim's own period stands again; while a case goes on, it is held. */
static void lose_title(Walk *w, const Event *e, bool case_goes_on)
{
	Limitation *out = w->out;
	if (out->titled) {
		out->titled = out->from_foged = false;
		out->last_on = w->claim_last;
		out->interest_barred_after = DATE_NONE;
		w->safe = (Safe){ DATE_NONE, DATE_NONE };
	}
	out->held = case_goes_on;
	out->held_on = case_goes_on ? e->on : out->held_on;
	w->last = e;
}

static void take(Walk *w, const Event *e, Step step, const Item *item)
{
	switch (step) {
	case STEP_ACKNOWLEDGE:
		acknowledge(w, e, item);
		break;
	case STEP_FILE:
	case STEP_BOARD:
		file(w, e);
		break;
	case STEP_TITLE:
		take_title(w, e);
		break;
	case STEP_FOGED_END:
		end_foged(w, e);
		break;
	case STEP_END_TAIL:
	case STEP_END_BARE:
		end_without_decision(w, e, step == STEP_END_TAIL);
		break;
	case STEP_BOARD_END:
		end_board(w, e);
		break;
	case STEP_UNDO_TITLE:
	case STEP_REOPEN:
		lose_title(w, e, step == STEP_REOPEN);
		break;
	}
	if (w->last == e)
		g_ptr_array_add(w->out->events, (gpointer)e);
}

/* debtor: an id; NULL for an item that nobody is yet said to owe. */
static bool concerns(const Event *e, const Item *item, const char *debtor)
{
	return !e->replaced && date_known(e->on) && (e->claim == NULL || strcmp(e->claim, item->id) == 0) &&
	       (e->debtor == NULL || (debtor != NULL && strcmp(e->debtor, debtor) == 0));
}

static void walk_events(Walk *w, const Case *c, const Item *item, const char *debtor, Date on)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *e = g_ptr_array_index(c->events, i);
		if (date_before(on, e->on) || !concerns(e, item, debtor))
			continue;
		const StepRow *row = bsearch(e->name, steps, G_N_ELEMENTS(steps), sizeof *steps, compare_step);
		if (row != NULL)
			take(w, e, row->step, item);
	}
}

/* Arguments of why: {0} the start, {1} the last day, {2} held since, {3} years. */
static void say_why(Limitation *out, const char *da, const char *en, int years)
{
	const Arg args[] = { A_DATE(out->start_on), A_DATE(out->last_on), A_DATE(out->held_on), A_NUMBER(years), { .kind = ARG_END } };
	memcpy(out->args, args, sizeof args);
	out->why = (Wording){ da, en, out->args };
}

static void explain(Limitation *out, int years)
{
	if (out->held) {
		out->statute = "fl § 16; fl § 18; fl § 20; fl § 21";
		say_why(out, "Forældelsen er afbrudt siden {2} og løber ikke, mens sagen fremmes; ellers var sidste dag {1}.",
		        "Limitation has been interrupted since {2} and does not run while the case is pursued; else the last day were "
		        "{1}.",
		        years);
	} else if (out->titled) {
		out->statute = "fl § 5 stk. 1; fl § 19; fl § 27";
		say_why(out, "Kravet er fastslået; {3} års frist regnes fra {0}, og sidste dag er {1}.",
		        "The claim is established; {3} years count from {0}, and the last day is {1}.", years);
	} else if (out->events->len > 0) {
		out->statute = "fl § 15; fl § 19; fl § 20; fl § 27";
		say_why(out, "Forældelsen regnes efter det skete fra {0}, og sidste dag er {1}.",
		        "After what has happened limitation counts from {0}, and the last day is {1}.", years);
	} else {
		out->statute = "fl § 2; fl § 3 stk. 1; fl § 27";
		say_why(out, "Kravet forfaldt {0}; {3} års frist slutter {1}.", "The claim fell due on {0}; {3} years end on {1}.",
		        years);
	}
}

static Limitation *against(const Case *c, const Item *item, const char *debtor, const Law *law, Date on)
{
	Limitation *out = g_new0(Limitation, 1);
	Date due_on;
	int years;
	out->start_on = out->last_on = out->held_on = out->interest_barred_to = out->interest_barred_after = DATE_NONE;
	out->statute = "fl § 2";
	out->facts = g_ptr_array_new();
	out->events = g_ptr_array_new();
	if (!field_date(&item->due_on, &due_on)) {
		say_why(out, "Forældelsen kan ikke regnes ud, for forfaldsdagen kendes ikke.",
		        "Limitation cannot be reckoned, for the due date is not known.", 0);
		return out;
	}
	g_ptr_array_add(out->facts, (gpointer)item->due_on.fact);
	if (!law_limit_number(law, "limitation_general", due_on, &years)) {
		out->start_on = due_on;
		say_why(out, "Forældelsen af krav, der er forfaldet {0}, følger ældre regler (fl § 30).",
		        "Limitation of claims due on {0} follows older rules (fl § 30).", 0);
		out->start_on = DATE_NONE;
		return out;
	}
	Walk w = { .law = law, .out = out, .safe = { DATE_NONE, DATE_NONE }, .filed_barred_to = DATE_NONE };
	out->known = true;
	out->start_on = due_on;
	out->last_on = w.claim_last = clock_last(law, "T40", due_on);
	walk_events(&w, c, item, debtor, on);
	out->barred = lapsed(&w, on);
	Date from = out->titled ? out->interest_barred_after : due_on; /* nothing accrues before these */
	/* While the first day's interest is not three years old there is nothing to look for. */
	bool young = !date_before(clock_last(law, "T42", from), on);
	Date barred_to = young ? DATE_NONE : out->held ? w.filed_barred_to : interest_barred(&w, on);
	if (out->barred)
		barred_to = on; /* § 23 stk. 2 */
	if (date_known(barred_to) && date_before(from, barred_to))
		out->interest_barred_to = barred_to;
	if (out->titled && !law_limit_number(law, "limitation_title", out->start_on, &years))
		years = 0;
	explain(out, years);
	return out;
}

/* Barred before alive, then by the last day; a held one is the safest. */
static bool earlier(const Limitation *a, const Limitation *b)
{
	if (a->known != b->known)
		return !a->known;
	if (a->known && a->held != b->held)
		return !a->held;
	return a->known && date_before(a->last_on, b->last_on);
}

Limitation *limitation_of(const Case *c, const Item *item, const Party *debtor, const Law *law, Date on)
{
	if (debtor != NULL)
		return against(c, item, debtor->id, law, on);
	Limitation *first = NULL;
	for (guint i = 0; item->debtors != NULL && i < item->debtors->len; i++) {
		const Party *each = g_ptr_array_index(item->debtors, i);
		Limitation *one = against(c, item, each->id, law, on);
		if (first == NULL || earlier(one, first)) {
			limitation_free(first);
			first = one;
		} else {
			limitation_free(one);
		}
	}
	return first != NULL ? first : against(c, item, NULL, law, on);
}

void limitation_free(Limitation *limitation)
{
	if (limitation == NULL)
		return;
	g_ptr_array_free(limitation->facts, TRUE);
	g_ptr_array_free(limitation->events, TRUE);
	g_free(limitation);
}

Date limitation_file_by(const Law *law, const char *clock, Date start_on, Date last_on)
{
	if (date_known(start_on)) {
		Deadline end = clock_end(law, law_clock(law, clock), start_on);
		if (date_compare(end.last_day, last_on) == 0)
			return end.file_by;
	}
	return law_open_day_before(law, last_on);
}
