/* close and handover: walk the checklist, take a person's word on a point, and let the case go when nothing stands open. */
#include "assess/edition.h"
#include "enforcement/docketstore.h"
#include "enforcement/leaving.h"
#include "enforcement/note.h"
#include "filing/handinlist.h"
#include "filing/run.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

#define SAYING                                                                                                           \
	{ "done", "POINT", { "punktet er i orden", "the point is in order" } },                                         \
	{ "despite", "POINT", { "punktet står åbent, og sagen må forlade huset alligevel", "the point is open, and the case may leave all the same" } }, \
	{ "why", "TEXT", { "hvorfor, eller hvordan", "why, or how" } },                                                 \
	{ "document", "FILE", { "sagens bilag, der viser det", "the document of the case that shows it" } },             \
	{ "by", "NAME", { "hvem der siger det, og hvem der lukker", "who says so, and who lets it go" } }

const OptionRow close_options[] = {
	{ "as", "EVENT", { "noter først, hvordan kravet sluttede: uneconomic, client_stop, discount_accepted eller withdrawn_stop",
	                   "first record how the claim ended: uneconomic, client_stop, discount_accepted or withdrawn_stop" } },
	{ "out", "DIR", { "mappen til papirer, hvorfra sagens tages", "the folder for papers, from which the case's are taken" } },
	SAYING,
	{ 0 },
};

const OptionRow handover_options[] = {
	{ "to", "NAME", { "hvem der tager sagen", "who takes the case" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	SAYING,
	{ 0 },
};

typedef struct Leave {
	const Call *call;
	LeavingWay way;
	Law *law;
	Case *c;
	Assessment *assessment;
	States *states;
	Leaving *leaving;
} Leave;

static void leave_clear(Leave *leave)
{
	g_clear_pointer(&leave->leaving, leaving_free);
	g_clear_pointer(&leave->states, states_free);
	g_clear_pointer(&leave->assessment, assessment_free);
	g_clear_pointer(&leave->c, case_free);
}

static bool leave_read(Leave *leave, GError **error)
{
	int64_t cases;
	leave_clear(leave);
	if (!docket_refresh(leave->call->store, leave->law, leave->call->today, &cases, error))
		return false;
	leave->c = case_read(leave->call->store, leave->call->argv[0], 0, error);
	if (leave->c == NULL)
		return false;
	leave->assessment = assess(leave->c, leave->law, leave->call->today);
	leave->states = states_of(leave->c, leave->assessment, leave->law, leave->call->today);
	leave->leaving = leaving_of(leave->call, leave->way, leave->c, leave->assessment, leave->states, error);
	return leave->leaving != NULL;
}

/* ---- what a person says ---- */

static bool no(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_USAGE, code, da, en);
}

static bool options_fit(const Call *call, GError **error)
{
	const char *by = call_option(call, "by"), *why = call_option(call, "why"), *to = call_option(call, "to");
	bool done = call_has(call, "done"), despite = call_has(call, "despite");
	if (done && despite)
		return no(error, "one-word", "Skriv enten --done eller --despite.", "Write either --done or --despite.");
	if (to != NULL && (done || despite))
		return no(error, "one-at-a-time", "Skriv punktet for sig; overdrag derefter med --to.", "Say the point by itself; then hand over with --to.");
	if (by != NULL && (*by == '\0' || g_utf8_strlen(by, -1) > LIMIT_NAME_CHARS))
		return no(error, "who", "Skriv hvem, med --by NAVN.", "Say who, with --by NAME.");
	if (to != NULL && (*to == '\0' || g_utf8_strlen(to, -1) > LIMIT_NAME_CHARS))
		return no(error, "to-whom", "Skriv modtageren med --to NAVN.", "Say the receiver with --to NAME.");
	if (why != NULL && (*why == '\0' || strlen(why) > LIMIT_SUMMARY_BYTES || !g_utf8_validate(why, -1, NULL)))
		return no(error, "why", "Grunden er tom, for lang eller ikke UTF-8.", "The reason is empty, too long or not UTF-8.");
	if (done && why == NULL && !call_has(call, "document"))
		return no(error, "done-how", "--done skal have --why TEKST eller --document BILAG.", "--done needs --why TEXT or --document FILE.");
	if (despite && (why == NULL || by == NULL))
		return no(error, "despite-why", "--despite skal have --why TEKST og --by NAVN.", "--despite needs --why TEXT and --by NAME.");
	return true;
}

/* What is said must be of a point that is open. */
static bool word_record(Leave *leave, GError **error)
{
	const Call *call = leave->call;
	const char *done = call_option(call, "done"), *document = call_option(call, "document"), *by = call_option(call, "by");
	const char *name = done != NULL ? done : call_option(call, "despite");
	if (name == NULL)
		return true;
	const Point *point = leaving_point(leave->leaving, name);
	if (point == NULL || (point->state != POINT_OPEN && point->state != POINT_DONE && point->state != POINT_DESPITE)) {
		error_set(error, ERROR_INPUT, "point-not-open", "Punktet »%s« står ikke åbent.", "The point \"%s\" is not open.", name);
		error_remedy(error, "Se punkterne med kommandoen alene.", "See the points with the command alone.");
		return false;
	}
	if (document != NULL && case_document_named(leave->c, document) == NULL) {
		error_set(error, ERROR_INPUT, "no-such-document", "Sagen har intet bilag »%s«.", "The case has no document \"%s\".", document);
		error_remedy(error, "Læg det på sagen med submit --case.", "Put it on the case with submit --case.");
		return false;
	}
	const LeavingWord word = { (char *)point->name, point->subject->str, done == NULL,     call->today,
		                   (char *)(by != NULL ? by : "lawyer"), (char *)call_option(call, "why"), (char *)document };
	if (!store_begin(call->store, error))
		return false;
	if (leaving_say(call->store, leave->c->id, leave->way, &word, error) && store_commit(call->store, error))
		return leave_read(leave, error);
	store_rollback(call->store);
	return false;
}

/* How the claim ended, when it is to be recorded in the same breath. */
static bool end_record(const Call *call, GError **error)
{
	static const char *const ends[] = { "uneconomic", "client_stop", "discount_accepted", "withdrawn_stop", NULL };
	const char *as = call_option(call, "as"), *by = call_option(call, "by");
	bool already;
	if (as == NULL)
		return true;
	if (!g_strv_contains(ends, as))
		return no(error, "close-as", "--as er uneconomic, client_stop, discount_accepted eller withdrawn_stop.",
		          "--as is uneconomic, client_stop, discount_accepted or withdrawn_stop.");
	g_autoptr(Event) event = g_new0(Event, 1);
	*event = (Event){ .name = g_strdup(as), .on = call->today, .deadline_on = DATE_NONE, .amount = money_zero(),
		          .by = g_strdup(by != NULL ? by : "lawyer"), .ground = g_strdup(call_option(call, "why")) };
	return note_record(call, call->argv[0], event, &already, error);
}

/* ---- going ---- */

static bool case_goes(Leave *leave, cJSON *object, GError **error)
{
	const Call *call = leave->call;
	const char *by = call_option(call, "by"), *to = call_option(call, "to");
	g_autofree char *file = NULL, *sha256 = NULL;
	if (leave->way == LEAVING_HANDOVER &&
	    !handover_make(call, leave->c, leave->states, leave->law, leave->leaving, to, object, &file, &sha256, error))
		return false;
	if (!store_begin(call->store, error))
		return false;
	if (!leaving_record(call->store, leave->c->id, leave->way, sha256, to, by, call->today, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return false;
	}
	g_autofree char *out = out_folder(call);
	if (file_exists(out)) {
		FOLDER_LOCK lock = folder_enter(out, error);
		if (lock < 0 || !standing_sweep(call, leave->law, out, leave->c->id, object, error))
			return false;
	}
	json_date(object, "left_on", call->today);
	json_text(object, "file", file);
	json_text(object, "sha256", sha256);
	return true;
}

/* It is gone already: when, and to whom; nothing is made or recorded anew. */
static bool already_add(cJSON *object, const Call *call, const Leave *leave, GError **error)
{
	g_autoptr(GPtrArray) departures = leaving_all(call->store, leave->c->id, error);
	const Departure *left = departures != NULL ? leaving_standing(departures) : NULL;
	if (left == NULL)
		return false;
	leaving_json(leave->leaving, object, call->lang);
	json_date(object, "left_on", left->on);
	json_null(object, "file");
	json_null(object, "sha256");
	departure_json(json_object(object, "already"), left);
	return true;
}

static void already_text(const cJSON *left, Lang lang, GString *out)
{
	bool da = lang == LANG_DA, close = strcmp(json_get_text(left, "way"), "close") == 0;
	const char *to = json_get_text(left, "to"), *by = json_get_text(left, "by");
	g_string_append_printf(out, close ? (da ? "Sagen er allerede lukket %s" : "The case was closed already on %s")
	                                  : (da ? "Sagen er allerede overdraget %s" : "The case was handed over already on %s"),
	                       json_get_text(left, "on"));
	if (to != NULL)
		g_string_append_printf(out, da ? " til %s" : " to %s", to);
	if (by != NULL)
		g_string_append_printf(out, da ? ", af %s" : ", by %s", by);
	g_string_append(out, da ? ". Intet er gjort igen. Er den kommet tilbage, så tag den ind med assign.\n"
	                        : ". Nothing was done again. If it has come back, take it in with assign.\n");
}

static int leave_answer(Leave *leave, cJSON **result, GError **error)
{
	const Call *call = leave->call;
	Date left;
	LeavingWay way = leave->way;
	if (!leaving_left(call->store, leave->c->id, &left, &way, error))
		return -1;
	g_autoptr(cJSON) object = json_result(leaving_way_name(leave->way));
	json_text(object, "case", leave->c->id);
	json_date(object, "on", call->today);
	bool asked = call_has(call, "by") && !call_has(call, "done") && !call_has(call, "despite");
	bool again = leave->way == LEAVING_CLOSE && way == LEAVING_CLOSE; /* it is closed, as was asked */
	if (date_known(left) && asked && !again) {
		if (!already_add(object, call, leave, error))
			return -1;
		*result = g_steal_pointer(&object);
		return EXIT_NO;
	}
	leaving_json(leave->leaving, object, call->lang);
	bool goes = !date_known(left) && leave->leaving->open == 0 && call_has(call, "by") && !call_has(call, "done") &&
	            !call_has(call, "despite") && (leave->way == LEAVING_CLOSE || call_has(call, "to"));
	if (goes) {
		if (!case_goes(leave, object, error))
			return -1;
	} else {
		json_date(object, "left_on", left);
		json_null(object, "file");
		json_null(object, "sha256");
	}
	int code = leave->leaving->open > 0 && !date_known(left) ? EXIT_NO : EXIT_FINE;
	*result = g_steal_pointer(&object);
	return code;
}

static int leave_run(const Call *call, LeavingWay way, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !options_fit(call, error) || !end_record(call, error))
		return -1;
	Leave leave = { .call = call, .way = way, .law = law };
	int code = leave_read(&leave, error) && word_record(&leave, error) ? leave_answer(&leave, result, error) : -1;
	leave_clear(&leave);
	return code;
}

int close_run(const Call *call, cJSON **result, GError **error)
{
	return leave_run(call, LEAVING_CLOSE, result, error);
}

int handover_run(const Call *call, cJSON **result, GError **error)
{
	return leave_run(call, LEAVING_HANDOVER, result, error);
}

/* ---- for people ---- */

void leaving_text(const Call *call, const cJSON *result, GString *out)
{
	static const struct {
		const char *state;
		Say word;
	} words[] = { { "none", { "vedkommer ikke sagen", "does not concern the case" } }, { "clear", { "i orden", "in order" } },
		      { "open", { "ÅBENT", "OPEN" } }, { "done", { "gjort", "done" } }, { "despite", { "åbent, accepteret", "open, accepted" } } };
	bool da = call->lang == LANG_DA, close = strcmp(json_get_text(result, "schema"), "paakrav.close/1") == 0;
	const cJSON *row;
	if (json_get(result, "already") != NULL) {
		already_text(json_get(result, "already"), call->lang, out);
		return;
	}
	cJSON_ArrayForEach(row, json_get(result, "points"))
	{
		const char *state = json_get_text(row, "state"), *what = json_get_text(row, "about"), *advice = json_get_text(row, "do");
		if (strcmp(state, "none") == 0)
			continue;
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strcmp(words[i].state, state) == 0)
				g_string_append_printf(out, "%c %s: %s", strcmp(state, "open") == 0 ? '!' : ' ', json_get_text(row, "title"),
				                       say(words[i].word, call->lang));
		if (what != NULL)
			g_string_append_printf(out, " (%s)", what);
		g_string_append_printf(out, "  [%s]\n", json_get_text(row, "point"));
		if (advice != NULL)
			g_string_append_printf(out, "    %s\n", advice);
		if (json_get_text(row, "said_on") != NULL && strcmp(state, "open") != 0)
			g_string_append_printf(out, "    %s %s%s%s%s%s\n", json_get_text(row, "said_on"), json_get_text(row, "by") != NULL ? json_get_text(row, "by") : "",
			                       json_get_text(row, "why") != NULL ? ": " : "", json_get_text(row, "why") != NULL ? json_get_text(row, "why") : "",
			                       json_get_text(row, "document") != NULL ? "; " : "",
			                       json_get_text(row, "document") != NULL ? json_get_text(row, "document") : "");
	}
	const char *left = json_get_text(result, "left_on");
	if (left != NULL)
		g_string_append_printf(out, close ? (da ? "Sagen er lukket %s.\n" : "The case was closed on %s.\n")
		                                  : (da ? "Sagen er overdraget %s.\n" : "The case was handed over on %s.\n"),
		                       left);
	else if (json_get_int(result, "open", 0) > 0)
		g_string_append_printf(out, da ? "Åbne punkter: %d. Sig --done PUNKT --why, eller --despite PUNKT --why --by.\n"
		                               : "Open points: %d. Say --done POINT --why, or --despite POINT --why --by.\n",
		                       (int)json_get_int(result, "open", 0));
	else
		g_string_append(out, close ? (da ? "Intet står åbent: luk med --by NAVN.\n" : "Nothing is open: close with --by NAME.\n")
		                           : (da ? "Intet står åbent: overdrag med --to NAVN --by NAVN.\n"
		                                 : "Nothing is open: hand over with --to NAME --by NAME.\n"));
	if (json_get_text(result, "file") != NULL)
		g_string_append_printf(out, "%s\n", json_get_text(result, "file"));
	standing_text(call, result, out);
}
