/*
 * Hand-in list: what lies in OUT/til-aflevering for one court, and the sweep that keeps that folder and OUT/til-afsendelse
 * true: approved papers that no longer stand (the record has moved on, another approval or letter took their place, the case
 * has left) are moved to OUT/bortfaldet, so that nobody carries them to a court or to the post. Nothing is deleted.
 */
#ifndef PAAKRAV_FILING_HANDINLIST_H
#define PAAKRAV_FILING_HANDINLIST_H

#include "assess/law.h"
#include "intake/command.h"
#include "intake/store.h"

#define OUT_FOR_VOID "bortfaldet" /* the folder under --out */

#define HAND_IN_DRAFT_DA "Blanketten er et udkast: felterne skal overføres til rettens egen blanket, før den indleveres."
#define HAND_IN_DRAFT_EN "The form is a draft: copy the boxes onto the court's own blank before handing it in."

/* Write liste.txt and liste.json of the court ("": without one) anew. */
bool hand_in_list_write(Store *store, const Law *law, const char *out, const char *court, GError **error);

/*
 * Take out what no longer stands; each is a row of object's removed[], which is there only when something was. left: a case
 * that leaves the house, of which nothing is to go out any more; NULL. The caller holds the lock of out; no transaction.
 * A passed day takes nothing out: what was handed in then may not be recorded yet.
 */
bool standing_sweep(const Call *call, const Law *law, const char *out, const char *left, cJSON *object, GError **error);
void standing_text(const Call *call, const cJSON *result, GString *out);

#endif
