/*
 * OCR: the words of a picture of a page, in Danish, with their places and how sure the engine is of each. The door to
 * tesseract. One page at a time, in one thread.
 */
#ifndef PAAKRAV_WORKER_OCR_H
#define PAAKRAV_WORKER_OCR_H

#include "intake/worker/hatch.h"
#include "intake/worker/seen.h"

struct Pix;

/* Before the lock: map the engine's data. Nothing is set up yet; that costs a tenth of a second at the first page. */
void ocr_prepare(void);
/* Is there an engine? ocr_prepare where it was not called. */
bool ocr_ready(void);
/* Give it all back. */
void ocr_forget(void);

/* What stands on the picture of dpi dots an inch, whichever way up it lies. NULL without an engine. The caller's. */
SeenPage *ocr_page(struct Pix *picture, int dpi);

/* The picture of a page, when it is asked for; the taker's, by pixDestroy; *dpi dots an inch. NULL: there is none. */
typedef struct Pix *(*OcrPicture)(void *self, int *dpi);

/*
 * What an earlier run kept of page number of the document, else what recognition sees on the picture, kept then.
 * NULL when there is no picture or no engine. The caller's.
 */
SeenPage *ocr_recall(const Hatch *hatch, int number, OcrPicture picture, void *self);

#endif
