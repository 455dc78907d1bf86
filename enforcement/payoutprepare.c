/* What is held for a client and may be paid out, as transfers; and what may not, with the reason. */
#include "enforcement/payout.h"

#include "assess/edition.h"
#include "enforcement/books.h"
#include "enforcement/client.h"
#include "enforcement/payoutaccount.h"
#include "intake/journal.h"
#include "intake/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const OptionRow payout_prepare_options[] = {
	{ "creditor", "X", { "kun denne klient: CVR-nummer eller navn i bøgerne", "this client alone: CVR number or name in the books" } },
	{ "case", "CASE", { "kun denne sag", "this case alone" } },
	{ "period", "YYYY-MM", { "kun det, der var bogført ved månedens slutning", "only what was booked by the end of the month" } },
	{ "on", "DATE", { "dagen banken skal betale; ellers den næste bankdag", "the day that the bank is to pay; else the next banking day" } },
	{ "by", "NAME", { "hvem der forbereder", "who prepares" } },
	{ 0 },
};

#define CLIENT_KINDS 3 /* of payout_kinds, the client's own; the last is the debtor's */

typedef struct Prepare {
	const Call *call;
	Law *law;
	Date upto; /* DATE_NONE: all */
	Payout *payout;
	cJSON *held_back;
	/* of the case that is looked at */
	const char *case_id;
	Say unclear; /* da NULL: it is clear */
	const char *reason;
	bool looked;
} Prepare;

static bool overflow(GError **error)
{
	return error_set(error, ERROR_INPUT, "sum", "Summen er for stor.", "The sum is too large.");
}

static void hold_back(Prepare *p, const char *receiver, const char *case_id, Money amount, const char *reason, Say say_why)
{
	cJSON *row = json_push(p->held_back);
	json_text(row, "receiver", receiver);
	json_text(row, "case", case_id);
	json_money(row, "amount_ore", amount);
	json_text(row, "reason", reason);
	json_text(row, "text", say(say_why, p->call->lang));
}

/* ---- is the case clear? ---- */

/* Asked only where there is money: the books are reckoned once more. */
static bool look_at(Prepare *p, GError **error)
{
	static const char *const holding[] = { "A04", "A05", "A06", "A08", "A09", "A11", "A15", NULL };
	if (p->looked)
		return true;
	p->looked = true;
	g_autoptr(GPtrArray) notes = NULL;
	g_autoptr(Case) c = case_read(p->call->store, p->case_id, 0, error);
	g_autoptr(GPtrArray) gaps = c != NULL ? books_gaps(p->call->store, c, p->law, p->call->today, &notes, error) : NULL;
	if (gaps == NULL)
		return false;
	if (gaps->len > 0) {
		p->reason = "books_behind";
		p->unclear = (Say){ "bøgerne siger ikke, hvad sagen siger; kør books update", "the books do not say what the case says; run books update" };
	}
	for (guint i = 0; gaps->len == 0 && i < notes->len && p->reason == NULL; i++)
		if (g_strv_contains(holding, ((const FeeNote *)notes->pdata[i])->id)) {
			p->reason = "uncertain";
			p->unclear = (Say){ "fordeling eller salær er ikke afklaret; se books check", "a split or a fee is not settled; see books check" };
		}
	return true;
}

/* ---- one case ---- */

static bool held_of(Store *store, const char *account, const char *case_id, Date on, Money *out, GError **error)
{
	Money balance;
	return ledger_balance(store, account, case_id, on, &balance, error) && (money_sub(money_zero(), balance, out) || overflow(error));
}

/* What the case has on the account that nobody else will take; *held: what stands there. Below zero is zero. */
static bool free_of(Prepare *p, const char *account, Money *held, Money *out, GError **error)
{
	Store *store = p->call->store;
	Money then, reserved;
	if (!held_of(store, account, p->case_id, DATE_NONE, held, error) || !held_of(store, account, p->case_id, p->upto, &then, error) ||
	    !payout_reserved(store, NULL, p->case_id, account, true, 0, &reserved, error))
		return false;
	if (!money_sub(*held, reserved, out))
		return overflow(error);
	*out = money_min(*out, then);
	if (money_is_negative(*out))
		*out = money_zero();
	return true;
}

static bool part_add(Prepare *p, PayoutTransfer *transfer, PostingKind kind, Money amount, Money held, Money *left, GError **error)
{
	if (money_is_zero(amount))
		return true;
	if (!look_at(p, error))
		return false;
	if (p->reason != NULL) {
		hold_back(p, transfer->receiver, p->case_id, amount, p->reason, p->unclear);
		return true;
	}
	payout_part_new(transfer, p->case_id, kind, amount, held);
	return (money_sub(*left, amount, left) && money_add(transfer->sum, amount, &transfer->sum)) || overflow(error);
}

static bool case_into(Prepare *p, PayoutTransfer *transfer, Money left[CLIENT_KINDS], GError **error)
{
	Money held, amount;
	for (size_t k = 0; k < CLIENT_KINDS; k++) {
		if (!free_of(p, posting_debit(payout_kinds[k]), &held, &amount, error))
			return false;
		amount = money_min(amount, left[k]);
		if (!money_is_negative(amount) && !part_add(p, transfer, payout_kinds[k], amount, held, &left[k], error))
			return false;
	}
	Money unsplit;
	if (!held_of(p->call->store, "client_debt", p->case_id, DATE_NONE, &unsplit, error))
		return false;
	if (!money_is_zero(unsplit) && !money_is_negative(unsplit))
		hold_back(p, transfer->receiver, p->case_id, unsplit, "unsplit",
		          (Say){ "betalingen er ikke fordelt endnu; se books check", "the payment is not split yet; see books check" });
	return true;
}

/* ---- one receiver ---- */

/* Did the bank send back what went to that account? Then it is not tried again before the account is set anew. */
static bool came_back(Store *store, int64_t account_id, bool *back, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT EXISTS (SELECT 1 FROM payout_outcome o JOIN payout_transfer t ON t.id = o.transfer_id"
	                                     " WHERE t.account_id = ? AND o.word = 'returned')",
	                                     "i", account_id);
	*back = query_step(query, error) == 1 && query_int(query, 0) != 0;
	return query != NULL;
}

static void transfer_drop(Prepare *p, const PayoutTransfer *transfer)
{
	g_ptr_array_remove(p->payout->transfers, (void *)transfer);
}

/* The transfer stays only when something is in it and there is an account that it can go to. */
static bool transfer_settle(Prepare *p, PayoutTransfer *transfer, GError **error)
{
	g_auto(PayoutAccount) account = { 0 };
	bool back = false;
	if (money_is_zero(transfer->sum)) {
		transfer_drop(p, transfer);
		return true;
	}
	if (!payout_account_of(p->call->store, transfer->receiver, &account, error) ||
	    (account.id != 0 && !came_back(p->call->store, account.id, &back, error)))
		return false;
	if (account.id != 0 && account.number != NULL && !back) {
		transfer->account_id = account.id;
		return money_add(p->payout->sum, transfer->sum, &p->payout->sum) || overflow(error);
	}
	hold_back(p, transfer->receiver, NULL, transfer->sum, back ? "account_returned" : "no_account",
	          back ? (Say){ "banken sendte en udbetaling til kontoen tilbage; sæt kontoen på ny", "the bank sent back a payout to the account; set the account anew" }
	               : (Say){ "ingen bekræftet konto (payout account set, payout account confirm)", "no confirmed account (payout account set, payout account confirm)" });
	transfer_drop(p, transfer);
	return true;
}

/* What the client owes us is kept, from the last part on, until it is set off or paid. */
static bool claim_keep(Prepare *p, PayoutTransfer *transfer, const GPtrArray *cases, GError **error)
{
	Money owed = money_zero(), one;
	for (guint i = 0; i < cases->len; i++)
		if (!ledger_balance(p->call->store, "client_receivable", cases->pdata[i], DATE_NONE, &one, error) || !money_add(owed, one, &owed))
			return false;
	owed = money_min(owed, transfer->sum);
	if (money_is_negative(owed) || money_is_zero(owed))
		return true;
	hold_back(p, transfer->receiver, NULL, owed, "receivable",
	          (Say){ "klienten skylder os så meget (ledger --account client_receivable)", "the client owes us as much (ledger --account client_receivable)" });
	if (!money_sub(transfer->sum, owed, &transfer->sum))
		return overflow(error);
	for (guint i = transfer->parts->len; i > 0 && !money_is_zero(owed); i--) {
		PayoutPart *part = transfer->parts->pdata[i - 1];
		Money less = money_min(owed, part->amount);
		if (!money_sub(owed, less, &owed) || !money_sub(part->amount, less, &part->amount))
			return overflow(error);
		if (money_is_zero(part->amount))
			g_ptr_array_remove_index(transfer->parts, i - 1);
	}
	return true;
}

static void case_begin(Prepare *p, const char *case_id)
{
	p->case_id = case_id;
	p->looked = false;
	p->reason = NULL;
	p->unclear = (Say){ 0 };
}

static bool surplus_into(Prepare *p, GError **error)
{
	Money held, amount;
	if (!free_of(p, "client_surplus", &held, &amount, error))
		return false;
	if (money_is_zero(amount))
		return true;
	g_autofree char *receiver = payout_surplus_receiver(p->case_id);
	PayoutTransfer *transfer = payout_transfer_new(p->payout, receiver, 0);
	Money left = amount;
	return part_add(p, transfer, POSTING_surplus_returned, amount, held, &left, error) && transfer_settle(p, transfer, error);
}

static bool client_into(Prepare *p, const char *client, const char *only_case, GError **error)
{
	Store *store = p->call->store;
	Money left[CLIENT_KINDS], reserved;
	g_autoptr(GPtrArray) cases = client_cases(store, client, error);
	if (cases == NULL)
		return false;
	for (size_t k = 0; k < CLIENT_KINDS; k++) {
		const char *account = posting_debit(payout_kinds[k]);
		if (!client_least(store, client, account, p->call->today, &left[k], error) ||
		    !payout_reserved(store, client, NULL, account, true, 0, &reserved, error))
			return false;
		if (!money_sub(left[k], reserved, &left[k]))
			return overflow(error);
	}
	PayoutTransfer *transfer = payout_transfer_new(p->payout, client, 0);
	for (guint i = 0; i < cases->len; i++) {
		case_begin(p, cases->pdata[i]);
		if ((only_case == NULL || strcmp(only_case, p->case_id) == 0) && !case_into(p, transfer, left, error))
			return false;
	}
	if (!claim_keep(p, transfer, cases, error) || !transfer_settle(p, transfer, error))
		return false;
	for (guint i = 0; i < cases->len; i++) {
		case_begin(p, cases->pdata[i]);
		if ((only_case == NULL || strcmp(only_case, p->case_id) == 0) && !surplus_into(p, error))
			return false;
	}
	return true;
}

/* ---- payout prepare ---- */

static bool clients_into(Prepare *p, GError **error)
{
	g_autofree char *client = NULL;
	if (!payout_client_said(p->call, &client, error))
		return false;
	if (client != NULL)
		return client_into(p, client, call_option(p->call, "case"), error);
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = store_query(p->call->store, error, "SELECT DISTINCT client FROM client_case ORDER BY client", "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		g_ptr_array_add(all, g_strdup(query_text(query, 0)));
	for (guint i = 0; found == 0 && i < all->len; i++)
		if (!client_into(p, all->pdata[i], NULL, error))
			return false;
	return found == 0;
}

/* The account that it is paid from: the first client account whose statements the house has. */
static bool paid_from(Prepare *p, GError **error)
{
	g_autoptr(ClientBank) bank = clientbank_open(p->call->store, p->call->home, NULL, error);
	for (guint i = 0; bank != NULL && i < bank->numbers->len; i++) {
		g_autoptr(Query) query = store_query(p->call->store, error, "SELECT id FROM client_account_text WHERE number = ?", "s", bank->numbers->pdata[i]);
		int found = query_step(query, error);
		if (found < 0)
			return false;
		p->payout->client_account = found == 1 ? query_int(query, 0) : 0;
		if (found == 1)
			return true;
	}
	if (bank == NULL)
		return false;
	error_set(error, ERROR_INPUT, "client-account", "Der er ingen klientkonto med et indlæst kontoudtog at udbetale fra.",
	          "There is no client account with an imported statement to pay out from.");
	error_remedy(error, "Skriv kontoen i paakrav.conf under [client-account], og indlæs dens kontoudtog med bank import.",
	             "Name the account in paakrav.conf under [client-account], and import its statement with bank import.");
	return false;
}

static bool days_said(Prepare *p, GError **error)
{
	const Call *call = p->call;
	const char *period = call_option(call, "period");
	Date on, first;
	int year, month, used = 0;
	if (!call_date(call, "on", &on, error))
		return false;
	if (date_known(on) && date_before(on, call->today))
		return error_set(error, ERROR_INPUT, "day-gone", "Den dag er gået; banken kan ikke betale da.", "That day is gone; the bank cannot pay then.");
	p->payout->execute_on = payout_next_bank_day(p->law, date_known(on) ? on : call->today);
	if (period == NULL)
		return true;
	if (strlen(period) != strlen("2026-10") || sscanf(period, "%4d-%2d%n", &year, &month, &used) != 2 || used != (int)strlen(period) ||
	    !date_make(year, month, 1, &first))
		return error_set(error, ERROR_USAGE, "bad-month", "%s er ikke en måned; skriv ÅÅÅÅ-MM.", "%s is not a month; write YYYY-MM.", period);
	p->upto = date_add_days(date_add_months(first, 1), -1);
	return true;
}

static bool prepare_step(Prepare *p, GError **error)
{
	const char *by = payout_by_said(p->call, error);
	JournalHead head;
	if (by == NULL || !days_said(p, error) || !clients_into(p, error) || !journal_head(p->call->store, &head, error))
		return false;
	p->payout->prepared_on = p->call->today;
	p->payout->by = g_strdup(by);
	p->payout->seq = head.seq;
	if (p->payout->transfers->len == 0)
		return true;
	return paid_from(p, error) && payout_add(p->call->store, p->payout, error);
}

int payout_prepare_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Payout) payout = payout_new();
	g_autoptr(cJSON) held_back = cJSON_CreateArray();
	Prepare p = { .call = call, .law = law, .upto = DATE_NONE, .payout = payout, .held_back = held_back };
	payout->sum = money_zero();
	if (law == NULL || !store_begin(call->store, error))
		return -1;
	bool fine = prepare_step(&p, error) && (payout->transfers->len == 0 || store_commit(call->store, error));
	if (store_stepping(call->store))
		store_rollback(call->store);
	g_autoptr(Payout) stored = fine && payout->id != 0 ? payout_read(call->store, payout->id, error) : NULL;
	if (!fine || (payout->id != 0 && stored == NULL))
		return -1;
	g_autoptr(cJSON) object = payout_json(call, stored != NULL ? stored : payout, stored != NULL ? "prepared" : "nothing", error);
	if (object == NULL)
		return -1;
	cJSON_AddItemToObject(object, "held_back", g_steal_pointer(&held_back));
	*result = g_steal_pointer(&object);
	return stored != NULL ? EXIT_FINE : EXIT_NO;
}
