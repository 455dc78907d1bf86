/* Calendar and limitation: every deadline vector, and what interrupts a claim, item by item and debtor by debtor. */
#include "assess/calendar.h"
#include "assess/limitation.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Law *law;

static void day_is(const Table *t, int row, const char *heading, Date got)
{
	const char *want = table_find(t, row, heading);
	if (*want == '\0')
		return; /* the vector says nothing: the clock protects the other side, or is informational */
	g_autofree char *text = date_iso(got);
	if (strcmp(text, want) != 0)
		print_message("%s %s\n", table_find(t, row, "id"), heading);
	assert_string_equal(text, want);
}

static void deadline_vectors_hold(void **state)
{
	(void)state;
	g_autoptr(Table) t = vectors("deadline_vectors.csv");
	for (int row = 0; row < table_rows(t); row++) {
		const Clock *clock = law_clock(law, table_find(t, row, "clock"));
		assert_non_null(clock);
		assert_int_equal(clock->roll, *table_find(t, row, "roll"));
		Deadline d = clock_end(law, clock, day_of(table_find(t, row, "start_date")));
		day_is(t, row, "raw_end", d.raw_end);
		day_is(t, row, "last_day", d.last_day);
		day_is(t, row, "law_from", d.law_from);
		day_is(t, row, "act_from", d.act_from);
		day_is(t, row, "file_by", d.file_by);
	}
	assert_int_equal(table_rows(t), 40);
	assert_null(law_clock(law, "T99"));
}

static void closed_days_have_names(void **state)
{
	(void)state;
	static const struct {
		const char *on, *name;
	} rows[] = { { "2026-12-24", "24. december" }, { "2026-12-31", "31. december" }, { "2026-06-05", "Grundlovsdag" },
		{ "2023-05-05", "Store bededag" }, { "2024-04-26", NULL }, { "2026-05-01", NULL }, { "2026-05-14", "Kristi himmelfartsdag" },
		{ "2026-05-15", NULL }, { "2026-11-22", "Søndag" }, { "2027-03-25", "Skærtorsdag" }, { "2026-11-23", NULL } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const char *name = NULL;
		assert_int_equal(law_closed_day(law, day_of(rows[i].on), &name), rows[i].name != NULL);
		if (rows[i].name != NULL)
			assert_string_equal(name, rows[i].name);
	}
	assert_int_equal(date_compare(law_next_open_day(law, day_of("2026-12-24")), day_of("2026-12-28")), 0);
	assert_int_equal(date_compare(law_open_day_before(law, day_of("2026-12-27")), day_of("2026-12-23")), 0);
}

/* A case with one invoice and two debtors, built by hand. */
typedef struct Claim {
	Case c;
	Item item;
	Party one, two;
	Fact due, principal;
} Claim;

static Field known(const Fact *fact)
{
	return (Field){ FIELD_KNOWN, fact, NULL };
}

static void claim_begin(Claim *k, const char *due_on)
{
	memset(k, 0, sizeof *k);
	k->due.name = (char *)"item.due_on";
	k->due.value = (char *)due_on;
	k->principal.name = (char *)"item.principal_ore";
	k->principal.value = (char *)"1000000";
	k->item.id = (char *)"invoice/1";
	k->item.due_on = due_on != NULL ? known(&k->due) : (Field){ 0 };
	k->item.principal = known(&k->principal);
	k->one.id = (char *)"d1";
	k->two.id = (char *)"d2";
	k->item.debtors = g_ptr_array_new();
	g_ptr_array_add(k->item.debtors, &k->one);
	g_ptr_array_add(k->item.debtors, &k->two);
	k->c.events = g_ptr_array_new_with_free_func(g_free);
}

static void claim_end(Claim *k)
{
	g_ptr_array_free(k->item.debtors, TRUE);
	g_ptr_array_free(k->c.events, TRUE);
}

static Event *happens(Claim *k, const char *name, const char *on)
{
	Event *e = g_new0(Event, 1);
	e->id = k->c.events->len + 1;
	e->name = (char *)name;
	e->on = day_of(on);
	e->deadline_on = DATE_NONE;
	g_ptr_array_add(k->c.events, e);
	return e;
}

static Limitation *asked(const Claim *k, const Party *debtor, const char *on)
{
	return limitation_of(&k->c, &k->item, debtor, law, day_of(on));
}

static char *why(const Limitation *l, Lang lang)
{
	GString *out = g_string_new(NULL);
	wording_write(out, l->why, lang);
	return g_string_free(out, FALSE);
}

static void ends(const Claim *k, const char *on, const char *last, bool held, bool barred)
{
	g_autoptr(Limitation) l = asked(k, NULL, on);
	assert_true(l->known);
	g_autofree char *got = date_iso(l->last_on);
	assert_string_equal(got, last);
	assert_int_equal(l->held, held);
	assert_int_equal(l->barred, barred);
	g_autofree char *da = why(l, LANG_DA), *en = why(l, LANG_EN);
	assert_true(*da != '\0' && *en != '\0');
	assert_non_null(l->statute);
}

static void three_years_from_the_due_date(void **state)
{
	(void)state;
	Claim k;
	claim_begin(&k, "2023-12-24");
	ends(&k, "2026-12-28", "2026-12-28", false, false); /* 24 December rolls over Christmas */
	ends(&k, "2026-12-29", "2026-12-28", false, true);
	g_autoptr(Limitation) l = asked(&k, &k.one, "2026-11-22");
	assert_int_equal(l->facts->len, 1);
	assert_ptr_equal(g_ptr_array_index(l->facts, 0), &k.due);
	claim_end(&k);
	claim_begin(&k, NULL);
	g_autoptr(Limitation) none = asked(&k, NULL, "2026-11-22");
	assert_false(none->known);
	assert_false(date_known(none->last_on));
	claim_end(&k);
	claim_begin(&k, "2007-12-31"); /* older rules */
	g_autoptr(Limitation) old = asked(&k, NULL, "2026-11-22");
	assert_false(old->known);
	g_autofree char *da = why(old, LANG_DA);
	assert_non_null(strstr(da, "31. december 2007"));
	claim_end(&k);
}

static void acknowledgement_starts_anew(void **state)
{
	(void)state;
	Claim k;
	claim_begin(&k, "2022-01-10");
	Event *e = happens(&k, "acknowledged", "2024-03-01");
	ends(&k, "2024-02-29", "2025-01-10", false, false); /* not yet known */
	ends(&k, "2024-03-01", "2027-03-01", false, false);
	e->has_amount = true;
	e->amount = kroner("10000");
	ends(&k, "2024-03-01", "2034-03-01", false, false); /* existence and amount: fl § 5 stk. 1 nr. 3 */
	e->amount = kroner("9999.99");
	ends(&k, "2024-03-01", "2027-03-01", false, false);
	e->replaced = true;
	ends(&k, "2024-03-01", "2025-01-10", false, false);
	e->replaced = false;
	e->on = day_of("2025-01-11"); /* a day late */
	ends(&k, "2026-01-01", "2025-01-10", false, true);
	e->on = day_of("2024-03-01");
	e->claim = (char *)"invoice/2";
	ends(&k, "2026-01-01", "2025-01-10", false, true);
	claim_end(&k);
}

static void each_debtor_by_itself(void **state)
{
	(void)state;
	Claim k;
	claim_begin(&k, "2022-01-10");
	happens(&k, "acknowledged", "2024-03-01")->debtor = (char *)"d1";
	g_autoptr(Limitation) one = asked(&k, &k.one, "2024-06-01"), two = asked(&k, &k.two, "2024-06-01");
	assert_int_equal(date_compare(one->last_on, day_of("2027-03-01")), 0);
	assert_int_equal(date_compare(two->last_on, day_of("2025-01-10")), 0);
	ends(&k, "2024-06-01", "2025-01-10", false, false); /* the earliest */
	claim_end(&k);
}

static void filing_holds_and_failing_leaves_a_year(void **state)
{
	(void)state;
	Claim k;
	claim_begin(&k, "2022-01-10");
	happens(&k, "bp_filed", "2025-01-10"); /* the last day */
	ends(&k, "2026-01-01", "2025-01-10", true, false);
	Event *end = happens(&k, "bp_rejected", "2026-05-14");
	ends(&k, "2026-06-01", "2027-05-14", false, false); /* T44 */
	end->name = (char *)"case_not_requested"; /* his own choice on the form: fl § 20 stk. 2 nr. 3 */
	ends(&k, "2026-06-01", "2025-01-10", false, true);
	end->name = (char *)"withdrawn_stop";
	ends(&k, "2026-06-01", "2025-01-10", false, true);
	end->name = (char *)"bp_endorsed_plain";
	ends(&k, "2026-06-01", "2036-05-14", false, false);
	g_autoptr(Limitation) titled = asked(&k, NULL, "2030-01-01");
	assert_true(titled->titled);
	claim_end(&k);
	claim_begin(&k, "2022-01-10");
	happens(&k, "bp_filed", "2025-01-11"); /* a day late: it interrupts nothing */
	ends(&k, "2026-01-01", "2025-01-10", false, true);
	claim_end(&k);
}

static void a_board_holds(void **state)
{
	(void)state;
	Claim k;
	claim_begin(&k, "2022-01-10");
	happens(&k, "board_complaint_opened", "2024-06-03");
	ends(&k, "2026-01-01", "2025-01-10", true, false);
	happens(&k, "board_closed", "2026-02-02");
	ends(&k, "2026-02-02", "2027-02-02", false, false);
	claim_end(&k);
}

static void interest_is_barred_to(const Claim *k, const char *on, const char *to, const char *after)
{
	g_autoptr(Limitation) l = asked(k, NULL, on);
	g_autofree char *got = date_iso(l->interest_barred_to), *from = date_iso(l->interest_barred_after);
	if (to == NULL)
		assert_null(got);
	else
		assert_string_equal(got, to);
	if (after == NULL)
		assert_null(from);
	else
		assert_string_equal(from, after);
}

static void interest_lapses_slice_by_slice(void **state)
{
	(void)state;
	Claim k;
	claim_begin(&k, "2020-01-10");
	Event *e = happens(&k, "acknowledged", "2022-06-01");
	e->has_amount = true;
	e->amount = kroner("10000"); /* ten years for the principal, three for the interest */
	interest_is_barred_to(&k, "2025-06-02", NULL, NULL); /* 1 June 2025 is a Sunday: Monday is the last day */
	interest_is_barred_to(&k, "2025-06-03", "2022-06-02", NULL);
	interest_is_barred_to(&k, "2026-11-24", "2023-11-23", NULL);
	happens(&k, "bp_filed", "2026-11-24");
	interest_is_barred_to(&k, "2028-01-01", "2023-11-23", NULL); /* held at what it was when filed */
	happens(&k, "bp_endorsed_plain", "2028-01-03");
	interest_is_barred_to(&k, "2031-01-03", NULL, "2028-01-03"); /* what was awarded has ten years */
	interest_is_barred_to(&k, "2031-06-12", "2028-06-11", "2028-01-03");
	claim_end(&k);
	claim_begin(&k, "2022-01-10");
	interest_is_barred_to(&k, "2025-01-10", NULL, NULL);
	interest_is_barred_to(&k, "2025-01-11", "2025-01-11", NULL); /* the principal is barred: all of it (§ 23 stk. 2) */
	claim_end(&k);
}

int main(void)
{
	law = the_law();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deadline_vectors_hold),
		cmocka_unit_test(closed_days_have_names),
		cmocka_unit_test(three_years_from_the_due_date),
		cmocka_unit_test(acknowledgement_starts_anew),
		cmocka_unit_test(each_debtor_by_itself),
		cmocka_unit_test(filing_holds_and_failing_leaves_a_year),
		cmocka_unit_test(a_board_holds),
		cmocka_unit_test(interest_lapses_slice_by_slice),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	law_free(law);
	return failed;
}
