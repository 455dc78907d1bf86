/* Words of the letters in their languages, and those that no letter may hold. */
#include "filing/missive.h"

#include "assess/contact.h"

#include <string.h>

char *missive_figure(Money amount, PaperLanguage language)
{
	g_autofree char *danish = money_danish(amount);
	if (language == PAPER_DA)
		return g_steal_pointer(&danish);
	if (language == PAPER_SV) {
		g_auto(GStrv) parts = g_strsplit(danish, ".", -1);
		return g_strjoinv("\302\240", parts); /* a space that no line breaks at */
	}
	for (char *at = danish; *at != '\0'; at++)
		*at = *at == '.' ? ',' : *at == ',' ? '.' : *at;
	return g_steal_pointer(&danish);
}

char *missive_money(Money amount, PaperLanguage language)
{
	static const char *const before[] = { "", "DKK ", "" }, *const after[] = { " kr.", "", " DKK" };
	g_autofree char *figure = missive_figure(amount, language);
	return g_strdup_printf("%s%s%s", before[language], figure, after[language]);
}

char *missive_day(Date day, PaperLanguage language)
{
	static const char *const months[] = { "januari", "februari", "mars",      "april",   "maj",      "juni",
		                                  "juli",    "augusti",  "september", "oktober", "november", "december" };
	if (!date_known(day) || language == PAPER_DA)
		return date_danish_long(day);
	if (language == PAPER_EN)
		return date_english(day);
	int year, month, number;
	date_split(day, &year, &month, &number);
	return g_strdup_printf("%d %s %d", number, months[month - 1], year);
}

char *missive_days(int days, PaperLanguage language)
{
	static const char *const one[] = { "dag", "day", "dag" }, *const more[] = { "dage", "days", "dagar" };
	return g_strdup_printf("%d %s", days, days == 1 ? one[language] : more[language]);
}

const char *missive_threat(const char *text)
{
	return threat_in(text);
}
