/*
 * Days in a line of text, as people write them in Danish, English, German and Swedish: "19-05-2025", "19/5-2025",
 * "19. maj 2025", "May 19, 2025", "2025-05-19", "den 3. maj". A day that can be read two ways is found, and not told.
 */
#ifndef PAAKRAV_WORKER_DATES_H
#define PAAKRAV_WORKER_DATES_H

#include "intake/date.h"
#include "intake/worker/text.h"

#include <glib.h>

/* Which comes first in "03/04/2025". */
typedef enum DateOrder {
	DATE_ORDER_UNKNOWN, /* English text without evidence: both read the same */
	DATE_ORDER_DAY,
	DATE_ORDER_MONTH
} DateOrder;

/* From all days of the document that can be read in one way only, and its language. */
DateOrder dates_order(const Text *text);

typedef struct FoundDate {
	guint first, last; /* the words of the line that it fills */
	Date date; /* DATE_NONE: it can be read two ways, or its year is not told */
	bool year_given; /* false: the year is that nearest to the reference */
} FoundDate;

/*
 * The days of a line from left to right, appended to out (a GArray of FoundDate). reference: the day the text was
 * written, which tells the year of "den 3. maj"; DATE_NONE leaves such a day untold. Impossible days are not taken.
 */
void dates_find(const TextLine *line, DateOrder order, Date reference, GArray *out);

/* The first day of a short text; DATE_NONE when there is none, or when it is not told. */
Date dates_first(const char *plain, DateOrder order, Date reference);

#endif
