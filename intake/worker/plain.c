#include "intake/worker/plain.h"

#include "intake/limits.h"

#include <string.h>

/* Of windows-1252: 0x80 … 0x9F; 0: no character, shown as U+FFFD. */
static const uint16_t upper[32] = { 0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
	0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178 };

typedef enum Charset { CHARSET_NONE, CHARSET_UTF8, CHARSET_LATIN1, CHARSET_LATIN9, CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_OTHER } Charset;

static gunichar of_byte(unsigned char c, Charset charset)
{
	static const struct {
		unsigned char byte;
		uint16_t character;
	} latin9[] = { { 0xA4, 0x20AC }, { 0xA6, 0x160 }, { 0xA8, 0x161 }, { 0xB4, 0x17D }, { 0xB8, 0x17E }, { 0xBC, 0x152 },
		       { 0xBD, 0x153 }, { 0xBE, 0x178 } };
	if (c >= 0x80 && c <= 0x9F)
		return upper[c - 0x80] != 0 ? upper[c - 0x80] : 0xFFFD;
	for (size_t i = 0; charset == CHARSET_LATIN9 && i < G_N_ELEMENTS(latin9); i++)
		if (latin9[i].byte == c)
			return latin9[i].character;
	return c;
}

static Charset charset_named(const char *name)
{
	static const struct {
		const char *name;
		Charset charset;
	} known[] = {
		{ "utf-8", CHARSET_UTF8 }, { "utf8", CHARSET_UTF8 }, { "unicode-1-1-utf-8", CHARSET_UTF8 }, { "us-ascii", CHARSET_NONE },
		{ "ascii", CHARSET_NONE }, { "iso-8859-1", CHARSET_LATIN1 }, { "iso8859-1", CHARSET_LATIN1 }, { "iso_8859-1", CHARSET_LATIN1 },
		{ "latin1", CHARSET_LATIN1 }, { "latin-1", CHARSET_LATIN1 }, { "windows-1252", CHARSET_LATIN1 }, { "cp1252", CHARSET_LATIN1 },
		{ "x-cp1252", CHARSET_LATIN1 }, { "iso-8859-15", CHARSET_LATIN9 }, { "iso8859-15", CHARSET_LATIN9 },
		{ "latin9", CHARSET_LATIN9 }, { "latin-9", CHARSET_LATIN9 }, { "utf-16", CHARSET_UTF16BE }, { "utf-16be", CHARSET_UTF16BE },
		{ "utf-16le", CHARSET_UTF16LE }, { "unicode", CHARSET_UTF16LE }, { "unknown-8bit", CHARSET_NONE }, { "x-unknown", CHARSET_NONE },
		{ "default", CHARSET_NONE }, { "8bit", CHARSET_NONE }, { "binary", CHARSET_NONE },
	};
	if (name == NULL || *name == '\0')
		return CHARSET_NONE;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (g_ascii_strcasecmp(known[i].name, name) == 0)
			return known[i].charset;
	return CHARSET_OTHER;
}

/* Those whose bytes are all below 0x80, so that being valid UTF-8 proves nothing. */
static bool is_stateful(const char *name)
{
	return g_ascii_strncasecmp(name, "iso-2022-", 9) == 0 || g_ascii_strcasecmp(name, "utf-7") == 0 || g_ascii_strncasecmp(name, "hz", 2) == 0;
}

static void put(GString *out, gunichar c)
{
	if (c < 0x80)
		g_string_append_c(out, (char)c);
	else
		g_string_append_unichar(out, c);
}

static GString *of_utf16(const unsigned char *b, size_t size, bool big)
{
	GString *out = g_string_sized_new(size);
	for (size_t i = 0; i + 1 < size; i += 2) {
		gunichar c = big ? (gunichar)b[i] << 8 | b[i + 1] : (gunichar)b[i + 1] << 8 | b[i];
		gunichar low = i + 3 < size ? (big ? (gunichar)b[i + 2] << 8 | b[i + 3] : (gunichar)b[i + 3] << 8 | b[i + 2]) : 0;
		if (c >= 0xD800 && c <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			i += 2;
		}
		put(out, c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
	}
	return out;
}

/* How many characters beyond ASCII are good UTF-8, and how many bytes are none. */
static void weigh(const char *p, const char *end, size_t *good, size_t *bad)
{
	*good = *bad = 0;
	while (p < end) {
		if ((unsigned char)*p < 0x80) {
			p++;
			continue;
		}
		gunichar c = g_utf8_get_char_validated(p, end - p);
		bool fine = c != (gunichar)-1 && c != (gunichar)-2;
		*good += fine;
		*bad += !fine;
		p = fine ? g_utf8_next_char(p) : p + 1;
	}
}

/* UTF-8 where it is; each byte that is none, as a single one of charset. */
static GString *of_mixed(const char *p, const char *end, Charset charset, bool utf8)
{
	GString *out = g_string_sized_new((size_t)(end - p) + (size_t)(end - p) / 8);
	while (p < end) {
		const char *plain = p;
		while (p < end && (unsigned char)*p < 0x80)
			p++;
		g_string_append_len(out, plain, p - plain);
		if (p == end)
			break;
		gunichar c = utf8 ? g_utf8_get_char_validated(p, end - p) : (gunichar)-1;
		bool fine = c != (gunichar)-1 && c != (gunichar)-2;
		put(out, fine ? c : of_byte((unsigned char)*p, charset));
		p = fine ? g_utf8_next_char(p) : p + 1;
	}
	return out;
}

static GString *of_other(const char *bytes, size_t size, const char *name)
{
	gsize length = 0;
	g_autofree char *out = g_convert_with_fallback(bytes, (gssize)size, "UTF-8", name, "\xEF\xBF\xBD", NULL, &length, NULL);
	return out != NULL ? g_string_new_len(out, (gssize)length) : NULL;
}

static GString *decode(const unsigned char *b, size_t size, const char *declared)
{
	const char *bytes = (const char *)b, *end = bytes + size;
	Charset said = charset_named(declared);
	if (size >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0)
		return of_mixed(bytes + 3, end, CHARSET_LATIN1, true);
	if (size >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF)))
		return of_utf16(b + 2, size - 2, b[0] == 0xFE);
	/* Text in UTF-16 has a zero in most of its pairs. */
	if ((said == CHARSET_UTF16LE || said == CHARSET_UTF16BE) && memchr(b, 0, MIN(size, 200)) != NULL)
		return of_utf16(b, size, b[0] == 0 || (said == CHARSET_UTF16BE && b[1] != 0));
	if (said == CHARSET_OTHER && is_stateful(declared)) {
		GString *out = of_other(bytes, size, declared);
		if (out != NULL)
			return out;
	}
	size_t good, bad;
	weigh(bytes, end, &good, &bad);
	if (bad == 0)
		return g_string_new_len(bytes, (gssize)size);
	if (said == CHARSET_OTHER) {
		GString *out = of_other(bytes, size, declared);
		if (out != NULL)
			return out;
	}
	/* Two texts put together, or one cut within a character. */
	return of_mixed(bytes, end, said == CHARSET_LATIN9 ? CHARSET_LATIN9 : CHARSET_LATIN1, good > bad);
}

/* In place: "\r\n" and "\r" are '\n', other control characters but the form feed spaces. */
static void clean(GString *text)
{
	char *to = text->str;
	for (const char *p = text->str, *end = text->str + text->len; p < end; p++) {
		unsigned char c = (unsigned char)*p;
		if (c == '\r')
			p += p + 1 < end && p[1] == '\n';
		*to++ = c == '\r' ? '\n' : (c < 0x20 && c != '\n' && c != '\t' && c != '\f') || c == 0x7F ? ' ' : (char)c;
	}
	g_string_truncate(text, (gsize)(to - text->str));
}

char *plain_utf8(const void *bytes, size_t size, const char *declared)
{
	GString *text = decode(bytes, MIN(size, (size_t)LIMIT_DOCUMENT_TEXT_BYTES), declared);
	clean(text);
	return g_string_free(text, FALSE);
}

char *plain_mended(const char *text)
{
	GString *bytes = g_string_new(NULL);
	bool single = false;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		unsigned byte = c;
		for (unsigned i = 0; c > 0xFF && i < 32; i++)
			if (upper[i] == c)
				byte = 0x80 + i;
		if (byte > 0xFF) {
			g_string_free(bytes, TRUE);
			return g_strdup(text);
		}
		single |= byte >= 0x80;
		g_string_append_c(bytes, (char)byte);
	}
	bool utf8 = single && g_utf8_validate(bytes->str, (gssize)bytes->len, NULL);
	char *mended = g_strdup(utf8 ? bytes->str : text);
	g_string_free(bytes, TRUE);
	return mended;
}

/* Characters that are not seen: joiners, directions, soft hyphens, marks of byte order. */
static bool is_unseen(gunichar c)
{
	return c == 0xAD || c == 0x34F || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static bool is_space(const char *p)
{
	return (unsigned char)*p < 0x80 ? g_ascii_isspace(*p) : g_unichar_isspace(g_utf8_get_char(p));
}

/* The word without what is not seen of it; one that is nothing else is none. */
static bool add_seen(Text *text, TextLine *line, const char *from, const char *end)
{
	GString *word = g_string_new(NULL);
	for (const char *p = from; p < end; p = g_utf8_next_char(p))
		if (!is_unseen(g_utf8_get_char(p)))
			g_string_append_unichar(word, g_utf8_get_char(p));
	bool fits = word->len == 0 || text_add_span(text, line, word->str, word->len);
	g_string_free(word, TRUE);
	return fits;
}

bool plain_add_line(Text *text, TextPage *page, const char *utf8, size_t size, int marks, int row)
{
	TextLine *line = text_add_line(page);
	line->marked = line->quoted = MIN(marks, PLAIN_MARKS_MOST);
	line->cell = row;
	const char *end = utf8 + size;
	for (const char *p = utf8; p < end;) {
		while (p < end && is_space(p))
			p = g_utf8_next_char(p);
		const char *from = p;
		bool unseen = false;
		while (p < end && !is_space(p)) {
			unseen |= (unsigned char)*p >= 0x80 && is_unseen(g_utf8_get_char(p));
			p = g_utf8_next_char(p);
		}
		if (p > from && !(unseen ? add_seen(text, line, from, p) : text_add_span(text, line, from, (size_t)(p - from))))
			return false;
	}
	return true;
}

/* The marks before a line: ">>> ", "> > > ". Past them, and past one space. */
static const char *past_marks(const char *p, const char *end, bool flowed, int *marks)
{
	*marks = 0;
	while (p < end && *p == '>') {
		++*marks;
		p++;
		if (!flowed && p + 1 < end && *p == ' ' && p[1] == '>')
			p++;
	}
	return p < end && *p == ' ' ? p + 1 : p;
}

static const char *line_end(const char *p)
{
	const char *end = strchr(p, '\n');
	return end != NULL ? end : p + strlen(p);
}

static bool is_signature_rule(const char *p, const char *end)
{
	return end - p == 3 && memcmp(p, "-- ", 3) == 0;
}

/* Lines that flow into each other, put together; *p moves past them. */
static void take_flowed(const char **p, bool delsp, GString *out, int *marks)
{
	g_string_truncate(out, 0);
	for (bool first = true;; first = false) {
		const char *end = line_end(*p), *at;
		int these;
		at = past_marks(*p, end, true, &these);
		if (first)
			*marks = these;
		else if (these != *marks || is_signature_rule(at, end))
			return;
		bool goes_on = end > at && end[-1] == ' ' && !is_signature_rule(at, end) && *end == '\n';
		g_string_append_len(out, at, end - at - (goes_on && delsp));
		*p = *end == '\n' ? end + 1 : end;
		if (!goes_on || **p == '\0')
			return;
	}
}

bool plain_add(Text *text, TextPage *page, const char *utf8, PlainFlow flow, int marks)
{
	GString *line = g_string_new(NULL);
	bool fits = true;
	for (const char *p = utf8; fits && *p != '\0';) {
		int these;
		if (flow.flowed) {
			take_flowed(&p, flow.delsp, line, &these);
			fits = plain_add_line(text, page, line->str, line->len, marks + these, 0);
			continue;
		}
		const char *end = line_end(p);
		const char *at = past_marks(p, end, false, &these);
		fits = plain_add_line(text, page, at, (size_t)(end - at), marks + these, 0);
		p = *end == '\n' ? end + 1 : end;
	}
	g_string_free(line, TRUE);
	return fits;
}

bool plain_is_blank(const char *utf8)
{
	for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char(p))
		if (!g_unichar_isspace(g_utf8_get_char(p)) && !is_unseen(g_utf8_get_char(p)))
			return false;
	return true;
}
