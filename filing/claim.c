#include "filing/claim.h"

#include "filing/form.h"

#include <string.h>

#define EDITION "sagsportal-2016" /* BEK 1173/2016 with BEK 1697/2023: the fields and their order */

typedef struct Entry {
	Sheet *sheet;
	const char *section;
	int number;
} Entry;

static Box *entry(Entry *at, const char *name, const char *label, bool required)
{
	g_autofree char *number = g_strdup_printf("%d", ++at->number);
	Box *box = sheet_add(at->sheet, at->number, number, at->section, label);
	box->name = name;
	box->required = required;
	return box;
}

static void party_entry(Entry *at, const char *name, const char *label, const Party *party)
{
	Box *box = entry(at, name, label, true);
	g_autofree char *text = party_block(party, &box->sources), *lacks_da = party_lacks(party, LANG_DA);
	g_autofree char *lacks_en = party_lacks(party, LANG_EN);
	box_text(box, text);
	if (lacks_da == NULL)
		return;
	g_autofree char *da = g_strdup_printf("Mangler: %s.", lacks_da), *en = g_strdup_printf("Missing: %s.", lacks_en);
	box_open(box, da, en);
}

static void parties(Entry *at, const Case *c)
{
	at->section = "Parter";
	party_entry(at, "creditor", "Sagsøger", c->creditor);
	if (c->representative != NULL)
		party_entry(at, "representative", "Repræsentant for sagsøger", c->representative);
	for (guint i = 0; i < c->debtors->len; i++) {
		g_autofree char *label = c->debtors->len == 1 ? g_strdup("Sagsøgte") : g_strdup_printf("Sagsøgte %u", i + 1);
		party_entry(at, "debtor", label, c->debtors->pdata[i]);
	}
}

static void court(Entry *at, const Assessment *assessment)
{
	at->section = "Ret";
	Box *box = entry(at, "court", "Ret", true);
	box_text(box, assessment->court);
	for (guint i = 0; i < assessment->on_case->debtors->len; i++) {
		const Party *debtor = assessment->on_case->debtors->pdata[i];
		sources_field(&box->sources, &debtor->postcode);
		sources_field(&box->sources, &debtor->municipality);
		sources_field(&box->sources, &debtor->court);
	}
	if (assessment->court == NULL)
		box_open(box, "Retten er ikke afgjort.", "The court is not decided.");
}

static void case_type(Entry *at, const Assessment *assessment)
{
	Box *box = entry(at, "case_type", "Sagstype", true);
	box_text(box, assessment->track == TRACK_KAP39 ? "Forenklet proces (retsplejelovens kapitel 39)" : "Almindelig civil sag");
	const Party *creditor = assessment->on_case->creditor;
	box = entry(at, "creditor_number", "Sagsøgers CVR- eller CPR-nummer", false);
	box_text(box, field_text(&creditor->cvr));
	sources_field(&box->sources, &creditor->cvr);
	if (box->value == NULL)
		box_open(box, "Angiv CVR-nummer eller, hvis sagsøger er en privatperson, CPR-nummer.",
		         "Enter the CVR number, or the CPR number if the plaintiff is a person.");
}

static void money(Entry *at, const Assessment *assessment, const Claimed *claimed, const Sums *sums)
{
	at->section = "Påstand og værdi";
	Say why = { NULL, NULL };
	Box *box = entry(at, "claim", "Påstand", true);
	box->kind = BOX_LONG;
	g_autofree char *demand = claim_demand(assessment, claimed, sums, &why);
	box_text(box, demand);
	if (demand == NULL && why.da == NULL)
		why = (Say){ "Påstanden skal formuleres af en person.", "A person must word the påstand." };
	if (demand == NULL)
		box_open(box, why.da, why.en);
	for (guint i = 0; i < claimed->items->len; i++) {
		const Item *item = ((ClaimedItem *)claimed->items->pdata[i])->item;
		sources_field(&box->sources, &item->principal);
		sources_field(&box->sources, &item->due_on);
		sources_field(&box->sources, &item->agreed_interest);
	}
	box = entry(at, "value", "Sagens værdi, kr.", true);
	if (sums->known && why.da == NULL) {
		box_amount(box, sums->principal);
		box->note = g_strdup("Hovedstolen uden renter og omkostninger, jf. retsplejelovens § 401.");
	} else {
		box_open(box, "Sagens værdi skal fastsættes af en person, jf. retsplejelovens § 401.", "A person must put the value of the case.");
	}
	box = entry(at, "court_fee", "Retsafgift, kr.", true);
	if (assessment->court_fee_known)
		box_amount(box, assessment->court_fee);
	else
		box_open(box, "Retsafgiften er ikke kendt.", "The court fee is not known.");
	case_type(at, assessment);
}

static char *descriptions(const Claimed *claimed, Sources *sources)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < claimed->items->len; i++) {
		const Item *item = ((ClaimedItem *)claimed->items->pdata[i])->item;
		const char *text = field_text(&item->description);
		g_autofree char *quoted = text != NULL && !item_wordy(item) ? g_strdup_printf("»%s«", text) : NULL;
		if (quoted == NULL || g_ptr_array_find_with_equal_func(words, quoted, g_str_equal, NULL))
			continue;
		g_ptr_array_add(words, g_steal_pointer(&quoted));
		sources_field(sources, &item->description);
	}
	return words->len > 0 && words->len <= 4 ? words_join(words) : NULL;
}

static void short_account(Entry *at, const Case *c, const Claimed *claimed, const Sums *sums)
{
	Box *box = entry(at, "summary", "Kort beskrivelse af sagen", true);
	if (!sums->known) {
		box_open(box, "Beskriv kort, hvad sagen angår.", "Say briefly what the case is about.");
		return;
	}
	g_autofree char *principal = money_danish(sums->principal), *what = descriptions(claimed, &box->sources);
	g_autoptr(GString) text = g_string_new(NULL);
	guint n = claimed->items->len;
	g_string_append_printf(text, "Sagen angår betaling af %s kr.", principal);
	if (n == 1) {
		g_autofree char *name = item_called(((ClaimedItem *)claimed->items->pdata[0])->item);
		g_string_append_printf(text, " ifølge %s", name);
	} else {
		g_string_append_printf(text, " fordelt på %u krav", n);
	}
	g_string_append_printf(text, "%s%s.", what != NULL ? " vedrørende " : "", what != NULL ? what : "");
	g_autoptr(GPtrArray) objections = case_events(c, "objection_received", NULL, NULL);
	if (objections->len > 0) {
		g_string_append(text, " Der er gjort indsigelse.");
		sources_event(&box->sources, objections->pdata[0]);
	}
	box_text(box, text->str);
}

/* Only what the record bears. */
static void arguments(Entry *at, const Case *c, const Claimed *claimed, const Sums *sums)
{
	Box *box = entry(at, "arguments", "Anbringender", true);
	box->kind = BOX_LONG;
	g_autoptr(GString) text = g_string_new("Til støtte for påstanden gøres det gældende,\n");
	if (!sums->known) {
		box_open(box, "Skriv anbringenderne.", "Enter the arguments.");
		return;
	}
	bool agreed = true, delivered = true, unpaid;
	for (guint i = 0; i < claimed->items->len; i++) {
		const Item *item = ((ClaimedItem *)claimed->items->pdata[i])->item;
		Date day;
		agreed = agreed && field_date(&item->agreed_on, &day);
		delivered = delivered && field_date(&item->delivered_on, &day);
	}
	if (agreed)
		g_string_append(text, "- at parterne har indgået aftale om ydelserne,\n");
	if (delivered)
		g_string_append(text, "- at ydelserne er leveret,\n");
	g_string_append(text, "- at kravet er forfaldent");
	if (field_yes(&c->unpaid, &unpaid) && unpaid)
		g_string_append(text, " og ikke betalt");
	g_string_append(text, ",\n- at kravet skal forrentes efter renteloven som påstået");
	if (!money_is_zero(sums->reminder_fees))
		g_string_append(text, ",\n- at rykkergebyrerne kan kræves efter rentelovens § 9 b, stk. 2");
	if (!money_is_zero(sums->inkasso_fee))
		g_string_append(text, ",\n- at inkassogebyret kan kræves efter rentelovens § 9 b, stk. 3");
	if (!money_is_zero(sums->compensation))
		g_string_append(text, ",\n- at kompensationsbeløbet kan kræves efter rentelovens § 9 a, stk. 3");
	g_string_append_c(text, '.');
	box_text(box, text->str);
	g_autoptr(GPtrArray) objections = case_events(c, "objection_received", NULL, NULL);
	if (objections->len > 0)
		box->note = g_strdup("Skriv også, hvorfor indsigelsen ikke kan føre til frifindelse.");
}

static void evidence(Entry *at, const GPtrArray *exhibits)
{
	Box *box = entry(at, "evidence", "Dokumenter og andre beviser", true);
	box->kind = BOX_LONG;
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < exhibits->len; i++) {
		g_autofree char *line = exhibit_line(exhibits->pdata[i]);
		g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", line);
	}
	box_text(box, text->str);
	if (exhibits->len == 0)
		box_open(box, "Der er ingen bilag.", "There are no exhibits.");
}

Sheet *claim_sheet(const Assessment *assessment)
{
	return sheet_new(assessment, "civil_claim", "Felter til stævning i sagsportalen", EDITION);
}

void claim_fill(Sheet *sheet, const Assessment *assessment, const Claimed *claimed, const Sums *sums,
                const Statement *statement, const GPtrArray *exhibits)
{
	const Case *c = assessment->on_case;
	Entry at = { .sheet = sheet };
	parties(&at, c);
	court(&at, assessment);
	money(&at, assessment, claimed, sums);
	at.section = "Fremstilling";
	short_account(&at, c, claimed, sums);
	Box *box = entry(&at, "statement", "Sagsfremstilling", assessment->track == TRACK_ORDINARY);
	g_autofree char *account = statement_text(statement);
	box->kind = BOX_LONG;
	box_text(box, account);
	Sources sources = statement_sources(statement);
	sources_join(&box->sources, &sources);
	sources_clear(&sources);
	arguments(&at, c, claimed, sums);
	evidence(&at, exhibits);
	at.section = "Behandling";
	box = entry(&at, "proposals", "Forslag til sagens behandling", assessment->track == TRACK_ORDINARY);
	if (assessment->track == TRACK_ORDINARY)
		box_open(box, "Skriv forslag til sagens behandling, jf. retsplejelovens § 348, stk. 2, nr. 6.",
		         "Enter proposals for the handling of the case, section 348(2) no. 6.");
	if (c->debtors->len > 1)
		sheet_point(sheet, "Påstand", "Tag stilling til, om de sagsøgte hæfter solidarisk.",
		            "Decide whether the defendants are jointly liable.");
	sheet_close(sheet);
	for (guint i = 0; i < statement->open->len; i++) {
		const OpenTopic *topic = statement->open->pdata[i];
		sheet_point(sheet, "Sagsfremstilling", topic->da, topic->en);
	}
}
