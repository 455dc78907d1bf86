/* Why it is this debtor and this court: liability and venue. */
#include "filing/account.h"
#include "filing/liability.h"

#include <string.h>

static bool same_words(const Field *a, const Field *b)
{
	const char *x = field_text(a), *y = field_text(b);
	if (x == NULL || y == NULL)
		return false;
	g_autofree char *left = g_utf8_casefold(x, -1), *right = g_utf8_casefold(y, -1);
	return strcmp(left, right) == 0;
}

/* Is the debtor the buyer that the item's invoice names? By CVR when both have one, else by name. */
static bool is_buyer(const Party *debtor, const Item *item)
{
	const char *x = field_text(&debtor->cvr), *y = field_text(&item->buyer_cvr);
	return x != NULL && y != NULL ? strcmp(x, y) == 0 : same_words(&debtor->name, &item->buyer_name);
}

static bool owes(const Item *item, const Party *debtor)
{
	return g_ptr_array_find(item->debtors, debtor, NULL);
}

/* Debtors of whom the same words are true, from the first of them on; false when an earlier one has told them already. */
static bool alike(const Account *account, guint first, bool (*same)(const Party *, const Party *), GPtrArray *names,
                  GPtrArray *alike_debtors)
{
	const GPtrArray *debtors = account->c->debtors;
	for (guint i = 0; i < first; i++)
		if (same(debtors->pdata[i], debtors->pdata[first]))
			return false;
	for (guint i = first; i < debtors->len; i++) {
		if (i != first && !same(debtors->pdata[i], debtors->pdata[first]))
			continue;
		g_ptr_array_add(names, party_called(debtors->pdata[i]));
		g_ptr_array_add(alike_debtors, debtors->pdata[i]);
	}
	return true;
}

static bool same_liability(const Party *a, const Party *b)
{
	const char *x = field_text(&a->liability), *y = field_text(&b->liability);
	return x != NULL && y != NULL && strcmp(x, y) == 0;
}

static void liable_as_told(Account *account, Paragraph *paragraph, guint first)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free), debtors = g_ptr_array_new();
	if (!alike(account, first, same_liability, names, debtors))
		return;
	g_autofree char *who = words_join(names), *why = words_bare(field_text(&((Party *)debtors->pdata[0])->liability));
	Sentence *said = account_say(account, paragraph, "liability.told", "who", who, "why", why, NULL);
	for (guint i = 0; i < debtors->len; i++)
		sources_field(&said->sources, &((Party *)debtors->pdata[i])->liability);
}

static void liable(Account *account, Paragraph *paragraph, guint which)
{
	const Party *debtor = account->c->debtors->pdata[which];
	g_autofree char *name = party_called(debtor);
	if (field_text(&debtor->liability) != NULL) {
		liable_as_told(account, paragraph, which);
		return;
	}
	Group bought = { NULL, g_ptr_array_new() };
	Sources sources = { 0 };
	guint owed = 0;
	for (guint i = 0; i < account->claimed->items->len; i++) {
		const Item *item = ((ClaimedItem *)account->claimed->items->pdata[i])->item;
		if (!owes(item, debtor))
			continue;
		owed++;
		if (!is_buyer(debtor, item))
			continue;
		g_ptr_array_add(bought.items, account->claimed->items->pdata[i]);
		sources_field(&sources, &item->buyer_name);
		sources_field(&sources, &item->buyer_cvr);
	}
	if (bought.items->len > 0) {
		g_autofree char *names = group_names(&bought);
		Sentence *said = account_say(account, paragraph, "liability.buyer", "who", name, "names", names, NULL);
		sources_field(&sources, &debtor->name);
		sources_field(&sources, &debtor->cvr);
		sources_join(&said->sources, &sources);
	}
	sources_clear(&sources);
	if (bought.items->len < owed) {
		g_autofree char *da = g_strdup_printf("Det er ikke oplyst, hvorfor %s hæfter for alle krav.", name);
		g_autofree char *en = g_strdup_printf("It is not known why %s is liable for every item.", name);
		account_open(account, "liability", da, en);
	}
	g_ptr_array_unref(bought.items);
}

/* Those who owe it jointly, as the record says; where it does not say so of several, that is told to who looks it through. */
static void jointly(Account *account, Paragraph *paragraph)
{
	bool all = liability_joins_all(account->c), open = false;
	for (guint i = 0; i < account->claimed->items->len; i++) {
		const Item *item = ((ClaimedItem *)account->claimed->items->pdata[i])->item;
		open = open || (item->debtors->len > 1 && !liability_joins(item));
		if (!liability_joins(item) || (all && i > 0))
			continue;
		g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
		for (guint k = 0; k < item->debtors->len; k++)
			g_ptr_array_add(names, party_called(item->debtors->pdata[k]));
		g_autofree char *who = words_join(names), *about = all ? NULL : item_called(item);
		Sentence *said = account_say(account, paragraph, "liability.joint", "who", who, "about", about, NULL);
		for (guint k = 0; k < item->debtors->len; k++)
			sources_field(&said->sources, &((Party *)item->debtors->pdata[k])->liability);
	}
	if (open)
		account_open(account, "liability", "Det er ikke oplyst, om skyldnerne hæfter solidarisk; papirerne siger det derfor ikke.",
		             "It is not known whether the debtors are jointly liable; the papers do not say so.");
}

static const char *const sole_forms[] = { "enkeltmandsvirksomhed", "personligt ejet virksomhed" };

/* The § of kap. 22 that the debtor's own district rests on; NULL when the record does not tell which. */
static const char *home_rule(const Party *debtor, const char **what)
{
	const char *form = field_text(&debtor->legal_form);
	bool sole = false;
	for (size_t i = 0; form != NULL && i < G_N_ELEMENTS(sole_forms); i++)
		sole = sole || g_ascii_strcasecmp(form, sole_forms[i]) == 0;
	*what = "bopæl";
	if (field_is(&debtor->kind, "consumer") || sole)
		return "§ 235";
	*what = "hjemsted";
	if (field_is(&debtor->kind, "business") && form != NULL)
		return "§ 238, stk. 1";
	*what = "adresse";
	return NULL;
}

/* Alike in all that the sentence on where they live says. */
static bool same_home(const Party *a, const Party *b)
{
	const char *x, *y;
	home_rule(a, &x);
	home_rule(b, &y);
	return strcmp(x, y) == 0 && g_strcmp0(field_text(&a->postcode), field_text(&b->postcode)) == 0 &&
	       g_strcmp0(field_text(&a->city), field_text(&b->city)) == 0;
}

static void home(Account *account, Paragraph *paragraph, guint first)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free), debtors = g_ptr_array_new();
	const Party *debtor = account->c->debtors->pdata[first];
	const char *postcode = field_text(&debtor->postcode), *city = field_text(&debtor->city), *what;
	if (postcode == NULL || city == NULL || !alike(account, first, same_home, names, debtors))
		return;
	g_autofree char *who = words_join(names);
	home_rule(debtor, &what);
	Sentence *said = account_say(account, paragraph, "court.home", "who", who, "what", what, "postcode", postcode, "city", city, NULL);
	for (guint i = 0; i < debtors->len; i++) {
		const Party *at = debtors->pdata[i];
		const Field *fields[] = { &at->postcode, &at->city, &at->kind, &at->legal_form };
		for (size_t k = 0; k < G_N_ELEMENTS(fields); k++)
			sources_field(&said->sources, fields[k]);
	}
}

static void court(Account *account)
{
	const Assessment *assessment = account->assessment;
	Paragraph *paragraph = account_paragraph(account, "court", false);
	if (assessment->court == NULL) {
		account_open(account, "court", "Retten er ikke afgjort.", "The court is not decided.");
		return;
	}
	for (guint i = 0; i < account->c->debtors->len; i++)
		home(account, paragraph, i);
	const Party *debtor = account->c->debtors->pdata[0];
	if (paragraph->sentences->len == 0)
		return;
	const char *what, *rule = home_rule(debtor, &what), *court_rule = account->voice->court_rule;
	g_autofree char *rules = court_rule != NULL && rule != NULL ? g_strdup_printf("%s, jf. %s", court_rule, rule)
	                                                            : g_strdup(court_rule != NULL ? court_rule : rule);
	Sentence *said = account_say(account, paragraph, "court.venue", "court", assessment->court, "rule", rules, NULL);
	if (field_is(&debtor->court, assessment->court))
		account_open(account, "court", "Retten er oplyst af kreditor; den kan ikke udledes af adressen alene.",
		             "The court was stated by the creditor; the address alone does not decide it.");
	sources_field(&said->sources, &debtor->court);
	sources_field(&said->sources, &debtor->municipality);
	sources_field(&said->sources, &debtor->postcode);
	sources_field(&said->sources, &debtor->legal_form);
}

void account_ground(Account *account)
{
	Paragraph *paragraph = account_paragraph(account, "liability", false);
	for (guint i = 0; i < account->c->debtors->len; i++)
		liable(account, paragraph, i);
	jointly(account, paragraph);
	if (field_is(&account->c->operator_kind, "buyer"))
		account_open(account, "liability", "Kravet er købt: overdragelserne skal beskrives led for led.",
		             "The claim was bought: each assignment must be described.");
	court(account);
}
