/*
 * Meaning: from the text of a document to facts. It tells what kind of paper the text is and hands it to the readers of
 * invoices, letters, court post and contracts; each fact is proved by its words and their place.
 */
#ifndef PAAKRAV_WORKER_MEANING_H
#define PAAKRAV_WORKER_MEANING_H

#include "intake/date.h"
#include "intake/reading.h"
#include "intake/worker/text.h"

/* What stands around the text: a mail's headers, decoded. All NULL for a paper without them. */
typedef struct Envelope {
	char *from, *to, *subject; /* as people read them: "Name <address>" */
	char *message_id;
	Date sent_on; /* the sender's day; DATE_NONE */
	bool is_mail;
} Envelope;
void envelope_clear(Envelope *envelope);

/* Fill the reading's pages and facts from the text. name is the document's, for an invoice without a number. */
void meaning_read(const Text *text, const Envelope *envelope, const char *name, Reading *reading);

#endif
