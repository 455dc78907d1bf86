/* Outlook's own files: ours, made for the purpose, and those of the corpora. */
#include "broodcase.h"
#include "corpora.h"
#include "intake/worker/lzfu.h"
#include "intake/worker/outlook.h"
#include "intake/worker/rtf.h"

#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct Msg {
	GsfOutput *memory;
	GsfOutfile *root;
} Msg;

static void put(GsfOutfile *in, const char *name, const void *bytes, size_t size)
{
	GsfOutput *stream = gsf_outfile_new_child(in, name, FALSE);
	gsf_output_write(stream, size, bytes);
	gsf_output_close(stream);
	g_object_unref(stream);
}

/* A text property in UTF-16. */
static void put_wide(GsfOutfile *in, unsigned number, const char *utf8)
{
	glong items;
	g_autofree gunichar2 *wide = g_utf8_to_utf16(utf8, -1, NULL, &items, NULL);
	g_autofree char *name = g_strdup_printf("__substg1.0_%04X001F", number);
	put(in, name, wide, (size_t)items * 2);
}

/* The fixed properties: pairs of tag and value, after a head of so many zeros. */
static void put_rows(GsfOutfile *in, size_t head, const guint64 (*rows)[2], size_t n)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_byte_array_set_size(bytes, (guint)(head + n * 16));
	memset(bytes->data, 0, bytes->len);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 8; k++) {
			if (k < 4)
				bytes->data[head + i * 16 + k] = (guint8)(rows[i][0] >> (8 * k));
			bytes->data[head + i * 16 + 8 + k] = (guint8)(rows[i][1] >> (8 * k));
		}
	put(in, "__properties_version1.0", bytes->data, bytes->len);
}

/* FILETIME of a day and hour, UTC. */
static guint64 time_of(int year, int month, int day, int hour)
{
	Date date;
	assert_true(date_make(year, month, day, &date));
	return ((guint64)date.day * 24 + (guint64)hour) * 36000000000ULL + 116444736000000000ULL;
}

static Msg msg_new(guint64 submitted)
{
	Msg msg = { .memory = gsf_output_memory_new() };
	msg.root = gsf_outfile_msole_new(msg.memory);
	const guint64 rows[][2] = { { 0x00390040, submitted }, { 0x3FFD0003, 1252 } };
	put_rows(msg.root, 32, rows, submitted != 0 ? 2 : 0);
	put_wide(msg.root, 0x0037, "Påmindelse – faktura 17");
	put_wide(msg.root, 0x0042, "Bjørn Holm");
	put_wide(msg.root, 0x0065, "bjoern@example.dk");
	GsfOutfile *receiver = (GsfOutfile *)gsf_outfile_new_child(msg.root, "__recip_version1.0_#00000000", TRUE);
	put_wide(receiver, 0x3001, "Bo Lund");
	put_wide(receiver, 0x39FE, "bo@example.dk");
	gsf_output_close((GsfOutput *)receiver);
	g_object_unref(receiver);
	return msg;
}

static GBytes *msg_end(Msg *msg)
{
	gsf_output_close((GsfOutput *)msg->root);
	GBytes *bytes = g_bytes_new(gsf_output_memory_get_bytes((GsfOutputMemory *)msg->memory), (gsize)gsf_output_size(msg->memory));
	g_object_unref(msg->root);
	g_object_unref(msg->memory);
	return bytes;
}

/* "from|to|subject|day|body|children". */
static void check(GBytes *bytes, const char *expected)
{
	g_autoptr(Text) text = text_new();
	Envelope envelope = { .sent_on = DATE_NONE };
	Broodcase broodcase;
	broodcase_init(&broodcase);
	g_autoptr(GError) error = NULL;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	assert_true(outlook_open(data, size, &envelope, text, &broodcase.brood, &error));
	g_autofree char *day = date_iso(envelope.sent_on), *pages = broodcase_pages(text), *names = broodcase_names(&broodcase);
	g_autofree char *is = g_strdup_printf("%s|%s|%s|%s|%s|%s", envelope.from, envelope.to, envelope.subject, day != NULL ? day : "", pages, names);
	assert_string_equal(is, expected);
	envelope_clear(&envelope);
	broodcase_clear(&broodcase);
}

#define HEAD "Bjørn Holm <bjoern@example.dk>|Bo Lund <bo@example.dk>|Påmindelse – faktura 17|"

static void test_wide_body(void **state)
{
	(void)state;
	Msg msg = msg_new(time_of(2025, 5, 3, 10));
	put_wide(msg.root, 0x1000, "Kære Bo\r\nBetal 1.000 €.\r\n\r\nFra: A\r\nSendt: 1. maj 2025\r\nTil: B\r\nEmne: C\r\n\r\nFør");
	g_autoptr(GBytes) bytes = msg_end(&msg);
	check(bytes, HEAD "2025-05-03|Kære Bo\nBetal 1.000 €.\n\nFra: A\nSendt: 1. maj 2025\nTil: B\nEmne: C\n\nFør\n|");
}

static void test_old_charset_and_days(void **state)
{
	(void)state;
	Msg msg = msg_new(time_of(2025, 5, 3, 21));
	put(msg.root, "__substg1.0_1000001E", "Bl\xE5 \x80", 5);
	g_autoptr(GBytes) evening = msg_end(&msg);
	check(evening, HEAD "2025-05-03|Blå €\n|");
	/* 22 o'clock UTC is the next day in Denmark's summer: whose day it was is not known. */
	msg = msg_new(time_of(2025, 5, 3, 22));
	put_wide(msg.root, 0x1000, "Hej");
	g_autoptr(GBytes) night = msg_end(&msg);
	check(night, HEAD "|Hej\n|");
	msg = msg_new(time_of(2025, 1, 3, 22));
	put_wide(msg.root, 0x1000, "Hej");
	g_autoptr(GBytes) winter = msg_end(&msg);
	check(winter, HEAD "2025-01-03|Hej\n|");
	/* The Date header knows. */
	msg = msg_new(time_of(2025, 5, 3, 22));
	put_wide(msg.root, 0x007D, "Received: x\r\nDate: Sun, 4 May 2025 00:10:00 +0200\r\nFrom: x\r\n");
	put_wide(msg.root, 0x1000, "Hej");
	g_autoptr(GBytes) header = msg_end(&msg);
	check(header, HEAD "2025-05-04|Hej\n|");
}

static void test_html_and_rtf(void **state)
{
	(void)state;
	Msg msg = msg_new(time_of(2025, 5, 3, 10));
	static const char html[] = "<html><meta charset=iso-8859-1><p>Bl\xE5</p></html>";
	put(msg.root, "__substg1.0_10130102", html, sizeof html - 1);
	g_autoptr(GBytes) with_html = msg_end(&msg);
	check(with_html, HEAD "2025-05-03|Blå\n|");
	/* The example of the format's own description: "{\rtf1\ansi\ansicpg1252\pard hello world}". */
	static const guint8 packed[] = { 0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7,
		0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00,
		0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0 };
	msg = msg_new(time_of(2025, 5, 3, 10));
	put(msg.root, "__substg1.0_10090102", packed, sizeof packed);
	g_autoptr(GBytes) with_rtf = msg_end(&msg);
	check(with_rtf, HEAD "2025-05-03|hello world\n|");
	g_autoptr(GByteArray) rtf = lzfu_unpack(packed, sizeof packed);
	assert_int_equal(rtf->len, 0x2b);
	assert_memory_equal(rtf->data, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", 0x2b);
	assert_null(lzfu_unpack(packed, 15));
	assert_null(lzfu_unpack("0123456789012345678", 19));
}

static void add_attachment(Msg *msg, const char *storage, const char *name, const char *bytes)
{
	GsfOutfile *attachment = (GsfOutfile *)gsf_outfile_new_child(msg->root, storage, TRUE);
	put_wide(attachment, 0x3707, name);
	put(attachment, "__substg1.0_37010102", bytes, strlen(bytes));
	gsf_output_close((GsfOutput *)attachment);
	g_object_unref(attachment);
}

static void test_attachments(void **state)
{
	(void)state;
	Msg msg = msg_new(time_of(2025, 5, 3, 10));
	put_wide(msg.root, 0x1000, "Hej");
	add_attachment(&msg, "__attach_version1.0_#00000000", "Fåktura.pdf", "%PDF-1.4");
	GsfOutfile *attachment = (GsfOutfile *)gsf_outfile_new_child(msg.root, "__attach_version1.0_#00000001", TRUE);
	GsfOutfile *within = (GsfOutfile *)gsf_outfile_new_child(attachment, "__substg1.0_3701000D", TRUE);
	const guint64 rows[][2] = { { 0x00390040, time_of(2025, 4, 1, 10) } };
	put_rows(within, 24, rows, 1);
	put_wide(within, 0x0037, "Re: 1/2");
	put_wide(within, 0x1000, "Inderst");
	gsf_output_close((GsfOutput *)within);
	g_object_unref(within);
	gsf_output_close((GsfOutput *)attachment);
	g_object_unref(attachment);
	g_autoptr(GBytes) bytes = msg_end(&msg);
	check(bytes, HEAD "2025-05-03|Hej\n|Fåktura.pdf|Re 1-2.msg");
	/* The mail within is a file that can be opened again. */
	g_autoptr(Text) text = text_new(), inner_text = text_new();
	Envelope envelope = { .sent_on = DATE_NONE }, inner = { .sent_on = DATE_NONE };
	Broodcase broodcase;
	broodcase_init(&broodcase);
	assert_true(outlook_open(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &envelope, text, &broodcase.brood, NULL));
	GBytes *child = broodcase.bytes->pdata[1];
	assert_true(outlook_open(g_bytes_get_data(child, NULL), g_bytes_get_size(child), &inner, inner_text, &broodcase.brood, NULL));
	g_autofree char *day = date_iso(inner.sent_on), *pages = broodcase_pages(inner_text);
	assert_string_equal(inner.subject, "Re: 1/2");
	assert_string_equal(day, "2025-04-01");
	assert_string_equal(pages, "Inderst\n");
	envelope_clear(&envelope);
	envelope_clear(&inner);
	broodcase_clear(&broodcase);
}

static void test_no_mail(void **state)
{
	(void)state;
	Msg msg = { .memory = gsf_output_memory_new() };
	msg.root = gsf_outfile_msole_new(msg.memory);
	put(msg.root, "WordDocument", "x", 1);
	g_autoptr(GBytes) bytes = msg_end(&msg);
	g_autoptr(Text) text = text_new();
	g_autoptr(GError) error = NULL;
	Envelope envelope = { .sent_on = DATE_NONE };
	assert_false(outlook_open(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &envelope, text, NULL, &error));
	assert_string_equal(error_code(error), "office-old");
	g_clear_error(&error);
	assert_false(outlook_open("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more", 20, &envelope, text, NULL, &error));
	assert_string_equal(error_code(error), "compound-broken");
}

static void test_rtf(void **state)
{
	(void)state;
	static const char rtf[] = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}{\\info{\\title nej}}\\pard "
				  "K\\'e6re Bo\\par Bel\\u248?b: 1.000\\~kr.\\par{\\v skjult}{\\deleted slettet}\\uc2 \\u8364??\\par\n"
				  "\\trowd\\intbl Pris\\cell 100\\cell\\row\\pard Slut\\page Side to\\par{\\pict 0102}}";
	g_autoptr(Text) text = text_new();
	assert_true(rtf_add(text, rtf, sizeof rtf - 1));
	g_autofree char *pages = broodcase_pages(text);
	assert_string_equal(pages, "Kære Bo\nBeløb: 1.000 kr.\n€\nPris 100\nSlut\n=====\nSide to\n");
}

static void test_corpora(void **state)
{
	(void)state;
	const char *folder = corpora_folder("tika", "outlook corpora");
	if (folder == NULL)
		return;
	static const struct {
		const char *file, *from, *subject, *day;
		guint children;
	} rows[] = {
		{ "testMSG.msg", "Jukka Zitting <jukka.zitting@gmail.com>", "MIME registry use cases", "2009-01-29", 0 },
		{ "testMSG_att_msg.msg", "Nick Booth", "test email", "2010-06-18", 2 },
		{ "testMSG_att_doc.msg", "Nicolas1 23456 <nicolas1.23456@free.fr>", "test pièce jointe 1", "2009-04-22", 2 },
		{ "testMSG_chinese.msg", "Tests Chang@FT (張毓倫)", "Alfresco MSG format testing ( MSG 格式測試 )", "2011-03-29", 0 },
		{ "test-outlook.msg", "L'Équipe Microsoft Outlook Express <msoe@microsoft.com>", "Microsoft Outlook Express 6", "2007-04-05", 0 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = g_build_filename(folder,
		                                         "tika/tika-parsers/tika-parsers-standard/tika-parsers-standard-modules/"
		                                         "tika-parser-microsoft-module/src/test/resources/test-documents",
		                                         rows[i].file, NULL);
		g_autofree char *bytes = NULL;
		gsize size = 0;
		assert_true(g_file_get_contents(path, &bytes, &size, NULL));
		g_autoptr(Text) text = text_new();
		Envelope envelope = { .sent_on = DATE_NONE };
		Broodcase broodcase;
		broodcase_init(&broodcase);
		assert_true(outlook_open(bytes, size, &envelope, text, &broodcase.brood, NULL));
		g_autofree char *day = date_iso(envelope.sent_on);
		assert_string_equal(envelope.from, rows[i].from);
		assert_string_equal(envelope.subject, rows[i].subject);
		assert_string_equal(day, rows[i].day);
		assert_int_equal(broodcase.names->len, rows[i].children);
		assert_true(text->bytes > 0);
		envelope_clear(&envelope);
		broodcase_clear(&broodcase);
	}
}

int main(void)
{
	outlook_prepare();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wide_body), cmocka_unit_test(test_old_charset_and_days), cmocka_unit_test(test_html_and_rtf),
		cmocka_unit_test(test_attachments), cmocka_unit_test(test_no_mail), cmocka_unit_test(test_rtf), cmocka_unit_test(test_corpora),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
