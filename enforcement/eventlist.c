/* events CASE: what happened, and that the case left the house. */
#include "enforcement/leavingbook.h"
#include "enforcement/note.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

int events_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("events");
	json_text(object, "case", c->id);
	cJSON *events = json_array(object, "events");
	for (guint i = 0; i < c->events->len; i++)
		event_json(json_push(events), c->events->pdata[i]);
	g_autoptr(GPtrArray) departures = leaving_all(call->store, c->id, error);
	if (departures == NULL)
		return -1;
	cJSON *leavings = json_array(object, "leavings");
	for (guint i = 0; i < departures->len; i++)
		departure_json(json_push(leavings), departures->pdata[i]);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void events_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *event;
	cJSON_ArrayForEach(event, json_get(result, "events"))
	{
		g_autofree char *id = g_strdup_printf("%" PRId64, json_get_int(event, "id", 0));
		g_string_append_printf(out, "%4s  %s  %s", g_str_equal(id, "0") ? "-" : id, json_get_text(event, "on"),
		                       event_word(json_get_text(event, "name"), call->lang));
		const cJSON *amount = json_get(event, "amount_ore");
		if (amount != NULL && !cJSON_IsNull(amount)) {
			g_autofree char *kroner = money_danish(money_of_ore(json_get_int(event, "amount_ore", 0)));
			g_string_append_printf(out, ", %s kr.", kroner);
		}
		static const struct {
			const char *key;
			Say say;
		} details[] = { { "debtor", { "debitor", "debtor" } },      { "claim", { "fordring", "claim" } },
			        { "paid_to", { "betalt til", "paid to" } }, { "deadline_on", { "frist", "deadline" } },
			        { "ground", { "begrundelse", "ground" } },  { "document", { "bilag", "document" } },
			        { "by", { "noteret af", "recorded by" } } };
		for (size_t i = 0; i < G_N_ELEMENTS(details); i++)
			if (json_get_text(event, details[i].key) != NULL)
				g_string_append_printf(out, "; %s %s", say(details[i].say, call->lang),
				                       json_get_text(event, details[i].key));
		if (json_get_int(event, "replaces", 0) != 0)
			g_string_append_printf(out, "; %s nr. %" PRId64, da ? "retter" : "corrects",
			                       json_get_int(event, "replaces", 0));
		if (json_get_bool(event, "replaced"))
			g_string_append(out, da ? "  (rettet, gælder ikke)" : "  (corrected, does not count)");
		g_string_append_c(out, '\n');
	}
	cJSON_ArrayForEach(event, json_get(result, "leavings"))
	{
		bool close = strcmp(json_get_text(event, "way"), "close") == 0;
		const char *to = json_get_text(event, "to"), *by = json_get_text(event, "by");
		g_string_append_printf(out, "   -  %s  %s", json_get_text(event, "on"),
		                       close ? (da ? "Sagen lukket" : "Case closed") : (da ? "Sagen overdraget" : "Case handed over"));
		if (to != NULL)
			g_string_append_printf(out, da ? "; til %s" : "; to %s", to);
		if (by != NULL)
			g_string_append_printf(out, da ? "; af %s" : "; by %s", by);
		g_string_append(out, json_get_bool(event, "stands") ? "\n" : da ? "  (taget ind igen siden)\n" : "  (taken in again since)\n");
	}
	if (cJSON_GetArraySize(json_get(result, "events")) == 0)
		g_string_append(out, da ? "Ingen hændelser.\n" : "No events.\n");
}
