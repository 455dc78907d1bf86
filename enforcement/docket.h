/*
 * Docket: what is to be done in a case, and by when: the clocks that run, limitation part by part, days that a court or an
 * agreement has set, and what a person has written down. Reckoned from the record for a day; what stands in the store
 * (docketstore.h) can be dropped and made again.
 */
#ifndef PAAKRAV_DOCKET_H
#define PAAKRAV_DOCKET_H

#include "enforcement/states.h"
#include "filing/sequence.h"

typedef enum TaskKind {
	TASK_CLOCK, /* a row of clocks.csv */
	TASK_LIMITATION, /* of the principal */
	TASK_INTEREST, /* of the oldest interest: each day's lapses by itself (fl § 5 stk. 2) */
	TASK_FEE, /* of fees and costs */
	TASK_DAY, /* a day that an event sets: a meeting, a court's time limit, the end of time given */
	TASK_OWN, /* a person's own */
	TASK_ERASE, /* what was told of a household is needed no longer; a closed case has it too */
	TASK_STEP, /* the next step of the sequence before the court; event is its name */
	TASK_PLAN, /* an instalment, or what follows when it is missed; event is one of docket.c's own words */
	TASK_ASSET, /* of one asset that was taken: to be made safe, or its auction */
	TASK_NEXT, /* what the house itself can do now (nextstep.h); by_on: possible from; event is its word there */
	TASK_KINDS
} TaskKind;
const char *task_kind_name(TaskKind kind); /* "clock" "limitation" … */
bool task_is_limitation(TaskKind kind);

typedef struct DocketTask {
	char *key; /* names it within its case as long as it stands: "d1/T33/12", "d1/limitation", "own/3" */
	TaskKind kind;
	const char *debtor; /* interned; NULL: the case's */
	const char *clock; /* "T33"; interned; NULL: none */
	const char *about; /* claim item of a limitation, or "asset/2"; interned; NULL */
	const char *event; /* what set it; of an asset that is to be made safe its kind; interned; NULL */
	Date by_on; /* to be done by, or possible from: the last open day where the period does not roll */
	Date last_on; /* the last day by the law; DATE_NONE */
	Date start_on; /* counted from; DATE_NONE */
	char *why; /* of an own task that was read with its words; NULL else */
	Date change_on; /* the first day on which time alone makes another task of it; DATE_NONE */
} DocketTask;

/* The tasks of all debtors on the day, by debtor; DocketTask*, the caller's. Pure. Own tasks are not among them. */
GPtrArray *docket_of(const Case *c, const States *states, const Law *law, Date on);
void docket_task_free(void *task);
/* One more for each debtor who may be reminded: the next step of the sequence, with the letter to draw or the call to make. */
void docket_step(GPtrArray *tasks, const Case *c, const States *states, const Law *law, const Sequence *sequence, Date on);

/* One more, of TASK_NEXT, its days unset; nextstep.h alone knows when. */
DocketTask *docket_next_add(GPtrArray *tasks, const DebtorState *debtor, const char *event);

/* The principal's limitation among them; NULL: it is held, or not known. */
const DocketTask *docket_limitation(const GPtrArray *tasks, const DebtorState *debtor);
/* Does the year of ral § 13 stk. 6 run: was a fee paid that covers a request for udlæg? */
bool docket_fee_paid(const Case *c, const DebtorState *debtor, const Law *law, Date on);
/* The day on which a clock stands in the docket: of an act of our own the last safe day, else when it may be done or ends. */
Date docket_clock_by(const RunningClock *clock);

/* What it says, and what it means when the last day is past. why: of an own task. */
Say docket_what(TaskKind kind, const char *clock, const char *event);
Say docket_after(TaskKind kind, const char *clock);
const char *docket_statute(const Law *law, TaskKind kind, const char *clock, const char *event);
/* A statute as people read it: where a row of the law's tables rests on none, it says so in words. */
const char *statute_word(const char *statute, Lang lang);
const char *docket_who(TaskKind kind, const char *clock, const char *event);
const char *docket_paper(TaskKind kind, const char *clock); /* what is to be written; NULL */
const char *docket_day_paper(TaskKind kind, const char *event); /* the same of a task without a clock */

/*
 * How near limitation is: 60, 90 or 180 when that many days or fewer are left, else 0 (enforcement.md section 10, project
 * parameter).
 */
int docket_alarm(Date last_on, Date on);
/* How near a day is, 0 the nearest: "overdue" "today" "week" "fortnight" "later". */
#define DOCKET_URGENCIES 5
int docket_urgency(Date by_on, Date on);
const char *docket_urgency_name(int urgency);

#endif
