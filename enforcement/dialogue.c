#include "enforcement/dialogue.h"

#include "assess/contact.h"
#include "assess/edition.h"
#include "enforcement/note.h"
#include "enforcement/states.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/typed.h"

#include <inttypes.h>
#include <string.h>

const OptionRow call_log_options[] = {
	{ "debtor", "ID", { "skyldneren; kan udelades, når der er én", "the debtor; may be left out when there is one" } },
	{ "on", "DATE", { "dagen; ellers i dag", "the day; else today" } },
	{ "at", "HH:MM", { "klokken", "the time of day" } },
	{ "by", "NAME", { "hvem der talte med skyldner", "who spoke with the debtor" } },
	{ "channel", "phone|visit|mail|sms|chat", { "hvordan; ellers telefon", "how; else by telephone" } },
	{ "with", "debtor|family|employer|neighbour|other", { "hvem der svarede", "who answered" } },
	{ "place", "home|business|work|elsewhere", { "hvor et besøg fandt sted", "where a visit was" } },
	{ "asked", NULL, { "skyldner havde bedt om det", "the debtor had asked for it" } },
	{ "outcome", "promise|no-answer|…",
	  { "promise, no-answer, message, disputes, refuses, wants-plan, wrong-number, other",
	    "promise, no-answer, message, disputes, refuses, wants-plan, wrong-number, other" } },
	{ "promised", "DATE", { "dagen, som skyldner lovede at betale", "the day on which the debtor promised to pay" } },
	{ "amount", "KR", { "beløbet, som skyldner lovede", "the amount that the debtor promised" } },
	{ "summary", "TEXT", { "hvad der blev sagt", "what was said" } },
	{ "text-file", "FILE", { "det samme fra en fil", "the same from a file" } },
	{ "erase", "N", { "slet, hvad der blev sagt i opkald nr. N (events)", "erase what was said in call number N (events)" } },
	{ "why", "TEXT", { "hvorfor det slettes", "why it is erased" } },
	{ 0 },
};

const OptionRow dialogue_options[] = {
	{ "debtor", "ID", { "kun denne skyldner", "this debtor alone" } },
	{ 0 },
};

const OptionRow henstand_options[] = {
	{ "debtor", "ID", { "skyldneren; kan udelades, når der er én", "the debtor; may be left out when there is one" } },
	{ "until", "DATE", { "til og med denne dag", "up to and with this day" } },
	{ "on", "DATE", { "dagen; ellers i dag", "the day; else today" } },
	{ "document", "FILE", { "brevet, der giver den", "the letter that gives it" } },
	{ "approved-by", "NAME", { "hvem der giver den alligevel", "who gives it all the same" } },
	{ "why", "TEXT", { "hvorfor", "why" } },
	{ "by", "NAME", { "hvem der noterer", "who records it" } },
	{ 0 },
};

static bool usage(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_USAGE, code, da, en);
}

/* The one asked for, or the only one. */
static const Party *debtor_asked(const Case *c, const Call *call, GError **error)
{
	const char *id = call_option(call, "debtor");
	const Party *debtor = id != NULL ? case_debtor(c, id) : c->debtors->len == 1 ? c->debtors->pdata[0] : NULL;
	if (debtor == NULL && id != NULL)
		error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".", id);
	else if (debtor == NULL)
		usage(error, "debtor", "Sig hvilken skyldner: --debtor ID.", "Say which debtor: --debtor ID.");
	return debtor;
}

static bool day_asked(const Call *call, Date *on, GError **error)
{
	if (!call_date(call, "on", on, error))
		return false;
	if (!date_known(*on))
		*on = call->today;
	return true;
}

/* ---- call ---- */

/* Which of the words an option names; first: what stands for nothing said. */
static bool word_asked(const Call *call, const char *option, const char *(*name)(int), int first, int n, int *out, GError **error)
{
	const char *text = call_option(call, option);
	*out = first;
	for (int i = 0; text != NULL && i < n; i++)
		if (name(i) != NULL && strcmp(name(i), text) == 0) {
			*out = i;
			return true;
		}
	return text == NULL || error_set(error, ERROR_USAGE, "word", "--%s kender ikke »%s«.", "--%s does not know \"%s\".", option, text);
}

static const char *channel_name(int i)
{
	return contact_channel_name((ContactChannel)i);
}

static const char *with_name(int i)
{
	return contact_with_name((ContactWith)i);
}

static const char *place_name(int i)
{
	return contact_place_name((ContactPlace)i);
}

static const char *outcome_name(int i)
{
	return contact_outcome_name((ContactOutcome)i);
}

static bool text_asked(const Call *call, char **text, GError **error)
{
	const char *summary = call_option(call, "summary"), *file = call_option(call, "text-file");
	*text = g_strdup(summary);
	if (file != NULL) {
		g_autoptr(GBytes) bytes = file_read(file, LIMIT_FACT_BYTES, error);
		if (bytes == NULL)
			return false;
		gsize n;
		const char *data = g_bytes_get_data(bytes, &n);
		g_free(*text);
		*text = g_strndup(data != NULL ? data : "", n);
		if (strlen(*text) != n)
			return usage(error, "text", "Filen er ikke tekst.", "The file is not text.");
		g_strstrip(*text);
	}
	if (*text != NULL && (strlen(*text) > LIMIT_FACT_BYTES || !g_utf8_validate(*text, -1, NULL)))
		return usage(error, "text", "Teksten er for lang eller ikke UTF-8.", "The text is too long or not UTF-8.");
	if (*text != NULL && **text == '\0')
		g_clear_pointer(text, g_free);
	return true;
}

static bool contact_asked(const Call *call, Contact *out, GError **error)
{
	int channel, with, place, outcome;
	const char *at = call_option(call, "at");
	*out = (Contact){ .minute = -1, .asked = call_has(call, "asked") };
	if (!word_asked(call, "channel", channel_name, CHANNEL_PHONE, CHANNELS, &channel, error) ||
	    !word_asked(call, "with", with_name, WITH_UNSAID, WITHS, &with, error) ||
	    !word_asked(call, "place", place_name, PLACE_UNSAID, PLACES, &place, error) ||
	    !word_asked(call, "outcome", outcome_name, OUTCOME_UNSAID, OUTCOMES, &outcome, error))
		return false;
	if (at != NULL && !contact_minute(at, &out->minute))
		return usage(error, "at", "Skriv klokken som TT:MM, for eksempel 14:30.", "Write the time as HH:MM, such as 14:30.");
	out->channel = (ContactChannel)channel;
	out->with = (ContactWith)with;
	out->place = (ContactPlace)place;
	out->outcome = (ContactOutcome)outcome;
	if (outcome == OUTCOME_UNSAID)
		return usage(error, "outcome", "Sig hvad der kom ud af det: --outcome promise, no-answer, message …",
		             "Say what came of it: --outcome promise, no-answer, message …");
	return true;
}

static bool promise_asked(const Call *call, const Contact *contact, Event *event, GError **error)
{
	const char *amount = call_option(call, "amount");
	event->amount = money_zero();
	if (!call_date(call, "promised", &event->deadline_on, error))
		return false;
	if (amount != NULL && (!money_typed(amount, &event->amount) || money_compare(event->amount, money_zero()) <= 0))
		return usage(error, "amount", "--amount skal være kroner over nul.", "--amount must be kroner above zero.");
	event->has_amount = amount != NULL;
	bool promise = contact->outcome == OUTCOME_PROMISE;
	if (promise != date_known(event->deadline_on) || (amount != NULL && !promise))
		return usage(error, "promise", "Et løfte har en dag: --outcome promise --promised DATO.",
		             "A promise has a day: --outcome promise --promised DATE.");
	if (promise && date_before(event->deadline_on, event->on))
		return error_set(error, ERROR_INPUT, "promise-day", "Løftets dag ligger før opkaldet.", "The promised day lies before the call.");
	return true;
}

/* What the rules of conduct say of this contact. */
static void conduct_json(cJSON *object, const Case *c, const Law *law, const Event *event, const Call *call)
{
	cJSON *findings = json_array(object, "findings");
	g_autoptr(Assessment) assessment = assess(c, law, date_max(call->today, event->on));
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		bool of_this = false;
		for (guint k = 0; k < finding->events.len; k++)
			of_this = of_this || ((const Event *)finding->events.pdata[k])->id == event->id;
		if (finding->rule->id[0] != 'K' || finding->verdict == VERDICT_CLEAR || !of_this)
			continue;
		cJSON *row = json_push(findings);
		json_text(row, "id", finding->rule->id);
		json_text(row, "severity", finding->severity == SEVERITY_BLOCK ? "BLOCK" : finding->severity == SEVERITY_WARN ? "WARN" : "NOTE");
		json_text(row, "statute", finding->rule->statute);
		json_text(row, "because", finding_because(finding, call->lang));
	}
}

int call_run(const Call *call, cJSON **result, GError **error)
{
	Contact contact;
	bool already;
	if (call_has(call, "erase"))
		return call_erase_run(call, result, error);
	g_autofree char *text = NULL;
	g_autoptr(Event) event = g_new0(Event, 1);
	event->deadline_on = DATE_NONE;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !day_asked(call, &event->on, error) || !contact_asked(call, &contact, error) ||
	    !promise_asked(call, &contact, event, error) || !text_asked(call, &text, error))
		return -1;
	if (call_option(call, "by") == NULL) {
		usage(error, "by", "Sig hvem der talte med skyldner: --by NAVN.", "Say who spoke with the debtor: --by NAME.");
		return -1;
	}
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	const Party *debtor = c != NULL ? debtor_asked(c, call, error) : NULL;
	if (debtor == NULL)
		return -1;
	contact.text = text;
	event->name = g_strdup("call_logged");
	event->debtor = g_strdup(debtor->id);
	event->by = g_strdup(call_option(call, "by"));
	event->ground = contact_ground(&contact);
	if (!note_record(call, c->id, event, &already, error))
		return -1;
	g_autoptr(Case) now = case_read(call->store, c->id, 0, error);
	if (now == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("call");
	json_text(object, "case", now->id);
	json_text(object, "outcome", already ? "already" : "recorded");
	event_json(json_object(object, "event"), event);
	conduct_json(object, now, law, event, call);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void call_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *event = json_get(result, "event"), *row;
	if (event == NULL) {
		g_string_append_printf(out, call->lang == LANG_DA ? "%s  Notatet om opkald nr. %d er slettet.\n" : "%s  The note of call number %d is erased.\n",
		                       json_get_text(result, "case"), (int)json_get_int(result, "erased", 0));
		return;
	}
	g_string_append_printf(out, "%s  %s  %s\n", json_get_text(result, "case"), json_get_text(event, "on"), json_get_text(event, "ground"));
	if (json_get_text(event, "deadline_on") != NULL)
		g_string_append_printf(out, call->lang == LANG_DA ? "  Lovet til %s; det står i due.\n" : "  Promised by %s; due has it.\n",
		                       json_get_text(event, "deadline_on"));
	cJSON_ArrayForEach(row, json_get(result, "findings")) g_string_append_printf(
	    out, "  ! %s %s (%s)\n", json_get_text(row, "id"), json_get_text(row, "because"), json_get_text(row, "statute"));
}

/* ---- dialogue ---- */

/* What belongs to the talk with the debtor. */
static const char *kind_of(const Event *event)
{
	static const struct {
		const char *event, *kind;
	} rows[] = { { "call_logged", "contact" },       { "reminder_sent", "letter" },     { "demand_sent", "letter" },
		     { "letter_sent", "letter" },         { "invoice_sent", "letter" },      { "letter_returned", "returned" },
		     { "demand_returned", "returned" },   { "objection_received", "answer" }, { "objection_cleared", "answer" },
		     { "objection_stands", "answer" },    { "acknowledged", "answer" },       { "settlement_signed", "agreement" },
		     { "plan_agreed", "agreement" },      { "plan_ended", "agreement" },      { "instalment_defaulted", "agreement" },
		     { "henstand_granted", "agreement" }, { "henstand_ended", "agreement" },  { "offer_made", "offer" },
		     { "offer_withdrawn", "offer" },      { "payment", "payment" } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].event, event->name) == 0)
			return rows[i].kind;
	return NULL;
}

static void contact_json(cJSON *row, const Case *c, const Event *event, Date today)
{
	Contact contact;
	contact_read(event, &contact);
	g_autofree char *at = contact.minute >= 0 ? g_strdup_printf("%02d:%02d", contact.minute / 60, contact.minute % 60) : NULL;
	json_text(row, "channel", contact_channel_name(contact.channel));
	json_text(row, "at", at);
	json_text(row, "with", contact_with_name(contact.with));
	json_text(row, "outcome", contact_outcome_name(contact.outcome));
	json_text(row, "text", contact.text);
	bool promise = date_known(event->deadline_on);
	json_text(row, "promise", !promise ? NULL : contact_promise_kept(c, event) ? "kept" : date_before(event->deadline_on, today) ? "broken" : "open");
}

int dialogue_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	const char *only = call_option(call, "debtor");
	if (c == NULL || (only != NULL && debtor_asked(c, call, error) == NULL))
		return -1;
	g_autoptr(cJSON) object = json_result("dialogue");
	json_text(object, "case", c->id);
	cJSON *rows = json_array(object, "entries");
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		const char *kind = event->replaced ? NULL : kind_of(event);
		if (kind == NULL || (only != NULL && event->debtor != NULL && strcmp(event->debtor, only) != 0))
			continue;
		cJSON *row = json_push(rows);
		json_text(row, "kind", kind);
		event_json(row, event);
		json_text(row, "title", event_word(event->name, call->lang));
		if (strcmp(kind, "contact") == 0)
			contact_json(row, c, event, call->today);
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void dialogue_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	static const struct {
		const char *word;
		Say say;
	} promises[] = { { "kept", { "holdt", "kept" } }, { "broken", { "ikke holdt", "broken" } }, { "open", { "løber", "open" } } };
	cJSON_ArrayForEach(row, json_get(result, "entries"))
	{
		const char *debtor = json_get_text(row, "debtor"), *ground = json_get_text(row, "ground"), *by = json_get_text(row, "by");
		const char *deadline = json_get_text(row, "deadline_on"), *promise = json_get_text(row, "promise");
		g_string_append_printf(out, "%s  %-3s %s", json_get_text(row, "on"), debtor != NULL ? debtor : "", json_get_text(row, "title"));
		int64_t ore = json_get_int(row, "amount_ore", 0);
		if (ore != 0) {
			g_autofree char *amount = money_danish(money_of_ore(ore));
			g_string_append_printf(out, da ? ", %s kr." : ", DKK %s", amount);
		}
		if (ground != NULL)
			g_string_append_printf(out, ": %s", ground);
		if (deadline != NULL)
			g_string_append_printf(out, da ? "; til %s" : "; by %s", deadline);
		for (size_t i = 0; promise != NULL && i < G_N_ELEMENTS(promises); i++)
			if (strcmp(promises[i].word, promise) == 0)
				g_string_append_printf(out, da ? ", løftet %s" : ", the promise %s", say(promises[i].say, call->lang));
		if (by != NULL)
			g_string_append_printf(out, " (%s)", by);
		g_string_append_c(out, '\n');
	}
	if (cJSON_GetArraySize(json_get(result, "entries")) == 0)
		g_string_append(out, da ? "Intet er sagt eller skrevet.\n" : "Nothing was said or written.\n");
}
