/* The docket as an iCalendar file. No clock below main: DTSTAMP is the beginning of the day asked on. */
#include "enforcement/due.h"

#include <inttypes.h>
#include <string.h>

enum { LINE_OCTETS = 75 }; /* RFC 5545 section 3.1: longer lines are folded, never inside a character */

static void line_add(GString *out, const char *text)
{
	size_t width = 0;
	for (const char *p = text; *p != '\0';) {
		size_t n = (size_t)(g_utf8_next_char(p) - p);
		if (width + n > LINE_OCTETS) {
			g_string_append(out, "\r\n ");
			width = 1;
		}
		g_string_append_len(out, p, (gssize)n);
		width += n;
		p += n;
	}
	g_string_append(out, "\r\n");
}

/* Section 3.3.11: backslash, semicolon, comma and line feed are escaped; control characters may not stand there. */
static void text_add(GString *line, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\\' || *p == ';' || *p == ',')
			g_string_append_c(line, '\\');
		if (*p == '\n')
			g_string_append(line, "\\n");
		else if ((unsigned char)*p >= ' ' || *p == '\t')
			g_string_append_c(line, *p);
	}
}

static void property(GString *out, const char *name, const char *text)
{
	g_autoptr(GString) line = g_string_new(name);
	g_string_append_c(line, ':');
	text_add(line, text);
	line_add(out, line->str);
}

static char *compact(Date day)
{
	int year, month, of;
	date_split(day, &year, &month, &of);
	return g_strdup_printf("%04d%02d%02d", year, month, of);
}

static void summary(GString *out, const cJSON *task)
{
	g_autofree char *text =
	    g_strdup_printf("%s: %s", json_get_text(task, "case"), json_get_text(task, "what"));
	property(out, "SUMMARY", text);
	g_autoptr(GString) more = g_string_new(NULL);
	static const char *const keys[] = { "statute", "consequence", "debtor", "about", "paper" };
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (json_get_text(task, keys[i]) != NULL)
			g_string_append_printf(more, "%s%s", more->len > 0 ? "\n" : "", json_get_text(task, keys[i]));
	if (more->len > 0)
		property(out, "DESCRIPTION", more->str);
}

static void entry(GString *out, const cJSON *task, const char *stamp)
{
	Date by;
	if (!date_parse(json_get_text(task, "by_on"), &by))
		return;
	g_autofree char *uid = g_strdup_printf("%s-%s@paakrav", json_get_text(task, "case"), json_get_text(task, "key"));
	g_strdelimit(uid, "/", '-');
	g_autofree char *from = compact(by), *to = compact(date_add_days(by, 1));
	g_autofree char *sequence = g_strdup_printf("%" PRId64, json_get_int(task, "sequence", 0));
	g_autofree char *begin = g_strconcat("DTSTART;VALUE=DATE:", from, NULL), *end = g_strconcat("DTEND;VALUE=DATE:", to, NULL);
	g_autofree char *at = g_strdup_printf("DTSTAMP:%sT000000Z", stamp);
	bool limitation = json_get_text(task, "alarm_days") != NULL || json_get_int(task, "alarm_days", 0) != 0;
	line_add(out, "BEGIN:VEVENT");
	property(out, "UID", uid);
	property(out, "SEQUENCE", sequence);
	line_add(out, at);
	line_add(out, begin);
	line_add(out, end);
	summary(out, task);
	property(out, "CATEGORIES", json_get_text(task, "kind"));
	line_add(out, "TRANSP:TRANSPARENT");
	line_add(out, limitation || strcmp(json_get_text(task, "urgency"), "overdue") == 0 ? "PRIORITY:1" : "PRIORITY:5");
	line_add(out, "END:VEVENT");
}

char *calendar_file(const cJSON *tasks, Date today, Lang lang)
{
	GString *out = g_string_new(NULL);
	g_autofree char *stamp = compact(today);
	line_add(out, "BEGIN:VCALENDAR");
	line_add(out, "VERSION:2.0");
	line_add(out, "PRODID:-//paakrav//docket//DA");
	line_add(out, "CALSCALE:GREGORIAN");
	line_add(out, "METHOD:PUBLISH");
	property(out, "X-WR-CALNAME", lang == LANG_DA ? "Frister" : "Deadlines");
	const cJSON *task;
	cJSON_ArrayForEach(task, tasks) entry(out, task, stamp);
	line_add(out, "END:VCALENDAR");
	return g_string_free(out, FALSE);
}
