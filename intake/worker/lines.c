#include "intake/worker/lines.h"

#define LINES_OPEN 12 /* lines that a word may still join: those of the page's columns that began last */

/* A line in the making: the words' numbers, and where it runs once the page's slope is taken away. */
typedef struct Row {
	GArray *words; /* guint, into the placed words */
	int top, bottom; /* mean of its words' */
	bool upright;
} Row;

static void word_clear(void *data)
{
	g_free(((PlacedWord *)data)->text);
}

GArray *placed_words_new(void)
{
	GArray *words = g_array_sized_new(FALSE, TRUE, sizeof(PlacedWord), 256);
	g_array_set_clear_func(words, word_clear);
	return words;
}

static void row_free(void *data)
{
	Row *row = data;
	g_array_unref(row->words);
	g_free(row);
}

/* What the slope moved the word down, taken back. */
static int fall(const PlacedWord *word, int slope)
{
	return slope == 0 ? 0 : (int)((int64_t)(word->box.left + word->box.right) / 2 * slope / 10000);
}

static int order_by_middle(gconstpointer a, gconstpointer b, gpointer slope)
{
	const PlacedWord *one = a, *other = b;
	int steep = *(const int *)slope;
	int middle = one->box.top + one->box.bottom - 2 * fall(one, steep), its = other->box.top + other->box.bottom - 2 * fall(other, steep);
	if (middle != its)
		return middle < its ? -1 : 1;
	return one->box.left < other->box.left ? -1 : one->box.left > other->box.left;
}

/* Two words that stand on each other are not beside each other: small print over a stamp, a word written twice. */
static bool covers(const GArray *words, const Row *row, const PlacedWord *word)
{
	int width = MAX(word->box.right - word->box.left, 1);
	for (guint i = 0; i < row->words->len; i++) {
		const PageBox *box = &g_array_index(words, PlacedWord, g_array_index(row->words, guint, i)).box;
		int shared = MIN(box->right, word->box.right) - MAX(box->left, word->box.left);
		if (shared * 2 > MIN(width, MAX(box->right - box->left, 1)))
			return true;
	}
	return false;
}

static bool joins(const GArray *words, const Row *row, const PlacedWord *word, int slope)
{
	int down = fall(word, slope), top = word->box.top - down, bottom = word->box.bottom - down;
	if (!row->upright || !word->upright)
		return false;
	int shared = MIN(bottom, row->bottom) - MAX(top, row->top), height = MIN(bottom - top, row->bottom - row->top);
	return shared * 2 > height && !covers(words, row, word);
}

static void row_take(Row *row, const GArray *words, guint n, int slope)
{
	const PlacedWord *word = &g_array_index(words, PlacedWord, n);
	int down = fall(word, slope), count = (int)row->words->len;
	row->top = (row->top * count + word->box.top - down) / (count + 1);
	row->bottom = (row->bottom * count + word->box.bottom - down) / (count + 1);
	g_array_append_val(row->words, n);
}

static GPtrArray *rows_of(const GArray *words, int slope)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	for (guint i = 0; i < words->len; i++) {
		const PlacedWord *word = &g_array_index(words, PlacedWord, i);
		Row *row = NULL;
		for (guint back = 0; row == NULL && back < MIN(rows->len, LINES_OPEN); back++) {
			Row *open = rows->pdata[rows->len - 1 - back];
			if (joins(words, open, word, slope))
				row = open;
		}
		if (row == NULL) {
			row = g_new0(Row, 1);
			row->words = g_array_sized_new(FALSE, FALSE, sizeof(guint), 8);
			row->upright = word->upright;
			g_ptr_array_add(rows, row);
		}
		row_take(row, words, i, slope);
	}
	return rows;
}

static int order_rows(gconstpointer a, gconstpointer b)
{
	const Row *one = *(Row *const *)a, *other = *(Row *const *)b;
	int middle = one->top + one->bottom, its = other->top + other->bottom;
	if (middle != its)
		return middle < its ? -1 : 1;
	guint first = g_array_index(one->words, guint, 0), its_first = g_array_index(other->words, guint, 0);
	return first < its_first ? -1 : 1;
}

static int order_in_row(gconstpointer a, gconstpointer b, gpointer data)
{
	const GArray *words = data;
	guint one = *(const guint *)a, other = *(const guint *)b;
	int left = g_array_index(words, PlacedWord, one).box.left, its = g_array_index(words, PlacedWord, other).box.left;
	if (left != its)
		return left < its ? -1 : 1;
	return one < other ? -1 : one > other;
}

/* Most documents hold their words as they are read. */
static bool in_order(const GArray *words, const int *slope)
{
	for (guint i = 1; i < words->len; i++)
		if (order_by_middle(&g_array_index(words, PlacedWord, i - 1), &g_array_index(words, PlacedWord, i), (gpointer)slope) > 0)
			return false;
	return true;
}

bool lines_fill(Text *text, TextPage *page, GArray *words, int slope)
{
	if (!in_order(words, &slope))
		g_array_sort_with_data(words, order_by_middle, &slope);
	g_autoptr(GPtrArray) rows = rows_of(words, slope);
	g_ptr_array_sort(rows, order_rows);
	for (guint i = 0; i < rows->len; i++) {
		Row *row = rows->pdata[i];
		if (row->words->len > 1)
			g_array_sort_with_data(row->words, order_in_row, words);
		TextLine *line = text_add_line(page);
		for (guint n = 0; n < row->words->len; n++) {
			const PlacedWord *word = &g_array_index(words, PlacedWord, g_array_index(row->words, guint, n));
			if (!text_add_word(text, line, word->text, word->box, word->confidence))
				return false;
		}
	}
	return true;
}
