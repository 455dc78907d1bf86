/* One page of a PDF: the words it holds as text, and the page as a picture. The door to poppler. */
#ifndef PAAKRAV_WORKER_PDFPAGE_H
#define PAAKRAV_WORKER_PDFPAGE_H

#include "intake/worker/lines.h"

struct Pix;
typedef struct PdfFile PdfFile;

/*
 * Open; bytes must outlive it. NULL and an Error when it needs a password, or nothing of it can be read. A file that is
 * encrypted with an empty password opens as for any reader.
 */
PdfFile *pdf_open(const void *bytes, size_t size, GError **error);
void pdf_close(PdfFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfFile, pdf_close)

int pdf_pages(const PdfFile *file);
/* Does it carry an electronic signature? It is not checked. */
bool pdf_signed(const PdfFile *file);

/* Each file embedded in it; taken is asked once for each and answers whether to go on. name and bytes are its own. */
typedef bool (*PdfTaken)(void *self, const char *name, const void *bytes, size_t size);
void pdf_embedded(const PdfFile *file, PdfTaken taken, void *self);

/*
 * What a tagged file says, block by block, as far as LIMIT_PDF_BLOCKS: level 0 is a block of its own (text NULL: one that holds
 * others, told next at level 1). Tables are passed over. false: the file is not tagged.
 */
typedef void (*PdfBlock)(void *self, int level, const char *text);
bool pdf_blocks(const PdfFile *file, PdfBlock told, void *self);

/*
 * The words of the page's text, in no order, and its size in tenths of a millimetre as it is shown. number is 1-based. Empty
 * when it has no words, or they cannot be had; NULL when there is no such page to be had. The caller's.
 */
GArray *pdf_page_words(const PdfFile *file, int number, int *width, int *height);
/* Does one picture fill most of the page? *dpi: how fine it is. */
bool pdf_page_scanned(const PdfFile *file, int number, int *dpi);
/*
 * The page drawn, grey or in colour, at dpi dots an inch or fewer, so that it stays under LIMIT_OCR_PIXELS; *dpi: how
 * many it became. NULL when it cannot be drawn. The caller's, by pixDestroy.
 */
struct Pix *pdf_page_picture(const PdfFile *file, int number, bool colour, int *dpi);

#endif
