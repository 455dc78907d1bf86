#include "enforcement/settlement.h"

#include "assess/costs.h"
#include "enforcement/agree.h"

#include <inttypes.h>
#include <string.h>

static void deduction_free(gpointer data)
{
	SettledDeduction *deduction = data;
	g_free(deduction->entry);
	g_free(deduction->clause);
	g_free(deduction->text[LANG_DA]);
	g_free(deduction->text[LANG_EN]);
	g_free(deduction);
}

void settlement_free(Settlement *settlement)
{
	if (settlement == NULL)
		return;
	g_ptr_array_unref(settlement->receipts);
	g_ptr_array_unref(settlement->deductions);
	g_free(settlement);
}

static bool overflow(GError **error)
{
	return error_set(error, ERROR_STORE, "sum", "Summen af bøgerne er for stor.", "The sum of the books is too large.");
}

/* What was booked of a kind on the case up to the day, less what was taken back. */
static bool net(Store *store, const char *case_id, Date on, PostingKind kind, Money *sum, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT coalesce(sum(CASE WHEN kind = ?2 THEN amount_ore ELSE -amount_ore END), 0) FROM journal"
	    " WHERE case_id = ?1 AND kind IN (?2, ?3) AND day <= ?4",
	    "sssd", case_id, posting_name(kind), posting_name(posting_reversed_by(kind)), on);
	if (query == NULL || !query_next(query, error))
		return false;
	return money_add(*sum, money_of_ore(query_int(query, 0)), sum) || overflow(error);
}

static bool nets(Store *store, const char *case_id, Date on, const PostingKind *kinds, size_t n, Money *sum, GError **error)
{
	for (size_t i = 0; i < n; i++)
		if (!net(store, case_id, on, kinds[i], sum, error))
			return false;
	return true;
}

static bool sums_read(Store *store, const Case *c, Settlement *s, GError **error)
{
	static const PostingKind received[] = { POSTING_client_payment, POSTING_receipt_placed };
	static const PostingKind off[] = { POSTING_setoff_costs, POSTING_setoff_interest, POSTING_setoff_principal };
	static const PostingKind out[] = { POSTING_payout_costs, POSTING_payout_interest, POSTING_payout_principal };
	const struct {
		PostingKind kind;
		Money *sum;
	} rows[] = { { POSTING_split_costs, &s->costs },
		     { POSTING_split_interest, &s->interest },
		     { POSTING_split_principal, &s->principal },
		     { POSTING_split_surplus, &s->surplus },
		     { POSTING_fee_earned, &s->fee },
		     { POSTING_fee_invoiced, &s->fee_invoiced },
		     { POSTING_fee_vat, &s->vat_booked },
		     { POSTING_advance_charged, &s->advance_charged },
		     { POSTING_advance_lost, &s->advance_lost },
		     { POSTING_court_fee_advanced, &s->advanced },
		     { POSTING_client_paid_us, &s->client_paid_us },
		     { POSTING_surplus_returned, &s->returned },
		     { POSTING_cover_client, &s->covered },
		     { POSTING_costs_awarded, &s->costs_awarded } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (!net(store, c->id, s->on, rows[i].kind, rows[i].sum, error))
			return false;
	Money refunded = money_zero();
	if (!nets(store, c->id, s->on, received, G_N_ELEMENTS(received), &s->received, error) ||
	    !nets(store, c->id, s->on, off, G_N_ELEMENTS(off), &s->set_off, error) ||
	    !nets(store, c->id, s->on, out, G_N_ELEMENTS(out), &s->paid_out, error) ||
	    !net(store, c->id, s->on, POSTING_court_fee_refunded, &refunded, error))
		return false;
	return money_sub(s->advanced, refunded, &s->advanced) || overflow(error);
}

static bool balances_read(Store *store, const Case *c, Settlement *s, GError **error)
{
	static const char *const held[] = { "client_debt", "client_principal", "client_interest", "client_costs", "client_surplus" };
	Money balance;
	for (size_t i = 0; i < G_N_ELEMENTS(held); i++) {
		if (!ledger_balance(store, held[i], c->id, s->on, &balance, error))
			return false;
		if (!money_sub(s->held, balance, &s->held))
			return overflow(error);
		if (strcmp(held[i], "client_surplus") == 0 && !money_sub(money_zero(), balance, &s->surplus_held))
			return overflow(error);
		if (strcmp(held[i], "client_debt") == 0 && !money_sub(money_zero(), balance, &s->unsplit))
			return overflow(error);
	}
	return ledger_balance(store, "fee_unbilled", c->id, s->on, &s->fee_unbilled, error) &&
	       ledger_balance(store, "client_receivable", c->id, s->on, &s->receivable, error) &&
	       ledger_balance(store, "court_fee_advanced", c->id, s->on, &s->advance_open, error);
}

/* ---- one by one ---- */

static Date day_of_event(const Case *c, int64_t id)
{
	for (guint i = 0; id != 0 && i < c->events->len; i++)
		if (((const Event *)c->events->pdata[i])->id == id)
			return ((const Event *)c->events->pdata[i])->on;
	return DATE_NONE;
}

static SettledReceipt *receipt_of(Settlement *s, int64_t event)
{
	for (guint i = 0; event != 0 && i < s->receipts->len; i++)
		if (((SettledReceipt *)s->receipts->pdata[i])->event == event)
			return s->receipts->pdata[i];
	return NULL;
}

/* Entries that stand at the end of the day: kind, id, day, amount, payload. */
#define STANDING                                                                                                             \
	"SELECT j.kind, j.id, j.day, j.amount_ore, CAST(p.payload AS TEXT) FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq" \
	" WHERE j.case_id = ?1 AND j.day <= ?2 AND NOT EXISTS (SELECT 1 FROM journal b"                                      \
	" WHERE b.id = j.kind || '_back' || substr(j.id, length(j.kind) + 1) AND b.day <= ?2)"

static bool receipt_add(Settlement *s, const Case *c, Query *query, GError **error)
{
	const char *text = query_text(query, 4);
	g_autoptr(cJSON) payload = text != NULL ? json_parse(text, strlen(text)) : NULL;
	PostingKind kind = posting_kind_of(query_text(query, 0));
	Money amount = money_of_ore(query_int(query, 3));
	int64_t event = payload != NULL ? json_get_int(payload, "event", 0) : 0;
	SettledReceipt *receipt = receipt_of(s, event);
	if (receipt == NULL) {
		receipt = g_new0(SettledReceipt, 1);
		*receipt = (SettledReceipt){ .event = event, .on = day_of_event(c, event), .booked_on = query_date(query, 2) };
		g_ptr_array_add(s->receipts, receipt);
	}
	Money *to = kind == POSTING_split_costs       ? &receipt->costs
	            : kind == POSTING_split_interest  ? &receipt->interest
	            : kind == POSTING_split_principal ? &receipt->principal
	            : kind == POSTING_split_surplus   ? &receipt->surplus
	                                              : &receipt->amount;
	return money_add(*to, amount, to) || overflow(error);
}

/* What the clause is called; the price itself follows from the agreement. */
static const struct {
	const char *clause;
	Say say;
} clauses[] = {
	{ "share", { "Salær", "Fee" } },
	{ "fixed", { "Salær", "Fee" } },
	{ "hourly", { "Salær", "Fee" } },
	{ "reminder_fees", { "Rykkergebyrer, som tilfalder os", "Reminder fees that are ours" } },
	{ "interest", { "Renter, som tilfalder os", "Interest that is ours" } },
	{ "awarded_costs", { "Tilkendte omkostninger, som tilfalder os", "Awarded costs that are ours" } },
	{ "withdrawal", { "Pris, når sagen trækkes tilbage", "Price of withdrawing the case" } },
	{ "loss", { "Udlagt retsafgift", "Court fee advanced" } },
};

char *settlement_clause(PostingKind kind, const char *clause, int phase, const Terms *terms, Lang lang)
{
	Say what = posting_say(kind);
	for (size_t i = 0; i < G_N_ELEMENTS(clauses); i++)
		if (g_strcmp0(clauses[i].clause, clause) == 0)
			what = clauses[i].say;
	static const char *const priced[] = { "share", "fixed", "hourly", NULL };
	g_autofree char *price = terms != NULL && phase >= 0 && clause != NULL && g_strv_contains(priced, clause)
	                             ? terms_price_words(&terms->prices[phase], lang)
	                             : NULL;
	return price != NULL ? g_strdup_printf("%s: %s", say(what, lang), price) : g_strdup(say(what, lang));
}

static int by_day(gconstpointer a, gconstpointer b)
{
	const SettledReceipt *one = *(const SettledReceipt *const *)a, *other = *(const SettledReceipt *const *)b;
	int order = date_compare(date_known(one->on) ? one->on : one->booked_on, date_known(other->on) ? other->on : other->booked_on);
	return order != 0 ? order : (one->event > other->event) - (one->event < other->event);
}

static bool deduction_add(Store *store, Settlement *s, const Case *c, Query *query, GError **error)
{
	const char *text = query_text(query, 4);
	g_autoptr(cJSON) payload = text != NULL ? json_parse(text, strlen(text)) : NULL;
	SettledDeduction *deduction = g_new0(SettledDeduction, 1);
	*deduction = (SettledDeduction){ .entry = g_strdup(query_text(query, 1)),
		                         .kind = posting_kind_of(query_text(query, 0)),
		                         .on = DATE_NONE,
		                         .booked_on = query_date(query, 2),
		                         .amount = money_of_ore(query_int(query, 3)),
		                         .agreed_on = DATE_NONE,
		                         .from_on = DATE_NONE,
		                         .phase = -1,
		                         .version = -1 };
	g_ptr_array_add(s->deductions, deduction);
	if (payload != NULL) {
		const char *day = json_get_text(payload, "on"), *phase = json_get_text(payload, "phase");
		if (day == NULL || !date_parse(day, &deduction->on))
			deduction->on = day_of_event(c, json_get_int(payload, "event", 0));
		deduction->clause = g_strdup(json_get_text(payload, "clause"));
		deduction->phase = phase == NULL ? -1 : strcmp(phase, "court") == 0 ? PHASE_COURT : PHASE_OUT_OF_COURT;
		deduction->version = json_get_int(payload, "terms", -1);
	}
	g_autoptr(Terms) terms = NULL;
	if (deduction->version > 0 && (terms = terms_read(store, deduction->version, error)) == NULL)
		return false;
	if (deduction->version == 0 && !terms_on(store, c, date_known(deduction->on) ? deduction->on : s->on, &terms, error))
		return false;
	if (terms != NULL) {
		deduction->agreed_on = terms->agreed_on;
		deduction->from_on = terms->from_on;
	}
	for (int lang = LANG_DA; lang <= LANG_EN; lang++)
		deduction->text[lang] = settlement_clause(deduction->kind, deduction->clause, deduction->phase, terms, (Lang)lang);
	return true;
}

static bool rows_read(Store *store, const Case *c, Settlement *s, GError **error)
{
	GError *fault = NULL;
	/* Receipts come before their splits in the journal. */
	g_autoptr(Query) receipts = store_query(store, error,
	                                        STANDING " AND j.kind IN ('client_payment', 'receipt_placed', 'split_costs', 'split_interest',"
	                                                 " 'split_principal', 'split_surplus') ORDER BY j.seq",
	                                        "sd", c->id, s->on);
	while (receipts != NULL && query_next(receipts, &fault))
		if (!receipt_add(s, c, receipts, error))
			return false;
	if (fault != NULL)
		g_propagate_error(error, fault);
	if (receipts == NULL || fault != NULL)
		return false;
	g_ptr_array_sort(s->receipts, by_day);
	g_autoptr(Query) deductions =
	    store_query(store, error, STANDING " AND j.kind IN ('fee_earned', 'advance_charged') ORDER BY j.seq", "sd", c->id, s->on);
	while (deductions != NULL && query_next(deductions, &fault))
		if (!deduction_add(store, s, c, deductions, error))
			return false;
	if (fault != NULL)
		g_propagate_error(error, fault);
	return deductions != NULL && fault == NULL;
}

/* ---- what is left ---- */

/* VAT on the fee that no invoice has yet, as the agreement of the last fee says; rounded once over all of it. */
static bool vat_reckon(Store *store, const Case *c, const Law *law, Settlement *s, GError **error)
{
	s->vat_percent = -1;
	s->vat_known = money_is_zero(s->fee_unbilled);
	g_autoptr(Terms) terms = NULL;
	int64_t version = -1;
	for (guint i = 0; i < s->deductions->len; i++) {
		const SettledDeduction *deduction = s->deductions->pdata[i];
		version = deduction->kind == POSTING_fee_earned ? deduction->version : version;
	}
	if (s->vat_known || version < 0)
		return true;
	if (version == 0 ? !terms_on(store, c, s->on, &terms, error) : (terms = terms_read(store, version, error)) == NULL)
		return false;
	if (terms == NULL || terms->vat == KNOWN_UNSAID)
		return true;
	CostAnswer vat = cost_vat_on(law, s->fee_unbilled, s->on);
	s->vat_known = terms->vat == KNOWN_NO || vat.status == COST_KNOWN;
	if (terms->vat == KNOWN_YES && vat.status == COST_KNOWN) {
		s->vat_to_come = vat.amount;
		if (!law_limit_number(law, "vat_rate", s->on, &s->vat_percent))
			s->vat_percent = -1;
	}
	return true;
}

static bool due_reckon(Settlement *s, GError **error)
{
	s->due_known = s->vat_known;
	s->due = s->held;
	const Money off[] = { s->surplus_held, s->fee_unbilled, s->vat_to_come, s->receivable };
	for (size_t i = 0; i < G_N_ELEMENTS(off); i++)
		if (!money_sub(s->due, off[i], &s->due))
			return overflow(error);
	return true;
}

Settlement *settlement_read(Store *store, const Case *c, const Law *law, Date on, GError **error)
{
	g_autoptr(Settlement) s = g_new0(Settlement, 1);
	s->on = on;
	s->receipts = g_ptr_array_new_with_free_func(g_free);
	s->deductions = g_ptr_array_new_with_free_func(deduction_free);
	g_autoptr(Query) query = store_query(store, error, "SELECT coalesce(max(seq), 0) FROM journal WHERE day <= ?", "d", on);
	if (query == NULL || !query_next(query, error))
		return NULL;
	s->seq = query_int(query, 0);
	if (!sums_read(store, c, s, error) || !balances_read(store, c, s, error) || !rows_read(store, c, s, error) ||
	    !vat_reckon(store, c, law, s, error) || !due_reckon(s, error))
		return NULL;
	return g_steal_pointer(&s);
}
