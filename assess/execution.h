/*
 * Execution: what the record says of enforcing against one debtor on a day: which title stands, from when it may be
 * enforced (rpl §§ 480-484), what the bailiff court has in hand, and whether the rest period of rpl § 490 runs. Pure: it
 * judges nothing. Events after the day are not yet known to it.
 */
#ifndef PAAKRAV_EXECUTION_H
#define PAAKRAV_EXECUTION_H

#include "assess/award.h"
#include "assess/calendar.h"
#include "assess/claimed.h"

/* rpl § 478 stk. 1: what the title is. */
typedef enum TitleKind {
	TITLE_NONE,
	TITLE_JUDGMENT, /* nr. 1 */
	TITLE_ENDORSED, /* nr. 1: betalingspåkrav with the endorsement of § 477 e stk. 2 */
	TITLE_COURT_SETTLEMENT, /* nr. 2 */
	TITLE_SETTLEMENT, /* nr. 4: out of court, with the express clause */
	TITLE_NOTE, /* nr. 5 */
	TITLE_KINDS
} TitleKind;
const char *title_kind_name(TitleKind kind); /* "judgment" "endorsed_demand" "court_settlement" "settlement" "note"; NULL: none */
Say title_kind_say(TitleKind kind);
const char *title_kind_statute(TitleKind kind); /* "rpl § 478 stk. 1 nr. 4" */
bool title_kind_needs_original(TitleKind kind); /* rpl § 488 stk. 2: the original, not a transcript */

typedef struct Execution {
	const Party *debtor;
	const Event *title; /* what gave the title that stands; NULL: none, or only its document tells of it */
	TitleKind kind; /* TITLE_NONE: there is none */
	const struct Document *document; /* of the title, as far as the case holds one; NULL */
	Date on; /* the title's day; DATE_NONE: not known */
	Date enforceable_on; /* the first day of a request; DATE_NONE: not yet due, or not known */
	const char *waits; /* the statute of the waiting time; NULL: none */
	const Event *stay; /* an appeal in time, or a request to reopen, that stands in the way; NULL */
	const Event *late_appeal; /* it does not, but the court may stop it (rpl § 480 stk. 3); NULL */
	const Event *request; /* in the bailiff court's hands; NULL */
	const Event *summons; /* to a meeting that has not been held; NULL */
	const Event *absent; /* the debtor stayed away and nothing followed; NULL */
	const Event *meeting; /* the last one that left some of the claim uncovered; NULL */
	Date rest_over_on; /* the first day on which a new one may be asked for; DATE_NONE: no rest period */
	const Event *failed; /* the last attachment that found nothing: presumption of insolvency (kl § 18 nr. 4); NULL */
	Date presumed_to; /* its last day; DATE_NONE */
	Date fee_until; /* a request up to this day costs no new fee (ral § 13 stk. 6); DATE_NONE: none was paid */
	const Event *attachment; /* of the whole claim, still standing; NULL */
	bool again; /* a request now would be a new one after one that led to nothing, or not to all */
	const Event *plan; /* instalments that the bailiff court set with an attachment, still standing; NULL */
	Date plan_longest; /* its longest day without the creditor's consent (rpl § 525 stk. 1); DATE_NONE */
} Execution;
Execution execution_of(const Case *c, const Party *debtor, const Law *law, Date on);

/* Events that give a title, against that debtor: const Event*, by day; container owned. Superseded ones too. */
GPtrArray *execution_titles(const Case *c, const Party *debtor, Date on);
TitleKind title_kind_of(const Event *event);
/* From when a title of that event may be enforced, as far as events up to day on tell. */
Date title_enforceable(const Case *c, const Event *title, const Party *debtor, const Law *law, Date on, const char **waits);

/* The case as it is for one debtor: his items, and no other debtor's title. The caller's; it borrows from the case. */
typedef struct DebtorView DebtorView;
DebtorView *execution_view(const Case *c, const Party *debtor);
const Case *debtor_view_case(const DebtorView *view);
void debtor_view_free(DebtorView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DebtorView, debtor_view_free)

/*
 * What this debtor owes when it is not what the others owe, because an agreement let interest rest for some of them; NULL: it
 * is what the case owes. The caller's.
 */
Owed *execution_owed(const Case *c, const Party *debtor, const Law *law, Date on);
/* What interest the open principal bears on the day after; false: not known. */
bool execution_per_day(const DebtorView *view, const Law *law, Date on, Money *out);

/* A person decided the point over that rule, about the debtor, after the event (NULL: at any time); NULL: nobody has. */
const Event *execution_decided(const Case *c, const Party *debtor, const char *rule_id, const Event *after, Date on);

#endif
