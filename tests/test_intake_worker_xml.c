/* Hostile and malformed XML: refused with a place, before it costs anything. The large ones are made here. */
#include "corpora.h"
#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/opener.h"
#include "intake/worker/sniff.h"
#include "intake/worker/xml.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static void refused(const char *what, const void *bytes, size_t size, const char *code, int line, int column)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("faktura.xml", bytes, size, NULL, &error);
	if (reading != NULL)
		fail_msg("%s: taken as %s", what, reading->media);
	if (strcmp(error_code(error), code) != 0 || (line > 0 && error_line(error) != line) ||
	    (column > 0 && error_column(error) != column))
		fail_msg("%s: %s at %d:%d, expected %s at %d:%d", what, error_code(error), error_line(error), error_column(error), code, line,
		         column);
}

static void refused_text(const char *text, const char *code, int line, int column)
{
	refused(text, text, strlen(text), code, line, column);
}

static void small_ones(void **state)
{
	(void)state;
	refused_text("<!DOCTYPE a><a/>", "xml-doctype", 1, 1);
	refused_text("<?xml version=\"1.0\"?>\n  <!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;\">]><a>&m;</a>", "xml-doctype", 2, 3);
	refused_text("<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a/>", "xml-doctype", 2, 1);
	refused_text("<!-- <a> --><!DOCTYPE a [<!ENTITY x SYSTEM \"http://localhost/\">]><a>&x;</a>", "xml-doctype", 1, 13);
	refused_text("<a>\n<!ENTITY x \"y\"></a>", "xml-doctype", 2, 1);
	refused_text("<a>&x;</a>", "xml-malformed", 1, 0);
	refused_text("<a>\n<b></a>", "xml-malformed", 2, 0);
	refused_text("<a>", "xml-malformed", 1, 0);
	refused_text("<a/><b/>", "xml-malformed", 1, 0);
	refused_text("<a b='1' b='2'/>", "xml-malformed", 1, 0);
	refused_text("<a b=1/>", "xml-malformed", 1, 0);
	refused_text("<a b='<'/>", "xml-malformed", 1, 0);
	refused_text("<x:a/>", "xml-malformed", 1, 0);
	refused_text("<a>]]></a>", "xml-malformed", 1, 0);
	refused_text("<a>&#0;</a>", "xml-malformed", 1, 0);
	refused_text("  <?xml version=\"1.0\"?><a/>", "xml-malformed", 1, 0);
	refused("nul", "<a>\0</a>", 8, "xml-nul", 1, 4);
	refused("control", "<a>\x01</a>", 8, "xml-malformed", 1, 0);
	/* What only looks like a declaration is none. */
	static const char *const harmless[] = { "<a><!-- <!DOCTYPE x> --></a>", "<a><![CDATA[<!DOCTYPE x>]]></a>", "<?x <!DOCTYPE x>?><a/>",
		"<a b='>'/>", "<a b=\"&lt;!DOCTYPE\">&#60;!DOCTYPE&gt;</a>" };
	for (size_t i = 0; i < G_N_ELEMENTS(harmless); i++) {
		g_autoptr(Reading) reading = opener_read("a.xml", harmless[i], strlen(harmless[i]), NULL, NULL);
		assert_non_null(reading);
		assert_string_equal(reading->media, "xml");
	}
}

/* "<a>æ…</a>" in that encoding, with that declaration. */
static char *encoded(const char *declaration, const char *charset, bool mark, gsize *size)
{
	g_autofree char *text = g_strdup_printf("%s%s<claim xmlns=\"urn:paakrav:claim:1\"><creditor><name>S\xC3\xB8ren "
	                                        "\xC3\x86r\xC3\xB8</name></creditor></claim>",
	                                        mark ? "\xEF\xBB\xBF" : "", declaration);
	return g_convert(text, -1, charset, "UTF-8", NULL, size, NULL);
}

static void encodings_are_read_or_refused(void **state)
{
	(void)state;
	static const struct {
		const char *declaration, *charset;
		bool mark, good;
	} rows[] = {
		{ "", "UTF-8", false, true },
		{ "", "UTF-8", true, true },
		{ "<?xml version='1.0' encoding='utf-8'?>", "UTF-8", true, true },
		{ "<?xml version='1.0' encoding='UTF-16'?>", "UTF-16LE", true, true },
		{ "<?xml version='1.0' encoding='UTF-16'?>", "UTF-16BE", true, true },
		{ "<?xml version='1.0' encoding='UTF-16'?>", "UTF-16LE", false, true },
		{ "<?xml version='1.0'?>", "UTF-16BE", true, true },
		{ "<?xml version='1.0' encoding='ISO-8859-1'?>", "ISO-8859-1", false, true },
		{ "<?xml version='1.0' encoding='iso-8859-15'?>", "ISO-8859-15", false, true },
		{ "<?xml version='1.0' encoding='windows-1252'?>", "WINDOWS-1252", false, true },
		{ "<?xml version='1.0' encoding='UTF-8'?>", "ISO-8859-1", false, false },
		{ "", "ISO-8859-1", false, false },
		{ "<?xml version='1.0' encoding='UTF-16'?>", "UTF-8", false, false },
		{ "<?xml version='1.0' encoding='UTF-8'?>", "UTF-16LE", true, false },
		{ "<?xml version='1.0' encoding='ISO-8859-1'?>", "UTF-8", true, false },
		{ "<?xml version='1.0' encoding='UTF-7'?>", "UTF-8", false, false },
		{ "<?xml version='1.0' encoding='UTF-32'?>", "UTF-32LE", true, false },
		{ "<?xml version='1.0' encoding='EBCDIC-US'?>", "UTF-8", false, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		gsize size;
		g_autofree char *bytes = encoded(rows[i].declaration, rows[i].charset, rows[i].mark, &size);
		assert_non_null(bytes);
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = opener_read("claim.xml", bytes, size, NULL, &error);
		if ((reading != NULL) != rows[i].good)
			fail_msg("%s as %s: %s", rows[i].declaration, rows[i].charset, error != NULL ? error->message : "taken");
		if (reading == NULL) {
			assert_int_equal(error_line(error), 1);
			continue;
		}
		const Fact *name = reading->facts->pdata[0];
		assert_string_equal(name->value, "S\xC3\xB8ren \xC3\x86r\xC3\xB8");
	}
	/* A DOCTYPE hides in no encoding. */
	static const char doctype[] = "<!DOCTYPE a><a/>";
	static const char *const charsets[] = { "UTF-16LE", "UTF-16BE" };
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
		gsize size;
		g_autofree char *bytes = g_convert(doctype, -1, charsets[i], "UTF-8", NULL, &size, NULL);
		refused(charsets[i], bytes, size, "xml-doctype", 1, 1);
	}
	refused("half a pair", "\xFF\xFE<\0a\0>\0\x00\xD8", 10, "xml-encoding", 1, 1);
}

static GString *repeat(const char *head, const char *piece, size_t bytes, const char *tail)
{
	GString *text = g_string_sized_new(bytes + 4096);
	g_string_append(text, head);
	for (int i = 0; text->len < bytes; i++)
		g_string_append_printf(text, piece, i);
	g_string_append(text, tail);
	return text;
}

static void large_ones(void **state)
{
	(void)state;
	GString *attributes = repeat("<a>\n<b", " a%07d=''", 1100 * 1024, "/></a>");
	refused("100,000 attributes, 1 MB", attributes->str, attributes->len, "xml-attributes", 2, 1);
	g_string_free(attributes, TRUE);
	attributes = repeat("<a", " a%07d='" "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'",
	                    11 * 1024 * 1024, "/>");
	refused("100,000 attributes, 11 MB", attributes->str, attributes->len, "xml-attributes", 1, 1);
	g_string_free(attributes, TRUE);
	GString *tag = repeat("<a b='", "%07d", 1024 * 1024, "'/>");
	refused("a tag of 1 MB", tag->str, tag->len, "xml-tag", 1, 1);
	g_string_free(tag, TRUE);
	GString *open = repeat("<a b='", "%07d", 1024 * 1024, "");
	refused("an open tag of 1 MB", open->str, open->len, "xml-tag", 1, 1);
	g_string_free(open, TRUE);
	GString *names = g_string_new(NULL);
	for (int i = 0; i < 300; i++)
		g_string_append_printf(names, i % 100 == 0 ? "%s\n<a xmlns:p%d='urn:x'" : "%s xmlns:p%d='urn:x'", i % 100 == 0 && i > 0 ? ">" : "",
		                       i);
	g_string_append(names, "/></a></a>");
	refused("namespaces", names->str, names->len, "xml-namespaces", 4, 1);
	g_string_free(names, TRUE);
	GString *deep = repeat("", "<a>", 3 * 1024 * 1024, "");
	refused("depth", deep->str, deep->len, "xml-depth", 1, 3 * LIMIT_XML_DEPTH + 1);
	g_string_free(deep, TRUE);
	GString *text = repeat("<a>", "tekst %d\n", 65 * 1024 * 1024, "</a>");
	refused("over the size limit", text->str, text->len, "xml-too-large", 0, 0);
	g_string_free(text, TRUE);
}

static void large_and_sound(void **state)
{
	(void)state;
	GString *text = repeat("<a>", "<b c='%d'>tekst</b>\n", 50 * 1024 * 1024, "</a>");
	g_autoptr(Reading) reading = opener_read("a.xml", text->str, text->len, NULL, NULL);
	assert_non_null(reading);
	assert_string_equal(reading->media, "xml");
	g_string_free(text, TRUE);
	/* More than the parser would read ahead, and the end in the middle of a tag's attributes. */
	text = repeat("<a>", "<b a='1' c='2' d='3' e='4' f='5' g='6' h='7' i='8' j='9' k='10' l='11' m='12' n='13' o='14' p='15' q='16' "
	                     "r='17' s='18' t='19' u='20' v='21' w='22' x='23' y='24' z='25' aa='26' bb='27' cc='28' dd='29' ee='30' n0='%d'/>",
	              12 * 1024 * 1024, "</a>");
	g_autoptr(Reading) tags = opener_read("a.xml", text->str, text->len, NULL, NULL);
	assert_non_null(tags);
	g_string_free(text, TRUE);
	/* One text of 30 MB, as an embedded exhibit is. */
	text = repeat("<a>", "%07d", 30 * 1024 * 1024, "</a>");
	g_autoptr(Reading) long_text = opener_read("a.xml", text->str, text->len, NULL, NULL);
	assert_non_null(long_text);
	g_string_free(text, TRUE);
	text = repeat("<claim xmlns=\"urn:paakrav:claim:1\">", "<debtor id='x%d'/>", 5 * 1024 * 1024, "</claim>");
	refused("claim.xml over its limit", text->str, text->len, "claim-too-large", 0, 0);
	g_string_truncate(text, 1024 * 1024);
	refused("too many debtors", text->str, text->len, "claim-too-many", 1, 0);
	g_string_free(text, TRUE);
}

static void media_is_told_by_bytes(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t size;
		const char *media;
	} rows[] = {
#define ROW(bytes, media) { bytes, sizeof(bytes) - 1, media }
		ROW("", "other"), ROW("%PDF-1.7\n", "pdf"), ROW("\n%PDF-1.7\n", "pdf"), ROW("PK\3\4xxxx", "zip"), ROW("PK\5\6", "zip"),
		ROW("PK\3\4....[Content_Types].xml", "office"), ROW("\xFF\xD8\xFF\xE0", "image"), ROW("\x89PNG\r\n\x1A\n", "image"),
		ROW("II*\0\1", "image"), ROW("MM\0*", "image"), ROW("From: a\r\nTo: b\r\n\r\n", "mail"),
		ROW("Received: x\n\tmore\nSubject: y\n\nz", "mail"), ROW("From a@b Mon\nFrom: a\nDate: b\n\n", "mail"), ROW("From: a\n", "text"),
		ROW("K\xC3\xA6re kunde\n", "text"), ROW("K\xE6re kunde\n", "text"), ROW("a\0b", "other"), ROW("\x1B[0m", "other"),
		ROW("<html><body>", "text"), ROW("<!DOCTYPE html>\n", "text"), ROW("<a@b.dk> skrev:\n", "text"), ROW("<a/>", "xml"),
		ROW("\xEF\xBB\xBF \n<?xml", "xml"), ROW("{\\rtf1", "office"), ROW("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "office"),
		ROW("\xFF\xFE<\0a\0>\0", "xml"), ROW("\xFF\xFEh\0e\0", "text"),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(sniff_media(rows[i].bytes, rows[i].size), rows[i].media) != 0)
			fail_msg("row %zu: %s, expected %s", i, sniff_media(rows[i].bytes, rows[i].size), rows[i].media);
}

typedef struct Sweep {
	int files, refused;
} Sweep;

static void sweep_file(const char *path, bool not_well_formed, Sweep *sweep)
{
	g_autofree char *bytes = NULL;
	gsize size;
	if (!g_file_get_contents(path, &bytes, &size, NULL))
		return;
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read(path, bytes, size, NULL, &error);
	assert_true((reading == NULL) == (error != NULL));
	sweep->files++;
	if (error != NULL) {
		assert_true(strlen(error->message) > 0);
		sweep->refused++;
	} else if (not_well_formed && strcmp(reading->media, "xml") == 0) {
		fail_msg("%s: not well-formed, and taken", path);
	}
}

static void sweep_folder(const char *folder, Sweep *sweep)
{
	struct dirent **names = NULL;
	int n = scandir(folder, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		g_autofree char *path = g_build_filename(folder, names[i]->d_name, NULL);
		struct stat st;
		if (*names[i]->d_name != '.' && stat(path, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				sweep_folder(path, sweep);
			else
				sweep_file(path, strstr(path, "/not-wf/") != NULL && g_str_has_suffix(path, ".xml"), sweep);
		}
		free(names[i]);
	}
	free(names);
}

static void conformance_files_get_an_outcome(void **state)
{
	(void)state;
	const char *folder = corpora_folder("w3c-xmlconf", "test_intake_worker_xml");
	if (folder == NULL)
		skip();
	g_autofree char *path = g_build_filename(folder, "w3c-xmlconf", NULL);
	Sweep sweep = { 0, 0 };
	sweep_folder(path, &sweep);
	assert_true(sweep.files > 300);
	assert_true(sweep.refused > 100);
}

static void hostile_fixtures_are_refused(void **state)
{
	(void)state;
	Sweep sweep = { 0, 0 };
	sweep_folder("../fixtures/hostile/xml", &sweep);
	assert_true(sweep.files >= 8);
	assert_int_equal(sweep.refused, sweep.files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_ones),      cmocka_unit_test(encodings_are_read_or_refused),
		cmocka_unit_test(large_ones),      cmocka_unit_test(large_and_sound),
		cmocka_unit_test(media_is_told_by_bytes), cmocka_unit_test(conformance_files_get_an_outcome),
		cmocka_unit_test(hostile_fixtures_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
