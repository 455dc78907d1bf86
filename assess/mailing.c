#include "assess/mailing.h"

#include <string.h>

static bool same_debtor(const Event *a, const Event *b)
{
	return a->debtor == NULL || b->debtor == NULL || strcmp(a->debtor, b->debtor) == 0;
}

/* "D08: sendt til folkeregisteradressen", after it came back and of the same debtor. */
static bool decided(const Case *c, const Event *back, Date on)
{
	g_autoptr(GPtrArray) decisions = case_events(c, "person_decided", NULL, NULL);
	for (guint i = 0; i < decisions->len; i++) {
		const Event *event = decisions->pdata[i];
		if (event->ground != NULL && g_str_has_prefix(event->ground, "D08") && !g_ascii_isalnum(event->ground[3]) &&
		    !date_before(event->on, back->on) && !date_before(on, event->on) && same_debtor(event, back))
			return true;
	}
	return false;
}

bool letter_came_back(const Case *c, const Event *letter, Date on)
{
	static const char *const names[] = { "letter_returned", "demand_returned" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(GPtrArray) returns = case_events(c, names[n], NULL, NULL);
		for (guint i = 0; i < returns->len; i++) {
			const Event *back = returns->pdata[i];
			bool same = back->document != NULL && letter->document != NULL
			                ? strcmp(back->document, letter->document) == 0
			                : n == 1 && strcmp(letter->name, "demand_sent") == 0;
			if (same && !date_before(back->on, letter->on) && !date_before(on, back->on) &&
			    (same_debtor(back, letter) || c->debtors->len == 1) && !decided(c, back, on))
				return true;
		}
	}
	return false;
}

bool letter_unmet(const Case *c, const Event *letter, Date on)
{
	static const char *const names[] = { "reminder_sent", "demand_sent" };
	if (!letter_came_back(c, letter, on))
		return false;
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(GPtrArray) others = case_events(c, names[n], NULL, NULL);
		for (guint i = 0; i < others->len; i++) {
			const Event *other = others->pdata[i];
			if (date_compare(other->on, letter->on) == 0 && !same_debtor(other, letter) && !letter_came_back(c, other, on))
				return false;
		}
	}
	return true;
}

const Event *letter_demand(const Case *c, const Event *reminder)
{
	g_autoptr(GPtrArray) demands = case_events(c, "demand_sent", NULL, NULL);
	for (guint i = 0; reminder->document != NULL && i < demands->len; i++) {
		const Event *demand = demands->pdata[i];
		if (g_strcmp0(demand->document, reminder->document) == 0 && date_compare(demand->on, reminder->on) == 0)
			return demand;
	}
	return NULL;
}

bool letter_is_ours(const Event *letter, const char *kind)
{
	const char *name = letter->document;
	size_t n = strlen(kind);
	if (name == NULL || !g_str_has_prefix(name, "breve/") || !g_str_has_suffix(name, ".pdf"))
		return false;
	size_t end = strlen(name) - strlen(".pdf");
	return end > n && name[end - n - 1] == '-' && strncmp(name + end - n, kind, n) == 0;
}

int letter_reminders(const Case *c, const Party *debtor, Date on)
{
	int sent = 0;
	Date last = DATE_NONE;
	g_autoptr(GPtrArray) events = case_events(c, "reminder_sent", debtor, NULL);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (date_before(on, event->on) || letter_came_back(c, event, on) || letter_is_ours(event, "friendly") ||
		    letter_demand(c, event) != NULL || (date_known(last) && date_compare(last, event->on) == 0))
			continue;
		last = event->on;
		sent++;
	}
	return sent;
}
