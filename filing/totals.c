#include "filing/totals.h"

#include "intake/render.h"

void totals_count(Totals *totals, Outcome outcome, const char *route, Money principal)
{
	totals->outcomes[outcome]++;
	if (outcome != OUTCOME_TAKEN)
		return;
	Route way;
	if (route_parse(route, &way))
		totals->routes[way]++;
	if (!money_add(totals->principal, principal, &totals->principal))
		totals->principal_unknown = true;
}

void totals_json(const Totals *totals, cJSON *result)
{
	cJSON *object = json_object(result, "totals");
	int64_t count = 0;
	for (int i = OUTCOME_TAKEN; i <= OUTCOME_WAITING; i++)
		count += totals->outcomes[i];
	json_int(object, "count", count);
	for (int i = OUTCOME_TAKEN; i <= OUTCOME_WAITING; i++)
		json_int(object, outcome_name((Outcome)i), totals->outcomes[i]);
	if (totals->principal_unknown)
		json_null(object, "principal_ore");
	else
		json_money(object, "principal_ore", totals->principal);
	/* Asked of a person, per hundred cases. */
	int64_t taken = totals->outcomes[OUTCOME_TAKEN];
	json_int(object, "asked", totals->asked);
	if (taken > 0)
		json_int(object, "questions", (totals->asked * 100 + taken / 2) / taken);
	else
		json_null(object, "questions");
	cJSON *routes = json_object(object, "routes");
	for (int i = 0; i < ROUTES; i++)
		json_int(routes, route_name((Route)i), totals->routes[i]);
}

void totals_text(const cJSON *totals, Lang lang, GString *out)
{
	bool known = !cJSON_IsNull(json_get(totals, "principal_ore"));
	g_autofree char *kroner = money_danish(money_of_ore(json_get_int(totals, "principal_ore", 0)));
	g_autofree char *sum = known ? g_strdup_printf(lang == LANG_DA ? "%s kr." : "DKK %s", kroner)
	                             : g_strdup(lang == LANG_DA ? "ukendt, for stort til at lægge sammen."
	                                                        : "unknown, too large to add up");
	g_string_append_printf(out,
	                       lang == LANG_DA
	                           ? "\n%d indleveringer: %d modtaget, %d dublet, %d afvist, %d venter; hovedstole i alt %s\n"
	                           : "\n%d submissions: %d taken, %d duplicate, %d refused, %d waiting; principals in all %s\n",
	                       (int)json_get_int(totals, "count", 0), (int)json_get_int(totals, "taken", 0),
	                       (int)json_get_int(totals, "duplicate", 0), (int)json_get_int(totals, "refused", 0),
	                       (int)json_get_int(totals, "waiting", 0), sum);
	int asked = (int)json_get_int(totals, "asked", 0);
	if (asked > 0)
		g_string_append_printf(out, lang == LANG_DA ? "%d spørgsmål til en person (%d pr. hundrede sager); se review\n"
		                                            : "%d questions for a person (%d per hundred cases); see review\n",
		                       asked, (int)json_get_int(totals, "questions", 0));
	const cJSON *routes = json_get(totals, "routes");
	for (int i = 0; i < ROUTES; i++) {
		g_string_append(out, "  ");
		render_padded(out, say(route_say((Route)i), lang), 36);
		g_string_append_printf(out, "%6d\n", (int)json_get_int(routes, route_name((Route)i), 0));
	}
}
