#include "intake/private.h"

#include <string.h>

#define NEAR 14 /* bytes before a number in which a word tells that it is something else */
#define DIGITS_MOST 40 /* an IBAN has 34 signs */

/* The digits and letters of a number, without what stands between them. */
static void plain(const char *from, const char *to, char out[DIGITS_MOST + 1])
{
	size_t n = 0;
	for (const char *at = from; at < to && n < DIGITS_MOST; at++)
		if (g_ascii_isalnum(*at))
			out[n++] = g_ascii_toupper(*at);
	out[n] = '\0';
}

/* The same account, also where one of them leaves out the bank's number or leading zeros, or is an IBAN around it. */
static bool is_own(const char *number, const char *const *own)
{
	for (size_t i = 0; own != NULL && own[i] != NULL; i++) {
		char mine[DIGITS_MOST + 1];
		plain(own[i], own[i] + strlen(own[i]), mine);
		if (strlen(mine) >= 6 && (g_str_has_suffix(mine, number) || g_str_has_suffix(number, mine)))
			return true;
	}
	return false;
}

static bool is_day(const char *digits)
{
	int day = (digits[0] - '0') * 10 + digits[1] - '0', month = (digits[2] - '0') * 10 + digits[3] - '0';
	/* From 2026 on, numbers may have 60 added to the day. */
	return ((day >= 1 && day <= 31) || (day >= 61 && day <= 91)) && month >= 1 && month <= 12;
}

/* So many digits from at on, one single space, point or hyphen allowed between any two; the end, NULL when there are other. */
static const char *digits_run(const char *at, char out[DIGITS_MOST + 1], int *separators, char *sixth)
{
	size_t n = 0;
	*separators = 0;
	*sixth = '\0';
	const char *end = at;
	while (n < DIGITS_MOST) {
		if (g_ascii_isdigit(*at)) {
			out[n++] = *at++;
			end = at;
		} else if (n > 0 && (*at == ' ' || *at == '-' || *at == '.') && g_ascii_isdigit(at[1])) {
			if (n == 6)
				*sixth = *at;
			(*separators)++;
			at++;
		} else if (n > 0 && strncmp(at, "\xE2\x80\x93", 3) == 0 && g_ascii_isdigit(at[3])) { /* – */
			if (n == 6)
				*sixth = '-';
			(*separators)++;
			at += 3;
		} else {
			break;
		}
	}
	out[n] = '\0';
	return end;
}

static bool says(const char *line, const char *until, const char *const *words)
{
	g_autofree char *before = g_strndup(line, (size_t)(until - line)), *folded = g_utf8_casefold(before, -1);
	for (size_t i = 0; words[i] != NULL; i++)
		if (strstr(folded, words[i]) != NULL)
			return true;
	return false;
}

/* 98 less the remainder: ISO 13616. */
static bool is_iban(const char *text)
{
	size_t n = strlen(text);
	unsigned rest = 0;
	if (n < 15 || n > 34 || !g_ascii_isalpha(text[0]) || !g_ascii_isalpha(text[1]) || !g_ascii_isdigit(text[2]) || !g_ascii_isdigit(text[3]))
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = text[(i + 4) % n];
		rest = g_ascii_isdigit(c) ? (rest * 10 + (unsigned)(c - '0')) % 97 : (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
	}
	return rest == 1;
}

/* Letters and digits in groups parted by single spaces; the longest beginning of them that is an IBAN. */
static const char *iban_at(const char *at, char out[DIGITS_MOST + 1])
{
	const char *found = NULL;
	char kept[DIGITS_MOST + 1] = "";
	size_t n = 0;
	for (const char *p = at; n < 34 && (g_ascii_isalnum(*p) || (*p == ' ' && g_ascii_isalnum(p[1]))); p++) {
		if (*p == ' ')
			continue;
		kept[n++] = g_ascii_toupper(*p);
		kept[n] = '\0';
		if (!g_ascii_isalnum(p[1]) && is_iban(kept)) {
			found = p + 1;
			memcpy(out, kept, sizeof kept);
		}
	}
	return found;
}

static void add(GArray *spans, const char *line, const char *from, const char *to, bool cpr)
{
	PrivateSpan span = { (size_t)(from - line), (size_t)(to - line), cpr };
	g_array_append_val(spans, span);
}

static bool is_account(const char *line, const char *at, const char *digits, char fourth)
{
	static const char *const words[] = { "konto", "account", "reg.", "reg nr", "iban", NULL };
	static const char *const not[] = { "+71", "+73", "+75", "fik", "cvr", "tlf", "telefon", "faktura nr", "ean", "gln", NULL };
	size_t n = strlen(digits);
	const char *near = at - line > NEAR ? at - NEAR : line;
	while (near < at && ((unsigned char)*near & 0xC0) == 0x80)
		near++;
	if (n < 6 || n > 14 || says(near, at, not))
		return false;
	return says(line, at, words) || (n >= 11 && n <= 14 && fourth == '-');
}

GArray *private_find(const char *line, const char *const *own)
{
	static const char *const cpr_words[] = { "cpr", "personnummer", "personnr", "person-nr", NULL };
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(PrivateSpan));
	for (const char *at = line; *at != '\0';) {
		bool begins = at == line || !(g_ascii_isalnum(at[-1]) || at[-1] == '+');
		char number[DIGITS_MOST + 1];
		const char *iban = begins && g_ascii_isalpha(*at) ? iban_at(at, number) : NULL;
		if (iban != NULL) {
			if (!is_own(number, own))
				add(spans, line, at, iban, false);
			at = iban;
			continue;
		}
		if (!begins || !g_ascii_isdigit(*at)) {
			at++;
			continue;
		}
		int separators;
		char sixth;
		const char *end = digits_run(at, number, &separators, &sixth);
		bool ends = !g_ascii_isalnum(*end);
		size_t n = strlen(number);
		char fourth = n > 4 ? at[4] : '\0';
		if (ends && n == 10 && is_day(number) && (separators == 1 ? sixth == '-' || (sixth == ' ' && says(line, at, cpr_words)) : separators == 0 && says(line, at, cpr_words)))
			add(spans, line, at, end, true);
		else if (ends && is_account(line, at, number, fourth) && !is_own(number, own))
			add(spans, line, at, end, false);
		at = end > at ? end : at + 1;
	}
	return spans;
}
