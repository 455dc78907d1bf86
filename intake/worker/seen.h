/* SeenPage: what recognition saw on one page, and how that is kept between runs: OCR costs seconds a page. */
#ifndef PAAKRAV_WORKER_SEEN_H
#define PAAKRAV_WORKER_SEEN_H

#include "intake/worker/lines.h"

typedef struct SeenPage {
	int width, height; /* tenths of a millimetre, standing upright */
	int turned; /* 0, 90, 180, 270: degrees clockwise that the page had to be turned to stand upright */
	int slope; /* how far its lines fall towards the right, per 10000 */
	bool unread; /* recognition was given up: took too long */
	GArray *words; /* PlacedWord, boxes on the upright page */
} SeenPage;

SeenPage *seen_new(void);
void seen_free(SeenPage *seen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SeenPage, seen_free)

/* As lines of text, the caller's; and back. NULL when it is not such a text, whole: it is then recognised again. */
char *seen_text(const SeenPage *seen);
SeenPage *seen_parse(const char *text);

/* Into the page's lines. False when the document's text became too long. The words are then in another order. */
bool seen_fill(const SeenPage *seen, Text *text, TextPage *page);

#endif
