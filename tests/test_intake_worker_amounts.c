/* Amounts and days in text: as people write them, and what can be read two ways is not told. */
#include "intake/limits.h"
#include "intake/worker/amounts.h"
#include "intake/worker/dates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Text *text_of(const char *plain)
{
	Text *text = text_new();
	text_add_plain(text, text_add_page(text, 0, 0), plain, 0);
	return text;
}

/* All amounts of a text as "minor[ currency]", "?" for one that is not known, bare numbers in parentheses. */
static void expect_amounts(const char *plain, AmountStyle style, const char *wanted)
{
	g_autoptr(Text) text = text_of(plain);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Amount));
	g_autoptr(GString) got = g_string_new(NULL);
	amounts_find(((TextPage *)text->pages->pdata[0])->lines->pdata[0], style, found);
	for (guint i = 0; i < found->len; i++) {
		const Amount *amount = &g_array_index(found, Amount, i);
		g_string_append(got, i > 0 ? "; " : "");
		if (!amount->known)
			g_string_append(got, "?");
		else
			g_string_append_printf(got, amount->money ? "%" G_GINT64_FORMAT : "(%" G_GINT64_FORMAT ")", amount->minor);
		if (*amount->currency != '\0' || amount->crowns)
			g_string_append_printf(got, " %s", amount->crowns ? "kr" : amount->currency);
	}
	if (strcmp(got->str, wanted) != 0)
		fail_msg("%s: got %s, wanted %s", plain, got->str, wanted);
}

static void test_amounts_as_written(void **state)
{
	(void)state;
	const AmountStyle none = { 0 };
	expect_amounts("kr. 60.102,01", none, "6010201 kr");
	expect_amounts("1.250,-", none, "125000");
	expect_amounts("DKK 1,250.00", none, "125000 DKK");
	expect_amounts("kr. 1 250,00", none, "125000 kr");
	expect_amounts("EUR 12,50", none, "1250 EUR");
	expect_amounts("60.102,01 kr.", none, "6010201 kr");
	expect_amounts("141.333,06DKK", none, "14133306 DKK");
	expect_amounts("DKK141.333,06", none, "14133306 DKK");
	expect_amounts("kr. 12.500", (AmountStyle){ AMOUNT_MARK_COMMA, true }, "1250000 kr");
	expect_amounts("1.250.000", none, "(125000000)");
	expect_amounts("1.250.000,00", none, "125000000");
	expect_amounts("-1.250,00", none, "-125000");
	expect_amounts("\xE2\x88\x92" "1.250,00", none, "-125000");
	expect_amounts("kr. -1.250,00", none, "-125000 kr");
	expect_amounts("-kr. 1.250,00", none, "-125000 kr");
	expect_amounts("1.250,00-", none, "-125000");
	expect_amounts("1'250.00 CHF", none, "125000 CHF");
	expect_amounts("\xE2\x82\xAC" "19,99", none, "1999 EUR");
	expect_amounts("$1,234.56", none, "123456 USD");
	expect_amounts("1250:- kr", none, "125000 kr");
	expect_amounts("12500", none, "(1250000)");
	expect_amounts("kr 100", none, "10000 kr");
	expect_amounts("100 kroner", none, "10000 kr");
	expect_amounts("Total.......1.250,00", none, "125000");
	expect_amounts("p\xC3\xA5 kr. 60.102,01, som forfaldt", none, "6010201 kr");
	expect_amounts("i alt kr. 310.", none, "31000 kr");
	expect_amounts("JPY 1250", none, "1250 JPY");
}

static void test_amounts_two_ways(void **state)
{
	(void)state;
	const AmountStyle none = { 0 }, comma = { AMOUNT_MARK_COMMA, true }, point = { AMOUNT_MARK_POINT, true };
	expect_amounts("1.250", none, "?");
	expect_amounts("kr. 1.250", none, "? kr");
	expect_amounts("1.250", comma, "(125000)");
	expect_amounts("1,250", comma, "?");
	expect_amounts("1,250", point, "(125000)");
	expect_amounts("1.250", point, "?");
	/* A count beside a price, or thousands: without places nobody knows. */
	expect_amounts("2 250,00", none, "?");
	expect_amounts("2 250,00", comma, "(200); 25000");
	expect_amounts("(250,00)", none, "?");
}

static void test_amounts_not_taken(void **state)
{
	(void)state;
	const AmountStyle comma = { AMOUNT_MARK_COMMA, true };
	static const char *const others[] = { "19.05.2025", "19-05-2025", "19/5", "2025-05-19", "25 %", "25,00%", "8,05 pct.", "F-72778",
		"V100", "2024-96051", "kl. 8.30", "+45 53 16 99 87", "+71<000001024960518+89036585<", "DK12734115", "12:30", "1.2.3.4",
		"\xC2\xA7", "ABC1.250,00", "#12" };
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		expect_amounts(others[i], comma, "");
	expect_amounts("kr. 99999999999999999,00", comma, "");
	expect_amounts("kr. 999999999999999", comma, "? kr");
}

static AmountStyle style_of(const char *plain)
{
	g_autoptr(Text) text = text_of(plain);
	return amounts_style(text);
}

static void test_amounts_style(void **state)
{
	(void)state;
	assert_int_equal(style_of("a 1.250,00\nb 12.30").decimal, AMOUNT_MARK_COMMA);
	assert_int_equal(style_of("a 1,250.00\nb 12.30").decimal, AMOUNT_MARK_POINT);
	assert_int_equal(style_of("a 12.30").decimal, AMOUNT_MARK_POINT);
	assert_int_equal(style_of("a 1.250").decimal, AMOUNT_MARK_UNKNOWN);
	assert_int_equal(style_of("a 1.250,00\nb 1,250.00").decimal, AMOUNT_MARK_UNKNOWN);
	assert_int_equal(style_of("a 1.250.000").decimal, AMOUNT_MARK_COMMA);
	assert_int_equal(style_of("19.05.2025 F-12.30").decimal, AMOUNT_MARK_UNKNOWN);
	assert_true(style_of("1.250,00").marked_groups);
	assert_false(style_of("250,00").marked_groups);
}

static void test_empty_line(void **state)
{
	(void)state;
	g_autoptr(Text) text = text_new();
	g_autoptr(GArray) amounts = g_array_new(FALSE, FALSE, sizeof(Amount));
	g_autoptr(GArray) dates = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	TextLine *line = text_add_line(text_add_page(text, 0, 0));
	amounts_find(line, (AmountStyle){ 0 }, amounts);
	dates_find(line, DATE_ORDER_DAY, DATE_NONE, dates);
	assert_int_equal(amounts->len + dates->len, 0);
	assert_int_equal(amounts_style(text).decimal, AMOUNT_MARK_UNKNOWN);
	assert_false(date_known(dates_first("", DATE_ORDER_DAY, DATE_NONE)));
}

static void test_amount_words(void **state)
{
	(void)state;
	g_autoptr(Text) text = text_of("I alt at betale DKK 141.333,06 nu");
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Amount));
	amounts_find(((TextPage *)text->pages->pdata[0])->lines->pdata[0], (AmountStyle){ 0 }, found);
	assert_int_equal(found->len, 1);
	assert_int_equal(g_array_index(found, Amount, 0).first, 4);
	assert_int_equal(g_array_index(found, Amount, 0).last, 5);
}

/* Thousands parted by a space on the page, and a count that stands a column away. */
static void test_amounts_columns(void **state)
{
	(void)state;
	g_autoptr(Text) text = text_new();
	TextLine *line = text_add_line(text_add_page(text, 2100, 2970));
	text_add_word(text, line, "2", (PageBox){ 100, 100, 120, 135 }, 100);
	text_add_word(text, line, "1", (PageBox){ 400, 100, 420, 135 }, 100);
	text_add_word(text, line, "250,00", (PageBox){ 430, 100, 530, 135 }, 100);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Amount));
	amounts_find(line, (AmountStyle){ 0 }, found);
	assert_int_equal(found->len, 2);
	assert_int_equal(g_array_index(found, Amount, 0).minor, 200);
	assert_true(g_array_index(found, Amount, 1).known);
	assert_int_equal(g_array_index(found, Amount, 1).minor, 125000);
	assert_int_equal(g_array_index(found, Amount, 1).first, 1);
}

/* All days of a text, "?" for one that is not told. */
static void expect_dates(const char *plain, DateOrder order, const char *reference, const char *wanted)
{
	g_autoptr(Text) text = text_of(plain);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	g_autoptr(GString) got = g_string_new(NULL);
	Date near = DATE_NONE;
	assert_true(reference == NULL || date_parse(reference, &near));
	dates_find(((TextPage *)text->pages->pdata[0])->lines->pdata[0], order, near, found);
	for (guint i = 0; i < found->len; i++) {
		const FoundDate *one = &g_array_index(found, FoundDate, i);
		g_autofree char *day = date_iso(one->date);
		g_string_append_printf(got, "%s%s%s", i > 0 ? " " : "", day != NULL ? day : "?", one->year_given ? "" : "~");
	}
	if (strcmp(got->str, wanted) != 0)
		fail_msg("%s: got %s, wanted %s", plain, got->str, wanted);
}

static void test_dates_as_written(void **state)
{
	(void)state;
	static const char *const same[] = { "19-05-2025", "19.05.2025", "19/5-2025", "19/05/25", "19.5.25", "19. maj 2025", "May 19, 2025",
		"2025-05-19", "19. Mai 2025", "19 maj 2025", "den 19. maj 2025,", "19.maj 2025", "19-MAJ-25", "19th of May 2025",
		"May 19th, 2025", "(19.05.2025)", "19/5 2025", "2025/05/19", "2025-05-19T10:00:00Z", "Dato:19.05.2025", "19 May, 2025",
		"19. 05. 2025", "d.19/5-2025" };
	for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
		expect_dates(same[i], DATE_ORDER_DAY, NULL, "2025-05-19");
	expect_dates("1. M\xC3\xA4rz 2025", DATE_ORDER_DAY, NULL, "2025-03-01");
	expect_dates("3 augusti 2025 till 4 mars 2026", DATE_ORDER_DAY, NULL, "2025-08-03 2026-03-04");
	expect_dates("fra 27.05.2025 til 28.05.2025", DATE_ORDER_DAY, NULL, "2025-05-27 2025-05-28");
}

static void test_dates_two_ways(void **state)
{
	(void)state;
	expect_dates("03/04/2025", DATE_ORDER_UNKNOWN, NULL, "?");
	expect_dates("03/04/2025", DATE_ORDER_DAY, NULL, "2025-04-03");
	expect_dates("03/04/2025", DATE_ORDER_MONTH, NULL, "2025-03-04");
	expect_dates("3/4-2025", DATE_ORDER_UNKNOWN, NULL, "2025-04-03");
	expect_dates("03/03/2025", DATE_ORDER_UNKNOWN, NULL, "2025-03-03");
	expect_dates("05/19/2025", DATE_ORDER_UNKNOWN, NULL, "2025-05-19");
	expect_dates("03.04.2025", DATE_ORDER_UNKNOWN, NULL, "2025-04-03");
	expect_dates("den 3. maj", DATE_ORDER_DAY, NULL, "?~");
	expect_dates("den 3. maj", DATE_ORDER_DAY, "2025-04-01", "2025-05-03~");
	expect_dates("den 3. januar", DATE_ORDER_DAY, "2025-12-20", "2026-01-03~");
	expect_dates("senest 19/5 kl. 12", DATE_ORDER_DAY, "2025-04-01", "2025-05-19~");
	expect_dates("May 19", DATE_ORDER_DAY, "2025-04-01", "2025-05-19~");
}

static void test_dates_not_taken(void **state)
{
	(void)state;
	static const char *const others[] = { "31-02-2025", "1/2 liter", "1234-56-78", "F-19-05-2025", "19.05.20251", "12,50", "60.102,01",
		"jan", "maj 2025", "192.168.1.25", "99/99/2025", "marts", "2025-13-01", "45 53 16 99", "1.1.1.1" };
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		expect_dates(others[i], DATE_ORDER_DAY, "2025-04-01", "");
}

static DateOrder order_of(const char *plain)
{
	g_autoptr(Text) text = text_of(plain);
	return dates_order(text);
}

static void test_dates_order(void **state)
{
	(void)state;
	assert_int_equal(order_of("Invoice 03/04/2025"), DATE_ORDER_UNKNOWN);
	assert_int_equal(order_of("Invoice 03/04/2025\ndue 05/19/2025"), DATE_ORDER_MONTH);
	assert_int_equal(order_of("Invoice 03/04/2025\ndue 19/05/2025"), DATE_ORDER_DAY);
	assert_int_equal(order_of("due 19/05/2025\nfrom 05/19/2025"), DATE_ORDER_UNKNOWN);
	assert_int_equal(order_of("Faktura 12\nDato: 03/04/2025\nMoms 25 %"), DATE_ORDER_DAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_amounts_as_written), cmocka_unit_test(test_amounts_two_ways),
		cmocka_unit_test(test_amounts_not_taken),  cmocka_unit_test(test_amounts_style),
		cmocka_unit_test(test_amount_words),       cmocka_unit_test(test_amounts_columns),
		cmocka_unit_test(test_dates_as_written),   cmocka_unit_test(test_dates_two_ways),
		cmocka_unit_test(test_dates_not_taken),    cmocka_unit_test(test_dates_order),
		cmocka_unit_test(test_empty_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
