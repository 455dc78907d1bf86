#include "enforcement/erasable.h"

#include "intake/pagetext.h"

#include <string.h>

typedef struct Listed {
	const char *table;
	const char *side; /* NULL: nothing personal */
} Listed;

static const Listed tables[] = {
#define RECORDED(table, order) { #table, NULL },
#define SEALED(table, order, commitment, side) { #table, #side },
#define SALTED(table, order, side) { #table, #side },
#include "enforcement/recorded.def"
#undef SALTED
#undef SEALED
#undef RECORDED
};

/* A payout over several cases, and its file, go with the last of them; so does a client's account. */
#define PAYOUT_CASE(id)                                                                                                         \
	"(SELECT max(a.case_id) FROM payout_part a JOIN payout_transfer t ON t.id = a.transfer_id WHERE t.payout_id = " id          \
	" AND NOT EXISTS (SELECT 1 FROM payout_part o JOIN payout_transfer u ON u.id = o.transfer_id WHERE u.payout_id = t.payout_id" \
	" AND o.case_id NOT IN (SELECT case_id FROM erased)))"
#define ACCOUNT_CASE(id)                                                                                                       \
	"(SELECT max(c.case_id) FROM payout_account a JOIN client_case c ON a.receiver IN (c.client, 'overskud-' || c.case_id)"     \
	" WHERE a.id = " id " AND NOT EXISTS (SELECT 1 FROM client_case o WHERE a.receiver IN (o.client, 'overskud-' || o.case_id)" \
	" AND o.case_id NOT IN (SELECT case_id FROM erased)))"

/* Of tables without a column case_id. "NULL": who works in the house, and what is no case's. */
static const struct {
	const char *table, *case_of;
} belongs[] = {
	{ "agreement", "(SELECT c.id FROM cases c WHERE c.id = m.scope)" },
	{ "approval_despite", "(SELECT a.case_id FROM approval a WHERE a.id = m.id)" },
	{ "paper_approval", "(SELECT p.case_id FROM paper p WHERE p.id = m.paper_id)" },
	{ "paper_despite", "(SELECT p.case_id FROM paper p WHERE p.id = m.id)" },
	{ "dispatch_step", "(SELECT d.case_id FROM dispatch d WHERE d.id = m.dispatch_id)" },
	{ "ledger_confirmation", "(SELECT p.case_id FROM ledger_proposal p WHERE p.id = m.proposal_id)" },
	/* A line is the case's that it was placed on last. */
	{ "bank_line", "(SELECT b.case_id FROM bank_match b WHERE b.line_id = m.id AND b.case_id IS NOT NULL ORDER BY b.id DESC LIMIT 1)" },
	/* The same files again, after the erasure: the row stands until the case is swept again. */
	{ "submission", "CASE WHEN m.outcome <> 'duplicate' OR NOT EXISTS (SELECT 1 FROM submission_detail d WHERE d.id = m.id) THEN m.case_id END" },
	/* An invoice over several cases goes with the last of them. */
	{ "invoice", "(SELECT max(l.case_id) FROM invoice_line l WHERE l.invoice_id = m.id AND NOT EXISTS (SELECT 1 FROM invoice_line o"
	             " WHERE o.invoice_id = m.id AND o.case_id NOT IN (SELECT case_id FROM erased)))" },
	{ "payout_account", ACCOUNT_CASE("m.id") },
	{ "payout_account_confirmed", ACCOUNT_CASE("m.account_id") },
	{ "payout", PAYOUT_CASE("m.id") },
	{ "payout_word", PAYOUT_CASE("m.payout_id") },
	{ "payout_outcome", PAYOUT_CASE("(SELECT x.payout_id FROM payout_transfer x WHERE x.id = m.transfer_id)") },
	{ "form_confirmation", "NULL" },
	{ "period_close", "NULL" },
	{ "due_mail", "NULL" },
};

/* SQL made of names out of our own lists; the store keeps statements by their text, which must last. */
static const char *lasting(char *sql)
{
	const char *kept = g_intern_string(sql);
	g_free(sql);
	return kept;
}

static bool has_column(Store *store, const char *table, const char *column, bool *has, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT 1 FROM pragma_table_info(?) WHERE name = ?", "ss", table, column);
	int found = query_step(query, error);
	*has = found == 1;
	return found >= 0;
}

/* NULL in *out: nobody decided. */
static bool case_of(Store *store, const char *table, char **out, GError **error)
{
	*out = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(belongs); i++)
		if (strcmp(belongs[i].table, table) == 0) {
			*out = g_strdup(belongs[i].case_of);
			return true;
		}
	bool has;
	if (!has_column(store, table, "case_id", &has, error))
		return false;
	if (has)
		*out = g_strdup("m.case_id");
	else if (strcmp(table, "cases") == 0)
		*out = g_strdup("m.id");
	return true;
}

bool erasable_case_of(Store *store, const char *table, char **out, GError **error)
{
	if (!case_of(store, table, out, error))
		return false;
	if (*out == NULL)
		*out = g_strdup("NULL");
	return true;
}

GPtrArray *erasable_undecided(Store *store, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		g_autofree char *of = NULL;
		if (tables[i].side != NULL && !case_of(store, tables[i].table, &of, error))
			return NULL;
		if (tables[i].side != NULL && of == NULL)
			g_ptr_array_add(names, g_strdup(tables[i].table));
	}
	return g_steal_pointer(&names);
}

/* ---- rows ---- */

static bool side_clear(Store *store, const Listed *listed, const char *case_id, GError **error)
{
	bool own;
	g_autofree char *of = NULL;
	if (!erasable_case_of(store, listed->table, &of, error) || !has_column(store, listed->side, "case_id", &own, error))
		return false;
	const char *sql = lasting(own ? g_strdup_printf("DELETE FROM %s WHERE case_id = ?1", listed->side)
	                              : g_strdup_printf("DELETE FROM %s WHERE ?1 <> '' AND id IN (SELECT m.id FROM %s m WHERE (%s) IN (SELECT case_id FROM erased))", listed->side,
	                                                listed->table, of));
	return store_run(store, error, sql, "s", case_id);
}

bool erasable_rows(Store *store, const char *case_id, GError **error)
{
	/* What has no salt of its own: lines of a household, computed rows, and parties that no other case has. */
	static const char *const more[] = {
		"DELETE FROM submission_detail WHERE id IN (SELECT id FROM submission WHERE case_id = ?1)",
		"DELETE FROM household_line WHERE id IN (SELECT id FROM household WHERE case_id = ?1)",
		"DELETE FROM journal_payload WHERE seq IN (SELECT seq FROM journal WHERE case_id = ?1)",
		"DELETE FROM invoice_key WHERE case_id = ?1",
		("DELETE FROM party_identity WHERE id IN (SELECT party FROM case_party WHERE case_id = ?1)"
		 " AND id NOT IN (SELECT party FROM case_party WHERE case_id <> ?1)"),
		"DELETE FROM case_party WHERE case_id = ?1",
		"DELETE FROM docket WHERE case_id = ?1",
		"DELETE FROM docket_case WHERE case_id = ?1",
		"DELETE FROM docket_stale WHERE case_id = ?1",
		"DELETE FROM docket_owner WHERE case_id = ?1",
	};
	if (!pagetext_erase(store, case_id, error))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		if (tables[i].side != NULL && strcmp(tables[i].table, "erased") != 0 && !side_clear(store, &tables[i], case_id, error))
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(more); i++)
		if (!store_run(store, error, more[i], "s", case_id))
			return false;
	return true;
}

/* ---- documents ---- */

typedef struct Naming {
	const char *table;
	char *column, *case_of;
} Naming;

static void naming_free(void *data)
{
	Naming *naming = data;
	g_free(naming->column);
	g_free(naming->case_of);
	g_free(naming);
}

/* Every column that may name a document by its hash. */
static GPtrArray *namings(Store *store, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(naming_free);
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		g_autoptr(Query) query = store_query(store, error,
		                                     "SELECT name FROM pragma_table_info(?) WHERE (name LIKE '%sha256' OR name = 'document')"
		                                     " AND type = 'TEXT' ORDER BY cid",
		                                     "s", tables[i].table);
		int found = query_step(query, error);
		for (; found == 1; found = query_step(query, error)) {
			Naming *naming = g_new0(Naming, 1);
			naming->table = tables[i].table;
			naming->column = g_strdup(query_text(query, 0));
			g_ptr_array_add(all, naming);
			if (!erasable_case_of(store, naming->table, &naming->case_of, error))
				return NULL;
		}
		if (found < 0)
			return NULL;
	}
	return g_steal_pointer(&all);
}

static bool names_add(Store *store, const Naming *naming, bool gone, GPtrArray *into, GHashTable *seen, GError **error)
{
	const char *sql = lasting(
	    g_strdup_printf("SELECT DISTINCT m.%s FROM %s m WHERE m.%s IS NOT NULL AND coalesce((%s) IN (SELECT case_id FROM erased), 0) = ?",
	                    naming->column, naming->table, naming->column, naming->case_of));
	g_autoptr(Query) query = store_query(store, error, sql, "i", (int64_t)gone);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (!g_hash_table_contains(seen, query_text(query, 0))) {
			g_ptr_array_add(into, g_strdup(query_text(query, 0)));
			g_hash_table_add(seen, into->pdata[into->len - 1]);
		}
	return found == 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *erasable_documents(Store *store, GError **error)
{
	g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen_gone = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) seen_kept = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) all = namings(store, error);
	for (guint i = 0; all != NULL && i < all->len; i++)
		if (!names_add(store, all->pdata[i], true, gone, seen_gone, error) || !names_add(store, all->pdata[i], false, kept, seen_kept, error))
			return NULL;
	for (guint i = 0; i < gone->len; i++) {
		const char *name = gone->pdata[i];
		if (!g_hash_table_contains(seen_kept, name) && strlen(name) == DIGEST_HEX - 1 && strspn(name, "0123456789abcdef") == DIGEST_HEX - 1)
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, by_text);
	return all != NULL ? g_steal_pointer(&names) : NULL;
}
