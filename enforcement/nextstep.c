#include "enforcement/nextstep.h"

#include "enforcement/clockwords.h"
#include "filing/approval.h"
#include "filing/paperkind.h"

#include <string.h>

/* ---- words ---- */

typedef struct NextWords {
	const char *event, *statute, *who, *paper;
	Say what; /* without words: those of the state */
} NextWords;

static const NextWords *words_of(const char *event)
{
	static const NextWords rows[] = {
		{ "approved", "practice", "operator", NULL, { "Papirerne er godkendt: indlever dem på dagen", "The papers are approved: hand them in on the day" } },
		{ "unsuitable", "practice", "operator", NULL,
		  { "Kravet kan ikke rejses i retten: afslut sagen, eller giv nye oplysninger", "The claim cannot be brought to court: close the case, or give new information" } },
		/* No creditor has the rates: the house loads them. */
		{ "M01", "rl § 5", "operator", NULL,
		  { "Indlæs nyere lovtabeller (law update): referencesatsen er ikke kendt", "Load newer law tables (law update): the reference rate is not known" } },
		{ "U06", "il § 10", "creditor", NULL, { "Send en påkravsskrivelse til debitor", "Send the debtor a demand letter" } },
		{ "U07", "il § 10 stk. 2", "creditor", NULL, { "Send en ny påkravsskrivelse til debitor", "Send the debtor a new demand letter" } },
		{ "D01", "il § 10 stk. 3", "creditor", NULL, { "Send en ny påkravsskrivelse til debitor", "Send the debtor a new demand letter" } },
		{ "D02", "il § 10 stk. 3", "creditor", NULL,
		  { "Oplys påkravsskrivelsens frist, eller send en ny", "Say the day in the demand letter, or send a new one" } },
		{ "OVERDUE", "il § 10", NULL, NULL, { NULL, NULL } },
		{ "REMINDED", "il § 10", NULL, NULL, { NULL, NULL } },
		{ "DISPUTE", "rpl § 477 a stk. 1", NULL, NULL, { NULL, NULL } },
		{ "BP_DRAFT", "rpl § 477 b", NULL, NULL, { NULL, NULL } },
		{ "SC_DRAFT", "rpl § 348", NULL, NULL, { NULL, NULL } },
		{ "SC_DEFENDED", "rpl § 406", NULL, NULL, { NULL, NULL } },
		{ "LOST_FIRST", "rpl § 372", NULL, NULL, { NULL, NULL } },
		{ "TITLE_READY", "rpl § 488", NULL, "foged_request", { NULL, NULL } },
		{ "FOGED_SUMMONED", "rpl § 491", NULL, NULL, { NULL, NULL } },
		{ "NO_SHOW", "rpl § 494 stk. 2", NULL, NULL, { NULL, NULL } },
		{ "UDLAEG", "rpl § 526", NULL, NULL, { NULL, NULL } },
		{ "NOTHING_FOUND", "rpl § 490", NULL, NULL, { NULL, NULL } },
		{ "ESTATE_BK", "kl § 128", NULL, NULL, { NULL, NULL } },
		{ "DEBT_RELIEF", "kl § 208", NULL, NULL, { NULL, NULL } },
		{ "ESTATE_DEATH", "dsl § 81", NULL, NULL, { NULL, NULL } },
		{ "REKON", "kl § 12 c", NULL, NULL, { NULL, NULL } },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].event, event) == 0)
			return &rows[i];
	return NULL;
}

static NextWords told_of(const char *event)
{
	const NextWords *row = words_of(event);
	const State *state = state_find(event);
	const Rule *rule = state == NULL ? rule_find(event) : NULL;
	NextWords told = row != NULL ? *row : (NextWords){ .statute = rule != NULL ? rule->statute : "practice" };
	told.event = g_intern_string(event);
	if (told.who == NULL)
		told.who = state != NULL ? state->who : "creditor";
	if (told.what.da == NULL && rule != NULL) {
		g_autofree char *da = g_strconcat("Få på plads: ", rule->title.da, NULL), *en = g_strconcat("Put in order: ", rule->title.en, NULL);
		told.what = (Say){ g_intern_string(da), g_intern_string(en) };
	} else if (told.what.da == NULL) {
		told.what = state != NULL ? state->next : (Say){ told.event, told.event };
	}
	return told;
}

/* Long lists ask for the same few again and again. */
static const NextWords *told(const char *event)
{
	static GHashTable *known; /* event: NextWords*; never iterated */
	if (known == NULL)
		known = g_hash_table_new(g_str_hash, g_str_equal);
	NextWords *words = g_hash_table_lookup(known, event);
	if (words == NULL) {
		words = g_new(NextWords, 1);
		*words = told_of(event);
		g_hash_table_insert(known, (gpointer)words->event, words);
	}
	return words;
}

Say nextstep_what(const char *event)
{
	return told(event)->what;
}

const char *nextstep_who(const char *event)
{
	return told(event)->who;
}

const char *nextstep_statute(const char *event)
{
	return told(event)->statute;
}

const char *nextstep_paper(const char *event)
{
	return told(event)->paper;
}

/* ---- the ground ---- */

bool nextstep_read(Store *store, NextGround *ground, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Approval) approval = NULL;
	g_autoptr(Query) query = store_query(store, error, "SELECT opened_on FROM cases WHERE id = ?", "s", ground->c->id);
	ground->opened_on = ground->approved_for = DATE_NONE;
	if (query == NULL)
		return false;
	if (query_next(query, &fault))
		ground->opened_on = query_date(query, 0);
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	if (!approval_latest(store, ground->c->id, &approval, error))
		return false;
	Say why;
	if (approval != NULL &&
	    approval_state(approval, ground->c->up_to_seq, law_edition(ground->law), DATE_NONE, &why) == APPROVAL_VALID)
		ground->approved_for = approval->for_on;
	return true;
}

static const DebtorState *debtor_named(const NextGround *ground, const char *id)
{
	for (guint i = 0; i < ground->states->debtors->len; i++) {
		const DebtorState *debtor = ground->states->debtors->pdata[i];
		if (g_strcmp0(debtor->debtor->id, id) == 0)
			return debtor;
	}
	return NULL;
}

static bool in(const DebtorState *debtor, const char *const *names)
{
	return g_strv_contains(names, debtor->state->name);
}

static bool acts(const char *who)
{
	return g_strcmp0(who, "operator") == 0 || g_strcmp0(who, "creditor") == 0;
}

/* Is it for us to act, and not for others or for time? */
static bool is_ours(const DebtorState *debtor)
{
	static const char *const waits[] = { "BP_PARKED", "FOREIGN", "DORMANT", NULL };
	return acts(debtor->state->who) && !in(debtor, waits);
}

/* The claim has been filed since the debtor came into the estate: then it is the estate's turn. */
static bool estate_has_it(const DebtorState *debtor)
{
	static const char *const estates[] = { "ESTATE_BK", "DEBT_RELIEF", "ESTATE_DEATH", "REKON", NULL };
	for (guint i = in(debtor, estates) ? debtor->steps->len : 0; i-- > 0;) {
		const Step *step = debtor->steps->pdata[i];
		if (strcmp(step->event, "estate_claim_filed") == 0)
			return true;
		if (step->from != step->to)
			break;
	}
	return false;
}

/* The day on which the state was reached by what happened; that the rules chose a way has no day of its own. */
static Date possible_from(const NextGround *ground, const DebtorState *debtor)
{
	static const char *const chosen[] = { "court_ready",      "route_bp",         "route_civil",     "title_found",
		                              "demand_not_needed", "objection_stands", "title_at_intake", NULL };
	Date from = ground->opened_on;
	for (guint i = debtor->steps->len; i-- > 0;) {
		const Step *step = debtor->steps->pdata[i];
		if (step->from == step->to || (step->event_id == 0 && g_strv_contains(chosen, step->event)))
			continue;
		from = date_max(from, step->on);
		break;
	}
	return date_known(from) ? from : ground->on;
}

/* ---- the house's own act ---- */

static bool tells(const DocketTask *task, const DebtorState *debtor, TaskKind kind)
{
	return task->kind == kind && g_strcmp0(task->debtor, debtor->debtor->id) == 0;
}

static const DocketTask *task_of(const GPtrArray *tasks, const DebtorState *debtor, TaskKind kind)
{
	for (guint i = 0; i < tasks->len; i++)
		if (tells(tasks->pdata[i], debtor, kind))
			return tasks->pdata[i];
	return NULL;
}

/* Does a deadline of the docket tell of the same act already? */
static bool is_told(const NextGround *ground, const GPtrArray *tasks, const DebtorState *debtor)
{
	static const char *const beside[] = { "T16", "T26", "T29", "T30", NULL }, *const drafts[] = { "BP_DRAFT", "SC_DRAFT", "TITLE_READY", NULL };
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		if (tells(task, debtor, TASK_ASSET))
			return true;
		if (tells(task, debtor, TASK_PLAN) && strcmp(task->event, "offer_open") != 0)
			return true;
		if (tells(task, debtor, TASK_DAY) && strcmp(task->event, "court_deadline") != 0 && strcmp(task->event, "call_logged") != 0 &&
		    !in(debtor, drafts))
			return true;
		if (!tells(task, debtor, TASK_CLOCK) || g_strv_contains(beside, task->clock))
			continue;
		const ClockWords *words = clock_words(task->clock);
		bool lost = words->act == CLOCK_BY && date_before(task->last_on, ground->on);
		if ((words->act == CLOCK_BY && !lost) || words->act == CLOCK_UNTIL)
			return true;
	}
	return false;
}

/* What stands in the way and can be put right; NULL: nothing, or only time or the sequence's own demand. */
static const char *missing_rule(const NextGround *ground, const DebtorState *debtor, bool sequence_goes)
{
	static const char *const waiting[] = { "OPEN", "VARSEL", NULL };
	const Assessment *a = ground->assessment;
	for (guint i = 0; a->route == ROUTE_MISSING && i < a->findings->len; i++) {
		const Finding *finding = a->findings->pdata[i];
		const char *id = finding->rule->id;
		bool demand = strcmp(id, "U06") == 0, time = demand || strcmp(id, "U03") == 0;
		if (finding->verdict == VERDICT_CLEAR || finding->severity != SEVERITY_BLOCK || finding_asked(finding, LANG_DA) == NULL ||
		    strcmp(id, "K07") == 0 || (demand && sequence_goes) || (time && finding->effect == EFFECT_WAIT && in(debtor, waiting)))
			continue;
		return g_intern_string(id);
	}
	return NULL;
}

/* The word for what the house can do now; NULL: nothing but wait. */
static const char *act_of(const NextGround *ground, const GPtrArray *tasks, const DebtorState *debtor)
{
	static const char *const drafts[] = { "BP_DRAFT", "SC_DRAFT", NULL };
	bool before = strcmp(debtor->state->phase, "intake") == 0 || strcmp(debtor->state->phase, "precourt") == 0;
	bool kept = before && (debtor->flags & (FLAG_PLAN | FLAG_HENSTAND)) != 0;
	if (debtor->state->terminal || kept || estate_has_it(debtor) || is_told(ground, tasks, debtor))
		return NULL;
	if (in(debtor, drafts) && date_known(ground->approved_for) && !date_before(ground->approved_for, ground->on))
		return "approved";
	const DocketTask *step = task_of(tasks, debtor, TASK_STEP), *limitation = docket_limitation(tasks, debtor);
	bool near = limitation != NULL && docket_alarm(limitation->last_on, ground->on) != 0;
	bool goes = step != NULL && strcmp(debtor->state->name, "COLLECT") != 0 && !near;
	const char *rule = before ? missing_rule(ground, debtor, goes) : NULL;
	if (rule != NULL)
		return rule;
	if (!is_ours(debtor) || goes)
		return NULL;
	return before && ground->assessment->route == ROUTE_UNSUITABLE ? "unsuitable" : debtor->state->name;
}

static void task_drop(GPtrArray *tasks, const DebtorState *debtor, TaskKind kind, const char *what)
{
	for (guint i = tasks->len; i-- > 0;) {
		const DocketTask *task = tasks->pdata[i];
		if (tells(task, debtor, kind) && g_strcmp0(kind == TASK_CLOCK ? task->clock : task->event, what) == 0)
			g_ptr_array_remove_index(tasks, i);
	}
}

/* One act, one task: the sequence's reminder is the one that the clock allows, its choice of way is the house's own. */
static void once_only(GPtrArray *tasks, const DebtorState *debtor)
{
	const DocketTask *step = task_of(tasks, debtor, TASK_STEP), *next = task_of(tasks, debtor, TASK_NEXT);
	const PaperKind *paper = step != NULL ? paper_kind_find(step->event) : NULL;
	if (paper != NULL && g_strcmp0(paper->event, "reminder_sent") == 0)
		task_drop(tasks, debtor, TASK_CLOCK, "T01");
	if (next != NULL)
		task_drop(tasks, debtor, TASK_STEP, "route");
}

/* The day on which a far limitation comes within sight, for the row that then changes. */
static Date sight_on(const GPtrArray *tasks, const DebtorState *debtor, Date on)
{
	enum { SIGHT_DAYS = 180 }; /* docket_alarm's first */
	const DocketTask *limitation = docket_limitation(tasks, debtor);
	Date day = limitation != NULL ? date_add_days(limitation->last_on, -SIGHT_DAYS) : DATE_NONE;
	return date_known(day) && date_before(on, day) ? day : DATE_NONE;
}

GPtrArray *nextstep_docket(const NextGround *ground)
{
	GPtrArray *tasks = docket_of(ground->c, ground->states, ground->law, ground->on);
	docket_step(tasks, ground->c, ground->states, ground->law, ground->sequence, ground->on);
	for (guint i = 0; i < ground->states->debtors->len; i++) {
		const DebtorState *debtor = ground->states->debtors->pdata[i];
		const char *act = act_of(ground, tasks, debtor);
		DocketTask *step = (DocketTask *)task_of(tasks, debtor, TASK_STEP);
		if (step != NULL)
			step->change_on = date_min(step->change_on, sight_on(tasks, debtor, ground->on));
		if (act != NULL) {
			bool approved = strcmp(act, "approved") == 0;
			DocketTask *task = docket_next_add(tasks, debtor, act);
			Date from = possible_from(ground, debtor);
			/* Not from before the day on which the rate is missed. */
			if (strcmp(act, "M01") == 0)
				from = date_max(from, date_add_days(law_rates_end(ground->law), 1));
			task->by_on = approved ? ground->approved_for : from;
			task->start_on = from;
			task->last_on = approved ? ground->approved_for : DATE_NONE;
			task->change_on = approved ? date_add_days(ground->approved_for, 1) : DATE_NONE;
		}
		once_only(tasks, debtor);
	}
	return tasks;
}

/* ---- which comes first ---- */

/* What may be done from its day on; the rest is to be done by its day. */
static bool is_from(const DocketTask *task)
{
	return task->kind == TASK_STEP || (task->kind == TASK_NEXT && !date_known(task->last_on)) ||
	       (task->kind == TASK_CLOCK && clock_words(task->clock)->act == CLOCK_FROM) ||
	       (task->kind == TASK_ASSET && !date_known(task->last_on));
}

/* The earliest limitation that waits behind what has no deadline of its own. all: interest and fees too. */
static const DocketTask *behind(const GPtrArray *tasks, const char *debtor, bool all)
{
	const DocketTask *first = NULL;
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		if ((task->kind == TASK_LIMITATION || (all && task_is_limitation(task->kind))) && g_strcmp0(task->debtor, debtor) == 0 &&
		    (first == NULL || date_before(task->by_on, first->by_on)))
			first = task;
	}
	return first;
}

/* Does it stand first in line now? *press: the day that it is weighed by. */
static bool presses(const NextGround *ground, const GPtrArray *tasks, const DocketTask *task, Date *press)
{
	const DebtorState *debtor = debtor_named(ground, task->debtor);
	bool far = task_is_limitation(task->kind) && docket_alarm(task->last_on, ground->on) == 0;
	bool lost = task->kind == TASK_CLOCK && clock_words(task->clock)->act == CLOCK_BY && date_before(task->last_on, ground->on);
	const DocketTask *limit = is_from(task) ? behind(tasks, task->debtor, false) : task;
	*press = limit != NULL ? limit->by_on : DATE_NONE;
	if (far || lost)
		return false;
	bool later = is_from(task) && date_before(ground->on, task->by_on);
	return !later || (debtor != NULL && acts(debtor->state->who));
}

/* Of two on the same day: what has a deadline of its own, but for limitation what interrupts it; what is possible now. */
static int order_of(const NextGround *ground, const DocketTask *task)
{
	return task_is_limitation(task->kind)                               ? 3
	       : !is_from(task)                                             ? 0
	       : date_before(ground->on, task->by_on)                       ? 4
	       : task->kind == TASK_NEXT                                    ? 1
	                                                                    : 2;
}

static int compare(const NextGround *ground, const DocketTask *a, Date a_on, const DocketTask *b, Date b_on)
{
	if (date_known(a_on) != date_known(b_on))
		return date_known(a_on) ? -1 : 1;
	int order = date_known(a_on) ? date_compare(a_on, b_on) : 0;
	if (order == 0)
		order = order_of(ground, a) - order_of(ground, b);
	return order != 0 ? order : date_compare(a->by_on, b->by_on);
}

/* What the state itself waits for. */
static NextStep waiting(const NextGround *ground, const GPtrArray *tasks)
{
	NextStep step = { .what = { "", "" }, .from_on = DATE_NONE, .by_on = DATE_NONE, .last_on = DATE_NONE };
	const DebtorState *least = ground->states->least;
	if (least == NULL) {
		step.what = (Say){ "Oplys hvem der skylder pengene", "Say who owes the money" };
		step.who = "creditor";
		return step;
	}
	if (least->state->terminal)
		return step;
	step.what = least->state->next;
	step.who = least->state->who;
	if (estate_has_it(least)) {
		step.what = (Say){ "Kravet er anmeldt: afvent boets behandling", "The claim is filed: wait for the estate" };
		step.who = "court";
	}
	/* An agreement's next day is that of its plan, where one is known. */
	const DocketTask *plan = task_of(tasks, least, TASK_PLAN);
	bool early = strcmp(least->state->name, "OPEN") == 0;
	step.by_on = plan != NULL ? plan->by_on : early && date_before(ground->on, least->due_on) ? least->due_on : least->by_on;
	return step;
}

NextStep nextstep_of(const NextGround *ground, const GPtrArray *tasks)
{
	const DocketTask *first = NULL;
	Date first_on = DATE_NONE;
	NextStep step = waiting(ground, tasks);
	const DebtorState *least = ground->states->least;
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		Date press;
		if (presses(ground, tasks, task, &press) && (first == NULL || compare(ground, task, press, first, first_on) < 0)) {
			first = task;
			first_on = press;
		}
	}
	bool waits = least != NULL && !least->state->terminal && !is_ours(least) && date_known(step.by_on) &&
	             !date_before(step.by_on, ground->on);
	if (first == NULL || (waits && !is_from(first) && date_before(step.by_on, first->by_on)))
		return step;
	const DocketTask *limit = is_from(first) ? behind(tasks, first->debtor, true) : first;
	step = (NextStep){ .task = first, .from_on = is_from(first) ? first->by_on : DATE_NONE, .by_on = DATE_NONE, .last_on = DATE_NONE };
	if (limit != NULL) {
		step.by_on = limit->by_on;
		step.last_on = date_before(limit->by_on, limit->last_on) ? limit->last_on : DATE_NONE;
	}
	step.what = first->why != NULL ? (Say){ first->why, first->why } : docket_what(first->kind, first->clock, first->event);
	step.who = docket_who(first->kind, first->clock, first->event);
	/* The rates are the same words here and in due; what a person is asked for stands in the finding's own. */
	step.asks = first->kind == TASK_NEXT && strcmp(first->event, "M01") != 0 && state_find(first->event) == NULL && rule_find(first->event) != NULL;
	return step;
}

char *nextstep_asked(const Assessment *assessment, Lang lang)
{
	g_autoptr(GString) asked = g_string_new(NULL);
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		const char *ask = finding_asked(finding, lang);
		if (finding->verdict != VERDICT_CLEAR && finding->severity == SEVERITY_BLOCK && ask != NULL)
			g_string_append_printf(asked, "%s%s", asked->len > 0 ? " " : "", ask);
	}
	return asked->len > 0 ? g_string_free(g_steal_pointer(&asked), FALSE) : NULL;
}

void nextstep_json(cJSON *object, const NextStep *step, const Assessment *assessment, Lang lang)
{
	cJSON *next = json_object(object, "next");
	g_autofree char *asked = step->asks ? nextstep_asked(assessment, lang) : NULL;
	const char *what = asked != NULL ? asked : say(step->what, lang);
	json_text(next, "what", *what != '\0' ? what : NULL);
	json_text(next, "who", step->who);
	json_date(next, "from_on", step->from_on);
	json_date(next, "by_on", step->by_on);
	json_date(next, "last_on", step->last_on);
	json_text(next, "task", step->task != NULL ? step->task->key : NULL);
}
