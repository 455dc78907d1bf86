/* Strip: the words of a line in one string, one space between, and which word each byte belongs to. */
#ifndef PAAKRAV_WORKER_STRIP_H
#define PAAKRAV_WORKER_STRIP_H

#include "intake/worker/text.h"

typedef struct Strip {
	char *text;
	const TextLine *line; /* borrowed */
	guint *starts; /* of each word, within text */
	bool placed; /* the words have places on a page */
} Strip;

void strip_open(Strip *strip, const TextLine *line);
void strip_clear(Strip *strip);
guint strip_word(const Strip *strip, size_t at);
/* Do the words on both sides of the space at lie as near as words of a sentence? True where they have no places. */
bool strip_close(const Strip *strip, size_t at);

#endif
