/* The computed rows of a case: its parties across cases, and whose invoices it claims. */
#include "intake/field.h"
#include "intake/record.h"

#include <assert.h>
#include <string.h>

void party_note_free(void *data)
{
	PartyNote *note = data;
	if (note == NULL)
		return;
	g_free(note->subject);
	g_free(note->name);
	g_free(note->known_as);
	g_free(note);
}

/* What makes a party the same one in another case; NULL when too little is known to say so. */
static char *party_key(const Party *party)
{
	const char *cvr = field_text(&party->cvr), *name = field_text(&party->name), *address = field_text(&party->address);
	const char *postcode = field_text(&party->postcode);
	if (cvr != NULL) {
		g_autofree char *key = cvr_key(cvr);
		return g_strconcat("cvr:", key, NULL);
	}
	/* A number in dispute is no reason to join by name. */
	if (party->cvr.state == FIELD_CONFLICT || name == NULL || address == NULL)
		return NULL;
	g_autofree char *name_part = text_key(name), *address_part = text_key(address);
	g_autofree char *place = text_key(postcode != NULL ? postcode : "");
	return g_strconcat("name:", name_part, "|", address_part, "|", place, NULL);
}

static bool party_make(Store *store, const char *key, const char *name, int64_t *id, GError **error)
{
	if (!store_run(store, error,
	               "INSERT INTO party (id, seq) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM party),"
	               " (SELECT last FROM sequence))",
	               ""))
		return false;
	*id = store_last_id(store);
	return store_run(store, error, "INSERT INTO party_identity (id, key, name) VALUES (?, ?, ?)", "iss", *id, key, name);
}

/* The party of that key, made when it is met for the first time; *known_as the name it then had (the caller's). */
static bool party_find(Store *store, const char *key, const char *name, int64_t *id, char **known_as, GError **error)
{
	GError *fault = NULL;
	bool found = false;
	{
		g_autoptr(Query) query = store_query(store, error, "SELECT id, name FROM party_identity WHERE key = ?", "s", key);
		if (query == NULL)
			return false;
		found = query_next(query, &fault);
		if (found) {
			*id = query_int(query, 0);
			*known_as = g_strdup(query_text(query, 1));
		}
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	return found || party_make(store, key, name, id, error);
}

static bool index_party(Store *store, const Case *c, const Party *party, GPtrArray *notes, GError **error)
{
	int64_t id = 0;
	g_autofree char *key = party_key(party), *known_as = NULL;
	const char *name = field_text(&party->name) != NULL ? field_text(&party->name) : "";
	if (key == NULL)
		return true;
	if (!party_find(store, key, name, &id, &known_as, error) ||
	    !store_run(store, error, "INSERT INTO case_party (case_id, subject, party) VALUES (?, ?, ?)", "ssi", c->id,
	               party->subject, id))
		return false;
	if (known_as == NULL || notes == NULL || *name == '\0')
		return true;
	g_autofree char *here = text_key(name), *there = text_key(known_as);
	if (strcmp(here, there) != 0) {
		PartyNote *note = g_new(PartyNote, 1);
		*note = (PartyNote){ g_strdup(party->subject), g_strdup(name), g_steal_pointer(&known_as) };
		g_ptr_array_add(notes, note);
	}
	return true;
}

static void add_keys(GHashTable *seen, GPtrArray *keys, const Field *field, const char *prefix, char *(*key)(const char *))
{
	for (guint i = 0; field->facts != NULL && i < field->facts->len; i++) {
		const Fact *fact = field->facts->pdata[i];
		g_autofree char *bare = key(fact->value);
		char *full = g_strconcat(prefix, bare, NULL);
		if (g_hash_table_contains(seen, full)) {
			g_free(full);
			continue;
		}
		g_hash_table_add(seen, full);
		g_ptr_array_add(keys, full);
	}
}

/* What the case claimed before: "creditor\nnumber" → itself, taken out as it is met again. */
static GHashTable *keys_before(Store *store, const char *case_id, GError **error)
{
	g_autoptr(GHashTable) before = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(Query) query = store_query(store, error, "SELECT creditor, number FROM invoice_key WHERE case_id = ?", "s", case_id);
	GError *fault = NULL;
	if (query == NULL)
		return NULL;
	while (query_next(query, &fault))
		g_hash_table_add(before, g_strconcat(query_text(query, 0), "\n", query_text(query, 1), NULL));
	if (fault == NULL)
		return g_steal_pointer(&before);
	g_propagate_error(error, fault);
	return NULL;
}

/* A key that was there before keeps the place in time at which it came. */
static bool claim_key(Store *store, const Case *c, GHashTable *before, const char *creditor, const char *number, GError **error)
{
	const char *cvr = field_text(&c->creditor->cvr);
	g_autofree char *key = g_strconcat(creditor, "\n", number, NULL);
	if (g_hash_table_remove(before, key))
		return store_run(store, error,
		                 "UPDATE invoice_key SET cvr = ? WHERE creditor = ? AND number = ? AND case_id = ?", "ssss", cvr,
		                 creditor, number, c->id);
	return store_run(store, error,
	                 "INSERT INTO invoice_key (creditor, number, case_id, seq, cvr)"
	                 " VALUES (?, ?, ?, (SELECT last FROM sequence), ?)",
	                 "ssss", creditor, number, c->id, cvr);
}

/* Which of them is dropped first does not show anywhere. */
static bool drop_keys(Store *store, const Case *c, GHashTable *before, GError **error)
{
	GHashTableIter each;
	void *key;
	g_hash_table_iter_init(&each, before);
	while (g_hash_table_iter_next(&each, &key, NULL)) {
		g_auto(GStrv) parts = g_strsplit(key, "\n", 2);
		if (!store_run(store, error, "DELETE FROM invoice_key WHERE creditor = ? AND number = ? AND case_id = ?", "sss",
		               parts[0], parts[1], c->id))
			return false;
	}
	return true;
}

/* Every name and number that anybody gave counts, so that a dispute in one case does not hide a twin. */
static bool index_invoices(Store *store, const Case *c, GError **error)
{
	g_autoptr(GHashTable) before = keys_before(store, c->id, error);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) seen_numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) creditors = g_ptr_array_new(), numbers = g_ptr_array_new();
	if (before == NULL)
		return false;
	add_keys(seen, creditors, &c->creditor->cvr, "cvr:", cvr_key);
	add_keys(seen, creditors, &c->creditor->name, "name:", text_key);
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (item->kind == ITEM_INVOICE)
			add_keys(seen_numbers, numbers, &item->number, "", text_key);
	}
	for (guint i = 0; i < creditors->len; i++)
		for (guint n = 0; n < numbers->len; n++)
			if (!claim_key(store, c, before, creditors->pdata[i], numbers->pdata[n], error))
				return false;
	return drop_keys(store, c, before, error);
}

bool case_index(Store *store, const Case *c, GPtrArray *notes, GError **error)
{
	assert(store_stepping(store) && c->id != NULL);
	if (!store_run(store, error, "DELETE FROM case_party WHERE case_id = ?", "s", c->id) ||
	    !index_party(store, c, c->creditor, notes, error) || !index_invoices(store, c, error))
		return false;
	for (guint i = 0; i < c->debtors->len; i++)
		if (!index_party(store, c, c->debtors->pdata[i], notes, error))
			return false;
	return true;
}
