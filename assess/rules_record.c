/* The record: what is missing, what disagrees, what does not belong. And the form's own needs: court and boxes. */
#include "assess/rules.h"

#include "intake/document.h"

#include <string.h>

/* What is said twice and decides nothing: the paper leaves it open and a note says so. */
static bool decides_nothing(const char *name)
{
	static const char *const names[] = { "party.phone",         "party.email", "buyer.email", "item.description",
		                             "invoice.description", NULL };
	for (const char *const *known = names; *known != NULL; known++)
		if (strcmp(name, *known) == 0)
			return true;
	return false;
}

QUOTE(R01, 1, "practice 6",
      "Er to kilder uenige om samme oplysning, tages ingen af dem for gode varer: begge står, og en person afgør det.")
{
	for (guint i = 0; i < q->c->conflicts->len; i++) {
		const Conflict *conflict = q->c->conflicts->pdata[i];
		GString *values = g_string_new(NULL);
		for (guint j = 0; j < conflict->facts->len; j++) {
			const Fact *fact = conflict->facts->pdata[j];
			g_string_append_printf(values, "%s%s (%s)", j > 0 ? "; " : "", fact->raw != NULL ? fact->raw : fact->value,
			                       fact->proof.document != NULL ? fact->proof.document : "?");
		}
		g_autofree char *said = g_string_free(values, FALSE);
		g_autofree char *about_da = fact_subject_called(conflict->subject, LANG_DA);
		g_autofree char *about_en = fact_subject_called(conflict->subject, LANG_EN);
		const Say called = fact_name_find(conflict->name)->called;
		Finding *f = finding_add(q, VERDICT_FOUND, conflict->subject, "Kilderne er uenige om {0} ({1}): {2}.",
		                         "The sources disagree about {0} ({1}): {2}.",
		                         ARGS(A_SAY(called.da, called.en), A_SAY(about_da, about_en), A_TEXT(said)));
		finding_ask(f, "Oplys, hvad der er rigtigt.", "Tell which is right.", NO_ARGS);
		for (guint j = 0; j < conflict->facts->len; j++)
			finding_fact(f, conflict->facts->pdata[j]);
		finding_text(f, "name", conflict->name);
		if (decides_nothing(conflict->name))
			finding_soften(f, EFFECT_WARN);
	}
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		const Venue *venue = q->venues->each->pdata[i];
		/* The user's word on the court, when it is the municipality's, is two words against one. */
		if (!venue->places_differ || (field_text(&debtor->court) != NULL && !venue->stated_refused))
			continue;
		Finding *f = finding_add(q, VERDICT_FOUND, debtor->subject, "{0} Det ene må være forkert.",
		                         "{1} One of them must be wrong.", ARGS(A_TEXT(venue->da), A_TEXT(venue->en)));
		finding_ask(f, "Ret kommunen eller postnummeret, eller oplys retten.",
		            "Correct the municipality or the postcode, or tell the court.", NO_ARGS);
		finding_field(f, &debtor->municipality);
		finding_field(f, &debtor->postcode);
	}
}

QUOTE(R02, 1, "rpl § 477 b stk. 3",
      "Betalingspåkravet skal indeholde 1) parternes navn og adresse, herunder angivelse af en postadresse i Det Europæiske "
      "Økonomiske Samarbejdsområde, hvortil meddelelser til fordringshaveren vedrørende sagen kan sendes, og hvor forkyndelse "
      "kan ske")
{
	const Party *creditor = q->c->creditor;
	bool name = creditor->name.state != FIELD_ABSENT, street = creditor->address.state != FIELD_ABSENT;
	bool place = creditor->postcode.state != FIELD_ABSENT || creditor->city.state != FIELD_ABSENT;
	Finding *f;
	const char *country = field_text(&creditor->country);
	if (name && street && place && country != NULL && g_ascii_strcasecmp(country, "DK") != 0) {
		f = finding_add(q, VERDICT_FOUND, "creditor",
		                "Kreditors adresse er i {0}. Der skal stå en postadresse i Det Europæiske Økonomiske "
		                "Samarbejdsområde; er den ikke dér, så oplys en anden.",
		                "The creditor's address is in {0}. A postal address in the European Economic Area is needed; if this "
		                "one is not there, tell another.",
		                ARGS(A_TEXT(country)));
		finding_soften(f, EFFECT_WARN);
		finding_field(f, &creditor->country);
	} else if (name && street && place) {
		f = finding_add(q, VERDICT_CLEAR, "creditor", "Kreditors navn og postadresse er oplyst.",
		                "The creditor's name and postal address are known.", NO_ARGS);
	} else {
		f = finding_add(q, VERDICT_UNKNOWN, "creditor",
		                !name ? "Kreditors navn er ikke oplyst." : "Kreditors postadresse er ikke oplyst.",
		                !name ? "The creditor's name is not known." : "The creditor's postal address is not known.", NO_ARGS);
		finding_ask(f, "Oplys kreditors navn, vej og nummer, postnummer og by.",
		            "Tell the creditor's name, street and number, postcode and town.", NO_ARGS);
	}
	finding_field(f, &creditor->name);
	finding_field(f, &creditor->address);
	finding_field(f, &creditor->postcode);
}

QUOTE(R03, 1, "rpl § 477 b stk. 3", "Betalingspåkravet skal indeholde 1) parternes navn og adresse")
{
	if (q->c->debtors->len == 0) {
		Finding *f = finding_add(q, VERDICT_UNKNOWN, "case", "Ingen skyldner er angivet.", "No debtor is named.", NO_ARGS);
		finding_ask(f, "Oplys, hvem der skylder.", "Tell who owes it.", NO_ARGS);
	}
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		if (debtor->name.state != FIELD_ABSENT) {
			Finding *f = finding_add(q, VERDICT_CLEAR, debtor->subject, "Skyldners navn er oplyst.",
			                         "The debtor's name is known.", NO_ARGS);
			finding_field(f, &debtor->name);
			continue;
		}
		Finding *f = finding_add(q, VERDICT_UNKNOWN, debtor->subject, "Skyldners navn er ikke oplyst.",
		                         "The debtor's name is not known.", NO_ARGS);
		finding_ask(f, "Oplys navnet på skyldner {0}.", "Tell the name of debtor {0}.", ARGS(A_TEXT(debtor->id)));
	}
}

static bool has_not_money(const Case *c)
{
	for (guint i = 0; i < c->items->len; i++)
		if (((const Item *)c->items->pdata[i])->kind == ITEM_NOT_MONEY)
			return true;
	return false;
}

QUOTE(R04, 1, "rpl § 477 b stk. 3", "3) fordringshaverens krav")
{
	if (q->claimed->items->len == 0 && !has_not_money(q->c)) {
		Finding *f = finding_add(q, VERDICT_UNKNOWN, "case", "Sagen har intet krav: hverken faktura eller andet beløb.",
		                         "The case holds no claim: neither an invoice nor another amount.", NO_ARGS);
		finding_ask(f, "Send fakturaen, eller oplys kravet.", "Send the invoice, or tell the claim.", NO_ARGS);
	}
	for (guint i = 0; i < q->c->items->len; i++) {
		const Item *item = q->c->items->pdata[i];
		if (item->kind != ITEM_NOT_MONEY || item->principal.state != FIELD_ABSENT)
			continue;
		Finding *f = finding_add(q, VERDICT_UNKNOWN, item->id,
		                         "Kravets værdi i penge er ikke oplyst. Sagen regnes uden den; oplys den, hvis den har en.",
		                         "What the claim is worth in money is not told. The case is reckoned without it; tell it if "
		                         "it has one.",
		                         NO_ARGS);
		finding_soften(f, EFFECT_WARN);
	}
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		Finding *f;
		if (row->item->principal.state != FIELD_ABSENT || !row->dkk) {
			f = finding_add(q, VERDICT_CLEAR, row->item->id, "Hovedstolen er oplyst.", "The principal is told.", NO_ARGS);
			if (row->amount_known)
				finding_money(f, "principal_ore", row->amount);
		} else {
			f = finding_add(q, VERDICT_UNKNOWN, row->item->id, "Hovedstolen er ikke oplyst.",
			                "The principal is not known.", NO_ARGS);
			finding_ask(f, "Oplys beløbet på {0}.", "Tell the amount of {0}.", ARGS(A_ITEM(row->item)));
		}
		finding_field(f, &row->item->principal);
	}
}

QUOTE(R05, 1, "practice 7",
      "Blanketten spørger om kreditors registrerings- og kontonummer; uden det kan den ikke udfyldes.")
{
	if (q->c->creditor->account.state != FIELD_ABSENT) {
		Finding *f = finding_add(q, VERDICT_CLEAR, "creditor", "Kreditors konto er oplyst.",
		                         "The creditor's account is known.", NO_ARGS);
		finding_field(f, &q->c->creditor->account);
		return;
	}
	Finding *f = finding_add(q, VERDICT_UNKNOWN, "creditor",
	                         "Kreditors registrerings- og kontonummer er ikke oplyst, eller fakturaerne nævner flere. "
	                         "Rubrikken står åben.",
	                         "The creditor's registration and account number is not known, or the invoices name several. "
	                         "The box is left open.",
	                         NO_ARGS);
	finding_ask(f, "Oplys det registrerings- og kontonummer, der skal betales til.",
	            "Tell the registration and account number to pay to.", NO_ARGS);
	if (q->civil)
		finding_soften(f, EFFECT_INFO); /* the portal does not ask */
}

QUOTE(R06, 1, "practice 8",
      "Står samme kreditors faktura også i en anden åben sag, afgør en person, hvilken sag den hører til.")
{
	for (guint i = 0; i < q->c->twins->len; i++) {
		const Twin *twin = q->c->twins->pdata[i];
		Finding *f = finding_add(q, VERDICT_FOUND, twin->item->id,
		                         "Samme kreditors faktura står også i den åbne sag {0}. En person må afgøre, hvor den hører til.",
		                         "The same creditor's invoice stands in the open case {0} too. A person must decide where it "
		                         "belongs.",
		                         ARGS(A_TEXT(twin->case_id)));
		finding_field(f, &twin->item->number);
		finding_text(f, "case", twin->case_id);
	}
}

QUOTE(R07, 1, "practice 9",
      "Projektet regner kun i kroner. Et krav i anden valuta læses, men omregnes ikke; en person afgør det.")
{
	for (guint i = 0; i < q->c->items->len; i++) {
		const Item *item = q->c->items->pdata[i];
		const char *currency = field_text(&item->currency);
		if (currency == NULL || g_ascii_strcasecmp(currency, "DKK") == 0)
			continue;
		Finding *f = finding_add(q, VERDICT_FOUND, item->id, "Kravet er i {0}. Det omregnes ikke; en person må afgøre det.",
		                         "The claim is in {0}. It is not converted; a person must decide.", ARGS(A_TEXT(currency)));
		finding_field(f, &item->currency);
	}
}

QUOTE(R08, 1, "practice 10",
      "En kreditnota nedsætter den faktura, den henviser til. Henviser den til ingen i sagen, afgør en person, hvad den "
      "nedsætter.")
{
	for (guint i = 0; i < q->c->credits->len; i++) {
		const Credit *credit = q->c->credits->pdata[i];
		const char *currency = field_text(&credit->currency), *ref = field_text(&credit->billing_ref);
		Money amount;
		bool usable = field_money(&credit->amount, &amount) &&
		              (currency == NULL || g_ascii_strcasecmp(currency, "DKK") == 0);
		Finding *f;
		if (credit->item != NULL && usable) {
			f = finding_add(q, VERDICT_CLEAR, credit->id, "Kreditnotaen på {0} nedsætter fakturaen.",
			                "The credit note of {0} reduces its invoice.", ARGS(A_MONEY(amount)));
			finding_money(f, "credit_ore", amount);
		} else {
			f = finding_add(q, VERDICT_FOUND, credit->id,
			                !usable       ? "Kreditnotaens beløb kan ikke bruges, så det vides ikke, hvad der skyldes."
			                : ref != NULL ? "Kreditnotaen henviser til faktura {0}, som ikke er i sagen."
			                              : "Kreditnotaen henviser ikke til nogen faktura.",
			                !usable       ? "The credit note's amount cannot be used, so it is not known what is owed."
			                : ref != NULL ? "The credit note refers to invoice {0}, which is not in the case."
			                              : "The credit note refers to no invoice.",
			                ARGS(A_TEXT(ref)));
			finding_ask(f, "Send den faktura, kreditnotaen gælder, eller oplys, hvad den nedsætter.",
			            "Send the invoice that the credit note is for, or tell what it reduces.", NO_ARGS);
		}
		finding_field(f, &credit->billing_ref);
		finding_field(f, &credit->amount);
		finding_field(f, &credit->currency);
	}
}

static bool is_claim_sheet(const Document *document)
{
	const char *slash = strrchr(document->name, '/');
	return strcmp(slash != NULL ? slash + 1 : document->name, "claim.xml") == 0;
}

QUOTE(R09, 1, "rpl § 348 stk. 4",
      "Med stævningen skal indleveres kopier af de dokumenter, som sagsøgeren agter at påberåbe sig, for så vidt de er i "
      "sagsøgerens besiddelse.")
{
	/* Nothing is enclosed with a betalingspåkrav (bek1558 § 2), so only the civil claim asks. */
	for (guint i = 0; q->civil && i < q->c->documents->len; i++) {
		const Document *document = q->c->documents->pdata[i];
		if (document->use.state != FIELD_ABSENT || document_use(document) != NULL || is_claim_sheet(document))
			continue;
		g_autofree char *about = g_strdup_printf("document/%s", document->name);
		Finding *f = finding_add(q, VERDICT_FOUND, about,
		                         "Det er ikke afgjort, om {0} er bilag eller internt.",
		                         "It is not decided whether {0} is an exhibit or internal.", ARGS(A_TEXT(document->name)));
		finding_field(f, &document->kind);
	}
}

static char *candidate_list(const GPtrArray *candidates)
{
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < candidates->len; i++)
		g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", (const char *)candidates->pdata[i]);
	return g_string_free(list, FALSE);
}

/* One debtor's court is enough for all (rpl § 250): a finding only when none has one. */
QUOTE(F01, 1, "rpl § 477 b stk. 1",
      "Inddrivelsen indledes ved indlevering af betalingspåkrav til fogedretten i en retskreds, hvor der er værneting efter "
      "kapitel 22 og 23.")
{
	if (q->out->court != NULL) {
		Finding *f = finding_add(q, VERDICT_CLEAR, "case", "Retten er {0}.", "The court is {0}.",
		                         ARGS(A_TEXT(q->out->court)));
		finding_text(f, "court", q->out->court);
		for (guint i = 0; i < q->c->debtors->len; i++) {
			const Party *debtor = q->c->debtors->pdata[i];
			finding_field(f, &debtor->court);
			finding_field(f, &debtor->municipality);
			finding_field(f, &debtor->postcode);
		}
		return;
	}
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		const Venue *venue = q->venues->each->pdata[i];
		g_autofree char *list = candidate_list(venue->candidates);
		bool some = venue->candidates->len > 0;
		Finding *f =
		    finding_add(q, VERDICT_UNKNOWN, debtor->subject, "{0}", "{1}", ARGS(A_TEXT(venue->da), A_TEXT(venue->en)));
		if (some)
			finding_ask(f, "Oplys den ret, {0} hører under: {1}.", "Tell the court that {0} belongs to: {1}.",
			            ARGS(A_PARTY(debtor), A_TEXT(list)));
		else
			finding_ask(f, "Oplys kommunen, hvor {0} bor.", "Tell the municipality where {0} lives.",
			            ARGS(A_PARTY(debtor)));
		finding_field(f, &debtor->court);
		finding_field(f, &debtor->municipality);
		finding_field(f, &debtor->postcode);
		finding_text(f, "candidates", list);
	}
}

QUOTE(F02, 1, "rpl § 235", "Retssager anlægges ved sagsøgtes hjemting, medmindre andet er bestemt ved lov.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		const char *stated = field_text(&debtor->court);
		const Venue *venue = q->venues->each->pdata[i];
		if (stated == NULL || !venue->stated_refused)
			continue;
		g_autofree char *list = candidate_list(venue->candidates);
		Finding *f = finding_add(q, VERDICT_FOUND, debtor->subject,
		                         "{0} er oplyst, men stedet fører til {1}. En person må afgøre, om der er et andet værneting.",
		                         "{0} is stated, but the place leads to {1}. A person must decide whether another venue exists.",
		                         ARGS(A_TEXT(stated), A_TEXT(*list != '\0' ? list : "–")));
		finding_field(f, &debtor->court);
		finding_field(f, &debtor->municipality);
		finding_field(f, &debtor->postcode);
	}
}

QUOTE(F04, 1, "rpl § 477 c stk. 1",
      "Det samme gælder, hvis fordringshaverens krav er uklart eller ikke findes begrundet i sagsfremstillingen eller "
      "sagsfremstillingen må antages i væsentlige henseender at være urigtig.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const Item *item = ((const ClaimedItem *)q->claimed->items->pdata[i])->item;
		if (item->debtors->len == 0 || item->debtors->len >= q->c->debtors->len)
			continue;
		finding_add(q, VERDICT_FOUND, item->id,
		            "Kravet skyldes ikke af alle skyldnerne. Sagsfremstillingen siger, hvem der skylder det; hovedstolen i "
		            "rubrikken er summen. Overvej en sag for hver skyldner.",
		            "Not all the debtors owe this item. The account of facts says who does; the principal in the box is the "
		            "sum. Consider one case for each debtor.",
		            NO_ARGS);
	}
}

QUOTE(F03, 1, "practice 11",
      "En rubrik, der ikke kan udfyldes med sikkerhed, står åben og nævnes for brugeren; den udfyldes aldrig på skøn.")
{
	const struct {
		const Field *field;
		Say name;
	} boxes[] = {
		{ &q->c->creditor->vat_registered, { "om kreditor er momsregistreret", "whether the creditor is VAT registered" } },
		{ &q->c->creditor->phone, { "kreditors telefon", "the creditor's telephone" } },
		{ &q->c->creditor->cvr, { "kreditors CVR-nummer", "the creditor's CVR number" } },
	};
	GString *da = g_string_new(NULL), *en = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(boxes); i++) {
		if (boxes[i].field->state == FIELD_KNOWN)
			continue;
		g_string_append_printf(da, "%s%s", da->len > 0 ? ", " : "", boxes[i].name.da);
		g_string_append_printf(en, "%s%s", en->len > 0 ? ", " : "", boxes[i].name.en);
	}
	if (da->len > 0)
		finding_add(q, VERDICT_UNKNOWN, "creditor", "Åbne rubrikker: {0}.", "Boxes left open: {1}.",
		            ARGS(A_TEXT(da->str), A_TEXT(en->str)));
	g_string_free(da, TRUE);
	g_string_free(en, TRUE);
}
