/*
 * Bailiff: what may be asked of the bailiff court against one debtor on a day, what it is asked for, and what bars it.
 * The rules stand in filing/bailiff.csv, each with the words of the statute that it rests on.
 */
#ifndef PAAKRAV_FILING_BAILIFF_H
#define PAAKRAV_FILING_BAILIFF_H

#include "assess/assess.h"
#include "assess/asset.h"
#include "assess/execution.h"
#include "assess/venue.h"

typedef struct BailiffRule {
	const char *id; /* "B03" */
	const char *name, *statute, *quote;
	Severity severity;
	char **steps; /* what it stands against: "request" "limitation" "police" "auction" "wages"; "standing": as things are */
	Say say; /* with {a} and {b} to fill */
} BailiffRule;
const BailiffRule *bailiff_rule(const char *id);
const GPtrArray *bailiff_rules(void); /* const BailiffRule*, in file order */

typedef struct BailiffFinding {
	const BailiffRule *rule;
	char *da, *en;
} BailiffFinding;

typedef struct Bailiff {
	const Case *c; /* borrowed */
	const Law *law;
	Date on;
	Execution execution;
	DebtorView *view;
	Claimed *claimed; /* of the view: what this debtor owes */
	Venue *venue;
	bool per_day_known;
	Money per_day; /* interest of each further day at the rate of the day after */
	bool fee_known, fee_due;
	Money fee; /* of a request on the day; zero when an earlier one still holds */
	const char *fee_statute;
	bool total_known;
	Money total; /* what is owed, and the fee */
	bool attends_known, attends; /* must the creditor come (rpl § 492)? */
	Money attend_limit;
	Date limitation_on, interest_on; /* last days; DATE_NONE: unknown, or held */
	bool limitation_held, barred;
	GPtrArray *assets; /* Asset*, of this debtor */
} Bailiff;

/* Pure. The caller's; borrows from case and law. */
Bailiff *bailiff_of(const Case *c, const Party *debtor, const Law *law, Date on);
void bailiff_free(Bailiff *bailiff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bailiff, bailiff_free)

/* What stands against the step, is to be seen to, or to be known: BailiffFinding*, in the order of the rules; owned. */
GPtrArray *bailiff_findings(const Bailiff *bailiff, const char *step);
bool bailiff_barred(const GPtrArray *findings); /* one of them blocks */

/* The asset that an auction would be requested over: taken, not released, whose time is up first; NULL: none. */
const Asset *bailiff_auctionable(const Bailiff *bailiff);
Date asset_lapses_on(const Asset *asset, const Law *law); /* the last day of an auction request; DATE_NONE: it has none */

/* The rows of the statement, how many; 0: not known. Payments are taken off already. */
typedef struct ClaimRow {
	Say label;
	Money amount;
} ClaimRow;
int bailiff_claim_rows(const Bailiff *bailiff, bool with_fee, ClaimRow rows[4]);

#endif
