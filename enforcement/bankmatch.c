#include "enforcement/bankmatch.h"

#include "assess/assess.h"
#include "enforcement/states.h"
#include "intake/field.h"
#include "intake/record.h"

#include <string.h>

struct BankIndex {
	GHashTable *cases; /* id → itself */
	GHashTable *slips, *numbers, *names; /* key → GPtrArray of char* case ids */
};

static void ids_free(void *data)
{
	g_ptr_array_unref(data);
}

static GHashTable *table_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, ids_free);
}

void bank_index_free(BankIndex *index)
{
	if (index == NULL)
		return;
	g_hash_table_unref(index->cases);
	g_hash_table_unref(index->slips);
	g_hash_table_unref(index->numbers);
	g_hash_table_unref(index->names);
	g_free(index);
}

static void add_once(GPtrArray *ids, const char *id)
{
	if (!g_ptr_array_find_with_equal_func(ids, id, g_str_equal, NULL))
		g_ptr_array_add(ids, g_strdup(id));
}

static void learn(GHashTable *table, const char *key, const char *case_id)
{
	GPtrArray *ids = g_hash_table_lookup(table, key);
	if (ids == NULL) {
		ids = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(table, g_strdup(key), ids);
	}
	add_once(ids, case_id);
}

/* ---- keys ---- */

/* "Faktura A-1001." and "a 1001" are one number; one without a digit, or of two signs, is none. */
static char *number_key(const char *text, size_t n)
{
	g_autoptr(GString) key = g_string_new(NULL);
	bool digit = false;
	for (size_t i = 0; i < n; i++)
		if (g_ascii_isalnum(text[i])) {
			g_string_append_c(key, g_ascii_toupper(text[i]));
			digit = digit || g_ascii_isdigit(text[i]);
		}
	return digit && key->len >= 3 ? g_strdup(key->str) : NULL;
}

/*
 * The number of a payment slip, "+71<000000000012345+12345678", "71#000000000012345" or as the bank gives it: its digits without
 * what fills it up. NULL: it is none.
 */
static char *slip_key(const char *text)
{
	const char *mark = strpbrk(text, "<#"), *open = mark, *at = open != NULL ? open + 1 : text;
	if (text[strspn(text, "0123456789 +<#")] != '\0')
		return NULL;
	g_autoptr(GString) digits = g_string_new(NULL);
	for (; *at != '\0' && *at != '+'; at++)
		if (g_ascii_isdigit(*at))
			g_string_append_c(digits, *at);
	/* The kind of slip before the number, when the bank leaves it there: 71 and 15 digits, 75 and 16. */
	if (open == NULL && ((digits->len == 17 && g_str_has_prefix(digits->str, "71")) || (digits->len == 18 && g_str_has_prefix(digits->str, "75"))))
		g_string_erase(digits, 0, 2);
	const char *plain = digits->str + strspn(digits->str, "0");
	return strlen(plain) >= 4 ? g_strdup(plain) : NULL;
}

/* ---- the index ---- */

static bool ended(GError *fault, GError **error)
{
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static bool learn_facts(BankIndex *index, Store *store, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT f.case_id, f.name, v.value FROM fact f JOIN fact_value v ON v.case_id = f.case_id AND v.id = f.id"
	                                     " WHERE f.name IN ('payment.fik', 'payment.id', 'invoice.number') ORDER BY f.case_id, f.id",
	                                     "");
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		const char *case_id = query_text(query, 0), *name = query_text(query, 1), *value = query_text(query, 2);
		if (value == NULL)
			continue;
		bool invoice = strcmp(name, "invoice.number") == 0;
		g_autofree char *slip = invoice ? NULL : slip_key(value);
		g_autofree char *key = slip != NULL ? g_strdup(slip) : number_key(value, strlen(value));
		if (key != NULL)
			learn(slip != NULL ? index->slips : index->numbers, key, case_id);
	}
	return query != NULL && ended(fault, error);
}

static bool learn_court_numbers(BankIndex *index, Store *store, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT e.case_id, v.ground FROM event e JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id"
	                                     " WHERE e.name = 'court_number' ORDER BY e.case_id, e.id",
	                                     "");
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		const char *value = query_text(query, 1);
		g_autofree char *key = value != NULL ? number_key(value, strlen(value)) : NULL;
		if (key != NULL)
			learn(index->numbers, key, query_text(query, 0));
	}
	return query != NULL && ended(fault, error);
}

static bool learn_names(BankIndex *index, Store *store, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT f.case_id, v.value FROM fact f JOIN fact_value v ON v.case_id = f.case_id AND v.id = f.id"
	                                     " WHERE f.name = 'buyer.name' OR (f.name = 'party.name' AND v.subject LIKE 'debtor/%')"
	                                     " ORDER BY f.case_id, f.id",
	                                     "");
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		const char *value = query_text(query, 1);
		g_autofree char *key = value != NULL ? text_key(value) : g_strdup("");
		if (strlen(key) >= 3)
			learn(index->names, key, query_text(query, 0));
	}
	return query != NULL && ended(fault, error);
}

BankIndex *bank_index_new(Store *store, GError **error)
{
	g_autoptr(BankIndex) index = g_new0(BankIndex, 1);
	index->cases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	index->slips = table_new();
	index->numbers = table_new();
	index->names = table_new();
	g_autoptr(GPtrArray) ids = case_list(store, error);
	for (guint i = 0; ids != NULL && i < ids->len; i++)
		g_hash_table_add(index->cases, g_strdup(ids->pdata[i]));
	return ids != NULL && learn_facts(index, store, error) && learn_court_numbers(index, store, error) && learn_names(index, store, error)
	           ? g_steal_pointer(&index)
	           : NULL;
}

/* ---- guessing ---- */

const char *bank_how_name(BankHow how)
{
	static const char *const names[] = { "none", "case_number", "fik", "reference", "amount_and_name", "name", "ambiguous" };
	return names[how];
}

void bank_guess_clear(BankGuess *guess)
{
	g_clear_pointer(&guess->case_id, g_free);
	g_clear_pointer(&guess->debtor, g_free);
	g_clear_pointer(&guess->candidates, g_ptr_array_unref);
}

static void take_all(GPtrArray *into, const GPtrArray *ids)
{
	for (guint i = 0; ids != NULL && i < ids->len; i++)
		add_once(into, ids->pdata[i]);
}

static void case_numbers_in(const BankIndex *index, const char *text, GPtrArray *out)
{
	for (const char *at = text; at != NULL && *at != '\0'; at++) {
		if ((at > text && g_ascii_isdigit(at[-1])) || strspn(at, "0123456789") != 4 || at[4] != '-' || strspn(at + 5, "0123456789") != 6)
			continue;
		g_autofree char *id = g_strndup(at, strlen("2026-000001"));
		if (g_hash_table_contains(index->cases, id))
			add_once(out, id);
	}
}

/* In running text only a number of full length is a slip's. */
static void slips_in(const BankIndex *index, const char *text, GPtrArray *out)
{
	for (const char *at = text; at != NULL && *at != '\0';) {
		size_t n = strspn(at, "0123456789");
		if (n >= 15 && n <= 18) {
			g_autofree char *run = g_strndup(at, n);
			g_autofree char *key = slip_key(run);
			take_all(out, key != NULL ? g_hash_table_lookup(index->slips, key) : NULL);
		}
		at += n > 0 ? n : 1;
	}
}

static void numbers_in(const BankIndex *index, const char *text, GPtrArray *out)
{
	for (const char *at = text; at != NULL && *at != '\0';) {
		size_t n = strcspn(at, " \t,;|:()");
		g_autofree char *key = number_key(at, n);
		take_all(out, key != NULL ? g_hash_table_lookup(index->numbers, key) : NULL);
		at += n + (at[n] != '\0');
	}
}

static void look(const BankIndex *index, const BankLine *line, BankHow how, GPtrArray *out)
{
	if (how == BANK_HOW_CASE_NUMBER) {
		case_numbers_in(index, line->reference, out);
		case_numbers_in(index, line->text, out);
	} else if (how == BANK_HOW_FIK) {
		g_autofree char *key = line->reference != NULL ? slip_key(line->reference) : NULL;
		take_all(out, key != NULL ? g_hash_table_lookup(index->slips, key) : NULL);
		slips_in(index, line->text, out);
	} else if (how == BANK_HOW_REFERENCE) {
		numbers_in(index, line->reference, out);
		numbers_in(index, line->text, out);
	} else if (line->name != NULL) {
		g_autofree char *key = text_key(line->name);
		take_all(out, g_hash_table_lookup(index->names, key));
	}
}

/* What the case says to it: closed, owed, who of the debtors. */
typedef struct Fit {
	bool closed, name, amount, more;
	char *debtor;
} Fit;

static bool fit_of(const Call *call, const Law *law, const char *case_id, const BankLine *line, Fit *fit, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(Assessment) assessment = assess(c, law, call->today);
	g_autoptr(States) states = states_of(c, assessment, law, call->today);
	Money amount = money_of_ore(line->minor);
	*fit = (Fit){ .closed = states->least != NULL && states->least->state->terminal };
	for (guint i = 0; line->name != NULL && i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		const char *name = field_text(&debtor->name);
		if (name == NULL || !name_near(name, line->name))
			continue;
		fit->name = true;
		if (fit->debtor == NULL)
			fit->debtor = g_strdup(debtor->id);
	}
	if (assessment->owed->known) {
		fit->more = money_compare(amount, assessment->owed->total) > 0;
		fit->amount = money_compare(amount, assessment->owed->total) == 0;
	}
	fit->amount = fit->amount || (assessment->principal_known && money_compare(amount, assessment->principal) == 0);
	return true;
}

static int confidence_of(BankHow how, const Fit *fit)
{
	switch (how) {
	case BANK_HOW_FIK:
		return 98;
	case BANK_HOW_CASE_NUMBER:
		return 95;
	case BANK_HOW_REFERENCE:
		return fit->name || fit->amount ? 90 : 60;
	case BANK_HOW_NAME:
		return fit->amount ? 80 : 50;
	case BANK_HOW_AMOUNT_AND_NAME:
		return 80;
	case BANK_HOW_NONE:
	case BANK_HOW_AMBIGUOUS:
		break;
	}
	return 0;
}

/* One case by one of the ways, weighed against the case. */
static bool weigh(const Call *call, const Law *law, const BankLine *line, BankHow how, BankGuess *out, GError **error)
{
	Fit fit;
	if (!fit_of(call, law, out->case_id, line, &fit, error))
		return false;
	out->how = how == BANK_HOW_NAME && fit.amount ? BANK_HOW_AMOUNT_AND_NAME : how;
	out->confidence = confidence_of(how, &fit);
	out->debtor = fit.debtor;
	out->because = fit.closed                          ? "closed"
	               : out->confidence < BANK_PASSES     ? "unsure"
	               : fit.more                          ? "more_than_owed"
	                                                   : NULL;
	return true;
}

static void ambiguous(BankGuess *out, const GPtrArray *ids)
{
	take_all(out->candidates, ids);
	out->how = BANK_HOW_AMBIGUOUS;
	out->because = "ambiguous";
}

/* Of several by name, the one that is owed just this. */
static bool by_amount(const Call *call, const Law *law, const BankLine *line, GPtrArray *ids, GError **error)
{
	g_autoptr(GPtrArray) fitting = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < ids->len && ids->len <= 20; i++) {
		Fit fit;
		if (!fit_of(call, law, ids->pdata[i], line, &fit, error))
			return false;
		g_free(fit.debtor);
		if (fit.amount && !fit.closed)
			g_ptr_array_add(fitting, g_strdup(ids->pdata[i]));
	}
	if (fitting->len == 1) {
		g_ptr_array_set_size(ids, 0);
		take_all(ids, fitting);
	}
	return true;
}

bool bank_guess(const BankIndex *index, const Call *call, const Law *law, const BankLine *line, BankGuess *out, GError **error)
{
	static const BankHow ways[] = { BANK_HOW_FIK, BANK_HOW_CASE_NUMBER, BANK_HOW_REFERENCE, BANK_HOW_NAME };
	*out = (BankGuess){ .candidates = g_ptr_array_new_with_free_func(g_free), .because = "unmatched" };
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	BankHow how = BANK_HOW_NONE;
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
		bool number = ways[i] == BANK_HOW_FIK || ways[i] == BANK_HOW_CASE_NUMBER;
		/* A slip's and a case's number both count: when they disagree, a person looks. */
		if (ids->len > 0 && !number)
			break;
		look(index, line, ways[i], found);
		if (found->len > 0 && how == BANK_HOW_NONE)
			how = ways[i];
		take_all(ids, found);
	}
	if (how == BANK_HOW_NAME && ids->len > 1 && strcmp(line->currency, "DKK") == 0 && !by_amount(call, law, line, ids, error))
		return false;
	if (ids->len > 1) {
		ambiguous(out, ids);
		return true;
	}
	if (ids->len == 1) {
		out->case_id = g_strdup(ids->pdata[0]);
		add_once(out->candidates, ids->pdata[0]);
		if (strcmp(line->currency, "DKK") == 0)
			return weigh(call, law, line, how, out, error);
		out->how = how;
		out->confidence = how == BANK_HOW_NAME ? 50 : 90;
	}
	if (strcmp(line->currency, "DKK") != 0)
		out->because = "currency";
	return true;
}
