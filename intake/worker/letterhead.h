/* The head and foot of a letter on paper: its day, who signs it, who is greeted, whose address blocks stand on top. */
#ifndef PAAKRAV_WORKER_LETTERHEAD_H
#define PAAKRAV_WORKER_LETTERHEAD_H

#include "intake/worker/dates.h"
#include "intake/worker/letterwords.h"

/* Text of some lines, with where it begins. */
typedef struct HeadText {
	char *text; /* NULL: not found */
	LetterLine where;
	int confidence;
} HeadText;

typedef struct LetterHead {
	Date sent_on; /* DATE_NONE */
	HeadText day, from, to, title;
	bool greets, signs; /* "Kære …", "Med venlig hilsen" */
	guint addresses; /* blocks that end in a postcode and a town */
} LetterHead;

void letter_head_read(const GArray *lines, DateOrder order, LetterHead *out);
void letter_head_clear(LetterHead *head);

#endif
