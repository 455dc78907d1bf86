/*
 * Calendar: the periods of clocks.csv, counted as forældelsesloven § 27 says and rolled as each clock's row says.
 * Roll F: a limitation period ends on the next open day (fl § 27 stk. 2). N: the procedure act does not roll.
 * X: a period that protects the debtor; the product waits to the next open day, plus one. -: informational.
 */
#ifndef PAAKRAV_CALENDAR_H
#define PAAKRAV_CALENDAR_H

#include "assess/law.h"

typedef enum ClockUnit { CLOCK_DAY, CLOCK_WEEK, CLOCK_MONTH, CLOCK_YEAR } ClockUnit;

typedef struct Clock {
	const char *id; /* "T40" */
	const char *start_event; /* "DUE_DATE" */
	int n;
	ClockUnit unit;
	char roll; /* 'F' 'N' 'X' '-' */
	const char *on_expiry;
	const LawRow *row; /* statute and mark */
} Clock;

/* NULL: no such clock. */
const Clock *law_clock(const Law *law, const char *id);

typedef struct Deadline {
	Date raw_end; /* by counting alone; the day of the event is not counted */
	Date last_day; /* after a roll that the law itself knows */
	Date law_from; /* the first day after it by the text */
	Date act_from; /* the first day for the product, which waits where the text is silent */
	Date file_by; /* the last open day, for an act of our own that must be done within the period */
} Deadline;

Deadline clock_end(const Law *law, const Clock *clock, Date start);

/* n units after start: weeks are 7 days, months go to the same day number or the month's last (fl § 27 stk. 1). */
Date calendar_count(Date start, int n, ClockUnit unit);
/* on itself, or the last day before it that is not closed. */
Date law_open_day_before(const Law *law, Date on);

#endif
