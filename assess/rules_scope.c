/* Claims that another law, another body or another procedure takes out of this one. */
#include "assess/rules.h"

#include <string.h>

static Finding *find_law(Inquiry *q, const char *about, const char *country)
{
	bool foreign = g_ascii_strcasecmp(country, "DK") != 0;
	return finding_add(q, foreign ? VERDICT_FOUND : VERDICT_CLEAR, about,
	                   foreign ? "Aftalen er undergivet retten i {0}. Rente, gebyrer og forældelse er her regnet efter dansk ret; en "
	                             "person må afgøre, hvad der gælder."
	                           : "Aftalen er undergivet dansk ret.",
	                   foreign ? "The agreement is governed by the law of {0}. Interest, fees and limitation are reckoned here by Danish "
	                             "law; a person must decide what holds."
	                           : "The agreement is governed by Danish law.",
	                   ARGS(A_TEXT(country)));
}

/* The finding when no item says anything: one for the case. */
static void find_untold(Inquiry *q, const char *da, const char *en)
{
	finding_add(q, VERDICT_UNKNOWN, "case", da, en, NO_ARGS);
}

QUOTE(U20, 1, "practice 44",
      "Gælder fremmed ret for aftalen, afgør den rente, gebyrer og forældelse. Programmet regner efter dansk ret; en person "
      "afgør, om det kan stå.")
{
	bool told = false;
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const Item *item = ((const ClaimedItem *)q->claimed->items->pdata[i])->item;
		const char *country = field_text(&item->law);
		if (country == NULL)
			continue;
		told = true;
		finding_field(find_law(q, item->id, country), &item->law);
	}
	for (guint i = 0; i < q->c->contracts->len && !told; i++) {
		const Contract *contract = q->c->contracts->pdata[i];
		const char *country = field_text(&contract->law);
		if (country != NULL)
			finding_field(find_law(q, "case", country), &contract->law);
		told = told || country != NULL;
	}
	if (!told)
		find_untold(q, "Det er ikke oplyst, hvilket lands ret der gælder (law).",
		            "It is not told which country's law governs (law).");
}

QUOTE(U31, 1, "practice 45",
      "Offentligretlige krav og krav med udpantningsret inddrives ad deres egen vej, i regelen af det offentlige, og ikke ved "
      "betalingspåkrav.")
{
	bool told = false;
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const Item *item = ((const ClaimedItem *)q->claimed->items->pdata[i])->item;
		bool public_law;
		if (!field_yes(&item->public_law, &public_law))
			continue;
		told = true;
		Finding *f = public_law ? finding_add(q, VERDICT_FOUND, item->id,
		                                      "Kravet er offentligretligt eller tillagt udpantningsret. Det inddrives ad sin egen vej og "
		                                      "ikke ved betalingspåkrav.",
		                                      "The claim is one of public law or carries udpantningsret. It is collected in its own way "
		                                      "and not by betalingspåkrav.",
		                                      NO_ARGS)
		                        : finding_add(q, VERDICT_CLEAR, item->id, "Kravet er privatretligt.",
		                                      "The claim is one of private law.", NO_ARGS);
		finding_field(f, &item->public_law);
	}
	if (!told)
		find_untold(q, "Det er ikke oplyst, om kravet er offentligretligt (public-law).",
		            "It is not told whether the claim is one of public law (public-law).");
}

QUOTE(U33, 1, "rpl § 361 stk. 5",
      "Reglerne i stk. 1-4 finder tilsvarende anvendelse i en sag om vederlag til en advokat eller en af de personer, der er "
      "nævnt i § 124 c, stk. 1, nr. 2, og som ejer aktier eller anparter i et advokatselskab, hvis den anden part anmoder om, at "
      "sagen behandles ved Advokatnævnet, jf. § 146.")
{
	bool told = false;
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const Item *item = ((const ClaimedItem *)q->claimed->items->pdata[i])->item;
		const char *body = field_text(&item->body);
		if (body == NULL)
			continue;
		told = true;
		bool none = strcmp(body, "none") == 0, lawyer = strcmp(body, "lawyer-fee") == 0;
		Finding *f = finding_add(q, none ? VERDICT_CLEAR : VERDICT_FOUND, item->id,
		                         none     ? "Ingen andre end domstolene afgør tvister om kravet."
		                         : lawyer ? "Kravet er vederlag til en advokat; skyldner kan kræve det behandlet i Advokatnævnet."
		                                  : "Tvister om kravet hører måske under et andet organ ({0}). En person må afgøre det.",
		                         none     ? "Nobody but the courts decides disputes about the claim."
		                         : lawyer ? "The claim is a lawyer's pay; the debtor may have it tried by the lawyers' board."
		                                  : "Disputes about the claim may belong to another body ({0}). A person must decide.",
		                         ARGS(A_TEXT(body)));
		finding_field(f, &item->body);
	}
	if (!told)
		find_untold(q, "Det er ikke oplyst, om tvister om kravet hører under et andet organ (body).",
		            "It is not told whether disputes about the claim belong to another body (body).");
}
