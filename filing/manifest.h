/* Manifest: what a package holds and what it rests on, as XML. It lists every part but itself. */
#ifndef PAAKRAV_MANIFEST_H
#define PAAKRAV_MANIFEST_H

#include "filing/exhibits.h"
#include "filing/package.h"
#include "filing/sums.h"

/* manifest.xml, newly allocated. exhibits: Exhibit*, NULL when nothing is attached. */
char *manifest_text(const Package *package, const Assessment *assessment, const Sheet *sheet, const Sums *sums,
                    const GPtrArray *exhibits);

#endif
