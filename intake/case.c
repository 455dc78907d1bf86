#include "intake/case.h"

#include "intake/document.h"
#include "intake/field.h"

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
	{ ITEM(agreed_interest), { "item.agreed_interest_bp", "" }, NULL },
	{ ITEM(agreed_on), { "item.agreed_on", "" }, NULL },
	{ ITEM(agreed_how), { "item.agreed_how", "" }, NULL },
	{ ITEM(delivered_on), { "item.delivered_on", "" }, "invoice.delivered_on" },
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
	{ CASE(instruction_on), { "instruction.on", "" }, NULL },
	{ CASE(unpaid), { "instruction.unpaid", "" }, NULL },
	{ CASE(objection_expected), { "instruction.objection_expected", "" }, NULL },
	{ CASE(cost_risk_accepted), { "instruction.cost_risk_accepted", "" }, NULL },
	{ CASE(operator_kind), { "operator.kind", "" }, NULL },
	{ CASE(agreement_on), { "agreement.on", "" }, NULL },
	{ CASE(out_of_court_basis), { "agreement.out_of_court_basis", "" }, NULL },
	{ CASE(court_basis), { "agreement.court_basis", "" }, NULL },
	{ CASE(success_only), { "agreement.success_only", "" }, NULL },
};

#define DOCUMENT(field) offsetof(Document, field)
static const FieldRow document_rows[] = {
	{ DOCUMENT(kind), { "document.kind", "" }, NULL },
	{ DOCUMENT(dated_on), { "document.dated_on", "" }, NULL },
	{ DOCUMENT(title), { "document.title", "" }, NULL },
	{ DOCUMENT(use), { "document.use", "" }, NULL },
};

/* A party's field: what it says itself, and what the invoices say of their seller or buyer. */
typedef struct PartyRow {
	size_t offset;
	const char *own;
	const char *seller, *buyer; /* NULL: the invoices do not say */
	bool together; /* both speak to it; else the invoices speak when the party does not */
} PartyRow;

#define PARTY(field) offsetof(Party, field)
static const PartyRow party_rows[] = {
	{ PARTY(name), "party.name", "seller.name", "buyer.name", true },
	{ PARTY(cvr), "party.cvr", "seller.cvr", "buyer.cvr", true },
	{ PARTY(address), "party.address", "seller.street", "buyer.street", false },
	{ PARTY(address), "", NULL, "buyer.address", false },
	{ PARTY(postcode), "party.postcode", "seller.postcode", "buyer.postcode", false },
	{ PARTY(city), "party.city", "seller.city", "buyer.city", false },
	{ PARTY(country), "party.country", "seller.country", "buyer.country", false },
	{ PARTY(phone), "party.phone", NULL, NULL, false },
	{ PARTY(email), "party.email", NULL, "buyer.email", false },
	{ PARTY(account), "creditor.account", NULL, NULL, false },
	{ PARTY(vat_registered), "creditor.vat_registered", NULL, NULL, false },
	{ PARTY(own_case), "creditor.own_case", NULL, NULL, false },
	{ PARTY(kind), "debtor.kind", NULL, NULL, false },
	{ PARTY(legal_form), "debtor.legal_form", NULL, NULL, false },
	{ PARTY(liability), "debtor.liability", NULL, NULL, false },
	{ PARTY(municipality), "debtor.municipality", NULL, NULL, false },
	{ PARTY(court), "debtor.court", NULL, NULL, false },
	{ PARTY(cpr), "debtor.cpr", NULL, NULL, false },
};

typedef struct Builder {
	Case *c;
	FactIndex *index;
	GPtrArray *invoices; /* char*, subjects invoice/… that speak of seller and buyer */
	GHashTable *by_cvr, *by_name; /* key → Party*, when there are several debtors */
	GHashTable *bought; /* Party* → GPtrArray of char*: the invoices it is the buyer of */
	GHashTable *documents; /* name → Document* */
} Builder;

static Field *field_at(void *base, size_t offset)
{
	return (Field *)(void *)((char *)base + offset);
}

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

/* ---- parties ---- */

static Party *party_new(const char *id, const char *subject)
{
	Party *party = g_new0(Party, 1);
	party->id = g_strdup(id);
	party->subject = g_strdup(subject);
	return party;
}

/* invoices (subjects) and seller: what they say of the party too. NULL: nothing. */
static void party_fill(Builder *b, Party *party, const GPtrArray *invoices, bool seller)
{
	bool own = fact_index_has(b->index, party->subject);
	for (size_t i = 0; i < G_N_ELEMENTS(party_rows); i++) {
		const PartyRow *row = &party_rows[i];
		Field *field = field_at(party, row->offset);
		const char *theirs = seller ? row->seller : row->buyer;
		if (field->state != FIELD_ABSENT)
			continue;
		if (own)
			field_hear(field, fact_index_find(b->index, party->subject, row->own));
		if (theirs != NULL && invoices != NULL && (row->together || field->facts == NULL))
			for (guint n = 0; n < invoices->len; n++)
				field_hear(field, fact_index_find(b->index, invoices->pdata[n], theirs));
		field_settle(field, b->c->conflicts, party->subject, own || theirs == NULL ? row->own : theirs);
	}
}

/* Who has a CVR number is in business; the fact that says the number carries that too. */
static void derive_kind(Builder *b, Party *debtor)
{
	if (debtor->kind.state != FIELD_ABSENT || debtor->cvr.state != FIELD_KNOWN)
		return;
	Fact *fact = fact_copy(debtor->cvr.fact);
	g_free(fact->subject);
	g_free(fact->name);
	g_free(fact->value);
	fact->subject = g_strdup(debtor->subject);
	fact->name = g_strdup("debtor.kind");
	fact->value = g_strdup("business");
	g_ptr_array_add(b->c->derived, fact);
	field_derive(&debtor->kind, fact);
}

static int by_party_id(const void *a, const void *b)
{
	const Party *one = *(const Party *const *)a, *other = *(const Party *const *)b;
	/* "d2" before "d10" */
	size_t n = strlen(one->id), m = strlen(other->id);
	return n != m && g_ascii_isalpha(one->id[0]) && one->id[0] == other->id[0] ? (n < m ? -1 : 1)
	                                                                             : strcmp(one->id, other->id);
}

static void make_debtors(Builder *b)
{
	const GPtrArray *subjects = fact_index_subjects(b->index);
	for (guint i = 0; i < subjects->len; i++) {
		const char *subject = subjects->pdata[i];
		if (g_str_has_prefix(subject, "debtor/"))
			g_ptr_array_add(b->c->debtors, party_new(subject + strlen("debtor/"), subject));
	}
	bool bought = false;
	for (guint i = 0; i < b->invoices->len && !bought; i++)
		bought = fact_index_find(b->index, b->invoices->pdata[i], "buyer.name") != NULL ||
		         fact_index_find(b->index, b->invoices->pdata[i], "buyer.cvr") != NULL;
	if (b->c->debtors->len == 0 && bought)
		g_ptr_array_add(b->c->debtors, party_new("d1", "debtor/d1"));
	g_ptr_array_sort(b->c->debtors, by_party_id);
}

static void note_key(GHashTable *table, const GPtrArray *facts, char *(*key)(const char *), Party *party)
{
	for (guint i = 0; facts != NULL && i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];
		char *k = key(fact->value);
		if (g_hash_table_contains(table, k))
			g_free(k);
		else
			g_hash_table_insert(table, k, party);
	}
}

static Party *find_buyer(const Builder *b, const char *subject, const GPtrArray *among)
{
	const struct {
		const char *name;
		GHashTable *table;
		char *(*key)(const char *);
	} ways[] = { { "buyer.cvr", b->by_cvr, cvr_key }, { "buyer.name", b->by_name, text_key } };
	for (size_t way = 0; way < G_N_ELEMENTS(ways); way++) {
		const GPtrArray *facts = fact_index_find(b->index, subject, ways[way].name);
		for (guint i = 0; facts != NULL && i < facts->len; i++) {
			const Fact *fact = facts->pdata[i];
			g_autofree char *key = ways[way].key(fact->value);
			Party *party = g_hash_table_lookup(ways[way].table, key);
			if (party != NULL && g_ptr_array_find((GPtrArray *)(uintptr_t)among, party, NULL))
				return party;
		}
	}
	return NULL;
}

/* The buyer of a joint claim is none of those who are to pay it: both words stand, and a person decides. */
static void conflict_on_buyer(Builder *b, const char *subject, const GPtrArray *among, Field *field)
{
	GPtrArray *names = fact_index_find(b->index, subject, "buyer.name");
	if (names == NULL)
		names = fact_index_find(b->index, subject, "buyer.cvr");
	if (names == NULL)
		return;
	for (guint i = 0; i < names->len; i++)
		if (((const Fact *)names->pdata[i])->status == FACT_ACCEPTED)
			return;
	g_autoptr(GPtrArray) facts = g_ptr_array_copy(names, NULL, NULL);
	for (guint i = 0; i < among->len; i++) {
		const Party *debtor = among->pdata[i];
		const GPtrArray *theirs = fact_index_find(b->index, debtor->subject, "party.name");
		for (guint n = 0; theirs != NULL && n < theirs->len; n++)
			g_ptr_array_add(facts, theirs->pdata[n]);
	}
	field_conflict(b->c->conflicts, subject, "buyer.name", facts);
	if (field != NULL) {
		field->state = FIELD_CONFLICT;
		field->fact = NULL;
	}
}

static void add_bought(Builder *b, Party *party, const char *subject)
{
	GPtrArray *list = g_hash_table_lookup(b->bought, party);
	if (list == NULL) {
		list = g_ptr_array_new();
		g_hash_table_insert(b->bought, party, list);
	}
	g_ptr_array_add(list, (char *)(uintptr_t)subject);
}

/* Which debtor an invoice was made out to: with one debtor that one, else by CVR number or name. */
static void match_buyer(Builder *b, const char *subject, const GPtrArray *among, Field *field)
{
	if (b->c->debtors->len == 0)
		return;
	if (b->c->debtors->len == 1) {
		add_bought(b, b->c->debtors->pdata[0], subject);
		return;
	}
	Party *buyer = among->len == 1 ? among->pdata[0] : find_buyer(b, subject, among);
	if (buyer != NULL)
		add_bought(b, buyer, subject);
	else
		conflict_on_buyer(b, subject, among, field);
}

static void match_buyers(Builder *b)
{
	Case *c = b->c;
	for (guint i = 0; c->debtors->len > 1 && i < c->debtors->len; i++) {
		Party *debtor = c->debtors->pdata[i];
		note_key(b->by_cvr, fact_index_find(b->index, debtor->subject, "party.cvr"), cvr_key, debtor);
		note_key(b->by_name, fact_index_find(b->index, debtor->subject, "party.name"), text_key, debtor);
	}
	for (guint i = 0; i < c->items->len; i++) {
		Item *item = c->items->pdata[i];
		if (g_str_has_prefix(item->id, "invoice/"))
			match_buyer(b, item->id, item->debtors, &item->buyer_name);
	}
	for (guint i = 0; i < c->credits->len; i++) {
		const Credit *credit = c->credits->pdata[i];
		match_buyer(b, credit->id, c->debtors, NULL);
	}
}

static void make_parties(Builder *b)
{
	Case *c = b->c;
	party_fill(b, c->creditor, b->invoices, true);
	if (fact_index_has(b->index, "representative")) {
		c->representative = party_new("representative", "representative");
		party_fill(b, c->representative, NULL, true);
	}
	match_buyers(b);
	for (guint i = 0; i < c->debtors->len; i++) {
		Party *debtor = c->debtors->pdata[i];
		party_fill(b, debtor, g_hash_table_lookup(b->bought, debtor), false);
		derive_kind(b, debtor);
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

static void make_items(Builder *b)
{
	const GPtrArray *subjects = fact_index_subjects(b->index);
	for (guint i = 0; i < subjects->len; i++) {
		const char *subject = subjects->pdata[i];
		if (g_str_has_prefix(subject, "invoice/"))
			add_invoice(b, subject);
		else if (g_str_has_prefix(subject, "item/"))
			add_item(b, subject);
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

static void make_documents(Builder *b)
{
	g_ptr_array_sort(b->c->documents, by_name);
	for (guint i = 0; i < b->c->documents->len; i++) {
		Document *document = b->c->documents->pdata[i];
		g_autofree char *subject = g_strconcat("document/", document->name, NULL);
		if (fact_index_has(b->index, subject))
			fill(b, document, subject, document_rows, G_N_ELEMENTS(document_rows));
		g_hash_table_insert(b->documents, document->name, document);
	}
}

static int by_day(const void *a, const void *b)
{
	const Event *one = *(const Event *const *)a, *other = *(const Event *const *)b;
	int order = date_compare(one->on, other->on);
	return order != 0 ? order : one->id < other->id ? -1 : one->id > other->id;
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

static void party_free(void *data)
{
	Party *party = data;
	if (party == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(party_rows); i++)
		field_clear(field_at(party, party_rows[i].offset));
	g_free(party->id);
	g_free(party->subject);
	g_free(party);
}

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

static void conflict_free(void *data)
{
	Conflict *conflict = data;
	g_free(conflict->subject);
	g_free(conflict->name);
	g_ptr_array_unref(conflict->facts);
	g_free(conflict);
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
	c->debtors = g_ptr_array_new_with_free_func(party_free);
	c->items = g_ptr_array_new_with_free_func(item_free);
	c->credits = g_ptr_array_new_with_free_func(credit_free);
	c->conflicts = g_ptr_array_new_with_free_func(conflict_free);
	c->twins = g_ptr_array_new_with_free_func(twin_free);

	Builder b = {
		.c = c,
		.index = fact_index_new(facts),
		.invoices = g_ptr_array_new(),
		.by_cvr = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.bought = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref),
		.documents = g_hash_table_new(g_str_hash, g_str_equal),
	};
	const GPtrArray *subjects = fact_index_subjects(b.index);
	for (guint i = 0; i < subjects->len; i++)
		if (g_str_has_prefix(subjects->pdata[i], "invoice/"))
			g_ptr_array_add(b.invoices, subjects->pdata[i]);
	fill(&b, c, "claim", case_rows, G_N_ELEMENTS(case_rows));
	make_documents(&b);
	make_debtors(&b);
	make_items(&b);
	make_parties(&b);
	g_ptr_array_sort(c->events, by_day);
	mark_replaced(c->events);
	fact_index_free(b.index);
	g_ptr_array_unref(b.invoices);
	g_hash_table_unref(b.by_cvr);
	g_hash_table_unref(b.by_name);
	g_hash_table_unref(b.bought);
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
	GPtrArray *const lists[] = { c->twins, c->conflicts, c->credits, c->items,    c->debtors,
		                     c->documents, c->events, c->derived, c->facts };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_unref(lists[i]);
	g_free(c->id);
	g_free(c);
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
