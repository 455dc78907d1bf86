/* Lines: words found anywhere on a page, put into the lines that a person sees, whatever order the document holds them in. */
#ifndef PAAKRAV_WORKER_LINES_H
#define PAAKRAV_WORKER_LINES_H

#include "intake/worker/text.h"

/* A word and where it stands, before it has a line. */
typedef struct PlacedWord {
	char *text; /* valid UTF-8 */
	PageBox box;
	int confidence;
	bool upright; /* false: written up or down the page, and a line of its own */
} PlacedWord;

GArray *placed_words_new(void); /* of PlacedWord; the array owns the texts */

/*
 * Fill page with the words: lines from top to bottom, words from left to right. slope: how far lines fall towards the
 * right, per 10000. The order of words is changed. False when the document's text became too long.
 */
bool lines_fill(Text *text, TextPage *page, GArray *words, int slope);

#endif
