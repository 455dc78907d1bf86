/* Plate: a picture as an image of a PDF, nothing lost of it. Private to the binder. */
#ifndef PAAKRAV_WORKER_PLATE_H
#define PAAKRAV_WORKER_PLATE_H

#include "intake/worker/leaf.h"

struct Pix;

/* The picture's dots, losslessly; 0 when it cannot be. */
qpdf_oh plate_of(qpdf_data pdf, struct Pix *picture);
/* The same, as JPEG of good quality where it is grey or coloured: a page drawn for redaction, not a proof's own picture. */
qpdf_oh plate_drawn(qpdf_data pdf, struct Pix *picture);
/*
 * The JPEG's own data, as it is but for what a camera adds about itself and where it was; *width, *height in dots. 0 when it is of
 * a kind that a PDF does not take as it is.
 */
qpdf_oh plate_jpeg(qpdf_data pdf, const void *bytes, size_t size, int *width, int *height);

/*
 * Adds a page of that size in points to the end of the document, shown turned by rotate degrees clockwise, with the picture
 * all over it. The page; 0 when it cannot be added.
 */
qpdf_oh plate_page(qpdf_data pdf, qpdf_oh picture, double width, double height, int rotate);

#endif
