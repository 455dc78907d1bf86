#include "filing/sums.h"

#include "assess/award.h"

#include <assert.h>
#include <string.h>

static gint by_day(gconstpointer a, gconstpointer b)
{
	const CostLine *x = *(CostLine *const *)a, *y = *(CostLine *const *)b;
	int order = date_compare(x->on, y->on);
	if (order == 0)
		order = (int)x->kind - (int)y->kind;
	return order != 0 ? order : g_strcmp0(x->item != NULL ? x->item->id : NULL, y->item != NULL ? y->item->id : NULL);
}

/* A cost that is no item of its own is the fee of a reminder, or awarded by a court. */
static void collect(Sums *sums, const Case *c, const Claimed *claimed)
{
	for (guint i = 0; i < claimed->costs->len; i++) {
		const Cost *cost = &g_array_index(claimed->costs, Cost, i);
		const Item *item = case_item(c, cost->claim);
		CostLine *line = g_new0(CostLine, 1);
		*line = (CostLine){ ITEM_REMINDER_FEE, cost->amount, cost->on, item };
		if (item == NULL || item_kind_is_principal(item->kind))
			line->item = NULL;
		if (g_strcmp0(cost->claim, award_costs_claim) == 0)
			line->kind = ITEM_COLLECTION_COST; /* no item, but no reminder either */
		if (line->item != NULL)
			line->kind = item->kind;
		g_ptr_array_add(sums->costs, line);
	}
	g_ptr_array_sort(sums->costs, by_day);
}

static Money *part_of(Sums *sums, ItemKind kind)
{
	switch (kind) {
	case ITEM_REMINDER_FEE:
		return &sums->reminder_fees;
	case ITEM_INKASSO_FEE:
		return &sums->inkasso_fee;
	case ITEM_COMPENSATION:
		return &sums->compensation;
	case ITEM_COLLECTION_COST:
		return &sums->collection_costs;
	case ITEM_INVOICE:
	case ITEM_OTHER_MONEY:
	case ITEM_NOT_MONEY:
	case ITEM_KINDS:
		break;
	}
	assert(false); /* a cost is one of the four */
	return NULL;
}

/* What payments covered of the costs went to the oldest of them. */
static bool spread(Sums *sums, const Owed *owed)
{
	Money paid, all = money_zero();
	if (!money_sub(owed->costs, owed->open_costs, &paid))
		return false;
	for (guint i = 0; i < sums->costs->len; i++) {
		const CostLine *line = sums->costs->pdata[i];
		Money *part = part_of(sums, line->kind);
		Money covered = money_min(paid, line->amount), open;
		if (!money_add(all, line->amount, &all) || !money_sub(line->amount, covered, &open) ||
		    !money_sub(paid, covered, &paid) || !money_add(*part, open, part))
			return false;
	}
	return money_compare(all, owed->costs) == 0;
}

Sums *sums_of(const Assessment *assessment, const Claimed *claimed, GError **error)
{
	const Owed *owed = assessment->owed;
	g_autoptr(Sums) sums = g_new0(Sums, 1);
	sums->costs = g_ptr_array_new_with_free_func(g_free);
	sums->principal = sums->interest = sums->total = money_zero();
	sums->reminder_fees = sums->inkasso_fee = sums->collection_costs = sums->compensation = money_zero();
	sums->known = owed->known;
	if (!owed->known)
		return g_steal_pointer(&sums);
	collect(sums, assessment->on_case, claimed);
	sums->principal = owed->open_principal;
	sums->interest = owed->open_interest;
	const Money parts[] = { owed->open_principal, owed->open_interest, owed->open_costs };
	bool fine = spread(sums, owed);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		fine = fine && money_add(sums->total, parts[i], &sums->total);
	if (!fine || money_compare(sums->total, owed->total) != 0) {
		error_set(error, ERROR_INTEGRITY, "sums-differ", "Felterne 11-18 giver ikke summen i felt 19 (sag %s).",
		          "Boxes 11-18 do not add up to box 19 (case %s).", assessment->on_case->id);
		return NULL;
	}
	return g_steal_pointer(&sums);
}

void sums_free(Sums *sums)
{
	if (sums == NULL)
		return;
	g_ptr_array_unref(sums->costs);
	g_free(sums);
}
