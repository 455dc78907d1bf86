/* A statement as JSON and as text. */
#include "enforcement/clientstatement.h"

#include "assess/edition.h"
#include "enforcement/client.h"
#include "intake/folder.h"

#include <inttypes.h>
#include <string.h>

const OptionRow settlement_issue_options[] = {
	{ "creditor", "KEY", { "klienten: CVR-nummeret, cvr-12345678 eller sag-2026-000001", "the client: the CVR number, cvr-12345678 or sag-2026-000001" } },
	{ "period", "P", { "2026-10, 2026-Q3 eller 2026", "2026-10, 2026-Q3 or 2026" } },
	{ "pdf", "FILE", { "skriv afregningen som PDF", "write the statement as a PDF" } },
	{ "due", "DATE", { "fakturaen forfalder; ellers [invoice] days i paakrav.conf", "the invoice is due; else [invoice] days in paakrav.conf" } },
	{ "by", "NAME", { "hvem der udsteder", "who issues" } },
	{ 0 },
};

/* Each sum with its key, in the order of an account: what was there, what moved, what stands. */
static const struct {
	const char *key;
	size_t at;
} sums[] = {
#define SUM(name) { #name "_ore", G_STRUCT_OFFSET(ClientSums, name) }
	SUM(held_before),  SUM(received),  SUM(costs),          SUM(interest),     SUM(principal),
	SUM(surplus),      SUM(covered),   SUM(set_off),        SUM(paid_out),     SUM(returned),
	SUM(held),         SUM(unsplit),   SUM(surplus_held),   SUM(fee),          SUM(advance_charged),
	SUM(fee_unbilled), SUM(receivable), SUM(client_paid_us), SUM(advance_open), SUM(advance_lost),
#undef SUM
};

static void sums_json(cJSON *row, const ClientSums *of)
{
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
		json_money(row, sums[i].key, G_STRUCT_MEMBER(Money, of, sums[i].at));
	if (of->due_known) {
		json_money(row, "vat_to_come_ore", of->vat_to_come);
		json_money(row, "due_ore", of->due);
	} else {
		json_null(row, "vat_to_come_ore");
		json_null(row, "due_ore");
	}
}

static bool in_period(const ClientStatement *statement, Date booked_on)
{
	return !date_known(statement->from) || !date_before(booked_on, statement->from);
}

static void deductions_json(cJSON *array, const ClientStatement *statement, const ClientRow *row, Lang lang)
{
	for (guint i = 0; i < row->end->deductions->len; i++) {
		const SettledDeduction *d = row->end->deductions->pdata[i];
		if (!in_period(statement, d->booked_on))
			continue;
		cJSON *one = json_push(array);
		json_text(one, "case", row->case_id);
		json_text(one, "entry", d->entry);
		json_text(one, "kind", posting_name(d->kind));
		json_date(one, "on", d->on);
		json_date(one, "booked_on", d->booked_on);
		json_money(one, "amount_ore", d->amount);
		json_text(one, "clause", d->clause);
		if (d->version >= 0)
			json_int(one, "terms", d->version);
		else
			json_null(one, "terms");
		json_text(one, "text", d->text[lang]);
	}
}

static void invoices_json(cJSON *array, const ClientStatement *statement)
{
	for (guint i = 0; i < statement->invoices->len; i++) {
		const Invoice *invoice = statement->invoices->pdata[i];
		cJSON *row = json_push(array);
		json_int(row, "number", invoice->number);
		json_text(row, "kind", invoice->credits != 0 ? "credit_note" : "invoice");
		json_date(row, "issued_on", invoice->issued_on);
		json_date(row, "due_on", invoice->due_on);
		json_money(row, "vat_ore", invoice->vat);
		json_money(row, "total_ore", invoice->total);
		json_money(row, "set_off_ore", invoice->set_off);
	}
}

static cJSON *clientstatement_json(const ClientStatement *statement, Lang lang)
{
	cJSON *object = json_result("settlement-creditor");
	json_text(object, "client", statement->client);
	json_text(object, "creditor", statement->creditor);
	json_date(object, "from_on", statement->from);
	json_date(object, "on", statement->to);
	json_int(object, "journal_seq", statement->seq);
	json_int(object, "count", statement->cases);
	cJSON *cases = json_array(object, "cases"), *deductions = json_array(object, "deductions");
	for (guint i = 0; i < statement->rows->len; i++) {
		const ClientRow *row = statement->rows->pdata[i];
		cJSON *one = json_push(cases);
		json_text(one, "case", row->case_id);
		json_text(one, "debtors", row->debtors);
		sums_json(one, &row->sums);
		deductions_json(deductions, statement, row, lang);
	}
	sums_json(object, &statement->sums);
	json_money(object, "vat_rounding_ore", statement->vat_rounding);
	json_money(object, "payout_ore", statement->payout);
	invoices_json(json_array(object, "invoices"), statement);
	return object;
}

static bool days_said(const Call *call, Date *from, Date *to, GError **error)
{
	const char *period = call_option(call, "period");
	Date on = DATE_NONE;
	*from = *to = DATE_NONE;
	if ((period != NULL && !period_parse(period, from, to, error)) || (call_has(call, "on") && !call_date(call, "on", &on, error)))
		return false;
	if (date_known(*from) && date_before(call->today, *from))
		return error_set(error, ERROR_INPUT, "period-future", "Perioden %s er ikke begyndt.", "The period %s has not begun.", period);
	*to = date_min(date_min(*to, on), call->today);
	return true;
}

static int tell(const Call *call, const char *client, Date from, Date to, const Law *law, cJSON **result, GError **error)
{
	const char *file = call_option(call, "pdf");
	g_autoptr(ClientStatement) statement = clientstatement_read(call->store, client, from, to, law, call->today, error);
	if (statement == NULL)
		return -1;
	g_autoptr(cJSON) object = clientstatement_json(statement, call->lang);
	json_text(object, "pdf", file);
	if (file != NULL) {
		g_autoptr(GBytes) pdf = clientstatement_pages(statement, call->home, call->lang, NULL, error);
		if (pdf == NULL || !file_write(file, pdf, error))
			return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

int clientstatement_run(const Call *call, cJSON **result, GError **error)
{
	Date from, to;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autofree char *client = law != NULL ? invoice_client(call->store, call_option(call, "creditor"), error) : NULL;
	return client != NULL && days_said(call, &from, &to, error) ? tell(call, client, from, to, law, result, error) : -1;
}

int settlement_issue_run(const Call *call, cJSON **result, GError **error)
{
	Date from, to, due;
	const char *creditor = call_option(call, "creditor"), *period = call_option(call, "period");
	if (creditor == NULL || period == NULL) {
		error_set(error, ERROR_USAGE, "whom", "Skriv --creditor og --period.", "Write --creditor and --period.");
		return -1;
	}
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autofree char *client = law != NULL ? invoice_client(call->store, creditor, error) : NULL;
	if (client == NULL || !days_said(call, &from, &to, error) || !call_date(call, "due", &due, error) || !store_begin(call->store, error))
		return -1;
	const InvoiceOrder order = { client, NULL, from, to, due, call_option(call, "by"), call->lang };
	g_autoptr(Invoice) invoice = NULL;
	if (!invoice_issue(call->store, &order, law, call->today, &invoice, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	return tell(call, client, from, to, law, result, error);
}

/* ---- as text ---- */

static void line(GString *out, const char *what, const cJSON *result, const char *key, bool always)
{
	const cJSON *value = json_get(result, key);
	int64_t ore = json_get_int(result, key, 0);
	g_autofree char *amount = value == NULL || cJSON_IsNull(value) ? g_strdup("?") : money_danish(money_of_ore(ore));
	int wide = 52 + (int)(strlen(what) - (size_t)g_utf8_strlen(what, -1));
	if (always || ore != 0)
		g_string_append_printf(out, "  %-*s %16s\n", wide, what, amount);
}

static void cases_text(const cJSON *result, bool da, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "cases"))
	{
		g_autofree char *received = money_danish(money_of_ore(json_get_int(row, "received_ore", 0)));
		g_autofree char *fee = money_danish(money_of_ore(json_get_int(row, "fee_ore", 0)));
		g_autofree char *held = money_danish(money_of_ore(json_get_int(row, "held_ore", 0)));
		g_string_append_printf(out, da ? "  %s  modtaget %14s  salær %12s  indestående %14s  %s\n" : "  %s  received %14s  fee %12s  held %14s  %s\n",
		                       json_get_text(row, "case"), received, fee, held, json_get_text(row, "debtors"));
	}
}

static void account_text(const cJSON *result, bool da, GString *out)
{
	static const struct {
		const char *key;
		Say what;
		bool always;
	} rows[] = {
		{ "held_before_ore", { "indestående ved begyndelsen", "held at the beginning" }, true },
		{ "received_ore", { "+ modtaget for kreditor", "+ received for the creditor" }, true },
		{ "covered_ore", { "+ dækket af egne midler", "+ covered from own money" }, false },
		{ "set_off_ore", { "- modregnet i fakturaer", "- set off against invoices" }, false },
		{ "paid_out_ore", { "- udbetalt til kreditor", "- paid out to the creditor" }, false },
		{ "returned_ore", { "- sendt tilbage til debitorer", "- sent back to debtors" }, false },
		{ "held_ore", { "= indestående", "= held" }, true },
		{ "surplus_held_ore", { "- for meget betalt, debitorernes", "- overpaid, the debtors'" }, false },
		{ "fee_unbilled_ore", { "- salær, ikke faktureret", "- fee not invoiced" }, true },
		{ "vat_to_come_ore", { "- moms af det", "- VAT on it" }, true },
		{ "receivable_ore", { "- vort tilgodehavende", "- owed to us" }, false },
		{ "due_ore", { "= til kreditor", "= to the creditor" }, true },
		{ "vat_rounding_ore", { "øreafrunding, når momsen regnes af fakturaens sum", "rounding when VAT is of the invoice's total" }, false },
		{ "payout_ore", { "udbetaling forberedt", "payout prepared" }, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		line(out, say(rows[i].what, da ? LANG_DA : LANG_EN), result, rows[i].key, rows[i].always);
}

void clientstatement_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const char *creditor = json_get_text(result, "creditor"), *from = json_get_text(result, "from_on");
	g_string_append_printf(out, da ? "Afregning til %s, " : "Settlement to %s, ", creditor != NULL ? creditor : json_get_text(result, "client"));
	int count = (int)json_get_int(result, "count", 0);
	if (from != NULL)
		g_string_append_printf(out, da ? "%s til %s: " : "%s to %s: ", from, json_get_text(result, "on"));
	else
		g_string_append_printf(out, da ? "til og med %s: " : "up to %s: ", json_get_text(result, "on"));
	g_string_append_printf(out, da ? "%d %s i bøgerne\n" : "%d %s in the books\n", count, da ? (count == 1 ? "sag" : "sager") : count == 1 ? "case" : "cases");
	cases_text(result, da, out);
	g_string_append(out, da ? "Opgørelse\n" : "Account\n");
	account_text(result, da, out);
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "invoices"))
	{
		g_autofree char *total = money_danish(money_of_ore(json_get_int(row, "total_ore", 0)));
		g_autofree char *off = money_danish(money_of_ore(json_get_int(row, "set_off_ore", 0)));
		bool credit = strcmp(json_get_text(row, "kind"), "credit_note") == 0;
		g_string_append_printf(out, da ? "%s nr. %d af %s: %s kr., %s %s kr.\n" : "%s no. %d of %s: DKK %s, %s DKK %s\n",
		                       credit ? (da ? "Kreditnota" : "Credit note") : (da ? "Faktura" : "Invoice"), (int)json_get_int(row, "number", 0),
		                       json_get_text(row, "issued_on"), total,
		                       credit ? (da ? "tilbage til klientkontoen" : "back to the client account") : (da ? "modregnet" : "set off"), off);
	}
}
