/* A line of text: amounts and days in it lie within it, from left to right, and within the limits. */
#include "intake/limits.h"
#include "intake/worker/amounts.h"
#include "intake/worker/dates.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_amounts(const TextLine *line, AmountStyle style)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Amount));
	amounts_find(line, style, found);
	for (guint i = 0; i < found->len; i++) {
		const Amount *amount = &g_array_index(found, Amount, i);
		if (amount->first > amount->last || amount->last >= line->words->len || ABS(amount->minor) > LIMIT_MONEY_ORE ||
		    (!amount->known && amount->minor != 0))
			abort();
	}
}

static void check_dates(const TextLine *line, DateOrder order)
{
	Date reference;
	if (!date_make(2025, 2, 28, &reference))
		abort();
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	dates_find(line, order, reference, found);
	for (guint i = 0; i < found->len; i++) {
		const FoundDate *date = &g_array_index(found, FoundDate, i);
		if (date->first > date->last || date->last >= line->words->len)
			abort();
		if (i > 0 && date->first < g_array_index(found, FoundDate, i - 1).first)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size > 20000)
		return 0;
	g_autoptr(Text) text = text_new();
	g_autofree char *plain = g_strndup((const char *)bytes, size);
	TextPage *page = text_add_page(text, 0, 0);
	text_add_plain(text, page, plain, 0);
	AmountStyle style = amounts_style(text);
	DateOrder order = dates_order(text);
	for (guint i = 0; i < page->lines->len; i++) {
		check_amounts(page->lines->pdata[i], style);
		check_amounts(page->lines->pdata[i], (AmountStyle){ .decimal = AMOUNT_MARK_COMMA });
		check_dates(page->lines->pdata[i], order);
		check_dates(page->lines->pdata[i], DATE_ORDER_MONTH);
	}
	return 0;
}
