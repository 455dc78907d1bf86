/* Owed as the contract writes it. */
#include "assess/owed.h"

static void sum(cJSON *object, const char *key, bool known, Money value)
{
	if (known)
		json_money(object, key, value);
	else
		json_null(object, key);
}

static void add_periods(cJSON *result, const Owed *owed)
{
	cJSON *array = json_array(result, "periods");
	for (guint i = 0; i < owed->periods->len; i++) {
		const Period *p = g_ptr_array_index(owed->periods, i);
		cJSON *row = json_push(array);
		json_text(row, "claim", p->claim);
		json_date(row, "from_on", p->from_on);
		json_date(row, "to_on", p->to_on);
		json_int(row, "days", p->days);
		json_int(row, "rate_bp", p->rate);
		json_money(row, "principal_ore", p->principal);
		json_money(row, "interest_ore", p->interest);
		json_text(row, "statute", p->statute);
	}
}

static void add_postings(cJSON *result, const Owed *owed)
{
	cJSON *array = json_array(result, "postings");
	for (guint i = 0; i < owed->postings->len; i++) {
		const Posting *p = g_ptr_array_index(owed->postings, i);
		cJSON *row = json_push(array);
		json_date(row, "on", p->on);
		json_text(row, "kind", p->statement ? "statement" : "payment");
		json_text(row, "claim", p->claim);
		json_money(row, "amount_ore", p->amount);
		json_money(row, "to_costs_ore", p->to_costs);
		json_money(row, "to_interest_ore", p->to_interest);
		json_money(row, "to_principal_ore", p->to_principal);
		json_money(row, "surplus_ore", p->surplus);
		json_money(row, "open_costs_ore", p->open_costs);
		json_money(row, "open_interest_ore", p->open_interest);
		json_money(row, "open_principal_ore", p->open_principal);
		json_money(row, "balance_ore", p->balance);
	}
}

cJSON *owed_json(const Owed *owed, const char *case_id, Lang lang)
{
	cJSON *result = json_result("owed");
	json_text(result, "case", case_id);
	json_date(result, "on", owed->on);
	sum(result, "principal_ore", owed->principal_known, owed->principal);
	sum(result, "interest_ore", owed->known, owed->interest);
	sum(result, "costs_ore", owed->claimed_known, owed->costs);
	sum(result, "payments_ore", owed->claimed_known, owed->payments);
	sum(result, "total_ore", owed->known, owed->total);
	sum(result, "open_principal_ore", owed->known, owed->open_principal);
	sum(result, "open_interest_ore", owed->known, owed->open_interest);
	sum(result, "open_costs_ore", owed->known, owed->open_costs);
	sum(result, "surplus_ore", owed->known, owed->surplus);
	sum(result, "returned_ore", owed->known, owed->returned);
	sum(result, "returned_beyond_ore", owed->known, owed->returned_beyond);
	sum(result, "waived_ore", owed->known, owed->waived);
	json_text(result, "day_count", day_count_name(owed->day_count));
	json_text(result, "unknown", owed->known ? NULL : lang == LANG_EN ? owed->unknown_en : owed->unknown_da);
	json_text(result, "note", lang == LANG_EN ? owed->note_en : owed->note_da);
	add_periods(result, owed);
	add_postings(result, owed);
	return result;
}
