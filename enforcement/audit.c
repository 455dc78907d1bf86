#include "enforcement/audit.h"

#include "assess/edition.h"
#include "enforcement/auditproof.h"
#include "enforcement/books.h"
#include "enforcement/filingfee.h"
#include "enforcement/invoice.h"
#include "enforcement/payout.h"
#include "enforcement/recorded.h"
#include "enforcement/tally.h"
#include "intake/folder.h"
#include "intake/journal.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

const OptionRow audit_options[] = {
	{ "receipt", "FIL", { "en kvittering, et dagsbevis eller en tidligere revision, der forlod huset; kan gentages",
	    "a receipt, a day proof or an earlier audit that left the house; may be repeated" } },
	{ 0 },
};

/* A fault more; where is taken over. */
static void fault(JournalReport *report, const char *what, char *where, char *da, char *en)
{
	JournalFault *one = journal_fault_new(what, where, da, en);
	if (report->faults->len < LIMIT_JOURNAL_FAULTS)
		g_ptr_array_add(report->faults, one);
	else
		journal_fault_free(one);
}

/* ---- what left the house ---- */

typedef struct Outside {
	GPtrArray *heads; /* JournalHead* */
	GPtrArray *lists; /* cJSON*: what was recorded in the other tables */
	GPtrArray *names; /* char*: whose list it is, borrowed */
} Outside;

static void json_free(void *json)
{
	cJSON_Delete(json);
}

static void outside_clear(Outside *outside)
{
	g_clear_pointer(&outside->heads, g_ptr_array_unref);
	g_clear_pointer(&outside->lists, g_ptr_array_unref);
	g_clear_pointer(&outside->names, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Outside, outside_clear)

static bool outside_read(const Call *call, Outside *out, GError **error)
{
	*out = (Outside){ g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(json_free), g_ptr_array_new() };
	const GPtrArray *files = call_options(call, "receipt");
	for (guint i = 0; files != NULL && i < files->len; i++) {
		char *file = files->pdata[i];
		g_autoptr(GBytes) bytes = file_read(file, LIMIT_BACKUP_LIST_BYTES, error);
		JournalHead head;
		gsize n;
		if (bytes == NULL)
			return false;
		const char *text = g_bytes_get_data(bytes, &n);
		if (!journal_head_of_receipt(text, n, file, &head, error))
			return false;
		g_ptr_array_add(out->heads, g_memdup2(&head, sizeof head));
		g_autoptr(cJSON) receipt = json_parse(text, n);
		cJSON *list = receipt != NULL ? cJSON_DetachItemFromObjectCaseSensitive(receipt, "record") : NULL;
		if (list == NULL)
			continue;
		g_ptr_array_add(out->lists, list);
		g_ptr_array_add(out->names, file);
	}
	return true;
}

/* Heads that the approvals were given under stand in the record: they too must be in the chain. */
static bool heads_of_approvals(Store *store, GPtrArray *heads, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT journal_seq, journal_hash FROM approval WHERE journal_seq > 0 ORDER BY id", "");
	if (query == NULL)
		return false;
	GError *fault = NULL;
	while (query_next(query, &fault)) {
		JournalHead head = { .seq = query_int(query, 0) };
		g_strlcpy(head.hash, query_text(query, 1), sizeof head.hash);
		if (heads->len == 0 || ((JournalHead *)heads->pdata[heads->len - 1])->seq != head.seq)
			g_ptr_array_add(heads, g_memdup2(&head, sizeof head));
	}
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

/* Money that an event moved and the books do not tell of. */
static bool event_is_booked(Store *store, const Case *c, const Event *event, JournalReport *report, GError **error)
{
	bool payment = strcmp(event->name, "payment") == 0 && g_strcmp0(event->paid_to, "operator") == 0 &&
	               event->has_amount && !money_is_zero(event->amount) && !case_own_account(c);
	if (!payment || event->replaced)
		return true;
	PostingKind kind;
	Money amount;
	if (!ledger_booked(store, c->id, event->id, &kind, &amount, error))
		return false;
	if ((kind == POSTING_client_payment || kind == POSTING_receipt_placed) && money_compare(amount, event->amount) == 0)
		return true;
	g_ptr_array_add(report->faults,
	                journal_fault_new("unbooked", g_strdup_printf("%s event %" PRId64, c->id, event->id),
	                                  g_strdup("Betalingen til operatøren er ikke bogført med sit beløb."),
	                                  g_strdup("The payment to the operator is not booked with its amount.")));
	return true;
}

static bool fee_is_booked(Store *store, Query *query, JournalReport *report, GError **error)
{
	const char *case_id = query_text(query, 0);
	int64_t event_id = query_int(query, 1), fee_ore = query_int(query, 2);
	PostingKind kind;
	Money amount = money_zero();
	if (!ledger_booked(store, case_id, event_id, &kind, &amount, error))
		return false;
	if (kind == POSTING_none ? fee_ore == 0 : money_ore(amount) == fee_ore)
		return true;
	g_ptr_array_add(report->faults,
	                journal_fault_new("unbooked", g_strdup_printf("%s event %" PRId64, case_id, event_id),
	                                  g_strdup("Retsafgiften ved indleveringen er ikke bogført med sit beløb."),
	                                  g_strdup("The court fee of the hand-in is not booked with its amount.")));
	return true;
}

/* Court fees of every hand-in: a chain alone does not see a cut-off last row. */
static bool fees_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT case_id, event_id, court_fee_ore FROM hand_in WHERE court_fee_ore IS NOT NULL ORDER BY id", "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (!fee_is_booked(store, query, report, error))
			return false;
	return found == 0;
}

/* Does a hand-in carry the event's fee? Then it is looked at there. */
static bool handed_in(Store *store, const char *case_id, int64_t event_id, bool *out, GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT EXISTS (SELECT 1 FROM hand_in WHERE case_id = ? AND event_id = ?)", "si", case_id, event_id);
	if (query == NULL || !query_next(query, error))
		return false;
	*out = query_int(query, 0) != 0;
	return true;
}

/* The fee of a filing that was noted: what the law takes for it. One from before it was booked so may stand without. */
static bool filing_audit(Store *store, const Case *c, const Law *law, const Event *event, JournalReport *report, GError **error)
{
	PostingKind kind;
	Money booked;
	bool there;
	FilingFee fee = event->replaced ? (FilingFee){ .filing = false } : filing_fee_of(c, law, event);
	if (!fee.filing)
		return true;
	if (!handed_in(store, c->id, event->id, &there, error) || !ledger_booked(store, c->id, event->id, &kind, &booked, error))
		return false;
	if (there || (kind != POSTING_court_fee_advanced && kind != POSTING_court_fee_paid) ||
	    (fee.known && money_compare(fee.amount, booked) == 0))
		return true;
	g_autofree char *kroner = money_danish(booked), *wanted = money_danish(fee.amount);
	fault(report, "figure", g_strdup_printf("%s event %" PRId64, c->id, event->id),
	      g_strdup_printf("Retsafgiften er bogført med %s kr.; efter loven er den %s kr.", kroner, wanted),
	      g_strdup_printf("The court fee is booked as DKK %s; by law it is DKK %s.", kroner, wanted));
	return true;
}

/* ---- every figure of a case, once more ---- */

/* What the record says since the books last had reason to follow it; a gap that was there before that is another matter. */
#define BEHIND "behind"

static bool is_among(const GPtrArray *gaps, const BooksGap *gap)
{
	for (guint i = 0; i < gaps->len; i++) {
		const BooksGap *one = gaps->pdata[i];
		if (one->kind == gap->kind && strcmp(one->key, gap->key) == 0)
			return true;
	}
	return false;
}

/*
 * The gaps as of the case's last event or entry, all that was known then: the doors that record those bring the books along. later:
 * an agreement came after that (a program before this one left the books behind then).
 */
static GPtrArray *gaps_before(Store *store, const char *case_id, const Law *law, bool *later, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT coalesce((SELECT max(seq) FROM event WHERE case_id = ?1), 0), max(coalesce((SELECT max(recorded_on) FROM event WHERE case_id ="
	    " ?1), ''), coalesce((SELECT max(day) FROM journal WHERE case_id = ?1), '')),"
	    " coalesce((SELECT max(recorded_on) FROM agreement WHERE scope IN (SELECT ?1 UNION SELECT client FROM client_case WHERE case_id = ?1)), '')",
	    "s", case_id);
	Date last;
	if (query == NULL || !query_next(query, error))
		return NULL;
	*later = strcmp(query_text(query, 2), query_text(query, 1)) > 0;
	if (query_int(query, 0) == 0 || !date_parse(query_text(query, 1), &last))
		return g_ptr_array_new();
	g_autoptr(Case) c = case_read(store, case_id, query_int(query, 0), error);
	return c != NULL ? books_gaps(store, c, law, last, NULL, error) : NULL;
}

static void gap_fault(JournalReport *report, const char *case_id, const BooksGap *gap, bool behind)
{
	g_autofree char *booked = money_danish(gap->booked), *wanted = money_danish(gap->wanted);
	fault(report, behind ? BEHIND : "figure", g_strdup_printf("%s %s/%s", case_id, posting_name(gap->kind), gap->key),
	      g_strdup_printf("Bogført er %s kr.; af hændelser, aftale og lov følger %s kr.%s", booked, wanted,
	                      behind ? " Bøgerne er bagud: skriv books update." : ""),
	      g_strdup_printf("DKK %s is booked; events, agreement and law give DKK %s.%s", booked, wanted,
	                      behind ? " The books are behind: say books update." : ""));
}

static bool gaps_audit(Store *store, const char *case_id, const Law *law, const GPtrArray *gaps, JournalReport *report, GError **error)
{
	bool later;
	if (gaps->len == 0)
		return true;
	g_autoptr(GPtrArray) before = gaps_before(store, case_id, law, &later, error);
	for (guint i = 0; before != NULL && i < gaps->len; i++)
		gap_fault(report, case_id, gaps->pdata[i], later || !is_among(before, gaps->pdata[i]));
	return before != NULL;
}

static bool case_audit(const Call *call, const char *case_id, const Law *law, Date on, JournalReport *report, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
	if (c == NULL)
		return false;
	for (guint i = 0; i < c->events->len; i++)
		if (!event_is_booked(call->store, c, c->events->pdata[i], report, error) ||
		    !filing_audit(call->store, c, law, c->events->pdata[i], report, error))
			return false;
	g_autoptr(GPtrArray) gaps = books_gaps(call->store, c, law, on, NULL, error);
	if (gaps == NULL)
		return false;
	return gaps_audit(call->store, case_id, law, gaps, report, error);
}

/*
 * Today, or the day of the last entry or record if a clock stands before it: what was booked since would else look as if nothing had
 * caused it.
 */
static bool reckoned_on(const Call *call, Date *out, GError **error)
{
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT max((SELECT coalesce(max(day), '') FROM journal), (SELECT coalesce(max(recorded_on), '') FROM event))", "");
	int found = query_step(query, error);
	Date last;
	*out = call->today;
	if (found == 1 && query_text(query, 0) != NULL && date_parse(query_text(query, 0), &last))
		*out = date_max(*out, last);
	return found >= 0;
}

static bool cases_audit(const Call *call, JournalReport *report, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(GPtrArray) cases = law != NULL ? case_list(call->store, error) : NULL;
	Date on;
	if (!reckoned_on(call, &on, error))
		return false;
	for (guint i = 0; cases != NULL && i < cases->len; i++)
		if (!case_audit(call, cases->pdata[i], law, on, report, error))
			return false;
	return cases != NULL;
}

/* ---- documents ---- */

/* Every document that a row names is on the disk with its own hash. */
static bool documents_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT sha256, min(case_id) FROM document WHERE case_id NOT IN (SELECT case_id FROM erased)"
	                                                   " GROUP BY sha256 ORDER BY 2, 1", "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		const char *sha256 = query_text(query, 0);
		g_autoptr(GError) why = NULL;
		g_autoptr(GBytes) bytes = store_read_document(store, sha256, &why);
		if (bytes == NULL)
			fault(report, "document", g_strdup_printf("%s documents/%.2s/%s", query_text(query, 1), sha256, sha256),
			      g_strdup(error_text(why, LANG_DA)), g_strdup(error_text(why, LANG_EN)));
	}
	return found == 0;
}

/* ---- the whole ---- */

static cJSON *report_json(const Call *call, const char *name, const JournalReport *report)
{
	cJSON *object = json_result(name);
	json_bool(object, "ok", report->faults->len == 0);
	json_int(object, "entries", report->entries);
	json_text(object, "head", report->head.hash);
	cJSON *faults = json_array(object, "faults");
	for (guint i = 0; i < report->faults->len; i++) {
		const JournalFault *one = report->faults->pdata[i];
		cJSON *row = json_push(faults);
		json_text(row, "what", one->what);
		json_text(row, "where", one->where);
		json_text(row, "text", call->lang == LANG_DA ? one->da : one->en);
	}
	return object;
}

/* The chain, and every balance on the way. */
static JournalReport *chain_verify(const Call *call, Outside *outside, Tally **tally, GError **error)
{
	*tally = tally_new(call->store, error);
	return *tally != NULL && outside_read(call, outside, error) && heads_of_approvals(call->store, outside->heads, error)
	           ? journal_walk(call->store, outside->heads, tally_visit, *tally, error)
	           : NULL;
}

int ledger_verify_run(const Call *call, cJSON **result, GError **error)
{
	g_auto(Outside) outside = { 0 };
	g_autoptr(Tally) tally = NULL;
	g_autoptr(JournalReport) report = chain_verify(call, &outside, &tally, error);
	if (report == NULL)
		return -1;
	tally_report(tally, report);
	*result = report_json(call, "ledger-verify", report);
	return report->faults->len == 0 ? EXIT_FINE : (int)ERROR_INTEGRITY;
}

/* SQLite's own word first: of what does not hold together nothing else can be asked. */
static JournalReport *broken_report(GError *why)
{
	JournalReport *report = g_new0(JournalReport, 1);
	report->faults = g_ptr_array_new_with_free_func((GDestroyNotify)journal_fault_free);
	fault(report, "store", g_strdup("paakrav.db"), g_strdup(error_text(why, LANG_DA)), g_strdup(error_text(why, LANG_EN)));
	return report;
}

static bool rows_audit(Store *store, const Outside *outside, Tally *tally, JournalReport *report, GError **error)
{
	if (!recorded_verify(store, report, error))
		return false;
	for (guint i = 0; i < outside->lists->len; i++)
		if (!recorded_since(store, outside->lists->pdata[i], outside->names->pdata[i], report, error))
			return false;
	if (!documents_audit(store, report, error))
		return false;
	tally_report(tally, report);
	return fees_audit(store, report, error) && proof_audit(store, report, error);
}

JournalReport *audit_books(const Call *call, GError **error)
{
	g_autoptr(Tally) tally = tally_new(call->store, error);
	g_autoptr(GPtrArray) heads = g_ptr_array_new();
	g_autoptr(JournalReport) report = tally != NULL ? journal_walk(call->store, heads, tally_visit, tally, error) : NULL;
	if (report == NULL)
		return NULL;
	tally_report(tally, report);
	return fees_audit(call->store, report, error) && cases_audit(call, report, error) && invoice_audit(call->store, report, error) &&
	               payout_audit(call->store, report, error)
	           ? g_steal_pointer(&report)
	           : NULL;
}

int audit_run(const Call *call, cJSON **result, GError **error)
{
	g_auto(Outside) outside = { 0 };
	Store *store = call->store;
	g_autoptr(GError) why = NULL;
	if (!store_sound(store, &why)) {
		g_autoptr(JournalReport) broken = broken_report(why);
		*result = report_json(call, "audit", broken);
		return ERROR_INTEGRITY;
	}
	g_autoptr(Tally) tally = NULL;
	g_autoptr(JournalReport) report = chain_verify(call, &outside, &tally, error);
	if (report == NULL || !rows_audit(store, &outside, tally, report, error))
		return -1;
	/* What rests on changed rows cannot be reckoned: the figures are for books whose rows are as they were written. */
	if (report->faults->len == 0 && !cases_audit(call, report, error))
		return -1;
	if (report->faults->len == 0 && !invoice_audit(store, report, error))
		return -1;
	if (report->faults->len == 0 && !payout_audit(store, report, error))
		return -1;
	g_autoptr(cJSON) object = report_json(call, "audit", report);
	cJSON *journal = json_object(object, "journal");
	json_int(journal, "seq", report->head.seq);
	json_text(journal, "hash", report->head.hash);
	if (!recorded_digests(store, json_array(object, "record"), error))
		return -1;
	*result = g_steal_pointer(&object);
	return report->faults->len == 0 ? EXIT_FINE : (int)ERROR_INTEGRITY;
}

/* Nothing was changed: the record has only gone on without the books. */
static bool only_behind(const cJSON *result)
{
	const cJSON *fault;
	cJSON_ArrayForEach(fault, json_get(result, "faults"))
		if (strcmp(json_get_text(fault, "what"), BEHIND) != 0)
			return false;
	return true;
}

void audit_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA, ok = json_get_bool(result, "ok");
	g_string_append_printf(out, da ? "%" PRId64 " bogføringer. " : "%" PRId64 " entries. ",
	                       json_get_int(result, "entries", 0));
	g_string_append(out,
	                ok                    ? (da ? "Kæden er hel.\n" : "The chain is whole.\n")
	                : only_behind(result) ? (da ? "Kæden er hel, og intet er ændret, men BØGERNE ER BAGUD for det noterede. Skriv books update:\n"
	                                            : "The chain is whole and nothing was changed, but THE BOOKS ARE BEHIND the record. Say books update:\n")
	                                      : (da ? "BØGERNE ER IKKE SOM DE BLEV SKREVET:\n" : "THE BOOKS ARE NOT AS THEY WERE WRITTEN:\n"));
	const cJSON *fault;
	cJSON_ArrayForEach(fault, json_get(result, "faults"))
	    g_string_append_printf(out, "  %s: %s\n", json_get_text(fault, "where"), json_get_text(fault, "text"));
	g_string_append_printf(out, "%s %s\n", da ? "Hoved" : "Head", json_get_text(result, "head"));
}
