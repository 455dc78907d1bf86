/* The commands that make papers. */
#include "assess/edition.h"
#include "assess/replay.h"
#include "filing/approval.h"
#include "filing/caseworker.h"
#include "filing/exhibit_choice.h"
#include "filing/casefile.h"
#include "filing/forms.h"
#include "filing/handinlist.h"
#include "filing/letter.h"
#include "filing/lint.h"
#include "filing/make.h"
#include "filing/outbox.h"
#include "filing/reaction.h"
#include "filing/run.h"
#include "filing/verify.h"
#include "filing/wordings.h"
#include "intake/folder.h"

#include <string.h>

static const OptionRow run_options[] = {
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ "workers", "N", { "antal sagsbehandlere (processer)", "number of case workers (processes)" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const OptionRow inbox_options[] = {
	{ "workers", "N", { "antal sagsbehandlere (processer)", "number of case workers (processes)" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const OptionRow submit_options[] = {
	{ "case", "CASE", { "læg filerne til denne sag", "add the files to this case" } },
	{ "workers", "N", { "antal sagsbehandlere (processer)", "number of case workers (processes)" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const OptionRow package_options[] = {
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ NULL, NULL, { NULL, NULL } },
};

static void path_json(cJSON *object, const char *key, const char *out, const char *case_id, const char *tail)
{
	g_autofree char *name = g_strconcat(case_id, tail, NULL);
	g_autofree char *path = g_build_filename(out, OUT_FOR_APPROVAL, name, NULL);
	json_text(object, key, path);
}

static void part_json(cJSON *parts, const Part *part)
{
	cJSON *row = json_push(parts);
	json_text(row, "name", part->name);
	json_text(row, "role", part->role);
	json_text(row, "sha256", part->sha256);
	if (part->pages > 0)
		json_int(row, "pages", part->pages);
	else
		json_null(row, "pages");
}

static int package_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL)
		return -1;
	g_autoptr(Reader) reader = caseworker_reader(call);
	g_autofree char *out = out_folder(call);
	FOLDER_LOCK lock = file_exists(out) ? folder_enter(out, error) : -1;
	if (lock < 0 && file_exists(out))
		return -1;
	const char *case_id = call->argv[0];
	g_autoptr(Made) made = package_make(call->store, reader, law, call->random, case_id, call->today, out, error);
	if (made == NULL || !assessment_record(call->store, made->assessment, call->today, error))
		return -1;
	/* Papers whose approval fell away do not stay among those to hand in: the new ones wait for a person again. */
	g_autoptr(cJSON) object = json_result("package");
	if (file_exists(out) && !standing_sweep(call, law, out, NULL, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	json_text(*result, "case", case_id);
	json_text(*result, "route", route_name(made->assessment->route));
	const Package *package = made->package;
	if (package == NULL) {
		static const char *const keys[] = { "kind", "directory", "archive", "signature" };
		for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
			json_null(*result, keys[i]);
		json_array(*result, "parts");
		return EXIT_NO;
	}
	json_text(*result, "kind", package->kind);
	path_json(*result, "directory", out, case_id, "");
	path_json(*result, "archive", out, case_id, ".zip");
	path_json(*result, "signature", out, case_id, ".zip.p7s");
	cJSON *parts = json_array(*result, "parts");
	for (guint i = 0; i < package->parts->len; i++)
		part_json(parts, package->parts->pdata[i]);
	return EXIT_FINE;
}

static void package_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const char *directory = json_get_text(result, "directory");
	Route route;
	if (directory == NULL && route_parse(json_get_text(result, "route"), &route)) {
		standing_text(call, result, out);
		g_string_append_printf(out, da ? "Sagen giver ingen papirer: %s. Se paakrav explain %s.\n"
		                               : "The case yields no papers: %s. See paakrav explain %s.\n",
		                       say(route_say(route), call->lang), json_get_text(result, "case"));
		return;
	}
	g_string_append_printf(out, "%s\n", directory);
	const cJSON *part;
	cJSON_ArrayForEach(part, json_get(result, "parts"))
		g_string_append_printf(out, "  %-16s %.16s…\n", json_get_text(part, "name"), json_get_text(part, "sha256"));
	standing_text(call, result, out);
}

static const OptionRow approve_options[] = {
	{ "by", "NAVN", { "personen, der godkender", "the person who approves" } },
	{ "for", "DATO", { "dagen, papirerne skal afleveres", "the day of hand-in" } },
	{ "despite", "KODE", { "se bort fra denne regel i lint; kan gentages", "pass over this rule of lint; may be repeated" } },
	{ "why", "GRUND", { "hvorfor", "why" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const OptionRow map_options[] = {
	{ "draft", "FIL", { "skriv et udkast til kort i denne ny fil", "write a draft of a map to this new file" } },
	{ "edition", "UDGAVE", { "blankettens udgave; ellers dagens", "the form's edition; else the day's" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const OptionRow confirm_options[] = {
	{ "blank", "FIL", { "Domstolsstyrelsens blanket (PDF)", "the court administration's blank (PDF)" } },
	{ "map", "FIL", { "kortet over blankettens felter (CSV), så den kan udfyldes", "the map of its fields (CSV), so that it can be filled" } },
	{ "by", "NAVN", { "personen, der har sammenlignet", "the person who compared" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const OptionRow send_options[] = {
	{ "via", "WAY", { "folder: en mappe til en person; mail: til rettens adresse", "folder: for a person; mail: to the court's address" } },
	{ "letter", "N", { "sagens brev nr. N i stedet for pakken; kan gentages", "the case's letter N, not its package; may be repeated" } },
	{ "hand-to", "NAVN", { "personen, der afleverer (folder)", "the person who hands in (folder)" } },
	{ "by", "NAVN", { "hvem der sender", "who sends" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const OptionRow outbox_options[] = {
	{ "open", NULL, { "kun det, der venter eller er uvist", "only what waits or is in doubt" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const OptionRow resolve_options[] = {
	{ "sent", NULL, { "den nåede frem", "it arrived" } },
	{ "not-sent", NULL, { "den nåede ikke frem, eller kom tilbage", "it did not arrive, or came back" } },
	{ "by", "NAVN", { "hvem der siger det", "who says so" } },
	{ "why", "GRUND", { "hvordan det vides", "how that is known" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ NULL, NULL, { NULL, NULL } },
};

const Command filing_commands[] = {
	{ "run", ROLE_LAWYER, ACCESS_WRITE, "INBOX", 1, 1, run_options,
	  { "tag en indbakke, afgør hver sag, og lav papirerne", "take an inbox, decide each case and make the papers" },
	  "submissions", run_run, run_text },
	{ "inbox", ROLE_LAWYER, ACCESS_WRITE, "DIR", 1, 1, inbox_options,
	  { "tag en indbakke, og afgør hver sag", "take an inbox and decide each case" }, "submissions", inbox_run, run_text },
	{ "submit", ROLE_LAWYER, ACCESS_WRITE, "PATH…", 1, -1, submit_options,
	  { "tag enkelte indleveringer", "take single submissions" }, "submissions", submit_run, run_text },
	{ "package", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, package_options,
	  { "lav sagens papirer til godkendelse", "make the case's papers for approval" }, "parts", package_run, package_text },
	{ "statement", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "redegørelsen, sætning for sætning, og hvor ordene kommer fra", "the account, sentence by sentence, and where its words come from" },
	  "paragraphs", statement_run, statement_print },
	{ "texts", ROLES_ALL, ACCESS_LOOK, "[FILE]", 0, 1, NULL,
	  { "de tekster, papirerne skrives i; kan rettes i HOME/tekster/", "the wordings of the papers; may be changed in HOME/tekster/" },
	  "texts", texts_run, texts_print },
	{ "approve", ROLE_LAWYER, ACCESS_WRITE, "CASE…", 1, -1, approve_options,
	  { "godkend sagens papirer til aflevering på en bestemt dag", "approve the case's papers for hand-in on a day" },
	  "cases", approve_run, approve_text },
	{ "approvals", ROLES_ALL, ACCESS_READ, "[CASE]", 0, 1, NULL,
	  { "hvem der har godkendt hvad, og om det stadig gælder", "who approved what, and whether it still holds" },
	  "approvals", approvals_run, approvals_text },
	{ "lint", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_LOOK, "CASE|FILE", 1, 1, package_options,
	  { "læs papirerne, som retten vil læse dem, og sig, hvad den ville standse",
	    "read the papers as the court will, and say what it would stop" },
	  "faults:code,name,severity,where,text,rule,statute,fix,lost", lint_run, lint_text },
	{ "lint rules", ROLES_ALL, ACCESS_NONE, "", 0, 0, NULL,
	  { "hvad papirerne prøves for", "what the papers are tried for" }, "rules", lint_rules_run, lint_rules_text },
	{ "forms list", ROLES_ALL, ACCESS_LOOK, "", 0, 0, NULL,
	  { "blankettens udgaver: felter, gyldighed, bekræftelse", "the form's editions: boxes, validity, confirmation" },
	  "editions", forms_list_run, forms_list_text },
	{ "forms map", ROLE_LAWYER, ACCESS_NONE, "BLANK", 1, 1, map_options,
	  { "en blankets felter, og et udkast til kort over dem", "a blank's fields, and a draft of a map of them" },
	  "fields", forms_map_run, forms_map_text },
	{ "forms confirm", ROLE_LAWYER, ACCESS_WRITE, "EDITION", 1, 1, confirm_options,
	  { "en person har sammenlignet udgaven med rettens gældende blanket",
	    "a person compared the edition with the court's blank in force" },
	  NULL, forms_confirm_run, forms_confirm_text },
	{ "send", ROLE_LAWYER, ACCESS_WRITE, "CASE…", 1, -1, send_options,
	  { "send godkendte papirer, én gang", "send approved papers, once" }, "deliveries", send_run, send_text },
	{ "outbox", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "[CASE]", 0, 1, outbox_options,
	  { "hvad der venter på at blive sendt, hvad der er uvist, og hvad der er sendt",
	    "what waits to be sent, what is in doubt and what was sent" },
	  "entries:dispatch,case,what,letter,via,state,court,to,prepared_on,on,failed_tries,answer_code,answer,because,by,message_id,sha256,stands",
	  outbox_run, outbox_text },
	{ "outbox resolve", ROLE_LAWYER, ACCESS_WRITE, "N", 1, 1, resolve_options,
	  { "en persons ord om en uvis forsendelse", "a person's word on a dispatch in doubt" }, NULL, resolve_run, resolve_text },
	{ "export", ROLE_LAWYER, ACCESS_READ, "CASE", 1, 1, export_options,
	  { "hele sagen i én underskreven container, der kan efterprøves uden paakrav",
	    "the whole case in one signed container that can be checked without paakrav" },
	  NULL, export_run, export_text },
	{ "verify", ROLES_ALL, ACCESS_NONE, "FILE", 1, 1, verify_file_options,
	  { "efterprøv en container fra export eller en pakke, uden sagsmappen",
	    "check a container from export or a package, without the store" },
	  "faults", verify_file_run, verify_file_text },
	{ "letter", ROLE_LAWYER, ACCESS_WRITE, "CASE KIND", 2, 2, letter_options,
	  { "skriv et brev i sagen til en bestemt dag", "draw a letter of the case for a day" }, "letters", letter_run, letter_text },
	{ "letters", ROLES_ALL, ACCESS_READ, "[CASE]", 0, 1, NULL,
	  { "brevene, og hvor langt de er", "the letters, and how far they are" },
	  "letters:case,letter,kind,title,title_en,to,to_name,language,drawn_on,for_on,deadline_on,fee_ore,state,because,by,approved_on,sent_on,event,file,sha256",
	  letters_run, letters_text },
	{ "letter kinds", ROLES_ALL, ACCESS_NONE, "", 0, 0, NULL,
	  { "hvilke breve der er, og hvad de hviler på", "what letters there are, and what they rest on" }, "kinds", letter_kinds_run,
	  letter_kinds_text },
	{ "letter next", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "rækkefølgen af breve fra forfaldsdagen, og det næste skridt", "the sequence of letters from the due date, and the next step" },
	  "steps", letter_next_run, letter_next_text },
	{ "letter approve", ROLE_LAWYER, ACCESS_WRITE, "CASE N…", 2, -1, letter_approve_options,
	  { "godkend breve til afsendelse", "approve letters for dispatch" }, "letters", letter_approve_run, letter_step_text },
	{ "letter sent", ROLE_LAWYER, ACCESS_WRITE, "CASE N", 2, 2, letter_sent_options,
	  { "noter, at et godkendt brev er sendt", "note that an approved letter was sent" }, "letters", letter_sent_run, letter_step_text },
	{ "letter returned", ROLE_LAWYER, ACCESS_WRITE, "CASE N", 2, 2, letter_returned_options,
	  { "noter, at et sendt brev kom retur", "note that a letter that was sent came back" }, "letters", letter_returned_run,
	  letter_step_text },
	{ "exhibit", ROLE_LAWYER, ACCESS_WRITE, "CASE FILE", 2, 2, exhibit_options,
	  { "afgør, om et dokument er bilag eller internt, og hvorfor", "decide whether a document is an exhibit or internal, and why" },
	  "documents", exhibit_run, exhibits_text },
	{ "exhibits", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "sagens dokumenter: bilag, internt eller uafgjort", "the case's documents: exhibit, internal or undecided" },
	  "documents:document,sha256,kind,use,held,why,by,redact", exhibits_run, exhibits_text },
	{ "reactions", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "hvad modparten har sagt, om det gengives for retten, og svarene", "what the other side has said, whether it is told to the court, and the answers" },
	  "reactions:id,event,on,debtor,ground,stands,told,held,why,by,answer,answered_by", reactions_run, reactions_text },
	{ "reaction", ROLE_LAWYER, ACCESS_WRITE, "CASE ID", 2, 2, reaction_options,
	  { "afgør, om modpartens ord gengives for retten, og hvorfor", "decide whether the other side's words are told to the court, and why" },
	  "reactions", reaction_run, reactions_text },
	{ "reaction answer", ROLE_LAWYER, ACCESS_WRITE, "CASE FILE", 2, 2, reaction_answer_options,
	  { "skriv svaret på en indsigelse; det står i den civile sag", "write the answer to an objection; it stands in the civil claim" },
	  "reactions", reaction_answer_run, reactions_text },
	{ .name = NULL },
};
