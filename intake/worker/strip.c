#include "intake/worker/strip.h"

void strip_open(Strip *strip, const TextLine *line)
{
	guint n = line->words->len;
	GString *text = g_string_new(NULL);
	*strip = (Strip){ .line = line, .starts = g_new(guint, n + 1) };
	for (guint i = 0; i < n; i++) {
		const TextWord *word = line->words->pdata[i];
		if (i > 0)
			g_string_append_c(text, ' ');
		strip->starts[i] = (guint)text->len;
		g_string_append(text, word->text);
		strip->placed = strip->placed || word->box.right > word->box.left;
	}
	strip->starts[n] = (guint)text->len + 1;
	strip->text = g_string_free(text, FALSE);
}

void strip_clear(Strip *strip)
{
	g_free(strip->text);
	g_free(strip->starts);
}

guint strip_word(const Strip *strip, size_t at)
{
	guint low = 0, high = strip->line->words->len;
	while (low + 1 < high) {
		guint middle = low + (high - low) / 2;
		if (strip->starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool strip_close(const Strip *strip, size_t at)
{
	guint left = strip_word(strip, at);
	if (!strip->placed || left + 1 >= strip->line->words->len)
		return true;
	const TextWord *a = strip->line->words->pdata[left], *b = strip->line->words->pdata[left + 1];
	int height = MAX(a->box.bottom - a->box.top, b->box.bottom - b->box.top);
	return b->box.left - a->box.right <= height * 2 / 3;
}
