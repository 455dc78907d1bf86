#include "intake/worker/minor.h"

#include "intake/limits.h"

#include <glib.h>
#include <string.h>

int currency_decimals(const char *code)
{
	static const char *const none[] = { "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
		"VND", "VUV", "XAF", "XOF", "XPF", NULL };
	static const char *const three[] = { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", NULL };
	static const char *const four[] = { "CLF", "UYW", NULL };
	if (strlen(code) != 3 || !g_ascii_isupper(code[0]) || !g_ascii_isupper(code[1]) || !g_ascii_isupper(code[2]))
		return -1;
	return g_strv_contains(none, code) ? 0 : g_strv_contains(three, code) ? 3 : g_strv_contains(four, code) ? 4 : 2;
}

bool minor_parse(const char *text, int decimals, int64_t *out)
{
	bool negative = *text == '-';
	const char *p = text + (*text == '-' || *text == '+');
	int64_t value = 0;
	int digits = 0, fraction = -1;
	for (; *p != '\0'; p++) {
		if (*p == '.' && fraction < 0) {
			fraction = 0;
			continue;
		}
		if (!g_ascii_isdigit(*p) || value > LIMIT_MONEY_ORE)
			return false;
		digits++;
		if (fraction >= 0 && ++fraction > decimals) {
			if (decimals > 0 || fraction > 2 || *p != '0')
				return false;
			continue;
		}
		value = value * 10 + (*p - '0');
	}
	if (digits == 0)
		return false;
	for (int i = MAX(fraction, 0); i < decimals; i++)
		value *= 10;
	if (value > LIMIT_MONEY_ORE)
		return false;
	*out = negative ? -value : value;
	return true;
}

bool digits_are(const char *text, int n)
{
	for (int i = 0; i < n; i++)
		if (!g_ascii_isdigit(text[i]))
			return false;
	return text[n] == '\0';
}

bool luhn_holds(const char *digits)
{
	int sum = 0;
	size_t n = strlen(digits);
	for (size_t i = 0; i < n; i++) {
		int d = digits[n - 1 - i] - '0';
		if (i % 2 == 1)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return n > 0 && sum % 10 == 0;
}

char *iban_form(const char *text, bool *holds)
{
	GString *iban = g_string_new(NULL);
	for (const char *p = text; *p != '\0'; p++)
		if (*p != ' ')
			g_string_append_c(iban, g_ascii_toupper(*p));
	const char *s = iban->str;
	bool form = iban->len >= 15 && iban->len <= 34 && g_ascii_isupper(s[0]) && g_ascii_isupper(s[1]) && g_ascii_isdigit(s[2]) &&
	            g_ascii_isdigit(s[3]);
	form = form && (memcmp(s, "DK", 2) != 0 || (iban->len == 18 && digits_are(s + 2, 16)));
	int rest = 0;
	for (size_t i = 0; form && i < iban->len; i++) {
		char c = s[(i + 4) % iban->len];
		form = g_ascii_isalnum(c);
		rest = g_ascii_isdigit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
	}
	*holds = form && rest == 1;
	return g_string_free(iban, !form);
}
