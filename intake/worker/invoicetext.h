/*
 * Invoices and credit notes out of text: of a PDF, a scan, a mail's attachment, an office file. Values are found right of
 * their label or below it; what the sums, the dates and the check digits confirm is sure, what nothing confirms stays
 * below LIMIT_CONFIDENCE, and two candidates that disagree stay two facts.
 *
 * The subject is invoice/NUMBER; of an invoice whose number is not sure, invoice/NAME of its document.
 */
#ifndef PAAKRAV_WORKER_INVOICETEXT_H
#define PAAKRAV_WORKER_INVOICETEXT_H

#include "intake/reading.h"
#include "intake/worker/text.h"

/* From here on a text is an invoice or a credit note. */
#define INVOICETEXT_LIKELY 50

/* How much the text looks like an invoice or a credit note, 0–100. Reminders, offers and receipts are none. */
int invoicetext_score(const Text *text);

/* Append the facts of the invoice that the text is. name: the document's. */
void invoicetext_read(const Text *text, const char *name, Reading *reading);

#endif
