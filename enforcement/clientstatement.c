#include "enforcement/clientstatement.h"

#include "enforcement/client.h"
#include "enforcement/payoutbook.h"
#include "intake/record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void row_free(gpointer data)
{
	ClientRow *row = data;
	g_free(row->case_id);
	g_free(row->debtors);
	settlement_free(row->end);
	g_free(row);
}

static void invoice_unref(gpointer data)
{
	invoice_free(data);
}

void clientstatement_free(ClientStatement *statement)
{
	if (statement == NULL)
		return;
	g_free(statement->client);
	g_free(statement->creditor);
	g_free(statement->address);
	g_ptr_array_unref(statement->rows);
	g_ptr_array_unref(statement->invoices);
	g_free(statement);
}

static bool overflow(GError **error)
{
	return error_set(error, ERROR_STORE, "sum", "Summen af bøgerne er for stor.", "The sum of the books is too large.");
}

/* What moves in a period, and what stands on a day: where it is in a settlement and in the sums. */
#define MOVES(X) \
	X(received) X(costs) X(interest) X(principal) X(surplus) X(covered) X(set_off) X(paid_out) X(returned) X(client_paid_us) X(fee) X(advance_charged)
#define STANDS(X) \
	X(held) X(surplus_held) X(unsplit) X(fee_unbilled) X(vat_to_come) X(receivable) X(advance_open) X(advance_lost)

static bool sums_of(ClientSums *sums, const Settlement *end, const Settlement *before, GError **error)
{
	*sums = (ClientSums){ .held_before = before != NULL ? before->held : money_zero(), .due = end->due, .due_known = end->due_known };
#define MOVE(name)                                                                                      \
	if (!money_sub(end->name, before != NULL ? before->name : money_zero(), &sums->name))           \
		return overflow(error);
	MOVES(MOVE)
#undef MOVE
#define STAND(name) sums->name = end->name;
	STANDS(STAND)
#undef STAND
	return true;
}

static bool sums_add(ClientSums *sums, const ClientSums *more, GError **error)
{
	sums->due_known = sums->due_known && more->due_known;
#define ADD(name)                                                  \
	if (!money_add(sums->name, more->name, &sums->name))       \
		return overflow(error);
	MOVES(ADD) STANDS(ADD) ADD(held_before) ADD(due)
#undef ADD
	return true;
}

/* Did anything move, or does anything stand? */
static bool tells(const ClientSums *sums)
{
	bool any = !money_is_zero(sums->held_before) || !sums->due_known;
#define ASK(name) any = any || !money_is_zero(sums->name);
	MOVES(ASK) STANDS(ASK)
#undef ASK
	return any;
}

static void creditor_said(ClientStatement *statement, const Case *c)
{
	const Party *creditor = c->creditor;
	const char *postcode = field_text(&creditor->postcode), *city = field_text(&creditor->city);
	/* The case that came last says it last. */
	if (field_text(&creditor->name) != NULL) {
		g_free(statement->creditor);
		statement->creditor = g_strdup(field_text(&creditor->name));
	}
	if (field_text(&creditor->address) != NULL && postcode != NULL && city != NULL) {
		g_free(statement->address);
		statement->address = g_strdup_printf("%s\n%s %s", field_text(&creditor->address), postcode, city);
	}
}

static char *debtors_of(const Case *c)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", field_text(&debtor->name) != NULL ? field_text(&debtor->name) : debtor->id);
	}
	return g_string_free(out, FALSE);
}

static bool case_add(Store *store, ClientStatement *statement, const char *case_id, const Law *law, GError **error)
{
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	if (c == NULL)
		return false;
	creditor_said(statement, c);
	g_autoptr(Settlement) before = NULL;
	g_autoptr(Settlement) end = settlement_read(store, c, law, statement->to, error);
	if (end == NULL)
		return false;
	if (date_known(statement->from) &&
	    (before = settlement_read(store, c, law, date_add_days(statement->from, -1), error)) == NULL)
		return false;
	ClientSums sums;
	if (!sums_of(&sums, end, before, error))
		return false;
	statement->seq = end->seq;
	statement->cases++;
	if (!tells(&sums))
		return true;
	ClientRow *row = g_new0(ClientRow, 1);
	*row = (ClientRow){ g_strdup(case_id), debtors_of(c), sums, g_steal_pointer(&end) };
	g_ptr_array_add(statement->rows, row);
	return sums_add(&statement->sums, &sums, error);
}

static bool invoices_read(Store *store, ClientStatement *statement, GError **error)
{
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT id FROM invoice WHERE client = ?1 AND ((issued_on <= ?3 AND (?2 IS NULL OR issued_on >= ?2)) OR (from_on IS ?2 AND to_on = ?3))"
	    " ORDER BY id",
	    "sdd", statement->client, statement->from, statement->to);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int64_t number = query_int(query, 0);
		g_array_append_val(numbers, number);
	}
	for (guint i = 0; found == 0 && i < numbers->len; i++) {
		Invoice *invoice = invoice_read(store, g_array_index(numbers, int64_t, i), error);
		if (invoice == NULL)
			return false;
		g_ptr_array_add(statement->invoices, invoice);
	}
	return found == 0;
}

/* Each case's VAT to come is rounded by itself; on the invoice it is of the total. */
static bool rounding_read(Store *store, ClientStatement *statement, const Law *law, GError **error)
{
	if (!statement->sums.due_known || money_is_zero(statement->sums.fee_unbilled) || money_is_negative(statement->sums.fee_unbilled))
		return true;
	const InvoiceOrder order = { .client = statement->client, .from = DATE_NONE, .to = statement->to, .due = DATE_NONE };
	g_autoptr(Invoice) plan = invoice_prepare(store, &order, law, statement->to, error);
	Money fees = money_zero();
	if (plan == NULL)
		return false;
	for (guint i = 0; i < plan->lines->len; i++) {
		const BilledLine *line = plan->lines->pdata[i];
		if (!line->disbursement && !money_add(fees, line->amount, &fees))
			return overflow(error);
	}
	/* Fees of that day that were billed or reversed since are no longer in a plan. */
	if (money_compare(fees, statement->sums.fee_unbilled) != 0)
		return true;
	return money_sub(plan->vat, statement->sums.vat_to_come, &statement->vat_rounding) || overflow(error);
}

ClientStatement *clientstatement_read(Store *store, const char *client, Date from, Date to, const Law *law, Date today, GError **error)
{
	g_autoptr(ClientStatement) statement = g_new0(ClientStatement, 1);
	statement->client = g_strdup(client);
	statement->from = from;
	statement->to = to;
	statement->sums.due_known = true;
	statement->rows = g_ptr_array_new_with_free_func(row_free);
	statement->invoices = g_ptr_array_new_with_free_func(invoice_unref);
	g_autoptr(GPtrArray) cases = client_cases(store, client, error);
	if (cases == NULL)
		return NULL;
	for (guint i = 0; i < cases->len; i++)
		if (!case_add(store, statement, cases->pdata[i], law, error))
			return NULL;
	/* Its payout comes when the period is over, before the next one is. */
	Date until = date_known(from) ? date_min(today, date_add_days(to, abs(date_diff(from, to)))) : today;
	if (!payout_prepared(store, client, to, until, &statement->payout, error))
		return NULL;
	/* What came in after the period is paid out with its own. */
	Money held = money_is_negative(statement->sums.held) ? money_zero() : statement->sums.held;
	if (money_compare(statement->payout, held) > 0)
		statement->payout = held;
	return invoices_read(store, statement, error) && rounding_read(store, statement, law, error) ? g_steal_pointer(&statement) : NULL;
}
