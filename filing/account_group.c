/* Claims of which the same can be said, told in one sentence. */
#include "filing/account.h"

#include <string.h>

static void group_free(Group *group)
{
	g_free(group->key);
	g_ptr_array_unref(group->items);
	g_free(group);
}

GPtrArray *account_groups(const Claimed *claimed, KeyOf key_of)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func((GDestroyNotify)group_free);
	for (guint i = 0; i < claimed->items->len; i++) {
		ClaimedItem *row = claimed->items->pdata[i];
		g_autofree char *key = key_of(row);
		Group *group = NULL;
		for (guint k = 0; key != NULL && group == NULL && k < groups->len; k++)
			if (strcmp(((Group *)groups->pdata[k])->key, key) == 0)
				group = groups->pdata[k];
		if (key == NULL)
			continue;
		if (group == NULL) {
			group = g_new0(Group, 1);
			group->key = g_strdup(key);
			group->items = g_ptr_array_new();
			g_ptr_array_add(groups, group);
		}
		g_ptr_array_add(group->items, row);
	}
	return groups;
}

char *group_names(const Group *group)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	if (group->items->len > NAMES_IN_WORDS)
		return g_strdup_printf("%u krav i opgørelsen nedenfor", group->items->len);
	/* "faktura og A-3": the word once. */
	bool before = false;
	for (guint i = 0; i < group->items->len; i++) {
		const Item *item = ((ClaimedItem *)group->items->pdata[i])->item;
		const char *number = field_text(&item->number);
		bool invoice = item->kind == ITEM_INVOICE && number != NULL;
		g_ptr_array_add(names, invoice && before ? g_strdup(number) : item_called(item));
		before = invoice;
	}
	return words_join(names);
}

char **account_sum_row(int n_columns, const char *amount)
{
	char **cells = g_new0(char *, (gsize)n_columns + 1);
	for (int i = 0; i < n_columns; i++)
		cells[i] = g_strdup(i == 0 ? "I alt" : i == n_columns - 1 ? amount : "");
	return cells;
}
