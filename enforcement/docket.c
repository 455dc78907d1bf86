#include "enforcement/docket.h"

#include "assess/contact.h"
#include "assess/execution.h"
#include "assess/instalments.h"
#include "assess/limitation.h"
#include "assess/rebate.h"
#include "enforcement/assetlist.h"
#include "enforcement/clockwords.h"
#include "enforcement/nextstep.h"
#include "enforcement/walk.h"
#include "filing/paperkind.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

const char *task_kind_name(TaskKind kind)
{
	static const char *const names[TASK_KINDS] = { "clock", "limitation", "interest", "fee", "day", "own", "erase",
		                                       "step", "plan", "asset", "next" };
	return names[kind];
}

bool task_is_limitation(TaskKind kind)
{
	return kind == TASK_LIMITATION || kind == TASK_INTEREST || kind == TASK_FEE;
}

void docket_task_free(void *data)
{
	DocketTask *task = data;
	if (task == NULL)
		return;
	g_free(task->key);
	g_free(task->why);
	g_free(task);
}

static DocketTask *task_add(GPtrArray *tasks, TaskKind kind, const DebtorState *debtor, const char *clock, char *key)
{
	DocketTask *task = g_new0(DocketTask, 1);
	*task = (DocketTask){ .key = key,
		              .kind = kind,
		              .debtor = g_intern_string(debtor->debtor->id),
		              .clock = g_intern_string(clock),
		              .by_on = DATE_NONE,
		              .last_on = DATE_NONE,
		              .start_on = DATE_NONE,
		              .change_on = DATE_NONE };
	g_ptr_array_add(tasks, task);
	return task;
}

/* ---- clocks ---- */

Date docket_clock_by(const RunningClock *clock)
{
	ClockAct act = clock_words(clock->clock->id)->act;
	return act == CLOCK_BY || act == CLOCK_LIMITATION ? running_file_by(clock)
	       : act == CLOCK_FROM                        ? running_act_from(clock)
	                                                  : running_last_day(clock);
}

static bool asset_of(const Asset *asset, const DebtorState *debtor)
{
	return asset->debtor == NULL || strcmp(asset->debtor, debtor->debtor->id) == 0;
}

/* Is the attachment of that day followed up asset by asset? */
static bool has_assets(const GPtrArray *assets, const DebtorState *debtor, Date taken_on)
{
	for (guint i = 0; i < assets->len; i++) {
		const Asset *asset = assets->pdata[i];
		if (asset_of(asset, debtor) && date_compare(asset->taken_on, taken_on) == 0)
			return true;
	}
	return false;
}

/* Without udlæg ticked, a betalingspåkrav's fee covers no request for it (ral § 13 stk. 1, stk. 2): there is no year to use. */
bool docket_fee_paid(const Case *c, const DebtorState *debtor, const Law *law, Date on)
{
	return date_known(execution_of(c, debtor->debtor, law, on).fee_until);
}

static void asset_tasks(GPtrArray *tasks, const GPtrArray *assets, const DebtorState *debtor, const Law *law, Date on)
{
	for (guint i = 0; i < assets->len; i++) {
		const Asset *asset = assets->pdata[i];
		AssetNext next[2];
		int n = asset_of(asset, debtor) ? asset_next(asset, law, on, next) : 0;
		for (int k = 0; k < n; k++) {
			if (!date_known(next[k].by_on) || next[k].step == ASSET_LAPSED)
				continue; /* it waits for others, or is lost */
			bool secure = next[k].step == ASSET_SECURE;
			DocketTask *task = task_add(tasks, TASK_ASSET, debtor, next[k].clock,
			                            g_strdup_printf("%s/%s/%s", debtor->debtor->id, asset->id, secure ? "secure" : next[k].clock));
			task->about = g_intern_string(asset->id);
			task->event = secure ? asset->kind->name : NULL;
			task->by_on = next[k].by_on;
			task->last_on = next[k].last_on;
			task->start_on = next[k].start_on;
		}
	}
}

static void clock_task(GPtrArray *tasks, const DebtorState *debtor, const RunningClock *clock)
{
	const ClockWords *words = clock_words(clock->clock->id);
	if (clock->fate != FATE_RUNS || words->act == CLOCK_THEIRS || words->act == CLOCK_LIMITATION ||
	    !clock_matters(words, debtor->state->name))
		return;
	/* Between the reminders of a disputed claim, or of one that is paid as agreed, there is nothing to send (rl § 9 b stk. 1). */
	if ((debtor->flags & (FLAG_DISPUTED | FLAG_PLAN | FLAG_HENSTAND)) != 0 && strcmp(clock->clock->id, "T01") == 0)
		return;
	DocketTask *task =
	    task_add(tasks, TASK_CLOCK, debtor, clock->clock->id,
	             g_strdup_printf("%s/%s/%" PRId64, debtor->debtor->id, clock->clock->id, clock->event_id));
	task->event = clock->event;
	task->start_on = clock->start_on;
	task->last_on = running_last_day(clock);
	task->by_on = docket_clock_by(clock);
}

/* ---- limitation ---- */

/* The part of its kind that is lost first. */
typedef struct Part {
	const char *clock, *about;
	Date start_on, last_on;
} Part;

static void part_take(Part *part, const char *clock, const char *about, Date start_on, Date last_on)
{
	if (!date_known(part->last_on) || date_before(last_on, part->last_on))
		*part = (Part){ clock, about, start_on, last_on };
}

static void part_add(GPtrArray *tasks, const DebtorState *debtor, const Law *law, TaskKind kind, const Part *part)
{
	if (!date_known(part->last_on))
		return;
	DocketTask *task = task_add(tasks, kind, debtor, part->clock,
	                            g_strdup_printf("%s/%s", debtor->debtor->id, task_kind_name(kind)));
	task->about = g_intern_string(part->about);
	task->start_on = part->start_on;
	task->last_on = part->last_on;
	task->by_on = limitation_file_by(law, part->clock, part->start_on, part->last_on);
}

/*
 * Interest of each day lapses three years after it, also under a title. What accrued up to the last new period shares that
 * period; of what came after, the first day goes first.
 */
static void interest_take(Part *part, const Limitation *one, const char *about, const Law *law)
{
	Date first = date_max(date_max(one->start_on, one->interest_barred_after), one->interest_barred_to);
	if (!date_known(first))
		return;
	first = date_add_days(first, 1);
	Date last = clock_end(law, law_clock(law, "T42"), first).last_day;
	if (date_before(last, one->last_on)) /* else it goes with the principal */
		part_take(part, "T42", about, first, last);
}

static void limitation_tasks(GPtrArray *tasks, const Case *c, const DebtorState *debtor, const Law *law, Date on)
{
	Part principal = { NULL, NULL, DATE_NONE, DATE_NONE }, interest = principal, fee = principal;
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (item->kind == ITEM_NOT_MONEY || !item_owed_by(item, debtor->debtor))
			continue;
		g_autoptr(Limitation) one = limitation_of(c, item, debtor->debtor, law, on);
		if (!one->known || one->held)
			continue;
		const char *clock = one->from_foged ? "T43" : one->titled ? "T41" : "T40";
		if (!item_kind_is_principal(item->kind)) {
			part_take(&fee, clock, item->id, one->start_on, one->last_on);
			continue;
		}
		part_take(&principal, clock, item->id, one->start_on, one->last_on);
		if (!one->barred)
			interest_take(&interest, one, item->id, law);
	}
	/* A title without a day of its own in the record, or without a due date behind it, counts by the table's clock. */
	const RunningClock *title = clock_running(debtor, "T41");
	if (!date_known(principal.last_on) && title != NULL && !debtor->limitation_held)
		part_take(&principal, "T41", NULL, title->start_on, title->end.last_day);
	part_add(tasks, debtor, law, TASK_LIMITATION, &principal);
	part_add(tasks, debtor, law, TASK_INTEREST, &interest);
	part_add(tasks, debtor, law, TASK_FEE, &fee);
}

/* ---- days that events set ---- */

static bool clock_has_day(const DebtorState *debtor, int64_t event_id)
{
	for (guint i = 0; i < debtor->clocks->len; i++) {
		const RunningClock *clock = debtor->clocks->pdata[i];
		if (clock->event_id == event_id && date_known(clock->stated_on))
			return true;
	}
	return false;
}

/* The state that the event led to, or was met in; NULL: it moved nothing. */
static const State *state_after(const DebtorState *debtor, int64_t event_id)
{
	for (guint i = 0; i < debtor->steps->len; i++) {
		const Step *step = debtor->steps->pdata[i];
		if (step->event_id == event_id)
			return step->to;
	}
	return NULL;
}

/* Of two of the same name the last counts: a meeting that was moved. */
static bool overtaken(const Case *c, guint i, const char *debtor)
{
	const Event *event = c->events->pdata[i];
	for (guint j = i + 1; j < c->events->len && strcmp(event->name, "court_deadline") != 0; j++) {
		const Event *later = c->events->pdata[j];
		if (!later->replaced && strcmp(later->name, event->name) == 0 &&
		    (later->debtor == NULL || strcmp(later->debtor, debtor) == 0))
			return true;
	}
	return false;
}

static void day_tasks(GPtrArray *tasks, const Case *c, const DebtorState *debtor, Date on)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (event->replaced || !date_known(event->deadline_on) || date_before(on, event->on) || event->id == 0 ||
		    (event->debtor != NULL && strcmp(event->debtor, debtor->debtor->id) != 0))
			continue;
		Schedule schedule;
		const char *rest;
		if (schedule_read(event, &schedule, &rest))
			continue; /* its instalments stand for themselves */
		bool court = strcmp(event->name, "court_deadline") == 0;
		bool promise = strcmp(event->name, "call_logged") == 0;
		if (promise && contact_promise_kept(c, event))
			continue;
		if (!court && !promise && (state_after(debtor, event->id) != debtor->state || clock_has_day(debtor, event->id) ||
		               overtaken(c, i, debtor->debtor->id)))
			continue;
		DocketTask *task = task_add(tasks, TASK_DAY, debtor, NULL,
		                            g_strdup_printf("%s/day/%" PRId64, debtor->debtor->id, event->id));
		task->event = g_intern_string(event->name);
		task->start_on = event->on;
		task->by_on = task->last_on = event->deadline_on;
	}
}

/* ---- instalments ---- */

static void plan_task(GPtrArray *tasks, const Case *c, const DebtorState *debtor, const Law *law, Date on)
{
	g_autoptr(Plan) plan = plan_of(c, debtor->debtor, law, on);
	if (plan == NULL || plan->next < 0 || date_known(plan->ended_on))
		return;
	const Instalment *next = &g_array_index(plan->instalments, Instalment, plan->next);
	Date over = date_add_days(next->last_on, 1);
	DocketTask *task = task_add(tasks, TASK_PLAN, debtor, NULL,
	                            g_strdup_printf("%s/plan/%" PRId64 "/%d", debtor->debtor->id, plan->event->id, plan->next + 1));
	task->start_on = plan->event->on;
	task->last_on = task->by_on = next->last_on;
	switch (plan->state) {
	case PLAN_KEPT:
		task->event = g_intern_static_string("instalment_due");
		task->change_on = over;
		break;
	case PLAN_LATE:
		task->event = g_intern_static_string(plan_needs_notice(plan) ? "instalment_late" : "instalment_missing");
		task->by_on = task->last_on = over;
		task->change_on = plan->falls_on;
		break;
	case PLAN_NOTICED:
		task->event = g_intern_static_string("notice_runs");
		task->by_on = task->last_on = plan->notice_until;
		task->change_on = plan->falls_on;
		break;
	case PLAN_DEFAULTED:
	case PLAN_PAID:
	case PLAN_ENDED:
		task->event = g_intern_static_string(plan_needs_notice(plan) ? "settlement_fell" : "plan_fell");
		task->by_on = task->last_on = plan->falls_on;
		break;
	}
}

/* ---- offers, and what is kept too long ---- */

static void offer_task(GPtrArray *tasks, const Case *c, const DebtorState *debtor, Date on)
{
	g_autoptr(GArray) offers = rebates_of(c, on);
	for (guint i = 0; i < offers->len; i++) {
		const Rebate *offer = &g_array_index(offers, Rebate, i);
		if (offer->state != REBATE_OPEN)
			continue;
		DocketTask *task = task_add(tasks, TASK_PLAN, debtor, NULL,
		                            g_strdup_printf("%s/offer/%" PRId64, debtor->debtor->id, offer->event->id));
		task->event = g_intern_static_string("offer_open");
		task->start_on = offer->event->on;
		task->by_on = task->last_on = offer->event->deadline_on;
		task->change_on = date_add_days(offer->event->deadline_on, 1);
	}
}

/* The last of what was told that was not erased since; NULL: nothing is kept. */
static const Event *household_kept(const Case *c, const char *debtor, Date on)
{
	const Event *kept = NULL;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (event->replaced || date_before(on, event->on) || (event->debtor != NULL && strcmp(event->debtor, debtor) != 0))
			continue;
		if (strcmp(event->name, "household_recorded") == 0)
			kept = event;
		else if (strcmp(event->name, "household_erased") == 0)
			kept = NULL;
	}
	return kept;
}

/* While a plan runs it is needed; else for the talks about one, and no longer (GDPR article 5). */
static void erase_task(GPtrArray *tasks, const Case *c, const DebtorState *debtor, const Law *law, Date on)
{
	enum { TALKS_DAYS = 90 };
	const Event *kept = household_kept(c, debtor->debtor->id, on);
	g_autoptr(Plan) plan = kept != NULL ? plan_of(c, debtor->debtor, law, on) : NULL;
	if (kept == NULL || (plan_runs(plan) && !debtor->state->terminal))
		return;
	DocketTask *task = task_add(tasks, TASK_ERASE, debtor, NULL, g_strdup_printf("%s/household/%" PRId64, debtor->debtor->id, kept->id));
	task->event = g_intern_static_string("household_kept");
	task->start_on = kept->on;
	task->by_on = debtor->state->terminal && date_known(debtor->since_on) ? date_max(debtor->since_on, kept->on)
	              : plan != NULL && date_known(plan->ended_on)            ? date_max(plan->ended_on, kept->on)
	                                                                      : date_add_days(kept->on, TALKS_DAYS);
	task->last_on = task->by_on;
}

GPtrArray *docket_of(const Case *c, const States *states, const Law *law, Date on)
{
	GPtrArray *tasks = g_ptr_array_new_with_free_func(docket_task_free);
	g_autoptr(GPtrArray) assets = assets_of(c, on);
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *debtor = states->debtors->pdata[i];
		erase_task(tasks, c, debtor, law, on);
		if (debtor->state->terminal)
			continue;
		offer_task(tasks, c, debtor, on);
		for (guint n = 0; n < debtor->clocks->len; n++) {
			const RunningClock *clock = debtor->clocks->pdata[n];
			bool movables = strcmp(clock->clock->id, "T33") == 0, fee = strcmp(clock->clock->id, "T30") == 0;
			if ((movables && has_assets(assets, debtor, clock->start_on)) || (fee && !docket_fee_paid(c, debtor, law, on)))
				continue;
			clock_task(tasks, debtor, clock);
		}
		asset_tasks(tasks, assets, debtor, law, on);
		limitation_tasks(tasks, c, debtor, law, on);
		day_tasks(tasks, c, debtor, on);
		plan_task(tasks, c, debtor, law, on);
	}
	return tasks;
}

const DocketTask *docket_limitation(const GPtrArray *tasks, const DebtorState *debtor)
{
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		if (task->kind == TASK_LIMITATION && strcmp(task->debtor, debtor->debtor->id) == 0)
			return task;
	}
	return NULL;
}

/* ---- the next step before the court ---- */

static bool may_be_reminded(const DebtorState *debtor)
{
	static const char *const states[] = { "OVERDUE", "REMINDED", "VARSEL", "COLLECT", NULL };
	return debtor->flags == 0 && g_strv_contains(states, debtor->state->name);
}

void docket_step(GPtrArray *tasks, const Case *c, const States *states, const Law *law, const Sequence *sequence, Date on)
{
	SequenceStep step;
	bool any = false;
	for (guint i = 0; i < states->debtors->len; i++)
		any = any || may_be_reminded(states->debtors->pdata[i]);
	if (!any || !sequence_next(sequence, c, law, on, &step))
		return;
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *debtor = states->debtors->pdata[i];
		if (!may_be_reminded(debtor))
			continue;
		DocketTask *task = task_add(tasks, TASK_STEP, debtor, NULL, g_strdup_printf("%s/step/%s", debtor->debtor->id, step.name));
		task->event = g_intern_string(step.name);
		task->by_on = task->last_on = step.planned_on;
		task->change_on = date_before(on, step.planned_on) ? step.planned_on : DATE_NONE;
	}
}

DocketTask *docket_next_add(GPtrArray *tasks, const DebtorState *debtor, const char *event)
{
	DocketTask *task = task_add(tasks, TASK_NEXT, debtor, NULL, g_strdup_printf("%s/next/%s", debtor->debtor->id, event));
	task->event = g_intern_string(event);
	return task;
}

/* ---- words ---- */

static Say limitation_words(TaskKind kind, bool after)
{
	static const Say rows[][2] = {
		[TASK_LIMITATION] = { { "Afbryd forældelsen af hovedstolen", "Interrupt limitation of the principal" },
		                      { "Kravet er forældet", "The claim is time-barred" } },
		[TASK_INTEREST] = { { "Afbryd forældelsen af de ældste renter", "Interrupt limitation of the oldest interest" },
		                    { "De ældste renter er forældede", "The oldest interest is time-barred" } },
		[TASK_FEE] = { { "Afbryd forældelsen af gebyrer og omkostninger", "Interrupt limitation of fees and costs" },
		               { "Gebyrer og omkostninger er forældede", "Fees and costs are time-barred" } },
	};
	return rows[kind][after];
}

typedef struct DayWords {
	const char *event, *statute;
	Say what;
	const char *paper;
} DayWords;

static const DayWords *day_words(const char *event)
{
	static const DayWords rows[] = {
		{ "court_deadline", "rpl § 349", { "Frist sat af retten", "Time limit set by the court" }, NULL },
		{ "bp_rejected", "rpl § 477 c stk. 2", { "Afhjælp manglerne", "Cure the defects" }, NULL },
		{ "claim_rejected", "rpl § 349", { "Afhjælp manglerne", "Cure the defects" }, NULL },
		{ "foged_rejected_form", "rpl § 488 stk. 3", { "Afhjælp manglerne", "Cure the defects" }, NULL },
		{ "defence_filed", "rpl § 406", { "Svar på debitors svarskrift", "Answer the defence" }, NULL },
		{ "hearing_fixed", "rpl § 406", { "Hovedforhandling", "Hearing" }, NULL },
		{ "summons_issued", "rpl § 491", { "Møde i fogedretten", "Meeting in the bailiff court" }, NULL },
		{ "settlement_signed", "rpl § 478 stk. 1 nr. 4", { "Se efter om forligets rate er betalt", "See whether the settlement's instalment was paid" }, NULL },
		{ "court_settlement", "rpl § 482", { "Se efter om forliget er betalt", "See whether the settlement was paid" }, NULL },
		{ "plan_voluntary", "rpl § 496", { "Se efter om raten er betalt", "See whether the instalment was paid" }, NULL },
		{ "henstand_granted", "fl § 3 stk. 1", { "Henstanden udløber", "The time given ends" }, NULL },
		{ "call_logged", "il § 9", { "Skyldneren har lovet at betale", "The debtor has promised to pay" }, NULL },
		{ "instalment_due", "practice", { "En rate skal være betalt", "An instalment is to be paid" }, NULL },
		{ "instalment_late", "rpl § 478 stk. 1 nr. 4",
		  { "En rate er for sent: send varslet (plan notice)", "An instalment is late: send the notice (plan notice)" }, "default" },
		{ "instalment_missing", "practice",
		  { "En rate er for sent: ring eller skriv", "An instalment is late: call or write" }, NULL },
		{ "notice_runs", "rpl § 478 stk. 1 nr. 4",
		  { "Varslets frist: se efter om raten er betalt", "The notice's day: see whether the instalment was paid" }, NULL },
		{ "offer_open", "practice", { "Tilbuddets sidste dag", "The offer's last day" }, NULL },
		{ "household_kept", "GDPR art. 5",
		  { "Slet husstandens økonomi (household erase)", "Erase the household's economy (household erase)" }, NULL },
		{ "settlement_fell", "rpl § 484",
		  { "Forliget er misligholdt: noter instalment_defaulted", "The settlement is in default: record instalment_defaulted" }, NULL },
		{ "plan_fell", "practice",
		  { "Ordningen er misligholdt: noter plan_ended, og gå videre", "The plan is in default: record plan_ended, and go on" }, NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_strcmp0(rows[i].event, event) == 0)
			return &rows[i];
	return NULL;
}

/* By the letter's own name; a call and the choice of way have their own, whatever a firm calls them. */
static Say step_words(const char *step)
{
	const PaperKind *paper = paper_kind_find(step);
	if (strcmp(step, "call") == 0)
		return (Say){ "Ring til skyldneren (call)", "Call the debtor (call)" };
	if (strcmp(step, "route") == 0)
		return (Say){ "Vælg vej: overdragelse eller retten", "Choose the way: hand-over or the court" };
	return paper != NULL ? (Say){ paper->titles[PAPER_DA], paper->titles[PAPER_EN] }
	                     : (Say){ "Næste skridt i rækkefølgen (letter next)", "Next step of the sequence (letter next)" };
}

Say docket_what(TaskKind kind, const char *clock, const char *event)
{
	if (task_is_limitation(kind))
		return limitation_words(kind, false);
	if (kind == TASK_DAY || kind == TASK_PLAN || kind == TASK_ERASE) {
		const DayWords *words = day_words(event);
		const EventKind *of = event_kind_find(event);
		return words != NULL ? words->what : of != NULL ? (Say){ of->da, of->en } : (Say){ event, event };
	}
	const AssetKind *asset = kind == TASK_ASSET && clock == NULL ? asset_kind_find(event) : NULL;
	if (asset != NULL)
		return asset->secure;
	if (kind == TASK_STEP)
		return step_words(event);
	if (kind == TASK_NEXT)
		return nextstep_what(event);
	return clock != NULL ? clock_words(clock)->what : (Say){ "Opgave", "Task" };
}

Say docket_after(TaskKind kind, const char *clock)
{
	if (task_is_limitation(kind))
		return limitation_words(kind, true);
	return (kind == TASK_CLOCK || kind == TASK_ASSET) && clock != NULL ? clock_words(clock)->after : (Say){ NULL, NULL };
}

const char *docket_statute(const Law *law, TaskKind kind, const char *clock, const char *event)
{
	if (clock != NULL && law_clock(law, clock) != NULL)
		return law_clock(law, clock)->row->statute;
	if (kind == TASK_NEXT)
		return nextstep_statute(event);
	const AssetKind *asset = kind == TASK_ASSET ? asset_kind_find(event) : NULL;
	if (asset != NULL)
		return asset->secure_statute;
	const PaperKind *paper = kind == TASK_STEP ? paper_kind_find(event) : NULL;
	const DayWords *words = kind == TASK_DAY || kind == TASK_PLAN || kind == TASK_ERASE ? day_words(event) : NULL;
	return words != NULL ? words->statute : paper != NULL ? paper->statute : kind == TASK_STEP ? "practice" : NULL;
}

const char *statute_word(const char *statute, Lang lang)
{
	static const Say own = { "programmets egen regel", "the program's own rule" }, practice = { "praksis", "practice" };
	return strcmp(statute, "project parameter") == 0 ? say(own, lang)
	       : strcmp(statute, "practice") == 0        ? say(practice, lang)
	                                                 : statute;
}

const char *docket_who(TaskKind kind, const char *clock, const char *event)
{
	if (kind == TASK_NEXT)
		return nextstep_who(event);
	return kind == TASK_CLOCK && clock != NULL ? clock_words(clock)->who : "operator";
}

const char *docket_paper(TaskKind kind, const char *clock)
{
	const char *paper = (kind == TASK_CLOCK || kind == TASK_ASSET) && clock != NULL ? clock_words(clock)->paper : "";
	return *paper != '\0' ? paper : NULL;
}

const char *docket_day_paper(TaskKind kind, const char *event)
{
	const PaperKind *paper = kind == TASK_STEP ? paper_kind_find(event) : NULL;
	if (kind == TASK_NEXT)
		return nextstep_paper(event);
	if (paper != NULL)
		return paper->name;
	const DayWords *words = kind == TASK_DAY || kind == TASK_PLAN || kind == TASK_ERASE ? day_words(event) : NULL;
	return words != NULL ? words->paper : NULL;
}

int docket_alarm(Date last_on, Date on)
{
	static const int steps[] = { 60, 90, 180 };
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
		if (date_diff(on, last_on) <= steps[i])
			return steps[i];
	return 0;
}

int docket_urgency(Date by_on, Date on)
{
	int days = date_diff(on, by_on);
	return days < 0 ? 0 : days == 0 ? 1 : days <= 7 ? 2 : days <= 14 ? 3 : 4;
}

const char *docket_urgency_name(int urgency)
{
	static const char *const names[DOCKET_URGENCIES] = { "overdue", "today", "week", "fortnight", "later" };
	return names[urgency];
}
