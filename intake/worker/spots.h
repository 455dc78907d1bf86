/* Spots: what stands at measured places of a form that has no fields left to be read. */
#ifndef PAAKRAV_WORKER_SPOTS_H
#define PAAKRAV_WORKER_SPOTS_H

#include "intake/worker/craft.h"

/*
 * "spots": order: "places" [{ page, left_um, top_um, width_um, height_um, ink }], as blank.h measures them. Answer: "texts":
 * for each place the lines whose words have their middle in it, null: none; "inks": for each that asks for ink { permille }, how many in
 * a thousand of its dots are dark, null: it does not, or the page cannot be drawn; "words" [{ text, page, left, top }], every word
 * of the pages, in tenths of a millimetre. Errors of code
 * "pdf-damaged", "pdf-encrypted".
 */
cJSON *spots_told(const CraftTray *tray, const Hatch *hatch, GError **error);

#endif
