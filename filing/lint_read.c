/* What a clerk reads on the paper: amounts, days, addresses, words. Danish as the papers write it. */
#include "filing/lint_desk.h"

#include <string.h>

/* Digits with points between thousands, a comma and two decimals; *end is behind them. */
static bool kroner_at(const char *text, const char **end, Money *out)
{
	g_autoptr(GString) plain = g_string_new(NULL);
	const char *p = text;
	if (*p == '-')
		g_string_append_c(plain, *p++);
	while (g_ascii_isdigit(*p) || (*p == '.' && g_ascii_isdigit(p[1]))) {
		if (*p != '.')
			g_string_append_c(plain, *p);
		p++;
	}
	if (*p != ',' || !g_ascii_isdigit(p[1]) || !g_ascii_isdigit(p[2]) || g_ascii_isdigit(p[3]))
		return false;
	g_string_append_printf(plain, ".%c%c", p[1], p[2]);
	*end = p + 3;
	return money_parse(plain->str, out);
}

bool lint_kroner(const char *text, Money *out)
{
	const char *end;
	return kroner_at(text, &end, out) && *end == '\0';
}

bool lint_next_amount(const char **at, Money *out)
{
	for (const char *p = *at; *p != '\0'; p++) {
		const char *end;
		bool starts = g_ascii_isdigit(*p) && (p == *at || (!g_ascii_isdigit(p[-1]) && p[-1] != '.'));
		if (!starts || !kroner_at(p, &end, out))
			continue;
		*at = end;
		if (g_str_has_prefix(end, " kr"))
			return true;
		p = end - 1;
	}
	return false;
}

bool lint_names_amount(const char *text, Money amount)
{
	Money named;
	for (const char *at = text; lint_next_amount(&at, &named);)
		if (money_compare(named, amount) == 0)
			return true;
	return false;
}

static bool day_at(const char *p, const char **end, Date *out)
{
	static const char *const months[] = { "januar", "februar", "marts",     "april",   "maj",      "juni",
		                                  "juli",   "august",  "september", "oktober", "november", "december" };
	char *rest;
	guint64 day = g_ascii_strtoull(p, &rest, 10);
	if (rest == p || rest - p > 2)
		return false;
	guint64 month = 0, year = 0;
	if (g_str_has_prefix(rest, ". ")) {
		for (size_t i = 0; i < G_N_ELEMENTS(months) && month == 0; i++)
			if (g_str_has_prefix(rest + 2, months[i]) && rest[2 + strlen(months[i])] == ' ') {
				month = i + 1;
				rest += 2 + strlen(months[i]) + 1;
			}
	} else if (strchr("-./", *rest) != NULL && g_ascii_isdigit(rest[1])) {
		/* "05-10-2026", and by hand "5/10-2026", "5.10.2026", "5/10 2026" */
		char *behind;
		month = g_ascii_strtoull(rest + 1, &behind, 10);
		if (behind - rest > 3 || *behind == '\0' || strchr("-./ ", *behind) == NULL)
			return false;
		rest = behind + 1;
	}
	if (month == 0 || !g_ascii_isdigit(*rest))
		return false;
	char *last;
	year = g_ascii_strtoull(rest, &last, 10);
	if (last - rest != 4)
		return false;
	*end = last;
	return date_make((int)year, (int)month, (int)day, out);
}

bool lint_next_day(const char **at, Date *out)
{
	for (const char *p = *at; *p != '\0'; p++) {
		const char *end;
		bool starts = g_ascii_isdigit(*p) && (p == *at || !g_ascii_isalnum(p[-1]));
		if (starts && day_at(p, &end, out)) {
			*at = end;
			return true;
		}
	}
	return false;
}

bool lint_names_day(const char *text, Date day)
{
	Date named;
	for (const char *at = text; lint_next_day(&at, &named);)
		if (date_compare(named, day) == 0)
			return true;
	return false;
}

const char *lint_word(const char *text, const char *const *words)
{
	g_autofree char *small = g_utf8_strdown(text, -1);
	for (; *words != NULL; words++) {
		bool whole = g_str_has_suffix(*words, "$");
		g_autofree char *word = g_strndup(*words, strlen(*words) - (whole ? 1 : 0));
		for (const char *at = strstr(small, word); at != NULL; at = strstr(at + 1, word)) {
			const char *before = g_utf8_find_prev_char(small, at), *behind = at + strlen(word);
			if ((before == NULL || !g_unichar_isalnum(g_utf8_get_char(before))) &&
			    (!whole || !g_unichar_isalnum(g_utf8_get_char(behind))))
				return *words;
		}
	}
	return NULL;
}

/* ---- addresses ---- */

bool lint_is_danish(const char *country)
{
	return g_ascii_strcasecmp(country, "dk") == 0 || g_ascii_strcasecmp(country, "danmark") == 0 || g_ascii_strcasecmp(country, "denmark") == 0;
}

/* A line of contact or number, as party_block writes them behind the address. */
static bool line_is_contact(const char *line)
{
	static const char *const heads[] = { "CVR", "Tlf", "Mail:", "Sagsnr", "Telefon", "E-mail", "CPR", "Att" };
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		if (g_str_has_prefix(line, heads[i]))
			return true;
	return false;
}

/* "2870 Dyssegård", "S-211 20 Malmö", "DK-5000 Odense": digits of a postcode and letters behind them. */
static bool line_place(const char *line, LintAddress *out)
{
	const char *p = line;
	while (g_ascii_isupper(*p) && p - line < 3)
		p++;
	if (p > line && *p == '-')
		p++;
	else
		p = line;
	size_t n = 0;
	const char *q = p;
	for (; g_ascii_isdigit(*q) || (*q == ' ' && g_ascii_isdigit(q[1])); q++)
		if (*q != ' ' && n + 1 < sizeof out->code)
			out->code[n++] = *q;
	out->code[n] = '\0';
	if (n < 3 || n > 6 || (*q != ' ' && *q != '\0'))
		return false;
	out->postcode = true;
	while (*q == ' ')
		q++;
	out->city = g_unichar_isalpha(g_utf8_get_char(q));
	return true;
}

static bool has_digit(const char *line)
{
	return strpbrk(line, "0123456789") != NULL;
}

LintAddress lint_address(const char *block)
{
	static const char *const boxes[] = { "postboks", "post box", "p.o. box", "po box", "poste restante", "boks", NULL };
	LintAddress out = { .copy = g_strdup(block != NULL ? block : "") };
	bool first = true, done = false;
	for (char *line = out.copy; line != NULL && !done;) {
		char *end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		if (line_is_contact(line)) {
			done = true;
		} else if (first) {
			out.name = *line != '\0';
			first = false;
		} else if (out.postcode && *line != '\0') {
			out.country = line;
		} else if (!line_place(line, &out) && *line != '\0') {
			if (lint_word(line, boxes) != NULL)
				out.postbox = true;
			else if (!g_str_has_prefix(line, "c/o")) {
				out.street = true;
				out.number = out.number || has_digit(line);
			}
		}
		line = end;
	}
	if (out.street && out.number)
		out.postbox = false;
	return out;
}

void lint_address_clear(LintAddress *address)
{
	g_clear_pointer(&address->copy, g_free);
}
