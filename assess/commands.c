/* The commands that read a case and say what the law makes of it. Only here does assess/ touch the store. */
#include "assess/assess.h"
#include "assess/bundle.h"
#include "assess/edition.h"
#include "assess/explain.h"
#include "assess/law_commands.h"
#include "assess/outlook.h"
#include "assess/replay.h"
#include "assess/report.h"
#include "assess/survey.h"
#include "intake/command.h"
#include "intake/record.h"

#include <string.h>

/* A case and the law, read for one call; the assessment borrows both. */
typedef struct Session {
	Case *c;
	Law *law;
	Assessment *assessment;
} Session;

static void session_clear(Session *session)
{
	assessment_free(session->assessment);
	case_free(session->c);
	law_free(session->law);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Session, session_clear)

static bool session_open(Session *session, const Call *call, Date on, GError **error)
{
	session->law = law_in_force(call->store, error);
	if (session->law == NULL)
		return false;
	session->c = case_read(call->store, call->argv[0], 0, error);
	if (session->c == NULL)
		return false;
	session->assessment = assess(session->c, session->law, on);
	return true;
}

static int exit_of(const Assessment *assessment)
{
	return route_yields_package(assessment->route) ? EXIT_FINE : EXIT_NO;
}

/* Every case, in force and under --law. */
static int assess_all(const Call *call, cJSON **result, GError **error)
{
	const char *name = call_option(call, "law");
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Law) other = law != NULL && name != NULL ? law_named(call, name, error) : NULL;
	if (law == NULL || (name != NULL && other == NULL))
		return -1;
	*result = survey_json(call, law, other, error);
	return *result != NULL ? EXIT_FINE : -1;
}

static int assess_again(const Call *call, cJSON **result, GError **error)
{
	gint64 id;
	bool yields;
	const char *text = call_option(call, "replay");
	if (!g_ascii_string_to_signed(text, 10, 1, INT64_MAX, &id, NULL)) {
		error_set(error, ERROR_USAGE, "bad-number", "--replay %s er ikke et nummer.", "--replay %s is not a number.", text);
		error_remedy(error, "Se numrene med assess SAG --list.", "See the numbers with assess CASE --list.");
		return -1;
	}
	*result = assessment_replay(call->store, call->argv[0], id, call->lang, &yields, error);
	return *result == NULL ? -1 : yields ? EXIT_FINE : EXIT_NO;
}

static bool assess_asks_well(const Call *call, GError **error)
{
	bool list = call_has(call, "list"), replay = call_has(call, "replay"), law = call_has(call, "law"),
	     all = call_has(call, "all"), one = call->argc == 1;
	bool fine = one ? !law && !call_has(call, "dry-run") && list + replay + all < 2 : all && !list && !replay;
	if (fine)
		return true;
	error_set(error, ERROR_USAGE, "usage", "De valg passer ikke sammen.", "Those options do not go together.");
	error_remedy(error, "Brug assess SAG [--all | --list | --replay NR] eller assess --all [--dry-run] [--law UDGAVE].",
	             "Use assess CASE [--all | --list | --replay NO] or assess --all [--dry-run] [--law EDITION].");
	return false;
}

static int assess_run(const Call *call, cJSON **result, GError **error)
{
	if (!assess_asks_well(call, error))
		return -1;
	if (call->argc == 0)
		return assess_all(call, result, error);
	if (call_has(call, "replay"))
		return assess_again(call, result, error);
	g_auto(Session) session = { 0 };
	if (!session_open(&session, call, call->today, error))
		return -1;
	if (call_has(call, "list")) {
		*result = assessment_list(call->store, session.c->id, error);
		return *result != NULL ? EXIT_FINE : -1;
	}
	*result = assessment_json(session.assessment, call->lang, call_has(call, "all"));
	return exit_of(session.assessment);
}

static void list_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "assessments"))
	{
		Route route;
		const char *name = json_get_text(row, "route");
		g_string_append_printf(out, "%6d  %s  %s  %s %.12s…\n", (int)json_get_int(row, "id", 0), json_get_text(row, "on"),
		                       route_parse(name, &route) ? say(route_say(route), call->lang) : name,
		                       da ? "lovudgave" : "law edition", json_get_text(row, "law_edition"));
	}
	if (cJSON_GetArraySize(json_get(result, "assessments")) == 0)
		g_string_append(out, da ? "Ingen vurdering er gemt.\n" : "No assessment is recorded.\n");
}

static void assess_text(const Call *call, const cJSON *result, GString *out)
{
	if (json_get(result, "cases") != NULL)
		survey_text(call, result, out);
	else if (json_get(result, "assessments") != NULL)
		list_text(call, result, out);
	else
		assessment_text(out, call->lang, result);
}

static bool known_rule(const char *id, GError **error)
{
	if (id == NULL || rule_find(id) != NULL)
		return true;
	error_set(error, ERROR_USAGE, "no-such-rule", "Der er ingen regel %s.", "There is no rule %s.", id);
	error_remedy(error, "Se dem alle med paakrav rules.", "See them all with paakrav rules.");
	return false;
}

static int explain_run(const Call *call, cJSON **result, GError **error)
{
	const char *rule_id = call_option(call, "rule");
	g_auto(Session) session = { 0 };
	if (!known_rule(rule_id, error) || !session_open(&session, call, call->today, error))
		return -1;
	*result = explain_json(session.assessment, call->lang, rule_id != NULL ? rule_find(rule_id)->id : NULL, call_has(call, "all"));
	return exit_of(session.assessment);
}

static void explain_render(const Call *call, const cJSON *result, GString *out)
{
	explain_text(out, call->lang, result);
}

static int owed_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	g_auto(Session) session = { 0 };
	if (!call_date(call, "on", &on, error))
		return -1;
	if (!date_known(on))
		on = call->today;
	if (!session_open(&session, call, on, error))
		return -1;
	*result = owed_json(session.assessment->owed, session.c->id, call->lang);
	return session.assessment->owed->known ? EXIT_FINE : EXIT_NO;
}

static void owed_render(const Call *call, const cJSON *result, GString *out)
{
	const char *unknown = json_get_text(result, "unknown"), *note = json_get_text(result, "note");
	g_string_append_printf(out, call->lang == LANG_EN ? "Case %s, owed on %s (%s)\n\n" : "Sag %s, skyldigt den %s (%s)\n\n",
	                       json_get_text(result, "case"), json_get_text(result, "on"), json_get_text(result, "day_count"));
	owed_text_rows(out, call->lang, result);
	g_string_append_c(out, '\n');
	owed_text_periods(out, call->lang, result);
	if (unknown != NULL)
		g_string_append_printf(out, "%s\n", unknown);
	if (note != NULL)
		g_string_append_printf(out, "%s\n", note);
}

static int economics_run(const Call *call, cJSON **result, GError **error)
{
	g_auto(Session) session = { 0 };
	if (!session_open(&session, call, call->today, error))
		return -1;
	*result = outlook_json(session.assessment, call->lang);
	return EXIT_FINE;
}

static void economics_render(const Call *call, const cJSON *result, GString *out)
{
	outlook_text(out, call->lang, result);
}

static int rules_run(const Call *call, cJSON **result, GError **error)
{
	const char *rule_id = call->argc > 0 ? call->argv[0] : NULL;
	if (!known_rule(rule_id, error))
		return -1;
	*result = rules_json(call->lang, rule_id);
	return EXIT_FINE;
}

static void rules_render(const Call *call, const cJSON *result, GString *out)
{
	rules_text(out, call->lang, result, call->argc > 0 || call_has(call, "quotes"));
}

static const OptionRow assess_options[] = {
	{ "all", NULL, { "med SAG: også regler, der ikke rammer; uden: alle sager",
	                 "with CASE: rules that are clear too; without: every case" } },
	{ "law", "EDITION", { "vis også udfaldet under denne lovudgave eller dette bundt (uden SAG)",
	                      "show the outcome under this law edition or bundle too (without CASE)" } },
	{ "dry-run", NULL, { "intet ændres (assess ændrer aldrig noget)", "nothing is changed (assess never changes anything)" } },
	{ "list", NULL, { "vis sagens gemte vurderinger", "show the case's recorded assessments" } },
	{ "replay", "ID", { "giv en gemt vurdering igen", "give a recorded assessment again" } },
	{ 0 },
};

static const OptionRow explain_options[] = {
	{ "rule", "ID", { "kun denne regel", "this rule alone" } },
	{ "all", NULL, { "også regler, der ikke rammer", "rules that are clear too" } },
	{ 0 },
};

static const OptionRow rules_options[] = {
	{ "quotes", NULL, { "med lovens ord under hver", "with the words of the law below each" } },
	{ 0 },
};

static const OptionRow owed_options[] = {
	{ "on", "DATE", { "dagen; ellers i dag", "the day; else today" } },
	{ 0 },
};

const Command assess_commands[] = {
	{ "assess", ROLES_ALL, ACCESS_READ, "[CASE]", 0, 1, assess_options,
	  { "vurder en sag: vej, mangler, beløb", "assess a case: route, what is missing, sums" },
	  "findings:id,version,name,title,severity,effect,verdict,about,because,statute,mark", assess_run, assess_text },
	{ "explain", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, explain_options,
	  { "vis hver regel med tal, kilder og lovens ord", "show each rule with figures, proof and the words of the law" }, "rules",
	  explain_run, explain_render },
	{ "owed", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, owed_options,
	  { "opgør, hvad der skyldes på en dag", "reckon what is owed on a day" },
	  "periods:claim,from_on,to_on,days,rate_bp,principal_ore,interest_ore,statute", owed_run, owed_render },
	{ "economics", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "vis, hvad hvert udfald koster og giver", "show what each outcome costs and brings" }, "outcomes", economics_run,
	  economics_render },
	{ "rules", ROLES_ALL, ACCESS_NONE, "[ID]", 0, 1, rules_options,
	  { "vis reglerne, eller én (U06, U06/1) med lovens ord", "show the rules, or one (U06, U06/1) with the words of the law" }, "rules", rules_run,
	  rules_render },
	{ "law show", ROLES_ALL, ACCESS_LOOK, "", 0, 0, law_show_options,
	  { "vis lovtabellerne på en dag", "show the law tables on a day" },
	  "rows:table,name,range,valid_from,valid_to,value,unit,keyed_on,statute,mark,note", law_show_run, law_show_text },
	{ "law verify", ROLES_ALL, ACCESS_LOOK, "", 0, 0, NULL,
	  { "prøv lovtabellerne, der gælder", "check the law tables in force" }, "tables", law_verify_run, law_verify_text },
	{ "law diff", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_LOOK, "A B", 2, 2, NULL,
	  { "vis forskellen på to lovudgaver eller bundter", "show the difference between two law editions or bundles" }, "rows",
	  law_diff_run, law_diff_text },
	{ "law update", ROLE_LAWYER, ACCESS_WRITE, "FILE|URL", 1, 1, NULL,
	  { "tag en underskreven lovudgave i brug", "take a signed law edition into use" }, "rows", law_update_run, law_update_text },
	{ 0 },
};
