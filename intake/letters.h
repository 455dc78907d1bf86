/* Letters and contracts in the view of a case: what was read in them, whose they are, and which events follow. */
#ifndef PAAKRAV_LETTERS_H
#define PAAKRAV_LETTERS_H

#include "intake/field.h"

void letter_free(void *letter);
void contract_free(void *contract);

#endif
