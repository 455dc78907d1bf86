#include "enforcement/bankstep.h"

#include "enforcement/note.h"

#include <inttypes.h>

static char *entry_of(PostingKind kind, const char *case_id, int64_t event_id)
{
	return g_strdup_printf("%s/%s/%" PRId64, posting_name(kind), case_id, event_id);
}

/* The entry of a payment that moved the bank's account, when there is one: not of money that was held, nor of the operator's own. */
static bool link_entry(Store *store, const BankLine *line, PostingKind kind, const char *case_id, int64_t event_id, Date day, bool *linked,
                       GError **error)
{
	g_autofree char *entry = entry_of(kind, case_id, event_id);
	g_autoptr(Query) query = store_query(store, error, "SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?)", "s", entry);
	if (query == NULL || !query_next(query, error))
		return false;
	*linked = query_int(query, 0) != 0;
	return !*linked || clientline_link(store, line->id, entry, day, error);
}

static bool event_record_for(const Call *call, bool client, const BankLine *line, const char *case_id, const char *debtor, const char *by,
                             Date day, int64_t *event_id, GError **error)
{
	g_autoptr(Event) event = g_new0(Event, 1);
	event->name = g_strdup("payment");
	event->on = line->booked_on;
	event->deadline_on = DATE_NONE;
	event->has_amount = true;
	event->amount = money_of_ore(line->minor);
	event->debtor = g_strdup(debtor);
	event->paid_to = g_strdup("operator");
	/* The line's number tells two alike payments apart, and stands in place of what the bank wrote. */
	event->ground = g_strdup_printf("banklinje %" PRId64, line->id);
	event->by = g_strdup(by);
	Receipt receipt = { .booked_on = day, .today = call->today, .bank_line = line->id };
	if (client && !clientline_unplaced(call->store, line->id, &receipt.held, error))
		return false;
	bool already;
	bool fine = note_step_as(call, case_id, event, &receipt, &already, error);
	*event_id = event->id;
	return fine;
}

bool bank_pay(const Call *call, bool client, const BankLine *line, const char *case_id, const char *debtor, const char *by, Date day,
              int64_t *event_id, GError **error)
{
	Store *store = call->store;
	bool held = false, linked = false;
	*event_id = 0;
	if (client && (!clientline_unplaced(store, line->id, &held, error) ||
	               (!held && !clientline_noted(store, line, case_id, event_id, error))))
		return false;
	if (*event_id != 0)
		return true;
	if (!event_record_for(call, client, line, case_id, debtor, by, day, event_id, error))
		return false;
	if (!client || held)
		return true;
	/* The operator's own money on a client account is held there until it is moved. */
	return link_entry(store, line, POSTING_client_payment, case_id, *event_id, day, &linked, error) &&
	       (linked || clientline_hold(store, line, day, error));
}

bool bank_unhold(Store *store, const BankLine *line, const BankLine *reversal, Date day, GError **error)
{
	g_autofree char *held = g_strdup_printf("receipt_unplaced/-/%" PRId64, line->id);
	g_autofree char *back = g_strdup_printf("receipt_unplaced_back/-/%" PRId64, line->id);
	g_autofree char *payload = g_strdup_printf("{\"bank_line\":%" PRId64 "}", reversal->id);
	return ledger_reverse(store, held, day, payload, error) && clientline_link(store, reversal->id, back, day, error);
}

bool bank_unpay(const Call *call, const BankLine *line, const BankLine *reversal, const BankFate *paid, const char *by, Date day,
                int64_t *event_id, GError **error)
{
	Store *store = call->store;
	g_autoptr(Event) event = g_new0(Event, 1);
	event->name = g_strdup("payment_reversed");
	event->on = reversal != NULL ? reversal->booked_on : call->today;
	event->deadline_on = DATE_NONE;
	event->replaces = paid->event_id;
	event->amount = money_zero();
	event->ground = g_strdup_printf("banklinje %" PRId64, reversal != NULL ? reversal->id : line->id);
	event->by = g_strdup(by);
	const Receipt receipt = { .booked_on = day, .today = call->today, .bank_line = reversal != NULL ? reversal->id : line->id };
	bool already, client, linked = false, held;
	if (!note_step_as(call, paid->case_id, event, &receipt, &already, error) || !clientline_is(store, line->id, &client, error))
		return false;
	*event_id = event->id;
	if (!client)
		return true;
	g_autofree char *entry = g_strdup_printf("receipt_unplaced/-/%" PRId64, line->id);
	if (!link_entry(store, reversal != NULL ? reversal : line, POSTING_client_payment_back, paid->case_id, paid->event_id, day, &linked,
	                error) ||
	    !ledger_stands(store, entry, &held, error))
		return false;
	if (reversal == NULL)
		return clientline_hold(store, line, day, error);
	return linked || !held || bank_unhold(store, line, reversal, day, error);
}
