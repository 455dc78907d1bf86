#include "assess/execution.h"

#include "assess/asset.h"
#include "assess/pause.h"
#include "intake/document.h"

#include <string.h>

/* ---- titles ---- */

static const struct {
	const char *name, *statute;
	Say say;
} title_kinds[TITLE_KINDS] = {
	[TITLE_JUDGMENT] = { "judgment", "rpl § 478 stk. 1 nr. 1", { "dom", "judgment" } },
	[TITLE_ENDORSED] = { "endorsed_demand", "rpl § 478 stk. 1 nr. 1", { "betalingspåkrav med påtegning", "endorsed payment demand" } },
	[TITLE_COURT_SETTLEMENT] = { "court_settlement", "rpl § 478 stk. 1 nr. 2", { "retsforlig", "court settlement" } },
	[TITLE_SETTLEMENT] = { "settlement", "rpl § 478 stk. 1 nr. 4", { "udenretligt skriftligt forlig", "written settlement out of court" } },
	[TITLE_NOTE] = { "note", "rpl § 478 stk. 1 nr. 5", { "gældsbrev", "promissory note" } },
};

const char *title_kind_name(TitleKind kind)
{
	return title_kinds[kind].name;
}

Say title_kind_say(TitleKind kind)
{
	return title_kinds[kind].say;
}

const char *title_kind_statute(TitleKind kind)
{
	return title_kinds[kind].statute;
}

bool title_kind_needs_original(TitleKind kind)
{
	return kind == TITLE_SETTLEMENT || kind == TITLE_NOTE;
}

/* A title that came with the case says in its own words what it is; a judgment unless it says else. */
static TitleKind kind_said(const char *ground)
{
	static const struct {
		const char *word;
		TitleKind kind;
	} words[] = { { "gældsbrev", TITLE_NOTE },        { "promissory", TITLE_NOTE },          { "retsforlig", TITLE_COURT_SETTLEMENT },
		      { "court settlement", TITLE_COURT_SETTLEMENT }, { "forlig", TITLE_SETTLEMENT },        { "settlement", TITLE_SETTLEMENT },
		      { "påtegn", TITLE_ENDORSED },       { "betalingspåkrav", TITLE_ENDORSED } };
	g_autofree char *low = g_utf8_strdown(ground != NULL ? ground : "", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(low, words[i].word) != NULL)
			return words[i].kind;
	return TITLE_JUDGMENT;
}

TitleKind title_kind_of(const Event *event)
{
	static const struct {
		const char *event;
		TitleKind kind;
	} rows[] = { { "bp_endorsed_udlaeg", TITLE_ENDORSED },   { "bp_endorsed_plain", TITLE_ENDORSED },
		     { "default_judgment", TITLE_JUDGMENT },     { "judgment_for_us", TITLE_JUDGMENT },
		     { "appeal_for_us", TITLE_JUDGMENT },        { "court_settlement", TITLE_COURT_SETTLEMENT },
		     { "settlement_signed", TITLE_SETTLEMENT } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].event, event->name) == 0)
			return rows[i].kind;
	return strcmp(event->name, "title_at_intake") == 0 ? kind_said(event->ground) : TITLE_NONE;
}

static bool named(const Event *event, const char *const *names)
{
	return g_strv_contains(names, event->name);
}

static bool takes_title(const Event *event)
{
	static const char *const names[] = { "bp_reopened_case", "bp_reopened_no_case", "reopened", "appeal_against", NULL };
	return named(event, names);
}

/* The events about the debtor up to the day, those that still count, in time. */
static GPtrArray *events_about(const Case *c, const Party *debtor, Date on)
{
	GPtrArray *events = g_ptr_array_new();
	for (guint i = 0; i < c->events->len; i++) {
		Event *event = c->events->pdata[i];
		if (!event->replaced && !date_before(on, event->on) &&
		    (event->debtor == NULL || strcmp(event->debtor, debtor->id) == 0))
			g_ptr_array_add(events, event);
	}
	return events;
}

GPtrArray *execution_titles(const Case *c, const Party *debtor, Date on)
{
	GPtrArray *events = events_about(c, debtor, on);
	for (guint i = events->len; i-- > 0;)
		if (title_kind_of(events->pdata[i]) == TITLE_NONE)
			g_ptr_array_remove_index(events, i);
	return events;
}

static Date waited(const Law *law, const char *clock_id, Date from, Date stated)
{
	const Clock *clock = law_clock(law, clock_id);
	if (date_known(stated))
		return date_add_days(stated, 1);
	return clock != NULL && date_known(from) ? clock_end(law, clock, from).act_from : DATE_NONE;
}

Date title_enforceable(const Case *c, const Event *title, const Party *debtor, const Law *law, Date on, const char **waits)
{
	*waits = NULL;
	switch (title_kind_of(title)) {
	case TITLE_ENDORSED: /* rpl § 481 a: at once */
		*waits = "rpl § 481 a";
		return title->on;
	case TITLE_JUDGMENT:
		*waits = "rpl § 480 stk. 1";
		return waited(law, "T20", title->on, title->deadline_on);
	case TITLE_COURT_SETTLEMENT: /* when due */
		*waits = "rpl § 482";
		return date_known(title->deadline_on) ? date_add_days(title->deadline_on, 1) : title->on;
	case TITLE_NOTE:
		*waits = "rpl § 484";
		return waited(law, "T21", title->on, title->deadline_on);
	case TITLE_SETTLEMENT: {
		*waits = "rpl § 484";
		if (strcmp(title->name, "title_at_intake") == 0)
			return waited(law, "T21", title->on, title->deadline_on);
		/* While it is kept, nothing can be claimed. */
		g_autoptr(GPtrArray) events = events_about(c, debtor, on);
		Date due = DATE_NONE, stated = DATE_NONE;
		for (guint i = 0; i < events->len; i++) {
			const Event *event = events->pdata[i];
			if (strcmp(event->name, "instalment_defaulted") != 0 || date_before(event->on, title->on))
				continue;
			due = event->on;
			stated = event->deadline_on;
		}
		return waited(law, "T21", due, stated);
	}
	case TITLE_NONE:
	case TITLE_KINDS:
		break;
	}
	return DATE_NONE;
}

static const Document *title_document(const Case *c, const Event *title)
{
	const Document *named_one = title != NULL && title->document != NULL ? case_document_named(c, title->document) : NULL;
	for (guint i = 0; named_one == NULL && i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		if (g_strcmp0(document_kind(document), "title") == 0)
			return document;
	}
	return named_one;
}

static void title_look(Execution *out, const Case *c, const GPtrArray *events, const Law *law, Date on)
{
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (takes_title(event))
			out->title = NULL;
		else if (title_kind_of(event) != TITLE_NONE)
			out->title = event;
	}
	out->document = title_document(c, out->title);
	if (out->title != NULL) {
		out->kind = title_kind_of(out->title);
		out->on = out->title->on;
		out->enforceable_on = title_enforceable(c, out->title, out->debtor, law, on, &out->waits);
	} else if (out->document != NULL && g_strcmp0(document_kind(out->document), "title") == 0) {
		/* A paper alone: its kind and day are for a person to record. */
		g_autofree char *words = g_strjoin(" ", out->document->name, field_text(&out->document->title), NULL);
		out->kind = kind_said(words);
	}
}

/* ---- what the bailiff court has in hand ---- */

static const char *const requests[] = { "foged_request_filed", "retry_request", "bp_endorsed_udlaeg", NULL };
static const char *const ends[] = { "foged_rejected_form", "foged_refused_490",  "creditor_absent",   "production_refused",
	                            "registered_asset_taken", "plan_with_udlaeg", "plan_voluntary",   "udlaeg_made",
	                            "udlaeg_made_part",   "nothing_found",       "enforcement_refused_accept",
	                            "kaere_against",      "bp_reopened_case",    "bp_reopened_no_case", NULL };
static const char *const meetings[] = { "udlaeg_made_part", "nothing_found", "sold_part", NULL };

static void request_look(Execution *out, const GPtrArray *events, const Law *law)
{
	static const char *const held[] = { "meeting_opened", "debtor_absent", "creditor_absent", NULL };
	static const char *const after_absence[] = { "police_ordered", "production_refused", "debtor_produced", NULL };
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (named(event, requests))
			out->request = event;
		/* A request that costs a fee begins its year; one within it does not (ral § 13 stk. 6). */
		if (strcmp(event->name, "foged_request_filed") == 0 || strcmp(event->name, "retry_request") == 0)
			if (!date_known(out->fee_until) || date_before(out->fee_until, event->on))
				out->fee_until = clock_end(law, law_clock(law, "T30"), event->on).last_day;
		if (strcmp(event->name, "bp_filed") == 0) /* with udlæg ticked its year runs from the filing (ral § 13 stk. 2, stk. 6) */
			out->fee_until = clock_end(law, law_clock(law, "T30"), event->on).last_day;
		if (strcmp(event->name, "bp_endorsed_plain") == 0 || strcmp(event->name, "foged_refused_490") == 0)
			out->fee_until = DATE_NONE; /* no fee for udlæg was paid, or it lapsed (ral § 13 stk. 5) */
		if (strcmp(event->name, "summons_issued") == 0)
			out->summons = event;
		if (strcmp(event->name, "debtor_absent") == 0)
			out->absent = event;
		if (named(event, after_absence))
			out->absent = NULL;
		if (named(event, held))
			out->summons = NULL;
		if (named(event, ends))
			out->request = out->summons = out->absent = NULL;
	}
}

static void rest_look(Execution *out, const GPtrArray *events, const Law *law)
{
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (strcmp(event->name, "nothing_found") == 0) {
			out->failed = event;
			out->presumed_to = clock_end(law, law_clock(law, "T32"), event->on).last_day;
		}
		bool refused = strcmp(event->name, "foged_refused_490") == 0;
		/* A refusal is no meeting: the rest period that runs runs on (rpl § 490 stk. 1). */
		if (refused && date_known(out->rest_over_on) && date_before(event->on, out->rest_over_on))
			continue;
		if (!named(event, meetings) && !refused)
			continue;
		out->meeting = event;
		out->rest_over_on = clock_end(law, law_clock(law, "T31"), event->on).act_from;
	}
}

static void stay_look(Execution *out, const GPtrArray *events)
{
	static const char *const over[] = { "appeal_for_us", "appeal_against", "reopening_refused", "reopened", NULL };
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (strcmp(event->name, "debtor_appeal_in_time") == 0 || strcmp(event->name, "reopening_requested") == 0)
			out->stay = event;
		if (strcmp(event->name, "debtor_appeal_late") == 0)
			out->late_appeal = event;
		if (named(event, over))
			out->stay = out->late_appeal = NULL;
	}
}

static void plan_look(Execution *out, const GPtrArray *events, const Law *law)
{
	static const char *const over[] = { "auction_requested", "sold_part", "instalment_defaulted", "nothing_found", NULL };
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (strcmp(event->name, "plan_with_udlaeg") == 0) {
			out->plan = event;
			out->plan_longest = clock_end(law, law_clock(law, "T34"), event->on).last_day;
		} else if (named(event, over)) {
			out->plan = NULL;
			out->plan_longest = DATE_NONE;
		}
	}
}

/* What an earlier request led to. */
static void outcome_look(Execution *out, const Case *c, const GPtrArray *events, const Law *law, Date on)
{
	static const char *const whole[] = { "udlaeg_made", "plan_with_udlaeg", "registered_asset_taken", "plan_voluntary", NULL };
	static const char *const fruitless[] = { "udlaeg_made_part", "nothing_found", "sold_part",    "foged_refused_490",
		                                 "production_refused", "no_petition", "kaere_against", NULL };
	static const char *const anew[] = { "foged_rejected_form", "creditor_absent", NULL };
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (named(event, whole)) {
			out->attachment = event;
			out->again = true;
		} else if (named(event, fruitless)) {
			out->attachment = NULL;
			out->again = true;
		} else if (named(event, anew)) {
			out->again = false;
		}
	}
	if (out->attachment != NULL && strcmp(out->attachment->name, "plan_voluntary") != 0 &&
	    attachment_lapses(c, out->debtor, out->attachment) &&
	    date_before(clock_end(law, law_clock(law, "T33"), out->attachment->on).last_day, on))
		out->attachment = NULL;
}

Execution execution_of(const Case *c, const Party *debtor, const Law *law, Date on)
{
	Execution out = { .debtor = debtor,
		          .on = DATE_NONE,
		          .enforceable_on = DATE_NONE,
		          .rest_over_on = DATE_NONE,
		          .presumed_to = DATE_NONE,
		          .fee_until = DATE_NONE,
		          .plan_longest = DATE_NONE };
	g_autoptr(GPtrArray) events = events_about(c, debtor, on);
	title_look(&out, c, events, law, on);
	request_look(&out, events, law);
	rest_look(&out, events, law);
	stay_look(&out, events);
	plan_look(&out, events, law);
	outcome_look(&out, c, events, law, on);
	return out;
}

const Event *execution_decided(const Case *c, const Party *debtor, const char *rule_id, const Event *after, Date on)
{
	size_t length = strlen(rule_id);
	g_autoptr(GPtrArray) events = events_about(c, debtor, on);
	const Event *last = NULL;
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (strcmp(event->name, "person_decided") == 0 && event->ground != NULL && g_strcmp0(event->by, "claim.xml") != 0 &&
		    strncmp(event->ground, rule_id, length) == 0 && !g_ascii_isalnum(event->ground[length]) &&
		    (after == NULL || !date_before(event->on, after->on)))
			last = event;
	}
	return last;
}

/* ---- what one debtor owes ---- */

struct DebtorView {
	Case c; /* a copy of the top alone; its arrays are the case's own but for the three below */
};

static bool owes(const Item *item, const Party *debtor)
{
	return item->debtors == NULL || item->debtors->len == 0 || g_ptr_array_find(item->debtors, debtor, NULL);
}

DebtorView *execution_view(const Case *c, const Party *debtor)
{
	DebtorView *view = g_new0(DebtorView, 1);
	view->c = *c;
	view->c.events = g_ptr_array_new();
	view->c.items = g_ptr_array_new();
	view->c.debtors = g_ptr_array_new(); /* what he agreed about interest holds for him, whatever the others did */
	g_ptr_array_add(view->c.debtors, (gpointer)debtor);
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		bool other = event->debtor != NULL && strcmp(event->debtor, debtor->id) != 0;
		if (!other || (!award_gives(event->name) && !takes_title(event)))
			g_ptr_array_add(view->c.events, (gpointer)event);
	}
	for (guint i = 0; i < c->items->len; i++)
		if (owes(c->items->pdata[i], debtor))
			g_ptr_array_add(view->c.items, c->items->pdata[i]);
	return view;
}

const Case *debtor_view_case(const DebtorView *view)
{
	return &view->c;
}

void debtor_view_free(DebtorView *view)
{
	if (view == NULL)
		return;
	g_ptr_array_unref(view->c.events);
	g_ptr_array_unref(view->c.items);
	g_ptr_array_unref(view->c.debtors);
	g_free(view);
}

Owed *execution_owed(const Case *c, const Party *debtor, const Law *law, Date on)
{
	if (debtor == NULL || !pauses_differ(c, law, on))
		return NULL;
	g_autoptr(DebtorView) view = execution_view(c, debtor);
	g_autoptr(Claimed) claimed = claimed_of(&view->c, law, on);
	return claimed->owed->known ? g_steal_pointer(&claimed->owed) : NULL;
}

bool execution_per_day(const DebtorView *view, const Law *law, Date on, Money *out)
{
	Date next = date_add_days(on, 1);
	g_autoptr(Claimed) claimed = claimed_of(&view->c, law, next);
	g_autoptr(GArray) debts = g_array_new(FALSE, FALSE, sizeof(Debt));
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(Cost)), nothing = g_array_new(FALSE, FALSE, sizeof(Reduction));
	if (!claimed->owed->known)
		return false;
	for (guint i = 0; i < claimed->owed->periods->len; i++) {
		const Period *period = claimed->owed->periods->pdata[i];
		if (date_before(next, period->from_on) || date_before(period->to_on, next))
			continue;
		Debt debt = { period->claim, period->principal, on, on, true, period->rate, NULL };
		g_array_append_val(debts, debt);
	}
	g_autoptr(Owed) owed = owed_on(law, debts, none, nothing, next, claimed->day_count == ACT_ACT_INCL ? ACT_ACT_EXCL : claimed->day_count);
	*out = owed->known ? owed->interest : money_zero();
	return owed->known;
}
