/*
 * States: where a claim stands against each debtor, recomputed from the events by the table and never set
 * (enforcement.md section 14). The table is assess/tables/transitions.csv, widened by enforcement/transitions.csv.
 *
 * Recorded events carry their day. Computed ones (due_date_passed, demand_expired, court_ready, route_*, part_paid,
 * fully_paid, waiting_time_over …) are brought by the day or by the assessment and are never stored.
 * A true event that does not fit the state is kept; the state stays, and a Misfit says so (design rule 7).
 */
#ifndef PAAKRAV_STATES_H
#define PAAKRAV_STATES_H

#include "assess/assess.h"
#include "assess/calendar.h"

typedef struct State {
	const char *id; /* "S12" */
	const char *name; /* "BP_SERVED" */
	const char *phase; /* "court" */
	bool has_title, terminal;
	Say word; /* what it means, for the creditor */
	Say next; /* what happens next; empty text in a terminal state */
	const char *who; /* "creditor" "operator" "debtor" "court"; NULL in a terminal state */
	int rank; /* order of advance: the row's place in states.csv */
} State;

/* By id or name; NULL when unknown. States live for ever. */
const State *state_find(const char *id_or_name);

typedef struct Transition Transition; /* statetable.h */

/* What blocks without being a state (enforcement.md section 14). */
typedef enum StateFlag {
	FLAG_DISPUTED = 1, /* an objection stands before there is a title: no fee, no betalingspåkrav (rpl § 477 a stk. 1) */
	FLAG_HENSTAND = 2, /* time was given and is kept */
	FLAG_PLAN = 4, /* instalments are paid */
	FLAG_PROTECT490 = 8, /* rest period after a meeting without full cover (rpl § 490) */
	FLAG_BANKRUPT = 16, /* kl § 31 */
	FLAG_DEBTRELIEF = 32, /* kl § 207 */
	FLAG_DECEASED = 64, /* dsl § 82 */
	FLAG_REKON = 128, /* kl § 12 c */
	FLAG_APPEALED = 256, /* the debtor has appealed (rpl § 480) */
} StateFlag;
#define STATE_FLAGS 9
const char *state_flag_name(int i); /* "DISPUTED" …, of flag 1 << i */

typedef enum ClockFate { FATE_RUNS, FATE_STOPPED, FATE_HELD } ClockFate;

/* A clock of clocks.csv that something has started. */
typedef struct RunningClock {
	const Clock *clock; /* borrowed from the law */
	Date start_on;
	Deadline end; /* by the statute */
	Date stated_on; /* the last day as a court or a letter said it; DATE_NONE: by the statute */
	const char *event; /* interned: what started it */
	int64_t event_id; /* 0: computed */
	ClockFate fate;
	Date fate_on; /* when it was stopped or held */
} RunningClock;
Date running_last_day(const RunningClock *clock); /* the stated day before the statute's */
Date running_act_from(const RunningClock *clock); /* first day for us after it */
Date running_file_by(const RunningClock *clock); /* last open day within it */

typedef struct Step {
	Date on;
	const char *event; /* interned */
	int64_t event_id; /* 0: computed */
	const State *from, *to;
	int transition; /* n of the table */
	const char *statute;
} Step;

/* A recorded event that did not fit, or fitted with a doubt. */
typedef struct Misfit {
	int64_t event_id;
	const char *event;
	Date on;
	const State *state; /* the state it met */
	char *da, *en;
} Misfit;

typedef struct DebtorState {
	const Party *debtor; /* borrowed from the case */
	const State *state;
	Date since_on; /* the day of the last step that changed the state; DATE_NONE in the first state */
	Date by_on; /* when what is next should have happened; DATE_NONE: no day */
	GPtrArray *steps; /* Step*, in time */
	GPtrArray *misfits; /* Misfit* */
	GPtrArray *clocks; /* RunningClock*, in the order of their start; those stopped and held too */
	int flags; /* StateFlag, on the day */
	Date title_on; /* the day of the title that stands; DATE_NONE: none, or its day is not known */
	const char *title_event; /* what gave it; NULL */
	Date until_on, act_on; /* last day of the period that runs in the present state, first day after it; DATE_NONE */
	Date due_on; /* the earliest due date of what it owes; DATE_NONE */
	int fees; /* reminders with a fee so far */
	Date change_on; /* the first day on which time alone moves it on; DATE_NONE: it does not */
	Date limitation_on; /* last day to interrupt limitation of what it owes, the earliest; DATE_NONE: unknown */
	bool limitation_held; /* a step is pending */
	Date barred_on; /* the first day on which time alone has ended it all (TIME_BARRED); DATE_NONE: it does not, or unknown */
} DebtorState;

/* The clock of that id that was started last and still runs on the debtor; NULL. */
const RunningClock *clock_running(const DebtorState *state, const char *id);

typedef struct States {
	GPtrArray *debtors; /* DebtorState*, in the order of the case */
	const DebtorState *least; /* the least advanced of them; NULL when the case has no debtor */
} States;

/* What the state means; while a plan that no state stands on runs before the court, that it does. NULL: no debtor. */
Say state_words(const DebtorState *state);
/* Does such a plan run? */
bool state_plan_runs(const DebtorState *state);

/* Did the recorded event move the debtor, or fit where it stood? false for a misfit that left the state as it was. */
bool state_took(const DebtorState *state, const Event *event);

/*
 * Pure. assessment is of the same case and day `on`. Events after `on` do not count yet. The caller's; borrows from
 * case and assessment.
 */
States *states_of(const Case *c, const Assessment *assessment, const Law *law, Date on);
void states_free(States *states);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(States, states_free)

#endif
