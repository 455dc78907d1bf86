#include "assess/courtfee.h"

#include <assert.h>

#define QUOTE(name, version, at, ...) static const LawQuote quote_##name = { at, __VA_ARGS__ }

QUOTE(bp_limit, 1, "rpl § 477 a stk. 1",
      "Reglerne i dette kapitel kan anvendes ved inddrivelse af forfaldne pengekrav på højst 100.000 kr., når "
      "fordringshaveren "
      "ikke forventer, at skyldneren har indsigelser mod kravet eller vil gøre modkrav gældende. Renter og omkostninger "
      "medregnes ikke ved opgørelsen af kravets værdi.");
QUOTE(bp, 1, "ral § 12 stk. 1", "For betalingspåkrav betales 750 kr.");
QUOTE(bp_unserved, 1, "ral § 12 stk. 2",
      "Afgiftspligten bortfalder, hvis forkyndelse af betalingspåkravet undlades, fordi udlæg er udelukket efter "
      "retsplejelovens § 490 eller konkurslovens §§ 12 c, 31 eller 207 og fordringshaveren har anmodet om, at forkyndelse i "
      "så "
      "fald undlades, jf. retsplejelovens § 477 d, stk. 1.");
QUOTE(old_small, 1, "ral14 § 15 a stk. 1",
      "For betalingspåkrav, som angår højst 50.000 kr., betales 400 kr. med tillæg af de i stk. 2-4 nævnte beløb.");
QUOTE(old_small_both, 1, "ral14 § 15 a stk. 4",
      "Iværksættes tvangsfuldbyrdelse i medfør af retsplejelovens § 477 e, stk. 2, 2. pkt., bortfalder afgiftspligten efter "
      "1. "
      "pkt. i de tilfælde, der er nævnt i § 16, stk. 6, medmindre der indledes retssagsbehandling i medfør af "
      "retsplejelovens § "
      "477 f, 1. pkt. Indledes retssagsbehandling i medfør af retsplejelovens § 477 f, 1. pkt., bortfalder den del af "
      "afgiften "
      "efter 1. pkt., der overstiger 100 kr., medmindre der har været iværksat tvangsfuldbyrdelse i medfør af "
      "retsplejelovens § "
      "477 e, stk. 2, 2. pkt., uden at der har været tale om et tilfælde som nævnt i § 16, stk. 6. Afgiftspligten efter 1. "
      "pkt. "
      "bortfalder helt, hvis sagen afsluttes uden iværksættelse af tvangsfuldbyrdelse i medfør af retsplejelovens § 477 e, "
      "stk. "
      "2, 2. pkt., eller indledning af retssagsbehandling i medfør af retsplejelovens § 477 f, 1. pkt.");
QUOTE(old_small_udlaeg, 1, "ral14 § 15 a stk. 2",
      "Afgiftspligten efter 1. pkt. bortfalder, hvis sagen afsluttes uden iværksættelse af tvangsfuldbyrdelse i medfør af "
      "retsplejelovens § 477 e, stk. 2, 2. pkt. Afgiftspligten efter 1. pkt. bortfalder endvidere i de tilfælde, der er "
      "nævnt i "
      "§ 16, stk. 6.");
QUOTE(old_small_case, 1, "ral14 § 15 a stk. 3",
      "Afgiftspligten efter 1. pkt. bortfalder, hvis sagen afsluttes uden indledning af retssagsbehandling i medfør af "
      "retsplejelovens § 477 f, 1. pkt.");
QUOTE(old_small_unserved, 1, "ral14 § 15 a stk. 5",
      "Afgiftspligten efter stk. 1-4 bortfalder, hvis forkyndelse af betalingspåkravet undlades, fordi udlæg er udelukket");
QUOTE(old_large, 1, "ral14 § 15 b stk. 1",
      "Hvis sagen afsluttes uden meddelelse af påtegning i medfør af retsplejelovens § 477 e, stk. 2, 1. pkt., eller "
      "indledning "
      "af retssagsbehandling i medfør af retsplejelovens § 477 f, 1. pkt., bortfalder den del af afgiftspligten efter 1. "
      "pkt., "
      "som overstiger 400 kr.");
QUOTE(old_large_udlaeg, 1, "ral14 § 15 b stk. 2",
      "Afgiftspligten efter 1. pkt. bortfalder, hvis sagen afsluttes uden iværksættelse af tvangsfuldbyrdelse i medfør af "
      "retsplejelovens § 477 e, stk. 2, 2. pkt. Afgiftspligten efter 1. pkt. bortfalder endvidere i de tilfælde, der er "
      "nævnt i "
      "§ 16, stk. 6.");
QUOTE(
    old_large_unserved, 1, "ral14 § 15 b stk. 3",
    "Afgiftspligten efter stk. 1 og 2 bortfalder, hvis forkyndelse af betalingspåkravet undlades, fordi udlæg er udelukket");
QUOTE(
    civil, 1, "ral § 1 stk. 2",
    "For sager, der ikke har økonomisk værdi, eller som har en økonomisk værdi på højst 100.000 kr., betales dog ved sagens "
    "anlæg 750 kr.");
QUOTE(hearing, 1, "ral § 2 stk. 1",
      "I borgerlige retssager, der har en økonomisk værdi på mere end 100.000 kr., betales afgift for hovedforhandlingen "
      "eller "
      "skriftlig behandling, der træder i stedet herfor.");
QUOTE(hearing_kept, 1, "ral § 2 stk. 5",
      "Afgiftspligten bortfalder, hvis retten senest 2 uger før hovedforhandlingens begyndelse modtager meddelelse om, at "
      "sagen "
      "er bortfaldet.");
QUOTE(old_hearing_kept, 1, "ral14 § 2 stk. 4",
      "Afgiftspligten efter stk. 1 bortfalder, hvis der senest 6 uger før hovedforhandlingen gives retten meddelelse om, at "
      "sagen er bortfaldet.");
QUOTE(old_cases, 1, "ral § 51 stk. 2",
      "Loven finder ikke anvendelse i borgerlige retssager i 1. instans, der er anlagt før lovens ikrafttræden. I sådanne "
      "sager "
      "finder de hidtil gældende regler anvendelse.");
QUOTE(
    old_bp, 1, "ral § 51 stk. 4",
    "Loven finder ikke anvendelse på betalingspåkrav, der er indleveret før lovens ikrafttræden eller på tvangsfuldbyrdelse "
    "eller retssagsbehandling på grundlag heraf i medfør af retsplejelovens § 477 e, stk. 2, 2. pkt., eller § 477 f, 1. "
    "pkt.");
QUOTE(udlaeg, 1, "ral § 13 stk. 1", "For anmodning om følgende fogedforretninger betales 750 kr.: 1) Udlæg.");
QUOTE(debtors, 1, "ral § 13 stk. 4",
      "Angår fogedforretningen samme krav hos flere skyldnere, betales afgift efter stk. 1 for hver skyldner. Dette gælder "
      "dog "
      "ikke, hvis skyldnerne er samlevende ægtefæller, eller hvor fogedforretningen angår fast ejendom, som tilhører "
      "skyldnerne i "
      "forening.");
QUOTE(away, 1, "ral14 § 17 a stk. 1",
      "For de forretninger, der er nævnt i §§ 16 og 17, svares yderligere en tillægsafgift på 400 kr., såfremt forretningen "
      "helt "
      "eller delvis foretages uden for rettens kontor, eller skyldneren fremstilles af politiet.");
QUOTE(again, 1, "ral § 13 stk. 6",
      "Der skal betales ny afgift efter stk. 1, når rekvirenten, mere end 1 år efter at afgiftspligt er indtrådt, "
      "fremsætter ny "
      "anmodning vedrørende kravet over for samme fogedret eller fogedretten i en anden retskreds.");
QUOTE(old_again, 1, "ral14 § 16 stk. 2",
      "betales kun grundafgift, hvis rekvirenten fremsætter ny begæring vedrørende kravet over for samme fogedret eller "
      "fogedretten i en anden retskreds mere end 3 måneder efter, at fogedretten har givet betalingspåkravet påtegning om, "
      "at der "
      "ikke rettidigt er fremkommet indsigelser");
QUOTE(ticked, 1, "ral § 13 stk. 2",
      "Når tvangsfuldbyrdelse iværksættes på grundlag af et betalingspåkrav i medfør af retsplejelovens § 477 e, stk. 2, 2. "
      "pkt., "
      "betales ikke afgift efter stk. 1, nr. 1, jf. dog stk. 6.");
QUOTE(case_ticked, 1, "rpl § 477 f",
      "iværksætter retten retssagsbehandling på grundlag af betalingspåkravet, der sidestilles med en stævning.");
QUOTE(case_unticked, 1, "rpl § 477 f",
      "Har fordringshaveren ikke anmodet om, at retssagsbehandling indledes uden indlevering af stævning, sendes "
      "betalingspåkravet til fordringshaveren, og skyldneren underrettes herom.");
QUOTE(old_case_ticked, 1, "ral14 § 1 stk. 3",
      "Stk. 1 og 2 gælder ikke, når retssagsbehandlingen indledes på grundlag af et betalingspåkrav i medfør af "
      "retsplejelovens § "
      "477 f, 1. pkt.");
QUOTE(
    refused, 1, "ral § 13 stk. 5",
    "Afgiftspligten efter stk. 1, nr. 1 og 4, bortfalder, hvis fogedretten efter retsplejelovens § 490, stk. 1, afviser at "
    "foretage udlægsforretning, eller hvis forretningen afvises efter konkurslovens §§ 12 c, 31 eller 207.");
QUOTE(
    old_refused, 1, "ral14 § 16 stk. 6",
    "Afgiftspligten bortfalder, hvis fogedretten efter retsplejelovens § 490, stk. 1, afviser at foretage udlægsforretning, "
    "eller hvis forretning afvises efter konkurslovens §§ 12 c, 31 eller 207.");
QUOTE(board, 1, "ral § 6", "Afgiften tilbagebetales, hvis retten hæver sagen i medfør af retsplejelovens § 361.");
QUOTE(reopened, 1, "ral § 7 stk. 1", "Der betales ikke ny afgift i en sag, der genoptages.");
QUOTE(kaere_won, 1, "ral § 44",
      "Afgiften tilbagebetales, hvis vedkommende ret eller myndighed omgør den påkærede kendelse eller beslutning eller den "
      "kærende helt eller delvis får medhold ved kæremålets afgørelse.");
QUOTE(lapsed, 1, "ral § 47 stk. 9", "Når en anmodning anses for bortfaldet eller sagen afvises, bortfalder afgiften.");
QUOTE(aid, 1, "ral § 9 stk. 1",
      "Afgift betales ikke af: … 2) En part, der er fritaget for betaling af afgifter i medfør af retsplejelovens § 331, "
      "stk. 1, "
      "nr. 1. 3) En part, der har en retshjælpsforsikring eller anden forsikring, der dækker omkostninger ved sagen, og som "
      "opfylder de økonomiske betingelser efter retsplejelovens § 325.");
QUOTE(liable, 1, "ral § 46",
      "Er andet ikke bestemt, påhviler afgiftspligten den, der har indgivet anmodningen, og afgiften forfalder til betaling "
      "ved "
      "indgivelsen af anmodningen.");

static CostAnswer told(CostStatus status, const LawQuote *quote, const char *da, const char *en)
{
	return (CostAnswer){
		.status = status, .amount = money_zero(), .vat = VAT_OUTSIDE, .quote = quote, .because = { da, en }
	};
}

static CostAnswer owed_nothing(const LawQuote *quote)
{
	return told(COST_KNOWN, quote, NULL, NULL);
}

/* A fee of the table as an answer. */
static CostAnswer fee_of(const Law *law, const char *act, Money value, Date on, const LawQuote *quote)
{
	CostAnswer answer = told(COST_UNKNOWN, quote, "Tabellen har ingen retsafgift for dagen og beløbet.",
	                         "The table has no court fee for the day and the amount.");
	if (law_court_fee(law, act, value, on, &answer.amount, &answer.row)) {
		answer.status = COST_KNOWN;
		answer.because = (Say){ NULL, NULL };
	}
	return answer;
}

/* Which act holds for what was filed on a day: the statute of its row tells. */
typedef enum FeeAct { ACT_NONE, ACT_OLD, ACT_NEW } FeeAct;
static FeeAct act_on(const Law *law, Date filed_on)
{
	CostAnswer any = fee_of(law, "bp_base", money_zero(), filed_on, NULL);
	return any.row == NULL ? ACT_NONE : g_str_has_prefix(any.row->statute, "ral14 ") ? ACT_OLD : ACT_NEW;
}

CostAnswer court_fee_act(const Law *law, const char *act, Money value, Date filed_on)
{
	return fee_of(law, act, value, filed_on, &quote_liable);
}

static bool within_bp_limit(const Law *law, const BpFiling *bp, CostAnswer *refusal)
{
	Money limit;
	if (!law_limit_money(law, "betalingspaakrav_limit", bp->filed_on, &limit)) {
		*refusal = told(COST_UNKNOWN, &quote_bp_limit, "Grænsen for betalingspåkrav kendes ikke den dag.",
		                "The limit of a betalingspåkrav is not known on that day.");
		return false;
	}
	if (money_compare(bp->value, limit) <= 0 && !money_is_negative(bp->value))
		return true;
	*refusal = told(COST_NOT_ALLOWED, &quote_bp_limit, "Kravet er over grænsen for betalingspåkrav.",
	                "The claim is above the limit of a betalingspåkrav.");
	refusal->row = law_limit(law, "betalingspaakrav_limit", bp->filed_on);
	return false;
}

CostAnswer court_fee_bp(const Law *law, const BpFiling *bp)
{
	CostAnswer answer;
	if (!within_bp_limit(law, bp, &answer))
		return answer;
	answer = fee_of(law, "bp_base", bp->value, bp->filed_on,
	                act_on(law, bp->filed_on) == ACT_OLD ? &quote_old_small : &quote_bp);
	if (answer.status == COST_KNOWN &&
	    !law_bp_fee(law, bp->value, bp->filed_on, bp->udlaeg, bp->court_case, &answer.amount))
		answer = told(COST_UNKNOWN, &quote_bp, "Tabellen har ikke tillægget for valgene den dag.",
		              "The table has no addition for the choices on that day.");
	return answer;
}

/* ral14 § 15 a: is the claim in the bracket of the small ones, where the addition is a fixed amount? */
static bool old_small(const Law *law, const BpFiling *bp)
{
	CostAnswer small = fee_of(law, "bp_base", money_zero(), bp->filed_on, NULL);
	CostAnswer own = fee_of(law, "bp_base", bp->value, bp->filed_on, NULL);
	return own.row == small.row;
}

/* What is left of the addition for the choices, under the old act. */
static CostAnswer old_addition_kept(const Law *law, const BpFiling *bp, const BpCourse *course)
{
	bool enforced = course->udlaeg_begun && !course->udlaeg_refused;
	CostAnswer udlaeg = fee_of(law, "bp_add_udlaeg", bp->value, bp->filed_on, &quote_old_large_udlaeg);
	CostAnswer court_case = fee_of(law, "bp_add_case", bp->value, bp->filed_on, &quote_old_small_case);
	if (!old_small(law, bp))
		return bp->udlaeg && enforced ? udlaeg : owed_nothing(&quote_old_large_udlaeg);
	if (bp->udlaeg && bp->court_case) {
		udlaeg.quote = court_case.quote = &quote_old_small_both;
		return enforced ? udlaeg : course->case_begun ? court_case : owed_nothing(&quote_old_small_both);
	}
	udlaeg.quote = &quote_old_small_udlaeg;
	if (bp->udlaeg)
		return enforced ? udlaeg : owed_nothing(&quote_old_small_udlaeg);
	return bp->court_case && course->case_begun ? court_case : owed_nothing(&quote_old_small_case);
}

CostAnswer court_fee_bp_kept(const Law *law, const BpFiling *bp, const BpCourse *course)
{
	CostAnswer filed = court_fee_bp(law, bp);
	if (filed.status != COST_KNOWN)
		return filed;
	if (act_on(law, bp->filed_on) == ACT_NEW)
		return course->unserved ? owed_nothing(&quote_bp_unserved) : filed;
	bool small = old_small(law, bp);
	if (course->unserved)
		return owed_nothing(small ? &quote_old_small_unserved : &quote_old_large_unserved);
	/* § 15 b leaves the base of § 15 a, which is the row of the small claims. */
	bool base_lapses = !small && !course->endorsed && !course->case_begun;
	CostAnswer base = fee_of(law, "bp_base", base_lapses ? money_zero() : bp->value, bp->filed_on,
	                         small ? &quote_old_small : &quote_old_large);
	CostAnswer addition = old_addition_kept(law, bp, course);
	const LawQuote *quote = base_lapses ? base.quote : addition.quote;
	CostAnswer kept = cost_add(base, addition);
	kept.quote = quote;
	return kept;
}

CostAnswer court_fee_civil(const Law *law, Money value, Date filed_on)
{
	return fee_of(law, "civil_filing", value, filed_on,
	              act_on(law, filed_on) == ACT_OLD ? &quote_old_cases : &quote_civil);
}

CostAnswer court_fee_hearing(const Law *law, Money value, Date filed_on)
{
	return fee_of(law, "civil_hearing", value, filed_on,
	              act_on(law, filed_on) == ACT_OLD ? &quote_old_cases : &quote_hearing);
}

CostAnswer court_fee_hearing_kept(const Law *law, Money value, Date filed_on, Date hearing_on, Date told_on)
{
	CostAnswer fee = court_fee_hearing(law, value, filed_on);
	int weeks;
	if (fee.status != COST_KNOWN || money_is_zero(fee.amount) || !date_known(told_on))
		return fee;
	if (!date_known(hearing_on))
		return told(COST_UNKNOWN, &quote_hearing_kept, "Dagen for hovedforhandlingen er ukendt.",
		            "The day of the hearing is not known.");
	/* By the day of filing, not of the hearing: the case keeps its act. */
	if (act_on(law, filed_on) != ACT_NEW || !law_limit_number(law, "hearing_fee_waiver", filed_on, &weeks))
		return told(COST_UNKNOWN, &quote_old_hearing_kept,
		            "Sagen følger den ældre lov, hvis frist og tilbagebetaling ikke står i tabellerne.",
		            "The case follows the older act, whose time limit and refund are not in the tables.");
	return date_diff(told_on, hearing_on) >= 7 * weeks ? owed_nothing(&quote_hearing_kept) : fee;
}

CostAnswer court_fee_udlaeg(const Law *law, const Udlaeg *udlaeg)
{
	assert(udlaeg->debtors >= 1);
	CostAnswer each = fee_of(law, "udlaeg", udlaeg->claim, udlaeg->asked_on, &quote_udlaeg);
	if (each.status != COST_KNOWN || udlaeg->debtors == 1)
		return each;
	each.quote = &quote_debtors;
	if (udlaeg->tie == TIE_LAND || (udlaeg->tie == TIE_SPOUSES && udlaeg->debtors == 2))
		return each;
	if (udlaeg->tie == TIE_SPOUSES)
		return told(COST_UNKNOWN, &quote_debtors,
		            "Loven siger ikke, hvad ægtefæller og en tredje skyldner koster tilsammen.",
		            "The act does not say what spouses and a third debtor cost together.");
	if (udlaeg->tie == TIE_UNSAID)
		return told(COST_UNKNOWN, &quote_debtors, "Det er ukendt, om skyldnerne er samlevende ægtefæller.",
		            "It is not known whether the debtors are cohabiting spouses.");
	if (!money_times(each.amount, udlaeg->debtors, &each.amount))
		return told(COST_UNKNOWN, &quote_debtors, "Beløbet er for stort til at regne med.",
		            "The amount is too large to reckon with.");
	return each;
}

CostAnswer court_fee_udlaeg_away(const Law *law, Date asked_on)
{
	return fee_of(law, "udlaeg_outside_or_police", money_zero(), asked_on,
	              act_on(law, asked_on) == ACT_OLD ? &quote_away : &quote_udlaeg);
}

CostAnswer court_fee_udlaeg_again(const Law *law, Date liable_on, const Udlaeg *again)
{
	int years;
	if (!date_known(liable_on) || !date_known(again->asked_on))
		return told(COST_UNKNOWN, &quote_again, "Dagen, afgiftspligten indtrådte, er ukendt.",
		            "The day on which the fee became due is not known.");
	if (!law_limit_number(law, "foged_fee_life", liable_on, &years))
		return told(
		    COST_UNKNOWN, &quote_old_again,
		    "Den første anmodning følger den ældre lov, hvis frist for en ny anmodning ikke står i tabellerne.",
		    "The first request follows the older act, whose time for a new request is not in the tables.");
	if (!date_before(date_add_months(liable_on, 12 * years), again->asked_on))
		return owed_nothing(&quote_again);
	CostAnswer fee = court_fee_udlaeg(law, again);
	fee.quote = fee.status == COST_KNOWN ? &quote_again : fee.quote;
	return fee;
}

CostAnswer court_fee_udlaeg_on_bp(const Law *law, const BpFiling *bp, const Udlaeg *udlaeg)
{
	if (!bp->udlaeg)
		return court_fee_udlaeg(law, udlaeg);
	CostAnswer fee = court_fee_udlaeg_again(law, bp->filed_on, udlaeg);
	if (fee.status != COST_KNOWN || !money_is_zero(fee.amount))
		return fee;
	/* ral § 12 has no fee per debtor; whether the udlæg against the second one on the same form costs anything is open. */
	if (udlaeg->debtors > 1 && udlaeg->tie != TIE_LAND && !(udlaeg->tie == TIE_SPOUSES && udlaeg->debtors == 2))
		return told(
		    COST_UNKNOWN, &quote_debtors,
		    "Det er ikke fastslået, om udlæg på samme blanket mod flere skyldnere koster afgift for hver.",
		    "It is not established whether udlæg on the same form against several debtors costs a fee for each.");
	return owed_nothing(&quote_ticked);
}

CostAnswer court_fee_case_on_bp(const Law *law, const BpFiling *bp, Date filed_on)
{
	if (bp->court_case) {
		FeeAct act = act_on(law, bp->filed_on);
		if (act == ACT_NONE)
			return told(COST_UNKNOWN, &quote_case_ticked, "Tabellen har ingen retsafgift for dagen og beløbet.",
			            "The table has no court fee for the day and the amount.");
		/* The old act says so; of the new one it is the courts' notice. */
		return owed_nothing(act == ACT_OLD ? &quote_old_case_ticked : &quote_case_ticked);
	}
	CostAnswer fee = court_fee_civil(law, bp->value, filed_on);
	fee.quote = fee.status == COST_KNOWN ? &quote_case_unticked : fee.quote;
	return fee;
}

CostAnswer court_fee_relieved(const Law *law, FeeRelief relief, Date filed_on)
{
	static const LawQuote *const quotes[FEE_RELIEFS] = { &quote_bp_unserved, &quote_refused,   &quote_board,
		                                             &quote_reopened,    &quote_kaere_won, &quote_lapsed,
		                                             &quote_aid };
	assert(relief >= 0 && relief < FEE_RELIEFS);
	FeeAct act = act_on(law, filed_on);
	if (act == ACT_NEW)
		return owed_nothing(quotes[relief]);
	if (act == ACT_OLD && relief == RELIEF_BARRED_UNSERVED)
		return owed_nothing(&quote_old_small_unserved);
	if (act == ACT_OLD && relief == RELIEF_UDLAEG_REFUSED)
		return owed_nothing(&quote_old_refused);
	return told(COST_UNKNOWN, &quote_old_bp,
	            "Hvad der er indleveret den dag, følger en ældre lov, hvis regel ikke er læst her.",
	            "What was filed on that day follows an older act, whose rule is not read here.");
}
