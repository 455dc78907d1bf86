/* What the law says of a letter on its day: whether it may go, whether it may carry a fee, and which day of payment it sets. */
#include "filing/missive.h"

#include "assess/calendar.h"
#include "assess/costs.h"
#include "assess/execution.h"
#include "assess/instalments.h"
#include "assess/mailing.h"
#include "filing/bailiff.h"

#include <string.h>

typedef struct Bench {
	const Assessment *assessment;
	const Claimed *claimed;
	const Case *c;
	const Law *law;
	const MissiveOrder *order;
	const Party *debtor; /* NULL: the case has none of that id */
	Leave *leave;
} Bench;

static void refusal_free(void *data)
{
	Refusal *refusal = data;
	g_free(refusal->finding);
	g_free(refusal->statute);
	g_free(refusal->da);
	g_free(refusal->en);
	g_free(refusal);
}

void leave_free(Leave *leave)
{
	if (leave == NULL)
		return;
	g_ptr_array_unref(leave->refusals);
	g_ptr_array_unref(leave->warnings);
	bailiff_free(leave->bailiff);
	g_free(leave->fee_da);
	g_free(leave->fee_en);
	g_free(leave);
}

static void refuse(Bench *b, const char *finding, const char *statute, const char *da, const char *en)
{
	Refusal *refusal = g_new0(Refusal, 1);
	refusal->finding = g_strdup(finding);
	refusal->statute = g_strdup(statute);
	refusal->da = g_strdup(da);
	refusal->en = g_strdup(en);
	g_ptr_array_add(b->leave->refusals, refusal);
}

/* The last of these events about the debtor on or before the day, with none of the others after it; NULL. */
static const Event *standing(const Bench *b, const char *const *names, const char *const *over)
{
	const Event *last = NULL;
	for (guint i = 0; i < b->c->events->len; i++) {
		const Event *event = b->c->events->pdata[i];
		if (event->replaced || date_before(b->order->on, event->on) ||
		    (event->debtor != NULL && b->debtor != NULL && strcmp(event->debtor, b->debtor->id) != 0))
			continue;
		if (g_strv_contains(names, event->name))
			last = event;
		else if (over != NULL && g_strv_contains(over, event->name))
			last = NULL;
	}
	return last;
}

/* ---- what the findings forbid ---- */

/* A finding of the rule stands in the way of letters whose `when` has the word. unknown: also when it cannot be told. */
static const struct {
	const char *when, *rule;
	bool unknown;
} bars[] = {
	{ "due", "U03", true },   { "due", "U08", false },  { "due", "U10", false },  { "due", "L01", false },
	{ "owed", "R06", false }, { "owed", "U25", false }, { "owed", "U27", false }, { "owed", "U31", false },
	{ "owed", "U32", false },
	{ "solvent", "U12", false }, { "solvent", "U13", false }, { "solvent", "U14", false }, { "solvent", "U16", false },
	{ "quiet", "U12", false },   { "quiet", "U13", false },   { "quiet", "U14", false },   { "quiet", "U16", false },
	{ "demanded", "U06", true }, { "demanded", "D08", false },
};

static bool about_debtor(const Bench *b, const Finding *finding)
{
	return !g_str_has_prefix(finding->about, "debtor/") ||
	       (b->debtor != NULL && strcmp(finding->about, b->debtor->subject) == 0);
}

static bool stands_in_the_way(const Bench *b, const Finding *finding)
{
	const char *id = finding->rule->id;
	/* A fee or compensation beyond the law must be taken out before anybody is asked to pay it. */
	if (paper_kind_when(b->order->kind, "owed") && id[0] == 'M' && finding->verdict == VERDICT_FOUND &&
	    finding->severity == SEVERITY_BLOCK)
		return true;
	if ((strcmp(id, "D08") == 0 || strcmp(id, "R06") == 0) && finding->effect != EFFECT_HUMAN)
		return false; /* a person has decided, or it was no demand */
	for (size_t i = 0; i < G_N_ELEMENTS(bars); i++)
		if (strcmp(bars[i].rule, id) == 0 && paper_kind_when(b->order->kind, bars[i].when) &&
		    (finding->verdict == VERDICT_FOUND || (bars[i].unknown && finding->verdict == VERDICT_UNKNOWN)))
			return true;
	return false;
}

static void look_at_findings(Bench *b)
{
	for (guint i = 0; i < b->assessment->findings->len; i++) {
		const Finding *finding = b->assessment->findings->pdata[i];
		if (about_debtor(b, finding) && stands_in_the_way(b, finding))
			refuse(b, finding->rule->id, finding->rule->statute, finding_because(finding, LANG_DA),
			       finding_because(finding, LANG_EN));
	}
	/* In Danish commerce the day after the due date is too early when the due date was a closed day. */
	for (guint i = 0; paper_kind_when(b->order->kind, "due") && i < b->claimed->items->len; i++) {
		const ClaimedItem *row = b->claimed->items->pdata[i];
		if (!date_known(row->due_on) || !date_before(row->due_on, b->order->on))
			continue; /* U03 */
		Date open = law_next_open_day(b->law, row->due_on);
		if (!date_before(open, b->order->on))
			refuse(b, NULL, "practice", "Forfaldsdagen er ikke en bankdag; vent til dagen efter den næste åbne dag.",
			       "The due date is a closed day; wait until the day after the next open day.");
	}
}

/* ---- what the record must hold ---- */

static const char *const plan[] = { "settlement_signed", NULL }, *const plan_over[] = { "instalment_defaulted", NULL };
static const char *const agreed[] = { "plan_agreed", NULL }, *const agreed_over[] = { "plan_ended", NULL };
static const char *const filed[] = { "bp_filed", "claim_filed", NULL };
static const char *const rejected[] = { "bp_rejected", "claim_rejected", NULL };
static const char *const unserved[] = { "service_failed", NULL };
static const char *const objected[] = { "objection_received", NULL }, *const objected_over[] = { "objection_cleared", NULL };

static bool paid_since_filing(const Bench *b)
{
	const Event *filing = standing(b, filed, NULL);
	for (guint i = 0; filing != NULL && i < b->c->events->len; i++) {
		const Event *event = b->c->events->pdata[i];
		if (!event->replaced && strcmp(event->name, "payment") == 0 && !date_before(event->on, filing->on) &&
		    !date_before(b->order->on, event->on))
			return true;
	}
	return false;
}

static void look_at_money(Bench *b)
{
	const PaperKind *kind = b->order->kind;
	const Owed *owed = b->assessment->owed;
	bool needs = paper_kind_when(kind, "owed") || paper_kind_when(kind, "known");
	if (needs && !owed->known)
		refuse(b, NULL, "il § 10 stk. 2", owed->unknown_da != NULL ? owed->unknown_da : "Beløbet er ikke kendt.",
		       owed->unknown_en != NULL ? owed->unknown_en : "The amount is not known.");
	else if (paper_kind_when(kind, "owed") && (money_is_zero(owed->total) || money_is_negative(owed->total)))
		refuse(b, "U32", "il § 9", "Der er intet at betale på den dag.", "Nothing is owed on that day.");
	/* An instalment is a part of the debt, or of the sum that the settlement fixed. */
	const Event *settled = standing(b, plan, plan_over);
	if (strcmp(kind->name, "default") == 0 && b->order->has_amount && owed->known && money_compare(b->order->amount, owed->total) > 0 &&
	    (settled == NULL || !settled->has_amount || money_compare(b->order->amount, settled->amount) > 0))
		refuse(b, NULL, kind->statute, "Raten er større end gælden.", "The instalment is larger than the debt.");
}

/* Who has a title goes to the bailiff court: a reminder or a new demand changes nothing, and its fee is no cost of the case. */
static void look_at_title(Bench *b)
{
	if (!paper_kind_when(b->order->kind, "quiet") || b->debtor == NULL ||
	    execution_of(b->c, b->debtor, b->law, b->order->on).kind == TITLE_NONE)
		return;
	refuse(b, NULL, "rpl § 478 stk. 1", "Der er allerede et fundament mod skyldner, og der rykkes ikke med gebyr. Se bailiff; skriv eventuelt en opgørelse (statement).",
	       "There is a title against the debtor already, and no reminder with a fee. See bailiff; a statement may be written.");
}

/* What the court has endorsed is decided: a payment after that goes into the statement of the claim, and the claim is no less. */
static void look_at_reduction(Bench *b)
{
	static const char *const decided[] = { "bp_endorsed_udlaeg", "bp_endorsed_plain", "default_judgment", "judgment_for_us", "court_settlement", NULL };
	static const char *const reopened[] = { "bp_reopened_case", "reopened", NULL };
	if (strcmp(b->order->kind->name, "reduction") == 0 && standing(b, decided, reopened) != NULL)
		refuse(b, NULL, b->order->kind->statute,
		       "Retten har afgjort kravet: der er intet at nedsætte. Det betalte trækkes fra i opgørelsen til fogedretten.",
		       "The court has decided the claim: there is nothing to reduce. What was paid is deducted in the statement to the bailiff court.");
}

static void look_at_course(Bench *b)
{
	const PaperKind *kind = b->order->kind;
	const struct {
		const char *when;
		bool met;
		Say say;
	} tests[] = {
		{ "planned", standing(b, plan, NULL) != NULL,
		  { "Sagen har intet underskrevet forlig.", "The case has no signed settlement." } },
		{ "filed", standing(b, filed, NULL) != NULL,
		  { "Sagen er ikke indleveret til retten.", "The case has not been handed in to the court." } },
		{ "rejected", standing(b, rejected, NULL) != NULL,
		  { "Retten har ikke afvist sagen.", "The court has not rejected the case." } },
		{ "unserved", standing(b, unserved, NULL) != NULL,
		  { "Sagen viser ingen forkyndelse, der mislykkedes.", "The record shows no service that failed." } },
		{ "paid", paid_since_filing(b),
		  { "Der er ikke betalt noget efter indleveringen.", "Nothing was paid after the case was handed in." } },
		{ "quiet", standing(b, plan, plan_over) == NULL && standing(b, agreed, agreed_over) == NULL,
		  { "Der løber et forlig eller en afdragsordning: der rykkes ikke, så længe den holdes. Er en rate ikke betalt, så brug plan notice, eller slut ordningen.",
		    "A settlement or a plan runs: no reminders while it is kept. If an instalment was missed, use plan notice, or end the plan." } },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		if (paper_kind_when(kind, tests[i].when) && !tests[i].met)
			refuse(b, NULL, kind->statute, tests[i].say.da, tests[i].say.en);
	look_at_title(b);
	look_at_reduction(b);
}

/* Somebody to write to: a name, and a place for the post or a mail address. */
static void look_at_party(Bench *b)
{
	if (b->order->kind->to_court)
		return;
	if (b->debtor == NULL || field_text(&b->debtor->name) == NULL)
		refuse(b, "R03", "il § 10 stk. 2", "Skyldners navn er ikke kendt.", "The debtor's name is not known.");
	else if (field_text(&b->debtor->email) == NULL &&
	         (field_text(&b->debtor->address) == NULL || field_text(&b->debtor->postcode) == NULL))
		refuse(b, "U11", "il § 10 stk. 1", "Hverken adresse eller mailadresse er kendt, så brevet kan ikke sendes.",
		       "Neither address nor mail address is known, so the letter cannot be sent.");
	for (guint i = 0; b->debtor != NULL && i < b->c->items->len; i++) {
		const Item *item = b->c->items->pdata[i];
		if (!item_kind_is_principal(item->kind) || g_ptr_array_find(item->debtors, b->debtor, NULL))
			continue;
		refuse(b, NULL, "il § 9", "Skyldner skylder ikke alle sagens krav, og brevet ville kræve dem alle. Før kravene i hver sin sag.",
		       "The debtor does not owe every claim of the case, and the letter would ask for all. Keep the claims in cases of their own.");
		break;
	}
	if (field_text(&b->c->creditor->name) == NULL)
		refuse(b, "R02", "il § 10 stk. 2", "Kreditors navn er ikke kendt.", "The creditor's name is not known.");
}

/* ---- the fee ---- */

static void no_fee(Bench *b, const char *da, const char *en)
{
	if (b->leave->fee_da != NULL)
		return;
	b->leave->fee_da = g_strdup(da);
	b->leave->fee_en = g_strdup(en);
}

/* Every letter so far that counts for the distance and the number, as M04 counts them. */
static GArray *letters_sent(const Bench *b)
{
	GArray *sent = g_array_new(FALSE, TRUE, sizeof(Reminder));
	for (guint i = 0; i < b->claimed->fees->len; i++) {
		const ClaimedFee *fee = b->claimed->fees->pdata[i];
		Reminder letter = { fee->of != NULL ? fee->of->id : NULL, "case", fee->on,
			            fee->amount_known ? fee->amount : money_zero() };
		g_array_append_val(sent, letter);
	}
	g_autoptr(GPtrArray) events = case_events(b->c, "reminder_sent", NULL, NULL);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		bool told = false;
		for (guint k = 0; k < b->claimed->fees->len; k++)
			told = told || date_compare(((const ClaimedFee *)b->claimed->fees->pdata[k])->on, event->on) == 0;
		Reminder letter = { event->claim, "case", event->on, money_zero() };
		if (!told && !date_before(b->order->on, event->on) && !letter_unmet(b->c, event, b->order->on))
			g_array_append_val(sent, letter);
	}
	return sent;
}

static void look_at_fee(Bench *b)
{
	Money most;
	b->leave->fee = money_zero();
	if (!b->order->kind->fee)
		return;
	if (b->order->no_fee) {
		no_fee(b, "Gebyret er fravalgt.", "The fee was left out on request.");
		return;
	}
	if (b->leave->disputed) {
		no_fee(b, "Skyldner har gjort indsigelse: der må ikke lægges gebyr på, før den er afklaret.",
		       "The debtor has objected: no fee may be added before that is settled.");
		return;
	}
	if (!law_limit_money(b->law, "rykkergebyr_max", b->order->on, &most)) {
		no_fee(b, "Lovtabellen kender intet gebyr på den dag.", "The law table knows no fee on that day.");
		return;
	}
	g_autoptr(GArray) sent = letters_sent(b);
	Reminder next = { NULL, "case", b->order->on, most };
	ReminderAnswer answer = cost_next_reminder(b->law, (const Reminder *)(const void *)sent->data, (int)sent->len, &next);
	if (answer.verdict == REMINDER_ALLOWED && !answer.doubtful) {
		b->leave->fee_allowed = true;
		b->leave->fee = answer.allowed;
	} else if (answer.verdict == REMINDER_TOO_MANY) {
		no_fee(b, "Lovens antal rykkere med gebyr er brugt op (rentelovens § 9 b, stk. 2).",
		       "The act's number of reminders with a fee is used up (rl § 9 b stk. 2).");
	} else if (answer.verdict == REMINDER_UNDATED || answer.verdict == REMINDER_NO_LAW) {
		no_fee(b, "En tidligere rykkers dag er ikke kendt.", "The day of an earlier reminder is not known.");
	} else {
		no_fee(b, "Der er for få dage siden den forrige rykker (rentelovens § 9 b, stk. 2).",
		       "Too few days have passed since the last reminder (rl § 9 b stk. 2).");
	}
}

/* ---- the day ---- */

/* The clock's last day as the product counts it: where the text is silent it waits for the next open day. */
static Date clock_day(const Bench *b, const char *clock, Date from)
{
	const Clock *row = law_clock(b->law, clock);
	return row != NULL ? date_add_days(clock_end(b->law, row, from).act_from, -1) : DATE_NONE;
}

static void look_at_deadline(Bench *b)
{
	const MissiveOrder *order = b->order;
	const char *name = order->kind->name;
	int least = 0;
	if (strcmp(name, "henstand") == 0 || strcmp(name, "appeal") == 0)
		return;
	bool asks = order->kind->fee || strcmp(name, "collection") == 0 || strcmp(name, "friendly") == 0;
	if (asks)
		b->leave->deadline = date_known(order->until) ? order->until : clock_day(b, "T02", order->on);
	else if (strcmp(name, "default") == 0)
		b->leave->deadline = date_known(order->until) ? order->until : clock_day(b, "T63", order->on);
	if (!date_known(b->leave->deadline))
		return;
	if (strcmp(name, "demand") == 0 && law_limit_number(b->law, "demand_letter_min", order->on, &least) &&
	    date_before(order->until, date_add_days(order->on, least)) && date_known(order->until))
		refuse(b, "D01", "il § 10 stk. 3", "Fristen skal være mindst 10 dage fra afsendelsen.",
		       "The deadline must be at least 10 days from dispatch.");
	else if (!date_before(order->on, b->leave->deadline))
		refuse(b, NULL, "practice", "Fristen skal ligge efter brevets dag.", "The deadline must lie after the letter's day.");
}

/* A notice speaks of an instalment that the plan has: its day, what of it is not paid, and the days that the clause gives. */
static void look_at_plan(Bench *b)
{
	const MissiveOrder *order = b->order;
	const Clock *clock = law_clock(b->law, "T63");
	if (strcmp(order->kind->name, "default") != 0)
		return;
	if (clock != NULL && date_known(order->until) && date_before(order->until, date_add_days(order->on, clock->n)))
		refuse(b, NULL, order->kind->statute, "Fristen er kortere end den, forliget giver.",
		       "The deadline is shorter than what the settlement gives.");
	g_autoptr(Plan) settled = plan_of(b->c, b->debtor, b->law, order->on);
	const Instalment *missed = NULL;
	for (guint i = 0; settled != NULL && i < settled->instalments->len; i++) {
		const Instalment *one = &g_array_index(settled->instalments, Instalment, i);
		if (date_compare(one->due_on, order->missed) == 0)
			missed = one;
	}
	Money open;
	if (settled == NULL || settled->instalments->len == 0)
		return;
	if (missed == NULL)
		refuse(b, NULL, order->kind->statute, "Forliget har ingen rate på den dag; se plan show.",
		       "The settlement has no instalment on that day; see plan show.");
	else if (missed->state != INSTALMENT_LATE)
		refuse(b, NULL, order->kind->statute, "Raten er betalt, eller dens dag er ikke gået.",
		       "The instalment is paid, or its day has not passed.");
	else if (!money_sub(missed->amount, missed->paid, &open) || !order->has_amount || money_compare(order->amount, open) != 0)
		refuse(b, NULL, order->kind->statute, "Beløbet er ikke det, der mangler af raten; se plan show.",
		       "The amount is not what is unpaid of the instalment; see plan show.");
}

/* Time to pay does not stop limitation: it must end well before the claim is lost, or be no gift to the debtor at all. */
static void look_at_henstand(Bench *b)
{
	const MissiveOrder *order = b->order;
	int warn;
	if (strcmp(order->kind->name, "henstand") != 0)
		return;
	b->leave->deadline = order->until;
	if (!date_before(order->on, order->until))
		refuse(b, NULL, "practice", "Henstanden skal slutte efter brevets dag.", "The time granted must end after the letter's day.");
	Date last = b->assessment->limitation_on;
	if (!date_known(last))
		refuse(b, "U08", "fl § 2; fl § 3",
		       "Det er ikke kendt, hvornår kravet forældes; få en skriftlig anerkendelse først.",
		       "It is not known when the claim is time-barred; get a written acknowledgement first.");
	else if (law_limit_number(b->law, "limitation_warn", order->on, &warn) &&
	         date_before(date_add_days(last, -warn), order->until))
		refuse(b, "U09", "fl § 3 stk. 1",
		       "Henstanden ender for tæt på forældelsen; giv den kortere, eller få en skriftlig anerkendelse først.",
		       "The time granted ends too near to limitation; grant less, or get a written acknowledgement first.");
}

/* Letters and figures alone, small: how an address is told apart from another. */
static char *address_core(const char *const *parts)
{
	GString *core = g_string_new(NULL);
	for (; *parts != NULL; parts++) {
		g_autofree char *small = g_utf8_strdown(*parts, -1);
		for (const char *at = small; *at != '\0'; at = g_utf8_next_char(at))
			if (g_unichar_isalnum(g_utf8_get_char(at)))
				g_string_append_unichar(core, g_utf8_get_char(at));
	}
	return g_string_free(core, FALSE);
}

/* The court is not sent again to where service failed. */
static void look_at_address(Bench *b)
{
	const char *street = b->debtor != NULL ? field_text(&b->debtor->address) : NULL, *given = b->order->address;
	if (strcmp(b->order->kind->name, "new_address") != 0 || street == NULL || given == NULL)
		return;
	const char *postcode = field_text(&b->debtor->postcode), *city = field_text(&b->debtor->city);
	const char *const told[] = { given, NULL };
	const char *const known[][4] = { { street, NULL }, { street, postcode, NULL }, { street, postcode, city, NULL } };
	g_autofree char *core = address_core(told);
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		g_autofree char *other = address_core(known[i]);
		if (strcmp(core, other) != 0)
			continue;
		refuse(b, NULL, b->order->kind->statute, "Adressen er den, sagen allerede har; retten skal have en anden.",
		       "The address is the one that the case already has; the court needs another.");
		return;
	}
}

/* Days that the letter speaks of as still to come, or as gone by. */
static void look_at_days(Bench *b)
{
	const MissiveOrder *order = b->order;
	if (date_known(order->first) && date_before(order->first, order->on))
		refuse(b, NULL, "practice", "Den første rates dag er gået, når brevet sendes.",
		       "The day of the first instalment has passed when the letter goes.");
	if (date_known(order->meeting) && date_before(order->meeting, order->on))
		refuse(b, NULL, order->kind->statute, "Mødet er holdt, når brevet sendes.", "The meeting is over when the letter goes.");
	if (date_known(order->missed) && !date_before(order->missed, order->on))
		refuse(b, NULL, order->kind->statute, "Ratens dag er ikke gået, når brevet sendes.",
		       "The instalment's day has not passed when the letter goes.");
}

/* An appeal is in time only within the act's weeks, counted from the decision. */
static void look_at_appeal(Bench *b)
{
	if (strcmp(b->order->kind->name, "appeal") != 0)
		return;
	const Event *decision = standing(b, rejected, NULL);
	if (decision == NULL)
		return;
	if (strcmp(decision->name, "bp_rejected") != 0) {
		refuse(b, NULL, "rpl § 393; rpl § 394", "En afvist stævning kæres efter andre regler; det skriver en person.",
		       "A rejected writ is appealed under other rules; a person writes that.");
		return;
	}
	const Clock *clock = law_clock(b->law, "T26");
	if (clock == NULL)
		return;
	b->leave->deadline = clock_end(b->law, clock, decision->on).last_day;
	if (date_before(b->leave->deadline, b->order->on))
		refuse(b, NULL, "rpl § 586 stk. 1; rpl § 586 stk. 4", "Kærefristen er udløbet.", "The time to appeal is over.");
}

Leave *missive_law(const Assessment *assessment, const Claimed *claimed, const MissiveOrder *order)
{
	Leave *leave = g_new0(Leave, 1);
	leave->refusals = g_ptr_array_new_with_free_func(refusal_free);
	leave->warnings = g_ptr_array_new_with_free_func(refusal_free);
	leave->deadline = DATE_NONE;
	Bench b = { .assessment = assessment, .claimed = claimed, .c = assessment->on_case, .law = assessment->law,
		        .order = order, .leave = leave };
	b.debtor = order->debtor != NULL ? case_debtor(b.c, order->debtor) : NULL;
	leave->disputed = standing(&b, objected, objected_over) != NULL;
	look_at_party(&b);
	look_at_findings(&b);
	look_at_money(&b);
	look_at_course(&b);
	look_at_fee(&b);
	look_at_deadline(&b);
	look_at_henstand(&b);
	look_at_plan(&b);
	look_at_appeal(&b);
	look_at_address(&b);
	look_at_days(&b);
	leave_bailiff(leave, assessment, order);
	leave->allowed = leave->refusals->len == 0;
	return leave;
}
