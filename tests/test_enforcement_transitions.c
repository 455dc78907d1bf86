/* Every row of the table of states happens in some story, and every guard is known by its predicate. */
#include "scene.h"

#include "enforcement/clockwords.h"
#include "enforcement/walk.h"
#include "enforcement/whatnext.h"

#define REMIND "reminder_sent 2026-09-10; "
#define OBJECT DEMAND "objection_received 2026-10-08; "
#define ROUTE_CHOICE OBJECT "objection_stands 2026-10-10; "
#define TITLE SERVED "bp_endorsed_plain 2026-11-26; "
#define ASKED TITLE "foged_request_filed 2026-11-27; "
#define SUMMONED ASKED "summons_issued 2026-11-28 until 2026-12-15; "
#define MET SUMMONED "meeting_opened 2026-12-15; "
#define NOTHING MET "nothing_found 2026-12-15; "
#define DORMANT NOTHING "no_petition 2026-12-16; "
#define DEFENDED CLAIM "defence_filed 2026-11-20; "
#define LOST DEFENDED "judgment_against 2026-12-10; "
#define WON DEFENDED "judgment_for_us 2026-12-10; "
#define BY_DEFAULT CLAIM "default_judgment 2026-11-30; "
#define NO_SHOW SUMMONED "debtor_absent 2026-12-15; "
#define TAKEN MET "udlaeg_made 2026-12-15; "

/* Each adds its rows; the day is late enough for all of its events. */
static const struct {
	const char *route, *on, *events, *paid_on;
	int rows[8];
	const char *state;
} lives[] = {
	{ "missing", "2026-09-05", "", NULL, { 1 }, "OVERDUE" },
	{ "missing", "2026-08-05", "title_at_intake 2026-08-01; ", NULL, { 2 }, "TITLE_WAIT" },
	{ "missing", "2026-10-30", REMIND "reminder_sent 2026-09-25; ", NULL, { 3, 4 }, "REMINDED" },
	{ "missing", "2026-10-30", REMIND "call_logged 2026-09-12; " DEMAND, NULL, { 5, 6, 7 }, "COLLECT" },
	{ "missing", "2026-10-30", OBJECT "objection_cleared 2026-10-10; ", NULL, { 8, 9 }, "COLLECT" },
	{ "missing", "2026-10-30", ROUTE_CHOICE, NULL, { 10 }, "ROUTE" },
	{ "missing", "2026-10-30", DEMAND "settlement_signed 2026-10-08; ", NULL, { 11 }, "PLAN_OUT" },
	{ "missing", "2026-12-30", DEMAND "settlement_signed 2026-10-08; instalment_defaulted 2026-11-02; ", NULL, { 12, 69 },
	  "TITLE_READY" },
	{ "missing", "2026-12-30", DEMAND "henstand_granted 2026-10-10; henstand_granted 2026-10-15; henstand_ended 2026-10-20; ",
	  NULL, { 13, 14, 203 }, "COLLECT" },
	{ "betalingspaakrav", "2026-10-30", DEMAND, NULL, { 15, 16 }, "BP_DRAFT" },
	{ "civil_claim", "2026-10-30", DEMAND, NULL, { 17 }, "SC_DRAFT" },
	{ "udlaeg", "2026-10-30", ROUTE_CHOICE, NULL, { 18 }, "TITLE_WAIT" },
	{ "missing", "2026-10-30", ROUTE_CHOICE "route_write_off 2026-10-12; ", NULL, { 19 }, "WRITTEN_OFF" },
	{ "missing", "2026-10-30", ROUTE_CHOICE "route_client_stop 2026-10-12; ", NULL, { 20 }, "CLIENT_STOP" },
	{ "missing", "2026-10-30", ROUTE_CHOICE "route_foreign 2026-10-12; ", NULL, { 21 }, "FOREIGN" },
	{ "missing", "2026-11-30", FILED "fee_notice_received 2026-11-02; fee_paid 2026-11-05; call_logged 2026-11-06; ", NULL, { 22, 23, 206, 212 },
	  "BP_FILED" },
	{ "missing", "2026-11-30", FILED "fee_notice_received 2026-11-02; fee_lapsed 2026-11-20; ", NULL, { 24 }, "BP_DRAFT" },
	{ "missing", "2026-11-30", FILED "bp_referred 2026-11-03; bp_rejected 2026-11-05; ", NULL, { 25, 26 }, "BP_DRAFT" },
	{ "missing", "2026-11-30", FILED "bp_not_served_barred 2026-11-05; bar_over 2026-11-20; ", NULL, { 27, 28 },
	  "BP_DRAFT" },
	{ "missing", "2026-11-30", FILED "bp_not_served_barred 2026-11-05; reroute 2026-11-20; ", NULL, { 29 }, "ROUTE" },
	{ "missing", "2026-11-30", FILED "service_failed 2026-11-05; bp_served 2026-11-20; ", NULL, { 30, 31 }, "BP_SERVED" },
	{ "missing", "2026-12-30", FILED "bp_served_abroad 2026-11-10; bp_objection 2026-11-30; case_started 2026-12-05; ", NULL,
	  { 32, 33, 34 }, "SC_FILED" },
	{ "missing", "2026-12-30", SERVED "bp_objection 2026-11-20; case_not_requested 2026-12-01; ", NULL, { 35 }, "ROUTE" },
	{ "missing", "2026-12-30", SERVED "bp_endorsed_udlaeg 2026-11-26; bp_reopened_case 2026-12-02; ", NULL, { 36, 38 },
	  "SC_FILED" },
	{ "missing", "2026-12-30", TITLE "bp_reopened_no_case 2026-12-02; ", NULL, { 37, 39 }, "ROUTE" },
	{ "missing", "2026-12-30", DEMAND "claim_filed 2026-11-01; fee_notice_received 2026-11-02; fee_lapsed 2026-11-20; ", NULL,
	  { 40, 42, 43 }, "SC_DRAFT" },
	{ "missing", "2026-12-30", DEMAND "claim_filed 2026-11-01; claim_rejected 2026-11-05; ", NULL, { 41 }, "SC_DRAFT" },
	{ "missing", "2026-12-05", BY_DEFAULT, NULL, { 44, 46 }, "TITLE_WAIT" },
	{ "missing", "2026-12-30",
	  DEMAND "claim_filed 2026-11-01; claim_served_ordinary 2026-11-10; defence_filed 2026-11-20; hearing_fixed 2026-11-25; "
	         "court_settlement 2026-12-01; ",
	  NULL, { 45, 47, 48, 49 }, "TITLE_WAIT" },
	{ "missing", "2026-12-30", WON, NULL, { 50, 69 }, "TITLE_READY" },
	{ "missing", "2027-02-20", LOST "own_appeal_filed 2026-12-20; appeal_for_us 2027-02-10; ", NULL, { 51, 52, 64 },
	  "TITLE_WAIT" },
	{ "missing", "2027-02-20", LOST "appeal_period_over 2027-01-10; ", NULL, { 53 }, "LOST" },
	{ "missing", "2026-12-30", CLAIM "withdrawn_reroute 2026-11-20; ", NULL, { 54 }, "ROUTE" },
	{ "missing", "2026-12-30", CLAIM "withdrawn_stop 2026-11-20; ", NULL, { 55 }, "CLIENT_STOP" },
	{ "missing", "2026-12-30", CLAIM "taken_out_of_kap39 2026-11-15; case_dismissed 2026-11-20; ", NULL, { 56, 57 }, "ROUTE" },
	{ "missing", "2026-12-30", CLAIM "sent_to_board 2026-11-20; board_closed 2026-12-10; ", NULL, { 58, 60 }, "ROUTE" },
	{ "missing", "2026-12-30", DEMAND "board_complaint_opened 2026-10-08; ", NULL, { 59 }, "BOARD" },
	{ "missing", "2027-03-01", WON "own_appeal_only 2026-12-12; debtor_appeal_in_time 2026-12-15; appeal_against 2027-02-10; ",
	  NULL, { 61, 62, 65 }, "LOST" },
	{ "missing", "2027-03-01", WON "debtor_appeal_late 2027-01-05; ", NULL, { 63 }, "TITLE_READY" },
	{ "missing", "2027-03-01", BY_DEFAULT "reopening_requested 2026-12-10; reopened 2026-12-20; ", NULL, { 66, 67 },
	  "SC_DEFENDED" },
	{ "missing", "2027-03-01", BY_DEFAULT "reopening_requested 2026-12-10; reopening_refused 2026-12-20; ", NULL, { 68 },
	  "TITLE_READY" },
	{ "missing", "2027-03-01", ASKED "foged_rejected_form 2026-12-01; ", NULL, { 70, 71 }, "TITLE_READY" },
	{ "missing", "2027-03-01", ASKED "foged_refused_490 2026-12-01; ", NULL, { 72 }, "DORMANT" },
	{ "missing", "2027-03-01", NOTHING, NULL, { 73, 74, 86 }, "NOTHING_FOUND" },
	{ "missing", "2027-03-01", SUMMONED "creditor_absent 2026-12-15; ", NULL, { 75 }, "TITLE_READY" },
	{ "missing", "2027-03-01", NO_SHOW "police_ordered 2026-12-16; debtor_produced 2027-01-05; ", NULL, { 76, 77, 80 },
	  "MEETING" },
	{ "missing", "2027-03-01", NO_SHOW "registered_asset_taken 2026-12-15; ", NULL, { 78 }, "UDLAEG" },
	{ "missing", "2027-03-01", NO_SHOW "production_refused 2026-12-20; ", NULL, { 79 }, "DORMANT" },
	{ "missing", "2027-03-01", MET "plan_with_udlaeg 2026-12-15 until 2027-09-15; henstand_granted 2027-01-05; instalment_defaulted 2027-02-05; ", NULL,
	  { 81, 207, 210 }, "PLAN_FOGED" },
	{ "missing", "2027-03-01", SUMMONED "summons_issued 2026-12-15 until 2027-01-20; meeting_opened 2027-01-20; plan_voluntary 2027-01-20; ", NULL, { 82, 211 },
	  "PLAN_FOGED" },
	{ "missing", "2027-03-01", TAKEN "perfection_done 2026-12-16; hindrance_ended 2027-02-20; auction_requested 2027-02-25; ", NULL, { 83, 87, 88, 205 },
	  "AUCTION" },
	{ "missing", "2027-12-20", TAKEN, NULL, { 89 }, "DORMANT" },
	{ "missing", "2027-12-20", NOTHING "limitation_notice 2027-02-20; retry_request 2027-12-17; ", NULL, { 208, 209 }, "FOGED_FILED" },
	{ "missing", "2027-03-01", MET "udlaeg_made_part 2026-12-15; auction_requested 2027-01-20; sold_part 2027-02-20; ", NULL,
	  { 84, 90 }, "DORMANT" },
	{ "missing", "2027-03-01", MET "objection_raised 2026-12-15; objection_overruled 2026-12-20; ", NULL, { 85, 95 },
	  "MEETING" },
	{ "missing", "2027-03-01", NOTHING "petition_filed 2027-01-10; ", NULL, { 91 }, "ESTATE_BK" },
	{ "missing", "2028-01-10", DORMANT "retry_request 2027-12-20; ", NULL, { 92, 93 }, "FOGED_FILED" },
	{ "missing", "2027-03-01", DORMANT "limitation_notice 2027-02-20; ", NULL, { 94 }, "DORMANT" },
	{ "missing", "2027-03-01",
	  MET "objection_raised 2026-12-15; enforcement_refused_appeal 2026-12-20; kaere_for_us 2027-02-20; ", NULL, { 96, 99 },
	  "MEETING" },
	{ "missing", "2027-03-01", MET "objection_raised 2026-12-15; enforcement_refused_accept 2026-12-20; ", NULL, { 97 },
	  "ROUTE" },
	{ "missing", "2027-03-01", TAKEN "decision_appealed 2026-12-20; kaere_against 2027-02-20; ", NULL, { 98, 100 },
	  "DORMANT" },
	{ "missing", "2027-03-01", TITLE "bankruptcy_notice 2026-12-01; estate_claim_filed 2026-12-10; estate_closed_full 2027-02-01; ", NULL,
	  { 101, 105, 204 }, "PAID" },
	{ "missing", "2027-03-01", TITLE "death_notice 2026-12-01; estate_closed_part 2027-02-01; ", NULL, { 103, 106 },
	  "SETTLED_SHORT" },
	{ "missing", "2027-03-01", TITLE "death_notice 2026-12-01; estate_closed_none 2027-02-01; ", NULL, { 107 },
	  "WRITTEN_OFF" },
	{ "missing", "2027-03-01", TITLE "debt_relief_notice 2026-12-01; claim_disputed 2026-12-10; ruling_made 2027-02-01; ",
	  NULL, { 102, 108, 109 }, "SETTLED_SHORT" },
	{ "missing", "2027-03-01", TITLE "debt_relief_notice 2026-12-01; relief_refused 2027-02-01; ", NULL, { 110 },
	  "TITLE_READY" },
	{ "missing", "2027-03-01", TITLE "reconstruction_notice 2026-12-01; reconstruction_ended 2027-02-01; ", NULL,
	  { 104, 111 }, "TITLE_READY" },
	{ "missing", "2027-03-01", TITLE "moved_abroad 2026-12-01; foreign_paid 2027-02-01; ", NULL, { 112, 113 }, "PAID" },
	{ "missing", "2027-03-01", TITLE "moved_abroad 2026-12-01; foreign_fruitless 2027-02-01; ", NULL, { 114 },
	  "WRITTEN_OFF" },
	{ "missing", "2027-03-01", TITLE "payment 2026-12-01; ", NULL, { 115 }, "TITLE_READY" },
	{ "missing", "2027-03-01", TITLE "payment 2026-12-01; ", "2026-12-01", { 116 }, "PAID" },
	{ "missing", "2027-03-01", TITLE "discount_accepted 2026-12-01; ", NULL, { 117 }, "SETTLED_SHORT" },
	{ "missing", "2027-03-01", TITLE "uneconomic 2026-12-01; ", NULL, { 118 }, "WRITTEN_OFF" },
	{ "missing", "2027-03-01", TITLE "client_stop 2026-12-01; ", NULL, { 119 }, "CLIENT_STOP" },
	{ "missing", "2029-09-04", DEMAND, NULL, { 120 }, "TIME_BARRED" },
	{ "betalingspaakrav", "2026-09-10", "", NULL, { 201 }, "BP_DRAFT" },
	{ "missing", "2026-10-30", DEMAND "title_at_intake 2026-10-08; ", NULL, { 202 }, "TITLE_READY" },
};

static bool happened(const DebtorState *one, int n)
{
	for (guint i = 0; i < one->steps->len; i++)
		if (((const Step *)one->steps->pdata[i])->transition == n)
			return true;
	return false;
}

static void every_row_happens(void **state)
{
	(void)state;
	g_autoptr(GHashTable) met = g_hash_table_new(NULL, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(lives); i++) {
		Scene s;
		scene_begin(&s, lives[i].route, lives[i].on, lives[i].events, lives[i].paid_on);
		const DebtorState *one = s.states->debtors->pdata[0];
		for (guint m = 0; m < one->misfits->len; m++)
			print_message("%s: %s\n", lives[i].events, ((const Misfit *)one->misfits->pdata[m])->en);
		if (strcmp(one->state->name, lives[i].state) != 0)
			print_message("%s on %s: %s\n", lives[i].events, lives[i].on, one->state->name);
		assert_string_equal(one->state->name, lives[i].state);
		for (int r = 0; r < 8 && lives[i].rows[r] != 0; r++) {
			if (!happened(one, lives[i].rows[r]))
				print_message("%s: row %d did not happen\n", lives[i].events, lives[i].rows[r]);
			assert_true(happened(one, lives[i].rows[r]));
			g_hash_table_add(met, GINT_TO_POINTER(lives[i].rows[r]));
		}
		scene_end(&s);
	}
	const GPtrArray *all = transitions_all();
	for (guint i = 0; i < all->len; i++) {
		const Transition *t = all->pdata[i];
		if (!g_hash_table_contains(met, GINT_TO_POINTER(t->n)))
			print_message("row %d happens in no story\n", t->n);
		assert_true(g_hash_table_contains(met, GINT_TO_POINTER(t->n)));
	}
}

static void every_guard_is_known(void **state)
{
	(void)state;
	const GPtrArray *all = guards_all(), *rows = transitions_all();
	for (guint i = 0; i < all->len; i++) {
		const Guard *guard = all->pdata[i];
		assert_int_equal(guard_has_predicate(guard), guard->kind == GUARD_RECORD);
		assert_true(*guard->say.da != '\0' && *guard->say.en != '\0');
		bool used = false;
		for (guint t = 0; t < rows->len; t++)
			used = used || g_ptr_array_find(((const Transition *)rows->pdata[t])->guards, guard, NULL);
		if (!used)
			print_message("no row has the guard %s\n", guard->text);
		assert_true(used);
		assert_true(*guard->statute != '\0' || guard->kind == GUARD_PERSON); /* else that of its row */
	}
}

/* Invariants of enforcement.md section 14 that the table itself must keep. */
static void table_keeps_its_promises(void **state)
{
	(void)state;
	const GPtrArray *rows = transitions_all();
	for (guint i = 0; i < rows->len; i++) {
		const Transition *t = rows->pdata[i];
		assert_null(strstr(t->event, "wage"));
		assert_true(*t->statute != '\0');
		if (event_kind_find(t->event) != NULL)
			assert_true(whatnext_has_words(t->n));
		if (strcmp(t->to, "SAME") == 0 || strcmp(t->to, "RETURN") == 0 || t->from[0][0] == '*')
			continue;
		const State *to = state_find(t->to);
		bool t41 = false;
		for (guint m = 0; m < t->moves->len; m++) {
			const ClockMove *move = &g_array_index(t->moves, ClockMove, m);
			t41 = t41 || (move->what == START_BEGIN && strcmp(move->clock, "T41") == 0);
			assert_non_null(law_clock(law, move->clock));
		}
		for (char **from = t->from; *from != NULL; from++)
			if (to->has_title && !state_find(*from)->has_title)
				assert_true(t41);
	}
	const GPtrArray *kinds = event_kinds();
	for (guint i = 0; i < kinds->len; i++) {
		const EventKind *kind = kinds->pdata[i];
		g_auto(GStrv) names = g_strsplit(kind->clocks, " ", -1);
		for (char **name = names; *name != NULL; name++) {
			bool found = **name == '\0';
			for (guint c = 1; c < 64 && !found; c++) {
				g_autofree char *id = g_strdup_printf("T%02u", c);
				const Clock *clock = law_clock(law, id);
				found = clock != NULL && strcmp(clock->start_event, *name) == 0;
			}
			assert_true(found);
		}
	}
	for (guint c = 1; c < 64; c++) {
		g_autofree char *id = g_strdup_printf("T%02u", c);
		if (law_clock(law, id) != NULL)
			assert_string_equal(clock_words(id)->clock, id);
	}
}

static const char *fate(const DebtorState *one, const char *id)
{
	for (guint i = one->clocks->len; i-- > 0;) {
		const RunningClock *clock = one->clocks->pdata[i];
		if (strcmp(clock->clock->id, id) == 0)
			return clock->fate == FATE_RUNS ? "runs" : clock->fate == FATE_HELD ? "held" : "stopped";
	}
	return "none";
}

static void clocks_follow_the_table(void **state)
{
	(void)state;
	static const struct {
		const char *on, *events, *clock, *fate, *last_on;
	} rows_of[] = {
		{ "2026-11-12", SERVED, "T10", "runs", "2026-11-24" },
		{ "2026-11-12", SERVED, "T40", "held", NULL },
		{ "2026-12-01", TITLE, "T10", "stopped", NULL },
		{ "2026-12-01", TITLE, "T41", "runs", "2036-11-26" },
		{ "2026-12-01", TITLE, "T14", "runs", "2026-12-24" },
		{ "2026-12-20", WON, "T20", "runs", "2026-12-24" },
		{ "2026-12-20", WON, "T22", "runs", "2027-01-07" },
		{ "2026-12-20", LOST, "T22", "runs", "2027-01-07" },
		{ "2026-12-20", LOST, "T20", "none", NULL }, /* no waiting time for a judgment against us */
		{ "2026-11-30", FILED "bp_rejected 2026-11-05; ", "T44", "runs", "2027-11-05" },
		{ "2026-11-30", FILED "bp_rejected 2026-11-05; ", "T26", "runs", "2026-12-03" }, /* rpl § 477 g: kære */
		{ "2026-11-30", DEMAND "claim_filed 2026-11-01; claim_rejected 2026-11-05; ", "T29", "runs", "2026-11-19" },
		{ "2027-01-01", NOTHING, "T31", "runs", "2027-12-15" },
		{ "2027-01-01", NOTHING, "T32", "runs", "2027-03-15" },
		{ "2027-01-01", TAKEN, "T33", "runs", "2027-12-15" },
		{ "2027-01-01", NO_SHOW "registered_asset_taken 2026-12-15; ", "T33", "none", NULL },
		{ "2027-01-01", TITLE "death_notice 2026-12-01; ", "T50", "runs", "2027-01-26" },
		{ "2027-01-01", TITLE "client_stop 2026-12-01; ", "T41", "stopped", NULL },
		{ "2027-01-01", SERVED "bp_objection 2026-11-20; case_started 2026-12-01; ", "T16", "none", NULL },
		{ "2027-01-01", SERVED "bp_objection 2026-11-20; case_started 2026-12-01 until 2026-12-15; ", "T16", "runs",
		  "2026-12-15" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows_of); i++) {
		Scene s;
		scene_begin(&s, "missing", rows_of[i].on, rows_of[i].events, NULL);
		const DebtorState *one = s.states->debtors->pdata[0];
		if (strcmp(fate(one, rows_of[i].clock), rows_of[i].fate) != 0)
			print_message("%s: %s\n", rows_of[i].events, rows_of[i].clock);
		assert_string_equal(fate(one, rows_of[i].clock), rows_of[i].fate);
		if (rows_of[i].last_on != NULL) {
			g_autofree char *last = date_iso(running_last_day(clock_running(one, rows_of[i].clock)));
			assert_string_equal(last, rows_of[i].last_on);
		}
		scene_end(&s);
	}
}

static void flags_and_returns(void **state)
{
	(void)state;
	static const struct {
		const char *on, *events;
		const char *state;
		int flags, misfits;
	} rows_of[] = {
		{ "2026-10-10", OBJECT, "DISPUTE", FLAG_DISPUTED, 0 },
		{ "2026-10-20", ROUTE_CHOICE, "ROUTE", FLAG_DISPUTED, 0 },
		/* a disputed claim is none for a betalingspåkrav */
		{ "2026-11-02", OBJECT "bp_filed 2026-11-01; ", "ROUTE", FLAG_DISPUTED, 1 },
		{ "2026-12-20", SERVED "bp_objection 2026-11-20; case_started 2026-12-01; ", "SC_FILED", FLAG_DISPUTED, 0 },
		{ "2026-12-20", WON, "TITLE_WAIT", 0, 0 },
		{ "2027-01-01", NOTHING, "NOTHING_FOUND", FLAG_PROTECT490, 0 },
		{ "2027-12-20", DORMANT, "DORMANT", 0, 0 },
		{ "2027-01-01", TITLE "bankruptcy_notice 2026-12-01; ", "ESTATE_BK", FLAG_BANKRUPT, 0 },
		{ "2027-01-01", WON "debtor_appeal_late 2026-12-30; ", "TITLE_READY", FLAG_APPEALED, 0 },
		/* one on the other, each ended in turn */
		{ "2027-03-01",
		  DEMAND "henstand_granted 2026-10-10; debt_relief_notice 2026-10-20; relief_refused 2026-11-20; henstand_ended "
		         "2026-12-01; ",
		  "COLLECT", 0, 0 },
		{ "2027-03-01",
		  TITLE "debt_relief_notice 2026-12-01; reconstruction_notice 2026-12-05; debt_relief_notice 2026-12-10; relief_refused "
		        "2026-12-20; ",
		  "TITLE_READY", FLAG_REKON, 0 },
		/* time given ends by itself, and saying so afterwards is no news */
		{ "2026-10-31", DEMAND "henstand_granted 2026-10-10 until 2026-10-30; ", "COLLECT", 0, 0 },
		{ "2026-11-05", DEMAND "henstand_granted 2026-10-10 until 2026-10-30; henstand_ended 2026-11-01; ", "COLLECT", 0,
		  0 },
		{ "2026-10-25", DEMAND "henstand_granted 2026-10-10 until 2026-10-30; ", "HENSTAND", FLAG_HENSTAND, 0 },
		/* given too near limitation: counted, with a doubt */
		{ "2026-10-25", DEMAND "henstand_granted 2026-10-10 until 2029-08-01; ", "HENSTAND", FLAG_HENSTAND, 1 },
		/* a default judgment is reopened, an endorsed demand is not reopened as one */
		{ "2027-03-01", TITLE "reopening_requested 2026-12-10; ", "TITLE_READY", 0, 1 },
		/* too early, too short, after its time: each said */
		{ "2026-09-30", "demand_sent 2026-09-20 until 2026-09-28; ", "COLLECT", 0, 1 },
		{ "2027-12-30", TAKEN "auction_requested 2027-12-20; ", "DORMANT", 0, 1 },
		/* not what rpl § 526 stk. 4 is about: nothing lapses */
		{ "2029-01-01", NO_SHOW "registered_asset_taken 2026-12-15; ", "UDLAEG", 0, 0 },
		/* a late filing is a person's to look at: the state is the court's */
		{ "2029-10-10", "bp_filed 2029-10-01; ", "BP_FILED", 0, 0 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows_of); i++) {
		Scene s;
		scene_begin(&s, "missing", rows_of[i].on, rows_of[i].events, NULL);
		const DebtorState *one = s.states->debtors->pdata[0];
		if (strcmp(one->state->name, rows_of[i].state) != 0 || one->flags != rows_of[i].flags ||
		    (int)one->misfits->len != rows_of[i].misfits)
			print_message("%s: %s, flags %d, %u misfits\n", rows_of[i].events, one->state->name, one->flags,
			              one->misfits->len);
		assert_string_equal(one->state->name, rows_of[i].state);
		assert_int_equal(one->flags, rows_of[i].flags);
		assert_int_equal(one->misfits->len, rows_of[i].misfits);
		scene_end(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_happens),     cmocka_unit_test(every_guard_is_known),
		cmocka_unit_test(table_keeps_its_promises), cmocka_unit_test(clocks_follow_the_table),
		cmocka_unit_test(flags_and_returns),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
