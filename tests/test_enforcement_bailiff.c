/* The bailiff court: what the record says of a title and a rest period is what the walk through the states says. */
#include "scene.h"

#include "assess/execution.h"
#include "filing/bailiff.h"

#define TITLE SERVED "bp_endorsed_plain 2026-11-26; "
#define MET TITLE "foged_request_filed 2026-11-27; summons_issued 2026-11-28 until 2026-12-15; meeting_opened 2026-12-15; "
#define JUDGED CLAIM "default_judgment 2026-11-30; "

static Execution look(const Scene *s, Date on)
{
	return execution_of(&s->c, s->c.debtors->pdata[0], law, on);
}

static void both_count_the_same_days(void **state)
{
	(void)state;
	static const struct {
		const char *on, *events, *clock;
	} rows[] = {
		{ "2026-12-30", JUDGED, "T20" },
		{ "2026-12-30", DEMAND "settlement_signed 2026-10-08; instalment_defaulted 2026-11-02; ", "T21" },
		{ "2027-03-01", MET "nothing_found 2026-12-15; ", "T31" },
		{ "2027-03-01", MET "udlaeg_made_part 2026-12-15; ", "T31" },
		{ "2027-03-01", MET "nothing_found 2026-12-15; ", "T32" },
		{ "2027-03-01", MET "plan_with_udlaeg 2026-12-15 until 2027-09-15; ", "T34" },
		{ "2026-12-10", MET, "T30" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Scene s;
		scene_begin(&s, "missing", rows[i].on, rows[i].events, NULL);
		Date on;
		assert_true(date_parse(rows[i].on, &on));
		const RunningClock *clock = NULL;
		const DebtorState *one = s.states->debtors->pdata[0];
		for (guint k = 0; k < one->clocks->len; k++) {
			const RunningClock *other = one->clocks->pdata[k];
			if (strcmp(other->clock->id, rows[i].clock) == 0)
				clock = other;
		}
		assert_non_null(clock);
		Execution e = look(&s, on);
		Date mine = strcmp(rows[i].clock, "T31") == 0   ? e.rest_over_on
		            : strcmp(rows[i].clock, "T32") == 0 ? e.presumed_to
		            : strcmp(rows[i].clock, "T34") == 0 ? e.plan_longest
		            : strcmp(rows[i].clock, "T30") == 0 ? e.fee_until
		                                                : e.enforceable_on;
		bool from = *rows[i].clock == 'T' && (rows[i].clock[1] == '2' || strcmp(rows[i].clock, "T31") == 0);
		Date theirs = from ? clock->end.act_from : clock->end.last_day;
		if (mine.day != theirs.day)
			print_message("%s: %s\n", rows[i].clock, rows[i].events);
		assert_int_equal(mine.day, theirs.day);
		scene_end(&s);
	}
}

static void a_request_is_in_hand_until_something_ends_it(void **state)
{
	(void)state;
	static const struct {
		const char *events;
		bool pending, again, absent;
	} rows[] = {
		{ TITLE, false, false, false },
		{ TITLE "foged_request_filed 2026-11-27; ", true, false, false },
		{ TITLE "foged_request_filed 2026-11-27; foged_rejected_form 2026-11-29; ", false, false, false },
		{ TITLE "foged_request_filed 2026-11-27; foged_refused_490 2026-11-29; ", false, true, false },
		{ MET, true, false, false },
		{ MET "nothing_found 2026-12-15; ", false, true, false },
		{ TITLE "foged_request_filed 2026-11-27; summons_issued 2026-11-28 until 2026-12-15; debtor_absent 2026-12-15; ", true, false, true },
		{ TITLE "foged_request_filed 2026-11-27; summons_issued 2026-11-28 until 2026-12-15; debtor_absent 2026-12-15; "
		  "police_ordered 2026-12-16; ",
		  true, false, false },
		{ SERVED "bp_endorsed_udlaeg 2026-11-26; ", true, false, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Scene s;
		Date on;
		scene_begin(&s, "missing", "2026-12-30", rows[i].events, NULL);
		assert_true(date_parse("2026-12-30", &on));
		Execution e = look(&s, on);
		if ((e.request != NULL) != rows[i].pending || e.again != rows[i].again || (e.absent != NULL) != rows[i].absent)
			print_message("%s\n", rows[i].events);
		assert_int_equal(e.request != NULL, rows[i].pending);
		assert_int_equal(e.again, rows[i].again);
		assert_int_equal(e.absent != NULL, rows[i].absent);
		scene_end(&s);
	}
}

/* With udlæg ticked the demand's fee covers the first year; without, a request costs its own (ral § 13 stk. 1, stk. 2, stk. 5). */
static void the_fee_of_a_request(void **state)
{
	(void)state;
	static const struct {
		const char *events, *until;
	} rows[] = {
		{ TITLE, NULL },
		{ SERVED "bp_endorsed_udlaeg 2026-11-26; ", "2027-11-01" },
		{ TITLE "foged_request_filed 2026-11-27; ", "2027-11-27" },
		{ TITLE "foged_request_filed 2026-11-27; foged_rejected_form 2026-12-01; foged_request_filed 2026-12-10; ", "2027-11-27" },
		{ TITLE "foged_request_filed 2026-11-27; foged_refused_490 2026-11-29; ", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Scene s;
		Date on, until = DATE_NONE;
		scene_begin(&s, "missing", "2026-12-30", rows[i].events, NULL);
		assert_true(date_parse("2026-12-30", &on));
		assert_true(rows[i].until == NULL || date_parse(rows[i].until, &until));
		Execution e = look(&s, on);
		g_autofree char *told = date_iso(e.fee_until);
		if (e.fee_until.day != until.day)
			print_message("%s: %s\n", rows[i].events, told);
		assert_int_equal(e.fee_until.day, until.day);
		scene_end(&s);
	}
}

static void each_rule_has_its_words(void **state)
{
	(void)state;
	static const char *const steps[] = { "request", "limitation", "police", "auction", "wages", "standing", NULL };
	const GPtrArray *rules = bailiff_rules();
	assert_true(rules->len >= 30);
	const char *last = "";
	for (guint i = 0; i < rules->len; i++) {
		const BailiffRule *rule = rules->pdata[i];
		assert_true(strcmp(last, rule->id) < 0);
		last = rule->id;
		assert_true(*rule->quote != '\0' && *rule->statute != '\0' && *rule->say.da != '\0' && *rule->say.en != '\0');
		for (char **step = rule->steps; *step != NULL; step++)
			assert_true(g_strv_contains(steps, *step));
		assert_ptr_equal(bailiff_rule(rule->id), rule);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_count_the_same_days),
		cmocka_unit_test(a_request_is_in_hand_until_something_ends_it),
		cmocka_unit_test(the_fee_of_a_request),
		cmocka_unit_test(each_rule_has_its_words),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
