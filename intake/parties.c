#include "intake/parties.h"

#include <stddef.h>
#include <string.h>

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
	{ PARTY(phone), "party.phone", "seller.phone", NULL, false },
	{ PARTY(email), "party.email", "seller.email", "buyer.email", false },
	{ PARTY(account), "creditor.account", NULL, NULL, false },
	{ PARTY(vat_registered), "creditor.vat_registered", NULL, NULL, false },
	{ PARTY(own_case), "creditor.own_case", NULL, NULL, false },
	{ PARTY(kind), "debtor.kind", NULL, NULL, false },
	{ PARTY(legal_form), "debtor.legal_form", NULL, NULL, false },
	{ PARTY(owner), "debtor.owner", NULL, NULL, false },
	{ PARTY(born_on), "debtor.born_on", NULL, NULL, false },
	{ PARTY(guardianship), "debtor.guardianship", NULL, NULL, false },
	{ PARTY(liability), "debtor.liability", NULL, NULL, false },
	{ PARTY(municipality), "debtor.municipality", NULL, NULL, false },
	{ PARTY(court), "debtor.court", NULL, NULL, false },
	{ PARTY(cpr), "debtor.cpr", NULL, NULL, false },
};

/* What a look-up of the company register, or of the address service, told: the day first, then the rest. */
typedef struct LookupRow {
	size_t offset;
	const char *name;
} LookupRow;
static const LookupRow company_rows[] = {
	{ PARTY(looked_up_on), "debtor.looked_up_on" },
	{ PARTY(status), "debtor.status" },
	{ PARTY(registered_name), "debtor.registered_name" },
	{ PARTY(registered_form), "debtor.registered_form" },
};
static const LookupRow address_rows[] = {
	{ PARTY(address_looked_up_on), "debtor.address_looked_up_on" },
	{ PARTY(court_district), "debtor.court_district" },
};

typedef struct Builder {
	Case *c;
	const FactIndex *index;
	GHashTable *by_cvr, *by_name; /* key → Party*, when there are several debtors */
	GHashTable *bought; /* Party* → GPtrArray of char*: the invoices it is the buyer of */
} Builder;

Party *party_new(const char *id, const char *subject)
{
	Party *party = g_new0(Party, 1);
	party->id = g_strdup(id);
	party->subject = g_strdup(subject);
	return party;
}

static const Fact *last_fact(const FactIndex *index, const char *subject, const char *name)
{
	const GPtrArray *facts = fact_index_find(index, subject, name);
	return facts != NULL && facts->len > 0 ? facts->pdata[facts->len - 1] : NULL;
}

/* An answer replaces the older ones whole: what the last one did not say again, it no longer says. */
static const Fact *last_answer(const FactIndex *index, const char *subject, const char *name, const Fact *day)
{
	const Fact *fact = last_fact(index, subject, name);
	return fact != NULL && fact->id > day->id ? fact : NULL;
}

static void fill_answer(const Builder *b, Party *debtor, const LookupRow *rows, size_t n, const Fact *day)
{
	field_derive(field_at(debtor, rows[0].offset), day);
	for (size_t i = 1; i < n; i++) {
		const Fact *fact = last_answer(b->index, debtor->subject, rows[i].name, day);
		if (fact != NULL)
			field_derive(field_at(debtor, rows[i].offset), fact);
	}
}

/* A register's answer counts as long as the debtor still has the number, or the address, that was asked about. */
static void fill_looked_up(const Builder *b, Party *debtor)
{
	const Fact *day = last_fact(b->index, debtor->subject, company_rows[0].name);
	const Fact *asked = day != NULL ? last_answer(b->index, debtor->subject, "debtor.registered_cvr", day) : NULL;
	const char *cvr = field_text(&debtor->cvr);
	if (asked != NULL && cvr != NULL) {
		g_autofree char *own = cvr_key(cvr), *theirs = cvr_key(asked->value);
		if (strcmp(own, theirs) == 0)
			fill_answer(b, debtor, company_rows, G_N_ELEMENTS(company_rows), day);
	}
	day = last_fact(b->index, debtor->subject, address_rows[0].name);
	asked = day != NULL ? last_answer(b->index, debtor->subject, "debtor.looked_up_address", day) : NULL;
	g_autofree char *address = asked != NULL ? party_address_asked(debtor) : NULL;
	if (address != NULL && strcmp(address, asked->value) == 0)
		fill_answer(b, debtor, address_rows, G_N_ELEMENTS(address_rows), day);
}

/* What the last look-up of the address replaces does not speak any more. NULL: nobody speaks. */
static void hear_own(const Builder *b, Field *field, const Party *party, const char *name)
{
	GPtrArray *facts = fact_index_find(b->index, party->subject, name);
	const Fact *day = facts != NULL && facts->len > 1 ? last_fact(b->index, party->subject, address_rows[0].name) : NULL;
	if (day == NULL) {
		field_hear(field, facts);
		return;
	}
	g_autoptr(GPtrArray) standing = g_ptr_array_new();
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];
		if (fact->status != FACT_READ || fact->id > day->id || g_strcmp0(fact->proof.reader, "lookup") != 0)
			g_ptr_array_add(standing, facts->pdata[i]);
	}
	field_hear(field, standing->len > 0 ? standing : NULL);
}

char *party_address_asked(const Party *debtor)
{
	const char *street = field_text(&debtor->address), *postcode = field_text(&debtor->postcode);
	return street != NULL && postcode != NULL ? g_strdup_printf("%s, %s", street, postcode) : NULL;
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
			hear_own(b, field, party, row->own);
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

static bool digits_between(const char *text, size_t least, size_t most)
{
	size_t length = strlen(text);
	return length >= least && length <= most && strspn(text, "0123456789") == length;
}

/* One fact that says it, or NULL when none or several that differ do. */
static const Fact *only_fact(const FactIndex *index, const char *subject, const char *name)
{
	const GPtrArray *facts = fact_index_find(index, subject, name);
	const Fact *only = facts != NULL && facts->len > 0 ? facts->pdata[0] : NULL;
	for (guint i = 1; facts != NULL && i < facts->len; i++)
		if (strcmp(((const Fact *)facts->pdata[i])->value, only->value) != 0)
			return NULL;
	return only;
}

/*
 * The Danish account that an invoice asks to be paid to, as "1234 0001234567", and the fact that says so: registration
 * and account number, or a Danish IBAN whose check digits hold. NULL when it names none, or none that is sure.
 */
static char *invoice_account(const FactIndex *index, const char *subject, const Fact **source)
{
	const Fact *account = only_fact(index, subject, "payment.account"), *bank = only_fact(index, subject, "payment.bank");
	const Fact *iban = only_fact(index, subject, "payment.iban");
	if (account != NULL && bank != NULL && digits_between(bank->value, 4, 4) && digits_between(account->value, 1, 10)) {
		*source = account;
		return g_strdup_printf("%s %s", bank->value, account->value);
	}
	if (iban != NULL && iban->confidence == 100 && g_str_has_prefix(iban->value, "DK") &&
	    digits_between(iban->value + 2, 16, 16)) {
		*source = iban;
		return g_strdup_printf("%.4s %s", iban->value + 4, iban->value + 8);
	}
	return NULL;
}

static bool same_account(const char *a, const char *b)
{
	/* The registration number as it stands; leading zeros of the account itself say nothing. */
	const char *one = a + 5 + strspn(a + 5, "0"), *other = b + 5 + strspn(b + 5, "0");
	return strncmp(a, b, 5) == 0 && strcmp(one, other) == 0;
}

/* The creditor has not said where to pay, but its invoices do, and all of them the same: that is its account. */
static void derive_account(Builder *b, const GPtrArray *invoices)
{
	Party *creditor = b->c->creditor;
	if (creditor->account.state != FIELD_ABSENT)
		return;
	g_autofree char *value = NULL;
	const Fact *source = NULL;
	for (guint i = 0; i < invoices->len; i++) {
		const Fact *said = NULL, *kind = only_fact(b->index, invoices->pdata[i], "invoice.kind");
		if (kind != NULL && strcmp(kind->value, "credit_note") == 0)
			continue; /* names the account of the one who gets money back */
		g_autofree char *account = invoice_account(b->index, invoices->pdata[i], &said);
		if (account == NULL)
			continue;
		if (value != NULL && !same_account(value, account))
			return;
		if (value == NULL) {
			value = g_steal_pointer(&account);
			source = said;
		}
	}
	if (value == NULL)
		return;
	Fact *fact = fact_copy(source);
	g_free(fact->subject);
	g_free(fact->name);
	g_free(fact->value);
	fact->subject = g_strdup(creditor->subject);
	fact->name = g_strdup("creditor.account");
	fact->value = g_steal_pointer(&value);
	g_ptr_array_add(b->c->derived, fact);
	field_derive(&creditor->account, fact);
}

static int by_party_id(const void *a, const void *b)
{
	const Party *one = *(const Party *const *)a, *other = *(const Party *const *)b;
	/* "d2" before "d10" */
	size_t n = strlen(one->id), m = strlen(other->id);
	return n != m && g_ascii_isalpha(one->id[0]) && one->id[0] == other->id[0] ? (n < m ? -1 : 1)
	                                                                             : strcmp(one->id, other->id);
}

/* The subjects of invoices and credit notes: they speak of seller and buyer. */
static GPtrArray *invoice_subjects(const FactIndex *index)
{
	GPtrArray *invoices = g_ptr_array_new();
	const GPtrArray *subjects = fact_index_subjects(index);
	for (guint i = 0; i < subjects->len; i++)
		if (g_str_has_prefix(subjects->pdata[i], "invoice/"))
			g_ptr_array_add(invoices, subjects->pdata[i]);
	return invoices;
}

void parties_find_debtors(Case *c, const FactIndex *index)
{
	const GPtrArray *subjects = fact_index_subjects(index);
	bool bought = false;
	for (guint i = 0; i < subjects->len; i++) {
		const char *subject = subjects->pdata[i];
		if (g_str_has_prefix(subject, "debtor/"))
			g_ptr_array_add(c->debtors, party_new(subject + strlen("debtor/"), subject));
		else if (g_str_has_prefix(subject, "invoice/") && !bought)
			bought = fact_index_find(index, subject, "buyer.name") != NULL ||
			         fact_index_find(index, subject, "buyer.cvr") != NULL;
	}
	if (c->debtors->len == 0 && bought)
		g_ptr_array_add(c->debtors, party_new("d1", "debtor/d1"));
	g_ptr_array_sort(c->debtors, by_party_id);
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

/* A scan's buyer, a letter or two wrong: the only debtor of nearly that name. */
static Party *find_near_buyer(const Builder *b, const char *subject, const GPtrArray *among)
{
	const GPtrArray *names = fact_index_find(b->index, subject, "buyer.name");
	Party *only = NULL;
	if (names == NULL || !fact_is_poor(names->pdata[0]))
		return NULL;
	for (guint i = 0; i < among->len; i++) {
		Party *debtor = among->pdata[i];
		const GPtrArray *theirs = fact_index_find(b->index, debtor->subject, "party.name");
		for (guint n = 0; theirs != NULL && n < theirs->len; n++) {
			if (!name_near(((const Fact *)names->pdata[0])->value, ((const Fact *)theirs->pdata[n])->value))
				continue;
			if (only != NULL && only != debtor)
				return NULL;
			only = debtor;
		}
	}
	return only;
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
	return find_near_buyer(b, subject, among);
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

void parties_fill(Case *c, const FactIndex *index)
{
	g_autoptr(GPtrArray) invoices = invoice_subjects(index);
	Builder b = {
		.c = c,
		.index = index,
		.by_cvr = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.bought = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref),
	};
	party_fill(&b, c->creditor, invoices, true);
	derive_account(&b, invoices);
	if (fact_index_has(index, "representative")) {
		c->representative = party_new("representative", "representative");
		party_fill(&b, c->representative, NULL, true);
	}
	match_buyers(&b);
	for (guint i = 0; i < c->debtors->len; i++) {
		Party *debtor = c->debtors->pdata[i];
		party_fill(&b, debtor, g_hash_table_lookup(b.bought, debtor), false);
		derive_kind(&b, debtor);
		fill_looked_up(&b, debtor);
	}
	g_hash_table_unref(b.by_cvr);
	g_hash_table_unref(b.by_name);
	g_hash_table_unref(b.bought);
}

void party_free(Party *party)
{
	if (party == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(party_rows); i++)
		field_clear(field_at(party, party_rows[i].offset));
	for (size_t i = 0; i < G_N_ELEMENTS(company_rows); i++)
		field_clear(field_at(party, company_rows[i].offset));
	for (size_t i = 0; i < G_N_ELEMENTS(address_rows); i++)
		field_clear(field_at(party, address_rows[i].offset));
	g_free(party->id);
	g_free(party->subject);
	g_free(party);
}
