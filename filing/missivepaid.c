/* What payments covered of a claim, and from which day the interest that is left runs. */
#include "filing/missivebody.h"

#include <string.h>

/* Backwards over the days: the whole periods that make up what is left begin on that day. */
static Date left_from(const Owed *owed)
{
	Money sum = money_zero();
	Date from = DATE_NONE;
	if (money_is_zero(owed->open_interest))
		return DATE_NONE;
	for (;;) {
		Date next = DATE_NONE;
		for (guint i = 0; i < owed->periods->len; i++) {
			const Period *period = owed->periods->pdata[i];
			if ((!date_known(from) || date_before(period->from_on, from)) && (!date_known(next) || date_before(next, period->from_on)))
				next = period->from_on;
		}
		if (!date_known(next))
			return DATE_NONE;
		from = next;
		for (guint i = 0; i < owed->periods->len; i++) {
			const Period *period = owed->periods->pdata[i];
			if (date_compare(period->from_on, from) == 0 && !money_add(sum, period->interest, &sum))
				return DATE_NONE;
		}
		int order = money_compare(sum, owed->open_interest);
		if (order >= 0)
			return order == 0 ? from : DATE_NONE;
	}
}

static void payments_of(const Scribe *s, PaidSplit *split)
{
	for (guint i = 0; i < s->c->events->len; i++) {
		const Event *event = s->c->events->pdata[i];
		if (event->replaced || strcmp(event->name, "payment") != 0 || !event->has_amount || date_before(s->order->on, event->on))
			continue;
		split->payments++;
		if (!date_known(split->last_on) || date_before(split->last_on, event->on))
			split->last_on = event->on;
	}
}

bool scribe_paid(const Scribe *s, PaidSplit *split)
{
	const Owed *owed = s->assessment->owed;
	Money sum;
	*split = (PaidSplit){ .last_on = DATE_NONE, .interest_from = DATE_NONE };
	if (!owed->known || money_is_zero(owed->payments) || !money_is_zero(owed->surplus) ||
	    !money_sub(owed->interest, owed->open_interest, &split->interest) ||
	    !money_sub(owed->costs, owed->open_costs, &split->costs) ||
	    !money_sub(owed->principal, owed->open_principal, &split->principal) ||
	    !money_add(split->interest, split->costs, &sum) || !money_add(sum, split->principal, &sum) ||
	    money_compare(sum, owed->payments) != 0)
		return false;
	payments_of(s, split);
	split->interest_from = left_from(owed);
	return true;
}

char *scribe_covered(const Scribe *s, const PaidSplit *split)
{
	static const Words3 to[] = { { { "til rente", "to interest", "till ränta" } },
		                         { { "til gebyrer og omkostninger", "to fees and costs", "till avgifter och kostnader" } },
		                         { { "til hovedstolen", "to the principal", "till kapitalbeloppet" } } };
	static const Words3 and = { { " og ", " and ", " och " } };
	const Money parts[] = { split->interest, split->costs, split->principal };
	g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *amount = missive_money(parts[i], s->language);
		if (!money_is_zero(parts[i]))
			g_ptr_array_add(said, g_strdup_printf("%s %s", amount, to[i].words[s->language]));
	}
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < said->len; i++)
		g_string_append_printf(out, "%s%s", i == 0 ? "" : i + 1 < said->len ? ", " : and.words[s->language], (char *)said->pdata[i]);
	return g_string_free(out, FALSE);
}
