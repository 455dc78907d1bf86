/* One debtor's walk through the table of states, event by event: what states.c leads and the guards look at. */
#ifndef PAAKRAV_WALK_H
#define PAAKRAV_WALK_H

#include "enforcement/statetable.h"

#define WALK_RETURNS 3 /* henstand, debt relief and reconstruction can stand on each other, each once */

typedef struct Return {
	const State *in, *to;
	Date until_on, act_on;
} Return;

typedef struct Walk {
	const Case *c;
	const Assessment *assessment;
	const Law *law;
	DebtorState *out;
	const State *at;
	Return returns[WALK_RETURNS];
	int n_returns;
	Date due_on; /* the earliest due date of what this debtor owes */
	Date until_on; /* the last day of the period that runs in the present state */
	Date act_on; /* the first day after it for us */
	Date henstand_lapsed_on; /* time ended it before anybody said so */
	int fees; /* reminders with a fee so far */
} Walk;

bool walk_is(const Walk *walk, const char *state_name);
/* Let a transition happen; event NULL: computed, called name. */
void walk_take(Walk *walk, const Transition *t, const char *name, const Event *event, Date on);
/* A computed event: taken where the table has it, else nothing. */
bool walk_compute(Walk *walk, const char *name, Date on);
/* What the calendar alone has brought by the start of day on. */
void walk_days_pass(Walk *walk, Date on);
/* A recorded event, its guards asked; a misfit when it does not fit. */
void walk_happen(Walk *walk, const Event *event);
/*
 * The route was chosen by day on: take the computed events that lead to route_bp or route_civil. decided: a person has
 * answered an objection by approving the papers.
 */
void walk_bring_to_route(Walk *walk, const char *route_event, Date on, bool decided);
/* Owed by the debtor, as far as the record says: all items that name nobody, and those that name him. */
bool item_owed_by(const Item *item, const Party *debtor);

/* A walk that has come to where the debtor stands, for asking guards; it is not to be led on. */
Walk walk_at(const Case *c, const Assessment *assessment, const Law *law, const DebtorState *debtor);

typedef enum GuardAnswer { ANSWER_HOLDS, ANSWER_FAILS, ANSWER_UNKNOWN } GuardAnswer;
/* event NULL: as if it were recorded on day on with nothing said. */
GuardAnswer guard_answer(const Walk *walk, const Guard *guard, const Event *event, Date on);
/* Every guard of kind GUARD_RECORD has its predicate; false names nobody knows. For the test. */
bool guard_has_predicate(const Guard *guard);

#endif
