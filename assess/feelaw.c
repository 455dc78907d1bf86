#include "assess/feelaw.h"

#include <string.h>

#define QUOTE(name, version, at, ...) static const LawQuote quote_##name = { at, __VA_ARGS__ }

QUOTE(own_case, 1, "rpl § 259 stk. 1", "Enhver kan både som sagsøger og som sagvolder gå i rette for sig selv.");
QUOTE(collection, 1, "il § 2",
      "Ved inkassovirksomhed forstås i denne lov ethvert led i erhvervsmæssig inddrivelse af fordringer for andre samt i "
      "erhvervsmæssig inddrivelse af fordringer, som er købt efter forfaldstid med henblik på inddrivelse på egne vegne.");
QUOTE(authorised, 1, "il § 3",
      "Den, der udøver inkassovirksomhed eller indgår aftale herom, skal være autoriseret hertil, jf. dog § 22, stk. 2.");
QUOTE(good_practice, 1, "il § 9", "Inkassovirksomhed skal udøves i overensstemmelse med god inkassoskik.");
QUOTE(reasonable, 1, "rpl § 126 stk. 2",
      "En advokat må ikke kræve højere vederlag for sit arbejde, end hvad der kan anses for rimeligt.");
QUOTE(lawyer_share, 1, "practice 30",
      "En advokat må ikke aftale en andel af det udbytte, sagen giver (pactum de quota litis). Et fast salær eller et "
      "timesalær, "
      "der kun skal betales ved resultat, er i orden, når det er rimeligt.");
QUOTE(
    unknown_kind, 1, "practice 31",
    "Er det ukendt, hvilken slags virksomhed der inddriver for kreditor, afslås ethvert salær, der afhænger af resultatet.");
QUOTE(market, 1, "practice 32",
      "Inkassoloven har ingen regel om salærets form. Uden for retten er en andel af det inddrevne almindelig i markedet.");
QUOTE(each_price, 1, "practice 33",
      "En aftale, der dækker både tiden før og tiden fra indleveringen, angiver prisen for hver af dem.");
QUOTE(own_interest, 1, "practice 34",
      "Om et fast salær, der kun skal betales ved resultat, eller et udlæg, som repræsentanten selv bærer ved tab, er en "
      "særlig "
      "økonomisk interesse i sagens udfald, er ikke fastslået. En person afgør det, og afgørelsen registreres.");
QUOTE(
    from_filing, 1, "bek1475 § 1 stk. 2",
    "En rettergangsfuldmægtig anses for omfattet af bekendtgørelsen fra det tidspunkt, hvor den pågældende iværksætter "
    "tiltag "
    "for sin klient i form af indlevering af betalingspåkrav til fogedretten, indgivelse af stævning til byretten og møde i "
    "retten, herunder i udlægsforretninger i fogedretten.");
QUOTE(interest, 1, "bek1475 § 8 stk. 1",
      "En rettergangsfuldmægtig må således ikke påtage sig en sag i tilfælde, hvor den pågældende selv eller dennes "
      "nærstående "
      "har en særlig personlig eller økonomisk interesse i sagens udfald.");
QUOTE(agreement, 1, "bek1475 § 10 stk. 1",
      "Hvis klienten skal yde vederlag for rettergangsfuldmægtigens bistand, skal der forinden udarbejdes en skriftlig "
      "aftale på "
      "enten papir eller et andet varigt medium.");
QUOTE(price, 1, "bek1475 § 10 stk. 2",
      "Rettergangsfuldmægtigen skal angive sin timepris eller eventuelle samlede pris for den pågældende ydelse. Hvis det "
      "ikke er "
      "muligt at angive timeprisen eller den samlede pris, skal det oplyses, på hvilket grundlag prisen beregnes.");
QUOTE(share, 1, "bek1475 § 10 stk. 3",
      "En rettergangsfuldmægtig må ikke indgå en aftale, hvor prisen for ydelsen udgør en andel af det udbytte, som "
      "klienten måtte "
      "opnå ved gennemførelsen af sagen.");
QUOTE(adviser_independent, 1, "bek1720 § 3 stk. 4",
      "En rådgiver må ikke indgå en rådgivningsaftale, hvor rådgiverens honorar fastsættes på en måde, som kan påvirke "
      "rådgiverens "
      "uafhængighed under udførelsen af hvervet.");
QUOTE(adviser_reasonable, 1, "bek1720 § 3 stk. 5",
      "En rådgiver må ikke kræve højere honorar for sit arbejde, end hvad der kan anses for rimeligt.");
QUOTE(adviser_client, 1, "bek1720 § 1 stk. 1",
      "Denne bekendtgørelse finder anvendelse på enhver, der i erhvervsmæssigt øjemed driver virksomhed med rådgivning af "
      "overvejende juridisk karakter, når modtageren af rådgivningen (forbrugeren) hovedsagelig handler uden for sit "
      "erhverv.");
QUOTE(adviser_interest, 1, "bek1720 § 6 stk. 1",
      "må en rådgiver ikke yde rådgivning i en sag i tilfælde, hvor rådgiveren selv eller dennes nærtstående har en særlig "
      "personlig eller økonomisk interesse i sagens udfald.");

typedef enum RulingId {
	OWN_CASE,
	OWN_CLAIM,
	NO_AUTHORISATION,
	AUTHORISATION_UNSAID,
	LAWYER_SHARE,
	LAWYER_ADVANCE,
	LAWYER_FEE,
	COURT_SHARE,
	COURT_ADVANCE,
	COURT_SUCCESS,
	COURT_SUCCESS_UNSAID,
	COURT_FEE,
	COLLECTOR_SHARE,
	COLLECTOR_FEE,
	ADVISER_SHARE,
	ADVISER_SUCCESS,
	ADVISER_FEE,
	CLIENT_UNKNOWN,
	COLLECTS_FOR_OTHERS,
	OTHER_SUCCESS_UNSAID,
	OTHER_FEE,
	NO_FEE,
	BASIS_UNSAID,
	UNKNOWN_SUCCESS,
	UNKNOWN_OPERATOR,
	MIXED_UNPRICED,
	MIXED_SHARE,
	RULINGS
} RulingId;

/* clang-format off */
static const FeeRuling rulings[RULINGS + 1] = {
	[OWN_CASE] = { "own-case", FEELAW_ALLOWED, false, "rpl § 259 stk. 1", 'S', { &quote_own_case, NULL },
		{ "Kreditor fører sin egen sag; der er ingen klient at tage salær af.",
		  "The creditor pursues his own case; there is no client to charge." },
		{ "Salær for eget arbejde kan ikke kræves af skyldner.", "No fee for own work may be asked of the debtor." } },
	[OWN_CLAIM] = { "own-claim", FEELAW_ALLOWED, false, "il § 2; il § 3", 'S', { &quote_collection, &quote_authorised },
		{ "Kravet er købt og inddrives for egen regning med autorisation; der er ingen klient at tage salær af.",
		  "The claim was bought and is collected for the buyer's own account with an authorisation; there is no client to charge." },
		{ "Autorisationen skal gælde, så længe der inddrives.", "The authorisation must hold for as long as the claim is collected." } },
	[NO_AUTHORISATION] = { "no-authorisation", FEELAW_BLOCKED, false, "il § 3; il § 2", 'S', { &quote_authorised, &quote_collection },
		{ "Inkassovirksomhed kræver autorisation, og der er ingen, som gælder den dag.",
		  "Collecting for others, or claims bought after they were due, needs an authorisation, and none is valid on the day." },
		{ "Kreditor kan selv inddrive sit krav, eller lade en autoriseret inkassovirksomhed eller en advokat gøre det.",
		  "The creditor may collect his claim himself, or have an authorised collection business or a lawyer do it." } },
	[AUTHORISATION_UNSAID] = { "authorisation-unknown", FEELAW_UNKNOWN, false, "il § 3", 'S', { &quote_authorised, NULL },
		{ "Det er ukendt, om der er en autorisation, som gælder den dag.",
		  "It is not known whether there is an authorisation valid on the day." },
		{ "Oplys autorisationens første og sidste dag.", "State the first and the last day of the authorisation." } },
	[LAWYER_SHARE] = { "lawyer-share", FEELAW_REFUSED, false, "rpl § 126 stk. 2; practice 30", 'P',
		{ &quote_lawyer_share, &quote_reasonable },
		{ "En advokat må ikke tage en andel af det, sagen giver, hverken før eller fra indleveringen.",
		  "A lawyer may not take a share of what the case brings, neither before the filing nor from it on." },
		{ "Et rimeligt fast salær eller timesalær, også et der kun skal betales ved resultat.",
		  "A reasonable fixed or hourly fee, also one payable only on success." } },
	[LAWYER_ADVANCE] = { "lawyer-advance", FEELAW_UNKNOWN, true, "rpl § 126 stk. 2; practice 34", 'U',
		{ &quote_own_interest, &quote_reasonable },
		{ "Det er ikke fastslået her, om en advokat må bære klientens udlagte afgifter ved tab.",
		  "It is not established here whether a lawyer may bear the client's advanced fees when the case is lost." },
		{ "At klienten selv betaler retsafgiften, eller at udlægget betales tilbage uanset udfaldet.",
		  "That the client pays the court fee himself, or that the advance is repaid whatever the outcome." } },
	[LAWYER_FEE] = { "lawyer-fee", FEELAW_ALLOWED, false, "rpl § 126 stk. 2; practice 30", 'P', { &quote_reasonable, &quote_lawyer_share },
		{ "En advokat må tage et fast salær eller et timesalær, også kun ved resultat.",
		  "A lawyer may take a fixed or an hourly fee, also only on success." },
		{ "Salæret skal være rimeligt.", "The fee must be reasonable." } },
	[COURT_SHARE] = { "court-share", FEELAW_REFUSED, false, "bek1475 § 10 stk. 3; bek1475 § 1 stk. 2", 'S',
		{ &quote_share, &quote_from_filing },
		{ "Fra indleveringen må den, der repræsenterer en anden og ikke er advokat, ikke tage en andel af det, sagen giver.",
		  "From the filing on, one who represents another and is no lawyer may not take a share of what the case brings." },
		{ "En timepris eller en samlet pris, aftalt skriftligt forinden, som ikke afhænger af, hvad der kommer ind.",
		  "An hourly or a total price, agreed in writing beforehand, that does not depend on what comes in." } },
	[COURT_ADVANCE] = { "court-advance", FEELAW_UNKNOWN, true, "bek1475 § 8 stk. 1; practice 34", 'U',
		{ &quote_interest, &quote_own_interest },
		{ "Bærer repræsentanten selv de udlagte afgifter ved tab, kan det være en økonomisk interesse i sagens udfald.",
		  "If the representative bears the advanced fees when the case is lost, that may be an economic interest in its outcome." },
		{ "At klienten selv betaler retsafgiften, eller at udlægget betales tilbage uanset udfaldet.",
		  "That the client pays the court fee himself, or that the advance is repaid whatever the outcome." } },
	[COURT_SUCCESS] = { "court-success", FEELAW_UNKNOWN, true, "bek1475 § 8 stk. 1; practice 34", 'U',
		{ &quote_interest, &quote_own_interest },
		{ "Et salær, der kun skal betales ved resultat, kan være en økonomisk interesse i sagens udfald.",
		  "A fee payable only on success may be an economic interest in the outcome of the case." },
		{ "En timepris eller en samlet pris, der skal betales uanset udfaldet.",
		  "An hourly or a total price that is payable whatever the outcome." } },
	[COURT_SUCCESS_UNSAID] = { "court-success-unknown", FEELAW_UNKNOWN, false, "bek1475 § 8 stk. 1; bek1475 § 10 stk. 2", 'S',
		{ &quote_interest, &quote_price },
		{ "Det er ukendt, om salæret kun skal betales ved resultat.", "It is not known whether the fee is payable only on success." },
		{ "Oplys det. Lovlig er en timepris eller en samlet pris, der skal betales uanset udfaldet.",
		  "State it. Lawful is an hourly or a total price that is payable whatever the outcome." } },
	[COURT_FEE] = { "court-fee", FEELAW_ALLOWED, false, "bek1475 § 10 stk. 1; bek1475 § 10 stk. 2", 'S', { &quote_agreement, &quote_price },
		{ "En timepris eller en samlet pris, der ikke afhænger af udfaldet, er lovlig.",
		  "An hourly or a total price that does not depend on the outcome is lawful." },
		{ "Aftalen skal være skriftlig og forinden, klienten skal have en kopi og kunne opsige den, og oplysningerne om forsikring "
		  "skal stå på en særskilt side.",
		  "The agreement must be in writing and made beforehand, the client must have a copy and be able to end it, and what is said "
		  "of insurance must stand on a page of its own." } },
	[COLLECTOR_SHARE] = { "collector-share", FEELAW_ALLOWED, false, "il § 9; practice 32", 'P', { &quote_market, &quote_good_practice },
		{ "Uden for retten må en autoriseret inkassovirksomhed aftale en andel af det, der kommer ind.",
		  "Out of court an authorised collection business may agree on a share of what comes in." },
		{ "Kun af det, der kommer ind før indleveringen; fra da af skal prisen være en anden.",
		  "Only of what comes in before the filing; from then on the price must be another." } },
	[COLLECTOR_FEE] = { "collector-fee", FEELAW_ALLOWED, false, "il § 9; practice 32", 'P', { &quote_market, &quote_good_practice },
		{ "Uden for retten må en autoriseret inkassovirksomhed aftale et fast salær eller et timesalær, også kun ved resultat.",
		  "Out of court an authorised collection business may agree on a fixed or an hourly fee, also only on success." },
		{ "Virksomheden skal følge god inkassoskik.", "The business must follow good collection practice." } },
	[ADVISER_SHARE] = { "adviser-share", FEELAW_REFUSED, false, "bek1720 § 3 stk. 4; bek1720 § 6 stk. 1", 'S',
		{ &quote_adviser_independent, &quote_adviser_interest },
		{ "En juridisk rådgiver for en forbruger må ikke tage en andel af det, sagen giver: det kan påvirke uafhængigheden.",
		  "A legal adviser of a consumer may not take a share of what the case brings: it may affect his independence." },
		{ "En rimelig timepris eller en samlet pris, aftalt skriftligt forinden.",
		  "A reasonable hourly or total price, agreed in writing beforehand." } },
	[ADVISER_SUCCESS] = { "adviser-success", FEELAW_UNKNOWN, true, "bek1720 § 3 stk. 4; bek1720 § 6 stk. 1", 'U',
		{ &quote_adviser_independent, &quote_adviser_interest },
		{ "Det er ikke fastslået, om et salær, der kun skal betales ved resultat, kan påvirke rådgiverens uafhængighed.",
		  "It is not established whether a fee payable only on success may affect the adviser's independence." },
		{ "En rimelig timepris eller en samlet pris, der skal betales uanset udfaldet.",
		  "A reasonable hourly or total price that is payable whatever the outcome." } },
	[ADVISER_FEE] = { "adviser-fee", FEELAW_ALLOWED, false, "bek1720 § 3 stk. 5", 'S', { &quote_adviser_reasonable, NULL },
		{ "En rådgiver må tage en timepris eller en samlet pris, der ikke afhænger af udfaldet.",
		  "An adviser may take an hourly or a total price that does not depend on the outcome." },
		{ "Honoraret skal være rimeligt, og aftalen skriftlig, før der rådgives. At inddrive for andre kræver autorisation.",
		  "The fee must be reasonable, and the agreement in writing before the advice. Collecting for others needs an authorisation." } },
	[CLIENT_UNKNOWN] = { "client-unknown", FEELAW_UNKNOWN, false, "bek1720 § 1 stk. 1; bek1720 § 3 stk. 4", 'S',
		{ &quote_adviser_client, &quote_adviser_independent },
		{ "Det er ukendt, om klienten er forbruger; er han det, må honoraret ikke afhænge af, hvad der kommer ind.",
		  "It is not known whether the client is a consumer; if he is, the fee may not depend on what comes in." },
		{ "Oplys, om klienten handler i sit erhverv. En rimelig timepris eller en samlet pris er lovlig i begge tilfælde.",
		  "State whether the client acts in his trade. A reasonable hourly or total price is lawful either way." } },
	[COLLECTS_FOR_OTHERS] = { "collects-for-others", FEELAW_UNKNOWN, true, "il § 2; il § 3", 'U', { &quote_collection, &quote_authorised },
		{ "Et salær, der følger af, hvad der kommer ind, taler for, at der drives inkassovirksomhed, og ingen autorisation er vist.",
		  "A fee that follows what comes in speaks for collection as a business, and no authorisation has been shown." },
		{ "En timepris eller en samlet pris for et bestemt arbejde, eller en autorisation, der gælder den dag.",
		  "An hourly or a total price for a certain work, or an authorisation valid on the day." } },
	[OTHER_SUCCESS_UNSAID] = { "success-unknown", FEELAW_UNKNOWN, false, "bek1720 § 3 stk. 4; il § 2", 'S',
		{ &quote_adviser_independent, &quote_collection },
		{ "Det er ukendt, om salæret kun skal betales ved resultat.", "It is not known whether the fee is payable only on success." },
		{ "Oplys det. Lovlig er en timepris eller en samlet pris, der skal betales uanset udfaldet.",
		  "State it. Lawful is an hourly or a total price that is payable whatever the outcome." } },
	[OTHER_FEE] = { "other-fee", FEELAW_ALLOWED, false, "il § 2; il § 3", 'S', { &quote_collection, &quote_authorised },
		{ "Ingen regel, der er læst her, hindrer en pris uden for retten, som ikke afhænger af udfaldet.",
		  "No rule read here bars a price out of court that does not depend on the outcome." },
		{ "At inddrive for andre som erhverv kræver autorisation.", "Collecting for others as a business needs an authorisation." } },
	[NO_FEE] = { "no-fee", FEELAW_ALLOWED, false, "bek1475 § 10 stk. 1", 'S', { &quote_agreement, NULL },
		{ "Der tages intet salær i denne fase.", "No fee is taken in this phase." },
		{ "Skal der tages salær, aftales det forinden.", "If a fee is to be taken, it is agreed on beforehand." } },
	[BASIS_UNSAID] = { "basis-unknown", FEELAW_UNKNOWN, false, "practice 33; bek1475 § 10 stk. 2", 'D', { &quote_each_price, &quote_price },
		{ "Det er ukendt, hvordan salæret i denne fase beregnes.", "It is not known how the fee of this phase is reckoned." },
		{ "Oplys timeprisen, den samlede pris eller grundlaget for prisen.",
		  "State the hourly price, the total price or what the price is reckoned from." } },
	[UNKNOWN_SUCCESS] = { "unknown-operator-success", FEELAW_REFUSED, false, "practice 31", 'D', { &quote_unknown_kind, NULL },
		{ "Det er ukendt, hvem der inddriver for kreditor; så afslås et salær, der afhænger af resultatet.",
		  "It is not known who collects for the creditor; then a fee that depends on the result is refused." },
		{ "Oplys, om det er en advokat, en autoriseret inkassovirksomhed, en rådgiver eller en anden; hver har sin regel.",
		  "State whether it is a lawyer, an authorised collection business, an adviser or another; each has a rule of its own." } },
	[UNKNOWN_OPERATOR] = { "unknown-operator", FEELAW_UNKNOWN, false, "il § 3; practice 31", 'D', { &quote_unknown_kind, &quote_authorised },
		{ "Det er ukendt, hvem der inddriver for kreditor, og om det kræver autorisation.",
		  "It is not known who collects for the creditor, and whether an authorisation is needed." },
		{ "Oplys, om det er en advokat, en autoriseret inkassovirksomhed, en rådgiver eller en anden.",
		  "State whether it is a lawyer, an authorised collection business, an adviser or another." } },
	[MIXED_UNPRICED] = { "mixed-unpriced", FEELAW_REFUSED, false, "bek1475 § 10 stk. 2; practice 33", 'D',
		{ &quote_each_price, &quote_price },
		{ "Aftalen dækker både tiden før og fra indleveringen, men har kun én pris: prisen for den anden fase mangler.",
		  "The agreement covers the time before the filing and from it on, but has one price: that of the other phase is missing." },
		{ "En aftale, der angiver prisen for hver af de to faser.", "An agreement that states the price of each of the two phases." } },
	[MIXED_SHARE] = { "mixed-share", FEELAW_ALLOWED, false, "bek1475 § 10 stk. 3; practice 33", 'D', { &quote_each_price, &quote_share },
		{ "Aftalen har en pris for hver fase; andelen gælder tiden før indleveringen.",
		  "The agreement has a price for each phase; the share is for the time before the filing." },
		{ "Andelen må kun tages af det, der er kommet ind før indleveringen; om den kan tages af det, sagen siden giver, er ikke "
		  "fastslået.",
		  "The share may be taken only of what came in before the filing; whether it may be taken of what the case brings later is "
		  "not established." } },
};
/* clang-format on */

const FeeRuling *feelaw_rulings(void)
{
	return rulings;
}

static const char *const operator_names[OPERATOR_KINDS] = { "unknown", "self",           "lawyer", "collector",
	                                                    "adviser", "representative", "buyer" };
static const char *const basis_names[FEE_BASES] = { "unknown", "none", "fixed", "hourly", "percent" };

OperatorKind operator_kind_of(const char *word)
{
	for (int kind = OPERATOR_SELF; kind < OPERATOR_KINDS; kind++)
		if (g_strcmp0(word, operator_names[kind]) == 0)
			return (OperatorKind)kind;
	return OPERATOR_UNSAID;
}

const char *operator_kind_name(OperatorKind kind)
{
	return operator_names[kind];
}

FeeBasis fee_basis_of(const char *word)
{
	for (int basis = FEE_NONE; basis < FEE_BASES; basis++)
		if (g_strcmp0(word, basis_names[basis]) == 0)
			return (FeeBasis)basis;
	return FEE_UNSAID;
}

const char *fee_basis_name(FeeBasis basis)
{
	return basis_names[basis];
}

const char *fee_verdict_name(FeeVerdict verdict)
{
	static const char *const names[] = { "allowed", "unknown", "refused", "blocked" };
	return names[verdict];
}

Known feelaw_authorised(Date from, Date to, Date on)
{
	if (!date_known(on))
		return KNOWN_UNSAID;
	if ((date_known(from) && date_before(on, from)) || (date_known(to) && date_before(to, on)))
		return KNOWN_NO;
	return date_known(from) && date_known(to) ? KNOWN_YES : KNOWN_UNSAID;
}

static RulingId judge_lawyer(const FeeQuestion *q)
{
	if (q->basis == FEE_PERCENT)
		return LAWYER_SHARE;
	if (q->basis == FEE_UNSAID)
		return BASIS_UNSAID;
	if (q->advance_on_loss && q->phase == PHASE_COURT)
		return LAWYER_ADVANCE;
	return q->basis == FEE_NONE ? NO_FEE : LAWYER_FEE;
}

/* From filing on, whoever appears under rpl § 260 stk. 5. */
static RulingId judge_representation(const FeeQuestion *q)
{
	if (q->basis == FEE_PERCENT)
		return COURT_SHARE;
	if (q->operator_kind == OPERATOR_COLLECTOR && q->authorised != KNOWN_YES)
		return AUTHORISATION_UNSAID;
	if (q->basis == FEE_UNSAID)
		return BASIS_UNSAID;
	if (q->basis != FEE_NONE && q->success_only == KNOWN_YES)
		return COURT_SUCCESS;
	if (q->advance_on_loss)
		return COURT_ADVANCE;
	if (q->basis == FEE_NONE)
		return NO_FEE;
	return q->success_only == KNOWN_UNSAID ? COURT_SUCCESS_UNSAID : COURT_FEE;
}

static RulingId judge_collector(const FeeQuestion *q)
{
	if (q->authorised != KNOWN_YES)
		return AUTHORISATION_UNSAID;
	switch (q->basis) {
	case FEE_NONE:
		return NO_FEE;
	case FEE_FIXED:
	case FEE_HOURLY:
		return COLLECTOR_FEE;
	case FEE_PERCENT:
		return COLLECTOR_SHARE;
	case FEE_UNSAID:
	case FEE_BASES:
		break;
	}
	return BASIS_UNSAID;
}

/* An adviser of a consumer, whatever else he is authorised to. */
static RulingId judge_advice(const FeeQuestion *q)
{
	if (q->basis == FEE_PERCENT)
		return ADVISER_SHARE;
	if (q->success_only == KNOWN_YES)
		return ADVISER_SUCCESS;
	return q->success_only == KNOWN_UNSAID ? OTHER_SUCCESS_UNSAID : ADVISER_FEE;
}

/* Out of court, an adviser or another who is no lawyer and has not said that he is a collection business. */
static RulingId judge_other(const FeeQuestion *q)
{
	bool adviser = q->operator_kind == OPERATOR_ADVISER,
	     follows = q->basis == FEE_PERCENT || q->success_only == KNOWN_YES;
	if (q->basis == FEE_UNSAID)
		return BASIS_UNSAID;
	if (q->basis == FEE_NONE)
		return NO_FEE;
	if (adviser && q->client == CLIENT_CONSUMER)
		return judge_advice(q);
	if (adviser && q->client == CLIENT_UNSAID && follows)
		return CLIENT_UNKNOWN;
	if (q->success_only == KNOWN_NO && !follows)
		return OTHER_FEE;
	if (adviser && q->client == CLIENT_UNSAID)
		return OTHER_SUCCESS_UNSAID;
	if (q->authorised == KNOWN_YES)
		return q->basis == FEE_PERCENT ? COLLECTOR_SHARE : COLLECTOR_FEE;
	return follows ? COLLECTS_FOR_OTHERS : OTHER_SUCCESS_UNSAID;
}

static RulingId judge(const FeeQuestion *q)
{
	switch (q->operator_kind) {
	case OPERATOR_SELF:
		return OWN_CASE;
	case OPERATOR_LAWYER:
		return judge_lawyer(q);
	case OPERATOR_BUYER:
		return q->authorised == KNOWN_NO    ? NO_AUTHORISATION
		       : q->authorised == KNOWN_YES ? OWN_CLAIM
		                                    : AUTHORISATION_UNSAID;
	case OPERATOR_COLLECTOR:
		if (q->authorised == KNOWN_NO)
			return NO_AUTHORISATION;
		return q->phase == PHASE_COURT ? judge_representation(q) : judge_collector(q);
	case OPERATOR_ADVISER:
	case OPERATOR_REPRESENTATIVE:
		return q->phase == PHASE_COURT ? judge_representation(q) : judge_other(q);
	case OPERATOR_UNSAID:
	case OPERATOR_KINDS:
		break;
	}
	bool success = q->basis == FEE_PERCENT || (q->basis != FEE_NONE && q->success_only == KNOWN_YES);
	return success ? UNKNOWN_SUCCESS : UNKNOWN_OPERATOR;
}

const FeeRuling *feelaw_judge(const FeeQuestion *question)
{
	return &rulings[judge(question)];
}

/* How the prices of the two phases go together. */
static const FeeRuling *judge_mix(const FeeContract *contract)
{
	FeeBasis before = contract->terms[PHASE_OUT_OF_COURT].basis, after = contract->terms[PHASE_COURT].basis;
	bool own = contract->operator_kind == OPERATOR_SELF || contract->operator_kind == OPERATOR_BUYER;
	if (!contract->covers[PHASE_OUT_OF_COURT] || !contract->covers[PHASE_COURT] || own)
		return NULL;
	if ((before == FEE_UNSAID) != (after == FEE_UNSAID))
		return &rulings[MIXED_UNPRICED];
	bool may_share = contract->operator_kind != OPERATOR_LAWYER && contract->operator_kind != OPERATOR_UNSAID;
	return may_share && before == FEE_PERCENT && after != FEE_PERCENT && after != FEE_UNSAID ? &rulings[MIXED_SHARE]
	                                                                                         : NULL;
}

FeeJudgment feelaw_judge_contract(const FeeContract *contract)
{
	FeeJudgment judgment = { .verdict = FEELAW_ALLOWED, .whole = judge_mix(contract) };
	if (judgment.whole != NULL)
		judgment.verdict = judgment.whole->verdict;
	for (int phase = 0; phase < FEE_PHASES; phase++) {
		const FeeTerm *term = &contract->terms[phase];
		if (!contract->covers[phase])
			continue;
		judgment.phases[phase] =
		    feelaw_judge(&(FeeQuestion){ contract->operator_kind, (FeePhase)phase, term->basis, term->success_only,
		                                 term->advance_on_loss, contract->client, contract->authorised });
		judgment.verdict = MAX(judgment.verdict, judgment.phases[phase]->verdict);
	}
	return judgment;
}
