#include "enforcement/whatnext.h"

#include "assess/courtfee.h"
#include "assess/edition.h"
#include "assess/execution.h"
#include "assess/instalments.h"
#include "enforcement/clockwords.h"
#include "enforcement/docketstore.h"
#include "enforcement/nextstep.h"
#include "enforcement/note.h"
#include "enforcement/status.h"
#include "enforcement/walk.h"
#include "intake/csv.h"
#include "intake/embedded.h"
#include "intake/record.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- the table ---- */

typedef struct NextWords {
	int n;
	const char *who; /* "us" "court" "debtor" */
	const char *fee; /* an act of court_fees.csv, "bp", or "" : no court fee */
	char **by, **from; /* clocks; "limitation" */
	const char *da;
} NextWords;

static GPtrArray *rows_of_next; /* NextWords* */

static const NextWords *next_words(int n)
{
	if (rows_of_next == NULL) {
		const Embedded *file = embedded_find(embedded_enforcement, "next.csv");
		assert(file != NULL);
		g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, "next.csv", NULL);
		assert(csv != NULL);
		rows_of_next = g_ptr_array_new();
		for (guint i = 0; i < csv->rows->len; i++) {
			const CsvRow *row = csv->rows->pdata[i];
			assert(row->n == csv->columns);
			NextWords *made = g_new0(NextWords, 1);
			*made = (NextWords){ .n = atoi(csv_cell(csv, row, "n")),
				             .who = g_intern_string(csv_cell(csv, row, "who")),
				             .fee = g_intern_string(csv_cell(csv, row, "fee")),
				             .by = g_strsplit(csv_cell(csv, row, "by"), "|", -1),
				             .from = g_strsplit(csv_cell(csv, row, "from"), "|", -1),
				             .da = g_intern_string(csv_cell(csv, row, "da")) };
			g_ptr_array_add(rows_of_next, made);
		}
	}
	for (guint i = 0; i < rows_of_next->len; i++)
		if (((const NextWords *)rows_of_next->pdata[i])->n == n)
			return rows_of_next->pdata[i];
	return NULL;
}

bool whatnext_has_words(int n)
{
	return next_words(n) != NULL;
}

/* ---- one step ---- */

typedef struct Look {
	const Case *c;
	const Assessment *assessment;
	const Law *law;
	const DebtorState *debtor;
	const GPtrArray *tasks; /* the docket's, of all debtors: the same days as due's */
	Date on;
	Lang lang;
} Look;

/* What the court takes for it; false: not known. */
static bool fee_of(const Look *look, const char *act, Money *fee)
{
	const Assessment *a = look->assessment;
	*fee = money_zero();
	if (*act == '\0')
		return true;
	if (strcmp(act, "udlaeg") == 0) {
		Date until = execution_of(look->c, look->debtor->debtor, look->law, look->on).fee_until;
		if (date_known(until) && !date_before(until, look->on))
			return true; /* a later request within the year costs nothing more (ral § 13 stk. 6) */
		return law_court_fee(look->law, act, a->principal, look->on, fee, NULL);
	}
	if (!a->principal_known)
		return false;
	if (strcmp(act, "bp") == 0)
		return law_bp_fee(look->law, a->principal, look->on, a->udlaeg, a->court_case, fee);
	return law_court_fee(look->law, act, a->principal, look->on, fee, NULL);
}

static Date by_of(const Look *look, char *const *clocks)
{
	for (; *clocks != NULL; clocks++) {
		if (strcmp(*clocks, "limitation") == 0) {
			const DocketTask *limitation = docket_limitation(look->tasks, look->debtor);
			return limitation != NULL ? limitation->by_on : DATE_NONE;
		}
		const RunningClock *clock = clock_running(look->debtor, *clocks);
		if (clock != NULL)
			return clock_words(*clocks)->act == CLOCK_FROM ? running_last_day(clock) : docket_clock_by(clock);
	}
	return DATE_NONE;
}

static Date from_of(const Look *look, char *const *clocks)
{
	Date from = DATE_NONE;
	for (; *clocks != NULL; clocks++) {
		const RunningClock *clock = clock_running(look->debtor, *clocks);
		if (clock != NULL)
			from = date_max(from, running_act_from(clock));
	}
	return from;
}

/* Words parted by spaces, as members of an array. */
static void words_push(cJSON *array, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);
	for (char **part = parts; *part != NULL; part++)
		if (**part != '\0')
			json_push_text(array, *part);
}

static bool guards_add(cJSON *step, const Look *look, const Transition *t)
{
	static const char *const answers[] = { "holds", "fails", "unknown" };
	static const char *const kinds[] = { "record", "event", "person" };
	Walk walk = walk_at(look->c, look->assessment, look->law, look->debtor);
	cJSON *guards = json_array(step, "guards");
	bool open = true;
	for (guint i = 0; i < t->guards->len; i++) {
		const Guard *guard = t->guards->pdata[i];
		GuardAnswer answer = guard_answer(&walk, guard, NULL, look->on);
		cJSON *row = json_push(guards);
		json_text(row, "text", say(guard->say, look->lang));
		json_text(row, "statute", *guard->statute != '\0' ? guard->statute : t->statute);
		json_text(row, "answer", answers[answer]);
		json_text(row, "by", kinds[guard->kind]);
		open = open && answer != ANSWER_FAILS;
	}
	return open;
}

/* The law's table calls clocks by their numbers, which say nothing to a reader. */
static char *task_words(const char *task)
{
	static const struct {
		const char *clock, *words;
	} names[] = { { "T16", "the time for the supplementary pleading" }, { "T20", "the waiting time" },
		      { "T30", "the year without a new fee" },             { "T31", "the rest period" },
		      { "T33", "the attachment's time limit" },             { "T41", "limitation" } };
	g_autoptr(GString) words = g_string_new(task);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_string_replace(words, names[i].clock, names[i].words, 0);
	return g_string_free(g_steal_pointer(&words), FALSE);
}

static void step_add(cJSON *steps, const Look *look, const Transition *t, const EventKind *kind)
{
	const NextWords *words = next_words(t->n);
	Money fee;
	Date from = from_of(look, words->from);
	cJSON *step = json_push(steps);
	json_text(step, "event", t->event);
	json_text(step, "text", look->lang == LANG_DA ? kind->da : kind->en);
	json_text(step, "who", words->who);
	const char *to = strcmp(t->to, "SAME") == 0 ? look->debtor->state->name : strcmp(t->to, "RETURN") == 0 ? NULL : state_find(t->to)->name;
	json_text(step, "to", to);
	g_autofree char *task = look->lang == LANG_DA ? g_strdup(words->da) : task_words(t->task);
	json_text(step, "do", *task != '\0' ? task : NULL);
	bool open = guards_add(step, look, t);
	json_bool(step, "open", open && (!date_known(from) || !date_before(look->on, from)));
	words_push(json_array(step, "needs"), kind->needs);
	words_push(json_array(step, "may"), kind->may);
	if (fee_of(look, words->fee, &fee))
		json_money(step, "cost_ore", fee);
	else
		json_null(step, "cost_ore");
	json_date(step, "from_on", from);
	json_date(step, "by_on", by_of(look, words->by));
	json_text(step, "statute", t->statute);
}

/* An agreement that no state stands on ends by being noted: the table has no row for it, and the docket asks for it. */
static void plan_step_add(cJSON *steps, const Look *look)
{
	g_autoptr(Plan) plan = plan_of(look->c, look->debtor->debtor, look->law, look->on);
	if (plan == NULL || date_known(plan->ended_on) || plan->state == PLAN_PAID || plan_needs_notice(plan) || look->debtor->state->terminal)
		return;
	const EventKind *kind = event_kind_find("plan_ended");
	bool da = look->lang == LANG_DA, fell = plan->state == PLAN_DEFAULTED;
	cJSON *step = json_push(steps);
	json_text(step, "event", kind->name);
	json_text(step, "text", da ? kind->da : kind->en);
	json_text(step, "who", "us");
	json_text(step, "to", look->debtor->state->name);
	json_text(step, "do", fell ? (da ? "Ordningen er misligholdt: noter det, og gå videre" : "The plan is in default: record it, and go on")
	                           : (da ? "Ordningen løber: kun hvis den er sagt op" : "The plan runs: only if it was called off"));
	json_array(step, "guards");
	json_bool(step, "open", fell);
	words_push(json_array(step, "needs"), kind->needs);
	words_push(json_array(step, "may"), kind->may);
	json_money(step, "cost_ore", money_zero());
	json_date(step, "from_on", DATE_NONE);
	json_date(step, "by_on", DATE_NONE);
	json_text(step, "statute", "project parameter");
}

static void steps_add(cJSON *row, const Look *look)
{
	cJSON *steps = json_array(row, "steps");
	plan_step_add(steps, look);
	g_autoptr(GPtrArray) out = transitions_from(look->debtor->state);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	/* Our own acts first, then what the court and the debtor may do; both in the order of the table. */
	for (int ours = 1; ours >= 0; ours--) {
		for (guint i = 0; i < out->len; i++) {
			const Transition *t = out->pdata[i];
			const EventKind *kind = event_kind_find(t->event);
			assert(kind == NULL || next_words(t->n) != NULL);
			if (kind == NULL || (strcmp(next_words(t->n)->who, "us") == 0) != (ours == 1) ||
			    !g_hash_table_add(seen, (gpointer)t->event))
				continue;
			step_add(steps, look, t, kind);
		}
	}
}

/* ---- the clocks of one debtor ---- */

/* Limitation as it is reckoned part by part: the table's clocks know neither acknowledgements nor other due dates. */
static void limitation_add(cJSON *clocks, const Look *look)
{
	for (guint i = 0; i < look->tasks->len; i++) {
		const DocketTask *task = look->tasks->pdata[i];
		if (!task_is_limitation(task->kind) || strcmp(task->debtor, look->debtor->debtor->id) != 0)
			continue;
		const RunningClock *running = clock_running(look->debtor, task->clock);
		cJSON *one = json_push(clocks);
		json_text(one, "clock", task->clock);
		json_text(one, "text", say(docket_what(task->kind, task->clock, NULL), look->lang));
		json_date(one, "start_on", task->start_on);
		json_date(one, "last_on", task->last_on);
		json_date(one, "act_from", DATE_NONE);
		json_date(one, "file_by", task->by_on);
		json_bool(one, "held", false);
		json_bool(one, "over", date_before(task->last_on, look->on));
		json_text(one, "consequence", say(docket_after(task->kind, task->clock), look->lang));
		json_text(one, "started_by", running != NULL ? running->event : "due_date_passed");
		json_text(one, "statute", docket_statute(look->law, task->kind, task->clock, NULL));
	}
}

static void clocks_add(cJSON *row, const Look *look)
{
	cJSON *clocks = json_array(row, "clocks");
	/* Of a claim whose due date is not known the table's clock would only guess. */
	bool held_back = look->debtor->limitation_held;
	limitation_add(clocks, look);
	for (guint i = 0; i < look->debtor->clocks->len; i++) {
		const RunningClock *clock = look->debtor->clocks->pdata[i];
		const ClockWords *words = clock_words(clock->clock->id);
		bool fee = strcmp(clock->clock->id, "T30") == 0 && !docket_fee_paid(look->c, look->debtor, look->law, look->on);
		if (clock->fate == FATE_STOPPED || fee || (words->act == CLOCK_LIMITATION && !held_back))
			continue;
		cJSON *one = json_push(clocks);
		json_text(one, "clock", clock->clock->id);
		json_text(one, "text", say(words->what, look->lang));
		json_date(one, "start_on", clock->start_on);
		json_date(one, "last_on", running_last_day(clock));
		json_date(one, "act_from", words->act == CLOCK_FROM ? running_act_from(clock) : DATE_NONE);
		json_date(one, "file_by", words->act == CLOCK_BY || words->act == CLOCK_LIMITATION ? running_file_by(clock) : DATE_NONE);
		bool held = clock->fate == FATE_HELD || words->act == CLOCK_LIMITATION;
		json_bool(one, "held", held);
		bool over = !held && date_before(running_last_day(clock), look->on);
		json_bool(one, "over", over);
		json_text(one, "consequence", say(words->after, look->lang));
		json_text(one, "started_by", clock->event);
		json_text(one, "statute", clock->clock->row->statute);
	}
}

static void debtor_add(cJSON *debtors, const Look *look)
{
	const DebtorState *debtor = look->debtor;
	cJSON *row = json_push(debtors);
	json_text(row, "debtor", debtor->debtor->id);
	json_text(row, "name", field_text(&debtor->debtor->name));
	json_text(row, "state", debtor->state->name);
	json_text(row, "text", say(state_words(debtor), look->lang));
	cJSON *flags = json_array(row, "flags");
	for (int i = 0; i < STATE_FLAGS; i++)
		if ((debtor->flags & (1 << i)) != 0)
			json_push_text(flags, state_flag_name(i));
	json_date(row, "title_on", debtor->title_on);
	/* Of what is closed nothing lapses any more; but that it lapsed is told. */
	bool over = debtor->state->terminal && strcmp(debtor->state->name, "TIME_BARRED") != 0;
	json_date(row, "limitation_on", over ? DATE_NONE : debtor->limitation_on);
	json_bool(row, "limitation_held", !over && debtor->limitation_held);
	steps_add(row, look);
	clocks_add(row, look);
}

/* The step of the sequence that due proposes too; none when nobody may be reminded. */
static void proposed_add(cJSON *object, const GPtrArray *tasks, Lang lang)
{
	cJSON *list = json_array(object, "proposed");
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		if (task->kind != TASK_STEP)
			continue;
		cJSON *row = json_push(list);
		json_text(row, "debtor", task->debtor);
		json_text(row, "step", task->event);
		json_text(row, "text", say(docket_what(task->kind, NULL, task->event), lang));
		json_text(row, "letter", docket_day_paper(task->kind, task->event));
		json_date(row, "by_on", task->by_on);
	}
}

int whatnext_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Sequence) sequence = law != NULL ? sequence_open(store_home(call->store), error) : NULL;
	g_autoptr(Case) c = sequence != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	const char *only = call_option(call, "debtor");
	if (c == NULL)
		return -1;
	if (only != NULL && case_debtor(c, only) == NULL) {
		error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".",
		          only);
		return -1;
	}
	g_autoptr(Assessment) assessment = assess(c, law, call->today);
	g_autoptr(States) states = states_of(c, assessment, law, call->today);
	g_autoptr(cJSON) object = json_result("what-next");
	json_text(object, "case", c->id);
	json_date(object, "on", call->today);
	NextGround ground = { .c = c, .assessment = assessment, .states = states, .law = law, .sequence = sequence, .on = call->today };
	if (!nextstep_read(call->store, &ground, error))
		return -1;
	g_autoptr(GPtrArray) tasks = nextstep_docket(&ground);
	cJSON *debtors = json_array(object, "debtors");
	for (guint i = 0; i < states->debtors->len; i++) {
		const Look look = { c, assessment, law, states->debtors->pdata[i], tasks, call->today, call->lang };
		if (only == NULL || strcmp(only, look.debtor->debtor->id) == 0)
			debtor_add(debtors, &look);
	}
	/* What is done, and what people wrote down, moves what comes first; limitation is shown all the same. */
	proposed_add(object, tasks, call->lang);
	if (!docket_done_drop(call->store, c->id, tasks, error) || !docket_own_take(call->store, c->id, call->today, tasks, error))
		return -1;
	NextStep next = nextstep_of(&ground, tasks);
	nextstep_json(object, &next, assessment, call->lang);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- for people ---- */

static void step_text(const Call *call, const cJSON *step, GString *out)
{
	bool da = call->lang == LANG_DA;
	bool ours = strcmp(json_get_text(step, "who"), "us") == 0;
	g_string_append_printf(out, "  %c %-26s %s (%s)\n", !ours ? '-' : json_get_bool(step, "open") ? '*' : '!',
	                       json_get_text(step, "event"), json_get_text(step, "text"), statute_word(json_get_text(step, "statute"), call->lang));
	if (!ours)
		return;
	if (json_get_text(step, "do") != NULL)
		g_string_append_printf(out, "      %s\n", json_get_text(step, "do"));
	int64_t cost = json_get_int(step, "cost_ore", -1);
	if (cost != 0) {
		g_autofree char *kroner = cost > 0 ? money_danish(money_of_ore(cost)) : NULL;
		g_string_append_printf(out, da ? "      Retsafgift: %s%s\n" : "      Court fee: %s%s\n",
		                       kroner != NULL ? kroner : (da ? "ukendt" : "unknown"), kroner != NULL ? " kr." : "");
	}
	if (json_get_text(step, "from_on") != NULL)
		g_string_append_printf(out, da ? "      Fra %s\n" : "      From %s\n", json_get_text(step, "from_on"));
	if (json_get_text(step, "by_on") != NULL)
		g_string_append_printf(out, da ? "      Senest %s\n" : "      By %s\n", json_get_text(step, "by_on"));
	const cJSON *guard;
	cJSON_ArrayForEach(guard, json_get(step, "guards"))
	{
		const char *answer = json_get_text(guard, "answer");
		if (strcmp(answer, "holds") == 0)
			continue;
		g_string_append_printf(out, "      %s %s (%s)\n", strcmp(answer, "fails") == 0 ? (da ? "NEJ:" : "NO:") : "?",
		                       json_get_text(guard, "text"), statute_word(json_get_text(guard, "statute"), call->lang));
	}
}

/* On the day on which due has it too. The law's own last day stands beside it where it is a later one. */
static void clock_text(const Call *call, const cJSON *clock, GString *out)
{
	bool da = call->lang == LANG_DA, held = json_get_bool(clock, "held");
	const char *last = json_get_text(clock, "last_on"), *by = json_get_text(clock, "file_by"), *from = json_get_text(clock, "act_from");
	const char *day = held ? last : by != NULL ? by : from != NULL ? from : last;
	g_string_append_printf(out, "    %s  %s (%s)%s", day, json_get_text(clock, "text"),
	                       statute_word(json_get_text(clock, "statute"), call->lang),
	                       held ? (da ? ", afbrudt" : ", held") : "");
	if (day == by && strcmp(by, last) < 0)
		g_string_append_printf(out, da ? "; lovens sidste dag %s" : "; the law's last day %s", last);
	g_string_append_c(out, '\n');
}

/* Who acts, and when: as status has it. */
static void next_step_text(const cJSON *next, Lang lang, GString *out)
{
	bool da = lang == LANG_DA;
	const char *from = json_get_text(next, "from_on"), *by = json_get_text(next, "by_on");
	if (json_get_text(next, "what") == NULL)
		return;
	g_string_append_printf(out, "\n%s %s (%s", da ? "Næste skridt:" : "Next step:", json_get_text(next, "what"),
	                       who_word(json_get_text(next, "who"), lang));
	if (from != NULL)
		g_string_append_printf(out, da ? ", fra %s" : ", from %s", from);
	if (by != NULL)
		g_string_append_printf(out, da ? ", senest %s" : ", by %s", by);
	g_string_append(out, ")\n");
}

void whatnext_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *debtor, *one;
	cJSON_ArrayForEach(debtor, json_get(result, "debtors"))
	{
		const char *name = json_get_text(debtor, "name");
		g_string_append_printf(out, "%s %s: %s\n", json_get_text(debtor, "debtor"), name != NULL ? name : "",
		                       json_get_text(debtor, "text"));
		cJSON_ArrayForEach(one, json_get(debtor, "steps")) step_text(call, one, out);
		if (cJSON_GetArraySize(json_get(debtor, "steps")) == 0)
			g_string_append(out, da ? "  Intet: sagen er afsluttet.\n" : "  Nothing: the case is closed.\n");
		if (cJSON_GetArraySize(json_get(debtor, "clocks")) > 0)
			g_string_append(out, da ? "  Frister, der løber:\n" : "  Clocks that run:\n");
		cJSON_ArrayForEach(one, json_get(debtor, "clocks")) if (!json_get_bool(one, "over"))
		    clock_text(call, one, out);
	}
	next_step_text(json_get(result, "next"), call->lang, out);
	g_string_append(out, da ? "\n* vores, åbent nu · ! vores, ikke nu · - det kan retten eller skyldneren gøre · ? svar på dette først\n"
	                        : "\n* ours, open now · ! ours, not now · - the court or the debtor may do it · ? answer this first\n");
}
