/*
 * Leaf: one page of a PDF as it lies in the file (boxes, rotation) and as a person sees it. Private to the binder, which
 * draws on pages and reckons in points; the reader of its answers never sees these lengths.
 */
#ifndef PAAKRAV_WORKER_LEAF_H
#define PAAKRAV_WORKER_LEAF_H

#include <glib.h>
#include <qpdf/qpdf-c.h>
#include <stdbool.h>

typedef struct Leaf {
	double left, bottom, right, top; /* what is shown of it, in the page's own units */
	int rotate; /* 0, 90, 180, 270 clockwise, as its reader turns it */
	double unit; /* points in one unit */
} Leaf;

/* A page without credible boxes is taken for A4. Inherited attributes must have been pushed to it. */
Leaf leaf_of(qpdf_data pdf, qpdf_oh page);
/* As a person sees it, in units. */
double leaf_width(const Leaf *leaf);
double leaf_height(const Leaf *leaf);

/*
 * Adds "a b c d e f cm" to out: from upright lengths (x to the right, y upwards) of the page turned by rotate degrees
 * clockwise, in scale units each, to the page's own. The origin lies at the lower left as seen; over: at the upper left.
 */
void leaf_matrix(const Leaf *leaf, int rotate, double scale, bool over, GString *out);
/* Adds " x" with at most four decimals, whatever the locale. */
void leaf_number(GString *out, double x);

/* The leaf grown at its upper edge as seen. */
Leaf leaf_grown(const Leaf *leaf, double by);
/* Make the page as large as leaf, and forget other boxes. */
void leaf_put(qpdf_data pdf, qpdf_oh page, const Leaf *leaf);

/* A new stream of those bytes, which are copied. */
qpdf_oh leaf_stream(qpdf_data pdf, const void *bytes, size_t size);
/* Draw before on the page first, then what is there, then after: streams. */
void leaf_wrap(qpdf_data pdf, qpdf_oh page, qpdf_oh before, qpdf_oh after);
/* Name a resource ("/Font", "/XObject") on the page; what is there is copied first, since pages share it. */
void leaf_resource(qpdf_data pdf, qpdf_oh page, const char *kind, const char *name, qpdf_oh resource);

#endif
