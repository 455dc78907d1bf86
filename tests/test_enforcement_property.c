/*
 * Any sequence of events gives a legal state: events in any order, twice, before the invoice, about one debtor or both, on
 * days far apart. What enforcement.md section 14 promises holds after each.
 */
#include "scene.h"

#include "enforcement/clockwords.h"
#include "enforcement/docket.h"
#include "enforcement/walk.h"

/* A small generator of our own, so that a failing seed is the same everywhere. */
static uint64_t next_of(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

static char *random_life(uint64_t seed, int n)
{
	static const char *const routes_in[] = { "demand_sent", "bp_filed", "claim_filed", "bp_served", "bp_endorsed_plain",
		                                 "judgment_for_us", "foged_request_filed", "summons_issued", "meeting_opened" };
	const GPtrArray *kinds = event_kinds();
	GString *text = g_string_new(NULL);
	for (int i = 0; i < n; i++) {
		/* Half of them from the ways that cases go, so that far states are reached too. */
		const char *name = next_of(&seed) % 2 == 0
		                       ? routes_in[next_of(&seed) % G_N_ELEMENTS(routes_in)]
		                       : ((const EventKind *)kinds->pdata[next_of(&seed) % kinds->len])->name;
		int year = 2026 + (int)(next_of(&seed) % 4), month = 1 + (int)(next_of(&seed) % 12), day = 1 + (int)(next_of(&seed) % 28);
		const char *who = next_of(&seed) % 3 == 0 ? (next_of(&seed) % 2 == 0 ? "d1:" : "d2:") : "";
		bool until = next_of(&seed) % 3 == 0;
		g_string_append_printf(text, "%s%s%s %04d-%02d-%02d", next_of(&seed) % 16 == 0 ? "-" : "", who, name, year, month, day);
		if (until)
			g_string_append_printf(text, " until %04d-%02d-%02d", year, month, MIN(28, day + 7));
		g_string_append(text, "; ");
	}
	return g_string_free(text, FALSE);
}

static bool legal(const Step *step)
{
	bool known;
	const Transition *t = transition_find(step->from, step->event, &known);
	if (t == NULL || t->n != step->transition)
		return false;
	if (strcmp(t->to, "SAME") == 0)
		return step->to == step->from;
	return strcmp(t->to, "RETURN") == 0 ? true : step->to == state_find(t->to);
}

static bool limitation_seen(const GPtrArray *tasks, const DebtorState *debtor)
{
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		if (task->kind == TASK_LIMITATION && strcmp(task->debtor, debtor->debtor->id) == 0)
			return true;
	}
	return false;
}

static void debtor_holds(const DebtorState *debtor, const GPtrArray *tasks)
{
	const State *at = state_find("OPEN");
	Date before = DATE_NONE;
	bool disputed = false;
	for (guint i = 0; i < debtor->steps->len; i++) {
		const Step *step = debtor->steps->pdata[i];
		assert_ptr_equal(step->from, at);
		assert_true(legal(step));
		assert_false(step->from->terminal);
		assert_true(!date_known(before) || !date_before(step->on, before));
		disputed = (disputed || strcmp(step->event, "objection_received") == 0 || strcmp(step->event, "bp_objection") == 0) &&
		           strcmp(step->event, "objection_cleared") != 0 && !step->to->has_title;
		if (strcmp(step->to->name, "BP_DRAFT") == 0)
			assert_false(disputed && step->to != step->from && strcmp(step->event, "route_bp") == 0);
		at = step->to;
		before = step->on;
	}
	assert_ptr_equal(at, debtor->state);
	/* Every open title has its limitation, unless a court or an estate has it in hand just now. */
	if (at->has_title && !at->terminal)
		assert_true(debtor->limitation_held || limitation_seen(tasks, debtor));
	/* Closing cancels clocks. */
	for (guint i = 0; at->terminal && i < debtor->clocks->len; i++)
		assert_int_equal(((const RunningClock *)debtor->clocks->pdata[i])->fate, FATE_STOPPED);
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		assert_true(date_known(task->by_on));
		assert_false(at->terminal && task->kind != TASK_ERASE && g_strcmp0(task->debtor, debtor->debtor->id) == 0);
		/* Nothing that charges a fee is proposed while it is disputed. */
		if (g_strcmp0(task->debtor, debtor->debtor->id) == 0 && (debtor->flags & FLAG_DISPUTED) != 0)
			assert_string_not_equal(task->clock != NULL ? task->clock : "", "T01");
	}
}

static void fee_is_doubted_while_disputed(const DebtorState *debtor)
{
	bool disputed = (debtor->flags & FLAG_DISPUTED) != 0;
	const GPtrArray *rows = transitions_all();
	for (guint i = 0; disputed && i < rows->len; i++) {
		const Transition *t = rows->pdata[i];
		if (strcmp(t->event, "reminder_sent") == 0)
			for (guint g = 0; g < t->guards->len; g++) {
				const Guard *guard = t->guards->pdata[g];
				Walk walk = { .out = (DebtorState *)debtor };
				if (strcmp(guard->name, "not_disputed") == 0)
					assert_int_equal(guard_answer(&walk, guard, NULL, DATE_NONE), ANSWER_FAILS);
			}
	}
}

static void any_life_is_legal(void **state)
{
	(void)state;
	static const char *const routes[] = { "betalingspaakrav", "civil_claim", "udlaeg", "missing", "person" };
	for (uint64_t seed = 1; seed <= 2500; seed++) {
		uint64_t dice = seed;
		g_autofree char *life = random_life(seed * 7919, 1 + (int)(next_of(&dice) % 30));
		Scene s;
		scene_begin(&s, routes[seed % G_N_ELEMENTS(routes)], seed % 3 == 0 ? "2031-03-01" : "2028-06-15", life,
		            seed % 11 == 0 ? "2027-05-05" : NULL);
		g_autoptr(GPtrArray) tasks = docket_of(&s.c, s.states, law, s.assessment.on);
		for (guint i = 0; i < s.states->debtors->len; i++) {
			debtor_holds(s.states->debtors->pdata[i], tasks);
			fee_is_doubted_while_disputed(s.states->debtors->pdata[i]);
		}
		scene_end(&s);
	}
}

/* Recorded in whatever order, the same events on their days are the same life. */
static void order_of_recording_is_nothing(void **state)
{
	(void)state;
	Scene one, two;
	const char *life = "demand_sent 2026-09-20 until 2026-10-05; bp_filed 2026-11-01; bp_served 2026-11-10; bp_endorsed_plain "
	                   "2026-11-26; foged_request_filed 2026-11-27; summons_issued 2026-11-28 until 2026-12-15; ";
	scene_begin(&one, "missing", "2026-12-01", life, NULL);
	g_auto(GStrv) parts = g_strsplit(life, "; ", -1);
	g_autoptr(GString) turned = g_string_new(NULL);
	for (int i = (int)g_strv_length(parts) - 2; i >= 0; i--)
		g_string_append_printf(turned, "%s; ", parts[i]);
	scene_begin(&two, "missing", "2026-12-01", turned->str, NULL);
	const DebtorState *a = one.states->debtors->pdata[0], *b = two.states->debtors->pdata[0];
	assert_string_equal(a->state->name, "FOGED_SUMMONED");
	assert_ptr_equal(a->state, b->state);
	assert_int_equal(a->steps->len, b->steps->len);
	assert_int_equal(b->misfits->len, 0);
	scene_end(&one);
	scene_end(&two);
}

static void ten_thousand_events(void **state)
{
	(void)state;
	GString *life = g_string_new("demand_sent 2026-09-20 until 2026-10-05; ");
	for (int i = 0; i < 10000; i++)
		g_string_append_printf(life, "call_logged 2026-%02d-%02d; ", 10 + i % 2, 7 + i % 20);
	Scene s;
	scene_begin(&s, "missing", "2026-12-01", life->str, NULL);
	const DebtorState *one = s.states->debtors->pdata[0];
	assert_string_equal(one->state->name, "COLLECT");
	assert_int_equal(one->steps->len, 10003);
	g_autoptr(GPtrArray) tasks = docket_of(&s.c, s.states, law, s.assessment.on);
	assert_int_equal(tasks->len, 2); /* limitation, of each debtor */
	scene_end(&s);
	g_string_free(life, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_life_is_legal),
		cmocka_unit_test(order_of_recording_is_nothing),
		cmocka_unit_test(ten_thousand_events),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
