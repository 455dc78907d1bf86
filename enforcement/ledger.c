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
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT coalesce(sum(CASE WHEN debit = ?1 THEN amount_ore ELSE -amount_ore END), 0) FROM journal "
	    "WHERE (debit = ?1 OR credit = ?1) AND (?2 IS NULL OR case_id = ?2) AND (?3 IS NULL OR day <= ?3)",
	    "ssd", account, case_id, on);
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

/* What is booked for an event and not reversed; POSTING_none when nothing is. */
static bool booked(Store *store, const char *case_id, int64_t event_id, PostingKind *kind, Money *amount, GError **error)
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

static bool reverse(Store *store, const char *case_id, int64_t event_id, Date booked_on, GError **error)
{
	PostingKind kind;
	Money amount;
	if (!booked(store, case_id, event_id, &kind, &amount, error))
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

bool ledger_book_event_as(Store *store, const Case *c, const Event *event, const Receipt *receipt, GError **error)
{
	if (event->replaces != 0 && !take_back(store, c->id, event->replaces, receipt->booked_on, error))
		return false;
	bool client_money = strcmp(event->name, "payment") == 0 && event->has_amount && !money_is_zero(event->amount) &&
	                    g_strcmp0(event->paid_to, "operator") == 0 && !case_own_account(c);
	PostingKind kind = receipt->held ? POSTING_receipt_placed : POSTING_client_payment;
	g_autofree char *client = client_money ? client_of(store, c, error) : NULL;
	return (!client_money || (client != NULL && post(store, kind, c->id, event->id, event->amount, receipt->booked_on,
	                                                 receipt->bank_line, error))) &&
	       books_follow(store, c->id, NULL, NULL, receipt->today, NULL, error);
}

bool ledger_book_event(Store *store, const Case *c, const Event *event, Date booked_on, GError **error)
{
	const Receipt receipt = { .booked_on = booked_on, .today = booked_on };
	return ledger_book_event_as(store, c, event, &receipt, error);
}

bool ledger_cost(Store *store, const char *case_id, Money *out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT coalesce(sum(CASE WHEN debit IN ('court_fee_advanced', 'court_fee_paid') THEN amount_ore ELSE 0 END), "
	    "0) - "
	    "coalesce(sum(CASE WHEN credit IN ('court_fee_advanced', 'court_fee_paid') THEN amount_ore ELSE 0 END), 0) "
	    "FROM journal WHERE case_id = ?",
	    "s", case_id);
	if (query == NULL || !query_next(query, error))
		return false;
	*out = money_of_ore(query_int(query, 0));
	return true;
}

/* ---- verify and audit ---- */

static GPtrArray *receipts_read(const Call *call, GError **error)
{
	g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func(g_free);
	const GPtrArray *files = call_options(call, "receipt");
	for (guint i = 0; files != NULL && i < files->len; i++) {
		const char *file = files->pdata[i];
		g_autoptr(GBytes) bytes = file_read(file, LIMIT_CLAIM_XML_BYTES, error);
		JournalHead head;
		gsize n;
		if (bytes == NULL)
			return NULL;
		const char *text = g_bytes_get_data(bytes, &n);
		if (!journal_head_of_receipt(text, n, file, &head, error))
			return NULL;
		g_ptr_array_add(heads, g_memdup2(&head, sizeof head));
	}
	return g_steal_pointer(&heads);
}

/* Heads that the approvals were given under stand in the record: they too must be in the chain. */
static bool heads_of_approvals(Store *store, GPtrArray *heads, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT journal_seq, journal_hash FROM approval WHERE journal_seq > 0 ORDER BY id", "");
	if (query == NULL)
		return false;
	GError *fault = NULL;
	while (query_next(query, &fault)) {
		JournalHead head = { .seq = query_int(query, 0) };
		g_strlcpy(head.hash, query_text(query, 1), sizeof head.hash);
		if (heads->len == 0 || ((JournalHead *)heads->pdata[heads->len - 1])->seq != head.seq)
			g_ptr_array_add(heads, g_memdup2(&head, sizeof head));
	}
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

/* Money that an event moved and the books do not tell of. */
static bool event_is_booked(Store *store, const Case *c, const Event *event, JournalReport *report, GError **error)
{
	bool payment = strcmp(event->name, "payment") == 0 && g_strcmp0(event->paid_to, "operator") == 0 &&
	               event->has_amount && !money_is_zero(event->amount) && !case_own_account(c);
	if (!payment || event->replaced)
		return true;
	PostingKind kind;
	Money amount;
	if (!booked(store, c->id, event->id, &kind, &amount, error))
		return false;
	if ((kind == POSTING_client_payment || kind == POSTING_receipt_placed) && money_compare(amount, event->amount) == 0)
		return true;
	g_ptr_array_add(report->faults,
	                journal_fault_new("unbooked", g_strdup_printf("%s event %" PRId64, c->id, event->id),
	                                  g_strdup("Betalingen til operatøren er ikke bogført med sit beløb."),
	                                  g_strdup("The payment to the operator is not booked with its amount.")));
	return true;
}

static bool fee_is_booked(Store *store, Query *query, JournalReport *report, GError **error)
{
	const char *case_id = query_text(query, 0);
	int64_t event_id = query_int(query, 1), fee_ore = query_int(query, 2);
	PostingKind kind;
	Money amount = money_zero();
	if (!booked(store, case_id, event_id, &kind, &amount, error))
		return false;
	if (kind == POSTING_none ? fee_ore == 0 : money_ore(amount) == fee_ore)
		return true;
	g_ptr_array_add(report->faults,
	                journal_fault_new("unbooked", g_strdup_printf("%s event %" PRId64, case_id, event_id),
	                                  g_strdup("Retsafgiften ved indleveringen er ikke bogført med sit beløb."),
	                                  g_strdup("The court fee of the hand-in is not booked with its amount.")));
	return true;
}

/* Every event that should be in the books is there, with its amount: a chain alone does not see a cut-off last row. */
static bool events_audit(const Call *call, JournalReport *report, GError **error)
{
	g_autoptr(GPtrArray) cases = case_list(call->store, error);
	if (cases == NULL)
		return false;
	for (guint i = 0; i < cases->len; i++) {
		g_autoptr(Case) c = case_read(call->store, cases->pdata[i], 0, error);
		if (c == NULL)
			return false;
		for (guint j = 0; j < c->events->len; j++)
			if (!event_is_booked(call->store, c, c->events->pdata[j], report, error))
				return false;
	}
	g_autoptr(Query) query = store_query(
	    call->store, error,
	    "SELECT case_id, event_id, court_fee_ore FROM hand_in WHERE court_fee_ore IS NOT NULL ORDER BY id", "");
	if (query == NULL)
		return false;
	GError *fault = NULL;
	while (query_next(query, &fault))
		if (!fee_is_booked(call->store, query, report, error))
			return false;
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static int verify(const Call *call, const char *name, bool events, cJSON **result, GError **error)
{
	g_autoptr(GPtrArray) heads = receipts_read(call, error);
	if (heads == NULL || !heads_of_approvals(call->store, heads, error))
		return -1;
	g_autoptr(JournalReport) report = journal_verify(call->store, heads, error);
	if (report == NULL || (events && !events_audit(call, report, error)))
		return -1;
	g_autoptr(cJSON) object = json_result(name);
	bool ok = report->faults->len == 0;
	json_bool(object, "ok", ok);
	json_int(object, "entries", report->entries);
	json_text(object, "head", report->head.hash);
	cJSON *faults = json_array(object, "faults");
	for (guint i = 0; i < report->faults->len; i++) {
		const JournalFault *fault = report->faults->pdata[i];
		cJSON *row = json_push(faults);
		json_text(row, "what", fault->what);
		json_text(row, "where", fault->where);
		json_text(row, "text", call->lang == LANG_DA ? fault->da : fault->en);
	}
	*result = g_steal_pointer(&object);
	return ok ? EXIT_FINE : (int)ERROR_INTEGRITY;
}

int ledger_verify_run(const Call *call, cJSON **result, GError **error)
{
	return verify(call, "ledger-verify", false, result, error);
}

int audit_run(const Call *call, cJSON **result, GError **error)
{
	return verify(call, "audit", true, result, error);
}

void ledger_verify_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA, ok = json_get_bool(result, "ok");
	g_string_append_printf(out, da ? "%" PRId64 " bogføringer. " : "%" PRId64 " entries. ",
	                       json_get_int(result, "entries", 0));
	g_string_append(out,
	                ok ? (da ? "Kæden er hel.\n" : "The chain is whole.\n")
	                   : (da ? "BØGERNE ER IKKE SOM DE BLEV SKREVET:\n" : "THE BOOKS ARE NOT AS THEY WERE WRITTEN:\n"));
	const cJSON *fault;
	cJSON_ArrayForEach(fault, json_get(result, "faults"))
	    g_string_append_printf(out, "  %s: %s\n", json_get_text(fault, "where"), json_get_text(fault, "text"));
	g_string_append_printf(out, "%s %s\n", da ? "Hoved" : "Head", json_get_text(result, "head"));
}
