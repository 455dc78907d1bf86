#include "filing/make.h"

#include "filing/approval.h"
#include "filing/receipt.h"
#include "intake/folder.h"
#include "intake/journal.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

static char *beside(const char *folder, const char *case_id, const char *tail)
{
	g_autofree char *name = g_strconcat(case_id, tail, NULL);
	return g_build_filename(folder, name, NULL);
}

/*
 * The receipt says what was made from what. Its timestamp is null: papers that wait for approval prove nothing to anyone
 * yet, and a batch does not wait for a server. package and approve give it one (receipt_stamp) when an authority is
 * configured.
 */
static GBytes *receipt_text(const Assessment *assessment, const Package *package, Store *store, RandomSource random, const char *stage,
                            GError **error)
{
	g_autofree char *signature_path = beside(stage, package->case_id, ".zip.p7s");
	g_autoptr(GBytes) signature = file_read(signature_path, LIMIT_RECEIPT_BYTES, error);
	char hash[DIGEST_HEX];
	if (signature == NULL)
		return NULL;
	digest_hex(g_bytes_get_data(signature, NULL), g_bytes_get_size(signature), hash);
	cJSON *head = journal_head_json(store, random, error);
	if (head == NULL)
		return NULL;
	g_autoptr(cJSON) object = json_result("receipt");
	json_text(object, "case", package->case_id);
	json_text(object, "kind", package->kind);
	json_text(object, "route", route_name(assessment->route));
	json_date(object, "on", assessment->on);
	json_text(object, "law_edition", assessment->law_edition);
	json_text(object, "wordings", package->wordings);
	json_int(object, "up_to_seq", assessment->on_case->up_to_seq);
	json_text(object, "sha256", package->zip_sha256);
	json_text(object, "signature_sha256", hash);
	bool form = strcmp(package->kind, "betalingspaakrav") == 0, filled = package->blank_sha256 != NULL && package->blocked == NULL;
	json_bool(object, "form_is_draft", form && !filled);
	json_text(object, "blank_sha256", package->blank_sha256);
	json_text(object, "map_sha256", package->map_sha256);
	cJSON_AddItemToObject(object, "journal", head);
	if (!receipt_seal(store_home(store), object, random, error))
		return NULL;
	char *text = json_print(object);
	return g_bytes_new_take(text, strlen(text));
}

static bool sign_zip(const Package *package, Store *store, RandomSource random, const char *stage, GError **error)
{
	g_autofree char *zip = beside(stage, package->case_id, ".zip");
	g_autofree char *signature_path = beside(stage, package->case_id, ".zip.p7s");
	g_autofree char *keys = g_build_filename(store_home(store), "keys", NULL);
	g_autoptr(GBytes) bytes = file_read(zip, LIMIT_SUBMISSION_BYTES, error);
	if (bytes == NULL)
		return false;
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, random, error);
	return signature != NULL && file_put(signature_path, signature, error);
}

static bool write_receipt(const Assessment *assessment, const Package *package, Store *store, RandomSource random,
                          const char *stage, GError **error)
{
	g_autoptr(GBytes) text = receipt_text(assessment, package, store, random, stage, error);
	g_autofree char *path = beside(stage, package->case_id, ".receipt.json");
	return text != NULL && file_put(path, text, error);
}

static cJSON *receipt_in(const char *folder, const char *case_id)
{
	g_autofree char *path = beside(folder, case_id, ".receipt.json");
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_RECEIPT_BYTES, NULL);
	size_t n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	return text != NULL ? json_parse(text, n) : NULL;
}

bool package_stamp(const char *case_id, const char *home, RandomSource random, const char *stage, GError **error)
{
	g_autoptr(cJSON) receipt = receipt_in(stage, case_id);
	if (!receipt_stamp(home, receipt, random, error))
		return false;
	g_autofree char *path = beside(stage, case_id, ".receipt.json");
	char *text = json_print(receipt);
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	return file_write(path, bytes, error);
}

/* Bytes and names of the whole package are on disk before anything of it is moved to where it is seen. */
static bool settle(const Package *package, const char *stage, GError **error)
{
	static const char *const tails[] = { ".zip", ".zip.p7s", ".receipt.json" };
	g_autofree char *inner = beside(stage, package->case_id, "");
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < package->parts->len; i++)
		g_ptr_array_add(paths, g_build_filename(inner, ((const Part *)package->parts->pdata[i])->name, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(tails); i++)
		g_ptr_array_add(paths, beside(stage, package->case_id, tails[i]));
	return files_sync(paths, error) && folder_sync(inner, error);
}

Package *package_stage(const Assessment *assessment, Store *store, Reader *reader, RandomSource random, const char *stage,
                       GError **error)
{
	bool ours = !file_exists(stage);
	if (!folder_make(stage, error))
		return NULL;
	g_autoptr(Package) package = package_layout(assessment, store, reader, stage, error);
	if (package != NULL && sign_zip(package, store, random, stage, error) &&
	    write_receipt(assessment, package, store, random, stage, error) && settle(package, stage, error))
		return g_steal_pointer(&package);
	package_withdraw(assessment->on_case->id, stage, NULL);
	if (ours)
		folder_remove(stage, NULL);
	return NULL;
}

bool package_present(const char *case_id, const char *zip_sha256, const char *folder)
{
	static const char *const tails[] = { "", ".zip", ".zip.p7s", ".receipt.json" };
	for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
		g_autofree char *path = beside(folder, case_id, tails[i]);
		if (!file_exists(path))
			return false;
	}
	g_autofree char *zip = beside(folder, case_id, ".zip");
	g_autoptr(GBytes) bytes = file_read(zip, LIMIT_SUBMISSION_BYTES, NULL);
	if (bytes == NULL)
		return false;
	char hash[DIGEST_HEX];
	digest_hex(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), hash);
	return strcmp(hash, zip_sha256) == 0;
}

/* The zip goes first and comes last: while it is away, the package is not there. */
bool package_withdraw(const char *case_id, const char *folder, GError **error)
{
	static const char *const tails[] = { ".zip", ".zip.p7s", ".receipt.json", "" };
	for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
		g_autofree char *path = beside(folder, case_id, tails[i]);
		if (!folder_remove(path, error))
			return false;
	}
	return true;
}

/* Do both receipts speak of the same record, day and law? Their signatures differ each time. */
static bool receipts_agree(const char *stage, const char *folder, const char *case_id)
{
	g_autoptr(cJSON) a = receipt_in(stage, case_id);
	g_autoptr(cJSON) b = receipt_in(folder, case_id);
	return a != NULL && b != NULL && json_get_int(a, "up_to_seq", -1) == json_get_int(b, "up_to_seq", -2) &&
	       g_strcmp0(json_get_text(a, "on"), json_get_text(b, "on")) == 0 &&
	       g_strcmp0(json_get_text(a, "law_edition"), json_get_text(b, "law_edition")) == 0 &&
	       g_strcmp0(json_get_text(a, "map_sha256"), json_get_text(b, "map_sha256")) == 0 &&
	       g_strcmp0(json_get_text(a, "blank_sha256"), json_get_text(b, "blank_sha256")) == 0 &&
	       g_strcmp0(json_get_text(a, "wordings"), json_get_text(b, "wordings")) == 0 &&
	       (json_get_text(json_get(a, "timestamp"), "token") == NULL || json_get_text(json_get(b, "timestamp"), "token") != NULL);
}

/* The papers are there already; their receipt follows the record. */
static bool renew_receipt(const char *case_id, const char *stage, const char *folder, GError **error)
{
	if (receipts_agree(stage, folder, case_id))
		return true;
	g_autofree char *from = beside(stage, case_id, ".receipt.json"), *to = beside(folder, case_id, ".receipt.json");
	return file_move(from, to, error);
}

bool package_put(const char *case_id, const char *zip_sha256, const char *stage, const char *folder, GError **error)
{
	static const char *const tails[] = { "", ".zip.p7s", ".receipt.json", ".zip" };
	if (!folder_make(folder, error))
		return false;
	if (package_present(case_id, zip_sha256, folder))
		return renew_receipt(case_id, stage, folder, error) && package_withdraw(case_id, stage, error);
	if (!package_withdraw(case_id, folder, error))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
		g_autofree char *from = beside(stage, case_id, tails[i]);
		g_autofree char *to = beside(folder, case_id, tails[i]);
		if (!file_move(from, to, error))
			return false;
	}
	return true;
}

bool package_install(const char *case_id, const char *zip_sha256, const char *stage, const char *folder, GError **error)
{
	return package_put(case_id, zip_sha256, stage, folder, error) && folder_sync(folder, error) && folder_remove(stage, error);
}

void made_free(Made *made)
{
	if (made == NULL)
		return;
	package_free(made->package);
	assessment_free(made->assessment);
	case_free(made->subject);
	g_free(made);
}

Made *package_make(Store *store, Reader *reader, const Law *law, RandomSource random, const char *case_id, Date on,
                   const char *out, GError **error)
{
	g_autoptr(Made) made = g_new0(Made, 1);
	made->subject = case_read(store, case_id, 0, error);
	if (made->subject == NULL)
		return NULL;
	made->assessment = assess(made->subject, law, on);
	g_autofree char *folder = g_build_filename(out, OUT_FOR_APPROVAL, NULL);
	if (!route_yields_package(made->assessment->route))
		return package_withdraw(case_id, folder, error) ? g_steal_pointer(&made) : NULL;
	g_autofree char *stage = g_build_filename(out, ".stage", case_id, NULL);
	if (!folder_remove(stage, error))
		return NULL;
	made->package = package_stage(made->assessment, store, reader, random, stage, error);
	if (made->package == NULL || !package_stamp(case_id, store_home(store), random, stage, error) || !package_install(case_id, made->package->zip_sha256, stage, folder, error))
		return NULL;
	return g_steal_pointer(&made);
}
