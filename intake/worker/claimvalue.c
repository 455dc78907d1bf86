#include "intake/worker/claimvalue.h"

#include "intake/date.h"
#include "intake/limits.h"
#include "intake/money.h"

#include <string.h>

/* White space at the ends away, inside run together to one space, as XSD's collapse does. */
static char *collapse(const char *raw)
{
	GString *out = g_string_new(NULL);
	for (const char *p = raw; *p != '\0'; p++) {
		if (*p != ' ' && *p != '\t' && *p != '\n' && *p != '\r')
			g_string_append_c(out, *p);
		else if (out->len > 0 && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	if (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

const char *claim_shown(const char *text)
{
	int digits = 0;
	for (const char *p = text; *p != '\0'; p++) {
		digits += g_ascii_isdigit(*p);
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			return NULL;
	}
	bool hidden = digits >= 10 || (digits >= 8 && strchr(text, '.') == NULL) || strlen(text) > 40;
	return hidden ? NULL : text;
}

static char *refuse(GError **error, const char *code, const char *text, const char *da, const char *en)
{
	const char *show = text != NULL ? claim_shown(text) : NULL;
	g_autofree char *da_full = show != NULL ? g_strdup_printf("»%s« %s", show, da) : g_strdup_printf("Værdien %s", da);
	g_autofree char *en_full = show != NULL ? g_strdup_printf("\"%s\" %s", show, en) : g_strdup_printf("The value %s", en);
	error_set_texts(error, ERROR_INPUT, code, da_full, en_full);
	return NULL;
}

static bool digits_only(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isdigit(text[i]))
			return false;
	return true;
}

static char *date_value(const char *text, GError **error)
{
	Date day;
	/* The text is not shown when it has eight digits in a row; a date with hyphens may be. */
	if (date_parse(text, &day))
		return g_strdup(text);
	bool dashed = strlen(text) == 10 && text[4] == '-' && text[7] == '-';
	g_autofree char *da = g_strdup_printf("»%s« er ikke en dag.", text), *en = g_strdup_printf("\"%s\" is not a day.", text);
	if (dashed)
		error_set_texts(error, ERROR_INPUT, "claim-date", da, en);
	else
		refuse(error, "claim-date", text, "er ikke en dag.", "is not a day.");
	error_remedy(error, "Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.");
	return NULL;
}

static char *kroner_value(const char *text, GError **error)
{
	Money money;
	if (*text != '-' && money_parse(text, &money))
		return g_strdup_printf("%" G_GINT64_FORMAT, money_ore(money));
	refuse(error, "claim-amount", text, "er ikke et beløb.", "is not an amount.");
	error_remedy(error, "Skriv kroner med punktum og højst to decimaler, fx 12500.50.",
	             "Write kroner with a point and at most two decimals, such as 12500.50.");
	return NULL;
}

static char *percent_value(const char *text, GError **error)
{
	RateBp rate;
	if (*text != '-' && rate_parse(text, &rate))
		return g_strdup_printf("%d", rate);
	refuse(error, "claim-percent", text, "er ikke en procentsats.", "is not a percentage.");
	error_remedy(error, "Skriv procent om året med punktum og højst to decimaler, fx 12.5.",
	             "Write percent per year with a point and at most two decimals, such as 12.5.");
	return NULL;
}

static char *yes_value(const char *text, GError **error)
{
	static const char *const yes[] = { "yes", "true", "1", NULL }, *const no[] = { "no", "false", "0", NULL };
	if (g_strv_contains(yes, text))
		return g_strdup("yes");
	if (g_strv_contains(no, text))
		return g_strdup("no");
	return refuse(error, "claim-yes-no", text, "er hverken yes eller no.", "is neither yes nor no.");
}

static char *cvr_value(const char *text, GError **error)
{
	char out[9];
	size_t n = 0;
	const char *p = g_ascii_strncasecmp(text, "DK", 2) == 0 ? text + 2 : text;
	for (; *p != '\0'; p++) {
		if (*p == ' ')
			continue;
		if (!g_ascii_isdigit(*p) || n == 8)
			break;
		out[n++] = *p;
	}
	if (*p == '\0' && n == 8)
		return g_strndup(out, 8);
	return refuse(error, "claim-cvr", NULL, "er ikke et CVR-nummer med otte cifre.", "is not a CVR number of eight digits.");
}

static char *cpr_value(const char *text, GError **error)
{
	size_t n = strlen(text);
	if (n == 10 && digits_only(text, 10))
		return g_strdup(text);
	if (n == 11 && text[6] == '-' && digits_only(text, 6) && digits_only(text + 7, 4))
		return g_strdup_printf("%.6s%s", text, text + 7);
	return refuse(error, "claim-cpr", NULL, "er ikke et CPR-nummer med ti cifre.", "is not a CPR number of ten digits.");
}

static char *country_value(const char *text, GError **error)
{
	if (strlen(text) == 2 && g_ascii_isalpha(text[0]) && g_ascii_isalpha(text[1]))
		return g_ascii_strup(text, 2);
	return refuse(error, "claim-country", text, "er ikke en landekode på to bogstaver, fx DK.",
	              "is not a country code of two letters, such as DK.");
}

static bool is_id(const char *text)
{
	size_t n = strlen(text);
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isalnum(text[i]) && strchr("._-", text[i]) == NULL)
			return false;
	return n >= 1 && n <= 40;
}

static char *ids_value(const char *text, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);
	for (char **part = parts; *part != NULL; part++)
		if (!is_id(*part))
			return refuse(error, "claim-id", *part, "er ikke et id (bogstaver a-z, cifre, punktum, bindestreg, understreg).",
			              "is not an id (letters a-z, digits, point, hyphen, underscore).");
	return g_strdup(text);
}

static char *word_value(const char *const *words, const char *text, GError **error)
{
	if (g_strv_contains(words, text))
		return g_strdup(text);
	g_autofree char *list = g_strjoinv(", ", (char **)(void *)words);
	g_autofree char *da = g_strdup_printf("er ikke et af ordene: %s.", list);
	g_autofree char *en = g_strdup_printf("is not one of the words: %s.", list);
	return refuse(error, "claim-word", text, da, en);
}

char *claim_value(ClaimType type, const char *const *words, const char *raw, GError **error)
{
	if (strlen(raw) > LIMIT_FACT_BYTES)
		return refuse(error, "claim-too-long", NULL, "er for lang; læg den i et dokument.", "is too long; put it in a document.");
	if (type == CLAIM_PROSE) {
		char *text = g_strstrip(g_strdup(raw));
		return *text != '\0' ? text : (g_free(text), NULL);
	}
	g_autofree char *text = collapse(raw);
	switch (type) {
	case CLAIM_DATE: return date_value(text, error);
	case CLAIM_KRONER: return kroner_value(text, error);
	case CLAIM_PERCENT: return percent_value(text, error);
	case CLAIM_YES: return yes_value(text, error);
	case CLAIM_CVR: return cvr_value(text, error);
	case CLAIM_CPR: return cpr_value(text, error);
	case CLAIM_COUNTRY: return country_value(text, error);
	case CLAIM_WORD: return word_value(words, text, error);
	case CLAIM_ID:
		return is_id(text) ? g_strdup(text) : refuse(error, "claim-id", text, "er ikke et id (højst 40 af bogstaver a-z, cifre, "
		                                              "punktum, bindestreg, understreg).",
		                                              "is not an id (at most 40 of letters a-z, digits, point, hyphen, underscore).");
	case CLAIM_IDS:
		return *text != '\0' ? ids_value(text, error) : NULL;
	case CLAIM_TEXT:
	case CLAIM_PROSE:
		break;
	}
	return *text != '\0' ? g_steal_pointer(&text) : NULL;
}
