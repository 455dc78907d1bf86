#include "intake/worker/dates.h"

#include "intake/worker/strip.h"

#include <string.h>

typedef struct MonthName {
	const char *name; /* lower case */
	int month;
	char language; /* d, e, g, s (Swedish); 0 where several write it so */
} MonthName;

/* A name that begins another stands after it. */
static const MonthName months[] = {
	{ "januari", 1, 's' }, { "january", 1, 'e' }, { "januar", 1, 0 }, { "j\xC3\xA4nner", 1, 'g' }, { "jan", 1, 0 },
	{ "februari", 2, 's' }, { "february", 2, 'e' }, { "februar", 2, 0 }, { "feb", 2, 0 },
	{ "marts", 3, 'd' }, { "march", 3, 'e' }, { "m\xC3\xA4rz", 3, 'g' }, { "maerz", 3, 'g' }, { "mars", 3, 's' }, { "mar", 3, 0 },
	{ "m\xC3\xA4r", 3, 'g' }, { "april", 4, 0 }, { "apr", 4, 0 }, { "maj", 5, 0 }, { "may", 5, 'e' }, { "mai", 5, 'g' },
	{ "juni", 6, 0 }, { "june", 6, 'e' }, { "jun", 6, 0 }, { "juli", 7, 0 }, { "july", 7, 'e' }, { "jul", 7, 0 },
	{ "augusti", 8, 's' }, { "august", 8, 0 }, { "aug", 8, 0 }, { "september", 9, 0 }, { "sept", 9, 0 }, { "sep", 9, 0 },
	{ "oktober", 10, 0 }, { "october", 10, 'e' }, { "okt", 10, 0 }, { "oct", 10, 'e' }, { "november", 11, 0 }, { "nov", 11, 0 },
	{ "december", 12, 0 }, { "dezember", 12, 'g' }, { "desember", 12, 0 }, { "dec", 12, 0 }, { "dez", 12, 'g' },
};

/* What stands at a place of the text, before it is known which number is what. */
typedef struct Candidate {
	const char *end;
	int year; /* -1: not told */
	int first, second; /* of a day and a month, in the order written; second 0: the month is named */
	int month; /* named; 0 */
	char mark; /* that parts a day in figures; 0 */
	bool year_first;
	bool short_year;
	bool mixed; /* "19/5-2025", which only the north writes: the day is first */
	char language;
} Candidate;

static const char *number(const char *p, int most, int *out)
{
	int n = 0;
	*out = 0;
	while (g_ascii_isdigit(*p) && n < most) {
		*out = *out * 10 + (*p++ - '0');
		n++;
	}
	return n > 0 && !g_ascii_isdigit(*p) ? p : NULL;
}

static const char *spaces(const char *p)
{
	while (*p == ' ')
		p++;
	return p;
}

/* A month's name at p, with its point if it has one; NULL. */
static const char *month_at(const char *p, const MonthName **out)
{
	g_autofree char *word = g_utf8_strdown(p, (gssize)strnlen(p, 16));
	for (size_t i = 0; i < G_N_ELEMENTS(months); i++) {
		size_t length = strlen(months[i].name);
		/* Lower case is as long as upper in all of these names. */
		if (!g_str_has_prefix(word, months[i].name) || g_unichar_isalpha(g_utf8_get_char_validated(p + length, -1)))
			continue;
		*out = &months[i];
		return p + length + (p[length] == '.');
	}
	return NULL;
}

/* A year of two or four figures, perhaps after an apostrophe; NULL. */
static const char *year_at(const char *p, Candidate *candidate)
{
	if (*p == '\'')
		p++;
	const char *end = number(p, 4, &candidate->year);
	if (end == NULL || (end - p != 4 && end - p != 2))
		return NULL;
	candidate->short_year = end - p == 2;
	if (candidate->short_year)
		candidate->year += candidate->year < 80 ? 2000 : 1900;
	return end;
}

static bool bounded(const char *p)
{
	if (g_unichar_isalnum(g_utf8_get_char(p)))
		return false;
	return !((*p == '-' || *p == '/' || *p == '.' || *p == ',' || *p == ':') && g_ascii_isdigit(p[1]));
}

/* "2025-05-19" */
static bool year_first_at(const char *p, Candidate *out)
{
	*out = (Candidate){ .year_first = true };
	const char *at = number(p, 4, &out->year);
	if (at == NULL || at - p != 4 || (*at != '-' && *at != '.' && *at != '/'))
		return false;
	char mark = *at;
	at = number(at + 1, 2, &out->first);
	if (at == NULL || *at != mark)
		return false;
	at = number(at + 1, 2, &out->second);
	if (at != NULL && *at == 'T' && g_ascii_isdigit(at[1])) { /* with a time of day */
		while (g_ascii_isalnum(*at) || ((*at == ':' || *at == '.') && g_ascii_isdigit(at[1])))
			at++;
	}
	out->end = at;
	out->mark = mark;
	return at != NULL && bounded(at);
}

/* "19-05-2025", "19/5-2025", "19/5 2025", "19/5", "19.05.25" */
static bool figures_at(const char *p, Candidate *out)
{
	*out = (Candidate){ .year = -1 };
	const char *at = number(p, 2, &out->first);
	if (at == NULL || (*at != '-' && *at != '.' && *at != '/'))
		return false;
	out->mark = *at;
	bool point = *at == '.';
	at = number(at + (point && at[1] == ' ' ? 2 : 1), 2, &out->second);
	if (at == NULL)
		return false;
	bool parted = *at == out->mark || (out->mark == '/' && (*at == '-' || *at == ' '));
	if (parted) {
		const char *end = year_at(at + (*at == '.' && at[1] == ' ' ? 2 : 1), out);
		/* "19/5 25" is no day of 2025: a space parts only a year of four figures. */
		if (end != NULL && bounded(end) && !(*at == ' ' && out->short_year)) {
			out->end = end;
			out->mixed = *at != out->mark;
			return true;
		}
	}
	out->year = -1;
	out->end = at;
	return out->mark == '/' && bounded(at);
}

/* "19. maj 2025", "19-maj-25", "19th of May, 2025", "3. maj" */
static bool day_name_at(const char *p, Candidate *out)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th", ":e", "." };
	const MonthName *month;
	*out = (Candidate){ .year = -1 };
	const char *at = number(p, 2, &out->first);
	if (at == NULL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(ordinals); i++)
		if (g_str_has_prefix(at, ordinals[i])) {
			at += strlen(ordinals[i]);
			break;
		}
	char dash = *at;
	at = *at == '-' || *at == '/' ? at + 1 : spaces(at);
	if (g_str_has_prefix(at, "of "))
		at = spaces(at + 3);
	at = month_at(at, &month);
	if (at == NULL)
		return false;
	out->month = month->month;
	out->language = month->language;
	out->end = at;
	const char *year = dash == '-' || dash == '/' ? at + (*at == dash) : spaces(at + (*at == ','));
	const char *end = year_at(year, out);
	/* "3. maj 12": the year of a named month has two figures only in "3-maj-12" or "3. maj '12". */
	if (end != NULL && bounded(end) && (!out->short_year || *year == '\'' || dash == '-' || dash == '/'))
		out->end = end;
	else
		out->year = -1;
	return true;
}

/* "May 19, 2025", "May 19th 2025", "May 19" */
static bool name_day_at(const char *p, Candidate *out)
{
	const MonthName *month;
	*out = (Candidate){ .year = -1 };
	const char *at = month_at(p, &month);
	if (at == NULL || *at == '\0' || (at = number(spaces(at + (*at == '-')), 2, &out->first)) == NULL)
		return false;
	out->month = month->month;
	out->language = month->language;
	if (g_str_has_prefix(at, "st") || g_str_has_prefix(at, "nd") || g_str_has_prefix(at, "rd") || g_str_has_prefix(at, "th"))
		at += 2;
	if (g_unichar_isalnum(g_utf8_get_char(at)) || (*at == '.' && *spaces(at + 1) != '\0' && g_unichar_isalpha(g_utf8_get_char(spaces(at + 1)))))
		return false; /* "maj 19. juni" */
	out->end = at;
	const char *end = year_at(spaces(at + (*at == ',' || *at == '-')), out);
	if (end != NULL && bounded(end) && !out->short_year)
		out->end = end;
	else
		out->year = -1;
	return true;
}

static bool hangs(const char *text, const char *p)
{
	if (p == text)
		return false;
	const char *before = g_utf8_prev_char(p);
	gunichar c = g_utf8_get_char(before);
	if (g_unichar_isalnum(c))
		return true;
	/* "F-19/5": part of a number; "(19/5" and "d.19/5" are not. */
	return (c == '-' || c == '/' || c == '.' || c == ',' || c == ':' || c == '+' || c == '<' || c == '#') && before > text &&
	       (g_ascii_isdigit(before[-1]) || (c != '.' && c != ',' && c != ':' && g_ascii_isalpha(before[-1])));
}

static bool candidate_at(const char *text, const char *p, Candidate *out)
{
	if (hangs(text, p))
		return false;
	if (g_ascii_isdigit(*p))
		return year_first_at(p, out) || day_name_at(p, out) || figures_at(p, out);
	return g_unichar_isalpha(g_utf8_get_char(p)) && name_day_at(p, out);
}

/* The year that puts the day nearest to the reference. */
static Date near(int month, int day, Date reference)
{
	Date best = DATE_NONE, made;
	if (!date_known(reference))
		return best;
	for (int year = date_year(reference) - 1; year <= date_year(reference) + 1; year++)
		if (date_make(year, month, day, &made) &&
		    (!date_known(best) || ABS(date_diff(reference, made)) < ABS(date_diff(reference, best))))
			best = made;
	return best;
}

static Date make(const Candidate *candidate, int month, int day, Date reference)
{
	Date made = DATE_NONE;
	if (candidate->year < 0)
		return near(month, day, reference);
	return date_make(candidate->year, month, day, &made) ? made : DATE_NONE;
}

/* Could it be a day at all? A leap year for one without a year. */
static bool possible(const Candidate *candidate, int month, int day)
{
	Date made;
	return date_make(candidate->year < 0 ? 2024 : candidate->year, month, day, &made);
}

/* Both readings that figures allow. Points are Danish, German and Nordic: day first. */
static void readings(const Candidate *candidate, bool *day_first, bool *month_first)
{
	*day_first = possible(candidate, candidate->second, candidate->first);
	*month_first = candidate->mark != '.' && !candidate->mixed && candidate->year >= 0 && possible(candidate, candidate->first, candidate->second);
}

static bool settle(const Candidate *candidate, DateOrder order, Date reference, Date *out)
{
	*out = DATE_NONE;
	if (candidate->month != 0) {
		if (!possible(candidate, candidate->month, candidate->first))
			return false;
		*out = make(candidate, candidate->month, candidate->first, reference);
		return true;
	}
	if (candidate->year_first) {
		*out = make(candidate, candidate->first, candidate->second, reference);
		return date_known(*out);
	}
	bool day_first, month_first;
	readings(candidate, &day_first, &month_first);
	if (!day_first && !month_first)
		return false;
	bool both = day_first && month_first && candidate->first != candidate->second;
	if (both && order == DATE_ORDER_UNKNOWN)
		return true;
	if (day_first && (!both || order == DATE_ORDER_DAY))
		*out = make(candidate, candidate->second, candidate->first, reference);
	else
		*out = make(candidate, candidate->first, candidate->second, reference);
	return true;
}

/* "1/2" may be a half: a day without a year needs a word that asks for one. */
static bool asked_for(const char *text, const char *p)
{
	static const char *const words[] = { "d. ", "d.", "den ", "dag ", "inden ", "senest ", "pr. ", "per ", "til ", "fra ", "af ", "the ",
		"by ", "am ", "bis ", "vom ", "zum ", "om " };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t length = strlen(words[i]);
		if ((size_t)(p - text) >= length && g_ascii_strncasecmp(p - length, words[i], length) == 0)
			return true;
	}
	return false;
}

void dates_find(const TextLine *line, DateOrder order, Date reference, GArray *out)
{
	Strip strip;
	strip_open(&strip, line);
	for (const char *p = strip.text; *p != '\0';) {
		Candidate candidate;
		FoundDate found = { 0 };
		bool here = candidate_at(strip.text, p, &candidate);
		if (here && candidate.year < 0 && candidate.month == 0 && !asked_for(strip.text, p))
			here = false;
		if (!here || !settle(&candidate, order, reference, &found.date)) {
			p = g_utf8_next_char(p);
			continue;
		}
		found.year_given = candidate.year >= 0;
		found.first = strip_word(&strip, (size_t)(p - strip.text));
		found.last = strip_word(&strip, (size_t)(candidate.end - 1 - strip.text));
		g_array_append_val(out, found);
		p = candidate.end;
	}
	strip_clear(&strip);
}

/* Words that only one of the languages has. */
static bool other_tongue(const char *word)
{
	static const char *const words[] = { "og", "af", "til", "ikke", "faktura", "moms", "beløb", "dato", "forfald", "netto", "och",
		"att", "inte", "belopp", "förfallodag", "und", "der", "die", "das", "rechnung", "betrag", "datum", "mwst", "skal",
		"venlig", "hilsen", "betaling", "kreditnota", "rykker", "fakturanr", "fakturadato", "forfaldsdato", "zahlbar",
		/* English of the United Kingdom and its neighbours, who write the day first. */
		"gbp", "ltd", "vat", "eur", "dkk" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static bool foreign(const TextLine *line)
{
	for (guint i = 0; i < line->words->len; i++) {
		g_autofree char *word = g_utf8_strdown(((const TextWord *)line->words->pdata[i])->text, -1);
		size_t length = strlen(word);
		while (length > 0 && g_ascii_ispunct(word[length - 1]))
			word[--length] = '\0';
		if (other_tongue(word))
			return true;
	}
	return false;
}

DateOrder dates_order(const Text *text)
{
	guint day = 0, month = 0, tongue = 0;
	for (guint i = 0; i < text->pages->len; i++) {
		const TextPage *page = text->pages->pdata[i];
		for (guint j = 0; j < page->lines->len; j++) {
			Strip strip;
			strip_open(&strip, page->lines->pdata[j]);
			for (const char *p = strip.text; *p != '\0'; p = g_utf8_next_char(p)) {
				Candidate candidate;
				bool day_first, month_first;
				if (!candidate_at(strip.text, p, &candidate) || candidate.month != 0 || candidate.year_first ||
				    candidate.mark == '.' || candidate.mixed || candidate.year < 0)
					continue;
				readings(&candidate, &day_first, &month_first);
				day += day_first && !month_first;
				month += month_first && !day_first;
			}
			tongue += foreign(strip.line);
			strip_clear(&strip);
		}
	}
	if (day > 0 && month > 0)
		return DATE_ORDER_UNKNOWN;
	if (month > 0)
		return DATE_ORDER_MONTH;
	return day > 0 || tongue >= 3 ? DATE_ORDER_DAY : DATE_ORDER_UNKNOWN;
}

Date dates_first(const char *plain, DateOrder order, Date reference)
{
	g_autoptr(Text) text = text_new();
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	TextPage *page = text_add_page(text, 0, 0);
	text_add_plain(text, page, plain, 0);
	for (guint i = 0; i < page->lines->len && found->len == 0; i++)
		dates_find(page->lines->pdata[i], order, reference, found);
	return found->len > 0 ? g_array_index(found, FoundDate, 0).date : DATE_NONE;
}
