/*
 * Proposal: a posting that no event brings, or the reversal of one, by hand: one person proposes it with a reason, another
 * confirms it, and only then is it booked. The person who proposed it cannot confirm it.
 *
 * What has a door of its own (payments, splits, fees, invoices, payouts) is not booked by hand, but may be reversed so.
 */
#ifndef PAAKRAV_PROPOSAL_H
#define PAAKRAV_PROPOSAL_H

#include "enforcement/ledger.h"
#include "intake/command.h"

extern const OptionRow propose_options[], confirm_options[];

/* ledger propose --kind KIND --amount KR | --reverse ENTRY …, ledger confirm N --by NAME, ledger proposals */
int ledger_propose_run(const Call *call, cJSON **result, GError **error);
int ledger_confirm_run(const Call *call, cJSON **result, GError **error);
void proposal_text(const Call *call, const cJSON *result, GString *out);
int ledger_proposals_run(const Call *call, cJSON **result, GError **error);
void proposals_text(const Call *call, const cJSON *result, GString *out);

/* Its tables, a script of enforcement_room. */
extern const char proposal_tables[];

#endif
