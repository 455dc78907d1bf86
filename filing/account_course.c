/* How it went on: reminders and the demand letter. */
#include "filing/account.h"

#include "assess/mailing.h"

#include <string.h>

/* "faktura A-1 og A-2"; NULL: about all. */
static char *about_of(const Account *account, const GPtrArray *letters)
{
	Group group = { NULL, g_ptr_array_new() };
	bool all = false;
	for (guint i = 0; i < letters->len; i++) {
		const Event *event = letters->pdata[i];
		const Item *item = event->claim != NULL ? case_item(account->c, event->claim) : NULL;
		const ClaimedItem *row = item != NULL ? claimed_item(account->claimed, item) : NULL;
		all = all || row == NULL;
		if (row != NULL && !g_ptr_array_find(group.items, row, NULL))
			g_ptr_array_add(group.items, (gpointer)row);
	}
	all = all || group.items->len >= account->claimed->items->len;
	char *names = all ? NULL : group_names(&group);
	g_ptr_array_unref(group.items);
	return names;
}

/* Whom a letter went to: those named in like letters of the day, or all. */
static char *addressees(const Account *account, const GPtrArray *letters)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < letters->len; i++) {
		const Event *event = letters->pdata[i];
		const Party *debtor = event->debtor != NULL ? case_debtor(account->c, event->debtor) : NULL;
		if (debtor == NULL || account->c->debtors->len == 1)
			return g_strdup(account->c->debtors->len > 1 ? account->voice->debtors : account->voice->debtor);
		g_autofree char *name = party_called(debtor);
		if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			g_ptr_array_add(names, g_steal_pointer(&name));
	}
	return words_join(names);
}

/* The letters from the first on that one sentence can tell of; they are taken out of those left. */
static GPtrArray *letters_like(GPtrArray *left, bool (*same)(const Event *, const Event *))
{
	GPtrArray *letters = g_ptr_array_new();
	const Event *first = left->pdata[0];
	for (guint i = 0; i < left->len;) {
		if (!same(first, left->pdata[i])) {
			i++;
			continue;
		}
		g_ptr_array_add(letters, left->pdata[i]);
		g_ptr_array_remove_index(left, i);
	}
	return letters;
}

static bool same_aim(const Event *a, const Event *b)
{
	return g_strcmp0(a->debtor, b->debtor) == 0 && g_strcmp0(a->claim, b->claim) == 0;
}

static void reminders(Account *account)
{
	g_autoptr(GPtrArray) left = case_events(account->c, "reminder_sent", NULL, NULL);
	for (guint i = left->len; i > 0; i--) {
		const Event *event = left->pdata[i - 1];
		if (letter_came_back(account->c, event, account->assessment->on) || letter_demand(account->c, event) != NULL)
			g_ptr_array_remove_index(left, i - 1);
	}
	Paragraph *paragraph = account_paragraph(account, "reminders", left->len > 1);
	while (left->len > 0) {
		g_autoptr(GPtrArray) letters = letters_like(left, same_aim), days = g_ptr_array_new_with_free_func(g_free);
		for (guint i = 0; i < letters->len; i++) {
			const Event *event = letters->pdata[i];
			g_autofree char *day = date_danish_long(event->on), *fee = event->has_amount ? money_danish(event->amount) : NULL;
			g_ptr_array_add(days, account_words(account, "reminders.day", "day", day, "fee", fee, NULL));
		}
		g_autofree char *all = words_join(days), *to = addressees(account, letters), *about = about_of(account, letters);
		Sentence *said = account_say(account, paragraph, "reminders", "days", all, "to", to, "about", about, "several",
		                             TEMPLATE_WHEN(letters->len > 1), NULL);
		for (guint i = 0; i < letters->len; i++)
			sources_event(&said->sources, letters->pdata[i]);
	}
}

static bool same_days(const Event *a, const Event *b)
{
	return date_compare(a->on, b->on) == 0 && date_known(a->deadline_on) == date_known(b->deadline_on) &&
	       (!date_known(a->deadline_on) || date_compare(a->deadline_on, b->deadline_on) == 0);
}

static bool same_demand(const Event *a, const Event *b)
{
	return same_days(a, b) && g_strcmp0(a->claim, b->claim) == 0;
}

/* One letter read to be about several claims is an event for each. */
static bool same_letter(const Event *a, const Event *b)
{
	return same_days(a, b) && g_strcmp0(a->debtor, b->debtor) == 0;
}

/* The fee that a demand letter asked for, which stands on the record as a reminder of the same document; NULL: none. */
static const Event *fee_of(const Account *account, const GPtrArray *letters)
{
	g_autoptr(GPtrArray) reminders = case_events(account->c, "reminder_sent", NULL, NULL);
	for (guint i = 0; i < reminders->len; i++) {
		const Event *reminder = reminders->pdata[i], *demand = letter_demand(account->c, reminder);
		if (demand != NULL && reminder->has_amount && g_ptr_array_find((GPtrArray *)letters, demand, NULL))
			return reminder;
	}
	return NULL;
}

static void demand_say(Account *account, Paragraph *paragraph, const GPtrArray *letters)
{
	const Event *first = letters->pdata[0];
	g_autofree char *to = addressees(account, letters), *about = about_of(account, letters);
	g_autofree char *day = date_danish_long(first->on), *stated = date_danish_long(first->deadline_on);
	const Event *asked = fee_of(account, letters);
	g_autofree char *fee = asked != NULL ? money_danish(asked->amount) : NULL;
	bool over = date_known(first->deadline_on) && date_before(first->deadline_on, account->assessment->on);
	Sentence *said = account_say(account, paragraph, "demand", "day", day, "to", to, "about", about, "stated", stated, "over",
	                             TEMPLATE_WHEN(over), "fee", fee, NULL);
	sources_event(&said->sources, asked);
	for (guint i = 0; i < letters->len; i++)
		sources_event(&said->sources, letters->pdata[i]);
}

static void demand(Account *account)
{
	Paragraph *paragraph = account_paragraph(account, "demand", false);
	g_autoptr(GPtrArray) left = case_events(account->c, "demand_sent", NULL, NULL);
	g_autoptr(GPtrArray) risks = case_events(account->c, "risk_recorded", NULL, NULL);
	for (guint i = left->len; i > 0; i--)
		if (letter_came_back(account->c, left->pdata[i - 1], account->assessment->on))
			g_ptr_array_remove_index(left, i - 1);
	if (left->len == 0)
		account_open(account, "demand", "Der er ikke registreret noget påkrav efter inkassolovens § 10.",
		             "No demand under section 10 of the collection act is on record.");
	while (left->len > 0) {
		const Event *first = left->pdata[0];
		g_autoptr(GPtrArray) letters = letters_like(left, same_demand);
		bool alone = letters->len == 1;
		for (guint i = 0; alone && i < left->len;) {
			if (same_letter(first, left->pdata[i]))
				g_ptr_array_add(letters, g_ptr_array_steal_index(left, i));
			else
				i++;
		}
		demand_say(account, paragraph, letters);
	}
	for (guint i = 0; i < risks->len; i++) {
		const Event *risk = risks->pdata[i];
		g_autofree char *ground = words_bare(risk->ground);
		sources_event(&account_say(account, paragraph, "demand.risk", "ground", ground, NULL)->sources, risk);
	}
}

void account_course(Account *account)
{
	reminders(account);
	demand(account);
}
