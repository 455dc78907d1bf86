/* A line of the client account that bears the end-to-end id of a transfer: what it books. */
#include "enforcement/payoutbook.h"

#include "enforcement/books.h"
#include "enforcement/client.h"
#include "enforcement/note.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

typedef struct Named {
	GPtrArray *payouts; /* Payout*: those named, once each */
	GPtrArray *transfers; /* PayoutTransfer*, borrowed from them */
	GPtrArray *of; /* Payout* of each, borrowed */
} Named;

static void named_clear(Named *named)
{
	g_clear_pointer(&named->transfers, g_ptr_array_unref);
	g_clear_pointer(&named->of, g_ptr_array_unref);
	g_clear_pointer(&named->payouts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Named, named_clear)

static void payout_unref(void *data)
{
	payout_free(data);
}

/* All that the line says, in capitals: banks write an id as they like. */
static char *words_of(const BankLine *line)
{
	const char *const texts[] = { line->text, line->reference, line->bank_reference };
	g_autoptr(GString) words = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_string_append_printf(words, "%s ", texts[i] != NULL ? texts[i] : "");
	return g_ascii_strup(words->str, -1);
}

static const Payout *payout_of(Store *store, Named *named, int64_t id, GError **error)
{
	for (guint i = 0; i < named->payouts->len; i++)
		if (((const Payout *)named->payouts->pdata[i])->id == id)
			return named->payouts->pdata[i];
	Payout *payout = payout_read(store, id, error);
	if (payout != NULL)
		g_ptr_array_add(named->payouts, payout);
	return payout;
}

static bool named_read(Store *store, const BankLine *line, Named *named, GError **error)
{
	named->payouts = g_ptr_array_new_with_free_func(payout_unref);
	named->transfers = g_ptr_array_new();
	named->of = g_ptr_array_new();
	g_autofree char *words = words_of(line);
	if (strstr(words, "PU") == NULL)
		return true;
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT payout_id, id FROM payout_transfer WHERE instr(?, end_to_end) > 0 ORDER BY id", "s", words);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		const Payout *payout = payout_of(store, named, query_int(query, 0), error);
		if (payout == NULL)
			return false;
		for (guint i = 0; i < payout->transfers->len; i++)
			if (((const PayoutTransfer *)payout->transfers->pdata[i])->id == query_int(query, 1)) {
				g_ptr_array_add(named->transfers, payout->transfers->pdata[i]);
				g_ptr_array_add(named->of, (void *)payout);
			}
	}
	return found == 0;
}

/* ---- may it be booked? ---- */

/* Is what the parts of a kind take from one client there on the day? */
static bool money_there(Store *store, const Named *named, Date day, bool *there, GError **error)
{
	*there = true;
	for (guint i = 0; i < named->transfers->len; i++) {
		const PayoutTransfer *transfer = named->transfers->pdata[i];
		for (size_t k = 0; k < PAYOUT_KINDS; k++) {
			g_autofree char *client = NULL;
			Money sum = money_zero(), least;
			for (guint j = 0; j < transfer->parts->len; j++) {
				const PayoutPart *part = transfer->parts->pdata[j];
				if (part->kind != payout_kinds[k])
					continue;
				if ((client == NULL && !client_recorded(store, part->case_id, &client, error)) || !money_add(sum, part->amount, &sum))
					return false;
			}
			if (client == NULL)
				continue;
			if (!client_least(store, client, posting_debit(payout_kinds[k]), day, &least, error))
				return false;
			*there = *there && money_compare(least, sum) >= 0;
		}
	}
	return true;
}

/* Why the line cannot be those transfers; NULL: it can. */
static bool why_not(Store *store, const BankLine *line, const Named *named, Date day, const char **why, GError **error)
{
	int64_t sum = 0;
	bool there = true, back = line->minor > 0;
	*why = NULL;
	for (guint i = 0; i < named->transfers->len && *why == NULL; i++) {
		const PayoutTransfer *transfer = named->transfers->pdata[i];
		sum += money_ore(transfer->sum);
		if (transfer->state != (back ? TRANSFER_BOOKED : TRANSFER_IN_TRANSIT))
			*why = back ? "payout_not_booked" : transfer->state == TRANSFER_BOOKED ? "payout_twice" : "payout_not_approved";
		else if (date_before(line->booked_on, ((const Payout *)named->of->pdata[i])->prepared_on))
			*why = "payout_day";
	}
	if (*why == NULL && sum != (back ? line->minor : -line->minor))
		*why = "payout_amount";
	if (*why == NULL && !back && !money_there(store, named, day, &there, error))
		return false;
	if (!there)
		*why = "payout_money";
	return true;
}

/* ---- booking ---- */

static char *payload_of(const Payout *payout, const PayoutTransfer *transfer, const PayoutPart *part, const BankLine *line)
{
	g_autoptr(cJSON) payload = cJSON_CreateObject();
	json_int(payload, "payout", payout->id);
	json_text(payload, "end_to_end", transfer->end_to_end);
	json_int(payload, "part", part->id);
	json_int(payload, "bank_line", line->id);
	return json_print_compact(payload);
}

static char *entry_of(const PayoutPart *part, PostingKind kind)
{
	return g_strdup_printf("%s/%s/p%" PRId64, posting_name(kind), part->case_id, part->id);
}

static bool part_book(Store *store, const Payout *payout, const PayoutTransfer *transfer, const PayoutPart *part, const BankLine *line, Date day,
                      GError **error)
{
	g_autofree char *payload = payload_of(payout, transfer, part, line);
	g_autofree char *id = entry_of(part, part->kind);
	if (line->minor < 0) {
		const Booking booking = { part->kind, id, part->case_id, day, part->amount, payload };
		return ledger_post(store, &booking, error) && clientline_link(store, line->id, id, day, error);
	}
	g_autofree char *back = entry_of(part, posting_reversed_by(part->kind));
	return ledger_reverse(store, id, day, payload, error) && clientline_link(store, line->id, back, day, error);
}

static int64_t returned_event(const Case *c, const char *ground)
{
	for (guint i = c->events->len; i-- > 0;) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && strcmp(event->name, "payment_returned") == 0 && g_strcmp0(event->ground, ground) == 0)
			return event->id;
	}
	return 0;
}

/* What a debtor overpaid has gone back to him, or came back from his bank: the record tells it, so that what is owed knows. */
static bool returned_note(const Call *call, const PayoutTransfer *transfer, const PayoutPart *part, const BankLine *line, Date day, GError **error)
{
	if (part->kind != POSTING_surplus_returned)
		return true;
	g_autofree char *ground = g_strdup_printf("udbetaling %s", transfer->end_to_end);
	g_autoptr(Event) event = g_new0(Event, 1);
	bool out = line->minor < 0, already;
	event->name = g_strdup(out ? "payment_returned" : "payment_reversed");
	event->on = line->booked_on;
	event->deadline_on = DATE_NONE;
	event->has_amount = out;
	event->amount = out ? part->amount : money_zero();
	event->ground = g_strdup(ground);
	event->by = g_strdup("bank");
	if (!out) {
		g_autoptr(Case) c = case_read(call->store, part->case_id, 0, error);
		if (c == NULL)
			return false;
		event->replaces = returned_event(c, ground);
		if (event->replaces == 0) /* it went out before the record told of it */
			return true;
	}
	const Receipt receipt = { .booked_on = day, .today = call->today, .bank_line = line->id };
	return note_step_as(call, part->case_id, event, &receipt, &already, error);
}

static bool transfer_book(const Call *call, const Payout *payout, const PayoutTransfer *transfer, const BankLine *line, Date day, GError **error)
{
	Store *store = call->store;
	TransferState state = line->minor < 0 ? TRANSFER_BOOKED : TRANSFER_RETURNED;
	/* The outcome first: what is booked is reserved no more. */
	if (!payout_outcome_add(store, transfer->id, state, line->id, day, NULL, NULL, error))
		return false;
	for (guint i = 0; i < transfer->parts->len; i++)
		if (!part_book(store, payout, transfer, transfer->parts->pdata[i], line, day, error) ||
		    !returned_note(call, transfer, transfer->parts->pdata[i], line, day, error))
			return false;
	for (guint i = 0; state == TRANSFER_RETURNED && i < transfer->parts->len; i++)
		if (!books_follow(store, ((const PayoutPart *)transfer->parts->pdata[i])->case_id, NULL, NULL, call->today, NULL, error))
			return false;
	return true;
}

bool payout_line(const Call *call, const BankLine *line, Date day, PayoutMatch *match, char **why, GError **error)
{
	g_auto(Named) named = { 0 };
	Store *store = call->store;
	const char *word;
	*match = PAYOUT_NONE;
	*why = NULL;
	if (!named_read(store, line, &named, error))
		return false;
	if (named.transfers->len == 0)
		return true;
	if (!why_not(store, line, &named, day, &word, error))
		return false;
	*match = word != NULL ? PAYOUT_ASKED : PAYOUT_MATCHED;
	const PayoutTransfer *first = named.transfers->pdata[0];
	*why = g_strdup_printf("%s: %s", word != NULL ? word : line->minor > 0 ? "payout_returned" : "payout", first->end_to_end);
	for (guint i = 0; word == NULL && i < named.transfers->len; i++)
		if (!transfer_book(call, named.of->pdata[i], named.transfers->pdata[i], line, day, error))
			return false;
	return true;
}
