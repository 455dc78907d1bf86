/* Client money that is held and not paid out, and since when: it must go without undue delay (il § 15 stk. 1). */
#include "enforcement/payout.h"

#include "enforcement/client.h"
#include "enforcement/payoutaccount.h"

#include <inttypes.h>
#include <string.h>

const OptionRow payout_due_options[] = {
	{ "creditor", "X", { "kun denne klient: CVR-nummer eller navn i bøgerne", "this client alone: CVR number or name in the books" } },
	{ "case", "CASE", { "kun sagens klient", "the case's client alone" } },
	{ "on", "DATE", { "aftenen der ses på; ellers i dag", "the evening it is seen on; else today" } },
	{ 0 },
};

#define QUOTE "Pengebeløb, der er indsat på en konto i et pengeinstitut, skal uden ugrundet ophold udbetales til fordringshaveren, " \
	      "medmindre andet er aftalt med denne."

typedef struct Waiting {
	Date on; /* the money came in */
	int64_t minor; /* øre; above zero: in; below: out */
} Waiting;

/*
 * What moved some of a case's accounts, one and its reversal left out as nothing; what a payment brought has the day on which the
 * bank had it.
 */
static GArray *movements(Store *store, const char *case_id, const char *accounts, Date on, GError **error)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Waiting));
	g_autoptr(Query) query = store_query(
	    store, error,
	    "WITH moved AS (SELECT j.seq, j.kind, j.day, substr(j.id, length(j.kind) + 1) AS rest,"
	    "  (j.kind LIKE 'split!_%' ESCAPE '!' OR j.kind IN ('client_payment', 'receipt_placed')) * CAST(substr(j.id, length(j.kind) + length(?1) + 3) AS INTEGER)"
	    "   AS event, (instr(?2, j.credit || ';') > 0) * j.amount_ore - (instr(?2, j.debit || ';') > 0) * j.amount_ore AS minor"
	    "  FROM journal j WHERE j.case_id = ?1 AND j.day <= ?3)"
	    " SELECT coalesce((SELECT max(l.booked_on) FROM bank_match b JOIN bank_line l ON l.id = b.line_id WHERE m.event > 0 AND b.kind = 'paid'"
	    "   AND b.case_id = ?1 AND b.event_id = m.event),"
	    "  (SELECT max(p.day) FROM moved p WHERE m.event > 0 AND p.event = m.event AND p.kind IN ('client_payment', 'receipt_placed')), m.day) AS came,"
	    " m.minor FROM moved m WHERE m.minor <> 0"
	    " AND NOT EXISTS (SELECT 1 FROM moved b WHERE b.rest = m.rest AND (b.kind = m.kind || '_back' OR m.kind = b.kind || '_back'))"
	    " ORDER BY came, m.seq",
	    "ssd", case_id, accounts, on);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		const Waiting one = { query_date(query, 0), query_int(query, 1) };
		g_array_append_val(all, one);
	}
	return found == 0 ? g_steal_pointer(&all) : NULL;
}

/* What went out took what came in first: the day of the oldest money that is still here. */
static Date since_of(const GArray *all, int64_t *held)
{
	int64_t out = 0;
	Date since = DATE_NONE;
	*held = 0;
	for (guint i = 0; i < all->len; i++) {
		const Waiting *one = &g_array_index(all, Waiting, i);
		*held += one->minor;
		out -= MIN(one->minor, 0);
	}
	for (guint i = 0; *held > 0 && i < all->len && !date_known(since); i++) {
		const Waiting *one = &g_array_index(all, Waiting, i);
		if (one->minor <= 0)
			continue;
		out -= one->minor;
		if (out < 0)
			since = one->on;
	}
	return since;
}

static bool reserved_all(Store *store, const char *case_id, bool surplus, Money *out, GError **error)
{
	Money one;
	*out = money_zero();
	for (size_t k = 0; k < PAYOUT_KINDS; k++)
		if ((payout_kinds[k] == POSTING_surplus_returned) == surplus &&
		    (!payout_reserved(store, NULL, case_id, posting_debit(payout_kinds[k]), true, 0, &one, error) || !money_add(*out, one, out)))
			return false;
	return true;
}

typedef struct Due {
	Date on;
	Money sum;
	cJSON *rows;
} Due;

static bool case_due(Store *store, Due *due, const char *client, const char *case_id, bool surplus, GError **error)
{
	int64_t held, unsplit = 0;
	Money reserved;
	g_autoptr(GArray) all = movements(store, case_id, surplus ? "client_surplus;" : "client_costs;client_interest;client_principal;", due->on, error);
	g_autoptr(GArray) open = surplus || all == NULL ? NULL : movements(store, case_id, "client_debt;", due->on, error);
	if (all == NULL || (!surplus && open == NULL))
		return false;
	Date since = since_of(all, &held);
	if (open != NULL)
		since = date_min(since, since_of(open, &unsplit));
	held += unsplit;
	if (held <= 0)
		return true;
	g_autofree char *receiver = surplus ? payout_surplus_receiver(case_id) : g_strdup(client);
	g_auto(PayoutAccount) account = { 0 };
	if (!reserved_all(store, case_id, surplus, &reserved, error) || !payout_account_of(store, receiver, &account, error))
		return false;
	cJSON *row = json_push(due->rows);
	json_text(row, "receiver", receiver);
	json_text(row, "case", case_id);
	json_money(row, "held_ore", money_of_ore(held));
	json_date(row, "since_on", since);
	json_int(row, "days", date_diff(since, due->on));
	json_money(row, "in_payout_ore", reserved);
	json_money(row, "unsplit_ore", money_of_ore(unsplit));
	json_bool(row, "account", account.id != 0 && account.number != NULL);
	return money_add(due->sum, money_of_ore(held), &due->sum);
}

int payout_due_run(const Call *call, cJSON **result, GError **error)
{
	Due due = { .sum = money_zero() };
	g_autofree char *client = NULL;
	if (!call_date(call, "on", &due.on, error) || !payout_client_said(call, &client, error))
		return -1;
	if (!date_known(due.on))
		due.on = call->today;
	g_autoptr(cJSON) object = json_result("payout-due");
	json_date(object, "on", due.on);
	due.rows = json_array(object, "due");
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT client, case_id FROM client_case WHERE ?1 IS NULL OR client = ?1 ORDER BY client, case_id", "s", client);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		g_autofree char *whose = g_strdup(query_text(query, 0)), *case_id = g_strdup(query_text(query, 1));
		if (!case_due(call->store, &due, whose, case_id, false, error) || !case_due(call->store, &due, whose, case_id, true, error))
			return -1;
	}
	if (found < 0)
		return -1;
	json_int(object, "count", cJSON_GetArraySize(due.rows));
	json_money(object, "sum_ore", due.sum);
	json_text(object, "statute", "il § 15 stk. 1");
	json_text(object, "quote", QUOTE);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void payout_due_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "due"))
	{
		g_autofree char *held = money_danish(money_of_ore(json_get_int(row, "held_ore", 0)));
		g_autofree char *moving = money_danish(money_of_ore(json_get_int(row, "in_payout_ore", 0)));
		bool paid = json_get_int(row, "in_payout_ore", 0) != 0, account = json_get_bool(row, "account");
		g_string_append_printf(out, da ? "%14s  siden %s (%d dage)  %s, %s" : "%14s  since %s (%d days)  %s, %s", held, json_get_text(row, "since_on"),
		                       (int)json_get_int(row, "days", 0), json_get_text(row, "receiver"), json_get_text(row, "case"));
		if (paid)
			g_string_append_printf(out, da ? "; %s kr. i en udbetaling" : "; DKK %s in a payout", moving);
		if (json_get_int(row, "unsplit_ore", 0) != 0)
			g_string_append(out, da ? "; ikke fordelt" : "; not split");
		g_string_append(out, account ? "\n" : da ? "; ingen konto\n" : "; no account\n");
	}
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(result, "sum_ore", 0)));
	g_string_append_printf(out, da ? "I alt %s kr. på %d, ikke udbetalt %s.\n" : "DKK %s in all on %d, not paid out on %s.\n", sum,
	                       (int)json_get_int(result, "count", 0), json_get_text(result, "on"));
	if (json_get_int(result, "count", 0) > 0)
		g_string_append_printf(out, "%s: »%s«\n", json_get_text(result, "statute"), json_get_text(result, "quote"));
}
