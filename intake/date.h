/* Date: a day of the Gregorian calendar, without time or zone. Nothing here reads a clock. */
#ifndef PAAKRAV_DATE_H
#define PAAKRAV_DATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Date {
	int32_t day; /* days since 1970-01-01; DATE_NONE's is INT32_MIN */
} Date;

#define DATE_NONE ((Date){ INT32_MIN })

bool date_known(Date d);

/* False for an impossible day or a year outside LIMIT_YEAR_FIRST..LAST. */
bool date_make(int year, int month, int day, Date *out) G_GNUC_WARN_UNUSED_RESULT;
/* "YYYY-MM-DD" and nothing else. */
bool date_parse(const char *text, Date *out) G_GNUC_WARN_UNUSED_RESULT;
void date_split(Date d, int *year, int *month, int *day);
int date_year(Date d);

/* "2026-11-22", newly allocated; NULL for DATE_NONE. */
char *date_iso(Date d);
/* "22. november 2026" and "22-11-2026", newly allocated; NULL for DATE_NONE. */
char *date_danish_long(Date d);
char *date_danish(Date d);
/* "22 November 2026" for English text, newly allocated; NULL for DATE_NONE. */
char *date_english(Date d);

int date_compare(Date a, Date b);
bool date_before(Date a, Date b);
Date date_min(Date a, Date b); /* DATE_NONE counts as unknown: the other one is the answer */
Date date_max(Date a, Date b);

/* Days from a to b. */
int date_diff(Date a, Date b);
Date date_add_days(Date d, int days);
/* Same day of the month; where the month is too short, its last day. */
Date date_add_months(Date d, int months);

/* 1 = Monday … 7 = Sunday. */
int date_weekday(Date d);
int date_days_in_year(int year);
/* Easter Sunday of the Gregorian year. */
Date date_easter(int year);

#endif
