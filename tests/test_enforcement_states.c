/* States: each row tells events as text and the state that the table gives on a day, for a case of two debtors. */
#include "scene.h"

static const struct {
	const char *route, *on, *events, *paid_on;
	const char *state; /* of d1 */
	int misfits; /* of d1 */
} rows[] = {
	/* the day alone */
	{ "missing", "2026-09-01", "", NULL, "OPEN", 0 },
	{ "missing", "2026-09-02", "", NULL, "OVERDUE", 0 },
	{ "missing", "2026-09-15", "reminder_sent 2026-09-10; ", NULL, "REMINDED", 0 },
	{ "missing", "2026-08-31", "reminder_sent 2026-08-30; ", NULL, "OPEN", 1 }, /* before the due date */
	{ "missing", "2026-10-05", DEMAND, NULL, "VARSEL", 0 },
	{ "missing", "2026-10-06", DEMAND, NULL, "COLLECT", 0 },
	{ "missing", "2026-09-30", "demand_sent 2026-09-20; ", NULL, "VARSEL", 0 }, /* ten days by the statute */
	{ "missing", "2026-10-01", "demand_sent 2026-09-20; ", NULL, "COLLECT", 0 },
	/* events after the day do not count yet */
	{ "missing", "2026-09-15", DEMAND, NULL, "OVERDUE", 0 },
	/* the assessment's route */
	{ "betalingspaakrav", "2026-10-06", DEMAND, NULL, "BP_DRAFT", 0 },
	{ "betalingspaakrav", "2026-10-06", "", NULL, "BP_DRAFT", 0 }, /* il § 11: no demand was needed */
	{ "civil_claim", "2026-10-06", DEMAND, NULL, "SC_DRAFT", 0 },
	{ "person", "2026-10-06", DEMAND, NULL, "ROUTE", 0 },
	{ "unsuitable", "2026-10-06", DEMAND, NULL, "COLLECT", 0 },
	{ "udlaeg", "2026-10-06", DEMAND, NULL, "TITLE_WAIT", 0 },
	/* an objection out of court waits for a person */
	{ "civil_claim", "2026-10-10", DEMAND "objection_received 2026-10-08; ", NULL, "DISPUTE", 0 },
	{ "missing", "2026-10-10", DEMAND "objection_received 2026-10-08; objection_cleared 2026-10-09; ", NULL, "COLLECT",
	  0 },
	{ "civil_claim", "2026-11-02", DEMAND "objection_received 2026-10-08; claim_filed 2026-11-01; ", NULL, "SC_FILED",
	  0 },
	/* the payment demand */
	{ "betalingspaakrav", "2026-11-01", FILED, NULL, "BP_FILED", 0 },
	{ "betalingspaakrav", "2026-11-05", FILED "bp_rejected 2026-11-05; ", NULL, "BP_DRAFT", 0 },
	{ "betalingspaakrav", "2026-11-05", FILED "bp_referred 2026-11-05; ", NULL, "BP_FILED", 0 },
	{ "betalingspaakrav", "2026-11-05", FILED "bp_not_served_barred 2026-11-05; ", NULL, "BP_PARKED", 0 },
	{ "betalingspaakrav", "2026-11-10", SERVED, NULL, "BP_SERVED", 0 },
	{ "civil_claim", "2026-11-24", SERVED "bp_objection 2026-11-24; ", NULL, "BP_OBJECTED", 0 },
	{ "betalingspaakrav", "2026-11-25", SERVED "bp_objection 2026-11-25; ", NULL, "BP_SERVED", 1 }, /* a day late */
	{ "betalingspaakrav", "2026-12-08", FILED "bp_served_abroad 2026-11-10; bp_objection 2026-12-08; ", NULL,
	  "BP_OBJECTED", 0 },
	{ "civil_claim", "2026-11-28", SERVED "bp_objection 2026-11-20; case_started 2026-11-28; ", NULL, "SC_FILED", 0 },
	{ "missing", "2026-11-28", SERVED "bp_objection 2026-11-20; case_not_requested 2026-11-28; ", NULL, "ROUTE", 0 },
	{ "udlaeg", "2026-11-26", SERVED "bp_endorsed_plain 2026-11-26; ", NULL, "TITLE_READY", 0 },
	{ "udlaeg", "2026-11-26", SERVED "bp_endorsed_udlaeg 2026-11-26; ", NULL, "FOGED_FILED", 0 },
	{ "udlaeg", "2026-11-24", SERVED "bp_endorsed_plain 2026-11-24; ", NULL, "TITLE_READY",
	  1 }, /* the last day runs still */
	{ "udlaeg", "2026-12-02", SERVED "bp_endorsed_plain 2026-11-26; bp_reopened_case 2026-12-02; ", NULL, "SC_FILED",
	  0 },
	/* out of order: kept, the state stays */
	{ "betalingspaakrav", "2026-11-12", FILED "bp_objection 2026-11-05; ", NULL, "BP_FILED", 1 },
	{ "betalingspaakrav", "2026-11-12", DEMAND "bp_served 2026-10-20; bp_filed 2026-11-01; ", NULL, "BP_FILED", 1 },
	/* a replaced event does not count */
	{ "betalingspaakrav", "2026-11-20", FILED "-bp_served 2026-11-03; bp_served 2026-11-10; ", NULL, "BP_SERVED", 0 },
	/* the other debtor's event is not this one's */
	{ "betalingspaakrav", "2026-11-20", FILED "d2:bp_served 2026-11-10; ", NULL, "BP_FILED", 0 },
	{ "betalingspaakrav", "2026-11-20", FILED "d1:bp_served 2026-11-10; ", NULL, "BP_SERVED", 0 },
	/* the civil claim */
	{ "civil_claim", "2026-11-10", CLAIM, NULL, "SC_SERVED", 0 },
	{ "civil_claim", "2026-11-05", DEMAND "claim_filed 2026-11-01; claim_rejected 2026-11-05; ", NULL, "SC_DRAFT", 0 },
	{ "udlaeg", "2026-11-22", CLAIM "default_judgment 2026-11-22; ", NULL, "TITLE_WAIT",
	  1 }, /* the time to answer runs still */
	{ "udlaeg", "2026-12-08", CLAIM "default_judgment 2026-11-24; ", NULL, "TITLE_WAIT", 1 }, /* on its last day */
	{ "udlaeg", "2026-12-09", CLAIM "default_judgment 2026-11-25; ", NULL, "TITLE_WAIT", 0 },
	{ "udlaeg", "2026-12-10", CLAIM "default_judgment 2026-11-25; ", NULL, "TITLE_READY", 0 },
	{ "udlaeg", "2026-12-26", CLAIM "defence_filed 2026-11-20; judgment_for_us 2026-12-10; ", NULL, "TITLE_WAIT", 0 },
	{ "udlaeg", "2026-12-29", CLAIM "defence_filed 2026-11-20; judgment_for_us 2026-12-10; ", NULL, "TITLE_READY", 0 },
	{ "civil_claim", "2026-12-10", CLAIM "defence_filed 2026-11-20; judgment_against 2026-12-10; ", NULL, "LOST_FIRST",
	  0 },
	{ "civil_claim", "2026-12-10", CLAIM "withdrawn_stop 2026-11-20; ", NULL, "CLIENT_STOP", 0 },
	{ "missing", "2026-12-10", CLAIM "withdrawn_reroute 2026-11-20; ", NULL, "ROUTE", 0 },
	{ "civil_claim", "2026-12-10", CLAIM "judgment_for_us 2026-11-20; ", NULL, "SC_SERVED",
	  1 }, /* no defence, no judgment of that kind */
	/* stars and returns */
	{ "missing", "2026-10-20", DEMAND "client_stop 2026-10-10; ", NULL, "CLIENT_STOP", 0 },
	{ "missing", "2026-10-20", "bankruptcy_notice 2026-10-10; ", NULL, "ESTATE_BK", 0 },
	{ "missing", "2026-10-30", DEMAND "henstand_granted 2026-10-10; ", NULL, "HENSTAND", 0 },
	{ "missing", "2026-10-30", DEMAND "henstand_granted 2026-10-10; henstand_ended 2026-10-20; ", NULL, "COLLECT", 0 },
	{ "betalingspaakrav", "2026-12-30", SERVED "reconstruction_notice 2026-11-15; reconstruction_ended 2026-12-20; ",
	  NULL, "BP_SERVED", 0 },
	{ "missing", "2026-11-20", FILED "moved_abroad 2026-11-10; ", NULL, "BP_FILED", 1 }, /* *T: no title */
	{ "udlaeg", "2026-12-20", SERVED "bp_endorsed_plain 2026-11-26; moved_abroad 2026-12-10; ", NULL, "FOREIGN", 0 },
	/* money */
	{ "betalingspaakrav", "2026-11-12", FILED "payment 2026-11-05; ", NULL, "BP_FILED", 0 },
	{ "betalingspaakrav", "2026-11-12", FILED "payment 2026-11-05; ", "2026-11-05", "PAID", 0 },
	{ "betalingspaakrav", "2026-11-12", FILED "payment 2026-11-05; bp_served 2026-11-10; ", "2026-11-05", "PAID", 1 },
	{ "missing", "2026-09-10", "payment 2026-08-20; ", "2026-08-20", "PAID", 0 },
	/* no state hangs on these */
	{ "betalingspaakrav", "2026-11-12", FILED "court_number 2026-11-05; ", NULL, "BP_FILED", 0 },
};

static void table_gives_the_state(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Scene s;
		scene_begin(&s, rows[i].route, rows[i].on, rows[i].events, rows[i].paid_on);
		const DebtorState *d1 = s.states->debtors->pdata[0];
		if (strcmp(d1->state->name, rows[i].state) != 0 || (int)d1->misfits->len != rows[i].misfits)
			print_message("row %zu: %s on %s: %s with %u misfits\n", i, rows[i].events, rows[i].on,
			              d1->state->name, d1->misfits->len);
		assert_string_equal(d1->state->name, rows[i].state);
		assert_int_equal(d1->misfits->len, rows[i].misfits);
		scene_end(&s);
	}
}

static void least_advanced_speaks_for_the_case(void **state)
{
	(void)state;
	Scene s;
	scene_begin(&s, "betalingspaakrav", "2026-11-20", FILED "d1:bp_served 2026-11-10; ", NULL);
	assert_string_equal(s.states->least->debtor->id, "d2");
	assert_string_equal(s.states->least->state->name, "BP_FILED");
	scene_end(&s);
}

static void deadline_of_the_state_is_told(void **state)
{
	(void)state;
	static const struct {
		const char *events, *on, *by_on;
	} cases[] = { { SERVED, "2026-11-12", "2026-11-24" },
		      { DEMAND "bp_filed 2026-11-01; bp_served 2026-11-10 until 2026-11-30; ", "2026-11-12", "2026-11-30" },
		      { DEMAND, "2026-09-25", "2026-10-05" },
		      { CLAIM "default_judgment 2026-11-24; ", "2026-11-25", "2026-12-09" },
		      { SERVED "bp_endorsed_plain 2026-11-26; ", "2026-11-26", "2036-11-26" },
		      { SERVED "bp_endorsed_udlaeg 2026-11-26; ", "2026-11-26", NULL },
		      { FILED, "2026-11-02", NULL } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Scene s;
		scene_begin(&s, "missing", cases[i].on, cases[i].events, NULL);
		g_autofree char *by = date_iso(s.states->least->by_on);
		if (cases[i].by_on == NULL)
			assert_null(by);
		else
			assert_string_equal(by, cases[i].by_on);
		scene_end(&s);
	}
}

/* The table itself: every state has words, every transition's states exist, no edge leads into a title unseen by T41. */
static void table_is_whole(void **state)
{
	(void)state;
	const Embedded *file = embedded_find(embedded_tables, "transitions.csv");
	g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, "transitions.csv", NULL);
	assert_non_null(csv);
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		const char *to = csv_cell(csv, row, "to"), *from = csv_cell(csv, row, "from");
		if (strcmp(to, "SAME") != 0 && strcmp(to, "RETURN") != 0)
			assert_non_null(state_find(to));
		if (from[0] == '*')
			continue;
		g_auto(GStrv) each = g_strsplit(from, "|", -1);
		for (int j = 0; each[j] != NULL; j++)
			assert_non_null(state_find(each[j]));
	}
	assert_int_equal(csv->rows->len, 120);
	assert_string_not_equal(state_find("S12")->word.da, "");
	assert_null(state_find("S99"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_gives_the_state),
		cmocka_unit_test(least_advanced_speaks_for_the_case),
		cmocka_unit_test(deadline_of_the_state_is_told),
		cmocka_unit_test(table_is_whole),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
