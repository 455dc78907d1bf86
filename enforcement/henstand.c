/* Time given, with an eye on limitation: it runs on meanwhile (fl § 3), so the day is told before the word is given. */
#include "assess/edition.h"
#include "enforcement/dialogue.h"
#include "enforcement/note.h"
#include "enforcement/states.h"
#include "intake/record.h"

#include <string.h>

#define LEFT_DAYS 90 /* project parameter: what a claim must still have when the time given ends, to be sued in peace */

static const DebtorState *state_asked(const Call *call, const Case *c, const States *states, GError **error)
{
	const char *id = call_option(call, "debtor");
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *state = states->debtors->pdata[i];
		if (id == NULL ? c->debtors->len == 1 : strcmp(state->debtor->id, id) == 0)
			return state;
	}
	error_set_texts(error, id != NULL ? ERROR_INPUT : ERROR_USAGE, id != NULL ? "no-such-debtor" : "debtor",
	                "Sig hvilken af sagens skyldnere: --debtor ID.", "Say which of the case's debtors: --debtor ID.");
	return NULL;
}

/* What limitation says of it, in both languages; NULL: nothing. */
static char *too_near(const DebtorState *state, Date until, Lang lang)
{
	Date last = state->limitation_on;
	if (state->limitation_held)
		return NULL;
	if (!date_known(last))
		return g_strdup(lang == LANG_DA ? "Det er ikke kendt, hvornår kravet forældes: få en skriftlig anerkendelse først."
		                                : "It is not known when the claim is time-barred: get a written acknowledgement first.");
	int left = date_diff(until, last);
	if (left >= LEFT_DAYS)
		return NULL;
	g_autofree char *day = lang == LANG_DA ? date_danish_long(last) : date_english(last);
	if (left <= 0)
		return g_strdup_printf(lang == LANG_DA ? "Kravet forældes %s, før henstanden er slut. Giv kortere tid, eller få en skriftlig "
		                                         "anerkendelse først."
		                                       : "The claim is time-barred on %s, before the time given is over. Grant less, or get a "
		                                         "written acknowledgement first.",
		                       day);
	return g_strdup_printf(lang == LANG_DA ? "Kravet forældes %s, %d dage efter henstandens slutning; der bør være mindst %d. Giv kortere "
	                                         "tid, eller få en skriftlig anerkendelse først."
	                                       : "The claim is time-barred on %s, %d days after the time given ends; at least %d should be left. "
	                                         "Grant less, or get a written acknowledgement first.",
	                       day, left, LEFT_DAYS);
}

static bool days_fit(const DebtorState *state, Date on, Date until, GError **error)
{
	if (!date_known(until))
		return error_set_texts(error, ERROR_USAGE, "until", "Sig hvor længe: --until DATO.", "Say for how long: --until DATE.");
	if (!date_before(on, until))
		return error_set_texts(error, ERROR_INPUT, "henstand-day", "Henstanden skal slutte efter den dag, den gives.",
		                       "The time given must end after the day on which it is given.");
	if (state->state->terminal)
		return error_set_texts(error, ERROR_INPUT, "case-closed", "Sagen er afsluttet mod skyldneren.",
		                       "The case is closed against the debtor.");
	return true;
}

int henstand_run(const Call *call, cJSON **result, GError **error)
{
	Date on, until;
	bool already = false;
	const char *by = call_option(call, "by"), *who = call_option(call, "approved-by"), *why = call_option(call, "why");
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !call_date(call, "on", &on, error) || !call_date(call, "until", &until, error))
		return -1;
	on = date_known(on) ? on : call->today;
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return -1;
	g_autoptr(Assessment) assessment = assess(c, law, on);
	g_autoptr(States) states = states_of(c, assessment, law, on);
	const DebtorState *state = state_asked(call, c, states, error);
	if (state == NULL || !days_fit(state, on, until, error))
		return -1;
	g_autofree char *near = too_near(state, until, call->lang);
	bool refused = near != NULL && (who == NULL || why == NULL);
	g_autoptr(Event) event = g_new0(Event, 1);
	event->name = g_strdup("henstand_granted");
	event->on = on;
	event->deadline_on = until;
	event->debtor = g_strdup(state->debtor->id);
	event->document = g_strdup(call_option(call, "document"));
	event->ground = near != NULL && !refused ? g_strdup_printf("trods forældelsen: %s, %s", who, why) : NULL;
	event->by = g_strdup(by != NULL ? by : "lawyer");
	if (!refused && !note_record(call, c->id, event, &already, error))
		return -1;
	g_autoptr(cJSON) object = json_result("henstand");
	json_text(object, "case", c->id);
	json_text(object, "debtor", state->debtor->id);
	json_text(object, "outcome", refused ? "refused" : already ? "already" : "recorded");
	json_date(object, "until_on", until);
	json_date(object, "limitation_on", state->limitation_held ? DATE_NONE : state->limitation_on);
	json_text(object, "finding", near);
	json_text(object, "statute", "fl § 3 stk. 1; fl § 15");
	*result = g_steal_pointer(&object);
	return refused ? EXIT_NO : EXIT_FINE;
}

void henstand_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const char *near = json_get_text(result, "finding");
	bool refused = strcmp(json_get_text(result, "outcome"), "refused") == 0;
	g_string_append_printf(out, refused ? (da ? "%s %s: ikke givet.\n" : "%s %s: not given.\n")
	                                    : (da ? "%s %s: henstand til og med %s.\n" : "%s %s: time given up to and with %s.\n"),
	                       json_get_text(result, "case"), json_get_text(result, "debtor"), json_get_text(result, "until_on"));
	if (near != NULL)
		g_string_append_printf(out, "  ! %s (%s)\n", near, json_get_text(result, "statute"));
}
