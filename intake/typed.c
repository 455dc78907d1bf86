#include "intake/typed.h"

#include <string.h>

/* Danish thousands: 1 to 3 digits, then groups of a point and three. */
static bool grouped(const char *text, size_t n)
{
	size_t first = strcspn(text, ".");
	if (first == 0 || first > 3 || first >= n)
		return false;
	for (size_t i = 0; i < n; i++) {
		bool point = (i - first) % 4 == 0 && i >= first;
		if (point ? text[i] != '.' : !g_ascii_isdigit(text[i]))
			return false;
	}
	return (n - first) % 4 == 0;
}

static bool digits(const char *text, size_t n)
{
	return n > 0 && strspn(text, "0123456789") >= n;
}

bool money_typed(const char *text, Money *out)
{
	if (text == NULL || money_parse(text, out))
		return text != NULL;
	const char *body = *text == '-' ? text + 1 : text, *comma = strchr(body, ',');
	size_t whole = comma != NULL ? (size_t)(comma - body) : strlen(body), cents = comma != NULL ? strlen(comma + 1) : 0;
	bool thousands = grouped(body, whole);
	/* Without decimals one group alone may be a thousand or three decimals. */
	if (comma == NULL ? !thousands || strcspn(body, ".") + 4 == whole : cents < 1 || cents > 2 || !digits(comma + 1, cents))
		return false;
	if (!thousands && !digits(body, whole))
		return false;
	g_autoptr(GString) plain = g_string_new(text);
	g_string_replace(plain, ".", "", 0);
	g_string_replace(plain, ",", ".", 0);
	return money_parse(plain->str, out);
}

bool money_two_ways(const char *text)
{
	if (text == NULL)
		return false;
	const char *body = *text == '-' ? text + 1 : text;
	size_t first = strspn(body, "0123456789");
	return first >= 1 && first <= 3 && (body[first] == '.' || body[first] == ',') && strlen(body + first + 1) == 3 && digits(body + first + 1, 3);
}
