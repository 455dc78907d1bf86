/* What is to be billed, read from the books; pure but for reading. */
#include "enforcement/invoicework.h"

#include "assess/costs.h"
#include "assess/edition.h"
#include "enforcement/client.h"
#include "enforcement/payoutbook.h"
#include "enforcement/period.h"
#include "enforcement/settlement.h"
#include "intake/conf.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void line_free(gpointer data)
{
	BilledLine *line = data;
	g_free(line->case_id);
	g_free(line->entry);
	g_free(line->clause);
	g_free(line->text[LANG_DA]);
	g_free(line->text[LANG_EN]);
	g_free(line);
}

static void offset_free(gpointer data)
{
	InvoiceOffset *offset = data;
	g_free(offset->case_id);
	g_free(offset);
}

static void party_clear(InvoiceParty *party)
{
	g_free(party->name);
	g_free(party->address);
	g_free(party->place);
	g_free(party->cvr);
	g_free(party->phone);
	g_free(party->email);
}

void invoice_free(Invoice *invoice)
{
	if (invoice == NULL)
		return;
	party_clear(&invoice->seller);
	party_clear(&invoice->buyer);
	g_ptr_array_unref(invoice->lines);
	g_ptr_array_unref(invoice->offsets);
	g_ptr_array_unref(invoice->missing);
	g_free(invoice->client);
	g_free(invoice->account);
	g_free(invoice->why);
	g_free(invoice->by);
	g_free(invoice->law);
	g_free(invoice);
}

Invoice *invoice_new(const char *client)
{
	Invoice *invoice = g_new0(Invoice, 1);
	*invoice = (Invoice){ .client = g_strdup(client),
		              .issued_on = DATE_NONE,
		              .due_on = DATE_NONE,
		              .from_on = DATE_NONE,
		              .to_on = DATE_NONE,
		              .credited_on = DATE_NONE,
		              .vat_percent = -1,
		              .lines = g_ptr_array_new_with_free_func(line_free),
		              .offsets = g_ptr_array_new_with_free_func(offset_free),
		              .missing = g_ptr_array_new_with_free_func(g_free) };
	return invoice;
}

static bool overflow(GError **error)
{
	return error_set(error, ERROR_STORE, "sum", "Summen af bøgerne er for stor.", "The sum of the books is too large.");
}

static bool sum_add(Money *sum, Money more, GError **error)
{
	return money_add(*sum, more, sum) || overflow(error);
}

/* ---- who ---- */

bool invoice_seller(Invoice *invoice, const char *home)
{
	const struct {
		const char *key;
		char **to;
		const char *name;
	} keys[] = { { "name", &invoice->seller.name, "[firm] name" },
		     { "address", &invoice->seller.address, "[firm] address" },
		     { "cvr", &invoice->seller.cvr, "[firm] cvr" },
		     { "phone", &invoice->seller.phone, NULL },
		     { "email", &invoice->seller.email, NULL },
		     { "account", &invoice->account, NULL } };
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		*keys[i].to = conf_text(home, "firm", keys[i].key);
		if (*keys[i].to == NULL && keys[i].name != NULL)
			g_ptr_array_add(invoice->missing, g_strdup(keys[i].name));
	}
	g_autofree char *postcode = conf_text(home, "firm", "postcode"), *city = conf_text(home, "firm", "city");
	if (postcode != NULL && city != NULL)
		invoice->seller.place = g_strdup_printf("%s %s", postcode, city);
	else
		g_ptr_array_add(invoice->missing, g_strdup(postcode == NULL ? "[firm] postcode" : "[firm] city"));
	return invoice->missing->len == 0;
}

/* The client as its case last said; what a case lacks an earlier one may have. */
static bool buyer_read(Store *store, Invoice *invoice, GError **error)
{
	g_autoptr(GPtrArray) cases = client_cases(store, invoice->client, error);
	if (cases == NULL)
		return false;
	InvoiceParty *buyer = &invoice->buyer;
	for (guint i = cases->len; i-- > 0 && (buyer->name == NULL || buyer->address == NULL || buyer->place == NULL);) {
		g_autoptr(Case) c = case_read(store, cases->pdata[i], 0, error);
		if (c == NULL)
			return false;
		const Party *creditor = c->creditor;
		const char *postcode = field_text(&creditor->postcode), *city = field_text(&creditor->city);
		if (field_text(&creditor->name) == NULL || (buyer->name != NULL && strcmp(buyer->name, field_text(&creditor->name)) != 0))
			continue;
		if (buyer->name == NULL)
			buyer->name = g_strdup(field_text(&creditor->name));
		if (buyer->address == NULL)
			buyer->address = g_strdup(field_text(&creditor->address));
		if (buyer->place == NULL && postcode != NULL && city != NULL)
			buyer->place = g_strdup_printf("%s %s", postcode, city);
	}
	if (g_str_has_prefix(invoice->client, "cvr-"))
		buyer->cvr = g_strdup(invoice->client + strlen("cvr-"));
	if (buyer->name == NULL)
		g_ptr_array_add(invoice->missing, g_strdup("creditor.name"));
	if (buyer->address == NULL || buyer->place == NULL)
		g_ptr_array_add(invoice->missing, g_strdup("creditor.address"));
	return true;
}

/* ---- what ---- */

static bool case_terms(Store *store, const char *case_id, Date on, Terms **out, GError **error)
{
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	return c != NULL && terms_on(store, c, on, out, error);
}

/* The agreement that an entry names; NULL where it names none. */
static bool terms_of_line(Store *store, const BilledLine *line, Terms **out, GError **error)
{
	*out = NULL;
	if (line->terms > 0)
		return (*out = terms_read(store, line->terms, error)) != NULL;
	return line->terms < 0 || case_terms(store, line->case_id, line->on, out, error);
}

bool invoice_line_words(Store *store, BilledLine *line, Known *vat, GError **error)
{
	g_autoptr(Terms) terms = NULL;
	if (!terms_of_line(store, line, &terms, error))
		return false;
	PostingKind kind = line->disbursement ? POSTING_advance_charged : POSTING_fee_earned;
	/* An advance that a person charged by hand is none the less a court fee. */
	const char *clause = line->disbursement && line->clause == NULL ? "loss" : line->clause;
	for (int lang = LANG_DA; lang <= LANG_EN; lang++)
		line->text[lang] = settlement_clause(kind, clause, line->phase, terms, (Lang)lang);
	*vat = terms != NULL ? terms->vat : KNOWN_UNSAID;
	return true;
}

static void missing_vat(Invoice *invoice, const BilledLine *line)
{
	g_autofree char *name = line->terms > 0 ? g_strdup_printf("agreement %" PRId64 ": vat", line->terms)
	                                        : g_strdup_printf("%s: agreement, vat", line->case_id);
	for (guint i = 0; i < invoice->missing->len; i++)
		if (strcmp(invoice->missing->pdata[i], name) == 0)
			return;
	g_ptr_array_add(invoice->missing, g_steal_pointer(&name));
}

static bool line_add(Store *store, Invoice *invoice, Query *query, GError **error)
{
	const char *text = query_text(query, 4), *said;
	g_autoptr(cJSON) payload = text != NULL ? json_parse(text, strlen(text)) : NULL;
	BilledLine *line = g_new0(BilledLine, 1);
	g_ptr_array_add(invoice->lines, line);
	*line = (BilledLine){ .line = (int)invoice->lines->len,
		               .disbursement = posting_kind_of(query_text(query, 0)) == POSTING_advance_charged,
		               .entry = g_strdup(query_text(query, 1)),
		               .case_id = g_strdup(query_text(query, 2)),
		               .on = query_date(query, 5),
		               .amount = money_of_ore(query_int(query, 3)),
		               .vat = money_zero(),
		               .phase = -1,
		               .terms = -1 };
	if (payload != NULL) {
		line->clause = g_strdup(json_get_text(payload, "clause"));
		line->terms = json_get_int(payload, "terms", -1);
		if ((said = json_get_text(payload, "phase")) != NULL)
			line->phase = strcmp(said, "court") == 0 ? PHASE_COURT : PHASE_OUT_OF_COURT;
		if ((said = json_get_text(payload, "on")) != NULL && !date_parse(said, &line->on))
			line->on = query_date(query, 5);
	}
	Known vat;
	if (!invoice_line_words(store, line, &vat, error))
		return false;
	line->bears_vat = !line->disbursement && vat == KNOWN_YES;
	if (!line->disbursement && vat == KNOWN_UNSAID)
		missing_vat(invoice, line);
	return true;
}

/* Entries that stand and that no standing line of an invoice has. */
#define UNBILLED                                                                                                             \
	" FROM client_case c JOIN journal j ON j.case_id = c.case_id LEFT JOIN journal_payload p ON p.seq = j.seq"           \
	" WHERE j.kind IN ('fee_earned', 'advance_charged')"                                                                 \
	" AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.id = j.kind || '_back' || substr(j.id, length(j.kind) + 1))"       \
	" AND NOT EXISTS (SELECT 1 FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE l.entry = j.id"           \
	" AND i.credits IS NULL AND NOT EXISTS (SELECT 1 FROM invoice n JOIN invoice_line k ON k.invoice_id = n.id"          \
	" WHERE n.credits = i.id AND k.credits_line = l.line))"

static bool lines_read(Store *store, Invoice *invoice, const InvoiceOrder *order, Date today, GError **error)
{
	Date to = date_min(order->to, today);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT j.kind, j.id, j.case_id, j.amount_ore, CAST(p.payload AS TEXT), j.day" UNBILLED
	                                     " AND c.client = ?1 AND (?2 IS NULL OR j.case_id = ?2) AND (?3 IS NULL OR j.day >= ?3)"
	                                     " AND j.day <= ?4 ORDER BY j.case_id, j.seq",
	                                     "ssdd", order->client, order->case_id, order->from, to);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (!line_add(store, invoice, query, error))
			return false;
	return found == 0;
}

GPtrArray *invoice_clients(Store *store, Date from, Date to, GError **error)
{
	g_autoptr(GPtrArray) clients = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT DISTINCT c.client" UNBILLED " AND (?1 IS NULL OR j.day >= ?1)"
	                                     " AND (?2 IS NULL OR j.day <= ?2) ORDER BY c.client",
	                                     "dd", from, to);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		g_ptr_array_add(clients, g_strdup(query_text(query, 0)));
	return found == 0 ? g_steal_pointer(&clients) : NULL;
}

/* ---- how much ---- */

bool invoice_percent(Invoice *invoice, const Law *law)
{
	invoice->vat_percent = -1;
	for (guint i = 0; i < invoice->lines->len; i++)
		if (((const BilledLine *)invoice->lines->pdata[i])->bears_vat)
			return law_limit_number(law, "vat_rate", invoice->issued_on, &invoice->vat_percent);
	return true;
}

/* A line's VAT is the rounded whole so far less what came before: the lines add up to the VAT of the total. */
bool invoice_vat(Invoice *invoice, GError **error)
{
	Money net = money_zero(), before = money_zero(), whole;
	for (guint i = 0; i < invoice->lines->len; i++) {
		BilledLine *line = invoice->lines->pdata[i];
		if (!line->bears_vat || invoice->vat_percent < 0)
			continue;
		if (!money_add(net, line->amount, &net) || !money_scale(net, invoice->vat_percent, 100, &whole) ||
		    !money_sub(whole, before, &line->vat))
			return overflow(error);
		before = whole;
	}
	return true;
}

bool invoice_add_up(Invoice *invoice, GError **error)
{
	static const char *const debtors[] = { "reminder_fees", "interest", "awarded_costs", NULL };
	invoice->net = invoice->exempt = invoice->vat = invoice->from_debtors = invoice->set_off = money_zero();
	for (guint i = 0; i < invoice->lines->len; i++) {
		const BilledLine *line = invoice->lines->pdata[i];
		if (!sum_add(line->bears_vat ? &invoice->net : &invoice->exempt, line->amount, error) ||
		    !sum_add(&invoice->vat, line->vat, error))
			return false;
		if (line->clause != NULL && g_strv_contains(debtors, line->clause) && !sum_add(&invoice->from_debtors, line->amount, error))
			return false;
	}
	for (guint i = 0; i < invoice->offsets->len; i++) {
		const InvoiceOffset *offset = invoice->offsets->pdata[i];
		if (!sum_add(&invoice->set_off, offset->costs, error) || !sum_add(&invoice->set_off, offset->interest, error) ||
		    !sum_add(&invoice->set_off, offset->principal, error))
			return false;
	}
	return (money_add(invoice->net, invoice->exempt, &invoice->total) && money_add(invoice->total, invoice->vat, &invoice->total)) ||
	       overflow(error);
}

/* ---- set off ---- */

const char *const invoice_offset_accounts[] = { "client_costs", "client_interest", "client_principal" };

/* What the case's lines come to, and what of it is no debt on the account yet. */
bool invoice_case_sums(const Invoice *invoice, const char *case_id, Money *whole, Money *fees, GError **error)
{
	*whole = *fees = money_zero();
	for (guint i = 0; i < invoice->lines->len; i++) {
		const BilledLine *line = invoice->lines->pdata[i];
		if (strcmp(line->case_id, case_id) != 0)
			continue;
		if (!sum_add(whole, line->amount, error) || !sum_add(whole, line->vat, error) ||
		    (!line->disbursement && (!sum_add(fees, line->amount, error) || !sum_add(fees, line->vat, error))))
			return false;
	}
	return true;
}

/* Of one account: no more than the case has on it, and no more than the client has, on that evening and every later one. */
static bool held_on(Store *store, const Invoice *invoice, const char *case_id, size_t account, Money used, Money *out, GError **error)
{
	Money then, now, least, left, of_case, of_client;
	const char *name = invoice_offset_accounts[account];
	if (!ledger_balance(store, name, case_id, invoice->issued_on, &then, error) ||
	    !ledger_balance(store, name, case_id, DATE_NONE, &now, error) ||
	    !client_least(store, invoice->client, name, invoice->issued_on, &least, error) ||
	    !payout_reserved(store, NULL, case_id, name, false, 0, &of_case, error) ||
	    !payout_reserved(store, invoice->client, NULL, name, false, 0, &of_client, error))
		return false;
	/* What a payout has sent to the bank is the client's already. */
	if (!money_sub(money_zero(), then, &then) || !money_sub(money_zero(), now, &now) || !money_sub(now, of_case, &now) ||
	    !money_sub(least, used, &left) || !money_sub(left, of_client, &left))
		return overflow(error);
	*out = money_min(money_min(then, now), left);
	if (money_is_negative(*out))
		*out = money_zero();
	return true;
}

static bool offset_case(Store *store, Invoice *invoice, const char *case_id, Money used[3], GError **error)
{
	g_autoptr(Terms) terms = NULL;
	Money whole, fees, owed, claim;
	if (!case_terms(store, case_id, invoice->issued_on, &terms, error))
		return false;
	if (terms == NULL || terms->set_off != KNOWN_YES)
		return true;
	if (!invoice_case_sums(invoice, case_id, &whole, &fees, error) ||
	    !ledger_balance(store, "client_receivable", case_id, DATE_NONE, &owed, error) || !sum_add(&owed, fees, error))
		return false;
	claim = money_min(whole, owed);
	InvoiceOffset *offset = g_new0(InvoiceOffset, 1);
	*offset = (InvoiceOffset){ g_strdup(case_id), terms->version, money_zero(), money_zero(), money_zero() };
	Money *const parts[] = { &offset->costs, &offset->interest, &offset->principal };
	g_ptr_array_add(invoice->offsets, offset);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		Money held;
		if (money_is_negative(claim) || money_is_zero(claim))
			break;
		if (!held_on(store, invoice, case_id, i, used[i], &held, error))
			return false;
		*parts[i] = money_min(held, claim);
		if (!money_sub(claim, *parts[i], &claim) || !money_add(used[i], *parts[i], &used[i]))
			return overflow(error);
	}
	if (money_is_zero(offset->costs) && money_is_zero(offset->interest) && money_is_zero(offset->principal))
		g_ptr_array_remove_index(invoice->offsets, invoice->offsets->len - 1);
	return true;
}

static bool offsets_read(Store *store, Invoice *invoice, GError **error)
{
	Money used[3] = { money_zero(), money_zero(), money_zero() };
	const char *last = NULL;
	for (guint i = 0; i < invoice->lines->len; i++) {
		const BilledLine *line = invoice->lines->pdata[i];
		if (last != NULL && strcmp(last, line->case_id) == 0)
			continue;
		last = line->case_id;
		if (!offset_case(store, invoice, last, used, error))
			return false;
	}
	return true;
}

/* ---- the whole ---- */

static bool due_read(Store *store, Invoice *invoice, const InvoiceOrder *order, GError **error)
{
	g_autofree char *text = conf_text(store_home(store), "invoice", "days");
	gint64 days = LIMIT_INVOICE_DAYS;
	if (text != NULL && !g_ascii_string_to_signed(text, 10, 0, LIMIT_INVOICE_DAYS_MOST, &days, NULL))
		return error_set(error, ERROR_INPUT, "invoice-days", "[invoice] days i paakrav.conf er ikke et antal dage: %s.",
		                 "[invoice] days in paakrav.conf is not a number of days: %s.", text);
	invoice->due_on = date_known(order->due) ? order->due : date_add_days(invoice->issued_on, (int)days);
	if (date_before(invoice->due_on, invoice->issued_on))
		return error_set(error, ERROR_INPUT, "invoice-due-before", "En faktura kan ikke forfalde, før den er udstedt.",
		                 "An invoice cannot be due before it is issued.");
	return true;
}

Invoice *invoice_prepare(Store *store, const InvoiceOrder *order, const Law *law, Date today, GError **error)
{
	g_autoptr(Invoice) invoice = invoice_new(order->client);
	invoice->issued_on = today;
	invoice->from_on = order->from;
	invoice->to_on = date_known(order->to) ? order->to : today;
	invoice->lang = order->lang;
	invoice->by = g_strdup(order->by);
	invoice->law = g_strdup(law_edition(law));
	if (!due_read(store, invoice, order, error) || !lines_read(store, invoice, order, today, error))
		return NULL;
	if (invoice->lines->len == 0)
		return g_steal_pointer(&invoice);
	invoice_seller(invoice, store_home(store));
	if (!buyer_read(store, invoice, error))
		return NULL;
	if (!invoice_percent(invoice, law))
		g_ptr_array_add(invoice->missing, g_strdup("law: vat_rate"));
	if (!invoice_vat(invoice, error) || !offsets_read(store, invoice, error) || !invoice_add_up(invoice, error))
		return NULL;
	if (invoice->account == NULL && money_compare(invoice->total, invoice->set_off) > 0)
		g_ptr_array_add(invoice->missing, g_strdup("[firm] account"));
	return g_steal_pointer(&invoice);
}

static void invoice_stale_free(gpointer data)
{
	InvoiceStale *stale = data;
	g_free(stale->entry);
	g_free(stale->client);
	g_free(stale);
}

GPtrArray *invoice_stale(Store *store, const char *client, GError **error)
{
	g_autoptr(GPtrArray) stale = g_ptr_array_new_with_free_func(invoice_stale_free);
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT i.id, l.line, l.entry, i.client, l.amount_ore FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id"
	    " JOIN journal j ON j.id = l.entry JOIN journal b ON b.id = j.kind || '_back' || substr(j.id, length(j.kind) + 1)"
	    " WHERE i.credits IS NULL AND (?1 IS NULL OR i.client = ?1) AND NOT EXISTS (SELECT 1 FROM invoice n JOIN invoice_line k"
	    " ON k.invoice_id = n.id WHERE n.credits = i.id AND k.credits_line = l.line) ORDER BY i.id, l.line",
	    "s", client);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		InvoiceStale *one = g_new0(InvoiceStale, 1);
		*one = (InvoiceStale){ query_int(query, 0), (int)query_int(query, 1), g_strdup(query_text(query, 2)), g_strdup(query_text(query, 3)),
			               money_of_ore(query_int(query, 4)) };
		g_ptr_array_add(stale, one);
	}
	return found == 0 ? g_steal_pointer(&stale) : NULL;
}

char *invoice_client(Store *store, const char *said, GError **error)
{
	bool bare = strlen(said) == 8 && strspn(said, "0123456789") == 8;
	g_autofree char *client = bare ? g_strconcat("cvr-", said, NULL) : g_strdup(said);
	g_autoptr(Query) query = store_query(store, error, "SELECT EXISTS (SELECT 1 FROM client_case WHERE client = ?)", "s", client);
	if (query_step(query, error) != 1)
		return NULL;
	if (query_int(query, 0) != 0)
		return g_steal_pointer(&client);
	error_set(error, ERROR_INPUT, "no-such-client", "Bøgerne kender ingen klient %s.", "The books know no client %s.", said);
	error_remedy(error, "Skriv CVR-nummeret, eller klienten som i clientmoney.", "Write the CVR number, or the client as in clientmoney.");
	return NULL;
}
