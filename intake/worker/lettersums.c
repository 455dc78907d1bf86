#include "intake/worker/lettersums.h"

#include <string.h>

enum { ROLE_BEFORE = 7, ROLE_AFTER = 3, UNTIL_BEFORE = 6 };

static void span_clear(void *data)
{
	LetterSpan *span = data;
	g_free(span->text);
}

void letter_figures_free(LetterFigures *figures)
{
	if (figures == NULL)
		return;
	g_array_unref(figures->sums);
	g_array_unref(figures->days);
	g_array_unref(figures->periods);
	g_array_unref(figures->numbers);
	g_array_unref(figures->invoices);
	g_free(figures);
}

static bool has_prefix_of(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (g_str_has_prefix(word, *list))
			return true;
	return false;
}

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

/* The letter's words that words first … last of a line became; false when there is none. */
static bool words_of(const LetterWords *words, const TextLine *line, guint first, guint last, guint *from, guint *to)
{
	bool found = false;
	for (guint i = 0; i < words->words->len; i++) {
		const LetterWord *word = letter_word(words, i);
		if (word->where.line != line || word->at < first || word->at > last)
			continue;
		*from = found ? *from : i;
		*to = i;
		found = true;
	}
	return found;
}

/* ---- amounts ---- */

static SumRole role_of(const LetterWords *words, guint i)
{
	static const char *const fees[] = { "gebyr", "rykkergebyr", "inkassogebyr", "fee", "mahngebuhr", "mahnkosten", "avgift", "paminnelseavgift", NULL };
	static const char *const interest[] = { "rente", "morarente", "interest", "zins", "verzugszins", "raenta", "raentor", "drojsmalsraent", NULL };
	static const char *const compensation[] = { "kompensation", "compensation", "pauschale", "forseningsersaettning", "kompensationsbelob", NULL };
	static const char *const principal[] = { "hovedstol", "fakturabelob", "fakturatotal", "principal", "rechnungsbetrag", "hauptforderung",
		                                 "kapitalbelopp", "fakturabelopp", "restbelob", "restfaktura", NULL };
	static const char *const total[] = { "ialt", "total", "saldo", "gesamt", "sum", "samlet", "balance", "skyldigt", "skyldige", "tilgodehavende",
		                             "udestaende", "outstanding", "restgaeld", "gesamtbetrag", "totalt", "gesamtforderung", NULL };
	static const char *const weak[] = { "faktura", "invoice", "rechnung", "regning", "raekning", "opkraevning", NULL };
	static const char *const other[] = { "rabat", "discount", "rabatt", "lon", "husleje", "salary", "tilbud", "erstatning", "skade", "pris", "overslag",
		                             "aftalt", "timepris", "moms", "pension", NULL };
	const char *word = letter_word(words, i)->text;
	const char *next = i + 1 < words->words->len ? letter_word(words, i + 1)->text : "";
	if (has_prefix_of(word, fees) || g_str_has_suffix(word, "gebyr") || g_str_has_suffix(word, "gebyrer") || strstr(word, "avgift") != NULL)
		return SUM_FEE;
	if (has_prefix_of(word, interest))
		return SUM_INTEREST;
	if (has_prefix_of(word, compensation))
		return SUM_COMPENSATION;
	if (has_prefix_of(word, principal))
		return SUM_PRINCIPAL;
	bool in_all = (strcmp(word, "i") == 0 && strcmp(next, "alt") == 0) || (strcmp(word, "til") == 0 && strcmp(next, "betaling") == 0) ||
	              (strcmp(word, "at") == 0 && strcmp(next, "betale") == 0) || (strcmp(word, "att") == 0 && strcmp(next, "betala") == 0) ||
	              (strcmp(word, "amount") == 0 && strcmp(next, "due") == 0);
	if (in_all || has_prefix_of(word, total))
		return SUM_TOTAL;
	if (has_prefix_of(word, other))
		return SUM_OTHER_MONEY;
	return has_prefix_of(word, weak) ? SUM_PRINCIPAL : SUM_NONE;
}

static bool is_monthly(const LetterWords *words, guint from, guint end)
{
	static const char *const each[] = { "maned", "maneden", "manedlig", "manedligt", "month", "monthly", "monat", "monatlich", "manad", "manaden",
		                            "md", "mdr", "mned", "uge", "ugen", "week", "ugentlig", "rate", "rater", "afdrag", "raten", NULL };
	for (guint i = from; i < end; i++)
		if (is_one_of(letter_word(words, i)->text, each))
			return true;
	return false;
}

/* What stands before an amount tells what it is; else what follows ("100 kr. i gebyr", "500 kr. om måneden"). */
static SumRole sum_role(const LetterWords *words, guint first, guint last, guint floor)
{
	guint sentence = letter_word(words, first)->sentence;
	guint end = last + 1;
	while (end < words->words->len && end - last <= ROLE_AFTER + 1 && letter_word(words, end)->sentence == sentence)
		end++;
	if (is_monthly(words, last + 1, MIN(end, last + 4)))
		return SUM_INSTALMENT;
	if (last + 2 < end && strcmp(letter_word(words, last + 1)->text, "i") == 0 && role_of(words, last + 2) != SUM_NONE &&
	    strcmp(letter_word(words, last + 2)->text, "alt") != 0)
		return role_of(words, last + 2);
	if (last + 2 < end && strcmp(letter_word(words, last + 1)->text, "i") == 0 && strcmp(letter_word(words, last + 2)->text, "alt") == 0)
		return SUM_TOTAL;
	SumRole weak = SUM_NONE;
	bool total = false;
	for (guint i = first; i > floor && first - i < ROLE_BEFORE; i--) {
		const LetterWord *word = letter_word(words, i - 1);
		if (word->sentence != sentence)
			break;
		SumRole role = role_of(words, i - 1);
		if (role == SUM_TOTAL)
			total = true;
		else if (role != SUM_NONE && weak == SUM_NONE)
			weak = role;
	}
	/* "Rykkergebyrer i alt" are fees; "faktura i alt" is the total. */
	if (total && weak != SUM_FEE && weak != SUM_INTEREST)
		return SUM_TOTAL;
	if (last + 1 < end && weak == SUM_NONE && role_of(words, last + 1) != SUM_NONE && role_of(words, last + 1) != SUM_OTHER_MONEY)
		return role_of(words, last + 1);
	return weak;
}

/*
 * "2.250 kr." alone in its letter: to a Danish, German or Swedish reader a point before three digits parts thousands.
 * Not so to an English one: -1.
 */
static int64_t minor_of(const LetterWords *words, const TextLine *line, const Amount *one)
{
	if (words->language == LETTER_ENGLISH)
		return -1;
	for (guint i = one->first; i <= one->last; i++) {
		const char *at = ((const TextWord *)line->words->pdata[i])->text;
		at += strcspn(at, "0123456789");
		int64_t whole = 0;
		gsize digits = 0, group = 0;
		for (; g_ascii_isdigit(*at) || (*at == '.' && g_ascii_isdigit(at[1])); at++) {
			if (*at == '.' && group != 3 && digits > 3)
				return -1;
			group = *at == '.' ? 0 : group + 1;
			digits += *at != '.';
			whole = *at == '.' ? whole : whole * 10 + (*at - '0');
			if (digits > 12)
				return -1;
		}
		if (digits > 0)
			return group == 3 && digits > 3 && *at != ',' ? whole * 100 : -1;
	}
	return -1;
}

static void find_sums(LetterFigures *out, const LetterWords *words, const GArray *lines, AmountStyle style)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Amount));
	guint floor = 0;
	for (guint i = 0; i < lines->len; i++) {
		const TextLine *line = g_array_index(lines, LetterLine, i).line;
		g_array_set_size(found, 0);
		amounts_find(line, style, found);
		for (guint k = 0; k < found->len; k++) {
			const Amount *one = &g_array_index(found, Amount, k);
			bool crowns = one->currency[0] == '\0' || strcmp(one->currency, "DKK") == 0;
			guint first = 0, last = 0;
			int64_t minor = one->known ? one->minor : minor_of(words, line, one);
			if (minor < 0 || !one->money || !crowns || !words_of(words, line, one->first, one->last, &first, &last))
				continue;
			LetterSum sum = { .minor = minor, .first = first, .last = last, .sentence = letter_word(words, first)->sentence };
			sum.role = sum_role(words, first, last, floor);
			floor = last + 1;
			g_array_append_val(out->sums, sum);
		}
	}
}

/* ---- days ---- */

static bool says_until(const LetterWords *words, guint first)
{
	static const char *const until[] = { "senest", "inden", "by", "before", "bis", "spaetestens", "senast", "frist", "betalingsfrist",
		                             "betalingsfristen", "fristen", "foer", "innan", "latest", "deadline", "sidste", "zahlungsfrist", NULL };
	static const char *const gone[] = { "forfaldt", "forfalden", "forfald", "sendt", "dateret", "af", "skrev", "faellig", "forfallodag", "sent", "dated", "vom", NULL };
	guint sentence = letter_word(words, first)->sentence;
	for (guint i = first; i > 0 && first - i < UNTIL_BEFORE; i--) {
		const LetterWord *word = letter_word(words, i - 1);
		if (word->sentence != sentence || is_one_of(word->text, gone))
			return false;
		if (is_one_of(word->text, until))
			return true;
	}
	return false;
}

static void find_days(LetterFigures *out, const LetterWords *words, const GArray *lines, DateOrder order, Date written)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	for (guint i = 0; i < lines->len; i++) {
		const TextLine *line = g_array_index(lines, LetterLine, i).line;
		g_array_set_size(found, 0);
		dates_find(line, order, written, found);
		for (guint k = 0; k < found->len; k++) {
			const FoundDate *one = &g_array_index(found, FoundDate, k);
			LetterDay day = { .date = one->date };
			if (!date_known(one->date) || !words_of(words, line, one->first, one->last, &day.first, &day.last))
				continue;
			day.sentence = letter_word(words, day.first)->sentence;
			day.until = says_until(words, day.first);
			g_array_append_val(out->days, day);
		}
	}
}

/* A small number in digits or words; 0: none. */
static int small_number(const char *word)
{
	static const char *const names[][16] = {
		{ "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv", "tretten", "fjorten", "femten", NULL },
		{ "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", NULL },
		{ "ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwolf", "dreizehn", "vierzehn", "funfzehn", NULL },
		{ "ett", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio", "tio", "elva", "tolv", "tretton", "fjorton", "femton", NULL },
	};
	if (strlen(word) <= 3 && strspn(word, "0123456789") == strlen(word) && word[0] != '\0')
		return (int)g_ascii_strtoll(word, NULL, 10);
	for (guint l = 0; l < G_N_ELEMENTS(names); l++)
		for (int i = 0; names[l][i] != NULL; i++)
			if (strcmp(word, names[l][i]) == 0)
				return i + 1;
	return 0;
}

static void find_periods(LetterFigures *out, const LetterWords *words)
{
	static const char *const days[] = { "dage", "dages", "days", "tage", "tagen", "dagar", "hverdage", "bankdage", "kalenderdage", NULL };
	static const char *const within[] = { "inden", "within", "innerhalb", "inom", "senest", "for", "om", "binnen", NULL };
	for (guint i = 1; i < words->words->len; i++) {
		const LetterWord *word = letter_word(words, i);
		int n = is_one_of(word->text, days) ? small_number(letter_word(words, i - 1)->text) : 0;
		if (n < 1 || n > 120)
			continue;
		/* "nu får du 10 dage til at betale" */
		if (i + 1 < words->words->len && letter_word(words, i + 1)->sentence == word->sentence && strcmp(letter_word(words, i + 1)->text, "til") == 0) {
			LetterSpan given = { .value = n, .first = i - 1, .last = i, .sentence = word->sentence };
			g_array_append_val(out->periods, given);
			continue;
		}
		for (guint k = i - 1; k > 0 && i - k < 4; k--) {
			const LetterWord *before = letter_word(words, k - 1);
			if (before->sentence != word->sentence || !is_one_of(before->text, within))
				continue;
			LetterSpan span = { .value = n, .first = k - 1, .last = i, .sentence = word->sentence };
			g_array_append_val(out->periods, span);
			break;
		}
	}
}

/* ---- numbers ---- */

static int ordinal(const char *word)
{
	static const char *const names[][6] = {
		{ "forste", "first", "erste", "forsta", "1st", NULL },
		{ "anden", "second", "zweite", "andra", "2nd", NULL },
		{ "tredje", "third", "dritte", "3rd", NULL },
	};
	for (int n = 0; n < 3; n++)
		for (int i = 0; names[n][i] != NULL; i++)
			if (strcmp(word, names[n][i]) == 0)
				return n + 1;
	return strlen(word) == 1 && word[0] >= '1' && word[0] <= '9' ? word[0] - '0' : 0;
}

static void find_reminder_numbers(LetterFigures *out, const LetterWords *words)
{
	static const char *const reminders[] = { "rykker", "rykkerskrivelse", "rykkerbrev", "pamindelse", "betalingspamindelse", "erindring",
		                                 "betalingserindring", "erindringsskrivelse", "reminder", "mahnung", "zahlungserinnerung", "paminnelse", "paminnelsen",
		                                 "betalningspaminnelse", "rykkeren", NULL };
	static const char *const fillers[] = { "nr", "nummer", "no", "number", "nr.", "payment", NULL };
	static const char *const last_words[] = { "og", "and", "und", "och", "sidste", "final", "last", "letzte", "sista", NULL };
	for (guint i = 0; i < words->words->len; i++) {
		const LetterWord *word = letter_word(words, i);
		if (!is_one_of(word->text, reminders))
			continue;
		LetterSpan span = { .first = i, .last = i, .sentence = word->sentence };
		if (i > 0 && letter_word(words, i - 1)->sentence == word->sentence) {
			guint before = i - 1;
			/* "3. og sidste rykker" */
			while (before > 0 && is_one_of(letter_word(words, before)->text, last_words))
				before--;
			if (is_one_of(letter_word(words, before)->text, fillers) && before > 0)
				before--;
			span.value = ordinal(letter_word(words, before)->text);
			span.first = span.value > 0 ? before : i;
		}
		guint after = i + 1;
		if (after < words->words->len && is_one_of(letter_word(words, after)->text, fillers))
			after++;
		if (span.value == 0 && after < words->words->len && letter_word(words, after)->sentence == word->sentence) {
			const char *text = letter_word(words, after)->text;
			span.value = strlen(text) == 1 ? ordinal(text) : 0;
			span.last = span.value > 0 ? after : i;
		}
		if (span.value > 0)
			g_array_append_val(out->numbers, span);
	}
}

/* Letters, digits, '-' and '/', with a digit, and not a day; the caller's, NULL when it is no number of an invoice. */
static char *invoice_number(const char *raw)
{
	const char *from = raw;
	while (*from == '#' || *from == '(' || *from == '"')
		from++;
	gsize length = strcspn(from, ".,;:!?)\"");
	if (from[length] != '\0' && from[length + 1] != '\0')
		return NULL;
	bool digit = false;
	guint dashes = 0;
	for (gsize i = 0; i < length; i++) {
		if (!g_ascii_isalnum(from[i]) && strchr("-/_", from[i]) == NULL)
			return NULL;
		digit |= g_ascii_isdigit(from[i]);
		dashes += from[i] == '-' || from[i] == '/';
	}
	if (!digit || length < 2 || length > 30)
		return NULL;
	char *number = g_strndup(from, length);
	if (dashes == 2 && date_known(dates_first(number, DATE_ORDER_DAY, DATE_NONE)))
		g_clear_pointer(&number, g_free);
	return number;
}

static void add_invoice(LetterFigures *out, char *number, guint at, guint sentence)
{
	for (guint i = 0; i < out->invoices->len; i++)
		if (strcmp(g_array_index(out->invoices, LetterSpan, i).text, number) == 0) {
			g_free(number);
			return;
		}
	LetterSpan span = { .text = number, .first = at, .last = at, .sentence = sentence };
	g_array_append_val(out->invoices, span);
}

static void find_invoices(LetterFigures *out, const LetterWords *words)
{
	static const char *const names[] = { "faktura", "fakturaer", "fakturaen", "fakturanr", "fakturanummer", "fakturanumre", "fakt", "invoice", "invoices", "regning",
		                             "regningen", "rechnung", "rechnungsnr", "rechnungsnummer", "raekning", "fakturan", "fakturor", "fakturaerne", "slutfaktura",
		                             "acontofaktura", "fakturas", NULL };
	static const char *const fillers[] = { "nr", "nummer", "no", "number", "numre", "numbers", "vores", "our", "og", "and", "und", "samt", "och", "n", NULL };
	static const char *const money[] = { "kr", "kroner", "dkk", "eur", "sek", "dage", "days", "stk", "januar", "februar", "marts", "april", "maj", "juni", "juli",
		                             "august", "september", "oktober", "november", "december", NULL };
	for (guint i = 0; i < words->words->len; i++) {
		if (!is_one_of(letter_word(words, i)->text, names))
			continue;
		guint sentence = letter_word(words, i)->sentence;
		bool any = false;
		const LetterWord *done = letter_word(words, i);
		for (guint k = i + 1; k < words->words->len && k - i < 12 && letter_word(words, k)->sentence == sentence; k++) {
			const LetterWord *word = letter_word(words, k);
			if (word->where.line == done->where.line && word->at == done->at)
				continue;
			const char *next = k + 1 < words->words->len ? letter_word(words, k + 1)->text : "";
			char *number = invoice_number(((const TextWord *)word->where.line->words->pdata[word->at])->text);
			/* After the first, a list goes on with numbers of some length only. */
			if (number != NULL && (is_one_of(next, money) || (any && strlen(number) < 3)))
				g_clear_pointer(&number, g_free);
			done = word;
			if (number != NULL) {
				add_invoice(out, number, k, sentence);
				any = true;
			} else if (!is_one_of(word->text, fillers)) {
				break;
			}
		}
	}
}

LetterFigures *letter_figures_new(const LetterWords *words, const GArray *lines, AmountStyle style, DateOrder order, Date written)
{
	LetterFigures *out = g_new0(LetterFigures, 1);
	out->sums = g_array_new(FALSE, FALSE, sizeof(LetterSum));
	out->days = g_array_new(FALSE, FALSE, sizeof(LetterDay));
	out->periods = g_array_new(FALSE, FALSE, sizeof(LetterSpan));
	out->numbers = g_array_new(FALSE, FALSE, sizeof(LetterSpan));
	out->invoices = g_array_new(FALSE, FALSE, sizeof(LetterSpan));
	g_array_set_clear_func(out->invoices, span_clear);
	find_sums(out, words, lines, style);
	find_days(out, words, lines, order, written);
	find_periods(out, words);
	find_reminder_numbers(out, words);
	find_invoices(out, words);
	return out;
}
