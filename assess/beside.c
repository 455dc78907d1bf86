/*
 * What else a rule rests on, word for word: every paragraph that its row names stands here, when the sentence above its
 * predicate is not from it, so that a reader can check the whole of it without opening the statutes. By rules.def.
 */
#include "assess/rules.h"

#include <string.h>

#undef QUOTE
#define QUOTE(id, version, where, ...) { #id, version, { where, __VA_ARGS__ } },

/* clang-format off */
static const struct {
	const char *id;
	int version;
	RuleQuote quote;
} beside[] = {
QUOTE(U03, 1, "fl § 2 stk. 1",
      "Forældelsesfristerne regnes fra det tidligste tidspunkt, til hvilket fordringshaveren kunne kræve at få "
      "fordringen opfyldt, medmindre andet følger af andre bestemmelser.")
QUOTE(U03, 1, "gbl § 5 stk. 1",
      "Er der ikke aftalt noget om betalingstiden, er skyldneren forpligtet til at betale gælden, såsnart "
      "fordringshaveren forlanger det, og berettiget til at betale til enhver tid.")
QUOTE(U04, 1, "rpl § 401 stk. 1",
      "Omfatter påstanden flere krav mellem de samme to parter, er sagens værdi den samlede værdi af disse krav. "
      "Renter og omkostninger medregnes ikke.")
QUOTE(U06, 1, "il § 11",
      "Uanset § 10 kan der iværksættes retslige skridt mod skyldneren med henblik på inddrivelse, i det omfang "
      "overholdelse af denne bestemmelse vil medføre en nærliggende risiko for, at fordringen ellers ikke vil "
      "kunne inddrives.")
QUOTE(U06, 1, "il § 10 stk. 3",
      "Fristen skal være mindst 10 dage fra afsendelsen af påkravsskrivelsen.")
QUOTE(U08, 1, "fl § 2 stk. 1",
      "Forældelsesfristerne regnes fra det tidligste tidspunkt, til hvilket fordringshaveren kunne kræve at få "
      "fordringen opfyldt, medmindre andet følger af andre bestemmelser.")
QUOTE(U08, 1, "fl § 4 stk. 1",
      "Forældelsesfristen er 5 år ved fordringer, som støttes på aftale om udførelse af arbejde som led i et "
      "ansættelsesforhold.")
QUOTE(U08, 1, "fl § 5 stk. 1",
      "3) når fordringens eksistens og størrelse er anerkendt skriftligt eller fastslået ved forlig, dom, "
      "betalingspåkrav påtegnet af fogedretten eller anden bindende afgørelse")
QUOTE(U08, 1, "fl § 23",
      "Ved forældelse mister fordringshaveren sin ret til at kræve opfyldelse.")
QUOTE(U08, 1, "fl § 27",
      "Udløber en frist i en weekend, på en helligdag, grundlovsdag, den 24. eller den 31. december, udstrækkes "
      "fristen til den førstkommende hverdag.")
QUOTE(U09, 1, "fl § 15",
      "Forældelsen afbrydes, når skyldneren over for fordringshaveren udtrykkeligt eller ved sin handlemåde "
      "erkender sin forpligtelse.")
QUOTE(U09, 1, "fl § 18 stk. 1",
      "Forældelsen afbrydes ved indgivelse af anmodning om udlæg, hvis fordringshaveren søger forretningen "
      "fremmet inden for rimelig tid.")
QUOTE(U09, 1, "fl § 19 stk. 1",
      "Når forældelsen afbrydes, løber fra det i stk. 2-6 fastsatte tidspunkt en ny forældelsesfrist, hvis længde "
      "bestemmes efter reglerne i denne lov.")
QUOTE(U09, 1, "fl § 20 stk. 1",
      "Har fordringshaveren inden forældelsesfristens udløb foretaget et retsligt skridt som nævnt i § 16, men "
      "fører dette ikke til forlig eller realitetsafgørelse, indtræder forældelse tidligst 1 år efter, at "
      "fordringshaveren har fået meddelelse om, at sagen er afsluttet.")
QUOTE(U09, 1, "fl § 20 stk. 2",
      "det beror på fordringshaverens valg ved indleveringen af et betalingspåkrav til fogedretten, at en "
      "realitetsafgørelse ikke træffes.")
QUOTE(U09, 1, "fl § 21 stk. 2",
      "Er en sag om fordringens eksistens eller størrelse eller en sag, som er afgørende herfor, inden "
      "forældelsesfristens udløb indbragt for en administrativ myndighed, indtræder forældelse tidligst 1 år "
      "efter, at myndigheden har givet meddelelse om sin afgørelse.")
QUOTE(U10, 1, "rpl § 255 stk. 1",
      "Hvo der er ret sagsøger eller sagvolder, afgøres efter lovgivningens almindelige regler.")
QUOTE(U10, 1, "rpl § 477 c stk. 1",
      "Det samme gælder, hvis fordringshaverens krav er uklart eller ikke findes begrundet i sagsfremstillingen "
      "eller sagsfremstillingen må antages i væsentlige henseender at være urigtig.")
QUOTE(U11, 1, "rpl § 350 stk. 2",
      "Retten kan afvise sagen, hvis angivelsen af sagsøgtes navn og adresse, jf. § 348, stk. 2, nr. 1, er "
      "unøjagtig, således at forkyndelse ikke kan foretages på grundlag af sagsøgerens oplysninger.")
QUOTE(U11, 1, "rpl § 159 stk. 1",
      "Forkyndelse kan foretages i Statstidende, såfremt 1) den pågældendes bopæl eller opholdssted eller hans "
      "arbejdssted her i landet ikke kan oplyses")
QUOTE(U12, 1, "kl § 31 stk. 1",
      "Efter konkursdekretets afsigelse kan udlæg eller arrest ikke foretages i den af konkursen omfattede "
      "formue.")
QUOTE(U12, 1, "fl § 17 stk. 1",
      "2) ved anmeldelse af fordringen i et konkursbo")
QUOTE(U13, 1, "kl § 9 b stk. 1",
      "Anmoder skyldneren i forbindelse med begæringen om forebyggende rekonstruktionsbehandling eller på et "
      "senere tidspunkt herom, skal skifteretten træffe bestemmelse om, at der er fyldestgørelsesforbud under den "
      "forebyggende rekonstruktionsbehandling.")
QUOTE(U13, 1, "kl § 9 d stk. 2",
      "Har skifteretten truffet bestemmelse om fyldestgørelsesforbud efter § 9 b, finder reglerne i §§ 12 c, 12 f "
      "og 12 g tilsvarende anvendelse.")
QUOTE(U14, 1, "kl § 207 stk. 1",
      "Fra gældssaneringssagens indledning og indtil dens slutning kan arrest eller udlæg ikke foretages i "
      "skyldnerens aktiver")
QUOTE(U14, 1, "kl § 208 stk. 2",
      "opfordring til enhver, der har en fordring mod skyldneren, til at anmelde fordringen inden 8 uger efter "
      "bekendtgørelsen")
QUOTE(U14, 1, "kl § 208 b stk. 1",
      "Anmeldes en fordring, som i medfør af § 199, stk. 1, er omfattet af gældssaneringssagen, ikke rettidigt, "
      "jf. § 208, stk. 2, nr. 2, bortfalder retten til dækning, når sagen er sluttet med kendelse om "
      "gældssanering, jf. § 218, stk. 1.")
QUOTE(U14, 1, "kl § 216 stk. 1",
      "En kendelse, der helt eller delvis tager skyldnerens forslag til følge, skal angive, hvilken del af "
      "skyldnerens gæld der berøres af kendelsen, med angivelse af den procent, hvortil fordringerne nedsættes, "
      "eller, hvor dette ikke er muligt, de afdrag, som skyldneren skal betale.")
QUOTE(U16, 1, "dsl § 81 stk. 3",
      "opfordring til enhver, der har en fordring eller andet krav mod afdøde, til at anmelde kravet inden 8 uger "
      "efter bekendtgørelsen")
QUOTE(U16, 1, "dsl § 82 stk. 1",
      "Anmeldelser skal være skriftlige og angive kreditors krav samt eventuelle krav på renter og omkostninger.")
QUOTE(U16, 1, "fl § 17 stk. 1",
      "4) ved anmeldelse af fordringen i et dødsbo efter dettes udstedelse af proklama")
QUOTE(U17, 1, "rpl § 258 stk. 2",
      "Dog kan retten på embeds vegne afvise sagen enten straks, eller når de fornødne oplysninger ikke "
      "fremskaffes, når der ifølge den måde, hvorpå parterne i processkrifterne betegnes, eller i øvrigt ifølge "
      "de foreliggende oplysninger er grund til at antage, at nogen af dem mangler myndighed til at råde over "
      "sagen.")
QUOTE(U18, 1, "rpl § 236",
      "Danske statsborgere, der er bosat i udlandet uden tillige at have bopæl i Danmark, og som ikke er "
      "undergivet bopælslandets domsmyndighed, har hjemting i København.")
QUOTE(U18, 1, "rpl § 246 stk. 1",
      "Sager mod personer, selskaber, foreninger, private institutioner og andre sammenslutninger, der ikke har "
      "hjemting i Danmark, kan anlægges her i landet, for så vidt nogen ret efter bestemmelserne i §§ 237, 238, "
      "stk. 2, 241, 242, 243 og 245 kan anses som værneting i sagen.")
QUOTE(U18, 1, "rpl § 247 stk. 1",
      "anvendes overenskomstens værnetingsregler.")
QUOTE(U18, 1, "rpl § 477 e stk. 1",
      "Såfremt forkyndelsen sker i udlandet, på Færøerne eller i Grønland, er fristen dog 4 uger.")
QUOTE(U21, 1, "vol § 8 stk. 1",
      "Retssag om tvister, der efter aftale mellem parterne skal afgøres ved voldgift, afvises efter påstand fra "
      "domstolene, medmindre voldgiftsaftalen er ugyldig eller voldgiftssagen af andre grunde ikke kan "
      "gennemføres.")
QUOTE(U21, 1, "vol § 7 stk. 2",
      "I sager om forbrugeraftaler er en voldgiftsaftale, der er indgået, før tvisten opstod, ikke bindende for "
      "forbrugeren.")
QUOTE(U22, 1, "rpl § 245 stk. 1",
      "Parterne kan aftale, ved hvilken af flere ligeartede retter sagen skal anlægges.")
QUOTE(U22, 1, "rpl § 245 stk. 2",
      "I sager om forbrugeraftaler er en forudgående aftale om værneting ikke bindende for forbrugeren.")
QUOTE(U22, 1, "rpl § 247 stk. 1",
      "anvendes overenskomstens værnetingsregler.")
QUOTE(U23, 1, "fkl § 30 stk. 1",
      "Så længe en klagesag verserer for Forbrugerklagenævnet, kan sagens parter ikke anlægge sag ved domstolene "
      "om de spørgsmål, som klagen omfatter.")
QUOTE(U25, 1, "rl § 1 stk. 4",
      "Angår kravet vederlag i henhold til aftale om levering af varer eller tjenesteydelser, der er indgået "
      "mellem erhvervsdrivende som led i deres erhverv eller mellem en erhvervsdrivende som led i dennes erhverv "
      "og en offentlig myndighed")
QUOTE(U27, 1, "rpl § 338",
      "Retten kan ikke tilkende en part mere, end han har påstået, og kan kun tage hensyn til anbringender, som "
      "parten har gjort gældende, eller som ikke kan frafaldes.")
QUOTE(U27, 1, "rpl § 352 stk. 1",
      "Er sagsøgerens påstand uklar, eller må sagsfremstillingen i stævningen antages i væsentlige henseender at "
      "være urigtig, afvises sagen ved beslutning eller, hvis sagsøgeren anmoder derom, ved kendelse.")
QUOTE(U28, 1, "rpl § 488 stk. 2",
      "Ved fremsættelse af anmodning i henhold til § 478, stk. 1, nr. 1-3 og 9, skal udskrift af afgørelsen, "
      "betalingspåkravet med påtegning, forliget, bevillingen, den anmeldte eller godkendte "
      "forældremyndighedsaftale eller aftalen om barnets bopæl eller samvær indleveres til fogedretten.")
QUOTE(U29, 1, "rpl § 250 stk. 1",
      "5) ingen af parterne gør indsigelse, eller kravene har en sådan sammenhæng, at de uanset fremsatte "
      "indsigelser bør behandles under én sag.")
QUOTE(U29, 1, "rpl § 487 stk. 1",
      "Anmodning om tvangsfuldbyrdelse kan fremsættes over for fogedretten i en af følgende retskredse: 1) hvor "
      "skyldneren har hjemting")
QUOTE(U31, 1, "gil § 1 stk. 1",
      "Loven gælder for opkrævning og inddrivelse af fordringer med tillæg af renter, gebyrer og andre "
      "omkostninger, der opkræves eller inddrives af det offentlige")
QUOTE(U33, 1, "rpl § 146 stk. 1",
      "Klager over vederlag, som en advokat, et fællesskab af advokater, et advokatselskab eller en af de "
      "personer, der er nævnt i § 124 c, stk. 1, nr. 2, og som ejer aktier eller anparter i et advokatselskab, "
      "har forlangt for sit arbejde, kan af den, som har retlig interesse heri, indbringes for Advokatnævnet.")
QUOTE(U34, 1, "rpl § 318 stk. 2",
      "Parter kan pålægges at bære de omkostninger, som de har forårsaget ved handlemåde, der er i strid med § "
      "336 a.")
QUOTE(L03, 1, "bek1475 § 8 stk. 1",
      "En rettergangsfuldmægtig må således ikke påtage sig en sag i tilfælde, hvor den pågældende selv eller "
      "dennes nærstående har en særlig personlig eller økonomisk interesse i sagens udfald.")
QUOTE(L04, 1, "bek1475 § 10 stk. 2",
      "Rettergangsfuldmægtigen skal angive sin timepris eller eventuelle samlede pris for den pågældende ydelse.")
QUOTE(F01, 1, "rpl § 237",
      "Sager mod personer, der driver erhvervsmæssig virksomhed, kan, når sagen vedrører virksomheden, anlægges "
      "ved retten på det sted, hvorfra virksomheden udøves.")
QUOTE(F01, 1, "rpl § 238 stk. 1",
      "Selskaber, foreninger, private institutioner og andre sammenslutninger, der kan optræde som part i "
      "retssager, har hjemting i den retskreds, hvor hovedkontoret ligger")
QUOTE(F01, 1, "rpl § 235",
      "Retssager anlægges ved sagsøgtes hjemting, medmindre andet er bestemt ved lov.")
QUOTE(F01, 1, "rpl § 239",
      "Regioner og kommuner har hjemting i den retskreds, hvor hovedkontoret ligger.")
QUOTE(F01, 1, "rpl § 240 stk. 1",
      "Staten har hjemting i den retskreds, hvor den myndighed, som stævnes på statens vegne, har kontor.")
QUOTE(F02, 1, "rpl § 248 stk. 1",
      "Retten påser af egen drift, om sagen er indbragt for rette værneting.")
QUOTE(M01, 1, "rl § 2",
      "Der skal ikke betales rente for det tidsrum, der ligger forud for forfaldsdagen.")
QUOTE(M02, 1, "rl § 3 stk. 1",
      "Rente skal betales fra forfaldsdagen, hvis denne er fastsat i forvejen.")
QUOTE(M02, 1, "rl § 3 stk. 3",
      "Uanset stk. 1 og 2 skal der tidligst betales rente, når der er gået 30 dage efter den dag, hvor skyldneren "
      "var i stand til at indhente de oplysninger, som må anses for nødvendige for at bedømme kravets "
      "berettigelse og størrelse.")
QUOTE(M03, 1, "rl § 6",
      "Kunne fordringshaveren på andet grundlag kræve højere rente, bevarer han retten hertil.")
QUOTE(M08, 1, "fl § 23 stk. 2",
      "Ved forældelse af hovedfordringen bortfalder også krav på rente og lignende ydelse.")
};
/* clang-format on */

const RuleQuote *rule_beside(const Rule *rule, size_t i)
{
	for (size_t k = 0; k < G_N_ELEMENTS(beside); k++)
		if (beside[k].version == rule->version && strcmp(beside[k].id, rule->id) == 0 && i-- == 0)
			return &beside[k].quote;
	return NULL;
}
