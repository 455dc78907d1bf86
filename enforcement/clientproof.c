#include "enforcement/clientproof.h"

#include "enforcement/client.h"
#include "enforcement/clientday.h"
#include "filing/stamp.h"
#include "intake/folder.h"
#include "intake/journal.h"

#include <inttypes.h>
#include <string.h>

const OptionRow clientmoney_missing_options[] = {
	{ "from", "DATE", { "fra og med", "from" } },
	{ "to", "DATE", { "til og med; ellers i går", "up to; else yesterday" } },
	{ 0 },
};

/* A proof that was made before. */
typedef struct DayProof {
	int64_t number, seq;
	char *figures, *sha256, *name;
} DayProof;

static void proof_clear(DayProof *proof)
{
	g_free(proof->figures);
	g_free(proof->sha256);
	g_free(proof->name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DayProof, proof_clear)

/* The last one of the day; number 0: none. */
static bool proof_last(Store *store, Date on, DayProof *out, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT number, seq, figures, sha256, name FROM day_proof WHERE day = ? ORDER BY number DESC LIMIT 1", "d", on);
	int found = query_step(query, error);
	if (found == 1)
		*out = (DayProof){ query_int(query, 0), query_int(query, 1), g_strdup(query_text(query, 2)), g_strdup(query_text(query, 3)),
			        g_strdup(query_text(query, 4)) };
	return found >= 0;
}

/* What was booked on the day or before it after its last proof: a correction after proof. */
static bool corrections_json(Store *store, Date on, int64_t seq, cJSON *object, GError **error)
{
	cJSON *rows = json_array(object, "corrections");
	if (seq < 0)
		return true;
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT seq, id, day, kind, amount_ore FROM journal WHERE seq > ? AND day <= ? ORDER BY seq", "id", seq, on);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		cJSON *row = json_push(rows);
		json_int(row, "seq", query_int(query, 0));
		json_text(row, "id", query_text(query, 1));
		json_date(row, "on", query_date(query, 2));
		json_text(row, "kind", query_text(query, 3));
		json_money(row, "amount_ore", money_of_ore(query_int(query, 4)));
	}
	return found == 0;
}

/* The proof's own content; *figures: hash of what it says of the day, without when and after what it was made. */
static cJSON *content_make(const Call *call, const ClientDay *day, const JournalHead *head, const DayProof *before, char figures[DIGEST_HEX],
                           GError **error)
{
	g_autoptr(cJSON) object = json_result("clientmoney-day");
	clientday_json(day, object, LANG_DA);
	g_autofree char *bare = json_print_compact(object);
	digest_hex(bare, strlen(bare), figures);
	json_int(object, "number", before->number + 1);
	json_date(object, "made_on", call->today);
	cJSON *journal = json_object(object, "journal");
	json_int(journal, "seq", head->seq);
	json_text(journal, "hash", head->hash);
	json_text(object, "previous_sha256", before->sha256);
	return corrections_json(call->store, day->on, before->number > 0 ? before->seq : -1, object, error) ? g_steal_pointer(&object) : NULL;
}

static char *proof_path(const Call *call, const char *name, const char *ending)
{
	g_autofree char *file = g_strconcat(name, ending, NULL);
	return g_build_filename(call->home, "proofs", file, NULL);
}

/* The file and its signature, before the row that names them. */
static bool files_write(const Call *call, const char *name, GBytes *bytes, GError **error)
{
	g_autofree char *folder = g_build_filename(call->home, "proofs", NULL);
	g_autofree char *keys = g_build_filename(call->home, "keys", NULL);
	g_autofree char *file = proof_path(call, name, ".json");
	g_autofree char *signed_file = proof_path(call, name, ".json.p7s");
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, call->random, error);
	return signature != NULL && folder_make(folder, error) && file_write(file, bytes, error) &&
	       file_write(signed_file, signature, error) && folder_sync(folder, error);
}

static bool row_add(const Call *call, const ClientDay *day, const DayProof *before, const JournalHead *head, GBytes *bytes, const char *figures,
                    const char *name, GError **error)
{
	gsize n;
	const void *data = g_bytes_get_data(bytes, &n);
	char sha256[DIGEST_HEX];
	digest_hex(data, n, sha256);
	return store_run(call->store, error,
	                 "INSERT INTO day_proof (id, day, number, made_on, seq, hash, sha256, figures, ok, name)"
	                 " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM day_proof",
	                 "didisssis", day->on, before->number + 1, call->today, head->seq, head->hash, sha256, figures, (int64_t)day->ok, name);
}

typedef struct Making {
	ClientDay *day;
	char *name; /* of the proof that stands now; NULL: none was made */
	bool again; /* it stood before, with these figures */
	cJSON *content;
} Making;

static void making_clear(Making *making)
{
	clientday_free(making->day);
	g_free(making->name);
	cJSON_Delete(making->content);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Making, making_clear)

/* One step: reckoned, written and recorded, unless the day's last proof says the same. */
static bool make(const Call *call, Date on, Making *making, GError **error)
{
	g_auto(DayProof) before = { 0 };
	JournalHead head;
	char figures[DIGEST_HEX];
	making->day = clientday_reckon(call->store, on, error);
	if (making->day == NULL || !proof_last(call->store, on, &before, error) || !journal_head(call->store, &head, error))
		return false;
	making->content = content_make(call, making->day, &head, &before, figures, error);
	if (making->content == NULL)
		return false;
	/* Without the bank there is nothing to prove. */
	if (!making->day->bank_known)
		return true;
	making->again = before.number > 0 && strcmp(before.figures, figures) == 0;
	if (making->again) {
		making->name = g_steal_pointer(&before.name);
		return true;
	}
	g_autofree char *iso = date_iso(on);
	making->name = g_strdup_printf("klientmidler-%s-%" PRId64, iso, before.number + 1);
	char *text = json_print(making->content);
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	return files_write(call, making->name, bytes, error) &&
	       row_add(call, making->day, &before, &head, bytes, figures, making->name, error) && store_commit(call->store, error);
}

/* The timestamp is fetched when the proof stands: what fails here is made good by the next run. */
static bool stamp(const Call *call, const char *name, char **file, GError **error)
{
	g_autofree char *signed_file = proof_path(call, name, ".json.p7s");
	g_autofree char *path = proof_path(call, name, ".json.p7s.tst");
	if (!file_exists(path)) {
		g_autoptr(GBytes) token = NULL, signature = file_read(signed_file, 1024 * 1024, error);
		if (signature == NULL || !stamp_fetch(call->home, signature, call->random, &token, error))
			return false;
		if (token == NULL)
			return true;
		if (!file_write(path, token, error))
			return false;
	}
	*file = g_steal_pointer(&path);
	return true;
}

static bool day_said(const Call *call, Date *on, GError **error)
{
	if (!date_parse(call->argv[0], on))
		return error_set(error, ERROR_USAGE, "impossible-date", "%s er ikke en dag, der findes.", "%s is not a day that exists.", call->argv[0]);
	if (!date_before(call->today, *on))
		return true;
	error_set(error, ERROR_INPUT, "day-not-come", "Dagen %s er ikke kommet endnu; der kan ikke gives bevis for den.",
	          "The day %s has not come yet; there is no proof of it.", call->argv[0]);
	return false;
}

int clientmoney_day_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	g_auto(Making) making = { 0 };
	g_autofree char *stamped = NULL;
	if (!day_said(call, &on, error) || !store_begin(call->store, error))
		return -1;
	bool fine = make(call, on, &making, error);
	if (store_stepping(call->store))
		store_rollback(call->store);
	if (!fine || (making.name != NULL && !stamp(call, making.name, &stamped, error)))
		return -1;
	g_autoptr(cJSON) object = g_steal_pointer(&making.content);
	json_text(object, "outcome", making.name == NULL ? "no_statement" : making.again ? "already" : "made");
	g_autofree char *file = making.name != NULL ? proof_path(call, making.name, ".json") : NULL;
	g_autofree char *signature = making.name != NULL ? proof_path(call, making.name, ".json.p7s") : NULL;
	json_text(object, "file", file);
	json_text(object, "signature", signature);
	json_text(object, "timestamp", stamped);
	*result = g_steal_pointer(&object);
	return making.day->ok ? EXIT_FINE : EXIT_NO;
}

/* ---- for people ---- */

static void sum_line(GString *out, const char *name, const cJSON *object, const char *key)
{
	const cJSON *value = json_get(object, key);
	g_autofree char *amount = value != NULL && !cJSON_IsNull(value) ? money_danish(money_of_ore(json_get_int(object, key, 0))) : g_strdup("?");
	g_string_append_printf(out, "  %-52s %16s\n", name, amount);
}

static void items_text(const cJSON *result, GString *out)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, json_get(result, "items"))
	{
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(item, "amount_ore", 0)));
		g_autofree char *line = json_get_int(item, "line", 0) != 0 ? g_strdup_printf("banklinje %" PRId64, json_get_int(item, "line", 0)) : NULL;
		const char *entry = json_get_text(item, "entry");
		g_string_append_printf(out, "    %s  %16s  %s (%s)\n", json_get_text(item, "on"), amount, json_get_text(item, "text"),
		                       entry != NULL ? entry : line != NULL ? line : "-");
	}
}

/* What is not placed is nobody's: it is no client more. */
static char *whose_text(const cJSON *result, bool da)
{
	int clients = (int)json_get_int(result, "count", 0);
	bool unplaced = false;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "clients"))
		unplaced = unplaced || strcmp(json_get_text(row, "client"), CLIENT_NOBODY) == 0;
	clients -= unplaced;
	const char *word = clients == 1 ? (da ? "klient" : "client") : (da ? "klienter" : "clients");
	return g_strdup_printf("%s %d %s%s", da ? "Tilhører" : "Belongs to", clients, word,
	                       !unplaced ? "" : da ? " og uplacerede" : " and unplaced");
}

void clientmoney_day_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, da ? "Klientmidler %s\n" : "Client money on %s\n", json_get_text(result, "on"));
	sum_line(out, da ? "Banken efter kontoudtoget" : "The bank, by the statement", result, "bank_ore");
	sum_line(out, da ? "Klientkontoen i bøgerne" : "The client account in the books", result, "book_ore");
	g_autofree char *clients = whose_text(result, da);
	sum_line(out, clients, result, "clients_ore");
	items_text(result, out);
	if (json_get_text(result, "bank_because") != NULL)
		g_string_append_printf(out, da ? "INTET BEVIS: %s.\n" : "NO PROOF: %s.\n", json_get_text(result, "bank_because"));
	if (json_get_int(result, "difference_ore", 0) != 0)
		sum_line(out, da ? "UFORKLARET FORSKEL mellem bank og bøger" : "UNEXPLAINED between bank and books", result, "difference_ore");
	if (json_get_int(result, "office_ore", 0) != 0)
		sum_line(out, da ? "KONTORETS EGET på klientkontoen (under nul: mangler)" : "THE OFFICE'S OWN on the account (below zero: short)", result,
		         "office_ore");
	int corrections = cJSON_GetArraySize(json_get(result, "corrections"));
	if (corrections > 0)
		g_string_append_printf(out, da ? "Rettet efter det forrige bevis: %d bogføringer.\n" : "Corrected after the proof before: %d entries.\n",
		                       corrections);
	g_string_append(out, json_get_bool(result, "ok") ? (da ? "Det stemmer.\n" : "It agrees.\n") : (da ? "DET STEMMER IKKE.\n" : "IT DOES NOT AGREE.\n"));
	if (json_get_text(result, "file") != NULL)
		g_string_append_printf(out, da ? "Bevis: %s%s\n" : "Proof: %s%s\n", json_get_text(result, "file"),
		                       json_get_text(result, "timestamp") != NULL ? "" : da ? " (uden tidsstempel: ingen tjeneste er valgt)"
		                                                                           : " (no timestamp: no authority is configured)");
}

/* ---- clientmoney missing ---- */

/* Days whose last proof does not agree, or whose own entries were added to since. */
static bool flawed_json(const Call *call, Date from, Date to, cJSON *object, int64_t *flawed, GError **error)
{
	cJSON *failed = json_array(object, "failed"), *corrected = json_array(object, "corrected");
	g_autoptr(Query) query = store_query(
	    call->store, error,
	    "SELECT p.day, p.number, p.ok, (SELECT count(*) FROM journal j WHERE j.day = p.day AND j.seq > p.seq) FROM day_proof p"
	    " WHERE p.number = (SELECT max(number) FROM day_proof q WHERE q.day = p.day) AND (?1 IS NULL OR p.day >= ?1) AND p.day <= ?2"
	    " ORDER BY p.day",
	    "dd", from, to);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		g_autofree char *day = date_iso(query_date(query, 0));
		*flawed += query_int(query, 2) == 0;
		if (query_int(query, 2) == 0)
			json_push_text(failed, day);
		if (query_int(query, 3) == 0)
			continue;
		cJSON *row = json_push(corrected);
		json_text(row, "on", day);
		json_int(row, "number", query_int(query, 1));
		json_int(row, "entries", query_int(query, 3));
	}
	return found == 0;
}

int clientmoney_missing_run(const Call *call, cJSON **result, GError **error)
{
	Date from, to;
	if (!call_date(call, "from", &from, error) || !call_date(call, "to", &to, error))
		return -1;
	if (!date_known(to))
		to = date_add_days(call->today, -1);
	g_autoptr(GArray) missing = clientday_missing(call->store, from, to, error);
	if (missing == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("clientmoney-missing");
	cJSON *rows = json_array(object, "missing");
	for (guint i = 0; i < missing->len; i++)
		json_date(json_push(rows), "on", g_array_index(missing, Date, i));
	json_int(object, "count", missing->len);
	int64_t flawed = 0;
	if (!flawed_json(call, from, to, object, &flawed, error))
		return -1;
	*result = g_steal_pointer(&object);
	return missing->len == 0 && flawed == 0 ? EXIT_FINE : EXIT_NO;
}

void clientmoney_missing_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "missing"))
		g_string_append_printf(out, da ? "%s  intet bevis\n" : "%s  no proof\n", json_get_text(row, "on"));
	cJSON_ArrayForEach(row, json_get(result, "failed"))
		g_string_append_printf(out, da ? "%s  beviset stemmer ikke\n" : "%s  the proof does not agree\n", cJSON_GetStringValue(row));
	cJSON_ArrayForEach(row, json_get(result, "corrected"))
		g_string_append_printf(out, da ? "%s  rettet efter bevis nr. %d: %d bogføringer\n" : "%s  corrected after proof no. %d: %d entries\n",
		                       json_get_text(row, "on"), (int)json_get_int(row, "number", 0), (int)json_get_int(row, "entries", 0));
	g_string_append_printf(out, da ? "%d åbne dage uden bevis.\n" : "%d open days without proof.\n", (int)json_get_int(result, "count", 0));
}
