/*
 * Exhibit page: a mail, an office file or a plain text laid out so that a court can read it, as it says it itself. The
 * original is named with its hash.
 */
#ifndef PAAKRAV_EXHIBIT_PAGE_H
#define PAAKRAV_EXHIBIT_PAGE_H

#include "filing/exhibits.h"
#include "intake/reader.h"

/*
 * The PDF of a reading with pages. enclosed: char*, what lay in the document ("faktura.pdf (bilag 2)"); made_on dates the
 * file. *count may be NULL. NULL and an Error when it cannot be drawn.
 */
GBytes *exhibit_pages(const Reading *reading, const Exhibit *exhibit, const GPtrArray *enclosed, Date made_on, int *count, GError **error);

/* One page that stands in the bundle for an exhibit that cannot stand there itself, and says why. */
GBytes *exhibit_stand_in(const Exhibit *exhibit, const char *why, Date made_on, GError **error);

#endif
