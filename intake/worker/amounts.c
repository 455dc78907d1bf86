#include "intake/worker/amounts.h"

#include "intake/limits.h"
#include "intake/worker/minor.h"
#include "intake/worker/strip.h"

#include <string.h>

/* Digits and marks as written, read as far as they go. */
typedef struct Number {
	const char *start, *end; /* within the strip */
	char digits[24];
	int count;
	int decimals; /* after decimal; of an ambiguous one 0 */
	bool ambiguous; /* one mark, three digits after it: "1.250" */
	char mark; /* that parts the decimals, or of an ambiguous one the mark; 0 */
	char group; /* that parts the thousands: . , ' or space; 0 */
	bool dashed; /* ",-" */
	bool fits; /* false: no number that an amount can be ("19.05.2025") */
} Number;

static bool mark_is(char c)
{
	return c == '.' || c == ',' || c == '\'';
}

/* ",-" ",--" ".-" ":-" and their longer dashes, after the digits at p: their length, else 0. */
static size_t dash_at(const char *p)
{
	if (*p != ',' && *p != '.' && *p != ':')
		return 0;
	static const char *const dashes[] = { "--", "-", "\xE2\x80\x93", "\xE2\x80\x94" };
	for (size_t i = 0; i < G_N_ELEMENTS(dashes); i++)
		if (g_str_has_prefix(p + 1, dashes[i]) && !g_ascii_isalnum(p[1 + strlen(dashes[i])]))
			return 1 + strlen(dashes[i]);
	return 0;
}

static bool digits_at(const char *p, int n)
{
	for (int i = 0; i < n; i++)
		if (!g_ascii_isdigit(p[i]))
			return false;
	return !g_ascii_isdigit(p[n]);
}

/* Does a space at p part thousands? Three digits follow, not far away, and no mark has parted any yet. */
static bool space_groups(const Strip *strip, const char *p, const Number *number, AmountStyle style, int first)
{
	if (*p != ' ' || !digits_at(p + 1, 3) || first > 3 || style.marked_groups || (number->group != 0 && number->group != ' '))
		return false;
	return strip_close(strip, (size_t)(p - strip->text));
}

/* What the marks mean. groups: how many digits stood before the first mark and between the others. */
static void weigh(Number *number, const char *marks, const int *groups, int n)
{
	int last = groups[n];
	bool thirds = groups[0] >= 1 && groups[0] <= 3, inner = true;
	for (int i = 1; i < n; i++)
		thirds = thirds && groups[i] == 3;
	for (int i = 1; i < n - 1; i++)
		inner = inner && marks[i] == marks[0];
	number->fits = true;
	if (n == 0)
		return;
	if ((n == 1 && (marks[0] == ' ' || marks[0] == '\'' || (number->dashed && last == 3))) ||
	    (n > 1 && inner && marks[n - 1] == marks[0])) { /* "1 250", "1'250", "1.250,-", "1.250.000" */
		number->group = marks[0];
		number->fits = thirds && last == 3;
	} else if (n == 1) { /* "1.250" may be either */
		number->mark = marks[0];
		number->ambiguous = last == 3 && thirds && number->digits[0] != '0';
		number->decimals = number->ambiguous ? 0 : last;
	} else { /* "1.250,00" */
		number->group = marks[0];
		number->mark = marks[n - 1];
		number->decimals = last;
		number->fits = thirds && inner && number->mark != ' ' && number->mark != '\'';
	}
}

static Number number_at(const Strip *strip, const char *p, AmountStyle style)
{
	Number number = { .start = p };
	char marks[12];
	int groups[13] = { 0 }, n = 0;
	for (;;) {
		while (g_ascii_isdigit(*p)) {
			if (number.count < (int)sizeof number.digits - 1)
				number.digits[number.count] = *p;
			number.count++;
			groups[n]++;
			p++;
		}
		bool groups_on = (mark_is(*p) && g_ascii_isdigit(p[1])) || space_groups(strip, p, &number, style, groups[0]);
		if (!groups_on || n >= (int)G_N_ELEMENTS(marks))
			break;
		if (*p == ' ')
			number.group = ' ';
		marks[n++] = *p++;
	}
	size_t dash = dash_at(p);
	number.dashed = dash > 0;
	number.end = p + dash;
	if (number.count >= 16)
		return number;
	weigh(&number, marks, groups, n);
	return number;
}

typedef struct CurrencyName {
	const char *name, *code; /* code "": crowns of a land that is not told */
	bool letters; /* a word of its own: no letter beside it */
} CurrencyName;

static const CurrencyName currencies[] = {
	{ "DKK", "DKK", true }, { "EUR", "EUR", true }, { "SEK", "SEK", true }, { "NOK", "NOK", true }, { "USD", "USD", true },
	{ "GBP", "GBP", true }, { "CHF", "CHF", true }, { "ISK", "ISK", true }, { "PLN", "PLN", true }, { "JPY", "JPY", true },
	{ "CAD", "CAD", true }, { "AUD", "AUD", true }, { "INR", "INR", true }, { "CZK", "CZK", true }, { "HUF", "HUF", true },
	{ "d.kr.", "DKK", true }, { "Dkr.", "DKK", true }, { "Dkr", "DKK", true }, { "dkk", "DKK", true }, { "eur", "EUR", true },
	{ "Dkk", "DKK", true }, { "Eur", "EUR", true }, { "danske kroner", "DKK", true }, { "kroner", "", true }, { "kronor", "", true },
	{ "kr.", "", true }, { "Kr.", "", true }, { "KR.", "", true }, { "kr", "", true }, { "Kr", "", true }, { "KR", "", true },
	{ "euro", "EUR", true }, { "Euro", "EUR", true }, { "US$", "USD", false }, { "\xE2\x82\xAC", "EUR", false },
	{ "$", "USD", false }, { "\xC2\xA3", "GBP", false },
};

static bool letter_before(const Strip *strip, const char *p)
{
	return p > strip->text && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(p)));
}

/* The currency that ends at end, or begins at start; the other is NULL. Sets where it begins or ends. */
static const CurrencyName *currency_at(const Strip *strip, const char **start, const char **end)
{
	for (size_t i = 0; i < G_N_ELEMENTS(currencies); i++) {
		const CurrencyName *currency = &currencies[i];
		size_t length = strlen(currency->name);
		if (end != NULL) {
			const char *from = *end - length;
			if (from < strip->text || memcmp(from, currency->name, length) != 0)
				continue;
			if (currency->letters && (letter_before(strip, from) || (from > strip->text && g_ascii_isdigit(from[-1]))))
				continue;
			*end = from;
			return currency;
		}
		if (!g_str_has_prefix(*start, currency->name))
			continue;
		if (currency->letters && g_unichar_isalpha(g_utf8_get_char(*start + length)))
			continue;
		*start += length;
		return currency;
	}
	return NULL;
}

/* A minus that ends at p: '-', U+2212, or an en dash; where it begins, else p. */
static const char *minus_before(const Strip *strip, const char *p)
{
	if (p > strip->text && p[-1] == '-')
		return p - 1;
	if (p - strip->text >= 3 && (memcmp(p - 3, "\xE2\x88\x92", 3) == 0 || memcmp(p - 3, "\xE2\x80\x93", 3) == 0))
		return p - 3;
	return p;
}

static bool words_follow(const char *p, const char *const *words)
{
	while (*p == ' ')
		p++;
	for (; *words != NULL; words++)
		if (g_ascii_strncasecmp(p, *words, strlen(*words)) == 0)
			return true;
	return false;
}

/* Is the number at p part of something else: a word, a date, a time of day, a telephone number, a share? */
static bool stands_alone(const Strip *strip, const Number *number)
{
	static const char *const shares[] = { "%", "pct", "procent", "percent", "Prozent", "\xE2\x80\xB0", NULL };
	const char *end = number->end;
	if (words_follow(end, shares))
		return false;
	if (!number->dashed && (*end == '-' || *end == '/' || *end == ':' || *end == '_' || *end == '#') && g_ascii_isalnum(end[1]))
		return false;
	if (g_unichar_isalpha(g_utf8_get_char(end))) {
		const char *after = end;
		if (currency_at(strip, &after, NULL) == NULL)
			return false;
	}
	const char *start = number->start;
	if (start - strip->text >= 4 && g_ascii_strncasecmp(start - 4, "kl. ", 4) == 0)
		return false;
	return start - strip->text < 3 || g_ascii_strncasecmp(start - 3, "kl ", 3) != 0;
}

/* Digits as minor units; false when it is finer than the coin, or larger than any amount. */
static bool value_of(const Number *number, int coin, int64_t *out)
{
	int64_t value = 0;
	for (int i = 0; i < number->count; i++) {
		value = value * 10 + (number->digits[i] - '0');
		if (value > LIMIT_MONEY_ORE)
			return false;
	}
	int decimals = number->decimals;
	for (; decimals > coin; decimals--) {
		if (value % 10 != 0)
			return false;
		value /= 10;
	}
	for (; decimals < coin; decimals++)
		value *= 10;
	*out = value;
	return value <= LIMIT_MONEY_ORE;
}

static bool settled(const Number *number, AmountStyle style, Number *out)
{
	*out = *number;
	if (!number->ambiguous)
		return true;
	char decimal = style.decimal == AMOUNT_MARK_COMMA ? ',' : '.';
	/* "1,250" where a comma parts decimals has three of them: no amount of money is written so. */
	if (style.decimal == AMOUNT_MARK_UNKNOWN || number->mark == decimal)
		return false;
	out->group = number->mark;
	out->mark = 0;
	return true;
}

/* The currency and the sign on both sides of the number; first and last become the strip's ends. */
static const CurrencyName *dress(const Strip *strip, const Number *number, const char **first, const char **last, bool *negative)
{
	const char *before = number->start, *after = number->end;
	const char *sign = minus_before(strip, before);
	*negative = sign != before;
	const char *at = sign;
	while (at > strip->text && at[-1] == ' ' && strip_close(strip, (size_t)(at - 1 - strip->text)))
		at--;
	const CurrencyName *currency = currency_at(strip, NULL, &at);
	before = currency != NULL ? at : sign;
	if (currency != NULL && !*negative) {
		const char *outer = minus_before(strip, before);
		*negative = outer != before;
		before = outer;
	}
	if (currency == NULL) {
		at = after;
		while (*at == ' ' && strip_close(strip, (size_t)(at - strip->text)))
			at++;
		currency = currency_at(strip, &at, NULL);
		after = currency != NULL ? at : after;
	}
	if (!*negative && *after == '-' && !g_ascii_isalnum(after[1]) && !number->dashed && number->decimals == 2) {
		*negative = true; /* "250,00-" */
		after++;
	}
	*first = before;
	*last = after;
	return currency;
}

/* A hyphen within a word or number before is no sign, and what hangs on it no amount. */
static bool hangs(const Strip *strip, const char *start)
{
	if (start == strip->text)
		return false;
	const char *before = g_utf8_prev_char(start);
	gunichar c = g_utf8_get_char(before);
	return g_unichar_isalnum(c) || c == '/' || c == '+' || c == '#' || c == '_' || c == '<' || c == '*' || c == '@';
}

static void take(const Strip *strip, const Number *number, AmountStyle style, GArray *out)
{
	const char *first, *last;
	bool negative;
	const CurrencyName *currency = dress(strip, number, &first, &last, &negative);
	bool leans = first != number->start && hangs(strip, first) && (currency == NULL || currency->letters);
	if (leans || (first == number->start && hangs(strip, first)))
		return;
	Amount amount = { .crowns = currency != NULL && *currency->code == '\0' };
	if (currency != NULL)
		g_strlcpy(amount.currency, currency->code, sizeof amount.currency);
	int coin = *amount.currency != '\0' ? currency_decimals(amount.currency) : 2;
	amount.first = strip_word(strip, (size_t)(first - strip->text));
	amount.last = strip_word(strip, (size_t)(last - 1 - strip->text));
	Number read;
	amount.known = settled(number, style, &read) && value_of(&read, coin, &amount.minor);
	amount.decimals = read.decimals;
	amount.money = currency != NULL || number->dashed || read.decimals == 2;
	/* Spaces between thousands without places on the page may as well part a count from a price. */
	if (number->group == ' ' && !strip->placed && currency == NULL)
		amount.known = false;
	/* "(250,00)" is less in accounts and an aside in letters. */
	if (first > strip->text && first[-1] == '(' && *last == ')' && currency == NULL)
		amount.known = false;
	if (!amount.known)
		amount.minor = 0;
	if (negative)
		amount.minor = -amount.minor;
	g_array_append_val(out, amount);
}

/* Past the run of digits and what hangs on them. */
static const char *past(const char *p)
{
	while (g_ascii_isalnum(*p) || ((mark_is(*p) || strchr("-/:_#", *p) != NULL) && *p != '\0' && g_ascii_isalnum(p[1])))
		p++;
	return p;
}

static bool starts(const Strip *strip, const char *p)
{
	if (!g_ascii_isdigit(*p))
		return false;
	if (p == strip->text)
		return true;
	char before = p[-1];
	return !g_ascii_isdigit(before) && !(mark_is(before) && p - 1 > strip->text && g_ascii_isdigit(p[-2]));
}

/* Each number of the strip that stands alone. */
static void each_number(const Strip *strip, AmountStyle style, void (*take_one)(const Strip *, const Number *, AmountStyle, GArray *),
                        GArray *out)
{
	for (const char *p = strip->text; *p != '\0';) {
		if (*p == '+' && g_ascii_isdigit(p[1])) { /* a telephone number, a payment line */
			for (p++; g_ascii_isdigit(*p) || (*p == ' ' && g_ascii_isdigit(p[1])); p++)
				;
			continue;
		}
		if (!starts(strip, p)) {
			p++;
			continue;
		}
		Number number = number_at(strip, p, style);
		if (number.fits && stands_alone(strip, &number)) {
			take_one(strip, &number, style, out);
			p = number.end;
		} else {
			p = MAX(past(p), p + 1);
		}
	}
}

void amounts_find(const TextLine *line, AmountStyle style, GArray *out)
{
	Strip strip;
	strip_open(&strip, line);
	each_number(&strip, style, take, out);
	strip_clear(&strip);
}

/* What one number says of the document's style; out holds two counts for comma and two for point: sure and likely. */
static void vote(const Strip *strip, const Number *number, AmountStyle style, GArray *out)
{
	(void)style;
	if (hangs(strip, minus_before(strip, number->start)) && !letter_before(strip, number->start))
		return;
	guint *votes = (guint *)(void *)out->data;
	bool grouped = number->group != 0 && number->group != ' ';
	if (grouped)
		votes[4]++;
	bool sure = grouped && number->group != '\'';
	char decimal = number->mark != 0 && !number->ambiguous ? number->mark
	               : !sure                                 ? '\0'
	               : number->group == '.'                  ? ','
	                                                       : '.';
	bool likely = number->mark != 0 && !number->ambiguous && number->decimals == 2;
	if (decimal == ',' && (sure || likely))
		votes[sure ? 0 : 1]++;
	else if (decimal == '.' && (sure || likely))
		votes[sure ? 2 : 3]++;
}

AmountStyle amounts_style(const Text *text)
{
	g_autoptr(GArray) votes = g_array_sized_new(FALSE, TRUE, sizeof(guint), 5);
	g_array_set_size(votes, 5);
	for (guint i = 0; i < text->pages->len; i++) {
		const TextPage *page = text->pages->pdata[i];
		for (guint j = 0; j < page->lines->len; j++) {
			Strip strip;
			strip_open(&strip, page->lines->pdata[j]);
			each_number(&strip, (AmountStyle){ 0 }, vote, votes);
			strip_clear(&strip);
		}
	}
	const guint *count = (const guint *)(void *)votes->data;
	guint comma = count[0], point = count[2];
	/* What is only likely ("12.30" may be a time) counts where nothing is sure. */
	if (comma == 0 && point == 0) {
		comma = count[1];
		point = count[3];
	}
	AmountStyle style = { .marked_groups = count[4] > 0 };
	if (comma > 0 && comma >= point * 5)
		style.decimal = AMOUNT_MARK_COMMA;
	else if (point > 0 && point >= comma * 5)
		style.decimal = AMOUNT_MARK_POINT;
	return style;
}
