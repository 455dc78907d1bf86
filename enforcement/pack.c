#include "enforcement/pack.h"

#include "filing/archive.h"
#include "filing/stamp.h"
#include "intake/conf.h"
#include "intake/embedded.h"
#include "intake/folder.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#define SAMPLES 25 /* entries drawn when nobody says how many */
#define SAMPLES_MOST 1000 /* more is no sample */
#define CHECKER "kontrol.py"
#define CHECKER_LISTS "kontrollister.py" /* its other half, which it runs by hash */
#define CHECKER_WORDS "kontrol.csv" /* what it calls each fault */

const OptionRow audit_pack_options[] = {
	{ "from", "DATE", { "periodens første dag", "first day of the period" } },
	{ "to", "DATE", { "periodens sidste dag", "last day of the period" } },
	{ "seed", "N", { "frøet, som stikprøverne trækkes efter; revisors eget valg, ellers 1", "the seed that samples are drawn by; the auditor's own choice, else 1" } },
	{ "samples", "N", { "hvor mange bogføringer der trækkes, ellers 25", "how many entries are drawn, else 25" } },
	{ "out", "FILE", { "zippen, som pakken lægges i", "the zip that the pack is put in" } },
	{ 0 },
};

static const PackPart *const tables[] = { pack_books, pack_record, pack_proofs };

/* ---- what was asked for ---- */

static bool number_option(const Call *call, const char *name, int64_t least, int64_t most, int64_t fallback, int64_t *out, GError **error)
{
	const char *text = call_option(call, name);
	*out = fallback;
	return text == NULL || g_ascii_string_to_signed(text, 10, least, most, out, NULL) ||
	       error_set(error, ERROR_USAGE, "bad-number", "--%s skal være et helt tal fra %" PRId64 " til %" PRId64 ".",
	                 "--%s must be a whole number from %" PRId64 " to %" PRId64 ".", name, least, most);
}

static bool outside_home(const Call *call, const char *out, GError **error)
{
	g_autofree char *inner = g_canonicalize_filename(out, NULL), *outer = g_canonicalize_filename(call->home, NULL);
	gsize n = strlen(outer);
	if (strncmp(inner, outer, n) != 0 || (inner[n] != '/' && inner[n] != '\0'))
		return true;
	error_set(error, ERROR_USAGE, "inside-home", "Pakken kan ikke lægges i selve sagsmappen.", "The pack cannot be put within the store's own folder.");
	error_at(error, out, 0, 0);
	return false;
}

static bool asked(const Call *call, Pack *pack, GError **error)
{
	const char *out = call_option(call, "out");
	if (!call_date(call, "from", &pack->from, error) || !call_date(call, "to", &pack->to, error) ||
	    !number_option(call, "seed", 0, G_MAXINT64, 1, &pack->seed, error) ||
	    !number_option(call, "samples", 0, SAMPLES_MOST, SAMPLES, &pack->samples, error))
		return false;
	if (!date_known(pack->from) || !date_known(pack->to) || out == NULL)
		return error_set(error, ERROR_USAGE, "pack-what", "Skriv audit pack --from DAG --to DAG --out FIL.zip.",
		                 "Write audit pack --from DAY --to DAY --out FILE.zip.");
	if (date_before(pack->to, pack->from))
		return error_set(error, ERROR_USAGE, "period-backwards", "Periodens sidste dag ligger før dens første.",
		                 "The period's last day lies before its first.");
	if (date_before(call->today, pack->to)) {
		error_set(error, ERROR_INPUT, "period-not-over", "Perioden er ikke forbi endnu: dens sidste dag er ikke kommet.",
		          "The period is not over yet: its last day has not come.");
		error_remedy(error, "Vælg en periode, der slutter senest i dag.", "Choose a period that ends today at the latest.");
		return false;
	}
	return outside_home(call, out, error);
}

/* How many entries lie before, in and after; what is in the period is added up. */
static bool counts_read(Pack *pack, GError **error)
{
	g_autoptr(Query) query = store_query(pack->store, error,
	                                     "SELECT count(*), coalesce(sum(day < ?1), 0), coalesce(sum(day > ?2), 0),"
	                                     " coalesce(sum(CASE WHEN day BETWEEN ?1 AND ?2 THEN amount_ore ELSE 0 END), 0), min(day), max(day)"
	                                     " FROM journal WHERE seq <= ?3",
	                                     "ddi", pack->from, pack->to, pack->head.seq);
	if (query_step(query, error) != 1)
		return false;
	int64_t all = query_int(query, 0), before = query_int(query, 1), after = query_int(query, 2);
	json_int(pack->told, "entries", all - before - after);
	json_int(pack->told, "before", before);
	json_int(pack->told, "after", after);
	json_money(pack->told, "sum_ore", money_of_ore(query_int(query, 3)));
	if (all > before + after)
		return true;
	const char *first = query_text(query, 4), *last = query_text(query, 5);
	error_set(error, ERROR_INPUT, "empty-period", "Der er ingen bogføringer i perioden.", "There are no entries in the period.");
	g_autofree char *da = first != NULL ? g_strdup_printf("Bøgerne går fra %s til %s.", first, last) : g_strdup("Bøgerne er tomme.");
	g_autofree char *en = first != NULL ? g_strdup_printf("The books go from %s to %s.", first, last) : g_strdup("The books are empty.");
	error_remedy(error, da, en);
	return false;
}

/* ---- put together ---- */

static bool told_begin(Pack *pack, GError **error)
{
	g_autofree char *firm = conf_text(pack->call->home, "firm", "name");
	pack->told = json_result("audit-pack");
	json_text(pack->told, "firm", firm);
	json_date(pack->told, "from", pack->from);
	json_date(pack->told, "to", pack->to);
	json_int(pack->told, "seed", pack->seed);
	cJSON *head = json_object(pack->told, "journal");
	json_int(head, "seq", pack->head.seq);
	json_text(head, "hash", pack->head.hash);
	return counts_read(pack, error);
}

static bool part_write(Pack *pack, const PackPart *part, GError **error)
{
	return part->write != NULL ? part->write(pack, part, error) : pack_select(pack, part, error);
}

static bool parts_write(Pack *pack, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		for (const PackPart *part = tables[i]; part->name != NULL; part++)
			if (!part_write(pack, part, error))
				return false;
	return true;
}

static bool manifest_write(Pack *pack, GError **error)
{
	g_autoptr(PackOut) out = pack_open(pack, "manifest.csv", "name,size,sha256", error);
	if (out == NULL)
		return false;
	for (guint i = 0; i < pack->files->len; i++) {
		const PackFile *file = pack->files->pdata[i];
		pack_cell(out, file->name);
		pack_number(out, file->size);
		pack_cell(out, file->sha256);
		if (!pack_row(out, error))
			return false;
	}
	return pack_close(g_steal_pointer(&out), error);
}

static bool embedded_put(Pack *pack, const char *name, GError **error)
{
	const Embedded *file = embedded_find(embedded_enforcement, name);
	g_autoptr(GBytes) bytes = g_bytes_new_static(file->bytes, file->size);
	return pack_put(pack, name, bytes, error);
}

static bool covers_write(Pack *pack, GError **error)
{
	g_autofree char *told = json_print(pack->told);
	g_autoptr(GBytes) json = g_bytes_new(told, strlen(told)), readme = pack_readme(pack);
	return embedded_put(pack, CHECKER_WORDS, error) && embedded_put(pack, CHECKER_LISTS, error) && embedded_put(pack, CHECKER, error) &&
	       pack_put(pack, "pack.json", json, error) && pack_put(pack, "README.txt", readme, error) && manifest_write(pack, error);
}

static bool zip_write(Pack *pack, const char *path, char sha256[DIGEST_HEX], GError **error)
{
	g_autoptr(Archive) archive = archive_new(path, pack->to, error);
	if (archive == NULL)
		return false;
	/* What is read first stands first. */
	for (guint i = pack->files->len; i > 0; i--) {
		const PackFile *file = pack->files->pdata[i - 1];
		g_autofree char *from = g_build_filename(pack->folder, file->name, NULL);
		if (!archive_add(archive, file->name, from, file->size, error))
			return false;
	}
	return archive_close(archive, sha256, error);
}

/* One moment of the store, for as long as the pack is read. */
static bool read_whole(Pack *pack, GError **error)
{
	if (!store_run(pack->store, error, "BEGIN", ""))
		return false;
	bool fine = journal_head(pack->store, &pack->head, error) && told_begin(pack, error) && folder_remove(pack->folder, error) &&
	            folder_make(pack->folder, error) && parts_write(pack, error) && covers_write(pack, error);
	GError *ignored = NULL;
	if (!store_run(pack->store, fine ? error : &ignored, "COMMIT", ""))
		fine = false;
	g_clear_error(&ignored);
	return fine;
}

/* ---- what lies beside it ---- */

/* Signed by the house: an auditor who makes the pack from the books himself needs nobody's word for its bytes. */
static bool sign(const Call *call, const char *path, const char *sha256, cJSON *result, GError **error)
{
	g_autofree char *signature_path = g_strconcat(path, ".p7s", NULL), *receipt_path = g_strconcat(path, ".receipt.json", NULL);
	g_autofree char *keys = g_build_filename(call->home, "keys", NULL);
	g_autoptr(cJSON) receipt = json_result("audit-pack-receipt");
	json_text(receipt, "sha256", sha256);
	cJSON *journal = journal_head_json(call->store, call->random, error);
	if (journal == NULL)
		return false;
	cJSON_AddItemToObject(receipt, "journal", journal);
	g_autofree char *text = json_print(receipt);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text)), token = NULL;
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, call->random, error);
	if (signature == NULL || !file_write(receipt_path, bytes, error) || !file_write(signature_path, signature, error) ||
	    !stamp_fetch(call->home, signature, call->random, &token, error))
		return false;
	g_autofree char *stamp_path = g_strconcat(path, ".p7s.tst", NULL);
	if (token != NULL && !file_write(stamp_path, token, error))
		return false;
	json_text(result, "receipt", receipt_path);
	json_text(result, "signature", signature_path);
	json_text(result, "timestamp", token != NULL ? stamp_path : NULL);
	return true;
}

static void files_json(const Pack *pack, cJSON *object)
{
	cJSON *files = json_array(object, "files");
	for (guint i = 0; i < pack->files->len; i++) {
		const PackFile *file = pack->files->pdata[i];
		cJSON *row = json_push(files);
		json_text(row, "name", file->name);
		json_int(row, "size", file->size);
		if (file->rows < 0)
			json_null(row, "rows");
		else
			json_int(row, "rows", file->rows);
		json_text(row, "sha256", file->sha256);
	}
}

static void file_free(gpointer data)
{
	PackFile *file = data;
	g_free(file->name);
	g_free(file);
}

static void pack_clear(Pack *pack)
{
	if (pack->folder != NULL)
		folder_remove(pack->folder, NULL);
	g_free(pack->folder);
	g_ptr_array_unref(pack->files);
	cJSON_Delete(pack->told);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pack, pack_clear)

int audit_pack_run(const Call *call, cJSON **result, GError **error)
{
	g_auto(Pack) pack = { .call = call, .store = call->store, .files = g_ptr_array_new_with_free_func(file_free) };
	char sha256[DIGEST_HEX];
	if (!asked(call, &pack, error))
		return -1;
	const char *out = call_option(call, "out");
	pack.folder = g_strconcat(out, ".part.d", NULL);
	/* The house's certificate is part of the pack: it must be there before, also where nothing was signed yet. */
	g_autofree char *keys = g_build_filename(call->home, "keys", NULL);
	g_autoptr(GBytes) certificate = call->role == ROLE_LAWYER ? digest_certificate(keys, call->random, error) : NULL;
	if ((call->role == ROLE_LAWYER && certificate == NULL) || !read_whole(&pack, error) || !zip_write(&pack, out, sha256, error))
		return -1;
	json_text(pack.told, "file", out);
	json_text(pack.told, "sha256", sha256);
	files_json(&pack, pack.told);
	if (call->role == ROLE_LAWYER) {
		if (!sign(call, out, sha256, pack.told, error))
			return -1;
	} else {
		json_null(pack.told, "receipt");
		json_null(pack.told, "signature");
		json_null(pack.told, "timestamp");
	}
	*result = g_steal_pointer(&pack.told);
	return EXIT_FINE;
}

void audit_pack_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(result, "sum_ore", 0)));
	g_string_append_printf(out, da ? "%s: %d filer, %" PRId64 " bogføringer fra %s til %s, i alt %s kr., %" PRId64 " stikprøver (frø %" PRId64 ")\n"
	                               : "%s: %d files, %" PRId64 " entries from %s to %s, DKK %s in all, %" PRId64 " samples (seed %" PRId64 ")\n",
	                       json_get_text(result, "file"), cJSON_GetArraySize(json_get(result, "files")), json_get_int(result, "entries", 0),
	                       json_get_text(result, "from"), json_get_text(result, "to"), sum, json_get_int(result, "samples", 0),
	                       json_get_int(result, "seed", 0));
	g_string_append_printf(out, "sha256 %s\n", json_get_text(result, "sha256"));
	if (json_get_int(result, "missing_days", 0) > 0)
		g_string_append_printf(out, da ? "%" PRId64 " åbne dage har intet bevis for klientmidlerne (days.csv).\n"
		                               : "%" PRId64 " open days have no proof of the client money (days.csv).\n",
		                       json_get_int(result, "missing_days", 0));
	if (json_get_text(result, "signature") != NULL)
		g_string_append_printf(out, da ? "Underskrevet: %s og %s\n" : "Signed: %s and %s\n", json_get_text(result, "receipt"), json_get_text(result, "signature"));
	g_string_append_printf(out, da ? "Pak " CHECKER " ud, og kør: python3 " CHECKER " %s\n" : "Unpack " CHECKER " and run: python3 " CHECKER " %s\n",
	                       json_get_text(result, "file"));
}
