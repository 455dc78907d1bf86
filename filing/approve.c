/* approve: the day's checks once more, the approval's row, then the papers' move to the court's folder. */
#include "assess/edition.h"
#include "assess/replay.h"
#include "filing/approval.h"
#include "filing/caseworker.h"

#include "filing/confirmation.h"
#include "filing/form.h"
#include "filing/handinlist.h"
#include "filing/lintgate.h"
#include "filing/make.h"
#include "filing/receipt.h"
#include "filing/run.h"
#include "filing/template.h"
#include "intake/digest.h"
#include "intake/folder.h"
#include "intake/journal.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

typedef struct Desk {
	const Call *call;
	const Law *law;
	Reader *reader;
	const char *by;
	Date for_on;
	char *out; /* borrowed by the folders below */
	char *waiting; /* OUT/til-godkendelse */
	GPtrArray *courts; /* char*: folders whose list must be written anew */
} Desk;

static char *court_folder(const Desk *desk, const char *court)
{
	g_autofree char *folder = approval_folder(court);
	return g_build_filename(desk->out, folder, NULL);
}

static void court_touched(Desk *desk, const char *court)
{
	const char *name = court != NULL ? court : "";
	for (guint i = 0; i < desk->courts->len; i++)
		if (strcmp(desk->courts->pdata[i], name) == 0)
			return;
	g_ptr_array_add(desk->courts, g_strdup(name));
}

/* ---- what lies for approval ---- */

static cJSON *receipt_read(const char *folder, const char *case_id, GError **error)
{
	g_autofree char *name = g_strconcat(case_id, ".receipt.json", NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_CLAIM_XML_BYTES, NULL) : NULL;
	gsize n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	cJSON *receipt = text != NULL ? json_parse(text, n) : NULL;
	if (receipt == NULL) {
		error_set(error, ERROR_INPUT, "nothing-waits", "Der ligger ingen pakke til godkendelse for sag %s.",
		          "No package of case %s waits for approval.", case_id);
		error_remedy(error, "Læg den med package, og se den igennem.", "Make it with package and look it through.");
	}
	return receipt;
}

static bool lay_again(GError **error, const char *case_id, const char *da, const char *en)
{
	g_autofree char *text_da = g_strdup_printf("Sag %s: %s.", case_id, da);
	g_autofree char *text_en = g_strdup_printf("Case %s: %s.", case_id, en);
	error_set_texts(error, ERROR_INPUT, "papers-out-of-date", text_da, text_en);
	error_remedy(error, "Læg pakken igen med package, og se den igennem.",
	             "Make the package again and look it through.");
	return false;
}

/* The blank that forms are filled into may have changed since the papers were laid; drafts do not mind. */
static bool blank_stands(const Desk *desk, const cJSON *receipt, bool *stands, GError **error)
{
	const Edition *edition = edition_on(desk->for_on, error);
	g_autoptr(Confirmation) now = NULL;
	if (edition == NULL || !confirmation_latest(desk->call->store, edition->name, &now, error))
		return false;
	bool filled = now != NULL && now->map_sha256 != NULL;
	*stands = g_strcmp0(json_get_text(receipt, "blank_sha256"), filled ? now->blank_sha256 : NULL) == 0 &&
	          g_strcmp0(json_get_text(receipt, "map_sha256"), filled ? now->map_sha256 : NULL) == 0;
	return true;
}

/* Is what the person looked at still what the record and the law say? */
static bool papers_stand(const Desk *desk, const Case *c, const cJSON *receipt, GError **error)
{
	const char *sha256 = json_get_text(receipt, "sha256"), *edition = json_get_text(receipt, "law_edition");
	if (sha256 == NULL || edition == NULL || !package_present(c->id, sha256, desk->waiting))
		return lay_again(error, c->id, "papirerne er ikke dem, som kvitteringen nævner",
		                 "the papers are not those that their receipt names");
	if (json_get_int(receipt, "up_to_seq", -1) != c->up_to_seq)
		return lay_again(error, c->id, "der er kommet nyt i sagen, siden papirerne blev lagt",
		                 "the record has changed since the papers were made");
	if (strcmp(edition, law_edition(desk->law)) != 0)
		return lay_again(error, c->id, "lovtabellerne er ændret, siden papirerne blev lagt",
		                 "the law tables have changed since the papers were made");
	g_autoptr(Templates) templates = templates_open(store_home(desk->call->store), error);
	if (templates == NULL)
		return false;
	g_autofree char *wordings = package_wordings(templates);
	if (g_strcmp0(json_get_text(receipt, "wordings"), wordings) != 0)
		return lay_again(error, c->id, "husets tekster er ændret, siden papirerne blev lagt",
		                 "the house's wordings have changed since the papers were made");
	bool stands = true;
	if (g_strcmp0(json_get_text(receipt, "route"), route_name(ROUTE_BETALINGSPAAKRAV)) == 0 &&
	    !blank_stands(desk, receipt, &stands, error))
		return false;
	return stands || lay_again(error, c->id, "en anden blanket er taget i brug, siden papirerne blev lagt",
	                           "another blank came into use since the papers were made");
}

/* The day's checks: on the day of hand-in the case must still take the same way, with something left to claim. */
static bool day_allows(const Desk *desk, const Assessment *assessment, const cJSON *receipt, GError **error)
{
	const char *case_id = assessment->on_case->id;
	if (route_yields_package(assessment->route) &&
	    g_strcmp0(route_name(assessment->route), json_get_text(receipt, "route")) == 0) {
		if (!assessment->owed->known || !money_is_zero(assessment->owed->total))
			return true;
		return error_set(error, ERROR_INPUT, "paid", "Sag %s er betalt.", "Case %s is paid.", case_id);
	}
	g_autofree char *day = date_iso(desk->for_on);
	g_autoptr(GString) da = g_string_new(NULL);
	g_autoptr(GString) en = g_string_new(NULL);
	g_string_printf(da, "Sag %s kan ikke indleveres %s ad den vej, der er lagt (%s).", case_id, day,
	                say(route_say(assessment->route), LANG_DA));
	g_string_printf(en, "Case %s cannot be handed in on %s by the route that was made (%s).", case_id, day,
	                say(route_say(assessment->route), LANG_EN));
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		if (finding->verdict == VERDICT_CLEAR || finding->severity != SEVERITY_BLOCK)
			continue;
		g_string_append_printf(da, " %s: %s", finding->rule->id, finding_because(finding, LANG_DA));
		g_string_append_printf(en, " %s: %s", finding->rule->id, finding_because(finding, LANG_EN));
	}
	return error_set_texts(error, ERROR_INPUT, "law-says-no", da->str, en->str);
}

/* ---- the row ---- */

static bool row_add(const Desk *desk, const Assessment *a, const Package *package, const Confirmation *form, int64_t *id,
                    GError **error)
{
	Store *store = desk->call->store;
	JournalHead head;
	uint8_t salt[SALT_BYTES], digest[DIGEST_BYTES];
	char commitment[DIGEST_HEX];
	if (!journal_head(store, &head, error) || !store_random(store, salt, sizeof salt, error))
		return false;
	digest_commit(salt, desk->by, strlen(desk->by), digest);
	digest_to_hex(digest, commitment);
	g_autoptr(Query) last = store_query(store, error, "SELECT coalesce(max(id), 0) + 1 FROM approval", "");
	if (last == NULL || !query_next(last, error))
		return false;
	*id = query_int(last, 0);
	g_autoptr(GBytes) salt_bytes = g_bytes_new(salt, sizeof salt);
	/* The fee goes in as text, since null is an answer: unknown. */
	g_autofree char *fee = a->court_fee_known ? g_strdup_printf("%" PRId64, money_ore(a->court_fee)) : NULL;
	g_autofree char *confirmed = form != NULL ? g_strdup_printf("%" PRId64, form->id) : NULL;
	g_autoptr(GString) debtors = g_string_new(NULL);
	for (guint i = 0; i < a->on_case->debtors->len; i++)
		g_string_append_printf(debtors, "%s%s", i > 0 ? " " : "", ((const Party *)a->on_case->debtors->pdata[i])->id);
	return store_run(store, error,
	                 "INSERT INTO approval (id, case_id, approved_on, for_on, up_to_seq, law_edition, route, court, "
	                 "zip_sha256, "
	                 "court_fee_ore, journal_seq, journal_hash, by_commitment, debtors, own_account, form_confirmation, wordings) "
	                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS INTEGER), ?, ?, ?, ?, ?, CAST(? AS INTEGER), ?)",
	                 "isddisssssisssiss", *id, a->on_case->id, desk->call->today, desk->for_on, a->on_case->up_to_seq,
	                 a->law_edition, route_name(a->route), a->court, package->zip_sha256, fee, head.seq, head.hash, commitment,
	                 debtors->str, (int64_t)case_own_account(a->on_case), confirmed, package->wordings) &&
	       store_run(store, error, "INSERT INTO approval_person (id, salt, name) VALUES (?, ?, ?)", "ibs", *id,
	                 salt_bytes, desk->by);
}

/* The receipt of approved papers says who, for when, and the journal head under which it was given. */
static bool receipt_sign(const Desk *desk, const Approval *approval, const char *stage, GError **error)
{
	g_autoptr(cJSON) receipt = receipt_read(stage, approval->case_id, error);
	if (receipt == NULL)
		return false;
	cJSON_DeleteItemFromObjectCaseSensitive(receipt, "approval");
	cJSON_DeleteItemFromObjectCaseSensitive(receipt, "journal");
	cJSON *given = json_object(receipt, "approval");
	json_int(given, "id", approval->id);
	json_text(given, "by", approval->by);
	json_date(given, "approved_on", approval->approved_on);
	json_date(given, "for_on", approval->for_on);
	if (approval_is_draft(approval))
		json_text(receipt, "note", HAND_IN_DRAFT_DA);
	cJSON *head = journal_head_json(desk->call->store, desk->call->random, error);
	if (head == NULL)
		return false;
	cJSON_AddItemToObject(receipt, "journal", head);
	const Call *call = desk->call;
	if (!receipt_seal(call->home, receipt, call->random, error) || !receipt_stamp(call->home, receipt, call->random, error))
		return false;
	g_autofree char *name = g_strconcat(approval->case_id, ".receipt.json", NULL);
	g_autofree char *path = g_build_filename(stage, name, NULL);
	char *text = json_print(receipt);
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	return file_write(path, bytes, error);
}

/* ---- one case ---- */

/* A box that the court's blank does not hold: the draft beside it must not leave in its place. */
static bool form_blocked(const Package *package, GError **error)
{
	bool form = strcmp(package->kind, "betalingspaakrav") == 0;
	g_autoptr(GString) da = g_string_new(NULL);
	g_autoptr(GString) en = g_string_new(NULL);
	g_string_printf(da, form ? "Sag %s kan ikke udfyldes i rettens blanket." : "Bilagene i sag %s er ikke klar.", package->case_id);
	g_string_printf(en, form ? "Case %s cannot be filled into the court's blank." : "The exhibits of case %s are not ready.", package->case_id);
	for (guint i = 0; i < package->blocked->len; i++) {
		const OpenPoint *point = package->blocked->pdata[i];
		g_string_append_printf(da, " %s: %s", point->where, point->da);
		g_string_append_printf(en, " %s: %s", point->where, point->en);
	}
	error_set_texts(error, ERROR_INPUT, form ? "form-overflow" : "exhibits-open", da->str, en->str);
	if (form)
		error_remedy(error, "Kort teksten af, ret kortet over blanketten, eller udfyld blanketten i hånden efter felter.txt.",
		             "Shorten the text, mend the map of the blank, or fill the blank by hand from felter.txt.");
	else
		error_remedy(error, "Afgør hvert dokument med exhibit SAG FIL --use exhibit|internal --why TEKST --by NAVN, og læg pakken igen.",
		             "Decide each document with exhibit CASE FILE --use exhibit|internal --why TEXT --by NAME, and make the package again.");
	return false;
}

/* Lay the papers for the day of hand-in; the same day must give the very bytes that the person looked at. */
static Package *papers_for_day(const Desk *desk, const Assessment *assessment, const cJSON *receipt, const char *stage,
                               GError **error)
{
	const char *case_id = assessment->on_case->id;
	if (!folder_remove(stage, error))
		return NULL;
	g_autoptr(Package) package =
	    package_stage(assessment, desk->call->store, desk->reader, desk->call->random, stage, error);
	if (package == NULL)
		return NULL;
	if (package->blocked != NULL) {
		folder_remove(stage, NULL);
		form_blocked(package, error);
		return NULL;
	}
	g_autofree char *day = date_iso(assessment->on);
	if (g_strcmp0(json_get_text(receipt, "on"), day) == 0 &&
	    strcmp(package->zip_sha256, json_get_text(receipt, "sha256")) != 0) {
		folder_remove(stage, NULL);
		lay_again(error, case_id, "papirerne er ikke dem, som sagen giver på dagen",
		          "the papers are not what the record gives on that day");
		return NULL;
	}
	return g_steal_pointer(&package);
}

/* After the row is on disk: put the papers in the court's folder, then take them from where they waited. */
static bool papers_move(Desk *desk, const Approval *approval, const char *stage, GError **error)
{
	g_autofree char *folder = court_folder(desk, approval->court);
	court_touched(desk, approval->court);
	return receipt_sign(desk, approval, stage, error) &&
	       package_install(approval->case_id, approval->zip_sha256, stage, folder, error) &&
	       package_withdraw(approval->case_id, desk->waiting, error);
}

/*
 * The approval stands in the record already, for this day and this state: a run before this one did it, wholly or up to
 * the move of the papers, which is then done now. *done is false when there is no such approval.
 */
static bool approved_before(Desk *desk, const Case *c, const Approval *latest, const char *stage, bool *done, GError **error)
{
	Say why;
	*done = latest != NULL && approval_state(latest, c->up_to_seq, law_edition(desk->law), desk->for_on, &why) == APPROVAL_VALID;
	if (!*done)
		return true;
	g_autofree char *folder = court_folder(desk, latest->court);
	court_touched(desk, latest->court);
	if (package_present(c->id, latest->zip_sha256, folder))
		return package_withdraw(c->id, desk->waiting, error);
	g_autoptr(Assessment) assessment = assess(c, desk->law, desk->for_on);
	if (!folder_remove(stage, error))
		return false;
	g_autoptr(Package) package =
	    package_stage(assessment, desk->call->store, desk->reader, desk->call->random, stage, error);
	if (package == NULL)
		return false;
	if (strcmp(package->zip_sha256, latest->zip_sha256) != 0) {
		folder_remove(stage, NULL);
		return error_set(error, ERROR_INTEGRITY, "papers-differ",
		                 "Sag %s giver andre papirer end dem, der blev godkendt.",
		                 "Case %s gives other papers than those approved.", c->id);
	}
	return papers_move(desk, latest, stage, error);
}

/* A form leaves only in an edition that a person has held against the blank in force. *out stays NULL for other papers. */
static bool form_confirmed(const Desk *desk, const Assessment *assessment, Confirmation **out, GError **error)
{
	*out = NULL;
	if (assessment->route != ROUTE_BETALINGSPAAKRAV)
		return true;
	const Edition *edition = edition_on(desk->for_on, error);
	if (edition == NULL || !confirmation_latest(desk->call->store, edition->name, out, error))
		return false;
	return *out != NULL || confirmation_missing(edition->name, error);
}

static bool approve_anew(Desk *desk, const Case *c, const char *stage, cJSON *row, GError **error)
{
	Store *store = desk->call->store;
	g_autoptr(cJSON) receipt = receipt_read(desk->waiting, c->id, error);
	if (receipt == NULL || !papers_stand(desk, c, receipt, error))
		return false;
	g_autoptr(Assessment) assessment = assess(c, desk->law, desk->for_on);
	g_autoptr(Confirmation) form = NULL;
	if (!day_allows(desk, assessment, receipt, error) || !form_confirmed(desk, assessment, &form, error))
		return false;
	g_autoptr(Package) package = papers_for_day(desk, assessment, receipt, stage, error);
	g_autofree char *folder = g_build_filename(stage, c->id, NULL), *passed = NULL;
	int64_t id;
	return package != NULL && lint_gate(desk->call, assessment, folder, desk->reader, &passed, row, error) &&
	       row_add(desk, assessment, package, form, &id, error) && lint_gate_keep(desk->call, id, passed, error) &&
	       assessment_record(store, assessment, desk->call->today, error) && store_commit(store, error);
}

/* In one transaction up to the row, so that a payment comes before the check or after the approval, which it then voids. */
static bool approve_one(Desk *desk, const char *case_id, cJSON *row, GError **error)
{
	Store *store = desk->call->store;
	if (!store_begin(store, error))
		return false;
	g_autofree char *stage = g_build_filename(desk->out, ".stage", "approve", case_id, NULL);
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	g_autoptr(Approval) latest = NULL;
	bool before = false, fine = c != NULL && approval_latest(store, case_id, &latest, error) &&
	                            approved_before(desk, c, latest, stage, &before, error);
	if (fine && !before)
		fine = approve_anew(desk, c, stage, row, error);
	if (before || !fine)
		store_rollback(store);
	if (!fine)
		return false;
	if (!before) {
		g_clear_pointer(&latest, approval_free);
		if (!approval_latest(store, case_id, &latest, error) || !papers_move(desk, latest, stage, error))
			return false;
	}
	json_text(row, "outcome", before ? "already" : "approved");
	json_int(row, "approval", latest->id);
	json_text(row, "by", latest->by);
	json_date(row, "for_on", latest->for_on);
	json_text(row, "court", latest->court);
	json_text(row, "route", route_name(latest->route));
	json_bool(row, "form_is_draft", approval_is_draft(latest));
	g_autofree char *folder = approval_folder(latest->court);
	g_autofree char *package = g_build_filename(folder, case_id, NULL);
	json_text(row, "package", package);
	json_text(row, "sha256", latest->zip_sha256);
	return true;
}

static bool any_draft(const cJSON *rows)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, rows) if (json_get_bool(row, "form_is_draft")) return true;
	return false;
}

/* ---- the command ---- */

static bool desk_open(Desk *desk, const Call *call, GError **error)
{
	desk->by = call_option(call, "by");
	if (desk->by == NULL || *desk->by == '\0' || g_utf8_strlen(desk->by, -1) > LIMIT_NAME_CHARS) {
		error_set(error, ERROR_USAGE, "who", "Skriv hvem der godkender, med --by NAVN.",
		          "Say who approves, with --by NAME.");
		return false;
	}
	if (!call_date(call, "for", &desk->for_on, error))
		return false;
	if (!date_known(desk->for_on))
		return error_set(error, ERROR_USAGE, "which-day", "Skriv dagen for indlevering, med --for DATO.",
		                 "Say the day of hand-in, with --for DATE.");
	if (date_before(desk->for_on, call->today))
		return error_set(error, ERROR_USAGE, "day-passed", "Dagen for indlevering er allerede gået.",
		                 "The day of hand-in has already passed.");
	return true;
}

static int approve_all(Desk *desk, cJSON **result, GError **error)
{
	const Call *call = desk->call;
	g_autoptr(cJSON) object = json_result("approve");
	cJSON *rows = json_array(object, "cases");
	bool refused = false;
	for (int i = 0; i < call->argc; i++) {
		cJSON *row = json_push(rows);
		json_text(row, "case", call->argv[i]);
		GError *fault = NULL;
		if (approve_one(desk, call->argv[i], row, &fault))
			continue;
		bool unknown = call->argc == 1 && strcmp(error_code(fault), "no-such-case") == 0;
		if (error_class(fault) != ERROR_INPUT || unknown) {
			g_propagate_error(error, fault);
			return -1;
		}
		refused = true;
		g_autofree char *text = error_sentence(fault, call->lang);
		json_text(row, "outcome", "refused");
		json_text(row, "code", error_code(fault));
		json_text(row, "text", text);
		g_error_free(fault);
	}
	g_autofree char *stage = g_build_filename(desk->out, ".stage", "approve", NULL);
	if (!folder_remove(stage, error))
		return -1;
	if (file_exists(desk->out) && !standing_sweep(call, desk->law, desk->out, NULL, object, error))
		return -1;
	for (guint i = 0; i < desk->courts->len; i++)
		if (!hand_in_list_write(desk->call->store, desk->law, desk->out, desk->courts->pdata[i], error))
			return -1;
	*result = g_steal_pointer(&object);
	return refused ? EXIT_NO : EXIT_FINE;
}

int approve_run(const Call *call, cJSON **result, GError **error)
{
	Desk desk = { .call = call };
	if (!desk_open(&desk, call, error))
		return -1;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL)
		return -1;
	g_autoptr(Reader) reader = caseworker_reader(call);
	g_autofree char *out = out_folder(call);
	g_autofree char *waiting = g_build_filename(out, OUT_FOR_APPROVAL, NULL);
	FOLDER_LOCK lock = file_exists(out) ? folder_enter(out, error) : -1;
	if (lock < 0 && file_exists(out))
		return -1;
	g_autoptr(GPtrArray) courts = g_ptr_array_new_with_free_func(g_free);
	desk.law = law;
	desk.reader = reader;
	desk.out = out;
	desk.waiting = waiting;
	desk.courts = courts;
	return approve_all(&desk, result, error);
}

void approve_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "cases"))
	{
		const char *outcome = json_get_text(row, "outcome"), *case_id = json_get_text(row, "case");
		if (strcmp(outcome, "refused") == 0)
			g_string_append_printf(out, "%s  %s: %s\n", case_id, da ? "ikke godkendt" : "not approved",
			                       json_get_text(row, "text"));
		else
			g_string_append_printf(out, "%s  %s %s %s %s; %s %s\n", case_id,
			                       strcmp(outcome, "already") == 0 ? (da ? "var godkendt af" : "was approved by")
			                                                       : (da ? "godkendt af" : "approved by"),
			                       json_get_text(row, "by") != NULL ? json_get_text(row, "by") : "?",
			                       da ? "til indlevering" : "for hand-in", json_get_text(row, "for_on"),
			                       da ? "papirerne ligger i" : "the papers lie in",
			                       json_get_text(row, "package"));
		const cJSON *fault;
		cJSON_ArrayForEach(fault, json_get(row, "warnings"))
			g_string_append_printf(out, "  %s %s: %s %s\n", json_get_text(fault, "code"), json_get_text(fault, "where"),
			                       json_get_text(fault, "rule"), json_get_text(fault, "fix"));
	}
	if (any_draft(json_get(result, "cases")))
		g_string_append(out, da ? HAND_IN_DRAFT_DA "\n" : HAND_IN_DRAFT_EN "\n");
	standing_text(call, result, out);
}
