/* Crop: a part of a page as a picture, for a person to compare with what was read there. */
#ifndef PAAKRAV_WORKER_CROP_H
#define PAAKRAV_WORKER_CROP_H

#include "intake/reader.h"

/*
 * That part of the page (1-based; all of it when the box is empty) as PNG, at most LIMIT_CROP_BYTES. NULL and an Error
 * when the document has no such page or cannot be drawn. The caller's.
 */
GBytes *crop_draw(const void *bytes, size_t size, int page, PageBox box, GError **error);

#endif
