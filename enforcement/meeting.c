#include "enforcement/meeting.h"

#include "assess/edition.h"
#include "enforcement/bailiff.h"
#include "enforcement/handler.h"
#include "filing/run.h"
#include "intake/csv.h"
#include "intake/document.h"
#include "intake/embedded.h"
#include "intake/folder.h"
#include "intake/record.h"

#include <assert.h>
#include <string.h>

const OptionRow meetings_options[] = {
	{ "on", "DATE", { "mødernes dag; ellers i dag", "the day of the meetings; else today" } },
	{ "lawyer", "NAME", { "kun sager, som navnet fører eller er stedfortræder i", "only cases of that owner or deputy" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ "results", "FILE", { "CSV med udfaldet: case,debtor,on,result; result er udlaeg, udlaeg_part, plan, instalments, nothing, objection, debtor_absent, creditor_absent eller adjourned",
	                         "CSV with the outcome: case,debtor,on,result; result is udlaeg, udlaeg_part, plan, instalments, nothing, objection, debtor_absent, creditor_absent or adjourned" } },
	{ "by", "NAME", { "hvem der noterer", "who records it" } },
	{ 0 },
};

/* ---- questions ---- */

static const GPtrArray *questions(void)
{
	static GPtrArray *rows;
	if (rows != NULL)
		return rows;
	const Embedded *file = embedded_find(embedded_enforcement, "questions.csv");
	assert(file != NULL);
	g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, "questions.csv", NULL);
	assert(csv != NULL);
	rows = g_ptr_array_new();
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		assert(row->n == csv->columns);
		Question *question = g_new0(Question, 1);
		*question = (Question){ g_intern_string(csv_cell(csv, row, "who")),
			                g_intern_string(csv_cell(csv, row, "statute")),
			                { g_intern_string(csv_cell(csv, row, "da")), g_intern_string(csv_cell(csv, row, "en")) } };
		g_ptr_array_add(rows, question);
	}
	return rows;
}

GPtrArray *meeting_questions(const Meeting *meeting)
{
	const Party *debtor = meeting->bailiff->execution.debtor;
	bool business = field_is(&debtor->kind, "business") || field_is(&debtor->kind, "public");
	GPtrArray *some = g_ptr_array_new();
	for (guint i = 0; i < questions()->len; i++) {
		Question *question = questions()->pdata[i];
		if (strcmp(question->who, "any") == 0 || (strcmp(question->who, "business") == 0) == business)
			g_ptr_array_add(some, question);
	}
	return some;
}

/* ---- one meeting ---- */

static void meeting_free(void *data)
{
	Meeting *meeting = data;
	bailiff_free(meeting->bailiff);
	case_free(meeting->c);
	g_free(meeting->owner);
	g_free(meeting);
}

static bool has_phone(const char *text)
{
	g_autofree char *low = g_utf8_strdown(text != NULL ? text : "", -1);
	return strstr(low, "telefon") != NULL || strstr(low, "telephone") != NULL || strstr(low, "video") != NULL;
}

static bool phone_agreed(const Case *c, const Event *summons)
{
	if (has_phone(summons->ground))
		return true;
	g_autoptr(GPtrArray) letters = case_events(c, "letter_sent", NULL, NULL);
	for (guint i = 0; i < letters->len; i++) {
		const Event *letter = letters->pdata[i];
		if (!date_before(letter->on, summons->on) && letter->ground != NULL && strstr(letter->ground, "Deltagelse i møde på telefon") != NULL)
			return true;
	}
	return false;
}

/* Who may appear (rpl § 260): the creditor for himself, another with a power of attorney. */
static const char *mandate_of(const Case *c)
{
	if (field_is(&c->operator_kind, "self") || case_own_account(c))
		return "own";
	for (guint i = 0; i < c->documents->len; i++)
		if (g_strcmp0(document_kind(c->documents->pdata[i]), "mandate") == 0)
			return "document";
	return "missing";
}

/* What pays all of it within the longest plan that needs no consent (rpl § 525 stk. 1), in whole kroner, rounded up. */
static void lowest_look(Meeting *meeting, const Law *law)
{
	enum { KRONE_ORE = 100 };
	const Bailiff *b = meeting->bailiff;
	meeting->lowest_known = b->total_known && law_limit_number(law, "foged_plan_max", meeting->on, &meeting->months) && meeting->months > 0;
	if (!meeting->lowest_known)
		return;
	int64_t share = (int64_t)meeting->months * KRONE_ORE, total = money_ore(b->total);
	meeting->lowest = money_of_ore((total + share - 1) / share * KRONE_ORE);
}

/*
 * The fee of the request that the meeting is about stands in its claim; interest and costs that came after the request do not
 * count towards the duty to attend (rpl § 492 stk. 2).
 */
static void request_look(Bailiff *b)
{
	const Event *request = b->execution.request;
	if (request == NULL || strcmp(request->name, "bp_endorsed_udlaeg") == 0)
		return;
	g_autoptr(Bailiff) then = bailiff_of(b->c, b->execution.debtor, b->law, date_add_days(request->on, -1));
	b->fee_known = then->fee_known;
	b->fee_due = then->fee_due;
	b->fee = then->fee;
	b->fee_statute = then->fee_statute;
	b->total_known = b->claimed->owed->known && b->fee_known && money_add(b->claimed->owed->total, b->fee, &b->total);
	if (then->attends_known) {
		b->attends_known = true;
		b->attends = then->attends;
		b->attend_limit = then->attend_limit;
	}
}

static Meeting *meeting_new(Case *c, const Party *debtor, const Event *summons, const Law *law, Date on, const char *owner)
{
	Meeting *meeting = g_new0(Meeting, 1);
	*meeting = (Meeting){ .c = c,
		              .bailiff = bailiff_of(c, debtor, law, on),
		              .summons = summons,
		              .on = on,
		              .owner = g_strdup(owner),
		              .by_phone = phone_agreed(c, summons),
		              .mandate = mandate_of(c),
		              .lowest = money_zero(),
		              .said = execution_decided(c, debtor, "PLAN", NULL, on) };
	request_look(meeting->bailiff);
	lowest_look(meeting, law);
	return meeting;
}

/* The meetings of one case on the day: a debtor whose last summons is to it, and nothing has come of it by then. */
static bool case_meetings(Store *store, const Law *law, const char *case_id, const char *owner, Date on, Date today, GPtrArray *meetings,
                          GError **error)
{
	g_autoptr(Case) first = case_read(store, case_id, 0, error);
	if (first == NULL)
		return false;
	for (guint i = 0; i < first->debtors->len; i++) {
		const Party *debtor = first->debtors->pdata[i];
		Execution e = execution_of(first, debtor, law, today);
		if (e.summons == NULL || date_compare(e.summons->deadline_on, on) != 0)
			continue;
		Case *c = case_read(store, case_id, 0, error); /* each meeting has its own, as long as it lives */
		if (c == NULL)
			return false;
		const Party *mine = case_debtor(c, debtor->id);
		Execution again = execution_of(c, mine, law, today);
		g_ptr_array_add(meetings, meeting_new(c, mine, again.summons, law, on, owner));
	}
	return true;
}

typedef struct Named {
	char *case_id, *owner;
} Named;

static void named_free(void *data)
{
	Named *named = data;
	g_free(named->case_id);
	g_free(named->owner);
	g_free(named);
}

static GPtrArray *meetings_of(Store *store, const Law *law, Date on, Date today, const char *lawyer, GError **error)
{
	g_autofree char *day = date_iso(on);
	GError *fault = NULL;
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(named_free);
	g_autoptr(GPtrArray) meetings = g_ptr_array_new_with_free_func(meeting_free);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT DISTINCT e.case_id, o.owner FROM event e JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id"
	                                     " LEFT JOIN docket_owner o ON o.case_id = e.case_id"
	                                     " WHERE e.name = 'summons_issued' AND v.deadline_on = ?1 AND (?2 IS NULL OR " HANDLER_SQL ")"
	                                     " ORDER BY e.case_id",
	                                     "ss", day, lawyer);
	if (query == NULL)
		return NULL;
	while (query_next(query, &fault)) {
		Named *named = g_new0(Named, 1);
		named->case_id = g_strdup(query_text(query, 0));
		named->owner = g_strdup(query_text(query, 1));
		g_ptr_array_add(cases, named);
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return NULL;
	}
	for (guint i = 0; i < cases->len; i++) {
		const Named *named = cases->pdata[i];
		if (!case_meetings(store, law, named->case_id, named->owner, on, today, meetings, error))
			return NULL;
	}
	return g_steal_pointer(&meetings);
}

/* ---- as a result ---- */

static void assets_json(cJSON *row, const Meeting *meeting, Lang lang)
{
	cJSON *assets = json_array(row, "assets");
	for (guint i = 0; i < meeting->bailiff->assets->len; i++) {
		const Asset *asset = meeting->bailiff->assets->pdata[i];
		cJSON *one = json_push(assets);
		json_int(one, "asset", asset->number);
		json_text(one, "kind", asset->kind->name);
		json_text(one, "called", say(asset->kind->say, lang));
		json_text(one, "text", asset->text);
		json_text(one, "register", asset->register_ref);
	}
}

static void meeting_json(cJSON *row, const Meeting *meeting, const char *file, int pages, Lang lang)
{
	const Bailiff *b = meeting->bailiff;
	const Execution *e = &b->execution;
	json_text(row, "case", meeting->c->id);
	json_text(row, "debtor", e->debtor->id);
	json_text(row, "name", field_text(&e->debtor->name));
	json_date(row, "on", meeting->on);
	json_text(row, "court", b->venue->court);
	json_text(row, "place", meeting->summons->ground);
	json_bool(row, "by_phone", meeting->by_phone);
	json_text(row, "owner", meeting->owner);
	json_text(row, "mandate", meeting->mandate);
	json_text(row, "title", title_kind_name(e->kind));
	json_date(row, "title_on", e->on);
	bailiff_claim_json(row, b);
	assets_json(row, meeting, lang);
	cJSON *asked = json_array(row, "questions");
	g_autoptr(GPtrArray) some = meeting_questions(meeting);
	for (guint i = 0; i < some->len; i++) {
		const Question *question = some->pdata[i];
		cJSON *one = json_push(asked);
		json_text(one, "text", say(question->say, lang));
		json_text(one, "statute", question->statute);
	}
	if (meeting->lowest_known)
		json_money(row, "lowest_instalment_ore", meeting->lowest);
	else
		json_null(row, "lowest_instalment_ore");
	if (meeting->lowest_known)
		json_int(row, "longest_months", meeting->months);
	else
		json_null(row, "longest_months");
	json_text(row, "creditor_said", meeting->said != NULL ? meeting->said->ground : NULL);
	json_text(row, "file", file);
	json_int(row, "pages", pages);
}

/* The page and its text below OUT/moeder/. */
static bool meeting_put(const Meeting *meeting, Lang lang, const char *out, char **file, int *pages, GError **error)
{
	g_autofree char *day = date_iso(meeting->on);
	g_autofree char *base = g_strdup_printf("moeder/%s-%s-%s", day, meeting->c->id, meeting->bailiff->execution.debtor->id);
	g_autoptr(GBytes) pdf = meeting_pdf(meeting, lang, pages, error);
	if (pdf == NULL)
		return false;
	char *plain = meeting_plain(meeting, lang);
	g_autoptr(GBytes) text = g_bytes_new_take(plain, strlen(plain));
	*file = g_strconcat(base, ".pdf", NULL);
	g_autofree char *pdf_path = g_build_filename(out, *file, NULL), *inner = g_strconcat(base, ".txt", NULL);
	g_autofree char *text_path = g_build_filename(out, inner, NULL), *folder = g_path_get_dirname(pdf_path);
	return folder_make(folder, error) && file_write(text_path, text, error) && file_write(pdf_path, pdf, error);
}

static bool list_write(const Call *call, const Law *law, Date on, cJSON *rows, GError **error)
{
	g_autofree char *lawyer = NULL;
	g_autoptr(GPtrArray) meetings = handler_said(call, &lawyer, error) ? meetings_of(call->store, law, on, call->today, lawyer, error) : NULL;
	if (meetings == NULL)
		return false;
	if (meetings->len == 0)
		return true;
	g_autofree char *out = out_folder(call);
	if (!folder_make(out, error))
		return false;
	FOLDER_LOCK lock = folder_enter(out, error);
	if (lock < 0)
		return false;
	for (guint i = 0; i < meetings->len; i++) {
		g_autofree char *file = NULL;
		int pages = 0;
		if (!meeting_put(meetings->pdata[i], call->lang, out, &file, &pages, error))
			return false;
		meeting_json(json_push(rows), meetings->pdata[i], file, pages, call->lang);
	}
	return true;
}

int meetings_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	bool refused = false;
	const char *results = call_option(call, "results");
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !call_date(call, "on", &on, error))
		return -1;
	if (results != NULL && (call_has(call, "on") || call_has(call, "lawyer"))) {
		error_set(error, ERROR_USAGE, "meetings-what", "--results står alene: dagen står i filen.", "--results stands alone: the day is in the file.");
		return -1;
	}
	on = date_known(on) ? on : call->today;
	g_autoptr(cJSON) object = json_result("meetings");
	json_date(object, "on", results == NULL ? on : DATE_NONE);
	cJSON *meetings = json_array(object, "meetings"), *outcomes = json_array(object, "results");
	bool fine = results != NULL ? meeting_results(call, law, results, outcomes, &refused, error) : list_write(call, law, on, meetings, error);
	if (!fine)
		return -1;
	*result = g_steal_pointer(&object);
	return refused ? EXIT_NO : EXIT_FINE;
}

void meetings_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row, *finding;
	cJSON_ArrayForEach(row, json_get(result, "meetings"))
	{
		const char *name = json_get_text(row, "name"), *court = json_get_text(row, "court"), *place = json_get_text(row, "place");
		g_string_append_printf(out, "%s  %s: %s%s%s%s\n  %s\n", json_get_text(row, "case"), name != NULL ? name : json_get_text(row, "debtor"),
		                       court != NULL ? court : da ? "fogedretten" : "the bailiff court", place != NULL ? ", " : "", place != NULL ? place : "",
		                       json_get_bool(row, "by_phone") ? (da ? ", på telefon" : ", by telephone") : "", json_get_text(row, "file"));
	}
	cJSON_ArrayForEach(row, json_get(result, "results"))
	{
		const char *case_id = json_get_text(row, "case"), *outcome = json_get_text(row, "outcome");
		g_string_append_printf(out, "%s  ", case_id != NULL ? case_id : "-");
		if (strcmp(outcome, "refused") == 0)
			g_string_append_printf(out, "%s: %s\n", da ? "afvist" : "refused", json_get_text(row, "text"));
		else
			g_string_append_printf(out, "%s: %s%s\n", json_get_text(row, "result"), json_get_text(row, "state"),
			                       strcmp(outcome, "already") != 0 ? "" : da ? " (stod der allerede)" : " (was there already)");
		cJSON_ArrayForEach(finding, json_get(row, "findings")) g_string_append_printf(out, "    %s %s\n", json_get_text(finding, "id"),
		                                                                              json_get_text(finding, "because"));
	}
	if (cJSON_GetArraySize(json_get(result, "meetings")) == 0 && cJSON_GetArraySize(json_get(result, "results")) == 0)
		g_string_append(out, da ? "Ingen møder den dag.\n" : "No meetings on that day.\n");
}
