/* The list of what lies to be handed in to a court, and what is taken from there because it no longer stands. */
#include "filing/handinlist.h"

#include "filing/approval.h"
#include "filing/make.h"
#include "filing/outbox.h"
#include "filing/paper.h"
#include "intake/case.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

typedef struct List {
	Store *store;
	const Law *law;
} List;

static char *court_folder(const char *out, const char *court)
{
	g_autofree char *folder = approval_folder(*court != '\0' ? court : NULL);
	return g_build_filename(out, folder, NULL);
}

/* ---- the list ---- */

/* One line of a court's list; none of an approval that no longer holds. */
static bool list_case(const List *list, const char *folder, const Approval *approval, cJSON *rows, GString *text, GError **error)
{
	g_autoptr(Case) c = case_read(list->store, approval->case_id, 0, error);
	if (c == NULL)
		return false;
	Say why;
	ApprovalState state = approval_state(approval, c->up_to_seq, law_edition(list->law), DATE_NONE, &why);
	if (state == APPROVAL_VOID || !package_present(approval->case_id, approval->zip_sha256, folder))
		return true;
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		const char *name = field_text(&debtor->name);
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", name != NULL ? name : debtor->id);
	}
	cJSON *row = json_push(rows);
	json_text(row, "case", approval->case_id);
	json_text(row, "debtor", names->str);
	json_text(row, "route", route_name(approval->route));
	json_bool(row, "form_is_draft", approval_is_draft(approval));
	json_date(row, "for_on", approval->for_on);
	json_text(row, "by", approval->by);
	if (approval->court_fee_known)
		json_money(row, "court_fee_ore", approval->court_fee);
	else
		json_null(row, "court_fee_ore");
	json_text(row, "sha256", approval->zip_sha256);
	json_date(row, "filed_on", approval->filed_on);
	g_autofree char *for_on = date_iso(approval->for_on);
	g_autofree char *fee = approval->court_fee_known ? money_danish(approval->court_fee) : g_strdup("ukendt");
	g_string_append_printf(text, "%s  %s  retsafgift %s kr.  %s  godkendt af %s%s%s\n", approval->case_id, for_on, fee,
	                       names->str, approval->by != NULL ? approval->by : "(slettet)",
	                       approval_is_draft(approval) ? "  udkast" : "", approval->filed_event != 0 ? "  indleveret" : "");
	return true;
}

static bool any_draft(const cJSON *rows)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, rows) if (json_get_bool(row, "form_is_draft")) return true;
	return false;
}

bool hand_in_list_write(Store *store, const Law *law, const char *out, const char *court, GError **error)
{
	const List whole = { store, law }, *list = &whole;
	g_autofree char *folder = court_folder(out, court);
	if (!folder_make(folder, error))
		return false;
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query =
	    store_query(list->store, error,
	                "SELECT DISTINCT case_id FROM approval WHERE coalesce(court, '') = ? AND case_id NOT IN (SELECT case_id FROM erased)"
	                " ORDER BY case_id", "s", court);
	if (query == NULL)
		return false;
	GError *fault = NULL;
	while (query_next(query, &fault))
		g_ptr_array_add(ids, g_strdup(query_text(query, 0)));
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	g_autoptr(cJSON) object = json_result("hand-in-list");
	json_text(object, "court", *court != '\0' ? court : NULL);
	cJSON *rows = json_array(object, "cases");
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(Approval) approval = NULL;
		if (!approval_latest(list->store, ids->pdata[i], &approval, error))
			return false;
		/* The case may go to another court now: then what lies here no longer stands. */
		bool here = approval != NULL && strcmp(approval->court != NULL ? approval->court : "", court) == 0;
		if (here && !list_case(list, folder, approval, rows, text, error))
			return false;
	}
	bool draft = any_draft(rows);
	json_text(object, "note", draft ? HAND_IN_DRAFT_DA : NULL);
	json_text(object, "note_en", draft ? HAND_IN_DRAFT_EN : NULL);
	g_autofree char *head =
	    g_strdup_printf("Til aflevering: %s\n%s%s\n", *court != '\0' ? court : "uden ret", draft ? HAND_IN_DRAFT_DA : "", draft ? "\n" : "");
	g_string_prepend(text, head);
	g_autofree char *json_path = g_build_filename(folder, "liste.json", NULL);
	g_autofree char *text_path = g_build_filename(folder, "liste.txt", NULL);
	char *json = json_print(object);
	g_autoptr(GBytes) json_bytes = g_bytes_new_take(json, strlen(json));
	g_autoptr(GBytes) text_bytes = g_bytes_new(text->str, text->len);
	return file_write(json_path, json_bytes, error) && file_write(text_path, text_bytes, error);
}

/* ---- what no longer stands ---- */

typedef struct Sweep {
	const Call *call;
	const Law *law;
	const char *out, *left; /* left: a case that was closed or handed over just now; NULL */
	cJSON *object;
} Sweep;

static void removed_add(const Sweep *sweep, const char *case_id, int letter, const char *from, const char *to, Say why)
{
	cJSON *rows = (cJSON *)json_get(sweep->object, "removed"), *row = json_push(rows != NULL ? rows : json_array(sweep->object, "removed"));
	json_text(row, "case", case_id);
	if (letter != 0)
		json_int(row, "letter", letter);
	else
		json_null(row, "letter");
	json_text(row, "from", from);
	json_text(row, "to", to);
	json_text(row, "because", say(why, sweep->call->lang));
}

/* Moved beside, for nobody's way to the court leads through there; an older one of that name gives place. */
static bool set_aside(const Sweep *sweep, const char *folder, const char *name, const char *inner, GError **error)
{
	g_autofree char *from = g_build_filename(folder, name, NULL), *beside = g_build_filename(sweep->out, inner, NULL),
	                *to = g_build_filename(beside, name, NULL);
	return !file_exists(from) || (folder_make(beside, error) && folder_remove(to, error) && file_move(from, to, error) &&
	                              folder_sync(beside, error));
}

static bool package_aside(const Sweep *sweep, const char *folder, const char *court, const char *case_id, Say why, GError **error)
{
	static const char *const tails[] = { ".zip", ".zip.p7s", ".receipt.json", "" };
	g_autofree char *place = approval_folder(*court != '\0' ? court : NULL), *base = g_path_get_basename(place);
	g_autofree char *inner = g_build_filename(OUT_FOR_VOID, base, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
		g_autofree char *name = g_strconcat(case_id, tails[i], NULL);
		if (!set_aside(sweep, folder, name, inner, error))
			return false;
	}
	g_autofree char *from = g_build_filename(place, case_id, NULL), *to = g_build_filename(inner, case_id, NULL);
	removed_add(sweep, case_id, 0, from, to, why);
	return folder_sync(folder, error);
}

/* May the papers of that case lie in that court's folder? *why tells, when not. */
static bool may_lie(const Sweep *sweep, const char *case_id, const char *court, bool *stands, Say *why, GError **error)
{
	Store *store = sweep->call->store;
	g_autoptr(Approval) approval = NULL;
	int64_t seq;
	*stands = true;
	if (!approval_latest(store, case_id, &approval, error))
		return false;
	if (approval == NULL)
		return true; /* somebody else's file */
	if (!case_seq(store, case_id, &seq, error))
		return false;
	ApprovalState state = approval_state(approval, seq, law_edition(sweep->law), DATE_NONE, why);
	*stands = state != APPROVAL_VOID;
	if (state != APPROVAL_FILED && g_strcmp0(sweep->left, case_id) == 0) {
		*why = (Say){ "sagen er afsluttet", "the case has left" };
		*stands = false;
	} else if (strcmp(approval->court != NULL ? approval->court : "", court) != 0) {
		*why = (Say){ "sagen hører under en anden ret nu", "the case goes to another court now" };
		*stands = false;
	}
	return true;
}

/* Does the list name a case whose papers are away, since a run before this one was stopped? */
static bool list_behind(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "liste.json", NULL);
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_FILE_BYTES, NULL) : NULL;
	gsize n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	g_autoptr(cJSON) told = text != NULL ? json_parse(text, n) : NULL;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(told, "cases"))
	{
		g_autofree char *name = g_strconcat(json_get_text(row, "case"), ".zip", NULL), *zip = g_build_filename(folder, name, NULL);
		if (!file_exists(zip))
			return true;
	}
	return false;
}

static bool court_sweep(const Sweep *sweep, const char *court, GError **error)
{
	g_autofree char *folder = court_folder(sweep->out, court);
	if (!file_exists(folder))
		return true;
	g_autoptr(GPtrArray) names = folder_list(folder, error);
	bool moved = false;
	for (guint i = 0; names != NULL && i < names->len; i++) {
		bool stands;
		Say why = { NULL, NULL };
		if (!g_str_has_suffix(names->pdata[i], ".zip"))
			continue;
		g_autofree char *case_id = g_strndup(names->pdata[i], strlen(names->pdata[i]) - strlen(".zip"));
		if (!may_lie(sweep, case_id, court, &stands, &why, error) ||
		    (!stands && !package_aside(sweep, folder, court, case_id, why, error)))
			return false;
		moved = moved || !stands;
	}
	return names != NULL && ((!moved && !list_behind(folder)) || hand_in_list_write(sweep->call->store, sweep->law, sweep->out, court, error));
}

/* A letter whose dispatch is under way or in doubt stays: its file is what a person then asks the receiver about. */
static bool on_its_way(const GPtrArray *dispatches, const Paper *paper)
{
	for (guint i = 0; i < dispatches->len; i++) {
		const Dispatch *one = dispatches->pdata[i];
		if (one->letter == paper->number && (one->state == DISPATCH_HANDING_OVER || one->state == DISPATCH_DOUBT))
			return true;
	}
	return false;
}

static bool letter_aside(const Sweep *sweep, const Paper *paper, Say why, GError **error)
{
	static const char *const endings[] = { "pdf", "txt", "html" };
	g_autofree char *from = paper_path(paper, "pdf"), *base = g_path_get_basename(from), *to = g_build_filename(OUT_FOR_VOID, base, NULL);
	g_autofree char *folder = g_build_filename(sweep->out, OUT_FOR_DISPATCH, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		g_autofree char *inner = paper_path(paper, endings[i]), *name = g_path_get_basename(inner);
		if (!set_aside(sweep, folder, name, OUT_FOR_VOID, error))
			return false;
	}
	removed_add(sweep, paper->case_id, paper->number, from, to, why);
	return folder_sync(folder, error);
}

static bool case_letters_sweep(const Sweep *sweep, const char *case_id, GError **error)
{
	Store *store = sweep->call->store;
	g_autoptr(GPtrArray) papers = papers_of(store, case_id, law_edition(sweep->law), DATE_NONE, error);
	g_autoptr(GPtrArray) dispatches = papers != NULL ? outbox_of(store, case_id, error) : NULL;
	for (guint i = 0; dispatches != NULL && i < papers->len; i++) {
		const Paper *paper = papers->pdata[i];
		bool left = paper->state == PAPER_APPROVED && g_strcmp0(sweep->left, case_id) == 0;
		g_autofree char *inner = paper_path(paper, "pdf"), *path = g_build_filename(sweep->out, inner, NULL);
		if (!date_known(paper->approved_on) || (paper->state != PAPER_VOID && !left) || !file_exists(path) || on_its_way(dispatches, paper))
			continue;
		if (!letter_aside(sweep, paper, left ? (Say){ "sagen er afsluttet", "the case has left" } : paper->because, error))
			return false;
	}
	return dispatches != NULL;
}

static bool letters_sweep(const Sweep *sweep, GError **error)
{
	g_autofree char *folder = g_build_filename(sweep->out, OUT_FOR_DISPATCH, NULL), *last = NULL;
	g_autoptr(GPtrArray) names = file_exists(folder) ? folder_list(folder, error) : g_ptr_array_new();
	for (guint i = 0; names != NULL && i < names->len; i++) {
		const char *name = names->pdata[i], *year = strchr(name, '-'), *number = year != NULL ? strchr(year + 1, '-') : NULL;
		g_autofree char *case_id = number != NULL && g_str_has_suffix(name, ".pdf") ? g_strndup(name, (gsize)(number - name)) : NULL;
		if (case_id == NULL || g_strcmp0(last, case_id) == 0)
			continue;
		if (!case_letters_sweep(sweep, case_id, error))
			return false;
		g_free(last);
		last = g_steal_pointer(&case_id);
	}
	return names != NULL;
}

bool standing_sweep(const Call *call, const Law *law, const char *out, const char *left, cJSON *object, GError **error)
{
	const Sweep sweep = { call, law, out, left, object };
	g_autofree char *folder = g_build_filename(out, OUT_FOR_HAND_IN, NULL);
	g_autoptr(GPtrArray) courts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query =
	    file_exists(folder) ? store_query(call->store, error, "SELECT DISTINCT coalesce(court, '') FROM approval ORDER BY 1", "") : NULL;
	GError *fault = NULL;
	if (query == NULL && file_exists(folder))
		return false;
	while (query != NULL && query_next(query, &fault))
		g_ptr_array_add(courts, g_strdup(query_text(query, 0)));
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	for (guint i = 0; i < courts->len; i++)
		if (!court_sweep(&sweep, courts->pdata[i], error))
			return false;
	return letters_sweep(&sweep, error);
}

void standing_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "removed")) g_string_append_printf(
	    out, da ? "%s  taget ud af %s: %s; ligger nu i %s\n" : "%s  taken out of %s: %s; lies in %s now\n", json_get_text(row, "case"),
	    json_get_text(row, "from"), json_get_text(row, "because"), json_get_text(row, "to"));
}
