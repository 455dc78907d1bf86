#include "intake/review.h"

#include "intake/crop.h"
#include "intake/facts.h"
#include "intake/folder.h"
#include "intake/record.h"

#include <string.h>

const OptionRow review_options[] = {
	{ "below", "N", { "spørg om læsninger under N af 100 (80)", "ask about readings below N of 100 (80)" } },
	{ "by", "NAME", { "hvem der afgør det", "who decides it" } },
	{ "list", NULL, { "vis spørgsmålene uden at spørge", "show the questions without asking" } },
	{ "crops", "DIR", { "læg et billede af hvert sted her", "put a picture of each place here" } },
	{ "accept", "FACT,…", { "godtag disse oplysninger i sagen", "accept these facts of the case" } },
	{ "reject", "FACT,…", { "afvis disse oplysninger i sagen", "reject these facts of the case" } },
	{ "correct", "FACT=VALUE", { "ret en oplysning i sagen", "correct a fact of the case" } },
	{ "alike", NULL, { "samme svar til ens læsninger i andre sager", "the same answer to readings alike in other cases" } },
	{ "sample", "N%", { "stikprøve blandt sager, der gik uspurgt igennem", "a spot check of cases that passed unasked" } },
	{ "seed", "TEXT", { "stikprøvens frø", "the seed of the spot check" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* ---- what is to be asked ---- */

static void case_drop(void *c)
{
	case_free(c);
}

static void list_drop(void *list)
{
	g_ptr_array_unref(list);
}

void docket_free(Docket *docket)
{
	if (docket == NULL)
		return;
	g_ptr_array_unref(docket->asks);
	g_ptr_array_unref(docket->lists);
	g_ptr_array_unref(docket->cases);
	g_free(docket);
}

static int by_risk(const void *a, const void *b)
{
	const Ask *one = *(const Ask *const *)a, *other = *(const Ask *const *)b;
	if (one->question->risk != other->question->risk)
		return one->question->risk < other->question->risk ? -1 : 1;
	return strcmp(one->c->id, other->c->id);
}

static bool docket_add(Docket *docket, Store *store, const char *case_id, int below, GError **error)
{
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(GPtrArray) questions = questions_of(c, below);
	if (questions->len == 0)
		return true;
	for (guint i = 0; i < questions->len; i++) {
		Ask *ask = g_new0(Ask, 1);
		*ask = (Ask){ .c = c, .question = questions->pdata[i] };
		g_ptr_array_add(docket->asks, ask);
	}
	g_ptr_array_add(docket->cases, g_steal_pointer(&c));
	g_ptr_array_add(docket->lists, g_steal_pointer(&questions));
	return true;
}

/* How many others each answer fits. */
static void count_alike(const Docket *docket)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
	for (int pass = 0; pass < 2; pass++) {
		for (guint i = 0; i < docket->asks->len; i++) {
			Ask *ask = docket->asks->pdata[i];
			char *alike = ask->question->alike;
			if (alike == NULL)
				continue;
			guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, alike));
			if (pass == 0)
				g_hash_table_insert(counts, alike, GUINT_TO_POINTER(n + 1));
			else
				ask->alike = n - 1;
		}
	}
}

Docket *docket_read(Store *store, const char *case_id, int below, GError **error)
{
	g_autoptr(GPtrArray) ids = case_id == NULL ? case_list(store, error) : g_ptr_array_new_with_free_func(g_free);
	if (ids == NULL)
		return NULL;
	if (case_id != NULL)
		g_ptr_array_add(ids, g_strdup(case_id));
	g_autoptr(Docket) docket = g_new0(Docket, 1);
	docket->cases = g_ptr_array_new_with_free_func(case_drop);
	docket->lists = g_ptr_array_new_with_free_func(list_drop);
	docket->asks = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < ids->len; i++)
		if (!docket_add(docket, store, ids->pdata[i], below, error))
			return NULL;
	/* Each case's own order stays within a risk. */
	g_ptr_array_sort(docket->asks, by_risk);
	count_alike(docket);
	return g_steal_pointer(&docket);
}

/* ---- answers ---- */

/* Who answers: --by, else "lawyer". */
static const char *review_by(const Call *call)
{
	const char *by = call_option(call, "by");
	return by != NULL ? by : "lawyer";
}

bool answers_record(const Call *call, const GArray *answers, cJSON *decided, GError **error)
{
	if (answers->len == 0)
		return true;
	if (!store_begin(call->store, error))
		return false;
	for (guint i = 0; i < answers->len; i++) {
		const Answer *answer = &g_array_index(answers, Answer, i);
		if (!decision_record(call->store, answer->case_id, answer->fact, answer->word, answer->value, review_by(call), call->today,
		                     error)) {
			store_rollback(call->store);
			return false;
		}
	}
	if (!store_commit(call->store, error)) {
		store_rollback(call->store);
		return false;
	}
	for (guint i = 0; decided != NULL && i < answers->len; i++) {
		const Answer *answer = &g_array_index(answers, Answer, i);
		cJSON *row = json_push(decided);
		json_text(row, "case", answer->case_id);
		json_int(row, "fact", answer->fact);
		json_text(row, "word", fact_status_name(answer->word));
		json_text(row, "value", answer->value);
		json_text(row, "by", review_by(call));
	}
	return true;
}

/* The same answer for questions alike in other cases. */
static void add_alike(const Docket *all, const Answer *answer, GArray *answers)
{
	const char *alike = NULL;
	for (guint i = 0; i < all->asks->len && alike == NULL; i++) {
		const Ask *ask = all->asks->pdata[i];
		if (strcmp(ask->c->id, answer->case_id) == 0 && ((const Fact *)ask->question->facts->pdata[0])->id == answer->fact)
			alike = ask->question->alike;
	}
	for (guint i = 0; i < all->asks->len && alike != NULL; i++) {
		const Ask *ask = all->asks->pdata[i];
		const Fact *fact = ask->question->facts->pdata[0];
		if (g_strcmp0(ask->question->alike, alike) != 0 || (strcmp(ask->c->id, answer->case_id) == 0 && fact->id == answer->fact))
			continue;
		Answer more = { ask->c->id, fact->id, answer->word, answer->value };
		g_array_append_val(answers, more);
	}
}

static bool bad_fact(const char *text, GError **error)
{
	error_set(error, ERROR_USAGE, "bad-fact", "%s er ikke nummeret på en oplysning.", "%s is not the number of a fact.", text);
	error_remedy(error, "Se numrene med review SAG --list.", "See the numbers with review CASE --list.");
	return false;
}

/* One option's worth of answers: "12,14", or "12=2026-09-02" for a correction. */
static bool read_answers(const char *case_id, const char *text, FactStatus word, GArray *answers, GError **error)
{
	gint64 id;
	if (word == FACT_CORRECTED) {
		const char *sign = strchr(text, '=');
		g_autofree char *number = g_strndup(text, sign != NULL ? (gsize)(sign - text) : strlen(text));
		if (sign == NULL || !g_ascii_string_to_signed(number, 10, 1, G_MAXINT64, &id, NULL))
			return bad_fact(number, error);
		Answer answer = { case_id, id, word, sign + 1 };
		g_array_append_val(answers, answer);
		return true;
	}
	g_auto(GStrv) numbers = g_strsplit(text, ",", -1);
	for (char **number = numbers; *number != NULL; number++) {
		if (!g_ascii_string_to_signed(*number, 10, 1, G_MAXINT64, &id, NULL))
			return bad_fact(*number, error);
		Answer answer = { case_id, id, word, NULL };
		g_array_append_val(answers, answer);
	}
	return true;
}

static const struct {
	const char *option;
	FactStatus word;
} words[] = { { "accept", FACT_ACCEPTED }, { "reject", FACT_REJECTED }, { "correct", FACT_CORRECTED } };

static bool has_answers(const Call *call)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (call_has(call, words[i].option))
			return true;
	return false;
}

static bool answer_told(const Call *call, int below, cJSON *decided, GError **error)
{
	g_autoptr(GArray) answers = g_array_new(FALSE, FALSE, sizeof(Answer));
	if (call->argc == 0) {
		error_set(error, ERROR_USAGE, "usage", "Skriv sagens nummer: review SAG --accept 12.", "Name the case: review CASE --accept 12.");
		return false;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		const GPtrArray *texts = call_options(call, words[i].option);
		for (guint n = 0; texts != NULL && n < texts->len; n++)
			if (!read_answers(call->argv[0], texts->pdata[n], words[i].word, answers, error))
				return false;
	}
	g_autoptr(Docket) all = call_has(call, "alike") ? docket_read(call->store, NULL, below, error) : NULL;
	if (call_has(call, "alike") && all == NULL)
		return false;
	guint asked = answers->len;
	for (guint i = 0; all != NULL && i < asked; i++) {
		Answer answer = g_array_index(answers, Answer, i);
		add_alike(all, &answer, answers);
	}
	return answers_record(call, answers, decided, error);
}

/* ---- one question shown ---- */

static bool stand_json(const Call *call, Reader *reader, const Ask *ask, const Fact *fact, const char *crops, cJSON *facts, GError **error)
{
	g_autoptr(Stand) stand = stand_find(call->store, ask->c->id, fact, error);
	if (stand == NULL)
		return false;
	fact_json(facts, fact);
	cJSON *row = facts->child->prev;
	json_text(row, "reading", strcmp(fact->name, "debtor.cpr") == 0 ? NULL : fact->value);
	stand_add_json(row, stand);
	g_autofree char *name = g_strdup_printf("%s-%" G_GINT64_FORMAT ".png", ask->c->id, fact->id);
	g_autofree char *path = crops != NULL ? g_build_filename(crops, name, NULL) : NULL;
	bool drawn = false;
	if (path != NULL && !crop_write(call->store, reader, stand, path, &drawn, error))
		return false;
	json_text(row, "crop", drawn ? path : NULL);
	return true;
}

bool ask_json(const Call *call, Reader *reader, const Ask *ask, const char *crops, cJSON *array, GError **error)
{
	const Question *question = ask->question;
	cJSON *row = json_push(array);
	json_text(row, "case", ask->c->id);
	json_text(row, "kind", question->disagree ? "disagree" : "unsure");
	json_int(row, "risk", question->risk);
	json_text(row, "subject", question->subject);
	json_text(row, "name", question->name);
	json_int(row, "alike", ask->alike);
	cJSON *facts = json_array(row, "facts");
	for (guint i = 0; i < question->facts->len; i++)
		if (!stand_json(call, reader, ask, question->facts->pdata[i], crops, facts, error))
			return false;
	return true;
}

void ask_text(const Call *call, const cJSON *row, GString *out)
{
	bool da = call->lang == LANG_DA, disagree = strcmp(json_get_text(row, "kind"), "disagree") == 0;
	int alike = (int)json_get_int(row, "alike", 0);
	const char *name = json_get_text(row, "name");
	const FactName *known = fact_name_find(name);
	g_string_append_printf(out, "%s  %s  %s", json_get_text(row, "case"), json_get_text(row, "subject"), name);
	if (known != NULL)
		g_string_append_printf(out, " (%s)", say(known->called, call->lang));
	g_string_append_printf(out, "  [%s]", disagree ? (da ? "uenighed" : "disagreement") : (da ? "usikker" : "unsure"));
	if (alike > 0)
		g_string_append_printf(out, da ? "  (%d ens)" : "  (%d alike)", alike);
	g_string_append_c(out, '\n');
	const cJSON *fact;
	cJSON_ArrayForEach(fact, json_get(row, "facts"))
	{
		const cJSON *stands = json_get(fact, "stands");
		const char *reading = json_get_text(fact, "reading"), *document = json_get_text(stands, "document");
		const char *where = document != NULL ? document : json_get_text(json_get(fact, "proof"), "document");
		const char *place = json_get_text(stands, "place"), *told = json_get_text(stands, "words"), *crop = json_get_text(fact, "crop");
		int page = (int)json_get_int(stands, "page", 0);
		g_autofree char *on = page > 0 ? g_strdup_printf(da ? ", side %d" : ", page %d", page) : g_strdup("");
		g_string_append_printf(out, "  %5" G_GINT64_FORMAT "  %s  (%s, %d)  %s%s%s%s\n", json_get_int(fact, "id", 0),
		                       reading != NULL ? reading : "-", json_get_text(fact, "status"), (int)json_get_int(fact, "confidence", 0),
		                       where != NULL ? where : "-", on, place != NULL ? ", " : "", place != NULL ? place : "");
		if (told != NULL)
			g_string_append_printf(out, "         …%s»%s«%s…\n", json_get_text(stands, "before"), told, json_get_text(stands, "after"));
		else if (g_strcmp0(json_get_text(fact, "raw"), reading) != 0)
			g_string_append_printf(out, "         »%s«\n", json_get_text(fact, "raw"));
		if (crop != NULL)
			g_string_append_printf(out, "         %s\n", crop);
	}
}

/* ---- the command ---- */

static bool below_wanted(const Call *call, int *below, GError **error)
{
	const char *text = call_option(call, "below");
	gint64 n = QUESTION_BELOW;
	if (text != NULL && !g_ascii_string_to_signed(text, 10, 1, 101, &n, NULL))
		return error_set(error, ERROR_USAGE, "bad-below", "--below %s skal være et tal fra 1 til 101.", "--below %s must be a number from 1 to 101.",
		                 text);
	*below = (int)n;
	return true;
}

/* Where pictures go: where the user said, and on a terminal a folder of ours. */
static char *crops_folder(const Call *call, bool walks, GError **error)
{
	const char *told = call_option(call, "crops");
	if (told == NULL && !walks)
		return g_strdup("");
	g_autofree char *folder = told != NULL ? g_strdup(told) : g_build_filename(call->home, "cache", "crops", NULL);
	return folder_make(folder, error) ? g_steal_pointer(&folder) : NULL;
}

int review_run(const Call *call, cJSON **result, GError **error)
{
	int below = QUESTION_BELOW;
	if (!below_wanted(call, &below, error))
		return -1;
	if (call_has(call, "sample"))
		return sample_run(call, below, result, error);
	const char *case_id = call->argc > 0 ? call->argv[0] : NULL;
	bool walks = call->may_ask && !call_has(call, "list") && !has_answers(call);
	g_autofree char *crops = crops_folder(call, walks, error);
	if (crops == NULL)
		return -1;
	const char *folder = *crops != '\0' ? crops : NULL;
	g_autoptr(cJSON) object = json_result("review");
	json_text(object, "case", case_id);
	json_int(object, "below", below);
	cJSON *questions = json_array(object, "questions"), *decided = json_array(object, "decided");
	if (has_answers(call) && !answer_told(call, below, decided, error))
		return -1;
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(Docket) docket = docket_read(call->store, case_id, below, error);
	if (docket == NULL)
		return -1;
	if (walks) {
		if (!review_walk(call, reader, docket, folder, decided, error))
			return -1;
		docket_free(docket);
		docket = docket_read(call->store, case_id, below, error);
		if (docket == NULL)
			return -1;
		folder = NULL;
	}
	for (guint i = 0; i < docket->asks->len; i++)
		if (!ask_json(call, reader, docket->asks->pdata[i], folder, questions, error))
			return -1;
	json_int(object, "cases", docket->cases->len);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void review_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	int decided = cJSON_GetArraySize(json_get(result, "decided")), open = cJSON_GetArraySize(json_get(result, "questions"));
	const cJSON *row;
	if (call_has(call, "sample")) {
		sample_text(call, result, out);
		return;
	}
	if (!call->may_ask || call_has(call, "list"))
		cJSON_ArrayForEach(row, json_get(result, "questions")) ask_text(call, row, out);
	if (decided > 0)
		g_string_append_printf(out, da ? "%d afgjort af %s.\n" : "%d decided by %s.\n", decided, review_by(call));
	g_string_append_printf(out, da ? "%d spørgsmål i %d sager.\n" : "%d questions in %d cases.\n", open,
	                       (int)json_get_int(result, "cases", 0));
}
