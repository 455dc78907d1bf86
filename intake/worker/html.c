#include "intake/worker/html.h"

#include "intake/worker/plain.h"

#include <string.h>

enum { NAME_BYTES = 32, ENTITY_BYTES = 12, QUOTES_MOST = 60 };

/* From 160 on. */
static const char *const latin1[96] = { "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
	"laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm",
	"raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil",
	"Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde",
	"Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
	"auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
	"ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml" };

static const struct {
	const char *name;
	gunichar character;
} entities[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' }, { "euro", 0x20AC }, { "ndash", 0x2013 },
	{ "mdash", 0x2014 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "sbquo", 0x201A }, { "ldquo", 0x201C }, { "rdquo", 0x201D },
	{ "bdquo", 0x201E }, { "hellip", 0x2026 }, { "bull", 0x2022 }, { "trade", 0x2122 }, { "ensp", ' ' }, { "emsp", ' ' },
	{ "thinsp", ' ' }, { "zwnj", 0x200C }, { "zwj", 0x200D }, { "lrm", 0x200E }, { "rlm", 0x200F }, { "permil", 0x2030 },
	{ "lsaquo", 0x2039 }, { "rsaquo", 0x203A }, { "dagger", 0x2020 }, { "OElig", 0x152 }, { "oelig", 0x153 }, { "Scaron", 0x160 },
	{ "scaron", 0x161 }, { "Yuml", 0x178 }, { "minus", 0x2212 }, { "rarr", 0x2192 }, { "larr", 0x2190 }, { "check", 0x2713 },
	{ "sol", '/' }, { "num", '#' }, { "commat", '@' }, { "colon", ':' }, { "period", '.' }, { "comma", ',' }, { "lpar", '(' },
	{ "rpar", ')' }, { "percnt", '%' }, { "Tab", '\t' }, { "NewLine", '\n' },
};

typedef struct Html {
	Text *text;
	TextPage *page;
	const char *p, *end;
	GString *line;
	bool space; /* white space was seen since the line's last character */
	int breaks; /* asked for before the next character: 1: a new line, 2: an empty one between */
	bool firm; /* that break is not undone by the next cell of a row */
	bool fresh; /* a cell has begun and nothing stands in it: it goes on in its row's line */
	bool fits;
	bool unclosed; /* no comment ends from here on: looked for once */
	int pre, table, row;
	bool real[QUOTES_MOST]; /* of open <blockquote>s: does it quote, or only indent? */
	int open, quotes;
	char hidden[NAME_BYTES]; /* the element that hides what is in it, "" for none */
	int hidden_depth;
} Html;

static void end_line(Html *html)
{
	const char *p = html->line->str;
	int marks = html->quotes;
	/* A plain mail dressed in HTML brings its own marks. */
	for (; *p == '>'; marks++) {
		p++;
		if (*p == ' ')
			p++;
	}
	if (html->fits)
		html->fits = plain_add_line(html->text, html->page, p, strlen(p), marks, html->table > 0 ? html->row : 0);
	g_string_truncate(html->line, 0);
	html->space = false;
}

static void ask_break(Html *html, int breaks, bool firm)
{
	if (html->fresh && !firm)
		return;
	html->breaks = MAX(html->breaks, breaks);
	html->firm |= firm;
}

static void give_breaks(Html *html)
{
	if (html->line->len > 0)
		end_line(html);
	if (html->breaks > 1 && html->page->lines->len > 0) {
		const TextLine *last = html->page->lines->pdata[html->page->lines->len - 1];
		int quotes = html->quotes;
		html->quotes = MIN(quotes, last->marked);
		if (last->words->len > 0)
			end_line(html);
		html->quotes = quotes;
	}
	html->breaks = 0;
	html->firm = false;
}

static void put_character(Html *html, gunichar c)
{
	if (*html->hidden != '\0')
		return;
	if (html->pre > 0 && c == '\n') {
		if (html->breaks > 0)
			give_breaks(html);
		end_line(html);
		return;
	}
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xA0) {
		html->space = true;
		return;
	}
	if (html->breaks > 0)
		give_breaks(html);
	if (html->space && html->line->len > 0)
		g_string_append_c(html->line, ' ');
	html->space = html->fresh = false;
	if (c < 0x80)
		g_string_append_c(html->line, (char)c);
	else
		g_string_append_unichar(html->line, c);
}

static gunichar entity_named(const char *name, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
		if (strlen(entities[i].name) == length && memcmp(entities[i].name, name, length) == 0)
			return entities[i].character;
	for (size_t i = 0; i < G_N_ELEMENTS(latin1); i++)
		if (strlen(latin1[i]) == length && memcmp(latin1[i], name, length) == 0)
			return (gunichar)(160 + i);
	return 0;
}

static gunichar numbered(const char *p, size_t length)
{
	gunichar c = 0;
	bool hex = length > 1 && (p[1] == 'x' || p[1] == 'X');
	for (size_t i = hex ? 2 : 1; i < length; i++) {
		int digit = hex ? g_ascii_xdigit_value(p[i]) : g_ascii_digit_value(p[i]);
		c = digit < 0 || c > 0x10FFFF ? 0x110000 : c * (hex ? 16 : 10) + (gunichar)digit;
	}
	if (c >= 0x80 && c <= 0x9F) {
		/* What is meant is windows-1252. */
		char byte = (char)c;
		g_autofree char *meant = plain_utf8(&byte, 1, NULL);
		return g_utf8_get_char(meant);
	}
	return c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c < 0x20 || c == 0x7F ? ' ' : c;
}

static void take_entity(Html *html)
{
	const char *name = html->p + 1;
	size_t n = 0;
	while (n < ENTITY_BYTES && name + n < html->end && (g_ascii_isalnum(name[n]) || (n == 0 && name[n] == '#')))
		n++;
	gunichar c = n > 1 && name[0] == '#' ? numbered(name, n) : n > 1 ? entity_named(name, n) : 0;
	if (c == 0) {
		put_character(html, '&');
		html->p++;
		return;
	}
	put_character(html, c);
	html->p = name + n + (name + n < html->end && name[n] == ';');
}

/* Of the tag between from and to: does its text say this, white space and case aside? */
static bool tag_says(const char *from, const char *to, const char *what)
{
	size_t n = 0;
	for (const char *p = from; p < to; p++) {
		if (g_ascii_isspace(*p))
			continue;
		if (g_ascii_tolower(*p) != what[n])
			n = g_ascii_tolower(*p) == what[0];
		else
			n++;
		if (what[n] == '\0')
			return true;
	}
	return false;
}

typedef enum Tag { TAG_OTHER, TAG_BR, TAG_CELL, TAG_SPACED, TAG_QUOTE, TAG_BLOCK, TAG_TABLE, TAG_ROW, TAG_PRE, TAG_ITEM, TAG_RAW, TAG_VOID } Tag;

/* In the order of their names. */
static const struct {
	const char *name;
	Tag tag;
} tags[] = {
	{ "address", TAG_BLOCK }, { "area", TAG_VOID }, { "article", TAG_BLOCK }, { "aside", TAG_BLOCK }, { "base", TAG_VOID },
	{ "blockquote", TAG_QUOTE }, { "body", TAG_BLOCK }, { "br", TAG_BR }, { "caption", TAG_BLOCK }, { "center", TAG_BLOCK },
	{ "col", TAG_VOID }, { "dd", TAG_BLOCK }, { "div", TAG_BLOCK }, { "dl", TAG_BLOCK }, { "dt", TAG_BLOCK }, { "fieldset", TAG_BLOCK },
	{ "figure", TAG_BLOCK }, { "footer", TAG_BLOCK }, { "form", TAG_BLOCK }, { "h1", TAG_SPACED }, { "h2", TAG_SPACED },
	{ "h3", TAG_SPACED }, { "h4", TAG_SPACED }, { "h5", TAG_SPACED }, { "h6", TAG_SPACED }, { "header", TAG_BLOCK }, { "hr", TAG_BLOCK },
	{ "html", TAG_BLOCK }, { "img", TAG_VOID }, { "input", TAG_VOID }, { "li", TAG_ITEM }, { "link", TAG_VOID }, { "main", TAG_BLOCK },
	{ "meta", TAG_VOID }, { "nav", TAG_BLOCK }, { "noframes", TAG_RAW }, { "o:p", TAG_VOID }, { "ol", TAG_BLOCK }, { "option", TAG_BLOCK },
	{ "p", TAG_SPACED }, { "pre", TAG_PRE }, { "script", TAG_RAW }, { "section", TAG_BLOCK }, { "style", TAG_RAW }, { "table", TAG_TABLE },
	{ "td", TAG_CELL }, { "textarea", TAG_RAW }, { "th", TAG_CELL }, { "title", TAG_RAW }, { "tr", TAG_ROW }, { "ul", TAG_BLOCK },
	{ "wbr", TAG_VOID }, { "xmp", TAG_RAW },
};

static Tag tag_named(const char *name)
{
	size_t low = 0, high = G_N_ELEMENTS(tags);
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, tags[middle].name);
		if (order == 0)
			return tags[middle].tag;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return TAG_OTHER;
}

static void take_quote(Html *html, bool closes, const char *from, const char *to)
{
	/* The quotation's depth is that of its lines: what stands before it is ended first. */
	if (html->line->len > 0)
		end_line(html);
	if (closes) {
		if (html->open > 0)
			html->quotes -= --html->open < QUOTES_MOST && html->real[html->open];
		return;
	}
	bool real = !tag_says(from, to, "border:none");
	if (html->open < QUOTES_MOST) {
		html->real[html->open] = real;
		html->quotes += real;
	}
	html->open++;
}

static void take_structure(Html *html, Tag tag, bool closes, const char *from, const char *to)
{
	switch (tag) {
	case TAG_BR:
		if (html->breaks > 0)
			give_breaks(html);
		end_line(html);
		return;
	case TAG_CELL:
		if (!html->firm)
			html->breaks = 0;
		html->space = true;
		html->fresh = !closes;
		return;
	case TAG_QUOTE: take_quote(html, closes, from, to); /* fall through */
	case TAG_SPACED: ask_break(html, closes || tag_says(from, to, "msonormal") || tag_says(from, to, "margin:0") ? 1 : 2, false); return;
	case TAG_TABLE:
	case TAG_ROW:
		if (html->line->len > 0)
			end_line(html);
		ask_break(html, 1, true);
		if (tag == TAG_TABLE)
			html->table = MAX(html->table + (closes ? -1 : 1), 0);
		html->row += tag == TAG_ROW && !closes;
		return;
	case TAG_PRE: html->pre = MAX(html->pre + (closes ? -1 : 1), 0); /* fall through */
	case TAG_BLOCK: ask_break(html, 1, false); return;
	case TAG_ITEM:
		ask_break(html, 1, false);
		if (!closes) {
			put_character(html, '-');
			html->space = true;
		}
		return;
	case TAG_RAW:
	case TAG_VOID:
	case TAG_OTHER: return;
	}
}

/* What is hidden ends with the element that hides it; others of its name within it are counted. */
static void take_hidden(Html *html, const char *name, Tag tag, bool closes, const char *from, const char *to)
{
	if (*html->hidden != '\0') {
		if (strcmp(html->hidden, name) == 0)
			html->hidden_depth += closes ? -1 : 1;
		if (html->hidden_depth == 0)
			*html->hidden = '\0';
	} else if (!closes && tag != TAG_VOID && tag != TAG_BR && to - from > 12 && to[-1] != '/' && tag_says(from, to, "display:none")) {
		g_strlcpy(html->hidden, name, sizeof html->hidden);
		html->hidden_depth = 1;
	}
}

static const char *find_close(const Html *html, const char *from, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = from; (p = memchr(p, '<', (size_t)(html->end - p))) != NULL; p++)
		if ((size_t)(html->end - p) > n + 2 && p[1] == '/' && g_ascii_strncasecmp(p + 2, name, n) == 0)
			return p;
	return html->end;
}

/* The byte after the tag; '>' within a quoted value does not end it. */
static const char *past_tag(const Html *html, const char *p)
{
	char quote = 0;
	const char *first = memchr(p, '>', (size_t)(html->end - p));
	for (; p < html->end; p++) {
		if (quote != 0)
			quote = *p == quote ? 0 : quote;
		else if ((*p == '"' || *p == '\'') && p[-1] == '=')
			quote = *p;
		else if (*p == '>')
			return p + 1;
	}
	/* A quote that nobody closes swallows no more than its tag. */
	return first != NULL ? first + 1 : html->end;
}

static void take_tag(Html *html)
{
	const char *p = html->p + 1;
	if (html->end - p >= 3 && memcmp(p, "!--", 3) == 0) {
		const char *close = html->unclosed ? NULL : memmem(p + 3, (size_t)(html->end - p - 3), "-->", 3);
		html->unclosed = close == NULL;
		/* Outlook hides text from others in <!--[if …]>: it is a comment to all but Outlook. */
		html->p = close != NULL ? close + 3 : past_tag(html, p);
		return;
	}
	bool closes = p < html->end && *p == '/';
	p += closes;
	if (p == html->end || !(g_ascii_isalpha(*p) || *p == '!' || *p == '?')) {
		put_character(html, '<');
		html->p++;
		return;
	}
	char name[NAME_BYTES];
	size_t n = 0;
	const char *from = p;
	for (; from < html->end && n < sizeof name - 1 && (g_ascii_isalnum(*from) || *from == ':'); from++)
		name[n++] = g_ascii_tolower(*from);
	name[n] = '\0';
	html->p = past_tag(html, from);
	const char *to = html->p - (html->p > from && html->p[-1] == '>');
	Tag tag = tag_named(name);
	if (!closes && tag == TAG_RAW && !(to > from && to[-1] == '/')) {
		html->p = find_close(html, html->p, name);
		return;
	}
	take_hidden(html, name, tag, closes, from, to);
	if (*html->hidden == '\0')
		take_structure(html, tag, closes, from, to);
}

/* Letters and figures that follow one that was put down, all at once. */
static void take_run(Html *html)
{
	const char *p = html->p;
	if (html->line->len == 0 || html->space || html->breaks > 0 || *html->hidden != '\0')
		return;
	while (p < html->end && *p > ' ' && *p != '<' && *p != '&' && *p != 0x7F)
		p++;
	g_string_append_len(html->line, html->p, p - html->p);
	html->p = p;
}

bool html_add(Text *text, TextPage *page, const char *utf8, size_t size)
{
	Html html = { .text = text, .page = page, .p = utf8, .end = utf8 + size, .line = g_string_new(NULL), .fits = true };
	while (html.p < html.end && html.fits) {
		if (*html.p == '<') {
			take_tag(&html);
		} else if (*html.p == '&') {
			take_entity(&html);
		} else {
			put_character(&html, g_utf8_get_char(html.p));
			html.p = g_utf8_next_char(html.p);
			take_run(&html);
		}
	}
	if (html.line->len > 0)
		end_line(&html);
	g_string_free(html.line, TRUE);
	return html.fits;
}

char *html_charset(const void *bytes, size_t size)
{
	if (size == 0)
		return NULL;
	g_autofree char *head = g_ascii_strdown(bytes, (gssize)MIN(size, 4096));
	const char *at = strstr(head, "charset=");
	if (at == NULL)
		return NULL;
	at += strlen("charset=");
	at += strspn(at, "\"' ");
	size_t n = strcspn(at, "\"'; />");
	return n > 0 && n < 40 ? g_strndup(at, n) : NULL;
}

bool html_suspected(const char *utf8)
{
	static const char *const starts[] = { "<!doctype html", "<html", "<head", "<body", "<meta", "<div", "<p>", "<table", NULL };
	while (g_ascii_isspace(*utf8))
		utf8++;
	for (size_t i = 0; starts[i] != NULL; i++)
		if (g_ascii_strncasecmp(utf8, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}
