/* For the files of invoice: how one is made, before it has a number. */
#ifndef PAAKRAV_INVOICEWORK_H
#define PAAKRAV_INVOICEWORK_H

#include "enforcement/invoice.h"

Invoice *invoice_new(const char *client); /* empty; the caller's */
/* The firm as paakrav.conf says; what it lacks is added to missing. */
bool invoice_seller(Invoice *invoice, const char *home);
/* The words of a line, and whether its agreement adds VAT. */
bool invoice_line_words(Store *store, BilledLine *line, Known *vat, GError **error);
/* The rate of the day of issue, where a line bears VAT; false: not known. */
bool invoice_percent(Invoice *invoice, const Law *law);
bool invoice_vat(Invoice *invoice, GError **error); /* of each line */
bool invoice_add_up(Invoice *invoice, GError **error);
/* A case's lines with VAT; fees: of them, what is booked with the invoice. */
bool invoice_case_sums(const Invoice *invoice, const char *case_id, Money *whole, Money *fees, GError **error);

/* costs, interest, principal: in the order in which they are set off. */
extern const char *const invoice_offset_accounts[3];

/* Book what it says; it has its number. */
bool invoice_book(Store *store, const Invoice *invoice, GError **error);
/* Number it, keep its documents, record and book it. */
bool invoice_record(Store *store, Invoice *invoice, GError **error);

#endif
