/*
 * Plain text from strangers: its bytes as UTF-8, by what is declared, and by evidence where the bytes contradict it;
 * then its lines, with the marks of quotation told from the words.
 */
#ifndef PAAKRAV_WORKER_PLAIN_H
#define PAAKRAV_WORKER_PLAIN_H

#include "intake/worker/text.h"

#include <stddef.h>

/* At most so many marks of quotation are counted on one line. */
#define PLAIN_MARKS_MOST 50

/*
 * The text as UTF-8, never NULL, the caller's: lines end in '\n', control characters are spaces. declared is a name of
 * a charset, or NULL. A byte order mark wins; then valid UTF-8; then what is declared, where ISO-8859-1 is read as
 * windows-1252 as everyone does; then windows-1252. At most LIMIT_DOCUMENT_TEXT_BYTES of it.
 */
char *plain_utf8(const void *bytes, size_t size, const char *declared);

/* A header's text that was UTF-8 and was decoded as a charset of single bytes ("KÃ¸b") is put right; else a copy. */
char *plain_mended(const char *text);

/* How a text's lines were broken: RFC 3676. */
typedef struct PlainFlow {
	bool flowed; /* lines that end in a space go on in the next */
	bool delsp; /* and that space is no part of the text */
} PlainFlow;

/* The lines of a text; '>' before them become marks, beside `marks` that are around the whole. False: too long. */
bool plain_add(Text *text, TextPage *page, const char *utf8, PlainFlow flow, int marks);

/* One line of so many bytes, no newline in it. */
bool plain_add_line(Text *text, TextPage *page, const char *utf8, size_t size, int marks, int row);

/* Is there anything but white space? */
bool plain_is_blank(const char *utf8);

#endif
