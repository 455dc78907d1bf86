/*
 * A letter as its reader gets it: does it name who claims what of whom, do its sums add up to what the record gives, does it set a
 * day that holds, and does it stay within what a creditor may say and charge?
 */
#include "filing/lint_desk.h"

#include "filing/form.h"
#include "filing/lint_letter.h"

#include <string.h>

typedef struct Lamp {
	LintDesk desk;
	const LetterRead *letter;
	char *tight; /* the words without any space: lines are broken where they are broken */
	char *flat; /* on one line, without the names that the record puts in */
} Lamp;

static char *tightened(const char *text)
{
	GString *out = g_string_new(NULL);
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isspace(c) && c != 0xad && c != 0x200b)
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

static bool names(const Lamp *lamp, const char *text)
{
	g_autofree char *wanted = tightened(text);
	return strstr(lamp->tight, wanted) != NULL;
}

/* A debtor may be called Politi, and a thing sold may be a prison door: what the record puts in threatens nobody. */
static char *flattened(const LetterRead *letter)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_auto(GStrv) words = g_strsplit_set(letter->text, " \n", -1);
	for (char **word = words; *word != NULL; word++)
		if (**word != '\0')
			g_string_append_printf(text, "%s ", *word);
	const Case *c = letter->on_case;
	g_autoptr(GPtrArray) said = g_ptr_array_new();
	for (guint i = 0; i <= c->debtors->len + 1; i++) {
		const Party *party = i == 0 ? c->creditor : i == 1 ? c->representative : c->debtors->pdata[i - 2];
		if (party == NULL)
			continue;
		const Field *fields[] = { &party->name, &party->address, &party->city, &party->email };
		for (size_t k = 0; k < G_N_ELEMENTS(fields); k++)
			g_ptr_array_add(said, (gpointer)field_text(fields[k]));
	}
	for (guint i = 0; i < c->items->len; i++) {
		g_ptr_array_add(said, (gpointer)field_text(&((const Item *)c->items->pdata[i])->description));
		g_ptr_array_add(said, (gpointer)field_text(&((const Item *)c->items->pdata[i])->number));
	}
	const char *const own[] = { letter->sender_name, letter->sender_email };
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
		g_ptr_array_add(said, (gpointer)own[i]);
	for (guint i = 0; i < said->len; i++)
		if (said->pdata[i] != NULL && *(const char *)said->pdata[i] != '\0')
			g_string_replace(text, said->pdata[i], "…", 0);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* ---- sums ---- */

static bool amount_of(const char *text, PaperLanguage language, Money *out)
{
	static const char groups[] = { '.', ',', ' ' }, points[] = { ',', '.', ',' };
	g_autoptr(GString) plain = g_string_new(NULL);
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c < 0x80 && (g_ascii_isdigit((char)c) || c == '-'))
			g_string_append_c(plain, (char)c);
		else if (c == (gunichar)points[language])
			g_string_append_c(plain, '.');
		else if (c != (gunichar)groups[language] && c != 0xa0)
			break;
	}
	return money_parse(plain->str, out);
}

/* Rows of the table, "- Faktura A-1, …: 100,00 kr.", each on one line again. */
static GPtrArray *rows_of(const char *text)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	bool within = false;
	for (char **line = lines; *line != NULL; line++) {
		if (g_str_has_prefix(*line, "- ")) {
			g_ptr_array_add(rows, g_strdup(*line + 2));
			within = true;
		} else if (!g_str_has_prefix(*line, "  ")) {
			within = false;
		} else if (within) {
			char *joined = g_strconcat(rows->pdata[rows->len - 1], *line + 1, NULL);
			g_free(rows->pdata[rows->len - 1]);
			rows->pdata[rows->len - 1] = joined;
		}
	}
	return rows;
}

static const char *amount_in(const char *row)
{
	const char *at = g_strrstr(row, ": ");
	if (at == NULL)
		return NULL;
	at += 2;
	return g_str_has_prefix(at, "DKK ") ? at + 4 : at;
}

static void table_look(Lamp *lamp)
{
	static const char *const totals[] = { "Samlet: ", "Total: ", "Totalt: " };
	static const char *const fees[] = { "Rykkergebyr for dette brev", "Reminder fee for this letter", "Påminnelseavgift för detta brev" };
	const LetterRead *letter = lamp->letter;
	g_autoptr(GPtrArray) rows = rows_of(letter->text);
	Money sum = money_zero(), amount, fee = money_zero();
	for (guint i = 0; i < rows->len; i++) {
		const char *row = rows->pdata[i], *text = amount_in(row);
		if (text == NULL || !amount_of(text, letter->language, &amount))
			return; /* a list of another kind */
		if (g_str_has_prefix(row, totals[letter->language])) {
			g_autofree char *added = missive_money(sum, letter->language), *told = missive_money(amount, letter->language);
			if (money_compare(sum, amount) != 0)
				lint_fault(&lamp->desk, LINT_L801, letter->name, "Linjerne giver %s; der står %s.", "The lines give %s; it says %s.", added, told);
			break;
		}
		if (g_str_has_prefix(row, fees[letter->language]))
			fee = amount;
		if (!money_add(sum, amount, &sum))
			return;
	}
	if (money_compare(fee, letter->leave->fee) != 0 && (!money_is_zero(fee) || letter->kind->fee)) {
		g_autofree char *lawful = missive_money(letter->leave->fee, letter->language), *told = missive_money(fee, letter->language);
		lint_fault(&lamp->desk, LINT_L805, letter->name, "Brevet lægger %s på; loven giver %s.", "The letter adds %s; the law gives %s.", told,
		           lawful);
	}
}

static void sum_look(Lamp *lamp)
{
	const LetterRead *letter = lamp->letter;
	bool asks = letter->kind->fee || strcmp(letter->kind->name, "friendly") == 0 || strcmp(letter->kind->name, "statement") == 0;
	if (letter->kind->to_court)
		return;
	if (asks && letter->amount_known) {
		g_autofree char *total = missive_money(letter->amount, letter->language);
		if (!names(lamp, total))
			lint_fault(&lamp->desk, LINT_L801, letter->name, "Brevet nævner ikke %s.", "The letter does not name %s.", total);
	}
	table_look(lamp);
}

/* ---- elements ---- */

static void element_look(Lamp *lamp, const char *text, const char *da, const char *en)
{
	if (text != NULL && *text != '\0' && !names(lamp, text))
		lint_fault(&lamp->desk, LINT_L802, lamp->letter->name, "Der mangler: %s%.0s.", "Missing: %.0s%s.", da, en);
}

/* What a demand must hold so that its debtor can judge the claim, il § 10 stk. 2; who and whom in every letter. */
static void elements_look(Lamp *lamp)
{
	static const char *const costs[] = { "omkostninger", "costs", "kostnader" };
	const LetterRead *letter = lamp->letter;
	const Case *c = letter->on_case;
	element_look(lamp, field_text(&c->creditor->name), "kreditors navn", "the creditor's name");
	if (letter->debtor != NULL)
		element_look(lamp, field_text(&letter->debtor->name), "skyldners navn", "the debtor's name");
	if (letter->kind->to_court)
		return;
	if (letter->kind->fee)
		element_look(lamp, letter->account, "kontoen, der skal betales til", "the account to pay to");
	if (strcmp(letter->kind->name, "demand") != 0)
		return;
	element_look(lamp, costs[letter->language], "at senere betaling kan medføre flere omkostninger", "that later payment may bring further costs");
	for (guint i = 0; i < letter->claimed->items->len; i++)
		element_look(lamp, field_text(&((const ClaimedItem *)letter->claimed->items->pdata[i])->item->number), "et af kravene",
		             "one of the claims");
	const Owed *owed = letter->owed;
	const struct {
		Money amount;
		Say what;
	} parts[] = { { owed->interest, { "renten", "the interest" } }, { owed->principal, { "hovedstolen", "the principal" } } };
	for (size_t i = 0; owed->known && money_is_zero(owed->payments) && i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *text = missive_money(parts[i].amount, letter->language);
		if (!money_is_zero(parts[i].amount))
			element_look(lamp, text, parts[i].what.da, parts[i].what.en);
	}
}

static void deadline_look(Lamp *lamp)
{
	const LetterRead *letter = lamp->letter;
	int least;
	if (!date_known(letter->leave->deadline))
		return;
	g_autofree char *day = missive_day(letter->leave->deadline, letter->language);
	if (!names(lamp, day))
		lint_fault(&lamp->desk, LINT_L806, letter->name, "Fristen den %s er ikke nævnt.", "The day of payment, %s, is not named.", day);
	if (strcmp(letter->kind->name, "demand") == 0 && law_limit_number(lamp->desk.law, "demand_letter_min", letter->on, &least) &&
	    date_before(letter->leave->deadline, date_add_days(letter->on, least)))
		lint_fault(&lamp->desk, LINT_L806, letter->name, "Fristen er kortere end %d dage.", "The period is shorter than %d days.", least);
}

/* ---- words ---- */

static void words_look(Lamp *lamp)
{
	static const char *const wages[] = { "lønindehold", "løntræk", "træk i løn", "trække i løn", "trække din løn", "indeholde i løn", "wage withhold",
		                                 "wage garnish", "garnish", "withhold your wages", "withhold wages", "deducted from your wages",
		                                 "löneutmät", "löneavdrag", "avdrag på lön", NULL };
	const LetterRead *letter = lamp->letter;
	const char *text = letter->text, *wage = lint_word(lamp->flat, wages), *threat = missive_threat(lamp->flat);
	g_autofree char *lacking = pages_lacking(text, NULL);
	if (letter->kind->to_court)
		wage = threat = NULL; /* a court is not threatened */
	if (wage != NULL)
		lint_fault(&lamp->desk, LINT_L804, letter->name, "Der står »%s«.", "It says \"%s\".", wage);
	else if (threat != NULL)
		lint_fault(&lamp->desk, LINT_L803, letter->name, "Der står »%s«.", "It says \"%s\".", threat);
	if (lacking != NULL || lint_text_broken(text) || strpbrk(text, "{}") != NULL || strstr(text, "(null)") != NULL)
		lint_fault(&lamp->desk, LINT_L807, letter->name, "Der er et hul i teksten, eller tegn, der ikke kan læses.",
		           "There is a hole in the text, or characters that cannot be read.");
	if (lint_text_cpr(text))
		lint_fault(&lamp->desk, LINT_L808, letter->name, "Der står et CPR-nummer.", "There is a CPR number.");
}

static void law_look(Lamp *lamp)
{
	const Leave *leave = lamp->letter->leave;
	for (guint i = 0; i < leave->refusals->len; i++) {
		const Refusal *refusal = leave->refusals->pdata[i];
		lint_fault(&lamp->desk, LINT_L809, lamp->letter->name, "%s%.0s", "%.0s%s", refusal->da, refusal->en);
	}
}

void lint_look_letter(Lint *lint, const LetterRead *letter, const Law *law)
{
	g_autofree char *tight = tightened(letter->text), *flat = flattened(letter);
	Lamp lamp = { .desk = { .lint = lint, .law = law, .on = letter->on }, .letter = letter, .tight = tight, .flat = flat };
	law_look(&lamp);
	words_look(&lamp);
	if (letter->leave->allowed) {
		elements_look(&lamp);
		sum_look(&lamp);
		deadline_look(&lamp);
	}
}

void lint_letter_file(Lint *lint, const char *name, const char *file)
{
	LintDesk desk = { .lint = lint };
	lint_fault(&desk, LINT_L810, name, "%s er ikke det brev, som sagen gav.", "%s is not the letter that the case gave.", file);
}

void lint_letter_void(Lint *lint, const char *name, Say because)
{
	LintDesk desk = { .lint = lint };
	lint_fault(&desk, LINT_L811, name, "%s%.0s", "%.0s%s", because.da != NULL ? because.da : "bortfaldet",
	           because.en != NULL ? because.en : "void");
}
