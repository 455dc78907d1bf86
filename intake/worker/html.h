/* HTML from strangers as lines of text, in one pass and without a tree: nothing in it can nest, load or run. */
#ifndef PAAKRAV_WORKER_HTML_H
#define PAAKRAV_WORKER_HTML_H

#include "intake/worker/text.h"

#include <stddef.h>

/*
 * What a person would read: scripts, styles, comments and what is hidden (display:none) left out; a table's row is one
 * line (TextLine.cell), lines within quotations are marked. utf8 is valid UTF-8. False when the text is too long.
 */
bool html_add(Text *text, TextPage *page, const char *utf8, size_t size);

/* The charset that the document's own head names; NULL; the caller's. */
char *html_charset(const void *bytes, size_t size);

/* Does it begin as HTML does? */
bool html_suspected(const char *utf8);

#endif
