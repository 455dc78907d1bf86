/*
 * Limitation (forældelsesloven): until which day a claim can be interrupted, item by item and debtor by debtor.
 *
 * Counted from the due date (§ 2), three years (§ 3), ten for a title or a written acknowledgement of existence and
 * amount (§ 5), rolled over closed days (§ 27). An acknowledgement starts it anew (§ 15, § 19 stk. 2); a filing holds it
 * while it is pursued (§ 16, § 18), and a filing that ends without a decision leaves at least a year (§ 20 stk. 1) unless
 * the creditor himself brought that about (§ 20 stk. 2). Payments are not taken as acknowledgements, suspension for
 * ignorance (§ 3 stk. 2) and five years for wages (§ 4) are not reckoned with: the day given is never too late.
 */
#ifndef PAAKRAV_LIMITATION_H
#define PAAKRAV_LIMITATION_H

#include "assess/calendar.h"
#include "assess/law.h"
#include "assess/wording.h"
#include "intake/case.h"

typedef struct Limitation {
	bool known; /* false: no due date, or one that the table does not reach; why says which */
	Date start_on; /* the period that runs is counted from here */
	Date last_on; /* the last day to interrupt it; while held, what it was, or will be when the step fails */
	bool held; /* a step before a court or a board is pending: nothing lapses */
	Date held_on; /* since when */
	bool titled; /* ten years */
	bool from_foged; /* titled, and the ten years run from the end of the bailiff court's act (§ 19 stk. 6 and 7) */
	bool barred; /* on the day asked for, last_on is past and nothing holds it: interest goes too (§ 23 stk. 2) */
	/*
	 * Interest falls due day by day and each day's lapses by itself after three years (§ 5 stk. 2). What accrued up to and
	 * with interest_barred_to is barred; with a title only what accrued after interest_barred_after, the title's day
	 * (what was awarded has the title's ten years). DATE_NONE: no interest is barred / from the start.
	 */
	Date interest_barred_to, interest_barred_after;
	const char *statute;
	Wording why;
	Arg args[5]; /* of why */
	GPtrArray *facts; /* const Fact*, borrowed from the case */
	GPtrArray *events; /* const Event*, those that moved it, borrowed */
} Limitation;

/*
 * On a day, against one debtor; debtor NULL: the earliest over the debtors who owe the item. Events after the day are
 * not yet known to it. The caller's.
 */
Limitation *limitation_of(const Case *c, const Item *item, const Party *debtor, const Law *law, Date on);
/*
 * The last open day within a period of that clock that ends on last_on: the day to act by, before the law moves the end to
 * the next weekday (§ 27 stk. 2). start_on DATE_NONE: not known.
 */
Date limitation_file_by(const Law *law, const char *clock, Date start_on, Date last_on);
void limitation_free(Limitation *limitation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Limitation, limitation_free)

#endif
