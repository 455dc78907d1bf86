#include "filing/forms.h"

#include "filing/confirmation.h"
#include "filing/form.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/reader.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

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

/* ---- forms confirm ---- */

static GBytes *file_given(const Call *call, const char *option, int64_t limit, GError **error)
{
	const char *path = call_option(call, option);
	GBytes *bytes = file_read(path, limit, NULL);
	if (bytes == NULL) {
		error_set(error, ERROR_INPUT, "file", "Filen kan ikke læses, eller den er for stor.", "The file cannot be read, or is too large.");
		error_at(error, path, 0, 0);
	}
	return bytes;
}

/* Is it a blank at all: a PDF with pages, that opens without a password? */
static bool blank_opens(Reader *reader, const char *path, GError **error)
{
	CraftInput input = { path, open(path, O_RDONLY | O_CLOEXEC) };
	if (input.fd < 0)
		return error_set(error, ERROR_INPUT, "file", "Filen %s kan ikke læses.", "The file %s cannot be read.", path);
	g_autoptr(cJSON) answer = NULL;
	bool fine = reader_craft(reader, "look", path, NULL, &input, 1, -1, "", &answer, NULL, error);
	close(input.fd);
	if (!fine)
		return false;
	if (!json_get_bool(answer, "locked") && json_get_int(answer, "pages", 0) > 0)
		return true;
	error_set(error, ERROR_INPUT, "blank-locked", "Blanketten kan ikke åbnes uden adgangskode, eller den er tom.",
	          "The blank does not open without a password, or is empty.");
	error_at(error, path, 0, 0);
	return false;
}

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

static Confirmation *confirmation_write(const Call *call, const Edition *edition, GBytes *blank, GError **error)
{
	char blank_sha256[DIGEST_HEX];
	g_autoptr(Confirmation) made = g_new0(Confirmation, 1);
	if (!store_keep_bytes(call->store, blank, blank_sha256, error))
		return NULL;
	made->edition = g_strdup(edition->name);
	made->blank_sha256 = g_strdup(blank_sha256);
	made->by = g_strdup(call_option(call, "by"));
	made->on = call->today;
	if (!store_begin(call->store, error))
		return NULL;
	if (confirmation_add(call->store, made, error) && store_commit(call->store, error))
		return g_steal_pointer(&made);
	store_rollback(call->store);
	return NULL;
}

int forms_confirm_run(const Call *call, cJSON **result, GError **error)
{
	const Edition *edition = edition_named(call->argv[0], error);
	if (edition == NULL || !words_given(call, error))
		return -1;
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GBytes) blank = file_given(call, "blank", LIMIT_BLANK_BYTES, error);
	if (blank == NULL || !blank_opens(reader, call_option(call, "blank"), error))
		return -1;
	g_autoptr(Confirmation) made = confirmation_write(call, edition, blank, error);
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
	g_string_append_printf(out, call->lang == LANG_DA ? "%s er bekræftet af %s mod blanketten %.16s….\n"
	                                                  : "%s is confirmed by %s against the blank %.16s….\n",
	                       json_get_text(result, "edition"), json_get_text(result, "by"), json_get_text(result, "blank_sha256"));
}
