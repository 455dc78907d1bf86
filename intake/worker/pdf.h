/*
 * PDF: its text where it has one, recognition where a page is only a picture, and the e-invoice inside it, which speaks
 * for the whole where there is one. The file is never altered.
 */
#ifndef PAAKRAV_WORKER_PDF_H
#define PAAKRAV_WORKER_PDF_H

#include "intake/reading.h"
#include "intake/worker/hatch.h"
#include "intake/worker/pdfpage.h"
#include "intake/worker/seen.h"
#include "intake/worker/text.h"

/* As opener_read. An embedded invoice's facts have places such as "factur-x.xml: /rsm:CrossIndustryInvoice/… line 12". */
Reading *pdf_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error);

/*
 * What recognition sees on a page that needs it, from the cache or anew; NULL when the page's own text is all there is. *unread: it
 * needed it, and recognition gave up or was not tried: past LIMIT_OCR_PAGES of *recognised, which is counted on. The caller's.
 */
SeenPage *pdf_page_seen(const PdfFile *file, const Hatch *hatch, int number, int *recognised, bool *unread);

/* Is there something on the page, and not one letter of text with it, not even laid over a picture? */
bool pdf_page_wordless(const PdfFile *file, int number);

/* Pages that were not read, as "3, 7-9", in the order told. */
void unread_note(GString *pages, int first, int last);
/* The facts about where the text comes from: document.text, and document.unread when there is something to tell. */
void text_facts(const Text *text, const GString *unread, Reading *reading);

#endif
