#include "enforcement/ledgerview.h"

#include "enforcement/ledger.h"

#include <inttypes.h>
#include <string.h>

const OptionRow ledger_options[] = {
	{ "case", "CASE", { "kun denne sag", "this case alone" } },
	{ "client", "KEY", { "kun denne klient: cvr-12345678, CVR-nummeret, sag-2026-000001, eller - for uplaceret",
	                     "this client alone: cvr-12345678, the CVR number, sag-2026-000001, or - for unplaced" } },
	{ "account", "ACCOUNT", { "kun denne konto, med dens saldo", "this account alone, with its balance" } },
	{ "kind", "KIND", { "kun denne slags bogføring", "this kind of entry alone" } },
	{ "from", "DATE", { "bogført fra og med", "booked from" } },
	{ "to", "DATE", { "bogført til og med", "booked up to" } },
	{ 0 },
};

const OptionRow ledger_balance_options[] = {
	{ "on", "DATE", { "ved udgangen af dagen; ellers alt", "at the end of the day; else all" } },
	{ 0 },
};

const OptionRow ledger_summary_options[] = {
	{ "from", "DATE", { "bogført fra og med", "booked from" } },
	{ "to", "DATE", { "bogført til og med", "booked up to" } },
	{ 0 },
};

static bool sum_add(Money *sum, Money amount, GError **error)
{
	return money_add(*sum, amount, sum) ||
	       error_set(error, ERROR_STORE, "sum", "Summen af bøgerne er for stor.", "The sum of the books is too large.");
}

/* ---- ledger ---- */

typedef struct View {
	const char *case_id, *account, *kind;
	char *client;
	Date from, to;
	int64_t count;
	Money sum, debit, credit; /* debit and credit: of the account */
} View;

static bool view_read(const Call *call, View *view, GError **error)
{
	const char *client = call_option(call, "client");
	view->case_id = call_option(call, "case");
	view->account = call_option(call, "account");
	view->kind = call_option(call, "kind");
	view->sum = view->debit = view->credit = money_zero();
	bool bare = client != NULL && strlen(client) == 8 && strspn(client, "0123456789") == 8;
	view->client = bare ? g_strconcat("cvr-", client, NULL) : g_strdup(client);
	if (view->account != NULL && !ledger_account_known(view->account))
		return error_set(error, ERROR_USAGE, "no-such-account", "Der er ingen konto %s; se dem med ledger balance.",
		                 "There is no account %s; see them with ledger balance.", view->account);
	if (view->kind != NULL && posting_kind_of(view->kind) == POSTING_none)
		return error_set(error, ERROR_USAGE, "no-such-kind", "Der er ingen slags bogføring %s.", "There is no kind of entry %s.", view->kind);
	return call_date(call, "from", &view->from, error) && call_date(call, "to", &view->to, error);
}

static bool entry_tell(View *view, Query *query, cJSON *entries, GError **error)
{
	cJSON *entry = cJSON_CreateObject();
	Money amount = money_of_ore(query_int(query, 6));
	const char *debit = query_text(query, 4), *credit = query_text(query, 5);
	json_int(entry, "seq", query_int(query, 0));
	json_text(entry, "id", query_text(query, 1));
	json_text(entry, "case", query_text(query, 2));
	json_text(entry, "kind", query_text(query, 3));
	json_text(entry, "debit", debit);
	json_text(entry, "credit", credit);
	json_money(entry, "amount_ore", amount);
	json_date(entry, "booked_on", query_date(query, 7));
	json_text(entry, "prev", query_text(query, 8));
	json_text(entry, "hash", query_text(query, 9));
	cJSON_AddItemToArray(entries, entry);
	view->count++;
	return sum_add(&view->sum, amount, error) && (g_strcmp0(debit, view->account) != 0 || sum_add(&view->debit, amount, error)) &&
	       (g_strcmp0(credit, view->account) != 0 || sum_add(&view->credit, amount, error));
}

static bool entries_tell(const Call *call, View *view, cJSON *entries, GError **error)
{
	g_autoptr(Query) query = store_query(
	    call->store, error,
	    "SELECT seq, id, case_id, kind, debit, credit, amount_ore, day, lower(hex(prev)), lower(hex(hash)) FROM journal "
	    "WHERE (?1 IS NULL OR case_id = ?1) AND (?2 IS NULL OR debit = ?2 OR credit = ?2) AND (?3 IS NULL OR kind = ?3)"
	    " AND (?4 IS NULL OR day >= ?4) AND (?5 IS NULL OR day <= ?5) AND (?6 IS NULL OR (?6 = '-' AND case_id = '-')"
	    " OR case_id IN (SELECT case_id FROM client_case WHERE client = ?6)) ORDER BY seq",
	    "sssdds", view->case_id, view->account, view->kind, view->from, view->to, view->client);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (!entry_tell(view, query, entries, error))
			return false;
	return found == 0;
}

int ledger_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(cJSON) object = json_result("ledger");
	View view = { 0 };
	Money balance;
	bool fine = view_read(call, &view, error) && entries_tell(call, &view, json_array(object, "entries"), error);
	g_free(view.client);
	if (!fine)
		return -1;
	json_int(object, "count", view.count);
	json_money(object, "sum_ore", view.sum);
	json_text(object, "account", view.account);
	bool one = view.account != NULL && money_sub(view.debit, view.credit, &balance);
	if (one) {
		json_money(object, "debit_ore", view.debit);
		json_money(object, "credit_ore", view.credit);
		json_money(object, "balance_ore", balance);
	} else {
		json_null(object, "debit_ore");
		json_null(object, "credit_ore");
		json_null(object, "balance_ore");
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static const char *account_word(const char *name, Lang lang)
{
	return ledger_account_known(name) ? say(ledger_account_say(name), lang) : name;
}

void ledger_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *entry;
	cJSON_ArrayForEach(entry, json_get(result, "entries"))
	{
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(entry, "amount_ore", 0)));
		g_string_append_printf(out, "%6" PRId64 "  %s  %s  %14s  %s %s, %s %s\n", json_get_int(entry, "seq", 0),
		                       json_get_text(entry, "booked_on"), json_get_text(entry, "case"), amount,
		                       da ? "debet" : "debit", account_word(json_get_text(entry, "debit"), call->lang),
		                       da ? "kredit" : "credit", account_word(json_get_text(entry, "credit"), call->lang));
	}
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(result, "sum_ore", 0)));
	g_string_append_printf(out, da ? "%" PRId64 " bogføringer, i alt %s kr.\n" : "%" PRId64 " entries, DKK %s in all.\n",
	                       json_get_int(result, "count", 0), sum);
	if (json_get_text(result, "account") == NULL)
		return;
	g_autofree char *debit = money_danish(money_of_ore(json_get_int(result, "debit_ore", 0)));
	g_autofree char *credit = money_danish(money_of_ore(json_get_int(result, "credit_ore", 0)));
	g_autofree char *balance = money_danish(money_of_ore(json_get_int(result, "balance_ore", 0)));
	g_string_append_printf(out, da ? "%s: debet %s, kredit %s, saldo %s kr.\n" : "%s: debit %s, credit %s, balance DKK %s.\n",
	                       account_word(json_get_text(result, "account"), call->lang), debit, credit, balance);
}

/* ---- ledger balance ---- */

static const char *class_name(AccountClass class)
{
	static const char *const names[] = { "bank", "client", "asset", "liability", "income", "cost", "memo" };
	return names[class];
}

static bool account_tell(const Call *call, const char *account, Date on, cJSON *rows, Money sums[2], GError **error)
{
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT coalesce(sum(CASE WHEN debit = ?1 THEN amount_ore ELSE 0 END), 0),"
	                                     " coalesce(sum(CASE WHEN credit = ?1 THEN amount_ore ELSE 0 END), 0), count(*) FROM journal"
	                                     " WHERE (debit = ?1 OR credit = ?1) AND (?2 IS NULL OR day <= ?2)",
	                                     "sd", account, on);
	if (query_step(query, error) != 1)
		return false;
	Money debit = money_of_ore(query_int(query, 0)), credit = money_of_ore(query_int(query, 1)), balance;
	if (query_int(query, 2) == 0)
		return true;
	if (!money_sub(debit, credit, &balance) || !sum_add(&sums[0], debit, error) || !sum_add(&sums[1], credit, error))
		return false;
	cJSON *row = json_push(rows);
	json_text(row, "account", account);
	json_text(row, "class", class_name(ledger_account_class(account)));
	json_text(row, "name", account_word(account, call->lang));
	json_money(row, "debit_ore", debit);
	json_money(row, "credit_ore", credit);
	json_money(row, "balance_ore", balance);
	json_int(row, "count", query_int(query, 2));
	return true;
}

int ledger_balance_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	Money sums[2] = { money_zero(), money_zero() };
	const char *account;
	if (!call_date(call, "on", &on, error))
		return -1;
	g_autoptr(cJSON) object = json_result("ledger-balance");
	json_date(object, "on", on);
	cJSON *rows = json_array(object, "accounts");
	for (size_t i = 0; (account = ledger_account_at(i)) != NULL; i++)
		if (!account_tell(call, account, on, rows, sums, error))
			return -1;
	g_autoptr(Query) query = store_query(call->store, error, "SELECT count(*) FROM journal WHERE ?1 IS NULL OR day <= ?1", "d", on);
	if (query_step(query, error) != 1)
		return -1;
	json_int(object, "count", query_int(query, 0));
	json_money(object, "debit_ore", sums[0]);
	json_money(object, "credit_ore", sums[1]);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void ledger_balance_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "accounts"))
	{
		g_autofree char *debit = money_danish(money_of_ore(json_get_int(row, "debit_ore", 0)));
		g_autofree char *credit = money_danish(money_of_ore(json_get_int(row, "credit_ore", 0)));
		g_autofree char *balance = money_danish(money_of_ore(json_get_int(row, "balance_ore", 0)));
		g_string_append_printf(out, "%-20s %16s %16s %16s  %6d  %s\n", json_get_text(row, "account"), debit, credit, balance,
		                       (int)json_get_int(row, "count", 0), json_get_text(row, "name"));
	}
	g_autofree char *debit = money_danish(money_of_ore(json_get_int(result, "debit_ore", 0)));
	g_autofree char *credit = money_danish(money_of_ore(json_get_int(result, "credit_ore", 0)));
	g_string_append_printf(out, da ? "%-20s %16s %16s %16s  %6d  bogføringer\n" : "%-20s %16s %16s %16s  %6d  entries\n", da ? "I alt" : "In all",
	                       debit, credit, "", (int)json_get_int(result, "count", 0));
}

/* ---- ledger summary ---- */

/* VAT is booked on an account of its own: that line alone bears the code, and the main books reckon none again. */
#define SUMMARY                                                                                                              \
	"SELECT day, account, CASE WHEN account = 'vat_payable' THEN 'salgsmoms' ELSE '' END, sum(debit), sum(credit), count(*) FROM (" \
	" SELECT day, debit AS account, amount_ore AS debit, 0 AS credit FROM journal"                                            \
	" UNION ALL SELECT day, credit, 0, amount_ore FROM journal)"                                                              \
	" WHERE (?1 IS NULL OR day >= ?1) AND (?2 IS NULL OR day <= ?2) GROUP BY day, account ORDER BY day, account"

int ledger_summary_run(const Call *call, cJSON **result, GError **error)
{
	Date from, to;
	Money debit = money_zero(), credit = money_zero();
	int64_t vouchers = 0;
	if (!call_date(call, "from", &from, error) || !call_date(call, "to", &to, error))
		return -1;
	g_autoptr(cJSON) object = json_result("ledger-summary");
	cJSON *lines = json_array(object, "lines");
	g_autofree char *last = NULL;
	g_autoptr(Query) query = store_query(call->store, error, SUMMARY, "dd", from, to);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		const char *day = query_text(query, 0), *account = query_text(query, 1);
		g_autofree char *voucher = g_strconcat("paakrav-", day, NULL);
		cJSON *row = json_push(lines);
		json_text(row, "voucher", voucher);
		json_text(row, "booked_on", day);
		json_text(row, "account", account);
		json_text(row, "name", account_word(account, call->lang));
		json_text(row, "vat_code", query_text(query, 2));
		json_money(row, "debit_ore", money_of_ore(query_int(query, 3)));
		json_money(row, "credit_ore", money_of_ore(query_int(query, 4)));
		json_int(row, "count", query_int(query, 5));
		if (!sum_add(&debit, money_of_ore(query_int(query, 3)), error) || !sum_add(&credit, money_of_ore(query_int(query, 4)), error))
			return -1;
		vouchers += g_strcmp0(last, day) != 0;
		g_free(last);
		last = g_strdup(day);
	}
	if (found < 0)
		return -1;
	json_int(object, "count", vouchers);
	json_money(object, "debit_ore", debit);
	json_money(object, "credit_ore", credit);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void ledger_summary_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "lines"))
	{
		g_autofree char *debit = money_danish(money_of_ore(json_get_int(row, "debit_ore", 0)));
		g_autofree char *credit = money_danish(money_of_ore(json_get_int(row, "credit_ore", 0)));
		g_string_append_printf(out, "%s  %-20s %-9s %16s %16s  %5d  %s\n", json_get_text(row, "booked_on"), json_get_text(row, "account"),
		                       json_get_text(row, "vat_code"), debit, credit, (int)json_get_int(row, "count", 0), json_get_text(row, "name"));
	}
	g_autofree char *debit = money_danish(money_of_ore(json_get_int(result, "debit_ore", 0)));
	g_autofree char *credit = money_danish(money_of_ore(json_get_int(result, "credit_ore", 0)));
	g_string_append_printf(out, da ? "%d bilag, debet %s, kredit %s kr.\n" : "%d vouchers, debit %s, credit DKK %s.\n",
	                       (int)json_get_int(result, "count", 0), debit, credit);
}
