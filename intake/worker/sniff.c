#include "intake/worker/sniff.h"

#include "intake/worker/mbox.h"
#include "intake/worker/xml.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static bool begins(const char *bytes, size_t size, const char *mark, size_t length)
{
	return size >= length && memcmp(bytes, mark, length) == 0;
}

#define BEGINS(mark) begins(bytes, size, mark, sizeof(mark) - 1)

/* Office files are zips that say so: a list of content types, or a first entry "mimetype" (ASiC containers have one too). */
static const char *zip_media(const char *bytes, size_t size)
{
	static const char types[] = "[Content_Types].xml", odf[] = "mimetypeapplication/vnd.oasis.opendocument";
	size_t tail = MIN(size, 256 * 1024);
	if (memmem(bytes, MIN(size, 512), odf, sizeof odf - 1) != NULL)
		return "office";
	if (memmem(bytes, MIN(size, 4096), types, sizeof types - 1) != NULL ||
	    memmem(bytes + size - tail, tail, types, sizeof types - 1) != NULL)
		return "office";
	/* OpenDocument packed by a program that does not put its kind first. */
	if (memmem(bytes + size - tail, tail, "META-INF/manifest.xml", 21) != NULL && memmem(bytes + size - tail, tail, "content.xml", 11) != NULL &&
	    memmem(bytes + size - tail, tail, "mimetype", 8) != NULL)
		return "office";
	return "zip";
}

/* Outlook keeps each property of a mail in a stream of this name, in UTF-16. */
static const char *compound_media(const char *bytes, size_t size)
{
	static const char stream[] = "_\0_\0s\0u\0b\0s\0t\0g\0001\0.";
	return memmem(bytes, size, stream, sizeof stream - 1) != NULL ? "mail" : "office";
}

static bool is_image(const char *bytes, size_t size)
{
	return BEGINS("\xFF\xD8\xFF") || BEGINS("\x89PNG\r\n\x1A\n") || BEGINS("II*\0") || BEGINS("MM\0*") || BEGINS("GIF8") ||
	       (BEGINS("RIFF") && size >= 12 && memcmp(bytes + 8, "WEBP", 4) == 0) || BEGINS("BM\0") ||
	       (size >= 12 && memcmp(bytes + 4, "ftypheic", 8) == 0);
}

/* Header lines at the very start, two of them of the kinds that every mail has. */
static bool is_mail(const char *bytes, size_t size)
{
	static const char *const known[] = { "from", "to", "cc", "subject", "date", "received", "return-path", "mime-version",
		"message-id", "delivered-to", "reply-to", "sender", "content-type", "dkim-signature", "x-mailer", NULL };
	const char *p = bytes, *end = bytes + MIN(size, 64 * 1024);
	int headers = 0, lines = 0;
	if (BEGINS("From ")) { /* mbox */
		if (mbox_is_mark(bytes, size))
			return true;
		p = memchr(p, '\n', (size_t)(end - p));
	}
	while (p != NULL && p < end && headers < 2) {
		p += *p == '\n';
		const char *line_end = memchr(p, '\n', (size_t)(end - p));
		size_t length = line_end != NULL ? (size_t)(line_end - p) : (size_t)(end - p);
		const char *colon = memchr(p, ':', MIN(length, 60));
		if (length > 0 && (*p == ' ' || *p == '\t') && lines > 0) {
			p = line_end;
			continue;
		}
		if (colon == NULL || colon == p)
			return false;
		while (colon > p + 1 && (colon[-1] == ' ' || colon[-1] == '\t')) /* as it was allowed long ago */
			colon--;
		for (const char *c = p; c < colon; c++)
			if (!g_ascii_isalnum(*c) && *c != '-')
				return false;
		g_autofree char *name = g_ascii_strdown(p, colon - p);
		headers += g_strv_contains(known, name);
		lines++;
		/* A mail's body that lost its head: no paper begins so. */
		static const char multipart[] = "content-type: multipart/";
		if (length > sizeof multipart && g_ascii_strncasecmp(p, multipart, sizeof multipart - 1) == 0)
			return true;
		p = line_end;
	}
	return headers >= 2;
}

static bool is_text(const char *bytes, size_t size)
{
	bool plain = true; /* no control characters, and of 0x80 … 0x9F only what windows-1252 has in running text */
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if ((c < 0x20 && strchr("\t\n\r\f", c) == NULL) || c == 0 || c == 0x7F)
			return false;
		if (c >= 0x80 && c <= 0x9F && c != 0x80 && c != 0x85 && (c < 0x91 || c > 0x97))
			plain = false;
	}
	return plain || g_utf8_validate(bytes, (gssize)size, NULL);
}

static bool is_utf16_text(const char *bytes, size_t size)
{
	return size % 2 == 0 && size > 2 && (BEGINS("\xFF\xFE") || BEGINS("\xFE\xFF"));
}

const char *sniff_media(const void *data, size_t size)
{
	const char *bytes = data;
	if (size == 0)
		return "other";
	if (BEGINS("PK\3\4") || BEGINS("PK\5\6"))
		return zip_media(bytes, size);
	if (BEGINS("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
		return compound_media(bytes, size);
	if (is_image(bytes, size))
		return "image";
	/* Readers of PDF look for the mark within the first kilobyte. */
	if (memmem(bytes, MIN(size, 1024), "%PDF-", 5) != NULL)
		return "pdf";
	if (xml_suspected(bytes, size))
		return "xml";
	if (is_mail(bytes, size))
		return "mail";
	if (BEGINS("{\\rtf"))
		return "office";
	return is_text(bytes, size) || is_utf16_text(bytes, size) ? "text" : "other";
}
