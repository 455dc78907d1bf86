#include "assess/claimed.h"

#include "assess/award.h"
#include "assess/rebate.h"
#include "assess/mailing.h"
#include "assess/pause.h"
#include "intake/document.h"

#include <string.h>

const char *interest_basis_name(InterestBasis basis)
{
	static const char *const names[] = { NULL, "AGREED_DUE", "DEMAND_30", "INFO_30", "FILING" };
	return names[basis];
}

const ClaimedItem *claimed_item(const Claimed *claimed, const Item *item)
{
	for (guint i = 0; i < claimed->items->len; i++) {
		const ClaimedItem *row = claimed->items->pdata[i];
		if (row->item == item)
			return row;
	}
	return NULL;
}

static bool item_is_consumers(const Item *item)
{
	for (guint i = 0; item->debtors != NULL && i < item->debtors->len; i++) {
		const Party *debtor = item->debtors->pdata[i];
		if (!field_is(&debtor->kind, "business") && !field_is(&debtor->kind, "public"))
			return true;
	}
	return item->debtors == NULL || item->debtors->len == 0;
}

/* The first day that one of these events tells, about the item and not after on. */
static Date first_day(const Case *c, const char *name, const Item *item, Date on)
{
	g_autoptr(GPtrArray) events = case_events(c, name, NULL, item);
	Date first = DATE_NONE;
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (date_compare(event->on, on) <= 0)
			first = date_min(first, event->on);
	}
	return first;
}

/* rl § 3 stk. 2: the request for payment is the invoice sent; without its day, the first reminder or demand. */
static Date requested_on(const Case *c, const Item *item, Date on)
{
	Date issued, sent = first_day(c, "invoice_sent", item, on);
	if (date_known(sent))
		return sent;
	if (field_date(&item->issue_on, &issued))
		return issued;
	return date_min(first_day(c, "reminder_sent", item, on), first_day(c, "demand_sent", item, on));
}

static Date filed_on(const Case *c, const Item *item, Date on)
{
	Date filed = date_min(first_day(c, "bp_filed", item, on), first_day(c, "claim_filed", item, on));
	return date_known(filed) ? filed : on;
}

static void set_basis(const Case *c, const Law *law, ClaimedItem *row, Date on)
{
	const Item *item = row->item;
	row->interest_from = DATE_NONE;
	if (field_is(&item->due_basis, "agreed"))
		row->basis = BASIS_AGREED_DUE;
	else if (field_is(&item->due_basis, "demand"))
		row->basis = BASIS_DEMAND_30;
	else if (field_is(&item->due_basis, "info"))
		row->basis = BASIS_INFO_30;
	else if (field_is(&item->due_basis, "filing"))
		row->basis = BASIS_FILING;
	else if (item->due_basis.state == FIELD_ABSENT) {
		row->basis = item_is_consumers(item) ? BASIS_DEMAND_30 : BASIS_AGREED_DUE;
		row->basis_assumed = true;
	}
	if (!date_known(row->due_on))
		return;
	int wait_days;
	Date requested, delivered;
	switch (row->basis) {
	case BASIS_UNKNOWN:
		return;
	case BASIS_AGREED_DUE:
		row->interest_from = row->due_on;
		return;
	case BASIS_FILING:
		row->interest_from = date_max(row->due_on, filed_on(c, item, on));
		return;
	case BASIS_DEMAND_30:
	case BASIS_INFO_30:
		requested = requested_on(c, item, on);
		if (row->basis == BASIS_INFO_30 && field_date(&item->delivered_on, &delivered))
			requested = date_max(requested, delivered);
		if (!date_known(requested)) {
			row->interest_from = date_max(row->due_on, filed_on(c, item, on));
			row->basis = BASIS_FILING;
		} else if (law_limit_number(law, "interest_demand_wait", requested, &wait_days)) {
			row->interest_from = date_max(row->due_on, date_add_days(requested, wait_days));
		}
		return;
	}
}

/* Lowest and highest rate of renteloven § 5 over the days that bear interest; false: a rate is unknown. */
static bool section5_span(const Law *law, const ClaimedItem *row, Date on, RateBp *low, RateBp *high)
{
	RateBp surcharge, reference;
	if (!date_known(row->interest_from) || !law_surcharge(law, row->due_on, &surcharge))
		return false;
	Date day = date_add_days(row->interest_from, 1);
	if (date_before(on, day))
		day = on;
	for (bool first = true; date_compare(day, on) <= 0; first = false) {
		if (!law_reference_rate(law, day, &reference))
			return false;
		RateBp rate = reference + surcharge;
		*low = first || rate < *low ? rate : *low;
		*high = first || rate > *high ? rate : *high;
		int year, month, of_month;
		date_split(day, &year, &month, &of_month);
		if (!date_make(month < 7 ? year : year + 1, month < 7 ? 7 : 1, 1, &day))
			return false;
	}
	return true;
}

/*
 * rl § 6 keeps an agreed rate; rl § 7 stk. 1 never lets a consumer pay more than § 5, and a rate that rests on silence
 * alone is not shown to be agreed. Where § 5 moves above and below the agreed rate the lowest of them is used.
 */
static void set_rate(const Law *law, ClaimedItem *row, Date on)
{
	RateBp agreed, low = 0, high = 0;
	if (!field_rate(&row->item->agreed_interest, &agreed))
		return;
	row->agreed = true;
	row->agreed_rate = agreed;
	bool may_exceed = !item_is_consumers(row->item) && !field_is(&row->item->agreed_how, "silence") &&
	                  !field_is(&row->item->agreed_how, "unknown");
	if (may_exceed || !section5_span(law, row, on, &low, &high) || agreed <= low)
		return;
	row->agreed_refused = true;
	if (agreed >= high)
		row->agreed = false;
	else
		row->agreed_rate = low;
}

/* fl § 5 stk. 2: interest lapses day by day. With a title there is nothing to file, so its own ten years do not matter. */
static void cut_barred(ClaimedItem *row)
{
	Date to = row->limitation->interest_barred_to;
	row->interest_barred_to = DATE_NONE;
	if (!row->limitation->known || row->limitation->titled || !date_known(to) || !date_known(row->interest_from) ||
	    !date_before(row->interest_from, to))
		return;
	row->interest_barred_to = to;
	row->interest_from = to;
}

static void claimed_item_free(gpointer data)
{
	ClaimedItem *row = data;
	limitation_free(row->limitation);
	g_array_unref(row->pauses);
	g_free(row);
}

static ClaimedItem *read_item(const Case *c, const Law *law, const Item *item, Date on)
{
	ClaimedItem *row = g_new0(ClaimedItem, 1);
	row->item = item;
	const char *currency = field_text(&item->currency);
	row->dkk = item->currency.state == FIELD_ABSENT || (currency != NULL && g_ascii_strcasecmp(currency, "DKK") == 0);
	row->amount_known = row->dkk && field_money(&item->principal, &row->amount);
	if (!field_date(&item->due_on, &row->due_on))
		row->due_on = DATE_NONE;
	row->limitation = limitation_of(c, item, NULL, law, on);
	set_basis(c, law, row, on);
	cut_barred(row);
	set_rate(law, row, on);
	row->pauses = pauses_of_item(c, item, law, on);
	return row;
}

/* Before an invoice is issued, or a claim arises, nothing is owed for it. */
static bool is_there(const Item *item, Date on)
{
	Date since;
	return !(field_date(&item->issue_on, &since) || field_date(&item->arisen_on, &since)) || !date_before(on, since);
}

static void reduce(Claimed *claimed, ReductionKind kind, const Item *item, Money amount, Date on)
{
	Reduction reduction = { kind, item != NULL ? item->id : NULL, amount, on };
	g_array_append_val(claimed->reductions, reduction);
	ClaimedItem *row = item != NULL ? (ClaimedItem *)claimed_item(claimed, item) : NULL;
	Money sum;
	if (kind == REDUCTION_CREDIT && row != NULL && money_add(row->credited, amount, &sum))
		row->credited = sum;
}

/* The one principal item, when there is but one: what names no claim is then about it. */
static const Item *only_item(const Claimed *claimed)
{
	return claimed->items->len == 1 ? ((const ClaimedItem *)claimed->items->pdata[0])->item : NULL;
}

static bool told_by_note(const Case *c, const Event *event)
{
	const Document *document = event->document != NULL ? case_document_named(c, event->document) : NULL;
	for (guint i = 0; document != NULL && i < c->credits->len; i++)
		if (((const Credit *)c->credits->pdata[i])->document == document->id)
			return true;
	return false;
}

static void read_reductions(const Case *c, Claimed *claimed, Date on)
{
	for (guint i = 0; i < c->credits->len; i++) {
		const Credit *credit = c->credits->pdata[i];
		const char *currency = field_text(&credit->currency);
		Money amount;
		Date issued;
		if (credit->item == NULL || !is_there(credit->item, on) || !field_money(&credit->amount, &amount) ||
		    (currency != NULL && g_ascii_strcasecmp(currency, "DKK") != 0))
			continue;
		if (!field_date(&credit->issue_on, &issued))
			issued = on;
		if (date_compare(issued, on) <= 0)
			reduce(claimed, REDUCTION_CREDIT, credit->item, amount, issued);
	}
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		bool payment = strcmp(event->name, "payment") == 0, credit = strcmp(event->name, "credit") == 0;
		if (!event->replaced && strcmp(event->name, "payment_returned") == 0 && !date_before(on, event->on))
			reduce(claimed, REDUCTION_RETURN, NULL, event->amount, event->on);
		if (event->replaced || (!payment && !credit) || !event->has_amount || date_before(on, event->on) ||
		    (credit && told_by_note(c, event)))
			continue;
		const Item *item = event->claim != NULL ? case_item(c, event->claim) : NULL;
		if (item != NULL && (!item_kind_is_principal(item->kind) || !is_there(item, on)))
			item = NULL;
		Money sum;
		if (payment && money_add(claimed->payments, event->amount, &sum))
			claimed->payments = sum;
		reduce(claimed, payment ? REDUCTION_PAYMENT : REDUCTION_CREDIT,
		       item != NULL || payment ? item : only_item(claimed), event->amount, event->on);
	}
	Date met = rebate_met_on(c, on);
	if (date_known(met))
		reduce(claimed, REDUCTION_RELEASE, NULL, money_zero(), met);
}

static ClaimedFee *fee_standing_alone(Claimed *claimed, const Event *event)
{
	for (guint i = 0; i < claimed->fees->len; i++) {
		ClaimedFee *fee = claimed->fees->pdata[i];
		if (fee->event != NULL)
			continue;
		if (date_known(fee->on) ? date_compare(fee->on, event->on) == 0
		                        : fee->amount_known && money_compare(fee->amount, event->amount) == 0)
			return fee;
	}
	return NULL;
}

static int fee_order(gconstpointer a, gconstpointer b)
{
	const ClaimedFee *left = *(const ClaimedFee *const *)a, *right = *(const ClaimedFee *const *)b;
	if (date_known(left->on) != date_known(right->on))
		return date_known(left->on) ? -1 : 1;
	if (date_known(left->on) && date_compare(left->on, right->on) != 0)
		return date_compare(left->on, right->on);
	return strcmp(left->item != NULL ? left->item->id : "", right->item != NULL ? right->item->id : "");
}

/* The same fee may stand as an item and on the reminder that asked for it: same day, or an undated item of that amount. */
static void read_fees(const Case *c, Claimed *claimed, Date on)
{
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (item->kind != ITEM_REMINDER_FEE)
			continue;
		ClaimedFee *fee = g_new0(ClaimedFee, 1);
		fee->item = item;
		fee->amount_known = field_money(&item->principal, &fee->amount);
		if (!field_date(&item->arisen_on, &fee->on) && !field_date(&item->issue_on, &fee->on))
			fee->on = DATE_NONE;
		g_ptr_array_add(claimed->fees, fee);
	}
	g_autoptr(GPtrArray) reminders = case_events(c, "reminder_sent", NULL, NULL);
	for (guint i = 0; i < reminders->len; i++) {
		const Event *event = reminders->pdata[i];
		if (!event->has_amount || money_is_zero(event->amount) || date_before(on, event->on) || letter_unmet(c, event, on))
			continue;
		ClaimedFee *fee = fee_standing_alone(claimed, event);
		if (fee == NULL) {
			fee = g_new0(ClaimedFee, 1);
			fee->amount_known = true;
			fee->amount = event->amount;
			g_ptr_array_add(claimed->fees, fee);
		}
		fee->event = event;
		fee->on = event->on;
		fee->of = event->claim != NULL ? case_item(c, event->claim) : NULL;
	}
	g_ptr_array_sort(claimed->fees, fee_order);
}

static void add_cost(Claimed *claimed, const char *claim, Money amount, Date at, Date on)
{
	/* Not yet there on that day. Costs bear no interest, so an unknown day only places them: it counts as now. */
	if (date_known(at) && date_before(on, at))
		return;
	Cost cost = { claim, amount, date_known(at) ? at : on, false };
	g_array_append_val(claimed->costs, cost);
}

static void read_costs(const Case *c, Claimed *claimed, Date on)
{
	for (guint i = 0; i < claimed->fees->len; i++) {
		const ClaimedFee *fee = claimed->fees->pdata[i];
		if (fee->amount_known)
			add_cost(claimed, fee->item != NULL ? fee->item->id : fee->of != NULL ? fee->of->id : "reminder-fee",
			         fee->amount, fee->on, on);
	}
	for (guint i = 0; i < c->events->len; i++) { /* "med gebyr": what was agreed for the plan itself (rl § 9 a stk. 1) */
		const Event *event = c->events->pdata[i];
		Money fee;
		bool about = event->debtor == NULL || case_debtor(c, event->debtor) != NULL; /* a view of one debtor has his alone */
		if (!event->replaced && about && plan_fee(event, &fee))
			add_cost(claimed, "plan-fee", fee, event->on, on);
	}
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		Money amount;
		Date at;
		bool counts = item->kind == ITEM_INKASSO_FEE || (item->kind == ITEM_COMPENSATION && !item_is_consumers(item));
		if (!counts || !field_money(&item->principal, &amount))
			continue;
		if (!field_date(&item->arisen_on, &at))
			at = DATE_NONE;
		add_cost(claimed, item->id, amount, at, on);
	}
}

static void read_debts(Claimed *claimed, Date on)
{
	claimed->complete = claimed->items->len > 0;
	claimed->sums_known = claimed->complete;
	for (guint i = 0; i < claimed->items->len; i++) {
		const ClaimedItem *row = claimed->items->pdata[i];
		Money left, sum;
		if (!row->amount_known || !money_sub(row->amount, row->credited, &left) ||
		    !money_add(claimed->invoiced, left, &sum)) {
			claimed->sums_known = claimed->complete = false;
			continue;
		}
		claimed->invoiced = sum;
		if (!is_there(row->item, on)) {
			claimed->not_yet++;
			continue;
		}
		if (!date_known(row->due_on) || !date_known(row->interest_from)) {
			claimed->complete = false;
			continue;
		}
		Debt debt = { row->item->id, row->amount, row->due_on, row->interest_from, row->agreed, row->agreed_rate, row->pauses };
		g_array_append_val(claimed->debts, debt);
	}
	/* A credit that names no claim of several still makes the whole smaller. */
	for (guint i = 0; claimed->sums_known && i < claimed->reductions->len; i++) {
		const Reduction *reduction = &g_array_index(claimed->reductions, Reduction, i);
		Money sum;
		if (reduction->kind == REDUCTION_CREDIT && reduction->claim == NULL &&
		    money_sub(claimed->invoiced, reduction->amount, &sum))
			claimed->invoiced = sum;
	}
}

static void reckon(Claimed *claimed, const Case *c, const Law *law, Date on)
{
	const char *chosen = field_text(&c->day_count);
	if (chosen == NULL || !day_count_parse(chosen, &claimed->day_count))
		claimed->day_count = ACT_ACT_EXCL;
	claimed->owed = owed_on(law, claimed->debts, claimed->costs, claimed->reductions, on, claimed->day_count);
	if (claimed->owed->known && !claimed->complete) {
		claimed->owed->known = false;
		claimed->owed->unknown_da = g_strdup("Beløb, valuta, forfaldsdag eller rentens begyndelse er ikke oplyst for alle krav.");
		claimed->owed->unknown_en = g_strdup("Amount, currency, due date or the start of interest is not known for every item.");
	}
	if (!claimed->complete) { /* what was reckoned leaves items out: no part of it is the whole */
		claimed->owed->principal_known = claimed->owed->principal_known && claimed->sums_known;
		claimed->owed->principal = claimed->invoiced;
		g_ptr_array_set_size(claimed->owed->periods, 0);
		g_ptr_array_set_size(claimed->owed->postings, 0);
	}
	if (claimed->not_yet > 0 && claimed->owed->note_da == NULL) {
		claimed->owed->note_da = g_strdup_printf("%u af kravene var endnu ikke opstået eller faktureret på dagen og er ikke regnet med.",
		                                         claimed->not_yet);
		claimed->owed->note_en = g_strdup_printf("%u of the claims had not arisen or been invoiced on the day and are left out.",
		                                         claimed->not_yet);
	}
	if (claimed->owed->known && claimed->not_yet == 0) {
		claimed->principal = claimed->owed->open_principal;
		claimed->principal_known = true;
	} else if (claimed->sums_known && money_is_zero(claimed->payments)) {
		claimed->principal = claimed->invoiced;
		claimed->principal_known = true;
	}
}

Claimed *claimed_of(const Case *c, const Law *law, Date on)
{
	Claimed *claimed = g_new0(Claimed, 1);
	claimed->items = g_ptr_array_new_with_free_func(claimed_item_free);
	claimed->fees = g_ptr_array_new_with_free_func(g_free);
	claimed->debts = g_array_new(FALSE, FALSE, sizeof(Debt));
	claimed->costs = g_array_new(FALSE, FALSE, sizeof(Cost));
	claimed->reductions = g_array_new(FALSE, FALSE, sizeof(Reduction));
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (item_kind_is_principal(item->kind))
			g_ptr_array_add(claimed->items, read_item(c, law, item, on));
	}
	claimed->pauses = pauses_of_item(c, NULL, law, on);
	read_reductions(c, claimed, on);
	read_fees(c, claimed, on);
	read_costs(c, claimed, on);
	award_costs_add(claimed, c, on);
	read_debts(claimed, on);
	reckon(claimed, c, law, on);
	award_follow(claimed, c, law, on);
	Money kept;
	if (money_sub(claimed->payments, claimed->owed->returned, &kept))
		claimed->payments = kept;
	return claimed;
}

void claimed_free(Claimed *claimed)
{
	if (claimed == NULL)
		return;
	g_ptr_array_unref(claimed->items);
	g_ptr_array_unref(claimed->fees);
	g_array_unref(claimed->debts);
	g_array_unref(claimed->costs);
	g_array_unref(claimed->reductions);
	g_array_unref(claimed->pauses);
	owed_free(claimed->owed);
	g_free(claimed);
}
