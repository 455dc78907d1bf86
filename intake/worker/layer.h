/*
 * Layer: words that are there to be searched and copied, laid invisibly over the picture that they were recognised on.
 * They are written with a font of empty letters, so no viewer needs one. Private to the binder.
 */
#ifndef PAAKRAV_WORKER_LAYER_H
#define PAAKRAV_WORKER_LAYER_H

#include "intake/worker/leaf.h"
#include "intake/worker/lines.h"

typedef struct Layer Layer;

/* One for all pages of a document. */
Layer *layer_new(qpdf_data pdf);
void layer_free(Layer *layer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Layer, layer_free)

/*
 * Adds to out what writes the words (PlacedWord, boxes in tenths of a millimetre on the page turned by rotate degrees
 * clockwise against how it lies in the file, which is then height high), and names the font on the page.
 */
void layer_words(Layer *layer, qpdf_oh page, const Leaf *leaf, int rotate, int height, const GArray *words, GString *out);
/* All pages have their words: the fonts are written. */
void layer_settle(Layer *layer);

#endif
