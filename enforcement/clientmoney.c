#include "enforcement/clientmoney.h"

#include "enforcement/client.h"
#include "enforcement/clientday.h"

#include <inttypes.h>
#include <string.h>

const OptionRow clientmoney_options[] = {
	{ "on", "DATE", { "aftenen der ses på; ellers i dag", "the evening it is seen on; else today" } },
	{ 0 },
};

/* What each account has for each client: the parts of its balance. */
static bool accounts_json(Store *store, Date on, const char *client, cJSON *row, GError **error)
{
	const char *account;
	cJSON *parts = json_array(row, "accounts");
	for (size_t i = 0; (account = ledger_account_at(i)) != NULL; i++) {
		if (ledger_account_class(account) != ACCOUNT_CLIENT)
			continue;
		Money held;
		if (!client_held(store, client, account, on, &held, error))
			return false;
		if (money_is_zero(held))
			continue;
		cJSON *part = json_push(parts);
		json_text(part, "account", account);
		json_money(part, "held_ore", held);
	}
	return true;
}

/* Receipts that stand as not placed, the oldest first, with the days that they have waited. */
static bool unplaced_json(Store *store, Date on, cJSON *object, GError **error)
{
	cJSON *rows = json_array(object, "unidentified");
	int64_t sum = 0;
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.id, j.day, j.amount_ore, k.line_id, l.booked_on FROM journal j LEFT JOIN client_link k ON k.entry = j.id"
	    " LEFT JOIN bank_line l ON l.id = k.line_id WHERE j.kind = 'receipt_unplaced' AND j.day <= ?1"
	    " AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.id = 'receipt_unplaced_back' || substr(j.id, 17) AND b.day <= ?1)"
	    " AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.id = 'receipt_returned' || substr(j.id, 17) AND r.day <= ?1"
	    "  AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.id = 'receipt_returned_back' || substr(j.id, 17) AND b.day <= ?1))"
	    " AND NOT EXISTS (SELECT 1 FROM bank_match m JOIN journal p ON p.id = 'receipt_placed/' || m.case_id || '/' || m.event_id"
	    "  WHERE m.line_id = k.line_id AND m.kind = 'paid' AND p.day <= ?1"
	    "  AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.id = 'receipt_placed_back' || substr(p.id, 15) AND b.day <= ?1))"
	    " ORDER BY coalesce(l.booked_on, j.day), j.seq",
	    "d", on);
	int found = query_step(query, error);
	int64_t count = 0;
	for (; found == 1; found = query_step(query, error), count++) {
		cJSON *row = json_push(rows);
		Date since = query_is_null(query, 4) ? query_date(query, 1) : query_date(query, 4);
		json_text(row, "entry", query_text(query, 0));
		if (query_is_null(query, 3))
			json_null(row, "line");
		else
			json_int(row, "line", query_int(query, 3));
		json_date(row, "on", since);
		json_int(row, "days", date_diff(since, on));
		json_money(row, "amount_ore", money_of_ore(query_int(query, 2)));
		sum += query_int(query, 2);
	}
	json_money(object, "unidentified_ore", money_of_ore(sum));
	json_int(object, "unidentified_count", count);
	return found == 0;
}

int clientmoney_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	if (!call_date(call, "on", &on, error))
		return -1;
	if (!date_known(on))
		on = call->today;
	g_autoptr(ClientDay) day = clientday_reckon(call->store, on, error);
	if (day == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("clientmoney");
	json_date(object, "on", on);
	cJSON *clients = json_array(object, "clients");
	for (guint i = 0; i < day->clients->len; i++) {
		const ClientShare *share = day->clients->pdata[i];
		cJSON *row = json_push(clients);
		json_text(row, "client", share->client);
		json_money(row, "held_ore", money_of_ore(share->held_ore));
		json_int(row, "entries", share->entries);
		if (!accounts_json(call->store, on, share->client, row, error))
			return -1;
	}
	json_int(object, "count", day->clients->len);
	json_money(object, "total_ore", money_of_ore(day->clients_ore));
	json_money(object, "book_ore", money_of_ore(day->book_ore));
	if (!unplaced_json(call->store, on, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void clientmoney_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "clients"))
	{
		const char *client = json_get_text(row, "client");
		g_autofree char *held = money_danish(money_of_ore(json_get_int(row, "held_ore", 0)));
		g_string_append_printf(out, "%-24s %16s  %4d %s\n", strcmp(client, CLIENT_NOBODY) == 0 ? (da ? "uplaceret" : "unplaced") : client, held,
		                       (int)json_get_int(row, "entries", 0), da ? "bogføringer" : "entries");
	}
	g_autofree char *total = money_danish(money_of_ore(json_get_int(result, "total_ore", 0)));
	g_string_append_printf(out, da ? "%-24s %16s  på %d\n" : "%-24s %16s  of %d\n", da ? "I alt" : "In all", total,
	                       (int)json_get_int(result, "count", 0));
	cJSON_ArrayForEach(row, json_get(result, "unidentified"))
	{
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(row, "amount_ore", 0)));
		g_string_append_printf(out, da ? "  %s  %16s  uplaceret i %d dage (banklinje %d)\n" : "  %s  %16s  unplaced for %d days (bank line %d)\n",
		                       json_get_text(row, "on"), amount, (int)json_get_int(row, "days", 0), (int)json_get_int(row, "line", 0));
	}
}
