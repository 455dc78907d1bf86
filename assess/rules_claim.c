/* The claim itself: is it one for betalingspåkrav, is it due, does it add up, does it still exist? */
#include "assess/rules.h"

#include "intake/document.h"

#include <string.h>

QUOTE(U02, 1, "rpl § 477 a stk. 1",
      "Reglerne i dette kapitel kan anvendes ved inddrivelse af forfaldne pengekrav på højst 100.000 kr., når "
      "fordringshaveren ikke forventer, at skyldneren har indsigelser mod kravet eller vil gøre modkrav gældende.")
{
	for (guint i = 0; i < q->c->items->len; i++) {
		const Item *item = q->c->items->pdata[i];
		if (item->kind != ITEM_NOT_MONEY)
			continue;
		finding_add(q, VERDICT_FOUND, item->id,
		            "Kravet går ud på andet end penge. Betalingspåkrav omfatter kun pengekrav; dette krav kan indbringes "
		            "ved stævning.",
		            "The claim is for something else than money. Betalingspåkrav covers money claims only; this one can "
		            "be brought by writ.",
		            NO_ARGS);
	}
}

static const char *const henstand_over[] = { "henstand_ended", NULL };

/* Time granted puts the due date off until it ends. */
static const Event *henstand_of(const Inquiry *q, const Item *item)
{
	const Event *event = inquiry_standing(q, "henstand_granted", henstand_over, NULL, item);
	bool runs = event != NULL && date_known(event->deadline_on) && date_compare(q->on, event->deadline_on) <= 0;
	return runs ? event : NULL;
}

static Finding *find_wait(Inquiry *q, const ClaimedItem *row, const Event *henstand)
{
	Date until = henstand != NULL ? henstand->deadline_on : row->due_on, ready = date_add_days(until, 1);
	Finding *f = finding_add(q, VERDICT_FOUND, row->item->id,
	                         henstand != NULL ? "Der er givet henstand til og med den {0}."
	                                          : "Kravet forfalder den {0} og er endnu ikke forfaldent.",
	                         henstand != NULL ? "Time was granted to and with {0}."
	                                          : "The claim falls due on {0} and is not yet due.",
	                         ARGS(A_DATE(until)));
	finding_ask(f, "Vent, til {0} er forfalden og ubetalt den {1}, og send så en påkravsskrivelse.",
	            "Wait until {0} is due and unpaid on {1}, then send a demand letter.",
	            ARGS(A_ITEM(row->item), A_DATE(ready)));
	finding_ready(f, ready);
	finding_event(f, henstand);
	return f;
}

QUOTE(U03, 1, "rpl § 477 a stk. 1",
      "Reglerne i dette kapitel kan anvendes ved inddrivelse af forfaldne pengekrav på højst 100.000 kr., når "
      "fordringshaveren ikke forventer, at skyldneren har indsigelser mod kravet eller vil gøre modkrav gældende.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		Finding *f;
		if (!date_known(row->due_on)) {
			f = finding_add(q, VERDICT_UNKNOWN, row->item->id, "Forfaldsdagen er ikke oplyst eller ikke afgjort.",
			                "The due date is not known or not decided.", NO_ARGS);
			finding_ask(f, "Oplys forfaldsdagen for {0}.", "Tell the due date of {0}.",
			            ARGS(A_ITEM(row->item)));
		} else if (date_compare(q->on, row->due_on) <= 0 || henstand_of(q, row->item) != NULL) {
			f = find_wait(q, row, date_compare(q->on, row->due_on) <= 0 ? NULL : henstand_of(q, row->item));
		} else {
			f = finding_add(q, VERDICT_CLEAR, row->item->id, "Kravet forfaldt den {0}.", "The claim fell due on {0}.",
			                ARGS(A_DATE(row->due_on)));
		}
		finding_field(f, &row->item->due_on);
		finding_date(f, "due_on", row->due_on);
		finding_date(f, "on", q->on);
	}
}

static void over_limit_figures(Inquiry *q, Finding *f, Money limit)
{
	for (guint i = 0; i < q->claimed->items->len; i++)
		finding_field(f, &((const ClaimedItem *)q->claimed->items->pdata[i])->item->principal);
	finding_money(f, "principal_ore", q->claimed->principal);
	finding_money(f, "limit_ore", limit);
	finding_money(f, "invoiced_ore", q->claimed->invoiced);
	finding_money(f, "payments_ore", q->claimed->payments);
}

QUOTE(U04, 1, "rpl § 477 a stk. 1",
      "Reglerne i dette kapitel kan anvendes ved inddrivelse af forfaldne pengekrav på højst 100.000 kr., når "
      "fordringshaveren ikke forventer, at skyldneren har indsigelser mod kravet eller vil gøre modkrav gældende. Renter "
      "og omkostninger medregnes ikke ved opgørelsen af kravets værdi.")
{
	Money limit;
	/* A principal that is not known is asked for by R04 and R07; here it would only be asked for twice. */
	if (!q->claimed->principal_known || q->claimed->items->len == 0) {
		Finding *f = finding_add(q, VERDICT_UNKNOWN, "case",
		                         "Hovedstolen kendes ikke, så den kan ikke måles mod grænsen.",
		                         "The principal is not known and cannot be measured against the limit.", NO_ARGS);
		finding_soften(f, EFFECT_INFO);
		return;
	}
	if (!law_limit_money(q->law, "betalingspaakrav_limit", q->on, &limit)) {
		finding_add(q, VERDICT_UNKNOWN, "case", "Lovtabellen kender ingen beløbsgrænse for betalingspåkrav den {0}.",
		            "The law table knows no limit for betalingspåkrav on {0}.", ARGS(A_DATE(q->on)));
		return;
	}
	Money over;
	bool above = money_compare(q->claimed->principal, limit) > 0;
	if (!money_sub(q->claimed->principal, limit, &over))
		over = money_zero();
	Finding *f =
	    above ? finding_add(q, VERDICT_FOUND, "case",
	                        "Hovedstolen er {0}, det er {2} over grænsen på {1}. Renter og omkostninger er ikke regnet med. "
	                        "Kravet kan indbringes ved stævning.",
	                        "The principal is {0}, {2} above the limit of {1}. Interest and costs are not counted. The claim "
	                        "can be brought by writ.",
	                        ARGS(A_MONEY(q->claimed->principal), A_MONEY(limit), A_MONEY(over)))
	          : finding_add(q, VERDICT_CLEAR, "case",
	                        "Hovedstolen er {0} og højst {1}. Renter og omkostninger er ikke regnet med.",
	                        "The principal is {0}, at most {1}. Interest and costs are not counted.",
	                        ARGS(A_MONEY(q->claimed->principal), A_MONEY(limit)));
	over_limit_figures(q, f, limit);
}

/* Are any of the claims, or all that speak to it, not from the lease of a dwelling? */
static void housing_of(const Inquiry *q, bool *any, bool *all_told)
{
	*any = false;
	*all_told = q->claimed->items->len > 0;
	for (guint i = 0; i < q->claimed->items->len; i++) {
		bool housing;
		bool told = field_yes(&((const ClaimedItem *)q->claimed->items->pdata[i])->item->housing, &housing);
		*any = *any || (told && housing);
		*all_told = *all_told && told;
	}
}

QUOTE(U05, 1, "rpl § 400 stk. 1", "For boligretssager er grænsen dog 50.000 kr.")
{
	Money housing, general;
	bool any, all_told;
	if (!q->claimed->principal_known || !law_limit_money(q->law, "kap39_limit_boligret", q->on, &housing) ||
	    !law_limit_money(q->law, "kap39_limit", q->on, &general))
		return;
	bool between = money_compare(q->claimed->principal, housing) > 0 && money_compare(q->claimed->principal, general) <= 0;
	housing_of(q, &any, &all_told);
	if (!between || (!any && all_told))
		return;
	Finding *f = any ? finding_add(q, VERDICT_FOUND, "case",
	                               "Kravet stammer fra leje af en bolig, og hovedstolen er {0}. Den forenklede proces gælder kun til "
	                               "{1}; efter en indsigelse bliver det en almindelig sag.",
	                               "The claim arises from the lease of a dwelling, and the principal is {0}. Chapter 39 applies only "
	                               "up to {1}; after an objection it becomes an ordinary case.",
	                               ARGS(A_MONEY(q->claimed->principal), A_MONEY(housing)))
	                 : finding_add(q, VERDICT_UNKNOWN, "case",
	                               "Er kravet en boligretssag, gælder den forenklede proces kun til {1}, og hovedstolen er {0}.",
	                               "If the claim is a housing-court matter, chapter 39 applies only up to {1}, and the principal is "
	                               "{0}.",
	                               ARGS(A_MONEY(q->claimed->principal), A_MONEY(housing)));
	for (guint i = 0; i < q->claimed->items->len; i++)
		finding_field(f, &((const ClaimedItem *)q->claimed->items->pdata[i])->item->housing);
	finding_money(f, "principal_ore", q->claimed->principal);
	finding_money(f, "limit_ore", housing);
}

static const Document *document_of_kind(const Case *c, const char *kind)
{
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		if (field_is(&document->kind, kind))
			return document;
	}
	return NULL;
}

/*
 * What a title that came with the case leaves unsaid: its sums, which may be other than the claim's, and the day of its paper.
 * The waiting time, interest and limitation are counted by them. It stays the title meanwhile: asked for, and in no one's way.
 */
static void title_ask(Inquiry *q, const Event *event, const Document *paper)
{
	Date dated = DATE_NONE;
	if (!event->has_amount) {
		Finding *f = finding_add(q, VERDICT_FOUND, "case",
		                         "Fundamentet af {0} er noteret uden beløb: kravet tages, som det er stillet.",
		                         "The title of {0} is recorded without its sum: the claim is taken as it was made.",
		                         ARGS(A_DATE(event->on)));
		finding_soften(f, EFFECT_MISSING);
		finding_ask(f, "Oplys, hvad fundamentet giver i alt: note title_at_intake med --amount og --replaces. Giver det et andet beløb "
		               "end kravet, så ret kravet.",
		            "Say what the title gives in all: note title_at_intake with --amount and --replaces. If that is not the claim, "
		            "correct the claim.", NO_ARGS);
		finding_event(f, event);
	}
	if (paper == NULL || !field_date(&paper->dated_on, &dated) || date_compare(dated, event->on) == 0)
		return;
	Finding *f = finding_add(q, VERDICT_FOUND, "case", "Fundamentet er noteret til {0}, men {2} er dateret {1}.",
	                         "The title is recorded as of {0}, but {2} is dated {1}.",
	                         ARGS(A_DATE(event->on), A_DATE(dated), A_TEXT(paper->name)));
	finding_soften(f, EFFECT_FIX);
	finding_ask(f, "Se i fundamentet, hvilken dag det er fra, og ret den anden: note title_at_intake med --on og --replaces, eller "
	               "bilagets dated-on.",
	            "See in the title of which day it is, and correct the other: note title_at_intake with --on and --replaces, or the "
	            "document's dated-on.", NO_ARGS);
	finding_event(f, event);
	finding_field(f, &paper->dated_on);
}

QUOTE(U28, 1, "rpl § 478 stk. 1",
      "Tvangsfuldbyrdelse kan ske på grundlag af 1) domme og kendelser afsagt af domstole eller af andre myndigheder, hvis "
      "afgørelser efter lovgivningen kan tvangsfuldbyrdes, betalingspåkrav med påtegning efter § 477 e, stk. 2, samt "
      "beslutninger om sagsomkostninger truffet af de nævnte myndigheder")
{
	static const char *const titles[] = { "title_at_intake",  "judgment_for_us",     "default_judgment", "court_settlement",
		                              "bp_endorsed_plain", "bp_endorsed_udlaeg", "appeal_for_us",    "settlement_signed", NULL };
	static const char *const lost[] = { "appeal_against", "bp_reopened_case", "bp_reopened_no_case", "reopened", NULL };
	const Event *event = NULL;
	for (const char *const *name = titles; *name != NULL && event == NULL; name++)
		event = inquiry_standing(q, *name, lost, NULL, NULL);
	const Document *title = document_of_kind(q->c, "title");
	if (event == NULL && title == NULL)
		return;
	Finding *f = finding_add(q, VERDICT_FOUND, "case",
	                         "Der findes allerede et tvangsfuldbyrdelsesgrundlag{0}{1}. Anmod om udlæg på det i stedet.",
	                         "An enforceable document already exists{0}{1}. Ask for enforcement on it instead.",
	                         ARGS(A_TEXT(title != NULL ? ": " : ""), A_TEXT(title != NULL ? title->name : "")));
	finding_event(f, event);
	if (title != NULL)
		finding_field(f, &title->kind);
	const Event *own = inquiry_standing(q, "title_at_intake", lost, NULL, NULL);
	const Document *named = own != NULL && own->document != NULL ? case_document_named(q->c, own->document) : NULL;
	if (own != NULL)
		title_ask(q, own, named != NULL ? named : title);
}

/* Does any document or letter say something of this name? */
static const Fact *case_fact(const Case *c, const char *name)
{
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (*fact->name == *name && strcmp(fact->name, name) == 0 && fact_counts(fact))
			return fact;
	}
	return NULL;
}

static void find_clause(Inquiry *q, const char *name, const char *da, const char *en)
{
	const Fact *fact = case_fact(q->c, name);
	bool none = fact != NULL && (g_ascii_strcasecmp(fact->value, "no") == 0 || *fact->value == '\0');
	if (fact != NULL && !none && !law_court_exists(q->law, fact->value)) {
		Finding *f = finding_add(q, VERDICT_FOUND, "case", da, en, ARGS(A_TEXT(fact->value)));
		finding_fact(f, fact);
	} else if (fact != NULL) {
		Finding *f = finding_add(q, VERDICT_CLEAR, "case", none ? "Aftalen er læst og har ingen sådan bestemmelse."
		                              : "Aftalen nævner en dansk ret: {0}. Om den binder, afgøres af værnetinget.",
		                         none ? "The agreement was read and has no such clause."
		                              : "The agreement names a Danish court: {0}. Whether it binds is a question of venue.",
		                         ARGS(A_TEXT(fact->value)));
		finding_fact(f, fact);
	} else if (q->c->contracts->len > 0) {
		Finding *f = finding_add(q, VERDICT_CLEAR, "case", "Aftalen er læst, og ingen sådan bestemmelse er fundet i den.",
		                         "The agreement was read, and no such clause was found in it.", NO_ARGS);
		for (guint i = 0; i < q->c->contracts->len; i++)
			finding_field(f, &((const Contract *)q->c->contracts->pdata[i])->kind);
	} else {
		finding_add(q, VERDICT_UNKNOWN, "case", "Ingen aftaletekst er læst.", "No text of an agreement was read.", NO_ARGS);
	}
}

QUOTE(U21, 1, "practice 4",
      "Aftalt voldgift går forud for domstolene, når modparten påberåber sig den. En aftale indgået før tvisten binder ikke "
      "en forbruger.")
{
	find_clause(q, "contract.arbitration", "Aftalen nævner voldgift: {0}. En person må afgøre, om den gælder her.",
	            "The agreement mentions arbitration: {0}. A person must decide whether it applies here.");
}

QUOTE(U22, 1, "practice 5",
      "En aftale om et udenlandsk værneting kan udelukke danske domstole. En aftale på forhånd binder ikke en forbruger.")
{
	find_clause(q, "contract.venue", "Aftalen nævner værneting: {0}. En person må afgøre, om den gælder her.",
	            "The agreement mentions a venue: {0}. A person must decide whether it applies here.");
}

static const char *const board_over[] = { "board_closed", NULL };

QUOTE(U23, 1, "fkl § 15 stk. 1",
      "Så længe en klagesag verserer for et godkendt privat tvistløsningsorgan eller Konkurrence- og Forbrugerstyrelsen, kan "
      "sagens parter ikke anlægge sag ved domstolene om de spørgsmål, som klagen omfatter.")
{
	const Event *event = inquiry_standing(q, "board_complaint_opened", board_over, NULL, NULL);
	if (event == NULL)
		event = inquiry_standing(q, "sent_to_board", board_over, NULL, NULL);
	if (event == NULL)
		return;
	Finding *f = finding_add(q, VERDICT_FOUND, "case",
	                         "En forbrugerklage har verseret siden den {0}. Ingen af parterne kan anlægge sag, før den er "
	                         "afsluttet.",
	                         "A consumer complaint has been pending since {0}. Neither side may sue until it is closed.",
	                         ARGS(A_DATE(event->on)));
	finding_ask(f, "Oplys, når klagesagen er afsluttet.", "Tell when the complaint is closed.", NO_ARGS);
	finding_event(f, event);
	finding_date(f, "complaint_on", event->on);
}

QUOTE(U24, 1, "rpl § 361 stk. 1",
      "Anmoder en forbruger om, at en sag, der kan indbringes for Nævnenes Hus, Forbrugerklagenævnet eller et privat "
      "tvistløsningsorgan, der er godkendt af erhvervsministeren, må blive behandlet ved Nævnenes Hus, Forbrugerklagenævnet "
      "eller det pågældende godkendte private tvistløsningsorgan, hæver retten sagen og sender den til Nævnenes Hus, "
      "Forbrugerklagenævnet eller det pågældende godkendte private tvistløsningsorgan.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		if (!party_is_consumer(debtor))
			continue;
		/* The floor of the boards since 2022 is not established, so whether a board takes the case is not known. */
		Finding *f = finding_add(q, VERDICT_UNKNOWN, debtor->subject,
		                         "Skyldner regnes som forbruger og kan måske kræve sagen behandlet i et nævn. Nævnenes "
		                         "beløbsgrænser er ikke fastslået.",
		                         "The debtor counts as a consumer and may be able to have the case sent to a board. The "
		                         "boards' limits are not established.",
		                         NO_ARGS);
		finding_field(f, &debtor->kind);
	}
}

QUOTE(U26, 1, "rpl § 478 stk. 4",
      "I de i stk. 1, nr. 4-7, nævnte tilfælde kan fuldbyrdelse foretages hos enhver, der ved sin underskrift på dokumentet "
      "har forpligtet sig som skyldner, selvskyldnerkautionist eller pantsætter.")
{
	const Document *contract = document_of_kind(q->c, "contract");
	if (contract == NULL)
		contract = document_of_kind(q->c, "order");
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const Item *item = ((const ClaimedItem *)q->claimed->items->pdata[i])->item;
		bool written = field_is(&item->agreed_how, "signed") || field_is(&item->agreed_how, "accepted-in-writing");
		bool silent = field_is(&item->agreed_how, "silence");
		Finding *f = contract != NULL || written
		                 ? finding_add(q, VERDICT_CLEAR, item->id, "Aftalen er skriftlig.", "The agreement is in writing.",
		                               NO_ARGS)
		             : silent ? finding_add(q, VERDICT_FOUND, item->id,
		                                    "Der er ingen skriftlig aftale. Det hindrer ikke et betalingspåkrav, men saml andet "
		                                    "bevis for bestilling og levering.",
		                                    "There is no written agreement. That is no bar, but collect other proof of order "
		                                    "and delivery.",
		                                    NO_ARGS)
		                      : finding_add(q, VERDICT_UNKNOWN, item->id,
		                                    "Det er ikke oplyst, hvordan aftalen blev indgået.",
		                                    "It is not known how the agreement was made.", NO_ARGS);
		finding_field(f, &item->agreed_how);
		if (contract != NULL)
			finding_field(f, &contract->kind);
	}
}

QUOTE(U34, 1, "rpl § 336 a",
      "Parterne har pligt til at fremme sagen med fornøden hurtighed, til at undgå unødige sagsskridt og til at undersøge "
      "muligheden for en forligsmæssig løsning også forud for sagens anlæg.")
{
	static const char *const contacts[] = { "demand_sent",    "reminder_sent",    "call_logged",
		                                "settlement_signed", "henstand_granted", NULL };
	if (!q->civil)
		return;
	for (const char *const *name = contacts; *name != NULL; name++) {
		const Event *event = inquiry_standing(q, *name, NULL, NULL, NULL);
		if (event != NULL) {
			Finding *f = finding_add(q, VERDICT_CLEAR, "case", "Skyldner er kontaktet før sagen, senest den {0}.",
			                         "The debtor was contacted before the case, last on {0}.", ARGS(A_DATE(event->on)));
			finding_event(f, event);
			return;
		}
	}
	finding_add(q, VERDICT_FOUND, "case",
	            "Sagen viser ingen henvendelse til skyldner før sagens anlæg. Forsøg et forlig først; ellers kan det koste "
	            "sagsomkostninger.",
	            "The record shows no contact with the debtor before filing. Try to settle first; otherwise it may cost.",
	            NO_ARGS);
}
