/*
 * Court list: where the courts are reached, which no register tells by machine (filing.md 2.7): a CSV of the user's, named by
 * "list" in [courts] of paakrav.conf, else HOME/retter.csv, with the columns court and address, and if wanted certificate
 * (a PEM file to encrypt to), person (who brings papers there) and account (where its fees are paid).
 */
#ifndef PAAKRAV_COURTLIST_H
#define PAAKRAV_COURTLIST_H

#include "assess/law.h"
#include "intake/error.h"

#include <glib.h>

typedef struct CourtRow {
	int line;
	char *court;
	char *address; /* a mail address */
	char *certificate; /* path of a PEM file; NULL */
	char *person; /* NULL */
	char *account; /* NULL */
} CourtRow;

/*
 * CourtRow*, as they stand; empty when there is no such file and none was named. NULL and an Error with its line when a court
 * is unknown or stands twice, an address cannot be one, or a certificate is not there.
 */
GPtrArray *court_list(const char *home, const Law *law, GError **error);
const CourtRow *court_find(const GPtrArray *list, const char *court); /* NULL */

/* Is it an address that mail can be sent to: ASCII, one @, a domain with a dot or "localhost", nothing that ends a line? */
bool mail_address_fits(const char *address);

#endif
