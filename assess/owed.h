/*
 * Owed: principal, interest per rate period, fees, and payments in the order costs, interest, principal, on a day.
 * Pure arithmetic over dated rows; the one interest engine of the house (renteloven §§ 2–6; design rule 5).
 *
 * Default day count ACT_ACT_EXCL: real days over 365 or 366 by calendar year, due date not counted, last day counted.
 * Exact rationals inside; one rounding per posting (a payment or the statement day), half away from zero, over all
 * claims of the case together: the running sum since the last posting goes through the claims, oldest first, and each
 * period gets what the rounded sum grew by, so that the periods add up to the posting exactly.
 *
 * While nothing is unknown:  principal + interest + costs - payments + surplus - excess credit = total, where excess
 * credit (a credit note larger than its claim) is the part of surplus that no payment brought. Without surplus:
 * principal + interest + costs - payments = total. What an offer that was met waives is taken off the left side too.
 */
#ifndef PAAKRAV_OWED_H
#define PAAKRAV_OWED_H

#include "assess/law.h"
#include "intake/json.h"

/*
 * EXCL: the first day counted is the one after interest_from. INCL: interest_from itself is counted too. E30_360:
 * every month has 30 days and the year 360, a rate that changes on day d holds from d on, the 31st counts as the 30th.
 */
typedef enum DayCount { ACT_ACT_EXCL, ACT_ACT_INCL, ACT_365_EXCL, E30_360 } DayCount;
const char *day_count_name(DayCount count); /* "ACT_ACT_EXCL" … */
bool day_count_parse(const char *name, DayCount *out);

/* Days that bear no interest, both counted. */
typedef struct Pause {
	Date from_on, to_on;
} Pause;

/* One principal. */
typedef struct Debt {
	const char *claim; /* "invoice/1001"; borrowed */
	Money principal;
	Date due_on; /* decides the surcharge */
	Date interest_from; /* accrues on the days after this one; DATE_NONE: no interest */
	bool agreed; /* the rate below in place of reference + surcharge */
	RateBp agreed_rate; /* per year */
	const GArray *pauses; /* Pause, by day, apart from each other; borrowed; NULL: none */
} Debt;

/* Reminder fees and other costs claimed, with the day they arose. */
typedef struct Cost {
	const char *claim; /* borrowed; NULL: none */
	Money amount;
	Date on; /* not there for a payment before it; DATE_NONE: there from the start */
	bool interest; /* interest that a court awarded as an amount: bears none, and is counted and paid as interest */
} Cost;

/* Money in, or a credit note: kind decides the order. */
typedef enum ReductionKind {
	REDUCTION_PAYMENT, /* costs, interest, principal; oldest due date first */
	REDUCTION_RELEASE, /* an offer to settle for less was met: what is open at the end of its day is waived; no claim, no amount */
	REDUCTION_RETURN, /* surplus sent back to the payer: no payment any more, and no surplus; pays nothing */
	REDUCTION_CREDIT /* reduces the principal of its claim from the start: never due; what exceeds it is surplus */
} ReductionKind;

typedef struct Reduction {
	ReductionKind kind;
	const char *claim; /* earmarked to one claim, the rest goes on as if it were not; NULL: oldest first */
	Money amount;
	Date on; /* after the statement day: not there; a credit note may lack it */
} Reduction;

/* One stretch of days with one rate and one principal. */
typedef struct Period {
	char *claim;
	Date from_on, to_on; /* both days counted */
	int days;
	RateBp rate;
	Money principal;
	Money interest; /* rounded running sum less the one before it since the last posting: the periods add up exactly */
	const char *statute;
} Period;

/* What one payment or the statement day did. */
typedef struct Posting {
	Date on;
	bool statement;
	char *claim; /* NULL for the whole */
	Money amount, to_costs, to_interest, to_principal, surplus;
	Money open_costs, open_interest, open_principal, balance; /* after it, whole case */
} Posting;

typedef struct Owed {
	Date on;
	DayCount day_count;
	bool known; /* false: some sum is unknown, see unknown_da/en; the sums below are then not to be used */
	char *unknown_da, *unknown_en;
	char *note_da, *note_en; /* what the sums leave out although it is known; NULL: nothing */
	bool claimed_known; /* principal, costs and payments are known even when what interest makes of them is not */
	bool principal_known; /* as claimed_known, and no item's amount is missing */
	Money principal; /* claimed in all, credits taken off, before payments */
	Money interest; /* accrued in all, and what a court awarded as such */
	Money costs; /* claimed in all */
	Money payments; /* received in all, less what was sent back of the surplus */
	Money open_principal, open_interest, open_costs;
	Money surplus; /* owed back to the payer */
	Money returned; /* sent back to him of the surplus */
	Money returned_beyond; /* sent back though it was no surplus, or is none any more: a claim of its own, not in the total */
	Money waived; /* by an offer that was met */
	Money total; /* open now */
	GPtrArray *periods; /* Period* */
	GPtrArray *postings; /* Posting*; the last is the statement */
} Owed;

/*
 * What is owed at the end of day `on`. Arrays of Debt, Cost, Reduction; they are sorted inside and not kept.
 * An overflow or a day without a known rate gives known = false with the reason. The caller's.
 */
Owed *owed_on(const Law *law, const GArray *debts, const GArray *costs, const GArray *reductions, Date on, DayCount count);
void owed_free(Owed *owed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Owed, owed_free)

/*
 * paakrav.owed/1: case, on, principal_ore, interest_ore, costs_ore, payments_ore, total_ore, open_*_ore, surplus_ore,
 * day_count, unknown (why, in lang, or null), note (what is left out, or null), periods[], postings[]. A sum that is not known is null. The caller's.
 */
cJSON *owed_json(const Owed *owed, const char *case_id, Lang lang);

#endif
