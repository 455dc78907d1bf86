/* Page spot: where a text came to stand, for a link that another program lays over it. */
#ifndef PAAKRAV_FILING_PAGE_SPOT_H
#define PAAKRAV_FILING_PAGE_SPOT_H

#include "filing/page.h"

/*
 * The first line of what was laid out from exactly this text: its page (1-based) and height on it, tenths of a millimetre
 * from the upper edge. false when it stands nowhere. To be asked when all is laid out.
 */
bool pages_spot(const Pages *pages, const char *text, int *page, int *top, int *bottom);

#endif
