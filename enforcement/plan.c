#include "enforcement/plan.h"

#include "assess/edition.h"
#include "assess/instalments.h"
#include "enforcement/note.h"
#include "enforcement/states.h"
#include "filing/letter.h"
#include "intake/limits.h"
#include "intake/record.h"

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

const OptionRow plan_show_options[] = {
	{ "debtor", "ID", { "kun denne skyldner", "this debtor alone" } },
	{ "on", "DATE", { "dagen der ses fra; ellers i dag", "the day it is seen from; else today" } },
	{ 0 },
};

const OptionRow plan_notice_options[] = {
	{ "debtor", "ID", { "skyldneren", "the debtor" } },
	{ "on", "DATO", { "dagen, brevet er skrevet til og sendes", "the day that it is written for and sent" } },
	{ "until", "DATO", { "betalingsfrist", "day of payment" } },
	{ "language", "da|en|sv", { "brevets sprog", "its language" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ 0 },
};

/* ---- as JSON ---- */

static void instalments_json(cJSON *row, const Plan *plan)
{
	cJSON *list = json_array(row, "instalments");
	for (guint i = 0; i < plan->instalments->len; i++) {
		const Instalment *one = &g_array_index(plan->instalments, Instalment, i);
		cJSON *line = json_push(list);
		json_int(line, "n", (int64_t)i + 1);
		json_date(line, "due_on", one->due_on);
		json_date(line, "last_on", one->last_on);
		json_money(line, "amount_ore", one->amount);
		json_money(line, "paid_ore", one->paid);
		json_date(line, "paid_on", one->paid_on);
		json_text(line, "state", instalment_state_name(one->state));
	}
}

static void plan_json(cJSON *plans, const char *case_id, const Party *debtor, const Plan *plan)
{
	cJSON *row = json_push(plans);
	const Instalment *next = plan->next >= 0 ? &g_array_index(plan->instalments, Instalment, plan->next) : NULL;
	Money open;
	json_text(row, "case", case_id);
	json_text(row, "debtor", debtor->id);
	json_text(row, "name", field_text(&debtor->name));
	json_text(row, "state", plan_state_name(plan->state));
	json_text(row, "event", plan->event->name);
	json_int(row, "event_id", plan->event->id);
	json_date(row, "agreed_on", plan->event->on);
	json_money(row, "sum_ore", plan->schedule.sum);
	json_money(row, "paid_ore", plan->paid);
	json_money(row, "rest_ore", plan->rest);
	json_money(row, "late_ore", plan->late);
	json_money(row, "over_ore", plan->over);
	json_date(row, "next_on", next != NULL ? next->due_on : DATE_NONE);
	if (next != NULL && money_sub(next->amount, next->paid, &open))
		json_money(row, "next_ore", open);
	else
		json_null(row, "next_ore");
	json_date(row, "notice_on", plan->notice != NULL ? plan->notice->on : DATE_NONE);
	json_date(row, "notice_until_on", plan->notice_until);
	json_date(row, "falls_on", plan->falls_on);
	json_date(row, "ended_on", plan->ended_on);
	instalments_json(row, plan);
}

static void plans_of_case(cJSON *plans, const Case *c, const Law *law, const char *only, Date on)
{
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		g_autoptr(Plan) plan = only == NULL || strcmp(only, debtor->id) == 0 ? plan_of(c, debtor, law, on) : NULL;
		if (plan != NULL)
			plan_json(plans, c->id, debtor, plan);
	}
}

static cJSON *plan_result(Date on)
{
	cJSON *object = json_result("plan");
	json_date(object, "on", on);
	json_text(object, "outcome", NULL);
	return object;
}

/* ---- what was asked ---- */

static bool bad(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_INPUT, code, da, en);
}

static bool usage(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_USAGE, code, da, en);
}

static const Party *debtor_asked(const Case *c, const Call *call, GError **error)
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
	if (text == NULL || (money_parse(text, out) && money_compare(*out, money_zero()) > 0))
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
	s->sum = sum ? s->sum : ask->owed->total;
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

/* An agreement that is recorded without its instalments; NULL. */
static const Event *bare_agreement(const Case *c, const Party *debtor, Date on)
{
	const Event *found = NULL;
	if (!plan_stands(c, debtor, on))
		return NULL;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && schedule_bears(event->name) && !date_before(on, event->on) && event->id != 0 &&
		    (event->debtor == NULL || strcmp(event->debtor, debtor->id) == 0))
			found = event;
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
	if (ask->owed->known && money_compare(ask->schedule.sum, ask->owed->total) > 0 &&
	    (ask->bare == NULL || !ask->bare->has_amount || money_compare(ask->schedule.sum, ask->bare->amount) > 0)) {
		g_autofree char *owed = money_danish(ask->owed->total);
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
	g_autoptr(GString) text = g_string_new(before);
	const struct {
		bool there;
		const char *word, *more;
	} parts[] = { { ask->interest, "med renter", NULL },
		          { ask->has_fee, "med gebyr ", call_option(ask->call, "fee") },
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
	if (strcmp(ask->how, "oral") == 0 || call_option(ask->call, "document") != NULL)
		return true;
	bad(error, "plan-document", "Kun det skriftlige tæller: vis bilaget med --document FIL.",
	    "Only what is in writing counts: show the document with --document FILE.");
	error_remedy(error, "Tag papiret ind med submit, eller brug --how oral.", "Take the paper in with submit, or use --how oral.");
	return false;
}

static const DebtorState *state_of(const States *states, const Party *debtor)
{
	for (guint i = 0; i < states->debtors->len; i++)
		if (((const DebtorState *)states->debtors->pdata[i])->debtor == debtor)
			return states->debtors->pdata[i];
	return NULL;
}

static bool day_asked(const Call *call, Date *on, GError **error)
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
	ask->debtor = debtor_asked(ask->c, ask->call, error);
	if (ask->debtor == NULL)
		return false;
	ask->state = state_of(states, ask->debtor);
	ask->owed = assessment->owed;
	ask->bare = bare_agreement(ask->c, ask->debtor, ask->on);
	ask->interest = call_has(ask->call, "interest");
	if (!kroner(ask->call, "fee", &ask->fee, &ask->has_fee, error) || !how_asked(ask, error) || !schedule_ask(ask, error) ||
	    !fits_record(ask, error))
		return false;
	law_looks(ask);
	return ask->refused || plan_record(ask, already, error);
}

int plan_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	bool already = false;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL && day_asked(call, &on, error) ? case_read(call->store, call->argv[0], 0, error) : NULL;
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

/* ---- show, list ---- */

int plan_show_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL && day_asked(call, &on, error) ? case_read(call->store, call->argv[0], 0, error) : NULL;
	const char *only = call_option(call, "debtor");
	if (c == NULL || (only != NULL && debtor_asked(c, call, error) == NULL))
		return -1;
	g_autoptr(cJSON) object = plan_result(on);
	plans_of_case(json_array(object, "plans"), c, law, only, on);
	json_array(object, "findings");
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

int plan_list_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	GError *fault = NULL;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !day_asked(call, &on, error))
		return -1;
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT DISTINCT case_id FROM event WHERE name IN ('settlement_signed', 'plan_agreed',"
	                                     " 'plan_voluntary', 'plan_with_udlaeg', 'court_settlement')"
	                                     " AND case_id NOT IN (SELECT case_id FROM erased) ORDER BY case_id", "");
	if (query == NULL)
		return -1;
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	while (query_next(query, &fault))
		g_ptr_array_add(ids, g_strdup(query_text(query, 0)));
	g_autoptr(cJSON) object = plan_result(on);
	cJSON *plans = json_array(object, "plans");
	for (guint i = 0; fault == NULL && i < ids->len; i++) {
		g_autoptr(Case) c = case_read(call->store, ids->pdata[i], 0, &fault);
		if (c != NULL)
			plans_of_case(plans, c, law, NULL, on);
	}
	json_array(object, "findings");
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- the notice of default ---- */

static void option_set(GHashTable *options, const char *name, char *value)
{
	GPtrArray *one = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(one, value);
	g_hash_table_insert(options, (gpointer)name, one);
}

int plan_notice_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	Money open;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL && day_asked(call, &on, error) ? case_read(call->store, call->argv[0], 0, error) : NULL;
	const Party *debtor = c != NULL ? debtor_asked(c, call, error) : NULL;
	if (debtor == NULL)
		return -1;
	g_autoptr(Plan) plan = plan_of(c, debtor, law, on);
	if (plan == NULL || plan->state != PLAN_LATE || !plan_needs_notice(plan)) {
		bad(error, "no-late-instalment", "Der er intet forlig med en rate, som er for sent betalt og ikke varslet.",
		    "There is no settlement with an instalment that is late and without a notice.");
		return -1;
	}
	const Instalment *late = &g_array_index(plan->instalments, Instalment, plan->next);
	if (!money_sub(late->amount, late->paid, &open))
		return -1;
	g_autoptr(GHashTable) options = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	for (const OptionRow *row = plan_notice_options; row->name != NULL; row++)
		if (call_has(call, row->name))
			option_set(options, row->name, g_strdup(call_option(call, row->name)));
	option_set(options, "debtor", g_strdup(debtor->id));
	option_set(options, "missed", date_iso(late->due_on));
	option_set(options, "amount", money_plain(open));
	char *argv[] = { call->argv[0], (char *)"default", NULL };
	Call letter = *call;
	letter.argc = 2;
	letter.argv = argv;
	letter.options = options;
	return letter_run(&letter, result, error);
}

/* ---- for people ---- */

static void plan_lines(const Call *call, const cJSON *plan, GString *out)
{
	bool da = call->lang == LANG_DA;
	static const struct {
		const char *state;
		Say say;
	} words[] = { { "kept", { "overholdt", "kept" } },
		      { "late", { "en rate er for sent", "an instalment is late" } },
		      { "noticed", { "varslet", "notice given" } },
		      { "defaulted", { "misligholdt", "in default" } },
		      { "ended", { "slut", "ended" } },
		      { "paid", { "betalt", "paid" } },
		      { "ahead", { "kommer", "to come" } },
		      { "paid_late", { "betalt for sent", "paid late" } } };
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(plan, "sum_ore", 0)));
	g_autofree char *rest = money_danish(money_of_ore(json_get_int(plan, "rest_ore", 0)));
	const char *state = json_get_text(plan, "state"), *name = json_get_text(plan, "name");
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i].state, state) == 0)
			state = say(words[i].say, call->lang);
	g_string_append_printf(out, da ? "%s %s: %s kr. i rater, %s; rest %s kr.\n" : "%s %s: DKK %s in instalments, %s; left DKK %s\n",
	                       json_get_text(plan, "case"), name != NULL ? name : json_get_text(plan, "debtor"), sum, state, rest);
	if (json_get_text(plan, "notice_until_on") != NULL)
		g_string_append_printf(out, da ? "  varsel med frist %s\n" : "  notice given, pay by %s\n", json_get_text(plan, "notice_until_on"));
	const cJSON *one;
	cJSON_ArrayForEach(one, json_get(plan, "instalments"))
	{
		const char *word = json_get_text(one, "state");
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strcmp(words[i].state, word) == 0)
				word = say(words[i].say, call->lang);
		word = strcmp(json_get_text(one, "state"), "late") == 0 ? (da ? "for sent" : "late") : word;
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(one, "amount_ore", 0)));
		g_autofree char *paid = money_danish(money_of_ore(json_get_int(one, "paid_ore", 0)));
		g_string_append_printf(out, "  %3" PRId64 "  %s  %12s  %12s  %s\n", json_get_int(one, "n", 0), json_get_text(one, "due_on"),
		                       amount, paid, word);
	}
}

void plan_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	const char *outcome = json_get_text(result, "outcome");
	if (g_strcmp0(outcome, "refused") == 0)
		g_string_append(out, da ? "Ikke noteret: en person skal se på det først (--approved-by NAVN --why TEKST).\n"
		                        : "Not recorded: a person must look at it first (--approved-by NAME --why TEXT).\n");
	cJSON_ArrayForEach(row, json_get(result, "findings")) g_string_append_printf(
	    out, "  ! %s (%s)\n", json_get_text(row, "because"), json_get_text(row, "statute"));
	cJSON_ArrayForEach(row, json_get(result, "plans")) plan_lines(call, row, out);
	if (cJSON_GetArraySize(json_get(result, "plans")) == 0 && outcome == NULL)
		g_string_append(out, da ? "Ingen ordning med rater.\n" : "No plan of instalments.\n");
}
