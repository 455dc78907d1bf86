#include "filing/liability.h"

#include <string.h>

bool liability_is_joint(const Party *debtor)
{
	static const char *const words[] = { "solidarisk", "in solidum", "én for alle", "een for alle" };
	static const char *const denied[] = { "ikke ", "ej ", "hverken " };
	const char *told = field_text(&debtor->liability);
	g_autofree char *folded = told != NULL ? g_utf8_casefold(told, -1) : NULL;
	for (size_t i = 0; folded != NULL && i < G_N_ELEMENTS(words); i++) {
		g_autofree char *word = g_utf8_casefold(words[i], -1);
		const char *at = strstr(folded, word);
		bool no = false;
		for (size_t k = 0; at != NULL && k < G_N_ELEMENTS(denied); k++) {
			g_autofree char *before = g_strndup(folded, (gsize)(at - folded));
			no = no || g_str_has_suffix(before, denied[k]);
		}
		if (at != NULL && !no)
			return true;
	}
	return false;
}

bool liability_joins(const Item *item)
{
	guint silent = 0;
	for (guint i = 0; i < item->debtors->len; i++)
		silent += !liability_is_joint(item->debtors->pdata[i]);
	return item->debtors->len > 1 && silent <= 1;
}

bool liability_joins_all(const Case *c)
{
	guint principals = 0;
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (!item_kind_is_principal(item->kind))
			continue;
		if (!liability_joins(item) || item->debtors->len != c->debtors->len)
			return false;
		principals++;
	}
	return principals > 0;
}
