/* Words of the letters in their languages, and those that no letter may hold. */
#include "filing/missive.h"

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

/* Stems, in small letters. The law gives a private creditor none of these, or nobody means them in a letter that we draw. */
static const char *const threats[] = {
	"lønindehold", "løntræk", "træk i løn", "trække i løn", "trække din løn", "indeholde i løn", "indeholdelse i løn",
	"wage withhold", "wage garnish", "garnish", "withhold your wages", "withhold wages", "deducted from your wages",
	"löneutmät", "löneavdrag", "avdrag på lön", "utmätning av lön",
	"politi", "police", "polisen", "polisanmäl", "straffesag", "criminal charge", "fængsel", "prison", "fängelse",
	"arbejdsgiver", "employer", "arbetsgivar", "rki", "ribers", "debitorregister", "dårlige betalere", "credit register",
	"betalningsanmärk", "offentliggør", "publicér", "publish your", "naboer", "neighbours", "grannar",
	"konkurs", "bankrupt",
};

static bool starts_word(const char *text, const char *at)
{
	return at == text || !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(at)));
}

const char *missive_threat(const char *text)
{
	g_autofree char *small = g_utf8_strdown(text, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(threats); i++)
		for (const char *at = strstr(small, threats[i]); at != NULL; at = strstr(at + 1, threats[i]))
			if (starts_word(small, at))
				return threats[i];
	return NULL;
}
