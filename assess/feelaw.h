/*
 * Fee law: whether an operator may charge his client in this way, in this phase. It judges the form of a fee, not its size.
 * A refusal is the law's; it says what would be lawful instead. What the law does not settle is UNKNOWN and needs a
 * decision by a person, which is recorded; a missing fact is UNKNOWN too, and no decision can take its place.
 *
 * Judged when somebody else than the creditor acts, or the creditor has bought the claim. The phase of the court begins
 * with the filing of a betalingspåkrav or a writ (bek1475 § 1 stk. 2).
 */
#ifndef PAAKRAV_FEELAW_H
#define PAAKRAV_FEELAW_H

#include "assess/costs.h"

typedef enum OperatorKind {
	OPERATOR_UNSAID,
	OPERATOR_SELF, /* the creditor with his own claim */
	OPERATOR_LAWYER,
	OPERATOR_COLLECTOR, /* collection business under the act on it */
	OPERATOR_ADVISER, /* gives legal advice as a business, and is no lawyer */
	OPERATOR_REPRESENTATIVE, /* anybody else who may appear under rpl § 260 stk. 5 */
	OPERATOR_BUYER, /* bought the claim after its due date to collect it for himself */
	OPERATOR_KINDS
} OperatorKind;
/* "self" "lawyer" "collector" "adviser" "representative" "buyer"; NULL and other words answer OPERATOR_UNSAID. */
OperatorKind operator_kind_of(const char *word);
const char *operator_kind_name(OperatorKind kind); /* "unknown" for UNSAID */

typedef enum FeePhase { PHASE_OUT_OF_COURT, PHASE_COURT, FEE_PHASES } FeePhase;
typedef enum FeeBasis {
	FEE_UNSAID,
	FEE_NONE,
	FEE_FIXED,
	FEE_HOURLY,
	FEE_PERCENT,
	FEE_BASES
} FeeBasis; /* percent: of what comes in */
/* "none" "fixed" "hourly" "percent"; NULL and other words answer FEE_UNSAID. */
FeeBasis fee_basis_of(const char *word);
const char *fee_basis_name(FeeBasis basis); /* "unknown" for UNSAID */
typedef enum ClientKind { CLIENT_UNSAID, CLIENT_CONSUMER, CLIENT_BUSINESS, CLIENT_KINDS } ClientKind;

typedef struct FeeQuestion {
	OperatorKind operator_kind;
	FeePhase phase;
	FeeBasis basis;
	Known success_only; /* payable only on success; of a share it is not asked */
	bool advance_on_loss; /* the operator bears fees he advanced when the case is lost; not agreed unless said */
	ClientKind client;
	Known authorised; /* under the act on collection, valid on the day; see feelaw_authorised */
} FeeQuestion;

typedef enum FeeVerdict {
	FEELAW_ALLOWED,
	FEELAW_UNKNOWN,
	FEELAW_REFUSED,
	FEELAW_BLOCKED
} FeeVerdict; /* the worse the later */
const char *fee_verdict_name(FeeVerdict verdict); /* "allowed" "unknown" "refused" "blocked" */

typedef struct FeeRuling {
	const char *id; /* "court-share" */
	FeeVerdict verdict;
	bool decision; /* UNKNOWN: a recorded decision of a person settles it; false: a fact is missing */
	const char *statute; /* "bek1475 § 10 stk. 3; bek1475 § 1 stk. 2" */
	char mark; /* 'S' 'P' 'D', or 'U': not established */
	const LawQuote *quotes[2]; /* word for word; the second may be NULL */
	Say because;
	Say lawful; /* what would be lawful instead, or what the fee must meet to be so */
} FeeRuling;

/* Never NULL; static. */
const FeeRuling *feelaw_judge(const FeeQuestion *question);

/* Every ruling there is, in a fixed order, ended by a NULL id. */
const FeeRuling *feelaw_rulings(void);

/*
 * Is an authorisation from the one day to the other valid on a day? UNSAID when its first day, its last, or the day itself
 * is unknown and it decides: one is given for some years at a time (il § 7), so that one without an end is not a yes.
 */
Known feelaw_authorised(Date from, Date to, Date on);

/* A contract over both phases. What is not covered has the same operator's price nowhere: leave its term UNSAID. */
typedef struct FeeTerm {
	FeeBasis basis;
	Known success_only;
	bool advance_on_loss;
} FeeTerm;

typedef struct FeeContract {
	OperatorKind operator_kind;
	ClientKind client;
	Known authorised;
	bool covers[FEE_PHASES];
	FeeTerm terms[FEE_PHASES];
} FeeContract;

typedef struct FeeJudgment {
	FeeVerdict verdict; /* the worst of the rulings */
	const FeeRuling *phases[FEE_PHASES]; /* NULL: not covered */
	const FeeRuling *whole; /* on how the two go together; NULL: nothing to say */
} FeeJudgment;

/* A contract that covers both phases states the price of each. */
FeeJudgment feelaw_judge_contract(const FeeContract *contract);

#endif
