/*
 * The table of states as the program reads it: states, transitions and the guards of each. The rows of the law stand in
 * assess/tables/{states,transitions}.csv; enforcement/transitions.csv adds the program's own, enforcement/states.csv the
 * words, enforcement/guards.csv what each guard is. A guard that guards.csv does not know stops the program at the first
 * look at the table, so that a changed law cannot slip by.
 */
#ifndef PAAKRAV_STATETABLE_H
#define PAAKRAV_STATETABLE_H

#include "enforcement/states.h"

typedef enum GuardKind {
	GUARD_RECORD, /* the program answers from the record */
	GUARD_EVENT, /* the event itself says so */
	GUARD_PERSON /* who records the event answers for it */
} GuardKind;

typedef struct Guard {
	const char *text; /* as the table has it */
	const char *name; /* of its predicate */
	GuardKind kind;
	bool stays; /* fails: the state stays; else the event counts with a doubt */
	const char *statute; /* "" : that of the transition */
	Say say;
} Guard;

typedef enum Starting { START_BEGIN = '+', START_STOP = '-', START_HOLD = '!', START_LOOK = '?' } Starting;
typedef struct ClockMove {
	Starting what;
	const char *clock; /* "T41" */
} ClockMove;

struct Transition {
	int n;
	char **from; /* ids, or "*" or "*T" alone */
	const char *event;
	const char *to; /* an id, "SAME" or "RETURN" */
	const char *statute;
	const char *task; /* the law's own words, English */
	GPtrArray *guards; /* const Guard* */
	GArray *moves; /* ClockMove */
};

const Transition *transition_find(const State *state, const char *event, bool *known);
/* All that lead out of state, in the order of the table (const Transition*); container owned. */
GPtrArray *transitions_from(const State *state);
const GPtrArray *transitions_all(void); /* const Transition* */
const GPtrArray *guards_all(void); /* const Guard* */
/* Is start_event ("JUDGMENT") among the clocks that events.csv names for the event? A computed event: always. */
bool event_starts(const char *event, const char *start_event);

#endif
