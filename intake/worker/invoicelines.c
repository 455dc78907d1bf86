/* The lines of an invoice: the table below heads such as "Beskrivelse Antal Pris Beløb", down to the first sum. */
#include "intake/limits.h"
#include "intake/worker/invoiceparts.h"

#include <string.h>

static guint heads_in(const Segment *segment, bool *described)
{
	guint heads = 0;
	for (guint i = 0; i < segment->labels->len; i++) {
		const LabelRow *row = g_array_index(segment->labels, SheetLabel, i).row;
		heads += row->label == LABEL_ITEM;
		*described = *described || (row->label == LABEL_ITEM && row->strength == 3);
	}
	return heads;
}

const Segment *invoice_table(const PaperSheet *sheet)
{
	for (guint i = 0; i < sheet->segments->len; i++) {
		const Segment *segment = sheet->segments->pdata[i];
		bool described = false;
		guint heads = heads_in(segment, &described);
		if (heads == 0)
			continue;
		const Segment *right = papersheet_right(sheet, segment);
		for (int hops = 0; right != NULL && hops < 8; hops++, right = papersheet_right(sheet, right))
			heads += heads_in(right, &described);
		if (heads >= 2 && described)
			return segment;
	}
	return NULL;
}

bool invoice_in_heads(const Segment *head, const Segment *segment)
{
	int middle = (segment->box.top + segment->box.bottom) / 2;
	return head != NULL && head->page == segment->page && middle >= head->box.top && middle <= head->box.bottom;
}

static bool ends(const Segment *segment)
{
	const SheetLabel *head = segment_head(segment);
	if (head == NULL)
		return false;
	InvoiceLabel label = head->row->label;
	return ((label >= LABEL_NET && label <= LABEL_ROUNDING) && (head->last == segment->last || segment->amounts->len > 0)) ||
	       (label == LABEL_TERMS && head->row->strength == 3);
}

typedef struct Rows {
	GPtrArray *texts; /* const Segment*: what each line says */
	GArray *amounts; /* int64_t, of each line; the last known amount of its row */
	bool whole; /* each line has an amount */
} Rows;

/* The widest words of a row that are no amount. */
static const Segment *row_text(const PaperSheet *sheet, const Segment *first, const Segment **last)
{
	const Segment *best = NULL;
	size_t longest = 0;
	*last = first;
	for (const Segment *segment = first; segment != NULL; segment = papersheet_right(sheet, segment)) {
		size_t letters = 0;
		for (guint i = segment->first; i <= segment->last; i++)
			for (const char *p = segment->folded[i - segment->first]; *p != '\0'; p++)
				letters += g_ascii_isalpha(*p);
		if (letters > longest) {
			longest = letters;
			best = segment;
		}
		*last = segment;
	}
	return longest >= 2 ? best : NULL;
}

/* The last amount of the row, when it is money. */
static bool row_amount(const Segment *last, int64_t *out)
{
	if (last->amounts->len == 0)
		return false;
	const Amount *amount = &g_array_index(last->amounts, Amount, last->amounts->len - 1);
	*out = amount->minor;
	return amount->known && amount->money && amount->last == last->last;
}

static void read_rows(const PaperSheet *sheet, Rows *rows)
{
	const Segment *head = invoice_table(sheet);
	rows->texts = g_ptr_array_new();
	rows->amounts = g_array_new(FALSE, FALSE, sizeof(int64_t));
	rows->whole = head != NULL;
	guint at = 0;
	if (head == NULL || !g_ptr_array_find(sheet->segments, head, &at))
		return;
	int bottom = head->box.bottom;
	for (guint i = at; i < sheet->segments->len; i++) {
		const Segment *segment = sheet->segments->pdata[i];
		if (segment->page != head->page)
			break;
		if ((segment->box.top + segment->box.bottom) / 2 <= bottom)
			continue;
		if (ends(segment))
			break;
		bottom = segment->box.bottom;
		const Segment *last, *text = row_text(sheet, segment, &last);
		int64_t amount;
		if (text == NULL)
			continue;
		if (!row_amount(last, &amount)) {
			/* More words of the line above, or the foot of the page. */
			if (rows->texts->len == 0)
				rows->whole = false;
			continue;
		}
		g_ptr_array_add(rows->texts, (gpointer)(uintptr_t)text);
		g_array_append_val(rows->amounts, amount);
	}
}

static void rows_clear(Rows *rows)
{
	g_ptr_array_unref(rows->texts);
	g_array_unref(rows->amounts);
}

bool invoice_lines_sum(const PaperSheet *sheet, int64_t *out)
{
	Rows rows;
	read_rows(sheet, &rows);
	int64_t sum = 0;
	bool fine = rows.whole && rows.amounts->len > 0;
	for (guint i = 0; i < rows.amounts->len; i++) {
		sum += g_array_index(rows.amounts, int64_t, i);
		fine = fine && ABS(sum) <= LIMIT_MONEY_ORE;
	}
	rows_clear(&rows);
	*out = sum;
	return fine;
}

/* The words of a line without its counts and prices: a line in one segment has them at its end. */
static char *wording(const Segment *segment)
{
	guint last = segment->last;
	while (last > segment->first) {
		bool figure = false;
		for (guint i = 0; i < segment->amounts->len; i++) {
			const Amount *amount = &g_array_index(segment->amounts, Amount, i);
			figure = figure || (last >= amount->first && last <= amount->last);
		}
		if (!figure || segment->placed)
			break;
		last--;
	}
	return segment_text(segment, segment->first, last);
}

void invoice_lines(Invoice *invoice)
{
	Rows rows;
	read_rows(invoice->sheet, &rows);
	g_autoptr(GString) all = g_string_new(NULL);
	int64_t sum, net = 0;
	bool counted = invoice_lines_sum(invoice->sheet, &sum);
	for (guint i = 0; i < invoice->reading->facts->len; i++) {
		const Fact *fact = invoice->reading->facts->pdata[i];
		if (strcmp(fact->name, "invoice.net_ore") == 0)
			net = g_ascii_strtoll(fact->value, NULL, 10);
	}
	bool confirmed = counted && net != 0 && ABS(sum) == ABS(net);
	for (guint i = 0; i < rows.texts->len && all->len < LIMIT_SUMMARY_BYTES; i++) {
		const Segment *segment = rows.texts->pdata[i];
		g_autofree char *text = wording(segment);
		if (all->len + strlen(text) > LIMIT_SUMMARY_BYTES)
			break;
		g_string_append_printf(all, "%s%s", all->len > 0 ? "; " : "", text);
		InvoiceLine *line = g_new0(InvoiceLine, 1);
		line->text = g_steal_pointer(&text);
		line->has_amount = true;
		line->amount_minor = g_array_index(rows.amounts, int64_t, i);
		g_ptr_array_add(invoice->reading->lines, line);
	}
	if (all->len > 0) {
		const Segment *first = rows.texts->pdata[0];
		Found found = { .segment = first, .first = first->first, .last = first->last };
		invoice_add(invoice, "invoice.description", all->str, &found, confirmed ? 90 : 70, false);
	}
	rows_clear(&rows);
}
