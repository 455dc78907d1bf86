#include "intake/worker/quote.h"

#include "intake/worker/quotehead.h"

#include <string.h>

enum { DEPTH_MOST = 60 };

static void part_free(void *data)
{
	QuotePart *part = data;
	g_free(part->who);
	g_free(part->whom);
	g_free(part->subject);
	g_array_unref(part->header);
	g_array_unref(part->lines);
	g_free(part);
}

/* The letters that are open while the text is gone through: which one lines of each kind of depth belong to. */
typedef struct Splitter {
	GArray *lines; /* QuoteLine, all of the text */
	GPtrArray *parts;
	QuotePart *open[DEPTH_MOST + 1]; /* by depth */
	int deeper[DEPTH_MOST + 1]; /* unmarked quotations that have begun among lines with so many marks */
	bool begun[DEPTH_MOST + 1]; /* has the open part of that depth a word or a header already? */
} Splitter;

static QuotePart *part_new(Splitter *splitter, int depth)
{
	QuotePart *part = g_new0(QuotePart, 1);
	part->depth = depth;
	part->on = DATE_NONE;
	part->header = g_array_new(FALSE, FALSE, sizeof(QuoteLine));
	part->lines = g_array_new(FALSE, FALSE, sizeof(QuoteLine));
	part->first = G_MAXUINT;
	g_ptr_array_add(splitter->parts, part);
	splitter->open[depth] = part;
	splitter->begun[depth] = false;
	return part;
}

static int marks_of(const Splitter *splitter, guint i)
{
	return MIN(g_array_index(splitter->lines, QuoteLine, i).line->marked, DEPTH_MOST);
}

static bool blank(const Splitter *splitter, guint i)
{
	return g_array_index(splitter->lines, QuoteLine, i).line->words->len == 0;
}

/* Marks of lines in a quotation that itself has no marks count from its own depth. */
static int depth_of(const Splitter *splitter, int marks)
{
	int depth = marks;
	for (int m = 0; m <= marks; m++)
		depth += splitter->deeper[m];
	return MIN(depth, DEPTH_MOST);
}

static void put(Splitter *splitter, GArray *to, QuotePart *part, guint i)
{
	g_array_append_val(to, g_array_index(splitter->lines, QuoteLine, i));
	part->first = MIN(part->first, i);
	part->last = MAX(part->last, i);
}

/* Another letter of this depth begins, and what was quoted in the one before is behind us. */
static QuotePart *begin(Splitter *splitter, int depth)
{
	for (int d = depth + 1; d <= DEPTH_MOST; d++)
		splitter->open[d] = NULL;
	if (splitter->open[depth] != NULL && !splitter->begun[depth])
		return splitter->open[depth];
	return part_new(splitter, depth);
}

static void head_part(Splitter *splitter, QuotePart *part, QuoteHead *head, guint i)
{
	if (part->who == NULL)
		part->who = g_steal_pointer(&head->who);
	if (part->whom == NULL)
		part->whom = g_steal_pointer(&head->whom);
	if (part->subject == NULL)
		part->subject = g_steal_pointer(&head->subject);
	if (!date_known(part->on))
		part->on = head->on;
	for (guint j = i; j < i + head->lines; j++)
		put(splitter, part->header, part, j);
	splitter->begun[part->depth] = true;
}

static guint next_word(const Splitter *splitter, guint i)
{
	while (i < splitter->lines->len && blank(splitter, i))
		i++;
	return i;
}

/* Where the letter that this head names has its words: the depth, or -1 when it is no head after all. */
static int headed_depth(Splitter *splitter, guint i, const QuoteHead *head, bool block)
{
	int marks = marks_of(splitter, i), depth = depth_of(splitter, marks);
	guint next = next_word(splitter, i + head->lines);
	bool deeper = next < splitter->lines->len && marks_of(splitter, next) > marks;
	bool starts = splitter->open[depth] == NULL || !splitter->begun[depth];
	if (deeper && !(block && starts && marks > 0))
		return MIN(depth + 1, DEPTH_MOST);
	/* It is the first thing that stands there: a mail printed to paper, or a quotation whose head is quoted with it. */
	if (starts && (block || marks > 0))
		return depth;
	if (!block && (!head->strong || next >= splitter->lines->len))
		return -1;
	if (splitter->deeper[marks] >= DEPTH_MOST)
		return depth;
	splitter->deeper[marks]++;
	return MIN(depth + 1, DEPTH_MOST);
}

static bool begins_saying(const TextLine *line)
{
	static const char *const days[] = { "den", "d.", "on", "am", "man", "tir", "ons", "tor", "fre", "lør", "søn", NULL };
	if (line->words->len == 0)
		return false;
	const char *first = ((const TextWord *)line->words->pdata[0])->text;
	if (g_ascii_isdigit(*first))
		return true;
	if (strchr("doamtlsfDOAMTLSF", *first) != NULL && strlen(first) <= 6) {
		g_autofree char *low = g_utf8_strdown(first, -1);
		g_strdelimit(low, ".,", '\0');
		if (g_strv_contains(days, low))
			return true;
	}
	/* "Jens Holm <jens@example.dk> skrev:" */
	for (guint i = 0; i < line->words->len && i < 12; i++) {
		const char *word = ((const TextWord *)line->words->pdata[i])->text;
		if ((*word == 's' || *word == 'w') && (g_str_has_prefix(word, "skrev") || g_str_has_prefix(word, "wrote") || g_str_has_prefix(word, "schrieb")))
			return true;
	}
	return false;
}

/* Lines that head a letter, from line i on; how many. */
static guint take_head(Splitter *splitter, guint i)
{
	QuoteHead head;
	bool block = quotehead_block(splitter->lines, i, &head);
	const TextLine *line = g_array_index(splitter->lines, QuoteLine, i).line;
	if (!block && !(begins_saying(line) && quotehead_said(splitter->lines, i, &head)))
		return 0;
	int depth = headed_depth(splitter, i, &head, block);
	guint taken = 0;
	if (depth >= 0) {
		for (int m = marks_of(splitter, i) + 1; m <= DEPTH_MOST; m++)
			splitter->deeper[m] = 0;
		head_part(splitter, begin(splitter, depth), &head, i);
		taken = head.lines;
	}
	quotehead_clear(&head);
	return taken;
}

static void take_line(Splitter *splitter, guint i)
{
	int marks = marks_of(splitter, i);
	/* An empty line belongs to what stands around it, not to the letter that its missing marks would say. */
	for (int m = marks + 1; !blank(splitter, i) && m <= DEPTH_MOST; m++)
		splitter->deeper[m] = 0;
	int depth = depth_of(splitter, marks);
	if (splitter->open[depth] == NULL)
		part_new(splitter, depth);
	QuotePart *part = splitter->open[depth];
	put(splitter, part->lines, part, i);
	splitter->begun[depth] |= !blank(splitter, i);
}

static void gather(Splitter *splitter, const Text *text)
{
	for (guint p = 0; p < text->pages->len; p++) {
		const TextPage *page = text->pages->pdata[p];
		for (guint i = 0; i < page->lines->len; i++) {
			QuoteLine each = { page, page->lines->pdata[i] };
			g_array_append_val(splitter->lines, each);
		}
	}
}

GPtrArray *quote_parts(const Text *text, const Envelope *envelope)
{
	Splitter splitter = { .lines = g_array_new(FALSE, FALSE, sizeof(QuoteLine)),
		              .parts = g_ptr_array_new_with_free_func(part_free) };
	gather(&splitter, text);
	QuotePart *own = part_new(&splitter, 0);
	if (envelope != NULL && envelope->is_mail) {
		own->who = g_strdup(envelope->from);
		own->whom = g_strdup(envelope->to);
		own->subject = g_strdup(envelope->subject);
		own->on = envelope->sent_on;
		/* A mail that begins with a head forwards another; its own words are none. */
		splitter.begun[0] = true;
	}
	for (guint i = 0; i < splitter.lines->len;) {
		guint taken = take_head(&splitter, i);
		if (taken == 0)
			take_line(&splitter, i++);
		i += taken;
	}
	if (own->first == G_MAXUINT)
		own->first = 0;
	g_array_unref(splitter.lines);
	return splitter.parts;
}

void quote_mark(Text *text, const Envelope *envelope)
{
	g_autoptr(GPtrArray) parts = quote_parts(text, envelope);
	for (guint i = 0; i < parts->len; i++) {
		const QuotePart *part = parts->pdata[i];
		for (guint j = 0; j < part->header->len + part->lines->len; j++) {
			const GArray *from = j < part->header->len ? part->header : part->lines;
			const TextLine *line = g_array_index(from, QuoteLine, j < part->header->len ? j : j - part->header->len).line;
			((TextLine *)line)->quoted = part->depth;
		}
	}
}
