#include "intake/money.h"

#include "intake/limits.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* GCC and clang both have it; ISO C17 has no 128-bit name, hence the extension marker. */
__extension__ typedef __int128 Wide;

static bool within(Wide ore)
{
	return ore >= -(Wide)LIMIT_MONEY_ORE && ore <= (Wide)LIMIT_MONEY_ORE;
}

static bool settle(Wide ore, Money *out)
{
	if (!within(ore))
		return false;
	out->ore = (int64_t)ore;
	return true;
}

Money money_zero(void)
{
	return (Money){ 0 };
}

Money money_of_ore(int64_t ore)
{
	assert(within(ore));
	return (Money){ ore };
}

int64_t money_ore(Money m)
{
	return m.ore;
}

bool money_add(Money a, Money b, Money *out)
{
	return settle((Wide)a.ore + b.ore, out);
}

bool money_sub(Money a, Money b, Money *out)
{
	return settle((Wide)a.ore - b.ore, out);
}

bool money_times(Money a, int64_t n, Money *out)
{
	return settle((Wide)a.ore * n, out);
}

bool money_scale(Money a, int64_t num, int64_t den, Money *out)
{
	assert(den > 0);
	Wide product = (Wide)a.ore * num;
	Wide half = den / 2;
	Wide magnitude = product < 0 ? -product : product;
	/* Half away from zero: an odd den has no exact half, so magnitude + (den / 2) floors right in both cases. */
	Wide rounded = (magnitude + half) / den;
	return settle(product < 0 ? -rounded : rounded, out);
}

int money_compare(Money a, Money b)
{
	return (a.ore > b.ore) - (a.ore < b.ore);
}

Money money_min(Money a, Money b)
{
	return a.ore < b.ore ? a : b;
}

bool money_is_zero(Money a)
{
	return a.ore == 0;
}

bool money_is_negative(Money a)
{
	return a.ore < 0;
}

/* Digits with at most two decimals, as hundredths. */
static bool parse_hundredths(const char *text, Wide *out)
{
	const char *p = text;
	bool negative = *p == '-';
	if (negative)
		p++;
	if (!g_ascii_isdigit(*p))
		return false;
	Wide whole = 0;
	for (; g_ascii_isdigit(*p); p++) {
		whole = whole * 10 + (*p - '0');
		if (whole > LIMIT_MONEY_ORE)
			return false;
	}
	int cents = 0;
	if (*p == '.') {
		p++;
		if (!g_ascii_isdigit(*p))
			return false;
		cents = (*p++ - '0') * 10;
		if (g_ascii_isdigit(*p))
			cents += *p++ - '0';
	}
	if (*p != '\0')
		return false;
	Wide all = whole * 100 + cents;
	*out = negative ? -all : all;
	return true;
}

bool money_parse(const char *text, Money *out)
{
	Wide hundredths;
	return text != NULL && parse_hundredths(text, &hundredths) && settle(hundredths, out);
}

bool money_parse_ore(const char *text, Money *out)
{
	if (text == NULL || *text == '\0' || strlen(text) > 18)
		return false;
	gint64 ore;
	if (!g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, &ore, NULL))
		return false;
	return settle(ore, out);
}

char *money_plain(Money m)
{
	int64_t magnitude = m.ore < 0 ? -m.ore : m.ore;
	return g_strdup_printf("%s%" PRId64 ".%02d", m.ore < 0 ? "-" : "", magnitude / 100, (int)(magnitude % 100));
}

char *money_danish(Money m)
{
	int64_t magnitude = m.ore < 0 ? -m.ore : m.ore;
	char digits[32];
	g_snprintf(digits, sizeof digits, "%" PRId64, magnitude / 100);
	GString *s = g_string_new(m.ore < 0 ? "-" : "");
	size_t n = strlen(digits);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			g_string_append_c(s, '.');
		g_string_append_c(s, digits[i]);
	}
	g_string_append_printf(s, ",%02d", (int)(magnitude % 100));
	return g_string_free(s, FALSE);
}

bool rate_parse(const char *text, RateBp *out)
{
	Wide hundredths;
	if (text == NULL || !parse_hundredths(text, &hundredths) || hundredths > 100000 || hundredths < -100000)
		return false;
	*out = (RateBp)hundredths;
	return true;
}

char *rate_danish(RateBp rate)
{
	int magnitude = rate < 0 ? -rate : rate;
	return g_strdup_printf("%s%d,%02d", rate < 0 ? "-" : "", magnitude / 100, magnitude % 100);
}
