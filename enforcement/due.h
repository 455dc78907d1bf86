/* Due: the house's docket for a day; own tasks, tasks done, whose case it is; the calendar file. */
#ifndef PAAKRAV_DUE_H
#define PAAKRAV_DUE_H

#include "intake/command.h"

/* due [--on DATE] [--within 14d] [--lawyer NAME] [--ics FILE] [--rebuild]: 1 when a limitation date is overdue */
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
