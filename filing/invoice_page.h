/* Invoice page: an e-invoice laid out so that people can read it, as it says it itself, nothing added. */
#ifndef PAAKRAV_INVOICE_PAGE_H
#define PAAKRAV_INVOICE_PAGE_H

#include "intake/reader.h"

/*
 * The PDF of a reading. exhibit: its number, shown on each page; name and sha256 name the original; made_on dates the
 * file. *pages may be NULL. NULL and an Error when it cannot be drawn.
 */
GBytes *invoice_pages(const Reading *reading, int exhibit, const char *name, const char *sha256, Date made_on, int *pages,
                      GError **error);

#endif
