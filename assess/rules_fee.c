/* Fee law on the case's own agreement: who may collect, and how he may charge for it (feelaw.h judges). */
#include "assess/rules.h"

#include "assess/agreement.h"

static void fee_facts(Inquiry *q, Finding *f)
{
	finding_field(f, &q->c->operator_kind);
	finding_field(f, &q->c->out_of_court_basis);
	finding_field(f, &q->c->court_basis);
	finding_field(f, &q->c->success_only);
	finding_field(f, &q->c->advance_on_loss);
	finding_field(f, &q->c->fee_client);
}

QUOTE(L01, 1, "il § 3",
      "Den, der udøver inkassovirksomhed eller indgår aftale herom, skal være autoriseret hertil, jf. dog § 22, stk. 2.")
{
	FeeContract contract = agreement_of(q->c, q->on);
	bool needed = contract.operator_kind == OPERATOR_COLLECTOR || contract.operator_kind == OPERATOR_BUYER;
	if (!needed)
		return;
	Finding *f = NULL;
	switch (contract.authorised) {
	case KNOWN_YES:
		f = finding_add(q, VERDICT_CLEAR, "case", "Autorisationen gælder den {0}.", "The authorisation is valid on {0}.",
		                ARGS(A_DATE(q->on)));
		break;
	case KNOWN_NO:
		f = finding_add(q, VERDICT_FOUND, "case",
		                "Inkassovirksomhed kræver autorisation, og der er ingen, som gælder den {0}. Kreditor kan selv inddrive "
		                "sit krav, eller lade en autoriseret inkassovirksomhed eller en advokat gøre det.",
		                "Collecting as a business needs an authorisation, and none is valid on {0}. The creditor may collect "
		                "his claim himself, or have an authorised collector or a lawyer do it.",
		                ARGS(A_DATE(q->on)));
		break;
	case KNOWN_UNSAID:
		f = finding_add(q, VERDICT_UNKNOWN, "case", "Det er ikke oplyst, om der er en autorisation, som gælder den {0}.",
		                "It is not told whether there is an authorisation valid on {0}.", ARGS(A_DATE(q->on)));
		finding_ask(f, "Oplys inkassoautorisationens første og sidste dag.",
		            "Tell the first and the last day of the authorisation to collect.", NO_ARGS);
		break;
	}
	finding_field(f, &q->c->operator_kind);
	finding_field(f, &q->c->authorised_from);
	finding_field(f, &q->c->authorised_to);
}

/* A ruling becomes a finding: refused asks for another agreement, open points go to a person, missing facts are asked. */
static void find_ruling(Inquiry *q, const FeeRuling *ruling)
{
	if (ruling == NULL || ruling->verdict == FEELAW_BLOCKED)
		return; /* L01 says it */
	Verdict verdict = ruling->verdict == FEELAW_ALLOWED   ? VERDICT_CLEAR
	                  : ruling->verdict == FEELAW_UNKNOWN ? VERDICT_UNKNOWN
	                                                      : VERDICT_FOUND;
	Finding *f = finding_add(q, verdict, "case", "{0} Lovligt er: {2} ({4})", "{1} Lawful is: {3} ({4})",
	                         ARGS(A_TEXT(ruling->because.da), A_TEXT(ruling->because.en), A_TEXT(ruling->lawful.da),
	                              A_TEXT(ruling->lawful.en), A_TEXT(ruling->statute)));
	finding_text(f, "ruling", ruling->id);
	finding_text(f, "ruling_quote", ruling->quotes[0]->text);
	finding_text(f, "ruling_quote_from", ruling->quotes[0]->where);
	fee_facts(q, f);
	if (verdict == VERDICT_UNKNOWN && ruling->decision)
		finding_soften(f, EFFECT_HUMAN);
	if (verdict != VERDICT_CLEAR)
		finding_ask(f, "Ret eller oplys salæraftalen: {0}", "Change or state the fee agreement: {1}",
		            ARGS(A_TEXT(ruling->lawful.da), A_TEXT(ruling->lawful.en)));
}

static void judge_phase(Inquiry *q, FeePhase phase)
{
	if (!agreement_stated(q->c))
		return;
	FeeContract contract = agreement_of(q->c, q->on);
	FeeJudgment judgment = feelaw_judge_contract(&contract);
	/* A phase without a price beside one with: L04 names the missing price, and L01 an authorisation that is not told. */
	bool named = (judgment.whole != NULL && contract.terms[phase].basis == FEE_UNSAID) ||
	             (contract.operator_kind == OPERATOR_COLLECTOR && contract.authorised != KNOWN_YES &&
	              contract.terms[phase].basis != FEE_PERCENT) ||
	             contract.operator_kind == OPERATOR_BUYER;
	if (contract.covers[phase] && !named)
		find_ruling(q, judgment.phases[phase]);
}

QUOTE(L02, 1, "practice 30",
      "En advokat må ikke aftale en andel af det udbytte, sagen giver (pactum de quota litis). Et fast salær eller et "
      "timesalær, der kun skal betales ved resultat, er i orden, når det er rimeligt.")
{
	judge_phase(q, PHASE_OUT_OF_COURT);
}

QUOTE(L03, 1, "bek1475 § 10 stk. 3",
      "En rettergangsfuldmægtig må ikke indgå en aftale, hvor prisen for ydelsen udgør en andel af det udbytte, som klienten "
      "måtte opnå ved gennemførelsen af sagen.")
{
	judge_phase(q, PHASE_COURT);
}

QUOTE(L04, 1, "practice 33", "En aftale, der dækker både tiden før og tiden fra indleveringen, angiver prisen for hver af dem.")
{
	if (!agreement_stated(q->c))
		return;
	FeeContract contract = agreement_of(q->c, q->on);
	FeeJudgment judgment = feelaw_judge_contract(&contract);
	find_ruling(q, judgment.whole);
}
