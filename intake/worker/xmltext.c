/* The first look: what the bytes are, and whether the parser may see them. */
#include "intake/limits.h"
#include "intake/worker/xml.h"

#include <stdint.h>
#include <string.h>

typedef enum Encoding { ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_LATIN1, ENCODING_LATIN9, ENCODING_CP1252,
	                ENCODING_OTHER } Encoding;

/* Names as documents write them, upper case. */
static const struct {
	const char *name;
	Encoding encoding;
} encodings[] = {
	{ "UTF-8", ENCODING_UTF8 },          { "UTF8", ENCODING_UTF8 },           { "US-ASCII", ENCODING_UTF8 },
	{ "ASCII", ENCODING_UTF8 },          { "ISO-8859-1", ENCODING_LATIN1 },   { "ISO8859-1", ENCODING_LATIN1 },
	{ "ISO_8859-1", ENCODING_LATIN1 },   { "LATIN1", ENCODING_LATIN1 },       { "ISO-8859-15", ENCODING_LATIN9 },
	{ "ISO8859-15", ENCODING_LATIN9 },   { "WINDOWS-1252", ENCODING_CP1252 }, { "CP1252", ENCODING_CP1252 },
};

/* Code points of 0x80 … 0x9F in windows-1252; 0 where it has none. */
static const uint16_t cp1252[32] = {
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

void xml_text_clear(XmlText *text)
{
	g_free(text->owned);
	*text = (XmlText){ 0 };
}

void xml_text_position(const XmlText *text, size_t offset, int *line, int *column)
{
	*line = 1;
	const char *start = text->bytes, *end = text->bytes + MIN(offset, text->size);
	for (const char *p; (p = memchr(start, '\n', (size_t)(end - start))) != NULL; start = p + 1)
		(*line)++;
	*column = 1;
	for (const char *p = start; p < end; p++)
		*column += ((unsigned char)*p & 0xC0) != 0x80;
}

static bool refuse_encoding(GError **error)
{
	error_set(error, ERROR_INPUT, "xml-encoding", "Tegnsættet er et andet, end filen siger, eller et, der ikke læses her.",
	          "The encoding is not the one the file declares, or one that is not read here.");
	error_at(error, NULL, 1, 1);
	error_remedy(error, "Gem filen som UTF-8.", "Save the file as UTF-8.");
	return false;
}

/* The name in <?xml … encoding="…"?>, upper case; NULL when there is none. */
static char *declared(const char *text, size_t size)
{
	if (size < 6 || memcmp(text, "<?xml", 5) != 0 || !g_ascii_isspace(text[5]))
		return NULL;
	size_t look = MIN(size, 512);
	const char *end = memmem(text, look, "?>", 2);
	const char *p = end != NULL ? memmem(text, (size_t)(end - text), "encoding", 8) : NULL;
	if (p == NULL)
		return NULL;
	for (p += 8; p < end && (g_ascii_isspace(*p) || *p == '='); p++)
		;
	if (p == end || (*p != '"' && *p != '\''))
		return NULL;
	const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
	return close != NULL ? g_ascii_strup(p + 1, close - p - 1) : NULL;
}

static Encoding encoding_named(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++)
		if (strcmp(encodings[i].name, name) == 0)
			return encodings[i].encoding;
	return g_str_has_prefix(name, "UTF-16") ? ENCODING_UTF16LE : ENCODING_OTHER;
}

/* What the first bytes say, without the declaration; *skip is the length of the mark. */
static Encoding encoding_of_bytes(const unsigned char *b, size_t size, size_t *skip)
{
	*skip = 0;
	if (size >= 4 && (memcmp(b, "\xFF\xFE\0\0", 4) == 0 || memcmp(b, "\0\0\xFE\xFF", 4) == 0 ||
	                  memcmp(b, "<\0\0\0", 4) == 0 || memcmp(b, "\0\0\0<", 4) == 0 || memcmp(b, "\x4C\x6F\xA7\x94", 4) == 0))
		return ENCODING_OTHER; /* UTF-32, EBCDIC */
	if (size >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0) {
		*skip = 3;
		return ENCODING_UTF8;
	}
	if (size >= 2 && (memcmp(b, "\xFF\xFE", 2) == 0 || memcmp(b, "\xFE\xFF", 2) == 0)) {
		*skip = 2;
		return b[0] == 0xFF ? ENCODING_UTF16LE : ENCODING_UTF16BE;
	}
	if (size >= 4 && b[0] == '<' && b[1] == 0 && b[3] == 0)
		return ENCODING_UTF16LE;
	if (size >= 4 && b[0] == 0 && b[1] == '<' && b[2] == 0)
		return ENCODING_UTF16BE;
	return ENCODING_UTF8;
}

static size_t put(char *out, uint32_t c)
{
	return (size_t)g_unichar_to_utf8(c, out);
}

/* At most three bytes of UTF-8 for two of UTF-16. */
static char *from_utf16(const unsigned char *b, size_t size, bool big, size_t *length)
{
	if (size % 2 != 0)
		return NULL;
	g_autofree char *out = g_malloc(size / 2 * 3 + 1);
	size_t n = 0;
	for (size_t i = 0; i < size; i += 2) {
		uint32_t c = big ? (uint32_t)b[i] << 8 | b[i + 1] : (uint32_t)b[i + 1] << 8 | b[i];
		if (c >= 0xD800 && c <= 0xDFFF) {
			if (c >= 0xDC00 || i + 4 > size)
				return NULL;
			uint32_t low = big ? (uint32_t)b[i + 2] << 8 | b[i + 3] : (uint32_t)b[i + 3] << 8 | b[i + 2];
			if (low < 0xDC00 || low > 0xDFFF)
				return NULL;
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			i += 2;
		}
		n += put(out + n, c);
	}
	*length = n;
	return g_steal_pointer(&out);
}

static uint32_t latin9(unsigned char c)
{
	switch (c) {
	case 0xA4: return 0x20AC;
	case 0xA6: return 0x0160;
	case 0xA8: return 0x0161;
	case 0xB4: return 0x017D;
	case 0xB8: return 0x017E;
	case 0xBC: return 0x0152;
	case 0xBD: return 0x0153;
	case 0xBE: return 0x0178;
	default: return c;
	}
}

static char *from_single(const unsigned char *b, size_t size, Encoding encoding, size_t *length)
{
	g_autofree char *out = g_malloc(size * 3 + 1);
	size_t n = 0;
	for (size_t i = 0; i < size; i++) {
		uint32_t c = encoding == ENCODING_LATIN9 ? latin9(b[i]) : b[i];
		if (encoding == ENCODING_CP1252 && b[i] >= 0x80 && b[i] <= 0x9F)
			c = cp1252[b[i] - 0x80];
		if (c == 0)
			return NULL;
		n += put(out + n, c);
	}
	*length = n;
	return g_steal_pointer(&out);
}

static bool refuse(const XmlText *text, const char *at, const char *code, const char *da, const char *en, GError **error)
{
	int line, column;
	xml_text_position(text, (size_t)(at - text->bytes), &line, &column);
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_at(error, NULL, line, column);
	return false;
}

/* The byte after the start tag that begins at p, or NULL when a limit is passed. The end of the text ends it too. */
static const char *look_over_tag(const XmlText *text, const char *p, GError **error)
{
	const char *end = text->bytes + text->size;
	const char *stop = end - p > LIMIT_XML_TAG_BYTES ? p + LIMIT_XML_TAG_BYTES : end;
	int attributes = 0;
	char quote = 0;
	const char *at = p;
	for (; at < stop; at++) {
		if (quote != 0) {
			if (*at == quote)
				quote = 0;
		} else if (*at == '"' || *at == '\'') {
			quote = *at;
		} else if (*at == '>') {
			return at + 1;
		} else if (*at == '=' && ++attributes > LIMIT_XML_ATTRIBUTES) {
			refuse(text, p, "xml-attributes", "Et element har flere end 256 attributter.", "An element has more than 256 attributes.",
			       error);
			return NULL;
		}
	}
	if (at == end)
		return end;
	refuse(text, p, "xml-tag", "Et starttag fylder mere end 64 KiB.", "A start tag is longer than 64 KiB.", error);
	return NULL;
}

/* After the opening of a comment, CDATA section or instruction: past its end; an unended one is the parser's to refuse. */
static const char *past(const char *p, const char *end, const char *mark)
{
	const char *found = memmem(p, (size_t)(end - p), mark, strlen(mark));
	return found != NULL ? found + strlen(mark) : end;
}

static bool begins(const char *p, const char *end, const char *mark)
{
	size_t n = strlen(mark);
	return (size_t)(end - p) >= n && memcmp(p, mark, n) == 0;
}

static bool look_over(const XmlText *text, GError **error)
{
	const char *end = text->bytes + text->size;
	const char *nul = memchr(text->bytes, 0, text->size);
	if (nul != NULL)
		return refuse(text, nul, "xml-nul", "Filen indeholder et nultegn.", "The file holds a NUL character.", error);
	for (const char *p = text->bytes; (p = memchr(p, '<', (size_t)(end - p))) != NULL;) {
		if (begins(p, end, "<!--")) {
			p = past(p + 4, end, "-->");
		} else if (begins(p, end, "<![CDATA[")) {
			p = past(p + 9, end, "]]>");
		} else if (begins(p, end, "<?")) {
			p = past(p + 2, end, "?>");
		} else if (begins(p, end, "<!")) {
			refuse(text, p, "xml-doctype", "En DOCTYPE eller anden erklæring er ikke tilladt.",
			       "A DOCTYPE or other declaration is not allowed.", error);
			error_remedy(error, "Fjern den.", "Remove it.");
			return false;
		} else {
			p = look_over_tag(text, p, error);
			if (p == NULL)
				return false;
		}
	}
	return true;
}

static bool decode(const unsigned char *bytes, size_t size, XmlText *out, GError **error)
{
	size_t skip;
	Encoding encoding = encoding_of_bytes(bytes, size, &skip);
	bytes += skip;
	size -= skip;
	bool wide = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
	if (wide) {
		out->owned = from_utf16(bytes, size, encoding == ENCODING_UTF16BE, &out->size);
		out->bytes = out->owned;
	} else {
		out->bytes = (const char *)bytes;
		out->size = size;
	}
	if (encoding == ENCODING_OTHER || out->bytes == NULL)
		return refuse_encoding(error);
	g_autofree char *name = declared(out->bytes, out->size);
	if (name == NULL)
		return true;
	Encoding said = encoding_named(name);
	if (wide)
		return said == ENCODING_UTF16LE || refuse_encoding(error);
	if (said == ENCODING_UTF8)
		return true;
	/* A UTF-8 mark before another declaration, a UTF-16 declaration on single bytes: one of them lies. */
	if (said == ENCODING_OTHER || said == ENCODING_UTF16LE || skip > 0)
		return refuse_encoding(error);
	out->owned = from_single(bytes, size, said, &out->size);
	out->bytes = out->owned;
	return out->owned != NULL || refuse_encoding(error);
}

bool xml_text_open(const void *bytes, size_t size, XmlText *out, GError **error)
{
	*out = (XmlText){ 0 };
	if (size > (size_t)LIMIT_XML_BYTES)
		return error_set(error, ERROR_INPUT, "xml-too-large", "XML-filen fylder mere end %ld MiB.",
		                 "The XML file is larger than %ld MiB.", LIMIT_XML_BYTES / (1024 * 1024));
	if (decode(bytes, size, out, error) && look_over(out, error))
		return true;
	xml_text_clear(out);
	return false;
}

static bool name_begins(unsigned char c)
{
	return g_ascii_isalpha(c) || c == '_' || c == ':' || c >= 0x80;
}

bool xml_suspected(const void *bytes, size_t size)
{
	size_t skip;
	const unsigned char *b = bytes;
	Encoding encoding = encoding_of_bytes(b, size, &skip);
	bool wide = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
	char head[256];
	size_t n = 0;
	/* Every other byte is enough to recognise ASCII. */
	for (size_t i = skip + (encoding == ENCODING_UTF16BE); i < size && n < sizeof head - 1; i += wide ? 2 : 1)
		head[n++] = (char)b[i];
	head[n] = '\0';
	if (encoding == ENCODING_OTHER)
		return size >= 4 && (b[0] == '<' || b[3] == '<' || b[0] == 0x4C);
	char *p = head;
	while (g_ascii_isspace(*p))
		p++;
	if (*p != '<' || g_ascii_strncasecmp(p, "<!doctype html", 14) == 0 || g_ascii_strncasecmp(p, "<html", 5) == 0)
		return false;
	if (p[1] == '?' || p[1] == '!')
		return true;
	if (!name_begins((unsigned char)p[1]))
		return false;
	for (p += 2; name_begins((unsigned char)*p) || g_ascii_isdigit(*p) || *p == '-' || *p == '.'; p++)
		;
	return *p == '\0' || *p == '>' || *p == '/' || g_ascii_isspace(*p);
}
