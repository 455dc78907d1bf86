/* send: the day's checks once more, the dispatch's row, the handing-over, its outcome. */
#include "filing/send.h"

#include "assess/edition.h"
#include "filing/handinlist.h"
#include "filing/make.h"
#include "filing/run.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/render.h"

#include <inttypes.h>
#include <string.h>

/* ---- the command ---- */

static bool errand_open(Errand *errand, const Call *call, GError **error)
{
	const char *via = call_option(call, "via");
	if (via == NULL || (strcmp(via, "folder") != 0 && strcmp(via, "mail") != 0))
		return error_set(error, ERROR_USAGE, "which-way", "Skriv vejen med --via folder eller --via mail.",
		                 "Say the way with --via folder or --via mail.");
	errand->via = strcmp(via, "mail") == 0 ? VIA_MAIL : VIA_FOLDER;
	errand->by = call_option(call, "by");
	if (errand->by != NULL && (*errand->by == '\0' || g_utf8_strlen(errand->by, -1) > LIMIT_NAME_CHARS))
		return error_set(error, ERROR_USAGE, "who", "Skriv hvem der errand, med --by NAVN.", "Say who sends, with --by NAME.");
	const GPtrArray *letters = call_options(call, "letter");
	for (guint i = 0; letters != NULL && i < letters->len; i++) {
		gint64 number;
		if (call->argc != 1 || !g_ascii_string_to_signed(letters->pdata[i], 10, 1, G_MAXINT32, &number, NULL))
			return error_set(error, ERROR_USAGE, "which-letter", "Skriv én sag og brevets nummer: send SAG --letter N.",
			                 "Write one case and the letter's number: send CASE --letter N.");
	}
	if (errand->via == VIA_MAIL && (errand->postbox = postbox_open(call->home, error)) == NULL)
		return false;
	errand->courts = court_list(call->home, errand->law, error);
	return errand->courts != NULL;
}

/* Goes the batch on after it? Then the row tells, and *worst keeps the fault that the exit code is to tell of. */
static bool row_refuse(cJSON *row, GError *fault, Lang lang, bool alone, GError **worst, GError **error)
{
	ErrorClass class = error_class(fault);
	bool unknown = alone && (strcmp(error_code(fault), "no-such-case") == 0 || strcmp(error_code(fault), "no-such-letter") == 0);
	if (unknown || (class != ERROR_INPUT && class != ERROR_DELIVERY && class != ERROR_INTEGRITY)) {
		g_propagate_error(error, fault);
		return false;
	}
	g_autofree char *text = error_sentence(fault, lang);
	json_text(row, "outcome", "refused");
	json_text(row, "code", error_code(fault));
	json_text(row, "because", text);
	if (class != ERROR_INPUT && *worst == NULL)
		*worst = g_steal_pointer(&fault);
	g_clear_error(&fault);
	return true;
}

/* An outcome that is no delivery makes the exit code that of one. */
static void row_judge(const cJSON *row, GError **worst)
{
	const char *outcome = json_get_text(row, "outcome"), *why = json_get_text(row, "because");
	if (*worst != NULL || strcmp(outcome, "sent") == 0 || strcmp(outcome, "already") == 0)
		return;
	error_set(worst, ERROR_DELIVERY, "not-delivered", "Sag %s er ikke afleveret: %s.", "Case %s was not delivered: %s.",
	          json_get_text(row, "case"), why != NULL ? why : outcome);
	error_remedy(worst, "paakrav outbox viser, hvad der venter, og hvorfor.", "paakrav outbox lists what waits and why.");
}

/* From exit 2 on the object is an error's; the rows stand in it too. */
static cJSON *as_error(cJSON *object, const GError *worst, Lang lang)
{
	cJSON *told = render_error(worst, lang);
	cJSON_AddItemToObject(told, "deliveries", cJSON_DetachItemFromObjectCaseSensitive(object, "deliveries"));
	return told;
}

static int send_all(const Errand *errand, cJSON **result, GError **error)
{
	const Call *call = errand->call;
	g_autoptr(cJSON) object = json_result("send");
	cJSON *rows = json_array(object, "deliveries");
	g_autoptr(GError) worst = NULL;
	const GPtrArray *letters = call_options(call, "letter");
	int n = letters != NULL ? (int)letters->len : call->argc;
	bool refused = false;
	for (int i = 0; i < n; i++) {
		const char *case_id = letters != NULL ? call->argv[0] : call->argv[i];
		int letter = letters != NULL ? (int)g_ascii_strtoll(letters->pdata[i], NULL, 10) : 0;
		cJSON *row = json_push(rows);
		json_text(row, "case", case_id);
		GError *fault = NULL;
		if (send_one(errand, case_id, letter, row, &fault)) {
			row_judge(row, &worst);
			continue;
		}
		refused = true;
		if (letter != 0)
			json_int(row, "letter", letter);
		if (!row_refuse(row, fault, call->lang, n == 1, &worst, error))
			return -1;
	}
	if (worst == NULL) {
		*result = g_steal_pointer(&object);
		return refused ? EXIT_NO : EXIT_FINE;
	}
	*result = as_error(object, worst, call->lang);
	g_propagate_error(error, g_steal_pointer(&worst));
	return -1;
}

int send_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL)
		return -1;
	g_autofree char *out = out_folder(call);
	Errand errand = { .call = call, .law = law, .out = out };
	/* One errand at a time: what another left half-way is then nobody's work any more. */
	FOLDER_LOCK lock = folder_enter(call->home, error);
	int code = lock >= 0 && errand_open(&errand, call, error) ? send_all(&errand, result, error) : -1;
	FOLDER_LOCK papers = code >= 0 && file_exists(out) ? folder_enter(out, error) : -1;
	if (code >= 0 && file_exists(out) && (papers < 0 || !standing_sweep(call, law, out, NULL, *result, error))) {
		g_clear_pointer(result, cJSON_Delete);
		code = -1;
	}
	g_clear_pointer(&errand.courts, g_ptr_array_unref);
	g_clear_pointer(&errand.postbox, postbox_free);
	return code;
}

void send_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "deliveries"))
	{
		const char *outcome = json_get_text(row, "outcome"), *why = json_get_text(row, "because"), *to = json_get_text(row, "to");
		const char *word = dispatch_word(outcome, json_get_text(row, "via"), call->lang);
		if (strcmp(outcome, "already") == 0)
			word = da ? "var allerede sendt" : "was sent already";
		else if (strcmp(outcome, "refused") == 0)
			word = da ? "sendes ikke" : "is not sent";
		g_string_append_printf(out, "%s  %s%s%s%s%s\n", json_get_text(row, "case"), word, to != NULL ? (da ? " til " : " to ") : "",
		                       to != NULL ? to : "", why != NULL ? ": " : "", why != NULL ? why : "");
	}
	standing_text(call, result, out);
}
