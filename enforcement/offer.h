/* Offer: the commands that offer to settle for less, and show what became of it (assess/offer.h). */
#ifndef PAAKRAV_ENFORCEMENT_OFFER_H
#define PAAKRAV_ENFORCEMENT_OFFER_H

#include "intake/command.h"

extern const OptionRow offer_options[];

/* offer CASE --until DATE (--quick | --amount KR) --consent NAME */
int offer_run(const Call *call, cJSON **result, GError **error);
/* offer show CASE */
int offer_show_run(const Call *call, cJSON **result, GError **error);
void offer_text(const Call *call, const cJSON *result, GString *out);

#endif
