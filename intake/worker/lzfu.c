#include "intake/worker/lzfu.h"

#include "intake/limits.h"

#include <stdbool.h>
#include <string.h>

enum { HEAD = 16, WINDOW = 4096 };

/* What every window begins with: words that RTF is full of. */
static const char start[] = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
			    "MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u"
			    "\\tab\\tx";

static guint32 word_at(const unsigned char *b)
{
	return (guint32)b[0] | (guint32)b[1] << 8 | (guint32)b[2] << 16 | (guint32)b[3] << 24;
}

static void put(GByteArray *out, unsigned char *window, size_t *at, unsigned char c)
{
	window[*at] = c;
	*at = (*at + 1) % WINDOW;
	g_byte_array_append(out, &c, 1);
}

/* Eight items after each byte of flags: a byte as it is, or twelve bits of place and four of length. */
static void inflate(const unsigned char *b, const unsigned char *end, size_t most, GByteArray *out)
{
	unsigned char window[WINDOW] = { 0 };
	size_t at = sizeof start - 1;
	memcpy(window, start, at);
	while (b < end && out->len < most) {
		unsigned flags = *b++;
		for (int i = 0; i < 8 && b < end && out->len < most; i++, flags >>= 1) {
			if ((flags & 1) == 0) {
				put(out, window, &at, *b++);
				continue;
			}
			if (end - b < 2)
				return;
			size_t from = (size_t)b[0] << 4 | b[1] >> 4, length = (size_t)(b[1] & 15) + 2;
			b += 2;
			if (from == at) /* the sign of the end */
				return;
			for (size_t k = 0; k < length && out->len < most; k++)
				put(out, window, &at, window[(from + k) % WINDOW]);
		}
	}
}

GByteArray *lzfu_unpack(const void *bytes, size_t size)
{
	const unsigned char *b = bytes;
	if (size < HEAD)
		return NULL;
	size_t packed = MIN((size_t)word_at(b) + 4, size), raw = MIN((size_t)word_at(b + 4), (size_t)LIMIT_DOCUMENT_TEXT_BYTES);
	bool plain = memcmp(b + 8, "MELA", 4) == 0;
	if (packed < HEAD || (!plain && memcmp(b + 8, "LZFu", 4) != 0))
		return NULL;
	GByteArray *out = g_byte_array_new();
	if (plain)
		g_byte_array_append(out, b + HEAD, (guint)MIN(raw, packed - HEAD));
	else
		inflate(b + HEAD, b + packed, raw, out);
	return out;
}
