#include "intake/question.h"

#include "intake/document.h"

#include <stdlib.h>
#include <string.h>

typedef struct RiskRow {
	const char *name;
	QuestionRisk risk;
	bool many; /* may stand several times: each is a question of its own */
} RiskRow;

/* What is asked about when it was read unsurely. Sums that only check others, and texts that decide nothing, are not. */
static const RiskRow rows[] = {
	{ "invoice.number", RISK_RULE, false },        { "invoice.kind", RISK_RULE, false },
	{ "invoice.issue_on", RISK_RULE, false },      { "invoice.due_on", RISK_RULE, false },
	{ "invoice.currency", RISK_RULE, false },      { "invoice.payable_ore", RISK_RULE, false },
	{ "invoice.payment_days", RISK_RULE, false },  { "ref.billing", RISK_RULE, false },
	{ "letter.kind", RISK_RULE, false },           { "letter.sent_on", RISK_RULE, false },
	{ "letter.deadline_on", RISK_RULE, false },    { "letter.deadline_days", RISK_RULE, false },
	{ "letter.fee_ore", RISK_RULE, false },        { "letter.compensation_ore", RISK_RULE, false },
	{ "letter.amount_ore", RISK_RULE, false },     { "letter.invoice", RISK_RULE, true },         { "letter.says", RISK_RULE, true },
	{ "letter.ground", RISK_RULE, true },          { "letter.element", RISK_RULE, true },
	{ "letter.threat", RISK_RULE, true },          { "letter.court_case", RISK_RULE, false },
	{ "contract.signed", RISK_RULE, false },       { "contract.signed_on", RISK_RULE, false },
	{ "contract.payment_days", RISK_RULE, false }, { "contract.interest_bp", RISK_RULE, false },
	{ "contract.venue", RISK_RULE, false },        { "contract.arbitration", RISK_RULE, false },
	{ "contract.law", RISK_RULE, false },          { "seller.name", RISK_PARTY, false },
	{ "seller.cvr", RISK_PARTY, false },           { "buyer.name", RISK_PARTY, false },
	{ "buyer.cvr", RISK_PARTY, false },            { "buyer.street", RISK_PARTY, false },
	{ "buyer.postcode", RISK_PARTY, false },       { "buyer.city", RISK_PARTY, false },
	{ "payment.account", RISK_PARTY, false },      { "payment.bank", RISK_PARTY, false },
	{ "payment.iban", RISK_PARTY, false },         { "letter.from", RISK_PARTY, false },
	{ "letter.to", RISK_PARTY, false },            { "contract.party", RISK_PARTY, true },
	{ "invoice.description", RISK_REST, false },   { "invoice.delivered_on", RISK_REST, false },
	{ "invoice.terms", RISK_REST, false },         { "contract.instalments", RISK_REST, false },
	{ "contract.retention_of_title", RISK_REST, false },
};

static const RiskRow *row_of(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

/* Of a disagreement, which is asked about whatever it is. */
static QuestionRisk risk_of(const char *name)
{
	const RiskRow *row = row_of(name);
	if (row != NULL)
		return row->risk;
	const FactName *known = fact_name_find(name);
	if (known != NULL && known->type != FACT_TEXT)
		return RISK_RULE;
	return g_str_has_prefix(name, "party.") || g_str_has_prefix(name, "seller.") || g_str_has_prefix(name, "buyer.") ? RISK_PARTY
	                                                                                                              : RISK_REST;
}

void question_free(Question *question)
{
	if (question == NULL)
		return;
	g_ptr_array_unref(question->facts);
	g_free(question->alike);
	g_free(question);
}

static void question_drop(void *question)
{
	question_free(question);
}

/* Read by machine, undecided, and not clear. */
static bool is_unsure(const Fact *fact, int below)
{
	return fact->status == FACT_READ && fact->confidence < below;
}

/* Something that speaks and needs no asking. */
static bool is_clear(const Fact *fact, int below)
{
	return fact_counts(fact) && !is_unsure(fact, below);
}

/* ---- what is known without it ---- */

typedef struct PartyRow {
	const char *name;
	size_t offset;
	bool seller;
} PartyRow;

#define PARTY(field) offsetof(Party, field)
static const PartyRow party_rows[] = {
	{ "seller.name", PARTY(name), true },         { "seller.cvr", PARTY(cvr), true },
	{ "buyer.name", PARTY(name), false },         { "buyer.cvr", PARTY(cvr), false },
	{ "buyer.street", PARTY(address), false },    { "buyer.postcode", PARTY(postcode), false },
	{ "buyer.city", PARTY(city), false },         { "payment.account", PARTY(account), true },
	{ "payment.bank", PARTY(account), true },     { "payment.iban", PARTY(account), true },
};

static bool is_settled(const Party *party, size_t offset, int below)
{
	const Field *field = (const Field *)(const void *)((const char *)party + offset);
	return field->state == FIELD_KNOWN && is_clear(field->fact, below);
}

/* Who the parties are is known from elsewhere: what an invoice seems to say of them needs no asking. */
static bool party_is_known(const Case *c, const Fact *fact, int below)
{
	for (size_t i = 0; i < G_N_ELEMENTS(party_rows); i++) {
		if (strcmp(party_rows[i].name, fact->name) != 0)
			continue;
		if (party_rows[i].seller)
			return is_settled(c->creditor, party_rows[i].offset, below);
		bool all = c->debtors->len > 0;
		for (guint n = 0; n < c->debtors->len; n++)
			all = all && is_settled(c->debtors->pdata[n], party_rows[i].offset, below);
		return all;
	}
	return false;
}

typedef struct Asker {
	const Case *c;
	int below;
	GHashTable *clear; /* "subject\nname" and, of those that stand many times, "\nvalue": set */
	GHashTable *open; /* "subject\nname" → Question* of unsure readings, borrowed */
	GHashTable *letters; /* id → Letter*, borrowed */
	GHashTable *telling; /* ids of letters that an event follows from: set, borrowed */
	GHashTable *media; /* document's name → its media, borrowed */
	GPtrArray *questions;
} Asker;

static char *key_of(const Fact *fact, bool many)
{
	return g_strconcat(fact->subject, "\n", fact->name, many ? "\n" : NULL, fact->value, NULL);
}

static bool is_known(const Asker *asker, const Fact *fact, const RiskRow *row)
{
	g_autofree char *key = key_of(fact, row->many);
	return g_hash_table_contains(asker->clear, key) || party_is_known(asker->c, fact, asker->below);
}

static bool is_kind(const Letter *letter, const char *kind)
{
	return field_is(&letter->kind, kind);
}

/* A letter that stands quoted in an answer, or tells nothing that the case turns on, needs nobody's eyes. */
static bool letter_matters(const Asker *asker, const Fact *fact)
{
	const Letter *letter = g_str_has_prefix(fact->subject, "letter/") ? g_hash_table_lookup(asker->letters, fact->subject) : NULL;
	if (letter == NULL)
		return true;
	if (field_is(&letter->quoted, "yes") && !g_hash_table_contains(asker->telling, letter->id))
		return false;
	/* An objection may hide in what a debtor writes of other things; not in what the creditor does. */
	if (is_kind(letter, "other") && letter->side == LETTER_FROM_CREDITOR)
		return false;
	if (is_kind(letter, "other") || is_kind(letter, "payment_notice"))
		return strcmp(fact->name, "letter.kind") == 0 || strcmp(fact->name, "letter.says") == 0;
	if (strcmp(fact->name, "letter.says") == 0)
		return strcmp(fact->value, "objection") == 0;
	if (strcmp(fact->name, "letter.element") == 0 || strcmp(fact->name, "letter.threat") == 0)
		return is_kind(letter, "demand");
	if (strcmp(fact->name, "letter.amount_ore") == 0)
		return is_kind(letter, "acknowledgement");
	return true;
}

static char *alike_of(const Asker *asker, const Fact *fact)
{
	const char *media = fact->proof.document != NULL ? g_hash_table_lookup(asker->media, fact->proof.document) : NULL;
	const char *slash = strchr(fact->subject, '/');
	int length = slash != NULL ? (int)(slash - fact->subject) : (int)strlen(fact->subject);
	return g_strdup_printf("%.*s\n%s\n%s\n%s\n%s", length, fact->subject, fact->name, media != NULL ? media : "", fact->value, fact->raw);
}

static void ask_unsure(Asker *asker, const Fact *fact)
{
	const RiskRow *row = row_of(fact->name);
	if (row == NULL || is_known(asker, fact, row) || !letter_matters(asker, fact))
		return;
	g_autofree char *key = key_of(fact, row->many);
	Question *same = g_hash_table_lookup(asker->open, key);
	if (same != NULL) { /* two readings of one thing are one question */
		same->disagree = same->disagree || strcmp(((const Fact *)same->facts->pdata[0])->value, fact->value) != 0;
		g_ptr_array_add(same->facts, (void *)(uintptr_t)fact);
		g_clear_pointer(&same->alike, g_free);
		return;
	}
	Question *question = g_new0(Question, 1);
	question->risk = row->risk;
	question->subject = fact->subject;
	question->name = fact->name;
	question->facts = g_ptr_array_new();
	question->alike = alike_of(asker, fact);
	g_ptr_array_add(question->facts, (void *)(uintptr_t)fact);
	g_ptr_array_add(asker->questions, question);
	g_hash_table_insert(asker->open, g_steal_pointer(&key), question);
}

static void ask_conflicts(Asker *asker, const GPtrArray *conflicts, GHashTable *asked)
{
	for (guint i = 0; i < conflicts->len; i++) {
		const Conflict *conflict = conflicts->pdata[i];
		if (conflict->facts->len == 0 || !g_hash_table_add(asked, conflict->facts->pdata[0]))
			continue;
		Question *question = g_new0(Question, 1);
		question->disagree = true;
		question->risk = risk_of(conflict->name);
		question->subject = conflict->subject;
		question->name = conflict->name;
		question->facts = g_ptr_array_copy(conflict->facts, NULL, NULL);
		for (guint n = 0; n < conflict->facts->len; n++)
			g_hash_table_add(asked, conflict->facts->pdata[n]);
		g_ptr_array_add(asker->questions, question);
	}
}

static int by_risk(const void *a, const void *b)
{
	const Question *one = *(const Question *const *)a, *other = *(const Question *const *)b;
	if (one->risk != other->risk)
		return one->risk < other->risk ? -1 : 1;
	if (one->disagree != other->disagree)
		return one->disagree ? -1 : 1;
	const Fact *fact = one->facts->pdata[0], *other_fact = other->facts->pdata[0];
	if (!one->disagree && fact->confidence != other_fact->confidence)
		return fact->confidence < other_fact->confidence ? -1 : 1;
	return fact->id < other_fact->id ? -1 : fact->id > other_fact->id;
}

GPtrArray *questions_of(const Case *c, int below)
{
	Asker asker = {
		.c = c,
		.below = below,
		.clear = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.letters = g_hash_table_new(g_str_hash, g_str_equal),
		.telling = g_hash_table_new(g_str_hash, g_str_equal),
		.media = g_hash_table_new(g_str_hash, g_str_equal),
		.questions = g_ptr_array_new_with_free_func(question_drop),
	};
	g_autoptr(GHashTable) asked = g_hash_table_new(NULL, NULL);
	bool unsure = false;
	for (guint i = 0; i < c->facts->len && !unsure; i++)
		unsure = is_unsure(c->facts->pdata[i], below);
	for (guint i = 0; unsure && i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		const RiskRow *row = is_clear(fact, below) ? row_of(fact->name) : NULL;
		if (row != NULL)
			g_hash_table_add(asker.clear, key_of(fact, row->many));
	}
	for (guint i = 0; unsure && i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		g_hash_table_insert(asker.media, document->name, document->media);
	}
	for (guint i = 0; unsure && i < c->letters->len; i++) {
		Letter *letter = c->letters->pdata[i];
		g_hash_table_insert(asker.letters, letter->id, letter);
	}
	for (guint i = 0; unsure && i < c->events->len; i++) {
		Event *event = c->events->pdata[i];
		if (event->letter != NULL)
			g_hash_table_add(asker.telling, event->letter);
	}
	ask_conflicts(&asker, c->conflicts, asked);
	ask_conflicts(&asker, c->doubts, asked);
	for (guint i = 0; unsure && i < c->facts->len; i++)
		if (is_unsure(c->facts->pdata[i], below) && !g_hash_table_contains(asked, c->facts->pdata[i]))
			ask_unsure(&asker, c->facts->pdata[i]);
	g_ptr_array_sort(asker.questions, by_risk);
	g_hash_table_unref(asker.clear);
	g_hash_table_unref(asker.open);
	g_hash_table_unref(asker.letters);
	g_hash_table_unref(asker.telling);
	g_hash_table_unref(asker.media);
	return asker.questions;
}

GPtrArray *deciding_facts(const Case *c, int below)
{
	GPtrArray *facts = g_ptr_array_new();
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		const RiskRow *row = row_of(fact->name);
		bool machine = fact->proof.sha256 != NULL || g_strcmp0(fact->proof.reader, "person") == 0;
		if (row != NULL && row->risk == RISK_RULE && machine && fact->status != FACT_STATED && fact->confidence >= below)
			g_ptr_array_add(facts, c->facts->pdata[i]);
	}
	return facts;
}
