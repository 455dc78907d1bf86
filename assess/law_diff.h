/* What is different between two editions of the law, row by row. */
#ifndef PAAKRAV_LAW_DIFF_H
#define PAAKRAV_LAW_DIFF_H

#include "assess/law.h"
#include "intake/json.h"

/*
 * paakrav.law-diff/1: from and to (edition, serial, made_on), same, and rows[]: table, change ("added" "removed"
 * "changed"), row (the cells that name it), column (of a changed cell; null for a whole row), before, after. In the order
 * of the tables' names; within one, what is gone or changed in the order of the first, then what is new in the order of
 * the second. The caller's.
 */
cJSON *law_diff_json(const Law *from, const Law *to);

#endif
