#include "assess/award.h"

#include <string.h>

bool award_gives(const char *event_name)
{
	static const char *const giving[] = { "bp_endorsed_udlaeg",
		                              "bp_endorsed_plain",
		                              "default_judgment",
		                              "judgment_for_us",
		                              "appeal_for_us",
		                              "court_settlement",
		                              NULL };
	return g_strv_contains(giving, event_name);
}

static bool takes_away(const char *event_name)
{
	static const char *const taking[] = { "bp_reopened_case", "bp_reopened_no_case", "reopened", "appeal_against",
		                              NULL };
	return g_strv_contains(taking, event_name);
}

char *award_ground(Money principal, Money interest, Money costs, const char *text)
{
	g_autofree char *p = money_plain(principal);
	g_autofree char *i = money_plain(interest);
	g_autofree char *c = money_plain(costs);
	return g_strdup_printf("hovedstol %s; renter %s; omkostninger %s%s%s", p, i, c, text != NULL ? "; " : "",
	                       text != NULL ? text : "");
}

bool award_parts(const char *ground, Money *principal, Money *interest, Money *costs, const char **rest)
{
	static const char *const words[] = { "hovedstol ", "renter ", "omkostninger " };
	Money *const parts[] = { principal, interest, costs };
	const char *p = ground;
	for (size_t i = 0; p != NULL && i < G_N_ELEMENTS(words); i++) {
		if (i > 0 && g_str_has_prefix(p, "; "))
			p += 2;
		if (!g_str_has_prefix(p, words[i]))
			return false;
		p += strlen(words[i]);
		g_autofree char *amount = g_strndup(p, strcspn(p, ";"));
		if (!money_parse(amount, parts[i]) || money_is_negative(*parts[i]))
			return false;
		p += strlen(amount);
	}
	*rest = p != NULL && g_str_has_prefix(p, "; ") ? p + 2 : NULL;
	return p != NULL;
}

static void award_read(const Event *event, Award *out)
{
	*out = (Award){ .event = event,
		        .on = event->on,
		        .total = event->amount,
		        .principal = money_zero(),
		        .interest = money_zero(),
		        .costs = money_zero() };
	Money principal, interest, costs, sum;
	const char *rest;
	if (!award_parts(event->ground, &principal, &interest, &costs, &rest) || !money_add(principal, interest, &sum) ||
	    !money_add(sum, costs, &sum) || money_compare(sum, event->amount) != 0)
		return;
	out->parts_said = true;
	out->principal = principal;
	out->interest = interest;
	out->costs = costs;
}

bool award_of(const Case *c, const Party *debtor, Date on, Award *out)
{
	bool found = false;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (event->replaced || date_before(on, event->on) ||
		    (debtor != NULL && event->debtor != NULL && strcmp(event->debtor, debtor->id) != 0))
			continue;
		if (takes_away(event->name)) {
			found = false;
		} else if (award_gives(event->name) && event->has_amount) {
			award_read(event, out);
			found = true;
		}
	}
	return found;
}
