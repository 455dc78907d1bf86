/*
 * Contract: agreements, orders, terms and acceptances read from text: is it signed, and how; what was agreed on payment,
 * interest, venue, law and title. A clause that is negated is not found; one that may be read otherwise stands below
 * LIMIT_CONFIDENCE, with its words, for a person. Danish first; English, German, Swedish.
 */
#ifndef PAAKRAV_WORKER_CONTRACT_H
#define PAAKRAV_WORKER_CONTRACT_H

#include "intake/worker/flow.h"
#include "intake/worker/meaning.h"

/* How likely the text is a contract, an order, general terms or an acceptance of one: 50 and more is yes. */
int contract_score(const Text *text);

/* The facts contract.* and document.shown_kind of subject "document". */
void contract_read(const Text *text, const Envelope *envelope, Reading *reading);

/* Parts of it: each adds its facts. */
void contract_clauses(const Flow *flow, Reading *reading);
void contract_payment(const Flow *flow, Reading *reading);
void contract_interest(const Flow *flow, Reading *reading);
/* How it is signed, when, and by whom. order: the paper confirms an order. */
void contract_signing(const Flow *flow, bool order, Reading *reading);
void contract_parties(const Flow *flow, Reading *reading);

#endif
