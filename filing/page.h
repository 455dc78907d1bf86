/*
 * Page: text, boxes and tables on A4 portrait pages, as the bytes of a PDF. The only door to pango and cairo.
 *
 * Nothing of the host shows: the fonts are those of fonts-liberation2 and fonts-dejavu-core, taken by file into a
 * configuration of our own; the date in the file is the one handed in. The same calls give the same bytes.
 * What is laid out flows downwards; pages break by themselves and carry "side 2 af 4". Lengths are millimetres.
 * The PDF is tagged: titles and heads are headings, texts paragraphs, tables tables, in the order of the calls; what repeats
 * on each page stands outside. It names its language and shows its title.
 */
#ifndef PAAKRAV_PAGE_H
#define PAAKRAV_PAGE_H

#include "intake/date.h"
#include "intake/error.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Pages Pages;

typedef enum Face { FACE_TITLE, FACE_HEAD, FACE_LABEL, FACE_TEXT, FACE_BOLD, FACE_SMALL, FACE_SUM, FACES } Face;
typedef enum Align { ALIGN_LEFT, ALIGN_RIGHT } Align;

typedef struct PagesInfo {
	const char *title, *author, *subject; /* of the PDF; NULL: left out */
	const char *footer; /* left of the page number on every page; NULL */
	Date made_on;
	double corner_width_mm, corner_height_mm; /* upper right corner of page 1 that stays empty; 0: none */
	const char *language; /* of the text: "da" "en" "sv"; NULL: Danish */
	int all_pages; /* what stands in "side 2 af 4" where others come after these pages; 0: their own number */
} PagesInfo;

/* NULL and an Error of code "fonts-missing" when the fonts are not installed. The caller's, until pages_finish. */
Pages *pages_new(const PagesInfo *info, GError **error);
void pages_free(Pages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pages, pages_free)

/*
 * Words that are the same on every document of a kind are marked fixed by the caller: their layout is made once per
 * process. Texts are UTF-8; line feeds break lines, other control characters and overrides of direction are left out.
 */
void pages_fixed(Pages *pages, Face face, const char *text);
void pages_text(Pages *pages, Face face, const char *text);
void pages_section(Pages *pages, const char *text); /* a fixed heading over the boxes or the frame that follow; never alone */
/* A text that is a link: to the anchor "#name", or to an address (https, http, mailto, tel). Another target gives plain text. */
void pages_link(Pages *pages, Face face, const char *text, const char *target);
/* What comes next is where links to "#name" go. A link to a name that never comes is an assert at pages_finish. */
void pages_anchor(Pages *pages, const char *name);
void pages_gap(Pages *pages, double mm);
void pages_need(Pages *pages, double mm); /* go on to the next page unless so much is left on this one */
void pages_rule(Pages *pages); /* a thin line across */

typedef struct Tick {
	const char *text; /* fixed */
	bool on;
} Tick;

typedef struct Cell {
	int twelfths; /* of the width between the margins */
	const char *label; /* fixed, small, on top; NULL */
	const char *text; /* NULL: empty */
	Face face;
	Align align;
	const Tick *ticks; /* boxes to tick, above the text; ended by a NULL text; NULL: none */
	bool open; /* left for the user: drawn with a grey ground */
	double high_mm; /* at least so high; 0: as its text */
} Cell;

/* Framed boxes side by side, as high as the fullest; one that no page holds goes on overleaf. */
void pages_boxes(Pages *pages, const Cell *cells, int n);

/* The same without frames: who writes and to whom, side by side. */
void pages_columns(Pages *pages, const Cell *cells, int n);

/* Everything until the frame is closed stands in one box, which goes on over as many pages as it needs. */
void pages_frame_open(Pages *pages, const char *label);
void pages_frame_close(Pages *pages);

typedef struct Column {
	const char *title; /* fixed */
	int share; /* of the sum of all shares */
	Align align;
} Column;

/* rows: char** each, n_columns texts; sum: one more such row, in bold, at the end; NULL. The head is repeated on each page. */
void pages_table(Pages *pages, const Column *columns, int n_columns, const GPtrArray *rows, char *const *sum);

/* Characters so far that none of the fonts has. */
int pages_unknown(const Pages *pages);
/* Those of a text, each once, in its order: what no page can show. NULL when the fonts have them all. The caller's. */
char *pages_lacking(const char *text, GError **error);

/* The PDF; frees nothing. *count: pages (may be NULL). NULL and an Error when cairo fails. */
GBytes *pages_finish(Pages *pages, int *count, GError **error);

#endif
