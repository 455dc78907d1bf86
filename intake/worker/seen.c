#include "intake/worker/seen.h"

#include "intake/limits.h"

#include <stdlib.h>
#include <string.h>

/* The first word changes with the shape, and with what recognition does: what an older edition kept is then not used. */
#define SEEN_HEAD "seen/1"
#define SEEN_FARTHEST 200000 /* tenths of a millimetre: twenty metres is no page */

SeenPage *seen_new(void)
{
	SeenPage *seen = g_new0(SeenPage, 1);
	seen->words = placed_words_new();
	return seen;
}

void seen_free(SeenPage *seen)
{
	if (seen == NULL)
		return;
	g_array_unref(seen->words);
	g_free(seen);
}

char *seen_text(const SeenPage *seen)
{
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, SEEN_HEAD " %d %d %d %d %d %u\n", seen->width, seen->height, seen->turned, seen->slope,
	                       seen->unread, seen->words->len);
	for (guint i = 0; i < seen->words->len; i++) {
		const PlacedWord *word = &g_array_index(seen->words, PlacedWord, i);
		g_string_append_printf(out, "%d %d %d %d %d %d %s\n", word->box.left, word->box.top, word->box.right, word->box.bottom,
		                       word->confidence, word->upright, word->text);
	}
	return g_string_free(out, FALSE);
}

/* Whole numbers parted by one space each, at **at; each within its bounds. */
static bool numbers(const char **at, int *out, const int (*bounds)[2], int n)
{
	for (int i = 0; i < n; i++) {
		char *end = NULL;
		if (**at != ' ' && i > 0)
			return false;
		*at += i > 0;
		if (!g_ascii_isdigit(**at) && **at != '-')
			return false;
		gint64 value = g_ascii_strtoll(*at, &end, 10);
		if (end == *at || value < bounds[i][0] || value > bounds[i][1])
			return false;
		out[i] = (int)value;
		*at = end;
	}
	return true;
}

static bool word_parse(const char **at, SeenPage *seen)
{
	static const int bounds[6][2] = { { -SEEN_FARTHEST, SEEN_FARTHEST }, { -SEEN_FARTHEST, SEEN_FARTHEST },
		{ -SEEN_FARTHEST, SEEN_FARTHEST }, { -SEEN_FARTHEST, SEEN_FARTHEST }, { 0, 100 }, { 0, 1 } };
	int n[6];
	if (!numbers(at, n, bounds, 6) || **at != ' ')
		return false;
	const char *from = *at + 1, *end = strchr(from, '\n');
	if (end == NULL || end == from || memchr(from, ' ', (size_t)(end - from)) != NULL)
		return false;
	PlacedWord word = { g_strndup(from, (size_t)(end - from)), { n[0], n[1], n[2], n[3] }, n[4], n[5] != 0 };
	g_array_append_val(seen->words, word);
	*at = end + 1;
	return true;
}

SeenPage *seen_parse(const char *text)
{
	static const int bounds[6][2] = { { 0, SEEN_FARTHEST }, { 0, SEEN_FARTHEST }, { 0, 270 }, { -10000, 10000 }, { 0, 1 },
		{ 0, LIMIT_KEPT_PAGE_BYTES } };
	int n[6];
	if (!g_str_has_prefix(text, SEEN_HEAD " ") || !g_utf8_validate(text, -1, NULL))
		return NULL;
	const char *at = text + strlen(SEEN_HEAD " ");
	if (!numbers(&at, n, bounds, 6) || *at != '\n' || n[2] % 90 != 0)
		return NULL;
	at++;
	g_autoptr(SeenPage) seen = seen_new();
	seen->width = n[0];
	seen->height = n[1];
	seen->turned = n[2];
	seen->slope = n[3];
	seen->unread = n[4] != 0;
	for (int i = 0; i < n[5]; i++)
		if (!word_parse(&at, seen))
			return NULL;
	return *at == '\0' ? g_steal_pointer(&seen) : NULL;
}

bool seen_fill(const SeenPage *seen, Text *text, TextPage *page)
{
	page->recognised = true;
	page->width = seen->width;
	page->height = seen->height;
	page->turned = seen->turned;
	return lines_fill(text, page, seen->words, seen->slope);
}
