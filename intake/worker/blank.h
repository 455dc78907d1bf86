/*
 * Blank: an official form as PDF, its fields listed and filled (qpdf, by its C interface: the other door beside the binder's).
 *
 * Lengths are micrometres from the upper left corner of the page as it is shown, whatever its rotation and crop.
 */
#ifndef PAAKRAV_WORKER_BLANK_H
#define PAAKRAV_WORKER_BLANK_H

#include "intake/worker/craft.h"

/*
 * "fields": what can be filled. Order: nothing. Answer: "pages" [{ width_um, height_um }]; "restricted" (it opens without a
 * password, but asks that it be not changed); "active" (scripts and actions, which a filled copy does not carry on); "fields",
 * one for each place where a field is shown, in the file's order: name, kind ("text" "check" "radio" "choice" "push"
 * "signature"), number (which of the field's places), page, left_um, top_um, width_um, height_um, turned (its text runs up or
 * down the page), hidden, lines (takes several), comb (letters stand in cells), length (most letters, null), size_cpt (of its
 * letters, hundredths of a point, null: to fit), align ("left" "center" "right"), state (that ticks it, null), ticked, label,
 * value (the text that stands in it, null), options.
 */
cJSON *blank_fields(const CraftTray *tray, const Hatch *hatch, GError **error);

/*
 * "fill": documents are the blank and the layer, whose pages are drawn texts of the size of their places. Order: "texts" [{ name,
 * text, layers [page of the layer, from 0, for each place of the field; null: the text does not stand there] }]; "ticks"
 * [{ name, state }]; "stamps" [{ page, left_um, top_um, layer }]; "title". Makes one file, "blank.pdf", the same bytes for the
 * same input: every value is drawn, none is left to the viewer. Answer: "pages".
 */
cJSON *blank_fill(const CraftTray *tray, const Hatch *hatch, GError **error);

/*
 * Errors of both: "pdf-damaged"; "blank-locked" (a password is asked for); "blank-xfa" (a form of Adobe's own kind, without fields
 * on its pages); "blank-signed" (filling would break the signature on it); "blank-large" (too many fields or pages).
 */

#endif
