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
} DebtorState;

typedef struct States {
	GPtrArray *debtors; /* DebtorState*, in the order of the case */
	const DebtorState *least; /* the least advanced of them; NULL when the case has no debtor */
} States;

/*
 * Pure. assessment is of the same case and day `on`. Events after `on` do not count yet. The caller's; borrows from
 * case and assessment.
 */
States *states_of(const Case *c, const Assessment *assessment, const Law *law, Date on);
void states_free(States *states);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(States, states_free)

#endif
