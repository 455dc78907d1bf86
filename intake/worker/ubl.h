/*
 * UBL 2.0 and 2.1 invoices and credit notes, as OIOUBL 2 and 3, Peppol BIS 3, XRechnung and EN 16931 write them, and the
 * same in CII (cii.h); OIOUBL's reminders. Other UBL documents are told apart here, not read.
 */
#ifndef PAAKRAV_WORKER_UBL_H
#define PAAKRAV_WORKER_UBL_H

#include "intake/reading.h"
#include "intake/worker/xml.h"

/* "ubl-invoice", "ubl-creditnote", "ubl-reminder", "ubl-statement", "cii"; NULL for another root. */
const char *ubl_media(const char *uri, const char *local);

typedef struct UblReader UblReader;

/* NULL unless reading->media is an invoice, a credit note, a reminder or CII. reading is borrowed. root: the root element's local name. */
UblReader *ubl_reader_new(Reading *reading, const char *root);
/* After a well-formed end: the facts. name stands in for an invoice number that is missing. */
void ubl_reader_finish(UblReader *reader, const char *name);
void ubl_reader_free(UblReader *reader);
extern const XmlHandler ubl_handler;

#endif
