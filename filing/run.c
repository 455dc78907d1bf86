#include "filing/run.h"

#include "filing/caseworker.h"
#include "filing/crew.h"
#include "filing/make.h"
#include "filing/message.h"
#include "filing/totals.h"
#include "intake/folder.h"
#include "intake/handover.h"
#include "intake/limits.h"
#include "intake/render.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One submission on its way. */
typedef struct Slot {
	Submission *submission; /* looked at; freed when emitted */
	cJSON *paper; /* the case worker's answer on the case; NULL for outcomes without one */
	bool looked, recorded, done;
} Slot;

typedef struct Run {
	const Call *call;
	GPtrArray *labels; /* char*: how each submission is named */
	const char *folder; /* where the labels lie; NULL: they are paths themselves */
	const char *out; /* NULL: no papers are made */
	Crew *crew;
	Slot *slots;
	guint next_send, next_record, next_emit;
	GPtrArray *seals; /* cJSON*: assessments that are not recorded yet */
	CaseworkerDesk *desk;
	cJSON *rows;
	Totals totals;
	bool papers_short; /* some taken case got no package */
} Run;

static guint window(const Run *run)
{
	return run->next_record + 4 * LIMIT_WORKERS;
}

static void send_looks(Run *run)
{
	for (; run->next_send < run->labels->len && run->next_send < window(run); run->next_send++) {
		const char *label = run->labels->pdata[run->next_send];
		g_autofree char *path = run->folder != NULL ? g_build_filename(run->folder, label, NULL) : g_strdup(label);
		g_autofree char *job = caseworker_look_job(path, label);
		crew_send(run->crew, (size_t)run->next_send * 2, job, false);
	}
}

/* Whatever has been looked at is recorded, in order; a taken one goes back to the crew for its papers. */
static bool record_ready(Run *run, GError **error)
{
	for (; run->next_record < run->labels->len && run->slots[run->next_record].looked; run->next_record++) {
		Slot *slot = &run->slots[run->next_record];
		if (!submission_record(run->call->store, slot->submission, run->call->today, error))
			return false;
		slot->recorded = true;
		if (slot->submission->outcome != OUTCOME_TAKEN) {
			slot->done = true;
			continue;
		}
		g_autofree char *job = caseworker_paper_job(slot->submission->case_id);
		crew_send(run->crew, (size_t)run->next_record * 2 + 1, job, true);
	}
	return true;
}

static void add_row(Run *run, const Slot *slot, const char *package)
{
	const Submission *submission = slot->submission;
	Lang lang = run->call->lang;
	cJSON *row = json_push(run->rows);
	json_text(row, "path", submission->path);
	json_text(row, "outcome", outcome_name(submission->outcome));
	json_text(row, "case", submission->case_id);
	json_text(row, "route", slot->paper != NULL ? json_get_text(slot->paper, "route") : NULL);
	cJSON *reasons = json_array(row, "reasons");
	for (guint i = 0; i < submission->reasons->len; i++)
		reason_json(reasons, submission->reasons->pdata[i], lang);
	if (slot->paper != NULL)
		caseworker_reasons(slot->paper, lang, reasons);
	json_text(row, "package", package);
}

static void count_row(Run *run, const Slot *slot, const char *package)
{
	if (slot->submission->outcome == OUTCOME_TAKEN && package == NULL)
		run->papers_short = true;
	const char *route = slot->paper != NULL ? json_get_text(slot->paper, "route") : NULL;
	Money principal = money_of_ore(slot->paper != NULL ? json_get_int(slot->paper, "principal_ore", 0) : 0);
	totals_count(&run->totals, slot->submission->outcome, route, principal);
	if (slot->submission->outcome == OUTCOME_TAKEN && slot->paper != NULL)
		run->totals.asked += json_get_int(slot->paper, "asked", 0);
}

/* The papers of a finished case go in place; what a case worker could not do is a reason on its row. */
static bool put_in_place(Run *run, Slot *slot, char **package, GError **error)
{
	*package = NULL;
	if (run->out == NULL || slot->submission->outcome != OUTCOME_TAKEN)
		return true;
	return caseworker_install(slot->paper, run->out, package, error);
}

static bool emit_ready(Run *run, GError **error)
{
	for (; run->next_emit < run->labels->len && run->slots[run->next_emit].done; run->next_emit++) {
		Slot *slot = &run->slots[run->next_emit];
		g_autofree char *package = NULL;
		if (!put_in_place(run, slot, &package, error))
			return false;
		count_row(run, slot, package);
		add_row(run, slot, package);
		if (run->out != NULL && !message_add(slot->paper, slot->submission, run->out, run->call->lang, error))
			return false;
		cJSON *seal = slot->paper != NULL ? cJSON_DetachItemFromObjectCaseSensitive(slot->paper, "assessment") : NULL;
		if (seal != NULL)
			g_ptr_array_add(run->seals, seal);
		g_clear_pointer(&slot->submission, submission_free);
		g_clear_pointer(&slot->paper, cJSON_Delete);
		if (run->call->progress)
			fprintf(stderr, "\r%u/%u", run->next_emit + 1, run->labels->len);
	}
	return true;
}

/* A case worker that died over a submission refuses that one; over a case, it is a reason. */
static void hear(Run *run, CrewAnswer *answer)
{
	Slot *slot = &run->slots[answer->ticket / 2];
	g_autofree char *text = answer->text;
	g_autoptr(cJSON) json = text != NULL ? json_parse(text, strlen(text)) : NULL;
	if (answer->ticket % 2 == 1) {
		slot->paper = json != NULL ? g_steal_pointer(&json) : caseworker_died(slot->submission->case_id);
		slot->done = true;
		return;
	}
	const char *label = run->labels->pdata[answer->ticket / 2];
	slot->submission = json != NULL ? submission_of_json(json) : NULL;
	if (slot->submission == NULL)
		slot->submission = caseworker_refused(label);
	slot->looked = true;
}

static bool work(Run *run, GError **error)
{
	send_looks(run);
	while (crew_pending(run->crew) > 0) {
		CrewAnswer answer;
		if (!crew_receive(run->crew, &answer, error))
			return false;
		hear(run, &answer);
		if (!record_ready(run, error) || !emit_ready(run, error))
			return false;
		/* Many in one transaction; those that a kill takes with it are recorded by the next run. */
		if (run->seals->len >= 256 && !caseworker_remember(run->desk, run->seals, error))
			return false;
		send_looks(run);
	}
	if (run->call->progress)
		fputs("\r            \r", stderr);
	return caseworker_remember(run->desk, run->seals, error);
}

static bool workers_wanted(const Call *call, int *workers, GError **error)
{
	const char *text = call_option(call, "workers");
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	*workers = (int)CLAMP(online, 1, LIMIT_WORKERS);
	gint64 n;
	if (text == NULL)
		return true;
	if (!g_ascii_string_to_signed(text, 10, 1, LIMIT_WORKERS, &n, NULL))
		return error_set(error, ERROR_USAGE, "bad-workers", "--workers %s skal være et tal fra 1 til %d.",
		                 "--workers %s must be a number from 1 to %d.", text, LIMIT_WORKERS);
	*workers = (int)n;
	return true;
}

/* Everything from labels to the result object. */
static int run_all(const Call *call, GPtrArray *labels, const char *folder, const char *out, const char *name, cJSON **result,
                   GError **error)
{
	int workers;
	if (!workers_wanted(call, &workers, error))
		return -1;
	g_autoptr(CaseworkerDesk) desk = caseworker_desk(call, out, error);
	if (desk == NULL)
		return -1;
	g_autoptr(Crew) crew = crew_new(workers, caseworker_duty(desk), error);
	if (crew == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result(name);
	Run run = { .call = call, .labels = labels, .folder = folder, .out = out, .crew = crew, .desk = desk };
	g_autoptr(GPtrArray) seals = g_ptr_array_new_with_free_func((GDestroyNotify)cJSON_Delete);
	run.seals = seals;
	run.rows = json_array(object, "submissions");
	run.slots = g_new0(Slot, labels->len);
	bool fine = work(&run, error);
	for (guint i = 0; i < labels->len; i++) {
		submission_free(run.slots[i].submission);
		cJSON_Delete(run.slots[i].paper);
	}
	g_free(run.slots);
	if (!fine)
		return -1;
	totals_json(&run.totals, object);
	*result = g_steal_pointer(&object);
	bool refused = run.totals.outcomes[OUTCOME_REFUSED] > 0;
	return refused || (out != NULL && run.papers_short) ? EXIT_NO : EXIT_FINE;
}

/* receipt.json is the very object that the command answers with. */
static bool write_receipt(const cJSON *result, const char *out, GError **error)
{
	g_autofree char *path = g_build_filename(out, "receipt.json", NULL);
	char *text = json_print(result);
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	return file_write(path, bytes, error);
}

int run_run(const Call *call, cJSON **result, GError **error)
{
	g_autofree char *out = out_folder(call);
	g_autoptr(GPtrArray) labels = inbox_list(call->argv[0], error);
	int workers;
	if (labels == NULL || !workers_wanted(call, &workers, error) || !folder_make(out, error))
		return -1;
	FOLDER_LOCK lock = folder_enter(out, error);
	if (lock < 0 || !messages_begin(out, error))
		return -1;
	int code = run_all(call, labels, call->argv[0], out, "run", result, error);
	if (code < 0 || !caseworker_settle(out, error) || !messages_end(out, error) || !write_receipt(*result, out, error)) {
		g_clear_pointer(result, cJSON_Delete);
		return -1;
	}
	return code;
}

int inbox_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(GPtrArray) labels = inbox_list(call->argv[0], error);
	return labels == NULL ? -1 : run_all(call, labels, call->argv[0], NULL, "inbox", result, error);
}

int submit_run(const Call *call, cJSON **result, GError **error)
{
	if (call_has(call, "case"))
		return caseworker_supplement(call, result, error);
	g_autoptr(GPtrArray) labels = g_ptr_array_new();
	for (int i = 0; i < call->argc; i++) {
		if (access(call->argv[i], F_OK) != 0) {
			error_set(error, ERROR_INPUT, "no-such-path", "%s findes ikke.", "%s does not exist.", call->argv[i]);
			error_at(error, call->argv[i], 0, 0);
			return -1;
		}
		g_ptr_array_add(labels, call->argv[i]);
	}
	return run_all(call, labels, NULL, NULL, "submit", result, error);
}

char *out_folder(const Call *call)
{
	const char *out = call_option(call, "out");
	return out != NULL ? g_strdup(out) : out_usual(call);
}

char *out_usual(const Call *call)
{
	g_autofree char *conf = g_build_filename(call->home, "paakrav.conf", NULL);
	g_autoptr(GKeyFile) keys = g_key_file_new();
	if (g_key_file_load_from_file(keys, conf, G_KEY_FILE_NONE, NULL)) {
		char *named = g_key_file_get_string(keys, "paakrav", "out", NULL);
		if (named != NULL)
			return named;
	}
	return g_build_filename(call->home, "out", NULL);
}

/* The place is one for all languages; people read it in theirs. */
static void append_place(Lang lang, const char *place, GString *out)
{
	static const char *const words[][2] = { { "line ", "linje " }, { "column ", "kolonne " } };
	g_autoptr(GString) shown = g_string_new(place);
	for (size_t i = 0; lang == LANG_DA && i < G_N_ELEMENTS(words); i++)
		g_string_replace(shown, words[i][0], words[i][1], 1);
	g_string_append(out, shown->str);
}

static void text_row(const Call *call, const cJSON *row, GString *out)
{
	static const struct {
		const char *outcome;
		Say say;
	} names[] = {
		{ "taken", { "modtaget", "taken" } },
		{ "duplicate", { "dublet", "duplicate" } },
		{ "refused", { "afvist", "refused" } },
		{ "waiting", { "venter", "waiting" } },
	};
	const char *outcome = json_get_text(row, "outcome"), *case_id = json_get_text(row, "case");
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i].outcome, outcome) == 0)
			outcome = say(names[i].say, call->lang);
	Route route;
	const char *way = "";
	if (route_parse(json_get_text(row, "route"), &route))
		way = say(route_say(route), call->lang);
	render_padded(out, outcome, 10);
	render_padded(out, case_id != NULL ? case_id : "-", 13);
	render_padded(out, way, 36);
	g_string_append_printf(out, "%s\n", json_get_text(row, "path"));
	const cJSON *reason;
	cJSON_ArrayForEach(reason, json_get(row, "reasons"))
	{
		const char *file = json_get_text(reason, "file"), *place = json_get_text(reason, "place");
		g_string_append(out, "            ");
		if (file != NULL)
			g_string_append(out, file);
		if (file != NULL && place != NULL)
			g_string_append(out, ", ");
		if (place != NULL)
			append_place(call->lang, place, out);
		if (file != NULL || place != NULL)
			g_string_append(out, ": ");
		g_string_append_printf(out, "%s\n", json_get_text(reason, "text"));
	}
}

void run_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "submissions")) text_row(call, row, out);
	totals_text(json_get(result, "totals"), call->lang, out);
}
