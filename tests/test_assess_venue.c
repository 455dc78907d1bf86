/* Venue: the place decides, or only the user's word among its courts does. And law show, which prints the tables. */
#include "assess/law_commands.h"
#include "assess/venue.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Law *law;

/* A debtor built by hand; the facts carry the values. */
typedef struct Home {
	Party party;
	Fact municipality, postcode, court, country;
} Home;

static void says(Field *field, Fact *fact, const char *name, const char *value)
{
	fact->name = (char *)name;
	fact->value = (char *)value;
	*field = value != NULL ? (Field){ FIELD_KNOWN, fact, NULL } : (Field){ 0 };
}

static void live(Home *h, const char *municipality, const char *postcode, const char *court)
{
	memset(h, 0, sizeof *h);
	h->party.id = (char *)"d1";
	says(&h->party.municipality, &h->municipality, "debtor.municipality", municipality);
	says(&h->party.postcode, &h->postcode, "party.postcode", postcode);
	says(&h->party.court, &h->court, "debtor.court", court);
}

static void the_place_or_the_user_decides(void **state)
{
	(void)state;
	static const struct {
		const char *municipality, *postcode, *stated, *court;
		VenueBasis basis;
		guint candidates;
		bool refused;
	} rows[] = {
		{ "Glostrup", "2600", NULL, "Retten i Glostrup", VENUE_MUNICIPALITY, 1, false },
		{ NULL, "8000", NULL, "Retten i Aarhus", VENUE_POSTCODE, 1, false },
		{ NULL, "8000", "retten i aarhus", "Retten i Aarhus", VENUE_POSTCODE, 1, false },
		{ NULL, "8000", "Retten i Horsens", "Retten i Aarhus", VENUE_POSTCODE, 1, true },
		{ NULL, "2100", NULL, NULL, VENUE_UNDECIDED, 2, false },
		{ "0101", "2100", NULL, NULL, VENUE_UNDECIDED, 2, false },
		{ NULL, "2100", "Københavns Byret", "Københavns Byret", VENUE_STATED, 2, false },
		{ "København", NULL, "Retten på Frederiksberg", "Retten på Frederiksberg", VENUE_STATED, 2, false },
		{ NULL, "2100", "Retten i Glostrup", NULL, VENUE_UNDECIDED, 2, true },
		{ NULL, NULL, NULL, NULL, VENUE_UNDECIDED, 0, false },
		{ NULL, NULL, "Retten i Horsens", "Retten i Horsens", VENUE_STATED, 0, false },
		{ NULL, NULL, "Retten i Atlantis", NULL, VENUE_UNDECIDED, 0, true },
		{ NULL, "9999", NULL, NULL, VENUE_UNDECIDED, 0, false },
		{ NULL, "3760", NULL, NULL, VENUE_UNDECIDED, 1, false }, /* Christiansø's court is not established */
		{ NULL, "3760", "Retten på Bornholm", "Retten på Bornholm", VENUE_STATED, 1, false },
		{ "Bornholm", "3760", NULL, "Retten på Bornholm", VENUE_MUNICIPALITY, 1, false },
		{ "Atlantis", "8000", NULL, NULL, VENUE_UNDECIDED, 1, false }, /* a name nobody knows: not passed over */
		{ "Atlantis", "8000", "Retten i Aarhus", "Retten i Aarhus", VENUE_STATED, 1, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Home h;
		live(&h, rows[i].municipality, rows[i].postcode, rows[i].stated);
		g_autoptr(Venue) v = venue_of(law, &h.party);
		if (g_strcmp0(v->court, rows[i].court) != 0 || v->basis != rows[i].basis)
			print_message("%d: %s\n", (int)i, v->en);
		assert_int_equal(g_strcmp0(v->court, rows[i].court), 0);
		assert_int_equal(v->basis, rows[i].basis);
		assert_int_equal(v->candidates->len, rows[i].candidates);
		assert_int_equal(v->stated_refused, rows[i].refused);
		assert_non_null(v->da);
		assert_non_null(v->en);
		if (v->basis == VENUE_STATED)
			assert_non_null(strstr(v->da, "oplyst"));
		assert_int_equal(v->facts->len > 0, rows[i].municipality != NULL || rows[i].postcode != NULL || rows[i].stated != NULL);
	}
}

static void a_place_in_conflict_or_abroad_is_no_place(void **state)
{
	(void)state;
	Home h;
	live(&h, NULL, "8000", NULL);
	Fact other = { .name = (char *)"debtor.municipality", .value = (char *)"Horsens" };
	GPtrArray *both = g_ptr_array_new();
	g_ptr_array_add(both, &h.municipality);
	g_ptr_array_add(both, &other);
	h.party.municipality = (Field){ FIELD_CONFLICT, NULL, both };
	g_autoptr(Venue) v = venue_of(law, &h.party);
	assert_null(v->court);
	assert_int_equal(v->facts->len, 3);
	g_ptr_array_free(both, TRUE);

	live(&h, NULL, "8000", "Retten i Aarhus");
	says(&h.party.country, &h.country, "party.country", "SE");
	g_autoptr(Venue) abroad = venue_of(law, &h.party);
	assert_null(abroad->court);
	assert_true(abroad->abroad);
	says(&h.party.country, &h.country, "party.country", "Danmark");
	g_autoptr(Venue) home = venue_of(law, &h.party);
	assert_string_equal(home->court, "Retten i Aarhus");

	live(&h, "Glostrup", "8000", NULL);
	g_autoptr(Venue) differ = venue_of(law, &h.party);
	assert_string_equal(differ->court, "Retten i Glostrup");
	assert_true(differ->places_differ);
}

static void several_debtors_need_one_court(void **state)
{
	(void)state;
	Home a, b, c;
	live(&a, NULL, "8000", NULL);
	live(&b, "Aarhus", NULL, NULL);
	live(&c, NULL, "2100", NULL);
	g_autoptr(GPtrArray) debtors = g_ptr_array_new();
	g_ptr_array_add(debtors, &a.party);
	g_ptr_array_add(debtors, &b.party);
	g_autoptr(Venues) same = venues_of(law, debtors);
	assert_string_equal(same->court, "Retten i Aarhus");
	assert_false(same->differ);
	assert_int_equal(same->candidates->len, 1);
	g_ptr_array_add(debtors, &c.party);
	g_autoptr(Venues) open = venues_of(law, debtors);
	assert_null(open->court);
	assert_false(open->differ);
	assert_int_equal(open->candidates->len, 3);
	live(&c, "Horsens", NULL, NULL);
	g_autoptr(Venues) differ = venues_of(law, debtors);
	assert_null(differ->court);
	assert_true(differ->differ);
	g_ptr_array_set_size(debtors, 0);
	g_autoptr(Venues) nobody = venues_of(law, debtors);
	assert_null(nobody->court);
}

static int rows_named(const cJSON *json, const char *table, const char *name)
{
	int n = 0;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(json, "rows"))
		n += strcmp(json_get_text(row, "table"), table) == 0 && strcmp(json_get_text(row, "name"), name) == 0;
	return n;
}

static void law_show_prints_what_holds(void **state)
{
	(void)state;
	g_autoptr(cJSON) day = law_json(law, day_of("2026-11-22"), NULL), ever = law_json(law, DATE_NONE, NULL),
	                 posts = law_json(law, DATE_NONE, "postcodes");
	assert_string_equal(json_get_text(day, "schema"), "paakrav.law/1");
	assert_string_equal(json_get_text(day, "edition"), law_edition(law));
	assert_string_equal(json_get_text(day, "on"), "2026-11-22");
	assert_int_equal(rows_named(day, "limits", "betalingspaakrav_limit"), 1);
	assert_int_equal(rows_named(ever, "limits", "betalingspaakrav_limit"), 2);
	assert_int_equal(rows_named(day, "reference_rates", "reference_rate"), 1);
	assert_int_equal(rows_named(day, "postcodes", "8000"), 0);
	assert_int_equal(rows_named(posts, "postcodes", "8000"), 1);
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(day, "rows"))
		if (strcmp(json_get_text(row, "name"), "bankruptcy_security") == 0) {
			assert_null(json_get_text(row, "value")); /* not established: null, not 0 */
			assert_string_equal(json_get_text(row, "mark"), "U");
		}
	Call call = { .lang = LANG_DA };
	g_autoptr(GString) text = g_string_new(NULL);
	law_show_text(&call, day, text);
	assert_non_null(strstr(text->str, "betalingspaakrav_limit           100000 dkk  2011-10-01 –   [S] rpl § 477 a stk. 1"));
	assert_non_null(strstr(text->str, "bankruptcy_security              ukendt dkk"));
}

int main(void)
{
	law = the_law();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_place_or_the_user_decides),
		cmocka_unit_test(a_place_in_conflict_or_abroad_is_no_place),
		cmocka_unit_test(several_debtors_need_one_court),
		cmocka_unit_test(law_show_prints_what_holds),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	law_free(law);
	return failed;
}
