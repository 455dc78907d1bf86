#include "enforcement/payoutbook.h"

#include "enforcement/client.h"
#include "intake/digest.h"
#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

#define NO_CHANGE(table)                                                                                                  \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"
#define GUARDED(table, also)                                                                                              \
	NO_CHANGE(table)                                                                                                  \
	"CREATE TRIGGER " table "_next BEFORE INSERT ON " table                                                           \
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM " table ") " also                                     \
	"  BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"
#define ERASABLE(table)                                                                                                   \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_no_replace BEFORE INSERT ON " table " WHEN EXISTS (SELECT 1 FROM " table " WHERE id = NEW.id)"  \
	"  BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"

const char payout_tables[] =
	/* Whose account: a client, or what a case's debtor overpaid. The number stands in the side table only. */
	"CREATE TABLE payout_account (id INTEGER PRIMARY KEY, receiver TEXT NOT NULL, proposed_on TEXT NOT NULL, commitment BLOB NOT NULL) STRICT;"
	"CREATE TABLE payout_account_text ("
	"  id INTEGER PRIMARY KEY REFERENCES payout_account (id), salt BLOB NOT NULL, number TEXT, name TEXT, by TEXT, why TEXT) STRICT;"
	"CREATE TABLE payout_account_confirmed ("
	"  id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL UNIQUE REFERENCES payout_account (id), confirmed_on TEXT NOT NULL,"
	"  commitment BLOB NOT NULL) STRICT;"
	"CREATE TABLE payout_account_confirmed_text ("
	"  id INTEGER PRIMARY KEY REFERENCES payout_account_confirmed (id), salt BLOB NOT NULL, by TEXT) STRICT;"
	"CREATE TABLE payout ("
	"  id INTEGER PRIMARY KEY, prepared_on TEXT NOT NULL, execute_on TEXT NOT NULL, transfers INTEGER NOT NULL CHECK (transfers > 0),"
	"  sum_ore INTEGER NOT NULL CHECK (sum_ore > 0), seq INTEGER NOT NULL,"
	"  client_account INTEGER NOT NULL REFERENCES client_account (id), commitment BLOB NOT NULL) STRICT;"
	"CREATE TABLE payout_text (id INTEGER PRIMARY KEY REFERENCES payout (id), salt BLOB NOT NULL, by TEXT) STRICT;"
	"CREATE TABLE payout_transfer ("
	"  id INTEGER PRIMARY KEY, payout_id INTEGER NOT NULL REFERENCES payout (id), number INTEGER NOT NULL, end_to_end TEXT NOT NULL UNIQUE,"
	"  receiver TEXT NOT NULL, account_id INTEGER NOT NULL REFERENCES payout_account_confirmed (account_id),"
	"  sum_ore INTEGER NOT NULL CHECK (sum_ore > 0)) STRICT;"
	"CREATE INDEX payout_transfer_by_payout ON payout_transfer (payout_id);"
	"CREATE TABLE payout_part ("
	"  id INTEGER PRIMARY KEY, transfer_id INTEGER NOT NULL REFERENCES payout_transfer (id), case_id TEXT NOT NULL, kind TEXT NOT NULL,"
	"  amount_ore INTEGER NOT NULL CHECK (amount_ore > 0), held_ore INTEGER NOT NULL CHECK (held_ore >= amount_ore)) STRICT;"
	"CREATE INDEX payout_part_by_transfer ON payout_part (transfer_id);"
	"CREATE INDEX payout_part_by_case ON payout_part (case_id);"
	"CREATE TABLE payout_word ("
	"  id INTEGER PRIMARY KEY, payout_id INTEGER NOT NULL UNIQUE REFERENCES payout (id), word TEXT NOT NULL CHECK (word IN ('approved', 'rejected')),"
	"  said_on TEXT NOT NULL, execute_on TEXT, sha256 TEXT, commitment BLOB NOT NULL) STRICT;"
	"CREATE TABLE payout_word_text (id INTEGER PRIMARY KEY REFERENCES payout_word (id), salt BLOB NOT NULL, by TEXT, why TEXT) STRICT;"
	"CREATE TABLE payout_outcome ("
	"  id INTEGER PRIMARY KEY, transfer_id INTEGER NOT NULL REFERENCES payout_transfer (id),"
	"  word TEXT NOT NULL CHECK (word IN ('booked', 'returned', 'refused')), on_day TEXT NOT NULL, line_id INTEGER REFERENCES bank_line (id),"
	"  commitment BLOB NOT NULL) STRICT;"
	"CREATE INDEX payout_outcome_by_transfer ON payout_outcome (transfer_id);"
	"CREATE TABLE payout_outcome_text (id INTEGER PRIMARY KEY REFERENCES payout_outcome (id), salt BLOB NOT NULL, by TEXT, why TEXT) STRICT;"
	GUARDED("payout_account", "") ERASABLE("payout_account_text")
	GUARDED("payout_account_confirmed", "OR EXISTS (SELECT 1 FROM payout_account_confirmed WHERE account_id = NEW.account_id)")
	ERASABLE("payout_account_confirmed_text") GUARDED("payout", "") ERASABLE("payout_text")
	GUARDED("payout_transfer", "OR EXISTS (SELECT 1 FROM payout_transfer WHERE end_to_end = NEW.end_to_end)")
	GUARDED("payout_part", "")
	GUARDED("payout_word", "OR EXISTS (SELECT 1 FROM payout_word WHERE payout_id = NEW.payout_id)") ERASABLE("payout_word_text")
	GUARDED("payout_outcome", "") ERASABLE("payout_outcome_text");

const PostingKind payout_kinds[PAYOUT_KINDS] = { POSTING_payout_costs, POSTING_payout_interest, POSTING_payout_principal,
	                                         POSTING_surplus_returned };

static const struct {
	const char *name;
	Say say;
} states[] = {
	[TRANSFER_PREPARED] = { "prepared", { "venter på godkendelse", "waits for approval" } },
	[TRANSFER_REJECTED] = { "rejected", { "afvist", "rejected" } },
	[TRANSFER_IN_TRANSIT] = { "in_transit", { "undervejs i banken", "in transit at the bank" } },
	[TRANSFER_BOOKED] = { "booked", { "udbetalt", "paid out" } },
	[TRANSFER_RETURNED] = { "returned", { "sendt tilbage af banken", "sent back by the bank" } },
	[TRANSFER_REFUSED] = { "refused", { "ikke udført af banken", "not carried out by the bank" } },
};

const char *transfer_state_name(TransferState state)
{
	return states[state].name;
}

Say transfer_state_say(TransferState state)
{
	return states[state].say;
}

/* ---- reading ---- */

static void part_free(void *data)
{
	PayoutPart *part = data;
	g_free(part->case_id);
	g_free(part);
}

static void transfer_free(void *data)
{
	PayoutTransfer *transfer = data;
	g_free(transfer->end_to_end);
	g_free(transfer->receiver);
	g_ptr_array_unref(transfer->parts);
	g_free(transfer);
}

Payout *payout_new(void)
{
	Payout *payout = g_new0(Payout, 1);
	payout->transfers = g_ptr_array_new_with_free_func(transfer_free);
	payout->said_on = DATE_NONE;
	return payout;
}

PayoutTransfer *payout_transfer_new(Payout *payout, const char *receiver, int64_t account_id)
{
	PayoutTransfer *transfer = g_new0(PayoutTransfer, 1);
	transfer->receiver = g_strdup(receiver);
	transfer->account_id = account_id;
	transfer->on = DATE_NONE;
	transfer->parts = g_ptr_array_new_with_free_func(part_free);
	g_ptr_array_add(payout->transfers, transfer);
	return transfer;
}

PayoutPart *payout_part_new(PayoutTransfer *transfer, const char *case_id, PostingKind kind, Money amount, Money held)
{
	PayoutPart *part = g_new0(PayoutPart, 1);
	*part = (PayoutPart){ 0, g_strdup(case_id), kind, amount, held };
	g_ptr_array_add(transfer->parts, part);
	return part;
}

void payout_free(Payout *payout)
{
	if (payout == NULL)
		return;
	g_ptr_array_unref(payout->transfers);
	g_free(payout->by);
	g_free(payout->word);
	g_free(payout->said_by);
	g_free(payout->why);
	g_free(payout->sha256);
	g_free(payout);
}

static bool parts_read(Store *store, PayoutTransfer *transfer, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT id, case_id, kind, amount_ore, held_ore FROM payout_part WHERE transfer_id = ? ORDER BY id",
	                                     "i", transfer->id);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		PayoutPart *part = payout_part_new(transfer, query_text(query, 1), posting_kind_of(query_text(query, 2)),
		                                   money_of_ore(query_int(query, 3)), money_of_ore(query_int(query, 4)));
		part->id = query_int(query, 0);
	}
	return found == 0;
}

static TransferState state_of(const char *word, const char *outcome)
{
	if (outcome != NULL)
		return strcmp(outcome, "booked") == 0 ? TRANSFER_BOOKED : strcmp(outcome, "returned") == 0 ? TRANSFER_RETURNED : TRANSFER_REFUSED;
	return word == NULL ? TRANSFER_PREPARED : strcmp(word, "approved") == 0 ? TRANSFER_IN_TRANSIT : TRANSFER_REJECTED;
}

static bool transfers_read(Store *store, Payout *payout, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT t.id, t.number, t.end_to_end, t.receiver, t.account_id, t.sum_ore, o.word, o.on_day, o.line_id FROM payout_transfer t"
	    " LEFT JOIN payout_outcome o ON o.id = (SELECT max(id) FROM payout_outcome WHERE transfer_id = t.id)"
	    " WHERE t.payout_id = ? ORDER BY t.number, t.id",
	    "i", payout->id);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		PayoutTransfer *transfer = payout_transfer_new(payout, query_text(query, 3), query_int(query, 4));
		transfer->id = query_int(query, 0);
		transfer->number = query_int(query, 1);
		transfer->end_to_end = g_strdup(query_text(query, 2));
		transfer->sum = money_of_ore(query_int(query, 5));
		transfer->state = state_of(payout->word, query_text(query, 6));
		transfer->on = query_date(query, 7);
		transfer->line = query_is_null(query, 8) ? 0 : query_int(query, 8);
	}
	for (guint i = 0; found == 0 && i < payout->transfers->len; i++)
		if (!parts_read(store, payout->transfers->pdata[i], error))
			return false;
	return found == 0;
}

Payout *payout_read(Store *store, int64_t id, GError **error)
{
	g_autoptr(Payout) payout = payout_new();
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT p.prepared_on, coalesce(w.execute_on, p.execute_on), p.sum_ore, p.seq, p.client_account, t.by, w.word, w.said_on, w.sha256, x.by, x.why"
	    " FROM payout p LEFT JOIN payout_text t ON t.id = p.id LEFT JOIN payout_word w ON w.payout_id = p.id"
	    " LEFT JOIN payout_word_text x ON x.id = w.id WHERE p.id = ?",
	    "i", id);
	int found = query_step(query, error);
	if (found == 0)
		error_set(error, ERROR_INPUT, "no-such-payout", "Der er ingen udbetaling nr. %" PRId64 ".", "There is no payout number %" PRId64 ".", id);
	if (found != 1)
		return NULL;
	payout->id = id;
	payout->prepared_on = query_date(query, 0);
	payout->execute_on = query_date(query, 1);
	payout->sum = money_of_ore(query_int(query, 2));
	payout->seq = query_int(query, 3);
	payout->client_account = query_int(query, 4);
	payout->by = g_strdup(query_text(query, 5));
	payout->word = g_strdup(query_text(query, 6));
	payout->said_on = query_date(query, 7);
	payout->sha256 = g_strdup(query_text(query, 8));
	payout->said_by = g_strdup(query_text(query, 9));
	payout->why = g_strdup(query_text(query, 10));
	return transfers_read(store, payout, error) ? g_steal_pointer(&payout) : NULL;
}

/* ---- appending ---- */

/* Letters and digits alone, 22 of them: every bank takes that. The last eight tell it from another store's at the same bank. */
static char *name_make(int64_t payout, int64_t number, Date on, int64_t seq)
{
	g_autofree char *day = date_iso(on);
	g_autofree char *base = g_strdup_printf("%" PRId64 "|%" PRId64 "|%s|%" PRId64, payout, number, day, seq);
	char hex[DIGEST_HEX];
	digest_hex(base, strlen(base), hex);
	hex[8] = '\0';
	g_autofree char *tail = g_ascii_strup(hex, -1);
	return g_strdup_printf("PU%06" PRId64 "N%05" PRId64 "%s", payout, number, tail);
}

char *payout_batch_name(const Payout *payout)
{
	return name_make(payout->id, 0, payout->prepared_on, payout->seq);
}

static bool transfer_add(Store *store, const Payout *payout, PayoutTransfer *transfer, int64_t number, GError **error)
{
	transfer->number = number;
	transfer->end_to_end = name_make(payout->id, number, payout->prepared_on, payout->seq);
	if (!store_run(store, error,
	               "INSERT INTO payout_transfer (id, payout_id, number, end_to_end, receiver, account_id, sum_ore)"
	               " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ? FROM payout_transfer",
	               "iissii", payout->id, number, transfer->end_to_end, transfer->receiver, transfer->account_id, money_ore(transfer->sum)))
		return false;
	transfer->id = store_last_id(store);
	for (guint i = 0; i < transfer->parts->len; i++) {
		PayoutPart *part = transfer->parts->pdata[i];
		if (!store_run(store, error,
		               "INSERT INTO payout_part (id, transfer_id, case_id, kind, amount_ore, held_ore)"
		               " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? FROM payout_part",
		               "issii", transfer->id, part->case_id, posting_name(part->kind), money_ore(part->amount), money_ore(part->held)))
			return false;
		part->id = store_last_id(store);
	}
	return true;
}

bool payout_add(Store *store, Payout *payout, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, payout->by);
	if (!seal_close(seal, store, error) ||
	    !store_run(store, error,
	               "INSERT INTO payout (id, prepared_on, execute_on, transfers, sum_ore, seq, client_account, commitment)"
	               " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM payout",
	               "ddiiiib", payout->prepared_on, payout->execute_on, (int64_t)payout->transfers->len, money_ore(payout->sum), payout->seq,
	               payout->client_account, seal->commitment_bytes))
		return false;
	payout->id = store_last_id(store);
	if (!store_run(store, error, "INSERT INTO payout_text (id, salt, by) VALUES (?, ?, ?)", "ibs", payout->id, seal->salt_bytes, payout->by))
		return false;
	for (guint i = 0; i < payout->transfers->len; i++)
		if (!transfer_add(store, payout, payout->transfers->pdata[i], i + 1, error))
			return false;
	return true;
}

bool payout_say_add(Store *store, const Payout *payout, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, payout->said_by);
	seal_add(seal, payout->why);
	bool approved = strcmp(payout->word, "approved") == 0;
	return seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO payout_word (id, payout_id, word, said_on, execute_on, sha256, commitment)"
	                 " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ? FROM payout_word",
	                 "isddsb", payout->id, payout->word, payout->said_on, approved ? payout->execute_on : DATE_NONE, payout->sha256,
	                 seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO payout_word_text (id, salt, by, why) VALUES (?, ?, ?, ?)", "ibss", store_last_id(store),
	                 seal->salt_bytes, payout->said_by, payout->why);
}

bool payout_outcome_add(Store *store, int64_t transfer_id, TransferState state, int64_t line, Date on, const char *by, const char *why,
                        GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	g_autofree char *line_text = line != 0 ? g_strdup_printf("%" PRId64, line) : NULL;
	seal_add(seal, by);
	seal_add(seal, why);
	return seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO payout_outcome (id, transfer_id, word, on_day, line_id, commitment)"
	                 " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, CAST(? AS INTEGER), ? FROM payout_outcome",
	                 "isdsb", transfer_id, transfer_state_name(state), on, line_text, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO payout_outcome_text (id, salt, by, why) VALUES (?, ?, ?, ?)", "ibss", store_last_id(store),
	                 seal->salt_bytes, by, why);
}

/* ---- sums ---- */

static bool sum_of(Query *query, Money *out, GError **error)
{
	if (query_step(query, error) != 1)
		return false;
	*out = money_of_ore(query_int(query, 0));
	return true;
}

static const char *kind_of_account(const char *account)
{
	for (size_t i = 0; i < PAYOUT_KINDS; i++)
		if (strcmp(posting_debit(payout_kinds[i]), account) == 0)
			return posting_name(payout_kinds[i]);
	return NULL;
}

bool payout_reserved(Store *store, const char *client, const char *case_id, const char *account, bool prepared, int64_t but, Money *out,
                     GError **error)
{
	const char *kind = kind_of_account(account);
	*out = money_zero();
	if (kind == NULL)
		return true;
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT coalesce(sum(a.amount_ore), 0) FROM payout_part a JOIN payout_transfer t ON t.id = a.transfer_id"
	    " LEFT JOIN payout_word w ON w.payout_id = t.payout_id WHERE a.kind = ?1 AND t.payout_id <> ?5"
	    " AND a.case_id IN (SELECT ?3 WHERE ?3 IS NOT NULL UNION ALL SELECT case_id FROM client_case WHERE ?3 IS NULL AND client = ?2)"
	    " AND (w.word = 'approved' OR (?4 AND w.word IS NULL)) AND NOT EXISTS (SELECT 1 FROM payout_outcome o WHERE o.transfer_id = t.id)",
	    "sssii", kind, client, case_id, (int64_t)prepared, but);
	return sum_of(query, out, error);
}

bool payout_prepared(Store *store, const char *client, Date held_on, Date by_on, Money *out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT coalesce(sum(t.sum_ore), 0) FROM payout_transfer t JOIN payout p ON p.id = t.payout_id"
	    " LEFT JOIN payout_word w ON w.payout_id = p.id WHERE t.receiver = ? AND p.prepared_on <= ? AND w.word IS NOT 'rejected'"
	    " AND NOT EXISTS (SELECT 1 FROM payout_outcome o WHERE o.transfer_id = t.id"
	    "   AND (o.word IN ('returned', 'refused') OR o.word = 'booked' AND o.on_day <= ?))",
	    "sdd", client, by_on, held_on);
	return sum_of(query, out, error);
}
