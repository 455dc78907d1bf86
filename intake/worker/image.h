/* Images of pages: TIFF with any number of them, JPEG, PNG. Looked at before they are unpacked; recognised. */
#ifndef PAAKRAV_WORKER_IMAGE_H
#define PAAKRAV_WORKER_IMAGE_H

#include "intake/reading.h"
#include "intake/worker/hatch.h"

struct Pix;

/* As opener_read. */
Reading *image_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error);

/*
 * Page page (1-based) as a picture, turned as its camera says, in colour when it has any. *dpi: dots an inch, told from
 * its size as if it were a sheet of A4 where the file says nothing credible. NULL and an Error when the format is not
 * read, it has no such page, is damaged, or over LIMIT_IMAGE_PIXELS. The caller's, by pixDestroy.
 */
struct Pix *image_picture(const void *bytes, size_t size, int page, int *dpi, GError **error);

/* Pages from the heads alone; 0: none that can be read. At most LIMIT_OCR_PAGES and one. */
int image_pages(const void *bytes, size_t size);

/* The camera's word on which way up it was held, 1 to 8 as EXIF has it; 1 when it says nothing. */
int image_orientation(const void *bytes, size_t size);

#endif
