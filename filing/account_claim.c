/* What is claimed and how much: agreement, delivery, the items; then interest, payments, costs and the sum. */
#include "filing/account.h"

#include <string.h>

#define GROUPS_IN_WORDS 6 /* with more, the table tells it better than sentences do */
#define NAMES_IN_WORDS 6
#define PERIODS_IN_ROWS 60 /* with more, one row a claim */

/* Items that one sentence can speak of, because they share the same words. */
typedef struct Group {
	char *key;
	GPtrArray *items; /* ClaimedItem*, borrowed */
} Group;

static void group_free(Group *group)
{
	g_free(group->key);
	g_ptr_array_unref(group->items);
	g_free(group);
}

typedef char *(*KeyOf)(const ClaimedItem *row); /* NULL: nothing to say of it */

static GPtrArray *groups_of(const Claimed *claimed, KeyOf key_of)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func((GDestroyNotify)group_free);
	for (guint i = 0; i < claimed->items->len; i++) {
		ClaimedItem *row = claimed->items->pdata[i];
		g_autofree char *key = key_of(row);
		Group *group = NULL;
		for (guint k = 0; key != NULL && group == NULL && k < groups->len; k++)
			if (strcmp(((Group *)groups->pdata[k])->key, key) == 0)
				group = groups->pdata[k];
		if (key == NULL)
			continue;
		if (group == NULL) {
			group = g_new0(Group, 1);
			group->key = g_strdup(key);
			group->items = g_ptr_array_new();
			g_ptr_array_add(groups, group);
		}
		g_ptr_array_add(group->items, row);
	}
	return groups;
}

static char *names_of(const Group *group)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	if (group->items->len > NAMES_IN_WORDS)
		return g_strdup_printf("%u krav i opgørelsen nedenfor", group->items->len);
	for (guint i = 0; i < group->items->len; i++)
		g_ptr_array_add(names, item_called(((ClaimedItem *)group->items->pdata[i])->item));
	return words_join(names);
}

static char *agreement_key(const ClaimedItem *row)
{
	Date on;
	if (!field_date(&row->item->agreed_on, &on))
		return NULL;
	g_autofree char *day = date_iso(on);
	const char *how = field_text(&row->item->agreed_how), *buyer = field_text(&row->item->buyer_name);
	return g_strdup_printf("%s %s %s", day, how != NULL ? how : "unknown", buyer != NULL ? buyer : "");
}

static char *agreement_words(const Account *account, const Item *item)
{
	if (field_is(&item->agreed_how, "signed"))
		return g_strdup("en underskrevet aftale");
	if (field_is(&item->agreed_how, "accepted-in-writing"))
		return g_strdup("en skriftligt accepteret aftale");
	if (field_is(&item->agreed_how, "terms"))
		return g_strdup_printf("en aftale på %ss vilkår", account->voice->creditor);
	return g_strdup("en aftale");
}

static char *descriptions_of(const Group *group)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	for (guint i = 0; i < group->items->len; i++) {
		const char *text = field_text(&((ClaimedItem *)group->items->pdata[i])->item->description);
		if (text != NULL && !g_ptr_array_find_with_equal_func(words, text, g_str_equal, NULL))
			g_ptr_array_add(words, (char *)text);
	}
	return words->len > 0 && words->len <= NAMES_IN_WORDS ? words_join(words) : NULL;
}

/* With several debtors the record tells who agreed only where the invoice names its buyer. */
static const char *other_party(const Account *account, const Item *item)
{
	const char *buyer = field_text(&item->buyer_name);
	return account->c->debtors->len == 1 ? account->voice->debtor : buyer;
}

static void agreement_say(Account *account, Paragraph *paragraph, const Group *group)
{
	const Item *first = ((ClaimedItem *)group->items->pdata[0])->item;
	Date on = DATE_NONE;
	if (!field_date(&first->agreed_on, &on))
		return;
	g_autofree char *names = names_of(group), *what = descriptions_of(group), *how = agreement_words(account, first);
	g_autofree char *day = date_danish_long(on);
	const char *with = other_party(account, first);
	Sentence *said = account_say(paragraph, "%s indgik den %s %s%s%s%s%s (%s).", account->voice->Creditor, day, how,
	                             with != NULL ? " med " : "", with != NULL ? with : "", what != NULL ? " om " : "",
	                             what != NULL ? what : "", names);
	for (guint k = 0; k < group->items->len; k++) {
		const Item *item = ((ClaimedItem *)group->items->pdata[k])->item;
		sources_field(&said->sources, &item->agreed_on);
		sources_field(&said->sources, &item->agreed_how);
		sources_field(&said->sources, &item->description);
		sources_field(&said->sources, &item->buyer_name);
	}
}

static void agreement(Account *account)
{
	Paragraph *paragraph = account_paragraph(account, "agreement", "Aftalen");
	g_autoptr(GPtrArray) groups = groups_of(account->claimed, agreement_key);
	guint told = 0;
	for (guint i = 0; i < groups->len; i++) {
		agreement_say(account, paragraph, groups->pdata[i]);
		told += ((Group *)groups->pdata[i])->items->len;
	}
	if (told < account->claimed->items->len)
		account_open(account, "agreement", "Det er ikke oplyst for alle krav, hvornår og hvordan aftalen blev indgået.",
		             "It is not known for every item when and how the agreement was made.");
}

static char *delivery_key(const ClaimedItem *row)
{
	Date on;
	return field_date(&row->item->delivered_on, &on) ? date_iso(on) : NULL;
}

static void delivery(Account *account)
{
	Paragraph *paragraph = account_paragraph(account, "delivery", "Levering");
	g_autoptr(GPtrArray) groups = groups_of(account->claimed, delivery_key);
	guint told = 0;
	if (groups->len > GROUPS_IN_WORDS)
		account_say(paragraph, "Leveringsdagen for hvert krav står i opgørelsen nedenfor.");
	for (guint i = 0; i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		const Item *first = ((ClaimedItem *)group->items->pdata[0])->item;
		Date on = DATE_NONE;
		told += group->items->len;
		if (groups->len > GROUPS_IN_WORDS || !field_date(&first->delivered_on, &on))
			continue;
		g_autofree char *names = names_of(group), *day = date_danish_long(on);
		Sentence *said = account_say(paragraph, "Ydelsen blev leveret den %s (%s).", day, names);
		for (guint k = 0; k < group->items->len; k++)
			sources_field(&said->sources, &((ClaimedItem *)group->items->pdata[k])->item->delivered_on);
	}
	if (told < account->claimed->items->len)
		account_open(account, "delivery", "Det er ikke oplyst for alle krav, hvornår ydelsen blev leveret.",
		             "It is not known for every item when it was delivered.");
}

static const char *basis_words(const ClaimedItem *row)
{
	switch (row->basis) {
	case BASIS_AGREED_DUE:
		return row->basis_assumed ? "forfaldsdag angivet på fakturaen" : "forfaldsdag aftalt på forhånd (renteloven § 3, stk. 1)";
	case BASIS_DEMAND_30:
		return "rente 30 dage efter krav om betaling (renteloven § 3, stk. 2)";
	case BASIS_INFO_30:
		return "rente 30 dage efter de nødvendige oplysninger (renteloven § 3, stk. 3)";
	case BASIS_FILING:
		return "rente fra retsforfølgningen (renteloven § 3, stk. 4)";
	case BASIS_UNKNOWN:
		break;
	}
	return "grundlag ikke oplyst";
}

static char *day_or(const Field *field, const char *otherwise)
{
	Date on;
	return field_date(field, &on) ? date_danish(on) : g_strdup(otherwise);
}

static void item_row(Paragraph *paragraph, const ClaimedItem *row)
{
	const Item *item = row->item;
	g_autofree char *name = item_called(item), *amount = money_danish(row->amount);
	g_autofree char *issued = day_or(&item->issue_on, "–"), *delivered = day_or(&item->delivered_on, "–");
	g_autofree char *due = day_or(&item->due_on, "–");
	const char *what = field_text(&item->description);
	char **cells = g_new0(char *, 8);
	cells[0] = g_strdup(name);
	cells[1] = g_strdup(issued);
	cells[2] = g_strdup(what != NULL ? what : "–");
	cells[3] = g_strdup(delivered);
	cells[4] = g_strdup(due);
	cells[5] = g_strdup(basis_words(row));
	cells[6] = g_strdup(amount);
	g_ptr_array_add(paragraph->rows, cells);
	g_ptr_array_add(paragraph->lines,
	                g_strdup_printf("%s af %s: %s kr., forfalden %s, %s%s%s; leveret %s", name, issued, amount, due,
	                                basis_words(row), what != NULL ? "; " : "", what != NULL ? what : "", delivered));
}

static void credits(Account *account, Paragraph *paragraph)
{
	bool any = false;
	for (guint i = 0; i < account->c->credits->len; i++) {
		const Credit *credit = account->c->credits->pdata[i];
		Money amount;
		const char *number = field_text(&credit->number);
		if (credit->item == NULL || !field_money(&credit->amount, &amount))
			continue;
		g_autofree char *kroner = money_danish(amount), *name = item_called(credit->item);
		g_autofree char *day = day_or(&credit->issue_on, "");
		Sentence *said = account_say(paragraph, "Kreditnota %s%s%s på %s kr. nedsætter %s.", number != NULL ? number : "",
		                             *day != '\0' ? " af " : "", day, kroner, name);
		sources_field(&said->sources, &credit->number);
		sources_field(&said->sources, &credit->amount);
		sources_field(&said->sources, &credit->issue_on);
		sources_field(&said->sources, &credit->billing_ref);
		any = true;
	}
	g_autoptr(GPtrArray) events = case_events(account->c, "credit", NULL, NULL);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (!event->has_amount || (account->c->credits->len > 0 && event->document != NULL))
			continue;
		g_autofree char *kroner = money_danish(event->amount), *day = date_danish_long(event->on);
		Sentence *said = account_say(paragraph, "Den %s er kravet krediteret med %s kr.", day, kroner);
		sources_event(&said->sources, event);
		any = true;
	}
	if (any && account->claimed->sums_known) {
		g_autofree char *left = money_danish(account->claimed->invoiced);
		account_say(paragraph, "Hovedstolen er herefter %s kr.", left);
	}
}

/* What is claimed that is not money. */
static void goods(Account *account, Paragraph *paragraph)
{
	for (guint i = 0; i < account->c->items->len; i++) {
		const Item *item = account->c->items->pdata[i];
		const char *what = field_text(&item->description);
		if (item->kind != ITEM_NOT_MONEY || what == NULL)
			continue;
		Sentence *said = account_say(paragraph, "%s kræver andet end penge: %s.", account->voice->Creditor, what);
		sources_field(&said->sources, &item->description);
	}
}

static void items(Account *account)
{
	static const Column columns[] = {
		{ "Krav", 16, ALIGN_LEFT },      { "Dato", 10, ALIGN_LEFT },          { "Vedrører", 20, ALIGN_LEFT },
		{ "Leveret", 10, ALIGN_LEFT },   { "Forfaldsdag", 10, ALIGN_LEFT },   { "Grundlag", 20, ALIGN_LEFT },
		{ "Beløb, kr.", 13, ALIGN_RIGHT },
	};
	Paragraph *paragraph = account_paragraph(account, "items", "Kravene");
	paragraph->columns = columns;
	paragraph->n_columns = G_N_ELEMENTS(columns);
	bool assumed = false;
	Sentence *said = NULL;
	if (account->claimed->items->len > 0)
		said = account_say(paragraph, "%s kræver betaling af følgende:", account->voice->Creditor);
	for (guint i = 0; i < account->claimed->items->len; i++) {
		const ClaimedItem *row = account->claimed->items->pdata[i];
		const Field *fields[] = { &row->item->number, &row->item->issue_on, &row->item->description, &row->item->delivered_on,
			                      &row->item->due_on, &row->item->due_basis, &row->item->principal };
		for (size_t k = 0; k < G_N_ELEMENTS(fields); k++)
			sources_field(&said->sources, fields[k]);
		item_row(paragraph, row);
		assumed = assumed || row->basis_assumed;
	}
	goods(account, paragraph);
	credits(account, account_paragraph(account, "items", "Kreditnotaer"));
	if (assumed)
		account_open(account, "items", "Det er ikke oplyst for alle krav, hvordan forfaldsdagen er aftalt.",
		             "It is not known for every item how its due date was agreed.");
}

static char *interest_key(const ClaimedItem *row)
{
	if (!date_known(row->interest_from))
		return NULL;
	g_autofree char *day = date_iso(row->interest_from);
	return g_strdup_printf("%s %d %d %d %d", day, (int)row->basis, row->agreed, (int)row->agreed_rate,
	                       date_known(row->interest_barred_to));
}

static void interest_words(Paragraph *paragraph, const Group *group)
{
	const ClaimedItem *row = group->items->pdata[0];
	g_autofree char *names = names_of(group), *day = date_danish_long(date_add_days(row->interest_from, 1));
	Sentence *said;
	if (row->agreed) {
		g_autofree char *rate = rate_danish(row->agreed_rate);
		said = account_say(paragraph, "Af %s kræves %s %% om året fra den %s (%s).", names, rate, day,
		                   row->agreed_refused ? "højst renteloven § 5, jf. § 7" : "aftalt rente, renteloven § 6");
	} else {
		said = account_say(paragraph,
		                   "Af %s kræves procesrente efter renteloven § 5, stk. 1, fra den %s%s%s.", names, day,
		                   date_known(row->interest_barred_to) ? "; tidligere renter er forældede" : "; ",
		                   date_known(row->interest_barred_to) ? "" : basis_words(row));
	}
	for (guint k = 0; k < group->items->len; k++) {
		const Item *item = ((ClaimedItem *)group->items->pdata[k])->item;
		sources_field(&said->sources, &item->due_on);
		sources_field(&said->sources, &item->due_basis);
		sources_field(&said->sources, &item->agreed_interest);
	}
}

static void period_row(const Account *account, Paragraph *paragraph, const Period *period, const char *rate)
{
	const Item *item = case_item(account->c, period->claim);
	g_autofree char *name = item != NULL ? item_called(item) : g_strdup(period->claim);
	g_autofree char *from = date_danish(period->from_on), *to = date_danish(period->to_on);
	g_autofree char *of = money_danish(period->principal), *sum = money_danish(period->interest);
	char **cells = g_new0(char *, 8);
	cells[0] = g_strdup(name);
	cells[1] = g_strdup(from);
	cells[2] = g_strdup(to);
	cells[3] = g_strdup_printf("%d", period->days);
	cells[4] = g_strdup(rate);
	cells[5] = g_strdup(of);
	cells[6] = g_strdup(sum);
	g_ptr_array_add(paragraph->rows, cells);
	g_ptr_array_add(paragraph->lines, g_strdup_printf("%s, %s til %s, %d dage, %s %% af %s kr.: %s kr.", name, from, to,
	                                                  period->days, rate, of, sum));
}

/* One row a period while they can be looked over, else one row a claim. */
static void period_rows(const Account *account, Paragraph *paragraph)
{
	const GPtrArray *periods = account->assessment->owed->periods;
	for (guint i = 0; i < periods->len; i++) {
		const Period *period = periods->pdata[i];
		if (periods->len <= PERIODS_IN_ROWS) {
			g_autofree char *rate = rate_danish(period->rate);
			period_row(account, paragraph, period, rate);
			continue;
		}
		Period whole = *period;
		bool same = true;
		while (i + 1 < periods->len && strcmp(((Period *)periods->pdata[i + 1])->claim, whole.claim) == 0) {
			const Period *next = periods->pdata[++i];
			same = same && next->rate == whole.rate && money_compare(next->principal, whole.principal) == 0;
			whole.to_on = next->to_on;
			whole.days += next->days;
			if (!money_add(whole.interest, next->interest, &whole.interest))
				return;
		}
		g_autofree char *rate = same ? rate_danish(whole.rate) : g_strdup("skiftende");
		period_row(account, paragraph, &whole, rate);
	}
}

static void interest(Account *account)
{
	static const Column columns[] = {
		{ "Krav", 20, ALIGN_LEFT },       { "Fra og med", 13, ALIGN_LEFT },  { "Til og med", 13, ALIGN_LEFT },
		{ "Dage", 7, ALIGN_RIGHT },       { "% om året", 11, ALIGN_RIGHT },  { "Af, kr.", 17, ALIGN_RIGHT },
		{ "Rente, kr.", 14, ALIGN_RIGHT },
	};
	const Owed *owed = account->assessment->owed;
	Paragraph *paragraph = account_paragraph(account, "interest", "Renter");
	paragraph->columns = columns;
	paragraph->n_columns = G_N_ELEMENTS(columns);
	g_autoptr(GPtrArray) groups = groups_of(account->claimed, interest_key);
	for (guint i = 0; i < groups->len && groups->len <= GROUPS_IN_WORDS; i++)
		interest_words(paragraph, groups->pdata[i]);
	if (groups->len > GROUPS_IN_WORDS)
		account_say(paragraph, "Der kræves rente efter renteloven fra den dag, der står ud for hvert krav.");
	if (owed->periods->len > 0) {
		g_autofree char *day = date_danish_long(owed->on), *sum = money_danish(owed->interest);
		account_say(paragraph,
		            "Renten er beregnet for det faktiske antal dage; forfaldsdagen regnes ikke med. Påløbet til og med %s: "
		            "%s kr.",
		            day, sum);
		period_rows(account, paragraph);
	}
}

/* What one payment went to, in the order of the law as assess reckons it. */
static void payment_words(Paragraph *paragraph, const Posting *posting, const GPtrArray *events)
{
	const struct {
		const char *what;
		Money part;
	} parts[] = { { "omkostninger", posting->to_costs },
		          { "renter", posting->to_interest },
		          { "hovedstol", posting->to_principal } };
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *kroner = money_danish(parts[i].part);
		if (!money_is_zero(parts[i].part))
			g_ptr_array_add(words, g_strdup_printf("%s %s kr.", parts[i].what, kroner));
	}
	g_autofree char *day = date_danish_long(posting->on), *amount = money_danish(posting->amount);
	g_autofree char *used = words_join(words);
	Sentence *said = account_say(paragraph, "Den %s er der betalt %s kr., som er brugt til %s", day, amount,
	                             words->len > 0 ? used : "intet åbent krav.");
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (date_compare(event->on, posting->on) == 0)
			sources_event(&said->sources, event);
	}
}

static void payments(Account *account)
{
	Paragraph *paragraph = account_paragraph(account, "payments", "Betalinger");
	g_autoptr(GPtrArray) events = case_events(account->c, "payment", NULL, NULL);
	const GPtrArray *postings = account->assessment->owed->postings;
	bool any = false;
	for (guint i = 0; i < postings->len; i++) {
		const Posting *posting = postings->pdata[i];
		if (posting->statement || money_is_zero(posting->amount))
			continue;
		payment_words(paragraph, posting, events);
		any = true;
	}
	Date on;
	bool unpaid;
	if (field_yes(&account->c->unpaid, &unpaid) && unpaid) {
		Sentence *said;
		const char *what = any ? "at kravet i øvrigt ikke er betalt" : "at kravet ikke er betalt";
		if (field_date(&account->c->instruction_on, &on)) {
			g_autofree char *day = date_danish_long(on);
			said = account_say(paragraph, "%s har den %s oplyst, %s.", account->voice->Creditor, day, what);
		} else {
			said = account_say(paragraph, "%s har oplyst, %s.", account->voice->Creditor, what);
		}
		sources_field(&said->sources, &account->c->unpaid);
		sources_field(&said->sources, &account->c->instruction_on);
	} else {
		account_open(account, "payments", "Kreditor har ikke oplyst, om kravet stadig er ubetalt.",
		             "The creditor has not said whether the claim is still unpaid.");
	}
}

static void costs(Account *account)
{
	static const struct {
		const char *what, *statute;
	} bases[ITEM_KINDS] = {
		[ITEM_REMINDER_FEE] = { "Rykkergebyr", "renteloven § 9 b, stk. 2" },
		[ITEM_INKASSO_FEE] = { "Inkassogebyr", "renteloven § 9 b, stk. 3" },
		[ITEM_COMPENSATION] = { "Kompensationsbeløb for forsinket betaling", "renteloven § 9 a, stk. 3" },
		[ITEM_COLLECTION_COST] = { "Omkostninger ved udenretlig inddrivelse", "renteloven § 9 a, stk. 1" },
	};
	Paragraph *paragraph = account_paragraph(account, "costs", "Gebyrer og omkostninger");
	for (guint i = 0; i < account->sums->costs->len; i++) {
		const CostLine *line = account->sums->costs->pdata[i];
		g_autofree char *amount = money_danish(line->amount);
		const char *what = line->item != NULL ? field_text(&line->item->description) : NULL;
		Date arisen = line->on;
		bool dated = line->item == NULL || field_date(&line->item->arisen_on, &arisen);
		g_autofree char *day = date_danish_long(arisen);
		Sentence *said = account_say(paragraph, "%s %s kr.%s%s%s%s (%s).", bases[line->kind].what, amount, dated ? ", " : "",
		                             dated ? day : "", what != NULL ? ", " : "", what != NULL ? what : "",
		                             bases[line->kind].statute);
		if (line->item == NULL)
			continue;
		sources_field(&said->sources, &line->item->principal);
		sources_field(&said->sources, &line->item->arisen_on);
		sources_field(&said->sources, &line->item->description);
	}
}

static void sum(Account *account)
{
	const Sums *sums = account->sums;
	const struct {
		const char *what;
		Money part;
	} parts[] = { { "hovedstol", sums->principal },
		          { "påløbne renter", sums->interest },
		          { "rykkergebyrer", sums->reminder_fees },
		          { "inkassogebyr", sums->inkasso_fee },
		          { "andre omkostninger", sums->collection_costs },
		          { "kompensationsbeløb", sums->compensation } };
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *kroner = money_danish(parts[i].part);
		if (i == 0 || !money_is_zero(parts[i].part))
			g_ptr_array_add(words, g_strdup_printf("%s %s kr.", parts[i].what, kroner));
	}
	g_autofree char *all = words_join(words), *total = money_danish(sums->total);
	g_autofree char *day = date_danish_long(account->assessment->on);
	Paragraph *paragraph = account_paragraph(account, "sum", "Opgørelse");
	account_say(paragraph, "Kravet er pr. %s: %s I alt %s kr.", day, all, total);
}

void account_claim(Account *account)
{
	agreement(account);
	delivery(account);
	items(account);
}

void account_money(Account *account)
{
	if (!account->sums->known) {
		account_open(account, "sum", "Kravets størrelse kan ikke opgøres.", "The size of the claim cannot be reckoned.");
		return;
	}
	interest(account);
	payments(account);
	costs(account);
	sum(account);
}
