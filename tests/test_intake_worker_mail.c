/* Mails: headers, the words that count, and what is attached; the Danish ones of the corpora against their oracle. */
#include "corpora.h"
#include "intake/digest.h"
#include "intake/json.h"
#include "intake/limits.h"
#include "intake/worker/mail.h"
#include "intake/worker/sniff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A mail that was opened. */
typedef struct Opened {
	Envelope envelope;
	Text *text;
	GPtrArray *names; /* of what was handed out */
	GPtrArray *hashes;
	GPtrArray *bytes; /* GBytes* */
	GError *error;
	bool fine;
} Opened;

static bool take(void *self, const char *name, const void *bytes, size_t size)
{
	Opened *opened = self;
	char hex[DIGEST_HEX];
	digest_hex(bytes, size, hex);
	g_ptr_array_add(opened->names, g_strdup(name));
	g_ptr_array_add(opened->hashes, g_strdup(hex));
	g_ptr_array_add(opened->bytes, g_bytes_new(bytes, size));
	return opened->names->len < LIMIT_CHILDREN;
}

static void free_bytes(void *bytes)
{
	g_bytes_unref(bytes);
}

static Opened *open_bytes(const void *bytes, size_t size)
{
	Opened *opened = g_new0(Opened, 1);
	Hatch hatch = { .child = take, .self = opened };
	opened->text = text_new();
	opened->names = g_ptr_array_new_with_free_func(g_free);
	opened->hashes = g_ptr_array_new_with_free_func(g_free);
	opened->bytes = g_ptr_array_new_with_free_func(free_bytes);
	Brood brood;
	brood_init(&brood, &hatch);
	opened->fine = mail_open(bytes, size, &opened->envelope, opened->text, &brood, &opened->error);
	brood_clear(&brood);
	return opened;
}

static void opened_free(Opened *opened)
{
	envelope_clear(&opened->envelope);
	text_free(opened->text);
	g_ptr_array_unref(opened->names);
	g_ptr_array_unref(opened->hashes);
	g_ptr_array_unref(opened->bytes);
	g_clear_error(&opened->error);
	g_free(opened);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Opened, opened_free)

static Opened *open_text(const char *mail)
{
	return open_bytes(mail, strlen(mail));
}

/* As a person would read it, without empty lines at the end. */
static char *body(const Opened *opened)
{
	char *plain = opened->text->pages->len > 0 ? text_page_plain(opened->text->pages->pdata[0]) : g_strdup("");
	return g_strchomp(plain);
}

static void check_body(const char *mail, const char *expected)
{
	g_autoptr(Opened) opened = open_text(mail);
	assert_true(opened->fine);
	g_autofree char *is = body(opened);
	assert_string_equal(is, expected);
}

/* ---- the oracle ------------------------------------------------------------------------------------------------- */

static void check_row(const char *folder, const cJSON *row)
{
	const char *file = json_get_text(row, "file");
	g_autofree char *path = g_build_filename(folder, "dk-synth", file, NULL);
	g_autofree char *bytes = NULL;
	gsize size = 0;
	assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	g_autoptr(Opened) opened = open_bytes(bytes, size);
	assert_true(opened->fine);
	g_autofree char *is = body(opened), *expected = g_strdup(json_get_text(row, "body"));
	assert_string_equal(is, g_strchomp(expected));
	assert_string_equal(opened->envelope.subject, json_get_text(row, "subject"));
	g_autofree char *from = g_strdup_printf("%s <", json_get_text(row, "from_name")), *to = g_strdup_printf("%s <", json_get_text(row, "to_name"));
	assert_true(g_str_has_prefix(opened->envelope.from, from));
	assert_true(g_str_has_prefix(opened->envelope.to, to));
	/* The day as the header writes it: "Tue, 1 Apr 2025 …". */
	g_autofree char *day = date_english(opened->envelope.sent_on);
	int year, month, number;
	date_split(opened->envelope.sent_on, &year, &month, &number);
	g_autofree char *written = g_strdup_printf(", %d %.3s %d ", number, strchr(day, ' ') + 1, year);
	assert_non_null(strstr(json_get_text(row, "date"), written));
	const cJSON *attachments = json_get(row, "attachments");
	guint n = (guint)cJSON_GetArraySize(attachments);
	bool forward = strstr(json_get_text(row, "structure"), "forward") != NULL;
	assert_int_equal(opened->names->len, n + forward);
	for (guint i = 0; i < n; i++) {
		const cJSON *pair = cJSON_GetArrayItem(attachments, (int)i);
		assert_string_equal(opened->names->pdata[i], cJSON_GetStringValue(cJSON_GetArrayItem(pair, 0)));
		assert_string_equal(opened->hashes->pdata[i], cJSON_GetStringValue(cJSON_GetArrayItem(pair, 1)));
	}
}


static void test_oracle(void **state)
{
	(void)state;
	const char *folder = corpora_folder("oracle/dk-synth-oracle-eml.json", "mail oracle");
	if (folder == NULL)
		return;
	g_autofree char *path = g_build_filename(folder, "oracle", "dk-synth-oracle-eml.json", NULL);
	g_autofree char *bytes = NULL;
	gsize size = 0;
	assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	g_autoptr(cJSON) rows = json_parse(bytes, size);
	assert_true(cJSON_GetArraySize(rows) > 0);
	for (int i = 0; i < cJSON_GetArraySize(rows); i++)
		check_row(folder, cJSON_GetArrayItem(rows, i));
}

/* ---- headers ---------------------------------------------------------------------------------------------------- */

#define HEAD "From: Jens Holm <jens@example.dk>\nTo: bo@example.dk\nSubject: Faktura\nDate: Sat, 3 May 2025 10:12:00 +0200\n"

static void check_headers(const char *mail, const char *from, const char *to, const char *subject, const char *day)
{
	g_autoptr(Opened) opened = open_text(mail);
	assert_true(opened->fine);
	g_autofree char *is = date_iso(opened->envelope.sent_on);
	assert_true(g_strcmp0(opened->envelope.from, from) == 0);
	assert_true(g_strcmp0(opened->envelope.to, to) == 0);
	assert_true(g_strcmp0(opened->envelope.subject, subject) == 0);
	assert_true(g_strcmp0(is, day) == 0);
	assert_true(opened->envelope.is_mail);
}

static void test_headers(void **state)
{
	(void)state;
	check_headers(HEAD "\nHej", "Jens Holm <jens@example.dk>", "bo@example.dk", "Faktura", "2025-05-03");
	/* Raw bytes: ISO-8859-1, UTF-8; a declared charset that the bytes contradict. */
	check_headers("From: Bj\xF8rn <b@example.dk>\nSubject: R\xFC" "ckfrage \x96 p\xE5" "mindelse\n\n", "Bjørn <b@example.dk>", NULL,
	              "Rückfrage – påmindelse", NULL);
	check_headers("From: Bj\xC3\xB8rn <b@example.dk>\nSubject: p\xC3\xA5mindelse\n\n", "Bjørn <b@example.dk>", NULL, "påmindelse", NULL);
	check_headers("From: b@example.dk\nSubject: =?iso-8859-1?Q?p=C3=A5mindelse?=\n\n", "b@example.dk", NULL, "påmindelse", NULL);
	/* Several words of a header, folded; a name with a comma; several receivers; a group. */
	check_headers("From: \"Holm, Jens\" <jens@example.dk>\nTo: a@example.dk,\n\tBo <b@example.dk>\n"
	              "Subject: =?utf-8?B?UMOlbWluZGVs?=\n =?utf-8?Q?se_om_betaling?=\n\n",
	              "Holm, Jens <jens@example.dk>", "a@example.dk, Bo <b@example.dk>", "Påmindelse om betaling", NULL);
	check_headers("From: a@example.dk\nTo: undisclosed-recipients:;\nSubject: x\n\n", "a@example.dk", "undisclosed-recipients", "x", NULL);
	/* The sender's day, whatever the zone; two days are none; a day that is no day is none. */
	check_headers("From: a@example.dk\nSubject: x\nDate: Sat, 3 May 2025 23:59:00 -1100\n\n", "a@example.dk", NULL, "x", "2025-05-03");
	check_headers("From: a@example.dk\nDate: 3 May 2025 10:00:00 +0200\nDate: 4 May 2025 10:00:00 +0200\n\n", "a@example.dk", NULL, NULL, NULL);
	check_headers("From: a@example.dk\nDate: Fri, 31 Feb 2025 10:00:00 +0200\nSubject:\n\n", "a@example.dk", NULL, NULL, NULL);
}

/* ---- bodies ----------------------------------------------------------------------------------------------------- */

#define ALTERNATIVE(plain, html) \
	HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n" plain \
	     "\n--b\nContent-Type: text/html; charset=utf-8\n\n" html "\n--b--\n"

static void test_bodies(void **state)
{
	(void)state;
	check_body(HEAD "\nHej\nBo", "Hej\nBo");
	check_body(HEAD "Content-Type: text/html\n\n", "");
	check_body(ALTERNATIVE("Ordene", "<p>Andre</p>"), "Ordene");
	check_body(ALTERNATIVE(" \n\t", "<p>Andre ord</p>"), "Andre ord");
	check_body(ALTERNATIVE("This mail is in HTML. Your client cannot view it.", "<p>K&oslash;b &#8364; 100</p>"), "Køb € 100");
	/* Declared one charset, written in another. */
	check_body(HEAD "Content-Type: text/plain; charset=iso-8859-1\n\nbl\xC3\xA5", "blå");
	check_body(HEAD "Content-Type: text/plain; charset=utf-8\n\nbl\xE5 \x80 5", "blå € 5");
	check_body(HEAD "Content-Type: text/plain; charset=iso-8859-15\n\n\xA4 5", "€ 5");
	check_body(HEAD "Content-Type: text/plain; charset=us-ascii\n\nbl\xE5", "blå");
	check_body(HEAD "Content-Type: text/plain; charset=no-such-thing\n\nbl\xE5", "blå");
	check_body(HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nYmzDpQ==", "blå");
	/* Lines that flow, and their quotation. */
	check_body(HEAD "Content-Type: text/plain; format=flowed\n\nDette er \nen linje.\n>> citat der \n>> g\xC3\xA5r videre\n> svar\n-- \nBo",
	           "Dette er en linje.\n>> citat der går videre\n> svar\n--\nBo");
	/* What is hidden is not read; tables, lists, quotations are. */
	check_body(HEAD "Content-Type: text/html; charset=utf-8\n\n<style>p{}</style><div style='display: none'>skjult <div>mere</div> tekst</div>"
	                "<p>Hej</p><ul><li>et</li><li>to</li></ul><table><tr><td>Pris</td><td><p>100</p></td></tr><tr><td>Moms</td><td>25</td></tr>"
	                "</table><blockquote>f\xC3\xB8r<blockquote>f\xC3\xB8rst</blockquote></blockquote>slut<!-- ikke --><script>nej</script>",
	           "Hej\n- et\n- to\nPris 100\nMoms 25\n\n> før\n>\n>> først\nslut");
}

static void test_quoted_lines(void **state)
{
	(void)state;
	g_autoptr(Opened) opened = open_text(HEAD "\nNej.\n> Betal\n\nFra: A\nSendt: 1. maj 2025\nTil: B\nEmne: C\n\nTidligere");
	const TextPage *page = opened->text->pages->pdata[0];
	const int expected[] = { 0, 1, 0, 1, 1, 1, 1, 1, 1 };
	assert_int_equal(page->lines->len, G_N_ELEMENTS(expected));
	for (guint i = 0; i < page->lines->len; i++)
		assert_int_equal(((const TextLine *)page->lines->pdata[i])->quoted, expected[i]);
}

/* ---- attachments ------------------------------------------------------------------------------------------------- */

#define PART(headers, bytes) "\n--b\n" headers "\n\n" bytes
#define MIXED(parts) HEAD "Content-Type: multipart/mixed; boundary=b\n" parts "\n--b--\n"

static void check_names(const char *mail, const char *expected)
{
	g_autoptr(Opened) opened = open_text(mail);
	assert_true(opened->fine);
	g_ptr_array_add(opened->names, NULL);
	g_autofree char *is = g_strjoinv("|", (char **)opened->names->pdata);
	assert_string_equal(is, expected);
}

static void test_names(void **state)
{
	(void)state;
	check_names(MIXED(PART("Content-Type: text/plain", "Hej") PART("Content-Type: application/pdf; name=\"f.pdf\"", "%PDF-1.4 a")), "f.pdf");
	check_names(MIXED(PART("Content-Type: text/plain", "Hej") PART("Content-Type: application/pdf", "%PDF-1.4 a")), "del-1.pdf");
	check_names(MIXED(PART("Content-Type: application/octet-stream", "%PDF-1.4 a") PART("Content-Type: application/octet-stream", "\x01\x02")),
	            "del-1.pdf|del-2.bin");
	check_names(MIXED(PART("Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"../../etc/pas swd\"", "%PDF-1.4")),
	            "pas swd.pdf");
	check_names(MIXED(PART("Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"C:\\\\x\\\\NUL\"", "%PDF-1.4")), "del-1.pdf");
	check_names(MIXED(PART("Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''r%C3%A6v%0a%E2%80%AEfdp.pdf", "%PDF-1.4")),
	            "ræv fdp.pdf");
	/* Two of one name, also when only their case differs. */
	check_names(MIXED(PART("Content-Type: application/pdf; name=f.pdf", "1") PART("Content-Type: application/pdf; name=F.PDF", "2")
	                      PART("Content-Type: application/pdf; name=f.pdf", "3")),
	            "f.pdf|F (2).PDF|f (3).pdf");
	/* A text with a name is an attachment; a second one without is not; a signature is neither. */
	check_names(MIXED(PART("Content-Type: text/plain", "Hej") PART("Content-Type: text/plain; name=vilkaar.txt", "x") PART("Content-Type: text/plain", "y")
	                      PART("Content-Type: application/pgp-signature; name=s.asc", "z")),
	            "vilkaar.txt");
	/* A logo shown in the text is no paper; one that is attached might be. */
	check_names(MIXED(PART("Content-Type: text/plain", "Hej") PART("Content-Type: image/png; name=logo.png\nContent-Disposition: inline", "x")
	                      PART("Content-Type: image/png; name=kvittering.png\nContent-Disposition: attachment", "y")),
	            "kvittering.png");
	check_names(MIXED(PART("Content-Type: message/rfc822", "Subject: Tidligere\n besked\n\nHej")), "Tidligere besked.eml");
}

static void test_forwarded_as_it_came(void **state)
{
	(void)state;
	const char *inner = "X-Odd:  two  spaces\nFrom: a@example.dk\nSubject: =?utf-8?Q?p=C3=A5?=\nContent-Type: text/plain\n\nOrd  for ord\n";
	g_autofree char *mail = g_strconcat(HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n", inner, "\n--b--\n", NULL);
	g_autoptr(Opened) opened = open_text(mail);
	assert_int_equal(opened->bytes->len, 1);
	g_autofree char *is = g_strndup(g_bytes_get_data(opened->bytes->pdata[0], NULL), g_bytes_get_size(opened->bytes->pdata[0]));
	assert_string_equal(is, inner);
}

/* ---- mbox -------------------------------------------------------------------------------------------------------- */

#define MARK "From jens@example.dk Sat May  3 10:12:00 2025\n"

static void test_mbox(void **state)
{
	(void)state;
	check_names(MARK HEAD "\nHej\n\n" MARK "Subject: Re: a/b\nFrom: x@example.dk\n\n>From nu af\n>>From da\nFrom midten af teksten\n", "0001-Faktura.eml|0002-Re a-b.eml");
	g_autoptr(Opened) opened = open_text(MARK HEAD "\nHej\n\n" MARK "Subject: b\n\n>From nu af\n>>From da\n");
	assert_int_equal(opened->text->pages->len, 0);
	g_autofree char *is = g_strndup(g_bytes_get_data(opened->bytes->pdata[1], NULL), g_bytes_get_size(opened->bytes->pdata[1]));
	assert_string_equal(is, "Subject: b\n\nFrom nu af\n>From da\n");
	/* One mail alone is that mail. */
	check_body(MARK HEAD "\nHej", "Hej");
}

static void test_mbox_too_many(void **state)
{
	(void)state;
	GString *box = g_string_new(NULL);
	for (int i = 0; i <= LIMIT_CHILDREN; i++)
		g_string_append(box, MARK "Subject: a\n\nb\n\n");
	g_autoptr(Opened) opened = open_bytes(box->str, box->len);
	g_string_free(box, TRUE);
	assert_false(opened->fine);
	assert_string_equal(error_code(opened->error), "mbox-count");
	assert_non_null(error_remedy_text(opened->error, LANG_DA));
	assert_int_equal(opened->names->len, 0);
}

/* ---- what is a mail ---------------------------------------------------------------------------------------------- */

static void test_sniffed(void **state)
{
	(void)state;
	static const struct {
		const char *bytes, *media;
	} rows[] = {
		{ HEAD "\nHej", "mail" },
		{ "X-A: b\n folded\nFrom: a@example.dk\nSubject : b\n\nHej", "mail" },
		{ MARK "\nHej", "mail" },
		{ "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "mail" },
		{ "From now on I pay\nnothing", "text" },
		{ "Fra: Jens\nTil: Bo\n\nHej", "text" },
		{ "Subject: a letter\n\nHej", "text" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_string_equal(sniff_media(rows[i].bytes, strlen(rows[i].bytes)), rows[i].media);
}

/* ---- what is made to hurt ---------------------------------------------------------------------------------------- */

static void test_bombs(void **state)
{
	(void)state;
	/* Parts within parts, far past the limit. */
	GString *mail = g_string_new(HEAD);
	for (int i = 0; i < 3000; i++)
		g_string_append_printf(mail, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	g_string_append(mail, "\nHej\n");
	g_autoptr(Opened) nested = open_bytes(mail->str, mail->len);
	assert_true(nested->fine);
	/* A hundred thousand headers; as many with addresses are refused. */
	g_string_assign(mail, HEAD);
	for (int i = 0; i < 100000; i++)
		g_string_append(mail, "X-A: b\n");
	g_string_append(mail, "\nHej\n");
	g_autoptr(Opened) headers = open_bytes(mail->str, mail->len);
	assert_true(headers->fine);
	g_autofree char *is = body(headers);
	assert_string_equal(is, "Hej");
	g_string_assign(mail, HEAD);
	for (int i = 0; i < 100000; i++)
		g_string_append(mail, "To: a@example.dk\n");
	g_string_append(mail, "\nHej\n");
	g_autoptr(Opened) addresses = open_bytes(mail->str, mail->len);
	assert_false(addresses->fine);
	assert_string_equal(error_code(addresses->error), "mail-headers");
	/* Quotation without end, and comments that nothing closes. */
	g_string_assign(mail, HEAD "Content-Type: text/html\n\n");
	for (int i = 0; i < 200000; i++)
		g_string_append(mail, "<blockquote>&gt;<!--<td><b x=\">");
	g_autoptr(Opened) html = open_bytes(mail->str, mail->len);
	assert_true(html->fine);
	g_string_free(mail, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oracle), cmocka_unit_test(test_headers), cmocka_unit_test(test_bodies), cmocka_unit_test(test_quoted_lines),
		cmocka_unit_test(test_names), cmocka_unit_test(test_forwarded_as_it_came), cmocka_unit_test(test_mbox),
		cmocka_unit_test(test_mbox_too_many), cmocka_unit_test(test_sniffed), cmocka_unit_test(test_bombs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
