#include "filing/caseworker.h"

#include "assess/edition.h"
#include "assess/replay.h"
#include "filing/approval.h"
#include "filing/make.h"
#include "filing/totals.h"
#include "intake/folder.h"
#include "intake/handover.h"
#include "intake/limits.h"
#include "intake/question.h"
#include "intake/record.h"

#include <string.h>
#include <unistd.h>

struct CaseworkerDesk {
	const Call *call;
	Law *law;
	char *scratch; /* HOME/scratch/PID: zips are unpacked here until the writer has kept their files */
	char *stage; /* OUT/.stage/PID; NULL when no papers are made */
	bool papers;
};

/* One worker's own. */
typedef struct Caseworker {
	CaseworkerDesk *desk;
	Reader *reader;
	Store *store; /* its own read-only connection */
	unsigned looked; /* numbers its scratch folders */
} Caseworker;

/* Folders of processes that are gone: a killed run left them. */
static void sweep(const char *folder)
{
	g_autoptr(GPtrArray) names = file_exists(folder) ? folder_list(folder, NULL) : NULL;
	for (guint i = 0; names != NULL && i < names->len; i++) {
		g_autofree char *proc = g_build_filename("/proc", names->pdata[i], NULL);
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		if (!file_exists(proc))
			folder_remove(path, NULL);
	}
}

static char *own_folder(const char *above, const char *name)
{
	g_autofree char *folder = g_build_filename(above, name, NULL);
	sweep(folder);
	g_autofree char *pid = g_strdup_printf("%d", (int)getpid());
	char *own = g_build_filename(folder, pid, NULL);
	folder_remove(own, NULL); /* of one that had our number before */
	return own;
}

CaseworkerDesk *caseworker_desk(const Call *call, const char *out, GError **error)
{
	g_autoptr(CaseworkerDesk) desk = g_new0(CaseworkerDesk, 1);
	desk->call = call;
	desk->papers = out != NULL;
	desk->scratch = own_folder(call->home, "scratch");
	desk->stage = out != NULL ? own_folder(out, ".stage") : NULL;
	desk->law = law_in_force(call->store, error);
	if (desk->law == NULL || !folder_make(desk->scratch, error) || (desk->stage != NULL && !folder_make(desk->stage, error)))
		return NULL;
	return g_steal_pointer(&desk);
}

void caseworker_desk_free(CaseworkerDesk *desk)
{
	if (desk == NULL)
		return;
	if (desk->scratch != NULL)
		folder_remove(desk->scratch, NULL);
	if (desk->stage != NULL)
		folder_remove(desk->stage, NULL);
	law_free(desk->law);
	g_free(desk->scratch);
	g_free(desk->stage);
	g_free(desk);
}

/* OCR costs seconds a page: what it made of one is kept for the next run. */
Reader *caseworker_reader(const Call *call)
{
	g_autofree char *pages = g_build_filename(call->home, "cache", "pages", NULL);
	Reader *reader = reader_new(NULL);
	reader_remember(reader, pages);
	return reader;
}

static void *begin(void *context)
{
	Caseworker *worker = g_new0(Caseworker, 1);
	worker->desk = context;
	worker->reader = caseworker_reader(worker->desk->call);
	return worker;
}

char *caseworker_look_job(const char *path, const char *label)
{
	g_autoptr(cJSON) job = cJSON_CreateObject();
	json_text(job, "path", path);
	json_text(job, "label", label);
	return json_print_compact(job);
}

char *caseworker_paper_job(const char *case_id)
{
	g_autoptr(cJSON) job = cJSON_CreateObject();
	json_text(job, "case", case_id);
	return json_print_compact(job);
}

static char *look(Caseworker *worker, const char *path, const char *label)
{
	g_autofree char *name = g_strdup_printf("%d-%u", (int)getpid(), worker->looked++);
	g_autofree char *scratch = g_build_filename(worker->desk->scratch, name, NULL);
	g_autoptr(Submission) submission = submission_look(worker->reader, path, label, scratch);
	submission_copy_ahead(submission, worker->desk->call->home, scratch);
	folder_remove(scratch, NULL);
	g_autoptr(cJSON) answer = submission_json(submission);
	return json_print_compact(answer);
}

static void tell_error(cJSON *answer, const GError *error)
{
	cJSON *told = json_object(answer, "error");
	json_text(told, "code", error_code(error));
	g_autofree char *da = error_sentence(error, LANG_DA), *en = error_sentence(error, LANG_EN);
	json_text(told, "da", da);
	json_text(told, "en", en);
}

/* Findings that stop the case or ask for something, as reasons for the row and the letter. */
static void tell_findings(cJSON *answer, const Assessment *assessment)
{
	cJSON *list = json_array(answer, "findings");
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		/* A title already held stops nothing; it decides the route, so it is told where that is why. */
		bool decides = assessment->route == ROUTE_UDLAEG && g_str_equal(finding->rule->id, "U28");
		if (finding->verdict == VERDICT_CLEAR || (finding->severity != SEVERITY_BLOCK && !decides))
			continue;
		cJSON *row = json_push(list);
		json_text(row, "code", finding->rule->id);
		json_text(row, "da", finding_because(finding, LANG_DA));
		json_text(row, "en", finding_because(finding, LANG_EN));
		json_text(row, "ask_da", finding_asked(finding, LANG_DA));
		json_text(row, "ask_en", finding_asked(finding, LANG_EN));
		json_text(row, "effect", effect_name(finding->effect));
		json_text(row, "about", finding->about);
		json_date(row, "ready_on", finding->ready_on);
	}
}

static void tell_parties(cJSON *answer, const Case *c)
{
	json_text(answer, "creditor", field_text(&c->creditor->name));
	json_text(answer, "creditor_cvr", field_text(&c->creditor->cvr));
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		const char *name = field_text(&debtor->name);
		if (name != NULL)
			g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", name);
	}
	json_text(answer, "debtor", names->len > 0 ? names->str : NULL);
}

static bool lay_out(Caseworker *worker, const Assessment *assessment, cJSON *answer, GError **error)
{
	const CaseworkerDesk *desk = worker->desk;
	g_autoptr(Package) package =
	    package_stage(assessment, worker->store, worker->reader, desk->call->random, desk->stage, error);
	if (package == NULL)
		return false;
	json_text(answer, "kind", package->kind);
	json_text(answer, "sha256", package->zip_sha256);
	json_text(answer, "stage", desk->stage);
	return true;
}

/* Approved or handed-in papers are not made again: the answer names where they lie. */
static bool approved(Caseworker *worker, const Case *c, cJSON *answer, bool *stands, GError **error)
{
	g_autoptr(Approval) latest = NULL;
	Say why;
	if (!approval_latest(worker->store, c->id, &latest, error))
		return false;
	*stands = latest != NULL && approval_state(latest, c->up_to_seq, law_edition(worker->desk->law), DATE_NONE, &why) != APPROVAL_VOID;
	if (*stands) {
		g_autofree char *folder = approval_folder(latest->court);
		g_autofree char *package = g_build_filename(folder, c->id, NULL);
		json_text(answer, "package", package);
	}
	return true;
}

static bool handle(Caseworker *worker, const char *case_id, cJSON *answer, GError **error)
{
	const CaseworkerDesk *desk = worker->desk;
	if (worker->store == NULL)
		worker->store = store_open_again(desk->call->store, error);
	if (worker->store == NULL)
		return false;
	g_autoptr(Case) c = case_read(worker->store, case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(Assessment) assessment = assess(c, desk->law, desk->call->today);
	json_text(answer, "route", route_name(assessment->route));
	json_money(answer, "principal_ore", assessment->principal_known ? assessment->principal : money_zero());
	json_date(answer, "ready_on", assessment->ready_on);
	g_autoptr(GPtrArray) questions = questions_of(c, QUESTION_BELOW);
	json_int(answer, "asked", questions->len);
	json_text(answer, "court", assessment->court);
	tell_parties(answer, c);
	tell_findings(answer, assessment);
	cJSON *seal = assessment_seal(worker->store, assessment, error);
	if (seal == NULL)
		return false;
	cJSON_AddItemToObject(answer, "assessment", seal);
	bool stands;
	if (!approved(worker, c, answer, &stands, error))
		return false;
	if (stands || !desk->papers || !route_yields_package(assessment->route))
		return true;
	return lay_out(worker, assessment, answer, error);
}

static char *paper(Caseworker *worker, const char *case_id)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(cJSON) answer = cJSON_CreateObject();
	json_text(answer, "case", case_id);
	if (!handle(worker, case_id, answer, &error))
		tell_error(answer, error);
	return json_print_compact(answer);
}

static char *work(void *state, const char *text)
{
	Caseworker *worker = state;
	g_autoptr(cJSON) job = json_parse(text, strlen(text));
	const char *case_id = json_get_text(job, "case");
	return case_id != NULL ? paper(worker, case_id) : look(worker, json_get_text(job, "path"), json_get_text(job, "label"));
}

CrewDuty caseworker_duty(CaseworkerDesk *desk)
{
	return (CrewDuty){ .begin = begin, .work = work, .context = desk };
}

cJSON *caseworker_died(const char *case_id)
{
	cJSON *answer = cJSON_CreateObject();
	json_text(answer, "case", case_id);
	cJSON *told = json_object(answer, "error");
	json_text(told, "code", "worker-died");
	json_text(told, "da", "Programmet gik ned under arbejdet med sagen. Kør igen; sker det igen, så meld fejlen.");
	json_text(told, "en", "The program broke down while working on the case. Run again; if it recurs, report it.");
	return answer;
}

Submission *caseworker_refused(const char *label)
{
	Submission *submission = submission_new(label);
	submission->outcome = OUTCOME_REFUSED;
	Reason *reason = g_new0(Reason, 1);
	reason->code = g_strdup("worker-died");
	reason->da = g_strdup("Programmet gik ned under læsningen. Kør igen; sker det igen, så meld fejlen.");
	reason->en = g_strdup("The program broke down while reading it. Run again; if it recurs, report it.");
	g_ptr_array_add(submission->reasons, reason);
	return submission;
}

void caseworker_reasons(const cJSON *answer, Lang lang, cJSON *reasons)
{
	const char *key = lang == LANG_EN ? "en" : "da";
	const cJSON *finding;
	cJSON_ArrayForEach(finding, json_get(answer, "findings"))
	{
		cJSON *row = json_push(reasons);
		json_text(row, "code", json_get_text(finding, "code"));
		json_text(row, "text", json_get_text(finding, key));
		json_null(row, "file");
		json_text(row, "place", json_get_text(finding, "about"));
	}
	const cJSON *told = json_get(answer, "error");
	if (told == NULL)
		return;
	cJSON *row = json_push(reasons);
	json_text(row, "code", json_get_text(told, "code"));
	json_text(row, "text", json_get_text(told, key));
	json_null(row, "file");
	json_null(row, "place");
}

bool caseworker_install(const cJSON *answer, const char *out, char **package, GError **error)
{
	const char *case_id = json_get_text(answer, "case"), *stage = json_get_text(answer, "stage");
	g_autofree char *folder = g_build_filename(out, OUT_FOR_APPROVAL, NULL);
	*package = g_strdup(json_get_text(answer, "package"));
	if (stage == NULL)
		return package_withdraw(case_id, folder, error);
	if (!package_put(case_id, json_get_text(answer, "sha256"), stage, folder, error))
		return false;
	*package = g_build_filename(OUT_FOR_APPROVAL, case_id, NULL);
	return true;
}

bool caseworker_settle(const char *out, GError **error)
{
	g_autofree char *folder = g_build_filename(out, OUT_FOR_APPROVAL, NULL);
	return !file_exists(folder) || folder_sync(folder, error);
}

bool caseworker_remember(const CaseworkerDesk *desk, GPtrArray *seals, GError **error)
{
	Store *store = desk->call->store;
	if (seals->len == 0)
		return true;
	if (!store_begin(store, error))
		return false;
	for (guint i = 0; i < seals->len; i++) {
		if (!assessment_keep(store, seals->pdata[i], desk->law, desk->call->today, error)) {
			store_rollback(store);
			return false;
		}
	}
	g_ptr_array_set_size(seals, 0);
	return store_commit(store, error);
}

/* One path of submit --case. */
static bool supplement(const Call *call, CaseworkerDesk *desk, Reader *reader, const char *path, cJSON *rows, Totals *totals,
                       GError **error)
{
	const char *case_id = call_option(call, "case");
	g_autofree char *base = g_path_get_basename(path);
	g_autofree char *scratch = g_build_filename(desk->scratch, base, NULL);
	g_autoptr(Submission) submission = submission_look(reader, path, path, scratch);
	if (submission->outcome == OUTCOME_TAKEN && !submission_supplement(call->store, submission, case_id, call->today, error))
		return false;
	g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(Assessment) assessment = assess(c, desk->law, call->today);
	if (!assessment_record(call->store, assessment, call->today, error))
		return false;
	cJSON *row = json_push(rows);
	json_text(row, "path", path);
	json_text(row, "outcome", outcome_name(submission->outcome));
	json_text(row, "case", case_id);
	json_text(row, "route", route_name(assessment->route));
	cJSON *reasons = json_array(row, "reasons");
	for (guint i = 0; i < submission->reasons->len; i++)
		reason_json(reasons, submission->reasons->pdata[i], call->lang);
	g_autoptr(cJSON) answer = cJSON_CreateObject();
	tell_findings(answer, assessment);
	caseworker_reasons(answer, call->lang, reasons);
	json_null(row, "package");
	totals_count(totals, submission->outcome, route_name(assessment->route), money_zero());
	g_autoptr(GPtrArray) questions = questions_of(c, QUESTION_BELOW);
	if (submission->outcome == OUTCOME_TAKEN)
		totals->asked = questions->len; /* all paths are the one case's */
	if (submission->outcome == OUTCOME_TAKEN && assessment->principal_known)
		totals->principal = assessment->principal; /* all paths are the one case's */
	return true;
}

int caseworker_supplement(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(CaseworkerDesk) desk = caseworker_desk(call, NULL, error);
	if (desk == NULL)
		return -1;
	g_autoptr(Reader) reader = caseworker_reader(call);
	g_autoptr(cJSON) object = json_result("submit");
	cJSON *rows = json_array(object, "submissions");
	Totals totals = { .principal = money_zero() };
	for (int i = 0; i < call->argc; i++)
		if (!supplement(call, desk, reader, call->argv[i], rows, &totals, error))
			return -1;
	totals_json(&totals, object);
	*result = g_steal_pointer(&object);
	return totals.outcomes[OUTCOME_REFUSED] > 0 ? EXIT_NO : EXIT_FINE;
}
