/* Days and amounts in a flow: read by dates.h and amounts.h from the words that follow, wherever their line was broken. */
#include "intake/worker/flow.h"

/* "den 22. november 2026" and "DKK 12.500,00": with what may stand between, no more words than this. */
enum { WORDS_MOST = 5 };

/* The words from at as one line; it borrows them. */
static TextLine line_from(const Flow *flow, guint at)
{
	TextLine line = { .words = g_ptr_array_new() };
	for (guint i = at; i < flow->words->len && i < at + WORDS_MOST; i++) {
		const FlowWord *word = flow->words->pdata[i];
		g_ptr_array_add(line.words, word->line->words->pdata[word->index]);
	}
	return line;
}

bool flow_day(const Flow *flow, guint at, Date *day, guint *last)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	TextLine line = line_from(flow, at);
	dates_find(&line, flow->order, DATE_NONE, found);
	g_ptr_array_unref(line.words);
	const FoundDate *first = found->len > 0 ? &g_array_index(found, FoundDate, 0) : NULL;
	if (first == NULL || first->first != 0 || !date_known(first->date) || !first->year_given)
		return false;
	*day = first->date;
	*last = at + first->last;
	return true;
}

bool flow_money(const Flow *flow, guint at, Money *amount, guint *last)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Amount));
	TextLine line = line_from(flow, at);
	amounts_find(&line, flow->style, found);
	g_ptr_array_unref(line.words);
	const Amount *first = found->len > 0 ? &g_array_index(found, Amount, 0) : NULL;
	if (first == NULL || first->first != 0 || !first->known || !first->money || first->minor < 0)
		return false;
	if (first->currency[0] != '\0' && g_strcmp0(first->currency, "DKK") != 0)
		return false;
	*amount = money_of_ore(first->minor);
	*last = at + first->last;
	return true;
}
