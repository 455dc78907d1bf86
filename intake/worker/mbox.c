#include "intake/worker/mbox.h"

#include "intake/limits.h"
#include "intake/worker/mail.h"

#include <string.h>

enum { SUBJECT_BYTES = 80, LINE_BYTES = 300 };

bool mbox_is_mark(const char *bytes, size_t size)
{
	g_autofree char *line = g_strndup(bytes, MIN(size, LINE_BYTES));
	line[strcspn(line, "\r\n")] = '\0';
	size_t length = strlen(line);
	if (length < 20 || memcmp(line, "From ", 5) != 0 || !(g_ascii_isdigit(line[length - 1]) || strstr(line, " remote from ") != NULL))
		return false;
	for (const char *colon = strchr(line, ':'); colon != NULL; colon = strchr(colon + 1, ':'))
		if (g_ascii_isdigit(colon[-1]) && g_ascii_isdigit(colon[1]))
			return true;
	return false;
}

bool mbox_suspected(const void *bytes, size_t size)
{
	return size > 5 && memcmp(bytes, "From ", 5) == 0;
}

static const char *next_line(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (size_t)(end - p));
	return newline != NULL ? newline + 1 : end;
}

/* "Word: " as every header begins; or another mark, of a mail without headers. */
static bool begins_header(const char *p, const char *end)
{
	const char *at = p;
	while (at < end && at - p < 80 && (g_ascii_isalnum(*at) || *at == '-' || *at == '_'))
		at++;
	return at > p && at < end && *at == ':';
}

/* A mark stands after an empty line; a header follows, or the mark tells a time. */
static bool is_mark(const char *p, const char *begin, const char *end)
{
	if (end - p < 5 || memcmp(p, "From ", 5) != 0)
		return false;
	const char *before = p;
	if (before > begin && before[-1] == '\n') {
		before--;
		before -= before > begin && before[-1] == '\r';
	}
	bool empty_before = p == begin || (before > begin && before[-1] == '\n') || before == begin;
	const char *head = next_line(p, end);
	if (end - head > 1 && *head == '>') /* ">From": a mark from an earlier journey, kept */
		head = next_line(head, end);
	return empty_before && (begins_header(head, end) || mbox_is_mark(p, (size_t)(end - p)));
}

static const char *next_mark(const char *p, const char *begin, const char *end)
{
	for (p = next_line(p, end); p < end; p = next_line(p, end))
		if (*p == 'F' && is_mark(p, begin, end))
			return p;
	return end;
}

bool mbox_holds_several(const void *bytes, size_t size)
{
	const char *begin = bytes, *end = begin + size;
	return next_mark(begin, begin, end) < end;
}

const char *mbox_past_mark(const void *bytes, size_t size)
{
	const char *begin = bytes;
	return next_line(begin, begin + size);
}

/* ">From ", ">>From " … lose one mark. */
static GString *unescaped(const char *p, const char *end)
{
	GString *out = g_string_sized_new((size_t)(end - p));
	while (p < end) {
		const char *next = next_line(p, end), *at = p;
		while (at < next && *at == '>')
			at++;
		if (at > p && next - at >= 5 && memcmp(at, "From ", 5) == 0)
			p++;
		g_string_append_len(out, p, next - p);
		p = next;
	}
	return out;
}

/* The value of the first Subject header, folded lines put together; NULL. */
static char *subject_of(const char *p, const char *end)
{
	for (; p < end && *p != '\n' && *p != '\r'; p = next_line(p, end)) {
		if (end - p < 8 || g_ascii_strncasecmp(p, "subject:", 8) != 0)
			continue;
		const char *stop = next_line(p, end);
		while (stop < end && (*stop == ' ' || *stop == '\t') && stop - p < 1000)
			stop = next_line(stop, end);
		g_autofree char *raw = g_strndup(p + 8, (size_t)(stop - p - 8));
		return mail_header_text(raw);
	}
	return NULL;
}

static char *name_of(int number, const char *p, const char *end)
{
	g_autofree char *subject = subject_of(p, end);
	g_autofree char *valid = g_strdup(subject != NULL ? subject : "mail");
	/* A subject is no path: "Re: Faktura 12/2025". */
	g_strdelimit(valid, "/\\", '-');
	g_strstrip(valid);
	if (strlen(valid) > SUBJECT_BYTES) {
		char *cut = g_utf8_find_prev_char(valid, valid + SUBJECT_BYTES);
		*cut = '\0';
	}
	return g_strdup_printf("%04d-%s.eml", number, *valid != '\0' ? valid : "mail");
}

bool mbox_split(const void *bytes, size_t size, Brood *brood, GError **error)
{
	const char *begin = bytes, *end = begin + size;
	int count = 0;
	for (const char *p = begin; p < end; p = next_mark(p, begin, end))
		count++;
	if (count > LIMIT_CHILDREN) {
		error_set(error, ERROR_INPUT, "mbox-count", "Postkassen rummer %d mails; højst %d læses af én fil.",
		          "The mailbox holds %d mails; at most %d are read from one file.", count, LIMIT_CHILDREN);
		error_remedy(error, "Gem kun sagens mails, eller del filen.", "Save only the case's mails, or split the file.");
		return false;
	}
	int number = 0;
	for (const char *p = begin; p < end;) {
		const char *next = next_mark(p, begin, end);
		GString *mail = unescaped(next_line(p, next), next);
		g_autofree char *name = name_of(++number, mail->str, mail->str + mail->len);
		brood_hand(brood, name, "message/rfc822", mail->str, mail->len);
		g_string_free(mail, TRUE);
		p = next;
	}
	return true;
}
