#include "enforcement/vat.h"

#include "enforcement/invoice.h"

#include <inttypes.h>
#include <string.h>

const OptionRow vat_report_options[] = {
	{ "period", "P", { "2026-10, 2026-Q3 eller 2026", "2026-10, 2026-Q3 or 2026" } },
	{ 0 },
};

/* What a kind of document comes to; ORE: count and the three sums. */
typedef struct VatSums {
	int64_t count;
	Money net, exempt, vat;
} VatSums;

typedef struct VatReport {
	Date from, to;
	VatSums invoices, credits, corrections; /* corrections: of the credit notes, those of an earlier period's invoice */
	Money booked; /* what the documents' own entries moved */
} VatReport;

static bool overflow(GError **error)
{
	return error_set(error, ERROR_STORE, "sum", "Summen af bøgerne er for stor.", "The sum of the books is too large.");
}

static bool sums_add(VatSums *sums, Query *query, GError **error)
{
	sums->count++;
	return (money_add(sums->net, money_of_ore(query_int(query, 4)), &sums->net) &&
	        money_add(sums->exempt, money_of_ore(query_int(query, 5)), &sums->exempt) &&
	        money_add(sums->vat, money_of_ore(query_int(query, 7)), &sums->vat)) ||
	       overflow(error);
}

/* A document's row: what a credit note takes back stands below zero. */
static bool document_tell(VatReport *report, Query *query, cJSON *array, GError **error)
{
	bool credit = !query_is_null(query, 1);
	int64_t sign = credit ? -1 : 1;
	Date of = query_date(query, 9);
	bool correction = credit && date_before(of, report->from);
	cJSON *row = json_push(array);
	json_int(row, "number", query_int(query, 0));
	json_text(row, "kind", credit ? "credit_note" : "invoice");
	if (credit)
		json_int(row, "credits", query_int(query, 1));
	else
		json_null(row, "credits");
	json_bool(row, "corrects_earlier", correction);
	json_date(row, "issued_on", query_date(query, 2));
	json_text(row, "client", query_text(query, 3));
	json_money(row, "net_ore", money_of_ore(sign * query_int(query, 4)));
	json_money(row, "exempt_ore", money_of_ore(sign * query_int(query, 5)));
	if (query_is_null(query, 6))
		json_null(row, "vat_percent");
	else
		json_int(row, "vat_percent", query_int(query, 6));
	json_money(row, "vat_ore", money_of_ore(sign * query_int(query, 7)));
	json_money(row, "booked_ore", money_of_ore(query_int(query, 8)));
	return sums_add(credit ? &report->credits : &report->invoices, query, error) &&
	       (!correction || sums_add(&report->corrections, query, error)) &&
	       (money_add(report->booked, money_of_ore(query_int(query, 8)), &report->booked) || overflow(error));
}

static bool documents_tell(Store *store, VatReport *report, cJSON *array, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT i.id, i.credits, i.issued_on, i.client, i.net_ore, i.exempt_ore, i.vat_percent, i.vat_ore,"
	    " coalesce((SELECT sum(CASE WHEN j.kind = 'fee_vat' THEN j.amount_ore ELSE -j.amount_ore END) FROM invoice_line l JOIN journal j"
	    "   ON j.id = CASE WHEN i.credits IS NULL THEN 'fee_vat/' || l.case_id || '/f' || i.id || '.' || l.line"
	    "   ELSE 'fee_vat_back/' || l.case_id || '/f' || i.credits || '.' || l.credits_line END"
	    "   WHERE l.invoice_id = i.id AND j.day = i.issued_on), 0),"
	    " (SELECT o.issued_on FROM invoice o WHERE o.id = i.credits)"
	    " FROM invoice i WHERE i.issued_on BETWEEN ? AND ? ORDER BY i.id",
	    "dd", report->from, report->to);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (!document_tell(report, query, array, error))
			return false;
	return found == 0;
}

static void sums_json(cJSON *object, const char *key, const VatSums *sums)
{
	cJSON *row = json_object(object, key);
	json_int(row, "count", sums->count);
	json_money(row, "net_ore", sums->net);
	json_money(row, "exempt_ore", sums->exempt);
	json_money(row, "vat_ore", sums->vat);
}

/* What the journal says of the account, whatever the documents do. */
static bool journal_tell(Store *store, const VatReport *report, Money *moved, cJSON *object, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT count(*), coalesce(sum(CASE WHEN credit = 'vat_payable' THEN amount_ore END), 0),"
	    " coalesce(sum(CASE WHEN debit = 'vat_payable' THEN amount_ore END), 0) FROM journal"
	    " WHERE (credit = 'vat_payable' OR debit = 'vat_payable') AND day BETWEEN ? AND ?",
	    "dd", report->from, report->to);
	if (query_step(query, error) != 1)
		return false;
	Money credit = money_of_ore(query_int(query, 1)), debit = money_of_ore(query_int(query, 2));
	cJSON *row = json_object(object, "journal");
	json_int(row, "count", query_int(query, 0));
	json_money(row, "credit_ore", credit);
	json_money(row, "debit_ore", debit);
	return money_sub(credit, debit, moved) || overflow(error);
}

int vat_report_run(const Call *call, cJSON **result, GError **error)
{
	VatReport report = { 0 };
	Money due, moved;
	const char *period = call_option(call, "period");
	if (period == NULL) {
		error_set(error, ERROR_USAGE, "no-period", "Skriv perioden med --period 2026-Q3.", "Write the period with --period 2026-Q3.");
		return -1;
	}
	g_autoptr(cJSON) object = json_result("vat-report");
	if (!period_parse(period, &report.from, &report.to, error) ||
	    !documents_tell(call->store, &report, json_array(object, "documents"), error))
		return -1;
	json_date(object, "from_on", report.from);
	json_date(object, "to_on", report.to);
	json_bool(object, "whole", date_before(report.to, call->today));
	json_int(object, "count", report.invoices.count + report.credits.count);
	sums_json(object, "invoices", &report.invoices);
	sums_json(object, "credit_notes", &report.credits);
	sums_json(object, "corrections", &report.corrections);
	if (!journal_tell(call->store, &report, &moved, object, error))
		return -1;
	if (!money_sub(report.invoices.vat, report.credits.vat, &due)) {
		overflow(error);
		return -1;
	}
	bool agrees = money_compare(due, moved) == 0 && money_compare(report.booked, moved) == 0;
	json_money(object, "vat_ore", due);
	json_money(object, "journal_ore", moved);
	json_bool(object, "agrees", agrees);
	*result = g_steal_pointer(&object);
	return agrees ? EXIT_FINE : EXIT_NO;
}

/* ---- as text ---- */

static void sums_text(const cJSON *result, const char *key, const char *what, GString *out)
{
	const cJSON *row = json_get(result, key);
	g_autofree char *net = money_danish(money_of_ore(json_get_int(row, "net_ore", 0)));
	g_autofree char *vat = money_danish(money_of_ore(json_get_int(row, "vat_ore", 0)));
	g_autofree char *exempt = money_danish(money_of_ore(json_get_int(row, "exempt_ore", 0)));
	int wide = 42 + (int)(strlen(what) - (size_t)g_utf8_strlen(what, -1));
	g_string_append_printf(out, "  %-*s %5d %16s %14s %14s\n", wide, what, (int)json_get_int(row, "count", 0), net, vat, exempt);
}

void vat_report_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, da ? "Salgsmoms %s til %s%s\n" : "Output VAT %s to %s%s\n", json_get_text(result, "from_on"), json_get_text(result, "to_on"),
	                       json_get_bool(result, "whole") ? "" : da ? " (perioden er ikke slut)" : " (the period is not over)");
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "documents"))
	{
		g_autofree char *net = money_danish(money_of_ore(json_get_int(row, "net_ore", 0)));
		g_autofree char *vat = money_danish(money_of_ore(json_get_int(row, "vat_ore", 0)));
		bool credit = strcmp(json_get_text(row, "kind"), "credit_note") == 0;
		g_string_append_printf(out, "  %5d  %s  %-10s  %-16s %16s %14s%s\n", (int)json_get_int(row, "number", 0), json_get_text(row, "issued_on"),
		                       credit ? (da ? "kreditnota" : "credit") : (da ? "faktura" : "invoice"), json_get_text(row, "client"), net, vat,
		                       json_get_bool(row, "corrects_earlier") ? (da ? "  retter en tidligere periode" : "  corrects an earlier period") : "");
	}
	const char *const heads[] = { da ? "uden moms" : "net", da ? "moms" : "VAT", da ? "momsfrit" : "exempt" };
	g_string_append_printf(out, "  %-42s %5s %16s %14s %14s\n", "", da ? "antal" : "count", heads[0], heads[1], heads[2]);
	sums_text(result, "invoices", da ? "fakturaer" : "invoices", out);
	sums_text(result, "credit_notes", da ? "- kreditnotaer" : "- credit notes", out);
	sums_text(result, "corrections", da ? "  heraf rettelser af tidligere perioder" : "  of them corrections of earlier periods", out);
	g_autofree char *due = money_danish(money_of_ore(json_get_int(result, "vat_ore", 0)));
	g_autofree char *moved = money_danish(money_of_ore(json_get_int(result, "journal_ore", 0)));
	g_string_append_printf(out, da ? "Skyldig salgsmoms: %s kr. Bøgerne, kontoen »skyldig moms«: %s kr. på %d bogføringer. %s\n"
	                               : "Output VAT due: DKK %s. The books, account 'VAT payable': DKK %s in %d entries. %s\n",
	                       due, moved, (int)json_get_int(json_get(result, "journal"), "count", 0),
	                       json_get_bool(result, "agrees") ? (da ? "De stemmer." : "They agree.") : da ? "DE STEMMER IKKE." : "THEY DO NOT AGREE.");
}
