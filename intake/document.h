/* Document: one file of a submission, kept by its hash and never changed. */
#ifndef PAAKRAV_DOCUMENT_H
#define PAAKRAV_DOCUMENT_H

#include "intake/case.h"

#include <glib.h>

typedef struct Document {
	int64_t id; /* within its case: 1, 2, 3 … in order of name */
	char *name; /* path within the submission, '/' between parts */
	char *sha256; /* hex */
	int64_t size;
	char *media; /* Reading.media */
	char *unread; /* why it was kept unread, in Danish and English parted by '\n'; NULL when read or of a kind kept as is */
	/* What claim.xml or a person says of it, else what follows from its kind. */
	Field kind; /* document.kind */
	Field shown_kind; /* what its text shows it to be */
	Field dated_on;
	Field title;
	Field use; /* "exhibit" | "internal"; absent: undecided */
} Document;

void document_free(Document *document);

/* The kind that was said, else what the bytes or the text show ("invoice", "reminder"); NULL when in conflict or unknown. */
const char *document_kind(const Document *document);
/*
 * "exhibit" | "internal": as was said; else exhibit for an e-invoice and for what claim.xml does not list and its text shows
 * to be an invoice, contract, order, reminder or demand; internal for claim.xml; NULL: undecided.
 */
const char *document_use(const Document *document);
/* An invoice, credit note or other bookkeeping document as XML, which a page can be laid out from. */
bool document_is_einvoice(const Document *document);

#endif
