#include "enforcement/clientbank.h"

#include "enforcement/client.h"
#include "enforcement/period.h"
#include "intake/conf.h"

#include <inttypes.h>
#include <string.h>

const char clientbank_tables[] =
	/* Which lines are of a client account, which entries of the books they are, and the statements' balances: for ever, also
	 * when a line's own account was erased. */
	"CREATE TABLE client_account (id INTEGER PRIMARY KEY, first_on TEXT NOT NULL) STRICT;"
	"CREATE TABLE client_account_text (id INTEGER PRIMARY KEY REFERENCES client_account (id), number TEXT NOT NULL UNIQUE) STRICT;"
	"CREATE TABLE client_line ("
	"  id INTEGER PRIMARY KEY REFERENCES bank_line (id), account INTEGER NOT NULL REFERENCES client_account (id)) STRICT;"
	"CREATE TRIGGER client_account_no_update BEFORE UPDATE ON client_account BEGIN SELECT RAISE(ABORT, 'append-only: client_account'); END;"
	"CREATE TRIGGER client_account_no_delete BEFORE DELETE ON client_account BEGIN SELECT RAISE(ABORT, 'append-only: client_account'); END;"
	"CREATE TRIGGER client_account_new BEFORE INSERT ON client_account WHEN EXISTS (SELECT 1 FROM client_account WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: client_account'); END;"
	"CREATE TABLE client_link ("
	"  id INTEGER PRIMARY KEY, line_id INTEGER NOT NULL REFERENCES client_line (id), entry TEXT NOT NULL UNIQUE, linked_on TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX client_link_by_line ON client_link (line_id);"
	"CREATE TABLE client_statement ("
	"  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL REFERENCES bank_file (id), from_on TEXT NOT NULL, to_on TEXT NOT NULL,"
	"  opening_ore INTEGER NOT NULL, closing_ore INTEGER NOT NULL, account INTEGER NOT NULL REFERENCES client_account (id)"
	") STRICT;"
	"CREATE TRIGGER client_line_no_update BEFORE UPDATE ON client_line BEGIN SELECT RAISE(ABORT, 'append-only: client_line'); END;"
	"CREATE TRIGGER client_line_no_delete BEFORE DELETE ON client_line BEGIN SELECT RAISE(ABORT, 'append-only: client_line'); END;"
	"CREATE TRIGGER client_line_new BEFORE INSERT ON client_line WHEN EXISTS (SELECT 1 FROM client_line WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: client_line'); END;"
	"CREATE TRIGGER client_link_no_update BEFORE UPDATE ON client_link BEGIN SELECT RAISE(ABORT, 'append-only: client_link'); END;"
	"CREATE TRIGGER client_link_no_delete BEFORE DELETE ON client_link BEGIN SELECT RAISE(ABORT, 'append-only: client_link'); END;"
	"CREATE TRIGGER client_link_next BEFORE INSERT ON client_link"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM client_link) OR EXISTS (SELECT 1 FROM client_link WHERE entry = NEW.entry)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: client_link'); END;"
	"CREATE TRIGGER client_statement_no_update BEFORE UPDATE ON client_statement"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: client_statement'); END;"
	"CREATE TRIGGER client_statement_no_delete BEFORE DELETE ON client_statement"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: client_statement'); END;"
	"CREATE TRIGGER client_statement_next BEFORE INSERT ON client_statement"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM client_statement)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: client_statement'); END;";

static bool yes(Query *query, bool *out, GError **error)
{
	int found = query_step(query, error);
	*out = found == 1 && query_int(query, 0) != 0;
	return found >= 0;
}

/* ---- which accounts ---- */

void clientbank_free(ClientBank *bank)
{
	if (bank == NULL)
		return;
	g_ptr_array_unref(bank->numbers);
	g_free(bank->own);
	g_strfreev(bank->charges);
	g_free(bank);
}

static void numbers_add(GPtrArray *numbers, const char *list)
{
	g_auto(GStrv) parts = g_strsplit(list != NULL ? list : "", ";", -1);
	for (char **part = parts; *part != NULL; part++)
		if (*g_strstrip(*part) != '\0')
			g_ptr_array_add(numbers, account_plain(*part));
}

static bool has(const GPtrArray *numbers, const char *number)
{
	return number != NULL && g_ptr_array_find_with_equal_func((GPtrArray *)numbers, number, g_str_equal, NULL);
}

/* Does any case have another operator than one that pursues its own claims, or does nobody say who operates? */
static bool for_others(Store *store, bool *out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT NOT EXISTS (SELECT 1 FROM cases) OR EXISTS (SELECT 1 FROM cases c WHERE c.id NOT IN (SELECT case_id FROM erased) AND NOT EXISTS ("
	    "SELECT 1 FROM fact f JOIN fact_value v ON v.case_id = f.case_id AND v.id = f.id"
	    " WHERE f.case_id = c.id AND f.name = 'operator.kind' AND v.value IN ('self', 'buyer')))",
	    "");
	return yes(query, out, error);
}

ClientBank *clientbank_open(Store *store, const char *home, const GPtrArray *ours, GError **error)
{
	g_autofree char *said = conf_text(home, "client-account", "number");
	g_autofree char *own = conf_text(home, "own-account", "number");
	g_autofree char *words = conf_text(home, "client-account", "charges");
	g_autofree char *listed = ours == NULL ? conf_text(home, "bank", "accounts") : NULL;
	g_autoptr(ClientBank) bank = g_new0(ClientBank, 1);
	bank->numbers = g_ptr_array_new_with_free_func(g_free);
	bank->own = own != NULL ? account_plain(own) : NULL;
	g_autofree char *lower = g_utf8_strdown(words != NULL ? words : "gebyr;provision", -1);
	bank->charges = g_strsplit(lower, ";", -1);
	numbers_add(bank->numbers, said);
	if (said != NULL)
		return g_steal_pointer(&bank);
	bool others;
	if (!for_others(store, &others, error))
		return NULL;
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	numbers_add(all, listed);
	for (guint i = 0; others && i < (ours != NULL ? ours : all)->len; i++) {
		const char *number = (ours != NULL ? ours : all)->pdata[i];
		if (g_strcmp0(number, bank->own) != 0)
			g_ptr_array_add(bank->numbers, g_strdup(number));
	}
	return g_steal_pointer(&bank);
}

bool clientbank_has(const ClientBank *bank, const char *account)
{
	return has(bank->numbers, account);
}

bool clientbank_holds(const ClientBank *bank, const BankLine *line)
{
	return strcmp(line->currency, "DKK") == 0 && line->minor != 0 && has(bank->numbers, line->account);
}

bool clientbank_from_own(const ClientBank *bank, const BankLine *line)
{
	g_autofree char *from = line->counter_account != NULL ? account_plain(line->counter_account) : NULL;
	return bank->own != NULL && g_strcmp0(from, bank->own) == 0;
}

/* ---- recorded ---- */

/* The account's number among ours: 1, 2 … by first sight. *fresh: it was not seen before. */
static bool account_of(Store *store, const char *number, Date on, int64_t *account, bool *fresh, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT id FROM client_account_text WHERE number = ?", "s", number);
	int found = query_step(query, error);
	*fresh = found == 0;
	if (found == 1)
		*account = query_int(query, 0);
	if (found != 0)
		return found == 1;
	if (!store_run(store, error, "INSERT INTO client_account (id, first_on) SELECT coalesce(max(id), 0) + 1, ? FROM client_account", "d", on))
		return false;
	*account = store_last_id(store);
	return store_run(store, error, "INSERT INTO client_account_text (id, number) VALUES (?, ?)", "is", *account, number);
}

bool clientline_add(Store *store, const BankLine *line, GError **error)
{
	int64_t account;
	bool fresh;
	return account_of(store, line->account, line->booked_on, &account, &fresh, error) &&
	       store_run(store, error, "INSERT INTO client_line (id, account) VALUES (?, ?)", "ii", line->id, account);
}

bool clientline_is(Store *store, int64_t line_id, bool *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT EXISTS (SELECT 1 FROM client_line WHERE id = ?)", "i", line_id);
	return yes(query, out, error);
}

bool clientline_link(Store *store, int64_t line_id, const char *entry, Date on, GError **error)
{
	bool there;
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT EXISTS (SELECT 1 FROM client_link WHERE line_id = ? AND entry = ?)", "is", line_id, entry);
	return yes(query, &there, error) &&
	       (there || store_run(store, error,
	                           "INSERT INTO client_link (id, line_id, entry, linked_on)"
	                           " SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM client_link",
	                           "isd", line_id, entry, on));
}

static bool post(Store *store, PostingKind kind, const char *rest, Date day, Money amount, const char *payload, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s/-/%s", posting_name(kind), rest);
	const Booking booking = { kind, id, LEDGER_NO_CASE, day, amount, payload };
	return ledger_post(store, &booking, error);
}

static bool post_line(Store *store, PostingKind kind, const BankLine *line, Date day, const char *payload, GError **error)
{
	g_autofree char *rest = g_strdup_printf("%" PRId64, line->id);
	g_autofree char *own = g_strdup_printf("{\"bank_line\":%" PRId64 "}", line->id);
	return post(store, kind, rest, day, money_of_ore(line->minor < 0 ? -line->minor : line->minor), payload != NULL ? payload : own, error);
}

static bool post_linked(Store *store, PostingKind kind, const BankLine *line, Date day, const char *payload, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s/-/%" PRId64, posting_name(kind), line->id);
	return post_line(store, kind, line, day, payload, error) && clientline_link(store, line->id, id, day, error);
}

/* What stood on the account before the first statement is not placed either. */
static bool opening_book(Store *store, int64_t statement, const BankStatement *s, GError **error)
{
	Date day;
	g_autofree char *rest = g_strdup_printf("opening-%" PRId64, statement);
	g_autofree char *payload = g_strdup_printf("{\"statement\":%" PRId64 ",\"why\":\"opening balance\"}", statement);
	Money amount = money_of_ore(s->opening < 0 ? -s->opening : s->opening);
	if (s->opening == 0)
		return true;
	if (!period_open_day(store, s->from_on, &day, error))
		return false;
	if (s->opening > 0)
		return post(store, POSTING_receipt_unplaced, rest, day, amount, payload, error);
	return post(store, POSTING_out_unexplained, rest, day, amount, payload, error) &&
	       post(store, POSTING_cover_bank, rest, day, amount, payload, error);
}

bool clientbank_statements(Store *store, const ClientBank *bank, const BankFile *file, GError **error)
{
	for (guint i = 0; i < file->statements->len; i++) {
		const BankStatement *s = file->statements->pdata[i];
		int64_t account;
		bool fresh;
		if (!has(bank->numbers, s->account))
			continue;
		if (!account_of(store, s->account, s->from_on, &account, &fresh, error) ||
		    !store_run(store, error,
		               "INSERT INTO client_statement (id, file_id, from_on, to_on, opening_ore, closing_ore, account)"
		               " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM client_statement), (SELECT max(id) FROM bank_file), ?, ?, ?, ?, ?)",
		               "ddiii", s->from_on, s->to_on, s->opening, s->closing, account))
			return false;
		if (fresh && !opening_book(store, store_last_id(store), s, error))
			return false;
	}
	return true;
}

/* ---- booked ---- */

bool clientbank_day(Store *store, const BankLine *line, Date *out, GError **error)
{
	return period_open_day(store, line->booked_on, out, error);
}

static bool stands(Store *store, PostingKind kind, int64_t line_id, bool *out, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s/-/%" PRId64, posting_name(kind), line_id);
	return ledger_stands(store, id, out, error);
}

/* Placed or sent back, the receipt itself still stands: held is what neither has taken. */
bool clientline_unplaced(Store *store, int64_t line_id, bool *out, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error,
	                "SELECT m.kind IN ('asked', 'dismissed') FROM bank_match m WHERE m.line_id = ? ORDER BY m.id DESC LIMIT 1", "i", line_id);
	bool open, returned;
	if (!stands(store, POSTING_receipt_unplaced, line_id, out, error))
		return false;
	if (!*out)
		return true;
	if (!yes(query, &open, error) || !stands(store, POSTING_receipt_returned, line_id, &returned, error))
		return false;
	*out = open && !returned;
	return true;
}

bool clientline_hold(Store *store, const BankLine *line, Date day, GError **error)
{
	bool held;
	return stands(store, POSTING_receipt_unplaced, line->id, &held, error) &&
	       (held || post_linked(store, POSTING_receipt_unplaced, line, day, NULL, error));
}

/* A week apart at most: the day that a person noted is not always the bank's. */
bool clientline_noted(Store *store, const BankLine *line, const char *case_id, int64_t *event_id, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.id FROM journal j JOIN event e ON e.case_id = ?1 AND j.id = 'client_payment/' || e.case_id || '/' || e.id"
	    " WHERE j.case_id = ?1 AND j.kind = 'client_payment' AND j.amount_ore = ?2"
	    " AND julianday(e.happened_on) BETWEEN julianday(?3) - 7 AND julianday(?3) + 7"
	    " AND NOT EXISTS (SELECT 1 FROM client_link l WHERE l.entry = j.id)"
	    " AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.id = 'client_payment_back' || substr(j.id, length('client_payment') + 1))"
	    " ORDER BY j.seq LIMIT 1",
	    "sid", case_id, line->minor, line->booked_on);
	int found = query_step(query, error);
	*event_id = 0;
	if (found != 1)
		return found == 0;
	g_autofree char *entry = g_strdup(query_text(query, 0));
	const char *number = strrchr(entry, '/') + 1;
	return !g_ascii_string_to_signed(number, 10, 1, INT64_MAX, event_id, NULL) ||
	       clientline_link(store, line->id, entry, line->booked_on, error);
}

/* ---- entries that wait for their line ---- */

typedef struct Waiting {
	char *id, *label; /* label: entries that may leave the bank as one sum */
	int64_t amount_ore;
} Waiting;

static void waiting_free(void *data)
{
	Waiting *waiting = data;
	g_free(waiting->id);
	g_free(waiting->label);
	g_free(waiting);
}

/* Does no later entry take it back? What a credit note gives back is a reversal itself, and nothing takes it back. */
static bool is_waiting(Store *store, const char *id, PostingKind kind, bool *out, GError **error)
{
	if (kind == POSTING_withdrawal_back) {
		*out = true;
		return true;
	}
	if (kind == POSTING_none || posting_reversed_by(kind) == POSTING_none) {
		*out = false;
		return true;
	}
	return ledger_stands(store, id, out, error);
}

/* A payout has a name of its own in its payload; else what is paid to one client on one day, or withdrawn on one. */
static char *label_of(PostingKind kind, const char *client, const char *day, const char *payload)
{
	g_autoptr(cJSON) object = payload != NULL ? json_parse(payload, strlen(payload)) : NULL;
	const char *payout = object != NULL ? json_get_text(object, "payout") : NULL;
	if (payout != NULL)
		return g_strdup_printf("payout %s", payout);
	if (kind == POSTING_withdrawal || kind == POSTING_withdrawal_back || kind == POSTING_cover_bank)
		return g_strdup_printf("%s %s", posting_name(kind), day);
	return g_strdup_printf("%s %s", client != NULL ? client : "-", day);
}

/* Entries on the bank's account, not after the line and not in any, that still stand; debit: money in. */
static GPtrArray *waiting_read(Store *store, const BankLine *line, bool debit, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(waiting_free);
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.id, j.kind, j.day, j.amount_ore, c.client, CAST(p.payload AS TEXT) FROM journal j"
	    " LEFT JOIN client_case c ON c.case_id = j.case_id LEFT JOIN journal_payload p ON p.seq = j.seq"
	    " WHERE ((?1 AND j.kind IN ('cover_bank', 'withdrawal_back')) OR (NOT ?1 AND j.credit = 'client_bank')) AND j.day <= ?2"
	    " AND NOT EXISTS (SELECT 1 FROM client_link l WHERE l.entry = j.id) ORDER BY j.seq",
	    "id", (int64_t)debit, line->booked_on);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		PostingKind kind = posting_kind_of(query_text(query, 1));
		bool waits;
		if (!is_waiting(store, query_text(query, 0), kind, &waits, error))
			return NULL;
		if (!waits)
			continue;
		Waiting *waiting = g_new0(Waiting, 1);
		waiting->id = g_strdup(query_text(query, 0));
		waiting->amount_ore = query_int(query, 3);
		waiting->label = label_of(kind, query_text(query, 4), query_text(query, 2), query_text(query, 5));
		g_ptr_array_add(all, waiting);
	}
	return found == 0 ? g_steal_pointer(&all) : NULL;
}

static int64_t label_sum(const GPtrArray *all, const char *label)
{
	int64_t sum = 0;
	for (guint i = 0; i < all->len; i++) {
		const Waiting *waiting = all->pdata[i];
		sum += strcmp(waiting->label, label) == 0 ? waiting->amount_ore : 0;
	}
	return sum;
}

/* One that is just the amount, the oldest; else the first that are it together. */
static bool link_waiting(Store *store, const BankLine *line, bool debit, bool *found, GError **error)
{
	g_autoptr(GPtrArray) all = waiting_read(store, line, debit, error);
	int64_t ore = line->minor < 0 ? -line->minor : line->minor;
	const Waiting *one = NULL;
	const char *label = NULL;
	if (all == NULL)
		return false;
	for (guint i = 0; i < all->len && one == NULL; i++) {
		const Waiting *waiting = all->pdata[i];
		if (waiting->amount_ore == ore)
			one = waiting;
		else if (label == NULL && label_sum(all, waiting->label) == ore)
			label = waiting->label;
	}
	*found = one != NULL || label != NULL;
	for (guint i = 0; i < all->len; i++) {
		const Waiting *waiting = all->pdata[i];
		bool it = one != NULL ? waiting == one : label != NULL && strcmp(waiting->label, label) == 0;
		if (it && !clientline_link(store, line->id, waiting->id, line->booked_on, error))
			return false;
	}
	return true;
}

bool clientline_cover(Store *store, const BankLine *line, bool *found, GError **error)
{
	return link_waiting(store, line, true, found, error);
}

/* ---- money out ---- */

static bool is_charge(const ClientBank *bank, const BankLine *line)
{
	if (line->name != NULL || line->text == NULL)
		return false;
	g_autofree char *text = g_utf8_strdown(line->text, -1);
	for (char **word = bank->charges; *word != NULL; word++)
		if (**word != '\0' && strstr(text, *word) != NULL)
			return true;
	return false;
}

bool clientline_out(Store *store, const ClientBank *bank, const BankLine *line, bool taken_back, ClientOut *out, GError **error)
{
	Date day;
	bool found = false;
	*out = CLIENT_OUT_BOOKED;
	if (!clientbank_day(store, line, &day, error) || (!taken_back && !link_waiting(store, line, false, &found, error)))
		return false;
	if (found)
		return true;
	bool charge = !taken_back && is_charge(bank, line);
	*out = charge ? CLIENT_OUT_CHARGE : CLIENT_OUT_UNEXPLAINED;
	return post_linked(store, charge ? POSTING_bank_charge : POSTING_out_unexplained, line, day, NULL, error) &&
	       post_line(store, POSTING_cover_bank, line, day, NULL, error);
}

/* ---- a person's word ---- */

static bool back(Store *store, PostingKind kind, int64_t line_id, Date day, bool linked, const char *payload, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s/-/%" PRId64, posting_name(kind), line_id);
	g_autofree char *undone = g_strdup_printf("%s/-/%" PRId64, posting_name(posting_reversed_by(kind)), line_id);
	return ledger_reverse(store, id, day, payload, error) && (!linked || clientline_link(store, line_id, undone, day, error));
}

static bool settled(GError **error)
{
	return error_set(error, ERROR_INPUT, "bank-line-settled", "Linjen er forklaret i bøgerne; den kan ikke afgøres sådan.",
	                 "The line is explained in the books; it cannot be decided that way.");
}

bool clientline_charge(Store *store, const BankLine *line, Date day, const char *payload, GError **error)
{
	bool open;
	if (!stands(store, POSTING_out_unexplained, line->id, &open, error))
		return false;
	if (!open)
		return settled(error);
	return back(store, POSTING_out_unexplained, line->id, day, true, payload, error) &&
	       post_linked(store, POSTING_bank_charge, line, day, payload, error);
}

bool clientline_return(Store *store, const BankLine *line, Date day, const char *payload, GError **error)
{
	bool held;
	if (!clientline_unplaced(store, line->id, &held, error))
		return false;
	/* The line out that it makes is matched to it when it comes. */
	return held ? post_line(store, POSTING_receipt_returned, line, day, payload, error) : settled(error);
}

/* What the entry moves on the client account, and that no line has it. */
static bool entry_moves(Store *store, const char *entry, int64_t *ore, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT CASE WHEN debit = 'client_bank' THEN amount_ore WHEN credit = 'client_bank' THEN -amount_ore ELSE 0 END,"
	    " EXISTS (SELECT 1 FROM client_link l WHERE l.entry = j.id) FROM journal j WHERE j.id = ?",
	    "s", entry);
	int found = query_step(query, error);
	if (found == 1 && query_int(query, 0) != 0 && query_int(query, 1) == 0) {
		*ore += query_int(query, 0);
		return true;
	}
	return found >= 0 && error_set(error, ERROR_INPUT, "no-such-entry",
	                               "Bogføringen %s findes ikke, rører ikke klientkontoen eller hører til en anden linje.",
	                               "The entry %s is not there, does not touch the client account, or belongs to another line.", entry);
}

bool clientline_explain(Store *store, const BankLine *line, char **entries, int n, Date day, GError **error)
{
	int64_t sum = 0;
	bool out, covered, held;
	for (int i = 0; i < n; i++)
		if (!entry_moves(store, entries[i], &sum, error))
			return false;
	if (sum != line->minor)
		return error_set(error, ERROR_INPUT, "entry-sum", "Bogføringerne giver ikke linjens beløb tilsammen.",
		                 "The entries do not add up to the line's amount.");
	g_autofree char *cover = g_strdup_printf("cover_bank/-/%" PRId64, line->id);
	g_autoptr(Query) query = store_query(store, error, "SELECT NOT EXISTS (SELECT 1 FROM client_link WHERE entry = ?)", "s", cover);
	if (!stands(store, POSTING_out_unexplained, line->id, &out, error) || !clientline_unplaced(store, line->id, &held, error) ||
	    !yes(query, &covered, error))
		return false;
	if (!out && !held)
		return settled(error);
	for (int i = 0; i < n; i++)
		if (!clientline_link(store, line->id, entries[i], day, error))
			return false;
	if (held)
		return back(store, POSTING_receipt_unplaced, line->id, day, true, NULL, error);
	/* Cover that has already come stays: it is the office's money until it is moved back. */
	return back(store, POSTING_out_unexplained, line->id, day, true, NULL, error) &&
	       (!covered || back(store, POSTING_cover_bank, line->id, day, false, NULL, error));
}

bool clientline_give_way(Store *store, Date on, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT c.id FROM client_line c WHERE (SELECT kind FROM bank_match m WHERE m.line_id = c.id ORDER BY m.id DESC LIMIT 1) = 'split'", "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int64_t id = query_int(query, 0);
		bool held, out;
		if (!stands(store, POSTING_receipt_unplaced, id, &held, error) || !stands(store, POSTING_out_unexplained, id, &out, error) ||
		    (held && !back(store, POSTING_receipt_unplaced, id, on, true, NULL, error)) ||
		    (out && !(back(store, POSTING_out_unexplained, id, on, true, NULL, error) &&
		              back(store, POSTING_cover_bank, id, on, false, NULL, error))))
			return false;
	}
	return found == 0;
}
