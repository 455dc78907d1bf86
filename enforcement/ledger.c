#include "enforcement/ledger.h"

#include "enforcement/books.h"
#include "enforcement/client.h"
#include "enforcement/period.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

typedef struct Account {
	const char *name;
	AccountClass class;
	Say say;
} Account;

static const Account accounts[] = {
#define ACCOUNT(name, class, da, en) { #name, ACCOUNT_##class, { da, en } },
#include "enforcement/postings.def"
#undef ACCOUNT
};

typedef struct PostingRow {
	const char *name, *debit, *credit;
	PostingKind reversed;
	Say say;
} PostingRow;

static const PostingRow postings[] = {
#define POSTING(kind, debit, credit, reversed, da, en) { #kind, #debit, #credit, POSTING_##reversed, { da, en } },
#include "enforcement/postings.def"
#undef POSTING
};

const char *posting_name(PostingKind kind)
{
	return kind < POSTING_none ? postings[kind].name : NULL;
}

PostingKind posting_kind_of(const char *name)
{
	for (int k = 0; k < POSTING_none; k++)
		if (g_strcmp0(postings[k].name, name) == 0)
			return (PostingKind)k;
	return POSTING_none;
}

const char *posting_debit(PostingKind kind)
{
	assert(kind < POSTING_none);
	return postings[kind].debit;
}

const char *posting_credit(PostingKind kind)
{
	assert(kind < POSTING_none);
	return postings[kind].credit;
}

PostingKind posting_reversed_by(PostingKind kind)
{
	assert(kind < POSTING_none);
	return postings[kind].reversed;
}

Say posting_say(PostingKind kind)
{
	assert(kind < POSTING_none);
	return postings[kind].say;
}

static const Account *account_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(accounts); i++)
		if (g_strcmp0(accounts[i].name, name) == 0)
			return &accounts[i];
	return NULL;
}

const char *ledger_account_at(size_t i)
{
	return i < G_N_ELEMENTS(accounts) ? accounts[i].name : NULL;
}

bool ledger_account_known(const char *name)
{
	return account_find(name) != NULL;
}

AccountClass ledger_account_class(const char *name)
{
	const Account *account = account_find(name);
	assert(account != NULL);
	return account->class;
}

Say ledger_account_say(const char *name)
{
	const Account *account = account_find(name);
	assert(account != NULL);
	return account->say;
}

static bool entry_there(Store *store, const char *id, bool *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?)", "s", id);
	if (query == NULL || !query_next(query, error))
		return false;
	*out = query_int(query, 0) != 0;
	return true;
}

bool ledger_post(Store *store, const Booking *b, GError **error)
{
	assert(b->kind < POSTING_none);
	const PostingRow *row = &postings[b->kind];
	bool there;
	if (!entry_there(store, b->id, &there, error) ||
	    (!there && !period_allows(store, b->id, b->booked_on, error)) ||
	    (!there && !client_allows(store, b->id, b->case_id, b->booked_on, row->debit, b->amount, error)))
		return false;
	JournalEntry entry = { 0, b->id, b->case_id, b->booked_on, row->name, row->debit, row->credit, b->amount };
	return journal_append(store, &entry, b->payload != NULL ? b->payload : "{}", error) != JOURNAL_FAILED &&
	       client_catch_up(store, error);
}

/* The id under which an entry is taken back. NULL when no kind begins it, or the kind is itself a reversal. */
static char *back_id(const char *id, PostingKind *back)
{
	const char *slash = strchr(id, '/');
	g_autofree char *name = slash != NULL ? g_strndup(id, (gsize)(slash - id)) : NULL;
	PostingKind kind = name != NULL ? posting_kind_of(name) : POSTING_none;
	*back = kind != POSTING_none ? postings[kind].reversed : POSTING_none;
	return *back != POSTING_none ? g_strconcat(postings[*back].name, slash, NULL) : NULL;
}

bool ledger_stands(Store *store, const char *id, bool *out, GError **error)
{
	PostingKind back;
	g_autofree char *taken_back = back_id(id, &back);
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?) AND NOT EXISTS (SELECT 1 FROM journal WHERE id = ?)", "ss", id,
	    taken_back);
	if (query == NULL || !query_next(query, error))
		return false;
	*out = query_int(query, 0) != 0;
	return true;
}

bool ledger_reverse(Store *store, const char *id, Date booked_on, const char *payload, GError **error)
{
	PostingKind back;
	g_autofree char *taken_back = back_id(id, &back);
	g_autoptr(Query) query = store_query(store, error, "SELECT case_id, amount_ore FROM journal WHERE id = ?", "s", id);
	if (query == NULL)
		return false;
	GError *fault = NULL;
	if (taken_back == NULL || !query_next(query, &fault)) {
		if (fault != NULL)
			g_propagate_error(error, fault);
		else
			error_set(error, ERROR_INPUT, "no-such-entry", "Der er ingen bogføring %s, som kan tilbageføres.",
			          "There is no entry %s that can be reversed.", id);
		return false;
	}
	g_autofree char *case_id = g_strdup(query_text(query, 0));
	Booking booking = { back, taken_back, case_id, booked_on, money_of_ore(query_int(query, 1)), payload };
	return ledger_post(store, &booking, error);
}

bool ledger_balance(Store *store, const char *account, const char *case_id, Date on, Money *out, GError **error)
{
	/* Two sentences: one that must serve for both reads the whole journal for each case. */
	g_autoptr(Query) query =
	    case_id != NULL ? store_query(store, error,
	                                  "SELECT coalesce(sum(CASE WHEN debit = ?1 THEN amount_ore ELSE -amount_ore END), 0) FROM journal "
	                                  "WHERE case_id = ?2 AND (+debit = ?1 OR +credit = ?1) AND (?3 IS NULL OR day <= ?3)",
	                                  "ssd", account, case_id, on)
	                    : store_query(store, error,
	                                  "SELECT coalesce(sum(CASE WHEN debit = ?1 THEN amount_ore ELSE -amount_ore END), 0) FROM journal "
	                                  "WHERE (debit = ?1 OR credit = ?1) AND (?2 IS NULL OR day <= ?2)",
	                                  "sd", account, on);
	if (query == NULL || !query_next(query, error))
		return false;
	*out = money_of_ore(query_int(query, 0));
	return true;
}

static bool post(Store *store, PostingKind kind, const char *case_id, int64_t event_id, Money amount, Date booked_on,
                 int64_t bank_line, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s/%s/%" PRId64, postings[kind].name, case_id, event_id);
	g_autofree char *line = bank_line != 0 ? g_strdup_printf(",\"bank_line\":%" PRId64, bank_line) : g_strdup("");
	g_autofree char *payload = g_strdup_printf("{\"event\":%" PRId64 "%s}", event_id, line);
	Booking booking = { kind, id, case_id, booked_on, amount, payload };
	return ledger_post(store, &booking, error);
}

bool ledger_booked(Store *store, const char *case_id, int64_t event_id, PostingKind *kind, Money *amount, GError **error)
{
	*kind = POSTING_none;
	g_autofree char *tail = g_strdup_printf("/%s/%" PRId64, case_id, event_id);
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.kind, j.amount_ore FROM journal j WHERE j.case_id = ?1 AND substr(j.id, length(j.kind) + 1) = ?2"
	    " AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.id = j.kind || '_back' || ?2) ORDER BY j.seq",
	    "ss", case_id, tail);
	GError *fault = NULL;
	while (query != NULL && *kind == POSTING_none && query_next(query, &fault)) {
		PostingKind said = posting_kind_of(query_text(query, 0));
		if (said == POSTING_none || postings[said].reversed == POSTING_none)
			continue;
		*kind = said;
		*amount = money_of_ore(query_int(query, 1));
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}

/*
 * A payment is taken back, and what it was split into and still is held with it: what was paid out since is covered from own
 * money on the same day, and the client owes it (il §§ 14–15).
 */
static bool cover(Store *store, const char *case_id, int64_t event_id, Money amount, Date booked_on, GError **error)
{
	g_autofree char *client = NULL;
	Money held, missing;
	if (!client_recorded(store, case_id, &client, error))
		return false;
	assert(client != NULL); /* recorded with the payment */
	if (!client_least(store, client, "client_debt", booked_on, &held, error) || !money_sub(amount, held, &missing))
		return false;
	return money_is_negative(missing) || money_is_zero(missing) ||
	       (post(store, POSTING_cover_client, case_id, event_id, missing, booked_on, 0, error) &&
	        post(store, POSTING_cover_bank, case_id, event_id, missing, booked_on, 0, error));
}

/*
 * The bank has the money of that payment, and no other line of it says that it went back: nothing moved, a person alone says so.
 * Then what was set off or paid out by it stands.
 */
static bool is_at_the_bank(Store *store, const char *case_id, int64_t event_id, int64_t told_by, bool *out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT EXISTS (SELECT 1 FROM bank_match m WHERE m.case_id = ?1 AND m.event_id = ?2 AND m.kind = 'paid' AND (?3 = 0 OR m.line_id = ?3)"
	    " AND m.id = (SELECT max(n.id) FROM bank_match n WHERE n.line_id = m.line_id))",
	    "sii", case_id, event_id, told_by);
	if (query_step(query, error) != 1)
		return false;
	*out = query_int(query, 0) != 0;
	return true;
}

/* After it was taken back: did the office, or another case, have to cover what had left? */
static bool money_had_left(Store *store, const char *case_id, int64_t event_id, bool *out, GError **error)
{
	g_autofree char *covered = g_strdup_printf("cover_client/%s/%" PRId64, case_id, event_id);
	Money debt;
	if (!ledger_stands(store, covered, out, error) || !ledger_balance(store, "client_debt", case_id, DATE_NONE, &debt, error))
		return false;
	/* Above zero: another case of the client would have paid for it. */
	*out = *out || (!money_is_negative(debt) && !money_is_zero(debt));
	return true;
}

static bool stays_with_the_bank(Store *store, const char *case_id, int64_t event_id, int64_t told_by, GError **error)
{
	bool there, left;
	if (!is_at_the_bank(store, case_id, event_id, told_by, &there, error))
		return false;
	if (!there)
		return true;
	if (!money_had_left(store, case_id, event_id, &left, error))
		return false;
	if (!left)
		return true;
	error_set(error, ERROR_INPUT, "payment-used",
	          "Betalingen (hændelse %" PRId64 " på %s) er fordelt og siden modregnet, udbetalt eller sendt til banken; den kan ikke tages tilbage sådan.",
	          "The payment (event %" PRId64 " on %s) is split and since set off, paid out or sent to the bank; it cannot be taken back that way.",
	          event_id, case_id);
	error_remedy(error,
	             "Fører banken betalingen tilbage, kommer det med kontoudtoget (bank import). Var den placeret forkert, så lad to personer bogføre,"
	             " hvad der mangler, som klientens gæld: ledger propose --kind cover_client --case SAG --amount KR, ledger confirm; derefter kan den flyttes.",
	             "If the bank takes the payment back, the statement says so (bank import). If it was placed wrongly, let two persons book what is missing"
	             " as the client's debt: ledger propose --kind cover_client --case CASE --amount DKK, ledger confirm; then it can be moved.");
	return false;
}

static bool reverse(Store *store, const char *case_id, int64_t event_id, Date booked_on, GError **error)
{
	PostingKind kind;
	Money amount;
	if (!ledger_booked(store, case_id, event_id, &kind, &amount, error))
		return false;
	bool receipt = kind == POSTING_client_payment || kind == POSTING_receipt_placed;
	return kind == POSTING_none || ((!receipt || cover(store, case_id, event_id, amount, booked_on, error)) &&
	                                post(store, postings[kind].reversed, case_id, event_id, amount, booked_on, 0, error));
}

/* What an event moved goes back, on the day or when the last of it was booked: nothing is taken back before it was there. */
static bool take_back(Store *store, const char *case_id, int64_t event_id, Date day, GError **error)
{
	g_autofree char *exact = g_strdup_printf("/%s/%" PRId64, case_id, event_id);
	g_autofree char *split = g_strdup_printf("/%s/%" PRId64 ".", case_id, event_id);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT max(day) FROM journal WHERE case_id = ?1 AND (substr(id, length(kind) + 1) = ?2"
	                                     " OR substr(id, length(kind) + 1, length(?3)) = ?3)",
	                                     "sss", case_id, exact, split);
	if (query == NULL || !query_next(query, error))
		return false;
	Date on = date_max(day, query_date(query, 0));
	return books_release(store, case_id, event_id, on, error) && reverse(store, case_id, event_id, on, error);
}

bool ledger_book_court_fee(Store *store, const char *case_id, bool own_account, const Event *filed, Money fee, Date booked_on,
                           GError **error)
{
	if (money_is_zero(fee))
		return true;
	PostingKind kind = own_account ? POSTING_court_fee_paid : POSTING_court_fee_advanced;
	return post(store, kind, case_id, filed->id, fee, booked_on, 0, error);
}

bool ledger_book_event(Store *store, const Case *c, const Event *event, const Receipt *receipt, GError **error)
{
	if (event->replaces != 0 && !(take_back(store, c->id, event->replaces, receipt->booked_on, error) &&
	                              stays_with_the_bank(store, c->id, event->replaces, receipt->bank_line, error)))
		return false;
	bool client_money = strcmp(event->name, "payment") == 0 && event->has_amount && !money_is_zero(event->amount) &&
	                    g_strcmp0(event->paid_to, "operator") == 0 && !case_own_account(c);
	PostingKind kind = receipt->held ? POSTING_receipt_placed : POSTING_client_payment;
	g_autofree char *client = client_money ? client_of(store, c, error) : NULL;
	return (!client_money || (client != NULL && post(store, kind, c->id, event->id, event->amount, receipt->booked_on,
	                                                 receipt->bank_line, error))) &&
	       books_follow(store, c->id, NULL, NULL, receipt->today, NULL, error);
}

bool ledger_cost(Store *store, const char *case_id, Money *out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    /* A fee stays paid when it is charged to the client or written off: only the court's refund makes it less. */
	    "SELECT coalesce(sum(CASE WHEN debit IN ('court_fee_advanced', 'court_fee_paid') THEN amount_ore ELSE 0 END), "
	    "0) - "
	    "coalesce(sum(CASE WHEN credit IN ('court_fee_advanced', 'court_fee_paid') THEN amount_ore ELSE 0 END), 0) "
	    "FROM journal WHERE case_id = ? "
	    "AND kind NOT IN ('advance_charged', 'advance_charged_back', 'advance_lost', 'advance_lost_back')",
	    "s", case_id);
	if (query == NULL || !query_next(query, error))
		return false;
	*out = money_of_ore(query_int(query, 0));
	return true;
}
