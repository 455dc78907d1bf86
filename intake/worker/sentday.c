#include "intake/worker/sentday.h"

#include <string.h>

/* Each month as written in full and short; a mark, four languages. */
static const char *const months[12][12] = {
	{ "jan", "januar", "january", "januari", "jänner", NULL },
	{ "feb", "februar", "february", "februari", "febr", NULL },
	{ "mar", "marts", "march", "märz", "mars", "mär", "mrz", "mrt", NULL },
	{ "apr", "april", NULL },
	{ "maj", "may", "mai", NULL },
	{ "jun", "juni", "june", NULL },
	{ "jul", "juli", "july", NULL },
	{ "aug", "august", "augusti", NULL },
	{ "sep", "september", "sept", NULL },
	{ "okt", "oktober", "oct", "october", NULL },
	{ "nov", "november", NULL },
	{ "dec", "december", "dez", "dezember", "des", NULL },
};

static int month_named(const char *word, size_t length)
{
	if (length < 3 || length > 12)
		return 0;
	g_autofree char *low = g_utf8_strdown(word, (gssize)length);
	for (int m = 0; m < 12; m++)
		if (g_strv_contains(months[m], low))
			return m + 1;
	return 0;
}

static int full_year(int year, size_t digits)
{
	if (digits >= 4)
		return year;
	return digits == 2 ? (year < 50 ? 2000 + year : 1900 + year) : digits == 3 ? 1900 + year : 0;
}

/* A word, a number or one other character. */
typedef struct Token {
	const char *at;
	size_t length;
	int number; /* -1: no number; more than eight digits are no part of a day */
} Token;

enum { TOKENS = 64 };

static bool in_word(const char *p)
{
	return g_unichar_isalpha(g_utf8_get_char(p));
}

static size_t split(const char *text, Token *out)
{
	size_t n = 0;
	for (const char *p = text; *p != '\0' && n < TOKENS;) {
		Token token = { p, 0, -1 };
		if (g_unichar_isspace(g_utf8_get_char(p))) {
			p = g_utf8_next_char(p);
			continue;
		}
		if (g_ascii_isdigit(*p)) {
			token.number = 0;
			for (; g_ascii_isdigit(*p); p++)
				token.number = p - token.at < 8 ? token.number * 10 + (*p - '0') : 0;
		} else if (in_word(p)) {
			while (*p != '\0' && in_word(p))
				p = g_utf8_next_char(p);
		} else {
			p = g_utf8_next_char(p);
		}
		token.length = (size_t)(p - token.at);
		out[n++] = token;
	}
	return n;
}

static bool is(const Token *token, char c)
{
	return token->length == 1 && *token->at == c;
}

static bool is_number(const Token *token, size_t least, size_t most)
{
	return token->number >= 0 && token->length >= least && token->length <= most;
}

static int month_of(const Token *token)
{
	return token->number < 0 ? month_named(token->at, token->length) : 0;
}

/* "+0200", "-0330", "GMT", "(CEST)" …: anything but a fault in the numbers; its value does not matter. */
static bool zone_is_sound(const Token *t, size_t n, size_t i)
{
	if (i < n && (is(&t[i], '+') || is(&t[i], '-')))
		return i + 1 < n && is_number(&t[i + 1], 1, 4) && t[i + 1].number % 100 < 60;
	return true;
}

/* hh:mm[:ss] at t[i]; *after stands behind it. */
static bool take_time(const Token *t, size_t n, size_t i, size_t *after)
{
	if (i + 2 >= n || !is_number(&t[i], 1, 2) || t[i].number > 24 || !(is(&t[i + 1], ':') || is(&t[i + 1], '.')) ||
	    !is_number(&t[i + 2], 1, 2) || t[i + 2].number > 59)
		return false;
	*after = i + 3;
	if (i + 4 < n && is(&t[i + 3], t[i + 1].at[0]) && is_number(&t[i + 4], 1, 2)) {
		if (t[i + 4].number > 60)
			return false;
		*after = i + 5;
	}
	return true;
}

/* [weekday[,]] day month year [time [zone]]; spaces or hyphens between. */
static bool take_ordinary(const Token *t, size_t n, Date *out)
{
	size_t i = 0, d[3], after;
	if (n > 0 && in_word(t[0].at) && month_of(&t[0]) == 0)
		i = n > 1 && is(&t[1], '.') ? 2 : 1;
	i += i < n && is(&t[i], ',');
	for (int part = 0; part < 3; part++) {
		i += part > 0 && i < n && (is(&t[i], '-') || is(&t[i], '.'));
		if (i >= n)
			return false;
		d[part] = i++;
	}
	int month = month_of(&t[d[1]]);
	if (month == 0 || !is_number(&t[d[0]], 1, 2) || !is_number(&t[d[2]], 2, 4))
		return false;
	i += i < n && is(&t[i], ',');
	if (i < n && t[i].number >= 0 && (!take_time(t, n, i, &after) || !zone_is_sound(t, n, after)))
		return false;
	return date_make(full_year(t[d[2]].number, t[d[2]].length), month, t[d[0]].number, out);
}

/* "Sat May  3 10:12:00 2025" and "Sat, May 3, 2025 10:12". */
static bool take_asctime(const Token *t, size_t n, Date *out)
{
	size_t i = 0, after;
	if (n > 0 && in_word(t[0].at) && month_of(&t[0]) == 0)
		i = n > 1 && is(&t[1], ',') ? 2 : 1;
	if (i + 2 >= n || month_of(&t[i]) == 0 || !is_number(&t[i + 1], 1, 2))
		return false;
	size_t year = i + 2;
	year += is(&t[year], ',');
	if (take_time(t, n, year, &after))
		for (year = after; year < n && !is_number(&t[year], 4, 4);)
			year++;
	return year < n && is_number(&t[year], 4, 4) && date_make(t[year].number, month_of(&t[i]), t[i + 1].number, out);
}

static bool take_iso(const Token *t, size_t n, size_t i, Date *out)
{
	return i + 4 < n && is_number(&t[i], 4, 4) && is(&t[i + 1], '-') && is_number(&t[i + 2], 2, 2) && is(&t[i + 3], '-') &&
	       is_number(&t[i + 4], 2, 2) && date_make(t[i].number, t[i + 2].number, t[i + 4].number, out);
}

Date sentday_header(const char *value)
{
	Token t[TOKENS];
	Date day = DATE_NONE;
	g_autofree char *valid = value != NULL ? g_utf8_make_valid(value, -1) : NULL;
	size_t n = valid != NULL ? split(valid, t) : 0;
	return take_ordinary(t, n, &day) || take_asctime(t, n, &day) || take_iso(t, n, 0, &day) ? day : DATE_NONE;
}

/* Day and month in figures: t[i] sep t[i + 2] sep t[i + 4]. */
static bool take_figures(const Token *t, size_t n, size_t i, bool english, Date *out)
{
	if (i + 4 >= n || !is_number(&t[i], 1, 2) || !is_number(&t[i + 2], 1, 2) || !is_number(&t[i + 4], 2, 4) || t[i + 4].length == 3)
		return false;
	char first = t[i + 1].at[0], second = t[i + 3].at[0];
	if (t[i + 1].length != 1 || t[i + 3].length != 1 || strchr("./-", first) == NULL || strchr("./-", second) == NULL)
		return false;
	/* A time ("10.12") or a number goes on after a third point. */
	if (i + 5 < n && is(&t[i + 5], first) && i + 6 < n && t[i + 6].number >= 0 && t[i + 5].at == t[i + 4].at + t[i + 4].length)
		return false;
	int day = t[i].number, month = t[i + 2].number;
	if (english && first == '/') {
		if (day <= 12 && month <= 12 && day != month)
			return false;
		if (month > 12) {
			day = t[i + 2].number;
			month = t[i].number;
		}
	}
	return date_make(full_year(t[i + 4].number, t[i + 4].length), month, day, out);
}

Date sentday_words(const char *text, bool english)
{
	Token t[TOKENS];
	size_t n = split(text, t);
	Date day = DATE_NONE;
	for (size_t i = 0; i + 2 < n; i++) {
		if (take_iso(t, n, i, &day) || take_figures(t, n, i, english, &day))
			return day;
		size_t m = i + 1 + (is(&t[i + 1], '.'));
		size_t y = m + 1;
		y += y < n && (is(&t[y], '.') || is(&t[y], ','));
		if (is_number(&t[i], 1, 2) && y < n && month_of(&t[m]) != 0 && is_number(&t[y], 4, 4) &&
		    date_make(t[y].number, month_of(&t[m]), t[i].number, &day))
			return day;
		m = i + 1 + (is(&t[i + 1], '.'));
		y = m + 1;
		y += y < n && is(&t[y], ',');
		if (month_of(&t[i]) != 0 && y < n && is_number(&t[m], 1, 2) && is_number(&t[y], 4, 4) &&
		    date_make(t[y].number, month_of(&t[i]), t[m].number, &day))
			return day;
	}
	return DATE_NONE;
}
