/*
 * Replay: a decision that was used is recorded by what it rested on: the day, the law edition with its rule versions,
 * and how far the record then went. From that it is given again, to the same bytes, whatever came since.
 */
#ifndef PAAKRAV_REPLAY_H
#define PAAKRAV_REPLAY_H

#include "assess/assess.h"
#include "intake/store.h"

/*
 * What there is to record of an assessment, from a case worker to the one writer: case, on, law_edition, up_to_seq, route,
 * rules_sha256, sha256 (of the Danish paakrav.assess/1 as printed). The caller's.
 */
cJSON *assessment_seal(Store *store, const Assessment *assessment, GError **error);

/*
 * Record it, and keep the law that decided. Inside a transaction. The case's latest record again adds nothing.
 */
bool assessment_keep(Store *store, const cJSON *seal, const Law *law, Date recorded_on, GError **error);

/* Both at once, in a transaction of its own unless one is open. */
bool assessment_record(Store *store, const Assessment *assessment, Date recorded_on, GError **error);

/* paakrav.assess-list/1: case, assessments[]: id, on, law_edition, up_to_seq, route, recorded_on, sha256. The caller's. */
cJSON *assessment_list(Store *store, const char *case_id, GError **error);

/*
 * The recorded assessment id of the case again, as paakrav.assess/1. An Error when it cannot be: ERROR_INPUT when there is
 * none, its law is not kept or this program lacks a rule version of its day; ERROR_INTEGRITY when the bytes are others,
 * since facts were erased or changed. *yields: did its route yield a package? The caller's.
 */
cJSON *assessment_replay(Store *store, const char *case_id, int64_t id, Lang lang, bool *yields, GError **error);

#endif
