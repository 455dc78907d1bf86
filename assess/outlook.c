#include "assess/outlook.h"

#include "assess/agreement.h"
#include "assess/claimed.h"
#include "assess/rules.h"
#include "intake/document.h"

#include <string.h>

static bool closes_bp(const Assessment *assessment)
{
	for (guint i = 0; i < assessment->findings->len; i++)
		if (((const Finding *)assessment->findings->pdata[i])->effect == EFFECT_BLOCK_BP)
			return true;
	return false;
}

static Route route_ahead(const Assessment *assessment)
{
	if (assessment->route != ROUTE_MISSING && assessment->route != ROUTE_PERSON)
		return assessment->route;
	return closes_bp(assessment) ? ROUTE_CIVIL_CLAIM : ROUTE_BETALINGSPAAKRAV;
}

static Known represented(const Case *c)
{
	OperatorKind kind = operator_kind_of(field_text(&c->operator_kind));
	if (c->representative != NULL)
		return KNOWN_YES;
	if (kind == OPERATOR_UNSAID)
		return KNOWN_UNSAID;
	return kind == OPERATOR_SELF || kind == OPERATOR_BUYER ? KNOWN_NO : KNOWN_YES;
}

/* What economy_of is asked about an assessed case. The route is the one that would follow when all that is asked for comes. */
static EconomyCase outlook_of(const Assessment *assessment)
{
	const Case *c = assessment->on_case;
	const Owed *owed = assessment->owed;
	EconomyCase e = { .route = route_ahead(assessment), .track = assessment->track };
	Money limit;
	bool vat;
	if (e.route == ROUTE_CIVIL_CLAIM && e.track == TRACK_NONE && assessment->principal_known &&
	    law_limit_money(assessment->law, "kap39_limit", assessment->on, &limit))
		e.track = money_compare(assessment->principal, limit) <= 0 ? TRACK_KAP39 : TRACK_ORDINARY;
	e.principal_known = assessment->principal_known;
	e.principal = assessment->principal;
	e.interest_known = owed->known;
	e.interest = owed->known ? owed->open_interest : money_zero();
	e.costs_known = owed->known;
	e.costs = owed->known ? owed->open_costs : money_zero();
	e.filed_on = assessment->on;
	e.decided_on = DATE_NONE;
	e.udlaeg = assessment->udlaeg;
	e.court_case = assessment->court_case;
	e.debtors = MAX((int)c->debtors->len, 1);
	e.represented = represented(c);
	e.deducts_vat = !field_yes(&c->creditor->vat_registered, &vat) ? KNOWN_UNSAID : vat ? KNOWN_YES : KNOWN_NO;
	e.charged_out_of_court = money_zero();
	e.agreement = agreement_of(c, assessment->on);
	for (int phase = 0; phase < FEE_PHASES; phase++)
		e.prices[phase] = agreement_price(c, (FeePhase)phase);
	return e;
}

static bool has_document(const Case *c, const char *kind)
{
	for (guint i = 0; i < c->documents->len; i++)
		if (field_is(&((const Document *)c->documents->pdata[i])->kind, kind))
			return true;
	return false;
}

static void push_proof(cJSON *array, Lang lang, const char *about, const char *what, const char *da, const char *en)
{
	cJSON *row = json_push(array);
	json_text(row, "about", about);
	json_text(row, "what", what);
	json_text(row, "text", lang == LANG_EN ? en : da);
}

/* A claimant who is met with an objection proves agreement, delivery, amount and demand (rpl § 344, § 348). */
static void add_evidence(cJSON *result, const Case *c, Lang lang)
{
	cJSON *array = json_array(result, "evidence_missing");
	bool agreed = has_document(c, "contract") || has_document(c, "order");
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (!item_kind_is_principal(item->kind))
			continue;
		if (!agreed)
			push_proof(array, lang, item->id, "agreement", "Aftale eller ordre, helst underskrevet eller bekræftet på skrift.",
			           "Agreement or order, best signed or confirmed in writing.");
		if (item->document == 0 && !has_document(c, "invoice"))
			push_proof(array, lang, item->id, "invoice", "Fakturaen.", "The invoice.");
		if (item->delivered_on.state != FIELD_KNOWN)
			push_proof(array, lang, item->id, "delivery", "Bevis for leveringen: følgeseddel, timesedler eller fragtbrev.",
			           "Proof of delivery: delivery note, time sheets or waybill.");
	}
	if (!has_document(c, "demand"))
		push_proof(array, lang, "case", "demand", "Påkravsskrivelsen, som den blev sendt.", "The demand letter as it was sent.");
	if (!has_document(c, "mail") && !has_document(c, "letter") && !has_document(c, "reminder"))
		push_proof(array, lang, "case", "correspondence", "Brevvekslingen med skyldner.", "The correspondence with the debtor.");
}

cJSON *outlook_json(const Assessment *assessment, Lang lang)
{
	EconomyCase asked = outlook_of(assessment);
	g_autoptr(Economy) economy = economy_of(assessment->law, &asked);
	cJSON *result = json_result("economics"), *inner = economy_json(economy, lang);
	json_text(result, "case", assessment->on_case->id);
	json_date(result, "on", assessment->on);
	json_text(result, "law_edition", assessment->law_edition);
	json_text(result, "decided_route", route_name(assessment->route));
	while (inner->child != NULL) {
		cJSON *member = cJSON_DetachItemViaPointer(inner, inner->child);
		cJSON_AddItemToObject(result, member->string, member);
	}
	cJSON_Delete(inner);
	add_evidence(result, assessment->on_case, lang);
	return result;
}

static char *sum_text(const cJSON *row, const char *key, const char *at_most, Lang lang)
{
	const cJSON *value = json_get(row, key);
	if (value == NULL || cJSON_IsNull(value))
		return g_strdup(lang == LANG_EN ? "unknown" : "ukendt");
	Money money = money_of_ore(json_get_int(row, key, 0));
	g_autofree char *plain = lang == LANG_EN ? money_plain(money) : money_danish(money);
	bool ceiling = cJSON_IsTrue(json_get(row, at_most));
	return g_strdup_printf("%s%s", ceiling ? lang == LANG_EN ? "at most " : "højst " : "", plain);
}

void outlook_text(GString *out, Lang lang, const cJSON *result)
{
	static const struct {
		const char *key, *at_most;
		Say label;
	} sums[] = {
		{ "pays_now_ore", "pays_now_at_most", { "betaler nu", "pays now" } },
		{ "pays_later_ore", "pays_later_at_most", { "betaler senere", "pays later" } },
		{ "may_pay_ore", "may_pay_at_most", { "kan komme til at betale", "may have to pay" } },
		{ "receives_ore", "receives_at_most", { "får", "receives" } },
		{ "may_receive_ore", "may_receive_at_most", { "kan få", "may receive" } },
	};
	bool english = lang == LANG_EN;
	g_string_append_printf(out, english ? "Case %s on %s: what each outcome of %s costs and brings the creditor\n"
	                                    : "Sag %s den %s: hvad hvert udfald af %s koster og giver kreditor\n",
	                       json_get_text(result, "case"), json_get_text(result, "on"), json_get_text(result, "route"));
	const cJSON *row, *named;
	cJSON_ArrayForEach(row, json_get(result, "outcomes"))
	{
		g_string_append_printf(out, "\n%s\n", json_get_text(row, "title"));
		for (size_t i = 0; i < G_N_ELEMENTS(sums); i++) {
			g_autofree char *sum = sum_text(row, sums[i].key, sums[i].at_most, lang);
			g_string_append_printf(out, "  %-28s %20s\n", say(sums[i].label, lang), sum);
		}
		cJSON_ArrayForEach(named, json_get(row, "unknown"))
			g_string_append_printf(out, "  %s %s\n", english ? "unknown:" : "ukendt:", cJSON_GetStringValue(named));
	}
	bool first = true;
	cJSON_ArrayForEach(row, json_get(result, "evidence_missing"))
	{
		if (first)
			g_string_append(out, english ? "\nProof that a disputed case would lack\n" : "\nBevis, som en bestridt sag ville mangle\n");
		first = false;
		g_string_append_printf(out, "  - %s: %s\n", json_get_text(row, "about"), json_get_text(row, "text"));
	}
}
