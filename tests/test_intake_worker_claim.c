/* claim.xml: the reader and docs/claim.xsd say the same, errors carry their place, facts carry what was said. */
#include "intake/embedded.h"
#include "intake/worker/claim.h"
#include "intake/worker/claimshape.h"
#include "intake/worker/opener.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static xmlSchemaPtr schema;

static void be_silent(void *data, const char *message, ...)
{
	(void)data;
	(void)message;
}

static int load_schema(void **state)
{
	(void)state;
	const Embedded *file = embedded_find(embedded_intake, "claim.xsd");
	xmlSetGenericErrorFunc(NULL, be_silent);
	xmlSchemaParserCtxtPtr parser = xmlSchemaNewMemParserCtxt((const char *)file->bytes, (int)file->size);
	schema = xmlSchemaParse(parser);
	xmlSchemaFreeParserCtxt(parser);
	return schema != NULL ? 0 : -1;
}

static int drop_schema(void **state)
{
	(void)state;
	xmlSchemaFree(schema);
	return 0;
}

static bool schema_takes(const char *text)
{
	xmlDocPtr document = xmlReadMemory(text, (int)strlen(text), "claim.xml", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
	if (document == NULL)
		return false;
	xmlSchemaValidCtxtPtr check = xmlSchemaNewValidCtxt(schema);
	bool fine = xmlSchemaValidateDoc(check, document) == 0;
	xmlSchemaFreeValidCtxt(check);
	xmlFreeDoc(document);
	return fine;
}

static bool reader_takes(const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("claim.xml", text, strlen(text), NULL, &error);
	assert_true((reading == NULL) == (error != NULL));
	if (error != NULL) {
		assert_true(error_line(error) >= 1);
		assert_true(error_column(error) >= 1);
	}
	return reading != NULL;
}

#define OPEN "<claim xmlns=\"urn:paakrav:claim:1\">"

static const char *const values[] = {
	"", " ", "x", "2026-02-28", " 2026-02-28\n", "2026-02-29", "2026-2-1", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01",
	"2026-02-28Z", "28-02-2026", "0", "1", "12500", "12500.5", "12500.50", "12500.505", "12500.", ".5", ".", "-1", "-0", "+1", "1,5",
	"1.000,00", "1e3", "007", "100000000000", "100000000000.01", "9999.99", "1000", "1000.01", "00000001000.00", "12.5", "99999", "yes", "no", "true", "false",
	"YES", " yes ", "ja", "12345678", "DK12345678", "DK 12 34 56 78", "dk12345678", "1234567", "123456789", "DK-12345678",
	"12  34 5678", "1 2 3 4 5 6 7 8", "DK", "dk", "D1", "DKK", "\xC3\x86\xC3\x98", "0101701234", "010170-1234", "01017-01234",
	"0101-701234", "d1", "d1 d2", " d1  d2 ", "a/b", "a.b-c_d", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd",
	"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde", "consumer", "business", "public", "Consumer", "invoice", "other-money", "not-money",
	"reminder-fee", "inkasso-fee", "compensation", "collection-cost", "agreed", "demand", "info", "filing", "signed",
	"accepted-in-writing", "terms", "silence", "unknown", "credit_note", "contract", "order", "reminder", "letter", "mail", "title",
	"payment", "mandate", "other", "exhibit", "internal", "creditor", "operator", "self", "lawyer", "collector", "adviser", "buyer",
	"none", "fixed", "hourly", "percent", "two words", "line\nbreak", "&lt;&amp;&gt;", "\302\24012345678",
};

/* A document with one leaf; what else its section needs is there too. */
static char *with_leaf(const SectionShape *section, const char *leaf, const char *value)
{
	GString *text = g_string_new(OPEN "<");
	g_string_append(text, section->name);
	for (const LeafShape *row = section->leaves; row->name != NULL; row++)
		if (row->needed && strcmp(row->name, leaf) != 0)
			g_string_append_printf(text, " %s=\"%s\"", row->name + 1, row->type == CLAIM_DATE ? "2026-01-01" : "name");
	if (strcmp(section->name, "item") == 0 && strcmp(leaf, "@kind") != 0)
		g_string_append(text, " kind=\"invoice\"");
	if (*leaf == '@')
		g_string_append_printf(text, " %s=\"%s\"/>", leaf + 1, value);
	else
		g_string_append_printf(text, "><%s>%s</%s></%s>", leaf, value, leaf, section->name);
	g_string_append(text, "</claim>");
	return g_string_free(text, FALSE);
}

/* Every leaf that any section knows, in every section, with every value: two voices, one verdict. */
static void schema_and_reader_agree_on_leaves(void **state)
{
	(void)state;
	int taken = 0, refused = 0;
	for (int s = 0; s < SECTION_KINDS; s++) {
		for (int from = 0; from < SECTION_KINDS; from++) {
			for (const LeafShape *leaf = claim_sections[from].leaves; leaf->name != NULL; leaf++) {
				bool own = from == s;
				if (!own && section_leaf(&claim_sections[s], leaf->name) != NULL)
					continue;
				for (size_t v = 0; v < (own ? G_N_ELEMENTS(values) : 1); v++) {
					g_autofree char *text = with_leaf(&claim_sections[s], leaf->name, values[v]);
					bool by_schema = schema_takes(text), by_reader = reader_takes(text);
					if (by_schema != by_reader)
						fail_msg("schema %d, reader %d: %s", by_schema, by_reader, text);
					taken += by_reader;
					refused += !by_reader;
				}
			}
		}
	}
	assert_true(taken > 500);
	assert_true(refused > 2000);
}

/* Shapes. alone: a rule that a schema cannot say. */
static const struct {
	const char *text;
	bool good, alone;
	const char *code;
	int line, column;
} samples[] = {
	{ OPEN "</claim>", true, false, NULL, 0, 0 },
	{ "<?xml version=\"1.0\"?>\n<c:claim xmlns:c=\"urn:paakrav:claim:1\"><c:debtor><c:name>A</c:name></c:debtor></c:claim>", true, false,
	  NULL, 0, 0 },
	{ OPEN "<item kind='invoice'><number>1</number></item><debtor id='a'/><creditor/><debtor/></claim>", true, false, NULL, 0, 0 },
	{ OPEN "<agreement on='2026-01-01'>no cure, no pay</agreement></claim>", true, false, NULL, 0, 0 },
	{ "<claim xmlns=\"urn:paakrav:claim:1\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
	  "xsi:schemaLocation=\"urn:paakrav:claim:1 claim.xsd\"/>",
	  true, false, NULL, 0, 0 },
	{ OPEN "<item><number>1001</number></item></claim>", true, false, NULL, 0, 0 },
	{ OPEN "<!-- a <debtr> in a comment --><?any thing?><debtor><name><![CDATA[A & B]]></name></debtor></claim>", true, false, NULL, 0, 0 },
	{ "<claim/>", false, false, "claim-namespace", 1, 1 },
	{ "<claim xmlns=\"urn:paakrav:claim:2\"/>", false, false, "claim-namespace", 1, 1 },
	{ "<Claim xmlns=\"urn:paakrav:claim:1\"/>", false, false, "claim-unknown", 1, 1 },
	{ "<creditor xmlns=\"urn:paakrav:claim:1\"/>", false, false, "claim-unknown", 1, 1 },
	{ "<claim xmlns=\"urn:paakrav:claim:1\" version=\"1\"/>", false, false, "claim-unknown", 1, 36 },
	{ OPEN "\n  <creditor>\n    <name>\xC3\x86</name> <nick/>\n  </creditor>\n</claim>", false, false, "claim-unknown", 3, 20 },
	{ OPEN "\n<debtr/></claim>", false, false, "claim-unknown", 2, 1 },
	{ OPEN "\n<debtor id='d1'\n\tkind='person'/></claim>", false, false, "claim-word", 3, 2 },
	{ OPEN "\n<debtor id='d1' age='7'/></claim>", false, false, "claim-unknown", 2, 17 },
	{ OPEN "\n<debtor xmlns:o='urn:o' o:id='d1'/></claim>", false, false, "claim-unknown", 2, 25 },
	{ OPEN "\n<debtor xmlns='urn:o'/></claim>", false, false, "claim-namespace", 2, 1 },
	{ OPEN "\n<creditor><name lang='da'>A</name></creditor></claim>", false, false, "claim-unknown", 2, 17 },
	{ OPEN "\n<creditor><name>A<b/></name></creditor></claim>", false, false, "claim-unknown", 2, 18 },
	{ OPEN "\n<creditor><name>A</name><name>B</name></creditor></claim>", false, false, "claim-twice", 2, 25 },
	{ OPEN "\n<creditor><name/><name/></creditor></claim>", false, false, "claim-twice", 2, 18 },
	{ OPEN "\n<creditor>loose</creditor></claim>", false, false, "claim-text", 2, 0 },
	{ OPEN "\nloose</claim>", false, false, "claim-text", 0, 0 },
	{ OPEN "\n<choices udlaeg='yes'>loose</choices></claim>", false, false, "claim-text", 2, 0 },
	{ OPEN "\n<event on='2026-01-01'/></claim>", false, false, "claim-missing", 2, 1 },
	{ OPEN "\n<event name='payment'/></claim>", false, false, "claim-missing", 2, 1 },
	{ OPEN "\n<document kind='invoice'/></claim>", false, false, "claim-missing", 2, 1 },
	{ OPEN "\n<event name='payment' on='2026-01-01' amount='1.005'/></claim>", false, false, "claim-amount", 2, 39 },
	{ OPEN "\n<event name='demand_sent' on='2026-01-01' deadline-on='2026-02-30'/></claim>", false, false, "claim-date", 2, 43 },
	{ OPEN "\n<document file='a.pdf' dated-on='2025-02-29'/></claim>", false, false, "claim-date", 2, 24 },
	{ OPEN "\n<instruction on='i g\xC3\xA5r'/></claim>", false, false, "claim-date", 2, 14 },
	{ OPEN "<debtor id='a'/>\n<debtor id='a'/></claim>", false, false, "claim-twice", 2, 9 },
	{ OPEN "<item id='a' kind='invoice'/>\n<item id='a' kind='invoice'/></claim>", false, false, "claim-twice", 2, 7 },
	{ OPEN "<document file='a.pdf'/>\n<document file='a.pdf'/></claim>", false, false, "claim-twice", 2, 11 },
	{ OPEN "\n<creditor/><creditor/></claim>", false, true, "claim-twice", 2, 12 },
	{ OPEN "<agreement/>\n<agreement/></claim>", false, true, "claim-twice", 2, 1 },
	{ OPEN "<debtor/>\n<debtor id='d1'/></claim>", false, true, "claim-twice", 2, 9 },
	{ OPEN "\n<item/></claim>", false, true, "claim-item-kind", 2, 1 },
	{ OPEN "\n<item kind='invoice' debtors='a b'/><debtor id='a'/></claim>", false, true, "claim-unknown-debtor", 2, 22 },
	{ OPEN "<debtor id='a'/>\n<event name='payment' on='2026-01-01' debtor='b'/></claim>", false, true, "claim-unknown-debtor", 2, 39 },
	{ OPEN "<item kind='invoice' debtors='a b'/></claim>", true, false, NULL, 0, 0 },
};

static void samples_get_their_verdict(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = opener_read("mappe/claim.xml", samples[i].text, strlen(samples[i].text), NULL, &error);
		if ((reading != NULL) != samples[i].good)
			fail_msg("reader says %d: %s", reading != NULL, samples[i].text);
		if (!samples[i].alone && schema_takes(samples[i].text) != samples[i].good)
			fail_msg("schema says %d: %s", !samples[i].good, samples[i].text);
		if (samples[i].alone)
			assert_true(schema_takes(samples[i].text));
		if (samples[i].good)
			continue;
		if (strcmp(error_code(error), samples[i].code) != 0 || (samples[i].line > 0 && error_line(error) != samples[i].line) ||
		    (samples[i].column > 0 && error_column(error) != samples[i].column))
			fail_msg("%s at %d:%d, expected %s at %d:%d: %s", error_code(error), error_line(error), error_column(error),
			         samples[i].code, samples[i].line, samples[i].column, samples[i].text);
	}
}

static const Fact *find(const Reading *reading, const char *subject, const char *name)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->subject, subject) == 0 && strcmp(fact->name, name) == 0)
			return fact;
	}
	fail_msg("no fact %s %s", subject, name);
	return NULL;
}

static void facts_say_what_was_said(void **state)
{
	(void)state;
	static const char text[] = OPEN "\n"
	                           "<creditor><name> Nordlys \n Tavler &amp; S\xC3\xB8n </name><cvr>DK 99 00 10 11</cvr><vat-registered>1</vat-registered></creditor>\n"
	                           "<debtor kind='business'><cpr>010170-1234</cpr><country>dk</country></debtor><debtor id='kone'/>\n"
	                           "<item id='i1' kind='invoice' debtors=' d1  kone '><number>A&amp;1</number><principal>12500.5</principal>"
	                           "<due-on>2026-02-28</due-on><agreed-interest>12.5</agreed-interest></item>\n"
	                           "<item kind='reminder-fee'><number>R1</number><principal>100</principal><due-on>2026-03-01</due-on></item>\n"
	                           "<document file='x &amp; y.pdf' title='T' kind='contract'/>\n"
	                           "<event name='payment' on='2026-03-02' claim='i1' amount='10.10' paid-to='creditor'/>"
	                           "<event name='payment' on='2026-03-02' claim='A&amp;1'/><event name='payment' on='2026-03-02' claim='R1'/>"
	                           "<event name='payment' on='2026-03-02' claim='9'/>"
	                           "</claim>";
	static const struct {
		const char *subject, *name, *value;
	} wanted[] = {
		{ "creditor", "party.name", "Nordlys Tavler & S\xC3\xB8n" },
		{ "creditor", "party.cvr", "99001011" },
		{ "creditor", "creditor.vat_registered", "yes" },
		{ "debtor/d1", "debtor.kind", "business" },
		{ "debtor/d1", "debtor.cpr", "0101701234" },
		{ "debtor/d1", "party.country", "DK" },
		{ "invoice/A&1", "item.kind", "invoice" },
		{ "invoice/A&1", "invoice.number", "A&1" },
		{ "invoice/A&1", "invoice.payable_ore", "1250050" },
		{ "invoice/A&1", "invoice.due_on", "2026-02-28" },
		{ "invoice/A&1", "item.agreed_interest_bp", "1250" },
		{ "invoice/A&1", "item.debtors", "d1 kone" },
		{ "item/2", "item.kind", "reminder-fee" },
		{ "item/2", "item.number", "R1" },
		{ "item/2", "item.principal_ore", "10000" },
		{ "item/2", "item.due_on", "2026-03-01" },
		{ "document/x & y.pdf", "document.title", "T" },
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = opener_read("claim.xml", text, sizeof text - 1, NULL, &error);
	assert_non_null(reading);
	assert_string_equal(reading->media, "claim");
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
		const Fact *fact = find(reading, wanted[i].subject, wanted[i].name);
		assert_string_equal(fact->value, wanted[i].value);
		assert_int_equal(fact->status, FACT_STATED);
		assert_string_equal(fact->proof.reader, "claim");
	}
	assert_string_equal(find(reading, "creditor", "party.cvr")->raw, "DK 99 00 10 11");
	assert_string_equal(find(reading, "creditor", "party.cvr")->proof.place, "/claim/creditor/cvr line 3");
	assert_string_equal(find(reading, "item/2", "item.kind")->proof.place, "/claim/item[2]/@kind line 6");
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		assert_true(fact_value_fits(fact_name_find(fact->name), fact->value));
	}
	static const char *const claims[] = { "invoice/A&1", "invoice/A&1", "item/2", "invoice/9" };
	assert_int_equal(reading->events->len, 4);
	for (guint i = 0; i < 4; i++) {
		const Event *event = reading->events->pdata[i];
		assert_string_equal(event->claim, claims[i]);
		assert_string_equal(event->by, "claim.xml");
	}
	const Event *first = reading->events->pdata[0];
	assert_true(first->has_amount);
	assert_int_equal(money_ore(first->amount), 1010);
}

/* A personal number in the wrong place is not repeated by the error. */
static void errors_keep_personal_numbers(void **state)
{
	(void)state;
	static const char *const insides[] = {
		"<debtor><cpr>01017012345</cpr></debtor>", "<debtor><cvr>0101701234</cvr></debtor>",
		"<debtor><country>010170-1234</country></debtor>", "<item kind='010170-1234'/>", "<instruction on='0101701234'/>",
		"<event name='payment' on='2026-01-01' amount='010170.12345'/>", "<debtor id='0101701234'/><debtor id='0101701234'/>",
		"<debtor/><event name='payment' on='2026-01-01' debtor='010170-1234'/>",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(insides); i++) {
		g_autofree char *text = g_strdup_printf(OPEN "%s</claim>", insides[i]);
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = opener_read("claim.xml", text, strlen(text), NULL, &error);
		assert_null(reading);
		g_autofree char *said = error_sentence(error, LANG_DA);
		assert_null(strstr(said, "010170"));
	}
}

static void claim_xml_must_be_one(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "hello", "%PDF-1.4", "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>" };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Reading) reading = opener_read("claim.xml", texts[i], strlen(texts[i]), NULL, &error);
		assert_null(reading);
		assert_int_equal(error_line(error), 1);
		assert_int_equal(error_column(error), 1);
	}
	/* Under another name it is still the claim that its root says. */
	g_autoptr(Reading) reading = opener_read("andet.xml", OPEN "</claim>", strlen(OPEN "</claim>"), NULL, NULL);
	assert_non_null(reading);
	assert_string_equal(reading->media, "claim");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schema_and_reader_agree_on_leaves), cmocka_unit_test(samples_get_their_verdict),
		cmocka_unit_test(facts_say_what_was_said),           cmocka_unit_test(errors_keep_personal_numbers),
		cmocka_unit_test(claim_xml_must_be_one),
	};
	return cmocka_run_group_tests(tests, load_schema, drop_schema);
}
