#include "enforcement/title.h"

#include <inttypes.h>
#include <string.h>

/*
 * What was claimed on the day of the award: the case as it stood without the award, assessed on that day. With the
 * award's events marked as not counting, what is owed is what was asked for.
 */
static bool asked_on(const Case *c, const Law *law, const Award *award, Money *asked)
{
	Case before = *c;
	g_autoptr(GPtrArray) events = g_ptr_array_new();
	for (guint i = 0; i < c->events->len; i++) {
		Event *event = c->events->pdata[i];
		if (!award_gives(event->name))
			g_ptr_array_add(events, event);
	}
	before.events = events;
	g_autoptr(Assessment) then = assess(&before, law, award->on);
	if (!then->owed->known)
		return false;
	*asked = then->owed->total;
	return true;
}

Titles *titles_of(const Case *c, const Law *law, Date on)
{
	Titles *titles = g_new0(Titles, 1);
	titles->titles = g_array_new(FALSE, TRUE, sizeof(Title));
	for (guint i = 0; i < c->debtors->len; i++) {
		Title title = { .debtor = c->debtors->pdata[i], .asked = money_zero() };
		if (!award_of(c, title.debtor, on, &title.award))
			continue;
		const char *waits;
		title.kind = title_kind_of(title.award.event);
		title.enforceable_on = title_enforceable(c, title.award.event, title.debtor, law, on, &waits);
		title.asked_known = asked_on(c, law, &title.award, &title.asked);
		award_ask(&title.award, c, law);
		g_array_append_val(titles->titles, title);
	}
	return titles;
}

void titles_free(Titles *titles)
{
	if (titles == NULL)
		return;
	g_array_free(titles->titles, TRUE);
	g_free(titles);
}

static void difference_add(cJSON *findings, const Title *title, Lang lang)
{
	Money less;
	if (!title->asked_known || title->award.costs_alone || money_compare(title->award.total, title->asked) == 0 ||
	    !money_sub(title->asked, title->award.total, &less))
		return;
	g_autofree char *awarded = money_danish(title->award.total);
	g_autofree char *asked = money_danish(title->asked);
	cJSON *finding = json_push(findings);
	json_text(finding, "id", "R22");
	json_text(finding, "name", "awarded-differs");
	json_text(finding, "severity", "NOTE");
	g_autofree char *about = g_strdup_printf("debtor/%s event/%" PRId64, title->debtor->id, title->award.event->id);
	json_text(finding, "about", about);
	json_text(finding, "event", title->award.event->name);
	json_date(finding, "on", title->award.on);
	json_money(finding, "difference_ore", less);
	g_autofree char *because = g_strdup_printf(
	    lang == LANG_DA ? "Retten gav %s kr.; krævet var %s kr. den dag. Det, der skyldes, følger afgørelsen."
			    : "The court gave DKK %s; DKK %s was claimed that day. What is owed follows the decision.",
	    awarded, asked);
	json_text(finding, "because", because);
}

void titles_json(cJSON *object, const Titles *titles, Lang lang)
{
	cJSON *rows = json_array(object, "titles");
	cJSON *findings = cJSON_GetObjectItemCaseSensitive(object, "findings");
	for (guint i = 0; i < titles->titles->len; i++) {
		const Title *title = &g_array_index(titles->titles, Title, i);
		cJSON *row = json_push(rows);
		json_text(row, "debtor", title->debtor->id);
		json_text(row, "event", title->award.event->name);
		json_date(row, "on", title->award.on);
		json_text(row, "kind", title_kind_name(title->kind));
		json_date(row, "enforceable_on", title->enforceable_on);
		if (title->award.total_known)
			json_money(row, "awarded_ore", title->award.total);
		else
			json_null(row, "awarded_ore");
		if (title->award.parts_said) {
			json_money(row, "principal_ore", title->award.principal);
			json_money(row, "interest_ore", title->award.interest);
			json_money(row, "costs_ore", title->award.costs);
		} else {
			json_null(row, "principal_ore");
			json_null(row, "interest_ore");
			if (title->award.costs_alone)
				json_money(row, "costs_ore", title->award.costs);
			else
				json_null(row, "costs_ore");
		}
		if (title->asked_known)
			json_money(row, "asked_ore", title->asked);
		else
			json_null(row, "asked_ore");
		difference_add(findings, title, lang);
	}
}

void titles_text(const cJSON *titles, Lang lang, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, titles)
	{
		Date on;
		const cJSON *sum = json_get(row, "awarded_ore"); /* øre are written raw: no cJSON number */
		bool known = sum != NULL && !cJSON_IsNull(sum);
		g_autofree char *kroner = money_danish(money_of_ore(json_get_int(row, "awarded_ore", 0)));
		const char *awarded = known ? kroner : lang == LANG_DA ? "ukendt" : "unknown";
		g_autofree char *day = !date_parse(json_get_text(row, "on"), &on) ? NULL
		                       : lang == LANG_DA                          ? date_danish_long(on)
		                                                                  : date_english(on);
		g_autofree char *from = !date_parse(json_get_text(row, "enforceable_on") != NULL ? json_get_text(row, "enforceable_on") : "", &on) ? NULL
		                        : lang == LANG_DA ? date_danish_long(on)
		                                          : date_english(on);
		g_string_append_printf(out, "  %-22s %s%s %s %s (%s)%s%s\n",
		                       lang == LANG_DA ? "Tilkendt:" : "Awarded:", awarded, known ? " kr." : "", lang == LANG_DA ? "den" : "on",
		                       day, json_get_text(row, "debtor"),
		                       from == NULL ? "" : lang == LANG_DA ? ", kan fuldbyrdes fra " : ", enforceable from ",
		                       from != NULL ? from : "");
	}
}
