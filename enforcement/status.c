#include "enforcement/status.h"

#include "assess/edition.h"
#include "enforcement/docketstore.h"
#include "enforcement/leavingbook.h"
#include "enforcement/ledger.h"
#include "enforcement/nextstep.h"
#include "enforcement/note.h"
#include "enforcement/title.h"
#include "filing/approval.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

/* All that is known of one case on a day. */
typedef struct View {
	Case *c;
	Assessment *assessment;
	States *states;
	Approval *approval; /* the latest; NULL */
	ApprovalState approval_state;
	Money cost, recovered;
	Titles *titles;
	NextGround ground;
	GPtrArray *tasks; /* DocketTask*, those that are done left out; none when the case has left */
	GPtrArray *departures; /* Departure* */
	bool left;
} View;

static void view_free(View *view)
{
	if (view == NULL)
		return;
	g_clear_pointer(&view->tasks, g_ptr_array_unref);
	g_clear_pointer(&view->departures, g_ptr_array_unref);
	titles_free(view->titles);
	states_free(view->states);
	approval_free(view->approval);
	assessment_free(view->assessment);
	case_free(view->c);
	g_free(view);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(View, view_free)

/* Payments that still count, up to the day, less what was sent back of them. */
static bool recovered_on(const Case *c, Date on, Money returned, Money *sum)
{
	*sum = money_zero();
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && event->has_amount && strcmp(event->name, "payment") == 0 &&
		    !date_before(on, event->on) && !money_add(*sum, event->amount, sum))
			return false;
	}
	return money_sub(*sum, returned, sum);
}

static View *view_of(const Call *call, const Law *law, const Sequence *sequence, const char *case_id, GError **error)
{
	g_autoptr(View) view = g_new0(View, 1);
	view->c = case_read(call->store, case_id, 0, error);
	if (view->c == NULL)
		return NULL;
	view->assessment = assess(view->c, law, call->today);
	view->states = states_of(view->c, view->assessment, law, call->today);
	view->titles = titles_of(view->c, law, call->today);
	view->ground = (NextGround){
		.c = view->c, .assessment = view->assessment, .states = view->states, .law = law, .sequence = sequence, .on = call->today
	};
	view->departures = leaving_all(call->store, case_id, error);
	if (view->departures == NULL || !nextstep_read(call->store, &view->ground, error))
		return NULL;
	const Departure *left = leaving_standing(view->departures);
	view->left = left != NULL && !date_before(call->today, left->on);
	view->tasks = view->left ? g_ptr_array_new() : nextstep_docket(&view->ground);
	if (!docket_done_drop(call->store, case_id, view->tasks, error) ||
	    !docket_own_take(call->store, case_id, call->today, view->tasks, error) ||
	    !approval_latest(call->store, case_id, &view->approval, error) ||
	    !ledger_cost(call->store, case_id, &view->cost, error))
		return NULL;
	if (!recovered_on(view->c, call->today, view->assessment->owed->returned, &view->recovered)) {
		error_set(error, ERROR_STORE, "sum", "Sag %s: summen af betalinger er for stor.",
		          "Case %s: the sum of the payments is too large.", case_id);
		return NULL;
	}
	Say why;
	if (view->approval != NULL)
		view->approval_state = approval_state(view->approval, view->c->up_to_seq, law_edition(law), DATE_NONE, &why);
	return g_steal_pointer(&view);
}

/* Once handed in, the route is the one that was approved, until a title is there. */
static Route route_of(const View *view)
{
	const State *state = view->states->least != NULL ? view->states->least->state : NULL;
	if (state != NULL && state->has_title && !state->terminal)
		return ROUTE_UDLAEG; /* the rules look at the papers; here the title stands */
	bool in_court = state != NULL && strcmp(state->phase, "court") == 0;
	if (in_court && view->approval != NULL && view->approval_state == APPROVAL_FILED)
		return strcmp(state->name, "SC_FILED") == 0 || strcmp(state->name, "SC_SERVED") == 0 ||
		               strcmp(state->name, "SC_DEFENDED") == 0 || strcmp(state->name, "SC_HEARING") == 0
		           ? ROUTE_CIVIL_CLAIM
		           : view->approval->route;
	return view->assessment->route;
}

/* The findings that decided, in the words of the rules; none when nothing stood in the way. */
static void reasons_add(cJSON *row, const View *view, Lang lang)
{
	const Assessment *assessment = view->assessment;
	cJSON *because = json_array(row, "because");
	if (view->approval != NULL && view->approval_state == APPROVAL_FILED) {
		g_autofree char *day =
		    lang == LANG_DA ? date_danish_long(view->approval->filed_on) : date_english(view->approval->filed_on);
		g_autofree char *text =
		    g_strdup_printf(lang == LANG_DA ? "Papirerne blev godkendt af %s og indleveret %s."
		                                    : "The papers were approved by %s and handed in on %s.",
		                    view->approval->by != NULL ? view->approval->by : "?", day);
		json_push_text(because, text);
		return;
	}
	/* What the rules would still ask for before a case holds back nobody who has a title (rpl § 478). */
	const DebtorState *least = view->states->least;
	bool titled = least != NULL && least->state->has_title && !least->state->terminal;
	if (titled && assessment->route != ROUTE_UDLAEG) {
		json_push_text(because, lang == LANG_DA ? "Der er et fundament, som kan tvangsfuldbyrdes (rpl § 478)."
		                                        : "There is a title that can be enforced (rpl § 478).");
		return;
	}
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		if (finding->verdict != VERDICT_CLEAR && finding->severity == SEVERITY_BLOCK)
			json_push_text(because, finding_because(finding, lang));
	}
	if (cJSON_GetArraySize(because) == 0)
		json_push_text(because, lang == LANG_DA ? "Reglerne finder intet til hinder for den vej."
		                                        : "The rules find nothing against that route.");
}

static void approval_add(cJSON *row, const View *view)
{
	if (view->approval == NULL) {
		json_null(row, "approval");
		return;
	}
	cJSON *approval = json_object(row, "approval");
	json_text(approval, "state", approval_state_name(view->approval_state));
	json_text(approval, "by", view->approval->by);
	json_date(approval, "for_on", view->approval->for_on);
	json_date(approval, "filed_on", view->approval->filed_on);
	json_text(approval, "court", view->approval->court);
}

static const char *court_number(const Case *c)
{
	const char *number = NULL;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && strcmp(event->name, "court_number") == 0)
			number = event->ground;
	}
	return number;
}

static bool written_off(const View *view)
{
	const DebtorState *least = view->states->least;
	return least != NULL && strcmp(least->state->name, "WRITTEN_OFF") == 0;
}

/* How and when it ended, what was given up, and who has it now. */
static void ended_add(cJSON *row, const View *view)
{
	const DebtorState *least = view->states->least;
	const Departure *left = leaving_standing(view->departures);
	const Step *step = least != NULL && least->state->terminal && least->steps->len > 0 ? least->steps->pdata[least->steps->len - 1] : NULL;
	if (step != NULL) {
		cJSON *ended = json_object(row, "ended");
		const char *ground = NULL;
		for (guint i = 0; i < view->c->events->len; i++) {
			const Event *event = view->c->events->pdata[i];
			if (step->event_id != 0 && event->id == step->event_id)
				ground = event->ground;
		}
		json_date(ended, "on", step->on);
		json_text(ended, "event", step->event);
		json_text(ended, "ground", ground);
	} else {
		json_null(row, "ended");
	}
	if (view->left)
		departure_json(json_object(row, "left"), left);
	else
		json_null(row, "left");
	/* What stood open on the day: nothing grows of what was given up. */
	g_autoptr(Assessment) then = written_off(view) && step != NULL ? assess(view->c, view->assessment->law, step->on) : NULL;
	if (then != NULL && then->owed->known)
		json_money(row, "written_off_ore", then->owed->total);
	else
		json_null(row, "written_off_ore");
}

/* Sent back to the debtor, and the payment it was part of fell away since. */
static void returned_add(cJSON *findings, const View *view, Lang lang)
{
	const Owed *owed = view->assessment->owed;
	if (!owed->known || money_is_zero(owed->returned_beyond))
		return;
	cJSON *finding = json_push(findings);
	json_text(finding, "id", "R26");
	json_text(finding, "name", "sent-back-beyond-surplus");
	json_text(finding, "severity", "WARN");
	json_text(finding, "about", "case");
	json_money(finding, "amount_ore", owed->returned_beyond);
	json_text(finding, "because", lang == LANG_DA ? owed->note_da : owed->note_en);
}

static void view_json(cJSON *row, const View *view, Lang lang)
{
	const DebtorState *least = view->states->least;
	json_text(row, "case", view->c->id);
	json_text(row, "state", least != NULL ? least->state->name : "OPEN");
	json_text(row, "text", say(state_words(least), lang));
	Route route = route_of(view);
	json_text(row, "route", route_name(route));
	static const Say waits = { "afventer afdragsordningen", "waits for the instalment plan" };
	bool plan = state_plan_runs(least) && route == ROUTE_MISSING;
	json_text(row, "decided", say(plan ? waits : route_say(route), lang));
	reasons_add(row, view, lang);
	states_json(row, view->states, lang);
	titles_json(row, view->titles, lang);
	returned_add(cJSON_GetObjectItemCaseSensitive(row, "findings"), view, lang);
	NextStep next = { .what = { "", "" }, .from_on = DATE_NONE, .by_on = DATE_NONE, .last_on = DATE_NONE };
	if (!view->left)
		next = nextstep_of(&view->ground, view->tasks);
	nextstep_json(row, &next, view->assessment, lang);
	approval_add(row, view);
	json_text(row, "court", view->approval != NULL ? view->approval->court : view->assessment->court);
	json_text(row, "court_number", court_number(view->c));
	ended_add(row, view);
	const Owed *owed = view->assessment->owed;
	if (owed->known && !written_off(view))
		json_money(row, "owed_ore", owed->total);
	else
		json_null(row, "owed_ore");
	bool ended = least != NULL && least->state->terminal;
	json_text(row, "owed_unknown", owed->known || ended ? NULL : lang == LANG_DA ? owed->unknown_da : owed->unknown_en);
	json_money(row, "cost_ore", view->cost);
	json_money(row, "recovered_ore", view->recovered);
}

int status_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Sequence) sequence = law != NULL ? sequence_open(store_home(call->store), error) : NULL;
	if (sequence == NULL)
		return -1;
	g_autoptr(GPtrArray) cases = NULL;
	if (call->argc > 0) {
		cases = g_ptr_array_new_with_free_func(g_free);
		for (int i = 0; i < call->argc; i++)
			g_ptr_array_add(cases, g_strdup(call->argv[i]));
	} else {
		cases = case_list(call->store, error);
	}
	if (cases == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("status");
	json_date(object, "on", call->today);
	cJSON *rows = json_array(object, "cases");
	for (guint i = 0; i < cases->len; i++) {
		g_autoptr(View) view = view_of(call, law, sequence, cases->pdata[i], error);
		if (view == NULL)
			return -1;
		view_json(json_push(rows), view, call->lang);
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- show ---- */

static void party_add(cJSON *object, const Party *party)
{
	json_text(object, "id", party->id);
	json_text(object, "name", field_text(&party->name));
	json_text(object, "address", field_text(&party->address));
	json_text(object, "postcode", field_text(&party->postcode));
	json_text(object, "city", field_text(&party->city));
	json_text(object, "cvr", field_text(&party->cvr));
}

static void item_add(cJSON *object, const Item *item)
{
	Money principal;
	Date day;
	json_text(object, "id", item->id);
	json_text(object, "kind", item_kind_name(item->kind));
	json_text(object, "description", field_text(&item->description));
	if (field_money(&item->principal, &principal))
		json_money(object, "amount_ore", principal);
	else
		json_null(object, "amount_ore");
	json_date(object, "issue_on", field_date(&item->issue_on, &day) ? day : DATE_NONE);
	json_date(object, "due_on", field_date(&item->due_on, &day) ? day : DATE_NONE);
}

int show_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Sequence) sequence = law != NULL ? sequence_open(store_home(call->store), error) : NULL;
	g_autoptr(View) view = sequence != NULL ? view_of(call, law, sequence, call->argv[0], error) : NULL;
	if (view == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("show");
	const Case *c = view->c;
	json_text(object, "case", c->id);
	json_date(object, "on", call->today);
	party_add(json_object(object, "creditor"), c->creditor);
	cJSON *parties = json_array(object, "parties");
	for (guint i = 0; i < c->debtors->len; i++)
		party_add(json_push(parties), c->debtors->pdata[i]);
	cJSON *items = json_array(object, "items");
	for (guint i = 0; i < c->items->len; i++)
		item_add(json_push(items), c->items->pdata[i]);
	cJSON *documents = json_array(object, "documents");
	for (guint i = 0; i < c->documents->len; i++)
		json_push_text(documents, ((const Document *)c->documents->pdata[i])->name);
	cJSON *events = json_array(object, "events");
	for (guint i = 0; i < c->events->len; i++)
		event_json(json_push(events), c->events->pdata[i]);
	cJSON *steps = json_array(object, "steps");
	for (guint i = 0; i < view->states->debtors->len; i++) {
		const DebtorState *debtor = view->states->debtors->pdata[i];
		for (guint j = 0; j < debtor->steps->len; j++) {
			const Step *step = debtor->steps->pdata[j];
			cJSON *row = json_push(steps);
			json_text(row, "debtor", debtor->debtor->id);
			json_date(row, "on", step->on);
			json_text(row, "event", step->event);
			json_bool(row, "computed", step->event_id == 0);
			json_text(row, "from", step->from->name);
			json_text(row, "to", step->to->name);
			json_text(row, "statute", step->statute);
		}
	}
	view_json(json_object(object, "status"), view, call->lang);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}
