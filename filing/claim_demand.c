/* The påstand: no more than it names can be awarded (retsplejelovens § 338). */
#include "filing/claim.h"

#include <string.h>

/* Principals that bear interest from the same day at the same rate. */
typedef struct Stretch {
	Date from;
	bool agreed;
	RateBp rate;
	Money principal;
} Stretch;

static bool same_debtors(const Claimed *claimed)
{
	const GPtrArray *first = NULL;
	for (guint i = 0; i < claimed->items->len; i++) {
		const GPtrArray *debtors = ((ClaimedItem *)claimed->items->pdata[i])->item->debtors;
		if (first == NULL)
			first = debtors;
		if (debtors->len != first->len)
			return false;
		for (guint k = 0; k < debtors->len; k++)
			if (debtors->pdata[k] != first->pdata[k])
				return false;
	}
	return true;
}

/* Payments and credits that name no claim move the sums, so the principals can no longer be told apart by their start. */
static bool apart(const Claimed *claimed)
{
	for (guint i = 0; i < claimed->reductions->len; i++) {
		const Reduction *reduction = &g_array_index(claimed->reductions, Reduction, i);
		if (reduction->kind == REDUCTION_PAYMENT || reduction->claim == NULL)
			return false;
	}
	return true;
}

static bool stretches_of(const Claimed *claimed, GArray *out)
{
	for (guint i = 0; i < claimed->items->len; i++) {
		const ClaimedItem *row = claimed->items->pdata[i];
		Stretch fresh = { date_add_days(row->interest_from, 1), row->agreed, row->agreed ? row->agreed_rate : 0, money_zero() };
		if (!date_known(row->interest_from) || !money_sub(row->amount, row->credited, &fresh.principal))
			return false;
		bool merged = false;
		for (guint k = 0; !merged && k < out->len; k++) {
			Stretch *stretch = &g_array_index(out, Stretch, k);
			merged = date_compare(stretch->from, fresh.from) == 0 && stretch->agreed == fresh.agreed &&
			         stretch->rate == fresh.rate && money_add(stretch->principal, fresh.principal, &stretch->principal);
		}
		if (!merged)
			g_array_append_val(out, fresh);
	}
	return true;
}

static bool any_agreed(const Claimed *claimed)
{
	for (guint i = 0; i < claimed->items->len; i++)
		if (((ClaimedItem *)claimed->items->pdata[i])->agreed)
			return true;
	return false;
}

static void add_part(GPtrArray *words, const char *what, Money amount)
{
	g_autofree char *kroner = money_danish(amount);
	if (!money_is_zero(amount))
		g_ptr_array_add(words, g_strdup_printf("%s %s kr.", what, kroner));
}

/* What the amount is made of, as a sentence. */
static char *parts_of(const Sums *sums, bool with_interest, Date on)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *day = date_danish_long(on);
	g_autofree char *interest = g_strdup_printf("renter til og med den %s", day);
	add_part(words, "hovedstol", sums->principal);
	if (with_interest)
		add_part(words, interest, sums->interest);
	add_part(words, "rykkergebyrer", sums->reminder_fees);
	add_part(words, "inkassogebyr", sums->inkasso_fee);
	add_part(words, "andre omkostninger", sums->collection_costs);
	add_part(words, "kompensationsbeløb", sums->compensation);
	if (words->len == 1 && !money_is_zero(sums->principal))
		return g_strdup("Beløbet er hovedstolen.");
	g_autofree char *joined = words_join(words);
	return g_strdup_printf("Beløbet består af %s", joined);
}

static char *interest_apart(const GArray *stretches)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < stretches->len; i++) {
		const Stretch *stretch = &g_array_index(stretches, Stretch, i);
		g_autofree char *kroner = money_danish(stretch->principal), *day = date_danish_long(stretch->from);
		g_autofree char *percent = rate_danish(stretch->rate);
		g_autofree char *rate = stretch->agreed ? g_strdup_printf("rente med %s %% p.a.", percent) : g_strdup("procesrente");
		g_ptr_array_add(words, g_strdup_printf("%s af %s kr. fra den %s", rate, kroner, day));
	}
	return words_join(words);
}

char *claim_demand(const Assessment *assessment, const Claimed *claimed, const Sums *sums, Say *why)
{
	const Case *c = assessment->on_case;
	bool joint = false;
	for (guint i = 0; i < c->debtors->len; i++) {
		const char *liability = field_text(&((Party *)c->debtors->pdata[i])->liability);
		joint = joint || (liability != NULL && strstr(liability, "solidarisk") != NULL);
	}
	const char *who = c->debtors->len > 1 ? joint ? "De sagsøgte tilpligtes in solidum" : "De sagsøgte tilpligtes"
	                                      : "Sagsøgte tilpligtes";
	bool goods = false;
	for (guint i = 0; i < c->items->len; i++)
		goods = goods || ((Item *)c->items->pdata[i])->kind == ITEM_NOT_MONEY;
	if (goods || !sums->known) {
		*why = goods ? (Say){ "Kravet er ikke kun et pengekrav; påstanden skal formuleres af en person.",
			                  "The claim is not for money alone; a person must word the påstand." }
		             : (Say){ "Kravets størrelse kan ikke opgøres.", "The size of the claim cannot be reckoned." };
		return NULL;
	}
	if (!same_debtors(claimed)) {
		*why = (Say){ "De sagsøgte hæfter ikke for de samme krav; påstanden skal opdeles.",
			          "The defendants are not liable for the same items; the påstand must be parted." };
		return NULL;
	}
	g_autoptr(GArray) stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
	if (apart(claimed) && stretches_of(claimed, stretches)) {
		Money claim;
		if (!money_sub(sums->total, sums->interest, &claim))
			return NULL;
		g_autofree char *amount = money_danish(claim), *parts = parts_of(sums, false, assessment->on);
		g_autofree char *interest = interest_apart(stretches);
		return g_strdup_printf("%s til sagsøger at betale %s kr. med tillæg af %s, indtil betaling sker. %s", who,
		                       amount, interest, parts);
	}
	if (any_agreed(claimed)) {
		*why = (Say){ "Der er både betalinger og aftalt rente; rentepåstanden skal formuleres af en person.",
			          "There are both payments and an agreed rate; a person must word the claim for interest." };
		return NULL;
	}
	g_autofree char *amount = money_danish(sums->total), *parts = parts_of(sums, true, assessment->on);
	g_autofree char *principal = money_danish(sums->principal);
	return g_strdup_printf("%s til sagsøger at betale %s kr. med tillæg af procesrente af %s kr. fra sagens anlæg, indtil "
	                       "betaling sker. %s",
	                       who, amount, principal, parts);
}
