#include "assess/economics.h"

#include <assert.h>

#define QUOTE(name, version, at, ...) static const LawQuote quote_##name = { at, __VA_ARGS__ }

QUOTE(loser_pays, 1, "rpl § 312 stk. 1",
      "Den tabende part skal erstatte modparten de udgifter, retssagen har påført modparten, medmindre parterne har aftalt "
      "andet.");
QUOTE(in_full, 1, "rpl § 316 stk. 1",
      "Som sagsomkostninger erstattes de udgifter, der har været fornødne til sagens forsvarlige udførelse. … erstattes med "
      "et "
      "passende beløb, og øvrige udgifter erstattes fuldt ud.");
QUOTE(bp_costs, 1, "rpl § 477 c stk. 4",
      "Fogedretten træffer afgørelse om betaling af sagsomkostninger og giver betalingspåkravet påtegning herom.");
QUOTE(foged_costs, 1, "rpl § 503",
      "Fogedretten træffer bestemmelse om betaling af omkostninger ved gennemførelsen af kravet. Aftaler mellem parterne om "
      "omkostninger og disses størrelse er ikke bindende for fogedretten.");
QUOTE(foged_disputes, 1, "rpl § 503",
      "Omkostninger ved behandlingen af tvister for fogedretten erstattes kun, hvis dette efter tvistens art og arbejdets "
      "omfang "
      "findes rimeligt.");
QUOTE(
    rest, 1, "rpl § 490 stk. 1",
    "En fordringshaver, der ikke har fået tilstrækkeligt udlæg til at dække sin fordring, kan først, når der er forløbet 12 "
    "måneder siden sidste forretning, på ny begære afholdt forretning til foretagelse af udlæg.");

static const struct {
	const char *name;
	Say say;
} outcomes[ECONOMY_OUTCOMES] = {
	[ECONOMY_LETTER] = { "paid_on_letter", { "Betalt på påkravsskrivelsen", "Paid on the demand letter" } },
	[ECONOMY_UNDISPUTED] = { "undisputed_paid", { "Ubestridt og betalt", "Undisputed and paid" } },
	[ECONOMY_NO_COVER] = { "title_without_cover", { "Fundament, men ingen dækning", "A title without cover" } },
	[ECONOMY_WON] = { "disputed_won", { "Bestridt, vundet og betalt", "Disputed, won and paid" } },
	[ECONOMY_LOST] = { "disputed_lost", { "Bestridt og tabt", "Disputed and lost" } },
};

static const char *const whens[ECONOMY_WHENS] = {
	[ECONOMY_WITH_LETTER] = "letter",
	[ECONOMY_ON_FILING] = "filing",
	[ECONOMY_ON_OBJECTION] = "objection",
	[ECONOMY_ON_HEARING] = "hearing",
	[ECONOMY_ON_DECISION] = "decision",
	[ECONOMY_ON_UDLAEG] = "udlaeg",
	[ECONOMY_ON_PAYMENT] = "payment",
	[ECONOMY_ON_NEW_REQUEST] = "new_request",
};

static const char *const sides[ECONOMY_SIDES] = { "pays", "may_pay", "receives", "may_receive" };

const char *economy_outcome_name(EconomyOutcome outcome)
{
	return outcomes[outcome].name;
}

Say economy_outcome_say(EconomyOutcome outcome)
{
	return outcomes[outcome].say;
}

/* An outcome being reckoned. */
typedef struct Reckoning {
	const Law *law;
	const EconomyCase *c;
	EconomyRow *row;
} Reckoning;

static CostAnswer unknown(const LawQuote *quote, const char *da, const char *en)
{
	return (CostAnswer){ .status = COST_UNKNOWN, .amount = money_zero(), .quote = quote, .because = { da, en } };
}

static CostAnswer exactly(Money amount, const LawQuote *quote)
{
	return (CostAnswer){ .status = COST_KNOWN, .amount = amount, .quote = quote };
}

static CostAnswer principal_unknown(void)
{
	return unknown(NULL, "Hovedstolen er ukendt.", "The principal is not known.");
}

static void line(Reckoning *r, const char *id, EconomySide side, EconomyWhen when, CostAnswer amount, const char *da,
                 const char *en)
{
	EconomyLine it = { id, side, when, false, amount, { da, en } };
	g_array_append_val(r->row->lines, it);
}

static void line_at_most(Reckoning *r, const char *id, EconomySide side, EconomyWhen when, CostAnswer amount, const char *da,
                         const char *en)
{
	EconomyLine it = { id, side, when, amount.status == COST_KNOWN, amount, { da, en } };
	g_array_append_val(r->row->lines, it);
}

/* ---- the claim and the fees of the court --------------------------------------------------------------------------- */

/* What the debtor pays in all, when he pays all that is claimed. */
static CostAnswer whole_claim(const EconomyCase *c)
{
	if (!c->principal_known)
		return principal_unknown();
	if (!c->interest_known)
		return unknown(NULL, "Renten er ukendt.", "The interest is not known.");
	if (!c->costs_known)
		return unknown(NULL, "Gebyrer og omkostninger er ukendte.", "Fees and costs are not known.");
	return cost_add(cost_add(exactly(c->principal, NULL), exactly(c->interest, NULL)), exactly(c->costs, NULL));
}

static BpFiling filing_of(const EconomyCase *c)
{
	return (BpFiling){ c->principal, c->filed_on, c->udlaeg, c->court_case };
}

static CostAnswer filing_fee(const Reckoning *r)
{
	const EconomyCase *c = r->c;
	if (!c->principal_known)
		return principal_unknown();
	if (c->route == ROUTE_BETALINGSPAAKRAV)
		return court_fee_bp(r->law, &(BpFiling){ c->principal, c->filed_on, c->udlaeg, c->court_case });
	if (c->route == ROUTE_CIVIL_CLAIM)
		return court_fee_civil(r->law, c->principal, c->filed_on);
	return court_fee_udlaeg(r->law, &(Udlaeg){ c->principal, c->filed_on, MAX(c->debtors, 1), c->tie });
}

static void pay_filing(Reckoning *r)
{
	line(r, "court-fee", ECONOMY_PAYS, ECONOMY_ON_FILING, filing_fee(r), "Retsafgift ved indleveringen",
	     "Court fee on filing");
}

static CostAnswer case_fee(const Reckoning *r)
{
	BpFiling bp = filing_of(r->c);
	return r->c->principal_known ? court_fee_case_on_bp(r->law, &bp, r->c->filed_on) : principal_unknown();
}

static CostAnswer hearing_fee(const Reckoning *r)
{
	return r->c->principal_known ? court_fee_hearing(r->law, r->c->principal, r->c->filed_on) : principal_unknown();
}

/* The case that an objection leads to. An udlæg on a title has none of its own. */
static void pay_case(Reckoning *r)
{
	if (r->c->route == ROUTE_UDLAEG)
		return;
	if (r->c->route == ROUTE_BETALINGSPAAKRAV)
		line(r, "case-fee", ECONOMY_PAYS, ECONOMY_ON_OBJECTION, case_fee(r),
		     "Retsafgift for retssagen efter indsigelsen", "Court fee for the case after the objection");
	line(r, "hearing-fee", ECONOMY_PAYS, ECONOMY_ON_HEARING, hearing_fee(r), "Retsafgift for hovedforhandlingen",
	     "Court fee for the hearing");
}

/* The attempt at udlæg that was in vain, and the one that may be made when the rest is over. */
static void pay_udlaeg(Reckoning *r)
{
	const EconomyCase *c = r->c;
	Udlaeg first = { c->principal, c->filed_on, MAX(c->debtors, 1), c->tie }, again = first;
	BpFiling bp = filing_of(c);
	if (c->route != ROUTE_UDLAEG) {
		CostAnswer fee = !c->principal_known                  ? principal_unknown()
		                 : c->route == ROUTE_BETALINGSPAAKRAV ? court_fee_udlaeg_on_bp(r->law, &bp, &first)
		                                                      : court_fee_udlaeg(r->law, &first);
		line(r, "udlaeg-fee", ECONOMY_PAYS, ECONOMY_ON_UDLAEG, fee, "Retsafgift for udlæg", "Court fee for udlæg");
	}
	int months;
	bool rests = law_limit_number(r->law, "insolvency_rest", c->filed_on, &months);
	if (rests)
		again.asked_on = date_add_days(date_add_months(c->filed_on, months), 1);
	CostAnswer fee = !c->principal_known ? principal_unknown()
	                 : !rests            ? unknown(&quote_rest, "Hviletiden før et nyt forsøg kendes ikke den dag.",
	                                               "The rest before another attempt is not known on that day.")
	                                     : court_fee_udlaeg_again(r->law, c->filed_on, &again);
	fee.quote = fee.status == COST_KNOWN ? &quote_rest : fee.quote;
	line(r, "udlaeg-fee-again", ECONOMY_MAY_PAY, ECONOMY_ON_NEW_REQUEST, fee, "Retsafgift for et nyt forsøg på udlæg",
	     "Court fee for another attempt at udlæg");
}

/* ---- costs that the court awards ------------------------------------------------------------------------------------ */

/* Would the case be one of chapter 39? */
static Known in_kap39(const Reckoning *r)
{
	Money limit;
	if (r->c->route == ROUTE_CIVIL_CLAIM && r->c->track != TRACK_NONE)
		return r->c->track == TRACK_KAP39 ? KNOWN_YES : KNOWN_NO;
	if (!r->c->principal_known || !law_limit_money(r->law, "kap39_limit", r->c->filed_on, &limit))
		return KNOWN_UNSAID;
	return money_compare(r->c->principal, limit) <= 0 ? KNOWN_YES : KNOWN_NO;
}

/* The tariff of the day of the decision; of one not known yet, the row of the day of filing if it has no end. */
static CostAnswer tariff(const Reckoning *r, Money deducted)
{
	const EconomyCase *c = r->c;
	CostAnswer answer =
	    cost_tariff_less(r->law, date_known(c->decided_on) ? c->decided_on : c->filed_on, c->principal, deducted);
	bool ends = answer.row != NULL && date_known(answer.row->valid_to);
	if (answer.status == COST_KNOWN && !date_known(c->decided_on) && ends)
		return unknown(answer.quote, "Taksten følger dagen for afgørelsen, som ikke er kendt.",
		               "The tariff follows the day of the decision, which is not known.");
	return answer;
}

/* What a court gives a winner for assistance. *at_most: the statute has a ceiling and no amount. */
static CostAnswer assistance(const Reckoning *r, Money deducted, bool *at_most)
{
	*at_most = false;
	if (!r->c->principal_known)
		return principal_unknown();
	Known kap39 = in_kap39(r);
	if (kap39 == KNOWN_UNSAID)
		return unknown(NULL, "Det er ukendt, om sagen føres efter kapitel 39.",
		               "It is not known whether chapter 39 is followed.");
	CostAnswer cap = cost_cap(r->law, COST_COURT_CAP_KAP39, r->c->filed_on, r->c->principal);
	*at_most = kap39 == KNOWN_YES && cap.status == COST_KNOWN;
	bool capped = kap39 == KNOWN_YES && cap.status != COST_NO_CAP;
	return capped ? cap : tariff(r, deducted);
}

static const char own_da[] = "Tilkendt for bistand (eget arbejde betales ikke)",
		  own_en[] = "Awarded for assistance (own work is not paid)";

/* The creditor's own assistance: none when he acts himself. */
static void award_assistance(Reckoning *r)
{
	bool at_most;
	CostAnswer amount = assistance(r, r->c->charged_out_of_court, &at_most);
	if (r->c->represented == KNOWN_NO)
		line(r, "awarded-assistance", ECONOMY_RECEIVES, ECONOMY_ON_DECISION, exactly(money_zero(), &quote_in_full),
		     own_da, own_en);
	else if (at_most)
		line_at_most(r, "awarded-assistance", ECONOMY_MAY_RECEIVE, ECONOMY_ON_DECISION, amount,
		             "Tilkendt for bistand, uden moms", "Awarded for assistance, without VAT");
	else
		line(r, "awarded-assistance", ECONOMY_MAY_RECEIVE, ECONOMY_ON_DECISION, amount,
		     "Tilkendt for bistand, uden moms", "Awarded for assistance, without VAT");
}

/* A winner's court fees come back in full; the foged court decides for itself what a debtor pays. */
static void award_won(Reckoning *r)
{
	if (r->c->route == ROUTE_UDLAEG) {
		line(r, "awarded-costs", ECONOMY_MAY_RECEIVE, ECONOMY_ON_DECISION,
		     unknown(&quote_foged_disputes, "Fogedretten bestemmer efter tvistens art og arbejdets omfang.",
		             "The foged court decides by the kind of dispute and the amount of work."),
		     "Tilkendte omkostninger ved tvisten", "Awarded costs of the dispute");
		return;
	}
	CostAnswer fees = cost_add(filing_fee(r), hearing_fee(r));
	if (r->c->route == ROUTE_BETALINGSPAAKRAV)
		fees = cost_add(fees, case_fee(r));
	fees.quote = &quote_in_full;
	line(r, "awarded-court-fees", ECONOMY_RECEIVES, ECONOMY_ON_DECISION, fees, "Tilkendte retsafgifter",
	     "Awarded court fees");
	award_assistance(r);
}

static void award_undisputed(Reckoning *r)
{
	CostAnswer fee = filing_fee(r);
	bool foged = r->c->route != ROUTE_CIVIL_CLAIM;
	fee.quote = r->c->route == ROUTE_BETALINGSPAAKRAV ? &quote_bp_costs : foged ? &quote_foged_costs : &quote_in_full;
	line(r, "awarded-court-fees", foged ? ECONOMY_MAY_RECEIVE : ECONOMY_RECEIVES, ECONOMY_ON_DECISION, fee,
	     "Tilkendt retsafgift", "Awarded court fee");
	if (r->c->route == ROUTE_CIVIL_CLAIM)
		award_assistance(r);
	else if (r->c->represented == KNOWN_NO)
		line(r, "awarded-assistance", ECONOMY_RECEIVES, ECONOMY_ON_DECISION, exactly(money_zero(), fee.quote),
		     own_da, own_en);
	else
		line(r, "awarded-assistance", ECONOMY_MAY_RECEIVE, ECONOMY_ON_DECISION,
		     r->c->route == ROUTE_UDLAEG && r->c->principal_known
		         ? cost_cap(r->law, COST_FOGED_ATTENDANCE, r->c->filed_on, r->c->principal)
		         : unknown(&quote_bp_costs, "Hvad fogedretten tilkender for bistand, er ikke fastslået.",
		                   "What the foged court awards for assistance is not established."),
		     "Tilkendt for bistand", "Awarded for assistance");
}

/* Whoever loses pays the other's costs. Whether the opponent has any is his choice. */
static void pay_opponent(Reckoning *r)
{
	if (r->c->route == ROUTE_UDLAEG) {
		line(r, "opponent-costs", ECONOMY_MAY_PAY, ECONOMY_ON_DECISION,
		     unknown(&quote_foged_disputes, "Fogedretten bestemmer efter tvistens art og arbejdets omfang.",
		             "The foged court decides by the kind of dispute and the amount of work."),
		     "Modpartens omkostninger", "The opponent's costs");
		return;
	}
	bool at_most;
	CostAnswer amount = assistance(r, money_zero(), &at_most);
	static const char da[] = "Modpartens bistand, uden moms", en[] = "The opponent's assistance, without VAT";
	if (at_most)
		line_at_most(r, "opponent-assistance", ECONOMY_MAY_PAY, ECONOMY_ON_DECISION, amount, da, en);
	else
		line(r, "opponent-assistance", ECONOMY_MAY_PAY, ECONOMY_ON_DECISION, amount, da, en);
	line(r, "opponent-expenses", ECONOMY_MAY_PAY, ECONOMY_ON_DECISION,
	     unknown(&quote_loser_pays, "Modpartens øvrige fornødne udgifter kendes først i sagen.",
	             "The opponent's other necessary expenses are known only in the case."),
	     "Modpartens øvrige udgifter", "The opponent's other expenses");
}

/* ---- the operator's fee ---------------------------------------------------------------------------------------------- */

/* What a share is reckoned from, when `in` came in all together. */
static CostAnswer share_base(const EconomyCase *c, const FeePrice *price, CostAnswer in)
{
	if (in.status != COST_KNOWN || money_is_zero(in.amount) || price->of == SHARE_OF_ALL)
		return in;
	bool alone =
	    money_compare(in.amount, c->principal) == 0; /* nothing but the principal came in: the same either way */
	if (price->of == SHARE_OF_PRINCIPAL || alone)
		return exactly(c->principal, NULL);
	return unknown(NULL, "Aftalen siger ikke, om andelen også er af renter og omkostninger.",
	               "The agreement does not say whether the share is of interest and costs too.");
}

/* Without VAT. in: what came in during the phase; success: by any reading, by none, or by some. */
static CostAnswer operator_fee(const EconomyCase *c, FeePhase phase, CostAnswer in, Known success)
{
	const FeeTerm *term = &c->agreement.terms[phase];
	const FeePrice *price = &c->prices[phase];
	FeeJudgment judgment = feelaw_judge_contract(&c->agreement);
	bool whole = judgment.whole != NULL && judgment.whole->verdict != FEELAW_ALLOWED;
	const FeeRuling *ruling = whole ? judgment.whole : judgment.phases[phase];
	const LawQuote *quote = ruling->quotes[0];
	if (ruling->verdict != FEELAW_ALLOWED)
		return unknown(quote, ruling->because.da, ruling->because.en);
	if (term->basis == FEE_NONE)
		return exactly(money_zero(), quote);
	if (term->basis != FEE_PERCENT && term->success_only != KNOWN_NO && success == KNOWN_NO)
		return term->success_only == KNOWN_YES
		           ? exactly(money_zero(), quote)
		           : unknown(quote, "Det er ukendt, om salæret kun skal betales ved resultat.",
		                     "It is not known whether the fee is payable only on success.");
	if (term->basis != FEE_PERCENT && term->success_only != KNOWN_NO && success == KNOWN_UNSAID)
		return unknown(quote, "Aftalen siger ikke, om et fundament uden dækning er et resultat.",
		               "The agreement does not say whether a title without cover is a success.");
	if (term->basis == FEE_HOURLY)
		return unknown(quote, "Antallet af timer er ukendt.", "The number of hours is not known.");
	CostAnswer base = term->basis == FEE_PERCENT ? share_base(c, price, in) : in;
	if (term->basis == FEE_PERCENT && (base.status != COST_KNOWN || money_is_zero(base.amount)))
		return base.status == COST_KNOWN ? exactly(money_zero(), quote) : base;
	if (!price->known)
		return unknown(quote, "Salærets størrelse er ikke oplyst.", "The size of the fee is not stated.");
	Money fee = price->amount;
	if (term->basis == FEE_PERCENT && !money_scale(base.amount, price->share, 10000, &fee))
		return unknown(quote, "Beløbet er for stort til at regne med.", "The amount is too large to reckon with.");
	return exactly(fee, quote);
}

static void pay_operator(Reckoning *r, FeePhase phase, EconomyWhen when, CostAnswer in, Known success)
{
	const EconomyCase *c = r->c;
	bool own = c->agreement.operator_kind == OPERATOR_SELF || c->agreement.operator_kind == OPERATOR_BUYER;
	if (!c->agreement.covers[phase] || own)
		return;
	bool before = phase == PHASE_OUT_OF_COURT;
	CostAnswer fee = operator_fee(c, phase, in, success);
	line(r, before ? "fee-out-of-court" : "fee-in-court", ECONOMY_PAYS, when, fee,
	     before ? "Salær for tiden før indleveringen, uden moms" : "Salær fra indleveringen, uden moms",
	     before ? "Fee for the time before filing, without VAT" : "Fee from filing on, without VAT");
	if (fee.status != COST_KNOWN || money_is_zero(fee.amount) || c->deducts_vat == KNOWN_YES)
		return;
	CostAnswer vat = cost_vat_on(r->law, fee.amount, c->filed_on);
	line(r, before ? "fee-out-of-court-vat" : "fee-in-court-vat",
	     c->deducts_vat == KNOWN_NO ? ECONOMY_PAYS : ECONOMY_MAY_PAY, when, vat,
	     c->deducts_vat == KNOWN_NO ? "Moms af salæret" : "Moms af salæret, hvis kreditor ikke kan trække den fra",
	     c->deducts_vat == KNOWN_NO ? "VAT on the fee" : "VAT on the fee, if the creditor cannot deduct it");
}

/* ---- the five rows ---------------------------------------------------------------------------------------------------- */

static void pay_in(Reckoning *r, EconomyWhen when, CostAnswer in)
{
	line(r, "claim", ECONOMY_RECEIVES, when, in, "Kravet med renter og omkostninger",
	     "The claim with interest and costs");
}

static void reckon_letter(Reckoning *r)
{
	CostAnswer in = whole_claim(r->c);
	line(r, "court-fee", ECONOMY_PAYS, ECONOMY_WITH_LETTER, exactly(money_zero(), NULL), "Retsafgift: intet indleveres",
	     "Court fee: nothing is filed");
	pay_operator(r, PHASE_OUT_OF_COURT, ECONOMY_WITH_LETTER, in, KNOWN_YES);
	pay_in(r, ECONOMY_WITH_LETTER, in);
}

/* The rows that are filed begin alike: the time before brought nothing. */
static void reckon_filed(Reckoning *r, EconomyOutcome outcome)
{
	CostAnswer nothing = exactly(money_zero(), NULL), in = whole_claim(r->c);
	bool lost = outcome == ECONOMY_LOST, in_vain = outcome == ECONOMY_NO_COVER;
	EconomyWhen end = lost ? ECONOMY_ON_DECISION : in_vain ? ECONOMY_ON_UDLAEG : ECONOMY_ON_PAYMENT;
	pay_operator(r, PHASE_OUT_OF_COURT, ECONOMY_WITH_LETTER, nothing, KNOWN_NO);
	pay_filing(r);
	if (outcome == ECONOMY_WON || lost)
		pay_case(r);
	if (outcome == ECONOMY_WON)
		award_won(r);
	if (outcome == ECONOMY_UNDISPUTED)
		award_undisputed(r);
	if (lost)
		pay_opponent(r);
	if (in_vain)
		pay_udlaeg(r);
	pay_in(r, end, lost || in_vain ? nothing : in);
	pay_operator(r, PHASE_COURT, end, lost || in_vain ? nothing : in,
	             lost      ? KNOWN_NO
	             : in_vain ? KNOWN_UNSAID
	                       : KNOWN_YES);
}

static void sum_line(EconomySum *sum, const EconomyLine *it)
{
	if (it->amount.status != COST_KNOWN || !money_add(sum->known, it->amount.amount, &sum->known))
		sum->unknown++;
	sum->at_most = sum->at_most || it->at_most;
}

static void sum_row(EconomyRow *row)
{
	for (guint i = 0; i < row->lines->len; i++) {
		const EconomyLine *it = &g_array_index(row->lines, EconomyLine, i);
		switch (it->side) {
		case ECONOMY_PAYS:
			sum_line(it->when <= ECONOMY_ON_FILING ? &row->now : &row->later, it);
			break;
		case ECONOMY_MAY_PAY:
			sum_line(&row->may_pay, it);
			break;
		case ECONOMY_RECEIVES:
			sum_line(&row->receives, it);
			break;
		case ECONOMY_MAY_RECEIVE:
			sum_line(&row->may_receive, it);
			break;
		case ECONOMY_SIDES:
			break;
		}
	}
}

Economy *economy_of(const Law *law, const EconomyCase *c)
{
	Economy *economy = g_new0(Economy, 1);
	economy->route = c->route;
	economy->applies = c->route == ROUTE_BETALINGSPAAKRAV || c->route == ROUTE_CIVIL_CLAIM || c->route == ROUTE_UDLAEG;
	for (int outcome = 0; outcome < ECONOMY_OUTCOMES; outcome++) {
		Reckoning r = { law, c, &economy->rows[outcome] };
		r.row->outcome = (EconomyOutcome)outcome;
		r.row->lines = g_array_new(FALSE, FALSE, sizeof(EconomyLine));
		r.row->now.known = r.row->later.known = r.row->may_pay.known = money_zero();
		r.row->receives.known = r.row->may_receive.known = money_zero();
		if (outcome == ECONOMY_LETTER)
			reckon_letter(&r);
		else if (economy->applies)
			reckon_filed(&r, (EconomyOutcome)outcome);
		sum_row(r.row);
	}
	return economy;
}

void economy_free(Economy *economy)
{
	if (economy == NULL)
		return;
	for (int outcome = 0; outcome < ECONOMY_OUTCOMES; outcome++)
		g_array_free(economy->rows[outcome].lines, TRUE);
	g_free(economy);
}

/* ---- as JSON ------------------------------------------------------------------------------------------------------------ */

static void sum_json(cJSON *object, const char *ore, const char *at_most, const EconomySum *sum, bool applies)
{
	if (sum->unknown > 0 || !applies)
		json_null(object, ore);
	else
		json_money(object, ore, sum->known);
	json_bool(object, at_most, sum->at_most);
}

static void line_json(cJSON *lines, const EconomyLine *it, Lang lang)
{
	cJSON *out = json_push(lines);
	json_text(out, "id", it->id);
	json_text(out, "side", sides[it->side]);
	json_text(out, "when", whens[it->when]);
	json_text(out, "status", cost_status_name(it->amount.status));
	if (it->amount.status == COST_KNOWN)
		json_money(out, "amount_ore", it->amount.amount);
	else
		json_null(out, "amount_ore");
	json_bool(out, "at_most", it->at_most);
	json_text(out, "label", say(it->label, lang));
	json_text(out, "because", say(it->amount.because, lang));
	json_text(out, "statute",
	          it->amount.row != NULL     ? it->amount.row->statute
	          : it->amount.quote != NULL ? it->amount.quote->where
	                                     : NULL);
	json_text(out, "quote", it->amount.quote != NULL ? it->amount.quote->text : NULL);
}

cJSON *economy_json(const Economy *economy, Lang lang)
{
	cJSON *out = cJSON_CreateObject();
	json_text(out, "route", route_name(economy->route));
	json_bool(out, "applies", economy->applies);
	cJSON *list = json_array(out, "outcomes");
	for (int outcome = 0; outcome < ECONOMY_OUTCOMES; outcome++) {
		const EconomyRow *row = &economy->rows[outcome];
		bool applies = economy->applies || outcome == ECONOMY_LETTER;
		cJSON *one = json_push(list);
		json_text(one, "outcome", outcomes[outcome].name);
		json_text(one, "title", say(outcomes[outcome].say, lang));
		sum_json(one, "pays_now_ore", "pays_now_at_most", &row->now, applies);
		sum_json(one, "pays_later_ore", "pays_later_at_most", &row->later, applies);
		sum_json(one, "may_pay_ore", "may_pay_at_most", &row->may_pay, applies);
		sum_json(one, "receives_ore", "receives_at_most", &row->receives, applies);
		sum_json(one, "may_receive_ore", "may_receive_at_most", &row->may_receive, applies);
		cJSON *unknowns = json_array(one, "unknown"), *lines = json_array(one, "lines");
		for (guint i = 0; i < row->lines->len; i++) {
			const EconomyLine *it = &g_array_index(row->lines, EconomyLine, i);
			g_autofree char *named =
			    g_strdup_printf("%s: %s", say(it->label, lang), say(it->amount.because, lang));
			if (it->amount.status != COST_KNOWN)
				json_push_text(unknowns, named);
			line_json(lines, it, lang);
		}
	}
	return out;
}
