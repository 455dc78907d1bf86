/* A settlement as JSON and as text. */
#include "enforcement/clientstatement.h"

#include "assess/edition.h"
#include "enforcement/books.h"
#include "enforcement/client.h"
#include "intake/folder.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

const OptionRow settlement_options[] = {
	{ "creditor", "KEY", { "i stedet for SAG: alle klientens sager i én afregning", "instead of CASE: all of the client's cases in one statement" } },
	{ "period", "P", { "perioden for --creditor: 2026-10, 2026-Q3 eller 2026", "the period of --creditor: 2026-10, 2026-Q3 or 2026" } },
	{ "on", "DATE", { "som bogført til og med den dag; ellers i dag", "as booked up to that day; else today" } },
	{ "pdf", "FILE", { "skriv også afregningen som PDF", "write the statement as a PDF too" } },
	{ 0 },
};

static void receipts_json(cJSON *object, const Settlement *s)
{
	cJSON *rows = json_array(object, "receipts");
	for (guint i = 0; i < s->receipts->len; i++) {
		const SettledReceipt *receipt = s->receipts->pdata[i];
		cJSON *row = json_push(rows);
		if (receipt->event != 0)
			json_int(row, "event", receipt->event);
		else
			json_null(row, "event");
		json_date(row, "on", receipt->on);
		json_date(row, "booked_on", receipt->booked_on);
		json_money(row, "amount_ore", receipt->amount);
		json_money(row, "costs_ore", receipt->costs);
		json_money(row, "interest_ore", receipt->interest);
		json_money(row, "principal_ore", receipt->principal);
		json_money(row, "surplus_ore", receipt->surplus);
	}
}

static void deductions_json(cJSON *object, const Settlement *s, Lang lang)
{
	cJSON *rows = json_array(object, "deductions");
	for (guint i = 0; i < s->deductions->len; i++) {
		const SettledDeduction *deduction = s->deductions->pdata[i];
		cJSON *row = json_push(rows);
		json_text(row, "entry", deduction->entry);
		json_text(row, "kind", posting_name(deduction->kind));
		json_date(row, "on", deduction->on);
		json_date(row, "booked_on", deduction->booked_on);
		json_money(row, "amount_ore", deduction->amount);
		json_text(row, "clause", deduction->clause);
		json_text(row, "phase", deduction->phase < 0 ? NULL : deduction->phase == PHASE_COURT ? "court" : "out_of_court");
		if (deduction->version >= 0)
			json_int(row, "terms", deduction->version);
		else
			json_null(row, "terms");
		json_text(row, "text", deduction->text[lang]);
	}
}

static void sums_json(cJSON *object, const Settlement *s)
{
	const struct {
		const char *key;
		const Money *sum;
	} rows[] = { { "received_ore", &s->received },
		     { "costs_ore", &s->costs },
		     { "interest_ore", &s->interest },
		     { "principal_ore", &s->principal },
		     { "surplus_ore", &s->surplus },
		     { "unsplit_ore", &s->unsplit },
		     { "fee_ore", &s->fee },
		     { "fee_unbilled_ore", &s->fee_unbilled },
		     { "fee_invoiced_ore", &s->fee_invoiced },
		     { "vat_booked_ore", &s->vat_booked },
		     { "advanced_ore", &s->advanced },
		     { "advance_charged_ore", &s->advance_charged },
		     { "advance_lost_ore", &s->advance_lost },
		     { "advance_open_ore", &s->advance_open },
		     { "set_off_ore", &s->set_off },
		     { "client_paid_us_ore", &s->client_paid_us },
		     { "receivable_ore", &s->receivable },
		     { "paid_out_ore", &s->paid_out },
		     { "returned_ore", &s->returned },
		     { "covered_ore", &s->covered },
		     { "held_ore", &s->held },
		     { "surplus_held_ore", &s->surplus_held },
		     { "costs_awarded_ore", &s->costs_awarded } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		json_money(object, rows[i].key, *rows[i].sum);
	if (s->vat_known)
		json_money(object, "vat_to_come_ore", s->vat_to_come);
	else
		json_null(object, "vat_to_come_ore");
	if (s->vat_percent >= 0)
		json_int(object, "vat_percent", s->vat_percent);
	else
		json_null(object, "vat_percent");
	if (s->due_known)
		json_money(object, "due_ore", s->due);
	else
		json_null(object, "due_ore");
}

static bool findings_json(const Call *call, cJSON *object, const Case *c, const Law *law, Date on, GError **error)
{
	g_auto(FeeCase) of = { 0 };
	if (!fee_case_read(call->store, c, law, on, &of, error))
		return false;
	g_autoptr(FeePlan) plan = fee_plan(&of);
	fee_notes_json(object, plan->notes, call->lang);
	return true;
}

static bool pdf_put(const Call *call, const Settlement *s, const Case *c, cJSON *object, GError **error)
{
	const char *file = call_option(call, "pdf");
	json_text(object, "pdf", file);
	if (file == NULL)
		return true;
	g_autoptr(GBytes) pdf = settlement_pages(s, c, call->home, call->lang, NULL, error);
	return pdf != NULL && file_write(file, pdf, error);
}

int settlement_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	bool all = call_has(call, "creditor");
	if (all != (call->argc == 0) || (!all && call_has(call, "period"))) {
		error_set(error, ERROR_USAGE, "whom", "Skriv SAG, eller --creditor KLIENT med --period.", "Write CASE, or --creditor CLIENT with --period.");
		return -1;
	}
	if (all)
		return clientstatement_run(call, result, error);
	if (!call_date(call, "on", &on, error))
		return -1;
	if (!date_known(on))
		on = call->today;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	g_autofree char *client = c != NULL ? client_of(call->store, c, error) : NULL;
	g_autoptr(Settlement) s = client != NULL ? settlement_read(call->store, c, law, on, error) : NULL;
	if (s == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("settlement");
	json_text(object, "case", c->id);
	json_date(object, "on", on);
	json_text(object, "client", client);
	json_text(object, "creditor", field_text(&c->creditor->name));
	cJSON *debtors = json_array(object, "debtors");
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		json_push_text(debtors, field_text(&debtor->name) != NULL ? field_text(&debtor->name) : debtor->id);
	}
	json_int(object, "journal_seq", s->seq);
	receipts_json(object, s);
	deductions_json(object, s, call->lang);
	sums_json(object, s);
	if (!findings_json(call, object, c, law, on, error) || !pdf_put(call, s, c, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- as text ---- */

static void line(GString *out, const char *what, const cJSON *result, const char *key, bool always)
{
	const cJSON *value = json_get(result, key);
	if (value == NULL || cJSON_IsNull(value)) {
		g_string_append_printf(out, "  %-52s %16s\n", what, "?");
		return;
	}
	int64_t ore = json_get_int(result, key, 0);
	g_autofree char *amount = money_danish(money_of_ore(ore));
	/* printf counts bytes, a reader letters. */
	int wide = 52 + (int)(strlen(what) - (size_t)g_utf8_strlen(what, -1));
	if (always || ore != 0)
		g_string_append_printf(out, "  %-*s %16s\n", wide, what, amount);
}

static void rows_text(const cJSON *result, bool da, GString *out)
{
	const cJSON *row;
	g_string_append(out, da ? "Modtaget\n" : "Received\n");
	cJSON_ArrayForEach(row, json_get(result, "receipts"))
	{
		const char *keys[] = { "amount_ore", "costs_ore", "interest_ore", "principal_ore", "surplus_ore" };
		char *texts[G_N_ELEMENTS(keys)];
		for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
			texts[i] = money_danish(money_of_ore(json_get_int(row, keys[i], 0)));
		const char *day = json_get_text(row, "on");
		g_string_append_printf(out, da ? "  %s %14s: omkostninger %s, renter %s, hovedstol %s, for meget %s\n"
		                               : "  %s %14s: costs %s, interest %s, principal %s, surplus %s\n",
		                       day != NULL ? day : json_get_text(row, "booked_on"), texts[0], texts[1], texts[2], texts[3], texts[4]);
		for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
			g_free(texts[i]);
	}
	g_string_append(out, da ? "Fratrukket\n" : "Deducted\n");
	cJSON_ArrayForEach(row, json_get(result, "deductions"))
	{
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(row, "amount_ore", 0)));
		const char *day = json_get_text(row, "on");
		int64_t version = json_get_int(row, "terms", -1);
		g_autofree char *under = version > 0    ? g_strdup_printf(da ? "aftale nr. %" PRId64 : "agreement number %" PRId64, version)
		                         : version == 0 ? g_strdup(da ? "aftalen oplyst med sagen" : "the agreement stated with the case")
		                                        : g_strdup("-");
		g_string_append_printf(out, "  %s %14s: %s (%s)\n", day != NULL ? day : json_get_text(row, "booked_on"), amount,
		                       json_get_text(row, "text"), under);
	}
}

void settlement_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	if (json_get(result, "case") == NULL) {
		clientstatement_text(call, result, out);
		return;
	}
	const char *creditor = json_get_text(result, "creditor");
	g_string_append_printf(out, da ? "Afregning af sag %s til %s, som bogført %s\n" : "Settlement of case %s to %s, as booked on %s\n",
	                       json_get_text(result, "case"), creditor != NULL ? creditor : json_get_text(result, "client"),
	                       json_get_text(result, "on"));
	rows_text(result, da, out);
	g_string_append(out, da ? "Opgørelse\n" : "Account\n");
	line(out, da ? "modtaget for kreditor" : "received for the creditor", result, "received_ore", true);
	line(out, da ? "dækket af egne midler" : "covered from own money", result, "covered_ore", false);
	line(out, da ? "- modregnet i fakturaer" : "- set off against invoices", result, "set_off_ore", false);
	line(out, da ? "- udbetalt til kreditor" : "- paid out to the creditor", result, "paid_out_ore", false);
	line(out, da ? "- sendt tilbage til debitor" : "- sent back to the debtor", result, "returned_ore", false);
	line(out, da ? "= indestående" : "= held", result, "held_ore", true);
	line(out, da ? "- for meget betalt, debitors" : "- overpaid, the debtor's", result, "surplus_held_ore", false);
	line(out, da ? "- salær, ikke faktureret" : "- fee not invoiced", result, "fee_unbilled_ore", true);
	line(out, da ? "- moms af det" : "- VAT on it", result, "vat_to_come_ore", true);
	line(out, da ? "- vort tilgodehavende" : "- owed to us", result, "receivable_ore", false);
	line(out, da ? "= til kreditor" : "= to the creditor", result, "due_ore", true);
	line(out, da ? "udlagt retsafgift, der endnu står" : "court fee advanced, still open", result, "advance_open_ore", false);
	line(out, da ? "udlagt retsafgift, vort tab" : "court fee advanced, our loss", result, "advance_lost_ore", false);
	const cJSON *finding;
	cJSON_ArrayForEach(finding, json_get(result, "findings"))
		g_string_append_printf(out, "  %s %s\n", json_get_text(finding, "id"), json_get_text(finding, "because"));
}
