/* What letters say, as other rules show it. */
#ifndef PAAKRAV_ASSESS_RULES_LETTERS_H
#define PAAKRAV_ASSESS_RULES_LETTERS_H

#include "assess/rules.h"

/* On what ground the debtor objects: as noted, or as read in the letter, in words people use; NULL: none. The caller's. */
char *objection_ground(const Inquiry *q, const Event *event, Lang lang);

/* When the event was read in a letter: the words that say so, as one more sentence of the finding. */
void finding_words(Inquiry *q, Finding *finding, const Event *event);

/* Was a demand letter to the debtor read, so that D04 judges what it says? */
bool demand_was_read(const Inquiry *q, const Party *debtor);

/* At the end: a finding that rests on an event read in a letter rests on what was read there. */
void letters_prove(Inquiry *q);

#endif
