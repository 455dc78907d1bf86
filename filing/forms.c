#include "filing/forms.h"

#include "filing/official.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <string.h>

/* ---- forms list ---- */

static void box_json(const FormRow *row, cJSON *boxes)
{
	const char mark[2] = { row->mark, '\0' };
	cJSON *object = json_push(boxes);
	json_int(object, "number", row->number);
	json_text(object, "box", row->box);
	json_text(object, "section", row->section);
	json_text(object, "label", row->label);
	json_text(object, "source", row->source);
	json_bool(object, "per_debtor", row->per_debtor);
	json_text(object, "required", row->required);
	json_text(object, "mark", mark);
	json_bool(object, "wording_known", row->confirmed);
	json_text(object, "statute", *row->statute != '\0' ? row->statute : NULL);
}

static bool confirmation_json(Store *store, const char *edition, cJSON *object, GError **error)
{
	g_autoptr(Confirmation) latest = NULL;
	if (store != NULL && !confirmation_latest(store, edition, &latest, error))
		return false;
	if (latest == NULL) {
		json_null(object, "confirmed");
		return true;
	}
	cJSON *confirmed = json_object(object, "confirmed");
	json_date(confirmed, "on", latest->on);
	json_text(confirmed, "by", latest->by);
	json_text(confirmed, "blank_sha256", latest->blank_sha256);
	json_text(confirmed, "map_sha256", latest->map_sha256);
	return true;
}

int forms_list_run(const Call *call, cJSON **result, GError **error)
{
	const GPtrArray *editions = editions_all(error);
	if (editions == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("forms-list");
	cJSON *rows = json_array(object, "editions");
	for (guint i = 0; i < editions->len; i++) {
		const Edition *edition = editions->pdata[i];
		cJSON *row = json_push(rows);
		json_text(row, "edition", edition->name);
		json_date(row, "valid_from", edition->valid_from);
		json_date(row, "valid_to", edition->valid_to);
		if (!confirmation_json(call->store, edition->name, row, error))
			return -1;
		cJSON *boxes = json_array(row, "boxes");
		for (guint k = 0; k < edition->rows->len; k++)
			box_json(edition->rows->pdata[k], boxes);
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static void edition_text(const cJSON *row, bool da, GString *out)
{
	const cJSON *confirmed = json_get(row, "confirmed"), *box;
	const char *to = json_get_text(row, "valid_to");
	g_string_append_printf(out, "%s  %s %s%s%s\n", json_get_text(row, "edition"), da ? "gælder fra" : "valid from",
	                       json_get_text(row, "valid_from"), to != NULL ? (da ? " til " : " to ") : "", to != NULL ? to : "");
	if (confirmed == NULL || cJSON_IsNull(confirmed)) {
		g_string_append(out, da ? "  ikke bekræftet mod rettens blanket\n" : "  not confirmed against the court's blank\n");
	} else {
		const char *by = json_get_text(confirmed, "by"), *map = json_get_text(confirmed, "map_sha256");
		g_string_append_printf(out, "  %s %s %s %s, %s %.16s…%s\n", da ? "bekræftet" : "confirmed", json_get_text(confirmed, "on"),
		                       da ? "af" : "by", by != NULL ? by : (da ? "(slettet)" : "(erased)"), da ? "blanket" : "blank",
		                       json_get_text(confirmed, "blank_sha256"),
		                       map == NULL ? "" : da ? ", som udfyldes" : ", which is filled");
	}
	cJSON_ArrayForEach(box, json_get(row, "boxes"))
	{
		const char *statute = json_get_text(box, "statute");
		g_string_append_printf(out, "  %3d  %s%s%s%s%s\n", (int)json_get_int(box, "number", 0), json_get_text(box, "label"),
		                       json_get_bool(box, "wording_known") ? "" : da ? " (ordlyd ikke bekræftet)" : " (wording not known)",
		                       statute != NULL ? " [" : "", statute != NULL ? statute : "", statute != NULL ? "]" : "");
	}
}

void forms_list_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "editions")) edition_text(row, call->lang == LANG_DA, out);
}

/* ---- what is given ---- */

static GBytes *file_given(const char *path, int64_t limit, GError **error)
{
	GBytes *bytes = file_read(path, limit, NULL);
	if (bytes == NULL) {
		error_set(error, ERROR_INPUT, "file", "Filen kan ikke læses, eller den er for stor.", "The file cannot be read, or is too large.");
		error_at(error, path, 0, 0);
	}
	return bytes;
}

static void hash_of(GBytes *bytes, char out[DIGEST_HEX])
{
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	digest_hex(data, size, out);
}

/* ---- forms map ---- */

/* The edition asked for, else the one in force on the day. */
static const Edition *edition_meant(const Call *call, GError **error)
{
	const char *name = call_option(call, "edition");
	return name != NULL ? edition_named(name, error) : edition_on(call->today, error);
}

static bool draft_write(const Call *call, const Edition *edition, const char *sha256, const cJSON *fields, GError **error)
{
	const char *path = call_option(call, "draft");
	if (path == NULL)
		return true;
	if (file_exists(path)) {
		error_set(error, ERROR_INPUT, "file-exists", "Filen findes i forvejen; et kort, som nogen har rettet i, overskrives ikke.",
		          "The file exists already; a map that somebody worked on is not overwritten.");
		error_at(error, path, 0, 0);
		return false;
	}
	char *text = blankmap_draft(edition, sha256, fields);
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	return file_write(path, bytes, error);
}

int forms_map_run(const Call *call, cJSON **result, GError **error)
{
	const char *path = call->argv[0];
	const Edition *edition = edition_meant(call, error);
	g_autoptr(GBytes) blank = edition != NULL ? file_given(path, LIMIT_BLANK_BYTES, error) : NULL;
	if (blank == NULL)
		return -1;
	char sha256[DIGEST_HEX];
	hash_of(blank, sha256);
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(cJSON) fields = official_fields(reader, path, blank, error);
	if (fields == NULL || !draft_write(call, edition, sha256, fields, error))
		return -1;
	*result = json_result("forms-map");
	json_text(*result, "edition", edition->name);
	json_text(*result, "blank_sha256", sha256);
	json_text(*result, "draft", call_option(call, "draft"));
	json_bool(*result, "restricted", json_get_bool(fields, "restricted"));
	json_bool(*result, "active", json_get_bool(fields, "active"));
	static const char *const lists[] = { "pages", "fields" };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		cJSON_AddItemToObject(*result, lists[i], cJSON_DetachItemFromObjectCaseSensitive(fields, lists[i]));
	return EXIT_FINE;
}

static void mm_add(GString *out, const cJSON *field, const char *key)
{
	int64_t tenths = (json_get_int(field, key, 0) + 50) / 100;
	g_string_append_printf(out, "%4d.%d ", (int)(tenths / 10), (int)ABS(tenths % 10));
}

void forms_map_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *field;
	g_string_append_printf(out, "%s %s\n", da ? "blanket" : "blank", json_get_text(result, "blank_sha256"));
	if (json_get_bool(result, "restricted"))
		g_string_append(out, da ? "Blanketten er låst for ændringer og kan ikke udfyldes her.\n"
		                        : "The blank is locked against changes and cannot be filled here.\n");
	if (json_get_bool(result, "active"))
		g_string_append(out, da ? "Blanketten indeholder scripts; den udfyldte er uden.\n" : "The blank has scripts; a filled one has none.\n");
	cJSON_ArrayForEach(field, json_get(result, "fields"))
	{
		const char *state = json_get_text(field, "state"), *label = json_get_text(field, "label");
		g_string_append_printf(out, "%s %d", da ? "side" : "page", (int)json_get_int(field, "page", 0));
		mm_add(out, field, "left_um");
		mm_add(out, field, "top_um");
		g_string_append_c(out, ' ');
		mm_add(out, field, "width_um");
		g_string_append(out, "x");
		mm_add(out, field, "height_um");
		g_string_append_printf(out, "mm  %-9s  %s%s%s%s%s\n", json_get_text(field, "kind"), json_get_text(field, "name"), state != NULL ? " = " : "", state != NULL ? state : "",
		                       label != NULL ? "  " : "", label != NULL ? label : "");
	}
	if (cJSON_GetArraySize(json_get(result, "fields")) == 0)
		g_string_append(out, da ? "Blanketten har ingen felter; mål stederne, og skriv dem i kortet.\n"
		                        : "The blank has no fields; measure the places and write them in the map.\n");
	if (json_get_text(result, "draft") != NULL)
		g_string_append_printf(out, da ? "Udkast til kort: %s. Læs det igennem, og gør det færdigt.\n"
		                               : "Draft of a map: %s. Read it through and complete it.\n",
		                       json_get_text(result, "draft"));
}

/* ---- forms confirm ---- */

static bool words_given(const Call *call, GError **error)
{
	const char *by = call_option(call, "by");
	if (call_option(call, "blank") == NULL)
		return error_set(error, ERROR_USAGE, "which-blank", "Skriv hvilken blanket der er sammenlignet med, med --blank FIL.",
		                 "Say which blank it was compared with, with --blank FILE.");
	if (by == NULL || *by == '\0' || g_utf8_strlen(by, -1) > LIMIT_NAME_CHARS)
		return error_set(error, ERROR_USAGE, "who", "Skriv hvem der bekræfter, med --by NAVN.", "Say who confirms, with --by NAME.");
	return true;
}

/* The map as it was given, when it fits the blank. */
static bool map_fits(const Call *call, const Edition *edition, GBytes *blank, const cJSON *fields, GBytes **out, GError **error)
{
	const char *path = call_option(call, "map");
	char sha256[DIGEST_HEX];
	*out = NULL;
	if (path == NULL)
		return true;
	if (json_get_bool(fields, "restricted")) {
		error_set(error, ERROR_INPUT, "blank-restricted", "Blanketten er låst for ændringer og kan ikke udfyldes.",
		          "The blank is locked against changes and cannot be filled.");
		error_at(error, call_option(call, "blank"), 0, 0);
		return false;
	}
	g_autoptr(GBytes) text = file_given(path, LIMIT_MAP_BYTES, error);
	if (text == NULL)
		return false;
	hash_of(blank, sha256);
	g_autoptr(Blankmap) map = blankmap_read(text, path, edition, sha256, fields, error);
	if (map == NULL)
		return false;
	*out = g_steal_pointer(&text);
	return true;
}

static Confirmation *confirmation_write(const Call *call, const Edition *edition, GBytes *blank, GBytes *map, GError **error)
{
	char blank_sha256[DIGEST_HEX], map_sha256[DIGEST_HEX];
	g_autoptr(Confirmation) made = g_new0(Confirmation, 1);
	if (!store_keep_bytes(call->store, blank, blank_sha256, error) || (map != NULL && !store_keep_bytes(call->store, map, map_sha256, error)))
		return NULL;
	made->edition = g_strdup(edition->name);
	made->blank_sha256 = g_strdup(blank_sha256);
	made->map_sha256 = map != NULL ? g_strdup(map_sha256) : NULL;
	made->by = g_strdup(call_option(call, "by"));
	made->on = call->today;
	if (!store_begin(call->store, error))
		return NULL;
	if (confirmation_add(call->store, made, error) && store_commit(call->store, error))
		return g_steal_pointer(&made);
	store_rollback(call->store);
	return NULL;
}

/* Our own pages, held against themselves, would confirm anything. */
static bool blank_of_others(Reader *reader, const char *path, GBytes *blank, GError **error)
{
	bool ours;
	if (!official_ours(reader, path, blank, &ours, error))
		return false;
	if (!ours)
		return true;
	error_set(error, ERROR_INPUT, "blank-ours", "Det er paakravs egen formular og ikke Domstolsstyrelsens blanket.",
	          "It is paakrav's own form and not the court administration's blank.");
	error_at(error, path, 0, 0);
	error_remedy(error, "Hent blanketten hos Domstolsstyrelsen, sammenlign udgaven med den, og angiv den.",
	             "Get the blank from the court administration, compare the edition with it, and give that.");
	return false;
}

int forms_confirm_run(const Call *call, cJSON **result, GError **error)
{
	const Edition *edition = edition_named(call->argv[0], error);
	if (edition == NULL || !words_given(call, error))
		return -1;
	const char *path = call_option(call, "blank");
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GBytes) blank = file_given(path, LIMIT_BLANK_BYTES, error);
	g_autoptr(cJSON) fields = blank != NULL ? official_fields(reader, path, blank, error) : NULL;
	g_autoptr(GBytes) map = NULL;
	if (fields == NULL || !blank_of_others(reader, path, blank, error) || !map_fits(call, edition, blank, fields, &map, error))
		return -1;
	g_autoptr(Confirmation) made = confirmation_write(call, edition, blank, map, error);
	if (made == NULL)
		return -1;
	*result = json_result("forms-confirm");
	json_text(*result, "edition", made->edition);
	json_date(*result, "on", made->on);
	json_text(*result, "by", made->by);
	json_text(*result, "blank_sha256", made->blank_sha256);
	json_text(*result, "map_sha256", made->map_sha256);
	return EXIT_FINE;
}

void forms_confirm_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA, filled = json_get_text(result, "map_sha256") != NULL;
	g_string_append_printf(out, da ? "%s er bekræftet af %s mod blanketten %.16s….%s\n" : "%s is confirmed by %s against the blank %.16s….%s\n",
	                       json_get_text(result, "edition"), json_get_text(result, "by"), json_get_text(result, "blank_sha256"),
	                       !filled ? ""
	                       : da    ? " Sagernes papirer udfyldes nu i den; læg dem igen med package."
	                               : " Cases are filled into it from now on; make their papers again with package.");
}
