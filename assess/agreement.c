#include "assess/agreement.h"

static Known known_of(const Field *field)
{
	bool yes;
	return !field_yes(field, &yes) ? KNOWN_UNSAID : yes ? KNOWN_YES : KNOWN_NO;
}

static Date day_of(const Field *field)
{
	Date day;
	return field_date(field, &day) ? day : DATE_NONE;
}

bool agreement_stated(const Case *c)
{
	return c->agreement_on.state != FIELD_ABSENT || c->out_of_court_basis.state != FIELD_ABSENT ||
	       c->court_basis.state != FIELD_ABSENT || c->success_only.state != FIELD_ABSENT;
}

FeeContract agreement_of(const Case *c, Date on)
{
	Known success = known_of(&c->success_only);
	bool advance = known_of(&c->advance_on_loss) == KNOWN_YES;
	FeeContract contract = { .operator_kind = operator_kind_of(field_text(&c->operator_kind)) };
	contract.authorised = feelaw_authorised(day_of(&c->authorised_from), day_of(&c->authorised_to), on);
	/* Who has a CVR number acts in business (practice 20 speaks of debtors; a creditor with one sells in its trade). */
	contract.client = field_is(&c->fee_client, "consumer")   ? CLIENT_CONSUMER
	                  : field_is(&c->fee_client, "business") ? CLIENT_BUSINESS
	                  : c->fee_client.state == FIELD_ABSENT && field_text(&c->creditor->cvr) != NULL ? CLIENT_BUSINESS
	                                                                                                : CLIENT_UNSAID;
	contract.terms[PHASE_OUT_OF_COURT] = (FeeTerm){ fee_basis_of(field_text(&c->out_of_court_basis)), success, false };
	contract.terms[PHASE_COURT] = (FeeTerm){ fee_basis_of(field_text(&c->court_basis)), success, advance };
	contract.covers[PHASE_OUT_OF_COURT] = c->out_of_court_basis.state != FIELD_ABSENT;
	contract.covers[PHASE_COURT] = agreement_stated(c);
	return contract;
}

FeePrice agreement_price(const Case *c, FeePhase phase)
{
	bool before = phase == PHASE_OUT_OF_COURT;
	FeePrice price = { .amount = money_zero() };
	bool share = field_is(before ? &c->out_of_court_basis : &c->court_basis, "percent");
	price.known = share ? field_rate(before ? &c->out_of_court_share : &c->court_share, &price.share)
	                    : field_money(before ? &c->out_of_court_price : &c->court_price, &price.amount);
	price.of = field_is(&c->share_of, "principal") ? SHARE_OF_PRINCIPAL
	           : field_is(&c->share_of, "all")     ? SHARE_OF_ALL
	                                               : SHARE_OF_UNSAID;
	return price;
}
