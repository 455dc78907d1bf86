#include "intake/worker/rtf.h"

#include "intake/worker/plain.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH_MOST = 200, WORD_BYTES = 32 };

/* What a group keeps to itself. */
typedef struct Group {
	bool skip; /* a destination that is no text */
	bool hidden, deleted;
	int uc; /* bytes that stand in for a \u by programs without Unicode */
} Group;

typedef struct Rtf {
	Text *text;
	TextPage *page;
	const char *p, *end;
	Group groups[DEPTH_MOST];
	int depth; /* of groups, may pass DEPTH_MOST: those are skipped */
	GString *line; /* UTF-8 */
	GString *bytes; /* of the document's charset, not decoded yet */
	char charset[16];
	bool table;
	int row;
	int pending; /* bytes that stand in for a character already taken */
	gunichar high; /* first half of a pair */
	bool fits;
} Rtf;

static Group *now(Rtf *rtf)
{
	return &rtf->groups[MIN(rtf->depth, DEPTH_MOST - 1)];
}

static bool silent(Rtf *rtf)
{
	const Group *group = now(rtf);
	return group->skip || group->hidden || group->deleted || rtf->depth >= DEPTH_MOST;
}

static void flush(Rtf *rtf)
{
	if (rtf->bytes->len == 0)
		return;
	g_autofree char *utf8 = plain_utf8(rtf->bytes->str, rtf->bytes->len, rtf->charset);
	g_string_append(rtf->line, utf8);
	g_string_truncate(rtf->bytes, 0);
}

static void end_line(Rtf *rtf, int row)
{
	flush(rtf);
	if (rtf->fits)
		rtf->fits = plain_add_line(rtf->text, rtf->page, rtf->line->str, rtf->line->len, 0, row);
	g_string_truncate(rtf->line, 0);
}

static void put_byte(Rtf *rtf, char c)
{
	if (rtf->pending > 0)
		rtf->pending--;
	else if (!silent(rtf))
		g_string_append_c(rtf->bytes, c);
}

static void put_character(Rtf *rtf, gunichar c)
{
	if (silent(rtf))
		return;
	flush(rtf);
	if (c >= 0xD800 && c <= 0xDBFF) {
		rtf->high = c;
		return;
	}
	if (c >= 0xDC00 && c <= 0xDFFF)
		c = rtf->high != 0 ? 0x10000 + ((rtf->high - 0xD800) << 10) + (c - 0xDC00) : 0xFFFD;
	rtf->high = 0;
	g_string_append_unichar(rtf->line, c < 0x20 ? ' ' : c);
}

static const char *const destinations[] = { "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore",
	"generator", "xmlnstbl", "listtable", "listoverridetable", "rsidtbl", "latentstyles", "filetbl", "revtbl", "fldinst", "bkmkstart",
	"bkmkend", "nonshppict", "objdata", "objclass", "pgdsctbl", "mmathPr", NULL };

static const struct {
	const char *word;
	gunichar character;
} characters[] = { { "emdash", 0x2014 }, { "endash", 0x2013 }, { "lquote", 0x2018 }, { "rquote", 0x2019 }, { "ldblquote", 0x201C },
		   { "rdblquote", 0x201D }, { "bullet", 0x2022 }, { "tab", ' ' }, { "emspace", ' ' }, { "enspace", ' ' }, { "nestcell", ' ' },
		   { "cell", ' ' } };

static void take_break(Rtf *rtf, const char *word)
{
	bool row = strcmp(word, "row") == 0 || strcmp(word, "nestrow") == 0;
	if (silent(rtf))
		return;
	if (row) {
		end_line(rtf, ++rtf->row);
		rtf->table = false;
	} else if (rtf->table && strcmp(word, "page") != 0) {
		put_character(rtf, ' ');
	} else {
		end_line(rtf, 0);
		if (strcmp(word, "page") == 0 && rtf->page->lines->len > 0)
			rtf->page = text_add_page(rtf->text, 0, 0);
	}
}

static void take_word(Rtf *rtf, const char *word, bool has_number, int number)
{
	static const char *const breaks[] = { "par", "line", "sect", "page", "row", "nestrow", NULL };
	if (g_strv_contains(destinations, word)) {
		now(rtf)->skip = true;
	} else if (g_strv_contains(breaks, word)) {
		take_break(rtf, word);
	} else if (strcmp(word, "u") == 0 && has_number) {
		put_character(rtf, (gunichar)(number < 0 ? number + 65536 : number) & 0xFFFF);
		rtf->pending = now(rtf)->uc;
	} else if (strcmp(word, "uc") == 0) {
		now(rtf)->uc = CLAMP(number, 0, 16);
	} else if (strcmp(word, "ansicpg") == 0) {
		flush(rtf);
		snprintf(rtf->charset, sizeof rtf->charset, "%s%d", number == 65001 ? "utf-8;" : "CP", number);
	} else if (strcmp(word, "v") == 0) {
		now(rtf)->hidden = !has_number || number != 0;
	} else if (strcmp(word, "deleted") == 0) {
		now(rtf)->deleted = !has_number || number != 0;
	} else if (strcmp(word, "plain") == 0) {
		now(rtf)->hidden = false;
	} else if (strcmp(word, "intbl") == 0) {
		rtf->table = true;
	} else if (strcmp(word, "pard") == 0) {
		rtf->table = false;
	} else if (strcmp(word, "bin") == 0) {
		rtf->p += MIN(MAX(number, 0), rtf->end - rtf->p);
	} else {
		for (size_t i = 0; i < G_N_ELEMENTS(characters); i++)
			if (strcmp(characters[i].word, word) == 0)
				put_character(rtf, characters[i].character);
	}
}

static void take_control(Rtf *rtf)
{
	char word[WORD_BYTES];
	size_t n = 0;
	for (; rtf->p < rtf->end && g_ascii_isalpha(*rtf->p); rtf->p++)
		if (n < sizeof word - 1)
			word[n++] = *rtf->p;
	word[n] = '\0';
	bool negative = rtf->p < rtf->end && *rtf->p == '-';
	rtf->p += negative;
	bool has_number = rtf->p < rtf->end && g_ascii_isdigit(*rtf->p);
	int number = 0;
	for (; rtf->p < rtf->end && g_ascii_isdigit(*rtf->p); rtf->p++)
		number = number < 100000000 ? number * 10 + (*rtf->p - '0') : number;
	rtf->p += rtf->p < rtf->end && *rtf->p == ' ';
	take_word(rtf, word, has_number, negative ? -number : number);
}

static void take_symbol(Rtf *rtf)
{
	char c = *rtf->p++;
	switch (c) {
	case '\'':
		if (rtf->end - rtf->p >= 2) {
			int high = g_ascii_xdigit_value(rtf->p[0]), low = g_ascii_xdigit_value(rtf->p[1]);
			rtf->p += 2;
			if (high >= 0 && low >= 0)
				put_byte(rtf, (char)(high << 4 | low));
		}
		break;
	case '*': now(rtf)->skip = true; break;
	case '~': put_character(rtf, ' '); break;
	case '_': put_character(rtf, '-'); break;
	case '\n':
	case '\r': take_break(rtf, "par"); break;
	case '\\':
	case '{':
	case '}': put_byte(rtf, c); break;
	default: break; /* an optional hyphen, a mark of an index */
	}
}

static void take_brace(Rtf *rtf, char c)
{
	if (c == '{') {
		if (rtf->depth + 1 < DEPTH_MOST)
			rtf->groups[rtf->depth + 1] = *now(rtf);
		rtf->depth++;
	} else if (rtf->depth > 0) {
		rtf->depth--;
	}
	rtf->pending = 0;
}

bool rtf_add(Text *text, const void *bytes, size_t size)
{
	const char *start = size > 0 ? bytes : "";
	Rtf rtf = { .text = text, .page = text_add_page(text, 0, 0), .p = start, .end = start + size, .line = g_string_new(NULL),
		    .bytes = g_string_new(NULL), .charset = "CP1252", .fits = true };
	rtf.groups[0].uc = 1;
	while (rtf.p < rtf.end && rtf.fits) {
		char c = *rtf.p++;
		if (c == '{' || c == '}')
			take_brace(&rtf, c);
		else if (c == '\\' && rtf.p < rtf.end && g_ascii_isalpha(*rtf.p))
			take_control(&rtf);
		else if (c == '\\' && rtf.p < rtf.end)
			take_symbol(&rtf);
		else if (c != '\r' && c != '\n')
			put_byte(&rtf, c);
	}
	flush(&rtf);
	if (rtf.line->len > 0)
		end_line(&rtf, 0);
	g_string_free(rtf.line, TRUE);
	g_string_free(rtf.bytes, TRUE);
	return rtf.fits;
}
