#include "enforcement/filingfee.h"

#include "assess/assess.h"
#include "assess/edition.h"
#include "assess/execution.h"
#include "enforcement/ledger.h"

#include <string.h>

static bool is_request(const char *name)
{
	return strcmp(name, "foged_request_filed") == 0 || strcmp(name, "retry_request") == 0;
}

static bool is_filing(const char *name)
{
	return strcmp(name, "bp_filed") == 0 || strcmp(name, "claim_filed") == 0 || is_request(name);
}

/* After these the court has let go of what was filed: the next one is another. */
static bool lets_go(const char *name)
{
	static const char *const names[] = { "bp_rejected",     "fee_lapsed",      "bp_not_served_barred", "reroute", "case_not_requested",
		                             "claim_rejected",  "withdrawn_reroute", "withdrawn_stop",       "case_dismissed",
		                             "bp_reopened_no_case", NULL };
	return g_strv_contains(names, name);
}

const Event *filing_standing(const Case *c, const char *name, const char *debtor, Date on)
{
	const Event *standing = NULL;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		bool about = debtor == NULL || event->debtor == NULL || strcmp(event->debtor, debtor) == 0;
		if (event->replaced || !about)
			continue;
		if (strcmp(event->name, name) == 0)
			standing = event;
		else if (lets_go(event->name) && !date_before(on, event->on))
			standing = NULL;
	}
	return standing;
}

/* Another debtor on the same form: handed in on the same day. */
static bool same_form(const Case *c, const Event *event)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *other = c->events->pdata[i];
		if (!other->replaced && strcmp(other->name, event->name) == 0 && date_compare(other->on, event->on) == 0)
			return true;
	}
	return false;
}

/* One fee for each debtor whom the request is about, unless an earlier one still holds (ral § 13 stk. 4, stk. 6). */
static void request_fee(FilingFee *out, const Case *c, const Law *law, const Event *event)
{
	Money one;
	out->counted = true;
	out->known = true;
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		if (event->debtor != NULL && strcmp(event->debtor, debtor->id) != 0)
			continue;
		Date until = execution_of(c, debtor, law, event->on).fee_until;
		if (date_known(until) && !date_before(until, event->on))
			continue;
		g_autoptr(DebtorView) view = execution_view(c, debtor);
		g_autoptr(Claimed) claimed = claimed_of(debtor_view_case(view), law, event->on);
		out->counted = false;
		out->known = out->known &&
		             law_court_fee(law, "udlaeg", claimed->owed->known ? claimed->owed->total : money_zero(), event->on, &one, NULL) &&
		             money_add(out->amount, one, &out->amount);
	}
}

FilingFee filing_fee_of(const Case *c, const Law *law, const Event *event)
{
	FilingFee out = { .filing = is_filing(event->name), .amount = money_zero() };
	if (!out.filing)
		return out;
	Case before = *c;
	g_autoptr(GPtrArray) events = g_ptr_array_new();
	for (guint i = 0; i < c->events->len; i++) {
		Event *other = c->events->pdata[i];
		if ((event->replaces == 0 || other->id != event->replaces) && (event->id == 0 || other->id < event->id))
			g_ptr_array_add(events, other);
	}
	before.events = events;
	if (is_request(event->name)) {
		request_fee(&out, &before, law, event);
		return out;
	}
	out.counted = same_form(&before, event) || filing_standing(&before, event->name, event->debtor, event->on) != NULL;
	g_autoptr(Assessment) a = assess(&before, law, event->on);
	bool demand = strcmp(event->name, "bp_filed") == 0;
	out.known = a->principal_known && (demand ? law_bp_fee(law, a->principal, event->on, a->udlaeg, a->court_case, &out.amount)
	                                          : law_court_fee(law, "civil_filing", a->principal, event->on, &out.amount, NULL));
	return out;
}

bool filing_fee_book(Store *store, const Case *c, const Event *event, Date booked_on, GError **error)
{
	if (!is_filing(event->name))
		return true;
	g_autoptr(Law) law = law_in_force(store, error);
	if (law == NULL)
		return false;
	FilingFee fee = filing_fee_of(c, law, event);
	PostingKind carried = POSTING_none; /* what a corrected event carried goes over to the one that corrects it */
	Money amount;
	if (event->replaces != 0 && !ledger_booked(store, c->id, event->replaces, &carried, &amount, error))
		return false;
	return !fee.known || (fee.counted && carried == POSTING_none) || ledger_book_court_fee(store, c->id, case_own_account(c), event, fee.amount, booked_on, error);
}
