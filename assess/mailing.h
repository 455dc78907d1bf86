/*
 * Mailing: the creditor's letters as the record tells of them. One that came back was not sent, so that it asks for no fee, is
 * no step and no reminder, until a person decides that it went to the right address (practice 53); and a demand letter that
 * asks for a reminder fee is one letter, though it stands as reminder and demand.
 */
#ifndef PAAKRAV_MAILING_H
#define PAAKRAV_MAILING_H

#include "intake/case.h"

/*
 * Did this letter come back on or before the day, and has nobody decided since that it counts? The return names the same
 * document; demand_returned may name none and is then about every demand to that debtor before it.
 */
bool letter_came_back(const Case *c, const Event *letter, Date on);
/* Did nobody get it: that one came back, and so did every other with the same event of the same day to another debtor? */
bool letter_unmet(const Case *c, const Event *letter, Date on);
/* Is this reminder but the fee of a demand letter? That demand, else NULL. */
const Event *letter_demand(const Case *c, const Event *reminder);
/*
 * How many reminders that debtor got up to the day, one a day at most: neither a friendly note of ours, which carries no fee and
 * has no number, nor a demand letter's fee. The number that the next one has is one more.
 */
int letter_reminders(const Case *c, const Party *debtor, Date on);
/* Is it a letter of ours of that kind? The name of its document says so (paper_document). */
bool letter_is_ours(const Event *letter, const char *kind);

#endif
