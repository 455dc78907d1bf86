/* What a note is answered with: the event, where each debtor now stands, and what a person should know at once. */
#include "enforcement/note.h"

#include "assess/award.h"
#include "enforcement/ledger.h"

#include <inttypes.h>
#include <string.h>

static cJSON *finding_push(cJSON *findings, const char *id, const char *name, const char *about)
{
	cJSON *finding = json_push(findings);
	json_text(finding, "id", id);
	json_text(finding, "name", name);
	json_text(finding, "severity", "WARN");
	json_text(finding, "about", about);
	return finding;
}

/* only: misfits of that event alone; 0: all. */
static void states_add(cJSON *object, const States *states, int64_t only, Lang lang)
{
	cJSON *debtors = json_array(object, "debtors");
	cJSON *findings = json_array(object, "findings");
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *state = states->debtors->pdata[i];
		cJSON *row = json_push(debtors);
		json_text(row, "debtor", state->debtor->id);
		json_text(row, "name", field_text(&state->debtor->name));
		json_text(row, "state", state->state->name);
		json_text(row, "text", say(state_words(state), lang));
		json_date(row, "since_on", state->since_on);
		for (guint j = 0; j < state->misfits->len; j++) {
			const Misfit *misfit = state->misfits->pdata[j];
			if (only != 0 && misfit->event_id != only)
				continue;
			g_autofree char *about =
			    g_strdup_printf("debtor/%s event/%" PRId64, state->debtor->id, misfit->event_id);
			cJSON *finding = finding_push(findings, "R20", "event-does-not-fit", about);
			json_text(finding, "event", misfit->event);
			json_date(finding, "on", misfit->on);
			json_text(finding, "because", lang == LANG_DA ? misfit->da : misfit->en);
		}
	}
}

void states_json(cJSON *object, const States *states, Lang lang)
{
	states_add(object, states, 0, lang);
}

static void say_of_case(cJSON *row, const char *id, const char *name, const char *text)
{
	cJSON *finding = finding_push(cJSON_GetObjectItemCaseSensitive(row, "findings"), id, name, "case");
	json_text(finding, "because", text);
}

/* Handed in without the paper that was approved: its fee is booked all the same, when it is known. */
static bool filed_outside(const Call *call, const char *case_id, cJSON *row, const Event *event, GError **error)
{
	PostingKind kind;
	Money fee;
	if (strcmp(event->name, "bp_filed") != 0 && strcmp(event->name, "claim_filed") != 0)
		return true;
	if (!ledger_booked(call->store, case_id, event->id, &kind, &fee, error))
		return false;
	bool da = call->lang == LANG_DA;
	g_autofree char *kroner = kind != POSTING_none ? money_danish(fee) : NULL;
	g_autofree char *text =
	    kroner == NULL ? g_strdup(da ? "Indleveringen er noteret uden om godkendelsen; ingen retsafgift er bogført for den."
	                                 : "The hand-in was noted outside the approval; no court fee is booked for it.")
	                   : g_strdup_printf(da ? "Indleveringen er noteret uden om godkendelsen; retsafgiften, %s kr., er bogført."
	                                        : "The hand-in was noted outside the approval; the court fee, DKK %s, is booked.", kroner);
	say_of_case(row, "R21", "handed-in-outside-approval", text);
	return true;
}

/* What comes in beyond what is owed is the payer's. */
static void overpaid(const Call *call, const Assessment *assessment, cJSON *row, const Event *event)
{
	const Owed *owed = assessment->owed;
	if (strcmp(event->name, "payment") != 0 || event->replaced || !owed->known || money_is_zero(owed->surplus))
		return;
	bool da = call->lang == LANG_DA;
	g_autofree char *kroner = money_danish(owed->surplus);
	g_autofree char *text = g_strdup_printf(
	    da ? "Der er betalt %s kr. mere, end der skyldes. Det er skyldners: betal det tilbage, eller få skyldners ord for, hvad det skal dække. "
	         "Er beløbet tastet forkert, så ret det med --replaces %" PRId64 "."
	       : "DKK %s more than is owed has been paid. It is the debtor's: pay it back, or get the debtor's word for what it is to cover. If the "
	         "amount was mistyped, correct it with --replaces %" PRId64 ".",
	    kroner, event->id);
	say_of_case(row, "R24", "paid-more-than-owed", text);
}

/* The form carries the court's fee and the costs claimed: an endorsement of them that is recorded bare leaves them out of the claim. */
static bool endorsed_bare(const Call *call, const char *case_id, cJSON *row, const Event *event, GError **error)
{
	Award award;
	Money fee;
	award_read(event, &award);
	if (!award_endorses(event->name) || award.total_known || award.costs_alone)
		return true;
	if (!ledger_cost(call->store, case_id, &fee, error))
		return false;
	bool da = call->lang == LANG_DA;
	g_autofree char *kroner = money_danish(fee), *plain = money_is_zero(fee) ? g_strdup("KR") : money_plain(fee);
	g_autofree char *paid = money_is_zero(fee) ? g_strdup("")
	                                           : g_strdup_printf(da ? " Der er betalt %s kr. i retsafgift." : " DKK %s was paid in court fees.", kroner);
	g_autofree char *text = g_strdup_printf(
	    da ? "Påtegningen er noteret uden omkostninger, og retsafgiften er ikke regnet med i kravet.%s Er de påtegnet, så noter den igen med "
	         "--costs %s --replaces %" PRId64 "; er de ikke, så med --costs 0."
	       : "The endorsement was recorded without costs, and the court fee is not reckoned in the claim.%s If they are endorsed, record it again "
	         "with --costs %s --replaces %" PRId64 "; if they are not, with --costs 0.",
	    paid, plain, event->id);
	say_of_case(row, "R25", "endorsed-without-costs", text);
	return true;
}

bool note_answer(const Call *call, const States *states, const Assessment *assessment, const Event *event, bool already, cJSON *row,
                 GError **error)
{
	const char *case_id = assessment->on_case->id;
	json_text(row, "outcome", already ? "already" : "recorded");
	cJSON *said_event = json_object(row, "event");
	event_json(said_event, event);
	json_text(row, "state", states->least != NULL ? states->least->state->name : NULL);
	states_add(row, states, event->id, call->lang); /* only what this event itself ran into */
	overpaid(call, assessment, row, event);
	return filed_outside(call, case_id, row, event, error) && endorsed_bare(call, case_id, row, event, error);
}
