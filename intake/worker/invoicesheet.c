#include "intake/worker/invoicesheet.h"

#include "intake/limits.h"

#include <string.h>

/* Where a text has no places, a line is 40 high and a letter 20 wide. */
#define LINE_HEIGHT 40
#define LETTER_WIDTH 20

static void segment_free(void *data)
{
	Segment *segment = data;
	g_strfreev(segment->folded);
	g_array_unref(segment->labels);
	g_array_unref(segment->amounts);
	g_array_unref(segment->dates);
	g_free(segment);
}

void papersheet_free(PaperSheet *sheet)
{
	g_ptr_array_unref(sheet->segments);
	g_free(sheet);
}

const TextWord *segment_word(const Segment *segment, guint word)
{
	return segment->line->words->pdata[word];
}

char *segment_text(const Segment *segment, guint first, guint last)
{
	GString *out = g_string_new(NULL);
	for (guint i = first; i <= last && i <= segment->last; i++) {
		g_string_append(out, i > first ? " " : "");
		g_string_append(out, segment_word(segment, i)->text);
	}
	return g_string_free(out, FALSE);
}

char *segment_folded(const Segment *segment, guint first, guint last)
{
	GString *out = g_string_new(NULL);
	for (guint i = first; i <= last && i <= segment->last; i++)
		g_string_append(out, segment->folded[i - segment->first]);
	return g_string_free(out, FALSE);
}

PageBox segment_box(const Segment *segment, guint first, guint last)
{
	PageBox box = segment->box;
	if (!segment->placed) {
		for (guint i = segment->first; i < first; i++)
			box.left += LETTER_WIDTH * (1 + (int)strlen(segment_word(segment, i)->text));
		return box;
	}
	box.left = segment_word(segment, first)->box.left;
	box.right = segment_word(segment, MIN(last, segment->last))->box.right;
	return box;
}

guint segment_stop(const Segment *segment, guint word)
{
	for (guint i = 0; i < segment->labels->len; i++) {
		const SheetLabel *label = &g_array_index(segment->labels, SheetLabel, i);
		if (label->first > word)
			return label->first - 1;
	}
	return segment->last;
}

const SheetLabel *segment_head(const Segment *segment)
{
	const SheetLabel *head = segment->labels->len > 0 ? &g_array_index(segment->labels, SheetLabel, 0) : NULL;
	return head != NULL && head->first == segment->first ? head : NULL;
}

/* The part of a word before a colon within it: "Dato" of "Dato:19.05.2025"; NULL. */
static char *before_colon(const char *word)
{
	const char *colon = strchr(word, ':');
	return colon != NULL && colon > word && colon[1] != '\0' ? g_strndup(word, (gsize)(colon - word)) : NULL;
}

/* The longest label that begins at a word; slips: as label_find. */
static bool label_from(const Segment *segment, GHashTable *book, guint word, bool slips, SheetLabel *out)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	bool found = false;
	for (guint i = word; i <= segment->last && i < word + 6; i++) {
		const TextWord *here = segment_word(segment, i);
		g_autofree char *head = before_colon(here->text);
		if (head != NULL) {
			g_autofree char *folded = label_fold(head), *all = g_strconcat(joined->str, folded, NULL);
			const LabelRow *row = *folded != '\0' ? label_find(book, all, slips) : NULL;
			if (row != NULL) {
				*out = (SheetLabel){ row, word, i, true };
				found = true;
			}
			break;
		}
		const char *folded = segment->folded[i - segment->first];
		if (*folded == '\0' && i > word && strchr("-/&", *here->text) == NULL)
			break;
		g_string_append(joined, folded);
		if (joined->len >= LABEL_LONGEST)
			break;
		const LabelRow *row = *folded != '\0' ? label_find(book, joined->str, slips) : NULL;
		if (row != NULL) {
			*out = (SheetLabel){ row, word, i, false };
			found = true;
		}
		if (strchr(here->text, ':') != NULL)
			break;
	}
	return found;
}

static bool label_at(const Segment *segment, GHashTable *book, guint word, SheetLabel *out)
{
	return label_from(segment, book, word, false, out) || (segment->page->recognised && label_from(segment, book, word, true, out));
}

static void find_labels(Segment *segment, GHashTable *book)
{
	for (guint i = segment->first; i <= segment->last;) {
		SheetLabel label;
		if (*segment->folded[i - segment->first] != '\0' && label_at(segment, book, i, &label)) {
			g_array_append_val(segment->labels, label);
			i = label.last + 1;
		} else {
			i++;
		}
	}
}

typedef struct Layout {
	PaperSheet *sheet;
	GHashTable *book;
	const TextPage *page;
	GArray *amounts, *dates; /* of the line at hand */
	int unit; /* of the page at hand */
} Layout;

static PageBox union_box(PageBox a, PageBox b)
{
	return (PageBox){ MIN(a.left, b.left), MIN(a.top, b.top), MAX(a.right, b.right), MAX(a.bottom, b.bottom) };
}

static void add_segment(Layout *layout, const TextLine *line, guint row, guint first, guint last)
{
	Segment *segment = g_new0(Segment, 1);
	segment->page = layout->page;
	segment->line = line;
	segment->row = row;
	segment->first = first;
	segment->last = last;
	segment->labels = g_array_new(FALSE, FALSE, sizeof(SheetLabel));
	segment->amounts = g_array_new(FALSE, FALSE, sizeof(Amount));
	segment->dates = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	g_autoptr(GPtrArray) folded = g_ptr_array_new();
	size_t letters = 0;
	segment->box = ((const TextWord *)line->words->pdata[first])->box;
	for (guint i = first; i <= last; i++) {
		const TextWord *word = line->words->pdata[i];
		g_ptr_array_add(folded, label_fold(word->text));
		segment->box = union_box(segment->box, word->box);
		letters += strlen(word->text) + 1;
	}
	g_ptr_array_add(folded, NULL);
	segment->folded = (char **)g_ptr_array_free(g_steal_pointer(&folded), FALSE);
	segment->placed = segment->box.right > segment->box.left;
	segment->unit = layout->unit;
	if (!segment->placed)
		segment->box = (PageBox){ 0, (int)row * LINE_HEIGHT, (int)MIN(letters, 10000u) * LETTER_WIDTH, (int)row * LINE_HEIGHT + 30 };
	for (guint i = 0; i < layout->amounts->len; i++) {
		const Amount *amount = &g_array_index(layout->amounts, Amount, i);
		if (amount->first >= first && amount->last <= last)
			g_array_append_val(segment->amounts, *amount);
	}
	for (guint i = 0; i < layout->dates->len; i++) {
		const FoundDate *date = &g_array_index(layout->dates, FoundDate, i);
		if (date->first >= first && date->last <= last)
			g_array_append_val(segment->dates, *date);
	}
	find_labels(segment, layout->book);
	g_ptr_array_add(layout->sheet->segments, segment);
}

/* Words farther apart than a letter is high are columns. */
static void cut_line(Layout *layout, const TextLine *line, guint row)
{
	if (line->words->len == 0)
		return;
	g_array_set_size(layout->amounts, 0);
	g_array_set_size(layout->dates, 0);
	amounts_find(line, layout->sheet->style, layout->amounts);
	dates_find(line, layout->sheet->order, DATE_NONE, layout->dates);
	guint first = 0;
	for (guint i = 1; i < line->words->len; i++) {
		const TextWord *a = line->words->pdata[i - 1], *b = line->words->pdata[i];
		int height = MIN(a->box.bottom - a->box.top, b->box.bottom - b->box.top);
		/* A misread mark may be one pixel high. */
		height = MAX(height, layout->unit * 2 / 3);
		if (b->box.left - a->box.right > height) {
			add_segment(layout, line, row, first, i - 1);
			first = i;
		}
	}
	add_segment(layout, line, row, first, line->words->len - 1);
}

static int compare_heights(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

static int middle_height(const TextPage *page)
{
	g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(int));
	for (guint i = 0; i < page->lines->len; i++) {
		const TextLine *line = page->lines->pdata[i];
		for (guint j = 0; j < line->words->len; j++) {
			const PageBox *box = &((const TextWord *)line->words->pdata[j])->box;
			int height = box->bottom - box->top;
			if (height > 0)
				g_array_append_val(heights, height);
		}
	}
	g_array_sort(heights, compare_heights);
	return heights->len > 0 ? g_array_index(heights, int, heights->len / 2) : LINE_HEIGHT * 3 / 4;
}

PaperSheet *papersheet_new(const Text *text, guint pages)
{
	PaperSheet *sheet = g_new0(PaperSheet, 1);
	sheet->segments = g_ptr_array_new_with_free_func(segment_free);
	sheet->style = amounts_style(text);
	sheet->order = dates_order(text);
	Layout layout = { .sheet = sheet, .book = label_book() };
	layout.amounts = g_array_new(FALSE, FALSE, sizeof(Amount));
	layout.dates = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	for (guint i = 0; i < text->pages->len && i < pages; i++) {
		layout.page = text->pages->pdata[i];
		layout.unit = middle_height(layout.page);
		for (guint j = 0; j < layout.page->lines->len && sheet->segments->len < LIMIT_INVOICE_SEGMENTS; j++)
			cut_line(&layout, layout.page->lines->pdata[j], j);
	}
	g_array_unref(layout.amounts);
	g_array_unref(layout.dates);
	g_hash_table_unref(layout.book);
	return sheet;
}

const Segment *papersheet_right(const PaperSheet *sheet, const Segment *from)
{
	const Segment *best = NULL;
	int middle = (from->box.top + from->box.bottom) / 2;
	for (guint i = 0; i < sheet->segments->len; i++) {
		const Segment *other = sheet->segments->pdata[i];
		if (other->page != from->page || other == from || other->box.left < from->box.right)
			continue;
		int its = (other->box.top + other->box.bottom) / 2;
		bool level = (its >= from->box.top && its <= from->box.bottom) || (middle >= other->box.top && middle <= other->box.bottom);
		if (level && (best == NULL || other->box.left < best->box.left))
			best = other;
	}
	return best;
}

const Segment *papersheet_below(const PaperSheet *sheet, const Segment *from, int left, int right)
{
	const Segment *best = NULL;
	int height = MAX(from->box.bottom - from->box.top, from->unit);
	for (guint i = 0; i < sheet->segments->len; i++) {
		const Segment *other = sheet->segments->pdata[i];
		if (other->page != from->page || other->box.top < from->box.bottom - height / 3 ||
		    other->box.top > from->box.bottom + height * 2)
			continue;
		if (other->box.left > right || other->box.right < left)
			continue;
		if (best == NULL || other->box.top < best->box.top - height / 3 ||
		    (other->box.top < best->box.top + height / 3 && ABS(other->box.left - left) < ABS(best->box.left - left)))
			best = other;
	}
	return best;
}
