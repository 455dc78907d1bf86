/* Phrase: what Danish readers take in as one and a line should not part. */
#ifndef PAAKRAV_PHRASE_H
#define PAAKRAV_PHRASE_H

#include <stdbool.h>

/* Is the space at `at`, within text, inside such a phrase: "§ 477 b", "stk. 1", "22. november 2026", "1.000,00 kr."? */
bool phrase_binds(const char *text, const char *at);

#endif
