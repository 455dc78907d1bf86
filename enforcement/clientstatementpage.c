/* A statement as pages for the creditor. */
#include "enforcement/clientsheet.h"
#include "enforcement/clientstatement.h"

#include "intake/conf.h"

#include <inttypes.h>
#include <string.h>

typedef struct Sheet {
	const ClientStatement *s;
	const char *home;
	Lang lang;
	Pages *pages;
} Sheet;

static const char *word(const Sheet *sheet, const char *da, const char *en)
{
	return sheet->lang == LANG_DA ? da : en;
}

static char *day_long(const Sheet *sheet, Date day)
{
	return sheet->lang == LANG_DA ? date_danish_long(day) : date_english(day);
}

static void put_head(const Sheet *sheet)
{
	const ClientStatement *s = sheet->s;
	g_autofree char *firm = clientsheet_firm(sheet->home);
	g_autofree char *creditor = g_strdup_printf("%s%s%s", s->creditor != NULL ? s->creditor : s->client, s->address != NULL ? "\n" : "",
	                                            s->address != NULL ? s->address : "");
	clientsheet_head(sheet->pages, creditor, firm, word(sheet, "Afregning af alle sager", "Settlement of all cases"));
	g_autofree char *to = day_long(sheet, s->to), *from = date_known(s->from) ? day_long(sheet, s->from) : NULL;
	g_autofree char *text = from != NULL ? g_strdup_printf(word(sheet, "Perioden %s til %s. Jeres sager hos os: %d.", "From %s to %s. Your cases with us: %d."),
	                                                       from, to, s->cases)
	                                     : g_strdup_printf(word(sheet, "Til og med %s. Jeres sager hos os: %d.", "Up to %s. Your cases with us: %d."), to,
	                                                       s->cases);
	pages_text(sheet->pages, FACE_TEXT, text);
	pages_gap(sheet->pages, 4);
}

static bool out_of(const ClientSums *sums, Money *out)
{
	return money_add(sums->paid_out, sums->returned, out);
}

static void put_cases(const Sheet *sheet)
{
	const ClientStatement *s = sheet->s;
	pages_fixed(sheet->pages, FACE_HEAD, word(sheet, "Sag for sag", "Case by case"));
	if (s->rows->len == 0) {
		pages_text(sheet->pages, FACE_TEXT, word(sheet, "Intet er sket, og intet står inde.", "Nothing happened, and nothing is held."));
		pages_gap(sheet->pages, 4);
		return;
	}
	const Column columns[] = { { word(sheet, "Sag og skyldner", "Case and debtor"), 34, ALIGN_LEFT },
		                   { word(sheet, "Stod inde", "Held before"), 16, ALIGN_RIGHT },
		                   { word(sheet, "Modtaget", "Received"), 16, ALIGN_RIGHT },
		                   { word(sheet, "Modregnet", "Set off"), 16, ALIGN_RIGHT },
		                   { word(sheet, "Sendt ud", "Sent out"), 16, ALIGN_RIGHT },
		                   { word(sheet, "Står inde", "Held"), 16, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	Money in, out;
	for (guint i = 0; i < s->rows->len; i++) {
		const ClientRow *r = s->rows->pdata[i];
		if (!out_of(&r->sums, &out) || !money_add(r->sums.received, r->sums.covered, &in))
			continue;
		g_ptr_array_add(rows, clientsheet_row(g_strdup_printf("%s\n%s", r->case_id, r->debtors), money_danish(r->sums.held_before), money_danish(in),
		                                     money_danish(r->sums.set_off), money_danish(out), money_danish(r->sums.held), NULL));
	}
	if (!out_of(&s->sums, &out) || !money_add(s->sums.received, s->sums.covered, &in))
		return;
	g_auto(GStrv) sum = clientsheet_row(g_strdup(word(sheet, "I alt", "In all")), money_danish(s->sums.held_before), money_danish(in),
	                                   money_danish(s->sums.set_off), money_danish(out), money_danish(s->sums.held), NULL);
	pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, sum);
	pages_gap(sheet->pages, 4);
}

static void put_deductions(const Sheet *sheet)
{
	const ClientStatement *s = sheet->s;
	const Column columns[] = { { word(sheet, "Dag", "Day"), 15, ALIGN_LEFT },
		                   { word(sheet, "Sag", "Case"), 17, ALIGN_LEFT },
		                   { word(sheet, "Hvad", "What"), 46, ALIGN_LEFT },
		                   { word(sheet, "Aftale", "Agreement"), 14, ALIGN_LEFT },
		                   { word(sheet, "Beløb uden moms", "Amount without VAT"), 20, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	Money whole = money_zero(), more;
	for (guint i = 0; i < s->rows->len; i++) {
		const ClientRow *r = s->rows->pdata[i];
		for (guint k = 0; k < r->end->deductions->len; k++) {
			const SettledDeduction *d = r->end->deductions->pdata[k];
			if (date_known(s->from) && date_before(d->booked_on, s->from))
				continue;
			char *under = d->version > 0 ? g_strdup_printf(word(sheet, "nr. %" PRId64, "no. %" PRId64), d->version) : g_strdup("-");
			g_ptr_array_add(rows, clientsheet_row(date_danish(date_known(d->on) ? d->on : d->booked_on), g_strdup(r->case_id),
			                                     g_strdup(d->text[sheet->lang]), under, money_danish(d->amount), NULL));
			if (money_add(whole, d->amount, &more))
				whole = more;
		}
	}
	pages_fixed(sheet->pages, FACE_HEAD, word(sheet, "Salær og udlæg i perioden", "Fees and advances in the period"));
	if (rows->len == 0) {
		pages_text(sheet->pages, FACE_TEXT, word(sheet, "Ingen.", "None."));
	} else {
		g_auto(GStrv) sum = clientsheet_row(g_strdup(word(sheet, "I alt", "In all")), g_strdup(""), g_strdup(""), g_strdup(""), money_danish(whole), NULL);
		pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, sum);
	}
	pages_gap(sheet->pages, 4);
}

static void put_account(const Sheet *sheet)
{
	const ClientSums *s = &sheet->s->sums;
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Stod inde ved periodens begyndelse", "Held at the beginning of the period" }, s->held_before, false, true);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Modtaget for jer", "Received for you" }, s->received, false, true);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Dækket af vore egne midler", "Covered from our own money" }, s->covered, false, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Modregnet i vore fakturaer", "Set off against our invoices" }, s->set_off, true, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Udbetalt til jer", "Paid out to you" }, s->paid_out, true, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Sendt tilbage til skyldnere", "Sent back to debtors" }, s->returned, true, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Står inde på klientkontoen", "Held on the client account" }, s->held, false, true);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "For meget betalt, tilhører skyldnere", "Overpaid, the debtors'" }, s->surplus_held, true, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Salær, der ikke er faktureret", "Fee not invoiced" }, s->fee_unbilled, true, true);
	if (s->due_known)
		clientsheet_sum_if(rows, sheet->lang, (Say){ "Moms af det", "VAT on it" }, s->vat_to_come, true, true);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Vort tilgodehavende", "Owed to us" }, s->receivable, true, false);
	const ClientEnd end = { s->due_known,
		                s->due,
		                { "Til jer", "To you" },
		                { "I skylder os", "You owe us" },
		                { "Til jer: kendes ikke, før momsen er afklaret", "To you: not known until VAT is settled" } };
	clientsheet_account(sheet->pages, sheet->lang, rows, &end);
}

static void put_papers(const Sheet *sheet)
{
	const ClientStatement *s = sheet->s;
	for (guint i = 0; i < s->invoices->len; i++) {
		const Invoice *invoice = s->invoices->pdata[i];
		g_autofree char *day = day_long(sheet, invoice->issued_on), *total = money_danish(invoice->total), *off = money_danish(invoice->set_off);
		g_autofree char *text =
		    invoice->credits != 0
		        ? g_strdup_printf(word(sheet, "Kreditnota nr. %" PRId64 " af %s: %s kr., heraf tilbage til klientkontoen %s kr.",
		                               "Credit note no. %" PRId64 " of %s: DKK %s, of it back to the client account DKK %s."),
		                          invoice->number, day, total, off)
		        : g_strdup_printf(word(sheet, "Faktura nr. %" PRId64 " af %s: %s kr. med moms, heraf modregnet %s kr.",
		                               "Invoice no. %" PRId64 " of %s: DKK %s with VAT, of it set off DKK %s."),
		                          invoice->number, day, total, off);
		pages_text(sheet->pages, FACE_TEXT, text);
	}
	if (!money_is_zero(s->payout)) {
		g_autofree char *amount = money_danish(s->payout);
		g_autofree char *text = g_strdup_printf(word(sheet, "Udbetaling, der er forberedt: %s kr.", "Payout that is prepared: DKK %s."), amount);
		pages_text(sheet->pages, FACE_BOLD, text);
	}
	if (!money_is_zero(s->vat_rounding))
		pages_text(sheet->pages, FACE_SMALL,
		           word(sheet, "Momsen er her regnet sag for sag; på fakturaen regnes den af summen, så øreafrundingen kan være en anden.",
		                "VAT is reckoned here case by case; on the invoice it is of the total, so that its rounding may differ."));
	pages_gap(sheet->pages, 2);
	clientsheet_foot(sheet->pages, sheet->lang, s->seq);
}

GBytes *clientstatement_pages(const ClientStatement *statement, const char *home, Lang lang, int *pages, GError **error)
{
	g_autofree char *firm = conf_text(home, "firm", "name");
	const char *title = lang == LANG_DA ? "Afregning af alle sager" : "Settlement of all cases";
	const PagesInfo info = { .title = title, .author = firm, .footer = title, .made_on = statement->to, .language = lang == LANG_DA ? "da" : "en" };
	g_autoptr(Pages) made = pages_new(&info, error);
	if (made == NULL)
		return NULL;
	const Sheet sheet = { statement, home, lang, made };
	put_head(&sheet);
	put_cases(&sheet);
	put_deductions(&sheet);
	put_account(&sheet);
	put_papers(&sheet);
	return pages_finish(made, pages, error);
}
