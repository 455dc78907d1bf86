#include "intake/worker/brood.h"

#include "intake/channel.h"
#include "intake/worker/sniff.h"

#include <string.h>

enum { NAME_BYTES = 120, ENDING_BYTES = 10 };

void brood_init(Brood *brood, const Hatch *hatch)
{
	*brood = (Brood){ .hatch = hatch, .taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
}

void brood_clear(Brood *brood)
{
	g_hash_table_unref(brood->taken);
	*brood = (Brood){ 0 };
}

static const char *ending_of_type(const char *media)
{
	static const struct {
		const char *media, *ending;
	} known[] = {
		{ "application/pdf", ".pdf" }, { "application/x-pdf", ".pdf" }, { "image/jpeg", ".jpg" }, { "image/jpg", ".jpg" },
		{ "image/pjpeg", ".jpg" }, { "image/png", ".png" }, { "image/tiff", ".tif" }, { "image/gif", ".gif" }, { "image/bmp", ".bmp" },
		{ "image/webp", ".webp" }, { "image/heic", ".heic" }, { "text/plain", ".txt" }, { "text/html", ".html" }, { "text/csv", ".csv" },
		{ "text/xml", ".xml" }, { "application/xml", ".xml" }, { "text/rtf", ".rtf" }, { "application/rtf", ".rtf" },
		{ "text/calendar", ".ics" }, { "message/rfc822", ".eml" }, { "application/zip", ".zip" },
		{ "application/x-zip-compressed", ".zip" }, { "application/msword", ".doc" },
		{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx" },
		{ "application/vnd.oasis.opendocument.text", ".odt" },
		{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx" }, { "application/vnd.ms-excel", ".xls" },
		{ "application/pkcs7-mime", ".p7m" }, { "application/x-pkcs7-mime", ".p7m" }, { "application/ms-tnef", ".dat" },
	};
	for (size_t i = 0; media != NULL && i < G_N_ELEMENTS(known); i++)
		if (g_ascii_strcasecmp(known[i].media, media) == 0)
			return known[i].ending;
	return NULL;
}

static const char *ending_of_bytes(const void *bytes, size_t size)
{
	static const char *const endings[][2] = { { "pdf", ".pdf" }, { "zip", ".zip" }, { "xml", ".xml" }, { "mail", ".eml" }, { "text", ".txt" } };
	const char *media = sniff_media(bytes, size), *b = bytes;
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (strcmp(endings[i][0], media) == 0)
			return endings[i][1];
	if (strcmp(media, "image") == 0)
		return *b == '\x89' ? ".png" : *b == '\xFF' ? ".jpg" : *b == 'I' || *b == 'M' ? ".tif" : *b == 'G' ? ".gif" : ".bmp";
	return strcmp(media, "office") == 0 && *b == '{' ? ".rtf" : ".bin";
}

static bool is_unfit(gunichar c)
{
	return c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFD || !g_unichar_validate(c) ||
	       g_unichar_type(c) == G_UNICODE_PRIVATE_USE;
}

/* The last part of a path, its characters fit, no space or point at either end. */
static char *fit(const char *declared)
{
	GString *out = g_string_new(NULL);
	g_autofree char *valid = g_utf8_make_valid(declared, -1);
	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == '/' || c == '\\')
			g_string_truncate(out, 0);
		else if (c == ':' && !g_unichar_isspace(g_utf8_get_char(p + 1)) && p[1] != '\0')
			g_string_append_c(out, '-');
		else if (c < 0x80 && strchr("<>:\"|?*", (int)c) != NULL)
			continue; /* not allowed in names everywhere */
		else if (g_unichar_isspace(c))
			g_string_append_c(out, ' ');
		else if (!is_unfit(c))
			g_string_append_unichar(out, c);
	}
	g_autofree char *whole = g_string_free(out, FALSE);
	g_strstrip(whole);
	char *start = whole + strspn(whole, ". ");
	size_t n = strlen(start);
	while (n > 0 && strchr(". ", start[n - 1]) != NULL)
		start[--n] = '\0';
	return g_strdup(start);
}

/* Where the ending begins; the end of the name when it has none. */
static const char *ending_at(const char *name)
{
	const char *point = strrchr(name, '.');
	if (point == NULL || point == name || strlen(point) > ENDING_BYTES || point[1] == '\0')
		return name + strlen(name);
	for (const char *p = point + 1; *p != '\0'; p++)
		if (!g_ascii_isalnum(*p))
			return name + strlen(name);
	return point;
}

/* Stem and ending, together no longer than a name may be; cut between characters. */
static char *joined(const char *stem, size_t length, const char *more, const char *ending)
{
	size_t room = NAME_BYTES - strlen(more) - strlen(ending);
	if (length > room) {
		const char *cut = g_utf8_find_prev_char(stem, stem + room + 1);
		length = cut != NULL ? (size_t)(cut - stem) : 0;
	}
	g_autofree char *short_stem = g_strndup(stem, length);
	return g_strconcat(g_strchomp(short_stem), more, ending, NULL);
}

/*
 * A name fit for a file: no path, no control or direction characters, no device, not too long; what has no name gets
 * "del-N" and what its type ends in. The caller's.
 */
static char *brood_name(const char *declared, const char *media, const void *bytes, size_t size, guint number)
{
	g_autofree char *name = fit(declared != NULL ? declared : "");
	const char *ending = ending_at(name);
	if (*name == '\0' || entry_name_fault(name) != NULL) {
		const char *by_type = ending_of_type(media);
		return g_strdup_printf("del-%u%s", number, by_type != NULL ? by_type : ending_of_bytes(bytes, size));
	}
	if (*ending == '\0') {
		const char *by_type = ending_of_type(media);
		return joined(name, strlen(name), "", by_type != NULL ? by_type : ending_of_bytes(bytes, size));
	}
	return joined(name, (size_t)(ending - name), "", ending);
}

/* No two alike, also where upper and lower case are one. */
static char *own_name(Brood *brood, const char *name)
{
	const char *ending = ending_at(name);
	g_autofree char *own = g_strdup(name);
	for (guint i = 2;; i++) {
		g_autofree char *folded = g_utf8_casefold(own, -1);
		if (g_hash_table_add(brood->taken, g_steal_pointer(&folded)))
			return g_steal_pointer(&own);
		g_autofree char *more = g_strdup_printf(" (%u)", i);
		g_free(own);
		own = joined(name, (size_t)(ending - name), more, ending);
	}
}

bool brood_hand(Brood *brood, const char *declared, const char *media, const void *bytes, size_t size)
{
	brood->count++;
	if (brood->hatch == NULL || brood->full || size == 0)
		return !brood->full;
	g_autofree char *name = brood_name(declared, media, bytes, size, brood->count);
	g_autofree char *own = own_name(brood, name);
	brood->full = !brood->hatch->child(brood->hatch->self, own, bytes, size);
	return !brood->full;
}
