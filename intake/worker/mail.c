#include "intake/worker/mail.h"

#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/html.h"
#include "intake/worker/mbox.h"
#include "intake/worker/plain.h"
#include "intake/worker/quote.h"
#include "intake/worker/sentday.h"

#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>

/* A mail while its parts are gone through. */
typedef struct Walk {
	Text *text;
	TextPage *page;
	Brood *brood;
	int parts;
	bool has_body; /* a text was taken already: another one with a name is an attachment */
	bool full; /* no more text fits */
} Walk;

static GMimeParserOptions *options;

/* Beside those that the worker opens for all its readers. Held open for good. */
static const char *const charsets[] = { "ISO-8859-5", "ISO-8859-7", "ISO-8859-10", "ISO-8859-13", "CP1257", "UTF-7" };
static volatile iconv_t held[G_N_ELEMENTS(charsets)]; /* nobody reads it, and it is kept */

void mail_prepare(void)
{
	static const char *fallback[] = { "utf-8", "windows-1252", NULL };
	if (options != NULL)
		return;
	g_mime_init();
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
		held[i] = iconv_open("UTF-8", charsets[i]);
	}
	options = g_mime_parser_options_new();
	g_mime_parser_options_set_fallback_charsets(options, fallback);
}

static bool refuse(GError **error, const char *code, const char *da, const char *en)
{
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_remedy(error, "Gem det, der betyder noget, som PDF.", "Save what matters as PDF.");
	return false;
}

/* ---- headers ---------------------------------------------------------------------------------------------------- */

/* Nothing to do: printable ASCII with single spaces between. */
static bool is_tidy(const char *value)
{
	char before = ' ';
	for (; *value != '\0'; before = *value++)
		if (*value < 0x20 || *value >= 0x7F || (*value == ' ' && before == ' '))
			return false;
	return before != ' ';
}

/* NULL when it is empty. White space in a header is no more than a space. */
static char *tidied(const char *value)
{
	if (value != NULL && *value != '\0' && is_tidy(value))
		return g_strdup(value);
	g_autofree char *valid = value != NULL ? plain_utf8(value, strlen(value), NULL) : NULL;
	g_autofree char *mended = valid != NULL ? plain_mended(valid) : NULL;
	if (mended == NULL)
		return NULL;
	GString *out = g_string_new(NULL);
	for (const char *p = mended; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		bool space = g_unichar_isspace(c);
		if (space && (out->len == 0 || out->str[out->len - 1] == ' '))
			continue;
		g_string_append_unichar(out, space ? ' ' : c);
	}
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, out->len == 0);
}

static void add_address(GString *out, InternetAddress *address)
{
	g_autofree char *name = tidied(internet_address_get_name(address));
	const char *mailbox = INTERNET_ADDRESS_IS_MAILBOX(address) ? internet_address_mailbox_get_addr((InternetAddressMailbox *)address) : NULL;
	g_autofree char *addr = tidied(mailbox);
	if (out->len > 0 && (name != NULL || addr != NULL))
		g_string_append(out, ", ");
	if (name != NULL && addr != NULL && strcmp(name, addr) != 0)
		g_string_append_printf(out, "%s <%s>", name, addr);
	else if (name != NULL || addr != NULL)
		g_string_append(out, addr != NULL ? addr : name);
}

/* "Name <address>, …"; what is no address at all as it stands; NULL. */
static char *addresses(InternetAddressList *list, const char *header)
{
	GString *out = g_string_new(NULL);
	int n = list != NULL ? internet_address_list_length(list) : 0;
	for (int i = 0; i < n && out->len < LIMIT_FACT_BYTES / 2; i++) {
		InternetAddress *each = internet_address_list_get_address(list, i);
		InternetAddressList *members =
		    INTERNET_ADDRESS_IS_GROUP(each) ? internet_address_group_get_members((InternetAddressGroup *)each) : NULL;
		if (members == NULL || internet_address_list_length(members) == 0)
			add_address(out, each);
		for (int m = 0; members != NULL && m < internet_address_list_length(members) && out->len < LIMIT_FACT_BYTES / 2; m++)
			add_address(out, internet_address_list_get_address(members, m));
	}
	if (out->len > 0)
		return g_string_free(out, FALSE);
	g_string_free(out, TRUE);
	g_autofree char *decoded = header != NULL ? g_mime_utils_header_decode_text(options, header) : NULL;
	return tidied(decoded);
}

/* Two Date headers that name two days are no date. */
static Date sent_on(GMimeMessage *message)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list((GMimeObject *)message);
	Date day = DATE_NONE;
	bool seen = false;
	int n = g_mime_header_list_get_count(headers);
	for (int i = 0; i < n; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
		if (g_ascii_strcasecmp(g_mime_header_get_name(header), "Date") != 0)
			continue;
		Date this = sentday_header(g_mime_header_get_raw_value(header));
		if (seen && date_compare(this, day) != 0)
			return DATE_NONE;
		day = this;
		seen = true;
	}
	return day;
}

static const char *raw_header(GMimeMessage *message, const char *name)
{
	GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list((GMimeObject *)message), name);
	return header != NULL ? g_mime_header_get_raw_value(header) : NULL;
}

char *mail_header_text(const char *raw)
{
	mail_prepare();
	g_autofree char *unfolded = raw != NULL ? g_mime_utils_header_unfold(raw) : NULL;
	g_autofree char *decoded = unfolded != NULL ? g_mime_utils_header_decode_text(options, unfolded) : NULL;
	return tidied(decoded);
}

static char *subject_of(GMimeMessage *message)
{
	return mail_header_text(raw_header(message, "Subject"));
}

static void read_envelope(GMimeMessage *message, Envelope *envelope)
{
	envelope->is_mail = true;
	envelope->from = addresses(g_mime_message_get_from(message), raw_header(message, "From"));
	if (envelope->from == NULL)
		envelope->from = addresses(g_mime_message_get_sender(message), raw_header(message, "Sender"));
	envelope->to = addresses(g_mime_message_get_to(message), raw_header(message, "To"));
	if (envelope->to == NULL)
		envelope->to = addresses(g_mime_message_get_cc(message), raw_header(message, "Cc"));
	envelope->subject = subject_of(message);
	envelope->message_id = tidied(g_mime_message_get_message_id(message));
	envelope->sent_on = sent_on(message);
}

/* ---- parts ------------------------------------------------------------------------------------------------------ */

/* What the part holds, its transfer encoding undone; NULL when it has no content. */
static GByteArray *content(GMimeObject *part)
{
	GMimeDataWrapper *wrapper = GMIME_IS_PART(part) ? g_mime_part_get_content((GMimePart *)part) : NULL;
	if (wrapper == NULL)
		return NULL;
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
	g_mime_data_wrapper_write_to_stream(wrapper, stream);
	GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
	g_object_unref(stream);
	return bytes;
}

static char *media_of(GMimeObject *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);
	g_autofree char *media = type != NULL ? g_mime_content_type_get_mime_type(type) : NULL;
	return media != NULL ? g_ascii_strdown(media, -1) : g_strdup("text/plain");
}

static char *file_name(GMimeObject *part)
{
	const char *name = GMIME_IS_PART(part) ? g_mime_part_get_filename((GMimePart *)part) : NULL;
	if (name == NULL)
		name = g_mime_object_get_content_disposition_parameter(part, "filename");
	if (name == NULL)
		name = g_mime_object_get_content_type_parameter(part, "name");
	/* Some programs write an encoded word where the standard has its own way. */
	g_autofree char *decoded = name != NULL && strstr(name, "=?") != NULL ? g_mime_utils_header_decode_text(options, name) : NULL;
	return tidied(decoded != NULL ? decoded : name);
}

static void hand_out(Walk *walk, GMimeObject *part, const char *media)
{
	g_autoptr(GByteArray) bytes = content(part);
	g_autofree char *name = file_name(part);
	if (bytes != NULL)
		brood_hand(walk->brood, name, media, bytes->data, bytes->len);
}

/* A forwarded mail, as it came. */
static void hand_out_message(Walk *walk, GMimeObject *part)
{
	GMimeMessage *message = g_mime_message_part_get_message((GMimeMessagePart *)part);
	if (message == NULL)
		return;
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_object_write_to_stream((GMimeObject *)message, NULL, stream);
	const GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
	g_autofree char *declared = file_name(part);
	g_autofree char *subject = declared == NULL ? subject_of(message) : NULL;
	const char *stem = declared != NULL ? declared : subject;
	g_autofree char *name = stem == NULL ? NULL : g_str_has_suffix(stem, ".eml") ? g_strdup(stem) : g_strconcat(stem, ".eml", NULL);
	brood_hand(walk->brood, name, "message/rfc822", bytes->data, bytes->len);
	g_object_unref(stream);
}

static PlainFlow flow_of(GMimeObject *part)
{
	const char *format = g_mime_object_get_content_type_parameter(part, "format");
	const char *delsp = g_mime_object_get_content_type_parameter(part, "delsp");
	return (PlainFlow){ format != NULL && g_ascii_strcasecmp(format, "flowed") == 0, delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0 };
}

static char *decoded_text(GMimeObject *part, bool html)
{
	g_autoptr(GByteArray) bytes = content(part);
	if (bytes == NULL)
		return g_strdup("");
	const char *declared = g_mime_object_get_content_type_parameter(part, "charset");
	g_autofree char *named = html && declared == NULL ? html_charset(bytes->data, bytes->len) : NULL;
	return plain_utf8(bytes->data, bytes->len, declared != NULL ? declared : named);
}

static void take_body(Walk *walk, GMimeObject *part, const char *media, char *plain)
{
	bool html = strcmp(media, "text/html") == 0;
	g_autofree char *body = plain != NULL ? plain : decoded_text(part, html);
	walk->has_body |= !plain_is_blank(body);
	if (!walk->full)
		walk->full = html ? !html_add(walk->text, walk->page, body, strlen(body))
		                  : !plain_add(walk->text, walk->page, body, flow_of(part), 0);
}

/* "This message is in HTML; your program cannot show it." */
static bool points_to_html(const char *plain)
{
	if (plain_is_blank(plain))
		return true;
	if (strlen(plain) > 600)
		return false;
	g_autofree char *low = g_utf8_strdown(plain, -1);
	return strstr(low, "html") != NULL &&
	       (strstr(low, "view") || strstr(low, "vis") || strstr(low, "support") || strstr(low, "understøtte") || strstr(low, "client") ||
	        strstr(low, "kan ikke") || strstr(low, "cannot") || strstr(low, "browser") || strstr(low, "format") || strstr(low, "anzeigen"));
}

static bool is_signature(const char *media)
{
	return strcmp(media, "application/pgp-signature") == 0 || strcmp(media, "application/pkcs7-signature") == 0 ||
	       strcmp(media, "application/x-pkcs7-signature") == 0;
}

static bool is_attachment(Walk *walk, GMimeObject *part)
{
	const char *disposition = g_mime_object_get_disposition(part);
	if (disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0)
		return true;
	g_autofree char *name = file_name(part);
	return name != NULL && (walk->has_body || disposition != NULL);
}

static void walk_part(Walk *walk, GMimeObject *part, int depth, bool texts);

static void walk_leaf(Walk *walk, GMimeObject *part, const char *media, bool texts)
{
	bool said = strcmp(media, "text/plain") == 0 || strcmp(media, "text/html") == 0 || strcmp(media, "text/enriched") == 0 ||
	            strcmp(media, "message/delivery-status") == 0 || strcmp(media, "text/rfc822-headers") == 0;
	if (is_signature(media))
		return;
	if (said && !is_attachment(walk, part)) {
		if (texts)
			take_body(walk, part, media, NULL);
		return;
	}
	if (g_str_has_prefix(media, "image/")) {
		const char *disposition = g_mime_object_get_disposition(part);
		bool attached = disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0;
		g_autoptr(GByteArray) bytes = content(part);
		if (bytes == NULL || (!attached && bytes->len < LIMIT_MAIL_PICTURE_BYTES))
			return;
	}
	hand_out(walk, part, media);
}

/* The part of an alternative, at whatever depth, that is of this type and no attachment; NULL. */
static GMimeObject *find_text(GMimeObject *part, const char *wanted, int depth)
{
	if (depth > LIMIT_MAIL_DEPTH)
		return NULL;
	if (GMIME_IS_MULTIPART(part)) {
		int n = MIN(g_mime_multipart_get_count((GMimeMultipart *)part), LIMIT_MAIL_PARTS);
		for (int i = 0; i < n; i++) {
			GMimeObject *found = find_text(g_mime_multipart_get_part((GMimeMultipart *)part, i), wanted, depth + 1);
			if (found != NULL)
				return found;
		}
		return NULL;
	}
	g_autofree char *media = media_of(part);
	const char *disposition = g_mime_object_get_disposition(part);
	bool attached = disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0;
	return GMIME_IS_PART(part) && !attached && strcmp(media, wanted) == 0 ? part : NULL;
}

static void walk_alternative(Walk *walk, GMimeObject *part, int depth)
{
	GMimeObject *plain = find_text(part, "text/plain", depth), *html = find_text(part, "text/html", depth);
	g_autofree char *body = plain != NULL ? decoded_text(plain, false) : NULL;
	if (body != NULL && (html == NULL || !points_to_html(body)))
		take_body(walk, plain, "text/plain", g_steal_pointer(&body));
	else if (html != NULL)
		take_body(walk, html, "text/html", NULL);
	int n = MIN(g_mime_multipart_get_count((GMimeMultipart *)part), LIMIT_MAIL_PARTS);
	for (int i = 0; i < n; i++)
		walk_part(walk, g_mime_multipart_get_part((GMimeMultipart *)part, i), depth + 1, false);
}

/* texts: whether texts are the mail's words; of alternatives they have been chosen already. */
static void walk_part(Walk *walk, GMimeObject *part, int depth, bool texts)
{
	if (part == NULL || depth > LIMIT_MAIL_DEPTH || ++walk->parts > LIMIT_MAIL_PARTS)
		return;
	if (GMIME_IS_MESSAGE_PART(part)) {
		hand_out_message(walk, part);
		return;
	}
	g_autofree char *media = media_of(part);
	if (!GMIME_IS_MULTIPART(part)) {
		walk_leaf(walk, part, media, texts);
		return;
	}
	if (texts && strcmp(media, "multipart/alternative") == 0) {
		walk_alternative(walk, part, depth);
		return;
	}
	int n = MIN(g_mime_multipart_get_count((GMimeMultipart *)part), LIMIT_MAIL_PARTS);
	for (int i = 0; i < n; i++)
		walk_part(walk, g_mime_multipart_get_part((GMimeMultipart *)part, i), depth + 1, texts);
}

/* The library goes through all of a mail's headers again for each that holds addresses. */
static bool too_many_headers(const char *bytes, size_t size)
{
	int n = 0;
	const char *end = bytes + size;
	for (const char *p = bytes; p < end && n <= LIMIT_MAIL_HEADERS; p++) {
		if (strchr("ftcbsrFTCBSR", *p) != NULL && *p != '\0') {
			const char *colon = memchr(p, ':', MIN((size_t)(end - p), 18));
			n += colon != NULL && memchr(p, ' ', (size_t)(colon - p)) == NULL;
		}
		p = memchr(p, '\n', (size_t)(end - p));
		if (p == NULL)
			break;
	}
	return n > LIMIT_MAIL_HEADERS;
}

static GMimeMessage *parse(const void *bytes, size_t size)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
	GMimeMessage *message = g_mime_parser_construct_message(parser, options);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

bool mail_open(const void *bytes, size_t size, Envelope *envelope, Text *text, Brood *brood, GError **error)
{
	mail_prepare();
	const char *start = bytes;
	if (mbox_suspected(bytes, size)) {
		if (mbox_holds_several(bytes, size))
			return mbox_split(bytes, size, brood, error);
		start = mbox_past_mark(bytes, size);
		size -= (size_t)(start - (const char *)bytes);
	}
	if (too_many_headers(start, size))
		return refuse(error, "mail-headers", "Mailen har for mange adresselinjer.", "The mail has too many lines of addresses.");
	GMimeMessage *message = parse(start, size);
	if (message == NULL)
		return refuse(error, "mail-broken", "Mailen kan ikke læses.", "The mail cannot be read.");
	read_envelope(message, envelope);
	Walk walk = { .text = text, .page = text_add_page(text, 0, 0), .brood = brood };
	walk_part(&walk, g_mime_message_get_mime_part(message), 0, true);
	g_object_unref(message);
	quote_mark(text, envelope);
	return true;
}

Reading *mail_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error)
{
	g_autoptr(Text) text = text_new();
	g_autoptr(Reading) reading = reading_new("mail");
	Envelope envelope = { .sent_on = DATE_NONE };
	Brood brood;
	brood_init(&brood, hatch);
	bool fine = mail_open(bytes, size, &envelope, text, &brood, error);
	if (fine && text->pages->len > 0)
		meaning_read(text, &envelope, name, reading);
	envelope_clear(&envelope);
	brood_clear(&brood);
	return fine ? g_steal_pointer(&reading) : NULL;
}
