/*
 * Terms: a fee agreement, dated and versioned, of a creditor or of one case. What was agreed stands for ever; a change is
 * a new version that holds from its own day on, and work done before keeps the price it was done at.
 *
 * The law's own answer to the form of a fee is assess/feelaw (rpl § 126 stk. 2; bek1475 § 1 stk. 2, § 10 stk. 3): a version
 * that it refuses or blocks is never recorded, one that it leaves unknown needs a person's decision, which is recorded.
 */
#ifndef PAAKRAV_TERMS_H
#define PAAKRAV_TERMS_H

#include "assess/agreement.h"
#include "intake/store.h"

/* Who keeps what the debtor pays beside the principal. */
typedef enum TermsKeeper { KEEPER_UNSAID, KEEPER_CLIENT, KEEPER_OPERATOR } TermsKeeper;

/* What a share is computed on, joined by |. */
typedef enum TermsBase { BASE_PRINCIPAL = 1, BASE_INTEREST = 2, BASE_COSTS = 4 } TermsBase;

/* The price of a phase, without VAT. */
typedef struct TermsPrice {
	FeeBasis basis;
	Known success_only;
	Money amount; /* fixed: the price; hourly: of an hour */
	RateBp share; /* percent */
	unsigned base; /* of TermsBase; percent */
	bool has_minimum, has_cap;
	Money minimum, cap; /* a case, in that phase */
} TermsPrice;

typedef struct Terms {
	int64_t version; /* 1, 2, 3 … over the whole house; 0: as stated with the case (claim.xml), never recorded here */
	char *scope; /* a client (client.h) or a case id */
	Date from_on, agreed_on; /* holds from; signed on */
	OperatorKind operator_kind;
	TermsPrice prices[FEE_PHASES];
	TermsKeeper reminder_fees, interest, awarded_costs;
	Known vat; /* VAT is added to the price (ml § 33) */
	Known loss_is_ours; /* court fees advanced are the operator's loss when nothing comes in */
	bool has_withdrawal;
	Money withdrawal; /* when the client takes the case back */
	char *document; /* hash of the signed agreement; NULL */
} Terms;
void terms_free(Terms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Terms, terms_free)

/*
 * The terms that hold for a case on a day: its own before its client's, the latest from_on not after the day, the latest
 * version of those; else what was stated with the case. *out NULL: no fee was agreed, and none may be charged.
 */
bool terms_on(Store *store, const Case *c, Date on, Terms **out, GError **error);

/* Its tables, a script of enforcement_room. */
extern const char terms_tables[];

#endif
