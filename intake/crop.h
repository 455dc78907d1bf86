/* Crop: the part of a page where a fact stands, as a picture for a person to compare with. */
#ifndef PAAKRAV_CROP_H
#define PAAKRAV_CROP_H

#include "intake/reader.h"
#include "intake/why.h"

/* The box of a place, "box 12.3 45.6 78.9 50.1" in millimetres; false when the place is no box. */
bool place_box(const char *place, PageBox *out);

/*
 * Draw what stands around into the new file path: the box with a margin, the whole page when it has no box. *drawn is
 * false when the document has no pages to draw or cannot be drawn. false and an Error when it cannot be written.
 */
bool crop_write(Store *store, Reader *reader, const Stand *stand, const char *path, bool *drawn, GError **error);

/* What makes a terminal of that kind ($TERM, $TERM_PROGRAM; NULL: not told) show the PNG; NULL when it cannot. The caller's. */
char *crop_inline(const char *term, const char *term_program, GBytes *png);

#endif
