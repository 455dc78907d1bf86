/* What it comes to: interest, payments, costs and the sum. */
#include "filing/account.h"

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

static void interest_words(Paragraph *paragraph, const Group *group)
{
	const ClaimedItem *row = group->items->pdata[0];
	g_autofree char *names = group_names(group), *day = date_danish_long(date_add_days(row->interest_from, 1));
	Sentence *said;
	if (row->agreed) {
		g_autofree char *rate = rate_danish(row->agreed_rate);
		said = account_say(paragraph, "Af %s kræves rente med %s %% p.a. fra den %s, jf. rentelovens %s.", names, rate, day,
		                   row->agreed_refused ? "§ 5, jf. § 7" : "§ 6");
	} else {
		bool barred = date_known(row->interest_barred_to);
		said = account_say(paragraph, "Af %s kræves procesrente fra den %s, jf. rentelovens § 5, stk. 1%s.%s", names, day,
		                   barred ? "" : basis_rule(row), barred ? " Tidligere påløbne renter er forældede." : "");
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
	g_ptr_array_add(paragraph->lines, g_strdup_printf("%s: fra og med %s til og med %s, %d %s, %s %s af %s kr.: %s kr.", name, from,
	                                                  to, period->days, period->days == 1 ? "dag" : "dage", rate,
	                                                  g_ascii_isdigit(*rate) ? "% p.a." : "sats", of, sum));
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
		{ "Dage", 7, ALIGN_RIGHT },       { "% p.a.", 11, ALIGN_RIGHT },  { "Beregnet af, kr.", 17, ALIGN_RIGHT },
		{ "Rente, kr.", 14, ALIGN_RIGHT },
	};
	const Owed *owed = account->assessment->owed;
	Paragraph *paragraph = account_paragraph(account, "interest", "Renter");
	paragraph->columns = columns;
	paragraph->n_columns = G_N_ELEMENTS(columns);
	g_autoptr(GPtrArray) groups = account_groups(account->claimed, interest_key);
	for (guint i = 0; i < groups->len && groups->len <= GROUPS_IN_WORDS; i++)
		interest_words(paragraph, groups->pdata[i]);
	if (groups->len > GROUPS_IN_WORDS)
		account_say(paragraph, "Der kræves rente efter renteloven fra den dag, der er anført ud for hvert krav.");
	if (owed->periods->len > 0) {
		g_autofree char *day = date_danish_long(owed->on), *sum = money_danish(owed->interest);
		account_say(paragraph,
		            "Renten er beregnet efter det faktiske antal dage; forfaldsdagen er ikke medregnet. Til og med den %s er "
		            "der påløbet %s kr. i rente.",
		            day, sum);
		period_rows(account, paragraph);
		if (paragraph->rows->len > 1)
			paragraph->sum = account_sum_row(paragraph->n_columns, sum);
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
		          { "hovedstolen", posting->to_principal } };
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *kroner = money_danish(parts[i].part);
		if (!money_is_zero(parts[i].part))
			g_ptr_array_add(words, g_strdup_printf("%s kr. på %s", kroner, parts[i].what));
	}
	g_autofree char *day = date_danish_long(posting->on), *amount = money_danish(posting->amount);
	g_autofree char *used = words_join(words);
	Sentence *said = account_say(paragraph, "Den %s er der betalt %s kr.%s%s.", day, amount,
	                             words->len > 0 ? ", som er afskrevet med " : ", som ikke kan afskrives på noget krav",
	                             used);
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
		[ITEM_REMINDER_FEE] = { "Rykkergebyr", "rentelovens § 9 b, stk. 2" },
		[ITEM_INKASSO_FEE] = { "Inkassogebyr", "rentelovens § 9 b, stk. 3" },
		[ITEM_COMPENSATION] = { "Kompensationsbeløb for forsinket betaling", "rentelovens § 9 a, stk. 3" },
		[ITEM_COLLECTION_COST] = { "Omkostninger ved udenretlig inddrivelse", "rentelovens § 9 a, stk. 1" },
	};
	Paragraph *paragraph = account_paragraph(account, "costs", "Gebyrer og omkostninger");
	for (guint i = 0; i < account->sums->costs->len; i++) {
		const CostLine *line = account->sums->costs->pdata[i];
		g_autofree char *amount = money_danish(line->amount);
		const char *what = line->item != NULL ? field_text(&line->item->description) : NULL;
		Date arisen = line->on;
		bool dated = line->item == NULL || field_date(&line->item->arisen_on, &arisen);
		g_autofree char *day = date_danish_long(arisen);
		Sentence *said = account_say(paragraph, "%s%s%s%s på %s kr.%s%s%s, jf. %s.", bases[line->kind].what,
		                             what != NULL ? " (»" : "", what != NULL ? what : "", what != NULL ? "«)" : "", amount,
		                             dated ? " (" : "", dated ? day : "", dated ? ")" : "", bases[line->kind].statute);
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
	account_say(paragraph, "Kravet udgør pr. %s %s, i alt %s kr.", day, all, total);
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
