/*
 * Camt: a bank's statement (camt.053) or notification (camt.054) of ISO 20022, flattened into rows (intake/bankrows.h). Written
 * from the published element names, of the editions from 02 on; no bank's own sample was at hand.
 */
#ifndef PAAKRAV_WORKER_CAMT_H
#define PAAKRAV_WORKER_CAMT_H

#include "intake/worker/craft.h"

/* The craft "bank". An Error of ERROR_INPUT: "bank-kind" for another document, "bank-lines" for too many lines. */
cJSON *camt_rows(const CraftTray *tray, const Hatch *hatch, GError **error);

#endif
