#include "enforcement/client.h"

#include "enforcement/ledger.h"
#include "enforcement/payoutbook.h"
#include "intake/record.h"

#include <assert.h>
#include <string.h>

const char client_tables[] =
	/* Whose money a case's is: for ever. */
	"CREATE TABLE client_case (id INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE, client TEXT NOT NULL) STRICT;"
	"CREATE INDEX client_case_by_client ON client_case (client, case_id);"
	"CREATE TRIGGER client_case_no_update BEFORE UPDATE ON client_case BEGIN SELECT RAISE(ABORT, 'append-only: client_case'); END;"
	"CREATE TRIGGER client_case_no_delete BEFORE DELETE ON client_case BEGIN SELECT RAISE(ABORT, 'append-only: client_case'); END;"
	"CREATE TRIGGER client_case_next BEFORE INSERT ON client_case"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM client_case)"
	"    OR EXISTS (SELECT 1 FROM client_case WHERE case_id = NEW.case_id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: client_case'); END;"
	/* Computed from the journal: what stands for each client on each CLIENT account after the entry `seq`, so that a booking
	 * need not add up the books. Dropped and reckoned anew by client_rebuild. */
	"CREATE TABLE client_standing ("
	"  client TEXT NOT NULL, account TEXT NOT NULL, balance_ore INTEGER NOT NULL, last_on TEXT NOT NULL, PRIMARY KEY (client, account)"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE client_mark (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;"
	"INSERT INTO client_mark (one, seq) VALUES (1, 0);"
	"CREATE INDEX journal_by_day ON journal (day);";

/* ---- whose ---- */

bool client_recorded(Store *store, const char *case_id, char **out, GError **error)
{
	*out = NULL;
	g_autoptr(Query) query = store_query(store, error, "SELECT client FROM client_case WHERE case_id = ?", "s", case_id);
	int found = query_step(query, error);
	if (found == 1)
		*out = g_strdup(query_text(query, 0));
	return found >= 0;
}

/* The digits of a CVR number however it is written; NULL when there are not eight. */
static char *cvr_plain(const char *text)
{
	char digits[9] = "";
	size_t n = 0;
	for (; text != NULL && *text != '\0'; text++) {
		if (!g_ascii_isdigit(*text))
			continue;
		if (n == 8)
			return NULL;
		digits[n++] = *text;
	}
	digits[n] = '\0';
	return n == 8 ? g_strdup(digits) : NULL;
}

static char *client_named(const Case *c)
{
	g_autofree char *cvr = cvr_plain(field_text(&c->creditor->cvr));
	return cvr != NULL ? g_strconcat("cvr-", cvr, NULL) : g_strconcat("sag-", c->id, NULL);
}

static bool record(Store *store, const char *case_id, const char *client, GError **error)
{
	return store_run(store, error, "INSERT INTO client_case (id, case_id, client) SELECT coalesce(max(id), 0) + 1, ?, ? FROM client_case",
	                 "ss", case_id, client);
}

char *client_of(Store *store, const Case *c, GError **error)
{
	assert(c->id != NULL);
	g_autofree char *client = NULL;
	if (!client_recorded(store, c->id, &client, error))
		return NULL;
	if (client != NULL)
		return g_steal_pointer(&client);
	client = client_named(c);
	if (store_stepping(store) && !record(store, c->id, client, error))
		return NULL;
	return g_steal_pointer(&client);
}

GPtrArray *client_cases(Store *store, const char *client, GError **error)
{
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = store_query(store, error, "SELECT case_id FROM client_case WHERE client = ? AND case_id NOT IN (SELECT case_id FROM erased)"
	                                                   " ORDER BY case_id", "s", client);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		g_ptr_array_add(cases, g_strdup(query_text(query, 0)));
	return found == 0 ? g_steal_pointer(&cases) : NULL;
}

/* Of any case the books name: a case that the record does not know is a client of its own. What is not placed is nobody's. */
static char *client_of_entry(Store *store, const char *case_id, const char *account, GError **error)
{
	char *client;
	if (strcmp(case_id, LEDGER_NO_CASE) == 0 || strcmp(account, "unidentified") == 0)
		return g_strdup(CLIENT_NOBODY);
	if (!client_recorded(store, case_id, &client, error) || client != NULL)
		return client;
	GError *fault = NULL;
	g_autoptr(Case) c = case_read(store, case_id, 0, &fault);
	if (c != NULL)
		return client_of(store, c, error);
	if (!g_str_equal(error_code(fault), "no-such-case")) {
		g_propagate_error(error, fault);
		return NULL;
	}
	g_error_free(fault);
	client = g_strconcat("sag-", case_id, NULL);
	if (record(store, case_id, client, error))
		return client;
	g_free(client);
	return NULL;
}

/* ---- how much ---- */

bool client_held(Store *store, const char *client, const char *account, Date on, Money *out, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error,
	                "SELECT coalesce(sum(CASE WHEN credit = ?1 THEN amount_ore ELSE -amount_ore END), 0) FROM journal"
	                " WHERE (credit = ?1 OR debit = ?1) AND (?3 IS NULL OR day <= ?3)"
	                " AND (?2 IS NULL OR CASE WHEN case_id = '-' OR ?1 = 'unidentified' THEN ?2 = '-'"
	                " ELSE case_id IN (SELECT case_id FROM client_case WHERE client = ?2) OR ('sag-' || case_id = ?2"
	                " AND case_id NOT IN (SELECT case_id FROM client_case)) END)",
	                "ssd", account, client, on);
	if (query_step(query, error) != 1)
		return false;
	*out = money_of_ore(query_int(query, 0));
	return true;
}

bool client_balance(Store *store, const char *client, Date on, Money *out, GError **error)
{
	const char *account;
	*out = money_zero();
	for (size_t i = 0; (account = ledger_account_at(i)) != NULL; i++) {
		Money held;
		if (ledger_account_class(account) != ACCOUNT_CLIENT)
			continue;
		if (!client_held(store, client, account, on, &held, error))
			return false;
		if (!money_add(*out, held, out))
			return error_set(error, ERROR_INTEGRITY, "client-sum", "Klientmidlerne er for store til at regne med.",
			                 "Client money is too large to reckon with.");
	}
	return true;
}

bool client_standing(Store *store, const char *client, const char *account, Money *out, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT balance_ore FROM client_standing WHERE client = ? AND account = ?", "ss", client, account);
	int found = query_step(query, error);
	*out = found == 1 ? money_of_ore(query_int(query, 0)) : money_zero();
	return found >= 0;
}

static bool move(Store *store, const char *case_id, const char *account, int64_t ore, const char *day, GError **error)
{
	g_autofree char *client = client_of_entry(store, case_id, account, error);
	return client != NULL &&
	       store_run(store, error,
	                 "INSERT INTO client_standing (client, account, balance_ore, last_on) VALUES (?1, ?2, ?3, ?4)"
	                 " ON CONFLICT (client, account) DO UPDATE SET balance_ore = balance_ore + ?3, last_on = max(last_on, ?4)",
	                 "ssis", client, account, ore, day);
}

static bool is_client(const char *account)
{
	return ledger_account_known(account) && ledger_account_class(account) == ACCOUNT_CLIENT;
}

bool client_catch_up(Store *store, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error,
	                "SELECT seq, case_id, debit, credit, amount_ore, day FROM journal WHERE seq > (SELECT seq FROM client_mark) ORDER BY seq", "");
	int found = query_step(query, error);
	int64_t seq = 0;
	for (; found == 1; found = query_step(query, error)) {
		const char *debit = query_text(query, 2), *credit = query_text(query, 3);
		seq = query_int(query, 0);
		if (!is_client(debit) && !is_client(credit))
			continue;
		const char *case_id = query_text(query, 1), *day = query_text(query, 5);
		int64_t ore = query_int(query, 4);
		if ((is_client(debit) && !move(store, case_id, debit, -ore, day, error)) ||
		    (is_client(credit) && !move(store, case_id, credit, ore, day, error)))
			return false;
	}
	return found == 0 && (seq == 0 || store_run(store, error, "UPDATE client_mark SET seq = ?", "i", seq));
}

bool client_rebuild(Store *store, GError **error)
{
	return store_run(store, error, "DELETE FROM client_standing", "") && store_run(store, error, "UPDATE client_mark SET seq = 0", "") &&
	       client_catch_up(store, error);
}

/* The least that stands on the account on any evening from the day on: a booking on a day that lies behind lowers them all. */
static bool least_from(Store *store, const char *client, const char *account, Date day, int64_t *out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "WITH moved AS (SELECT day, sum(CASE WHEN credit = ?2 THEN amount_ore ELSE -amount_ore END) AS ore FROM journal"
	    " WHERE (credit = ?2 OR debit = ?2)"
	    " AND CASE WHEN case_id = '-' OR ?2 = 'unidentified' THEN ?1 = '-'"
	    " ELSE case_id IN (SELECT case_id FROM client_case WHERE client = ?1) END GROUP BY day),"
	    " stood AS (SELECT day, sum(ore) OVER (ORDER BY day) AS ore FROM moved)"
	    " SELECT min(coalesce((SELECT min(ore) FROM stood WHERE day >= ?3), 9223372036854775807),"
	    "  coalesce((SELECT ore FROM stood WHERE day <= ?3 ORDER BY day DESC LIMIT 1), 0))",
	    "ssd", client, account, day);
	if (query_step(query, error) != 1)
		return false;
	*out = query_int(query, 0);
	return true;
}

static bool negative(const char *client, const char *id, const char *account, int64_t ore, GError **error)
{
	g_autofree char *amount = money_danish(money_of_ore(ore));
	error_set(error, ERROR_INPUT, "client-negative",
	          "Bogføringen %s ville give klienten %s %s kr. på kontoen »%s«: en klient kan aldrig have under nul (inkassolovens §§ 14-15).",
	          "The entry %s would leave the client %s with DKK %s on the account '%s': no client may ever have less than zero"
	          " (the collection act §§ 14-15).",
	          id, client, amount, account);
	error_remedy(error, "Bogfør først det, der mangler: en indbetaling, eller dækning af egne midler.",
	             "Book first what is missing: a receipt, or cover from own money.");
	return false;
}

bool client_least(Store *store, const char *client, const char *account, Date day, Money *out, GError **error)
{
	g_autofree char *iso = date_iso(day);
	if (!client_catch_up(store, error))
		return false;
	g_autoptr(Query) query = store_query(store, error, "SELECT balance_ore, last_on > ? FROM client_standing WHERE client = ? AND account = ?",
	                                     "sss", iso, client, account);
	int found = query_step(query, error);
	if (found < 0)
		return false;
	int64_t stands = found == 1 ? query_int(query, 0) : 0;
	/* Mostly nothing is booked after the day: what stands is the least. */
	if (found == 1 && query_int(query, 1) != 0 && !least_from(store, client, account, day, &stands, error))
		return false;
	*out = money_of_ore(stands);
	return true;
}

bool client_allows(Store *store, const char *id, const char *case_id, Date day, const char *debit, Money amount,
                   GError **error)
{
	if (!client_catch_up(store, error))
		return false;
	/* Only what is taken from an account can be too much. */
	if (!is_client(debit))
		return true;
	g_autofree char *client = client_of_entry(store, case_id, debit, error);
	if (client == NULL)
		return false;
	Money least;
	if (!client_least(store, client, debit, day, &least, error))
		return false;
	/* What is on its way out of the bank is nobody else's to take. */
	Money reserved;
	if (!payout_reserved(store, client, NULL, debit, false, 0, &reserved, error))
		return false;
	int64_t left = money_ore(least) - money_ore(reserved) - money_ore(amount);
	return left >= 0 || negative(client, id, debit, left, error);
}
