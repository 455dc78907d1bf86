/*
 * Letters between creditor and debtor: what each says (reminder, demand letter, objection, acknowledgement, promise, offer of
 * instalments, payment), on which grounds, with its days and amounts; read from text by the table letters.def.
 */
#ifndef PAAKRAV_WORKER_LETTER_H
#define PAAKRAV_WORKER_LETTER_H

#include "intake/worker/meaning.h"

/* How likely the text is a letter about a claim: 50 and more is yes. A mail always is one. */
int letter_score(const Text *text, const Envelope *envelope);

/*
 * The facts letter.* of the text's own letter and of each that is quoted in it, subjects "letter/1", "letter/2" … after
 * those that the reading has. The kind that decides for the law stands in letter.kind: an objection before all else, a
 * demand before a reminder. Returns the kind of the text's own letter when it is told with confidence; else NULL.
 */
const char *letters_read(const Text *text, const Envelope *envelope, Reading *reading);

#endif
