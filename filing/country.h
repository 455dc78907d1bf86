/*
 * Country: what a country is called on an envelope, by its two letters (ISO 3166). Names alone: what a country belongs to, no
 * table of the law tells.
 */
#ifndef PAAKRAV_COUNTRY_H
#define PAAKRAV_COUNTRY_H

#include "filing/paperkind.h"

/* "SE": "Sverige", "Sweden", "Sverige". Another word, or letters that the table lacks, come back as they are. Borrowed. */
const char *country_called(const char *code, PaperLanguage language);

#endif
