/* The mail as bytes: what may not end a line does not, what is long is folded, what is one content is the same bytes. */
#include "filing/courtlist.h"
#include "filing/mime.h"
#include "intake/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static Date day(int year, int month, int of)
{
	Date date;
	assert_true(date_make(year, month, of, &date));
	return date;
}

static char *composed(const Mail *mail)
{
	g_autoptr(GBytes) bytes = mail_compose(mail);
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	assert_null(memchr(text, '\0', n));
	return g_strndup(text, n);
}

/* Lines end by CR LF alone, none is long, all is ASCII. */
static void sound(const char *mail)
{
	assert_true(g_str_is_ascii(mail));
	g_auto(GStrv) lines = g_strsplit(mail, "\r\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		assert_null(strpbrk(*line, "\r\n"));
		assert_true(strlen(*line) <= 78);
	}
}

static void test_nothing_ends_a_header(void **state)
{
	(void)state;
	const char *const evil[] = { "a\r\nBcc: x@y.dk", "a\nBcc: x@y.dk", "\"><x@y.dk>", "=?UTF-8?Q?=0D=0A?=", "a\\" };
	for (size_t i = 0; i < G_N_ELEMENTS(evil); i++) {
		const Mail mail = { .id = "1.x@firma.dk", .on = day(2026, 11, 22), .from_name = evil[i], .from = "a@firma.dk",
			            .to = "b@ret.dk", .subject = evil[i], .text = evil[i] };
		g_autofree char *text = composed(&mail);
		sound(text);
		assert_null(strstr(text, "Bcc"));
		const char *from = strstr(text, "\r\nFrom: ") + 8;
		g_autofree char *line = g_strndup(from, (gsize)(strstr(from, "<a@firma.dk>\r\nTo: <b@ret.dk>\r\n") - from));
		assert_null(strstr(line, "x@y.dk"));
	}
}

static void test_long_names_fold_between_letters(void **state)
{
	(void)state;
	g_autoptr(GString) name = g_string_new(NULL);
	for (int i = 0; i < 60; i++)
		g_string_append(name, i % 3 == 0 ? "ø" : i % 3 == 1 ? "Żółć " : "a");
	const Mail mail = { .id = "1.x@firma.dk", .on = day(2024, 2, 29), .from_name = name->str, .from = "a@firma.dk",
		            .to = "b@ret.dk", .subject = name->str, .text = name->str };
	g_autofree char *text = composed(&mail);
	sound(text);
	/* Each word is whole letters; together they are the name. */
	g_autoptr(GString) back = g_string_new(NULL);
	const char *p = strstr(text, "Subject: "), *end = strstr(p, "\r\nMessage-ID");
	while ((p = strstr(p, "=?UTF-8?B?")) != NULL && p < end) {
		p += strlen("=?UTF-8?B?");
		g_autofree char *word = g_strndup(p, strcspn(p, "?"));
		gsize n;
		g_autofree guchar *letters = g_base64_decode(word, &n);
		assert_true(g_utf8_validate((const char *)letters, (gssize)n, NULL));
		g_string_append_len(back, (const char *)letters, (gssize)n);
	}
	assert_string_equal(back->str, name->str);
	assert_non_null(strstr(text, "Date: Thu, 29 Feb 2024 00:00:00 -0000\r\n"));
}

static void test_the_same_twice(void **state)
{
	(void)state;
	g_autoptr(GBytes) pdf = g_bytes_new_static("%PDF", 4);
	const MailFile file = { "brev.pdf", "application/pdf", pdf };
	Mail mail = { .id = "1.x@firma.dk", .on = day(2026, 11, 22), .from = "a@firma.dk", .to = "b@ret.dk", .subject = "Brev",
		      .text = "linje\n.\nlinje\r\n", .html = "<p>linje</p>", .files = &file, .n_files = 1 };
	g_autofree char *one = composed(&mail), *two = composed(&mail);
	assert_string_equal(one, two);
	sound(one);
	assert_non_null(strstr(one, "multipart/alternative"));
	assert_non_null(strstr(one, "text/html"));
	mail.id = "2.x@firma.dk";
	g_autofree char *other = composed(&mail);
	assert_string_not_equal(one, other);
}

static void test_addresses(void **state)
{
	(void)state;
	const char *const good[] = { "a@b.dk", "fogedret.odense@domstol.dk", "a+b@x-y.example", "a@localhost" };
	const char *const bad[] = { "",         "a",          "@b.dk",     "a@",          "a@b",     "a@.dk",     "a@b.",        "a@b..dk",
		                    "a@@b.dk",  "a@b@c.dk",   "a b@c.dk",  "a@b.dk ",     "<a@b.dk>", "a@b.dk\r\n", "a@b.dk\nDATA", ".a@b.dk",
		                    "a.@b.dk",  "a..b@c.dk",  "ø@b.dk",    "a@bø.dk",     "a@-b.dk", "a@b-.dk",   "a@[1.2.3.4]", "\"a\"@b.dk" };
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		assert_true(mail_address_fits(good[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_false(mail_address_fits(bad[i]));
}

/* Valid from 2020 to 2030-01-01, for encryption; and one for signing alone. Their keys were thrown away. */
static void envelope_says(const char *file, Date on, const char *words)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("hemmeligt", 9);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) sealed = digest_envelope(file, on, bytes, &error);
	if (words == NULL) {
		assert_null(error);
		gsize n;
		const char *der = g_bytes_get_data(sealed, &n);
		assert_true(n > 100);
		assert_null(memmem(der, n, "hemmeligt", 9));
		return;
	}
	assert_null(sealed);
	assert_string_equal(error_code(error), "certificate");
	assert_non_null(strstr(error_text(error, LANG_DA), words));
}

static void test_only_to_a_certificate_in_force(void **state)
{
	(void)state;
	envelope_says("../fixtures/mail/court.pem", day(2026, 11, 22), NULL);
	envelope_says("../fixtures/mail/court.pem", day(2030, 1, 1), NULL);
	envelope_says("../fixtures/mail/court.pem", day(2030, 1, 2), "udløbet");
	envelope_says("../fixtures/mail/signer.pem", day(2026, 11, 22), "ikke til at kryptere");
	envelope_says("../fixtures/mail/none.pem", day(2026, 11, 22), "kan ikke læses");
	envelope_says("test_filing_mime.c", day(2026, 11, 22), "kan ikke læses");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_ends_a_header),        cmocka_unit_test(test_long_names_fold_between_letters),
		cmocka_unit_test(test_the_same_twice),               cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_only_to_a_certificate_in_force),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
