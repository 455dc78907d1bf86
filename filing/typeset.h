/*
 * Typeset: the words of a page as lines of letters, in the faces of the house. Laid out with pango; private to the pages.
 */
#ifndef PAAKRAV_FILING_TYPESET_H
#define PAAKRAV_FILING_TYPESET_H

#include "filing/page.h"

#include <pango/pangocairo.h>

#define MM (72.0 / 25.4) /* in points, as all lengths behind page.h */

/* The fonts, once per process. An Error of code "fonts-missing" when they are not installed. */
bool typeset_open(GError **error);

/*
 * Lines of at most that width. Fixed words are laid out once per process and kept; else layouts (PangoLayout) takes the
 * new one, and the letters that no font has are added to *unknown. Borrowed from either.
 */
PangoLayout *typeset_words(GPtrArray *layouts, int *unknown, Face face, double width, const char *text, bool fixed);

/* The text as it is laid out: without what cannot be shown. Newly allocated. */
char *typeset_clean(const char *text);

/* As typeset_words, not fixed, in letters of that size in points: for a place that is as it is. */
PangoLayout *typeset_sized(GPtrArray *layouts, int *unknown, double size, double width, const char *text);

/* Its height; how far its baseline lies below its top and how wide it is, where asked. */
double typeset_line_height(PangoLayoutLine *line, double *ascent, double *width);

#endif
