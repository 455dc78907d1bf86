#include "enforcement/handin.h"

#include "assess/edition.h"
#include "enforcement/books.h"
#include "enforcement/filingfee.h"
#include "enforcement/ledger.h"
#include "enforcement/note.h"
#include "filing/approval.h"
#include "filing/outbox.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

/* NULL: it was handed in on another day than before. */
static bool filed_before(const Approval *approval, Date on, GError **error)
{
	if (date_compare(approval->filed_on, on) == 0)
		return true;
	g_autofree char *day = date_iso(approval->filed_on);
	error_set(error, ERROR_INPUT, "filed-another-day", "Sag %s er allerede noteret indleveret %s.",
	          "Case %s is already recorded as handed in on %s.", approval->case_id, day);
	error_remedy(error, "Ret hændelsen med note … --replaces, hvis dagen var forkert.",
	             "Correct the event with note … --replaces if the day was wrong.");
	return false;
}

static bool not_approved(const char *case_id, const Say *why, GError **error)
{
	g_autofree char *da = why->da == NULL ? g_strdup_printf("Sag %s er ikke godkendt.", case_id)
	                                      : g_strdup_printf("Sag %s: godkendelsen gælder ikke: %s.", case_id, why->da);
	g_autofree char *en = why->en == NULL
	                          ? g_strdup_printf("Case %s is not approved.", case_id)
	                          : g_strdup_printf("Case %s: the approval does not hold: %s.", case_id, why->en);
	error_set_texts(error, ERROR_INPUT, "not-approved", da, en);
	error_remedy(error, "Læg pakken med package, og godkend den med approve.", "Make the package and approve it.");
	return false;
}

/* The filing that stands already, recorded by note: its event is the hand-in's when it is of the same day. */
static bool noted_before(const Case *c, const char *name, const char *debtor, Date on, int64_t *id, GError **error)
{
	const Event *noted = filing_standing(c, name, debtor, on);
	*id = noted != NULL ? noted->id : 0;
	if (noted == NULL || date_compare(noted->on, on) == 0)
		return true;
	g_autofree char *day = date_iso(noted->on);
	error_set(error, ERROR_INPUT, "filed-another-day", "Sag %s er allerede noteret indleveret %s.",
	          "Case %s is already recorded as handed in on %s.", c->id, day);
	error_remedy(error, "Ret hændelsen med note … --replaces, hvis dagen var forkert.",
	             "Correct the event with note … --replaces if the day was wrong.");
	return false;
}

static bool fee_add(const Call *call, const Approval *approval, const Event *event, GError **error)
{
	PostingKind kind;
	Money booked;
	if (!approval->court_fee_known)
		return true;
	if (!ledger_booked(call->store, approval->case_id, event->id, &kind, &booked, error))
		return false;
	return kind != POSTING_none || ledger_book_court_fee(call->store, approval->case_id, approval->own_account, event, approval->court_fee,
	                                                     call->today, error);
}

/* The events, one for each debtor; the first carries the hand-in's number and its fee. */
static bool events_add(const Call *call, const Approval *approval, Date on, cJSON *ids, int64_t *first,
                       GError **error)
{
	const char *by = call_option(call, "by");
	*first = 0;
	g_autoptr(Case) c = case_read(call->store, approval->case_id, 0, error);
	if (c == NULL)
		return false;
	for (char **debtor = approval->debtors; *debtor != NULL; debtor++) {
		g_autoptr(Event) event = g_new0(Event, 1);
		event->name = g_strdup(approval->route == ROUTE_CIVIL_CLAIM ? "claim_filed" : "bp_filed");
		event->on = on;
		event->deadline_on = DATE_NONE;
		event->amount = money_zero();
		event->debtor = g_strdup(*debtor);
		event->by = g_strdup(by != NULL ? by : "lawyer");
		if (!noted_before(c, event->name, *debtor, on, &event->id, error) ||
		    (event->id == 0 && !event_record(call->store, approval->case_id, event, call->today, error)))
			return false;
		cJSON *row = json_push(ids);
		json_text(row, "debtor", *debtor);
		json_int(row, "id", event->id);
		if (*first != 0)
			continue;
		*first = event->id;
		if (!fee_add(call, approval, event, error))
			return false;
	}
	return approval_use(call->store, approval, *first, on, error);
}

static void row_fill(cJSON *row, const Approval *approval, Date on, bool already)
{
	json_text(row, "outcome", already ? "already" : "filed");
	json_text(row, "event", approval->route == ROUTE_CIVIL_CLAIM ? "claim_filed" : "bp_filed");
	json_date(row, "on", on);
	json_text(row, "court", approval->court);
	json_text(row, "approved_by", approval->by);
	if (approval->court_fee_known)
		json_money(row, "court_fee_ore", approval->court_fee);
	else
		json_null(row, "court_fee_ore");
}

/* An approval from before they were kept on it: the case tells, which has not changed since. */
static bool debtors_settle(const Call *call, Approval *approval, GError **error)
{
	if (approval->debtors != NULL)
		return true;
	g_autoptr(Case) c = case_read(call->store, approval->case_id, 0, error);
	if (c == NULL)
		return false;
	approval->debtors = g_new0(char *, c->debtors->len + 1);
	for (guint i = 0; i < c->debtors->len; i++)
		approval->debtors[i] = g_strdup(((const Party *)c->debtors->pdata[i])->id);
	approval->own_account = case_own_account(c);
	return true;
}

static bool file_in_transaction(const Call *call, const Law *law, const char *case_id, Date on, cJSON *row, GError **error)
{
	int64_t seq;
	g_autoptr(Approval) approval = NULL;
	if (!case_seq(call->store, case_id, &seq, error) || !approval_latest(call->store, case_id, &approval, error))
		return false;
	Say why = { NULL, NULL };
	if (approval == NULL)
		return not_approved(case_id, &why, error);
	ApprovalState state = approval_state(approval, seq, law_edition(law), on, &why);
	if (state == APPROVAL_FILED) {
		if (!filed_before(approval, on, error))
			return false;
		row_fill(row, approval, on, true);
		return true;
	}
	if (state == APPROVAL_VOID) {
		/* Sent while it held, for that day: what came into the record since cannot make that undone. */
		g_autoptr(Dispatch) sent = NULL;
		if (!outbox_sent(call->store, approval->id, &sent, error))
			return false;
		if (sent == NULL || date_compare(on, approval->for_on) != 0)
			return not_approved(case_id, &why, error);
	}
	cJSON *ids = cJSON_CreateArray();
	int64_t first;
	if (!debtors_settle(call, approval, error) || !events_add(call, approval, on, ids, &first, error) ||
	    !books_follow(call->store, case_id, NULL, law, call->today, NULL, error) || !store_commit(call->store, error)) {
		cJSON_Delete(ids);
		return false;
	}
	row_fill(row, approval, on, false);
	cJSON_AddItemToObject(row, "events", ids);
	return true;
}

static bool file_one(const Call *call, const Law *law, const char *case_id, Date on, cJSON *row, GError **error)
{
	if (date_before(call->today, on)) {
		g_autofree char *day = date_iso(on);
		return error_set(error, ERROR_INPUT, "event-future", "Sag %s: dagen %s er ikke kommet endnu.",
		                 "Case %s: the day %s has not come yet.", case_id, day);
	}
	if (!store_begin(call->store, error))
		return false;
	bool fine = file_in_transaction(call, law, case_id, on, row, error);
	if (!fine || strcmp(json_get_text(row, "outcome"), "already") == 0)
		store_rollback(call->store);
	return fine;
}

/* *refused is set when the row is refused and the rest goes on; false when nothing can go on. */
static bool file_row(const Call *call, const Law *law, const char *case_id, Date on, cJSON *row, GError *fault,
                     bool *refused, GError **error)
{
	if (fault == NULL && file_one(call, law, case_id, on, row, &fault))
		return true;
	if (!batch_goes_on(fault)) {
		g_propagate_error(error, fault);
		return false;
	}
	batch_refuse(row, fault, call->lang);
	g_error_free(fault);
	*refused = true;
	return true;
}

static bool filed_batch(const Call *call, const Law *law, const char *path, cJSON *rows, bool *refused, GError **error)
{
	static const char *const needed[] = { "case", "on", NULL };
	g_autoptr(Csv) csv = batch_read(path, needed, error);
	if (csv == NULL)
		return false;
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *line = csv->rows->pdata[i];
		const char *case_id = csv_cell(csv, line, "case"), *day = csv_cell(csv, line, "on");
		cJSON *row = json_push(rows);
		json_int(row, "line", line->line);
		json_text(row, "case", case_id);
		GError *fault = NULL;
		Date on = DATE_NONE;
		if (line->n != csv->columns)
			error_set(&fault, ERROR_INPUT, "csv-cells", "Linjen har %d felter, overskriften %d.",
			          "The line has %d cells, the header %d.", line->n, csv->columns);
		else if (!date_parse(day, &on))
			error_set(&fault, ERROR_INPUT, "impossible-date", "%s er ikke en dag, der findes.",
			          "%s is not a day that exists.", day);
		if (fault != NULL)
			error_at(&fault, path, line->line, 0);
		if (!file_row(call, law, case_id, on, row, fault, refused, error))
			return false;
	}
	return true;
}

int filed_run(const Call *call, cJSON **result, GError **error)
{
	const char *from = call_option(call, "from");
	Date on;
	if (!call_date(call, "on", &on, error))
		return -1;
	if (from == NULL ? call->argc == 0 || !date_known(on) : call->argc > 0) {
		error_set(error, ERROR_USAGE, "filed-what", "Skriv filed SAG… --on DATO, eller filed --from FIL.",
		          "Write filed CASE… --on DATE, or filed --from FILE.");
		return -1;
	}
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("filed");
	cJSON *rows = json_array(object, "filed");
	bool refused = false;
	if (from != NULL && !filed_batch(call, law, from, rows, &refused, error))
		return -1;
	for (int i = 0; i < call->argc; i++) {
		cJSON *row = json_push(rows);
		json_text(row, "case", call->argv[i]);
		if (!file_row(call, law, call->argv[i], on, row, NULL, &refused, error))
			return -1;
	}
	*result = g_steal_pointer(&object);
	return refused ? EXIT_NO : EXIT_FINE;
}

void filed_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "filed"))
	{
		const char *outcome = json_get_text(row, "outcome"), *case_id = json_get_text(row, "case");
		if (strcmp(outcome, "refused") == 0) {
			g_string_append_printf(out, "%s  %s: %s\n", case_id != NULL ? case_id : "-",
			                       da ? "ikke noteret" : "not recorded", json_get_text(row, "text"));
			continue;
		}
		g_autofree char *fee = !cJSON_IsNull(json_get(row, "court_fee_ore"))
		                           ? money_danish(money_of_ore(json_get_int(row, "court_fee_ore", 0)))
		                           : g_strdup(da ? "ukendt" : "unknown");
		g_string_append_printf(out, "%s  %s %s, %s; %s %s kr.\n", case_id,
		                       strcmp(outcome, "already") == 0
		                           ? (da ? "var allerede noteret indleveret" : "was already recorded as handed in")
		                           : (da ? "noteret indleveret" : "recorded as handed in"),
		                       json_get_text(row, "on"),
		                       json_get_text(row, "court") != NULL ? json_get_text(row, "court") : "",
		                       da ? "retsafgift" : "court fee", fee);
	}
}
