/* due --prepare: the papers that the docket names, as drafts. What cannot be made says why, and the rest goes on. */
#include "enforcement/dueprepare.h"

#include "assess/replay.h"
#include "enforcement/clockwords.h"
#include "enforcement/handler.h"
#include "filing/caseworker.h"
#include "filing/handinlist.h"
#include "filing/letter.h"
#include "filing/make.h"
#include "filing/paperkind.h"
#include "filing/run.h"
#include "intake/folder.h"
#include "intake/record.h"

#include <string.h>

#define PAPER_PACKAGE "package"
enum { AHEAD_DAYS = 14 }; /* what has a last day is made a fortnight before */

/* One paper of one case, for the debtors whose tasks name it. */
typedef struct Need {
	char *case_id;
	const char *paper; /* interned */
	GPtrArray *debtors, *keys; /* char* */
} Need;

static void need_free(void *data)
{
	Need *need = data;
	g_free(need->case_id);
	g_ptr_array_unref(need->debtors);
	g_ptr_array_unref(need->keys);
	g_free(need);
}

typedef struct Preparing {
	const Call *call;
	const Law *law;
	GPtrArray *needs; /* Need* */
	cJSON *papers;
	bool refused;
} Preparing;

/* ---- what is needed ---- */

/* A DocketSeen: limitation that is near needs the case's papers at the court; a clock the paper that clocks.csv names. */
static bool need_seen(const DocketRow *row, void *data)
{
	Preparing *p = data;
	Date today = p->call->today;
	const char *paper = row->clock != NULL ? docket_paper(row->kind, row->clock) : docket_day_paper(row->kind, row->event);
	/* A reminder is one need, whether a clock or the sequence asks for it; which one it is, the sequence tells when it is drawn. */
	if (row->kind == TASK_STEP && paper != NULL && strcmp(paper_kind_find(paper)->event, "reminder_sent") == 0)
		paper = docket_paper(TASK_CLOCK, "T01");
	if (row->kind == TASK_LIMITATION && g_strcmp0(row->clock, "T40") == 0 && docket_alarm(row->last_on, today) != 0)
		paper = PAPER_PACKAGE;
	bool step = row->kind == TASK_PLAN || row->kind == TASK_STEP;
	bool from = step || (row->kind == TASK_CLOCK && clock_words(row->clock)->act == CLOCK_FROM);
	int ahead = strcmp(paper != NULL ? paper : "", PAPER_PACKAGE) == 0 ? INT16_MAX : from ? 0 : AHEAD_DAYS;
	if (paper == NULL || date_before(date_add_days(today, ahead), row->by_on))
		return true;
	Need *need = NULL;
	for (guint i = 0; need == NULL && i < p->needs->len; i++) {
		Need *one = p->needs->pdata[i];
		if (strcmp(one->case_id, row->case_id) == 0 && strcmp(one->paper, paper) == 0)
			need = one;
	}
	if (need == NULL) {
		need = g_new(Need, 1);
		*need = (Need){ g_strdup(row->case_id), g_intern_string(paper), g_ptr_array_new_with_free_func(g_free),
			        g_ptr_array_new_with_free_func(g_free) };
		g_ptr_array_add(p->needs, need);
	}
	if (row->debtor != NULL && !g_ptr_array_find_with_equal_func(need->debtors, row->debtor, g_str_equal, NULL))
		g_ptr_array_add(need->debtors, g_strdup(row->debtor));
	g_ptr_array_add(need->keys, g_strdup(row->key));
	return true;
}

/* ---- rows ---- */

static cJSON *row_add(Preparing *p, const Need *need, const char *debtor, const char *paper)
{
	cJSON *row = json_push(p->papers);
	json_text(row, "case", need->case_id);
	json_text(row, "debtor", debtor);
	json_text(row, "paper", paper);
	cJSON *keys = json_array(row, "keys");
	for (guint i = 0; i < need->keys->len; i++)
		json_push_text(keys, need->keys->pdata[i]);
	return row;
}

static void row_made(cJSON *row, const char *outcome, const char *file)
{
	json_text(row, "outcome", outcome);
	json_text(row, "file", file);
	json_array(row, "reasons");
}

static void row_refused(Preparing *p, cJSON *row, const char *reason)
{
	p->refused = true;
	json_text(row, "outcome", "refused");
	json_null(row, "file");
	json_push_text(json_array(row, "reasons"), reason);
}

/* An Error of the paper alone: the row tells it, and the batch goes on. */
static bool row_fault(Preparing *p, cJSON *row, GError *fault, GError **error)
{
	ErrorClass class = error_class(fault);
	if (class != ERROR_INPUT && class != ERROR_USAGE) {
		g_propagate_error(error, fault);
		return false;
	}
	g_autofree char *text = error_sentence(fault, p->call->lang);
	row_refused(p, row, text);
	g_error_free(fault);
	return true;
}

/* ---- letters ---- */

static void option_put(GHashTable *options, const char *name, const char *value)
{
	GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(values, g_strdup(value));
	g_hash_table_insert(options, g_strdup(name), values);
}

static GHashTable *options_new(const Call *call)
{
	GHashTable *options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	if (call_has(call, "out"))
		option_put(options, "out", call_option(call, "out"));
	return options;
}

/* The reminder that the firm's sequence has next, where the docket says that one may go: name; NULL: none, *because tells. */
static char *next_letter(const Call *call, const char *case_id, char **because, GError **error)
{
	g_autoptr(GHashTable) options = options_new(call);
	g_autoptr(cJSON) object = NULL;
	char *argv[] = { (char *)case_id, NULL };
	Call below = *call;
	below.argc = 1;
	below.argv = argv;
	below.options = options;
	*because = NULL;
	if (letter_next_run(&below, &object, error) < 0)
		return NULL;
	const cJSON *step;
	cJSON_ArrayForEach(step, json_get(object, "steps"))
	{
		if (strcmp(json_get_text(step, "state"), "next") != 0)
			continue;
		const char *name = json_get_text(step, "step"), *planned = json_get_text(step, "planned_on");
		Date day;
		if (paper_kind_find(name) != NULL && date_parse(planned, &day) && !date_before(call->today, day))
			return g_strdup(name);
		*because = g_strdup_printf(call->lang == LANG_DA ? "Næste skridt er »%s«, %s." : "The next step is \"%s\", %s.",
		                           json_get_text(step, "title"), planned);
		return NULL;
	}
	const char *why = json_get_text(object, "because");
	*because = g_strdup(why != NULL ? why : call->lang == LANG_DA ? "Rækkefølgen er slut: vælg vej." : "The sequence is over: choose the route.");
	return NULL;
}

static void reasons_take(cJSON *row, const cJSON *letter)
{
	const cJSON *reason;
	cJSON *reasons = json_array(row, "reasons");
	cJSON_ArrayForEach(reason, json_get(letter, "reasons"))
	{
		g_autofree char *text = g_strdup_printf("%s (%s)", json_get_text(reason, "text"), json_get_text(reason, "statute"));
		json_push_text(reasons, text);
	}
}

/* debtor NULL: one to each. */
static bool letter_make(Preparing *p, const Need *need, const char *kind, const char *debtor, bool no_fee, GError **error)
{
	g_autoptr(GHashTable) options = options_new(p->call);
	g_autoptr(cJSON) object = NULL;
	char *argv[] = { need->case_id, (char *)kind, NULL };
	Call below = *p->call;
	below.argc = 2;
	below.argv = argv;
	below.options = options;
	if (debtor != NULL)
		option_put(options, "debtor", debtor);
	if (no_fee)
		option_put(options, "no-fee", "");
	GError *fault = NULL;
	if (letter_run(&below, &object, &fault) < 0)
		return row_fault(p, row_add(p, need, debtor, kind), fault, error);
	const cJSON *letter;
	cJSON_ArrayForEach(letter, json_get(object, "letters"))
	{
		cJSON *row = row_add(p, need, json_get_text(letter, "to"), kind);
		const char *outcome = json_get_text(letter, "outcome");
		json_text(row, "outcome", outcome);
		json_text(row, "file", json_get_text(letter, "file"));
		reasons_take(row, letter);
		p->refused = p->refused || strcmp(outcome, "refused") == 0;
	}
	return true;
}

/* Where all debtors of the case are to have it they get it together, and its fee is asked once; else the first alone pays it. */
static bool letters_make(Preparing *p, const Need *need, const char *kind, GError **error)
{
	g_autoptr(Case) c = case_read(p->call->store, need->case_id, 0, error);
	if (c == NULL)
		return false;
	if (need->debtors->len == c->debtors->len)
		return letter_make(p, need, kind, NULL, false, error);
	bool fees = paper_kind_find(kind)->fee;
	for (guint i = 0; i < need->debtors->len; i++)
		if (!letter_make(p, need, kind, need->debtors->pdata[i], fees && i > 0, error))
			return false;
	return true;
}

/* ---- packages ---- */

static bool package_prepare(Preparing *p, const Need *need, GError **error)
{
	const Call *call = p->call;
	g_autofree char *out = out_folder(call);
	g_autofree char *folder = g_build_filename(out, OUT_FOR_APPROVAL, NULL);
	g_autofree char *name = g_strconcat(need->case_id, ".zip", NULL);
	g_autofree char *zip = g_build_filename(folder, name, NULL);
	g_autofree char *file = g_build_filename(OUT_FOR_APPROVAL, name, NULL);
	cJSON *row = row_add(p, need, NULL, PAPER_PACKAGE);
	char before[DIGEST_HEX] = "", after[DIGEST_HEX] = "";
	g_autoptr(GBytes) old = file_exists(zip) ? file_read(zip, INT32_MAX, NULL) : NULL;
	if (old != NULL)
		digest_hex(g_bytes_get_data(old, NULL), g_bytes_get_size(old), before);
	g_autoptr(Reader) reader = caseworker_reader(call);
	GError *fault = NULL;
	g_autoptr(Made) made = package_make(call->store, reader, p->law, call->random, need->case_id, call->today, out, &fault);
	if (made == NULL)
		return row_fault(p, row, fault, error);
	if (!assessment_record(call->store, made->assessment, call->today, error))
		return false;
	if (made->package == NULL) {
		row_refused(p, row, say(route_say(made->assessment->route), call->lang));
		return true;
	}
	g_autoptr(GBytes) new = file_read(zip, INT32_MAX, NULL);
	if (new != NULL)
		digest_hex(g_bytes_get_data(new, NULL), g_bytes_get_size(new), after);
	row_made(row, strcmp(before, after) == 0 ? "already" : "drawn", file);
	return true;
}

/* ---- each ---- */

static bool need_serve(Preparing *p, const Need *need, GError **error)
{
	if (strcmp(need->paper, PAPER_PACKAGE) == 0)
		return package_prepare(p, need, error);
	const PaperKind *kind = paper_kind_find(need->paper);
	if (kind == NULL) {
		row_refused(p, row_add(p, need, NULL, need->paper),
		            p->call->lang == LANG_DA ? "Papiret laves ikke af --prepare: det kræver en persons valg."
		                                     : "The paper is not made by --prepare: it takes a person's choice.");
		return true;
	}
	if (kind->to_court) { /* each debtor has a life of its own there */
		for (guint i = 0; i < need->debtors->len; i++)
			if (!letter_make(p, need, kind->name, need->debtors->pdata[i], false, error))
				return false;
		return true;
	}
	g_autofree char *because = NULL, *next = NULL;
	GError *fault = NULL;
	if (strcmp(kind->event, "reminder_sent") == 0) {
		next = next_letter(p->call, need->case_id, &because, &fault);
		if (fault != NULL)
			return row_fault(p, row_add(p, need, NULL, kind->name), fault, error);
		if (next == NULL) {
			row_refused(p, row_add(p, need, NULL, kind->name), because);
			return true;
		}
	}
	return letters_make(p, need, next != NULL ? next : kind->name, error);
}

static gint by_case(gconstpointer a, gconstpointer b)
{
	const Need *x = *(const Need *const *)a, *y = *(const Need *const *)b;
	int order = strcmp(x->case_id, y->case_id);
	return order != 0 ? order : strcmp(x->paper, y->paper);
}

bool due_prepare_run(const Call *call, const Law *law, cJSON *object, bool *refused, GError **error)
{
	g_autoptr(GPtrArray) needs = g_ptr_array_new_with_free_func(need_free);
	Preparing p = { .call = call, .law = law, .needs = needs, .papers = json_array(object, "papers") };
	g_autofree char *out = out_folder(call);
	if (file_exists(out)) {
		FOLDER_LOCK lock = folder_enter(out, error);
		if (lock < 0 || !standing_sweep(call, law, out, NULL, object, error))
			return false;
	}
	g_autofree char *lawyer = NULL;
	bool fine = handler_said(call, &lawyer, error) &&
	            docket_each(call->store, law, call->today, call->today, DATE_NONE, lawyer, need_seen, &p, error);
	g_ptr_array_sort(needs, by_case);
	for (guint i = 0; fine && i < needs->len; i++)
		fine = need_serve(&p, needs->pdata[i], error);
	*refused = p.refused;
	return fine;
}

void due_prepare_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row, *reason;
	cJSON_ArrayForEach(row, json_get(result, "papers"))
	{
		const char *outcome = json_get_text(row, "outcome"), *debtor = json_get_text(row, "debtor");
		const char *word = strcmp(outcome, "drawn") == 0     ? (da ? "lavet" : "made")
		                   : strcmp(outcome, "already") == 0 ? (da ? "lå der allerede" : "was there already")
		                                                     : (da ? "ikke lavet" : "not made");
		g_string_append_printf(out, "%s%s%s  %s: %s", json_get_text(row, "case"), debtor != NULL ? " " : "", debtor != NULL ? debtor : "",
		                       json_get_text(row, "paper"), word);
		if (json_get_text(row, "file") != NULL)
			g_string_append_printf(out, "  %s", json_get_text(row, "file"));
		g_string_append_c(out, '\n');
		cJSON_ArrayForEach(reason, json_get(row, "reasons")) g_string_append_printf(out, "    %s\n", cJSON_GetStringValue(reason));
	}
	if (cJSON_GetArraySize(json_get(result, "papers")) == 0)
		g_string_append(out, da ? "Ingen papirer at lave.\n" : "No papers to make.\n");
	standing_text(call, result, out);
}
