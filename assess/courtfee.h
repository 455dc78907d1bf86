/*
 * Court fees: what the court takes for each step of collecting, what of it lapses or comes back, and when a new request
 * costs anew. Amounts come from court_fees.csv by the day of filing: what was filed under the old act keeps it, also for
 * the enforcement, the case and the hearing that follow from it (ral § 51). What the old act says and no table has (the
 * third of the hearing fee that came back, its six weeks, the three months for a new request) is UNKNOWN.
 */
#ifndef PAAKRAV_COURTFEE_H
#define PAAKRAV_COURTFEE_H

#include "assess/costs.h"

/* A betalingspåkrav as filed: the principal without interest and costs, and choices 2 and 3. */
typedef struct BpFiling {
	Money value;
	Date filed_on;
	bool udlaeg, court_case;
} BpFiling;

/* On filing. NOT_ALLOWED above the limit of the day, rpl § 477 a stk. 1. */
CostAnswer court_fee_bp(const Law *law, const BpFiling *bp);

/* What became of it, when it is over. */
typedef struct BpCourse {
	bool unserved; /* udlæg was barred and the creditor had asked that it then not be served (choice 1: no) */
	bool endorsed;
	bool udlaeg_begun; /* enforcement was begun on the same form */
	bool udlaeg_refused; /* and refused under rpl § 490 stk. 1 or the bankruptcy act */
	bool case_begun; /* a court case on the same form */
} BpCourse;
/* What the creditor still owes of the fee on filing: ral § 12 stk. 2, ral14 §§ 15 a and 15 b. */
CostAnswer court_fee_bp_kept(const Law *law, const BpFiling *bp, const BpCourse *course);

/* A civil claim: value without interest and costs, all claims and defendants together, ral § 3. */
CostAnswer court_fee_civil(const Law *law, Money value, Date filed_on);
/* The hearing, or writing in its place, due when the day is set: by the value then and the day the case was filed. */
CostAnswer court_fee_hearing(const Law *law, Money value, Date filed_on);
/*
 * What is left of it when the court was told on told_on that the case is over (DATE_NONE: never told) and the hearing was
 * to begin on hearing_on: ral § 2 stk. 5.
 */
CostAnswer court_fee_hearing_kept(const Law *law, Money value, Date filed_on, Date hearing_on, Date told_on);

/* Who stand together as debtors of an enforcement, ral § 13 stk. 4. */
typedef enum DebtorTie { TIE_UNSAID, TIE_NONE, TIE_SPOUSES, TIE_LAND } DebtorTie;
typedef struct Udlaeg {
	Money claim;
	Date asked_on;
	int debtors; /* at least 1 */
	DebtorTie tie; /* cohabiting spouses, or land that the debtors own jointly; of one debtor not asked */
} Udlaeg;
/* A request for udlæg by itself. */
CostAnswer court_fee_udlaeg(const Law *law, const Udlaeg *udlaeg);
/* Held outside the court's office or with the police: an addition of the old act alone. */
CostAnswer court_fee_udlaeg_away(const Law *law, Date asked_on);
/* A new request for the same claim when a fee became due on liable_on: nothing within its life, ral § 13 stk. 6. */
CostAnswer court_fee_udlaeg_again(const Law *law, Date liable_on, const Udlaeg *again);
/* Udlæg that follows a betalingspåkrav: on the same form when ticked, else by a request of its own. */
CostAnswer court_fee_udlaeg_on_bp(const Law *law, const BpFiling *bp, const Udlaeg *udlaeg);
/* The case that follows an objection: on the same form when ticked, else a new claim filed on filed_on. */
CostAnswer court_fee_case_on_bp(const Law *law, const BpFiling *bp, Date filed_on);

/* Any other act of court_fees.csv: "appeal_landsret", "kaere_landsret", "bankruptcy_petition" … */
CostAnswer court_fee_act(const Law *law, const char *act, Money value, Date filed_on);

/* Grounds on which a fee is not owed, or comes back whole. */
typedef enum FeeRelief {
	RELIEF_BARRED_UNSERVED, /* ral § 12 stk. 2 */
	RELIEF_UDLAEG_REFUSED, /* ral § 13 stk. 5 */
	RELIEF_BOARD, /* the court closed the case for a consumer board: ral § 6 */
	RELIEF_REOPENED, /* ral § 7 */
	RELIEF_KAERE_WON, /* ral § 44 */
	RELIEF_LAPSED, /* not paid in time: ral § 47 stk. 9 */
	RELIEF_AID, /* legal aid, or insurance and a low income: ral § 9 */
	FEE_RELIEFS
} FeeRelief;
/* Zero, with the sentence; UNKNOWN for what was filed under the old act, unless its text here has the same. */
CostAnswer court_fee_relieved(const Law *law, FeeRelief relief, Date filed_on);

#endif
