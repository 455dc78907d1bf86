/*
 * Exhibit make: each exhibit becomes a PDF with text that can be searched (BEK 1173/2016 § 6): an e-invoice, mail, office
 * file or text laid out as pages, a PDF as it is where it can be handed in so. A signed PDF is never altered. What cannot
 * become one stays the original and is unfit, with the reason.
 */
#ifndef PAAKRAV_EXHIBIT_MAKE_H
#define PAAKRAV_EXHIBIT_MAKE_H

#include "filing/exhibits.h"
#include "filing/press.h"

/*
 * Make them all (Exhibit*) as parts of the package; all: the exhibits, which mails name as their enclosures. What a person
 * should know or do goes to the sheet. false and an Error only when it is not the document's fault.
 */
bool exhibits_make(Press *press, const GPtrArray *exhibits, Sheet *sheet, GError **error);

#endif
