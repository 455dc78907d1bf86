#include "enforcement/erase.h"

#include "assess/edition.h"
#include "enforcement/erasable.h"
#include "enforcement/eraselist.h"
#include "enforcement/erasesweep.h"
#include "enforcement/erasing.h"
#include "filing/run.h"
#include "intake/backup.h"
#include "intake/conf.h"
#include "intake/erased.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

const OptionRow erase_options[] = {
	{ "by", "NAVN", { "hvem der sletter", "who erases" } },
	{ "why", "TEKST", { "hvorfor", "why" } },
	{ "due", NULL, { "vis de sager, der må slettes", "show the cases that may be erased" } },
	{ "on", "DATO", { "med --due: den dag; ellers i dag", "with --due: that day; else today" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ 0 },
};

const OptionRow erase_restore_options[] = {
	{ "certificate", "FIL", { "certifikat (PEM), som underskriften skal holde under", "certificate (PEM) that the signature must hold under" } },
	{ "erased", "FIL", { "listen over slettede sager; none: intet er slettet siden", "the list of erased cases; none: nothing was erased since" } },
	{ 0 },
};

/* ---- may it be ---- */

static bool refuse(const Erasing *erasing, GError **error)
{
	g_autoptr(GString) da = g_string_new(NULL), en = g_string_new(NULL);
	g_string_printf(da, "Sag %s må ikke slettes.", erasing->case_id);
	g_string_printf(en, "Case %s may not be erased.", erasing->case_id);
	for (guint i = 0; i < erasing->grounds->len; i++) {
		const ErasingGround *ground = erasing->grounds->pdata[i];
		g_string_append_printf(da, " %s", ground->da);
		g_string_append_printf(en, " %s", ground->en);
		if (ground->statute != NULL) {
			g_string_insert(da, (gssize)da->len - 1, " (");
			g_string_insert(da, (gssize)da->len - 1, ground->statute);
			g_string_insert(da, (gssize)da->len - 1, ")");
			g_string_insert(en, (gssize)en->len - 1, " (");
			g_string_insert(en, (gssize)en->len - 1, ground->statute);
			g_string_insert(en, (gssize)en->len - 1, ")");
		}
	}
	error_set_texts(error, ERROR_INPUT, "not-erasable", da->str, en->str);
	if (date_known(erasing->from_on)) {
		g_autofree char *day_da = date_danish_long(erasing->from_on), *day_en = date_english(erasing->from_on);
		g_autofree char *remedy_da = g_strdup_printf("Det kan ske fra %s, som sagen står nu.", day_da);
		g_autofree char *remedy_en = g_strdup_printf("It may be done from %s, as the case stands now.", day_en);
		error_remedy(error, remedy_da, remedy_en);
	} else {
		error_remedy(error, "Hvornår det kan ske, kan ikke siges, før det er bragt i orden.",
		             "When it may be done cannot be said before that is put right.");
	}
	return false;
}

/* ---- erase ---- */

/* The list outside is written first: a backup must not bring back what this step has removed. */
static bool case_erase(const Call *call, const Law *law, const char *list, const char *case_id, cJSON *rows, GError **error)
{
	Date before;
	g_autofree char *keys = g_build_filename(call->home, "keys", NULL);
	if (!erased_on(call->store, case_id, &before, error))
		return false;
	bool already = date_known(before);
	if (!already) {
		g_autoptr(Erasing) erasing = erasing_of(call->store, case_id, law, call->today, error);
		if (erasing == NULL || (erasing->grounds->len > 0 && !refuse(erasing, error)) ||
		    !erased_add(call->store, case_id, call->today, call_option(call, "by"), call_option(call, "why"), error))
			return false;
	}
	if (!erasable_rows(call->store, case_id, error))
		return false;
	cJSON *row = json_push(rows);
	json_text(row, "case", case_id);
	json_date(row, "erased_on", already ? before : call->today);
	json_bool(row, "already", already);
	return eraselist_add(list, keys, case_id, already ? before : call->today, call->random, error);
}

static bool cases_erase(const Call *call, const char *list, cJSON *rows, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !store_secure(call->store, error) || !store_begin(call->store, error))
		return false;
	for (int i = 0; i < call->argc; i++)
		if (!case_erase(call, law, list, call->argv[i], rows, error)) {
			store_rollback(call->store);
			return false;
		}
	return store_commit(call->store, error);
}

static bool sweep(const Call *call, cJSON *object, GError **error)
{
	g_autofree char *out = out_folder(call), *courts = conf_path(call->home, "courts", "folder");
	const char *const roots[] = { out, courts, NULL };
	if (erase_sweep(call->store, roots, json_array(object, "files"), error))
		return true;
	error_remedy(error, "Rækkerne er slettet, men ikke alle filer og frie sider. Kør den samme erase igen.",
	             "The rows are erased, but not every file and free page. Run the same erase again.");
	return false;
}

static bool words_said(const Call *call, GError **error)
{
	static const char *const names[] = { "by", "why" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *text = call_option(call, names[i]);
		if (text == NULL || *text == '\0' || g_utf8_strlen(text, -1) > LIMIT_NAME_CHARS)
			return error_set(error, ERROR_USAGE, "who-and-why", "Skriv hvem der sletter og hvorfor, med --by NAVN og --why TEKST.",
			                 "Say who erases and why, with --by NAME and --why TEXT.");
	}
	return call->argc > 0 || error_set(error, ERROR_USAGE, "usage", "Brug: paakrav erase CASE… --by NAVN --why TEKST, eller erase --due",
	                                   "Usage: paakrav erase CASE… --by NAME --why TEXT, or erase --due");
}

static int erase_cases(const Call *call, cJSON **result, GError **error)
{
	g_autofree char *list = words_said(call, error) ? eraselist_path(call->home, NULL, error) : NULL;
	if (list == NULL)
		return -1;
	FOLDER_LOCK lock = folder_enter(call->home, error); /* not while papers are sent */
	g_autoptr(cJSON) object = json_result("erase");
	json_date(object, "on", call->today);
	if (lock < 0 || !cases_erase(call, list, json_array(object, "cases"), error) || !sweep(call, object, error))
		return -1;
	json_text(object, "list", list);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- erase --due ---- */

static int erase_due(const Call *call, cJSON **result, GError **error)
{
	Date on;
	if (!call_date(call, "on", &on, error))
		return -1;
	if (!date_known(on))
		on = call->today;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(GPtrArray) ids = law != NULL ? case_list(call->store, error) : NULL;
	if (ids == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("erase-due");
	json_date(object, "on", on);
	cJSON *rows = json_array(object, "cases");
	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(Erasing) erasing = erasing_of(call->store, ids->pdata[i], law, on, error);
		if (erasing == NULL)
			return -1;
		if (erasing->grounds->len > 0)
			continue;
		cJSON *row = json_push(rows);
		json_text(row, "case", erasing->case_id);
		json_text(row, "because", call->lang == LANG_DA ? erasing->because_da : erasing->because_en);
	}
	json_int(object, "kept", (int64_t)ids->len - cJSON_GetArraySize(rows));
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

int erase_run(const Call *call, cJSON **result, GError **error)
{
	return call_has(call, "due") ? erase_due(call, result, error) : erase_cases(call, result, error);
}

static void due_text(bool da, const cJSON *result, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "cases"))
	{
		const char *because = json_get_text(row, "because");
		g_string_append_printf(out, "%s  %s\n", json_get_text(row, "case"), because != NULL ? because : "");
	}
	g_string_append_printf(out, da ? "%d sager må slettes pr. %s; %" PRId64 " skal gemmes endnu.\n"
	                               : "%d cases may be erased as of %s; %" PRId64 " are still to be kept.\n",
	                       cJSON_GetArraySize(json_get(result, "cases")), json_get_text(result, "on"), json_get_int(result, "kept", 0));
}

void erase_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	if (call_has(call, "due")) {
		due_text(da, result, out);
		return;
	}
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "cases"))
		g_string_append_printf(out, json_get_bool(row, "already") ? (da ? "%s: blev slettet %s; fejet igen\n" : "%s: was erased on %s; swept again\n")
		                                                          : (da ? "%s: slettet %s\n" : "%s: erased on %s\n"),
		                       json_get_text(row, "case"), json_get_text(row, "erased_on"));
	g_string_append_printf(out, da ? "%d filer er fjernet. Bogføringer, summer, datoer og hashværdier står.\n"
	                               : "%d files were removed. Entries, sums, days and hashes stand.\n",
	                       cJSON_GetArraySize(json_get(result, "files")));
	g_string_append_printf(out, da ? "Listen til sikkerhedskopierne: %s. Ældre sikkerhedskopier har endnu oplysningerne; restore sletter dem igen efter listen.\n"
	                               : "The list for the backups: %s. Older backups still have the data; restore erases them again by the list.\n",
	                       json_get_text(result, "list"));
}

/* ---- restore ---- */

/* Which list counts; *out NULL: none is known. */
static bool list_of(const Call *call, const char *folder, char **out, GError **error)
{
	const char *given = call_option(call, "erased");
	*out = NULL;
	if (given != NULL) {
		*out = strcmp(given, "none") == 0 ? NULL : g_strdup(given);
		return true;
	}
	bool said;
	g_autofree char *named = eraselist_path(folder, &said, error);
	g_autofree char *usual = named != NULL && !said ? eraselist_path(call->home, NULL, error) : g_strdup(named);
	if (usual == NULL)
		return false;
	if (g_file_test(usual, G_FILE_TEST_EXISTS)) {
		*out = g_steal_pointer(&usual);
		return true;
	}
	if (!said)
		return true;
	error_set(error, ERROR_DELIVERY, "erasures-missing", "Listen over slettede sager, som sikkerhedskopien nævner, er her ikke.",
	          "The list of erased cases that the backup names is not here.");
	error_at(error, usual, 0, 0);
	error_remedy(error, "Giv den med --erased FIL, eller --erased none, hvis intet nogen sinde er slettet; intet er lagt tilbage.",
	             "Give it with --erased FILE, or --erased none if nothing was ever erased; nothing was restored.");
	return false;
}

static bool again_one(Store *store, const Erasure *erasure, int64_t *applied, GError **error)
{
	Date before;
	g_autoptr(Query) query = store_query(store, error, "SELECT 1 FROM cases WHERE id = ?", "s", erasure->case_id);
	int found = query_step(query, error);
	if (found <= 0)
		return found == 0; /* it came after the backup */
	if (!erased_on(store, erasure->case_id, &before, error))
		return false;
	if (date_known(before))
		return true;
	++*applied;
	return erased_add(store, erasure->case_id, erasure->on, "restore", "erased before the backup was put back", error) &&
	       erasable_rows(store, erasure->case_id, error);
}

static bool again(const Call *call, const char *folder, const GPtrArray *erasures, int64_t *applied, GError **error)
{
	g_autoptr(Store) store = store_open(folder, STORE_WRITE, call->rooms, call->random, error);
	if (store == NULL || !store_secure(store, error) || !store_begin(store, error))
		return false;
	for (guint i = 0; i < erasures->len; i++)
		if (!again_one(store, erasures->pdata[i], applied, error)) {
			store_rollback(store);
			return false;
		}
	return store_commit(store, error) && erase_sweep(store, NULL, NULL, error);
}

static bool erase_again(const Call *call, const char *folder, cJSON *result, GError **error)
{
	g_autofree char *list = NULL, *own = g_build_filename(folder, "keys", "signer.pem", NULL);
	const char *given = call_option(call, "certificate");
	if (!list_of(call, folder, &list, error))
		return false;
	g_autoptr(GPtrArray) erasures = list != NULL ? eraselist_read(list, given != NULL ? given : own, error) : NULL;
	int64_t applied = 0;
	if ((list != NULL && erasures == NULL) || (erasures != NULL && erasures->len > 0 && !again(call, folder, erasures, &applied, error)))
		return false;
	cJSON *object = json_object(result, "erasures");
	json_text(object, "list", list);
	json_int(object, "listed", erasures != NULL ? erasures->len : 0);
	json_int(object, "applied", applied);
	return true;
}

int erase_restore_run(const Call *call, cJSON **result, GError **error)
{
	return restore_with(call, erase_again, result, error);
}

void erase_restore_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	restore_text(call, result, out);
	const cJSON *erasures = json_get(result, "erasures");
	if (json_get_text(erasures, "list") == NULL && !call_has(call, "erased"))
		g_string_append(out, da ? "OBS: ingen liste over slettede sager er fundet. Er der slettet sager siden sikkerhedskopien, står deres oplysninger nu her igen: "
		                          "læg tilbage en gang til med --erased FIL.\n"
		                        : "NOTE: no list of erased cases was found. If cases were erased since the backup, their data stand here again: restore once more "
		                          "with --erased FILE.\n");
	else
		g_string_append_printf(out, da ? "%" PRId64 " sager blev slettet igen efter listen.\n" : "%" PRId64 " cases were erased again by the list.\n",
		                       json_get_int(erasures, "applied", 0));
}
