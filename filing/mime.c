#include "filing/mime.h"

#include "intake/digest.h"

#include <assert.h>
#include <string.h>

#define LINE_BYTES 76 /* of base64: RFC 2045 */

/* One encoded word holds at most 75 bytes; 45 bytes of text make 60 of base64. */
static void add_words(GString *out, const char *text)
{
	enum { WORD_BYTES = 42 };
	bool first = true;
	for (const char *p = text; *p != '\0' || first;) {
		const char *end = p;
		while (*end != '\0' && g_utf8_next_char(end) - p <= WORD_BYTES)
			end = g_utf8_next_char(end);
		g_autofree char *word = g_base64_encode((const guchar *)p, (gsize)(end - p));
		g_string_append_printf(out, "%s=?UTF-8?B?%s?=", first ? "" : "\r\n ", word);
		first = false;
		p = end;
	}
}

/* A name or subject: as it is when plain, else in encoded words, so that nothing in it can end the line. */
static void add_text(GString *out, const char *text, bool quoted)
{
	bool plain = strlen(text) <= 60 && strstr(text, "=?") == NULL;
	for (const char *p = text; *p != '\0' && plain; p++)
		plain = g_ascii_isprint(*p) && (!quoted || strchr("\"\\", *p) == NULL);
	if (!plain)
		add_words(out, text);
	else if (quoted)
		g_string_append_printf(out, "\"%s\"", text);
	else
		g_string_append(out, text);
}

static void add_base64(GString *out, GBytes *bytes)
{
	gsize n;
	const guchar *data = g_bytes_get_data(bytes, &n);
	g_autofree char *text = g_base64_encode(data, n);
	for (const char *p = text; *p != '\0'; p += strnlen(p, LINE_BYTES)) {
		g_string_append_len(out, p, (gssize)strnlen(p, LINE_BYTES));
		g_string_append(out, "\r\n");
	}
}

static void add_body(GString *out, const char *type, const char *text)
{
	/* Mail ends its lines with CR LF. */
	g_autoptr(GString) lines = g_string_new(text);
	g_string_replace(lines, "\r\n", "\n", 0);
	g_string_replace(lines, "\n", "\r\n", 0);
	g_autoptr(GBytes) bytes = g_bytes_new(lines->str, lines->len);
	g_string_append_printf(out, "Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", type);
	add_base64(out, bytes);
}

static void add_file(GString *out, const MailFile *file)
{
	assert(g_str_is_ascii(file->name) && strpbrk(file->name, "\"\\\r\n") == NULL);
	g_string_append_printf(out,
	                       "Content-Type: %s;\r\n name=\"%s\"\r\nContent-Transfer-Encoding: base64\r\n"
	                       "Content-Disposition: attachment;\r\n filename=\"%s\"\r\n\r\n",
	                       file->type, file->name, file->name);
	add_base64(out, file->bytes);
}

/* "=_" stands nowhere in base64, so a boundary cannot be met in a body. */
static char *boundary(const Mail *mail, const char *level)
{
	g_autofree char *seed = g_strconcat(level, " ", mail->id, NULL);
	char hash[DIGEST_HEX];
	digest_hex(seed, strlen(seed), hash);
	hash[32] = '\0';
	return g_strdup_printf("=_%s", hash);
}

static void add_words_twice(GString *out, const Mail *mail)
{
	if (mail->html == NULL) {
		add_body(out, "text/plain", mail->text);
		return;
	}
	g_autofree char *mark = boundary(mail, "alternative");
	g_string_append_printf(out, "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n", mark, mark);
	add_body(out, "text/plain", mail->text);
	g_string_append_printf(out, "--%s\r\n", mark);
	add_body(out, "text/html", mail->html);
	g_string_append_printf(out, "--%s--\r\n", mark);
}

/* What is in the mail: from its Content-Type on. */
static void add_content(GString *out, const Mail *mail)
{
	g_autofree char *mark = boundary(mail, "mixed");
	g_string_append_printf(out, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n", mark, mark);
	add_words_twice(out, mail);
	for (int i = 0; i < mail->n_files; i++) {
		g_string_append_printf(out, "--%s\r\n", mark);
		add_file(out, &mail->files[i]);
	}
	g_string_append_printf(out, "--%s--\r\n", mark);
}

static void add_head(GString *out, const Mail *mail)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int year, month, day;
	date_split(mail->on, &year, &month, &day);
	/* "-0000": the hour says nothing of where it was written. */
	g_string_append_printf(out, "Date: %s, %d %s %04d 00:00:00 -0000\r\nFrom: ", days[date_weekday(mail->on) - 1], day, months[month - 1], year);
	if (mail->from_name != NULL) {
		add_text(out, mail->from_name, true);
		g_string_append_c(out, ' ');
	}
	g_string_append_printf(out, "<%s>\r\nTo: <%s>\r\nSubject: ", mail->from, mail->to);
	add_text(out, mail->subject, false);
	g_string_append_printf(out, "\r\nMessage-ID: <%s>\r\nMIME-Version: 1.0\r\n", mail->id);
}

GBytes *mail_compose(const Mail *mail)
{
	GString *out = g_string_new(NULL);
	add_head(out, mail);
	add_content(out, mail);
	return g_string_free_to_bytes(out);
}

GBytes *mail_compose_sealed(const Mail *mail, const char *certificate_file, Date today, GError **error)
{
	GString *content = g_string_new(NULL);
	add_content(content, mail);
	g_autoptr(GBytes) clear = g_string_free_to_bytes(content);
	g_autoptr(GBytes) sealed = digest_envelope(certificate_file, today, clear, error);
	if (sealed == NULL)
		return NULL;
	GString *out = g_string_new(NULL);
	add_head(out, mail);
	g_string_append(out, "Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r\n name=\"smime.p7m\"\r\n"
	                     "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n"
	                     " filename=\"smime.p7m\"\r\n\r\n");
	add_base64(out, sealed);
	return g_string_free_to_bytes(out);
}
