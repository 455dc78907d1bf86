/* Plans for people: one line for the plan, one for each instalment. */
#include "enforcement/plan.h"

#include <inttypes.h>
#include <string.h>

static void plan_lines(const Call *call, const cJSON *plan, GString *out)
{
	bool da = call->lang == LANG_DA;
	static const struct {
		const char *state;
		Say say;
	} words[] = { { "kept", { "overholdt", "kept" } },
		      { "late", { "en rate er for sent", "an instalment is late" } },
		      { "noticed", { "varslet", "notice given" } },
		      { "defaulted", { "misligholdt", "in default" } },
		      { "ended", { "slut", "ended" } },
		      { "paid", { "betalt", "paid" } },
		      { "ahead", { "kommer", "to come" } },
		      { "paid_late", { "betalt for sent", "paid late" } } };
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(plan, "sum_ore", 0)));
	g_autofree char *rest = money_danish(money_of_ore(json_get_int(plan, "rest_ore", 0)));
	const char *state = json_get_text(plan, "state"), *name = json_get_text(plan, "name");
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i].state, state) == 0)
			state = say(words[i].say, call->lang);
	g_string_append_printf(out, da ? "%s %s: %s kr. i rater, %s; rest %s kr.\n" : "%s %s: DKK %s in instalments, %s; left DKK %s\n",
	                       json_get_text(plan, "case"), name != NULL ? name : json_get_text(plan, "debtor"), sum, state, rest);
	if (json_get_text(plan, "notice_until_on") != NULL)
		g_string_append_printf(out, da ? "  varsel med frist %s\n" : "  notice given, pay by %s\n", json_get_text(plan, "notice_until_on"));
	const cJSON *one;
	cJSON_ArrayForEach(one, json_get(plan, "instalments"))
	{
		const char *word = json_get_text(one, "state");
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strcmp(words[i].state, word) == 0)
				word = say(words[i].say, call->lang);
		word = strcmp(json_get_text(one, "state"), "late") == 0 ? (da ? "for sent" : "late") : word;
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(one, "amount_ore", 0)));
		g_autofree char *paid = money_danish(money_of_ore(json_get_int(one, "paid_ore", 0)));
		g_string_append_printf(out, "  %3" PRId64 "  %s  %12s  %12s  %s\n", json_get_int(one, "n", 0), json_get_text(one, "due_on"),
		                       amount, paid, word);
	}
}

void plan_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	const char *outcome = json_get_text(result, "outcome");
	if (g_strcmp0(outcome, "refused") == 0)
		g_string_append(out, da ? "Ikke noteret: en person skal se på det først (--approved-by NAVN --why TEKST).\n"
		                        : "Not recorded: a person must look at it first (--approved-by NAME --why TEXT).\n");
	cJSON_ArrayForEach(row, json_get(result, "findings")) g_string_append_printf(
	    out, "  ! %s (%s)\n", json_get_text(row, "because"), json_get_text(row, "statute"));
	cJSON_ArrayForEach(row, json_get(result, "plans")) plan_lines(call, row, out);
	if (cJSON_GetArraySize(json_get(result, "plans")) == 0 && outcome == NULL)
		g_string_append(out, da ? "Ingen ordning med rater.\n" : "No plan of instalments.\n");
}
