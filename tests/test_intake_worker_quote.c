/* Quoted letters told from new text, and the line above them read: who, whom, on what day. */
#include "intake/worker/quote.h"
#include "intake/worker/sentday.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Lines of a text; '>' at their beginning are marks. */
static Text *text_of(const char *plain)
{
	Text *text = text_new();
	TextPage *page = text_add_page(text, 0, 0);
	g_auto(GStrv) lines = g_strsplit(plain, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		const char *p = lines[i];
		int marks = 0;
		for (; *p == '>'; p++, marks++)
			if (p[1] == ' ' && p[2] == '>')
				p++;
		g_autofree char *ended = g_strconcat(p, "\n", NULL);
		text_add_plain(text, page, ended, marks);
	}
	return text;
}

/* "depth|who|whom|subject|day|first-last|words" of each part, one line each. */
static char *told(const Text *text, const Envelope *envelope)
{
	g_autoptr(GPtrArray) parts = quote_parts(text, envelope);
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < parts->len; i++) {
		const QuotePart *part = parts->pdata[i];
		g_autofree char *day = date_iso(part->on);
		g_string_append_printf(out, "%d|%s|%s|%s|%s|", part->depth, part->who != NULL ? part->who : "", part->whom != NULL ? part->whom : "",
		                       part->subject != NULL ? part->subject : "", day != NULL ? day : "");
		for (guint j = 0; j < part->lines->len; j++) {
			g_autofree char *line = text_line_plain(g_array_index(part->lines, QuoteLine, j).line, 0);
			g_string_append_printf(out, "%s%s", *line != '\0' && out->str[out->len - 1] != '|' ? "/" : "", line);
		}
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static void check(const char *plain, const char *expected)
{
	g_autoptr(Text) text = text_of(plain);
	g_autofree char *is = told(text, NULL);
	assert_string_equal(is, expected);
}

static void test_nothing_quoted(void **state)
{
	(void)state;
	check("Hej\n\nVi betaler fredag.\nMvh Bo", "0|||||Hej/Vi betaler fredag./Mvh Bo\n");
	check("", "0|||||\n");
	/* Prose that only looks like a head. */
	check("Den 3. maj 2025 skrev jeg til jer:\nI har leveret for sent.", "0|||||Den 3. maj 2025 skrev jeg til jer:/I har leveret for sent.\n");
	check("Fra: mandag til fredag\nTil: alle\nMvh Bo", "0|||||Fra: mandag til fredag/Til: alle/Mvh Bo\n");
	check("Den 3. maj var vi enige om:\n- pris 500 kr.", "0|||||Den 3. maj var vi enige om:/- pris 500 kr.\n");
}

static void test_marked(void **state)
{
	(void)state;
	check("Det er fint.\n\nDen 3. maj 2025 kl. 10.12 skrev Jens Holm <jens@example.dk>:\n> Betal nu.\n> Hilsen Jens\n\nMvh Bo",
	      "0|||||Det er fint./Mvh Bo\n1|Jens Holm <jens@example.dk>|||2025-05-03|Betal nu./Hilsen Jens\n");
	/* Answers between the lines belong to the new letter. */
	check("On Sat, May 3, 2025 at 10:12 AM Jens Holm <jens@example.dk> wrote:\n> Has it been paid?\nNo.\n> And the rest?\nNo.",
	      "0|||||No./No.\n1|Jens Holm <jens@example.dk>|||2025-05-03|Has it been paid?/And the rest?\n");
	/* The head may be quoted itself. */
	check("Hej\n> Den 3. maj skrev Holm ApS:\n> Vi afventer betaling.\n>> Tidligere besked",
	      "0|||||Hej\n1|Holm ApS||||Vi afventer betaling.\n2|||||Tidligere besked\n");
	check("Ja\nAm 03.05.2025 um 10:12 schrieb Jens Holm:\n> B\n>\n> Den 1. maj 2025 skrev Bo:\n>> C\n>> D",
	      "0|||||Ja\n1|Jens Holm|||2025-05-03|B\n2|Bo|||2025-05-01|C/D\n");
	/* Over two lines, as programs wrap it. */
	check("Nej.\n\nDen lør. 3. maj 2025 kl. 10.12 skrev Jens Holm\n<jens@example.dk>:\n\n> Betal nu.",
	      "0|||||Nej.\n1|Jens Holm <jens@example.dk>|||2025-05-03|Betal nu.\n");
	check("Nej\n\nJens Holm <jens@example.dk> skrev den 3. maj 2025:\n> Betal", "0|||||Nej\n1|Jens Holm <jens@example.dk>|||2025-05-03|Betal\n");
	check("Nej\n\nJens Holm skrev:\n> Betal", "0|||||Nej\n1|Jens Holm||||Betal\n");
}

static void test_blocks(void **state)
{
	(void)state;
	check("Vi er ikke enige.\n\nFra: Jens Holm <jens@example.dk>\nSendt: 3. maj 2025 10:12\nTil: Bo Lund\nEmne: Rykker\n\nBetal nu.\n\n"
	      "Fra: Bo Lund\nSendt: 1. maj 2025\nTil: Jens Holm\nEmne: Spørgsmål\n\nHvad koster det?",
	      "0|||||Vi er ikke enige.\n1|Jens Holm <jens@example.dk>|Bo Lund|Rykker|2025-05-03|Betal nu.\n"
	      "2|Bo Lund|Jens Holm|Spørgsmål|2025-05-01|Hvad koster det?\n");
	check("Se nedenfor\n\n-----Oprindelig meddelelse-----\nFra: Jens Holm\nSendt: 3. maj 2025 10:12\nTil: Bo\nEmne: Rykker\n\nBetal",
	      "0|||||Se nedenfor\n1|Jens Holm|Bo|Rykker|2025-05-03|Betal\n");
	check("Hi\n\n________________________________\nFrom: Jens Holm <j@example.dk>\nSent: Saturday, May 3, 2025 10:12 AM\nTo: Bo\nSubject: Pay\n\nNow",
	      "0|||||Hi\n1|Jens Holm <j@example.dk>|Bo|Pay|2025-05-03|Now\n");
	check("Hallo\n\n-----Ursprüngliche Nachricht-----\nVon: Jens\nGesendet: Samstag, 3. Mai 2025 10:12\nAn: Bo\nBetreff: Zahlung\n\nBitte",
	      "0|||||Hallo\n1|Jens|Bo|Zahlung|2025-05-03|Bitte\n");
	check("Hej\n\n*Från:* Jens\n*Skickat:* den 3 maj 2025 10:12\n*Till:* Bo\n*Ämne:* Betalning\n\nBetala", "0|||||Hej\n1|Jens|Bo|Betalning|2025-05-03|Betala\n");
	check("---------- Forwarded message ---------\nFrom: Jens <j@example.dk>\nDate: Sat, 3 May 2025 at 10:12\nSubject: Pay\nTo: Bo\n\n\nNow",
	      "0|Jens <j@example.dk>|Bo|Pay|2025-05-03|Now\n");
	/* Text without marks below a line that can be nothing else. */
	check("Ok\n\nDen 3. maj 2025 kl. 10.12 skrev Jens Holm <jens@example.dk>:\n\nBetal nu.\nHilsen Jens",
	      "0|||||Ok\n1|Jens Holm <jens@example.dk>|||2025-05-03|Betal nu./Hilsen Jens\n");
}

static void test_a_mails_own_letter(void **state)
{
	(void)state;
	Envelope envelope = { .from = (char *)"A", .to = (char *)"B", .subject = (char *)"VS: Rykker", .is_mail = true };
	assert_true(date_make(2025, 5, 5, &envelope.sent_on));
	g_autoptr(Text) text = text_of("Fra: C\nSendt: 3. maj 2025\nTil: A\nEmne: Rykker\n\nBetal");
	g_autofree char *is = told(text, &envelope);
	assert_string_equal(is, "0|A|B|VS: Rykker|2025-05-05|\n1|C|A|Rykker|2025-05-03|Betal\n");
	quote_mark(text, &envelope);
	const TextPage *page = text->pages->pdata[0];
	assert_int_equal(((const TextLine *)page->lines->pdata[0])->quoted, 1);
	assert_int_equal(((const TextLine *)page->lines->pdata[5])->quoted, 1);
}

static void check_day(Date is, const char *expected)
{
	g_autofree char *day = date_iso(is);
	if (g_strcmp0(day, expected) != 0)
		print_error("%s instead of %s\n", day, expected);
	assert_true(g_strcmp0(day, expected) == 0);
}

static void test_days(void **state)
{
	(void)state;
	check_day(sentday_header("Tue, 1 Apr 2025 09:18:00 +0200"), "2025-04-01");
	check_day(sentday_header("1 Apr 2025 23:59:59 -0800"), "2025-04-01");
	check_day(sentday_header("Thu, 13 Feb 97 15:29 (EST)"), "1997-02-13");
	check_day(sentday_header("Sat May  3 10:12:00 2025"), "2025-05-03");
	check_day(sentday_header("Sat May  3 10:12:00 CEST 2025"), "2025-05-03");
	check_day(sentday_header("2025-05-03T10:12:00+02:00"), "2025-05-03");
	check_day(sentday_header("3-May-2025 10:12:00 GMT"), "2025-05-03");
	check_day(sentday_header("tir, 1 apr 2025 09.18.00"), "2025-04-01");
	static const char *const bad[] = { "", "yesterday", "Tue, 31 Feb 2025 10:00:00 +0100", "1 Foo 2025 10:00", "1 Apr 2025 99:00:00",
		"00 Apr 2025", "1 Apr 99999", "-1 Apr 2025", "1 Apr 2025 10:61:00", "Date: 1", "42", "1 Apr 20250401" };
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		check_day(sentday_header(bad[i]), NULL);
	check_day(sentday_header(NULL), NULL);
	check_day(sentday_words("lørdag den 3. maj 2025 kl. 10.12", false), "2025-05-03");
	check_day(sentday_words("Saturday, May 3, 2025", true), "2025-05-03");
	check_day(sentday_words("Den 03-05-25", false), "2025-05-03");
	check_day(sentday_words("On 05/03/2025", true), NULL);
	check_day(sentday_words("On 05/13/2025", true), "2025-05-13");
	check_day(sentday_words("den 3. maj", false), NULL);
	check_day(sentday_words("den 3. marts 2025", false), "2025-03-03");
	check_day(sentday_words("am 3. März 2025", false), "2025-03-03");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_quoted), cmocka_unit_test(test_marked), cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_a_mails_own_letter), cmocka_unit_test(test_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
