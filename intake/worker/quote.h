/*
 * Quoted letters: what of a text is new, and what was written earlier and stands quoted or forwarded in it.
 * Two kinds of quotation: marked lines ('>' or an HTML blockquote: TextLine.marked), and all that follows a block
 * of header lines ("Fra: … Sendt: … Til: … Emne: …", "-----Oprindelig meddelelse-----") or a line such as
 * "Den 3. maj 2025 kl. 10.12 skrev Jens Holm <jens@example.dk>:". Danish, English, German, Swedish.
 */
#ifndef PAAKRAV_WORKER_QUOTE_H
#define PAAKRAV_WORKER_QUOTE_H

#include "intake/date.h"
#include "intake/worker/meaning.h"
#include "intake/worker/text.h"

/* A line and the page that it stands on, for text_place; borrowed from the Text. */
typedef struct QuoteLine {
	const TextPage *page;
	const TextLine *line;
} QuoteLine;

/*
 * One letter of the text. Its lines need not lie together: answers written between quoted lines are the new letter's.
 * The first part is the text's own letter (depth 0, also when it has no line of its own); then the quoted ones in the
 * order in which they begin, which in a thread is mostly backwards in time.
 */
typedef struct QuotePart {
	int depth; /* 0: new; 1, 2 …: quoted, that deep */
	char *who; /* who wrote it, as written ("Jens Holm <jens@example.dk>"); NULL when nothing says so */
	char *whom; /* NULL */
	char *subject; /* NULL */
	Date on; /* the day that its header line names, in full; DATE_NONE: none, or only half of one ("3. maj") */
	GArray *header; /* QuoteLine: the lines that say this, separators included; empty for a mail's own letter */
	GArray *lines; /* QuoteLine: the letter's own words, header lines left out; quoted empty lines too */
	guint first, last; /* its first and last line (header included), counted from 0 over all pages of the text */
} QuotePart;

/*
 * The letters of a text, never none. For the first part the envelope tells who, whom, subject and on, when it is a
 * mail's; else header lines at the very top do (a mail printed to PDF). GPtrArray of QuotePart*, the caller's; it
 * points into text.
 */
GPtrArray *quote_parts(const Text *text, const Envelope *envelope);

/* Set TextLine.quoted of every line to the depth of its part (header lines: of the letter that they head). */
void quote_mark(Text *text, const Envelope *envelope);

#endif
