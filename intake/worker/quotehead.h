/* The lines that head a quoted letter, told from running text. Used by quote.c alone. */
#ifndef PAAKRAV_WORKER_QUOTEHEAD_H
#define PAAKRAV_WORKER_QUOTEHEAD_H

#include "intake/worker/quote.h"

/* What heads a quoted letter says. */
typedef struct QuoteHead {
	guint lines; /* so many lines, from the one asked about */
	char *who, *whom, *subject;
	Date on;
	bool strong; /* it could head nothing but a letter: what follows is quoted even when no '>' says so */
} QuoteHead;
void quotehead_clear(QuoteHead *head);

/* lines: QuoteLine of one text. A block of "Fra: …" lines, separator before it included, that begins at line i. */
bool quotehead_block(const GArray *lines, guint i, QuoteHead *out);
/* "Den 3. maj 2025 skrev Jens Holm:", over at most three lines. */
bool quotehead_said(const GArray *lines, guint i, QuoteHead *out);

#endif
