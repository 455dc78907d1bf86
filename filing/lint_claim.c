/* The portal's fields: no more is awarded than the påstand names (retsplejelovens § 338). */
#include "filing/lint_desk.h"

#include <string.h>

static void demand_look(LintDesk *desk)
{
	static const char *const verbs[] = { "tilpligtes", "dømmes til", "skal betale", NULL };
	static const char *const rates[] = { "procesrente", "rente med", "forrentes med", NULL };
	const char *text = lint_value(desk, "claim");
	if (text == NULL)
		return;
	if (lint_word(text, verbs) == NULL || strstr(text, "betale") == NULL)
		lint_fault(desk, LINT_L406, NULL, "Der står ikke, hvem der skal betale.", "It does not say who is to pay.");
	Money principal;
	if (lint_amount(desk, "value", &principal) && !lint_names_amount(text, principal)) {
		g_autofree char *amount = money_danish(principal);
		lint_fault(desk, LINT_L402, NULL, "%s kr. står der ikke.", "%s kr. is not there.", amount);
	}
	if (lint_word(text, rates) == NULL)
		lint_fault(desk, LINT_L403, NULL, "Hverken procesrente eller en sats.", "Neither procesrente nor a rate.");
	const char *at = strstr(text, "rente");
	Date day;
	bool start = at != NULL && (strstr(at, "fra sagens anlæg") != NULL || lint_next_day(&at, &day));
	if (!start)
		lint_fault(desk, LINT_L404, NULL, "Ingen startdag.", "No start.");
}

static void fees_look(LintDesk *desk)
{
	const LintManifest *m = desk->manifest;
	const char *text = lint_value(desk, "claim");
	if (m == NULL || !m->has_sums || text == NULL)
		return;
	const struct {
		Money amount;
		const char *da, *en;
	} fees[] = {
		{ m->reminder_fees, "rykkergebyrer", "reminder fees" },
		{ m->inkasso_fee, "inkassogebyr", "inkassogebyr" },
		{ m->collection_costs, "omkostninger", "costs" },
		{ m->compensation, "kompensationsbeløb", "compensation" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(fees); i++)
		if (!money_is_zero(fees[i].amount) && !lint_names_amount(text, fees[i].amount))
			lint_fault(desk, LINT_L405, NULL, "Ikke nævnt: %s%.0s.", "Not named: %.0s%s.", fees[i].da, fees[i].en);
}

static void value_look(LintDesk *desk)
{
	Money value, limit;
	if (!lint_amount(desk, "value", &value))
		return;
	if (desk->manifest != NULL && desk->manifest->has_sums && money_compare(value, desk->manifest->principal) != 0) {
		g_autofree char *right = money_danish(desk->manifest->principal);
		lint_fault(desk, LINT_L407, NULL, "Hovedstolen er %s kr.", "The principal is %s kr.", right);
	}
	const char *type = lint_value(desk, "case_type");
	bool small = type != NULL && strstr(type, "39") != NULL;
	if (small && law_limit_money(desk->law, "kap39_limit", desk->on, &limit) && money_compare(value, limit) > 0) {
		g_autofree char *most = money_danish(limit);
		lint_fault(desk, LINT_L408, NULL, "Over %s kr. er sagen ikke forenklet.", "Above %s kr. the case is not simplified.", most);
	}
}

static void number_look(LintDesk *desk)
{
	const char *text = lint_value(desk, "creditor_number");
	size_t digits = 0, others = 0;
	for (const char *p = text; p != NULL && *p != '\0'; p++) {
		digits += g_ascii_isdigit(*p);
		others += !g_ascii_isdigit(*p) && *p != ' ' && *p != '-';
	}
	if (text != NULL && (others > 0 || (digits != 8 && digits != 10)))
		lint_fault(desk, LINT_L409, NULL, "%u cifre.", "%u digits.", (guint)digits);
}

/* The house's words of [argument.objection], which answer no objection; a firm's own in their place are a person's answer. */
static void answer_look(LintDesk *desk)
{
	const char *text = lint_value(desk, "arguments");
	const char *at = text != NULL ? strstr(text, "fremsatte indsigelse") : NULL;
	const char *end = at != NULL ? strchr(at, '\n') : NULL;
	g_autofree char *line = at == NULL ? NULL : end != NULL ? g_strndup(at, (gsize)(end - at)) : g_strdup(at);
	if (line != NULL && strstr(line, " ikke fritager ") != NULL && (g_str_has_suffix(line, " for at betale,") || g_str_has_suffix(line, " for at betale.")))
		lint_fault(desk, LINT_L413, NULL, "Der står ikke, hvorfor indsigelsen er uden betydning.", "It does not say why the objection fails.");
}

void lint_look_claim(LintDesk *desk)
{
	answer_look(desk);
	demand_look(desk);
	fees_look(desk);
	value_look(desk);
	number_look(desk);
}
