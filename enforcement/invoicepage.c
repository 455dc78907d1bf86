/* An invoice or a credit note as a page. */
#include "enforcement/clientsheet.h"
#include "enforcement/invoice.h"

#include <inttypes.h>
#include <string.h>

typedef struct Sheet {
	const Invoice *i;
	Pages *pages;
} Sheet;

static const char *word(const Sheet *sheet, const char *da, const char *en)
{
	return sheet->i->lang == LANG_DA ? da : en;
}

static char *day_long(const Sheet *sheet, Date day)
{
	return sheet->i->lang == LANG_DA ? date_danish_long(day) : date_english(day);
}

static char *party_words(const Sheet *sheet, const InvoiceParty *party)
{
	GString *out = g_string_new(NULL);
	clientsheet_line(out, "", party->name);
	clientsheet_line(out, "", party->address);
	clientsheet_line(out, "", party->place);
	clientsheet_line(out, word(sheet, "CVR-nr. ", "CVR no. "), party->cvr);
	clientsheet_line(out, word(sheet, "Tlf. ", "Tel. "), party->phone);
	clientsheet_line(out, "", party->email);
	return g_string_free(out, FALSE);
}

static char *title_of(const Invoice *i)
{
	bool da = i->lang == LANG_DA;
	return i->credits != 0 ? g_strdup_printf(da ? "Kreditnota nr. %" PRId64 : "Credit note no. %" PRId64, i->number)
	                       : g_strdup_printf(da ? "Faktura nr. %" PRId64 : "Invoice no. %" PRId64, i->number);
}

static void put_head(const Sheet *sheet)
{
	const Invoice *i = sheet->i;
	g_autofree char *seller = party_words(sheet, &i->seller), *buyer = party_words(sheet, &i->buyer), *title = title_of(i);
	clientsheet_head(sheet->pages, buyer, seller, title);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *issued = day_long(sheet, i->issued_on), *due = day_long(sheet, i->due_on);
	g_string_append_printf(text, word(sheet, "Fakturadato: %s.", "Date of issue: %s."), issued);
	if (i->credits == 0)
		g_string_append_printf(text, word(sheet, " Forfalder: %s.", " Due: %s."), due);
	if (date_known(i->to_on)) {
		g_autofree char *from = date_known(i->from_on) ? day_long(sheet, i->from_on) : NULL, *to = day_long(sheet, i->to_on);
		if (from != NULL)
			g_string_append_printf(text, word(sheet, " Periode: %s til %s.", " Period: %s to %s."), from, to);
		else
			g_string_append_printf(text, word(sheet, " Periode: til og med %s.", " Period: up to %s."), to);
	}
	if (i->credits != 0) {
		g_string_truncate(text, 0);
		g_autofree char *of = day_long(sheet, i->credited_on);
		g_string_append_printf(text, word(sheet, "Udstedt %s. Krediterer faktura nr. %" PRId64 " af %s. Grund: %s",
		                                  "Issued %s. Credits invoice no. %" PRId64 " of %s. Reason: %s"),
		                       issued, i->credits, of, i->why);
	}
	pages_text(sheet->pages, FACE_TEXT, text->str);
	pages_gap(sheet->pages, 4);
}

static char *under(const Sheet *sheet, const BilledLine *line)
{
	return line->terms > 0    ? g_strdup_printf(word(sheet, "aftale nr. %" PRId64, "agreement no. %" PRId64), line->terms)
	       : line->terms == 0 ? g_strdup(word(sheet, "oplyst med sagen", "stated with the case"))
	                          : g_strdup("-");
}

static void put_lines(const Sheet *sheet, bool vat, const char *head)
{
	const Invoice *i = sheet->i;
	const Column columns[] = { { word(sheet, "Nr.", "No."), 6, ALIGN_RIGHT },
		                   { word(sheet, "Dag", "Day"), 15, ALIGN_LEFT },
		                   { word(sheet, "Sag", "Case"), 17, ALIGN_LEFT },
		                   { word(sheet, "Ydelse", "Service"), 45, ALIGN_LEFT },
		                   { word(sheet, "Grundlag", "Ground"), 20, ALIGN_LEFT },
		                   { word(sheet, "Kroner", "DKK"), 18, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint k = 0; k < i->lines->len; k++) {
		const BilledLine *line = i->lines->pdata[k];
		if (line->bears_vat == vat)
			g_ptr_array_add(rows, clientsheet_row(g_strdup_printf("%d", line->line), date_known(line->on) ? date_danish(line->on) : g_strdup("-"),
			                             g_strdup(line->case_id), g_strdup(line->text[i->lang]), under(sheet, line), money_danish(line->amount),
			                             NULL));
	}
	if (rows->len == 0)
		return;
	g_auto(GStrv) sum = clientsheet_row(g_strdup(""), g_strdup(""), g_strdup(""), g_strdup(word(sheet, "I alt", "In all")), g_strdup(""),
	                           money_danish(vat ? i->net : i->exempt), NULL);
	pages_fixed(sheet->pages, FACE_HEAD, head);
	pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, sum);
	pages_gap(sheet->pages, 4);
}

static void put_sums(const Sheet *sheet)
{
	const Invoice *i = sheet->i;
	bool credit = i->credits != 0;
	const Column columns[] = { { word(sheet, "Opgørelse", "Account"), 70, ALIGN_LEFT }, { word(sheet, "Kroner", "DKK"), 22, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	g_autofree char *da = g_strdup_printf("Moms, %d %% af det", i->vat_percent), *en = g_strdup_printf("VAT, %d %% of it", i->vat_percent);
	clientsheet_sum_if(rows, i->lang, (Say){ "Med moms, beløb uden moms", "With VAT, amount without VAT" }, i->net, false, false);
	if (i->vat_percent >= 0)
		g_ptr_array_add(rows, clientsheet_row(g_strdup(word(sheet, da, en)), money_danish(i->vat), NULL));
	clientsheet_sum_if(rows, i->lang, (Say){ "Uden moms", "Without VAT" }, i->exempt, false, false);
	Money left;
	bool known = money_sub(i->total, i->set_off, &left);
	g_auto(GStrv) sum = NULL;
	if (credit) {
		sum = clientsheet_row(g_strdup(word(sheet, "Krediteret i alt", "Credited in all")), money_danish(i->total), NULL);
	} else {
		g_ptr_array_add(rows, clientsheet_row(g_strdup(word(sheet, "Faktura i alt", "Invoice in all")), money_danish(i->total), NULL));
		clientsheet_sum_if(rows, i->lang, (Say){ "Modregnet i beløb, der er modtaget for jer", "Set off against money received for you" }, i->set_off, true, false);
		sum = clientsheet_row(g_strdup(word(sheet, "At betale", "To pay")), known ? money_danish(left) : g_strdup("?"), NULL);
	}
	pages_need(sheet->pages, 50);
	pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, sum);
	pages_gap(sheet->pages, 4);
}

static void put_notes(const Sheet *sheet)
{
	const Invoice *i = sheet->i;
	bool credit = i->credits != 0;
	Money left;
	g_autofree char *off = money_danish(i->set_off), *debtors = money_danish(i->from_debtors), *due = day_long(sheet, i->due_on);
	if (credit && !money_is_zero(i->set_off)) {
		g_autofree char *text = g_strdup_printf(word(sheet, "Heraf var %s kr. modregnet; de er ført tilbage til klientkontoen.",
		                                             "DKK %s of it had been set off; they are back on the client account."),
		                                        off);
		pages_text(sheet->pages, FACE_TEXT, text);
	}
	if (!credit && money_sub(i->total, i->set_off, &left)) {
		g_autofree char *amount = money_danish(left);
		g_autofree char *text = money_is_zero(left)
		                            ? g_strdup(word(sheet, "Fakturaen er betalt ved modregning.", "The invoice is paid by set-off."))
		                            : g_strdup_printf(word(sheet, "Betal %s kr. senest %s til konto %s. Skriv fakturanummeret, %" PRId64 ".",
		                                                   "Please pay DKK %s by %s to account %s. State the invoice number, %" PRId64 "."),
		                                              amount, due, i->account, i->number);
		pages_text(sheet->pages, FACE_BOLD, text);
		pages_gap(sheet->pages, 2);
	}
	if (!money_is_zero(i->from_debtors)) {
		g_autofree char *text = g_strdup_printf(
		    word(sheet, "Heraf har skyldnerne betalt %s kr. som gebyrer, renter eller omkostninger, som efter aftalen tilfalder os.",
		         "Of this the debtors paid DKK %s as fees, interest or costs that are ours by the agreement."),
		    debtors);
		pages_text(sheet->pages, FACE_SMALL, text);
	}
	for (guint k = 0; k < i->lines->len; k++)
		if (((const BilledLine *)i->lines->pdata[k])->disbursement) {
			pages_text(sheet->pages, FACE_SMALL,
			           word(sheet, "Udlagt retsafgift er betalt for jeres regning og indgår ikke i momsgrundlaget (momslovens § 27, stk. 3, nr. 3).",
			                "Court fees advanced were paid for your account and are not part of the VAT base (VAT Act § 27(3)(3))."));
			break;
		}
}

GBytes *invoice_document(const Invoice *invoice, int *pages, GError **error)
{
	g_autofree char *title = title_of(invoice);
	const PagesInfo info = { .title = title,
		                 .author = invoice->seller.name,
		                 .footer = title,
		                 .made_on = invoice->issued_on,
		                 .language = invoice->lang == LANG_DA ? "da" : "en" };
	g_autoptr(Pages) made = pages_new(&info, error);
	if (made == NULL)
		return NULL;
	const Sheet sheet = { invoice, made };
	put_head(&sheet);
	put_lines(&sheet, true, word(&sheet, "Med moms", "With VAT"));
	put_lines(&sheet, false, word(&sheet, "Uden moms", "Without VAT"));
	put_sums(&sheet);
	put_notes(&sheet);
	return pages_finish(made, pages, error);
}
