/* What a person has decided in a case, over a rule that leaves the point to a person. */
#include "assess/rules.h"

#include <string.h>

/*
 * Points that a decision settles. Not among them: what the record itself must be put right for (two sources, a currency, a
 * credit note, a court), and what no decision makes lawful.
 */
static const char *const settled[] = { "U06", "U10", "U17", "U18", "U20", "U21", "U22", "U33", "R06",
	                               "L02", "L03", "L04", "C03", "P01", "D08", NULL };

/* "U06: aftalt med klienten" speaks of U06. */
static bool speaks_of(const Event *event, const char *id)
{
	size_t length = strlen(id);
	return event->ground != NULL && strncmp(event->ground, id, length) == 0 && !g_ascii_isalnum(event->ground[length]);
}

/* About the same debtor or item, or about all; made in the program, not said in a submission; not older than what it judges. */
static bool settles(const Inquiry *q, const Event *event, const Finding *finding)
{
	const char *slash = strchr(finding->about, '/');
	bool of_debtor = g_str_has_prefix(finding->about, "debtor/");
	if (!speaks_of(event, finding->rule->id) || date_before(q->on, event->on) || g_strcmp0(event->by, "claim.xml") == 0)
		return false;
	if (event->debtor != NULL && !(of_debtor && strcmp(slash + 1, event->debtor) == 0))
		return false;
	if (event->claim != NULL && strcmp(finding->about, event->claim) != 0)
		return false;
	for (guint i = 0; i < finding->events.len; i++)
		if (date_before(event->on, ((const Event *)finding->events.pdata[i])->on))
			return false;
	return true;
}

void rules_decide(Inquiry *q)
{
	g_autoptr(GPtrArray) events = case_events(q->c, "person_decided", NULL, NULL);
	for (guint i = 0; i < q->out->findings->len && events->len > 0; i++) {
		Finding *finding = q->out->findings->pdata[i];
		if (finding->effect != EFFECT_HUMAN || !g_strv_contains(settled, finding->rule->id))
			continue;
		for (guint j = 0; j < events->len; j++) {
			const Event *event = events->pdata[j];
			if (!settles(q, event, finding))
				continue;
			finding_append(finding, "Afgjort af {2} den {0}: {1}.", "Decided by {2} on {0}: {1}.",
			               ARGS(A_DATE(event->on), A_TEXT(event->ground), A_TEXT(event->by)));
			finding_soften(finding, EFFECT_WARN);
			finding_event(finding, event);
			finding_ask_nothing(finding);
			break;
		}
	}
}
