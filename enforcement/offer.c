#include "enforcement/offer.h"

#include "assess/claimed.h"
#include "assess/edition.h"
#include "assess/rebate.h"
#include "enforcement/note.h"
#include "enforcement/states.h"
#include "intake/record.h"
#include "intake/typed.h"

#include <inttypes.h>
#include <string.h>

const OptionRow offer_options[] = {
	{ "until", "DATE", { "sidste dag for at betale", "the last day to pay" } },
	{ "quick", NULL, { "renten eftergives, når resten betales i tide", "interest is waived when the rest is paid in time" } },
	{ "amount", "KR", { "beløbet, som hele kravet kan afgøres med", "the amount that settles the whole claim" } },
	{ "consent", "NAME", { "hvem hos kreditor der har sagt ja", "who of the creditor's has agreed" } },
	{ "on", "DATE", { "dagen for tilbuddet; ellers i dag", "the day of the offer; else today" } },
	{ "by", "NAME", { "hvem der noterer", "who records it" } },
	{ 0 },
};

static bool bad(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_INPUT, code, da, en);
}

static bool usage(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_USAGE, code, da, en);
}

static void offers_json(cJSON *object, const Case *c, Date on)
{
	cJSON *rows = json_array(object, "offers");
	g_autoptr(GArray) offers = rebates_of(c, on);
	for (guint i = 0; i < offers->len; i++) {
		const Rebate *offer = &g_array_index(offers, Rebate, i);
		cJSON *row = json_push(rows);
		json_int(row, "event_id", offer->event->id);
		json_date(row, "made_on", offer->event->on);
		json_date(row, "until_on", offer->event->deadline_on);
		json_money(row, "amount_ore", offer->event->amount);
		json_text(row, "ground", offer->event->ground);
		json_text(row, "state", rebate_state_name(offer->state));
		json_money(row, "paid_ore", offer->paid);
		json_date(row, "met_on", offer->met_on);
	}
}

/* One at a time, and never after one that was met. */
static bool none_stands(const Case *c, Date on, GError **error)
{
	g_autoptr(GArray) offers = rebates_of(c, on);
	for (guint i = 0; i < offers->len; i++) {
		const Rebate *offer = &g_array_index(offers, Rebate, i);
		if (offer->state != REBATE_OPEN && offer->state != REBATE_MET)
			continue;
		error_set(error, ERROR_INPUT, "offer-stands", "Der står allerede et tilbud (hændelse nr. %" PRId64 ").",
		          "An offer stands already (event number %" PRId64 ").", offer->event->id);
		error_remedy(error, "Træk det tilbage med offer_withdrawn først.", "Withdraw it with offer_withdrawn first.");
		return false;
	}
	return true;
}

/* What the offer asks for, held against what will be owed on its last day; *waives: what falls away if it is paid then. */
static bool amount_asked(const Call *call, const Case *c, const Law *law, Date until, Event *event, Money *waives, GError **error)
{
	const char *text = call_option(call, "amount");
	bool quick = call_has(call, "quick");
	if (quick == (text != NULL))
		return usage(error, "offer-what", "Skriv enten --quick eller --amount KR.", "Write either --quick or --amount KR.");
	if (text != NULL && (!money_typed(text, &event->amount) || money_compare(event->amount, money_zero()) <= 0))
		return usage(error, "amount", "--amount skal være kroner over nul.", "--amount must be kroner above zero.");
	g_autoptr(Claimed) claimed = claimed_of(c, law, until);
	const Owed *owed = claimed->owed;
	if (!owed->known)
		return error_set_texts(error, ERROR_INPUT, "offer-unknown", owed->unknown_da != NULL ? owed->unknown_da : "Beløbet er ikke kendt.",
		                       owed->unknown_en != NULL ? owed->unknown_en : "The amount is not known.");
	if (quick && !money_sub(owed->total, owed->open_interest, &event->amount))
		return bad(error, "offer-unknown", "Beløbet er ikke kendt.", "The amount is not known.");
	if (!money_sub(owed->total, event->amount, waives) || money_compare(*waives, money_zero()) <= 0 || money_is_zero(event->amount))
		return bad(error, "offer-no-less", "Tilbuddet er ikke mindre end det, der skyldes den dag.",
		           "The offer is no less than what is owed on that day.");
	event->has_amount = true;
	return true;
}

static bool closed(const Case *c, const Law *law, Date on)
{
	g_autoptr(Assessment) assessment = assess(c, law, on);
	g_autoptr(States) states = states_of(c, assessment, law, on);
	return states->least == NULL || states->least->state->terminal;
}

static bool offer_asked(const Call *call, const Case *c, const Law *law, Event *event, Money *waives, GError **error)
{
	const char *consent = call_option(call, "consent"), *by = call_option(call, "by");
	if (!call_date(call, "on", &event->on, error) || !call_date(call, "until", &event->deadline_on, error))
		return false;
	if (!date_known(event->on))
		event->on = call->today;
	if (!date_known(event->deadline_on))
		return usage(error, "until", "Sig hvornår der senest skal betales: --until DATO.", "Say by when to pay: --until DATE.");
	if (date_before(event->deadline_on, event->on))
		return bad(error, "offer-day", "Tilbuddets sidste dag er gået, når det afgives.", "The offer's last day has passed when it is made.");
	if (consent == NULL && !case_own_account(c))
		return usage(error, "consent", "Kreditor skal have sagt ja: --consent NAVN.", "The creditor must have agreed: --consent NAME.");
	if (!none_stands(c, event->on, error))
		return false;
	if (closed(c, law, event->on))
		return bad(error, "case-closed", "Sagen er afsluttet.", "The case is closed.");
	event->name = g_strdup("offer_made");
	event->by = g_strdup(by != NULL ? by : "lawyer");
	const char *what = call_has(call, "quick") ? "renten eftergives" : "resten eftergives";
	event->ground = consent != NULL ? g_strdup_printf("%s; kreditors ja: %s", what, consent) : g_strdup(what);
	return amount_asked(call, c, law, event->deadline_on, event, waives, error);
}

int offer_run(const Call *call, cJSON **result, GError **error)
{
	bool already;
	Money waives;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	g_autoptr(Event) event = g_new0(Event, 1);
	event->on = event->deadline_on = DATE_NONE;
	if (c == NULL || !offer_asked(call, c, law, event, &waives, error) || !note_record(call, c->id, event, &already, error))
		return -1;
	g_autoptr(Case) now = case_read(call->store, c->id, 0, error);
	if (now == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("offer");
	json_text(object, "case", now->id);
	json_text(object, "outcome", already ? "already" : "recorded");
	json_money(object, "waives_ore", waives);
	offers_json(object, now, date_max(call->today, event->on));
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

int offer_show_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("offer");
	json_text(object, "case", c->id);
	json_text(object, "outcome", NULL);
	json_null(object, "waives_ore");
	offers_json(object, c, call->today);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void offer_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	static const struct {
		const char *state;
		Say say;
	} words[] = { { "open", { "står åbent", "open" } },
		      { "met", { "betalt i tide, resten er eftergivet", "paid in time, the rest is waived" } },
		      { "lapsed", { "bortfaldet", "lapsed" } },
		      { "withdrawn", { "trukket tilbage", "withdrawn" } } };
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "offers"))
	{
		const char *state = json_get_text(row, "state");
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strcmp(words[i].state, state) == 0)
				state = say(words[i].say, call->lang);
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(row, "amount_ore", 0)));
		g_string_append_printf(out, da ? "%s  %s kr. senest %s: %s\n" : "%s  DKK %s by %s: %s\n", json_get_text(row, "made_on"), amount,
		                       json_get_text(row, "until_on"), state);
	}
	int64_t waives = json_get_int(result, "waives_ore", 0);
	if (waives != 0) {
		g_autofree char *kroner = money_danish(money_of_ore(waives));
		g_string_append_printf(out, da ? "Betales der i tide, eftergives %s kr.\n" : "If it is paid in time, DKK %s is waived.\n", kroner);
	}
	if (cJSON_GetArraySize(json_get(result, "offers")) == 0)
		g_string_append(out, da ? "Ingen tilbud.\n" : "No offers.\n");
}
