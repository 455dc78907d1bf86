/*
 * Next step: the whole docket of a case, the house's own next act among it, and which of it comes first. due, status and
 * what-next all read it here, so that none of them says another thing than the others.
 */
#ifndef PAAKRAV_NEXTSTEP_H
#define PAAKRAV_NEXTSTEP_H

#include "enforcement/docket.h"
#include "intake/json.h"
#include "intake/store.h"

/* What is known of a case on a day; all borrowed. */
typedef struct NextGround {
	const Case *c;
	const Assessment *assessment;
	const States *states;
	const Law *law;
	const Sequence *sequence;
	Date opened_on, on;
	Date approved_for; /* papers are approved for that day and not handed in; DATE_NONE */
} NextGround;

/* Reads opened_on and approved_for of the case; the rest is filled in before. */
bool nextstep_read(Store *store, NextGround *ground, GError **error);

/* docket_of, the sequence's step, and for each debtor what the house itself can do now (TASK_NEXT). DocketTask*, the caller's. */
GPtrArray *nextstep_docket(const NextGround *ground);

typedef struct NextStep {
	const DocketTask *task; /* which one it is; NULL: others are waited for */
	Say what; /* empty: nothing is left to do */
	const char *who; /* NULL: nobody */
	Date from_on; /* possible from; DATE_NONE: it has a deadline only */
	Date by_on; /* to be done by; DATE_NONE */
	Date last_on; /* the law's own last day, where by_on is the open day before it; DATE_NONE */
	bool asks; /* the creditor is asked for what is missing (nextstep_asked) */
} NextStep;

/* The one that comes first among the tasks, those that are done left out; borrows from them. */
NextStep nextstep_of(const NextGround *ground, const GPtrArray *tasks);
/* What the creditor is asked for, from the findings that wait for him; newly allocated, NULL: nothing. */
char *nextstep_asked(const Assessment *assessment, Lang lang);
/* next: what, who, from_on, by_on, last_on, and task, its key in due. */
void nextstep_json(cJSON *object, const NextStep *step, const Assessment *assessment, Lang lang);

/* Words of a TASK_NEXT by its event: a state's name, a rule's id, or a word of this file. */
Say nextstep_what(const char *event);
const char *nextstep_who(const char *event);
const char *nextstep_statute(const char *event);
const char *nextstep_paper(const char *event); /* NULL */

#endif
