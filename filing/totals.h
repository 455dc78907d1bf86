/* Totals: the control sums of a batch. Count and kroner by outcome and route, so that nothing can go missing unseen. */
#ifndef PAAKRAV_TOTALS_H
#define PAAKRAV_TOTALS_H

#include "assess/assess.h"
#include "intake/submission.h"

typedef struct Totals {
	int64_t outcomes[OUTCOME_WAITING + 1];
	int64_t routes[ROUTES]; /* of the taken ones */
	Money principal; /* of the taken ones, in øre */
	int64_t asked; /* questions that the taken ones leave to a person (intake/question.h) */
	bool principal_unknown; /* it leaves what Money can hold; one absurd claim must not stop the batch */
} Totals;

/* Count one submission; route NULL when it has none. */
void totals_count(Totals *totals, Outcome outcome, const char *route, Money principal);
/* The `totals` object of the contract. */
void totals_json(const Totals *totals, cJSON *result);
/* For people: a line of outcomes with the sum, then a line a route. */
void totals_text(const cJSON *totals, Lang lang, GString *out);

#endif
