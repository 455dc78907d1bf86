#include "enforcement/packsample.h"

#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

int64_t sample_draw(int64_t seed, const char head[DIGEST_HEX], int64_t i, int64_t n)
{
	g_autofree char *text = g_strdup_printf("paakrav-sample/1\n%" PRId64 "\n%s\n%" PRId64 "\n", seed, head, i);
	uint8_t sum[DIGEST_BYTES];
	uint64_t drawn = 0;
	digest_bytes(text, strlen(text), sum);
	for (int k = 0; k < 8; k++)
		drawn = drawn << 8 | sum[k];
	return (int64_t)(drawn % (uint64_t)n);
}

typedef struct Draw {
	int64_t number, draw, place, seq;
} Draw;

/* ---- one sample ---- */

/* What opens the commitment of a row: salt and the sealed text of its columns from the n-th on; null where it was erased. */
static void sealed_json(cJSON *object, Query *query, int commitment, int salt, int first, int n)
{
	size_t size;
	const uint8_t *bytes = query_blob(query, commitment, &size);
	g_autoptr(GString) hex = g_string_new(NULL);
	for (size_t i = 0; i < size; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	json_text(object, "commitment", hex->str);
	if (query_is_null(query, salt)) {
		json_null(object, "salt");
		json_null(object, "sealed");
		return;
	}
	bytes = query_blob(query, salt, &size);
	g_string_truncate(hex, 0);
	for (size_t i = 0; i < size; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	g_autoptr(Seal) seal = seal_new();
	for (int i = 0; i < n; i++)
		seal_add(seal, query_text(query, first + i));
	json_text(object, "salt", hex->str);
	json_text(object, "sealed", seal->payload->str);
}

static bool sample_event(Pack *pack, cJSON *object, const char *case_id, int64_t id, GError **error)
{
	g_autoptr(Query) query = store_query(pack->store, error,
	                                     "SELECT e.name, e.happened_on, e.recorded_on, e.commitment, v.salt, v.debtor, v.claim, v.amount_ore, v.deadline_on,"
	                                     " v.paid_to, v.ground, v.document, v.by FROM event e LEFT JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id"
	                                     " WHERE e.case_id = ? AND e.id = ?",
	                                     "si", case_id, id);
	int found = query_step(query, error);
	if (found != 1) {
		json_null(object, "event");
		return found == 0;
	}
	cJSON *event = json_object(object, "event");
	json_int(event, "id", id);
	json_text(event, "name", query_text(query, 0));
	json_text(event, "on", query_text(query, 1));
	json_text(event, "recorded_on", query_text(query, 2));
	sealed_json(event, query, 3, 4, 5, 8);
	return true;
}

static bool sample_line(Pack *pack, cJSON *object, const char *entry, GError **error)
{
	g_autoptr(Query) query = store_query(pack->store, error,
	                                     "SELECT l.id, l.booked_on, l.amount_minor, l.currency, f.sha256, l.line, l.commitment, t.salt, t.key, t.entry_key,"
	                                     " t.account, t.bank_reference, t.reference, t.name, t.counter_account, t.text FROM client_link c"
	                                     " JOIN bank_line l ON l.id = c.line_id JOIN bank_file f ON f.id = l.file_id LEFT JOIN bank_line_text t ON t.id = l.id"
	                                     " WHERE c.entry = ?",
	                                     "s", entry);
	int found = query_step(query, error);
	if (found != 1) {
		json_null(object, "bank_line");
		return found == 0;
	}
	cJSON *line = json_object(object, "bank_line");
	json_int(line, "line", query_int(query, 0));
	json_text(line, "on", query_text(query, 1));
	json_int(line, "amount_minor", query_int(query, 2));
	json_text(line, "currency", query_text(query, 3));
	json_text(line, "file_sha256", query_text(query, 4));
	json_int(line, "file_line", query_int(query, 5));
	sealed_json(line, query, 6, 7, 8, 8);
	return true;
}

/* documents/HASH.EXT: the ending as it was named, when it is a plain one. */
static char *document_file(const char *sha256, const char *name)
{
	const char *dot = name != NULL ? strrchr(name, '.') : NULL;
	gsize n = dot != NULL ? strlen(dot + 1) : 0;
	bool plain = n > 0 && n <= 5;
	for (gsize i = 1; plain && i <= n; i++)
		plain = g_ascii_isalnum(dot[i]);
	return g_strconcat("documents/", sha256, plain ? dot : "", NULL);
}

/* The bytes, once; *file NULL: they are not there as they were kept, which the checker then says. */
static bool document_put(Pack *pack, const char *sha256, const char *name, char **file, GError **error)
{
	GError *why = NULL;
	*file = document_file(sha256, name);
	if (pack_has(pack, *file))
		return true;
	g_autoptr(GBytes) bytes = store_read_document(pack->store, sha256, &why);
	if (bytes != NULL)
		return pack_put(pack, *file, bytes, error);
	g_clear_pointer(file, g_free);
	if (error_class(why) != ERROR_INTEGRITY && error_class(why) != ERROR_STORE) {
		g_propagate_error(error, why);
		return false;
	}
	g_clear_error(&why);
	return true;
}

static bool sample_documents(Pack *pack, cJSON *object, const char *case_id, GError **error)
{
	cJSON *documents = json_array(object, "documents");
	g_autoptr(Query) query = store_query(pack->store, error,
	                                     "SELECT d.id, d.sha256, d.media, d.recorded_on, d.commitment, n.salt, n.name, n.unread FROM document d"
	                                     " LEFT JOIN document_name n ON n.case_id = d.case_id AND n.id = d.id WHERE d.case_id = ? ORDER BY d.id",
	                                     "s", case_id);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		g_autofree char *file = NULL;
		cJSON *row = json_push(documents);
		json_int(row, "id", query_int(query, 0));
		json_text(row, "sha256", query_text(query, 1));
		json_text(row, "media", query_text(query, 2));
		json_text(row, "recorded_on", query_text(query, 3));
		sealed_json(row, query, 4, 5, 6, 2);
		if (!document_put(pack, query_text(query, 1), query_text(query, 6), &file, error))
			return false;
		json_text(row, "file", file);
	}
	return found == 0;
}

/* The signed agreement that a fee's payload names, where one was kept. */
static bool sample_agreement(Pack *pack, cJSON *object, int64_t terms, GError **error)
{
	g_autofree char *file = NULL;
	g_autoptr(Query) query = store_query(pack->store, error, "SELECT document FROM agreement WHERE id = ?", "i", terms);
	int found = query_step(query, error);
	if (found == 1 && !query_is_null(query, 0) && !document_put(pack, query_text(query, 0), ".pdf", &file, error))
		return false;
	if (found == 1)
		json_int(object, "terms", terms);
	else
		json_null(object, "terms");
	json_text(object, "agreement", file);
	return found >= 0;
}

static bool sample_put(Pack *pack, const Draw *draw, const MerkleTree *tree, PackOut *list, GError **error)
{
	g_autoptr(JournalText) text = journal_text(pack->store, draw->seq, error);
	if (text == NULL)
		return false;
	g_auto(GStrv) lines = g_strsplit(text->text, "\n", -1);
	g_autoptr(cJSON) object = json_result("audit-sample");
	json_int(object, "number", draw->number);
	json_int(object, "seq", draw->seq);
	json_text(object, "text", text->text);
	json_text(object, "salt", text->salt);
	json_text(object, "payload", text->payload);
	cJSON *hashes = json_array(object, "path");
	g_autoptr(GArray) path = merkle_path(tree, (size_t)draw->seq - 1);
	for (guint i = 0; i < path->len; i++) {
		char hex[DIGEST_HEX];
		merkle_hex(g_array_index(path, MerkleHash, i), hex);
		json_push_text(hashes, hex);
	}
	g_autoptr(cJSON) payload = text->payload != NULL ? json_parse(text->payload, strlen(text->payload)) : NULL;
	if (!sample_event(pack, object, lines[4], json_get_int(payload, "event", 0), error) || !sample_line(pack, object, lines[3], error) ||
	    !sample_agreement(pack, object, json_get_int(payload, "terms", 0), error) || !sample_documents(pack, object, lines[4], error))
		return false;
	g_autofree char *printed = json_print(object), *name = g_strdup_printf("samples/%03" PRId64 ".json", draw->number);
	g_autoptr(GBytes) bytes = g_bytes_new(printed, strlen(printed));
	pack_number(list, draw->number);
	pack_number(list, draw->draw);
	pack_number(list, draw->place);
	pack_number(list, draw->seq);
	pack_cell(list, lines[3]);
	pack_cell(list, name);
	return pack_put(pack, name, bytes, error) && pack_row(list, error);
}

/* ---- all of them ---- */

static GArray *population_read(Pack *pack, GError **error)
{
	g_autoptr(GArray) seqs = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(Query) query = store_query(pack->store, error, "SELECT seq FROM journal WHERE day BETWEEN ? AND ? AND seq <= ? ORDER BY seq", "ddi", pack->from,
	                                     pack->to, pack->head.seq);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int64_t seq = query_int(query, 0);
		g_array_append_val(seqs, seq);
	}
	return found < 0 ? NULL : g_steal_pointer(&seqs);
}

static bool drawn_before(const GArray *draws, int64_t place)
{
	for (guint i = 0; i < draws->len; i++)
		if (g_array_index(draws, Draw, i).place == place)
			return true;
	return false;
}

bool samples_write(Pack *pack, const PackPart *part, GError **error)
{
	g_autoptr(GArray) seqs = population_read(pack, error), draws = g_array_new(FALSE, FALSE, sizeof(Draw));
	g_autoptr(GArray) leaves = seqs != NULL ? journal_leaves(pack->store, pack->head.seq, error) : NULL;
	g_autoptr(PackOut) list = leaves != NULL ? pack_open(pack, part->name, part->header, error) : NULL;
	if (list == NULL)
		return false;
	g_autoptr(MerkleTree) tree = merkle_new(leaves);
	char root[DIGEST_HEX];
	merkle_hex(merkle_root(tree), root);
	json_text(pack->told, "root", root);
	int64_t wanted = MIN(pack->samples, (int64_t)seqs->len);
	for (int64_t i = 0; (int64_t)draws->len < wanted; i++) {
		int64_t place = sample_draw(pack->seed, pack->head.hash, i, seqs->len);
		if (drawn_before(draws, place))
			continue;
		Draw draw = { draws->len + 1, i, place, g_array_index(seqs, int64_t, place) };
		g_array_append_val(draws, draw);
		if (!sample_put(pack, &draw, tree, list, error))
			return false;
	}
	json_int(pack->told, "samples", draws->len);
	return pack_close(g_steal_pointer(&list), error);
}
