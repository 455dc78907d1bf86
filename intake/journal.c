#include "intake/journal.h"

#include "intake/limits.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

/* ---- canonical bytes ---- */

/* An entry as it stands in the store; texts are borrowed. */
typedef struct Row {
	int64_t seq;
	char prev[DIGEST_HEX];
	const char *id, *case_id, *day, *kind, *debit, *credit;
	int64_t amount_ore;
	char commitment[DIGEST_HEX], hash[DIGEST_HEX];
} Row;

static void line_add(GString *bytes, const char *text)
{
	if (text != NULL)
		g_string_append_len(bytes, text, (gssize)strlen(text));
	g_string_append_c(bytes, '\n');
}

static void number_add(GString *bytes, int64_t number)
{
	char digits[24];
	char *p = digits + sizeof digits - 1;
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	*p = '\0';
	do
		*--p = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (number < 0)
		*--p = '-';
	line_add(bytes, p);
}

static void text_of_row(const Row *row, GString *bytes)
{
	g_string_truncate(bytes, 0);
	line_add(bytes, "paakrav-journal/1");
	number_add(bytes, row->seq);
	line_add(bytes, row->prev);
	line_add(bytes, row->id);
	line_add(bytes, row->case_id);
	line_add(bytes, row->day);
	line_add(bytes, row->kind);
	line_add(bytes, row->debit);
	line_add(bytes, row->credit);
	number_add(bytes, row->amount_ore);
	line_add(bytes, row->commitment);
}

static void hash_of_row(const Row *row, GString *bytes, char out[DIGEST_HEX])
{
	text_of_row(row, bytes);
	digest_hex(bytes->str, bytes->len, out);
}

static bool one_line(const char *text)
{
	if (text == NULL || *text == '\0')
		return false;
	for (const char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			return false;
	return true;
}

/* A 32-byte column as hex; "" when it is not one. */
static void hex_column(Query *query, int column, char out[DIGEST_HEX])
{
	size_t size;
	const void *bytes = query_blob(query, column, &size);
	out[0] = '\0';
	if (bytes != NULL && size == DIGEST_BYTES)
		digest_to_hex(bytes, out);
}

static GBytes *hex_bytes(const char hex[DIGEST_HEX])
{
	uint8_t *bytes = g_malloc(DIGEST_BYTES);
	for (size_t i = 0; i < DIGEST_BYTES; i++)
		bytes[i] = (uint8_t)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
	return g_bytes_new_take(bytes, DIGEST_BYTES);
}

/* Columns 0 … 10 are the entry's, 11 and 12 salt and payload: null when erased. */
#define SELECT_ENTRY                                                                                                    \
	"SELECT j.seq, j.prev, j.id, j.case_id, j.day, j.kind, j.debit, j.credit, j.amount_ore, j.commitment, j.hash, " \
	"p.salt, p.payload FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq "

static void row_read(Query *query, Row *row)
{
	*row = (Row){ .seq = query_int(query, 0),
		      .id = query_text(query, 2),
		      .case_id = query_text(query, 3),
		      .day = query_text(query, 4),
		      .kind = query_text(query, 5),
		      .debit = query_text(query, 6),
		      .credit = query_text(query, 7),
		      .amount_ore = query_int(query, 8) };
	hex_column(query, 1, row->prev);
	hex_column(query, 9, row->commitment);
	hex_column(query, 10, row->hash);
}

static bool payload_is(Query *query, const char *payload)
{
	size_t size;
	const void *bytes = query_blob(query, 12, &size);
	return bytes != NULL && size == strlen(payload) && memcmp(bytes, payload, size) == 0;
}

/* Does the payload, unless erased, hash to the commitment? */
static bool payload_holds(Query *query, const char *commitment)
{
	if (query_is_null(query, 11) && query_is_null(query, 12))
		return true;
	size_t salt_size, size;
	const void *salt = query_blob(query, 11, &salt_size), *payload = query_blob(query, 12, &size);
	if (salt == NULL || payload == NULL || salt_size != SALT_BYTES)
		return false;
	uint8_t digest[DIGEST_BYTES];
	char again[DIGEST_HEX];
	digest_commit(salt, payload, size, digest);
	digest_to_hex(digest, again);
	return strcmp(again, commitment) == 0;
}

/* ---- appending ---- */

bool journal_head(Store *store, JournalHead *out, GError **error)
{
	*out = (JournalHead){ 0 };
	g_strlcpy(out->hash, NO_HASH, sizeof out->hash);
	g_autoptr(Query) query = store_query(store, error, "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", "");
	int found = query_step(query, error);
	if (found == 1) {
		out->seq = query_int(query, 0);
		hex_column(query, 1, out->hash);
	}
	return found >= 0;
}

static bool same(const char *a, const char *b)
{
	return g_strcmp0(a, b) == 0;
}

/* Is the entry called entry->id there, and the same? An erased payload is no longer compared. */
static JournalResult journal_find(Store *store, JournalEntry *entry, const char *payload, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, SELECT_ENTRY "WHERE j.id = ?", "s", entry->id);
	int found = query_step(query, error);
	if (found <= 0)
		return found < 0 ? JOURNAL_FAILED : JOURNAL_APPENDED; /* not there: to be appended */
	Row row;
	row_read(query, &row);
	g_autofree char *day = date_iso(entry->day);
	bool equal = same(row.case_id, entry->case_id) && same(row.day, day) && same(row.kind, entry->kind) &&
	             same(row.debit, entry->debit) && same(row.credit, entry->credit) &&
	             row.amount_ore == money_ore(entry->amount) && (query_is_null(query, 12) || payload_is(query, payload));
	if (!equal) {
		error_set(error, ERROR_INTEGRITY, "journal-id-taken",
		          "Bogføringen %s findes allerede med et andet indhold (linje %" PRId64 ").",
		          "The entry %s is already there with other content (line %" PRId64 ").", entry->id, row.seq);
		error_remedy(error, "Ret den med en tilbageførsel og en ny bogføring.",
		             "Correct it by a reversal and a new entry.");
		return JOURNAL_FAILED;
	}
	entry->seq = row.seq;
	return JOURNAL_EXISTS;
}

/* What the database now holds must hash to what we said. */
static bool read_back(Store *store, const char *id, const char *hash, const char *payload, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, SELECT_ENTRY "WHERE j.id = ?", "s", id);
	int found = query_step(query, error);
	if (found < 0)
		return false;
	bool fine = false;
	if (found == 1) {
		Row row;
		row_read(query, &row);
		char again[DIGEST_HEX];
		g_autoptr(GString) scratch = g_string_sized_new(512);
		hash_of_row(&row, scratch, again);
		fine = same(again, hash) && same(row.hash, hash) && !query_is_null(query, 12) &&
		       payload_is(query, payload) && payload_holds(query, row.commitment);
	}
	if (!fine)
		error_set(error, ERROR_INTEGRITY, "journal-read-back",
		          "Bogføringen %s blev ikke gemt, som den blev skrevet.",
		          "The entry %s was not stored as it was written.", id);
	return fine;
}

/* The values of the two rows, as the database takes them. */
static bool rows_insert(Store *store, const Row *row, GBytes *salt, GBytes *payload, GError **error)
{
	g_autoptr(GBytes) prev = hex_bytes(row->prev);
	g_autoptr(GBytes) commitment = hex_bytes(row->commitment);
	g_autoptr(GBytes) hash = hex_bytes(row->hash);
	return store_run(
		   store, error,
		   "INSERT INTO journal (seq, prev, id, case_id, day, kind, debit, credit, amount_ore, commitment, hash) "
		   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		   "ibssssssibb", row->seq, prev, row->id, row->case_id, row->day, row->kind, row->debit, row->credit,
		   row->amount_ore, commitment, hash) &&
	       store_run(store, error, "INSERT INTO journal_payload (seq, salt, payload) VALUES (?, ?, ?)", "ibb", row->seq,
	                 salt, payload);
}

JournalResult journal_append(Store *store, JournalEntry *entry, const char *payload, GError **error)
{
	assert(one_line(entry->id) && one_line(entry->case_id) && one_line(entry->kind) && one_line(entry->debit) &&
	       one_line(entry->credit) && date_known(entry->day) && !same(entry->debit, entry->credit) &&
	       !money_is_negative(entry->amount) && !money_is_zero(entry->amount));
	JournalResult found = journal_find(store, entry, payload, error);
	if (found != JOURNAL_APPENDED)
		return found;
	JournalHead head;
	uint8_t salt[SALT_BYTES], digest[DIGEST_BYTES];
	if (!journal_head(store, &head, error) || !store_random(store, salt, sizeof salt, error))
		return JOURNAL_FAILED;
	g_autofree char *day = date_iso(entry->day);
	Row row = { .seq = head.seq + 1,
		    .id = entry->id,
		    .case_id = entry->case_id,
		    .day = day,
		    .kind = entry->kind,
		    .debit = entry->debit,
		    .credit = entry->credit,
		    .amount_ore = money_ore(entry->amount) };
	g_strlcpy(row.prev, head.hash, sizeof row.prev);
	digest_commit(salt, payload, strlen(payload), digest);
	digest_to_hex(digest, row.commitment);
	g_autoptr(GString) scratch = g_string_sized_new(512);
	hash_of_row(&row, scratch, row.hash);
	g_autoptr(GBytes) salt_bytes = g_bytes_new(salt, sizeof salt);
	g_autoptr(GBytes) payload_bytes = g_bytes_new(payload, strlen(payload));
	if (!rows_insert(store, &row, salt_bytes, payload_bytes, error) ||
	    !read_back(store, entry->id, row.hash, payload, error))
		return JOURNAL_FAILED;
	entry->seq = row.seq;
	return JOURNAL_APPENDED;
}

/* ---- the head, for receipts ---- */

GBytes *journal_head_bytes(const JournalHead *head)
{
	char *text = g_strdup_printf("paakrav-head/1\n%" PRId64 "\n%s\n", head->seq, head->hash);
	return g_bytes_new_take(text, strlen(text));
}

cJSON *journal_head_json(Store *store, RandomSource random, GError **error)
{
	JournalHead head;
	if (!journal_head(store, &head, error))
		return NULL;
	g_autofree char *keys = g_build_filename(store_home(store), "keys", NULL);
	g_autoptr(GBytes) bytes = journal_head_bytes(&head);
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, random, error);
	if (signature == NULL)
		return NULL;
	cJSON *object = cJSON_CreateObject();
	json_int(object, "seq", head.seq);
	json_text(object, "hash", head.hash);
	gsize n;
	const guchar *data = g_bytes_get_data(signature, &n);
	g_autofree char *base64 = g_base64_encode(data, n);
	json_text(object, "signature", base64);
	return object;
}

bool journal_head_of_receipt(const char *text, size_t size, const char *file, JournalHead *out, GError **error)
{
	g_autoptr(cJSON) object = json_parse(text, size);
	const cJSON *head = object != NULL ? json_get(object, "journal") : NULL;
	const char *hash = head != NULL ? json_get_text(head, "hash") : NULL;
	int64_t seq = head != NULL ? json_get_int(head, "seq", -1) : -1;
	if (hash == NULL || seq < 0 || strlen(hash) != DIGEST_HEX - 1) {
		error_set(error, ERROR_INPUT, "receipt-without-head", "Kvitteringen nævner intet journalhoved.",
		          "The receipt names no journal head.");
		error_at(error, file, 0, 0);
		return false;
	}
	out->seq = seq;
	g_strlcpy(out->hash, hash, sizeof out->hash);
	return true;
}

/* ---- for the tree over it ---- */

GArray *journal_leaves(Store *store, int64_t to, GError **error)
{
	g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(MerkleHash));
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT hash FROM journal WHERE ?1 = 0 OR seq <= ?1 ORDER BY seq", "i", to);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		size_t size;
		const void *bytes = query_blob(query, 0, &size);
		MerkleHash leaf = merkle_leaf(bytes, size);
		g_array_append_val(leaves, leaf);
	}
	return found < 0 ? NULL : g_steal_pointer(&leaves);
}

void journal_text_free(void *data)
{
	JournalText *text = data;
	g_free(text->text);
	g_free(text->salt);
	g_free(text->payload);
	g_free(text);
}

static char *hex_of(const uint8_t *bytes, size_t n)
{
	GString *hex = g_string_sized_new(2 * n);
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	return g_string_free(hex, FALSE);
}

static JournalText *text_read(Query *query)
{
	Row row;
	row_read(query, &row);
	g_autoptr(GString) bytes = g_string_sized_new(512);
	text_of_row(&row, bytes);
	JournalText *text = g_new0(JournalText, 1);
	*text = (JournalText){ .seq = row.seq, .text = g_strdup(bytes->str) };
	if (query_is_null(query, 11) || query_is_null(query, 12))
		return text;
	size_t salt_size, size;
	const uint8_t *salt = query_blob(query, 11, &salt_size);
	text->salt = hex_of(salt, salt_size);
	const char *payload = query_blob(query, 12, &size);
	text->payload = g_strndup(payload, size);
	return text;
}

GPtrArray *journal_texts(Store *store, const char *case_id, GError **error)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(journal_text_free);
	g_autoptr(Query) query = store_query(store, error, SELECT_ENTRY "WHERE j.case_id = ? ORDER BY j.seq", "s", case_id);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		g_ptr_array_add(texts, text_read(query));
	return found < 0 ? NULL : g_steal_pointer(&texts);
}

JournalText *journal_text(Store *store, int64_t seq, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, SELECT_ENTRY "WHERE j.seq = ?", "i", seq);
	int found = query_step(query, error);
	if (found == 0)
		error_set(error, ERROR_INTEGRITY, "gap", "Linje %" PRId64 " mangler i bøgerne.", "Row %" PRId64 " is missing from the books.", seq);
	return found == 1 ? text_read(query) : NULL;
}

/* ---- verifying ---- */

JournalFault *journal_fault_new(const char *what, char *where, char *da, char *en)
{
	JournalFault *fault = g_new0(JournalFault, 1);
	*fault = (JournalFault){ what, where, da, en };
	return fault;
}

void journal_fault_free(JournalFault *fault)
{
	g_free(fault->where);
	g_free(fault->da);
	g_free(fault->en);
	g_free(fault);
}

static void fault_free(void *data)
{
	journal_fault_free(data);
}

void journal_report_free(JournalReport *report)
{
	if (report == NULL)
		return;
	g_ptr_array_free(report->faults, TRUE);
	g_free(report);
}

static void bad(JournalReport *report, const char *what, int64_t seq, const char *da, const char *en)
{
	if (report->faults->len < LIMIT_JOURNAL_FAULTS)
		g_ptr_array_add(report->faults,
		                journal_fault_new(what, g_strdup_printf("seq %" PRId64, seq), g_strdup(da), g_strdup(en)));
}

static void row_verify(JournalReport *report, Query *query, const Row *row, GString *scratch)
{
	if (row->seq != report->head.seq + 1)
		bad(report, "gap", report->head.seq + 1, "Linjen mangler i kæden.", "The row is missing from the chain.");
	else if (!same(row->prev, report->head.hash))
		bad(report, "prev", row->seq, "Linjen peger ikke på den foregående linjes hash.",
		    "The row does not name the hash of the row before it.");
	char again[DIGEST_HEX];
	hash_of_row(row, scratch, again);
	if (!same(again, row->hash))
		bad(report, "hash", row->seq, "Linjens indhold giver en anden hash end den gemte: den er ændret.",
		    "The row's content gives another hash than the stored one: it was changed.");
	if (row->amount_ore <= 0 || same(row->debit, row->credit))
		bad(report, "amount", row->seq, "Linjen har ikke ét beløb, én debet- og én kreditkonto.",
		    "The row has not one amount, one debit and one credit account.");
	if (!payload_holds(query, row->commitment))
		bad(report, "payload", row->seq, "Bilagsteksten svarer ikke til linjens forpligtelse.",
		    "The payload does not match the row's commitment.");
}

/* The database's own locks, by name. */
static const char *const guards[] = { "journal_no_update", "journal_no_delete", "journal_next" };

static bool guards_verify(Store *store, JournalReport *report, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(guards); i++) {
		g_autoptr(Query) query = store_query(
		    store, error, "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal' AND name = ?",
		    "s", guards[i]);
		if (query == NULL)
			return false;
		int found = query_step(query, error);
		if (found < 0)
			return false;
		if (found == 0)
			g_ptr_array_add(report->faults, journal_fault_new("guard", g_strdup(guards[i]),
			                                                  g_strdup("Databasens lås er fjernet."),
			                                                  g_strdup("The database's lock was removed.")));
	}
	return true;
}

static int by_seq(gconstpointer a, gconstpointer b)
{
	const JournalHead *x = *(const JournalHead *const *)a, *y = *(const JournalHead *const *)b;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* Heads that left the house and name this row; *next walks through them with the chain. */
static void receipts_at(JournalReport *report, const GPtrArray *receipts, guint *next, const Row *row)
{
	for (; *next < receipts->len; (*next)++) {
		const JournalHead *head = receipts->pdata[*next];
		if (head->seq > row->seq)
			return;
		if (head->seq == row->seq && !same(head->hash, row->hash))
			bad(report, "receipt", row->seq, "En kvittering uden for kæden nævner en anden hash for linjen.",
			    "A receipt outside the chain names another hash for the row.");
	}
}

static void receipts_beyond(JournalReport *report, const GPtrArray *receipts)
{
	for (guint i = 0; i < receipts->len; i++) {
		const JournalHead *head = receipts->pdata[i];
		if (head->seq > report->head.seq)
			bad(report, "cut", head->seq,
			    "En kvittering uden for kæden nævner linjen, men kæden slutter før den: den er skåret af.",
			    "A receipt outside the chain names the row, but the chain ends before it: it was cut off.");
	}
}

JournalReport *journal_verify(Store *store, const GPtrArray *receipts, GError **error)
{
	return journal_walk(store, receipts, NULL, NULL, error);
}

JournalReport *journal_walk(Store *store, const GPtrArray *receipts, JournalVisit visit, void *context, GError **error)
{
	g_autoptr(JournalReport) report = g_new0(JournalReport, 1);
	report->faults = g_ptr_array_new_with_free_func(fault_free);
	g_strlcpy(report->head.hash, NO_HASH, sizeof report->head.hash);
	g_autoptr(GPtrArray) heads = g_ptr_array_new();
	for (guint i = 0; receipts != NULL && i < receipts->len; i++)
		g_ptr_array_add(heads, receipts->pdata[i]);
	g_ptr_array_sort(heads, by_seq);
	guint next = 0;
	g_autoptr(GString) scratch = g_string_sized_new(512);
	g_autoptr(Query) query = store_query(store, error, SELECT_ENTRY "ORDER BY j.seq", "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		Row row;
		row_read(query, &row);
		row_verify(report, query, &row, scratch);
		if (visit != NULL)
			visit(context, &(JournalRow){ row.seq, row.id, row.case_id, row.day, row.kind, row.debit, row.credit, row.amount_ore });
		receipts_at(report, heads, &next, &row);
		report->entries++;
		report->head.seq = row.seq;
		g_strlcpy(report->head.hash, row.hash, sizeof report->head.hash);
	}
	if (found < 0)
		return NULL;
	receipts_beyond(report, heads);
	if (!guards_verify(store, report, error))
		return NULL;
	return g_steal_pointer(&report);
}
