/*
 * What a clock means for those who work: enforcement/clocks.csv, a row for each row of the law's clocks.csv, and the
 * events that start a clock beside the table of states (a rejection starts its appeal).
 */
#ifndef PAAKRAV_CLOCKWORDS_H
#define PAAKRAV_CLOCKWORDS_H

#include "assess/calendar.h"
#include "intake/say.h"

typedef enum ClockAct {
	CLOCK_BY, /* ours: to be done by the last open day within it */
	CLOCK_FROM, /* allowed, or to be asked for, from the first day after it */
	CLOCK_UNTIL, /* to be looked at when it ends */
	CLOCK_THEIRS, /* the debtor's right, or only good to know: no task */
	CLOCK_LIMITATION
} ClockAct;

typedef struct ClockWords {
	const char *clock; /* "T33" */
	ClockAct act;
	char **states; /* names of the states in which it is a task; "*": all that are open */
	const char *who; /* "operator" "creditor" */
	const char *paper; /* what is to be written, as filing/papers.csv calls it; "" : none */
	char **also; /* events that start it besides the table's */
	Say what, after; /* the task; what it means that it ran out */
} ClockWords;

const ClockWords *clock_words(const char *clock); /* never NULL for a clock of the law */
/* The clocks that an event starts besides the table's: ids, NULL past the last. */
const char *clock_also_started(const char *event, int i);
/* Does the clock make a task in that state? */
bool clock_matters(const ClockWords *words, const char *state_name);

#endif
