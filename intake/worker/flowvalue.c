/* Days, amounts and names in a flow: days and amounts are read by dates.h and amounts.h from the words that follow, wherever their line was broken. */
#include "intake/worker/flow.h"

#include <string.h>

/* "den 22. november 2026" and "DKK 12.500,00": with what may stand between, no more words than this. */
enum { WORDS_MOST = 5, NAME_WORDS = 8 };

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

static bool is_name_end(const FlowWord *word)
{
	size_t length = strlen(word->raw);
	char last = length > 0 ? word->raw[length - 1] : '\0';
	return last == ',' || last == '(' || last == ';' || last == ':';
}

static bool is_after_name(const FlowWord *word)
{
	static const char *const words[] = { "cvr", "cvr-nr", "cvr-nummer", "cvr.nr", "mod", "org", "orgnr", "hrb", "adresse", "address", "og", "and", "und",
		                             "och", "herefter", "i", "hereinafter", "nachfolgend", "nedan", "tlf", "att", "reg",
		                             "ean", "kundenr", "kundenummer", "nr", "no", "ust-idnr", NULL };
	return g_strv_contains(words, word->fold) || word->raw[0] == '(' || g_ascii_isdigit(word->raw[0]);
}

/* "Tømrerfirmaet Lind" at the end of a line, and "I/S" on the next. */
static bool is_form(const FlowWord *word)
{
	static const char *const forms[] = { "aps", "a/s", "i/s", "p/s", "k/s", "ivs", "amba", "gmbh", "ab", "ltd", NULL };
	return word->index == 0 && g_strv_contains(forms, word->fold);
}

/* Small words that may stand within a name, before its next capital letter. */
static bool is_particle(const char *fold)
{
	static const char *const words[] = { "v", "af", "i", "for", "den", "de", "von", "van", "der", "og", "&", "la", NULL };
	return fold[0] != '\0' && g_strv_contains(words, fold);
}

/* A sentence goes on in small letters where a name would not. */
static bool leaves_name(const Flow *flow, guint at)
{
	const FlowWord *word = flow->words->pdata[at];
	if (!g_unichar_islower(g_utf8_get_char(word->raw)))
		return false;
	const FlowWord *next = at + 1 < flow->words->len ? flow->words->pdata[at + 1] : NULL;
	return !is_particle(word->fold) || next == NULL || next->row != word->row || !g_unichar_isupper(g_utf8_get_char(next->raw));
}

bool flow_name(const Flow *flow, guint at, guint *last)
{
	if (at >= flow->words->len)
		return false;
	const FlowWord *first = flow->words->pdata[at];
	if (!g_unichar_isupper(g_utf8_get_char(first->raw)) || is_after_name(first))
		return false;
	*last = at;
	for (guint i = at; i < flow->words->len && i < at + NAME_WORDS; i++) {
		const FlowWord *word = flow->words->pdata[i];
		if ((word->row != first->row && !is_form(word)) || (i > at && (is_after_name(word) || leaves_name(flow, i))) || word->fold[0] == '\0')
			return true;
		*last = i;
		if (is_name_end(word) || word->stop)
			return true;
	}
	return true;
}
