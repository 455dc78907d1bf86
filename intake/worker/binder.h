/*
 * Binder: PDF files taken apart and put together (qpdf, by its C interface): one of the two doors to it, the other being
 * the blank's.
 */
#ifndef PAAKRAV_WORKER_BINDER_H
#define PAAKRAV_WORKER_BINDER_H

#include "intake/worker/craft.h"

/*
 * "look": what is to be known of one PDF before it goes into a package. Order: nothing. Answer: "pages"; "locked" (it
 * opens only with a password; pages is then null). An Error of code "pdf-damaged" when it is no PDF that can be put together.
 */
cJSON *binder_look(const CraftTray *tray, const Hatch *hatch, GError **error);

#endif
