/* A case on a day: the rules are tried, then the first match of design section 3 decides the route. */
#include "assess/assess.h"

#include "assess/rules.h"
#include "assess/venue.h"

#include <string.h>

const char *severity_name(Severity severity)
{
	static const char *const names[] = { "NOTE", "WARN", "BLOCK" };
	return names[severity];
}

const char *effect_name(Effect effect)
{
	static const char *const names[] = { "INFO", "WARN", "MISSING", "FIX", "WAIT", "BLOCK_BP", "HUMAN", "BLOCK_ALL" };
	return names[effect];
}

const char *verdict_name(Verdict verdict)
{
	static const char *const names[] = { "CLEAR", "FOUND", "UNKNOWN" };
	return names[verdict];
}

const char *route_name(Route route)
{
	static const char *const names[ROUTES] = { "betalingspaakrav", "civil_claim", "udlaeg",
		                                   "missing",          "person",      "unsuitable" };
	return names[route];
}

bool route_parse(const char *name, Route *out)
{
	for (int route = 0; name != NULL && route < ROUTES; route++) {
		if (strcmp(route_name((Route)route), name) != 0)
			continue;
		*out = (Route)route;
		return true;
	}
	return false;
}

Say route_say(Route route)
{
	static const Say says[ROUTES] = {
		{ "betalingspåkrav", "betalingspåkrav (court payment demand)" },
		{ "stævning", "civil claim" },
		{ "udlæg på det fundament, der findes", "enforcement on the title that exists" },
		{ "noget mangler", "something is missing" },
		{ "en person må afgøre det", "a person must decide" },
		{ "uegnet", "unsuitable" },
	};
	return says[route];
}

const char *track_name(Track track)
{
	static const char *const names[] = { NULL, "kap39", "ordinary" };
	return names[track];
}

bool route_yields_package(Route route)
{
	return route == ROUTE_BETALINGSPAAKRAV || route == ROUTE_CIVIL_CLAIM;
}

void assessment_free(Assessment *assessment)
{
	if (assessment == NULL)
		return;
	g_ptr_array_unref(assessment->findings);
	arena_free(assessment->arena);
	if (assessment->court_candidates != NULL)
		g_ptr_array_unref(assessment->court_candidates);
	g_free(assessment->court);
	owed_free(assessment->owed);
	g_free(assessment);
}

/* Somebody acts for the creditor: a representative, or an operator who is not the creditor himself. */
static bool is_represented(const Case *c)
{
	const char *operator_kind = field_text(&c->operator_kind);
	return c->representative != NULL || (operator_kind != NULL && strcmp(operator_kind, "self") != 0);
}

/* The first debtor with a court of his own gives the court for all (rpl § 250). */
static void set_court(Assessment *out, const Venues *venues)
{
	out->court_candidates = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < venues->each->len && out->court == NULL; i++)
		out->court = g_strdup(((const Venue *)venues->each->pdata[i])->court);
	for (guint i = 0; i < venues->candidates->len; i++)
		g_ptr_array_add(out->court_candidates, g_strdup(venues->candidates->pdata[i]));
}

static void set_limitation(Assessment *out, const Claimed *claimed)
{
	out->limitation_on = out->limitation_by_on = DATE_NONE;
	for (guint i = 0; i < claimed->items->len; i++) {
		const Limitation *limitation = ((const ClaimedItem *)claimed->items->pdata[i])->limitation;
		if (!limitation->known || (date_known(out->limitation_on) && !date_before(limitation->last_on, out->limitation_on)))
			continue;
		out->limitation_on = limitation->last_on;
		out->limitation_by_on =
		    limitation_file_by(out->law, limitation->titled ? "T41" : "T40", limitation->start_on, limitation->last_on);
	}
}

static bool any_effect(const Assessment *out, Effect effect)
{
	for (guint i = 0; i < out->findings->len; i++)
		if (((const Finding *)out->findings->pdata[i])->effect == effect)
			return true;
	return false;
}

static Route decide(const Assessment *out, bool civil)
{
	if (any_effect(out, EFFECT_BLOCK_ALL))
		return ROUTE_UNSUITABLE;
	if (any_effect(out, EFFECT_HUMAN))
		return ROUTE_PERSON;
	if (inquiry_found(out, "U28", NULL))
		return ROUTE_UDLAEG;
	if (any_effect(out, EFFECT_WAIT) || any_effect(out, EFFECT_FIX) || any_effect(out, EFFECT_MISSING))
		return ROUTE_MISSING;
	return civil ? ROUTE_CIVIL_CLAIM : ROUTE_BETALINGSPAAKRAV;
}

/* The value of the case, rpl § 401: the principal and what claims other than money are worth. */
static bool value_of(const Assessment *out, Money *value)
{
	*value = out->principal;
	for (guint i = 0; i < out->on_case->items->len; i++) {
		const Item *item = out->on_case->items->pdata[i];
		Money worth;
		if (item->kind == ITEM_NOT_MONEY && field_money(&item->principal, &worth) && !money_add(*value, worth, value))
			return false;
	}
	return out->principal_known;
}

static bool has_principal(const Case *c)
{
	for (guint i = 0; i < c->items->len; i++)
		if (item_kind_is_principal(((const Item *)c->items->pdata[i])->kind))
			return true;
	return false;
}

static void set_track_and_fee(Assessment *out, bool civil)
{
	Money value, limit;
	if (!has_principal(out->on_case)) {
		out->principal_known = true; /* nothing but claims without an amount: there is no principal to know */
		out->principal = money_zero();
	}
	if (!value_of(out, &value) || out->route == ROUTE_UNSUITABLE)
		return;
	if (out->route == ROUTE_CIVIL_CLAIM && law_limit_money(out->law, "kap39_limit", out->on, &limit))
		out->track = money_compare(value, limit) <= 0 && !inquiry_found(out, "U05", NULL) ? TRACK_KAP39 : TRACK_ORDINARY;
	const char *act = out->route == ROUTE_UDLAEG ? "udlaeg" : civil ? "civil_filing" : "bp_base";
	out->court_fee_known = law_court_fee(out->law, act, value, out->on, &out->court_fee, NULL);
}

/* filing.md section 5: the creditor's word, except where limitation near forces choices 1 and 3 (U09). */
static void set_choices(Assessment *out)
{
	bool near = inquiry_found(out, "U09", NULL), word;
	out->serve_if_barred = near || (field_yes(&out->on_case->serve_if_barred, &word) && word);
	out->udlaeg = field_yes(&out->on_case->choice_udlaeg, &word) ? word : out->court != NULL;
	out->court_case = near || !field_yes(&out->on_case->court_case, &word) || word;
}

static void set_ready(Assessment *out)
{
	out->ready_on = DATE_NONE;
	if (out->route != ROUTE_MISSING)
		return;
	for (guint i = 0; i < out->findings->len; i++) {
		const Finding *finding = out->findings->pdata[i];
		if (finding->effect == EFFECT_WAIT)
			out->ready_on = date_max(out->ready_on, finding->ready_on);
	}
}

Assessment *assess(const Case *c, const Law *law, Date on)
{
	g_autoptr(Claimed) claimed = claimed_of(c, law, on);
	Assessment *out = g_new0(Assessment, 1);
	out->on_case = c;
	out->law = law;
	out->on = on;
	out->law_edition = law_edition(law);
	out->findings = g_ptr_array_sized_new(128);
	out->arena = arena_new();
	out->principal = claimed->principal;
	out->principal_known = claimed->principal_known;
	out->owed = claimed->owed;
	g_autoptr(Venues) venues = venues_of(law, c->debtors);
	set_court(out, venues);
	set_limitation(out, claimed);
	Inquiry q = { .c = c, .law = law, .on = on, .out = out, .claimed = claimed, .venues = venues,
		      .represented = is_represented(c) };
	rules_try(&q);
	claimed->owed = NULL;
	out->route = decide(out, q.civil);
	set_track_and_fee(out, q.civil);
	set_choices(out);
	set_ready(out);
	return out;
}
