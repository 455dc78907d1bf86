/* Letters and contracts in the view of a case: what was read in them, whose they are, and which events follow. */
#ifndef PAAKRAV_LETTERS_H
#define PAAKRAV_LETTERS_H

#include "intake/field.h"

void letter_free(void *letter);
void contract_free(void *contract);

/* With parties, items and documents in place: the letters and contracts of the case, each with its side and its items. */
void letters_fill(Case *c, const FactIndex *index);
void contracts_fill(Case *c, const FactIndex *index);

/*
 * Add the events that letters make: a reminder or demand of the creditor, an objection or acknowledgement of a debtor.
 * None where the kind, the day or the side is not known; where the same was recorded on that day or with that document as
 * its proof; where the letter only stands quoted and is there itself; or where a letter inside it tells the same.
 */
void letters_tell(Case *c, const FactIndex *index);

/* Is this the word of that side in a letter: named with the whole of its name, its address for mail, or its domain? */
bool party_named(const Party *party, const char *text);
/* Does the text name some e-mail address of that domain, that is no domain of a provider where anybody may have one? */
bool address_named(const char *email, const char *text);

#endif
