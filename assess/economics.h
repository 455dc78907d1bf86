/*
 * Economics: what each of five outcomes costs the creditor, what it brings, and when, by the route that would be taken and
 * under the case's own agreement. No outcome has a probability. A figure that is not established stays UNKNOWN, is named,
 * and makes the sum it belongs to unknown; it is never zero.
 */
#ifndef PAAKRAV_ECONOMICS_H
#define PAAKRAV_ECONOMICS_H

#include "assess/assess.h"
#include "assess/courtfee.h"
#include "assess/feelaw.h"

typedef enum EconomyOutcome {
	ECONOMY_LETTER, /* paid on the demand letter; nothing is filed */
	ECONOMY_UNDISPUTED, /* filed, not disputed, and paid */
	ECONOMY_NO_COVER, /* a title, udlæg in vain */
	ECONOMY_WON, /* disputed, won, and paid */
	ECONOMY_LOST, /* disputed and lost, with the opponent's costs */
	ECONOMY_OUTCOMES
} EconomyOutcome;
const char *economy_outcome_name(EconomyOutcome outcome); /* "paid_on_letter" … */
Say economy_outcome_say(EconomyOutcome outcome);

typedef enum EconomySide {
	ECONOMY_PAYS, /* the creditor, in this outcome */
	ECONOMY_MAY_PAY, /* what the court or the creditor's own later choice decides */
	ECONOMY_RECEIVES,
	ECONOMY_MAY_RECEIVE,
	ECONOMY_SIDES
} EconomySide;

typedef enum EconomyWhen {
	ECONOMY_WITH_LETTER,
	ECONOMY_ON_FILING, /* this is "now" */
	ECONOMY_ON_OBJECTION, /* a case of its own after the betalingspåkrav */
	ECONOMY_ON_HEARING, /* when the day of the hearing is set */
	ECONOMY_ON_DECISION,
	ECONOMY_ON_UDLAEG,
	ECONOMY_ON_PAYMENT,
	ECONOMY_ON_NEW_REQUEST, /* after the rest of rpl § 490 */
	ECONOMY_WHENS
} EconomyWhen;

typedef struct EconomyLine {
	const char *id; /* "court-fee" "hearing-fee" "claim" … */
	EconomySide side;
	EconomyWhen when;
	bool at_most; /* the amount is a ceiling, not what it will be */
	CostAnswer amount;
	Say label;
} EconomyLine;

/* A sum of lines. unknown: how many of them have no amount; then there is no sum, only what is known of it. */
typedef struct EconomySum {
	Money known;
	int unknown;
	bool at_most; /* a line in it is a ceiling */
} EconomySum;

typedef struct EconomyRow {
	EconomyOutcome outcome;
	GArray *lines; /* EconomyLine, in the order of time */
	EconomySum now; /* pays with the letter and on filing */
	EconomySum later; /* pays after it */
	EconomySum may_pay, receives, may_receive;
} EconomyRow;

typedef struct Economy {
	Route route;
	bool applies; /* false: the route is none that is filed, and only the letter's row has lines */
	EconomyRow rows[ECONOMY_OUTCOMES];
} Economy;

/* What a share is a share of. */
typedef enum ShareOf { SHARE_OF_UNSAID, SHARE_OF_PRINCIPAL, SHARE_OF_ALL } ShareOf;

/* The size of a fee, without VAT. */
typedef struct FeePrice {
	bool known;
	Money amount; /* fixed */
	RateBp share; /* percent: 35 % is 3500 */
	ShareOf of;
} FeePrice;

typedef struct EconomyCase {
	Route route;
	Track track; /* of a civil claim */
	bool principal_known, interest_known, costs_known;
	Money principal, interest, costs; /* as claimed on the day: costs are reminder fees, compensation and the like */
	Date filed_on; /* the day it would be filed */
	Date decided_on; /* DATE_NONE: as the tables stand on the day of filing, if they go on */
	bool udlaeg, court_case; /* choices 2 and 3 of a betalingspåkrav */
	int debtors;
	DebtorTie tie;
	Known represented; /* a lawyer, or another as a business, acts in court */
	Known deducts_vat; /* the creditor */
	Money charged_out_of_court; /* pay for collection that the tariff is reduced by */
	FeeContract agreement;
	FeePrice prices[FEE_PHASES];
} EconomyCase;

/* The caller's. */
Economy *economy_of(const Law *law, const EconomyCase *c);
void economy_free(Economy *economy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Economy, economy_free)

/*
 * route, applies, outcomes[]: outcome, title, the five sums in øre (null when unknown; *_at_most), unknown[] (what has no
 * figure, and why), lines[]: id, side, when, amount_ore, status, at_most, label, statute, quote. The caller's.
 */
cJSON *economy_json(const Economy *economy, Lang lang);

#endif
