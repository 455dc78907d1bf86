#include "enforcement/proof.h"

#include "filing/stamp.h"
#include "filing/verify.h"
#include "intake/digestproof.h"
#include "intake/digeststamp.h"
#include "intake/folder.h"
#include "intake/journal.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

const OptionRow proof_options[] = {
	{ "since", "FIL", { "et tidligere bevis, som bøgerne skal ses at være vokset fra", "an earlier proof that the books shall be seen to have grown from" } },
	{ 0 },
};

const OptionRow proof_verify_options[] = {
	{ "since", "FIL", { "det tidligere bevis, som dette siger at være vokset fra", "the earlier proof that this one says to have grown from" } },
	{ "certificate", "FIL", { "certifikat (PEM), som underskriften skal holde under", "certificate (PEM) that the signature must hold under" } },
	{ "authority", "FIL", { "tidsstempeltjenestens rodcertifikat (PEM)", "root certificate (PEM) of the timestamp authority" } },
	{ 0 },
};

/* What is signed of a tree. The caller's. */
static GBytes *tree_bytes(int64_t size, const char *root, const char *head)
{
	char *text = g_strdup_printf("paakrav-tree/1\n%" PRId64 "\n%s\n%s\n", size, root, head);
	return g_bytes_new_take(text, strlen(text));
}

/* What is signed of the proof itself: whose, of which day, of which books, and every row that it shows, so that none can be
 * withheld from the file afterwards; "open": with its text. The caller's. */
static GBytes *list_bytes(const cJSON *proof)
{
	const cJSON *tree = json_get(proof, "tree"), *growth = json_get(proof, "growth"), *entry;
	GString *text = g_string_new("paakrav-proof/1\n");
	const char *words[] = { json_get_text(proof, "case"), json_get_text(proof, "made_on"), json_get_text(tree, "root"),
		                    json_get_text(tree, "head"), json_get_text(growth, "root") };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		g_string_append_printf(text, "%s\n", words[i] != NULL ? words[i] : "-");
	g_string_append_printf(text, "%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n", json_get_int(tree, "size", 0), json_get_int(growth, "size", 0),
	                       json_get_int(proof, "count", -1));
	cJSON_ArrayForEach(entry, json_get(proof, "entries"))
		g_string_append_printf(text, "%" PRId64 " %s\n", json_get_int(entry, "seq", 0), json_get_text(entry, "payload") != NULL ? "open" : "-");
	gsize size = text->len;
	return g_bytes_new_take(g_string_free(text, FALSE), size);
}

static char *base64(GBytes *bytes)
{
	gsize n;
	const guchar *data = g_bytes_get_data(bytes, &n);
	return g_base64_encode(data, n);
}

static GBytes *bytes_of_base64(const char *text)
{
	if (text == NULL)
		return NULL;
	gsize n;
	guchar *data = g_base64_decode(text, &n);
	return g_bytes_new_take(data, n);
}

static void hashes_json(cJSON *object, const char *key, const GArray *hashes)
{
	cJSON *array = json_array(object, key);
	for (guint i = 0; i < hashes->len; i++) {
		char hex[DIGEST_HEX];
		merkle_hex(g_array_index(hashes, MerkleHash, i), hex);
		json_push_text(array, hex);
	}
}

/* NULL when one of them is no hash. The caller's. */
static GArray *hashes_read(const cJSON *object, const char *key)
{
	g_autoptr(GArray) hashes = g_array_new(FALSE, FALSE, sizeof(MerkleHash));
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(object, key))
	{
		MerkleHash hash;
		if (!merkle_of_hex(cJSON_GetStringValue(row), &hash))
			return NULL;
		g_array_append_val(hashes, hash);
	}
	return g_steal_pointer(&hashes);
}

/* A file that proof wrote. The caller's; NULL and an Error when it is none. */
static cJSON *proof_read(const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_RECEIPT_BYTES * 16, error);
	if (bytes == NULL)
		return NULL;
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	g_autoptr(cJSON) proof = json_parse(text, n);
	if (proof != NULL && g_strcmp0(json_get_text(proof, "schema"), "paakrav.proof/1") == 0)
		return g_steal_pointer(&proof);
	error_set(error, ERROR_INPUT, "not-a-proof", "Det er ikke et bevis fra bøgerne.", "This is no proof from the books.");
	error_at(error, path, 0, 0);
	error_remedy(error, "Giv filen, som proof SAG --format json skrev.", "Give the file that proof CASE --format json wrote.");
	return NULL;
}

/* ---- proof ---- */

static bool tree_json(const Call *call, cJSON *object, const MerkleTree *tree, GError **error)
{
	JournalHead head;
	if (!journal_head(call->store, &head, error))
		return false;
	char root[DIGEST_HEX];
	merkle_hex(merkle_root(tree), root);
	g_autoptr(GBytes) bytes = tree_bytes((int64_t)merkle_size(tree), root, head.hash);
	g_autofree char *keys = g_build_filename(call->home, "keys", NULL);
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, call->random, error), token = NULL;
	if (signature == NULL || !stamp_fetch(call->home, bytes, call->random, &token, error))
		return false;
	g_autofree char *signature_text = base64(signature), *token_text = token != NULL ? base64(token) : NULL;
	cJSON *row = json_object(object, "tree");
	json_int(row, "size", (int64_t)merkle_size(tree));
	json_text(row, "root", root);
	json_text(row, "head", head.hash);
	json_text(row, "signature", signature_text);
	if (token_text != NULL)
		json_text(row, "timestamp", token_text);
	else
		json_null(row, "timestamp");
	return true;
}

static bool entries_json(const Call *call, cJSON *object, const MerkleTree *tree, GError **error)
{
	g_autoptr(GPtrArray) texts = journal_texts(call->store, call->argv[0], error);
	if (texts == NULL)
		return false;
	cJSON *entries = json_array(object, "entries");
	for (guint i = 0; i < texts->len; i++) {
		const JournalText *text = texts->pdata[i];
		if (text->seq < 1 || (size_t)text->seq > merkle_size(tree)) {
			error_set(error, ERROR_INTEGRITY, "gap", "Der mangler en linje i bøgerne før linje %" PRId64 ".",
			          "A row is missing from the books before row %" PRId64 ".", text->seq);
			error_remedy(error, "Kør audit.", "Run audit.");
			return false;
		}
		cJSON *row = json_push(entries);
		json_int(row, "seq", text->seq);
		json_text(row, "text", text->text);
		json_text(row, "salt", text->salt);
		json_text(row, "payload", text->payload);
		g_autoptr(GArray) path = merkle_path(tree, (size_t)text->seq - 1);
		hashes_json(row, "path", path);
	}
	json_int(object, "count", texts->len);
	return true;
}

static bool growth_json(const char *file, cJSON *object, const MerkleTree *tree, GError **error)
{
	g_autoptr(cJSON) earlier = proof_read(file, error);
	if (earlier == NULL)
		return false;
	const cJSON *was = json_get(earlier, "tree");
	int64_t size = json_get_int(was, "size", 0);
	if (size < 1 || (size_t)size > merkle_size(tree)) {
		error_set(error, ERROR_INTEGRITY, "shrunk", "Det tidligere bevis nævner %" PRId64 " linjer, og bøgerne har %zu: de er kortet af.",
		          "The earlier proof names %" PRId64 " rows, and the books have %zu: they were cut.", size, merkle_size(tree));
		error_remedy(error, "Kør audit --receipt med den sidste kvittering; gem det tidligere bevis.",
		             "Run audit --receipt with the last receipt; keep the earlier proof.");
		return false;
	}
	cJSON *growth = json_object(object, "growth");
	json_int(growth, "size", size);
	json_text(growth, "root", json_get_text(was, "root"));
	g_autoptr(GArray) path = merkle_growth(tree, (size_t)size);
	hashes_json(growth, "path", path);
	return true;
}

static bool list_sign(const Call *call, cJSON *object, GError **error)
{
	g_autoptr(GBytes) bytes = list_bytes(object);
	g_autofree char *keys = g_build_filename(call->home, "keys", NULL);
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, call->random, error);
	g_autofree char *text = signature != NULL ? base64(signature) : NULL;
	json_text(object, "signature", text);
	return signature != NULL;
}

int proof_run(const Call *call, cJSON **result, GError **error)
{
	int64_t seq;
	g_autoptr(GArray) leaves = NULL;
	if (!case_seq(call->store, call->argv[0], &seq, error) || (leaves = journal_leaves(call->store, 0, error)) == NULL)
		return -1;
	g_autoptr(MerkleTree) tree = merkle_new(leaves);
	g_autoptr(cJSON) object = json_result("proof");
	json_text(object, "case", call->argv[0]);
	json_date(object, "made_on", call->today);
	const char *since = call_option(call, "since");
	if (!tree_json(call, object, tree, error) || !entries_json(call, object, tree, error))
		return -1;
	if (since == NULL)
		json_null(object, "growth");
	else if (!growth_json(since, object, tree, error))
		return -1;
	if (!list_sign(call, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void proof_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *tree = json_get(result, "tree");
	g_string_append_printf(out, da ? "%s: %" PRId64 " af bøgernes %" PRId64 " linjer er sagens; rod %s\n"
	                               : "%s: %" PRId64 " of the books' %" PRId64 " rows are the case's; root %s\n",
	                       json_get_text(result, "case"), json_get_int(result, "count", 0), json_get_int(tree, "size", 0),
	                       json_get_text(tree, "root"));
	g_string_append(out, da ? "Giv kreditor filen fra --format json; den efterprøves med proof verify FIL.\n"
	                        : "Give the creditor the file from --format json; it is checked by proof verify FILE.\n");
}

/* ---- proof verify ---- */

static bool salt_of_hex(const char *hex, uint8_t out[SALT_BYTES])
{
	if (hex == NULL || strlen(hex) != 2 * SALT_BYTES)
		return false;
	for (size_t i = 0; i < SALT_BYTES; i++) {
		int high = g_ascii_xdigit_value(hex[2 * i]), low = g_ascii_xdigit_value(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* One entry: its text hashes to a leaf of the tree, is the case's, and its payload opens its commitment. */
static bool entry_holds(const cJSON *entry, const char *case_id, size_t size, MerkleHash root, const Verdicts *verdicts)
{
	int64_t seq = json_get_int(entry, "seq", 0);
	const char *text = json_get_text(entry, "text"), *payload = json_get_text(entry, "payload");
	const char *salt = json_get_text(entry, "salt");
	g_autofree char *where = g_strdup_printf("seq %" PRId64, seq);
	g_autoptr(GArray) path = hashes_read(entry, "path");
	MerkleHash hash;
	if (text != NULL)
		digest_bytes(text, strlen(text), hash.bytes);
	if (text == NULL || path == NULL || seq < 1 ||
	    !merkle_path_holds(merkle_leaf(hash.bytes, DIGEST_BYTES), (size_t)seq - 1, size, path, root)) {
		verdict_fault(verdicts, "path", where, "Linjen står ikke i de bøger, som roden er over.",
		              "The row is not in the books that the root is over.");
		return false;
	}
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *number = g_strdup_printf("%" PRId64, seq);
	if (g_strv_length(lines) != 12 || strcmp(lines[0], "paakrav-journal/1") != 0 || strcmp(lines[1], number) != 0 ||
	    g_strcmp0(lines[4], case_id) != 0) {
		verdict_fault(verdicts, "text", where, "Linjen er ikke sagens.", "The row is not the case's.");
		return false;
	}
	if (payload == NULL)
		return true;
	uint8_t digest[DIGEST_BYTES], salt_bytes[SALT_BYTES] = { 0 };
	char commitment[DIGEST_HEX];
	bool whole = salt_of_hex(salt, salt_bytes);
	digest_commit(salt_bytes, payload, strlen(payload), digest);
	digest_to_hex(digest, commitment);
	if (!whole || strcmp(commitment, lines[10]) != 0)
		verdict_fault(verdicts, "payload", where, "Bilagsteksten svarer ikke til linjens forpligtelse.",
		              "The payload does not match the row's commitment.");
	return true;
}

static void tree_verify(const Call *call, cJSON *object, const cJSON *tree, const Verdicts *verdicts, GBytes *given)
{
	const char *root = json_get_text(tree, "root"), *head = json_get_text(tree, "head");
	g_autoptr(GBytes) bytes = tree_bytes(json_get_int(tree, "size", 0), root != NULL ? root : "", head != NULL ? head : "");
	g_autoptr(GBytes) signature = bytes_of_base64(json_get_text(tree, "signature"));
	g_autoptr(GBytes) token = bytes_of_base64(json_get_text(tree, "timestamp"));
	g_autoptr(GBytes) certificate = given != NULL       ? g_bytes_ref(given)
	                                : signature != NULL ? certificate_of_signature(signature)
	                                                    : NULL;
	if (certificate == NULL || !signature_holds(signature, bytes, certificate))
		verdict_fault(verdicts, "signature", "tree", "Underskriften over roden holder ikke.", "The signature over the root does not hold.");
	if (certificate != NULL)
		verdict_signer(object, verdicts, certificate, given != NULL);
	verdict_stamp(object, verdicts, "tree", token, bytes, call_option(call, "authority"));
}

/* Every row that the house put in the file is in it still. That it put in all of the case's is its signed word and no more. */
static void list_verify(const cJSON *proof, const Verdicts *verdicts, GBytes *given)
{
	g_autoptr(GBytes) bytes = list_bytes(proof), signature = bytes_of_base64(json_get_text(proof, "signature"));
	g_autoptr(GBytes) certificate = given != NULL       ? g_bytes_ref(given)
	                                : signature != NULL ? certificate_of_signature(signature)
	                                                    : NULL;
	if (json_get_int(proof, "count", -1) != cJSON_GetArraySize(json_get(proof, "entries")))
		verdict_fault(verdicts, "count", "count", "Beviset siger et andet antal linjer, end det viser.",
		              "The proof says another number of rows than it shows.");
	if (certificate == NULL || !signature_holds(signature, bytes, certificate))
		verdict_fault(verdicts, "list", "signature",
		              "Underskriften over beviset holder ikke: dets sag, dag eller antal er ændret, eller linjer er taget ud.",
		              "The signature over the proof does not hold: its case, day or count was changed, or rows were taken out.");
	const Say limit = { "At det er alle sagens linjer, er husets underskrevne ord og kan ikke regnes efter her; det gør revisors kontrol af bøgerne.",
		                "That these are all rows of the case is the house's signed word and cannot be reckoned here; the auditor's check of the books does." };
	json_push_text(verdicts->notes, say(limit, verdicts->lang));
}

/* The tree has grown from the one that the earlier proof names. */
static bool growth_verify(const char *file, const cJSON *proof, size_t size, MerkleHash root, const Verdicts *verdicts, GError **error)
{
	g_autoptr(cJSON) earlier = proof_read(file, error);
	if (earlier == NULL)
		return false;
	const cJSON *was = json_get(earlier, "tree"), *growth = json_get(proof, "growth");
	g_autoptr(GArray) path = hashes_read(growth, "path");
	int64_t then = json_get_int(was, "size", 0);
	MerkleHash old_root;
	bool holds = path != NULL && then > 0 && merkle_of_hex(json_get_text(was, "root"), &old_root) &&
	             json_get_int(growth, "size", 0) == then && merkle_growth_holds((size_t)then, old_root, size, root, path);
	if (!holds)
		verdict_fault(verdicts, "growth", "growth", "Bøgerne er ikke vokset fra dem, som det tidligere bevis er fra.",
		              "The books have not grown from those that the earlier proof is from.");
	return true;
}

static bool proof_verify(const Call *call, const cJSON *proof, cJSON *object, const Verdicts *verdicts, GBytes *given, GError **error)
{
	const cJSON *tree = json_get(proof, "tree"), *entry;
	MerkleHash root;
	int64_t size = json_get_int(tree, "size", 0), count = 0;
	Money sum = money_zero();
	if (size < 0 || !merkle_of_hex(json_get_text(tree, "root"), &root)) {
		verdict_fault(verdicts, "tree", "tree", "Beviset nævner ingen rod.", "The proof names no root.");
		return true;
	}
	cJSON_ArrayForEach(entry, json_get(proof, "entries"))
	{
		if (!entry_holds(entry, json_get_text(proof, "case"), (size_t)size, root, verdicts))
			continue;
		g_auto(GStrv) lines = g_strsplit(json_get_text(entry, "text"), "\n", -1);
		Money amount = money_of_ore(g_ascii_strtoll(lines[9], NULL, 10));
		count++;
		if (!money_add(sum, amount, &sum))
			return error_set(error, ERROR_INPUT, "sum", "Summen er for stor.", "The sum is too large.");
	}
	json_int(object, "count", count);
	json_money(object, "sum_ore", sum);
	tree_verify(call, object, tree, verdicts, given);
	list_verify(proof, verdicts, given);
	const char *since = call_option(call, "since");
	return since == NULL || growth_verify(since, proof, (size_t)size, root, verdicts, error);
}

int proof_verify_run(const Call *call, cJSON **result, GError **error)
{
	const char *certificate = call_option(call, "certificate");
	g_autoptr(GBytes) given = certificate != NULL ? certificate_of_file(certificate, error) : NULL;
	g_autoptr(cJSON) proof = certificate == NULL || given != NULL ? proof_read(call->argv[0], error) : NULL;
	if (proof == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("proof-verify");
	json_text(object, "file", call->argv[0]);
	json_text(object, "case", json_get_text(proof, "case"));
	Verdicts verdicts = { call->lang, cJSON_CreateArray(), cJSON_CreateArray() };
	bool read = proof_verify(call, proof, object, &verdicts, given, error);
	bool fine = cJSON_GetArraySize(verdicts.faults) == 0;
	json_bool(object, "ok", fine);
	cJSON_AddItemToObject(object, "faults", verdicts.faults);
	cJSON_AddItemToObject(object, "notes", verdicts.notes);
	if (!read)
		return -1;
	*result = g_steal_pointer(&object);
	return fine ? EXIT_FINE : (int)ERROR_INTEGRITY;
}

void proof_verify_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(result, "sum_ore", 0)));
	g_string_append_printf(out, da ? "%s: %s. %" PRId64 " linjer, i alt %s kr.\n" : "%s: %s. %" PRId64 " rows, DKK %s in all.\n",
	                       json_get_text(result, "case") != NULL ? json_get_text(result, "case") : "?",
	                       json_get_bool(result, "ok") ? (da ? "de viste linjer står i bøgerne" : "the rows shown are in the books")
	                                                   : (da ? "BEVISET HOLDER IKKE" : "THE PROOF DOES NOT HOLD"),
	                       json_get_int(result, "count", 0), sum);
	cJSON_ArrayForEach(row, json_get(result, "faults"))
		g_string_append_printf(out, "  %s: %s\n", json_get_text(row, "where"), json_get_text(row, "text"));
	cJSON_ArrayForEach(row, json_get(result, "notes"))
		g_string_append_printf(out, "  %s\n", cJSON_GetStringValue(row));
}
