/* lint: which papers lie under the lamp, and what came of it. */
#include "filing/lint_desk.h"

#include "assess/edition.h"
#include "assess/replay.h"
#include "filing/confirmation.h"
#include "filing/form.h"
#include "filing/lint_letter.h"
#include "filing/make.h"
#include "filing/official.h"
#include "filing/run.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A folder of our own for one look, gone at the end of its block. */
static void scratch_leave(char **folder)
{
	if (*folder != NULL)
		folder_remove(*folder, NULL);
	g_clear_pointer(folder, g_free);
}
#define SCRATCH __attribute__((cleanup(scratch_leave))) char *

static char *scratch_new(GError **error)
{
	char *folder = g_build_filename(g_get_tmp_dir(), "paakrav-lint-XXXXXX", NULL);
	if (mkdtemp(folder) != NULL)
		return folder;
	error_set(error, ERROR_DELIVERY, "file", "Der kan ikke lægges en arbejdsmappe (%s).", "No working folder can be made (%s).",
	          g_strerror(errno));
	g_free(folder);
	return NULL;
}

/* What is looked at, and what came of it. */
typedef struct Look {
	const Call *call;
	Law *law;
	Reader *reader;
	const char *shown; /* FILE as the user named it; NULL: a case */
	const char *case_id; /* NULL: a file of no known case */
	char *folder; /* of the papers, shown; NULL: laid out for this look */
	Lint *lint;
	guint letters; /* of the case, looked at */
	cJSON *unseen; /* boxes of a form alone that were not found; NULL */
} Look;

static bool is_case(const char *text)
{
	bool digits = strlen(text) == strlen("2026-000001") && text[4] == '-';
	for (size_t i = 0; digits && text[i] != '\0'; i++)
		digits = i == 4 || g_ascii_isdigit(text[i]);
	return digits;
}

/* ---- a file ---- */

/* The files of a zip get their names back. */
static bool zip_open(Look *look, const char *folder, GError **error)
{
	int fd = open(look->shown, O_RDONLY | O_CLOEXEC), dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	g_autoptr(GPtrArray) entries =
	    fd >= 0 && dir >= 0 ? reader_unzip(look->reader, look->shown, fd, dir, error) : NULL;
	if (fd < 0)
		error_set(error, ERROR_INPUT, "file", "%s kan ikke åbnes.", "%s cannot be opened.", look->shown);
	bool fine = entries != NULL;
	for (guint i = 0; fine && i < entries->len; i++) {
		const ZipEntry *entry = entries->pdata[i];
		g_autofree char *base = g_path_get_basename(entry->name);
		g_autofree char *named = g_strconcat("part-", entry->file, "-", base, NULL);
		fine = renameat(dir, entry->file, dir, named) == 0;
	}
	for (guint i = 0; fine && i < entries->len; i++) {
		const ZipEntry *entry = entries->pdata[i];
		g_autofree char *base = g_path_get_basename(entry->name);
		g_autofree char *named = g_strconcat("part-", entry->file, "-", base, NULL);
		fine = renameat(dir, named, dir, base) == 0;
	}
	if (fd >= 0)
		close(fd);
	if (dir >= 0)
		close(dir);
	return fine;
}

static bool sheet_look(Look *look, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(look->shown, LIMIT_JOB_ANSWER_BYTES, error);
	if (bytes == NULL)
		return false;
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	g_autoptr(cJSON) sheet = json_parse(text, n);
	look->lint = lint_sheet(sheet, look->law, look->call->today);
	return true;
}

/* The confirmed blank's map reads the fields of a copy that somebody filled; else their names must tell. */
static bool form_look(Look *look, int fd, GError **error)
{
	const Edition *edition = edition_on(look->call->today, error);
	g_autoptr(Official) official = NULL;
	if (edition == NULL || (look->call->store != NULL && !official_in_force(look->call->store, look->reader, edition, &official, error)))
		return false;
	g_autoptr(cJSON) sheet =
	    lint_form_sheet(look->reader, look->shown, fd, edition, official, look->call->today, error);
	if (sheet == NULL)
		return false;
	look->unseen = cJSON_DetachItemFromObjectCaseSensitive(sheet, "unseen");
	look->lint = lint_form(sheet, look->law, look->call->today);
	return true;
}

static bool file_look(Look *look, GError **error)
{
	g_autofree char *inner = g_build_filename(look->shown, "felter.json", NULL);
	if (file_exists(inner)) {
		look->lint = lint_package(look->shown, look->law, NULL, look->call->today, look->reader, error);
		return look->lint != NULL;
	}
	g_autofree char *small = g_ascii_strdown(look->shown, -1);
	if (g_str_has_suffix(small, ".json"))
		return sheet_look(look, error);
	if (g_str_has_suffix(small, ".zip")) {
		SCRATCH scratch = scratch_new(error);
		if (scratch == NULL || !zip_open(look, scratch, error))
			return false;
		look->lint = lint_package(scratch, look->law, NULL, look->call->today, look->reader, error);
		return look->lint != NULL;
	}
	if (g_str_has_suffix(small, ".pdf")) {
		int fd = open(look->shown, O_RDONLY | O_CLOEXEC);
		bool fine = fd >= 0 ? form_look(look, fd, error)
		                    : error_set(error, ERROR_INPUT, "file", "%s kan ikke åbnes.", "%s cannot be opened.", look->shown);
		if (fd >= 0)
			close(fd);
		return fine;
	}
	error_set(error, ERROR_INPUT, "lint-unknown", "%s er hverken en pakke (mappe eller zip), et feltark eller en blanket.",
	          "%s is neither a package (folder or zip), a field sheet nor a form.", look->shown);
	error_remedy(error, "Angiv en sag, en pakke fra paakrav, dens felter.json eller en udfyldt blanket (PDF).",
	             "Give a case, a package of paakrav, its felter.json or a filled form (PDF).");
	return false;
}

/* ---- a case ---- */

static bool edition_confirmed(Look *look, const char *edition, GError **error)
{
	g_autoptr(Confirmation) latest = NULL;
	if (!confirmation_latest(look->call->store, edition, &latest, error))
		return false;
	LintDesk desk = { .lint = look->lint };
	if (latest == NULL)
		lint_fault(&desk, LINT_L129, NULL, "Udgaven %s er ikke bekræftet.", "Edition %s is not confirmed.", edition);
	return true;
}

/* Letters that wait for a person or for their day. */
static bool letters_look(Look *look, const char *out, GError **error)
{
	const Call *call = look->call;
	g_autoptr(GPtrArray) papers = papers_of(call->store, look->case_id, law_edition(look->law), call->today, error);
	for (guint i = 0; papers != NULL && i < papers->len; i++) {
		const Paper *paper = papers->pdata[i];
		if (paper->state == PAPER_SENT || paper->state == PAPER_RETURNED || paper->followed)
			continue;
		look->letters++;
		g_autofree char *name = lint_paper_name(paper);
		if (paper->state == PAPER_VOID)
			lint_letter_void(look->lint, name, paper->because);
		else if (!lint_paper(look->lint, call->store, look->law, paper, out, error))
			return false;
	}
	return papers != NULL;
}

/* The papers that wait, when they are there; else those that the record gives today, made for this look alone. */
static bool case_look(Look *look, GError **error)
{
	const Call *call = look->call;
	g_autoptr(Case) c = case_read(call->store, look->case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(Assessment) assessment = assess(c, look->law, call->today);
	g_autofree char *out = out_folder(call);
	look->folder = g_build_filename(out, OUT_FOR_APPROVAL, look->case_id, NULL);
	SCRATCH scratch = NULL;
	if (!file_exists(look->folder)) {
		g_clear_pointer(&look->folder, g_free);
		scratch = scratch_new(error);
		if (scratch == NULL)
			return false;
		g_autoptr(Package) package = NULL;
		if (route_yields_package(assessment->route)) {
			package = package_layout(assessment, call->store, look->reader, scratch, error);
			if (package == NULL)
				return false;
		}
	}
	g_autofree char *made = scratch != NULL ? g_build_filename(scratch, look->case_id, NULL) : NULL;
	const char *folder = look->folder != NULL ? look->folder : made;
	if (look->folder == NULL && !route_yields_package(assessment->route)) {
		look->lint = lint_record(assessment);
		return letters_look(look, out, error);
	}
	look->lint = lint_package(folder, look->law, assessment, call->today, look->reader, error);
	const Edition *edition = assessment->route == ROUTE_BETALINGSPAAKRAV ? edition_on(call->today, NULL) : NULL;
	return look->lint != NULL && (edition == NULL || edition_confirmed(look, edition->name, error)) && letters_look(look, out, error);
}

/* ---- the command ---- */

static bool look_at(Look *look, GError **error)
{
	const char *what = look->call->argv[0];
	if (is_case(what) && !file_exists(what)) {
		look->case_id = what;
		if (look->call->store == NULL)
			return error_set(error, ERROR_STORE, "no-store", "Der er ingen sagsmappe i %s.", "There is no store in %s.", look->call->home);
		return case_look(look, error);
	}
	look->shown = what;
	if (!file_exists(what))
		return error_set(error, ERROR_INPUT, "file", "%s findes ikke.", "%s does not exist.", what);
	return file_look(look, error);
}

int lint_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = call->store != NULL ? law_in_force(call->store, error) : law_embedded(error);
	g_autoptr(Reader) reader = reader_new(NULL);
	Look look = { .call = call, .law = law, .reader = reader };
	bool fine = law != NULL && look_at(&look, error);
	g_autoptr(Lint) lint = look.lint;
	g_autofree char *folder = look.folder;
	g_autoptr(cJSON) unseen = look.unseen;
	if (!fine)
		return -1;
	guint errors = lint_errors(lint);
	*result = json_result("lint");
	json_text(*result, "case", look.case_id);
	json_int(*result, "letters", look.letters);
	json_text(*result, "path", look.shown != NULL ? look.shown : folder);
	json_bool(*result, "ok", errors == 0);
	json_int(*result, "errors", errors);
	json_int(*result, "warnings", lint->faults->len - errors);
	cJSON_AddItemToObject(*result, "faults", lint_json(lint, call->lang));
	if (lint->bare) {
		cJSON_AddItemToObject(*result, "untried", lint_untried_json(lint));
		cJSON_AddItemToObject(*result, "unseen", g_steal_pointer(&unseen));
	}
	return errors == 0 ? EXIT_FINE : EXIT_NO;
}

void lint_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *fault;
	cJSON_ArrayForEach(fault, json_get(result, "faults"))
	{
		const char *statute = json_get_text(fault, "statute");
		g_string_append_printf(out, "%s %s  %s: %s\n", json_get_text(fault, "code"), json_get_text(fault, "severity"),
		                       json_get_text(fault, "where"), json_get_text(fault, "rule"));
		g_string_append_printf(out, "    %s\n", json_get_text(fault, "text"));
		if (statute != NULL)
			g_string_append_printf(out, "    [%s]\n", statute);
		g_string_append_printf(out, "    %s %s\n", da ? "Ret:" : "Mend:", json_get_text(fault, "fix"));
		g_string_append_printf(out, "    %s %s\n", da ? "Ellers:" : "Else:", json_get_text(fault, "lost"));
	}
	const cJSON *label;
	cJSON_ArrayForEach(label, json_get(result, "unseen"))
	{
		g_string_append_printf(out, da ? "Ikke fundet på blanketten: %s\n" : "Not found on the form: %s\n", cJSON_GetStringValue(label));
	}
	lint_untried_text(json_get(result, "untried"), da, out);
	g_string_append_printf(out, da ? "%" G_GINT64_FORMAT " fejl, %" G_GINT64_FORMAT " advarsler\n"
	                               : "%" G_GINT64_FORMAT " errors, %" G_GINT64_FORMAT " warnings\n",
	                       (gint64)json_get_int(result, "errors", 0), (gint64)json_get_int(result, "warnings", 0));
}

int lint_rules_run(const Call *call, cJSON **result, GError **error)
{
	(void)error;
	*result = json_result("lint-rules");
	cJSON *array = json_array(*result, "rules");
	for (int code = 0; code < LINT_CODES; code++) {
		const LintRow *row = &lint_rows()[code];
		cJSON *rule = json_push(array);
		json_text(rule, "code", row->code);
		json_text(rule, "name", row->name);
		json_text(rule, "severity", row->weight == LINT_ERROR ? "ERROR" : "WARN");
		json_text(rule, "place", row->place);
		json_text(rule, "rule", say(row->rule, call->lang));
		json_text(rule, "statute", strcmp(row->statute, "-") == 0 ? NULL : row->statute);
		json_text(rule, "fix", say(row->fix, call->lang));
		json_text(rule, "lost", say(row->lost, call->lang));
	}
	return EXIT_FINE;
}

/* As docs/lint.md has it. */
void lint_rules_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append(out, da ? "| kode | navn | vægt | sted | regel | grundlag | rettes | ellers |\n"
	                        : "| code | name | weight | place | rule | rests on | mend | else |\n");
	g_string_append(out, "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
	const cJSON *rule;
	cJSON_ArrayForEach(rule, json_get(result, "rules"))
	{
		const char *statute = json_get_text(rule, "statute");
		g_string_append_printf(out, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", json_get_text(rule, "code"),
		                       json_get_text(rule, "name"), json_get_text(rule, "severity"), json_get_text(rule, "place"),
		                       json_get_text(rule, "rule"), statute != NULL ? statute : "", json_get_text(rule, "fix"),
		                       json_get_text(rule, "lost"));
	}
}
