/* What the readers of an invoice's parts share: the sheet, the facts made so far, and how a value is found by its label. */
#ifndef PAAKRAV_WORKER_INVOICEPARTS_H
#define PAAKRAV_WORKER_INVOICEPARTS_H

#include "intake/reading.h"
#include "intake/worker/invoicesheet.h"

typedef struct Invoice {
	const PaperSheet *sheet;
	Reading *reading;
	const char *reader; /* of facts from text of the document itself: "text", "mail", "office" */
	char *subject;
	bool credit; /* it is a credit note */
	bool danish; /* a Danish seller's: CVR number, Danish labels */
} Invoice;

/* Words of a segment that hold a value. */
typedef struct Found {
	const Segment *segment;
	guint first, last;
	const SheetLabel *label;
	const Segment *home; /* of the label */
	bool below; /* it stood below its label, not beside it */
	char *text; /* the value itself */
} Found;
void found_clear(Found *found);

/*
 * confidence: of what the words mean. How well they were recognised lowers it, a little when a check confirms them
 * (checked), in proportion when nothing does. A value once stated is not stated again.
 */
void invoice_add(Invoice *invoice, const char *name, const char *value, const Found *found, int confidence, bool checked);
void invoice_add_minor(Invoice *invoice, const char *name, int64_t minor, const Found *found, int confidence, bool checked);

/* Reads a value out of words first … last of a segment: true and text, first and last set. */
typedef bool (*FoundReader)(const Segment *segment, guint first, guint last, Found *out);

/* Every value of labels of this kind: GArray of Found, best labels first as they stand; the caller's. */
GArray *invoice_values(const PaperSheet *sheet, InvoiceLabel kind, FoundReader reader);

/* A FoundReader of one day, right after its label. */
bool invoice_read_day(const Segment *segment, guint first, guint last, Found *out);

void invoice_dates(Invoice *invoice);
void invoice_sums(Invoice *invoice);
void invoice_parties(Invoice *invoice);
void invoice_payment(Invoice *invoice);
void invoice_lines(Invoice *invoice);

/* Does a payment line whose check digit fits carry these figures? The number of an invoice is often part of it. */
bool invoice_fik_carries(const PaperSheet *sheet, const char *number);

/* Sum of the amounts of the lines; false when they have none, or not all. */
bool invoice_lines_sum(const PaperSheet *sheet, int64_t *out);
/* The segment that begins the lines' table, by its heads; NULL. */
const Segment *invoice_table(const PaperSheet *sheet);
/* In the row of those heads, where "Beløb ekskl. moms" heads a column; head may be NULL. */
bool invoice_in_heads(const Segment *head, const Segment *segment);

#endif
