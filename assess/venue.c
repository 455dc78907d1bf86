#include "assess/venue.h"

#include <string.h>

static bool same_words(const char *a, const char *b)
{
	g_autofree char *x = g_utf8_casefold(a, -1), *y = g_utf8_casefold(b, -1);
	return strcmp(g_strstrip(x), g_strstrip(y)) == 0;
}

/* The candidate that the user's word names; NULL. */
static const char *among(const GPtrArray *candidates, const char *court)
{
	for (guint i = 0; i < candidates->len; i++)
		if (same_words(g_ptr_array_index(candidates, i), court))
			return g_ptr_array_index(candidates, i);
	return NULL;
}

static void use_fact(Venue *v, const Field *field)
{
	if (field->state == FIELD_KNOWN)
		g_ptr_array_add(v->facts, (gpointer)field->fact);
	for (guint i = 0; field->state == FIELD_CONFLICT && i < field->facts->len; i++)
		g_ptr_array_add(v->facts, g_ptr_array_index(field->facts, i));
}

static void because(Venue *v, char *da, char *en)
{
	g_free(v->da);
	g_free(v->en);
	v->da = da;
	v->en = en;
}

static bool lives_abroad(const Party *debtor)
{
	static const char *const denmark[] = { "DK", "DNK", "Danmark", "Denmark" };
	const char *country = field_text(&debtor->country);
	for (size_t i = 0; country != NULL && i < G_N_ELEMENTS(denmark); i++)
		if (same_words(country, denmark[i]))
			return false;
	return country != NULL;
}

static bool meet(const GPtrArray *a, const GPtrArray *b)
{
	for (guint i = 0; i < a->len; i++)
		if (among(b, g_ptr_array_index(a, i)) != NULL)
			return true;
	return false;
}

static char *join(const GPtrArray *candidates, const char *last)
{
	GString *s = g_string_new(NULL);
	for (guint i = 0; i < candidates->len; i++)
		g_string_append_printf(s, "%s%s", i == 0 ? "" : i + 1 == candidates->len ? last : ", ",
		                       (const char *)g_ptr_array_index(candidates, i));
	return g_string_free(s, FALSE);
}

/* What the place says; true when it decides. */
static bool look_at_place(const Law *law, const Party *debtor, Venue *v)
{
	const char *municipality = field_text(&debtor->municipality), *postcode = field_text(&debtor->postcode);
	use_fact(v, &debtor->municipality);
	if (municipality != NULL && law_municipality_exists(law, municipality)) {
		v->basis = VENUE_MUNICIPALITY;
		v->candidates = law_courts(law, municipality, NULL);
		because(v, g_strdup_printf("Skyldner bor i kommunen %s.", municipality),
		        g_strdup_printf("The debtor lives in the municipality %s.", municipality));
		g_autoptr(GPtrArray) other = law_courts(law, NULL, postcode);
		if (other->len > 0 && v->candidates->len > 0 && !meet(other, v->candidates)) {
			use_fact(v, &debtor->postcode);
			v->places_differ = true;
			because(v, g_strdup_printf("Skyldner bor i kommunen %s; postnummer %s ligger i en anden retskreds.", municipality,
			                           postcode),
			        g_strdup_printf("The debtor lives in the municipality %s; postcode %s lies in another district.",
			                        municipality, postcode));
		}
		return v->candidates->len == 1 && !law_place_open(law, municipality, NULL);
	}
	use_fact(v, &debtor->postcode);
	v->basis = VENUE_POSTCODE;
	v->candidates = law_courts(law, NULL, postcode);
	if (debtor->municipality.state == FIELD_CONFLICT || debtor->postcode.state == FIELD_CONFLICT) {
		because(v, g_strdup("To kilder er uenige om, hvor skyldner bor."),
		        g_strdup("Two sources disagree about where the debtor lives."));
		return false;
	}
	if (municipality != NULL) {
		because(v, g_strdup_printf("Kommunen %s findes ikke i tabellen.", municipality),
		        g_strdup_printf("The municipality %s is not in the table.", municipality));
		return false;
	}
	if (postcode == NULL)
		because(v, g_strdup("Hverken kommune eller postnummer er oplyst."),
		        g_strdup("Neither municipality nor postcode is stated."));
	else if (!law_postcode_exists(law, postcode))
		because(v, g_strdup_printf("Postnummer %s findes ikke i tabellen.", postcode),
		        g_strdup_printf("Postcode %s is not in the table.", postcode));
	else
		because(v, g_strdup_printf("Skyldner bor i postnummer %s.", postcode),
		        g_strdup_printf("The debtor lives in postcode %s.", postcode));
	return v->candidates->len == 1 && !law_place_open(law, NULL, postcode);
}

/* The place leaves it open: say between which. */
static void stay_undecided(Venue *v)
{
	v->basis = VENUE_UNDECIDED;
	if (v->candidates->len == 0)
		return;
	g_autofree char *da = join(v->candidates, " eller "), *en = join(v->candidates, " or ");
	because(v, g_strdup_printf("%s Det afgør ikke retskredsen: %s.", v->da, da),
	        g_strdup_printf("%s That does not decide the district: %s.", v->en, en));
}

static void hear_the_user(const Law *law, const Party *debtor, bool decided, Venue *v)
{
	const char *stated = field_text(&debtor->court);
	if (stated == NULL)
		return;
	use_fact(v, &debtor->court);
	const char *court = v->candidates->len > 0      ? among(v->candidates, stated) :
	    law_court_exists(law, stated) && !v->abroad ? stated :
	                                                  NULL;
	if (court == NULL) {
		v->stated_refused = true;
		because(v, g_strdup_printf("%s Den oplyste ret, %s, er ikke blandt de mulige.", v->da, stated),
		        g_strdup_printf("%s The stated court, %s, is not among the possible ones.", v->en, stated));
	} else if (!decided) {
		v->court = g_strdup(court);
		v->basis = VENUE_STATED;
		because(v, g_strdup_printf("%s Retten er oplyst: %s.", v->da, court),
		        g_strdup_printf("%s The court is stated by the user: %s.", v->en, court));
	}
}

/* The place leaves it open and the user says nothing: the address service may know in which district the house lies. */
static void hear_the_register(const Law *law, const Party *debtor, Venue *v)
{
	const char *told = field_text(&debtor->court_district);
	if (told == NULL || v->court != NULL || v->stated_refused)
		return;
	const char *court = v->candidates->len > 0 ? among(v->candidates, told) : law_court_exists(law, told) ? told : NULL;
	if (court == NULL)
		return;
	use_fact(v, &debtor->court_district);
	use_fact(v, &debtor->address_looked_up_on);
	v->court = g_strdup(court);
	v->basis = VENUE_ADDRESS;
	because(v, g_strdup_printf("%s Adressen ligger ifølge adressetjenesten i retskredsen: %s.", v->da, court),
	        g_strdup_printf("%s By the address service the address lies in the district: %s.", v->en, court));
}

Venue *venue_of(const Law *law, const Party *debtor)
{
	Venue *v = g_new0(Venue, 1);
	v->facts = g_ptr_array_new();
	if (lives_abroad(debtor)) {
		v->abroad = true;
		v->candidates = g_ptr_array_new_with_free_func(g_free);
		use_fact(v, &debtor->country);
		because(v, g_strdup("Skyldner bor ikke i Danmark; værneting følger af retsplejelovens § 246 og traktater."),
		        g_strdup("The debtor does not live in Denmark; venue follows from retsplejeloven § 246 and treaties."));
		hear_the_user(law, debtor, false, v);
		return v;
	}
	bool decided = look_at_place(law, debtor, v);
	if (decided)
		v->court = g_strdup(g_ptr_array_index(v->candidates, 0));
	else
		stay_undecided(v);
	hear_the_user(law, debtor, decided, v);
	hear_the_register(law, debtor, v);
	return v;
}

void venue_free(Venue *venue)
{
	if (venue == NULL)
		return;
	g_free(venue->court);
	g_free(venue->da);
	g_free(venue->en);
	g_ptr_array_free(venue->candidates, TRUE);
	g_ptr_array_free(venue->facts, TRUE);
	g_free(venue);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void venue_drop(gpointer venue)
{
	venue_free(venue);
}

Venues *venues_of(const Law *law, const GPtrArray *debtors)
{
	Venues *all = g_new0(Venues, 1);
	all->each = g_ptr_array_new_with_free_func(venue_drop);
	all->candidates = g_ptr_array_new_with_free_func(g_free);
	bool undecided = debtors->len == 0;
	const char *court = NULL;
	for (guint i = 0; i < debtors->len; i++) {
		Venue *v = venue_of(law, g_ptr_array_index(debtors, i));
		g_ptr_array_add(all->each, v);
		undecided = undecided || v->court == NULL;
		all->differ = all->differ || (v->court != NULL && court != NULL && strcmp(v->court, court) != 0);
		court = court != NULL ? court : v->court;
		for (guint k = 0; v->court == NULL && k < v->candidates->len; k++)
			if (among(all->candidates, g_ptr_array_index(v->candidates, k)) == NULL)
				g_ptr_array_add(all->candidates, g_strdup(g_ptr_array_index(v->candidates, k)));
		if (v->court != NULL && among(all->candidates, v->court) == NULL)
			g_ptr_array_add(all->candidates, g_strdup(v->court));
	}
	g_ptr_array_sort(all->candidates, compare_names);
	all->court = undecided || all->differ ? NULL : court;
	return all;
}

void venues_free(Venues *venues)
{
	if (venues == NULL)
		return;
	g_ptr_array_free(venues->each, TRUE);
	g_ptr_array_free(venues->candidates, TRUE);
	g_free(venues);
}
