/* Client money in the books: nobody is ever below zero, on any evening; what was paid out and is taken back is covered. */
#include "enforcement/client.h"
#include "enforcement/ledger.h"
#include "enforcement/period.h"
#include "intake/folder.h"
#include "intake/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Desk {
	char *home;
	Store *store;
	char *case_id;
} Desk;

static Date day(const char *text)
{
	Date on;
	assert_true(date_parse(text, &on));
	return on;
}

static void fact(Desk *desk, GPtrArray *facts, const char *subject, const char *name, const char *value)
{
	(void)desk;
	Fact *row = fact_new(subject, name, value, value);
	row->status = FACT_STATED;
	row->confidence = 100;
	row->proof.document = g_strdup("creditor");
	row->proof.reader = g_strdup("person");
	g_ptr_array_add(facts, row);
}

static char *case_of(Desk *desk, const char *cvr)
{
	char *id = NULL;
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	assert_true(case_open(desk->store, day("2026-11-01"), &id, NULL));
	fact(desk, facts, "creditor", "party.name", "Alfa Havn ApS");
	if (cvr != NULL)
		fact(desk, facts, "creditor", "party.cvr", cvr);
	fact(desk, facts, "debtor/d1", "party.name", "Beta Bro ApS");
	fact(desk, facts, "claim", "operator.kind", "lawyer");
	assert_true(facts_record(desk->store, id, facts, day("2026-11-01"), NULL));
	return id;
}

static int desk_set(void **state)
{
	Desk *desk = g_new0(Desk, 1);
	const StoreRoom rooms[] = { intake_room, assess_room, filing_room, enforcement_room, { NULL, NULL } };
	g_autofree char *folder = g_dir_make_tmp("paakrav-client-XXXXXX", NULL);
	desk->home = g_build_filename(folder, "home", NULL);
	desk->store = store_open(desk->home, STORE_WRITE, rooms, digest_random, NULL);
	assert_non_null(desk->store);
	assert_true(store_begin(desk->store, NULL));
	desk->case_id = case_of(desk, "10150817");
	*state = desk;
	return 0;
}

static int desk_clear(void **state)
{
	Desk *desk = *state;
	store_rollback(desk->store);
	store_free(desk->store);
	g_autofree char *folder = g_path_get_dirname(desk->home);
	assert_true(folder_remove(folder, NULL));
	g_free(desk->home);
	g_free(desk->case_id);
	g_free(desk);
	return 0;
}

static bool post(Desk *desk, PostingKind kind, const char *key, const char *on, int64_t ore, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s/%s/%s", posting_name(kind), desk->case_id, key);
	const Booking booking = { kind, id, desk->case_id, day(on), money_of_ore(ore), NULL };
	return ledger_post(desk->store, &booking, error);
}

static void refused(Desk *desk, PostingKind kind, const char *key, const char *on, int64_t ore, const char *code)
{
	GError *error = NULL;
	assert_false(post(desk, kind, key, on, ore, &error));
	assert_string_equal(error_code(error), code);
	g_error_free(error);
}

static int64_t held(Desk *desk, const char *client, const char *on)
{
	Money out;
	assert_true(client_balance(desk->store, client, on != NULL ? day(on) : DATE_NONE, &out, NULL));
	return money_ore(out);
}

static int64_t stands(Desk *desk, const char *account)
{
	Money out;
	assert_true(ledger_balance(desk->store, account, NULL, DATE_NONE, &out, NULL));
	return money_ore(out);
}

static void nobody_is_below_zero(void **state)
{
	Desk *desk = *state;
	refused(desk, POSTING_payout_principal, "1", "2026-11-10", 1, "client-negative");
	assert_true(post(desk, POSTING_client_payment, "1", "2026-11-10", 1000, NULL));
	refused(desk, POSTING_split_principal, "1", "2026-11-10", 1001, "client-negative");
	assert_true(post(desk, POSTING_split_principal, "1", "2026-11-12", 1000, NULL));
	/* The same entry again is no second one, also when it would no longer be allowed. */
	assert_true(post(desk, POSTING_split_principal, "1", "2026-11-12", 1000, NULL));
	/* On the day before the split nothing is there to pay out. */
	refused(desk, POSTING_payout_principal, "1", "2026-11-11", 1000, "client-negative");
	assert_true(post(desk, POSTING_payout_principal, "1", "2026-11-12", 600, NULL));
	/* A later evening would be below zero. */
	refused(desk, POSTING_payout_principal, "2", "2026-11-12", 401, "client-negative");
	assert_int_equal(held(desk, "cvr-10150817", NULL), 400);
	assert_int_equal(held(desk, "cvr-10150817", "2026-11-11"), 1000);
	assert_int_equal(held(desk, NULL, NULL), 400);
	assert_int_equal(stands(desk, "client_bank"), 400);
}

static void the_error_names_client_and_entry(void **state)
{
	Desk *desk = *state;
	GError *error = NULL;
	assert_false(post(desk, POSTING_payout_principal, "1", "2026-11-10", 1, &error));
	assert_non_null(strstr(error_text(error, LANG_EN), "cvr-10150817"));
	assert_non_null(strstr(error_text(error, LANG_EN), "payout_principal/2026-000001/1"));
	assert_null(strstr(error_text(error, LANG_EN), "Alfa"));
	g_error_free(error);
}

static void one_client_does_not_pay_for_another(void **state)
{
	Desk *desk = *state;
	g_autofree char *first = desk->case_id;
	assert_true(post(desk, POSTING_client_payment, "1", "2026-11-10", 1000, NULL));
	/* The same creditor's other case may be paid out of what came in on the first; a stranger's may not. */
	desk->case_id = case_of(desk, "DK 10 15 08 17");
	assert_true(post(desk, POSTING_split_principal, "1", "2026-11-10", 300, NULL));
	g_free(desk->case_id);
	desk->case_id = case_of(desk, NULL);
	refused(desk, POSTING_split_principal, "1", "2026-11-10", 1, "client-negative");
	g_autoptr(GPtrArray) cases = client_cases(desk->store, "cvr-10150817", NULL);
	assert_int_equal(cases->len, 2);
	assert_true(client_rebuild(desk->store, NULL));
	Money debt;
	assert_true(client_standing(desk->store, "cvr-10150817", "client_debt", &debt, NULL));
	assert_int_equal(money_ore(debt), 700);
}

static void what_was_paid_out_and_is_taken_back_is_covered(void **state)
{
	Desk *desk = *state;
	g_autoptr(Event) paid = g_new0(Event, 1);
	paid->name = g_strdup("payment");
	paid->on = day("2026-11-10");
	paid->has_amount = true;
	paid->amount = money_of_ore(1000);
	paid->deadline_on = DATE_NONE;
	paid->paid_to = g_strdup("operator");
	paid->by = g_strdup("bank");
	assert_true(event_record(desk->store, desk->case_id, paid, day("2026-11-10"), NULL));
	g_autoptr(Case) c = case_read(desk->store, desk->case_id, 0, NULL);
	assert_true(ledger_book_event(desk->store, c, paid, &(Receipt){ .booked_on = day("2026-11-10"), .today = day("2026-11-10") }, NULL));
	/* However it was split, 600 of it are paid out as principal. */
	Money debt;
	assert_true(client_standing(desk->store, "cvr-10150817", "client_debt", &debt, NULL));
	assert_int_equal(money_ore(debt), 1000); /* nothing is owed in this case: nothing is split */
	assert_true(post(desk, POSTING_split_principal, "x", "2026-11-11", 600, NULL));
	assert_true(post(desk, POSTING_payout_principal, "x", "2026-11-12", 600, NULL));
	g_autoptr(Event) back = g_new0(Event, 1);
	back->name = g_strdup("payment_reversed");
	back->on = day("2026-11-13");
	back->deadline_on = DATE_NONE;
	back->replaces = paid->id;
	back->by = g_strdup("bank");
	assert_true(event_record(desk->store, desk->case_id, back, day("2026-11-13"), NULL));
	assert_true(ledger_book_event(desk->store, c, back, &(Receipt){ .booked_on = day("2026-11-13"), .today = day("2026-11-13") }, NULL));
	assert_int_equal(held(desk, "cvr-10150817", NULL), 0);
	assert_int_equal(stands(desk, "client_bank"), 0); /* 1000 in, 600 out, 1000 back, 600 from own money */
	assert_int_equal(stands(desk, "own_bank"), -600);
	assert_int_equal(stands(desk, "client_receivable"), 600);
	assert_int_equal(held(desk, "cvr-10150817", "2026-11-13"), 0); /* the same day */
}

static void a_closed_month_takes_nothing(void **state)
{
	Desk *desk = *state;
	assert_true(post(desk, POSTING_client_payment, "1", "2026-10-10", 1000, NULL));
	assert_true(store_run(desk->store, NULL,
	                      "INSERT INTO period_close (id, last_on, closed_on, seq, hash, commitment) VALUES (1, '2026-10-31', '2026-11-02', 1, '', x'')",
	                      ""));
	refused(desk, POSTING_client_payment, "2", "2026-10-31", 1, "month-closed");
	assert_true(post(desk, POSTING_client_payment, "1", "2026-10-10", 1000, NULL)); /* it is there */
	Date open;
	assert_true(period_open_day(desk->store, day("2026-10-30"), &open, NULL));
	assert_int_equal(date_compare(open, day("2026-11-01")), 0);
	/* The database says so too. */
	JournalEntry entry = { 0, "x/1", desk->case_id, day("2026-10-31"), "client_payment", "client_bank", "client_debt", money_of_ore(1) };
	assert_int_equal(journal_append(desk->store, &entry, "{}", NULL), JOURNAL_FAILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nobody_is_below_zero, desk_set, desk_clear),
		cmocka_unit_test_setup_teardown(the_error_names_client_and_entry, desk_set, desk_clear),
		cmocka_unit_test_setup_teardown(one_client_does_not_pay_for_another, desk_set, desk_clear),
		cmocka_unit_test_setup_teardown(what_was_paid_out_and_is_taken_back_is_covered, desk_set, desk_clear),
		cmocka_unit_test_setup_teardown(a_closed_month_takes_nothing, desk_set, desk_clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
