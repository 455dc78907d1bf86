/*
 * Writ: the civil claim as one document (retsplejelovens § 348 stk. 2), for those who hand in a paper beside the portal's
 * fields; after an objection to a betalingspåkrav the pleading that the court may order instead (§ 477 f). Its words are
 * those of the field sheet: nothing stands in it that does not stand there.
 */
#ifndef PAAKRAV_WRIT_H
#define PAAKRAV_WRIT_H

#include "filing/claim.h"

/* "staevning.pdf", or "processkrift.pdf" where a pleading may be ordered; NULL: none is to be made. asked: the firm wants one. */
const char *writ_name(const Assessment *assessment, bool asked);

/* The PDF; an open field without a value is left to be filled by hand. *count may be NULL. */
GBytes *writ_pages(const Sheet *sheet, const Assessment *assessment, const Statement *statement, const Templates *templates,
                   int *count, GError **error);

#endif
