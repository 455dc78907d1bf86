/* The commands on invoices. */
#include "enforcement/invoicework.h"

#include "assess/edition.h"
#include "enforcement/books.h"
#include "enforcement/client.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WHOM                                                                                                             \
	{ "creditor", "KEY", { "denne klient: CVR-nummeret, cvr-12345678 eller sag-2026-000001", "this client: the CVR number, cvr-12345678 or sag-2026-000001" } }, \
	{ "case", "CASE", { "kun denne sag", "this case alone" } },                                                       \
	{ "period", "P", { "bogført i perioden: 2026-10, 2026-Q3 eller 2026; ellers alt", "booked in the period: 2026-10, 2026-Q3 or 2026; else all" } }
#define HOW                                                                                                              \
	{ "due", "DATE", { "forfalder; ellers [invoice] days i paakrav.conf", "due; else [invoice] days in paakrav.conf" } }

const OptionRow invoice_prepare_options[] = { WHOM, HOW, { 0 } };
const OptionRow invoice_issue_options[] = { WHOM, HOW, { "by", "NAME", { "hvem der udsteder", "who issues" } }, { 0 } };
const OptionRow invoice_list_options[] = {
	{ "creditor", "KEY", { "kun denne klient", "this client alone" } },
	{ "period", "P", { "udstedt i perioden: 2026-10, 2026-Q3 eller 2026", "issued in the period: 2026-10, 2026-Q3 or 2026" } },
	{ 0 },
};
const OptionRow invoice_show_options[] = {
	{ "pdf", "FILE", { "skriv dokumentet, som det blev udstedt", "write the document as it was issued" } },
	{ "xml", "FILE", { "skriv det som OIOUBL", "write it as OIOUBL" } },
	{ 0 },
};
const OptionRow invoice_credit_options[] = {
	{ "line", "N", { "kun denne linje; kan gentages", "this line alone; may be repeated" } },
	{ "taken-back", NULL, { "de linjer, hvis salær er tilbageført i bøgerne", "those lines whose fee the books have reversed" } },
	{ "why", "TEXT", { "grunden; den står på kreditnotaen", "the reason; it stands on the credit note" } },
	{ "by", "NAME", { "hvem der krediterer", "who credits" } },
	{ 0 },
};

bool period_parse(const char *text, Date *from, Date *to, GError **error)
{
	int year = 0, part = 0, used = 0, first = 0, months = 0;
	int length = (int)strlen(text);
	if (length == 7 && sscanf(text, "%4d-Q%1d%n", &year, &part, &used) == 2 && used == length && part >= 1 && part <= 4)
		first = part * 3 - 2, months = 3;
	else if (length == 7 && sscanf(text, "%4d-%2d%n", &year, &part, &used) == 2 && used == length)
		first = part, months = 1;
	else if (length == 4 && sscanf(text, "%4d%n", &year, &used) == 1 && used == length)
		first = 1, months = 12;
	if (months == 0 || !date_make(year, first, 1, from))
		return error_set(error, ERROR_USAGE, "bad-period", "%s er ikke en periode; skriv 2026-10, 2026-Q3 eller 2026.",
		                 "%s is not a period; write 2026-10, 2026-Q3 or 2026.", text);
	*to = date_add_days(date_add_months(*from, months), -1);
	return true;
}

static bool period_option(const Call *call, Date *from, Date *to, GError **error)
{
	const char *text = call_option(call, "period");
	*from = *to = DATE_NONE;
	return text == NULL || period_parse(text, from, to, error);
}

/* ---- as JSON ---- */

static void party_json(cJSON *object, const char *key, const InvoiceParty *party)
{
	cJSON *row = json_object(object, key);
	json_text(row, "name", party->name);
	json_text(row, "address", party->address);
	json_text(row, "place", party->place);
	json_text(row, "cvr", party->cvr);
}

static void line_json(cJSON *row, const BilledLine *line, Lang lang)
{
	json_int(row, "line", line->line);
	json_text(row, "case", line->case_id);
	json_text(row, "kind", line->disbursement ? "disbursement" : "fee");
	json_text(row, "entry", line->entry);
	json_date(row, "on", line->on);
	json_text(row, "text", line->text[lang]);
	json_text(row, "clause", line->clause);
	json_text(row, "phase", line->phase < 0 ? NULL : line->phase == PHASE_COURT ? "court" : "out_of_court");
	if (line->terms >= 0)
		json_int(row, "terms", line->terms);
	else
		json_null(row, "terms");
	json_money(row, "amount_ore", line->amount);
	json_bool(row, "bears_vat", line->bears_vat);
	json_money(row, "vat_ore", line->vat);
	if (line->credits_line != 0)
		json_int(row, "credits_line", line->credits_line);
	else
		json_null(row, "credits_line");
}

static void number_json(cJSON *row, const char *key, int64_t number)
{
	if (number != 0)
		json_int(row, key, number);
	else
		json_null(row, key);
}

void invoice_json(cJSON *row, const Invoice *i, Lang lang)
{
	Money left;
	number_json(row, "number", i->number);
	json_text(row, "kind", i->credits != 0 ? "credit_note" : "invoice");
	number_json(row, "credits", i->credits);
	json_text(row, "client", i->client);
	json_text(row, "creditor", i->buyer.name);
	json_date(row, "issued_on", i->issued_on);
	json_date(row, "due_on", i->due_on);
	json_date(row, "from_on", i->from_on);
	json_date(row, "to_on", i->to_on);
	json_int(row, "count", i->lines->len);
	json_money(row, "net_ore", i->net);
	json_money(row, "exempt_ore", i->exempt);
	if (i->vat_percent >= 0)
		json_int(row, "vat_percent", i->vat_percent);
	else
		json_null(row, "vat_percent");
	json_money(row, "vat_ore", i->vat);
	json_money(row, "total_ore", i->total);
	json_money(row, "set_off_ore", i->set_off);
	if (money_sub(i->total, i->set_off, &left))
		json_money(row, "payable_ore", i->credits != 0 ? money_zero() : left);
	json_money(row, "from_debtors_ore", i->from_debtors);
	json_text(row, "why", i->why);
	json_text(row, "by", i->by);
	json_text(row, "pdf_sha256", i->pdf[0] != '\0' ? i->pdf : NULL);
	json_text(row, "xml_sha256", i->xml[0] != '\0' ? i->xml : NULL);
	party_json(row, "buyer", &i->buyer);
	cJSON *missing = json_array(row, "missing");
	for (guint k = 0; k < i->missing->len; k++)
		json_push_text(missing, i->missing->pdata[k]);
	cJSON *lines = json_array(row, "lines");
	for (guint k = 0; k < i->lines->len; k++)
		line_json(json_push(lines), i->lines->pdata[k], lang);
	cJSON *offsets = json_array(row, "set_off");
	for (guint k = 0; k < i->offsets->len; k++) {
		const InvoiceOffset *offset = i->offsets->pdata[k];
		cJSON *one = json_push(offsets);
		json_text(one, "case", offset->case_id);
		json_money(one, "costs_ore", offset->costs);
		json_money(one, "interest_ore", offset->interest);
		json_money(one, "principal_ore", offset->principal);
	}
}

/* Sums of invoices less credit notes, with their count. */
static bool totals_json(cJSON *object, const GPtrArray *invoices, GError **error)
{
	const char *const keys[] = { "net_ore", "exempt_ore", "vat_ore", "total_ore" };
	Money sums[4] = { money_zero(), money_zero(), money_zero(), money_zero() };
	for (guint i = 0; i < invoices->len; i++) {
		const Invoice *one = invoices->pdata[i];
		const Money parts[] = { one->net, one->exempt, one->vat, one->total };
		for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
			if (!(one->credits != 0 ? money_sub(sums[k], parts[k], &sums[k]) : money_add(sums[k], parts[k], &sums[k])))
				return error_set(error, ERROR_STORE, "sum", "Summen af fakturaerne er for stor.", "The sum of the invoices is too large.");
	}
	json_int(object, "count", invoices->len);
	for (size_t k = 0; k < G_N_ELEMENTS(keys); k++)
		json_money(object, keys[k], sums[k]);
	return true;
}

static bool stale_json(Store *store, cJSON *object, const char *client, GError **error)
{
	g_autoptr(GPtrArray) stale = invoice_stale(store, client, error);
	cJSON *rows = json_array(object, "to_credit");
	for (guint i = 0; stale != NULL && i < stale->len; i++) {
		const InvoiceStale *one = stale->pdata[i];
		cJSON *row = json_push(rows);
		json_int(row, "number", one->number);
		json_int(row, "line", one->line);
		json_text(row, "client", one->client);
		json_text(row, "entry", one->entry);
		json_money(row, "amount_ore", one->amount);
	}
	return stale != NULL;
}

/* ---- prepare, issue ---- */

/* The client of --creditor or --case; NULL without Error: all. */
static bool whom_said(const Call *call, InvoiceOrder *order, char **client, GError **error)
{
	const char *creditor = call_option(call, "creditor"), *case_id = call_option(call, "case");
	*client = NULL;
	order->case_id = case_id;
	order->by = call_option(call, "by");
	order->lang = call->lang;
	if (!period_option(call, &order->from, &order->to, error) || !call_date(call, "due", &order->due, error))
		return false;
	if (creditor != NULL && (*client = invoice_client(call->store, creditor, error)) == NULL)
		return false;
	if (case_id == NULL)
		return true;
	g_autofree char *own = NULL;
	if (!client_recorded(call->store, case_id, &own, error))
		return false;
	if (own == NULL || (*client != NULL && strcmp(own, *client) != 0))
		return error_set(error, ERROR_INPUT, "no-such-client", "Bøgerne har intet på sagen %s%s.", "The books have nothing on the case %s%s.", case_id,
		                 *client != NULL ? call->lang == LANG_DA ? " for den klient" : " for that client" : "");
	g_free(*client);
	*client = g_steal_pointer(&own);
	return true;
}

static void invoice_unref(gpointer data)
{
	invoice_free(data);
}

/* In a step of its own: what one client lacks stops nobody else's invoice. */
static bool one_issue(const Call *call, const InvoiceOrder *order, const Law *law, Invoice **out, GError **error)
{
	*out = NULL;
	if (!store_begin(call->store, error))
		return false;
	if (invoice_issue(call->store, order, law, call->today, out, error) && store_commit(call->store, error))
		return true;
	store_rollback(call->store);
	g_clear_pointer(out, invoice_free);
	return false;
}

typedef struct Round {
	const Law *law;
	bool issue;
	GPtrArray *invoices; /* Invoice* */
	cJSON *refused;
} Round;

static bool one_of(const Call *call, const InvoiceOrder *order, Round *round, bool alone, GError **error)
{
	GError *fault = NULL;
	Invoice *invoice = NULL;
	if (round->issue ? one_issue(call, order, round->law, &invoice, &fault)
	                 : (invoice = invoice_prepare(call->store, order, round->law, call->today, &fault)) != NULL) {
		if (invoice != NULL && invoice->lines->len > 0)
			g_ptr_array_add(round->invoices, invoice);
		else
			invoice_free(invoice);
		return true;
	}
	if (alone || strcmp(error_code(fault), "invoice-incomplete") != 0) {
		g_propagate_error(error, fault);
		return false;
	}
	cJSON *row = json_push(round->refused);
	json_text(row, "client", order->client);
	json_text(row, "because", error_text(fault, call->lang));
	g_error_free(fault);
	return true;
}

static int bill(const Call *call, bool issue, cJSON **result, GError **error)
{
	InvoiceOrder order = { .from = DATE_NONE, .to = DATE_NONE, .due = DATE_NONE };
	g_autofree char *client = NULL;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !whom_said(call, &order, &client, error))
		return -1;
	g_autoptr(GPtrArray) clients = client == NULL ? invoice_clients(call->store, order.from, order.to, error) : g_ptr_array_new();
	if (clients == NULL)
		return -1;
	if (client != NULL)
		g_ptr_array_add(clients, client);
	g_autoptr(cJSON) object = json_result(issue ? "invoice-issue" : "invoice-prepare");
	json_date(object, "on", call->today);
	g_autoptr(GPtrArray) invoices = g_ptr_array_new_with_free_func(invoice_unref);
	cJSON *rows = json_array(object, "invoices");
	Round round = { law, issue, invoices, json_array(object, "refused") };
	for (guint i = 0; i < clients->len; i++) {
		order.client = clients->pdata[i];
		if (!one_of(call, &order, &round, client != NULL, error))
			return -1;
	}
	for (guint i = 0; i < invoices->len; i++)
		invoice_json(json_push(rows), invoices->pdata[i], call->lang);
	if (!totals_json(object, invoices, error) || !stale_json(call->store, object, client, error))
		return -1;
	int refused = cJSON_GetArraySize(round.refused);
	*result = g_steal_pointer(&object);
	return refused > 0 ? EXIT_NO : EXIT_FINE;
}

int invoice_prepare_run(const Call *call, cJSON **result, GError **error)
{
	return bill(call, false, result, error);
}

int invoice_issue_run(const Call *call, cJSON **result, GError **error)
{
	return bill(call, true, result, error);
}

/* ---- list, show, credit ---- */

int invoice_list_run(const Call *call, cJSON **result, GError **error)
{
	Date from, to;
	const char *creditor = call_option(call, "creditor");
	g_autofree char *client = creditor != NULL ? invoice_client(call->store, creditor, error) : NULL;
	if ((creditor != NULL && client == NULL) || !period_option(call, &from, &to, error))
		return -1;
	g_autoptr(GPtrArray) invoices = g_ptr_array_new_with_free_func(invoice_unref);
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT id FROM invoice WHERE (?1 IS NULL OR client = ?1) AND (?2 IS NULL OR issued_on >= ?2)"
	                                     " AND (?3 IS NULL OR issued_on <= ?3) ORDER BY id",
	                                     "sdd", client, from, to);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int64_t number = query_int(query, 0);
		g_array_append_val(numbers, number);
	}
	if (found < 0)
		return -1;
	g_autoptr(cJSON) object = json_result("invoice-list");
	cJSON *rows = json_array(object, "invoices");
	for (guint i = 0; i < numbers->len; i++) {
		Invoice *invoice = invoice_read(call->store, g_array_index(numbers, int64_t, i), error);
		if (invoice == NULL)
			return -1;
		g_ptr_array_add(invoices, invoice);
		invoice_json(json_push(rows), invoice, call->lang);
	}
	if (!totals_json(object, invoices, error) || !stale_json(call->store, object, client, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static bool number_said(const char *text, int64_t *out, GError **error)
{
	gint64 number;
	if (!g_ascii_string_to_signed(text, 10, 1, G_MAXINT32, &number, NULL))
		return error_set(error, ERROR_USAGE, "bad-number", "%s er ikke et nummer.", "%s is not a number.", text);
	*out = number;
	return true;
}

static bool document_out(const Call *call, const char *option, const char *sha256, GError **error)
{
	const char *file = call_option(call, option);
	if (file == NULL)
		return true;
	if (sha256[0] == '\0')
		return error_set(error, ERROR_INPUT, "no-oioubl", "Der er ingen OIOUBL-fil: klienten har intet CVR-nummer.",
		                 "There is no OIOUBL file: the client has no CVR number.");
	g_autoptr(GBytes) bytes = store_read_document(call->store, sha256, error);
	return bytes != NULL && file_write(file, bytes, error);
}

static cJSON *shown(const Call *call, const Invoice *invoice)
{
	cJSON *object = json_result("invoice");
	invoice_json(object, invoice, call->lang);
	return object;
}

int invoice_show_run(const Call *call, cJSON **result, GError **error)
{
	int64_t number;
	g_autoptr(Invoice) invoice = number_said(call->argv[0], &number, error) ? invoice_read(call->store, number, error) : NULL;
	if (invoice == NULL || !document_out(call, "pdf", invoice->pdf, error) || !document_out(call, "xml", invoice->xml, error))
		return -1;
	*result = shown(call, invoice);
	return EXIT_FINE;
}

static bool lines_said(const Call *call, int64_t number, GArray *lines, GError **error)
{
	const GPtrArray *said = call_options(call, "line");
	for (guint i = 0; said != NULL && i < said->len; i++) {
		int64_t line;
		if (!number_said(said->pdata[i], &line, error))
			return false;
		int one = (int)line;
		g_array_append_val(lines, one);
	}
	if (!call_has(call, "taken-back"))
		return true;
	g_autoptr(GPtrArray) stale = invoice_stale(call->store, NULL, error);
	for (guint i = 0; stale != NULL && i < stale->len; i++) {
		const InvoiceStale *one = stale->pdata[i];
		if (one->number == number)
			g_array_append_val(lines, one->line);
	}
	return stale != NULL && (lines->len > 0 || error_set(error, ERROR_INPUT, "nothing-taken-back", "Intet på faktura nr. %" PRId64 " er tilbageført i bøgerne.",
	                                                     "Nothing on invoice number %" PRId64 " was reversed in the books.", number));
}

/* Money that is back may be split otherwise than when it left: the books follow the record again. */
static bool books_again(Store *store, const Invoice *note, const Law *law, GError **error)
{
	for (guint i = 0; i < note->offsets->len; i++)
		if (!books_follow(store, ((const InvoiceOffset *)note->offsets->pdata[i])->case_id, NULL, law, note->issued_on, NULL, error))
			return false;
	return true;
}

/* The lines whose fee or advance still stands in the books: the next invoice has them again. */
static bool billed_again(Store *store, const Invoice *note, cJSON *row, GError **error)
{
	cJSON *again = json_array(row, "again");
	for (guint i = 0; i < note->lines->len; i++) {
		const BilledLine *line = note->lines->pdata[i];
		bool stands;
		if (!ledger_stands(store, line->entry, &stands, error))
			return false;
		if (stands)
			json_push_text(again, line->entry);
	}
	return true;
}

int invoice_credit_run(const Call *call, cJSON **result, GError **error)
{
	int64_t number;
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Invoice) note = NULL;
	if (law == NULL || !number_said(call->argv[0], &number, error) || !store_begin(call->store, error))
		return -1;
	if (!lines_said(call, number, lines, error) ||
	    !invoice_credit(call->store, number, lines, call_option(call, "why"), call_option(call, "by"), law, call->today, &note, error) ||
	    !books_again(call->store, note, law, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	*result = shown(call, note);
	return billed_again(call->store, note, *result, error) ? EXIT_FINE : -1;
}
