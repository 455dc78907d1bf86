#include "assess/rebate.h"

#include <string.h>

const char *rebate_state_name(RebateState state)
{
	static const char *const names[] = { "open", "met", "lapsed", "withdrawn" };
	return names[state];
}

static bool same_debtor(const Event *event, const Event *offer)
{
	return event->debtor == NULL || offer->debtor == NULL || strcmp(event->debtor, offer->debtor) == 0;
}

static bool after(const Event *event, const Event *offer)
{
	int days = date_compare(event->on, offer->on);
	return days > 0 || (days == 0 && event->id > offer->id);
}

static void rebate_judge(Rebate *offer, const Case *c, Date on)
{
	Money sum;
	for (guint i = 0; i < c->events->len && !date_known(offer->met_on); i++) {
		const Event *event = c->events->pdata[i];
		if (event->replaced || date_before(on, event->on) || !same_debtor(event, offer->event) || !after(event, offer->event))
			continue;
		if (strcmp(event->name, "offer_withdrawn") == 0) {
			offer->state = REBATE_WITHDRAWN;
			return;
		}
		if (strcmp(event->name, "payment") != 0 || !event->has_amount || date_before(offer->event->deadline_on, event->on) ||
		    !money_add(offer->paid, event->amount, &sum))
			continue;
		offer->paid = sum;
		if (money_compare(sum, offer->event->amount) >= 0)
			offer->met_on = event->on;
	}
	offer->state = date_known(offer->met_on)                     ? REBATE_MET
	               : date_before(offer->event->deadline_on, on) ? REBATE_LAPSED
	                                                            : REBATE_OPEN;
}

GArray *rebates_of(const Case *c, Date on)
{
	GArray *offers = g_array_new(FALSE, FALSE, sizeof(Rebate));
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (event->replaced || strcmp(event->name, "offer_made") != 0 || !event->has_amount || !date_known(event->deadline_on) ||
		    date_before(on, event->on))
			continue;
		Rebate offer = { .event = event, .paid = money_zero(), .met_on = DATE_NONE };
		rebate_judge(&offer, c, on);
		g_array_append_val(offers, offer);
	}
	return offers;
}

Date rebate_met_on(const Case *c, Date on)
{
	Date met = DATE_NONE;
	g_autoptr(GArray) offers = rebates_of(c, on);
	for (guint i = 0; i < offers->len; i++)
		met = date_min(met, g_array_index(offers, Rebate, i).met_on);
	return met;
}
