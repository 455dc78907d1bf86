/* The demand letter's days as the court counts them, and the three choices. */
#include "filing/lint_desk.h"

#include "assess/venue.h"

#include <string.h>

/* One line of the demand's box. */
typedef struct Demand {
	const char *line;
	Date sent, stated;
	bool risk; /* a reason under il § 11 instead */
} Demand;

static bool demand_read(const char *line, Demand *out)
{
	const char *at = line;
	*out = (Demand){ .line = line, .sent = DATE_NONE, .stated = DATE_NONE };
	out->risk = strstr(line, "§ 11") != NULL && strlen(line) > strlen("Inkassolovens § 11: ") + 3;
	return out->risk || (lint_next_day(&at, &out->sent) && lint_next_day(&at, &out->stated));
}

/* Does the line speak of that debtor, by name, or of nobody and so of all? */
static bool demand_for(const Demand *demand, const char *name, guint debtors)
{
	return debtors < 2 || strstr(demand->line, " til ") == NULL || strstr(demand->line, name) != NULL;
}

typedef struct Standing {
	bool any, enough; /* of the letters to a debtor: is there one; is there one whose period was long enough and is over */
	bool is_short, running;
	Date sent, stated; /* of the one that counts, else of the last */
} Standing;

static Standing standing_of(LintDesk *desk, char *const *lines, const char *name, guint debtors)
{
	Standing out = { .sent = DATE_NONE, .stated = DATE_NONE };
	int least = 0;
	bool known = law_limit_number(desk->law, "demand_letter_min", desk->on, &least);
	for (; *lines != NULL && !out.enough; lines++) {
		Demand demand;
		if (!demand_read(*lines, &demand) || !demand_for(&demand, name, debtors))
			continue;
		out.any = true;
		out.sent = demand.sent;
		out.stated = demand.stated;
		out.is_short = !demand.risk && known && date_before(demand.stated, date_add_days(demand.sent, least));
		out.running = !demand.risk && !date_before(demand.stated, desk->on);
		out.enough = !out.is_short && !out.running;
	}
	return out;
}

static void days_told(LintDesk *desk, const Standing *standing)
{
	g_autofree char *told = lint_topic(desk, "demand");
	const Date days[] = { standing->sent, standing->stated };
	for (size_t i = 0; i < G_N_ELEMENTS(days) && told != NULL; i++) {
		if (!date_known(days[i]) || lint_names_day(told, days[i]))
			continue;
		g_autofree char *day = date_danish(days[i]);
		lint_fault(desk, LINT_L305, NULL, "Sagsfremstillingen nævner ikke den %s.", "The account does not name %s.", day);
	}
}

static void demand_look(LintDesk *desk)
{
	const char *value = lint_value(desk, "demand");
	g_auto(GStrv) lines = g_strsplit(value != NULL ? value : "", "\n", -1);
	guint debtors = lint_debtors(desk), none = 0;
	for (guint i = 0; i < debtors; i++) {
		const char *party = json_get_text(lint_box(desk, "debtor", i), "value");
		g_autofree char *name = party != NULL ? g_strndup(party, strcspn(party, "\n")) : g_strdup("?");
		Standing standing = standing_of(desk, lines, name, debtors);
		none += !standing.any;
		if (!standing.any && debtors > 1)
			lint_fault(desk, LINT_L304, NULL, "Intet påkrav til %s.", "No demand to %s.", name);
		if (standing.is_short && !standing.enough)
			lint_fault(desk, LINT_L302, NULL, "Fristen for %s er for kort.", "The period for %s is too short.", name);
		if (standing.running && !standing.enough)
			lint_fault(desk, LINT_L303, NULL, "Fristen for %s løber endnu.", "The period for %s still runs.", name);
		if (standing.any)
			days_told(desk, &standing);
	}
	if (debtors > 0 && none == debtors && !(desk->bare && lint_box(desk, "demand", 0) == NULL))
		lint_fault(desk, LINT_L301, NULL, "Ingen dage og ingen grund.", "No days and no reason.");
}

/* Udlæg belongs to the court of each debtor's residence or business, whatever the parties agreed. */
static void venue_look(LintDesk *desk)
{
	const char *court = lint_value(desk, "court");
	if (court == NULL || !json_get_bool(lint_box(desk, "udlaeg", 0), "answer"))
		return;
	const cJSON *box;
	for (guint i = 0; (box = lint_box(desk, "debtor", i)) != NULL; i++) {
		LintAddress address = lint_address(json_get_text(box, "value"));
		g_autoptr(GPtrArray) courts =
		    strlen(address.code) == 4 && address.country == NULL ? law_courts(desk->law, NULL, address.code) : g_ptr_array_new();
		bool among = courts->len == 0;
		for (guint k = 0; k < courts->len; k++)
			among = among || strcmp(courts->pdata[k], court) == 0;
		if (!among)
			lint_fault(desk, LINT_L307, NULL, "%s ligger ikke i kredsen for %s.", "%s is not in the district of %s.", address.code, court);
		lint_address_clear(&address);
	}
}

static void limitation_look(LintDesk *desk)
{
	const cJSON *serve = lint_box(desk, "serve_if_barred", 0);
	if (desk->assessment == NULL || serve == NULL || json_get_bool(serve, "answer"))
		return;
	const Finding *near = NULL;
	for (guint i = 0; i < desk->assessment->findings->len; i++) {
		const Finding *finding = desk->assessment->findings->pdata[i];
		if (finding->verdict == VERDICT_FOUND && strcmp(finding->rule->name, "limitation-near") == 0)
			near = finding;
	}
	if (near != NULL)
		lint_fault(desk, LINT_L308, NULL, "%s%.0s", "%.0s%s", finding_because(near, LANG_DA), finding_because(near, LANG_EN));
}

void lint_look_demand(LintDesk *desk)
{
	demand_look(desk);
	venue_look(desk);
	limitation_look(desk);
}
