#include "intake/worker/ubl.h"

#include "intake/limits.h"
#include "intake/worker/cii.h"
#include "intake/worker/ublshape.h"

#include <string.h>

#define UBL_COMMON "urn:oasis:names:specification:ubl:schema:xsd:Common"
#define UBL_ROOT "urn:oasis:names:specification:ubl:schema:xsd:"

/* Deeper than the deepest path that is read. */
#define UBL_LEVELS 8

struct UblReader {
	Reading *reading;
	UblNode *tree;
	UblFound found;
	const UblNode *path[UBL_LEVELS]; /* the open elements that lie on a path that is read; [0] the root */
	int level;
	int skipped; /* open elements below the last of these that are not read */
	UblValue value; /* of the open leaf */
	GString *text;
	const char *basic_uri, *aggregate_uri; /* the parser's own strings, once seen: the same each time */
	char *root_uri; /* of CII */
};

const char *ubl_media(const char *uri, const char *local)
{
	static const struct {
		const char *uri, *local, *media;
	} roots[] = {
		{ UBL_ROOT "Invoice-2", "Invoice", "ubl-invoice" },
		{ UBL_ROOT "CreditNote-2", "CreditNote", "ubl-creditnote" },
		{ UBL_ROOT "Reminder-2", "Reminder", "ubl-reminder" },
		{ UBL_ROOT "Statement-2", "Statement", "ubl-statement" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(roots); i++)
		if (strcmp(roots[i].local, local) == 0 && strcmp(roots[i].uri, uri) == 0)
			return roots[i].media;
	return cii_root(uri, local) ? "cii" : NULL;
}

static void free_value(void *data)
{
	ubl_value_clear(data);
	g_free(data);
}

static void free_means(void *data)
{
	UblValue *values = data;
	for (int i = 0; i < UBL_MEANS_FIELDS; i++)
		ubl_value_clear(&values[i]);
	g_free(values);
}

static void free_charge(void *data)
{
	UblValue *values = data;
	for (int i = 0; i < UBL_CHARGE_FIELDS; i++)
		ubl_value_clear(&values[i]);
	g_free(values);
}

static void free_line(void *data)
{
	UblLine *line = data;
	ubl_value_clear(&line->name);
	ubl_value_clear(&line->description);
	ubl_value_clear(&line->quantity);
	ubl_value_clear(&line->amount);
	g_free(line);
}

UblReader *ubl_reader_new(Reading *reading, const char *root)
{
	bool cii = strcmp(reading->media, "cii") == 0, reminder = strcmp(reading->media, "ubl-reminder") == 0;
	if (!cii && !reminder && strcmp(reading->media, "ubl-invoice") != 0 && strcmp(reading->media, "ubl-creditnote") != 0)
		return NULL;
	UblReader *reader = g_new0(UblReader, 1);
	reader->reading = reading;
	reader->tree = cii ? cii_tree_new() : reminder ? ubl_reminder_tree_new() : ubl_tree_new();
	reader->found.cii = cii;
	reader->level = -1;
	reader->text = g_string_new(NULL);
	reader->found.root = g_strdup(root);
	reader->found.means = g_ptr_array_new_with_free_func(free_means);
	reader->found.charges = g_ptr_array_new_with_free_func(free_charge);
	reader->found.taxes = g_ptr_array_new_with_free_func(free_value);
	reader->found.lines = g_ptr_array_new_with_free_func(free_line);
	return reader;
}

void ubl_reader_free(UblReader *reader)
{
	if (reader == NULL)
		return;
	ubl_tree_free(reader->tree);
	ubl_value_clear(&reader->value);
	g_string_free(reader->text, TRUE);
	for (int i = 0; i < UBL_SINGLES; i++)
		ubl_value_clear(&reader->found.singles[i]);
	g_ptr_array_unref(reader->found.charges);
	g_ptr_array_unref(reader->found.means);
	g_ptr_array_unref(reader->found.taxes);
	g_ptr_array_unref(reader->found.lines);
	g_free(reader->found.root);
	g_free(reader->root_uri);
	g_free(reader);
}

void ubl_reader_finish(UblReader *reader, const char *name)
{
	if (reader->found.cii)
		cii_settle(&reader->found);
	if (strcmp(reader->reading->media, "ubl-reminder") == 0)
		ubl_reminder_facts(&reader->found, reader->reading);
	else
		ubl_facts(&reader->found, name, reader->reading);
}

static bool uri_is(const char **known, const char *uri, const char *wanted)
{
	if (uri == *known)
		return true;
	if (strcmp(uri, wanted) != 0)
		return false;
	*known = uri;
	return true;
}

static bool in_namespace(UblReader *reader, const char *uri, bool aggregate)
{
	if (!reader->found.cii)
		return aggregate ? uri_is(&reader->aggregate_uri, uri, UBL_COMMON "AggregateComponents-2")
		                 : uri_is(&reader->basic_uri, uri, UBL_COMMON "BasicComponents-2");
	if (aggregate && uri == reader->aggregate_uri)
		return true;
	bool fine = aggregate ? cii_aggregate(uri) : strcmp(uri, reader->root_uri) == 0 || cii_data_type(uri);
	if (fine && aggregate)
		reader->aggregate_uri = uri;
	return fine;
}

static const UblNode *step(UblReader *reader, const char *uri, const char *local)
{
	for (const UblNode *node = reader->path[reader->level]->child; node != NULL; node = node->next) {
		if (strcmp(node->local, local) != 0)
			continue;
		if (in_namespace(reader, uri, node->aggregate))
			return node;
	}
	return NULL;
}

static void open_group(UblReader *reader, UblGroup group)
{
	if (group == UBL_GROUP_MEANS && reader->found.means->len < LIMIT_ITEMS)
		g_ptr_array_add(reader->found.means, g_new0(UblValue, UBL_MEANS_FIELDS));
	if (group == UBL_GROUP_CHARGE && reader->found.charges->len < LIMIT_ITEMS)
		g_ptr_array_add(reader->found.charges, g_new0(UblValue, UBL_CHARGE_FIELDS));
	if (group != UBL_GROUP_LINE)
		return;
	reader->found.line_count++;
	if (reader->found.lines->len < LIMIT_CASE_FACTS)
		g_ptr_array_add(reader->found.lines, g_new0(UblLine, 1));
}

static bool ubl_open(void *self, XmlScan *scan, const char *uri, const char *local)
{
	UblReader *reader = self;
	if (reader->level < 0) {
		reader->path[++reader->level] = reader->tree;
		reader->root_uri = g_strdup(uri);
		return true;
	}
	const UblNode *node = reader->skipped == 0 ? step(reader, uri, local) : NULL;
	if (node == NULL) {
		reader->skipped++;
		return true;
	}
	g_assert(reader->level + 1 < UBL_LEVELS);
	reader->path[++reader->level] = node;
	open_group(reader, node->group);
	if (node->field == UBL_NONE)
		return true;
	g_string_truncate(reader->text, 0);
	ubl_value_clear(&reader->value);
	reader->value.path = node->path;
	reader->value.line = xml_mark(scan).line;
	static const char *const qualifiers[] = { "currencyID", "schemeID", "unitCode" };
	for (size_t i = 0; i < G_N_ELEMENTS(qualifiers) && reader->value.qualifier == NULL && xml_attribute_count(scan) > 0; i++)
		reader->value.qualifier = xml_attribute_find(scan, qualifiers[i]);
	return true;
}

/* The first that says something counts. */
static void keep(UblValue *slot, UblValue *value)
{
	if (slot->text != NULL || value->text == NULL)
		return;
	ubl_value_clear(slot);
	*slot = *value;
	*value = (UblValue){ 0 };
}

static void join(UblValue *slot, UblValue *value)
{
	if (slot->text == NULL) {
		keep(slot, value);
		return;
	}
	if (strlen(slot->text) + strlen(value->text) > LIMIT_SUMMARY_BYTES)
		return;
	char *joined = g_strconcat(slot->text, ", ", value->text, NULL);
	g_free(slot->text);
	slot->text = joined;
}

static void note(UblReader *reader, const char *text)
{
	if (reader->reading->notes->len < LIMIT_ITEMS)
		g_ptr_array_add(reader->reading->notes, g_strdup(text));
}

/* Of several tax registrations the Danish one is worth most: it tells the CVR number. */
static void keep_vat(UblValue *slot, UblValue *value)
{
	bool danish = g_ascii_strncasecmp(value->text, "DK", 2) == 0;
	if (slot->text != NULL && danish && g_ascii_strncasecmp(slot->text, "DK", 2) != 0)
		ubl_value_clear(slot);
	keep(slot, value);
}

static void keep_in_line(UblReader *reader, UblField field, UblValue *value)
{
	if (reader->found.lines->len == 0 || reader->found.line_count > reader->found.lines->len)
		return;
	UblLine *line = reader->found.lines->pdata[reader->found.lines->len - 1];
	keep(field == UBL_LINE_NAME          ? &line->name
	     : field == UBL_LINE_DESCRIPTION ? &line->description
	     : field == UBL_LINE_QUANTITY    ? &line->quantity
	                                     : &line->amount,
	     value);
}

static void keep_value(UblReader *reader, UblField field, UblValue *value)
{
	if (reader->found.cii && !cii_takes(field, value, &reader->found.singles[MIN(field, UBL_SINGLES - 1)]))
		return;
	if (field == UBL_NOTE || field == UBL_TERMS_NOTE) {
		note(reader, value->text);
	} else if (field == UBL_SELLER_ADDRESS_LINE || field == UBL_BUYER_ADDRESS_LINE) {
		join(&reader->found.singles[field], value);
	} else if (field == UBL_SELLER_VAT || field == UBL_BUYER_VAT) {
		keep_vat(&reader->found.singles[field], value);
	} else if (field < UBL_SINGLES) {
		keep(&reader->found.singles[field], value);
	} else if (field < UBL_MEANS_END) {
		if (reader->found.means->len > 0) {
			UblValue *means = reader->found.means->pdata[reader->found.means->len - 1];
			keep(&means[field - UBL_MEANS_CODE], value);
		}
	} else if (field == UBL_TAX_AMOUNT) {
		UblValue *tax = g_new0(UblValue, 1);
		keep(tax, value);
		g_ptr_array_add(reader->found.taxes, tax);
	} else if (field >= UBL_CHARGE_INDICATOR) {
		UblValue *charge = reader->found.charges->len > 0 ? reader->found.charges->pdata[reader->found.charges->len - 1] : NULL;
		if (charge != NULL)
			keep(&charge[field - UBL_CHARGE_INDICATOR], value);
	} else {
		keep_in_line(reader, field, value);
	}
}

static bool ubl_close(void *self, XmlScan *scan)
{
	(void)scan;
	UblReader *reader = self;
	if (reader->skipped > 0) {
		reader->skipped--;
		return true;
	}
	const UblNode *node = reader->path[reader->level--];
	if (node->field == UBL_NONE)
		return true;
	char *text = g_strstrip(reader->text->str);
	/* A longer value is none that a fact can hold. */
	if (*text != '\0' && reader->text->len <= LIMIT_FACT_BYTES) {
		reader->value.text = g_strdup(text);
		keep_value(reader, node->field, &reader->value);
	}
	ubl_value_clear(&reader->value);
	return true;
}

static bool ubl_text(void *self, XmlScan *scan, const char *text, size_t size)
{
	(void)scan;
	UblReader *reader = self;
	if (reader->skipped == 0 && reader->level > 0 && reader->path[reader->level]->field != UBL_NONE &&
	    reader->text->len <= LIMIT_FACT_BYTES)
		g_string_append_len(reader->text, text, (gssize)size);
	return true;
}

const XmlHandler ubl_handler = { ubl_open, ubl_close, ubl_text };
