/* Box 4 added up again, the rates, the fees, and the court fee of the day. */
#include "filing/lint_desk.h"

#include <string.h>

#define BARE_ITEMS 300

static const char *const parts[] = { "principal", "interest", "reminder_fees", "inkasso_fee", "collection_costs", "compensation" };
static const char *const costs[] = { "reminder_fees", "inkasso_fee", "collection_costs", "compensation" };

static void amounts_look(LintDesk *desk)
{
	const cJSON *box;
	cJSON_ArrayForEach(box, json_get(desk->sheet, "fields"))
	{
		const char *value = json_get_text(box, "value");
		if (g_strcmp0(json_get_text(box, "kind"), "money") != 0 || value == NULL)
			continue;
		Money amount;
		if (!lint_kroner(value, &amount) || money_is_negative(amount))
			lint_fault(desk, LINT_L115, json_get_text(box, "label"), "»%s«", "\"%s\"", value);
	}
}

static void sum_look(LintDesk *desk)
{
	Money sum = money_zero(), total, part;
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (lint_amount(desk, parts[i], &part) && !money_add(sum, part, &sum))
			return;
	if (!lint_amount(desk, "total", &total) || money_compare(sum, total) == 0)
		return;
	g_autofree char *added = money_danish(sum), *written = money_danish(total);
	lint_fault(desk, LINT_L114, NULL, "Beløbene giver %s, men der står %s.", "The amounts give %s, but it says %s.", added, written);
}

static void principal_look(LintDesk *desk)
{
	Money principal, limit;
	if (!lint_amount(desk, "principal", &principal))
		return;
	if (money_is_zero(principal) || money_is_negative(principal))
		lint_fault(desk, LINT_L113, NULL, "Hovedstolen er nul.", "The principal is zero.");
	if (law_limit_money(desk->law, "betalingspaakrav_limit", desk->on, &limit) && money_compare(principal, limit) > 0) {
		g_autofree char *most = money_danish(limit);
		lint_fault(desk, LINT_L112, NULL, "Grænsen er %s kr.", "The limit is %s kr.", most);
	}
}

static void rate_look(LintDesk *desk, const cJSON *box, bool agreed)
{
	static const char *const periods[] = { "pr. år", "p.a.", "pr. måned", "årligt", "månedligt", NULL };
	const char *value = json_get_text(box, "value"), *label = json_get_text(box, "label");
	if (value == NULL)
		return;
	if (json_get_text(box, "from") == NULL && !json_get_bool(box, "twice"))
		lint_fault(desk, LINT_L118, label, "Intet kryds.", "No tick.");
	if (agreed && (strchr(value, '%') == NULL || lint_word(value, periods) == NULL))
		lint_fault(desk, LINT_L119, label, "»%s«", "\"%s\"", value);
	Money interest;
	if (g_strcmp0(json_get_text(box, "from"), "filing") == 0 && lint_amount(desk, "interest", &interest) &&
	    !money_is_zero(interest) && !lint_names_day(value, desk->on))
		lint_fault(desk, LINT_L120, label, "Linjen siger ikke, at påløbne renter går til og med opgørelsesdagen.",
		           "The line does not say that accrued interest runs through the day of the account.");
}

static void rates_look(LintDesk *desk)
{
	const cJSON *statutory = lint_box(desk, "interest_statutory", 0), *agreed = lint_box(desk, "interest_agreed", 0);
	const char *first = statutory != NULL ? json_get_text(statutory, "value") : NULL;
	const char *second = agreed != NULL ? json_get_text(agreed, "value") : NULL;
	rate_look(desk, statutory, false);
	rate_look(desk, agreed, true);
	if (first == NULL && second == NULL && !(desk->bare && statutory == NULL && agreed == NULL))
		lint_fault(desk, LINT_L116, NULL, "Begge linjer er tomme.", "Both lines are empty.");
	if (first != NULL && second != NULL && (strstr(first, " af ") == NULL || strstr(second, " af ") == NULL))
		lint_fault(desk, LINT_L117, NULL, "Linjerne nævner ikke, hvilke krav de gælder.", "The lines do not name their claims.");
}

/* No debtor may be a consumer; on paper a business is one that has a CVR number. */
static void compensation_look(LintDesk *desk)
{
	Money amount;
	if (!lint_amount(desk, "compensation", &amount) || money_is_zero(amount))
		return;
	const cJSON *box;
	for (guint i = 0; (box = lint_box(desk, "debtor", i)) != NULL; i++) {
		const char *value = json_get_text(box, "value");
		const Party *party = desk->assessment != NULL && i < desk->assessment->on_case->debtors->len
		                         ? desk->assessment->on_case->debtors->pdata[i]
		                         : NULL;
		if (value == NULL || strstr(value, "CVR-nr.") == NULL || (party != NULL && field_is(&party->kind, "consumer")))
			lint_fault(desk, LINT_L121, json_get_text(box, "label"), "Skyldner er ikke en virksomhed.", "The debtor is no business.");
	}
}

static guint items_told(LintDesk *desk)
{
	guint n = 0;
	const cJSON *paragraph;
	if (desk->bare) /* as many as the account may be about: nobody has counted */
		return BARE_ITEMS;
	cJSON_ArrayForEach(paragraph, json_get(desk->sheet, "statement"))
	{
		if (g_strcmp0(json_get_text(paragraph, "topic"), "items") == 0)
			n += (guint)cJSON_GetArraySize(json_get(paragraph, "rows"));
	}
	return MAX(n, 1);
}

static void costs_look(LintDesk *desk)
{
	Money amount, each, most;
	int count;
	for (size_t i = 0; i < G_N_ELEMENTS(costs); i++) {
		const cJSON *box = lint_box(desk, costs[i], 0);
		if (!lint_amount(desk, costs[i], &amount) || money_is_zero(amount))
			continue;
		g_autofree char *told = lint_topic(desk, "costs");
		if (told == NULL && !(desk->bare && lint_box(desk, "statement", 0) == NULL))
			lint_fault(desk, LINT_L122, json_get_text(box, "label"), "Felt 5 siger intet om omkostningerne.",
			           "Box 5 says nothing of the costs.");
	}
	if (lint_amount(desk, "reminder_fees", &amount) && law_limit_money(desk->law, "rykkergebyr_max", desk->on, &each) &&
	    law_limit_number(desk->law, "rykkergebyr_count_max", desk->on, &count) &&
	    money_times(each, (int64_t)count * items_told(desk), &most) && money_compare(amount, most) > 0) {
		g_autofree char *text = money_danish(most);
		lint_fault(desk, LINT_L123, NULL, "Højst %s kr.", "At most %s kr.", text);
	}
	if (lint_amount(desk, "inkasso_fee", &amount) && law_limit_money(desk->law, "inkassogebyr_max", desk->on, &each) &&
	    money_times(each, items_told(desk), &most) && money_compare(amount, most) > 0) {
		g_autofree char *text = money_danish(most);
		lint_fault(desk, LINT_L124, NULL, "Højst %s kr.", "At most %s kr.", text);
	}
}

static void court_fee_look(LintDesk *desk)
{
	Money value, fee, paid;
	const cJSON *udlaeg = lint_box(desk, "udlaeg", 0), *suit = lint_box(desk, "court_case", 0);
	if (!lint_amount(desk, "court_fee", &paid) || !lint_amount(desk, desk->form ? "principal" : "value", &value))
		return;
	bool known = desk->form ? law_bp_fee(desk->law, value, desk->on, json_get_bool(udlaeg, "answer"), json_get_bool(suit, "answer"), &fee)
	                        : law_court_fee(desk->law, "civil_filing", value, desk->on, &fee, NULL);
	if (!known || money_compare(fee, paid) == 0)
		return;
	g_autofree char *right = money_danish(fee), *wrong = money_danish(paid);
	lint_fault(desk, LINT_L127, NULL, "Der står %s; den er %s.", "It says %s; it is %s.", wrong, right);
}

void lint_look_sums(LintDesk *desk)
{
	amounts_look(desk);
	court_fee_look(desk);
	if (!desk->form)
		return;
	sum_look(desk);
	principal_look(desk);
	rates_look(desk);
	compensation_look(desk);
	costs_look(desk);
}
