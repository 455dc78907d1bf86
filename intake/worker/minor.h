/* Amounts of e-invoices as minor units of their currency, and the check digits of Danish payment lines and IBANs. */
#ifndef PAAKRAV_WORKER_MINOR_H
#define PAAKRAV_WORKER_MINOR_H

#include <stdbool.h>
#include <stdint.h>

/* ISO 4217 decimals; -1 when code is not three capital letters. */
int currency_decimals(const char *code);

/*
 * An xs:decimal as minor units. False when it is no number, too large, or finer than the currency's coin; for a
 * currency without decimals ".0" and ".00" are harmless.
 */
bool minor_parse(const char *text, int decimals, int64_t *out);

bool digits_are(const char *text, int n); /* exactly n digits */
bool luhn_holds(const char *digits);
/* Spaces away, capitals; NULL when it has not the form of an IBAN; *holds: the check digits fit. The caller's. */
char *iban_form(const char *text, bool *holds);

#endif
