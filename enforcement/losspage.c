/* The loss in words and on pages. */
#include "enforcement/loss.h"
#include "filing/page.h"

#include <inttypes.h>
#include <string.h>

char *loss_kroner(const cJSON *object, const char *key, Lang lang)
{
	const cJSON *value = json_get(object, key);
	if (value == NULL || cJSON_IsNull(value))
		return g_strdup(lang == LANG_DA ? "ukendt" : "not known");
	g_autofree char *kroner = money_danish(money_of_ore(json_get_int(object, key, 0)));
	return lang == LANG_DA ? g_strdup_printf("%s kr.", kroner) : g_strdup_printf("DKK %s", kroner);
}

static char *shown_day(const char *iso, Lang lang)
{
	Date day;
	if (iso == NULL || !date_parse(iso, &day))
		return g_strdup("");
	return lang == LANG_DA ? date_danish(day) : date_iso(day);
}

/* One sentence: does it give relief? */
static char *verdict(const cJSON *loss, Lang lang)
{
	bool da = lang == LANG_DA;
	const cJSON *established = json_get(loss, "established");
	g_autofree char *on = shown_day(json_get_text(loss, "established_on"), lang);
	if (cJSON_IsNull(established))
		return g_strdup(da ? "Om tabet er konstateret, afgør en person." : "Whether the loss is established is for a person to decide.");
	if (!json_get_bool(loss, "established"))
		return g_strdup(da ? "Tabet er ikke konstateret endnu: der kan intet trækkes fra."
		                   : "The loss is not established yet: nothing can be deducted.");
	return g_strdup_printf(da ? "Tabet er konstateret %s." : "The loss was established on %s.", on);
}

typedef struct Line {
	const char *key;
	Say label;
} Line;

static const Line lines[] = {
	{ "invoiced_ore", { "Faktureret med moms, efter kreditnotaer", "Invoiced with VAT, after credit notes" } },
	{ "paid_principal_ore", { "Betalt heraf", "Paid of it" } },
	{ "loss_ore", { "Tab på hovedstolen med moms", "Lost of the principal, with VAT" } },
	{ "base_ore", { "Kan trækkes fra i momsgrundlaget", "May be deducted from the VAT base" } },
	{ "vat_ore", { "Moms heraf", "VAT of it" } },
	{ "added_back_ore", { "Lægges til igen efter senere betaling, moms", "Added back after later receipts, VAT" } },
	{ "vat_left_ore", { "Moms, der er tilbage at få", "VAT that is left to get" } },
};

/* Before the loss is established there is nothing to deduct, and nothing unknown about it. */
static size_t lines_shown(const cJSON *loss)
{
	bool never = !cJSON_IsNull(json_get(loss, "established")) && !json_get_bool(loss, "established");
	return never ? 3 : G_N_ELEMENTS(lines);
}

static const char *line_label(const cJSON *loss, const Line *line, Lang lang)
{
	static const Say open = { "Åbent af hovedstolen med moms", "Open of the principal, with VAT" };
	return say(strcmp(line->key, "loss_ore") == 0 && !json_get_bool(loss, "established") ? open : line->label, lang);
}

void loss_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	g_autofree char *word = verdict(result, call->lang);
	g_string_append_printf(out, "%s  %s (ml § 27 stk. 6)\n", json_get_text(result, "case"), word);
	cJSON_ArrayForEach(row, json_get(result, "tests"))
	{
		const char *on = json_get_text(row, "on");
		if (strcmp(json_get_text(row, "holds"), "no") != 0)
			g_string_append_printf(out, "  %s %s%s%s: %s\n", json_get_text(row, "debtor"), loss_test_title(json_get_text(row, "test"), call->lang),
			                       on != NULL ? ", " : "", on != NULL ? on : "", json_get_text(row, "because"));
	}
	for (size_t i = 0; i < lines_shown(result); i++) {
		g_autofree char *amount = loss_kroner(result, lines[i].key, call->lang);
		g_string_append_printf(out, "  %s: %s\n", line_label(result, &lines[i], call->lang), amount);
	}
	cJSON_ArrayForEach(row, json_get(result, "unknown")) g_string_append_printf(out, "  ? %s\n", cJSON_GetStringValue(row));
	cJSON_ArrayForEach(row, json_get(result, "log"))
		g_string_append_printf(out, "  %s  %s%s%s\n", json_get_text(row, "on"), json_get_text(row, "text"),
		                       json_get_text(row, "document") != NULL ? (da ? "; bilag " : "; document ") : "",
		                       json_get_text(row, "document") != NULL ? json_get_text(row, "document") : "");
}

/* ---- pages ---- */

static void row_add(GPtrArray *rows, const char *a, const char *b, const char *c, const char *d)
{
	char **row = g_new0(char *, 5);
	row[0] = g_strdup(a);
	row[1] = g_strdup(b);
	row[2] = g_strdup(c);
	row[3] = c != NULL ? g_strdup(d) : NULL;
	g_ptr_array_add(rows, row);
}

static GPtrArray *rows_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
}

static void amounts_table(Pages *pages, const cJSON *loss, Lang lang)
{
	const Column columns[] = { { lang == LANG_DA ? "Opgørelse" : "Account", 72, ALIGN_LEFT }, { lang == LANG_DA ? "Beløb" : "Amount", 28, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = rows_new();
	g_auto(GStrv) sum = NULL;
	for (size_t i = 0; i < lines_shown(loss); i++) {
		g_autofree char *amount = loss_kroner(loss, lines[i].key, lang);
		g_autofree char *label = g_strdup(line_label(loss, &lines[i], lang));
		const char *percent = strcmp(lines[i].key, "base_ore") == 0 ? "share_percent" : strcmp(lines[i].key, "vat_ore") == 0 ? "vat_percent" : NULL;
		if (percent != NULL && json_get_int(loss, percent, 0) > 0) {
			char *with = g_strdup_printf("%s (%" PRId64 " %%)", label, json_get_int(loss, percent, 0));
			g_free(label);
			label = with;
		}
		if (i + 1 < G_N_ELEMENTS(lines)) {
			row_add(rows, label, amount, NULL, NULL);
			continue;
		}
		sum = g_new0(char *, 3);
		sum[0] = g_strdup(label);
		sum[1] = g_strdup(amount);
	}
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, sum);
}

static void invoices_table(Pages *pages, const cJSON *loss, Lang lang)
{
	bool da = lang == LANG_DA;
	const Column columns[] = { { da ? "Faktura" : "Invoice", 34, ALIGN_LEFT }, { da ? "Dato" : "Day", 18, ALIGN_LEFT },
		                   { da ? "I alt med moms" : "Total with VAT", 24, ALIGN_RIGHT }, { da ? "Heraf moms" : "VAT of it", 24, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = rows_new();
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(loss, "invoices"))
	{
		g_autofree char *total = loss_kroner(row, "total_ore", lang), *vat = loss_kroner(row, "vat_ore", lang);
		g_autofree char *day = shown_day(json_get_text(row, "issue_on"), lang);
		const char *number = json_get_text(row, "number");
		row_add(rows, number != NULL ? number : json_get_text(row, "claim"), day, total, vat);
	}
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
}

static void tests_table(Pages *pages, const cJSON *loss, Lang lang)
{
	bool da = lang == LANG_DA;
	const Column columns[] = { { da ? "Skyldner" : "Debtor", 10, ALIGN_LEFT }, { da ? "Prøve" : "Test", 32, ALIGN_LEFT },
		                   { da ? "Svar" : "Answer", 20, ALIGN_LEFT }, { da ? "Hvorfor" : "Why", 38, ALIGN_LEFT } };
	g_autoptr(GPtrArray) rows = rows_new();
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(loss, "tests"))
	{
		const char *holds = json_get_text(row, "holds"), *because = json_get_text(row, "because");
		g_autofree char *day = shown_day(json_get_text(row, "on"), lang);
		g_autofree char *yes = g_strdup_printf("%s %s", da ? "opfyldt" : "met", day);
		row_add(rows, json_get_text(row, "debtor"), loss_test_title(json_get_text(row, "test"), lang),
		        strcmp(holds, "yes") == 0       ? yes
		        : strcmp(holds, "unknown") == 0 ? (da ? "en person afgør" : "a person decides")
		                                        : (da ? "nej" : "no"),
		        because != NULL ? because : "");
	}
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
}

static void receipts_table(Pages *pages, const cJSON *loss, Lang lang)
{
	bool da = lang == LANG_DA;
	const Column columns[] = { { da ? "Betalt" : "Paid on", 20, ALIGN_LEFT }, { da ? "Heraf hovedstol" : "Principal of it", 28, ALIGN_RIGHT },
		                   { da ? "Lægges til grundlaget" : "Added to the base", 28, ALIGN_RIGHT }, { da ? "Moms" : "VAT", 24, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = rows_new();
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(loss, "receipts"))
	{
		g_autofree char *day = shown_day(json_get_text(row, "on"), lang), *paid = loss_kroner(row, "principal_ore", lang);
		g_autofree char *base = loss_kroner(row, "base_ore", lang), *vat = loss_kroner(row, "vat_ore", lang);
		row_add(rows, day, paid, base, vat);
	}
	if (rows->len == 0)
		return;
	pages_gap(pages, 4);
	pages_text(pages, FACE_HEAD, da ? "Betalt efter at tabet blev konstateret" : "Paid after the loss was established");
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
}

static void log_table(Pages *pages, const cJSON *loss, Lang lang)
{
	bool da = lang == LANG_DA;
	const Column columns[] = { { da ? "Dag" : "Day", 14, ALIGN_LEFT }, { da ? "Hvad der er gjort" : "What was done", 46, ALIGN_LEFT },
		                   { da ? "Beløb" : "Amount", 18, ALIGN_RIGHT }, { da ? "Bilag" : "Document", 22, ALIGN_LEFT } };
	g_autoptr(GPtrArray) rows = rows_new();
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(loss, "log"))
	{
		g_autofree char *day = shown_day(json_get_text(row, "on"), lang);
		bool amount = json_get(row, "amount_ore") != NULL && !cJSON_IsNull(json_get(row, "amount_ore"));
		g_autofree char *kroner = amount ? loss_kroner(row, "amount_ore", lang) : g_strdup("");
		const char *document = json_get_text(row, "document");
		row_add(rows, day, json_get_text(row, "text"), kroner, document != NULL ? document : "");
	}
	if (rows->len > 0)
		pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
	else
		pages_text(pages, FACE_TEXT, da ? "Intet er noteret." : "Nothing is recorded.");
}

GBytes *loss_pdf(const cJSON *loss, Date today, Lang lang, GError **error)
{
	bool da = lang == LANG_DA;
	const cJSON *row;
	g_autofree char *title = g_strdup_printf(da ? "Tab på fordring, sag %s" : "Loss on a claim, case %s", json_get_text(loss, "case"));
	g_autofree char *word = verdict(loss, lang), *day = da ? date_danish_long(today) : date_english(today);
	const PagesInfo info = { .title = title, .footer = title, .made_on = today, .language = da ? "da" : "en" };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	pages_text(pages, FACE_TITLE, title);
	g_autofree char *under = g_strdup_printf(da ? "Til kreditors momsregnskab (momsloven § 27 stk. 6), opgjort %s." : "For the creditor's VAT account (momsloven § 27 stk. 6), as of %s.", day);
	pages_text(pages, FACE_TEXT, under);
	pages_gap(pages, 3);
	const char *creditor = json_get_text(loss, "creditor"), *cvr = json_get_text(loss, "creditor_cvr");
	g_autofree char *whose = g_strdup_printf("%s: %s%s%s", da ? "Kreditor" : "Creditor", creditor != NULL ? creditor : "?", cvr != NULL ? ", CVR " : "", cvr != NULL ? cvr : "");
	pages_text(pages, FACE_TEXT, whose);
	cJSON_ArrayForEach(row, json_get(loss, "debtors"))
	{
		g_autofree char *who = g_strdup_printf("%s %s: %s", da ? "Skyldner" : "Debtor", json_get_text(row, "debtor"), json_get_text(row, "name") != NULL ? json_get_text(row, "name") : "?");
		pages_text(pages, FACE_TEXT, who);
	}
	pages_gap(pages, 4);
	pages_text(pages, FACE_BOLD, word);
	cJSON_ArrayForEach(row, json_get(loss, "unknown")) pages_text(pages, FACE_TEXT, cJSON_GetStringValue(row));
	pages_gap(pages, 3);
	amounts_table(pages, loss, lang);
	pages_gap(pages, 1);
	pages_text(pages, FACE_SMALL, da ? "Renter og gebyrer er uden moms og tæller ikke med." : "Interest and fees carry no VAT and do not count.");
	pages_gap(pages, 4);
	pages_text(pages, FACE_HEAD, da ? "Fakturaer" : "Invoices");
	invoices_table(pages, loss, lang);
	receipts_table(pages, loss, lang);
	pages_gap(pages, 4);
	pages_text(pages, FACE_HEAD, da ? "Er tabet konstateret?" : "Is the loss established?");
	tests_table(pages, loss, lang);
	pages_gap(pages, 4);
	pages_text(pages, FACE_HEAD, da ? "Forløbet, som bevis" : "What was done, as proof");
	log_table(pages, loss, lang);
	return pages_finish(pages, NULL, error);
}
