/* The påstand: no more than it names can be awarded (retsplejelovens § 338). */
#include "filing/claim.h"
#include "filing/liability.h"
#include "filing/template.h"

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

static void stretch_add(GArray *out, Stretch fresh)
{
	for (guint k = 0; k < out->len; k++) {
		Stretch *stretch = &g_array_index(out, Stretch, k);
		if (date_compare(stretch->from, fresh.from) == 0 && stretch->agreed == fresh.agreed && stretch->rate == fresh.rate &&
		    money_add(stretch->principal, fresh.principal, &stretch->principal))
			return;
	}
	g_array_append_val(out, fresh);
}

static bool stretches_of(const Claimed *claimed, GArray *out)
{
	for (guint i = 0; i < claimed->items->len; i++) {
		const ClaimedItem *row = claimed->items->pdata[i];
		Stretch fresh = { date_add_days(row->interest_from, 1), row->agreed, row->agreed ? row->agreed_rate : 0, money_zero() };
		if (!date_known(row->interest_from) || !money_sub(row->amount, row->credited, &fresh.principal))
			return false;
		stretch_add(out, fresh);
	}
	return true;
}

/* After payments: what of each principal still bears interest at the end of the day, and at which rate it goes on. */
static bool stretches_after(const Assessment *assessment, const Claimed *claimed, Money open, GArray *out)
{
	const GPtrArray *periods = assessment->owed->periods;
	Money sum = money_zero();
	for (guint i = 0; i < periods->len; i++) {
		const Period *period = periods->pdata[i];
		const Item *item = case_item(assessment->on_case, period->claim);
		const ClaimedItem *row = item != NULL ? claimed_item(claimed, item) : NULL;
		if (date_compare(period->to_on, assessment->on) != 0)
			continue;
		if (row == NULL || !money_add(sum, period->principal, &sum))
			return false;
		stretch_add(out, (Stretch){ date_add_days(assessment->on, 1), row->agreed, row->agreed ? row->agreed_rate : 0,
		                            period->principal });
	}
	return money_compare(sum, open) == 0;
}

static void add_part(GPtrArray *words, const char *what, Money amount)
{
	g_autofree char *kroner = money_danish(amount);
	if (!money_is_zero(amount))
		g_ptr_array_add(words, g_strdup_printf("%s %s kr.", what, kroner));
}

/* What the amount is made of, as a sentence. */
static char *parts_of(const Templates *templates, const Sums *sums, bool with_interest, Date on, GError **error)
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
		return template_words(templates, error, "claim.principal", NULL);
	g_autofree char *list = words_join(words);
	return template_words(templates, error, "claim.parts", "list", list, NULL);
}

/* "procesrente af 15.000,00 kr. fra den 3. september 2026 og …"; "" when nothing bears interest. */
static char *interest_of(const Templates *templates, const GArray *stretches, GError **error)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < stretches->len; i++) {
		const Stretch *stretch = &g_array_index(stretches, Stretch, i);
		g_autofree char *kroner = money_danish(stretch->principal), *day = date_danish_long(stretch->from);
		g_autofree char *rate = stretch->agreed ? rate_danish(stretch->rate) : NULL;
		char *text = template_words(templates, error, "claim.interest", "amount", kroner, "day", day, "rate", rate, NULL);
		if (text == NULL)
			return NULL;
		g_ptr_array_add(words, text);
	}
	return words_join(words);
}

/* Why no program can word it; da NULL: it can. */
static Say obstacle(const Case *c, const Claimed *claimed, const Sums *sums)
{
	for (guint i = 0; i < c->items->len; i++)
		if (((const Item *)c->items->pdata[i])->kind == ITEM_NOT_MONEY)
			return (Say){ "Kravet er ikke kun et pengekrav; påstanden skal formuleres af en person.",
				          "The claim is not for money alone; a person must word the påstand." };
	if (!sums->known)
		return (Say){ "Kravets størrelse kan ikke opgøres.", "The size of the claim cannot be reckoned." };
	if (!same_debtors(claimed))
		return (Say){ "De sagsøgte hæfter ikke for de samme krav; påstanden skal opdeles.",
			          "The defendants are not liable for the same items; the påstand must be parted." };
	return (Say){ NULL, NULL };
}

char *claim_demand(const Assessment *assessment, const Claimed *claimed, const Sums *sums, const Templates *templates, Say *why,
                   GError **error)
{
	const Case *c = assessment->on_case;
	*why = obstacle(c, claimed, sums);
	if (why->da != NULL)
		return NULL;
	g_autoptr(GArray) stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
	Money amount = sums->total;
	bool whole = apart(claimed) && stretches_of(claimed, stretches);
	if (whole && !money_sub(sums->total, sums->interest, &amount))
		return NULL;
	if (!whole)
		g_array_set_size(stretches, 0);
	if (!whole && !stretches_after(assessment, claimed, sums->principal, stretches)) {
		*why = (Say){ "Betalingerne kan ikke fordeles på de enkelte krav; rentepåstanden skal formuleres af en person.",
			          "The payments cannot be told apart by claim; a person must word the claim for interest." };
		return NULL;
	}
	g_autofree char *kroner = money_danish(amount), *interest = interest_of(templates, stretches, error);
	g_autofree char *parts = interest != NULL ? parts_of(templates, sums, !whole, assessment->on, error) : NULL;
	if (parts == NULL)
		return NULL;
	return template_words(templates, error, "claim.demand", "several", TEMPLATE_WHEN(c->debtors->len > 1), "joint",
	                      TEMPLATE_WHEN(liability_joins_all(c)), "amount", kroner, "interest", interest, "parts", parts, NULL);
}
