/* Sheet: text from office files as it comes, in paragraphs, table cells and page breaks, put down as lines and pages. */
#ifndef PAAKRAV_WORKER_SHEET_H
#define PAAKRAV_WORKER_SHEET_H

#include "intake/worker/text.h"

typedef struct Sheet {
	Text *text;
	TextPage *page;
	GString *line; /* of the paragraph being read */
	GPtrArray *cells; /* of the row being read: GPtrArray of char*, the lines of one cell */
	int tables; /* open ones, one in another */
	int row;
	bool wants_page; /* a break was met; the page begins with the next words */
	bool after; /* the same, but after the paragraph that has begun */
	bool full; /* no more text fits */
} Sheet;

void sheet_open(Sheet *sheet, Text *text);
/* What is left is put down. */
void sheet_close(Sheet *sheet);

void sheet_add(Sheet *sheet, const char *utf8, size_t size);
void sheet_space(Sheet *sheet);
/* The end of a paragraph, or of a line within it; an empty one too. */
void sheet_end_line(Sheet *sheet);
/*
 * From here on it is another page; a second break before any word is none. A break that is not hard, where a program's
 * page happened to end, does not tear a paragraph: it stays on the page where it begins.
 */
void sheet_break_page(Sheet *sheet, bool hard);

/* A row becomes a line; where cells hold several lines, a line of each beside each other. */
void sheet_open_table(Sheet *sheet);
void sheet_close_table(Sheet *sheet);
void sheet_open_cell(Sheet *sheet);
void sheet_close_row(Sheet *sheet);

#endif
