#include "enforcement/plan.h"

#include "assess/claimed.h"
#include "assess/costs.h"
#include "assess/edition.h"
#include "assess/instalments.h"
#include "enforcement/note.h"
#include "enforcement/states.h"
#include "filing/paper.h"
#include "intake/record.h"
#include "intake/typed.h"

#include <inttypes.h>
#include <string.h>

const OptionRow plan_options[] = {
	{ "debtor", "ID", { "skyldneren; kan udelades, når der er én", "the debtor; may be left out when there is one" } },
	{ "from", "DATE", { "den første rates dag", "day of the first instalment" } },
	{ "amount", "KR", { "ratens beløb", "an instalment's amount" } },
	{ "count", "N", { "antal rater", "number of instalments" } },
	{ "every", "month|14d|…", { "hvor tit: month, 3m, 14d, 2w", "how often: month, 3m, 14d, 2w" } },
	{ "sum", "KR", { "hvad der aftales betalt; ellers alt, der skyldes", "what is agreed to be paid; else all that is owed" } },
	{ "on", "DATE", { "dagen for aftalen", "the day of the agreement" } },
	{ "how", "deed|written|oral",
	  { "underskrevet forlig, skriftlig aftale, eller mundtlig", "signed settlement, agreement in writing, or oral" } },
	{ "document", "FILE", { "sagens bilag, der viser aftalen", "the document of the case that shows it" } },
	{ "interest", NULL, { "renter løber, mens der betales", "interest runs while it is paid" } },
	{ "fee", "KR", { "gebyr for ordningen", "fee for the plan" } },
	{ "approved-by", "NAME", { "hvem der har set på det, der kræver en person", "who has looked at what needs a person" } },
	{ "why", "TEXT", { "hvorfor det går an", "why it may go" } },
	{ "by", "NAME", { "hvem der noterer", "who records it" } },
	{ 0 },
};

/* ---- what was asked ---- */

static bool bad(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_INPUT, code, da, en);
}

static bool usage(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_USAGE, code, da, en);
}

const Party *plan_debtor(const Case *c, const Call *call, GError **error)
{
	const char *id = call_option(call, "debtor");
	const Party *debtor = id != NULL ? case_debtor(c, id) : c->debtors->len == 1 ? c->debtors->pdata[0] : NULL;
	if (debtor != NULL)
		return debtor;
	if (id != NULL)
		error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".", id);
	else
		usage(error, "plan-debtor", "Sig hvilken skyldner: --debtor ID.", "Say which debtor: --debtor ID.");
	return NULL;
}

/* Kroner above zero; *said tells whether it was there. */
static bool kroner(const Call *call, const char *option, Money *out, bool *said, GError **error)
{
	const char *text = call_option(call, option);
	*out = money_zero();
	*said = text != NULL;
	if (text == NULL || (money_typed(text, out) && money_compare(*out, money_zero()) > 0))
		return true;
	return error_set(error, ERROR_USAGE, "impossible-amount", "--%s skal være kroner over nul, for eksempel 500.00.",
	                 "--%s must be kroner above zero, such as 500.00.", option);
}

typedef struct Ask {
	const Call *call;
	const Case *c;
	const Law *law;
	const Party *debtor;
	const DebtorState *state;
	const Owed *owed; /* on the day of the agreement */
	Schedule schedule;
	Date on;
	const Event *bare; /* an agreement that stands already, without its instalments */
	const char *how;
	bool interest, has_fee;
	Money fee;
	bool drawn; /* a deed was drawn here for the debtor */
	Date reckoned_on; /* the day up to which the deed that was drawn reckons; else that of the agreement */
	Money debt; /* what the agreement is about: owed up to that day, less what was paid since, and its fee; valid when owed is known */
	cJSON *findings;
	bool refused;
} Ask;

static bool schedule_ask(Ask *ask, GError **error)
{
	const Call *call = ask->call;
	Schedule *s = &ask->schedule;
	bool amount, sum;
	const char *count = call_option(call, "count"), *every = call_option(call, "every");
	gint64 n = 0;
	if (!schedule_every(every != NULL ? every : "month", s))
		return usage(error, "plan-every", "--every er month, 3m, 14d eller 2w.", "--every is month, 3m, 14d or 2w.");
	if (count != NULL && !g_ascii_string_to_signed(count, 10, 1, INSTALMENTS_MOST, &n, NULL))
		return usage(error, "plan-count", "--count skal være et antal rater fra 1 til 120.", "--count must be a number of instalments from 1 to 120.");
	if (!kroner(call, "amount", &s->amount, &amount, error) || !kroner(call, "sum", &s->sum, &sum, error) ||
	    !call_date(call, "from", &s->first_on, error))
		return false;
	if (!date_known(s->first_on) || (count == NULL && !amount))
		return usage(error, "plan-what", "Skriv den første rates dag og ratens beløb eller antal: --from DATO --amount KR.",
		             "Write the day of the first instalment and an amount or number: --from DATE --amount KR.");
	if (!sum && !ask->owed->known)
		return bad(error, "plan-sum", "Det er ikke kendt, hvad der skyldes; skriv --sum KR.", "What is owed is not known; write --sum KR.");
	s->sum = sum ? s->sum : ask->debt;
	if (!amount && !schedule_each(s->sum, (int)n, &s->amount))
		return bad(error, "plan-parts", "Beløbet kan ikke deles i så mange rater.", "The sum cannot be split into that many instalments.");
	if (count == NULL)
		n = (money_ore(s->sum) + money_ore(s->amount) - 1) / money_ore(s->amount);
	s->count = (int)MIN(n, INSTALMENTS_MOST + 1);
	if (schedule_whole(s))
		return true;
	g_autofree char *whole = money_danish(s->sum);
	error_set(error, ERROR_INPUT, "plan-parts", "%d rater af det beløb giver ikke %s kr. med en sidste rate, der ikke er større.",
	          "%d such instalments do not make DKK %s with a last one that is no larger.", s->count, whole);
	error_remedy(error, "Skriv kun --amount eller kun --count; højst 120 rater.", "Write --amount or --count alone; at most 120 instalments.");
	return false;
}

/* ---- what the record and the law say of it ---- */

/* An agreement that stands and is recorded without its instalments; NULL. One that fell with its instalments is history. */
static const Event *bare_agreement(const Case *c, const Party *debtor, Date on)
{
	const Event *found = NULL;
	Schedule told;
	const char *rest;
	if (!plan_stands(c, debtor, on))
		return NULL;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && schedule_bears(event->name) && !date_before(on, event->on) && event->id != 0 &&
		    (event->debtor == NULL || strcmp(event->debtor, debtor->id) == 0))
			found = schedule_read(event, &told, &rest) ? NULL : event;
	}
	return found;
}

static bool fits_record(Ask *ask, GError **error)
{
	const DebtorState *state = ask->state;
	g_autoptr(Plan) plan = plan_of(ask->c, ask->debtor, ask->law, ask->on);
	if (plan_runs(plan)) {
		error_set(error, ERROR_INPUT, "plan-stands", "Der løber allerede en ordning af %d rater (hændelse nr. %" PRId64 ").",
		          "A plan of %d instalments runs already (event number %" PRId64 ").", plan->schedule.count, plan->event->id);
		error_remedy(error, "Er den slut, så noter plan_ended eller instalment_defaulted først.",
		             "If it is over, record plan_ended or instalment_defaulted first.");
		return false;
	}
	if (state->state->terminal)
		return bad(error, "case-closed", "Sagen er afsluttet mod skyldneren.", "The case is closed against the debtor.");
	if ((state->flags & FLAG_DISPUTED) != 0 && g_strcmp0(ask->how, "deed") != 0) {
		bad(error, "plan-disputed", "Kravet er bestridt: afklar indsigelsen først, eller slut et underskrevet forlig.",
		    "The claim is disputed: clear the objection first, or sign a settlement.");
		error_remedy(error, "Noter objection_cleared, eller brug --how deed.", "Record objection_cleared, or use --how deed.");
		return false;
	}
	if ((state->flags & (FLAG_BANKRUPT | FLAG_DEBTRELIEF | FLAG_DECEASED | FLAG_REKON)) != 0)
		return bad(error, "plan-insolvent", "Skyldner er under insolvensbehandling eller død: der aftales ingen rater.",
		           "The debtor is insolvent or dead: no instalments are agreed.");
	if (!date_before(ask->on, ask->schedule.first_on) && date_compare(ask->on, ask->schedule.first_on) != 0)
		return bad(error, "plan-day", "Den første rates dag ligger før aftalen.", "The first instalment's day lies before the agreement.");
	if (ask->owed->known && money_is_zero(ask->owed->total))
		return bad(error, "plan-nothing-owed", "Den dag var der intet at betale: før fakturaen, eller alt er betalt.",
		           "Nothing was owed on that day: before the invoice, or all is paid.");
	if (ask->owed->known && money_compare(ask->schedule.sum, ask->debt) > 0 &&
	    (ask->bare == NULL || !ask->bare->has_amount || money_compare(ask->schedule.sum, ask->bare->amount) > 0)) {
		g_autofree char *owed = money_danish(ask->debt);
		return error_set(error, ERROR_INPUT, "plan-over-debt", "Ordningen er større end gælden, som er %s kr.",
		                 "The plan is larger than the debt, which is DKK %s.", owed);
	}
	if (g_strcmp0(ask->how, "deed") == 0 && (!date_known(state->due_on) || !date_before(state->due_on, ask->on)))
		return bad(error, "plan-not-due", "Gælden er ikke forfalden: et forlig om den kan ikke fuldbyrdes (rpl § 478 stk. 1 nr. 4).",
		           "The debt is not due: a settlement about it cannot be enforced (rpl § 478 stk. 1 nr. 4).");
	return true;
}

static void finding(Ask *ask, const char *name, const char *severity, const char *statute, const char *da, const char *en)
{
	bool passed = call_option(ask->call, "approved-by") != NULL && call_option(ask->call, "why") != NULL;
	cJSON *row = json_push(ask->findings);
	json_text(row, "name", name);
	json_text(row, "severity", severity);
	json_text(row, "statute", statute);
	json_text(row, "because", ask->call->lang == LANG_DA ? da : en);
	json_bool(row, "approved", passed);
	ask->refused = ask->refused || (strcmp(severity, "BLOCK") == 0 && !passed);
}

/* The deed and the plan are ours to word; what a court set spreads the payment of its title. */
static bool ours(const Ask *ask)
{
	return ask->bare == NULL || strcmp(ask->bare->name, "settlement_signed") == 0 || strcmp(ask->bare->name, "plan_agreed") == 0;
}

static Date agreed_on(const Ask *ask)
{
	return ask->bare != NULL ? ask->bare->on : ask->on;
}

/* Pay for making and administering an agreement: at most the ceiling of own collection, held hard for all (money.md 4). */
static bool fee_look(Ask *ask, GError **error)
{
	Date arose = DATE_NONE, day;
	for (guint i = 0; i < ask->c->items->len; i++) {
		const Item *item = ask->c->items->pdata[i];
		if (item_kind_is_principal(item->kind) && (field_date(&item->arisen_on, &day) || field_date(&item->issue_on, &day)))
			arose = date_min(arose, day);
	}
	if (!ask->has_fee)
		return true;
	CostAnswer cap = cost_cap(ask->law, COST_EGENINKASSO, arose, ask->owed->known ? ask->owed->principal : money_zero());
	if (cap.status == COST_KNOWN && money_compare(ask->fee, cap.amount) > 0) {
		g_autofree char *most = money_danish(cap.amount);
		return error_set(error, ERROR_INPUT, "plan-fee", "Gebyret er over loftet, som er %s kr. (rl § 9 a stk. 4).",
		                 "The fee is above the ceiling, which is DKK %s (rl § 9 a stk. 4).", most);
	}
	if (cap.status != COST_KNOWN)
		finding(ask, "plan-fee-cap", "BLOCK", "rl § 9 a stk. 1; rl § 9 a stk. 4",
		        "Loftet for at lave og administrere en betalingsaftale kendes ikke for et krav fra den tid: en person skal se på gebyret.",
		        "The ceiling for making and administering an agreement is not known for a claim of that time: a person must look at the fee.");
	return true;
}

/* The deed drawn here asks for no interest while it is kept; a court's plan says nothing of it. */
static void interest_look(Ask *ask)
{
	if (ask->interest && ask->drawn)
		finding(ask, "plan-interest-deed", "BLOCK", "practice 59",
		        "Forliget, der er skrevet her, siger i punkt 3, at der ikke kræves renter, mens det holdes: med --interest siges noget andet.",
		        "The settlement written here says in point 3 that no interest is asked for while it is kept: --interest says otherwise.");
	if (!ask->interest && !ours(ask))
		finding(ask, "plan-interest-title", "NOTE", "rl § 5 stk. 1",
		        "Rettens ordning fordeler betalingen og siger intet om renter: de løber videre efter fundamentet.",
		        "The court's plan spreads the payment and says nothing of interest: it runs on by the title.");
}

/* What needs a person: money.md 14, and limitation that an agreement without a signature does not stop. */
static void law_looks(Ask *ask)
{
	bool consumer = !field_is(&ask->debtor->kind, "business") && !field_is(&ask->debtor->kind, "public");
	if (consumer && (ask->interest || ask->has_fee))
		finding(ask, "consumer-credit", "BLOCK", "kal § 3; kal § 29 a",
		        "En forbrugers ordning med rente eller gebyr kan være omfattet af kreditaftaleloven: en person skal se på den.",
		        "A consumer's plan with interest or a fee may be within kreditaftaleloven: a person must look at it.");
	Date last = ask->state->limitation_on, end = schedule_day(&ask->schedule, ask->schedule.count - 1);
	bool stops = ask->how == NULL || strcmp(ask->how, "oral") != 0;
	if (stops || ask->state->limitation_held || !date_known(last) || date_before(end, date_add_days(last, -90)))
		return;
	g_autofree char *day_da = date_danish_long(last), *day_en = date_english(last);
	g_autofree char *da = g_strdup_printf("Kravet forældes %s, mindre end 90 dage efter den sidste rate, og en mundtlig aftale stopper "
	                                      "ikke forældelsen: få en skriftlig anerkendelse.", day_da);
	g_autofree char *en = g_strdup_printf("The claim is time-barred on %s, less than 90 days after the last instalment, and an oral "
	                                      "agreement does not stop limitation: get an acknowledgement in writing.", day_en);
	finding(ask, "plan-limitation", "BLOCK", "fl § 3 stk. 1; fl § 15", da, en);
}

/* ---- recording ---- */

static char *agreement_text(const Ask *ask, const char *before)
{
	const char *by = call_option(ask->call, "approved-by"), *why = call_option(ask->call, "why");
	g_autofree char *reckoned = date_iso(ask->reckoned_on), *fee = money_plain(ask->fee);
	g_autoptr(GString) text = g_string_new(before);
	const struct {
		bool there;
		const char *word, *more;
	} parts[] = { { ask->interest, "med renter", NULL },
		          { !ask->interest && ours(ask), "uden renter", NULL },
		          { date_before(ask->reckoned_on, agreed_on(ask)), "opgjort ", reckoned },
		          { ask->has_fee, "med gebyr ", fee },
		          { cJSON_GetArraySize(ask->findings) > 0 && by != NULL, "set af ", by },
		          { cJSON_GetArraySize(ask->findings) > 0 && why != NULL, "fordi ", why } };
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (parts[i].there)
			g_string_append_printf(text, "%s%s%s", text->len > 0 ? "; " : "", parts[i].word, parts[i].more != NULL ? parts[i].more : "");
	return schedule_ground(&ask->schedule, text->len > 0 ? text->str : NULL);
}

static Event *agreement_of(const Ask *ask)
{
	const char *by = call_option(ask->call, "by");
	Event *event = ask->bare != NULL ? event_copy(ask->bare) : g_new0(Event, 1);
	g_autofree char *before = g_steal_pointer(&event->ground);
	if (ask->bare == NULL) {
		event->name = g_strdup(strcmp(ask->how, "deed") == 0 ? "settlement_signed" : "plan_agreed");
		event->on = ask->on;
		event->debtor = g_strdup(ask->debtor->id);
		event->document = g_strdup(call_option(ask->call, "document"));
	} else {
		event->replaces = ask->bare->id;
		event->replaced = false;
		event->id = 0;
	}
	g_free(event->by);
	event->by = g_strdup(by != NULL ? by : "lawyer");
	event->has_amount = true;
	event->amount = ask->schedule.sum;
	event->deadline_on = ask->schedule.first_on;
	event->ground = agreement_text(ask, before);
	return event;
}

/* An agreement in writing acknowledges the debt and its amount: ten years (fl § 5 stk. 1 nr. 3, § 15). */
static bool acknowledge(const Ask *ask, const Event *agreement, GError **error)
{
	bool already;
	if (ask->bare != NULL || strcmp(ask->how, "written") != 0)
		return true;
	g_autoptr(Event) event = event_copy(agreement);
	event->id = 0;
	event->deadline_on = DATE_NONE;
	g_free(event->name);
	event->name = g_strdup("acknowledged");
	g_free(event->ground);
	event->ground = g_strdup("skriftlig afdragsaftale");
	return note_step(ask->call, ask->c->id, event, &already, error);
}

static bool plan_record(const Ask *ask, bool *already, GError **error)
{
	g_autoptr(Event) event = agreement_of(ask);
	Store *store = ask->call->store;
	if (!store_begin(store, error))
		return false;
	bool fine = note_step(ask->call, ask->c->id, event, already, error) && (*already || acknowledge(ask, event, error)) &&
	            store_commit(store, error);
	if (!fine)
		store_rollback(store);
	return fine;
}

static bool how_asked(Ask *ask, GError **error)
{
	ask->how = call_option(ask->call, "how");
	if (ask->bare != NULL)
		return true;
	if (ask->how == NULL ||
	    (strcmp(ask->how, "deed") != 0 && strcmp(ask->how, "written") != 0 && strcmp(ask->how, "oral") != 0))
		return usage(error, "plan-how", "Sig, hvad der er aftalt: --how deed (underskrevet forlig), written eller oral.",
		             "Say what was agreed: --how deed (signed settlement), written or oral.");
	return strcmp(ask->how, "oral") == 0 || note_shown(call_option(ask->call, "document"), error);
}

/* The deed fixes the debt as reckoned on its own day, and asks for no interest after it. */
static bool deed_look(Ask *ask, GError **error)
{
	g_autoptr(GPtrArray) papers = papers_of(ask->call->store, ask->c->id, law_edition(ask->law), ask->call->today, error);
	const char *name = ask->bare != NULL ? ask->bare->name : strcmp(ask->how, "deed") == 0 ? "settlement_signed" : "";
	for (guint i = 0; papers != NULL && i < papers->len && strcmp(name, "settlement_signed") == 0; i++) {
		const Paper *paper = papers->pdata[i];
		if (strcmp(paper->kind, "settlement") != 0 || strcmp(paper->to, ask->debtor->id) != 0 || paper->state == PAPER_VOID ||
		    paper->state == PAPER_RETURNED || date_before(agreed_on(ask), paper->for_on))
			continue;
		ask->drawn = true;
		if (!ask->interest)
			ask->reckoned_on = paper->for_on;
	}
	return papers != NULL;
}

static bool debt_look(Ask *ask, GError **error)
{
	ask->reckoned_on = agreed_on(ask);
	if (!deed_look(ask, error))
		return false;
	ask->debt = ask->owed->total;
	if (date_before(ask->reckoned_on, agreed_on(ask))) {
		g_autoptr(Claimed) then = claimed_of(ask->c, ask->law, ask->reckoned_on);
		ask->debt = then->owed->total;
		for (guint i = 0; i < ask->c->events->len; i++) {
			const Event *event = ask->c->events->pdata[i];
			if (!event->replaced && strcmp(event->name, "payment") == 0 && event->has_amount &&
			    date_before(ask->reckoned_on, event->on) && !date_before(ask->on, event->on) &&
			    !money_sub(ask->debt, event->amount, &ask->debt))
				return false;
		}
	}
	return money_add(ask->debt, ask->fee, &ask->debt) ||
	       bad(error, "amount", "Beløbet er for stort.", "The amount is too large.");
}

static const DebtorState *state_of(const States *states, const Party *debtor)
{
	for (guint i = 0; i < states->debtors->len; i++)
		if (((const DebtorState *)states->debtors->pdata[i])->debtor == debtor)
			return states->debtors->pdata[i];
	return NULL;
}

bool plan_day(const Call *call, Date *on, GError **error)
{
	if (!call_date(call, "on", on, error))
		return false;
	if (!date_known(*on))
		*on = call->today;
	return true;
}

static bool ask_put(Ask *ask, bool *already, GError **error)
{
	g_autoptr(Assessment) assessment = assess(ask->c, ask->law, ask->on);
	g_autoptr(States) states = states_of(ask->c, assessment, ask->law, ask->on);
	ask->debtor = plan_debtor(ask->c, ask->call, error);
	if (ask->debtor == NULL)
		return false;
	ask->state = state_of(states, ask->debtor);
	ask->owed = assessment->owed;
	ask->bare = bare_agreement(ask->c, ask->debtor, ask->on);
	ask->interest = call_has(ask->call, "interest");
	if (!kroner(ask->call, "fee", &ask->fee, &ask->has_fee, error) || !how_asked(ask, error) || !debt_look(ask, error) ||
	    !schedule_ask(ask, error) || !fits_record(ask, error) || !fee_look(ask, error))
		return false;
	law_looks(ask);
	interest_look(ask);
	return ask->refused || plan_record(ask, already, error);
}

int plan_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	bool already = false;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL && plan_day(call, &on, error) ? case_read(call->store, call->argv[0], 0, error) : NULL;
	if (c == NULL)
		return -1;
	g_autoptr(cJSON) object = plan_result(on);
	cJSON *plans = json_array(object, "plans");
	Ask ask = { .call = call, .c = c, .law = law, .on = on, .findings = json_array(object, "findings") };
	if (!ask_put(&ask, &already, error))
		return -1;
	cJSON_ReplaceItemInObjectCaseSensitive(object, "outcome",
	                                       cJSON_CreateString(ask.refused ? "refused" : already ? "already" : "recorded"));
	g_autoptr(Case) now = case_read(call->store, c->id, 0, error);
	if (now == NULL)
		return -1;
	plans_of_case(plans, now, law, ask.debtor->id, on);
	*result = g_steal_pointer(&object);
	return ask.refused ? EXIT_NO : EXIT_FINE;
}
