#include "intake/worker/camt.h"

#include "intake/bankrows.h"
#include "intake/limits.h"
#include "intake/worker/xml.h"

#include <string.h>

#define CAMT_URI "urn:iso:std:iso:20022:tech:xsd:camt."
#define MOST_FIELDS 16 /* of any of the four kinds of rows */

G_STATIC_ASSERT(BANK_STATEMENT_FIELDS <= MOST_FIELDS && BANK_ENTRY_FIELDS <= MOST_FIELDS && BANK_DETAIL_FIELDS <= MOST_FIELDS);

/* Where one is: each part lies in the one before it, but that balances and entries both lie in a statement. */
typedef enum Part { PART_DOCUMENT, PART_STATEMENT, PART_BALANCE, PART_ENTRY, PART_DETAIL, PARTS } Part;

typedef struct Place {
	Part part;
	const char *path; /* below the element that opens the part */
	int field;
	int currency; /* the field that the attribute Ccy goes to; -1 */
} Place;

/* Two paths with one field: an older and a newer edition say the same in other elements. */
static const Place places[] = {
	{ PART_STATEMENT, "Id", BANK_STATEMENT_ID, -1 },
	{ PART_STATEMENT, "FrToDt/FrDtTm", BANK_STATEMENT_FROM, -1 },
	{ PART_STATEMENT, "FrToDt/ToDtTm", BANK_STATEMENT_TO, -1 },
	{ PART_STATEMENT, "Acct/Id/IBAN", BANK_STATEMENT_IBAN, -1 },
	{ PART_STATEMENT, "Acct/Id/Othr/Id", BANK_STATEMENT_OTHER, -1 },
	{ PART_STATEMENT, "Acct/Ccy", BANK_STATEMENT_CURRENCY, -1 },
	{ PART_STATEMENT, "Acct/Ownr/Nm", BANK_STATEMENT_OWNER, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlNtries/NbOfNtries", BANK_STATEMENT_COUNT, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlNtries/Sum", BANK_STATEMENT_SUM, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlNtries/TtlNetNtryAmt", BANK_STATEMENT_NET, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlNtries/TtlNetNtry/Amt", BANK_STATEMENT_NET, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlNtries/CdtDbtInd", BANK_STATEMENT_NET_SIGN, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd", BANK_STATEMENT_NET_SIGN, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlCdtNtries/NbOfNtries", BANK_STATEMENT_IN_COUNT, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlCdtNtries/Sum", BANK_STATEMENT_IN_SUM, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlDbtNtries/NbOfNtries", BANK_STATEMENT_OUT_COUNT, -1 },
	{ PART_STATEMENT, "TxsSummry/TtlDbtNtries/Sum", BANK_STATEMENT_OUT_SUM, -1 },
	{ PART_BALANCE, "Tp/CdOrPrtry/Cd", BANK_BALANCE_CODE, -1 },
	{ PART_BALANCE, "Amt", BANK_BALANCE_AMOUNT, BANK_BALANCE_CURRENCY },
	{ PART_BALANCE, "CdtDbtInd", BANK_BALANCE_SIGN, -1 },
	{ PART_BALANCE, "Dt/Dt", BANK_BALANCE_ON, -1 },
	{ PART_BALANCE, "Dt/DtTm", BANK_BALANCE_ON, -1 },
	{ PART_ENTRY, "NtryRef", BANK_ENTRY_REFERENCE, -1 },
	{ PART_ENTRY, "Amt", BANK_ENTRY_AMOUNT, BANK_ENTRY_CURRENCY },
	{ PART_ENTRY, "CdtDbtInd", BANK_ENTRY_SIGN, -1 },
	{ PART_ENTRY, "RvslInd", BANK_ENTRY_REVERSAL, -1 },
	{ PART_ENTRY, "Sts", BANK_ENTRY_STATUS, -1 },
	{ PART_ENTRY, "Sts/Cd", BANK_ENTRY_STATUS, -1 },
	{ PART_ENTRY, "BookgDt/Dt", BANK_ENTRY_BOOKED, -1 },
	{ PART_ENTRY, "BookgDt/DtTm", BANK_ENTRY_BOOKED, -1 },
	{ PART_ENTRY, "ValDt/Dt", BANK_ENTRY_VALUE, -1 },
	{ PART_ENTRY, "ValDt/DtTm", BANK_ENTRY_VALUE, -1 },
	{ PART_ENTRY, "AcctSvcrRef", BANK_ENTRY_BANK_REFERENCE, -1 },
	{ PART_ENTRY, "NtryDtls/Btch/NbOfTxs", BANK_ENTRY_BATCH_COUNT, -1 },
	{ PART_ENTRY, "NtryDtls/Btch/TtlAmt", BANK_ENTRY_BATCH_SUM, -1 },
	{ PART_ENTRY, "AddtlNtryInf", BANK_ENTRY_TEXT, -1 },
	{ PART_DETAIL, "Refs/AcctSvcrRef", BANK_DETAIL_BANK_REFERENCE, -1 },
	{ PART_DETAIL, "Refs/EndToEndId", BANK_DETAIL_END_TO_END, -1 },
	{ PART_DETAIL, "Refs/TxId", BANK_DETAIL_TRANSACTION, -1 },
	{ PART_DETAIL, "Amt", BANK_DETAIL_AMOUNT, BANK_DETAIL_CURRENCY },
	{ PART_DETAIL, "AmtDtls/TxAmt/Amt", BANK_DETAIL_AMOUNT, BANK_DETAIL_CURRENCY },
	{ PART_DETAIL, "CdtDbtInd", BANK_DETAIL_SIGN, -1 },
	{ PART_DETAIL, "RltdPties/Dbtr/Nm", BANK_DETAIL_DEBTOR, -1 },
	{ PART_DETAIL, "RltdPties/Dbtr/Pty/Nm", BANK_DETAIL_DEBTOR, -1 },
	{ PART_DETAIL, "RltdPties/DbtrAcct/Id/IBAN", BANK_DETAIL_DEBTOR_ACCOUNT, -1 },
	{ PART_DETAIL, "RltdPties/DbtrAcct/Id/Othr/Id", BANK_DETAIL_DEBTOR_ACCOUNT, -1 },
	{ PART_DETAIL, "RltdPties/Cdtr/Nm", BANK_DETAIL_CREDITOR, -1 },
	{ PART_DETAIL, "RltdPties/Cdtr/Pty/Nm", BANK_DETAIL_CREDITOR, -1 },
	{ PART_DETAIL, "RmtInf/Ustrd", BANK_DETAIL_MESSAGE, -1 },
	{ PART_DETAIL, "RmtInf/Strd/CdtrRefInf/Ref", BANK_DETAIL_REFERENCE, -1 },
	{ PART_DETAIL, "RmtInf/Strd/RfrdDocInf/Nb", BANK_DETAIL_DOCUMENT, -1 },
	{ PART_DETAIL, "AddtlTxInf", BANK_DETAIL_TEXT, -1 },
	{ PART_DETAIL, "RtrInf/Rsn/Cd", BANK_DETAIL_RETURNED, -1 },
};

/* The elements that open a part, below the part that they lie in. */
static const struct {
	Part in;
	const char *path;
	Part part;
} openings[] = {
	{ PART_DOCUMENT, "BkToCstmrStmt/Stmt", PART_STATEMENT }, { PART_DOCUMENT, "BkToCstmrDbtCdtNtfctn/Ntfctn", PART_STATEMENT },
	{ PART_STATEMENT, "Bal", PART_BALANCE },                 { PART_STATEMENT, "Ntry", PART_ENTRY },
	{ PART_ENTRY, "NtryDtls/TxDtls", PART_DETAIL },
};

static const char letters[PARTS] = { 0, BANK_STATEMENT, BANK_BALANCE, BANK_ENTRY, BANK_DETAIL };
static const int field_counts[PARTS] = { 0, BANK_STATEMENT_FIELDS, BANK_BALANCE_FIELDS, BANK_ENTRY_FIELDS, BANK_DETAIL_FIELDS };

typedef struct Level {
	Part part;
	size_t base; /* length of the path when the part opened */
	size_t depth; /* of elements, the opening one included */
	GString *fields[MOST_FIELDS];
} Level;

typedef struct Camt {
	char *kind, *version; /* "053", "08" */
	GString *path, *text, *rows;
	GString *details; /* rows of the open entry's details: they follow it */
	GArray *ends; /* size_t: the path's length before each open element */
	Level levels[PARTS];
	int top;
	const Place *place; /* of the open leaf; NULL */
	guint lines;
} Camt;

static void level_clear(Level *level)
{
	for (int i = 0; i < MOST_FIELDS; i++)
		if (level->fields[i] != NULL)
			g_string_truncate(level->fields[i], 0);
}

static const char *below(const Camt *camt)
{
	size_t base = camt->levels[camt->top].base;
	return camt->path->len > base ? camt->path->str + base + 1 : "";
}

static bool refuse(XmlScan *scan, const char *code, const char *da, const char *en)
{
	error_set_texts(xml_scan_error(scan), ERROR_INPUT, code, da, en);
	return xml_refuse_at(scan, xml_here(scan));
}

/* A tab or line end within would end the value. */
static void field_add(Level *level, int field, const char *text, size_t size)
{
	GString **slot = &level->fields[field];
	if (*slot == NULL)
		*slot = g_string_new(NULL);
	if (size > 0 && (*slot)->len > 0)
		g_string_append_c(*slot, ' '); /* said in several elements */
	for (size_t i = 0; i < size && (*slot)->len < LIMIT_BANK_VALUE_BYTES; i++)
		g_string_append_c(*slot, (unsigned char)text[i] < 0x20 ? ' ' : text[i]);
}

static const char *field(const Level *level, int i)
{
	return level->fields[i] != NULL ? level->fields[i]->str : "";
}

static void row_add(GString *out, const Level *level)
{
	g_string_append_c(out, letters[level->part]);
	for (int i = 0; i < field_counts[level->part]; i++) {
		const char *text = field(level, i), *end;
		g_string_append_c(out, '\t');
		/* What was cut at its limit may end within a letter. */
		g_utf8_validate(text, -1, &end);
		g_string_append_len(out, text, end - text);
	}
	g_string_append_c(out, '\n');
}

static bool root_is(Camt *camt, XmlScan *scan, const char *uri, const char *local)
{
	size_t n = strlen(CAMT_URI);
	if (strcmp(local, "Document") == 0 && uri != NULL && strncmp(uri, CAMT_URI, n) == 0 && strlen(uri) >= n + strlen("053.001.02")) {
		camt->kind = g_strndup(uri + n, 3);
		camt->version = g_strdup(uri + n + strlen("053.001."));
		if (strcmp(camt->kind, "053") == 0 || strcmp(camt->kind, "054") == 0)
			return true;
	}
	return refuse(scan, "bank-kind", "Filen er ikke et kontoudtog (camt.053) eller en posteringsmeddelelse (camt.054).",
	              "The file is no account statement (camt.053) or notification (camt.054).");
}

static bool part_open(Camt *camt, XmlScan *scan)
{
	const Level *at = &camt->levels[camt->top];
	const char *path = below(camt);
	for (size_t i = 0; i < G_N_ELEMENTS(openings); i++) {
		if (openings[i].in != at->part || strcmp(openings[i].path, path) != 0)
			continue;
		Level *level = &camt->levels[++camt->top];
		level_clear(level);
		level->part = openings[i].part;
		level->base = camt->path->len;
		level->depth = camt->ends->len;
		if (level->part == PART_ENTRY) {
			g_autofree char *line = g_strdup_printf("%d", xml_mark(scan).line);
			field_add(level, BANK_ENTRY_LINE, line, strlen(line));
			g_string_truncate(camt->details, 0);
		}
		if (level->part >= PART_ENTRY && ++camt->lines > LIMIT_BANK_LINES)
			return refuse(scan, "bank-lines", "Filen har flere linjer, end der tages på én gang.",
			              "The file has more lines than are taken at once.");
		return true;
	}
	return true;
}

static void leaf_open(Camt *camt, XmlScan *scan)
{
	const char *path = below(camt);
	Level *level = &camt->levels[camt->top];
	camt->place = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(places) && *path != '\0'; i++)
		if (places[i].part == level->part && strcmp(places[i].path, path) == 0)
			camt->place = &places[i];
	g_string_truncate(camt->text, 0);
	if (camt->place == NULL || camt->place->currency < 0 || *field(level, camt->place->field) != '\0')
		return;
	g_autofree char *currency = xml_attribute_find(scan, "Ccy");
	if (currency != NULL)
		field_add(level, camt->place->currency, currency, strlen(currency));
}

static bool camt_open(void *self, XmlScan *scan, const char *uri, const char *local)
{
	Camt *camt = self;
	size_t before = camt->path->len;
	if (camt->ends->len == 0 && !root_is(camt, scan, uri, local))
		return false;
	g_array_append_val(camt->ends, before);
	if (camt->ends->len == 1)
		return true;
	g_string_append_c(camt->path, '/');
	g_string_append(camt->path, local);
	if (!part_open(camt, scan))
		return false;
	leaf_open(camt, scan);
	return true;
}

static void part_close(Camt *camt)
{
	Level *level = &camt->levels[camt->top--];
	if (level->part == PART_DETAIL) {
		row_add(camt->details, level);
		return;
	}
	row_add(camt->rows, level);
	if (level->part == PART_ENTRY)
		g_string_append_len(camt->rows, camt->details->str, (gssize)camt->details->len);
}

static bool camt_close(void *self, XmlScan *scan)
{
	Camt *camt = self;
	(void)scan;
	if (camt->place != NULL) {
		g_strstrip(camt->text->str);
		const Place *place = camt->place;
		Level *level = &camt->levels[camt->top];
		/* An amount is said once; the first counts. */
		if (place->currency < 0 || *field(level, place->field) == '\0')
			field_add(level, place->field, camt->text->str, strlen(camt->text->str));
		camt->place = NULL;
		g_string_truncate(camt->text, 0);
	}
	if (camt->top > 0 && camt->levels[camt->top].depth == camt->ends->len)
		part_close(camt);
	g_string_truncate(camt->path, g_array_index(camt->ends, size_t, camt->ends->len - 1));
	g_array_set_size(camt->ends, camt->ends->len - 1);
	return true;
}

static bool camt_text(void *self, XmlScan *scan, const char *text, size_t size)
{
	Camt *camt = self;
	(void)scan;
	if (camt->place != NULL && camt->text->len < LIMIT_BANK_VALUE_BYTES)
		g_string_append_len(camt->text, text, (gssize)MIN(size, (size_t)LIMIT_BANK_VALUE_BYTES));
	return true;
}

static void camt_clear(Camt *camt)
{
	g_free(camt->kind);
	g_free(camt->version);
	g_string_free(camt->path, TRUE);
	g_string_free(camt->text, TRUE);
	g_string_free(camt->rows, TRUE);
	g_string_free(camt->details, TRUE);
	g_array_unref(camt->ends);
	for (int i = 0; i < PARTS; i++)
		for (int j = 0; j < MOST_FIELDS; j++)
			if (camt->levels[i].fields[j] != NULL)
				g_string_free(camt->levels[i].fields[j], TRUE);
}

cJSON *camt_rows(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	static const XmlHandler handler = { camt_open, camt_close, camt_text };
	(void)hatch;
	XmlText text;
	if (tray->count != 1 || !xml_text_open(tray->documents[0].bytes, tray->documents[0].size, &text, error))
		return NULL;
	Camt camt = { .path = g_string_new(NULL), .text = g_string_new(NULL), .rows = g_string_new(NULL),
		      .details = g_string_new(NULL), .ends = g_array_new(FALSE, FALSE, sizeof(size_t)) };
	cJSON *answer = NULL;
	if (xml_parse(&text, &handler, &camt, error)) {
		g_autofree char *kind = g_strconcat("camt.", camt.kind, NULL);
		answer = cJSON_CreateObject();
		json_text(answer, "kind", kind);
		json_text(answer, "version", camt.version);
		json_text(answer, "rows", camt.rows->str);
	}
	camt_clear(&camt);
	xml_text_clear(&text);
	return answer;
}
