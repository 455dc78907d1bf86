#include "enforcement/clientday.h"

#include "assess/edition.h"
#include "assess/law.h"

#include <inttypes.h>
#include <string.h>

const char clientday_tables[] =
	"CREATE TABLE day_proof ("
	"  id INTEGER PRIMARY KEY, day TEXT NOT NULL, number INTEGER NOT NULL, made_on TEXT NOT NULL, seq INTEGER NOT NULL,"
	"  hash TEXT NOT NULL, sha256 TEXT NOT NULL, figures TEXT NOT NULL, ok INTEGER NOT NULL, name TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX day_proof_by_day ON day_proof (day, number);"
	"CREATE TRIGGER day_proof_no_update BEFORE UPDATE ON day_proof BEGIN SELECT RAISE(ABORT, 'append-only: day_proof'); END;"
	"CREATE TRIGGER day_proof_no_delete BEFORE DELETE ON day_proof BEGIN SELECT RAISE(ABORT, 'append-only: day_proof'); END;"
	"CREATE TRIGGER day_proof_next BEFORE INSERT ON day_proof"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM day_proof)"
	"    OR NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM day_proof WHERE day = NEW.day)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: day_proof'); END;"
	/* Where a proof was mailed to: the word on each try. */
	"CREATE TABLE day_proof_mail ("
	"  id INTEGER PRIMARY KEY, proof_id INTEGER NOT NULL REFERENCES day_proof (id), state TEXT NOT NULL, on_day TEXT NOT NULL"
	") STRICT;"
	"CREATE TRIGGER day_proof_mail_no_update BEFORE UPDATE ON day_proof_mail"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: day_proof_mail'); END;"
	"CREATE TRIGGER day_proof_mail_no_delete BEFORE DELETE ON day_proof_mail"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: day_proof_mail'); END;"
	"CREATE TRIGGER day_proof_mail_next BEFORE INSERT ON day_proof_mail"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM day_proof_mail)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: day_proof_mail'); END;";

static void item_free(void *data)
{
	ClientItem *item = data;
	g_free(item->entry);
	g_free(item->kind);
	g_free(item);
}

static void share_free(void *data)
{
	ClientShare *share = data;
	g_free(share->client);
	g_free(share);
}

void clientday_free(ClientDay *day)
{
	if (day == NULL)
		return;
	g_ptr_array_unref(day->items);
	g_ptr_array_unref(day->clients);
	g_ptr_array_unref(day->statements);
	g_free(day);
}

/* ---- the bank ---- */

static void unknown(ClientDay *day, const char *da, const char *en)
{
	day->bank_known = false;
	if (day->bank_why.da == NULL)
		day->bank_why = (Say){ da, en };
}

static void statement_name(ClientDay *day, const char *sha256)
{
	if (!g_ptr_array_find_with_equal_func(day->statements, sha256, g_str_equal, NULL))
		g_ptr_array_add(day->statements, g_strdup(sha256));
}

/* Lines that gave way to their parts do not count. */
#define LINES                                                                                                                       \
	"FROM client_line c JOIN bank_line l ON l.id = c.id WHERE coalesce((SELECT m.kind FROM bank_match m WHERE m.line_id = c.id" \
	" ORDER BY m.id DESC LIMIT 1), '') <> 'split'"

static bool lines_sum(Store *store, int64_t account, Date from, Date to, int64_t *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT coalesce(sum(l.amount_minor), 0) " LINES " AND c.account = ? AND l.booked_on BETWEEN ? AND ?",
	                                     "idd", account, from, to);
	if (query_step(query, error) != 1)
		return false;
	*out = query_int(query, 0);
	return true;
}

/* A statement of the day itself, or one later that goes on where the one before ended. */
static bool account_balance(Store *store, ClientDay *day, int64_t account, GError **error)
{
	g_autoptr(Query) of_day = store_query(store, error,
	                                      "SELECT s.from_on, s.to_on, s.opening_ore, s.closing_ore, f.sha256 FROM client_statement s"
	                                      " JOIN bank_file f ON f.id = s.file_id WHERE s.account = ?1 AND s.from_on <= ?2 AND s.to_on >= ?2"
	                                      " ORDER BY s.id DESC LIMIT 1",
	                                      "id", account, day->on);
	int found = query_step(of_day, error);
	if (found == 1) {
		int64_t moved;
		bool last = date_compare(query_date(of_day, 1), day->on) == 0;
		if (!lines_sum(store, account, query_date(of_day, 0), day->on, &moved, error))
			return false;
		day->bank_ore += last ? query_int(of_day, 3) : query_int(of_day, 2) + moved;
		statement_name(day, query_text(of_day, 4));
		return true;
	}
	g_autoptr(Query) after = found == 0 ? store_query(store, error,
	                                                  "SELECT s.opening_ore, f.sha256, (SELECT b.closing_ore FROM client_statement b"
	                                                  " WHERE b.account = ?1 AND b.to_on < ?2 ORDER BY b.to_on DESC, b.id DESC LIMIT 1)"
	                                                  " FROM client_statement s JOIN bank_file f ON f.id = s.file_id"
	                                                  " WHERE s.account = ?1 AND s.from_on > ?2 ORDER BY s.from_on, s.id DESC LIMIT 1",
	                                                  "id", account, day->on)
	                                    : NULL;
	found = found == 0 ? query_step(after, error) : found;
	if (found == 0)
		unknown(day, "intet kontoudtog når til dagen", "no statement reaches the day");
	else if (found == 1 && query_is_null(after, 2))
		unknown(day, "dagen ligger før det første kontoudtog", "the day lies before the first statement");
	else if (found == 1 && query_int(after, 0) != query_int(after, 2))
		unknown(day, "der mangler et kontoudtog omkring dagen", "a statement around the day is missing");
	else if (found == 1) {
		day->bank_ore += query_int(after, 0);
		statement_name(day, query_text(after, 1));
	}
	return found >= 0;
}

static bool bank_reckon(Store *store, ClientDay *day, GError **error)
{
	g_autoptr(GArray) accounts = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(Query) query = store_query(store, error, "SELECT id FROM client_account ORDER BY id", "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int64_t id = query_int(query, 0);
		g_array_append_val(accounts, id);
	}
	day->bank_known = true;
	if (found == 0 && accounts->len == 0)
		unknown(day, "der er ikke indlæst noget kontoudtog for klientkontoen", "no statement of the client account was imported");
	for (guint i = 0; found == 0 && i < accounts->len; i++)
		if (!account_balance(store, day, g_array_index(accounts, int64_t, i), error))
			return false;
	return found == 0;
}

/* ---- bank against books ---- */

static void item_add(ClientDay *day, bool posted, int64_t line, const char *entry, const char *kind, Date on, int64_t ore)
{
	ClientItem *item = g_new0(ClientItem, 1);
	*item = (ClientItem){ posted, line, g_strdup(entry), g_strdup(kind), on, ore };
	g_ptr_array_add(day->items, item);
}

/* A line and what the books have of it by that evening. */
static bool items_of_lines(Store *store, ClientDay *day, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT l.id, l.booked_on, CASE WHEN l.booked_on <= ?1 AND coalesce((SELECT m.kind FROM bank_match m WHERE m.line_id = l.id"
	    " ORDER BY m.id DESC LIMIT 1), '') <> 'split' THEN l.amount_minor ELSE 0 END AS said,"
	    " coalesce((SELECT sum(CASE WHEN j.debit = 'client_bank' THEN j.amount_ore ELSE -j.amount_ore END) FROM client_link k"
	    " JOIN journal j ON j.id = k.entry WHERE k.line_id = l.id AND j.day <= ?1"
	    " AND (j.debit = 'client_bank' OR j.credit = 'client_bank')), 0) AS booked"
	    " FROM client_line c JOIN bank_line l ON l.id = c.id WHERE said <> booked ORDER BY l.booked_on, l.id",
	    "d", day->on);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int64_t said = query_int(query, 2), booked = query_int(query, 3);
		item_add(day, said == 0, query_int(query, 0), NULL, NULL, query_date(query, 1), said == 0 ? booked : said - booked);
	}
	return found == 0;
}

/* Entries that no line tells of; one and its reversal are nothing together, and what stood there before is the statement's own. */
static bool items_of_entries(Store *store, ClientDay *day, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "WITH loose AS (SELECT j.seq, j.id, j.kind, j.day, CASE WHEN j.debit = 'client_bank' THEN j.amount_ore ELSE -j.amount_ore END AS ore,"
	    " substr(j.id, instr(j.id, '/')) AS rest FROM journal j WHERE (j.debit = 'client_bank' OR j.credit = 'client_bank') AND j.day <= ?1"
	    " AND NOT EXISTS (SELECT 1 FROM client_link k WHERE k.entry = j.id)"
	    " AND NOT (j.kind IN ('receipt_unplaced', 'out_unexplained') AND j.id LIKE '%/-/opening-%'))"
	    " SELECT a.id, a.kind, a.day, a.ore FROM loose a WHERE NOT EXISTS (SELECT 1 FROM loose b WHERE b.rest = a.rest"
	    " AND (b.kind = a.kind || '_back' OR a.kind = b.kind || '_back')) ORDER BY a.seq",
	    "d", day->on);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		item_add(day, true, 0, query_text(query, 0), query_text(query, 1), query_date(query, 2), query_int(query, 3));
	return found == 0;
}

/* ---- the clients ---- */

/* index: client → ClientShare*, both the day's. */
static ClientShare *share_of(ClientDay *day, GHashTable *index, const char *client)
{
	ClientShare *share = g_hash_table_lookup(index, client);
	if (share != NULL)
		return share;
	share = g_new0(ClientShare, 1);
	share->client = g_strdup(client);
	g_ptr_array_add(day->clients, share);
	g_hash_table_insert(index, share->client, share);
	return share;
}

static int by_client(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const ClientShare *const *)a)->client, (*(const ClientShare *const *)b)->client);
}

static bool clients_reckon(Store *store, ClientDay *day, GError **error)
{
	const char *account;
	g_autoptr(GHashTable) index = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; (account = ledger_account_at(i)) != NULL; i++) {
		if (ledger_account_class(account) != ACCOUNT_CLIENT)
			continue;
		g_autoptr(Query) query = store_query(
		    store, error,
		    "SELECT CASE WHEN j.case_id = '-' OR ?1 = 'unidentified' THEN '-' ELSE coalesce(c.client, 'sag-' || j.case_id) END AS owner,"
		    " sum(CASE WHEN j.credit = ?1 THEN j.amount_ore ELSE -j.amount_ore END), count(*)"
		    " FROM journal j LEFT JOIN client_case c ON c.case_id = j.case_id WHERE (j.credit = ?1 OR j.debit = ?1) AND j.day <= ?2"
		    " GROUP BY owner ORDER BY owner",
		    "sd", account, day->on);
		int found = query_step(query, error);
		for (; found == 1; found = query_step(query, error)) {
			ClientShare *share = share_of(day, index, query_text(query, 0));
			share->held_ore += query_int(query, 1);
			share->entries += query_int(query, 2);
			share->negative = share->negative || query_int(query, 1) < 0;
			day->clients_ore += query_int(query, 1);
		}
		if (found < 0)
			return false;
	}
	g_ptr_array_sort(day->clients, by_client);
	for (guint i = day->clients->len; i > 0; i--) {
		const ClientShare *share = day->clients->pdata[i - 1];
		if (share->held_ore == 0 && !share->negative)
			g_ptr_array_remove_index(day->clients, i - 1);
	}
	return true;
}

ClientDay *clientday_reckon(Store *store, Date on, GError **error)
{
	g_autoptr(ClientDay) day = g_new0(ClientDay, 1);
	Money book;
	day->on = on;
	day->items = g_ptr_array_new_with_free_func(item_free);
	day->clients = g_ptr_array_new_with_free_func(share_free);
	day->statements = g_ptr_array_new_with_free_func(g_free);
	if (!bank_reckon(store, day, error) || !items_of_lines(store, day, error) || !items_of_entries(store, day, error) ||
	    !clients_reckon(store, day, error) || !ledger_balance(store, "client_bank", NULL, on, &book, error))
		return NULL;
	day->book_ore = money_ore(book);
	day->office_ore = day->book_ore - day->clients_ore;
	day->ok = day->bank_known && day->office_ore == 0;
	for (guint i = 0; i < day->clients->len; i++)
		day->ok = day->ok && !((const ClientShare *)day->clients->pdata[i])->negative;
	if (day->bank_known) {
		day->difference_ore = day->bank_ore - day->book_ore;
		for (guint i = 0; i < day->items->len; i++) {
			const ClientItem *item = day->items->pdata[i];
			day->difference_ore += item->posted ? item->amount_ore : -item->amount_ore;
		}
		day->ok = day->ok && day->difference_ore == 0;
	}
	return g_steal_pointer(&day);
}

/* ---- told ---- */

static void items_json(const ClientDay *day, cJSON *object, Lang lang)
{
	cJSON *items = json_array(object, "items");
	for (guint i = 0; i < day->items->len; i++) {
		const ClientItem *item = day->items->pdata[i];
		PostingKind kind = posting_kind_of(item->kind);
		cJSON *row = json_push(items);
		json_text(row, "where", item->posted ? "books" : "statement");
		json_date(row, "on", item->on);
		json_money(row, "amount_ore", money_of_ore(item->amount_ore));
		if (item->line != 0)
			json_int(row, "line", item->line);
		else
			json_null(row, "line");
		json_text(row, "entry", item->entry);
		Say said = item->posted ? (Say){ "bogført, ikke på kontoudtoget endnu", "in the books, not on the statement yet" }
		                        : (Say){ "på kontoudtoget, ikke bogført den dag", "on the statement, not in the books that day" };
		g_autofree char *text = kind != POSTING_none ? g_strdup_printf("%s: %s", say(said, lang), say(posting_say(kind), lang))
		                                             : g_strdup(say(said, lang));
		json_text(row, "text", text);
	}
}

void clientday_json(const ClientDay *day, cJSON *object, Lang lang)
{
	json_date(object, "on", day->on);
	json_bool(object, "ok", day->ok);
	if (day->bank_known) {
		json_money(object, "bank_ore", money_of_ore(day->bank_ore));
		json_null(object, "bank_because");
	} else {
		json_null(object, "bank_ore");
		json_text(object, "bank_because", say(day->bank_why, lang));
	}
	json_money(object, "book_ore", money_of_ore(day->book_ore));
	json_money(object, "clients_ore", money_of_ore(day->clients_ore));
	json_money(object, "office_ore", money_of_ore(day->office_ore));
	if (day->bank_known)
		json_money(object, "difference_ore", money_of_ore(day->difference_ore));
	else
		json_null(object, "difference_ore");
	cJSON *clients = json_array(object, "clients");
	for (guint i = 0; i < day->clients->len; i++) {
		const ClientShare *share = day->clients->pdata[i];
		cJSON *row = json_push(clients);
		json_text(row, "client", share->client);
		json_money(row, "held_ore", money_of_ore(share->held_ore));
		json_int(row, "entries", share->entries);
	}
	json_int(object, "count", day->clients->len);
	items_json(day, object, lang);
	cJSON *statements = json_array(object, "statements");
	for (guint i = 0; i < day->statements->len; i++)
		json_push_text(statements, day->statements->pdata[i]);
}

/* ---- days without proof ---- */

GArray *clientday_missing(Store *store, Date from_on, Date to_on, GError **error)
{
	g_autoptr(Law) law = law_in_force(store, error);
	g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(Date));
	g_autoptr(Query) query =
	    law != NULL ? store_query(store, error,
	                              "SELECT min(day) FROM (SELECT min(day) AS day FROM journal WHERE debit = 'client_bank' OR credit = 'client_bank'"
	                              " UNION ALL SELECT min(from_on) FROM client_statement)",
	                              "")
	                : NULL;
	if (query_step(query, error) != 1)
		return NULL;
	Date on = query_date(query, 0);
	if (!date_known(on))
		return g_steal_pointer(&days);
	on = date_max(on, from_on);
	for (on = law_next_open_day(law, on); !date_before(to_on, on); on = law_next_open_day(law, date_add_days(on, 1))) {
		g_autoptr(Query) there = store_query(store, error, "SELECT EXISTS (SELECT 1 FROM day_proof WHERE day = ?)", "d", on);
		if (query_step(there, error) != 1)
			return NULL;
		if (query_int(there, 0) == 0)
			g_array_append_val(days, on);
	}
	return g_steal_pointer(&days);
}
