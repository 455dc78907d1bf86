/* Owed: every published and own vector, what is unknown, and a thousand random cases against an independent checker. */
#include "assess/owed.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static Law *law;

/* A case under construction. */
typedef struct Books {
	GArray *debts, *costs, *reductions;
} Books;

static Books books_new(void)
{
	return (Books){ g_array_new(FALSE, TRUE, sizeof(Debt)), g_array_new(FALSE, TRUE, sizeof(Cost)),
		g_array_new(FALSE, TRUE, sizeof(Reduction)) };
}

static void books_free(Books *b)
{
	g_array_free(b->debts, TRUE);
	g_array_free(b->costs, TRUE);
	g_array_free(b->reductions, TRUE);
}

static void owes(Books *b, const char *claim, const char *amount, const char *due_on)
{
	Debt d = { .claim = claim, .principal = kroner(amount), .due_on = day_of(due_on), .interest_from = day_of(due_on) };
	g_array_append_val(b->debts, d);
}

static void costs(Books *b, const char *claim, const char *amount, const char *on)
{
	Cost c = { claim, kroner(amount), day_of(on), false };
	g_array_append_val(b->costs, c);
}

static void less(Books *b, ReductionKind kind, const char *claim, const char *amount, const char *on)
{
	Reduction r = { kind, claim, kroner(amount), day_of(on) };
	g_array_append_val(b->reductions, r);
}

static Owed *owed_of(const Books *b, const char *on, DayCount count)
{
	return owed_on(law, b->debts, b->costs, b->reductions, day_of(on), count);
}

/* What stands whatever the case: sums and periods add up, nothing is negative. */
static void check_identity(const Owed *o)
{
	int64_t interest = 0;
	for (guint i = 0; i < o->periods->len; i++)
		interest += money_ore(((const Period *)g_ptr_array_index(o->periods, i))->interest);
	assert_int_equal(interest, money_ore(o->interest));
	int64_t left = money_ore(o->principal) + money_ore(o->interest) + money_ore(o->costs) - money_ore(o->payments);
	if (money_is_zero(o->surplus))
		assert_int_equal(left, money_ore(o->total));
	assert_int_equal(money_ore(o->open_principal) + money_ore(o->open_interest) + money_ore(o->open_costs),
	                 money_ore(o->total));
}

static void interest_vectors_hold(void **state)
{
	(void)state;
	g_autoptr(Table) t = vectors("interest_vectors.csv");
	static const struct {
		DayCount count;
		const char *interest, *days;
	} columns[] = { { ACT_ACT_EXCL, "interest_default", "days_default" },
		{ ACT_365_EXCL, "interest_act365_excl", "days_default" },
		{ ACT_ACT_INCL, "interest_actact_incl", "days_incl" },
		{ E30_360, "interest_30e360", "days_30e360" } };
	int checked = 0;
	for (int row = 0; row < table_rows(t); row++) {
		for (size_t k = 0; k < G_N_ELEMENTS(columns); k++) {
			Books b = books_new();
			owes(&b, "invoice/1", table_find(t, row, "principal_dkk"), table_find(t, row, "due_date"));
			g_autoptr(Owed) o = owed_of(&b, table_find(t, row, "to_date"), columns[k].count);
			const char *want = table_find(t, row, columns[k].interest);
			if (g_str_equal(want, "unknown")) {
				assert_false(o->known);
				assert_non_null(o->unknown_da);
				assert_non_null(o->unknown_en);
			} else {
				assert_true(o->known);
				int days = 0;
				for (guint i = 0; i < o->periods->len; i++)
					days += ((const Period *)g_ptr_array_index(o->periods, i))->days;
				if (money_ore(o->interest) != money_ore(kroner(want)))
					print_message("%s %s\n", table_find(t, row, "id"), columns[k].interest);
				assert_int_equal(money_ore(o->interest), money_ore(kroner(want)));
				assert_int_equal(days, atoi(table_find(t, row, columns[k].days)));
				check_identity(o);
			}
			checked++;
			books_free(&b);
		}
	}
	assert_int_equal(checked, 80);
}

static void cell_is(const Table *t, int row, const char *heading, Money got)
{
	if (money_ore(got) != money_ore(kroner(table_find(t, row, heading))))
		print_message("%s %s\n", table_find(t, row, "id"), heading);
	assert_int_equal(money_ore(got), money_ore(kroner(table_find(t, row, heading))));
}

static void payment_vectors_hold(void **state)
{
	(void)state;
	g_autoptr(Table) t = vectors("payment_vectors.csv");
	int postings = 0;
	for (int first = 0, row; first < table_rows(t); first = row) {
		const char *name = table_find(t, first, "case"), *last_on = NULL;
		Books b = books_new();
		owes(&b, "invoice/1", table_find(t, first, "principal_dkk"), table_find(t, first, "due_on"));
		costs(&b, "invoice/1", table_find(t, first, "fees_dkk"), table_find(t, first, "due_on"));
		for (row = first; row < table_rows(t) && g_str_equal(table_find(t, row, "case"), name); row++) {
			last_on = table_find(t, row, "date");
			if (g_str_equal(table_find(t, row, "kind"), "payment"))
				less(&b, REDUCTION_PAYMENT, NULL, table_find(t, row, "amount_dkk"), last_on);
		}
		g_autoptr(Owed) o = owed_of(&b, last_on, ACT_ACT_EXCL);
		assert_true(o->known);
		assert_int_equal(o->postings->len, row - first);
		for (guint i = 0; i < o->postings->len; i++, postings++) {
			const Posting *p = g_ptr_array_index(o->postings, i);
			int at = first + (int)i;
			assert_int_equal(p->statement, g_str_equal(table_find(t, at, "kind"), "statement"));
			cell_is(t, at, "to_costs_dkk", p->to_costs);
			cell_is(t, at, "to_interest_dkk", p->to_interest);
			cell_is(t, at, "to_principal_dkk", p->to_principal);
			cell_is(t, at, "surplus_dkk", p->surplus);
			cell_is(t, at, "open_costs_dkk", p->open_costs);
			cell_is(t, at, "open_interest_dkk", p->open_interest);
			cell_is(t, at, "open_principal_dkk", p->open_principal);
			cell_is(t, at, "balance_dkk", p->balance);
		}
		check_identity(o);
		books_free(&b);
	}
	assert_int_equal(postings, table_rows(t));
}

static void periods_split_where_rate_year_or_principal_change(void **state)
{
	(void)state;
	Books b = books_new();
	owes(&b, "invoice/1", "10000", "2023-11-15");
	less(&b, REDUCTION_PAYMENT, NULL, "1000", "2024-03-01");
	g_autoptr(Owed) o = owed_of(&b, "2024-08-01", ACT_ACT_EXCL);
	static const struct {
		const char *from, *to;
		int days, rate;
	} want[] = { { "2023-11-16", "2023-12-31", 46, 1125 }, /* the rate and the year's length change */
		{ "2024-01-01", "2024-03-01", 61, 1175 }, /* the payment */
		{ "2024-03-02", "2024-06-30", 121, 1175 }, { "2024-07-01", "2024-08-01", 32, 1150 } };
	assert_int_equal(o->periods->len, G_N_ELEMENTS(want));
	for (guint i = 0; i < o->periods->len; i++) {
		const Period *p = g_ptr_array_index(o->periods, i);
		assert_int_equal(date_compare(p->from_on, day_of(want[i].from)), 0);
		assert_int_equal(date_compare(p->to_on, day_of(want[i].to)), 0);
		assert_int_equal(p->days, want[i].days);
		assert_int_equal(p->rate, want[i].rate);
		assert_string_equal(p->statute, "rl § 5 stk. 1");
	}
	books_free(&b);
	/* 1.75 % in both halves around New Year 2026, years of the same length: one period. */
	b = books_new();
	owes(&b, "invoice/1", "10000", "2025-08-01");
	g_autoptr(Owed) one = owed_of(&b, "2026-06-30", ACT_ACT_EXCL);
	assert_int_equal(one->periods->len, 1);
	books_free(&b);
}

/* Three claims that each earn 0.4 øre: the posting rounds once, to 1 øre, and the second claim carries it. */
static void one_rounding_per_posting(void **state)
{
	(void)state;
	Books b = books_new();
	const char *const claims[] = { "invoice/1", "invoice/2", "invoice/3" };
	for (size_t i = 0; i < 3; i++) {
		Debt d = { claims[i], kroner("14.60"), day_of("2026-02-01"), day_of("2026-02-01"), true, 1000, NULL };
		g_array_append_val(b.debts, d);
	}
	g_autoptr(Owed) o = owed_of(&b, "2026-02-02", ACT_ACT_EXCL);
	static const int want[] = { 0, 1, 0 };
	for (guint i = 0; i < 3; i++)
		assert_int_equal(money_ore(((const Period *)g_ptr_array_index(o->periods, i))->interest), want[i]);
	assert_int_equal(money_ore(o->interest), 1);
	check_identity(o);
	books_free(&b);
}

static void payments_go_to_the_oldest_unless_earmarked(void **state)
{
	(void)state;
	Books b = books_new();
	owes(&b, "invoice/new", "1000", "2026-03-01");
	owes(&b, "invoice/old", "1000", "2026-01-01");
	less(&b, REDUCTION_PAYMENT, "invoice/new", "300", "2026-02-01"); /* earmarked, before its due date */
	less(&b, REDUCTION_PAYMENT, NULL, "500", "2026-02-01");
	g_autoptr(Owed) o = owed_of(&b, "2026-02-01", ACT_ACT_EXCL);
	const Posting *first = g_ptr_array_index(o->postings, 0), *second = g_ptr_array_index(o->postings, 1);
	assert_int_equal(money_ore(first->to_interest), 0);
	assert_int_equal(money_ore(first->to_principal), 30000);
	assert_int_equal(money_ore(second->to_interest), 828);
	assert_int_equal(money_ore(second->to_principal), 50000 - 828);
	check_identity(o);
	books_free(&b);
}

static void a_cost_counts_from_its_day(void **state)
{
	(void)state;
	Books b = books_new();
	owes(&b, "invoice/1", "1000", "2026-01-15");
	costs(&b, "invoice/1", "100", "2026-03-01");
	costs(&b, "invoice/1", "100", "2027-01-01"); /* after the statement */
	less(&b, REDUCTION_PAYMENT, NULL, "500", "2026-02-15");
	g_autoptr(Owed) o = owed_of(&b, "2026-03-15", ACT_ACT_EXCL);
	const Posting *p = g_ptr_array_index(o->postings, 0);
	assert_int_equal(money_ore(p->to_costs), 0);
	assert_int_equal(money_ore(p->open_costs), 0);
	assert_int_equal(money_ore(o->costs), 10000);
	assert_int_equal(money_ore(o->open_costs), 10000);
	check_identity(o);
	books_free(&b);
}

static void a_credit_was_never_due(void **state)
{
	(void)state;
	Books b = books_new();
	owes(&b, "invoice/1", "1500", "2026-01-15");
	less(&b, REDUCTION_CREDIT, "invoice/1", "500", "2026-05-01");
	g_autoptr(Owed) before = owed_of(&b, "2026-04-30", ACT_ACT_EXCL), after = owed_of(&b, "2026-05-01", ACT_ACT_EXCL);
	assert_int_equal(money_ore(before->principal), 150000);
	assert_int_equal(money_ore(after->principal), 100000);
	assert_int_equal(money_ore(after->interest), 2832); /* 1000 x 9.75 % x 106 / 365 */
	less(&b, REDUCTION_CREDIT, "invoice/1", "1200", "2026-05-01");
	g_autoptr(Owed) more = owed_of(&b, "2026-05-01", ACT_ACT_EXCL);
	assert_true(money_is_zero(more->total));
	assert_int_equal(money_ore(more->surplus), 20000);
	books_free(&b);
}

static void unknown_is_said_in_both_languages(const Books *b, const char *on, const char *da, const char *en)
{
	g_autoptr(Owed) o = owed_of(b, on, ACT_ACT_EXCL);
	assert_false(o->known);
	assert_non_null(strstr(o->unknown_da, da));
	assert_non_null(strstr(o->unknown_en, en));
	assert_int_equal(o->periods->len, 0);
	g_autoptr(cJSON) json = owed_json(o, "2026-000001", LANG_EN);
	assert_true(cJSON_IsNull(json_get(json, "total_ore")));
	assert_true(cJSON_IsNull(json_get(json, "interest_ore")));
	assert_string_equal(json_get_text(json, "unknown"), o->unknown_en);
}

static void unknown_is_never_zero(void **state)
{
	(void)state;
	Books b = books_new();
	owes(&b, "invoice/1", "1000", "2026-12-01");
	unknown_is_said_in_both_languages(&b, "2027-01-01", "1. januar 2027", "1 January 2027");
	g_autoptr(Owed) last = owed_of(&b, "2026-12-31", ACT_ACT_EXCL);
	assert_true(last->known);
	less(&b, REDUCTION_PAYMENT, NULL, "2000", "2026-12-31"); /* nothing is left that could bear interest */
	g_autoptr(Owed) paid = owed_of(&b, "2027-06-01", ACT_ACT_EXCL);
	assert_true(paid->known);
	less(&b, REDUCTION_PAYMENT, "invoice/2", "1", "2026-12-31");
	unknown_is_said_in_both_languages(&b, "2026-12-31", "invoice/2", "invoice/2");
	books_free(&b);

	b = books_new();
	owes(&b, "invoice/1", "1000", "2002-07-31");
	unknown_is_said_in_both_languages(&b, "2026-01-01", "31. juli 2002", "31 July 2002");
	g_array_index(b.debts, Debt, 0).agreed = true; /* an agreed rate needs no table */
	g_array_index(b.debts, Debt, 0).agreed_rate = 1000;
	g_autoptr(Owed) agreed = owed_of(&b, "2030-07-31", ACT_365_EXCL);
	assert_true(agreed->known);
	assert_string_equal(((const Period *)g_ptr_array_index(agreed->periods, 0))->statute, "rl § 6");
	books_free(&b);

	b = books_new();
	Debt huge = { "invoice/1", money_of_ore(10000000000000), day_of("2026-01-01"), day_of("2026-01-01"), false, 0, NULL };
	g_array_append_val(b.debts, huge);
	unknown_is_said_in_both_languages(&b, "2026-02-01", "større", "larger");
	books_free(&b);
}

static void ten_thousand_payments(void **state)
{
	(void)state;
	Books b = books_new();
	owes(&b, "invoice/1", "1000000", "2010-01-01");
	owes(&b, "invoice/2", "1000000", "2012-01-01");
	for (int i = 0; i < 10000; i++) {
		Reduction r = { REDUCTION_PAYMENT, NULL, kroner("150"), date_add_days(day_of("2012-02-01"), i / 2) };
		g_array_append_val(b.reductions, r);
	}
	g_autoptr(Owed) o = owed_of(&b, "2026-11-22", ACT_ACT_EXCL);
	assert_true(o->known);
	assert_int_equal(o->postings->len, 10001);
	check_identity(o);
	books_free(&b);
}

/* Random cases: the engine's answers go to a file, and owed_checker.py reckons them again, day by day. */
static Date random_day(GRand *rand, const char *from, int span)
{
	return date_add_days(day_of(from), g_rand_int_range(rand, 0, span));
}

static Money random_money(GRand *rand)
{
	static const int64_t tops[] = { 200, 100000, 5000000, 900000000 };
	int64_t top = tops[g_rand_int_range(rand, 0, G_N_ELEMENTS(tops))];
	return money_of_ore(g_rand_int_range(rand, 0, (gint32)top));
}

static const char *random_claim(GRand *rand, int debts)
{
	static const char *const names[] = { "invoice/1", "invoice/2", "invoice/3" };
	return names[g_rand_int_range(rand, 0, debts)];
}

static void fill(Books *b, GRand *rand)
{
	static const char *const names[] = { "invoice/1", "invoice/2", "invoice/3" };
	int debts = g_rand_int_range(rand, 1, 4);
	const char *base = g_rand_int_range(rand, 0, 12) == 0 ? "2002-06-01" : g_rand_boolean(rand) ? "2011-12-01" : "2022-06-01";
	for (int i = 0; i < debts; i++) {
		Debt d = { .claim = names[i], .principal = random_money(rand), .due_on = random_day(rand, base, 900) };
		d.interest_from = g_rand_int_range(rand, 0, 8) == 0 ? DATE_NONE : date_add_days(d.due_on, g_rand_int_range(rand, 0, 40));
		d.agreed = g_rand_int_range(rand, 0, 5) == 0;
		d.agreed_rate = g_rand_int_range(rand, 0, 2500);
		g_array_append_val(b->debts, d);
	}
	for (int i = g_rand_int_range(rand, 0, 4); i > 0; i--) {
		Cost c = { random_claim(rand, debts), money_of_ore(g_rand_int_range(rand, 0, 50000)), random_day(rand, base, 1500), false };
		g_array_append_val(b->costs, c);
	}
	for (int i = g_rand_int_range(rand, 0, 7); i > 0; i--) {
		Reduction r = { g_rand_int_range(rand, 0, 6) == 0 ? REDUCTION_CREDIT : REDUCTION_PAYMENT,
			g_rand_int_range(rand, 0, 3) == 0 ? random_claim(rand, debts) : NULL, random_money(rand),
			random_day(rand, base, 1700) };
		g_array_append_val(b->reductions, r);
	}
}

static void write_case(FILE *out, const Books *b, const Owed *o)
{
	g_autoptr(cJSON) json = cJSON_CreateObject();
	cJSON *array = json_array(json, "debts");
	for (guint i = 0; i < b->debts->len; i++) {
		const Debt *d = &g_array_index(b->debts, Debt, i);
		cJSON *row = json_push(array);
		json_text(row, "claim", d->claim);
		json_money(row, "principal_ore", d->principal);
		json_date(row, "due_on", d->due_on);
		json_date(row, "interest_from", d->interest_from);
		if (d->agreed)
			json_int(row, "agreed_bp", d->agreed_rate);
		else
			json_null(row, "agreed_bp");
	}
	array = json_array(json, "costs");
	for (guint i = 0; i < b->costs->len; i++) {
		const Cost *c = &g_array_index(b->costs, Cost, i);
		cJSON *row = json_push(array);
		json_text(row, "claim", c->claim);
		json_money(row, "amount_ore", c->amount);
		json_date(row, "on", c->on);
	}
	array = json_array(json, "reductions");
	for (guint i = 0; i < b->reductions->len; i++) {
		const Reduction *r = &g_array_index(b->reductions, Reduction, i);
		cJSON *row = json_push(array);
		json_text(row, "kind", r->kind == REDUCTION_CREDIT ? "credit" : "payment");
		json_text(row, "claim", r->claim);
		json_money(row, "amount_ore", r->amount);
		json_date(row, "on", r->on);
	}
	cJSON_AddItemToObject(json, "owed", owed_json(o, NULL, LANG_EN));
	g_autofree char *line = json_print_compact(json);
	fprintf(out, "%s\n", line);
}

static void an_independent_checker_agrees(void **state)
{
	(void)state;
	const char *n_text = g_getenv("PAAKRAV_OWED_CASES"), *seed_text = g_getenv("PAAKRAV_OWED_SEED");
	int n = n_text != NULL ? atoi(n_text) : 2000;
	guint32 seed = seed_text != NULL ? (guint32)strtoul(seed_text, NULL, 10) : 20261122;
	g_autofree char *python = g_find_program_in_path("python3");
	if (python == NULL) {
		print_message("skipped: no python3\n");
		skip();
	}
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("owed-XXXXXX.jsonl", &path, NULL);
	assert_true(fd >= 0);
	FILE *out = fdopen(fd, "w");
	assert_non_null(out);
	GRand *rand = g_rand_new_with_seed(seed);
	for (int i = 0; i < n; i++) {
		Books b = books_new();
		fill(&b, rand);
		g_autoptr(Owed) o = owed_on(law, b.debts, b.costs, b.reductions, random_day(rand, "2012-06-01", 5400), (DayCount)(i % 4));
		if (o->known)
			check_identity(o);
		write_case(out, &b, o);
		books_free(&b);
	}
	g_rand_free(rand);
	fclose(out);
	print_message("owed: %d cases, seed %u\n", n, seed);
	const char *argv[] = { python, "owed_checker.py", "../assess/tables", path, NULL };
	int status = -1;
	assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
	if (status == 0)
		unlink(path);
	else
		print_message("the cases stand in %s\n", path);
	assert_int_equal(status, 0);
}

int main(void)
{
	law = the_law();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interest_vectors_hold),
		cmocka_unit_test(payment_vectors_hold),
		cmocka_unit_test(periods_split_where_rate_year_or_principal_change),
		cmocka_unit_test(one_rounding_per_posting),
		cmocka_unit_test(payments_go_to_the_oldest_unless_earmarked),
		cmocka_unit_test(a_cost_counts_from_its_day),
		cmocka_unit_test(a_credit_was_never_due),
		cmocka_unit_test(unknown_is_never_zero),
		cmocka_unit_test(ten_thousand_payments),
		cmocka_unit_test(an_independent_checker_agrees),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	law_free(law);
	return failed;
}
