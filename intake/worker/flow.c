#include "intake/worker/flow.h"

#include <stdlib.h>
#include <string.h>

/* ---- one spelling ---- */

static const char *plain_letter(gunichar c)
{
	switch (c) {
	case 0xe5: /* å */
	case 0xe4: /* ä */
	case 0xe1:
	case 0xe0:
		return "a";
	case 0xf8: /* ø */
	case 0xf6: /* ö */
	case 0xf3:
		return "o";
	case 0xe6: /* æ */
		return "ae";
	case 0xfc: /* ü */
		return "u";
	case 0xe9: /* é */
	case 0xe8:
		return "e";
	case 0xdf: /* ß */
		return "ss";
	default:
		return NULL;
	}
}

/* Signs that mean something inside a phrase; the rest of the punctuation is passed over at both ends of a word. */
static bool is_sign(gunichar c)
{
	return c == '%' || c == '+' || c == 0xa7 /* § */ || c == '@' || c == '&';
}

char *flow_fold(const char *word)
{
	const char *first = NULL, *end = word;
	for (const char *at = word; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (!g_unichar_isalnum(c) && !is_sign(c))
			continue;
		first = first != NULL ? first : at;
		end = g_utf8_next_char(at);
	}
	GString *out = g_string_new(NULL);
	for (const char *at = first; at != NULL && at < end; at = g_utf8_next_char(at)) {
		gunichar c = g_unichar_tolower(g_utf8_get_char(at));
		const char *plain = plain_letter(c);
		if (plain != NULL)
			g_string_append(out, plain);
		else
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

/* ---- from a text ---- */

static void word_free(void *data)
{
	FlowWord *word = data;
	g_free(word->fold);
	g_free(word);
}

void flow_free(Flow *flow)
{
	if (flow == NULL)
		return;
	g_ptr_array_unref(flow->words);
	g_free(flow);
}

static bool is_blank(const TextLine *line)
{
	return line->words->len == 0;
}

static const char *line_word(const TextLine *line, guint index)
{
	return ((const TextWord *)line->words->pdata[index])->text;
}

/* "betalings-" at the end of a line goes on as "frist" on the next. */
static bool goes_on(const char *raw, const TextLine *next)
{
	size_t length = strlen(raw);
	if (length < 4 || raw[length - 1] != '-' || !g_ascii_isalpha(raw[length - 2]) || next == NULL || is_blank(next))
		return false;
	const char *on = line_word(next, 0);
	return g_unichar_islower(g_utf8_get_char(on)) && strcmp(on, "og") != 0 && strcmp(on, "und") != 0 && strcmp(on, "och") != 0;
}

/* Prose longer than this is a book; and no sentence is longer than that. */
enum { WORDS_MOST = 30000, SENTENCE_MOST = 150 };

static bool add_line(Flow *flow, const TextPage *page, const TextLine *line, const TextLine *next, guint row, bool skip_first)
{
	bool joined = false;
	for (guint i = skip_first ? 1 : 0; i < line->words->len && flow->words->len < WORDS_MOST; i++) {
		FlowWord *word = g_new0(FlowWord, 1);
		word->page = page;
		word->line = line;
		word->raw = line_word(line, i);
		word->index = i;
		word->row = row;
		joined = i + 1 == line->words->len && goes_on(word->raw, next);
		if (joined) {
			g_autofree char *whole = g_strndup(word->raw, strlen(word->raw) - 1);
			g_autofree char *both = g_strconcat(whole, line_word(next, 0), NULL);
			word->fold = flow_fold(both);
		} else {
			word->fold = flow_fold(word->raw);
		}
		g_ptr_array_add(flow->words, word);
	}
	return joined;
}

/* Short words whose point ends no sentence. */
static bool is_abbreviation(const char *fold)
{
	static const char *const words[] = { "pr",  "kr",   "nr",  "stk",  "jf",   "jfr",  "ca",    "md",  "mdr", "tlf",  "evt",
		                             "inkl", "ekskl", "hhv", "iht", "ift", "vedr", "bl.a", "f.eks", "p.a", "v", "mv",
		                             "m.v", "m.fl", "dvs", "pkt", "kap", "art", "sml", "adv", "no", "inc", "ltd", "co",
		                             "bzw", "ggf", "ang", "str", "afs", "lbm", "lb", "sign", "gez", "eftf", "kl", "den", "d", "x", "cvr" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], fold) == 0)
			return true;
	return false;
}

static bool is_figure(const char *fold)
{
	return g_ascii_isdigit(fold[0]) && strlen(fold) <= 2 && strspn(fold, "0123456789") == strlen(fold);
}

static bool ends_sentence(const FlowWord *word, const FlowWord *next)
{
	size_t length = strlen(word->raw);
	char last = length > 0 ? word->raw[length - 1] : '\0';
	if ((last == ')' || last == '"') && length > 1)
		last = word->raw[length - 2];
	if (last == ';' || last == '!' || last == '?')
		return true;
	if (last != '.' || is_abbreviation(word->fold))
		return false;
	gunichar c = g_utf8_get_char(next->raw);
	return g_unichar_isupper(c) || g_unichar_isdigit(c) ? !is_figure(word->fold) : c == 0xa7;
}

/* A short line without a point, and the next one begins anew: a heading. */
static bool is_heading(const Flow *flow, guint at, const FlowWord *next)
{
	const FlowWord *word = flow->words->pdata[at];
	if (word->row == next->row || word->line->words->len > 6 || next->index != 0)
		return false;
	size_t length = strlen(word->raw);
	char last = length > 0 ? word->raw[length - 1] : '\0';
	if (last == ',' || last == ':' || last == '-')
		return false;
	const char *raw = next->raw;
	if (g_unichar_isupper(g_utf8_get_char(raw)))
		return true;
	size_t digits = strspn(raw, "0123456789");
	return digits > 0 && raw[digits] == '.'; /* "7." and "7.1" number a clause */
}

static bool begins_clause(const FlowWord *next)
{
	const char *raw = next->raw;
	if (next->index != 0)
		return false;
	size_t digits = strspn(raw, "0123456789.");
	bool numbered = digits >= 2 && (raw[digits] == '\0' || raw[digits] == ')') && digits <= 6 && strchr(raw, '.') != NULL;
	return numbered && next->line->words->len > 1 &&
	       g_unichar_isupper(g_utf8_get_char(line_word(next->line, 1)));
}

static int line_bottom(const TextLine *line)
{
	int bottom = 0;
	for (guint i = 0; i < line->words->len; i++)
		bottom = MAX(bottom, ((const TextWord *)line->words->pdata[i])->box.bottom);
	return bottom;
}

static int by_size(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* From one line to the next, as most of the page has it; 0: not known. */
static int page_pitch(const TextPage *page)
{
	g_autoptr(GArray) pitches = g_array_new(FALSE, FALSE, sizeof(int));
	int before = 0;
	for (guint i = 0; page->width > 0 && i < page->lines->len; i++) {
		int bottom = line_bottom(page->lines->pdata[i]), pitch = bottom - before;
		if (bottom > 0 && before > 0 && pitch > 0)
			g_array_append_val(pitches, pitch);
		before = bottom > 0 ? bottom : before;
	}
	if (pitches->len < 3)
		return 0;
	qsort(pitches->data, pitches->len, sizeof(int), by_size);
	/* Of the smaller ones: a page of short paragraphs has as many wide gaps. */
	return g_array_index(pitches, int, pitches->len / 3);
}

/* White space between two lines that is wider than lines of one paragraph have. */
static bool parted_by_space(const FlowWord *word, const FlowWord *next, int pitch)
{
	if (word->page != next->page || word->line == next->line || pitch == 0)
		return false;
	return line_bottom(next->line) - line_bottom(word->line) > pitch * 3 / 2;
}

static void find_stops(Flow *flow)
{
	const TextPage *page = NULL;
	int pitch = 0;
	for (guint i = 0; i + 1 < flow->words->len; i++) {
		FlowWord *word = flow->words->pdata[i];
		if (word->page != page) {
			page = word->page;
			pitch = page_pitch(page);
		}
		const FlowWord *next = flow->words->pdata[i + 1];
		/* Between them lay a blank line. */
		bool apart = next->row > word->row + 1;
		word->stop = apart || parted_by_space(word, next, pitch) || ends_sentence(word, next) || is_heading(flow, i, next) || begins_clause(next);
	}
	if (flow->words->len > 0)
		((FlowWord *)flow->words->pdata[flow->words->len - 1])->stop = true;
}

Flow *flow_new(const Text *text, int first, int last, int quoted, const char *reader)
{
	Flow *flow = g_new0(Flow, 1);
	flow->words = g_ptr_array_new_with_free_func(word_free);
	flow->reader = reader;
	flow->order = dates_order(text);
	flow->style = amounts_style(text);
	guint row = 0;
	bool joined = false;
	for (guint p = 0; p < text->pages->len; p++) {
		const TextPage *page = text->pages->pdata[p];
		if (page->number < first || (last > 0 && page->number > last))
			continue;
		for (guint i = 0; i < page->lines->len && flow->words->len < WORDS_MOST; i++) {
			const TextLine *line = page->lines->pdata[i];
			if (line->quoted > quoted)
				continue;
			row++;
			const TextLine *next = i + 1 < page->lines->len ? page->lines->pdata[i + 1] : NULL;
			joined = add_line(flow, page, line, next != NULL && next->quoted <= quoted ? next : NULL, row, joined);
		}
		joined = false;
	}
	find_stops(flow);
	return flow;
}

Flow *flow_part(const Flow *whole, guint from, guint to)
{
	Flow *part = g_new0(Flow, 1);
	*part = *whole;
	part->words = g_ptr_array_new();
	for (guint i = from; i < to && i < whole->words->len; i++)
		g_ptr_array_add(part->words, whole->words->pdata[i]);
	return part;
}

void flow_sentence(const Flow *flow, guint at, guint *first, guint *last)
{
	*first = *last = at;
	while (*first > 0 && at - *first < SENTENCE_MOST && !((const FlowWord *)flow->words->pdata[*first - 1])->stop)
		(*first)--;
	while (*last + 1 < flow->words->len && *last - at < SENTENCE_MOST && !((const FlowWord *)flow->words->pdata[*last])->stop)
		(*last)++;
}

char *flow_raw(const Flow *flow, guint first, guint last, size_t bytes)
{
	GString *out = g_string_new(NULL);
	for (guint i = first; i <= last && i < flow->words->len; i++) {
		const FlowWord *word = flow->words->pdata[i];
		if (out->len + strlen(word->raw) + 1 > bytes)
			break;
		if (out->len > 0)
			g_string_append_c(out, ' ');
		g_string_append(out, word->raw);
	}
	return g_string_free(out, FALSE);
}

/* ---- facts ---- */

bool flow_foreign_scan(const Flow *flow)
{
	static const char *const words[] = { "und", "och", "att", "zwischen", "ist", "saljare", "kopare", "betalningsvillkor",
		                             "zahlungsbedingungen", "gerichtsstand", NULL };
	guint foreign = 0;
	if (flow->words->len == 0 || !((const FlowWord *)flow->words->pdata[0])->page->recognised)
		return false;
	for (guint i = 0; i < flow->words->len; i++) {
		const char *fold = ((const FlowWord *)flow->words->pdata[i])->fold;
		foreign += g_strv_contains(words, fold) ? 1 : 0;
	}
	return foreign >= 2;
}

/* More than this of a clause is not needed to know it again; its place leads to the rest. */
enum { RAW_BYTES = 600 };

Fact *flow_told(const Flow *flow, Reading *reading, const char *subject, const char *name, const char *value, guint first,
                guint last, int confidence)
{
	g_autofree char *raw = flow_raw(flow, first, last, RAW_BYTES);
	Fact *fact = fact_new(subject, name, value, raw);
	fact->confidence = confidence;
	if (first < flow->words->len) {
		const FlowWord *word = flow->words->pdata[first];
		guint end = word->index;
		for (guint i = first; i <= last && i < flow->words->len; i++) {
			const FlowWord *other = flow->words->pdata[i];
			if (other->line == word->line)
				end = other->index;
		}
		fact->proof.page = word->page->number;
		fact->proof.place = text_place(word->page, word->line, word->index, end);
		fact->proof.reader = g_strdup(word->page->recognised ? "ocr" : flow->reader != NULL ? flow->reader : "text");
	}
	g_ptr_array_add(reading->facts, fact);
	return fact;
}

Fact *flow_fact(const Flow *flow, Reading *reading, const char *subject, const char *name, const char *value, guint first,
                guint last, int confidence)
{
	Fact *fact = flow_told(flow, reading, subject, name, value, first, last, confidence);
	/* A poor scan: what it says is not more certain than how it was read. */
	for (guint i = first; i <= last && i < flow->words->len; i++) {
		const FlowWord *word = flow->words->pdata[i];
		fact->confidence = MIN(fact->confidence, text_confidence(word->line, word->index, word->index));
	}
	return fact;
}
