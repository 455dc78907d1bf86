/* Pages as they are laid out: marks on sheets, before the PDF is written. Private to page.c and page_pdf.c. */
#ifndef PAAKRAV_FILING_PAGE_MARKS_H
#define PAAKRAV_FILING_PAGE_MARKS_H

#include "filing/typeset.h"

#define PAGE_WIDTH (210 * MM)
#define PAGE_HEIGHT (297 * MM)
#define PAGE_MARGIN (18 * MM)

typedef enum MarkKind { MARK_LINE, MARK_FRAME, MARK_GROUND, MARK_RULE, MARK_BLOCK, MARK_OPEN, MARK_CLOSE } MarkKind;

/* One thing to draw; kept until the number of pages is known. */
typedef struct Mark {
	MarkKind kind;
	double x, y, width, height; /* MARK_LINE: x and baseline y */
	PangoLayoutLine *line; /* borrowed from a layout that pages or shop owns */
	bool grey;
	int ink; /* MARK_BLOCK: an Ink of page_chart.h */
	const char *tag; /* MARK_OPEN, MARK_CLOSE: of the document's structure, "P"; literal */
	const char *target; /* MARK_OPEN of a "Link": where it goes, in strings */
} Mark;

/* A place that links go to. */
typedef struct Anchor {
	const char *name; /* in strings */
	guint sheet;
	double y;
} Anchor;

typedef struct PageWords {
	const char *language, *continued, *page, *of;
} PageWords;

struct Pages {
	char *title, *author, *subject, *footer;
	Date made_on;
	const PageWords *words;
	GPtrArray *sheets; /* GArray of Mark, one a page */
	GPtrArray *layouts; /* PangoLayout, owned */
	GStringChunk *strings; /* names of anchors, targets of links */
	GArray *anchors; /* Anchor */
	GHashTable *cells; /* "width/text" → PangoLayout, borrowed: what tables repeat is laid out once */
	double y, left, right;
	double corner_x, corner_bottom; /* page 1 only */
	bool framed;
	double frame_top;
	char *frame_label;
	const char *heading; /* of a section that waits for its first box; borrowed from the caller */
	int unknown;
	int all_pages; /* PagesInfo */
};

/*
 * What cairo leaves out of a tagged PDF: its language, that its title is shown, and where links inside it go (addresses of
 * PAGE_PLACE, sheet and height). Changes the bytes of cairo's PDF in place; false when they are not built as expected.
 */
#define PAGE_PLACE "x-paakrav-place:"
bool page_catalog(GByteArray *pdf, const char *language);

/* As typeset_words, owned by the pages. */
PangoLayout *page_words(Pages *p, Face face, double width, const char *text, bool fixed);

#endif
