/* Who claims of whom, and before which court: can messages reach the one and be served on the other? */
#include "filing/lint_desk.h"

#include "assess/venue.h"

#include <string.h>

static void claimant_look(LintDesk *desk)
{
	const cJSON *box = lint_box(desk, "creditor", 0), *other = lint_box(desk, "representative", 0);
	const char *value = box != NULL ? json_get_text(box, "value") : NULL;
	if (desk->bare && box == NULL)
		return;
	LintAddress address = lint_address(value);
	if (!address.name || !(address.street || address.postbox) || !address.postcode || !address.city)
		lint_fault(desk, LINT_L102, box != NULL ? json_get_text(box, "label") : NULL, "Adressen er ikke hel.",
		           "The address is not whole.");
	if (address.country != NULL && !lint_is_danish(address.country)) {
		/* Messages may go to a representative in Denmark instead. */
		const char *elsewhere = other != NULL ? json_get_text(other, "value") : NULL;
		LintAddress there = lint_address(elsewhere);
		if (elsewhere == NULL || !there.postcode || (there.country != NULL && !lint_is_danish(there.country)))
			lint_fault(desk, LINT_L103, json_get_text(box, "label"), "Adressen ligger i %s. Programmet har ingen liste over EØS-landene og afgør det ikke.",
			           "The address is in %s. The program has no list of the EEA countries and does not decide it.", address.country);
		lint_address_clear(&there);
	}
	lint_address_clear(&address);
}

static void representative_look(LintDesk *desk)
{
	const cJSON *box = lint_box(desk, "representative", 0);
	const char *value = box != NULL ? json_get_text(box, "value") : NULL;
	if (value == NULL)
		return;
	LintAddress address = lint_address(value);
	if (!address.name || !(address.street || address.postbox) || !address.postcode || !address.city)
		lint_fault(desk, LINT_L106, json_get_text(box, "label"), "Adressen er ikke hel.", "The address is not whole.");
	if (desk->form && (lint_value(desk, "representative_account") == NULL || lint_value(desk, "representative_case") == NULL))
		lint_fault(desk, LINT_L125, NULL, "Et af felterne er tomt.", "One of the boxes is empty.");
	lint_address_clear(&address);
}

static int digits_in(const char *text, bool *other)
{
	int digits = 0;
	*other = false;
	for (; *text != '\0'; text++) {
		if (g_ascii_isdigit(*text))
			digits++;
		else if (strchr(" -.+()", *text) == NULL)
			*other = true;
	}
	return digits;
}

static void numbers_look(LintDesk *desk)
{
	static const char *const accounts[] = { "account", "representative_account" };
	bool other;
	for (size_t i = 0; i < G_N_ELEMENTS(accounts); i++) {
		const cJSON *box = lint_box(desk, accounts[i], 0);
		const char *value = box != NULL ? json_get_text(box, "value") : NULL;
		int digits = value != NULL ? digits_in(value, &other) : 0;
		if (value != NULL && (other || digits < 5 || digits > 14))
			lint_fault(desk, LINT_L104, json_get_text(box, "label"), "%d cifre.", "%d digits.", digits);
	}
	const cJSON *phone = lint_box(desk, "phone", 0);
	const char *value = phone != NULL ? json_get_text(phone, "value") : NULL;
	int digits = value != NULL ? digits_in(value, &other) : 0;
	if (value != NULL && (other || digits < 8 || digits > 15 || (digits != 8 && *value != '+' && strncmp(value, "00", 2) != 0)))
		lint_fault(desk, LINT_L105, json_get_text(phone, "label"), "%d cifre.", "%d digits.", digits);
}

/* Greenland's postcodes are 39xx; the Faroes' have three digits. */
static bool elsewhere(const LintAddress *address)
{
	static const char *const names[] = { "færøerne", "grønland", "faroe", "greenland", "kalaallit", "føroyar", NULL };
	bool abroad = address->country != NULL && lint_word(address->country, names) == NULL;
	return !abroad && (strncmp(address->code, "39", 2) == 0 || strlen(address->code) == 3 ||
	                   (address->country != NULL && lint_word(address->country, names) != NULL));
}

static void venue_look(LintDesk *desk, const char *label, const LintAddress *address)
{
	const char *court = lint_value(desk, "court");
	if (court == NULL || !law_court_exists(desk->law, court) || address->country != NULL || strlen(address->code) != 4 ||
	    lint_debtors(desk) > 1)
		return; /* of several debtors one is enough, rpl § 250 */
	g_autoptr(GPtrArray) courts = law_courts(desk->law, NULL, address->code);
	for (guint i = 0; i < courts->len; i++)
		if (strcmp(courts->pdata[i], court) == 0)
			return;
	if (courts->len > 0)
		lint_fault(desk, LINT_L111, label, "%s ligger ikke i kredsen for %s.", "%s is not in the district of %s.", address->code, court);
}

/* What the record knows of the debtors' places decides over what their postcodes tell. */
static void venue_known(LintDesk *desk)
{
	const char *court = lint_value(desk, "court");
	g_autoptr(Venues) venues = venues_of(desk->law, desk->assessment->on_case->debtors);
	if (court == NULL || venues->candidates->len == 0)
		return;
	for (guint i = 0; i < venues->candidates->len; i++)
		if (strcmp(venues->candidates->pdata[i], court) == 0)
			return;
	lint_fault(desk, LINT_L111, NULL, "%s er ikke blandt de retter, som skyldners sted giver.",
	           "%s is not among the courts of the debtor's place.", court);
}

static void debtor_look(LintDesk *desk, const cJSON *box)
{
	const char *label = json_get_text(box, "label"), *value = json_get_text(box, "value");
	LintAddress address = lint_address(value);
	if (elsewhere(&address) && value != NULL)
		lint_fault(desk, LINT_L109, label, "Postnummer %s.", "Postcode %s.", address.code);
	else if (address.postbox)
		lint_fault(desk, LINT_L108, label, "Der er ingen vej og intet husnummer.", "There is no street and no house number.");
	else if (!address.name || !address.street || !address.number || !address.postcode || !address.city)
		lint_fault(desk, LINT_L107, label, "Mangler:%s%s%s%s.", "Missing:%s%s%s%s.", address.name ? "" : " navn",
		           address.street ? "" : " vej", address.number ? "" : " husnummer",
		           address.postcode && address.city ? "" : " postnummer og by");
	if (desk->assessment == NULL)
		venue_look(desk, label, &address);
	lint_address_clear(&address);
}

void lint_look_parties(LintDesk *desk)
{
	claimant_look(desk);
	representative_look(desk);
	numbers_look(desk);
	const cJSON *box;
	for (guint i = 0; (box = lint_box(desk, "debtor", i)) != NULL; i++)
		debtor_look(desk, box);
	const char *court = lint_value(desk, "court");
	if (court != NULL && !law_court_exists(desk->law, court))
		lint_fault(desk, LINT_L110, NULL, "»%s« er ingen af landets retter.", "\"%s\" is none of the courts.", court);
	if (desk->assessment != NULL)
		venue_known(desk);
}
