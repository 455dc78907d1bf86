/* Due: the house's docket for a day; own tasks, tasks done, whose case it is; the calendar file. */
#ifndef PAAKRAV_DUE_H
#define PAAKRAV_DUE_H

#include "enforcement/docketstore.h"
#include "intake/command.h"

/* A list of tasks in the making. */
typedef struct DayText {
	Date day;
	char iso[sizeof "YYYY-MM-DD"];
} DayText;

typedef struct Listing {
	const Law *law;
	cJSON *tasks;
	Date on;
	Lang lang;
	int64_t counts[DOCKET_URGENCIES];
	bool lost; /* a limitation date is overdue */
	bool sequence; /* for the calendar file */
	DayText by, last; /* rows come by their day, so that one day is written out once */
} Listing;
Listing listing_of(const Law *law, cJSON *tasks, Date on, Lang lang);
/* A DocketSeen: the row as one of tasks[]; data is the Listing. */
bool listing_take(const DocketRow *row, void *data);
void listing_totals(const Listing *listing, cJSON *object);

/*
 * due [--on DATE] [--within 14d] [--lawyer NAME] [--ics FILE] [--rebuild] [--mail] [--prepare]: 1 when a limitation date is
 * overdue
 */
int due_run(const Call *call, cJSON **result, GError **error);
void due_text(const Call *call, const cJSON *result, GString *out);
/* task add CASE --by DATE --why TEXT, or --clock T36 --from DATE */
int task_add_run(const Call *call, cJSON **result, GError **error);
/* task done CASE KEY…: not a limitation date that can still be met */
int task_done_run(const Call *call, cJSON **result, GError **error);
void task_text(const Call *call, const cJSON *result, GString *out);
/* assign CASE NAME [--deputy NAME] */
int assign_run(const Call *call, cJSON **result, GError **error);
void assign_text(const Call *call, const cJSON *result, GString *out);

/*
 * tasks[] of due as an iCalendar file (RFC 5545): one all-day event for each, its UID the same as long as the task
 * stands, its SEQUENCE rising with what is recorded of the case, so that a calendar replaces it. Newly allocated.
 */
char *calendar_file(const cJSON *tasks, Date today, Lang lang);

#endif
