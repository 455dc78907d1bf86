/*
 * Word: a person's word on something in the case, kept as a fact (reader "person"): the first time as one, later as corrections
 * of it. All are kept with name and day, the last counts, an approval given before falls, and erasure reaches them.
 */
#ifndef PAAKRAV_WORD_H
#define PAAKRAV_WORD_H

#include "intake/case.h"
#include "intake/command.h"

/* The last word of that name on the subject; NULL: nobody has said. Borrowed from the case. */
const Fact *word_find(const Case *c, const char *subject, const char *name);
/* Who said it; NULL when that was erased. Borrowed. */
const char *word_by(const Fact *word);
/* In the words of --by, on the day of the call. Inside a transaction. */
bool word_record(const Call *call, const Case *c, const char *subject, const char *name, const char *value, GError **error);

#endif
