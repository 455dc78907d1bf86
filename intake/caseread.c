/* Reading cases out of the store: rows become facts, events and documents, and those a Case. */
#include "intake/document.h"
#include "intake/erased.h"
#include "intake/field.h"
#include "intake/record.h"

#include <assert.h>
#include <string.h>

GPtrArray *case_list(Store *store, GError **error)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = store_query(store, error, "SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM erased) ORDER BY id", "");
	GError *fault = NULL;
	if (query == NULL)
		return NULL;
	while (query_next(query, &fault))
		g_ptr_array_add(ids, g_strdup(query_text(query, 0)));
	if (fault == NULL)
		return g_steal_pointer(&ids);
	g_propagate_error(error, fault);
	return NULL;
}

/* One reading of a case: the lists under way. */
typedef struct CaseReader {
	Store *store;
	const char *case_id;
	int64_t up_to; /* INT64_MAX: all */
	int64_t last_seq;
	GPtrArray *facts, *events, *documents;
	GError *fault;
} CaseReader;

static void no_such_case(const char *case_id, GError **error)
{
	error_set(error, ERROR_INPUT, "no-such-case", "Der er ingen sag %s.", "There is no case %s.", case_id);
	error_remedy(error, "Se sagsnumrene med status.", "See the case numbers with status.");
}

static bool case_known(CaseReader *r)
{
	g_autoptr(Query) query =
	    store_query(r->store, &r->fault, "SELECT seq FROM cases WHERE id = ? AND seq <= ?", "si", r->case_id, r->up_to);
	if (query == NULL)
		return false;
	if (query_next(query, &r->fault)) {
		r->last_seq = query_int(query, 0);
		return erased_not(r->store, r->case_id, &r->fault);
	}
	if (r->fault == NULL)
		no_such_case(r->case_id, &r->fault);
	return false;
}

static bool read_documents(CaseReader *r)
{
	g_autoptr(Query) query = store_query(r->store, &r->fault,
	                                     "SELECT d.id, d.seq, d.sha256, d.size, d.media, n.name, n.unread FROM document d"
	                                     " JOIN document_name n ON n.case_id = d.case_id AND n.id = d.id"
	                                     " WHERE d.case_id = ? AND d.seq <= ? ORDER BY d.id",
	                                     "si", r->case_id, r->up_to);
	if (query == NULL)
		return false;
	while (query_next(query, &r->fault)) {
		Document *document = g_new0(Document, 1);
		document->id = query_int(query, 0);
		r->last_seq = MAX(r->last_seq, query_int(query, 1));
		document->sha256 = g_strdup(query_text(query, 2));
		document->size = query_int(query, 3);
		document->media = g_strdup(query_text(query, 4));
		document->name = g_strdup(query_text(query, 5));
		document->unread = g_strdup(query_text(query, 6));
		g_ptr_array_add(r->documents, document);
	}
	return r->fault == NULL;
}

static const Document *document_of(const CaseReader *r, int64_t id)
{
	/* Ids run from 1 on; only erased ones are missing. */
	if (id <= r->documents->len && ((const Document *)r->documents->pdata[id - 1])->id == id)
		return r->documents->pdata[id - 1];
	for (guint i = 0; i < r->documents->len; i++) {
		const Document *document = r->documents->pdata[i];
		if (document->id == id)
			return document;
	}
	return NULL;
}

static bool read_facts(CaseReader *r)
{
	g_autoptr(Query) query =
	    store_query(r->store, &r->fault,
	                "SELECT f.id, f.seq, f.name, f.status, f.confidence, f.document, f.page,"
	                " v.subject, v.value, v.raw, v.source, v.place, v.reader FROM fact f"
	                " JOIN fact_value v ON v.case_id = f.case_id AND v.id = f.id"
	                " WHERE f.case_id = ? AND f.seq <= ? ORDER BY f.id",
	                "si", r->case_id, r->up_to);
	if (query == NULL)
		return false;
	while (query_next(query, &r->fault)) {
		Fact *fact = fact_new(query_text(query, 7), query_text(query, 2), query_text(query, 8), query_text(query, 9));
		fact->id = query_int(query, 0);
		r->last_seq = MAX(r->last_seq, query_int(query, 1));
		if (!fact_status_parse(query_text(query, 3), &fact->status))
			assert(false); /* the table's own CHECK */
		fact->confidence = (int)query_int(query, 4);
		const Document *document = query_int(query, 5) != 0 ? document_of(r, query_int(query, 5)) : NULL;
		fact->proof = (Proof){
			.document = g_strdup(document != NULL ? document->name : query_text(query, 10)),
			.sha256 = document != NULL ? g_strdup(document->sha256) : NULL,
			.page = (int)query_int(query, 6),
			.place = g_strdup(query_text(query, 11)),
			.reader = g_strdup(query_text(query, 12)),
		};
		g_ptr_array_add(r->facts, fact);
	}
	return r->fault == NULL;
}

static Fact *fact_of(const CaseReader *r, int64_t id)
{
	guint low = 0, high = r->facts->len;
	while (low < high) {
		guint middle = low + (high - low) / 2;
		Fact *fact = r->facts->pdata[middle];
		if (fact->id == id)
			return fact;
		if (fact->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The value is a person's now, and so is the proof; the place still tells where the reading stands. */
static void correct(Fact *fact, const char *value, const char *by)
{
	Proof *proof = &fact->proof;
	g_autofree char *document = proof->document, *place = proof->place;
	g_free(fact->value);
	fact->value = g_strdup(value);
	proof->place = document == NULL ? g_strdup(place) : g_strconcat(document, place != NULL ? " " : NULL, place, NULL);
	proof->document = g_strdup(by);
	g_clear_pointer(&proof->sha256, g_free);
	g_free(proof->reader);
	proof->reader = g_strdup("person");
	fact->confidence = 100;
}

static bool read_decisions(CaseReader *r)
{
	g_autoptr(GHashTable) decided = g_hash_table_new(NULL, NULL);
	g_autoptr(Query) query = store_query(r->store, &r->fault,
	                                     "SELECT d.seq, d.fact_id, d.word, v.value, v.by FROM decision d"
	                                     " LEFT JOIN decision_value v ON v.case_id = d.case_id AND v.id = d.id"
	                                     " WHERE d.case_id = ? AND d.seq <= ? ORDER BY d.id DESC",
	                                     "si", r->case_id, r->up_to);
	if (query == NULL)
		return false;
	while (query_next(query, &r->fault)) {
		r->last_seq = MAX(r->last_seq, query_int(query, 0));
		Fact *fact = fact_of(r, query_int(query, 1));
		if (fact == NULL || !g_hash_table_add(decided, fact))
			continue;
		if (!fact_status_parse(query_text(query, 2), &fact->status))
			assert(false); /* the table's own CHECK */
		const char *value = query_text(query, 3);
		if (fact->status == FACT_CORRECTED && value != NULL)
			correct(fact, value, query_text(query, 4));
		else if (fact->status == FACT_CORRECTED)
			fact->status = FACT_REJECTED; /* the corrected value was erased: the wrong one does not come back */
	}
	return r->fault == NULL;
}

static bool read_events(CaseReader *r)
{
	g_autoptr(Query) query = store_query(r->store, &r->fault,
	                                     "SELECT e.id, e.seq, e.name, e.happened_on, e.replaces, v.debtor, v.claim,"
	                                     " v.amount_ore, v.deadline_on, v.paid_to, v.ground, v.document, v.by FROM event e"
	                                     " LEFT JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id"
	                                     " WHERE e.case_id = ? AND e.seq <= ? ORDER BY e.id",
	                                     "si", r->case_id, r->up_to);
	if (query == NULL)
		return false;
	while (query_next(query, &r->fault)) {
		Event *event = g_new0(Event, 1);
		event->id = query_int(query, 0);
		r->last_seq = MAX(r->last_seq, query_int(query, 1));
		event->name = g_strdup(query_text(query, 2));
		event->on = query_date(query, 3);
		event->replaces = query_int(query, 4);
		event->debtor = g_strdup(query_text(query, 5));
		event->claim = g_strdup(query_text(query, 6));
		event->has_amount = !query_is_null(query, 7);
		event->amount = money_of_ore(query_int(query, 7));
		event->deadline_on = query_date(query, 8);
		event->paid_to = g_strdup(query_text(query, 9));
		event->ground = g_strdup(query_text(query, 10));
		event->document = g_strdup(query_text(query, 11));
		event->by = g_strdup(query_text(query, 12));
		g_ptr_array_add(r->events, event);
	}
	return r->fault == NULL;
}

/* ---- twins ---- */

/*
 * A case is closed when an event that ends it stands for all its debtors. Whether it is paid in full is a matter of
 * sums, which are not known here.
 */
static bool is_open(Store *store, const char *case_id, int64_t up_to, bool *open, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT count(*) FILTER (WHERE v.debtor IS NULL), count(DISTINCT v.debtor),"
	    " (SELECT count(*) FROM case_party p WHERE p.case_id = ?1 AND p.subject LIKE 'debtor/%') FROM event e"
	    " LEFT JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id"
	    " WHERE e.case_id = ?1 AND e.seq <= ?2 AND e.name IN ('withdrawn_stop', 'client_stop', 'uneconomic',"
	    " 'discount_accepted', 'estate_closed_full', 'estate_closed_part', 'estate_closed_none', 'foreign_paid',"
	    " 'foreign_fruitless', 'appeal_against', 'appeal_period_over', 'ruling_made')"
	    " AND NOT EXISTS (SELECT 1 FROM event n WHERE n.case_id = e.case_id AND n.replaces = e.id AND n.seq <= ?2)",
	    "si", case_id, up_to);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	*open = true;
	if (query_next(query, &fault)) {
		int64_t debtors = query_int(query, 2);
		*open = query_int(query, 0) == 0 && (query_int(query, 1) == 0 || query_int(query, 1) < debtors);
	}
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static const Item *item_numbered(const Case *c, const char *key)
{
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		const char *number = field_text(&item->number);
		g_autofree char *own = number != NULL ? text_key(number) : NULL;
		if (own != NULL && strcmp(own, key) == 0)
			return item;
	}
	return NULL;
}

static bool read_twins(CaseReader *r, Case *c)
{
	/* Two creditors of one name are one only as far as nobody knows better: with two CVR numbers, those decide. */
	g_autoptr(Query) query =
	    store_query(r->store, &r->fault,
	                "SELECT DISTINCT other.case_id, own.number FROM invoice_key own"
	                " JOIN invoice_key other ON other.creditor = own.creditor AND other.number = own.number"
	                " AND other.case_id <> own.case_id AND other.seq < own.seq"
	                " WHERE own.case_id = ?1 AND own.seq <= ?2"
	                " AND (own.creditor LIKE 'cvr:%' OR own.cvr IS NULL OR other.cvr IS NULL)"
	                " ORDER BY other.case_id, own.number",
	                "si", r->case_id, r->up_to);
	if (query == NULL)
		return false;
	while (query_next(query, &r->fault)) {
		bool open;
		const Item *item = item_numbered(c, query_text(query, 1));
		if (item == NULL)
			continue;
		if (!is_open(r->store, query_text(query, 0), r->up_to, &open, &r->fault))
			return false;
		if (!open)
			continue;
		Twin *twin = g_new(Twin, 1);
		*twin = (Twin){ .item = item, .case_id = g_strdup(query_text(query, 0)) };
		g_ptr_array_add(c->twins, twin);
	}
	return r->fault == NULL;
}

Case *case_read(Store *store, const char *case_id, int64_t up_to_seq, GError **error)
{
	CaseReader r = {
		.store = store,
		.case_id = case_id,
		.up_to = up_to_seq > 0 ? up_to_seq : INT64_MAX,
		.facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free),
		.events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free),
		.documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free),
	};
	if (!case_known(&r) || !read_documents(&r) || !read_facts(&r) || !read_decisions(&r) || !read_events(&r)) {
		g_ptr_array_unref(r.facts);
		g_ptr_array_unref(r.events);
		g_ptr_array_unref(r.documents);
		g_propagate_error(error, r.fault);
		return NULL;
	}
	g_autoptr(Case) c = case_build(case_id, r.facts, r.events, r.documents);
	c->up_to_seq = r.last_seq;
	if (read_twins(&r, c))
		return g_steal_pointer(&c);
	g_propagate_error(error, r.fault);
	return NULL;
}

bool case_seq(Store *store, const char *case_id, int64_t *out, GError **error)
{
	/* Within a case ids rise with seq, so the last row of each kind tells. */
	g_autoptr(Query) query =
	    store_query(store, error,
	                "SELECT max(c.seq,"
	                " coalesce((SELECT seq FROM document WHERE case_id = ?1 ORDER BY id DESC LIMIT 1), 0),"
	                " coalesce((SELECT seq FROM fact WHERE case_id = ?1 ORDER BY id DESC LIMIT 1), 0),"
	                " coalesce((SELECT seq FROM decision WHERE case_id = ?1 ORDER BY id DESC LIMIT 1), 0),"
	                " coalesce((SELECT seq FROM event WHERE case_id = ?1 ORDER BY id DESC LIMIT 1), 0))"
	                " FROM cases c WHERE c.id = ?1",
	                "s", case_id);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (query_next(query, &fault)) {
		*out = query_int(query, 0);
		return true;
	}
	if (fault == NULL) {
		no_such_case(case_id, error);
		return false;
	}
	g_propagate_error(error, fault);
	return false;
}
