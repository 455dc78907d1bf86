/* Every payout once more: its sums, what was held when it was prepared, its two persons, its accounts, its file, its entries. */
#include "enforcement/payout.h"

#include "enforcement/payoutaccount.h"
#include "enforcement/payoutfile.h"
#include "intake/limits.h"

#include <inttypes.h>
#include <string.h>

static void fault(JournalReport *report, const Payout *payout, const char *about, const char *da, const char *en)
{
	char *where = g_strdup_printf("payout %" PRId64 "%s%s", payout->id, about != NULL ? " " : "", about != NULL ? about : "");
	if (report->faults->len < LIMIT_JOURNAL_FAULTS)
		g_ptr_array_add(report->faults, journal_fault_new("payout", where, g_strdup(da), g_strdup(en)));
	else
		g_free(where);
}

/* ---- as it was prepared ---- */

/* What stood on the case's account after the entry that the payout names. */
static bool held_then(Store *store, const Payout *payout, const PayoutPart *part, Money *out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT coalesce(sum(CASE WHEN credit = ?1 THEN amount_ore ELSE -amount_ore END), 0) FROM journal"
	    " WHERE (credit = ?1 OR debit = ?1) AND case_id = ?2 AND seq <= ?3",
	    "ssi", posting_debit(part->kind), part->case_id, payout->seq);
	if (query_step(query, error) != 1)
		return false;
	*out = money_of_ore(query_int(query, 0));
	return true;
}

/* Whose money the part is: the transfer's receiver, or what the case's debtor overpaid. */
static bool receiver_right(Store *store, const PayoutTransfer *transfer, const PayoutPart *part, bool *right, GError **error)
{
	g_autofree char *surplus = payout_surplus_receiver(part->case_id);
	if (part->kind == POSTING_surplus_returned) {
		*right = strcmp(surplus, transfer->receiver) == 0;
		return true;
	}
	g_autoptr(Query) query = store_query(store, error, "SELECT EXISTS (SELECT 1 FROM client_case WHERE case_id = ? AND client = ?)", "ss", part->case_id,
	                                     transfer->receiver);
	*right = query_step(query, error) == 1 && query_int(query, 0) != 0;
	return query != NULL;
}

static bool sums_audit(Store *store, const Payout *payout, JournalReport *report, GError **error)
{
	Money whole = money_zero();
	for (guint i = 0; i < payout->transfers->len; i++) {
		const PayoutTransfer *transfer = payout->transfers->pdata[i];
		Money sum = money_zero(), held;
		bool right;
		for (guint j = 0; j < transfer->parts->len; j++) {
			const PayoutPart *part = transfer->parts->pdata[j];
			if (!held_then(store, payout, part, &held, error) || !receiver_right(store, transfer, part, &right, error) ||
			    !money_add(sum, part->amount, &sum))
				return false;
			if (money_compare(held, part->held) != 0 || money_compare(part->amount, held) > 0)
				fault(report, payout, part->case_id, "Beløbet er ikke det, der stod på sagens konto ved forberedelsen.",
				      "The amount is not what stood on the case's account when it was prepared.");
			if (!right)
				fault(report, payout, part->case_id, "Pengene er ikke modtagerens.", "The money is not the receiver's.");
		}
		if (money_compare(sum, transfer->sum) != 0)
			fault(report, payout, transfer->end_to_end, "Overførslens dele giver ikke dens sum.", "The transfer's parts do not make its sum.");
		if (!money_add(whole, transfer->sum, &whole))
			return false;
	}
	if (money_compare(whole, payout->sum) != 0)
		fault(report, payout, NULL, "Overførslerne giver ikke udbetalingens sum.", "The transfers do not make the payout's sum.");
	return true;
}

/* ---- two persons, two times ---- */

/* The account counted on the day of the approval, and was confirmed by another than who proposed it. */
static bool account_audit(Store *store, const Payout *payout, const PayoutTransfer *transfer, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT a.receiver, t.by, x.by, c.id IS NOT NULL AND c.confirmed_on <= ?2, t.id IS NULL OR x.id IS NULL FROM payout_account a"
	    " LEFT JOIN payout_account_text t ON t.id = a.id LEFT JOIN payout_account_confirmed c ON c.account_id = a.id"
	    " LEFT JOIN payout_account_confirmed_text x ON x.id = c.id WHERE a.id = ?1",
	    "id", transfer->account_id, payout->prepared_on);
	int found = query_step(query, error);
	if (found < 0)
		return false;
	bool erased = found == 1 && query_int(query, 4) != 0;
	bool two = found == 1 && (erased || (query_text(query, 2) != NULL && payout_is_other(query_text(query, 1), query_text(query, 2))));
	if (found == 0 || strcmp(query_text(query, 0), transfer->receiver) != 0 || query_int(query, 3) == 0 || !two)
		fault(report, payout, transfer->end_to_end, "Kontoen er ikke modtagerens, bekræftet af to personer før udbetalingen.",
		      "The account is not the receiver's, confirmed by two persons before the payout.");
	return true;
}

static bool persons_audit(Store *store, const Payout *payout, JournalReport *report, GError **error)
{
	for (guint i = 0; i < payout->transfers->len; i++)
		if (!account_audit(store, payout, payout->transfers->pdata[i], report, error))
			return false;
	bool approved = g_strcmp0(payout->word, "approved") == 0, settled = false;
	for (guint i = 0; i < payout->transfers->len; i++)
		settled = settled || ((const PayoutTransfer *)payout->transfers->pdata[i])->state > TRANSFER_IN_TRANSIT;
	if (settled && !approved)
		fault(report, payout, NULL, "Banken har udført den, og ingen har godkendt den.", "The bank carried it out, and nobody approved it.");
	if (approved && payout->by != NULL && payout->said_by != NULL && !payout_is_other(payout->by, payout->said_by))
		fault(report, payout, NULL, "Den, der godkendte, er den, der forberedte.", "Who approved it is who prepared it.");
	return true;
}

static bool file_audit(Store *store, const Payout *payout, JournalReport *report, GError **error)
{
	if (g_strcmp0(payout->word, "approved") != 0)
		return true;
	g_autoptr(GError) gone = NULL;
	g_autoptr(GBytes) file = payout->sha256 != NULL ? store_read_document(store, payout->sha256, &gone) : NULL;
	g_autofree char *why = NULL;
	/* It goes with the last case of the payout that is erased. */
	if (file == NULL && payout->said_by == NULL)
		return true;
	if (file == NULL) {
		fault(report, payout, "pain.001", gone != NULL ? error_text(gone, LANG_DA) : "Bankens fil mangler.",
		      gone != NULL ? error_text(gone, LANG_EN) : "The bank's file is missing.");
		return true;
	}
	if (!payout_file_fits(store, payout, file, &why, error))
		return false;
	if (why != NULL)
		fault(report, payout, why, "Bankens fil er ikke det, udbetalingen siger.", "The bank's file is not what the payout says.");
	return true;
}

/* ---- what the bank did ---- */

/* The entry of a part, linked to a line of the bank that is money in (sign 1) or out (-1). */
static bool entry_there(Store *store, const PayoutPart *part, PostingKind kind, int sign, bool *there, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s/%s/p%" PRId64, posting_name(kind), part->case_id, part->id);
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT EXISTS (SELECT 1 FROM journal j JOIN client_link k ON k.entry = j.id JOIN bank_line l ON l.id = k.line_id"
	    " JOIN payout_outcome o ON o.line_id = l.id JOIN payout_part a ON a.transfer_id = o.transfer_id AND a.id = ?4"
	    " WHERE j.id = ?1 AND j.amount_ore = ?2 AND l.amount_minor * ?3 > 0)",
	    "siii", id, money_ore(part->amount), (int64_t)sign, part->id);
	*there = query_step(query, error) == 1 && query_int(query, 0) != 0;
	return query != NULL;
}

static bool entries_audit(Store *store, const Payout *payout, JournalReport *report, GError **error)
{
	for (guint i = 0; i < payout->transfers->len; i++) {
		const PayoutTransfer *transfer = payout->transfers->pdata[i];
		bool booked = transfer->state == TRANSFER_BOOKED || transfer->state == TRANSFER_RETURNED;
		for (guint j = 0; booked && j < transfer->parts->len; j++) {
			const PayoutPart *part = transfer->parts->pdata[j];
			bool out, back = true;
			if (!entry_there(store, part, part->kind, -1, &out, error) ||
			    (transfer->state == TRANSFER_RETURNED && !entry_there(store, part, posting_reversed_by(part->kind), 1, &back, error)))
				return false;
			if (!out || !back)
				fault(report, payout, transfer->end_to_end, "Banken har udført den, og bogføringen med banklinjen mangler eller er en anden.",
				      "The bank carried it out, and the entry with the bank's line is missing or is another.");
		}
	}
	return true;
}

/* Nothing was paid to a client but by a payout that two persons stand for. */
static bool loose_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.id FROM journal j WHERE j.kind IN ('payout_costs', 'payout_interest', 'payout_principal') AND NOT EXISTS ("
	    "SELECT 1 FROM payout_part a JOIN payout_outcome o ON o.transfer_id = a.transfer_id AND o.word = 'booked'"
	    " WHERE j.id = a.kind || '/' || a.case_id || '/p' || a.id AND j.amount_ore = a.amount_ore) ORDER BY j.seq",
	    "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (report->faults->len < LIMIT_JOURNAL_FAULTS)
			g_ptr_array_add(report->faults, journal_fault_new("payout", g_strdup(query_text(query, 0)),
			                                                  g_strdup("Bogføringen hører ikke til en godkendt udbetaling."),
			                                                  g_strdup("The entry belongs to no approved payout.")));
	return found == 0;
}

bool payout_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT coalesce(max(id), 0) FROM payout", "");
	if (query_step(query, error) != 1)
		return false;
	int64_t last = query_int(query, 0);
	g_clear_pointer(&query, query_free);
	for (int64_t id = 1; id <= last; id++) {
		g_autoptr(Payout) payout = payout_read(store, id, error);
		if (payout == NULL || !sums_audit(store, payout, report, error) || !persons_audit(store, payout, report, error) ||
		    !file_audit(store, payout, report, error) || !entries_audit(store, payout, report, error))
			return false;
	}
	return loose_audit(store, report, error);
}
