/*
 * Bundle: samlet.pdf, the exhibits in one file for people: cover, index with links, the hashes, then each exhibit with its
 * name and page on every page. The exhibits are those that are handed in one by one; nothing of them is changed here.
 */
#ifndef PAAKRAV_BUNDLE_OF_EXHIBITS_H
#define PAAKRAV_BUNDLE_OF_EXHIBITS_H

#include "filing/exhibits.h"
#include "filing/press.h"

/*
 * Bind what lies in the package's folder (Exhibit*, made) as the part samlet.pdf; nothing when there are none. An exhibit
 * that cannot stand in it has a page that says why, and a point on the sheet.
 */
bool bundle_make(Press *press, const GPtrArray *exhibits, Sheet *sheet, GError **error);

#endif
