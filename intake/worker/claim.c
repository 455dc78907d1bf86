#include "intake/worker/claim.h"

#include "intake/limits.h"
#include "intake/worker/claimshape.h"

#include <assert.h>
#include <string.h>

#define XSI_NAMESPACE "http://www.w3.org/2001/XMLSchema-instance"

/* One leaf, as it was said. */
typedef struct Said {
	const LeafShape *shape;
	char *value;
	char *raw;
	XmlMark mark;
} Said;

/* A reference to be looked up when all of claim.xml is read, since the order of elements is free. */
typedef struct Reference {
	char *ids; /* debtors, separated by spaces */
	size_t offset;
} Reference;

struct ClaimReader {
	Reading *reading;
	int depth; /* of open elements: 1 claim, 2 section, 3 leaf */
	const SectionShape *section;
	XmlMark section_mark;
	GPtrArray *said; /* Said*, of the open section */
	const LeafShape *leaf;
	XmlMark leaf_mark;
	guint32 seen; /* bit per row of the section: child elements that have been there, empty or not */
	GString *text;
	int counts[SECTION_KINDS];
	GHashTable *debtors, *items, *documents; /* names already given; looked up, never listed */
	GHashTable *subjects; /* item id or number → subject */
	GHashTable *files; /* document id → file */
	GPtrArray *references; /* Reference* */
};

static void said_free(void *data)
{
	Said *said = data;
	g_free(said->value);
	g_free(said->raw);
	g_free(said);
}

static void reference_free(void *data)
{
	Reference *reference = data;
	g_free(reference->ids);
	g_free(reference);
}

ClaimReader *claim_reader_new(Reading *reading)
{
	ClaimReader *reader = g_new0(ClaimReader, 1);
	reader->reading = reading;
	reader->said = g_ptr_array_new_with_free_func(said_free);
	reader->text = g_string_new(NULL);
	reader->debtors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	reader->items = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	reader->documents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	reader->subjects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	reader->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	reader->references = g_ptr_array_new_with_free_func(reference_free);
	return reader;
}

void claim_reader_free(ClaimReader *reader)
{
	if (reader == NULL)
		return;
	g_ptr_array_unref(reader->said);
	g_string_free(reader->text, TRUE);
	g_hash_table_unref(reader->debtors);
	g_hash_table_unref(reader->items);
	g_hash_table_unref(reader->documents);
	g_hash_table_unref(reader->subjects);
	g_hash_table_unref(reader->files);
	g_ptr_array_unref(reader->references);
	g_free(reader);
}

static const Said *find_said(const ClaimReader *reader, const char *name)
{
	for (guint i = 0; i < reader->said->len; i++) {
		const Said *said = reader->said->pdata[i];
		if (strcmp(said->shape->name, name) == 0)
			return said;
	}
	return NULL;
}

static const char *value_said(const ClaimReader *reader, const char *name)
{
	const Said *said = find_said(reader, name);
	return said != NULL ? said->value : NULL;
}

static SectionKind kind_of(const SectionShape *section)
{
	return (SectionKind)(section - claim_sections);
}

/* "/claim/debtor[2]/@kind line 7" */
static char *place_of(const ClaimReader *reader, const Said *said)
{
	const SectionShape *section = reader->section;
	if (section->once)
		return g_strdup_printf("/claim/%s/%s line %d", section->name, said->shape->name, said->mark.line);
	return g_strdup_printf("/claim/%s[%d]/%s line %d", section->name, reader->counts[kind_of(section)], said->shape->name,
	                       said->mark.line);
}

static void add_facts(ClaimReader *reader, const char *subject, bool invoice)
{
	for (guint i = 0; i < reader->said->len; i++) {
		const Said *said = reader->said->pdata[i];
		const char *name = invoice && said->shape->invoice_fact != NULL ? said->shape->invoice_fact : said->shape->fact;
		if (name == NULL)
			continue;
		Fact *fact = fact_new(subject, name, said->value, said->raw);
		fact->status = FACT_STATED;
		fact->proof.place = place_of(reader, said);
		fact->proof.reader = g_strdup("claim");
		g_ptr_array_add(reader->reading->facts, fact);
	}
}

static bool refuse_twice(XmlScan *scan, const char *what_da, const char *what_en, const char *id, size_t offset)
{
	error_set(xml_scan_error(scan), ERROR_INPUT, "claim-twice", "%.0s%s »%s« står to gange.", "%s%.0s \"%s\" stands twice.", what_en,
	          what_da, claim_shown(id) != NULL ? id : "…");
	return xml_refuse_at(scan, offset);
}

/* Remember a name that may be given once; mark is where it stands. */
static bool name_once(XmlScan *scan, GHashTable *names, const char *da, const char *en, const char *id, size_t offset)
{
	if (g_hash_table_contains(names, id))
		return refuse_twice(scan, da, en, id, offset);
	g_hash_table_add(names, g_strdup(id));
	return true;
}

static void refer(ClaimReader *reader, const Said *said)
{
	if (said == NULL)
		return;
	Reference *reference = g_new0(Reference, 1);
	reference->ids = g_strdup(said->value);
	reference->offset = said->mark.offset;
	g_ptr_array_add(reader->references, reference);
}

static bool finish_debtor(ClaimReader *reader, XmlScan *scan)
{
	const Said *given = find_said(reader, "@id");
	g_autofree char *id =
	    given != NULL ? g_strdup(given->value) : g_strdup_printf("d%d", reader->counts[SECTION_DEBTOR]);
	if (!name_once(scan, reader->debtors, "Skyldneren", "The debtor", id,
	               given != NULL ? given->mark.offset : reader->section_mark.offset))
		return false;
	g_autofree char *subject = g_strdup_printf("debtor/%s", id);
	add_facts(reader, subject, false);
	return true;
}

/* The first item of a name keeps it, so that an event's reference means one thing. */
static void name_subject(ClaimReader *reader, const char *name, const char *subject)
{
	if (name != NULL && !g_hash_table_contains(reader->subjects, name))
		g_hash_table_insert(reader->subjects, g_strdup(name), g_strdup(subject));
}

static bool finish_item(ClaimReader *reader, XmlScan *scan)
{
	const char *kind = value_said(reader, "@kind"), *number = value_said(reader, "number");
	const Said *given = find_said(reader, "@id");
	if (kind == NULL && number == NULL) {
		error_set(xml_scan_error(scan), ERROR_INPUT, "claim-item-kind", "Posten har hverken art (kind) eller nummer.",
		          "The item has neither a kind nor a number.");
		return xml_refuse_at(scan, reader->section_mark.offset);
	}
	g_autofree char *position = g_strdup_printf("%d", reader->counts[SECTION_ITEM]);
	const char *id = given != NULL ? given->value : position;
	if (!name_once(scan, reader->items, "Posten", "The item", id,
	               given != NULL ? given->mark.offset : reader->section_mark.offset))
		return false;
	bool invoice = number != NULL && (kind == NULL || strcmp(kind, "invoice") == 0);
	g_autofree char *subject = invoice ? g_strdup_printf("invoice/%s", number) : g_strdup_printf("item/%s", id);
	add_facts(reader, subject, invoice);
	name_subject(reader, number, subject);
	name_subject(reader, given != NULL ? id : NULL, subject);
	refer(reader, find_said(reader, "@debtors"));
	return true;
}

static bool finish_document(ClaimReader *reader, XmlScan *scan)
{
	const Said *file = find_said(reader, "@file");
	if (!name_once(scan, reader->documents, "Dokumentet", "The document", file->value, file->mark.offset))
		return false;
	if (value_said(reader, "@id") != NULL)
		g_hash_table_insert(reader->files, g_strdup(value_said(reader, "@id")), g_strdup(file->value));
	g_autofree char *subject = g_strdup_printf("document/%s", file->value);
	add_facts(reader, subject, false);
	return true;
}

static Date date_said(const ClaimReader *reader, const char *name)
{
	Date day = DATE_NONE;
	const char *value = value_said(reader, name);
	bool fine = value == NULL || date_parse(value, &day);
	assert(fine);
	return day;
}

static void finish_event(ClaimReader *reader)
{
	Event *event = g_new0(Event, 1);
	event->name = g_strdup(value_said(reader, "@name"));
	event->on = date_said(reader, "@on");
	event->deadline_on = date_said(reader, "@deadline-on");
	event->debtor = g_strdup(value_said(reader, "@debtor"));
	event->claim = g_strdup(value_said(reader, "@claim"));
	event->paid_to = g_strdup(value_said(reader, "@paid-to"));
	event->ground = g_strdup(value_said(reader, "@ground"));
	event->document = g_strdup(value_said(reader, "@document"));
	event->by = g_strdup("claim.xml");
	event->place = g_strdup_printf("line %d", reader->section_mark.line);
	const char *amount = value_said(reader, "@amount");
	event->has_amount = amount != NULL && money_parse_ore(amount, &event->amount);
	refer(reader, find_said(reader, "@debtor"));
	g_ptr_array_add(reader->reading->events, event);
}

static bool needed_are_there(ClaimReader *reader, XmlScan *scan)
{
	for (const LeafShape *leaf = reader->section->leaves; leaf->name != NULL; leaf++) {
		if (!leaf->needed || find_said(reader, leaf->name) != NULL)
			continue;
		error_set(xml_scan_error(scan), ERROR_INPUT, "claim-missing", "<%s> mangler %s.", "<%s> lacks %s.", reader->section->name,
		          leaf->name + 1);
		return xml_refuse_at(scan, reader->section_mark.offset);
	}
	return true;
}

static bool finish_section(ClaimReader *reader, XmlScan *scan)
{
	if (!needed_are_there(reader, scan))
		return false;
	bool fine = true;
	switch (kind_of(reader->section)) {
	case SECTION_CREDITOR:
		add_facts(reader, "creditor", false);
		break;
	case SECTION_REPRESENTATIVE:
		add_facts(reader, "representative", false);
		break;
	case SECTION_DEBTOR:
		fine = finish_debtor(reader, scan);
		break;
	case SECTION_ITEM:
		fine = finish_item(reader, scan);
		break;
	case SECTION_DOCUMENT:
		fine = finish_document(reader, scan);
		break;
	case SECTION_EVENT:
		finish_event(reader);
		break;
	case SECTION_CHOICES:
	case SECTION_INSTRUCTION:
	case SECTION_OPERATOR:
	case SECTION_AGREEMENT:
		add_facts(reader, "claim", false);
		break;
	case SECTION_KINDS:
		break;
	}
	g_ptr_array_set_size(reader->said, 0);
	reader->section = NULL;
	return fine;
}

/* An event names the document that proves it by its file or by its id in claim.xml. */
static void find_file(const ClaimReader *reader, Event *event)
{
	const char *file = event->document != NULL && !g_hash_table_contains(reader->documents, event->document)
	                       ? g_hash_table_lookup(reader->files, event->document)
	                       : NULL;
	if (file == NULL)
		return;
	g_free(event->document);
	event->document = g_strdup(file);
}

/* All debtors are known now; an event's claim gets the form of a subject. */
static bool finish_claim(ClaimReader *reader, XmlScan *scan)
{
	bool named = g_hash_table_size(reader->debtors) > 0;
	for (guint i = 0; named && i < reader->references->len; i++) {
		const Reference *reference = reader->references->pdata[i];
		g_auto(GStrv) ids = g_strsplit(reference->ids, " ", -1);
		for (char **id = ids; *id != NULL; id++) {
			if (g_hash_table_contains(reader->debtors, *id))
				continue;
			error_set(xml_scan_error(scan), ERROR_INPUT, "claim-unknown-debtor", "Der er ingen skyldner »%s«.",
			          "There is no debtor \"%s\".", claim_shown(*id) != NULL ? *id : "…");
			return xml_refuse_at(scan, reference->offset);
		}
	}
	for (guint i = 0; i < reader->reading->events->len; i++) {
		Event *event = reader->reading->events->pdata[i];
		find_file(reader, event);
		if (event->claim == NULL)
			continue;
		g_autofree char *said = event->claim;
		const char *subject = g_hash_table_lookup(reader->subjects, said);
		bool is_subject = g_str_has_prefix(said, "invoice/") || g_str_has_prefix(said, "item/");
		event->claim = subject != NULL ? g_strdup(subject) : is_subject ? g_strdup(said) : g_strconcat("invoice/", said, NULL);
	}
	return true;
}

/* The value of a leaf joins what the section says; empty text says nothing. */
static bool take(ClaimReader *reader, XmlScan *scan, const LeafShape *shape, char *raw, XmlMark mark)
{
	g_autofree char *owned = raw;
	GError *fault = NULL;
	char *value = claim_value(shape->type, shape->words, raw, &fault);
	if (fault != NULL) {
		g_propagate_error(xml_scan_error(scan), fault);
		return xml_refuse_at(scan, mark.offset);
	}
	if (value == NULL)
		return true;
	Said *said = g_new0(Said, 1);
	said->shape = shape;
	said->value = value;
	said->raw = g_steal_pointer(&owned);
	said->mark = mark;
	g_ptr_array_add(reader->said, said);
	return true;
}

static bool refuse_unknown(XmlScan *scan, const char *in, const char *kind_da, const char *kind_en, const char *name, size_t offset)
{
	g_autofree char *shown = g_strndup(name, 60);
	g_autofree char *safe = g_utf8_make_valid(shown, -1);
	g_autofree char *da = g_strdup_printf("%s »%s« kendes ikke i <%s>.", kind_da, safe, in);
	g_autofree char *en = g_strdup_printf("The %s \"%s\" is not known in <%s>.", kind_en, safe, in);
	error_set_texts(xml_scan_error(scan), ERROR_INPUT, "claim-unknown", da, en);
	error_remedy(xml_scan_error(scan), "Skemaet vises af: paakrav schema claim", "The schema is shown by: paakrav schema claim");
	return xml_refuse_at(scan, offset);
}

/* xsi:schemaLocation tells an editor where the schema lies; it says nothing about the claim. */
static bool is_schema_hint(const char *uri, const char *name)
{
	return uri != NULL && strcmp(uri, XSI_NAMESPACE) == 0 &&
	       (strcmp(name, "schemaLocation") == 0 || strcmp(name, "noNamespaceSchemaLocation") == 0);
}

static bool open_attributes(ClaimReader *reader, XmlScan *scan, const char *element, const SectionShape *section)
{
	for (int i = 0; i < xml_attribute_count(scan); i++) {
		const char *uri, *name = xml_attribute_name(scan, i, &uri);
		if (is_schema_hint(uri, name))
			continue;
		g_autofree char *key = g_strconcat("@", name, NULL);
		const LeafShape *shape = section != NULL && uri == NULL ? section_leaf(section, key) : NULL;
		XmlMark mark = xml_attribute_mark(scan, i);
		if (shape == NULL)
			return refuse_unknown(scan, element, "Attributten", "attribute", name, mark.offset);
		if (!take(reader, scan, shape, xml_attribute_text(scan, i), mark))
			return false;
	}
	return true;
}

static bool open_section(ClaimReader *reader, XmlScan *scan, const char *local, XmlMark mark)
{
	static const int limits[SECTION_KINDS] = {
		[SECTION_DEBTOR] = LIMIT_DEBTORS,
		[SECTION_ITEM] = LIMIT_ITEMS,
		[SECTION_DOCUMENT] = LIMIT_SUBMISSION_FILES,
		[SECTION_EVENT] = LIMIT_CASE_EVENTS,
	};
	size_t kind = 0;
	while (kind < SECTION_KINDS && strcmp(claim_sections[kind].name, local) != 0)
		kind++;
	if (kind == SECTION_KINDS)
		return refuse_unknown(scan, "claim", "Elementet", "element", local, mark.offset);
	const SectionShape *section = &claim_sections[kind];
	int count = ++reader->counts[kind];
	if (section->once && count > 1)
		return refuse_twice(scan, "Elementet", "The element", section->name, mark.offset);
	if (!section->once && count > limits[kind]) {
		error_set(xml_scan_error(scan), ERROR_INPUT, "claim-too-many", "Der er flere end %d <%s>.", "There are more than %d <%s>.",
		          limits[kind], section->name);
		return xml_refuse_at(scan, mark.offset);
	}
	reader->section = section;
	reader->section_mark = mark;
	reader->seen = 0;
	return open_attributes(reader, scan, section->name, section);
}

static bool open_leaf(ClaimReader *reader, XmlScan *scan, const char *local, XmlMark mark)
{
	const LeafShape *leaf = *local != '@' ? section_leaf(reader->section, local) : NULL;
	if (leaf == NULL)
		return refuse_unknown(scan, reader->section->name, "Elementet", "element", local, mark.offset);
	guint32 bit = 1U << (leaf - reader->section->leaves);
	if ((reader->seen & bit) != 0)
		return refuse_twice(scan, "Elementet", "The element", local, mark.offset);
	reader->seen |= bit;
	reader->leaf = leaf;
	reader->leaf_mark = mark;
	g_string_truncate(reader->text, 0);
	return open_attributes(reader, scan, local, NULL);
}

static bool claim_open(void *self, XmlScan *scan, const char *uri, const char *local)
{
	ClaimReader *reader = self;
	XmlMark mark = xml_mark(scan);
	reader->depth++;
	if (strcmp(uri, CLAIM_NAMESPACE) != 0) {
		error_set(xml_scan_error(scan), ERROR_INPUT, "claim-namespace", "<%.60s> står ikke i navnerummet %s.",
		          "<%.60s> is not in the namespace %s.", local, CLAIM_NAMESPACE);
		error_remedy(xml_scan_error(scan), "Skriv <claim xmlns=\"urn:paakrav:claim:1\"> øverst.",
		             "Write <claim xmlns=\"urn:paakrav:claim:1\"> at the top.");
		return xml_refuse_at(scan, mark.offset);
	}
	switch (reader->depth) {
	case 1:
		if (strcmp(local, "claim") != 0)
			return refuse_unknown(scan, "/", "Elementet", "element", local, mark.offset);
		return open_attributes(reader, scan, "claim", NULL);
	case 2:
		return open_section(reader, scan, local, mark);
	case 3:
		return open_leaf(reader, scan, local, mark);
	default:
		return refuse_unknown(scan, reader->leaf->name, "Elementet", "element", local, mark.offset);
	}
}

static bool claim_close(void *self, XmlScan *scan)
{
	ClaimReader *reader = self;
	switch (reader->depth--) {
	case 3: {
		const LeafShape *leaf = reader->leaf;
		reader->leaf = NULL;
		return take(reader, scan, leaf, g_strdup(reader->text->str), reader->leaf_mark);
	}
	case 2:
		return finish_section(reader, scan);
	default:
		return finish_claim(reader, scan);
	}
}

static bool claim_text(void *self, XmlScan *scan, const char *text, size_t size)
{
	ClaimReader *reader = self;
	if (reader->leaf != NULL) {
		/* One byte over the limit is enough for claim_value to refuse it. */
		if (reader->text->len <= LIMIT_FACT_BYTES)
			g_string_append_len(reader->text, text, (gssize)size);
		return true;
	}
	if (reader->section != NULL && reader->section->prose)
		return true;
	for (size_t i = 0; i < size; i++) {
		if (g_ascii_isspace(text[i]))
			continue;
		const char *in = reader->section != NULL ? reader->section->name : "claim";
		error_set(xml_scan_error(scan), ERROR_INPUT, "claim-text", "Der står løs tekst i <%s>.", "There is loose text in <%s>.", in);
		return xml_refuse_at(scan, xml_here(scan));
	}
	return true;
}

const XmlHandler claim_handler = { claim_open, claim_close, claim_text };
