/*
 * Overlay: texts on small pages of their own, each of the size of the place where it is to stand, so that the locked room can lay
 * them over a blank. The letters are those of page.h, embedded: they look the same wherever the blank is opened.
 */
#ifndef PAAKRAV_PAGE_OVERLAY_H
#define PAAKRAV_PAGE_OVERLAY_H

#include "intake/date.h"
#include "intake/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Overlay Overlay;

typedef enum OverlayAlign { OVERLAY_LEFT, OVERLAY_CENTER, OVERLAY_RIGHT } OverlayAlign;

typedef struct OverlayPlace {
	int64_t width_um, height_um;
	OverlayAlign align;
	bool lines; /* takes several, from its top; else one, in the middle */
	int cells; /* letters stand each in one of so many cells; 0: as usual */
} OverlayPlace;

/* NULL and an Error of code "fonts-missing" when the fonts are not installed. The caller's. */
Overlay *overlay_new(GError **error);
void overlay_free(Overlay *overlay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Overlay, overlay_free)

/*
 * Draw text in places (n of them, the text going on from one into the next), in letters of size_cpt (hundredths of a point), smaller by
 * halves of a point down to least_cpt until it fits. The page of the overlay for the first place, those of the others follow it; -1, and
 * nothing is drawn, when it does not fit. parts: n texts, what stands in each, newly allocated. *unknown: letters that no font has.
 */
int overlay_text(Overlay *overlay, const OverlayPlace *places, int n, const char *text, int size_cpt, int least_cpt, char **parts,
               int *unknown);

/* The pages as PDF. */
GBytes *overlay_finish(Overlay *overlay, Date made_on, GError **error);

#endif
