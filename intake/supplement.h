/* Supplement: what of a submission is new to a case that it is added to. */
#ifndef PAAKRAV_SUPPLEMENT_H
#define PAAKRAV_SUPPLEMENT_H

#include "intake/submission.h"

/*
 * Leave out files that the case has by hash and events that claim.xml has told before. A new file under a name that the case
 * has gets "-2", "-3" … before its ending; what lies inside it, and what is said of it, follows it there.
 */
void supplement_only_new(Submission *submission, const Case *c);

#endif
