/* Boxes: what a form that is no longer to be filled says, box by box, as its tags tell. */
#ifndef PAAKRAV_WORKER_BOXES_H
#define PAAKRAV_WORKER_BOXES_H

#include "intake/worker/craft.h"

/*
 * "boxes": order: nothing. Answer: "tagged"; "words": the texts outside of any box; "boxes": for each its "label", the
 * first text in it, and "lines", the others. Errors of code "pdf-damaged", "pdf-encrypted".
 */
cJSON *boxes_told(const CraftTray *tray, const Hatch *hatch, GError **error);

#endif
