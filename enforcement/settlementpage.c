/* A settlement as a page for the creditor. */
#include "enforcement/clientsheet.h"
#include "enforcement/settlement.h"

#include "intake/conf.h"

#include <inttypes.h>
#include <string.h>

typedef struct Sheet {
	const Settlement *s;
	const Case *c;
	const char *home;
	Lang lang;
	Pages *pages;
} Sheet;

static const char *word(const Sheet *sheet, const char *da, const char *en)
{
	return sheet->lang == LANG_DA ? da : en;
}

static char *day_short(Date day)
{
	return date_known(day) ? date_danish(day) : g_strdup("-");
}

static char *creditor_words(const Sheet *sheet)
{
	const Party *creditor = sheet->c->creditor;
	GString *out = g_string_new(NULL);
	const char *postcode = field_text(&creditor->postcode), *city = field_text(&creditor->city);
	g_autofree char *place = postcode != NULL && city != NULL ? g_strdup_printf("%s %s", postcode, city) : g_strdup(city);
	clientsheet_line(out, "", field_text(&creditor->name));
	clientsheet_line(out, "", field_text(&creditor->address));
	clientsheet_line(out, "", place);
	clientsheet_line(out, "CVR-nr. ", field_text(&creditor->cvr));
	return g_string_free(out, FALSE);
}

static void put_head(const Sheet *sheet)
{
	g_autofree char *firm = clientsheet_firm(sheet->home), *creditor = creditor_words(sheet);
	clientsheet_head(sheet->pages, creditor, firm, word(sheet, "Afregning", "Settlement"));
	g_autofree char *day = sheet->lang == LANG_DA ? date_danish_long(sheet->s->on) : date_english(sheet->s->on);
	GString *debtors = g_string_new(NULL);
	for (guint i = 0; i < sheet->c->debtors->len; i++) {
		const Party *debtor = sheet->c->debtors->pdata[i];
		g_string_append_printf(debtors, "%s%s", debtors->len > 0 ? ", " : "",
		                       field_text(&debtor->name) != NULL ? field_text(&debtor->name) : debtor->id);
	}
	g_autofree char *text = g_strdup_printf(word(sheet, "Sag %s mod %s. Som bogført til og med %s.", "Case %s against %s. As booked up to %s."),
	                                        sheet->c->id, debtors->str, day);
	g_string_free(debtors, TRUE);
	pages_text(sheet->pages, FACE_TEXT, text);
	pages_gap(sheet->pages, 4);
}

static void put_receipts(const Sheet *sheet)
{
	const Settlement *s = sheet->s;
	pages_fixed(sheet->pages, FACE_HEAD, word(sheet, "Hvad der er kommet ind", "What came in"));
	if (s->receipts->len == 0) {
		pages_text(sheet->pages, FACE_TEXT, word(sheet, "Der er ikke modtaget betalinger på sagen.", "No payment has been received on the case."));
		pages_gap(sheet->pages, 4);
		return;
	}
	const Column columns[] = { { word(sheet, "Dag", "Day"), 16, ALIGN_LEFT },
		                   { word(sheet, "Omkostninger", "Costs"), 19, ALIGN_RIGHT },
		                   { word(sheet, "Renter", "Interest"), 17, ALIGN_RIGHT },
		                   { word(sheet, "Hovedstol", "Principal"), 18, ALIGN_RIGHT },
		                   { word(sheet, "For meget", "Overpaid"), 16, ALIGN_RIGHT },
		                   { word(sheet, "Modtaget", "Received"), 18, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint i = 0; i < s->receipts->len; i++) {
		const SettledReceipt *r = s->receipts->pdata[i];
		g_ptr_array_add(rows, clientsheet_row(day_short(date_known(r->on) ? r->on : r->booked_on), money_danish(r->costs), money_danish(r->interest),
		                             money_danish(r->principal), money_danish(r->surplus), money_danish(r->amount), NULL));
	}
	g_auto(GStrv) sum = clientsheet_row(g_strdup(word(sheet, "I alt", "In all")), money_danish(s->costs), money_danish(s->interest),
	                           money_danish(s->principal), money_danish(s->surplus), money_danish(s->received), NULL);
	pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, sum);
	pages_gap(sheet->pages, 4);
}

/* Each agreement that something was deducted under, with its days. */
static void put_agreements(const Sheet *sheet)
{
	const Settlement *s = sheet->s;
	for (guint i = 0; i < s->deductions->len; i++) {
		const SettledDeduction *d = s->deductions->pdata[i];
		bool said = d->version <= 0 || !date_known(d->from_on) || !date_known(d->agreed_on);
		for (guint k = 0; k < i; k++)
			said = said || ((const SettledDeduction *)s->deductions->pdata[k])->version == d->version;
		if (said)
			continue;
		bool da = sheet->lang == LANG_DA;
		g_autofree char *agreed = da ? date_danish_long(d->agreed_on) : date_english(d->agreed_on);
		g_autofree char *from = da ? date_danish_long(d->from_on) : date_english(d->from_on);
		g_autofree char *text = g_strdup_printf(word(sheet, "Aftale nr. %" PRId64 " er indgået %s og gælder fra %s.",
		                                             "Agreement no. %" PRId64 " was made on %s and holds from %s."),
		                                        d->version, agreed, from);
		pages_text(sheet->pages, FACE_SMALL, text);
	}
	pages_gap(sheet->pages, 4);
}

static void put_deductions(const Sheet *sheet)
{
	const Settlement *s = sheet->s;
	pages_fixed(sheet->pages, FACE_HEAD, word(sheet, "Hvad der trækkes fra, og hvorfor", "What is deducted, and why"));
	if (s->deductions->len == 0) {
		pages_text(sheet->pages, FACE_TEXT, word(sheet, "Der er intet trukket fra.", "Nothing has been deducted."));
		pages_gap(sheet->pages, 4);
		return;
	}
	const Column columns[] = { { word(sheet, "Dag", "Day"), 16, ALIGN_LEFT },
		                   { word(sheet, "Hvad", "What"), 53, ALIGN_LEFT },
		                   { word(sheet, "Aftale", "Agreement"), 15, ALIGN_LEFT },
		                   { word(sheet, "Beløb uden moms", "Amount without VAT"), 20, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	Money whole = money_zero(), more;
	for (guint i = 0; i < s->deductions->len; i++) {
		const SettledDeduction *d = s->deductions->pdata[i];
		char *under = d->version > 0    ? g_strdup_printf(word(sheet, "nr. %" PRId64, "no. %" PRId64), d->version)
		              : d->version == 0 ? g_strdup(word(sheet, "som oplyst med sagen", "as stated with the case"))
		                                : g_strdup("-");
		g_ptr_array_add(rows, clientsheet_row(day_short(date_known(d->on) ? d->on : d->booked_on), g_strdup(d->text[sheet->lang]), under,
		                             money_danish(d->amount), NULL));
		if (money_add(whole, d->amount, &more))
			whole = more;
	}
	g_auto(GStrv) sum = clientsheet_row(g_strdup(word(sheet, "I alt", "In all")), g_strdup(""), g_strdup(""), money_danish(whole), NULL);
	pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, sum);
	pages_gap(sheet->pages, 1);
	put_agreements(sheet);
}

static void put_account(const Sheet *sheet)
{
	const Settlement *s = sheet->s;
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Modtaget for kreditor", "Received for the creditor" }, s->received, false, true);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Dækket af vore egne midler", "Covered from our own money" }, s->covered, false, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Modregnet i vore fakturaer", "Set off against our invoices" }, s->set_off, true, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Udbetalt til kreditor", "Paid out to the creditor" }, s->paid_out, true, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Sendt tilbage til debitor", "Sent back to the debtor" }, s->returned, true, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Indestående på klientkontoen", "Held on the client account" }, s->held, false, true);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "For meget betalt, tilhører debitor", "Overpaid, the debtor's" }, s->surplus_held, true, false);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Salær, der ikke er faktureret", "Fee not invoiced" }, s->fee_unbilled, true, true);
	g_autofree char *da = s->vat_percent >= 0 ? g_strdup_printf("Moms af det, %d %%", s->vat_percent) : g_strdup("Moms af det");
	g_autofree char *en = s->vat_percent >= 0 ? g_strdup_printf("VAT on it, %d %%", s->vat_percent) : g_strdup("VAT on it");
	if (s->vat_known)
		clientsheet_sum_if(rows, sheet->lang, (Say){ da, en }, s->vat_to_come, true, true);
	clientsheet_sum_if(rows, sheet->lang, (Say){ "Vort tilgodehavende", "Owed to us" }, s->receivable, true, false);
	const ClientEnd end = { s->due_known,
		                s->due,
		                { "Til kreditor", "To the creditor" },
		                { "Kreditor skylder os", "The creditor owes us" },
		                { "Til kreditor: kendes ikke, før momsen er afklaret", "To the creditor: not known until VAT is settled" } };
	clientsheet_account(sheet->pages, sheet->lang, rows, &end);
}

static void put_notes(const Sheet *sheet)
{
	const Settlement *s = sheet->s;
	if (!money_is_zero(s->advance_open) || !money_is_zero(s->advance_lost)) {
		g_autofree char *open = money_danish(s->advance_open), *lost = money_danish(s->advance_lost);
		g_autofree char *text = g_strdup_printf(word(sheet, "Udlagt retsafgift, der endnu ikke er afregnet: %s kr. Båret af os som tab: %s kr.",
		                                             "Court fees advanced and not yet settled: DKK %s. Borne by us as a loss: DKK %s."),
		                                        open, lost);
		pages_text(sheet->pages, FACE_TEXT, text);
		pages_gap(sheet->pages, 2);
	}
	if (!money_is_zero(s->unsplit))
		pages_text(sheet->pages, FACE_TEXT,
		           word(sheet, "En del af det modtagne er endnu ikke fordelt; det står i summen, men ikke i kolonnerne.",
		                "Part of what was received is not split yet; it stands in the sum but not in the columns."));
	clientsheet_foot(sheet->pages, sheet->lang, s->seq);
}

GBytes *settlement_pages(const Settlement *settlement, const Case *c, const char *home, Lang lang, int *pages, GError **error)
{
	g_autofree char *title = g_strdup_printf(lang == LANG_DA ? "Afregning, sag %s" : "Settlement, case %s", c->id);
	g_autofree char *firm = conf_text(home, "firm", "name");
	const PagesInfo info = { .title = title, .author = firm, .footer = title, .made_on = settlement->on, .language = lang == LANG_DA ? "da" : "en" };
	g_autoptr(Pages) made = pages_new(&info, error);
	if (made == NULL)
		return NULL;
	const Sheet sheet = { settlement, c, home, lang, made };
	put_head(&sheet);
	put_receipts(&sheet);
	put_deductions(&sheet);
	put_account(&sheet);
	put_notes(&sheet);
	return pages_finish(made, pages, error);
}
