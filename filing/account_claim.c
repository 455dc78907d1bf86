/* What is claimed and how much: agreement, delivery, the items. */
#include "filing/account.h"

#include <string.h>

static char *agreement_key(const ClaimedItem *row)
{
	Date on;
	if (!field_date(&row->item->agreed_on, &on))
		return NULL;
	g_autofree char *day = date_iso(on);
	const char *how = field_text(&row->item->agreed_how), *buyer = field_text(&row->item->buyer_name);
	return g_strdup_printf("%s %s %s", day, how != NULL ? how : "unknown", buyer != NULL ? buyer : "");
}

static char *descriptions_of(const Group *group)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < group->items->len; i++) {
		const Item *item = ((ClaimedItem *)group->items->pdata[i])->item;
		const char *text = field_text(&item->description);
		if (item_wordy(item))
			return NULL;
		g_autofree char *quoted = text != NULL ? g_strdup_printf("»%s«", text) : NULL;
		if (quoted != NULL && !g_ptr_array_find_with_equal_func(words, quoted, g_str_equal, NULL))
			g_ptr_array_add(words, g_steal_pointer(&quoted));
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
	g_autofree char *names = group_names(group), *what = descriptions_of(group), *day = date_danish_long(on);
	const Field *how = &first->agreed_how;
	Sentence *said = account_say(account, paragraph, "agreement", "day", day, "with", other_party(account, first), "what", what,
	                             "names", names, "signed", TEMPLATE_WHEN(field_is(how, "signed")), "accepted",
	                             TEMPLATE_WHEN(field_is(how, "accepted-in-writing")), "terms",
	                             TEMPLATE_WHEN(field_is(how, "terms")), NULL);
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
	Paragraph *paragraph = account_paragraph(account, "agreement", false);
	g_autoptr(GPtrArray) groups = account_groups(account->claimed, agreement_key);
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

static char *issue_key(const ClaimedItem *row)
{
	Date on;
	return field_date(&row->item->issue_on, &on) ? date_iso(on) : NULL;
}

/* Where nobody has said when it was delivered: what is known of it, when it was invoiced. */
static void invoiced(Account *account, Paragraph *paragraph)
{
	g_autoptr(GPtrArray) groups = account_groups(account->claimed, issue_key);
	for (guint i = 0; i < groups->len && groups->len <= GROUPS_IN_WORDS; i++) {
		const Group *group = groups->pdata[i];
		const Item *first = ((ClaimedItem *)group->items->pdata[0])->item;
		Date on = DATE_NONE;
		if (!field_date(&first->issue_on, &on))
			continue;
		g_autofree char *names = group_names(group), *day = date_danish_long(on);
		Sentence *said = account_say(account, paragraph, "delivery.invoiced", "day", day, "names",
		                             group->items->len < account->claimed->items->len ? names : NULL, "several",
		                             TEMPLATE_WHEN(group->items->len > 1), NULL);
		for (guint k = 0; k < group->items->len; k++)
			sources_field(&said->sources, &((ClaimedItem *)group->items->pdata[k])->item->issue_on);
	}
}

static void delivery(Account *account)
{
	Paragraph *paragraph = account_paragraph(account, "delivery", false);
	g_autoptr(GPtrArray) groups = account_groups(account->claimed, delivery_key);
	guint told = 0, all = account->claimed->items->len;
	if (groups->len > GROUPS_IN_WORDS)
		account_say(account, paragraph, "delivery.table", NULL);
	for (guint i = 0; i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		const Item *first = ((ClaimedItem *)group->items->pdata[0])->item;
		Date on = DATE_NONE;
		told += group->items->len;
		if (groups->len > GROUPS_IN_WORDS || !field_date(&first->delivered_on, &on))
			continue;
		g_autofree char *names = group_names(group), *day = date_danish_long(on);
		Sentence *said = account_say(account, paragraph, "delivery", "day", day, "names", group->items->len < all ? names : NULL,
		                             "several", TEMPLATE_WHEN(group->items->len > 1), NULL);
		for (guint k = 0; k < group->items->len; k++)
			sources_field(&said->sources, &((ClaimedItem *)group->items->pdata[k])->item->delivered_on);
	}
	if (told == 0)
		invoiced(account, paragraph);
	if (told < all)
		account_open(account, "delivery", "Det er ikke oplyst for alle krav, hvornår ydelsen blev leveret.",
		             "It is not known for every item when it was delivered.");
}

/* How the day was fixed from which interest is reckoned, in the fewest words; NULL: nobody has said. */
static const char *basis_words(const ClaimedItem *row)
{
	switch (row->basis) {
	case BASIS_AGREED_DUE:
		return row->basis_assumed ? "angivet på fakturaen" : "aftalt på forhånd";
	case BASIS_DEMAND_30:
		return "30 dage efter anmodning om betaling";
	case BASIS_INFO_30:
		return "30 dage efter de nødvendige oplysninger";
	case BASIS_FILING:
		return "fra retsforfølgningen";
	case BASIS_UNKNOWN:
		break;
	}
	return NULL;
}

/* The wording that tells it of all claims together; NULL: nobody has said. */
static const char *basis_key(const ClaimedItem *row)
{
	switch (row->basis) {
	case BASIS_AGREED_DUE:
		return row->basis_assumed ? "items.invoiced" : "items.agreed";
	case BASIS_DEMAND_30:
		return "items.asked";
	case BASIS_INFO_30:
		return "items.informed";
	case BASIS_FILING:
		return "items.filing";
	case BASIS_UNKNOWN:
		break;
	}
	return NULL;
}

static char *day_or(const Field *field, const char *otherwise)
{
	Date on;
	return field_date(field, &on) ? date_danish(on) : g_strdup(otherwise);
}

static char *day_long(const Field *field)
{
	Date on;
	return field_date(field, &on) ? date_danish_long(on) : NULL;
}

/* "faktura 7", and who owes it when that is not every debtor of the paper. */
static char *item_owed_by(const Case *c, const Item *item)
{
	g_autofree char *name = item_called(item);
	if (item->debtors->len == 0 || item->debtors->len >= c->debtors->len)
		return g_steal_pointer(&name);
	g_autoptr(GPtrArray) who = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < item->debtors->len; i++)
		g_ptr_array_add(who, party_called(item->debtors->pdata[i]));
	g_autofree char *all = words_join(who);
	return g_strdup_printf("%s (skyldes alene af %s)", name, all);
}

static char *item_line(Account *account, const ClaimedItem *row, bool with_basis)
{
	const Item *item = row->item;
	g_autofree char *name = item_owed_by(account->c, item), *amount = money_danish(row->amount);
	g_autofree char *issued = day_long(&item->issue_on), *delivered = day_long(&item->delivered_on);
	g_autofree char *due = day_long(&item->due_on);
	return account_words(account, "items.row", "name", name, "amount", amount, "issued", issued, "due", due, "delivered", delivered,
	                     "basis", with_basis ? basis_words(row) : NULL, "what",
	                     item_wordy(item) ? NULL : field_text(&item->description), NULL);
}

/* The column of the basis stands only where the claims differ in it. */
static void item_row(Account *account, Paragraph *paragraph, const ClaimedItem *row, bool with_basis)
{
	const Item *item = row->item;
	const char *what = field_text(&item->description), *basis = basis_words(row);
	char **cells = g_new0(char *, (gsize)paragraph->n_columns + 1);
	int n = 0;
	cells[n++] = item_owed_by(account->c, item);
	cells[n++] = day_or(&item->issue_on, "–");
	cells[n++] = g_strdup(item_wordy(item) ? "se nedenfor" : what != NULL ? what : "–");
	cells[n++] = day_or(&item->delivered_on, "–");
	cells[n++] = day_or(&item->due_on, "–");
	if (with_basis)
		cells[n++] = g_strdup(basis != NULL ? basis : "–");
	cells[n++] = money_danish(row->amount);
	g_ptr_array_add(paragraph->rows, cells);
	g_ptr_array_add(paragraph->lines, item_line(account, row, with_basis));
}

/* Credit notes, and credits that the record tells of without one. */
static void credits(Account *account)
{
	const GPtrArray *notes = account->c->credits;
	g_autoptr(GPtrArray) events = case_events(account->c, "credit", NULL, NULL);
	Paragraph *paragraph = account_paragraph_as(account, "items", "heading.credits", notes->len != 1);
	for (guint i = 0; i < notes->len; i++) {
		const Credit *credit = notes->pdata[i];
		Money amount;
		if (credit->item == NULL || !field_money(&credit->amount, &amount))
			continue;
		g_autofree char *kroner = money_danish(amount), *name = item_called(credit->item);
		g_autofree char *day = day_long(&credit->issue_on);
		Sentence *said = account_say(account, paragraph, "credits.note", "number", field_text(&credit->number), "day", day, "amount",
		                             kroner, "name", name, NULL);
		sources_field(&said->sources, &credit->number);
		sources_field(&said->sources, &credit->amount);
		sources_field(&said->sources, &credit->issue_on);
		sources_field(&said->sources, &credit->billing_ref);
	}
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (!event->has_amount || (notes->len > 0 && event->document != NULL))
			continue;
		g_autofree char *kroner = money_danish(event->amount), *day = date_danish_long(event->on);
		sources_event(&account_say(account, paragraph, "credits.event", "day", day, "amount", kroner, NULL)->sources, event);
	}
	if (paragraph->sentences->len > 0 && account->claimed->sums_known) {
		g_autofree char *left = money_danish(account->claimed->invoiced);
		account_say(account, paragraph, "credits.left", "amount", left, NULL);
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
		g_autofree char *bare = words_bare(what);
		sources_field(&account_say(account, paragraph, "items.goods", "what", bare, NULL)->sources, &item->description);
	}
}

static bool basis_differs(const Claimed *claimed)
{
	for (guint i = 1; i < claimed->items->len; i++)
		if (g_strcmp0(basis_words(claimed->items->pdata[0]), basis_words(claimed->items->pdata[i])) != 0)
			return true;
	return false;
}

static void item_sum(Account *account, Paragraph *paragraph)
{
	const Claimed *claimed = account->claimed;
	Money all = money_zero();
	for (guint i = 0; i < claimed->items->len; i++)
		if (!money_add(all, ((ClaimedItem *)claimed->items->pdata[i])->amount, &all))
			return;
	g_autofree char *amount = money_danish(all);
	paragraph->sum = account_sum_row(paragraph->n_columns, amount);
	g_ptr_array_add(paragraph->lines, account_words(account, "items.row-sum", "amount", amount, NULL));
}

/* Is every claim due on the day of the papers? */
static bool all_due(const Account *account)
{
	const GPtrArray *items = account->claimed->items;
	for (guint i = 0; i < items->len; i++) {
		const ClaimedItem *row = items->pdata[i];
		if (!date_known(row->due_on) || !date_before(row->due_on, account->assessment->on))
			return false;
	}
	return items->len > 0;
}

static void items_say(Account *account, Paragraph *paragraph, bool with_basis)
{
	const GPtrArray *items = account->claimed->items;
	const char *basis = basis_key(items->pdata[0]), *several = TEMPLATE_WHEN(items->len > 1);
	Sentence *said = account_say(account, paragraph, "items", "several", several, NULL);
	for (guint i = 0; i < items->len; i++) {
		const Item *item = ((ClaimedItem *)items->pdata[i])->item;
		const Field *fields[] = { &item->number,       &item->issue_on, &item->description, &item->delivered_on,
			                      &item->due_on,       &item->principal };
		for (size_t k = 0; k < G_N_ELEMENTS(fields); k++)
			sources_field(&said->sources, fields[k]);
	}
	if (!with_basis && basis != NULL)
		said = account_say(account, paragraph, basis, "several", several, NULL);
	for (guint i = 0; i < items->len; i++)
		sources_field(&said->sources, &((ClaimedItem *)items->pdata[i])->item->due_basis);
	if (!all_due(account))
		return;
	said = account_say(account, paragraph, "items.due", "several", several, NULL);
	for (guint i = 0; i < items->len; i++)
		sources_field(&said->sources, &((ClaimedItem *)items->pdata[i])->item->due_on);
}

static void wordy(Account *account)
{
	const GPtrArray *items = account->claimed->items;
	Paragraph *paragraph = account_paragraph_as(account, "items", "heading.wordy", items->len > 1);
	for (guint i = 0; i < items->len; i++) {
		const Item *item = ((ClaimedItem *)items->pdata[i])->item;
		if (!item_wordy(item))
			continue;
		g_autofree char *name = item_called(item), *what = words_bare(field_text(&item->description));
		sources_field(&account_say(account, paragraph, "items.wordy", "name", name, "what", what, NULL)->sources, &item->description);
	}
}

static void items(Account *account)
{
	static const Column plain[] = {
		{ "Krav", 18, ALIGN_LEFT },    { "Dato", 11, ALIGN_LEFT },        { "Vedrører", 34, ALIGN_LEFT },
		{ "Leveret", 11, ALIGN_LEFT }, { "Forfaldsdag", 11, ALIGN_LEFT }, { "Beløb, kr.", 15, ALIGN_RIGHT },
	};
	static const Column differing[] = {
		{ "Krav", 16, ALIGN_LEFT },      { "Dato", 11, ALIGN_LEFT },          { "Vedrører", 20, ALIGN_LEFT },
		{ "Leveret", 11, ALIGN_LEFT },   { "Forfaldsdag", 11, ALIGN_LEFT },   { "Forfald eller rente", 18, ALIGN_LEFT },
		{ "Beløb, kr.", 13, ALIGN_RIGHT },
	};
	Paragraph *paragraph = account_paragraph(account, "items", account->claimed->items->len > 1);
	const Claimed *claimed = account->claimed;
	bool with_basis = basis_differs(claimed), assumed = false;
	paragraph->columns = with_basis ? differing : plain;
	paragraph->n_columns = with_basis ? G_N_ELEMENTS(differing) : G_N_ELEMENTS(plain);
	if (claimed->items->len > 0)
		items_say(account, paragraph, with_basis);
	for (guint i = 0; i < claimed->items->len; i++) {
		const ClaimedItem *row = claimed->items->pdata[i];
		item_row(account, paragraph, row, with_basis);
		assumed = assumed || row->basis_assumed;
	}
	if (claimed->items->len > 1)
		item_sum(account, paragraph);
	goods(account, paragraph);
	wordy(account);
	credits(account);
	if (assumed)
		account_open(account, "items", "Det er ikke oplyst for alle krav, hvordan forfaldsdagen er aftalt.",
		             "It is not known for every item how its due date was agreed.");
}

void account_claim(Account *account)
{
	agreement(account);
	delivery(account);
	items(account);
}
