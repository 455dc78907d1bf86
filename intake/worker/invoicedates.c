/* When an invoice was issued and is due, and the terms of payment: the days of payment confirm both days. */
#include "intake/limits.h"
#include "intake/worker/invoiceparts.h"
#include "intake/worker/minor.h"

#include <string.h>

bool invoice_read_day(const Segment *segment, guint first, guint last, Found *out)
{
	for (guint i = 0; i < segment->dates->len; i++) {
		const FoundDate *date = &g_array_index(segment->dates, FoundDate, i);
		if (date->first < first || date->last > last || !date_known(date->date) || !date->year_given)
			continue;
		/* "Fakturadato 19.05.2025": words between the label and the day make it another day. */
		if (date->first > first + 2)
			return false;
		out->segment = segment;
		out->first = date->first;
		out->last = date->last;
		out->text = date_iso(date->date);
		return true;
	}
	return false;
}

/* The one day that the best labels of a kind tell; NULL when there is none or they disagree. */
static const Found *one_day(const GArray *days)
{
	const Found *best = NULL;
	for (guint i = 0; i < days->len; i++) {
		const Found *found = &g_array_index(days, Found, i);
		if (best == NULL)
			best = found;
		else if (found->label->row->strength == best->label->row->strength && strcmp(found->text, best->text) != 0)
			return NULL;
	}
	return best;
}

static int day_confidence(const Found *found)
{
	static const int by_strength[] = { 0, 75, 82, 92 };
	if (found->segment->page->number > 1)
		return 45;
	return by_strength[found->label->row->strength] - (found->below ? 4 : 0);
}

static void add_days(Invoice *invoice, const char *name, const GArray *days, bool checked)
{
	const Found *one = one_day(days);
	for (guint i = 0; i < days->len; i++) {
		const Found *found = &g_array_index(days, Found, i);
		if (one != NULL && strcmp(found->text, one->text) != 0)
			continue;
		int confidence = one == NULL ? 55 : checked ? 97 : day_confidence(found);
		invoice_add(invoice, name, found->text, found, confidence, checked && one != NULL);
	}
}

static bool payment_word(const char *folded)
{
	static const char *const words[] = { "netto", "net", "betal", "frist", "terms", "payment", "zahl", "villkor", "vilkar", "kredit", "betbet",
		"due", "paid", "forfald" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_has_prefix(folded, words[i]) || (strlen(words[i]) > 4 && strstr(folded, words[i]) != NULL))
			return true;
	return false;
}

/* "Netto 8 dage", "within 30 days": the words of payment stand in the same line. "løbende måned" is no count of days. */
static bool days_in(const Segment *segment, Found *out, int64_t *days)
{
	static const char *const units[] = { "dage", "dages", "dag", "days", "day", "tage", "tagen", "dagar", "tg", NULL };
	static const char *const others[] = { "lbmd", "lobende", "maned", "mdr", "month", "monat", "manad", "eom", "skonto", "kontantrabat",
		"reklamation", "reklamationer", "klage", "discount", NULL };
	bool payment = false, found = false;
	for (guint i = segment->first; i <= segment->last; i++) {
		const char *folded = segment->folded[i - segment->first];
		payment = payment || payment_word(folded);
		if (g_strv_contains(others, folded))
			return false;
		if (found || i == segment->last || !g_strv_contains(units, segment->folded[i + 1 - segment->first]))
			continue;
		size_t length = strlen(folded);
		if (length == 0 || length > 3 || !digits_are(folded, (int)length))
			continue;
		found = true;
		*days = g_ascii_strtoll(folded, NULL, 10);
		out->segment = segment;
		out->first = i;
		out->last = i + 1;
	}
	return found && payment;
}

/* The days of payment, when all lines that tell them agree; *where is one of them. */
static bool payment_days(const PaperSheet *sheet, Found *where, int64_t *days)
{
	bool known = false;
	for (guint i = 0; i < sheet->segments->len; i++) {
		Found found = { 0 };
		int64_t this = 0;
		if (!days_in(sheet->segments->pdata[i], &found, &this))
			continue;
		if (known && this != *days)
			return false;
		known = true;
		*days = this;
		*where = where->segment == NULL ? found : *where;
	}
	return known;
}

static bool read_terms(const Segment *segment, guint first, guint last, Found *out)
{
	out->segment = segment;
	out->first = first;
	out->last = segment->placed ? last : segment->last;
	out->text = segment_text(segment, first, out->last);
	if (strlen(out->text) > LIMIT_SUMMARY_BYTES || strlen(out->text) < 3)
		g_clear_pointer(&out->text, g_free);
	return out->text != NULL;
}

static void add_terms(Invoice *invoice, const Found *where, int64_t days, bool known, bool checked)
{
	if (known) {
		g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, days);
		invoice_add(invoice, "invoice.payment_days", text, where, checked ? 96 : 85, checked);
	}
	g_autoptr(GArray) terms = invoice_values(invoice->sheet, LABEL_TERMS, read_terms);
	const Found *best = NULL;
	for (guint i = 0; i < terms->len; i++) {
		const Found *found = &g_array_index(terms, Found, i);
		if (best == NULL || (known && found->segment == where->segment && best->segment != where->segment))
			best = found;
	}
	if (best != NULL) {
		invoice_add(invoice, "invoice.terms", best->text, best, 85, false);
	} else if (known) {
		g_autofree char *text = segment_text(where->segment, where->segment->first, where->segment->last);
		if (strlen(text) <= LIMIT_SUMMARY_BYTES)
			invoice_add(invoice, "invoice.terms", text, where, 75, false);
	}
}

/* "Beløbet bedes indbetalt senest d. 17. marts 2025": a sentence about payment, a word that sets a limit, and a day. */
static bool due_in(const Segment *segment, Found *out)
{
	static const char *const limits[] = { "senest", "inden", "senast", "spatestens", "bis", "by", "before", NULL };
	bool payment = false;
	for (guint i = segment->first; i <= segment->last; i++) {
		const char *folded = segment->folded[i - segment->first];
		payment = payment || strstr(folded, "betal") != NULL || strstr(folded, "zahl") != NULL || g_str_has_prefix(folded, "pay") ||
		          strstr(folded, "overfor") != NULL;
		if (!payment || !g_strv_contains(limits, folded))
			continue;
		for (guint j = 0; j < segment->dates->len; j++) {
			const FoundDate *date = &g_array_index(segment->dates, FoundDate, j);
			if (date->first <= i || date->first > i + 4 || !date_known(date->date) || !date->year_given)
				continue;
			*out = (Found){ .segment = segment, .home = segment, .first = date->first, .last = date->last };
			out->text = date_iso(date->date);
			return true;
		}
	}
	return false;
}

static void add_due_of_sentence(Invoice *invoice, const char *issue)
{
	for (guint i = 0; i < invoice->sheet->segments->len; i++) {
		Found found;
		if (!due_in(invoice->sheet->segments->pdata[i], &found))
			continue;
		/* A day before the issue is another story ("er betalt inden 1. marts"). */
		if (issue == NULL || strcmp(found.text, issue) >= 0)
			invoice_add(invoice, "invoice.due_on", found.text, &found, 78, false);
		found_clear(&found);
	}
}

/* A due day right below a column head, or after "Betalingsfrist:", which may also head a count of days. */
void invoice_dates(Invoice *invoice)
{
	g_autoptr(GArray) issue = invoice_values(invoice->sheet, LABEL_ISSUE, invoice_read_day);
	g_autoptr(GArray) due = invoice_values(invoice->sheet, LABEL_DUE, invoice_read_day);
	g_autoptr(GArray) by_terms = invoice_values(invoice->sheet, LABEL_TERMS, invoice_read_day);
	g_autoptr(GArray) delivered = invoice_values(invoice->sheet, LABEL_DELIVERED, invoice_read_day);
	const GArray *dues = due->len > 0 ? due : by_terms;
	Found where = { 0 };
	int64_t days = 0;
	bool known = payment_days(invoice->sheet, &where, &days), checked = false;
	const Found *from = one_day(issue), *to = one_day(dues);
	Date a, b;
	if (from != NULL && to != NULL && date_parse(from->text, &a) && date_parse(to->text, &b)) {
		checked = known && date_diff(a, b) == days;
		if (date_before(b, a)) { /* due before it was issued: one of them is misread */
			invoice_add(invoice, "invoice.issue_on", from->text, from, 60, false);
			invoice_add(invoice, "invoice.due_on", to->text, to, 45, false);
			add_terms(invoice, &where, days, known, false);
			return;
		}
	}
	add_days(invoice, "invoice.issue_on", issue, checked);
	add_days(invoice, "invoice.due_on", dues, checked);
	if (dues->len == 0)
		add_due_of_sentence(invoice, from != NULL ? from->text : NULL);
	add_days(invoice, "invoice.delivered_on", delivered, false);
	add_terms(invoice, &where, days, known, checked);
}
