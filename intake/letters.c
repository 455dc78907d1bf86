#include "intake/letters.h"

#include "intake/document.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct FieldRow {
	size_t offset;
	const char *name;
} FieldRow;

#define LETTER(field) offsetof(Letter, field)
static const FieldRow letter_rows[] = {
	{ LETTER(kind), "letter.kind" },
	{ LETTER(sent_on), "letter.sent_on" },
	{ LETTER(subject), "letter.subject" },
	{ LETTER(from), "letter.from" },
	{ LETTER(to), "letter.to" },
	{ LETTER(number), "letter.number" },
	{ LETTER(quoted), "letter.quoted" },
	{ LETTER(amount), "letter.amount_ore" },
	{ LETTER(principal), "letter.principal_ore" },
	{ LETTER(interest), "letter.interest_ore" },
	{ LETTER(fee), "letter.fee_ore" },
	{ LETTER(compensation), "letter.compensation_ore" },
	{ LETTER(instalment), "letter.instalment_ore" },
	{ LETTER(deadline_on), "letter.deadline_on" },
	{ LETTER(deadline_days), "letter.deadline_days" },
	{ LETTER(court), "letter.court" },
	{ LETTER(court_case), "letter.court_case" },
	{ LETTER(our_case), "letter.our_case" },
};

#define CONTRACT(field) offsetof(Contract, field)
static const FieldRow contract_rows[] = {
	{ CONTRACT(is_signed), "contract.signed" },
	{ CONTRACT(signed_on), "contract.signed_on" },
	{ CONTRACT(payment_days), "contract.payment_days" },
	{ CONTRACT(interest), "contract.interest_bp" },
	{ CONTRACT(venue), "contract.venue" },
	{ CONTRACT(arbitration), "contract.arbitration" },
	{ CONTRACT(law), "contract.law" },
	{ CONTRACT(retention_of_title), "contract.retention_of_title" },
	{ CONTRACT(instalments), "contract.instalments" },
	{ CONTRACT(terms), "contract.terms" },
};

void letter_free(void *data)
{
	Letter *letter = data;
	for (size_t i = 0; i < G_N_ELEMENTS(letter_rows); i++)
		field_clear(field_at(letter, letter_rows[i].offset));
	GPtrArray *const lists[] = { letter->says, letter->grounds, letter->elements, letter->threats, letter->items };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		if (lists[i] != NULL)
			g_ptr_array_unref(lists[i]);
	g_free(letter->id);
	g_free(letter);
}

void contract_free(void *data)
{
	Contract *contract = data;
	field_clear(&contract->kind);
	for (size_t i = 0; i < G_N_ELEMENTS(contract_rows); i++)
		field_clear(field_at(contract, contract_rows[i].offset));
	if (contract->parties != NULL)
		g_ptr_array_unref(contract->parties);
	g_free(contract);
}

/* All that were said, none left out and none weighed. */
static GPtrArray *sayings(const FactIndex *index, const char *subject, const char *name)
{
	GPtrArray *facts = fact_index_find(index, subject, name);
	return facts != NULL ? g_ptr_array_ref(facts) : g_ptr_array_new();
}

/* ---- letters ---- */

/* Could it be read as an objection? Then nobody but a person may take it for something else. */
static bool may_object(const Field *kind)
{
	for (guint i = 0; kind->facts != NULL && i < kind->facts->len; i++)
		if (strcmp(((const Fact *)kind->facts->pdata[i])->value, "objection") == 0)
			return true;
	return false;
}

/*
 * What a letter says in two ways stops its event, not the case: it is a doubt. But a letter that may be an objection is a
 * conflict of the case.
 */
static void fill(Case *c, Letter *letter, const FactIndex *index)
{
	for (size_t i = 0; i < G_N_ELEMENTS(letter_rows); i++) {
		Field *field = field_at(letter, letter_rows[i].offset);
		field_hear(field, fact_index_find(index, letter->id, letter_rows[i].name));
		field_settle(field, c->doubts, letter->id, letter_rows[i].name);
	}
	if (letter->kind.state == FIELD_CONFLICT && may_object(&letter->kind))
		field_conflict(c->conflicts, letter->id, "letter.kind", letter->kind.facts);
	letter->says = sayings(index, letter->id, "letter.says");
	letter->grounds = sayings(index, letter->id, "letter.ground");
	letter->elements = sayings(index, letter->id, "letter.element");
	letter->threats = sayings(index, letter->id, "letter.threat");
}

/* The document that it stands in: a corrected fact names the person instead. */
static int64_t document_of(const Case *c, const FactIndex *index, const char *subject)
{
	for (size_t i = 0; i < G_N_ELEMENTS(letter_rows); i++) {
		const GPtrArray *facts = fact_index_find(index, subject, letter_rows[i].name);
		for (guint n = 0; facts != NULL && n < facts->len; n++) {
			const Fact *fact = facts->pdata[n];
			const Document *document = fact->proof.sha256 != NULL ? case_document_named(c, fact->proof.document) : NULL;
			if (document != NULL)
				return document->id;
		}
	}
	return 0;
}

/* The items of the case by number, without case and spacing. */
static GHashTable *items_by_number(const Case *c)
{
	GHashTable *numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = c->items->len; i-- > 0;) {
		Item *item = c->items->pdata[i];
		const char *own = field_text(&item->number);
		if (own != NULL)
			g_hash_table_replace(numbers, text_key(own), item);
	}
	return numbers;
}

/* The one item of that principal; NULL when there is none or several. */
static Item *item_of_amount(const Case *c, Money amount)
{
	Item *only = NULL;
	for (guint i = 0; i < c->items->len; i++) {
		Item *item = c->items->pdata[i];
		Money own;
		if (!field_money(&item->principal, &own) || money_compare(own, amount) != 0)
			continue;
		if (only != NULL)
			return NULL;
		only = item;
	}
	return only;
}

/* Which items it is about. */
static void find_items(const Case *c, Letter *letter, const FactIndex *index, GHashTable *by_number)
{
	const GPtrArray *numbers = fact_index_find(index, letter->id, "letter.invoice");
	letter->items = g_ptr_array_new();
	for (guint i = 0; numbers != NULL && i < numbers->len; i++) {
		g_autofree char *key = text_key(((const Fact *)numbers->pdata[i])->value);
		Item *item = g_hash_table_lookup(by_number, key);
		if (item != NULL && !g_ptr_array_find(letter->items, item, NULL))
			g_ptr_array_add(letter->items, item);
	}
	if (numbers != NULL || letter->side == LETTER_SIDE_UNKNOWN || letter->side == LETTER_FROM_COURT)
		return;
	Money amount;
	Item *one = field_money(&letter->principal, &amount) ? item_of_amount(c, amount) : NULL;
	if (one == NULL && field_money(&letter->amount, &amount))
		one = item_of_amount(c, amount);
	for (guint i = 0; i < c->items->len; i++)
		if (one == NULL || c->items->pdata[i] == one)
			g_ptr_array_add(letter->items, c->items->pdata[i]);
}

/* ---- sides ---- */

static bool creditor_named(const Case *c, const FactIndex *index, const char *text)
{
	if (party_named(c->creditor, text) || (c->representative != NULL && party_named(c->representative, text)))
		return true;
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		const GPtrArray *mails = fact_index_find(index, item->id, "seller.email");
		for (guint n = 0; mails != NULL && n < mails->len; n++)
			if (address_named(((const Fact *)mails->pdata[n])->value, text))
				return true;
	}
	return false;
}

/* The only debtor that it names; *several: more than one. */
static const Party *debtor_named(const Case *c, const char *text, bool *several)
{
	const Party *only = NULL;
	*several = false;
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		if (!party_named(debtor, text))
			continue;
		*several = only != NULL;
		only = debtor;
	}
	return *several ? NULL : only;
}

static bool is_of(const Letter *letter, const char *const *kinds)
{
	const char *kind = field_text(&letter->kind);
	return kind != NULL && g_strv_contains(kinds, kind);
}

/* The kind shows who would write it, when nobody is named as the sender. */
static void side_by_receiver(const Case *c, Letter *letter, const FactIndex *index, const char *to)
{
	static const char *const creditors[] = { "reminder", "demand", NULL };
	static const char *const debtors[] = { "objection", "acknowledgement", "promise", "instalment_offer", "payment_notice", NULL };
	bool several, to_creditor = creditor_named(c, index, to);
	const Party *debtor = debtor_named(c, to, &several);
	if ((debtor != NULL || several) && !to_creditor && is_of(letter, creditors)) {
		letter->side = LETTER_FROM_CREDITOR;
		letter->party = debtor;
	} else if (debtor == NULL && !several && to_creditor && is_of(letter, debtors)) {
		letter->side = LETTER_FROM_DEBTOR;
		letter->party = c->debtors->len == 1 ? c->debtors->pdata[0] : NULL;
	}
}

static void find_side(const Case *c, Letter *letter, const FactIndex *index)
{
	const char *from = field_text(&letter->from), *to = field_text(&letter->to), *kind = field_text(&letter->kind);
	bool several = false;
	if (kind != NULL && g_str_has_prefix(kind, "court_")) {
		letter->side = LETTER_FROM_COURT;
		return;
	}
	if (from == NULL) {
		if (to != NULL && letter->from.state == FIELD_ABSENT)
			side_by_receiver(c, letter, index, to);
		return;
	}
	bool by_creditor = creditor_named(c, index, from);
	const Party *debtor = debtor_named(c, from, &several);
	if (by_creditor && debtor == NULL && !several) {
		letter->side = LETTER_FROM_CREDITOR;
		letter->party = to != NULL ? debtor_named(c, to, &several) : NULL;
	} else if (!by_creditor && (debtor != NULL || several)) {
		letter->side = LETTER_FROM_DEBTOR;
		letter->party = debtor;
	}
}

static int by_sent(const void *a, const void *b)
{
	const Letter *one = *(const Letter *const *)a, *other = *(const Letter *const *)b;
	Date day = DATE_NONE, other_day = DATE_NONE;
	bool has = field_date(&one->sent_on, &day), other_has = field_date(&other->sent_on, &other_day);
	if (has != other_has)
		return has ? -1 : 1;
	int order = has ? date_compare(day, other_day) : 0;
	if (order != 0)
		return order;
	long n = strtol(one->id + strlen("letter/"), NULL, 10), m = strtol(other->id + strlen("letter/"), NULL, 10);
	return n != m ? (n < m ? -1 : 1) : strcmp(one->id, other->id);
}

void letters_fill(Case *c, const FactIndex *index)
{
	const GPtrArray *subjects = fact_index_subjects(index);
	g_autoptr(GHashTable) by_number = items_by_number(c);
	for (guint i = 0; i < subjects->len; i++) {
		const char *subject = subjects->pdata[i];
		if (!g_str_has_prefix(subject, "letter/"))
			continue;
		Letter *letter = g_new0(Letter, 1);
		letter->id = g_strdup(subject);
		letter->document = document_of(c, index, subject);
		fill(c, letter, index);
		find_side(c, letter, index);
		find_items(c, letter, index, by_number);
		g_ptr_array_add(c->letters, letter);
	}
	g_ptr_array_sort(c->letters, by_sent);
}

/* ---- contracts ---- */

static bool speaks_of_contract(const FactIndex *index, const char *subject)
{
	for (size_t i = 0; i < G_N_ELEMENTS(contract_rows); i++)
		if (fact_index_find(index, subject, contract_rows[i].name) != NULL)
			return true;
	return fact_index_find(index, subject, "contract.party") != NULL;
}

static bool is_contract_kind(const Field *kind)
{
	return field_is(kind, "contract") || field_is(kind, "order");
}

void contracts_fill(Case *c, const FactIndex *index)
{
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		g_autofree char *subject = g_strconcat("document/", document->name, NULL);
		if (!fact_index_has(index, subject))
			continue;
		Contract *contract = g_new0(Contract, 1);
		contract->document = document->id;
		field_hear(&contract->kind, fact_index_find(index, subject, "document.kind"));
		if (contract->kind.facts == NULL)
			field_hear(&contract->kind, fact_index_find(index, subject, "document.shown_kind"));
		g_autoptr(GPtrArray) several = g_ptr_array_new_with_free_func(conflict_free);
		field_settle(&contract->kind, several, subject, "document.shown_kind");
		if (!is_contract_kind(&contract->kind) && !speaks_of_contract(index, subject)) {
			contract_free(contract);
			continue;
		}
		for (size_t n = 0; n < G_N_ELEMENTS(contract_rows); n++) {
			Field *field = field_at(contract, contract_rows[n].offset);
			field_hear(field, fact_index_find(index, subject, contract_rows[n].name));
			field_settle(field, c->doubts, subject, contract_rows[n].name);
		}
		contract->parties = sayings(index, subject, "contract.party");
		g_ptr_array_add(c->contracts, contract);
	}
}
