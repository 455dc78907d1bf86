/*
 * Layer: texts on small pages of their own, each of the size of the place where it is to stand, so that the locked room can lay
 * them over a blank. The letters are those of page.h, embedded: they look the same wherever the blank is opened.
 */
#ifndef PAAKRAV_PAGE_LAYER_H
#define PAAKRAV_PAGE_LAYER_H

#include "intake/date.h"
#include "intake/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Layer Layer;

typedef enum LayerAlign { LAYER_LEFT, LAYER_CENTER, LAYER_RIGHT } LayerAlign;

typedef struct LayerPlace {
	int64_t width_um, height_um;
	LayerAlign align;
	bool lines; /* takes several, from its top; else one, in the middle */
	int cells; /* letters stand each in one of so many cells; 0: as usual */
} LayerPlace;

/* NULL and an Error of code "fonts-missing" when the fonts are not installed. The caller's. */
Layer *layer_new(GError **error);
void layer_free(Layer *layer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Layer, layer_free)

/*
 * Draw text in places (n of them, the text going on from one into the next), in letters of size_cpt (hundredths of a point), smaller by
 * halves of a point down to least_cpt until it fits. The page of the layer for the first place, those of the others follow it; -1, and
 * nothing is drawn, when it does not fit. parts: n texts, what stands in each, newly allocated. *unknown: letters that no font has.
 */
int layer_text(Layer *layer, const LayerPlace *places, int n, const char *text, int size_cpt, int least_cpt, char **parts,
               int *unknown);

/* The pages as PDF. */
GBytes *layer_finish(Layer *layer, Date made_on, GError **error);

#endif
