#include "enforcement/cash.h"

#include "intake/record.h"

#include <string.h>

char *cash_ground(const char *ground, bool cash)
{
	if (!cash)
		return g_strdup(ground);
	return ground != NULL ? g_strconcat(CASH_GROUND "; ", ground, NULL) : g_strdup(CASH_GROUND);
}

static bool is_cash(const Event *event)
{
	size_t n = strlen(CASH_GROUND);
	return strcmp(event->name, "payment") == 0 && event->has_amount && g_strcmp0(event->paid_to, "operator") == 0 && event->ground != NULL &&
	       strncmp(event->ground, CASH_GROUND, n) == 0 && (event->ground[n] == '\0' || event->ground[n] == ';');
}

static bool refuse(Money sum, Money limit, GError **error)
{
	g_autofree char *all = money_danish(sum);
	g_autofree char *most = money_danish(limit);
	error_set(error, ERROR_INPUT, "cash-limit",
	          "Der må ikke modtages %s kr. eller mere kontant, og med denne betaling ville sagen have %s kr. (hvidvasklovens § 5).",
	          "No DKK %s or more may be received in cash, and with this payment the case would have DKK %s (money laundering act § 5).", most, all);
	error_remedy(error, "Bed om en bankoverførsel, og giv kontanterne tilbage.", "Ask for a bank transfer, and give the cash back.");
	return false;
}

bool cash_allows(Store *store, const Law *law, const char *case_id, const Event *event, GError **error)
{
	Money limit, sum = event->amount;
	if (!is_cash(event))
		return true;
	if (!law_limit_money(law, "cash_limit", event->on, &limit))
		return error_set(error, ERROR_INPUT, "cash-limit", "Kontantgrænsen den dag kendes ikke; betalingen kan ikke noteres som kontant.",
		                 "The cash limit of that day is not known; the payment cannot be recorded as cash.");
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	if (c == NULL)
		return false;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *other = c->events->pdata[i];
		bool counts = is_cash(other) && !other->replaced && other->id != event->replaces;
		/* The very same one, noted again, is no second payment. */
		bool same = counts && date_compare(other->on, event->on) == 0 && money_compare(other->amount, event->amount) == 0 &&
		            strcmp(other->ground, event->ground) == 0 && g_strcmp0(other->debtor, event->debtor) == 0;
		if (counts && !same && !money_add(sum, other->amount, &sum))
			return refuse(sum, limit, error);
	}
	return money_compare(sum, limit) < 0 || refuse(sum, limit, error);
}
