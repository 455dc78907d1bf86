#include "intake/record.h"

#include "intake/backup.h"
#include "intake/document.h"
#include "intake/erased.h"
#include "intake/field.h"
#include "intake/limits.h"
#include "intake/seal.h"

#include <assert.h>
#include <string.h>

static const char *const migrations[] = { "@schema.sql", "@pages.sql", erased_tables, restored_tables, NULL };
const StoreRoom intake_room = { "intake", migrations };

/* The next n numbers of the store-wide count; *first is the first of them. */
static bool sequence_take(Store *store, int64_t n, int64_t *first, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "UPDATE sequence SET last = last + ? RETURNING last", "i", n);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (query_next(query, &fault))
		*first = query_int(query, 0) - n + 1;
	while (fault == NULL && query_next(query, &fault))
		;
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

/* The one whole number that a query answers; 0 when it answers nothing or null. */
static bool number_of(Query *asked, int64_t *out, GError **error)
{
	g_autoptr(Query) query = asked;
	GError *fault = NULL;
	*out = 0;
	if (query == NULL)
		return false;
	if (query_next(query, &fault))
		*out = query_int(query, 0);
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static bool too_many(GError **error, const char *case_id, const char *da, const char *en, int limit)
{
	g_autofree char *text_da = g_strdup_printf("Sagen %s kan ikke rumme flere %s (højst %d).", case_id, da, limit);
	g_autofree char *text_en = g_strdup_printf("The case %s cannot hold more %s (at most %d).", case_id, en, limit);
	error_set_texts(error, ERROR_INPUT, "case-full", text_da, text_en);
	error_remedy(error, "Del sagen i flere.", "Split the case.");
	return false;
}

/* ---- appending ---- */

bool case_open(Store *store, Date today, char **case_id, GError **error)
{
	assert(store_stepping(store));
	g_autofree char *from = g_strdup_printf("%04d-", date_year(today));
	g_autofree char *to = g_strdup_printf("%04d-~", date_year(today));
	int64_t last, seq;
	if (!number_of(store_query(store, error, "SELECT cast(substr(max(id), 6) AS INTEGER) FROM cases WHERE id > ? AND id < ?",
	                           "ss", from, to),
	               &last, error))
		return false;
	if (last >= 999999)
		return error_set(error, ERROR_STORE, "cases-full", "Årets sagsnumre er brugt op.", "This year's case numbers are used up.");
	if (!sequence_take(store, 1, &seq, error))
		return false;
	g_autofree char *id = g_strdup_printf("%s%06d", from, (int)last + 1);
	if (!store_run(store, error, "INSERT INTO cases (id, opened_on, seq) VALUES (?, ?, ?)", "sdi", id, today, seq))
		return false;
	*case_id = g_steal_pointer(&id);
	return true;
}

bool document_record(Store *store, const char *case_id, Document *document, Date recorded_on, GError **error)
{
	assert(store_stepping(store));
	int64_t last, seq;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, document->name);
	seal_add(seal, document->unread);
	if (!number_of(store_query(store, error, "SELECT max(id) FROM document WHERE case_id = ?", "s", case_id), &last, error) ||
	    !sequence_take(store, 1, &seq, error) || !seal_close(seal, store, error))
		return false;
	document->id = last + 1;
	return store_run(store, error,
	                 "INSERT INTO document (case_id, id, seq, sha256, size, media, recorded_on, commitment)"
	                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	                 "siisisdb", case_id, document->id, seq, document->sha256, document->size, document->media, recorded_on,
	                 seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO document_name (case_id, id, salt, name, unread) VALUES (?, ?, ?, ?, ?)", "sibss",
	                 case_id, document->id, seal->salt_bytes, document->name, document->unread);
}

/* Name → id of the case's documents. */
static bool document_ids(Store *store, const char *case_id, GHashTable *ids, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT name, id FROM document_name WHERE case_id = ? ORDER BY id DESC", "s", case_id);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	while (query_next(query, &fault))
		g_hash_table_replace(ids, g_strdup(query_text(query, 0)), GINT_TO_POINTER((int)query_int(query, 1)));
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static bool fact_insert(Store *store, const char *case_id, const Fact *fact, int64_t seq, int64_t document, Date on,
                        GError **error)
{
	const char *source = document == 0 ? fact->proof.document : NULL;
	const char *const said[] = { fact->subject, fact->value, fact->raw, source, fact->proof.place, fact->proof.reader };
	g_autoptr(Seal) seal = seal_new();
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
		seal_add(seal, said[i]);
	return seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO fact (case_id, id, seq, name, status, confidence, document, page, recorded_on, commitment)"
	                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	                 "siissiiidb", case_id, fact->id, seq, fact->name, fact_status_name(fact->status),
	                 (int64_t)fact->confidence, document, (int64_t)fact->proof.page, on, seal->commitment_bytes) &&
	       store_run(store, error,
	                 "INSERT INTO fact_value (case_id, id, salt, subject, value, raw, source, place, reader)"
	                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	                 "sibssssss", case_id, fact->id, seal->salt_bytes, fact->subject, fact->value, fact->raw, source,
	                 fact->proof.place, fact->proof.reader);
}

bool facts_record(Store *store, const char *case_id, const GPtrArray *facts, Date recorded_on, GError **error)
{
	assert(store_stepping(store));
	int64_t last, seq;
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (facts->len == 0)
		return true;
	if (!number_of(store_query(store, error, "SELECT max(id) FROM fact WHERE case_id = ?", "s", case_id), &last, error) ||
	    !document_ids(store, case_id, ids, error))
		return false;
	if (last + facts->len > LIMIT_CASE_FACTS)
		return too_many(error, case_id, "oplysninger", "facts", LIMIT_CASE_FACTS);
	if (!sequence_take(store, facts->len, &seq, error))
		return false;
	for (guint i = 0; i < facts->len; i++) {
		Fact *fact = facts->pdata[i];
		const char *name = fact->proof.document;
		int document = name != NULL && fact->proof.sha256 != NULL ? GPOINTER_TO_INT(g_hash_table_lookup(ids, name)) : 0;
		fact->id = last + 1 + i;
		if (!fact_insert(store, case_id, fact, seq + i, document, recorded_on, error))
			return false;
	}
	return true;
}

bool fact_record(Store *store, const char *case_id, Fact *fact, GError **error)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	g_ptr_array_add(one, fact);
	return facts_record(store, case_id, one, DATE_NONE, error);
}

static bool event_insert(Store *store, const char *case_id, const Event *event, int64_t seq, Date recorded_on, GError **error)
{
	g_autofree char *amount = event->has_amount ? g_strdup_printf("%" G_GINT64_FORMAT, money_ore(event->amount)) : NULL;
	g_autofree char *deadline = date_iso(event->deadline_on);
	const char *const said[] = { event->debtor,  event->claim,  amount,          deadline,
		                     event->paid_to, event->ground, event->document, event->by };
	g_autoptr(Seal) seal = seal_new();
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
		seal_add(seal, said[i]);
	return seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO event (case_id, id, seq, name, happened_on, recorded_on, replaces, commitment)"
	                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	                 "siisddib", case_id, event->id, seq, event->name, event->on, recorded_on, event->replaces,
	                 seal->commitment_bytes) &&
	       store_run(store, error,
	                 "INSERT INTO event_value"
	                 " (case_id, id, salt, debtor, claim, amount_ore, deadline_on, paid_to, ground, document, by)"
	                 " VALUES (?, ?, ?, ?, ?, cast(? AS INTEGER), ?, ?, ?, ?, ?)",
	                 "sibssssssss", case_id, event->id, seal->salt_bytes, event->debtor, event->claim, amount, deadline,
	                 event->paid_to, event->ground, event->document, event->by);
}

bool event_record(Store *store, const char *case_id, Event *event, Date recorded_on, GError **error)
{
	assert(store_stepping(store));
	int64_t last, seq;
	if (!number_of(store_query(store, error, "SELECT max(id) FROM event WHERE case_id = ?", "s", case_id), &last, error))
		return false;
	if (last >= LIMIT_CASE_EVENTS)
		return too_many(error, case_id, "hændelser", "events", LIMIT_CASE_EVENTS);
	if (event->replaces < 0 || event->replaces > last) {
		error_set(error, ERROR_INPUT, "no-such-event", "Sagen %s har ingen hændelse %d.", "The case %s has no event %d.",
		          case_id, (int)event->replaces);
		error_remedy(error, "Se numrene med events.", "See the numbers with events.");
		return false;
	}
	event->id = last + 1;
	return sequence_take(store, 1, &seq, error) && event_insert(store, case_id, event, seq, recorded_on, error);
}

bool case_event_fits(const Case *c, const Event *event, GError **error)
{
	if (event->debtor != NULL && case_debtor(c, event->debtor) == NULL) {
		error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".",
		          event->debtor);
		error_remedy(error, "Brug et af de id'er, som show viser.", "Use one of the ids that show lists.");
		return false;
	}
	if (event->claim != NULL && case_item(c, event->claim) == NULL) {
		error_set(error, ERROR_INPUT, "no-such-claim", "Sagen har ingen post »%s«.", "The case has no claim item \"%s\".",
		          event->claim);
		error_remedy(error, "Skriv posten som invoice/NUMMER eller item/ID.", "Write it as invoice/NUMBER or item/ID.");
		return false;
	}
	for (guint i = 0; event->replaces != 0 && i < c->events->len; i++)
		if (((const Event *)c->events->pdata[i])->id == event->replaces)
			return true;
	return event->replaces == 0 || error_set(error, ERROR_INPUT, "no-such-event", "Sagen har ingen hændelse %d.",
	                                         "The case has no event %d.", (int)event->replaces);
}

/* ---- a person's word ---- */

static bool check_word(Store *store, const char *case_id, int64_t fact_id, FactStatus word, const char *value, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT name FROM fact WHERE case_id = ? AND id = ?", "si", case_id, fact_id);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (!query_next(query, &fault)) {
		if (fault != NULL) {
			g_propagate_error(error, fault);
			return false;
		}
		error_set(error, ERROR_INPUT, "no-such-fact", "Sagen %s har ingen oplysning %d.", "The case %s has no fact %d.",
		          case_id, (int)fact_id);
		error_remedy(error, "Se numrene med facts.", "See the numbers with facts.");
		return false;
	}
	const FactName *name = fact_name_find(query_text(query, 0));
	if (word != FACT_CORRECTED || (name != NULL && fact_value_fits(name, value)))
		return true;
	error_set(error, ERROR_INPUT, "fact-value", "Værdien passer ikke til oplysningen %s.", "The value does not fit the fact %s.",
	          query_text(query, 0));
	error_remedy(error, "Datoer skrives ÅÅÅÅ-MM-DD, beløb i hele øre, ja og nej som yes og no.",
	             "Dates are written YYYY-MM-DD, amounts in whole øre, yes and no as such.");
	return false;
}

bool decision_record(Store *store, const char *case_id, int64_t fact_id, FactStatus word, const char *value, const char *by,
                     Date on, GError **error)
{
	assert(store_stepping(store));
	assert(word == FACT_ACCEPTED || word == FACT_CORRECTED || word == FACT_REJECTED);
	int64_t last, seq;
	const char *kept = word == FACT_CORRECTED ? value : NULL;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, kept);
	seal_add(seal, by);
	if (!check_word(store, case_id, fact_id, word, value, error) ||
	    !number_of(store_query(store, error, "SELECT max(id) FROM decision WHERE case_id = ?", "s", case_id), &last, error) ||
	    !sequence_take(store, 1, &seq, error) || !seal_close(seal, store, error) ||
	    !store_run(store, error,
	               "INSERT INTO decision (case_id, id, seq, fact_id, word, decided_on, commitment)"
	               " VALUES (?, ?, ?, ?, ?, ?, ?)",
	               "siiisdb", case_id, last + 1, seq, fact_id, fact_status_name(word), on, seal->commitment_bytes) ||
	    !store_run(store, error, "INSERT INTO decision_value (case_id, id, salt, value, by) VALUES (?, ?, ?, ?, ?)", "sibss",
	               case_id, last + 1, seal->salt_bytes, kept, by))
		return false;
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	return c != NULL && case_index(store, c, NULL, error);
}
