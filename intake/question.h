/*
 * Question: what a person should look at before a case is trusted: readings too unsure to pass by themselves, and words that
 * disagree. Computed from the case alone; whatever a person has decided is no question any more.
 */
#ifndef PAAKRAV_QUESTION_H
#define PAAKRAV_QUESTION_H

#include "intake/case.h"

#define QUESTION_BELOW 80 /* a reading below this is asked about, unless told otherwise */

typedef enum QuestionRisk {
	RISK_RULE = 1, /* an amount, a day or a word that decides a rule */
	RISK_PARTY, /* who the parties are and where to pay */
	RISK_REST
} QuestionRisk;

typedef struct Question {
	bool disagree; /* several words for one thing; else one unsure reading */
	QuestionRisk risk;
	const char *subject, *name; /* borrowed from the case */
	GPtrArray *facts; /* const Fact*, borrowed; one unless they disagree */
	char *alike; /* the same answer fits questions that have the same text here, also in other cases; NULL: none */
} Question;
void question_free(Question *question);

/* Question*, riskiest first, then disagreements before unsure readings, then the least sure; the caller's. */
GPtrArray *questions_of(const Case *c, int below);

/* What decides the case and nobody asked about: const Fact* read by machine, clear enough to pass; for a spot check. */
GPtrArray *deciding_facts(const Case *c, int below);

#endif
