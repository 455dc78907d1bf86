/*
 * CII: the Cross Industry Invoice of UN/CEFACT (D16B), as Factur-X, ZUGFeRD 2, XRechnung and EN 16931 write it, and the
 * CrossIndustryDocument of ZUGFeRD 1. It says the same as a UBL invoice in other elements: here stand their paths, ubl.c
 * reads them, ublfacts.c makes the facts.
 */
#ifndef PAAKRAV_WORKER_CII_H
#define PAAKRAV_WORKER_CII_H

#include "intake/worker/ublshape.h"

bool cii_root(const char *uri, const char *local);
/* The namespaces of its parts: ram:, and udt: or qdt:, whatever their edition. */
bool cii_aggregate(const char *uri);
bool cii_data_type(const char *uri);

UblNode *cii_tree_new(void);
/* Does this value stand for the field? slot: what holds it so far; cleared when the new value is worth more. */
bool cii_takes(UblField field, const UblValue *value, UblValue *slot);
/* After the end: what CII says once for all means of payment. */
void cii_settle(UblFound *found);

#endif
