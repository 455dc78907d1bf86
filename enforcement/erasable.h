/*
 * Erasable: of each table of recorded.def, to which case a row belongs, so that what is personal of one case can be removed
 * everywhere and nowhere else. A table says so by its column case_id; the others are named in erasable.c, or belong to the
 * house and to no case.
 */
#ifndef PAAKRAV_ERASABLE_H
#define PAAKRAV_ERASABLE_H

#include "intake/store.h"

/* The case of a row m of the table, in SQL; "NULL": it is the house's. *out is the caller's. */
bool erasable_case_of(Store *store, const char *table, char **out, GError **error);

/* Tables with something personal that say no case and that nobody decided on: a test asks. char*, the caller's; NULL at an Error. */
GPtrArray *erasable_undecided(Store *store, GError **error);

/* Remove what is personal of the case, which stands among the erased, inside the caller's transaction. */
bool erasable_rows(Store *store, const char *case_id, GError **error);

/*
 * The hashes of documents that rows of erased cases name and no other row does, char*, each once, by byte order. The caller's;
 * NULL at an Error.
 */
GPtrArray *erasable_documents(Store *store, GError **error);

#endif
