/*
 * PaperSheet: the text of an invoice cut into segments, words that stand close beside each other, with the labels, amounts and
 * days in them and what stands right of and below each. A text without places is laid out by its lines.
 */
#ifndef PAAKRAV_WORKER_INVOICESHEET_H
#define PAAKRAV_WORKER_INVOICESHEET_H

#include "intake/worker/amounts.h"
#include "intake/worker/dates.h"
#include "intake/worker/invoicelabel.h"
#include "intake/worker/text.h"

#include <glib.h>

/* A label in a segment: words first … last; the value begins after it, or within last when glued ("Dato:19.05.2025"). */
typedef struct SheetLabel {
	const LabelRow *row;
	guint first, last;
	bool glued;
} SheetLabel;

typedef struct Segment {
	const TextPage *page; /* borrowed, as line */
	const TextLine *line;
	guint row; /* of the line on its page */
	guint first, last; /* its words */
	PageBox box; /* tenths of a millimetre; made up where the page has no places */
	bool placed; /* the box is the page's own */
	int unit; /* how high the words of its page are, the middle of them: distances are told in it, for a page may be of any scale */
	char **folded; /* per word */
	GArray *labels; /* SheetLabel, from left to right */
	GArray *amounts; /* Amount, word numbers of the line */
	GArray *dates; /* FoundDate */
} Segment;

typedef struct PaperSheet {
	GPtrArray *segments; /* Segment*, page by page, from top to bottom and left to right */
	AmountStyle style;
	DateOrder order;
} PaperSheet;

/* At most pages pages of it are laid out. text outlives the sheet. */
PaperSheet *papersheet_new(const Text *text, guint pages);
void papersheet_free(PaperSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PaperSheet, papersheet_free)

/* The next segment to the right at the same height; NULL. */
const Segment *papersheet_right(const PaperSheet *sheet, const Segment *from);
/* The nearest segment below the span left … right, not farther than twice the height of a line; NULL. */
const Segment *papersheet_below(const PaperSheet *sheet, const Segment *from, int left, int right);

/* Words first … last as written; the caller's. */
char *segment_text(const Segment *segment, guint first, guint last);
const TextWord *segment_word(const Segment *segment, guint word);
/* The box of words first … last. */
PageBox segment_box(const Segment *segment, guint first, guint last);
/* Folded words first … last, without spaces; the caller's. */
char *segment_folded(const Segment *segment, guint first, guint last);
/* The last word before the label that follows word, or the segment's last. */
guint segment_stop(const Segment *segment, guint word);
/* Does the segment begin with a label at all? */
const SheetLabel *segment_head(const Segment *segment);

#endif
