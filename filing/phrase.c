#include "filing/phrase.h"

#include <glib.h>
#include <string.h>

static bool follows(const char *text, const char *at, const char *word)
{
	size_t n = strlen(word);
	return (size_t)(at - text) >= n && memcmp(at - n, word, n) == 0;
}

/* Does the number that ends before `at` follow a paragraph sign? */
static bool paragraph_number(const char *text, const char *at)
{
	while (at > text && g_ascii_isdigit(at[-1]))
		at--;
	return follows(text, at, "§ ");
}

bool phrase_binds(const char *text, const char *at)
{
	static const char *const months[] = { "januar", "februar", "marts", "april", "maj", "juni", "juli",
		                                  "august", "september", "oktober", "november", "december" };
	const char *next = at + 1;
	bool digit = at > text && g_ascii_isdigit(at[-1]);
	if (g_ascii_isdigit(*next) && (follows(text, at, "§") || follows(text, at, "stk.") || follows(text, at, "nr.")))
		return true;
	if (digit && (g_str_has_prefix(next, "kr") || *next == '%'))
		return true;
	if (digit && g_ascii_islower(*next) && !g_ascii_isalnum(next[1]) && paragraph_number(text, at))
		return true;
	bool ordinal = at > text + 1 && at[-1] == '.' && g_ascii_isdigit(at[-2]);
	for (size_t i = 0; i < G_N_ELEMENTS(months); i++)
		if ((ordinal && g_str_has_prefix(next, months[i])) || (g_ascii_isdigit(*next) && follows(text, at, months[i])))
			return true;
	return false;
}
