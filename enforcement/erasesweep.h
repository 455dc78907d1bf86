/* Erase sweep: the files of erased cases: documents that no other case has, papers, packages, exports, and what was kept to be quick. */
#ifndef PAAKRAV_ERASESWEEP_H
#define PAAKRAV_ERASESWEEP_H

#include "intake/json.h"
#include "intake/store.h"

/*
 * After the erasure is on disk, and again after a run that was stopped: removes the documents of all erased cases, and below
 * each root (folders that need not be there, NULL ends them) what bears their number or, as a text, names it. files (may be
 * NULL) is told of each. Then the store is made anew (store_scrub).
 */
bool erase_sweep(Store *store, const char *const *roots, cJSON *files, GError **error);

#endif
