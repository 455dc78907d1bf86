/* What it comes to: payments, interest, costs and the sum. */
#include "filing/account.h"

#include "assess/mailing.h"

#include <string.h>

#define PERIODS_IN_ROWS 60 /* with more, one row a claim */

/* ", jf. § 3, stk. 1": the rule that the first day rests on; "" where none is known to apply. */
static const char *basis_rule(const ClaimedItem *row)
{
	switch (row->basis) {
	case BASIS_AGREED_DUE:
		return row->basis_assumed ? "" : ", jf. § 3, stk. 1";
	case BASIS_DEMAND_30:
		return ", jf. § 3, stk. 2";
	case BASIS_INFO_30:
		return ", jf. § 3, stk. 3";
	case BASIS_FILING:
		return ", jf. § 3, stk. 4";
	case BASIS_UNKNOWN:
		break;
	}
	return "";
}

static char *interest_key(const ClaimedItem *row)
{
	if (!date_known(row->interest_from))
		return NULL;
	g_autofree char *day = date_iso(row->interest_from);
	return g_strdup_printf("%s %d %d %d %d", day, (int)row->basis, row->agreed, (int)row->agreed_rate,
	                       date_known(row->interest_barred_to));
}

/* "§ 5, stk. 1, jf. § 3, stk. 1" */
static char *interest_rule(const ClaimedItem *row)
{
	if (row->agreed)
		return g_strdup(row->agreed_refused ? "§ 5, jf. § 7" : "§ 6");
	return g_strconcat("§ 5, stk. 1", date_known(row->interest_barred_to) ? "" : basis_rule(row), NULL);
}

static void interest_words(Account *account, Paragraph *paragraph, const Group *group)
{
	const ClaimedItem *row = group->items->pdata[0];
	g_autofree char *names = group_names(group), *day = date_danish_long(date_add_days(row->interest_from, 1));
	g_autofree char *rule = interest_rule(row), *rate = row->agreed ? rate_danish(row->agreed_rate) : NULL;
	Sentence *said;
	if (row->agreed)
		said = account_say(account, paragraph, "interest.agreed", "names", names, "rate", rate, "day", day, "rule", rule, NULL);
	else
		said = account_say(account, paragraph, "interest.process", "names", names, "day", day, "rule", rule, "barred",
		                   TEMPLATE_WHEN(date_known(row->interest_barred_to)), NULL);
	for (guint k = 0; k < group->items->len; k++) {
		const Item *item = ((ClaimedItem *)group->items->pdata[k])->item;
		sources_field(&said->sources, &item->due_on);
		sources_field(&said->sources, &item->due_basis);
		sources_field(&said->sources, &item->agreed_interest);
	}
}

/* rate NULL: it changes within the row. */
static void period_row(Account *account, Paragraph *paragraph, const Period *period, const char *rate)
{
	const Item *item = case_item(account->c, period->claim);
	g_autofree char *name = item != NULL ? item_called(item) : g_strdup(period->claim);
	g_autofree char *from = date_danish(period->from_on), *to = date_danish(period->to_on);
	g_autofree char *of = money_danish(period->principal), *sum = money_danish(period->interest);
	g_autofree char *days = g_strdup_printf("%d", period->days);
	const char *const texts[] = { name, from, to, days, rate != NULL ? rate : "skiftende", of, sum };
	char **cells = g_new0(char *, G_N_ELEMENTS(texts) + 1);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		cells[i] = g_strdup(texts[i]);
	g_ptr_array_add(paragraph->rows, cells);
	g_ptr_array_add(paragraph->lines,
	                account_words(account, "interest.row", "name", name, "from", from, "to", to, "days", days, "one",
	                              TEMPLATE_WHEN(period->days == 1), "rate", rate, "of", of, "amount", sum, NULL));
}

/* One row a period while they can be looked over, else one row a claim. */
static void period_rows(Account *account, Paragraph *paragraph)
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
		g_autofree char *rate = same ? rate_danish(whole.rate) : NULL;
		period_row(account, paragraph, &whole, rate);
	}
}

/* Is every day of interest reckoned from a due date, so that one may say of it that it is not counted? */
static bool from_due_dates(const Claimed *claimed)
{
	for (guint i = 0; i < claimed->items->len; i++) {
		const ClaimedItem *row = claimed->items->pdata[i];
		if (row->basis != BASIS_AGREED_DUE || date_known(row->interest_barred_to))
			return false;
	}
	return true;
}

static void interest_sum(Account *account, Paragraph *paragraph)
{
	const Owed *owed = account->assessment->owed;
	Money covered;
	bool paid = money_sub(owed->interest, account->sums->interest, &covered) && !money_is_zero(covered);
	g_autofree char *day = date_danish_long(owed->on), *sum = money_danish(owed->interest);
	g_autofree char *less = paid ? money_danish(covered) : NULL;
	bool excluded = owed->day_count == ACT_ACT_EXCL || owed->day_count == ACT_365_EXCL;
	account_say(account, paragraph, "interest.sum", "day", day, "amount", sum, "covered", less, "thirty",
	            TEMPLATE_WHEN(owed->day_count == E30_360), "year365", TEMPLATE_WHEN(owed->day_count == ACT_365_EXCL), "due",
	            TEMPLATE_WHEN(excluded && from_due_dates(account->claimed)), NULL);
	period_rows(account, paragraph);
	if (paragraph->rows->len > 1)
		paragraph->sum = account_sum_row(paragraph->n_columns, sum);
}

static void interest(Account *account)
{
	static const Column columns[] = {
		{ "Krav", 20, ALIGN_LEFT },       { "Fra og med", 13, ALIGN_LEFT },  { "Til og med", 13, ALIGN_LEFT },
		{ "Dage", 7, ALIGN_RIGHT },       { "% p.a.", 11, ALIGN_RIGHT },  { "Beregnet af, kr.", 17, ALIGN_RIGHT },
		{ "Rente, kr.", 14, ALIGN_RIGHT },
	};
	Paragraph *paragraph = account_paragraph(account, "interest", false);
	paragraph->columns = columns;
	paragraph->n_columns = G_N_ELEMENTS(columns);
	g_autoptr(GPtrArray) groups = account_groups(account->claimed, interest_key);
	for (guint i = 0; i < groups->len && groups->len <= GROUPS_IN_WORDS; i++)
		interest_words(account, paragraph, groups->pdata[i]);
	if (groups->len > GROUPS_IN_WORDS)
		account_say(account, paragraph, "interest.many", NULL);
	if (account->assessment->owed->periods->len > 0)
		interest_sum(account, paragraph);
}

/* What one payment went to, in the order of the law as assess reckons it: "renter (376,03 kr.) og hovedstolen (4.623,97 kr.)". */
static char *payment_use(const Posting *posting)
{
	const struct {
		const char *what;
		Money part;
	} parts[] = { { "omkostninger", posting->to_costs },
		          { "renter", posting->to_interest },
		          { "hovedstolen", posting->to_principal } };
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *kroner = money_danish(parts[i].part);
		if (!money_is_zero(parts[i].part))
			g_ptr_array_add(words, g_strdup_printf("%s (%s kr.)", parts[i].what, kroner));
	}
	return words->len > 0 ? words_join(words) : NULL;
}

static void payment_words(Account *account, Paragraph *paragraph, const Posting *posting, const GPtrArray *events)
{
	const Item *item = posting->claim != NULL ? case_item(account->c, posting->claim) : NULL;
	g_autofree char *day = date_danish_long(posting->on), *amount = money_danish(posting->amount);
	g_autofree char *used = payment_use(posting), *about = item != NULL ? item_called(item) : NULL;
	Sentence *said = account_say(account, paragraph, "payments", "day", day, "amount", amount, "used", used, "about", about, NULL);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (date_compare(event->on, posting->on) == 0)
			sources_event(&said->sources, event);
	}
}

void account_payments(Account *account)
{
	Paragraph *paragraph = account_paragraph(account, "payments", false);
	g_autoptr(GPtrArray) events = case_events(account->c, "payment", NULL, NULL);
	const GPtrArray *postings = account->assessment->owed->postings;
	for (guint i = 0; account->sums->known && i < postings->len; i++) {
		const Posting *posting = postings->pdata[i];
		if (!posting->statement && !money_is_zero(posting->amount))
			payment_words(account, paragraph, posting, events);
	}
	Date on;
	bool unpaid;
	if (account->claimed->items->len == 0)
		return; /* what is claimed is not money */
	if (!field_yes(&account->c->unpaid, &unpaid) || !unpaid) {
		if (paragraph->sentences->len == 0 && account->c->unpaid.state == FIELD_ABSENT)
			account_say(account, paragraph, "payments.none", NULL);
		account_open(account, "payments", "Kreditor har ikke oplyst, om kravet stadig er ubetalt.",
		             "The creditor has not said whether the claim is still unpaid.");
		return;
	}
	g_autofree char *day = field_date(&account->c->instruction_on, &on) ? date_danish_long(on) : NULL;
	Sentence *said = account_say(account, paragraph, "payments.unpaid", "day", day, "rest",
	                             TEMPLATE_WHEN(paragraph->sentences->len > 0), "represented",
	                             TEMPLATE_WHEN(account->c->representative != NULL), NULL);
	sources_field(&said->sources, &account->c->unpaid);
	sources_field(&said->sources, &account->c->instruction_on);
}

/* The reminder that a fee is for, by its day. */
static const Event *reminder_of(const Account *account, const CostLine *line)
{
	g_autoptr(GPtrArray) events = case_events(account->c, "reminder_sent", NULL, NULL);
	for (guint i = 0; line->kind == ITEM_REMINDER_FEE && i < events->len; i++) {
		const Event *event = events->pdata[i];
		Date on = line->on;
		if (line->item != NULL && !field_date(&line->item->arisen_on, &on))
			return NULL;
		if (date_compare(event->on, on) == 0)
			return event;
	}
	return NULL;
}

/* "100,00 kr. for rykkerskrivelsen af 11. september 2026" */
static char *cost_words(Account *account, const CostLine *line, Sources *sources)
{
	const Event *reminder = reminder_of(account, line);
	const char *what = line->item != NULL ? field_text(&line->item->description) : NULL;
	Date arisen = line->on;
	bool dated = line->item == NULL || field_date(&line->item->arisen_on, &arisen);
	g_autofree char *amount = money_danish(line->amount), *day = dated ? date_danish_long(arisen) : NULL;
	g_autofree char *bare = what != NULL ? words_bare(what) : NULL;
	bool demand = reminder != NULL && letter_demand(account->c, reminder) != NULL;
	sources_event(sources, reminder);
	if (line->item != NULL) {
		sources_field(sources, &line->item->principal);
		sources_field(sources, &line->item->arisen_on);
		sources_field(sources, &line->item->description);
	}
	return account_words(account, "costs.one", "amount", amount, "reminder", TEMPLATE_WHEN(reminder != NULL), "demand",
	                     TEMPLATE_WHEN(demand), "day", day, "what", bare, NULL);
}

static void costs_of_kind(Account *account, Paragraph *paragraph, ItemKind kind, const char *key, Money open)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	Sources sources = { 0 };
	Money total = money_zero(), covered;
	for (guint i = 0; i < account->sums->costs->len; i++) {
		const CostLine *line = account->sums->costs->pdata[i];
		if (line->kind == kind && money_add(total, line->amount, &total))
			g_ptr_array_add(words, cost_words(account, line, &sources));
	}
	if (words->len > 0) {
		g_autofree char *list = words_join(words), *all = money_danish(total);
		Sentence *said = account_say(account, paragraph, key, "list", list, "total", all, "several", TEMPLATE_WHEN(words->len > 1), NULL);
		sources_join(&said->sources, &sources);
	}
	sources_clear(&sources);
	if (words->len > 0 && money_sub(total, open, &covered) && !money_is_zero(covered)) {
		g_autofree char *less = money_danish(covered);
		account_say(account, paragraph, "costs.covered", "amount", less, NULL);
	}
}

static void costs(Account *account)
{
	const Sums *sums = account->sums;
	Paragraph *paragraph = account_paragraph(account, "costs", false);
	costs_of_kind(account, paragraph, ITEM_REMINDER_FEE, "costs.reminder-fees", sums->reminder_fees);
	costs_of_kind(account, paragraph, ITEM_INKASSO_FEE, "costs.inkasso-fee", sums->inkasso_fee);
	costs_of_kind(account, paragraph, ITEM_COMPENSATION, "costs.compensation", sums->compensation);
	costs_of_kind(account, paragraph, ITEM_COLLECTION_COST, "costs.collection", sums->collection_costs);
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
	Paragraph *paragraph = account_paragraph(account, "sum", false);
	account_say(account, paragraph, "sum", "day", day, "parts", all, "total", total, NULL);
}

void account_money(Account *account)
{
	if (!account->sums->known) {
		account_open(account, "sum", "Kravets størrelse kan ikke opgøres.", "The size of the claim cannot be reckoned.");
		return;
	}
	interest(account);
	costs(account);
	sum(account);
}
