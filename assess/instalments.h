/*
 * Instalments: a plan to pay a debt in parts, as the record has it, and how it stands on a day. The plan stands on the event
 * that agreed it: the sum is the event's amount, the first day its deadline, and the rest is the head of its text:
 * "12 rater a 500.00 hver måned; …". What was paid covers the oldest instalment first. Nothing here is stored.
 *
 * An instalment whose day is closed for banks' money may come on the next open day: the act says so of notes alone (gbl § 5
 * stk. 2), the product gives it to all.
 */
#ifndef PAAKRAV_INSTALMENTS_H
#define PAAKRAV_INSTALMENTS_H

#include "assess/law.h"
#include "intake/case.h"

/* How often: one of months and days is above zero. */
typedef struct Schedule {
	int months, days;
	int count;
	Money amount; /* of each but the last, which is what is left */
	Money sum;
	Date first_on;
} Schedule;

#define INSTALMENTS_MOST 120 /* ten years of months; after that no debt is certain */

/* "month", "3m", "14d", "week", "2w": false when it is none of them. */
bool schedule_every(const char *text, Schedule *out);
/* One of count parts of the sum that are alike, the last not the larger: rounded up to whole øre. false: cannot be split so. */
bool schedule_each(Money sum, int count, Money *out) G_GNUC_WARN_UNUSED_RESULT;
/* Do count instalments of amount make the sum, with something left for the last and no more than amount? */
bool schedule_whole(const Schedule *schedule);
/* The day and amount of instalment i, counted from 0. Months keep the day of the first, or go to the month's last. */
Date schedule_day(const Schedule *schedule, int i);
Money schedule_amount(const Schedule *schedule, int i);

/* The head of an event's text, and back. text may be NULL. Newly allocated. */
char *schedule_ground(const Schedule *schedule, const char *text);
/* false: the event tells of no plan. *rest is what follows the head, borrowed, or NULL. */
bool schedule_read(const Event *event, Schedule *out, const char **rest);
/* Is it an event that a plan can stand on? */
bool schedule_bears(const char *event_name);

typedef enum InstalmentState {
	INSTALMENT_AHEAD, /* its last day is not over, and it is not paid in full */
	INSTALMENT_PAID,
	INSTALMENT_PAID_LATE,
	INSTALMENT_LATE /* over and not paid in full */
} InstalmentState;
const char *instalment_state_name(InstalmentState state); /* "ahead" "paid" "paid_late" "late" */

typedef struct Instalment {
	Date due_on; /* as agreed */
	Date last_on; /* the last day on which it is in time: due_on, or the next open day */
	Money amount, paid;
	Date paid_on; /* the day on which it was paid in full; DATE_NONE */
	InstalmentState state;
} Instalment;

typedef enum PlanState {
	PLAN_KEPT, /* nothing is late, or nothing has become due */
	PLAN_LATE, /* an instalment is late, and nobody has given notice yet */
	PLAN_NOTICED, /* notice was given, and its day is not over */
	PLAN_DEFAULTED, /* falls_on has come, or default was recorded */
	PLAN_PAID, /* all of it */
	PLAN_ENDED /* a person ended it, or another took its place */
} PlanState;
const char *plan_state_name(PlanState state); /* "kept" "late" "noticed" "defaulted" "paid" "ended" */

typedef struct Plan {
	const Event *event; /* borrowed from the case */
	Schedule schedule;
	GArray *instalments; /* Instalment */
	PlanState state;
	Money paid; /* of the plan */
	Money over; /* paid beyond it */
	Money late; /* what is late, in all */
	Money rest; /* what is still to be paid of the plan */
	int next; /* the first instalment that is not paid in full; -1: none */
	const Event *notice; /* the notice of default that stands; NULL */
	Date notice_until; /* the last day that it gives */
	Date falls_on; /* in default from this day unless paid before: the day after the notice's, or T63 after a late one; DATE_NONE */
	Date ended_on; /* DATE_NONE while it runs */
} Plan;

/*
 * The last plan about the debtor on the day, ended or not; NULL: none. debtor NULL: any. The caller's. A payment counts from
 * the plan on: of the debtor, or of nobody in particular.
 */
Plan *plan_of(const Case *c, const Party *debtor, const Law *law, Date on);
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* Is it about the debtor (NULL: any), and has it happened by the day? */
bool plan_about(const Event *event, const Party *debtor, Date on);
/*
 * How the agreement stood on the day, or on the day it was over: *over is what ended it or took its place, or NULL. Without its
 * terms in the record it has no instalments. The caller's.
 */
Plan *plan_from(const Case *c, const Party *debtor, const Law *law, const Event *agreement, Date on, const Event **over);

/* Does its own clause ask for a written notice before default? That of the settlement deed does. */
bool plan_needs_notice(const Plan *plan);
/* Does it still hold reminders and fees back: neither ended, defaulted nor paid? */
bool plan_runs(const Plan *plan);
/* The same asked of the record alone, whatever was paid: an agreement stands that nobody has ended. */
bool plan_stands(const Case *c, const Party *debtor, Date on);

#endif
