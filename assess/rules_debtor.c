/* The debtor: who, where, and whether anything can be taken. Each debtor by himself. */
#include "assess/rules.h"

#include "intake/field.h"

#include <string.h>

QUOTE(U10, 1, "rpl § 477 b stk. 3", "Betalingspåkravet skal indeholde 1) parternes navn og adresse")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const Item *item = ((const ClaimedItem *)q->claimed->items->pdata[i])->item;
		const char *buyer = field_text(&item->buyer_cvr), *seller = field_text(&item->seller_cvr);
		const char *creditor = field_text(&q->c->creditor->cvr);
		bool all_known = item->debtors->len > 0, one_fits = false;
		for (guint j = 0; j < item->debtors->len; j++) {
			const char *cvr = field_text(&((const Party *)item->debtors->pdata[j])->cvr);
			all_known = all_known && cvr != NULL;
			one_fits = one_fits || (cvr != NULL && buyer != NULL && strcmp(cvr, buyer) == 0);
		}
		Finding *f = NULL;
		if (buyer != NULL && all_known && !one_fits)
			f = finding_add(q, VERDICT_UNKNOWN, item->id,
			                "Fakturaen er stilet til CVR {0}, som ingen af de angivne skyldnere har. En person må afklare, "
			                "hvem der skylder.",
			                "The invoice is made out to CVR {0}, which none of the debtors has. A person must clear up who "
			                "owes it.",
			                ARGS(A_TEXT(buyer)));
		else if (seller != NULL && creditor != NULL && strcmp(seller, creditor) != 0)
			f = finding_add(q, VERDICT_UNKNOWN, item->id,
			                "Fakturaen er udstedt af CVR {0}, men kreditor er CVR {1}. En person må se overdragelsen.",
			                "The invoice was issued by CVR {0}, but the creditor is CVR {1}. A person must see the "
			                "assignment.",
			                ARGS(A_TEXT(seller), A_TEXT(creditor)));
		if (f == NULL)
			continue;
		finding_field(f, &item->buyer_cvr);
		finding_field(f, &item->seller_cvr);
		finding_field(f, &q->c->creditor->cvr);
	}
}

static void ask_address(Finding *f, const Party *debtor)
{
	finding_ask(f, "Oplys vej og nummer, postnummer og by, hvor {0} kan træffes.",
	            "Tell street and number, postcode and town where {0} can be met.", ARGS(A_PARTY(debtor)));
}

QUOTE(U11, 1, "rpl § 477 d stk. 2",
      "Fogedretten kan afvise sagen, hvis angivelsen af skyldnerens navn og adresse, jf. § 477 b, stk. 3, nr. 1, er unøjagtig, "
      "således at forkyndelse ikke kan foretages på grundlag af fordringshaverens oplysninger.")
{
	static const char *const served[] = { "bp_served", "claim_served_kap39", "claim_served_ordinary", NULL };
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		bool street = field_text(&debtor->address) != NULL;
		bool place = field_text(&debtor->postcode) != NULL || field_text(&debtor->city) != NULL;
		const Event *failed = inquiry_standing(q, "service_failed", served, debtor, NULL);
		Finding *f;
		if (!street || !place) {
			f = finding_add(q, VERDICT_UNKNOWN, debtor->subject,
			                street ? "Postnummer og by er ikke oplyst eller ikke afgjort."
			                       : "Adressen er ikke oplyst eller ikke afgjort.",
			                street ? "Postcode and town are not known or not decided."
			                       : "The address is not known or not decided.",
			                NO_ARGS);
			ask_address(f, debtor);
		} else if (failed != NULL) {
			f = finding_add(q, VERDICT_FOUND, debtor->subject,
			                "Forkyndelse mislykkedes den {0}. Adressen må rettes, før der indleveres igen.",
			                "Service failed on {0}. The address must be corrected before filing again.",
			                ARGS(A_DATE(failed->on)));
			ask_address(f, debtor);
			finding_event(f, failed);
		} else {
			f = finding_add(q, VERDICT_CLEAR, debtor->subject, "Adressen er oplyst.", "The address is known.", NO_ARGS);
		}
		finding_field(f, &debtor->address);
		finding_field(f, &debtor->postcode);
		finding_field(f, &debtor->city);
	}
}

/*
 * A register that must be looked at: an event tells that the debtor stands in it, or the company register does when it
 * was asked; without either nobody has looked.
 */
typedef struct Register {
	const char *event;
	const char *const *over; /* events that end it; NULL */
	Say found; /* {0}: the day */
	Say unknown;
	Say helps; /* what the creditor can do instead; NULL */
	const char *status; /* the company register's word for it (debtor.status); NULL: it does not tell */
	Say registered; /* {0}: the day it was asked; {1}: its word */
} Register;

/* Was the company register asked, on or before the day, about this debtor? */
static bool looked_up(const Inquiry *q, const Party *debtor, Date *on)
{
	return field_date(&debtor->looked_up_on, on) && !date_before(q->on, *on);
}

static void use_look_up(Finding *f, const Party *debtor, Date on)
{
	finding_field(f, &debtor->looked_up_on);
	finding_field(f, &debtor->status);
	finding_date(f, "looked_up_on", on);
}

static bool ended_since(const Inquiry *q, const Register *reg, const Party *debtor, Date on)
{
	for (const char *const *over = reg->over; over != NULL && *over != NULL; over++) {
		const Event *event = inquiry_standing(q, *over, NULL, debtor, NULL);
		if (event != NULL && !date_before(event->on, on))
			return true;
	}
	return false;
}

/* What the company register answered. That a debtor stands in it holds until told otherwise; that he does not, for days. */
static bool by_register(Inquiry *q, const Party *debtor, const Register *reg)
{
	Date on;
	int fresh_days = 0;
	const char *status = field_text(&debtor->status);
	if (reg->status == NULL || status == NULL || !looked_up(q, debtor, &on))
		return false;
	const char *word = debtor->status.fact->raw;
	bool known = law_limit_number(q->law, "register_fresh", q->on, &fresh_days);
	Finding *f;
	if (strcmp(status, reg->status) == 0) {
		if (ended_since(q, reg, debtor, on))
			return false;
		f = finding_add(q, VERDICT_FOUND, debtor->subject, reg->registered.da, reg->registered.en,
		                ARGS(A_DATE(on), A_TEXT(word)));
		if (reg->helps.da != NULL)
			finding_ask(f, reg->helps.da, reg->helps.en, NO_ARGS);
	} else if (strcmp(status, "unknown") == 0) {
		f = finding_add(q, VERDICT_UNKNOWN, debtor->subject,
		                "Virksomhedsregistret svarede den {0} »{1}«, som ikke afgør det. Undersøg det på indleveringsdagen.",
		                "On {0} the company register answered \"{1}\", which does not decide. Check on the day of filing.",
		                ARGS(A_DATE(on), A_TEXT(word)));
	} else if (!known || date_diff(on, q->on) > fresh_days) {
		f = finding_add(q, VERDICT_UNKNOWN, debtor->subject,
		                "Opslaget i virksomhedsregistret er fra den {0} og for gammelt. Slå op igen på indleveringsdagen.",
		                "The look-up in the company register is of {0} and too old. Look up again on the day of filing.",
		                ARGS(A_DATE(on)));
	} else {
		f = finding_add(q, VERDICT_CLEAR, debtor->subject, "Virksomhedsregistret svarede den {0} »{1}«.",
		                "On {0} the company register answered \"{1}\".", ARGS(A_DATE(on), A_TEXT(word)));
	}
	use_look_up(f, debtor, on);
	if (known)
		finding_number(f, "fresh_days", fresh_days);
	return true;
}

static void look_up(Inquiry *q, const Party *debtor, const Register *reg)
{
	const Event *event = inquiry_standing(q, reg->event, reg->over, debtor, NULL);
	if (event == NULL && by_register(q, debtor, reg))
		return;
	if (event == NULL) {
		finding_add(q, VERDICT_UNKNOWN, debtor->subject, reg->unknown.da, reg->unknown.en, NO_ARGS);
		return;
	}
	Finding *f = finding_add(q, VERDICT_FOUND, debtor->subject, reg->found.da, reg->found.en, ARGS(A_DATE(event->on)));
	if (reg->helps.da != NULL)
		finding_ask(f, reg->helps.da, reg->helps.en, NO_ARGS);
	finding_event(f, event);
	finding_date(f, "notice_on", event->on);
}

/* A company neither dies nor gets debt relief; an authority does not go bankrupt. */
bool party_is_company(const Party *debtor)
{
	static const char *const forms[] = { "A/S", "ApS", "P/S", "IVS", "Amba", "A.M.B.A.", "SMBA", "Fond", "Forening", NULL };
	if (field_is(&debtor->kind, "public"))
		return true;
	const char *form = field_text(&debtor->legal_form);
	for (const char *const *known = forms; form != NULL && *known != NULL; known++)
		if (g_ascii_strcasecmp(form, *known) == 0)
			return true;
	return false;
}

static void look_up_all(Inquiry *q, const Register *reg, bool persons_only)
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		bool cannot = persons_only ? party_is_company(debtor) : field_is(&debtor->kind, "public");
		if (cannot && inquiry_standing(q, reg->event, reg->over, debtor, NULL) == NULL) {
			Finding *f = finding_add(q, VERDICT_CLEAR, debtor->subject, "Kan ikke ramme en skyldner af denne art.",
			                         "Cannot meet a debtor of this kind.", NO_ARGS);
			finding_field(f, &debtor->kind);
			finding_field(f, &debtor->legal_form);
			continue;
		}
		look_up(q, debtor, reg);
	}
}

static const char *const estate_over[] = { "estate_closed_full", "estate_closed_part", "estate_closed_none", NULL };
static const char *const reconstruction_over[] = { "reconstruction_ended", NULL };
static const char *const relief_over[] = { "relief_refused", NULL };

QUOTE(U12, 1, "practice 1",
      "Er skyldner under konkurs, indleverer projektet ikke: kravet anmeldes til kurator. Loven hindrer kun udlæg; valget er "
      "projektets.")
{
	static const Register reg = {
		"bankruptcy_notice", estate_over,
		{ "Skyldner er erklæret konkurs ifølge meddelelse af {0}.", "The debtor is bankrupt by notice of {0}." },
		{ "Konkurs er ikke slået op. Undersøg det på indleveringsdagen.",
		  "Bankruptcy was not looked up. Check on the day of filing." },
		{ "Anmeld kravet til kurator.", "File the claim with the trustee." },
		"bankrupt",
		{ "Virksomhedsregistret svarede den {0} »{1}«: skyldner er under konkurs.",
		  "On {0} the company register answered \"{1}\": the debtor is bankrupt." }
	};
	look_up_all(q, &reg, false);
}

QUOTE(U13, 1, "kl § 12 c",
      "Under rekonstruktionsbehandlingen gælder følgende begrænsninger i adgangen til at søge fyldestgørelse i skyldnerens "
      "aktiver, jf. dog stk. 2-5: 1) Arrest eller udlæg kan ikke foretages.")
{
	static const Register reg = {
		"reconstruction_notice", reconstruction_over,
		{ "Skyldner er under rekonstruktion ifølge meddelelse af {0}. Udlæg er udelukket så længe.",
		  "The debtor is under reconstruction by notice of {0}. Enforcement is barred meanwhile." },
		{ "Rekonstruktion er ikke slået op. Undersøg det på indleveringsdagen.",
		  "Reconstruction was not looked up. Check on the day of filing." },
		{ NULL, NULL },
		"reconstruction",
		{ "Virksomhedsregistret svarede den {0} »{1}«: skyldner er under rekonstruktion. Udlæg er udelukket så længe.",
		  "On {0} the company register answered \"{1}\": the debtor is under reconstruction. Enforcement is barred "
		  "meanwhile." }
	};
	look_up_all(q, &reg, false);
}

QUOTE(U14, 1, "practice 2",
      "Er der indledt gældssaneringssag mod skyldner, indleverer projektet ikke: kravet anmeldes i sagen. Loven hindrer kun "
      "udlæg; valget er projektets.")
{
	static const Register reg = {
		"debt_relief_notice", relief_over,
		{ "Der er indledt gældssaneringssag ifølge meddelelse af {0}.", "A debt relief case is open by notice of {0}." },
		{ "Gældssanering er ikke slået op. Undersøg det på indleveringsdagen.",
		  "Debt relief was not looked up. Check on the day of filing." },
		{ "Anmeld kravet skriftligt i gældssaneringssagen inden for dens frist.",
		  "File the claim in writing in the debt relief case within its period." },
		NULL,
		{ NULL, NULL }
	};
	look_up_all(q, &reg, true);
}

QUOTE(U15, 1, "rpl § 490 stk. 1",
      "En fordringshaver, der ikke har fået tilstrækkeligt udlæg til at dække sin fordring, kan først, når der er forløbet 12 "
      "måneder siden sidste forretning, på ny begære afholdt forretning til foretagelse af udlæg.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		const Event *event = inquiry_standing(q, "nothing_found", NULL, debtor, NULL);
		int months;
		if (event == NULL) {
			finding_add(q, VERDICT_UNKNOWN, debtor->subject,
			            "Det er ikke undersøgt, om en udlægsforretning er forløbet forgæves. Undersøg det på "
			            "indleveringsdagen.",
			            "It was not looked up whether an udlæg meeting failed. Check on the day of filing.", NO_ARGS);
			continue;
		}
		if (!law_limit_number(q->law, "insolvency_rest", event->on, &months)) {
			Finding *f = finding_add(q, VERDICT_UNKNOWN, debtor->subject,
			                         "Lovtabellen kender ingen hvileperiode for en forretning den {0}.",
			                         "The law table knows no rest period for a meeting on {0}.", ARGS(A_DATE(event->on)));
			finding_event(f, event);
			continue;
		}
		Date over = date_add_months(event->on, months);
		bool rests = date_before(q->on, over);
		Finding *f =
		    rests ? finding_add(q, VERDICT_FOUND, debtor->subject,
		                        "En udlægsforretning den {0} gav intet. Udlæg kan først begæres igen fra den {1}; overvej "
		                        "valg 1 på blanketten.",
		                        "An udlæg meeting on {0} found nothing. Udlæg may be asked for again from {1}; consider "
		                        "choice 1 of the form.",
		                        ARGS(A_DATE(event->on), A_DATE(over)))
		          : finding_add(q, VERDICT_CLEAR, debtor->subject,
		                        "Seneste forgæves udlægsforretning var den {0}, og hvileperioden sluttede den {1}.",
		                        "The last failed udlæg meeting was on {0} and the rest period ended on {1}.",
		                        ARGS(A_DATE(event->on), A_DATE(over)));
		finding_event(f, event);
		finding_date(f, "meeting_on", event->on);
		finding_date(f, "rest_over_on", over);
		finding_number(f, "rest_months", months);
	}
}

QUOTE(U16, 1, "dsl § 83 stk. 1",
      "Anmeldes en fordring eller et andet krav ikke rettidigt, jf. § 81, stk. 3, nr. 2, bortfalder retten til dækning i "
      "boet.")
{
	static const Register reg = {
		"death_notice", estate_over,
		{ "Skyldner er død ifølge meddelelse af {0}.", "The debtor has died by notice of {0}." },
		{ "Dødsfald er ikke slået op. Undersøg det på indleveringsdagen.",
		  "Death was not looked up. Check on the day of filing." },
		{ "Anmeld kravet skriftligt i boet inden proklamafristens udløb.",
		  "File the claim in writing with the estate within the proklama period." },
		NULL,
		{ NULL, NULL }
	};
	look_up_all(q, &reg, true);
}

QUOTE(R10, 1, "practice 35",
      "Viser et opslag, at skyldner står i virksomhedsregistret under et andet navn end det oplyste, advares der: begge navne "
      "nævnes, og en person ser efter, hvem der skylder.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		Date on;
		const char *stated = field_text(&debtor->name), *registered = field_text(&debtor->registered_name);
		if (stated == NULL || registered == NULL || !looked_up(q, debtor, &on))
			continue;
		g_autofree char *one = text_key(stated), *other = text_key(registered);
		bool same = strcmp(one, other) == 0;
		Finding *f = finding_add(q, same ? VERDICT_CLEAR : VERDICT_FOUND, debtor->subject,
		                         same ? "Virksomhedsregistret kender skyldner under det oplyste navn, {0}."
		                              : "Skyldner er oplyst som {1}, men hedder {0} i virksomhedsregistret den {2}.",
		                         same ? "The company register knows the debtor by the stated name, {0}."
		                              : "The debtor is stated as {1}, but is called {0} in the company register on {2}.",
		                         ARGS(A_TEXT(registered), A_TEXT(stated), A_DATE(on)));
		finding_field(f, &debtor->name);
		finding_field(f, &debtor->registered_name);
		finding_field(f, &debtor->looked_up_on);
	}
}

QUOTE(R11, 1, "practice 36",
      "Viser et opslag, at skyldner er et selskab, der er opløst, indleverer projektet ikke af sig selv: en person afgør, om "
      "selskabet kan genoptages, og om andre hæfter.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		Date on;
		if (field_text(&debtor->status) == NULL || !looked_up(q, debtor, &on))
			continue;
		bool dissolved = field_is(&debtor->status, "dissolved");
		Finding *f = finding_add(q, dissolved ? VERDICT_FOUND : VERDICT_CLEAR, debtor->subject,
		                         dissolved ? "Virksomhedsregistret svarede den {0} »{1}«: skyldner findes ikke længere."
		                                   : "Virksomhedsregistret svarede den {0} »{1}«.",
		                         dissolved ? "On {0} the company register answered \"{1}\": the debtor no longer exists."
		                                   : "On {0} the company register answered \"{1}\".",
		                         ARGS(A_DATE(on), A_TEXT(debtor->status.fact->raw)));
		use_look_up(f, debtor, on);
	}
}

/* Where a debtor lives. A Danish postcode decides when no country is told; Greenland has its own four digits. */
typedef enum Residence { RESIDENCE_UNKNOWN, RESIDENCE_DENMARK, RESIDENCE_GREENLAND, RESIDENCE_FAROES, RESIDENCE_ABROAD } Residence;

static bool is_danish_postcode(const Inquiry *q, const char *postcode)
{
	if (postcode == NULL || strlen(postcode) != 4)
		return false;
	g_autoptr(GPtrArray) courts = law_courts(q->law, NULL, postcode);
	return courts->len > 0;
}

static Residence residence_of(const Inquiry *q, const Party *debtor)
{
	const char *country = field_text(&debtor->country), *postcode = field_text(&debtor->postcode);
	if (debtor->country.state == FIELD_ABSENT)
		return is_danish_postcode(q, postcode) ? RESIDENCE_DENMARK : RESIDENCE_UNKNOWN;
	if (country == NULL)
		return RESIDENCE_UNKNOWN;
	if (g_ascii_strcasecmp(country, "GL") == 0)
		return RESIDENCE_GREENLAND;
	if (g_ascii_strcasecmp(country, "FO") == 0)
		return RESIDENCE_FAROES;
	return g_ascii_strcasecmp(country, "DK") == 0 ? RESIDENCE_DENMARK : RESIDENCE_ABROAD;
}

static Finding *residence_finding(Inquiry *q, const Party *debtor, bool far, const char *da, const char *en)
{
	const char *country = field_text(&debtor->country);
	Residence residence = residence_of(q, debtor);
	Finding *f;
	if (residence == RESIDENCE_UNKNOWN)
		f = finding_add(q, VERDICT_UNKNOWN, debtor->subject,
		                "Hverken landet eller et dansk postnummer er oplyst, så bopælen kendes ikke.",
		                "Neither the country nor a Danish postcode is known, so the residence is not known.", NO_ARGS);
	else if (far)
		f = finding_add(q, VERDICT_FOUND, debtor->subject, da, en, ARGS(A_TEXT(country)));
	else
		f = finding_add(q, VERDICT_CLEAR, debtor->subject,
		                country != NULL ? "Landet er {0}." : "Landet er ikke oplyst, men postnummeret er dansk.",
		                country != NULL ? "The country is {0}." : "No country is told, but the postcode is Danish.",
		                ARGS(A_TEXT(country)));
	finding_field(f, &debtor->country);
	finding_field(f, &debtor->postcode);
	return f;
}

QUOTE(U18, 1, "rpl § 158",
      "Har den pågældende kendt bopæl eller opholdssted i udlandet, og kan forkyndelse ikke ske her i riget efter § 155, stk. "
      "1, nr. 4 og 5, jf. § 157, eller § 155, stk. 1, nr. 4 og 5, jf. stk. 2, sker forkyndelse ved brevforkyndelse eller på "
      "den måde, der er foreskrevet ved konvention eller ved vedkommende lands lov.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		Finding *f = residence_finding(q, debtor, residence_of(q, debtor) == RESIDENCE_ABROAD,
		                               "Skyldner bor i udlandet ({0}). Værneting og forkyndelse må afgøres af en person.",
		                               "The debtor lives abroad ({0}). A person must decide on venue and service.");
		if (f->verdict == VERDICT_UNKNOWN)
			finding_ask(f, "Oplys, i hvilket land {0} bor.", "Tell in which country {0} lives.", ARGS(A_PARTY(debtor)));
	}
}

QUOTE(U19, 1, "practice 3",
      "Grønland har egne regler om betalingspåkrav med egen blanket og egen frist, og for Færøerne kendes ingen. Bor skyldner "
      "dér, kan kravet ikke føres her.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		Residence residence = residence_of(q, debtor);
		Finding *f = residence_finding(q, debtor, residence == RESIDENCE_GREENLAND || residence == RESIDENCE_FAROES,
		                               "Skyldner bor i Grønland eller på Færøerne ({0}), hvor andre regler og blanketter gælder.",
		                               "The debtor lives in Greenland or the Faroes ({0}), where other rules and forms apply.");
		if (f->verdict == VERDICT_UNKNOWN)
			finding_soften(f, EFFECT_INFO); /* U18 asks for the country already */
	}
}

QUOTE(U29, 1, "rpl § 477 a stk. 2",
      "Er der angivet flere skyldnere i samme betalingspåkrav, anvendes reglerne i §§ 477 d- 477 f for hver skyldner for sig.")
{
	const char *first = q->out->court;
	if (q->c->debtors->len < 2)
		return;
	if (q->venues->differ)
		finding_add(q, VERDICT_FOUND, "case",
		            "Skyldnerne hører til forskellige retskredse. Sagen kan føres samlet ved {0}, når kravene hænger sammen; "
		            "forkyndelse, indsigelse og påtegning går for hver skyldner for sig.",
		            "The debtors belong to different districts. The case can be brought together at {0} when the claims are "
		            "connected; service, objection and endorsement run for each debtor separately.",
		            ARGS(A_TEXT(first)));
	else
		finding_add(q, VERDICT_CLEAR, "case", "Skyldnerne hører ikke til forskellige retskredse.",
		            "The debtors do not belong to different districts.", NO_ARGS);
}

QUOTE(U30, 1, "rpl § 492 stk. 1",
      "Udebliver den, der har fremsat anmodningen om tvangsfuldbyrdelse, fra forretningen, afviser fogedretten forretningen.")
{
	Money free_of;
	if (!q->claimed->owed->known || !law_limit_money(q->law, "foged_attendance_free", q->on, &free_of)) {
		finding_add(q, VERDICT_UNKNOWN, "case", "Det kan ikke afgøres, om der bliver mødepligt i fogedretten.",
		            "It cannot be told whether attendance at the foged court will be needed.", NO_ARGS);
		return;
	}
	Money total = q->claimed->owed->total;
	bool duty = money_compare(total, free_of) > 0;
	Finding *f = duty ? finding_add(q, VERDICT_FOUND, "case",
	                                "Kravet er {0}, over {1}: kreditor må møde ved udlægsforretningen, ellers afvises den.",
	                                "The claim is {0}, above {1}: the creditor must attend the udlæg meeting or it is rejected.",
	                                ARGS(A_MONEY(total), A_MONEY(free_of)))
	                  : finding_add(q, VERDICT_CLEAR, "case", "Kravet er {0}, højst {1}: der er ikke mødepligt.",
	                                "The claim is {0}, at most {1}: there is no duty to attend.",
	                                ARGS(A_MONEY(total), A_MONEY(free_of)));
	finding_money(f, "total_ore", total);
	finding_money(f, "limit_ore", free_of);
}
