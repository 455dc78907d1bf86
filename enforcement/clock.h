/* Clock: the periods of clocks.csv, counted from the day of their start event (enforcement.md section 13). */
#ifndef PAAKRAV_CLOCK_H
#define PAAKRAV_CLOCK_H

#include "assess/law.h"

typedef struct ClockDays {
	Date last_on; /* the last day of the period, rolled where the statute rolls it (roll F) */
	Date
	    act_on; /* the first day on which we act on its end: where the text is silent (roll X) the next open day, plus one */
} ClockDays;

/* False when there is no such clock, or start is unknown. id is a name of clocks.csv: "T10". */
bool clock_days(const Law *law, const char *id, Date start_on, ClockDays *out);

#endif
