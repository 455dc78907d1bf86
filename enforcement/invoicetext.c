/* Invoices as text. */
#include "enforcement/invoice.h"

#include <inttypes.h>
#include <string.h>

static char *kroner(const cJSON *row, const char *key)
{
	return money_danish(money_of_ore(json_get_int(row, key, 0)));
}

static void head_text(const cJSON *row, bool da, GString *out)
{
	int64_t number = json_get_int(row, "number", 0);
	bool credit = json_get_int(row, "credits", 0) != 0;
	const char *creditor = json_get_text(row, "creditor"), *name = creditor != NULL ? creditor : json_get_text(row, "client");
	if (number == 0)
		g_string_append_printf(out, da ? "Faktura til %s" : "Invoice to %s", name);
	else if (credit)
		g_string_append_printf(out, da ? "Kreditnota nr. %" PRId64 " til %s, krediterer nr. %" PRId64 : "Credit note no. %" PRId64 " to %s, credits no. %" PRId64,
		                       number, name, json_get_int(row, "credits", 0));
	else
		g_string_append_printf(out, da ? "Faktura nr. %" PRId64 " til %s" : "Invoice no. %" PRId64 " to %s", number, name);
	g_string_append_printf(out, da ? ", %s" : ", %s", json_get_text(row, "issued_on"));
	if (!credit)
		g_string_append_printf(out, da ? ", forfalder %s" : ", due %s", json_get_text(row, "due_on"));
	g_string_append(out, "\n");
}

static void sum_line(GString *out, const char *what, const cJSON *row, const char *key)
{
	g_autofree char *amount = kroner(row, key);
	int wide = 34 + (int)(strlen(what) - (size_t)g_utf8_strlen(what, -1));
	if (json_get_int(row, key, 0) != 0 || strcmp(key, "total_ore") == 0)
		g_string_append_printf(out, "  %-*s %16s\n", wide, what, amount);
}

static void one_text(const cJSON *row, bool da, GString *out)
{
	const cJSON *line;
	head_text(row, da, out);
	cJSON_ArrayForEach(line, json_get(row, "lines"))
	{
		g_autofree char *amount = kroner(line, "amount_ore");
		const char *day = json_get_text(line, "on");
		g_string_append_printf(out, "  %3d  %s  %s  %12s  %s%s\n", (int)json_get_int(line, "line", 0), day != NULL ? day : "          ",
		                       json_get_text(line, "case"), amount, json_get_text(line, "text"),
		                       json_get_bool(line, "bears_vat") ? "" : da ? " (uden moms)" : " (without VAT)");
	}
	sum_line(out, da ? "beløb, der bærer moms" : "amount that bears VAT", row, "net_ore");
	sum_line(out, da ? "moms" : "VAT", row, "vat_ore");
	sum_line(out, da ? "uden moms" : "without VAT", row, "exempt_ore");
	sum_line(out, da ? "i alt" : "in all", row, "total_ore");
	bool credit = json_get_int(row, "credits", 0) != 0;
	sum_line(out, credit ? (da ? "heraf tilbage til klientkontoen" : "of it, back to the client account") : (da ? "modregnet" : "set off"), row,
	         "set_off_ore");
	sum_line(out, da ? "at betale" : "to pay", row, "payable_ore");
	cJSON_ArrayForEach(line, json_get(row, "missing"))
		g_string_append_printf(out, da ? "  MANGLER: %s\n" : "  MISSING: %s\n", cJSON_GetStringValue(line));
}

static void stale_text(const cJSON *result, bool da, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "to_credit"))
		g_string_append_printf(out,
		                       da ? "Linje %2$d på faktura nr. %1$d er tilbageført i bøgerne og skal krediteres: invoice credit %1$d --taken-back\n"
		                          : "Line %2$d of invoice no. %1$d was reversed in the books and must be credited: invoice credit %1$d --taken-back\n",
		                       (int)json_get_int(row, "number", 0), (int)json_get_int(row, "line", 0));
}

void invoice_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *rows = json_get(result, "invoices"), *row;
	if (rows == NULL) {
		one_text(result, da, out);
		cJSON_ArrayForEach(row, json_get(result, "again"))
			g_string_append_printf(out,
			                       da ? "Beløbet står stadig i bøgerne og kommer med på næste faktura. Skal det falde helt, så foreslå det, "
			                            "og lad en anden bekræfte: ledger propose --reverse %s\n"
			                          : "The amount still stands in the books and will be on the next invoice. To give it up, propose it and "
			                            "let another person confirm: ledger propose --reverse %s\n",
			                       cJSON_GetStringValue(row));
		return;
	}
	cJSON_ArrayForEach(row, rows)
		one_text(row, da, out);
	cJSON_ArrayForEach(row, json_get(result, "refused"))
		g_string_append_printf(out, "%s\n", json_get_text(row, "because"));
	if (cJSON_GetArraySize(rows) == 0 && cJSON_GetArraySize(json_get(result, "refused")) == 0)
		g_string_append(out, da ? "Der er intet at fakturere.\n" : "There is nothing to invoice.\n");
	stale_text(result, da, out);
}

void invoice_list_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "invoices"))
	{
		g_autofree char *vat = kroner(row, "vat_ore"), *total = kroner(row, "total_ore");
		bool credit = json_get_int(row, "credits", 0) != 0;
		g_string_append_printf(out, "%5d  %s  %-10s  %14s  %s %12s  %s\n", (int)json_get_int(row, "number", 0), json_get_text(row, "issued_on"),
		                       credit ? (da ? "kreditnota" : "credit") : (da ? "faktura" : "invoice"), total, da ? "moms" : "VAT", vat,
		                       json_get_text(row, "creditor") != NULL ? json_get_text(row, "creditor") : json_get_text(row, "client"));
	}
	g_autofree char *total = kroner(result, "total_ore"), *vat = kroner(result, "vat_ore");
	g_string_append_printf(out, da ? "%d dokumenter, fakturaer mindre kreditnotaer: %s kr., heraf moms %s kr.\n"
	                               : "%d documents, invoices less credit notes: DKK %s, of it VAT DKK %s.\n",
	                       (int)json_get_int(result, "count", 0), total, vat);
	stale_text(result, da, out);
}
