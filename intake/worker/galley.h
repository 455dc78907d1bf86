/* Galley: text from office files as it comes, in paragraphs, table cells and page breaks, put down as lines and pages. */
#ifndef PAAKRAV_WORKER_GALLEY_H
#define PAAKRAV_WORKER_GALLEY_H

#include "intake/worker/text.h"

typedef struct Galley {
	Text *text;
	TextPage *page;
	GString *line; /* of the paragraph being read */
	GPtrArray *cells; /* of the row being read: GPtrArray of char*, the lines of one cell */
	int tables; /* open ones, one in another */
	int row;
	bool wants_page; /* a break was met; the page begins with the next words */
	bool after; /* the same, but after the paragraph that has begun */
	bool full; /* no more text fits */
} Galley;

void galley_open(Galley *galley, Text *text);
/* What is left is put down. */
void galley_close(Galley *galley);

void galley_add(Galley *galley, const char *utf8, size_t size);
void galley_space(Galley *galley);
/* The end of a paragraph, or of a line within it; an empty one too. */
void galley_end_line(Galley *galley);
/*
 * From here on it is another page; a second break before any word is none. A break that is not hard, where a program's
 * page happened to end, does not tear a paragraph: it stays on the page where it begins.
 */
void galley_break_page(Galley *galley, bool hard);

/* A row becomes a line; where cells hold several lines, a line of each beside each other. */
void galley_open_table(Galley *galley);
void galley_close_table(Galley *galley);
void galley_open_cell(Galley *galley);
void galley_close_row(Galley *galley);

#endif
