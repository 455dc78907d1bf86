/* Box 5 as a stranger reads it: does it stand alone, does it say what the court must know, do its sums agree? */
#include "filing/lint_desk.h"

#include <string.h>

static void topic_missing(LintDesk *desk, LintCode code, const char *topic, const char *needs, const char *needs_en)
{
	g_autofree char *told = lint_topic(desk, topic);
	if (told == NULL)
		lint_fault(desk, code, NULL, "Der står intet om %s%.0s.", "Nothing is said of %.0s%s.", needs, needs_en);
}

static bool claimed(const LintDesk *desk, const char *box)
{
	Money amount;
	return lint_amount(desk, box, &amount) && !money_is_zero(amount);
}

static void interest_topic(LintDesk *desk)
{
	bool asked = claimed(desk, "interest") || lint_value(desk, "interest_statutory") != NULL ||
	             lint_value(desk, "interest_agreed") != NULL;
	static const char *const rates[] = { "procesrente", "rente med", NULL };
	g_autofree char *told = lint_topic(desk, "interest");
	Date day;
	const char *at = told;
	bool whole = told != NULL && lint_next_day(&at, &day) && (lint_word(told, rates) != NULL || strchr(told, '%') != NULL) &&
	             strstr(told, "§") != NULL;
	if (asked && !whole)
		lint_fault(desk, LINT_L214, NULL, "Startdag, sats eller grundlag mangler.", "Start, rate or ground is missing.");
}

static void liability_topic(LintDesk *desk)
{
	g_autofree char *told = lint_topic(desk, "liability");
	const cJSON *box;
	for (guint i = 0; (box = lint_box(desk, "debtor", i)) != NULL; i++) {
		const char *value = json_get_text(box, "value");
		g_autofree char *name = value != NULL ? g_strndup(value, strcspn(value, "\n")) : NULL;
		if (name != NULL && (told == NULL || (strstr(told, name) == NULL && !(desk->bare && lint_debtors(desk) == 1))))
			lint_fault(desk, LINT_L219, NULL, "Intet om %s.", "Nothing of %s.", name);
	}
}

static void topics_look(LintDesk *desk)
{
	topic_missing(desk, LINT_L211, "agreement", "aftalen", "the agreement");
	topic_missing(desk, LINT_L212, "delivery", "leveringen", "the delivery");
	topic_missing(desk, LINT_L213, "items", "de enkelte krav", "the items");
	interest_topic(desk);
	topic_missing(desk, LINT_L215, "payments", "betaling", "payment");
	g_autofree char *reminders = lint_topic(desk, "reminders");
	const char *at = reminders;
	Date day;
	if (claimed(desk, "reminder_fees") && (reminders == NULL || !lint_next_day(&at, &day)))
		lint_fault(desk, LINT_L216, NULL, "Der står intet om dagene for rykkerne.", "Nothing is said of the days of the reminders.");
	topic_missing(desk, LINT_L217, "demand", "påkravet", "the demand letter");
	topic_missing(desk, LINT_L218, "silence", "indsigelser", "objections");
	liability_topic(desk);
	topic_missing(desk, LINT_L220, "court", "værnetinget", "the venue");
	topic_missing(desk, LINT_L221, "sum", "kravets opgørelse", "the sum of the claim");
}

/* What box 4 says must be what the account's last words say. */
static void sums_look(LintDesk *desk)
{
	static const char *const boxes[] = { "principal", "interest", "reminder_fees", "inkasso_fee", "collection_costs",
		                                 "compensation", "total" };
	g_autofree char *told = lint_topic(desk, "sum");
	if (told == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(boxes); i++) {
		Money amount;
		if (!lint_amount(desk, boxes[i], &amount) || money_is_zero(amount) || lint_names_amount(told, amount))
			continue;
		g_autofree char *text = money_danish(amount);
		lint_fault(desk, LINT_L202, json_get_text(lint_box(desk, boxes[i], 0), "label"), "Opgørelsen nævner ikke %s kr.",
		           "The account does not name %s kr.", text);
	}
}

/* The amount of a row "faktura A-1 af 3. august 2026 på 15.750,00 kr., forfaldsdag …". */
static bool row_amount(const char *row, Money *out)
{
	const char *at = strstr(row, " på ");
	return at != NULL && lint_next_amount(&at, out);
}

static bool row_whole(const char *row)
{
	static const char *const due[] = { "forfaldsdag", "forfald", NULL };
	const char *at = row;
	Date day;
	Money amount;
	return row_amount(row, &amount) && lint_next_day(&at, &day) && lint_word(row, due) != NULL;
}

/* A row that is the sum of those before it. */
static bool row_sums(const char *row, Money sum)
{
	const char *at = row, *first = row;
	Money amount;
	Date day;
	return lint_next_amount(&first, &amount) && money_compare(amount, sum) == 0 && !lint_next_day(&at, &day);
}

/* What lowers the claims: credit notes, payments. */
static bool lowered(LintDesk *desk)
{
	static const char *const words[] = { "kredit", NULL };
	g_autofree char *items = lint_topic(desk, "items"), *payments = lint_topic(desk, "payments");
	const char *at = payments;
	Money amount;
	return (items != NULL && lint_word(items, words) != NULL) || (at != NULL && lint_next_amount(&at, &amount));
}

static void items_look(LintDesk *desk)
{
	Money sum = money_zero(), amount, principal;
	guint rows = 0;
	const cJSON *paragraph, *row;
	cJSON_ArrayForEach(paragraph, json_get(desk->sheet, "statement"))
	{
		if (g_strcmp0(json_get_text(paragraph, "topic"), "items") != 0)
			continue;
		cJSON_ArrayForEach(row, json_get(paragraph, "rows"))
		{
			const char *text = cJSON_IsString(row) ? cJSON_GetStringValue(row) : "";
			if (rows > 1 && row_sums(text, sum))
				continue;
			rows++;
			if (!row_whole(text))
				lint_fault(desk, LINT_L208, NULL, "»%s«", "\"%s\"", text);
			if (row_amount(text, &amount) && !money_add(sum, amount, &sum))
				return;
		}
	}
	if (rows == 0 || !lint_amount(desk, "principal", &principal))
		return;
	int order = money_compare(sum, principal);
	if (order < 0 || (order > 0 && !lowered(desk))) {
		g_autofree char *added = money_danish(sum), *written = money_danish(principal);
		lint_fault(desk, LINT_L203, NULL, "Kravene giver %s kr., hovedstolen er %s.", "The items give %s kr., the principal is %s.",
		           added, written);
	}
}

/* Words that only one of the languages has, and that no page of it is without. */
static bool danish(const char *text)
{
	static const char *const words[][6] = {
		{ "og", "af", "ikke", "er", "på", "det" },
		{ "the", "and", "of", "is", "was", "not" },
		{ "och", "att", "inte", "är", "för", "som" },
		{ "und", "der", "die", "ist", "nicht", "das" },
	};
	int counts[G_N_ELEMENTS(words)] = { 0 }, all = 0;
	g_autofree char *small = g_utf8_strdown(text, -1);
	g_auto(GStrv) parts = g_strsplit_set(small, " \n,.;:()»«-", -1);
	for (char **part = parts; *part != NULL; part++) {
		all += **part != '\0';
		for (size_t language = 0; language < G_N_ELEMENTS(words); language++)
			for (size_t i = 0; i < 6; i++)
				counts[language] += strcmp(*part, words[language][i]) == 0;
	}
	for (size_t language = 1; language < G_N_ELEMENTS(words); language++)
		if (all > 20 && counts[language] > counts[0])
			return false;
	return true;
}

/* "har gjort indsigelse", where no "ikke" stands before it. */
static bool objection_in(const char *text)
{
	static const char *const words[] = { "gjort indsigelse", "gør indsigelse", "modkrav gældende", "bestrider kravet", "bestridt kravet" };
	g_autofree char *small = g_utf8_strdown(text, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		for (const char *at = strstr(small, words[i]); at != NULL; at = strstr(at + 1, words[i])) {
			const char *start = at;
			while (start > small && start[-1] != '.' && start[-1] != '\n')
				start--;
			g_autofree char *before = g_strndup(start, (gsize)(at - start));
			if (strstr(before, "ikke ") == NULL && strstr(before, "hverken ") == NULL && strstr(before, "ingen ") == NULL)
				return true;
		}
	}
	return false;
}

static void words_look(LintDesk *desk, const char *text)
{
	static const char *const annex[] = { "bilag$", "bilaget$", "bilagene$", "vedlagt", "vedlagte$", "vedhæftet", "vedhæftede", "medsendt", NULL };
	static const char *const offers[] = { "forligstilbud", "forligsforslag", "tilbud om forlig", "tilbød forlig", "tilbudt forlig", NULL };
	static const char *const flights[] = { "flyforsinkelse", "aflyst fly", "forsinket fly", "forordning 261", "flypassager", NULL };
	const char *word = desk->form ? lint_word(text, annex) : NULL;
	if (word != NULL)
		lint_fault(desk, LINT_L201, NULL, "Der står »%.*s«.", "It says \"%.*s\".", (int)strcspn(word, "$"), word);
	if ((word = lint_word(text, offers)) != NULL)
		lint_fault(desk, LINT_L205, NULL, "Der står »%s«.", "It says \"%s\".", word);
	if ((word = lint_word(text, flights)) != NULL)
		lint_fault(desk, LINT_L411, NULL, "Der står »%s«.", "It says \"%s\".", word);
	if (desk->form && objection_in(text))
		lint_fault(desk, LINT_L206, NULL, "Teksten fortæller om en indsigelse.", "The text tells of an objection.");
	if (!danish(text))
		lint_fault(desk, LINT_L204, NULL, "Ordene er ikke danske.", "The words are not Danish.");
}

static void days_look(LintDesk *desk)
{
	static const char *const past[] = { "agreement", "delivery", "reminders" };
	for (size_t i = 0; i < G_N_ELEMENTS(past); i++) {
		g_autofree char *told = lint_topic(desk, past[i]);
		Date day;
		for (const char *at = told; at != NULL && lint_next_day(&at, &day);) {
			if (!date_before(desk->on, day))
				continue;
			g_autofree char *text = date_danish(day);
			lint_fault(desk, LINT_L207, NULL, "Dagen %s.", "The day %s.", text);
		}
	}
}

void lint_look_account(LintDesk *desk)
{
	const char *text = lint_account(desk);
	if (*text == '\0')
		return;
	words_look(desk, text);
	if (!desk->bare)
		days_look(desk);
	if (!desk->form || !(desk->bare || cJSON_IsArray(json_get(desk->sheet, "statement"))))
		return;
	topics_look(desk);
	sums_look(desk);
	if (!desk->bare)
		items_look(desk);
}
