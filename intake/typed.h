/*
 * Typed: kroner as people type them on a command line: 1250.50 as in claim.xml, and the Danish 1250,50 and 1.250,50. What could be
 * read in two ways is not guessed: 1.250 and 1,250 are refused. Files keep the one form of money_parse.
 */
#ifndef PAAKRAV_TYPED_H
#define PAAKRAV_TYPED_H

#include "intake/money.h"

bool money_typed(const char *text, Money *out) G_GNUC_WARN_UNUSED_RESULT;
/* Was it refused because three digits alone follow a point or a comma? Then say so. */
bool money_two_ways(const char *text);

#endif
