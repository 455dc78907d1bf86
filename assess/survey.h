/* Survey: every case of the store under the law in force, and under another edition beside it. Writes nothing. */
#ifndef PAAKRAV_SURVEY_H
#define PAAKRAV_SURVEY_H

#include "assess/assess.h"
#include "intake/command.h"

/*
 * paakrav.assess-all/1: on, law_edition, other_edition (null without other), cases[]: case, route, track, ready_on,
 * other_route, other_track, other_ready_on, changed, differs (what does, parted by spaces: route track ready_on court
 * court_fee limitation_on sums findings; null: nothing); count, changed. other may be NULL. The caller's.
 */
cJSON *survey_json(const Call *call, const Law *law, const Law *other, GError **error);
void survey_text(const Call *call, const cJSON *result, GString *out);

#endif
