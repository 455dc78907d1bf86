#include "intake/case.h"

#include "intake/agreed.h"
#include "intake/document.h"
#include "intake/field.h"
#include "intake/letters.h"
#include "intake/parties.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const char *const kind_names[ITEM_KINDS] = {
	[ITEM_INVOICE] = "invoice",           [ITEM_OTHER_MONEY] = "other-money",
	[ITEM_NOT_MONEY] = "not-money",       [ITEM_REMINDER_FEE] = "reminder-fee",
	[ITEM_INKASSO_FEE] = "inkasso-fee",   [ITEM_COMPENSATION] = "compensation",
	[ITEM_COLLECTION_COST] = "collection-cost",
};

const char *item_kind_name(ItemKind kind)
{
	return kind_names[kind];
}

bool item_kind_parse(const char *name, ItemKind *out)
{
	for (int i = 0; i < ITEM_KINDS; i++) {
		if (strcmp(kind_names[i], name) == 0) {
			*out = (ItemKind)i;
			return true;
		}
	}
	return false;
}

bool item_kind_is_principal(ItemKind kind)
{
	return kind == ITEM_INVOICE || kind == ITEM_OTHER_MONEY;
}

/* A row: the field at offset is what these facts say. */
typedef struct FieldRow {
	size_t offset;
	const char *names[2]; /* they speak together; "" ends them */
	const char *otherwise; /* speaks when they do not; NULL */
} FieldRow;

#define ITEM(field) offsetof(Item, field)
static const FieldRow item_rows[] = {
	{ ITEM(number), { "invoice.number", "item.number" }, NULL },
	{ ITEM(description), { "item.description", "" }, "invoice.description" },
	{ ITEM(principal), { "invoice.payable_ore", "item.principal_ore" }, NULL },
	{ ITEM(issue_on), { "invoice.issue_on", "item.issue_on" }, NULL },
	{ ITEM(due_on), { "invoice.due_on", "item.due_on" }, NULL },
	{ ITEM(due_basis), { "item.due_basis", "" }, NULL },
	{ ITEM(arisen_on), { "item.arisen_on", "" }, NULL },
	{ ITEM(terms), { "invoice.terms", "" }, NULL },
	{ ITEM(agreed_interest), { "item.agreed_interest_bp", "" }, NULL },
	{ ITEM(agreed_on), { "item.agreed_on", "" }, NULL },
	{ ITEM(agreed_how), { "item.agreed_how", "" }, NULL },
	{ ITEM(delivered_on), { "item.delivered_on", "" }, "invoice.delivered_on" },
	{ ITEM(housing), { "item.housing", "" }, NULL },
	{ ITEM(public_law), { "item.public_law", "" }, NULL },
	{ ITEM(law), { "item.law", "" }, NULL },
	{ ITEM(body), { "item.body", "" }, NULL },
	{ ITEM(currency), { "invoice.currency", "" }, NULL },
	{ ITEM(seller_name), { "seller.name", "" }, NULL },
	{ ITEM(seller_cvr), { "seller.cvr", "" }, NULL },
	{ ITEM(buyer_name), { "buyer.name", "" }, NULL },
	{ ITEM(buyer_cvr), { "buyer.cvr", "" }, NULL },
};

#define CREDIT(field) offsetof(Credit, field)
static const FieldRow credit_rows[] = {
	{ CREDIT(number), { "invoice.number", "" }, NULL },
	{ CREDIT(amount), { "invoice.payable_ore", "" }, "invoice.total_ore" },
	{ CREDIT(issue_on), { "invoice.issue_on", "" }, NULL },
	{ CREDIT(currency), { "invoice.currency", "" }, NULL },
	{ CREDIT(billing_ref), { "ref.billing", "" }, NULL },
};

#define CASE(field) offsetof(Case, field)
static const FieldRow case_rows[] = {
	{ CASE(serve_if_barred), { "choice.serve_if_barred", "" }, NULL },
	{ CASE(choice_udlaeg), { "choice.udlaeg", "" }, NULL },
	{ CASE(court_case), { "choice.court_case", "" }, NULL },
	{ CASE(day_count), { "choice.day_count", "" }, NULL },
	{ CASE(instruction_on), { "instruction.on", "" }, NULL },
	{ CASE(unpaid), { "instruction.unpaid", "" }, NULL },
	{ CASE(objection_expected), { "instruction.objection_expected", "" }, NULL },
	{ CASE(cost_risk_accepted), { "instruction.cost_risk_accepted", "" }, NULL },
	{ CASE(operator_kind), { "operator.kind", "" }, NULL },
	{ CASE(authorised_from), { "operator.authorised_from", "" }, NULL },
	{ CASE(authorised_to), { "operator.authorised_to", "" }, NULL },
	{ CASE(agreement_on), { "agreement.on", "" }, NULL },
	{ CASE(out_of_court_basis), { "agreement.out_of_court_basis", "" }, NULL },
	{ CASE(court_basis), { "agreement.court_basis", "" }, NULL },
	{ CASE(success_only), { "agreement.success_only", "" }, NULL },
	{ CASE(fee_client), { "agreement.client", "" }, NULL },
	{ CASE(advance_on_loss), { "agreement.advance_on_loss", "" }, NULL },
	{ CASE(out_of_court_price), { "agreement.out_of_court_price_ore", "" }, NULL },
	{ CASE(court_price), { "agreement.court_price_ore", "" }, NULL },
	{ CASE(out_of_court_share), { "agreement.out_of_court_share_bp", "" }, NULL },
	{ CASE(court_share), { "agreement.court_share_bp", "" }, NULL },
	{ CASE(share_of), { "agreement.share_of", "" }, NULL },
};

#define DOCUMENT(field) offsetof(Document, field)
static const FieldRow document_rows[] = {
	{ DOCUMENT(kind), { "document.kind", "" }, NULL },
	{ DOCUMENT(dated_on), { "document.dated_on", "" }, NULL },
	{ DOCUMENT(title), { "document.title", "" }, NULL },
	{ DOCUMENT(use), { "document.use", "" }, NULL },
};

typedef struct Builder {
	Case *c;
	FactIndex *index;
	GHashTable *documents; /* name → Document* */
} Builder;

static void fill(Builder *b, void *base, const char *subject, const FieldRow *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		Field *field = field_at(base, rows[i].offset);
		field_hear(field, fact_index_find(b->index, subject, rows[i].names[0]));
		if (*rows[i].names[1] != '\0')
			field_hear(field, fact_index_find(b->index, subject, rows[i].names[1]));
		if (field->facts == NULL && rows[i].otherwise != NULL)
			field_hear(field, fact_index_find(b->index, subject, rows[i].otherwise));
		field_settle(field, b->c->conflicts, subject, rows[i].names[0]);
	}
}

/* ---- items and credits ---- */

/* The e-invoice that a subject was read from, as the reader of some fact of it says; 0. */
static int64_t source_of(const Builder *b, const char *subject)
{
	static const char *const names[] = { "invoice.kind", "invoice.payable_ore", "invoice.number" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const GPtrArray *facts = fact_index_find(b->index, subject, names[i]);
		for (guint n = 0; facts != NULL && n < facts->len; n++) {
			const Fact *fact = facts->pdata[n];
			const Document *document =
			    fact->proof.document != NULL ? g_hash_table_lookup(b->documents, fact->proof.document) : NULL;
			if (document != NULL && document_is_einvoice(document))
				return document->id;
		}
	}
	return 0;
}

static void set_debtors(Builder *b, Item *item)
{
	const GPtrArray *said = fact_index_find(b->index, item->id, "item.debtors");
	Field field = { 0 };
	field_hear(&field, (GPtrArray *)(uintptr_t)said);
	field_settle(&field, b->c->conflicts, item->id, "item.debtors");
	item->debtors = g_ptr_array_new();
	if (field_text(&field) != NULL) {
		g_auto(GStrv) ids = g_strsplit(field_text(&field), " ", -1);
		for (char **id = ids; *id != NULL; id++) {
			Party *debtor = case_debtor(b->c, *id);
			if (debtor != NULL && !g_ptr_array_find(item->debtors, debtor, NULL))
				g_ptr_array_add(item->debtors, debtor);
		}
	}
	field_clear(&field);
	bool all = item->debtors->len == 0;
	for (guint i = 0; all && i < b->c->debtors->len; i++)
		g_ptr_array_add(item->debtors, b->c->debtors->pdata[i]);
}

static void add_item(Builder *b, const char *subject)
{
	Item *item = g_new0(Item, 1);
	item->id = g_strdup(subject);
	bool invoice = g_str_has_prefix(subject, "invoice/");
	item->kind = invoice ? ITEM_INVOICE : ITEM_OTHER_MONEY;
	Field kind = { 0 };
	field_hear(&kind, fact_index_find(b->index, subject, "item.kind"));
	field_settle(&kind, b->c->conflicts, subject, "item.kind");
	if (field_text(&kind) != NULL)
		item_kind_parse(field_text(&kind), &item->kind);
	field_clear(&kind);
	fill(b, item, subject, item_rows, G_N_ELEMENTS(item_rows));
	set_debtors(b, item);
	if (invoice)
		item->document = source_of(b, subject);
	g_ptr_array_add(b->c->items, item);
}

static void add_credit(Builder *b, const char *subject)
{
	Credit *credit = g_new0(Credit, 1);
	credit->id = g_strdup(subject);
	fill(b, credit, subject, credit_rows, G_N_ELEMENTS(credit_rows));
	credit->document = source_of(b, subject);
	g_ptr_array_add(b->c->credits, credit);
}

/* A reminder in invoice form claims nothing by itself; a credit note takes something away. */
static void add_invoice(Builder *b, const char *subject)
{
	Field kind = { 0 };
	field_hear(&kind, fact_index_find(b->index, subject, "invoice.kind"));
	field_settle(&kind, b->c->conflicts, subject, "invoice.kind");
	bool claimed = fact_index_find(b->index, subject, "item.kind") != NULL;
	if (field_is(&kind, "credit_note"))
		add_credit(b, subject);
	else if (!field_is(&kind, "reminder") || claimed)
		add_item(b, subject);
	field_clear(&kind);
}

static int by_issue(const void *a, const void *b)
{
	const Item *one = *(const Item *const *)a, *other = *(const Item *const *)b;
	Date day = DATE_NONE, other_day = DATE_NONE;
	bool has = field_date(&one->issue_on, &day), other_has = field_date(&other->issue_on, &other_day);
	if (has != other_has)
		return has ? -1 : 1;
	int order = has ? date_compare(day, other_day) : 0;
	return order != 0 ? order : strcmp(one->id, other->id);
}

static int by_credit_id(const void *a, const void *b)
{
	return strcmp((*(const Credit *const *)a)->id, (*(const Credit *const *)b)->id);
}

static void match_credits(Case *c)
{
	if (c->credits->len == 0)
		return;
	g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < c->items->len; i++) {
		Item *item = c->items->pdata[i];
		const char *number = field_text(&item->number);
		if (number != NULL)
			g_hash_table_insert(numbers, text_key(number), item);
	}
	for (guint i = 0; i < c->credits->len; i++) {
		Credit *credit = c->credits->pdata[i];
		const char *ref = field_text(&credit->billing_ref);
		g_autofree char *key = ref != NULL ? text_key(ref) : NULL;
		credit->item = key != NULL ? g_hash_table_lookup(numbers, key) : NULL;
	}
}

/* ---- invoices read from pages ---- */

/* Who reads words off a page, and may misread a number. */
static bool reads_pages(const char *reader)
{
	static const char *const readers[] = { "text", "ocr", "mail", "office", NULL };
	return reader != NULL && g_strv_contains(readers, reader);
}

/* Subjects that something better than a page speaks of: a set of char*, borrowed. *listed: claim.xml lists what is claimed. */
static GHashTable *firm_subjects(const Case *c, bool *listed)
{
	GHashTable *firm = g_hash_table_new(g_str_hash, g_str_equal);
	*listed = false;
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (!fact_counts(fact) || (fact->status == FACT_READ && reads_pages(fact->proof.reader)))
			continue;
		g_hash_table_add(firm, fact->subject);
		bool claimed = strcmp(fact->name, "item.kind") == 0 || strcmp(fact->name, "item.principal_ore") == 0 ||
		               strcmp(fact->name, "invoice.payable_ore") == 0;
		*listed = *listed || (claimed && g_strcmp0(fact->proof.reader, "claim") == 0);
	}
	return firm;
}

static const Fact *first_of(const Builder *b, const char *subject, const char *name)
{
	const GPtrArray *facts = fact_index_find(b->index, subject, name);
	return facts != NULL ? facts->pdata[0] : NULL;
}

/* The item that a page shows once more, its number read as another one; NULL. */
static const Item *shown_again(const Builder *b, const char *subject)
{
	const Fact *number = first_of(b, subject, "invoice.number"), *payable = first_of(b, subject, "invoice.payable_ore");
	Money amount, own;
	if (payable == NULL || !money_parse_ore(payable->value, &amount))
		return NULL;
	g_autofree char *key = number != NULL ? text_key(number->value) : NULL;
	for (guint i = 0; i < b->c->items->len; i++) {
		const Item *item = b->c->items->pdata[i];
		const char *other = field_text(&item->number);
		if (!field_money(&item->principal, &own) || money_compare(own, amount) != 0)
			continue;
		g_autofree char *other_key = other != NULL ? text_key(other) : NULL;
		if (key == NULL || other_key == NULL || (strlen(key) > 2 && key_distance(key, other_key, 1) <= 1))
			return item;
	}
	return NULL;
}

/*
 * An invoice that only pages tell of is claimed when claim.xml does not list what is claimed, and when it is not one that is
 * there already. When its number reads nearly as another's of the same amount, a person must say whether they are two.
 */
static void add_read_invoice(Builder *b, const char *subject, bool listed)
{
	const Fact *number = first_of(b, subject, "invoice.number");
	if (number == NULL && first_of(b, subject, "invoice.payable_ore") == NULL)
		return;
	const Fact *kind = first_of(b, subject, "invoice.kind");
	bool credit = kind != NULL && strcmp(kind->value, "credit_note") == 0;
	const Item *same = credit ? NULL : shown_again(b, subject);
	if (!credit && (listed || (same != NULL && number == NULL)))
		return;
	if (same == NULL) {
		add_invoice(b, subject);
		return;
	}
	g_autoptr(GPtrArray) both = g_ptr_array_new();
	if (same->number.facts != NULL)
		g_ptr_array_extend(both, same->number.facts, NULL, NULL);
	g_ptr_array_extend(both, fact_index_find(b->index, subject, "invoice.number"), NULL, NULL);
	field_conflict(b->c->conflicts, same->id, "invoice.number", both);
}

static void make_items(Builder *b)
{
	const GPtrArray *subjects = fact_index_subjects(b->index);
	bool listed;
	g_autoptr(GHashTable) firm = firm_subjects(b->c, &listed);
	for (guint i = 0; i < subjects->len; i++) {
		const char *subject = subjects->pdata[i];
		if (g_str_has_prefix(subject, "item/"))
			add_item(b, subject);
		else if (g_str_has_prefix(subject, "invoice/") && g_hash_table_contains(firm, subject))
			add_invoice(b, subject);
	}
	for (guint i = 0; i < subjects->len; i++) {
		const char *subject = subjects->pdata[i];
		if (g_str_has_prefix(subject, "invoice/") && !g_hash_table_contains(firm, subject))
			add_read_invoice(b, subject, listed);
	}
	g_ptr_array_sort(b->c->items, by_issue);
	g_ptr_array_sort(b->c->credits, by_credit_id);
	match_credits(b->c);
}

/* ---- documents and events ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp((*(const Document *const *)a)->name, (*(const Document *const *)b)->name);
}

/* A pile of papers in one file shows several kinds: that is a doubt, and stops nothing. */
static void fill_document(Builder *b, Document *document, const char *subject)
{
	fill(b, document, subject, document_rows, G_N_ELEMENTS(document_rows));
	field_hear(&document->shown_kind, fact_index_find(b->index, subject, "document.shown_kind"));
	g_autoptr(GPtrArray) several = g_ptr_array_new_with_free_func(conflict_free);
	field_settle(&document->shown_kind, several, subject, "document.shown_kind");
}

static void make_documents(Builder *b)
{
	g_ptr_array_sort(b->c->documents, by_name);
	for (guint i = 0; i < b->c->documents->len; i++) {
		Document *document = b->c->documents->pdata[i];
		g_autofree char *subject = g_strconcat("document/", document->name, NULL);
		if (fact_index_has(b->index, subject))
			fill_document(b, document, subject);
		g_hash_table_insert(b->documents, document->name, document);
	}
}

static int by_day(const void *a, const void *b)
{
	const Event *one = *(const Event *const *)a, *other = *(const Event *const *)b;
	int order = date_compare(one->on, other->on);
	if (order == 0)
		order = one->id < other->id ? -1 : one->id > other->id;
	/* Those of letters have no number of their own. */
	if (order == 0)
		order = g_strcmp0(one->letter, other->letter);
	return order != 0 ? order : g_strcmp0(one->claim, other->claim);
}

static void mark_replaced(const GPtrArray *events)
{
	g_autoptr(GHashTable) gone = g_hash_table_new(g_int64_hash, g_int64_equal);
	for (guint i = 0; i < events->len; i++) {
		Event *event = events->pdata[i];
		if (event->replaces != 0)
			g_hash_table_add(gone, &event->replaces);
	}
	for (guint i = 0; g_hash_table_size(gone) > 0 && i < events->len; i++) {
		Event *event = events->pdata[i];
		event->replaced = g_hash_table_contains(gone, &event->id);
	}
}

/* ---- the whole ---- */

static void item_free(void *data)
{
	Item *item = data;
	for (size_t i = 0; i < G_N_ELEMENTS(item_rows); i++)
		field_clear(field_at(item, item_rows[i].offset));
	if (item->debtors != NULL)
		g_ptr_array_unref(item->debtors);
	g_free(item->id);
	g_free(item);
}

static void credit_free(void *data)
{
	Credit *credit = data;
	for (size_t i = 0; i < G_N_ELEMENTS(credit_rows); i++)
		field_clear(field_at(credit, credit_rows[i].offset));
	g_free(credit->id);
	g_free(credit);
}

static void twin_free(void *data)
{
	Twin *twin = data;
	g_free(twin->case_id);
	g_free(twin);
}

static void own(GPtrArray *array, GDestroyNotify free_one)
{
	g_ptr_array_set_free_func(array, free_one);
}

Case *case_build(const char *id, GPtrArray *facts, GPtrArray *events, GPtrArray *documents)
{
	Case *c = g_new0(Case, 1);
	c->id = g_strdup(id);
	c->facts = facts;
	c->events = events;
	c->documents = documents;
	own(c->facts, (GDestroyNotify)fact_free);
	own(c->events, (GDestroyNotify)event_free);
	own(c->documents, (GDestroyNotify)document_free);
	c->derived = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	c->creditor = party_new("creditor", "creditor");
	c->debtors = g_ptr_array_new_with_free_func((GDestroyNotify)party_free);
	c->items = g_ptr_array_new_with_free_func(item_free);
	c->credits = g_ptr_array_new_with_free_func(credit_free);
	c->conflicts = g_ptr_array_new_with_free_func(conflict_free);
	c->doubts = g_ptr_array_new_with_free_func(conflict_free);
	c->twins = g_ptr_array_new_with_free_func(twin_free);
	c->letters = g_ptr_array_new_with_free_func(letter_free);
	c->contracts = g_ptr_array_new_with_free_func(contract_free);

	Builder b = {
		.c = c,
		.index = fact_index_new(facts),
		.documents = g_hash_table_new(g_str_hash, g_str_equal),
	};
	fill(&b, c, "claim", case_rows, G_N_ELEMENTS(case_rows));
	make_documents(&b);
	parties_find_debtors(c, b.index);
	make_items(&b);
	parties_fill(c, b.index);
	mark_replaced(c->events);
	letters_fill(c, b.index);
	contracts_fill(c, b.index);
	agreed_fill(c);
	letters_tell(c, b.index);
	g_ptr_array_sort(c->events, by_day);
	fact_index_free(b.index);
	g_hash_table_unref(b.documents);
	return c;
}

void case_free(Case *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(case_rows); i++)
		field_clear(field_at(c, case_rows[i].offset));
	party_free(c->creditor);
	party_free(c->representative);
	GPtrArray *const lists[] = { c->letters, c->contracts, c->twins, c->doubts, c->conflicts, c->credits, c->items,
		                     c->debtors, c->documents, c->events, c->derived, c->facts };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_unref(lists[i]);
	g_free(c->id);
	g_free(c);
}

bool case_own_account(const Case *c)
{
	return field_is(&c->operator_kind, "self") || field_is(&c->operator_kind, "buyer");
}

Party *case_debtor(const Case *c, const char *id)
{
	for (guint i = 0; id != NULL && i < c->debtors->len; i++) {
		Party *debtor = c->debtors->pdata[i];
		if (strcmp(debtor->id, id) == 0)
			return debtor;
	}
	return NULL;
}

Item *case_item(const Case *c, const char *id)
{
	for (guint i = 0; id != NULL && i < c->items->len; i++) {
		Item *item = c->items->pdata[i];
		if (strcmp(item->id, id) == 0)
			return item;
	}
	return NULL;
}

Document *case_document(const Case *c, int64_t id)
{
	for (guint i = 0; i < c->documents->len; i++) {
		Document *document = c->documents->pdata[i];
		if (document->id == id)
			return document;
	}
	return NULL;
}

Document *case_document_named(const Case *c, const char *name)
{
	for (guint i = 0; name != NULL && i < c->documents->len; i++) {
		Document *document = c->documents->pdata[i];
		if (strcmp(document->name, name) == 0)
			return document;
	}
	return NULL;
}

GPtrArray *case_events(const Case *c, const char *name, const Party *debtor, const Item *item)
{
	GPtrArray *found = g_ptr_array_new();
	for (guint i = 0; i < c->events->len; i++) {
		Event *event = c->events->pdata[i];
		if (event->replaced || (name != NULL && strcmp(event->name, name) != 0))
			continue;
		if (debtor != NULL && event->debtor != NULL && strcmp(event->debtor, debtor->id) != 0)
			continue;
		if (item != NULL && event->claim != NULL && strcmp(event->claim, item->id) != 0)
			continue;
		g_ptr_array_add(found, event);
	}
	return found;
}
